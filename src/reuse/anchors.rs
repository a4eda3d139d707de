//! Two documents in, out the runs of equal words that cover the second one.
//!
//! Every position of the scanned document has at most one partner, the longest run that begins there (greedy string tiling
//! without the search for the longest tile first: Wise 1993), so runs never outnumber words, however often either repeats
//! itself.

use super::align::Run;
use crate::text::hash::hash_run;

/// Words in a row that two documents must share for a passage to be looked for. In a run of twelve words of which one was changed,
/// five equal ones are left on one side.
pub const SEED: usize = 5;

/// Places of one seed that are tried. A document that repeats a seed more often repeats itself.
const PLACES: usize = 8;

/// The hashes of the runs of `size` words, in order.
#[must_use]
pub fn seeds(words: &[u64], size: usize) -> Vec<u64> {
    words.windows(size).map(hash_run).collect()
}

/// The places of the seeds of one document.
///
/// An open table of places, probed by the seed's own bits: a general hash map hashes the hash again and takes twice the time.
#[derive(Debug, Default)]
pub struct SeedIndex {
    /// For each slot the first place of a seed.
    slots: Vec<u32>,
    /// For each place the next one of the same seed.
    next: Vec<u32>,
}

/// No place.
const NONE: u32 = u32::MAX;

impl SeedIndex {
    /// The index of a document's seeds, in the order of the text. Places beyond 2³² are not indexed.
    ///
    /// # Complexity
    /// Linear; 20 to 28 bytes a seed.
    #[must_use]
    pub fn new(seeds: &[u64]) -> Self {
        let mut index =
            Self { slots: vec![NONE; (2 * seeds.len()).next_power_of_two()], next: vec![NONE; seeds.len()] };
        let places = u32::try_from(seeds.len()).unwrap_or(NONE);
        // From the end, so that lists ascend.
        for place in (0..places).rev() {
            let slot = index.slot(seeds, seeds[place as usize]);
            index.next[place as usize] = std::mem::replace(&mut index.slots[slot], place);
        }
        index
    }

    /// The slot of a seed, or the empty one where it would go. Half of the slots are empty.
    fn slot(&self, seeds: &[u64], seed: u64) -> usize {
        let mask = self.slots.len() - 1;
        // The lower bits, since a 32-bit machine has no others.
        #[allow(clippy::cast_possible_truncation)]
        let mut slot = seed as usize & mask;
        while self.slots[slot] != NONE && seeds[self.slots[slot] as usize] != seed {
            slot = (slot + 1) & mask;
        }
        slot
    }

    /// The first places of a seed, ascending.
    fn places(&self, seeds: &[u64], seed: u64) -> impl Iterator<Item = usize> + '_ {
        let first = Some(self.slots[self.slot(seeds, seed)]).filter(|&place| place != NONE);
        std::iter::successors(first, |&place| Some(self.next[place as usize]).filter(|&next| next != NONE))
            .take(PLACES)
            .map(|place| place as usize)
    }
}

/// The runs of one document in another, each given by its words and their seeds. They ascend and lie apart in the second; at each
/// position it is the longest, of equals the one that goes on from the run before with the fewest words between.
///
/// # Complexity
/// Each word of the second is compared with at most [`PLACES`] places.
#[must_use]
pub fn anchors(
    (indexed, indexed_seeds): (&[u64], &[u64]),
    index: &SeedIndex,
    (scanned, scanned_seeds): (&[u64], &[u64]),
) -> Vec<Run> {
    let mut found: Vec<Run> = Vec::new();
    let mut at = 0;
    while let Some(&seed) = scanned_seeds.get(at) {
        let before = found.last().map_or(0, shift);
        let runs = index.places(indexed_seeds, seed).map(|place| {
            let equal = indexed[place..].iter().zip(&scanned[at..]).take_while(|(one, other)| one == other).count();
            Run { left: place, right: at, len: equal }
        });
        let detour = |run: &Run| shift(run).abs_diff(before);
        match runs.max_by_key(|run| (run.len, std::cmp::Reverse((detour(run), run.left)))) {
            // A hash of five hashes may lie; the words decide.
            Some(run) if run.len > 0 => {
                at += run.len;
                found.push(run);
            }
            _ => at += 1,
        }
    }
    found
}

/// How far a run's place in the one document is from that in the other.
fn shift(run: &Run) -> isize {
    run.left.cast_signed() - run.right.cast_signed()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// For each position not yet covered the longest equal run, by comparing with every position.
    fn twin(indexed: &[u64], scanned: &[u64], size: usize) -> Vec<(usize, usize)> {
        let (mut found, mut at) = (Vec::new(), 0);
        while at < scanned.len() {
            let equal = |from: usize| indexed[from..].iter().zip(&scanned[at..]).take_while(|(a, b)| a == b).count();
            let longest = (0..indexed.len()).map(equal).max().unwrap_or(0);
            if longest >= size {
                found.push((at, longest));
                at += longest;
            } else {
                at += 1;
            }
        }
        found
    }

    proptest! {
        #[test]
        fn runs_are_those_of_comparing_every_position(
            indexed in prop::collection::vec(0u64..6, 0..9),
            scanned in prop::collection::vec(0u64..6, 0..30),
        ) {
            // Short enough that no seed has more places than are tried.
            let size = 2;
            let (one, other) = (seeds(&indexed, size), seeds(&scanned, size));
            let runs = anchors((&indexed, &one), &SeedIndex::new(&one), (&scanned, &other));
            let places: Vec<_> = runs.iter().map(|run| (run.right, run.len)).collect();
            prop_assert_eq!(places, twin(&indexed, &scanned, size));
            for run in runs {
                prop_assert_eq!(&indexed[run.left..run.left + run.len], &scanned[run.right..run.right + run.len]);
            }
        }
    }

    #[test]
    fn a_text_of_one_word_is_covered_in_one_step() {
        let (one, other) = (vec![7; 100_000], vec![7; 120_000]);
        let (one_seeds, other_seeds) = (seeds(&one, SEED), seeds(&other, SEED));
        let runs = anchors((&one, &one_seeds), &SeedIndex::new(&one_seeds), (&other, &other_seeds));
        let covered: Vec<_> = runs.iter().map(|run| (run.right, run.len)).collect();
        assert_eq!(covered, [(0, 100_000), (100_000, 20_000)]);
    }
}
