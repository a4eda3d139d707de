//! A text and its quotations in, the words between them out: what the narrator says, with each quotation as one token.
//!
//! Attribution is a matter of narration alone, so the inside of a quotation is never read here.

use super::cue::{Class, Classes, Language, Lexicon};
use super::glyph::tag_end;
use super::marks::Marked;
use super::people::{Person, person};
use crate::span::ByteSpan;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A word or number.
    Word,
    /// `,`
    Comma,
    /// `:`
    Colon,
    /// `;`
    Semicolon,
    /// `–`, `—`, or `-` between spaces.
    Dash,
    /// An opening bracket.
    Open,
    /// A closing bracket.
    Close,
    /// The quotation with this number.
    Quote(usize),
    /// The end of a sentence.
    End,
    /// The end of a sentence before a line break.
    ParagraphEnd,
}

/// A word, a point or a whole quotation.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Token {
    /// Where it stands; without a possessive ’s.
    pub(crate) span: ByteSpan,
    /// What it is.
    pub(crate) kind: Kind,
    /// What its word can be.
    pub(crate) classes: Classes,
    /// Whether it begins with a capital.
    pub(crate) capital: bool,
    /// Whom its word names, if it has a capital.
    pub(crate) person: Person,
    /// Whether a possessive ’s or ’ stood behind it.
    pub(crate) possessive: bool,
}

impl Token {
    /// Whether this is a word of `class`.
    #[inline]
    pub(crate) fn is(&self, class: Class) -> bool {
        self.classes.has(class)
    }

    /// Whether a sentence ends here.
    #[inline]
    pub(crate) fn ends_sentence(&self) -> bool {
        matches!(self.kind, Kind::End | Kind::ParagraphEnd)
    }
}

/// The narration around the quotations of a text.
pub(crate) struct Narration<'a> {
    /// The text as it came.
    pub(crate) text: &'a str,
    /// Left to right, with [`PADDING`] on both sides.
    pub(crate) tokens: Vec<Token>,
    /// The token of each quotation.
    pub(crate) quotes: Vec<usize>,
    /// Whether most quotations stand in double marks.
    pub(crate) doubles: bool,
    /// The language whose words were looked up.
    pub(crate) language: Language,
}

/// Sentence ends before the first and behind the last token, so that a look at a neighbour needs no bounds check.
const PADDING: usize = 4;

/// Reads the sentences of `text`; what is reported without marks, and who is who, may stand in any.
///
/// # Complexity
/// Linear in the text; 40 bytes a token.
///
/// The tokens are written into `buffer`, so that its memory serves one article after the other.
pub(crate) fn read<'a>(
    text: &'a str,
    marked: &[Marked],
    sentences: &[ByteSpan],
    lexicon: &Lexicon,
    mut buffer: Vec<Token>,
) -> Narration<'a> {
    buffer.clear();
    let mut reader = Reader { text, lexicon, tokens: buffer, quotes: Vec::with_capacity(marked.len()) };
    for _ in 0..PADDING {
        reader.push(0, 0, Kind::ParagraphEnd);
    }
    let mut next: usize = 0;
    for (index, &sentence) in sentences.iter().enumerate() {
        // The quotation that reaches into this sentence from an earlier one was read there.
        let begin = next.checked_sub(1).map_or(0, |last: usize| marked[last].span.end).max(sentence.start);
        let first = next;
        while next < marked.len() && marked[next].span.start < sentence.end {
            next += 1;
        }
        if begin < sentence.end {
            reader.sentence(begin, sentence.end, &marked[first..next], first);
        }
        let end = sentence.end;
        let inside = next > 0 && marked[next - 1].span.end > end;
        if !inside {
            let following = sentences.get(index + 1).map_or(text.len(), |s| s.start);
            let breaks = memchr::memchr(b'\n', &text.as_bytes()[end..following]).is_some();
            let kind = if breaks || following == text.len() { Kind::ParagraphEnd } else { Kind::End };
            reader.end(end, kind);
        }
    }
    for _ in 0..PADDING {
        reader.push(text.len(), text.len(), Kind::ParagraphEnd);
    }
    let doubles = marked.iter().filter(|quote| text[quote.span.start..].starts_with(['“', '"'])).count();
    let doubles = doubles > 2 && doubles * 4 > marked.len() * 3;
    Narration { text, tokens: reader.tokens, quotes: reader.quotes, doubles, language: lexicon.language }
}

struct Reader<'a, 'l> {
    text: &'a str,
    lexicon: &'l Lexicon,
    tokens: Vec<Token>,
    quotes: Vec<usize>,
}

impl Reader<'_, '_> {
    fn push(&mut self, start: usize, end: usize, kind: Kind) {
        self.tokens.push(Token {
            span: ByteSpan::new(start, end),
            kind,
            classes: Classes::default(),
            person: Person::default(),
            capital: false,
            possessive: false,
        });
    }

    /// Ends a sentence; two ends in a row are one, the stronger.
    fn end(&mut self, at: usize, kind: Kind) {
        match self.tokens.last_mut() {
            Some(last) if last.ends_sentence() => {
                if kind == Kind::ParagraphEnd {
                    last.kind = kind;
                }
            }
            _ => self.push(at, at, kind),
        }
    }

    fn sentence(&mut self, begin: usize, end: usize, marked: &[Marked], first: usize) {
        let mut at = begin;
        for (offset, quote) in marked.iter().enumerate() {
            self.words(at, quote.span.start, end);
            self.quotes.push(self.tokens.len());
            self.push(quote.span.start, quote.span.end, Kind::Quote(first + offset));
            at = quote.span.end;
        }
        if at < end {
            self.words(at, end, end);
        }
    }

    /// Reads the words from `at` to `end` in a sentence that ends at `sentence_end`.
    fn words(&mut self, mut at: usize, end: usize, sentence_end: usize) {
        let bytes = self.text.as_bytes();
        while at < end {
            let kind = match bytes[at] {
                b if b.is_ascii_alphanumeric() => {
                    at = self.word(at, at, end, sentence_end);
                    continue;
                }
                b'$' if at + 1 < end && bytes[at + 1].is_ascii_digit() => {
                    at = self.word(at, at + 1, end, sentence_end);
                    continue;
                }
                b'<' => {
                    at = tag_end(self.text, at).map_or(at + 1, |tag| tag.min(end));
                    continue;
                }
                b',' => Kind::Comma,
                b':' => Kind::Colon,
                b';' => Kind::Semicolon,
                b'(' | b'[' => Kind::Open,
                b')' | b']' => Kind::Close,
                b'-' if at == 0 || bytes[at - 1].is_ascii_whitespace() || bytes[at - 1] == b'-' => Kind::Dash,
                b if b.is_ascii() => {
                    at += 1;
                    continue;
                }
                _ => {
                    let c = self.text[at..].chars().next().unwrap_or(' ');
                    let width = c.len_utf8();
                    if c.is_alphanumeric() {
                        at = self.word(at, at, end, sentence_end);
                        continue;
                    }
                    if is_currency(c) && at + width < end && bytes[at + width].is_ascii_digit() {
                        at = self.word(at, at + width, end, sentence_end);
                        continue;
                    }
                    if matches!(c, '–' | '—' | '―') {
                        self.push(at, at + width, Kind::Dash);
                    }
                    at += width;
                    continue;
                }
            };
            self.push(at, at + 1, kind);
            at += 1;
        }
    }

    /// Reads the word at `at`, whose letters and digits begin at `from`, and returns where to go on.
    fn word(&mut self, at: usize, from: usize, end: usize, sentence_end: usize) -> usize {
        let (word, apostrophe) = word_end(self.text, from, end, self.lexicon.language);
        let word = sign_end(&self.text[..end], from, word).unwrap_or(word);
        let whole = &self.text[at..word];
        let (core, possessive) = if apostrophe { without_possessive(whole) } else { (whole, false) };
        // No mark closes in the narration, so the ’ behind an s is that of an owner: the reporters’ questions.
        let plural = core.ends_with('s') && self.text[word..end].starts_with(['\'', '’']);
        let possessive = possessive || plural && self.lexicon.language == Language::English;
        let core_end = at + core.len();
        // The stop of an abbreviation belongs to it, unless the sentence ends there.
        let stop = word < sentence_end - 1 && self.text.as_bytes()[word] == b'.' && word < end;
        let span_end = if stop && !possessive { word + 1 } else { core_end };
        let capital = match core.as_bytes() {
            [first, ..] if first.is_ascii() => first.is_ascii_uppercase(),
            _ => core.starts_with(char::is_uppercase),
        };
        let mut classes = self.lexicon.classes(core);
        // Mark, Grant and Will are no verbs where a capital says something.
        let first = self.tokens.last().is_none_or(|last| last.kind != Kind::Word);
        let who = if capital { person(core) } else { Person::default() };
        if capital && !first && !classes.is_unknown() && who.is(Person::GIVEN) {
            classes = Classes::default();
        }
        self.tokens.push(Token {
            span: ByteSpan::new(at, span_end),
            kind: Kind::Word,
            classes,
            person: who,
            capital,
            possessive,
        });
        if stop { word + 1 } else { word }
    }
}

/// Where the word at `at` ends: letters and digits, and between them apostrophes, hyphens, stops and ampersands, between digits
/// commas and colons too; and whether an apostrophe is among them.
fn word_end(text: &str, at: usize, end: usize, language: Language) -> (usize, bool) {
    let bytes = text.as_bytes();
    let mut to = at;
    let mut apostrophe = false;
    loop {
        to += bytes[to..end].iter().take_while(|&&byte| LETTERS[byte as usize]).count();
        if to == end {
            break;
        }
        let byte = bytes[to];
        let c = if byte.is_ascii() { byte as char } else { text[to..].chars().next().unwrap_or(' ') };
        if c.is_alphanumeric() {
            to += c.len_utf8();
            continue;
        }
        let joins = matches!(c, '\'' | '’' | '-' | '.' | '&' | '@' | '_') || is_in_number(bytes, to);
        let after = to + c.len_utf8();
        if !joins || after >= end || !text[after..].starts_with(char::is_alphanumeric) {
            break;
        }
        if language == Language::French && splits_french(&text[at..to], c, &text[after..]) {
            break;
        }
        apostrophe |= matches!(c, '\'' | '’');
        to = after;
    }
    (to.max(at + 1), apostrophe)
}

/// Whether the comma or colon at `at` is a number's own: 640,000; 2,1 Prozent; 17:30. As a token it would be a border, and a
/// clause or a speaker would begin at “000 crowns”.
fn is_in_number(bytes: &[u8], at: usize) -> bool {
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    matches!(bytes[at], b',' | b':') && digit(at + 1) && at.checked_sub(1).is_some_and(digit)
}

/// Where the sign of the number from `from` to `to` ends, behind one space at most: 40%, 2,1 %, 5 €. None without a sign.
fn sign_end(text: &str, from: usize, to: usize) -> Option<usize> {
    let digits = text.as_bytes()[from].is_ascii_digit() && text.as_bytes()[to - 1].is_ascii_digit();
    let behind = digits.then(|| &text[to..])?;
    let sign = behind.strip_prefix([' ', '\u{a0}', '\u{202f}']).unwrap_or(behind);
    let sign_of = |c: &char| matches!(c, '%' | '‰') || is_currency(*c) && *c != '$';
    let width = sign.chars().next().filter(sign_of)?.len_utf8();
    Some(text.len() - sign.len() + width).filter(|&end| !text[end..].starts_with(|c: char| c.is_ascii_digit()))
}

fn is_currency(c: char) -> bool {
    matches!(c, '$' | '£' | '€' | '¥' | '₽')
}

/// ASCII letters and digits. A table, since the three comparisons in its place were the dearest lines of a quote reader.
const LETTERS: [bool; 256] = {
    let mut letters = [false; 256];
    let mut byte = 0u8;
    while byte.is_ascii() {
        letters[byte as usize] = byte.is_ascii_alphanumeric();
        byte += 1;
    }
    letters
};

/// French writes pronouns and articles onto their word: l’homme, s’indigne, dit-il, ajoute-t-elle.
fn splits_french(before: &str, mark: char, after: &str) -> bool {
    match mark {
        '\'' | '’' => {
            ["l", "d", "s", "n", "j", "c", "m", "t", "qu"].iter().any(|short| before.eq_ignore_ascii_case(short))
        }
        '-' => ["t-", "il", "elle", "on", "je", "nous", "lui"].iter().any(|pronoun| after.starts_with(pronoun)),
        _ => false,
    }
}

/// The word without ’s, and whether it was there; s’ is told from a closing mark by the marks already. A contracted
/// auxiliary (he’d, they’ll) is cut off too, so that the pronoun is known.
fn without_possessive(word: &str) -> (&str, bool) {
    let Some(at) = word.rfind(['\'', '’']).filter(|&at| at > 0) else {
        return (word, false);
    };
    let ending = word[at..].trim_start_matches(['\'', '’']);
    match ending {
        "s" => (&word[..at], true),
        "d" | "ll" | "re" | "ve" | "m" => (&word[..at], false),
        _ => (word, false),
    }
}
