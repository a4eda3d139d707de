//! How a statement fared from version to version of a story, and where the versions disagree.
//!
//! Rows become stories ([`story`]), rows of a story its [`version`]s (headline, text, sentences, language), quotes come as they
//! were extracted ([`quotation`]). Of each story the words are read once ([`vocabulary`]), its speakers are told apart
//! ([`cast`]), its quotes prepared ([`utterance`]), compared ([`likeness`]) and put together ([`grouping`]); versions without a
//! quote are searched for its words ([`search`]); what became of each is said by [`variant`].
//!
//! Facts on which versions give several values are [`disagreement`]s; each pair of distinct values makes one discrepancy. They
//! come from quotes ([`conflict`]), from figures, dates and modal verbs ([`facts`]) and from names that are spelled in several
//! ways ([`spelling`]). Names are compared by their
//! parts ([`name`]); those of the speakers of many documents are tied to people ([`people`]). Whether a quote stands in given
//! sources is a question of its own ([`verification`]). Differences of wording are shown word by word ([`diff`]).

pub mod cast;
pub mod conflict;
pub mod diff;
pub mod disagreement;
pub mod facts;
pub mod grouping;
pub mod judge;
pub mod likeness;
pub mod name;
pub mod negation;
pub mod people;
pub mod quotation;
#[cfg(test)]
mod samples;
pub mod search;
pub mod slots;
pub mod spelling;
pub mod story;
pub mod utterance;
pub mod variant;
pub mod verification;
pub mod version;
pub mod vocabulary;
