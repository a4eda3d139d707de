//! A text in, its words out: what they fold to, where they stand, and which are quoted.

use crate::quote::quoted_spans;
use crate::span::{ByteSpan, CharOffsets};
use crate::text::hash::hash_run;
use crate::text::tokenize::for_each_hash;

/// A text as the comparing sees it.
#[derive(Debug)]
pub struct Document<'a> {
    /// As it came.
    pub text: &'a str,
    /// Converts places in it.
    pub offsets: CharOffsets<'a>,
    /// The hash of each word; a block that is left out is one word that equals no other.
    pub hashes: Vec<u64>,
    /// Where each word stands.
    pub spans: Vec<ByteSpan>,
    /// Whether each word stands in quotation marks.
    pub quoted: Vec<bool>,
    /// Words that are not left out.
    pub words: usize,
    /// Those of them outside quotation marks.
    pub unquoted: usize,
}

impl<'a> Document<'a> {
    /// Reads `text`. The blocks `left_out` (ascending, apart) are passed over; `salt` differs from document to document and keeps
    /// a block that is left out of one from equalling that of another.
    ///
    /// # Complexity
    /// Linear in the text; 25 bytes a word.
    #[must_use]
    pub fn read(text: &'a str, left_out: &[ByteSpan], salt: u64) -> Self {
        let mut found = Self {
            text,
            offsets: CharOffsets::new(text),
            hashes: Vec::with_capacity(text.len() / 6),
            spans: Vec::with_capacity(text.len() / 6),
            quoted: Vec::with_capacity(text.len() / 6),
            words: 0,
            unquoted: 0,
        };
        let quotes = quoted_spans(text);
        let (mut quotes, mut blocks) = (quotes.as_slice(), left_out);
        let mut open = None;
        for_each_hash(text, |span, hash| {
            while blocks.first().is_some_and(|block| block.end <= span.start) {
                blocks = &blocks[1..];
            }
            if let Some(&block) = blocks.first()
                && block.overlaps(span)
            {
                if open != Some(block) {
                    open = Some(block);
                    found.push(ByteSpan::new(block.start, block.start), hash_run(&[salt, block.start as u64]), false);
                }
                return;
            }
            while quotes.first().is_some_and(|quote| quote.end <= span.start) {
                quotes = &quotes[1..];
            }
            let quoted = quotes.first().is_some_and(|quote| quote.start <= span.start);
            found.push(span, hash, quoted);
            found.words += 1;
            found.unquoted += usize::from(!quoted);
        });
        found
    }

    fn push(&mut self, span: ByteSpan, hash: u64, quoted: bool) {
        self.spans.push(span);
        self.hashes.push(hash);
        self.quoted.push(quoted);
    }

    /// From the first to the last of some words.
    ///
    /// # Panics
    /// If there are none.
    #[must_use]
    pub fn span(&self, words: &std::ops::Range<usize>) -> ByteSpan {
        ByteSpan::new(self.spans[words.start].start, self.spans[words.end - 1].end)
    }
}
