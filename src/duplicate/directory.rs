//! Hashes in, their places out: a sorted list that is searched through its upper bits.

/// Distinct hashes with a directory over their upper bits: hashes are uniform, so a range of it holds one or two.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HashDirectory {
    /// Ascending.
    hashes: Vec<u64>,
    /// Where in `hashes` each range of equal upper bits begins; one more for the end.
    ranges: Vec<u32>,
    shift: u32,
}

impl HashDirectory {
    /// A directory over `hashes`, which are distinct and ascend.
    ///
    /// # Panics
    /// Above `u32::MAX` hashes.
    ///
    /// # Complexity
    /// O(n); 4 to 8 bytes a hash beside the hashes.
    #[must_use]
    pub fn new(hashes: Vec<u64>) -> Self {
        debug_assert!(hashes.is_sorted_by(|a, b| a < b));
        assert!(u32::try_from(hashes.len()).is_ok(), "a directory numbers its hashes with 32 bits");
        let bits = hashes.len().next_power_of_two().trailing_zeros().max(1);
        let shift = u64::BITS - bits;
        let mut ranges = vec![0u32; (1usize << bits) + 1];
        for &hash in &hashes {
            ranges[range_of(hash, shift) + 1] += 1;
        }
        for range in 1..ranges.len() {
            ranges[range] += ranges[range - 1];
        }
        Self { hashes, ranges, shift }
    }

    /// The hashes, ascending.
    #[must_use]
    pub fn hashes(&self) -> &[u64] {
        &self.hashes
    }

    /// How many hashes there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.hashes.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.hashes.is_empty()
    }

    /// The place of `hash` among the hashes, if it is one of them.
    ///
    /// # Complexity
    /// O(1) expected: two reads of memory.
    #[inline]
    #[must_use]
    pub fn position(&self, hash: u64) -> Option<usize> {
        /// Hashes that share a range beyond chance: those of a stored table may be crafted.
        const WALKED: usize = 64;
        let range = range_of(hash, self.shift);
        let from = *self.ranges.get(range)? as usize;
        let to = self.ranges[range + 1] as usize;
        let near = &self.hashes[from..to];
        let offset = if near.len() <= WALKED {
            near.iter().position(|&known| known == hash)
        } else {
            near.binary_search(&hash).ok()
        };
        offset.map(|offset| from + offset)
    }
}

#[allow(clippy::cast_possible_truncation)] // fewer bits than a usize has
fn range_of(hash: u64, shift: u32) -> usize {
    (hash >> shift) as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn places_are_those_of_a_search(small in proptest::collection::btree_set(0u64..200, 0..60)) {
            // Spread over 64 bits, as hashes are, and some together in one range.
            let spread = |n: u64| if n.is_multiple_of(3) { n } else { n.wrapping_mul(0x9E37_79B9_7F4A_7C15) };
            let mut hashes: Vec<u64> = small.iter().map(|&n| spread(n)).collect();
            hashes.sort_unstable();
            let directory = HashDirectory::new(hashes.clone());
            for n in 0..200 {
                prop_assert_eq!(directory.position(spread(n)), hashes.binary_search(&spread(n)).ok());
            }
        }
    }
}
