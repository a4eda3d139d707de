//! Bytes in, out the same bytes in lower case and two bitmaps: which bytes belong to an ASCII word, which are not ASCII.
//!
//! The first pass of the tokeniser, 64 bytes a step. With AVX2 (chosen at run time) a step is a few dozen instructions;
//! elsewhere the same is done byte by byte. A property test holds the two equal.

/// Bytes that one step reads, and one element of a bitmap covers.
pub const BLOCK: usize = 64;

/// What the first pass finds in a text. Kept from text to text to save the allocations.
#[derive(Debug, Default)]
pub struct Bitmaps {
    /// The bytes with A–Z in lower case; at least as long as the text.
    pub lower: Vec<u8>,
    /// Bit i of element b: byte 64 b + i is an ASCII letter, digit or underscore.
    pub word: Vec<u64>,
    /// Bit i of element b: byte 64 b + i is 0x80 or more.
    pub high: Vec<u64>,
}

impl Bitmaps {
    /// Reads `text`, replacing what was here.
    pub fn read(&mut self, text: &[u8]) {
        self.make_room(text.len());
        #[cfg(target_arch = "x86_64")]
        if std::arch::is_x86_feature_detected!("avx2") {
            avx2::read(text, self);
            return;
        }
        table(text, self);
    }

    /// The same without vector instructions: what other processors run, and the twin that tests and benchmarks compare.
    pub fn read_by_table(&mut self, text: &[u8]) {
        self.make_room(text.len());
        table(text, self);
    }

    fn make_room(&mut self, bytes: usize) {
        let blocks = bytes.div_ceil(BLOCK);
        self.lower.resize(blocks * BLOCK, 0);
        self.word.resize(blocks, 0);
        self.high.resize(blocks, 0);
    }

    /// Gives back memory that only a very long text needed.
    pub fn shrink(&mut self) {
        /// Four times a long article.
        const KEPT: usize = 1 << 18;
        if self.lower.capacity() > KEPT {
            *self = Self::default();
        }
    }
}

fn table(text: &[u8], maps: &mut Bitmaps) {
    for (block, bytes) in text.chunks(BLOCK).enumerate() {
        let (mut word, mut high) = (0, 0);
        for (bit, &byte) in bytes.iter().enumerate() {
            word |= u64::from(byte.is_ascii_alphanumeric() || byte == b'_') << bit;
            high |= u64::from(byte >= 0x80) << bit;
            maps.lower[block * BLOCK + bit] = byte.to_ascii_lowercase();
        }
        maps.word[block] = word;
        maps.high[block] = high;
    }
}

#[cfg(target_arch = "x86_64")]
mod avx2 {
    #![allow(unsafe_code)] // what it brings is printed by `cargo bench --bench stages`
    #![allow(clippy::cast_ptr_alignment)] // the unaligned load and store ask for none
    use super::{BLOCK, Bitmaps};
    use std::arch::x86_64::{
        __m256i, _mm256_add_epi8, _mm256_and_si256, _mm256_cmpeq_epi8, _mm256_loadu_si256, _mm256_min_epu8,
        _mm256_movemask_epi8, _mm256_or_si256, _mm256_set1_epi8, _mm256_storeu_si256, _mm256_sub_epi8,
    };

    /// The caller has seen that the processor has AVX2.
    pub fn read(text: &[u8], maps: &mut Bitmaps) {
        let (blocks, rest) = text.as_chunks::<BLOCK>();
        let mut padded = [0; BLOCK];
        padded[..rest.len()].copy_from_slice(rest);
        let last = (!rest.is_empty()).then_some(&padded);
        let lower = maps.lower.as_chunks_mut::<BLOCK>().0;
        let masks = maps.word.iter_mut().zip(&mut maps.high);
        for ((bytes, lower), (word, high)) in blocks.iter().chain(last).zip(lower).zip(masks) {
            // SAFETY: `Bitmaps::read` calls this function only where `is_x86_feature_detected!("avx2")` holds.
            (*word, *high) = unsafe { step(bytes, lower) };
        }
    }

    #[target_feature(enable = "avx2")]
    fn step(bytes: &[u8; BLOCK], lower: &mut [u8; BLOCK]) -> (u64, u64) {
        let (mut word, mut high) = (0, 0);
        for half in 0..2 {
            let at = half * 32;
            // SAFETY: `at + 32 <= 64`, the length of the array; the load needs no alignment.
            let block = unsafe { _mm256_loadu_si256(bytes.as_ptr().add(at).cast::<__m256i>()) };
            let upper = within(block, b'A', 26);
            let lowered = _mm256_add_epi8(block, _mm256_and_si256(upper, splat(0x20)));
            let letter = within(lowered, b'a', 26);
            let digit = within(block, b'0', 10);
            let underscore = _mm256_cmpeq_epi8(block, splat(b'_'));
            let in_word = _mm256_or_si256(_mm256_or_si256(letter, digit), underscore);
            word |= u64::from(bits(in_word)) << at;
            high |= u64::from(bits(block)) << at;
            // SAFETY: as for the load; `lower` is borrowed mutably and as long.
            unsafe { _mm256_storeu_si256(lower.as_mut_ptr().add(at).cast::<__m256i>(), lowered) };
        }
        (word, high)
    }

    /// All ones in the bytes of `block` that lie in `first..first + count`.
    #[target_feature(enable = "avx2")]
    fn within(block: __m256i, first: u8, count: u8) -> __m256i {
        let offset = _mm256_sub_epi8(block, splat(first));
        _mm256_cmpeq_epi8(_mm256_min_epu8(offset, splat(count - 1)), offset)
    }

    #[target_feature(enable = "avx2")]
    fn splat(byte: u8) -> __m256i {
        _mm256_set1_epi8(byte.cast_signed())
    }

    /// The highest bit of each byte.
    #[target_feature(enable = "avx2")]
    fn bits(block: __m256i) -> u32 {
        _mm256_movemask_epi8(block).cast_unsigned()
    }
}

/// The first bit at or after `from` that is set in `maps(element)`, or the bitmap's end.
#[inline]
pub fn next_set(elements: usize, from: usize, map: impl Fn(usize) -> u64) -> usize {
    let mut element = from / BLOCK;
    if element >= elements {
        return elements * BLOCK;
    }
    let mut bits = map(element) & (u64::MAX << (from % BLOCK));
    while bits == 0 {
        element += 1;
        if element == elements {
            return elements * BLOCK;
        }
        bits = map(element);
    }
    element * BLOCK + bits.trailing_zeros() as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn vectors_and_table_agree(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let mut fast = Bitmaps::default();
            // What an earlier, longer text left behind must not show.
            fast.read(&[b'Z'; 400]);
            fast.read(&bytes);
            let mut slow = Bitmaps::default();
            slow.read_by_table(&bytes);
            prop_assert_eq!(&fast.word, &slow.word);
            prop_assert_eq!(&fast.high, &slow.high);
            prop_assert_eq!(&fast.lower[..bytes.len()], &slow.lower[..bytes.len()]);
        }

        #[test]
        fn the_next_bit_is_the_next_bit(bits in proptest::collection::vec(proptest::bool::weighted(0.03), 0..400)) {
            let mut map = vec![0u64; bits.len().div_ceil(BLOCK)];
            for (at, &bit) in bits.iter().enumerate() {
                map[at / BLOCK] |= u64::from(bit) << (at % BLOCK);
            }
            for from in 0..=bits.len() {
                let expected = (from..bits.len()).find(|&at| bits[at]).unwrap_or(map.len() * BLOCK);
                prop_assert_eq!(next_set(map.len(), from, |element| map[element]), expected);
            }
        }
    }
}
