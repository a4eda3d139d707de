//! Matches of rows in an index as columns.

use super::moment::iso;
use super::{Kind, Schema, always, batch, ids_of, maybe, row_numbers, similarity_columns, texts};
use crate::duplicate::Relation;
use crate::id::{DocId, Ids};
use crate::similarity::Similarity;
use arrow_array::{ArrayRef, Float64Array, RecordBatch};
use std::sync::Arc;

/// `Index.add` and `Index.query`: one record is a match of a row in the index.
pub const INDEX_MATCHES: Schema = Schema {
    function: "Index.query",
    columns: &[
        always("row", Kind::Int),
        always("id", Kind::Id),
        always("match_id", Kind::Id),
        always("relation", Kind::Text),
        always("similarity", Kind::Float),
        always("jaccard", Kind::Float),
        always("containment_row", Kind::Float),
        always("containment_match", Kind::Float),
        maybe("source", Kind::Text),
        maybe("date", Kind::Text),
    ],
};

/// A match of a row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MatchRecord<'a> {
    /// The row.
    pub row: DocId,
    /// The strongest relation that holds.
    pub relation: Relation,
    /// That relation's score.
    pub score: f64,
    /// What they share; left is the row.
    pub similarity: Similarity,
    /// The outlet of the match.
    pub source: Option<&'a str>,
    /// The date of the match, in microseconds.
    pub date: Option<i64>,
}

/// The records of `Index.add` and `Index.query`, given the ids of the rows and one id for each match.
#[must_use]
pub fn matches(found: &[MatchRecord<'_>], ids: &Ids, match_ids: &Ids) -> RecordBatch {
    let rows = || found.iter().map(|one| one.row);
    let scores: ArrayRef = Arc::new(found.iter().map(|one| Some(one.score)).collect::<Float64Array>());
    let dates: Vec<Option<String>> = found.iter().map(|one| one.date.map(iso)).collect();
    let mut columns = vec![
        row_numbers(rows()),
        ids_of(ids, rows()),
        ids_of(match_ids, (0..found.len()).map(DocId::from_index)),
        texts(found.iter().map(|one| Some(one.relation.as_str()))),
        scores,
    ];
    columns.extend(similarity_columns(&found.iter().map(|one| one.similarity)));
    columns.push(texts(found.iter().map(|one| one.source)));
    columns.push(texts(dates.iter().map(Option::as_deref)));
    batch(INDEX_MATCHES, columns)
}
