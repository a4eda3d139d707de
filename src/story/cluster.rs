//! A column in, its stories out: the representatives that the finer levels leave, read, compared, clustered and tied.

use super::corpus::{Beside, documents};
use super::document::Documents;
use super::stories::{Found as Told, Groups, Reach};
use super::why::why;
use crate::corpus::TextColumn;
use crate::duplicate::banded::{Found, Goal};
use crate::duplicate::classes::Classes;
use crate::duplicate::cluster::ties;
use crate::duplicate::pairs::class_pairs;
use crate::duplicate::{Clustering, Level, Measure, Origin, Pairing, Relation};
use crate::error::Result;
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
    /// [`Error::Parameter`](crate::Error::Parameter).
    pub fn check(&self) -> Result<()> {
        self.reach().check()
    }

    fn reach(&self) -> Reach<'_> {
        Reach { threshold: self.threshold, dates: self.dates.as_deref(), window: self.window }
    }
}

/// Clusters a column into stories.
///
/// # Errors
/// [`Error::Parameter`](crate::Error::Parameter), [`Error::Cancelled`](crate::Error::Cancelled), or those of the column.
///
/// # Complexity
/// The level `partial`, then two readings of each of its representatives and the candidates among them.
pub fn cluster(run: &Run, column: &dyn TextColumn, pairing: &Pairing, telling: &Telling) -> Result<Stories> {
    telling.check()?;
    let ties = ties(run, Origin::Texts(column), Level::Partial, pairing)?;
    let versions = versions(run, Origin::Texts(column), pairing, &ties.classes)?;
    let groups = Groups::new(ties, versions);
    let (rows, heads) = (groups.rows(), groups.len());
    let beside = telling.beside.settled(groups.classes(), column.len());
    let read = documents(run, column, &rows, heads, &beside)?;
    let count = |rows: &[DocId]| run.map_some(column, rows, |_, text| pairing.shingling.set_of(text).len());
    let Told { clustering, compared } = groups.stories(run, &read, &telling.reach(), count)?;
    let why = reasons(run, column, &clustering, &rows, &read, &beside)?;
    Ok(Stories { clustering, why, documents: heads, compared })
}

/// Jaccard similarity above which two texts are versions of one: more than half of each stands in the other then, which a round-up
/// of two unrelated articles cannot have with both.
const VERSIONS: f64 = 0.51;

/// Pairs of classes that are versions of one text: as many as hold them together.
///
/// They are looked for among all texts. A live blog that is updated at times by much and at times by little falls into groups
/// whose representatives share nothing, while the last text of one group and the first of the next are nearly the same.
///
/// # Errors
/// [`Error::Cancelled`](crate::Error::Cancelled), or those of the origin.
pub fn versions(run: &Run, origin: Origin<'_>, pairing: &Pairing, classes: &Classes) -> Result<Vec<(u32, u32)>> {
    if pairing.threshold <= VERSIONS {
        return Ok(Vec::new());
    }
    let half = Pairing { threshold: VERSIONS, measure: Measure::Jaccard, ..pairing.clone() };
    let (reading, Found { pairs, .. }) = class_pairs(run, origin, &half, Goal::Components)?;
    let class_of: ahash::AHashMap<DocId, u32> =
        classes.classes.iter().map(|class| class.representative).zip(0u32..).collect();
    let number = |class: u32| class_of[&reading.classes.classes[class as usize].representative];
    Ok(pairs.iter().map(|pair| (number(pair.left), number(pair.right))).collect())
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
