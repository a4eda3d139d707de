//! The blocks of an article in, out how much of a block's words the rest of the article takes up.

use crate::span::ByteSpan;
use crate::text::language::{Language, detect};
use crate::text::stem::Stemmer;
use crate::text::tokenize::for_each_token;
use ahash::{AHashMap, AHashSet};
use xxhash_rust::xxh3::xxh3_64;

/// Content words that a headline needs before its strangeness tells anything.
const FEWEST_WORDS: usize = 4;

/// Content words that the rest of the article needs: a brief of two sentences leaves out most of what it is about.
const FEWEST_IN_REST: usize = 50;

/// Largest share of a strange block's words that the article also has. Of headlines under articles (BBC, BASIL, ISOT, Reuters)
/// at most 6 in a thousand share so little with their own, 67 to 87 in a hundred with another; at 0.25 it were up to 18 in a
/// thousand, at 0.15 52 in a hundred. `benchmarks/reuse.py` prints what the whole rule makes of them.
const STRANGE: f64 = 0.2;

/// What the blocks of an article are about.
#[derive(Debug)]
pub struct Topic {
    /// The distinct stems of each block's content words.
    stems: Vec<Vec<u64>>,
    /// For each stem the blocks of the article's own that have it.
    blocks: AHashMap<u64, u32>,
    /// Content words of the article's own blocks.
    words: usize,
    own: Vec<bool>,
}

impl Topic {
    /// Reads the blocks; those for which `own` holds count as the article.
    ///
    /// # Complexity
    /// Linear in the text.
    #[must_use]
    pub fn read(text: &str, blocks: &[ByteSpan], own: impl Fn(usize) -> bool) -> Self {
        let language = detect(text).unwrap_or(Language::English);
        let stemmer = Stemmer::new(language);
        let mut topic = Self {
            stems: Vec::with_capacity(blocks.len()),
            blocks: AHashMap::new(),
            words: 0,
            own: (0..blocks.len()).map(own).collect(),
        };
        let mut seen = AHashSet::new();
        for (at, block) in blocks.iter().enumerate() {
            seen.clear();
            let mut words = 0;
            for_each_token(block.of(text), |_, word| {
                if !language.is_stop_word(word) {
                    words += 1;
                    // The genitive of a name, and an elided article, are no part of the word.
                    let word = word.strip_suffix("'s").unwrap_or(word);
                    let word = word.split_once('\'').map_or(word, |(_, rest)| if rest.len() > 2 { rest } else { word });
                    seen.insert(xxh3_64(stemmer.stem(word).as_bytes()));
                }
            });
            if topic.own[at] {
                topic.words += words;
                for &stem in &seen {
                    *topic.blocks.entry(stem).or_default() += 1;
                }
            }
            topic.stems.push(seen.iter().copied().collect());
        }
        topic
    }

    /// The share of a block's content words that other blocks of the article have; none where too little is known of one.
    #[must_use]
    pub fn shared(&self, at: usize) -> Option<f64> {
        let stems = &self.stems[at];
        let own = u32::from(self.own[at]);
        if stems.is_empty() || self.words < FEWEST_IN_REST {
            return None;
        }
        let shared = stems.iter().filter(|stem| self.blocks.get(stem).is_some_and(|&blocks| blocks > own)).count();
        Some(shared as f64 / stems.len() as f64)
    }

    /// Whether a headline at the end of the article has nothing to do with it.
    #[must_use]
    pub fn is_strange(&self, at: usize) -> bool {
        self.stems[at].len() >= FEWEST_WORDS && self.shared(at).is_some_and(|shared| shared <= STRANGE)
    }

    /// The same where other lines than headlines may stand, a deck in other words or a columnist's last: nothing may be shared.
    #[must_use]
    pub fn is_foreign(&self, at: usize) -> bool {
        self.stems[at].len() > FEWEST_WORDS && self.shared(at) == Some(0.0)
    }
}
