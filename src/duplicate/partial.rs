//! Near clusters in, out for each at most one other that contains it: trimmed and embedded copies, without chaining
//! strangers.
//!
//! Two things would chain strangers. An outlet's boilerplate stands in all its articles: so the containment has to hold over
//! shingles that few documents have, as well as over all. A round-up holds several stories: so a container takes only one of
//! them, the one that fills most of it, and others only if they have text in common with that one.

use super::classes::Classes;
use super::contain;
use super::directory::HashDirectory;
use super::forest::Forest;
use super::join;
use super::measure::{Measure, Method};
use super::pairs::Pairing;
use super::shingles::Shingles;
use super::verify;
use crate::error::Result;
use crate::id::DocId;
use crate::schedule::Run;
use crate::shingle::ShingleSet;
use crate::similarity::Overlap;
use ahash::AHashMap;
use std::sync::atomic::{AtomicU32, Ordering};

/// Documents that may share a rare shingle, whatever the size of the corpus: reprints of one article are about as many.
const RARE_AT_LEAST: usize = 20;

/// One document in so many may hold a rare shingle of a large corpus.
const RARE_SHARE: usize = 1000;

/// Rare shingles that a contained text has at least, and that two texts share to be of one story: fewer may be a name and
/// a date.
const LEAST_RARE: usize = 8;

/// A class that stands in another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ContainedIn {
    /// The shorter text.
    pub contained: u32,
    /// The text that holds it.
    pub container: u32,
    /// What they share; left is the contained one.
    pub overlap: Overlap,
}

/// The ties between the near clusters' representatives, at most one for each contained one.
///
/// # Errors
/// [`Error::Cancelled`](crate::Error::Cancelled), or those of the column.
///
/// # Complexity
/// Three readings of each representative beyond the near level, but for those whose shingles are kept; 16 bytes for each shingle of the contained ones.
pub fn ties(
    run: &Run,
    source: Shingles<'_>,
    classes: &Classes,
    near: &Forest,
    pairing: &Pairing,
) -> Result<Vec<ContainedIn>> {
    let representatives: Vec<u32> = (0u32..)
        .zip(&near.root)
        .filter(|&(class, &root)| class == root && classes.classes[class as usize].profile.tokens > 0)
        .map(|(class, _)| class)
        .collect();
    let rows: Vec<DocId> =
        representatives.iter().map(|&class| classes.classes[class as usize].representative).collect();
    let candidates = match pairing.method {
        Method::Exact => join::candidates(run, source, &rows, pairing.threshold, Measure::Containment)?,
        Method::Lsh => contain::candidates(run, source, &rows, pairing.threshold, pairing.miss)?,
    };
    let candidates: Vec<(u32, u32)> = candidates
        .into_iter()
        .map(|(left, right)| (representatives[left as usize], representatives[right as usize]))
        .collect();
    let containment = Pairing { measure: Measure::Containment, ..pairing.clone() };
    let contained: Vec<ContainedIn> = verify::reaching(run, source, classes, &containment, candidates)?
        .into_iter()
        .map(|pair| directed(pair.left, pair.right, pair.overlap))
        .collect();
    let rare = RareShingles::count(run, source, classes, &rows, &contained)?;
    let pairs = contained.iter().map(|tie| (tie.contained, tie.container)).collect();
    let by_rare_text: AHashMap<(u32, u32), Overlap> =
        verify::compare(run, source, classes, pairs, |left, right| Some(rare.overlap(left, right)))?
            .into_iter()
            .map(|(left, right, overlap)| ((left, right), overlap))
            .collect();
    let mut strong: Vec<ContainedIn> = contained
        .into_iter()
        .filter(|tie| {
            let rare = by_rare_text[&(tie.contained, tie.container)];
            rare.left >= LEAST_RARE && rare.similarity().containment_left >= pairing.threshold
        })
        .collect();
    // The tie that fills most of its container first; classes stand in an order of content.
    strong.sort_by(|a, b| {
        let filled = |tie: &ContainedIn| tie.overlap.similarity().containment_right;
        filled(b).total_cmp(&filled(a)).then_with(|| (a.container, a.contained).cmp(&(b.container, b.contained)))
    });
    choose(strong, |one, other| {
        run.check()?;
        let rows = [one, other].map(|class| classes.classes[class as usize].representative);
        let hashes = source.of(run, &rows)?;
        Ok(rare.overlap(&hashes[0], &hashes[1]).shared >= LEAST_RARE)
    })
}

/// The smaller of two classes in the larger; of two of one size the first in the second.
fn directed(left: u32, right: u32, overlap: Overlap) -> ContainedIn {
    if (overlap.left, left) < (overlap.right, right) {
        return ContainedIn { contained: left, container: right, overlap };
    }
    let turned = Overlap { left: overlap.right, right: overlap.left, shared: overlap.shared };
    ContainedIn { contained: right, container: left, overlap: turned }
}

/// Gives each contained class its first container that takes it: one that has taken none yet, or whose first is `related`.
fn choose(ordered: Vec<ContainedIn>, mut related: impl FnMut(u32, u32) -> Result<bool>) -> Result<Vec<ContainedIn>> {
    let mut tied: AHashMap<u32, u32> = AHashMap::new();
    let mut first_of: AHashMap<u32, u32> = AHashMap::new();
    let mut chosen = Vec::new();
    for tie in ordered {
        if tied.contains_key(&tie.contained) {
            continue;
        }
        let first = *first_of.entry(tie.container).or_insert(tie.contained);
        if first == tie.contained || related(first, tie.contained)? {
            tied.insert(tie.contained, tie.container);
            chosen.push(tie);
        }
    }
    Ok(chosen)
}

/// Which shingles of the contained texts few representatives hold.
struct RareShingles {
    hashes: HashDirectory,
    rare: Vec<bool>,
}

impl RareShingles {
    fn count(
        run: &Run,
        source: Shingles<'_>,
        classes: &Classes,
        rows: &[DocId],
        contained: &[ContainedIn],
    ) -> Result<Self> {
        let mut wanted: Vec<u32> = contained.iter().map(|tie| tie.contained).collect();
        wanted.sort_unstable();
        wanted.dedup();
        let wanted: Vec<DocId> = wanted.iter().map(|&class| classes.classes[class as usize].representative).collect();
        let mut hashes = source.map(run, &wanted, |_, hashes| hashes.to_vec())?.concat();
        hashes.sort_unstable();
        hashes.dedup();
        let hashes = HashDirectory::new(hashes);
        let holders: Vec<AtomicU32> = (0..hashes.len()).map(|_| AtomicU32::new(0)).collect();
        if !hashes.is_empty() {
            source.map(run, rows, |_, own| {
                let mut places: Vec<usize> = own.iter().filter_map(|&hash| hashes.position(hash)).collect();
                places.sort_unstable();
                places.dedup();
                for at in places {
                    holders[at].fetch_add(1, Ordering::Relaxed);
                }
            })?;
        }
        let most = RARE_AT_LEAST.max(rows.len() / RARE_SHARE);
        let rare = holders.into_iter().map(|count| count.into_inner() as usize <= most).collect();
        Ok(Self { hashes, rare })
    }

    /// The overlap of two sets, counting only rare shingles of contained texts.
    fn overlap(&self, left: &[u64], right: &[u64]) -> Overlap {
        let rare = |hashes: &[u64]| {
            let is_rare = |hash: &u64| self.hashes.position(*hash).is_some_and(|at| self.rare[at]);
            ShingleSet::from_hashes(hashes.iter().copied().filter(is_rare).collect())
        };
        Overlap::of(&rare(left), &rare(right))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tie(inner: u32, outer: u32) -> ContainedIn {
        ContainedIn { contained: inner, container: outer, overlap: Overlap { left: 10, right: 20, shared: 10 } }
    }

    #[test]
    fn a_container_takes_one_stranger_and_the_other_looks_further() {
        let ordered = vec![tie(1, 9), tie(2, 9), tie(2, 8), tie(1, 8)];
        let chosen = choose(ordered, |_, _| Ok(false)).unwrap();
        assert_eq!(chosen, [tie(1, 9), tie(2, 8)]);
    }

    #[test]
    fn texts_of_one_story_share_a_container() {
        let chosen =
            choose(vec![tie(1, 9), tie(2, 9), tie(3, 9)], |first, other| Ok((first, other) == (1, 3))).unwrap();
        assert_eq!(chosen, [tie(1, 9), tie(3, 9)]);
    }
}
