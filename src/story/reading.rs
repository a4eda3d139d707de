//! A text in, out what of it can show that another text tells the same story: stems with their places, numbers, weekdays.

use super::numbers::value_of;
use crate::text::block;
use crate::text::furniture::{LONGEST_BYTES, furniture};
use crate::text::language::{Language, Spoken, detect};
use crate::text::stem::Stemmer;
use crate::text::tokenize::for_each_token;
use ahash::AHashMap;
use std::sync::OnceLock;
use xxhash_rust::xxh3::xxh3_64_with_seed;

/// A content word of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// Hash of the stem and its language: words of two languages never meet.
    pub stem: u64,
    /// Whether it is written with a small letter here.
    pub small: bool,
    /// Whether it holds a digit.
    pub digits: bool,
    /// Which word of the text it is, stop words counted.
    pub place: usize,
}

/// A text as the story level reads it.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The language that it was read in.
    pub language: Language,
    /// Words of the text, furniture left out.
    pub words: usize,
    /// The content words in the order of the text, stop words left out.
    pub content: Vec<Word>,
    /// Hashes of the numbers' values, ascending, each once.
    pub numbers: Vec<u64>,
    /// How much each day of the week is named, Monday first; earlier mentions weigh more.
    pub days: [f64; 7],
}

/// Words after which a mention of a weekday weighs half: the day of the event stands in the lead. Chosen with
/// `benchmarks/stories.py` among 30, 60 and 100.
const DAY_HALF: f64 = 60.0;

/// The hash under which a term of a language is known.
#[must_use]
pub fn term_hash(term: &str, language: Language) -> u64 {
    xxh3_64_with_seed(term.as_bytes(), language as u64)
}

/// The hash of two content words that follow each other.
#[must_use]
pub fn phrase_hash(first: u64, second: u64) -> u64 {
    let mut bytes = [0; 16];
    bytes[..8].copy_from_slice(&first.to_le_bytes());
    bytes[8..].copy_from_slice(&second.to_le_bytes());
    xxh3_64_with_seed(&bytes, 0)
}

/// Reads a text, after its headline if that stands apart and without the lines that are its outlet's own: those that the
/// phrases of [`furniture`] or `own` tell.
///
/// # Complexity
/// Linear in the text.
#[must_use]
pub fn read(title: Option<&str>, text: &str, language: Language, own: impl Fn(&str) -> bool) -> Reading {
    let mut reader = Reader::new(language, |_, _, _| {});
    reader.read(title, text, own);
    reader.finish()
}

/// Reads an article by itself: in its language, English where it tells none, and without the phrases of [`furniture`]. What
/// only its neighbours tell, the lines that its outlet repeats, stays in.
///
/// # Complexity
/// Linear in the text.
#[must_use]
pub fn tell(title: Option<&str>, text: &str, language: Spoken) -> Reading {
    let language = match language {
        Spoken::In(language) => language,
        Spoken::Detect => detect(text).unwrap_or(Language::English),
    };
    read(title, text, language, |_| false)
}

/// Calls `each` with every content word of a text: its hash, its stem and the word as it stands there.
pub fn for_each_word(title: Option<&str>, text: &str, language: Language, each: impl FnMut(Word, &str, &str)) {
    Reader::new(language, each).read(title, text, |_| false);
}

struct Reader<F> {
    stemmer: Stemmer,
    each: F,
    reading: Reading,
}

impl<F: FnMut(Word, &str, &str)> Reader<F> {
    fn new(language: Language, each: F) -> Self {
        let reading = Reading { language, words: 0, content: Vec::new(), numbers: Vec::new(), days: [0.0; 7] };
        Self { stemmer: Stemmer::new(language), each, reading }
    }

    fn read(&mut self, title: Option<&str>, text: &str, own: impl Fn(&str) -> bool) {
        if let Some(title) = title.map(str::trim).filter(|title| !text.trim_start().starts_with(title)) {
            self.line(title);
        }
        for (line, alone) in lines(text) {
            if !(alone && (furniture(line).is_some() || own(line))) {
                self.line(line);
            }
        }
    }

    fn line(&mut self, line: &str) {
        let language = self.reading.language;
        for_each_token(line, |token, folded| {
            let place = self.reading.words;
            self.reading.words += 1;
            let word = without_elision(folded, language);
            if let Some(day) = weekday(word, language) {
                self.reading.days[day] += 1.0 / (1.0 + place as f64 / DAY_HALF);
            }
            if is_stop_word(folded, language) || is_stop_word(word, language) {
                return;
            }
            let digits = word.bytes().any(|b| b.is_ascii_digit());
            if let Some(value) = value_of(word, language).filter(|_| digits) {
                self.reading.numbers.push(term_hash(&value, language));
            }
            let stem = self.stemmer.stem(word);
            let written = token.span.of(line);
            let small =
                written.trim_start_matches(|c: char| !c.is_alphabetic()).chars().next().is_some_and(char::is_lowercase);
            let content = Word { stem: term_hash(&stem, language), small, digits, place };
            (self.each)(content, &stem, written);
            self.reading.content.push(content);
        });
    }

    fn finish(self) -> Reading {
        let mut reading = self.reading;
        reading.numbers.sort_unstable();
        reading.numbers.dedup();
        reading
    }
}

/// The lines of a text, each with whether it is short and stands alone: one that goes on from the line above is part of a
/// wrapped paragraph.
pub fn lines(text: &str) -> impl Iterator<Item = (&str, bool)> {
    block::lines(text).map(|line| (line.span.of(text), line.begins && line.span.len() <= LONGEST_BYTES))
}

/// Whether a word says nothing of the story. In no known language those of every language do not: such words stand in all
/// texts, and where only five are compared nothing else tells them from the words of the event.
#[must_use]
pub fn is_stop_word(word: &str, language: Language) -> bool {
    match language {
        Language::None => Language::is_stop_word_of_any(word),
        _ => language.is_stop_word(word),
    }
}

/// The word behind an elided article or pronoun: *l'eau*, *dell'acqua*.
#[must_use]
pub fn without_elision(word: &str, language: Language) -> &str {
    if !matches!(language, Language::French | Language::Italian) {
        return word;
    }
    match word.split_once('\'') {
        Some((elided, rest)) if elided.len() <= 5 && !rest.is_empty() => rest,
        _ => word,
    }
}

fn weekday(word: &str, language: Language) -> Option<usize> {
    static DAYS: OnceLock<AHashMap<(&'static str, &'static str), usize>> = OnceLock::new();
    let days = DAYS.get_or_init(|| {
        let mut days = AHashMap::new();
        for line in include_str!("weekdays.txt").lines().filter(|line| !line.starts_with('#')) {
            let mut words = line.split_whitespace();
            let code = words.next().unwrap_or_default();
            days.extend(words.enumerate().map(|(day, word)| ((code, word), day)));
        }
        days
    });
    let word = word.strip_suffix("'s").unwrap_or(word);
    // A key of two borrowed strings takes no allocation.
    days.get(&(language.code(), word) as &(&str, &str)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stems(text: &str, language: Language) -> Vec<String> {
        let mut stems = Vec::new();
        for_each_word(None, text, language, |_, stem, _| stems.push(stem.to_owned()));
        stems
    }

    #[test]
    fn in_no_known_language_the_stop_words_of_all_are_left_out() {
        let content = |text| read(None, text, Language::None, |_| false).content.len();
        assert_eq!((content("The piers of the harbour and the sheds"), content("der Hafen und die Werft")), (3, 2));
    }

    #[test]
    fn content_words_are_stems_without_stop_words_and_furniture() {
        let text = "Piers closing\n\nThe Lantern – subscribe to our letter.\n\nThe council’s piers were closed.";
        assert_eq!(stems(text, Language::English), ["pier", "close", "council", "pier", "close"]);
        assert_eq!(stems("L’inondation d’une vallée", Language::French), ["inond", "vall"]);
    }

    #[test]
    fn a_phrase_inside_a_wrapped_paragraph_is_no_furniture() {
        let text = "The board wants people to\nread more about the pier.";
        assert!(stems(text, Language::English).contains(&"pier".to_owned()));
    }

    #[test]
    fn a_headline_that_the_text_repeats_counts_once() {
        let text = "Pier sold\n\nThe council sold it.";
        assert_eq!(
            read(Some("Pier sold"), text, Language::English, |_| false),
            read(None, text, Language::English, |_| false)
        );
        assert_ne!(
            read(Some("Pier gone"), text, Language::English, |_| false),
            read(None, text, Language::English, |_| false)
        );
    }

    #[test]
    fn the_day_of_the_lead_weighs_most() {
        let filler = "The pier was old. ".repeat(40);
        let days =
            read(None, &format!("Sold on Friday. {filler} Monday’s vote failed."), Language::English, |_| false).days;
        assert!(days[4] > 2.0 * days[0] && days[0] > 0.0);
        assert!(read(None, "Verkauft am Freitag.", Language::German, |_| false).days[4] > 0.9);
    }

    #[test]
    fn languages_do_not_share_terms() {
        let one = read(None, "Hamburg 1,500", Language::English, |_| false);
        let other = read(None, "Hamburg 1.500", Language::German, |_| false);
        assert_ne!(one.content[0].stem, other.content[0].stem);
        assert!(one.numbers.len() == 1 && one.numbers != other.numbers);
    }

    #[test]
    fn hostile_texts_are_read() {
        for text in ["", "\u{0}", "\u{202e}abc", "''''", "©", &"a".repeat(100_000), &"x\n".repeat(10_000)] {
            for language in Language::ALL {
                let _ = read(Some(text), text, language, |_| false);
            }
        }
    }
}
