//! The shingles of documents, for whatever compares them: kept from the first reading while they fit, else read again; or as an
//! index on disk stores them.

use super::kept::Kept;
use super::profile::Profile;
use crate::corpus::TextColumn;
use crate::error::Result;
use crate::id::DocId;
use crate::schedule::Run;
use crate::shingle::Shingling;
use std::borrow::Cow;

/// Documents that were read before, and whose shingles are stored somewhere.
pub trait Stored: Sync {
    /// Rows, missing texts included.
    fn len(&self) -> usize;

    /// Whether there are no rows.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What is known of a row; None for a missing text.
    fn profile(&self, row: DocId) -> Option<Profile>;

    /// Puts the shingle hashes of a row, each once, into `hashes`.
    ///
    /// # Errors
    /// [`Error::Format`](crate::Error::Format) where the store is damaged.
    fn hashes_into(&self, row: DocId, hashes: &mut Vec<u64>) -> Result<()>;
}

/// What documents are read from.
#[derive(Clone, Copy)]
pub enum Origin<'a> {
    /// Their texts.
    Texts(&'a dyn TextColumn),
    /// A store of their shingles.
    Stored(&'a dyn Stored),
}

/// Documents, how they are cut and what is kept of them.
#[derive(Clone, Copy)]
pub struct Shingles<'a> {
    /// The documents.
    pub origin: Origin<'a>,
    /// How texts are cut.
    pub shingling: Shingling,
    /// What is kept of them.
    pub kept: &'a Kept,
}

impl<'a> Shingles<'a> {
    /// Applies `each` to the hashes of every one of `rows`, in parallel; the results are in the order of `rows`.
    ///
    /// # Errors
    /// [`Error::Cancelled`](crate::Error::Cancelled), or those of the origin.
    pub fn map<T: Send>(&self, run: &Run, rows: &[DocId], each: impl Fn(DocId, &[u64]) -> T + Sync) -> Result<Vec<T>> {
        let column = match self.origin {
            Origin::Texts(column) => column,
            Origin::Stored(stored) => {
                let read = run.map_with(rows, Vec::new, |hashes, &row| {
                    stored.hashes_into(row, hashes)?;
                    Ok(each(row, hashes))
                })?;
                return read.into_iter().collect();
            }
        };
        let (kept, unread): (Vec<DocId>, Vec<DocId>) = rows.iter().partition(|&&row| self.kept(row).is_some());
        let mut known = run.map(&kept, |&row| each(row, self.kept(row).unwrap_or_default()))?.into_iter();
        if unread.is_empty() {
            return Ok(known.collect());
        }
        let read = run.map_some_with(
            column,
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
    /// [`Error::Cancelled`](crate::Error::Cancelled), or those of the origin.
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
        self.kept.hashes(row.index())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::duplicate::kept::Keeper;
    use crate::shingle::Unit;
    use std::sync::Arc;

    #[test]
    fn what_is_kept_and_what_is_read_again_are_the_same() {
        let shingling = Shingling::new(2, Unit::Word).unwrap();
        let texts: Vec<Option<String>> =
            (0..50).map(|n| (n % 7 != 3).then(|| format!("word {n} word {n} and {} more", n * n))).collect();
        let hashes = |row: DocId| {
            let (mut tokens, mut hashes) = (Vec::new(), Vec::new());
            shingling.hashes_into(texts[row.index()].as_deref().unwrap_or_default(), &mut tokens, &mut hashes);
            hashes
        };
        let rows: Vec<DocId> = [4, 49, 3, 0, 8, 9, 4].map(DocId).to_vec();
        let expected: Vec<_> = rows.iter().map(|&row| hashes(row)).collect();
        let run = Run::new(Some(2), Arc::default()).unwrap();
        for budget in [0, 60, 100_000] {
            let keeper = Keeper::with_budget(1, budget);
            let mut writer = keeper.writer();
            let places = (0..50).map(|n| writer.keep(&hashes(DocId(n)))).collect();
            drop(writer);
            let kept = keeper.into_kept(places);
            let source = Shingles { origin: Origin::Texts(&texts), shingling, kept: &kept };
            assert_eq!(source.map(&run, &rows, |_, hashes| hashes.to_vec()).unwrap(), expected, "{budget}");
            assert_eq!(source.of(&run, &rows).unwrap(), expected, "{budget}");
        }
    }
}
