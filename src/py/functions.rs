//! The functions behind the Python package: arguments to core types, a run, records back.

use super::beside::{check_length, languages, optional_strings};
use super::blocks::without_boilerplate;
use super::ids::{check_same_index, ids};
use super::input::column;
use super::output::Table;
use super::parameters::{Whole, choice};
use super::run::Conduct;
use crate::Result;
use crate::corpus::TextColumn;
use crate::duplicate::{self, Level, Making, Measure, Method, Origin, Pairing};
use crate::id::{DocId, Ids};
use crate::quote;
use crate::records::{self, DocumentShingles, QuoteRecord, Remarks, TextSpan};
use crate::schedule::Run;
use crate::shingle::{ShingleSet, Shingling, Unit};
use crate::similarity::Overlap;
use crate::sketch::{EMPTY, Sketcher};
use crate::span::{ByteSpan, CharOffsets, CharSpan};
use crate::story::{self, Beside, Telling};
use crate::text::headline::begins_with;
use crate::text::{Language, Spoken};
use numpy::{PyArray1, PyArray2, PyArrayMethods};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use std::sync::Arc;

pub fn shingling(size: Whole, unit: &str) -> Result<Shingling> {
    let unit = choice("unit", unit, &[("word", Unit::Word), ("char", Unit::Char)])?;
    size.count(|size| Shingling::new(size, unit))
}

/// Name, type and whether a value may be missing.
type ColumnDescription = (&'static str, String, bool);

/// The columns of every function, as (function, [(column, type, nullable)]).
#[pyfunction]
pub fn schemas() -> Vec<(&'static str, Vec<ColumnDescription>)> {
    let columns = |schema: &records::Schema| {
        let columns = schema.columns.iter();
        columns.map(|column| (column.name, format!("{:?}", column.kind).to_lowercase(), column.nullable)).collect()
    };
    records::SCHEMAS.iter().map(|schema| (schema.function, columns(schema))).collect()
}

#[pyfunction]
#[pyo3(signature = (texts, size, unit, positions, ids, n_threads, progress))]
#[allow(clippy::too_many_arguments)] // the public function's own
pub fn shingle(
    py: Python<'_>,
    texts: &Bound<'_, PyAny>,
    size: Whole,
    unit: &str,
    positions: bool,
    ids: Option<&Bound<'_, PyAny>>,
    n_threads: Option<Whole>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Table> {
    let shingling = shingling(size, unit)?;
    let (ids, column) = column_and_ids(texts, ids)?;
    let batch = Conduct { n_threads, progress }.run(py, move |run| {
        let read = |(tokens, hashes): &mut (Vec<u64>, Vec<u64>), text: Option<&str>, _: &mut [u8]| {
            let text = text?;
            if !positions {
                shingling.hashes_into(text, tokens, hashes);
                return Some(DocumentShingles { hashes: hashes.clone(), spans: Vec::new() });
            }
            let offsets = CharOffsets::new(text);
            let (hashes, spans) =
                shingling.shingles(text).into_iter().map(|shingle| (shingle.hash, offsets.span(shingle.span))).unzip();
            Some(DocumentShingles { hashes, spans })
        };
        let documents = run.fill_rows(&*column, &mut [], 0, Default::default, read)?;
        Ok(records::shingles(&documents, &ids, positions))
    })?;
    Ok(batch.into())
}

#[pyfunction]
#[pyo3(signature = (texts, num_hashes, size, unit, n_threads, progress))]
pub fn signatures<'py>(
    py: Python<'py>,
    texts: &Bound<'_, PyAny>,
    num_hashes: Whole,
    size: Whole,
    unit: &str,
    n_threads: Option<Whole>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Bound<'py, PyArray2<u32>>> {
    let shingling = shingling(size, unit)?;
    let sketcher = num_hashes.count(Sketcher::new)?;
    let column = column(texts, "texts")?;
    let shape = [column.len(), sketcher.num_hashes()];
    let flat = Conduct { n_threads, progress }.run(py, move |run| {
        let width = sketcher.num_hashes();
        let mut flat = run.filled("the signatures", column.len().saturating_mul(width), &EMPTY)?;
        let fill = |(tokens, hashes): &mut (Vec<u64>, Vec<u64>), text: Option<&str>, signature: &mut [u32]| {
            if let Some(text) = text {
                shingling.hashes_into(text, tokens, hashes);
                sketcher.sketch(hashes.iter().copied(), signature);
            }
        };
        run.fill_rows(&*column, &mut flat, width, Default::default, fill)?;
        Ok(flat)
    })?;
    PyArray1::from_vec(py, flat).reshape(shape)
}

#[pyfunction]
#[pyo3(signature = (left, right, size, unit, n_threads, progress))]
pub fn similarity(
    py: Python<'_>,
    left: &Bound<'_, PyAny>,
    right: &Bound<'_, PyAny>,
    size: Whole,
    unit: &str,
    n_threads: Option<Whole>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Table> {
    let shingling = shingling(size, unit)?;
    check_same_index(("left", left), ("right", right))?;
    let (left, right) = (column(left, "left")?, column(right, "right")?);
    check_equally_long(&*left, &*right)?;
    let batch = Conduct { n_threads, progress }
        .run(py, move |run| Ok(records::similarities(&row_overlaps(run, &*left, &*right, shingling)?)))?;
    Ok(batch.into())
}

fn check_equally_long(left: &dyn TextColumn, right: &dyn TextColumn) -> PyResult<()> {
    if left.len() == right.len() {
        return Ok(());
    }
    Err(PyValueError::new_err(format!(
        "`left` and `right` must be equally long, got {} and {} rows",
        left.len(),
        right.len()
    )))
}

/// The overlap of each row of two columns; a stretch of rows at a time, so that few shingle sets live at once.
fn row_overlaps(
    run: &Run,
    left: &dyn TextColumn,
    right: &dyn TextColumn,
    shingling: Shingling,
) -> Result<Vec<Option<Overlap>>> {
    let set = |_: DocId, text: Option<&str>| text.map(|text| shingling.set(text));
    let rows: Vec<DocId> = (0..left.len()).map(DocId::from_index).collect();
    let mut overlaps = Vec::with_capacity(rows.len());
    for stretch in rows.chunks(crate::corpus::BATCH_ROWS) {
        let left: Vec<Option<ShingleSet>> = run.map_some(left, stretch, set)?;
        let right = run.map_some(right, stretch, set)?;
        let pairs = left.iter().zip(&right);
        overlaps.extend(pairs.map(|(left, right)| Some(Overlap::of(left.as_ref()?, right.as_ref()?))));
    }
    Ok(overlaps)
}

#[pyfunction]
#[pyo3(signature = (texts, against, threshold, measure, method, size, unit, num_hashes, miss, max_pairs, expand, ignore_boilerplate, ids, against_ids, n_threads, progress))]
#[allow(clippy::too_many_arguments)] // the public function's own
pub fn near_duplicates(
    py: Python<'_>,
    texts: &Bound<'_, PyAny>,
    against: Option<&Bound<'_, PyAny>>,
    threshold: f64,
    measure: &str,
    method: &str,
    size: Whole,
    unit: &str,
    num_hashes: Whole,
    miss: f64,
    max_pairs: Whole,
    expand: bool,
    ignore_boilerplate: bool,
    ids: Option<&Bound<'_, PyAny>>,
    against_ids: Option<&Bound<'_, PyAny>>,
    n_threads: Option<Whole>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Table> {
    let pairing = Pairing {
        threshold,
        measure: choice("measure", measure, &[("jaccard", Measure::Jaccard), ("containment", Measure::Containment)])?,
        method: choice("method", method, &[("lsh", Method::Lsh), ("exact", Method::Exact)])?,
        shingling: shingling(size, unit)?,
        sketcher: num_hashes.count(Sketcher::new)?,
        miss,
    };
    let making = Making { most: max_pairs.unsigned("max_pairs")?, expand };
    let (ids, column) = column_and_ids(texts, ids)?;
    let against = against.map(|against| ids_beside(("against", against), ("against_ids", against_ids))).transpose()?;
    let batch = Conduct { n_threads, progress }.run(py, move |run| {
        let column = without_boilerplate(run, column, ignore_boilerplate, None, None)?;
        match against {
            None => {
                let pairs = duplicate::near_duplicates(run, &*column, &pairing, making)?;
                Ok(records::pairs(&pairs, (&ids, &ids)))
            }
            Some((against_ids, against)) => {
                let against = without_boilerplate(run, against, ignore_boilerplate, None, None)?;
                let pairs = duplicate::near_duplicates_across(run, &*column, &*against, &pairing, making)?;
                Ok(records::pairs(&pairs, (&ids, &against_ids)))
            }
        }
    })?;
    Ok(batch.into())
}

/// What `cluster` takes at level `story` only.
#[derive(FromPyObject)]
pub struct StoryArguments<'py> {
    #[pyo3(item)]
    threshold: f64,
    #[pyo3(item)]
    language: Bound<'py, PyAny>,
    #[pyo3(item)]
    titles: Option<Bound<'py, PyAny>>,
    #[pyo3(item)]
    sources: Option<Bound<'py, PyAny>>,
    /// The column as it came, for its index.
    #[pyo3(item, default)]
    dates: Option<Bound<'py, PyAny>>,
    /// Microseconds.
    #[pyo3(item)]
    window: Option<i64>,
}

/// The records, the groups that were cut short, and the pairs that level `story` looked at.
type Clustered = (Table, usize, usize);

#[pyfunction]
#[pyo3(signature = (texts, level, threshold, method, size, unit, num_hashes, miss, ignore_boilerplate, ids, dates, story, n_threads, progress))]
#[allow(clippy::too_many_arguments)] // the public function's own
#[allow(clippy::needless_pass_by_value)] // arguments come by value
pub fn cluster(
    py: Python<'_>,
    texts: &Bound<'_, PyAny>,
    level: &str,
    threshold: f64,
    method: &str,
    size: Whole,
    unit: &str,
    num_hashes: Whole,
    miss: f64,
    ignore_boilerplate: bool,
    ids: Option<&Bound<'_, PyAny>>,
    dates: Option<Vec<Option<i64>>>,
    story: StoryArguments<'_>,
    n_threads: Option<Whole>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Clustered> {
    let levels = [
        ("exact", Some(Level::Exact)),
        ("near", Some(Level::Near)),
        ("partial", Some(Level::Partial)),
        ("story", None),
    ];
    let level = choice("level", level, &levels)?;
    let pairing = Pairing {
        threshold,
        measure: Measure::Jaccard,
        method: choice("method", method, &[("lsh", Method::Lsh), ("exact", Method::Exact)])?,
        shingling: shingling(size, unit)?,
        sketcher: num_hashes.count(Sketcher::new)?,
        miss,
    };
    let (ids, column) = column_and_ids(texts, ids)?;
    if let Some(given) = &story.dates {
        check_same_index(("texts", texts), ("dates", given))?;
    }
    check_length("dates", dates.as_ref().map(Vec::len), column.len())?;
    let beside = Beside {
        languages: languages(("texts", texts), &story.language, column.len())?,
        titles: optional_strings(texts, story.titles.as_ref(), "titles", column.len())?,
        sources: optional_strings(texts, story.sources.as_ref(), "sources", column.len())?,
    };
    let telling = Telling { threshold: story.threshold, beside, dates: dates.clone(), window: story.window };
    telling.check()?;
    let (batch, capped, compared) = Conduct { n_threads, progress }.run(py, move |run| {
        let Beside { titles, sources, .. } = &telling.beside;
        let column = without_boilerplate(run, column, ignore_boilerplate, titles.as_ref(), sources.as_ref())?;
        let (clustering, why, compared) = if let Some(level) = level {
            (duplicate::cluster(run, Origin::Texts(&*column), level, &pairing)?, Vec::new(), 0)
        } else {
            let stories = story::cluster(run, &*column, &pairing, &telling)?;
            (stories.clustering, stories.why, stories.compared)
        };
        let first = dates.map_or_else(Vec::new, |dates| duplicate::first_rows(&clustering.memberships, &dates));
        let remarks = Remarks { first, why };
        Ok((records::memberships(&clustering.memberships, &remarks, &ids), clustering.capped, compared))
    })?;
    Ok((batch.into(), capped, compared))
}

#[pyfunction]
#[pyo3(signature = (left, right, language, n_threads, progress))]
pub fn explain(
    py: Python<'_>,
    left: &Bound<'_, PyAny>,
    right: &Bound<'_, PyAny>,
    language: &Bound<'_, PyAny>,
    n_threads: Option<Whole>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Table> {
    check_same_index(("left", left), ("right", right))?;
    let given_left = left;
    let (left, right) = (column(left, "left")?, column(right, "right")?);
    check_equally_long(&*left, &*right)?;
    let languages = languages(("left", given_left), language, left.len())?;
    let batch = Conduct { n_threads, progress }
        .run(py, move |run| Ok(records::explanations(&story::explain(run, &*left, &*right, languages)?)))?;
    Ok(batch.into())
}

/// The content words of each text, as (stem, whether it is written small): what the background table is counted from.
#[pyfunction]
#[allow(clippy::needless_pass_by_value)] // arguments come by value
pub fn story_terms(texts: Vec<String>, language: &str) -> PyResult<Vec<Vec<(String, bool)>>> {
    let language = Language::parse(language)?;
    let terms = |text: &String| {
        let mut terms = Vec::new();
        story::reading::for_each_word(None, text, language, |word, stem, _| terms.push((stem.to_owned(), word.small)));
        terms
    };
    Ok(texts.iter().map(terms).collect())
}

#[pyfunction]
#[pyo3(signature = (texts, titles, language, ids, n_threads, progress))]
pub fn extract_quotes(
    py: Python<'_>,
    texts: &Bound<'_, PyAny>,
    titles: Option<&Bound<'_, PyAny>>,
    language: &Bound<'_, PyAny>,
    ids: Option<&Bound<'_, PyAny>>,
    n_threads: Option<Whole>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Table> {
    let (ids, column) = column_and_ids(texts, ids)?;
    let titles = optional_strings(texts, titles, "titles", column.len())?;
    let languages = languages(("texts", texts), language, column.len())?;
    let batch = Conduct { n_threads, progress }.run(py, move |run| {
        let quotes = run.map_rows(&*column, |row, text| {
            let title = titles.as_ref().and_then(|titles| titles[row.index()].as_deref());
            text.map_or_else(Vec::new, |text| article_quotes(title, text, languages.of(row)))
        })?;
        Ok(records::quotes(&quotes, &ids))
    })?;
    Ok(batch.into())
}

/// The quotes of an article whose headline may be apart from its text.
///
/// Both are read as one, so that a name in one is known in the other; offsets are those of the part in which the quote
/// stands. A text that begins with its headline holds it already.
fn article_quotes(title: Option<&str>, text: &str, language: Spoken) -> Vec<QuoteRecord> {
    let Some(title) = title.filter(|title| !title.trim().is_empty() && !begins_with(text, title)) else {
        return quote_records(text, None, language);
    };
    quote_records(&format!("{title}\n\n{text}"), Some(title.len()), language)
}

/// The quotes of one text as records, with their texts cut out while it is at hand; its first `title` bytes, if that is
/// given, are a headline apart.
fn quote_records(text: &str, title: Option<usize>, language: Spoken) -> Vec<QuoteRecord> {
    let offsets = CharOffsets::new(text);
    let body = title.map_or(0, |title| title + 2);
    let reading = quote::read(text, title, language);
    let records = reading.quotes.into_iter().map(|quote| {
        let (from, to) = match title {
            Some(title) if quote.span.start < title => (0, title),
            _ => (body, text.len()),
        };
        let first = offsets.char_at(from);
        let clip = |at: usize| offsets.char_at(at.clamp(from, to)) - first;
        let span = |span: ByteSpan| CharSpan { start: clip(span.start), end: clip(span.end) };
        let cut = |part: ByteSpan| {
            let inside = from <= part.start && part.end <= to;
            TextSpan { span: inside.then(|| span(part)), text: part.of(text).into() }
        };
        let quoted = ByteSpan::new(quote.span.start, quote.span.end.clamp(from, to));
        QuoteRecord {
            quote: cut(quoted),
            inner: quote.inner.map(span),
            content: span(quote.content),
            kind: quote.kind.as_str(),
            speaker: quote.speaker.map(cut),
            speaker_name: quote.speaker_name,
            speaker_kind: quote.speaker_kind.map(quote::SpeakerKind::as_str),
            speaker_role: quote.speaker_role.map(|role| role.of(text).into()),
            cue: quote.cue.map(cut),
            rule: quote.rule.as_str(),
            confidence: quote.confidence,
            closed: quote.closed && quoted == quote.span,
            continues: quote.continues,
            words: quote.words,
            sentence: span(quote.sentence),
            field: quote.field.as_str(),
            language: reading.language.code(),
        }
    });
    records.collect()
}

/// The names of the rules that the column `rule` of `extract_quotes` holds.
#[pyfunction]
pub fn quote_rules() -> Vec<&'static str> {
    quote::Rule::ALL.iter().map(|rule| rule.as_str()).collect()
}

/// Panics inside a run, so that tests see what becomes of a panic.
#[pyfunction]
pub fn panic_in_a_run(py: Python<'_>) -> PyResult<()> {
    Conduct { n_threads: None, progress: None }.run(py, |_| panic!("a panic on purpose"))
}

/// A column and the ids of its rows.
type Identified = (Ids, Arc<dyn TextColumn>);

/// The argument `texts` and the ids of its rows, which its index may give.
pub fn column_and_ids(texts: &Bound<'_, PyAny>, given: Option<&Bound<'_, PyAny>>) -> PyResult<Identified> {
    ids_beside(("texts", texts), ("ids", given))
}

/// A column and the ids of its rows, which its index may give, each with the name of its argument.
fn ids_beside(
    (name, texts): (&str, &Bound<'_, PyAny>),
    given: (&str, Option<&Bound<'_, PyAny>>),
) -> PyResult<Identified> {
    let column = column(texts, name)?;
    Ok((ids((name, texts), given, column.len())?, column))
}
