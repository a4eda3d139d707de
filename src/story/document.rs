//! Counted documents in, vectors out that only have to be multiplied to be compared.

use super::evidence::Evidence;
use super::frequencies::{Frequencies, List, largest_idf};
use super::frozen::Frozen;
use super::judgement::Judgement;
use super::prior::prior;
use super::tally::Tally;
use crate::postings::Weighted;
use crate::text::language::Language;

/// A stem of a document with its weights, each list of weights of length 1 over the document.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Term {
    /// Its number in the corpus.
    pub number: u32,
    /// By place and rarity: what the article is about.
    pub lead: f32,
    /// In the opening, by count and rarity.
    pub opening: f32,
    /// As a word that is no name and no number, by rarity: what happens in it.
    pub event: f32,
    /// How much it says alone: its rarity in [0, 1], cubed, since only rare words tell one event from another.
    pub support: f32,
}

/// A document ready for comparison.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// The language that it was read in.
    pub language: Language,
    /// Its words.
    pub words: usize,
    /// Its stems, ascending.
    pub terms: Box<[Term]>,
    /// Its phrases, ascending, weighted by rarity.
    pub phrases: Box<[Weighted]>,
    /// Its numbers, ascending, weighted by rarity in [0, 1].
    pub numbers: Box<[Weighted]>,
    /// The sum of the numbers' weights.
    pub number_weight: f64,
    /// How much each weekday is named, of length 1; all 0 where none is.
    pub days: [f64; 7],
}

/// The vocabulary of a corpus and its documents.
#[derive(Debug)]
pub struct Documents {
    /// Every stem.
    pub terms: Frequencies,
    /// Every phrase.
    pub phrases: Frequencies,
    /// The documents, in the order of the tallies.
    pub documents: Vec<Document>,
    /// For each language what its share of the corpus says of a pair; see [`prior`].
    priors: [f64; Language::ALL.len()],
}

impl Documents {
    /// Weighs counted documents against each other.
    ///
    /// # Complexity
    /// O(t log t) for t terms of all documents; 16 bytes a stem and 8 a phrase of a document.
    #[must_use]
    pub fn weigh(tallies: &[Tally]) -> Self {
        Self::weigh_first(tallies, tallies.len())
    }

    /// As [`weigh`](Self::weigh), with the frequencies of the first `counted` documents alone.
    #[must_use]
    pub fn weigh_first(tallies: &[Tally], counted: usize) -> Self {
        let counted = &tallies[..counted];
        let [terms, phrases, numbers] = [TERMS, PHRASES, NUMBERS].map(|list| Frequencies::count(counted, list));
        let mut in_language = [0usize; Language::ALL.len()];
        for tally in counted {
            in_language[tally.language as usize] += 1;
        }
        let documents = tallies
            .iter()
            .map(|tally| {
                let largest = largest_idf(in_language[tally.language as usize]);
                weigh(tally, &terms, &phrases, &numbers, Limits { largest, heaviest: HEAVIEST })
            })
            .collect();
        let priors = Language::ALL.map(|language| prior(language, in_language[language as usize]));
        Self { terms, phrases, documents, priors }
    }

    /// Weighs counted documents by frequencies that do not depend on them, so that two documents are judged alike beside any
    /// others.
    ///
    /// # Complexity
    /// As [`weigh`](Self::weigh).
    #[must_use]
    pub fn weigh_frozen(tallies: &[Tally], frozen: &Frozen) -> Self {
        let [terms, phrases, numbers] =
            [TERMS, PHRASES, NUMBERS].map(|list| Frequencies::frozen(tallies, list, frozen));
        let documents = tallies
            .iter()
            .map(|tally| weigh(tally, &terms, &phrases, &numbers, frozen.limits(tally.language)))
            .collect();
        let priors = Language::ALL.map(|language| frozen.prior(language));
        Self { terms, phrases, documents, priors }
    }

    /// Whether two documents of one language are versions of one text.
    #[must_use]
    pub fn are_versions(&self, left: u32, right: u32) -> bool {
        let (left, right) = (&self.documents[left as usize], &self.documents[right as usize]);
        left.language == right.language && left.is_version_of(right)
    }

    /// Compares and judges two documents; those of two languages have nothing in common.
    #[must_use]
    pub fn judge(&self, left: u32, right: u32) -> (Evidence, Judgement) {
        let (left, right) = (&self.documents[left as usize], &self.documents[right as usize]);
        let evidence = Evidence::between(left, right);
        let prior =
            if left.language == right.language { self.priors[left.language as usize] } else { f64::NEG_INFINITY };
        (evidence, Judgement::of(&evidence, prior))
    }
}

const TERMS: List = |tally| Box::new(tally.terms.iter().map(|term| (term.hash, term.small)));
const PHRASES: List = |tally| Box::new(tally.phrases.iter().map(|&hash| (hash, false)));
const NUMBERS: List = |tally| Box::new(tally.numbers.iter().map(|&hash| (hash, false)));

/// Phrases that a text has at least, to be told for a version of another: those of a short paragraph.
const PHRASES_OF_A_VERSION: usize = 20;

impl Document {
    /// Whether more than half of the phrases of each of two texts stand in the other, whatever their weight.
    #[must_use]
    pub fn is_version_of(&self, other: &Self) -> bool {
        let most = self.phrases.len().max(other.phrases.len());
        let least = self.phrases.len().min(other.phrases.len());
        if least < PHRASES_OF_A_VERSION || 2 * least <= most {
            return false;
        }
        let mut theirs = other.phrases.iter().map(|&(number, _)| number).peekable();
        let shared = self.phrases.iter().filter(|&&(number, _)| {
            while theirs.next_if(|&their| their < number).is_some() {}
            theirs.next_if_eq(&number).is_some()
        });
        2 * shared.count() > most
    }
}

/// The idf beyond which a rarer term weighs no more in a cosine: about the largest in the corpora that the models are fitted
/// on, some three hundred articles. Without it the names that only one family of articles holds outweigh all else in a corpus
/// of 24,000, and another story about the same people looks like theirs (`benchmarks/stories.py`, haystack).
const HEAVIEST: f64 = 5.6;

/// What the idf of a term is held against.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// The largest that there can be.
    pub largest: f64,
    /// That beyond which a rarer term weighs no more in a cosine.
    pub heaviest: f64,
}

fn weigh(tally: &Tally, terms: &Frequencies, phrases: &Frequencies, numbers: &Frequencies, limits: Limits) -> Document {
    let Limits { largest, heaviest } = limits;
    let weights: Vec<(u32, [f64; 4])> = tally
        .terms
        .iter()
        .filter_map(|term| {
            let number = terms.number(term.hash)?;
            let rare = terms.idf(number);
            let idf = rare.min(heaviest);
            let opening = if term.opening > 0 { (1.0 + libm::log(f64::from(term.opening))) * idf } else { 0.0 };
            let is_event = !term.digits && (term.small || terms.is_common(number));
            let event = if is_event { idf } else { 0.0 };
            Some((number, [libm::log1p(term.lead) * idf, opening, event, libm::pow(rare / largest, 3.0)]))
        })
        .collect();
    let norms = [0, 1, 2].map(|which| norm(weights.iter().map(|(_, weights)| weights[which])));
    let scaled = |weights: &[f64; 4], which: usize| single(weights[which] / norms[which]);
    let phrase_weights: Vec<(u32, f64)> = tally
        .phrases
        .iter()
        .filter_map(|&hash| phrases.number(hash))
        .map(|number| (number, phrases.idf(number).min(heaviest)))
        .collect();
    let phrase_norm = norm(phrase_weights.iter().map(|&(_, weight)| weight));
    let number_weights: Vec<(u32, f64)> = tally
        .numbers
        .iter()
        .filter_map(|&hash| numbers.number(hash))
        .map(|number| (number, numbers.idf(number) / largest))
        .collect();
    let day_norm = norm(tally.days.iter().copied());
    Document {
        language: tally.language,
        words: tally.words,
        terms: weights
            .iter()
            .map(|(number, weights)| Term {
                number: *number,
                lead: scaled(weights, 0),
                opening: scaled(weights, 1),
                event: scaled(weights, 2),
                support: single(weights[3]),
            })
            .collect(),
        phrases: phrase_weights.iter().map(|&(number, weight)| (number, single(weight / phrase_norm))).collect(),
        number_weight: number_weights.iter().map(|&(_, weight)| weight).sum(),
        numbers: number_weights.iter().map(|&(number, weight)| (number, single(weight))).collect(),
        days: tally.days.map(|day| day / day_norm),
    }
}

/// The length of a vector, 1 where it is 0 so that it can be divided by.
fn norm(weights: impl Iterator<Item = f64>) -> f64 {
    let length = weights.map(|weight| weight * weight).sum::<f64>().sqrt();
    if length > 0.0 { length } else { 1.0 }
}

/// Half the memory; the seventh digit of a weight decides nothing.
#[allow(clippy::cast_possible_truncation)]
fn single(weight: f64) -> f32 {
    weight as f32
}
