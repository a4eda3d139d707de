//! A text in, its tokens out: each word with its place and the hash of its folded form.

use super::bitmap::{BLOCK, Bitmaps, High, KEPT};
use super::hash::hash_word;
use super::normalize::Folder;
use super::segment::{Form, for_each_word};
use super::transcribe::transcribe;
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

/// Calls `each` with the place and the hash of every token of `text`.
pub fn for_each_hash(text: &str, mut each: impl FnMut(ByteSpan, u64)) {
    for_each_folded(text, |span, folded| each(span, xxh3_64(folded)));
}

/// Calls `each` with the place of every token of `text`.
pub fn for_each_place(text: &str, mut each: impl FnMut(ByteSpan)) {
    // Folding is cheap beside hashing, and tells which words are none.
    for_each_folded(text, |span, _| each(span));
}

/// Appends the hash of every token of `text`: what comparing needs, without places.
///
/// ASCII, and text that [`transcribe`] can bring into the same form, is read from bitmaps alone; a property test holds that
/// to [`for_each_hash`], which reads the rest.
pub fn hash_tokens(text: &str, hashes: &mut Vec<u64>) {
    let mut memory = MEMORY.take();
    let Memory { maps, transcript, edges } = &mut memory;
    maps.read(text.as_bytes(), High::Apart);
    if maps.is_ascii {
        hash_words(maps, edges, hashes);
    } else if transcribe(text, maps, transcript) {
        maps.read(transcript, High::Letters);
        hash_words(maps, edges, hashes);
    } else {
        walk(text, maps, |_, folded| hashes.push(xxh3_64(folded)));
    }
    memory.shrink();
    MEMORY.set(memory);
}

/// Appends the hash of every word of `maps`: a run of `joined`.
fn hash_words(maps: &Bitmaps, edges: &mut Vec<u32>, hashes: &mut Vec<u64>) {
    let lower = maps.lower.as_slice();
    // A word that goes on in the next stretch begins here.
    let mut open = None;
    for (stretch, joined) in maps.joined.chunks(STRETCH).enumerate() {
        let offset = stretch * STRETCH * BLOCK;
        let mut edges = runs(joined, open.is_some(), edges);
        if let (Some(start), Some((&end, rest))) = (open, edges.split_first()) {
            push_word(lower, start, offset + end as usize, hashes);
            (open, edges) = (None, rest);
        }
        let (words, begun) = edges.as_chunks::<2>();
        if maps.has_underscore {
            for &[start, end] in words {
                push_word(lower, offset + start as usize, offset + end as usize, hashes);
            }
        } else {
            let lower = &lower[offset..];
            hashes.extend(words.iter().map(|&[start, end]| hash_word(lower, start as usize, end as usize)));
        }
        if let Some(&start) = begun.first() {
            open = Some(offset + start as usize);
        }
    }
    if let Some(start) = open {
        push_word(lower, start, maps.joined.len() * BLOCK, hashes);
    }
}

/// Appends the hash of one word, unless it has underscores only: they join, and alone are no word.
fn push_word(lower: &[u8], start: usize, end: usize, hashes: &mut Vec<u64>) {
    if lower[start..end].iter().any(|&byte| byte != b'_') {
        hashes.push(hash_word(lower, start, end));
    }
}

/// Blocks whose edges are listed at once: 4 KB of text.
const STRETCH: usize = 64;

/// The places where the bits of `map` change: begins and ends of its runs in turn.
///
/// Eight at a time whether there are eight or not, as simdjson lists its structural characters (Langdale and Lemire 2019): a
/// loop over the bits alone is left at an unforeseeable step in every block.
fn runs<'a>(map: &[u64], mut inside: bool, edges: &'a mut Vec<u32>) -> &'a [u32] {
    edges.resize((map.len() + 1) * BLOCK, 0);
    let mut count = 0;
    for (block, &bits) in (0u32..).zip(map) {
        let mut changes = bits ^ (bits << 1 | u64::from(inside));
        inside = bits >> 63 == 1;
        let found = changes.count_ones() as usize;
        let places = edges[count..count + BLOCK].as_chunks_mut::<8>().0;
        for eight in places.iter_mut().take(found.div_ceil(8)) {
            for place in eight {
                *place = block * 64 + changes.trailing_zeros();
                changes &= changes.wrapping_sub(1);
            }
        }
        count += found;
    }
    &edges[..count]
}

/// What reading a text takes, kept from one to the next.
#[derive(Debug, Default)]
struct Memory {
    maps: Bitmaps,
    transcript: Vec<u8>,
    edges: Vec<u32>,
}

impl Memory {
    fn shrink(&mut self) {
        self.maps.shrink();
        self.transcript.shrink_to(KEPT);
    }
}

thread_local! {
    static MEMORY: Cell<Memory> = Cell::default();
}

fn for_each_folded(text: &str, each: impl FnMut(ByteSpan, &[u8])) {
    // Taken, not borrowed: `each` may tokenise another text.
    let mut memory = MEMORY.take();
    memory.maps.read(text.as_bytes(), High::Apart);
    walk(text, &memory.maps, each);
    memory.shrink();
    MEMORY.set(memory);
}

fn walk(text: &str, maps: &Bitmaps, mut each: impl FnMut(ByteSpan, &[u8])) {
    let fold = Folder::new();
    let mut folded = String::new();
    for_each_word(text, maps, |span, form| match form {
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
        fn hashes_without_places_are_those_of_the_tokens(
            text in prop_oneof![
                "([aB1_:,;.' \"\n-]|[\\x00-\\x7f]){0,200}",
                "([aB1_:,;.' -]|[’‘“”–…éÉßſжИ×]){0,150}",
                "([aB1_:,;.' -]|[’‘“”–…éßжИ×]|[\u{300}\u{200D}\u{AD}ŀŉİĳאカ漢🎉\u{93E}]|\\PC){0,60}",
            ],
        ) {
            let mut hashes = Vec::new();
            hash_tokens(&text, &mut hashes);
            prop_assert_eq!(hashes, tokenize(&text).iter().map(|token| token.hash).collect::<Vec<_>>());
            let mut places = Vec::new();
            for_each_place(&text, |span| places.push(span));
            prop_assert_eq!(places, tokenize(&text).iter().map(|token| token.span).collect::<Vec<_>>());
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
