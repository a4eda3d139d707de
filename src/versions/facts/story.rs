//! The versions of a story in, out what each sentence says, by the stems that are rare in the story.

use super::figure::Figure;
use super::lexeme::{Kind, Lexemes};
use super::lexicon::{Lexicon, Sense};
use super::reading::{figures, own_lines};
use crate::text::Language;
use crate::text::stem::Stemmer;
use crate::versions::version::Version;
use ahash::AHashMap;

/// Figures of one version that are aligned with those of others; a table of the stock exchange has more, and tells no story.
pub const FIGURES: usize = 400;

/// Bytes of the shortest part of a German compound that is a word of its own.
const COMPOUND_PART: usize = 4;

/// A figure and the version that gives it.
#[derive(Debug, Clone)]
pub struct Given {
    /// The number of the version.
    pub version: usize,
    /// The figure.
    pub figure: Figure,
}

/// What the sentences of a story's versions share.
#[derive(Debug)]
pub struct Story<'a> {
    /// Its versions.
    pub versions: &'a [Version<'a>],
    /// All their figures, by version and place.
    pub figures: Vec<Given>,
    /// For each version and sentence its terms, ascending.
    terms: Vec<Vec<Vec<u32>>>,
    /// The same with the sentences before and after.
    windows: Vec<Vec<Vec<u32>>>,
    /// For each version and sentence the figures in it.
    held: Vec<Vec<Vec<usize>>>,
    weights: Vec<f64>,
    smoothing: f64,
    shown: Vec<Box<str>>,
}

impl<'a> Story<'a> {
    /// Reads the versions.
    ///
    /// # Complexity
    /// Linear in the texts.
    #[must_use]
    pub fn read(versions: &'a [Version<'a>]) -> Self {
        let mut words = Words::default();
        let mut terms: Vec<Vec<Vec<u32>>> = versions.iter().map(|version| words.read(version)).collect();
        words.split_compounds(&mut terms);
        let weights = words.weights(&terms);
        let mut figures_of_all = Vec::new();
        let mut held: Vec<Vec<Vec<usize>>> = terms.iter().map(|sentences| vec![Vec::new(); sentences.len()]).collect();
        for (version, text) in versions.iter().enumerate() {
            for figure in figures(text).into_iter().take(FIGURES) {
                if let Some(sentence) = held[version].get_mut(figure.sentence) {
                    sentence.push(figures_of_all.len());
                    figures_of_all.push(Given { version, figure });
                }
            }
        }
        let windows =
            terms.iter().map(|sentences| (0..sentences.len()).map(|at| window(sentences, at)).collect()).collect();
        let smoothing = SMOOTHING * libm::log(1.0 + terms.iter().map(Vec::len).sum::<usize>() as f64);
        Self { versions, figures: figures_of_all, terms, windows, held, weights, smoothing, shown: words.shown }
    }

    /// How much of the lighter of two sentences the other says too, in [0, 1).
    #[must_use]
    pub fn sentences_share(&self, left: (usize, usize), right: (usize, usize)) -> f64 {
        self.share(&self.terms[left.0][left.1], &self.terms[right.0][right.1])
    }

    /// The same of the sentences with those around them.
    #[must_use]
    pub fn windows_share(&self, left: (usize, usize), right: (usize, usize)) -> f64 {
        self.share(&self.windows[left.0][left.1], &self.windows[right.0][right.1])
    }

    /// Terms of a sentence, ascending.
    #[must_use]
    pub fn terms(&self, (version, sentence): (usize, usize)) -> &[u32] {
        &self.terms[version][sentence]
    }

    /// Figures in sentence `sentence` of a version.
    #[must_use]
    pub fn held(&self, version: usize, sentence: usize) -> &[usize] {
        self.held[version].get(sentence).map_or(&[], Vec::as_slice)
    }

    /// The two rarest words that both sentences hold.
    #[must_use]
    pub fn shared_words(&self, left: (usize, usize), right: (usize, usize)) -> Vec<&str> {
        let (left, right) = (self.terms(left), self.terms(right));
        let mut both: Vec<u32> = left.iter().copied().filter(|term| right.binary_search(term).is_ok()).collect();
        both.sort_by(|&a, &b| self.weights[b as usize].total_cmp(&self.weights[a as usize]).then(a.cmp(&b)));
        both.iter().map(|&term| &*self.shown[term as usize]).filter(|word| !word.is_empty()).take(2).collect()
    }

    fn share(&self, left: &[u32], right: &[u32]) -> f64 {
        let sum = |terms: &[u32]| terms.iter().map(|&term| self.weights[term as usize]).sum::<f64>();
        let (mut at, mut shared) = (0, 0.0);
        for &term in left {
            while right.get(at).is_some_and(|&other| other < term) {
                at += 1;
            }
            if right.get(at) == Some(&term) {
                shared += self.weights[term as usize];
            }
        }
        // A sentence of two words shares all of them by chance: some weight is added.
        shared / (sum(left).min(sum(right)) + self.smoothing)
    }
}

/// Stems of one sentence only whose weight is added to the lighter of two sentences. Chosen on the development families.
const SMOOTHING: f64 = 1.6;

fn window(sentences: &[Vec<u32>], at: usize) -> Vec<u32> {
    let mut terms: Vec<u32> = sentences[at.saturating_sub(1)..(at + 2).min(sentences.len())].concat();
    terms.sort_unstable();
    terms.dedup();
    terms
}

/// Whether a word is part of figures and dates.
fn is_of_figure(lexicon: &Lexicon, word: &str) -> bool {
    let of = |sense| {
        matches!(sense, Sense::Number(_) | Sense::Scale(_) | Sense::Unit(..) | Sense::Month(_) | Sense::Weekday(_))
            .then_some(())
    };
    lexicon.find(word, of).is_some()
}

/// The stems of a story, numbered as they come.
#[derive(Debug, Default)]
struct Words {
    numbers: AHashMap<Box<str>, u32>,
    list: Vec<Box<str>>,
    /// For each stem the first word that had it; empty for what is part of figures, which names no fact.
    shown: Vec<Box<str>>,
    german: bool,
}

impl Words {
    fn number(&mut self, stem: &str, word: &str, lexicon: &Lexicon) -> u32 {
        if let Some(&number) = self.numbers.get(stem) {
            return number;
        }
        // A story of 2^32 stems does not fit in memory.
        let number = u32::try_from(self.list.len()).unwrap_or(u32::MAX);
        self.numbers.insert(stem.into(), number);
        self.list.push(stem.into());
        self.shown.push(if is_of_figure(lexicon, word) { "".into() } else { word.into() });
        number
    }

    fn read(&mut self, version: &Version<'_>) -> Vec<Vec<u32>> {
        let stemmer = Stemmer::new(version.language);
        let lexemes = Lexemes::read(version.text);
        let own = own_lines(version.text);
        let lexicon = Lexicon::of(version.language);
        self.german |= version.language == Language::German;
        let mut sentences = vec![Vec::new(); version.sentences.len()];
        let (mut sentence, mut line) = (0, 0);
        for (at, lexeme) in lexemes.list.iter().enumerate() {
            while sentence + 1 < sentences.len() && version.sentences[sentence + 1].start <= lexeme.span.start {
                sentence += 1;
            }
            while line < own.len() && own[line].end <= lexeme.span.start {
                line += 1;
            }
            let word = lexemes.word(at);
            if lexeme.kind == Kind::Word
                && word.len() > 1
                && !version.language.is_stop_word(word)
                && !own.get(line).is_some_and(|own| own.overlaps(lexeme.span))
                && let Some(terms) = sentences.get_mut(sentence)
            {
                terms.push(self.number(&stemmer.stem(word), word, lexicon));
            }
        }
        for terms in &mut sentences {
            terms.sort_unstable();
            terms.dedup();
        }
        sentences
    }

    /// Gives a German sentence the parts of its compounds that are words of the story: "Leitzins" is a "Zins".
    fn split_compounds(&self, sentences: &mut [Vec<Vec<u32>>]) {
        if !self.german {
            return;
        }
        let parts: Vec<Vec<u32>> = self
            .list
            .iter()
            .map(|word| {
                let cuts = word.char_indices().map(|(at, _)| at);
                cuts.filter(|&at| at >= COMPOUND_PART && word.len() - at >= COMPOUND_PART)
                    .flat_map(|at| [&word[..at], &word[at..]])
                    .filter_map(|part| self.numbers.get(part).copied())
                    .collect()
            })
            .collect();
        for terms in sentences.iter_mut().flatten() {
            let more: Vec<u32> = terms.iter().flat_map(|&term| parts[term as usize].iter().copied()).collect();
            terms.extend(more);
            terms.sort_unstable();
            terms.dedup();
        }
    }

    /// How rare each term is among the sentences of the story.
    fn weights(&self, sentences: &[Vec<Vec<u32>>]) -> Vec<f64> {
        let mut counts = vec![0u32; self.list.len()];
        let mut total = 0;
        for terms in sentences.iter().flatten() {
            total += 1;
            for &term in terms {
                counts[term as usize] += 1;
            }
        }
        counts.iter().map(|&count| libm::log(1.0 + f64::from(total) / f64::from(count.max(1)))).collect()
    }
}
