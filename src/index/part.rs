//! A segment in its place among the others.

use super::damage::{Checked, Damage};
use super::manifest::Named;
use super::segment::Segment;
use crate::error::{Error, Result};
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

impl Part {
    /// What was read of the segment, or its damage as an error that names the file.
    ///
    /// # Errors
    /// [`Error::Format`].
    pub fn told<T>(&self, checked: Checked<T>) -> Result<T> {
        checked.map_err(|Damage(what)| Error::format(&self.path, what))
    }
}
