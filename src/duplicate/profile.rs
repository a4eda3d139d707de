//! A text in, out what comparing it takes: counts, fingerprints and the signature.

use crate::shingle::Shingling;
use crate::sketch::Sketcher;
use xxhash_rust::xxh3::xxh3_128;

/// What is known of a document after one reading.
///
/// Fingerprints have 128 bits: among 10⁹ documents two different ones meet with a probability below 10⁻²⁰, so equal
/// fingerprints are taken as equal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Profile {
    /// Fingerprint of the folded token sequence: equal for documents that are the same but for case, marks and spacing.
    pub sequence: u128,
    /// Fingerprint of the UTF-8 text itself, to choose among documents that differ in nothing else.
    pub text: u128,
    /// Tokens of the document.
    pub tokens: usize,
    /// Distinct shingles of the document.
    pub shingles: usize,
}

/// Memory for reading texts, kept from one to the next.
#[derive(Debug, Default)]
pub struct Reader {
    token_bytes: Vec<u8>,
    hashes: Vec<u64>,
}

impl Reader {
    /// Reads one text; fills `signature` where there is one to fill.
    pub fn profile(&mut self, text: &str, shingling: Shingling, sketch: Option<(&Sketcher, &mut [u32])>) -> Profile {
        shingling.hashes_into(text, &mut self.token_bytes, &mut self.hashes);
        if let Some((sketcher, signature)) = sketch {
            sketcher.sketch(self.hashes.iter().copied(), signature);
        }
        let profile = Profile {
            sequence: xxh3_128(&self.token_bytes),
            text: xxh3_128(text.as_bytes()),
            tokens: self.token_bytes.len() / 8,
            shingles: 0,
        };
        profile
    }
}
