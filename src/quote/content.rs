//! The narration in, its reported clauses out: X said (that) …; …, X said; according to X, …; X asked whether ….
//!
//! A clause stands behind its cue (a complement) or before it (a tag behind a comma). Where it begins is told by the words
//! right behind the cue ([`super::complement`]). It ends with its sentence, unless another cue takes over
//! ([`super::extent`]).

use super::attribution::{Attribution, Sentence, sentence_start};
use super::cue::{Class, Language};
use super::marks::Marked;
use super::mood::Speaking;
use super::narration::{Kind, Narration};
use super::rule::Rule;
use super::speaker::beginning_at;
use super::subject::fronted_end;
use super::verb::{is_object, is_verb};
use crate::span::ByteSpan;

/// A clause that somebody is said to have said.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reported {
    /// Its first token.
    pub(crate) first: usize,
    /// One past its last token.
    pub(crate) end: usize,
    /// Who says so, with which word.
    pub(crate) by: Attribution,
}

impl Reported {
    /// Where the clause stands.
    pub(crate) fn span(&self, narration: &Narration) -> ByteSpan {
        let tokens = &narration.tokens;
        ByteSpan::new(tokens[self.first].span.start, tokens[self.end - 1].span.end)
    }
}

/// Tokens that a clause may have; a longer one is no sentence of a newspaper, and the bound keeps the whole linear.
/// Judged, not measured.
pub(super) const LONGEST: usize = 160;

/// Tokens between a cue and the conjunction that opens its clause: “told reporters in Ardal on Monday that”. Judged,
/// not measured.
pub(super) const NEAR: usize = 14;

/// Tokens of a time, place or hearer between a tag inside a clause and its second comma. Judged, not measured.
const ASIDE: usize = 5;

/// The reported clauses of the narration, by their first token.
///
/// `found` are the attributions of the quotations.
pub(crate) fn reported(narration: &Narration, marked: &[Marked], attributions: &[Attribution]) -> Vec<Reported> {
    let tokens = &narration.tokens;
    let mut spent: Vec<usize> = attributions
        .iter()
        .zip(marked)
        .filter_map(|(found, marked)| found.cue.map(|cue| cue.start).filter(|&cue| cue >= marked.span.end))
        .collect();
    spent.sort_unstable();
    let mut found = Vec::new();
    let mut floor = 0;
    let mut cues = false;
    let mut mood = false;
    let mut speaking = Speaking::new(narration, attributions);
    for (at, token) in tokens.iter().enumerate() {
        if token.ends_sentence() {
            let before = found.len();
            if cues {
                Clauses { narration, spent: &spent, main: fronted_end(narration, floor, at), floor, end: at }
                    .read(&mut found);
            }
            if floor < at
                && let Some(clause) = speaking.read(floor, at, &found[before..], mood)
            {
                found.push(clause);
            }
            floor = at + 1;
            cues = false;
            mood = false;
        } else {
            mood |= token.is(Class::Mood);
            cues |= token.is(Class::Relative)
                || token.classes.is_cue()
                || token.classes.any(&[Class::Source, Class::Shows, Class::Intends]);
        }
    }
    found.sort_by_key(|clause| (clause.first, clause.end));
    found.dedup_by_key(|clause| (clause.first, clause.end));
    found
}

pub(super) fn is_long(first: usize, end: usize) -> bool {
    first < end && end - first <= LONGEST
}

/// The clause around the fragment at token `at` whose cue stands at byte `cue`, where none of those reported holds it: all
/// behind a cue before it, all before a tag behind it.
pub(crate) fn around(narration: &Narration, at: usize, cue: ByteSpan) -> Option<ByteSpan> {
    let tokens = &narration.tokens;
    let floor = sentence_start(narration, at);
    let end = (at..tokens.len().min(at + LONGEST)).find(|&i| tokens[i].ends_sentence())?;
    let clauses = Clauses { narration, spent: &[], main: None, floor, end };
    let (first, last) = if cue.end <= tokens[at].span.start {
        let verb = (floor..at).rev().find(|&i| tokens[i].span.end <= cue.end)?;
        let first = clauses.over_adjuncts(verb + 1);
        let first = first + usize::from(clauses.word(first) == "that");
        (first.min(at), clauses.clause_end(at))
    } else {
        let tag = (at + 1..end).find(|&i| tokens[i].span.end > cue.start)?;
        let comma = (at..tag).rev().find(|&i| matches!(tokens[i].kind, Kind::Comma | Kind::Dash)).unwrap_or(at + 1);
        (floor, comma)
    };
    let last = last.max(at + 1) - 1;
    Some(ByteSpan::new(tokens[first].span.start, tokens[last].span.end))
}

/// One sentence: its tokens from `floor` up to `end`, which ends it.
pub(super) struct Clauses<'n, 'a> {
    pub(super) narration: &'n Narration<'a>,
    /// Where the cues begin that are tags of quotations before them, sorted.
    spent: &'n [usize],
    /// The comma behind a clause that opens the sentence.
    pub(super) main: Option<usize>,
    pub(super) floor: usize,
    pub(super) end: usize,
}

impl<'a> Clauses<'_, 'a> {
    pub(super) fn word(&self, at: usize) -> &'a str {
        self.narration.tokens[at].span.of(self.narration.text)
    }

    fn read(&self, found: &mut Vec<Reported>) {
        let mut left = self.floor;
        found.extend(self.told_first());
        for (at, token) in self.narration.tokens.iter().enumerate().take(self.end).skip(self.floor) {
            if matches!(token.kind, Kind::Comma | Kind::Dash)
                && let Some(next) = self.tag(at, left, found)
            {
                left = next;
            }
            if token.is(Class::Bare)
                && let Some(clause) = self.object(at)
            {
                found.push(clause);
            }
            if token.is(Class::Source)
                && let Some(clause) = self.according(at)
            {
                found.push(clause);
            }
            let opens = token.is(Class::Stance) || token.classes.is_unknown();
            if opens
                && at > self.floor
                && self.narration.tokens[at + 1].is(Class::Relative)
                && self.word(at + 1) == "that"
                && self.begins_clause(at + 2)
                && let Some(by) = self.sentence(at).open_clause(at, sentence_start(self.narration, at))
            {
                let (first, end) = (at + 2, self.clause_end(at + 2));
                if is_long(first, end) {
                    found.push(Reported { first, end, by });
                }
            }
            let shows = token.classes.any(&[Class::Shows, Class::Intends]) && !token.classes.is_cue();
            if (shows && !token.possessive && !is_object(self.narration, at)
                || token.classes.is_cue() && is_verb(self.narration, at))
                && !self.is_inverted(at)
                && let Some(clause) = self.complement(at)
            {
                found.push(clause);
            }
        }
    }

    /// The sentence as the rules of attribution see it, seen from its end.
    pub(super) fn sentence(&self, at: usize) -> Sentence<'_, 'a> {
        Sentence { narration: self.narration, at: self.end, floor: sentence_start(self.narration, at) }
    }

    /// `CLAUSE, X said` and `CLAUSE, X said, CLAUSE`, at the comma `comma`; the clause begins at `left`. Returns where the
    /// next one may begin.
    fn tag(&self, comma: usize, left: usize, found: &mut Vec<Reported>) -> Option<usize> {
        let tokens = &self.narration.tokens;
        let mut at = comma + 1;
        if tokens[at].is(Class::Conjunction) {
            return None;
        }
        if matches!(self.word(at), "as" | "wie") {
            at += 1;
        }
        let sentence = self.sentence(at);
        let by = sentence.tag_at(at, true)?;
        let phrase = by.rule == Rule::AccordingTo;
        if !phrase && !sentence.closes_clause(&by, at) {
            return None;
        }
        // “When it rained, Brandt said that …”: the clause stands behind the cue.
        let cue = by.cue?.start;
        let verb = (at..self.end).find(|&i| tokens[i].span.start >= cue)?;
        if !phrase && self.complement_start(verb).is_some() {
            return None;
        }
        let end = by.speaker.into_iter().chain(by.cue).map(|span| span.end).max()?;
        let behind = (at..=self.end).find(|&i| tokens[i].span.start >= end || i == self.end)?;
        // What stands behind the tag up to the next comma belongs to it: a time, a place, an addressee.
        let next = (behind..self.end).find(|&i| matches!(tokens[i].kind, Kind::Comma | Kind::Dash));
        // The tag of a whole quotation reports that alone.
        let own = self.is_spent(verb) && matches!(tokens[left].kind, Kind::Quote(_));
        if !own
            && is_long(left, comma)
            && (self.has_verb(left, comma) || next.is_none() && self.is_sentence(left, comma))
        {
            found.push(Reported { first: left, end: comma, by });
        }
        // “Overall, she said, the pier is rotten”: the clause, or what is left of it, stands behind the tag.
        if let Some(next) = next.filter(|&next| !own && next <= behind + ASIDE) {
            let (first, end) = (next + 1, self.clause_end(next + 1));
            let goes_on =
                first < self.end && !tokens[first].classes.any(&[Class::Ing, Class::Relative, Class::Conjunction]);
            if goes_on && is_long(first, end) && self.has_verb(first, end) && !self.takes_over(first) {
                found.push(Reported { first, end, by });
            }
        }
        Some(next.map_or(self.end, |next| next + 1))
    }

    /// `According to X, CLAUSE`; `CLAUSE according to X` without a comma.
    fn according(&self, at: usize) -> Option<Reported> {
        let tokens = &self.narration.tokens;
        let by = self.sentence(at).according_to(at)?;
        let end = by.speaker?.end;
        let behind = (at..self.end).find(|&i| tokens[i].span.start >= end)?;
        let bottom = self.floor.max(at.saturating_sub(LONGEST));
        let semicolon = (bottom..at).rev().find(|&i| tokens[i].kind == Kind::Semicolon);
        let floor = semicolon.map_or(self.floor, |i| i + 1);
        if at == floor || !matches!(tokens[at - 1].kind, Kind::Comma | Kind::Dash) {
            // German has no comma there: „Laut Polizei ist der Pier gesperrt“.
            let german = self.narration.language == Language::German;
            if german && at <= floor + 1 && tokens[behind].kind == Kind::Word {
                let end = self.clause_end(behind);
                let long = is_long(behind, end) && (self.has_verb(behind, end) || !tokens[behind].capital);
                return long.then_some(Reported { first: behind, end, by });
            }
            if at <= floor + 1 {
                let first = self.behind_apposition(behind)?;
                let end = self.clause_end(first);
                return is_long(first, end).then_some(Reported { first, end, by });
            }
            if german {
                // The longer half of a clause around its source: „Der Pier soll nach Angaben der Polizei gesperrt werden“.
                let left = (floor.max(bottom)..at)
                    .rev()
                    .find(|&i| tokens[i].kind == Kind::Comma)
                    .map_or(floor, |comma| comma + 1);
                let right = self.clause_end(behind);
                let (first, end) = if right.saturating_sub(behind) >= at - left { (behind, right) } else { (left, at) };
                return (is_long(first, end) && tokens[first].kind == Kind::Word).then_some(Reported {
                    first,
                    end,
                    by,
                });
            }
            return is_long(floor, at).then_some(Reported { first: floor, end: at, by });
        }
        None
    }

    /// Where the clause behind a source begins, over what says who the source is: “According to Ida Brandt, professor of
    /// piers, CLAUSE”.
    fn behind_apposition(&self, behind: usize) -> Option<usize> {
        let tokens = &self.narration.tokens;
        let comma =
            |from: usize, reach: usize| (from..self.end.min(from + reach)).find(|&i| tokens[i].kind == Kind::Comma);
        let first = comma(behind, LONGEST)? + 1;
        if tokens[first - 2].capital
            && let Some(second) = comma(first, NEAR)
            && !tokens[first].capital
            && !tokens[first].classes.any(&[Class::Pronoun, Class::Preposition, Class::Subordinate, Class::Adverb])
            && (first..second).all(|at| tokens[at].kind == Kind::Word && !self.is_finite(at))
            && beginning_at(self.narration, first).is_some()
            && second + 1 < self.end
        {
            return Some(second + 1);
        }
        Some(first)
    }

    /// Whether the cue at `verb` stands before its subject, behind its clause: “…, said X”.
    fn is_inverted(&self, verb: usize) -> bool {
        let tokens = &self.narration.tokens;
        if tokens[verb].is(Class::Ing) || !matches!(tokens[verb - 1].kind, Kind::Comma | Kind::Quote(_)) {
            return false;
        }
        let subject = beginning_at(self.narration, verb + 1);
        subject.is_some_and(|phrase| phrase.last + 1 >= self.end || tokens[phrase.last + 1].kind == Kind::Comma)
    }

    /// Whether the cue at `verb` was a tag of a quotation before it, which leaves it no clause but one with “that”.
    pub(super) fn is_spent(&self, verb: usize) -> bool {
        self.spent.binary_search(&self.narration.tokens[verb].span.start).is_ok()
    }
}
