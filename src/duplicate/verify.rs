//! Candidate pairs in, their exact overlaps out, without holding the shingle sets of the whole corpus.
//!
//! Candidates are taken component by component, so that the documents of one family are read together and once; as many
//! components as fit [`SET_BYTES`] make a batch, whose sets live until its pairs are measured.

use super::classes::Classes;
use super::pairs::ClassPair;
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

/// Measures every candidate pair of classes; the result is in the order of (left, right).
///
/// # Errors
/// [`Error::Cancelled`](crate::Error::Cancelled), or those of the column.
///
/// # Complexity
/// Each document of a candidate pair is read once, more often only where one component alone exceeds the budget; then one
/// merge a pair.
pub fn measure(
    run: &Run,
    column: &dyn TextColumn,
    classes: &Classes,
    shingling: Shingling,
    candidates: Vec<(u32, u32)>,
) -> Result<Vec<ClassPair>> {
    let measured = compare(run, column, classes, shingling, candidates, Overlap::of)?;
    Ok(measured.into_iter().map(|(left, right, overlap)| ClassPair { left, right, overlap }).collect())
}

/// Applies `each` to the shingle sets of every pair of classes; the result is in the order of (left, right).
///
/// # Errors
/// [`Error::Cancelled`](crate::Error::Cancelled), or those of the column.
pub fn compare<T: Send>(
    run: &Run,
    column: &dyn TextColumn,
    classes: &Classes,
    shingling: Shingling,
    mut pairs: Vec<(u32, u32)>,
    each: impl Fn(&ShingleSet, &ShingleSet) -> T + Sync,
) -> Result<Vec<(u32, u32, T)>> {
    let component = components(classes, &pairs);
    run.install(|| {
        pairs.par_sort_unstable_by_key(|&(left, right)| (component[left as usize], left, right));
    });
    let mut compared = Vec::with_capacity(pairs.len());
    let mut batch = Batch::new(classes.classes.len());
    while compared.len() < pairs.len() {
        let rest = &pairs[compared.len()..];
        let taken = batch.take(classes, rest);
        let rows: Vec<DocId> =
            batch.members.iter().map(|&class| classes.classes[class as usize].representative).collect();
        let sets: Vec<ShingleSet> =
            run.map_some(column, &rows, |_, text| text.map_or_else(ShingleSet::default, |text| shingling.set(text)))?;
        let set = |class: u32| &sets[batch.place[class as usize] as usize];
        compared.extend(run.map(&rest[..taken], |&(left, right)| (left, right, each(set(left), set(right))))?);
    }
    run.install(|| compared.par_sort_unstable_by_key(|&(left, right, _)| (left, right)));
    Ok(compared)
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
