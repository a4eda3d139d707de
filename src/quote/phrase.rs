//! The words that name a speaker in, apart from their text, out what they are: a pronoun, a noun for people, a head noun.
//!
//! For whoever has quotes as records and no longer the text.

use super::cue::{Class, Language, Lexicon};
use super::entity::head_of;
use super::narration::{self, Kind};
use super::people::{Person, person};
use crate::span::ByteSpan;

/// Whether `phrase` is a pronoun alone (“she”, “who”), which names another speaker in each text.
#[must_use]
pub fn is_pronoun(phrase: &str, language: Language) -> bool {
    let classes = Lexicon::of(language).classes(phrase.trim());
    classes.any(&[Class::Pronoun, Class::Relative]) && !phrase.trim().contains(' ')
}

/// Whether `word` is a noun for people whom newspapers leave unnamed (analysts, officials), which a capital makes no name.
#[must_use]
pub fn is_people_noun(word: &str) -> bool {
    person(word).is(Person::PEOPLE | Person::UNNAMED)
}

/// The noun of a phrase that the other words belong to, in lower case: `official` of “two senior officials of the port”
/// is `officials`. None if the phrase has no word.
///
/// # Complexity
/// Linear in the phrase.
///
/// # Examples
/// ```
/// use copydesk::quote::head_noun;
/// use copydesk::text::Language;
/// let of = |phrase| head_noun(phrase, Language::English).unwrap();
/// assert_eq!((of("A spokesman for the port"), of("the spokesman")), ("spokesman".into(), "spokesman".into()));
/// ```
#[must_use]
pub fn head_noun(phrase: &str, language: Language) -> Option<String> {
    let all = [ByteSpan::new(0, phrase.len())];
    let narration = narration::read(phrase, &[], &all, Lexicon::of(language), Vec::new());
    let tokens = &narration.tokens;
    let is_word = |at: &usize| tokens[*at].kind == Kind::Word;
    let mut first = (0..tokens.len()).find(is_word)?;
    let last = (first..tokens.len()).take_while(is_word).last()?;
    let small = [Class::Determiner, Class::Pointing, Class::Pronoun];
    while first < last && tokens[first].classes.any(&small) {
        first += 1;
    }
    // Adjectives stand behind a French or a Spanish noun.
    let behind = matches!(language, Language::French | Language::Spanish);
    let head = if behind { first } else { head_of(&narration, first, last) };
    Some(tokens[head].span.of(phrase).to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_head_is_the_noun_that_the_others_belong_to() {
        for (language, phrase, head) in [
            (Language::English, "a senior port official", "official"),
            (Language::English, "officials at the ministry", "officials"),
            (Language::German, "ein Sprecher der Polizei", "sprecher"),
            (Language::French, "un responsable local", "responsable"),
            (Language::English, "The", "the"),
        ] {
            assert_eq!(head_noun(phrase, language).as_deref(), Some(head), "{phrase}");
        }
        for phrase in ["", "…", "\0"] {
            assert_eq!(head_noun(phrase, Language::English), None);
        }
    }

    #[test]
    fn pronouns_and_nouns_for_people_are_no_names() {
        assert!(is_pronoun("She", Language::English) && is_pronoun("elle", Language::French));
        assert!(!is_pronoun("Brandt", Language::English) && !is_pronoun("her lawyer", Language::English));
        assert!(is_people_noun("Analysts") && !is_people_noun("Brandt"));
    }
}
