//! Two columns in, out for each row what its two texts share, how it is judged and the words that weigh most.

use super::corpus::{Beside, documents};
use super::evidence::Evidence;
use super::judgement::Judgement;
use super::why::why;
use crate::corpus::{Arena, Row, TextColumn};
use crate::duplicate::{Origin, reading};
use crate::error::Result;
use crate::id::{DocId, check_rows};
use crate::schedule::Run;
use crate::shingle::{Shingling, Unit};
use crate::text::Languages;

/// Two texts compared.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// What they share.
    pub evidence: Evidence,
    /// What that says.
    pub judgement: Judgement,
    /// The words and phrases that weigh most, as the left text writes them.
    pub why: Box<str>,
}

/// Explains each row; None where a text is missing.
///
/// Frequencies are those of the distinct texts of both columns, mixed with the background.
///
/// # Errors
/// [`Error::Cancelled`](crate::Error::Cancelled), or those of the columns.
///
/// # Panics
/// If the columns differ in length.
pub fn explain(
    run: &Run,
    left: &dyn TextColumn,
    right: &dyn TextColumn,
    languages: Languages,
) -> Result<Vec<Option<Explanation>>> {
    assert_eq!(left.len(), right.len(), "rows are compared by position");
    let rows = left.len();
    let both = Both { left, right };
    check_rows("left", both.len())?;
    let languages = match languages {
        Languages::All(spoken) => Languages::All(spoken),
        Languages::Rows(given) => Languages::Rows([given.as_slice(), given.as_slice()].concat()),
    };
    let beside = Beside { languages, titles: None, sources: None };
    let reading::Reading { classes, .. } =
        reading::Reading::for_classes(run, Origin::Texts(&both), Shingling::new(1, Unit::Word)?)?;
    let distinct = classes.representatives();
    let read = documents(run, &both, &distinct, distinct.len(), &beside)?;
    let class_of = |row: usize| classes.of_row[row];
    let all: Vec<DocId> = (0..rows).map(DocId::from_index).collect();
    run.map_some(&both, &all, |row, text| {
        let (one, other) = (class_of(row.index())?, class_of(row.index() + rows)?);
        let (evidence, judgement) = read.judge(one, other);
        let document = |class: u32| &read.documents[class as usize];
        let why = why(&read, document(one), document(other), None, text.unwrap_or_default()).into_boxed_str();
        Some(Explanation { evidence, judgement, why })
    })
}

/// The rows of one column after those of another.
struct Both<'a> {
    left: &'a dyn TextColumn,
    right: &'a dyn TextColumn,
}

impl Both<'_> {
    /// The column of a row, and the row in it.
    fn locate(&self, row: DocId) -> (&dyn TextColumn, DocId) {
        match row.index().checked_sub(self.left.len()) {
            None => (self.left, row),
            Some(row) => (self.right, DocId::from_index(row)),
        }
    }
}

impl TextColumn for Both<'_> {
    fn len(&self) -> usize {
        self.left.len() + self.right.len()
    }

    fn row(&self, row: DocId) -> Row<'_> {
        let (column, row) = self.locate(row);
        column.row(row)
    }

    fn decode(&self, rows: &[DocId], arena: &mut Arena) -> Result<()> {
        // One row at a time, because neighbours may stand in two columns; a full arena ends the batch.
        for &row in rows {
            if arena.is_full() {
                break;
            }
            let (column, row) = self.locate(row);
            column.decode(&[row], arena)?;
        }
        Ok(())
    }
}
