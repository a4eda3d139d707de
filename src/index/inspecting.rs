//! An index that is looked through to the last byte.

use super::archive::Archive;
use super::content::Content;
use super::damage::{Checked, Damage};
use super::layout::BLOCK_BITS;
use super::part::Part;
use super::segment::Segment;
use super::settings::Depth;
use crate::error::{Error, Result};
use crate::schedule::Run;
use std::sync::Arc;

impl Archive {
    /// Reads every file again and checks what opening does not: every set of shingles, that each of its shingles is found in the
    /// tables, every text, that every id is found, and that none stands twice.
    ///
    /// # Errors
    /// [`Error::Format`] with the file and what is wrong in it; [`Error::Cancelled`].
    ///
    /// # Complexity
    /// Two look-ups for each shingle.
    pub fn verify(&self, run: &Run) -> Result<()> {
        let fresh = Self::open(self.folder.disk(), self.path().to_owned())?;
        let state = fresh.state();
        for part in &state.parts {
            let segment = &part.segment;
            let classes: Vec<usize> = (0..segment.classes()).collect();
            let checked = run.map_with(&classes, Vec::new, |hashes, &class| {
                check_class(segment, state.settings().depth, class, hashes)
            })?;
            part.told(checked.into_iter().collect::<Checked<()>>())?;
            let rows: Vec<usize> = (0..segment.rows()).collect();
            let checked = run.map(&rows, |&row| -> Checked<bool> {
                segment.text(row)?;
                if let Some(stories) = &state.stories {
                    stories.handles(segment.telling(row)?)?;
                }
                Ok(segment.rows_with(segment.id(row)?)?.contains(&row))
            })?;
            for found in checked {
                if !part.told(found)? {
                    return Err(Error::format(&part.path, "an id is not found where it stands"));
                }
            }
        }
        let live: Vec<(usize, usize)> = state.live_rows().collect();
        let known = run.map(&live, |&(part, row)| {
            let part: &Part = &state.parts[part];
            let id = part.told(part.segment.id(row))?;
            Ok((state.find(id)?, part.base + row as u64))
        })?;
        for found in known {
            let (place, position) = found?;
            if place.is_none_or(|(_, _, known)| known != position) {
                return Err(Error::format(self.path(), "an id stands twice"));
            }
        }
        Ok(())
    }

    /// How many shingles the index holds, removed rows included.
    #[must_use]
    pub fn shingles(&self) -> u64 {
        self.state().parts.iter().map(|part| part.segment.shingles()).sum()
    }

    /// How many bytes its segments take.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.state().parts.iter().map(|part| part.segment.length()).sum()
    }
}

/// Whether the shingles of a class are a set and are found in the tables.
fn check_class(segment: &Arc<Segment>, depth: Depth, class: usize, hashes: &mut Vec<u64>) -> Checked<()> {
    const LOST: Damage = Damage("a shingle is not found where it stands");
    let number = u32::try_from(class).map_err(|_| LOST)?;
    segment.hashes_into(number, hashes)?;
    if depth == Depth::Exact {
        return Ok(());
    }
    let prefixes = segment.prefixes()?;
    let blocks = if depth >= Depth::Partial { Some(segment.blocks()?) } else { None };
    let mut rare = 0;
    for &hash in &*hashes {
        let is_rare = prefixes.find(hash)?.any(|at| prefixes.number(at) == number);
        rare += usize::from(is_rare);
        if let (false, Some(blocks)) = (is_rare, blocks)
            && !blocks.find(hash)?.any(|at| blocks.number(at) == number >> BLOCK_BITS)
        {
            return Err(LOST);
        }
    }
    if rare == 0 && !hashes.is_empty() { Err(LOST) } else { Ok(()) }
}
