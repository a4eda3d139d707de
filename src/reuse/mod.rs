//! Which wording two documents share, which of them had it first, whom a text credits, and what of it is its outlet's own.
//!
//! A document is read into words, of which each knows whether it stands in quotation marks ([`document`]). Of a pair, runs of
//! equal words are found through an index of one of the two ([`anchors`]), joined over small edits ([`passage`], which aligns
//! what lies between by [`align`]), and summed up ([`compare`]). Pairs are given, or met in an index of runs ([`meet`]); they
//! are worked on a bounded number of texts at a time ([`batches`]). Dates, credits and containment say who was first
//! ([`direction`]). Names of outlets and the words that credit them are read by [`credits`]; blocks that recur, look like
//! furniture or have nothing to do with their article by [`boilerplate`].

pub mod align;
pub mod anchors;
pub mod batches;
pub mod boilerplate;
pub mod compare;
pub mod credits;
pub mod direction;
pub mod document;
pub mod meet;
pub mod passage;
pub mod sides;
