//! An article in, out its matches among the rows of an index that were there before it.

use super::content::Content;
use super::damage::Checked;
use super::layout::WEIGHT_BITS;
use super::part::Part;
use super::removed::Removed;
use super::search::{Scratch, Sought};
use super::settings::Settings;
use super::stories::Stories;
use crate::duplicate::Relation;
use crate::error::Result;
use crate::similarity::Similarity;
use crate::story::handles::{MEET, shared};
use crate::story::tally::Tally;
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
    /// What stories are told by, at depth story.
    pub stories: Option<&'a Stories>,
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
    /// What it tells, at depth story.
    pub tally: Option<&'a Tally>,
    /// Its date.
    pub date: Option<i64>,
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
            part.told(self.in_part(scratch, newcomer, number, part, found))?;
            if let (Some(stories), Some(tally)) = (self.stories, newcomer.tally) {
                let known: Vec<u32> = found[first..].iter().map(|one| one.local).collect();
                let told = (stories, tally);
                part.told(self.stories_in_part(scratch, newcomer, told, (number, part), &known, found))?;
            }
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
    ) -> Checked<()> {
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

    /// Adds the rows of a part that tell the same story in words of their own; `known` are matches already.
    fn stories_in_part(
        &self,
        scratch: &mut Scratch,
        newcomer: &Newcomer<'_>,
        (stories, tally): (&Stories, &Tally),
        (number, part): (u32, &Part),
        known: &[u32],
        found: &mut Vec<Found>,
    ) -> Checked<()> {
        let segment = &part.segment;
        let table = segment.handles()?;
        let own = stories.handles_of(tally);
        // For each entry that is met its row and the product of the weights.
        let mut met: Vec<(u32, u32)> = Vec::new();
        for handle in &own {
            met.extend(table.find(handle.hash)?.map(|at| {
                let number = table.number(at);
                (number >> WEIGHT_BITS, u32::from(handle.weight) * (number & ((1 << WEIGHT_BITS) - 1)))
            }));
        }
        met.sort_unstable_by_key(|&(local, _)| local);
        let mut rows: Vec<u32> = Vec::new();
        // The first one is the newcomer.
        let mut articles = vec![tally.clone()];
        for same in met.chunk_by(|one, next| one.0 == next.0) {
            // Strangers under the same tag add to the sum and never take from it.
            if same.iter().map(|&(_, product)| product).fold(0, u32::saturating_add) < MEET {
                continue;
            }
            let local = same[0].0;
            let view = segment.row(local as usize)?;
            let position = part.base + u64::from(local);
            let is_before = position < newcomer.position && self.is_there(position, newcomer.place);
            if is_before
                && !known.contains(&local)
                && self.may_tell_one_story(newcomer.date, view.date)
                && let Some(other) = stories.tally(segment.telling(local as usize)?)?
                // Without the strangers, which are others in another segment.
                && shared(&own, &stories.handles_of(&other)) >= MEET
            {
                rows.push(local);
                articles.push(other);
            }
        }
        let judged = stories.judge(&articles, self.settings.story_threshold);
        for (local, tie) in rows.into_iter().zip(judged) {
            let (Some((relation, score)), Some(class)) = (tie, segment.row(local as usize)?.class) else { continue };
            let similarity = scratch.similarity(segment, class, newcomer.sought)?;
            found.push(Found { row: newcomer.row, part: number, local, relation, score, similarity });
        }
        Ok(())
    }

    /// Whether two dates are near enough; an unknown one is never too far.
    fn may_tell_one_story(&self, one: Option<i64>, other: Option<i64>) -> bool {
        match (self.settings.window, one, other) {
            (Some(window), Some(one), Some(other)) => one.abs_diff(other) <= window.unsigned_abs(),
            _ => true,
        }
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
    part.told(part.segment.row(found.local as usize))
}
