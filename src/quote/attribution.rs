//! Quotations and the narration around them in, the speaker and cue of each out, with the rule that found them.
//!
//! Each quotation asks its own sentence first: a tag behind it (`tag`), a cue before it (`lead`), a tag further on. What found nobody there
//! asks its neighbours: the paragraph that it continues, the quotation before it, the sentence that introduces it. Every
//! search looks at a bounded number of tokens, so that the whole is linear. Who is not found is none.

use super::cue::{Class, Language};
use super::kind::{Ending, Shape, lead_in};
use super::marks::Marked;
use super::narration::{Kind, Narration};
use super::rule::Rule;
use super::speaker::beginning_at;
use super::subject::{main_subject, subject_of};
use super::verb::is_verb;
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

    pub(super) fn found(speaker: ByteSpan, cue: ByteSpan, rule: Rule) -> Self {
        Self { speaker: Some(speaker), cue: Some(cue), rule }
    }

    /// The same speaker and cue, carried over to another quotation.
    pub(super) fn inherited(self, rule: Rule) -> Self {
        Self { rule, ..self }
    }
}

/// Tokens that are searched on either side of a quotation. On `PolNeAR` 25 lose 0.8 points of the F1 of
/// span and speaker, 80 gain nothing.
pub(super) const REACH: usize = 45;

/// Terms in marks that may stand between two quotations of one speaker, in the tag of the first. Judged, not measured.
const TERMS_BETWEEN: usize = 2;

/// The attribution of each quotation.
pub(crate) fn attribute(narration: &Narration, marked: &[Marked], shapes: &[Shape]) -> Vec<Attribution> {
    if narration.language == Language::None {
        return vec![Attribution::none(Rule::UnknownLanguage); marked.len()];
    }
    let mut found: Vec<Attribution> = (0..marked.len())
        .map(|quote| {
            let sentence = Sentence::around(narration, narration.quotes[quote]);
            // A term with a colon („A:“) is nobody's turn.
            let turn = if shapes[quote].is_term() { None } else { label(narration.text, marked[quote].inner) };
            turn.unwrap_or_else(|| sentence.attribution(shapes[quote]))
        })
        .collect();
    share_continued(marked, shapes, &mut found);
    inherit(narration, marked, shapes, &mut found);
    found
}

/// The label of a transcript's turn inside the marks: “HALE: I never left.”
fn label(text: &str, inner: ByteSpan) -> Option<Attribution> {
    /// Bytes in which a label must end; it is a name. Judged, not measured.
    const LONGEST: usize = 40;
    let words = inner.of(text);
    let head = &words.as_bytes()[..words.len().min(LONGEST)];
    let colon = memchr::memchr(b':', head)?;
    let name = &words[..colon];
    let capitals = name.chars().all(|c| c.is_uppercase() || matches!(c, ' ' | '.' | '-' | '\'' | '’'));
    let at = inner.start + colon;
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    (capitals && letters > 1).then(|| {
        let speaker = ByteSpan::new(inner.start, at);
        Attribution::found(speaker, ByteSpan::new(at, at + 1), Rule::Label)
    })
}

/// Gives the paragraphs of one long quotation the speaker that one of them has.
fn share_continued(marked: &[Marked], shapes: &[Shape], found: &mut [Attribution]) {
    let takes = |index: usize, found: &[Attribution]| found[index].speaker.is_none() && !shapes[index].is_term();
    for index in 1..marked.len() {
        if marked[index].continues && takes(index, found) && found[index - 1].speaker.is_some() {
            found[index] = found[index - 1].inherited(Rule::ContinuedParagraph);
        }
    }
    for index in (1..marked.len()).rev() {
        if marked[index].continues && takes(index - 1, found) && found[index].speaker.is_some() {
            found[index - 1] = found[index].inherited(Rule::ContinuedParagraph);
        }
    }
}

/// Gives utterances without a cue of their own the speaker of their neighbours.
fn inherit(narration: &Narration, marked: &[Marked], shapes: &[Shape], found: &mut [Attribution]) {
    for index in 0..marked.len() {
        if found[index].speaker.is_some() || shapes[index].is_term() {
            continue;
        }
        let sentence = Sentence::around(narration, narration.quotes[index]);
        if !shapes[index].is_utterance() {
            if let Some(before) = sentence.reported_before(found) {
                found[index] = before;
            }
            continue;
        }
        let previous = (index.saturating_sub(TERMS_BETWEEN + 1)..index)
            .rev()
            .find(|&p| !shapes[p].is_term())
            .filter(|&p| found[p].speaker.is_some());
        if let Some(taken_up) = sentence.taken_up() {
            found[index] = taken_up;
            continue;
        }
        let inherited = match previous.map(|p| (p, sentence.gap(narration.quotes[p]))) {
            Some((p, Gap::SameParagraph)) => Some(found[p].inherited(Rule::PreviousQuote)),
            Some((p, Gap::NextParagraph)) if shapes[p].is_utterance() => {
                Some(found[p].inherited(Rule::PreviousParagraph))
            }
            _ => sentence.introduced(found).or_else(|| sentence.reported_before(found)),
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
pub(super) struct Sentence<'n, 'a> {
    /// The narration around all quotations.
    pub(super) narration: &'n Narration<'a>,
    /// The token of the quotation.
    pub(super) at: usize,
    /// The first token of the sentence, within [`REACH`].
    pub(super) floor: usize,
}

impl<'n, 'a> Sentence<'n, 'a> {
    fn around(narration: &'n Narration<'a>, at: usize) -> Self {
        Self { narration, at, floor: sentence_start(narration, at) }
    }

    fn attribution(&self, shape: Shape) -> Attribution {
        if shape.is_term() {
            return Attribution::none(Rule::QuotesNobody);
        }
        let own_tag = shape.starts_clause || matches!(shape.ending, Ending::Comma | Ending::Open);
        if (own_tag && self.floor == self.at || !self.has_cue_before())
            && let Some(found) = self.tag_behind(shape)
        {
            return found;
        }
        self.cue_before().unwrap_or_else(|reason| {
            self.tag_behind(shape)
                .or_else(|| self.tag_further_on(shape))
                .or_else(|| if shape.noun { None } else { self.owned() })
                .or_else(|| if shape.is_utterance() { self.before_comma() } else { None })
                .unwrap_or(Attribution::none(reason))
        })
    }

    /// Whether a reporting verb, its comma or a colon stands right before the quotation.
    fn has_cue_before(&self) -> bool {
        let tokens = &self.narration.tokens;
        let before = &tokens[self.at - 1];
        match before.kind {
            Kind::Word => true,
            // A tag behind the quotation is surer than a colon that no verb stands next to.
            Kind::Colon | Kind::Comma => is_verb(self.narration, self.at - 2),
            _ => before.ends_sentence() && tokens[self.at.saturating_sub(2)].kind == Kind::Colon,
        }
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

    /// The subject of the next sentence, where it takes up the quotation: “…” With these words X left. “…” X smiled as she
    /// said it.
    fn taken_up(&self) -> Option<Attribution> {
        let narration = self.narration;
        let tokens = &narration.tokens;
        let word = |at: usize| tokens[at].span.of(narration.text);
        if tokens[self.at + 1].kind != Kind::End {
            return None;
        }
        let floor = self.at + 2;
        let end = (floor..tokens.len().min(floor + REACH)).find(|&i| tokens[i].ends_sentence())?;
        if (floor..end).any(|i| matches!(tokens[i].kind, Kind::Quote(_))) {
            return None;
        }
        // C’est X qui parle.
        let cleft = matches!((word(floor), word(floor + 1)), ("C" | "Ce", "est"));
        if cleft && let Some(phrase) = beginning_at(narration, floor + 2) {
            let verb = phrase.last + 2;
            let says = tokens[verb].is(Class::Say) && tokens[phrase.last + 1].is(Class::Relative);
            return says.then(|| Attribution::found(phrase.span, tokens[verb].span, Rule::NextSentence));
        }
        let words = (floor..end).find(|&i| tokens[i].is(Class::Utterance) && tokens[i - 1].is(Class::Pointing));
        let told = (floor..end)
            .find(|&i| is_verb(narration, i) && tokens[i].is(Class::Say) && matches!(word(i + 1), "it" | "so"));
        let cue = words.or(told)?;
        let phrase = match words {
            // “With these words X left”
            Some(at) if tokens[floor].is(Class::Preposition) && at <= floor + 3 => beginning_at(narration, at + 1),
            _ => main_subject(narration, floor, end),
        }?;
        Some(Attribution::found(phrase.span, tokens[cue].span, Rule::NextSentence))
    }

    /// Who was speaking in the sentences before, where a verb form says that this one goes on reporting: „Brandt warnte. Der
    /// Pier sei „morsch“.“
    fn reported_before(&self, found: &[Attribution]) -> Option<Attribution> {
        /// Sentences back to which such a report may reach. Judged, not measured.
        const SENTENCES: usize = 4;
        let narration = self.narration;
        let tokens = &narration.tokens;
        let end = (self.at..tokens.len().min(self.at + REACH)).find(|&i| tokens[i].ends_sentence())?;
        if !tokens[self.floor..end].iter().any(|token| token.is(Class::Mood)) {
            return None;
        }
        let mut end = self.floor.checked_sub(1)?;
        for _ in 0..SENTENCES {
            let floor = sentence_start(narration, end);
            for at in (floor..end).rev() {
                if let Kind::Quote(number) = tokens[at].kind
                    && found[number].speaker.is_some()
                {
                    return Some(found[number].inherited(Rule::PreviousSentence));
                }
                let cue = tokens[at].is(Class::Say) && tokens[at].is(Class::Finite) && is_verb(narration, at);
                if cue && let Some(before) = self.cue_at(at, floor) {
                    return Some(before.inherited(Rule::PreviousSentence));
                }
            }
            end = floor.checked_sub(1)?;
            if end == 0 {
                break;
            }
        }
        None
    }

    /// The speaker whom the sentence before introduces: it reports something, or is about one person.
    fn introduced(&self, found: &[Attribution]) -> Option<Attribution> {
        let narration = self.narration;
        let tokens = &narration.tokens;
        let end = self.at - 1;
        if !tokens[end].ends_sentence() {
            return None;
        }
        // Over a paragraph's end only a verb of speech reaches: “Brandt said the pier is rotten.” and a line of her words.
        let near = tokens[end].kind == Kind::End;
        let floor = sentence_start(narration, end);
        // Whoever was quoted there goes on, if anybody does.
        let last = (floor..end).rev().find(|&i| matches!(tokens[i].kind, Kind::Quote(_)));
        if let Some(last) = last {
            let Kind::Quote(number) = tokens[last].kind else { return None };
            let before = found[number];
            return before.speaker.map(|_| before.inherited(Rule::PreviousSentence));
        }
        let reports =
            |i: usize| is_verb(narration, i) && tokens[i].is(Class::Finite) && (near || tokens[i].is(Class::Say));
        let verb = (floor..end).find(|&i| reports(i));
        if let Some(verb) = verb
            && let Some(phrase) = subject_of(narration, verb, floor)
            && !matches!(phrase.span.of(narration.text), "I" | "we" | "We" | "you" | "You")
        {
            return Some(Attribution::found(phrase.span, tokens[verb].span, Rule::PreviousSentence));
        }
        if !near {
            return None;
        }
        let phrase = main_subject(narration, floor, end)?;
        let token = &tokens[phrase.last];
        let person = token.capital && token.classes.is_unknown()
            || matches!(token.span.of(narration.text), "he" | "she" | "He" | "She");
        person.then_some(Attribution { speaker: Some(phrase.span), cue: None, rule: Rule::PreviousSentence })
    }
}

/// The first token of the sentence in which token `at` stands, within [`REACH`].
pub(super) fn sentence_start(narration: &Narration, at: usize) -> usize {
    let bottom = at.saturating_sub(REACH);
    (bottom..at).rev().find(|&i| narration.tokens[i].ends_sentence()).map_or(bottom.max(1), |end| end + 1)
}
