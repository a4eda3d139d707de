//! The narration in, the names in it out: runs of capitals, cut into what is a title and what is a name.

use super::cue::{Class, Language};
use super::narration::{Kind, Narration};
use super::people::{Person, person};

/// A run of capitalised words.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Run {
    /// Its first token; titles stand from here up to `name`.
    pub(crate) first: usize,
    /// The first token of the name; one past `last` if the run holds a title only.
    pub(crate) name: usize,
    /// Its last token.
    pub(crate) last: usize,
    /// Whether it is one word that opens a sentence, where a capital tells nothing.
    pub(crate) doubtful: bool,
}

impl Run {
    /// How many words the name has.
    pub(crate) fn len(self) -> usize {
        self.last + 1 - self.name
    }
}

/// Words that a run may have; a longer one is a headline.
const LONGEST: usize = 9;

/// The word of token `at`.
#[inline]
pub(crate) fn word<'a>(narration: &Narration<'a>, at: usize) -> &'a str {
    narration.tokens[at].span.of(narration.text)
}

/// Whether token `at` can be part of a name.
fn in_name(narration: &Narration, at: usize) -> bool {
    let token = &narration.tokens[at];
    if token.kind != Kind::Word || !token.capital {
        return false;
    }
    // “Paris-based Norvolt”: what ties a place to somebody is no name.
    if is_made_adjective(word(narration, at)) {
        return false;
    }
    let classes = token.classes;
    let function = classes.any(&[
        Class::Calendar,
        Class::Determiner,
        Class::Pointing,
        Class::Pronoun,
        Class::Relative,
        Class::Preposition,
        Class::Conjunction,
        Class::Subordinate,
        Class::Auxiliary,
        Class::Passive,
        Class::Adverb,
    ]);
    if function {
        return false;
    }
    let first = narration.tokens[at - 1].ends_sentence() || matches!(narration.tokens[at - 1].kind, Kind::Quote(_));
    !first || classes.is_unknown() || classes.any(&[Class::Title, Class::Outlet, Class::Noun])
}

/// Whether a word is a name and a participle: Paris-based, British-born, Thornby-led.
pub(super) fn is_made_adjective(word: &str) -> bool {
    let Some((_, last)) = word.rsplit_once('-') else { return false };
    last.starts_with(char::is_lowercase) && (["ed", "ing"].iter().any(|end| last.ends_with(end)) || last == "born")
}

/// Whether the small word at `at` ties two parts of a name.
fn ties(narration: &Narration, at: usize) -> bool {
    let small = match narration.language {
        Language::English => ["of", "de", "van", "von", "del", "bin", "al", "&", "la", "den", "der"].as_slice(),
        Language::German => ["von", "van", "zu", "de", "&"].as_slice(),
        Language::French | Language::Spanish => ["de", "d", "du", "del", "von", "van", "&"].as_slice(),
        _ => [].as_slice(),
    };
    narration.tokens[at].kind == Kind::Word && small.contains(&word(narration, at))
}

/// Endings of German nouns for whoever does or leads something: Finanzminister, Notenbankchefin, Verbraucherschützerin.
const GERMAN_TITLES: [&str; 14] = [
    "minister",
    "ministerin",
    "präsident",
    "präsidentin",
    "chef",
    "chefin",
    "sprecher",
    "sprecherin",
    "leiter",
    "meister",
    "direktor",
    "vorsitzende",
    "vorsitzender",
    "erin",
];

/// Whether token `at` stands in titles.
pub(crate) fn is_title(narration: &Narration, at: usize) -> bool {
    let token = &narration.tokens[at];
    let name = word(narration, at);
    let who = if token.capital { token.person } else { person(name) };
    token.is(Class::Title)
        || who.is(Person::TITLE)
        || narration.language == Language::German && name.len() > 7 && german_title(name)
}

/// Whether a German word is a compound with a noun for whoever does or leads something.
pub(crate) fn german_title(word: &str) -> bool {
    let lower = word.to_lowercase();
    let ends = |title: &&str| lower.ends_with(*title) && lower.len() > title.len();
    GERMAN_TITLES.iter().any(ends)
}

/// The run that begins at `at`, if one does.
pub(crate) fn run_at(narration: &Narration, at: usize) -> Option<Run> {
    if !in_name(narration, at) {
        return None;
    }
    let tokens = &narration.tokens;
    let mut last = at;
    while last + 1 < at + LONGEST && !tokens[last].possessive {
        if in_name(narration, last + 1) {
            last += 1;
        } else if ties(narration, last + 1) && in_name(narration, last + 2) {
            last += 2;
        } else if ties(narration, last + 1) && ties(narration, last + 2) && in_name(narration, last + 3) {
            last += 3;
        } else {
            break;
        }
    }
    let before = &tokens[at - 1];
    let opens = before.ends_sentence() || matches!(before.kind, Kind::Quote(_) | Kind::Colon);
    let name = name_start(narration, at, last);
    Some(Run { first: at, name, last, doubtful: opens && at == last })
}

/// Where the name begins in the run from `first` to `last`, behind its titles.
fn name_start(narration: &Narration, first: usize, last: usize) -> usize {
    let tokens = &narration.tokens;
    let given = (first..last).find(|&at| tokens[at].person.is(Person::GIVEN) && tokens[at + 1].capital);
    let title = (first..=last).rev().find(|&at| is_title(narration, at));
    let body = (first..=last).any(|at| tokens[at].person.is(Person::BODY));
    if let Some(given) = given.filter(|&given| title.is_none_or(|title| title < given) && !body) {
        // “Governor of Washington Chris Hale”, „Ökonom Jonas Hale“.
        return given;
    }
    if body && title.is_none_or(|title| title == first) && !narration.tokens[first].is(Class::Title) {
        return first;
    }
    match title {
        // “Governor of Washington”: a title goes on behind “of”.
        Some(title) if title < last && ties(narration, title + 1) => {
            if last > title + 3 {
                last - 1
            } else {
                last + 1
            }
        }
        Some(title) => title + 1,
        // German capitalises the noun before a name too.
        None if narration.language == Language::German && last > first + 1 => last - 1,
        None => first,
    }
}

/// Whether the sentence from `floor` up to `end` is in headline case, where capitals tell nothing.
pub(crate) fn is_headline(narration: &Narration, floor: usize, end: usize) -> bool {
    /// Tokens that are looked at; a headline is shorter. Judged, not measured.
    const REACH: usize = 30;
    // A headline has no stop; German nouns have capitals anyway.
    let stop = narration.text[..narration.tokens[end].span.start].ends_with(|c: char| !c.is_alphanumeric());
    if stop || narration.language == Language::German {
        return false;
    }
    let (mut long, mut capital) = (0, 0);
    for token in narration.tokens[floor..end].iter().take(REACH) {
        if token.kind == Kind::Word && token.span.len() > 3 {
            long += 1;
            capital += usize::from(token.capital);
        }
    }
    long >= 4 && capital * 4 >= long * 3
}
