//! Quotes and sources in, out for each quote whether it stands there, where, and what was changed.
//!
//! The words of a quote without its marks and an editor's additions ([`wording`]) are looked for in an index of the sources
//! ([`sources`]): in a row or with marked gaps ([`exact`]); by the best alignment ([`align`]) in the windows that hold most
//! of its rarer words ([`windows`]), and what that leaves of it elsewhere in the same source ([`cover`]); last by its content
//! in whatever words ([`gist`]). What is found decides the status ([`judge`]).

pub mod align;
pub mod cover;
pub mod exact;
pub mod gist;
pub mod judge;
pub mod query;
pub mod sources;
#[cfg(test)]
mod tests;
pub mod windows;
pub mod wording;

pub use judge::Status;

use crate::corpus::TextColumn;
use crate::error::Result;
use crate::id::DocId;
use crate::schedule::Run;
use crate::span::{ByteSpan, CharOffsets, CharSpan};
use crate::text::language::Languages;
use crate::text::tokenize::for_each_place;
use crate::versions::diff::diff;
use crate::versions::vocabulary::evenly_spaced;
use judge::{Verdict, judge};
use query::Query;
use sources::{Sources, Vocabulary};
use windows::Limits;
use wording::wording;

/// What was found of a quote.
#[derive(Debug, Clone, PartialEq)]
pub struct Checked {
    /// How it fared.
    pub status: Status,
    /// See [`Verdict::similarity`].
    pub similarity: f64,
    /// Where it stands, unless it was not found.
    pub found: Option<Found>,
}

/// A place in a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The source.
    pub source: DocId,
    /// Code points of it.
    pub span: CharSpan,
    /// What stands there.
    pub text: Box<str>,
    /// What turns it into the quote; none where the words are the same.
    pub diff: Option<String>,
}

/// Looks every quote up in all sources, or each in the row of `only` that stands for it (none: in nothing).
///
/// # Errors
/// [`Error::Cancelled`](crate::Error::Cancelled), those of the column, and
/// [`Error::Parameter`](crate::Error::Parameter) above 4 billion words of sources.
///
/// # Complexity
/// Linear in the sources, twice; 12 bytes a word of them. For each quote the places of its rarest words
/// ([`windows::MOST_PLACES`] at most), and 32 times its words squared ([`cover::LONGEST`] words at a time) for each of
/// [`windows::MOST_WINDOWS`] windows; a quote that stands there word for word costs no more than its places.
pub fn verify(
    run: &Run,
    quotes: &[Box<str>],
    sources: &dyn TextColumn,
    languages: &Languages,
    only: Option<&[Option<DocId>]>,
) -> Result<Vec<Checked>> {
    let wordings = run.map(quotes, |quote| wording(quote))?;
    let vocabulary = Vocabulary::new(wordings.iter().flatten());
    let index = Sources::read(run, sources, languages, &vocabulary)?;
    let numbered: Vec<(usize, Query)> =
        wordings.iter().map(|words| Query::new(words, &vocabulary)).enumerate().collect();
    drop(wordings);
    let verdicts = run.map_with(&numbered, align::Memory::default, |memory, (number, query)| {
        let range = match only.map(|only| only[*number]) {
            None => 0..index.words.len(),
            Some(row) => row.map_or(0..0, |row| index.row(row.index())),
        };
        judge(query, &index, &range, Limits::default(), memory)
    })?;
    show(run, quotes, sources, &index, verdicts)
}

/// Cuts what was found out of the sources, each of which is read once more.
fn show(
    run: &Run,
    quotes: &[Box<str>],
    sources: &dyn TextColumn,
    index: &Sources,
    verdicts: Vec<Verdict>,
) -> Result<Vec<Checked>> {
    let mut by_row: Vec<(DocId, usize)> = Vec::new();
    for (number, verdict) in verdicts.iter().enumerate() {
        if let Some(places) = &verdict.places {
            by_row.push((DocId::from_index(index.row_at(places.start)), number));
        }
    }
    by_row.sort_unstable();
    let groups: Vec<&[(DocId, usize)]> = by_row.chunk_by(|a, b| a.0 == b.0).collect();
    let rows: Vec<DocId> = groups.iter().map(|group| group[0].0).collect();
    let shown = run.map_some(sources, &rows, |row, text| {
        let text = text.unwrap_or_default();
        let group = groups[rows.partition_point(|&before| before < row)];
        let mut spans = Vec::new();
        for_each_place(&evenly_spaced(text), |span| spans.push(span));
        let offsets = CharOffsets::new(text);
        let first = index.row(row.index()).start;
        let show = |&(_, number): &(DocId, usize)| {
            let places = verdicts[number].places.clone().unwrap_or_default();
            let span = ByteSpan::new(spans[places.start - first].start, spans[places.end - 1 - first].end);
            let diff = diff(&evenly_spaced(span.of(text)), &evenly_spaced(&quotes[number]));
            (number, Found { source: row, span: offsets.span(span), text: span.of(text).into(), diff })
        };
        group.iter().map(show).collect::<Vec<_>>()
    })?;
    let mut found: Vec<Option<Found>> = vec![None; verdicts.len()];
    for (number, one) in shown.into_iter().flatten() {
        found[number] = Some(one);
    }
    let checked = verdicts.into_iter().zip(found);
    Ok(checked
        .map(|(verdict, found)| Checked { status: verdict.status, similarity: verdict.similarity, found })
        .collect())
}
