//! A text in, its language out, and with it the words that are looked up in it.
//!
//! The commonest function words settle five languages at the cost of a glance; what they leave open is asked of `whatlang`,
//! which tells some seventy languages by their letters. Asked about every text, it would take more time than all the rest.

use super::cue::Language;
use crate::error::{Error, Result};

/// The language of a text: its code of two letters, and the lexicon that serves it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextLanguage {
    /// ISO 639-1, where the language has such a code, else ISO 639-3.
    pub code: &'static str,
    pub(crate) lexicon: Language,
}

/// The language that a caller gives for a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// To be detected.
    Auto,
    /// Known.
    Known(TextLanguage),
}

impl TextLanguage {
    /// English, the language of a text that tells nothing.
    pub const ENGLISH: Self = Self { code: "en", lexicon: Language::English };

    fn of(lexicon: Language) -> Self {
        let code = match lexicon {
            Language::English | Language::Other => "en",
            Language::German => "de",
            Language::French => "fr",
            Language::Spanish => "es",
            Language::Russian => "ru",
        };
        Self { code, lexicon }
    }

    fn of_code(code: &'static str) -> Self {
        let lexicon = match code {
            "en" => Language::English,
            "de" => Language::German,
            "fr" => Language::French,
            "es" => Language::Spanish,
            "ru" => Language::Russian,
            _ => Language::Other,
        };
        Self { code, lexicon }
    }

    /// Whether cues and speakers are looked for in this language.
    #[must_use]
    pub fn is_supported(self) -> bool {
        self.lexicon != Language::Other
    }
}

impl Choice {
    /// Reads a code such as "de", or "auto".
    ///
    /// # Errors
    /// [`Error::Parameter`] if the code is no language's of two letters.
    pub fn parse(code: &str) -> Result<Self> {
        if code == "auto" {
            return Ok(Self::Auto);
        }
        let known = CODES.iter().find(|&&known| known == code);
        known.map(|&code| Self::Known(TextLanguage::of_code(code))).ok_or_else(|| {
            Error::parameter(
                "language",
                "\"auto\" or a code of two letters such as \"en\", \"de\" or \"fr\"",
                format!("\"{code}\""),
            )
        })
    }

    pub(crate) fn of(self, text: &str) -> TextLanguage {
        match self {
            Self::Auto => detect(text),
            Self::Known(language) => language,
        }
    }
}

/// ISO 639-1: the codes of two letters that are taken.
const CODES: [&str; 184] = [
    "aa", "ab", "ae", "af", "ak", "am", "an", "ar", "as", "av", "ay", "az", "ba", "be", "bg", "bh", "bi", "bm", "bn",
    "bo", "br", "bs", "ca", "ce", "ch", "co", "cr", "cs", "cu", "cv", "cy", "da", "de", "dv", "dz", "ee", "el", "en",
    "eo", "es", "et", "eu", "fa", "ff", "fi", "fj", "fo", "fr", "fy", "ga", "gd", "gl", "gn", "gu", "gv", "ha", "he",
    "hi", "ho", "hr", "ht", "hu", "hy", "hz", "ia", "id", "ie", "ig", "ii", "ik", "io", "is", "it", "iu", "ja", "jv",
    "ka", "kg", "ki", "kj", "kk", "kl", "km", "kn", "ko", "kr", "ks", "ku", "kv", "kw", "ky", "la", "lb", "lg", "li",
    "ln", "lo", "lt", "lu", "lv", "mg", "mh", "mi", "mk", "ml", "mn", "mr", "ms", "mt", "my", "na", "nb", "nd", "ne",
    "ng", "nl", "nn", "no", "nr", "nv", "ny", "oc", "oj", "om", "or", "os", "pa", "pi", "pl", "ps", "pt", "qu", "rm",
    "rn", "ro", "ru", "rw", "sa", "sc", "sd", "se", "sg", "si", "sk", "sl", "sm", "sn", "so", "sq", "sr", "ss", "st",
    "su", "sv", "sw", "ta", "te", "tg", "th", "ti", "tk", "tl", "tn", "to", "tr", "ts", "tt", "tw", "ty", "ug", "uk",
    "ur", "uz", "ve", "vi", "vo", "wa", "wo", "xh", "yi", "yo", "za", "zh", "zu",
];

/// Words that are looked at. Judged, not measured.
const WORDS: usize = 120;
/// Bytes that `whatlang` reads; its answers do not change with more.
const SAMPLE: usize = 400;
/// Function words that settle the language by themselves: tables of figures hold no more.
const SURE: usize = 2;
/// Plain words, of five small letters or more, below which a text is a table of figures. Judged, not measured.
const PLAIN: usize = 8;
/// Function words of one language, and of no other, behind which nothing more is read. Judged, not measured.
const ENOUGH: usize = 8;

/// The language of `text`; English where nothing tells.
///
/// Counted are function words, and the pronouns and verbs of speech that a text of one sentence has instead; words that two
/// of the languages share (in, a, on, war) count for none.
fn detect(text: &str) -> TextLanguage {
    let mut counts = [0; 4];
    let mut plain = 0;
    for word in text.split_ascii_whitespace().take(WORDS) {
        plain += usize::from(word.len() >= 5 && word.bytes().all(|byte| byte.is_ascii_lowercase()));
        if let Some(language) = told_by(word.trim_matches(|c: char| !c.is_alphabetic())) {
            counts[language] += 1;
            if counts[language] == ENOUGH && counts.iter().sum::<usize>() == ENOUGH {
                break;
            }
        }
    }
    let languages = [Language::English, Language::German, Language::French, Language::Spanish];
    let mut ranked: Vec<(usize, Language)> = counts.into_iter().zip(languages).collect();
    ranked.sort_by_key(|&(count, _)| std::cmp::Reverse(count));
    let [(most, language), (second, _), ..] = ranked[..] else {
        return TextLanguage::ENGLISH;
    };
    if most >= SURE && most >= 2 * second {
        return TextLanguage::of(language);
    }
    // A table of figures in ASCII is in no language.
    if plain < PLAIN && text.is_ascii() {
        return TextLanguage::of(if most > second { language } else { Language::English });
    }
    let mut end = text.len().min(SAMPLE);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    match whatlang::detect(&text[..end]) {
        Some(found) if found.is_reliable() && found.script() != whatlang::Script::Cyrillic => of_lang(found.lang()),
        // Short texts in Cyrillic: the letters that Russian lacks tell.
        Some(found) if most == 0 && found.script() == whatlang::Script::Cyrillic => {
            if text[..end].contains(['і', 'ї', 'є', 'ў', 'ј', 'љ', 'њ']) {
                of_lang(found.lang())
            } else {
                TextLanguage::of_code("ru")
            }
        }
        Some(found) if most == 0 && found.script() != whatlang::Script::Latin => of_lang(found.lang()),
        _ if most > second => TextLanguage::of(language),
        _ => TextLanguage::ENGLISH,
    }
}

/// Which of English, German, French and Spanish `word` tells.
fn told_by(word: &str) -> Option<usize> {
    Some(match word {
        "the" | "The" | "of" | "and" | "to" | "is" | "that" | "with" | "for" | "it" | "It" | "said" | "says" | "we"
        | "We" | "you" | "he" | "she" | "He" | "She" => 0,
        "der" | "die" | "Die" | "Der" | "und" | "das" | "den" | "nicht" | "mit" | "ist" | "ich" | "Ich" | "wir"
        | "Wir" | "sie" | "Sie" | "ein" | "eine" | "sagte" | "sagt" | "von" | "auf" | "haben" => 1,
        "le" | "Le" | "les" | "Les" | "et" | "des" | "du" | "une" | "est" | "nous" | "Nous" | "je" | "Je" | "il"
        | "Il" | "elle" | "Elle" | "dit" | "déclaré" | "dans" | "pas" | "avons" => 2,
        "el" | "El" | "los" | "Los" | "las" | "y" | "del" | "una" | "por" | "dijo" | "para" | "pero" | "más"
        | "también" | "su" | "ella" | "según" => 3,
        _ => return None,
    })
}

/// The code of two letters for a language of `whatlang`, which has codes of three.
fn of_lang(lang: whatlang::Lang) -> TextLanguage {
    use whatlang::Lang;
    let code = match lang {
        Lang::Eng => "en",
        Lang::Deu => "de",
        Lang::Fra => "fr",
        Lang::Spa => "es",
        Lang::Rus => "ru",
        Lang::Ces => "cs",
        Lang::Slk => "sk",
        Lang::Pol => "pl",
        Lang::Ukr => "uk",
        Lang::Bel => "be",
        Lang::Bul => "bg",
        Lang::Srp => "sr",
        Lang::Hrv => "hr",
        Lang::Slv => "sl",
        Lang::Mkd => "mk",
        Lang::Ita => "it",
        Lang::Por => "pt",
        Lang::Cat => "ca",
        Lang::Ron => "ro",
        Lang::Nld => "nl",
        Lang::Afr => "af",
        Lang::Swe => "sv",
        Lang::Dan => "da",
        Lang::Nob => "nb",
        Lang::Fin => "fi",
        Lang::Est => "et",
        Lang::Lav => "lv",
        Lang::Lit => "lt",
        Lang::Hun => "hu",
        Lang::Ell => "el",
        Lang::Tur => "tr",
        Lang::Heb => "he",
        Lang::Ara => "ar",
        Lang::Pes => "fa",
        Lang::Hin => "hi",
        Lang::Ben => "bn",
        Lang::Jpn => "ja",
        Lang::Kor => "ko",
        Lang::Cmn => "zh",
        Lang::Vie => "vi",
        Lang::Ind => "id",
        Lang::Tha => "th",
        Lang::Epo => "eo",
        Lang::Lat => "la",
        other => other.code(),
    };
    TextLanguage::of_code(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn function_words_tell_the_language_and_english_is_the_default() {
        for (text, code) in [
            ("The roof of the hall is gone.", "en"),
            ("Die Halle und das Dach der Schule", "de"),
            ("Le toit de la salle et les murs", "fr"),
            ("„Wir fahren“, sagte Brandt.", "de"),
            ("«\u{a0}Nous partons\u{a0}», a déclaré Brandt.", "fr"),
            ("“Gone.”", "en"),
            ("", "en"),
            ("El techo de la sala y los muros son del pueblo, dijo la alcaldesa.", "es"),
            ("Крыша зала рухнула, сказала мэр города журналистам.", "ru"),
            ("Střecha sálu se zřítila, řekla starostka města novinářům.", "cs"),
        ] {
            assert_eq!(detect(text).code, code, "{text}");
        }
    }

    #[test]
    fn a_code_is_a_language_and_nothing_else() {
        assert_eq!(Choice::parse("auto").unwrap(), Choice::Auto);
        assert!(matches!(Choice::parse("fi").unwrap(), Choice::Known(language) if !language.is_supported()));
        for code in ["english", "EN", "", "xx"] {
            assert!(Choice::parse(code).is_err(), "{code}");
        }
    }
}
