//! Words in, out whether they turn what is said into its opposite.

/// Whether a negation stands in a text, in English, German or French.
#[must_use]
pub fn negates(text: &str) -> bool {
    const NEGATIONS: [&str; 22] = [
        "not", "never", "no", "none", "nor", "nobody", "nothing", "without", "cannot", "nicht", "nie", "niemals",
        "kein", "keine", "keinen", "keinem", "keiner", "niemand", "ohne", "pas", "jamais", "non",
    ];
    text.split(|c: char| !c.is_alphabetic() && c != '\'' && c != '’').any(|word| {
        let word = word.to_lowercase();
        NEGATIONS.contains(&word.as_str()) || word.ends_with("n't") || word.ends_with("n’t")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_negation_is_a_word_of_its_own_or_an_ending() {
        for text in ["We will not", "they won’t", "keinen Pier", "n'est pas", "Never"] {
            assert!(negates(text), "{text}");
        }
        for text in ["a note", "Nicholas", "passage", ""] {
            assert!(!negates(text), "{text}");
        }
    }
}
