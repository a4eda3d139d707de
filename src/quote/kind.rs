//! A quotation and the narration around it in, what it is out: an utterance, a fragment, or marks that quote nobody.

use super::attribution::Attribution;
use super::cue::{Class, Language};
use super::marks::{Marked, SetOffBy};
use super::narration::{Kind as TokenKind, Narration};
use super::rule::Rule;
use super::verb::is_verb;

/// What the marks around a quotation do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A whole utterance in marks.
    Direct,
    /// A quoted fragment in a sentence of the narrator's.
    Mixed,
    /// Reported without marks.
    Indirect,
    /// Marks that quote nobody: a term, an outlet's name, a work's title, a nickname.
    Scare,
}

impl Kind {
    /// The kind as it is written in a record.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Mixed => "mixed",
            Self::Indirect => "indirect",
            Self::Scare => "scare",
        }
    }

    /// The kind that a record names.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Direct, Self::Mixed, Self::Indirect, Self::Scare].into_iter().find(|kind| kind.as_str() == name)
    }
}

/// What a quotation can be by its form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// A whole utterance: it begins where one can, and ends like one.
    Utterance,
    /// A piece of one.
    Fragment,
    /// A piece of one that opens a headline: “Enough is enough”: why Brandt left.
    Headline,
    /// A term, a name, a title: it quotes nobody.
    Term,
}

/// How a quotation stands in its sentence, before anybody asks who speaks.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shape {
    /// What it can be.
    pub(crate) form: Form,
    /// It begins a sentence or follows a colon, comma or dash, so that a tag behind it is its own.
    pub(crate) starts_clause: bool,
    /// The last mark inside it, or the comma right behind it, if one leads on to a tag.
    pub(crate) ending: Ending,
    /// An article stands before it, so that it is rather a noun: an “invisible war”.
    pub(crate) noun: bool,
    /// A colon stands before it.
    pub(crate) colon: bool,
    /// Words inside the marks.
    pub(crate) words: usize,
}

impl Shape {
    /// Whether the quotation can be a whole utterance.
    pub(crate) fn is_utterance(self) -> bool {
        self.form == Form::Utterance
    }

    /// Whether the quotation quotes nobody.
    pub(crate) fn is_term(self) -> bool {
        self.form == Form::Term
    }
}

/// The point with which a quotation ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    /// A comma, inside or right behind the marks.
    Comma,
    /// A question mark, exclamation mark, ellipsis or dash: the sentence may go on.
    Open,
    /// A full stop.
    Stop,
    /// None.
    Bare,
}

/// Words from which a quotation without any cue is rather somebody's words than a term. Nine of ten
/// that `PolNeAR` leaves unattributed have at most eight; values from 5 to 12 move its span F1 by 0.4 points.
const TERM_WORDS: usize = 8;

/// Words from which a fragment without any cue is rather somebody's words than a term if it begins small: four in five
/// are, on `PolNeAR`'s training part, of two or three words one in two.
const RUNNING_WORDS: usize = 4;

/// Reads the form of the quotation at token `at`.
pub(crate) fn shape(narration: &Narration, marked: &Marked, at: usize) -> Shape {
    let tokens = &narration.tokens;
    let inner = marked.inner.of(narration.text);
    let before = &tokens[at - 1];
    // A quotation inside may close at the same place: “They said, ‘Wait,’” Brandt said.
    let ending = match inner.trim_end_matches(['\'', '’', '”', '"', '»', '“', '‘']).chars().next_back() {
        Some(',') => Ending::Comma,
        _ if tokens[at + 1].kind == TokenKind::Comma => Ending::Comma,
        Some('?' | '!' | '…' | '—' | '–' | '-') => Ending::Open,
        Some('.') => Ending::Stop,
        _ => Ending::Bare,
    };
    let capital = inner.starts_with(|c: char| c.is_uppercase() || c == '…');
    let words = word_count(inner);
    let behind_cue = is_verb(narration, at - 1) || before.kind == TokenKind::Comma && is_verb(narration, at - 2);
    let leads_in = tokens[lead_in(narration, at) - 1].ends_sentence() && matches!(ending, Ending::Stop | Ending::Open);
    let starts_sentence = before.ends_sentence() || leads_in && words >= 3;
    let starts_clause = starts_sentence
        || matches!(before.kind, TokenKind::Colon | TokenKind::Comma | TokenKind::Dash | TokenKind::Open)
        || matches!(before.kind, TokenKind::Quote(_));
    let utterance = if matches!(marked.by, SetOffBy::Dash | SetOffBy::Label) {
        true
    } else if starts_sentence {
        ending != Ending::Bare || !marked.closed || words >= TERM_WORDS
    } else if before.kind == TokenKind::Colon {
        capital
    } else if behind_cue {
        let goes_on = before.kind == TokenKind::Comma && ending != Ending::Bare && words >= 3;
        capital || goes_on || words >= TERM_WORDS
    } else if starts_clause {
        ending != Ending::Bare && words >= 3
    } else {
        capital && matches!(ending, Ending::Stop | Ending::Open) && words >= 5
    };
    let short = words < TERM_WORDS && marked.closed && !matches!(marked.by, SetOffBy::Dash | SetOffBy::Label);
    let form = if is_link(narration, at)
        || is_heading(narration, marked, at, words)
        || is_work(narration, at)
        || short && is_term(narration, inner, at, behind_cue, ending)
    {
        Form::Term
    } else if starts_sentence && tokens[at + 1].kind == TokenKind::Colon {
        Form::Headline
    } else if utterance || !marked.closed {
        Form::Utterance
    } else {
        Form::Fragment
    };
    let fused = narration.language == Language::German
        && matches!(before.span.of(narration.text), "im" | "Im" | "beim" | "Beim" | "zum" | "zur" | "vom" | "am");
    let noun = before.classes.any(&[Class::Determiner, Class::Pointing]) || fused;
    Shape { form, starts_clause, ending, noun, colon: before.kind == TokenKind::Colon, words }
}

/// Whether the quotation is the title behind a link's kicker: “Related: “Ten piers to see””.
fn is_link(narration: &Narration, at: usize) -> bool {
    /// Words that a kicker may have. Judged, not measured.
    const KICKER: usize = 3;
    let tokens = &narration.tokens;
    let start = (at.saturating_sub(KICKER + 2)..at).rev().find(|&i| tokens[i].ends_sentence());
    tokens[at - 1].kind == TokenKind::Colon
        && tokens[at + 1].kind == TokenKind::ParagraphEnd
        && start.is_some_and(|end| tokens[end + 1..at - 1].iter().any(|token| token.is(Class::Kicker)))
}

/// Whether the quotation is a line between paragraphs: a few words in single marks where the article quotes in double ones.
fn is_heading(narration: &Narration, marked: &Marked, at: usize, words: usize) -> bool {
    let tokens = &narration.tokens;
    let alone = tokens[at - 1].kind == TokenKind::ParagraphEnd && tokens[at + 1].kind == TokenKind::ParagraphEnd;
    alone && words < TERM_WORDS && narration.doubles && narration.text[marked.span.start..].starts_with(['\'', '‘'])
}

/// Whether the quotation is a work's title by the name of its author behind it: “Low Tide,” by Ida Brandt.
fn is_work(narration: &Narration, at: usize) -> bool {
    let tokens = &narration.tokens;
    let by = at + 1 + usize::from(tokens[at + 1].kind == TokenKind::Comma);
    matches!(tokens[by].span.of(narration.text), "by" | "von") && tokens[by + 1].capital
}

/// The token where the quotation at `at` begins with its lead-in: “But “…””, “Instead, “…””.
pub(crate) fn lead_in(narration: &Narration, at: usize) -> usize {
    let tokens = &narration.tokens;
    let mut start = at;
    if tokens[start - 1].kind == TokenKind::Comma {
        start -= 1;
    }
    if tokens[start - 1].classes.any(&[Class::Conjunction, Class::Adverb]) && tokens[start - 1].capital {
        return start - 1;
    }
    at
}

/// Whether the form of a short quotation says that it quotes nobody: its words are a title's, or the words before it name
/// a work or point at a known thing.
fn is_term(narration: &Narration, inner: &str, at: usize, behind_cue: bool, ending: Ending) -> bool {
    let tokens = &narration.tokens;
    let before = &tokens[at - 1];
    let title = is_title_case(inner, narration.language);
    if before.ends_sentence() {
        // A line of its own in title case is a heading.
        return title
            && inner.contains(' ')
            && before.kind == TokenKind::ParagraphEnd
            && tokens[at + 1].kind == TokenKind::ParagraphEnd;
    }
    // A known thing, or an outlet as a source: laut „Radio Ardal“.
    let source = before.is(Class::Source) || tokens[at - 2].is(Class::Source) && before.is(Class::Preposition);
    // „die so genannte „Welle““, a site's address.
    let called = narration.language == Language::German
        && tokens[at - 2].span.of(narration.text) == "so"
        && before.span.of(narration.text).starts_with("genannte");
    let address = !inner.contains(char::is_whitespace) && inner.contains('.') && ending == Ending::Bare;
    if called || address {
        return true;
    }
    if before.is(Class::Pointing) || source && ending != Ending::Stop {
        return true;
    }
    if in_headline(narration, at) {
        return false;
    }
    let works = before.is(Class::Outlet) && !before.is(Class::Name)
        || before.is(Class::Outlet) && is_reduced(narration, at - 1)
        || names_outlet(narration, at - 1)
        || before.kind == TokenKind::Comma && tokens[at - 2].is(Class::Outlet);
    if works {
        return true;
    }
    // “an appearance on “This Week””
    let placed = matches!(before.span.of(narration.text), "on" | "in" | "at" | "from" | "to");
    if behind_cue {
        let told = matches!(before.span.of(narration.text), "told" | "tell" | "tells" | "telling");
        return told && title && ending != Ending::Stop;
    }
    title
        && before.kind != TokenKind::Colon
        && !matches!(ending, Ending::Open)
        && (placed || !near_name_cue(narration, at))
}

/// Whether a German compound names an outlet or a work: Tageszeitung, Nachrichtensender, Dokumentarfilm.
fn names_outlet(narration: &Narration, at: usize) -> bool {
    const ENDS: [&str; 9] =
        ["zeitung", "sender", "magazin", "zeitschrift", "film", "roman", "sendung", "serie", "dokumentation"];
    let token = &narration.tokens[at];
    let word = token.span.of(narration.text);
    narration.language == Language::German && token.capital && ENDS.iter().any(|end| word.ends_with(end))
}

/// Whether a participle only names what stands before it: a film called “…”, it is called “…”.
fn is_reduced(narration: &Narration, at: usize) -> bool {
    let tokens = &narration.tokens;
    let mut before = at - 1;
    while tokens[before].is(Class::Adverb) {
        before -= 1;
    }
    tokens[before].is(Class::Passive)
        || tokens[before].kind == TokenKind::Comma
        || tokens[before].is(Class::Outlet)
        || tokens[before].classes.is_unknown() && !tokens[before].capital
}

/// Whether someone gives the name: “The club called him ‘Big Ben’”. The distance is judged, not
/// measured.
fn near_name_cue(narration: &Narration, at: usize) -> bool {
    const NEAR: usize = 8;
    let tokens = &narration.tokens;
    (at.saturating_sub(NEAR)..at)
        .rev()
        .take_while(|&i| !tokens[i].ends_sentence())
        .any(|i| tokens[i].is(Class::Name) && is_verb(narration, i) && !is_reduced(narration, i))
}

/// Whether every long word begins with a capital, and one does. German writes every noun so, where only a run of three
/// says something.
fn is_title_case(inner: &str, language: Language) -> bool {
    let mut capitals = 0;
    for (index, word) in inner.split_whitespace().enumerate() {
        let word = word.trim_start_matches(|c: char| !c.is_alphanumeric());
        if word.starts_with(char::is_uppercase) {
            capitals += 1;
        } else if index == 0 || word.len() > 3 {
            return false;
        }
    }
    capitals >= if language == Language::German { 3 } else { 1 }
}

/// Whether the sentence around token `at` is in headline case, where capitals tell nothing.
fn in_headline(narration: &Narration, at: usize) -> bool {
    /// Tokens that are looked at on either side. Judged, not measured.
    const REACH: usize = 24;
    let tokens = &narration.tokens;
    let left = (at.saturating_sub(REACH)..at).rev().take_while(|&i| !tokens[i].ends_sentence());
    let right = (at + 1..tokens.len().min(at + REACH)).take_while(|&i| !tokens[i].ends_sentence());
    let (mut long, mut capital) = (0, 0);
    for token in left.chain(right).map(|i| &tokens[i]) {
        if token.kind == TokenKind::Word && token.span.len() > 3 {
            long += 1;
            capital += usize::from(token.capital);
        }
    }
    long >= 3 && capital * 4 >= long * 3 || long == 2 && capital == 2
}

/// The kind of a quotation from its form and from whether somebody is known to say it.
pub(crate) fn decide(shape: Shape, inner: &str, words: usize, found: &Attribution) -> Kind {
    /// Words up to which a quotation without speaker and full stop is a thing's name in front of its sentence.
    /// Judged, not measured.
    const SHORT: usize = 4;
    let attributed = found.speaker.is_some();
    let bare = !attributed
        && words <= SHORT
        && !(shape.colon && words == SHORT)
        && matches!(shape.ending, Ending::Comma | Ending::Bare);
    match shape.form {
        Form::Utterance if !bare => Kind::Direct,
        Form::Headline => Kind::Mixed,
        // „beim „2. Ardaler Hafentag der Vereine e. V.““: a name in marks, however long.
        Form::Fragment if shape.noun && !attributed && shape.ending == Ending::Bare && is_name(inner) => Kind::Scare,
        Form::Utterance | Form::Fragment if attributed || words >= TERM_WORDS => Kind::Mixed,
        // Somebody is quoted where a cue stands but its subject is not sure, and where small words run on.
        Form::Fragment if !shape.noun && found.rule == Rule::NoSubject => Kind::Mixed,
        Form::Fragment if !shape.noun && words >= RUNNING_WORDS && inner.starts_with(char::is_lowercase) => Kind::Mixed,
        _ => Kind::Scare,
    }
}

/// Whether most long words of a quotation begin with a capital or a digit.
fn is_name(inner: &str) -> bool {
    let long = inner.split_whitespace().filter(|word| word.len() > 3);
    let (count, capitals) = long.fold((0, 0), |(count, capitals), word| {
        (count + 1, capitals + usize::from(word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())))
    });
    count > 0 && capitals * 4 >= count * 3
}

/// The words of a quotation, counted between white space: what holds a letter or digit counts.
pub(crate) fn word_count(inner: &str) -> usize {
    inner.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count()
}
