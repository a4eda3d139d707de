//! A part of a quote in, out the stretches of the sources that have most of its rarer words.
//!
//! The sources are cut into blocks of four times the part's words; two neighbouring blocks make a window. An alignment is
//! never longer than that: each word that it has more than the part costs what equal words earn.

use super::query::{CONTENT, Query};
use super::sources::{Lexicon, Sources, WordId};
use std::ops::Range;

/// Windows that are looked at closely. A passage that is quoted from stands out: among 500 planted quotes and 2,000 articles
/// the right one was never behind the third.
pub const MOST_WINDOWS: usize = 8;

/// Pairs of words that are compared for a part in all its windows, so that a long part has fewer of them, two at least: ten
/// milliseconds.
const MOST_PAIRS: usize = 4_000_000;

/// Places of a part's words that are looked up: 10,000 quotes take seconds, and twenty words of which the rarest ten stand
/// a thousand times each are still found.
pub const MOST_PLACES: usize = 20_000;

/// A block has at least as many words, so that a short quote does not fall between two.
const LEAST_BLOCK: usize = 24;

/// What is looked at.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// See [`MOST_WINDOWS`].
    pub windows: usize,
    /// See [`MOST_PLACES`].
    pub places: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { windows: MOST_WINDOWS, places: MOST_PLACES }
    }
}

/// The windows of `range` that weigh most, in the order of the sources.
///
/// # Complexity
/// O(p log p) for p places of the part's rarest words, [`Limits::places`] at most and those of one word.
#[must_use]
pub fn windows(
    query: &Query,
    part: Range<usize>,
    sources: &Sources,
    range: &Range<usize>,
    limits: Limits,
) -> Vec<Range<usize>> {
    let length = part.len();
    let block = (length * (CONTENT as usize + 1)).max(LEAST_BLOCK);
    let mut lists: Vec<(&[u32], WordId)> =
        query.stems(part, sources).into_iter().map(|stem| (sources.places_of(stem, range.clone()), stem)).collect();
    lists.retain(|(places, _)| !places.is_empty());
    lists.sort_by_key(|&(places, stem)| (places.len(), stem));
    let mut votes: Vec<(usize, u32)> = Vec::new();
    let mut left = limits.places;
    for (places, stem) in lists {
        if left == 0 {
            break;
        }
        let looked = places.len().min(left);
        left -= looked;
        let weight = vote(stem, sources);
        let mut last = None;
        for &place in &places[..looked] {
            let number = place as usize / block;
            if last != Some(number) {
                votes.push((number, weight));
                last = Some(number);
            }
        }
    }
    votes.sort_unstable_by_key(|&(number, _)| number);
    let blocks: Vec<(usize, u32)> = votes
        .chunk_by(|a, b| a.0 == b.0)
        .map(|same| (same[0].0, same.iter().map(|&(_, weight)| weight).sum()))
        .collect();
    // Each block with the next; the first one also with the one before it, which has nothing.
    let mut pairs: Vec<(u32, usize)> = Vec::with_capacity(blocks.len());
    for (at, &(number, weight)) in blocks.iter().enumerate() {
        let next = blocks.get(at + 1).filter(|next| next.0 == number + 1).map_or(0, |next| next.1);
        pairs.push((weight + next, number));
        let alone = at == 0 || blocks[at - 1].0 + 1 != number;
        if alone && number > 0 {
            pairs.push((weight, number - 1));
        }
    }
    pairs.sort_unstable_by_key(|&(weight, number)| (std::cmp::Reverse(weight), number));
    let fitting = MOST_PAIRS / (2 * block * length).max(1);
    pairs.truncate(limits.windows.min(fitting.max(2)));
    let mut chosen: Vec<usize> = pairs.into_iter().map(|(_, number)| number).collect();
    chosen.sort_unstable();
    let cut = |number: usize| (number * block).max(range.start)..((number + 2) * block).min(range.end);
    chosen.into_iter().map(cut).filter(|window| !window.is_empty()).collect()
}

/// How much a stem speaks for a block, in sixteenths and more than nothing.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // in [0, 1]
fn vote(stem: WordId, sources: &Sources) -> u32 {
    let weight = |lexicon: &Lexicon| lexicon.weight[stem as usize];
    let most = sources.lexicons().map(weight).fold(0.0, f64::max);
    1 + (16.0 * most) as u32
}
