//! Pairs of rows in, out what each pair shares: its passages, and how much of either document they are.

use super::align::Aligner;
use super::batches::{Batch, in_batches};
use super::document::Document;
use super::passage::{Indexed, Passage, passages};
use crate::corpus::TextColumn;
use crate::error::Result;
use crate::id::DocId;
use crate::schedule::Run;
use crate::span::{ByteSpan, CharSpan};

/// What is compared and how much of it is kept.
#[derive(Debug, Clone, Default)]
pub struct Comparing {
    /// Equal words that a passage has at least.
    pub min_words: usize,
    /// Whether the passages are wanted, or only what they sum up to.
    pub passages: bool,
    /// For each row the blocks that are passed over, ascending and apart; empty where nothing is.
    pub left_out: Vec<Vec<ByteSpan>>,
}

/// What two documents share.
#[derive(Debug, Clone, PartialEq)]
pub struct Shared {
    /// A row.
    pub left: DocId,
    /// Another row.
    pub right: DocId,
    /// In the order of the left document; empty where they are not wanted.
    pub passages: Vec<Carried>,
    /// How much of each document.
    pub extent: Extent,
}

/// A passage with its places and its wording.
#[derive(Debug, Clone, PartialEq)]
pub struct Carried {
    /// Where it stands in the left document.
    pub left: Place,
    /// Where it stands in the right document.
    pub right: Place,
    /// Equal words.
    pub words: usize,
    /// The share of equal words in the longer of the two sides.
    pub similarity: f64,
    /// The share of the equal words that stand in quotation marks in either document.
    pub in_quote: f64,
}

/// A place in a text and what stands there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// In code points.
    pub span: CharSpan,
    /// The words.
    pub text: Box<str>,
}

/// Words of two documents and how many of them stand in shared passages.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Extent {
    /// Of all words.
    pub all: Counts,
    /// Of the words outside quotation marks; a word is shared there if its partner stands outside marks too. Not counted where
    /// nothing is shared.
    pub unquoted: Counts,
    /// Shared words in unquoted stretches of at least [`STRETCH`].
    pub narrated: usize,
}

/// Counts of words.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Of the left document.
    pub left: usize,
    /// Of the right document.
    pub right: usize,
    /// Those of the left document that are shared.
    pub shared_left: usize,
    /// Those of the right document that are shared.
    pub shared_right: usize,
}

impl Counts {
    /// The share of the left document that stands in the right one.
    #[must_use]
    pub fn share_left(self) -> f64 {
        share(self.shared_left, self.left)
    }

    /// The share of the right document that stands in the left one.
    #[must_use]
    pub fn share_right(self) -> f64 {
        share(self.shared_right, self.right)
    }
}

/// Unquoted shared words in a row that are more than the tag of a quotation ("said Ida Brandt, the harbour's engineer").
pub const STRETCH: usize = 8;

/// Words in such stretches that make a copy: about a sentence.
const COPIED: usize = 12;

impl Extent {
    /// Whether the documents share wording of their own, not quotations and their tags alone.
    #[must_use]
    pub fn is_copied(self) -> bool {
        self.narrated >= COPIED
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { (part as f64 / whole as f64 * 1e9).round() / 1e9 }
}

/// What each of `pairs` shares, in their order.
///
/// # Errors
/// [`Error::Cancelled`](crate::Error::Cancelled), or those of the column.
///
/// # Complexity
/// Linear in the texts of each pair. A bounded number of texts is held at a time.
pub fn compare(
    run: &Run,
    column: &dyn TextColumn,
    pairs: &[(DocId, DocId)],
    comparing: &Comparing,
) -> Result<Vec<Shared>> {
    let mut found: Vec<(usize, Shared)> = Vec::with_capacity(pairs.len());
    in_batches(run, column, pairs, |batch| {
        let shared = of_batch(run, batch, comparing)?;
        found.extend(batch.numbers.iter().copied().zip(shared));
        Ok(())
    })?;
    found.sort_unstable_by_key(|&(number, _)| number);
    Ok(found.into_iter().map(|(_, shared)| shared).collect())
}

fn of_batch(run: &Run, batch: &Batch<'_>, comparing: &Comparing) -> Result<Vec<Shared>> {
    let numbers: Vec<usize> = (0..batch.rows.len()).collect();
    let documents = run.map(&numbers, |&number| {
        let row = batch.rows[number];
        let left_out = comparing.left_out.get(row.index()).map_or(&[][..], Vec::as_slice);
        Document::read(&batch.texts[number], left_out, u64::from(row.0))
    })?;
    let indexed = run.map(&numbers, |&number| Indexed::new(&documents[number].hashes))?;
    run.map_with(&batch.pairs, Aligner::default, |aligner, &(left, right)| {
        let (left, right) = (left as usize, right as usize);
        let shared = passages(&indexed[left], &indexed[right], comparing.min_words, aligner);
        let pair = Pair { left: &documents[left], right: &documents[right] };
        Shared {
            left: batch.rows[left],
            right: batch.rows[right],
            extent: pair.extent(&shared),
            passages: if comparing.passages { pair.carried(&shared) } else { Vec::new() },
        }
    })
}

/// Two documents that are compared.
struct Pair<'a> {
    left: &'a Document<'a>,
    right: &'a Document<'a>,
}

impl Pair<'_> {
    fn carried(&self, passages: &[Passage]) -> Vec<Carried> {
        let carried = |passage: &Passage| {
            let (left, right) = (self.left.places(), self.right.places());
            let quoted = words(passage).filter(|&(i, j)| left.quoted[i] || right.quoted[j]).count();
            let place = |document: &Document<'_>, words| {
                let span = document.places().span(words);
                Place { span: document.places().offsets.span(span), text: span.of(document.text).into() }
            };
            Carried {
                left: place(self.left, &passage.left),
                right: place(self.right, &passage.right),
                words: passage.words(),
                similarity: passage.similarity(),
                in_quote: share(quoted, passage.words()),
            }
        };
        passages.iter().map(carried).collect()
    }

    fn extent(&self, passages: &[Passage]) -> Extent {
        let all = Counts { left: self.left.words, right: self.right.words, ..Counts::default() };
        if passages.is_empty() {
            return Extent { all, ..Extent::default() };
        }
        let (left, right) = (self.left.places(), self.right.places());
        let mut uses = (vec![Use::None; left.spans.len()], vec![Use::None; right.spans.len()]);
        let mut narrated = 0;
        for passage in passages {
            let mut stretch = 0;
            for (i, j) in words(passage) {
                // Either's marks count: those that one document drops do not make speech narration.
                let how = if left.quoted[i] || right.quoted[j] { Use::Quoted } else { Use::Unquoted };
                uses.0[i] = uses.0[i].max(how);
                uses.1[j] = uses.1[j].max(how);
                stretch = if how == Use::Unquoted { stretch + 1 } else { 0 };
                narrated += match stretch {
                    STRETCH => STRETCH,
                    longer if longer > STRETCH => 1,
                    _ => 0,
                };
            }
        }
        let at_least = |words: &[Use], least: Use| words.iter().filter(|&&how| how >= least).count();
        Extent {
            all: Counts {
                shared_left: at_least(&uses.0, Use::Quoted),
                shared_right: at_least(&uses.1, Use::Quoted),
                ..all
            },
            unquoted: Counts {
                left: left.unquoted,
                right: right.unquoted,
                shared_left: at_least(&uses.0, Use::Unquoted),
                shared_right: at_least(&uses.1, Use::Unquoted),
            },
            narrated,
        }
    }
}

/// How a word is shared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Use {
    None,
    Quoted,
    Unquoted,
}

/// The places of the equal words of a passage.
fn words(passage: &Passage) -> impl Iterator<Item = (usize, usize)> + '_ {
    passage.runs.iter().flat_map(|run| (0..run.len).map(|word| (run.left + word, run.right + word)))
}
