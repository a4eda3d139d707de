//! Two sets of shingles in, their exact Jaccard similarity and containments out.
//!
//! Broder 1997, "On the resemblance and containment of documents".

use crate::shingle::ShingleSet;

/// How far two documents share their shingles, counted, not estimated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Overlap {
    /// Distinct shingles of the left document.
    pub left: usize,
    /// Distinct shingles of the right document.
    pub right: usize,
    /// Distinct shingles in both.
    pub shared: usize,
}

impl Overlap {
    /// Counts the shared shingles of two sets.
    ///
    /// # Complexity
    /// One merge: O(left + right), no allocation.
    #[must_use]
    pub fn of(left: &ShingleSet, right: &ShingleSet) -> Self {
        let (left, right) = (left.hashes(), right.hashes());
        let (mut i, mut j, mut shared) = (0, 0, 0);
        while i < left.len() && j < right.len() {
            // Advancing by comparison results instead of branches: the branch is a coin toss on random hashes.
            let (from_left, from_right) = (left[i], right[j]);
            shared += usize::from(from_left == from_right);
            i += usize::from(from_left <= from_right);
            j += usize::from(from_right <= from_left);
        }
        Self { left: left.len(), right: right.len(), shared }
    }

    /// The three shares that describe the overlap.
    #[must_use]
    pub fn similarity(self) -> Similarity {
        Similarity {
            jaccard: share(self.shared, self.left + self.right - self.shared),
            containment_left: share(self.shared, self.left),
            containment_right: share(self.shared, self.right),
        }
    }
}

/// How alike two documents are; every number is measured and lies in [0, 1].
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Similarity {
    /// |L∩R| / |L∪R|; 0 where both are empty.
    pub jaccard: f64,
    /// |L∩R| / |L|: the share of the left document that stands in the right one.
    pub containment_left: f64,
    /// |L∩R| / |R|: the share of the right document that stands in the left one.
    pub containment_right: f64,
}

impl Similarity {
    /// Two documents with the same shingles.
    pub const IDENTICAL: Self = Self { jaccard: 1.0, containment_left: 1.0, containment_right: 1.0 };

    /// The larger of the two containments.
    #[must_use]
    pub fn containment(self) -> f64 {
        self.containment_left.max(self.containment_right)
    }

    /// The same pair seen from the other side.
    #[must_use]
    pub fn turned(self) -> Self {
        Self { containment_left: self.containment_right, containment_right: self.containment_left, ..self }
    }
}

/// `part / whole`, rounded to 1e-9 so that a threshold meets the same number on every machine; 0 of nothing is 0.
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        return 0.0;
    }
    (part as f64 / whole as f64 * 1e9).round() / 1e9
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn counts_are_those_of_plain_sets(
            a in proptest::collection::btree_set(0u64..60, 0..40),
            b in proptest::collection::btree_set(0u64..60, 0..40),
        ) {
            let set = |hashes: &BTreeSet<u64>| ShingleSet::from_hashes(hashes.iter().copied().collect());
            let overlap = Overlap::of(&set(&a), &set(&b));
            prop_assert_eq!(overlap.shared, a.intersection(&b).count());
            let union = a.union(&b).count();
            if union > 0 {
                prop_assert!((overlap.similarity().jaccard - overlap.shared as f64 / union as f64).abs() < 1e-9);
            } else {
                prop_assert!(overlap.similarity().jaccard.abs() < 1e-9);
            }
        }
    }

    #[test]
    fn a_score_at_the_threshold_meets_it() {
        let overlap = Overlap { left: 10, right: 7, shared: 7 };
        assert!(overlap.similarity().jaccard >= 0.7);
        let similarity = overlap.similarity();
        assert!(similarity.containment_left >= 0.7 && similarity.containment_right >= 1.0);
    }
}
