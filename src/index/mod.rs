//! The archive on disk: which of today's articles do we have already, from whom, since when?
//!
//! An index is a [`folder`] of immutable [`segment`]s and one [`manifest`] that names them. Rows that are added are
//! [planned](plan) and become a [`draft`], the draft is [built](build) into a segment, and each row is [sought](search) in all segments: whatever is met
//! through [`postings`] is measured by its stored shingles ([`code`]), so that a [match](matches) depends on the two articles
//! alone, not on how the rest was added or saved. [`saving`] writes segments, [merges](merged) small ones and swaps the
//! manifest. Every byte that is read is checked ([`damage`]), and every call to the disk goes through one trait ([`disk`]).

pub mod adding;
pub mod archive;
pub mod build;
mod clusters;
pub mod code;
pub mod content;
pub mod damage;
pub mod disk;
pub mod draft;
pub mod folder;
pub mod holder;
mod inspecting;
pub mod layout;
pub mod live;
pub mod manifest;
pub mod matches;
pub mod merged;
mod pack;
pub mod part;
pub mod plan;
pub mod postings;
pub mod removed;
mod saving;
pub mod search;
pub mod segment;
pub mod settings;
pub mod stories;
pub mod sum;
#[cfg(test)]
mod tests;

pub use adding::{Adding, Incoming, Matches};
pub use archive::{Archive, State};
pub use clusters::Clusters;
pub use content::{Id, IdKind};
pub use plan::OnConflict;
pub use settings::{Depth, Settings};
