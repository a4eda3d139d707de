//! Words of a text in, the names of outlets among them out.
//!
//! A name is one that the list knows, one of a form that outlets have ("the Saltmere Herald", "La Gazette du Port"), the
//! address of a site, or one that the text itself calls a newspaper, an agency, a broadcaster.

use super::cues::Lexicon;
use super::outlets::Outlets;
use super::words::Words;
use crate::span::ByteSpan;
use crate::text::language::Language;
use ahash::{AHashMap, AHashSet};
use std::sync::OnceLock;

/// A name in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Name {
    /// Its first word.
    pub first: usize,
    /// The word behind its last.
    pub end: usize,
    /// How it was told.
    pub by: By,
}

/// How a name was told to be an outlet's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// It is an agency of the list.
    Agency,
    /// It is an outlet of the list, or an address.
    List,
    /// It is a word of the language that names an outlet where an article stands before it.
    Common,
    /// It has the form of one.
    Form,
    /// The text says so.
    Description,
    /// It stands in marks, and nothing else tells.
    Marks,
}

impl Name {
    /// Where it stands.
    #[must_use]
    pub fn span(self, words: &Words<'_>) -> ByteSpan {
        ByteSpan::new(words.span(self.first).start, words.span(self.end - 1).end)
    }
}

/// Words of the longest name.
const LONGEST: usize = 7;

/// A listed name: its words after the first, its kind, and how it has to be written.
struct Listed {
    rest: Vec<String>,
    by: Option<By>,
    written: Written,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Written {
    InAnyCase,
    WithCapital,
    InCapitals,
}

struct Lists {
    names: AHashMap<String, Vec<Listed>>,
    heads: AHashSet<&'static str>,
    firsts: AHashSet<&'static str>,
    domains: AHashSet<&'static str>,
    nationalities: AHashSet<&'static str>,
    units: AHashSet<&'static str>,
    numbered: AHashSet<&'static str>,
    agencies: AHashSet<String>,
}

fn lists() -> &'static Lists {
    static LISTS: OnceLock<Lists> = OnceLock::new();
    LISTS.get_or_init(|| {
        let mut lists = Lists {
            names: AHashMap::new(),
            heads: AHashSet::new(),
            firsts: AHashSet::new(),
            domains: AHashSet::new(),
            nationalities: AHashSet::new(),
            units: AHashSet::new(),
            numbered: AHashSet::new(),
            agencies: AHashSet::new(),
        };
        let mut section = "";
        let lines = include_str!("outlets.txt").lines().map(str::trim);
        for line in lines.filter(|line| !line.is_empty() && !line.starts_with('#')) {
            if let Some(name) = line.strip_prefix('[') {
                section = name.trim_end_matches(']');
                continue;
            }
            let words_alone = match section {
                "head" => Some(&mut lists.heads),
                "first" => Some(&mut lists.firsts),
                "domain" => Some(&mut lists.domains),
                "nationality" => Some(&mut lists.nationalities),
                "unit" => Some(&mut lists.units),
                "numbered" => Some(&mut lists.numbered),
                _ => None,
            };
            if let Some(list) = words_alone {
                list.insert(line);
                continue;
            }
            let by = match section {
                "agency" => Some(By::Agency),
                "outlet" => Some(By::List),
                "common" => Some(By::Common),
                _ => None,
            };
            let words = Words::of(line);
            let mut folded = (0..words.len()).map(|at| words.bare(at).to_owned());
            let Some(first) = folded.next() else { continue };
            let rest: Vec<String> = folded.collect();
            if by == Some(By::Agency) && rest.is_empty() {
                lists.agencies.insert(first.clone());
            }
            let written = if line.starts_with(char::is_lowercase) {
                Written::InAnyCase
            } else if line.chars().all(|c| !c.is_lowercase()) && line.chars().filter(|c| c.is_alphabetic()).count() > 1
            {
                Written::InCapitals
            } else {
                Written::WithCapital
            };
            lists.names.entry(first).or_default().push(Listed { rest, by, written });
        }
        lists
    })
}

/// Whether a folded word is the name of an agency.
#[must_use]
pub fn is_agency(word: &str) -> bool {
    lists().agencies.contains(word)
}

/// Whether `name`, all of it, is an outlet's.
#[must_use]
pub fn is_outlet(name: &str) -> bool {
    let words = Words::of(name);
    let outlets = Outlets::default();
    let names = Names::of(&words, &Lexicon::empty(), &outlets, None);
    let start = usize::from(words.len() > 1 && words.whole(0) == "the");
    words.len() > start && names.at(start).is_some_and(|found| found.end == words.len())
}

/// The names of one text.
pub struct Names<'w, 'a> {
    words: &'w Words<'a>,
    outlets: &'w Outlets,
    language: Option<Language>,
    /// Names that the text calls an outlet: the words of each, by the first.
    described: AHashMap<&'w str, Vec<(usize, usize)>>,
}

/// Names that a text may describe; more are a directory.
const MOST_DESCRIBED: usize = 200;

impl<'w, 'a> Names<'w, 'a> {
    /// Reads which names the text describes as an outlet's.
    ///
    /// # Complexity
    /// Linear in the text.
    #[must_use]
    pub fn of(words: &'w Words<'a>, lexicon: &Lexicon, outlets: &'w Outlets, language: Option<Language>) -> Self {
        let mut names = Self { words, outlets, language, described: AHashMap::new() };
        let mut count = 0;
        for at in 0..words.len() {
            if count >= MOST_DESCRIBED {
                break;
            }
            if words.is_capital(at) && !(at > 0 && language == Some(Language::German)) {
                continue;
            }
            let found = if lexicon.describes_before(words.whole(at)) {
                names.capitals(at + 1).map(|end| (at + 1, end))
            } else {
                None
            };
            let found = found.or_else(|| {
                (at > 0 && lexicon.describes_after(words.whole(at)) && !words.is_capital(at))
                    .then(|| names.before(at))?
            });
            if let Some((first, end)) = found {
                names.described.entry(words.bare(first)).or_default().push((first, end));
                count += 1;
            }
        }
        names
    }

    /// The name that begins at a word, the longest.
    #[must_use]
    pub fn at(&self, at: usize) -> Option<Name> {
        let words = self.words;
        let listed = self.listed(at);
        if let Some((_, None)) = listed {
            return None;
        }
        let known = listed.and_then(|(end, by)| Some(Name { first: at, end: self.with_unit(end, by?), by: by? }));
        let given = self.outlets.ending(words, at).map(|end| Name { first: at, end, by: By::List });
        let form = self.form(at).map(|end| Name { first: at, end, by: By::Form });
        let described = self.described(at).map(|end| Name { first: at, end, by: By::Description });
        let domain = self.is_address(at).then_some(Name { first: at, end: at + 1, by: By::List });
        // Of equally long ones the list knows best.
        [form, described, domain, given, known].into_iter().flatten().max_by_key(|name| name.end)
    }

    /// The name in marks that begins at a word: capitals, and nothing else between the marks.
    #[must_use]
    pub fn in_marks(&self, at: usize) -> Option<Name> {
        let opened = self.words.gap(at).ends_with(OPENING);
        let end = self.capitals(at)?;
        (opened && self.words.gap(end).trim_start_matches([',', '.']).starts_with(CLOSING)).then_some(Name {
            first: at,
            end,
            by: By::Marks,
        })
    }

    fn listed(&self, at: usize) -> Option<(usize, Option<By>)> {
        let words = self.words;
        let names = lists().names.get(words.bare(at))?;
        let found = names.iter().filter(|name| {
            let end = at + 1 + name.rest.len();
            end <= words.len()
                && self.is_written(at, name.written)
                && name
                    .rest
                    .iter()
                    .enumerate()
                    .all(|(after, word)| words.bare(at + 1 + after) == word && self.goes_on(at + 1 + after))
        });
        let longest = found.max_by_key(|name| name.rest.len())?;
        let end = at + 1 + longest.rest.len();
        // The company of that name is no outlet, and a longer name is another's.
        if end < words.len() && self.goes_on(end) && COMPANY.contains(&words.bare(end)) {
            return Some((end, None));
        }
        Some((end, longest.by))
    }

    /// The end of an outlet's name with the programme or the station behind it: *BBC Radio 4*.
    fn with_unit(&self, mut end: usize, by: By) -> usize {
        let words = self.words;
        while by == By::List && end < words.len() && words.gap(end) == " " && self.goes_on(end) {
            let is_unit = words.is_capital(end) && lists().units.contains(words.bare(end));
            let digits = |word: &str| word.len() <= 2 && word.bytes().all(|byte| byte.is_ascii_digit());
            let is_number = digits(words.bare(end)) && lists().numbered.contains(words.bare(end - 1));
            if !is_unit && !is_number {
                break;
            }
            end += 1;
        }
        end
    }

    fn is_written(&self, at: usize, how: Written) -> bool {
        let written = self.words.written(at);
        match how {
            Written::InAnyCase => true,
            Written::WithCapital => written.starts_with(char::is_uppercase),
            Written::InCapitals => !written.contains(char::is_lowercase),
        }
    }

    /// Whether a word continues a name from the one before: by a blank, a hyphen or an ampersand.
    fn goes_on(&self, at: usize) -> bool {
        let joined = at > 0 && self.words.is_joined(at - 1).1;
        !joined && matches!(self.words.gap(at), " " | "-" | " & " | "\u{a0}" | "’" | ". ")
    }

    /// The end of the run of capitalised words that begins at `at`.
    fn capitals(&self, at: usize) -> Option<usize> {
        let words = self.words;
        if at >= words.len() || !words.is_capital(at) {
            return None;
        }
        if at > 0 && words.gap(at).contains(['.', ';', ':', '!', '?', '(']) {
            return None;
        }
        let mut end = at + 1;
        let mut next = end;
        while next < words.len() && next - at < LONGEST && self.goes_on(next) {
            if words.is_capital(next) && words.gap(next) != ". " {
                end = next + 1;
            } else if !LINKS.contains(&words.whole(next)) {
                break;
            }
            next += 1;
        }
        Some(end)
    }

    /// The run of capitalised words before a word.
    fn before(&self, at: usize) -> Option<(usize, usize)> {
        let words = self.words;
        let mut first = at;
        while first > 0
            && at - first < LONGEST
            && words.is_capital(first - 1)
            && (first == at || words.gap(first) == " ")
            && !self.is_stop(first - 1)
            && !words.is_joined(first - 1).1
        {
            first -= 1;
        }
        let apart = words.gap(at).chars().all(|c| c.is_whitespace() || CLOSING.contains(&c));
        let named = !(first..at).all(|inside| lists().nationalities.contains(words.bare(inside)));
        (first < at && apart && named).then_some((first, at))
    }

    fn is_stop(&self, at: usize) -> bool {
        let word = self.words.whole(at);
        Language::English.is_stop_word(word) || self.language.is_some_and(|language| language.is_stop_word(word))
    }

    /// The end of a name that has the form of an outlet's.
    fn form(&self, at: usize) -> Option<usize> {
        let words = self.words;
        let first = lists().firsts.contains(words.bare(at));
        // The name begins here: it is no part of a longer one, and no word that only begins its sentence.
        if !words.is_capital(at) || (self.is_stop(at) && !ARTICLES.contains(&words.whole(at))) {
            return None;
        }
        if at > 0 && words.is_capital(at - 1) && self.goes_on(at) && !self.is_stop(at - 1) {
            return None;
        }
        let end = self.capitals(at)?;
        // "The Saltmere Herald and the Coast Gazette" are two.
        let parted = (at + 1..end).find(|&link| CONJUNCTIONS.contains(&words.whole(link)) && self.is_head(link - 1));
        let end = parted.unwrap_or(end);
        let article = ARTICLES.contains(&words.whole(at));
        let begins = first || (article && at + 1 < end && lists().firsts.contains(words.bare(at + 1)));
        let ends = self.is_head(end - 1);
        let named = end - at > 1 + usize::from(article && !begins);
        let known_not = (at..end).any(|inside| matches!(self.listed(inside), Some((_, None))));
        (named && (begins || ends) && !known_not).then_some(end)
    }

    fn is_head(&self, at: usize) -> bool {
        lists().heads.contains(self.words.bare(at))
    }

    fn described(&self, at: usize) -> Option<usize> {
        let words = self.words;
        let named = self.described.get(words.bare(at))?;
        let same = |&(first, end): &(usize, usize)| {
            let length = end - first;
            let is = at + length <= words.len()
                && words.is_capital(at)
                && (1..length).all(|after| words.bare(at + after) == words.bare(first + after));
            is.then_some(at + length)
        };
        named.iter().take(LONGEST).filter_map(same).max()
    }

    /// Whether a word is the address of a site: *Ukraine.ru*.
    fn is_address(&self, at: usize) -> bool {
        let words = self.words;
        let word = words.bare(at);
        let Some((name, last)) = word.rsplit_once('.') else { return false };
        name.chars().filter(|c| c.is_alphabetic()).count() >= 2
            && lists().domains.contains(last)
            && !words.gap(at).ends_with(['@', '/'])
            && !words.gap(at + 1).starts_with(['@', '/'])
            // "…the pier.In the morning": a stop without a blank behind it.
            && !words.written(at).rsplit_once('.').is_some_and(|(_, last)| last.starts_with(char::is_uppercase))
    }
}

/// Marks around a name.
pub const OPENING: [char; 9] = ['‘', '“', '"', '\'', '«', '„', '‹', '‚', '»'];
/// See [`OPENING`].
pub const CLOSING: [char; 9] = ['’', '”', '"', '\'', '»', '“', '›', '‘', '«'];

/// Words inside a name that have no capital.
const LINKS: [&str; 24] = [
    "of", "the", "de", "du", "des", "del", "della", "di", "da", "do", "das", "dos", "la", "le", "les", "el", "los",
    "y", "e", "et", "am", "für", "and", "in",
];

/// Words between two names.
pub const CONJUNCTIONS: [&str; 7] = ["and", "und", "et", "y", "e", "en", "и"];

/// Articles that may be the first word of a name.
const ARTICLES: [&str; 14] = ["the", "der", "die", "das", "le", "la", "les", "el", "il", "o", "a", "de", "het", "los"];

/// Words that make a name a company's.
const COMPANY: [&str; 14] =
    ["holdings", "plc", "inc", "corp", "corporation", "group", "ltd", "llc", "ag", "gmbh", "se", "sa", "spa", "nv"];
