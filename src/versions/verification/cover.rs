//! A quote and a source in, out the stretches of the source that the quote is made of.
//!
//! The best alignment comes first; what it leaves of the quote, before and behind, is looked for in the same source, at
//! first where it would stand in order.

use super::align::{Alignment, Memory, align};
use super::exact::NOTE;
use super::query::{CONTENT, Query};
use super::sources::{Lexicon, Sources};
use super::windows::{Limits, windows};
use super::wording::Joint;
use std::collections::BTreeMap;
use std::ops::Range;

/// Words of the source that may stand between two words of a quote that follow each other. More is another place: a clause
/// that is dropped has up to a dozen words, a sentence of news twenty and more.
pub const FAR: usize = 15;

/// Equal words of a stretch that counts as a place of its own; shorter runs of common words stand everywhere.
pub const LEAST: usize = 4;

/// Share of equal words, of the quote and of both sides, from which two wordings are one: two of three. Below that, people who
/// compare call it a retelling; above it, they look for the changed word.
pub const CLOSE: f64 = 2.0 / 3.0;

/// Words that are aligned at once; of 40,000 articles' quotations one in ten thousand is longer. Those are cut.
pub const LONGEST: usize = 500;

/// Places that a quote may be joined from, for each [`LONGEST`] words of it.
const MOST_STRETCHES: usize = 8;

/// A quote against one source.
pub struct Cover<'a> {
    query: &'a Query,
    sources: &'a Sources,
    lexicon: &'a Lexicon,
    row: Range<usize>,
    limits: Limits,
    /// Pairs of equal words: place in the quote, place in the sources.
    pairs: Vec<(usize, usize)>,
    stretches: usize,
}

/// The best alignment of a part of the quote in `range`, in places of the quote and of the sources.
#[must_use]
pub fn best_alignment(
    query: &Query,
    part: &Range<usize>,
    sources: &Sources,
    range: &Range<usize>,
    limits: Limits,
    memory: &mut Memory,
) -> Vec<(usize, Alignment)> {
    // Windows overlap, so a row may come again after the next one.
    let mut by_row: BTreeMap<usize, Alignment> = BTreeMap::new();
    for window in windows(query, part.clone(), sources, range, limits) {
        for piece in sources.by_row(window) {
            let row = sources.row_at(piece.start);
            let worth = query.worth(part.clone(), sources.lexicon(row));
            let found = align(&query.words[part.clone()], &worth, &sources.words[piece.clone()], memory);
            let Some(mut found) = found else { continue };
            for (word, place) in &mut found.pairs {
                *word += part.start;
                *place += piece.start;
            }
            if by_row.get(&row).is_none_or(|best| found.score > best.score) {
                by_row.insert(row, found);
            }
        }
    }
    by_row.into_iter().collect()
}

impl<'a> Cover<'a> {
    /// The stretches of a row, from the alignment that is known on.
    #[must_use]
    pub fn of(
        query: &'a Query,
        sources: &'a Sources,
        row: usize,
        limits: Limits,
        first: &Alignment,
        memory: &mut Memory,
    ) -> Vec<(usize, usize)> {
        let mut cover = Self {
            query,
            sources,
            lexicon: sources.lexicon(row),
            row: sources.row(row),
            limits,
            pairs: Vec::new(),
            stretches: MOST_STRETCHES * query.words.len().div_ceil(LONGEST),
        };
        cover.take(&first.pairs, 0..query.words.len(), cover.row.clone(), memory);
        cover.pairs.sort_unstable();
        cover.pairs
    }

    /// Adds a stretch, and what is left of `part` around it; in order it would stand in `order`.
    fn take(&mut self, pairs: &[(usize, usize)], part: Range<usize>, order: Range<usize>, memory: &mut Memory) {
        let (Some(&first), Some(&last)) = (pairs.first(), pairs.last()) else { return };
        self.pairs.extend_from_slice(pairs);
        self.stretches = self.stretches.saturating_sub(1);
        // Where the stretch itself stands out of order, so does what goes with it.
        let holds = order.start <= first.1 && last.1 < order.end;
        let order = if holds { order } else { self.row.clone() };
        let (before, after) = (part.start..first.0, last.0 + 1..part.end);
        if !self.nearby(before.clone(), order.start.max(first.1.saturating_sub(FAR + before.len()))..first.1) {
            self.rest(before, order.start..first.1, memory);
        }
        if !self.nearby(after.clone(), last.1 + 1..order.end.min(last.1 + 1 + FAR + after.len())) {
            self.rest(after, last.1 + 1..order.end, memory);
        }
    }

    /// Takes the few words at an end of the quote, if they stand in a row beside what was found.
    fn nearby(&mut self, part: Range<usize>, range: Range<usize>) -> bool {
        if !(2..LEAST).contains(&part.len()) || range.len() < part.len() {
            return false;
        }
        let words = &self.query.words[part.clone()];
        let Some(at) = self.sources.words[range.clone()].windows(words.len()).position(|run| run == words) else {
            return false;
        };
        self.pairs.extend(part.zip(range.start + at..));
        true
    }

    /// Looks for a part of the quote that is left.
    fn rest(&mut self, part: Range<usize>, order: Range<usize>, memory: &mut Memory) {
        if part.len() < LEAST || self.stretches == 0 {
            return;
        }
        let head = part.start..part.end.min(part.start + LONGEST);
        let mut search = |range: &Range<usize>| {
            let found = best_alignment(self.query, &head, self.sources, range, self.limits, memory);
            found.into_iter().map(|(_, found)| found).next()
        };
        let in_order = search(&order);
        let whole = in_order.as_ref().is_some_and(|found| found.pairs.len() == head.len());
        let anywhere = if whole { None } else { search(&self.row) };
        let found = match (in_order, anywhere) {
            (Some(near), Some(any)) if any.score > near.score => any,
            (Some(near), _) => near,
            (None, Some(any)) => any,
            (None, None) => return,
        };
        if self.is_place(&found.pairs) {
            self.take(&found.pairs, part, order, memory);
        } else if head.end < part.end {
            self.rest(head.end..part.end, order, memory);
        }
    }

    /// Whether a stretch is enough to say that the words come from there.
    fn is_place(&self, pairs: &[(usize, usize)]) -> bool {
        is_place(self.query, self.lexicon, pairs) && share(self.query, pairs) >= CLOSE
    }
}

/// Enough equal words, one of which says something.
fn is_place(query: &Query, lexicon: &Lexicon, pairs: &[(usize, usize)]) -> bool {
    pairs.len() >= LEAST && query_worth(query, lexicon, pairs).any(|worth| worth == CONTENT)
}

fn query_worth<'a>(
    query: &'a Query,
    lexicon: &'a Lexicon,
    pairs: &'a [(usize, usize)],
) -> impl Iterator<Item = i32> + 'a {
    pairs.iter().map(|&(word, _)| query.worth(word..word + 1, lexicon)[0])
}

/// Equal words of a stretch over the words that it has on both sides.
fn share(query: &Query, pairs: &[(usize, usize)]) -> f64 {
    let (Some(first), Some(last)) = (pairs.first(), pairs.last()) else { return 0.0 };
    let quote = last.0 + 1 - first.0;
    let skipped: usize = pairs.windows(2).map(|pair| skipped(query, pair[0], pair[1]).unwrap_or(0)).sum();
    2.0 * pairs.len() as f64 / (quote + pairs.len() + skipped) as f64
}

/// Words of the source that a quote leaves out between two of its words and no mark of it shows; none where the two come from
/// different places.
#[must_use]
pub fn skipped(query: &Query, before: (usize, usize), after: (usize, usize)) -> Option<usize> {
    let gap = after.1.checked_sub(before.1 + 1)?;
    match query.joint(before.0, after.0) {
        Joint::Ellipsis => Some(0),
        Joint::Note => Some(gap.saturating_sub(NOTE)).filter(|&gap| gap <= FAR),
        Joint::Next => Some(gap).filter(|&gap| gap <= FAR),
    }
}

/// Whether a mark stands for words that are left out here. Dots may also be the source's own.
#[must_use]
pub fn elides(query: &Query, before: (usize, usize), after: (usize, usize)) -> bool {
    after.1 > before.1 + 1 && query.joint(before.0, after.0) == Joint::Ellipsis
}

/// What the stretches come to.
#[derive(Debug, Clone, PartialEq)]
pub struct Made {
    /// Equal words over all words of the quote and of what it was made of, as 2·equal / (words of both).
    pub similarity: f64,
    /// Equal words.
    pub equal: usize,
    /// Words of the quote that are not equal, and words left out without a mark.
    pub changes: usize,
    /// Whether an ellipsis stands for something.
    pub elided: bool,
    /// The places that it was made of, each by its pairs.
    pub places: Vec<Vec<(usize, usize)>>,
}

/// Cuts the pairs, in the order of the quote, where the next word comes from another place, and leaves out places that are
/// none.
#[must_use]
pub fn made(query: &Query, lexicon: &Lexicon, pairs: &[(usize, usize)]) -> Made {
    let mut places: Vec<Vec<(usize, usize)>> =
        pairs.chunk_by(|&before, &after| skipped(query, before, after).is_some()).map(<[_]>::to_vec).collect();
    if places.len() > 1 {
        places.retain(|place| is_place(query, lexicon, place));
        // What stood between two parts of one place is gone.
        let kept: Vec<(usize, usize)> = places.concat();
        places = kept.chunk_by(|&before, &after| skipped(query, before, after).is_some()).map(<[_]>::to_vec).collect();
    }
    let equal: usize = places.iter().map(Vec::len).sum();
    let gaps = places.iter().flat_map(|place| place.windows(2));
    let skipped: usize = gaps.clone().map(|pair| skipped(query, pair[0], pair[1]).unwrap_or(0)).sum();
    let elided = gaps.clone().any(|pair| elides(query, pair[0], pair[1]));
    let both = query.words.len() + equal + skipped;
    Made {
        similarity: if both == 0 { 0.0 } else { 2.0 * equal as f64 / both as f64 },
        equal,
        changes: query.words.len() - equal + skipped,
        elided,
        places,
    }
}
