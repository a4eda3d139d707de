//! Documents in, out the pairs of which one may stand in the other: short copies in long texts, which bands never meet.
//!
//! Each document gives a sample of its shingles, those with the smallest hashes, to one index. Then every document is read
//! again and each of its shingles looked up there: a sample that is found often enough belongs to a document that may be
//! contained. A document of which a share c stands in the other has each sampled shingle found with probability c, so the
//! number found is hypergeometric, and the binomial bounds its lower tail (Hoeffding 1963, theorem 4).
//!
//! Sampling by smallest hash is bottom-k (Cohen and Kaplan 2007). Unlike a prefix of the rarest shingles it needs no count
//! over the corpus and no index of every shingle, and unlike that of the rarest it cannot be drawn to the edited words.

use super::holders::Holders;
use super::join;
use super::measure::Measure;
use super::shingles::Shingles;
use crate::error::Result;
use crate::id::DocId;
use crate::schedule::Run;
use crate::shingle::ShingleSet;
use std::sync::atomic::{AtomicUsize, Ordering};

/// How large a sample is and how much of it has to be found.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Sampling {
    /// Shingles of a sample; a document with fewer gives them all.
    size: usize,
    /// For a full sample: how many of its shingles a container holds at least.
    least: usize,
    /// Threshold in units of 10⁻⁹, as scores are rounded.
    threshold: u64,
}

impl Sampling {
    /// A sampling that misses a pair whose containment is at the threshold with probability at most `miss`.
    ///
    /// The sample is three times what a single shingle found would take, so that several have to be: texts that share an
    /// outlet's boilerplate then are no candidates.
    fn for_threshold(threshold: f64, miss: f64) -> Self {
        /// Samples below this say too little, samples above ask for more memory than signatures.
        const SIZES: std::ops::RangeInclusive<usize> = 32..=4096;
        let mut single = 1;
        let mut missed = 1.0 - threshold;
        while missed > miss && single < *SIZES.end() {
            missed *= 1.0 - threshold;
            single += 1;
        }
        let size = (3 * single).clamp(*SIZES.start(), *SIZES.end());
        let least = (1..=size).take_while(|&least| lower_tail(size, threshold, least) <= miss).last().unwrap_or(1);
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // in [0, 10⁹]
        let threshold = (threshold * 1e9).floor() as u64;
        Self { size, least, threshold }
    }

    /// How many of a document's sampled shingles its container holds at least.
    fn least_found(&self, distinct: usize) -> usize {
        if distinct > self.size {
            return self.least;
        }
        // The sample is the whole document: what has to be found is known. A hair is given to rounding.
        let billionths = (distinct as u64).saturating_mul(self.threshold.saturating_sub(1));
        usize::try_from(billionths.div_ceil(1_000_000_000)).unwrap_or(usize::MAX).clamp(1, distinct.max(1))
    }
}

/// Candidates for each document, and those of any column, past which texts are taken to share a template: more than a dozen
/// copies of an article make. Judged, not measured.
const MOST_A_DOCUMENT: usize = 16;
const AT_LEAST_MOST: usize = 20_000;

/// The probability that fewer than `least` of `size` draws succeed.
fn lower_tail(size: usize, success: f64, least: usize) -> f64 {
    let power = |base: f64, exponent: usize| (0..exponent).fold(1.0, |product, _| product * base);
    let (mut choices, mut sum) = (1.0, 0.0);
    for found in 0..least {
        sum += choices * power(success, found) * power(1.0 - success, size - found);
        choices *= (size - found) as f64 / (found + 1) as f64;
    }
    sum
}

/// The pairs of `documents` (indices into the slice, smaller first, ascending) of which one may be contained in the other.
///
/// # Errors
/// [`Error::Cancelled`](crate::Error::Cancelled), or those of the column.
///
/// # Complexity
/// Two readings of each document whose shingles are not kept, and one look-up a shingle; 12 bytes for each sampled shingle, about 600 a document at 0.7,
/// and one counter for each sample found. Texts of one template, half of it shared, would make every pair a candidate: where
/// candidates pass [`MOST_A_DOCUMENT`] the [`join`] takes over, which meets by the rarest shingles and so never by these.
pub fn candidates(
    run: &Run,
    source: Shingles<'_>,
    documents: &[DocId],
    threshold: f64,
    miss: f64,
) -> Result<Vec<(u32, u32)>> {
    let sampling = Sampling::for_threshold(threshold, miss);
    let samples: Vec<(usize, Box<[u64]>)> = source.map(run, documents, |_, hashes| {
        let set = ShingleSet::from_hashes(hashes.to_vec());
        let sample = &set.hashes()[..set.len().min(sampling.size)];
        (set.len(), sample.into())
    })?;
    let least: Vec<usize> = samples.iter().map(|(distinct, _)| sampling.least_found(*distinct)).collect();
    run.check()?;
    let index = Holders::new(run, samples.iter().map(|(_, sample)| &**sample))?;
    let distinct: Vec<usize> = samples.into_iter().map(|(distinct, _)| distinct).collect();
    run.check()?;
    // Numbers of documents ride beside their rows: a document is its place in the slice.
    let place: ahash::AHashMap<DocId, u32> = documents.iter().copied().zip(0u32..).collect();
    let most = AT_LEAST_MOST + MOST_A_DOCUMENT * documents.len();
    let count = AtomicUsize::new(0);
    let found = source.map(run, documents, |row, hashes| {
        if count.load(Ordering::Relaxed) > most {
            return Vec::new();
        }
        let container = place[&row];
        let mut met: Vec<u32> = Vec::new();
        for &hash in hashes {
            met.extend_from_slice(index.of(hash));
        }
        met.sort_unstable();
        let met: Vec<(u32, u32)> = met
            .chunk_by(|a, b| a == b)
            .filter(|hits| {
                let other = hits[0];
                // The smaller stands in the larger; of two of one size each is met from the other. A shingle that repeats is
                // counted each time, which makes a candidate too many and never one too few.
                let smaller = (distinct[other as usize], other) < (distinct[container as usize], container);
                smaller && hits.len() >= least[other as usize]
            })
            .map(|hits| (hits[0].min(container), hits[0].max(container)))
            .collect();
        count.fetch_add(met.len(), Ordering::Relaxed);
        met
    })?;
    // The count only grows, so whether it passes does not depend on the threads.
    if count.into_inner() > most {
        return join::candidates(run, source, documents, threshold, Measure::Containment);
    }
    let mut pairs = found.concat();
    pairs.sort_unstable();
    Ok(pairs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sample_keeps_its_promise() {
        for threshold in [0.05, 0.3, 0.5, 0.7, 0.9, 0.99, 1.0] {
            let sampling = Sampling::for_threshold(threshold, 1e-6);
            assert!(lower_tail(sampling.size, threshold, sampling.least) <= 1e-6, "{threshold}");
            assert!(lower_tail(sampling.size, threshold, sampling.least + 1) > 1e-6 || sampling.least == sampling.size);
        }
        let usual = Sampling::for_threshold(0.7, 1e-6);
        assert_eq!((usual.size, usual.least), (36, 11));
        assert_eq!(usual.least_found(10), 7, "a document of ten shingles gives all, and seven have to be found");
        assert_eq!(usual.least_found(1), 1);
    }
}
