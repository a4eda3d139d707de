//! An article in, out its matches among the rows of an index that were there before it.

use super::content::Content;
use super::damage::Damage;
use super::part::Part;
use super::removed::Removed;
use super::search::{Scratch, Sought};
use super::settings::Settings;
use crate::duplicate::Relation;
use crate::error::{Error, Result};
use crate::similarity::Similarity;
use ahash::AHashMap;

/// A match of a row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Found {
    /// The row of the caller's column.
    pub row: u32,
    /// The number of the part that the match is in.
    pub part: u32,
    /// Its row there.
    pub local: u32,
    /// The strongest relation that holds.
    pub relation: Relation,
    /// That relation's score.
    pub score: f64,
    /// What they share; left is the row.
    pub similarity: Similarity,
}

/// The rows that an article is compared with.
#[derive(Debug, Clone, Copy)]
pub struct Shelf<'a> {
    /// All segments, in the order of their rows.
    pub parts: &'a [Part],
    /// Rows that were removed before.
    pub removed: &'a Removed,
    /// Rows that are replaced while rows are added, each with the place of the row that replaces it among these.
    pub replaced: &'a AHashMap<u64, u32>,
    /// The parameters.
    pub settings: &'a Settings,
}

/// An article in the order of adding.
#[derive(Debug, Clone, Copy)]
pub struct Newcomer<'a> {
    /// The row of the caller's column.
    pub row: u32,
    /// Its place among the rows that are added.
    pub place: u32,
    /// The position that it gets; only smaller ones are before it.
    pub position: u64,
    /// What is looked for.
    pub sought: Sought<'a>,
}

impl Shelf<'_> {
    /// Adds the matches of an article to `found`, in the order in which the matching rows were added.
    ///
    /// # Errors
    /// [`Error::Format`] of a damaged segment.
    pub fn matches(&self, scratch: &mut Scratch, newcomer: &Newcomer<'_>, found: &mut Vec<Found>) -> Result<()> {
        scratch.take(newcomer.sought);
        for (number, part) in (0u32..).zip(self.parts) {
            if part.base >= newcomer.position {
                break;
            }
            let first = found.len();
            self.in_part(scratch, newcomer, number, part, found)
                .map_err(|Damage(what)| Error::format(&part.path, what))?;
            found[first..].sort_unstable_by_key(|one| one.local);
        }
        Ok(())
    }

    fn in_part(
        &self,
        scratch: &mut Scratch,
        newcomer: &Newcomer<'_>,
        number: u32,
        part: &Part,
        found: &mut Vec<Found>,
    ) -> super::damage::Checked<()> {
        for hit in scratch.hits(&part.segment, self.settings, newcomer.sought)? {
            let (relation, score) = if hit.is_exact {
                (Relation::Exact, 1.0)
            } else if hit.similarity.jaccard >= self.settings.threshold {
                (Relation::Near, hit.similarity.jaccard)
            } else {
                (Relation::Partial, hit.similarity.containment())
            };
            let similarity = if hit.is_exact { Similarity::IDENTICAL } else { hit.similarity };
            for local in part.segment.rows_of(hit.class)? {
                let position = part.base + u64::from(local);
                if position < newcomer.position && self.is_there(position, newcomer.place) {
                    found.push(Found { row: newcomer.row, part: number, local, relation, score, similarity });
                }
            }
        }
        Ok(())
    }

    /// Whether a row is still there when the row at `place` is added.
    fn is_there(&self, position: u64, place: u32) -> bool {
        !self.removed.contains(position) && self.replaced.get(&position).is_none_or(|&by| place < by)
    }
}

/// The text columns of a match: id, outlet, date.
///
/// # Errors
/// [`Error::Format`] of a damaged segment.
pub fn view<'a>(parts: &'a [Part], found: &Found) -> Result<super::content::RowView<'a>> {
    let part = &parts[found.part as usize];
    part.segment.row(found.local as usize).map_err(|Damage(what)| Error::format(&part.path, what))
}
