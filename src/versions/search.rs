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
use std::collections::BTreeMap;

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

/// The share of the quote's stems that a clause has at least, and the score that it reaches. Judged by reading what is found in
/// the families; few of these places are labelled (`benchmarks/versions.py` counts them).
const COVERED: f64 = 0.45;
const SCORE: f64 = 0.85;

/// The share of the clause's stems that the quote has at least: what says more besides is another statement about the same
/// thing. A half loses a labelled place of the families, a third none; what it saves is counted by
/// `benchmarks/versions.py --only strangers`.
const DENSE: f64 = 1.0 / 3.0;

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
/// Groups times the sentences, [`SENTENCES`] times [`LEADS`] and their kin of a version at most, that have a rare stem of the
/// quote.
#[must_use]
pub fn search(
    versions: &[Version<'_>],
    vocabulary: &Vocabulary,
    utterances: &[Utterance<'_>],
    groups: &[Vec<usize>],
) -> Vec<Paraphrase> {
    let mut holders: Holders = AHashMap::new();
    let mut readers: Vec<Reader> = Vec::with_capacity(versions.len());
    let mut later = 0;
    for (number, version) in versions.iter().enumerate() {
        // Utterances come by their versions.
        let first = later;
        later += utterances[first..].partition_point(|quote| quote.version == number);
        readers.push(Reader::new(number, version, vocabulary, (first, &utterances[first..later]), &mut holders));
    }
    let mut alone: Vec<bool> = vec![false; utterances.len()];
    for group in groups.iter().filter(|group| group.len() == 1) {
        alone[group[0]] = true;
    }
    let mut found: Vec<Paraphrase> = Vec::new();
    for (number, group) in groups.iter().enumerate() {
        let models = models(vocabulary, utterances, group);
        // By version, of those that do not have the group.
        let mut best: BTreeMap<usize, (f64, ByteSpan, &Utterance)> = BTreeMap::new();
        for model in models {
            for (version, sentences) in places(vocabulary, &holders, model, |version| {
                group.binary_search_by_key(&version, |&quote| utterances[quote].version).is_ok()
            }) {
                let Some((score, span)) = readers[version].best(vocabulary, model, &sentences) else { continue };
                let new = (score, span, model);
                let kept = best.entry(version).or_insert(new);
                if new.0 > kept.0 || new.0 >= kept.0 && new.1 < kept.1 {
                    *kept = new;
                }
            }
        }
        for (version, (_, span, model)) in best {
            match readers[version].reported_at(span) {
                // A clause of a report is not the report.
                Some(quote) if !alone[quote] || !is_said(vocabulary, model, &utterances[quote]) => {}
                quote => {
                    if let Some(quote) = quote {
                        alone[quote] = false;
                        // Whoever takes a quote in moves nowhere else.
                        alone[group[0]] = false;
                    }
                    found.push(Paraphrase { group: number, version, span, quote });
                }
            }
        }
    }
    found
}

/// Whether a quote says what a model does and not much besides, as its clause has to.
fn is_said(vocabulary: &Vocabulary, model: &Utterance<'_>, quote: &Utterance<'_>) -> bool {
    held(vocabulary, &quote.stems, &model.stems) >= DENSE * quote.weight
}

/// For each stem the sentences that have it, as versions and numbers of sentences, ascending; [`SENTENCES`] a version.
type Holders = AHashMap<StemId, Vec<(u32, u32)>>;

/// The sentences that have one of the rarest stems of a quote, by version, but for versions that are left out.
fn places(
    vocabulary: &Vocabulary,
    holders: &Holders,
    model: &Utterance<'_>,
    is_out: impl Fn(usize) -> bool,
) -> BTreeMap<usize, Vec<u32>> {
    let mut leads = model.stems.clone();
    leads.sort_by(|a, b| vocabulary.weight(*b).total_cmp(&vocabulary.weight(*a)).then(a.cmp(b)));
    let mut sentences: Vec<(u32, u32)> = Vec::new();
    for &lead in leads.iter().take(LEADS) {
        for stem in std::iter::once(&lead).chain(vocabulary.kin(lead)) {
            sentences.extend(holders.get(stem).into_iter().flatten());
        }
    }
    sentences.sort_unstable();
    sentences.dedup();
    let mut places: BTreeMap<usize, Vec<u32>> = BTreeMap::new();
    for of_version in sentences.chunk_by(|one, next| one.0 == next.0) {
        let version = of_version[0].0 as usize;
        if !is_out(version) {
            places.insert(version, of_version.iter().map(|&(_, sentence)| sentence).collect());
        }
    }
    places
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
    /// The stems of each sentence, ascending.
    stems: Vec<Vec<StemId>>,
    /// What stands in marks and quotes somebody.
    marked: Vec<ByteSpan>,
    /// What is reported without marks, by its place: where it stands, its number, and the furthest end up to it.
    reported: Vec<(ByteSpan, usize, usize)>,
}

impl<'a> Reader<'a> {
    fn new(
        number: usize,
        version: &'a Version<'_>,
        vocabulary: &Vocabulary,
        (first, quotes): (usize, &[Utterance<'_>]),
        holders: &mut Holders,
    ) -> Self {
        let stems: Vec<Vec<StemId>> =
            version.sentences.iter().map(|&span| vocabulary.stems_of(vocabulary.words_in(number, span))).collect();
        let mut counted: AHashMap<StemId, usize> = AHashMap::new();
        for (sentence, stems) in stems.iter().enumerate() {
            for &stem in stems {
                let count = counted.entry(stem).or_default();
                *count += 1;
                if *count <= SENTENCES {
                    holders.entry(stem).or_default().push((number_of(number), number_of(sentence)));
                }
            }
        }
        let mut marked: Vec<ByteSpan> = Vec::new();
        let mut reported: Vec<(ByteSpan, usize, usize)> = Vec::new();
        for (at, quote) in quotes.iter().enumerate() {
            if !quote.is_marked() {
                let furthest = reported.last().map_or(0, |&(_, _, furthest)| furthest);
                reported.push((quote.span, first + at, furthest.max(quote.span.end)));
            } else if quote.kind != Kind::Scare {
                marked.push(quote.span);
            }
        }
        marked.sort_unstable();
        Self { number, text: version.text, sentences: &version.sentences, stems, marked, reported }
    }

    /// The first quote without marks that has something of a span.
    fn reported_at(&self, span: ByteSpan) -> Option<usize> {
        let first = self.reported.partition_point(|&(_, _, furthest)| furthest <= span.start);
        self.reported.get(first).filter(|(own, ..)| own.overlaps(span)).map(|&(_, quote, _)| quote)
    }

    fn best(&self, vocabulary: &Vocabulary, model: &Utterance<'_>, sentences: &[u32]) -> Option<(f64, ByteSpan)> {
        let mut best: Option<(f64, ByteSpan)> = None;
        for &sentence in sentences {
            let sentence = sentence as usize;
            // No clause has more of the quote than its sentence.
            if held(vocabulary, &model.stems, &self.stems[sentence]) < COVERED * model.weight * (1.0 - 1e-9) {
                continue;
            }
            for span in self.clauses(self.sentences[sentence]) {
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
        if covered < COVERED
            || dense < DENSE
            || shared.len() < 2
            || shared.iter().all(|stem| vocabulary.is_name(**stem))
        {
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
        let (mut before_space, mut ends_clause, mut word) = (false, false, 0..0);
        for (at, c) in text.char_indices() {
            if c.is_whitespace() {
                if word.end == at {
                    let word = &text[word.clone()];
                    ends_clause = word.ends_with([',', ';', ':', '–', '—', '-'])
                        || CONJUNCTIONS.contains(&word.to_lowercase().as_str());
                }
                if before_space || ends_clause {
                    cuts.push(at + c.len_utf8());
                }
            } else {
                let start = if word.end == at { word.start } else { at };
                word = start..at + c.len_utf8();
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

fn number_of(index: usize) -> u32 {
    u32::try_from(index).expect("a story has fewer than 2^32 versions and sentences")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::versions::cast::Cast;
    use crate::versions::grouping::group;
    use crate::versions::samples::{Said, stories, with_story};
    use proptest::prelude::*;

    /// The best clause of every sentence that has a lead of a model, version by version.
    fn all_sentences(
        versions: &[Version<'_>],
        vocabulary: &Vocabulary,
        utterances: &[Utterance<'_>],
        group: &[usize],
    ) -> Vec<(usize, ByteSpan)> {
        let mut found = Vec::new();
        for (number, version) in versions.iter().enumerate() {
            if group.iter().any(|&quote| utterances[quote].version == number) {
                continue;
            }
            let first = utterances.partition_point(|quote| quote.version < number);
            let later = utterances.partition_point(|quote| quote.version <= number);
            let own = (first, &utterances[first..later]);
            let reader = Reader::new(number, version, vocabulary, own, &mut AHashMap::new());
            let mut best: Option<(f64, ByteSpan)> = None;
            for model in models(vocabulary, utterances, group) {
                let mut leads = model.stems.clone();
                leads.sort_by(|a, b| vocabulary.weight(*b).total_cmp(&vocabulary.weight(*a)).then(a.cmp(b)));
                leads.truncate(LEADS);
                let lead =
                    |stem: &StemId| leads.iter().any(|lead| lead == stem || vocabulary.kin(*lead).contains(stem));
                for &sentence in &version.sentences {
                    if !vocabulary.stems_of(vocabulary.words_in(number, sentence)).iter().any(lead) {
                        continue;
                    }
                    for span in reader.clauses(sentence) {
                        let Some(score) = reader.score(vocabulary, model, span) else { continue };
                        if best.is_none_or(|(most, at)| score > most || score >= most && span < at) {
                            best = Some((score, span));
                        }
                    }
                }
            }
            found.extend(best.map(|(_, span)| (number, span)));
        }
        found
    }

    proptest! {
        #[test]
        fn what_is_found_is_the_best_clause_of_all_sentences(told in stories()) {
            with_story(&told, |versions, quotes| {
                let vocabulary = Vocabulary::read(versions);
                let cast = Cast::read(versions, &vocabulary, quotes);
                let utterances = Utterance::read_all(quotes, versions, &vocabulary, &cast);
                let groups = group(&vocabulary, &utterances);
                let found = search(versions, &vocabulary, &utterances, &groups);
                for (number, group) in groups.iter().enumerate() {
                    let expected = all_sentences(versions, &vocabulary, &utterances, group);
                    let own = found.iter().filter(|one| one.group == number);
                    for one in own.clone() {
                        prop_assert!(expected.contains(&(one.version, one.span)));
                    }
                    // The others are where a quote of another group stands.
                    for (version, span) in expected {
                        let is_found = own.clone().any(|one| one.version == version);
                        let is_taken = quotes.iter().any(|quote| {
                            quote.version == version && !quote.is_marked() && quote.span.overlaps(span)
                        });
                        prop_assert!(is_found || is_taken);
                    }
                }
                Ok(())
            })?;
        }
    }

    #[test]
    fn a_clause_of_a_long_report_does_not_make_the_report_a_variant() {
        let reported = |words: &str| vec![Said { words: words.into(), kind: Some(Kind::Indirect), name: "Jon Hale" }];
        let short = "sweeping lighthouse repairs had begun";
        let long = "sweeping lighthouse repairs and the ferry terminal, the swimming baths, the fish market, the school \
                    roof, the stray goats, the honey harvest, the missing trumpet and the price of candles would be \
                    talked about before autumn";
        let found = |other: &str| {
            with_story(&[reported(short), reported(other)], |versions, quotes| {
                let vocabulary = Vocabulary::read(versions);
                let cast = Cast::read(versions, &vocabulary, quotes);
                let utterances = Utterance::read_all(quotes, versions, &vocabulary, &cast);
                search(versions, &vocabulary, &utterances, &[vec![0], vec![1]]).len()
            })
        };
        assert_eq!((found(long), found("sweeping lighthouse repairs will begin")), (0, 1));
    }

    #[test]
    fn a_clause_between_long_white_space_is_found() {
        let told = "Then it was told, that         the pier will be closed until spring by storm, and so on";
        let sentences = [
            vec![Said::quoted("The pier will be closed until spring", "Ida Brandt")],
            vec![Said { words: told.into(), kind: None, name: "" }],
        ];
        with_story(&sentences, |versions, quotes| {
            let vocabulary = Vocabulary::read(versions);
            let cast = Cast::read(versions, &vocabulary, quotes);
            let utterances = Utterance::read_all(quotes, versions, &vocabulary, &cast);
            let found = search(versions, &vocabulary, &utterances, &[vec![0]]);
            assert_eq!(found.len(), 1);
            assert_eq!(found[0].span.of(versions[1].text), "the pier will be closed until spring by storm");
        });
    }
}
