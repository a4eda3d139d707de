//! A segment in its place among the others.

use super::manifest::Named;
use super::segment::Segment;
use std::path::PathBuf;
use std::sync::Arc;

/// A segment of an index, and where its rows stand.
#[derive(Debug, Clone)]
pub struct Part {
    /// The segment.
    pub segment: Arc<Segment>,
    /// The position of its first row.
    pub base: u64,
    /// Its file; None before it is saved.
    pub file: Option<Named>,
    /// What errors name.
    pub path: PathBuf,
}
