//! The sentences of a column of texts, for what shows texts sentence by sentence.

use super::input::column;
use super::parameters::Whole;
use super::run::Conduct;
use crate::span::CharOffsets;
use crate::text;
use pyo3::prelude::*;

/// For each text its sentences, half-open in code points; none for a missing text.
type Sentences = Vec<Option<Vec<(usize, usize)>>>;

#[pyfunction]
#[pyo3(signature = (texts, n_threads, progress))]
pub fn sentences(
    py: Python<'_>,
    texts: &Bound<'_, PyAny>,
    n_threads: Option<Whole>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Sentences> {
    let column = column(texts, "texts")?;
    Conduct { n_threads, progress }.run(py, move |run| {
        run.map_rows(&*column, |_, text| {
            let offsets = CharOffsets::new(text?);
            let spans = text::sentences(text?).into_iter().map(|span| offsets.span(span));
            Some(spans.map(|span| (span.start, span.end)).collect())
        })
    })
}
