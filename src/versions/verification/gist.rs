//! A quote and a stretch of a source in, out how much of what the quote says stands there in whatever words.

use super::query::Query;
use super::sources::{Lexicon, Sources, WordId};
use ahash::AHashMap;
use std::ops::Range;

/// Share of the content from which a passage says what the quote says; chosen with `benchmarks/verification.py`.
const SAME: f64 = 0.5;

/// Content words that both have at least: any two of a source meet somewhere in it.
const LEAST_SHARED: usize = 3;

/// What a window has of a quote.
#[derive(Debug, Clone, PartialEq)]
pub struct Gist {
    /// The share of the quote's content words that stand there in some form, each weighed by its rarity.
    pub share: f64,
    /// How many of them.
    pub shared: usize,
    /// How improbable it is that they stand together by chance: the sum of the logarithms of their rarity.
    pub nats: f64,
    /// From the first of them to the last.
    pub span: Range<usize>,
}

impl Gist {
    /// Whether the passage says what the quote says, and would hardly do so by chance in as many words as were looked at: the
    /// longer the sources, the more surely they have any three common words together somewhere.
    #[must_use]
    pub fn says_enough(&self, words: usize) -> bool {
        self.share >= SAME && self.shared >= LEAST_SHARED && self.nats >= libm::log(words as f64)
    }
}

/// Words of a source that may say what `words` of a quote say: half as many again and some, since speech is longer than its
/// summary.
#[must_use]
pub fn reach(words: usize) -> usize {
    words + words / 2 + 8
}

/// The content words of a quote in one language, by stem.
#[derive(Debug)]
pub struct Content {
    slots: AHashMap<WordId, usize>,
    weights: Vec<f64>,
    total: f64,
    nats: f64,
    reach: usize,
}

impl Content {
    /// Reads a quote.
    #[must_use]
    pub fn new(query: &Query, lexicon: &Lexicon) -> Self {
        let (mut slots, mut weights, mut total) = (AHashMap::new(), Vec::new(), 0.0);
        for &word in &query.words {
            let weight = lexicon.weight[word as usize];
            let stem = lexicon.first[word as usize];
            if weight > 0.0 && !slots.contains_key(&stem) {
                slots.insert(stem, weights.len());
                weights.push(weight);
                total += weight;
            }
        }
        Self { slots, weights, total, nats: lexicon.nats, reach: reach(query.words.len()) }
    }

    /// The part of `range`, which lies in one row, that has most of the content; of several the first. None if it has none.
    ///
    /// # Complexity
    /// Linear in `range`.
    #[must_use]
    pub fn best(&self, sources: &Sources, range: Range<usize>) -> Option<Gist> {
        let slot = |place: usize| self.slots.get(&sources.stems[place]).copied();
        let hits: Vec<(usize, usize)> = range.filter_map(|place| Some((place, slot(place)?))).collect();
        let mut counts = vec![0usize; self.weights.len()];
        let (mut from, mut best): (usize, Option<(f64, usize, usize)>) = (0, None);
        for (to, &(place, slot)) in hits.iter().enumerate() {
            counts[slot] += 1;
            while hits[from].0 + self.reach <= place {
                counts[hits[from].1] -= 1;
                from += 1;
            }
            // A word that comes again at the end of the window is not needed at its beginning.
            while counts[hits[from].1] > 1 {
                counts[hits[from].1] -= 1;
                from += 1;
            }
            if counts[slot] == 1 || best.is_none() {
                // Summed anew, so that the order of additions, and with it the last digit, is always the same.
                let weight: f64 =
                    counts.iter().zip(&self.weights).filter(|&(&count, _)| count > 0).map(|(_, weight)| weight).sum();
                if best.is_none_or(|(most, ..)| weight > most) {
                    best = Some((weight, from, to));
                }
            }
        }
        let (weight, from, to) = best?;
        let mut shared: Vec<usize> = hits[from..=to].iter().map(|&(_, slot)| slot).collect();
        shared.sort_unstable();
        shared.dedup();
        Some(Gist {
            share: weight / self.total,
            shared: shared.len(),
            nats: weight * self.nats,
            span: hits[from].0..hits[to].0 + 1,
        })
    }
}
