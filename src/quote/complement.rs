//! A cue in, where the clause behind it begins out: a conjunction, a question word, an infinitive, whoever is ordered, or a
//! subject and its verb.

use super::attribution::{Attribution, sentence_start};
use super::content::{Clauses, NEAR, Reported, is_long};
use super::cue::{Class, Classes, Language};
use super::form::is_manner;
use super::narration::Kind;
use super::rule::Rule;
use super::speaker::beginning_at;
use super::subject::subject_of;

/// „assure vouloir“, „reconnaît avoir été prise de vitesse“: a French infinitive has a clause of its own.
fn is_french_infinitive(word: &str) -> bool {
    word.len() > 4 && word.starts_with(char::is_lowercase) && ["er", "ir", "re"].iter().any(|end| word.ends_with(end))
}

impl Clauses<'_, '_> {
    /// The clause behind the cue at `verb`.
    pub(super) fn complement(&self, verb: usize) -> Option<Reported> {
        let first = self.complement_start(verb)?;
        let mut end = self.clause_end(first);
        // “Asked whether the pier was safe, she shrugged”
        if verb == self.floor && self.narration.tokens[verb].is(Class::Asks) {
            end = (first..end).find(|&at| self.narration.tokens[at].kind == Kind::Comma).unwrap_or(end);
        }
        if !is_long(first, end) || matches!(self.narration.tokens[first].kind, Kind::Quote(_)) && end == first + 1 {
            return None;
        }
        let floor = sentence_start(self.narration, verb);
        let by = if self.narration.tokens[verb].classes.is_cue() {
            let found = self.sentence(verb).cue_at(verb, floor);
            // “Asked whether the pier was safe, …”: nobody is said to ask.
            let asks = self.narration.tokens[verb].is(Class::Asks) && self.narration.tokens[verb].is(Class::Participle);
            let question =
                asks && matches!(self.word(first), "whether" | "if" | "how" | "why" | "what" | "who" | "when");
            match found {
                Some(found) => found,
                None if question => {
                    Attribution { speaker: None, cue: Some(self.narration.tokens[verb].span), rule: Rule::NoSubject }
                }
                None => return None,
            }
        } else {
            let subject = subject_of(self.narration, verb, floor)?;
            Attribution::found(subject.span, self.narration.tokens[verb].span, Rule::Preceding)
        };
        // “I think”, “you know”: the narrator's own.
        let own = by
            .speaker
            .is_some_and(|speaker| matches!(speaker.of(self.narration.text), "I" | "we" | "We" | "you" | "You"));
        (!own).then_some(Reported { first, end, by })
    }

    /// Where the clause behind the cue at `verb` begins.
    pub(super) fn complement_start(&self, verb: usize) -> Option<usize> {
        let tokens = &self.narration.tokens;
        let cue = tokens[verb].classes;
        let mut at = self.over_adjuncts(verb + 1);
        if self.is_spent(verb) && self.word(at) != "that" {
            return None;
        }
        if let Some(order) = self.ordered(at, cue).filter(|_| self.is_surely_verb(verb)) {
            return Some(order);
        }
        if cue.any(&[Class::Addressee, Class::Asks])
            && let Some(phrase) = beginning_at(self.narration, at).filter(|p| p.last + 1 < self.end)
            // “promised he would”: whoever a verb follows is no hearer.
            && !(cue.has(Class::Addressee) && self.is_finite(phrase.last + 1) && tokens[phrase.last + 1].is(Class::Auxiliary))
            && (cue.has(Class::Addressee) || self.opened(phrase.last + 1, cue).is_some())
        {
            at = self.over_adjuncts(phrase.last + 1);
        }
        if at >= self.end {
            return None;
        }
        if self.narration.language == Language::German {
            return self.behind_comma(verb);
        }
        // “noted, however, that”
        let aside = tokens[at].kind == Kind::Comma
            && tokens[at + 1].is(Class::Adverb)
            && tokens[at + 2].kind == Kind::Comma
            && matches!(self.word(at + 3), "that" | "que" | "qu");
        if aside && at + 4 < self.end {
            return Some(at + 4);
        }
        let weak = cue.has(Class::Weak);
        if let Some(first) = self.opened(at, cue).filter(|_| !weak || self.word(at) == "that") {
            return Some(first);
        }
        // “said on Monday in Ardal that”: only what does not stand for a clause itself may stand between.
        let adjunct = tokens[at].classes.any(&[Class::Preposition, Class::Calendar]) || at > verb + 1;
        if adjunct
            && let Some(that) = (at..self.end.min(verb + NEAR))
                .take_while(|&i| !matches!(tokens[i].kind, Kind::Quote(_) | Kind::Semicolon) && !self.is_finite(i))
                .find(|&i| self.word(i) == "that")
        {
            return Some(that + 1);
        }
        if weak && !self.holds_quote(at) {
            return None;
        }
        let bare = cue.has(Class::Bare) && !tokens[at].is(Class::Preposition) && self.has_verb(at, self.clause_end(at))
            || cue.any(&[Class::Say, Class::Think, Class::Shows]) && self.is_surely_verb(verb) && self.is_clause(at);
        let awaits = cue.has(Class::Think) && cue.has(Class::Shows);
        let object =
            (cue.has(Class::Name) || awaits) && self.is_surely_verb(verb) && beginning_at(self.narration, at).is_some();
        ((bare || object) && self.begins_clause(at)).then_some(at)
    }

    /// The first token of the clause that a conjunction, a question word or an infinitive at `at` opens.
    pub(super) fn opened(&self, at: usize, cue: Classes) -> Option<usize> {
        match self.word(at) {
            "that" if self.begins_clause(at + 1) => Some(at + 1),
            "que" | "qu" | "qu’" | "qu'" if self.narration.language == Language::French => Some(at + 1),
            word if self.narration.language == Language::French && is_french_infinitive(word) => Some(at),
            "de" | "d" | "d’" | "d'"
                if self.narration.language == Language::French && is_french_infinitive(self.word(at + 1)) =>
            {
                Some(at)
            }
            "whether" | "how" | "why" | "what" => Some(at),
            "if" | "where" | "when" | "who" if cue.has(Class::Asks) => Some(at),
            "to" if cue.any(&[Class::Say, Class::Think, Class::Intends]) && self.is_infinitive(at + 1) => Some(at),
            _ => None,
        }
    }

    /// The hearer with whom an order begins: “urged the council to act”, “asked owners of boats in the port to leave”. Whoever
    /// labels `PolNeAR` begins four in five of them so.
    pub(super) fn ordered(&self, at: usize, cue: Classes) -> Option<usize> {
        /// Tokens between a hearer and what he is to do. Judged, not measured.
        const BEYOND: usize = 7;
        if self.narration.language != Language::English || !cue.any(&[Class::Addressee, Class::Asks]) {
            return None;
        }
        let phrase = beginning_at(self.narration, at)?;
        let bottom = phrase.last + 1;
        let to = (bottom..self.end.min(bottom + BEYOND))
            .take_while(|&i| self.narration.tokens[i].kind == Kind::Word && !self.is_finite(i))
            .find(|&i| self.word(i) == "to")?;
        self.is_infinitive(to + 1).then_some(at)
    }

    pub(super) fn is_infinitive(&self, at: usize) -> bool {
        let token = &self.narration.tokens[at];
        token.kind == Kind::Word
            && !token.capital
            && !token.classes.any(&[
                Class::Determiner,
                Class::Pointing,
                Class::Pronoun,
                Class::Preposition,
                Class::Relative,
                Class::Subordinate,
            ])
    }

    /// The first token behind the adverbs and times that may stand between a cue and its clause.
    pub(super) fn over_adjuncts(&self, mut at: usize) -> usize {
        let tokens = &self.narration.tokens;
        while at < self.end
            && (tokens[at].is(Class::Calendar)
                || tokens[at].is(Class::Adverb) && !tokens[at].classes.any(&[Class::Determiner, Class::Pronoun])
                || tokens[at].is(Class::Preposition) && tokens[at + 1].is(Class::Calendar)
                || is_manner(self.narration, at))
        {
            at += 1;
        }
        at
    }

    /// Whether a cue that can be a noun is a verb by what stands before it: “they state”, “Brandt attacks”, “will report”.
    pub(super) fn is_surely_verb(&self, verb: usize) -> bool {
        let tokens = &self.narration.tokens;
        let before = &tokens[verb - 1];
        !tokens[verb].is(Class::Noun)
            || before.kind != Kind::Word
            || before.classes.any(&[Class::Pronoun, Class::Auxiliary, Class::Passive, Class::Adverb, Class::Relative])
            || self.word(verb - 1) == "to"
            || before.capital && before.classes.is_unknown()
    }

    /// Whether a subject and its finite verb stand at `at`.
    pub(super) fn is_clause(&self, at: usize) -> bool {
        let tokens = &self.narration.tokens;
        let Some(phrase) = beginning_at(self.narration, at) else {
            return matches!(tokens[at].kind, Kind::Quote(_)) && at + 1 < self.end;
        };
        let bottom = phrase.last + 1;
        (bottom..self.end.min(bottom + NEAR))
            .take_while(|&i| !matches!(tokens[i].kind, Kind::Comma | Kind::Colon | Kind::Semicolon))
            .take_while(|&i| self.word(i) != "to")
            .any(|i| self.is_finite(i) || matches!(tokens[i].kind, Kind::Quote(_)))
    }

    pub(super) fn begins_clause(&self, at: usize) -> bool {
        let token = &self.narration.tokens[at];
        match token.kind {
            Kind::Quote(_) => at + 1 < self.end,
            Kind::Word => !token.classes.any(&[Class::Relative, Class::Calendar]) || token.is(Class::Determiner),
            _ => false,
        }
    }
}
