//! Short inputs in, their xxh3-64 out: words of up to sixteen bytes, and runs of up to sixteen hashes.
//!
//! The same numbers as `xxhash-rust` gives, which tests hold. Its entry point takes any length and is not inlined; for inputs
//! of this size that costs as much as the hash itself (`cargo bench --bench stages`). Formulas and constants: the xxHash
//! specification, "XXH3 algorithm", with seed 0 and the default secret.

#![allow(clippy::inline_always)] // called rather than inlined, a hash of this size takes half as long again

use xxhash_rust::xxh3::xxh3_64;

const PRIME64_1: u64 = 0x9E37_79B1_85EB_CA87;
const PRIME64_2: u64 = 0xC2B2_AE3D_27D4_EB4F;
const PRIME64_3: u64 = 0x1656_67B1_9E37_79F9;
const PRIME_MX1: u64 = 0x1656_6791_9E37_79F9;
const PRIME_MX2: u64 = 0x9FB2_1C65_1E98_DF25;

/// The first 128 bytes of the default secret, as little-endian numbers.
const SECRET: [u64; 16] = [
    0xBE4B_A423_396C_FEB8,
    0x1CAD_21F7_2C81_017C,
    0xDB97_9083_E96D_D4DE,
    0x1F67_B3B7_A4A4_4072,
    0x78E5_C0CC_4EE6_79CB,
    0x2172_FFCC_7DD0_5A82,
    0x8E24_43F7_7446_08B8,
    0x4C26_3A81_E690_35E0,
    0xCB00_C391_BB52_283C,
    0xA32E_531B_8B65_D088,
    0x4EF9_0DA2_9748_6471,
    0xD8AC_DEA9_46EF_1938,
    0x3F34_9CE3_3F76_FAA8,
    0x1D4F_0BC7_C7BB_DCF9,
    0x3159_B4CD_4BE0_518A,
    0x6473_78D9_C97E_9FC8,
];

/// The xxh3-64 of `bytes[start..end]`, which is not empty; `bytes` goes on for eight bytes from `start`, whatever they hold.
///
/// Whether a word has more than three bytes is a coin toss that the processor would guess wrong half the time, so both
/// formulas are computed side by side; more than eight bytes are rare enough for a branch.
///
/// # Panics
/// If `bytes` ends before `start + 8`.
#[inline(always)]
#[must_use]
pub fn hash_word(bytes: &[u8], start: usize, end: usize) -> u64 {
    let length = end - start;
    let read = |at: usize| u64::from_le_bytes(*bytes[at..].first_chunk().expect("eight bytes more"));
    match length {
        0..=8 => hash_eight(read(start), length),
        9..=16 => hash_sixteen(read(start), read(end - 8), length),
        _ => xxh3_64(&bytes[start..end]),
    }
}

/// 1 to 8 bytes, in the lower end of `bytes`.
#[inline(always)]
fn hash_eight(bytes: u64, length: usize) -> u64 {
    let at_most_three = length < 4;
    let either = |three: u64, eight: u64| std::hint::select_unpredictable(at_most_three, three, eight);
    let size = length as u64;
    let byte = |at: u64| bytes >> (8 * (at & 7)) & 0xFF;
    let three = byte(0) << 16 | byte(size >> 1) << 24 | byte(size.wrapping_sub(1)) | size << 8;
    let three = three ^ (SECRET[0] & 0xFFFF_FFFF) ^ (SECRET[0] >> 32);
    let last_four = bytes >> (8 * (size.wrapping_sub(4) & 7)) & 0xFFFF_FFFF;
    let eight = (last_four | bytes << 32) ^ (SECRET[1] ^ SECRET[2]);
    let hash = either(three ^ three >> 33, eight ^ eight.rotate_left(49) ^ eight.rotate_left(24));
    let hash = hash.wrapping_mul(either(PRIME64_2, PRIME_MX2));
    let hash = hash ^ either(hash >> 29, (hash >> 35).wrapping_add(size));
    let hash = hash.wrapping_mul(either(PRIME64_3, PRIME_MX2));
    hash ^ hash >> either(32, 28)
}

/// 9 to 16 bytes, given as their first and their last eight.
#[inline(always)]
fn hash_sixteen(first: u64, last: u64, length: usize) -> u64 {
    let low = first ^ (SECRET[3] ^ SECRET[4]);
    let high = last ^ (SECRET[5] ^ SECRET[6]);
    let sum = (length as u64).wrapping_add(low.swap_bytes()).wrapping_add(high).wrapping_add(product(low, high));
    avalanche(sum)
}

/// The xxh3-64 of hashes, read as eight little-endian bytes each.
#[inline(always)]
#[must_use]
pub fn hash_run(run: &[u64]) -> u64 {
    match *run {
        [one] => hash_eight(one, 8),
        [first, second] => hash_sixteen(first, second, 16),
        // The default size, unrolled: four products that do not wait for one another.
        [first, second, third, fourth, fifth] => {
            hash_pairs(40, &[(first, second), (fourth, fifth), (third, fourth), (second, third)])
        }
        _ => hash_other_run(run),
    }
}

fn hash_other_run(run: &[u64]) -> u64 {
    if !(3..=16).contains(&run.len()) {
        let bytes: Vec<u8> = run.iter().flat_map(|hash| hash.to_le_bytes()).collect();
        return xxh3_64(&bytes);
    }
    let rounds = (run.len() - 1) / 4 + 1;
    let mut pairs = [(0, 0); 8];
    for round in 0..rounds {
        let (front, back) = (2 * round, run.len() - 2 * round - 2);
        pairs[2 * round] = (run[front], run[front + 1]);
        pairs[2 * round + 1] = (run[back], run[back + 1]);
    }
    hash_pairs(8 * run.len(), &pairs[..2 * rounds])
}

/// 17 to 128 bytes, given as pairs from the front and from the back in turn.
#[inline(always)]
fn hash_pairs(length: usize, pairs: &[(u64, u64)]) -> u64 {
    let mut sum = (length as u64).wrapping_mul(PRIME64_1);
    for ((low, high), key) in pairs.iter().zip(SECRET.as_chunks::<2>().0) {
        sum = sum.wrapping_add(product(low ^ key[0], high ^ key[1]));
    }
    avalanche(sum)
}

/// The two halves of a 128-bit product, one laid over the other.
#[inline(always)]
fn product(left: u64, right: u64) -> u64 {
    let whole = u128::from(left) * u128::from(right);
    #[allow(clippy::cast_possible_truncation)] // the halves are what is wanted
    let halves = (whole as u64, (whole >> 64) as u64);
    halves.0 ^ halves.1
}

#[inline(always)]
fn avalanche(hash: u64) -> u64 {
    let mixed = (hash ^ hash >> 37).wrapping_mul(PRIME_MX1);
    mixed ^ mixed >> 32
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn words_hash_as_xxh3_does(word in proptest::collection::vec(any::<u8>(), 1..40), rest in any::<[u8; 16]>()) {
            let padded = [&rest[..3], &word, &rest].concat();
            prop_assert_eq!(hash_word(&padded, 3, 3 + word.len()), xxh3_64(&word));
        }

        #[test]
        fn runs_hash_as_their_bytes_do(run in proptest::collection::vec(any::<u64>(), 1..24)) {
            let bytes: Vec<u8> = run.iter().flat_map(|hash| hash.to_le_bytes()).collect();
            prop_assert_eq!(hash_run(&run), xxh3_64(&bytes));
        }
    }
}
