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

/// Reads one text; fills `signature` where there is one to fill.
#[must_use]
pub fn profile(text: &str, shingling: Shingling, sketch: Option<(Sketcher, &mut [u32])>) -> Profile {
    let reading = shingling.read(text);
    let set = reading.set();
    if let Some((sketcher, signature)) = sketch {
        sketcher.sketch(set.hashes().iter().copied(), signature);
    }
    Profile {
        sequence: xxh3_128(&reading.token_bytes),
        text: xxh3_128(text.as_bytes()),
        tokens: reading.tokens(),
        shingles: set.len(),
    }
}
