//! Shingles in, a signature out: one-permutation MinHash with optimal densification.
//!
//! A shingle's hash chooses one slot and competes there with its lower half; the smallest stays. Empty slots copy a slot
//! chosen by hashing, the same for every document, so that two signatures agree in a slot with probability Jaccard.
//!
//! Li, Owen and Zhang 2012, "One permutation hashing"; Shrivastava 2017, "Optimal densification for fast and accurate
//! minwise hashing". The shingle hash is uniform already (xxh3), so one permutation needs no further hashing.

use crate::error::{Error, Result};

/// The value of every slot of a document that has no shingle, or no text.
pub const EMPTY: u32 = u32::MAX;

/// Makes signatures of one length. Cloning copies the table of donors, so share it by reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sketcher {
    num_hashes: usize,
    /// For each slot the first [`ATTEMPTS`] slots that it asks when it is empty.
    donors: Vec<[u16; ATTEMPTS]>,
}

/// Donors that are looked up, not computed: at 100 shingles in 256 slots, three of four empty slots need no more than four.
const ATTEMPTS: usize = 8;

impl Sketcher {
    /// Signatures of `num_hashes` slots.
    ///
    /// # Errors
    /// [`Error::Parameter`] if `num_hashes` is not in [16, 4096].
    pub fn new(num_hashes: usize) -> Result<Self> {
        if !(16..=4096).contains(&num_hashes) {
            return Err(Error::parameter("num_hashes", "in [16, 4096]", num_hashes).with_hint("256 is the default"));
        }
        let donors = |slot| std::array::from_fn(|attempt| donor(num_hashes, slot, attempt as u64 + 1));
        Ok(Self { num_hashes, donors: (0..num_hashes as u64).map(donors).collect() })
    }

    /// Slots of a signature.
    #[must_use]
    pub fn num_hashes(&self) -> usize {
        self.num_hashes
    }

    /// Writes the signature of `shingles` (repeats do no harm) to `signature`.
    ///
    /// # Panics
    /// If `signature` is not `num_hashes` long.
    ///
    /// # Complexity
    /// One multiplication a shingle, and about k·ln(k) / n further steps for k slots and n shingles.
    pub fn sketch(&self, shingles: impl IntoIterator<Item = u64>, signature: &mut [u32]) {
        assert_eq!(signature.len(), self.num_hashes, "one value per slot");
        signature.fill(EMPTY);
        let mut any = false;
        for hash in shingles {
            any = true;
            let (slot, value) = self.slot_and_value(hash);
            signature[slot] = signature[slot].min(value);
        }
        if any {
            self.densify(signature);
        }
    }

    #[inline]
    fn slot_and_value(&self, hash: u64) -> (usize, u32) {
        let high = (hash >> 32) as usize;
        #[allow(clippy::cast_possible_truncation)] // the lower half is what is wanted
        let low = hash as u32;
        ((high * self.num_hashes) >> 32, low.min(EMPTY - 1))
    }

    fn densify(&self, signature: &mut [u32]) {
        // Donors are slots that a shingle filled, never ones that were copied: copies would correlate. So the copies wait
        // until all are found.
        let copies: Vec<(usize, u32)> = (0..self.num_hashes)
            .filter(|&slot| signature[slot] == EMPTY)
            .map(|slot| (slot, self.donated(slot, signature)))
            .collect();
        for (slot, value) in copies {
            signature[slot] = value;
        }
    }

    /// The value that an empty slot copies. The hash visits every slot in the end, and one of them is filled.
    fn donated(&self, slot: usize, signature: &[u32]) -> u32 {
        for &donor in &self.donors[slot] {
            let value = signature[usize::from(donor)];
            if value != EMPTY {
                return value;
            }
        }
        let mut attempt = ATTEMPTS as u64 + 1;
        loop {
            let value = signature[usize::from(donor(self.num_hashes, slot as u64, attempt))];
            if value != EMPTY {
                return value;
            }
            attempt += 1;
        }
    }
}

/// The slot that `slot` asks in its `attempt`: independent of the document, as densification requires.
fn donor(num_hashes: usize, slot: u64, attempt: u64) -> u16 {
    let high = (mix(slot << 32 | attempt) >> 32) as usize;
    #[allow(clippy::cast_possible_truncation)] // below `num_hashes`, at most 4096
    let slot = ((high * num_hashes) >> 32) as u16;
    slot
}

/// The finaliser of splitmix64 (Steele, Lea and Flood 2014): a bijection that spreads small integers over 64 bits.
fn mix(seed: u64) -> u64 {
    let mut z = seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use xxhash_rust::xxh3::xxh3_64;

    fn signature(shingles: impl IntoIterator<Item = u64>, num_hashes: usize) -> Vec<u32> {
        let mut out = vec![0; num_hashes];
        Sketcher::new(num_hashes).unwrap().sketch(shingles, &mut out);
        out
    }

    fn shingle(n: u32) -> u64 {
        xxh3_64(&n.to_le_bytes())
    }

    #[test]
    fn a_signature_depends_on_the_set_alone() {
        let forward = signature((0..300).map(shingle), 256);
        let backward = signature((0..300).rev().chain(5..50).map(shingle), 256);
        assert_eq!(forward, backward);
    }

    #[test]
    fn no_shingles_make_an_empty_signature_and_one_fills_every_slot() {
        assert_eq!(signature([], 64), [EMPTY; 64]);
        let one = signature([shingle(7)], 64);
        assert!(one.iter().all(|&value| value == one[0] && value != EMPTY));
        // A hash whose value is the mark of emptiness must not read as empty.
        assert!(signature([u64::MAX], 64).iter().all(|&value| value != EMPTY));
    }

    #[test]
    fn agreement_estimates_jaccard_without_bias() {
        // 200 pairs of sets with Jaccard 1/2, short and long: the mean agreement lies within four standard errors.
        for size in [30u32, 100, 400, 2000] {
            let mut agreeing = 0usize;
            for pair in 0..200u32 {
                let base = pair * 1_000_000;
                let left = signature((base..base + size * 3 / 2).map(shingle), 256);
                let right = signature((base + size / 2..base + size * 2).map(shingle), 256);
                agreeing += left.iter().zip(&right).filter(|(a, b)| a == b).count();
            }
            let mean = agreeing as f64 / (200.0 * 256.0);
            let worst_variance = 0.25 / f64::from(size.min(256));
            assert!((mean - 0.5).abs() < 4.0 * (worst_variance / 200.0).sqrt(), "{size}: {mean}");
        }
    }

    #[test]
    fn a_signature_is_frozen() {
        // Slots 1, 2 and 13 of the twenty shingles' signature are copies: the donors are frozen too.
        assert_eq!(
            signature((0..20).map(shingle), 16),
            [
                0xc382_0fc2,
                0x108c_a26e,
                0x0ba8_9554,
                0x07b9_7452,
                0x16fc_193d,
                0x1628_c14c,
                0x6d5e_7560,
                0x66a2_0bc9,
                0x4982_e222,
                0x1014_9498,
                0x5ef6_134d,
                0x108c_a26e,
                0x0ba8_9554,
                0x96d6_5708,
                0x96d6_5708,
                0x2c1e_014f,
            ]
        );
    }
}
