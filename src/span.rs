//! Spans of a text, in the two units that exist, and the only converter between them.
//!
//! The core counts bytes, Python counts code points. The types differ, so that neither is ever taken for the other.

use std::ops::Range;

/// A half-open range of bytes of a UTF-8 text; both ends lie on character boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct ByteSpan {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// A half-open range of code points: `text[start:end]` in Python.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct CharSpan {
    /// First code point.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
}

impl ByteSpan {
    /// The span from `start` up to `end`.
    #[must_use]
    #[inline]
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end, "span {start}..{end} runs backwards");
        Self { start, end }
    }

    /// The span as a range, to index a `str` with.
    #[must_use]
    #[inline]
    pub fn range(self) -> Range<usize> {
        self.start..self.end
    }

    /// The text under the span.
    #[must_use]
    #[inline]
    pub fn of(self, text: &str) -> &str {
        &text[self.range()]
    }

    /// Length in bytes.
    #[must_use]
    #[inline]
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether the span covers nothing.
    #[must_use]
    #[inline]
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `other` lies wholly inside.
    #[must_use]
    #[inline]
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share at least one byte.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }
}

/// Converts byte offsets of one text into code points.
///
/// # Complexity
/// Building is free for ASCII. For other texts each step of `CHECKPOINT` bytes is counted once (8 bytes of memory for
/// 256 of text); a conversion then counts at most one step.
#[derive(Debug)]
pub struct CharOffsets<'a> {
    text: &'a str,
    /// Code points before byte `i * CHECKPOINT`; empty for ASCII, where bytes are code points.
    before: Vec<usize>,
}

/// Bytes between two remembered counts. One count per 256 bytes adds 3 % of memory and at most 256 steps a lookup.
const CHECKPOINT: usize = 256;

impl<'a> CharOffsets<'a> {
    /// Prepares `text` for conversion.
    #[must_use]
    #[inline]
    pub fn new(text: &'a str) -> Self {
        let mut before = Vec::new();
        if !text.is_ascii() {
            before.reserve_exact(text.len() / CHECKPOINT + 1);
            let mut count = 0;
            for step in text.as_bytes().chunks(CHECKPOINT) {
                before.push(count);
                count += count_chars(step);
            }
        }
        Self { text, before }
    }

    /// The code point at which byte `at` stands.
    #[must_use]
    pub fn char_at(&self, at: usize) -> usize {
        debug_assert!(self.text.is_char_boundary(at), "byte {at} is inside a character");
        if self.before.is_empty() {
            return at;
        }
        // `at` may be the length of a text that is a whole number of steps: no step begins there.
        let step = (at / CHECKPOINT).min(self.before.len() - 1);
        self.before[step] + count_chars(&self.text.as_bytes()[step * CHECKPOINT..at])
    }

    /// The byte at which code point `at` begins; the length of the text one past the last; none beyond.
    #[must_use]
    pub fn byte_at(&self, at: usize) -> Option<usize> {
        if self.before.is_empty() {
            return (at <= self.text.len()).then_some(at);
        }
        let step = self.before.partition_point(|&before| before <= at) - 1;
        let mut rest = at - self.before[step];
        for (offset, &byte) in self.text.as_bytes()[step * CHECKPOINT..].iter().enumerate() {
            if (byte & 0xC0) != 0x80 {
                if rest == 0 {
                    return Some(step * CHECKPOINT + offset);
                }
                rest -= 1;
            }
        }
        (rest == 0).then_some(self.text.len())
    }

    /// The span in code points.
    #[must_use]
    pub fn span(&self, bytes: ByteSpan) -> CharSpan {
        CharSpan { start: self.char_at(bytes.start), end: self.char_at(bytes.end) }
    }
}

/// Code points that begin in `bytes`: all bytes but the continuation bytes of UTF-8.
fn count_chars(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&b| (b & 0xC0) != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn offsets_agree_with_counting_from_the_start(text in "(\\PC|[a-z ]{0,40}|😀|’){0,300}") {
            let offsets = CharOffsets::new(&text);
            for (chars, (at, _)) in text.char_indices().enumerate() {
                prop_assert_eq!(offsets.char_at(at), chars);
                prop_assert_eq!(offsets.byte_at(chars), Some(at));
            }
            prop_assert_eq!(offsets.byte_at(text.chars().count()), Some(text.len()));
            prop_assert_eq!(offsets.byte_at(text.chars().count() + 1), None);
            prop_assert_eq!(offsets.char_at(text.len()), text.chars().count());
        }
    }

    #[test]
    fn a_text_of_exactly_one_step_converts_at_its_end() {
        let text = format!("é{}", "a".repeat(CHECKPOINT - 2));
        assert_eq!(text.len(), CHECKPOINT);
        assert_eq!(CharOffsets::new(&text).char_at(CHECKPOINT), CHECKPOINT - 1);
    }
}
