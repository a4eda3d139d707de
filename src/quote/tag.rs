//! A quotation's sentence in, the tag behind the quotation out: “…,” said X; “…,” X said; “…” — X.
//!
//! Right behind a quotation that ends with a comma or a question mark, the tag's verb need be in no list: its place tells.

use super::attribution::{Attribution, REACH, Sentence};
use super::cue::{Class, Language};
use super::form::{is_bare_singular, is_nobody, is_object_pronoun};
use super::kind::{Ending, Shape};
use super::narration::{Kind, Narration};
use super::rule::Rule;
use super::speaker::{Phrase, beginning_at, ending_at};
use super::verb::is_verb;
use crate::span::ByteSpan;

/// Tokens that may stand between a speaker and the verb of a tag without a comma (“a voice on the line said”).
/// Judged, not measured.
const PHRASE_REACH: usize = 14;

impl Sentence<'_, '_> {
    /// `“…,” said X`, `“…,” X said`, `“…,” according to X`.
    pub(super) fn tag_behind(&self, shape: Shape) -> Option<Attribution> {
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
                if so {
                    return self.inverted_tag(at + 2, true);
                }
                // “….” Brandt said. A sentence that is a tag and nothing else.
                let tag = self.tag_at(at + 1, true).filter(|_| tokens[at].kind == Kind::End);
                return tag.filter(|found| self.ends_with(found, at + 1));
            }
            Ending::Bare if !shape.starts_clause => return None,
            _ => {}
        }
        while matches!(tokens[at].kind, Kind::Comma | Kind::Dash) {
            at += 1;
        }
        let strict = shape.ending == Ending::Bare || tokens[self.at + 1].ends_sentence();
        // “…,” as Brandt said on Monday
        if tokens[at].span.of(self.narration.text) == "as"
            && shape.ending == Ending::Comma
            && let Some(found) = self.tag_at(at + 1, true).filter(|found| self.closes_clause(found, at + 1))
        {
            return Some(found);
        }
        self.tag_at(at, strict)
    }

    /// A tag that begins at token `at`. `strict` leaves out the verbs that no list holds.
    pub(super) fn tag_at(&self, at: usize, strict: bool) -> Option<Attribution> {
        self.according_to(at)
            .or_else(|| self.signature(at))
            .or_else(|| self.reply(at))
            .or_else(|| self.inverted_tag(at, strict))
            .or_else(|| self.subject_tag(at, strict))
    }

    /// `“…,” was her reply`, `“…,” was Brandt’s verdict`.
    fn reply(&self, at: usize) -> Option<Attribution> {
        let narration = self.narration;
        let tokens = &narration.tokens;
        if narration.language != Language::English || !tokens[at].is(Class::Passive) {
            return None;
        }
        let owned = ["his", "her", "their"].contains(&tokens[at + 1].span.of(narration.text));
        let noun = (at + 2..tokens.len().min(at + 6)).find(|&i| tokens[i].is(Class::Utterance))?;
        let whose = if owned {
            Some(tokens[at + 1].span)
        } else {
            let end = (at + 1..noun).find(|&i| tokens[i].possessive)?;
            ending_at(narration, end, at + 1).map(|owner| owner.span)
        };
        whose.map(|whose| Attribution::found(whose, tokens[noun].span, Rule::Noun))
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
        // A list of them may have no blank lines between.
        let next = &tokens[phrase.last + 1];
        let gap = narration.text.get(phrase.span.end..next.span.start).unwrap_or("");
        (next.kind == Kind::ParagraphEnd || gap.contains('\n') && gap.trim().is_empty())
            .then(|| Attribution::found(phrase.span, dash.span, Rule::Signature))
    }

    /// `according to X`, and its like in German and French.
    pub(super) fn according_to(&self, at: usize) -> Option<Attribution> {
        let narration = self.narration;
        let token = &narration.tokens[at];
        let word = token.span.of(narration.text);
        let (phrase, end) = match (narration.language, word) {
            (Language::English, "according" | "According")
                if narration.tokens[at + 1].span.of(narration.text) == "to" =>
            {
                (beginning_at(narration, at + 2)?, at + 1)
            }
            // „laut geworden“ names no source.
            (Language::German, "laut" | "Laut")
                if !narration.tokens[at + 1].capital && !narration.tokens[at + 1].is(Class::Determiner) =>
            {
                return None;
            }
            (Language::German, "laut" | "Laut") | (Language::French, "selon" | "Selon") => {
                (beginning_at(narration, at + 1)?, at)
            }
            (Language::German, "nach" | "Nach") => self.by_account(at)?,
            (Language::German, "zufolge") => {
                let phrase = ending_at(narration, at.checked_sub(1)?, self.floor)?;
                return Some(Attribution::found(phrase.span, token.span, Rule::AccordingTo));
            }
            _ => return None,
        };
        let cue = ByteSpan::new(token.span.start, narration.tokens[end].span.end);
        Some(Attribution::found(phrase.span, cue, Rule::AccordingTo))
    }

    /// The source and the last token of „nach Angaben der Polizei“, „nach einem Bericht von X“, „nach ersten Untersuchungen“.
    fn by_account(&self, at: usize) -> Option<(Phrase, usize)> {
        let narration = self.narration;
        let tokens = &narration.tokens;
        let word = |at: usize| tokens[at].span.of(narration.text);
        // „Nach dem Bericht“ tells a time.
        let opens = |at: usize| {
            !tokens[at].capital
                && tokens[at].kind == Kind::Word
                && !matches!(word(at), "dem" | "der" | "diesem" | "diesen")
        };
        let account = |at: usize| tokens[at].capital && (tokens[at].is(Class::Utterance) || names_account(word(at)));
        let noun = (at + 1..at + 4).find(|&i| account(i) || !opens(i)).filter(|&i| account(i))?;
        let from = usize::from(matches!(word(noun + 1), "von" | "vom"));
        let next = &tokens[noun + 1 + from];
        let owned = next.kind == Kind::Word && (next.capital || next.is(Class::Determiner));
        if owned && let Some(phrase) = beginning_at(narration, noun + 1 + from) {
            return Some((phrase, noun));
        }
        Some((ending_at(narration, noun, at + 1)?, at))
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
        // „…“, so formulierte es X: the second verb is the cue.
        if narration.language == Language::German && is_verb(narration, verb) && is_verb(narration, verb + 1) {
            verb += 1;
        }
        if let Some(found) = self.split_verb(at) {
            return Some(found);
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
        // „…“, so nannte ihn der Trainer
        let object = |at: usize| {
            let word = tokens[at].span.of(narration.text);
            narration.language == Language::German && matches!(word, "ihn" | "ihm" | "ihnen" | "dies" | "das")
        };
        if object(subject) && tokens[subject + 1].kind == Kind::Word && tokens[subject + 1].is(Class::Determiner) {
            subject += 1;
        }
        while subject < verb + 3
            && tokens[subject].is(Class::Adverb)
            && (!tokens[subject].classes.any(&[Class::Determiner, Class::Pronoun])
                || tokens[subject].span.of(narration.text) == "es"
                    && tokens[subject + 1].kind == Kind::Word
                    && !tokens[subject + 1].is(Class::Preposition))
        {
            subject += 1;
        }
        // „hieß es von X“: the pronoun is nobody, whatever hangs on it.
        let nobody = narration.language == Language::German && tokens[subject].span.of(narration.text) == "es";
        let es = Phrase { span: tokens[subject].span, first: subject, last: subject };
        let named = if nobody { impersonal(narration, es) } else { None };
        let phrase = match named {
            Some(phrase) => phrase,
            None => beginning_at(narration, subject)
                .filter(|phrase| !is_bare_singular(narration, phrase) && !is_object_pronoun(narration, phrase.last))?,
        };
        // “…,” state officials said: the verb is the later one.
        if is_verb(narration, phrase.last + 1) && tokens[verb].is(Class::Noun) {
            return None;
        }
        let rule = if known { Rule::Inverted } else { Rule::OpenVerb };
        Some(Attribution::found(phrase.span, tokens[verb].span, rule))
    }

    /// `„…“, hatte X in Ardal erklärt`: German parts the verb around its subject.
    fn split_verb(&self, at: usize) -> Option<Attribution> {
        let narration = self.narration;
        let tokens = &narration.tokens;
        if narration.language != Language::German || !tokens[at].is(Class::Auxiliary) {
            return None;
        }
        let phrase = beginning_at(narration, at + 1)?;
        let verb = (phrase.last + 1..phrase.last + PHRASE_REACH)
            .take_while(|&i| tokens[i].kind == Kind::Word)
            .find(|&i| tokens[i].classes.is_cue() && tokens[i].is(Class::Participle))?;
        Some(Attribution::found(phrase.span, tokens[verb].span, Rule::Inverted))
    }

    /// `X said`, `X, the head of the guild, said`.
    fn subject_tag(&self, at: usize, strict: bool) -> Option<Attribution> {
        let narration = self.narration;
        let tokens = &narration.tokens;
        let phrase = beginning_at(narration, at).filter(|phrase| !is_nobody(narration, phrase))?;
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
            let verb = self.verb_at(next + 1).or_else(|| self.verb_behind_insertion(next)).or_else(|| {
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
        // „…, sofort Hilfe zu rufen“
        let infinitive = tokens[verb - 1].span.of(self.narration.text) == "zu";
        (form && !infinitive && is_verb(self.narration, verb)).then_some(verb)
    }

    /// The verb behind an apposition or relative clause that begins at `at`.
    fn verb_behind_insertion(&self, at: usize) -> Option<usize> {
        let tokens = &self.narration.tokens;
        let end = (at + 1..tokens.len().min(at + REACH))
            .take_while(|&i| !tokens[i].ends_sentence() && !matches!(tokens[i].kind, Kind::Quote(_)));
        end.filter(|&i| matches!(tokens[i].kind, Kind::Comma | Kind::Dash | Kind::Close))
            .find_map(|i| self.verb_at(i + 1))
    }

    /// `… “…” …, as X says, …`: a tag behind a later comma of the sentence.
    pub(super) fn tag_further_on(&self, shape: Shape) -> Option<Attribution> {
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
            if matches!(tokens[tag].span.of(narration.text), "as" | "wie" | "so" | "comme")
                && !tokens[tag].classes.is_cue()
            {
                tag += 1;
            }
            if let Some(found) = self.tag_at(tag, true).filter(|found| self.closes_clause(found, tag)) {
                return Some(found.inherited(Rule::Trailing));
            }
        }
        None
    }

    /// Whether the sentence that begins at token `tag` ends with the tag.
    fn ends_with(&self, found: &Attribution, tag: usize) -> bool {
        let end = found.speaker.into_iter().chain(found.cue).map(|span| span.end).max();
        let tokens = &self.narration.tokens;
        let next = (tag..tokens.len()).find(|&i| Some(tokens[i].span.start) >= end);
        next.is_some_and(|i| tokens[i].ends_sentence())
    }

    /// Whether a tag that begins at token `tag` ends at a point, so that it is an aside and no new clause.
    pub(super) fn closes_clause(&self, found: &Attribution, tag: usize) -> bool {
        let end = found.speaker.into_iter().chain(found.cue).map(|span| span.end).max();
        let tokens = &self.narration.tokens;
        let next = (tag..tokens.len()).find(|&i| Some(tokens[i].span.start) >= end);
        next.is_some_and(|i| {
            tokens[i].ends_sentence()
                || matches!(tokens[i].kind, Kind::Comma | Kind::Dash)
                || tokens[i].classes.any(&[Class::Preposition, Class::Calendar])
        })
    }
}

/// Whether a German compound names what somebody tells: Polizeiangaben, Medienberichte.
fn names_account(word: &str) -> bool {
    ["angaben", "berichten", "aussagen", "informationen"].iter().any(|end| word.ends_with(end))
}

/// The paper or office of „heißt es in der Erklärung“, „hieß es aus dem Ministerium“.
pub(super) fn impersonal(narration: &Narration, phrase: Phrase) -> Option<Phrase> {
    let tokens = &narration.tokens;
    let word = |at: usize| tokens[at].span.of(narration.text);
    if narration.language != Language::German || phrase.first != phrase.last || word(phrase.first) != "es" {
        return None;
    }
    let mut next = phrase.last + 1;
    while tokens[next].is(Class::Adverb) {
        next += 1;
    }
    let from = matches!(word(next), "in" | "im" | "aus" | "von" | "vom" | "bei" | "beim");
    from.then(|| beginning_at(narration, next + 1)).flatten()
}

/// A small word next to a quotation that is in no list, but looks like a past or present verb.
pub(super) fn is_unknown_verb(narration: &Narration, at: usize) -> bool {
    let token = &narration.tokens[at];
    let word = token.span.of(narration.text);
    token.kind == Kind::Word
        && token.classes.is_unknown()
        && !token.capital
        && word.len() > 3
        && (word.ends_with("ed") || word.ends_with('s') && !word.ends_with("ss"))
}
