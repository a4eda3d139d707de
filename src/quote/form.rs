//! A small word that no list has in, what its form and its place tell of it out: an adverb, a form of a verb, nobody who speaks.

use super::cue::{Class, Language};
use super::narration::{Kind, Narration};
use super::people::{Person, person};
use super::speaker::{Phrase, is_to};

/// Whether a word is in small letters and in no list.
pub(super) fn is_small(narration: &Narration, at: usize) -> bool {
    let token = &narration.tokens[at];
    token.kind == Kind::Word
        && !token.capital
        && token.classes.is_unknown()
        && token.span.of(narration.text).starts_with(char::is_alphabetic)
}

/// Whether a word ends as participles and gerunds do.
pub(super) fn is_verb_form(word: &str) -> bool {
    word.len() > 4 && (word.ends_with("ed") || word.ends_with("ing"))
}

/// Whether a word ends as plurals do.
pub(super) fn is_plural(word: &str) -> bool {
    word.ends_with('s') && !word.ends_with("ss")
}

/// Whether one small word alone cannot say who speaks: an adverb (openly), a form of a verb (raised, Baghdad-based), what is
/// left of a cut word (can t).
pub(super) fn is_nobody(narration: &Narration, phrase: &Phrase) -> bool {
    let at = phrase.first;
    let token = &narration.tokens[at];
    let word = token.span.of(narration.text);
    let last = word.rsplit('-').next().unwrap_or(word);
    let small = last.starts_with(char::is_lowercase);
    let form = is_verb_form(last) || last.len() < word.len() && last == "led" || is_manner(narration, at);
    let cut = word.len() == 1 && !token.capital;
    narration.language == Language::English
        && at == phrase.last
        && (token.is(Class::Source)
            || small && token.classes.is_unknown() && person(word) == Person::default() && (form || cut))
}

/// Whether a phrase is one small word that as a singular noun would have an article: pleaded guilty.
pub(super) fn is_bare_singular(narration: &Narration, phrase: &Phrase) -> bool {
    let word = phrase.span.of(narration.text);
    narration.language == Language::English
        && phrase.first == phrase.last
        && is_small(narration, phrase.first)
        && !is_plural(word)
        && person(word) == Person::default()
}

/// Whether a word is a pronoun that is no subject: “makes him wonder”.
pub(super) fn is_object_pronoun(narration: &Narration, at: usize) -> bool {
    let word = narration.tokens[at].span.of(narration.text);
    narration.language == Language::English && matches!(word, "me" | "him" | "them" | "us")
}

/// Whether a word between an auxiliary and the verb of its clause is an adverb that no list has: have long claimed.
pub(super) fn is_inner_adverb(narration: &Narration, at: usize) -> bool {
    if is_manner(narration, at) {
        return true;
    }
    let tokens = &narration.tokens;
    let word = tokens[at].span.of(narration.text);
    let so = usize::from(tokens[at - 1].span.of(narration.text) == "so");
    let before = at - 1 - so;
    // “What did staff say”: behind a question word the subject stands there.
    let opened = tokens[before - 1].kind == Kind::Word && !tokens[before - 1].is(Class::Subordinate);
    narration.language == Language::English
        && (word == "so" || is_small(narration, at) && !is_plural(word) && person(word) == Person::default())
        && opened
        && (tokens[before].classes.any(&[Class::Auxiliary, Class::Passive]) || is_to(narration, before))
}

/// An adverb of manner: behind a name it belongs to the verb (“Brandt immediately left”).
pub(super) fn is_manner(narration: &Narration, at: usize) -> bool {
    let token = &narration.tokens[at];
    let word = token.span.of(narration.text);
    !token.capital && word.len() > 4 && word.ends_with("ly") && token.classes.is_unknown()
}

/// Whether a small word that is in no list is rather a past tense than a noun or adjective.
pub(super) fn is_past(narration: &Narration, at: usize, behind_name: bool) -> bool {
    let (token, next) = (&narration.tokens[at], &narration.tokens[at + 1]);
    !token.capital
        && token.classes.is_unknown()
        && token.span.of(narration.text).ends_with("ed")
        && (behind_name || next.kind != Kind::Word || next.capital || !next.classes.is_unknown())
}
