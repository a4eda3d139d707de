//! A text in, its quotes out: what stands in marks, whose words they are, and how we know.
//!
//! The pipeline, one file an idea: every mark is read with its neighbours (`glyph`) and paired (`marks`); the words
//! between the quotations become tokens (`narration`) whose parts in an attribution are looked up (`cue`); the form of a
//! quotation says what it can be (`kind`); cues before it (`lead`) and tags behind it (`tag`)
//! lead to a subject (`subject`), a noun phrase (`speaker`) that says whose it is, and neighbours lend theirs (`attribution`), each by a rule that
//! has a name (`rule`).
//!
//! No parser, no model: tables of words and the order of a newspaper sentence. Each step is linear in the text.

mod attribution;
mod cue;
mod glyph;
mod kind;
mod language;
mod lead;
mod marks;
mod narration;
mod rule;
mod speaker;
mod subject;
mod tag;

pub use kind::Kind;
pub use rule::Rule;

use crate::span::ByteSpan;
use crate::text::sentences;

/// A quotation with its speaker.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Quote {
    /// The quotation with its marks; without a closing mark it ends where its paragraph ends.
    pub span: ByteSpan,
    /// The quotation without its marks and the white space next to them.
    pub inner: ByteSpan,
    /// What the marks do.
    pub kind: Kind,
    /// The words that name the speaker; none rather than a guess.
    pub speaker: Option<ByteSpan>,
    /// The reporting verb or phrase.
    pub cue: Option<ByteSpan>,
    /// The rule that found the speaker, or the reason for none.
    pub rule: Rule,
    /// Whether a closing mark stands at the end.
    pub closed: bool,
    /// Words inside the marks.
    pub words: usize,
    /// The sentence or sentences in which the quotation and its tag stand, from the start of the first to the end of the
    /// last.
    pub sentence: ByteSpan,
}

/// The quotes of `text`, by their place; a quotation inside another has no record of its own, and none overlap.
///
/// # Complexity
/// Linear in the text, whatever marks it holds. About 24 bytes a mark and 40 bytes a word next to a quotation.
///
/// # Examples
/// ```
/// use copydesk::quote::{Kind, extract};
/// let text = "“The bridge is safe,” said Ida Brandt, the engineer. Locals call it ‘the harp’.";
/// let quotes = extract(text);
/// assert_eq!(quotes[0].speaker.unwrap().of(text), "Ida Brandt");
/// assert_eq!(quotes[0].cue.unwrap().of(text), "said");
/// assert_eq!(quotes[0].kind, Kind::Direct);
/// ```
#[must_use]
pub fn extract(text: &str) -> Vec<Quote> {
    let marked = marks::scan(text);
    if marked.is_empty() {
        return Vec::new();
    }
    let sentences = sentences(text);
    let lexicon = cue::Lexicon::of(language::guess(text));
    let narration = narration::read(text, &marked, &sentences, lexicon);
    let shapes: Vec<_> =
        marked.iter().zip(&narration.quotes).map(|(quote, &at)| kind::shape(&narration, quote, at)).collect();
    let attributions = attribution::attribute(&narration, &marked, &shapes);
    let mut sentence = 0;
    marked
        .iter()
        .zip(shapes)
        .zip(attributions)
        .map(|((quote, shape), found)| {
            let words = kind::word_count(quote.inner.of(text));
            let kind = kind::decide(shape, words, found.speaker.is_some());
            Quote {
                span: quote.span,
                inner: quote.inner,
                kind,
                speaker: found.speaker,
                cue: found.cue,
                rule: found.rule,
                closed: quote.closed,
                words,
                sentence: sentences_around(&sentences, &mut sentence, quote.span, found.cue),
            }
        })
        .collect()
}

/// The sentences that `span` touches, and the one behind them if the tag of a question stands there (“Why?” Brandt asked).
/// `from` is where the search begins and is moved on.
fn sentences_around(sentences: &[ByteSpan], from: &mut usize, span: ByteSpan, cue: Option<ByteSpan>) -> ByteSpan {
    while *from + 1 < sentences.len() && sentences[*from].end <= span.start {
        *from += 1;
    }
    let first = sentences[*from];
    let mut last = *from;
    while last + 1 < sentences.len() && sentences[last + 1].start < span.end {
        last += 1;
    }
    let tag = sentences.get(last + 1);
    if tag.is_some_and(|next| cue.is_some_and(|cue| next.contains(cue))) {
        last += 1;
    }
    ByteSpan::new(first.start, sentences[last].end)
}

#[cfg(test)]
mod tests;
