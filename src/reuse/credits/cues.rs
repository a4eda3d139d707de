//! The words of a language that credit an outlet, as [`cues.txt`](../cues.txt) lists them.

use super::Kind;
use super::words::Words;
use crate::text::language::Language;
use ahash::{AHashMap, AHashSet};
use std::sync::OnceLock;

/// A cue: its words and what they make of the name beside them.
#[derive(Debug)]
struct Cue {
    words: Vec<&'static str>,
    kind: Kind,
    /// Whether a verb of speech has to stand before it in its clause.
    wants_speech: bool,
    /// Whether it opens a line or a clause and a colon follows: "Source: AP".
    is_label: bool,
}

/// The words of one language, or of all.
#[derive(Debug, Default)]
pub struct Lexicon {
    /// Cues before a name, by their last word.
    before: AHashMap<&'static str, Vec<Cue>>,
    /// Cues behind a name, by their first word.
    after: AHashMap<&'static str, Vec<Cue>>,
    /// Claims to be exclusive, by their first word.
    exclusive: AHashMap<&'static str, Vec<Vec<&'static str>>>,
    between: AHashSet<&'static str>,
    skip: AHashSet<&'static str>,
    names: AHashSet<&'static str>,
    called: AHashSet<&'static str>,
    says: AHashSet<&'static str>,
}

/// A cue beside a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// Its first word.
    pub first: usize,
    /// The word behind its last.
    pub end: usize,
    /// What it makes of the name.
    pub kind: Kind,
}

/// Words that may stand between a cue and a name.
const MOST_BETWEEN: usize = 5;

/// Words of a clause that are searched for its verb of speech: a long title of the speaker fits.
const CLAUSE_WORDS: usize = 20;

impl Lexicon {
    /// The words of a language; those of all where it is unknown.
    #[must_use]
    pub fn of(language: Option<Language>) -> &'static Self {
        static ALL: OnceLock<Lexicon> = OnceLock::new();
        static EACH: OnceLock<AHashMap<&'static str, Lexicon>> = OnceLock::new();
        let each = EACH.get_or_init(|| {
            let codes = sections().map(|(code, _)| code);
            codes.map(|code| (code, Self::read(|section| section == code))).collect()
        });
        let one = language.and_then(|language| each.get(language.code()));
        one.unwrap_or_else(|| ALL.get_or_init(|| Self::read(|_| true)))
    }

    /// No words at all.
    #[must_use]
    pub fn empty() -> Self {
        Self::default()
    }

    fn read(wanted: impl Fn(&str) -> bool) -> Self {
        let mut lexicon = Self::default();
        for (_, line) in
            sections().filter(|(code, _)| wanted(code)).flat_map(|(code, lines)| lines.map(move |l| (code, l)))
        {
            let (name, rest) = line.split_once(' ').unwrap_or((line, ""));
            let list = match name {
                "between" => &mut lexicon.between,
                "skip" => &mut lexicon.skip,
                "names" => &mut lexicon.names,
                "called" => &mut lexicon.called,
                "says" => &mut lexicon.says,
                "exclusive" => {
                    let words: Vec<&str> = rest.split_whitespace().collect();
                    if let Some(&first) = words.first() {
                        lexicon.exclusive.entry(first).or_default().push(words);
                    }
                    continue;
                }
                _ => {
                    lexicon.add(name, rest);
                    continue;
                }
            };
            list.extend(rest.split_whitespace());
        }
        lexicon
    }

    fn add(&mut self, kind: &str, rest: &'static str) {
        let mut words: Vec<&'static str> = rest.split_whitespace().collect();
        let Some(kind) = Kind::ALL.into_iter().find(|known| known.as_str() == kind) else { return };
        if words.len() < 2 {
            return;
        }
        let place = words.remove(0);
        let last = words.len() - 1;
        let label = words[last].strip_suffix(':');
        words[last] = label.unwrap_or(words[last]);
        let cue = Cue { kind, wants_speech: place == "~", is_label: label.is_some(), words };
        if place == "<" {
            self.after.entry(cue.words[0]).or_default().push(cue);
        } else {
            self.before.entry(cue.words[cue.words.len() - 1]).or_default().push(cue);
        }
    }

    /// Whether a word says what the name behind it is.
    #[must_use]
    pub fn describes_before(&self, word: &str) -> bool {
        self.names.contains(word)
    }

    /// Whether a word says what the name before it is.
    #[must_use]
    pub fn describes_after(&self, word: &str) -> bool {
        self.called.contains(word)
    }

    /// The word behind a claim that nobody else has the report, if one begins at `first`; the longest.
    #[must_use]
    pub fn exclusive_end(&self, words: &Words<'_>, first: usize) -> Option<usize> {
        let claims = self.exclusive.get(words.whole(first))?;
        let stands = |claim: &&Vec<&str>| {
            first + claim.len() <= words.len()
                && claim.iter().enumerate().all(|(after, word)| words.whole(first + after) == *word)
                && (1..claim.len()).all(|after| is_inside(words.gap(first + after)))
        };
        Some(first + claims.iter().filter(stands).map(Vec::len).max()?)
    }

    /// The cue before a name that begins at `name`, with articles and descriptions between them.
    #[must_use]
    pub fn before(&self, words: &Words<'_>, name: usize) -> Option<Found> {
        // "…ha detto il sindaco all'ANSA": the elided article is the cue.
        if let Some(cue) =
            self.before.get(words.article(name)).and_then(|cues| cues.iter().find(|c| c.words.len() == 1))
            && cue.wants_speech
            && self.speech_before(words, name)
        {
            return Some(Found { first: name, end: name + 1, kind: cue.kind });
        }
        let mut at = name;
        let mut others = 0;
        for step in 0..=MOST_BETWEEN {
            let labelled = at > 0 && follows_a_label(words.gap(at));
            if at > 0
                && (labelled || is_open(words.gap(at), step == 0))
                && let Some(found) = self.ending_at(words, at, labelled)
            {
                return Some(found);
            }
            if at == 0 || !is_open(words.gap(at), step == 0) {
                return None;
            }
            at -= 1;
            let word = words.whole(at);
            let known = self.between.contains(word) || self.names.contains(word) || words.is_joined(at).1;
            others += usize::from(!known);
            if others > 1 || (!known && words.is_capital(at)) {
                return None;
            }
        }
        None
    }

    fn ending_at(&self, words: &Words<'_>, end: usize, labelled: bool) -> Option<Found> {
        let cues = self.before.get(words.whole(end - 1))?;
        let stands = |cue: &&Cue| {
            let length = cue.words.len();
            length <= end
                && cue.is_label == labelled
                && cue.words.iter().enumerate().all(|(after, word)| words.whole(end - length + after) == *word)
                && (1..length).all(|after| is_inside(words.gap(end - length + after)))
                && (!labelled || end == length || !words.gap(end - length).chars().all(|c| c == ' '))
                && (!cue.wants_speech || self.speech_before(words, end - length))
        };
        let cue = cues.iter().filter(stands).max_by_key(|cue| (cue.words.len(), !cue.wants_speech))?;
        Some(Found { first: end - cue.words.len(), end, kind: cue.kind })
    }

    /// Whether a verb of speech stands before a word in its clause.
    fn speech_before(&self, words: &Words<'_>, at: usize) -> bool {
        (at.saturating_sub(CLAUSE_WORDS)..at)
            .rev()
            .take_while(|&before| !words.gap(before + 1).contains(ends_a_clause))
            .any(|before| self.says.contains(words.whole(before)))
    }

    /// The cue behind a name that ends at `end`, with descriptions and adverbs between them.
    #[must_use]
    pub fn after(&self, words: &Words<'_>, end: usize) -> Option<Found> {
        for at in end..words.len().min(end + MOST_BETWEEN + 1) {
            let gap = words.gap(at);
            if !gap.chars().all(|c| c.is_whitespace() && c != '\n' || super::names::CLOSING.contains(&c) || c == ',') {
                return None;
            }
            if let Some(found) = self.beginning_at(words, at) {
                return Some(found);
            }
            let word = words.whole(at);
            if !(self.skip.contains(word) || self.names.contains(word)) {
                return None;
            }
        }
        None
    }

    fn beginning_at(&self, words: &Words<'_>, at: usize) -> Option<Found> {
        let cues = self.after.get(words.whole(at))?;
        let stands = |cue: &&Cue| {
            let end = at + cue.words.len();
            end <= words.len()
                && cue.words.iter().enumerate().all(|(after, word)| words.whole(at + after) == *word)
                && (at + 1..end).all(|inside| is_open(words.gap(inside), false))
        };
        let cue = cues.iter().filter(stands).max_by_key(|cue| cue.words.len())?;
        Some(Found { first: at, end: at + cue.words.len(), kind: cue.kind })
    }
}

/// Whether nothing between two words parts them; before a name marks may open.
fn is_open(gap: &str, before_name: bool) -> bool {
    gap.chars().all(|c| {
        c.is_whitespace() && c != '\n'
            || matches!(c, '-' | '\'' | '’')
            || (before_name && super::names::OPENING.contains(&c))
    })
}

/// Whether what stands between two words may stand within a cue: "h/t".
fn is_inside(gap: &str) -> bool {
    is_open(gap, false) || gap == "/"
}

/// Whether a colon stands between two words, and nothing else but marks that open.
fn follows_a_label(gap: &str) -> bool {
    gap.matches(':').count() == 1
        && gap.chars().all(|c| c == ':' || c.is_whitespace() && c != '\n' || super::names::OPENING.contains(&c))
}

fn ends_a_clause(c: char) -> bool {
    matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | '\n' | '–' | '—' | '(' | ')')
}

/// The sections of the list: a language's code and its lines.
fn sections() -> impl Iterator<Item = (&'static str, impl Iterator<Item = &'static str>)> {
    let text: &'static str = include_str!("cues.txt");
    text.split("\n[").skip(1).filter_map(|section| {
        let (code, lines) = section.split_once("]\n")?;
        Some((code, lines.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))))
    })
}
