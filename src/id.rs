//! Row numbers and the caller's own ids for them.

use crate::error::{Error, Result};

/// A document: the number of its row in the caller's column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct DocId(pub u32);

/// A cluster, named by the first row that belongs to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct ClusterId(pub u32);

impl DocId {
    /// The row as an index into a slice.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }

    /// The document in row `index`.
    ///
    /// # Panics
    /// If `index` exceeds `u32::MAX`; [`check_rows`] keeps longer columns out.
    #[must_use]
    pub fn from_index(index: usize) -> Self {
        Self(u32::try_from(index).expect("columns are checked to have at most u32::MAX rows"))
    }
}

/// Refuses a column that has more rows than a [`DocId`] can number.
///
/// # Errors
/// [`Error::Parameter`] above `u32::MAX` rows.
pub fn check_rows(name: &'static str, rows: usize) -> Result<()> {
    if u32::try_from(rows).is_ok() {
        return Ok(());
    }
    Err(Error::parameter(name, "at most 4,294,967,295 rows long", rows).with_hint("split it, or use an index on disk"))
}

/// The ids that ride into every record: one kind for the whole column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ids {
    /// No ids were given: the id of a row is its number.
    Rows,
    /// Every id is an integer that fits 64 bits.
    Integers(Vec<i64>),
    /// Any other column of ids.
    Strings(Vec<Box<str>>),
}
