//! An article in, out the few terms by which an inverted index finds the articles that may tell its story.

use super::frozen::Frozen;
use super::tally::Tally;
use std::cmp::Reverse;

/// Terms by which an article is found.
const HANDLES: usize = 32;

/// Handles that two articles share at least to be judged.
pub const MEET: usize = 3;

/// The hashes of the stems that weigh most in an article, ascending.
///
/// # Complexity
/// O(t log t) for t terms.
#[must_use]
pub fn handles(tally: &Tally, frozen: &Frozen) -> Vec<u64> {
    let mut weighed: Vec<(Reverse<u64>, u64)> = tally
        .terms
        .iter()
        .map(|term| {
            let weight = libm::log1p(term.lead) * frozen.rarity(term.hash, tally.language).idf;
            // Positive numbers are in the order of their bits.
            (Reverse(weight.to_bits()), term.hash)
        })
        .collect();
    weighed.sort_unstable();
    let mut heaviest: Vec<u64> = weighed.into_iter().take(HANDLES).map(|(_, hash)| hash).collect();
    heaviest.sort_unstable();
    heaviest
}
