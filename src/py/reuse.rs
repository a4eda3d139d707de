//! The functions about shared wording.

use super::beside::{check_length_beside, strings_beside};
use super::ids::{check_same_index, ids};
use super::input::column;
use super::output::Table;
use super::parameters::Whole;
use super::run::Conduct;
use crate::corpus::{Row, TextColumn};
use crate::duplicate::{Making, Measure, Method, Pairing, near_duplicates, near_duplicates_across};
use crate::error::{Error, Result};
use crate::id::{DocId, Ids, check_rows};
use crate::records::{self, Sides};
use crate::reuse::boilerplate;
use crate::reuse::compare::{Comparing, Shared, compare};
use crate::reuse::credits::credits;
use crate::reuse::credits::outlets::{Outlets, fold};
use crate::reuse::direction::{Known, Verdict, verdicts};
use crate::reuse::meet::{self, meeting};
use crate::reuse::sides::Joined;
use crate::schedule::Run;
use crate::shingle::{Shingling, Unit};
use crate::sketch::Sketcher;
use crate::span::ByteSpan;
use crate::story::corpus::Strings;
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
    ignore_boilerplate: bool,
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
    sources: Option<Strings>,
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
        check_length_beside(texts_name, dates_name, self.dates.as_ref().map(Vec::len), column.len())?;
        let sources = strings_beside((texts_name, &self.texts), (sources_name, self.sources.as_ref()), column.len())?;
        Ok(Side {
            ids: ids((texts_name, &self.texts), (ids_name, self.ids.as_ref()), column.len())?,
            sources,
            dates: self.dates.unwrap_or_else(|| vec![None; column.len()]),
            column,
        })
    }
}

impl Side {
    /// For each row its outlet, folded.
    fn folded_sources(&self) -> Vec<Option<Box<str>>> {
        let folded = |source: &Option<Box<str>>| source.as_deref().map(fold);
        let none = || vec![None; self.column.len()];
        self.sources.as_ref().map_or_else(none, |sources| sources.iter().map(folded).collect())
    }
}

/// For each row the outlets that its text credits, folded; for rows that share something, where outlets are known.
fn credits_of(
    run: &Run,
    columns: &Columns,
    outlets: &Outlets,
    shared: &[Shared],
    known: &Known,
) -> Result<Vec<Vec<Box<str>>>> {
    let column = columns.column();
    if known.sources.iter().all(Option::is_none) {
        return Ok(Vec::new());
    }
    let mut rows: Vec<DocId> = shared.iter().flat_map(|pair| [pair.left, pair.right]).collect();
    rows.sort_unstable();
    rows.dedup();
    let found = run.map_some(column, &rows, |_, text| {
        let text = text.unwrap_or_default();
        let names = credits(text, None, outlets).into_iter().filter_map(|credit| Some(fold(credit.source?.of(text))));
        names.collect::<Vec<_>>()
    })?;
    let mut of_rows = vec![Vec::new(); column.len()];
    for (row, names) in rows.into_iter().zip(found) {
        of_rows[row.index()] = names;
    }
    Ok(of_rows)
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
    let ReuseArguments { pairs, min_words, max_pairs, ignore_boilerplate, left, right } = arguments;
    let min_words = min_words.count(check_min_words)?;
    let most = max_pairs.unsigned("max_pairs")?;
    let left = left.read(["texts", "ids", "sources", "dates"])?;
    let right =
        right.map(|right| right.read(["against", "against_ids", "against_sources", "against_dates"])).transpose()?;
    let lengths = (left.column.len(), right.as_ref().map(|right| right.column.len()));
    let pairs = pairs.map(|(lefts, rights)| rows_of_pairs(&lefts, &rights, lengths)).transpose()?;
    let sources = [left.sources.clone(), right.as_ref().and_then(|right| right.sources.clone())];
    let named = sources.iter().flatten().flat_map(|sources| sources.iter());
    let outlets = Outlets::of(named.filter_map(Option::as_deref));
    let (columns, sides, mut known) = join(left, right)?;
    let batch = conduct.run(py, move |run| {
        known.complete = pairs.is_none();
        let mut pairs = match pairs {
            Some(pairs) => pairs,
            None => found_pairs(run, &columns, most)?,
        };
        let missing = |row: DocId| columns.column().row(row) == Row::Missing;
        pairs.retain(|&(left, right)| !missing(left) && !missing(right));
        let left_out = if ignore_boilerplate { columns.boilerplate(run, &sources)? } else { Vec::new() };
        let comparing = Comparing { min_words, passages, left_out };
        let mut shared = compare(run, columns.column(), &pairs, &comparing)?;
        if known.complete {
            shared.retain(|pair| pair.extent.all.shared_left > 0);
        }
        known.credits = credits_of(run, &columns, &outlets, &shared, &known)?;
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
fn join(left: Side, right: Option<Side>) -> Result<(Columns, Sides, Known)> {
    let Some(right) = right else {
        let known = Known { sources: left.folded_sources(), dates: left.dates, ..Known::default() };
        return Ok((Columns::One(left.column), Sides { ids: left.ids, against: None }, known));
    };
    let border = left.column.len();
    check_rows("against", border.saturating_add(right.column.len()))?;
    let known = Known {
        sources: [left.folded_sources(), right.folded_sources()].concat(),
        dates: [left.dates, right.dates].concat(),
        ..Known::default()
    };
    let joined = Joined { first: left.column, second: right.column };
    Ok((Columns::Two(joined), Sides { ids: left.ids, against: Some((border, right.ids)) }, known))
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
fn found_pairs(run: &Run, columns: &Columns, most: u64) -> Result<Vec<(DocId, DocId)>> {
    let pairing = Pairing {
        threshold: 0.7,
        measure: Measure::Jaccard,
        method: Method::Lsh,
        shingling: Shingling::new(5, Unit::Word)?,
        sketcher: Sketcher::new(256)?,
        miss: 1e-6,
    };
    let making = Making { most, expand: true };
    let border = columns.border();
    let near = match columns {
        Columns::One(column) => near_duplicates(run, &**column, &pairing, making)?,
        Columns::Two(joined) => near_duplicates_across(run, &*joined.first, &*joined.second, &pairing, making)?,
    };
    let behind = |row: DocId| DocId::from_index(row.index() + border.unwrap_or(0));
    let mut pairs: Vec<(DocId, DocId)> = near.iter().map(|pair| (pair.left, behind(pair.right))).collect();
    pairs.extend(meeting(run, columns.column(), border.map_or(meet::Sides::One, meet::Sides::Two), most)?);
    pairs.sort_unstable();
    pairs.dedup();
    Ok(pairs)
}

/// What is compared: the rows of one column with each other, or those of two across.
enum Columns {
    One(Arc<dyn TextColumn>),
    Two(Joined),
}

impl Columns {
    fn column(&self) -> &dyn TextColumn {
        match self {
            Self::One(column) => &**column,
            Self::Two(joined) => joined,
        }
    }

    /// For each row the blocks that are not the article's own; those of one column are told from that column alone.
    fn boilerplate(&self, run: &Run, sources: &[Option<Strings>; 2]) -> Result<Vec<Vec<ByteSpan>>> {
        let spans = |column: &dyn TextColumn, sources: &Option<Strings>| {
            let beside = boilerplate::Beside { titles: None, sources: sources.as_ref().map(|sources| &sources[..]) };
            boilerplate::spans(run, column, beside)
        };
        match self {
            Self::One(column) => spans(&**column, &sources[0]),
            Self::Two(joined) => {
                Ok([spans(&*joined.first, &sources[0])?, spans(&*joined.second, &sources[1])?].concat())
            }
        }
    }

    /// Where the rows of the second column begin.
    fn border(&self) -> Option<usize> {
        match self {
            Self::One(_) => None,
            Self::Two(joined) => Some(joined.first.len()),
        }
    }
}
