//! A column in, its stories out: the representatives that the finer levels leave, compared, clustered and tied.

use super::candidates::{self, Candidates};
use super::corpus::{Beside, documents};
use super::document::Documents;
use super::judgement::{log_odds, probability};
use super::linkage::{self, COMPANY, Likeness};
use super::why::why;
use crate::corpus::TextColumn;
use crate::duplicate::banded::{Found, Goal};
use crate::duplicate::classes::Classes;
use crate::duplicate::cluster::{Ties, ties};
use crate::duplicate::forest::{Edge, Forest};
use crate::duplicate::pairs::class_pairs;
use crate::duplicate::{Clustering, Level, Measure, Origin, Pairing, Relation};
use crate::error::{Error, Result};
use crate::id::DocId;
use crate::schedule::Run;
use std::collections::BTreeMap;

/// How stories are found.
#[derive(Clone)]
pub struct Telling {
    /// Smallest probability, in (0, 1), that two documents of one cluster belong together.
    pub threshold: f64,
    /// Languages and headlines.
    pub beside: Beside,
    /// For each row its time in microseconds, where it is known.
    pub dates: Option<Vec<Option<i64>>>,
    /// Most microseconds between two documents of one story.
    pub window: Option<i64>,
}

/// The stories of a column.
#[derive(Debug, Clone, PartialEq)]
pub struct Stories {
    /// The clusters, as at every level.
    pub clustering: Clustering,
    /// For each row that a story ties in, the words that weigh most in that tie.
    pub why: Vec<Option<Box<str>>>,
    /// Representatives that were compared.
    pub documents: usize,
    /// Pairs of them that were looked at.
    pub compared: usize,
}

impl Telling {
    /// Refuses a threshold outside its range.
    ///
    /// # Errors
    /// [`Error::Parameter`].
    pub fn check(&self) -> Result<()> {
        if self.threshold > 0.0 && self.threshold < 1.0 {
            return Ok(());
        }
        Err(Error::parameter("story_threshold", "in (0, 1)", self.threshold)
            .with_hint("it is the probability that two articles of a cluster tell one story"))
    }

    /// For each head the dates of all rows of its group, ascending; empty lists where no window asks for them.
    fn dates_of(&self, heads: &[u32], partial: &Forest, classes: &Classes) -> Vec<Vec<i64>> {
        let mut dates_of = vec![Vec::new(); heads.len()];
        let (Some(dates), Some(_)) = (&self.dates, self.window) else { return dates_of };
        let place: ahash::AHashMap<u32, usize> = heads.iter().enumerate().map(|(at, &head)| (head, at)).collect();
        for (class, root) in classes.classes.iter().zip(&partial.root) {
            if let Some(&at) = place.get(root) {
                dates_of[at].extend(class.members.iter().filter_map(|row| dates[row.index()]));
            }
        }
        for dates in &mut dates_of {
            dates.sort_unstable();
            dates.dedup();
        }
        dates_of
    }

    /// Whether the dates of two groups allow one story: some date of one is near some date of the other. A group without
    /// any date is never too far.
    fn near(&self, one: &[i64], other: &[i64]) -> bool {
        let Some(window) = self.window else { return true };
        distance(one, other).is_none_or(|distance| distance <= window.unsigned_abs())
    }
}

/// The smallest distance between a number of one ascending list and one of the other; None where a list is empty.
fn distance(one: &[i64], other: &[i64]) -> Option<u64> {
    let (mut at, mut to, mut least) = (0, 0, None);
    while let (Some(&here), Some(&there)) = (one.get(at), other.get(to)) {
        let between = here.abs_diff(there);
        least = Some(least.map_or(between, |least: u64| least.min(between)));
        at += usize::from(here <= there);
        to += usize::from(there < here);
    }
    least
}

/// Clusters a column into stories.
///
/// # Errors
/// [`Error::Parameter`], [`Error::Cancelled`], or those of the column.
///
/// # Complexity
/// The level `partial`, then two readings of each of its representatives and the candidates among them.
pub fn cluster(run: &Run, column: &dyn TextColumn, pairing: &Pairing, telling: &Telling) -> Result<Stories> {
    telling.check()?;
    let Ties { classes, mut shingles, mut edges, capped } = ties(run, Origin::Texts(column), Level::Partial, pairing)?;
    let partial = Forest::grow(&classes, &shingles, edges.clone());
    let heads: Vec<u32> = (0u32..)
        .zip(&partial.root)
        .filter(|&(class, &root)| class == root && classes.classes[class as usize].profile.tokens > 0)
        .map(|(class, _)| class)
        .collect();
    let row_of = |class: u32| classes.classes[class as usize].representative;
    // The heads, then the witnesses of those that have one.
    let witnesses = witnesses(&heads, &edges, &shingles);
    let mut compared_classes = heads.clone();
    let mut witness_of: Vec<Option<u32>> = Vec::with_capacity(heads.len());
    for witness in witnesses {
        witness_of.push(witness.map(|class| {
            compared_classes.push(class);
            DocId::from_index(compared_classes.len() - 1).0
        }));
    }
    let versions = versions(run, column, pairing, &classes, &partial)?;
    let mut place: ahash::AHashMap<u32, u32> = compared_classes.iter().copied().zip(0u32..).collect();
    for class in versions.iter().flat_map(|&(left, right)| [left, right]) {
        place.entry(class).or_insert_with(|| {
            compared_classes.push(class);
            DocId::from_index(compared_classes.len() - 1).0
        });
    }
    let rows: Vec<DocId> = compared_classes.iter().map(|&class| row_of(class)).collect();
    let classes_of_heads = compared_classes.iter().map(|&class| &classes.classes[class as usize]);
    let beside = telling.beside.settled(classes_of_heads, column.len());
    let dates = telling.dates_of(&heads, &partial, &classes);
    let read = documents(run, column, &rows, heads.len(), &beside)?;
    let Candidates { mut pairs, compared } = candidates::find(run, &read, heads.len(), |left, right| {
        telling.near(&dates[left as usize], &dates[right as usize])
    })?;
    run.check()?;
    let threshold = log_odds(telling.threshold);
    // Where a witness does not belong with the other side, the pair is that of a round-up and its other story.
    pairs.retain(|pair| {
        let [left, right] = [pair.left, pair.right].map(|head| {
            let witness = witness_of[head as usize];
            witness.filter(|&witness| read.documents[witness as usize].words >= TESTIFYING_WORDS).unwrap_or(head)
        });
        (left, right) == (pair.left, pair.right) || read.judge(left, right).1.together() >= threshold - DOUBT
    });
    let mut likenesses: Vec<Likeness> = pairs
        .iter()
        .map(|pair| Likeness {
            left: pair.left,
            right: pair.right,
            log_odds: pair.judgement.together(),
            versions: pair.versions,
        })
        .collect();
    let mut touched = Vec::new();
    let mut joined: BTreeMap<(u32, u32), f64> = BTreeMap::new();
    for (left, right) in versions {
        let [one, other] = [left, right].map(|class| place[&partial.root[class as usize]]);
        let (_, judgement) = read.judge(place[&left], place[&right]);
        if judgement.together() < threshold || !telling.near(&dates[one as usize], &dates[other as usize]) {
            continue;
        }
        let known = joined.entry((one.min(other), one.max(other))).or_insert(threshold);
        *known = known.max(judgement.together());
        let (relation, odds) = judgement.tie(threshold);
        edges.push(Edge { left, right, relation, similarity: probability(odds) });
        touched.extend([left, right]);
    }
    for known in &mut likenesses {
        if let Some(log_odds) = joined.remove(&(known.left, known.right)) {
            *known = Likeness { log_odds: known.log_odds.max(log_odds), versions: true, ..*known };
        }
    }
    likenesses.extend(joined.into_iter().map(|((left, right), log_odds)| Likeness {
        left,
        right,
        log_odds,
        versions: true,
    }));
    let labels = linkage::cluster(run, DocId::from_index(heads.len()).0, &likenesses, threshold)?;
    for pair in &pairs {
        let (left, right) = (pair.left as usize, pair.right as usize);
        if labels[left] != labels[right] || pair.judgement.together() < threshold - COMPANY {
            continue;
        }
        let (relation, odds) = pair.judgement.tie(threshold);
        touched.extend([heads[left], heads[right]]);
        edges.push(Edge { left: heads[left], right: heads[right], relation, similarity: probability(odds) });
    }
    // The root of a story is the head with most shingles, as at every level.
    touched.sort_unstable();
    touched.dedup();
    let uncounted: Vec<u32> = touched.into_iter().filter(|&class| shingles[class as usize] == 0).collect();
    let uncounted_rows: Vec<DocId> = uncounted.iter().map(|&class| row_of(class)).collect();
    let counts = run.map_some(column, &uncounted_rows, |_, text| pairing.shingling.set_of(text).len())?;
    for (class, count) in uncounted.iter().zip(counts) {
        shingles[*class as usize] = count;
    }
    let memberships = Forest::grow(&classes, &shingles, edges).memberships(&classes);
    let clustering = Clustering { memberships, capped };
    let why = reasons(run, column, &clustering, &rows, &read, &beside)?;
    Ok(Stories { clustering, why, documents: heads.len(), compared })
}

/// Jaccard similarity above which two texts are versions of one: more than half of each stands in the other then, which a round-up
/// of two unrelated articles cannot have with both.
const VERSIONS: f64 = 0.51;

/// Pairs of classes of different groups that are versions of one text: as many as hold them together.
///
/// They are looked for among all texts. A live blog that is updated at times by much and at times by little falls into groups
/// whose representatives share nothing, while the last text of one group and the first of the next are nearly the same.
fn versions(
    run: &Run,
    column: &dyn TextColumn,
    pairing: &Pairing,
    classes: &Classes,
    partial: &Forest,
) -> Result<Vec<(u32, u32)>> {
    if pairing.threshold <= VERSIONS {
        return Ok(Vec::new());
    }
    let half = Pairing { threshold: VERSIONS, measure: Measure::Jaccard, ..pairing.clone() };
    let (reading, Found { pairs, .. }) = class_pairs(run, Origin::Texts(column), &half, Goal::Components)?;
    let class_of: ahash::AHashMap<DocId, u32> =
        classes.classes.iter().map(|class| class.representative).zip(0u32..).collect();
    let number = |class: u32| class_of[&reading.classes.classes[class as usize].representative];
    let apart = pairs.iter().map(|pair| (number(pair.left), number(pair.right)));
    let mut apart: Vec<(u32, u32)> = apart
        .filter(|&(left, right)| partial.root[left as usize] != partial.root[right as usize])
        .map(|(left, right)| (left.min(right), left.max(right)))
        .collect();
    apart.sort_unstable();
    Ok(apart)
}

/// Words from which on an excerpt tells what its container's group is about.
const TESTIFYING_WORDS: usize = 100;

/// Log odds below the threshold at which a witness speaks against a pair: an excerpt shows less than the whole. Stories that
/// share nothing are at -5 and less, another story about the same people at -2.
const DOUBT: f64 = 1.5;

/// The largest share of a container that an excerpt fills for the rest to be another story.
const TESTIFYING_SHARE: f64 = 0.6;

/// For each head the text in it that fills most of it, if it leaves room for another story.
///
/// A container of a whole article may go on with a second one. Their group tells the article's story, so that the container
/// alone does not tie it to the second.
fn witnesses(heads: &[u32], edges: &[Edge], shingles: &[usize]) -> Vec<Option<u32>> {
    let mut fullest: ahash::AHashMap<u32, Edge> = ahash::AHashMap::new();
    let shared = |edge: &Edge| edge.similarity * shingles[edge.left as usize] as f64;
    for edge in edges.iter().filter(|edge| edge.relation == Relation::Partial) {
        let known = fullest.entry(edge.right).or_insert(*edge);
        // Of equals the class that stands first: classes stand in an order of content.
        if shared(edge).total_cmp(&shared(known)).then(known.left.cmp(&edge.left)).is_gt() {
            *known = *edge;
        }
    }
    let witness = |head: u32| {
        let mut inner = head;
        let mut share = 1.0;
        while let Some(edge) = fullest.get(&inner) {
            share = shared(edge) / shingles[head as usize].max(1) as f64;
            inner = edge.left;
        }
        (inner != head && share <= TESTIFYING_SHARE).then_some(inner)
    };
    heads.iter().map(|&head| witness(head)).collect()
}

/// For each row that a story ties in, why.
fn reasons(
    run: &Run,
    column: &dyn TextColumn,
    clustering: &Clustering,
    rows: &[DocId],
    read: &Documents,
    beside: &Beside,
) -> Result<Vec<Option<Box<str>>>> {
    let place: ahash::AHashMap<DocId, usize> = rows.iter().enumerate().map(|(at, &row)| (row, at)).collect();
    let memberships = clustering.memberships.iter().enumerate();
    let tied: Vec<(DocId, DocId)> = memberships
        .filter_map(|(row, membership)| {
            let tie = membership.as_ref()?.tie?;
            (tie.relation >= Relation::Rewrite).then_some((DocId::from_index(row), tie.link))
        })
        .collect();
    let links: ahash::AHashMap<DocId, DocId> = tied.iter().copied().collect();
    let members: Vec<DocId> = tied.iter().map(|&(row, _)| row).collect();
    let told = run.map_some(column, &members, |row, text| {
        let document = |row: DocId| &read.documents[place[&row]];
        let text = text.unwrap_or_default();
        why(read, document(row), document(links[&row]), beside.title(row), text).into_boxed_str()
    })?;
    let mut reasons = vec![None; column.len()];
    for (row, reason) in members.iter().zip(told) {
        reasons[row.index()] = Some(reason);
    }
    Ok(reasons)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_distance_of_two_lists_is_that_of_their_nearest_dates(
            one in prop::collection::btree_set(-50i64..50, 0..8),
            other in prop::collection::btree_set(-50i64..50, 0..8),
        ) {
            let all = one.iter().flat_map(|&a| other.iter().map(move |&b| a.abs_diff(b)));
            let lists = [&one, &other].map(|set| set.iter().copied().collect::<Vec<i64>>());
            prop_assert_eq!(distance(&lists[0], &lists[1]), all.min());
        }
    }
}
