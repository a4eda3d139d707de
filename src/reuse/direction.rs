//! What pairs share in, out which document of each had it first, and what says so.
//!
//! Likeness has no direction: a press release that grew into an article and an article that was cut to a brief share the same
//! words. So only what lies outside the wording counts: dates, a text that credits the other's outlet, and a text that holds
//! two unrelated ones, which was made of them.

use super::compare::Shared;
use crate::id::DocId;
use ahash::{AHashMap, AHashSet};

/// Which document was first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Direction {
    /// The left one.
    LeftFirst,
    /// The right one.
    RightFirst,
    /// Nothing tells, or what tells disagrees.
    #[default]
    Unknown,
}

impl Direction {
    /// The name that records carry.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::LeftFirst => "left_first",
            Self::RightFirst => "right_first",
            Self::Unknown => "unknown",
        }
    }
}

/// A direction and its reasons.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Verdict {
    /// Who was first.
    pub direction: Direction,
    /// The kinds of evidence, strongest first; where they disagree, "… against …"; none where there is no evidence.
    pub evidence: Option<String>,
}

/// What is known of the rows beside their texts; empty where nothing is.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// For each row its date in microseconds.
    pub dates: Vec<Option<i64>>,
    /// For each row its outlet, folded.
    pub sources: Vec<Option<Box<str>>>,
    /// For each row the outlets that its text credits, folded.
    pub credits: Vec<Vec<Box<str>>>,
    /// Whether pairs that are not among those compared share nothing, because all pairs were looked for.
    pub complete: bool,
}

/// The share of a document that has to stand in another for the other to hold it.
const HELD: f64 = 0.8;

/// The share that two documents may have in common and still be unrelated.
const UNRELATED: f64 = 0.1;

/// Documents held by one that are compared with each other.
const MOST_HELD: usize = 64;

/// The verdict for each pair, in order.
///
/// # Complexity
/// Linear in the pairs, and at most 4,096 looks for each document that holds others.
#[must_use]
pub fn verdicts(shared: &[Shared], known: &Known) -> Vec<Verdict> {
    let parts = if known.complete { parts(shared) } else { AHashSet::new() };
    shared
        .iter()
        .map(|pair| {
            if pair.extent.all.shared_left == 0 {
                return Verdict::default();
            }
            let evidence = [
                ("date", by_date(pair, known)),
                ("credit", by_credit(pair, known)),
                ("containment", by_parts(pair, &parts)),
            ];
            verdict(&evidence)
        })
        .collect()
}

fn verdict(evidence: &[(&str, Direction)]) -> Verdict {
    let names = |direction: Direction| -> Vec<&str> {
        evidence.iter().filter(|(_, says)| *says == direction).map(|(name, _)| *name).collect()
    };
    let (left, right) = (names(Direction::LeftFirst), names(Direction::RightFirst));
    let (direction, evidence) = match (left.is_empty(), right.is_empty()) {
        (true, true) => (Direction::Unknown, None),
        (false, true) => (Direction::LeftFirst, Some(left.join(", "))),
        (true, false) => (Direction::RightFirst, Some(right.join(", "))),
        (false, false) => (Direction::Unknown, Some(format!("{} against {}", left.join(", "), right.join(", ")))),
    };
    Verdict { direction, evidence }
}

fn by_date(pair: &Shared, known: &Known) -> Direction {
    let date = |row: DocId| known.dates.get(row.index()).copied().flatten();
    match (date(pair.left), date(pair.right)) {
        (Some(left), Some(right)) if left < right => Direction::LeftFirst,
        (Some(left), Some(right)) if right < left => Direction::RightFirst,
        _ => Direction::Unknown,
    }
}

fn by_credit(pair: &Shared, known: &Known) -> Direction {
    let credits = |from: DocId, to: DocId| {
        let source = known.sources.get(to.index()).and_then(Option::as_ref);
        let own = known.sources.get(from.index()).and_then(Option::as_ref);
        let names = known.credits.get(from.index()).map_or(&[][..], Vec::as_slice);
        source.is_some_and(|source| own != Some(source) && names.contains(source))
    };
    match (credits(pair.left, pair.right), credits(pair.right, pair.left)) {
        (false, true) => Direction::LeftFirst,
        (true, false) => Direction::RightFirst,
        _ => Direction::Unknown,
    }
}

fn by_parts(pair: &Shared, parts: &AHashSet<(DocId, DocId)>) -> Direction {
    match (parts.contains(&(pair.left, pair.right)), parts.contains(&(pair.right, pair.left))) {
        (true, false) => Direction::LeftFirst,
        (false, true) => Direction::RightFirst,
        _ => Direction::Unknown,
    }
}

/// The (part, whole) of documents that hold at least two others which share nothing with each other.
fn parts(shared: &[Shared]) -> AHashSet<(DocId, DocId)> {
    let mut related: AHashSet<(DocId, DocId)> = AHashSet::new();
    let mut held: AHashMap<DocId, Vec<DocId>> = AHashMap::new();
    for pair in shared {
        let (left, right) = (pair.extent.all.share_left(), pair.extent.all.share_right());
        if left.max(right) > UNRELATED {
            related.insert((pair.left.min(pair.right), pair.left.max(pair.right)));
        }
        if left >= HELD && right < HELD {
            held.entry(pair.right).or_default().push(pair.left);
        } else if right >= HELD && left < HELD {
            held.entry(pair.left).or_default().push(pair.right);
        }
    }
    let mut found = AHashSet::new();
    for (whole, mut parts) in held {
        parts.sort_unstable();
        parts.truncate(MOST_HELD);
        for &part in &parts {
            let apart = |&&other: &&DocId| other != part && !related.contains(&(part.min(other), part.max(other)));
            if parts.iter().any(|other| apart(&other)) {
                found.insert((part, whole));
            }
        }
    }
    found
}
