//! A folded word in, its stem out: what the forms of one word share.
//!
//! Porter 2001, "Snowball". The algorithms are those of the Snowball project, each for the language that it was written for.

use super::language::Language;
use snowball_stemmers_rs::{Algorithm, Stemmer as Snowball};
use std::borrow::Cow;

/// Longer words are no words of a language, and some algorithms look at every ending of them.
const LONGEST: usize = 60;

/// Cuts words to their stems.
pub struct Stemmer(Option<Snowball>);

impl Stemmer {
    /// The stemmer of a language; [`Language::None`] leaves words whole.
    #[must_use]
    pub fn new(language: Language) -> Self {
        let algorithm = match language {
            Language::Danish => Algorithm::Danish,
            Language::Dutch => Algorithm::Dutch,
            Language::English => Algorithm::English,
            Language::Finnish => Algorithm::Finnish,
            Language::French => Algorithm::French,
            Language::German => Algorithm::German,
            Language::Italian => Algorithm::Italian,
            Language::Norwegian => Algorithm::Norwegian,
            Language::Portuguese => Algorithm::Portuguese,
            Language::Russian => Algorithm::Russian,
            Language::Spanish => Algorithm::Spanish,
            Language::Swedish => Algorithm::Swedish,
            _ => return Self(None),
        };
        Self(Some(Snowball::create(algorithm)))
    }

    /// The stem of a folded word.
    ///
    /// # Complexity
    /// Linear in the word.
    #[must_use]
    pub fn stem<'a>(&self, word: &'a str) -> Cow<'a, str> {
        match &self.0 {
            Some(snowball) if word.len() <= LONGEST => snowball.stem(word),
            _ => Cow::Borrowed(word),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn forms_of_one_word_share_a_stem() {
        for (language, forms) in [
            (Language::English, ["closure", "closures", "closure's"]),
            (Language::German, ["zentralbank", "zentralbanken", "zentralbank"]),
            (Language::French, ["inondation", "inondations", "inondation"]),
            (Language::Russian, ["порт", "порта", "портом"]),
            (Language::None, ["closures", "closures", "closures"]),
        ] {
            let stemmer = Stemmer::new(language);
            let stems: Vec<_> = forms.iter().map(|form| stemmer.stem(form)).collect();
            assert!(stems.iter().all(|stem| *stem == stems[0]), "{stems:?}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        #[test]
        fn no_word_is_too_strange_to_stem(word in "([a-zæøåäöüßéèàçñõ'’.0-9ıœ]|[а-яё]|ies|ing|sses|ment|isation|ость|\\PC){0,14}") {
            let mut word = word.to_lowercase();
            word.truncate(word.char_indices().take(40).last().map_or(0, |(at, c)| at + c.len_utf8()));
            for language in Language::ALL {
                let stem = Stemmer::new(language).stem(&word).into_owned();
                prop_assert!(stem.len() <= word.len() + 4, "{stem}");
            }
        }
    }
}
