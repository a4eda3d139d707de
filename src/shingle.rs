//! A text in, its shingles out: the hash of every run of `size` words or characters.
//!
//! Broder 1997, "On the resemblance and containment of documents".

use crate::error::{Error, Result};
use crate::span::ByteSpan;
use crate::text::hash::hash_run;
use crate::text::normalize::Folder;
use crate::text::tokenize::{for_each_hash, for_each_token, hash_tokens};
use std::ops::Range;
use xxhash_rust::xxh3::xxh3_64;

/// Longest shingle on offer. Beyond a sentence or two a shingle only says that two texts are identical.
pub const MAX_SIZE: usize = 100;

/// What a shingle is a run of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Folded words.
    Word,
    /// Code points of the folded words, joined by one space.
    Char,
}

/// How texts are cut into shingles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shingling {
    size: usize,
    unit: Unit,
}

/// A run of tokens: its hash and the span from its first token to its last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shingle {
    /// xxh3-64 of the run.
    pub hash: u64,
    /// Where the run stands in the text as it came.
    pub span: ByteSpan,
}

impl Shingling {
    /// Shingles of `size` units.
    ///
    /// # Errors
    /// [`Error::Parameter`] if `size` is not in [1, [`MAX_SIZE`]].
    pub fn new(size: usize, unit: Unit) -> Result<Self> {
        if (1..=MAX_SIZE).contains(&size) {
            return Ok(Self { size, unit });
        }
        Err(Error::parameter("size", format!("in [1, {MAX_SIZE}]"), size))
    }

    /// Units of a shingle.
    #[must_use]
    pub fn size(self) -> usize {
        self.size
    }

    /// What a shingle is a run of.
    #[must_use]
    pub fn unit(self) -> Unit {
        self.unit
    }

    /// The shingles of `text` in the order of the text, repeats included.
    ///
    /// A text of fewer than `size` units has one shingle, all of it; a text without a token has none.
    ///
    /// # Complexity
    /// Linear in the text times `size`; 24 bytes a shingle.
    ///
    /// # Examples
    /// ```
    /// use copydesk::shingle::{Shingling, Unit};
    /// let pairs = Shingling::new(2, Unit::Word)?;
    /// assert_eq!(pairs.shingles("The mayor said no").len(), 3);
    /// assert_eq!(pairs.shingles("No")[0].hash, pairs.shingles("no!")[0].hash);
    /// assert!(pairs.shingles("—").is_empty());
    /// # Ok::<(), copydesk::Error>(())
    /// ```
    #[must_use]
    pub fn shingles(self, text: &str) -> Vec<Shingle> {
        self.read(text).shingles
    }

    /// The tokens and the shingles of `text`, read in one pass.
    #[must_use]
    pub fn read(self, text: &str) -> Reading {
        let mut tokens = Vec::with_capacity(text.len() / 6);
        if self.unit == Unit::Char {
            let mut folded = FoldedText::default();
            for_each_token(text, |token, word| {
                tokens.push(token.hash);
                folded.push(token.span, token.span.of(text), word);
            });
            return Reading { tokens, shingles: folded.shingles(self.size) };
        }
        let mut spans = Vec::with_capacity(text.len() / 6);
        for_each_hash(text, |span, hash| {
            tokens.push(hash);
            spans.push(span);
        });
        let shingles = runs(tokens.len(), self.size)
            .map(|run| Shingle {
                span: ByteSpan::new(spans[run.start].start, spans[run.end - 1].end),
                hash: hash_run(&tokens[run]),
            })
            .collect();
        Reading { tokens, shingles }
    }

    /// Puts the shingle hashes of `text` into `hashes`, repeats included, and the hashes of its tokens into `tokens`: what
    /// comparing takes, without places and without allocating anew.
    pub fn hashes_into(self, text: &str, tokens: &mut Vec<u64>, hashes: &mut Vec<u64>) {
        hashes.clear();
        tokens.clear();
        if self.unit == Unit::Char {
            let reading = self.read(text);
            tokens.extend_from_slice(&reading.tokens);
            hashes.extend(reading.shingles.iter().map(|shingle| shingle.hash));
            return;
        }
        hash_tokens(text, tokens);
        match self.size {
            _ if tokens.is_empty() => {}
            size if tokens.len() < size => hashes.push(hash_run(tokens)),
            // The default length, known to the compiler: it unrolls the hash.
            5 => hashes.extend(tokens.windows(5).map(hash_run)),
            size => hashes.extend(tokens.windows(size).map(hash_run)),
        }
    }

    /// The distinct shingle hashes of `text`, ascending.
    #[must_use]
    pub fn set(self, text: &str) -> ShingleSet {
        let (mut tokens, mut hashes) = (Vec::with_capacity(text.len() / 6), Vec::with_capacity(text.len() / 6));
        self.hashes_into(text, &mut tokens, &mut hashes);
        ShingleSet::from_hashes(hashes)
    }

    /// The same for a text that may be missing: it shares nothing, like a text without words.
    #[must_use]
    pub fn set_of(self, text: Option<&str>) -> ShingleSet {
        text.map_or_else(ShingleSet::default, |text| self.set(text))
    }
}

/// What one pass over a text gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The hashes of all tokens in the order of the text.
    pub tokens: Vec<u64>,
    /// The shingles in the order of the text, repeats included.
    pub shingles: Vec<Shingle>,
}

/// The folded words of a text, joined by one space, with what each code point stands for in the text as it came.
#[derive(Default)]
struct FoldedText {
    chars: String,
    /// Where each code point begins in `chars`.
    starts: Vec<usize>,
    /// What each code point stands for.
    spans: Vec<ByteSpan>,
}

impl FoldedText {
    fn push(&mut self, span: ByteSpan, word: &str, folded: &str) {
        if let Some(&before) = self.spans.last() {
            self.push_char(' ', ByteSpan::new(before.end, span.start));
        }
        let one_by_one = Self::folds_one_by_one(word, folded);
        let mut original = word.char_indices();
        for c in folded.chars() {
            let stands_for = match original.next() {
                Some((at, c)) if one_by_one => ByteSpan::new(span.start + at, span.start + at + c.len_utf8()),
                // Folding changed the number of characters (ß, ligatures): each stands for the whole word.
                _ => span,
            };
            self.push_char(c, stands_for);
        }
    }

    /// Whether each character of `word` folds to the character at its place. Equal lengths are not enough: one character may
    /// have become two and another none.
    fn folds_one_by_one(word: &str, folded: &str) -> bool {
        if word.is_ascii() {
            return true;
        }
        let fold = Folder::new();
        let mut one = String::new();
        let mut places = folded.chars();
        let each = word.chars().all(|c| {
            fold.fold_letters_into(c.encode_utf8(&mut [0; 4]), &mut one);
            let mut chars = one.chars();
            (chars.next(), chars.next()) == (places.next(), None)
        });
        each && places.next().is_none()
    }

    fn push_char(&mut self, c: char, stands_for: ByteSpan) {
        self.starts.push(self.chars.len());
        self.chars.push(c);
        self.spans.push(stands_for);
    }

    fn shingles(&self, size: usize) -> Vec<Shingle> {
        runs(self.spans.len(), size)
            .map(|run| {
                let end = self.starts.get(run.end).copied();
                let bytes = self.starts[run.start]..end.unwrap_or(self.chars.len());
                Shingle {
                    hash: xxh3_64(&self.chars.as_bytes()[bytes]),
                    span: ByteSpan::new(self.spans[run.start].start, self.spans[run.end - 1].end),
                }
            })
            .collect()
    }
}

/// The half-open runs of `size` units among `units`; one shorter run where there are fewer, none where there are none.
fn runs(units: usize, size: usize) -> impl Iterator<Item = Range<usize>> {
    let count = if units == 0 { 0 } else { units.saturating_sub(size) + 1 };
    (0..count).map(move |start| start..(start + size).min(units))
}

/// The distinct shingle hashes of one text, ascending.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ShingleSet(Box<[u64]>);

impl ShingleSet {
    /// Sorts and keeps each hash once.
    #[must_use]
    pub fn from_hashes(mut hashes: Vec<u64>) -> Self {
        hashes.sort_unstable();
        hashes.dedup();
        Self(hashes.into_boxed_slice())
    }

    /// The hashes, ascending.
    #[must_use]
    pub fn hashes(&self) -> &[u64] {
        &self.0
    }

    /// How many distinct shingles there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether the text has no shingle.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::tokenize;
    use proptest::prelude::*;

    #[test]
    fn the_hash_of_a_shingle_is_frozen() {
        let hash = |text: &str, size, unit| Shingling::new(size, unit).unwrap().shingles(text)[0].hash;
        // xxh3-64 of the words' little-endian hashes, and of the characters, as any other implementation prints them.
        assert_eq!(hash("The Mayor’s office", 3, Unit::Word), 0x7205_e6a1_05b5_88ff);
        assert_eq!(hash("Mayor’s", 7, Unit::Char), 0x12f7_69e9_94ba_f9d1);
    }

    #[test]
    fn a_short_text_is_one_shingle_and_an_empty_one_none() {
        let shingling = Shingling::new(5, Unit::Word).unwrap();
        assert_eq!(shingling.shingles("three short words").len(), 1);
        assert_eq!(shingling.shingles(" … ").len(), 0);
        assert!(Shingling::new(0, Unit::Word).is_err());
        assert!(Shingling::new(101, Unit::Char).is_err());
    }

    #[test]
    fn character_shingles_point_at_the_characters_they_stand_for() {
        let text = "Der große — Hafen";
        let spans: Vec<_> = Shingling::new(3, Unit::Char)
            .unwrap()
            .shingles(text)
            .into_iter()
            .map(|s| s.span.of(text).to_owned())
            .collect();
        assert_eq!(spans[0], "Der");
        assert_eq!(spans[2], "r große", "ß folds to two characters, so each stands for its word");
        assert_eq!(spans.last().unwrap(), "fen");
        // One character becomes two and another none: five characters before and after, none at its place.
        let text = "ﬁx\u{AD}ed";
        for shingle in Shingling::new(1, Unit::Char).unwrap().shingles(text) {
            assert_eq!(shingle.span.of(text), text);
        }
    }

    proptest! {
        #[test]
        fn word_shingles_are_windows_over_the_tokens(text in "([a-d]{1,3}[ ,.’]{1,2}){0,20}", size in 1usize..7) {
            let tokens = tokenize(&text);
            let windows: Vec<Shingle> = tokens
                .windows(size.min(tokens.len()).max(1))
                .map(|window| Shingle {
                    hash: xxh3_64(&window.iter().flat_map(|t| t.hash.to_le_bytes()).collect::<Vec<_>>()),
                    span: ByteSpan::new(window[0].span.start, window[window.len() - 1].span.end),
                })
                .collect();
            prop_assert_eq!(Shingling::new(size, Unit::Word).unwrap().shingles(&text), windows);
        }
    }
}
