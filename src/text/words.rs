//! A word in, what a table knows of it out, however it is capitalised.
//!
//! A quote reader looks every word of an article up, for what it does in a sentence and for whom it can name, so a look is
//! cheap: most words fail the outline (length, first and last letter) before anything is hashed, and the rest are compared as
//! one number of sixteen bytes. A general hash map of strings took twice as long, most of it for hashing a few bytes as if
//! they were many.

use ahash::AHashMap;

/// Bytes of a word that is kept as one number.
const SHORT: usize = 16;
/// Longer words are in no table; the bound lets a word be lowered on the stack. In bytes; Cyrillic letters have two.
pub(crate) const LONGEST: usize = 32;

/// Words in lower case with what is known of each.
pub(crate) struct WordTable<V> {
    outlines: [u64; 256],
    /// Open addressing at a load of a half at most: one more than the number of the entry, 0 where there is none. Apart from
    /// the entries, so that it stays in the nearest cache.
    places: Vec<u16>,
    entries: Vec<(u128, V)>,
    /// Words of more than [`SHORT`] bytes.
    long: AHashMap<&'static [u8], V>,
}

impl<V: Copy + Default> WordTable<V> {
    /// The table of `words`, which are distinct and in lower case, fewer than 65,536.
    pub(crate) fn new(words: impl IntoIterator<Item = (&'static [u8], V)>) -> Self {
        let (short, long): (Vec<_>, Vec<_>) = words.into_iter().partition(|(word, _)| word.len() <= SHORT);
        let mut outlines = [0; 256];
        for (word, _) in short.iter().chain(&long) {
            let outline = outline(word);
            outlines[outline >> 6] |= 1 << (outline & 63);
        }
        let entries: Vec<(u128, V)> = short.into_iter().map(|(word, known)| (packed(word), known)).collect();
        let size = (2 * entries.len() + 1).next_power_of_two();
        let mut table = Self { outlines, places: vec![0; size], entries, long: long.into_iter().collect() };
        for (number, &(key, _)) in (1..=u16::MAX).zip(&table.entries) {
            let mut place = table.first_place(key);
            while table.places[place] != 0 {
                place = (place + 1) & (size - 1);
            }
            table.places[place] = number;
        }
        table
    }

    /// What is known of a word in ASCII, in any case.
    #[inline]
    pub(crate) fn get_ascii(&self, word: &[u8]) -> V {
        let outline = outline(word);
        if (self.outlines[outline >> 6] >> (outline & 63)) & 1 == 0 {
            return V::default();
        }
        if word.len() <= SHORT {
            return self.short(lower(packed(word)));
        }
        if word.len() > LONGEST {
            return V::default();
        }
        let mut lower = [0; LONGEST];
        let lower = &mut lower[..word.len()];
        lower.copy_from_slice(word);
        lower.make_ascii_lowercase();
        self.long.get(&*lower).copied().unwrap_or_default()
    }

    /// What is known of a word in lower case.
    pub(crate) fn get_lower(&self, word: &[u8]) -> V {
        if word.len() <= SHORT { self.short(packed(word)) } else { self.long.get(word).copied().unwrap_or_default() }
    }

    #[inline]
    fn short(&self, key: u128) -> V {
        let mut place = self.first_place(key);
        while let Some(entry) = usize::from(self.places[place]).checked_sub(1) {
            let (found, known) = self.entries[entry];
            if found == key {
                return known;
            }
            place = (place + 1) & (self.places.len() - 1);
        }
        V::default()
    }

    #[inline]
    #[allow(clippy::cast_possible_truncation)] // halves and high bits are meant
    fn first_place(&self, key: u128) -> usize {
        // Multiplicative hashing (Knuth, vol. 3, 6.4) of both halves; the high bits are the good ones.
        let (low, high) = (key as u64, (key >> 64) as u64);
        let mixed = low.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ high.wrapping_mul(0xC2B2_AE3D_27D4_EB4F);
        (mixed.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as usize & (self.places.len() - 1)
    }
}

/// Five bits of the first byte, five of the last, four of the length: the low five bits of an ASCII letter are the same in
/// both cases.
#[inline]
fn outline(word: &[u8]) -> usize {
    let (first, last) = match word {
        [] => (0, 0),
        [only] => (*only, *only),
        [first, .., last] => (*first, *last),
    };
    (usize::from(first & 31) << 9) | (usize::from(last & 31) << 4) | word.len().min(15)
}

/// The bytes of a word of at most [`SHORT`] as one number: two loads that overlap, whatever the length.
#[inline]
fn packed(word: &[u8]) -> u128 {
    fn load<const N: usize>(word: &[u8], at: usize) -> u128 {
        let mut bytes = [0; 16];
        bytes[..N].copy_from_slice(&word[at..at + N]);
        u128::from_le_bytes(bytes)
    }
    let len = word.len();
    match len {
        0 => 0,
        1..4 => {
            load::<1>(word, 0)
                | load::<1>(word, len / 2) << (8 * (len / 2))
                | load::<1>(word, len - 1) << (8 * (len - 1))
        }
        4..8 => load::<4>(word, 0) | load::<4>(word, len - 4) << (8 * (len - 4)),
        _ => load::<8>(word, 0) | load::<8>(word, len - 8) << (8 * (len - 8)),
    }
}

/// The capitals among the ASCII bytes of `key` made small, all sixteen at once: the sums carry into the high bit of a byte
/// from A and from behind Z on.
#[inline]
fn lower(key: u128) -> u128 {
    const EACH: u128 = u128::MAX / 0xFF;
    let from_a = key + EACH * u128::from(0x80 - b'A');
    let behind_z = key + EACH * u128::from(0x80 - (b'Z' + 1));
    key | ((from_a & !behind_z & (EACH * 0x80)) >> 2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_word_is_known_in_either_case_and_no_other_is() {
        let table = WordTable::new([(&b"said"[..], 1), (b"harbour", 2), (b"oberbuergermeisterin", 3)]);
        for (word, known) in
            [("SAID", 1), ("Harbour", 2), ("Oberbuergermeisterin", 3), ("sai", 0), ("ferry", 0), ("", 0)]
        {
            assert_eq!(table.get_ascii(word.as_bytes()), known, "{word}");
            assert_eq!(table.get_lower(word.to_lowercase().as_bytes()), known, "{word}");
        }
        assert_eq!(table.get_ascii(&[b'a'; 100]), 0);
    }

    proptest! {
        #[test]
        fn a_table_answers_as_a_map_does(
            words in prop::collection::hash_set("[a-c'é]{0,20}", 0..60),
            asked in prop::collection::vec("[a-cA-C']{0,20}", 20),
        ) {
            let words: Vec<&'static str> = words.into_iter().map(|word| &*word.leak()).collect();
            let map: AHashMap<&[u8], usize> = words.iter().enumerate().map(|(at, word)| (word.as_bytes(), at + 1)).collect();
            let table = WordTable::new(map.iter().map(|(&word, &known)| (word, known)));
            for word in words.iter().copied().chain(asked.iter().map(String::as_str)).filter(|word| !word.is_empty()) {
                let lower = word.to_lowercase();
                let known = map.get(lower.as_bytes()).copied().unwrap_or_default();
                prop_assert_eq!(table.get_lower(lower.as_bytes()), known);
                if word.is_ascii() {
                    prop_assert_eq!(table.get_ascii(word.as_bytes()), known);
                }
            }
        }
    }
}
