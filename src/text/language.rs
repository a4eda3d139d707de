//! Languages: a code or a text in, the language out, with its stop words.
//!
//! One type serves every level. What a level knows of a language (a stemmer, a lexicon of cues) stands with that level; here
//! stand the codes, the stop words and how a text tells its language.

mod detect;

pub use detect::detect;

use crate::error::{Error, Result};
use crate::id::DocId;
use ahash::{AHashMap, AHashSet};
use std::sync::OnceLock;

macro_rules! languages {
    ($($name:ident $code:literal,)*) => {
        /// A language that has a code of two letters in ISO 639-1, or none of them.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[allow(missing_docs)] // the code of each stands beside its name
        pub enum Language {
            $($name,)*
            /// No language that is known: words are compared as they are folded.
            None,
        }

        impl Language {
            /// Every language, those with stop words first; [`Language::None`] is the last.
            pub const ALL: [Self; [$($code),*].len() + 1] = [$(Self::$name,)* Self::None];

            /// The ISO 639-1 code that a caller writes, or "none".
            #[must_use]
            pub fn code(self) -> &'static str {
                match self {
                    $(Self::$name => $code,)*
                    Self::None => "none",
                }
            }
        }
    };
}

// Norwegian is bokmål and nynorsk both.
languages! {
    Danish "da", Dutch "nl", English "en", Finnish "fi", French "fr", German "de", Italian "it", Norwegian "no",
    Portuguese "pt", Russian "ru", Spanish "es", Swedish "sv",
    Afar "aa", Abkhazian "ab", Avestan "ae", Afrikaans "af", Akan "ak", Amharic "am", Aragonese "an", Arabic "ar",
    Assamese "as", Avaric "av", Aymara "ay", Azerbaijani "az", Bashkir "ba", Belarusian "be", Bulgarian "bg",
    Bihari "bh", Bislama "bi", Bambara "bm", Bengali "bn", Tibetan "bo", Breton "br", Bosnian "bs", Catalan "ca",
    Chechen "ce", Chamorro "ch", Corsican "co", Cree "cr", Czech "cs", ChurchSlavic "cu", Chuvash "cv", Welsh "cy",
    Divehi "dv", Dzongkha "dz", Ewe "ee", Greek "el", Esperanto "eo", Estonian "et", Basque "eu", Persian "fa",
    Fulah "ff", Fijian "fj", Faroese "fo", WesternFrisian "fy", Irish "ga", ScottishGaelic "gd", Galician "gl",
    Guarani "gn", Gujarati "gu", Manx "gv", Hausa "ha", Hebrew "he", Hindi "hi", HiriMotu "ho", Croatian "hr",
    Haitian "ht", Hungarian "hu", Armenian "hy", Herero "hz", Interlingua "ia", Indonesian "id", Interlingue "ie",
    Igbo "ig", SichuanYi "ii", Inupiaq "ik", Ido "io", Icelandic "is", Inuktitut "iu", Japanese "ja", Javanese "jv",
    Georgian "ka", Kongo "kg", Kikuyu "ki", Kuanyama "kj", Kazakh "kk", Kalaallisut "kl", Khmer "km", Kannada "kn",
    Korean "ko", Kanuri "kr", Kashmiri "ks", Kurdish "ku", Komi "kv", Cornish "kw", Kyrgyz "ky", Latin "la",
    Luxembourgish "lb", Ganda "lg", Limburgish "li", Lingala "ln", Lao "lo", Lithuanian "lt", LubaKatanga "lu",
    Latvian "lv", Malagasy "mg", Marshallese "mh", Maori "mi", Macedonian "mk", Malayalam "ml", Mongolian "mn",
    Marathi "mr", Malay "ms", Maltese "mt", Burmese "my", Nauru "na", NorthNdebele "nd", Nepali "ne", Ndonga "ng",
    SouthNdebele "nr", Navajo "nv", Chichewa "ny", Occitan "oc", Ojibwa "oj", Oromo "om", Oriya "or", Ossetian "os",
    Punjabi "pa", Pali "pi", Polish "pl", Pashto "ps", Quechua "qu", Romansh "rm", Rundi "rn", Romanian "ro",
    Kinyarwanda "rw", Sanskrit "sa", Sardinian "sc", Sindhi "sd", NorthernSami "se", Sango "sg", Sinhala "si",
    Slovak "sk", Slovenian "sl", Samoan "sm", Shona "sn", Somali "so", Albanian "sq", Serbian "sr", Swati "ss",
    SouthernSotho "st", Sundanese "su", Swahili "sw", Tamil "ta", Telugu "te", Tajik "tg", Thai "th", Tigrinya "ti",
    Turkmen "tk", Tagalog "tl", Tswana "tn", Tonga "to", Turkish "tr", Tsonga "ts", Tatar "tt", Twi "tw",
    Tahitian "ty", Uyghur "ug", Ukrainian "uk", Urdu "ur", Uzbek "uz", Venda "ve", Vietnamese "vi", Volapuk "vo",
    Walloon "wa", Wolof "wo", Xhosa "xh", Yiddish "yi", Yoruba "yo", Zhuang "za", Chinese "zh", Zulu "zu",
}

/// Languages that have a stop list, and a stemmer: the first of [`Language::ALL`].
const WITH_STOP_WORDS: usize = 12;

impl Language {
    /// The language with this code, in any case and with or without a region (`en`, `EN`, `en-GB`, `pt_BR`; nb and nn are
    /// Norwegian).
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        static CODES: OnceLock<AHashMap<&'static str, Language>> = OnceLock::new();
        let code = code.to_ascii_lowercase();
        let code = code.split(['-', '_']).next().unwrap_or_default();
        let code = if matches!(code, "nb" | "nn") { "no" } else { code };
        CODES.get_or_init(|| Self::ALL.map(|language| (language.code(), language)).into()).get(code).copied()
    }

    /// The language that a caller names.
    ///
    /// # Errors
    /// [`Error::Parameter`] if `code` is no language's.
    pub fn parse(code: &str) -> Result<Self> {
        Self::from_code(code).ok_or_else(|| {
            Error::parameter(
                "language",
                "\"auto\", \"none\" or a code of two letters such as \"en\", \"de\" or \"fr\"",
                format!("\"{code}\""),
            )
            .with_hint("for a language without such a code pass \"none\"")
        })
    }

    /// Whether `word`, folded, stands in any text of the language.
    #[must_use]
    pub fn is_stop_word(self, word: &str) -> bool {
        stop_words().get(self as usize).is_some_and(|words| words.contains(word))
    }

    /// Whether `word`, folded, stands in any text of some language: what can be told of a word of no known language.
    #[must_use]
    pub fn is_stop_word_of_any(word: &str) -> bool {
        static WORDS: OnceLock<AHashSet<&'static str>> = OnceLock::new();
        WORDS.get_or_init(|| stop_words().iter().flatten().copied().collect()).contains(word)
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
            _ => "",
        }
    }

    fn words(self) -> impl Iterator<Item = &'static str> {
        self.stop_list().lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace)
    }
}

fn stop_words() -> &'static [AHashSet<&'static str>] {
    static WORDS: OnceLock<Vec<AHashSet<&'static str>>> = OnceLock::new();
    WORDS.get_or_init(|| Language::ALL[..WITH_STOP_WORDS].iter().map(|language| language.words().collect()).collect())
}

/// The language of a row as the caller gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spoken {
    /// This one.
    In(Language),
    /// The text tells; where it does not, the level that reads it decides.
    Detect,
}

impl Spoken {
    /// Reads a code such as "de", or "auto".
    ///
    /// # Errors
    /// Those of [`Language::parse`].
    pub fn parse(code: &str) -> Result<Self> {
        if code == "auto" { Ok(Self::Detect) } else { Language::parse(code).map(Self::In) }
    }
}

/// The languages of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Languages {
    /// One for all rows.
    All(Spoken),
    /// One for each row.
    Rows(Vec<Spoken>),
}

impl Languages {
    /// The language given for a row.
    #[must_use]
    pub fn of(&self, row: DocId) -> Spoken {
        match self {
            Self::All(spoken) => *spoken,
            Self::Rows(rows) => rows[row.index()],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_with_their_regions() {
        for (code, language) in [
            ("pt-BR", Language::Portuguese),
            ("nb", Language::Norwegian),
            ("EN", Language::English),
            ("NONE", Language::None),
            ("is", Language::Icelandic),
        ] {
            assert_eq!(Language::from_code(code), Some(language), "{code}");
        }
        for (at, language) in Language::ALL.into_iter().enumerate() {
            assert_eq!(language as usize, at);
            assert_eq!(Language::from_code(language.code()), Some(language));
        }
    }

    #[test]
    fn a_code_is_a_language_and_nothing_else() {
        assert_eq!(Spoken::parse("auto"), Ok(Spoken::Detect));
        for code in ["english", "tlh", "", "xx", "auto-GB"] {
            assert!(Spoken::parse(code).is_err(), "{code}");
        }
    }

    #[test]
    fn stop_lists_hold_folded_words_of_the_first_languages() {
        use crate::text::tokenize::{for_each_token, tokenize};
        for (at, language) in Language::ALL.into_iter().enumerate() {
            assert_eq!(language.words().next().is_some(), at < WITH_STOP_WORDS, "{}", language.code());
            for word in language.words() {
                let mut folded = String::new();
                for_each_token(word, |_, form| folded.push_str(form));
                assert_eq!((tokenize(word).len(), folded.as_str()), (1, word), "{}", language.code());
            }
        }
    }
}
