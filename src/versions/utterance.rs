//! A quote of a story in, out what it is compared by: its words, their stems, its speaker, its place.

use super::cast::{Cast, Who};
use super::quotation::Quotation;
use super::version::Version;
use super::vocabulary::{StemId, Vocabulary, Word};
use crate::quote::Kind;
use crate::span::ByteSpan;
use ahash::AHashMap;

/// A quote, ready to be compared.
#[derive(Debug, Clone)]
pub struct Utterance<'a> {
    /// The number of its version.
    pub version: usize,
    /// With its marks.
    pub span: ByteSpan,
    /// The words between the marks.
    pub words: &'a [Word],
    /// Their stems, ascending, each once.
    pub stems: Vec<StemId>,
    /// The weight of the stems.
    pub weight: f64,
    /// The stems of the whole reported clause.
    pub clause: Vec<StemId>,
    /// Who says it.
    pub who: Option<Who>,
    /// What the marks do.
    pub kind: Kind,
    /// Where in its version it stands, in [0, 1].
    pub place: f64,
    /// Who speaks for its speaker, or for whom that speaks: a club and its manager.
    pub stand_ins: Vec<usize>,
    /// How many quotes of its version have its speaker; 1 where nobody knows the speaker.
    pub statements: usize,
    /// The first words, and whether it ends as a question.
    pub question: Option<[u64; 2]>,
}

impl<'a> Utterance<'a> {
    /// Reads the quotes that the cast was read from.
    #[must_use]
    pub fn read_all(
        quotes: &[Quotation],
        versions: &[Version<'_>],
        vocabulary: &'a Vocabulary,
        cast: &Cast,
    ) -> Vec<Self> {
        let mut counted: AHashMap<(Vec<u64>, usize), usize> = AHashMap::new();
        let key = |number: usize| Some((cast.of(number)?.key(), quotes[number].version));
        for number in 0..quotes.len() {
            if let Some(key) = key(number) {
                *counted.entry(key).or_default() += 1;
            }
        }
        let read = |(number, quote): (usize, &Quotation)| Self {
            statements: key(number).map_or(1, |key| counted[&key]),
            ..Self::read(quote, number, versions, vocabulary, cast)
        };
        quotes.iter().enumerate().map(read).collect()
    }

    fn read(
        quote: &Quotation,
        number: usize,
        versions: &[Version<'_>],
        vocabulary: &'a Vocabulary,
        cast: &Cast,
    ) -> Self {
        let text = versions[quote.version].text;
        let words = vocabulary.words_in(quote.version, quote.inner);
        let stems = vocabulary.stems_of(words);
        let asks = quote.inner.of(text).trim_end().ends_with(['?', '？']);
        Self {
            version: quote.version,
            span: quote.span,
            weight: vocabulary.sum(&stems),
            clause: vocabulary.stems_of(near(vocabulary.words_in(quote.version, quote.content), quote.inner)),
            who: cast.of(number).cloned(),
            kind: quote.kind,
            stand_ins: cast.of(number).map_or_else(Vec::new, |who| cast.stand_ins(who)),
            statements: 1,
            place: quote.span.start as f64 / text.len().max(1) as f64,
            question: asks.then(|| words.first_chunk().map(|two: &[Word; 2]| two.map(|word| word.hash))).flatten(),
            words,
            stems,
        }
    }

    /// Whether it stands in marks.
    #[must_use]
    pub fn is_marked(&self) -> bool {
        self.kind != Kind::Indirect
    }

    /// Whether it has a few words only: its words alone tell little.
    #[must_use]
    pub fn is_short(&self) -> bool {
        self.words.len() <= 3
    }

    /// Whether its words stand in the other in a row.
    #[must_use]
    pub fn stands_in(&self, other: &Self) -> bool {
        stands_in(self.words, other.words)
    }

    /// Whether both have the same words in the same order.
    #[must_use]
    pub fn same_words(&self, other: &Self) -> bool {
        self.words.len() == other.words.len() && self.words.iter().zip(other.words).all(|(a, b)| a.hash == b.hash)
    }
}

/// Words of a clause on either side of the beginning of its quote. A longer clause is a text without sentences, and thousands
/// of quotes in it would each have all of it.
const CLAUSE: usize = 200;

/// The words of a clause that stand near its quote.
fn near(clause: &[Word], quote: ByteSpan) -> &[Word] {
    let at = clause.partition_point(|word| word.span.start < quote.start);
    &clause[at.saturating_sub(CLAUSE)..clause.len().min(at + CLAUSE)]
}

/// Whether all words stand among others in a row.
#[must_use]
pub fn stands_in(words: &[Word], others: &[Word]) -> bool {
    let hashes = |words: &[Word]| words.iter().map(|word| word.hash).collect::<Vec<u64>>();
    stand_in_a_row(&hashes(words), &hashes(others))
}

/// Whether all hashes stand among others in a row.
#[must_use]
pub fn stand_in_a_row(hashes: &[u64], others: &[u64]) -> bool {
    let (needle, haystack): (&[u8], &[u8]) = (bytemuck::cast_slice(hashes), bytemuck::cast_slice(others));
    let finder = memchr::memmem::Finder::new(needle);
    let mut from = 0;
    while let Some(at) = finder.find(&haystack[from..]) {
        if (from + at).is_multiple_of(size_of::<u64>()) {
            return true;
        }
        // A match that begins inside a hash is none, and must not hide the next.
        from += at + 1;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn words_stand_in_others_where_a_window_of_them_is_equal(
            // Hashes whose bytes repeat: a match may begin inside one.
            words in prop::collection::vec(prop::sample::select(vec![0u64, 1, 256, 1 << 56]), 0..4),
            others in prop::collection::vec(prop::sample::select(vec![0u64, 1, 256, 1 << 56]), 0..12),
        ) {
            let read = |hashes: &[u64]| {
                hashes.iter().map(|&hash| Word { span: ByteSpan::new(0, 1), hash, stem: None }).collect::<Vec<_>>()
            };
            let equal = words.is_empty() || others.windows(words.len()).any(|window| window == words);
            prop_assert_eq!(stands_in(&read(&words), &read(&others)), equal);
        }
    }
}
