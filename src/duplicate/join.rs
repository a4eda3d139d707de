//! Shingle sets in, every pair that can reach the threshold out: the exact road, which misses nothing.
//!
//! Prefix filter: order the shingles of all sets alike, rarest first. If two sets share at least o shingles, the smaller one
//! shares one within its first |x| − o + 1. So each set looks up its rarest few among the others.
//! Bayardo, Ma and Srikant 2007, "Scaling up all pairs similarity search"; Chaudhuri, Ganti and Kaushik 2006.

use super::holders::Holders;
use super::measure::Measure;
use super::shingles::Shingles;
use crate::error::Result;
use crate::id::DocId;
use crate::schedule::Run;
use crate::shingle::ShingleSet;
use ahash::AHashMap;
use std::sync::atomic::{AtomicU8, Ordering};

/// The pairs of `documents` (indices into the slice, smaller first, ascending) whose overlap can reach `threshold`.
///
/// # Errors
/// [`Error::Cancelled`](crate::Error::Cancelled), [`Error::Memory`](crate::Error::Memory) where the index has no room, or
/// those of the column.
///
/// # Complexity
/// Three readings of each document whose shingles are not kept; 16 bytes for each indexed shingle, a share 1 − `threshold` of
/// all. Time is the sum over the shingles that are looked up (for Jaccard the indexed ones, for containment all) of the
/// documents whose rarest few hold them.
pub fn candidates(
    run: &Run,
    source: Shingles<'_>,
    documents: &[DocId],
    threshold: f64,
    measure: Measure,
) -> Result<Vec<(u32, u32)>> {
    let order = Order::of(run, source, documents)?;
    let prefixes: Vec<(usize, Box<[u64]>)> = source.map(run, documents, |_, hashes| {
        let set = ShingleSet::from_hashes(hashes.to_vec());
        (set.len(), order.prefix(set.hashes(), threshold))
    })?;
    let index = Holders::new(run, prefixes.iter().map(|(_, prefix)| &**prefix))?;
    let meet = |at: u32, hashes: &[u64]| {
        let own = prefixes[at as usize].0;
        let may_reach = |&other: &u32| {
            let length = prefixes[other as usize].0;
            // Each pair is met from its larger set; equal lengths from the larger index.
            (length, other) < (own, at) && (measure == Measure::Containment || length >= least_shared(own, threshold))
        };
        let mut met: Vec<u32> = hashes.iter().flat_map(|&hash| index.of(hash)).copied().filter(may_reach).collect();
        met.sort_unstable();
        met.dedup();
        met.into_iter().map(|other| (at.min(other), at.max(other))).collect::<Vec<_>>()
    };
    let found = match measure {
        // Sets of one Jaccard pair meet within both prefixes.
        Measure::Jaccard => {
            let numbered: Vec<u32> = (0u32..).zip(&prefixes).map(|(at, _)| at).collect();
            run.map(&numbered, |&at| meet(at, &prefixes[at as usize].1))?
        }
        // A container may hold the smaller set's shingles anywhere.
        Measure::Containment => {
            let place: AHashMap<DocId, u32> = documents.iter().copied().zip(0u32..).collect();
            source.map(run, documents, |row, hashes| meet(place[&row], hashes))?
        }
    };
    let mut pairs = found.concat();
    pairs.sort_unstable();
    Ok(pairs)
}

/// The common order of all shingles: how many sets hold it, about, then its hash.
///
/// The filter is right for any order that all sets share, so counting by a part of the hash is exact enough: shingles that
/// meet there pass for a little more frequent than they are. A table of all hashes takes ten times the memory and most of
/// the join's time.
pub struct Order {
    /// How many shingles, repeats included, have the same upper bits, up to 255.
    counts: Vec<u8>,
    shift: u32,
}

impl Order {
    fn of(run: &Run, source: Shingles<'_>, documents: &[DocId]) -> Result<Self> {
        let total = source.map(run, documents, |_, hashes| hashes.len())?.into_iter().sum();
        Self::counting(total, |count| source.map(run, documents, |_, hashes| count(hashes)).map(drop))
    }

    /// The order of sets that are at hand.
    ///
    /// # Errors
    /// [`Error::Cancelled`](crate::Error::Cancelled).
    pub fn of_sets(run: &Run, sets: &[ShingleSet]) -> Result<Self> {
        let total = sets.iter().map(ShingleSet::len).sum();
        Self::counting(total, |count| run.map(sets, |set| count(set.hashes())).map(drop))
    }

    /// The order of `total` hashes, which `give_all` hands over in lists.
    ///
    /// # Errors
    /// Those of `give_all`.
    pub fn counting(total: usize, give_all: impl FnOnce(&(dyn Fn(&[u64]) + Sync)) -> Result<()>) -> Result<Self> {
        /// 256 MB: beyond a hundred million shingles their counts run together, which costs time and no pair.
        const MOST_BITS: u32 = 28;
        let bits = (total.next_power_of_two().trailing_zeros() + 2).min(MOST_BITS);
        let counts: Vec<AtomicU8> = (0..1 << bits).map(|_| AtomicU8::new(0)).collect();
        let mut order = Self { counts: Vec::new(), shift: u64::BITS - bits };
        give_all(&|hashes| {
            for &hash in hashes {
                let _ = counts[order.place(hash)]
                    .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |count| count.checked_add(1));
            }
        })?;
        order.counts = counts.into_iter().map(AtomicU8::into_inner).collect();
        Ok(order)
    }

    /// The fewest of a set's `hashes`, the rarest of them, of which a partner at `threshold` has at least one.
    #[must_use]
    pub fn prefix(&self, hashes: &[u64], threshold: f64) -> Box<[u64]> {
        let length = hashes.len() + usize::from(!hashes.is_empty()) - least_shared(hashes.len(), threshold);
        self.rarest(hashes, length)
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
#[must_use]
pub fn least_shared(length: usize, threshold: f64) -> usize {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // in [0, length]
    let least = (length as f64 * (threshold - 1e-9)).ceil().max(0.0) as usize;
    least.clamp(usize::from(length > 0), length)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::duplicate::kept::Keeper;
    use crate::duplicate::shingles::Origin;
    use crate::shingle::{Shingling, Unit};
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
            let run = Run::new(Some(2), Arc::default()).unwrap();
            let keeper = Keeper::new(sets.len());
            let mut writer = keeper.writer();
            let places = sets.iter().map(|hashes| writer.keep(hashes)).collect();
            drop(writer);
            let kept = keeper.into_kept(places);
            let texts = vec![Some(""); sets.len()];
            let shingling = Shingling::new(1, Unit::Word).unwrap();
            let source = Shingles { origin: Origin::Texts(&texts), shingling, kept: &kept };
            let rows: Vec<DocId> = (0..sets.len()).map(DocId::from_index).collect();
            let found = candidates(&run, source, &rows, threshold, measure).unwrap();
            let sets: Vec<_> = sets.into_iter().map(ShingleSet::from_hashes).collect();
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
