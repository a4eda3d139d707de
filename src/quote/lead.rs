//! A quotation's sentence in, the cue before the quotation out: X said that “…”; X rose, calling it “…”; X: “…”.
//!
//! The nearest cue to the left that has a subject decides, with two exceptions: a verb of thought gives way to a verb of
//! speech further left, and a clause that another cue reports gives way to that cue.
//!
//! Tried, did not help: taking a noun in marks for the narrator's when it stands far from the cue (“said that … under a
//! ‘flag of truce’”). It is right now and then and loses 0.4 points of span F1 on `PolNeAR`'s development part.

use super::attribution::{Attribution, REACH, Sentence, sentence_start};
use super::cue::{Class, Language};
use super::form::is_inner_adverb;
use super::narration::{Kind, Token};
use super::people::{Person, person};
use super::rule::Rule;
use super::speaker::{Phrase, beginning_at, ending_at};
use super::subject::{clause_subject, fronted_end, main_subject, subject_of};
use super::tag::{impersonal, is_unknown_verb};
use super::verb::is_verb;
use crate::span::ByteSpan;

/// Tokens between a verb of speech and a participle that goes on from it. Judged, not measured.
const NEAR: usize = 6;

/// Tokens between a thing said and the quotation that is its content. Judged, not measured.
const OWNED: usize = 8;

impl Sentence<'_, '_> {
    /// The nearest cue to the left in the sentence, or before the colon that ends the sentence before.
    pub(super) fn cue_before(&self) -> Result<Attribution, Rule> {
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
        // A clause that opens the sentence reports nothing of what stands in the main clause.
        let main = fronted_end(narration, floor, from);
        let mut reason = Rule::NoCue;
        let mut thought = None;
        let mut at = from + 1;
        while at > floor {
            at -= 1;
            if main == Some(at) {
                break;
            }
            if let Some(found) = self.according_to(at) {
                return Ok(found);
            }
            if let Some(found) = self.noun_cue(at, floor) {
                return Ok(found);
            }
            if let Some(found) = self.open_clause(at, floor) {
                thought.get_or_insert(found);
            }
            if let Some(found) = self.shown(at, floor) {
                thought.get_or_insert(found);
            }
            // „so“ reports in a tag alone: „…“, so X.
            let so =
                narration.language == Language::German && matches!(tokens[at].span.of(narration.text), "so" | "So");
            if so || !is_verb(narration, at) || self.is_aside(at, from) {
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
            let found = clause_subject(narration, floor, from).filter(|p| self.is_colon_speaker(p, from));
            // “For the harbour master it is simple: “…””
            let view = matches!(tokens[floor].span.of(narration.text), "For" | "Für" | "Pour");
            let view = if view { beginning_at(narration, floor + 1) } else { None };
            let holder = view.filter(|phrase| {
                phrase.last < from
                    && (floor + 1..=phrase.last).any(|i| {
                        let person = person(tokens[i].span.of(narration.text));
                        person.is(Person::GIVEN | Person::TITLE | Person::LEADER | Person::NOUN)
                            || tokens[i].is(Class::Title)
                    })
            });
            if let Some(phrase) = found.or(holder) {
                let cue = self.words_of_colon(&phrase, from).unwrap_or(tokens[from].span);
                return Ok(Attribution::found(phrase.span, cue, Rule::Colon));
            }
        }
        Err(reason)
    }

    /// The words between a speaker and the colon, where they are few and a verb opens them: “Brandt went on: …”.
    fn words_of_colon(&self, phrase: &Phrase, colon: usize) -> Option<ByteSpan> {
        /// Words that such a cue may have; a longer one tells a story. Judged, not measured.
        const LONGEST: usize = 6;
        let tokens = &self.narration.tokens;
        let first = phrase.last + 1;
        let few = first < colon && colon - first <= LONGEST;
        let words = few && tokens[first..colon].iter().all(|token| token.kind == Kind::Word);
        (words && !tokens[first].is(Class::Preposition))
            .then(|| ByteSpan::new(tokens[first].span.start, tokens[colon - 1].span.end))
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
        // German nouns have capitals: one alone before a colon is a topic rather than a name.
        let lone = words.iter().filter(|token| token.capital).count() == 1;
        let who = |token: &Token| {
            token.person.is(Person::GIVEN | Person::TITLE | Person::LEADER | Person::BODY | Person::NOUN)
        };
        let named = named && !(self.narration.language == Language::German && lone && !words.iter().any(who));
        let person = named || words.iter().any(|t| t.classes.any(&[Class::Pronoun, Class::Title]));
        let next = phrase.last + 1;
        let kicker = words[0].is(Class::Kicker);
        person && !kicker && (next == colon || tokens[next].kind == Kind::Word || tokens[next].kind == Kind::Comma)
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
        // “Brandt said in a statement: …”: the verb is the cue.
        let said = (floor.max(at.saturating_sub(OWNED))..at)
            .rev()
            .find(|&i| tokens[i].is(Class::Verb) || is_verb(narration, i))
            .is_some_and(|i| tokens[i].is(Class::Say) && tokens[i].is(Class::Finite));
        if tokens[at + 1].kind == Kind::Colon && at > floor && !said && !is_verb(narration, at) {
            let phrase = clause_subject(narration, floor, at)?;
            return Some(Attribution::found(phrase.span, token.span, Rule::Noun));
        }
        None
    }

    /// The owner of a thing said close before the quotation, where no verb reports it.
    pub(super) fn owned(&self) -> Option<Attribution> {
        let tokens = &self.narration.tokens;
        let nouns = (self.floor.max(self.at.saturating_sub(OWNED))..self.at)
            .rev()
            .filter(|&at| tokens[at].is(Class::Utterance));
        let mut owners = nouns.filter_map(|at| Some((self.owner_of(at, self.floor)?, at)));
        owners.next().map(|(owner, at)| Attribution::found(owner, tokens[at].span, Rule::Noun))
    }

    /// `a report found that “…”`, `a report found “…”`.
    fn shown(&self, at: usize, floor: usize) -> Option<Attribution> {
        let tokens = &self.narration.tokens;
        let token = &tokens[at];
        if !token.is(Class::Shows) || token.classes.is_cue() || at == floor {
            return None;
        }
        let that = tokens[at + 1].span.of(self.narration.text) == "that";
        let subject = if that || at + 1 == self.at { subject_of(self.narration, at, floor) } else { None }?;
        Some(Attribution::found(subject.span, token.span, Rule::Preceding))
    }

    /// Whether the cue at `at` stands in a relative clause that ends before the quotation: “the plan, which some call a gift,
    /// is “…””.
    fn is_aside(&self, at: usize, from: usize) -> bool {
        /// Tokens between a relative pronoun and its verb. Judged, not measured.
        const NEAR: usize = 6;
        let tokens = &self.narration.tokens;
        let opens = (at.saturating_sub(NEAR)..at)
            .rev()
            .take_while(|&i| tokens[i].kind == Kind::Word)
            .any(|i| tokens[i].is(Class::Relative) && matches!(tokens[i - 1].kind, Kind::Comma | Kind::Dash));
        opens
            && (at + 1..from).any(|i| {
                let goes_on = tokens[i + 1].classes.any(&[Class::Auxiliary, Class::Passive, Class::Verb]);
                tokens[i].kind == Kind::Comma && goes_on
            })
    }

    /// `X put it this way, “…”`: the sentence before a comma and an utterance says who speaks, whatever its verb.
    pub(super) fn before_comma(&self) -> Option<Attribution> {
        let narration = self.narration;
        let tokens = &narration.tokens;
        let comma = self.at - 1;
        if tokens[comma].kind != Kind::Comma || comma <= self.floor {
            return None;
        }
        let phrase =
            clause_subject(narration, self.floor, comma).filter(|phrase| self.is_colon_speaker(phrase, comma))?;
        let cue = self.words_of_colon(&phrase, comma)?;
        Some(Attribution::found(phrase.span, cue, Rule::Preceding))
    }

    /// `X groused that … “…”`: a verb in no list reports if “that” follows it and a name or pronoun stands before it.
    pub(super) fn open_clause(&self, at: usize, floor: usize) -> Option<Attribution> {
        let narration = self.narration;
        let tokens = &narration.tokens;
        let that = tokens[at + 1].span.of(narration.text) == "that" && narration.language == Language::English;
        // X is sure that “…”, X is “sure”.
        if tokens[at].is(Class::Stance) && (that || at + 1 == self.at) && at > floor {
            let be = (at.saturating_sub(3).max(floor)..at).rev().find(|&i| tokens[i].is(Class::Passive))?;
            let subject = subject_of(narration, be, floor)?;
            return Some(Attribution::found(subject.span, tokens[at].span, Rule::Preceding));
        }
        if !that || at == floor || !is_unknown_verb(narration, at) {
            return None;
        }
        let before = &tokens[at - 1];
        let named =
            before.is(Class::Pronoun) || before.capital && before.classes.is_unknown() || before.is(Class::Auxiliary);
        let past = tokens[at].span.of(narration.text).ends_with("ed");
        let subject = (named || past).then(|| subject_of(narration, at, floor)).flatten()?;
        Some(Attribution::found(subject.span, tokens[at].span, Rule::OpenVerb))
    }

    /// Whose the thing said at `at` is, close before the quotation: `X’s call for “…”`, `her promise of “…”`.
    fn owner_of(&self, at: usize, floor: usize) -> Option<ByteSpan> {
        let narration = self.narration;
        let tokens = &narration.tokens;
        if self.at > at + OWNED || narration.language != Language::English || is_verb(narration, at) {
            return None;
        }
        // An adjective may stand between: “his campaign promise”.
        (at.saturating_sub(2).max(floor)..at).rev().find_map(|before| {
            let token = &tokens[before];
            if token.possessive {
                return ending_at(narration, before, floor).map(|owner| owner.span);
            }
            let pronoun = ["his", "her", "its", "their", "my", "our", "His", "Her", "Its", "Their"]
                .contains(&token.span.of(narration.text));
            pronoun.then_some(token.span)
        })
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
        // One German noun before a colon is a topic: „Steuern: …“.
        let named =
            named && (narration.language != Language::German || self.is_colon_speaker(&phrase, phrase.last + 1));
        (named && colon < from && tokens[colon].kind == Kind::Colon)
            .then(|| Attribution::found(phrase.span, tokens[colon].span, Rule::Colon))
    }

    /// The attribution by the verb at `verb`, which stands before the quotation.
    pub(super) fn cue_at(&self, verb: usize, floor: usize) -> Option<Attribution> {
        let narration = self.narration;
        let tokens = &narration.tokens;
        // “will continue to be” reports nothing.
        if tokens[verb].span.of(narration.text).starts_with("continue")
            && tokens[verb + 1].span.of(narration.text) == "to"
        {
            return None;
        }
        if let Kind::Quote(_) = tokens[verb + 1].kind
            && tokens[verb].span.of(narration.text).starts_with("continue")
            && tokens[verb + 1]
                .span
                .of(narration.text)
                .trim_start_matches(|c: char| !c.is_alphanumeric())
                .starts_with("to ")
        {
            return None;
        }
        // “a company called Hale & Sons” names a thing.
        let named =
            matches!(tokens[verb].span.of(narration.text), "called" | "named" | "dubbed") && tokens[verb + 1].capital;
        if named && let Some(thing) = ending_at(narration, verb - 1, floor) {
            let article = tokens[thing.first].span.of(narration.text);
            if matches!(article, "a" | "an" | "A" | "An") {
                return None;
            }
        }
        let cue = tokens[verb].span;
        let mut before = verb - 1;
        while before > floor && (tokens[before].is(Class::Adverb) || is_inner_adverb(narration, before)) {
            before -= 1;
        }
        // “He’s expected to”
        let contracted = tokens[before].possessive && tokens[before].is(Class::Pronoun);
        let behind_be = before >= floor && (tokens[before].is(Class::Passive) || contracted);
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
        // So does a pronoun right behind it: „Seit Freitag sagt er, …“
        let word = |at: usize| tokens[at].span.of(narration.text);
        let pronoun = matches!(word(verb + 1), "er" | "sie" | "wir" | "ich" | "man");
        let opened = tokens[floor].classes.any(&[Class::Preposition, Class::Adverb, Class::Subordinate])
            || word(floor) == "So"
            || word(floor).ends_with("end") && tokens[floor].classes.is_unknown();
        let german = narration.language == Language::German;
        if german && let Some(phrase) = self.parted(verb, floor) {
            return Some(Attribution::found(phrase.span, cue, Rule::Preceding));
        }
        // „und nannte sie „…““ goes on from the subject before.
        let joined = tokens[verb - 1].is(Class::Conjunction);
        let fronted = german && !joined && (opened || pronoun || self.hearer_first(verb, floor));
        let reflexive = usize::from(german && word(verb + 1) == "sich");
        if fronted && let Some(phrase) = beginning_at(narration, verb + 1 + reflexive).filter(|p| p.last < self.at) {
            let phrase = impersonal(narration, phrase).filter(|p| p.last < self.at).unwrap_or(phrase);
            return Some(Attribution::found(phrase.span, cue, Rule::Preceding));
        }
        if let Some(phrase) = subject_of(narration, verb, floor) {
            return Some(Attribution::found(phrase.span, cue, Rule::Preceding));
        }
        // “…,” said X, “…”
        let inverted = verb == floor || matches!(tokens[verb - 1].kind, Kind::Comma | Kind::Quote(_));
        // “…, said the pier was “rotten””: what has a verb of its own is no speaker.
        let stands = |phrase: &Phrase| {
            let next = &tokens[phrase.last + 1];
            phrase.last < self.at
                && (narration.language != Language::English
                    || next.kind != Kind::Word
                    || next.classes.any(&[Class::Preposition, Class::Calendar]))
        };
        let phrase = if inverted { beginning_at(narration, verb + 1).filter(stands) } else { None };
        let phrase = phrase.or_else(|| main_subject(narration, floor, verb))?;
        Some(Attribution::found(phrase.span, cue, Rule::Preceding))
    }

    /// The subject of a German verb in two parts: „X hat zur Eröffnung erklärt: …“, „Am Montag hat X erklärt: …“.
    fn parted(&self, verb: usize, floor: usize) -> Option<Phrase> {
        let narration = self.narration;
        let tokens = &narration.tokens;
        if !tokens[verb].is(Class::Participle) {
            return None;
        }
        let first = (floor..verb)
            .rev()
            .take_while(|&at| tokens[at].kind == Kind::Word)
            .find(|&at| matches!(tokens[at].span.of(narration.text), "hat" | "haben" | "hatte" | "hatten" | "habe"))?;
        let opened =
            first == floor || tokens[floor].classes.any(&[Class::Preposition, Class::Adverb, Class::Subordinate]);
        if opened { beginning_at(narration, first + 1) } else { subject_of(narration, first, floor) }
    }

    /// Whether whoever is told something opens a German sentence: „Der Zeitung sagte Ida Brandt: …“.
    fn hearer_first(&self, verb: usize, floor: usize) -> bool {
        let narration = self.narration;
        let tokens = &narration.tokens;
        let hearer = matches!(tokens[floor].span.of(narration.text), "Der" | "Dem" | "Den" | "Gegenüber");
        let behind = if hearer { beginning_at(narration, verb + 1) } else { None };
        behind.is_some_and(|phrase| {
            tokens[phrase.first].capital && phrase.last > phrase.first && tokens[phrase.last + 1].kind != Kind::Word
        })
    }

    /// `X spoke at length, calling it “…”`, `with X warning of “…”`, `Calling it “…,” X left`.
    fn participle(&self, verb: usize, floor: usize) -> Option<Attribution> {
        let narration = self.narration;
        let tokens = &narration.tokens;
        let cue = tokens[verb].span;
        let before = &tokens[verb - 1];
        if is_inner_adverb(narration, verb - 1)
            && let Some(phrase) = subject_of(narration, verb, floor)
        {
            return Some(Attribution::found(phrase.span, cue, Rule::Participle));
        }
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
            // “in a letter to Hale asking”, “tweeted back at Hale pointing out”, “carrying signs saying”: the sentence's
            // subject; but “with Hale saying”.
            let opener = &tokens[phrase.first];
            let linked = &tokens[phrase.first - 1];
            let hangs = linked.is(Class::Preposition) && linked.span.of(narration.text) != "with"
                || !opener.capital && phrase.first < phrase.last && opener.span.of(narration.text).ends_with("ing");
            let outer =
                if hangs && phrase.first > floor { clause_subject(narration, floor, phrase.first - 1) } else { None };
            let phrase = author.or(outer).unwrap_or(phrase);
            return Some(Attribution::found(phrase.span, cue, Rule::Participle));
        }
        // “…, Brandt said, adding”: who spoke last goes on.
        let told = (floor..verb).rev().take_while(|&at| !matches!(tokens[at].kind, Kind::Quote(_)));
        let said = told
            .take(NEAR)
            .find(|&at| tokens[at].is(Class::Say) && tokens[at].is(Class::Finite) && is_verb(narration, at));
        if let Some(phrase) = said.and_then(|at| subject_of(narration, at, floor)) {
            return Some(Attribution::found(phrase.span, cue, Rule::Participle));
        }
        let phrase = main_subject(narration, floor, verb)?;
        Some(Attribution::found(phrase.span, cue, Rule::Participle))
    }
}
