//! A column in, its verified pairs out.

use super::banded::{self, Found, Goal};
use super::classes::Class;
use super::measure::{Measure, Method};
use super::reading::Reading;
use super::shingles::Origin;
use super::{Relation, check_threshold, contain, join, verify};
use crate::corpus::TextColumn;
use crate::error::{Error, Result, reserved};
use crate::id::DocId;
use crate::lsh::BandShape;
use crate::schedule::Run;
use crate::shingle::Shingling;
use crate::similarity::{Overlap, Similarity};
use crate::sketch::Sketcher;

/// How pairs are found.
#[derive(Debug, Clone)]
pub struct Pairing {
    /// Smallest score of a pair, in (0, 1].
    pub threshold: f64,
    /// What the score is.
    pub measure: Measure,
    /// Where candidates come from.
    pub method: Method,
    /// How texts are cut.
    pub shingling: Shingling,
    /// How signatures are made.
    pub sketcher: Sketcher,
    /// Largest probability, in (0, 1), with which a pair at the threshold may be missed.
    pub miss: f64,
}

impl Pairing {
    /// Refuses numbers outside their ranges.
    ///
    /// # Errors
    /// [`Error::Parameter`].
    pub fn check(&self) -> Result<()> {
        check_threshold(self.threshold)?;
        if self.miss > 0.0 && self.miss < 1.0 {
            return Ok(());
        }
        Err(Error::parameter("miss", "in (0, 1)", self.miss)
            .with_hint("for no misses at all choose `method=\"exact\"`"))
    }

    /// Whether a pair with this overlap reaches the threshold.
    #[must_use]
    pub fn reached_by(&self, overlap: Overlap) -> bool {
        self.measure.score(overlap.similarity()) >= self.threshold
    }

    /// The road that keeps the promise.
    fn road(&self) -> Road {
        match (self.method, self.measure) {
            (Method::Exact, _) => Road::Join,
            (Method::Lsh, Measure::Containment) => Road::Samples,
            (Method::Lsh, Measure::Jaccard) => {
                BandShape::for_threshold(self.threshold, self.sketcher.num_hashes(), self.miss)
                    .map_or(Road::Join, Road::Bands)
            }
        }
    }
}

/// How candidate pairs are found.
enum Road {
    /// Banded signatures, for Jaccard.
    Bands(BandShape),
    /// Sampled shingles looked up in every document, for containment.
    Samples,
    /// The prefix-filter join, for certainty and for low thresholds.
    Join,
}

/// A pair of documents that was measured.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Pair {
    /// The earlier row.
    pub left: DocId,
    /// The later row.
    pub right: DocId,
    /// How alike they are.
    pub similarity: Similarity,
    /// The strongest relation that holds.
    pub relation: Relation,
}

/// A verified pair of classes, indices into [`Classes::classes`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClassPair {
    /// The class with the better representative.
    pub left: u32,
    /// The other class.
    pub right: u32,
    /// What their representatives share.
    pub overlap: Overlap,
}

/// The pairs of different classes that reach the threshold, as far as the goal asks for them.
///
/// # Errors
/// [`Error::Parameter`], [`Error::Cancelled`], or those of the column.
pub fn class_pairs(run: &Run, origin: Origin<'_>, pairing: &Pairing, goal: Goal) -> Result<(Reading, Found)> {
    pairing.check()?;
    let road = pairing.road();
    let bands = match &road {
        Road::Bands(shape) => Some((&pairing.sketcher, *shape)),
        Road::Samples | Road::Join => None,
    };
    let (reading, keys) = Reading::for_pairs(run, origin, pairing.shingling, bands)?;
    let (classes, source) = (&reading.classes, reading.shingles(origin, pairing.shingling));
    if let Road::Bands(shape) = road
        && let Some(found) = banded::find(run, source, classes, &keys, shape, pairing, goal)?
    {
        return Ok((reading, found));
    }
    drop(keys);
    let documents = classes.representatives();
    let candidates = match road {
        Road::Samples => contain::candidates(run, source, &documents, pairing.threshold, pairing.miss)?,
        Road::Bands(_) | Road::Join => join::candidates(run, source, &documents, pairing.threshold, pairing.measure)?,
    };
    let pairs = verify::reaching(run, source, classes, pairing, candidates)?;
    Ok((reading, Found { pairs, capped: 0 }))
}

/// Which pairs are made of those that reach the threshold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Making {
    /// More pairs than these are an error.
    pub most: u64,
    /// Every pair, or only those of representatives and each identical document's with its representative.
    pub expand: bool,
}

/// The pairs of documents that reach the threshold, ascending by (left, right).
///
/// # Errors
/// [`Error::Parameter`] for a number outside its range, or where the column has more pairs than `making` allows;
/// [`Error::Cancelled`]; those of the column.
///
/// # Complexity
/// Reading is linear in the text. The pairs are counted before they are made, so identical documents cost nothing until
/// their number is known to be bearable.
pub fn near_duplicates(run: &Run, column: &dyn TextColumn, pairing: &Pairing, making: Making) -> Result<Vec<Pair>> {
    let goal = Goal::Pairs { most: making.most };
    let (reading, Found { pairs: class_pairs, .. }) = class_pairs(run, Origin::Texts(column), pairing, goal)?;
    let classes = reading.into_classes();
    let of_class = |class: u32| &classes.classes[class as usize];
    let members = |class: u32| -> &[DocId] {
        let class = of_class(class);
        if making.expand { &class.members } else { std::slice::from_ref(&class.representative) }
    };
    let within = |class: &Class| {
        let count = class.members.len() as u128;
        if making.expand { count * (count - 1) / 2 } else { count - 1 }
    };
    let within: u128 = classes.classes.iter().map(within).sum();
    let across: u128 =
        class_pairs.iter().map(|pair| members(pair.left).len() as u128 * members(pair.right).len() as u128).sum();
    if within + across > u128::from(making.most) {
        return Err(too_many_pairs(format!("at least {}, the number of pairs found", within + across), making));
    }
    let count = usize::try_from(within + across).unwrap_or(usize::MAX);
    let mut pairs = reserved("the pairs", count)?;
    let identical = |one: DocId, other: DocId| {
        let (left, right) = (one.min(other), one.max(other));
        Pair { left, right, similarity: Similarity::IDENTICAL, relation: Relation::Exact }
    };
    for class in &classes.classes {
        run.check()?;
        if making.expand {
            for (at, &left) in class.members.iter().enumerate() {
                pairs.extend(class.members[at + 1..].iter().map(|&right| identical(left, right)));
            }
        } else {
            let others = class.members.iter().filter(|&&member| member != class.representative);
            pairs.extend(others.map(|&member| identical(class.representative, member)));
        }
    }
    for pair in &class_pairs {
        run.check()?;
        let similarity = pair.overlap.similarity();
        let relation = if similarity.jaccard >= pairing.threshold { Relation::Near } else { Relation::Partial };
        for &left in members(pair.left) {
            pairs.extend(members(pair.right).iter().map(|&right| {
                if left < right {
                    Pair { left, right, similarity, relation }
                } else {
                    Pair { left: right, right: left, similarity: similarity.turned(), relation }
                }
            }));
        }
    }
    pairs.sort_unstable_by_key(|pair| (pair.left, pair.right));
    Ok(pairs)
}

fn too_many_pairs(needed: String, making: Making) -> Error {
    let error = Error::parameter("max_pairs", needed, making.most);
    if making.expand {
        return error.with_hint("`expand=False` ties identical texts to one of them, `cluster` makes no pairs at all");
    }
    error.with_hint("`cluster` groups them without making the pairs")
}
