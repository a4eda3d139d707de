//! Two lists of words in, out the best alignment of a part of one with a part of the other.
//!
//! Smith and Waterman 1981, over words: an equal word is worth what it tells, a word that only one side has costs 1.

use super::sources::WordId;

/// What one word more on one side costs, also where another stands on the other side.
const COST: i32 = 1;

/// Equal words, and what they are worth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alignment {
    /// Worth of the equal words less the costs.
    pub score: i32,
    /// Places of the equal words in both lists, ascending in both.
    pub pairs: Vec<(usize, usize)>,
}

/// Memory that is kept from one alignment to the next.
#[derive(Debug, Default)]
pub struct Memory {
    above: Vec<i32>,
    steps: Vec<Step>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Stop,
    Equal,
    Both,
    Quote,
    Source,
}

/// The alignment with the highest score; of several that which ends first in the source; none without an equal word.
///
/// # Complexity
/// Words of one times words of the other, in time and bytes.
#[must_use]
pub fn align(quote: &[WordId], worth: &[i32], source: &[WordId], memory: &mut Memory) -> Option<Alignment> {
    let width = quote.len();
    let Memory { above, steps } = memory;
    // A row for each word of the source, so that the first best score is the one that ends first there.
    above.clear();
    above.resize(width + 1, 0);
    steps.clear();
    steps.resize(width * source.len(), Step::Stop);
    let (mut best, mut best_at) = (0, None);
    for (row, &word) in source.iter().enumerate() {
        let mut diagonal = 0;
        let steps = &mut steps[row * width..][..width];
        for at in 0..width {
            let up = above[at + 1];
            let equal = word == quote[at] && word > 0;
            let (mut score, mut step) =
                if equal { (diagonal + worth[at], Step::Equal) } else { (diagonal - COST, Step::Both) };
            if up - COST > score {
                (score, step) = (up - COST, Step::Source);
            }
            if above[at] - COST > score {
                (score, step) = (above[at] - COST, Step::Quote);
            }
            if score <= 0 {
                (score, step) = (0, Step::Stop);
            }
            steps[at] = step;
            diagonal = up;
            above[at + 1] = score;
            if score > best {
                (best, best_at) = (score, Some((row, at)));
            }
        }
    }
    let (mut row, mut at) = best_at?;
    let mut pairs = Vec::new();
    loop {
        match steps[row * width + at] {
            Step::Stop => break,
            step => {
                if step == Step::Equal {
                    pairs.push((at, row));
                }
                let (back_row, back_at) = (usize::from(step != Step::Quote), usize::from(step != Step::Source));
                let (Some(before_row), Some(before_at)) = (row.checked_sub(back_row), at.checked_sub(back_at)) else {
                    break;
                };
                (row, at) = (before_row, before_at);
            }
        }
    }
    pairs.reverse();
    Some(Alignment { score: best, pairs })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(quote: &[WordId], source: &[WordId]) -> Vec<(usize, usize)> {
        let worth = vec![3; quote.len()];
        align(quote, &worth, source, &mut Memory::default()).map_or_else(Vec::new, |found| found.pairs)
    }

    #[test]
    fn edits_are_bridged_and_the_first_of_two_places_is_taken() {
        assert_eq!(pairs(&[1, 2, 3, 4], &[9, 1, 2, 8, 4, 9]), [(0, 1), (1, 2), (3, 4)]);
        assert_eq!(pairs(&[1, 2, 3], &[1, 7, 2, 3, 5, 1, 2, 3, 5, 1, 2, 3]), [(0, 5), (1, 6), (2, 7)]);
        assert_eq!(pairs(&[1, 2], &[1, 2, 7, 1, 2]), [(0, 0), (1, 1)]);
    }

    #[test]
    fn unknown_words_equal_nothing() {
        assert_eq!(pairs(&[0, 0], &[0, 0]), []);
        assert_eq!(pairs(&[], &[1]), []);
        assert_eq!(pairs(&[1], &[]), []);
    }
}
