//! A line of an article in, out whether it is the outlet's own, and what kind: an invitation to subscribe, a notice, a link.
//!
//! Such lines stand under every article of an outlet. Left in, they make two stories of one outlet about one person look like
//! one story: in families of rewrites they are what the hardest wrong pairs share.

use super::tokenize::for_each_token;
use crate::span::ByteSpan;
use ahash::AHashMap;
use std::sync::OnceLock;

/// Longer lines are paragraphs, whatever phrase they hold.
pub const LONGEST_WORDS: usize = 30;

/// Bytes beyond which a line is not looked at: [`LONGEST_WORDS`] long words of any script.
pub const LONGEST_BYTES: usize = 600;

/// What a block that is not the article's own does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
pub enum Kind {
    /// Marks or announces an advertisement, or says that the outlet earns by links.
    Advertisement,
    /// Names who wrote the article.
    Byline,
    /// Says how to reach the outlet.
    Contact,
    /// Claims rights.
    Copyright,
    /// Names who else had a part in the article: an agency, reporters, a source.
    Credit,
    /// Says when, or where and when, the article was published.
    Dateline,
    /// Names the outlet behind a headline.
    Masthead,
    /// Leads through the site.
    Navigation,
    /// A correction, a disclaimer, the small print.
    Notice,
    /// Names the maker of a picture, or stands under it.
    Picture,
    /// Leads to another article.
    ReadMore,
    /// Asks to share, to follow or to comment.
    Share,
    /// Asks to subscribe, to register or to support.
    Subscription,
    /// The headline of another article, without an invitation to read it.
    Teaser,
    /// Recurs, and does none of these.
    Other,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 15] = [
        Self::Advertisement,
        Self::Byline,
        Self::Contact,
        Self::Copyright,
        Self::Credit,
        Self::Dateline,
        Self::Masthead,
        Self::Navigation,
        Self::Notice,
        Self::Picture,
        Self::ReadMore,
        Self::Share,
        Self::Subscription,
        Self::Teaser,
        Self::Other,
    ];

    /// The kind as it is written in a record.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Advertisement => "advertisement",
            Self::Byline => "byline",
            Self::Contact => "contact",
            Self::Copyright => "copyright",
            Self::Credit => "credit",
            Self::Dateline => "dateline",
            Self::Masthead => "masthead",
            Self::Navigation => "navigation",
            Self::Notice => "notice",
            Self::Picture => "picture",
            Self::ReadMore => "read_more",
            Self::Share => "share",
            Self::Subscription => "subscription",
            Self::Teaser => "teaser",
            Self::Other => "other",
        }
    }
}

/// Where in a line a phrase counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Anywhere,
    Clause,
    Line,
}

#[derive(Debug)]
struct Phrase {
    /// Its words after the first.
    rest: Vec<&'static str>,
    place: Place,
    /// Whether a mark, or the end of the line, has to follow.
    closed: bool,
    /// Whether it also counts behind the last sentence of a paragraph.
    trails: bool,
    kind: Kind,
}

type Phrases = AHashMap<&'static str, Vec<Phrase>>;

fn phrases() -> &'static Phrases {
    static PHRASES: OnceLock<Phrases> = OnceLock::new();
    PHRASES.get_or_init(|| {
        let mut phrases = Phrases::new();
        let mut kind = Kind::Other;
        for line in include_str!("furniture.txt").lines().filter(|line| !line.starts_with('#')) {
            if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
                kind = Kind::ALL.into_iter().find(|kind| kind.as_str() == name).unwrap_or(Kind::Other);
                continue;
            }
            let (line, trails) = line.strip_prefix('$').map_or((line, false), |line| (line, true));
            let (line, closed) = line.strip_suffix(':').map_or((line, false), |line| (line, true));
            let (line, place) = match (line.strip_prefix('^'), line.strip_prefix('>')) {
                (Some(line), _) => (line, Place::Line),
                (_, Some(line)) => (line, Place::Clause),
                _ => (line, Place::Anywhere),
            };
            let mut words = line.split_whitespace();
            if let Some(first) = words.next() {
                let phrase = Phrase { rest: words.collect(), place, closed, trails, kind };
                phrases.entry(first).or_default().push(phrase);
            }
        }
        phrases
    })
}

/// The words of a short line, folded, with their places.
struct Words {
    folded: String,
    words: Vec<(ByteSpan, usize)>,
}

impl Words {
    fn of(line: &str) -> Self {
        let mut words = Self { folded: String::new(), words: Vec::new() };
        for_each_token(line, |token, folded| {
            words.folded.push_str(folded);
            words.words.push((token.span, words.folded.len()));
        });
        words
    }

    fn word(&self, at: usize) -> &str {
        let start = at.checked_sub(1).map_or(0, |before| self.words[before].1);
        &self.folded[start..self.words[at].1]
    }

    /// What stands between the word at `at` and the one before it.
    fn gap<'a>(&self, line: &'a str, at: usize) -> &'a str {
        let start = at.checked_sub(1).map_or(0, |before| self.words[before].0.end);
        let end = self.words.get(at).map_or(line.len(), |word| word.0.start);
        &line[start..end]
    }

    /// Whether the phrase stands at `at`, and may stand there.
    fn holds(&self, line: &str, at: usize, phrase: &Phrase) -> bool {
        let end = at + 1 + phrase.rest.len();
        let placed = match phrase.place {
            Place::Anywhere => true,
            Place::Line => at == 0,
            Place::Clause => at == 0 || ends_a_clause(self.gap(line, at)),
        };
        placed
            && end <= self.words.len()
            && phrase.rest.iter().enumerate().all(|(after, word)| self.word(at + 1 + after) == *word)
            && (!phrase.closed || end == self.words.len() || ends_a_phrase(self.gap(line, end)))
    }
}

/// Whether a clause ends in what stands between two words.
fn ends_a_clause(gap: &str) -> bool {
    ends_a_phrase(gap) || gap.contains(['.', '!', '?', '…', '(', '['])
}

/// Whether what stands between two words sets the first apart like a label; a hyphen joins unless blanks stand around it.
fn ends_a_phrase(gap: &str) -> bool {
    gap.contains([':', '|', '–', '—', '•', '·', '»', '›', '>', '→', '/']) || (gap.contains('-') && gap.len() > 1)
}

/// The kind of furniture that a line is; none if it may be the article's own.
///
/// # Complexity
/// Linear in the line; lines beyond [`LONGEST_BYTES`] are not looked at.
#[must_use]
pub fn furniture(line: &str) -> Option<Kind> {
    let line = line.trim();
    if line.len() > LONGEST_BYTES || line.is_empty() {
        return None;
    }
    let words = Words::of(line);
    if words.words.is_empty() || words.words.len() > LONGEST_WORDS {
        return None;
    }
    let mark = line.strip_prefix("(c) ").or_else(|| line.strip_prefix("(C) "));
    if line.contains('©') || mark.is_some_and(|rest| rest.starts_with(char::is_alphanumeric)) {
        return Some(Kind::Copyright);
    }
    // What is said in marks is said by somebody.
    if line.starts_with(['“', '"', '„', '«', '‘', '\'', '‚', '»', '‹', '›']) {
        return None;
    }
    // The first phrase of the line tells its kind, the longest where several begin with one word.
    (0..words.words.len()).find_map(|at| {
        let known = phrases().get(words.word(at))?.iter().filter(|phrase| words.holds(line, at, phrase));
        Some(known.max_by_key(|phrase| phrase.rest.len())?.kind)
    })
}

/// Bytes at the end of a paragraph in which [`trailing`] looks for a phrase.
const TRAIL_BYTES: usize = 240;

/// Beginnings of sentences there that it looks at: in so few bytes more are marks without sense.
const MOST_SENTENCES: usize = 12;

/// The place and kind of furniture behind the last sentence of a paragraph: the picture's maker, the reporters' names.
///
/// # Complexity
/// Constant: the last bytes of the paragraph are looked at.
#[must_use]
pub fn trailing(paragraph: &str) -> Option<(ByteSpan, Kind)> {
    let mut from = paragraph.len().saturating_sub(TRAIL_BYTES);
    while !paragraph.is_char_boundary(from) {
        from += 1;
    }
    let (mut ended, mut digit) = (false, false);
    let begins = paragraph[from..].char_indices().filter_map(|(at, c)| {
        // "…in 2031Photo: Ana Pell": what the page sets on a line of its own, texts may have without a blank.
        let begins = (ended || digit) && (c.is_uppercase() || matches!(c, '(' | '['));
        digit = c.is_ascii_digit();
        ended = matches!(c, '.' | '!' | '?' | ':' | '”' | '"' | '’' | '»' | ')') || ended && c.is_whitespace();
        begins.then_some(from + at)
    });
    begins.take(MOST_SENTENCES).find_map(|start| {
        let tail = &paragraph[start..];
        let words = Words::of(tail);
        let known = phrases().get(words.words.first().map(|_| words.word(0))?)?.iter();
        let phrase =
            known.filter(|phrase| phrase.trails && words.holds(tail, 0, phrase)).max_by_key(|p| p.rest.len())?;
        Some((ByteSpan::new(start, paragraph.len()), phrase.kind))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invitations_notices_and_links_are_furniture() {
        for (line, kind) in [
            ("THE LANTERN – All of the coast in your inbox. Subscribe for free.", Kind::Subscription),
            ("The Lantern – subscribe to our letter.", Kind::Subscription),
            ("Read more: Seven piers to see before they go", Kind::ReadMore),
            ("Related: “I swam to work for a year”", Kind::ReadMore),
            ("© Lantern Media", Kind::Copyright),
            ("The Kestrel is reader-supported.", Kind::Subscription),
            ("Lesen Sie auch: „Die sieben Piers“", Kind::ReadMore),
            ("À lire aussi : « Les sept jetées »", Kind::ReadMore),
            ("A lire aussi : Les sept jetées", Kind::ReadMore),
            ("Lees ook: Zeven pieren", Kind::ReadMore),
            ("(Reporting by A. Pell; Editing by J. Moss)", Kind::Credit),
            ("Story continues below advertisement", Kind::Advertisement),
            ("Advertisement", Kind::Advertisement),
            ("Got a tip? Write to the Kestrel desk.", Kind::Contact),
            ("Share this article", Kind::Share),
            ("Photo: Ana Pell / Lantern", Kind::Picture),
            ("Last updated: 3 March 2031", Kind::Dateline),
        ] {
            assert_eq!(furniture(line), Some(kind), "{line}");
        }
    }

    #[test]
    fn sentences_of_a_story_are_none() {
        for line in [
            "The council sold the pier on Monday.",
            "“Subscribe,” said the mayor.",
            "“Sign up now,” he told the voters of the coast.",
            "The clubs will sign up to the plan.",
            "Watch sales rose by 3 per cent.",
            "Related cases are before the court.",
            "Two related cases are before the court.",
            "She read the letter aloud and watched the board.",
            "",
        ] {
            assert_eq!(furniture(line), None, "{line}");
        }
    }

    #[test]
    fn a_credit_behind_the_last_sentence_is_found_alone() {
        let paragraph = "The pier is closed. Nobody knows why.Featured image via Ana Pell";
        let (span, kind) = trailing(paragraph).unwrap();
        assert_eq!((span.of(paragraph), kind), ("Featured image via Ana Pell", Kind::Picture));
        for glued in ["It closed in 2031Photo: Ana Pell", "See it below:Photo: Ana Pell"] {
            assert_eq!(trailing(glued).unwrap().0.of(glued), "Photo: Ana Pell");
        }
        let paragraph = "La jetée est vendue. À lire aussi : Sept jetées à voir";
        assert_eq!(trailing(paragraph).unwrap().1, Kind::ReadMore);
        let paragraph = "The pier is closed. (Reporting by A. Pell)";
        assert_eq!(trailing(paragraph).unwrap().0.of(paragraph), "(Reporting by A. Pell)");
        for paragraph in ["The pier is closed.", "Photo by Ana Pell", "", "He asked for more reporting by the press."] {
            assert_eq!(trailing(paragraph), None, "{paragraph}");
        }
    }

    #[test]
    fn every_section_of_the_list_names_a_kind() {
        let listed = include_str!("furniture.txt").lines().filter_map(|line| line.strip_prefix('['));
        for name in listed {
            assert!(Kind::ALL.iter().any(|kind| kind.as_str() == name.trim_end_matches(']')), "{name}");
        }
    }
}
