//! How many articles of a fixed collection hold a term: what a corpus of five cannot tell.
//!
//! The English table is counted from two collections of news by `benchmarks/background.py`; its head says which. It holds
//! stems and counts, no text. Other languages have none: their frequencies are those of the corpus at hand.

use super::reading::{phrase_hash, term_hash};
use crate::duplicate::directory::HashDirectory;
use crate::text::language::Language;
use std::sync::OnceLock;

/// What the table says of a term.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counted {
    /// Articles that hold it, rounded to two digits.
    pub documents: u32,
    /// Whether most of them write it with a capital only: a name.
    pub name: bool,
}

/// A table of terms and phrases.
#[derive(Debug, Default)]
pub struct Background {
    /// Articles that were counted.
    pub documents: u32,
    hashes: HashDirectory,
    counts: Vec<Counted>,
}

impl Background {
    /// The table of a language; empty where there is none.
    #[must_use]
    pub fn of(language: Language) -> &'static Self {
        static ENGLISH: OnceLock<Background> = OnceLock::new();
        static NONE: OnceLock<Background> = OnceLock::new();
        match language {
            Language::English => ENGLISH.get_or_init(|| {
                let (documents, entries) = parse(table_of(language), language);
                let counts = entries.iter().map(|&(_, counted)| counted).collect();
                let hashes = HashDirectory::new(entries.into_iter().map(|(hash, _)| hash).collect());
                Self { documents, hashes, counts }
            }),
            _ => NONE.get_or_init(Self::default),
        }
    }

    /// Everything that the table of a language holds, by ascending hashes.
    #[must_use]
    pub fn entries(language: Language) -> Vec<(u64, Counted)> {
        parse(table_of(language), language).1
    }

    /// What is known of a term, a number or a phrase by its hash; nothing of one that is not in the table.
    #[must_use]
    pub fn look_up(&self, hash: u64) -> Counted {
        if self.hashes.is_empty() {
            return Counted::default();
        }
        self.hashes.position(hash).map(|at| self.counts[at]).unwrap_or_default()
    }
}

fn table_of(language: Language) -> &'static str {
    match language {
        Language::English => include_str!("background_en.txt"),
        _ => "",
    }
}

/// The articles that were counted for a table, and its entries by ascending hashes. Its lines: `documents N`; then a stem or
/// two, a count and, for a name, `n`. `#` begins a comment.
fn parse(table: &str, language: Language) -> (u32, Vec<(u64, Counted)>) {
    let mut documents = 0;
    let mut entries: Vec<(u64, Counted)> = Vec::new();
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        let fields: Vec<&str> = line.split(' ').collect();
        let (fields, name) = match fields.as_slice() {
            [fields @ .., "n"] => (fields, true),
            fields => (fields, false),
        };
        let count = |count: &str| count.parse().unwrap_or_default();
        let hash = |term: &str| term_hash(term, language);
        match *fields {
            ["documents", total] if documents == 0 => documents = count(total),
            [term, total] => entries.push((hash(term), Counted { documents: count(total), name })),
            [first, second, total] => {
                entries.push((phrase_hash(hash(first), hash(second)), Counted { documents: count(total), name }));
            }
            _ => {}
        }
    }
    entries.sort_unstable_by_key(|&(hash, _)| hash);
    entries.dedup_by_key(|&mut (hash, _)| hash);
    (documents, entries)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_knows_common_words_names_and_phrases() {
        let english = Background::of(Language::English);
        let of = |term: &str| english.look_up(term_hash(term, Language::English));
        assert!(english.documents > 1000);
        assert!(of("minist").documents > of("harbour").documents);
        assert!(of("london").name && !of("minist").name);
        let prime_minister = phrase_hash(term_hash("prime", Language::English), term_hash("minist", Language::English));
        assert!(english.look_up(prime_minister).documents > 50);
        assert_eq!(of("zzyzx"), Counted::default());
    }

    #[test]
    fn the_table_is_compact_and_rounded() {
        let lines: Vec<&str> =
            include_str!("background_en.txt").lines().filter(|line| !line.starts_with('#')).skip(1).collect();
        assert!(lines.len() <= 50_000);
        for line in lines {
            let count: u32 = line.trim_end_matches(" n").rsplit(' ').next().unwrap().parse().unwrap();
            assert!(count < 100 || count.is_multiple_of(10u32.pow(count.ilog10() - 1)), "{line}");
        }
    }

    #[test]
    fn other_languages_have_none() {
        assert_eq!(Background::of(Language::German).documents, 0);
        assert_eq!(Background::of(Language::German).look_up(1), Counted::default());
    }
}
