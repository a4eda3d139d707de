//! The records of `match_quotes` and `discrepancies`.

use super::{Kind, Schema, always, batch, ids_of, int, maybe, maybe_ints, row_numbers, texts};
use crate::id::{DocId, Ids};
use crate::versions::disagreement::Discrepancy;
use crate::versions::version::Place;
use arrow_array::{ArrayRef, Float64Array, Int64Array, LargeStringArray, RecordBatch};
use std::sync::Arc;

/// `match_quotes`: one record is a quote in its group of variants.
pub const MATCH_QUOTES: Schema = Schema {
    function: "match_quotes",
    columns: &[
        always("group", Kind::Int),
        maybe("story", Kind::Id),
        always("row", Kind::Int),
        always("id", Kind::Id),
        maybe("quote", Kind::Int),
        always("start", Kind::Int),
        always("end", Kind::Int),
        always("text", Kind::Text),
        maybe("speaker_name", Kind::Text),
        always("status", Kind::Text),
        always("similarity", Kind::Float),
        always("documents", Kind::Int),
        maybe("sources", Kind::Int),
        maybe("diff", Kind::Text),
        always("field", Kind::Text),
    ],
};

/// `discrepancies`: one record is a pair of values that differ or conflict.
pub const DISCREPANCIES: Schema = Schema {
    function: "discrepancies",
    columns: &[
        maybe("story", Kind::Id),
        always("type", Kind::Text),
        always("relation", Kind::Text),
        always("severity", Kind::Float),
        always("left", Kind::Int),
        always("right", Kind::Int),
        always("left_id", Kind::Id),
        always("right_id", Kind::Id),
        always("left_start", Kind::Int),
        always("left_end", Kind::Int),
        always("right_start", Kind::Int),
        always("right_end", Kind::Int),
        always("left_text", Kind::Text),
        always("right_text", Kind::Text),
        always("detail", Kind::Text),
        always("left_sentence", Kind::Text),
        always("right_sentence", Kind::Text),
        always("left_field", Kind::Text),
        always("right_field", Kind::Text),
    ],
};

/// The labels of stories as the caller gave them, for each row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Labels {
    /// Whole numbers.
    Integers(Vec<Option<i64>>),
    /// Anything that is text.
    Texts(Vec<Option<Box<str>>>),
}

impl Labels {
    fn column(&self, rows: impl Iterator<Item = DocId>) -> ArrayRef {
        match self {
            Self::Integers(labels) => Arc::new(rows.map(|row| labels[row.index()]).collect::<Int64Array>()),
            Self::Texts(labels) => {
                Arc::new(rows.map(|row| labels[row.index()].as_deref()).collect::<LargeStringArray>())
            }
        }
    }
}

/// A record of `match_quotes`.
#[derive(Debug, Clone, PartialEq)]
pub struct VariantRecord {
    /// The row.
    pub row: DocId,
    /// The number of the quote; none for a paraphrase that is no quote.
    pub quote: Option<i64>,
    /// Where it stands.
    pub place: Place,
    /// Whoever says it, under the name that the story has for them.
    pub speaker: Option<String>,
    /// How it stands to the fullest version.
    pub status: &'static str,
    /// The share of words that both have.
    pub similarity: f64,
    /// Versions that carry it.
    pub documents: usize,
    /// Outlets that carry it.
    pub sources: Option<usize>,
    /// What turns the fullest version into it.
    pub diff: Option<String>,
}

/// The records of `match_quotes`, given the members of each group.
#[must_use]
pub fn variants(groups: &[Vec<VariantRecord>], labels: &Labels, ids: &Ids) -> RecordBatch {
    let all: Vec<&VariantRecord> = groups.iter().flatten().collect();
    let rows = || all.iter().map(|record| record.row);
    let numbers = groups.iter().enumerate().flat_map(|(number, group)| group.iter().map(move |_| Some(int(number))));
    let ints = |of: fn(&VariantRecord) -> Option<usize>| maybe_ints(all.iter().map(|record| of(record).map(int)));
    let columns = vec![
        maybe_ints(numbers),
        labels.column(rows()),
        row_numbers(rows()),
        ids_of(ids, rows()),
        maybe_ints(all.iter().map(|record| record.quote)),
        ints(|record| Some(record.place.span.start)),
        ints(|record| Some(record.place.span.end)),
        texts(all.iter().map(|record| Some(&*record.place.text))),
        texts(all.iter().map(|record| record.speaker.as_deref())),
        texts(all.iter().map(|record| Some(record.status))),
        Arc::new(all.iter().map(|record| Some(record.similarity)).collect::<Float64Array>()),
        ints(|record| Some(record.documents)),
        ints(|record| record.sources),
        texts(all.iter().map(|record| record.diff.as_deref())),
        texts(all.iter().map(|record| Some(record.place.field.as_str()))),
    ];
    batch(MATCH_QUOTES, columns)
}

/// The records of `discrepancies`; the story of each is named by one of its rows.
#[must_use]
pub fn discrepancies(found: &[Discrepancy], labels: &Labels, ids: &Ids) -> RecordBatch {
    let left = || found.iter().map(|one| one.left.0);
    let right = || found.iter().map(|one| one.right.0);
    let bound = |of: fn(&Discrepancy) -> usize| maybe_ints(found.iter().map(|one| Some(int(of(one)))));
    let words = |of: fn(&Discrepancy) -> &str| texts(found.iter().map(|one| Some(of(one))));
    let columns = vec![
        labels.column(left()),
        words(|one| one.topic.as_str()),
        words(|one| one.relation.as_str()),
        Arc::new(found.iter().map(|one| Some(one.severity)).collect::<Float64Array>()),
        row_numbers(left()),
        row_numbers(right()),
        ids_of(ids, left()),
        ids_of(ids, right()),
        bound(|one| one.left.1.span.start),
        bound(|one| one.left.1.span.end),
        bound(|one| one.right.1.span.start),
        bound(|one| one.right.1.span.end),
        words(|one| &one.left.1.text),
        words(|one| &one.right.1.text),
        words(|one| &one.detail),
        words(|one| &one.left.1.sentence),
        words(|one| &one.right.1.sentence),
        words(|one| one.left.1.field.as_str()),
        words(|one| one.right.1.field.as_str()),
    ];
    batch(DISCREPANCIES, columns)
}
