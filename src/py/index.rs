//! The class behind `Index`: columns in, records out, and the archive on disk between them.

use super::beside::{check_length, languages, optional_strings, outlets};
use super::ids::{as_integer, check_same_index, from_index, ids, is_default_index, kept_ids};
use super::input::column;
use super::output::Table;
use super::parameters::{Whole, choice};
use super::run::Conduct;
use crate::corpus::TextColumn;
use crate::error::Result;
use crate::id::{DocId, Ids};
use crate::index::disk::System;
use crate::index::live::Live;
use crate::index::stories::Stories;
use crate::index::{Adding, Archive, Clusters, Depth, Id, IdKind, Incoming, Matches, OnConflict, Settings, matches};
use crate::records::{self, MatchRecord, Remarks, iso};
use crate::schedule::Run;
use crate::story::Beside;
use crate::story::frozen::Frozen;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString};
use std::path::PathBuf;
use std::sync::Arc;

/// An open index.
#[pyclass(frozen, module = "copydesk._copydesk")]
pub struct Index {
    archive: Arc<Archive>,
}

/// The parameters of a new index.
#[derive(FromPyObject)]
pub struct Created {
    #[pyo3(item)]
    level: String,
    #[pyo3(item)]
    threshold: f64,
    #[pyo3(item)]
    size: Whole,
    #[pyo3(item)]
    unit: String,
    #[pyo3(item)]
    story_threshold: f64,
    #[pyo3(item)]
    window: Option<i64>,
    #[pyo3(item)]
    keep_text: bool,
}

/// The columns of articles.
#[derive(FromPyObject)]
pub struct Articles<'py> {
    #[pyo3(item)]
    texts: Bound<'py, PyAny>,
    #[pyo3(item)]
    ids: Option<Bound<'py, PyAny>>,
    #[pyo3(item)]
    titles: Option<Bound<'py, PyAny>>,
    #[pyo3(item)]
    sources: Option<Bound<'py, PyAny>>,
    /// Microseconds.
    #[pyo3(item)]
    moments: Option<Vec<Option<i64>>>,
    /// The dates as they came, for their index.
    #[pyo3(item)]
    dates: Option<Bound<'py, PyAny>>,
    #[pyo3(item)]
    language: Bound<'py, PyAny>,
}

impl Articles<'_> {
    /// The columns; ids of articles that are kept have 64 bits.
    fn read(self, are_kept: bool) -> PyResult<Incoming> {
        let texts = &self.texts;
        let column: Arc<dyn TextColumn> = column(texts, "texts")?;
        let rows = column.len();
        let ids = if self.ids.is_none() && is_default_index(texts)? {
            Ids::Rows
        } else {
            let read = if are_kept { kept_ids } else { ids };
            read(("texts", texts), ("ids", self.ids.as_ref()), rows)?
        };
        if let Some(dates) = &self.dates {
            check_same_index(("texts", texts), ("dates", dates))?;
        }
        check_length("dates", self.moments.as_ref().map(Vec::len), rows)?;
        let titles = optional_strings(texts, self.titles.as_ref(), "titles", rows)?;
        let sources = outlets(texts, self.sources.as_ref(), rows)?;
        let languages = languages(("texts", texts), &self.language, rows)?;
        let beside = Beside { languages, titles, sources: None };
        Ok(Incoming { column, ids, beside, sources, dates: self.moments })
    }
}

fn records_of(found: &Matches) -> Result<arrow_array::RecordBatch> {
    let (mut records, mut integers, mut strings) = (Vec::new(), Vec::new(), Vec::new());
    for one in &found.found {
        let view = matches::view(&found.parts, one)?;
        match view.id.to_owned() {
            Id::Integer(id) => integers.push(id),
            Id::Text(id) => strings.push(id),
        }
        records.push(MatchRecord {
            row: DocId(one.row),
            relation: one.relation,
            score: one.score,
            similarity: one.similarity,
            source: view.source,
            date: view.date,
        });
    }
    let match_ids = match found.id_kind {
        Some(IdKind::Text) => Ids::Strings(strings),
        _ => Ids::Integers(integers),
    };
    Ok(records::matches(&records, &found.ids, &match_ids))
}

#[pymethods]
impl Index {
    #[staticmethod]
    #[allow(clippy::needless_pass_by_value)] // arguments come by value
    fn create(py: Python<'_>, path: PathBuf, parameters: Created, background: Option<Articles<'_>>) -> PyResult<Self> {
        let depths =
            [("exact", Depth::Exact), ("near", Depth::Near), ("partial", Depth::Partial), ("story", Depth::Story)];
        let settings = Settings {
            depth: choice("level", &parameters.level, &depths)?,
            threshold: parameters.threshold,
            shingling: super::functions::shingling(parameters.size, &parameters.unit)?,
            story_threshold: parameters.story_threshold,
            window: parameters.window,
            keep_text: parameters.keep_text,
        };
        settings.check()?;
        let background = background.map(|articles| articles.read(false)).transpose()?;
        let archive = Conduct { n_threads: None, progress: None }.run(py, move |run| {
            let stories = match background {
                _ if settings.depth != Depth::Story => None,
                None => Some(Stories::new(Frozen::built_in())),
                Some(Incoming { column, beside, .. }) => Some(Stories::counted(run, &*column, &beside)?),
            };
            Archive::create(Arc::new(System), path, settings, stories)
        })?;
        Ok(Self { archive: Arc::new(archive) })
    }

    #[staticmethod]
    fn open(py: Python<'_>, path: PathBuf) -> PyResult<Self> {
        let archive =
            Conduct { n_threads: None, progress: None }.run(py, move |_| Archive::open(Arc::new(System), path))?;
        Ok(Self { archive: Arc::new(archive) })
    }

    #[allow(clippy::too_many_arguments)] // the public function's own
    fn add(
        &self,
        py: Python<'_>,
        articles: Articles<'_>,
        on_conflict: &str,
        max_pairs: Whole,
        save: bool,
        n_threads: Option<Whole>,
        progress: Option<Py<PyAny>>,
    ) -> PyResult<Table> {
        let ways = [("error", OnConflict::Refuse), ("skip", OnConflict::Skip), ("replace", OnConflict::Replace)];
        let on_conflict = choice("on_conflict", on_conflict, &ways)?;
        let adding = Adding { on_conflict, most: max_pairs.unsigned("max_pairs")?, save };
        let given = articles.ids.is_some();
        let incoming = articles.read(true)?;
        let is_index = !given && incoming.ids != Ids::Rows;
        self.run(py, n_threads, progress, move |archive, run| {
            let added = archive.add(run, &incoming, adding);
            records_of(&added.map_err(|error| if is_index { from_index(error) } else { error })?)
        })
    }

    fn query(
        &self,
        py: Python<'_>,
        articles: Articles<'_>,
        max_pairs: Whole,
        n_threads: Option<Whole>,
        progress: Option<Py<PyAny>>,
    ) -> PyResult<Table> {
        let most = max_pairs.unsigned("max_pairs")?;
        let incoming = articles.read(false)?;
        self.run(py, n_threads, progress, move |archive, run| records_of(&archive.query(run, &incoming, most)?))
    }

    /// The clusters of the live rows, and how many groups were not compared pair by pair.
    fn clusters(
        &self,
        py: Python<'_>,
        n_threads: Option<Whole>,
        progress: Option<Py<PyAny>>,
    ) -> PyResult<(Table, usize)> {
        let (batch, capped) = self.run_any(py, n_threads, progress, |archive, run| {
            let Clusters { clustering, first, ids } = archive.clusters(run)?;
            let remarks = Remarks { first, why: Vec::new() };
            Ok((records::memberships(&clustering.memberships, &remarks, &ids), clustering.capped))
        })?;
        Ok((batch.into(), capped))
    }

    /// The live rows: ids, outlets, dates.
    fn articles<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let state = self.archive.state();
        let live = Live::new(&state)?;
        let (mut sources, mut dates) = (Vec::new(), Vec::new());
        for view in live.views() {
            let view = view?;
            sources.push(view.source);
            dates.push(view.date.map(iso));
        }
        let dict = PyDict::new(py);
        match live.ids()? {
            Ids::Rows => {}
            Ids::Integers(ids) => dict.set_item("id", ids)?,
            Ids::Strings(ids) => dict.set_item("id", ids.iter().map(|id| &**id).collect::<Vec<&str>>())?,
        }
        dict.set_item("source", sources)?;
        dict.set_item("date", dates)?;
        Ok(dict)
    }

    /// The kept texts of some ids.
    fn texts(&self, ids_given: &Bound<'_, PyAny>, count: usize) -> PyResult<Vec<Option<String>>> {
        let ids = kept_ids(("ids", ids_given), ("ids", Some(ids_given)), count)?;
        Ok(self.archive.texts(&ids, count)?)
    }

    fn remove(&self, py: Python<'_>, ids_given: &Bound<'_, PyAny>, count: usize, save: bool) -> PyResult<u64> {
        let ids = kept_ids(("ids", ids_given), ("ids", Some(ids_given)), count)?;
        self.run_any(py, None, None, move |archive, run| archive.remove(run, &ids, count, save))
    }

    fn save(&self, py: Python<'_>) -> PyResult<()> {
        self.run_any(py, None, None, Archive::save)
    }

    fn compact(&self, py: Python<'_>, n_threads: Option<Whole>, progress: Option<Py<PyAny>>) -> PyResult<()> {
        self.run_any(py, n_threads, progress, Archive::compact)
    }

    fn verify(&self, py: Python<'_>, n_threads: Option<Whole>, progress: Option<Py<PyAny>>) -> PyResult<()> {
        self.run_any(py, n_threads, progress, Archive::verify)
    }

    fn refresh(&self, py: Python<'_>) -> PyResult<()> {
        self.run_any(py, None, None, |archive, _| archive.refresh())
    }

    fn close(&self, py: Python<'_>, save: bool) -> PyResult<()> {
        self.run_any(py, None, None, move |archive, run| archive.close(run, save))
    }

    fn contains(&self, id: &Bound<'_, PyAny>) -> PyResult<bool> {
        let id = if let Ok(text) = id.cast::<PyString>() {
            // What cannot be written as UTF-8 is the id of no row.
            let Ok(text) = text.to_cow() else { return Ok(false) };
            Id::Text(text.into())
        } else if let Ok(Some(integer)) = as_integer(id)
            && let Ok(integer) = integer.extract::<i64>()
        {
            Id::Integer(integer)
        } else {
            return Ok(false);
        };
        Ok(self.archive.contains(&id)?)
    }

    fn __len__(&self) -> usize {
        usize::try_from(self.archive.state().live()).unwrap_or(usize::MAX)
    }

    #[getter]
    fn path(&self) -> PathBuf {
        self.archive.path().to_owned()
    }

    /// What the index is and holds.
    fn info<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let state = self.archive.state();
        let settings = state.settings();
        let unit = if settings.shingling.unit() == crate::shingle::Unit::Word { "word" } else { "char" };
        let dict = PyDict::new(py);
        dict.set_item("articles", state.live())?;
        dict.set_item("removed", state.removed.count())?;
        dict.set_item("segments", state.parts.len())?;
        dict.set_item("shingles", self.archive.shingles())?;
        dict.set_item("bytes", self.archive.bytes())?;
        dict.set_item("unsaved", state.unsaved)?;
        dict.set_item("saves", state.saved.generation)?;
        dict.set_item("format", crate::index::layout::VERSION)?;
        dict.set_item("level", settings.depth.as_str())?;
        dict.set_item("threshold", settings.threshold)?;
        dict.set_item("size", settings.shingling.size())?;
        dict.set_item("unit", unit)?;
        dict.set_item("story_threshold", settings.story_threshold)?;
        dict.set_item("window", settings.window)?;
        dict.set_item("keep_text", settings.keep_text)?;
        Ok(dict)
    }
}

impl Index {
    fn run(
        &self,
        py: Python<'_>,
        n_threads: Option<Whole>,
        progress: Option<Py<PyAny>>,
        job: impl FnOnce(&Archive, &Run) -> Result<arrow_array::RecordBatch> + Send + 'static,
    ) -> PyResult<Table> {
        Ok(self.run_any(py, n_threads, progress, job)?.into())
    }

    fn run_any<T: Send + 'static>(
        &self,
        py: Python<'_>,
        n_threads: Option<Whole>,
        progress: Option<Py<PyAny>>,
        job: impl FnOnce(&Archive, &Run) -> Result<T> + Send + 'static,
    ) -> PyResult<T> {
        let archive = Arc::clone(&self.archive);
        Conduct { n_threads, progress }.run(py, move |run| job(&archive, run))
    }
}
