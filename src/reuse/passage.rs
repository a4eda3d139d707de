//! Two documents in, their shared passages out: runs of equal words, joined over small edits.
//!
//! Runs that follow one another in both documents, a few words apart, form a chain. What lies between is aligned; a chain is cut
//! where the edits outweigh what they join, which leaves its maximal scoring subsequences (Ruzzo and Tompa 1999), and each of
//! these is carried on at both ends as far as it pays.

use super::align::{Aligner, Alignment, EDIT, EQUAL, REACH, Run};
use super::anchors::{SEED, SeedIndex, anchors, seeds};
use std::ops::Range;
use std::sync::OnceLock;

/// A stretch of words that two documents share but for a few edits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// Words of the left document.
    pub left: Range<usize>,
    /// Words of the right document.
    pub right: Range<usize>,
    /// The equal words inside, in order.
    pub runs: Vec<Run>,
}

impl Passage {
    /// Equal words.
    #[must_use]
    pub fn words(&self) -> usize {
        self.runs.iter().map(|run| run.len).sum()
    }

    /// The share of equal words in the longer of the two sides.
    #[must_use]
    pub fn similarity(&self) -> f64 {
        let similarity = self.words() as f64 / self.left.len().max(self.right.len()) as f64;
        (similarity * 1e9).round() / 1e9
    }

    /// The same passage with left and right exchanged.
    #[must_use]
    pub fn turned(self) -> Self {
        let runs = self.runs.into_iter().map(|run| Run { left: run.right, right: run.left, len: run.len }).collect();
        Self { left: self.right, right: self.left, runs }
    }
}

/// Words, replaced, added or dropped in a row beyond what equal words between them make up for, that a passage may go over: about
/// a sentence. What is more parts it in two.
const MOST_EDITS: i32 = 12;

/// Chains that wait for their next run. More are open only where a document repeats itself.
const OPEN: usize = 8;

/// A document with what finding passages in it takes. Its index is made when it is first the shorter one of a pair.
#[derive(Debug)]
pub struct Indexed<'a> {
    words: &'a [u64],
    seeds: Vec<u64>,
    index: OnceLock<SeedIndex>,
}

impl<'a> Indexed<'a> {
    /// Indexes the words of a document.
    #[must_use]
    pub fn new(words: &'a [u64]) -> Self {
        Self { words, seeds: seeds(words, SEED), index: OnceLock::new() }
    }
}

/// The passages of at least `least` equal words, ascending by their place in the left document and then in the right one. The
/// order of the two makes no difference but for the names of the sides.
///
/// # Complexity
/// Linear in both documents, whatever they repeat: some hundred steps a shared word where everything is edited, a few where
/// nothing is.
#[must_use]
pub fn passages(left: &Indexed<'_>, right: &Indexed<'_>, least: usize, aligner: &mut Aligner) -> Vec<Passage> {
    // Of two documents the longer one is scanned: each stretch of it has one partner, a stretch of the other may have several.
    let turn = (left.words.len(), left.words) > (right.words.len(), right.words);
    let (indexed, scanned) = if turn { (right, left) } else { (left, right) };
    let index = indexed.index.get_or_init(|| SeedIndex::new(&indexed.seeds));
    let runs = anchors((indexed.words, &indexed.seeds), index, (scanned.words, &scanned.seeds));
    let pair = Pair { left: indexed.words, right: scanned.words };
    let mut cores = Vec::new();
    for chain in chains(runs) {
        pair.cut(&chain, aligner, &mut cores);
    }
    cores.sort_unstable_by_key(|core: &Passage| (core.right.start, core.left.start));
    let mut found = pair.carried_on(cores, aligner);
    found.retain(|passage| passage.words() >= least);
    if turn {
        found = found.into_iter().map(Passage::turned).collect();
    }
    found.sort_unstable_by_key(|passage| (passage.left.start, passage.right.start));
    found
}

/// Runs that follow one another within reach in both documents, in chains. A run that begins inside the one before is cut to what
/// is beyond it.
fn chains(runs: Vec<Run>) -> Vec<Vec<Run>> {
    let mut done = Vec::new();
    let mut open: Vec<Vec<Run>> = Vec::new();
    for run in runs {
        // Runs ascend in the right document, so a chain that is out of reach there stays so.
        done.extend(open.extract_if(.., |chain| run.right > end(chain).1 + REACH));
        let following = open.iter().enumerate().filter_map(|(at, chain)| Some((beyond(end(chain), run)?, at)));
        // The nearest, of equals the one that waits longest.
        if let Some(((_, run), at)) = following.min_by_key(|&((words, _), at)| (words, at)) {
            open[at].push(run);
            continue;
        }
        if open.len() == OPEN {
            done.push(open.remove(0));
        }
        open.push(vec![run]);
    }
    done.extend(open);
    done
}

/// Where the last run of a chain ends in both documents.
fn end(chain: &[Run]) -> (usize, usize) {
    chain.last().map_or((0, 0), |run| (run.left + run.len, run.right + run.len))
}

/// What of `run` lies beyond an end and within its reach, and the words between.
fn beyond((left, right): (usize, usize), run: Run) -> Option<(usize, Run)> {
    let inside = left.saturating_sub(run.left);
    let rest = Run { left: run.left + inside, right: run.right + inside, len: run.len.checked_sub(inside)? };
    let between = (rest.left - left).max(rest.right - right);
    (rest.len > 0 && between <= REACH).then_some((between, rest))
}

/// The words of two documents.
struct Pair<'a> {
    left: &'a [u64],
    right: &'a [u64],
}

impl Pair<'_> {
    /// Appends the maximal scoring stretches of a chain.
    fn cut(&self, chain: &[Run], aligner: &mut Aligner, cores: &mut Vec<Passage>) {
        let mut stretch = Stretches::default();
        for (at, run) in chain.iter().enumerate() {
            if let Some(before) = at.checked_sub(1).map(|before| &chain[before]) {
                let gap = aligner.between(
                    &self.left[before.left + before.len..run.left],
                    &self.right[before.right + before.len..run.right],
                );
                if gap.score < MOST_EDITS * EDIT {
                    stretch.close(chain, cores);
                }
                stretch.bridge(gap);
            }
            stretch.add(at, i64::from(EQUAL) * i64::try_from(run.len).unwrap_or(i64::MAX / 8));
        }
        stretch.close(chain, cores);
    }

    /// Carries every passage on at both ends, not into its neighbours in the right document.
    fn carried_on(&self, mut cores: Vec<Passage>, aligner: &mut Aligner) -> Vec<Passage> {
        for at in 0..cores.len() {
            let floor = at.checked_sub(1).map_or(0, |before| cores[before].right.end);
            let ceiling = cores.get(at + 1).map_or(self.right.len(), |next| next.right.start);
            let core = &mut cores[at];
            self.carry_back(core, floor.min(core.right.start), aligner);
            self.carry_forth(core, ceiling.max(core.right.end), aligner);
        }
        cores
    }

    fn carry_forth(&self, core: &mut Passage, ceiling: usize, aligner: &mut Aligner) {
        loop {
            let (i, j) = (core.left.end, core.right.end);
            let left = &self.left[i..(i + REACH).min(self.left.len())];
            let right = &self.right[j..(j + REACH).min(ceiling)];
            let ahead = aligner.ahead(left, right);
            if ahead.score <= 0 {
                return;
            }
            core.left.end += ahead.left;
            core.right.end += ahead.right;
            core.runs.extend(ahead.runs.iter().map(|run| Run { left: i + run.left, right: j + run.right, ..*run }));
        }
    }

    fn carry_back(&self, core: &mut Passage, floor: usize, aligner: &mut Aligner) {
        let mut before = Vec::new();
        loop {
            let (i, j) = (core.left.start, core.right.start);
            let left: Vec<u64> = self.left[..i].iter().rev().take(REACH).copied().collect();
            let right: Vec<u64> = self.right[floor..j].iter().rev().take(REACH).copied().collect();
            let back = aligner.ahead(&left, &right);
            if back.score <= 0 {
                break;
            }
            core.left.start -= back.left;
            core.right.start -= back.right;
            let turned = back.runs.iter().map(|run| Run {
                left: i - run.left - run.len,
                right: j - run.right - run.len,
                ..*run
            });
            before.extend(turned);
        }
        before.reverse();
        core.runs.splice(0..0, before);
    }
}

/// The maximal scoring stretches of a chain while it is read.
///
/// Candidates lie apart and in order. Each knows the last one before it that begins at a smaller sum, so that none is passed over
/// twice (Ruzzo and Tompa 1999, where the list is called I).
#[derive(Debug, Default)]
struct Stretches {
    sum: i64,
    candidates: Vec<Stretch>,
    /// What lies before each run of the chain but the first.
    gaps: Vec<Alignment>,
}

/// A stretch of runs, from one to another, with the sums before and after it.
#[derive(Debug, Clone, Copy)]
struct Stretch {
    from: usize,
    to: usize,
    before: i64,
    after: i64,
    /// The last candidate whose sum before is smaller.
    lower: Option<usize>,
}

impl Stretches {
    /// What lies between the last run and the next.
    fn bridge(&mut self, gap: Alignment) {
        self.sum += i64::from(gap.score);
        self.gaps.push(gap);
    }

    fn add(&mut self, run: usize, score: i64) {
        let mut new = Stretch { from: run, to: run, before: self.sum, after: self.sum, lower: None };
        self.sum += score;
        new.after = self.sum;
        loop {
            let mut lower = self.candidates.len().checked_sub(1);
            while let Some(at) = lower.filter(|&at| self.candidates[at].before >= new.before) {
                lower = self.candidates[at].lower;
            }
            match lower.map(|at| (at, self.candidates[at])) {
                Some((at, one)) if one.after < new.after => {
                    new = Stretch { from: one.from, before: one.before, ..new };
                    self.candidates.truncate(at);
                }
                _ => {
                    self.candidates.push(Stretch { lower, ..new });
                    return;
                }
            }
        }
    }

    /// Makes passages of what was read and begins anew.
    fn close(&mut self, chain: &[Run], cores: &mut Vec<Passage>) {
        for stretch in self.candidates.drain(..) {
            let (first, last) = (chain[stretch.from], chain[stretch.to]);
            let mut runs = vec![first];
            for number in stretch.from + 1..=stretch.to {
                let (i, j) = end(&chain[..number]);
                let gap = self.gaps[number - 1].runs.iter();
                runs.extend(gap.map(|run| Run { left: i + run.left, right: j + run.right, ..*run }));
                runs.push(chain[number]);
            }
            cores.push(Passage {
                left: first.left..last.left + last.len,
                right: first.right..last.right + last.len,
                runs,
            });
        }
        self.sum = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn between(left: &[u64], right: &[u64], least: usize) -> Vec<Passage> {
        passages(&Indexed::new(left), &Indexed::new(right), least, &mut Aligner::default())
    }

    /// Words that no other stretch has.
    fn own(salt: u64, words: usize) -> Vec<u64> {
        (0..words as u64).map(|word| salt << 32 | word).collect()
    }

    proptest! {
        #[test]
        fn a_passage_is_equal_words_in_order_whichever_document_comes_first(
            left in prop::collection::vec(0u64..5, 0..60),
            right in prop::collection::vec(0u64..5, 0..60),
            least in 1usize..9,
        ) {
            let found = between(&left, &right, least);
            for passage in &found {
                prop_assert!(passage.words() >= least);
                prop_assert!(passage.left.end <= left.len() && passage.right.end <= right.len());
                let (first, last) = (passage.runs[0], passage.runs[passage.runs.len() - 1]);
                prop_assert_eq!((first.left, first.right), (passage.left.start, passage.right.start));
                prop_assert_eq!((last.left + last.len, last.right + last.len), (passage.left.end, passage.right.end));
                let (mut i, mut j) = (passage.left.start, passage.right.start);
                for run in &passage.runs {
                    prop_assert!(run.left >= i && run.right >= j && run.len > 0);
                    (i, j) = (run.left + run.len, run.right + run.len);
                    prop_assert_eq!(&left[run.left..i], &right[run.right..j]);
                }
            }
            let mut turned: Vec<Passage> = between(&right, &left, least).into_iter().map(Passage::turned).collect();
            turned.sort_unstable_by_key(|passage| (passage.left.start, passage.right.start));
            prop_assert_eq!(found, turned);
        }

        /// A copied run between words of the documents' own, with one word in ten replaced, dropped or doubled.
        #[test]
        fn an_edited_copy_is_one_passage_within_three_words_of_its_borders(
            before in 0usize..30, other_before in 0usize..30, after in 0usize..30,
            tens in 2usize..9,
            edits in prop::collection::vec((0usize..10, 0u8..3), 8),
        ) {
            let copied = own(1, tens * 10);
            let mut edited = Vec::new();
            for (ten, &(at, how)) in copied.chunks(10).zip(&edits) {
                edited.extend_from_slice(&ten[..at]);
                match how {
                    0 => edited.push(u64::MAX - edited.len() as u64),
                    1 => {}
                    _ => edited.extend([ten[at], u64::MAX - edited.len() as u64]),
                }
                edited.extend_from_slice(&ten[at + 1..]);
            }
            let left = [own(2, before), copied.clone(), own(3, after)].concat();
            let right = [own(4, other_before), edited.clone(), own(5, 20)].concat();
            let found = between(&left, &right, 8);
            prop_assert_eq!(found.len(), 1);
            let close = |found: usize, true_one: usize| found.abs_diff(true_one) <= 3;
            let (left, right) = (&found[0].left, &found[0].right);
            prop_assert!(close(left.start, before) && close(left.end, before + copied.len()), "{:?}", left);
            prop_assert!(close(right.start, other_before) && close(right.end, other_before + edited.len()), "{:?}", right);
        }

        #[test]
        fn stretches_are_the_maximal_ones(scores in prop::collection::vec((1usize..6, -7i32..3), 1..14)) {
            let mut stretches = Stretches::default();
            for (at, &(words, gap)) in scores.iter().enumerate() {
                if at > 0 {
                    stretches.bridge(Alignment { score: gap, ..Alignment::default() });
                }
                stretches.add(at, i64::try_from(words).unwrap());
            }
            let found: Vec<(usize, usize)> = stretches.candidates.iter().map(|one| (one.from, one.to)).collect();
            // Ruzzo and Tompa's definition, by recursion: the best stretch, then what is left and right of it.
            let sequence: Vec<i64> = scores.iter().enumerate()
                .flat_map(|(at, &(words, gap))| [if at > 0 { i64::from(gap) } else { 0 }, i64::try_from(words).unwrap()])
                .collect();
            let mut twin = Vec::new();
            best(&sequence, 0, &mut twin);
            twin.sort_unstable();
            // Equal scores leave a choice; the sums then agree.
            let sum = |&(from, to): &(usize, usize)| sequence[2 * from + 1..=2 * to + 1].iter().sum::<i64>();
            prop_assert_eq!(found.iter().map(sum).sum::<i64>(), twin.iter().map(sum).sum::<i64>());
        }
    }

    fn best(scores: &[i64], from: usize, found: &mut Vec<(usize, usize)>) {
        let sums = (0..scores.len()).flat_map(|a| (a + 1..=scores.len()).map(move |b| (a, b)));
        let most = sums.max_by_key(|&(a, b)| (scores[a..b].iter().sum::<i64>(), std::cmp::Reverse(b - a)));
        let Some((a, b)) = most.filter(|&(a, b)| scores[a..b].iter().sum::<i64>() > 0) else { return };
        // Runs stand at odd places of the whole sequence.
        let run = |place: usize| from.midpoint(place);
        found.push((run(a), run(b - 1)));
        best(&scores[..a], from, found);
        best(&scores[b..], from + b, found);
    }

    #[test]
    fn a_sentence_put_in_parts_a_passage_and_a_few_words_do_not() {
        let (one, two) = (own(1, 30), own(2, 30));
        let left = [one.clone(), two.clone()].concat();
        let apart = |words| between(&left, &[one.clone(), own(3, words), two.clone()].concat(), 8).len();
        assert_eq!((apart(1), apart(12), apart(13), apart(40)), (1, 1, 2, 2));
    }

    #[test]
    fn moved_paragraphs_are_passages_of_their_own() {
        let (one, two) = (own(1, 30), own(2, 40));
        let found = between(&[one.clone(), two.clone()].concat(), &[two, one].concat(), 8);
        let places: Vec<_> = found.iter().map(|passage| (passage.left.clone(), passage.right.clone())).collect();
        assert_eq!(places, [(0..30, 40..70), (30..70, 0..40)]);
    }

    #[test]
    fn documents_that_repeat_themselves_cost_no_more_than_their_length() {
        // Each would take minutes if the pairs of places were looked at.
        let same = vec![7; 200_000];
        assert_eq!(between(&same, &same, 8)[0].words(), 200_000);
        let period: Vec<u64> = (0..200_000).map(|word| word % 7).collect();
        assert!(!between(&period, &same, 8).iter().any(|passage| passage.words() > 10));
        let edited: Vec<u64> = (0..200_000).map(|word| if word % 6 == 5 { word } else { word % 7 }).collect();
        assert!(!between(&period, &edited, 8).is_empty());
        // Runs whose gaps outweigh them, in one chain: the list of candidates grows and is not searched from its end.
        let spaced = |salt: u64| -> Vec<u64> {
            (0..200_000u64).map(|word| if word % 13 < 5 { word } else { salt << 32 | word }).collect()
        };
        assert!(between(&spaced(1), &spaced(2), 8).is_empty());
    }
}
