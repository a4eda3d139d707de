//! Shingle sets in, every pair that can reach the threshold out: the exact road, which misses nothing.
//!
//! Prefix filter: order the shingles of all sets alike, rarest first. If two sets share at least o shingles, the smaller one
//! shares one within its first |x| − o + 1. So each set looks up its rarest few among the others.
//! Bayardo, Ma and Srikant 2007, "Scaling up all pairs similarity search"; Chaudhuri, Ganti and Kaushik 2006.

use super::measure::Measure;
use crate::error::Result;
use crate::schedule::Run;
use crate::shingle::ShingleSet;
use ahash::AHashMap;
use rayon::prelude::*;

/// A shingle's place in the common order: how many sets hold it, then its hash.
type Rank = (u32, u64);

/// The pairs (smaller index first, ascending) whose overlap can reach `threshold`.
///
/// # Errors
/// [`Error::Cancelled`](crate::Error::Cancelled).
///
/// # Complexity
/// 16 bytes for each indexed shingle; time is the sum over the probed shingles of the sets that hold them, and those are
/// the rarest of each set.
pub fn candidates(run: &Run, sets: &[ShingleSet], threshold: f64, measure: Measure) -> Result<Vec<(u32, u32)>> {
    run.check()?;
    let mut holders: AHashMap<u64, u32> = AHashMap::new();
    for hash in sets.iter().flat_map(ShingleSet::hashes) {
        *holders.entry(*hash).or_insert(0) += 1;
    }
    run.check()?;
    let ranked: Vec<Vec<Rank>> = run.install(|| {
        sets.par_iter()
            .map(|set| {
                let mut ranks: Vec<Rank> = set.hashes().iter().map(|hash| (holders[hash], *hash)).collect();
                ranks.sort_unstable();
                ranks
            })
            .collect()
    });
    let prefix = |set: &[Rank]| set.len() + usize::from(!set.is_empty()) - least_shared(set.len(), threshold);
    let mut index: Vec<(Rank, u32)> = Vec::new();
    for (at, set) in (0u32..).zip(&ranked) {
        // Sets of one Jaccard pair meet within both prefixes; a container may hold the smaller set's shingles anywhere.
        let indexed = match measure {
            Measure::Jaccard => prefix(set),
            Measure::Containment => set.len(),
        };
        index.extend(set[..indexed].iter().map(|&rank| (rank, at)));
    }
    run.install(|| index.par_sort_unstable());
    let numbered: Vec<(u32, &Vec<Rank>)> = (0u32..).zip(&ranked).collect();
    let found = run.filter_map(&numbered, |&(at, set)| {
        let mut met: Vec<u32> = set[..prefix(set)]
            .iter()
            .flat_map(|rank| {
                let from = index.partition_point(|entry| entry.0 < *rank);
                index[from..].iter().take_while(move |entry| entry.0 == *rank)
            })
            .map(|&(_, other)| other)
            .filter(|&other| {
                let length = ranked[other as usize].len();
                // Each pair is met from its smaller set; equal lengths from the smaller index.
                (set.len(), at) < (length, other)
                    && (measure == Measure::Containment || set.len() >= least_shared(length, threshold))
            })
            .collect();
        met.sort_unstable();
        met.dedup();
        (!met.is_empty()).then(|| met.into_iter().map(|other| (at.min(other), at.max(other))).collect::<Vec<_>>())
    })?;
    let mut pairs = found.concat();
    pairs.sort_unstable();
    Ok(pairs)
}

/// Shingles that a set of `length` shares at least with a partner at `threshold`; a hair less than the product, since
/// scores are rounded to 1e-9 before they meet the threshold.
fn least_shared(length: usize, threshold: f64) -> usize {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // in [0, length]
    let least = (length as f64 * (threshold - 1e-9)).ceil().max(0.0) as usize;
    least.clamp(usize::from(length > 0), length)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::similarity::Overlap;
    use proptest::prelude::*;
    use std::sync::Arc;

    proptest! {
        #[test]
        fn no_pair_that_reaches_the_threshold_is_missed(
            sets in proptest::collection::vec(proptest::collection::vec(0u64..25, 0..12), 0..25),
            threshold in 1u32..=20,
            containment in any::<bool>(),
        ) {
            let threshold = f64::from(threshold) / 20.0;
            let measure = if containment { Measure::Containment } else { Measure::Jaccard };
            let sets: Vec<_> = sets.into_iter().map(ShingleSet::from_hashes).collect();
            let run = Run::new(Some(1), Arc::default()).unwrap();
            let found = candidates(&run, &sets, threshold, measure).unwrap();
            for right in 0..sets.len() {
                for left in 0..right {
                    let overlap = Overlap::of(&sets[left], &sets[right]);
                    let pair = (u32::try_from(left).unwrap(), u32::try_from(right).unwrap());
                    if measure.score(overlap.similarity()) >= threshold {
                        prop_assert!(found.contains(&pair), "{pair:?} {overlap:?}");
                    }
                }
            }
            prop_assert!(found.is_sorted() && found.iter().all(|(left, right)| left < right));
        }
    }
}
