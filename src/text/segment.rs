//! A text in, its words out: the word boundaries of UAX #29 that hold at least one letter or digit.
//!
//! ASCII texts take a path of our own; any other text goes through `unicode-segmentation`. Both give the same words on
//! ASCII, which a property test holds, because paths that disagree lose duplicates in silence.

use crate::span::ByteSpan;
use unicode_segmentation::UnicodeSegmentation;

/// Calls `each` with every word of `text`, left to right.
///
/// # Complexity
/// Linear in the text, no allocation.
pub fn for_each_word(text: &str, mut each: impl FnMut(ByteSpan)) {
    if text.is_ascii() {
        ascii_words(text.as_bytes(), each);
    } else {
        for (start, word) in text.unicode_word_indices() {
            each(ByteSpan::new(start, start + word.len()));
        }
    }
}

/// The words of `text`, left to right.
#[must_use]
pub fn words(text: &str) -> Vec<ByteSpan> {
    let mut spans = Vec::with_capacity(text.len() / 6);
    for_each_word(text, |span| spans.push(span));
    spans
}

/// What an ASCII byte is to the word rules of UAX #29.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    /// `ALetter`.
    Letter,
    /// `Numeric`.
    Digit,
    /// `ExtendNumLet`: the underscore.
    Underscore,
    /// `MidLetter`: the colon. Joins letters (WB6, WB7).
    Colon,
    /// `MidNum`: comma and semicolon. Join digits (WB11, WB12).
    Comma,
    /// `MidNumLet` and `Single_Quote`: full stop and apostrophe. Join letters and join digits.
    Stop,
    /// Everything else ends a word.
    Other,
}

const CLASS: [Class; 128] = {
    let mut table = [Class::Other; 128];
    let mut byte = 0;
    while byte < 128 {
        table[byte] = match byte as u8 {
            b'a'..=b'z' | b'A'..=b'Z' => Class::Letter,
            b'0'..=b'9' => Class::Digit,
            b'_' => Class::Underscore,
            b':' => Class::Colon,
            b',' | b';' => Class::Comma,
            b'.' | b'\'' => Class::Stop,
            _ => Class::Other,
        };
        byte += 1;
    }
    table
};

fn ascii_words(text: &[u8], mut each: impl FnMut(ByteSpan)) {
    let class = |at: usize| text.get(at).map_or(Class::Other, |&b| CLASS[b as usize]);
    let mut at = 0;
    while at < text.len() {
        let start = at;
        let mut has_word_character = false;
        let mut last = class(at);
        if !matches!(last, Class::Letter | Class::Digit | Class::Underscore) {
            at += 1;
            continue;
        }
        loop {
            has_word_character |= last != Class::Underscore;
            at += 1;
            let joins = match class(at) {
                next @ (Class::Letter | Class::Digit | Class::Underscore) => Some((1, next)),
                Class::Colon if last == Class::Letter && class(at + 1) == Class::Letter => Some((2, Class::Letter)),
                Class::Comma if last == Class::Digit && class(at + 1) == Class::Digit => Some((2, Class::Digit)),
                Class::Stop if matches!(last, Class::Letter | Class::Digit) && class(at + 1) == last => Some((2, last)),
                _ => None,
            };
            let Some((width, next)) = joins else { break };
            at += width - 1;
            last = next;
        }
        if has_word_character {
            each(ByteSpan::new(start, at));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_and_contractions_are_one_word() {
        let text = "Don't pay 35,000.50 to the U.S. by e-mail";
        let found: Vec<_> = words(text).into_iter().map(|span| span.of(text)).collect();
        assert_eq!(found, ["Don't", "pay", "35,000.50", "to", "the", "U.S", "by", "e", "mail"]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        #[test]
        fn ascii_words_are_those_of_the_unicode_path(text in "([aB1_:,;.' \"\n-]|[\\x00-\\x7f]){0,60}") {
            let unicode: Vec<_> =
                text.unicode_word_indices().map(|(at, word)| ByteSpan::new(at, at + word.len())).collect();
            prop_assert_eq!(words(&text), unicode);
        }
    }
}
