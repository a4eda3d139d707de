//! Weighed documents in, out the pairs that may tell one story, each judged.

use super::document::{Document, Documents};
use super::judgement::Judgement;
use crate::error::Result;
use crate::postings::{Bounds, Postings, Scratch, Weighted};
use crate::schedule::Run;
use rayon::prelude::*;

/// A pair of documents with its scores; `left` is the earlier one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pair {
    /// The earlier document.
    pub left: u32,
    /// The later one.
    pub right: u32,
    /// Its scores.
    pub judgement: Judgement,
    /// Whether more than half of the phrases of each stand in the other.
    pub versions: bool,
}

/// What a search for pairs found and cost.
#[derive(Debug, Default)]
pub struct Candidates {
    /// The pairs above [`FLOOR`], ascending by (right, left).
    pub pairs: Vec<Pair>,
    /// Pairs that were looked at.
    pub compared: usize,
}

/// Log odds below which a pair is as good as none: one in four hundred. A pair that is not a candidate counts as much.
pub const FLOOR: f64 = -6.7;

/// The part of the lead cosine that a pair has to reach over rarer terms alone. Pairs that belong together reach three times
/// as much: `benchmarks/stories.py` prints how many fall below it.
const LEAST: f32 = 0.08;

/// Documents that may hold a listed term: one in so many of the corpus …
const LISTED_SHARE: usize = 100;
/// … but at least so many, because a corpus of a few hundred can be about one thing …
const LISTED_AT_LEAST: usize = 100;
/// … and at most so many, so that the work for a document does not grow with the corpus.
const LISTED_AT_MOST: usize = 1000;

/// What is done for one document at most. A full article has a dozen candidates; short texts about a handful of things and texts
/// of one template have hundreds, and there the work for a document would grow with the corpus.
const BOUNDS: Bounds = Bounds { read: 20_000, found: 200 };

/// The most documents that a term of the index may be in.
#[must_use]
pub fn cap(documents: usize) -> usize {
    (documents / LISTED_SHARE).clamp(LISTED_AT_LEAST, LISTED_AT_MOST)
}

fn leads(document: &Document) -> impl Iterator<Item = Weighted> + '_ {
    document.terms.iter().map(|term| (term.number, term.lead))
}

/// Finds and judges the pairs of the first `counted` documents that share enough of their rarer terms and that `may` allows.
///
/// # Errors
/// [`Error::Cancelled`](crate::Error::Cancelled).
///
/// # Complexity
/// A document costs at most its terms and what [`BOUNDS`] allows; 32 bytes a pair above the floor.
pub fn find(
    run: &Run,
    corpus: &Documents,
    counted: usize,
    may: impl Fn(u32, u32) -> bool + Sync,
) -> Result<Candidates> {
    let documents = &corpus.documents[..counted];
    let index = Postings::new(documents.iter().map(leads), corpus.terms.len(), cap(documents.len()));
    run.expect(documents.len());
    let found: Vec<Result<(Vec<Pair>, usize)>> = run.install(|| {
        documents
            .par_iter()
            .enumerate()
            .map_init(Scratch::default, |scratch, (right, document)| {
                run.check()?;
                let right = crate::id::DocId::from_index(right).0;
                let others = index.best_before(right, leads(document), LEAST, BOUNDS, scratch);
                let pairs = others.iter().filter(|&&left| may(left, right)).filter_map(|&left| {
                    let (_, judgement) = corpus.judge(left, right);
                    (judgement.together() > FLOOR).then(|| {
                        let versions = judgement.together() > 0.0 && corpus.are_versions(left, right);
                        Pair { left, right, judgement, versions }
                    })
                });
                let pairs = pairs.collect();
                run.advance(1);
                Ok((pairs, others.len()))
            })
            .collect()
    });
    let mut all = Candidates::default();
    for one in found {
        let (pairs, compared) = one?;
        all.pairs.extend(pairs);
        all.compared += compared;
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::story::reading::read;
    use crate::story::tally::Tally;
    use crate::text::Language;
    use proptest::prelude::*;
    use std::sync::Arc;

    /// Every pair compared, in plain loops.
    fn twin(corpus: &Documents) -> Vec<Pair> {
        let held = |number: u32| {
            let holds = |document: &&Document| document.terms.iter().any(|term| term.number == number);
            corpus.documents.iter().filter(holds).count()
        };
        let mut pairs = Vec::new();
        for right in 0..u32::try_from(corpus.documents.len()).unwrap() {
            for left in 0..right {
                let (one, other) = (&corpus.documents[left as usize], &corpus.documents[right as usize]);
                let mut shared = 0.0f32;
                for term in &other.terms {
                    let its = one.terms.iter().find(|its| its.number == term.number);
                    if let Some(its) = its.filter(|_| held(term.number) <= cap(corpus.documents.len())) {
                        shared += term.lead * its.lead;
                    }
                }
                let (_, judgement) = corpus.judge(left, right);
                if shared >= LEAST && judgement.together() > FLOOR {
                    let versions = judgement.together() > 0.0 && corpus.are_versions(left, right);
                    pairs.push(Pair { left, right, judgement, versions });
                }
            }
        }
        pairs
    }

    proptest! {
        #[test]
        fn candidates_are_those_of_comparing_all(
            texts in prop::collection::vec(
                prop::collection::vec(prop::sample::select(vec!["pier", "Pell", "vote", "fog", "1903", "Monday", "boat", "Ard"]), 0..12),
                0..9,
            ),
        ) {
            let tallies: Vec<Tally> = texts
                .iter()
                .map(|words| Tally::of(&read(None, &words.join(" "), Language::English, |_| false)))
                .collect();
            let corpus = Documents::weigh(&tallies);
            for threads in [1, 3] {
                let run = Run::new(Some(threads), Arc::default()).unwrap();
                let mut found = find(&run, &corpus, corpus.documents.len(), |_, _| true).unwrap();
                found.pairs.sort_by_key(|pair| (pair.right, pair.left));
                prop_assert_eq!(&found.pairs, &twin(&corpus));
            }
        }
    }
}
