//! The one table from core errors to Python exceptions, and the words for what is not text.

use crate::error::Error;
use pyo3::exceptions::{PyFileExistsError, PyMemoryError, PyOSError, PyRuntimeError, PyValueError};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyType;

/// `ENOENT` everywhere, of which Python makes a `FileNotFoundError`.
const NO_SUCH_FILE: i32 = 2;

impl From<Error> for PyErr {
    fn from(error: Error) -> Self {
        Python::attach(|py| match error {
            Error::Parameter { .. } => raise(py, "ParameterError", error.to_string()),
            Error::Memory { .. } => PyMemoryError::new_err(error.to_string()),
            Error::Format { .. } => raise(py, "IndexFormatError", error.to_string()),
            Error::Exists { .. } => PyFileExistsError::new_err(error.to_string()),
            Error::Locked { .. } | Error::Overtaken { .. } => raise(py, "IndexLockedError", error.to_string()),
            Error::Closed { .. } => PyValueError::new_err(error.to_string()),
            Error::Missing { path } => {
                PyOSError::new_err((NO_SUCH_FILE, "there is no index; `Index(path)` makes a new one", path))
            }
            // With a number Python makes the right kind of OSError itself: FileNotFoundError, PermissionError.
            Error::File { path, code: Some(code), .. } => {
                let message = std::io::Error::from_raw_os_error(code).to_string();
                let reason = message.split(" (os error").next().unwrap_or_default().to_owned();
                PyOSError::new_err((code, reason, path))
            }
            Error::File { code: None, .. } | Error::Unconfirmed { .. } => PyOSError::new_err(error.to_string()),
            Error::Source(message) => PyRuntimeError::new_err(message),
            Error::Cancelled => internal(py, "a run was cancelled that nobody cancelled"),
        })
    }
}

/// A fault of the library itself, as an exception that asks to be reported.
pub fn internal(py: Python<'_>, what: &str) -> PyErr {
    let message = format!(
        "{what}; this is a fault in copydesk {}, please report it with the traceback",
        env!("CARGO_PKG_VERSION")
    );
    raise(py, "InternalError", message)
}

/// An exception class of `copydesk.errors`, where the classes are written so that they carry Python docstrings and parents.
fn raise(py: Python<'_>, class: &str, message: String) -> PyErr {
    static ERRORS: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let class = ERRORS
        .get_or_try_init(py, || Ok::<_, PyErr>(py.import("copydesk.errors")?.into_any().unbind()))
        .and_then(|errors| Ok(errors.bind(py).getattr(class)?.cast_into::<PyType>()?));
    match class {
        Ok(class) => PyErr::from_type(class, message),
        Err(error) => error,
    }
}
