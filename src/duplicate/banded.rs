//! Band keys in, the pairs that reach the threshold out: candidates are made and measured a few million at a time.
//!
//! A thousand texts from one template agree in nearly every band, which makes half a million candidates a band. So memory is
//! bounded by [`AT_ONCE`], whatever the buckets hold; a caller that wants components only is spared the pairs inside
//! components that are known already, and large buckets are tied to a few of their members instead of pair by pair.

use super::classes::Classes;
use super::pairs::{ClassPair, Pairing};
use super::shingles::Shingles;
use super::verify;
use crate::error::{Error, Result};
use crate::id::DocId;
use crate::lsh::{BandShape, Bands};
use crate::schedule::Run;
use crate::union_find::UnionFind;
use rayon::prelude::*;

/// What the pairs are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Goal {
    /// Every pair, up to so many.
    Pairs {
        /// More than these are an error.
        most: u64,
    },
    /// Enough pairs to hold the connected components together.
    Components,
}

/// The pairs that were found, and where the search was cut short.
#[derive(Debug, Default)]
pub struct Found {
    /// Ascending by (left, right).
    pub pairs: Vec<ClassPair>,
    /// Buckets of more than [`LARGE`] documents, not all of them of one component, that were not compared pair by pair.
    pub capped: usize,
}

/// Candidate pairs that are held at once: 32 MB, and more than a day's news makes.
const AT_ONCE: usize = 4 << 20;

/// Bands whose buckets are made together: the keys of sixteen fill one line of the processor's cache.
const BANDS_AT_ONCE: usize = 16;

/// Documents up to which a bucket is compared pair by pair also where only components are wanted.
const LARGE: usize = 256;

/// Members, evenly spread over a large bucket, with which all others are compared.
const LEADERS: usize = 8;

/// Members that follow in the bucket with which each is compared: they are of like length.
const NEIGHBOURS: usize = 4;

/// Candidates for each document, and those of any column, past which texts are taken to share a template: more than any two
/// dozen copies of an article make, and few enough to be lost.
const MOST_A_DOCUMENT: usize = 24;
const AT_LEAST_MOST: usize = 100_000;

/// Finds the pairs of classes that agree in enough bands and reach the threshold; None where every pair is wanted and there
/// are so many candidates that bands are the wrong way to find them (texts of one template, which the exact join tells apart
/// by what each has of its own).
///
/// # Errors
/// [`Error::Parameter`] past the most pairs of [`Goal::Pairs`], [`Error::Cancelled`], or those of the column.
///
/// # Complexity
/// O(n log n) a band, and for pairs the sum of the squares of the bucket sizes; for components that sum is at most
/// `LARGE` · n / 2 a band.
pub fn find(
    run: &Run,
    source: Shingles<'_>,
    classes: &Classes,
    keys: &[u32],
    shape: BandShape,
    pairing: &Pairing,
    goal: Goal,
) -> Result<Option<Found>> {
    let rows: Vec<u32> = classes.classes.iter().map(|class| class.representative.0).collect();
    let bands = Bands { keys, shape, rows: &rows };
    // A text without tokens has the keys of an empty signature and equals nothing.
    let members: Vec<u32> =
        (0u32..).zip(&classes.classes).filter(|(_, class)| class.profile.tokens > 0).map(|(index, _)| index).collect();
    let mut search = Search {
        run,
        source,
        classes,
        pairing,
        goal,
        components: UnionFind::new(DocId::from_index(classes.classes.len()).0),
        pending: Vec::new(),
        candidates: 0,
        found: Vec::new(),
    };
    let most = AT_LEAST_MOST + MOST_A_DOCUMENT * members.len();
    let mut large: Vec<Vec<u32>> = Vec::new();
    for first in (0..shape.bands).step_by(BANDS_AT_ONCE) {
        run.check()?;
        let several = first..shape.bands.min(first + BANDS_AT_ONCE);
        let of_bands = run.install(|| bands.buckets(&members, several.clone()));
        for (band, buckets) in several.zip(of_bands) {
            let mut tasks: Vec<(u32, &[u32])> = Vec::new();
            let mut size = 0;
            for bucket in buckets.iter() {
                if goal == Goal::Components && bucket.len() > LARGE {
                    search.add(
                        star(bucket).into_iter().filter(|&(left, right)| bands.agreeing(left, right) >= shape.agreeing),
                    )?;
                    large.push(bucket.to_vec());
                    continue;
                }
                for (at, &left) in bucket.iter().enumerate() {
                    let others = &bucket[at + 1..];
                    tasks.push((left, others));
                    size += others.len();
                    if size >= AT_ONCE {
                        search.add_tasks(&bands, band, &tasks)?;
                        tasks.clear();
                        size = 0;
                    }
                }
            }
            search.add_tasks(&bands, band, &tasks)?;
            if goal != Goal::Components && search.candidates > most {
                return Ok(None);
            }
        }
    }
    search.measure()?;
    let Search { mut found, mut components, .. } = search;
    found.sort_unstable_by_key(|pair| (pair.left, pair.right));
    found.dedup_by_key(|pair| (pair.left, pair.right));
    let split = |bucket: &&Vec<u32>| {
        let first = components.find(bucket[0]);
        bucket.iter().any(|&member| components.find(member) != first)
    };
    Ok(Some(Found { pairs: found, capped: large.iter().filter(split).count() }))
}

/// The pairs of a large bucket that are compared: each member with its leaders and with the next few.
fn star(bucket: &[u32]) -> Vec<(u32, u32)> {
    let mut pairs = Vec::with_capacity(bucket.len() * (LEADERS + NEIGHBOURS));
    for leader in 0..LEADERS {
        let leader = leader * bucket.len() / LEADERS;
        pairs.extend(bucket[..leader].iter().map(|&member| (member, bucket[leader])));
        pairs.extend(bucket[leader + 1..].iter().map(|&member| (bucket[leader], member)));
    }
    for (at, &member) in bucket.iter().enumerate() {
        pairs.extend(bucket[at + 1..].iter().take(NEIGHBOURS).map(|&next| (member, next)));
    }
    pairs
}

/// The state of a search: what waits to be measured and what was found.
struct Search<'a> {
    run: &'a Run,
    source: Shingles<'a>,
    classes: &'a Classes,
    pairing: &'a Pairing,
    goal: Goal,
    components: UnionFind,
    pending: Vec<(u32, u32)>,
    /// How many there were so far.
    candidates: usize,
    found: Vec<ClassPair>,
}

impl Search<'_> {
    /// Adds the pairs of each task's document with the others for which `band` completes the agreement.
    fn add_tasks(&mut self, bands: &Bands, band: usize, tasks: &[(u32, &[u32])]) -> Result<()> {
        self.run.check()?;
        let pairs: Vec<(u32, u32)> = self.run.install(|| {
            tasks
                .par_iter()
                .flat_map_iter(|&(left, others)| others.iter().map(move |&right| (left, right)))
                .filter(|&(left, right)| bands.completes(left, right, band))
                .collect()
        });
        self.add(pairs.into_iter())
    }

    /// Adds candidates, and measures once there are enough of them.
    fn add(&mut self, pairs: impl Iterator<Item = (u32, u32)>) -> Result<()> {
        let before = self.pending.len();
        if self.goal == Goal::Components {
            let components = &mut self.components;
            self.pending.extend(pairs.filter(|&(left, right)| components.find(left) != components.find(right)));
        } else {
            self.pending.extend(pairs);
        }
        self.candidates += self.pending.len() - before;
        if self.pending.len() >= AT_ONCE { self.measure() } else { Ok(()) }
    }

    fn measure(&mut self) -> Result<()> {
        let mut candidates = std::mem::take(&mut self.pending);
        self.run.install(|| candidates.par_sort_unstable());
        candidates.dedup();
        let reaching = verify::reaching(self.run, self.source, self.classes, self.pairing, candidates)?;
        for pair in &reaching {
            self.components.union(pair.left, pair.right);
        }
        self.found.extend(reaching);
        match self.goal {
            Goal::Pairs { most } if self.found.len() as u64 > most => {
                let needed = format!("at least {}, and the search is not at its end", self.found.len());
                let error = Error::parameter("max_pairs", needed, most);
                Err(error.with_hint("`cluster` groups them without making the pairs"))
            }
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_meets_every_member_in_order_and_grows_with_the_bucket() {
        let bucket: Vec<u32> = (0..1000).map(|n| n * 3).collect();
        let pairs = star(&bucket);
        assert!(pairs.iter().all(|(left, right)| left < right));
        assert!(bucket[1..].iter().all(|&member| pairs.contains(&(0, member))));
        assert!(pairs.len() <= bucket.len() * (LEADERS + NEIGHBOURS));
    }
}
