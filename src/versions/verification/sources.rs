//! The sources in, out where each word of the quotes stands in them, in whatever form.
//!
//! Only words that some quote has are told apart; of all others the place is all that counts. So a source of 100 MB takes 12
//! bytes a word, and the index answers nothing that was not asked.

use super::wording::Word;
use crate::corpus::TextColumn;
use crate::error::{Error, Result};
use crate::id::{DocId, check_rows};
use crate::schedule::Run;
use crate::story::background::Background;
use crate::story::numbers::value_of;
use crate::story::reading::{is_stop_word, term_hash, without_elision};
use crate::text::language::{Language, Languages, Spoken, detect};
use crate::text::stem::Stemmer;
use crate::text::tokenize::for_each_token;
use crate::versions::vocabulary::evenly_spaced;
use ahash::AHashMap;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::OnceLock;

/// The number of a word of the quotes; 0 is every other word.
pub type WordId = u32;

/// The words of all quotes, numbered.
#[derive(Debug)]
pub struct Vocabulary {
    ids: AHashMap<u64, WordId>,
    folded: Vec<Box<str>>,
    /// For each language, in the order of [`Language::ALL`], the words by their stems; made when first asked for.
    forms: Vec<OnceLock<Forms>>,
}

/// The words of the quotes as one language reads them.
#[derive(Debug)]
struct Forms {
    /// The hash of each stem, with the first word that has it.
    stems: AHashMap<u64, WordId>,
    /// For each word the first that has its stem.
    first: Vec<WordId>,
    /// For each word whether it says nothing by itself.
    stop: Vec<bool>,
    /// For each word the hash of its stem.
    hashes: Vec<u64>,
}

impl Vocabulary {
    /// Numbers the words of the quotes in their order.
    ///
    /// # Panics
    /// Above `u32::MAX` distinct words.
    #[must_use]
    pub fn new<'a>(words: impl Iterator<Item = &'a Word>) -> Self {
        let mut ids = AHashMap::new();
        let mut folded: Vec<Box<str>> = vec!["".into()];
        for word in words {
            ids.entry(word.hash).or_insert_with(|| {
                folded.push(word.folded.clone());
                WordId::try_from(folded.len() - 1).expect("fewer distinct words than 32 bits number")
            });
        }
        Self { ids, folded, forms: Language::ALL.iter().map(|_| OnceLock::new()).collect() }
    }

    /// The number of a word of a quote.
    #[must_use]
    pub fn id(&self, word: &Word) -> WordId {
        self.ids.get(&word.hash).copied().unwrap_or_default()
    }

    fn forms(&self, language: Language) -> &Forms {
        self.forms[language as usize].get_or_init(|| {
            let stemmer = Stemmer::new(language);
            let mut forms = Forms { stems: AHashMap::new(), first: vec![0], stop: vec![true], hashes: vec![0] };
            for (id, word) in (0..).zip(&self.folded).skip(1) {
                let hash = stem_hash(word, language, &stemmer);
                let first = *forms.stems.entry(hash).or_insert(id);
                forms.first.push(first);
                let bare = without_elision(word, language);
                forms.stop.push(is_stop_word(word, language) || is_stop_word(bare, language));
                forms.hashes.push(hash);
            }
            forms
        })
    }
}

/// What the forms of one word share: the stem, or the value of a number.
fn stem_hash(word: &str, language: Language, stemmer: &Stemmer) -> u64 {
    let word = without_elision(word, language);
    match value_of(word, language) {
        Some(value) => term_hash(&value, language),
        None => term_hash(&stemmer.stem(word), language),
    }
}

/// What is known of the words of the quotes in one language.
#[derive(Debug)]
pub struct Lexicon {
    /// For each word the first word of its stem.
    pub first: Vec<WordId>,
    /// For each word how much it tells, in [0, 1]: 0 for a stop word, 1 for one that nobody uses.
    pub weight: Vec<f64>,
    /// The logarithm of the rarity of a word that weighs 1.
    pub nats: f64,
}

/// The words of all sources, one row after the other.
#[derive(Debug)]
pub struct Sources {
    /// Where each row begins, and where the last one ends.
    starts: Vec<u32>,
    languages: Vec<Language>,
    /// The word that stands at each place.
    pub words: Vec<WordId>,
    /// The first word of the stem that stands at each place.
    pub stems: Vec<WordId>,
    /// Where the places of each stem begin.
    ends: Vec<u32>,
    places: Vec<u32>,
    lexicons: BTreeMap<Language, Lexicon>,
}

impl Sources {
    /// Reads the sources; a missing one has no words.
    ///
    /// # Errors
    /// [`Error::Cancelled`], those of the column, and [`Error::Parameter`] above 4 billion words.
    ///
    /// # Complexity
    /// Linear in the sources; 12 bytes a word.
    ///
    /// # Panics
    /// Never: places are counted before.
    pub fn read(run: &Run, column: &dyn TextColumn, languages: &Languages, vocabulary: &Vocabulary) -> Result<Self> {
        check_rows("sources", column.len())?;
        let rows: Vec<DocId> = (0..column.len()).map(DocId::from_index).collect();
        let read = run.map_some_with(column, &rows, Seen::new, |seen, row, text| {
            let text = text.unwrap_or_default();
            let language = match languages.of(row) {
                Spoken::In(language) => language,
                Spoken::Detect => detect(text).unwrap_or(Language::None),
            };
            (language, read_words(text, language, vocabulary, seen))
        })?;
        let total: usize = read.iter().map(|(_, words)| words.len()).sum();
        if u32::try_from(total).is_err() {
            return Err(Error::parameter("sources", "at most 4,294,967,295 words long", total)
                .with_hint("verify in parts, each against its own sources"));
        }
        let place = |at: usize| u32::try_from(at).expect("places are counted");
        let (mut words, mut stems) = (Vec::with_capacity(total), Vec::with_capacity(total));
        let (mut starts, mut spoken) = (vec![0], Vec::new());
        for (language, row) in read {
            words.extend(row.iter().map(|&(word, _)| word));
            stems.extend(row.iter().map(|&(_, stem)| stem));
            starts.push(place(words.len()));
            spoken.push(language);
        }
        let (ends, places) = postings(&stems, vocabulary.folded.len());
        let mut sources = Self { starts, languages: spoken, words, stems, ends, places, lexicons: BTreeMap::new() };
        let present: std::collections::BTreeSet<Language> = sources.languages.iter().copied().collect();
        for language in present {
            sources.lexicons.insert(language, sources.lexicon_of(language, vocabulary));
        }
        Ok(sources)
    }

    fn lexicon_of(&self, language: Language, vocabulary: &Vocabulary) -> Lexicon {
        let forms = vocabulary.forms(language);
        let background = Background::of(language);
        // How rare a word is among articles where that was counted, else among the words of the sources.
        let counted = background.documents > 0;
        let total = if counted { f64::from(background.documents) } else { self.words.len() as f64 };
        let holding = |id: usize| {
            if counted {
                f64::from(background.look_up(forms.hashes[id]).documents)
            } else {
                self.places_of(forms.first[id], 0..self.words.len()).len() as f64
            }
        };
        let nats = idf(total, 0.0);
        let weight = |id: usize| if forms.stop[id] { 0.0 } else { (idf(total, holding(id)) / nats).clamp(0.0, 1.0) };
        Lexicon { first: forms.first.clone(), weight: (0..forms.first.len()).map(weight).collect(), nats }
    }

    /// Rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.languages.len()
    }

    /// The places of a row.
    #[must_use]
    pub fn row(&self, row: usize) -> Range<usize> {
        self.starts[row] as usize..self.starts[row + 1] as usize
    }

    /// The row in which a place lies.
    #[must_use]
    pub fn row_at(&self, place: usize) -> usize {
        self.starts.partition_point(|&start| start as usize <= place) - 1
    }

    /// The parts of `range` that lie in one row each.
    pub fn by_row(&self, range: Range<usize>) -> impl Iterator<Item = Range<usize>> {
        let first = if range.is_empty() { self.rows() } else { self.row_at(range.start) };
        (first..self.rows())
            .map(|row| self.row(row))
            .take_while(move |row| row.start < range.end)
            .map(move |row| row.start.max(range.start)..row.end.min(range.end))
            .filter(|part| !part.is_empty())
    }

    /// What is known of the words in the language of a row.
    #[must_use]
    pub fn lexicon(&self, row: usize) -> &Lexicon {
        &self.lexicons[&self.languages[row]]
    }

    /// All languages that the sources have, in their order.
    pub fn lexicons(&self) -> impl Iterator<Item = &Lexicon> {
        self.lexicons.values()
    }

    /// The places in `range` that hold a stem, by its first word; ascending.
    #[must_use]
    pub fn places_of(&self, stem: WordId, range: Range<usize>) -> &[u32] {
        if stem == 0 {
            return &[];
        }
        let all = &self.places[self.ends[stem as usize] as usize..self.ends[stem as usize + 1] as usize];
        let from = all.partition_point(|&at| (at as usize) < range.start);
        let to = all.partition_point(|&at| (at as usize) < range.end);
        &all[from..to.max(from)]
    }
}

/// Spärck Jones 1972, smoothed, so that a word that nobody uses stays finite.
fn idf(total: f64, holding: f64) -> f64 {
    const SMOOTHING: f64 = 0.5;
    libm::log((total + 1.0) / (holding + SMOOTHING))
}

/// Words that were stemmed before: stemming costs ten times what looking up does.
type Seen = AHashMap<(Language, u64), (WordId, WordId)>;

/// The words of a text with their stems, as far as the quotes have them.
fn read_words(text: &str, language: Language, vocabulary: &Vocabulary, seen: &mut Seen) -> Vec<(WordId, WordId)> {
    let forms = vocabulary.forms(language);
    let stemmer = Stemmer::new(language);
    let mut words = Vec::with_capacity(text.len() / 6);
    for_each_token(&evenly_spaced(text), |token, folded| {
        let known = *seen.entry((language, token.hash)).or_insert_with(|| match vocabulary.ids.get(&token.hash) {
            Some(&id) => (id, forms.first[id as usize]),
            None => (0, forms.stems.get(&stem_hash(folded, language, &stemmer)).copied().unwrap_or_default()),
        });
        words.push(known);
    });
    words
}

/// Where each stem stands: the end of each one's list, and the lists.
fn postings(stems: &[WordId], count: usize) -> (Vec<u32>, Vec<u32>) {
    let mut ends = vec![0u32; count + 1];
    for &stem in stems.iter().filter(|&&stem| stem > 0) {
        ends[stem as usize + 1] += 1;
    }
    for stem in 1..ends.len() {
        ends[stem] += ends[stem - 1];
    }
    let mut next = ends.clone();
    let mut places = vec![0u32; ends[count] as usize];
    for (at, &stem) in (0u32..).zip(stems).filter(|&(_, &stem)| stem > 0) {
        places[next[stem as usize] as usize] = at;
        next[stem as usize] += 1;
    }
    (ends, places)
}
