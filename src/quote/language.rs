//! A text in, the language of its cues out, by the commonest function words.

use super::cue::Language;

/// Words that are looked at. Judged, not measured.
const WORDS: usize = 120;

/// The language of `text`; English unless German or French words outnumber the English ones.
///
/// Function words, and the pronouns and verbs of speech that a text of one sentence has instead; words that two of the
/// languages share (in, a, on, war) count for none.
pub(crate) fn guess(text: &str) -> Language {
    let (mut english, mut german, mut french) = (0, 0, 0);
    for word in text.split([' ', '\n', '\u{a0}', '\u{202f}', '’', '\'']).take(WORDS) {
        match word.trim_matches(|c: char| !c.is_alphabetic()) {
            "the" | "The" | "of" | "and" | "to" | "is" | "that" | "with" | "for" | "it" | "It" | "said" | "says"
            | "we" | "We" | "you" | "he" | "she" | "He" | "She" => english += 1,
            "der" | "die" | "Die" | "Der" | "und" | "das" | "den" | "nicht" | "mit" | "ist" | "ich" | "Ich" | "wir"
            | "Wir" | "sie" | "Sie" | "ein" | "eine" | "sagte" | "sagt" | "von" | "auf" | "haben" => german += 1,
            "le" | "la" | "La" | "Le" | "les" | "Les" | "et" | "des" | "du" | "une" | "est" | "nous" | "Nous"
            | "je" | "Je" | "il" | "Il" | "elle" | "Elle" | "dit" | "déclaré" | "dans" | "pas" | "avons" => {
                french += 1;
            }
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
        assert_eq!(guess("„Wir fahren“, sagte Brandt."), Language::German);
        assert_eq!(guess("«\u{a0}Nous partons\u{a0}», a déclaré Brandt."), Language::French);
        assert_eq!(guess("“Gone.”"), Language::English);
    }
}
