//! The functions that hold versions of a story against each other.

use super::beside::{check_length, languages, optional_strings};
use super::functions::column_and_ids;
use super::ids::check_same_index;
use super::output::Table;
use super::parameters::Whole;
use super::run::Conduct;
use crate::Result;
use crate::corpus::TextColumn;
use crate::id::Ids;
use crate::records::{self, Corroborated, Labels, VariantRecord};
use crate::schedule::Run;
use crate::story::corpus::Strings;
use crate::versions::conflict;
use crate::versions::disagreement::{Discrepancy, discrepancies};
use crate::versions::facts;
use crate::versions::quotation::Given;
use crate::versions::spelling;
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
            records_of(story, &found, arguments.sources.as_ref())
        })?;
        Ok(records::variants(&groups.concat(), &arguments.labels, &arguments.ids))
    })?;
    Ok(batch.into())
}

/// Whom the versions of a story name for its quotes, where a quote's own version says less.
fn names(story: &Story<'_>, found: &Variants) -> Vec<Corroborated> {
    let members = found.groups.iter().flat_map(|group| &group.members);
    let name = |member: &Member| {
        let quote = &story.quotes[member.quote?];
        let lent = member.lent.as_ref();
        let who = lent.map(|(who, _)| who).or(member.who.as_ref())?;
        let name = found.cast.name(who)?;
        // A description that others put a name to is lent as well.
        let described = || quote.name.is_none().then_some(quote.confidence.unwrap_or_default());
        (quote.name.as_deref() != Some(&name)).then(|| Corroborated {
            quote: quote.number,
            name,
            lent: lent.map(|&(_, confidence)| confidence).or_else(described),
        })
    };
    members.filter_map(name).collect()
}

/// What one pass over the stories gives: the quotes with the speakers that their stories know, the variants, the discrepancies.
type Compared = (Table, Table, Table);

#[pyfunction]
#[pyo3(signature = (arguments, n_threads, progress))]
pub fn compare_versions(
    py: Python<'_>,
    arguments: VersionArguments<'_>,
    n_threads: Option<Whole>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Compared> {
    let quotes = arguments.quotes.get().batch().clone();
    let arguments = arguments.read()?;
    let (names, variants, discrepancies) = Conduct { n_threads, progress }.run(py, move |run| {
        let stories = arguments.each(run, |story| {
            let found = variants(&story.versions, &story.quotes);
            let groups = records_of(story, &found, arguments.sources.as_ref());
            (names(story, &found), groups, story_discrepancies(story, &found))
        })?;
        let (mut known, mut groups, mut pairs) = (Vec::new(), Vec::new(), Vec::new());
        for (names, variants, discrepancies) in stories {
            known.extend(names);
            groups.extend(variants);
            pairs.extend(discrepancies);
        }
        worst_first(&mut pairs);
        let Arguments { labels, ids, .. } = &arguments;
        let variants = records::variants(&groups, labels, ids);
        Ok((records::corroborated(&quotes, &known), variants, records::discrepancies(&pairs, labels, ids)))
    })?;
    Ok((names.into(), variants.into(), discrepancies.into()))
}

/// The records of each group.
fn records_of(story: &Story<'_>, found: &Variants, sources: Option<&Strings>) -> Vec<Vec<VariantRecord>> {
    let groups = found.by_row(&story.versions).into_iter();
    groups.map(|(group, in_order)| members(story, found, (group, &in_order), sources)).collect()
}

/// The records of one group.
fn members(
    story: &Story<'_>,
    found: &Variants,
    (group, in_order): (&Group, &[&Member]),
    sources: Option<&Strings>,
) -> Vec<VariantRecord> {
    let versions = group.versions();
    let row = |version: usize| story.versions[version].row;
    let outlets = sources.map(|sources| {
        versions.iter().filter_map(|&version| sources[row(version).index()].as_deref()).collect::<AHashSet<_>>().len()
    });
    let record = |member: &&Member| {
        let quote = member.quote.map(|quote| &story.quotes[quote]);
        let own = || quote.and_then(|quote| quote.name.as_deref()).map(str::to_owned);
        let who = member.lent.as_ref().map(|(who, _)| who).or(member.who.as_ref());
        VariantRecord {
            row: row(member.version),
            quote: quote.map(|quote| quote.number),
            place: story.versions[member.version].place(member.span),
            speaker: who.and_then(|who| found.cast.name(who)).or_else(own),
            status: member.status.as_str(),
            similarity: member.similarity,
            documents: versions.len(),
            sources: outlets,
            diff: member.diff.clone(),
        }
    };
    in_order.iter().map(record).collect()
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
        let each = |story: &Story<'_>| story_discrepancies(story, &variants(&story.versions, &story.quotes));
        let mut found: Vec<Discrepancy> = arguments.each(run, each)?.concat();
        worst_first(&mut found);
        Ok(records::discrepancies(&found, &arguments.labels, &arguments.ids))
    })?;
    Ok(batch.into())
}

/// Of equal severity by their stories, which come in the order of their rows.
fn worst_first(found: &mut [Discrepancy]) {
    found.sort_by(|a, b| b.severity.total_cmp(&a.severity));
}

/// All that the versions of a story, and each of them in itself, disagree on.
fn story_discrepancies(story: &Story<'_>, found: &Variants) -> Vec<Discrepancy> {
    let versions = &story.versions;
    let mut facts = conflict::disagreements(versions, &story.quotes, found);
    facts.extend(facts::disagreements(versions));
    facts.extend(spelling::disagreements(versions));
    discrepancies(versions, &facts)
}
