//! A number in, out with the unit that stands beside it: "£31.5m", "38m crowns", "two full days", "23-year-old".

use super::lexicon::Sense;
use super::measure::{Measure, SCALE};
use super::numeral::{Numeral, Written};
use super::reading::Reader;
use crate::text::Language;

/// A number and its unit.
pub(super) struct Quantity {
    pub(super) measure: Measure,
    pub(super) value: i64,
    pub(super) next: usize,
}

impl Reader<'_> {
    /// The number with the unit that stands behind or before it.
    pub(super) fn quantity(&self, at: usize, numeral: Numeral, sign: Option<&'static str>) -> Option<Quantity> {
        let lexemes = self.lexemes();
        let (mut value, mut next) = (numeral.value, numeral.next);
        let letter = numeral.in_digits() && lexemes.word(next).len() == 1 && !numeral.scaled;
        let scale = |at: usize| {
            self.numerals.lexicon.find(lexemes.word(at), |sense| match sense {
                Sense::Scale(scale) => Some(scale),
                _ => None,
            })
        };
        if letter && let Some(scale) = scale(next) {
            let counted =
                self.unit(next + 1, false).is_some_and(|(measure, _, _)| matches!(measure, Measure::Money(_)));
            let people = self.numerals.language == Language::English && self.class_at(next + 1).is_some();
            if sign.is_some() || counted || people {
                value = value.checked_mul(scale)?;
                next += 1;
            }
        }
        if let Some(currency) = sign {
            return Some(Quantity { measure: Measure::Money(currency), value, next });
        }
        let Some((measure, factor, end)) = self.unit(next, numeral.in_digits()) else {
            let measure = if self.is_age(at, numeral) { Measure::Age } else { Measure::Count };
            return Some(Quantity { measure, value, next });
        };
        let mut value = i64::try_from(i128::from(value) * i128::from(factor) / i128::from(SCALE)).ok()?;
        let mut end = end;
        // "deux heures et demie"
        if lexemes.word(end) == "et" && self.numerals.lexicon.has(lexemes.word(end + 1), Sense::Part(SCALE / 2)) {
            value = value.checked_add(factor / 2)?;
            end += 2;
        }
        let (measure, value, next) = self.aged(at, measure, value, end);
        Some(Quantity { measure, value, next })
    }

    /// The unit at `at`: its measure, how many of the base unit it is, and the piece behind it.
    fn unit(&self, at: usize, digits: bool) -> Option<(Measure, i64, usize)> {
        let lexemes = self.lexemes();
        if lexemes.mark(at) == Some('%') {
            return Some((Measure::Percent, SCALE, at + 1));
        }
        if let Some(currency) = lexemes.mark(at).and_then(currency) {
            return Some((Measure::Money(currency), SCALE, at + 1));
        }
        let hyphen = lexemes.is_glued(at) && lexemes.is_glued(at + 1) && matches!(lexemes.mark(at), Some('-' | '‑'));
        let mut word = at + usize::from(hyphen);
        if matches!(lexemes.word(word), "per" | "pour") && lexemes.word(word + 1) == "cent" {
            return Some((Measure::Percent, SCALE, word + 2));
        }
        let unit = |word: &str| {
            let of = |word: &str| {
                self.numerals.lexicon.find(word, |sense| match sense {
                    Sense::Unit(measure, factor) if word != "cent" || measure != Measure::Percent => {
                        Some((measure, factor))
                    }
                    _ => None,
                })
            };
            of(word).or_else(|| {
                (self.numerals.language == Language::German)
                    .then(|| ["er", "en", "es", "em", "e"].iter().find_map(|ending| of(word.strip_suffix(ending)?)))?
            })
        };
        // "two full days", "millions d'euros"
        for _ in 0..3 {
            if unit(lexemes.word(word)).is_some() {
                break;
            }
            let apostrophe = matches!(lexemes.mark(word), Some('\'' | '’')) && lexemes.is_glued(word);
            if !(apostrophe || self.has(word, Sense::Filler)) {
                return None;
            }
            word += 1;
        }
        let (measure, factor) = unit(lexemes.word(word))?;
        if lexemes.word(word).len() == 1 && !digits {
            return None;
        }
        let points = measure == Measure::Percent && matches!(unit(lexemes.word(word + 1)), Some((Measure::Points, _)));
        Some(if points { (Measure::Points, SCALE, word + 2) } else { (measure, factor, word + 1) })
    }

    /// Makes years an age where they are one: "23-year-old", "23 Jahre alt", "âgé de 97 ans".
    fn aged(&self, at: usize, measure: Measure, value: i64, next: usize) -> (Measure, i64, usize) {
        let lexemes = self.lexemes();
        if measure != Measure::Months || value % 12 != 0 {
            return (measure, value, next);
        }
        let unit = lexemes.word(next - 1);
        let old = next + usize::from(matches!(lexemes.mark(next), Some('-' | '‑')) && lexemes.is_glued(next));
        if matches!(lexemes.word(old), "old" | "olds" | "alt") {
            return (Measure::Age, value / 12, old + 1);
        }
        let german = unit.contains("jährig") && !lexemes.digits(at).is_empty();
        let french = lexemes.word_before(at) == "de" && at >= 2 && lexemes.word(at - 2).starts_with("âgé");
        if german || french { (Measure::Age, value / 12, next) } else { (measure, value, next) }
    }

    /// "Kit Warren, 81, listened", "aged 81".
    fn is_age(&self, at: usize, numeral: Numeral) -> bool {
        let lexemes = self.lexemes();
        let small = numeral.written == Written::Digits && numeral.value < 120 * SCALE;
        if !small || at < 2 {
            return false;
        }
        // "Jr.,"
        let name = if lexemes.mark(at - 2) == Some('.') { at.saturating_sub(3) } else { at - 2 };
        let beside = lexemes.mark(at - 1) == Some(',') && lexemes.is_capital(name);
        self.has(at - 1, Sense::Aged) || (beside && matches!(lexemes.mark(numeral.next), Some(',' | '.' | ';')))
    }
}

/// The currency of a sign.
pub(super) fn currency(sign: char) -> Option<&'static str> {
    Some(match sign {
        '£' => "pounds",
        '$' => "dollars",
        '€' => "euros",
        '¥' => "yen",
        '₽' => "roubles",
        '₹' => "rupees",
        _ => return None,
    })
}
