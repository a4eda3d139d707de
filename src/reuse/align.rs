//! Two short stretches of words in, out how they best lie side by side.
//!
//! Needleman and Wunsch 1970, on stretches of at most [`REACH`] words, so that a table is never larger than a few hundred cells
//! whatever the documents.

/// Words that an alignment looks ahead. Between two seeds of an edited sentence lie a few words; a longer stretch of other words
/// parts two passages.
pub const REACH: usize = 24;

/// Equal words of two documents, side by side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Run {
    /// First word in the left document.
    pub left: usize,
    /// First word in the right document.
    pub right: usize,
    /// Words.
    pub len: usize,
}

/// What an equal word adds, and what each word that is replaced, added or dropped takes away. An edit next to a border must be
/// made up for by one equal word behind it: with 1 and -1, which ask for two, the borders of planted passages with a tenth of
/// their words edited are off by more than three words in 2.5 % of the cases, with these in 0.6 % (`benchmarks/reuse.py`).
pub const EQUAL: i32 = 4;
/// See [`EQUAL`].
pub const EDIT: i32 = -3;

/// Edits beyond what is gained after which an end is not followed any further.
const DROP: usize = 8;

/// The score of a cell that no way goes through.
const BEYOND: i32 = i32::MIN / 4;

/// The best way from the beginning of two stretches to their ends, or to where it pays most.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Alignment {
    /// [`EQUAL`] for each equal word and [`EDIT`] for each edit.
    pub score: i32,
    /// Words of the left stretch that it covers.
    pub left: usize,
    /// Words of the right stretch.
    pub right: usize,
    /// Equal words in order, by their places in the stretches.
    pub runs: Vec<Run>,
}

/// Memory for the table.
#[derive(Debug)]
pub struct Aligner {
    scores: [[i32; REACH + 1]; REACH + 1],
}

impl Default for Aligner {
    fn default() -> Self {
        Self { scores: [[0; REACH + 1]; REACH + 1] }
    }
}

impl Aligner {
    /// Aligns two stretches from end to end.
    ///
    /// # Panics
    /// If one is longer than [`REACH`].
    pub fn between(&mut self, left: &[u64], right: &[u64]) -> Alignment {
        self.fill(left, right);
        self.trace(left, right, left.len(), right.len())
    }

    /// Aligns the beginnings of two stretches as far as it pays: up to the best score, of equals to the shorter ends. It goes no
    /// further where [`DROP`] edits outweigh what was gained before, and no further aside.
    ///
    /// # Panics
    /// If one is longer than [`REACH`].
    pub fn ahead(&mut self, left: &[u64], right: &[u64]) -> Alignment {
        let (mut best, mut at) = (0, (0, 0));
        for (j, cell) in (0..=right.len().min(DROP + 1)).zip(self.scores[0].iter_mut()) {
            *cell = edits(j);
        }
        for (i, word) in (1usize..).zip(left) {
            let band = i.saturating_sub(DROP)..=(i + DROP).min(right.len());
            let (above, below) = self.scores.split_at_mut(i);
            let (above, row) = (&above[i - 1], &mut below[0]);
            let mut most = BEYOND;
            // What lies beside the band is left from another alignment.
            for beside in [band.start().checked_sub(1), Some(band.end() + 1)].into_iter().flatten() {
                if let Some(cell) = row.get_mut(beside) {
                    *cell = BEYOND;
                }
            }
            for j in band {
                let aside = j
                    .checked_sub(1)
                    .map_or(BEYOND, |before| above[before] + if *word == right[before] { EQUAL } else { EDIT });
                let before = j.checked_sub(1).map_or(BEYOND, |before| row[before]);
                let score = aside.max(above[j].max(before) + EDIT);
                row[j] = score;
                most = most.max(score);
                if score > best || (score == best && i + j < at.0 + at.1) {
                    (best, at) = (score, (i, j));
                }
            }
            if most < best + edits(DROP) {
                break;
            }
        }
        self.trace(left, right, at.0, at.1)
    }

    fn fill(&mut self, left: &[u64], right: &[u64]) {
        for (j, cell) in (0..=right.len()).zip(self.scores[0].iter_mut()) {
            *cell = edits(j);
        }
        for (i, word) in left.iter().enumerate() {
            let (above, below) = self.scores.split_at_mut(i + 1);
            let (above, row) = (&above[i], &mut below[0]);
            row[0] = edits(i + 1);
            for (j, other) in right.iter().enumerate() {
                let aside = above[j] + if word == other { EQUAL } else { EDIT };
                row[j + 1] = aside.max(above[j + 1].max(row[j]) + EDIT);
            }
        }
    }

    /// The way to a cell; where several are equally good, equal words side by side go first.
    fn trace(&self, left: &[u64], right: &[u64], to_left: usize, to_right: usize) -> Alignment {
        let (mut i, mut j) = (to_left, to_right);
        let mut runs: Vec<Run> = Vec::new();
        while i > 0 && j > 0 {
            let score = self.scores[i][j];
            let equal = left[i - 1] == right[j - 1];
            if score == self.scores[i - 1][j - 1] + if equal { EQUAL } else { EDIT } {
                (i, j) = (i - 1, j - 1);
                match runs.last_mut() {
                    Some(run) if equal && (run.left, run.right) == (i + 1, j + 1) => {
                        *run = Run { left: i, right: j, len: run.len + 1 };
                    }
                    _ if equal => runs.push(Run { left: i, right: j, len: 1 }),
                    _ => {}
                }
            } else if score == self.scores[i - 1][j] + EDIT {
                i -= 1;
            } else {
                j -= 1;
            }
        }
        runs.reverse();
        Alignment { score: self.scores[to_left][to_right], left: to_left, right: to_right, runs }
    }
}

fn edits(words: usize) -> i32 {
    i32::try_from(words).map_or(i32::MIN / 2, |words| words * EDIT)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The best score by trying everything.
    fn twin(left: &[u64], right: &[u64]) -> i32 {
        match (left, right) {
            ([], rest) | (rest, []) => edits(rest.len()),
            ([one, left_rest @ ..], [other, right_rest @ ..]) => {
                let aside = twin(left_rest, right_rest) + if one == other { EQUAL } else { EDIT };
                aside.max(twin(left_rest, right).max(twin(left, right_rest)) + EDIT)
            }
        }
    }

    proptest! {
        #[test]
        fn an_alignment_is_the_best_of_all(
            left in prop::collection::vec(0u64..4, 0..6),
            right in prop::collection::vec(0u64..4, 0..6),
        ) {
            let mut aligner = Aligner::default();
            let between = aligner.between(&left, &right);
            prop_assert_eq!(between.score, twin(&left, &right));
            let ahead = aligner.ahead(&left, &right);
            let prefixes = (0..=left.len()).flat_map(|i| (0..=right.len()).map(move |j| (i, j)));
            prop_assert_eq!(Some(ahead.score), prefixes.map(|(i, j)| twin(&left[..i], &right[..j])).max());
            for alignment in [between, ahead] {
                let (mut i, mut j) = (0, 0);
                let mut equal = 0;
                for run in &alignment.runs {
                    prop_assert!(run.left >= i && run.right >= j && run.len > 0);
                    (i, j) = (run.left + run.len, run.right + run.len);
                    prop_assert_eq!(&left[run.left..i], &right[run.right..j]);
                    equal += run.len;
                }
                prop_assert!(i <= alignment.left && j <= alignment.right);
                // As many edits as the longer side has words without a partner, or more where a path goes round.
                let edits = alignment.left.max(alignment.right) - equal;
                let least = EQUAL * i32::try_from(equal).unwrap() + EDIT * i32::try_from(edits).unwrap();
                prop_assert!(alignment.score <= least);
            }
        }
    }
}
