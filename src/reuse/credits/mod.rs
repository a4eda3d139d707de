//! A text in, the credits that it gives to other outlets out.
//!
//! Words are cut once ([`words`]), names of outlets are found among them ([`names`]), and a name counts where words that
//! credit stand beside it ([`cues`]): "as reported by", "told", "contributed to this report". Agencies in brackets at the
//! head of a text are datelines. A claim to be exclusive credits nobody and is told apart.

mod cues;
pub mod names;
pub mod outlets;
mod words;

use crate::span::ByteSpan;
use crate::text::block::blocks;
use crate::text::headline::{Field, headline_end};
use crate::text::language::{Language, detect};
use cues::Lexicon;
use names::{By, Name, Names, is_agency};
use outlets::Outlets;
use words::Words;

/// What a credit says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
pub enum Kind {
    /// The outlet reported, published or found out: "as reported by", "according to".
    Credit,
    /// Somebody spoke to the outlet: "told Reuters", "in an interview with".
    Told,
    /// An agency is named at the head or the foot of the text: "(AP) —".
    Dateline,
    /// The outlet had a part in the text: "with files from", "contributed to this report".
    Contribution,
    /// The text claims that nobody else has it.
    Exclusive,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 5] = [Self::Credit, Self::Told, Self::Dateline, Self::Contribution, Self::Exclusive];

    /// The kind as it is written in a record.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Credit => "credit",
            Self::Told => "told",
            Self::Dateline => "dateline",
            Self::Contribution => "contribution",
            Self::Exclusive => "exclusive",
        }
    }
}

/// A credit in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Credit {
    /// The words that credit, the name among them.
    pub span: ByteSpan,
    /// The name; none for a claim to be exclusive.
    pub source: Option<ByteSpan>,
    /// What it says.
    pub kind: Kind,
    /// Where it stands.
    pub field: Field,
}

/// The credits of a text in its order; no two overlap but for names that one cue credits together. Names of `outlets` are known
/// beside those of the lists.
///
/// # Complexity
/// Linear in the text.
#[must_use]
pub fn credits(text: &str, language: Option<Language>, outlets: &Outlets) -> Vec<Credit> {
    read(text, language, outlets, headline_end(text))
}

/// The credits of a headline that stands apart.
#[must_use]
pub fn title_credits(title: &str, language: Option<Language>, outlets: &Outlets) -> Vec<Credit> {
    read(title, language, outlets, title.len())
}

/// The credits of a text whose headline ends at `title`.
fn read(text: &str, language: Option<Language>, outlets: &Outlets, title: usize) -> Vec<Credit> {
    let language = language.or_else(|| detect(text));
    let lexicon = Lexicon::of(language);
    let words = Words::of(text);
    let names = Names::of(&words, lexicon, outlets, language);
    let mut found = edges(&words);
    let mut before: Option<(usize, Option<Credit>)> = None;
    let mut at = 0;
    while at < words.len() {
        let Some(name) = names.at(at).or_else(|| names.in_marks(at)) else {
            at += 1;
            continue;
        };
        let joined = before.filter(|&(end, earlier)| {
            // "With files from AP, Reuters", "Sources: AP, Reuters".
            let lists = |earlier: Credit| earlier.kind == Kind::Contribution || earlier.span.of(text).contains(':');
            joins(&words, end, name.first, earlier.is_some_and(lists))
        });
        let credit = beside(&words, lexicon, name).or_else(|| {
            // "With files from AP and Reuters": the second name shares the cue of the first.
            let (_, earlier) = joined?;
            let earlier = earlier.filter(|earlier| earlier.span.end <= words.span(name.first).start)?;
            let span = ByteSpan::new(earlier.span.start, name_end(&words, name));
            (span.end - span.start <= LONGEST_LIST).then_some(Credit {
                span,
                source: Some(name.span(&words)),
                ..earlier
            })
        });
        if let (Some(credit), Some((_, None))) = (credit, joined)
            && credit.span.start == name_start(&words, name)
            && let Some(other) = found_before(&names, &words, name.first)
        {
            // "AP and Reuters contributed": the first name shares the cue of the second.
            let span = ByteSpan::new(name_start(&words, other), credit.span.end);
            found.push(Credit { span, source: Some(other.span(&words)), ..credit });
        }
        if let Some(credit) = credit {
            found.push(credit);
        }
        before = Some((name.end, credit));
        at = name.end;
    }
    for credit in &mut found {
        credit.field = if credit.span.start < title { Field::Title } else { Field::Body };
    }
    // "via Reuters" on a line of its own: the words that credit say more than the place.
    found.sort_by_key(|credit| (credit.source.unwrap_or(credit.span), credit.kind == Kind::Dateline, credit.span));
    found.dedup_by(|a, b| a.source.is_some() && a.source == b.source);
    found
}

/// The credit that words beside a name give it.
fn beside(words: &Words<'_>, lexicon: &Lexicon, name: Name) -> Option<Credit> {
    let source = Some(name.span(words));
    let credit = |span, kind| Some(Credit { span, source, kind, field: Field::Body });
    if name.by == By::Common && !has_article(words, name.first) {
        return None;
    }
    if let Some(cue) = lexicon.before(words, name.first) {
        // Marks alone make a name of what is published or reported, not of whom somebody told it.
        if name.by != By::Marks || cue.kind == Kind::Credit {
            return credit(ByteSpan::new(words.span(cue.first).start, name_end(words, name)), cue.kind);
        }
    }
    if name.by == By::Marks {
        return None;
    }
    let cue = lexicon.after(words, name.end)?;
    credit(ByteSpan::new(name_start(words, name), words.span(cue.end - 1).end), cue.kind)
}

/// Whether an article stands before a word that names an outlet with it alone, or the word stands in marks.
fn has_article(words: &Words<'_>, at: usize) -> bool {
    let gap = words.gap(at);
    let marked = gap.ends_with(names::OPENING);
    let article = at > 0
        && gap.trim_matches(names::OPENING) == " "
        && matches!(
            words.whole(at - 1),
            "the" | "der" | "die" | "das" | "dem" | "den" | "le" | "la" | "el" | "il" | "de"
        );
    marked || article
}

/// Where a name begins, with the mark that opens before it.
fn name_start(words: &Words<'_>, name: Name) -> usize {
    let start = words.span(name.first).start;
    let mark = words.gap(name.first).chars().next_back();
    let closes = words.gap(name.end).trim_start_matches([',', '.']).starts_with(names::CLOSING);
    mark.filter(|&mark| closes && names::OPENING.contains(&mark)).map_or(start, |mark| start - mark.len_utf8())
}

/// Where a name ends, with the mark that closes behind it.
fn name_end(words: &Words<'_>, name: Name) -> usize {
    let end = words.span(name.end - 1).end;
    if words.is_joined(name.end - 1).1 {
        return end;
    }
    let gap = words.gap(name.end);
    let opened = words.gap(name.first).ends_with(names::OPENING);
    let inside = gap.len() - gap.trim_start_matches([',', '.']).len();
    match gap[inside..].chars().next() {
        Some(mark) if opened && names::CLOSING.contains(&mark) => end + inside + mark.len_utf8(),
        _ => end,
    }
}

/// Whether only "and" stands between two names, or a comma where `listed` says that names are listed here.
fn joins(words: &Words<'_>, end: usize, first: usize, listed: bool) -> bool {
    let joining = |at: usize| names::CONJUNCTIONS.contains(&words.whole(at));
    let article = |at: usize| matches!(words.whole(at), "the" | "der" | "die" | "la" | "le");
    let close = |at: usize| words.gap(at).chars().all(|c| c == ' ' || matches!(c, ',' | '/' | '&'));
    let joined = (end..first).any(joining) || (end..=first).any(|at| words.gap(at).contains(['/', '&']));
    first - end <= 2
        && (end..first).all(|at| joining(at) || article(at))
        && (end..=first).all(close)
        && (joined || listed)
}

/// The name that ends right before the conjunction in front of a word.
fn found_before(names: &Names<'_, '_>, words: &Words<'_>, first: usize) -> Option<Name> {
    (first.saturating_sub(8)..first).find_map(|at| names.at(at).filter(|name| joins(words, name.end, first, false)))
}

/// Bytes of a cue and the names that share it. Each has the whole of it as its phrase, so a list without end would make phrases
/// that are quadratic in it.
const LONGEST_LIST: usize = 600;

/// Blocks at the head of a text in which an agency makes a dateline, and words of one before the agency.
const HEAD_BLOCKS: usize = 4;
const DATELINE_WORDS: usize = 12;

/// What stands at the edges of blocks: agencies in brackets, agencies alone, claims to be exclusive.
fn edges(words: &Words<'_>) -> Vec<Credit> {
    // A label in any language: one or two words are too few to tell theirs.
    let lexicon = Lexicon::of(None);
    let mut found = Vec::new();
    let mut next = 0;
    for (number, block) in blocks(words.text()).into_iter().enumerate() {
        let first = next;
        while next < words.len() && words.span(next).start < block.end {
            next += 1;
        }
        if first == next {
            continue;
        }
        let mut push = |span, source, kind| found.push(Credit { span, source, kind, field: Field::Body });
        if number < HEAD_BLOCKS {
            if let Some(end) = lexicon.exclusive_end(words, first).filter(|&end| end <= next)
                && is_label(words, first, end, next)
            {
                push(ByteSpan::new(words.span(first).start, words.span(end - 1).end), None, Kind::Exclusive);
            }
            for at in first..next.min(first + DATELINE_WORDS) {
                let opens = at == first || words.gap(at + 1).contains(['-', '–', '—', ':', '.', '/']);
                let closes = closes_block(words, at, next, block.end);
                if is_agency(words.bare(at)) && is_bracketed(words, at) && opens && !(closes && at > first) {
                    let end = words.span(at).end;
                    let close = words.gap(at + 1).find([')', '/', ']']).map_or(end, |mark| end + mark + 1);
                    push(ByteSpan::new(block.start, close), Some(words.span(at)), Kind::Dateline);
                }
            }
        }
        let is_alone = next - first <= 4
            && (first..next).all(|at| is_agency(words.bare(at)) || words.written(at).chars().count() <= 3);
        for at in first.max(next.saturating_sub(4))..next {
            let foot = next - at <= 4 && is_bracketed(words, at) && closes_block(words, at, next, block.end);
            if is_agency(words.bare(at)) && (is_alone || foot) {
                let start = if is_alone { block.start } else { opening(words, at) };
                push(ByteSpan::new(start, block.end), Some(words.span(at)), Kind::Dateline);
            }
        }
    }
    found
}

/// Whether the words stand like a label: before a colon, a dash or a bar, in brackets, in capitals, or alone in their block,
/// which ends at `next`.
fn is_label(words: &Words<'_>, first: usize, end: usize, next: usize) -> bool {
    let gap = words.gap(end);
    let in_capitals = |at: usize| words.written(at).chars().all(|c| !c.is_lowercase());
    end == next
        || gap.contains([':', '|', '–', '—', ']', ')', '!', '/'])
        || gap == " - "
        || (first..end).all(in_capitals) && !in_capitals(end)
}

/// Whether an agency stands in brackets or between strokes, with other agencies only.
fn is_bracketed(words: &Words<'_>, at: usize) -> bool {
    let opened = words.gap(at).contains(['(', '[', '/']);
    let closed = words.gap(at + 1).contains([')', ']', '/']);
    opened && closed
}

/// Whether nothing but agencies and brackets follows up to the end of the block.
fn closes_block(words: &Words<'_>, at: usize, next: usize, end: usize) -> bool {
    (at + 1..next).all(|later| is_agency(words.bare(later)))
        && words.text()[words.span(next - 1).end..end].contains([')', ']', '/'])
}

/// Where the bracket opens before a word.
fn opening(words: &Words<'_>, at: usize) -> usize {
    let start = words.span(at).start;
    words.gap(at).rfind(['(', '[', '/']).map_or(start, |mark| start - (words.gap(at).len() - mark))
}

#[cfg(test)]
mod tests;
