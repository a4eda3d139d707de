//! A reading in, its terms counted out: each stem once with how early and how often it stands there.

use super::reading::{Reading, phrase_hash};
use crate::text::language::Language;

/// Content words after which a mention weighs half. News puts first what is new; the background that two stories about one
/// person share stands below. Chosen with `benchmarks/stories.py` among 30, 60, 100 and no decay, on one half of the events.
const LEAD_HALF: f64 = 60.0;

/// Content words that are an article's opening: headline and first paragraphs.
const OPENING: usize = 60;

/// A stem of a document.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Term {
    /// Its hash.
    pub hash: u64,
    /// Its mentions, each weighted by its place.
    pub lead: f64,
    /// Its mentions in the opening.
    pub opening: u32,
    /// Whether some mention is written with a small letter.
    pub small: bool,
    /// Whether it holds a digit.
    pub digits: bool,
}

/// A document's terms, each list ascending by hash.
#[derive(Debug, Clone, PartialEq)]
pub struct Tally {
    /// The language that it was read in.
    pub language: Language,
    /// Words, furniture left out.
    pub words: usize,
    /// Stems.
    pub terms: Vec<Term>,
    /// Pairs of content words that follow each other.
    pub phrases: Vec<u64>,
    /// Values of numbers.
    pub numbers: Vec<u64>,
    /// How much each weekday is named.
    pub days: [f64; 7],
}

impl Tally {
    /// Counts a reading.
    ///
    /// # Complexity
    /// O(w log w) for w content words.
    #[must_use]
    pub fn of(reading: &Reading) -> Self {
        let content = &reading.content;
        let mut mentions: Vec<(u64, usize)> = content.iter().enumerate().map(|(at, word)| (word.stem, at)).collect();
        mentions.sort_unstable();
        let terms = mentions
            .chunk_by(|a, b| a.0 == b.0)
            .map(|same| {
                let mut term = Term { hash: same[0].0, lead: 0.0, opening: 0, small: false, digits: false };
                for &(_, at) in same {
                    term.lead += 1.0 / (1.0 + at as f64 / LEAD_HALF);
                    term.opening += u32::from(at < OPENING);
                    term.small |= content[at].small;
                    term.digits |= content[at].digits;
                }
                term
            })
            .collect();
        let mut phrases: Vec<u64> = content.windows(2).map(|two| phrase_hash(two[0].stem, two[1].stem)).collect();
        phrases.sort_unstable();
        phrases.dedup();
        Self {
            language: reading.language,
            words: reading.words,
            terms,
            phrases,
            numbers: reading.numbers.clone(),
            days: reading.days,
        }
    }

    /// Whether a stem is one of the document's.
    #[must_use]
    pub fn holds(&self, stem: u64) -> bool {
        self.terms.binary_search_by_key(&stem, |term| term.hash).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::story::reading::read;

    #[test]
    fn earlier_mentions_weigh_more_and_each_stem_stands_once() {
        let tally =
            Tally::of(&read(None, "Pier sold. The pier, the old pier, was sold in 1903.", Language::English, |_| {
                false
            }));
        assert_eq!(tally.terms.len(), 4);
        assert!(tally.terms.is_sorted_by(|a, b| a.hash < b.hash));
        let most = tally.terms.iter().map(|term| term.lead).fold(0.0, f64::max);
        assert!(most > 2.8 && most < 3.0);
        assert_eq!((tally.terms.iter().filter(|term| term.digits).count(), tally.numbers.len()), (1, 1));
        assert_eq!(tally.phrases.len(), 5);
    }
}
