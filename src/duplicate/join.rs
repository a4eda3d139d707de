//! Shingle sets in, every pair that can reach the threshold out: the exact road, which misses nothing.
//!
//! Prefix filter: order the shingles of all sets alike, rarest first. If two sets share at least o shingles, the smaller one
//! shares one within its first |x| − o + 1. So each set looks up its rarest few among the others.
//! Bayardo, Ma and Srikant 2007, "Scaling up all pairs similarity search"; Chaudhuri, Ganti and Kaushik 2006.

use super::holders::Holders;
use super::measure::Measure;
use crate::error::Result;
use crate::schedule::Run;
use crate::shingle::ShingleSet;

/// The pairs (smaller index first, ascending) whose overlap can reach `threshold`.
///
/// # Errors
/// [`Error::Cancelled`](crate::Error::Cancelled), or [`Error::Memory`](crate::Error::Memory) where the index has no room.
///
/// # Complexity
/// 16 bytes for each indexed shingle: a share 1 − `threshold` of all for Jaccard, all for containment. Time is the sum over
/// the probed shingles of the sets that hold them, and those are the rarest of each set.
pub fn candidates(run: &Run, sets: &[ShingleSet], threshold: f64, measure: Measure) -> Result<Vec<(u32, u32)>> {
    run.check()?;
    let order = Order::of(sets);
    let prefixes: Vec<Box<[u64]>> = run.map(sets, |set| {
        let length = set.len() + usize::from(!set.is_empty()) - least_shared(set.len(), threshold);
        order.rarest(set.hashes(), length)
    })?;
    // Sets of one Jaccard pair meet within both prefixes; a container may hold the smaller set's shingles anywhere.
    let index = match measure {
        Measure::Jaccard => Holders::new(run, prefixes.iter().map(|prefix| &**prefix))?,
        Measure::Containment => Holders::new(run, sets.iter().map(ShingleSet::hashes))?,
    };
    let numbered: Vec<(u32, &[u64])> = (0u32..).zip(prefixes.iter().map(|prefix| &**prefix)).collect();
    let found = run.filter_map(&numbered, |&(at, prefix)| {
        let own = sets[at as usize].len();
        let may_reach = |&other: &u32| {
            let length = sets[other as usize].len();
            // Each pair is met from its smaller set; equal lengths from the smaller index.
            (own, at) < (length, other) && (measure == Measure::Containment || own >= least_shared(length, threshold))
        };
        let mut met: Vec<u32> = prefix.iter().flat_map(|&hash| index.of(hash)).copied().filter(may_reach).collect();
        met.sort_unstable();
        met.dedup();
        (!met.is_empty()).then(|| met.into_iter().map(|other| (at.min(other), at.max(other))).collect::<Vec<_>>())
    })?;
    let mut pairs = found.concat();
    pairs.sort_unstable();
    Ok(pairs)
}

/// The common order of all shingles: how many sets hold it, about, then its hash.
///
/// The filter is right for any order that all sets share, so counting by a part of the hash is exact enough: shingles that
/// meet there pass for a little more frequent than they are. A table of all hashes takes ten times the memory and most of
/// the join's time.
struct Order {
    /// How many hashes have the same upper bits, up to 255.
    counts: Vec<u8>,
    shift: u32,
}

impl Order {
    fn of(sets: &[ShingleSet]) -> Self {
        /// 256 MB: beyond a hundred million shingles their counts run together, which costs time and no pair.
        const MOST_BITS: u32 = 28;
        let total: usize = sets.iter().map(ShingleSet::len).sum();
        let bits = (total.next_power_of_two().trailing_zeros() + 2).min(MOST_BITS);
        let mut order = Self { counts: vec![0; 1 << bits], shift: u64::BITS - bits };
        for &hash in sets.iter().flat_map(ShingleSet::hashes) {
            let place = order.place(hash);
            order.counts[place] = order.counts[place].saturating_add(1);
        }
        order
    }

    /// The `length` rarest of `hashes`.
    fn rarest(&self, hashes: &[u64], length: usize) -> Box<[u64]> {
        let mut ranked: Vec<(u8, u64)> = hashes.iter().map(|&hash| (self.counts[self.place(hash)], hash)).collect();
        if length < ranked.len() {
            ranked.select_nth_unstable(length);
        }
        ranked.into_iter().take(length).map(|(_, hash)| hash).collect()
    }

    #[inline]
    fn place(&self, hash: u64) -> usize {
        #[allow(clippy::cast_possible_truncation)] // fewer bits than a usize has
        let place = (hash >> self.shift) as usize;
        place
    }
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
