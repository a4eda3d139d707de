//! The outlets of a column in, out which names in a text are theirs, and which of them is the text's own outlet.

use super::words::Words;
use ahash::{AHashMap, AHashSet};

/// Outlets that the caller knows, beside those of the lists.
#[derive(Debug, Default)]
pub struct Outlets {
    /// The words of each name, without an article before it, by the first.
    names: AHashMap<Box<str>, Vec<Vec<Word>>>,
    /// Every name, folded.
    folded: AHashSet<Box<str>>,
}

/// A word of a name.
#[derive(Debug, PartialEq, Eq)]
struct Word {
    folded: Box<str>,
    /// Whether it is written with a capital, and has to be.
    capital: bool,
}

/// Words of a longer name are a sentence.
const LONGEST: usize = 7;

/// Names with one first word; of more, the rest is not looked at, so that a text stays linear in its words.
const MOST_OF_A_WORD: usize = 64;

impl Outlets {
    /// The outlets of a column.
    ///
    /// # Complexity
    /// Linear in the names.
    #[must_use]
    pub fn of<'a>(sources: impl Iterator<Item = &'a str>) -> Self {
        let mut outlets = Self::default();
        for source in sources {
            if !outlets.folded.insert(fold(source)) {
                continue;
            }
            let words = Words::of(source);
            let from = usize::from(words.len() > 1 && ARTICLES.contains(&words.whole(0)));
            let name: Vec<Word> = (from..words.len().min(from + LONGEST + 1))
                .map(|at| Word { folded: words.bare(at).into(), capital: words.is_capital(at) })
                .collect();
            if name.len() > LONGEST || !source.contains(char::is_alphabetic) {
                continue;
            }
            if let Some(first) = name.first() {
                let same = outlets.names.entry(first.folded.clone()).or_default();
                if same.len() < MOST_OF_A_WORD && !same.contains(&name) {
                    same.push(name);
                }
            }
        }
        outlets
    }

    /// Where the name of one of the outlets ends that begins at a word; the longest. It begins with a capital or is an address,
    /// and has the capitals that the column gives it.
    #[must_use]
    pub(super) fn ending(&self, words: &Words<'_>, at: usize) -> Option<usize> {
        if self.names.is_empty() || !(words.is_capital(at) || words.bare(at).contains('.')) {
            return None;
        }
        let stands = |name: &&Vec<Word>| {
            at + name.len() <= words.len()
                && name.iter().enumerate().all(|(after, word)| {
                    let here = at + after;
                    words.bare(here) == &*word.folded
                        && (!word.capital || words.is_capital(here))
                        && (after == 0 || !words.gap(here).contains(['\n', ',', ';', ':', '(', ')']))
                })
        };
        let longest = self.names.get(words.bare(at))?.iter().filter(stands).map(Vec::len).max()?;
        Some(at + longest)
    }

    /// Whether a name in a text is that of the text's own outlet: all of it, its address, or, where no other outlet has that
    /// name, its last words ("the Herald" in the Saltmere Herald) or what stands before "News" and the like.
    #[must_use]
    pub fn is_own(&self, name: &str, source: &str) -> bool {
        let (name, source) = (fold(name), fold(source));
        if name.is_empty() || source.is_empty() {
            return false;
        }
        let (bare, own) = (without_domain(&name), without_domain(&source));
        if name == source || bare == own {
            return true;
        }
        let ends = own.strip_suffix(bare).is_some_and(|rest| rest.ends_with(' '));
        let begins = own
            .strip_prefix(bare)
            .is_some_and(|rest| rest.starts_with(' ') && rest.split_whitespace().all(|word| EDITIONS.contains(&word)));
        (ends || begins) && !self.folded.contains(&name)
    }
}

/// An outlet's name without what spelling varies: case, marks around it and an English article.
#[must_use]
pub fn fold(name: &str) -> Box<str> {
    let name = name.to_lowercase();
    let name = name.trim_matches(|c: char| !c.is_alphanumeric());
    name.strip_prefix("the ").unwrap_or(name).into()
}

/// An address without "www." and its last part.
fn without_domain(name: &str) -> &str {
    let bare = name.strip_prefix("www.").unwrap_or(name);
    match bare.rsplit_once('.') {
        Some((before, last)) if !bare.contains(' ') && before.chars().count() > 1 && last.len() <= 6 => before,
        _ => bare,
    }
}

/// Articles before a name.
const ARTICLES: [&str; 10] = ["the", "der", "die", "das", "le", "la", "les", "el", "il", "de"];

/// Words behind a name that make it no other outlet.
const EDITIONS: [&str; 9] = ["news", "online", "digital", "tv", "radio", "media", "website", "web", "app"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_of_a_column_are_known_with_their_capitals() {
        let outlets = Outlets::of(["MetroWire", "The Coast Watch", "orbit.example", "", "…", "MetroWire"].into_iter());
        for (text, end) in [
            ("MetroWire reported", Some(1)),
            ("Coast Watch reported", Some(2)),
            ("Coast watch reported", None),
            ("Coast, Watch", None),
            ("metrowire", None),
            ("orbit.example", Some(1)),
        ] {
            assert_eq!(outlets.ending(&Words::of(text), 0), end, "{text}");
        }
    }

    #[test]
    fn an_outlet_knows_itself_by_its_last_words_unless_another_has_that_name() {
        let outlets = Outlets::of(["Saltmere Herald", "Coast Times", "The Times"].into_iter());
        for (name, source, own) in [
            ("Herald", "Saltmere Herald", true),
            ("the Saltmere Herald", "The Saltmere Herald", true),
            ("Times", "Coast Times", false),
            ("Harbour.ru", "harbour", true),
            ("www.harbour.ru", "Harbour.ru", true),
            ("BBC", "BBC News", true),
            ("Sun", "Sun Herald", false),
            ("erald", "Saltmere Herald", false),
            ("", "", false),
        ] {
            assert_eq!(outlets.is_own(name, source), own, "{name} in {source}");
        }
    }
}
