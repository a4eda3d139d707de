//! Arguments that are not columns: whole numbers of any size, and names out of a short list.

use crate::error::{Error, Result};
use pyo3::exceptions::PyOverflowError;
use pyo3::prelude::*;

/// A whole number; one beyond 64 bits is taken as the nearest that fits, since every range here is narrower.
#[derive(Debug, Clone, Copy)]
pub struct Whole(i64);

impl<'a, 'py> FromPyObject<'a, 'py> for Whole {
    type Error = PyErr;

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        match object.extract::<i64>() {
            Ok(number) => Ok(Self(number)),
            Err(error) if error.is_instance_of::<PyOverflowError>(object.py()) => {
                Ok(Self(if object.lt(0)? { i64::MIN } else { i64::MAX }))
            }
            Err(error) => Err(error),
        }
    }
}

impl Whole {
    /// Makes a value from a count of at least one; `make` checks the range and must refuse 0.
    pub fn count<T>(self, make: impl FnOnce(usize) -> Result<T>) -> Result<T> {
        make(usize::try_from(self.0).unwrap_or(0)).map_err(|error| match error {
            Error::Parameter { name, expected, hint, .. } => {
                Error::Parameter { name, expected, got: self.0.to_string(), hint }
            }
            other => other,
        })
    }

    /// The number, if it is not negative.
    pub fn unsigned(self, name: &'static str) -> Result<u64> {
        u64::try_from(self.0).map_err(|_| Error::parameter(name, "0 or more", self.0))
    }
}

/// The value that `name` stands for among `choices`.
pub fn choice<T: Copy>(parameter: &'static str, name: &str, choices: &[(&str, T)]) -> Result<T> {
    choices.iter().find(|(known, _)| *known == name).map(|&(_, value)| value).ok_or_else(|| {
        let names: Vec<String> = choices.iter().map(|(known, _)| format!("\"{known}\"")).collect();
        Error::parameter(parameter, names.join(" or "), format!("\"{name}\""))
    })
}
