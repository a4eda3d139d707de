//! The functions that hold versions of a story against each other.

use super::beside::{check_length, languages, optional_strings};
use super::functions::column_and_ids;
use super::ids::check_same_index;
use super::output::Table;
use super::parameters::Whole;
use super::run::Conduct;
use crate::Result;
use crate::corpus::TextColumn;
use crate::id::{ClusterId, Ids};

use crate::records::{self, Labels, VariantRecord};
use crate::schedule::Run;
use crate::story::corpus::Strings;
use crate::versions::conflict;
use crate::versions::disagreement::{Discrepancy, discrepancies};
use crate::versions::quotation::Given;
use crate::versions::story::{Beside, Story, for_each_story};
use crate::versions::variant::{Group, Member, Variants, variants};
use ahash::AHashSet;
use pyo3::prelude::*;
use std::sync::Arc;

/// What the functions take beside threads and progress.
#[derive(FromPyObject)]
pub struct VersionArguments<'py> {
    #[pyo3(item)]
    texts: Bound<'py, PyAny>,
    #[pyo3(item)]
    titles: Option<Bound<'py, PyAny>>,
    #[pyo3(item)]
    language: Bound<'py, PyAny>,
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
    /// For each row the number of its story; none for a row that is of none.
    #[pyo3(item)]
    stories: Vec<Option<u32>>,
    /// The labels behind the numbers.
    #[pyo3(item)]
    labels: GivenLabels,
    #[pyo3(item)]
    quotes: Bound<'py, Table>,
}

/// The columns of a table of quotes that the functions need, and those that they take where they are there.
#[pyfunction]
pub fn quote_columns() -> (Vec<&'static str>, Vec<&'static str>) {
    (records::NEEDED.to_vec(), records::OPTIONAL.to_vec())
}

/// Labels of stories as the caller wrote them.
#[derive(FromPyObject)]
enum GivenLabels {
    Integers(Vec<i64>),
    Texts(Vec<String>),
}

/// The same in the core's types.
struct Arguments {
    ids: Ids,
    column: Arc<dyn TextColumn>,
    sources: Option<Strings>,
    beside: Beside,
    stories: Vec<Option<u32>>,
    labels: Labels,
    quotes: Vec<Given>,
}

impl VersionArguments<'_> {
    fn read(self) -> PyResult<Arguments> {
        let (ids, column) = column_and_ids(&self.texts, self.ids.as_ref())?;
        let rows = column.len();
        if let Some(given) = &self.given_dates {
            check_same_index(("texts", &self.texts), ("dates", given))?;
        }
        check_length("dates", self.dates.as_ref().map(Vec::len), rows)?;
        check_length("stories", Some(self.stories.len()), rows)?;
        let titles = optional_strings(&self.texts, self.titles.as_ref(), "titles", rows)?;
        let languages = languages(("texts", &self.texts), &self.language, rows)?;
        let sources = optional_strings(&self.texts, self.sources.as_ref(), "sources", rows)?;
        let of_row = |story: &Option<u32>| story.map(|story| story as usize);
        let labels = match &self.labels {
            GivenLabels::Integers(labels) => {
                Labels::Integers(self.stories.iter().map(|story| labels.get(of_row(story)?).copied()).collect())
            }
            GivenLabels::Texts(labels) => {
                let text = |story| labels.get(of_row(story)?).map(|label| label.as_str().into());
                Labels::Texts(self.stories.iter().map(text).collect())
            }
        };
        let quotes = records::given_quotes(self.quotes.get().batch(), rows)?;
        let beside = Beside { titles, languages, dates: self.dates.unwrap_or_default() };
        Ok(Arguments { ids, column, sources, beside, stories: self.stories, labels, quotes })
    }
}

impl Arguments {
    fn each<T: Send>(&self, run: &Run, each: impl Fn(&Story<'_>) -> T + Sync) -> Result<Vec<T>> {
        for_each_story(run, &*self.column, &self.stories, &self.quotes, &self.beside, each)
    }
}

#[pyfunction]
#[pyo3(signature = (arguments, n_threads, progress))]
pub fn match_quotes(
    py: Python<'_>,
    arguments: VersionArguments<'_>,
    n_threads: Option<Whole>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Table> {
    let arguments = arguments.read()?;
    let batch = Conduct { n_threads, progress }.run(py, move |run| {
        let groups = arguments.each(run, |story| {
            let found = variants(&story.versions, &story.quotes);
            found.groups.iter().map(|group| members(story, &found, group, arguments.sources.as_ref())).collect::<Vec<_>>()
        })?;
        Ok(records::variants(&groups.concat(), &arguments.labels, &arguments.ids))
    })?;
    Ok(batch.into())
}

/// The records of one group.
fn members(story: &Story<'_>, found: &Variants, group: &Group, sources: Option<&Strings>) -> Vec<VariantRecord> {
    let versions = group.versions();
    let row = |version: usize| story.versions[version].row;
    let outlets = sources.map(|sources| {
        versions.iter().filter_map(|&version| sources[row(version).index()].as_deref()).collect::<AHashSet<_>>().len()
    });
    let record = |member: &Member| {
        let quote = member.quote.map(|quote| &story.quotes[quote]);
        let own = || quote.and_then(|quote| quote.name.as_deref()).map(str::to_owned);
        VariantRecord {
            row: row(member.version),
            quote: quote.map(|quote| quote.number),
            place: story.versions[member.version].place(member.span),
            speaker: member.who.as_ref().and_then(|who| found.cast.name(who)).or_else(own),
            status: member.status.as_str(),
            similarity: member.similarity,
            documents: versions.len(),
            sources: outlets,
            diff: member.diff.clone(),
        }
    };
    group.members.iter().map(record).collect()
}

#[pyfunction]
#[pyo3(name = "discrepancies", signature = (arguments, n_threads, progress))]
pub fn find_discrepancies(
    py: Python<'_>,
    arguments: VersionArguments<'_>,
    n_threads: Option<Whole>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Table> {
    let arguments = arguments.read()?;
    let batch = Conduct { n_threads, progress }.run(py, move |run| {
        let mut found: Vec<Discrepancy> = arguments.each(run, story_discrepancies)?.concat();
        found.sort_by(|a, b| b.severity.total_cmp(&a.severity));
        Ok(records::discrepancies(&found, &arguments.labels, &arguments.ids))
    })?;
    Ok(batch.into())
}

fn story_discrepancies(story: &Story<'_>) -> Vec<Discrepancy> {
    let mut facts = Vec::new();
    if story.versions.len() > 1 {
        let found = variants(&story.versions, &story.quotes);
        facts.extend(conflict::disagreements(&story.versions, &story.quotes, &found));
    }
    discrepancies(ClusterId(story.first.0), &story.versions, &facts)
}
