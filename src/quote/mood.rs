//! A German sentence in the mood of reported speech in, whose words it goes on with out.
//!
//! „Der Pier ist morsch“, sagte Brandt. Er sei seit Jahren nicht geprüft worden. The second sentence has no cue; its verb form alone says
//! that it is Brandt who goes on. The form counts only where it is the sentence's main verb.

use super::attribution::{Attribution, Sentence};
use super::content::Reported;
use super::cue::{Class, Language};
use super::narration::{Kind, Narration};
use super::rule::Rule;
use super::verb::is_verb;

/// Sentences of the narrator's own after which nobody is taken to go on speaking. Judged, not measured.
const SENTENCES: usize = 3;

/// Tokens among which the main verb is looked for. Judged, not measured.
const NEAR: usize = 40;

/// Who spoke last, while the sentences of a text are read one after the other.
pub(super) struct Speaking<'n, 'a> {
    narration: &'n Narration<'a>,
    attributions: &'n [Attribution],
    /// The first quotation that no sentence so far holds.
    next: usize,
    last: Option<Attribution>,
    /// The sentences since then, the latest last; whether a cue stands in them is asked only where it matters.
    since: Vec<(usize, usize)>,
}

impl<'n, 'a> Speaking<'n, 'a> {
    pub(super) fn new(narration: &'n Narration<'a>, attributions: &'n [Attribution]) -> Self {
        Self { narration, attributions, next: 0, last: None, since: Vec::new() }
    }

    /// Reads the sentence from `floor` to `end`, of which `clauses` are reported by cues of its own, and gives what it is as a
    /// whole; `mood` says whether a verb form of reported speech stands in it.
    pub(super) fn read(&mut self, floor: usize, end: usize, clauses: &[Reported], mood: bool) -> Option<Reported> {
        if self.narration.language != Language::German {
            return None;
        }
        let quoted = self.quoted(end);
        let own = quoted.is_some_and(|by| by.rule != Rule::PreviousSentence);
        if let Some(by) = clauses.last().map(|clause| clause.by).or(quoted.filter(|_| own)) {
            self.last = Some(by).filter(|by| self.is_somebody(by)).or(self.last);
            self.since.clear();
            return None;
        }
        if mood
            && let Some((first, verb)) = self.main_clause(floor, end)
            && let Some(last) = self.speaker(verb)
        {
            self.last = Some(last);
            self.since.clear();
            // The fragments of the sentence and the sentence have one speaker.
            let by = quoted.unwrap_or_else(|| last.inherited(Rule::PreviousSentence));
            return Some(Reported { first, end, by });
        }
        self.since.push((floor, end));
        None
    }

    /// Who speaks in the sentences before one whose main verb is at `verb`.
    fn speaker(&self, verb: usize) -> Option<Attribution> {
        let second = is_second(self.narration.tokens[verb].span.of(self.narration.text));
        // In this many sentences the narrator's own voice is back.
        let reach = if second { 1 } else { SENTENCES + 1 };
        let told = self.since.iter().rev().take(reach).find_map(|&(floor, end)| self.told(floor, end));
        told.or(self.last.filter(|_| self.since.len() < reach))
    }

    /// The attribution of the last quotation before token `end` that no earlier sentence holds.
    fn quoted(&mut self, end: usize) -> Option<Attribution> {
        let mut found = None;
        while self.next < self.attributions.len() && self.narration.quotes[self.next] < end {
            found = Some(self.attributions[self.next]).filter(|by| by.speaker.is_some()).or(found);
            self.next += 1;
        }
        found
    }

    /// Who is said to speak without a clause or quotation: „Brandt warnte vor dem Pier.“
    fn told(&self, floor: usize, end: usize) -> Option<Attribution> {
        let tokens = &self.narration.tokens;
        let floor = floor.max(end.saturating_sub(NEAR));
        let sentence = Sentence { narration: self.narration, at: end, floor };
        (floor..end)
            .rev()
            .filter(|&at| tokens[at].is(Class::Say) && is_verb(self.narration, at) && !is_so(self.narration, at))
            .find_map(|at| sentence.cue_at(at, floor))
            .filter(|by| self.is_somebody(by))
    }

    /// Whether there is anybody who can go on: „Das glaubt niemand“ names nobody.
    fn is_somebody(&self, by: &Attribution) -> bool {
        by.speaker
            .is_some_and(|speaker| !matches!(speaker.of(self.narration.text), "niemand" | "Niemand" | "man" | "es"))
    }

    /// Where the clause begins whose main verb has the mood of reported speech, and that verb.
    fn main_clause(&self, floor: usize, end: usize) -> Option<(usize, usize)> {
        let tokens = &self.narration.tokens;
        let word = |at: usize| tokens[at].span.of(self.narration.text);
        let question = self.narration.text[tokens[end - 1].span.end..].starts_with('?');
        if question
            || end < floor + 3
            || tokens[floor..end].iter().any(|token| is_first_person(token.span.of(self.narration.text)))
        {
            return None;
        }
        // „Sei still“, „Komme, was wolle“ order and wish.
        let first = floor + usize::from(tokens[floor].is(Class::Conjunction));
        let mut outer = !tokens[first].is(Class::Subordinate);
        for at in first + 1..end.min(first + NEAR) {
            let token = &tokens[at];
            let mood = token.is(Class::Mood) && !token.capital && !token.classes.has(Class::Noun);
            let behind_comma = matches!(tokens[at - 1].kind, Kind::Comma | Kind::Dash | Kind::Close);
            match token.kind {
                // Behind the first comma stands another clause, until the main verb takes the sentence up again.
                Kind::Comma | Kind::Dash | Kind::Open => outer = false,
                Kind::Colon | Kind::Semicolon => return None,
                _ if mood && (outer || behind_comma) => {
                    return Some((floor, at)).filter(|_| !is_wish(word(at)));
                }
                Kind::Word if outer && self.is_told(at) => return None,
                Kind::Word if behind_comma && self.is_told(at) && !matches!(word(at), "das" | "die" | "der") => {
                    return None;
                }
                _ => {}
            }
        }
        None
    }

    /// Whether the narrator's own verb stands at `at`.
    fn is_told(&self, at: usize) -> bool {
        let token = &self.narration.tokens[at];
        token.classes.any(&[Class::Auxiliary, Class::Passive]) && !token.is(Class::Mood)
            || token.is(Class::Finite) && is_verb(self.narration, at) && !is_so(self.narration, at)
    }
}

/// The second subjunctive stands for the first where that looks like the indicative, in the plural.
fn is_second(word: &str) -> bool {
    matches!(word, "hätten" | "wären" | "würden")
}

/// In the singular the second subjunctive is the narrator's as often as not: „Er hätte lieber eine Brücke.“
fn is_wish(word: &str) -> bool {
    matches!(word, "hätte" | "wäre" | "würde")
}

/// „so“ reports in a tag alone.
fn is_so(narration: &Narration, at: usize) -> bool {
    matches!(narration.tokens[at].span.of(narration.text), "so" | "So")
}

fn is_first_person(word: &str) -> bool {
    matches!(word, "ich" | "Ich")
}
