//! A column in, its groups of identical documents out, with the band keys and the shingles that the comparing wants.

use super::classes::Classes;
use super::kept::{Keeper, Kept};
use super::profile::{Profile, Reader};
use super::shingles::{Origin, Shingles, Stored};
use crate::error::Result;
use crate::id::DocId;
use crate::lsh::BandShape;
use crate::memory::give_back;
use crate::schedule::Run;
use crate::shingle::Shingling;
use crate::sketch::Sketcher;
use rayon::prelude::*;

/// What a run holds of a row, about, beside the shingles: keys, profile and group.
const BYTES_A_ROW: usize = 600;

/// What one reading of a column gives.
#[derive(Debug, Default)]
pub struct Reading {
    /// The groups of identical documents.
    pub classes: Classes,
    /// The shingles of the rows, as far as they are kept.
    kept: Kept,
}

impl Reading {
    /// Groups the identical documents, and keeps nothing for comparing the others.
    ///
    /// # Errors
    /// [`Error::Cancelled`](crate::Error::Cancelled), or those of the column.
    pub fn for_classes(run: &Run, origin: Origin<'_>, shingling: Shingling) -> Result<Self> {
        let column = match origin {
            Origin::Texts(column) => column,
            Origin::Stored(stored) => {
                let profiles: Vec<Option<Profile>> =
                    (0..stored.len()).map(|row| stored.profile(DocId::from_index(row))).collect();
                return Ok(Self { classes: Classes::group(&profiles), kept: Kept::default() });
            }
        };
        let reader = || Reader::new(shingling, None);
        let profiles: Vec<Option<Profile>> =
            run.fill_rows(column, &mut [], 0, reader, |reader, text: Option<&str>, keys: &mut [u32]| {
                Some(reader.read(text?, keys))
            })?;
        Ok(Self { classes: Classes::group(&profiles), kept: Kept::default() })
    }

    /// Reads what comparing wants: also the shingles, as far as they fit, and the band keys of one row after another where
    /// `bands` says how to make them.
    ///
    /// # Errors
    /// [`Error::Cancelled`](crate::Error::Cancelled), or those of the column.
    pub fn for_pairs(
        run: &Run,
        origin: Origin<'_>,
        shingling: Shingling,
        bands: Option<(&Sketcher, BandShape)>,
    ) -> Result<(Self, Vec<u32>)> {
        let width = bands.map_or(0, |(_, shape)| shape.bands);
        let column = match origin {
            Origin::Texts(column) => column,
            Origin::Stored(stored) => {
                let keys = stored_keys(run, stored, bands)?;
                return Ok((Self::for_classes(run, origin, shingling)?, keys));
            }
        };
        let mut keys = run.filled("the band keys", width.saturating_mul(column.len()), &0)?;
        let keeper = Keeper::new(column.len());
        let reader = || (Reader::new(shingling, bands), keeper.writer());
        let read = run.fill_rows(column, &mut keys, width, reader, |(reader, writer), text: Option<&str>, keys| {
            let profile = reader.read(text?, keys);
            Some((profile, writer.keep(reader.hashes())))
        })?;
        let profiles: Vec<Option<Profile>> = read.iter().map(|row| row.map(|(profile, _)| profile)).collect();
        let places = read.into_iter().map(|row| row?.1).collect();
        Ok((Self { classes: Classes::group(&profiles), kept: keeper.into_kept(places) }, keys))
    }

    /// Drops what was kept for comparing, and returns the classes.
    #[must_use]
    pub fn into_classes(self) -> Classes {
        let Self { classes, kept } = self;
        drop(kept);
        give_back(BYTES_A_ROW * classes.of_row.len());
        classes
    }

    /// The shingles of what was read, those kept and the others.
    #[must_use]
    pub fn shingles<'a>(&'a self, origin: Origin<'a>, shingling: Shingling) -> Shingles<'a> {
        Shingles { origin, shingling, kept: &self.kept }
    }
}

/// The band keys of one stored row after another: those of its text, since a sketch is one of a set.
fn stored_keys(run: &Run, stored: &dyn Stored, bands: Option<(&Sketcher, BandShape)>) -> Result<Vec<u32>> {
    let Some((sketcher, shape)) = bands else { return Ok(Vec::new()) };
    let mut keys = run.filled("the band keys", shape.bands.saturating_mul(stored.len()), &0)?;
    run.expect(stored.len());
    let state = || (Vec::new(), vec![0; sketcher.num_hashes()]);
    run.install(|| {
        keys.par_chunks_exact_mut(shape.bands).enumerate().try_for_each_init(
            state,
            |(hashes, signature), (row, keys)| {
                run.check()?;
                let row = DocId::from_index(row);
                if stored.profile(row).is_some() {
                    stored.hashes_into(row, hashes)?;
                    sketcher.sketch(hashes.iter().copied(), signature);
                    shape.keys(signature, keys);
                }
                run.advance(1);
                Ok(())
            },
        )
    })?;
    Ok(keys)
}
