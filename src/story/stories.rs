//! Groups of partial duplicates and their documents in, stories out: which groups tell one story, and what ties them.
//!
//! Nothing here reads a text. The documents come from a column that was just read ([`cluster`](super::cluster)) or from
//! wherever articles are kept.

use super::candidates::{self, Candidates};
use super::document::Documents;
use super::judgement::{log_odds, probability};
use super::linkage::{self, COMPANY, Likeness};
use crate::duplicate::cluster::Ties;
use crate::duplicate::forest::{Edge, Forest};
use crate::duplicate::{Clustering, Relation};
use crate::error::{Error, Result};
use crate::id::DocId;
use crate::schedule::Run;
use ahash::{AHashMap, AHashSet};
use std::collections::BTreeMap;

/// Which documents may be of one story.
#[derive(Debug, Clone, Copy)]
pub struct Reach<'a> {
    /// Smallest probability, in (0, 1), that two documents of one cluster belong together.
    pub threshold: f64,
    /// For each row its time in microseconds, where it is known.
    pub dates: Option<&'a [Option<i64>]>,
    /// Most microseconds between two documents of one story.
    pub window: Option<i64>,
}

impl Reach<'_> {
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

/// Documents tied up to the level `partial`, and which of them have to be read for their stories.
#[derive(Debug)]
pub struct Groups {
    ties: Ties,
    partial: Forest,
    /// The class that stands for each group and has words.
    heads: Vec<u32>,
    /// For each head its witness, as its place in `compared`.
    witness_of: Vec<Option<u32>>,
    /// Pairs of classes of different groups that are versions of one text.
    versions: Vec<(u32, u32)>,
    /// The classes that are read: the heads, their witnesses, the versions.
    compared: Vec<u32>,
}

/// The stories of groups.
#[derive(Debug)]
pub struct Found {
    /// The clusters, as at every level.
    pub clustering: Clustering,
    /// Pairs of heads that were looked at.
    pub compared: usize,
}

impl Groups {
    /// Groups what `ties` ties. `versions` are pairs of classes that are versions of one text, in any order; those within a
    /// group say nothing new.
    #[must_use]
    pub fn new(ties: Ties, versions: Vec<(u32, u32)>) -> Self {
        let Ties { classes, shingles, edges, .. } = &ties;
        let partial = Forest::grow(shingles, edges.clone());
        let heads: Vec<u32> = (0u32..)
            .zip(&partial.root)
            .filter(|&(class, &root)| class == root && classes.classes[class as usize].profile.tokens > 0)
            .map(|(class, _)| class)
            .collect();
        let mut compared = heads.clone();
        let mut witness_of: Vec<Option<u32>> = Vec::with_capacity(heads.len());
        for witness in witnesses(&heads, edges, shingles) {
            witness_of.push(witness.map(|class| {
                compared.push(class);
                DocId::from_index(compared.len() - 1).0
            }));
        }
        let mut apart: Vec<(u32, u32)> = versions
            .into_iter()
            .filter(|&(left, right)| partial.root[left as usize] != partial.root[right as usize])
            .map(|(left, right)| (left.min(right), left.max(right)))
            .collect();
        apart.sort_unstable();
        let mut known: AHashSet<u32> = compared.iter().copied().collect();
        compared.extend(apart.iter().flat_map(|&(left, right)| [left, right]).filter(|&class| known.insert(class)));
        Self { ties, partial, heads, witness_of, versions: apart, compared }
    }

    /// Groups that are compared: the first so many of [`rows`](Self::rows) stand for them, and frequencies are theirs alone.
    #[must_use]
    pub fn len(&self) -> usize {
        self.heads.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.heads.is_empty()
    }

    /// The classes that have to be read, in the order in which [`stories`](Self::stories) wants their documents.
    pub fn classes(&self) -> impl Iterator<Item = &crate::duplicate::classes::Class> {
        self.compared.iter().map(|&class| &self.ties.classes.classes[class as usize])
    }

    /// The rows that stand for these classes.
    #[must_use]
    pub fn rows(&self) -> Vec<DocId> {
        self.classes().map(|class| class.representative).collect()
    }

    /// For each head the dates of all rows of its group, ascending; empty lists where no window asks for them.
    fn dates(&self, reach: &Reach) -> Vec<Vec<i64>> {
        let mut dates_of = vec![Vec::new(); self.heads.len()];
        let (Some(dates), Some(_)) = (reach.dates, reach.window) else { return dates_of };
        let place: AHashMap<u32, usize> = self.heads.iter().enumerate().map(|(at, &head)| (head, at)).collect();
        for (class, root) in self.ties.classes.classes.iter().zip(&self.partial.root) {
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

    /// The stories of the groups. `read` holds the documents of [`rows`](Self::rows); `count` is asked for the distinct
    /// shingles of the rows of classes of which the ties do not know them.
    ///
    /// # Errors
    /// [`Error::Parameter`], [`Error::Cancelled`], or those of `count`.
    ///
    /// # Complexity
    /// That of the candidates among the heads ([`candidates::find`]) and of their clusters ([`linkage::cluster`]).
    pub fn stories(
        self,
        run: &Run,
        read: &Documents,
        reach: &Reach,
        count: impl FnOnce(&[DocId]) -> Result<Vec<usize>>,
    ) -> Result<Found> {
        reach.check()?;
        let threshold = log_odds(reach.threshold);
        let dates = self.dates(reach);
        let Candidates { mut pairs, compared } = candidates::find(run, read, self.heads.len(), |left, right| {
            reach.near(&dates[left as usize], &dates[right as usize])
        })?;
        run.check()?;
        // Where a witness does not belong with the other side, the pair is that of a round-up and its other story.
        pairs.retain(|pair| {
            let [left, right] = [pair.left, pair.right].map(|head| {
                let witness = self.witness_of[head as usize];
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
        let Self {
            ties: Ties { classes, mut shingles, mut edges, capped },
            partial,
            heads,
            versions,
            compared: read_classes,
            ..
        } = self;
        let place: AHashMap<u32, u32> = read_classes.iter().copied().zip(0u32..).collect();
        let mut touched = Vec::new();
        let mut joined: BTreeMap<(u32, u32), f64> = BTreeMap::new();
        for (left, right) in versions {
            let [one, other] = [left, right].map(|class| place[&partial.root[class as usize]]);
            let (_, judgement) = read.judge(place[&left], place[&right]);
            if judgement.together() < threshold || !reach.near(&dates[one as usize], &dates[other as usize]) {
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
        let rows: Vec<DocId> = uncounted.iter().map(|&class| classes.classes[class as usize].representative).collect();
        for (class, count) in uncounted.iter().zip(count(&rows)?) {
            shingles[*class as usize] = count;
        }
        let memberships = Forest::grow(&shingles, edges).memberships(&classes);
        Ok(Found { clustering: Clustering { memberships, capped }, compared })
    }
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
    let mut fullest: AHashMap<u32, Edge> = AHashMap::new();
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::duplicate::cluster::ties;
    use crate::duplicate::{Level, Measure, Method, Origin, Pairing};
    use crate::shingle::{Shingling, Unit};
    use crate::sketch::Sketcher;
    use crate::story::frozen::Frozen;
    use crate::story::reading::tell;
    use crate::story::stored::{decode, encode};
    use crate::text::language::Spoken;
    use proptest::prelude::*;
    use std::sync::Arc;

    fn run() -> Run {
        Run::new(Some(1), Arc::default()).unwrap()
    }

    /// The stories of texts that are read, kept as bytes and weighed by fixed frequencies, as an archive does it.
    fn stories(texts: &[&str], reach: &Reach) -> Vec<usize> {
        let column: Vec<Option<&str>> = texts.iter().copied().map(Some).collect();
        let pairing = pairing();
        let ties = ties(&run(), Origin::Texts(&column), Level::Partial, &pairing).unwrap();
        let groups = Groups::new(ties, Vec::new());
        let kept = groups.rows().into_iter().map(|row| {
            let mut bytes = Vec::new();
            encode(&tell(None, texts[row.index()], Spoken::Detect), &mut bytes);
            decode(&bytes).unwrap()
        });
        let read = Documents::weigh_frozen(&kept.collect::<Vec<_>>(), &Frozen::built_in());
        let count = |rows: &[DocId]| {
            Ok(rows.iter().map(|row| pairing.shingling.set_of(Some(texts[row.index()])).len()).collect())
        };
        let Found { clustering, .. } = groups.stories(&run(), &read, reach, count).unwrap();
        clustering.memberships.iter().map(|membership| membership.unwrap().cluster.0 as usize).collect()
    }

    fn pairing() -> Pairing {
        Pairing {
            threshold: 0.7,
            measure: Measure::Jaccard,
            method: Method::Lsh,
            shingling: Shingling::new(5, Unit::Word).unwrap(),
            sketcher: Sketcher::new(64).unwrap(),
            miss: 1e-6,
        }
    }

    const SALE: &str = "Ardmere sells its fish market\n\nThe harbour board of Ardmere voted on Tuesday to sell the market hall to \
        a brewer from Pellworth for 1.2 million pounds. “Nobody buys a haddock there any more,” said Ida Quill, who chairs \
        the board. The hall on Crane Quay has stood empty since the last trawler was scrapped. Brewer Tom Varley wants to open \
        a taproom there next summer.";
    const RETOLD: &str = "A taproom for Crane Quay\n\nBrewer Tom Varley of Pellworth is to buy the old fish market in Ardmere. On \
        Tuesday the harbour board agreed to let the market hall go for 1.2 million pounds. The hall has been empty since \
        Ardmere’s last trawler was scrapped; chairwoman Ida Quill said that nobody came for haddock any more.";
    const OTHER: &str = "Night trains return\n\nThe railway will run sleepers between Marlow and the coast from December. Tickets \
        cost forty pounds. Unions welcomed the plan, but asked who would cook, since the dining cars were sold years ago.";

    #[test]
    fn stored_articles_by_fixed_frequencies_make_the_stories() {
        let reach = Reach { threshold: 0.5, dates: None, window: None };
        let reprint = format!("{SALE} Ends.");
        assert_eq!(stories(&[SALE, OTHER, RETOLD, &reprint], &reach), [0, 1, 0, 0]);
        assert_eq!(stories(&[], &reach), [0; 0]);
    }

    #[test]
    fn dates_too_far_apart_part_a_story() {
        let dates = [Some(0), Some(10)];
        let of =
            |window| stories(&[SALE, RETOLD], &Reach { threshold: 0.5, dates: Some(&dates), window: Some(window) });
        assert_eq!((of(10), of(9)), (vec![0, 0], vec![0, 1]));
    }

    #[test]
    fn a_threshold_outside_its_range_is_refused() {
        for threshold in [0.0, 1.0, f64::NAN] {
            assert!(Reach { threshold, dates: None, window: None }.check().is_err());
        }
    }

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
