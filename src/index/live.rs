//! The live rows of an index as documents that `duplicate` clusters, in the order of adding.

use super::archive::State;
use super::content::{Content, Id, RowView};
use super::part::Part;
use crate::duplicate::Stored;
use crate::duplicate::profile::Profile;
use crate::error::Result;
use crate::id::{DocId, Ids};

/// Live rows, numbered from 0.
#[derive(Debug)]
pub struct Live<'a> {
    parts: &'a [Part],
    /// Part, row there and class of each.
    rows: Vec<(u32, u32, Option<u32>)>,
}

impl<'a> Live<'a> {
    /// The live rows of a state.
    ///
    /// # Errors
    /// [`Error::Format`](crate::Error::Format) of a damaged segment.
    pub fn new(state: &'a State) -> Result<Self> {
        let mut rows = crate::error::reserved("the live rows", usize::try_from(state.live()).unwrap_or(usize::MAX))?;
        for (part, row) in state.live_rows() {
            let holder = &state.parts[part];
            let class = holder.told(holder.segment.row(row))?.class;
            rows.push((DocId::from_index(part).0, DocId::from_index(row).0, class));
        }
        Ok(Self { parts: &state.parts, rows })
    }

    /// The part and the row there of a live row.
    #[must_use]
    pub fn place(&self, row: usize) -> (&'a Part, usize) {
        let (part, row, _) = self.rows[row];
        (&self.parts[part as usize], row as usize)
    }

    /// How many distinct shingles a live row has.
    ///
    /// # Errors
    /// [`Error::Format`](crate::Error::Format) of a damaged segment.
    pub fn shingles_of(&self, row: DocId) -> Result<usize> {
        let (part, _, class) = self.rows[row.index()];
        let part = &self.parts[part as usize];
        let Some(class) = class else { return Ok(0) };
        Ok(part.told(part.segment.shingles_of(class))? as usize)
    }

    /// The ids.
    ///
    /// # Errors
    /// [`Error::Format`](crate::Error::Format) of a damaged segment.
    pub fn ids(&self) -> Result<Ids> {
        let (mut integers, mut strings) = (Vec::new(), Vec::new());
        for row in 0..self.rows.len() {
            let (part, row) = self.place(row);
            match part.told(part.segment.id(row))?.to_owned() {
                Id::Integer(id) => integers.push(id),
                Id::Text(id) => strings.push(id),
            }
        }
        Ok(if strings.is_empty() { Ids::Integers(integers) } else { Ids::Strings(strings) })
    }

    /// What stands in each row, in their order.
    pub fn views(&self) -> impl Iterator<Item = Result<RowView<'a>>> + '_ {
        (0..self.rows.len()).map(|row| {
            let (part, row) = self.place(row);
            part.told(part.segment.row(row))
        })
    }

    /// The dates.
    ///
    /// # Errors
    /// [`Error::Format`](crate::Error::Format) of a damaged segment.
    pub fn dates(&self) -> Result<Vec<Option<i64>>> {
        self.views().map(|view| Ok(view?.date)).collect()
    }
}

impl Stored for Live<'_> {
    fn len(&self) -> usize {
        self.rows.len()
    }

    fn profile(&self, row: DocId) -> Option<Profile> {
        let (part, local, class) = self.rows[row.index()];
        let segment = &self.parts[part as usize].segment;
        // Rows and classes were looked at when the segment was opened.
        let (row, class) = (segment.row(local as usize).ok()?, segment.class(class? as usize).ok()?);
        let tokens = usize::try_from(class.tokens).unwrap_or(usize::MAX);
        Some(Profile { sequence: class.sequence, text: row.text, tokens })
    }

    fn hashes_into(&self, row: DocId, hashes: &mut Vec<u64>) -> Result<()> {
        let (part, _, class) = self.rows[row.index()];
        let part = &self.parts[part as usize];
        hashes.clear();
        let Some(class) = class else { return Ok(()) };
        part.told(part.segment.hashes_into(class, hashes))
    }
}
