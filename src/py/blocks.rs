//! The functions behind `credits` and `boilerplate`, and the column without its boilerplate for those that compare.

use super::beside::{languages, optional_strings};
use super::functions::column_and_ids;
use super::output::Table;
use super::parameters::Whole;
use super::run::Conduct;
use crate::Result;
use crate::corpus::TextColumn;
use crate::id::DocId;
use crate::records::{self, BlockRecord, CreditRecord};
use crate::reuse::boilerplate::{self, Beside, Block, Masked};
use crate::reuse::credits::outlets::Outlets;
use crate::reuse::credits::{self, Credit};
use crate::schedule::Run;
use crate::span::CharOffsets;
use crate::story::corpus::Strings;
use crate::text::headline::{Field, begins_with};
use crate::text::{Language, Spoken};
use pyo3::prelude::*;
use std::sync::Arc;

#[pyfunction]
#[pyo3(name = "credits", signature = (texts, titles, sources, language, ids, n_threads, progress))]
#[allow(clippy::too_many_arguments)] // the public function's own
pub fn find_credits(
    py: Python<'_>,
    texts: &Bound<'_, PyAny>,
    titles: Option<&Bound<'_, PyAny>>,
    sources: Option<&Bound<'_, PyAny>>,
    language: &Bound<'_, PyAny>,
    ids: Option<&Bound<'_, PyAny>>,
    n_threads: Option<Whole>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Table> {
    let (ids, column) = column_and_ids(texts, ids)?;
    let titles = optional_strings(texts, titles, "titles", column.len())?;
    let sources = optional_strings(texts, sources, "sources", column.len())?;
    let languages = languages(("texts", texts), language, column.len())?;
    let outlets = Outlets::of(sources.iter().flat_map(|sources| sources.iter()).filter_map(Option::as_deref));
    let batch = Conduct { n_threads, progress }.run(py, move |run| {
        let found = run.map_rows(&*column, |row, text| {
            let Some(text) = text else { return Vec::new() };
            let known = match languages.of(row) {
                Spoken::In(language) => Some(language),
                Spoken::Detect => None,
            };
            let title = titles.as_ref().and_then(|titles| titles[row.index()].as_deref());
            let own = sources.as_ref().and_then(|sources| sources[row.index()].as_deref());
            let mut found = article_credits(title, text, known, &outlets);
            found.retain(|credit| match (own, credit.source_name.as_deref()) {
                (Some(own), Some(name)) => !outlets.is_own(name, own),
                _ => true,
            });
            found
        })?;
        Ok(records::credits(&found, &ids))
    })?;
    Ok(batch.into())
}

/// The credits of an article; those of a headline that stands apart count code points of it.
fn article_credits(
    title: Option<&str>,
    text: &str,
    language: Option<Language>,
    outlets: &Outlets,
) -> Vec<CreditRecord> {
    let cut = |text: &str, found: Vec<Credit>| {
        let offsets = CharOffsets::new(text);
        let record = |credit: Credit| CreditRecord {
            span: offsets.span(credit.span),
            phrase: credit.span.of(text).into(),
            source_name: credit.source.map(|source| source.of(text).into()),
            kind: credit.kind.as_str(),
            field: credit.field.as_str(),
        };
        found.into_iter().map(record).collect::<Vec<_>>()
    };
    let mut all = title.map_or_else(Vec::new, |title| cut(title, credits::title_credits(title, language, outlets)));
    let mut body = credits::credits(text, language, outlets);
    if let Some(title) = title.filter(|title| !title.trim().is_empty()) {
        if begins_with(text, title) {
            all.clear();
        } else {
            for credit in &mut body {
                credit.field = Field::Body;
            }
        }
    }
    all.extend(cut(text, body));
    all
}

#[pyfunction]
#[pyo3(name = "boilerplate", signature = (texts, titles, sources, ids, n_threads, progress))]
pub fn find_boilerplate(
    py: Python<'_>,
    texts: &Bound<'_, PyAny>,
    titles: Option<&Bound<'_, PyAny>>,
    sources: Option<&Bound<'_, PyAny>>,
    ids: Option<&Bound<'_, PyAny>>,
    n_threads: Option<Whole>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Table> {
    let (ids, column) = column_and_ids(texts, ids)?;
    let titles = optional_strings(texts, titles, "titles", column.len())?;
    let sources = optional_strings(texts, sources, "sources", column.len())?;
    let batch = Conduct { n_threads, progress }.run(py, move |run| {
        let take = |row: DocId, text: Option<&str>, found: Vec<Block>| {
            let title = titles.as_ref().and_then(|titles| titles[row.index()].as_deref());
            block_records(title, text.unwrap_or_default(), found)
        };
        let found = boilerplate::find(run, &*column, beside(titles.as_ref(), sources.as_ref()), take)?;
        Ok(records::boilerplate(&found, &ids))
    })?;
    Ok(batch.into())
}

fn block_records(title: Option<&str>, text: &str, found: Vec<Block>) -> Vec<BlockRecord> {
    let offsets = CharOffsets::new(text);
    let record = |block: Block| {
        let apart = title.filter(|_| block.apart);
        BlockRecord {
            span: apart.map_or_else(|| offsets.span(block.span), |title| CharOffsets::new(title).span(block.span)),
            text: block.span.of(apart.unwrap_or(text)).into(),
            kind: block.kind.as_str(),
            reason: block.reason.as_str(),
            documents: block.documents,
            field: block.field.as_str(),
        }
    };
    found.into_iter().map(record).collect()
}

fn beside<'a>(titles: Option<&'a Strings>, sources: Option<&'a Strings>) -> Beside<'a> {
    Beside { titles: titles.map(|titles| &titles[..]), sources: sources.map(|sources| &sources[..]) }
}

/// The column without its boilerplate, if it is to be ignored; else the column.
pub fn without_boilerplate(
    run: &Run,
    column: Arc<dyn TextColumn>,
    ignore: bool,
    titles: Option<&Strings>,
    sources: Option<&Strings>,
) -> Result<Arc<dyn TextColumn>> {
    if !ignore {
        return Ok(column);
    }
    let spans = boilerplate::spans(run, &*column, beside(titles, sources))?;
    Ok(Arc::new(Masked::new(column, spans)))
}
