//! A word with digits in, the number's value out, in one spelling.

use crate::text::language::Language;

/// The leading number of a word, without separators of thousands and with a decimal point: "214,000" is 214000, "31.5m" is
/// 31.5; None where the word begins with none.
///
/// In English a comma parts thousands and a point decimals; in every other language here it is the other way round.
#[must_use]
pub fn value_of(word: &str, language: Language) -> Option<String> {
    let (thousands, decimal) = match language {
        Language::English | Language::None => (',', '.'),
        _ => ('.', ','),
    };
    let bytes = word.as_bytes();
    if !bytes.first()?.is_ascii_digit() {
        return None;
    }
    let mut value = String::new();
    let mut has_point = false;
    let mut at = 0;
    while at < bytes.len() {
        let c = bytes[at] as char;
        let digits = bytes[at + 1..].iter().take_while(|b| b.is_ascii_digit()).count();
        if c.is_ascii_digit() {
            value.push(c);
        } else if c == thousands && digits == 3 && !has_point {
            // Dropped: the digits go on.
        } else if (c == decimal || c == ':' || c == '.' || c == ',') && digits > 0 && !has_point {
            value.push('.');
            has_point = true;
        } else {
            break;
        }
        at += 1;
    }
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_number_are_one() {
        let english = |word| value_of(word, Language::English);
        for (word, value) in [
            ("214,000", "214000"),
            ("31.5m", "31.5"),
            ("3:40am", "3.40"),
            ("3.40", "3.40"),
            ("38m", "38"),
            ("1,5", "1.5"),
        ] {
            assert_eq!(english(word).as_deref(), Some(value));
        }
        assert_eq!(value_of("214.000", Language::German).as_deref(), Some("214000"));
        assert_eq!(value_of("3,5", Language::German).as_deref(), Some("3.5"));
        assert_eq!(english("b2b"), None);
        assert_eq!(english(""), None);
    }
}
