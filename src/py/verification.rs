//! The function behind `verify_quotes`.

use super::beside::languages;
use super::ids::ids;
use super::input::column;
use super::output::Table;
use super::parameters::{Whole, choice};
use super::run::Conduct;
use crate::corpus::{Arena, TextColumn, load};
use crate::error::{Error, Result};
use crate::id::{DocId, Ids, check_rows};
use crate::records::{self, QuoteColumns};
use crate::versions::verification::verify;
use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use arrow_array::{Array, ArrayRef, Int64Array, LargeStringArray};
use pyo3::prelude::*;
use std::sync::Arc;

#[pyfunction]
#[pyo3(signature = (quotes, sources, match_, language, ids, source_ids, n_threads, progress))]
#[allow(clippy::too_many_arguments)] // the public function's own
pub fn verify_quotes(
    py: Python<'_>,
    quotes: &Bound<'_, PyAny>,
    sources: &Bound<'_, PyAny>,
    match_: &str,
    language: &Bound<'_, PyAny>,
    ids: Option<&Bound<'_, PyAny>>,
    source_ids: Option<&Bound<'_, PyAny>>,
    n_threads: Option<Whole>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Table> {
    let by_row = choice("match", match_, &[("any", false), ("row", true)])?;
    let quotes = match quotes.cast::<Table>() {
        Ok(table) => of_table(table.get())?,
        Err(_) => of_column(quotes, ids)?,
    };
    let column = column(sources, "sources")?;
    check_rows("sources", column.len())?;
    let source_ids = super::ids::ids(("sources", sources), ("source_ids", source_ids), column.len())?;
    let languages = languages(("sources", sources), language, column.len())?;
    let only = by_row.then(|| own_sources(&quotes, column.len())).transpose()?;
    let batch = Conduct { n_threads, progress }.run(py, move |run| {
        let texts: Vec<Box<str>> = quotes.text.as_string::<i64>().iter().flatten().map(Box::from).collect();
        let checked = verify(run, &texts, &*column, &languages, only.as_deref())?;
        Ok(records::verifications(quotes, &checked, &source_ids))
    })?;
    Ok(batch.into())
}

fn of_table(table: &Table) -> PyResult<QuoteColumns> {
    Ok(QuoteColumns {
        row: table.array("row")?,
        id: table.array("id")?,
        quote: table.array("quote")?,
        text: table.array("text")?,
    })
}

/// Quotes that come as strings: each is its own row; a missing one has no record.
fn of_column(quotes: &Bound<'_, PyAny>, given_ids: Option<&Bound<'_, PyAny>>) -> PyResult<QuoteColumns> {
    let column = column(quotes, "quotes")?;
    check_rows("quotes", column.len())?;
    let ids = ids(("quotes", quotes), ("ids", given_ids), column.len())?;
    let (rows, texts): (Vec<usize>, Vec<String>) = present(&*column)?.into_iter().unzip();
    let numbers: ArrayRef =
        Arc::new(Int64Array::from_iter_values(rows.iter().map(|&row| i64::from(DocId::from_index(row).0))));
    let id: ArrayRef = match &ids {
        Ids::Rows => Arc::clone(&numbers),
        Ids::Integers(integers) => Arc::new(Int64Array::from_iter_values(rows.iter().map(|&row| integers[row]))),
        Ids::Strings(strings) => Arc::new(LargeStringArray::from_iter_values(rows.iter().map(|&row| &strings[row]))),
    };
    let text = Arc::new(LargeStringArray::from_iter_values(texts));
    Ok(QuoteColumns { row: Arc::clone(&numbers), id, quote: numbers, text })
}

/// The texts that are there, with their rows.
fn present(column: &dyn TextColumn) -> Result<Vec<(usize, String)>> {
    let rows: Vec<DocId> = (0..column.len()).map(DocId::from_index).collect();
    let (mut present, mut at, mut arena) = (Vec::new(), 0, Arena::default());
    while at < rows.len() {
        let batch = load(column, &rows[at..], arena)?;
        present.extend((0..batch.len()).filter_map(|number| Some((at + number, batch.text(number)?.to_owned()))));
        at += batch.len();
        arena = batch.into_arena();
    }
    Ok(present)
}

/// For each quote the source in the row of its document.
fn own_sources(quotes: &QuoteColumns, sources: usize) -> Result<Vec<Option<DocId>>> {
    let rows = quotes.row.as_primitive::<Int64Type>();
    let own = |row: i64| {
        let index = usize::try_from(row).ok().filter(|&index| index < sources);
        index.map(|index| Some(DocId::from_index(index))).ok_or_else(|| {
            Error::parameter(
                "quotes",
                format!("of rows in [0, {sources}), those of `sources`, where match is \"row\""),
                row,
            )
            .with_hint("pass one source for each document, None where there is none")
        })
    };
    debug_assert_eq!(rows.null_count(), 0);
    rows.values().iter().map(|&row| own(row)).collect()
}
