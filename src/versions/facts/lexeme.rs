//! A text in, out its words, runs of digits and marks: finer than tokens, which keep "31.5m" and "2'300" whole.

use crate::span::ByteSpan;
use crate::text::normalize::Folder;

/// Bytes of the longest word that is looked up; a longer one is no word of a language.
const LONGEST_WORD: usize = 60;

/// What a lexeme is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Digits from 0 to 9.
    Digits,
    /// Letters.
    Word,
    /// One character that is neither, nor white space.
    Mark(char),
}

/// What stands before a lexeme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gap {
    /// Nothing.
    None,
    /// One space, of the width of a digit group's or not.
    Space,
    /// More, or a line break.
    Wide,
}

/// A piece of a text.
#[derive(Debug, Clone, Copy)]
pub struct Lexeme {
    /// Where it stands.
    pub span: ByteSpan,
    /// What it is made of.
    pub kind: Kind,
    /// What stands before it.
    pub gap: Gap,
    folded: (usize, usize),
}

/// The pieces of a text, left to right.
#[derive(Debug)]
pub struct Lexemes<'a> {
    /// The text.
    pub text: &'a str,
    /// Its pieces.
    pub list: Vec<Lexeme>,
    folded: String,
}

impl<'a> Lexemes<'a> {
    /// Cuts a text.
    ///
    /// # Complexity
    /// Linear in the text.
    #[must_use]
    pub fn read(text: &'a str) -> Self {
        let (mut list, mut folded) = (Vec::with_capacity(text.len() / 5), String::new());
        let (fold, mut word) = (Folder::new(), String::new());
        let (mut chars, mut last_end) = (text.char_indices().peekable(), 0);
        while let Some((start, c)) = chars.next() {
            if c.is_whitespace() {
                continue;
            }
            let kind = kind_of(c);
            let mut end = start + c.len_utf8();
            if !matches!(kind, Kind::Mark(_)) {
                while let Some((at, next)) = chars.next_if(|&(_, next)| kind_of(next) == kind) {
                    end = at + next.len_utf8();
                }
            }
            let from = folded.len();
            if kind == Kind::Word && end - start <= LONGEST_WORD {
                fold.fold_letters_into(&text[start..end], &mut word);
                folded.push_str(&word);
            }
            let between = &text[last_end..start];
            let gap = match between.chars().count().min(2) {
                0 => Gap::None,
                1 if !between.contains('\n') => Gap::Space,
                _ => Gap::Wide,
            };
            list.push(Lexeme { span: ByteSpan::new(start, end), kind, gap, folded: (from, folded.len()) });
            last_end = end;
        }
        Self { text, list, folded }
    }

    /// The piece at `at`.
    #[must_use]
    pub fn get(&self, at: usize) -> Option<&Lexeme> {
        self.list.get(at)
    }

    /// The folded word at `at`; empty where there is none.
    #[must_use]
    pub fn word(&self, at: usize) -> &str {
        self.list.get(at).map_or("", |lexeme| &self.folded[lexeme.folded.0..lexeme.folded.1])
    }

    /// The folded word before `at`; empty where there is none.
    #[must_use]
    pub fn word_before(&self, at: usize) -> &str {
        at.checked_sub(1).map_or("", |before| self.word(before))
    }

    /// The digits at `at`; empty where there are none.
    #[must_use]
    pub fn digits(&self, at: usize) -> &'a str {
        match self.list.get(at) {
            Some(lexeme) if lexeme.kind == Kind::Digits => lexeme.span.of(self.text),
            _ => "",
        }
    }

    /// The mark at `at`.
    #[must_use]
    pub fn mark(&self, at: usize) -> Option<char> {
        match self.list.get(at)?.kind {
            Kind::Mark(mark) => Some(mark),
            _ => None,
        }
    }

    /// Whether nothing stands between the piece at `at` and the one before it.
    #[must_use]
    pub fn is_glued(&self, at: usize) -> bool {
        at > 0 && self.list.get(at).is_some_and(|lexeme| lexeme.gap == Gap::None)
    }

    /// Whether the word at `at` begins with a capital.
    #[must_use]
    pub fn is_capital(&self, at: usize) -> bool {
        self.list.get(at).is_some_and(|lexeme| {
            lexeme.kind == Kind::Word && lexeme.span.of(self.text).starts_with(char::is_uppercase)
        })
    }

    /// From the beginning of piece `from` to the end of piece `to - 1`.
    #[must_use]
    pub fn span(&self, from: usize, to: usize) -> ByteSpan {
        ByteSpan::new(self.list[from].span.start, self.list[to.max(from + 1) - 1].span.end)
    }
}

/// A word holds letters, the marks that combine with them and what shows nothing inside a word.
fn kind_of(c: char) -> Kind {
    match c {
        '0'..='9' => Kind::Digits,
        '\u{300}'..='\u{36F}' | '\u{AD}' | '\u{200B}'..='\u{200D}' => Kind::Word,
        _ if c.is_alphanumeric() => Kind::Word,
        _ if c.is_whitespace() => Kind::Mark(' '),
        _ => Kind::Mark(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn figures_fall_into_digits_marks_and_units() {
        let text = "£31.5m, 2\u{202F}300 Übungen";
        let lexemes = Lexemes::read(text);
        let pieces: Vec<&str> = lexemes.list.iter().map(|lexeme| lexeme.span.of(text)).collect();
        assert_eq!(pieces, ["£", "31", ".", "5", "m", ",", "2", "300", "Übungen"]);
        assert_eq!(lexemes.word(8), "übungen");
        assert!(lexemes.is_glued(4) && !lexemes.is_glued(7));
    }

    proptest! {
        #[test]
        fn every_visible_character_is_in_one_piece(text in "(\\PC|[a-z0-9 ,.\n]|\u{301}){0,120}") {
            let lexemes = Lexemes::read(&text);
            let mut end = 0;
            for lexeme in &lexemes.list {
                prop_assert!(text[end..lexeme.span.start].chars().all(char::is_whitespace));
                prop_assert!(lexeme.span.start < lexeme.span.end);
                end = lexeme.span.end;
            }
            prop_assert!(text[end..].chars().all(char::is_whitespace));
        }
    }
}
