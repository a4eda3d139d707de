//! How a statement fared from version to version of a story, and where the versions disagree.
//!
//! The versions of a story are read as one ([`version`]: headline, text, sentences, language). Quotes come as they were
//! extracted ([`quotation`]). Facts on which versions give several values are [`disagreement`]s; each pair of distinct values
//! makes one discrepancy. Differences of wording are shown word by word ([`diff`]).
//! Names are compared by their parts ([`name`]); those that are spelled in several ways are one kind of disagreement
//! ([`spelling`]); those of the speakers of many documents are tied to people ([`people`]).

pub mod cast;
pub mod conflict;
pub mod diff;
pub mod disagreement;
pub mod grouping;
pub mod likeness;
pub mod name;
pub mod people;
pub mod quotation;
pub mod search;
pub mod spelling;
pub mod story;
pub mod utterance;
pub mod variant;
pub mod version;
pub mod vocabulary;
