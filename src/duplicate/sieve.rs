//! Hashes in; out, of a stream of others, those that may be among them: the few for which a look-up is worth its time.
//!
//! One bit for each range of upper bits (Bloom 1970, with one hash function, since the hashes are uniform already). Most
//! shingles of a document beside a collection are new to it, and one read of a small table says so.

/// A set of hashes that forgets all but some of their bits.
#[derive(Debug)]
pub struct Sieve {
    bits: Vec<u64>,
    shift: u32,
}

impl Sieve {
    /// A sieve that `hashes`, of which there are `count`, pass.
    ///
    /// # Complexity
    /// Linear; 2 to 4 bytes a hash, and one of 16 to 32 other hashes passes too.
    #[must_use]
    pub fn new(hashes: impl Iterator<Item = u64>, count: usize) -> Self {
        /// 512 MB; beyond 2²⁸ hashes more of the others pass, which costs time and nothing else.
        const MOST_BITS: u32 = 32;
        let bits = (count.next_power_of_two().trailing_zeros() + 4).clamp(6, MOST_BITS);
        let mut sieve = Self { bits: vec![0; 1 << (bits - 6)], shift: u64::BITS - bits };
        for hash in hashes {
            let (word, bit) = sieve.place(hash);
            sieve.bits[word] |= bit;
        }
        sieve
    }

    /// Writes those of `hashes` that pass to `passed`, in their order.
    pub fn pass(&self, hashes: &[u64], passed: &mut Vec<u64>) {
        passed.resize(hashes.len(), 0);
        let mut count = 0;
        for &hash in hashes {
            let (word, bit) = self.place(hash);
            // Written in any case and kept if it passes: no branch that the processor could guess wrong.
            passed[count] = hash;
            count += usize::from(self.bits[word] & bit != 0);
        }
        passed.truncate(count);
    }

    #[inline]
    fn place(&self, hash: u64) -> (usize, u64) {
        let bit = hash >> self.shift;
        #[allow(clippy::cast_possible_truncation)] // fewer bits than a usize has
        let word = (bit >> 6) as usize;
        (word, 1 << (bit & 63))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_hash_passes_and_few_others_do(numbers in proptest::collection::vec(any::<u64>(), 0..300)) {
            let sieve = Sieve::new(numbers.iter().copied(), numbers.len());
            let mut passed = vec![7];
            sieve.pass(&numbers, &mut passed);
            prop_assert_eq!(&passed, &numbers);
            let others: Vec<u64> = (0..4000u64).map(|n| n.wrapping_mul(0x9E37_79B9_7F4A_7C15)).collect();
            sieve.pass(&others, &mut passed);
            prop_assert!(passed.len() < 500 || numbers.is_empty(), "{} of 4000", passed.len());
            prop_assert!(passed.iter().all(|hash| others.contains(hash)));
        }
    }
}
