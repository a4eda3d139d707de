//! An article in, out the few stems by which an inverted index finds the articles that may tell its story.
//!
//! Two articles are to be judged if the products of their [`weights`](Handle::weight) at shared handles sum to at least
//! [`MEET`]: most of a cosine of stems, in whole numbers. With [`Frozen`] frequencies that is a function of the two alone, so
//! the pairs that an archive judges do not depend on the order in which articles came.

use super::frozen::Frozen;
use super::tally::Tally;
use std::cmp::Reverse;

/// A stem by which an article is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Handle {
    /// Its hash.
    pub hash: u64,
    /// Its share of the article, of [`WHOLE`].
    pub weight: u8,
}

/// Most handles of an article. Of 16 to 48: with fewer the best bound lets through twice the candidates for the same recall.
const MOST: usize = 48;

/// The weight of an article's only stem.
pub const WHOLE: u32 = 255;

/// The sum of products of weights from which on two articles are judged: a cosine of 0.1. Chosen so
/// that of a hundred pairs that are likelier than not one is lost at most. Weights by rarity itself, or by its cube, let through
/// more for the same.
pub const MEET: u32 = WHOLE * WHOLE / 10;

/// The handles of an article, ascending by hash: the stems that weigh most by place and by rarity, squared since a common
/// stem finds what only an unusual one can tell.
///
/// # Complexity
/// O(t log t) for t terms.
#[must_use]
pub fn handles(tally: &Tally, frozen: &Frozen) -> Vec<Handle> {
    let mut weighed: Vec<(f64, u64)> = tally
        .terms
        .iter()
        .map(|term| {
            let idf = frozen.rarity(term.hash, tally.language).idf;
            (libm::log1p(term.lead) * idf * idf, term.hash)
        })
        .collect();
    // In the order of the hashes, so that the sum is the same for the same article.
    let length = weighed.iter().map(|(weight, _)| weight * weight).sum::<f64>().sqrt();
    // Positive numbers stand in the order of their bits; of equals the smaller hash.
    weighed.sort_unstable_by_key(|&(weight, hash)| (Reverse(weight.to_bits()), hash));
    weighed.truncate(MOST);
    weighed.sort_unstable_by_key(|&(_, hash)| hash);
    let handles = weighed.into_iter().map(|(weight, hash)| Handle { hash, weight: share(weight, length) });
    handles.filter(|handle| handle.weight > 0).collect()
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // in [0, WHOLE]
fn share(weight: f64, length: f64) -> u8 {
    if length > 0.0 { (weight / length * f64::from(WHOLE)).round().min(f64::from(WHOLE)) as u8 } else { 0 }
}

/// The sum of the products of the weights at the handles that two articles share: what an inverted index sums up for many
/// articles at once.
///
/// # Complexity
/// Linear in the handles.
#[must_use]
pub fn shared(left: &[Handle], right: &[Handle]) -> u32 {
    let (mut at, mut to, mut sum) = (0, 0, 0);
    while let (Some(one), Some(other)) = (left.get(at), right.get(to)) {
        if one.hash == other.hash {
            sum += u32::from(one.weight) * u32::from(other.weight);
        }
        at += usize::from(one.hash <= other.hash);
        to += usize::from(other.hash <= one.hash);
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::story::reading::tell;
    use crate::text::language::Spoken;
    use proptest::prelude::*;
    use std::sync::OnceLock;

    fn of(text: &str) -> Vec<Handle> {
        static BUILT_IN: OnceLock<Frozen> = OnceLock::new();
        handles(&Tally::of(&tell(None, text, Spoken::Detect)), BUILT_IN.get_or_init(Frozen::built_in))
    }

    const SALE: &str = "Ardmere sells its fish market. The harbour board of Ardmere voted on Tuesday to sell the market hall \
        to a brewer from Pellworth. Nobody buys a haddock there any more, said Ida Quill, the chair.";

    #[test]
    fn articles_of_one_story_meet_and_strangers_do_not() {
        let retold = "A brewer is to buy the hall of the fish market in Ardmere. Members of the harbour board decided it two \
            days ago; Ida Quill said that the haddock trade had left Ardmere for Pellworth.";
        let other = "The minister resigned after a vote on the budget. She said on Tuesday that the party had lost its way, and \
            that she would sell her house in the capital.";
        assert!(shared(&of(SALE), &of(retold)) >= MEET);
        assert!(shared(&of(SALE), &of(other)) < MEET / 2);
        assert!(shared(&of(SALE), &of(SALE)) > MEET * 9);
    }

    #[test]
    fn a_text_without_words_has_no_handles() {
        assert!(of("").is_empty() && of("— …").is_empty() && of("the of and").is_empty());
        assert_eq!(of("Ardmere").iter().map(|handle| u32::from(handle.weight)).collect::<Vec<_>>(), [WHOLE]);
    }

    proptest! {
        #[test]
        fn handles_are_few_and_ascend(words in prop::collection::vec("[a-z]{2,6}", 0..300)) {
            let handles = of(&words.join(" "));
            prop_assert!(handles.len() <= MOST);
            prop_assert!(handles.is_sorted_by(|a, b| a.hash < b.hash));
            // Each of the weights is rounded by half at most.
            prop_assert!(shared(&handles, &handles) <= WHOLE * WHOLE * 103 / 100);
        }
    }
}
