//! A table of quotes in, as `extract_quotes` gives it and callers hand it on, quotes for the core out.

use crate::error::{Error, Result};
use crate::id::DocId;
use crate::quote::{Kind, Rule, SpeakerKind};
use crate::span::CharSpan;
use crate::text::headline::Field;
use crate::versions::quotation::Given;
use ahash::AHashMap;
use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int64Type};
use arrow_array::{Array, ArrayRef, Float64Array, Int64Array, LargeStringArray, RecordBatch};
use std::sync::Arc;

/// Columns that [`given_quotes`] must find.
pub const NEEDED: &[&str] = &["row", "quote", "start", "end", "kind", "speaker", "speaker_name"];

/// Columns that it takes where they are there.
pub const OPTIONAL: &[&str] = &[
    "inner_start",
    "inner_end",
    "content_start",
    "content_end",
    "speaker_start",
    "speaker_end",
    "speaker_kind",
    "speaker_role",
    "confidence",
    "field",
];

/// The quotes of a table; `rows` is how many rows of texts there are.
///
/// # Errors
/// [`Error::Parameter`] if a row is none of the texts', an offset is negative, or a kind is none.
pub fn given_quotes(batch: &RecordBatch, rows: usize) -> Result<Vec<Given>> {
    let columns = Columns(batch);
    let row = columns.ints("row");
    let [number, start, end] = ["quote", "start", "end"].map(|name| columns.ints(name));
    let [kind, speaker, name] = ["kind", "speaker", "speaker_name"].map(|name| columns.texts(name));
    let [inner, content, place] =
        ["inner", "content", "speaker"].map(|part| columns.spans(&format!("{part}_start"), &format!("{part}_end")));
    let [speaker_kind, described, field] = ["speaker_kind", "speaker_role", "field"].map(|name| columns.texts(name));
    let confidence = columns.floats("confidence");
    let one = |at: usize| -> Result<Given> {
        let wrong = |column: &str, expected: &str, got: String| {
            Error::parameter("quotes", format!("records of `extract_quotes` ({column} {expected})"), got)
        };
        let of = int_at(row, at).and_then(|row| usize::try_from(row).ok()).filter(|&row| row < rows);
        let Some(of) = of else {
            let got = int_at(row, at).map_or_else(|| "a missing row".into(), |row| row.to_string());
            return Err(wrong("row", &format!("in [0, {rows})"), format!("{got} in record {at}")));
        };
        let Some(span) = span_at((start, end), at) else {
            return Err(wrong("start and end", "of 0 or more, ascending", format!("others in record {at}")));
        };
        let Some(kind) = text_at(kind, at).and_then(Kind::parse) else {
            let got = text_at(kind, at).unwrap_or("a missing kind");
            return Err(wrong("kind", "direct, mixed, indirect or scare", format!("{got:?} in record {at}")));
        };
        Ok(Given {
            row: DocId::from_index(of),
            number: int_at(number, at).unwrap_or_default(),
            field: if text_at(field, at) == Some("title") { Field::Title } else { Field::Body },
            span,
            inner: span_at(inner, at),
            content: span_at(content, at).unwrap_or(span),
            kind,
            speaker: text_at(speaker, at).map(|text| (text.into(), span_at(place, at))),
            name: text_at(name, at).map(Into::into),
            speaker_kind: text_at(speaker_kind, at).and_then(SpeakerKind::parse),
            role: text_at(described, at).map(Into::into),
            // A table without the column is taken at its word.
            confidence: confidence.map_or(Some(1.0), |column| column.is_valid(at).then(|| column.value(at))),
        })
    };
    (0..batch.num_rows()).map(one).collect()
}

/// Whom other versions of its story name as the speaker of a quote.
#[derive(Debug, Clone, PartialEq)]
pub struct Corroborated {
    /// The number of the quote.
    pub quote: i64,
    /// The name under which the versions know the speaker.
    pub name: String,
    /// How sure the version is that names him, where the quote's own does not.
    pub lent: Option<f64>,
}

/// The same quotes with the speakers that their stories know: `speaker_name`, and where it is lent `rule` and `confidence`.
///
/// # Panics
/// If the table is none of `extract_quotes`.
#[must_use]
pub fn corroborated(batch: &RecordBatch, found: &[Corroborated]) -> RecordBatch {
    let by_number: AHashMap<i64, &Corroborated> = found.iter().map(|one| (one.quote, one)).collect();
    let columns = Columns(batch);
    let number = columns.ints("quote");
    let known = |at: usize| int_at(number, at).and_then(|number| by_number.get(&number).copied());
    let rows = 0..batch.num_rows();
    let text = |name: &str, of: &dyn Fn(&Corroborated) -> Option<String>| {
        let own = columns.texts(name);
        let value = |at| known(at).and_then(of).or_else(|| text_at(own, at).map(str::to_owned));
        Arc::new(rows.clone().map(value).collect::<LargeStringArray>()) as ArrayRef
    };
    let confidence = columns.floats("confidence");
    let confident = |at: usize| {
        let own = confidence.filter(|column| column.is_valid(at)).map(|column| column.value(at));
        known(at).and_then(|one| one.lent).or(own)
    };
    let rule = Rule::Corroborated.as_str();
    let replaced = [
        ("speaker_name", text("speaker_name", &|one| Some(one.name.clone()))),
        ("rule", text("rule", &|one| one.lent.map(|_| rule.to_owned()))),
        ("confidence", Arc::new(rows.clone().map(confident).collect::<Float64Array>()) as ArrayRef),
    ];
    let schema = batch.schema();
    let columns = schema.fields().iter().enumerate().map(|(at, field)| {
        let replaced = replaced.iter().find(|(name, _)| name == field.name());
        replaced.map_or_else(|| batch.column(at).clone(), |(_, column)| column.clone())
    });
    RecordBatch::try_new(schema.clone(), columns.collect()).expect("the columns have the types that they had")
}

struct Columns<'a>(&'a RecordBatch);

impl<'a> Columns<'a> {
    fn ints(&self, name: &str) -> Option<&'a Int64Array> {
        self.0.column_by_name(name)?.as_primitive_opt::<Int64Type>()
    }

    fn floats(&self, name: &str) -> Option<&'a Float64Array> {
        self.0.column_by_name(name)?.as_primitive_opt::<Float64Type>()
    }

    fn texts(&self, name: &str) -> Option<&'a LargeStringArray> {
        self.0.column_by_name(name)?.as_string_opt::<i64>()
    }

    fn spans(&self, start: &str, end: &str) -> (Option<&'a Int64Array>, Option<&'a Int64Array>) {
        (self.ints(start), self.ints(end))
    }
}

fn int_at(column: Option<&Int64Array>, at: usize) -> Option<i64> {
    column.filter(|column| column.is_valid(at)).map(|column| column.value(at))
}

fn text_at(column: Option<&LargeStringArray>, at: usize) -> Option<&str> {
    column.filter(|column| column.is_valid(at)).map(|column| column.value(at))
}

fn span_at((start, end): (Option<&Int64Array>, Option<&Int64Array>), at: usize) -> Option<CharSpan> {
    let bound = |column| usize::try_from(int_at(column, at)?).ok();
    let (start, end) = (bound(start)?, bound(end)?);
    (start <= end).then_some(CharSpan { start, end })
}
