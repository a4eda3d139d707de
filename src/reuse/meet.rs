//! A column in, out the pairs of documents that share runs of words which few documents have.
//!
//! An index of the runs of one side is asked for those of the other. A run that many documents hold, a formula or an outlet's own
//! line, leads to nobody; documents that share only such runs, but most of their text, are near-duplicates and found as those.

use super::anchors::{SEED, seeds};
use crate::corpus::TextColumn;
use crate::duplicate::holders::Holders;
use crate::error::{Error, Result};
use crate::id::DocId;
use crate::schedule::Run;
use crate::text::tokenize::hash_tokens;
use std::sync::atomic::{AtomicU64, Ordering};

/// Distinct rarer runs of five words that a pair has to share. A passage of twelve words has three even with a word changed in
/// its middle; one shared run is a turn of phrase.
const LEAST: usize = 2;

/// Documents of the indexed side that may hold a listed run: one in so many …
const LISTED_SHARE: usize = 100;
/// … but at least so many …
const LISTED_AT_LEAST: usize = 100;
/// … and at most so many.
const LISTED_AT_MOST: usize = 1000;

/// Which rows meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sides {
    /// Each row every other.
    One,
    /// The first so many rows the others.
    Two(usize),
}

/// The pairs (smaller row first, ascending) that share at least [`LEAST`] runs, each run counted once.
///
/// # Errors
/// [`Error::Parameter`] for more pairs than `most`; [`Error::Cancelled`]; those of the column.
///
/// # Complexity
/// One or two readings of the column; 12 bytes a distinct run of the indexed side, which is the smaller one of two. A document
/// meets at most the listed documents of each of its runs.
pub fn meeting(run: &Run, column: &dyn TextColumn, sides: Sides, most: u64) -> Result<Vec<(DocId, DocId)>> {
    let rows = column.len();
    let (indexed, asking) = match sides {
        Sides::One => (0..rows, 0..rows),
        Sides::Two(border) if border <= rows - border => (0..border, border..rows),
        Sides::Two(border) => (border..rows, 0..border),
    };
    let first = indexed.start;
    let listed: Vec<DocId> = indexed.clone().map(DocId::from_index).collect();
    let lists = run.map_some(column, &listed, |_, text| distinct(text))?;
    let index = Holders::new(run, lists.iter().map(|list| &**list))?;
    let cap = (indexed.len() / LISTED_SHARE).clamp(LISTED_AT_LEAST, LISTED_AT_MOST);
    let count = AtomicU64::new(0);
    let meet = |row: DocId, seeds: &[u64]| -> Vec<(DocId, DocId)> {
        if count.load(Ordering::Relaxed) > most {
            return Vec::new();
        }
        let mut met: Vec<DocId> = Vec::new();
        for &seed in seeds {
            let holders = index.of(seed);
            if holders.len() <= cap {
                let others = holders.iter().map(|&other| DocId::from_index(first + other as usize));
                met.extend(others.filter(|&other| sides != Sides::One || other < row));
            }
        }
        met.sort_unstable();
        let often = met.chunk_by(|one, next| one == next).filter(|hits| hits.len() >= LEAST);
        let pairs: Vec<_> = often.map(|hits| (hits[0].min(row), hits[0].max(row))).collect();
        count.fetch_add(pairs.len() as u64, Ordering::Relaxed);
        pairs
    };
    let found = if sides == Sides::One {
        run.map(&listed, |&row| meet(row, &lists[row.index()]))?
    } else {
        let asking: Vec<DocId> = asking.map(DocId::from_index).collect();
        run.map_some(column, &asking, |row, text| meet(row, &distinct(text)))?
    };
    if count.into_inner() > most {
        return Err(Error::parameter("max_pairs", "at least the number of pairs that share runs of words", most)
            .with_hint("pass `pairs=`, for example those of `near_duplicates` or the records of `cluster`"));
    }
    let mut pairs = found.concat();
    pairs.sort_unstable();
    Ok(pairs)
}

/// The distinct runs of a text.
fn distinct(text: Option<&str>) -> Box<[u64]> {
    let mut words = Vec::new();
    hash_tokens(text.unwrap_or_default(), &mut words);
    let mut seeds = seeds(&words, SEED);
    seeds.sort_unstable();
    seeds.dedup();
    seeds.into_boxed_slice()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::sync::Arc;

    proptest! {
        #[test]
        fn pairs_are_those_of_comparing_all(
            texts in prop::collection::vec(prop::option::of("([ab] ){0,12}"), 0..12),
            border in 0usize..12,
        ) {
            let run = Run::new(Some(2), Arc::default()).unwrap();
            let all = |sides: Sides| -> Vec<(DocId, DocId)> {
                let lists: Vec<_> = texts.iter().map(|text| distinct(text.as_deref())).collect();
                let mut pairs = Vec::new();
                for right in 0..texts.len() {
                    for left in 0..right {
                        let shared = lists[left].iter().filter(|seed| lists[right].contains(seed)).count();
                        let across = match sides {
                            Sides::One => true,
                            Sides::Two(border) => left < border && border <= right,
                        };
                        if across && shared >= LEAST {
                            pairs.push((DocId::from_index(left), DocId::from_index(right)));
                        }
                    }
                }
                pairs.sort_unstable();
                pairs
            };
            for sides in [Sides::One, Sides::Two(border.min(texts.len()))] {
                prop_assert_eq!(meeting(&run, &texts, sides, u64::MAX).unwrap(), all(sides));
            }
        }
    }
}
