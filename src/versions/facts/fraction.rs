//! Halves and quarters beside numbers: "half a million", "two and a half hours", "une demi-heure".

use super::lexicon::Sense;
use super::measure::SCALE;
use super::numeral::{Numeral, Numerals, Saying, Written};
use crate::text::Language;

impl Numerals<'_> {
    /// The share that the word at `at` is, times [`super::measure::SCALE`].
    fn share(&self, at: usize) -> Option<i64> {
        self.lexicon.find(self.lexemes.word(at), |sense| match sense {
            Sense::Part(share) => Some(share),
            _ => None,
        })
    }

    /// "half a million", "a quarter of an hour", "eine halbe Stunde": a share of what follows, which is a scale or a unit.
    pub(super) fn share_of(&self, at: usize) -> Option<Numeral> {
        let lexemes = self.lexemes;
        let is_article = |at: usize| self.lexicon.has(lexemes.word(at), Sense::Article);
        let first = at + usize::from(is_article(at));
        let share = self.share(first)?;
        let mut next = first + 1;
        if lexemes.is_glued(next) && lexemes.mark(next) == Some('-') || lexemes.word(next) == "of" {
            next += 1;
        }
        next += usize::from(is_article(next));
        let numeral =
            |value, next| Numeral { value, next, saying: Saying::HowMany, written: Written::Words, scaled: false };
        if let Some(scale) = self.scale(next).filter(|&scale| scale >= 1000 && lexemes.word(next).len() > 2) {
            // Half a million is seldom counted to the last.
            let value = share.checked_mul(scale)?;
            return Some(Numeral { scaled: true, saying: Saying::Roughly, ..numeral(value, next + 1) });
        }
        let is_unit = self.lexicon.find(lexemes.word(next), |sense| matches!(sense, Sense::Unit(..)).then_some(()));
        is_unit.map(|()| numeral(share, next))
    }

    /// "a third of", "two thirds", "ein Drittel", "la moitié": the share in hundredths, and the piece behind it.
    pub(super) fn fraction(&self, at: usize) -> Option<(i64, usize)> {
        let pieces = |at: usize| {
            self.lexicon.find(self.lexemes.word(at), |sense| match sense {
                Sense::Piece(pieces) => Some(pieces),
                _ => None,
            })
        };
        let count = self.lexicon.find(self.lexemes.word(at), |sense| match sense {
            Sense::Number(count) => Some(count),
            Sense::Article => Some(1),
            _ => None,
        });
        let name = if count.is_some() { at + 1 } else { at };
        let (count, whole) = (count.unwrap_or(1), pieces(name)?);
        let word = self.lexemes.word(name);
        // In English "a third" is a rank but before "of", and in French "un cinquième" but before "de".
        let of = matches!(self.lexemes.word(name + 1), "of" | "de" | "des" | "du" | "d");
        let clear = of
            || (count > 1 && word.ends_with('s'))
            || (self.language == Language::German && (name > at || whole == 2));
        (clear && count < whole).then(|| (count * 100 * SCALE / whole, name + 1))
    }

    /// The number with the half that follows it: "two and a half", "un million et demi", "2½".
    pub(super) fn with_half(&self, numeral: Numeral) -> Numeral {
        let lexemes = self.lexemes;
        if !matches!(lexemes.word(numeral.next), "and" | "et" | "und") {
            return numeral;
        }
        let article = numeral.next + 1;
        let half = article + usize::from(self.lexicon.has(lexemes.word(article), Sense::Article));
        let Some(share) = self.share(half).filter(|_| numeral.value > 0) else {
            return numeral;
        };
        // The half of a million, if it follows one.
        let before = |back: usize| numeral.next.checked_sub(back).and_then(|at| self.scale(at));
        let last = if numeral.scaled { before(1).or_else(|| before(2)).unwrap_or(1) } else { 1 };
        let Some(value) = share.checked_mul(last).and_then(|part| numeral.value.checked_add(part)) else {
            return numeral;
        };
        let next = half + 1;
        let scale = self.scale(next).filter(|&scale| scale >= 1000 && !numeral.scaled && lexemes.word(next).len() > 2);
        match scale.and_then(|scale| value.checked_mul(scale)) {
            Some(value) => Numeral { value, next: next + 1, saying: Saying::Roughly, scaled: true, ..numeral },
            None => Numeral { value, next, ..numeral },
        }
    }
}
