//! A text in, the people, organisations and places that it names out, each with the places of its name.
//!
//! What stands in quotation marks is read too: a name is spelled there as well as anywhere.

use super::cue::{Class, Language, Lexicon};
use super::entity::Entities;
use super::names::german_title;
use super::narration::{self, Narration};
use super::people::{Person, person};
use crate::span::ByteSpan;
use crate::text::sentences;

/// Somebody or something with a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bearer {
    /// Where the name stands, without titles; full and short forms, by their place.
    pub mentions: Vec<ByteSpan>,
    /// Whether the name is a person's, as far as the text tells.
    pub is_person: bool,
    /// Whether it is an organisation's.
    pub is_body: bool,
    /// Whether it stands behind prepositions of place for the most part.
    pub is_place: bool,
    /// What the text calls the bearer.
    pub roles: Vec<Office>,
}

/// A role that the text gives a bearer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Office {
    /// Its words: chief executive of the port.
    pub span: ByteSpan,
    /// The noun that the others belong to: executive.
    pub noun: ByteSpan,
}

/// Who and what `text` names, by the first mention. A capital that opens a sentence or a quotation makes no name by itself, and
/// headlines in capitals hold none.
///
/// # Complexity
/// Linear in the text; 48 bytes a word.
#[must_use]
pub fn named(text: &str, language: Language) -> Vec<Bearer> {
    let narration = narration::read(text, &[], &sentences(text), Lexicon::of(language), Vec::new());
    let entities = Entities::read(&narration);
    let span =
        |first: usize, last: usize| ByteSpan::new(narration.tokens[first].span.start, narration.tokens[last].span.end);
    let mut bearers: Vec<Bearer> = entities
        .all
        .iter()
        .map(|entity| Bearer {
            mentions: Vec::new(),
            is_person: entity.is_person(),
            is_body: entity.body,
            is_place: entity.places * 2 > entity.mentions,
            roles: entity
                .roles
                .iter()
                .map(|role| Office { span: span(role.first, role.last), noun: span(role.head, role.head) })
                .collect(),
        })
        .collect();
    for mention in &entities.mentions {
        if mention.at < mention.last || !opens_quotation(&narration, mention.at) {
            bearers[mention.entity].mentions.push(span(mention.at, mention.last));
        }
    }
    bearers.retain(|bearer| !bearer.mentions.is_empty());
    bearers.sort_by_key(|bearer| bearer.mentions[0]);
    bearers
}

/// Whether a quotation mark stands right before token `at`, so that its capital tells nothing.
fn opens_quotation(narration: &Narration, at: usize) -> bool {
    narration.text[..narration.tokens[at].span.start].ends_with(['“', '"', '‘', '\'', '«', '‹', '„', '‚', '»', '›'])
}

/// Whether `word` stands before names as a title: Mr, Chancellor, Ministerpräsidentin.
#[must_use]
pub fn is_title(word: &str, language: Language) -> bool {
    let listed = |language| Lexicon::of(language).classes(word.trim_end_matches('.')).has(Class::Title);
    listed(language)
        || person(word).is(Person::TITLE)
        || language == Language::German && word.len() > 7 && german_title(word)
}

/// Whether `word` is known as a given name.
#[must_use]
pub fn is_given_name(word: &str) -> bool {
    person(word).is(Person::GIVEN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_is_named_once_with_all_places_of_the_name() {
        let text =
            "Mayor Ida Brandt opened the pier. “Brandt did well,” said Tom Hale, an engineer in Ardal. Hale left.";
        let found = named(text, Language::English);
        let of = |bearer: &Bearer| bearer.mentions.iter().map(|span| span.of(text).to_owned()).collect::<Vec<_>>();
        assert_eq!(of(&found[0]), ["Ida Brandt"], "a word that opens a quotation is doubtful");
        assert_eq!(of(&found[1]), ["Tom Hale", "Hale"]);
        assert!(found[0].is_person && found[1].is_person);
        assert_eq!(found[1].roles[0].noun.of(text), "engineer");
        assert!(found.iter().any(|bearer| of(bearer) == ["Ardal"] && bearer.is_place));
    }

    #[test]
    fn titles_are_known_with_and_without_a_stop() {
        assert!(is_title("Mr.", Language::English) && is_title("Chancellor", Language::English));
        assert!(is_title("Finanzministerin", Language::German) && !is_title("Brandt", Language::German));
        assert!(is_given_name("Ingrid") && !is_given_name("Brandt"));
    }
}
