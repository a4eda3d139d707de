//! The shingle sets of one collection in; out, for any document beside it, the sets with which that reaches the threshold.
//!
//! Nothing is missed: a document that shares at least o of a set's n shingles holds one of any n − o + 1 of them. So the rarest
//! few of each set are indexed, its prefix, and every shingle of the document is looked up there. Where the document may
//! stand in the set instead (containment), the same is done from its side: of its shingles that the sets know at all, a
//! prefix is looked up in an index of every shingle.
//!
//! Rarity is counted in the sets alone. Any few shingles would be right; the rarest meet fewest documents.
//! Chaudhuri, Ganti and Kaushik 2006, "A primitive operator for similarity joins in data cleaning".

use super::counter::Counter;
use super::holders::Holders;
use super::join::{Order, least_shared};
use super::measure::Measure;
use super::pairs::Pairing;
use super::shingles::Shingles;
use super::sieve::Sieve;
use crate::error::Result;
use crate::id::DocId;
use crate::schedule::Run;
use crate::shingle::ShingleSet;
use crate::similarity::Overlap;

/// An index of shingle sets by their rarest shingles.
#[derive(Debug)]
pub struct PrefixIndex {
    threshold: f64,
    measure: Measure,
    sets: Vec<ShingleSet>,
    /// The shingles that are indexed.
    sieve: Sieve,
    prefixes: Holders,
    /// Every shingle of every set, where a document may be contained in a set.
    all: Option<Holders>,
}

/// What looking a document up found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Matches {
    /// The distinct shingles of the document; 0 where no set was met.
    pub distinct: usize,
    /// The sets that were met, and so compared.
    pub compared: usize,
    /// Those that reach the threshold with the document, ascending, each with the shingles that it shares.
    pub reached: Vec<(u32, u32)>,
}

/// Memory that is kept from one document to the next.
#[derive(Debug, Default)]
pub struct Scratch {
    counter: Counter,
    known: Vec<u64>,
    places: Vec<usize>,
    met: Vec<u32>,
}

impl PrefixIndex {
    /// An index of `documents`, which are numbered by their place in the slice.
    ///
    /// # Errors
    /// [`Error::Cancelled`](crate::Error::Cancelled), [`Error::Memory`](crate::Error::Memory) where the index has no room, or
    /// those of the column.
    ///
    /// # Complexity
    /// One reading of each document whose shingles are not kept. For each distinct shingle of a set 8 bytes and, for the share
    /// 1 − threshold that is indexed, 22 to 28; for containment all are indexed as well. While it is made, 16 more for each
    /// that is sorted and 4 to 8 for each that is counted.
    pub fn new(run: &Run, source: Shingles<'_>, documents: &[DocId], pairing: &Pairing) -> Result<Self> {
        let (threshold, measure) = (pairing.threshold, pairing.measure);
        let sets = source.map(run, documents, |_, hashes| ShingleSet::from_hashes(hashes.to_vec()))?;
        let order = Order::of_sets(run, &sets)?;
        let prefixes = run.map(&sets, |set| order.prefix(set.hashes(), threshold))?;
        drop(order);
        run.check()?;
        let sieve = match measure {
            Measure::Jaccard => sieve_of(prefixes.iter().map(|prefix| &**prefix)),
            Measure::Containment => sieve_of(sets.iter().map(ShingleSet::hashes)),
        };
        let all = match measure {
            Measure::Jaccard => None,
            Measure::Containment => Some(Holders::new(run, sets.iter().map(ShingleSet::hashes))?),
        };
        run.check()?;
        let prefixes = Holders::new(run, prefixes.iter().map(|prefix| &**prefix))?;
        Ok(Self { threshold, measure, sets, sieve, prefixes, all })
    }

    /// The sets that reach the threshold with a document of these shingles (repeats included), each measured.
    ///
    /// # Complexity
    /// One read a shingle, and two look-ups for each that the sets may have; then one for each shingle of a set that was met.
    #[must_use]
    pub fn matches(&self, hashes: &[u64], scratch: &mut Scratch) -> Matches {
        let Scratch { counter, known, places, met } = scratch;
        met.clear();
        self.sieve.pass(hashes, known);
        find(&self.prefixes, known, places);
        meet(&self.prefixes, places, met);
        let mut distinct = None;
        if let Some(all) = &self.all {
            find(all, known, places);
            if !places.is_empty() {
                let own = *distinct.insert(counter.take(hashes));
                // The document's shingles that no set has are the first of its prefix, and meet nothing.
                let length = (places.len() + 1).saturating_sub(least_shared(own, self.threshold));
                if length < places.len() {
                    places.select_nth_unstable_by_key(length, |&place| (all.at(place).len(), place));
                    places.truncate(length);
                }
                meet(all, places, met);
            }
        }
        if met.is_empty() {
            return Matches::default();
        }
        met.sort_unstable();
        met.dedup();
        let distinct = distinct.unwrap_or_else(|| counter.take(hashes));
        let reached = met.iter().filter_map(|&set| {
            let own = &self.sets[set as usize];
            let (smaller, larger) = (own.len().min(distinct), own.len().max(distinct));
            if self.measure == Measure::Jaccard && smaller < least_shared(larger, self.threshold) {
                return None;
            }
            let shared = counter.shared(own.hashes());
            let overlap = Overlap { left: own.len(), right: distinct, shared };
            let reaches = self.measure.score(overlap.similarity()) >= self.threshold;
            reaches.then(|| (set, DocId::from_index(shared).0))
        });
        Matches { distinct, compared: met.len(), reached: reached.collect() }
    }

    /// How many distinct shingles each set has; the index is dropped.
    #[must_use]
    pub fn into_sizes(self) -> Vec<usize> {
        self.sets.into_iter().map(|set| set.len()).collect()
    }
}

fn sieve_of<'a>(lists: impl Iterator<Item = &'a [u64]> + Clone) -> Sieve {
    Sieve::new(lists.clone().flatten().copied(), lists.map(<[u64]>::len).sum())
}

/// Writes the places of those of `hashes` that `holders` knows to `places`, each once, ascending.
fn find(holders: &Holders, hashes: &[u64], places: &mut Vec<usize>) {
    places.clear();
    places.extend(hashes.iter().filter_map(|&hash| holders.position(hash)));
    places.sort_unstable();
    places.dedup();
}

/// Adds the documents at `places` to `met`; one that several places hold is dropped from time to time, so that memory
/// follows the documents.
fn meet(holders: &Holders, places: &[usize], met: &mut Vec<u32>) {
    /// A page of numbers: fewer are not worth a sort.
    const LEAST: usize = 1024;
    let mut most = LEAST.max(2 * met.len());
    for &place in places {
        met.extend_from_slice(holders.at(place));
        if met.len() > most {
            met.sort_unstable();
            met.dedup();
            most = LEAST.max(2 * met.len());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::duplicate::kept::Keeper;
    use crate::duplicate::measure::Method;
    use crate::duplicate::shingles::Origin;
    use crate::shingle::{Shingling, Unit};
    use crate::sketch::Sketcher;
    use proptest::prelude::*;
    use std::sync::Arc;

    proptest! {
        #[test]
        fn the_sets_that_reach_the_threshold_are_those_of_a_loop_over_all(
            sets in proptest::collection::vec(proptest::collection::vec(0u64..25, 0..12), 0..20),
            documents in proptest::collection::vec(proptest::collection::vec(0u64..30, 0..16), 1..8),
            threshold in 1u32..=20,
            containment in any::<bool>(),
        ) {
            let shingling = Shingling::new(1, Unit::Word).unwrap();
            let pairing = Pairing {
                threshold: f64::from(threshold) / 20.0,
                measure: if containment { Measure::Containment } else { Measure::Jaccard },
                method: Method::Exact,
                shingling,
                sketcher: Sketcher::new(16).unwrap(),
                miss: 0.1,
            };
            let run = Run::new(Some(2), Arc::default()).unwrap();
            let keeper = Keeper::new(sets.len());
            let mut writer = keeper.writer();
            let places = sets.iter().map(|hashes| writer.keep(hashes)).collect();
            drop(writer);
            let kept = keeper.into_kept(places);
            let texts = vec![Some(""); sets.len()];
            let source = Shingles { origin: Origin::Texts(&texts), shingling, kept: &kept };
            let rows: Vec<DocId> = (0..sets.len()).map(DocId::from_index).collect();
            let index = PrefixIndex::new(&run, source, &rows, &pairing).unwrap();
            let sets: Vec<_> = sets.into_iter().map(ShingleSet::from_hashes).collect();
            let mut scratch = Scratch::default();
            for document in &documents {
                let own = ShingleSet::from_hashes(document.clone());
                let expected: Vec<(u32, u32)> = (0..)
                    .zip(&sets)
                    .map(|(number, set)| (number, Overlap::of(set, &own)))
                    .filter(|(_, overlap)| pairing.reached_by(*overlap))
                    .map(|(number, overlap)| (number, u32::try_from(overlap.shared).unwrap()))
                    .collect();
                let found = index.matches(document, &mut scratch);
                prop_assert!(found.compared >= found.reached.len());
                prop_assert!(found.reached.is_empty() || found.distinct == own.len());
                prop_assert_eq!(found.reached, expected);
            }
            prop_assert_eq!(index.into_sizes(), sets.iter().map(ShingleSet::len).collect::<Vec<_>>());
        }
    }
}
