//! A column in, its verified pairs out.

use super::classes::Classes;
use super::profile::{Profile, profile};
use super::{Relation, check_threshold, join};
use crate::corpus::TextColumn;
use crate::error::{Error, Result};
use crate::id::{DocId, check_rows};
use crate::lsh::{BandShape, candidates_of_band};
use crate::schedule::Run;
use crate::shingle::{ShingleSet, Shingling};
use crate::similarity::Overlap;
use crate::sketch::Sketcher;

/// What a pair has to reach the threshold in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// |A∩B| / |A∪B|.
    Jaccard,
    /// |A∩B| / |A| or |A∩B| / |B|, whichever is larger.
    Containment,
}

impl Measure {
    /// The score of a pair in this measure.
    #[must_use]
    pub fn score(self, overlap: Overlap) -> f64 {
        match self {
            Self::Jaccard => overlap.jaccard(),
            Self::Containment => overlap.containment(),
        }
    }
}

/// Where candidate pairs come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Banded signatures: fast, and misses a pair at the threshold with a stated probability. Containment and thresholds
    /// that would need bands of one row go through the join all the same.
    Lsh,
    /// A prefix-filter join: misses nothing.
    Exact,
}

/// How pairs are found.
#[derive(Debug, Clone, Copy)]
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

    /// The bands that keep the promise, or None where the join has to.
    fn bands(&self) -> Option<BandShape> {
        if self.method == Method::Exact || self.measure == Measure::Containment {
            return None;
        }
        BandShape::for_threshold(self.threshold, self.sketcher.num_hashes(), self.miss)
    }
}

/// A pair of documents that was measured.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Pair {
    /// The earlier row.
    pub left: DocId,
    /// The later row.
    pub right: DocId,
    /// What they share.
    pub overlap: Overlap,
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

/// Reads a column and groups its identical documents; with signatures of the representatives where `sketcher` asks.
///
/// # Errors
/// [`Error::Cancelled`], or those of the column.
pub fn read_classes(
    run: &Run,
    column: &dyn TextColumn,
    shingling: Shingling,
    sketcher: Option<Sketcher>,
) -> Result<(Classes, Vec<u32>)> {
    check_rows("texts", column.len())?;
    let read: Vec<Option<(Profile, Vec<u32>)>> = run.map_rows(column, |_, text| {
        text.map(|text| {
            let mut signature = vec![0; sketcher.map_or(0, Sketcher::num_hashes)];
            let sketch = sketcher.map(|sketcher| (sketcher, signature.as_mut_slice()));
            (profile(text, shingling, sketch), signature)
        })
    })?;
    let profiles: Vec<_> = read.iter().map(|read| read.as_ref().map(|(profile, _)| *profile)).collect();
    let classes = Classes::group(&profiles);
    let mut signatures = Vec::new();
    for class in &classes.classes {
        if let Some((_, signature)) = &read[class.representative.index()] {
            signatures.extend_from_slice(signature);
        }
    }
    Ok((classes, signatures))
}

/// The pairs of different classes that reach the threshold, ascending.
///
/// # Errors
/// [`Error::Parameter`], [`Error::Cancelled`], or those of the column.
pub fn class_pairs(run: &Run, column: &dyn TextColumn, pairing: &Pairing) -> Result<(Classes, Vec<ClassPair>)> {
    pairing.check()?;
    let bands = pairing.bands();
    let sketcher = bands.map(|_| pairing.sketcher);
    let (classes, signatures) = read_classes(run, column, pairing.shingling, sketcher)?;
    let sets_of = |wanted: &[bool]| shingle_sets(run, column, &classes, pairing.shingling, wanted);
    let (candidates, sets) = if let Some(shape) = bands {
        let candidates = banded_candidates(run, &signatures, pairing.sketcher, shape)?;
        let mut wanted = vec![false; classes.classes.len()];
        for &(left, right) in &candidates {
            wanted[left as usize] = true;
            wanted[right as usize] = true;
        }
        (candidates, sets_of(&wanted)?)
    } else {
        let sets = sets_of(&vec![true; classes.classes.len()])?;
        let candidates = join::candidates(run, &sets, pairing.threshold, pairing.measure)?;
        (candidates, sets)
    };
    let measured = run.map(&candidates, |&(left, right)| ClassPair {
        left,
        right,
        overlap: Overlap::of(&sets[left as usize], &sets[right as usize]),
    })?;
    let verified =
        measured.into_iter().filter(|pair| pairing.measure.score(pair.overlap) >= pairing.threshold).collect();
    Ok((classes, verified))
}

fn banded_candidates(run: &Run, signatures: &[u32], sketcher: Sketcher, shape: BandShape) -> Result<Vec<(u32, u32)>> {
    let mut candidates = Vec::new();
    for band in 0..shape.bands {
        run.check()?;
        candidates.extend(run.install(|| candidates_of_band(signatures, sketcher.num_hashes(), shape, band)));
    }
    candidates.sort_unstable();
    Ok(candidates)
}

/// The shingle sets of the wanted classes' representatives; an empty set for the others.
fn shingle_sets(
    run: &Run,
    column: &dyn TextColumn,
    classes: &Classes,
    shingling: Shingling,
    wanted: &[bool],
) -> Result<Vec<ShingleSet>> {
    let indices: Vec<usize> = (0..wanted.len()).filter(|&index| wanted[index]).collect();
    let rows: Vec<DocId> = indices.iter().map(|&index| classes.classes[index].representative).collect();
    let read =
        run.map_some(column, &rows, |_, text| text.map_or_else(ShingleSet::default, |text| shingling.set(text)))?;
    let mut sets = vec![ShingleSet::default(); wanted.len()];
    for (index, set) in indices.into_iter().zip(read) {
        sets[index] = set;
    }
    Ok(sets)
}

/// All pairs of documents that reach the threshold, ascending by (left, right).
///
/// # Errors
/// [`Error::Parameter`] for a number outside its range, or where the column has more than `max_pairs` such pairs;
/// [`Error::Cancelled`]; those of the column.
///
/// # Complexity
/// Reading is linear in the text. The pairs are counted before they are made, so identical documents cost nothing until
/// their number is known to be bearable.
pub fn near_duplicates(run: &Run, column: &dyn TextColumn, pairing: &Pairing, max_pairs: u64) -> Result<Vec<Pair>> {
    let (classes, class_pairs) = class_pairs(run, column, pairing)?;
    let members = |class: u32| &classes.classes[class as usize].members;
    let within: u128 =
        classes.classes.iter().map(|class| class.members.len() as u128 * (class.members.len() as u128 - 1) / 2).sum();
    let across: u128 =
        class_pairs.iter().map(|pair| members(pair.left).len() as u128 * members(pair.right).len() as u128).sum();
    if within + across > u128::from(max_pairs) {
        return Err(Error::parameter(
            "max_pairs",
            format!("at least {}, the number of pairs found", within + across),
            max_pairs,
        )
        .with_hint("`cluster` groups them without making the pairs"));
    }
    let mut pairs = Vec::new();
    for class in &classes.classes {
        run.check()?;
        let shingles = class.profile.shingles;
        let overlap = Overlap { left: shingles, right: shingles, shared: shingles };
        for (at, &left) in class.members.iter().enumerate() {
            pairs.extend(class.members[at + 1..].iter().map(|&right| Pair {
                left,
                right,
                overlap,
                relation: Relation::Exact,
            }));
        }
    }
    for pair in &class_pairs {
        run.check()?;
        let relation = if pair.overlap.jaccard() >= pairing.threshold { Relation::Near } else { Relation::Partial };
        for &left in members(pair.left) {
            pairs.extend(members(pair.right).iter().map(|&right| {
                if left < right {
                    Pair { left, right, overlap: pair.overlap, relation }
                } else {
                    let Overlap { left: l, right: r, shared } = pair.overlap;
                    Pair { left: right, right: left, overlap: Overlap { left: r, right: l, shared }, relation }
                }
            }));
        }
    }
    pairs.sort_unstable_by_key(|pair| (pair.left, pair.right));
    Ok(pairs)
}
