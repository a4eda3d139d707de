//! A text in, its language out: by its stop words, and where these leave it open by its letters.
//!
//! The stop words of twelve languages tell a sentence or two apart, and settle most articles within their first line. What
//! they leave open is asked of `whatlang`, which tells some seventy languages by their runs of three letters: a text in Czech
//! or Greek, of which a few words look like French, is not French. Asked about every text, it would take more time than a
//! quote reader spends on an article.

use super::{Language, WITH_STOP_WORDS};
use crate::text::tokenize::for_each_token;
use crate::text::words::WordTable;
use ahash::AHashMap;
use std::sync::OnceLock;
use whatlang::{Lang, Script};

/// Words of a text that are looked at: four sentences tell a language from its neighbours.
const LOOKED_AT: usize = 200;
/// Bytes that are read before the evidence is weighed for the first time: two lines.
const PIECE: usize = 160;
/// Evidence behind which nothing more is read if no other language has a third of it. Judged, not measured.
const ENOUGH: f64 = 4.0;
/// Evidence of two words that two or three languages share (der, sei): one sentence may have no more. Judged, not measured.
const TELLS: f64 = 0.75;
/// Words that English has not and that must speak for another language: “Music director dies” is no German, and of 24,000
/// headlines in English (Reuters, BBC, BASIL, ISOT) one such word made several hundred another language's.
const FOREIGN: usize = 2;
/// Share of the words that are evidence in any text that stop words tell. Articles in the twelve languages have .2 and more;
/// Czech, Polish and Hungarian, whose small words some of the lists hold, stay below it.
const SHARE: f64 = 0.12;
/// Plain words, of five small letters or more, below which a text in ASCII is a table of figures. Judged, not measured.
const PLAIN: usize = 8;
/// Bytes that `whatlang` reads; its answers do not change with more.
const SAMPLE: usize = 400;

/// The language that a text is written in, None where its words do not tell.
///
/// Each stop word counts for the languages that have it, shared between them, so that "in" and "a" tell little. The language
/// with most must have twice as much as English and a fifth more than any other: a few foreign names do not turn an English
/// brief into Dutch.
///
/// # Complexity
/// The first [`LOOKED_AT`] words at most.
#[must_use]
pub fn detect(text: &str) -> Option<Language> {
    let mut evidence = Evidence::default();
    let mut rest = cut(text, 32 * LOOKED_AT);
    let mut piece = PIECE;
    while !rest.is_empty() && evidence.words < LOOKED_AT && !evidence.is_enough() {
        let line = cut(rest, piece);
        evidence.read(line);
        rest = &rest[line.len()..];
        piece *= 2;
    }
    let told = evidence.told();
    let is_clear = evidence.is_enough() || told.is_some() && evidence.most() >= SHARE * evidence.words as f64;
    let sample = cut(text, SAMPLE);
    if is_clear && !(told == Some(Language::Russian) && sample.contains(NOT_RUSSIAN)) {
        return told;
    }
    // English tables of figures have few stop words, and hardly any other language does without marks on its letters.
    let is_plain = !sample.contains(|c: char| !c.is_ascii() && c.is_alphabetic());
    let is_english = told == Some(Language::English) || evidence.plain < PLAIN;
    if is_plain && is_english { told } else { evidence.by_letters(sample) }
}

/// Letters of other languages in Cyrillic script, which share the small words of Russian.
const NOT_RUSSIAN: [char; 7] = ['і', 'ї', 'є', 'ў', 'ј', 'љ', 'њ'];

/// What stop words say.
#[derive(Default)]
struct Evidence {
    of: [f64; WITH_STOP_WORDS],
    /// Words that speak for each language and that English has not.
    foreign: [usize; WITH_STOP_WORDS],
    words: usize,
    plain: usize,
}

impl Evidence {
    fn read(&mut self, text: &str) {
        if text.is_ascii() {
            // Cut at what is no letter, which is as good here as the rules of Unicode and takes a third of the time.
            let words = text
                .split(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '\'' | '.'))
                .map(|word| word.trim_matches(['\'', '.']));
            for word in words.filter(|word| !word.is_empty()) {
                self.count(memberships().get_ascii(word.as_bytes()), word);
            }
        } else {
            for_each_token(text, |token, word| {
                self.count(memberships().get_lower(word.as_bytes()), token.span.of(text));
            });
        }
    }

    /// Counts a word that the lists of `languages` hold, one bit each.
    fn count(&mut self, languages: u16, written: &str) {
        self.words += 1;
        if self.words > LOOKED_AT {
            return;
        }
        if languages == 0 {
            self.plain += usize::from(written.len() >= 5 && written.bytes().all(|byte| byte.is_ascii_lowercase()));
            return;
        }
        let share = 1.0 / f64::from(languages.count_ones());
        let foreign = usize::from(languages & 1 << Language::English as u16 == 0);
        let mut left = languages;
        while left != 0 {
            let language = left.trailing_zeros() as usize;
            self.of[language] += share;
            self.foreign[language] += foreign;
            left &= left - 1;
        }
    }

    /// The language with most, of equals the earlier, so that a tie has one answer; with what the next one has.
    fn best(&self) -> (usize, f64) {
        let best = (0..WITH_STOP_WORDS).rev().max_by(|&a, &b| self.of[a].total_cmp(&self.of[b])).unwrap_or_default();
        let others = (0..WITH_STOP_WORDS).filter(|&at| at != best).map(|at| self.of[at]);
        (best, others.fold(0.0, f64::max))
    }

    fn most(&self) -> f64 {
        self.of[self.best().0]
    }

    /// Whether reading on would change nothing.
    fn is_enough(&self) -> bool {
        let (best, next) = self.best();
        self.of[best] >= ENOUGH && self.of[best] >= 3.0 * next
    }

    fn told(&self) -> Option<Language> {
        let (best, next) = self.best();
        let most = self.of[best];
        let language = Language::ALL[best];
        let english = self.of[Language::English as usize];
        let tells = if language == Language::English {
            most >= next
        } else {
            most >= 1.2 * next && most >= 2.0 * english && self.foreign[best] >= FOREIGN
        };
        (most >= TELLS && tells).then_some(language)
    }

    /// What `whatlang` says, where it is sure or the script leaves no other; else what the stop words told. A language whose
    /// stop words are known has to show some of them, and settles a tie between them (le, de) if it is not sure.
    fn by_letters(&self, sample: &str) -> Option<Language> {
        let Some(found) = whatlang::detect(sample) else { return self.told() };
        let language = of_lang(found.lang());
        let settles = || {
            let english = self.of[Language::English as usize];
            self.of.get(language as usize).map_or(found.is_reliable(), |&of| {
                of >= TELLS && found.is_reliable()
                    || of >= self.most() && of >= 2.0 * english && self.foreign[language as usize] >= FOREIGN
            })
        };
        match found.script() {
            // Short texts: the letters that Russian lacks tell, and what has none of them is Russian.
            Script::Cyrillic if !sample.contains(NOT_RUSSIAN) => Some(Language::Russian),
            Script::Latin if !settles() => self.told(),
            _ => Some(language),
        }
    }
}

/// For each stop word the languages whose list holds it, one bit each.
fn memberships() -> &'static WordTable<u16> {
    static LANGUAGES: OnceLock<WordTable<u16>> = OnceLock::new();
    LANGUAGES.get_or_init(|| {
        let mut languages: AHashMap<&'static [u8], u16> = AHashMap::new();
        for language in &Language::ALL[..WITH_STOP_WORDS] {
            for word in language.words() {
                *languages.entry(word.as_bytes()).or_default() |= 1 << *language as u16;
            }
        }
        WordTable::new(languages)
    })
}

/// The first `bytes` of a text, and what is left of the word that they cut, unless it is no word of a language.
fn cut(text: &str, bytes: usize) -> &str {
    const LONGEST: usize = 64;
    if text.len() <= bytes {
        return text;
    }
    let tail = &text.as_bytes()[bytes..text.len().min(bytes + LONGEST)];
    let mut end = bytes + tail.iter().position(u8::is_ascii_whitespace).unwrap_or_default();
    while !text.is_char_boundary(end) {
        end += 1;
    }
    &text[..end]
}

/// A language of `whatlang`.
fn of_lang(lang: Lang) -> Language {
    match lang {
        Lang::Epo => Language::Esperanto,
        Lang::Eng => Language::English,
        Lang::Rus => Language::Russian,
        Lang::Cmn => Language::Chinese,
        Lang::Spa => Language::Spanish,
        Lang::Por => Language::Portuguese,
        Lang::Ita => Language::Italian,
        Lang::Ben => Language::Bengali,
        Lang::Fra => Language::French,
        Lang::Deu => Language::German,
        Lang::Ukr => Language::Ukrainian,
        Lang::Kat => Language::Georgian,
        Lang::Ara => Language::Arabic,
        Lang::Hin => Language::Hindi,
        Lang::Jpn => Language::Japanese,
        Lang::Heb => Language::Hebrew,
        Lang::Yid => Language::Yiddish,
        Lang::Pol => Language::Polish,
        Lang::Amh => Language::Amharic,
        Lang::Jav => Language::Javanese,
        Lang::Kor => Language::Korean,
        Lang::Nob => Language::Norwegian,
        Lang::Dan => Language::Danish,
        Lang::Swe => Language::Swedish,
        Lang::Fin => Language::Finnish,
        Lang::Tur => Language::Turkish,
        Lang::Nld => Language::Dutch,
        Lang::Hun => Language::Hungarian,
        Lang::Ces => Language::Czech,
        Lang::Ell => Language::Greek,
        Lang::Bul => Language::Bulgarian,
        Lang::Bel => Language::Belarusian,
        Lang::Mar => Language::Marathi,
        Lang::Kan => Language::Kannada,
        Lang::Ron => Language::Romanian,
        Lang::Slv => Language::Slovenian,
        Lang::Hrv => Language::Croatian,
        Lang::Srp => Language::Serbian,
        Lang::Mkd => Language::Macedonian,
        Lang::Lit => Language::Lithuanian,
        Lang::Lav => Language::Latvian,
        Lang::Est => Language::Estonian,
        Lang::Tam => Language::Tamil,
        Lang::Vie => Language::Vietnamese,
        Lang::Urd => Language::Urdu,
        Lang::Tha => Language::Thai,
        Lang::Guj => Language::Gujarati,
        Lang::Uzb => Language::Uzbek,
        Lang::Pan => Language::Punjabi,
        Lang::Aze => Language::Azerbaijani,
        Lang::Ind => Language::Indonesian,
        Lang::Tel => Language::Telugu,
        Lang::Pes => Language::Persian,
        Lang::Mal => Language::Malayalam,
        Lang::Ori => Language::Oriya,
        Lang::Mya => Language::Burmese,
        Lang::Nep => Language::Nepali,
        Lang::Sin => Language::Sinhala,
        Lang::Khm => Language::Khmer,
        Lang::Tuk => Language::Turkmen,
        Lang::Aka => Language::Akan,
        Lang::Zul => Language::Zulu,
        Lang::Sna => Language::Shona,
        Lang::Afr => Language::Afrikaans,
        Lang::Lat => Language::Latin,
        Lang::Slk => Language::Slovak,
        Lang::Cat => Language::Catalan,
        Lang::Tgl => Language::Tagalog,
        Lang::Hye => Language::Armenian,
        Lang::Cym => Language::Welsh,
    }
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
            ("ru", "Крыша зала рухнула, сказала мэр города журналистам."),
            ("uk", "Дах зали впав, сказала міська голова журналістам, і ніхто не постраждав."),
            ("cs", "Střecha sálu se zřítila, řekla starostka města novinářům."),
            ("el", "Η στέγη της αίθουσας κατέρρευσε, είπε η δήμαρχος."),
            ("ja", "港は開いている"),
            ("de", "„Wir fahren“, sagte Brandt."),
            ("de", "Ida Brandt betonte, der Pier sei morsch."),
            ("fr", "Ida Brandt promet de réparer le quai."),
            ("fr", "«\u{a0}Nous partons\u{a0}», a déclaré Brandt."),
        ] {
            assert_eq!(detect(text).map(Language::code), Some(language), "{text}");
        }
    }

    #[test]
    fn what_has_no_stop_words_has_no_language() {
        for text in [
            "",
            "…",
            "Tokyo 4 7/8",
            "“Gone.”",
            "SHR 34 CTS VS 31, NET 4.1 MLN VS 3.8 MLN",
            "U.S. tax bill",
            "Music director dies",
        ] {
            assert_eq!(detect(text), None, "{text}");
        }
    }

    #[test]
    fn a_word_without_end_is_no_trouble() {
        for unit in ["a", "ä", "字", "\u{301}", "the ", "\n"] {
            assert!(detect(&unit.repeat(100_000)).is_none_or(|language| language != Language::None), "{unit}");
        }
    }
}
