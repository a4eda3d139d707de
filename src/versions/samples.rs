//! Stories for tests: who says what in each version in, out their texts and quotes.

use super::quotation::Quotation;
use super::version::{Article, Version};
use crate::id::DocId;
use crate::quote::{Kind, SpeakerKind};
use crate::span::ByteSpan;
use crate::text::Language;
use proptest::prelude::*;

/// A sentence of a version.
#[derive(Debug, Clone)]
pub struct Said {
    /// What is said.
    pub words: String,
    /// Quoted, reported, or told by the outlet.
    pub kind: Option<Kind>,
    /// By whom.
    pub name: &'static str,
}

impl Said {
    /// The same words in marks.
    pub fn quoted(words: &str, name: &'static str) -> Self {
        Self { words: words.into(), kind: Some(Kind::Direct), name }
    }
}

/// Runs `check` on the versions that tell these sentences, and on their quotes.
pub fn with_story<T>(told: &[Vec<Said>], check: impl FnOnce(&[Version<'_>], &[Quotation]) -> T) -> T {
    let mut quotes = Vec::new();
    let mut bodies: Vec<String> = Vec::new();
    for (number, sentences) in told.iter().enumerate() {
        let mut text = String::new();
        for said in sentences {
            let (lead, marks, behind) = match said.kind {
                None => (String::new(), "", ". ".to_owned()),
                Some(Kind::Indirect) => (format!("{} said ", said.name), "", ". ".to_owned()),
                Some(_) => (String::new(), "\"", format!(" said {}. ", said.name)),
            };
            text += &lead;
            let start = text.len();
            text.extend([marks, &said.words, marks]);
            let span = ByteSpan::new(start, text.len());
            let inner = ByteSpan::new(span.start + marks.len(), span.end - marks.len());
            text += &behind;
            if let Some(kind) = said.kind {
                quotes.push(quotation(number, quotes.len(), kind, (span, inner), said.name));
            }
        }
        bodies.push(text);
    }
    let articles: Vec<Article> = bodies.iter().map(|text| Article::join(None, text)).collect();
    let read = |(row, article)| Version::read(DocId::from_index(row), article, Language::English, None);
    let versions: Vec<Version> = articles.iter().enumerate().map(read).collect();
    check(&versions, &quotes)
}

fn quotation(version: usize, number: usize, kind: Kind, (span, inner): (ByteSpan, ByteSpan), name: &str) -> Quotation {
    Quotation {
        version,
        number: i64::try_from(number).unwrap(),
        span,
        inner,
        content: span,
        kind,
        speaker: Some(name.into()),
        speaker_span: None,
        name: Some(name.into()),
        speaker_kind: Some(SpeakerKind::Person),
        role: None,
        confidence: Some(0.9),
    }
}

/// Stories of few words, so that much repeats.
pub fn stories() -> impl Strategy<Value = Vec<Vec<Said>>> {
    let words = prop::sample::select(vec![
        "pier",
        "harbour",
        "harbours",
        "closed",
        "spring",
        "repairs",
        "repair",
        "unaffordable",
        "affordable",
        "storm,",
        "and",
        "the",
        "Saltmere",
        "12",
    ]);
    let kind = prop::sample::select(vec![None, Some(Kind::Direct), Some(Kind::Direct), Some(Kind::Indirect)]);
    let name = prop::sample::select(vec!["Ida Brandt", "Jon Hale"]);
    let said = (prop::collection::vec(words, 1..9), kind, name).prop_map(|(words, kind, name)| Said {
        words: words.join(" "),
        kind,
        name,
    });
    prop::collection::vec(prop::collection::vec(said, 0..6), 2..5)
}
