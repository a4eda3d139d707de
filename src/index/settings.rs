//! What an index was created with, and what never changes afterwards.

use crate::error::{Error, Result};
use crate::shingle::Shingling;
use crate::story::stories::Reach;

/// How alike two articles are to be a match.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Depth {
    /// Equal folded token sequences.
    Exact,
    /// Jaccard similarity of at least the threshold.
    Near,
    /// That, or containment of at least the threshold of either in the other.
    Partial,
    /// That, or one story by the story level's models.
    Story,
}

impl Depth {
    /// Its name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Near => "near",
            Self::Partial => "partial",
            Self::Story => "story",
        }
    }
}

/// The parameters of an index.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Settings {
    /// How alike two articles are to be a match.
    pub depth: Depth,
    /// Smallest Jaccard similarity, and smallest containment, of a match.
    pub threshold: f64,
    /// How texts are cut.
    pub shingling: Shingling,
    /// Smallest probability of a match that is a story.
    pub story_threshold: f64,
    /// Most microseconds between two articles of one story.
    pub window: Option<i64>,
    /// Whether texts are kept.
    pub keep_text: bool,
}

impl Settings {
    /// Refuses numbers outside their ranges.
    ///
    /// # Errors
    /// [`Error::Parameter`].
    pub fn check(&self) -> Result<()> {
        crate::duplicate::check_threshold(self.threshold)?;
        Reach { threshold: self.story_threshold, dates: None, window: self.window }.check()?;
        match self.window {
            Some(window) if window < 1 => Err(Error::parameter("window", "above 0", window)),
            _ => Ok(()),
        }
    }
}
