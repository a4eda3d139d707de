//! The one error type of the core. Prose for a user is made at the Python border from the fields here.

use std::path::Path;
use std::{fmt, io};

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
    /// What a result takes is more than the system gives.
    #[error("{what} would take {bytes} bytes, more than there is memory; split the input")]
    Memory {
        /// What was to be made.
        what: &'static str,
        /// How large it would be.
        bytes: usize,
    },
    /// A file is not what it should be: no index, a newer one, or damaged.
    #[error("{path}: {what}")]
    Format {
        /// The file or folder.
        path: String,
        /// What is wrong with it, and the way out.
        what: String,
    },
    /// The system refused something that was to be done with a file.
    #[error("{path}: {message}")]
    File {
        /// The file or folder.
        path: String,
        /// The system's number for the reason, if it gave one.
        code: Option<i32>,
        /// The reason.
        message: String,
    },
    /// A change was made, and the system did not say that it has reached the disk.
    #[error(
        "{path}: the change is made, but the disk did not confirm it ({message}); a power failure could undo it: look \
         after the disk and copy the index"
    )]
    Unconfirmed {
        /// The folder.
        path: String,
        /// The reason.
        message: String,
    },
    /// An index is to be created where something is.
    #[error("{path}: {what} is there already; open an index with `Index.open`, or choose another path")]
    Exists {
        /// The folder.
        path: String,
        /// What is there.
        what: &'static str,
    },
    /// Another process or thread is writing to the index.
    #[error(
        "{path}: {who} is writing to this index; readers go on meanwhile, and one writer waits for the other: {hint}"
    )]
    Locked {
        /// The index.
        path: String,
        /// Who is writing.
        who: String,
        /// The way out.
        hint: &'static str,
    },
    /// The index was closed.
    #[error("{path}: this index is closed; open it again with `Index.open`")]
    Closed {
        /// The index.
        path: String,
    },
    /// There is nothing where an index is to be opened.
    #[error("{path}: there is no index; `Index(path)` makes a new one")]
    Missing {
        /// The folder.
        path: String,
    },
    /// Rows wait to be saved in an index that was changed meanwhile.
    #[error(
        "{path}: something else changed this index while rows waited to be saved (a copy in its place, or a writer without \
         the lock); nothing was written: open it again and add them again"
    )]
    Overtaken {
        /// The index.
        path: String,
    },
    /// The source of the texts failed while it was read; the message is its own.
    #[error("{0}")]
    Source(String),
}

/// The result of every fallible function of the core.
pub type Result<T> = std::result::Result<T, Error>;

/// An empty vector with room for `count` items, or an error where a plain allocation would end the process.
///
/// # Errors
/// [`Error::Memory`].
pub fn reserved<T>(what: &'static str, count: usize) -> Result<Vec<T>> {
    let mut items = Vec::new();
    match items.try_reserve_exact(count) {
        Ok(()) => Ok(items),
        Err(_) => Err(Error::Memory { what, bytes: count.saturating_mul(size_of::<T>()) }),
    }
}

impl Error {
    /// A file operation that the system refused.
    #[must_use]
    pub fn file(path: &Path, error: &io::Error) -> Self {
        Self::File { path: path.display().to_string(), code: error.raw_os_error(), message: error.to_string() }
    }

    /// A file that is not what it should be.
    #[must_use]
    pub fn format(path: &Path, what: impl Into<String>) -> Self {
        Self::Format { path: path.display().to_string(), what: what.into() }
    }

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
