//! A clause's first token in, where it ends out, and whether it holds what a clause has: a finite verb, a quotation.

use super::content::{Clauses, LONGEST};
use super::cue::{Class, Language};
use super::form::is_past;
use super::narration::Kind;
use super::speaker::{beginning_at, in_phrase};
use super::verb::is_verb;

impl Clauses<'_, '_> {
    /// Where the clause that begins at `first` ends.
    pub(super) fn clause_end(&self, first: usize) -> usize {
        let tokens = &self.narration.tokens;
        let limit = self.end.min(first + LONGEST);
        let main = self.main.filter(|&comma| comma > first);
        for (at, token) in tokens.iter().enumerate().take(limit).skip(first + 1) {
            let ends = match token.kind {
                Kind::Semicolon => true,
                Kind::Comma if main == Some(at) => true,
                // „…, et qu’un voisin a répondu : …“: the next clause of the same cue.
                Kind::Comma
                    if tokens[at + 1].is(Class::Conjunction)
                        && matches!(self.word(at + 2), "que" | "qu" | "qu’" | "qu'" | "dass") =>
                {
                    true
                }
                // What goes on so is the narrator's as often as not; ending there gains 0.5 points on `PolNeAR`.
                Kind::Comma => {
                    self.takes_over(at + 1)
                        || matches!(self.word(at + 1), "but" | "while" | "who" | "which" | "denn" | "doch")
                }
                Kind::Word if token.is(Class::Conjunction) => self.is_next_cue(at + 1) && !self.joins_inner(first, at),
                _ => false,
            };
            if ends {
                return at;
            }
        }
        self.end
    }

    /// Whether a cue inside the clause, with its subject, goes on behind “and”: “says the thief apologised and promised he
    /// would write”.
    pub(super) fn joins_inner(&self, first: usize, and: usize) -> bool {
        let tokens = &self.narration.tokens;
        let cue = |at: usize| tokens[at].is(Class::Say) && tokens[at].is(Class::Finite) && is_verb(self.narration, at);
        self.narration.language == Language::English
            && tokens[and - 1].kind == Kind::Word
            && cue(and - 1)
            && and > first + 1
    }

    /// Whether another cue begins behind the comma before `at`: “, adding that”, “, and said”, “, Brandt said”.
    pub(super) fn takes_over(&self, at: usize) -> bool {
        let tokens = &self.narration.tokens;
        if tokens[at].classes.is_cue() && tokens[at].is(Class::Ing) && is_verb(self.narration, at) {
            return true;
        }
        // “Brandt, who backs the plan, said”
        let cue = tokens[at].is(Class::Say) && tokens[at].is(Class::Finite) && is_verb(self.narration, at);
        if cue && self.narration.language == Language::English {
            return true;
        }
        if tokens[at].is(Class::Conjunction) && self.is_next_cue(at + 1) || self.word(at) == "according" {
            return true;
        }
        let sentence = self.sentence(at);
        sentence.tag_at(at, true).is_some_and(|by| sentence.closes_clause(&by, at))
    }

    /// Whether a finite cue stands at `at`, over an adverb, or a subject and its cue.
    pub(super) fn is_next_cue(&self, mut at: usize) -> bool {
        let tokens = &self.narration.tokens;
        while at < self.end && tokens[at].is(Class::Adverb) {
            at += 1;
        }
        let cue = |at: usize| {
            tokens[at].classes.any(&[Class::Say, Class::Name])
                && tokens[at].is(Class::Finite)
                && is_verb(self.narration, at)
        };
        if cue(at) {
            return true;
        }
        in_phrase(self.narration, at)
            && beginning_at(self.narration, at)
                .is_some_and(|phrase| cue(phrase.last + 1) && tokens[phrase.last + 1].is(Class::Bare))
    }

    pub(super) fn has_verb(&self, first: usize, end: usize) -> bool {
        (first..end).any(|at| self.is_finite(at) || matches!(self.narration.tokens[at].kind, Kind::Quote(_)))
    }

    pub(super) fn is_finite(&self, at: usize) -> bool {
        let token = &self.narration.tokens[at];
        token.kind == Kind::Word
            && (token.classes.any(&[Class::Auxiliary, Class::Passive, Class::Verb, Class::Mood])
                || is_verb(self.narration, at) && token.is(Class::Finite)
                || is_past(self.narration, at, true))
    }

    /// Whether the clause that would begin at `at` holds a quotation.
    pub(super) fn holds_quote(&self, at: usize) -> bool {
        self.narration.tokens[at..self.clause_end(at).max(at)].iter().any(|token| matches!(token.kind, Kind::Quote(_)))
    }

    /// Whether what stands before the tag that ends a sentence is more than an adjunct, though its verb is in no list.
    pub(super) fn is_sentence(&self, first: usize, end: usize) -> bool {
        /// Tokens from which a subject is rather one of a clause. Judged, not measured.
        const SHORTEST: usize = 4;
        let tokens = &self.narration.tokens;
        let adjunct =
            [Class::Preposition, Class::Adverb, Class::Subordinate, Class::Calendar, Class::Ing, Class::Relative];
        let opens = !tokens[first].classes.any(&adjunct) || tokens[first].is(Class::Determiner);
        if first != self.floor || end < first + SHORTEST || !opens {
            return false;
        }
        // Behind the subject a word that can be a verb, and no relative clause: “The clerks, who …, said”.
        beginning_at(self.narration, first).is_some_and(|subject| {
            let mut beyond = tokens[subject.last + 1..end.max(subject.last + 1)].iter();
            beyond.clone().all(|token| token.kind == Kind::Word)
                && beyond.any(|token| token.classes.is_unknown() && !token.capital)
        })
    }
}
