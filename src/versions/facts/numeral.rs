//! Pieces of a text in, the number that begins at one of them out: in digits, in words, ordinal or not.

use super::lexeme::{Gap, Lexemes};
use super::lexicon::{Lexicon, Sense};
use super::measure::SCALE;
use super::sum::Sum;
use crate::text::Language;

/// Groups of three digits behind the first: more make no number that fits, and no number of a story.
const GROUPS: usize = 5;

/// What a number says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Saying {
    /// How many.
    HowMany,
    /// How many, in a group that is never exact: "une quarantaine".
    Roughly,
    /// Which in a row.
    Which,
}

/// How a number is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// In words.
    Words,
    /// In digits and nothing else.
    Digits,
    /// In digits with a separator of thousands or decimals.
    Parted,
}

/// A number of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Numeral {
    /// Times [`SCALE`].
    pub value: i64,
    /// The piece behind it.
    pub next: usize,
    /// What it says.
    pub saying: Saying,
    /// How it is written.
    pub written: Written,
    /// A million or so follows in a word.
    pub scaled: bool,
}

impl Numeral {
    /// Whether it is an ordinal.
    #[must_use]
    pub fn is_ordinal(&self) -> bool {
        self.saying == Saying::Which
    }

    /// Whether it has digits.
    #[must_use]
    pub fn in_digits(&self) -> bool {
        self.written != Written::Words
    }
}

/// Reads numbers of one language.
#[derive(Debug, Clone, Copy)]
pub struct Numerals<'a> {
    /// The text.
    pub lexemes: &'a Lexemes<'a>,
    /// The words of its language.
    pub lexicon: &'static Lexicon,
    /// Its language.
    pub language: Language,
}

impl Numerals<'_> {
    /// The number that begins at piece `at`.
    ///
    /// # Complexity
    /// Linear in the number.
    #[must_use]
    pub fn read(&self, at: usize) -> Option<Numeral> {
        let numeral = if self.lexemes.digits(at).is_empty() { self.in_words(at) } else { self.in_digits(at) };
        numeral.map(|numeral| if numeral.is_ordinal() { numeral } else { self.with_half(numeral) })
    }

    fn sense<T>(&self, at: usize, pick: impl Fn(Sense) -> Option<T>) -> Option<T> {
        self.lexicon.find(self.lexemes.word(at), pick)
    }

    /// The cardinal that the word at `at` is.
    fn cardinal(&self, at: usize) -> Option<i64> {
        self.sense(at, |sense| match sense {
            Sense::Number(value) => Some(value),
            _ => None,
        })
        .or_else(|| (self.language == Language::German).then(|| self.german(self.lexemes.word(at)))?)
    }

    pub(super) fn scale(&self, at: usize) -> Option<i64> {
        self.sense(at, |sense| match sense {
            Sense::Scale(value) => Some(value),
            _ => None,
        })
    }

    fn in_digits(&self, at: usize) -> Option<Numeral> {
        let lexemes = self.lexemes;
        let (thousands, point) = match self.language {
            Language::English | Language::None => (',', '.'),
            _ => ('.', ','),
        };
        let first = lexemes.digits(at);
        let (mut whole, mut next, mut groups) = (first.to_owned(), at + 1, 0);
        if (1..=3).contains(&first.len()) && !first.starts_with('0') {
            while groups < GROUPS {
                let marked = lexemes.is_glued(next)
                    && lexemes.is_glued(next + 1)
                    && lexemes.mark(next).is_some_and(|mark| mark == thousands || is_apostrophe(mark));
                let group = if marked { next + 1 } else { next };
                let spaced = !marked && self.is_group_behind_space(group);
                if !(marked || spaced) || lexemes.digits(group).len() != 3 {
                    break;
                }
                whole.push_str(lexemes.digits(group));
                next = group + 1;
                groups += 1;
            }
        }
        let mut value = whole.parse::<i64>().ok()?.checked_mul(SCALE)?;
        let mut decimals = false;
        if lexemes.is_glued(next)
            && lexemes.is_glued(next + 1)
            && lexemes.mark(next).is_some_and(|mark| mark == point || (groups == 0 && matches!(mark, '.' | ',')))
            && !lexemes.digits(next + 1).is_empty()
        {
            let digits: String = lexemes.digits(next + 1).chars().chain("0000".chars()).take(4).collect();
            value = value.checked_add(digits.parse().ok()?)?;
            decimals = true;
            next += 2;
        }
        let plain = !decimals && groups == 0;
        let written = if plain { Written::Digits } else { Written::Parted };
        let mut numeral = Numeral { value, next, saying: Saying::HowMany, written, scaled: false };
        if plain && lexemes.is_glued(next) && self.lexicon.has(lexemes.word(next), Sense::Suffix) {
            return Some(Numeral { saying: Saying::Which, next: next + 1, ..numeral });
        }
        // One letter is a scale only where a currency says so: 100m is a distance. `reading` sees to that.
        if lexemes.word(next).len() > 1
            && let Some(scale) = self.scale(next)
        {
            let next = self.behind_point(next + 1);
            numeral = Numeral { value: value.checked_mul(scale)?, next, scaled: true, ..numeral };
        }
        Some(numeral)
    }

    /// The piece behind the point that belongs to the abbreviation before `next`: "74 Mio. Euro".
    fn behind_point(&self, next: usize) -> usize {
        let point = self.lexemes.is_glued(next) && self.lexemes.mark(next) == Some('.');
        next + usize::from(point && self.lexicon.has(self.lexemes.word_before(next), Sense::Short))
    }

    /// Whether the three digits at `at` go on with a number before a space: a narrow or a fixed one, and in most
    /// languages any.
    fn is_group_behind_space(&self, at: usize) -> bool {
        let Some(lexeme) = self.lexemes.get(at) else {
            return false;
        };
        let before = self.lexemes.text[..lexeme.span.start].chars().next_back();
        lexeme.gap == Gap::Space
            && match before {
                Some('\u{A0}' | '\u{202F}' | '\u{2009}') => true,
                Some(' ') => !matches!(self.language, Language::English | Language::German | Language::None),
                _ => false,
            }
    }

    /// "two hundred and five", "quatre-vingt-dix-sept", "zweihundertfünf", "third", "a dozen".
    fn in_words(&self, at: usize) -> Option<Numeral> {
        let ordinal = |value, next| Numeral { saying: Saying::Which, ..cardinal(value, next) };
        if let Some(value) = self.ordinal_word(at) {
            return Some(ordinal(value.checked_mul(SCALE)?, at + 1));
        }
        if let Some(part) = self.share_of(at) {
            return Some(part);
        }
        if self.language == Language::German
            && let Some(value) = self.german_half(self.lexemes.word(at))
        {
            let scale = self.scale(at + 1).filter(|&scale| scale >= 1000);
            return match scale {
                Some(scale) => Some(Numeral { scaled: true, ..cardinal(value.checked_mul(scale)?, at + 2) }),
                None => Some(cardinal(value, at + 1)),
            };
        }
        let mut sum = Sum::default();
        let (mut next, mut scaled) = (at, false);
        // "a million", "une quarantaine": the article counts as one only before what it can count.
        if self.lexicon.has(self.lexemes.word(at), Sense::Article) && self.lexemes.get(at + 1)?.gap == Gap::Space {
            if let Some((size, roughly)) = self.group(at + 1) {
                return Some(Numeral { saying: of_group(roughly), ..cardinal(size.checked_mul(SCALE)?, at + 2) });
            }
            if self.scale(at + 1).is_some() && self.lexemes.word(at + 1).len() > 2 {
                sum.add(1);
                next = at + 1;
            }
        }
        if next == at
            && let Some((size, roughly)) = self.group(at)
        {
            return Some(Numeral { saying: of_group(roughly), ..cardinal(size.checked_mul(SCALE)?, at + 1) });
        }
        loop {
            let from = self.joined(next, &sum);
            if let Some(value) = self.cardinal(from) {
                if !sum.add(value) {
                    break;
                }
            } else if let Some(scale) = self.scale(from).filter(|_| self.lexemes.word(from).len() > 2) {
                // "several thousand" is no number; "tausend" and "mille" are.
                let alone = self.language != Language::English && scale <= 1000;
                if (sum.is_empty() && !alone) || sum.multiply(scale).is_none() {
                    break;
                }
                scaled |= scale > 100;
            } else if let Some(value) = self.ordinal_word(from).filter(|&value| !sum.is_empty() && sum.takes(value)) {
                // twenty-first
                return Some(ordinal(sum.total()?.checked_add(value)?.checked_mul(SCALE)?, from + 1));
            } else {
                break;
            }
            next = from + 1;
        }
        if next == at || sum.is_empty() {
            return None;
        }
        next = self.behind_point(next);
        // "two dozen", "trois douzaines"
        let hyphen = usize::from(
            self.lexemes.is_glued(next) && self.lexemes.is_glued(next + 1) && self.lexemes.mark(next) == Some('-'),
        );
        if let Some((size, _)) = self.group(next + hyphen).filter(|&(size, _)| size > 2) {
            let value = sum.total()?.checked_mul(size)?.checked_mul(SCALE)?;
            return Some(Numeral { saying: Saying::Roughly, ..cardinal(value, next + hyphen + 1) });
        }
        Some(Numeral { scaled, ..cardinal(sum.total()?.checked_mul(SCALE)?, next) })
    }

    /// Where the next word of a number stands: behind a hyphen, or behind "and" where a number may go on so.
    fn joined(&self, next: usize, sum: &Sum) -> usize {
        if sum.is_empty() {
            return next;
        }
        let lexemes = self.lexemes;
        if lexemes.is_glued(next) && lexemes.is_glued(next + 1) && matches!(lexemes.mark(next), Some('-' | '‑')) {
            let and = next + 2;
            return if lexemes.word(next + 1) == "et" && matches!(lexemes.mark(and), Some('-' | '‑')) {
                and + 1
            } else {
                next + 1
            };
        }
        let goes_on = match lexemes.word(next) {
            "and" => sum.last >= 100,
            "et" => (20..=60).contains(&sum.last),
            _ => false,
        };
        if goes_on { next + 1 } else { next }
    }

    fn group(&self, at: usize) -> Option<(i64, bool)> {
        self.sense(at, |sense| match sense {
            Sense::Group(size, roughly) => Some((size, roughly)),
            _ => None,
        })
    }

    fn ordinal_word(&self, at: usize) -> Option<i64> {
        let word = self.lexemes.word(at);
        let of = |word: &str| {
            self.lexicon.find(word, |sense| match sense {
                Sense::Ordinal(value) => Some(value),
                _ => None,
            })
        };
        of(word).or_else(|| {
            (self.language == Language::German).then(|| word.strip_suffix(['n', 'r', 's', 'm']).and_then(of))?
        })
    }
}

fn cardinal(value: i64, next: usize) -> Numeral {
    Numeral { value, next, saying: Saying::HowMany, written: Written::Words, scaled: false }
}

fn of_group(roughly: bool) -> Saying {
    if roughly { Saying::Roughly } else { Saying::HowMany }
}

/// Whether a mark parts thousands as the Swiss write them.
fn is_apostrophe(mark: char) -> bool {
    matches!(mark, '\'' | '’')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, language: Language) -> Option<(f64, bool, usize)> {
        let lexemes = Lexemes::read(text);
        let numerals = Numerals { lexemes: &lexemes, lexicon: Lexicon::of(language), language };
        numerals.read(0).map(|found| (found.value as f64 / SCALE as f64, found.is_ordinal(), found.next))
    }

    #[test]
    fn one_number_in_all_its_clothes() {
        for (text, language, value) in [
            ("1,900 boats", Language::English, 1900.0),
            ("31.5 kg", Language::English, 31.5),
            ("4.2 million", Language::English, 4_200_000.0),
            ("thirty-eight", Language::English, 38.0),
            ("two hundred and five goats", Language::English, 205.0),
            ("a dozen eggs", Language::English, 12.0),
            ("a pair of boots", Language::English, 2.0),
            ("twelve thousand five hundred", Language::English, 12_500.0),
            ("1.900 Boote", Language::German, 1900.0),
            ("3,25 Prozent", Language::German, 3.25),
            ("dreiundzwanzig", Language::German, 23.0),
            ("zweihundertfünf", Language::German, 205.0),
            ("zweitausenddreihundert Leute", Language::German, 2300.0),
            ("4,2 Millionen", Language::German, 4_200_000.0),
            ("2 300 bateaux", Language::French, 2300.0),
            ("2\u{202F}300 bateaux", Language::French, 2300.0),
            ("214 000 domov", Language::from_code("cs").unwrap(), 214_000.0),
            ("quatre-vingt-dix-sept", Language::French, 97.0),
            ("vingt et un", Language::French, 21.0),
            ("soixante-douze", Language::French, 72.0),
            ("dix-huit", Language::French, 18.0),
            ("quatre-vingts", Language::French, 80.0),
            ("deux cents", Language::French, 200.0),
            ("une quarantaine", Language::French, 40.0),
            ("trois mille cinq cents", Language::French, 3500.0),
            ("half a million", Language::English, 500_000.0),
            ("a quarter of a million", Language::English, 250_000.0),
            ("two and a half hours", Language::English, 2.5),
            ("two and a half million", Language::English, 2_500_000.0),
            ("zweieinhalb Stunden", Language::German, 2.5),
            ("eine halbe Million", Language::German, 500_000.0),
            ("une demi-heure", Language::French, 0.5),
            ("un million et demi", Language::French, 1_500_000.0),
        ] {
            assert_eq!(read(text, language).map(|found| (found.0, found.1)), Some((value, false)), "{text}");
        }
    }

    #[test]
    fn ordinals_are_told_from_cardinals() {
        for (text, language, value) in [
            ("third", Language::English, 3.0),
            ("3rd", Language::English, 3.0),
            ("twenty-first", Language::English, 21.0),
            ("dritten", Language::German, 3.0),
            ("troisième", Language::French, 3.0),
            ("1er", Language::French, 1.0),
        ] {
            assert_eq!(read(text, language).map(|found| (found.0, found.1)), Some((value, true)), "{text}");
        }
        assert_eq!(read("hundert", Language::German).map(|found| found.0), Some(100.0));
        assert_eq!(read("Hunde", Language::German), None);
        assert_eq!(read("and", Language::English), None);
        assert_eq!(read("99999999999999999999", Language::English), None);
    }
}
