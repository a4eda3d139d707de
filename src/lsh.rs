//! Signatures in, candidate pairs out: two documents meet if they agree in every row of enough bands.
//!
//! One band is enough for a recall of nearly 1, and lets through many pairs that share little: at Jaccard 0.3 and 64 bands
//! of 4, four pairs of ten. Two bands ask for no further memory and stop three of four of these; the promise about missed
//! pairs says how many bands may be asked for.
//!
//! A signature is reduced to one 32-bit key a band, 256 bytes a document with 64 bands; two documents whose bands differ
//! share a key once in 4·10⁹, and such a pair is measured and dropped like any other false candidate.
//!
//! Indyk and Motwani 1998; the banding is that of Leskovec, Rajaraman and Ullman, "Mining of Massive Datasets", ch. 3.

use rayon::prelude::*;
use std::ops::Range;

/// How a signature is cut: `bands` runs of `rows_per_band` slots, of which a pair has to share `agreeing`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BandShape {
    /// Runs of slots.
    pub bands: usize,
    /// Slots in a run; more of them make a band pickier.
    pub rows_per_band: usize,
    /// Bands in which a candidate pair agrees at least.
    pub agreeing: usize,
}

impl BandShape {
    /// The pickiest shape that misses a pair at `threshold` with probability at most `miss`, or None where that would take
    /// bands of one row, which let nearly everything through.
    ///
    /// First as many rows a band as the promise allows, since that shortens the buckets; then as many agreeing bands.
    #[must_use]
    pub fn for_threshold(threshold: f64, num_hashes: usize, miss: f64) -> Option<Self> {
        let shape = (2..=num_hashes)
            .rev()
            .map(|rows_per_band| Self { bands: num_hashes / rows_per_band, rows_per_band, agreeing: 1 })
            .find(|shape| shape.miss_probability(threshold) <= miss)?;
        (1..=shape.bands)
            .map(|agreeing| Self { agreeing, ..shape })
            .take_while(|shape| shape.miss_probability(threshold) <= miss)
            .last()
    }

    /// The probability that fewer than `agreeing` bands of a pair with this Jaccard similarity agree.
    ///
    /// A pair of Jaccard s agrees in a band of r rows with probability s^r, so the number of agreeing bands is binomial.
    #[must_use]
    pub fn miss_probability(self, jaccard: f64) -> f64 {
        let power = |base: f64, exponent: usize| (0..exponent).fold(1.0, |product, _| product * base);
        let agrees = power(jaccard, self.rows_per_band);
        let mut choices = 1.0;
        let mut sum = 0.0;
        for count in 0..self.agreeing {
            sum += choices * power(agrees, count) * power(1.0 - agrees, self.bands - count);
            choices *= (self.bands - count) as f64 / (count + 1) as f64;
        }
        sum
    }

    /// Writes the key of each band of `signature` to `keys`.
    ///
    /// Keys live in memory only, so any mixing does: slots are uniform, and a product of 64 by 64 bits folded in two spreads
    /// two of them at once.
    pub fn keys(self, signature: &[u32], keys: &mut [u32]) {
        /// Odd, with half of the bits set: the golden ratio's and the square root of three's fractions.
        const FACTORS: [u64; 2] = [0x9E37_79B9_7F4A_7C15, 0xBB67_AE85_84CA_A73B];
        for (key, slots) in keys.iter_mut().zip(signature.chunks_exact(self.rows_per_band)) {
            let mut mixed = FACTORS[0];
            for pair in slots.chunks(2) {
                let both = u64::from(pair[0]) << 32 | u64::from(pair.get(1).copied().unwrap_or(0));
                let product = u128::from(mixed ^ both) * u128::from(FACTORS[1]);
                #[allow(clippy::cast_possible_truncation)] // both halves are used
                let halves = (product as u64, (product >> 64) as u64);
                mixed = halves.0 ^ halves.1;
            }
            #[allow(clippy::cast_possible_truncation)] // half a hash is a hash
            let half = (mixed ^ mixed >> 32) as u32;
            *key = half;
        }
    }
}

/// The band keys of documents: how often two of them agree, and who meets whom.
#[derive(Debug, Clone, Copy)]
pub struct Bands<'a> {
    /// The keys of one row after another.
    pub keys: &'a [u32],
    /// How many keys a row has.
    pub shape: BandShape,
    /// The row of each document.
    pub rows: &'a [u32],
}

impl Bands<'_> {
    #[inline]
    fn keys_of(&self, document: u32) -> &[u32] {
        let start = self.rows[document as usize] as usize * self.shape.bands;
        &self.keys[start..start + self.shape.bands]
    }

    /// In how many bands two documents agree.
    #[must_use]
    pub fn agreeing(&self, left: u32, right: u32) -> usize {
        let pairs = self.keys_of(left).iter().zip(self.keys_of(right));
        pairs.filter(|(left, right)| left == right).count()
    }

    /// Whether `band`, in which two documents agree, is the one that makes them agree in enough: so each candidate pair is
    /// met once, in whatever many bands it agrees.
    ///
    /// Copies agree in nearly all bands and are met in each of them, so the count ends as soon as it is full.
    #[inline]
    #[must_use]
    pub fn completes(&self, left: u32, right: u32, band: usize) -> bool {
        /// Keys compared at once, without a branch.
        const STEP: usize = 8;
        let before = |document| self.keys_of(document)[..band].chunks(STEP);
        let mut agreeing = 1;
        for (left, right) in before(left).zip(before(right)) {
            agreeing += left.iter().zip(right).map(|(left, right)| usize::from(left == right)).sum::<usize>();
            if agreeing > self.shape.agreeing {
                return false;
            }
        }
        agreeing == self.shape.agreeing
    }

    /// The buckets of `bands`, in their order.
    ///
    /// # Complexity
    /// Linear in the documents for each band; 4 bytes a document and band, and 16 bytes a document and thread.
    #[must_use]
    pub fn buckets(&self, documents: &[u32], bands: Range<usize>) -> Vec<Buckets> {
        let mut columns = vec![Vec::with_capacity(documents.len()); bands.len()];
        // The keys of a document lie side by side: together they are read once, band by band each is read from afar.
        for &document in documents {
            for (column, &key) in columns.iter_mut().zip(&self.keys_of(document)[bands.clone()]) {
                column.push(key);
            }
        }
        columns.into_par_iter().map(|keys| Buckets::group(documents, &keys)).collect()
    }
}

/// The documents that share the key of one band.
#[derive(Debug, Default)]
pub struct Buckets {
    documents: Vec<u32>,
    /// Where in `documents` each bucket ends.
    ends: Vec<usize>,
}

impl Buckets {
    /// Groups `documents`, which ascend, by their keys: by counting sort of the upper bits, since keys are uniform, and by
    /// comparison where these agree.
    fn group(documents: &[u32], keys: &[u32]) -> Self {
        /// Counters of a pass: few enough to stay in the fastest cache.
        const DIGIT: u32 = 11;
        // Eight times as many values as documents, so that few meet by chance.
        let bits = (documents.len().next_power_of_two().trailing_zeros() + 3).min(u32::BITS);
        let digits = bits.div_ceil(DIGIT);
        let width = bits.div_ceil(digits);
        // Key and document in one integer: half the memory of a pair, and a sort compares once.
        let mut keyed: Vec<u64> =
            keys.iter().zip(documents).map(|(&key, &document)| u64::from(key) << 32 | u64::from(document)).collect();
        let mut sorted = vec![0; keyed.len()];
        for digit in 0..digits {
            let shift = u64::BITS - width * (digits - digit);
            counting_sort(&keyed, &mut sorted, shift, width);
            std::mem::swap(&mut keyed, &mut sorted);
        }
        let upper = u64::BITS - width * digits;
        let mut buckets = Self::default();
        for alike in keyed.chunk_by_mut(|one, next| one >> upper == next >> upper).filter(|alike| alike.len() > 1) {
            alike.sort_unstable();
            for bucket in alike.chunk_by(|one, next| one >> 32 == next >> 32).filter(|bucket| bucket.len() > 1) {
                #[allow(clippy::cast_possible_truncation)] // the lower half is the document
                buckets.documents.extend(bucket.iter().map(|&keyed| keyed as u32));
                buckets.ends.push(buckets.documents.len());
            }
        }
        buckets
    }

    /// The buckets of two documents or more; the documents of each ascend.
    pub fn iter(&self) -> impl Iterator<Item = &[u32]> {
        let starts = std::iter::once(&0).chain(&self.ends);
        starts.zip(&self.ends).map(|(&start, &end)| &self.documents[start..end])
    }
}

/// Writes `from` to `to` in the order of `width` bits from `shift` on; equal ones keep their order.
fn counting_sort(from: &[u64], to: &mut [u64], shift: u32, width: u32) {
    #[allow(clippy::cast_possible_truncation)] // `width` bits
    let digit = |value: u64| (value >> shift) as usize & ((1 << width) - 1);
    let mut places = vec![0; 1 << width];
    for &value in from {
        places[digit(value)] += 1;
    }
    let mut before = 0;
    for place in &mut places {
        before += std::mem::replace(place, before);
    }
    for &value in from {
        let place = &mut places[digit(value)];
        to[*place] = value;
        *place += 1;
    }
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
            let rows_per_band = shape.rows_per_band + 1;
            let pickier = BandShape { bands: 256 / rows_per_band, rows_per_band, agreeing: 1 };
            assert!(pickier.miss_probability(threshold) > 1e-6, "{threshold}");
            let stricter = BandShape { agreeing: shape.agreeing + 1, ..shape };
            assert!(stricter.miss_probability(threshold) > 1e-6, "{threshold}");
        }
        let usual = BandShape { bands: 64, rows_per_band: 4, agreeing: 2 };
        assert_eq!(BandShape::for_threshold(0.7, 256, 1e-6), Some(usual));
        assert_eq!(BandShape::for_threshold(0.1, 256, 1e-6), None);
    }

    proptest! {
        #[test]
        fn buckets_are_the_documents_of_one_key(
            // Some keys differ in their lowest bits only, some in their highest.
            keys in proptest::collection::vec((0u32..4, 0u32..6).prop_map(|(high, low)| high << 30 | low), 0..200),
        ) {
            let documents: Vec<u32> = (0..u32::try_from(keys.len()).unwrap()).map(|n| 3 * n).collect();
            let mut expected = std::collections::BTreeMap::<u32, Vec<u32>>::new();
            for (&key, &document) in keys.iter().zip(&documents) {
                expected.entry(key).or_default().push(document);
            }
            let expected: Vec<_> = expected.into_values().filter(|bucket| bucket.len() > 1).collect();
            let found = Buckets::group(&documents, &keys);
            prop_assert_eq!(found.iter().map(<[u32]>::to_vec).collect::<Vec<_>>(), expected);
        }

        #[test]
        fn candidates_are_the_pairs_that_agree_in_enough_bands(
            signatures in proptest::collection::vec(proptest::collection::vec(0u32..3, 6), 0..12),
            agreeing in 1usize..4,
        ) {
            let shape = BandShape { bands: 3, rows_per_band: 2, agreeing };
            let mut expected = Vec::new();
            let mut keys = vec![0; 3 * signatures.len()];
            for (right, signature) in signatures.iter().enumerate() {
                shape.keys(signature, &mut keys[3 * right..3 * right + 3]);
                for (left, other) in signatures[..right].iter().enumerate() {
                    let agrees = |band: &usize| other[2 * band..][..2] == signature[2 * band..][..2];
                    if (0..3).filter(agrees).count() >= agreeing {
                        expected.push((u32::try_from(left).unwrap(), u32::try_from(right).unwrap()));
                    }
                }
            }
            let documents: Vec<u32> = (0..u32::try_from(signatures.len()).unwrap()).collect();
            let bands = Bands { keys: &keys, shape, rows: &documents };
            let mut found = Vec::new();
            for (band, buckets) in bands.buckets(&documents, 0..3).into_iter().enumerate() {
                for bucket in buckets.iter() {
                    for (at, &left) in bucket.iter().enumerate() {
                        let completes = |right: &&u32| bands.completes(left, **right, band);
                        found.extend(bucket[at + 1..].iter().filter(completes).map(|&right| (left, right)));
                    }
                }
            }
            found.sort_unstable();
            expected.sort_unstable();
            prop_assert_eq!(found, expected);
        }
    }
}
