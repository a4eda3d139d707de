//! A text in, out what comparing it takes: counts, fingerprints and band keys.

use crate::lsh::BandShape;
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
}

/// Reads texts one after the other, with memory that is kept from one to the next.
#[derive(Debug)]
pub struct Reader<'a> {
    shingling: Shingling,
    bands: Option<(&'a Sketcher, BandShape)>,
    tokens: Vec<u64>,
    hashes: Vec<u64>,
    signature: Vec<u32>,
}

impl<'a> Reader<'a> {
    /// A reader of profiles, and of band keys where `bands` says how to make them.
    #[must_use]
    pub fn new(shingling: Shingling, bands: Option<(&'a Sketcher, BandShape)>) -> Self {
        Self {
            shingling,
            bands,
            tokens: Vec::new(),
            hashes: Vec::new(),
            signature: vec![0; bands.map_or(0, |(sketcher, _)| sketcher.num_hashes())],
        }
    }

    /// Reads one text; writes its band keys to `keys`, which has one place for each band.
    pub fn read(&mut self, text: &str, keys: &mut [u32]) -> Profile {
        self.shingling.hashes_into(text, &mut self.tokens, &mut self.hashes);
        if let Some((sketcher, shape)) = self.bands {
            sketcher.sketch(self.hashes.iter().copied(), &mut self.signature);
            shape.keys(&self.signature, keys);
        }
        Profile { sequence: fingerprint(&self.tokens), text: xxh3_128(text.as_bytes()), tokens: self.tokens.len() }
    }

    /// The shingle hashes of the text that was read last, repeats included.
    #[must_use]
    pub fn hashes(&self) -> &[u64] {
        &self.hashes
    }
}

/// The fingerprint of a token sequence: of its hashes as little-endian bytes, on any machine, because an index stores it.
fn fingerprint(tokens: &[u64]) -> u128 {
    if cfg!(target_endian = "little") {
        return xxh3_128(bytemuck::cast_slice(tokens));
    }
    xxh3_128(&tokens.iter().flat_map(|token| token.to_le_bytes()).collect::<Vec<u8>>())
}
