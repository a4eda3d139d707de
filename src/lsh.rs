//! Signatures in, candidate pairs out: two documents meet if they agree in every row of some band.
//!
//! Indyk and Motwani 1998; the banding is that of Leskovec, Rajaraman and Ullman, "Mining of Massive Datasets", ch. 3.

use crate::sketch::EMPTY;
use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_64;

/// How a signature is cut: `bands` runs of `rows_per_band` slots.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BandShape {
    /// Runs of slots; a pair is a candidate if one run agrees.
    pub bands: usize,
    /// Slots in a run; more of them make a band pickier.
    pub rows_per_band: usize,
}

impl BandShape {
    /// The pickiest shape that misses a pair at `threshold` with probability at most `miss`, or None where that would take
    /// bands of one row, which let nearly everything through.
    ///
    /// A pair of Jaccard s agrees in a band of r rows with probability s^r, so b bands miss it with (1 − s^r)^b.
    #[must_use]
    pub fn for_threshold(threshold: f64, num_hashes: usize, miss: f64) -> Option<Self> {
        (2..=num_hashes)
            .rev()
            .map(|rows_per_band| Self { bands: num_hashes / rows_per_band, rows_per_band })
            .find(|shape| shape.miss_probability(threshold) <= miss)
    }

    /// The probability that no band of a pair with this Jaccard similarity agrees.
    #[must_use]
    pub fn miss_probability(self, jaccard: f64) -> f64 {
        let power = |base: f64, exponent: usize| (0..exponent).fold(1.0, |product, _| product * base);
        power(1.0 - power(jaccard, self.rows_per_band), self.bands)
    }
}

/// The pairs of signatures that agree in band `band` and in none before it: over all bands, each candidate pair once.
///
/// `signatures` holds one signature of `num_hashes` slots after another. Pairs are (smaller, larger) indices.
///
/// # Panics
/// Above `u32::MAX` signatures; [`crate::id::check_rows`] keeps longer columns out.
///
/// # Complexity
/// O(n log n) for the sort, plus the pairs that share a bucket.
#[must_use]
pub fn candidates_of_band(signatures: &[u32], num_hashes: usize, shape: BandShape, band: usize) -> Vec<(u32, u32)> {
    let slots = |document: u32, band: usize| {
        let start = document as usize * num_hashes + band * shape.rows_per_band;
        &signatures[start..start + shape.rows_per_band]
    };
    let documents = u32::try_from(signatures.len() / num_hashes).expect("columns have at most u32::MAX rows");
    let mut keyed: Vec<(u64, u32)> = (0..documents)
        .into_par_iter()
        // A signature has either no empty slot or nothing else; a document without shingles equals nothing.
        .filter(|&document| slots(document, 0)[0] != EMPTY)
        .map(|document| (band_key(slots(document, band)), document))
        .collect();
    keyed.par_sort_unstable();
    let met_before = |a, b| (0..band).any(|earlier| slots(a, earlier) == slots(b, earlier));
    keyed
        .chunk_by(|a, b| a.0 == b.0)
        .filter(|bucket| bucket.len() > 1)
        .collect::<Vec<_>>()
        .into_par_iter()
        .flat_map_iter(|bucket| {
            bucket
                .iter()
                .enumerate()
                .flat_map(move |(at, &(_, left))| bucket[at + 1..].iter().map(move |&(_, right)| (left, right)))
        })
        .filter(|&(left, right)| slots(left, band) == slots(right, band) && !met_before(left, right))
        .collect()
}

fn band_key(slots: &[u32]) -> u64 {
    let mut bytes = [0; 4 * 64];
    if let Some(bytes) = bytes.get_mut(..4 * slots.len()) {
        for (to, slot) in bytes.chunks_exact_mut(4).zip(slots) {
            to.copy_from_slice(&slot.to_le_bytes());
        }
        return xxh3_64(bytes);
    }
    xxh3_64(&slots.iter().flat_map(|slot| slot.to_le_bytes()).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_shape_keeps_its_promise_and_no_pickier_one_would() {
        for threshold in [0.35, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95] {
            let shape = BandShape::for_threshold(threshold, 256, 1e-6).unwrap();
            assert!(shape.miss_probability(threshold) <= 1e-6);
            assert!(shape.bands * shape.rows_per_band <= 256);
            let pickier = BandShape { bands: 256 / (shape.rows_per_band + 1), rows_per_band: shape.rows_per_band + 1 };
            assert!(pickier.miss_probability(threshold) > 1e-6, "{threshold}");
        }
        assert_eq!(BandShape::for_threshold(0.7, 256, 1e-6), Some(BandShape { bands: 64, rows_per_band: 4 }));
        assert_eq!(BandShape::for_threshold(0.1, 256, 1e-6), None);
    }

    proptest! {
        #[test]
        fn candidates_are_the_pairs_that_agree_in_some_band(
            signatures in proptest::collection::vec(proptest::collection::vec(0u32..3, 6), 0..12),
        ) {
            let shape = BandShape { bands: 3, rows_per_band: 2 };
            let mut expected = Vec::new();
            for right in 0..signatures.len() {
                for left in 0..right {
                    if (0..3).any(|band| signatures[left][2 * band..][..2] == signatures[right][2 * band..][..2]) {
                        expected.push((u32::try_from(left).unwrap(), u32::try_from(right).unwrap()));
                    }
                }
            }
            let flat = signatures.concat();
            let mut found: Vec<_> = (0..3).flat_map(|band| candidates_of_band(&flat, 6, shape, band)).collect();
            found.sort_unstable();
            expected.sort_unstable();
            prop_assert_eq!(found, expected);
        }
    }
}
