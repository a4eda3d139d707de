//! A text in, its words out: the word boundaries of UAX #29 that hold at least one letter or digit.
//!
//! One walk over the [`Bitmaps`] of a text. Words of ASCII, of the common Latin and Cyrillic letters and of both with
//! apostrophes are found here; a stretch with anything rarer (combining marks, joiners, other scripts) goes to
//! `unicode-segmentation` up to the next white space. All three find the same words where their domains meet, which
//! property tests hold, because paths that disagree lose duplicates in silence.

use super::bitmap::{BLOCK, Bitmaps, next_set};
use crate::span::ByteSpan;
use unicode_segmentation::UnicodeSegmentation;

/// What a word is made of, and so how it can be folded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// ASCII: its folded form lies in [`Bitmaps::lower`].
    Ascii,
    /// ASCII, common letters beyond it and apostrophes: folds character by character.
    Letters,
    /// Anything else: needs the whole of Unicode.
    Other,
}

/// Calls `each` with every word of `text`, left to right; `maps` are those of the text.
///
/// # Complexity
/// Linear in the text, no allocation.
pub fn for_each_word(text: &str, maps: &Bitmaps, mut each: impl FnMut(ByteSpan, Form)) {
    let walk = Walk { bytes: text.as_bytes(), maps };
    let mut at = 0;
    loop {
        at = walk.plain_words(at, &mut each);
        at = walk.next_start(at);
        if at >= text.len() {
            return;
        }
        match walk.candidate(at) {
            Candidate::Word { end, form } => {
                each(ByteSpan::new(at, end), form);
                at = end;
            }
            Candidate::Nothing { end } => at = end,
            Candidate::Rare => {
                let end = walk.white_space(at);
                for (offset, word) in text[at..end].unicode_word_indices() {
                    // A sign that an alphabetic mark attaches to opens the segment but is no part of the word.
                    let signs = word.len() - word.trim_start_matches(is_sign).len();
                    each(ByteSpan::new(at + offset + signs, at + offset + word.len()), Form::Other);
                }
                at = end;
            }
        }
    }
}

/// What a character is to the word rules of UAX #29, as far as this walk knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
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
    /// `MidNumLet` and `Single_Quote`: full stop and apostrophes. Join letters and join digits.
    Stop,
    /// Ends a word, whatever stands beside it.
    Other,
    /// Known to `unicode-segmentation` only.
    Rare,
}

const ASCII: [Class; 128] = {
    let mut table = [Class::Other; 128];
    let mut byte = 0;
    while byte < 128 {
        table[byte as usize] = match byte {
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

/// The class and the length of the character beyond ASCII at the beginning of `bytes`.
///
/// Letters: À–ſ but × and ÷, and Cyrillic Ѐ–џ. Punctuation and signs: what Western typesetting uses. Nothing here combines
/// with its neighbours.
#[inline]
pub(super) fn beyond_ascii(bytes: &[u8]) -> (Class, usize) {
    match *bytes {
        [0xC2, 0xA0..=0xA9 | 0xAB | 0xAC | 0xAE..=0xB1 | 0xB4 | 0xB6 | 0xBB | 0xBF, ..] | [0xC3, 0x97 | 0xB7, ..] => {
            (Class::Other, 2)
        }
        [0xC3..=0xC5 | 0xD0, ..] | [0xD1, 0x80..=0x9F, ..] => (Class::Letter, 2),
        [0xE2, 0x80, 0x98 | 0x99, ..] => (Class::Stop, 3),
        // Hyphens and dashes, “ ” „ ‟, † ‡ •, …, ‰, ‹ ›, €.
        [0xE2, 0x80, 0x90..=0x95 | 0x9C..=0xA2 | 0xA6 | 0xB0 | 0xB9 | 0xBA, ..] | [0xE2, 0x82, 0xAC, ..] => {
            (Class::Other, 3)
        }
        _ => (Class::Rare, 1),
    }
}

/// Whether no word begins with `c`.
fn is_sign(c: char) -> bool {
    let mut bytes = [0; 4];
    let class = match c.encode_utf8(&mut bytes).as_bytes() {
        [byte] => ASCII[*byte as usize],
        bytes => beyond_ascii(bytes).0,
    };
    !matches!(class, Class::Letter | Class::Digit | Class::Underscore | Class::Rare)
}

/// What the walk finds where a word may begin.
enum Candidate {
    Word {
        end: usize,
        form: Form,
    },
    /// No word up to `end`.
    Nothing {
        end: usize,
    },
    /// A stretch that the walk cannot read.
    Rare,
}

struct Walk<'a> {
    bytes: &'a [u8],
    maps: &'a Bitmaps,
}

impl Walk<'_> {
    /// Reports the words from `at` on for as long as they are plain, and returns where the general rules have to go on.
    ///
    /// Plain is a word in a block of ASCII that ends within it: most words of English news. The general rules alone take a
    /// third longer, because each of their questions is a branch that the processor guesses wrong now and then.
    #[inline]
    fn plain_words(&self, mut at: usize, each: &mut impl FnMut(ByteSpan, Form)) -> usize {
        while let (Some(&word), Some(&0)) = (self.maps.joined.get(at / BLOCK), self.maps.high.get(at / BLOCK)) {
            let rest = word >> (at % BLOCK);
            if rest == 0 {
                at = (at / BLOCK + 1) * BLOCK;
                continue;
            }
            let start = at + rest.trailing_zeros() as usize;
            let end = start + (!(word >> (start % BLOCK))).trailing_zeros() as usize;
            if end / BLOCK != start / BLOCK || end % BLOCK == BLOCK - 1 || end >= self.bytes.len() {
                return start;
            }
            if self.bytes[start] == b'_' {
                return start;
            }
            each(ByteSpan::new(start, end), Form::Ascii);
            at = end + 1;
        }
        at
    }

    /// The next ASCII word byte or byte beyond ASCII.
    #[inline]
    fn next_start(&self, at: usize) -> usize {
        let Bitmaps { word, high, .. } = self.maps;
        next_set(word.len(), at, |block| word[block] | high[block])
    }

    /// The end of the ASCII word bytes that begin at `at`.
    #[inline]
    fn run_end(&self, at: usize) -> usize {
        let word = &self.maps.word;
        next_set(word.len(), at, |block| !word[block]).min(self.bytes.len())
    }

    #[inline]
    fn is_word(&self, at: usize) -> bool {
        at < self.bytes.len() && self.maps.word[at / BLOCK] >> (at % BLOCK) & 1 == 1
    }

    /// The class of the character at `at`, and its length; the end of the text is [`Class::Other`].
    #[inline]
    fn class(&self, at: usize) -> (Class, usize) {
        match self.bytes.get(at) {
            None => (Class::Other, 0),
            Some(&byte) if byte < 0x80 => (ASCII[byte as usize], 1),
            Some(_) => beyond_ascii(&self.bytes[at..]),
        }
    }

    #[inline]
    fn candidate(&self, start: usize) -> Candidate {
        let mut at = start;
        let mut form = Form::Ascii;
        let mut last = Class::Other;
        let mut only_underscores = true;
        loop {
            if self.is_word(at) {
                let end = self.run_end(at);
                only_underscores &= self.bytes[at..end].iter().all(|&byte| byte == b'_');
                last = ASCII[self.bytes[end - 1] as usize];
                at = end;
            }
            let (class, length) = self.class(at);
            match class {
                Class::Rare => return Candidate::Rare,
                Class::Letter => {
                    // An ASCII letter would have been part of the run, so this one is beyond.
                    form = Form::Letters;
                    only_underscores = false;
                    last = Class::Letter;
                    at += length;
                    continue;
                }
                Class::Colon | Class::Comma | Class::Stop => {
                    let joins_letters = class != Class::Comma && last == Class::Letter;
                    let joins_digits = class != Class::Colon && last == Class::Digit;
                    if joins_letters || joins_digits {
                        let next = self.class(at + length).0;
                        if next == Class::Rare {
                            return Candidate::Rare;
                        }
                        if next == last {
                            if length > 1 {
                                form = Form::Letters;
                            }
                            at += length;
                            continue;
                        }
                    }
                }
                Class::Digit | Class::Underscore | Class::Other => {}
            }
            let end = if at == start { at + length } else { at };
            return if only_underscores { Candidate::Nothing { end } } else { Candidate::Word { end, form } };
        }
    }

    /// The first ASCII white space at or after `at`, or the end of the text.
    fn white_space(&self, at: usize) -> usize {
        self.bytes[at..].iter().position(u8::is_ascii_whitespace).map_or(self.bytes.len(), |offset| at + offset)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::bitmap::High;
    use proptest::prelude::*;

    /// What UAX #29 says of each stretch between white space, without what stands before a word's first letter or digit:
    /// a segment may begin with a sign that an alphabetic mark attaches to.
    fn unicode_words(text: &str) -> Vec<(usize, usize)> {
        let mut found = Vec::new();
        for stretch in text.split(|c: char| c.is_ascii_whitespace()) {
            let begin = stretch.as_ptr() as usize - text.as_ptr() as usize;
            for (offset, word) in stretch.unicode_word_indices() {
                let signs = word.len() - word.trim_start_matches(|c: char| is_sign(c)).len();
                found.push((begin + offset + signs, begin + offset + word.len()));
            }
        }
        found
    }

    fn words(text: &str) -> Vec<ByteSpan> {
        let (mut spans, mut maps) = (Vec::new(), Bitmaps::default());
        maps.read(text.as_bytes(), High::Apart);
        for_each_word(text, &maps, |span, _| spans.push(span));
        spans
    }

    fn pairs(text: &str) -> Vec<(usize, usize)> {
        words(text).into_iter().map(|span| (span.start, span.end)).collect()
    }

    #[test]
    fn numbers_and_contractions_are_one_word() {
        let text = "Don't pay 35,000.50 to l’été’s U.S. by e-mail – ‘größer’ 9’5";
        let found: Vec<_> = words(text).into_iter().map(|span| span.of(text)).collect();
        let expected = ["Don't", "pay", "35,000.50", "to", "l’été’s", "U.S", "by", "e", "mail", "größer", "9’5"];
        assert_eq!(found, expected);
    }

    #[test]
    fn every_character_is_what_unicode_says_it_is() {
        // Each character of the basic plane between letters, digits, marks and on its own.
        for c in (0..=0xFFFFu32).filter_map(char::from_u32) {
            for text in [format!("a{c}b"), format!("1{c}2"), format!("{c}b"), format!("a{c}"), format!("a.{c} {c}1")] {
                assert_eq!(pairs(&text), unicode_words(&text), "{text:?} ({:04X})", c as u32);
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        #[test]
        fn ascii_words_are_those_of_unicode(text in "([aB1_:,;.' \"\n-]|[\\x00-\\x7f]){0,90}") {
            let unicode: Vec<_> = text.unicode_word_indices().map(|(at, word)| (at, at + word.len())).collect();
            prop_assert_eq!(pairs(&text), unicode);
        }

        #[test]
        fn words_of_mixed_text_are_those_of_unicode(
            text in "([aB1_:,;.' -]|[’‘“”–…éßжИ×]|[\u{300}\u{200D}\u{AD}אカ漢🎉\u{93E}]|\\PC){0,60}",
        ) {
            prop_assert_eq!(pairs(&text), unicode_words(&text));
        }
    }
}
