//! A quote in the numbers of the sources: its words, what stands between them, and what each tells.

use super::sources::{Lexicon, Sources, Vocabulary, WordId};
use super::wording::{Joint, Word};
use std::ops::Range;

/// A quote as it is looked for.
#[derive(Debug, Clone)]
pub struct Query {
    /// Its words.
    pub words: Vec<WordId>,
    /// What stands before each.
    pub joints: Vec<Joint>,
}

/// What an equal word of an alignment is worth: one that says something, and a stop word. With costs of 1 a word that is left
/// out, three equal words of one kind or the other bridge what a clause leaves out, and no lone "the" bridges anything.
pub const CONTENT: i32 = 3;
/// See [`CONTENT`].
pub const STOP: i32 = 1;

impl Query {
    /// Numbers the words of a quote.
    #[must_use]
    pub fn new(words: &[Word], vocabulary: &Vocabulary) -> Self {
        Self {
            words: words.iter().map(|word| vocabulary.id(word)).collect(),
            joints: words.iter().map(|word| word.joint).collect(),
        }
    }

    /// What equal words are worth in an alignment.
    #[must_use]
    pub fn worth(&self, part: Range<usize>, lexicon: &Lexicon) -> Vec<i32> {
        let of = |&word: &WordId| if lexicon.weight[word as usize] > 0.0 { CONTENT } else { STOP };
        self.words[part].iter().map(of).collect()
    }

    /// The runs of words between ellipses, and, inside those, between notes.
    #[must_use]
    pub fn segments(&self) -> Vec<Vec<Range<usize>>> {
        let mut segments: Vec<Vec<Range<usize>>> = Vec::new();
        for (at, &joint) in self.joints.iter().enumerate() {
            match segments.last_mut() {
                Some(runs) if joint == Joint::Note => runs.push(at..at + 1),
                Some(runs) if joint == Joint::Next => {
                    if let Some(run) = runs.last_mut() {
                        run.end = at + 1;
                    }
                }
                _ => segments.push(vec![Range { start: at, end: at + 1 }]),
            }
        }
        segments
    }

    /// The strongest mark between two words of the quote.
    #[must_use]
    pub fn joint(&self, from: usize, to: usize) -> Joint {
        self.joints[from + 1..=to].iter().copied().max().unwrap_or(Joint::Next)
    }

    /// The stems of a part in every language of the sources, as their first words.
    #[must_use]
    pub fn stems(&self, part: Range<usize>, sources: &Sources) -> Vec<WordId> {
        let words = &self.words[part];
        let all = sources.lexicons().flat_map(|lexicon| words.iter().map(|&word| lexicon.first[word as usize]));
        let mut stems: Vec<WordId> = all.collect();
        stems.sort_unstable();
        stems.dedup();
        stems
    }
}
