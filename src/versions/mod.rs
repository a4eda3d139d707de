//! How a statement fared from version to version of a story, and where the versions disagree.
//!
//! The versions of a story are read as one ([`version`]: headline, text, sentences, language). Quotes come as they were
//! extracted ([`quotation`]). Facts on which versions give several values are [`disagreement`]s; each pair of distinct values
//! makes one discrepancy. Differences of wording are shown word by word ([`diff`]).

pub mod diff;
pub mod disagreement;
pub mod facts;
pub mod quotation;
pub mod version;
