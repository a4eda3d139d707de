//! A row of a story in, out the text that is compared: headline and body as one, with sentences and offsets.

use crate::id::DocId;
use crate::span::{ByteSpan, CharOffsets, CharSpan};
use crate::text::headline::{Field, begins_with, headline_end};
use crate::text::{Language, sentences};
use std::borrow::Cow;

/// What stands between a headline that is given apart and the text.
const GAP: &str = "\n\n";

/// The text of a row with its headline, where that is given apart, before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article<'a> {
    /// Headline and body, or the text as it came.
    pub text: Cow<'a, str>,
    /// Bytes of the headline that is given apart; none if the text came alone.
    pub apart: Option<usize>,
}

impl<'a> Article<'a> {
    /// Joins a headline and a text. A blank headline, and one that the text begins with, is none.
    #[must_use]
    pub fn join(title: Option<&str>, text: &'a str) -> Self {
        match title.map(str::trim).filter(|title| !title.is_empty() && !begins_with(text, title)) {
            Some(title) => Self { text: Cow::Owned(format!("{title}{GAP}{text}")), apart: Some(title.len()) },
            None => Self { text: Cow::Borrowed(text), apart: None },
        }
    }
}

/// One version of a story.
#[derive(Debug)]
pub struct Version<'a> {
    /// Its row.
    pub row: DocId,
    /// Headline and body, or the text as it came. All byte spans count from here.
    pub text: &'a str,
    /// Where the headline ends; 0 without one.
    pub title: usize,
    /// Where the body begins if the headline is given apart; else 0.
    body: usize,
    /// The language that it is read in.
    pub language: Language,
    /// When it was published, in microseconds since 1970.
    pub date: Option<i64>,
    /// Its sentences, by their place.
    pub sentences: Vec<ByteSpan>,
    offsets: CharOffsets<'a>,
}

/// A span of a version as a record shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Headline or body.
    pub field: Field,
    /// Code points of the headline if that is given apart and the span lies in it, else of the text as it came.
    pub span: CharSpan,
    /// What stands there.
    pub text: Box<str>,
    /// The sentence around it, [`AROUND`] bytes on either side at most.
    pub sentence: Box<str>,
}

/// Bytes of a sentence before and behind a place that are shown. Each record has its own, and a text without sentences has
/// thousands of places in one.
pub const AROUND: usize = 2000;

impl<'a> Version<'a> {
    /// Reads a row.
    ///
    /// # Complexity
    /// Linear in the text.
    #[must_use]
    pub fn read(row: DocId, article: &'a Article<'_>, language: Language, date: Option<i64>) -> Self {
        let text = &*article.text;
        Self {
            row,
            text,
            title: article.apart.unwrap_or_else(|| headline_end(text)),
            body: article.apart.map_or(0, |title| title + GAP.len()),
            language,
            date,
            sentences: sentences(text),
            offsets: CharOffsets::new(text),
        }
    }

    /// Where the headline ends that stands apart from the text, and where the text begins; none if they came as one.
    fn parts(&self) -> Option<(usize, usize)> {
        (self.body > 0).then_some((self.title, self.body))
    }

    /// Headline or body.
    #[must_use]
    pub fn field(&self, span: ByteSpan) -> Field {
        if span.start < self.title { Field::Title } else { Field::Body }
    }

    /// The number of the sentence in which byte `at` stands, or the last before it.
    #[must_use]
    pub fn sentence_at(&self, at: usize) -> Option<usize> {
        self.sentences.partition_point(|sentence| sentence.start <= at).checked_sub(1)
    }

    /// A span as a record shows it.
    #[must_use]
    pub fn place(&self, span: ByteSpan) -> Place {
        let (from, to) = match self.parts() {
            Some((title, _)) if span.start < title => (0, title),
            _ => (self.body, self.text.len()),
        };
        let span = ByteSpan::new(span.start.clamp(from, to), span.end.clamp(from, to));
        let first = self.offsets.char_at(from);
        let chars = self.offsets.span(span);
        let sentence = self.sentence_at(span.start).map_or(span, |number| self.sentences[number]);
        let near = self.near(span);
        let sentence = ByteSpan::new(
            sentence.start.max(from).max(near.start).min(to),
            sentence.end.min(to).min(near.end).max(from),
        );
        Place {
            field: self.field(span),
            span: CharSpan { start: chars.start - first, end: chars.end - first },
            text: span.of(self.text).into(),
            sentence: sentence.of(self.text).into(),
        }
    }

    /// A span with [`AROUND`] bytes on either side, or up to the next whole character.
    fn near(&self, span: ByteSpan) -> ByteSpan {
        let whole = |mut at: usize| {
            while !self.text.is_char_boundary(at) {
                at += 1;
            }
            at
        };
        ByteSpan::new(whole(span.start.saturating_sub(AROUND)), whole(self.text.len().min(span.end + AROUND)))
    }

    /// The bytes of a span that counts code points of the headline or of the text as it came; none if it lies outside.
    #[must_use]
    pub fn bytes(&self, field: Field, span: CharSpan) -> Option<ByteSpan> {
        let (from, to) = match self.parts() {
            Some((title, _)) if field == Field::Title => (0, title),
            _ => (self.body, self.text.len()),
        };
        let first = self.offsets.char_at(from);
        let start = self.offsets.byte_at(first.checked_add(span.start)?)?;
        let end = self.offsets.byte_at(first.checked_add(span.end)?)?;
        (from <= start && start <= end && end <= to).then(|| ByteSpan::new(start, end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_comes_back_from_its_place_with_and_without_a_headline_apart() {
        let body = "Die Fähre „Möwe“ legte um neun ab. Alle leben.";
        for title in [None, Some("Fähre gerät in Seenot")] {
            let article = Article::join(title, body);
            let version = Version::read(DocId(0), &article, Language::German, None);
            for word in ["Möwe", "leben", "Fähre"] {
                let at = version.text.find(word).unwrap();
                let span = ByteSpan::new(at, at + word.len());
                let place = version.place(span);
                assert_eq!(&*place.text, word);
                assert!(place.sentence.contains(word));
                assert_eq!(version.bytes(place.field, place.span), Some(span));
                let shown = if place.field == Field::Title { title.unwrap() } else { body };
                let cut: String = shown.chars().skip(place.span.start).take(word.chars().count()).collect();
                assert_eq!(cut, word);
            }
        }
    }

    #[test]
    fn thousands_of_places_in_one_sentence_do_not_each_have_all_of_it() {
        let text = "é“wall” ".repeat(10_000);
        let article = Article::join(None, &text);
        let version = Version::read(DocId(0), &article, Language::English, None);
        let at = text.len() / 2 - (text.len() / 2) % "é“wall” ".len();
        let place = version.place(ByteSpan::new(at, at + "é“wall”".len()));
        assert_eq!(&*place.text, "é“wall”");
        assert!(place.sentence.contains("é“wall” é“wall”"));
        assert!(place.sentence.len() <= 2 * AROUND + "é“wall”".len() + 4);
    }

    #[test]
    fn a_headline_that_the_text_begins_with_is_read_once() {
        let article = Article::join(Some("Ferry sinks "), "Ferry sinks\n\nAll lived.");
        assert_eq!(article.apart, None);
        assert_eq!(Version::read(DocId(0), &article, Language::English, None).title, 11);
    }

    #[test]
    fn a_span_beyond_the_text_is_none() {
        let article = Article::join(Some("Head"), "Body");
        let version = Version::read(DocId(0), &article, Language::English, None);
        assert_eq!(version.bytes(Field::Body, CharSpan { start: 0, end: 4 }), Some(ByteSpan::new(6, 10)));
        assert_eq!(version.bytes(Field::Body, CharSpan { start: 0, end: 5 }), None);
        assert_eq!(version.bytes(Field::Title, CharSpan { start: 0, end: 5 }), None);
    }
}
