//! The records of quotes.

use super::{Kind, Schema, always, batch, ids_of, int, maybe, maybe_ints, row_numbers};
use crate::id::{DocId, Ids};
use crate::span::CharSpan;
use arrow_array::builder::LargeStringBuilder;
use arrow_array::{ArrayRef, BooleanArray, Float64Array, RecordBatch};
use std::sync::Arc;

/// `extract_quotes`: one record is a quote.
pub const EXTRACT_QUOTES: Schema = Schema {
    function: "extract_quotes",
    columns: &[
        always("row", Kind::Int),
        always("id", Kind::Id),
        always("quote", Kind::Int),
        always("start", Kind::Int),
        always("end", Kind::Int),
        always("text", Kind::Text),
        maybe("inner_start", Kind::Int),
        maybe("inner_end", Kind::Int),
        always("content_start", Kind::Int),
        always("content_end", Kind::Int),
        always("kind", Kind::Text),
        maybe("speaker", Kind::Text),
        maybe("speaker_start", Kind::Int),
        maybe("speaker_end", Kind::Int),
        maybe("speaker_name", Kind::Text),
        maybe("speaker_kind", Kind::Text),
        maybe("speaker_role", Kind::Text),
        maybe("cue", Kind::Text),
        maybe("cue_start", Kind::Int),
        maybe("cue_end", Kind::Int),
        always("rule", Kind::Text),
        maybe("confidence", Kind::Float),
        always("closed", Kind::Bool),
        maybe("continues", Kind::Int),
        always("words", Kind::Int),
        always("sentence_start", Kind::Int),
        always("sentence_end", Kind::Int),
        always("field", Kind::Text),
        always("language", Kind::Text),
    ],
};

/// The quotes of one document, offsets in code points, texts cut out.
#[derive(Debug, Clone, PartialEq)]
pub struct QuoteRecord {
    /// Where the quote stands, marks included, and what stands there.
    pub quote: TextSpan,
    /// The same without the marks; none where there are no marks.
    pub inner: Option<CharSpan>,
    /// The whole reported clause.
    pub content: CharSpan,
    /// direct, mixed, indirect or scare.
    pub kind: &'static str,
    /// Who says it; without offsets where the name stands in the other of headline and body.
    pub speaker: Option<TextSpan>,
    /// The fullest name of the speaker.
    pub speaker_name: Option<String>,
    /// person, organisation, group or anonymous.
    pub speaker_kind: Option<&'static str>,
    /// What the speaker is.
    pub speaker_role: Option<Box<str>>,
    /// The words that attribute it.
    pub cue: Option<TextSpan>,
    /// The rule that attributed it, or why none did.
    pub rule: &'static str,
    /// How likely the speaker is right.
    pub confidence: Option<f64>,
    /// Whether a closing mark was found.
    pub closed: bool,
    /// The quote of the same document that this one goes on from, by its place.
    pub continues: Option<usize>,
    /// Words between the marks.
    pub words: usize,
    /// The sentences in which it stands.
    pub sentence: CharSpan,
    /// title or body.
    pub field: &'static str,
    /// The code of the language that it was read in.
    pub language: &'static str,
}

/// A span with its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextSpan {
    /// Where it stands; none where that is another text than the quote's.
    pub span: Option<CharSpan>,
    /// What stands there.
    pub text: Box<str>,
}

/// The records of `extract_quotes`, given each row's quotes.
#[must_use]
pub fn quotes(documents: &[Vec<QuoteRecord>], ids: &Ids) -> RecordBatch {
    let rows =
        || documents.iter().enumerate().flat_map(|(row, quotes)| quotes.iter().map(move |_| DocId::from_index(row)));
    let all: Vec<&QuoteRecord> = documents.iter().flatten().collect();
    // The number of each document's first quote.
    let firsts = documents.iter().scan(0, |next, quotes| Some(std::mem::replace(next, *next + quotes.len())));
    let continues = documents
        .iter()
        .zip(firsts)
        .flat_map(|(quotes, first)| quotes.iter().map(move |quote| quote.continues.map(|place| int(first + place))));
    let ints = |of: fn(&QuoteRecord) -> usize| maybe_ints(all.iter().map(|quote| Some(int(of(quote)))));
    // Some of these columns hold megabytes: sized first, they are written once.
    let words = |of: fn(&QuoteRecord) -> Option<&str>| {
        let bytes = all.iter().filter_map(|quote| of(quote)).map(str::len).sum();
        let mut column = LargeStringBuilder::with_capacity(all.len(), bytes);
        for quote in &all {
            column.append_option(of(quote));
        }
        Arc::new(column.finish()) as ArrayRef
    };
    let ends = |of: fn(&QuoteRecord) -> Option<CharSpan>| {
        [
            maybe_ints(all.iter().map(|quote| of(quote).map(|span| int(span.start)))),
            maybe_ints(all.iter().map(|quote| of(quote).map(|span| int(span.end)))),
        ]
    };
    let mut columns =
        vec![row_numbers(rows()), ids_of(ids, rows()), maybe_ints((0..all.len()).map(|number| Some(int(number))))];
    columns.extend(ends(|quote| quote.quote.span));
    columns.push(words(|quote| Some(&*quote.quote.text)));
    columns.extend(ends(|quote| quote.inner));
    columns.extend(ends(|quote| Some(quote.content)));
    columns.push(words(|quote| Some(quote.kind)));
    columns.push(words(|quote| quote.speaker.as_ref().map(|speaker| &*speaker.text)));
    columns.extend(ends(|quote| quote.speaker.as_ref()?.span));
    columns.push(words(|quote| quote.speaker_name.as_deref()));
    columns.push(words(|quote| quote.speaker_kind));
    columns.push(words(|quote| quote.speaker_role.as_deref()));
    columns.push(words(|quote| quote.cue.as_ref().map(|cue| &*cue.text)));
    columns.extend(ends(|quote| quote.cue.as_ref()?.span));
    columns.extend([
        words(|quote| Some(quote.rule)),
        Arc::new(all.iter().map(|quote| quote.confidence).collect::<Float64Array>()) as ArrayRef,
        Arc::new(all.iter().map(|quote| Some(quote.closed)).collect::<BooleanArray>()) as ArrayRef,
        maybe_ints(continues),
        ints(|quote| quote.words),
        ints(|quote| quote.sentence.start),
        ints(|quote| quote.sentence.end),
        words(|quote| Some(quote.field)),
        words(|quote| Some(quote.language)),
    ]);
    batch(EXTRACT_QUOTES, columns)
}
