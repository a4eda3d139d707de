//! A text in, the language of its cues out, by the commonest function words.

use super::cue::Language;

/// Words that are looked at. Judged, not measured.
const WORDS: usize = 120;

/// The language of `text`; English unless German or French function words outnumber the English ones.
pub(crate) fn guess(text: &str) -> Language {
    let (mut english, mut german, mut french) = (0, 0, 0);
    for word in text.split([' ', '\n', '’', '\'']).take(WORDS) {
        match word {
            "the" | "The" | "of" | "and" | "to" | "is" | "that" | "with" | "for" => english += 1,
            "der" | "die" | "Die" | "Der" | "und" | "das" | "den" | "nicht" | "mit" | "ist" => {
                german += 1;
            }
            "le" | "la" | "La" | "Le" | "les" | "et" | "des" | "du" | "une" | "est" => french += 1,
            _ => {}
        }
    }
    if german > english && german >= french {
        Language::German
    } else if french > english && french > german {
        Language::French
    } else {
        Language::English
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn function_words_tell_the_language_and_english_is_the_default() {
        assert_eq!(guess("The roof of the hall is gone."), Language::English);
        assert_eq!(guess("Die Halle und das Dach der Schule"), Language::German);
        assert_eq!(guess("Le toit de la salle et les murs"), Language::French);
        assert_eq!(guess("“Gone.”"), Language::English);
    }
}
