//! A name in, out the parts that it is compared by: given names, surname with its particles, suffix.
//!
//! Parts are folded: case, diacritics and the shape of a hyphen make no difference.

use crate::quote::is_title;
use crate::text::Language;
use crate::text::normalize::Folder;
use icu_normalizer::DecomposingNormalizerBorrowed;

/// Words of a name that are read; what has more is a sentence.
const LONGEST: usize = 12;

/// The name of a person.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Name {
    /// Given names and initials, in their order; none for a surname alone.
    pub given: Vec<String>,
    /// With its particles: `van der bellen`; a hyphen in it stays.
    pub surname: String,
    /// What tells a junior from a senior.
    pub suffix: Option<String>,
}

impl Name {
    /// The parts of a person's name, titles before it left out; none if it holds no letter or digit.
    ///
    /// # Complexity
    /// Linear in the name.
    ///
    /// # Examples
    /// ```
    /// use copydesk::text::Language;
    /// use copydesk::versions::name::Name;
    /// let name = Name::read("President Élodie van der Bellen", Language::English).unwrap();
    /// assert_eq!((name.given, &*name.surname), (vec!["elodie".to_owned()], "van der bellen"));
    /// ```
    #[must_use]
    pub fn read(text: &str, language: Language) -> Option<Self> {
        let (mut words, behind) = match text.split_once(',') {
            // “Brandt, Ida”, but “Ida Brandt, Jr.”.
            Some((before, after)) if !after.contains(',') => (words_of(before), words_of(after)),
            _ => (words_of(text), Vec::new()),
        };
        if behind.first().is_some_and(|word| is("suffix", word)) {
            words.extend(behind);
        } else if !behind.is_empty() {
            words.splice(0..0, behind);
        }
        if words.is_empty() || words.len() > LONGEST {
            return (!words.is_empty()).then(|| Self { surname: words.join(" "), ..Self::default() });
        }
        let untitled = without_titles(&words, language);
        words.drain(..untitled);
        let suffix = (words.len() > 1 && is("suffix", &words[words.len() - 1])).then(|| words.pop()).flatten();
        let mut first = words.len() - 1;
        while first > 1 && is("particle", &words[first - 1]) {
            first -= 1;
        }
        // “van der Hale”, “von Hale”; but “Van Hale”, where it is a given name.
        let small = words.len() > 2 || text.trim_start().starts_with(char::is_lowercase);
        if first == 1 && small && is("particle", &words[0]) {
            first = 0;
        }
        let surname = words.split_off(first).join(" ");
        let given = words.iter().flat_map(|word| word.split('-')).filter(|word| !word.is_empty());
        Some(Self { given: given.map(str::to_owned).collect(), surname, suffix })
    }

    /// Whether a given name stands beside the surname.
    #[must_use]
    pub fn is_full(&self) -> bool {
        !self.given.is_empty()
    }

    /// The surname without its particles.
    #[must_use]
    pub fn core(&self) -> &str {
        let mut rest = &*self.surname;
        while let Some((word, behind)) = rest.split_once(' ')
            && is("particle", word)
        {
            rest = behind;
        }
        rest
    }

    /// The words of the name with blanks between them, hyphens read as blanks.
    #[must_use]
    pub fn plain(&self) -> String {
        let words = self.given.iter().map(String::as_str).chain([&*self.surname]).chain(self.suffix.as_deref());
        words.collect::<Vec<_>>().join(" ").replace('-', " ")
    }

    /// Whether one person can bear both names: equal surnames and suffixes, given names that do not contradict.
    #[must_use]
    pub fn may_be(&self, other: &Self) -> bool {
        if self.suffix != other.suffix && self.is_full() && other.is_full() {
            return false;
        }
        self.core() == other.core() && given_may_be(&self.given, &other.given)
    }
}

/// A person's name as it is written, without titles before it, honours behind it and “of” a place or a firm.
///
/// # Complexity
/// Linear in the name.
///
/// # Examples
/// ```
/// use copydesk::text::Language;
/// use copydesk::versions::name::stripped;
/// assert_eq!(stripped("Mr Tom Hale MP", Language::English), "Tom Hale");
/// assert_eq!(stripped("Tom Hale of Hale & Sons", Language::English), "Tom Hale");
/// ```
#[must_use]
pub fn stripped(text: &str, language: Language) -> &str {
    let mut written: Vec<&str> = text.split_whitespace().collect();
    if written.is_empty() || written.len() > LONGEST {
        return text.trim();
    }
    if let Some(of) = written.iter().position(|&word| word == "of").filter(|&of| of > 1) {
        written.truncate(of);
    }
    let folded: Vec<String> = written.iter().map(|word| fold(word).replace('.', "")).collect();
    let mut last = written.len() - 1;
    while last > 1 && is("honour", folded[last].trim_matches(',')) {
        last -= 1;
    }
    let first = without_titles(&folded[..=last], language);
    // All are slices of one text.
    let at = |word: &str| word.as_ptr() as usize - text.as_ptr() as usize;
    text[at(written[first])..at(written[last]) + written[last].len()].trim_end_matches(',')
}

/// Whether `word` is an address before names (Mr, Sir), which is no role.
#[must_use]
pub fn is_address(word: &str) -> bool {
    is("address", fold(word).trim_end_matches('.'))
}

/// A name in lower case without diacritics, for an address on the web or in a table: `tom-ohale` of “Tom O’Hale”.
#[must_use]
pub fn slug(text: &str) -> String {
    let plain = plain(text).replace('\'', "");
    plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-")
}

/// The words of any name with blanks between them, folded, hyphens read as blanks: equal for two spellings of one name.
#[must_use]
pub fn plain(text: &str) -> String {
    words_of(text).iter().flat_map(|word| word.split('-')).collect::<Vec<_>>().join(" ")
}

/// Whether two lists of given names can be one person's: “John”, “J.”, “John F.”, but not “George W.” and “George H. W.”.
fn given_may_be(left: &[String], right: &[String]) -> bool {
    let same = |a: &str, b: &str| a == b || (is_initial(a) || is_initial(b)) && a.chars().next() == b.chars().next();
    let (Some((left_first, left_middle)), Some((right_first, right_middle))) =
        (left.split_first(), right.split_first())
    else {
        return true;
    };
    let middle = left_middle.is_empty()
        || right_middle.is_empty()
        || left_middle.len() == right_middle.len() && left_middle.iter().zip(right_middle).all(|(a, b)| same(a, b));
    same(left_first, right_first) && middle
}

fn is_initial(word: &str) -> bool {
    word.chars().count() == 1
}

/// How many of `words` stand before the name as titles; one word at least is the name.
fn without_titles(words: &[String], language: Language) -> usize {
    let title = |word: &String| is_title(word, language);
    let first = words.iter().take(words.len() - 1).take_while(|word| title(word)).count();
    // “nato secretary general mark rutte”: the last title before a name of two words.
    let inner = words.iter().rposition(title).map_or(0, |at| at + 1);
    if inner + 2 <= words.len() { first.max(inner) } else { first }
}

/// The words of a name, folded, without stops and brackets; hyphens stay inside them.
fn words_of(text: &str) -> Vec<String> {
    let folded = fold(text);
    let inside = |c: char| c.is_alphanumeric() || matches!(c, '-' | '\'' | '&');
    let words = folded.split(|c: char| !inside(c)).map(|word| word.trim_matches(['-', '\'']));
    words.filter(|word| word.chars().any(|c| c.is_alphanumeric() || c == '&')).map(str::to_owned).collect()
}

/// `text` without case, without diacritics, with plain hyphens.
///
/// # Complexity
/// Linear in the text.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = String::new();
    Folder::new().fold_into(text, &mut folded);
    if folded.is_ascii() {
        return folded;
    }
    let apart = DecomposingNormalizerBorrowed::new_nfkd().normalize(&folded);
    let mut plain = String::with_capacity(apart.len());
    for c in apart.chars() {
        match c {
            '\u{300}'..='\u{36f}' => {}
            '‐' | '‑' | '‒' | '–' => plain.push('-'),
            'ø' => plain.push('o'),
            'ł' => plain.push('l'),
            'đ' | 'ð' => plain.push('d'),
            'þ' => plain.push_str("th"),
            'æ' => plain.push_str("ae"),
            'œ' => plain.push_str("oe"),
            'ı' => plain.push('i'),
            _ => plain.push(c),
        }
    }
    plain
}

/// The first letters of the words of an organisation's name, small words left out: `ecb` of “European Central Bank”; none
/// for a name of one word.
#[must_use]
pub fn initials(name: &str) -> Option<String> {
    let words = words_of(name);
    let told: Vec<&String> = words.iter().filter(|word| !is("small", word)).collect();
    (told.len() > 1)
        .then(|| told.iter().flat_map(|word| word.split('-')).filter_map(|word| word.chars().next()).collect())
}

/// Whether `word`, folded, is of `class` in the list beside this file.
fn is(class: &str, word: &str) -> bool {
    let lines = include_str!("name_words.txt").lines().filter(|line| !line.starts_with('#'));
    let mut classes = lines.filter_map(|line| line.split_once(' '));
    classes.any(|(name, words)| name == class && words.split(' ').any(|one| one == word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> Name {
        Name::read(text, Language::English).unwrap()
    }

    #[test]
    fn titles_particles_and_suffixes_are_told_from_the_name() {
        for text in ["Ida Brandt", "Mrs Ida Brandt", "NATO Secretary General Ida Brandt", "Brandt, Ida", "IDA BRANDT"] {
            assert_eq!(
                name(text),
                Name { given: vec!["ida".into()], surname: "brandt".into(), suffix: None },
                "{text}"
            );
        }
        assert_eq!(name("Mr Hale").surname, "hale");
        assert!(!name("Mr Hale").is_full());
        assert_eq!(name("Jan van der Hale").surname, "van der hale");
        assert_eq!(name("van der Hale").core(), "hale");
        assert_eq!(name("Tom Hale, Jr.").suffix.as_deref(), Some("jr"));
        assert_eq!(Name::read("…", Language::English), None);
    }

    #[test]
    fn given_names_may_be_short_but_may_not_contradict() {
        for (left, right, one) in [
            ("Tom F. Hale", "Tom Hale", true),
            ("T. Hale", "Tom Hale", true),
            ("Hale", "Tom Hale", true),
            ("Élodie Hale", "Elodie Hale", true),
            ("Jan van der Hale", "Jan Hale", true),
            ("Anne-Marie Hale", "Anne Marie Hale", true),
            ("Tom W. Hale", "Tom H. W. Hale", false),
            ("Tom Hale Jr.", "Tom Hale", false),
            ("Ida Hale", "Tom Hale", false),
        ] {
            assert_eq!(name(left).may_be(&name(right)), one, "{left}, {right}");
        }
    }

    #[test]
    fn an_acronym_leaves_small_words_out() {
        assert_eq!(initials("the European Central Bank").as_deref(), Some("ecb"));
        assert_eq!(initials("Institute for the Study of War").as_deref(), Some("isw"));
        assert_eq!(initials("Norvolt"), None);
    }

    #[test]
    fn any_text_is_read() {
        for text in ["", ",", ",,", "-", "' '", "\0", "& &", "von", "Jr.", "Mr", "de la", "Mr Mr Mr"] {
            let _ = Name::read(text, Language::English);
            let _ = initials(text);
        }
    }
}
