//! A quote as it was extracted in, out what versions are compared by: its words, its speaker, its place.

use super::version::Version;
use crate::id::DocId;
use crate::quote::{Kind, SpeakerKind};
use crate::span::{ByteSpan, CharSpan};
use crate::text::headline::Field;

/// A record of `extract_quotes`, offsets in code points.
#[derive(Debug, Clone, PartialEq)]
pub struct Given {
    /// The document.
    pub row: DocId,
    /// The number of the quote.
    pub number: i64,
    /// Headline or body.
    pub field: Field,
    /// With its marks.
    pub span: CharSpan,
    /// Without them; none where there are none.
    pub inner: Option<CharSpan>,
    /// The whole reported clause.
    pub content: CharSpan,
    /// What the marks do.
    pub kind: Kind,
    /// The words beside the quote that name who says it, with their place where that is in the same field.
    pub speaker: Option<(Box<str>, Option<CharSpan>)>,
    /// The fullest name of the speaker.
    pub name: Option<Box<str>>,
    /// What the speaker is.
    pub speaker_kind: Option<SpeakerKind>,
    /// The document's words for what the speaker is.
    pub role: Option<Box<str>>,
    /// How likely the speaker is right.
    pub confidence: Option<f64>,
}

/// A quote in a version.
#[derive(Debug, Clone, PartialEq)]
pub struct Quotation {
    /// The number of its version in the story.
    pub version: usize,
    /// The number of the quote.
    pub number: i64,
    /// With its marks; bytes of the version's text, as all spans here.
    pub span: ByteSpan,
    /// Without them.
    pub inner: ByteSpan,
    /// The whole reported clause.
    pub content: ByteSpan,
    /// What the marks do.
    pub kind: Kind,
    /// The words that name who says it.
    pub speaker: Option<Box<str>>,
    /// Where they stand.
    pub speaker_span: Option<ByteSpan>,
    /// The fullest name of the speaker.
    pub name: Option<Box<str>>,
    /// What the speaker is.
    pub speaker_kind: Option<SpeakerKind>,
    /// The words for what the speaker is, where they stand first.
    pub role: Option<ByteSpan>,
    /// How likely the speaker is right.
    pub confidence: Option<f64>,
}

impl Quotation {
    /// The quote in its version; none if its offsets lie outside the text.
    #[must_use]
    pub fn locate(given: &Given, number: usize, version: &Version<'_>) -> Option<Self> {
        let bytes = |span: CharSpan| version.bytes(given.field, span);
        let span = bytes(given.span)?;
        Some(Self {
            version: number,
            number: given.number,
            span,
            inner: given.inner.and_then(bytes).unwrap_or(span),
            content: bytes(given.content).unwrap_or(span),
            kind: given.kind,
            speaker: given.speaker.as_ref().map(|(text, _)| text.clone()),
            speaker_span: given.speaker.as_ref().and_then(|(_, span)| bytes((*span)?)),
            name: given.name.clone(),
            speaker_kind: given.speaker_kind,
            role: given.role.as_deref().filter(|role| !role.is_empty()).and_then(|role| {
                let at = version.text.find(role)?;
                Some(ByteSpan::new(at, at + role.len()))
            }),
            confidence: given.confidence,
        })
    }

    /// Whether it stands in marks.
    #[must_use]
    pub fn is_marked(&self) -> bool {
        self.kind != Kind::Indirect
    }
}
