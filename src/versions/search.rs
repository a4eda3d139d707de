//! The groups of a story in, out where versions that have no quote of a group say the same without marks.
//!
//! For each group the clauses of such a version are held against the group's fullest quote. A clause that has most of the
//! quote's words, and little else, says it in the outlet's own voice or reports it with a cue that is in no list.

use super::likeness::{held, in_order};
use super::utterance::Utterance;
use super::version::Version;
use super::vocabulary::{StemId, Vocabulary};
use crate::quote::Kind;
use crate::span::ByteSpan;
use ahash::AHashMap;

/// A place that says what a group of quotes says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Paraphrase {
    /// The number of the group.
    pub group: usize,
    /// The number of the version.
    pub version: usize,
    /// Where.
    pub span: ByteSpan,
    /// The quote of that place, where it is one that stands alone.
    pub quote: Option<usize>,
}

/// The share of the quote's stems that a clause has at least, and the score that it reaches; with them the clauses that are
/// found in the families are the labelled ones (`benchmarks/versions.py`).
const COVERED: f64 = 0.45;
const SCORE: f64 = 0.85;

/// The weight that clause and quote share at least: two usual words.
const SHARED: f64 = 6.0;

/// The same where the clause has every stem of the quote in the same order and nothing between them.
const SHARED_WHOLE: f64 = 4.0;

/// What a figure that both have adds to the score.
const FIGURE: f64 = 0.1;

/// Clauses in a row that are taken as one.
const CLAUSES: usize = 3;

/// Sentences of a version that have one of the rarest stems of a quote, beyond which the stem tells nothing.
const SENTENCES: usize = 40;

/// Stems of a quote that lead to sentences, rarest first.
const LEADS: usize = 4;

/// Finds them, at most one for each group and version.
///
/// # Complexity
/// Groups times versions times the sentences, [`SENTENCES`] times [`LEADS`] at most, that have a rare stem of the quote.
#[must_use]
pub fn search(
    versions: &[Version<'_>],
    vocabulary: &Vocabulary,
    utterances: &[Utterance<'_>],
    groups: &[Vec<usize>],
) -> Vec<Paraphrase> {
    let readers: Vec<Reader> =
        (0..versions.len()).map(|number| Reader::new(number, versions, vocabulary, utterances)).collect();
    let mut alone: Vec<bool> = vec![false; utterances.len()];
    for group in groups.iter().filter(|group| group.len() == 1) {
        alone[group[0]] = true;
    }
    let mut found: Vec<Paraphrase> = Vec::new();
    for (number, group) in groups.iter().enumerate() {
        let models = models(vocabulary, utterances, group);
        for (version, reader) in readers.iter().enumerate() {
            if group.iter().any(|&quote| utterances[quote].version == version) {
                continue;
            }
            let best = models.iter().filter_map(|model| reader.best(vocabulary, model));
            let Some((_, span)) = best.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1))) else { continue };
            let met = (0..utterances.len()).find(|&quote| {
                utterances[quote].version == version
                    && !utterances[quote].is_marked()
                    && utterances[quote].span.overlaps(span)
            });
            match met {
                Some(quote) if !alone[quote] => {}
                met => {
                    if let Some(quote) = met {
                        alone[quote] = false;
                    }
                    found.push(Paraphrase { group: number, version, span, quote: met });
                }
            }
        }
    }
    found
}

/// Wordings of a group that are searched for.
const WORDINGS: usize = 4;

/// The quotes of a group that are searched for: those that say most, in marks first, each with other words.
fn models<'u, 'v>(vocabulary: &Vocabulary, utterances: &'u [Utterance<'v>], group: &[usize]) -> Vec<&'u Utterance<'v>> {
    // Names alone are what every sentence of the story has.
    let tells = |quote: &&Utterance| {
        quote.kind != Kind::Scare
            && quote.weight >= SHARED_WHOLE
            && quote.stems.len() > 1
            && quote.stems.iter().any(|&stem| !vocabulary.is_name(stem))
    };
    let mut quotes: Vec<&Utterance> = group.iter().map(|&quote| &utterances[quote]).filter(tells).collect();
    quotes.sort_by(|a, b| b.is_marked().cmp(&a.is_marked()).then(b.weight.total_cmp(&a.weight)));
    let mut models: Vec<&Utterance> = Vec::new();
    for quote in quotes {
        if models.len() < WORDINGS && !models.iter().any(|model| model.same_words(quote)) {
            models.push(quote);
        }
    }
    models
}

/// A version, ready to be searched.
struct Reader<'a> {
    number: usize,
    text: &'a str,
    sentences: &'a [ByteSpan],
    /// Sentences that have a stem.
    holders: AHashMap<StemId, Vec<u32>>,
    /// What stands in marks and quotes somebody.
    marked: Vec<ByteSpan>,
}

impl<'a> Reader<'a> {
    fn new(number: usize, versions: &'a [Version<'_>], vocabulary: &Vocabulary, utterances: &[Utterance<'_>]) -> Self {
        let version = &versions[number];
        let mut holders: AHashMap<StemId, Vec<u32>> = AHashMap::new();
        for (sentence, &span) in version.sentences.iter().enumerate() {
            for stem in vocabulary.stems_of(vocabulary.words_in(number, span)) {
                holders.entry(stem).or_default().push(sentence as u32);
            }
        }
        let mut marked: Vec<ByteSpan> = utterances
            .iter()
            .filter(|quote| quote.version == number && quote.is_marked() && quote.kind != Kind::Scare)
            .map(|quote| quote.span)
            .collect();
        marked.sort_unstable();
        Self { number, text: version.text, sentences: &version.sentences, holders, marked }
    }

    fn best(&self, vocabulary: &Vocabulary, model: &Utterance<'_>) -> Option<(f64, ByteSpan)> {
        let mut leads = model.stems.clone();
        leads.sort_by(|a, b| vocabulary.weight(*b).total_cmp(&vocabulary.weight(*a)).then(a.cmp(b)));
        let mut sentences: Vec<u32> = Vec::new();
        for &lead in leads.iter().take(LEADS) {
            for stem in std::iter::once(&lead).chain(vocabulary.kin(lead)) {
                sentences.extend(self.holders.get(stem).into_iter().flatten().take(SENTENCES));
            }
        }
        sentences.sort_unstable();
        sentences.dedup();
        let mut best: Option<(f64, ByteSpan)> = None;
        for sentence in sentences {
            for span in self.clauses(self.sentences[sentence as usize]) {
                let score = self.score(vocabulary, model, span);
                if score.is_some_and(|score| best.is_none_or(|(most, _)| score > most)) {
                    best = score.map(|score| (score, span));
                }
            }
        }
        best
    }

    fn score(&self, vocabulary: &Vocabulary, model: &Utterance<'_>, span: ByteSpan) -> Option<f64> {
        let words = vocabulary.words_in(self.number, span);
        let stems = vocabulary.stems_of(words);
        let (of_model, of_clause) = (held(vocabulary, &model.stems, &stems), held(vocabulary, &stems, &model.stems));
        let covered = of_model / model.weight;
        let dense = of_clause / vocabulary.sum(&stems).max(1e-9);
        let shared: Vec<&StemId> = model.stems.iter().filter(|stem| stems.binary_search(stem).is_ok()).collect();
        // Names are what every sentence of the story has.
        if covered < COVERED || shared.len() < 2 || shared.iter().all(|stem| vocabulary.is_name(**stem)) {
            return None;
        }
        let order = in_order(vocabulary, model.words, words);
        let whole = covered > 0.99 && order > 0.8 && words.len() <= model.words.len() + 2;
        // A figure is seldom the same by chance.
        let figure = shared.iter().any(|stem| vocabulary.text(**stem).contains(|c: char| c.is_ascii_digit()));
        let score = covered + 0.5 * dense + 0.3 * order + if figure { FIGURE } else { 0.0 };
        (whole && of_model >= SHARED_WHOLE || score >= SCORE && of_model >= SHARED).then_some(score)
    }

    /// The clauses of a sentence and runs of them, trimmed, without those that meet a quotation in marks.
    fn clauses(&self, sentence: ByteSpan) -> Vec<ByteSpan> {
        let text = sentence.of(self.text);
        let mut cuts = vec![0];
        let mut before_space = false;
        for (at, c) in text.char_indices() {
            if c.is_whitespace() {
                let word_end = text[..at].trim_end();
                if before_space || word_end.ends_with([',', ';', ':', '–', '—', '-']) {
                    cuts.push(at + c.len_utf8());
                }
                let word = word_end.rsplit(char::is_whitespace).next().unwrap_or_default();
                if CONJUNCTIONS.contains(&word.to_lowercase().as_str()) {
                    cuts.push(at + c.len_utf8());
                }
            }
            before_space = matches!(c, '–' | '—');
        }
        cuts.push(text.len());
        cuts.dedup();
        let mut spans = Vec::new();
        for from in 0..cuts.len() - 1 {
            for to in from + 1..cuts.len().min(from + 1 + CLAUSES) {
                let part = &text[cuts[from]..cuts[to]];
                let kept = part.trim_matches(|c: char| !c.is_alphanumeric());
                if kept.is_empty() {
                    continue;
                }
                let start = sentence.start
                    + cuts[from]
                    + (part.len() - part.trim_start_matches(|c: char| !c.is_alphanumeric()).len());
                let span = ByteSpan::new(start, start + kept.len());
                let next = self.marked.partition_point(|marked| marked.end <= span.start);
                if self.marked.get(next).is_none_or(|marked| !marked.overlaps(span)) {
                    spans.push(span);
                }
            }
        }
        spans
    }
}

/// Words behind which a clause begins, in the languages whose cues are known best.
const CONJUNCTIONS: [&str; 14] =
    ["that", "and", "but", "while", "whether", "because", "dass", "und", "aber", "weil", "que", "et", "mais", "car"];
