//! The records of `credits` and `boilerplate`: spans of a document with what they are.

use super::{Kind, Schema, always, batch, ids_of, int, maybe, maybe_ints, row_numbers, texts};
use crate::id::{DocId, Ids};
use crate::span::CharSpan;
use arrow_array::RecordBatch;

/// `credits`: one record is a credit to another outlet.
pub const CREDITS: Schema = Schema {
    function: "credits",
    columns: &[
        always("row", Kind::Int),
        always("id", Kind::Id),
        always("start", Kind::Int),
        always("end", Kind::Int),
        always("phrase", Kind::Text),
        maybe("source_name", Kind::Text),
        always("kind", Kind::Text),
        always("field", Kind::Text),
    ],
};

/// `boilerplate`: one record is a block that is not the article's own.
pub const BOILERPLATE: Schema = Schema {
    function: "boilerplate",
    columns: &[
        always("row", Kind::Int),
        always("id", Kind::Id),
        always("start", Kind::Int),
        always("end", Kind::Int),
        always("text", Kind::Text),
        always("kind", Kind::Text),
        always("reason", Kind::Text),
        always("documents", Kind::Int),
        always("field", Kind::Text),
    ],
};

/// A credit of one document, offsets in code points, texts cut out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreditRecord {
    /// Where it stands.
    pub span: CharSpan,
    /// What stands there.
    pub phrase: Box<str>,
    /// The outlet's name.
    pub source_name: Option<Box<str>>,
    /// credit, told, dateline, contribution or exclusive.
    pub kind: &'static str,
    /// title or body.
    pub field: &'static str,
}

/// A block of one document, offsets in code points, text cut out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlockRecord {
    /// Where it stands.
    pub span: CharSpan,
    /// What stands there.
    pub text: Box<str>,
    /// What it does.
    pub kind: &'static str,
    /// recurs, outlet, form or unrelated.
    pub reason: &'static str,
    /// Documents that hold it.
    pub documents: usize,
    /// title or body.
    pub field: &'static str,
}

/// The records of `credits`, given each row's credits.
#[must_use]
pub fn credits(documents: &[Vec<CreditRecord>], ids: &Ids) -> RecordBatch {
    let all = || documents.iter().flatten();
    let columns = vec![
        row_numbers(rows(documents)),
        ids_of(ids, rows(documents)),
        maybe_ints(all().map(|one| Some(int(one.span.start)))),
        maybe_ints(all().map(|one| Some(int(one.span.end)))),
        texts(all().map(|one| Some(&*one.phrase))),
        texts(all().map(|one| one.source_name.as_deref())),
        texts(all().map(|one| Some(one.kind))),
        texts(all().map(|one| Some(one.field))),
    ];
    batch(CREDITS, columns)
}

/// The records of `boilerplate`, given each row's blocks.
#[must_use]
pub fn boilerplate(documents: &[Vec<BlockRecord>], ids: &Ids) -> RecordBatch {
    let all = || documents.iter().flatten();
    let columns = vec![
        row_numbers(rows(documents)),
        ids_of(ids, rows(documents)),
        maybe_ints(all().map(|one| Some(int(one.span.start)))),
        maybe_ints(all().map(|one| Some(int(one.span.end)))),
        texts(all().map(|one| Some(&*one.text))),
        texts(all().map(|one| Some(one.kind))),
        texts(all().map(|one| Some(one.reason))),
        maybe_ints(all().map(|one| Some(int(one.documents)))),
        texts(all().map(|one| Some(one.field))),
    ];
    batch(BOILERPLATE, columns)
}

/// The row of each record.
fn rows<T>(documents: &[Vec<T>]) -> impl Iterator<Item = DocId> {
    let each = documents.iter().enumerate();
    each.flat_map(|(row, records)| std::iter::repeat_n(DocId::from_index(row), records.len()))
}
