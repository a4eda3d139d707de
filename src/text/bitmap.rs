//! Bytes in, out the same bytes in lower case and bitmaps: which bytes belong to a word, which stand between its parts,
//! which are not ASCII.
//!
//! The first pass of the tokeniser, 64 bytes a step. With AVX2 (chosen at run time) a step is a few dozen instructions;
//! elsewhere the same is done byte by byte. A property test holds the two equal.

/// Bytes that one step reads, and one element of a bitmap covers.
pub const BLOCK: usize = 64;

/// Bytes of [`Bitmaps::lower`] beyond the text, so that eight bytes can be read from any place in it.
pub const PADDING: usize = 8;

/// Bytes of a text whose memory is kept for the next one: four times a long article.
pub const KEPT: usize = 1 << 18;

/// What bytes beyond ASCII are to the first pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum High {
    /// Unknown: they stand in [`Bitmaps::high`] and in no word.
    Apart,
    /// Letters, every one: what [`transcribe`](super::transcribe) leaves.
    Letters,
}

/// What the first pass finds in a text. Kept from text to text to save the allocations.
#[derive(Debug, Default)]
pub struct Bitmaps {
    /// The bytes with A–Z in lower case, and [`PADDING`] zeros or more.
    pub lower: Vec<u8>,
    /// Bit i of element b: byte 64 b + i is an ASCII letter, digit or underscore.
    pub word: Vec<u64>,
    /// The same with the marks that join what stands beside them into one word: `don't`, `u.s`, `35,000`.
    pub joined: Vec<u64>,
    /// Bit i of element b: byte 64 b + i is 0x80 or more.
    pub high: Vec<u64>,
    /// Whether no byte is 0x80 or more.
    pub is_ascii: bool,
    /// Whether any byte is an underscore.
    pub has_underscore: bool,
    masks: Vec<Masks>,
}

impl Bitmaps {
    /// Reads `text`, replacing what was here.
    pub fn read(&mut self, text: &[u8], high: High) {
        self.make_room(text.len());
        #[cfg(target_arch = "x86_64")]
        if std::arch::is_x86_feature_detected!("avx2") {
            avx2::read(text, &mut self.masks, &mut self.lower);
            return self.join(high);
        }
        table(text, &mut self.masks, &mut self.lower);
        self.join(high);
    }

    /// The same without vector instructions: what other processors run, and the twin that tests and benchmarks compare.
    pub fn read_by_table(&mut self, text: &[u8], high: High) {
        self.make_room(text.len());
        table(text, &mut self.masks, &mut self.lower);
        self.join(high);
    }

    /// Decides which marks join: that takes the byte before and the byte behind, which may lie in the next block.
    ///
    /// A loop of its own: in one with the vector instructions the compiler (LLVM 22) takes the masks apart into single bytes
    /// again, which is seven times slower.
    fn join(&mut self, high: High) {
        let letters_are_high = if high == High::Letters { u64::MAX } else { 0 };
        let letters = |masks: &Masks| masks.letter | masks.high & letters_are_high;
        let (mut letter_before, mut digit_before, mut any_high, mut any_underscore) = (0, 0, 0, 0);
        let mut next = self.masks.iter().skip(1);
        let maps = self.word.iter_mut().zip(&mut self.joined).zip(&mut self.high);
        for (masks, ((word, joined), high)) in self.masks.iter().zip(maps) {
            let next = next.next().copied().unwrap_or_default();
            let (letter, digit) = (letters(masks), masks.digit);
            let between_letters = (letter << 1 | letter_before) & (letter >> 1 | letters(&next) << 63);
            let between_digits = (digit << 1 | digit_before) & (digit >> 1 | next.digit << 63);
            (letter_before, digit_before) = (letter >> 63, digit >> 63);
            *word = letter | digit | masks.underscore;
            *joined = *word | masks.between_letters & between_letters | masks.between_digits & between_digits;
            *high = masks.high;
            any_high |= masks.high;
            any_underscore |= masks.underscore;
        }
        self.is_ascii = any_high == 0;
        self.has_underscore = any_underscore != 0;
    }

    fn make_room(&mut self, bytes: usize) {
        let blocks = bytes.div_ceil(BLOCK);
        self.lower.resize(blocks * BLOCK + PADDING, 0);
        self.lower[blocks * BLOCK..].fill(0);
        self.masks.resize(blocks, Masks::default());
        self.word.resize(blocks, 0);
        self.joined.resize(blocks, 0);
        self.high.resize(blocks, 0);
    }

    /// Gives back memory that only a very long text needed.
    pub fn shrink(&mut self) {
        if self.lower.capacity() > KEPT {
            *self = Self::default();
        }
    }
}

/// What the bytes of one block are.
#[derive(Debug, Clone, Copy, Default)]
struct Masks {
    letter: u64,
    digit: u64,
    underscore: u64,
    /// Full stop and apostrophe, and colon: they join letters (WB6, WB7).
    between_letters: u64,
    /// Full stop and apostrophe, comma and semicolon: they join digits (WB11, WB12).
    between_digits: u64,
    high: u64,
}

fn table(text: &[u8], masks: &mut [Masks], lower: &mut [u8]) {
    for ((bytes, masks), lower) in text.chunks(BLOCK).zip(masks).zip(lower.chunks_mut(BLOCK)) {
        *masks = Masks::default();
        lower.fill(0);
        for (bit, (&byte, lower)) in bytes.iter().zip(lower).enumerate() {
            let bit_if = |holds: bool| u64::from(holds) << bit;
            masks.letter |= bit_if(byte.is_ascii_alphabetic());
            masks.digit |= bit_if(byte.is_ascii_digit());
            masks.underscore |= bit_if(byte == b'_');
            masks.between_letters |= bit_if(matches!(byte, b'.' | b'\'' | b':'));
            masks.between_digits |= bit_if(matches!(byte, b'.' | b'\'' | b',' | b';'));
            masks.high |= bit_if(byte >= 0x80);
            *lower = byte.to_ascii_lowercase();
        }
    }
}

#[cfg(target_arch = "x86_64")]
mod avx2 {
    #![allow(unsafe_code)] // what it brings is printed by `cargo bench --bench stages`
    #![allow(clippy::cast_ptr_alignment)] // the unaligned load and store ask for none
    use super::{BLOCK, Masks};
    use std::arch::x86_64::{
        __m256i, _mm256_add_epi8, _mm256_and_si256, _mm256_cmpeq_epi8, _mm256_loadu_si256, _mm256_min_epu8,
        _mm256_movemask_epi8, _mm256_or_si256, _mm256_set1_epi8, _mm256_storeu_si256, _mm256_sub_epi8,
    };

    /// The caller has seen that the processor has AVX2.
    pub fn read(text: &[u8], masks: &mut [Masks], lower: &mut [u8]) {
        // SAFETY: `Bitmaps::read` calls this function only where `is_x86_feature_detected!("avx2")` holds.
        unsafe { read_all(text, masks, lower) }
    }

    /// The loop has the feature too: a step called from code without it is not inlined.
    #[target_feature(enable = "avx2")]
    fn read_all(text: &[u8], masks: &mut [Masks], lower: &mut [u8]) {
        let (blocks, rest) = text.as_chunks::<BLOCK>();
        let mut room = lower.as_chunks_mut::<BLOCK>().0.iter_mut().zip(masks);
        for (bytes, (lower, masks)) in blocks.iter().zip(&mut room) {
            step(bytes, lower, masks);
        }
        // The room goes one block further where the text ends within it.
        if let Some((lower, masks)) = room.next() {
            let mut padded = [0; BLOCK];
            padded[..rest.len()].copy_from_slice(rest);
            step(&padded, lower, masks);
        }
    }

    #[inline]
    #[target_feature(enable = "avx2")]
    fn step(bytes: &[u8; BLOCK], lower: &mut [u8; BLOCK], masks: &mut Masks) {
        *masks = Masks::default();
        for half in 0..2 {
            let at = half * 32;
            // SAFETY: `at + 32 <= 64`, the length of the array; the load needs no alignment.
            let block = unsafe { _mm256_loadu_si256(bytes.as_ptr().add(at).cast::<__m256i>()) };
            let upper = within(block, b'A', 26);
            let lowered = _mm256_add_epi8(block, _mm256_and_si256(upper, splat(0x20)));
            let stop = _mm256_or_si256(equal(block, b'.'), equal(block, b'\''));
            let comma = _mm256_or_si256(equal(block, b','), equal(block, b';'));
            masks.letter |= u64::from(bits(within(lowered, b'a', 26))) << at;
            masks.digit |= u64::from(bits(within(block, b'0', 10))) << at;
            masks.underscore |= u64::from(bits(equal(block, b'_'))) << at;
            masks.between_letters |= u64::from(bits(_mm256_or_si256(stop, equal(block, b':')))) << at;
            masks.between_digits |= u64::from(bits(_mm256_or_si256(stop, comma))) << at;
            masks.high |= u64::from(bits(block)) << at;
            // SAFETY: as for the load; `lower` is borrowed mutably and as long.
            unsafe { _mm256_storeu_si256(lower.as_mut_ptr().add(at).cast::<__m256i>(), lowered) };
        }
    }

    /// All ones in the bytes of `block` that lie in `first..first + count`.
    #[inline]
    #[target_feature(enable = "avx2")]
    fn within(block: __m256i, first: u8, count: u8) -> __m256i {
        let offset = _mm256_sub_epi8(block, splat(first));
        _mm256_cmpeq_epi8(_mm256_min_epu8(offset, splat(count - 1)), offset)
    }

    #[inline]
    #[target_feature(enable = "avx2")]
    fn equal(block: __m256i, byte: u8) -> __m256i {
        _mm256_cmpeq_epi8(block, splat(byte))
    }

    #[inline]
    #[target_feature(enable = "avx2")]
    fn splat(byte: u8) -> __m256i {
        _mm256_set1_epi8(byte.cast_signed())
    }

    /// The highest bit of each byte.
    #[inline]
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
        fn vectors_and_table_agree(
            bytes in prop_oneof![
                proptest::collection::vec(any::<u8>(), 0..300),
                proptest::collection::vec(prop::sample::select(b"aZ09_.,:;'\x80 ".to_vec()), 0..300),
            ],
            letters in any::<bool>(),
        ) {
            let high = if letters { High::Letters } else { High::Apart };
            let mut fast = Bitmaps::default();
            // What an earlier, longer text left behind must not show.
            fast.read(&[b'Z'; 400], high);
            fast.read(&bytes, high);
            let mut slow = Bitmaps::default();
            slow.read_by_table(&bytes, high);
            prop_assert_eq!(&fast.word, &slow.word);
            prop_assert_eq!(&fast.joined, &slow.joined);
            prop_assert_eq!(&fast.high, &slow.high);
            prop_assert_eq!(fast.is_ascii, slow.is_ascii);
            prop_assert_eq!(fast.is_ascii, bytes.is_ascii());
            prop_assert_eq!(&fast.lower, &slow.lower);
        }

        #[test]
        fn a_mark_joins_what_it_stands_between(
            bytes in proptest::collection::vec(prop::sample::select(b"aZ09_.,:;' ".to_vec()), 0..200),
        ) {
            let mut maps = Bitmaps::default();
            maps.read(&bytes, High::Apart);
            for (at, &byte) in bytes.iter().enumerate() {
                let beside = |is: fn(&u8) -> bool| {
                    at > 0 && is(&bytes[at - 1]) && bytes.get(at + 1).is_some_and(is)
                };
                let joins = match byte {
                    b'.' | b'\'' => beside(u8::is_ascii_alphabetic) || beside(u8::is_ascii_digit),
                    b':' => beside(u8::is_ascii_alphabetic),
                    b',' | b';' => beside(u8::is_ascii_digit),
                    b' ' => false,
                    _ => true,
                };
                prop_assert_eq!(maps.joined[at / BLOCK] >> (at % BLOCK) & 1 == 1, joins, "byte {}", at);
            }
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
