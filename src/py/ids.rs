//! The caller's ids: the argument, else a pandas index that can serve, else the row numbers.

use super::input::{SIGNAL_ROWS, is_missing, library, one_string_for_a_column, type_name, with_utf8};
use crate::error::Error;
use crate::id::Ids;
use pyo3::exceptions::{PyTypeError, PyUnicodeEncodeError, PyValueError};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyInt, PyList, PyRange, PyString, PyTuple};

/// The ids of a column of `rows` texts; column and ids come with the names of their arguments.
pub fn ids(
    (texts_name, texts): (&str, &Bound<'_, PyAny>),
    (name, ids): (&str, Option<&Bound<'_, PyAny>>),
    rows: usize,
) -> PyResult<Ids> {
    match listed((texts_name, texts), (name, ids), rows)? {
        Some(list) => read(&list, name)?.or_text(),
        None => Ok(Ids::Rows),
    }
}

/// The same for ids that an index on disk keeps: whole ones have 64 bits there, and what is read as text for one batch would
/// make text of those of every later batch.
pub fn kept_ids(
    (texts_name, texts): (&str, &Bound<'_, PyAny>),
    (name, ids): (&str, Option<&Bound<'_, PyAny>>),
    rows: usize,
) -> PyResult<Ids> {
    match listed((texts_name, texts), (name, ids), rows)? {
        Some(list) => read(&list, name)?.of_64_bits().map_err(|error| match ids {
            Some(_) => error.into(),
            None => from_index(error).into(),
        }),
        None => Ok(Ids::Rows),
    }
}

/// Says of refused ids that they are the index of the column, for nobody passed them.
pub fn from_index(error: Error) -> Error {
    match error {
        Error::Parameter { name: "ids", expected, got, hint } => {
            let hint = format!(
                "{hint}; these ids are the pandas index of `texts`: pass `ids` for others, or texts.to_list() for running \
                 numbers"
            );
            Error::Parameter { name: "ids", expected, got, hint }
        }
        other => other,
    }
}

/// The ids as a list, one for each row; None where rows have but their numbers.
fn listed<'py>(
    (texts_name, texts): (&str, &Bound<'py, PyAny>),
    (name, ids): (&str, Option<&Bound<'py, PyAny>>),
    rows: usize,
) -> PyResult<Option<Bound<'py, PyList>>> {
    let Some(ids) = ids else { return usable_index(texts) };
    check_same_index((texts_name, texts), (name, ids))?;
    let list = as_list(ids, name)?;
    if list.len() != rows {
        return Err(PyValueError::new_err(format!(
            "`{name}` must have one id for each of the {rows} rows of `{texts_name}`, got {}",
            list.len()
        )));
    }
    // An id's `__index__` may have changed the list meanwhile.
    Ok(Some(list.get_slice(0, rows)))
}

/// Refuses two pandas Series whose indexes differ: rows match by position, and a caller who reordered one means something else.
pub fn check_same_index(
    (left_name, left): (&str, &Bound<'_, PyAny>),
    (right_name, right): (&str, &Bound<'_, PyAny>),
) -> PyResult<()> {
    let (Some(left), Some(right)) = (pandas_index(left)?, pandas_index(right)?) else {
        return Ok(());
    };
    if left.call_method1(intern!(left.py(), "equals"), (right,))?.is_truthy()? {
        return Ok(());
    }
    Err(PyValueError::new_err(format!(
        "`{left_name}` and `{right_name}` are Series with different indexes, and rows are matched by position; align them, \
         or pass {right_name}.to_list()"
    )))
}

fn pandas_index<'py>(object: &Bound<'py, PyAny>) -> PyResult<Option<Bound<'py, PyAny>>> {
    let py = object.py();
    if library(object)? != "pandas" || !object.hasattr(intern!(py, "iloc"))? {
        return Ok(None);
    }
    object.getattr_opt(intern!(py, "index"))
}

/// Whether rows are numbered by a pandas index that nobody chose: 0, 1, 2 and so on.
pub fn is_default_index(texts: &Bound<'_, PyAny>) -> PyResult<bool> {
    let Some(index) = pandas_index(texts)? else {
        return Ok(false);
    };
    if index.get_type().name()? != "RangeIndex" {
        return Ok(false);
    }
    Ok(index.getattr(intern!(index.py(), "start"))?.eq(0)? && index.getattr(intern!(index.py(), "step"))?.eq(1)?)
}

/// A pandas index of integers or strings without missing values; any other index names no rows.
fn usable_index<'py>(texts: &Bound<'py, PyAny>) -> PyResult<Option<Bound<'py, PyList>>> {
    let py = texts.py();
    let Some(index) = pandas_index(texts)? else {
        return Ok(None);
    };
    let inferred = index.getattr(intern!(py, "inferred_type"))?;
    let serves = inferred.eq("integer")? || inferred.eq("string")?;
    if !serves || index.getattr(intern!(py, "hasnans"))?.is_truthy()? {
        return Ok(None);
    }
    Ok(Some(index.call_method0(intern!(py, "tolist"))?.cast_into()?))
}

fn as_list<'py>(ids: &Bound<'py, PyAny>, name: &str) -> PyResult<Bound<'py, PyList>> {
    if ids.is_instance_of::<PyString>() {
        return Err(PyTypeError::new_err(format!("`{name}` is {}", one_string_for_a_column(name))));
    }
    if let Ok(list) = ids.cast::<PyList>() {
        return Ok(list.clone());
    }
    if let Ok(tuple) = ids.cast::<PyTuple>() {
        return Ok(tuple.to_list());
    }
    if ids.is_instance_of::<PyRange>() {
        return PyList::new(ids.py(), ids.try_iter()?.collect::<PyResult<Vec<_>>>()?);
    }
    for method in ["tolist", "to_list", "to_pylist"] {
        if ids.hasattr(method)? {
            let list = ids.call_method0(method)?;
            return list.cast_into().map_err(|_| not_a_column(ids, name));
        }
    }
    Err(not_a_column(ids, name))
}

fn not_a_column(ids: &Bound<'_, PyAny>, name: &str) -> PyErr {
    let class = type_name(ids).unwrap_or_else(|_| "an object".to_owned());
    PyTypeError::new_err(format!(
        "`{name}` is {class}, expected a list, array or Series of str or int, one for each row; pass list({name})"
    ))
}

/// Ids of one kind, as they came.
enum Read<'py> {
    Integers(Vec<Bound<'py, PyAny>>),
    Strings(Vec<Box<str>>),
}

impl Read<'_> {
    /// One integer beyond 64 bits makes them all text.
    fn or_text(self) -> PyResult<Ids> {
        let integers = match self {
            Self::Strings(strings) => return Ok(Ids::Strings(strings)),
            Self::Integers(integers) => integers,
        };
        let fitting: PyResult<Vec<i64>> = integers.iter().map(PyAnyMethods::extract).collect();
        if let Ok(integers) = fitting {
            return Ok(Ids::Integers(integers));
        }
        let texts = integers.iter().map(|integer| Ok(integer.str()?.to_cow()?.into()));
        Ok(Ids::Strings(texts.collect::<PyResult<_>>()?))
    }

    /// An integer beyond 64 bits is refused.
    fn of_64_bits(self) -> Result<Ids, Error> {
        let integers = match self {
            Self::Strings(strings) => return Ok(Ids::Strings(strings)),
            Self::Integers(integers) => integers,
        };
        let fitting = integers.iter().enumerate().map(|(row, integer)| {
            integer.extract().map_err(|_| {
                // Python writes no number of some thousand digits.
                let shown = integer.str().map_or_else(|_| "a longer number".to_owned(), |text| text.to_string());
                Error::parameter("ids", "str, or int of 64 bits", format!("{shown} (row {row})"))
                    .with_hint("pass the ids of this index as strings, such as list(map(str, ids))")
            })
        });
        Ok(Ids::Integers(fitting.collect::<Result<_, _>>()?))
    }
}

fn read<'py>(list: &Bound<'py, PyList>, name: &str) -> PyResult<Read<'py>> {
    let mut integers = Vec::with_capacity(list.len());
    let mut strings: Vec<Box<str>> = Vec::new();
    let mut first_string = None;
    let mut first_integer = None;
    for (row, item) in list.iter().enumerate() {
        if row % SIGNAL_ROWS == SIGNAL_ROWS - 1 {
            item.py().check_signals()?;
        }
        if let Ok(text) = item.cast::<PyString>() {
            first_string.get_or_insert(row);
            strings.push(id_text(text, row, name)?);
        } else if let Some(integer) = as_integer(&item)? {
            first_integer.get_or_insert(row);
            integers.push(integer);
        } else {
            return Err(wrong_id(&item, row, name)?);
        }
        if let (Some(string), Some(integer)) = (first_string, first_integer) {
            return Err(PyTypeError::new_err(format!(
                "`{name}` mixes str (row {string}) and int (row {integer}); convert all with str"
            )));
        }
    }
    if first_string.is_some() {
        return Ok(Read::Strings(strings));
    }
    Ok(Read::Integers(integers))
}

/// An int, or a NumPy integer; a bool is neither.
pub fn as_integer<'py>(item: &Bound<'py, PyAny>) -> PyResult<Option<Bound<'py, PyAny>>> {
    if item.is_instance_of::<PyBool>() || (library(item)? == "numpy" && item.get_type().name()? == "bool") {
        return Ok(None);
    }
    if item.is_instance_of::<PyInt>() {
        return Ok(Some(item.clone()));
    }
    let py = item.py();
    if item.hasattr(intern!(py, "__index__"))? {
        return Ok(Some(item.call_method0(intern!(py, "__index__"))?));
    }
    Ok(None)
}

fn id_text(text: &Bound<'_, PyString>, row: usize, name: &str) -> PyResult<Box<str>> {
    // A replaced surrogate would make two ids one.
    if text.encode_utf8().is_err_and(|error| error.is_instance_of::<PyUnicodeEncodeError>(text.py())) {
        return Err(PyValueError::new_err(format!(
            "row {row} of `{name}` holds a lone surrogate, which no file or table can store; replace it"
        )));
    }
    with_utf8(text, |text| text.into())
}

fn wrong_id(item: &Bound<'_, PyAny>, row: usize, name: &str) -> PyResult<PyErr> {
    if is_missing(item)? {
        return Ok(PyValueError::new_err(format!("row {row} of `{name}` is missing; every row needs an id")));
    }
    let class = item.get_type().name()?;
    Ok(PyTypeError::new_err(format!("row {row} of `{name}` is {class}, expected str or int; convert with str")))
}
