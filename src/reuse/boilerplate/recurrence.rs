//! A column in, out which blocks several of its documents hold that are no versions of each other.
//!
//! A block is known by the hash of its folded words. A paragraph that versions of one report share is no boilerplate: copies
//! and excerpts count as one document (level `partial` of the rows that share a block), and a block whose words the rest of
//! its documents takes up is background that a running story repeats.

use super::form::is_sentence;
use super::topic::Topic;
use super::{Article, Beside, Reason};
use crate::corpus::{Arena, Row, TextColumn};
use crate::duplicate::{self, Level, Measure, Method, Origin, Pairing};
use crate::error::Result;
use crate::id::DocId;
use crate::schedule::Run;
use crate::shingle::{Shingling, Unit};
use crate::sketch::Sketcher;
use crate::text::tokenize::hash_tokens;
use ahash::AHashMap;
use xxhash_rust::xxh3::xxh3_64_with_seed;

/// Documents that have to hold a block for it to recur: as many as make a line of an outlet its own at level `story`.
const RECURS_FROM: usize = 3;

/// Largest share of its words, on average over its documents, that the rest of them takes up, by outlet known or not. A
/// third of a paragraph's content words stand elsewhere in its article as a rule (the median is 0.33 in BBC, 0.48 in BASIL).
const FOREIGN: f64 = 0.25;
const FOREIGN_OF_OUTLET: f64 = 0.4;

/// A sentence of fewer words is one that any reporter writes ("Terms of the transaction were not disclosed."), or, within
/// one outlet, one of its own reporters ("The trial continues.").
const FEWEST_WORDS: usize = 10;
const FEWEST_WORDS_OF_OUTLET: usize = 6;

/// A version counts as one with another from this Jaccard similarity or containment on.
const VERSIONS: f64 = 0.5;

/// What is known of a block that several documents hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    /// Documents, versions of one text counted once.
    pub documents: u32,
    /// Recurs or outlet, where the block is boilerplate for that alone.
    pub reason: Option<Reason>,
}

/// The blocks that several documents hold.
#[derive(Debug, Default)]
pub struct Recurring {
    known: AHashMap<u64, Known>,
}

impl Recurring {
    /// What is known of a block; none if no other document holds it.
    #[must_use]
    pub fn of(&self, block: &str) -> Option<Known> {
        if self.known.is_empty() {
            return None;
        }
        self.known.get(&block_hash(block, &mut Vec::new())?).copied()
    }
}

/// The hash of a block's words; none if it has none.
fn block_hash(block: &str, words: &mut Vec<u64>) -> Option<u64> {
    words.clear();
    hash_tokens(block, words);
    let bytes: &[u8] = bytemuck::cast_slice(words);
    (!words.is_empty()).then(|| xxh3_64_with_seed(bytes, words.len() as u64))
}

/// A block of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Occurrence {
    hash: u64,
    row: DocId,
    /// The share of its words that the rest of the document takes up, in 255ths; none where that cannot be told.
    shared: Option<u8>,
    /// Where its recurring tells anything.
    telling: Telling,
}

/// Where it tells anything that a block recurs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Telling {
    /// Nowhere: it is an everyday sentence, or a row of figures.
    Nowhere,
    /// Within one outlet.
    InOutlet,
    /// Anywhere.
    Anywhere,
}

impl Telling {
    fn of(block: &str, words: usize) -> Self {
        let sentence = is_sentence(block);
        match words {
            FEWEST_WORDS.. if sentence => Self::Anywhere,
            FEWEST_WORDS_OF_OUTLET.. if sentence => Self::InOutlet,
            _ if sentence || block.bytes().any(|byte| byte.is_ascii_digit()) => Self::Nowhere,
            _ => Self::Anywhere,
        }
    }
}

/// Reads which blocks recur.
///
/// # Errors
/// [`Error::Cancelled`](crate::Error::Cancelled), or those of the column.
///
/// # Complexity
/// Linear in the texts, with sorting in the number of blocks; 24 bytes a block, and the cost of level `partial` for the rows
/// that share one.
pub fn read(run: &Run, column: &dyn TextColumn, beside: Beside<'_>) -> Result<Recurring> {
    let mut occurrences = hashes(run, column, beside)?;
    run.check()?;
    run.install(|| rayon::slice::ParallelSliceMut::par_sort_unstable(&mut occurrences[..]));
    let groups = || occurrences.chunk_by(|a, b| a.hash == b.hash).filter(|group| group.len() > 1);
    let mut shares = vec![false; column.len()];
    for occurrence in groups().flatten() {
        shares[occurrence.row.index()] = true;
    }
    if !shares.contains(&true) {
        return Ok(Recurring::default());
    }
    let versions = versions(run, column, &shares)?;
    run.check()?;
    let known = groups().filter_map(|group| Some((group[0].hash, judge(group, &versions, beside)?))).collect();
    Ok(Recurring { known })
}

/// What a block's occurrences tell; none if all are versions of one document.
fn judge(group: &[Occurrence], versions: &[DocId], beside: Beside<'_>) -> Option<Known> {
    let mut documents: Vec<DocId> = group.iter().map(|occurrence| versions[occurrence.row.index()]).collect();
    documents.sort_unstable();
    documents.dedup();
    if documents.len() < 2 {
        return None;
    }
    let known = |reason| Some(Known { documents: u32::try_from(documents.len()).unwrap_or(u32::MAX), reason });
    let told: Vec<f64> = group.iter().filter_map(|one| Some(f64::from(one.shared?) / 255.0)).collect();
    if documents.len() < RECURS_FROM || told.is_empty() {
        return known(None);
    }
    let shared = told.iter().sum::<f64>() / told.len() as f64;
    let first = beside.source(group[0].row);
    let one_outlet = first.is_some() && group.iter().all(|occurrence| beside.source(occurrence.row) == first);
    let (reason, most, least) = if one_outlet {
        (Reason::Outlet, FOREIGN_OF_OUTLET, Telling::InOutlet)
    } else {
        (Reason::Recurs, FOREIGN, Telling::Anywhere)
    };
    known((shared <= most && group[0].telling >= least).then_some(reason))
}

/// The blocks below the headlines, each once a document.
fn hashes(run: &Run, column: &dyn TextColumn, beside: Beside<'_>) -> Result<Vec<Occurrence>> {
    let each = run.map_rows(column, |row, text| {
        let Some(text) = text else { return Vec::new() };
        let article = Article::new(text, beside.title(row));
        let topic = Topic::read(text, &article.blocks, |_| true);
        let mut words = Vec::new();
        let mut found: Vec<Occurrence> = article
            .body()
            .filter_map(|at| {
                let block = article.block(at);
                let hash = block_hash(block, &mut words)?;
                // A share is in [0, 1].
                #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
                let shared = topic.shared(at).map(|shared| (shared * 255.0).round() as u8);
                Some(Occurrence { hash, row, shared, telling: Telling::of(block, words.len()) })
            })
            .collect();
        found.sort_unstable();
        found.dedup_by_key(|occurrence| occurrence.hash);
        found
    })?;
    Ok(each.concat())
}

/// For each row the smallest row of its versions; only rows that `shares` marks are compared.
fn versions(run: &Run, column: &dyn TextColumn, shares: &[bool]) -> Result<Vec<DocId>> {
    let pairing = Pairing {
        threshold: VERSIONS,
        measure: Measure::Jaccard,
        method: Method::Lsh,
        shingling: Shingling::new(5, Unit::Word)?,
        sketcher: Sketcher::new(256)?,
        miss: 1e-6,
    };
    let clustering =
        duplicate::cluster(run, Origin::Texts(&Chosen { column, rows: shares }), Level::Partial, &pairing)?;
    let memberships = clustering.memberships.iter().enumerate();
    Ok(memberships
        .map(|(row, membership)| {
            membership.as_ref().map_or(DocId::from_index(row), |membership| DocId(membership.cluster.0))
        })
        .collect())
}

/// A column of which only some rows are there.
struct Chosen<'a> {
    column: &'a dyn TextColumn,
    rows: &'a [bool],
}

impl TextColumn for Chosen<'_> {
    fn len(&self) -> usize {
        self.column.len()
    }

    fn row(&self, row: DocId) -> Row<'_> {
        if self.rows[row.index()] { self.column.row(row) } else { Row::Missing }
    }

    fn decode(&self, rows: &[DocId], arena: &mut Arena) -> Result<()> {
        self.column.decode(rows, arena)
    }
}
