//! A text in, its sentences out, as spans that leave out only the white space between them.
//!
//! Written for news: titles and months are abbreviated, organisations are dotted, closing marks stand behind the stop.
//! A line break alone ends nothing, because content mills break lines inside sentences, sometimes with a blank line. A
//! blank line does end a complete sentence, and a headline that has no stop.

use super::normalize::fold_mark;
use crate::span::ByteSpan;
use ahash::AHashMap;
use std::sync::OnceLock;

/// The sentences of `text`, left to right: every character that is not white space lies in exactly one of them.
///
/// # Complexity
/// Linear in the text, whatever it holds; 16 bytes a sentence.
///
/// # Examples
/// ```
/// use copydesk::text::sentences;
/// let text = "Gov. Hale left at 5 p.m. on Friday. “Enough!” Nobody followed.";
/// let found: Vec<_> = sentences(text).into_iter().map(|span| span.of(text)).collect();
/// assert_eq!(found, ["Gov. Hale left at 5 p.m. on Friday.", "“Enough!”", "Nobody followed."]);
/// ```
#[must_use]
pub fn sentences(text: &str) -> Vec<ByteSpan> {
    let mut splitter =
        Splitter { text, words: lexicon(), found: Vec::with_capacity(text.len() / 120), start: skip_space(text, 0) };
    splitter.run();
    splitter.found
}

/// What the data files say about a word: the classes that it is in, one bit each.
#[derive(Clone, Copy, Default)]
struct Word(u8);

impl Word {
    /// An abbreviation before a name.
    const NAME: u8 = 1;
    /// An abbreviation before a number.
    const NUMBER: u8 = 2;
    /// An abbreviation that may close a sentence.
    const EITHER: u8 = 4;
    /// Opens a sentence when written with a capital.
    const BEGINS: u8 = 8;
    /// Nothing ends on it.
    const HANGS: u8 = 16;
    /// A month after a German ordinal.
    const MONTH: u8 = 32;

    fn is(self, class: u8) -> bool {
        self.0 & class != 0
    }
}

fn lexicon() -> &'static AHashMap<&'static str, Word> {
    static LEXICON: OnceLock<AHashMap<&'static str, Word>> = OnceLock::new();
    LEXICON.get_or_init(|| {
        let mut words: AHashMap<&'static str, Word> = AHashMap::new();
        let files = [include_str!("abbreviations.txt"), include_str!("sentence_words.txt")];
        for line in files.iter().flat_map(|file| file.lines()) {
            let Some((class, entry)) = line.split_once(' ') else {
                continue;
            };
            if class == "#" || class.is_empty() {
                continue;
            }
            words.entry(entry).or_default().0 |= match class {
                "name" => Word::NAME,
                "number" => Word::NUMBER,
                "either" => Word::EITHER,
                "begins" => Word::BEGINS,
                "hangs" => Word::HANGS,
                _ => Word::MONTH,
            };
        }
        words
    })
}

/// The longest word that the data files hold, in bytes, with room to spare; a longer word is looked up nowhere, which
/// keeps the look back from a stop short.
const LONGEST_WORD: usize = 16;

/// Bytes at which a sentence can end.
const ENDS: [bool; 256] = {
    let mut table = [false; 256];
    let mut index = 0;
    let bytes = b".!?\n\xE2";
    while index < bytes.len() {
        table[bytes[index] as usize] = true;
        index += 1;
    }
    table
};

struct Splitter<'a> {
    text: &'a str,
    words: &'static AHashMap<&'static str, Word>,
    found: Vec<ByteSpan>,
    start: usize,
}

impl Splitter<'_> {
    fn run(&mut self) {
        let bytes = self.text.as_bytes();
        let mut at = self.start;
        if let Some(end) = headline_end(self.text, at) {
            at = self.cut(end);
        }
        while let Some(step) = bytes[at..].iter().position(|&byte| ENDS[byte as usize]) {
            at += step;
            at = match bytes[at] {
                b'\n' => self.at_line_break(at),
                // The ellipsis U+2026, or another character that begins with the same byte.
                0xE2 if !bytes[at..].starts_with("…".as_bytes()) => at + 1,
                _ => self.at_stop(at),
            };
        }
        if self.start < bytes.len() {
            let end = self.text.trim_end().len();
            self.found.push(ByteSpan::new(self.start, end));
        }
    }

    /// Ends the sentence at `end` and returns where the next one begins.
    fn cut(&mut self, end: usize) -> usize {
        self.found.push(ByteSpan::new(self.start, end));
        self.start = skip_space(self.text, end);
        self.start
    }

    /// Looks at the run of stops that begins at `at`; returns where to go on.
    fn at_stop(&mut self, at: usize) -> usize {
        let stops = stops_end(self.text, at);
        let end = closers_end(self.text, stops);
        let next = skip_space(self.text, end);
        if next == end {
            return end;
        }
        if next == self.text.len() {
            return next;
        }
        let blank = blank_line(&self.text[end..next]);
        let lone = stops == at + 1 && self.text.as_bytes()[at] == b'.';
        let ends = if lone && self.is_doubtful(at, next) {
            false
        } else {
            match first_telling(&self.text[next..]) {
                Some(c) if c.is_lowercase() => blank && end > at,
                Some(',' | ';' | ':' | ')' | ']') => false,
                Some('-' | '–' | '—') => blank || self.text[end..next].contains('\n'),
                _ => true,
            }
        };
        if ends { self.cut(end) } else { next }
    }

    /// Whether the stop at `at` belongs to an abbreviation, an initial or an ordinal that the text after it goes on from.
    fn is_doubtful(&self, at: usize, next: usize) -> bool {
        let before = word_before(self.text, at);
        if before.is_empty() {
            return false;
        }
        let follows = &self.text[next..];
        let digit_follows = follows.starts_with(|c: char| c.is_ascii_digit());
        let begins = || {
            // A word in a text of capitals tells nothing by its capital, but then nothing else does.
            self.look_up(first_word(follows)).is(Word::BEGINS)
        };
        if before.bytes().all(|b| b.is_ascii_digit()) {
            return before.len() <= 2 && self.look_up(first_word(follows)).is(Word::MONTH);
        }
        let word = self.look_up(before);
        if word.is(Word::NAME) {
            return true;
        }
        if word.is(Word::NUMBER) && digit_follows {
            return true;
        }
        if word.is(Word::EITHER) || word.is(Word::NUMBER) && before.len() > 1 && before.starts_with(char::is_uppercase)
        {
            return !begins();
        }
        if is_initial_or_acronym(before) {
            return !begins();
        }
        false
    }

    /// Looks at the white space that begins at the line break `at`; returns where to go on.
    fn at_line_break(&mut self, at: usize) -> usize {
        let next = skip_space(self.text, at);
        let end = self.text[..at].trim_end_matches(is_space).len();
        if next == self.text.len() || end <= self.start || !blank_line(&self.text[end..next]) {
            return next;
        }
        let broken = self.text[..end].ends_with([',', ';', '-', '–', '—', '('])
            || first_telling(&self.text[next..]).is_some_and(char::is_lowercase)
            // A stop here was looked at already, and found to go on.
            || self.text[..end].ends_with('.')
            || self.look_up(word_before(self.text, end)).is(Word::HANGS);
        if broken { next } else { self.cut(end) }
    }

    fn look_up(&self, word: &str) -> Word {
        if word.is_empty() || word.len() > LONGEST_WORD {
            return Word::default();
        }
        let lower = word.to_lowercase();
        self.words.get(lower.as_str()).copied().unwrap_or_default()
    }
}

/// The end of the first line, if it is a headline by its capitals and no stop closes it.
///
/// A line break alone is no evidence; a line in headline case is. Two words in three, because prepositions and articles
/// stay small; at least four words of four letters, because a dateline or a name is short.
fn headline_end(text: &str, start: usize) -> Option<usize> {
    /// Longer first lines are paragraphs; the longest of 24,000 headlines (Reuters, BBC, BASIL, ISOT)
    /// has 131 bytes.
    const LONGEST_HEADLINE: usize = 300;
    let rest = &text.as_bytes()[start..];
    let line = memchr::memchr(b'\n', &rest[..rest.len().min(LONGEST_HEADLINE)])?;
    let end = start + text[start..start + line].trim_end().len();
    let line = &text[start..end];
    if line.ends_with([',', ';', ':', '.', '-', '–', '—']) {
        return None;
    }
    let (mut long, mut capital) = (0, 0);
    for word in line.split_whitespace() {
        let word = word.trim_start_matches(|c: char| !c.is_alphanumeric());
        if word.chars().take(4).filter(|c| c.is_alphabetic()).count() == 4 {
            long += 1;
            capital += usize::from(word.starts_with(char::is_uppercase));
        }
    }
    (long >= 4 && capital * 3 >= long * 2).then_some(end)
}

/// The end of a run of stops: `.`, `...`, `?!`, `…`.
fn stops_end(text: &str, at: usize) -> usize {
    let rest = &text[at..];
    at + rest.len() - rest.trim_start_matches(['.', '!', '?', '…']).len()
}

/// The end of the closing marks and brackets that stand right behind a stop, also those that French sets off by a space.
fn closers_end(text: &str, at: usize) -> usize {
    let rest = &text[at..];
    let tight = rest.trim_start_matches(|c| {
        fold_mark(c) == '\'' || fold_mark(c) == '"' || matches!(c, '›' | '‹' | ')' | ']' | '」' | '』')
    });
    let mut end = at + rest.len() - tight.len();
    let spaced = tight.trim_start_matches([' ', '\u{A0}', '\u{202F}']);
    if tight.len() - spaced.len() <= 2
        && let Some(after) = spaced.strip_prefix('»')
        && !after.starts_with(char::is_alphanumeric)
    {
        end = at + rest.len() - after.len();
    }
    end
}

fn is_space(c: char) -> bool {
    c.is_whitespace()
}

fn skip_space(text: &str, at: usize) -> usize {
    let rest = &text[at..];
    at + rest.len() - rest.trim_start_matches(is_space).len()
}

fn blank_line(space: &str) -> bool {
    memchr::memchr_iter(b'\n', space.as_bytes()).nth(1).is_some()
}

/// The first character of `text` behind opening marks and brackets, of which no text piles up more than a few.
fn first_telling(text: &str) -> Option<char> {
    text.chars()
        .take(5)
        .find(|&c| !matches!(fold_mark(c), '"' | '\'' | '(' | '[' | '‹' | '›' | '「' | '『') && !c.is_whitespace())
}

/// The first word of `text` behind opening marks, as letters only.
fn first_word(text: &str) -> &str {
    let head = text.trim_start_matches(|c| matches!(fold_mark(c), '"' | '\'' | '(' | '['));
    let end = head
        .char_indices()
        .take(LONGEST_WORD)
        .find(|(_, c)| !c.is_alphanumeric())
        .map_or_else(|| head.chars().take(LONGEST_WORD).map(char::len_utf8).sum(), |(at, _)| at);
    &head[..end]
}

/// The word that ends at `at`, with the stops inside it; empty if it is longer than any word in the data files.
fn word_before(text: &str, at: usize) -> &str {
    let mut start = at;
    for c in text[..at].chars().rev() {
        if !(c.is_alphanumeric() || c == '.') {
            break;
        }
        start -= c.len_utf8();
        if at - start > LONGEST_WORD {
            return "";
        }
    }
    &text[start..at]
}

/// `J`, `U.S`, `p.m`: one letter, or letters one by one between stops.
fn is_initial_or_acronym(word: &str) -> bool {
    let mut letters = 0;
    for part in word.split('.') {
        let mut chars = part.chars();
        match (chars.next(), chars.next()) {
            (Some(c), None) if c.is_alphabetic() => letters += 1,
            _ => return false,
        }
    }
    letters > 1 || word.starts_with(|c: char| c.is_uppercase() && c != 'I')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn split(text: &str) -> Vec<&str> {
        sentences(text).into_iter().map(|span| span.of(text)).collect()
    }

    #[test]
    fn abbreviations_and_initials_end_no_sentence() {
        for whole in [
            "Gov. Ida Brandt met Dr. J. P. Moss on Feb. 12 about art. 5 of the law.",
            "The U.S. Forest Service paid 3.5 million to Lark Inc. chairman T. Oaks.",
            "He wrote to the U.S.\n\nForest Service, which kept silent.",
            "Am 14. Juni tritt die Regel in Kraft.",
        ] {
            assert_eq!(split(whole), [whole]);
        }
    }

    #[test]
    fn an_acronym_ends_a_sentence_before_a_word_that_opens_one() {
        assert_eq!(
            split("They moved to the U.S. The house stayed empty."),
            ["They moved to the U.S.", "The house stayed empty."]
        );
    }

    #[test]
    fn closing_marks_belong_to_the_sentence_that_they_close() {
        assert_eq!(
            split("“We left.” (Nobody saw.) ‘Why?’ « Assez. » Then dark."),
            ["“We left.”", "(Nobody saw.)", "‘Why?’", "« Assez. »", "Then dark."]
        );
    }

    #[test]
    fn an_ellipsis_goes_on_before_a_small_letter() {
        assert_eq!(split("We waited ... and waited… Nothing came."), ["We waited ... and waited…", "Nothing came."]);
    }

    #[test]
    fn a_single_line_break_ends_no_sentence() {
        assert_eq!(
            split("The ferry sank off\nPort Ard in calm\nweather. All lived."),
            ["The ferry sank off\nPort Ard in calm\nweather.", "All lived."]
        );
    }

    #[test]
    fn a_blank_line_ends_a_headline_and_spares_a_broken_sentence() {
        assert_eq!(
            split("Ferry sinks off Port Ard\n\nAll aboard lived, said the\n\nCoast Guard."),
            ["Ferry sinks off Port Ard", "All aboard lived, said the\n\nCoast Guard."]
        );
    }

    #[test]
    fn a_first_line_in_headline_case_stands_alone() {
        assert_eq!(
            split("Harbour Chief: Ferry Losses ‘Staggering’ This Winter\nThe chief said so."),
            ["Harbour Chief: Ferry Losses ‘Staggering’ This Winter", "The chief said so."]
        );
    }

    #[test]
    fn a_question_goes_on_with_its_small_tag() {
        assert_eq!(split("“Is it over?” she asked. No."), ["“Is it over?” she asked.", "No."]);
    }

    proptest! {
        #[test]
        fn every_character_that_shows_lies_in_one_sentence(
            text in "([A-Za-z.!?… \n“”‘’\"'»«()\u{A0}]|the|U\\.S\\.|Mr\\.|\\PC){0,120}"
        ) {
            let mut end = 0;
            for span in sentences(&text) {
                prop_assert!(span.start >= end && !span.is_empty());
                prop_assert!(text[end..span.start].chars().all(char::is_whitespace));
                prop_assert_eq!(span.of(&text).trim(), span.of(&text));
                end = span.end;
            }
            prop_assert!(text[end..].chars().all(char::is_whitespace));
        }
    }
}
