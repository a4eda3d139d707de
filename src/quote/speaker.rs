//! A place next to a reporting verb in, the noun phrase of the speaker out.
//!
//! Without a parser, a noun phrase is what stands between the words that cannot be in one: verbs, conjunctions, points,
//! and prepositions other than those that hang one noun on another (the head of the guild). What is not sure to be one is
//! none.

use super::cue::{Class, Language};
use super::form::{is_manner, is_nobody, is_object_pronoun, is_past};
use super::narration::{Kind, Narration, Token};
use super::verb::is_verb;
use crate::span::ByteSpan;

/// A noun phrase: its span and the tokens that it takes up, last one included.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Phrase {
    /// In the text.
    pub(crate) span: ByteSpan,
    /// Index of its first token.
    pub(crate) first: usize,
    /// Index of its last token.
    pub(crate) last: usize,
}

/// Tokens that a noun phrase may have. Of the speakers that `PolNeAR` labels, appositions included, 95 % have at
/// most 11 words; the bound keeps every search short.
pub(super) const LONGEST: usize = 18;

pub(super) fn is_to(narration: &Narration, at: usize) -> bool {
    matches!(narration.tokens[at].span.of(narration.text), "to" | "To")
}

/// Whether a noun phrase may run over this word.
pub(super) fn in_phrase(narration: &Narration, at: usize) -> bool {
    let token = &narration.tokens[at];
    if token.kind != Kind::Word {
        return false;
    }
    if token.capital && !token.classes.any(&[Class::Calendar, Class::Relative]) && at_name(narration, at) {
        return true;
    }
    let bounds = [
        Class::Auxiliary,
        Class::Passive,
        Class::Conjunction,
        Class::Subordinate,
        Class::Relative,
        Class::Preposition,
        Class::Calendar,
        Class::Adverb,
        Class::Verb,
        Class::Mood,
    ];
    let is_bound = token.classes.any(&bounds) && !token.classes.any(&[Class::Determiner]);
    !is_bound && !is_verb(narration, at)
}

/// Whether a word opens a sentence, where a capital tells nothing.
pub(super) fn opens_sentence(narration: &Narration, at: usize) -> bool {
    let before = &narration.tokens[at - 1];
    before.ends_sentence() || matches!(before.kind, Kind::Quote(_) | Kind::Colon)
}

/// Whether a capital here is that of a name, not of a sentence's first word.
fn at_name(narration: &Narration, at: usize) -> bool {
    let first = opens_sentence(narration, at);
    let classes = narration.tokens[at].classes;
    classes.is_unknown() || classes.has(Class::Title) || !first && classes.has(Class::Noun)
}

/// Whether the phrase from `first` to `last` can name someone: it holds a noun, a name or a pronoun.
fn names_someone(narration: &Narration, first: usize, last: usize) -> bool {
    let tokens = &narration.tokens[first..=last];
    if let [token] = tokens {
        return token.is(Class::Pronoun)
            || token.capital
                && !token.classes.any(&[Class::Calendar, Class::Determiner, Class::Adverb, Class::Preposition])
            || !token.classes.any(&[Class::Determiner, Class::Pointing, Class::Adverb])
                && starts_letter(narration, token);
    }
    tokens
        .iter()
        .any(|token| !token.classes.any(&[Class::Determiner, Class::Adverb]) && starts_letter(narration, token))
}

/// Whether a word is more than a number: it begins with a letter, or says an age (the 46-year-old).
pub(super) fn starts_letter(narration: &Narration, token: &Token) -> bool {
    let word = token.span.of(narration.text);
    word.starts_with(char::is_alphabetic) || word.contains('-') && word.ends_with(char::is_alphabetic)
}

fn phrase(narration: &Narration, first: usize, last: usize) -> Phrase {
    let tokens = &narration.tokens;
    Phrase { span: ByteSpan::new(tokens[first].span.start, tokens[last].span.end), first, last }
}

/// The noun phrase that begins at `at`.
pub(crate) fn beginning_at(narration: &Narration, at: usize) -> Option<Phrase> {
    let tokens = &narration.tokens;
    let token = &tokens[at];
    if token.kind != Kind::Word {
        return None;
    }
    let lone = token.is(Class::Pronoun)
        && (!token.is(Class::Determiner) || !in_phrase(narration, at + 1))
        && !is_of(narration, at + 1);
    if lone {
        return Some(phrase(narration, at, at));
    }
    let mut last = at;
    let mut to = at;
    let mut name = false;
    while to < at + LONGEST {
        let token = &tokens[to];
        if in_phrase(narration, to) {
            // A second determiner opens another phrase.
            if to > at
                && token.classes.any(&[Class::Determiner, Class::Pointing])
                && !token.capital
                && (token.span.of(narration.text) != "des" || !tokens[to + 1].capital)
                && !is_of(narration, to - 1)
                && !joins(narration, to - 1)
            {
                break;
            }
            if to > at && (is_past(narration, to, name) || name && is_manner(narration, to)) {
                break;
            }
            // German nouns have capitals: a small word behind one that is in no list is a verb or adverb.
            if name
                && matches!(narration.language, Language::German | Language::Russian)
                && !token.capital
                && token.classes.is_unknown()
            {
                break;
            }
            name |= token.capital;
            last = to;
            to += 1;
        } else if to > at && tokens[to].is(Class::Calendar) && tokens[to - 1].is(Class::Determiner) {
            // “a Wednesday editorial”
            to += 1;
        } else if to > at && is_of(narration, to) && in_phrase(narration, to + 1)
            || to > at && joins(narration, to) && opens_name(narration, to + 1)
            || to > at && !name && is_for(narration, to) && in_phrase(narration, to + 1)
        {
            to += 1;
        } else {
            break;
        }
    }
    if to == at || !names_someone(narration, at, last) {
        return None;
    }
    // “the guild’s head, Ida Brandt, said”: the name after the role belongs to the speaker.
    if !name && tokens[to].kind == Kind::Comma && opens_person(narration, to + 1) {
        let mut end = to + 1;
        while end < to + 5 && in_phrase(narration, end) && tokens[end].capital {
            end += 1;
        }
        if end > to + 1 && !matches!(tokens[end].kind, Kind::Word) {
            last = end - 1;
        }
    }
    Some(phrase(narration, at, last))
}

fn is_of(narration: &Narration, at: usize) -> bool {
    matches!(narration.tokens[at].span.of(narration.text), "of" | "von" | "vom" | "der" | "des" | "de" | "du" | "d")
}

fn is_for(narration: &Narration, at: usize) -> bool {
    matches!(narration.tokens[at].span.of(narration.text), "for" | "für" | "pour" | "from")
}

/// “and” or “&” between two names.
fn joins(narration: &Narration, at: usize) -> bool {
    matches!(narration.tokens[at].span.of(narration.text), "and" | "und" | "et" | "&")
}

fn opens_name(narration: &Narration, at: usize) -> bool {
    let token = &narration.tokens[at];
    token.kind == Kind::Word && token.capital && in_phrase(narration, at)
}

fn opens_person(narration: &Narration, at: usize) -> bool {
    opens_name(narration, at) && narration.tokens[at].classes.is_unknown()
}

/// The noun phrase that ends at `at`, not reaching left of `floor`.
pub(crate) fn ending_at(narration: &Narration, at: usize, floor: usize) -> Option<Phrase> {
    let tokens = &narration.tokens;
    let floor = floor.max(at.saturating_sub(LONGEST));
    if at < floor || tokens[at].kind != Kind::Word {
        return None;
    }
    if is_object_pronoun(narration, at) {
        return behind_object(narration, at, floor);
    }
    if tokens[at].is(Class::Relative) {
        let mut antecedent = at - 1;
        if matches!(tokens[antecedent].kind, Kind::Comma | Kind::Dash) {
            antecedent -= 1;
        }
        if tokens[antecedent].is(Class::Relative) {
            return None;
        }
        return ending_at(narration, antecedent, floor);
    }
    if tokens[at].is(Class::Pronoun) && !is_of(narration, at - 1) {
        return Some(phrase(narration, at, at));
    }
    let mut first = at + 1;
    while first > floor {
        let next = first - 1;
        if in_phrase(narration, next) && !(next < at && is_past(narration, next, false)) {
            first = next;
            let token = &tokens[next];
            let opens = token.classes.any(&[Class::Determiner, Class::Pointing]);
            if opens && !hangs_on(narration, next, floor) {
                break;
            }
        } else if first <= at && hangs_on(narration, first, floor)
            || first <= at
                && joins(narration, next)
                && next > floor
                && opens_name(narration, first)
                && is_name_end(narration, next - 1)
        {
            first = next;
        } else {
            break;
        }
    }
    while first <= at
        && tokens[first].classes.any(&[Class::Adverb, Class::Calendar, Class::Preposition, Class::Conjunction])
        && !tokens[first].is(Class::Determiner)
    {
        first += 1;
    }
    let found = (first <= at && names_someone(narration, first, at)).then(|| phrase(narration, first, at))?;
    (!is_nobody(narration, &found)).then_some(found)
}

/// The subject that ends with the object at `at`: those around him, clubs that back him; “let me” makes one of the object.
fn behind_object(narration: &Narration, at: usize, floor: usize) -> Option<Phrase> {
    /// Tokens between a relative pronoun and the object of its verb. Judged, not measured.
    const NEAR: usize = 4;
    let tokens = &narration.tokens;
    if tokens[at - 1].is(Class::Preposition) {
        return ending_at(narration, at - 2, floor);
    }
    if matches!(tokens[at - 1].span.of(narration.text), "let" | "Let") {
        return Some(phrase(narration, at, at));
    }
    let relative = (at.saturating_sub(NEAR).max(floor)..at).rev().find(|&at| tokens[at].is(Class::Relative))?;
    ending_at(narration, relative, floor)
}

/// Whether a preposition before `first` hangs the phrase there on a noun before it: the head of the guild.
fn hangs_on(narration: &Narration, first: usize, floor: usize) -> bool {
    if first < floor + 2 {
        return false;
    }
    let tokens = &narration.tokens;
    let links = is_of(narration, first - 1)
        || is_for(narration, first - 1)
        || matches!(tokens[first - 1].span.of(narration.text), "in" | "at" | "with" | "on")
            && !tokens[first - 2].capital
            && first >= floor + 3;
    links
        && tokens[first - 1].is(Class::Preposition)
        && in_phrase(narration, first - 2)
        && !tokens[first - 2].is(Class::Pronoun)
}

fn is_name_end(narration: &Narration, at: usize) -> bool {
    let token = &narration.tokens[at];
    token.kind == Kind::Word && token.capital && in_phrase(narration, at)
}
