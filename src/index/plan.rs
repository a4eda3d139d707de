//! Ids in, out which rows of an `add` are added, under which ids, and which they replace.

use super::archive::State;
use super::content::{Id, IdKind};
use crate::error::{Error, Result};
use crate::id::{DocId, Ids};
use ahash::AHashMap;

/// What becomes of a row whose id the index has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnConflict {
    /// Nothing is added.
    Refuse,
    /// The row is left out.
    Skip,
    /// The row takes the place of the old one.
    Replace,
}

/// Which rows are added, and what they replace.
pub struct Plan {
    /// The rows of the caller's columns.
    pub rows: Vec<u32>,
    /// Positions of replaced rows, each with the place in `rows` of the row that replaces it.
    pub replaced: AHashMap<u64, u32>,
}

/// The id of a row; `running` is its number where none are given.
#[must_use]
pub fn id_of(ids: &Ids, row: usize, running: u64) -> Id {
    match ids {
        Ids::Rows => Id::Integer(i64::try_from(running).unwrap_or(i64::MAX)),
        Ids::Integers(integers) => Id::Integer(integers[row]),
        Ids::Strings(strings) => Id::Text(strings[row].clone()),
    }
}

/// The ids that the caller's rows have got, of which those of `rows` were added.
#[must_use]
pub fn assigned(ids: &Ids, added: u64, rows: &[u32], count: usize) -> Ids {
    if *ids != Ids::Rows {
        return ids.clone();
    }
    let mut integers = vec![0; count];
    for (running, &row) in (added..).zip(rows) {
        integers[row as usize] = i64::try_from(running).unwrap_or(i64::MAX);
    }
    Ids::Integers(integers)
}

/// The kind of some ids; running numbers are whole.
#[must_use]
pub fn kind_of(ids: &Ids) -> IdKind {
    match ids {
        Ids::Rows | Ids::Integers(_) => IdKind::Integer,
        Ids::Strings(_) => IdKind::Text,
    }
}

/// Refuses ids of another kind than those of the index.
///
/// # Errors
/// [`Error::Parameter`].
pub fn check_kind(state: &State, ids: &Ids) -> Result<()> {
    let Some(known) = state.id_kind.filter(|&known| known != kind_of(ids)) else { return Ok(()) };
    let word = |kind| match kind {
        IdKind::Integer => "int",
        IdKind::Text => "str",
    };
    if *ids == Ids::Rows {
        return Err(Error::parameter("ids", "given: the ids of this index are str", "None"));
    }
    Err(Error::parameter("ids", format!("{}, as the ids of this index are", word(known)), word(kind_of(ids)))
        .with_hint("convert them"))
}

/// Decides which rows are added and which are replaced, one row after the other.
///
/// # Errors
/// [`Error::Parameter`] for an id that is taken, [`Error::Format`] of a damaged segment.
pub fn plan(state: &State, ids: &Ids, count: usize, on_conflict: OnConflict) -> Result<Plan> {
    let mut rows: Vec<u32> = Vec::with_capacity(count);
    let mut replaced = AHashMap::new();
    // Positions of the ids among these rows.
    let mut fresh: AHashMap<Id, u64> = AHashMap::with_capacity(count);
    let first = state.rows();
    for row in 0..count {
        let place = DocId::from_index(rows.len()).0;
        let id = id_of(ids, row, state.added + u64::from(place));
        let known = match fresh.get(&id) {
            Some(&position) => Some(position),
            // A replaced row has its id no more, but then the id is among the fresh ones.
            None => state.find(id.as_ref())?.map(|(_, _, position)| position),
        };
        if let Some(position) = known {
            match on_conflict {
                OnConflict::Refuse => return Err(taken(ids, &id, row, position >= first)),
                OnConflict::Skip => continue,
                OnConflict::Replace => {
                    replaced.insert(position, place);
                }
            }
        }
        fresh.insert(id, first + u64::from(place));
        rows.push(DocId::from_index(row).0);
    }
    Ok(Plan { rows, replaced })
}

fn taken(ids: &Ids, id: &Id, row: usize, among_these: bool) -> Error {
    let (got, id) = (id.as_ref(), id.as_ref());
    let place = if among_these { "earlier in the same column" } else { "in the index already" };
    let error = Error::parameter("ids", "ids that are new", format!("{got} (row {row}), which is {place}"));
    let way_out = "nothing was added; `on_conflict=\"skip\"` leaves such rows out, `on_conflict=\"replace\"` puts them in \
                   place of the old ones";
    if *ids == Ids::Rows {
        return error.with_hint(format!("without `ids` the running number {id} is taken; pass `ids`"));
    }
    error.with_hint(way_out)
}
