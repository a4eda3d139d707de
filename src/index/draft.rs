//! Rows of an `add` as the content of a segment: identical texts collapsed, sets encoded.

use super::code;
use super::content::{ClassView, Content, Id, RowView};
use super::damage::{Checked, SHORT};
use super::layout::NONE;
use crate::duplicate::profile::Profile;
use crate::error::{Error, Result};
use crate::story::corpus::Strings;
use ahash::AHashMap;

/// What reading a text for an index gives.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadRow {
    /// Counts and fingerprints.
    pub profile: Profile,
    /// Its shingles, encoded; empty where they are not wanted.
    pub code: Vec<u8>,
    /// How many shingles there are.
    pub shingles: u32,
    /// What it tells, encoded, at depth story.
    pub telling: Option<Vec<u8>>,
    /// The text, where it is kept.
    pub text: Option<Box<str>>,
}

/// A row that is to be added.
#[derive(Debug)]
pub struct DraftRow {
    /// Its id.
    pub id: Id,
    /// The row of the caller's columns.
    pub given: u32,
    /// What was read; None for a missing text.
    pub read: Option<ReadRow>,
}

/// What stands beside the texts.
#[derive(Debug, Clone, Copy)]
pub struct Columns<'a> {
    /// Outlets.
    pub sources: Option<&'a Strings>,
    /// Dates in microseconds.
    pub dates: Option<&'a [Option<i64>]>,
}

/// The rows of a segment that is to be built.
#[derive(Debug)]
pub struct Draft<'a> {
    rows: Vec<DraftRow>,
    columns: Columns<'a>,
    of_row: Vec<u32>,
    /// For each class the row that it was first met in.
    classes: Vec<usize>,
}

impl<'a> Draft<'a> {
    /// Collapses the rows with equal token sequences; one without tokens equals nothing.
    #[must_use]
    pub fn new(rows: Vec<DraftRow>, columns: Columns<'a>) -> Self {
        let mut by_sequence: AHashMap<u128, u32> = AHashMap::new();
        let (mut of_row, mut classes) = (Vec::with_capacity(rows.len()), Vec::new());
        for (number, row) in rows.iter().enumerate() {
            let Some(read) = &row.read else {
                of_row.push(NONE);
                continue;
            };
            let fresh = count(classes.len());
            let class = match read.profile.tokens {
                0 => fresh,
                _ => *by_sequence.entry(read.profile.sequence).or_insert(fresh),
            };
            if class == fresh {
                classes.push(number);
            }
            of_row.push(class);
        }
        Self { rows, columns, of_row, classes }
    }
}

fn count(index: usize) -> u32 {
    u32::try_from(index).expect("an add is cut into stretches of fewer rows")
}

impl Content for Draft<'_> {
    fn rows(&self) -> usize {
        self.rows.len()
    }

    fn row(&self, row: usize) -> Checked<RowView<'_>> {
        let draft = self.rows.get(row).ok_or(SHORT)?;
        let given = draft.given as usize;
        let known = |number: u32| (number != NONE).then_some(number);
        Ok(RowView {
            id: draft.id.as_ref(),
            text: draft.read.as_ref().map_or(0, |read| read.profile.text),
            date: self.columns.dates.and_then(|dates| dates[given]),
            source: self.columns.sources.and_then(|sources| sources[given].as_deref()),
            class: known(self.of_row[row]),
        })
    }

    fn classes(&self) -> usize {
        self.classes.len()
    }

    fn class(&self, class: usize) -> Checked<ClassView<'_>> {
        let row = *self.classes.get(class).ok_or(SHORT)?;
        let read = self.rows[row].read.as_ref().ok_or(SHORT)?;
        Ok(ClassView {
            sequence: read.profile.sequence,
            tokens: read.profile.tokens as u64,
            shingles: read.shingles,
            code: &read.code,
        })
    }

    fn telling(&self, row: usize) -> Checked<&[u8]> {
        let read = &self.rows.get(row).ok_or(SHORT)?.read;
        Ok(read.as_ref().and_then(|read| read.telling.as_deref()).unwrap_or_default())
    }

    fn text(&self, row: usize) -> Checked<Option<&str>> {
        Ok(self.rows.get(row).ok_or(SHORT)?.read.as_ref().and_then(|read| read.text.as_deref()))
    }
}

/// Encodes the shingles of a text; returns the code and how many there are.
///
/// # Errors
/// [`Error::Memory`] for more shingles than 32 bits count.
pub fn encoded(hashes: &mut Vec<u64>) -> Result<(Vec<u8>, u32)> {
    hashes.sort_unstable();
    hashes.dedup();
    let Ok(shingles) = u32::try_from(hashes.len()) else {
        return Err(Error::Memory { what: "the shingles of one text", bytes: hashes.len() * 8 });
    };
    let mut code = Vec::with_capacity(code::encoded_length(hashes.len()));
    code::encode(hashes, &mut code);
    Ok((code, shingles))
}
