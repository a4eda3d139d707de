//! Candidate pairs in, their exact overlaps out, without holding the shingle sets of the whole corpus.
//!
//! Candidates are taken component by component, so that the documents of one family are read together and once; as many
//! components as fit [`READ_BYTES`] make a batch, whose hashes live until its pairs are measured.

use super::classes::Classes;
use super::counter::Counter;
use super::measure::Measure;
use super::pairs::{ClassPair, Pairing};
use super::shingles::Shingles;
use crate::error::Result;
use crate::id::DocId;
use crate::schedule::Run;
use crate::similarity::Overlap;
use crate::union_find::UnionFind;
use rayon::slice::ParallelSliceMut;
use std::borrow::Cow;

/// Memory for the hashes of one batch that have to be read again: those of ten thousand articles of usual length.
const READ_BYTES: usize = 32 << 20;

/// Pairs of one document that one thread measures at once; a document with more partners gives work to several.
const TOGETHER: usize = 256;

/// Measures every candidate pair of classes and keeps those that reach the threshold, in the order of (left, right).
///
/// # Errors
/// [`Error::Cancelled`](crate::Error::Cancelled), or those of the column.
///
/// # Complexity
/// Each document of a candidate pair whose hashes are not kept is read once, more often only where one component alone
/// exceeds the budget. Then one look-up for each shingle of a pair's right document. Memory grows with the pairs that are
/// kept, not with the candidates.
pub fn reaching(
    run: &Run,
    source: Shingles<'_>,
    classes: &Classes,
    pairing: &Pairing,
    candidates: Vec<(u32, u32)>,
) -> Result<Vec<ClassPair>> {
    let mut reaching = Vec::new();
    // How many distinct shingles a class has, where it is known.
    let mut distinct: Vec<Option<u32>> = vec![None; classes.classes.len()];
    in_batches(run, source, classes, candidates, |pairs, batch| {
        let groups: Vec<&[(u32, u32)]> =
            pairs.chunk_by(|one, next| one.0 == next.0).flat_map(|group| group.chunks(TOGETHER)).collect();
        let counted = run.map_with(&groups, Counter::default, |counter, group| {
            let left = counter.take(batch.hashes(group[0].0));
            let possible = |&&(_, shared): &&(u32, usize)| may_reach(pairing, left, shared);
            let shared =
                group.iter().map(|&(_, right)| (right, counter.shared(batch.hashes(right)))).collect::<Vec<_>>();
            (group[0].0, left, shared.iter().filter(possible).copied().collect::<Vec<_>>())
        })?;
        let count = |shingles: usize| Some(DocId::from_index(shingles).0);
        for (class, left, _) in &counted {
            distinct[*class as usize] = count(*left);
        }
        let mut unknown: Vec<u32> = counted.iter().flat_map(|(_, _, shared)| shared).map(|&(right, _)| right).collect();
        unknown.retain(|&right| distinct[right as usize].is_none());
        unknown.sort_unstable();
        unknown.dedup();
        let found = run.map_with(&unknown, Counter::default, |counter, &class| counter.take(batch.hashes(class)))?;
        for (class, shingles) in unknown.into_iter().zip(found) {
            distinct[class as usize] = count(shingles);
        }
        for (left_class, left, shared) in counted {
            reaching.extend(shared.into_iter().filter_map(|(right_class, shared)| {
                let right = distinct[right_class as usize]? as usize;
                let overlap = Overlap { left, right, shared };
                pairing.reached_by(overlap).then_some(ClassPair { left: left_class, right: right_class, overlap })
            }));
        }
        Ok(())
    })?;
    run.install(|| reaching.par_sort_unstable_by_key(|pair| (pair.left, pair.right)));
    Ok(reaching)
}

/// Whether a pair may reach the threshold, whatever the size of the right document: candidates that share little are decided by
/// their left document alone.
fn may_reach(pairing: &Pairing, left: usize, shared: usize) -> bool {
    match pairing.measure {
        // The union has at least the left document's shingles; a hair is given to rounding.
        Measure::Jaccard => shared as f64 >= (pairing.threshold - 1e-8) * left as f64,
        Measure::Containment => shared > 0,
    }
}

/// Applies `each` to the hashes (repeats included) of every pair of classes and keeps what it returns, in the order of (left,
/// right).
///
/// # Errors
/// [`Error::Cancelled`](crate::Error::Cancelled), or those of the column.
pub fn compare<T: Send>(
    run: &Run,
    source: Shingles<'_>,
    classes: &Classes,
    pairs: Vec<(u32, u32)>,
    each: impl Fn(&[u64], &[u64]) -> Option<T> + Sync,
) -> Result<Vec<(u32, u32, T)>> {
    let mut kept = Vec::new();
    in_batches(run, source, classes, pairs, |now, batch| {
        let compared =
            run.filter_map(now, |&(left, right)| Some((left, right, each(batch.hashes(left), batch.hashes(right))?)))?;
        kept.extend(compared);
        Ok(())
    })?;
    run.install(|| kept.par_sort_unstable_by_key(|&(left, right, _)| (left, right)));
    Ok(kept)
}

/// Hands the pairs to `work`, component by component, as many at a time as the hashes to be read fit the budget; within a
/// component they ascend by (left, right).
fn in_batches(
    run: &Run,
    source: Shingles<'_>,
    classes: &Classes,
    mut pairs: Vec<(u32, u32)>,
    mut work: impl FnMut(&[(u32, u32)], &Batch<'_>) -> Result<()>,
) -> Result<()> {
    let component = components(classes, &pairs);
    run.install(|| {
        pairs.par_sort_unstable_by_key(|&(left, right)| (component[left as usize], left, right));
    });
    let mut batch = Batch { members: Vec::new(), place: vec![ABSENT; classes.classes.len()], hashes: Vec::new() };
    let mut rest = pairs.as_slice();
    while !rest.is_empty() {
        let (now, later) = rest.split_at(batch.take(source, classes, rest));
        let rows: Vec<DocId> =
            batch.members.iter().map(|&class| classes.classes[class as usize].representative).collect();
        batch.hashes = source.of(run, &rows)?;
        work(now, &batch)?;
        rest = later;
    }
    Ok(())
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

/// The classes whose hashes are held at once.
struct Batch<'a> {
    members: Vec<u32>,
    /// For each class its place among `members`, if it is one.
    place: Vec<u32>,
    /// For each member its hashes.
    hashes: Vec<Cow<'a, [u64]>>,
}

/// The place of a class that is not in the batch.
const ABSENT: u32 = u32::MAX;

impl Batch<'_> {
    /// Takes the members of the first of `pairs`, at least one, as long as they fit; returns how many pairs.
    fn take(&mut self, source: Shingles<'_>, classes: &Classes, pairs: &[(u32, u32)]) -> usize {
        for member in self.members.drain(..) {
            self.place[member as usize] = ABSENT;
        }
        let mut bytes = 0;
        for (taken, &(left, right)) in pairs.iter().enumerate() {
            if taken > 0 && bytes >= READ_BYTES {
                return taken;
            }
            for class in [left, right] {
                if self.place[class as usize] == ABSENT {
                    self.place[class as usize] = DocId::from_index(self.members.len()).0;
                    self.members.push(class);
                    let class = &classes.classes[class as usize];
                    if source.kept(class.representative).is_none() {
                        bytes += size_of::<u64>() * class.profile.tokens;
                    }
                }
            }
        }
        pairs.len()
    }

    #[inline]
    fn hashes(&self, class: u32) -> &[u64] {
        &self.hashes[self.place[class as usize] as usize]
    }
}
