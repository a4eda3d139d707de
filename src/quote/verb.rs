//! A word that a list has among the reporting verbs in, whether it is one where it stands out: “they claim”, not “the claim”.

use super::cue::{Class, Language};
use super::form::{is_manner, is_plural, is_small, is_verb_form};
use super::narration::{Kind, Narration};
use super::people::{Person, person};
use super::speaker::{LONGEST, is_to, opens_sentence, starts_letter};

/// Whether the word at `at` is used as a reporting verb there, not as a noun (“the report”).
pub(crate) fn is_verb(narration: &Narration, at: usize) -> bool {
    let tokens = &narration.tokens;
    let token = &tokens[at];
    if token.kind != Kind::Word || !token.classes.is_cue() {
        return false;
    }
    let before = &tokens[at - 1];
    if before.kind == Kind::Word
        && (before.possessive || before.classes.any(&[Class::Determiner, Class::Pointing]))
        && !before.is(Class::Pronoun)
    {
        return false;
    }
    // German nouns have capitals, and verbs none: „nach Angaben der Polizei“.
    if narration.language == Language::German && token.capital && !opens_sentence(narration, at) {
        return false;
    }
    !(token.is(Class::Noun) && is_noun_here(narration, at) || is_in_title(narration, at))
}

/// Whether a word that could be a verb is part of a title before a name: press secretary Ida Hale, state Sen. Ida Hale, Public
/// Advocate Ida Hale.
fn is_in_title(narration: &Narration, at: usize) -> bool {
    let tokens = &narration.tokens;
    let (token, before, after) = (&tokens[at], &tokens[at - 1], &tokens[at + 1]);
    if narration.language != Language::English || !is_bare(narration, at) || token.classes.any(&[Class::Participle]) {
        return false;
    }
    let plural = before.kind == Kind::Word && before.span.of(narration.text).ends_with('s') && !before.possessive;
    let verbal = before.kind == Kind::Word
        && (before.classes.any(&[Class::Pronoun, Class::Auxiliary, Class::Relative, Class::Adverb])
            || is_to(narration, at - 1));
    let title = token.is(Class::Noun) && after.is(Class::Title) && !plural && !verbal;
    title || token.capital && before.capital && before.classes.is_unknown() && !plural && after.capital
}

/// Whether a verb has no ending: say, call.
fn is_bare(narration: &Narration, at: usize) -> bool {
    let token = &narration.tokens[at];
    let word = token.span.of(narration.text);
    let third = word.ends_with('s') && !word.ends_with("ss");
    !third && !word.ends_with("ed") && !token.is(Class::Ing)
}

/// Whether a word that is a noun as well as a verb is the noun: capitalised as part of a name, owned, behind a preposition
/// or an adjective, or before a preposition that hangs on it.
fn is_noun_here(narration: &Narration, at: usize) -> bool {
    let tokens = &narration.tokens;
    let (token, before, after) = (&tokens[at], &tokens[at - 1], &tokens[at + 1]);
    // “by warning that”, “upon saying, “…””: a form in -ing with a clause of its own.
    let doing = token.is(Class::Ing)
        && (matches!(after.kind, Kind::Quote(_))
            || after.span.of(narration.text) == "that"
            || after.kind == Kind::Comma && matches!(tokens[at + 2].kind, Kind::Quote(_))
            || is_manner(narration, at + 1))
        && matches!(
            before.span.of(narration.text),
            "by" | "upon" | "before" | "after" | "without" | "in" | "on" | "By" | "Upon" | "Before" | "After" | "In"
        );
    let behind_preposition = before.is(Class::Preposition) && !is_to(narration, at - 1) && !doing;
    // Adjectives may pile up: “the next major Russian attack on …”.
    let opener = (2..6).map(|back| &tokens[at.saturating_sub(back)]).find(|token| !token.classes.is_unknown());
    let adjective = before.kind == Kind::Word
        && before.classes.is_unknown()
        && (opener.is_some_and(|token| {
            token.kind == Kind::Word && token.classes.any(&[Class::Determiner, Class::Pointing, Class::Preposition])
        }) || (2..4).any(|back| tokens[at.saturating_sub(back)].possessive));
    let ends = after.kind != Kind::Word && !matches!(after.kind, Kind::Quote(_))
        || after.classes.any(&[
            Class::Preposition,
            Class::Auxiliary,
            Class::Passive,
            Class::Subordinate,
            Class::Conjunction,
        ]);
    // A bare form follows no singular: “Clinton press secretary”, “a panel report”.
    let bare = is_bare(narration, at);
    let singular = before.kind == Kind::Word
        && before.classes.is_unknown()
        && !before.span.of(narration.text).ends_with('s')
        && starts_letter(narration, before);
    // “at which point”, “at one point”
    let counted = matches!(before.span.of(narration.text), "which" | "one")
        && tokens[at.saturating_sub(2)].is(Class::Preposition)
        && bare;
    token.possessive
        || counted
        || is_object(narration, at)
        || bare && singular && narration.language == Language::English
        || behind_preposition
        || token.capital && (before.capital || after.capital)
        || adjective && (ends || token.is(Class::Ing) || opener.is_some_and(|token| token.is(Class::Preposition)))
}

/// Whether a verb stands right before a word that is a noun as well as a verb, or a noun or an adjective to which the word as
/// a verb does not fit: unveiled plans, to raise questions, raises questions, legal challenges.
pub(super) fn is_object(narration: &Narration, at: usize) -> bool {
    let tokens = &narration.tokens;
    let before = &tokens[at - 1];
    let word = |at: usize| tokens[at].span.of(narration.text);
    let english = narration.language == Language::English;
    let noun = is_small(narration, at - 1) && person(word(at - 1)) == Person::default() && !before.possessive;
    // “polling showed that”: what shows something is a thing of any form.
    if !english || !noun || is_manner(narration, at - 1) || tokens[at].is(Class::Shows) {
        return false;
    }
    if is_verb_form(word(at - 1)) || is_to(narration, at - 2) || tokens[at - 2].is(Class::Auxiliary) {
        return true;
    }
    // Only the verb of one subject ends with an s, and such a subject has an article or a name.
    if is_bare(narration, at) || !word(at).ends_with('s') {
        return false;
    }
    let opener = (at.saturating_sub(LONGEST)..at - 1).rev().find(|&at| !is_small(narration, at));
    let bare = opener.is_some_and(|at| {
        let token = &tokens[at];
        !token.capital
            && !token.possessive
            && !token.classes.any(&[Class::Determiner, Class::Pointing, Class::Pronoun, Class::Preposition])
    });
    is_plural(word(at - 1)) || bare
}
