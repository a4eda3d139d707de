//! A German sentence in, the reported clauses out that only its word order tells: verb last, verb second, verb in two parts.
//!
//! X betonte, der Pier sei morsch; X sagte, der Pier fällt noch heute; Wie X mitteilte, fällt der Pier; X hält den Pier für morsch;
//! X hatte einen Sturm erwartet.

use super::attribution::{Attribution, sentence_start};
use super::content::{Clauses, LONGEST, NEAR, Reported, is_long};
use super::cue::{Class, Language};
use super::narration::Kind;
use super::rule::Rule;
use super::speaker::beginning_at;
use super::verb::is_verb;

/// Tokens that „Wie X am Montag in Ardal mitteilte“ may have. Judged, not measured.
const OPENING: usize = 25;

impl Clauses<'_, '_> {
    /// Where a German clause begins behind the cue at `verb` and its comma: „betonte, der Pier sei morsch“, „sagte am Montag,
    /// dass“, „versprach, den Pier zu retten“.
    pub(super) fn behind_comma(&self, verb: usize) -> Option<usize> {
        let tokens = &self.narration.tokens;
        // „so morsch, dass“, „gibt es Hinweise, dass“ report nothing.
        let there = |at: usize| self.word(at).eq_ignore_ascii_case("es");
        let gives = matches!(self.word(verb), "gibt" | "gab" | "gebe") && (there(verb + 1) || there(verb - 1));
        let so = gives || matches!(self.word(verb), "so" | "So");
        if so {
            return None;
        }
        let comma = (verb + 1..self.end.min(verb + NEAR)).find(|&at| tokens[at].kind != Kind::Word)?;
        let first = comma + 1;
        if !matches!(tokens[comma].kind, Kind::Comma | Kind::Colon) || first >= self.end {
            return None;
        }
        match self.word(first) {
            "dass" | "daß" => return Some(first + 1),
            "ob" | "wie" | "warum" | "weshalb" | "wann" | "wer" | "wo" => return Some(first),
            "um" | "ohne" | "statt" => return None,
            _ => {}
        }
        let opens = tokens[first].kind == Kind::Word
            && !tokens[first].classes.any(&[Class::Conjunction, Class::Subordinate])
            && (!tokens[first].is(Class::Relative) || tokens[first].is(Class::Determiner));
        // Within the longest clause, so that a sentence without an end stays linear: a verb form of reported speech, or an infinitive.
        let mut clause = (first..self.end.min(first + LONGEST)).take_while(|&at| tokens[at].kind != Kind::Semicolon);
        let told = clause.any(|at| {
            tokens[at].is(Class::Mood)
                || self.word(at) == "zu" && !tokens[at + 1].capital && tokens[at + 1].kind == Kind::Word
        });
        (opens && (told || self.is_verb_second(first))).then_some(first)
    }

    /// Whether a subject and right behind it a finite verb stand at `first`, so that no relative clause begins there: „die
    /// Fähren fahren wieder“, not „die den Pier leitet“.
    fn is_verb_second(&self, first: usize) -> bool {
        let tokens = &self.narration.tokens;
        let Some(phrase) = beginning_at(self.narration, first) else {
            return false;
        };
        let verb = &tokens[phrase.last + 1];
        let next = &tokens[phrase.last + 2];
        let noun =
            tokens[phrase.last].capital || tokens[phrase.last].is(Class::Pronoun) && !tokens[first].is(Class::Relative);
        let finite = verb.classes.any(&[Class::Auxiliary, Class::Passive]) || verb.classes.is_unknown();
        noun && verb.kind == Kind::Word
            && !verb.capital
            && finite
            && self.word(phrase.last + 1).ends_with(['t', 'n', 'e'])
            && next.kind == Kind::Word
    }

    /// `Wie X mitteilte, CLAUSE`.
    pub(super) fn told_first(&self) -> Option<Reported> {
        let narration = self.narration;
        let tokens = &narration.tokens;
        if narration.language != Language::German || self.word(self.floor) != "Wie" {
            return None;
        }
        let comma = (self.floor..self.end.min(self.floor + OPENING)).find(|&at| tokens[at].kind == Kind::Comma)?;
        let verb = (self.floor + 2..comma)
            .rev()
            .take(2)
            .find(|&at| tokens[at].classes.any(&[Class::Say, Class::Think]) && is_verb(narration, at))?;
        // „Wie aus der Stadt verlautete“
        let from = usize::from(tokens[self.floor + 1].is(Class::Preposition));
        let speaker = beginning_at(narration, self.floor + 1 + from).filter(|phrase| phrase.last < verb)?;
        let by = Attribution::found(speaker.span, tokens[verb].span, Rule::Preceding);
        let (first, end) = (comma + 1, self.clause_end(comma + 1));
        (is_long(first, end) && !tokens[first].capital).then_some(Reported { first, end, by })
    }

    /// The object of a cue that reports it: „hält den Pier für morsch“, „rechnet mit einem Sturm“, „hatte einen Sturm erwartet“.
    pub(super) fn object(&self, verb: usize) -> Option<Reported> {
        let narration = self.narration;
        let tokens = &narration.tokens;
        if narration.language != Language::German || !tokens[verb].is(Class::Bare) || !is_verb(narration, verb) {
            return None;
        }
        let by = self.sentence(verb).cue_at(verb, sentence_start(narration, verb))?;
        let speaker = by.speaker?;
        let behind = |from: usize, to: usize| (from..to).find(|&at| tokens[at].span.start >= speaker.end);
        // „seinem letzten vermuteten Versteck“
        let before = &tokens[verb - 1];
        if before.kind == Kind::Word && !before.capital && before.classes.is_unknown() && tokens[verb + 1].capital {
            return None;
        }
        let next = &tokens[verb + 1];
        let (first, end) = if next.kind != Kind::Word && tokens[verb].is(Class::Participle) {
            let has = (self.floor..verb)
                .rev()
                .take_while(|&at| tokens[at].kind == Kind::Word)
                .find(|&at| matches!(self.word(at), "hat" | "haben" | "hatte" | "hatten" | "habe"))?;
            (behind(has + 1, verb)?, verb)
        } else if next.kind == Kind::Word && !next.classes.any(&[Class::Auxiliary, Class::Passive]) {
            if self.complement_start(verb).is_some() {
                return None;
            }
            let end = (verb + 1..self.clause_end(verb)).find(|&at| tokens[at].kind != Kind::Word);
            (behind(verb + 1, self.end)?, end.unwrap_or_else(|| self.clause_end(verb)))
        } else {
            return None;
        };
        let first = self.over_adjuncts(first);
        if matches!(tokens[end].kind, Kind::Quote(_)) {
            return None;
        }
        let holds = |words: [&str; 2]| (first..end).any(|at| words.contains(&self.word(at)));
        let whole = match self.word(verb) {
            "hält" | "hielt" | "halten" | "hielten" | "gehalten" => holds(["für", "Für"]),
            "rechnet" | "rechnete" | "rechneten" | "rechnen" | "gerechnet" => {
                matches!(self.word(first), "mit" | "damit")
            }
            "bezeichnet" | "bezeichnete" | "bezeichneten" | "bezeichnen" => holds(["als", "als"]),
            _ => beginning_at(narration, first).is_some() || tokens[first].is(Class::Preposition),
        };
        let noun = (first..end).any(|at| tokens[at].capital);
        let plain =
            whole && noun && end >= first + 2 && !tokens[first].classes.any(&[Class::Conjunction, Class::Subordinate]);
        (plain && is_long(first, end)).then_some(Reported { first, end, by })
    }
}
