//! Rows with labels and quotes in, out the stories, each handed on with its versions and their quotes.

use super::quotation::{Given, Quotation};
use super::version::{Article, Version};
use crate::corpus::{Row, TextColumn};
use crate::error::Result;
use crate::id::DocId;
use crate::schedule::Run;
use crate::story::corpus::Strings;
use crate::text::language::detect;
use crate::text::{Language, Languages, Spoken};
use ahash::AHashMap;

/// What is known of the rows beside their texts.
#[derive(Debug, Clone)]
pub struct Beside {
    /// Headlines that stand apart.
    pub titles: Option<Strings>,
    /// The languages.
    pub languages: Languages,
    /// When each row was published, in microseconds since 1970; empty if nobody knows.
    pub dates: Vec<Option<i64>>,
}

impl Beside {
    fn title(&self, row: DocId) -> Option<&str> {
        self.titles.as_ref()?[row.index()].as_deref()
    }
}

/// The rows of one story.
#[derive(Debug)]
pub struct Story<'a> {
    /// Its first row.
    pub first: DocId,
    /// Its versions, the longest first, so that nothing goes by the order in which the rows came.
    pub versions: Vec<Version<'a>>,
    /// Their quotes, by version and place.
    pub quotes: Vec<Quotation>,
}

/// Bytes of text that are held at once, beside the longest story.
const BYTES: usize = 8 << 20;

/// Applies `each` to every story, in parallel; the results are in the order of the stories' first rows. A row without a label
/// is a story of its own; a row without a text is of none. Quotes whose offsets lie outside their text are left out.
///
/// # Errors
/// [`Error::Cancelled`](crate::Error::Cancelled), or those of the column.
///
/// # Complexity
/// Linear in the texts; those of some stories at a time are held.
pub fn for_each_story<T: Send>(
    run: &Run,
    column: &dyn TextColumn,
    labels: &[Option<u32>],
    quotes: &[Given],
    beside: &Beside,
    each: impl Fn(&Story<'_>) -> T + Sync,
) -> Result<Vec<T>> {
    let mut of_row: AHashMap<DocId, Vec<&Given>> = AHashMap::new();
    for quote in quotes {
        of_row.entry(quote.row).or_default().push(quote);
    }
    let stories = stories(column, labels);
    let mut results = Vec::with_capacity(stories.len());
    let mut rest = stories.as_slice();
    while !rest.is_empty() {
        let (mut texts, mut taken, mut bytes): (Vec<Vec<String>>, _, _) = (Vec::new(), 0, 0);
        while taken < rest.len() && bytes < BYTES {
            // A few stories at a time are read, so that their bytes are counted soon.
            const SOME: usize = 64;
            let some = &rest[taken..rest.len().min(taken + SOME)];
            let rows: Vec<DocId> = some.concat();
            let mut read = run.map_some(column, &rows, |_, text| text.unwrap_or_default().to_owned())?.into_iter();
            for story in some {
                let own: Vec<String> = read.by_ref().take(story.len()).collect();
                bytes += own.iter().map(String::len).sum::<usize>();
                texts.push(own);
            }
            taken += some.len();
        }
        let (now, later) = rest.split_at(taken);
        let together: Vec<(&Vec<DocId>, &Vec<String>)> = now.iter().zip(&texts).collect();
        results.extend(run.map(&together, |(rows, texts)| one_story(rows, texts, &of_row, beside, &each))?);
        rest = later;
    }
    Ok(results)
}

fn one_story<T>(
    rows: &[DocId],
    texts: &[String],
    of_row: &AHashMap<DocId, Vec<&Given>>,
    beside: &Beside,
    each: &impl Fn(&Story<'_>) -> T,
) -> T {
    let articles: Vec<Article> =
        rows.iter().zip(texts).map(|(&row, text)| Article::join(beside.title(row), text)).collect();
    let mut order: Vec<(&DocId, &Article)> = rows.iter().zip(&articles).collect();
    order.sort_by(|(_, one), (_, other)| {
        one.text.len().cmp(&other.text.len()).reverse().then_with(|| one.text.cmp(&other.text))
    });
    let versions: Vec<Version> = order
        .into_iter()
        .map(|(&row, article)| {
            let language = match beside.languages.of(row) {
                Spoken::In(language) => language,
                Spoken::Detect => detect(&article.text).unwrap_or(Language::English),
            };
            Version::read(row, article, language, beside.dates.get(row.index()).copied().flatten())
        })
        .collect();
    let mut quotes: Vec<Quotation> = Vec::new();
    for (number, version) in versions.iter().enumerate() {
        let given = of_row.get(&version.row).into_iter().flatten();
        quotes.extend(given.filter_map(|given| Quotation::locate(given, number, version)));
    }
    quotes.sort_by_key(|quote| (quote.version, quote.span, quote.number));
    each(&Story { first: rows[0], versions, quotes })
}

/// The rows of each story, ascending, stories by their first row.
fn stories(column: &dyn TextColumn, labels: &[Option<u32>]) -> Vec<Vec<DocId>> {
    let mut place: AHashMap<u32, usize> = AHashMap::new();
    let mut stories: Vec<Vec<DocId>> = Vec::new();
    for (row, label) in labels.iter().enumerate() {
        let row = DocId::from_index(row);
        if column.row(row) == Row::Missing {
            continue;
        }
        let at = label.map_or(stories.len(), |label| *place.entry(label).or_insert(stories.len()));
        match stories.get_mut(at) {
            Some(story) => story.push(row),
            None => stories.push(vec![row]),
        }
    }
    stories
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    #[test]
    fn rows_of_one_label_meet_and_rows_without_one_stand_alone() {
        let texts = vec![Some("One."), Some("Two."), None, Some("Three."), Some("Four.")];
        let labels = [Some(7), None, Some(7), None, Some(7)];
        let run = Run::new(Some(2), Arc::default()).unwrap();
        let beside = Beside { titles: None, languages: Languages::All(Spoken::Detect), dates: Vec::new() };
        let rows = |story: &Story<'_>| story.versions.iter().map(|version| version.row.0).collect::<Vec<_>>();
        let found = for_each_story(&run, &texts, &labels, &[], &beside, rows).unwrap();
        // The longest version comes first.
        assert_eq!(found, [vec![4, 0], vec![1], vec![3]]);
    }
}
