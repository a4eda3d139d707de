//! The narration in, its reported clauses out: X said (that) …; …, X said; according to X, …; X asked whether ….
//!
//! A clause stands behind its cue (a complement) or before it (a tag behind a comma). Where it begins is told by the words
//! right behind the cue: a conjunction, a question word, an infinitive, or a subject and its verb. It ends with its
//! sentence, unless another cue takes over.

use super::attribution::{Attribution, Sentence, sentence_start};
use super::cue::{Class, Language};
use super::marks::Marked;
use super::mood::Speaking;
use super::narration::{Kind, Narration};
use super::rule::Rule;
use super::speaker::{beginning_at, in_phrase, is_past, is_verb};
use super::subject::{fronted_end, subject_of};
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

/// „assure vouloir“, „reconnaît avoir été prise de vitesse“: a French infinitive has a clause of its own.
fn is_french_infinitive(word: &str) -> bool {
    word.len() > 4 && word.starts_with(char::is_lowercase) && ["er", "ir", "re"].iter().any(|end| word.ends_with(end))
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
    main: Option<usize>,
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
            if (shows && !token.possessive || token.classes.is_cue() && is_verb(self.narration, at))
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

    /// The clause behind the cue at `verb`.
    fn complement(&self, verb: usize) -> Option<Reported> {
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
    fn opened(&self, at: usize, cue: super::cue::Classes) -> Option<usize> {
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
    fn ordered(&self, at: usize, cue: super::cue::Classes) -> Option<usize> {
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

    fn is_infinitive(&self, at: usize) -> bool {
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
                || tokens[at].is(Class::Preposition) && tokens[at + 1].is(Class::Calendar))
        {
            at += 1;
        }
        at
    }

    /// Whether the clause that would begin at `at` holds a quotation.
    pub(super) fn holds_quote(&self, at: usize) -> bool {
        self.narration.tokens[at..self.clause_end(at).max(at)].iter().any(|token| matches!(token.kind, Kind::Quote(_)))
    }

    /// Whether a cue that can be a noun is a verb by what stands before it: “they state”, “Brandt attacks”, “will report”.
    fn is_surely_verb(&self, verb: usize) -> bool {
        let tokens = &self.narration.tokens;
        let before = &tokens[verb - 1];
        !tokens[verb].is(Class::Noun)
            || before.kind != Kind::Word
            || before.classes.any(&[Class::Pronoun, Class::Auxiliary, Class::Passive, Class::Adverb, Class::Relative])
            || self.word(verb - 1) == "to"
            || before.capital && before.classes.is_unknown()
    }

    /// Whether what stands before the tag that ends a sentence is more than an adjunct, though its verb is in no list.
    fn is_sentence(&self, first: usize, end: usize) -> bool {
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

    fn begins_clause(&self, at: usize) -> bool {
        let token = &self.narration.tokens[at];
        match token.kind {
            Kind::Quote(_) => at + 1 < self.end,
            Kind::Word => !token.classes.any(&[Class::Relative, Class::Calendar]) || token.is(Class::Determiner),
            _ => false,
        }
    }

    /// Whether a subject and its finite verb stand at `at`.
    fn is_clause(&self, at: usize) -> bool {
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

    pub(super) fn is_finite(&self, at: usize) -> bool {
        let token = &self.narration.tokens[at];
        token.kind == Kind::Word
            && (token.classes.any(&[Class::Auxiliary, Class::Passive, Class::Verb, Class::Mood])
                || is_verb(self.narration, at) && token.is(Class::Finite)
                || is_past(self.narration, at, true))
    }

    pub(super) fn has_verb(&self, first: usize, end: usize) -> bool {
        (first..end).any(|at| self.is_finite(at) || matches!(self.narration.tokens[at].kind, Kind::Quote(_)))
    }

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
    fn joins_inner(&self, first: usize, and: usize) -> bool {
        let tokens = &self.narration.tokens;
        let cue = |at: usize| tokens[at].is(Class::Say) && tokens[at].is(Class::Finite) && is_verb(self.narration, at);
        self.narration.language == Language::English
            && tokens[and - 1].kind == Kind::Word
            && cue(and - 1)
            && and > first + 1
    }

    /// Whether another cue begins behind the comma before `at`: “, adding that”, “, and said”, “, Brandt said”.
    fn takes_over(&self, at: usize) -> bool {
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
    fn is_next_cue(&self, mut at: usize) -> bool {
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
}
