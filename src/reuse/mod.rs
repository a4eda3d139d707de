//! What an article took from elsewhere: credits to other outlets, and the blocks that are its outlet's rather than its own.
//!
//! Names of outlets and the words that credit them are read by [`credits`]; blocks that recur, look like furniture or have
//! nothing to do with their article by [`boilerplate`].

pub mod boilerplate;
pub mod credits;
