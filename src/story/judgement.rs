//! Evidence in, two calibrated scores out: the probability of one story, and that of one text behind both.
//!
//! Two logistic models over the square roots of the evidence. `benchmarks/stories_fit.py` fits them and prints these numbers:
//! the story model on one half of BASIL's events, whole and cut to 25 to 200 words, and on the wrong pairs of families of
//! rewrites; the rewrite model on those families, with BASIL's pairs of different events as what is none. Names count in the
//! first only: rewrites of one text and two stories about one person share them alike. Tried without gain: one model for
//! both, cosines without the heaviest shared terms, texts without what they share word for word.

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

/// The support below which two texts are not joined, however alike they are: one or two rare stems. Chosen among 0.8, 0.9, 1
/// and 1.1 on BASIL as headlines and cut to 8, 15 and 30 words, both halves in sight, so that nine of ten joined pairs are
/// right from 15 words on. Tried without gain: names counted half or up to a bound, rarity itself or its square (they need
/// another bound for every length).
const LEAST_SUPPORT: f64 = 1.1;

/// Log odds that a further one allows; full reports share several, where nothing is bounded. Tried: 2, 4, 6, 12.
const SUPPORT_WEIGHT: f64 = 6.0;

/// How much more the prior of a large corpus weighs where little is shared. Chosen among 0, 1 and 2 for headlines of three
/// collections, years apart, of which at most 0.2 in 10⁶ pairs are to be joined.
const SUPPORT_PRIOR: f64 = 2.0;

/// Brevity from which on a text is too short to repeat itself, so that its cosines are small even where much is shared:
/// sixty words.
const SHORT: f64 = -1.427;

/// Log odds that a text e times shorter than that needs less; what speaks against it is the support. Chosen like that,
/// among 0.3 to 2.
const SHORT_WEIGHT: f64 = 1.0;

impl Judgement {
    /// Judges a pair, given what the corpus says beforehand.
    #[must_use]
    pub fn of(evidence: &Evidence, prior: f64) -> Self {
        let [lead, opening, events, phrases, numbers] =
            [evidence.lead, evidence.opening, evidence.events, evidence.phrases, evidence.numbers].map(f64::sqrt);
        let story = 7.91 * lead + 6.56 * opening + 3.10 * events + 3.07 * phrases + 1.15 * evidence.days
            - 0.40 * evidence.brevity
            - SHORT_WEIGHT * (evidence.brevity - SHORT).min(0.0)
            - 11.09;
        let rewrite = 7.60 * numbers + 10.50 * phrases + 11.05 * events - 1.69 * evidence.brevity - 12.51;
        // Cosines of a few words are large by chance: what they can say is bounded by how much two texts share at all.
        let most = SUPPORT_WEIGHT * (evidence.support - LEAST_SUPPORT) + SUPPORT_PRIOR * prior.min(0.0);
        let judged = |odds: f64| rounded((odds + prior).min(most));
        Self { story: judged(story), rewrite: judged(rewrite) }
    }

    /// The relation that is likelier than not, the closer one first.
    #[must_use]
    pub fn relation(self) -> Option<Relation> {
        if self.rewrite >= 0.0 {
            return Some(Relation::Rewrite);
        }
        (self.story >= 0.0).then_some(Relation::Story)
    }

    /// What ties two documents of one cluster, with its log odds: a rewrite if that reaches the threshold, else a story.
    #[must_use]
    pub fn tie(self, threshold: f64) -> (Relation, f64) {
        if self.rewrite >= threshold { (Relation::Rewrite, self.rewrite) } else { (Relation::Story, self.story) }
    }

    /// The stronger of the two: the log odds that the pair belongs together.
    #[must_use]
    pub fn together(self) -> f64 {
        self.story.max(self.rewrite)
    }
}

/// What ties two documents that belong together with at least the probability `threshold`, with the probability of that;
/// None of others.
#[must_use]
pub fn matched(judgement: Judgement, threshold: f64) -> Option<(Relation, f64)> {
    let threshold = log_odds(threshold);
    (judgement.together() >= threshold).then(|| {
        let (relation, odds) = judgement.tie(threshold);
        (relation, probability(odds))
    })
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
        days: 0.0,
        brevity: 0.0,
        support: 10.0,
    };

    #[test]
    fn more_in_common_is_never_less_likely() {
        let judged = |evidence: Evidence| Judgement::of(&evidence, 0.0);
        let none = judged(NOTHING);
        for more in [
            Evidence { lead: 0.3, ..NOTHING },
            Evidence { opening: 0.3, ..NOTHING },
            Evidence { events: 0.3, ..NOTHING },
            Evidence { phrases: 0.1, ..NOTHING },
            Evidence { days: 1.0, ..NOTHING },
        ] {
            assert!(judged(more).story > none.story);
        }
        assert!(judged(Evidence { numbers: 0.5, ..NOTHING }).rewrite > none.rewrite);
        assert!(judged(Evidence { days: -1.0, ..NOTHING }).story < none.story);
        assert!(Judgement::of(&NOTHING, 1.0).story > none.story);
    }

    #[test]
    fn few_shared_words_are_not_enough() {
        let alike = Evidence { lead: 0.8, opening: 0.8, events: 0.8, phrases: 0.6, ..NOTHING };
        let of = |support: f64| Judgement::of(&Evidence { support, ..alike }, 0.0);
        assert!(of(10.0).relation().is_some() && of(1.2).relation().is_some());
        assert!(of(1.0).relation().is_none());
        assert!(of(0.0).together() < -5.0);
    }

    #[test]
    fn what_reaches_the_threshold_is_matched_by_the_closer_relation() {
        let of = |story, rewrite, threshold| matched(Judgement { story, rewrite }, threshold);
        assert_eq!(of(1.0, 0.0, 0.5), Some((Relation::Rewrite, 0.5)));
        assert_eq!(of(1.0, -0.1, 0.5), Some((Relation::Story, probability(1.0))));
        assert_eq!(of(0.5, 0.9, 0.8), None);
        assert_eq!(of(f64::NEG_INFINITY, f64::NEG_INFINITY, 0.001), None);
    }

    #[test]
    fn probabilities_turn_back_into_log_odds() {
        assert!((probability(0.0) - 0.5).abs() < 1e-9);
        for odds in [-5.0, -1.0, 0.25, 3.0] {
            assert!((log_odds(probability(odds)) - odds).abs() < 1e-6);
        }
    }
}
