//! The columns that stand beside the texts: languages, headlines, outlets.

use super::ids::check_same_index;
use super::input::{column, is_missing, library, type_name, with_utf8};
use crate::error::Error;
use crate::id::DocId;
use crate::story::corpus::Strings;
use crate::text::{Languages, Spoken};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyFloat, PyInt, PyString};
use std::sync::Arc;

/// Refuses a column that has not one value for each text.
pub fn check_length(name: &str, given: Option<usize>, rows: usize) -> PyResult<()> {
    check_length_beside("texts", name, given, rows)
}

/// The same beside another column of texts.
pub fn check_length_beside(texts: &str, name: &str, given: Option<usize>, rows: usize) -> PyResult<()> {
    match given {
        Some(given) if given != rows => Err(PyValueError::new_err(format!(
            "`{name}` must have one value for each of the {rows} rows of `{texts}`, got {given}"
        ))),
        _ => Ok(()),
    }
}

/// The argument `language`: a code, "auto", or a column of them beside the texts that are named first,
/// where missing and blank are "auto".
pub fn languages(texts: (&str, &Bound<'_, PyAny>), given: &Bound<'_, PyAny>, rows: usize) -> PyResult<Languages> {
    if let Ok(code) = given.cast::<PyString>() {
        return Ok(Languages::All(Spoken::parse(&code.to_cow()?)?));
    }
    let is_scalar =
        given.is_instance_of::<PyInt>() || given.is_instance_of::<PyFloat>() || given.is_instance_of::<PyBytes>();
    if is_scalar || is_missing(given)? {
        return Err(PyTypeError::new_err(format!(
            "`language` is {}, expected a code such as \"en\", \"auto\", or a column of codes",
            type_name(given)?
        )));
    }
    check_same_index(texts, ("language", given))?;
    let codes = strings(given, "language")?;
    check_length_beside(texts.0, "language", Some(codes.len()), rows)?;
    let given = |code: &Option<Box<str>>| match code.as_deref() {
        Some(code) if !code.trim().is_empty() => Spoken::parse(code),
        _ => Ok(Spoken::Detect),
    };
    Ok(Languages::Rows(codes.iter().map(given).collect::<Result<_, _>>()?))
}

/// An optional column of short strings, one for each text.
pub fn optional_strings(
    texts: &Bound<'_, PyAny>,
    given: Option<&Bound<'_, PyAny>>,
    name: &str,
    rows: usize,
) -> PyResult<Option<Strings>> {
    strings_beside(("texts", texts), (name, given), rows)
}

/// The same beside another column of texts; each column comes with the name of its argument.
pub fn strings_beside(
    texts: (&str, &Bound<'_, PyAny>),
    (name, given): (&str, Option<&Bound<'_, PyAny>>),
    rows: usize,
) -> PyResult<Option<Strings>> {
    let Some(given) = given else { return Ok(None) };
    check_same_index(texts, (name, given))?;
    let strings = strings(given, name)?;
    check_length_beside(texts.0, name, Some(strings.len()), rows)?;
    Ok(Some(Arc::new(strings)))
}

/// The outlets of rows that are kept: a column, or one string for all of them.
pub fn outlets(texts: &Bound<'_, PyAny>, given: Option<&Bound<'_, PyAny>>, rows: usize) -> PyResult<Option<Strings>> {
    let Some(given) = given else { return Ok(None) };
    if let Ok(outlet) = given.cast::<PyString>() {
        let outlet = with_utf8(outlet, |outlet| Some(Box::from(outlet)))?;
        refuse_surrogates(given, outlet.as_deref(), "for every row")?;
        return Ok(Some(Arc::new(vec![outlet; rows])));
    }
    let outlets = optional_strings(texts, Some(given), "sources", rows)?;
    let rows_of = if library(given)? == "pandas" { given.getattr("iloc")? } else { given.clone() };
    for (row, outlet) in outlets.iter().flat_map(|outlets| outlets.iter().enumerate()) {
        // A lone surrogate is read as this character, which also stands for itself.
        if outlet.as_deref().is_some_and(|outlet| outlet.contains('\u{FFFD}')) {
            refuse_surrogates(&rows_of.get_item(row)?, outlet.as_deref(), &format!("row {row}"))?;
        }
    }
    Ok(outlets)
}

/// Two outlets that differ in lone surrogates would be one.
fn refuse_surrogates(given: &Bound<'_, PyAny>, read: Option<&str>, place: &str) -> PyResult<()> {
    if !given.is_instance_of::<PyString>() || read.is_some_and(|read| given.eq(read).unwrap_or(true)) {
        return Ok(());
    }
    let error = Error::parameter("sources", "outlets that a file can store", format!("a lone surrogate ({place})"));
    Err(error.with_hint("replace it").into())
}

fn strings(given: &Bound<'_, PyAny>, name: &str) -> PyResult<Vec<Option<Box<str>>>> {
    let column = column(given, name)?;
    let rows: Vec<DocId> = (0..column.len()).map(DocId::from_index).collect();
    let mut arena = crate::corpus::Arena::default();
    let mut strings = Vec::with_capacity(rows.len());
    while strings.len() < rows.len() {
        let batch = crate::corpus::load(&*column, &rows[strings.len()..], arena)?;
        strings.extend((0..batch.len()).map(|at| batch.text(at).map(Box::from)));
        arena = batch.into_arena();
    }
    Ok(strings)
}
