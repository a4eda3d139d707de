//! A text in, its quotes out: what stands in marks, whose words they are, and how we know.
//!
//! The pipeline, one file an idea: every mark is read with its neighbours (`glyph`) and paired (`marks`); the words
//! between the quotations become tokens (`narration`) whose parts in an attribution are looked up (`cue`); the form of a
//! quotation says what it can be (`kind`); cues before it (`lead`) and tags behind it (`tag`)
//! lead to a subject (`subject`), a noun phrase (`speaker`) that says whose it is, and neighbours lend theirs (`attribution`), each by a rule that
//! has a name (`rule`).
//!
//! No parser, no model: tables of words and the order of a newspaper sentence. Each step is linear in the text.

mod assemble;
mod attribution;
mod complement;
mod confidence;
mod content;
mod cue;
mod described;
mod dialogue;
mod entity;
mod extent;
mod form;
mod german;
mod glyph;
mod holder;
mod identity;
mod kind;
mod lead;
mod marks;
mod mood;
mod named;
mod names;
mod narration;
mod office;
mod people;
mod phrase;
mod pronouns;
mod resolve;
mod rule;
mod speaker;
mod subject;
mod tag;
mod transcript;
mod verb;

pub use crate::text::headline::Field;
pub use identity::SpeakerKind;
pub use kind::Kind;
pub use named::{Bearer, Office, is_given_name, is_title, named};
pub use phrase::{head_noun, is_people_noun, is_pronoun};
pub use rule::Rule;

use crate::span::ByteSpan;
use crate::text::headline::headline_end;
use crate::text::language::detect;
use crate::text::{Language, Spoken, sentences};

/// A quotation with its speaker.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Quote {
    /// The quotation with its marks; without a closing mark it ends where its paragraph ends. Without any marks the
    /// reported clause.
    pub span: ByteSpan,
    /// The quotation without its marks and the white space next to them; none where there are no marks.
    pub inner: Option<ByteSpan>,
    /// The whole reported clause; the quotation itself but for a fragment in a reporting sentence.
    pub content: ByteSpan,
    /// What the marks do.
    pub kind: Kind,
    /// The words that name the speaker; none rather than a guess.
    pub speaker: Option<ByteSpan>,
    /// The fullest name that the text has for the speaker.
    pub speaker_name: Option<String>,
    /// What the speaker is; none without a speaker.
    pub speaker_kind: Option<SpeakerKind>,
    /// The words of the text for what the speaker is: the mayor, NATO Secretary General.
    pub speaker_role: Option<ByteSpan>,
    /// The reporting verb or phrase.
    pub cue: Option<ByteSpan>,
    /// The rule that found the speaker, or the reason for none.
    pub rule: Rule,
    /// How likely the speaker is right; none without a speaker.
    pub confidence: Option<f64>,
    /// Whether a closing mark stands at the end.
    pub closed: bool,
    /// Words inside the marks.
    pub words: usize,
    /// The sentence or sentences in which the quotation and its tag stand, from the start of the first to the end of the
    /// last.
    pub sentence: ByteSpan,
    /// The quote of the paragraph before that this one goes on from, by its place among the quotes.
    pub continues: Option<usize>,
    /// Headline or body.
    pub field: Field,
}

/// The quotes of a text and the language that they were read in.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// By their place.
    pub quotes: Vec<Quote>,
    /// Given or detected.
    pub language: Language,
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
    read(text, None, Spoken::Detect).quotes
}

/// The quotes of `text`, of which the first `title` bytes are the headline; without that number, a first line that is one
/// is told by its form.
#[must_use]
pub fn read(text: &str, title: Option<usize>, language: Spoken) -> Reading {
    let language = match language {
        Spoken::In(language) => language,
        // English, where a text tells nothing.
        Spoken::Detect => detect(text).unwrap_or(Language::English),
    };
    let mut marked = marks::scan(text);
    let lexicon = cue::Lexicon::of(language);
    dialogue::add_turns(text, lexicon, &mut marked);
    transcript::add_turns(text, &mut marked);
    if marked.is_empty() && !lexicon.is_supported() {
        return Reading { quotes: Vec::new(), language };
    }
    let sentences = sentences(text);
    let narration = narration::read(text, &marked, &sentences, lexicon, TOKENS.take());
    let shapes: Vec<_> =
        marked.iter().zip(&narration.quotes).map(|(quote, &at)| kind::shape(&narration, quote, at)).collect();
    let attributions = attribution::attribute(&narration, &marked, &shapes);
    let reported = content::reported(&narration, &marked, &attributions);
    let quotes = assemble::assemble(&assemble::Parts {
        narration: &narration,
        sentences: &sentences,
        marked: &marked,
        shapes: &shapes,
        attributions: &attributions,
        reported: &reported,
        title: title.unwrap_or_else(|| headline_end(text)),
    });
    if narration.tokens.capacity() <= KEPT_TOKENS {
        TOKENS.set(narration.tokens);
    }
    Reading { quotes, language }
}

/// What of `text` stands in quotation marks, with the marks; outermost quotations only.
///
/// # Complexity
/// Linear in the text.
#[must_use]
pub fn quoted_spans(text: &str) -> Vec<ByteSpan> {
    marks::scan(text).into_iter().filter(|quote| quote.by.is_seen()).map(|quote| quote.span).collect()
}

/// Tokens whose memory a thread keeps between articles, 4 MB of them; a longer text gives its memory back.
const KEPT_TOKENS: usize = 100_000;

thread_local! {
    /// The memory of the last article's tokens.
    static TOKENS: std::cell::Cell<Vec<narration::Token>> = const { std::cell::Cell::new(Vec::new()) };
}

#[cfg(test)]
mod tests;
