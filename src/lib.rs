//! The core of `copydesk`: near-duplicates, story clusters and quotes of news articles.
//!
//! A column of texts is read in batches ([`corpus`]), each text becomes tokens ([`text`]), tokens become shingles
//! ([`shingle`]), shingles a signature ([`sketch`]), signatures candidate pairs ([`lsh`]), and each candidate pair is
//! measured exactly ([`similarity`]) before it counts. What remains is compared by its rarer words ([`postings`], [`story`]).
//! Quotes are read from the same text beside that road ([`quote`]); versions of a story are held against each other
//! ([`versions`]).
//!
//! Vocabulary: a *document* is one text, its *row* the place in the caller's column; a *shingle* is a run of `size`
//! tokens; *Jaccard* is |A∩B| / |A∪B|, *containment* |A∩B| / |A|; a *cluster* is a set of documents, tied by verified pairs.

pub mod arrow;
pub mod corpus;
pub mod duplicate;
pub mod error;
pub mod id;
pub mod index;
pub mod lsh;
pub mod memory;
pub mod postings;
#[cfg(feature = "python")]
mod py;
pub mod quote;
pub mod records;
pub mod reuse;
pub mod schedule;
pub mod shingle;
pub mod similarity;
pub mod sketch;
pub mod span;
pub mod story;
pub mod text;
pub mod union_find;
pub mod versions;

pub use error::{Error, Result};
