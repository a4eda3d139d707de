//! A column in, its stories out: the representatives that the finer levels leave, compared, clustered and tied.

use super::candidates::{self, Candidates};
use super::corpus::{Beside, documents};
use super::document::Documents;
use super::judgement::{log_odds, probability};
use super::linkage::{self, Likeness};
use super::why::why;
use crate::corpus::TextColumn;
use crate::duplicate::cluster::{Ties, ties};
use crate::duplicate::forest::{Edge, Forest};
use crate::duplicate::{Clustering, Level, Pairing, Relation};
use crate::error::{Error, Result};
use crate::id::DocId;
use crate::schedule::Run;

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

    /// Whether the dates of two rows allow one story; a row without a date is never too far.
    fn near(&self, one: DocId, other: DocId) -> bool {
        let (Some(dates), Some(window)) = (&self.dates, self.window) else { return true };
        match (dates[one.index()], dates[other.index()]) {
            (Some(one), Some(other)) => one.abs_diff(other) <= window.unsigned_abs(),
            _ => true,
        }
    }
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
    let Ties { classes, mut shingles, mut edges, capped } = ties(run, column, Level::Partial, pairing)?;
    let partial = Forest::grow(&classes, &shingles, edges.clone());
    let heads: Vec<u32> = (0u32..)
        .zip(&partial.root)
        .filter(|&(class, &root)| class == root && classes.classes[class as usize].profile.tokens > 0)
        .map(|(class, _)| class)
        .collect();
    let row_of = |class: u32| classes.classes[class as usize].representative;
    let rows: Vec<DocId> = heads.iter().map(|&class| row_of(class)).collect();
    let read = documents(run, column, &rows, &telling.beside)?;
    let Candidates { pairs, compared } =
        candidates::find(run, &read, |left, right| telling.near(rows[left as usize], rows[right as usize]))?;
    run.check()?;
    let threshold = log_odds(telling.threshold);
    let likenesses: Vec<Likeness> = pairs
        .iter()
        .map(|pair| Likeness { left: pair.left, right: pair.right, log_odds: pair.judgement.together() })
        .collect();
    let labels = linkage::cluster(DocId::from_index(heads.len()).0, &likenesses, threshold);
    let mut tied = vec![false; heads.len()];
    for pair in &pairs {
        let (left, right) = (pair.left as usize, pair.right as usize);
        if labels[left] != labels[right] || pair.judgement.together() < threshold {
            continue;
        }
        let (relation, odds) = if pair.judgement.rewrite >= threshold {
            (Relation::Rewrite, pair.judgement.rewrite)
        } else {
            (Relation::Story, pair.judgement.story)
        };
        tied[left] = true;
        tied[right] = true;
        edges.push(Edge { left: heads[left], right: heads[right], relation, similarity: probability(odds) });
    }
    // The root of a story is the head with most shingles, as at every level.
    let uncounted: Vec<u32> = (0u32..)
        .zip(&tied)
        .filter(|(_, tied)| **tied)
        .map(|(at, _)| heads[at as usize])
        .filter(|&class| shingles[class as usize] == 0)
        .collect();
    let uncounted_rows: Vec<DocId> = uncounted.iter().map(|&class| row_of(class)).collect();
    let counts = run.map_some(column, &uncounted_rows, |_, text| pairing.shingling.set_of(text).len())?;
    for (class, count) in uncounted.iter().zip(counts) {
        shingles[*class as usize] = count;
    }
    let memberships = Forest::grow(&classes, &shingles, edges).memberships(&classes);
    let clustering = Clustering { memberships, capped };
    let why = reasons(run, column, &clustering, &rows, &read, telling)?;
    Ok(Stories { clustering, why, documents: rows.len(), compared })
}

/// For each row that a story ties in, why.
fn reasons(
    run: &Run,
    column: &dyn TextColumn,
    clustering: &Clustering,
    rows: &[DocId],
    read: &Documents,
    telling: &Telling,
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
        why(read, document(row), document(links[&row]), telling.beside.title(row), text).into_boxed_str()
    })?;
    let mut reasons = vec![None; column.len()];
    for (row, reason) in members.iter().zip(told) {
        reasons[row.index()] = Some(reason);
    }
    Ok(reasons)
}
