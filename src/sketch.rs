//! Shingles in, a signature out: one-permutation MinHash with reverse optimal densification.
//!
//! A shingle's hash chooses one slot and competes there with its lower half; the smallest stays. Filled slots then offer
//! their values round by round to slots chosen by hashing, the same for every document, and an empty slot takes the first
//! offer. So two signatures agree in a slot with probability Jaccard, and a headline costs no more than an article.
//!
//! Li, Owen and Zhang 2012, "One permutation hashing"; Shrivastava 2017, "Optimal densification for fast and accurate
//! minwise hashing"; Mai et al. 2020, "On densification for minwise hashing" (the direction of the offers). The shingle hash
//! is uniform already (xxh3), so one permutation needs no further hashing.

use crate::error::{Error, Result};

/// The value of every slot of a document that has no shingle, or no text.
pub const EMPTY: u32 = u32::MAX;

/// Makes signatures of one length. Cloning copies the tables of offers, so share it by reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sketcher {
    num_hashes: usize,
    /// For each of the first [`ROUNDS`] rounds the slot to which each slot makes its offer.
    offers: Vec<u16>,
    /// For each slot where its offers of these rounds begin in `donors`; one more for the end.
    starts: Vec<u32>,
    /// Who makes an offer to each slot, in the order of the offers.
    donors: Vec<u16>,
    /// The first [`FIRST`] of them for each slot; a slot that has fewer stands in for the missing ones itself.
    first_donors: Vec<[u16; FIRST]>,
}

/// Donors that are looked at together, four and four. With two slots of three filled, as an article of 280 shingles leaves
/// them, the first four are empty once in eighty times; with one of four, as one of 75 shingles does, all eight are once in
/// ten.
const FIRST: usize = 8;

/// Rounds that are looked up, not computed. With one slot of four filled, an empty slot gets none of their offers with
/// probability e⁻⁸, one in three thousand.
const ROUNDS: usize = 32;

/// One filled slot in so many is enough to go from the empty slots to their donors instead of round by round.
const DENSE: usize = 8;

impl Sketcher {
    /// Signatures of `num_hashes` slots.
    ///
    /// # Errors
    /// [`Error::Parameter`] if `num_hashes` is not in [16, 4096].
    pub fn new(num_hashes: usize) -> Result<Self> {
        if !(16..=4096).contains(&num_hashes) {
            return Err(Error::parameter("num_hashes", "in [16, 4096]", num_hashes).with_hint("256 is the default"));
        }
        let mut offers = Vec::with_capacity(ROUNDS * num_hashes);
        for round in 0..ROUNDS {
            offers.extend((0..num_hashes).map(|donor| offer(num_hashes, donor, round)));
        }
        // A counting sort of the offers by the slot that gets them keeps their order.
        let mut starts = vec![0u32; num_hashes + 1];
        for &slot in &offers {
            starts[usize::from(slot) + 1] += 1;
        }
        for slot in 0..num_hashes {
            starts[slot + 1] += starts[slot];
        }
        let mut next = starts.clone();
        let mut donors = vec![0; offers.len()];
        for (at, &slot) in offers.iter().enumerate() {
            let place = &mut next[usize::from(slot)];
            #[allow(clippy::cast_possible_truncation)] // below `num_hashes`, at most 4096
            let donor = (at % num_hashes) as u16;
            donors[*place as usize] = donor;
            *place += 1;
        }
        let first_donors = (0u16..)
            .zip(starts.windows(2))
            .map(|(slot, bounds)| {
                let of_slot = &donors[bounds[0] as usize..bounds[1] as usize];
                std::array::from_fn(|at| of_slot.get(at).copied().unwrap_or(slot))
            })
            .collect();
        Ok(Self { num_hashes, offers, starts, donors, first_donors })
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
    /// One multiplication a shingle, and at most about k·ln(k) offers for k slots, however few shingles there are.
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

    /// Fills the empty slots. Donors are slots that a shingle filled, never ones that were given a value: these would
    /// correlate.
    fn densify(&self, signature: &mut [u32]) {
        let before = signature.to_vec();
        let empty = before.iter().map(|&value| usize::from(value == EMPTY)).sum::<usize>();
        if (self.num_hashes - empty) * DENSE >= self.num_hashes {
            self.ask_donors(&before, signature);
        } else {
            self.offer_round_by_round(&before, 0, signature);
        }
    }

    /// Each empty slot looks through its offers for the first that a filled slot makes. Gives what
    /// [`Self::offer_round_by_round`] gives, in fewer steps where most slots are filled.
    ///
    /// Which slots are empty and which donors are filled is chance, so neither is asked by a branch.
    fn ask_donors(&self, before: &[u32], signature: &mut [u32]) {
        let mut all = true;
        for (stretch, values) in before.chunks(64).enumerate() {
            let mut empty = empty_slots(values);
            while empty != 0 {
                let slot = stretch * 64 + empty.trailing_zeros() as usize;
                empty &= empty - 1;
                let (four, next_four) = self.first_donors[slot].split_at(FIRST / 2);
                signature[slot] = first_filled(before, four);
                if signature[slot] == EMPTY {
                    signature[slot] = first_filled(before, next_four);
                }
                if signature[slot] == EMPTY {
                    let offers = self.starts[slot] as usize..self.starts[slot + 1] as usize;
                    let mut values = self.donors[offers].iter().map(|&donor| before[usize::from(donor)]);
                    match values.find(|&value| value != EMPTY) {
                        Some(value) => signature[slot] = value,
                        None => all = false,
                    }
                }
            }
        }
        if !all {
            self.offer_round_by_round(before, ROUNDS, signature);
        }
    }

    /// The slots that were filled `before` make their offers, from round `first` on, until no slot is empty.
    fn offer_round_by_round(&self, before: &[u32], first: usize, signature: &mut [u32]) {
        let filled: Vec<usize> = (0..self.num_hashes).filter(|&slot| before[slot] != EMPTY).collect();
        let mut empty = signature.iter().filter(|&&value| value == EMPTY).count();
        let mut round = first;
        while empty > 0 {
            for &donor in &filled {
                let slot = match self.offers.get(round * self.num_hashes + donor) {
                    Some(&slot) => usize::from(slot),
                    None => usize::from(offer(self.num_hashes, donor, round)),
                };
                if signature[slot] == EMPTY {
                    signature[slot] = signature[donor];
                    empty -= 1;
                }
            }
            round += 1;
        }
    }
}

/// The value of the first of four donors that is filled, or [`EMPTY`].
#[inline]
fn first_filled(before: &[u32], donors: &[u16]) -> u32 {
    let value = |at: usize| before[usize::from(donors[at])];
    let earlier = |one: u32, other: u32| std::hint::select_unpredictable(one == EMPTY, other, one);
    earlier(earlier(value(0), value(1)), earlier(value(2), value(3)))
}

/// Bit i: the value at i is that of an empty slot. Eight at a time, which the compiler turns into vector comparisons.
fn empty_slots(values: &[u32]) -> u64 {
    values.chunks(8).enumerate().fold(0, |bits, (eight, values)| {
        let of_eight = values.iter().rev().fold(0, |bits, &value| bits << 1 | u64::from(value == EMPTY));
        bits | of_eight << (8 * eight)
    })
}

/// The slot to which `donor` makes its offer in `round`: independent of the document, as densification requires.
fn offer(num_hashes: usize, donor: usize, round: usize) -> u16 {
    let high = (mix((donor as u64) << 32 | round as u64) >> 32) as usize;
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
    fn both_ways_to_densify_give_the_same() {
        for num_hashes in [16, 100, 256] {
            let sketcher = Sketcher::new(num_hashes).unwrap();
            for filled in [1, 2, 3, num_hashes / 8, num_hashes / 2, num_hashes - 1] {
                let mut asked = vec![EMPTY; num_hashes];
                for (value, slot) in (0u32..).zip((0..num_hashes).step_by(num_hashes.div_ceil(filled))) {
                    asked[slot] = value;
                }
                let before = asked.clone();
                let mut offered = asked.clone();
                sketcher.ask_donors(&before, &mut asked);
                sketcher.offer_round_by_round(&before, 0, &mut offered);
                assert_eq!(asked, offered, "{filled} of {num_hashes}");
            }
        }
    }

    #[test]
    fn a_signature_is_frozen() {
        // Slots 1, 2 and 14 of the twenty shingles' signature are given: the offers are frozen too.
        let expected = [
            0xc382_0fc2,
            0x66a2_0bc9,
            0x5ef6_134d,
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
            0xc382_0fc2,
            0x2c1e_014f,
        ];
        assert_eq!(signature((0..20).map(shingle), 16), expected);
    }
}
