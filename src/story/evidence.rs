//! Two documents in, out what they share, in a handful of numbers.

use super::document::Document;
use crate::postings::Weighted;

/// What two documents share. Each but the last three lies in [0, 1].
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Evidence {
    /// Cosine of the stems, earlier mentions weighing more.
    pub lead: f64,
    /// Cosine of the stems of the openings.
    pub opening: f64,
    /// Cosine of the words that are neither names nor numbers: stories about one person share the others.
    pub events: f64,
    /// Cosine of the phrases of two content words.
    pub phrases: f64,
    /// Numbers in common, by rarity.
    pub numbers: f64,
    /// How the weekdays that they name agree, from -1 (two days) to 1 (the same); 0 where one names none.
    pub days: f64,
    /// Words of the shorter one, as a logarithm: 0 from 250 words on, below it for shorter texts.
    pub brevity: f64,
    /// How much there is to judge by: the stems that both hold, each counted by its rarity in [0, 1], cubed. A name that
    /// one in a hundred articles has counts little, a word of these two alone counts one.
    pub support: f64,
}

/// Words from which on a text is as long as it needs to be: most articles are.
const FULL_LENGTH: f64 = 250.0;

/// Keeps one shared number of two from being everything.
const FEW_NUMBERS: f64 = 1.0;

impl Evidence {
    /// Compares two documents of one corpus.
    ///
    /// # Complexity
    /// Linear in their terms.
    #[must_use]
    pub fn between(left: &Document, right: &Document) -> Self {
        let [lead, opening, events, support] = stems(left, right);
        let phrases = shared(&left.phrases, &right.phrases, |one, other| one * other);
        let numbers = shared(&left.numbers, &right.numbers, |one, _| one);
        let numbers = numbers / ((left.number_weight * right.number_weight).sqrt() + FEW_NUMBERS);
        let named = |days: &[f64; 7]| days.iter().any(|&day| day > 0.0);
        let agreement: f64 = left.days.iter().zip(&right.days).map(|(one, other)| one * other).sum();
        let days = if named(&left.days) && named(&right.days) { 2.0 * agreement - 1.0 } else { 0.0 };
        let words = (left.words.min(right.words) as f64 + 1.0).min(FULL_LENGTH);
        Self {
            lead: unit(lead),
            opening: unit(opening),
            events: unit(events),
            phrases: unit(phrases),
            numbers: unit(numbers),
            days: days.clamp(-1.0, 1.0),
            brevity: libm::log(words / FULL_LENGTH),
            support,
        }
    }
}

fn unit(value: f64) -> f64 {
    value.clamp(0.0, 1.0)
}

/// The three cosines of the stems and their support, in one walk.
fn stems(left: &Document, right: &Document) -> [f64; 4] {
    let mut sums = [0.0; 4];
    let (mut at, mut to) = (0, 0);
    while let (Some(one), Some(other)) = (left.terms.get(at), right.terms.get(to)) {
        if one.number == other.number {
            sums[0] += f64::from(one.lead) * f64::from(other.lead);
            sums[1] += f64::from(one.opening) * f64::from(other.opening);
            sums[2] += f64::from(one.event) * f64::from(other.event);
            sums[3] += f64::from(one.support);
        }
        at += usize::from(one.number <= other.number);
        to += usize::from(other.number <= one.number);
    }
    sums
}

fn shared(left: &[Weighted], right: &[Weighted], of: impl Fn(f64, f64) -> f64) -> f64 {
    let (mut at, mut to, mut sum) = (0, 0, 0.0);
    while let (Some(one), Some(other)) = (left.get(at), right.get(to)) {
        if one.0 == other.0 {
            sum += of(f64::from(one.1), f64::from(other.1));
        }
        at += usize::from(one.0 <= other.0);
        to += usize::from(other.0 <= one.0);
    }
    sum
}
