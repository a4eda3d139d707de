//! Which wording two documents share, where it stands in both, and what says which of them had it first.
//!
//! A document is read into words, of which each knows whether it stands in quotation marks ([`document`]). Of a pair, runs of
//! equal words are found through an index of one of the two ([`anchors`]), joined over small edits ([`passage`], which aligns
//! what lies between by [`align`]), and summed up ([`shared`]). Pairs are given, or met in an index of runs ([`meet`]); they are
//! worked on a bounded number of texts at a time ([`batches`]). Dates, credits and containment say who was first
//! ([`direction`]).

pub mod align;
pub mod anchors;
pub mod batches;
pub mod compare;
pub mod direction;
pub mod document;
pub mod meet;
pub mod passage;
pub mod sides;
