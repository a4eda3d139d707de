//! A column in, its documents out as the story level compares them: languages settled, texts read, terms weighed.

use super::document::Documents;
use super::reading::{lines, read};
use super::tally::Tally;
use crate::corpus::TextColumn;
use crate::duplicate::classes::Class;
use crate::error::Result;
use crate::id::DocId;
use crate::schedule::Run;
use crate::text::language::{Language, Languages, Spoken, detect};
use ahash::{AHashMap, AHashSet};
use std::sync::Arc;
use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

/// A short string for each row, missing or not.
pub type Strings = Arc<Vec<Option<Box<str>>>>;

/// What is known of the rows beside their texts.
#[derive(Debug, Clone)]
pub struct Beside {
    /// The languages.
    pub languages: Languages,
    /// Headlines that the texts may leave out.
    pub titles: Option<Strings>,
    /// Outlets: a line that several articles of one outlet repeat is its own.
    pub sources: Option<Strings>,
}

impl Beside {
    /// The headline of a row, if one was given.
    #[must_use]
    pub fn title(&self, row: DocId) -> Option<&str> {
        self.titles.as_ref()?[row.index()].as_deref()
    }

    /// The same for the representatives of classes of identical texts alone, each with what all rows of its class say: the
    /// smallest headline, outlet and language code that some row has, so that the order of the rows chooses none.
    #[must_use]
    pub fn settled<'a>(&self, classes: impl Iterator<Item = &'a Class>, rows: usize) -> Self {
        let classes: Vec<&Class> = classes.collect();
        let smallest = |strings: &Strings| {
            let mut settled: Vec<Option<Box<str>>> = vec![None; rows];
            for class in &classes {
                let given = class.members.iter().filter_map(|row| strings[row.index()].as_deref());
                settled[class.representative.index()] = given.min().map(Box::from);
            }
            Arc::new(settled)
        };
        let languages = match &self.languages {
            Languages::All(spoken) => Languages::All(*spoken),
            Languages::Rows(given) => {
                let mut settled = vec![Spoken::Detect; rows];
                for class in &classes {
                    let known = class.members.iter().filter_map(|row| match given[row.index()] {
                        Spoken::In(language) => Some(language),
                        Spoken::Detect => None,
                    });
                    let known = known.min_by_key(|language| language.code());
                    settled[class.representative.index()] = known.map_or(Spoken::Detect, Spoken::In);
                }
                Languages::Rows(settled)
            }
        };
        Self { languages, titles: self.titles.as_ref().map(smallest), sources: self.sources.as_ref().map(smallest) }
    }

    fn source(&self, row: DocId) -> Option<&str> {
        self.sources.as_ref()?[row.index()].as_deref()
    }
}

/// Reads and weighs the given rows of a column, by the frequencies of the first `counted` of them.
///
/// # Errors
/// [`Error::Cancelled`](crate::Error::Cancelled), or those of the column.
///
/// # Complexity
/// One reading of each text, two where its language is to be told.
pub fn documents(
    run: &Run,
    column: &dyn TextColumn,
    rows: &[DocId],
    counted: usize,
    beside: &Beside,
) -> Result<Documents> {
    let languages = languages(run, column, rows, beside)?;
    let by_row: AHashMap<DocId, Language> = rows.iter().copied().zip(languages).collect();
    let own = own_lines(run, column, &rows[..counted], beside)?;
    let tallies = run.map_some(column, rows, |row, text| {
        let source = beside.source(row);
        let is_own = |line: &str| source.is_some_and(|source| own.contains(&line_hash(source, line)));
        Tally::of(&read(beside.title(row), text.unwrap_or_default(), by_row[&row], is_own))
    })?;
    run.check()?;
    let documents = run.install(|| Documents::weigh_first(&tallies, counted));
    run.check()?;
    Ok(documents)
}

/// Articles of one outlet that have to repeat a line for it to be the outlet's own.
const OWN_FROM: usize = 3;

fn line_hash(source: &str, line: &str) -> u64 {
    xxh3_64_with_seed(line.as_bytes(), xxh3_64(source.as_bytes()))
}

/// The short lines that at least [`OWN_FROM`] of the rows of one outlet hold; none where no outlets were given.
fn own_lines(run: &Run, column: &dyn TextColumn, rows: &[DocId], beside: &Beside) -> Result<AHashSet<u64>> {
    if beside.sources.is_none() {
        return Ok(AHashSet::new());
    }
    let each = run.map_some(column, rows, |row, text| {
        let Some(source) = beside.source(row) else { return Vec::new() };
        let short = lines(text.unwrap_or_default()).filter(|(line, alone)| *alone && !line.is_empty());
        let mut hashes: Vec<u64> = short.map(|(line, _)| line_hash(source, line)).collect();
        hashes.sort_unstable();
        hashes.dedup();
        hashes
    })?;
    let mut all = each.concat();
    all.sort_unstable();
    Ok(all.chunk_by(|a, b| a == b).filter(|same| same.len() >= OWN_FROM).map(|same| same[0]).collect())
}

/// The language of each of the rows.
fn languages(run: &Run, column: &dyn TextColumn, rows: &[DocId], beside: &Beside) -> Result<Vec<Language>> {
    let unknown: Vec<DocId> = rows.iter().copied().filter(|&row| beside.languages.of(row) == Spoken::Detect).collect();
    let told = run.map_some(column, &unknown, |_, text| text.and_then(detect))?;
    let mut counts = [0usize; Language::ALL.len()];
    for language in told.iter().flatten() {
        counts[*language as usize] += 1;
    }
    // Of equally common languages the first in the list, English where nothing tells.
    let common = Language::ALL
        .into_iter()
        .rev()
        .max_by_key(|&language| (counts[language as usize], language == Language::English))
        .unwrap_or(Language::English);
    let mut told = told.into_iter();
    Ok(rows
        .iter()
        .map(|&row| match beside.languages.of(row) {
            Spoken::In(language) => language,
            Spoken::Detect => told.next().flatten().unwrap_or(common),
        })
        .collect())
}
