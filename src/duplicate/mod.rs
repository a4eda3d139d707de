//! Which documents are the same text: verified pairs and the clusters that they make.
//!
//! A column is read once into [`profile::Profile`]s. Documents with equal tokens are collapsed into one [`classes::Class`];
//! everything that follows compares classes. Candidate pairs come from banded signatures ([`banded`]), from sampled
//! shingles ([`contain`]) or from the exact [`join`], and every pair is measured ([`verify`]) before it counts. Two columns are
//! compared [`across`]: the smaller one indexed, the larger one read past it.

pub mod across;
pub mod banded;
pub mod classes;
pub mod cluster;
pub mod contain;
pub mod counter;
pub mod directory;
pub mod first;
pub mod forest;
pub mod holders;
pub mod join;
pub mod kept;
pub mod measure;
pub mod pairs;
pub mod partial;
pub mod prefix;
pub mod profile;
pub mod reading;
pub mod shingles;
pub mod sieve;
pub mod verify;

pub use across::near_duplicates_across;
pub use cluster::{Clustering, Level, Membership, Tie, cluster};
pub use first::first_rows;
pub use measure::{Measure, Method};
pub use pairs::{Making, Pair, Pairing, near_duplicates};
pub use shingles::{Origin, Stored};

use crate::error::{Error, Result};

/// How two documents are related: the strongest that holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub enum Relation {
    /// Equal folded token sequences.
    Exact,
    /// Jaccard similarity of at least the threshold.
    Near,
    /// Containment of at least the threshold, but not Jaccard.
    Partial,
    /// Derived from one text, in other words.
    Rewrite,
    /// Reports of one event.
    Story,
}

impl Relation {
    /// The name that records carry.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Near => "near",
            Self::Partial => "partial",
            Self::Rewrite => "rewrite",
            Self::Story => "story",
        }
    }
}

/// Refuses a threshold outside (0, 1], with the remedy for a percentage.
///
/// # Errors
/// [`Error::Parameter`].
pub fn check_threshold(threshold: f64) -> Result<()> {
    if threshold > 0.0 && threshold <= 1.0 {
        return Ok(());
    }
    let error = Error::parameter("threshold", "in (0, 1]", threshold);
    // Between 1 and 2 a slip of the hand is likelier than a percentage.
    Err(if (2.0..=100.0).contains(&threshold) {
        error.with_hint(format!("for {threshold} % pass {}", threshold / 100.0))
    } else {
        error
    })
}
