//! Candidate pairs in, their exact overlaps out, without holding the shingle sets of the whole corpus.
//!
//! Candidates are taken component by component, so that the documents of one family are read together and once; as many
//! components as fit [`SET_BYTES`] make a batch, whose sets live until its pairs are measured.

use super::classes::Classes;
use super::pairs::{ClassPair, Pairing};
use crate::corpus::TextColumn;
use crate::error::Result;
use crate::id::DocId;
use crate::schedule::Run;
use crate::shingle::{ShingleSet, Shingling};
use crate::similarity::Overlap;
use crate::union_find::UnionFind;
use rayon::slice::ParallelSliceMut;

/// Memory for the shingle sets of one batch: ten thousand articles of usual length.
const SET_BYTES: usize = 32 << 20;

/// Measures every candidate pair of classes and keeps those that reach the threshold, in the order of (left, right).
///
/// # Errors
/// [`Error::Cancelled`](crate::Error::Cancelled), or those of the column.
///
/// # Complexity
/// Each document of a candidate pair is read once, more often only where one component alone exceeds the budget; then one
/// merge a pair. Memory grows with the pairs that are kept, not with the candidates.
pub fn reaching(
    run: &Run,
    column: &dyn TextColumn,
    classes: &Classes,
    pairing: &Pairing,
    candidates: Vec<(u32, u32)>,
) -> Result<Vec<ClassPair>> {
    let measured = compare(run, column, classes, pairing.shingling, candidates, |left, right| {
        let overlap = Overlap::of(left, right);
        pairing.reached_by(overlap).then_some(overlap)
    })?;
    Ok(measured.into_iter().map(|(left, right, overlap)| ClassPair { left, right, overlap }).collect())
}

/// Applies `each` to the shingle sets of every pair of classes and keeps what it returns, in the order of (left, right).
///
/// # Errors
/// [`Error::Cancelled`](crate::Error::Cancelled), or those of the column.
pub fn compare<T: Send>(
    run: &Run,
    column: &dyn TextColumn,
    classes: &Classes,
    shingling: Shingling,
    mut pairs: Vec<(u32, u32)>,
    each: impl Fn(&ShingleSet, &ShingleSet) -> Option<T> + Sync,
) -> Result<Vec<(u32, u32, T)>> {
    let component = components(classes, &pairs);
    run.install(|| {
        pairs.par_sort_unstable_by_key(|&(left, right)| (component[left as usize], left, right));
    });
    let mut kept = Vec::new();
    let mut batch = Batch::new(classes.classes.len());
    let mut rest = pairs.as_slice();
    while !rest.is_empty() {
        let (now, later) = rest.split_at(batch.take(classes, rest));
        let rows: Vec<DocId> =
            batch.members.iter().map(|&class| classes.classes[class as usize].representative).collect();
        let sets: Vec<ShingleSet> = run.map_some(column, &rows, |_, text| shingling.set_of(text))?;
        let set = |class: u32| &sets[batch.place[class as usize] as usize];
        kept.extend(run.filter_map(now, |&(left, right)| Some((left, right, each(set(left), set(right))?)))?);
        rest = later;
    }
    run.install(|| kept.par_sort_unstable_by_key(|&(left, right, _)| (left, right)));
    Ok(kept)
}

/// For each class the component of the candidates that it belongs to.
fn components(classes: &Classes, candidates: &[(u32, u32)]) -> Vec<u32> {
    let count = DocId::from_index(classes.classes.len()).0;
    let mut sets = UnionFind::new(count);
    for &(left, right) in candidates {
        sets.union(left, right);
    }
    (0..count).map(|class| sets.find(class)).collect()
}

/// The classes whose sets are held at once.
struct Batch {
    members: Vec<u32>,
    /// For each class its place among `members`, if it is one.
    place: Vec<u32>,
}

/// The place of a class that is not in the batch.
const ABSENT: u32 = u32::MAX;

impl Batch {
    fn new(classes: usize) -> Self {
        Self { members: Vec::new(), place: vec![ABSENT; classes] }
    }

    /// Takes the first of `pairs`, at least one, as long as the sets fit; returns how many.
    fn take(&mut self, classes: &Classes, pairs: &[(u32, u32)]) -> usize {
        for member in self.members.drain(..) {
            self.place[member as usize] = ABSENT;
        }
        let mut bytes = 0;
        for (taken, &(left, right)) in pairs.iter().enumerate() {
            if taken > 0 && bytes >= SET_BYTES {
                return taken;
            }
            for class in [left, right] {
                if self.place[class as usize] == ABSENT {
                    self.place[class as usize] = DocId::from_index(self.members.len()).0;
                    self.members.push(class);
                    bytes += 8 * classes.classes[class as usize].profile.tokens;
                }
            }
        }
        pairs.len()
    }
}
