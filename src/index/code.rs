//! A set of shingle hashes in, about 57 bits a hash out, and back.
//!
//! The hashes of a set ascend and are uniform, so that their upper bits are known from their places but for two bits each: the
//! lower bytes stand one after the other, the upper ones as a bitmap that has one bit for every hash and one for every step
//! (Elias 1974, "Efficient storage and retrieval by content and address of static files"; Fano 1971). Bytes are cut where a
//! byte ends, which costs half a bit a hash and spares every shift.

use super::damage::{Checked, Damage};

/// Sets below this are stored as they are: the bitmap would be larger than what it saves.
const FEW: usize = 37;

/// Sets from this on have two upper bytes in the bitmap.
const MANY: usize = 8192;

/// Upper bytes of a hash in the bitmap of a set of `count` hashes.
fn upper_bytes(count: usize) -> usize {
    match count {
        0..FEW => 0,
        FEW..MANY => 1,
        _ => 2,
    }
}

/// How many bytes a set of `count` hashes takes.
#[must_use]
pub fn encoded_length(count: usize) -> usize {
    let upper = upper_bytes(count);
    let bits = if upper == 0 { 0 } else { count + (1 << (8 * upper)) };
    count * (8 - upper) + bits.div_ceil(8)
}

/// Appends a set to `code`.
///
/// # Panics
/// If `hashes` do not ascend.
pub fn encode(hashes: &[u64], code: &mut Vec<u8>) {
    assert!(hashes.is_sorted_by(|a, b| a < b), "a set ascends");
    let upper = upper_bytes(hashes.len());
    let lower = 8 - upper;
    let start = code.len();
    code.resize(start + encoded_length(hashes.len()), 0);
    let (lows, bitmap) = code[start..].split_at_mut(hashes.len() * lower);
    for (place, &hash) in lows.chunks_exact_mut(lower).zip(hashes) {
        place.copy_from_slice(&hash.to_le_bytes()[..lower]);
    }
    if upper > 0 {
        for (at, &hash) in hashes.iter().enumerate() {
            #[allow(clippy::cast_possible_truncation)] // sixteen bits at most
            let bit = (hash >> (8 * lower)) as usize + at;
            bitmap[bit / 8] |= 1 << (bit % 8);
        }
    }
}

/// Puts the `count` hashes of `code` into `hashes`, ascending.
///
/// # Errors
/// [`Damage`] where the code is none of a set of `count` hashes.
pub fn decode(code: &[u8], count: usize, hashes: &mut Vec<u64>) -> Checked<()> {
    hashes.clear();
    // Compared before anything is reserved: the count may be crafted.
    if count > code.len() || code.len() != encoded_length(count) {
        return Err(Damage("a set of shingles has another length than its count asks for"));
    }
    let upper = upper_bytes(count);
    let lower = 8 - upper;
    let (lows, bitmap) = code.split_at(count * lower);
    hashes.reserve(count);
    if upper == 0 {
        hashes.extend(lows.as_chunks::<8>().0.iter().map(|bytes| u64::from_le_bytes(*bytes)));
    } else {
        let mask = u64::MAX >> (8 * upper);
        for (word, mut bits) in words_of(bitmap).enumerate() {
            while bits != 0 {
                let at = hashes.len();
                let high = (64 * word + bits.trailing_zeros() as usize).checked_sub(at);
                let (true, Some(high)) = (at < count, high) else {
                    return Err(Damage("a set of shingles has more hashes than its count"));
                };
                if high >> (8 * upper) != 0 {
                    return Err(Damage("a set of shingles has a hash beyond 64 bits"));
                }
                hashes.push((high as u64) << (8 * lower) | low_at(code, at * lower) & mask);
                bits &= bits - 1;
            }
        }
    }
    if hashes.len() != count || !hashes.is_sorted_by(|a, b| a < b) {
        return Err(Damage("a set of shingles does not ascend"));
    }
    Ok(())
}

/// The eight bytes from `at`, of which the last belong to what comes next: copying six or seven bytes calls a function each
/// time, which took a tenth of a query.
#[inline]
fn low_at(code: &[u8], at: usize) -> u64 {
    code.get(at..).and_then(|bytes| bytes.first_chunk()).map_or(0, |bytes| u64::from_le_bytes(*bytes))
}

/// A bitmap in words, the last one filled up with zeros.
fn words_of(bitmap: &[u8]) -> impl Iterator<Item = u64> + '_ {
    let (words, rest) = bitmap.as_chunks::<8>();
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    let last = (!rest.is_empty()).then_some(last);
    words.iter().copied().chain(last).map(u64::from_le_bytes)
}

/// Whether a set of `count` hashes has `hash`.
///
/// # Errors
/// [`Damage`] where the code has another length than such a set.
///
/// # Complexity
/// One step for each 64 bits of the bitmap; no hash but those with the same upper bytes is read.
pub fn contains(code: &[u8], count: usize, hash: u64) -> Checked<bool> {
    if count > code.len() || code.len() != encoded_length(count) {
        return Err(Damage("a set of shingles has another length than its count asks for"));
    }
    let upper = upper_bytes(count);
    if upper == 0 {
        return Ok(code.as_chunks::<8>().0.iter().any(|bytes| u64::from_le_bytes(*bytes) == hash));
    }
    let lower = 8 - upper;
    let bitmap = &code[count * lower..];
    #[allow(clippy::cast_possible_truncation)] // sixteen bits at most
    let high = (hash >> (8 * lower)) as usize;
    // Behind as many zeros as the upper bytes count stand the ones of the hashes that have them.
    let mut bit = 0;
    let mut zeros = high;
    for word in words_of(bitmap) {
        if zeros == 0 {
            break;
        }
        let mut free = !word;
        let here = free.count_ones() as usize;
        if here < zeros {
            zeros -= here;
            bit += 64;
            continue;
        }
        for _ in 1..zeros {
            free &= free - 1;
        }
        bit += free.trailing_zeros() as usize + 1;
        zeros = 0;
    }
    let mask = u64::MAX >> (8 * upper);
    while bitmap.get(bit / 8).is_some_and(|byte| byte >> (bit % 8) & 1 == 1) {
        if low_at(code, (bit - high) * lower) & mask == hash & mask {
            return Ok(true);
        }
        bit += 1;
    }
    Ok(false)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn spread(numbers: impl IntoIterator<Item = u64>) -> Vec<u64> {
        let mut hashes: Vec<u64> = numbers.into_iter().map(|n| n.wrapping_mul(0x9E37_79B9_7F4A_7C15)).collect();
        hashes.sort_unstable();
        hashes.dedup();
        hashes
    }

    fn round_trip(hashes: &[u64]) {
        let mut code = vec![7];
        encode(hashes, &mut code);
        assert_eq!(code.len(), 1 + encoded_length(hashes.len()));
        let mut back = vec![1];
        decode(&code[1..], hashes.len(), &mut back).unwrap();
        assert_eq!(back, hashes);
        for hash in hashes.iter().flat_map(|&hash| [hash, hash ^ 1, hash ^ 1 << 63, hash.wrapping_add(1 << 50), !hash])
        {
            let found = contains(&code[1..], hashes.len(), hash).unwrap();
            assert_eq!(found, hashes.binary_search(&hash).is_ok());
        }
    }

    proptest! {
        #[test]
        fn what_is_decoded_is_what_was_encoded(numbers in proptest::collection::vec(any::<u64>(), 0..300)) {
            let mut hashes = numbers;
            hashes.sort_unstable();
            hashes.dedup();
            round_trip(&hashes);
        }

        #[test]
        fn any_bytes_are_a_set_or_damage(code in proptest::collection::vec(any::<u8>(), 0..400), count in 0usize..80) {
            let mut hashes = Vec::new();
            if decode(&code, count, &mut hashes).is_ok() {
                prop_assert_eq!(hashes.len(), count);
                prop_assert!(hashes.iter().all(|&hash| contains(&code, count, hash).unwrap()));
            }
            let _ = contains(&code, count, u64::MAX / 3);
        }
    }

    #[test]
    fn sets_of_every_size_come_back() {
        for count in [0, 1, 36, 37, 300, 8191, 8192, 20_000] {
            round_trip(&spread(0..count));
        }
        round_trip(&(0..300).collect::<Vec<u64>>());
        round_trip(&(0..300).map(|n| u64::MAX - 299 + n).collect::<Vec<u64>>());
    }

    #[test]
    fn an_article_takes_less_than_eight_bytes_a_hash() {
        assert!(encoded_length(300) < 300 * 73 / 10);
        assert!(encoded_length(100_000) < 100_000 * 64 / 10);
        assert_eq!(encoded_length(10), 80);
    }

    #[test]
    fn a_crafted_count_reserves_nothing() {
        assert!(decode(&[0; 16], usize::MAX / 16, &mut Vec::new()).is_err());
        assert!(contains(&[0; 16], usize::MAX / 16, 0).is_err());
    }
}
