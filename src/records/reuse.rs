//! The records of shared wording.

use super::{Kind, Schema, always, batch, ids_of, int, maybe, maybe_ints, row_numbers, texts};
use crate::id::{DocId, Ids};
use crate::reuse::compare::{Carried, Place, Shared};
use crate::reuse::direction::Verdict;
use arrow_array::{ArrayRef, BooleanArray, Float64Array, RecordBatch};
use std::sync::Arc;

/// `passages`: one record is a passage that two documents share.
pub const PASSAGES: Schema = Schema {
    function: "passages",
    columns: &[
        always("left", Kind::Int),
        always("right", Kind::Int),
        always("left_id", Kind::Id),
        always("right_id", Kind::Id),
        always("left_start", Kind::Int),
        always("left_end", Kind::Int),
        always("right_start", Kind::Int),
        always("right_end", Kind::Int),
        always("words", Kind::Int),
        always("similarity", Kind::Float),
        always("in_quote", Kind::Float),
        always("direction", Kind::Text),
        maybe("direction_evidence", Kind::Text),
        always("left_text", Kind::Text),
        always("right_text", Kind::Text),
    ],
};

/// `overlap`: one record is a pair.
pub const OVERLAP: Schema = Schema {
    function: "overlap",
    columns: &[
        always("left", Kind::Int),
        always("right", Kind::Int),
        always("left_id", Kind::Id),
        always("right_id", Kind::Id),
        always("words_left", Kind::Int),
        always("words_right", Kind::Int),
        always("share_left", Kind::Float),
        always("share_right", Kind::Float),
        always("share_left_unquoted", Kind::Float),
        always("share_right_unquoted", Kind::Float),
        always("copied", Kind::Bool),
        always("direction", Kind::Text),
        maybe("direction_evidence", Kind::Text),
    ],
};

/// The ids of the rows of one column, or of two of which the second's rows follow those of the first.
#[derive(Debug)]
pub struct Sides {
    /// Of the texts.
    pub ids: Ids,
    /// Rows of the texts and the ids of what they are compared with, where that is another column.
    pub against: Option<(usize, Ids)>,
}

impl Sides {
    /// Row numbers and ids of both sides.
    fn columns(&self, pairs: &[(DocId, DocId)]) -> [ArrayRef; 4] {
        let left = || pairs.iter().map(|&(left, _)| left);
        let (border, ids) = self.against.as_ref().map_or((0, &self.ids), |(border, ids)| (*border, ids));
        let right = || pairs.iter().map(move |&(_, right)| DocId::from_index(right.index() - border));
        [row_numbers(left()), row_numbers(right()), ids_of(&self.ids, left()), ids_of(ids, right())]
    }
}

/// The records of `passages`.
#[must_use]
pub fn passages(shared: &[Shared], verdicts: &[Verdict], sides: &Sides) -> RecordBatch {
    let all = || {
        shared
            .iter()
            .zip(verdicts)
            .flat_map(|(pair, verdict)| pair.passages.iter().map(move |one| (pair, one, verdict)))
    };
    let pairs: Vec<(DocId, DocId)> = all().map(|(pair, _, _)| (pair.left, pair.right)).collect();
    let ints = |of: fn(&Carried) -> usize| maybe_ints(all().map(|(_, one, _)| Some(int(of(one)))));
    let scores = |of: fn(&Carried) -> f64| -> ArrayRef {
        Arc::new(all().map(|(_, one, _)| Some(of(one))).collect::<Float64Array>())
    };
    let wording = |of: fn(&Carried) -> &Place| texts(all().map(|(_, one, _)| Some(&*of(one).text)));
    let mut columns = sides.columns(&pairs).to_vec();
    columns.extend([
        ints(|one| one.left.span.start),
        ints(|one| one.left.span.end),
        ints(|one| one.right.span.start),
        ints(|one| one.right.span.end),
        ints(|one| one.words),
        scores(|one| one.similarity),
        scores(|one| one.in_quote),
        texts(all().map(|(_, _, verdict)| Some(verdict.direction.as_str()))),
        texts(all().map(|(_, _, verdict)| verdict.evidence.as_deref())),
        wording(|one| &one.left),
        wording(|one| &one.right),
    ]);
    batch(PASSAGES, columns)
}

/// The records of `overlap`.
#[must_use]
pub fn overlaps(shared: &[Shared], verdicts: &[Verdict], sides: &Sides) -> RecordBatch {
    let pairs: Vec<(DocId, DocId)> = shared.iter().map(|pair| (pair.left, pair.right)).collect();
    let ints = |of: fn(&Shared) -> usize| maybe_ints(shared.iter().map(|pair| Some(int(of(pair)))));
    let scores = |of: fn(&Shared) -> f64| -> ArrayRef {
        Arc::new(shared.iter().map(|pair| Some(of(pair))).collect::<Float64Array>())
    };
    let mut columns = sides.columns(&pairs).to_vec();
    columns.extend([
        ints(|pair| pair.extent.all.left),
        ints(|pair| pair.extent.all.right),
        scores(|pair| pair.extent.all.share_left()),
        scores(|pair| pair.extent.all.share_right()),
        scores(|pair| pair.extent.unquoted.share_left()),
        scores(|pair| pair.extent.unquoted.share_right()),
        Arc::new(shared.iter().map(|pair| Some(pair.extent.is_copied())).collect::<BooleanArray>()) as ArrayRef,
        texts(verdicts.iter().map(|verdict| Some(verdict.direction.as_str()))),
        texts(verdicts.iter().map(|verdict| verdict.evidence.as_deref())),
    ]);
    batch(OVERLAP, columns)
}
