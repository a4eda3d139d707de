//! Quotes in, out whom each names: one name or several, or a noun that stands for somebody unnamed.

use super::Said;
use crate::quote::{SpeakerKind, head_noun, is_people_noun, is_pronoun};
use crate::versions::name::{Name, plain, stripped};
use ahash::AHashMap;
use std::collections::BTreeMap;

/// What stands between the names of several who speak together.
const TOGETHER: &str = "; ";

/// One form of a name over all documents.
#[derive(Debug, Default)]
pub(super) struct Form {
    /// Folded, without titles: what two spellings of the form have in common.
    pub(super) key: String,
    pub(super) name: Name,
    /// How it is written, with the number of quotes.
    pub(super) written: BTreeMap<String, usize>,
    /// Quotes in which it is a person's, and in which an organisation's or a group's.
    pub(super) persons: usize,
    pub(super) bodies: usize,
    /// The quotes, by their place in the input.
    pub(super) quotes: Vec<usize>,
}

impl Form {
    pub(super) fn new(written: &str, said: &Said<'_>, body: bool) -> Option<Self> {
        let name = Name::read(if body { written } else { stripped(written, said.language) }, said.language)?;
        // “General Motors” keeps its title.
        let key = if body { without_article(&plain(written)).to_owned() } else { name.plain() };
        (!key.is_empty()).then(|| Self { key, name, ..Self::default() })
    }

    /// Whether documents use it for an organisation rather than for a person.
    pub(super) fn is_body(&self) -> bool {
        self.bodies > self.persons
    }
}

/// Whoever a document leaves unnamed, by row, head noun and kind.
pub(super) type Unnamed = BTreeMap<(i64, String, &'static str), Vec<usize>>;

/// Whom the quotes name.
#[derive(Debug, Default)]
pub(super) struct Mentions {
    /// By first appearance.
    pub(super) forms: Vec<Form>,
    pub(super) unnamed: Unnamed,
}

/// Reads the speaker of each quote. One without a speaker, or with a pronoun that its document does not resolve, is nobody's.
pub(super) fn read(said: &[Said<'_>]) -> Mentions {
    let mut read = Mentions::default();
    let mut known: AHashMap<String, usize> = AHashMap::new();
    for (number, one) in said.iter().enumerate() {
        let names: Vec<&str> = one.name.into_iter().flat_map(|names| names.split(TOGETHER)).map(str::trim).collect();
        let alone = names.len() == 1;
        let mut has_name = false;
        for written in names {
            // “Analysts said”: the capital is the sentence's.
            if is_people_noun(written) {
                continue;
            }
            let kind = one.kind.filter(|_| alone);
            let body = matches!(kind, Some(SpeakerKind::Organisation | SpeakerKind::Group));
            let Some(form) = Form::new(written, one, body) else { continue };
            has_name = true;
            let forms = &mut read.forms;
            let at = *known.entry(form.key.clone()).or_insert_with(|| {
                forms.push(form);
                forms.len() - 1
            });
            let form = &mut forms[at];
            *form.written.entry(one_line(written)).or_default() += 1;
            form.persons += usize::from(kind == Some(SpeakerKind::Person));
            form.bodies += usize::from(body);
            if form.quotes.last() != Some(&number) {
                form.quotes.push(number);
            }
        }
        let phrase = one.speaker.or(one.name).filter(|phrase| !has_name && !is_pronoun(phrase, one.language));
        if let Some(noun) = phrase.and_then(|phrase| head_noun(phrase, one.language)) {
            let kind = one.kind.map_or("", SpeakerKind::as_str);
            read.unnamed.entry((one.row, noun, kind)).or_default().push(number);
        }
    }
    read
}

/// “The Gazette” is the Gazette.
fn without_article(folded: &str) -> &str {
    folded.strip_prefix("the ").unwrap_or(folded)
}

/// A phrase on one line.
pub(super) fn one_line(phrase: &str) -> String {
    phrase.split_whitespace().collect::<Vec<_>>().join(" ")
}
