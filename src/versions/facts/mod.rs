//! Versions of a story in, out the figures, dates and modal verbs on which they disagree.

pub mod lexeme;
pub mod lexicon;
pub mod measure;
pub mod numeral;
