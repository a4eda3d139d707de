//! Judged pairs in, a partition out: clusters that are alike on the whole, not by one bridge.
//!
//! Agglomerative, the most alike clusters first. Two clusters are as alike as their pairs on average, with a share for the best
//! pair; a pair that nobody judged counts as [`FLOOR`]. An article that rounds up two stories is alike to each of them, but
//! they are not to each other: it is a bridge, and bridges come last, when the stories stand. Then it joins one of them and
//! the other stays apart. Single linkage chains them; average linkage alone leaves out the third of three reports that
//! share the second's words with the first's facts. Versions of one text are one item from the start: the first and the last
//! version of a live blog share nothing, and yet are one story.

use super::candidates::FLOOR;
use crate::error::Result;
use crate::schedule::Run;
use crate::union_find::UnionFind;
use ahash::AHashSet;
use std::cmp::{Ordering, Reverse};
use std::collections::{BTreeMap, BinaryHeap};

/// Two items and the log odds that they belong together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Likeness {
    /// One item.
    pub left: u32,
    /// The other.
    pub right: u32,
    /// Log odds.
    pub log_odds: f64,
    /// Whether more than half of the wording of each stands in the other: versions of one text. A text can have that in common
    /// with only one of two unrelated texts, so chains of such pairs lead through no round-up, and none is cut.
    pub versions: bool,
}

/// How much of the likeness of two clusters is their best pair's. Chosen with `benchmarks/stories.py` among 0, 0.25,
/// 0.35 and 0.5.
const BEST_SHARE: f64 = 0.25;

/// Log odds that clusters of more than one are allowed for: where two already tell one story, a third that is fairly like both
/// is surer than a pair alone. Chosen together with the caution of `benchmarks/stories_fit.py` on all of BASIL, both halves in
/// sight: of 0 to 1.5 what joins at most one in a hundred where nothing belongs together and loses no F1.
pub const COMPANY: f64 = 1.2;

/// Log odds that every member of two clusters must reach with the other cluster on average, for them to be merged: above
/// [`FLOOR`], so that a member that shares nothing with any of them keeps them apart. Without it a round-up that has
/// joined one article of a story ties that article's story to another.
const STRANGER: f64 = -5.7;

/// Log odds beyond which one pair is not surer than another: no single pair outvotes the rest.
const CEILING: f64 = 8.0;

/// Log odds are summed as whole numbers of this size, so that no order of the sum shows in it.
const UNIT: f64 = 1e-9;

/// For each of `items` the smallest member of its cluster.
///
/// # Errors
/// [`Error::Cancelled`](crate::Error::Cancelled).
///
/// # Complexity
/// O(p log p) for p pairs among items that chains of pairs above the threshold connect; other pairs cost nothing.
pub fn cluster(run: &Run, items: u32, pairs: &[Likeness], threshold: f64) -> Result<Vec<u32>> {
    let mut chained = UnionFind::new(items);
    for pair in pairs.iter().filter(|pair| pair.log_odds >= threshold - COMPANY) {
        chained.union(pair.left, pair.right);
    }
    let chained: Vec<&Likeness> =
        pairs.iter().filter(|pair| chained.find(pair.left) == chained.find(pair.right)).collect();
    run.check()?;
    let mut merging = Merging::new(items, threshold);
    for pair in chained.iter().filter(|pair| pair.versions && pair.log_odds >= threshold) {
        let (left, right) = (merging.home[pair.left as usize], merging.home[pair.right as usize]);
        if left != right {
            merging.merge(left, right);
        }
    }
    let bridges = merging.of_whole_clusters(bridges(run, items, &chained, threshold)?);
    for last in [false, true] {
        for pair in &chained {
            if last == (bridges[pair.left as usize] || bridges[pair.right as usize]) {
                merging.link(pair);
            }
        }
        merging.run(run)?;
    }
    Ok(merging.labels())
}

/// Neighbours of an item that are looked at, the most alike ones: enough to see that they fall into two camps.
const LOOKED_AT: usize = 32;

/// One in so many pairs of an item's neighbours have to be strangers for it to be a bridge. A round-up of two stories has
/// about half, a report in the middle of its story hardly any.
const STRANGE_SHARE: usize = 4;

/// Which items stand between clusters: many of those that they belong with share nothing with each other.
fn bridges(run: &Run, items: u32, pairs: &[&Likeness], threshold: f64) -> Result<Vec<bool>> {
    let mut near: Vec<Vec<(i64, u32)>> = vec![Vec::new(); items as usize];
    let mut known: AHashSet<(u32, u32)> = AHashSet::new();
    for pair in pairs {
        let value = units(pair.log_odds);
        if pair.log_odds >= threshold {
            near[pair.left as usize].push((value, pair.right));
            near[pair.right as usize].push((value, pair.left));
        }
        if value >= units(STRANGER) {
            known.insert((pair.left.min(pair.right), pair.left.max(pair.right)));
        }
    }
    near.into_iter()
        .map(|mut near| {
            run.check()?;
            near.sort_unstable_by_key(|&(value, item)| (Reverse(value), item));
            near.truncate(LOOKED_AT);
            let both =
                near.iter().enumerate().flat_map(|(at, &(_, a))| near[at + 1..].iter().map(move |&(_, b)| (a, b)));
            let strangers = both.filter(|&(a, b)| !known.contains(&(a.min(b), a.max(b)))).count();
            Ok(strangers > 0 && strangers * STRANGE_SHARE >= near.len() * (near.len() - 1) / 2)
        })
        .collect()
}

/// What is known of the pairs between two clusters.
#[derive(Debug, Clone, Copy)]
struct Between {
    sum: i128,
    pairs: u64,
    best: i64,
}

impl Between {
    fn and(self, other: Self) -> Self {
        Self { sum: self.sum + other.sum, pairs: self.pairs + other.pairs, best: self.best.max(other.best) }
    }

    /// The likeness of two clusters with `all` pairs between them, to be held against the threshold.
    fn likeness(self, all: u64) -> f64 {
        let absent = i128::from(all - self.pairs) * i128::from(units(FLOOR));
        let mean = (self.sum + absent) as f64 / all as f64;
        let company = if all > 1 { COMPANY } else { 0.0 };
        (BEST_SHARE * self.best as f64 + (1.0 - BEST_SHARE) * mean) * UNIT + company
    }
}

#[allow(clippy::cast_possible_truncation)] // between FLOOR and CEILING
fn units(log_odds: f64) -> i64 {
    (log_odds.clamp(FLOOR, CEILING) / UNIT).round() as i64
}

/// A merger to be made if neither cluster has changed meanwhile.
#[derive(Debug, PartialEq)]
struct Proposal {
    likeness: f64,
    /// The clusters' smallest members, the smaller first.
    members: (u32, u32),
    /// The clusters and their sizes when it was made.
    clusters: [(u32, u32); 2],
    /// The judged pairs between them then.
    pairs: u64,
}

impl Eq for Proposal {}

impl Ord for Proposal {
    fn cmp(&self, other: &Self) -> Ordering {
        // The likeliest first; of equals the one with the smallest members, which the order of the input does not change.
        self.likeness.total_cmp(&other.likeness).then_with(|| other.members.cmp(&self.members))
    }
}

impl PartialOrd for Proposal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

struct Merging {
    threshold: f64,
    /// For each item its judged pairs.
    judged: Vec<Vec<(u32, i64)>>,
    /// For each live cluster its items.
    members: Vec<Vec<u32>>,
    /// For each live cluster its neighbours; a merged one has none.
    neighbours: Vec<BTreeMap<u32, Between>>,
    size: Vec<u32>,
    smallest: Vec<u32>,
    /// For each item its cluster.
    home: Vec<u32>,
    proposals: BinaryHeap<Proposal>,
}

impl Merging {
    fn new(items: u32, threshold: f64) -> Self {
        Self {
            threshold,
            judged: vec![Vec::new(); items as usize],
            members: (0..items).map(|item| vec![item]).collect(),
            neighbours: vec![BTreeMap::new(); items as usize],
            size: vec![1; items as usize],
            smallest: (0..items).collect(),
            home: (0..items).collect(),
            proposals: BinaryHeap::new(),
        }
    }

    fn link(&mut self, pair: &Likeness) {
        let value = units(pair.log_odds);
        let between = Between { sum: i128::from(value), pairs: 1, best: value };
        self.judged[pair.left as usize].push((pair.right, value));
        self.judged[pair.right as usize].push((pair.left, value));
        let (left, right) = (self.home[pair.left as usize], self.home[pair.right as usize]);
        if left == right {
            return;
        }
        let joined = self.neighbours[left as usize].get(&right).map_or(between, |known| known.and(between));
        self.neighbours[left as usize].insert(right, joined);
        self.neighbours[right as usize].insert(left, joined);
        self.propose(left, right, joined);
    }

    /// For each item whether the property holds of any item of its cluster.
    fn of_whole_clusters(&self, mut property: Vec<bool>) -> Vec<bool> {
        for items in &self.members {
            let any = items.iter().any(|&item| property[item as usize]);
            for &item in items {
                property[item as usize] = any;
            }
        }
        property
    }

    fn propose(&mut self, one: u32, other: u32, between: Between) {
        let sizes = [one, other].map(|cluster| self.size[cluster as usize]);
        let likeness = between.likeness(u64::from(sizes[0]) * u64::from(sizes[1]));
        if likeness < self.threshold {
            return;
        }
        let members = [one, other].map(|cluster| self.smallest[cluster as usize]);
        self.proposals.push(Proposal {
            likeness,
            members: (members[0].min(members[1]), members[0].max(members[1])),
            clusters: [(one, sizes[0]), (other, sizes[1])],
            pairs: between.pairs,
        });
    }

    fn run(&mut self, run: &Run) -> Result<()> {
        while let Some(proposal) = self.proposals.pop() {
            run.check()?;
            let [(one, _), (other, _)] = proposal.clusters;
            let same_size = proposal.clusters.iter().all(|&(cluster, size)| self.size[cluster as usize] == size);
            let between = self.neighbours[one as usize].get(&other);
            let current = same_size && between.is_some_and(|between| between.pairs == proposal.pairs);
            if current && self.knows(one, other) && self.knows(other, one) {
                self.merge(one, other);
            }
        }
        Ok(())
    }

    /// Whether no item of `one` is a stranger to all of `other`.
    fn knows(&self, one: u32, other: u32) -> bool {
        let size = i128::from(self.size[other as usize]);
        self.members[one as usize].iter().all(|&item| {
            let (mut sum, mut known) = (0, 0);
            for &(neighbour, value) in &self.judged[item as usize] {
                if self.home[neighbour as usize] == other {
                    sum += i128::from(value);
                    known += 1;
                }
            }
            sum + (size - known) * i128::from(units(FLOOR)) >= size * i128::from(units(STRANGER))
        })
    }

    fn merge(&mut self, one: u32, other: u32) {
        let wider = |cluster: u32| self.neighbours[cluster as usize].len();
        let (keep, gone) = if wider(one) >= wider(other) { (one, other) } else { (other, one) };
        let items = std::mem::take(&mut self.members[gone as usize]);
        for &item in &items {
            self.home[item as usize] = keep;
        }
        self.members[keep as usize].extend(items);
        let moved = std::mem::take(&mut self.neighbours[gone as usize]);
        self.neighbours[keep as usize].remove(&gone);
        for (neighbour, between) in moved {
            if neighbour == keep {
                continue;
            }
            let joined = self.neighbours[keep as usize].get(&neighbour).map_or(between, |known| known.and(between));
            self.neighbours[keep as usize].insert(neighbour, joined);
            let back = &mut self.neighbours[neighbour as usize];
            back.remove(&gone);
            back.insert(keep, joined);
        }
        self.size[keep as usize] += self.size[gone as usize];
        self.size[gone as usize] = 0;
        self.smallest[keep as usize] = self.smallest[keep as usize].min(self.smallest[gone as usize]);
        let around: Vec<(u32, Between)> =
            self.neighbours[keep as usize].iter().map(|(&n, &between)| (n, between)).collect();
        for (neighbour, between) in around {
            self.propose(keep, neighbour, between);
        }
    }

    fn labels(self) -> Vec<u32> {
        self.home.iter().map(|&home| self.smallest[home as usize]).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::sync::Arc;

    fn cluster(items: u32, pairs: &[Likeness], threshold: f64) -> Vec<u32> {
        super::cluster(&Run::new(Some(1), Arc::default()).unwrap(), items, pairs, threshold).unwrap()
    }

    /// The same rule, with every likeness computed anew from all pairs after every merger.
    fn twin(items: u32, pairs: &[Likeness], threshold: f64) -> Vec<u32> {
        let known = |a: u32, b: u32| {
            let pair = pairs.iter().find(|pair| (pair.left, pair.right) == (a.min(b), a.max(b)));
            pair.map_or(units(FLOOR), |pair| units(pair.log_odds))
        };
        let is_bridge = |item: u32| {
            let near: Vec<u32> =
                (0..items).filter(|&other| other != item && known(item, other) >= units(threshold)).collect();
            let (mut all, mut strange) = (0, 0);
            for (at, &a) in near.iter().enumerate() {
                for &b in &near[at + 1..] {
                    all += 1;
                    strange += usize::from(known(a, b) < units(STRANGER));
                }
            }
            strange > 0 && strange * STRANGE_SHARE >= all
        };
        let acquainted = |from: &[u32], to: &[u32]| {
            from.iter().all(|&a| {
                to.iter().map(|&b| i128::from(known(a, b))).sum::<i128>()
                    >= to.len() as i128 * i128::from(units(STRANGER))
            })
        };
        let mut clusters: Vec<Vec<u32>> = (0..items).map(|item| vec![item]).collect();
        for version in pairs.iter().filter(|pair| pair.versions && pair.log_odds >= threshold) {
            let of = |item: u32| clusters.iter().position(|cluster| cluster.contains(&item)).unwrap();
            let (one, other) = (of(version.left), of(version.right));
            if one != other {
                let moved = clusters.remove(one.max(other));
                clusters[one.min(other)].extend(moved);
            }
        }
        for last in [false, true] {
            loop {
                let mut best: Option<(f64, usize, usize)> = None;
                for one in 0..clusters.len() {
                    for other in one + 1..clusters.len() {
                        let bridged = clusters[one].iter().chain(&clusters[other]).any(|&item| is_bridge(item));
                        if bridged && !last
                            || !acquainted(&clusters[one], &clusters[other])
                            || !acquainted(&clusters[other], &clusters[one])
                        {
                            continue;
                        }
                        let values: Vec<i64> = clusters[one]
                            .iter()
                            .flat_map(|&a| clusters[other].iter().map(move |&b| (a, b)))
                            .map(|(a, b)| known(a, b))
                            .collect();
                        let mean =
                            values.iter().map(|&value| i128::from(value)).sum::<i128>() as f64 / values.len() as f64;
                        let most = *values.iter().max().unwrap() as f64;
                        let company = if values.len() > 1 { COMPANY } else { 0.0 };
                        let likeness = (BEST_SHARE * most + (1.0 - BEST_SHARE) * mean) * UNIT + company;
                        if likeness >= threshold && best.is_none_or(|(highest, _, _)| likeness > highest) {
                            best = Some((likeness, one, other));
                        }
                    }
                }
                let Some((_, one, other)) = best else { break };
                let moved = clusters.remove(other);
                clusters[one].extend(moved);
                clusters[one].sort_unstable();
                clusters.sort_by_key(|cluster| cluster[0]);
            }
        }
        (0..items).map(|item| clusters.iter().find(|cluster| cluster.contains(&item)).unwrap()[0]).collect()
    }

    fn pair(left: u32, right: u32, log_odds: f64) -> Likeness {
        Likeness { left, right, log_odds, versions: false }
    }

    #[test]
    fn a_round_up_joins_no_strangers() {
        // 0, 1, 2 are one story, 3, 4, 5 another, 6 tells both and copies 0.
        let mut pairs = vec![];
        for story in [[0, 1, 2], [3, 4, 5]] {
            for (at, &one) in story.iter().enumerate() {
                pairs.extend(story[at + 1..].iter().map(|&other| pair(one, other, 4.0)));
                pairs.push(pair(one, 6, if one == 0 { 8.0 } else { 3.0 }));
            }
        }
        let labels = cluster(7, &pairs, 0.0);
        assert_eq!(labels[..3], [0, 0, 0]);
        assert_eq!(labels[3..6], [3, 3, 3]);
    }

    #[test]
    fn a_round_up_that_joined_one_article_ties_no_other_story_to_it() {
        // 0 to 3 are one story; 4 is of another and 5 rounds up both.
        let mut pairs = vec![pair(4, 5, 7.0)];
        for one in 0..4 {
            pairs.extend((one + 1..4).map(|other| pair(one, other, 5.0)));
            pairs.push(pair(one, 5, 6.0));
        }
        let labels = cluster(6, &pairs, 0.0);
        assert_eq!(labels[..4], [0; 4]);
        assert_ne!(labels[4], 0);
    }

    #[test]
    fn versions_that_drift_stay_one_story() {
        let mut pairs = vec![];
        for one in 0..12u32 {
            for other in one + 1..12 {
                pairs.push(pair(one, other, 7.0 - 0.6 * f64::from(other - one)));
            }
        }
        assert_eq!(cluster(12, &pairs, 0.0), [0; 12]);
    }

    #[test]
    fn versions_of_which_the_first_and_the_last_are_strangers_stay_one_story() {
        let chain: Vec<Likeness> = (0..99).map(|one| Likeness { versions: true, ..pair(one, one + 1, 5.0) }).collect();
        assert_eq!(cluster(100, &chain, 0.0), [0; 100]);
        let unlikely: Vec<Likeness> = chain.iter().map(|pair| Likeness { log_odds: -0.1, ..*pair }).collect();
        assert_eq!(cluster(3, &unlikely[..2], 0.0), [0, 1, 2]);
    }

    #[test]
    fn what_is_alone_stays_alone() {
        assert_eq!(cluster(3, &[pair(0, 1, -0.1)], 0.0), [0, 1, 2]);
        assert!(cluster(0, &[], 0.0).is_empty());
    }

    proptest! {
        #[test]
        fn clusters_are_those_of_recomputing_everything(
            judged in prop::collection::btree_map((0u32..9, 0u32..9), (-80i32..90, prop::bool::weighted(0.1)), 0..36),
            threshold in -10i32..30,
        ) {
            let pairs: Vec<Likeness> = judged
                .iter()
                .filter(|((left, right), _)| left < right)
                .map(|(&(left, right), &(tenths, versions))| Likeness { versions, ..pair(left, right, f64::from(tenths) / 10.0) })
                .collect();
            let threshold = f64::from(threshold) / 10.0;
            prop_assert_eq!(cluster(9, &pairs, threshold), twin(9, &pairs, threshold));
            let mut turned = pairs.clone();
            turned.reverse();
            prop_assert_eq!(cluster(9, &turned, threshold), cluster(9, &pairs, threshold));
        }
    }
}
