//! A column in, out for each document its cluster and what ties it there.

use super::Relation;
use super::classes::Classes;
use super::measure::Measure;
use super::pairs::{ClassPair, Pairing, class_pairs, read_classes};
use crate::corpus::TextColumn;
use crate::error::Result;
use crate::id::{ClusterId, DocId};
use crate::schedule::Run;
use crate::union_find::UnionFind;
use std::cmp::Reverse;
use std::collections::VecDeque;

/// How alike the documents of one cluster are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// Equal folded token sequences.
    Exact,
    /// Connected components of the pairs that reach the Jaccard threshold.
    Near,
}

/// A document in its cluster.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Membership {
    /// The cluster, named by its first row.
    pub cluster: ClusterId,
    /// Documents in the cluster.
    pub members: usize,
    /// The document that stands for the cluster.
    pub representative: DocId,
    /// What ties the document in; None for the representative.
    pub tie: Option<Tie>,
}

/// The document that ties another into its cluster.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Tie {
    /// The relation to it.
    pub relation: Relation,
    /// That relation's score: 1 for exact, Jaccard for near.
    pub similarity: f64,
    /// Its row.
    pub link: DocId,
}

/// Clusters a column; for each row its membership, None for a missing text.
///
/// Of all ties that would hold a cluster together the strongest are kept (a maximum spanning tree), and each document names
/// its neighbour on the way to the representative.
///
/// # Errors
/// [`Error::Parameter`](crate::Error::Parameter), [`Error::Cancelled`](crate::Error::Cancelled), or those of the column.
pub fn cluster(run: &Run, column: &dyn TextColumn, level: Level, pairing: &Pairing) -> Result<Vec<Option<Membership>>> {
    pairing.check()?;
    let (classes, pairs) = match level {
        Level::Exact => (read_classes(run, column, pairing.shingling, None)?.0, Vec::new()),
        Level::Near => class_pairs(run, column, &Pairing { measure: Measure::Jaccard, ..pairing.clone() })?,
    };
    run.check()?;
    let forest = Forest::grow(&classes, pairs);
    Ok(forest.memberships(&classes))
}

/// The strongest ties that hold the components together, each class pointing towards its component's best class.
struct Forest {
    /// For each class the best class of its component.
    root: Vec<u32>,
    /// For each class its neighbour towards the root and their Jaccard similarity; None for a root.
    parent: Vec<Option<(u32, f64)>>,
}

impl Forest {
    /// Kruskal over the pairs, strongest first. Classes stand in an order that depends on content alone, so equal
    /// similarities are decided alike for any order of the input.
    fn grow(classes: &Classes, pairs: Vec<ClassPair>) -> Self {
        let count = DocId::from_index(classes.classes.len()).0;
        // Only classes in pairs need their shingles counted: a class on its own represents itself.
        let mut shingles = vec![0; classes.classes.len()];
        for pair in &pairs {
            shingles[pair.left as usize] = pair.overlap.left;
            shingles[pair.right as usize] = pair.overlap.right;
        }
        let mut ties: Vec<(f64, u32, u32)> =
            pairs.into_iter().map(|pair| (pair.overlap.similarity().jaccard, pair.left, pair.right)).collect();
        ties.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| (a.1, a.2).cmp(&(b.1, b.2))));
        let mut sets = UnionFind::new(count);
        let mut neighbours: Vec<Vec<(u32, f64)>> = vec![Vec::new(); classes.classes.len()];
        for (jaccard, left, right) in ties {
            if sets.union(left, right) {
                neighbours[left as usize].push((right, jaccard));
                neighbours[right as usize].push((left, jaccard));
            }
        }
        // Most distinct shingles first; classes stand by tokens and fingerprint already. The first class met of a component
        // is its root.
        let mut order: Vec<u32> = (0..count).collect();
        order.sort_by_key(|&class| Reverse(shingles[class as usize]));
        let mut root = vec![u32::MAX; classes.classes.len()];
        let mut parent = vec![None; classes.classes.len()];
        for best in order {
            if root[best as usize] != u32::MAX {
                continue;
            }
            root[best as usize] = best;
            let mut queue = VecDeque::from([best]);
            while let Some(class) = queue.pop_front() {
                for &(next, jaccard) in &neighbours[class as usize] {
                    if root[next as usize] == u32::MAX {
                        root[next as usize] = best;
                        parent[next as usize] = Some((class, jaccard));
                        queue.push_back(next);
                    }
                }
            }
        }
        Self { root, parent }
    }

    fn memberships(&self, classes: &Classes) -> Vec<Option<Membership>> {
        let mut members = vec![0; classes.classes.len()];
        let mut first = vec![u32::MAX; classes.classes.len()];
        for (class, &root) in classes.classes.iter().zip(&self.root) {
            members[root as usize] += class.members.len();
            let earliest = class.members[0].0;
            first[root as usize] = first[root as usize].min(earliest);
        }
        classes
            .of_row
            .iter()
            .enumerate()
            .map(|(row, class)| {
                let class = (*class)?;
                let root = self.root[class as usize] as usize;
                let own = classes.classes[class as usize].representative;
                let tie = if own.index() == row {
                    self.parent[class as usize].map(|(next, jaccard)| Tie {
                        relation: Relation::Near,
                        similarity: jaccard,
                        link: classes.classes[next as usize].representative,
                    })
                } else {
                    Some(Tie { relation: Relation::Exact, similarity: 1.0, link: own })
                };
                Some(Membership {
                    cluster: ClusterId(first[root]),
                    members: members[root],
                    representative: classes.classes[root].representative,
                    tie,
                })
            })
            .collect()
    }
}
