//! Two documents and the text of one of them in, out the words and phrases that weigh most in their likeness.

use super::document::{Document, Documents};
use super::reading::{Word, for_each_word, phrase_hash};
use ahash::AHashMap;
use std::cmp::Reverse;

/// Phrases and words that are named: enough for an editor to see the reason, few enough for a cell of a table.
const PHRASES: usize = 3;
const WORDS: usize = 6;

/// The phrases, then the words that weigh most in the likeness of `one` and `other`, as they stand in `one`'s text,
/// joined by commas; empty where they share none.
///
/// # Complexity
/// Linear in the text and the terms.
#[must_use]
pub fn why(corpus: &Documents, one: &Document, other: &Document, title: Option<&str>, text: &str) -> String {
    let mut words = shared(
        one.terms.iter().map(|term| (term.number, term.lead + term.event)),
        other.terms.iter().map(|term| (term.number, term.lead + term.event)),
    );
    let mut phrases = shared(one.phrases.iter().copied(), other.phrases.iter().copied());
    let heaviest = |list: &mut Vec<(u32, f32)>, most: usize| {
        // Weights are positive, so their bits are in their order; of equals the smaller number.
        list.sort_by_key(|&(number, weight)| (Reverse(weight.to_bits()), number));
        list.truncate(most);
    };
    heaviest(&mut phrases, PHRASES);
    heaviest(&mut words, WORDS + 2 * PHRASES);
    let spelt = Spelt::find(corpus, &words, &phrases, title, text, one);
    let mut named: Vec<String> = phrases.iter().filter_map(|(number, _)| spelt.phrases.get(number).cloned()).collect();
    let in_phrases = named.join(" ").to_lowercase();
    let rest = words.iter().filter_map(|(number, _)| spelt.words.get(number));
    named.extend(rest.filter(|word| !in_phrases.contains(&word.to_lowercase())).take(WORDS).cloned());
    named.join(", ")
}

/// The terms of both lists with the products of their weights.
fn shared(one: impl Iterator<Item = (u32, f32)>, other: impl Iterator<Item = (u32, f32)>) -> Vec<(u32, f32)> {
    let weights: AHashMap<u32, f32> = other.collect();
    one.filter_map(|(number, weight)| weights.get(&number).map(|its| (number, weight * its))).collect()
}

/// How terms are written in a text, by their numbers: as they stand there first.
#[derive(Default)]
struct Spelt {
    words: AHashMap<u32, String>,
    phrases: AHashMap<u32, String>,
}

impl Spelt {
    fn find(
        corpus: &Documents,
        words: &[(u32, f32)],
        phrases: &[(u32, f32)],
        title: Option<&str>,
        text: &str,
        document: &Document,
    ) -> Self {
        let mut spelt = Self::default();
        let mut before: Option<(Word, String)> = None;
        for_each_word(title, text, document.language, |word, _, written| {
            let is_wanted = |wanted: &[(u32, f32)], number: &u32| wanted.iter().any(|(one, _)| one == number);
            if let Some(number) = corpus.terms.number(word.stem).filter(|number| is_wanted(words, number)) {
                spelt.words.entry(number).or_insert_with(|| written.to_owned());
            }
            // Of a phrase that stop words part, the words stand better alone.
            if let Some((last, first)) = before.take().filter(|(last, _)| last.place + 1 == word.place) {
                let number = corpus.phrases.number(phrase_hash(last.stem, word.stem));
                if let Some(number) = number.filter(|number| is_wanted(phrases, number)) {
                    spelt.phrases.entry(number).or_insert_with(|| format!("{first} {written}"));
                }
            }
            before = Some((word, written.to_owned()));
        });
        spelt
    }
}
