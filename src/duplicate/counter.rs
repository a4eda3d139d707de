//! The shingles of one document in, how many another shares with it out: exact, and without sorting either.
//!
//! A table of the one document's hashes, of which the other's are looked up. Sorting both and merging takes
//! longer: most documents have one or two partners, and a sort serves one comparison or two.

use ahash::RandomState;

/// The value of a free place. A shingle with this hash is counted apart.
const FREE: u64 = 0;

/// Counts the distinct shingles of a document, and those of others that it shares. Kept from document to document.
#[derive(Debug)]
pub struct Counter {
    /// The distinct hashes, each at the first free place from its own on.
    places: Vec<u64>,
    /// For each place the number of the last document that was looked up there.
    met: Vec<u8>,
    number: u8,
    has_free: bool,
    /// Odd and unknown outside the process: texts cannot be written so that all their shingles want one place.
    factor: u64,
    shift: u32,
}

impl Default for Counter {
    fn default() -> Self {
        let factor = RandomState::new().hash_one(0u64) | 1;
        Self { places: Vec::new(), met: Vec::new(), number: 0, has_free: false, factor, shift: 0 }
    }
}

impl Counter {
    /// Takes a document in place of the last one; returns how many distinct shingles it has.
    ///
    /// # Complexity
    /// Linear in `hashes` (expected); 36 to 72 bytes a hash, which is what a document's table may take of the fastest cache.
    pub fn take(&mut self, hashes: &[u64]) -> usize {
        // A quarter full at most: then most hashes stand in their own place, and the processor guesses so.
        let size = (4 * hashes.len()).next_power_of_two().max(16);
        self.places.clear();
        self.places.resize(size, FREE);
        self.met.clear();
        self.met.resize(size, 0);
        self.number = 0;
        self.shift = u64::BITS - size.trailing_zeros();
        self.has_free = false;
        let mut distinct = 0;
        for &hash in hashes {
            if hash == FREE {
                distinct += usize::from(!self.has_free);
                self.has_free = true;
                continue;
            }
            let mut at = self.place(hash);
            while self.places[at] != hash {
                if self.places[at] == FREE {
                    self.places[at] = hash;
                    distinct += 1;
                    break;
                }
                at = (at + 1) & (size - 1);
            }
        }
        distinct
    }

    /// How many distinct shingles of another document the one taken has.
    ///
    /// # Complexity
    /// Linear in `hashes` (expected).
    pub fn shared(&mut self, hashes: &[u64]) -> usize {
        self.number = self.number.checked_add(1).unwrap_or_else(|| {
            self.met.fill(0);
            1
        });
        let last = self.places.len() - 1;
        let (mut shared, mut free_met) = (0, false);
        for &hash in hashes {
            if hash == FREE {
                shared += usize::from(self.has_free && !free_met);
                free_met = true;
                continue;
            }
            let mut at = self.place(hash);
            loop {
                let held = self.places[at];
                if held == hash {
                    shared += usize::from(self.met[at] != self.number);
                    self.met[at] = self.number;
                    break;
                }
                if held == FREE {
                    break;
                }
                at = (at + 1) & last;
            }
        }
        shared
    }

    #[inline]
    fn place(&self, hash: u64) -> usize {
        #[allow(clippy::cast_possible_truncation)] // fewer bits than a usize has
        let place = (hash.wrapping_mul(self.factor) >> self.shift) as usize;
        place
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn counts_are_those_of_plain_sets(
            documents in proptest::collection::vec(proptest::collection::vec(0u64..60, 0..80), 1..6),
        ) {
            let mut counter = Counter::default();
            let set = |hashes: &[u64]| hashes.iter().copied().collect::<BTreeSet<_>>();
            for one in &documents {
                prop_assert_eq!(counter.take(one), set(one).len());
                for other in &documents {
                    prop_assert_eq!(counter.shared(other), set(one).intersection(&set(other)).count());
                }
            }
        }
    }
}
