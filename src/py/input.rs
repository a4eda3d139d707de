//! Any column of texts that Python knows, as a column of the core: the one adapter for every function.
//!
//! Arrow memory and ASCII strings are borrowed. Other strings are encoded into the batch's arena when their batch is read,
//! because the interpreter would otherwise keep their UTF-8 in the caller's objects for life.

use super::error::internal;
use crate::arrow::{ArrowTexts, NotText};
use crate::corpus::{Arena, Row, TextColumn};
use crate::error::{Error, Result};
use crate::id::DocId;
use pyo3::exceptions::{PyImportError, PyTypeError, PyUnicodeEncodeError, PyValueError};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;
use pyo3::types::{PyByteArray, PyBytes, PyDict, PyFloat, PyList, PySet, PyString, PyTuple};
use pyo3_arrow::PyChunkedArray;
use std::sync::Arc;

/// Rows of a Python list that are looked at between two looks for signals: some milliseconds.
pub const SIGNAL_ROWS: usize = 65_536;

/// What a parameter accepts, for messages.
const EXPECTED: &str = "a list, tuple, NumPy array, pandas or polars Series, or Arrow column of strings";

/// The texts under `name`, in the caller's order.
pub fn column(object: &Bound<'_, PyAny>, name: &str) -> PyResult<Arc<dyn TextColumn>> {
    refuse_what_is_no_column(object, name)?;
    if let Ok(list) = object.cast::<PyList>() {
        return Ok(Arc::new(PyTexts::new(list.iter(), name)?));
    }
    if let Ok(tuple) = object.cast::<PyTuple>() {
        return Ok(Arc::new(PyTexts::new(tuple.iter(), name)?));
    }
    match library(object)?.as_str() {
        "numpy" => from_list(&numpy_list(object, name)?, name),
        "pandas" => from_pandas(object, name),
        _ if has_arrow(object)? => from_arrow(object, name),
        _ => Err(PyTypeError::new_err(format!(
            "`{name}` is {}, expected {EXPECTED}; pass list({name})",
            type_name(object)?
        ))),
    }
}

/// The arguments that are columns of texts; any other column stands beside one.
const TEXTS: [&str; 6] = ["texts", "against", "left", "right", "quotes", "background"];

/// What a string is that stands for a column beside the texts, and the way out.
pub fn one_string_for_a_column(name: &str) -> String {
    let singular = name.strip_prefix("against_").unwrap_or(name).trim_end_matches('s');
    format!(
        "one string, expected a column with one value for each text; pass the column itself, such as \
         articles[\"{singular}\"], or for a single text [{name}]"
    )
}

/// Objects whose elements a loop would happily read as texts, or that can be read only once.
fn refuse_what_is_no_column(object: &Bound<'_, PyAny>, name: &str) -> PyResult<()> {
    let remedy = if object.is_instance_of::<PyString>() {
        if TEXTS.contains(&name) {
            format!("one string; for a single text pass [{name}]")
        } else {
            one_string_for_a_column(name)
        }
    } else if object.is_instance_of::<PyBytes>() || object.is_instance_of::<PyByteArray>() {
        format!("{}; decode it and pass a list of strings", type_name(object)?)
    } else if object.is_instance_of::<PyDict>() {
        "dict; pass its values as a list, and the keys as `ids`".to_owned()
    } else if object.is_instance_of::<PySet>() {
        "set, which has no order; pass a list".to_owned()
    } else if object.hasattr(intern!(object.py(), "__next__"))? {
        format!("{}, which can be read only once; pass list({name})", type_name(object)?)
    } else if object.is_none() {
        format!("None; expected {EXPECTED}")
    } else {
        return Ok(());
    };
    Err(PyTypeError::new_err(format!("`{name}` is {remedy}")))
}

/// The top-level package that defines the object's class.
pub fn library(object: &Bound<'_, PyAny>) -> PyResult<String> {
    // Not by `Display`: it calls `PyObject_Str`, which looks for signals, and swallows what their handlers raise.
    let module = object.get_type().module()?;
    Ok(module.to_cow()?.split('.').next().unwrap_or_default().to_owned())
}

pub fn type_name(object: &Bound<'_, PyAny>) -> PyResult<String> {
    Ok(object.get_type().name()?.to_cow()?.into_owned())
}

fn has_arrow(object: &Bound<'_, PyAny>) -> PyResult<bool> {
    let py = object.py();
    Ok(object.hasattr(intern!(py, "__arrow_c_stream__"))? || object.hasattr(intern!(py, "__arrow_c_array__"))?)
}

/// A one-dimensional NumPy array as a list; a masked array gives None for what is masked.
fn numpy_list<'py>(array: &Bound<'py, PyAny>, name: &str) -> PyResult<Bound<'py, PyList>> {
    let py = array.py();
    if !array.hasattr(intern!(py, "ndim"))? {
        return Err(PyTypeError::new_err(format!("`{name}` is {}, expected {EXPECTED}", type_name(array)?)));
    }
    let dimensions: usize = array.getattr(intern!(py, "ndim"))?.extract()?;
    if dimensions != 1 {
        return Err(PyTypeError::new_err(format!(
            "`{name}` is an array of {dimensions} dimensions, expected one; pass a single column, or {name}.ravel()"
        )));
    }
    Ok(array.call_method0(intern!(py, "tolist"))?.cast_into()?)
}

fn from_list(list: &Bound<'_, PyList>, name: &str) -> PyResult<Arc<dyn TextColumn>> {
    Ok(Arc::new(PyTexts::new(list.iter(), name)?))
}

fn from_pandas(object: &Bound<'_, PyAny>, name: &str) -> PyResult<Arc<dyn TextColumn>> {
    let py = object.py();
    if object.hasattr(intern!(py, "columns"))? {
        return Err(PyTypeError::new_err(format!(
            "`{name}` is a DataFrame; pass one column, such as {name}[\"text\"]"
        )));
    }
    if !object.hasattr(intern!(py, "dtype"))? {
        return Err(PyTypeError::new_err(format!("`{name}` is {}, expected {EXPECTED}", type_name(object)?)));
    }
    let dtype = object.getattr(intern!(py, "dtype"))?;
    let in_arrow = match dtype.getattr_opt(intern!(py, "storage"))? {
        Some(storage) => storage.eq("pyarrow")?,
        None => dtype.hasattr(intern!(py, "pyarrow_dtype"))?,
    };
    if in_arrow && object.hasattr(intern!(py, "__arrow_c_stream__"))? {
        match object.extract::<PyChunkedArray>() {
            Ok(array) => return from_chunks(&array, name),
            // The method is always there, and needs pyarrow only when called.
            Err(error) if error.is_instance_of::<PyImportError>(py) => {}
            Err(error) => return Err(error),
        }
    }
    let options = PyDict::new(py);
    options.set_item("dtype", "object")?;
    let array = object.call_method("to_numpy", (), Some(&options))?;
    from_list(&numpy_list(&array, name)?, name)
}

fn from_arrow(object: &Bound<'_, PyAny>, name: &str) -> PyResult<Arc<dyn TextColumn>> {
    // Two polars types have no Arrow form that can be taken: null comes with a buffer that the format does not allow, and
    // Python objects as addresses.
    if let Some(dtype) = object.getattr_opt(intern!(object.py(), "dtype"))?
        && matches!(dtype.str()?.to_string_lossy().as_ref(), "Null" | "Object")
    {
        return from_list(object.call_method0(intern!(object.py(), "to_list"))?.cast()?, name);
    }
    from_chunks(&arrow_chunks(object)?, name)
}

fn arrow_chunks(object: &Bound<'_, PyAny>) -> PyResult<PyChunkedArray> {
    if object.hasattr(intern!(object.py(), "__arrow_c_stream__"))? {
        return object.extract::<PyChunkedArray>();
    }
    let (array, field) = object.extract::<pyo3_arrow::PyArray>()?.into_inner();
    PyChunkedArray::try_new(vec![array], field)
}

fn from_chunks(array: &PyChunkedArray, name: &str) -> PyResult<Arc<dyn TextColumn>> {
    let column = ArrowTexts::new(array.chunks()).map_err(|problem| match problem {
        NotText::Type(arrow_schema::DataType::Struct(_)) => {
            PyTypeError::new_err(format!("`{name}` is a table; pass one column, such as {name}[\"text\"]"))
        }
        NotText::Type(data_type) => PyTypeError::new_err(format!(
            "`{name}` holds Arrow {data_type}, expected strings; cast the column to string"
        )),
        NotText::Broken(why) => {
            PyValueError::new_err(format!("`{name}` holds an Arrow array that breaks the Arrow format: {why}"))
        }
    })?;
    Ok(Arc::new(column))
}

/// Texts in Python strings. Each row holds a reference of its own, so that the caller may change the list meanwhile.
struct PyTexts {
    rows: Vec<PyRow>,
}

enum PyRow {
    Missing,
    /// The string's own bytes are its UTF-8.
    Ascii(PyBackedStr),
    Other(Py<PyString>),
}

impl PyTexts {
    fn new<'py>(items: impl ExactSizeIterator<Item = Bound<'py, PyAny>>, name: &str) -> PyResult<Self> {
        let mut rows = Vec::with_capacity(items.len());
        for (row, item) in items.enumerate() {
            if row % SIGNAL_ROWS == SIGNAL_ROWS - 1 {
                item.py().check_signals()?;
            }
            rows.push(PyRow::new(&item, row, name)?);
        }
        Ok(Self { rows })
    }
}

impl PyRow {
    fn new(item: &Bound<'_, PyAny>, row: usize, name: &str) -> PyResult<Self> {
        let Ok(text) = item.cast::<PyString>() else {
            if is_missing(item)? {
                return Ok(Self::Missing);
            }
            return Err(wrong_item(item, row, name)?);
        };
        // `str.isascii` itself, since a subclass may say what it likes.
        let py = item.py();
        let is_ascii = py.get_type::<PyString>().call_method1(intern!(py, "isascii"), (text,))?.is_truthy()?;
        if is_ascii {
            Ok(Self::Ascii(PyBackedStr::try_from(text.clone())?))
        } else {
            Ok(Self::Other(text.clone().unbind()))
        }
    }
}

/// None, NaN, `pd.NA` and `pd.NaT`.
pub fn is_missing(item: &Bound<'_, PyAny>) -> PyResult<bool> {
    if item.is_none() {
        return Ok(true);
    }
    if let Ok(number) = item.cast::<PyFloat>() {
        return Ok(number.value().is_nan());
    }
    let class = type_name(item)?;
    match library(item)?.as_str() {
        "pandas" => Ok(class == "NAType" || class == "NaTType"),
        "numpy" if class.starts_with("float") => Ok(item.extract::<f64>()?.is_nan()),
        _ => Ok(false),
    }
}

fn wrong_item(item: &Bound<'_, PyAny>, row: usize, name: &str) -> PyResult<PyErr> {
    let remedy = if item.is_instance_of::<PyBytes>() || item.is_instance_of::<PyByteArray>() {
        "decode it, as in item.decode(\"utf-8\")"
    } else if item.is_instance_of::<PyList>() || item.is_instance_of::<PyTuple>() {
        "join its parts into one string, or pass one flat list"
    } else {
        "convert with str(item) or .astype(str)"
    };
    Ok(PyTypeError::new_err(format!("row {row} of `{name}` is {}, expected str or None; {remedy}", type_name(item)?)))
}

/// Calls `read` with the text of a string, each lone surrogate as U+FFFD: still one code point, so offsets hold.
pub fn with_utf8<T>(text: &Bound<'_, PyString>, read: impl FnOnce(&str) -> T) -> PyResult<T> {
    let py = text.py();
    match text.encode_utf8() {
        Ok(bytes) => Ok(read(std::str::from_utf8(bytes.as_bytes()).map_err(|_| not_utf8(py))?)),
        Err(error) if error.is_instance_of::<PyUnicodeEncodeError>(py) => {
            // `str.encode` itself, since a subclass may do what it likes.
            let encoded =
                py.get_type::<PyString>().call_method1(intern!(py, "encode"), (text, "utf-8", "surrogatepass"))?;
            let mut bytes = encoded.cast_into::<PyBytes>()?.as_bytes().to_vec();
            replace_surrogates(&mut bytes);
            Ok(read(std::str::from_utf8(&bytes).map_err(|_| not_utf8(py))?))
        }
        Err(error) => Err(error),
    }
}

fn not_utf8(py: Python<'_>) -> PyErr {
    internal(py, "the interpreter encoded a string to bytes that are not UTF-8")
}

/// Surrogates and U+FFFD have three bytes each; only ED A0..BF begins a surrogate.
fn replace_surrogates(bytes: &mut [u8]) {
    let mut at = 0;
    while at + 2 < bytes.len() {
        if bytes[at] == 0xED && bytes[at + 1] >= 0xA0 {
            bytes[at..at + 3].copy_from_slice("\u{FFFD}".as_bytes());
            at += 2;
        }
        at += 1;
    }
}

impl TextColumn for PyTexts {
    fn len(&self) -> usize {
        self.rows.len()
    }

    fn row(&self, row: DocId) -> Row<'_> {
        match &self.rows[row.index()] {
            PyRow::Missing => Row::Missing,
            PyRow::Ascii(text) => Row::Borrowed(text),
            PyRow::Other(_) => Row::Encoded,
        }
    }

    fn decode(&self, rows: &[DocId], arena: &mut Arena) -> Result<()> {
        Python::attach(|py| {
            for row in rows {
                if arena.is_full() {
                    break;
                }
                let PyRow::Other(text) = &self.rows[row.index()] else {
                    return Err(internal(py, "a borrowed text was to be decoded"));
                };
                with_utf8(text.bind(py), |text| arena.push(text))?;
            }
            Ok::<_, PyErr>(())
        })
        .map_err(|error| Error::Source(error.to_string()))
    }
}
