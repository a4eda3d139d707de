//! A text in, its outermost quotations out: where each mark opens and closes.
//!
//! Two passes, both left to right. The first reads every mark with its neighbours and says what it can be: an opening
//! mark, a closing mark, either, an apostrophe ([`glyph`](super::glyph)). The second pairs them paragraph by paragraph on
//! a stack, so that no mark is ever searched for from another one. What stays open at the end of a paragraph is looked at
//! once: reopened in the next paragraph, closed a few sentences on, or left open.

use super::cue::{Class, Language, Lexicon};
use super::glyph::{Event, Family, Role, events};
use crate::span::ByteSpan;

/// A quotation in its marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Marked {
    /// With the marks; without a closing mark up to the paragraph's end.
    pub(crate) span: ByteSpan,
    /// Without the marks and the white space next to them.
    pub(crate) inner: ByteSpan,
    /// Whether a closing mark stands at the end.
    pub(crate) closed: bool,
    /// Whether the opening mark takes up the quotation that the paragraph before left open.
    pub(crate) continues: bool,
    /// What sets it off.
    pub(crate) by: SetOffBy,
}

/// What sets a quotation off from the narration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SetOffBy {
    /// Quotation marks.
    Marks,
    /// Doubled apostrophes, which are no marks to a reader.
    Apostrophes,
    /// A dash that opens a turn of dialogue.
    Dash,
    /// A label that opens a turn of a transcript.
    Label,
}

impl SetOffBy {
    /// Whether a reader sees marks.
    pub(crate) fn is_seen(self) -> bool {
        matches!(self, Self::Marks | Self::Dash)
    }
}

/// Sentences within which a quotation that runs over a blank line must close. “A few”, set to three
/// by judgement: broken quotes are too rare in labelled corpora to measure it.
const JOIN_SENTENCES: usize = 3;

/// The outermost quotations of `text`, left to right; they never overlap.
///
/// # Complexity
/// Linear in the text. 24 bytes a mark.
pub(crate) fn scan(text: &str) -> Vec<Marked> {
    let events = events(text);
    if events.is_empty() {
        return Vec::new();
    }
    let mut pairing = Pairing {
        text,
        ahead: Ahead::new(&events),
        events: &events,
        stack: Vec::new(),
        open: [0; Family::COUNT],
        last_matched: [0; 2 * Family::COUNT],
        pairs: Vec::new(),
        found: Vec::new(),
        reopened: None,
        since: 0,
    };
    pairing.run();
    pairing.found
}

/// For each event, the next single marks that decide whether a doubtful ’ closes or is a possessive.
struct Ahead {
    /// Index of the next single mark that surely closes.
    closes: Vec<u32>,
    /// Index of the next single opening mark or paragraph break.
    bound: Vec<u32>,
}

impl Ahead {
    fn new(events: &[Event]) -> Self {
        let none = u32::MAX;
        let (mut close, mut stop) = (none, none);
        let mut closes = vec![none; events.len()];
        let mut bound = vec![none; events.len()];
        for (index, event) in events.iter().enumerate().rev() {
            closes[index] = close;
            bound[index] = stop;
            let here = u32::try_from(index).unwrap_or(none);
            match (event.family, event.role) {
                (Family::Single, Role::Close) => close = here,
                (_, Role::Break) | (Family::Single, Role::Open) => stop = here,
                _ => {}
            }
        }
        Self { closes, bound }
    }

    /// Whether a sure closing mark follows before anything opens.
    fn closes_later(&self, index: usize) -> bool {
        self.closes[index] != u32::MAX && self.closes[index] < self.bound[index]
    }
}

struct Pairing<'a> {
    text: &'a str,
    events: &'a [Event],
    ahead: Ahead,
    /// Indices of the opening marks that nothing has closed yet in this paragraph.
    stack: Vec<usize>,
    /// How many of each family are on the stack.
    open: [usize; Family::COUNT],
    /// One past the opening mark of the pair of each look that was made last in this paragraph; 0 for none.
    last_matched: [usize; 2 * Family::COUNT],
    /// Indices of opening and closing marks of this paragraph, in the order in which they close.
    pairs: Vec<(usize, usize)>,
    found: Vec<Marked>,
    /// The opening mark that takes up the quotation that the last paragraph left open.
    reopened: Option<usize>,
    /// Where the text behind the last opening mark begins.
    since: usize,
}

/// How a paragraph ends for the quotation that is open in it.
enum Fate {
    /// The next paragraph repeats the opening mark.
    Reopened,
    /// The event with this index closes it in a later paragraph.
    ClosedBy(usize),
    /// Nothing takes it up.
    Left,
}

impl Pairing<'_> {
    fn run(&mut self) {
        let mut index = 0;
        while index < self.events.len() {
            let event = self.events[index];
            let closes = match event.role {
                Role::Break => {
                    index = self.end_paragraph(index);
                    continue;
                }
                Role::Open => false,
                Role::Close => true,
                Role::Either => self.open[event.family as usize] > 0,
                Role::Possessive => !self.possessive(index),
            };
            if closes {
                self.close(index);
            } else if event.role != Role::Possessive {
                self.push(index);
            }
            index += 1;
        }
    }

    fn push(&mut self, index: usize) {
        if self.reopens_in_line(index) {
            self.since = self.events[index].end;
            return;
        }
        self.since = self.events[index].end;
        self.open[self.events[index].family as usize] += 1;
        self.stack.push(index);
    }

    /// Whether an opening mark only repeats the one that is open: “One. “Two.” in one line, where a copy lost the line break
    /// between two paragraphs of a quotation. A tag between the two says that a closing mark was lost instead.
    fn reopens_in_line(&self, index: usize) -> bool {
        let event = self.events[index];
        let Some(&top) = self.stack.last() else {
            return false;
        };
        let repeats = event.family == Family::Double
            && self.events[top].family == Family::Double
            && self.events[top].straight == event.straight
            && self.last_matched[look(event)] <= top;
        let between = &self.text[self.since.min(event.at)..event.at];
        repeats && between.trim_end().ends_with(['.', '!', '?', '…']) && between.ends_with(' ') && !holds_tag(between)
    }

    /// A doubtful ’ behind an s: a possessive if a sure closing mark still follows and the owned thing stands next.
    fn possessive(&self, index: usize) -> bool {
        let end = self.events[index].end;
        let owned = self.text[end..].strip_prefix(' ').is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
        owned && self.ahead.closes_later(index)
    }

    fn close(&mut self, index: usize) {
        let event = self.events[index];
        let family = event.family as usize;
        if self.open[family] == 0 {
            return;
        }
        // A ’ inside an open double quotation is rather an apostrophe than the end of a single one around it.
        let top = self.stack.last().map(|&top| self.events[top].family);
        if event.family == Family::Single && top != Some(Family::Single) {
            return;
        }
        // A straight mark closes a straight one, also over curly ones that nobody closed.
        let straight = event.straight && event.family == Family::Double && self.top_straight_is_near();
        while let Some(opening) = self.stack.pop() {
            let other = self.events[opening];
            self.open[other.family as usize] -= 1;
            if other.family == event.family && (!straight || other.straight) {
                let look = look(other);
                self.last_matched[look] = self.last_matched[look].max(opening + 1);
                self.pairs.push((opening, index));
                break;
            }
        }
    }

    /// Whether a straight opening mark is among the top marks of the stack, no deeper than marks nest in print
    /// (judged, not measured).
    fn top_straight_is_near(&self) -> bool {
        const DEPTH: usize = 4;
        self.stack
            .iter()
            .rev()
            .take(DEPTH)
            .any(|&open| self.events[open].straight && self.events[open].family == Family::Double)
    }

    /// Writes the paragraph's quotations that the break at `index` ends; returns where to go on.
    fn end_paragraph(&mut self, index: usize) -> usize {
        let unclosed = self.unclosed();
        let fate = unclosed.map(|opening| (opening, self.fate(opening, index)));
        let limit = unclosed.map_or(usize::MAX, |opening| self.events[opening].at);
        self.write_pairs(limit);
        self.stack.clear();
        self.open = [0; Family::COUNT];
        self.last_matched = [0; 2 * Family::COUNT];
        match fate {
            Some((opening, Fate::ClosedBy(closing))) => {
                self.write(opening, Some(closing), 0);
                closing + 1
            }
            Some((opening, fate)) => {
                let reopened = matches!(fate, Fate::Reopened);
                if reopened || self.may_stay_open(opening, index) {
                    self.write(opening, None, self.events[index].at);
                }
                self.reopened = reopened.then_some(index + 1);
                index + 1
            }
            None => index + 1,
        }
    }

    /// The opening mark that stays open at the paragraph's end, if one does.
    ///
    /// A mark behind which another of its kind opened and closed was a slip of the pen: its own closing mark is missing.
    fn unclosed(&self) -> Option<usize> {
        let is_stray = |opening: usize| self.last_matched[look(self.events[opening])] > opening + 1;
        let first = self
            .stack
            .iter()
            .copied()
            .find(|&opening| self.events[opening].family != Family::Single && !is_stray(opening));
        let family = first.map_or(Family::Single, |opening| self.events[opening].family);
        self.stack.iter().copied().rev().find(|&opening| self.events[opening].family == family && !is_stray(opening))
    }

    /// What becomes of the quotation that is open at the break at `index`.
    fn fate(&self, opening: usize, index: usize) -> Fate {
        let family = self.events[opening].family;
        let Some(next) = self.events.get(index + 1) else {
            return Fate::Left;
        };
        let opens_line = self.events[index].end == next.at;
        if opens_line && next.family == family && matches!(next.role, Role::Open | Role::Either) {
            return Fate::Reopened;
        }
        self.closing_beyond(opening, index).map_or(Fate::Left, Fate::ClosedBy)
    }

    /// The mark that closes `opening` behind the break at `index`: nothing opens before it, no line on the way starts a
    /// speaker, and it stands behind a stop within [`JOIN_SENTENCES`].
    fn closing_beyond(&self, opening: usize, index: usize) -> Option<usize> {
        let family = self.events[opening].family;
        let mut from = self.events[index].end;
        let mut sentences = 0;
        if starts_speaker(&self.text[from..]) {
            return None;
        }
        for (closing, event) in self.events.iter().enumerate().skip(index + 1) {
            sentences += stops(&self.text[from..event.at]);
            from = event.end;
            let same = event.family == family;
            match event.role {
                Role::Break if starts_speaker(&self.text[event.end..]) => return None,
                Role::Close | Role::Either if same && follows_stop(self.text, event.at) => {
                    return (sentences <= JOIN_SENTENCES).then_some(closing);
                }
                Role::Open | Role::Either => return None,
                _ => {}
            }
            if sentences > JOIN_SENTENCES {
                return None;
            }
        }
        None
    }

    /// Whether a mark that nothing closes is a quotation at all. A double mark is; a ‘ only where an utterance can begin,
    /// since it is typed for an apostrophe as well; a straight ' never.
    fn may_stay_open(&self, opening: usize, index: usize) -> bool {
        let event = self.events[opening];
        if self.text[event.end..self.events[index].at].trim().is_empty() {
            return false;
        }
        if event.family == Family::Doubled {
            return false;
        }
        if event.family != Family::Single {
            return true;
        }
        let before = self.text[..event.at].trim_end_matches(' ');
        !event.straight
            && (before.is_empty() || before.ends_with(['.', ',', ':', '!', '?', '\n', '’', '”']))
            && self.text[event.end..].starts_with(char::is_uppercase)
    }

    /// Writes the outermost pairs of the paragraph that open before `limit`.
    ///
    /// Pairs nest or stand apart, and come in the order in which they close: read backwards, a pair that closes behind
    /// the opening mark of the last outermost one lies inside it.
    fn write_pairs(&mut self, limit: usize) {
        let mut outermost = Vec::new();
        let mut covered_from = usize::MAX;
        for (index, &(opening, closing)) in self.pairs.iter().enumerate().rev() {
            // Doubled apostrophes around real marks leave the word to these.
            let doubled = self.events[opening].family == Family::Doubled;
            if doubled && index > 0 && self.pairs[index - 1].0 > opening {
                continue;
            }
            if closing < covered_from && self.events[opening].at < limit {
                covered_from = opening;
                outermost.push((opening, closing));
            }
        }
        self.pairs.clear();
        for &(opening, closing) in outermost.iter().rev() {
            self.write(opening, Some(closing), 0);
        }
    }

    fn write(&mut self, opening: usize, closing: Option<usize>, paragraph_end: usize) {
        let open = self.events[opening];
        let (end, inner_end) = match closing {
            Some(closing) => (self.events[closing].end, self.events[closing].at),
            None => (paragraph_end, paragraph_end),
        };
        let inside = &self.text[open.end..inner_end];
        let start = open.end + inside.len() - inside.trim_start().len();
        let inner = ByteSpan::new(start, start + inside.trim().len());
        let continues = self.reopened == Some(opening);
        let by = if open.family == Family::Doubled { SetOffBy::Apostrophes } else { SetOffBy::Marks };
        // Marks around nothing quote nothing.
        if !inner.is_empty() {
            self.found.push(Marked {
                span: ByteSpan::new(open.at, end),
                inner,
                closed: closing.is_some(),
                continues,
                by,
            });
        }
    }
}

/// Whether a comma with a verb of speech right behind it stands in the text: “…, said Brandt”, “…, she said”.
fn holds_tag(text: &str) -> bool {
    /// Words behind the comma among which the verb is looked for. Judged, not measured.
    const NEAR: usize = 3;
    let lexicon = Lexicon::of(Language::English);
    // A digit right behind a comma is the rest of a number: “for 1,400 said to be”.
    let mut clauses = text.split(',').skip(1).filter(|clause| !clause.starts_with(|c: char| c.is_ascii_digit()));
    clauses.any(|clause| {
        clause
            .split(|c: char| !c.is_alphabetic())
            .filter(|word| !word.is_empty())
            .take(NEAR)
            .any(|word| lexicon.classes(word).has(Class::Say))
    })
}

/// A family and whether its mark is straight: “ and " close one another in a pinch, but are not one mark.
fn look(event: Event) -> usize {
    2 * event.family as usize + usize::from(event.straight)
}

fn follows_stop(text: &str, at: usize) -> bool {
    text[..at].ends_with(['.', '!', '?', ',', '…', '’', '”', '\''])
}

/// Stops that can end a sentence: those before white space.
fn stops(text: &str) -> usize {
    let bytes = text.as_bytes();
    memchr::memchr3_iter(b'.', b'!', b'?', bytes)
        .filter(|&at| bytes.get(at + 1).is_none_or(u8::is_ascii_whitespace))
        .count()
}

/// Whether the line begins like a transcript's turn: `HALE:`, `Ida Brandt:`.
fn starts_speaker(line: &str) -> bool {
    /// Bytes in which a name and its colon must end. Judged, not measured.
    const LONGEST_LABEL: usize = 40;
    let head = &line.as_bytes()[..line.len().min(LONGEST_LABEL)];
    let Some(colon) = memchr::memchr(b':', head) else {
        return false;
    };
    line[..colon].split(' ').all(|word| word.starts_with(char::is_uppercase))
}

#[cfg(test)]
mod tests;
