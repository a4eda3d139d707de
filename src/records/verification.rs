//! The records of `verify_quotes`: each quote with its place in the sources.

use super::{Kind, Schema, always, batch, int, maybe, maybe_ints, texts};
use crate::id::Ids;
use crate::versions::verification::{Checked, Found};
use arrow_array::{ArrayRef, Float64Array, RecordBatch};
use std::sync::Arc;

/// `verify_quotes`: one record is a quote.
pub const VERIFY_QUOTES: Schema = Schema {
    function: "verify_quotes",
    columns: &[
        always("row", Kind::Int),
        always("id", Kind::Id),
        always("quote", Kind::Int),
        always("text", Kind::Text),
        always("status", Kind::Text),
        maybe("source", Kind::Int),
        maybe("source_id", Kind::Id),
        maybe("start", Kind::Int),
        maybe("end", Kind::Int),
        maybe("source_text", Kind::Text),
        always("similarity", Kind::Float),
        maybe("diff", Kind::Text),
    ],
};

/// The columns that a quote brings along.
#[derive(Debug, Clone)]
pub struct QuoteColumns {
    /// Its document.
    pub row: ArrayRef,
    /// The document's id.
    pub id: ArrayRef,
    /// Its number.
    pub quote: ArrayRef,
    /// Its text.
    pub text: ArrayRef,
}

/// The records of `verify_quotes`, in the order of the quotes.
#[must_use]
pub fn verifications(quotes: QuoteColumns, checked: &[Checked], source_ids: &Ids) -> RecordBatch {
    let found = || checked.iter().map(|one| one.found.as_ref());
    let columns = vec![
        quotes.row,
        quotes.id,
        quotes.quote,
        quotes.text,
        texts(checked.iter().map(|one| Some(one.status.as_str()))),
        maybe_ints(found().map(|found| Some(i64::from(found?.source.0)))),
        found_ids(source_ids, found()),
        maybe_ints(found().map(|found| Some(int(found?.span.start)))),
        maybe_ints(found().map(|found| Some(int(found?.span.end)))),
        texts(found().map(|found| Some(&*found?.text))),
        Arc::new(checked.iter().map(|one| Some(one.similarity)).collect::<Float64Array>()),
        texts(found().map(|found| found?.diff.as_deref())),
    ];
    batch(VERIFY_QUOTES, columns)
}

/// The id of each source that was found.
fn found_ids<'a>(ids: &Ids, found: impl Iterator<Item = Option<&'a Found>>) -> ArrayRef {
    match ids {
        Ids::Rows => maybe_ints(found.map(|found| Some(i64::from(found?.source.0)))),
        Ids::Integers(integers) => maybe_ints(found.map(|found| Some(integers[found?.source.index()]))),
        Ids::Strings(strings) => texts(found.map(|found| Some(&*strings[found?.source.index()]))),
    }
}
