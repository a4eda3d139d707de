//! Lists of hashes in, out for each hash the documents whose list holds it.

use super::directory::HashDirectory;
use crate::error::{Error, Result, reserved};
use crate::schedule::Run;
use rayon::slice::ParallelSliceMut;

/// An index of hashes.
#[derive(Debug)]
pub struct Holders {
    hashes: HashDirectory,
    /// Where each hash's documents begin in `documents`; one more for the end.
    starts: Vec<u32>,
    documents: Vec<u32>,
}

impl Holders {
    /// An index of `lists`, one for each document in the order of their numbers, each without repeats.
    ///
    /// # Errors
    /// [`Error::Memory`] for more than `u32::MAX` hashes in all, or where there is no room.
    ///
    /// # Complexity
    /// O(n log n) for n hashes in all; 16 bytes each while they are sorted, 4 to 20 afterwards.
    pub fn new<'a>(run: &Run, lists: impl Iterator<Item = &'a [u64]> + Clone) -> Result<Self> {
        let total: usize = lists.clone().map(<[u64]>::len).sum();
        if u32::try_from(total).is_err() {
            return Err(Error::Memory { what: "the index of shingles", bytes: total.saturating_mul(16) });
        }
        let mut entries: Vec<(u64, u32)> = reserved("the index of shingles", total)?;
        for (document, list) in (0u32..).zip(lists) {
            entries.extend(list.iter().map(|&hash| (hash, document)));
        }
        run.install(|| entries.par_sort_unstable());
        let (mut hashes, mut starts) = (Vec::new(), Vec::new());
        for (at, entry) in (0u32..).zip(&entries) {
            if hashes.last() != Some(&entry.0) {
                hashes.push(entry.0);
                starts.push(at);
            }
        }
        let documents: Vec<u32> = entries.into_iter().map(|(_, document)| document).collect();
        starts.extend(u32::try_from(documents.len()));
        Ok(Self { hashes: HashDirectory::new(hashes), starts, documents })
    }

    /// The documents whose list holds `hash`, ascending.
    #[inline]
    #[must_use]
    pub fn of(&self, hash: u64) -> &[u32] {
        self.position(hash).map_or(&[], |at| self.at(at))
    }

    /// The place of `hash` among the hashes, if a list holds it.
    #[inline]
    #[must_use]
    pub fn position(&self, hash: u64) -> Option<usize> {
        self.hashes.position(hash)
    }

    /// The documents whose list holds the hash at a place, ascending.
    #[inline]
    #[must_use]
    pub fn at(&self, position: usize) -> &[u32] {
        &self.documents[self.starts[position] as usize..self.starts[position + 1] as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    #[test]
    fn every_list_is_found_under_each_of_its_hashes() {
        let run = Run::new(Some(1), Arc::default()).unwrap();
        let lists: [&[u64]; 4] = [&[7, u64::MAX], &[], &[7, 8, 0], &[u64::MAX]];
        let holders = Holders::new(&run, lists.into_iter()).unwrap();
        let found = [0, 7, 8, 9, u64::MAX].map(|hash| holders.of(hash).to_vec());
        assert_eq!(found, [vec![2], vec![0, 2], vec![2], vec![], vec![0, 3]]);
        assert!(Holders::new(&run, std::iter::empty()).unwrap().of(0).is_empty());
    }
}
