//! Results in, columns out. Every schema of the library stands here and in the files below, and nowhere else.
//!
//! Columns are Arrow arrays: what they hold in Rust is what pandas, polars and DuckDB read. Row numbers, offsets and counts
//! are int64, scores float64, texts large utf8 (one column may hold more than 2 GB).

mod blocks;
mod given;
mod matches;
mod moment;
mod quotes;
mod reuse;
mod speakers;
mod variants;
mod verification;

pub use blocks::{BOILERPLATE, BlockRecord, CREDITS, CreditRecord, boilerplate, credits};
pub use given::{Corroborated, NEEDED, OPTIONAL, corroborated, given_quotes};
pub use matches::{INDEX_MATCHES, MatchRecord, matches};
pub use moment::iso;
pub use quotes::{EXTRACT_QUOTES, QuoteRecord, TextSpan, quotes};
pub use reuse::{OVERLAP, PASSAGES, Sides, overlaps, passages};
pub use speakers::{SPEAKERS, speakers};
pub use variants::{DISCREPANCIES, Labels, MATCH_QUOTES, VariantRecord, discrepancies, variants};
pub use verification::{QuoteColumns, VERIFY_QUOTES, verifications};

use crate::duplicate::{Membership, Pair, Relation};
use crate::id::{DocId, Ids};
use crate::similarity::{Overlap, Similarity};
use crate::span::CharSpan;
use crate::story::Explanation;
use crate::story::judgement::probability;
use arrow_array::builder::{LargeListBuilder, PrimitiveBuilder};
use arrow_array::types::{ArrowPrimitiveType, Int64Type, UInt64Type};
use arrow_array::{ArrayRef, Float64Array, Int64Array, LargeStringArray, RecordBatch};
use arrow_schema::{DataType, Field, Schema as ArrowSchema};
use std::sync::Arc;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Row numbers, offsets, counts, labels.
    Int,
    /// Scores.
    Float,
    /// Yes or no.
    Bool,
    /// Text.
    Text,
    /// The caller's ids: int64 or text, one of the two for the whole call.
    Id,
    /// Hashes of 64 bits.
    Hashes,
    /// Offsets, one for each hash beside them.
    Offsets,
}

/// A column of a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ColumnSchema {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Whether a value may be missing.
    pub nullable: bool,
}

/// The columns of one function's records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Schema {
    /// The function.
    pub function: &'static str,
    /// Its columns, in order.
    pub columns: &'static [ColumnSchema],
}

const fn always(name: &'static str, kind: Kind) -> ColumnSchema {
    ColumnSchema { name, kind, nullable: false }
}

const fn maybe(name: &'static str, kind: Kind) -> ColumnSchema {
    ColumnSchema { name, kind, nullable: true }
}

/// `shingle`: one record is a document.
pub const SHINGLE: Schema = Schema {
    function: "shingle",
    columns: &[always("row", Kind::Int), always("id", Kind::Id), maybe("shingles", Kind::Hashes)],
};

/// `shingle(positions=True)`: the same with the place of each shingle.
pub const SHINGLE_POSITIONS: Schema = Schema {
    function: "shingle(positions=True)",
    columns: &[
        always("row", Kind::Int),
        always("id", Kind::Id),
        maybe("shingles", Kind::Hashes),
        maybe("starts", Kind::Offsets),
        maybe("ends", Kind::Offsets),
    ],
};

/// `similarity`: one record is a row of two columns.
pub const SIMILARITY: Schema = Schema {
    function: "similarity",
    columns: &[
        always("row", Kind::Int),
        always("jaccard", Kind::Float),
        always("containment_left", Kind::Float),
        always("containment_right", Kind::Float),
    ],
};

/// `near_duplicates`: one record is a verified pair.
pub const NEAR_DUPLICATES: Schema = Schema {
    function: "near_duplicates",
    columns: &[
        always("left", Kind::Int),
        always("right", Kind::Int),
        always("left_id", Kind::Id),
        always("right_id", Kind::Id),
        always("jaccard", Kind::Float),
        always("containment_left", Kind::Float),
        always("containment_right", Kind::Float),
        always("relation", Kind::Text),
    ],
};

/// `cluster`: one record is a document.
pub const CLUSTER: Schema = Schema {
    function: "cluster",
    columns: &[
        always("row", Kind::Int),
        always("id", Kind::Id),
        maybe("cluster", Kind::Int),
        maybe("members", Kind::Int),
        maybe("representative", Kind::Int),
        maybe("first", Kind::Int),
        maybe("relation", Kind::Text),
        maybe("similarity", Kind::Float),
        maybe("link", Kind::Int),
        maybe("why", Kind::Text),
    ],
};

/// `explain`: one record is a row of two columns.
pub const EXPLAIN: Schema = Schema {
    function: "explain",
    columns: &[
        always("row", Kind::Int),
        always("story", Kind::Float),
        always("rewrite", Kind::Float),
        maybe("relation", Kind::Text),
        always("lead", Kind::Float),
        always("opening", Kind::Float),
        always("events", Kind::Float),
        always("phrases", Kind::Float),
        always("numbers", Kind::Float),
        always("days", Kind::Float),
        always("brevity", Kind::Float),
        always("support", Kind::Float),
        always("why", Kind::Text),
    ],
};

/// Every schema, so that documentation and tests can be held to them.
pub const SCHEMAS: &[Schema] = &[
    SHINGLE,
    SHINGLE_POSITIONS,
    SIMILARITY,
    NEAR_DUPLICATES,
    CLUSTER,
    EXPLAIN,
    EXTRACT_QUOTES,
    PASSAGES,
    OVERLAP,
    CREDITS,
    BOILERPLATE,
    MATCH_QUOTES,
    DISCREPANCIES,
    SPEAKERS,
    VERIFY_QUOTES,
    INDEX_MATCHES,
];

/// The shingles of one document, offsets in code points.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DocumentShingles {
    /// The hashes in the order of the text.
    pub hashes: Vec<u64>,
    /// For each hash its span; empty where positions were not asked for.
    pub spans: Vec<CharSpan>,
}

/// The records of `shingle`; a missing text has a record without shingles.
#[must_use]
pub fn shingles(documents: &[Option<DocumentShingles>], ids: &Ids, positions: bool) -> RecordBatch {
    let hashes = |document: &Option<DocumentShingles>| document.as_ref().map(|d| d.hashes.clone());
    let offsets = |of: fn(&CharSpan) -> usize| {
        lists::<Int64Type>(documents.iter().map(|document| {
            let document = document.as_ref()?;
            Some(document.spans.iter().map(|span| int(of(span))).collect())
        }))
    };
    let rows = || (0..documents.len()).map(DocId::from_index);
    let mut columns = vec![row_numbers(rows()), ids_of(ids, rows()), lists::<UInt64Type>(documents.iter().map(hashes))];
    if positions {
        columns.extend([offsets(|span| span.start), offsets(|span| span.end)]);
        return batch(SHINGLE_POSITIONS, columns);
    }
    batch(SHINGLE, columns)
}

/// The records of `similarity`; a row in which either text is missing has none.
#[must_use]
pub fn similarities(overlaps: &[Option<Overlap>]) -> RecordBatch {
    let measured: Vec<(usize, Overlap)> =
        overlaps.iter().enumerate().filter_map(|(row, overlap)| Some((row, (*overlap)?))).collect();
    let mut columns = vec![row_numbers(measured.iter().map(|&(row, _)| DocId::from_index(row)))];
    columns.extend(similarity_columns(&measured.iter().map(|&(_, overlap)| overlap.similarity())));
    batch(SIMILARITY, columns)
}

/// The records of `near_duplicates`, given the ids of the left and of the right column, which may be one.
#[must_use]
pub fn pairs(pairs: &[Pair], (left_ids, right_ids): (&Ids, &Ids)) -> RecordBatch {
    let left = || pairs.iter().map(|pair| pair.left);
    let right = || pairs.iter().map(|pair| pair.right);
    let mut columns =
        vec![row_numbers(left()), row_numbers(right()), ids_of(left_ids, left()), ids_of(right_ids, right())];
    columns.extend(similarity_columns(&pairs.iter().map(|pair| pair.similarity)));
    columns.push(texts(pairs.iter().map(|pair| Some(pair.relation.as_str()))));
    batch(NEAR_DUPLICATES, columns)
}

/// What `cluster` knows of its rows beside their memberships; an empty list where it knows nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Remarks {
    /// For each row the earliest document of its cluster.
    pub first: Vec<Option<DocId>>,
    /// For each row the words that weigh most in its tie.
    pub why: Vec<Option<Box<str>>>,
}

/// The records of `cluster`; a missing text has a record without a cluster.
#[must_use]
pub fn memberships(memberships: &[Option<Membership>], remarks: &Remarks, ids: &Ids) -> RecordBatch {
    let rows = || (0..memberships.len()).map(DocId::from_index);
    let of = |get: fn(&Membership) -> Option<i64>| maybe_ints(memberships.iter().map(|m| m.as_ref().and_then(get)));
    let ties = || memberships.iter().map(|m| m.as_ref().and_then(|m| m.tie));
    let columns = vec![
        row_numbers(rows()),
        ids_of(ids, rows()),
        of(|m| Some(i64::from(m.cluster.0))),
        of(|m| Some(int(m.members))),
        of(|m| Some(i64::from(m.representative.0))),
        maybe_ints(rows().map(|row| Some(i64::from((*remarks.first.get(row.index())?)?.0)))),
        texts(ties().map(|tie| tie.map(|tie| tie.relation.as_str()))),
        Arc::new(ties().map(|tie| tie.map(|tie| tie.similarity)).collect::<Float64Array>()),
        maybe_ints(ties().map(|tie| tie.map(|tie| i64::from(tie.link.0)))),
        texts(rows().map(|row| remarks.why.get(row.index())?.as_deref())),
    ];
    batch(CLUSTER, columns)
}

/// The records of `explain`; a row in which either text is missing has none.
#[must_use]
pub fn explanations(explanations: &[Option<Explanation>]) -> RecordBatch {
    let told: Vec<(usize, &Explanation)> =
        explanations.iter().enumerate().filter_map(|(row, one)| Some((row, one.as_ref()?))).collect();
    let scores = |of: &dyn Fn(&Explanation) -> f64| -> ArrayRef {
        Arc::new(told.iter().map(|(_, one)| Some((of(one) * 1e9).round() / 1e9)).collect::<Float64Array>())
    };
    let relation = |one: &Explanation| one.judgement.relation().map(Relation::as_str);
    let columns = vec![
        row_numbers(told.iter().map(|&(row, _)| DocId::from_index(row))),
        scores(&|one| probability(one.judgement.story)),
        scores(&|one| probability(one.judgement.rewrite)),
        texts(told.iter().map(|(_, one)| relation(one))),
        scores(&|one| one.evidence.lead),
        scores(&|one| one.evidence.opening),
        scores(&|one| one.evidence.events),
        scores(&|one| one.evidence.phrases),
        scores(&|one| one.evidence.numbers),
        scores(&|one| one.evidence.days),
        scores(&|one| one.evidence.brevity),
        scores(&|one| one.evidence.support),
        texts(told.iter().map(|(_, one)| Some(&*one.why))),
    ];
    batch(EXPLAIN, columns)
}

/// Puts columns under their schema.
///
/// # Panics
/// If they do not fit: a builder above and its schema disagree, which every test of that function meets.
fn batch(schema: Schema, columns: Vec<ArrayRef>) -> RecordBatch {
    let fields: Vec<Field> = schema
        .columns
        .iter()
        .zip(&columns)
        .map(|(column, array)| Field::new(column.name, arrow_type(column.kind, array.data_type()), column.nullable))
        .collect();
    RecordBatch::try_new(Arc::new(ArrowSchema::new(fields)), columns)
        .unwrap_or_else(|error| panic!("records of `{}`: {error}", schema.function))
}

/// The Arrow type of a kind; an id column has the type that the caller's ids have.
fn arrow_type(kind: Kind, ids: &DataType) -> DataType {
    let list = |of| DataType::LargeList(Arc::new(Field::new("item", of, false)));
    match kind {
        Kind::Int => DataType::Int64,
        Kind::Float => DataType::Float64,
        Kind::Bool => DataType::Boolean,
        Kind::Text => DataType::LargeUtf8,
        Kind::Id => ids.clone(),
        Kind::Hashes => list(DataType::UInt64),
        Kind::Offsets => list(DataType::Int64),
    }
}

fn int(count: usize) -> i64 {
    i64::try_from(count).expect("offsets and counts of texts in memory fit 63 bits")
}

fn row_numbers(rows: impl Iterator<Item = DocId>) -> ArrayRef {
    Arc::new(rows.map(|row| Some(i64::from(row.0))).collect::<Int64Array>())
}

fn maybe_ints(values: impl Iterator<Item = Option<i64>>) -> ArrayRef {
    Arc::new(values.collect::<Int64Array>())
}

fn texts<'a>(values: impl Iterator<Item = Option<&'a str>>) -> ArrayRef {
    Arc::new(values.collect::<LargeStringArray>())
}

fn lists<T: ArrowPrimitiveType>(values: impl Iterator<Item = Option<Vec<T::Native>>>) -> ArrayRef {
    let item = Field::new("item", T::DATA_TYPE, false);
    let mut builder = LargeListBuilder::new(PrimitiveBuilder::<T>::new()).with_field(item);
    for value in values {
        if let Some(value) = &value {
            builder.values().append_slice(value);
        }
        builder.append(value.is_some());
    }
    Arc::new(builder.finish())
}

fn ids_of(ids: &Ids, rows: impl Iterator<Item = DocId>) -> ArrayRef {
    match ids {
        Ids::Rows => row_numbers(rows),
        Ids::Integers(integers) => maybe_ints(rows.map(|row| Some(integers[row.index()]))),
        Ids::Strings(strings) => texts(rows.map(|row| Some(&*strings[row.index()]))),
    }
}

fn similarity_columns(similarities: &(impl Iterator<Item = Similarity> + Clone)) -> [ArrayRef; 3] {
    let scores = |of: fn(Similarity) -> f64| -> ArrayRef {
        Arc::new(similarities.clone().map(|similarity| Some(of(similarity))).collect::<Float64Array>())
    };
    [scores(|s| s.jaccard), scores(|s| s.containment_left), scores(|s| s.containment_right)]
}
