//! Where texts come from: a column that is read in batches, whatever holds it.
//!
//! A batch borrows what it can (Arrow buffers, ASCII strings) and decodes the rest into an [`Arena`] that is reused from
//! batch to batch, so that a corpus of 20,000 articles with curly quotation marks costs megabytes, not a second copy.

use crate::error::Result;
use crate::id::DocId;

/// Bytes after which a batch decodes no further row; a batch holds at least one row, however long that is.
///
/// Two thousand articles of usual length: enough work to keep sixteen threads busy, little beside the corpus.
pub const ARENA_BYTES: usize = 4 << 20;

/// Rows of a batch, also where every row is borrowed, so that progress and cancellation stay lively.
pub const BATCH_ROWS: usize = 1024;

/// What a row of a column is before it is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Row<'a> {
    /// No text.
    Missing,
    /// A text that is UTF-8 where it lies.
    Borrowed(&'a str),
    /// A text that [`TextColumn::decode`] has to make.
    Encoded,
}

/// A column of texts with missing values, in the caller's order.
pub trait TextColumn: Send + Sync {
    /// Rows, missing ones included.
    fn len(&self) -> usize;

    /// Whether the column has no rows.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What stands in `row`.
    fn row(&self, row: DocId) -> Row<'_>;

    /// Appends the texts of `rows`, all of them [`Row::Encoded`], to the arena; stops early once the arena is full.
    ///
    /// # Errors
    /// [`Error::Source`](crate::Error::Source) where the holder of the texts fails.
    fn decode(&self, rows: &[DocId], arena: &mut Arena) -> Result<()>;
}

/// Memory for the texts of one batch that cannot be borrowed.
#[derive(Debug, Default)]
pub struct Arena {
    texts: String,
    ends: Vec<usize>,
}

impl Arena {
    /// Appends one text.
    pub fn push(&mut self, text: &str) {
        self.texts.push_str(text);
        self.ends.push(self.texts.len());
    }

    /// Whether the batch has what it may have.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.texts.len() >= ARENA_BYTES
    }

    fn clear(&mut self) {
        self.texts.clear();
        // One text of 100 MB must not hold its memory until the end of the run.
        self.texts.shrink_to(2 * ARENA_BYTES);
        self.ends.clear();
    }

    fn get(&self, index: usize) -> &str {
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.texts[start..self.ends[index]]
    }
}

/// Some rows of a column, readable: it owns what had to be decoded, so one can be read while the next is loaded.
#[derive(Debug)]
pub struct Batch<'a> {
    arena: Arena,
    places: Vec<Place<'a>>,
}

/// Where a row's text is.
#[derive(Debug, Clone, Copy)]
enum Place<'a> {
    Nowhere,
    Column(&'a str),
    Arena(usize),
}

impl Batch<'_> {
    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// The text of the row at `index`; `None` marks a missing one.
    #[must_use]
    pub fn text(&self, index: usize) -> Option<&str> {
        match self.places[index] {
            Place::Nowhere => None,
            Place::Column(text) => Some(text),
            Place::Arena(number) => Some(self.arena.get(number)),
        }
    }

    /// The memory, for another batch.
    #[must_use]
    pub fn into_arena(self) -> Arena {
        self.arena
    }
}

/// Reads the first of `rows`: at least one (if there is any), at most [`BATCH_ROWS`].
///
/// # Errors
/// [`Error::Source`](crate::Error::Source) where the holder of the texts fails.
///
/// # Complexity
/// Linear in the bytes that are not borrowed; 24 bytes a row beside the arena.
pub fn load<'a>(column: &'a dyn TextColumn, rows: &[DocId], mut arena: Arena) -> Result<Batch<'a>> {
    arena.clear();
    let rows = &rows[..rows.len().min(BATCH_ROWS)];
    let encoded: Vec<DocId> = rows.iter().copied().filter(|&row| column.row(row) == Row::Encoded).collect();
    if !encoded.is_empty() {
        column.decode(&encoded, &mut arena)?;
    }
    let mut decoded = 0;
    let mut places = Vec::with_capacity(rows.len());
    for &row in rows {
        places.push(match column.row(row) {
            Row::Missing => Place::Nowhere,
            Row::Borrowed(text) => Place::Column(text),
            Row::Encoded if decoded == arena.ends.len() => break,
            Row::Encoded => {
                decoded += 1;
                Place::Arena(decoded - 1)
            }
        });
    }
    Ok(Batch { arena, places })
}

/// A column that owns its texts: for Rust callers and tests.
impl<T: AsRef<str> + Send + Sync> TextColumn for [Option<T>] {
    fn len(&self) -> usize {
        <[Option<T>]>::len(self)
    }

    fn row(&self, row: DocId) -> Row<'_> {
        self[row.index()].as_ref().map_or(Row::Missing, |text| Row::Borrowed(text.as_ref()))
    }

    fn decode(&self, _: &[DocId], _: &mut Arena) -> Result<()> {
        Ok(())
    }
}

/// See the slice.
impl<T: AsRef<str> + Send + Sync> TextColumn for Vec<Option<T>> {
    fn len(&self) -> usize {
        self.as_slice().len()
    }

    fn row(&self, row: DocId) -> Row<'_> {
        self.as_slice().row(row)
    }

    fn decode(&self, rows: &[DocId], arena: &mut Arena) -> Result<()> {
        self.as_slice().decode(rows, arena)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Even rows are borrowed, odd ones decoded, every fifth is missing.
    struct Mixed(Vec<String>);

    impl TextColumn for Mixed {
        fn len(&self) -> usize {
            self.0.len()
        }

        fn row(&self, row: DocId) -> Row<'_> {
            match row.0 {
                n if n % 5 == 4 => Row::Missing,
                n if n % 2 == 0 => Row::Borrowed(&self.0[row.index()]),
                _ => Row::Encoded,
            }
        }

        fn decode(&self, rows: &[DocId], arena: &mut Arena) -> Result<()> {
            for row in rows {
                if arena.is_full() {
                    break;
                }
                arena.push(&self.0[row.index()]);
            }
            Ok(())
        }
    }

    #[test]
    fn batches_return_every_row_once_and_in_order() {
        let texts: Vec<String> = (0..40).map(|n| "x".repeat(n * 30_000) + &n.to_string()).collect();
        let column = Mixed(texts.clone());
        let all: Vec<DocId> = (0..40).map(DocId).collect();
        let (mut at, mut batches, mut arena) = (0, 0, Arena::default());
        while at < all.len() {
            let batch = load(&column, &all[at..], arena).unwrap();
            assert!(!batch.is_empty());
            for offset in 0..batch.len() {
                let (row, text) = (at + offset, batch.text(offset));
                assert_eq!(text, (row % 5 != 4).then_some(texts[row].as_str()), "row {row}");
            }
            at += batch.len();
            batches += 1;
            arena = batch.into_arena();
        }
        assert!(batches > 1, "the arena is bounded, so the corpus takes several batches");
    }
}
