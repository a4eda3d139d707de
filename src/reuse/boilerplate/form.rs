//! A block in, out what kind of boilerplate its words or its shape make it.
//!
//! Words are the phrases of [`furniture`]. Shapes are what has no fixed words: a name behind "By", a line of dates and
//! times, an agency's name alone, a row of share buttons, the path of a page.

use crate::reuse::credits::names::{is_agency, is_outlet};
use crate::span::ByteSpan;
use crate::text::furniture::{Kind, LONGEST_BYTES, furniture};
use crate::text::normalize::Folder;
use crate::text::tokenize::for_each_token;
use ahash::AHashSet;
use std::sync::OnceLock;

/// Where a block stands among those of its text.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    /// Blocks of the body above it.
    pub from_top: usize,
    /// Blocks below it.
    pub from_end: usize,
}

impl Place {
    /// Whether the block stands where bylines and datelines do: in the head of an article or under it.
    fn is_at_an_edge(self) -> bool {
        self.from_top < 5 || self.from_end < 3
    }
}

/// The kind of a block; none if it may be the article's own.
#[must_use]
pub fn of(block: &str, place: Place) -> Option<Kind> {
    if block.len() > LONGEST_BYTES {
        return None;
    }
    if let Some(kind) = furniture(block) {
        return Some(kind);
    }
    let line = Line::of(block);
    if place.is_at_an_edge() {
        if line.is_byline() {
            return Some(Kind::Byline);
        }
        if line.is_dateline() {
            return Some(Kind::Dateline);
        }
        if line.is_sign_off() {
            return Some(Kind::Credit);
        }
        if line.is_address() {
            return Some(Kind::Contact);
        }
    }
    if line.is_buttons() {
        return Some(Kind::Share);
    }
    line.is_path().then_some(Kind::Navigation)
}

/// Whether a first line is none of an article but of its page, so that no headline is lost in taking it away.
#[must_use]
pub fn opens_a_page(line: &str) -> bool {
    let kind = of(line, Place { from_top: 0, from_end: 1 });
    kind.is_some_and(|kind| {
        matches!(
            kind,
            Kind::Navigation | Kind::Share | Kind::Advertisement | Kind::Copyright | Kind::Byline | Kind::Dateline
        )
    })
}

/// Whether a block closes like a sentence.
#[must_use]
pub fn is_sentence(block: &str) -> bool {
    let bare = block.trim_end_matches(['”', '"', '’', '\'', '»', '“', '‘', ')', ']', '>', '\u{a0}', '\u{202f}', ' ']);
    bare.ends_with(['.', '!', '?', '…', '。', '！', '？', ';', ':', ','])
}

/// Words of a line that speaks to the readers: two short sentences.
const LONGEST_ADDRESS: usize = 25;

/// Whether a short block speaks to the readers, or of the outlet as "us", and in nobody's words.
#[must_use]
pub fn addresses_readers(block: &str) -> bool {
    if block.len() > LONGEST_BYTES || block.contains(['“', '"', '„', '«', '‘', '»', '”']) {
        return false;
    }
    let line = Line::of(block);
    line.words.len() <= LONGEST_ADDRESS
        && line.words.iter().any(|(_, word)| listed(Words::Readers).contains(word.as_str()))
}

/// Words of a heading over links: "Related stories", "More on this topic".
const LONGEST_HEADING: usize = 5;

/// Whether a line that leads to other articles names none.
#[must_use]
pub fn is_heading(line: &str) -> bool {
    line.split_whitespace().count() <= LONGEST_HEADING
}

/// Words of the longest headline: none of 24,000 (Reuters, BBC, BASIL, ISOT) has more.
const LONGEST_HEADLINE: usize = 25;

/// Whether a line reads like a headline: a capital, no full stop, more words than a subheading has.
#[must_use]
pub fn is_like_a_headline(line: &str) -> bool {
    let words = || line.split_whitespace().take(LONGEST_HEADLINE + 1);
    let numbers = words().filter(|word| word.starts_with(|c: char| c.is_ascii_digit())).count();
    (4..=LONGEST_HEADLINE).contains(&words().count())
        && numbers < 2
        && line
            .trim_start_matches(['“', '"', '‘', '\'', '„', '«', '»', '¿', '¡', '\u{a0}', '\u{202f}'])
            .starts_with(|c: char| c.is_uppercase() || c.is_numeric())
        && line.contains(char::is_lowercase)
        && !is_sentence(line)
}

/// The place of an outlet's name behind a headline, with the bar or dash before it: "… | The Lantern".
#[must_use]
pub fn masthead(title: &str, source: Option<&str>) -> Option<ByteSpan> {
    let (bar, name) = [" | ", " - ", " – ", " — ", " • ", " · "]
        .into_iter()
        .filter_map(|bar| title.rfind(bar).map(|at| (at, &title[at + bar.len()..])))
        .max_by_key(|&(at, _)| at)?;
    let name = name.trim();
    let is_source = source.is_some_and(|source| folded(source) == folded(name));
    (bar > 0 && (is_source || is_outlet(name))).then(|| ByteSpan::new(bar + 1, title.trim_end().len()))
}

fn folded(words: &str) -> String {
    let mut folded = String::new();
    Folder::new().fold_into(words, &mut folded);
    folded
}

/// A short line and its words, folded.
struct Line<'a> {
    line: &'a str,
    words: Vec<(ByteSpan, String)>,
}

impl<'a> Line<'a> {
    fn of(line: &'a str) -> Self {
        let mut words = Vec::new();
        for_each_token(line, |token, folded| words.push((token.span, folded.to_owned())));
        Self { line, words }
    }

    fn written(&self, at: usize) -> &'a str {
        self.words[at].0.of(self.line)
    }

    /// "By Ana Pell", "Von Jana Muster und Tim Born, Berlin", "ANA PELL, Staff Writer".
    fn is_byline(&self) -> bool {
        if !(2..=LONGEST_BYLINE).contains(&self.words.len()) || is_sentence(self.line) {
            return false;
        }
        let names = |from: usize| {
            let mut capitals = 0;
            (from..self.words.len()).all(|at| {
                let capital = self.written(at).starts_with(char::is_uppercase);
                capitals += usize::from(capital);
                capital
                    || listed(Words::Between).contains(self.words[at].1.as_str())
                    || listed(Words::Roles).contains(self.words[at].1.as_str())
                    || self.words[at].1.bytes().all(|byte| byte.is_ascii_digit())
            }) && capitals >= 2
        };
        if listed(Words::By).contains(self.words[0].1.as_str()) {
            // A place or a day behind the preposition has no second capital; a headline has verbs.
            return self.words.len() <= LONGEST_BYLINE && names(1);
        }
        let role = self.words.iter().rposition(|(_, word)| listed(Words::Roles).contains(word.as_str()));
        role.is_some_and(|role| role + 2 >= self.words.len() && role >= 2)
            && self.line.contains(char::is_lowercase)
            && self.line.contains([',', '|', '–', '—', '-', '•'])
            && names(0)
    }

    /// A line of dates, times and places alone, with a year or a time: "3 March 2031, 10.14 GMT". A day alone heads a
    /// programme, an hour alone is an entry of one.
    fn is_dateline(&self) -> bool {
        if !(2..=LONGEST_DATELINE).contains(&self.words.len()) {
            return false;
        }
        let mut dates = 0;
        let mut told = false;
        let all = self.words.iter().enumerate().all(|(at, (_, word))| {
            let number = is_of_a_date(word);
            told |= number
                && (word.len() == 4 && word.starts_with(['1', '2']) && !word.ends_with("00")
                    || word.contains([':', '.']));
            let date = listed(Words::Dates).contains(word.as_str());
            let known = date || listed(Words::Times).contains(word.as_str());
            dates += usize::from(date);
            let place = at < 3 && self.written(at).chars().all(|c| !c.is_lowercase() && !c.is_ascii_digit());
            number || known || place
        });
        let stops = self.line.ends_with('.') && !self.line.ends_with(".m.");
        all && told && dates > 0 && !stops
    }

    /// An agency's name alone, or those of several: "Reuters", "dpa/AFP", "(AP)", "With agencies".
    fn is_sign_off(&self) -> bool {
        (1..=6).contains(&self.words.len())
            && self.words.iter().any(|(_, word)| is_agency(word))
            && self.words.iter().all(|(_, word)| {
                is_agency(word) || listed(Words::Between).contains(word.as_str()) || word.chars().count() <= 3
            })
    }

    /// A line around an address of mail, or one that is a link.
    fn is_address(&self) -> bool {
        let mut parts = self.line.split_whitespace();
        let mail = |part: &str| {
            part.find('@').is_some_and(|at| at > 0 && part[at..].trim_end_matches(['.', ',', ')']).contains('.'))
        };
        let link = |part: &str| part.starts_with("http://") || part.starts_with("https://") || part.starts_with("www.");
        self.words.len() <= 12 && (parts.clone().any(mail) || (parts.clone().count() == 1 && parts.any(link)))
    }

    /// Names of services and verbs of sharing alone.
    fn is_buttons(&self) -> bool {
        (2..=20).contains(&self.words.len())
            && self.words.iter().all(|(_, word)| listed(Words::Buttons).contains(word.as_str()))
    }

    /// The path of a page, or its sections: "Home > News > Coast", "News | Sport | Weather".
    fn is_path(&self) -> bool {
        (2..=16).contains(&self.words.len())
            && !is_sentence(self.line)
            && ['|', '>', '›', '•', '·', '→', '»'].into_iter().any(|mark| {
                let parts: Vec<&str> = self.line.split(mark).map(str::trim).collect();
                // A first part may be empty where the path begins with its mark.
                parts.len() >= 3
                    && parts[1..].iter().all(|part| !part.is_empty())
                    && parts.iter().all(|part| part.split_whitespace().count() <= 3)
                    && !self.line.contains('«')
                    && parts.iter().all(|part| !part.starts_with(char::is_lowercase))
            })
    }
}

/// Whether a word is a number of a date or a time: a day, a year, 10.14, 3.3.2031, 3rd.
fn is_of_a_date(word: &str) -> bool {
    let bare =
        ["st", "nd", "rd", "th", "am", "pm", "h"].into_iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word);
    let parts = || bare.split(['.', ':', 'h', '-']);
    !bare.is_empty()
        && parts().count() <= 3
        && parts().all(|part| part.len() <= 4 && part.bytes().all(|byte| byte.is_ascii_digit()))
        && parts().all(|part| match part.len() {
            1 | 2 => true,
            4 => matches!(part.as_bytes()[0], b'0'..=b'2'),
            _ => false,
        })
}

/// A byline names three people at most, with a place or a role.
const LONGEST_BYLINE: usize = 14;

/// A line with two dates and times.
const LONGEST_DATELINE: usize = 14;

/// The closed classes of words that shapes are made of.
#[derive(Debug, Clone, Copy)]
enum Words {
    By,
    Roles,
    Between,
    Dates,
    Buttons,
    Readers,
    Times,
}

fn listed(words: Words) -> &'static AHashSet<&'static str> {
    static LISTS: OnceLock<[AHashSet<&'static str>; 7]> = OnceLock::new();
    let lists = LISTS.get_or_init(|| {
        let of = |name: &str| {
            let lines = include_str!("shapes.txt").lines().filter(|line| !line.starts_with('#'));
            let words = lines.filter_map(|line| line.split_once(' ')).filter(|(list, _)| *list == name);
            words.flat_map(|(_, words)| words.split_whitespace()).collect()
        };
        ["by", "roles", "between", "dates", "buttons", "readers", "times"].map(of)
    });
    &lists[words as usize]
}
