//! A column in, the blocks of each text out that are not the article's own.
//!
//! Four reasons tell such a block. It *recurs* in documents that have nothing else to do with each other, or in those of one
//! *outlet* ([`recurrence`]). It has the *form* of one, in words or in shape ([`form`]). Or it stands at the edge of the
//! article like a headline and is *unrelated* to it ([`topic`]). A column is read twice: for what recurs, a hash and a byte a
//! block, and for the blocks themselves. [`Masked`] is the column without them.

mod form;
mod mask;
mod recurrence;
mod topic;

pub use crate::text::furniture::Kind;
pub use mask::Masked;

use crate::corpus::TextColumn;
use crate::error::Result;
use crate::id::DocId;
use crate::schedule::Run;
use crate::span::ByteSpan;
use crate::text::block::blocks;
use crate::text::furniture::trailing;
use crate::text::headline::{Field, headline_end};
use recurrence::{Known, Recurring};
use topic::Topic;

/// Why a block is taken for boilerplate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub enum Reason {
    /// Documents of several outlets, or of unknown ones, hold it that are no versions of each other.
    Recurs,
    /// Several documents of one outlet hold it that are no versions of each other.
    Outlet,
    /// Its words or its shape say so.
    Form,
    /// It reads like a headline and shares next to nothing with the article.
    Unrelated,
}

impl Reason {
    /// The reason as it is written in a record.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Recurs => "recurs",
            Self::Outlet => "outlet",
            Self::Form => "form",
            Self::Unrelated => "unrelated",
        }
    }
}

/// A block that is not the article's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    /// Where it stands in the text, or in the headline that stands apart.
    pub span: ByteSpan,
    /// What it does.
    pub kind: Kind,
    /// Why it is taken for boilerplate.
    pub reason: Reason,
    /// Documents that hold it, versions of one text counted once.
    pub documents: usize,
    /// Whether it stands in the headline.
    pub field: Field,
    /// Whether that headline is the one that stands apart from the text.
    pub apart: bool,
}

/// What is known of the rows beside their texts: one short string for each row.
#[derive(Debug, Clone, Copy, Default)]
pub struct Beside<'a> {
    /// Headlines that stand apart from the texts.
    pub titles: Option<&'a [Option<Box<str>>]>,
    /// Outlets.
    pub sources: Option<&'a [Option<Box<str>>]>,
}

impl<'a> Beside<'a> {
    fn title(&self, row: DocId) -> Option<&'a str> {
        self.titles?[row.index()].as_deref().map(str::trim).filter(|title| !title.is_empty())
    }

    fn source(&self, row: DocId) -> Option<&'a str> {
        self.sources?[row.index()].as_deref().map(str::trim).filter(|source| !source.is_empty())
    }
}

/// Finds the boilerplate of each row, and hands it with the text to `take`, whose results are in the order of the rows.
///
/// # Errors
/// [`Error::Cancelled`](crate::Error::Cancelled), or those of the column.
///
/// # Complexity
/// Two readings of each text, linear in it, and one more with the cost of level `partial` for the rows that share a block;
/// 16 bytes a block.
pub fn find<T: Send>(
    run: &Run,
    column: &dyn TextColumn,
    beside: Beside<'_>,
    take: impl Fn(DocId, Option<&str>, Vec<Block>) -> T + Sync,
) -> Result<Vec<T>> {
    let recurring = recurrence::read(run, column, beside)?;
    run.map_rows(column, |row, text| {
        let found = text.map_or_else(Vec::new, |text| read(text, row, beside, &recurring));
        take(row, text, found)
    })
}

/// Where the boilerplate of each text stands, ascending.
///
/// # Errors
/// As [`find`].
///
/// # Complexity
/// As [`find`].
pub fn spans(run: &Run, column: &dyn TextColumn, beside: Beside<'_>) -> Result<Vec<Vec<ByteSpan>>> {
    find(run, column, beside, |_, _, blocks| {
        blocks.into_iter().filter(|block| !block.apart).map(|block| block.span).collect()
    })
}

/// The blocks of a text as all reasons see them.
struct Article<'a> {
    text: &'a str,
    blocks: Vec<ByteSpan>,
    /// Blocks that the headline takes, at the beginning of the text.
    headline: usize,
}

impl<'a> Article<'a> {
    fn new(text: &'a str, title: Option<&str>) -> Self {
        let blocks = blocks(text);
        let first = blocks.first().map_or("", |block| block.of(text));
        let is_title = title.map_or_else(|| headline_end(text) > 0, |title| title == first);
        let headline = usize::from(is_title && !form::opens_a_page(first));
        Self { text, blocks, headline }
    }

    fn block(&self, at: usize) -> &'a str {
        self.blocks[at].of(self.text)
    }

    /// The blocks below the headline.
    fn body(&self) -> std::ops::Range<usize> {
        self.headline..self.blocks.len()
    }
}

/// A block with its kind and reason while the others are still looked at.
type Judged = Option<(Kind, Reason, usize)>;

fn read(text: &str, row: DocId, beside: Beside<'_>, recurring: &Recurring) -> Vec<Block> {
    let article = Article::new(text, beside.title(row));
    let count = article.blocks.len();
    let mut judged: Vec<Judged> = vec![None; count];
    for at in article.body() {
        let block = article.block(at);
        let known = recurring.of(block);
        let kind = form::of(block, form::Place { from_top: at - article.headline, from_end: count - 1 - at });
        judged[at] = match (known, kind) {
            (Some(Known { reason: Some(reason), documents }), kind) => {
                Some((kind.unwrap_or(Kind::Other), reason, documents as usize))
            }
            (known, Some(kind)) => Some((kind, Reason::Form, known.map_or(1, |known| known.documents as usize))),
            _ => None,
        };
    }
    own_dates(&mut judged);
    listed_below(&article, &mut judged);
    unrelated(&article, &mut judged, recurring);
    let mut found = Vec::new();
    if let Some(title) = beside.title(row)
        && let Some(span) = form::masthead(title, beside.source(row))
    {
        found.push(masthead(span, true));
    } else if article.headline > 0
        && let Some(span) = form::masthead(article.block(0), beside.source(row))
    {
        let start = article.blocks[0].start;
        found.push(masthead(ByteSpan::new(start + span.start, start + span.end), false));
    }
    for at in article.body() {
        if let Some((kind, reason, documents)) = judged[at] {
            found.push(Block { span: article.blocks[at], kind, reason, documents, field: Field::Body, apart: false });
        } else if count - at <= TRAILED
            && let Some((span, kind)) = trailing(article.block(at))
        {
            let start = article.blocks[at].start;
            let span = ByteSpan::new(start + span.start, start + span.end);
            found.push(Block { span, kind, reason: Reason::Form, documents: 1, field: Field::Body, apart: false });
        }
    }
    found
}

fn masthead(span: ByteSpan, apart: bool) -> Block {
    Block { span, kind: Kind::Masthead, reason: Reason::Form, documents: 1, field: Field::Title, apart }
}

/// Blocks at the end of a text that are searched for credits behind their last sentence: footers may follow the last
/// paragraph.
const TRAILED: usize = 4;

/// Lines of dates that an article may have of its outlet: published and updated. More are a programme or a chronicle.
const MOST_DATELINES: usize = 2;

/// Gives an article back its own lines of dates.
fn own_dates(judged: &mut [Judged]) {
    let is_date = |judged: &Judged| matches!(judged, Some((Kind::Dateline, Reason::Form, _)));
    if judged.iter().filter(|judged| is_date(judged)).count() > MOST_DATELINES {
        judged.iter_mut().filter(|judged| is_date(judged)).for_each(|judged| *judged = None);
    }
}

/// Links that a heading such as "Related stories" may have below it; a longer list is a text of its own.
const MOST_LISTED: usize = 12;

/// Takes the lines below a bare heading of links for links.
fn listed_below(article: &Article<'_>, judged: &mut [Judged]) {
    let mut at = article.headline;
    while at < judged.len() {
        let heads = matches!(judged[at], Some((Kind::ReadMore, _, _))) && form::is_heading(article.block(at));
        at += 1;
        if !heads {
            continue;
        }
        let end = judged.len().min(at + MOST_LISTED);
        while at < end && judged[at].is_none() && form::is_like_a_headline(article.block(at)) {
            judged[at] = Some((Kind::ReadMore, Reason::Form, 1));
            at += 1;
        }
    }
}

/// Headlines of other articles that may stand at one edge of an article; more are a list, which an article may well hold.
const MOST_TEASERS: usize = 6;

/// A shorter last line is an entry of a list, a name or a result.
const FEWEST_TEASER_WORDS: usize = 5;

/// Takes headlines at the end of the article that have nothing to do with it for teasers, and one below its own headline;
/// and what speaks to the readers of other things at either edge for the outlet's.
fn unrelated(article: &Article<'_>, judged: &mut [Judged], recurring: &Recurring) {
    let teasers = last_headlines(article, judged);
    let own: Vec<usize> = article.body().filter(|&at| judged[at].is_none() && !teasers.contains(&at)).collect();
    let first = own.first().copied().filter(|&at| article.headline > 0 && at == article.headline);
    let lead = first.filter(|&at| is_teaser(article, at) && own.len() > 1);
    let asides =
        || own.first().into_iter().chain(own.last()).copied().filter(|&at| form::addresses_readers(article.block(at)));
    if teasers.is_empty() && lead.is_none() && asides().next().is_none() {
        return;
    }
    let topic = Topic::read(article.text, &article.blocks, |at| judged[at].is_none() && !teasers.contains(&at));
    let documents = |at: usize| recurring.of(article.block(at)).map_or(1, |known| known.documents as usize);
    if teasers.iter().all(|&at| topic.is_strange(at)) {
        for &at in &teasers {
            judged[at] = Some((Kind::Teaser, Reason::Unrelated, documents(at)));
        }
    }
    if let Some(at) = lead.filter(|&at| topic.is_foreign(at)) {
        judged[at] = Some((Kind::Teaser, Reason::Unrelated, documents(at)));
    }
    for at in asides() {
        if judged[at].is_none() && topic.is_foreign(at) {
            judged[at] = Some((Kind::Other, Reason::Unrelated, documents(at)));
        }
    }
}

/// The blocks behind the article's last sentence that read like headlines; none where there is no such sentence, or they are
/// too many.
fn last_headlines(article: &Article<'_>, judged: &[Judged]) -> Vec<usize> {
    let mut last = Vec::new();
    for at in article.body().rev().filter(|&at| judged[at].is_none()) {
        if !is_teaser(article, at) {
            // Behind a list, a last line is one more entry. A picture's credit may be glued to the last sentence.
            let block = article.block(at);
            return if form::is_sentence(block) || trailing(block).is_some() { last } else { Vec::new() };
        }
        if last.len() == MOST_TEASERS {
            break;
        }
        last.push(at);
    }
    Vec::new()
}

fn is_teaser(article: &Article<'_>, at: usize) -> bool {
    let block = article.block(at);
    form::is_like_a_headline(block) && block.split_whitespace().count() >= FEWEST_TEASER_WORDS
}

#[cfg(test)]
mod tests;
