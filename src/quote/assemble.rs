//! Quotations, their attributions and the reported clauses in, the quotes of the text out.
//!
//! A clause that holds a fragment in marks is the content of that fragment's quote; a clause that holds none is a quote of its
//! own, reported without marks.

use super::Quote;
use super::attribution::Attribution;
use super::confidence::confidence;
use super::content::{self, Reported};
use super::kind::{self, Kind, Shape};
use super::marks::{Marked, SetOffBy};
use super::narration::{Kind as TokenKind, Narration};
use super::resolve::Resolver;
use crate::span::ByteSpan;
use crate::text::headline::Field;

/// Clauses before a quotation among which one that holds it is looked for. Judged, not measured.
const OUTER: usize = 12;

/// What was found in a text.
pub(crate) struct Parts<'p, 'a> {
    pub(crate) narration: &'p Narration<'a>,
    pub(crate) sentences: &'p [ByteSpan],
    pub(crate) marked: &'p [Marked],
    pub(crate) shapes: &'p [Shape],
    pub(crate) attributions: &'p [Attribution],
    pub(crate) reported: &'p [Reported],
    /// Where the headline ends.
    pub(crate) title: usize,
}

/// The quotes, by their place.
pub(crate) fn assemble(parts: &Parts) -> Vec<Quote> {
    let attributions: Vec<Attribution> = (0..parts.marked.len()).map(|index| parts.outermost(index)).collect();
    let parts = &Parts { attributions: &attributions, ..*parts };
    let mut quotes: Vec<Quote> = (0..parts.marked.len()).map(|index| parts.marked_quote(index)).collect();
    let mut indirect = Vec::new();
    for clause in parts.reported {
        if !parts.hold(clause, &mut quotes) {
            indirect.push(parts.indirect_quote(clause));
        }
    }
    parts.widen(&mut quotes);
    let kept = quotes.into_iter().enumerate();
    let kept = kept.filter_map(|(mark, quote)| Some((Some(mark), parts.without_marks(mark, quote)?)));
    let mut found: Vec<(Option<usize>, Quote)> = kept.chain(indirect.into_iter().map(|quote| (None, quote))).collect();
    found.sort_by_key(|(_, quote)| (quote.span.start, quote.span.end));
    link_paragraphs(parts.marked, &mut found);
    let mut quotes: Vec<Quote> = found.into_iter().map(|(_, quote)| quote).collect();
    let mut resolver = None;
    for quote in &mut quotes {
        if let Some(speaker) = quote.speaker {
            let resolver = resolver.get_or_insert_with(|| Resolver::new(parts.narration));
            let identity = resolver.identify(speaker);
            quote.speaker_name = identity.name;
            quote.speaker_kind = Some(identity.kind);
            quote.speaker_role = identity.role;
            quote.confidence = Some(confidence(quote.kind, quote.rule));
        }
    }
    name_in_headline(parts.narration.text, &mut quotes);
    let mut sentence = 0;
    for quote in &mut quotes {
        quote.sentence = sentences_around(parts.sentences, &mut sentence, quote.span, quote.cue);
    }
    quotes
}

impl Parts<'_, '_> {
    /// The attribution of a quotation, or that of the clause around both it and its cue: “Brandt said the pier, which he
    /// called “rotten”, would go” is Brandt's.
    fn outermost(&self, index: usize) -> Attribution {
        let own = self.attributions[index];
        let at = self.narration.quotes[index];
        let Some(cue) = own.cue.filter(|cue| cue.end <= self.marked[index].span.start) else {
            return own;
        };
        let top = self.reported.partition_point(|clause| clause.first <= at);
        let around = self.reported[..top].iter().rev().take(OUTER).filter(|clause| {
            let span = clause.span(self.narration);
            at < clause.end && span.contains(cue) && clause.by.cue != own.cue && clause.by.speaker.is_some()
        });
        around.min_by_key(|clause| clause.first).map_or(own, |clause| clause.by)
    }

    fn field(&self, span: ByteSpan) -> Field {
        if span.start < self.title { Field::Title } else { Field::Body }
    }

    /// The words of the quotations inside `clause`.
    fn words_in_quotes(&self, clause: &Reported) -> usize {
        let tokens = &self.narration.quotes;
        let from = tokens.partition_point(|&token| token < clause.first);
        let to = tokens.partition_point(|&token| token < clause.end);
        self.shapes[from..to].iter().map(|shape| shape.words).sum()
    }

    fn marked_quote(&self, index: usize) -> Quote {
        let (marked, found) = (self.marked[index], self.attributions[index]);
        let words = self.shapes[index].words;
        Quote {
            span: marked.span,
            inner: Some(marked.inner),
            content: marked.span,
            kind: kind::decide(self.shapes[index], marked.inner.of(self.narration.text), words, &found),
            speaker: found.speaker,
            speaker_name: None,
            speaker_kind: None,
            speaker_role: None,
            cue: found.cue,
            rule: found.rule,
            confidence: None,
            closed: marked.closed,
            words,
            sentence: marked.span,
            continues: None,
            field: self.field(marked.span),
        }
    }

    fn indirect_quote(&self, clause: &Reported) -> Quote {
        let span = clause.span(self.narration);
        Quote {
            span,
            inner: None,
            content: span,
            kind: Kind::Indirect,
            speaker: clause.by.speaker,
            speaker_name: None,
            speaker_kind: None,
            speaker_role: None,
            cue: clause.by.cue,
            rule: clause.by.rule,
            confidence: None,
            closed: true,
            words: self.narration.tokens[clause.first..clause.end]
                .iter()
                .filter(|token| token.kind == TokenKind::Word)
                .count()
                + self.words_in_quotes(clause),
            sentence: span,
            continues: None,
            field: self.field(span),
        }
    }

    /// The quote of a quotation, or, where no marks are seen, what it is without them: reported, if somebody says it and no
    /// reported clause holds it, else nothing.
    fn without_marks(&self, mark: usize, mut quote: Quote) -> Option<Quote> {
        if self.marked[mark].by.is_seen() {
            return Some(quote);
        }
        let at = self.narration.quotes[mark];
        let top = self.reported.partition_point(|clause| clause.first <= at);
        let held = self.reported[..top].iter().rev().take(OUTER).any(|clause| at < clause.end);
        let mut inner = quote.inner.take().filter(|_| quote.speaker.is_some() && !held)?;
        if let Some(label) = quote.cue.filter(|cue| self.marked[mark].by == SetOffBy::Label && inner.contains(*cue)) {
            let said = &self.narration.text[label.end..inner.end];
            inner.start = inner.end - said.trim_start().len();
        }
        quote.kind = Kind::Indirect;
        quote.span = inner;
        quote.content = inner;
        Some(quote)
    }

    /// Gives the fragments that no reported clause holds the words behind or before their cue.
    fn widen(&self, quotes: &mut [Quote]) {
        for (quote, &at) in quotes.iter_mut().zip(&self.narration.quotes) {
            if quote.kind == Kind::Mixed
                && quote.content == quote.span
                && let Some(cue) = quote.cue
                && let Some(content) = content::around(self.narration, at, cue)
            {
                quote.content = content;
            }
        }
    }

    /// Gives the fragments that `clause` holds the clause as their content; whether there are any.
    fn hold(&self, clause: &Reported, quotes: &mut [Quote]) -> bool {
        let tokens = &self.narration.quotes;
        let from = tokens.partition_point(|&token| token < clause.first);
        let to = tokens.partition_point(|&token| token < clause.end);
        let mut holds = false;
        for (mark, quote) in (from..to).zip(&mut quotes[from..to]) {
            if !self.marked[mark].by.is_seen() {
                continue;
            }
            let words = clause.end - clause.first > 1;
            let own = quote.cue == clause.by.cue || quote.cue.is_none();
            match quote.kind {
                Kind::Direct if own && words => quote.kind = Kind::Mixed,
                Kind::Mixed if own => {}
                _ => continue,
            }
            quote.content = clause.span(self.narration);
            holds = true;
        }
        holds
    }
}

/// Names whoever says a headline's words below it, where the headline itself names nobody.
fn name_in_headline(text: &str, quotes: &mut [Quote]) {
    /// Quotes of a headline, and quotes below, that are compared. Judged, not measured.
    const TITLE: usize = 4;
    const BODY: usize = 200;
    let first = quotes.iter().position(|quote| quote.field == Field::Body).unwrap_or(quotes.len());
    let (titles, body) = quotes.split_at_mut(first);
    for title in titles.iter_mut().take(TITLE).filter(|quote| quote.speaker.is_none() && quote.kind != Kind::Scare) {
        let words = folded(title.inner.unwrap_or(title.span).of(text));
        let said = body
            .iter()
            .take(BODY)
            .find(|quote| quote.speaker_name.is_some() && folded(quote.content.of(text)).contains(words.as_str()));
        if let Some(said) = said {
            title.speaker_name.clone_from(&said.speaker_name);
            title.speaker_role = said.speaker_role;
        }
    }
}

/// The words of `text` in lower case, with one space around each.
fn folded(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.fold(String::from(" "), |folded, word| folded + &word.to_lowercase() + " ")
}

/// Ties each paragraph of a quotation whose mark is reopened to the one before; each quote comes with the number of its
/// quotation.
fn link_paragraphs(marked: &[Marked], found: &mut [(Option<usize>, Quote)]) {
    let mut last = None;
    for (place, (mark, quote)) in found.iter_mut().enumerate() {
        let Some(mark) = *mark else { continue };
        if marked[mark].continues && mark > 0 {
            quote.continues = last.filter(|&(before, _)| before == mark - 1).map(|(_, place)| place);
        }
        last = Some((mark, place));
    }
}

/// The sentences that `span` touches, and the one behind them if the tag of a question stands there (“Why?” Brandt asked).
/// `from` is where the search begins and is moved on.
fn sentences_around(sentences: &[ByteSpan], from: &mut usize, span: ByteSpan, cue: Option<ByteSpan>) -> ByteSpan {
    while *from + 1 < sentences.len() && sentences[*from].end <= span.start {
        *from += 1;
    }
    let first = sentences[*from];
    let mut last = *from;
    while last + 1 < sentences.len() && sentences[last + 1].start < span.end {
        last += 1;
    }
    let tag = sentences.get(last + 1);
    if tag.is_some_and(|next| cue.is_some_and(|cue| next.contains(cue))) {
        last += 1;
    }
    ByteSpan::new(first.start, sentences[last].end)
}
