//! Evidence in, two calibrated scores out: the probability of one story, and that of one text behind both.
//!
//! Two logistic models over the square roots of the evidence. `benchmarks/stories_fit.py` fits them and prints these numbers:
//! the story model on one half of BASIL's events (whole, and cut to 25 to 200 words) and on families of rewrites; the
//! rewrite model on families of rewrites, with BASIL's pairs of different events as what is none. Names count in the
//! first only: rewrites of one text and two stories about one person share them alike.

use super::evidence::Evidence;
use crate::duplicate::Relation;

/// The two scores of a pair.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Judgement {
    /// Log odds that both report one event.
    pub story: f64,
    /// Log odds that both derive from one text.
    pub rewrite: f64,
}

impl Judgement {
    /// Judges a pair.
    #[must_use]
    pub fn of(evidence: &Evidence) -> Self {
        let [lead, opening, events, phrases, numbers] =
            [evidence.lead, evidence.opening, evidence.events, evidence.phrases, evidence.numbers].map(f64::sqrt);
        let story = 8.4 * lead + 8.6 * opening + 4.3 * events + 6.5 * phrases + 1.4 * evidence.same_day
            - 0.1 * evidence.other_day
            - 0.9 * evidence.brevity
            - 14.0;
        let rewrite = 7.0 * numbers + 14.5 * phrases + 14.8 * events - 1.4 * evidence.brevity - 14.8;
        Self { story: rounded(story), rewrite: rounded(rewrite) }
    }

    /// The relation that is likelier than not, the closer one first.
    #[must_use]
    pub fn relation(self) -> Option<Relation> {
        if self.rewrite >= 0.0 {
            return Some(Relation::Rewrite);
        }
        (self.story >= 0.0).then_some(Relation::Story)
    }

    /// The stronger of the two: the log odds that the pair belongs together.
    #[must_use]
    pub fn together(self) -> f64 {
        self.story.max(self.rewrite)
    }
}

/// The probability of log odds, rounded to 1e-9 as every score is.
#[must_use]
pub fn probability(log_odds: f64) -> f64 {
    rounded(1.0 / (1.0 + libm::exp(-log_odds)))
}

/// The log odds of a probability in (0, 1).
#[must_use]
pub fn log_odds(probability: f64) -> f64 {
    rounded(libm::log(probability / (1.0 - probability)))
}

fn rounded(value: f64) -> f64 {
    (value * 1e9).round() / 1e9
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOTHING: Evidence = Evidence {
        lead: 0.0,
        opening: 0.0,
        events: 0.0,
        phrases: 0.0,
        numbers: 0.0,
        same_day: 0.0,
        other_day: 0.0,
        brevity: 0.0,
    };

    #[test]
    fn more_in_common_is_never_less_likely() {
        let none = Judgement::of(&NOTHING);
        for more in [
            Evidence { lead: 0.3, ..NOTHING },
            Evidence { opening: 0.3, ..NOTHING },
            Evidence { events: 0.3, ..NOTHING },
            Evidence { phrases: 0.1, ..NOTHING },
            Evidence { same_day: 1.0, ..NOTHING },
        ] {
            assert!(Judgement::of(&more).story > none.story);
        }
        assert!(Judgement::of(&Evidence { numbers: 0.5, ..NOTHING }).rewrite > none.rewrite);
        assert!(Judgement::of(&Evidence { other_day: 1.0, ..NOTHING }).story <= none.story);
    }

    #[test]
    fn probabilities_turn_back_into_log_odds() {
        assert!((probability(0.0) - 0.5).abs() < 1e-9);
        for odds in [-5.0, -1.0, 0.25, 3.0] {
            assert!((log_odds(probability(odds)) - odds).abs() < 1e-6);
        }
    }
}
