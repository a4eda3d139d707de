//! Which rows of an index are removed: one bit for each row, in the order in which they were added.

use super::damage::{Checked, Cursor, Damage};
use super::layout::REMOVED_MAGIC;

/// The removed rows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Removed {
    words: Vec<u64>,
    count: u64,
}

impl Removed {
    /// How many there are.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Whether a row is one.
    #[inline]
    #[must_use]
    pub fn contains(&self, position: u64) -> bool {
        let (word, bit) = place(position);
        self.words.get(word).is_some_and(|word| word & bit != 0)
    }

    /// Removes a row.
    pub fn insert(&mut self, position: u64) {
        let (word, bit) = place(position);
        if self.words.len() <= word {
            self.words.resize(word + 1, 0);
        }
        self.count += u64::from(self.words[word] & bit == 0);
        self.words[word] |= bit;
    }

    /// Forgets the rows from `position` on.
    pub fn truncate(&mut self, position: u64) {
        let (word, bit) = place(position);
        self.words.truncate(word + 1);
        if let Some(last) = self.words.get_mut(word) {
            *last &= bit - 1;
        }
        self.count = self.words.iter().map(|word| u64::from(word.count_ones())).sum();
    }

    /// The bytes of a file.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = REMOVED_MAGIC.to_vec();
        bytes.extend(self.count.to_le_bytes());
        bytes.extend(self.words.iter().flat_map(|word| word.to_le_bytes()));
        bytes
    }

    /// Reads the bytes of a file of an index with so many rows.
    ///
    /// # Errors
    /// [`Damage`].
    pub fn parse(bytes: &[u8], rows: u64) -> Checked<Self> {
        const WRONG: Damage = Damage("it is no list of the removed rows of this index");
        let mut cursor = Cursor::new(bytes);
        if cursor.bytes(REMOVED_MAGIC.len())? != REMOVED_MAGIC {
            return Err(WRONG);
        }
        let count = cursor.u64()?;
        let (words, rest) = cursor.bytes(cursor.left())?.as_chunks();
        let words: Vec<u64> = words.iter().map(|word| u64::from_le_bytes(*word)).collect();
        let mut removed = Self { words, count: 0 };
        let (before, length) = (removed.words.clone(), removed.words.len());
        removed.truncate(rows);
        // `truncate` leaves all in place exactly where no bit stands beyond the last row.
        let is_same = rest.is_empty() && removed.words.len() == length && removed.words == before;
        if is_same && removed.count == count { Ok(removed) } else { Err(WRONG) }
    }
}

#[allow(clippy::cast_possible_truncation)] // an index has fewer than 2³² rows
fn place(position: u64) -> (usize, u64) {
    ((position / 64) as usize, 1 << (position % 64))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn removed_rows_are_those_that_were_inserted(
            rows in proptest::collection::btree_set(0u64..300, 0..40),
            cut in 0u64..320,
        ) {
            let mut removed = Removed::default();
            for &row in &rows {
                removed.insert(row);
                removed.insert(row);
            }
            prop_assert_eq!(removed.count(), rows.len() as u64);
            prop_assert_eq!((0..400).filter(|&row| removed.contains(row)).collect::<Vec<_>>(), rows.iter().copied().collect::<Vec<_>>());
            prop_assert_eq!(&Removed::parse(&removed.to_bytes(), 300).unwrap(), &removed);
            if let Some(&last) = rows.iter().next_back() {
                prop_assert!(Removed::parse(&removed.to_bytes(), last).is_err());
            }
            removed.truncate(cut);
            prop_assert_eq!((0..400).filter(|&row| removed.contains(row)).count(), rows.range(..cut).count());
        }

        #[test]
        fn any_bytes_are_a_list_or_damage(bytes in proptest::collection::vec(any::<u8>(), 0..60)) {
            let _ = Removed::parse(&bytes, 100);
        }
    }
}
