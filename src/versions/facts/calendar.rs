//! Pieces of a text in, the date or the time of day that begins at one of them out.

use super::lexeme::Lexemes;
use super::lexicon::Sense;
use super::measure::{Measure, SCALE};
use super::numeral::{Numerals, Saying};
use crate::text::Language;
use crate::text::stem::Stemmer;

/// A date or a time of day, and the piece behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct When {
    /// What it says.
    pub measure: Measure,
    /// Times [`SCALE`].
    pub value: i64,
    /// The piece behind it.
    pub next: usize,
}

/// Years that a bare number of four digits may be.
const YEARS: std::ops::RangeInclusive<i64> = 1500..=2199;

/// Reads dates and times of one text.
#[derive(Debug, Clone, Copy)]
pub struct Calendar<'a>(pub Numerals<'a>);

impl<'a> Calendar<'a> {
    fn lexemes(&self) -> &'a Lexemes<'a> {
        self.0.lexemes
    }

    fn sense<T>(&self, at: usize, pick: impl Fn(Sense) -> Option<T>) -> Option<T> {
        self.0.lexicon.find(self.lexemes().word(at), pick)
    }

    /// The date or time that begins at piece `at`.
    #[must_use]
    pub fn read(&self, at: usize) -> Option<When> {
        let found = |measure, value: i64, next| Some(When { measure, value: value * SCALE, next });
        if let Some(day) = self.weekday(at) {
            let comma = at + 1 + usize::from(self.lexemes().mark(at + 1) == Some(','));
            let comma = comma + usize::from(matches!(self.lexemes().word(comma), "der" | "den" | "dem" | "le" | "the"));
            return match self.day_of_month(comma) {
                Some((day, next)) => found(Measure::Day, day, next),
                None => found(Measure::Weekday, day, at + 1),
            };
        }
        if let Some((day, next)) = self.day_of_month(at).or_else(|| self.day_in_digits(at)) {
            return found(Measure::Day, day, next);
        }
        if let Some(month) = self.month(at) {
            let comma = at + 1 + usize::from(self.lexemes().mark(at + 1) == Some(','));
            if let Some(year) = self.year(comma) {
                return found(Measure::MonthOfYear, year * 100 + month, comma + 1);
            }
            let before = self.lexemes().word_before(at);
            let dated = self.is_dated(at) || matches!(before, "im" | "next" | "last");
            return if dated { found(Measure::Month, month, at + 1) } else { None };
        }
        if let Some((minutes, next)) = self.clock(at) {
            return found(Measure::Clock, minutes % 720, next);
        }
        let year = self.year(at)?;
        // "1976 law", "2013 and 2014": a number of this century and the last that counts nothing is a year.
        let recent = (1900..2100).contains(&year) && !self.counts(at + 1);
        if self.is_dated(at) || recent { found(Measure::Year, year, at + 1) } else { None }
    }

    /// Whether what stands before `at` announces a date.
    fn is_dated(&self, at: usize) -> bool {
        at > 0
            && self
                .sense(at - 1, |sense| {
                    matches!(sense, Sense::Year | Sense::Until | Sense::Before | Sense::Since).then_some(())
                })
                .is_some()
    }

    /// Whether the word at `at` is a unit or what is counted.
    fn counts(&self, at: usize) -> bool {
        let lexemes = self.lexemes();
        let (word, stop) = (lexemes.word(at), matches!(lexemes.mark(at), Some('%' | '-' | '/' | '€' | '$' | '£')));
        let unit = self.sense(at, |sense| matches!(sense, Sense::Unit(..) | Sense::Scale(_)).then_some(()));
        stop || unit.is_some() || self.0.lexicon.thing(&Stemmer::new(self.0.language).stem(word)).is_some()
    }

    fn weekday(&self, at: usize) -> Option<i64> {
        let day = |word: &str| {
            self.0.lexicon.find(word, |sense| match sense {
                Sense::Weekday(day) => Some(day),
                _ => None,
            })
        };
        let (lexemes, word) = (self.lexemes(), self.lexemes().word(at));
        match self.0.language {
            Language::French => day(word),
            Language::German if lexemes.is_capital(at) => day(word).or_else(|| {
                ["abend", "morgen", "nachmittag", "vormittag", "mittag", "nacht"]
                    .iter()
                    .find_map(|part| day(word.strip_suffix(part)?))
            }),
            _ if lexemes.is_capital(at) => day(word),
            _ => None,
        }
    }

    /// A month; in English and German with a capital.
    fn month(&self, at: usize) -> Option<i64> {
        if self.0.language != Language::French && !self.lexemes().is_capital(at) {
            return None;
        }
        self.sense(at, |sense| match sense {
            Sense::Month(month) => Some(month),
            _ => None,
        })
    }

    /// A number from 1 to 31.
    fn day(&self, at: usize) -> Option<(i64, usize)> {
        let digits = self.lexemes().digits(at);
        if digits.is_empty() || digits.len() > 2 {
            return None;
        }
        let day: i64 = digits.parse().ok()?;
        let suffix = self.lexemes().is_glued(at + 1) && self.0.lexicon.has(self.lexemes().word(at + 1), Sense::Suffix);
        (1..=31).contains(&day).then_some((day, at + 1 + usize::from(suffix)))
    }

    /// "14 June", "June 14", "14. Juni", "le 14 juin", each with a year or without: month times a hundred and day.
    fn day_of_month(&self, at: usize) -> Option<(i64, usize)> {
        let lexemes = self.lexemes();
        let with_year = |next: usize| {
            let comma = next + usize::from(lexemes.mark(next) == Some(','));
            if self.year(comma).is_some() { comma + 1 } else { next }
        };
        if let Some((day, next)) = self.day(at) {
            let next = next + usize::from(lexemes.mark(next) == Some('.') && self.0.language == Language::German);
            let next = next + usize::from(lexemes.word(next) == "of");
            let month = self.month(next)?;
            // "The 19 Sept. 11 hijackers": the month goes with the day behind it.
            let dot = next + 1 + usize::from(lexemes.mark(next + 1) == Some('.'));
            let taken = self.0.language == Language::English && self.day(dot).is_some();
            return (!taken).then(|| (month * 100 + day, with_year(next + 1)));
        }
        if self.0.language != Language::English {
            return None;
        }
        let month = self.month(at)?;
        let dot = at + 1 + usize::from(lexemes.mark(at + 1) == Some('.') && lexemes.word(at).len() <= 4);
        let (day, next) = self.day(dot)?;
        // "May 30 people": a date is followed by no word that it could count.
        let counts = lexemes.is_glued(next)
            && matches!(lexemes.mark(next), Some(':' | '.'))
            && lexemes.is_glued(next + 1)
            && !lexemes.digits(next + 1).is_empty();
        (!counts).then(|| (month * 100 + day, with_year(next)))
    }

    /// "2030-06-14", "14.06.2030", "14/06/2030"; the last in English only if the day cannot be a month.
    fn day_in_digits(&self, at: usize) -> Option<(i64, usize)> {
        let lexemes = self.lexemes();
        let mark = lexemes.mark(at + 1).filter(|&mark| lexemes.mark(at + 3) == Some(mark))?;
        if !(1..5).all(|step| lexemes.is_glued(at + step)) {
            return None;
        }
        let parts = [lexemes.digits(at), lexemes.digits(at + 2), lexemes.digits(at + 4)];
        let number = |part: &str| part.parse::<i64>().ok();
        let (day, month) = match (mark, parts.map(str::len)) {
            ('-', [4, 2, 2]) => (number(parts[2])?, number(parts[1])?),
            ('.' | '/', [1 | 2, 1 | 2, 4]) => (number(parts[0])?, number(parts[1])?),
            _ => return None,
        };
        let (day, month) = if month > 12 { (month, day) } else { (day, month) };
        let unsure = mark == '/' && self.0.language == Language::English && day <= 12;
        ((1..=31).contains(&day) && (1..=12).contains(&month) && !unsure).then_some((month * 100 + day, at + 5))
    }

    /// A bare number that can be a year.
    fn year(&self, at: usize) -> Option<i64> {
        let lexemes = self.lexemes();
        let digits = lexemes.digits(at);
        let parted = lexemes.is_glued(at + 1)
            && (lexemes.get(at + 1).is_some_and(|_| lexemes.mark(at + 1).is_none())
                || (lexemes.is_glued(at + 2) && !lexemes.digits(at + 2).is_empty()));
        let year: i64 = (digits.len() == 4 && !parted).then(|| digits.parse().ok())??;
        YEARS.contains(&year).then_some(year)
    }

    /// "half past nine", "quarter to ten", "halb zehn".
    fn clock_by_parts(&self, at: usize) -> Option<(i64, usize)> {
        let lexemes = self.lexemes();
        let part = self.sense(at, |sense| match sense {
            Sense::Part(share) => Some(share * 60 / SCALE),
            _ => None,
        })?;
        let german = self.0.language == Language::German && lexemes.word(at) == "halb";
        let sign = match lexemes.word(at + 1) {
            _ if german => -1,
            "past" => 1,
            "to" => -1,
            _ => return None,
        };
        let (hour, _, next, _) = self.hour(at + if german { 1 } else { 2 })?;
        (1..=12).contains(&hour).then_some(((hour * 60 + sign * part).rem_euclid(720), next))
    }

    /// "3.40am", "06:12", "6.12 in the morning", "12 minutes past six", "9.30 Uhr", "quatre heures du matin".
    fn clock(&self, at: usize) -> Option<(i64, usize)> {
        let lexemes = self.lexemes();
        if let Some(time) = self.clock_by_parts(at) {
            return Some(time);
        }
        let (hour, minutes, next, mark) = self.hour(at)?;
        let time = |next| Some((hour * 60 + minutes, next));
        match self.0.language {
            Language::German => {
                if lexemes.word(next) == "uhr" {
                    let (more, end) = self.minutes(next + 1).filter(|_| mark.is_none()).unwrap_or((0, next + 1));
                    return Some((hour * 60 + minutes + more, end));
                }
            }
            Language::French => {
                if self.0.lexicon.has(lexemes.word(next), Sense::Clock) {
                    let digits = self.minutes(next + 1);
                    let (more, end) = digits.or_else(|| self.and_part(next + 1)).unwrap_or((0, next + 1));
                    let part_of_day = matches!(lexemes.word(end), "du" | "de")
                        && matches!(lexemes.word(end + 1), "matin" | "soir" | "l" | "midi");
                    let at_it = matches!(lexemes.word_before(at), "à" | "vers" | "dès" | "après" | "avant");
                    if part_of_day || at_it || digits.is_some() {
                        return Some((hour * 60 + more, if part_of_day { end + 2 } else { end }));
                    }
                    return None;
                }
            }
            _ => {
                if let Some(end) = self.half_of_day(next) {
                    return time(end);
                }
                let part_of_day = lexemes.word(next) == "in"
                    && lexemes.word(next + 1) == "the"
                    && matches!(lexemes.word(next + 2), "morning" | "afternoon" | "evening");
                if part_of_day {
                    return time(next + 3);
                }
                if lexemes.word(next) == "o" && lexemes.word(next + 2) == "clock" {
                    return time(next + 3);
                }
                if mark.is_none()
                    && matches!(lexemes.word(next), "minutes" | "minute")
                    && matches!(lexemes.word(next + 1), "past" | "to")
                {
                    let past = lexemes.word(next + 1) == "past";
                    let (of, _, end, _) = self.hour(next + 2)?;
                    let minutes = if past { of * 60 + hour } else { of * 60 - hour };
                    return Some((minutes.rem_euclid(720), end));
                }
                if mark == Some('.') && lexemes.word_before(at) == "at" && lexemes.word(next).is_empty() {
                    return time(next);
                }
            }
        }
        if mark == Some(':') { time(next) } else { None }
    }

    /// An hour with or without minutes, the piece behind it and what parts them.
    fn hour(&self, at: usize) -> Option<(i64, i64, usize, Option<char>)> {
        let lexemes = self.lexemes();
        let digits = lexemes.digits(at);
        if digits.is_empty() {
            let numeral = self.0.read(at).filter(|numeral| numeral.saying == Saying::HowMany)?;
            let hour = numeral.value / SCALE;
            return (numeral.value % SCALE == 0 && hour < 60).then_some((hour, 0, numeral.next, None));
        }
        let hour: i64 = (digits.len() <= 2).then(|| digits.parse().ok())??;
        let mark = lexemes.mark(at + 1).filter(|&mark| {
            matches!(mark, ':' | '.')
                && lexemes.is_glued(at + 1)
                && lexemes.is_glued(at + 2)
                && lexemes.digits(at + 2).len() == 2
                // 1:02:03 is a duration or a version
                && !(lexemes.is_glued(at + 3) && lexemes.is_glued(at + 4) && !lexemes.digits(at + 4).is_empty() && lexemes.mark(at + 3).is_some())
        });
        match mark {
            Some(mark) => {
                let minutes: i64 = lexemes.digits(at + 2).parse().ok()?;
                (hour < 24 && minutes < 60).then_some((hour, minutes, at + 3, Some(mark)))
            }
            None => (hour < 60).then_some((hour, 0, at + 1, None)),
        }
    }

    /// "et demie", "et quart" behind an hour.
    fn and_part(&self, at: usize) -> Option<(i64, usize)> {
        let part = self.sense(at + 1, |sense| match sense {
            Sense::Part(share) => Some(share * 60 / SCALE),
            _ => None,
        })?;
        (self.lexemes().word(at) == "et").then_some((part, at + 2))
    }

    /// Two digits of minutes.
    fn minutes(&self, at: usize) -> Option<(i64, usize)> {
        let digits = self.lexemes().digits(at);
        let minutes: i64 = (digits.len() == 2).then(|| digits.parse().ok())??;
        (minutes < 60).then_some((minutes, at + 1))
    }

    /// "am", "p.m.": the piece behind it.
    fn half_of_day(&self, at: usize) -> Option<usize> {
        let lexemes = self.lexemes();
        match lexemes.word(at) {
            "am" | "pm" => Some(at + 1),
            "a" | "p"
                if lexemes.mark(at + 1) == Some('.') && lexemes.word(at + 2) == "m" && lexemes.is_glued(at + 2) =>
            {
                Some(at + 3 + usize::from(lexemes.mark(at + 3) == Some('.')))
            }
            _ => None,
        }
    }
}
