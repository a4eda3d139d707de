//! What a segment is made of, whether it comes from the rows of an `add` or from segments that are merged.

use super::damage::Checked;
use xxhash_rust::xxh3::xxh3_64;

/// An id of one article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum IdRef<'a> {
    /// A whole number.
    Integer(i64),
    /// Text.
    Text(&'a str),
}

impl IdRef<'_> {
    /// The hash under which an id is looked up.
    #[must_use]
    pub fn hash(self) -> u64 {
        match self {
            Self::Integer(id) => xxh3_64(&id.to_le_bytes()),
            Self::Text(id) => xxh3_64(id.as_bytes()),
        }
    }

    /// The same id, owned.
    #[must_use]
    pub fn to_owned(self) -> Id {
        match self {
            Self::Integer(id) => Id::Integer(id),
            Self::Text(id) => Id::Text(id.into()),
        }
    }
}

impl std::fmt::Display for IdRef<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Integer(id) => write!(f, "{id}"),
            Self::Text(id) => write!(f, "{id:?}"),
        }
    }
}

/// An id of one article, owned.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Id {
    /// A whole number.
    Integer(i64),
    /// Text.
    Text(Box<str>),
}

impl Id {
    /// The same id, borrowed.
    #[must_use]
    pub fn as_ref(&self) -> IdRef<'_> {
        match self {
            Self::Integer(id) => IdRef::Integer(*id),
            Self::Text(id) => IdRef::Text(id),
        }
    }
}

/// What the ids of an index are: one kind for all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdKind {
    /// Whole numbers.
    Integer,
    /// Text.
    Text,
}

/// A row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RowView<'a> {
    /// Its id.
    pub id: IdRef<'a>,
    /// Fingerprint of its text, 0 for a missing one.
    pub text: u128,
    /// Its date in microseconds since 1970.
    pub date: Option<i64>,
    /// Its outlet.
    pub source: Option<&'a str>,
    /// The class of rows with its words; None for a missing text.
    pub class: Option<u32>,
}

/// Rows with equal folded token sequences, as they are compared.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ClassView<'a> {
    /// Fingerprint of the token sequence.
    pub sequence: u128,
    /// Tokens.
    pub tokens: u64,
    /// Distinct shingles.
    pub shingles: u32,
    /// The shingles, encoded.
    pub code: &'a [u8],
}

/// Rows and classes, each numbered from 0.
pub trait Content: Sync {
    /// How many rows there are.
    fn rows(&self) -> usize;

    /// A row.
    ///
    /// # Errors
    /// [`Damage`](super::damage::Damage) of the segment that it comes from, as for all below.
    fn row(&self, row: usize) -> Checked<RowView<'_>>;

    /// How many classes there are.
    fn classes(&self) -> usize;

    /// A class.
    ///
    /// # Errors
    /// See [`Content::row`].
    fn class(&self, class: usize) -> Checked<ClassView<'_>>;

    /// What a row tells, encoded, where stories are compared; nothing of a missing text.
    ///
    /// # Errors
    /// See [`Content::row`].
    fn telling(&self, row: usize) -> Checked<&[u8]>;

    /// The text of a row, where texts are kept.
    ///
    /// # Errors
    /// See [`Content::row`].
    fn text(&self, row: usize) -> Checked<Option<&str>>;
}
