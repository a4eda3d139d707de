//! A quote and the sources in, its status out.

use super::align::{Alignment, Memory};
use super::cover::{CLOSE, Cover, LONGEST, Made, best_alignment, elides, made};
use super::exact;
use super::gist::{Content, Gist, reach};
use super::query::Query;
use super::sources::Sources;
use super::windows::{Limits, windows};
use std::ops::Range;

/// How a quote fared against its sources.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Status {
    /// All its words in a row.
    Verbatim,
    /// All its words in order, with gaps only where it marks them.
    Ellipsis,
    /// Most of its words in order in one place, others changed, put in or left out.
    Edited,
    /// Joined from several places as if it were one.
    Spliced,
    /// Most of its content in one place, in other words.
    Paraphrase,
    /// None of these.
    NotFound,
}

impl Status {
    /// The status as it is written in a record.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Verbatim => "verbatim",
            Self::Ellipsis => "ellipsis",
            Self::Edited => "edited",
            Self::Spliced => "spliced",
            Self::Paraphrase => "paraphrase",
            Self::NotFound => "not_found",
        }
    }
}

/// Equal words that an edited quote has at least: of two that agree nobody can say that they were taken from there.
const LEAST_EQUAL: usize = 3;

/// Sources whose alignments are looked at in full: a quote that is made of two places of one source may have its larger part
/// in others too.
const ROWS: usize = 4;

/// Share of equal words below which a quote from several places may be a retelling: who joins two places, takes their words.
const JOINED: f64 = 0.8;

/// The same where the places lie as close together as a retelling needs them, such as clauses that changed places.
const JOINED_NEAR: f64 = 0.95;

/// What a join costs beside changes: another version of a text may have both halves of a quote that leaves out a clause, far
/// apart, and the one that it was taken from is still the one with the clause.
const JOIN: f64 = 0.1;

/// What is decided about a quote.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// How it fared.
    pub status: Status,
    /// For a wording, 2·equal words / words of both, marked gaps left out; for a paraphrase and a quote that is not found,
    /// the share of its content words that stand together in one place, weighed by rarity.
    pub similarity: f64,
    /// The places of its first to its last word; of its longest part if it is spliced.
    pub places: Option<Range<usize>>,
}

/// Decides about a quote, looking at the places in `range`. Of equally good ones the first counts.
#[must_use]
pub fn judge(query: &Query, sources: &Sources, range: &Range<usize>, limits: Limits, memory: &mut Memory) -> Verdict {
    if query.words.is_empty() || range.is_empty() {
        return Verdict { status: Status::NotFound, similarity: 0.0, places: None };
    }
    if let Some(pairs) = exact::find(query, sources, range) {
        let elided = pairs.windows(2).any(|pair| elides(query, pair[0], pair[1]));
        let status = if elided { Status::Ellipsis } else { Status::Verbatim };
        return Verdict { status, similarity: 1.0, places: span(&pairs) };
    }
    let made = best_made(query, sources, range, limits, memory);
    if let Some(made) = made.as_ref().filter(|made| !is_retold(query, made)) {
        return of_made(made);
    }
    let gist = best_gist(query, sources, range, limits);
    let similarity = rounded(gist.as_ref().map_or(0.0, |gist| gist.share));
    match (gist, made) {
        (Some(gist), _) if gist.says_enough(range.len()) => {
            Verdict { status: Status::Paraphrase, similarity, places: Some(gist.span) }
        }
        (_, Some(made)) => of_made(&made),
        _ => Verdict { status: Status::NotFound, similarity, places: None },
    }
}

/// Whether parts of one passage stand in another order and their words were changed as well: that is no join of two places.
fn is_retold(query: &Query, made: &Made) -> bool {
    let Some(span) = span(&made.places.concat()) else { return false };
    let near = span.len() <= reach(query.words.len());
    made.places.len() > 1 && made.similarity < if near { JOINED_NEAR } else { JOINED }
}

fn of_made(made: &Made) -> Verdict {
    let status = match (made.places.len(), made.changes, made.elided) {
        (2.., ..) => Status::Spliced,
        (_, 0, true) => Status::Ellipsis,
        (_, 0, false) => Status::Verbatim,
        _ => Status::Edited,
    };
    // `max_by_key` would take the last of equally long ones.
    let longest = made.places.iter().rev().max_by_key(|place| place.len());
    Verdict { status, similarity: rounded(made.similarity), places: longest.and_then(|place| span(place)) }
}

/// The source from whose wording the quote is made with the fewest changes, if that is close.
fn best_made(
    query: &Query,
    sources: &Sources,
    range: &Range<usize>,
    limits: Limits,
    memory: &mut Memory,
) -> Option<Made> {
    let mut parts = (0..query.words.len()).step_by(LONGEST).map(|at| at..query.words.len().min(at + LONGEST));
    let mut by_row: Vec<(usize, Alignment)> = parts.find_map(|part| {
        Some(best_alignment(query, &part, sources, range, limits, memory)).filter(|found| !found.is_empty())
    })?;
    by_row.sort_by_key(|(row, found)| (std::cmp::Reverse(found.score), *row));
    by_row.truncate(ROWS);
    let mut best: Option<(usize, Made)> = None;
    for (row, first) in &by_row {
        let lexicon = sources.lexicon(*row);
        let pairs = Cover::of(query, sources, *row, limits, first, memory);
        let made = made(query, lexicon, &pairs);
        let says = made.places.iter().flatten().any(|&(word, _)| lexicon.weight[query.words[word] as usize] > 0.0);
        // Most of the quote as well as most of both: what a quote adds at its ends is no shorter for standing there.
        let enough = made.equal as f64 >= CLOSE * query.words.len() as f64 && made.equal >= LEAST_EQUAL;
        if made.similarity < CLOSE || !enough || !says {
            continue;
        }
        let better = best
            .as_ref()
            .is_none_or(|(best_row, best)| worth(&made).total_cmp(&worth(best)).then(best_row.cmp(row)).is_gt());
        if better {
            best = Some((*row, made));
        }
    }
    best.map(|(_, made)| made)
}

/// What is better of two sources: fewer changes, and a place less is worth some of them.
fn worth(made: &Made) -> f64 {
    rounded(made.similarity) - JOIN * (made.places.len() as f64 - 1.0)
}

/// The passage that has most of the quote's content; of several the first.
fn best_gist(query: &Query, sources: &Sources, range: &Range<usize>, limits: Limits) -> Option<Gist> {
    let head = 0..query.words.len().min(LONGEST);
    let cut = Query { words: query.words[head.clone()].to_vec(), joints: query.joints[head.clone()].to_vec() };
    let mut best: Option<Gist> = None;
    for window in windows(query, head, sources, range, limits) {
        for piece in sources.by_row(window) {
            let content = Content::new(&cut, sources.lexicon(sources.row_at(piece.start)));
            let Some(gist) = content.best(sources, piece) else { continue };
            if best.as_ref().is_none_or(|best| gist.share > best.share) {
                best = Some(gist);
            }
        }
    }
    best
}

fn span(pairs: &[(usize, usize)]) -> Option<Range<usize>> {
    let first = pairs.iter().map(|&(_, place)| place).min()?;
    let last = pairs.iter().map(|&(_, place)| place).max()?;
    Some(first..last + 1)
}

fn rounded(score: f64) -> f64 {
    (score * 1e9).round() / 1e9
}
