//! What the corpus alone says about a pair, before its texts are compared: log odds that are added to both scores.

use super::background::Background;
use super::frequencies::BACKGROUND_WEIGHT;
use crate::text::language::Language;

/// Documents from which on a corpus is large. The models are fitted on corpora of this size.
const FITTED_ON: f64 = 300.0;

/// How much less likely a pair is in a corpus that is e times as large: a document has a handful of companions, whatever the
/// corpus, so of all its pairs fewer belong together. By that alone it would be 1; chosen of 0.1 and 0.25 so that stories
/// planted in 24,000 articles are still found whole, apart from other stories about the same people, while at most 0.2 of 10⁶
/// pairs across collections are joined (`benchmarks/stories.py`).
const LARGER_CORPUS: f64 = 0.25;

/// What a language without a background table needs more: common words count as rare there until the corpus tells them
/// apart, which lowers every cosine. German and French families of rewrites are right from 2.25 to 3.75.
const WITHOUT_TABLE: f64 = 3.0;

/// The log odds of a corpus with so many documents of a language.
#[must_use]
pub fn prior(language: Language, documents: usize) -> f64 {
    let documents = documents as f64;
    let larger = LARGER_CORPUS * libm::log((documents / FITTED_ON).max(1.0));
    let has_table = Background::of(language).documents > 0;
    let unknown = if has_table { 0.0 } else { WITHOUT_TABLE * BACKGROUND_WEIGHT / (BACKGROUND_WEIGHT + documents) };
    unknown - larger
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pair_is_less_likely_in_a_larger_corpus() {
        assert!(prior(Language::English, 5).abs() < 1e-12);
        assert!(prior(Language::English, 24_000) < -0.4);
        assert!(prior(Language::German, 5) > 2.5);
        assert!(prior(Language::German, 24_000) < 0.0);
    }
}
