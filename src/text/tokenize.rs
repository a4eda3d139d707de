//! A text in, its tokens out: each word with its place and the hash of its folded form.

use super::bitmap::Bitmaps;
use super::normalize::Folder;
use super::segment::{Form, for_each_word};
use crate::span::ByteSpan;
use std::cell::Cell;
use xxhash_rust::xxh3::xxh3_64;

/// A word of a text, ready for comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// Where the word stands in the text as it came.
    pub span: ByteSpan,
    /// xxh3-64 of the folded word's UTF-8: equal for words that fold alike, on every machine and in every version.
    pub hash: u64,
}

/// The tokens of `text`, left to right.
///
/// A word whose folded form is empty (it holds nothing that shows) is no token.
///
/// # Complexity
/// Linear in the text; 24 bytes a token.
///
/// # Examples
/// ```
/// use copydesk::text::tokenize;
/// let (one, other) = (tokenize("The mayor’s answer"), tokenize("the MAYOR'S answer!"));
/// assert!(one.iter().map(|t| t.hash).eq(other.iter().map(|t| t.hash)));
/// ```
#[must_use]
pub fn tokenize(text: &str) -> Vec<Token> {
    let mut tokens = Vec::with_capacity(text.len() / 6);
    for_each_token(text, |token, _| tokens.push(token));
    tokens
}

/// Calls `each` with every token of `text` and its folded form.
pub fn for_each_token(text: &str, mut each: impl FnMut(Token, &str)) {
    for_each_folded(text, |span, folded| {
        // Words are cut at character boundaries and folded characters are whole, so this holds; were it wrong, an empty
        // form would be a wrong answer and nothing worse.
        let word = std::str::from_utf8(folded).unwrap_or_default();
        each(Token { span, hash: xxh3_64(folded) }, word);
    });
}

/// Calls `each` with the place and the hash of every token of `text`: what shingling needs, and nothing else.
pub fn for_each_hash(text: &str, mut each: impl FnMut(ByteSpan, u64)) {
    for_each_folded(text, |span, folded| each(span, xxh3_64(folded)));
}

thread_local! {
    /// The first pass's memory, kept from text to text.
    static MAPS: Cell<Bitmaps> = Cell::default();
}

fn for_each_folded(text: &str, mut each: impl FnMut(ByteSpan, &[u8])) {
    // Taken, not borrowed: `each` may tokenise another text.
    let mut maps = MAPS.take();
    maps.read(text.as_bytes());
    let fold = Folder::new();
    let mut folded = String::new();
    for_each_word(text, &maps, |span, form| match form {
        Form::Ascii => each(span, &maps.lower[span.range()]),
        Form::Letters | Form::Other => {
            match form {
                Form::Letters => fold.fold_letters_into(span.of(text), &mut folded),
                _ => fold.fold_into(span.of(text), &mut folded),
            }
            if !folded.is_empty() {
                each(span, folded.as_bytes());
            }
        }
    });
    maps.shrink();
    MAPS.set(maps);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_hash_of_a_word_is_frozen() {
        // Stored indexes compare these numbers: a change here orphans every archive.
        let hash = |word: &str| tokenize(word)[0].hash;
        // They are xxh3-64 with seed 0, as any other implementation of it prints.
        for (word, expected) in [
            ("Moscow", 0xcedd_21ee_c676_6899),
            ("’90s", 0x43d1_08a8_251f_1009),
            ("Don’t", 0x0c7e_f667_e291_0fd2),
            ("Straße", 0x6a52_6040_6c46_e30c),
            ("Война", 0x83c0_9181_f3fd_6337),
        ] {
            assert_eq!(hash(word), expected, "{word}");
        }
    }

    proptest! {
        #[test]
        fn a_word_hashes_alike_in_ascii_and_in_mixed_text(words in "[a-zA-Z0-9 ,.':-]{0,80}") {
            let mixed = format!("{words} — ");
            let plain: Vec<_> = tokenize(&words);
            prop_assert_eq!(plain, tokenize(&mixed));
        }

        #[test]
        fn tokens_slice_back_and_advance(text in "\\PC{0,80}") {
            let mut end = 0;
            for token in tokenize(&text) {
                prop_assert!(end <= token.span.start && token.span.start < token.span.end);
                prop_assert!(!token.span.of(&text).is_empty());
                end = token.span.end;
            }
        }
    }
}
