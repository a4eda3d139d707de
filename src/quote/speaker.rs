//! A place next to a reporting verb in, the noun phrase of the speaker out.
//!
//! Without a parser, a noun phrase is what stands between the words that cannot be in one: verbs, conjunctions, points,
//! and prepositions other than those that hang one noun on another (the head of the guild). What is not sure to be one is
//! none.

use super::cue::Class;
use super::narration::{Kind, Narration, Token};
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

/// Tokens that a noun phrase may have. The longest subjects that newspapers put before “said” stay below twenty words;
/// the bound keeps every search short.
const LONGEST: usize = 18;

/// Tokens that an apposition or a relative clause between speaker and verb may have.
const LONGEST_INSERTION: usize = 30;

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
    !token.is(Class::Noun) || !is_noun_here(narration, at)
}

/// Whether a word that is a noun as well as a verb is the noun: capitalised as part of a name, owned, behind a preposition
/// or an adjective, or before a preposition that hangs on it.
fn is_noun_here(narration: &Narration, at: usize) -> bool {
    let tokens = &narration.tokens;
    let (token, before, after) = (&tokens[at], &tokens[at - 1], &tokens[at + 1]);
    let behind_preposition = before.is(Class::Preposition) && !is_to(narration, at - 1);
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
    token.possessive
        || behind_preposition
        || token.capital && (before.capital || after.capital)
        || adjective && (ends || token.is(Class::Ing))
}

fn is_to(narration: &Narration, at: usize) -> bool {
    matches!(narration.tokens[at].span.of(narration.text), "to" | "To")
}

/// Whether a noun phrase may run over this word.
fn in_phrase(narration: &Narration, at: usize) -> bool {
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
    ];
    let is_bound = token.classes.any(&bounds) && !token.classes.any(&[Class::Determiner]);
    !is_bound && !is_verb(narration, at)
}

/// Whether a capital here is that of a name, not of a sentence's first word.
fn at_name(narration: &Narration, at: usize) -> bool {
    let before = &narration.tokens[at - 1];
    let first = before.ends_sentence() || matches!(before.kind, Kind::Quote(_) | Kind::Colon);
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

fn starts_letter(narration: &Narration, token: &Token) -> bool {
    token.span.of(narration.text).starts_with(char::is_alphabetic)
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
                && !is_of(narration, to - 1)
                && !joins(narration, to - 1)
            {
                break;
            }
            if to > at && (is_past(narration, to, name) || name && is_manner(narration, to)) {
                break;
            }
            name |= token.capital;
            last = to;
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

/// An adverb of manner: behind a name it belongs to the verb (“Brandt immediately left”).
fn is_manner(narration: &Narration, at: usize) -> bool {
    let token = &narration.tokens[at];
    let word = token.span.of(narration.text);
    !token.capital && word.len() > 4 && word.ends_with("ly") && token.classes.is_unknown()
}

/// Whether a small word that is in no list is rather a past tense than a noun or adjective.
fn is_past(narration: &Narration, at: usize, behind_name: bool) -> bool {
    let (token, next) = (&narration.tokens[at], &narration.tokens[at + 1]);
    !token.capital
        && token.classes.is_unknown()
        && token.span.of(narration.text).ends_with("ed")
        && (behind_name || next.kind != Kind::Word || next.capital || !next.classes.is_unknown())
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
    if tokens[at].is(Class::Relative) {
        let mut antecedent = at - 1;
        if tokens[antecedent].kind == Kind::Comma {
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
    (first <= at && names_someone(narration, first, at)).then(|| phrase(narration, first, at))
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

/// The subject of the finite verb at `verb`: to its left, over adverbs, auxiliaries and what commas or brackets insert.
pub(crate) fn subject_of(narration: &Narration, verb: usize, floor: usize) -> Option<Phrase> {
    let tokens = &narration.tokens;
    let mut at = verb.checked_sub(1)?;
    while at > floor && tokens[at].kind == Kind::Word && is_helper(narration, at) {
        at -= 1;
    }
    if tokens[at].kind == Kind::Close {
        at = skip_back_to(narration, at, floor, Kind::Open)?;
        at = at.checked_sub(1)?;
    }
    match tokens[at].kind {
        Kind::Word if tokens[at].is(Class::Conjunction) => clause_subject(narration, floor, at),
        Kind::Word => {
            let near = ending_at(narration, at, floor)?;
            Some(whole_subject(narration, floor, near).unwrap_or(near))
        }
        Kind::Comma | Kind::Dash => inserted(narration, at, floor),
        _ => None,
    }
}

fn is_helper(narration: &Narration, at: usize) -> bool {
    let token = &narration.tokens[at];
    token.classes.any(&[Class::Auxiliary, Class::Passive]) && !token.capital
        || token.is(Class::Adverb) && !token.classes.any(&[Class::Pronoun, Class::Determiner])
        || is_manner(narration, at)
}

/// The phrase of which `near` is only the end: “Marchers in the streets chanted”.
fn whole_subject(narration: &Narration, floor: usize, near: Phrase) -> Option<Phrase> {
    let tokens = &narration.tokens;
    let before = near.first.checked_sub(1).filter(|&at| at > floor)?;
    if !tokens[before].is(Class::Preposition) || tokens[near.first].is(Class::Pronoun) {
        return None;
    }
    let subject = main_subject(narration, floor, before)?;
    let between = &tokens[subject.last + 1..before];
    let unbroken = between.iter().all(|token| {
        token.kind == Kind::Word
            && !token.classes.any(&[
                Class::Finite,
                Class::Verb,
                Class::Auxiliary,
                Class::Passive,
                Class::Conjunction,
                Class::Subordinate,
                Class::Relative,
            ])
    });
    unbroken.then_some(subject)
}

/// The subject of the last finite verb before `limit`: “Brandt shrugged and said”, “Brandt gave her verdict: …”.
pub(crate) fn clause_subject(narration: &Narration, floor: usize, limit: usize) -> Option<Phrase> {
    let tokens = &narration.tokens;
    let finite = |at: usize| {
        let token = &tokens[at];
        token.kind == Kind::Word
            && (token.classes.any(&[Class::Verb, Class::Auxiliary, Class::Passive])
                || is_verb(narration, at) && token.is(Class::Finite)
                || is_past(narration, at, false))
    };
    let verb = (floor..limit).rev().find(|&at| finite(at));
    verb.and_then(|verb| subject_of(narration, verb, floor)).or_else(|| main_subject(narration, floor, limit))
}

/// The phrase before an insertion that ends with the comma or dash at `at`: “Ida Brandt, the head of the guild, said”.
fn inserted(narration: &Narration, at: usize, floor: usize) -> Option<Phrase> {
    let tokens = &narration.tokens;
    let kind = tokens[at].kind;
    let bottom = floor.max(at.saturating_sub(LONGEST_INSERTION));
    let mut comma = at;
    while comma > bottom {
        comma -= 1;
        match tokens[comma].kind {
            Kind::Quote(_) => return None,
            k if k == kind && comma > floor => {
                let before = &tokens[comma - 1];
                if before.kind == Kind::Close {
                    let open = skip_back_to(narration, comma - 1, floor, Kind::Open)?;
                    return ending_at(narration, open.checked_sub(1)?, floor);
                }
                let holder =
                    before.kind == Kind::Word && starts_letter(narration, before) && in_phrase(narration, comma - 1);
                if holder && !is_place_or_age(narration, comma) {
                    let found = ending_at(narration, comma - 1, floor)?;
                    // “after a win in the last round, Ida Brandt, said”: the name is the subject, not an insertion.
                    let hangs = tokens[found.first - 1].is(Class::Preposition) && tokens[comma + 1].capital;
                    return if hangs { beginning_at(narration, comma + 1) } else { Some(found) };
                }
            }
            _ => {}
        }
    }
    None
}

/// Whether what follows the comma is only “of Leeds” or “45”, so that the speaker stands one insertion further left.
fn is_place_or_age(narration: &Narration, comma: usize) -> bool {
    let before = &narration.tokens[comma - 1];
    before.span.of(narration.text).starts_with(|c: char| c.is_ascii_digit())
}

fn skip_back_to(narration: &Narration, from: usize, floor: usize, kind: Kind) -> Option<usize> {
    let bottom = floor.max(from.saturating_sub(LONGEST_INSERTION));
    (bottom..from).rev().find(|&at| narration.tokens[at].kind == kind)
}

/// The subject of the sentence that begins at `floor`, before `limit`: its first noun phrase behind a fronted phrase.
pub(crate) fn main_subject(narration: &Narration, floor: usize, limit: usize) -> Option<Phrase> {
    let tokens = &narration.tokens;
    let mut at = behind_dateline(narration, floor, limit);
    let mut fronts = 0;
    // Each fronted phrase ends with a comma; more than three in a row are no English.
    for _ in 0..3 {
        while at < limit
            && (tokens[at].kind != Kind::Word
                || tokens[at].classes.any(&[Class::Conjunction, Class::Adverb]) && !tokens[at].is(Class::Determiner))
        {
            if matches!(tokens[at].kind, Kind::Quote(_)) {
                return None;
            }
            at += 1;
        }
        if at >= limit {
            return None;
        }
        let fronted = tokens[at].classes.any(&[Class::Preposition, Class::Subordinate])
            || tokens[at].is(Class::Ing)
            || tokens[at].is(Class::Calendar)
            || is_unknown_participle(narration, at);
        if !fronted {
            let found = beginning_at(narration, at)?;
            let next = found.last + 1;
            // “A few days later, Brandt”
            if tokens[next].is(Class::Adverb) && tokens[next + 1].kind == Kind::Comma {
                at = next + 2;
                continue;
            }
            // “In Ardal, West Coast, Brandt left”: a place behind a place is no subject.
            let beyond = found.last + 2;
            let place = fronts > 0
                && tokens[next].kind == Kind::Comma
                && beyond < limit
                && (tokens[beyond].capital || tokens[beyond].is(Class::Pronoun))
                && tokens[found.first..=found.last].iter().all(|token| token.capital);
            if place
                && let Some(after) = beginning_at(narration, beyond)
                && tokens[after.last + 1].kind == Kind::Word
            {
                return (after.last < limit).then_some(after);
            }
            return (found.last < limit).then_some(found);
        }
        fronts += 1;
        let top = limit.min(at + LONGEST_INSERTION);
        let Some(comma) = (at..top).find(|&next| tokens[next].kind == Kind::Comma) else {
            // “On Friday they announced”: no comma, so the first pronoun, if there is one.
            let pronoun =
                (at + 1..top).find(|&next| tokens[next].is(Class::Pronoun) && !tokens[next].is(Class::Determiner))?;
            return beginning_at(narration, pronoun);
        };
        at = comma + 1;
    }
    None
}

/// The first token behind “ARDAL (AP) —”, which opens a wire's first sentence.
fn behind_dateline(narration: &Narration, floor: usize, limit: usize) -> usize {
    /// Tokens that a dateline may have: a place, a date, an agency in brackets.
    const LONGEST_DATELINE: usize = 12;
    let tokens = &narration.tokens;
    let place = tokens[floor].span.of(narration.text);
    let capitals = place.len() > 2 && place.chars().all(char::is_uppercase);
    let top = limit.min(floor + LONGEST_DATELINE);
    (floor..top).find(|&at| capitals && tokens[at].kind == Kind::Dash).map_or(floor, |dash| dash + 1)
}

/// “Speaking”, “Asked”: a sentence's first word that looks like a participle, where the list does not know it.
fn is_unknown_participle(narration: &Narration, at: usize) -> bool {
    let token = &narration.tokens[at];
    let word = token.span.of(narration.text);
    let next = &narration.tokens[at + 1];
    let first = narration.tokens[at - 1].ends_sentence();
    first
        && word.len() > 5
        && (word.ends_with("ing") || word.ends_with("ed"))
        && !next.capital
        && next.kind == Kind::Word
        || first && token.is(Class::Participle) && !token.is(Class::Noun)
}
