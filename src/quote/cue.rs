//! A word in, its part in an attribution out: reporting verb and form of it, or the function word that bounds a speaker.
//!
//! The words themselves stand in the data files beside this one. A language is one verb file and one word file.

pub(crate) use crate::text::Language;
use crate::text::words::{LONGEST, WordTable};
use ahash::AHashMap;
use std::sync::OnceLock;

/// A set of [`Class`]es: a word can have several (“reports” is a verb and a noun).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Classes(u32);

/// What a word can be next to a quotation. The data files explain each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
pub(crate) enum Class {
    Say,
    Name,
    Think,
    Finite,
    Participle,
    Ing,
    Pronoun,
    Relative,
    Determiner,
    Pointing,
    Preposition,
    Auxiliary,
    Passive,
    Adverb,
    Conjunction,
    Subordinate,
    Calendar,
    Title,
    Noun,
    Verb,
    Kicker,
    Utterance,
    Outlet,
    Addressee,
    Asks,
    Bare,
    Source,
    Mood,
    Shows,
    Intends,
    Weak,
    Stance,
}

impl Classes {
    /// Whether the word has this class.
    #[inline]
    pub(crate) fn has(self, class: Class) -> bool {
        self.0 & (1 << class as u32) != 0
    }

    /// Whether the word has at least one of these classes.
    #[inline]
    pub(crate) fn any(self, classes: &[Class]) -> bool {
        classes.iter().any(|&class| self.has(class))
    }

    /// Whether the word is a form of a reporting verb.
    #[inline]
    pub(crate) fn is_cue(self) -> bool {
        self.any(&[Class::Say, Class::Name, Class::Think])
    }

    /// Whether nothing is known of the word.
    #[inline]
    pub(crate) fn is_unknown(self) -> bool {
        self.0 == 0
    }

    fn add(&mut self, class: Class) {
        self.0 |= 1 << class as u32;
    }
}

/// The words of one language.
pub(crate) struct Lexicon {
    words: WordTable<Classes>,
    /// The language of the words.
    pub(crate) language: Language,
}

impl Lexicon {
    /// The words of `language`; read once. A language without any has the words of [`Language::None`].
    pub(crate) fn of(language: Language) -> &'static Self {
        static LEXICONS: OnceLock<[Lexicon; 6]> = OnceLock::new();
        let [others, known @ ..] = LEXICONS.get_or_init(|| {
            [
                Self::read(Language::None, "", ""),
                Self::read(Language::English, include_str!("cues_en.txt"), include_str!("words_en.txt")),
                Self::read(Language::German, include_str!("cues_de.txt"), include_str!("words_de.txt")),
                Self::read(Language::French, include_str!("cues_fr.txt"), include_str!("words_fr.txt")),
                Self::read(Language::Spanish, include_str!("cues_es.txt"), include_str!("words_es.txt")),
                Self::read(Language::Russian, include_str!("cues_ru.txt"), include_str!("words_ru.txt")),
            ]
        });
        known.iter().find(|lexicon| lexicon.language == language).unwrap_or(others)
    }

    /// Whether cues and speakers are looked for with these words.
    pub(crate) fn is_supported(&self) -> bool {
        self.language != Language::None
    }

    fn read(language: Language, verbs: &'static str, words: &'static str) -> Self {
        let mut table: AHashMap<&'static [u8], Classes> = AHashMap::new();
        for (class, forms) in lines(verbs) {
            let class = match class {
                "say" => Class::Say,
                "name" => Class::Name,
                _ => Class::Think,
            };
            for (forms, form) in forms.split('/').zip([Class::Finite, Class::Participle, Class::Ing]) {
                for word in forms.split_whitespace() {
                    let entry = table.entry(word.as_bytes()).or_default();
                    entry.add(class);
                    entry.add(form);
                }
            }
        }
        for (class, entries) in lines(words) {
            let class = match class {
                "pronoun" => Class::Pronoun,
                "relative" => Class::Relative,
                "determiner" => Class::Determiner,
                "pointing" => Class::Pointing,
                "preposition" => Class::Preposition,
                "auxiliary" => Class::Auxiliary,
                "passive" => Class::Passive,
                "adverb" => Class::Adverb,
                "conjunction" => Class::Conjunction,
                "subordinate" => Class::Subordinate,
                "calendar" => Class::Calendar,
                "title" => Class::Title,
                "noun" => Class::Noun,
                "verb" => Class::Verb,
                "kicker" => Class::Kicker,
                "utterance" => Class::Utterance,
                "addressee" => Class::Addressee,
                "asks" => Class::Asks,
                "bare" => Class::Bare,
                "source" => Class::Source,
                "mood" => Class::Mood,
                "shows" => Class::Shows,
                "intends" => Class::Intends,
                "weak" => Class::Weak,
                "stance" => Class::Stance,
                _ => Class::Outlet,
            };
            for word in entries.split_whitespace() {
                table.entry(word.as_bytes()).or_default().add(class);
            }
        }
        Self { words: WordTable::new(table), language }
    }

    /// What is known of `word`, however it is capitalised.
    #[inline]
    pub(crate) fn classes(&self, word: &str) -> Classes {
        if word.is_ascii() {
            return self.words.get_ascii(word.as_bytes());
        }
        if word.len() > LONGEST {
            return Classes::default();
        }
        self.words.get_lower(word.to_lowercase().replace('’', "'").as_bytes())
    }
}

/// The class and the rest of every entry of a data file.
fn lines(file: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    file.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_verb_is_known_in_every_form_and_case() {
        let english = Lexicon::of(Language::English);
        for word in ["say", "Says", "SAID", "saying", "told", "denied", "mused"] {
            assert!(english.classes(word).is_cue(), "{word}");
        }
        assert!(english.classes("warning").has(Class::Ing));
        assert!(english.classes("written").has(Class::Participle));
        assert!(english.classes("don’t").has(Class::Auxiliary));
        assert!(Lexicon::of(Language::German).classes("Erklärte").has(Class::Say));
        assert!(english.classes("lamp").is_unknown());
    }

    #[test]
    fn every_line_of_a_verb_file_names_a_class() {
        for file in [
            include_str!("cues_en.txt"),
            include_str!("cues_de.txt"),
            include_str!("cues_fr.txt"),
            include_str!("cues_es.txt"),
            include_str!("cues_ru.txt"),
        ] {
            for (class, forms) in lines(file) {
                assert!(["say", "name", "think"].contains(&class), "{class} {forms}");
                assert!(forms.contains('/'), "{class} {forms}");
            }
        }
    }
}
