//! Pairs in, disjoint sets out.
//!
//! Tarjan 1975: union by size with path halving, O(α(n)) a step.

/// Disjoint sets over `0..n`; 8 bytes an element.
#[derive(Debug, Clone)]
pub struct UnionFind {
    parent: Vec<u32>,
    size: Vec<u32>,
}

impl UnionFind {
    /// `n` sets of one element each.
    #[must_use]
    pub fn new(n: u32) -> Self {
        Self { parent: (0..n).collect(), size: vec![1; n as usize] }
    }

    /// The root of the set that holds `element`.
    pub fn find(&mut self, mut element: u32) -> u32 {
        while self.parent[element as usize] != element {
            let grandparent = self.parent[self.parent[element as usize] as usize];
            self.parent[element as usize] = grandparent;
            element = grandparent;
        }
        element
    }

    /// Joins the sets of two elements; false if they were one already.
    pub fn union(&mut self, a: u32, b: u32) -> bool {
        let (a, b) = (self.find(a), self.find(b));
        if a == b {
            return false;
        }
        let (small, large) = if self.size[a as usize] < self.size[b as usize] { (a, b) } else { (b, a) };
        self.parent[small as usize] = large;
        self.size[large as usize] += self.size[small as usize];
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn sets_are_those_of_relabelling_by_hand(pairs in proptest::collection::vec((0u32..30, 0u32..30), 0..40)) {
            let mut sets = UnionFind::new(30);
            let mut labels: Vec<u32> = (0..30).collect();
            for &(a, b) in &pairs {
                let (from, to) = (labels[a as usize], labels[b as usize]);
                prop_assert_eq!(sets.union(a, b), from != to);
                labels.iter_mut().filter(|label| **label == from).for_each(|label| *label = to);
            }
            for a in 0..30 {
                for b in 0..30 {
                    prop_assert_eq!(sets.find(a) == sets.find(b), labels[a as usize] == labels[b as usize]);
                }
            }
        }
    }
}
