//! The versions of a story in, out their words: what each folds to, its stem, how much that stem tells.

use super::version::Version;
use crate::span::ByteSpan;
use crate::story::background::Background;
use crate::story::reading::{term_hash, without_elision};
use crate::text::Language;
use crate::text::stem::Stemmer;
use crate::text::tokenize::for_each_token;
use ahash::AHashMap;
use std::borrow::Cow;

/// A stem of a story.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StemId(u32);

impl StemId {
    /// Its number in the story.
    #[must_use]
    pub fn number(self) -> u64 {
        u64::from(self.0)
    }
}

/// A word of a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// Where it stands.
    pub span: ByteSpan,
    /// The hash of its folded form.
    pub hash: u64,
    /// Its stem; none for a stop word.
    pub stem: Option<StemId>,
}

/// The words of all versions of a story.
#[derive(Debug, Default)]
pub struct Vocabulary {
    /// The words of each version, by their place.
    pub words: Vec<Vec<Word>>,
    stems: Vec<Entry>,
}

#[derive(Debug)]
struct Entry {
    text: Box<str>,
    weight: f64,
    /// Whether it is written with a capital wherever it stands.
    name: bool,
    /// Stems of other words that have most of their letters in common with it: Kredit, Kreditnehmer.
    kin: Box<[StemId]>,
}

/// The weight of a stem where no table says how rare it is: that of a word in one article of ninety, such as the content words
/// of a quotation are in English on average (`background_en.txt`).
const USUAL: f64 = 4.5;

/// The weight of a stop word in an alignment of words, beside [`USUAL`].
pub const STOP_WORD: f64 = 1.0;

/// Letters that two stems share in a row to be kin, and the share of the shorter stem that these are: what unaffordable and
/// affordable, Kredit and Kreditnehmer have, and minister and ministry have not.
const KIN_LETTERS: usize = 5;
const KIN_SHARE: f64 = 0.7;

/// Stems that share five letters, beyond which those letters are an ending of the language.
const KIN_MOST: usize = 40;

impl Vocabulary {
    /// Reads the words of all versions.
    ///
    /// # Complexity
    /// Linear in the texts; 32 bytes a word.
    #[must_use]
    pub fn read(versions: &[Version<'_>]) -> Self {
        let mut vocabulary = Self::default();
        let mut numbers: AHashMap<u64, StemId> = AHashMap::new();
        let mut stemmers: AHashMap<Language, Stemmer> = AHashMap::new();
        for version in versions {
            let language = version.language;
            let stemmer = stemmers.entry(language).or_insert_with(|| Stemmer::new(language));
            let mut words = Vec::with_capacity(version.text.len() / 6);
            for_each_token(&evenly_spaced(version.text), |token, folded| {
                let bare = without_elision(folded, language);
                let stem = (!is_stop_word(folded, language) && !is_stop_word(bare, language)).then(|| {
                    let stem = stemmer.stem(bare);
                    let written = token.span.of(version.text);
                    let small =
                        written.trim_start_matches(|c: char| !c.is_alphabetic()).starts_with(char::is_lowercase);
                    vocabulary.meet(&stem, language, small, &mut numbers)
                });
                words.push(Word { span: token.span, hash: token.hash, stem });
            });
            vocabulary.words.push(words);
        }
        vocabulary.find_kin();
        vocabulary
    }

    fn meet(&mut self, stem: &str, language: Language, small: bool, numbers: &mut AHashMap<u64, StemId>) -> StemId {
        let hash = term_hash(stem, language);
        let stems = &mut self.stems;
        let id = *numbers.entry(hash).or_insert_with(|| {
            let name = stem.starts_with(char::is_alphabetic);
            stems.push(Entry { text: stem.into(), weight: weight(hash, language), name, kin: Box::default() });
            stem_id(stems.len() - 1)
        });
        stems[id.0 as usize].name &= !small;
        id
    }

    fn find_kin(&mut self) {
        let mut holders: AHashMap<&[u8], Vec<usize>> = AHashMap::new();
        for (number, entry) in self.stems.iter().enumerate() {
            let bytes = entry.text.as_bytes();
            if bytes.iter().any(u8::is_ascii_digit) || bytes.len() > 40 {
                continue;
            }
            for letters in bytes.windows(KIN_LETTERS) {
                let held = holders.entry(letters).or_default();
                if held.len() <= KIN_MOST && held.last() != Some(&number) {
                    held.push(number);
                }
            }
        }
        let mut kin: Vec<Vec<StemId>> = vec![Vec::new(); self.stems.len()];
        for held in holders.values().filter(|held| (2..=KIN_MOST).contains(&held.len())) {
            for (at, &one) in held.iter().enumerate() {
                for &other in &held[at + 1..] {
                    let (left, right) = (&self.stems[one].text, &self.stems[other].text);
                    let shorter = left.len().min(right.len()) as f64;
                    if longest_common(left.as_bytes(), right.as_bytes()) as f64 >= KIN_SHARE * shorter {
                        kin[one].push(stem_id(other));
                        kin[other].push(stem_id(one));
                    }
                }
            }
        }
        for (entry, mut found) in self.stems.iter_mut().zip(kin) {
            found.sort_unstable();
            found.dedup();
            entry.kin = found.into();
        }
    }

    /// How much the stem tells: the logarithm of its rarity.
    #[must_use]
    pub fn weight(&self, stem: StemId) -> f64 {
        self.stems[stem.0 as usize].weight
    }

    /// Whether the stem is written with a capital wherever it stands.
    #[must_use]
    pub fn is_name(&self, stem: StemId) -> bool {
        self.stems[stem.0 as usize].name
    }

    /// The stem itself.
    #[must_use]
    pub fn text(&self, stem: StemId) -> &str {
        &self.stems[stem.0 as usize].text
    }

    /// Stems that have most of their letters in common with it.
    #[must_use]
    pub fn kin(&self, stem: StemId) -> &[StemId] {
        &self.stems[stem.0 as usize].kin
    }

    /// The words of a version that lie in a span.
    #[must_use]
    pub fn words_in(&self, version: usize, span: ByteSpan) -> &[Word] {
        let words = &self.words[version];
        let first = words.partition_point(|word| word.span.start < span.start);
        let last = words.partition_point(|word| word.span.end <= span.end);
        &words[first..last.max(first)]
    }

    /// The stems of some words, ascending, each once.
    #[must_use]
    pub fn stems_of(&self, words: &[Word]) -> Vec<StemId> {
        let mut stems: Vec<StemId> = words.iter().filter_map(|word| word.stem).collect();
        stems.sort_unstable();
        stems.dedup();
        stems
    }

    /// The weight of some stems together.
    #[must_use]
    pub fn sum(&self, stems: &[StemId]) -> f64 {
        stems.iter().map(|&stem| self.weight(stem)).sum()
    }
}

fn stem_id(number: usize) -> StemId {
    StemId(u32::try_from(number).expect("a story has fewer than 2^32 stems"))
}

fn weight(hash: u64, language: Language) -> f64 {
    let background = Background::of(language);
    if background.documents == 0 {
        return USUAL;
    }
    let held = background.look_up(hash).documents;
    libm::log(f64::from(background.documents + 1) / f64::from(held + 1))
}

fn is_stop_word(word: &str, language: Language) -> bool {
    match language {
        Language::None => Language::is_stop_word_of_any(word),
        _ => language.is_stop_word(word),
    }
}

/// A text with thin spaces for narrow no-break ones, of the same length: the space that French sets before marks and inside
/// numbers (`«\u{202F}Oui\u{202F}»`) belongs to words by UAX #29, and a quotation that is set with it equals one that is not.
#[must_use]
pub fn evenly_spaced(text: &str) -> Cow<'_, str> {
    const NARROW: char = '\u{202F}';
    const THIN: &str = "\u{2009}";
    if text.contains(NARROW) { Cow::Owned(text.replace(NARROW, THIN)) } else { Cow::Borrowed(text) }
}

/// The length of the longest run of letters that both have.
fn longest_common(left: &[u8], right: &[u8]) -> usize {
    let mut best = 0;
    let mut row = vec![0usize; right.len() + 1];
    for &one in left {
        let mut before = 0;
        for (at, &other) in right.iter().enumerate() {
            let here = row[at + 1];
            row[at + 1] = if one == other { before + 1 } else { 0 };
            best = best.max(row[at + 1]);
            before = here;
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::DocId;
    use crate::versions::version::Article;

    #[test]
    fn stems_know_their_kin_their_weight_and_whether_they_are_names() {
        let article =
            Article::join(None, "It is unaffordable, said Ardal. Is that not affordable? Ardal said the ministry is.");
        let version = Version::read(DocId(0), &article, Language::English, None);
        let vocabulary = Vocabulary::read(&[version]);
        let stem = |word: &str| {
            let at = article.text.find(word).unwrap();
            vocabulary.words_in(0, ByteSpan::new(at, at + word.len()))[0].stem.unwrap()
        };
        assert_eq!(vocabulary.kin(stem("unaffordable")), [stem("affordable?")]);
        assert!(vocabulary.is_name(stem("Ardal")) && !vocabulary.is_name(stem("ministry")));
        assert!(vocabulary.weight(stem("unaffordable")) > vocabulary.weight(stem("ministry")));
    }
}
