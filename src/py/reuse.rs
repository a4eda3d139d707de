//! The functions about shared wording.

use super::beside::{check_length, optional_strings};
use super::ids::{check_same_index, ids};
use super::input::column;
use super::output::Table;
use super::parameters::Whole;
use super::run::Conduct;
use crate::corpus::{Row, TextColumn};
use crate::duplicate::{Making, Measure, Method, Pairing, near_duplicates};
use crate::error::{Error, Result};
use crate::id::{DocId, Ids, check_rows};
use crate::records::{self, Sides};
use crate::reuse::compare::{Comparing, Shared, compare};
use crate::reuse::direction::{Known, Verdict, verdicts};
use crate::reuse::meet::{self, meeting};
use crate::reuse::sides::Joined;
use crate::schedule::Run;
use crate::shingle::{Shingling, Unit};
use crate::sketch::Sketcher;
use pyo3::prelude::*;
use std::sync::Arc;

/// What both functions take beside the texts.
#[derive(FromPyObject)]
pub struct ReuseArguments<'py> {
    /// Rows of the left and of the right texts.
    #[pyo3(item)]
    pairs: Option<(Vec<i64>, Vec<i64>)>,
    #[pyo3(item)]
    min_words: Whole,
    #[pyo3(item)]
    max_pairs: Whole,
    #[pyo3(item)]
    left: SideArguments<'py>,
    /// Another column to compare with.
    #[pyo3(item)]
    right: Option<SideArguments<'py>>,
}

/// A column and what stands beside it.
#[derive(FromPyObject)]
pub struct SideArguments<'py> {
    #[pyo3(item)]
    texts: Bound<'py, PyAny>,
    #[pyo3(item)]
    ids: Option<Bound<'py, PyAny>>,
    #[pyo3(item)]
    sources: Option<Bound<'py, PyAny>>,
    /// The column as it came, for its index.
    #[pyo3(item)]
    given_dates: Option<Bound<'py, PyAny>>,
    /// Microseconds.
    #[pyo3(item)]
    dates: Option<Vec<Option<i64>>>,
}

/// A side in the core's types.
struct Side {
    ids: Ids,
    column: Arc<dyn TextColumn>,
    sources: Vec<Option<Box<str>>>,
    dates: Vec<Option<i64>>,
}

impl SideArguments<'_> {
    fn read(self, names: [&'static str; 4]) -> PyResult<Side> {
        let [texts_name, ids_name, sources_name, dates_name] = names;
        let column = column(&self.texts, texts_name)?;
        check_rows(texts_name, column.len())?;
        if let Some(given) = &self.given_dates {
            check_same_index((texts_name, &self.texts), (dates_name, given))?;
        }
        check_length(dates_name, self.dates.as_ref().map(Vec::len), column.len())?;
        let sources = optional_strings(&self.texts, self.sources.as_ref(), sources_name, column.len())?;
        let folded = |source: &Option<Box<str>>| source.as_deref().map(fold);
        Ok(Side {
            ids: ids((texts_name, &self.texts), (ids_name, self.ids.as_ref()), column.len())?,
            sources: sources.map_or_else(|| vec![None; column.len()], |sources| sources.iter().map(folded).collect()),
            dates: self.dates.unwrap_or_else(|| vec![None; column.len()]),
            column,
        })
    }
}

/// An outlet's name without what spelling varies.
fn fold(name: &str) -> Box<str> {
    name.trim().to_lowercase().into()
}

#[pyfunction]
#[pyo3(signature = (arguments, n_threads, progress))]
pub fn passages(
    py: Python<'_>,
    arguments: ReuseArguments<'_>,
    n_threads: Option<Whole>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Table> {
    reuse(py, arguments, Conduct { n_threads, progress }, true)
}

#[pyfunction]
#[pyo3(signature = (arguments, n_threads, progress))]
pub fn overlap(
    py: Python<'_>,
    arguments: ReuseArguments<'_>,
    n_threads: Option<Whole>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Table> {
    reuse(py, arguments, Conduct { n_threads, progress }, false)
}

fn reuse(py: Python<'_>, arguments: ReuseArguments<'_>, conduct: Conduct, passages: bool) -> PyResult<Table> {
    let ReuseArguments { pairs, min_words, max_pairs, left, right } = arguments;
    let min_words = min_words.count(check_min_words)?;
    let most = max_pairs.unsigned("max_pairs")?;
    let left = left.read(["texts", "ids", "sources", "dates"])?;
    let right =
        right.map(|right| right.read(["against", "against_ids", "against_sources", "against_dates"])).transpose()?;
    let lengths = (left.column.len(), right.as_ref().map(|right| right.column.len()));
    let pairs = pairs.map(|(lefts, rights)| rows_of_pairs(&lefts, &rights, lengths)).transpose()?;
    let (joined, sides, mut known) = join(left, right)?;
    let batch = conduct.run(py, move |run| {
        known.complete = pairs.is_none();
        let mut pairs = match pairs {
            Some(pairs) => pairs,
            None => found_pairs(run, &*joined, &sides, most)?,
        };
        let missing = |row: DocId| joined.row(row) == Row::Missing;
        pairs.retain(|&(left, right)| !missing(left) && !missing(right));
        let comparing = Comparing { min_words, passages, left_out: Vec::new() };
        let mut shared = compare(run, &*joined, &pairs, &comparing)?;
        if known.complete {
            shared.retain(|pair| pair.extent.all.shared_left > 0);
        }
        let verdicts = verdicts(&shared, &known);
        Ok(records(&shared, &verdicts, &sides, passages))
    })?;
    Ok(batch.into())
}

fn records(shared: &[Shared], verdicts: &[Verdict], sides: &Sides, passages: bool) -> arrow_array::RecordBatch {
    if passages { records::passages(shared, verdicts, sides) } else { records::overlaps(shared, verdicts, sides) }
}

fn check_min_words(words: usize) -> Result<usize> {
    let allowed = crate::reuse::anchors::SEED..=1_000_000;
    if allowed.contains(&words) {
        return Ok(words);
    }
    Err(Error::parameter("min_words", "in [5, 1000000]", words))
}

/// Both sides as one column, whose ids and whose knowledge follow one another.
fn join(left: Side, right: Option<Side>) -> Result<(Arc<dyn TextColumn>, Sides, Known)> {
    let Some(right) = right else {
        let known = Known { dates: left.dates, sources: left.sources, ..Known::default() };
        return Ok((left.column, Sides { ids: left.ids, against: None }, known));
    };
    let border = left.column.len();
    check_rows("against", border.saturating_add(right.column.len()))?;
    let known = Known {
        dates: [left.dates, right.dates].concat(),
        sources: [left.sources, right.sources].concat(),
        ..Known::default()
    };
    let joined = Joined { first: left.column, second: right.column };
    Ok((Arc::new(joined), Sides { ids: left.ids, against: Some((border, right.ids)) }, known))
}

/// The given pairs as rows of the joined column, ascending, each once.
fn rows_of_pairs(
    lefts: &[i64],
    rights: &[i64],
    (left_rows, right_rows): (usize, Option<usize>),
) -> Result<Vec<(DocId, DocId)>> {
    let row = |number: i64, rows: usize, pair: usize, side: &str| {
        usize::try_from(number).ok().filter(|&row| row < rows).ok_or_else(|| {
            let expected = format!("rows in [0, {rows}) on the {side}");
            Error::parameter("pairs", expected, format!("{number} in pair {pair}"))
        })
    };
    let mut pairs = Vec::with_capacity(lefts.len());
    for (number, (&left, &right)) in lefts.iter().zip(rights).enumerate() {
        let (one, other) =
            (row(left, left_rows, number, "left")?, row(right, right_rows.unwrap_or(left_rows), number, "right")?);
        if right_rows.is_none() && one == other {
            return Err(Error::parameter("pairs", "of two rows", format!("row {one} twice in pair {number}")));
        }
        let border = if right_rows.is_some() { left_rows } else { 0 };
        pairs.push((DocId::from_index(one), DocId::from_index(border + other)));
    }
    pairs.sort_unstable();
    pairs.dedup();
    Ok(pairs)
}

/// The pairs that may share a passage: those that meet in runs of words, and near-duplicates, which may have none that few hold.
fn found_pairs(run: &Run, column: &dyn TextColumn, sides: &Sides, most: u64) -> Result<Vec<(DocId, DocId)>> {
    if let Some((border, _)) = sides.against {
        return meeting(run, column, meet::Sides::Two(border), most);
    }
    let pairing = Pairing {
        threshold: 0.7,
        measure: Measure::Jaccard,
        method: Method::Lsh,
        shingling: Shingling::new(5, Unit::Word)?,
        sketcher: Sketcher::new(256)?,
        miss: 1e-6,
    };
    let near = near_duplicates(run, column, &pairing, Making { most, expand: true })?;
    let mut pairs: Vec<(DocId, DocId)> = near.iter().map(|pair| (pair.left, pair.right)).collect();
    pairs.extend(meeting(run, column, meet::Sides::One, most)?);
    pairs.sort_unstable();
    pairs.dedup();
    Ok(pairs)
}
