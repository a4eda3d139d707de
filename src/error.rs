//! The one error type of the core. Prose for a user is made at the Python border from the fields here.

use std::fmt;

/// What can go wrong. Errors concern arguments and the run itself; no text is an error.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// An argument is outside its range.
    #[error("`{name}` must be {expected}, got {got}{hint}")]
    Parameter {
        /// The parameter as the caller wrote it.
        name: &'static str,
        /// Its range or choices.
        expected: String,
        /// The value that came.
        got: String,
        /// The way out, beginning with `; `, or empty.
        hint: String,
    },
    /// The caller asked the run to stop (Ctrl-C, or a progress callback that raised).
    #[error("the run was cancelled")]
    Cancelled,
    /// The source of the texts failed while it was read; the message is its own.
    #[error("{0}")]
    Source(String),
}

/// The result of every fallible function of the core.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// A parameter outside its range, without a hint.
    pub fn parameter(name: &'static str, expected: impl Into<String>, got: impl fmt::Display) -> Self {
        Self::Parameter { name, expected: expected.into(), got: got.to_string(), hint: String::new() }
    }

    /// Adds the way out to a parameter error; any other error stays as it is.
    #[must_use]
    pub fn with_hint(self, way_out: impl fmt::Display) -> Self {
        match self {
            Self::Parameter { name, expected, got, .. } => {
                Self::Parameter { name, expected, got, hint: format!("; {way_out}") }
            }
            other => other,
        }
    }
}
