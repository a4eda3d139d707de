//! A text in, every quotation mark and paragraph break out, each with what it can be where it stands.
//!
//! One mark has several looks and one look several meanings: ’ closes a quotation, owns a thing (the nurses’ rota), stands
//! for missing letters (’90s, goin’, rock ’n’ roll) or sits inside a word. The neighbours of a mark settle most cases; the
//! rest leaves here as [`Role::Either`] or [`Role::Possessive`] and is settled by what is open ([`marks`](super::marks)).

/// Marks that open and close one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Family {
    /// “ ” „ ‟ ".
    Double,
    /// ‘ ’ ‚ ‛ '.
    Single,
    /// « ».
    Angle,
    /// ‹ ›.
    SingleAngle,
    /// 「 」 『 』.
    Corner,
    /// Two apostrophes or two graves in a row, the double mark of some archives.
    Doubled,
}

impl Family {
    /// How many families there are.
    pub(crate) const COUNT: usize = 6;
}

/// What a mark can be, from its neighbours alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// Opens a quotation.
    Open,
    /// Closes one.
    Close,
    /// Closes one if one is open, else opens.
    Either,
    /// Closes one or is the apostrophe of a possessive or of a dropped letter.
    Possessive,
    /// No mark: the end of a paragraph; its end is where the next one begins.
    Break,
}

/// A mark or a paragraph break, in the order of the text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Event {
    /// First byte; for a break, the end of the text before it.
    pub(crate) at: usize,
    /// One past the last byte.
    pub(crate) end: usize,
    /// Which marks it pairs with.
    pub(crate) family: Family,
    /// What it can be.
    pub(crate) role: Role,
    /// Whether the mark looks alike on both sides: " and '.
    pub(crate) straight: bool,
}

/// Bytes at which a mark or a line break can begin.
const BEGINS: [bool; 256] = {
    let mut table = [false; 256];
    let mut index = 0;
    let bytes = b"\"'`\n<\xC2\xE2\xE3";
    while index < bytes.len() {
        table[bytes[index] as usize] = true;
        index += 1;
    }
    table
};

/// The marks and paragraph breaks of `text`; nothing if it holds no mark. The last event is always a break.
pub(crate) fn events(text: &str) -> Vec<Event> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut marks = 0;
    let mut at = 0;
    while let Some(step) = bytes[at..].iter().position(|&b| BEGINS[b as usize]) {
        at += step;
        if bytes[at] == b'\n' {
            let (end, event) = line_break(text, at);
            found.extend(event);
            at = end;
            continue;
        }
        if bytes[at] == b'<' {
            at = tag_end(text, at).unwrap_or(at + 1);
            continue;
        }
        let glyph = Glyph::read(text, at);
        if let Some((family, role)) = glyph.meaning() {
            marks += 1;
            found.push(Event { at, end: glyph.end, family, role, straight: matches!(glyph.mark, '"' | '\'') });
        }
        at = glyph.end;
    }
    if marks == 0 {
        return Vec::new();
    }
    found.push(paragraph_break(text.trim_end().len(), text.len()));
    found
}

/// Where the markup tag at `at` ends, if one begins there; the marks of its attributes quote nobody.
///
/// A tag begins with a slash, or with a letter and holds an equals sign; it stands on one line. (`<Oak Mines Ltd>` is a
/// wire's way to mark a company.)
pub(super) fn tag_end(text: &str, at: usize) -> Option<usize> {
    /// Bytes in which a tag must end: all but one of the 249 tags in `PolNeAR` stay below 120.
    const LONGEST: usize = 512;
    let rest = &text.as_bytes()[at + 1..];
    let rest = &rest[..rest.len().min(LONGEST)];
    let begins = rest.first().is_some_and(|&b| b.is_ascii_alphabetic() || b == b'/');
    let end = begins.then(|| memchr::memchr3(b'>', b'\n', b'<', rest)).flatten()?;
    let is_tag = rest[end] == b'>' && (rest[..end].contains(&b'=') || rest[0] == b'/');
    is_tag.then_some(at + 1 + end + 1)
}

fn paragraph_break(at: usize, end: usize) -> Event {
    Event { at, end, family: Family::Double, role: Role::Break, straight: false }
}

/// The white space around the line break at `at`: where it ends, and the paragraph break that it is, if it is one.
///
/// A blank line is one. A single line break is one only behind a complete sentence, since wires break lines anywhere.
fn line_break(text: &str, at: usize) -> (usize, Option<Event>) {
    let before = text[..at].trim_end();
    let rest = &text[at..];
    let end = at + rest.len() - rest.trim_start().len();
    let blank = memchr::memchr_iter(b'\n', &text.as_bytes()[at..end]).nth(1).is_some();
    let complete = before.ends_with(['.', '!', '?', '…', '”', '"', '’', '\'', '»', '“', ')', ':']);
    let is_break = end < text.len() && !before.is_empty() && (blank || complete);
    (end, is_break.then(|| paragraph_break(before.len(), end)))
}

/// A mark with its neighbours.
struct Glyph<'a> {
    text: &'a str,
    mark: char,
    at: usize,
    end: usize,
    before: Option<char>,
    after: Option<char>,
}

/// Where a mark that opens can stand: behind nothing, space, an opening mark, bracket, dash or slash.
fn opens_behind(before: Option<char>) -> bool {
    before.is_none_or(|c| {
        c.is_whitespace()
            || matches!(
                c,
                '(' | '['
                    | '{'
                    | '—'
                    | '–'
                    | '-'
                    | '/'
                    | '“'
                    | '„'
                    | '‘'
                    | '‚'
                    | '«'
                    | '‹'
                    | '"'
                    | '\''
                    | '¿'
                    | '¡'
            )
    })
}

/// Where a mark that closes can stand: before nothing, space, a closing mark or bracket, a stop or a dash.
fn closes_before(after: Option<char>) -> bool {
    after.is_none_or(|c| {
        c.is_whitespace()
            || matches!(
                c,
                ')' | ']'
                    | '}'
                    | '—'
                    | '–'
                    | '-'
                    | '/'
                    | '”'
                    | '’'
                    | '»'
                    | '›'
                    | '"'
                    | '\''
                    | '.'
                    | ','
                    | ';'
                    | ':'
                    | '!'
                    | '?'
                    | '…'
                    | '“'
                    | '‘'
            )
    })
}

fn is_word(c: Option<char>) -> bool {
    c.is_some_and(char::is_alphanumeric)
}

fn is_space(c: Option<char>) -> bool {
    c.is_none_or(char::is_whitespace)
}

impl<'a> Glyph<'a> {
    /// Reads the character at `at`; two straight or grave single marks in a row are one sign.
    ///
    /// Some archives write a double mark so, and others a stray pair. What stands in them is attributed like a quotation,
    /// but given as reported without marks: as marks they lose 5 points of span F1 on `PolNeAR`, whose labels do not count
    /// them.
    fn read(text: &'a str, at: usize) -> Self {
        let rest = &text[at..];
        let mark = rest.chars().next().unwrap_or(' ');
        let before = text[..at].chars().next_back();
        let doubled = |pair: &str| rest.starts_with(pair) && before != mark.into();
        let (mark, end) = if (doubled("''") && !rest[2..].starts_with('\'')) || doubled("``") {
            ('`', at + 2)
        } else {
            (mark, at + mark.len_utf8())
        };
        Self { text, mark, at, end, before, after: text[end..].chars().next() }
    }

    /// The family and role of the mark; none for an apostrophe and for what is no mark.
    fn meaning(&self) -> Option<(Family, Role)> {
        let family = match self.mark {
            '“' | '”' | '„' | '‟' | '"' => Family::Double,
            '‘' | '’' | '‚' | '‛' | '\'' => Family::Single,
            '«' | '»' => Family::Angle,
            '‹' | '›' => Family::SingleAngle,
            '「' | '」' | '『' | '』' => Family::Corner,
            '`' if self.end == self.at + 2 => Family::Doubled,
            _ => return None,
        };
        let role = match self.mark {
            '“' => Some(self.left_curly()),
            '”' => Some(self.right_curly()),
            '„' | '‟' | '「' | '『' => Some(Role::Open),
            '」' | '』' => Some(Role::Close),
            '"' => self.straight_double(),
            '`' => self.doubled(),
            '«' | '‹' => Some(self.left_angle()),
            '»' | '›' => Some(self.right_angle()),
            '‘' | '‛' => self.left_single(),
            '’' => self.right_single(),
            '‚' => (!is_word(self.before) && is_word(self.after)).then_some(Role::Open),
            _ => self.straight_single(),
        };
        role.map(|role| (family, role))
    }

    /// “ opens in English and closes in German; its neighbours tell.
    fn left_curly(&self) -> Role {
        // Behind ‘ it closes „… ‚…‘“ where nothing follows that could be quoted.
        let opens = opens_behind(self.before) && self.before != Some('‘');
        if !opens && closes_before(self.after) { Role::Either } else { Role::Open }
    }

    /// ” closes; where only an opening mark can stand, it is one typed wrong (or Swedish).
    fn right_curly(&self) -> Role {
        let opens = is_space(self.before) && is_word(self.after);
        if opens { Role::Either } else { Role::Close }
    }

    fn straight_double(&self) -> Option<Role> {
        if self.is_inch() {
            return None;
        }
        Some(match (opens_behind(self.before), closes_before(self.after)) {
            (true, false) => Role::Open,
            (false, true) => Role::Close,
            _ => Role::Either,
        })
    }

    fn doubled(&self) -> Option<Role> {
        match (opens_behind(self.before), closes_before(self.after)) {
            (true, false) => Some(Role::Open),
            (false, true) => Some(Role::Close),
            _ => None,
        }
    }

    /// The inches of 5'10": digits and a foot mark before.
    fn is_inch(&self) -> bool {
        let digits = self.text[..self.at].trim_end_matches(|c: char| c.is_ascii_digit() || c == '½');
        let count = self.at - digits.len();
        (1..=3).contains(&count) && digits.ends_with(['\'', '’', '′'])
    }

    /// « opens in French, with a space behind it, and closes in German »…«.
    fn left_angle(&self) -> Role {
        let elided = matches!(self.before, Some('’' | '\''));
        if !opens_behind(self.before) && !elided && closes_before(self.after) { Role::Either } else { Role::Open }
    }

    /// » closes in French, with a space before it, and opens in German »…«.
    fn right_angle(&self) -> Role {
        if opens_behind(self.before) && !closes_before(self.after) { Role::Either } else { Role::Close }
    }

    /// ‘ opens in English, closes in German ‚…‘, and is typed for the apostrophe of ‘90s and O‘Brien.
    fn left_single(&self) -> Option<Role> {
        if is_word(self.before) {
            return closes_before(self.after).then_some(Role::Either);
        }
        if !opens_behind(self.before) && closes_before(self.after) {
            return Some(Role::Close);
        }
        (!self.is_elision() && !is_space(self.after)).then_some(Role::Open)
    }

    fn right_single(&self) -> Option<Role> {
        match (self.before, self.after) {
            (b, a) if is_word(b) && is_word(a) => None,
            (b, _) if is_word(b) => self.behind_word(),
            (b, _) if is_space(b) => None,
            // we—’ and .’ and ”’ close; (’ and ‘’ do not.
            (Some('(' | '[' | '‘' | '“'), _) => None,
            (_, a) => (!is_word(a)).then_some(Role::Close),
        }
    }

    fn straight_single(&self) -> Option<Role> {
        match (self.before, self.after) {
            (b, a) if is_word(b) && is_word(a) => None,
            (b, _) if is_word(b) => self.behind_word(),
            (b, a) if opens_behind(b) && !closes_before(a) => (!self.is_elision()).then_some(Role::Open),
            (b, a) => (!is_space(b) && closes_before(a)).then_some(Role::Close),
        }
    }

    /// A mark between a word and no word: it closes, but for the plural possessive and the dropped letter.
    fn behind_word(&self) -> Option<Role> {
        let word = self.word_before();
        let last = self.before.map(|c| c.to_ascii_lowercase());
        if matches!(last, Some('s' | 'z' | 'x')) || word.len() > 3 && word.ends_with("in") {
            return Some(Role::Possessive);
        }
        (!["o", "th", "ol", "an", "wi", "n"].contains(&word)).then_some(Role::Close)
    }

    /// The last letters of the word before the mark; the whole word if it is short.
    fn word_before(&self) -> &'a str {
        let text = self.text;
        let start = text[..self.at]
            .char_indices()
            .rev()
            .take(6)
            .take_while(|(_, c)| c.is_alphanumeric())
            .last()
            .map_or(self.at, |(at, _)| at);
        &text[start..self.at]
    }

    /// ’90s, ’em, ’til, ’n’: letters or digits are missing in front.
    fn is_elision(&self) -> bool {
        let rest = &self.text[self.end..];
        let end =
            rest.char_indices().take(6).find(|(_, c)| !c.is_alphanumeric()).map_or(rest.len().min(6), |(at, _)| at);
        let Some(word) = rest.get(..end) else {
            return false;
        };
        let digits = word.trim_end_matches('s');
        let decade = digits.len() == 2 && digits.bytes().all(|b| b.is_ascii_digit());
        decade || ["em", "til", "n", "cause", "bout", "tis", "twas", "cos"].contains(&word)
    }
}
