//! German numbers in one word: "dreiundzwanzig", "zweitausenddreihundert", "zweieinhalb".

use super::lexicon::Sense;
use super::measure::SCALE;
use super::numeral::Numerals;

impl Numerals<'_> {
    fn part(&self, word: &str) -> Option<i64> {
        self.lexicon.find(word, |sense| match sense {
            Sense::Number(value) => Some(value),
            _ => None,
        })
    }

    /// A German number in one word, below a million.
    pub(super) fn german(&self, word: &str) -> Option<i64> {
        if word.len() < 4 {
            return None;
        }
        let part = |part: &str| self.part(part);
        let below_hundred = |word: &str| {
            part(word).or_else(|| {
                // Every "und" is tried: "hundert" holds one, "undert" does not begin one.
                let (unit, tens) = word
                    .match_indices("und")
                    .find_map(|(at, und)| Some((part(&word[..at])?, part(&word[at + und.len()..])?)))?;
                (unit < 10 && tens >= 20).then_some(unit + tens)
            })
        };
        let below_thousand = |word: &str| match word.split_once("hundert") {
            None => below_hundred(word),
            Some((before, after)) => {
                let hundreds = if before.is_empty() { 1 } else { part(before).filter(|&value| value < 20)? };
                let rest =
                    if after.is_empty() { 0 } else { below_hundred(after.strip_prefix("und").unwrap_or(after))? };
                Some(hundreds * 100 + rest)
            }
        };
        match word.split_once("tausend") {
            None => below_thousand(word),
            Some((before, after)) => {
                let thousands = if before.is_empty() { 1 } else { below_thousand(before)? };
                let rest =
                    if after.is_empty() { 0 } else { below_thousand(after.strip_prefix("und").unwrap_or(after))? };
                Some(thousands * 1000 + rest)
            }
        }
    }

    /// "zweieinhalb", "anderthalb": a German number and a half in one word.
    pub(super) fn german_half(&self, word: &str) -> Option<i64> {
        if word == "anderthalb" {
            return Some(SCALE + SCALE / 2);
        }
        let whole = self.part(word.strip_suffix("einhalb")?)?;
        Some(whole * SCALE + SCALE / 2)
    }
}
