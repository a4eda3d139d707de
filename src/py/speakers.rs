//! The function behind `speakers`: a table of quotes and a roster in, a table of people out.

use super::output::Table;
use crate::error::{Error, Result};
use crate::quote::SpeakerKind;
use crate::records;
use crate::text::Language;
use crate::versions::people::roster::{Known, Roster};
use crate::versions::people::{Said, speakers as find};
use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use arrow_array::{Array, ArrayRef, Int64Array, LargeStringArray, RecordBatch};
use arrow_schema::DataType;
use pyo3::prelude::*;

#[pyfunction]
#[pyo3(signature = (quotes, names, aliases, roster))]
#[allow(clippy::needless_pass_by_value)] // arguments from Python arrive owned
pub fn speakers(
    py: Python<'_>,
    quotes: PyRef<'_, Table>,
    names: Vec<String>,
    aliases: Vec<Vec<String>>,
    roster: Option<PyRef<'_, Table>>,
) -> PyResult<Table> {
    let known = names.into_iter().zip(aliases).map(|(name, aliases)| Known { name, aliases });
    let known = Roster::new(known.collect())?;
    let (quotes, roster) = (quotes.batch().clone(), roster.map(|roster| roster.batch().clone()));
    let batch = py.detach(move || -> Result<RecordBatch> {
        let columns = Columns::of(&quotes)?;
        Ok(records::speakers(&find(&columns.said(), &known), roster.as_ref()))
    })?;
    Ok(batch.into())
}

/// The columns of quotes that tell who spoke.
struct Columns<'a> {
    rows: &'a Int64Array,
    ids: Vec<String>,
    numbers: &'a Int64Array,
    words: &'a Int64Array,
    speakers: &'a LargeStringArray,
    names: &'a LargeStringArray,
    kinds: &'a LargeStringArray,
    roles: &'a LargeStringArray,
    languages: Option<&'a LargeStringArray>,
}

impl<'a> Columns<'a> {
    fn of(quotes: &'a RecordBatch) -> Result<Self> {
        let missing = |name: &str| Error::parameter("quotes", "a table of quotes", format!("one without '{name}'"));
        let column = |name: &str| quotes.column_by_name(name).ok_or_else(|| missing(name));
        let ints = |name: &str| column(name)?.as_primitive_opt::<Int64Type>().ok_or_else(|| missing(name));
        let texts = |name: &str| column(name)?.as_string_opt::<i64>().ok_or_else(|| missing(name));
        Ok(Self {
            rows: ints("row")?,
            ids: ids(column("id")?),
            numbers: ints("quote")?,
            words: ints("words")?,
            speakers: texts("speaker")?,
            names: texts("speaker_name")?,
            kinds: texts("speaker_kind")?,
            roles: texts("speaker_role")?,
            languages: texts("language").ok(),
        })
    }

    fn said(&self) -> Vec<Said<'_>> {
        let text = |column: &'a LargeStringArray, at: usize| (!column.is_null(at)).then(|| column.value(at));
        let quote = |at: usize| Said {
            row: self.rows.value(at),
            id: &self.ids[at],
            number: self.numbers.value(at),
            words: self.words.value(at),
            speaker: text(self.speakers, at),
            name: text(self.names, at),
            kind: text(self.kinds, at).and_then(SpeakerKind::parse),
            role: text(self.roles, at),
            language: self
                .languages
                .and_then(|codes| Language::from_code(text(codes, at)?))
                .unwrap_or(Language::English),
        };
        (0..self.rows.len()).map(quote).collect()
    }
}

/// The ids as they are written.
fn ids(column: &ArrayRef) -> Vec<String> {
    let written = |at: usize| match column.data_type() {
        DataType::Int64 => column.as_primitive::<Int64Type>().value(at).to_string(),
        DataType::LargeUtf8 => column.as_string::<i64>().value(at).to_owned(),
        _ => at.to_string(),
    };
    (0..column.len()).map(written).collect()
}
