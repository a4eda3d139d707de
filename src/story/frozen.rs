//! Frequencies that stand still: counted once, so that what two articles have in common weighs the same whatever else there is.
//!
//! An archive grows by the day. If its own frequencies weighed its articles, each addition would change the judgement of every
//! pair. [`Frozen`] counts the articles of the background table, and those that a caller gives, once; the table is then kept
//! with the archive as bytes ([`Frozen::to_bytes`]), so that neither an addition nor a later table changes it.

use super::background::{Background, Counted};
use super::document::Limits;
use super::frequencies::{BACKGROUND_WEIGHT, SMOOTHING, is_common};
use super::tally::Tally;
use crate::duplicate::directory::HashDirectory;
use crate::text::language::Language;

/// What fixed frequencies say of a term.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rarity {
    /// The logarithm of the share of articles without it.
    pub idf: f64,
    /// Whether it is a common word, so that a capital on it says nothing.
    pub common: bool,
}

/// How many articles of a fixed number hold a term, a number or a phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frozen {
    /// Articles counted of each language.
    documents: [u32; Language::ALL.len()],
    /// Terms, phrases and numbers; a hash tells its language.
    hashes: HashDirectory,
    /// What is known of each of them.
    holdings: Vec<Holding>,
}

/// A term as it is counted: in the table or in an article.
struct Held {
    hash: u64,
    listed: Counted,
    articles: u32,
    small: u32,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Holding {
    articles: u32,
    common: bool,
}

/// How much less likely a pair is than in the corpora that the models are fitted on: as in an archive of 16,000 articles (see
/// [`prior`](super::prior)). Chosen among -0.5 to -1.5 in steps of a quarter: with more another story about the same man joins
/// his, with less a family of rewrites falls apart.
const PRIOR: f64 = -1.0;

/// What a language of which nothing was counted needs more: there all words weigh alike. Half of what it is where a corpus
/// tells them apart. Chosen among 1.5, 2 and 3: German and French families of rewrites stay whole with each, and the more, the
/// more unrelated articles join. Counting articles of the language ([`Frozen::count`]) is what helps.
const UNCOUNTED: f64 = 1.5;

/// The idf beyond which a rarer term weighs no more in a cosine: that of a term in one of ninety articles. What is rarer is
/// mostly absent from the table, whatever archives hold of it. Chosen among 3.5 to 8: the smallest
/// that ranks the pairs of BASIL about as well, since a smaller one tells families of rewrites better from other stories about
/// the same people.
const HEAVIEST: f64 = 4.5;

impl Frozen {
    /// The frequencies of the tables that come with the library.
    #[must_use]
    pub fn built_in() -> Self {
        Self::count(&[])
    }

    /// A table of these counts, of which the hashes ascend.
    fn new(documents: &[u32; Language::ALL.len()], counts: Vec<(u64, Holding)>) -> Self {
        let (hashes, holdings) = counts.into_iter().unzip();
        Self { documents: *documents, hashes: HashDirectory::new(hashes), holdings }
    }

    /// Those of the given articles and of the tables, each article counting once.
    ///
    /// # Complexity
    /// O(t log t) for t terms of all articles, 24 bytes each meanwhile; 16 bytes a term that at least two of them hold, 12 as bytes.
    /// The tables alone are 600 KB.
    #[must_use]
    pub fn count(articles: &[Tally]) -> Self {
        let mut documents = Language::ALL.map(|language| Background::of(language).documents);
        let mut all: Vec<Held> = Vec::new();
        for language in Language::ALL {
            let listed = Background::entries(language).into_iter();
            all.extend(listed.map(|(hash, counted)| Held { hash, listed: counted, articles: 0, small: 0 }));
        }
        for article in articles {
            let total = &mut documents[article.language as usize];
            *total = total.saturating_add(1);
            let held = |hash, small| Held { hash, listed: Counted::default(), articles: 1, small: u32::from(small) };
            all.extend(article.terms.iter().map(|term| held(term.hash, term.small)));
            all.extend(article.phrases.iter().map(|&hash| held(hash, false)));
            // A number without separators is a term too, and counts once.
            let numbers = article.numbers.iter().filter(|&&hash| !article.holds(hash));
            all.extend(numbers.map(|&hash| held(hash, false)));
        }
        all.sort_unstable_by_key(|held| held.hash);
        let holdings = all.chunk_by(|a, b| a.hash == b.hash).filter_map(|same| {
            let listed = same.iter().map(|held| held.listed).max_by_key(|listed| listed.documents)?;
            let sum = |of: fn(&Held) -> u32| same.iter().map(of).fold(0, u32::saturating_add);
            let (articles, small) = (sum(|held| held.articles), sum(|held| held.small));
            let holding = Holding {
                articles: articles.saturating_add(listed.documents).min(MOST),
                common: is_common(small as usize, articles as usize, listed),
            };
            (holding.articles >= KEPT_FROM).then_some((same[0].hash, holding))
        });
        Self::new(&documents, holdings.collect())
    }

    /// What is known of a term, a number or a phrase.
    #[must_use]
    pub fn rarity(&self, hash: u64, language: Language) -> Rarity {
        let held = self.holding(hash);
        Rarity { idf: inverse(self.total(language), held.articles), common: held.common }
    }

    /// What the idf of a term of a language is held against.
    #[must_use]
    pub fn limits(&self, language: Language) -> Limits {
        Limits { largest: inverse(self.total(language), 0), heaviest: HEAVIEST }
    }

    /// What is known of a pair in a language before its texts are compared, as log odds.
    #[must_use]
    pub fn prior(&self, language: Language) -> f64 {
        let documents = f64::from(self.documents[language as usize]);
        PRIOR + UNCOUNTED * BACKGROUND_WEIGHT / (BACKGROUND_WEIGHT + documents)
    }

    fn holding(&self, hash: u64) -> Holding {
        self.hashes.position(hash).map(|at| self.holdings[at]).unwrap_or_default()
    }

    /// Articles of a language; as many as the background weighs elsewhere where fewer were counted, so that no word is common
    /// because one of three articles holds it.
    fn total(&self, language: Language) -> f64 {
        f64::from(self.documents[language as usize]).max(BACKGROUND_WEIGHT)
    }

    /// The table as bytes, the same for the same counts: how many languages, each as its number and its articles; how many
    /// terms, their hashes ascending, their counts with a bit for a common word. All numbers are little-endian.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let counted: Vec<(u32, u32)> = (0u32..).zip(self.documents).filter(|&(_, articles)| articles > 0).collect();
        let mut bytes = Vec::with_capacity(8 + 8 * counted.len() + 12 * self.holdings.len());
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX).to_le_bytes();
        bytes.extend(number(counted.len()));
        for (language, articles) in counted {
            bytes.extend(language.to_le_bytes());
            bytes.extend(articles.to_le_bytes());
        }
        bytes.extend(number(self.holdings.len()));
        for hash in self.hashes.hashes() {
            bytes.extend(hash.to_le_bytes());
        }
        for holding in &self.holdings {
            bytes.extend(((holding.articles << 1) | u32::from(holding.common)).to_le_bytes());
        }
        bytes
    }

    /// The table of such bytes; None of bytes that are not such a table.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (languages, rest) = bytes.split_first_chunk()?;
        let (languages, rest) = rest.split_at_checked((u32::from_le_bytes(*languages) as usize).checked_mul(8)?)?;
        let mut documents = [0u32; Language::ALL.len()];
        for entry in languages.as_chunks::<8>().0 {
            let [a, b, c, d, articles @ ..] = *entry;
            *documents.get_mut(u32::from_le_bytes([a, b, c, d]) as usize)? = u32::from_le_bytes(articles);
        }
        let (terms, rest) = rest.split_first_chunk()?;
        let terms = u32::from_le_bytes(*terms) as usize;
        let (hashes, counts) = rest.split_at_checked(terms.checked_mul(8)?)?;
        if counts.len() != terms.checked_mul(4)? {
            return None;
        }
        let hashes = hashes.as_chunks().0.iter().map(|&hash| u64::from_le_bytes(hash));
        let counts = counts.as_chunks().0.iter().map(|&count| u32::from_le_bytes(count));
        let holding = |count: u32| Holding { articles: count >> 1, common: count & 1 == 1 };
        let holdings: Vec<(u64, Holding)> = hashes.zip(counts.map(holding)).collect();
        holdings.is_sorted_by(|a, b| a.0 < b.0).then(|| Self::new(&documents, holdings))
    }
}

/// Articles that hold a term for it to be kept: what a single article holds is as rare as what none does.
const KEPT_FROM: u32 = 2;

/// The most articles that are counted of a term: a bit is left for what else is known of it.
const MOST: u32 = u32::MAX >> 1;

/// As the frequencies of a corpus are, with the article itself as the one that is known to hold the term.
fn inverse(total: f64, holding: u32) -> f64 {
    libm::log((total + 2.0) / (f64::from(holding) + 1.0 + SMOOTHING)).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::story::document::Documents;
    use crate::story::reading::tell;
    use crate::text::language::Spoken;
    use proptest::prelude::*;
    use std::sync::OnceLock;

    fn tally(text: &str) -> Tally {
        Tally::of(&tell(None, text, Spoken::In(Language::English)))
    }

    /// The built-in table, and one that knows articles besides.
    fn tables() -> &'static [Frozen; 2] {
        static TABLES: OnceLock<[Frozen; 2]> = OnceLock::new();
        TABLES.get_or_init(|| {
            [Frozen::built_in(), Frozen::count(&[tally("The pier burnt."), tally("Pell sold a pier.")])]
        })
    }

    proptest! {
        #[test]
        fn a_pair_is_judged_alike_beside_any_others(
            texts in prop::collection::vec(
                prop::collection::vec(
                    prop::sample::select(vec!["pier", "Pell", "vote", "fog", "1903", "Monday", "minister", "said", "Zyx"]),
                    0..25,
                ),
                4,
            ),
        ) {
            let tallies: Vec<Tally> = texts.iter().map(|words| tally(&words.join(" "))).collect();
            let [a, b, c, d] = [0, 1, 2, 3].map(|at| tallies[at].clone());
            for frozen in tables() {
                let alone = Documents::weigh_frozen(&[a.clone(), b.clone()], frozen).judge(0, 1);
                let beside = Documents::weigh_frozen(&[c.clone(), a.clone(), d.clone(), b.clone()], frozen);
                prop_assert_eq!(alone, beside.judge(1, 3));
                prop_assert_eq!(alone, beside.judge(3, 1));
            }
        }

        #[test]
        fn any_bytes_are_refused_or_read(bytes in prop::collection::vec(any::<u8>(), 0..100)) {
            let _ = Frozen::from_bytes(&bytes);
        }
    }

    #[test]
    fn a_table_comes_back_from_its_bytes() {
        let frozen = Frozen::count(&[tally("The pier was sold in 1903."), tally("The old pier burnt, in 1903.")]);
        let bytes = frozen.to_bytes();
        assert_eq!(Frozen::from_bytes(&bytes).as_ref(), Some(&frozen));
        assert_eq!(frozen.to_bytes(), bytes);
        for cut in [0, 3, 4, 11, 15, 1000, bytes.len() - 1] {
            assert_eq!(Frozen::from_bytes(&bytes[..cut]), None);
        }
        assert_eq!(Frozen::from_bytes(&[&bytes[..], &[0]].concat()), None);
    }

    #[test]
    fn counts_that_promise_more_than_there_is_are_refused() {
        assert_eq!(Frozen::from_bytes(&u32::MAX.to_le_bytes()), None);
        assert_eq!(Frozen::from_bytes(&[&[0; 4][..], &u32::MAX.to_le_bytes()].concat()), None);
    }

    #[test]
    fn given_articles_make_their_words_common() {
        let text = "The harbour of Ardmere was quiet.";
        let given = Frozen::count(&vec![tally(text); 50]);
        let term = tally("Ardmere").terms[0].hash;
        let idf = |frozen: &Frozen| frozen.rarity(term, Language::English).idf;
        assert!(idf(&Frozen::built_in()) > idf(&given) + 2.0);
    }
}
