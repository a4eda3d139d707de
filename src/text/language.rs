//! Languages that stories are read in: a code or a text in, the language out, with its stop words.
//!
//! A language is told by its stop words alone. That takes a sentence or two and no model, and the same list keeps the words
//! that stand in every text out of the comparison.

use super::tokenize::for_each_token;
use ahash::{AHashMap, AHashSet};
use std::sync::OnceLock;

/// A language with a stemmer and a stop list, or none of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Language {
    /// Danish.
    Danish,
    /// Dutch.
    Dutch,
    /// English.
    English,
    /// Finnish.
    Finnish,
    /// French.
    French,
    /// German.
    German,
    /// Italian.
    Italian,
    /// Norwegian, bokmål and nynorsk.
    Norwegian,
    /// Portuguese.
    Portuguese,
    /// Russian.
    Russian,
    /// Spanish.
    Spanish,
    /// Swedish.
    Swedish,
    /// Any other: words are compared as they are folded, and all of them count.
    None,
}

impl Language {
    /// Every language; [`Language::None`] is the last.
    pub const ALL: [Self; 13] = [
        Self::Danish,
        Self::Dutch,
        Self::English,
        Self::Finnish,
        Self::French,
        Self::German,
        Self::Italian,
        Self::Norwegian,
        Self::Portuguese,
        Self::Russian,
        Self::Spanish,
        Self::Swedish,
        Self::None,
    ];

    /// The ISO 639-1 code that a caller writes, or "none".
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Danish => "da",
            Self::Dutch => "nl",
            Self::English => "en",
            Self::Finnish => "fi",
            Self::French => "fr",
            Self::German => "de",
            Self::Italian => "it",
            Self::Norwegian => "no",
            Self::Portuguese => "pt",
            Self::Russian => "ru",
            Self::Spanish => "es",
            Self::Swedish => "sv",
            Self::None => "none",
        }
    }

    /// The language with this code, in any case and with or without a region (`en`, `EN`, `en-GB`, `pt_BR`; nb and nn are
    /// Norwegian).
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        let code = code.to_ascii_lowercase();
        let code = code.split(['-', '_']).next().unwrap_or_default();
        let code = if matches!(code, "nb" | "nn") { "no" } else { code };
        Self::ALL.into_iter().find(|language| language.code() == code)
    }

    /// Whether `word`, folded, stands in any text of the language.
    #[must_use]
    pub fn is_stop_word(self, word: &str) -> bool {
        stop_words()[self as usize].contains(word)
    }

    fn stop_list(self) -> &'static str {
        match self {
            Self::Danish => include_str!("stop_words/da.txt"),
            Self::Dutch => include_str!("stop_words/nl.txt"),
            Self::English => include_str!("stop_words/en.txt"),
            Self::Finnish => include_str!("stop_words/fi.txt"),
            Self::French => include_str!("stop_words/fr.txt"),
            Self::German => include_str!("stop_words/de.txt"),
            Self::Italian => include_str!("stop_words/it.txt"),
            Self::Norwegian => include_str!("stop_words/no.txt"),
            Self::Portuguese => include_str!("stop_words/pt.txt"),
            Self::Russian => include_str!("stop_words/ru.txt"),
            Self::Spanish => include_str!("stop_words/es.txt"),
            Self::Swedish => include_str!("stop_words/sv.txt"),
            Self::None => "",
        }
    }

    fn words(self) -> impl Iterator<Item = &'static str> {
        self.stop_list().lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace)
    }
}

fn stop_words() -> &'static [AHashSet<&'static str>] {
    static WORDS: OnceLock<Vec<AHashSet<&'static str>>> = OnceLock::new();
    WORDS.get_or_init(|| Language::ALL.iter().map(|language| language.words().collect()).collect())
}

/// For each stop word the languages whose list holds it, one bit each.
fn memberships() -> &'static AHashMap<&'static str, u16> {
    static LANGUAGES: OnceLock<AHashMap<&'static str, u16>> = OnceLock::new();
    LANGUAGES.get_or_init(|| {
        let mut languages: AHashMap<&'static str, u16> = AHashMap::new();
        for language in Language::ALL {
            for word in language.words() {
                *languages.entry(word).or_default() |= 1 << language as u16;
            }
        }
        languages
    })
}

/// Words of a text that are looked at: four sentences tell a language from its neighbours.
const LOOKED_AT: usize = 200;

/// The language that a text is written in, None where its words do not tell.
///
/// Each stop word counts for the languages that have it, shared between them, so that "in" and "a" tell little. The language
/// with most must have twice as much as English and half as much again as any other: a few foreign names do not turn an
/// English brief into Dutch.
#[must_use]
pub fn detect(text: &str) -> Option<Language> {
    let mut evidence = [0.0f64; Language::ALL.len()];
    let mut seen = 0;
    for_each_token(head(text), |_, word| {
        seen += 1;
        if seen > LOOKED_AT {
            return;
        }
        let Some(&languages) = memberships().get(word) else { return };
        let share = 1.0 / f64::from(languages.count_ones());
        for language in Language::ALL {
            if languages & (1 << language as u16) != 0 {
                evidence[language as usize] += share;
            }
        }
    });
    let english = evidence[Language::English as usize];
    let best = Language::ALL.into_iter().max_by(|&a, &b| {
        // The earlier of equals, so that a tie has one answer.
        evidence[a as usize].total_cmp(&evidence[b as usize]).then_with(|| b.cmp(&a))
    })?;
    let most = evidence[best as usize];
    let next = Language::ALL
        .into_iter()
        .filter(|&language| language != best)
        .map(|language| evidence[language as usize])
        .fold(0.0, f64::max);
    if most < 1.0 {
        return None;
    }
    if best == Language::English {
        return (most >= next).then_some(best);
    }
    (most >= 1.2 * next && most >= 2.0 * english).then_some(best)
}

/// The beginning of a text, long enough for [`LOOKED_AT`] words of any language.
fn head(text: &str) -> &str {
    const BYTES: usize = 32 * LOOKED_AT;
    if text.len() <= BYTES {
        return text;
    }
    let mut end = BYTES;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_tells_its_language() {
        for (language, text) in [
            ("en", "The harbour stays open until the council has found another site."),
            ("de", "Der Hafen bleibt offen, bis der Rat einen anderen Platz gefunden hat."),
            ("fr", "Le port reste ouvert jusqu’à ce que le conseil ait trouvé un autre site."),
            ("es", "El puerto seguirá abierto hasta que el consejo haya encontrado otro lugar."),
            ("it", "Il porto resta aperto finché il consiglio non avrà trovato un altro posto."),
            ("pt", "O porto fica aberto até que a câmara encontre um outro lugar para os barcos."),
            ("nl", "De haven blijft open totdat de raad een andere plek heeft gevonden."),
            ("sv", "Hamnen är öppen tills rådet har hittat en annan plats för båtarna."),
            ("no", "Havnen forblir åpen til rådet har funnet et annet sted for båtene etter jul."),
            ("da", "Havnen forbliver åben, indtil rådet har fundet et andet sted til bådene af træ."),
            ("fi", "Satama on auki, kunnes neuvosto on löytänyt toisen paikan, sanoi johtaja."),
            ("ru", "Порт останется открытым, пока совет не найдёт другое место для лодок."),
        ] {
            assert_eq!(detect(text).map(Language::code), Some(language), "{text}");
        }
    }

    #[test]
    fn what_has_no_stop_words_has_no_language() {
        for text in ["", "…", "Tokyo 4 7/8", "港は開いている"] {
            assert_eq!(detect(text), None, "{text}");
        }
    }

    #[test]
    fn codes_are_read_with_their_regions() {
        assert_eq!(Language::from_code("pt-BR"), Some(Language::Portuguese));
        assert_eq!(Language::from_code("nb"), Some(Language::Norwegian));
        assert_eq!(Language::from_code("NONE"), Some(Language::None));
        assert_eq!(Language::from_code("tlh"), None);
        for (at, language) in Language::ALL.into_iter().enumerate() {
            assert_eq!(language as usize, at);
            assert_eq!(Language::from_code(language.code()), Some(language));
        }
    }

    #[test]
    fn stop_lists_hold_folded_words() {
        use crate::text::tokenize::tokenize;
        for language in Language::ALL {
            for word in language.words() {
                let mut folded = String::new();
                for_each_token(word, |_, form| folded.push_str(form));
                assert_eq!((tokenize(word).len(), folded.as_str()), (1, word), "{}", language.code());
            }
        }
    }
}
