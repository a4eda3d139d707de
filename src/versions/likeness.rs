//! Two quotes in, out how likely they are one utterance.
//!
//! Two scores, both logarithms of odds. [`wording`] judges by the words that both have and by their order. [`slot`] judges two
//! quotes of one speaker that have little wording in common, one of them usually reported without marks, by where they stand:
//! a rewrite keeps what a speaker says and where, and changes every word.
//!
//! The weights are rounded from logistic regressions over the pairs of quotes of the rewritten families, each family judged by
//! weights from the others; titles and terms in marks left out. No script repeats the fit; `benchmarks/versions.py` measures
//! what the weights are worth.

use super::cast::Who;
use super::utterance::Utterance;
use super::vocabulary::{STOP_WORD, StemId, Vocabulary, Word};
use crate::quote::Kind;

/// What two quotes have in common.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Likeness {
    /// The larger of the shares of either's stems, by weight, that the other has; kin count for [`KIN`].
    pub covered: f64,
    /// The smaller of the two.
    pub covered_least: f64,
    /// The weight of the shared stems.
    pub shared: f64,
    /// How many stems are shared, kin with them.
    pub stems: usize,
    /// The share of the words of the one with fewer that stand in the other in the same order, by weight.
    pub in_order: f64,
}

/// What a stem counts that has only most of its letters in common.
const KIN: f64 = 0.6;

/// Words of either side that are aligned: a longer quote is told by its first.
const ALIGNED: usize = 200;

impl Likeness {
    /// Whether one may be a half of the other: it has some of its words, in their order.
    #[must_use]
    pub fn is_half(&self) -> bool {
        self.covered >= 0.3 && self.in_order >= 0.45
    }

    /// Compares two quotes.
    ///
    /// # Complexity
    /// Linear in the stems, quadratic in the words up to [`ALIGNED`].
    #[must_use]
    pub fn of(vocabulary: &Vocabulary, left: &Utterance<'_>, right: &Utterance<'_>) -> Self {
        let found = shares(vocabulary, (&left.stems, left.weight), (&right.stems, right.weight));
        Self { in_order: in_order(vocabulary, left.words, right.words), ..found }
    }
}

/// What two sets of stems with their weights have in common.
#[must_use]
pub fn shares(vocabulary: &Vocabulary, left: (&[StemId], f64), right: (&[StemId], f64)) -> Likeness {
    let (of_left, of_right) = (held(vocabulary, left.0, right.0), held(vocabulary, right.0, left.0));
    let share = |held: f64, all: f64| if all > 0.0 { held / all } else { 0.0 };
    let (one, other) = (share(of_left, left.1), share(of_right, right.1));
    Likeness {
        covered: one.max(other),
        covered_least: one.min(other),
        shared: of_left.min(of_right),
        stems: stems(vocabulary, left.0, right.0),
        in_order: 0.0,
    }
}

fn stems(vocabulary: &Vocabulary, left: &[StemId], right: &[StemId]) -> usize {
    let has = |stem: &StemId| right.binary_search(stem).is_ok();
    left.iter().filter(|stem| has(stem) || vocabulary.kin(**stem).iter().any(has)).count()
}

/// The weight of those of `stems` that stand among `others`, kin for less.
#[must_use]
pub fn held(vocabulary: &Vocabulary, stems: &[StemId], others: &[StemId]) -> f64 {
    let has = |stem: &StemId| others.binary_search(stem).is_ok();
    let of = |stem: &StemId| {
        if has(stem) {
            vocabulary.weight(*stem)
        } else if vocabulary.kin(*stem).iter().any(has) {
            KIN * vocabulary.weight(*stem)
        } else {
            0.0
        }
    };
    stems.iter().map(of).sum()
}

/// The share of the lighter side's words that the other has in the same order.
#[must_use]
pub fn in_order(vocabulary: &Vocabulary, left: &[Word], right: &[Word]) -> f64 {
    let (left, right) = (&left[..left.len().min(ALIGNED)], &right[..right.len().min(ALIGNED)]);
    let weight = |word: &Word| word.stem.map_or(STOP_WORD, |stem| vocabulary.weight(stem));
    let equal = |one: &Word, other: &Word| match (one.stem, other.stem) {
        _ if one.hash == other.hash => 1.0,
        (Some(stem), Some(kin)) if stem == kin => 1.0,
        (Some(stem), Some(kin)) if vocabulary.kin(stem).contains(&kin) => KIN,
        _ => 0.0,
    };
    let mut row = vec![0.0f64; right.len() + 1];
    for one in left {
        let mut corner = 0.0;
        for (at, other) in right.iter().enumerate() {
            let above = row[at + 1];
            row[at + 1] = (corner + equal(one, other) * weight(one)).max(above).max(row[at]);
            corner = above;
        }
    }
    let lighter = left.iter().map(weight).sum::<f64>().min(right.iter().map(weight).sum());
    if lighter > 0.0 { (row[right.len()] / lighter).min(1.0) } else { 0.0 }
}

/// The score of a pair that shares no stem and has not one speaker: that of most pairs.
pub const NOTHING: f64 = -6.0;

/// The share of either quote's stems that the other has at least, unless one stands in the other in a row or their versions
/// are rewrites: below it they share a topic, not a statement. In the families and in the five rewrites 0.25 costs nothing and
/// 0.3 a group (`benchmarks/versions.py --only variants --only seeds`); what it saves is counted by `--only strangers`.
const EITHER: f64 = 0.25;

/// How likely two quotes are one utterance, by their wording; `rewrite` says whether their versions have most of their
/// quotations in common.
#[must_use]
pub fn wording(likeness: &Likeness, left: &Utterance<'_>, right: &Utterance<'_>, rewrite: bool) -> f64 {
    // Two quotations in marks are variants by their words, not by their topic: nobody rewords most of a quotation.
    if left.is_marked() && right.is_marked() && likeness.covered.max(likeness.in_order) < 0.5 {
        return NOTHING;
    }
    // Independent reports of one event speak of the same things in other statements.
    let most = likeness.covered >= 0.5 && likeness.stems > 1 || likeness.in_order >= 0.6;
    if left.is_marked() != right.is_marked() && !rewrite && !most {
        return NOTHING;
    }
    if likeness.covered_least < EITHER && !rewrite && !left.stands_in(right) && !right.stands_in(left) {
        return NOTHING;
    }
    let mut score = -6.15 + 3.8 * likeness.covered + 0.275 * likeness.shared.min(20.0) + 3.4 * likeness.in_order;
    if is_same(left, right) {
        // The more a speaker says, the less is told by who speaks: 2.7 for the two statements that one has in the families.
        score += (3.4 - libm::log(left.statements.max(right.statements) as f64)).max(1.0);
    }
    if left.is_marked() != right.is_marked() {
        score += 1.25;
    }
    // One word in common is a topic, unless it is most of a quote; and two people may speak of one thing.
    if likeness.stems < 2 && likeness.covered < 0.5 {
        score -= 1.5;
    }
    if likeness.covered < 0.6 && is_other(left, right) {
        score -= 1.3;
    }
    // A fragment that is held against a whole statement; two fragments are as telling as two statements.
    if left.is_short() != right.is_short() {
        score -= 1.6;
    } else if left.is_short() {
        score -= 0.8;
    }
    score
}

/// What makes two quotes of one speaker fill the same slot.
#[derive(Debug, Clone, Copy)]
pub struct Slot {
    /// The utterances of the speaker that each version has and the other has not.
    pub left_over: [usize; 2],
    /// Whether the two versions have most of their quotations in common.
    pub rewrite: bool,
}

/// The weight of two usual words.
pub const TWO_WORDS: f64 = 9.0;

/// The weight of a word that one article in four hundred has.
const RARE_WORD: f64 = 6.0;

/// Statements to choose from, of either version together, beyond which the place alone says too little: two of each.
const FEW: usize = 4;

/// The share of words that two quotes need to fill one slot where there is more to choose from, or where both stand in marks:
/// nobody changes all the words that he puts in quotation marks.
const SOME_WORDS: f64 = 0.35;

/// The same where there are several statements to choose from.
const MOST_WORDS: f64 = 0.45;

/// How likely two quotes of one speaker, of whom either version has nothing like the other's, are one utterance in other words.
#[must_use]
pub fn slot(likeness: &Likeness, left: &Utterance<'_>, right: &Utterance<'_>, slot: Slot) -> f64 {
    // One question asked in two wordings is no two questions: whoever asks “Why would …?” in both asks one.
    let question = left.question.is_some() && left.question == right.question;
    if !question && !slot.rewrite {
        return NOTHING;
    }
    let one_marked = left.is_marked() != right.is_marked();
    // Both reported without marks, and nothing else to choose from.
    let only = slot.left_over == [1, 1] && !left.is_marked() && !right.is_marked();
    let many = slot.left_over[0] * slot.left_over[1] > FEW;
    let short = left.is_short() || right.is_short();
    // One word of a short quote is no half of what it says.
    let covered = likeness.covered * (likeness.shared / if short { TWO_WORDS } else { RARE_WORD }).min(1.0);
    if !question && covered < if many { MOST_WORDS } else { SOME_WORDS } && (many || !one_marked && !only) {
        return NOTHING;
    }
    // A fragment stands in a sentence that says the rest; without a word in common it is any fragment.
    if covered < 0.15 && [left.kind, right.kind].contains(&Kind::Mixed) {
        return NOTHING;
    }
    let mut score = -1.2 + 7.0 * covered - 2.8 * (left.place - right.place).abs();
    if one_marked {
        score += 2.1;
    } else if only {
        score += 1.4;
    }
    if short {
        score -= 2.3;
    }
    if question {
        score += 2.5;
    }
    score
}

/// Whether both are known to be said by the same people.
#[must_use]
pub fn is_same(left: &Utterance<'_>, right: &Utterance<'_>) -> bool {
    left.who.is_some() && left.who == right.who
}

/// Whether both are known to be said by different people, none of whom speaks for the other.
#[must_use]
pub fn is_other(left: &Utterance<'_>, right: &Utterance<'_>) -> bool {
    let stands_in = match &right.who {
        Some(Who::People(people)) => people.iter().any(|one| left.stand_ins.contains(one)),
        _ => false,
    };
    left.who.is_some() && right.who.is_some() && left.who != right.who && !stands_in
}
