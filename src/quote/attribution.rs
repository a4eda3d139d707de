//! Quotations and the narration around them in, the speaker and cue of each out, with the rule that found them.
//!
//! Each quotation asks its own sentence first: a tag behind it, a cue before it, a tag further on. What found nobody there
//! asks its neighbours: the paragraph that it continues, the quotation before it, the sentence that introduces it. Every
//! search looks at a bounded number of tokens, so that the whole is linear. Who is not found is none.

use super::cue::{Class, Language};
use super::kind::{Ending, Shape, lead_in};
use super::marks::Marked;
use super::narration::{Kind, Narration};
use super::rule::Rule;
use super::speaker::{Phrase, beginning_at, clause_subject, ending_at, is_verb, main_subject, subject_of};
use crate::span::ByteSpan;

/// Who says a quotation, with which word, and why we think so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Attribution {
    /// The words that name the speaker.
    pub(crate) speaker: Option<ByteSpan>,
    /// The reporting verb or phrase.
    pub(crate) cue: Option<ByteSpan>,
    /// The rule that decided, or the reason for no speaker.
    pub(crate) rule: Rule,
}

impl Attribution {
    fn none(rule: Rule) -> Self {
        Self { speaker: None, cue: None, rule }
    }

    fn found(speaker: ByteSpan, cue: ByteSpan, rule: Rule) -> Self {
        Self { speaker: Some(speaker), cue: Some(cue), rule }
    }

    /// The same speaker and cue, carried over to another quotation.
    fn inherited(self, rule: Rule) -> Self {
        Self { rule, ..self }
    }
}

/// Tokens that are searched on either side of a quotation. Longer sentences exist, but a cue that far off is another
/// clause's.
const REACH: usize = 45;

/// Tokens between a cue and a noun in marks beyond which the noun is the narrator's (“said that … under a ‘flag of truce’”).
const NOUN_REACH: usize = 10;

/// Tokens that may stand between a speaker and the verb of a tag without a comma (“a voice on the line said”).
const PHRASE_REACH: usize = 14;

/// The same for a noun that hangs on a preposition, which is rather the narrator's. Chosen on our own samples.
const PREPOSITION_REACH: usize = 6;

/// Terms in marks that may stand between two quotations of one speaker, in the tag of the first.
const TERMS_BETWEEN: usize = 2;

/// The attribution of each quotation.
pub(crate) fn attribute(narration: &Narration, marked: &[Marked], shapes: &[Shape]) -> Vec<Attribution> {
    let mut found: Vec<Attribution> = (0..marked.len())
        .map(|quote| {
            let sentence = Sentence::around(narration, narration.quotes[quote]);
            label(narration.text, marked[quote].inner).unwrap_or_else(|| sentence.attribution(shapes[quote]))
        })
        .collect();
    share_continued(marked, &mut found);
    inherit(narration, marked, shapes, &mut found);
    found
}

/// The label of a transcript's turn inside the marks: “HALE: I never left.”
fn label(text: &str, inner: ByteSpan) -> Option<Attribution> {
    /// Bytes in which a label must end; it is a name.
    const LONGEST: usize = 40;
    let words = inner.of(text);
    let head = &words.as_bytes()[..words.len().min(LONGEST)];
    let colon = memchr::memchr(b':', head)?;
    let name = &words[..colon];
    let capitals = name.chars().all(|c| c.is_uppercase() || matches!(c, ' ' | '.' | '-' | '\'' | '’'));
    let at = inner.start + colon;
    (capitals && colon > 1).then(|| {
        let speaker = ByteSpan::new(inner.start, at);
        Attribution::found(speaker, ByteSpan::new(at, at + 1), Rule::Label)
    })
}

/// Gives the paragraphs of one long quotation the speaker that one of them has.
fn share_continued(marked: &[Marked], found: &mut [Attribution]) {
    for index in 1..marked.len() {
        if marked[index].continues && found[index].speaker.is_none() {
            found[index] = found[index - 1].inherited(Rule::ContinuedParagraph);
        }
    }
    for index in (1..marked.len()).rev() {
        if marked[index].continues && found[index - 1].speaker.is_none() && found[index].speaker.is_some() {
            found[index - 1] = found[index].inherited(Rule::ContinuedParagraph);
        }
    }
}

/// Gives utterances without a cue of their own the speaker of their neighbours.
fn inherit(narration: &Narration, marked: &[Marked], shapes: &[Shape], found: &mut [Attribution]) {
    for index in 0..marked.len() {
        if found[index].speaker.is_some() || !shapes[index].is_utterance() {
            continue;
        }
        let sentence = Sentence::around(narration, narration.quotes[index]);
        let previous = (index.saturating_sub(TERMS_BETWEEN + 1)..index)
            .rev()
            .find(|&p| !shapes[p].is_term())
            .filter(|&p| found[p].speaker.is_some());
        let inherited = match previous.map(|p| (p, sentence.gap(narration.quotes[p]))) {
            Some((p, Gap::SameParagraph)) => Some(found[p].inherited(Rule::PreviousQuote)),
            Some((p, Gap::NextParagraph)) if shapes[p].is_utterance() => {
                Some(found[p].inherited(Rule::PreviousParagraph))
            }
            _ => sentence.introduced(),
        };
        if let Some(inherited) = inherited {
            found[index] = inherited;
        }
    }
}

/// What lies between a quotation and the one before it.
enum Gap {
    /// At most the rest of the earlier one's sentence.
    SameParagraph,
    /// The same, with a paragraph's end between them.
    NextParagraph,
    /// Narration of its own.
    Narration,
}

/// A quotation's place in its sentence.
struct Sentence<'n, 'a> {
    narration: &'n Narration<'a>,
    /// The token of the quotation.
    at: usize,
    /// The first token of the sentence, within [`REACH`].
    floor: usize,
}

impl<'n, 'a> Sentence<'n, 'a> {
    fn around(narration: &'n Narration<'a>, at: usize) -> Self {
        Self { narration, at, floor: sentence_start(narration, at) }
    }

    fn attribution(&self, shape: Shape) -> Attribution {
        let own_tag = shape.starts_clause || matches!(shape.ending, Ending::Comma | Ending::Open);
        if (own_tag && self.floor == self.at || !self.has_cue_before())
            && let Some(found) = self.tag_behind(shape)
        {
            return found;
        }
        if shape.is_term() {
            return Attribution::none(Rule::QuotesNobody);
        }
        self.cue_before(shape).unwrap_or_else(|reason| {
            self.tag_behind(shape).or_else(|| self.tag_further_on(shape)).unwrap_or(Attribution::none(reason))
        })
    }

    /// Whether a reporting verb, its comma or a colon stands right before the quotation.
    fn has_cue_before(&self) -> bool {
        let tokens = &self.narration.tokens;
        let before = &tokens[self.at - 1];
        match before.kind {
            // A tag behind the quotation is surer than a colon that no verb stands next to.
            Kind::Colon => is_verb(self.narration, self.at - 2),
            Kind::Word => true,
            Kind::Comma => is_verb(self.narration, self.at - 2),
            _ => before.ends_sentence() && tokens[self.at.saturating_sub(2)].kind == Kind::Colon,
        }
    }

    /// `“…,” said X`, `“…,” X said`, `“…,” according to X`.
    fn tag_behind(&self, shape: Shape) -> Option<Attribution> {
        let tokens = &self.narration.tokens;
        let mut at = self.at + 1;
        match shape.ending {
            Ending::Open if tokens[at].kind == Kind::End => at += 1,
            Ending::Stop if tokens[at].ends_sentence() && tokens[at + 1].kind == Kind::Dash => {
                at += 1;
            }
            // “….” So said X.
            Ending::Stop if tokens[at].ends_sentence() => {
                let so = tokens[at + 1].span.of(self.narration.text) == "So";
                return if so { self.inverted_tag(at + 2, true) } else { None };
            }
            Ending::Bare if !shape.starts_clause => return None,
            _ => {}
        }
        while matches!(tokens[at].kind, Kind::Comma | Kind::Dash) {
            at += 1;
        }
        let strict = shape.ending == Ending::Bare || tokens[self.at + 1].ends_sentence();
        self.tag_at(at, strict)
    }

    /// A tag that begins at token `at`. `strict` leaves out the verbs that no list holds.
    fn tag_at(&self, at: usize, strict: bool) -> Option<Attribution> {
        self.according_to(at)
            .or_else(|| self.signature(at))
            .or_else(|| self.inverted_tag(at, strict))
            .or_else(|| self.subject_tag(at, strict))
    }

    /// `“…” — X` at the end of a line.
    fn signature(&self, at: usize) -> Option<Attribution> {
        let narration = self.narration;
        let tokens = &narration.tokens;
        let dash = &tokens[at - 1];
        if dash.kind != Kind::Dash || at != self.at + 2 && at != self.at + 3 || !tokens[at].capital {
            return None;
        }
        let phrase = beginning_at(narration, at)?;
        (tokens[phrase.last + 1].kind == Kind::ParagraphEnd)
            .then(|| Attribution::found(phrase.span, dash.span, Rule::Signature))
    }

    /// `according to X`, and its like in German and French.
    fn according_to(&self, at: usize) -> Option<Attribution> {
        let narration = self.narration;
        let token = &narration.tokens[at];
        let word = token.span.of(narration.text);
        let (phrase, end) = match (narration.language, word) {
            (Language::English, "according" | "According")
                if narration.tokens[at + 1].span.of(narration.text) == "to" =>
            {
                (beginning_at(narration, at + 2)?, at + 1)
            }
            (Language::German, "laut" | "Laut") | (Language::French, "selon" | "Selon") => {
                (beginning_at(narration, at + 1)?, at)
            }
            _ => return None,
        };
        let cue = ByteSpan::new(token.span.start, narration.tokens[end].span.end);
        Some(Attribution::found(phrase.span, cue, Rule::AccordingTo))
    }

    /// `said X`.
    fn inverted_tag(&self, at: usize, strict: bool) -> Option<Attribution> {
        let narration = self.narration;
        let tokens = &narration.tokens;
        let mut verb = at;
        while verb < at + 3
            && tokens[verb].classes.any(&[Class::Adverb, Class::Auxiliary])
            && !tokens[verb].classes.is_cue()
        {
            verb += 1;
        }
        let known = is_verb(narration, verb) && tokens[verb].classes.any(&[Class::Finite, Class::Participle]);
        let open_class = !strict
            && verb == at
            && is_unknown_verb(narration, verb)
            && tokens[verb + 1].kind == Kind::Word
            && (tokens[verb + 1].capital || tokens[verb + 1].is(Class::Determiner));
        if !known && !open_class {
            return None;
        }
        let mut subject = verb + 1;
        while subject < verb + 3
            && tokens[subject].is(Class::Adverb)
            && !tokens[subject].classes.any(&[Class::Determiner, Class::Pronoun])
        {
            subject += 1;
        }
        let phrase = beginning_at(narration, subject)?;
        // “…,” state officials said: the verb is the later one.
        if is_verb(narration, phrase.last + 1) && tokens[verb].is(Class::Noun) {
            return None;
        }
        let rule = if known { Rule::Inverted } else { Rule::OpenVerb };
        Some(Attribution::found(phrase.span, tokens[verb].span, rule))
    }

    /// `X said`, `X, the head of the guild, said`.
    fn subject_tag(&self, at: usize, strict: bool) -> Option<Attribution> {
        let narration = self.narration;
        let tokens = &narration.tokens;
        let phrase = beginning_at(narration, at)?;
        let mut next = phrase.last + 1;
        while tokens[next].kind == Kind::Open {
            let close = (next..next + 12)
                .take_while(|&i| i < tokens.len() && !tokens[i].ends_sentence())
                .find(|&i| tokens[i].kind == Kind::Close)?;
            next = close + 1;
        }
        if let Some(verb) = self.verb_at(next) {
            return Some(Attribution::found(phrase.span, tokens[verb].span, Rule::SubjectVerb));
        }
        if matches!(tokens[next].kind, Kind::Comma | Kind::Dash) || tokens[next].is(Class::Relative) {
            let verb = self.verb_behind_insertion(next).or_else(|| {
                // “…,” Brandt, who leads the guild said: the comma is missing.
                let relative = tokens[next].is(Class::Relative) || tokens[next + 1].is(Class::Relative);
                (next + 2..next + PHRASE_REACH)
                    .take_while(|&i| relative && tokens[i].kind == Kind::Word)
                    .find_map(|i| self.verb_at(i))
            })?;
            return Some(Attribution::found(phrase.span, tokens[verb].span, Rule::SubjectVerb));
        }
        // “…,” a voice on the line said: behind a comma or question in marks, the next verb is the tag's.
        if !strict && tokens[next].is(Class::Preposition) {
            let verb = (next + 1..next + PHRASE_REACH)
                .take_while(|&i| tokens[i].kind == Kind::Word)
                .find_map(|i| self.verb_at(i));
            return verb.map(|verb| Attribution::found(phrase.span, tokens[verb].span, Rule::SubjectVerb));
        }
        // “…,” he thundered.
        let person = tokens[at].is(Class::Pronoun) || tokens[phrase.last].capital;
        (!strict && person && is_unknown_verb(narration, next))
            .then(|| Attribution::found(phrase.span, tokens[next].span, Rule::OpenVerb))
    }

    /// The reporting verb at `at`, over adverbs and auxiliaries.
    fn verb_at(&self, at: usize) -> Option<usize> {
        let tokens = &self.narration.tokens;
        let mut verb = at;
        let mut passive = false;
        while verb < at + 4
            && !is_verb(self.narration, verb)
            && (tokens[verb].classes.any(&[Class::Adverb, Class::Auxiliary, Class::Passive])
                || tokens[verb].span.of(self.narration.text).ends_with("ly"))
        {
            passive |= tokens[verb].is(Class::Passive);
            verb += 1;
        }
        let classes = tokens[verb].classes;
        let form = if passive { classes.has(Class::Ing) } else { classes.any(&[Class::Finite, Class::Participle]) };
        (form && is_verb(self.narration, verb)).then_some(verb)
    }

    /// The verb behind an apposition or relative clause that begins at `at`.
    fn verb_behind_insertion(&self, at: usize) -> Option<usize> {
        let tokens = &self.narration.tokens;
        let end = (at + 1..tokens.len().min(at + REACH))
            .take_while(|&i| !tokens[i].ends_sentence() && !matches!(tokens[i].kind, Kind::Quote(_)));
        end.filter(|&i| matches!(tokens[i].kind, Kind::Comma | Kind::Dash | Kind::Close))
            .find_map(|i| self.verb_at(i + 1))
    }

    /// The nearest cue to the left in the sentence, or before the colon that ends the sentence before.
    fn cue_before(&self, shape: Shape) -> Result<Attribution, Rule> {
        let narration = self.narration;
        let tokens = &narration.tokens;
        let mut from = self.at - 1;
        let mut floor = self.floor;
        if tokens[from].ends_sentence() {
            if from == 0 || tokens[from - 1].kind != Kind::Colon {
                return Err(Rule::NoCue);
            }
            from -= 1;
            floor = sentence_start(narration, from);
        }
        if let Some(found) = self.headline_speaker(floor, from) {
            return Ok(found);
        }
        let colon = tokens[from].kind == Kind::Colon;
        let noun = !shape.is_utterance() && tokens[from].classes.any(&[Class::Determiner]);
        let mut reason = Rule::NoCue;
        let mut thought = None;
        let mut at = from + 1;
        while at > floor {
            at -= 1;
            if noun && from - at > NOUN_REACH {
                break;
            }
            if let Some(found) = self.according_to(at) {
                return Ok(found);
            }
            if let Some(found) = self.noun_cue(at, floor) {
                return Ok(found);
            }
            if !is_verb(narration, at) || noun && from - at > PREPOSITION_REACH && self.hangs_on_preposition(from) {
                continue;
            }
            match self.cue_at(at, floor) {
                Some(found) if self.is_reported(&found, at, floor) => {
                    thought.get_or_insert(found);
                }
                Some(found) if tokens[at].is(Class::Think) && !tokens[at].is(Class::Say) => {
                    thought.get_or_insert(found);
                }
                Some(found) => return Ok(found),
                None => reason = Rule::NoSubject,
            }
        }
        if let Some(found) = thought {
            return Ok(found);
        }
        if colon {
            let found = main_subject(narration, floor, from).filter(|p| self.is_colon_speaker(p, from));
            if let Some(phrase) = found {
                return Ok(Attribution::found(phrase.span, tokens[from].span, Rule::Colon));
            }
        }
        Err(reason)
    }

    /// Whether the subject before a colon is someone who can speak: a name, a pronoun, or a phrase with a verb behind it.
    fn is_colon_speaker(&self, phrase: &Phrase, colon: usize) -> bool {
        let tokens = &self.narration.tokens;
        let words = &tokens[phrase.first..=phrase.last];
        let first = tokens[phrase.first - 1].ends_sentence();
        let named = words
            .iter()
            .enumerate()
            .any(|(i, t)| t.capital && t.classes.is_unknown() && (i > 0 || !first || words.len() == 1));
        let person = named || words.iter().any(|t| t.classes.any(&[Class::Pronoun, Class::Title]));
        let next = phrase.last + 1;
        let kicker = words[0].is(Class::Kicker);
        person && !kicker && (next == colon || tokens[next].kind == Kind::Word || tokens[next].kind == Kind::Comma)
    }

    /// Whether a noun phrase in marks hangs on a preposition: “under a ‘flag of truce’”, but not “as a ‘traitor’”.
    fn hangs_on_preposition(&self, determiner: usize) -> bool {
        let before = &self.narration.tokens[determiner - 1];
        before.is(Class::Preposition) && !before.is(Class::Subordinate)
    }

    /// Whether a cue's subject is a pronoun in a clause that another cue reports: “Brandt said she recalled”. The outer
    /// one names the speaker.
    fn is_reported(&self, found: &Attribution, verb: usize, floor: usize) -> bool {
        let narration = self.narration;
        let tokens = &narration.tokens;
        let Some(subject) = (floor..verb).rev().find(|&i| Some(tokens[i].span) == found.speaker) else {
            return false;
        };
        if !tokens[subject].is(Class::Pronoun) || subject == floor {
            return false;
        }
        let before = &tokens[subject - 1];
        let outer = if before.span.of(narration.text) == "that" { subject - 2 } else { subject - 1 };
        outer >= floor && is_verb(narration, outer) || before.span.of(narration.text) == "what"
    }

    /// `X’s claim that “…”`, and `X issued a warning: …`.
    fn noun_cue(&self, at: usize, floor: usize) -> Option<Attribution> {
        let narration = self.narration;
        let tokens = &narration.tokens;
        let token = &tokens[at];
        if !token.is(Class::Utterance) {
            return None;
        }
        if at > floor && tokens[at - 1].possessive && tokens[at + 1].span.of(narration.text) == "that" {
            let owner = ending_at(narration, at - 1, floor)?;
            return Some(Attribution::found(owner.span, token.span, Rule::Noun));
        }
        if tokens[at + 1].kind == Kind::Colon && at > floor && !is_verb(narration, at) {
            let phrase = clause_subject(narration, floor, at)?;
            return Some(Attribution::found(phrase.span, token.span, Rule::Noun));
        }
        None
    }

    /// `X: … “…”` where X opens a headline.
    fn headline_speaker(&self, floor: usize, from: usize) -> Option<Attribution> {
        let narration = self.narration;
        let tokens = &narration.tokens;
        if !tokens[floor - 1].ends_sentence() || tokens[floor].is(Class::Kicker) {
            return None;
        }
        let phrase = beginning_at(narration, floor)?;
        let colon = phrase.last + 1;
        let named = tokens[phrase.first..=phrase.last].iter().all(|token| token.capital);
        (named && colon < from && tokens[colon].kind == Kind::Colon)
            .then(|| Attribution::found(phrase.span, tokens[colon].span, Rule::Colon))
    }

    /// The attribution by the verb at `verb`, which stands before the quotation.
    fn cue_at(&self, verb: usize, floor: usize) -> Option<Attribution> {
        let narration = self.narration;
        let tokens = &narration.tokens;
        // “will continue to be” reports nothing.
        if tokens[verb].span.of(narration.text).starts_with("continue")
            && tokens[verb + 1].span.of(narration.text) == "to"
        {
            return None;
        }
        let cue = tokens[verb].span;
        let mut before = verb - 1;
        while before > floor && tokens[before].is(Class::Adverb) {
            before -= 1;
        }
        let behind_be = before >= floor && tokens[before].is(Class::Passive);
        let classes = tokens[verb].classes;
        if behind_be && classes.has(Class::Participle) && !classes.has(Class::Ing) {
            return None;
        }
        if classes.has(Class::Ing) && !behind_be {
            return self.participle(verb, floor);
        }
        // “known as”, “written”: a participle alone has no subject that speaks.
        if !classes.has(Class::Finite) && !behind_be && !tokens[before].is(Class::Auxiliary) {
            return None;
        }
        if tokens[before].span.of(narration.text) == "to" {
            let phrase = main_subject(narration, floor, before)?;
            return Some(Attribution::found(phrase.span, cue, Rule::Preceding));
        }
        // German puts the subject behind the verb where something else opens the sentence: „Am Freitag sagte X: …“
        let fronted = narration.language == Language::German
            && tokens[floor].classes.any(&[Class::Preposition, Class::Adverb, Class::Subordinate]);
        if fronted && let Some(phrase) = beginning_at(narration, verb + 1).filter(|p| p.last < self.at) {
            return Some(Attribution::found(phrase.span, cue, Rule::Preceding));
        }
        if let Some(phrase) = subject_of(narration, verb, floor) {
            return Some(Attribution::found(phrase.span, cue, Rule::Preceding));
        }
        // “…,” said X, “…”
        let inverted = verb == floor || matches!(tokens[verb - 1].kind, Kind::Comma | Kind::Quote(_));
        let phrase = if inverted { beginning_at(narration, verb + 1).filter(|p| p.last < self.at) } else { None };
        let phrase = phrase.or_else(|| main_subject(narration, floor, verb))?;
        Some(Attribution::found(phrase.span, cue, Rule::Preceding))
    }

    /// `X spoke at length, calling it “…”`, `with X warning of “…”`, `Calling it “…,” X left`.
    fn participle(&self, verb: usize, floor: usize) -> Option<Attribution> {
        let narration = self.narration;
        let tokens = &narration.tokens;
        let cue = tokens[verb].span;
        let before = &tokens[verb - 1];
        let opens =
            verb == floor || verb == floor + 1 && tokens[floor].classes.any(&[Class::Subordinate, Class::Preposition]);
        if opens {
            let behind = self.at + 1;
            let comma = if narration.text[..tokens[self.at].span.end].ends_with([',', '”', '’', '"', '\''])
                && tokens[self.at].span.of(narration.text).contains([','])
                && tokens[behind].kind == Kind::Word
            {
                Some(behind)
            } else {
                (behind..tokens.len().min(behind + REACH))
                    .take_while(|&i| !tokens[i].ends_sentence())
                    .find(|&i| tokens[i].kind == Kind::Comma)
                    .map(|i| i + 1)
            }?;
            let phrase = beginning_at(narration, comma)?;
            return Some(Attribution::found(phrase.span, cue, Rule::Fronted));
        }
        if before.kind == Kind::Word
            && !before.classes.any(&[Class::Preposition, Class::Conjunction, Class::Subordinate, Class::Adverb])
            && let Some(phrase) = ending_at(narration, verb - 1, floor)
        {
            // “Brandt issued a statement calling it”: a thing said speaks for its author.
            let author = if tokens[phrase.last].is(Class::Utterance) && phrase.first > floor {
                clause_subject(narration, floor, phrase.first)
            } else {
                None
            };
            let phrase = author.unwrap_or(phrase);
            return Some(Attribution::found(phrase.span, cue, Rule::Participle));
        }
        let phrase = main_subject(narration, floor, verb)?;
        Some(Attribution::found(phrase.span, cue, Rule::Participle))
    }

    /// `… “…” …, as X says, …`: a tag behind a later comma of the sentence.
    fn tag_further_on(&self, shape: Shape) -> Option<Attribution> {
        let narration = self.narration;
        let tokens = &narration.tokens;
        if shape.is_utterance() && tokens[self.at + 1].ends_sentence() {
            return None;
        }
        let end = tokens.len().min(self.at + REACH);
        for at in self.at + 1..end {
            if tokens[at].ends_sentence() {
                return None;
            }
            if !matches!(tokens[at].kind, Kind::Comma | Kind::Dash) {
                continue;
            }
            let mut tag = at + 1;
            if tokens[tag].span.of(narration.text) == "as" {
                tag += 1;
            }
            if let Some(found) = self.tag_at(tag, true).filter(|found| self.closes_clause(found, tag)) {
                return Some(found.inherited(Rule::Trailing));
            }
        }
        None
    }

    /// Whether a tag that begins at token `tag` ends at a point, so that it is an aside and no new clause.
    fn closes_clause(&self, found: &Attribution, tag: usize) -> bool {
        let end = found.speaker.into_iter().chain(found.cue).map(|span| span.end).max();
        let tokens = &self.narration.tokens;
        let next = (tag..tokens.len()).find(|&i| Some(tokens[i].span.start) >= end);
        next.is_some_and(|i| {
            tokens[i].ends_sentence()
                || matches!(tokens[i].kind, Kind::Comma | Kind::Dash)
                || tokens[i].classes.any(&[Class::Preposition, Class::Calendar])
        })
    }

    /// What lies between the earlier quotation at token `previous` and this one.
    fn gap(&self, previous: usize) -> Gap {
        let tokens = &self.narration.tokens;
        let bottom = previous.max(self.at.saturating_sub(2 * REACH));
        let start = lead_in(self.narration, self.at);
        if bottom > previous || start <= previous || !tokens[start - 1].ends_sentence() {
            return Gap::Narration;
        }
        let ends = (previous + 1..start).filter(|&i| tokens[i].ends_sentence());
        // An exclamation or question has one end more before its tag.
        let tagged = tokens[previous + 1].kind == Kind::End && tokens[previous + 2].kind == Kind::Word;
        if ends.count() > 1 + usize::from(tagged) {
            return Gap::Narration;
        }
        if tokens[start - 1].kind == Kind::ParagraphEnd { Gap::NextParagraph } else { Gap::SameParagraph }
    }

    /// The speaker whom the sentence before introduces: it reports something, or is about one person.
    fn introduced(&self) -> Option<Attribution> {
        let narration = self.narration;
        let tokens = &narration.tokens;
        let end = self.at - 1;
        if tokens[end].kind != Kind::End {
            return None;
        }
        let floor = sentence_start(narration, end);
        let quotes = (floor..end).any(|i| matches!(tokens[i].kind, Kind::Quote(_)));
        if quotes {
            return None;
        }
        let verb = (floor..end).find(|&i| is_verb(narration, i) && tokens[i].is(Class::Finite));
        if let Some(verb) = verb
            && let Some(phrase) = subject_of(narration, verb, floor)
        {
            return Some(Attribution::found(phrase.span, tokens[verb].span, Rule::PreviousSentence));
        }
        let phrase = main_subject(narration, floor, end)?;
        let token = &tokens[phrase.last];
        let person = token.capital && token.classes.is_unknown()
            || matches!(token.span.of(narration.text), "he" | "she" | "He" | "She");
        person.then_some(Attribution { speaker: Some(phrase.span), cue: None, rule: Rule::PreviousSentence })
    }
}

/// The first token of the sentence in which token `at` stands, within [`REACH`].
fn sentence_start(narration: &Narration, at: usize) -> usize {
    let bottom = at.saturating_sub(REACH);
    (bottom..at).rev().find(|&i| narration.tokens[i].ends_sentence()).map_or(bottom.max(1), |end| end + 1)
}

/// A small word next to a quotation that is in no list, but looks like a past or present verb.
fn is_unknown_verb(narration: &Narration, at: usize) -> bool {
    let token = &narration.tokens[at];
    let word = token.span.of(narration.text);
    token.kind == Kind::Word
        && token.classes.is_unknown()
        && !token.capital
        && word.len() > 3
        && (word.ends_with("ed") || word.ends_with('s') && !word.ends_with("ss"))
}
