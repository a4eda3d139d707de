//! The shingles of documents, for whatever compares them: kept from the first reading while they fit, else read again.

use crate::corpus::TextColumn;
use crate::error::Result;
use crate::id::DocId;
use crate::schedule::Run;
use crate::shingle::Shingling;
use std::borrow::Cow;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Memory for the hashes that are kept: those of 25,000 articles of usual length. A larger corpus keeps some, and reads the
/// candidates among the rest a second time.
const KEPT_BYTES: usize = 64 << 20;

/// The hashes of a document, repeats included.
pub type Hashes = Box<[u64]>;

/// How much is kept.
#[derive(Debug, Default)]
pub struct Budget(AtomicUsize);

impl Budget {
    /// A copy of `hashes`, if there is room for it.
    #[must_use]
    pub fn keep(&self, hashes: &[u64]) -> Option<Hashes> {
        let bytes = size_of_val(hashes);
        let fits = self.0.fetch_add(bytes, Ordering::Relaxed) + bytes <= KEPT_BYTES;
        if !fits {
            self.0.fetch_sub(bytes, Ordering::Relaxed);
        }
        fits.then(|| hashes.into())
    }
}

/// A column and what is kept of it.
#[derive(Clone, Copy)]
pub struct Shingles<'a> {
    /// The texts.
    pub column: &'a dyn TextColumn,
    /// How they are cut.
    pub shingling: Shingling,
    /// For each row its hashes, if they are kept.
    pub kept: &'a [Option<Hashes>],
}

impl<'a> Shingles<'a> {
    /// Applies `each` to the hashes of every one of `rows`, in parallel; the results are in the order of `rows`.
    ///
    /// # Errors
    /// [`Error::Cancelled`](crate::Error::Cancelled), or those of the column.
    pub fn map<T: Send>(&self, run: &Run, rows: &[DocId], each: impl Fn(DocId, &[u64]) -> T + Sync) -> Result<Vec<T>> {
        let (kept, unread): (Vec<DocId>, Vec<DocId>) = rows.iter().partition(|&&row| self.kept(row).is_some());
        let mut known = run.map(&kept, |&row| each(row, self.kept(row).unwrap_or_default()))?.into_iter();
        if unread.is_empty() {
            return Ok(known.collect());
        }
        let read = run.map_some_with(
            self.column,
            &unread,
            || (Vec::new(), Vec::new()),
            |(tokens, hashes), row, text| {
                self.shingling.hashes_into(text.unwrap_or_default(), tokens, hashes);
                each(row, hashes)
            },
        )?;
        let mut read = read.into_iter();
        Ok(rows.iter().filter_map(|&row| if self.kept(row).is_some() { known.next() } else { read.next() }).collect())
    }

    /// The hashes of `rows`: borrowed where they are kept.
    ///
    /// # Errors
    /// [`Error::Cancelled`](crate::Error::Cancelled), or those of the column.
    pub fn of(&self, run: &Run, rows: &[DocId]) -> Result<Vec<Cow<'a, [u64]>>> {
        let unread: Vec<DocId> = rows.iter().copied().filter(|&row| self.kept(row).is_none()).collect();
        let mut read = self.map(run, &unread, |_, hashes| hashes.to_vec())?.into_iter();
        let of_row = |&row: &DocId| match self.kept(row) {
            Some(hashes) => Cow::Borrowed(hashes),
            None => Cow::Owned(read.next().unwrap_or_default()),
        };
        Ok(rows.iter().map(of_row).collect())
    }

    /// The hashes of `row`, if they are kept.
    #[must_use]
    pub fn kept(&self, row: DocId) -> Option<&'a [u64]> {
        self.kept.get(row.index()).and_then(Option::as_deref)
    }
}
