//! What a pair has to reach the threshold in, and where candidates come from.

use crate::similarity::Similarity;

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
    pub fn score(self, similarity: Similarity) -> f64 {
        match self {
            Self::Jaccard => similarity.jaccard,
            Self::Containment => similarity.containment(),
        }
    }
}

/// Where candidate pairs come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Banded signatures for Jaccard, sampled shingles for containment: fast, and misses a pair at the threshold with a
    /// stated probability. Thresholds that would need bands of one row go through the join all the same.
    Lsh,
    /// A prefix-filter join: misses nothing.
    Exact,
}
