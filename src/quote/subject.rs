//! A verb in its sentence in, its subject out.
//!
//! The subject stands to the left, over adverbs, auxiliaries and what commas or brackets insert; a participle takes the
//! subject of its sentence, which begins behind fronted phrases and datelines.

use super::cue::{Class, Language};
use super::form::{is_inner_adverb, is_nobody, is_past};
use super::narration::{Kind, Narration};
use super::speaker::{Phrase, beginning_at, ending_at, in_phrase, starts_letter};
use super::verb::is_verb;

/// Tokens that an apposition or a relative clause between speaker and verb may have. Judged, not
/// measured.
const LONGEST_INSERTION: usize = 30;

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
            let whole = whole_subject(narration, floor, near).or_else(|| before_aside(narration, floor, near));
            Some(whole.unwrap_or(near))
        }
        Kind::Comma | Kind::Dash => inserted(narration, at, floor),
        _ => None,
    }
}

fn is_helper(narration: &Narration, at: usize) -> bool {
    let token = &narration.tokens[at];
    token.classes.any(&[Class::Auxiliary, Class::Passive]) && !token.capital
        || token.is(Class::Adverb) && !token.classes.any(&[Class::Pronoun, Class::Determiner])
        || is_inner_adverb(narration, at)
}

/// The subject before a time or place that stands between it and its verb: “Brandt, who has in the past called”, “Brandt in
/// the past said”.
fn before_aside(narration: &Narration, floor: usize, near: Phrase) -> Option<Phrase> {
    let tokens = &narration.tokens;
    let preposition = near.first.checked_sub(1).filter(|&at| at > floor + 1)?;
    if !tokens[preposition].is(Class::Preposition) || tokens[near.last].capital {
        return None;
    }
    let before = &tokens[preposition - 1];
    let aside = before.classes.any(&[Class::Auxiliary, Class::Relative, Class::Pronoun])
        || before.capital && before.classes.is_unknown();
    if aside { subject_of(narration, preposition, floor) } else { None }
}

/// The comma that ends the clause with which a sentence opens before its main clause: “While Brandt called it off, Hale
/// stayed”.
pub(super) fn fronted_end(narration: &Narration, floor: usize, limit: usize) -> Option<usize> {
    let tokens = &narration.tokens;
    let opener = floor + usize::from(tokens[floor].is(Class::Conjunction));
    // German puts the verb right behind the comma, which is told apart elsewhere.
    if !tokens[opener].is(Class::Subordinate) || narration.language == Language::German {
        return None;
    }
    (opener + 1..limit.min(opener + LONGEST_INSERTION)).find(|&comma| {
        tokens[comma].kind == Kind::Comma
            && beginning_at(narration, comma + 1).is_some_and(|phrase| opens_main(narration, phrase.last + 1, limit))
    })
}

/// Whether the verb of a main clause stands at `at`, over a bracket and what stands between subject and verb.
fn opens_main(narration: &Narration, mut at: usize, limit: usize) -> bool {
    let tokens = &narration.tokens;
    if tokens[at].kind == Kind::Open {
        let close = (at..limit.min(at + LONGEST_INSERTION)).find(|&i| tokens[i].kind == Kind::Close);
        at = close.map_or(at, |close| close + 1);
    }
    while at < limit && is_helper(narration, at) && !tokens[at].classes.any(&[Class::Auxiliary, Class::Passive]) {
        at += 1;
    }
    let token = &tokens[at];
    at < limit
        && token.kind == Kind::Word
        && (token.classes.any(&[Class::Verb, Class::Auxiliary, Class::Passive])
            || is_verb(narration, at) && token.is(Class::Finite)
            || is_past(narration, at, true))
}

/// The phrase of which `near` is only the end: “Marchers in the streets chanted”.
fn whole_subject(narration: &Narration, floor: usize, near: Phrase) -> Option<Phrase> {
    let tokens = &narration.tokens;
    let before = near.first.checked_sub(1).filter(|&at| at > floor)?;
    if !tokens[before].is(Class::Preposition) || tokens[near.first].is(Class::Pronoun) {
        return None;
    }
    let subject = main_subject(narration, floor, before)?;
    // A phrase behind a fronted one may reach over the preposition.
    let between = tokens.get(subject.last + 1..before)?;
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
    // Cues that “and” joins share their subject: “Brandt said the pier that they built was rotten and called it”.
    let cue = |at: usize| {
        let token = &tokens[at];
        token.classes.any(&[Class::Say, Class::Name]) && token.is(Class::Finite) && is_verb(narration, at)
    };
    let cues = tokens[limit].is(Class::Conjunction).then(|| (floor..limit).rev().find(|&at| cue(at))).flatten();
    let verb = cues.or_else(|| (floor..limit).rev().find(|&at| finite(at)));
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
                // “in Columbus, Ohio,” holds a place in a place.
                let place = before.capital
                    && comma > floor + 3
                    && tokens[comma - 2].kind == Kind::Comma
                    && tokens[comma - 3].capital
                    && tokens[comma - 4].is(Class::Preposition);
                // “Brandt, head of the museum in Leeds, Ohio, said”: a role without an article is an insertion itself.
                let inner = holder && before.capital && tokens[comma + 1].capital && comma + 3 >= at;
                let role = inner
                    .then(|| ending_at(narration, comma - 1, floor))
                    .flatten()
                    .is_some_and(|found| !tokens[found.first].capital && !tokens[found.first].is(Class::Determiner));
                // “Brandt, during a talk in Columbus, Ohio, said”, “Brandt, 22, of Flint, Mich., said”
                let region = comma + 2 == at
                    && before.capital
                    && tokens[comma + 1].capital
                    && (2..5).any(|back| {
                        comma > floor + back
                            && matches!(
                                tokens[comma - back].span.of(narration.text),
                                "in" | "of" | "at" | "from" | "near"
                            )
                    });
                if holder && !place && !role && !region && !is_place_or_age(narration, comma) {
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
    // “Early in the campaign, Brandt”
    if at < limit
        && matches!(tokens[at].span.of(narration.text), "Early" | "Late")
        && tokens[at + 1].is(Class::Preposition)
    {
        at += 1;
    }
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
            let found = beginning_at(narration, at).filter(|phrase| !is_nobody(narration, phrase))?;
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
    /// Tokens that a dateline may have: a place, a date, an agency in brackets. Judged, not measured.
    const LONGEST_DATELINE: usize = 12;
    let tokens = &narration.tokens;
    let place = tokens[floor].span.of(narration.text);
    let capitals = place.len() > 2 && place.chars().all(char::is_uppercase);
    let top = limit.min(floor + LONGEST_DATELINE);
    // “Ardal (AP) –”: an agency in brackets.
    let agency = tokens[floor].capital && tokens[floor + 1].kind == Kind::Open;
    let dash = (floor..top).find(|&at| (capitals || agency) && tokens[at].kind == Kind::Dash);
    dash.filter(|&dash| capitals || tokens[dash - 1].kind == Kind::Close).map_or(floor, |dash| dash + 1)
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
