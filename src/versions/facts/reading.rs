//! A version in, its figures and dates out.

use super::calendar::Calendar;
use super::figure::{Bound, Exactness, Figure, Thing};
use super::lexeme::{Kind, Lexemes};
use super::lexicon::{Lexicon, Sense};
use super::measure::{Measure, SCALE};
use super::numeral::{Numeral, Numerals, Saying};
use super::quantity::{Quantity, currency};
use crate::span::ByteSpan;
use crate::text::furniture::{self, furniture};
use crate::text::stem::Stemmer;
use crate::versions::version::Version;

/// Pieces behind a number among which what it counts is sought.
const THING_REACH: usize = 5;
/// Pieces before a number among which it is sought if nothing behind it is.
const THING_REACH_BACK: usize = 8;

/// The figures and dates of `version`, left to right; none of the outlet's own lines.
///
/// # Complexity
/// Linear in the text.
#[must_use]
pub fn figures(version: &Version<'_>) -> Vec<Figure> {
    let lexemes = Lexemes::read(version.text);
    let lexicon = Lexicon::of(version.language);
    let numerals = Numerals { lexemes: &lexemes, lexicon, language: version.language };
    let reader = Reader { numerals, stemmer: Stemmer::new(version.language), version };
    let own = own_lines(version.text);
    let (mut found, mut at, mut line) = (Vec::new(), 0, 0);
    while let Some(lexeme) = lexemes.get(at) {
        while line < own.len() && own[line].end <= lexeme.span.start {
            line += 1;
        }
        if own.get(line).is_some_and(|own| own.overlaps(lexeme.span)) {
            at += 1;
            continue;
        }
        match reader.read(at) {
            Some((figure, next)) => {
                found.extend(figure);
                at = next.max(at + 1);
            }
            None => at += 1,
        }
    }
    found
}

/// Lines that are the outlet's.
pub(super) fn own_lines(text: &str) -> Vec<ByteSpan> {
    let mut start = 0;
    let mut own = Vec::new();
    for line in text.split_inclusive('\n') {
        let end = start + line.len();
        if line.len() <= furniture::LONGEST_BYTES && furniture(line.trim()).is_some() {
            own.push(ByteSpan::new(start, end));
        }
        start = end;
    }
    own
}

/// Reads the figures of one version.
pub(super) struct Reader<'a> {
    pub(super) numerals: Numerals<'a>,
    stemmer: Stemmer,
    version: &'a Version<'a>,
}

impl Reader<'_> {
    pub(super) fn lexemes(&self) -> &Lexemes<'_> {
        self.numerals.lexemes
    }

    pub(super) fn has(&self, at: usize, sense: Sense) -> bool {
        self.numerals.lexicon.has(self.lexemes().word(at), sense)
    }

    /// The figure that begins at piece `at`, if it is one that can be compared, and the piece behind it.
    fn read(&self, at: usize) -> Option<(Option<Figure>, usize)> {
        let calendar = Calendar(self.numerals);
        if !self.is_name(at)
            && let Some(when) = calendar.read(at)
        {
            let figure = self.figure(at, when.next, when.measure, when.value);
            return Some((Some(figure), when.next));
        }
        if let Some((value, next)) = self.numerals.fraction(at) {
            let mut figure = self.figure(at, next, Measure::Fraction, value);
            figure.exactness = Exactness::Roughly;
            return Some((Some(figure), next));
        }
        let sign = self.lexemes().mark(at).and_then(currency);
        let first = if sign.is_some() { at + 1 } else { at };
        if sign.is_some() && self.lexemes().digits(first).is_empty() {
            return None;
        }
        let numeral = self.numerals.read(first)?;
        if sign.is_none() && self.is_name(at) {
            return Some((None, numeral.next));
        }
        if numeral.is_ordinal() {
            return Some((self.ordinal(at, numeral), numeral.next));
        }
        if sign.is_none()
            && let Some(score) = self.score(at, numeral)
        {
            return Some(score);
        }
        let quantity = self.quantity(at, numeral, sign)?;
        let next = quantity.next;
        if !self.is_told(at, numeral, &quantity) {
            return Some((None, next));
        }
        let mut figure = self.figure(at, next, quantity.measure, quantity.value);
        figure.written = numeral.value;
        if numeral.saying == Saying::Roughly && matches!(figure.exactness, Exactness::Exact | Exactness::About) {
            figure.exactness = Exactness::Roughly;
        }
        Some((Some(figure), next))
    }

    /// Whether the number at `at` is part of a name: "Kestrel-4", "Room 6", "G7", a web address.
    fn is_name(&self, at: usize) -> bool {
        let lexemes = self.lexemes();
        let Some(lexeme) = lexemes.get(at) else {
            return false;
        };
        if lexeme.kind == Kind::Digits && lexemes.is_glued(at) {
            let before = at - 1;
            match lexemes.list[before].kind {
                Kind::Word | Kind::Mark('#' | '№' | '§') => return true,
                Kind::Mark('-' | '‑' | '/' | '_' | '@' | '.' | ',' | ':') if lexemes.is_glued(before) => {
                    return true;
                }
                _ => {}
            }
        }
        let behind = at + 1;
        if lexeme.kind == Kind::Digits && lexemes.is_glued(behind) && lexemes.mark(behind) == Some('/') {
            return true;
        }
        at > 0 && self.has(at - 1, Sense::Label) && lexeme.kind == Kind::Digits
    }

    /// Whether a number of one is a number, and not an article; and other words that look like numbers.
    fn is_told(&self, at: usize, numeral: Numeral, quantity: &Quantity) -> bool {
        if numeral.in_digits() {
            // 1990s, 4x4
            return quantity.next > numeral.next
                || !self.lexemes().is_glued(numeral.next)
                || self.lexemes().word(numeral.next).is_empty();
        }
        if numeral.value == SCALE {
            const DAY: i64 = 86_400 * SCALE;
            return match quantity.measure {
                Measure::Seconds => quantity.value >= 3600 * SCALE && quantity.value != DAY,
                Measure::Months | Measure::Metres | Measure::Kilograms => true,
                _ => false,
            };
        }
        // "un pont neuf"
        !(self.lexemes().word(at) == "neuf" && self.lexemes().word(at + 1).is_empty())
    }

    fn ordinal(&self, at: usize, numeral: Numeral) -> Option<Figure> {
        // "a third person", "a third of them": no rank.
        if at > 0 && self.has(at - 1, Sense::Article) {
            return None;
        }
        let mut figure = self.figure(at, numeral.next, Measure::Ordinal, numeral.value);
        figure.is_said =
            (1..=4).any(|back| at >= back && self.has(at - back, Sense::Is) && self.same_sentence(at - back, &figure));
        // The rank of nothing that is named: "the second", and a time after all.
        (figure.thing.stem.is_some()).then_some(figure)
    }

    fn same_sentence(&self, at: usize, figure: &Figure) -> bool {
        self.lexemes().get(at).and_then(|lexeme| self.version.sentence_at(lexeme.span.start)) == Some(figure.sentence)
    }

    /// "seven to four", "7 votes to 4", "3-1", "sechs dafür, drei dagegen"; a range of numbers is read and left out.
    fn score(&self, at: usize, first: Numeral) -> Option<(Option<Figure>, usize)> {
        let lexemes = self.lexemes();
        let side = |numeral: Numeral| {
            (numeral.value % SCALE == 0 && numeral.value < 1000 * SCALE).then_some(numeral.value / SCALE)
        };
        let one = side(first);
        let made = |one: i64, other: i64, next: usize| {
            let figure = self.figure(at, next, Measure::Score, (one * 1000 + other) * SCALE);
            Some((Some(figure), next))
        };
        let dash = matches!(lexemes.mark(first.next), Some('-' | '–' | ':')) && lexemes.is_glued(first.next);
        if dash && lexemes.is_glued(first.next + 1) && !lexemes.digits(first.next + 1).is_empty() {
            let second = self.numerals.read(first.next + 1)?;
            let other = one.zip(side(second)).filter(|&(one, other)| one >= other && one < 200);
            // A range, a season, a telephone number.
            return match other {
                Some((one, other)) => made(one, other, second.next),
                None => Some((None, second.next)),
            };
        }
        let one = one?;
        for step in 0..2 {
            let versus = first.next + step;
            if !self.has(versus, Sense::Versus) || lexemes.word(versus).is_empty() {
                continue;
            }
            let Some(second) = self.numerals.read(versus + 1).filter(|second| !second.is_ordinal() && !second.scaled)
            else {
                continue;
            };
            let Some(other) = side(second) else { continue };
            let range = at > 0 && self.has(at - 1, Sense::From);
            if range || (one < other && step == 0) {
                // What follows is counted by both: "10 to 15 minutes".
                return Some((None, second.next));
            }
            return made(one, other, second.next);
        }
        let reach = |from: usize, sense| (from..from + 4).find(|&word| self.has(word, sense));
        let for_it = reach(first.next, Sense::For)?;
        let second_at = (for_it + 1..for_it + 4).find(|&piece| self.numerals.read(piece).is_some())?;
        let second = self.numerals.read(second_at)?;
        let against = reach(second.next, Sense::Against)?;
        made(one, side(second)?, against + 1)
    }

    fn figure(&self, at: usize, next: usize, measure: Measure, value: i64) -> Figure {
        let lexemes = self.lexemes();
        let span = lexemes.span(at, next);
        let sentence = self.version.sentence_at(span.start).unwrap_or(0);
        let near = |back: usize, sense| at >= back && self.has(at - back, sense);
        // 6.3 is a magnitude of what stands before it, no count of what stands behind.
        let counts = matches!(measure, Measure::Count | Measure::Ordinal) && (value % SCALE == 0);
        Figure {
            span,
            measure,
            value,
            written: value,
            exactness: self.exactness(at),
            bound: [(Sense::Until, Bound::Until), (Sense::Before, Bound::Before), (Sense::Since, Bound::Since)]
                .into_iter()
                .find(|&(sense, _)| near(1, sense) || (near(2, sense) && !near(1, Sense::Year)))
                .map_or(Bound::On, |(_, bound)| bound),
            thing: if counts { self.thing(at, next, sentence) } else { Thing::default() },
            more: near(1, Sense::More) || (self.has(next, Sense::More) && lexemes.word(next + 1) != "than"),
            total: near(1, Sense::Total) || near(2, Sense::Total) || self.has(next, Sense::Total),
            is_said: false,
            sentence,
        }
    }

    fn exactness(&self, at: usize) -> Exactness {
        let of = |at: usize| {
            self.numerals.lexicon.find(self.lexemes().word(at), |sense| match sense {
                Sense::About => Some(Exactness::About),
                Sense::Least => Some(Exactness::Least),
                Sense::Most => Some(Exactness::Most),
                _ => None,
            })
        };
        let word = |back: usize| at.checked_sub(back).map_or("", |at| self.lexemes().word(at));
        match (word(2), word(1)) {
            ("moins", "de") => Exactness::Most,
            (_, "than" | "als" | "de" | "to") => at.checked_sub(2).and_then(of).unwrap_or_default(),
            _ => at.checked_sub(1).and_then(of).unwrap_or_default(),
        }
    }

    pub(super) fn class_at(&self, at: usize) -> Option<&'static str> {
        self.numerals.lexicon.thing(&self.stemmer.stem(self.lexemes().word(at)))
    }

    /// What the number between `at` and `next` counts.
    fn thing(&self, at: usize, next: usize, sentence: usize) -> Thing {
        let lexemes = self.lexemes();
        let mut thing = Thing::default();
        for piece in next..next + THING_REACH {
            let Some(lexeme) = lexemes.get(piece) else { break };
            let hyphen = matches!(lexeme.kind, Kind::Mark('-' | '‑' | '’' | '\''));
            if (lexeme.kind != Kind::Word && !hyphen) || self.version.sentence_at(lexeme.span.start) != Some(sentence) {
                break;
            }
            let word = lexemes.word(piece);
            if word.len() < 2 || self.version.language.is_stop_word(word) || self.has(piece, Sense::Filler) {
                continue;
            }
            if thing.stem.is_none() {
                thing.stem = Some(self.stemmer.stem(word).into());
                thing.words = Some(lexemes.span(piece, piece + 1));
            }
            thing.class = thing.class.or_else(|| self.class_at(piece));
            if thing.class.is_some() {
                if let Some(words) = &mut thing.words {
                    words.end = lexeme.span.end;
                }
                return thing;
            }
        }
        thing.class = (1..=THING_REACH_BACK.min(at))
            .map(|back| at - back)
            .take_while(|&piece| self.version.sentence_at(lexemes.list[piece].span.start) == Some(sentence))
            .find_map(|piece| self.class_at(piece));
        thing
    }
}
