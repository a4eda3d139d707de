//! Shingle hashes in, kept for as long as a run lasts and as far as a budget goes.

use crate::memory::Chunk;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Hashes that are kept: those of 25,000 articles of usual length, 64 MB. A larger corpus keeps some, and reads the
/// candidates among the rest a second time.
const MOST: usize = (64 << 20) / size_of::<u64>();

/// Hashes of a chunk: four huge pages.
const CHUNK: usize = (8 << 20) / size_of::<u64>();

/// Hashes of a long article; a small column takes a chunk of so many a row.
const LONG: usize = 2048;

/// Where the hashes of a document are.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    chunk: u32,
    start: u32,
    length: u32,
}

/// Keeps hashes for several threads at once.
#[derive(Debug)]
pub struct Keeper {
    /// Hashes of a chunk.
    size: usize,
    chunks: Mutex<Chunks>,
}

#[derive(Debug)]
struct Chunks {
    /// Hashes for which there is room left in the budget.
    left: usize,
    /// How many chunks there are, those that a [`Writer`] holds included.
    count: u32,
    /// Chunks with their numbers.
    returned: Vec<(u32, Chunk)>,
}

impl Keeper {
    /// A keeper for a column of `rows`.
    #[must_use]
    pub fn new(rows: usize) -> Self {
        Self::with_budget(rows, MOST)
    }

    /// The same with room for `left` hashes.
    #[must_use]
    pub fn with_budget(rows: usize, left: usize) -> Self {
        let chunks = Chunks { left, count: 0, returned: Vec::new() };
        Self { size: rows.saturating_mul(LONG).min(CHUNK), chunks: Mutex::new(chunks) }
    }

    /// A writer for one thread.
    #[must_use]
    pub fn writer(&self) -> Writer<'_> {
        Writer { keeper: self, chunk: None }
    }

    /// What was kept, given where each row's hashes are.
    #[must_use]
    pub fn into_kept(self, places: Vec<Option<Place>>) -> Kept {
        let mut chunks = self.chunks.into_inner().unwrap_or_else(PoisonError::into_inner).returned;
        chunks.sort_unstable_by_key(|(number, _)| *number);
        Kept { places, chunks: chunks.into_iter().map(|(_, chunk)| chunk).collect() }
    }

    fn lock(&self) -> MutexGuard<'_, Chunks> {
        // What a panicking thread leaves behind is whole: every change is a single step.
        self.chunks.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Writes hashes into chunks of its own.
#[derive(Debug)]
pub struct Writer<'a> {
    keeper: &'a Keeper,
    chunk: Option<(u32, Chunk)>,
}

impl Writer<'_> {
    /// Keeps `hashes`, if there is room.
    pub fn keep(&mut self, hashes: &[u64]) -> Option<Place> {
        if self.chunk.as_ref().is_none_or(|(_, chunk)| chunk.room() < hashes.len()) {
            self.take_chunk(hashes.len())?;
        }
        let (number, chunk) = self.chunk.as_mut()?;
        let start = u32::try_from(chunk.push(hashes)?).ok()?;
        Some(Place { chunk: *number, start, length: u32::try_from(hashes.len()).ok()? })
    }

    /// Puts the chunk back and takes one that has room for `count` hashes.
    fn take_chunk(&mut self, count: usize) -> Option<()> {
        let mut chunks = self.keeper.lock();
        if let Some(at) = chunks.returned.iter().position(|(_, chunk)| chunk.room() >= count) {
            let found = chunks.returned.swap_remove(at);
            chunks.returned.extend(self.chunk.replace(found));
            return Some(());
        }
        let size = self.keeper.size.max(count);
        chunks.left = chunks.left.checked_sub(size)?;
        let fresh = (chunks.count, Chunk::new(size)?);
        chunks.count += 1;
        chunks.returned.extend(self.chunk.replace(fresh));
        Some(())
    }
}

impl Drop for Writer<'_> {
    fn drop(&mut self) {
        let chunk = self.chunk.take();
        self.keeper.lock().returned.extend(chunk);
    }
}

/// The hashes that were kept.
#[derive(Debug, Default)]
pub struct Kept {
    places: Vec<Option<Place>>,
    chunks: Vec<Chunk>,
}

impl Kept {
    /// The hashes of the row at `index`, if they were kept.
    #[inline]
    #[must_use]
    pub fn hashes(&self, index: usize) -> Option<&[u64]> {
        let place = (*self.places.get(index)?)?;
        Some(self.chunks[place.chunk as usize].numbers(place.start as usize, place.length as usize))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fits_is_kept_by_several_writers_and_the_rest_is_not() {
        let rows: Vec<Vec<u64>> = (0..400u64).map(|row| (0..row % 90).map(|n| row << 32 | n).collect()).collect();
        let keeper = Keeper { size: 1000, ..Keeper::with_budget(rows.len(), 9_000) };
        let mut places = Vec::new();
        for stretch in rows.chunks(40) {
            let mut writers = [keeper.writer(), keeper.writer()];
            places.extend(stretch.iter().enumerate().map(|(at, row)| writers[at % 2].keep(row)));
        }
        let kept = keeper.into_kept(places);
        let held: Vec<usize> = (0..rows.len()).filter(|&row| kept.hashes(row).is_some()).collect();
        assert!(held.iter().all(|&row| kept.hashes(row) == Some(&rows[row][..])));
        let total: usize = held.iter().map(|&row| rows[row].len()).sum();
        assert!((7_000..=9_000).contains(&total), "{total} hashes kept");
        assert_eq!(kept.hashes(rows.len()), None);
    }
}
