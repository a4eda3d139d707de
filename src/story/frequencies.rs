//! The documents of a corpus in, out how rare each of their terms is: the corpus's own frequencies, mixed with the background.

use super::background::{Background, Counted};
use super::frozen::{Frozen, Rarity};
use super::tally::Tally;
use crate::duplicate::directory::HashDirectory;
use crate::text::language::Language;

/// How many articles of the corpus the whole background weighs as much as: a corpus of five follows the background, one of
/// thousands itself. Chosen with `benchmarks/stories_fit.py` among 60, 100, 320 and 1,000; without any, five articles of one
/// story share no rare word.
pub const BACKGROUND_WEIGHT: f64 = 100.0;

/// Keeps a term that nothing is known of finite.
pub const SMOOTHING: f64 = 0.5;

/// The terms of a corpus, numbered by their hashes, with what is known of each.
#[derive(Debug)]
pub struct Frequencies {
    hashes: HashDirectory,
    idf: Vec<f64>,
    common: Vec<bool>,
}

/// Which of a document's lists is counted.
pub type List = fn(&Tally) -> Box<dyn Iterator<Item = (u64, bool)> + '_>;

impl Frequencies {
    /// Counts the terms of `list`, as (hash, whether it is written small), each once a document.
    ///
    /// # Complexity
    /// O(t log t) for t terms of all documents.
    #[must_use]
    pub fn count(documents: &[Tally], list: List) -> Self {
        let mut in_language = [0u32; Language::ALL.len()];
        for document in documents {
            in_language[document.language as usize] += 1;
        }
        Self::of(documents, list, |hash, language, same| {
            let background = Background::of(language);
            let known = background.look_up(hash);
            let total = f64::from(in_language[language as usize]);
            let small = same.iter().filter(|(_, _, small)| *small).count();
            Rarity {
                idf: inverse(total, same.len() as f64, background.documents, known.documents),
                common: is_common(small, same.len(), known),
            }
        })
    }

    /// The terms of `list` with the frequencies that `frozen` has of them, whatever these documents hold.
    ///
    /// # Complexity
    /// As [`count`](Self::count).
    #[must_use]
    pub fn frozen(documents: &[Tally], list: List, frozen: &Frozen) -> Self {
        Self::of(documents, list, |hash, language, _| frozen.rarity(hash, language))
    }

    /// Numbers the terms of `list` and asks `rarity` of each, given its hash, its language and all that hold it.
    fn of(documents: &[Tally], list: List, rarity: impl Fn(u64, Language, &[(u64, u8, bool)]) -> Rarity) -> Self {
        let mut all: Vec<(u64, u8, bool)> = Vec::new();
        for document in documents {
            all.extend(list(document).map(|(hash, small)| (hash, document.language as u8, small)));
        }
        all.sort_unstable();
        let (mut hashes, mut idf, mut common) = (Vec::new(), Vec::new(), Vec::new());
        for same in all.chunk_by(|a, b| a.0 == b.0) {
            let (hash, language, _) = same[0];
            let rarity = rarity(hash, Language::ALL[language as usize], same);
            hashes.push(hash);
            idf.push(rarity.idf);
            common.push(rarity.common);
        }
        Self { hashes: HashDirectory::new(hashes), idf, common }
    }

    /// How many terms there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.idf.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.idf.is_empty()
    }

    /// The number of a term, if some document held it; terms are numbered in the order of their hashes.
    ///
    /// # Panics
    /// Never: a directory has at most `u32::MAX` hashes.
    #[must_use]
    pub fn number(&self, hash: u64) -> Option<u32> {
        if self.hashes.is_empty() {
            return None;
        }
        Some(u32::try_from(self.hashes.position(hash)?).expect("a directory numbers its hashes with 32 bits"))
    }

    /// How rare it is: the logarithm of the share of documents without it.
    #[must_use]
    pub fn idf(&self, number: u32) -> f64 {
        self.idf[number as usize]
    }

    /// Whether it is a common word, so that a capital on it says nothing.
    #[must_use]
    pub fn is_common(&self, number: u32) -> bool {
        self.common[number as usize]
    }
}

/// Spärck Jones 1972, smoothed and mixed: documents and holders of the corpus plus the background scaled to
/// [`BACKGROUND_WEIGHT`] documents.
fn inverse(total: f64, holding: f64, background_total: u32, background_holding: u32) -> f64 {
    let scale = BACKGROUND_WEIGHT / f64::from(background_total.max(1));
    let holding = holding + scale * f64::from(background_holding) + SMOOTHING;
    libm::log((total + BACKGROUND_WEIGHT + 1.0) / holding).max(0.0)
}

/// The largest that an idf can be in a corpus of `total` documents of a language.
#[must_use]
pub fn largest_idf(total: usize) -> f64 {
    libm::log((total as f64 + BACKGROUND_WEIGHT + 1.0) / (1.0 + SMOOTHING))
}

/// A word that most documents write small, where there are enough of them to tell.
#[must_use]
pub fn is_common(small: usize, holding: usize, known: Counted) -> bool {
    const ENOUGH: usize = 3;
    if known.documents as usize >= ENOUGH {
        return !known.name;
    }
    holding >= ENOUGH && 2 * small > holding
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rare_terms_weigh_more_and_unknown_ones_stay_finite() {
        assert!(inverse(5.0, 1.0, 3000, 0) > inverse(5.0, 4.0, 3000, 0));
        assert!(inverse(5.0, 1.0, 3000, 3) > inverse(5.0, 1.0, 3000, 300));
        assert!(inverse(5.0, 1.0, 0, 0).is_finite());
        assert!(inverse(1e6, 2e6, 0, 0) < 1e-12);
    }

    #[test]
    fn a_large_corpus_follows_itself() {
        let alone = libm::log(1e6 / 1e3);
        assert!((inverse(1e6, 1e3, 3000, 1500) - alone).abs() < 0.2);
    }
}
