//! A place next to a reporting verb in, the noun phrase of the speaker out.
//!
//! Without a parser, a noun phrase is what stands between the words that cannot be in one: verbs, conjunctions, points,
//! and prepositions other than those that hang one noun on another (the head of the guild). What is not sure to be one is
//! none.

use super::cue::{Class, Language};
use super::narration::{Kind, Narration, Token};
use super::people::{Person, person};
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
const LONGEST: usize = 18;

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

/// Whether a word is in small letters and in no list.
fn is_small(narration: &Narration, at: usize) -> bool {
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

fn is_plural(word: &str) -> bool {
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

fn is_to(narration: &Narration, at: usize) -> bool {
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
fn opens_sentence(narration: &Narration, at: usize) -> bool {
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
