//! Edges between classes in, out the strongest ties that hold the components together.

use super::classes::Classes;
use super::{Membership, Relation, Tie};
use crate::id::{ClusterId, DocId};
use crate::union_find::UnionFind;
use std::cmp::Reverse;
use std::collections::VecDeque;

/// Two classes that belong together, indices into [`Classes::classes`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Edge {
    /// One class.
    pub left: u32,
    /// The other class.
    pub right: u32,
    /// How they are related.
    pub relation: Relation,
    /// That relation's score.
    pub similarity: f64,
}

/// A maximum spanning forest: each class points towards its component's best class.
#[derive(Debug)]
pub struct Forest {
    /// For each class the best class of its component.
    pub root: Vec<u32>,
    /// For each class the edge towards the root and the class at its other end; None for a root.
    parent: Vec<Option<(u32, Edge)>>,
}

impl Forest {
    /// Kruskal 1956: the strongest relations first, of one relation the highest scores.
    ///
    /// Classes stand in an order that depends on content alone, so equal scores are decided alike for any order of the
    /// input. `shingles` counts the distinct shingles of each class, 0 for one without an edge: the one with most becomes
    /// the root.
    #[must_use]
    pub fn grow(shingles: &[usize], mut edges: Vec<Edge>) -> Self {
        edges.sort_by(|a, b| {
            let strength = a.relation.cmp(&b.relation).then_with(|| b.similarity.total_cmp(&a.similarity));
            strength.then_with(|| (a.left, a.right).cmp(&(b.left, b.right)))
        });
        let count = DocId::from_index(shingles.len()).0;
        let mut sets = UnionFind::new(count);
        let mut neighbours: Vec<Vec<(u32, Edge)>> = vec![Vec::new(); shingles.len()];
        for edge in edges {
            if sets.union(edge.left, edge.right) {
                neighbours[edge.left as usize].push((edge.right, edge));
                neighbours[edge.right as usize].push((edge.left, edge));
            }
        }
        // Classes stand by tokens and fingerprint already; the first class met of a component is its root.
        let mut order: Vec<u32> = (0..count).collect();
        order.sort_by_key(|&class| Reverse(shingles[class as usize]));
        let mut root = vec![u32::MAX; shingles.len()];
        let mut parent = vec![None; shingles.len()];
        for best in order {
            if root[best as usize] != u32::MAX {
                continue;
            }
            root[best as usize] = best;
            let mut queue = VecDeque::from([best]);
            while let Some(class) = queue.pop_front() {
                for &(next, edge) in &neighbours[class as usize] {
                    if root[next as usize] == u32::MAX {
                        root[next as usize] = best;
                        parent[next as usize] = Some((class, edge));
                        queue.push_back(next);
                    }
                }
            }
        }
        Self { root, parent }
    }

    /// The class on the way to the root and the edge that leads there; None for a root.
    #[must_use]
    pub fn tie_of(&self, class: u32) -> Option<(u32, Edge)> {
        self.parent[class as usize]
    }

    /// Each row's place in its component; None for a missing text.
    #[must_use]
    pub fn memberships(&self, classes: &Classes) -> Vec<Option<Membership>> {
        let mut members = vec![0; classes.classes.len()];
        let mut first = vec![u32::MAX; classes.classes.len()];
        for (class, &root) in classes.classes.iter().zip(&self.root) {
            members[root as usize] += class.members.len();
            first[root as usize] = first[root as usize].min(class.members[0].0);
        }
        let membership = |row: usize, class: u32| {
            let root = self.root[class as usize] as usize;
            Membership {
                cluster: ClusterId(first[root]),
                members: members[root],
                representative: classes.classes[root].representative,
                tie: self.tie(classes, row, class),
            }
        };
        classes.of_row.iter().enumerate().map(|(row, class)| Some(membership(row, (*class)?))).collect()
    }

    fn tie(&self, classes: &Classes, row: usize, class: u32) -> Option<Tie> {
        let own = classes.classes[class as usize].representative;
        if own.index() != row {
            return Some(Tie { relation: Relation::Exact, similarity: 1.0, link: own });
        }
        let (next, edge) = self.parent[class as usize]?;
        let link = classes.classes[next as usize].representative;
        Some(Tie { relation: edge.relation, similarity: edge.similarity, link })
    }
}
