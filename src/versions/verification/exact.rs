//! A quote in, out where all its words stand in a row, or in order with gaps where the quote marks one.

use super::query::Query;
use super::sources::Sources;
use super::wording::Joint;
use std::ops::Range;

/// Words of the source that a note in brackets may stand for: "[the minister]" for "he", "[the bridge]" for "that thing there".
pub const NOTE: usize = 3;

/// Words that an ellipsis may leave out beside a run of fewer than [`SHORT`] words: two minutes of speech. One word and
/// another stand in order somewhere in every long source.
const BESIDE_SHORT: usize = 300;

/// See [`BESIDE_SHORT`].
const SHORT: usize = 3;

/// Comparisons of words after which later places are not looked at: some milliseconds. Only a source that repeats a long
/// part of the quote tens of thousands of times takes as many.
const MOST_STEPS: usize = 1 << 22;

/// The same for all parts of a quote with ellipses together: their places are held in memory.
const MOST_STEPS_APART: usize = 1 << 20;

/// The first place with the fewest words that holds the quote whole; its words, one part of the places for each run.
///
/// # Complexity
/// The places of the rarest word of each part, times the words that agree there; at most [`MOST_STEPS`].
#[must_use]
pub fn find(query: &Query, sources: &Sources, range: &Range<usize>) -> Option<Vec<(usize, usize)>> {
    let segments = query.segments();
    if segments.is_empty() {
        return None;
    }
    if let [segment] = &segments[..] {
        let mut steps = MOST_STEPS;
        return occurrences(query, segment, sources, range, &mut steps).next();
    }
    let mut places = Vec::with_capacity(segments.len());
    let mut steps = MOST_STEPS_APART;
    for segment in &segments {
        let found: Vec<Vec<(usize, usize)>> = occurrences(query, segment, sources, range, &mut steps).collect();
        if found.is_empty() {
            return None;
        }
        places.push(found);
    }
    chain(query, &segments, &places, sources)
}

/// Of the chains of places that follow one another in one source, the first among those that span the fewest words.
fn chain(
    query: &Query,
    segments: &[Vec<Range<usize>>],
    places: &[Vec<Vec<(usize, usize)>>],
    sources: &Sources,
) -> Option<Vec<(usize, usize)>> {
    let length = |number: usize| segments[number].last().map_or(0, |run| run.end) - segments[number][0].start;
    let mut best: Option<(usize, Vec<(usize, usize)>)> = None;
    let mut next = vec![0; places.len()];
    'first: for first in &places[0] {
        let row = sources.row_at(first[0].1);
        let mut pairs = first.clone();
        for number in 1..places.len() {
            let after = pairs.last().map_or(0, |&(_, at)| at + 1);
            // Later places of the first run never want earlier ones of the others.
            while places[number].get(next[number]).is_some_and(|place| place[0].1 < after) {
                next[number] += 1;
            }
            let Some(place) = places[number].get(next[number]) else { break 'first };
            let short = length(number).min(length(number - 1)) < SHORT;
            if sources.row_at(place[0].1) != row || (short && place[0].1 - after > BESIDE_SHORT) {
                continue 'first;
            }
            pairs.extend(place);
        }
        let span = pairs.last().map_or(0, |&(_, at)| at) - pairs[0].1;
        if best.as_ref().is_none_or(|(least, _)| span < *least) {
            best = Some((span, pairs));
        }
    }
    debug_assert!(best.as_ref().is_none_or(|(_, pairs)| pairs.len() == query.words.len()));
    best.map(|(_, pairs)| pairs)
}

/// The places of a part without ellipsis, in order: for each the pairs of words.
fn occurrences<'a>(
    query: &'a Query,
    runs: &'a [Range<usize>],
    sources: &'a Sources,
    range: &'a Range<usize>,
    steps: &'a mut usize,
) -> impl Iterator<Item = Vec<(usize, usize)>> + 'a {
    let first = &runs[0];
    let lists = first.clone().flat_map(|at| {
        // The word stands where some form of its stem does, in whichever language.
        sources.lexicons().map(move |lexicon| (at, lexicon.first[query.words[at] as usize]))
    });
    let mut rarest: Option<(usize, usize)> = None;
    let mut by_word: Vec<(usize, usize)> =
        lists.map(|(at, stem)| (at, sources.places_of(stem, range.clone()).len())).collect();
    by_word.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        kept.1 += if same { next.1 } else { 0 };
        same
    });
    for (at, count) in by_word {
        if rarest.is_none_or(|(_, least)| count < least) {
            rarest = Some((at, count));
        }
    }
    let anchor = rarest.map_or(first.start, |(at, _)| at);
    let mut forms: Vec<u32> = sources.lexicons().map(|lexicon| lexicon.first[query.words[anchor] as usize]).collect();
    forms.sort_unstable();
    forms.dedup();
    let mut places: Vec<u32> = forms.iter().flat_map(|&stem| sources.places_of(stem, range.clone())).copied().collect();
    if forms.len() > 1 {
        places.sort_unstable();
    }
    let before = anchor - first.start;
    places.into_iter().filter_map(move |place| {
        let start = (place as usize).checked_sub(before)?;
        if start < range.start || sources.words[place as usize] != query.words[anchor] || *steps == 0 {
            return None;
        }
        fits(query, runs, sources, start, range.end, steps)
    })
}

/// The pairs of words if the runs stand at `start`, with a few words of the source in place of each note.
fn fits(
    query: &Query,
    runs: &[Range<usize>],
    sources: &Sources,
    start: usize,
    end: usize,
    steps: &mut usize,
) -> Option<Vec<(usize, usize)>> {
    let end = end.min(sources.row(sources.row_at(start)).end);
    let mut pairs = Vec::new();
    let mut at = start;
    for (number, run) in runs.iter().enumerate() {
        debug_assert!(number == 0 || query.joints[run.start] == Joint::Note);
        let words = &query.words[run.clone()];
        let allowed = if number == 0 { 0 } else { NOTE };
        let found = (at..=at + allowed).find(|&from| {
            let equal = sources.words[from.min(end)..end].iter().zip(words).take_while(|(a, b)| a == b).count();
            *steps = steps.saturating_sub(equal + 1);
            equal == words.len()
        })?;
        if number == 0 {
            pairs.reserve(words.len());
        }
        pairs.extend(run.clone().zip(found..));
        at = found + words.len();
    }
    // A quote's own word that no source has is 0, and so is any other word there.
    pairs.iter().all(|&(word, _)| query.words[word] > 0).then_some(pairs)
}
