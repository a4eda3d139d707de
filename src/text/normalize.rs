//! A word in, its folded form out: what two spellings of one word have in common.
//!
//! NFKC, then full case folding, NFC again (folding can undo it), one apostrophe for all its look-alikes, and no
//! characters that show nothing (soft hyphen, joiners, direction marks). Folding never changes the text itself, so spans
//! keep referring to what the reader sees.

use icu_casemap::{CaseMapper, CaseMapperBorrowed};
use icu_normalizer::ComposingNormalizerBorrowed;
use std::sync::OnceLock;

/// Folds words; holds the Unicode tables and no state.
#[derive(Debug)]
pub struct Folder {
    compatibility: ComposingNormalizerBorrowed<'static>,
    canonical: ComposingNormalizerBorrowed<'static>,
    case: CaseMapperBorrowed<'static>,
}

impl Default for Folder {
    fn default() -> Self {
        Self::new()
    }
}

impl Folder {
    /// A folder over the Unicode tables that are compiled in.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            compatibility: ComposingNormalizerBorrowed::new_nfkc(),
            canonical: ComposingNormalizerBorrowed::new_nfc(),
            case: CaseMapper::new(),
        }
    }

    /// Replaces the content of `folded` by the folded form of `word`.
    ///
    /// # Complexity
    /// Linear in `word`; ASCII is lowered byte by byte without a table.
    pub fn fold_into(&self, word: &str, folded: &mut String) {
        folded.clear();
        if word.is_ascii() {
            folded.push_str(word);
            folded.make_ascii_lowercase();
            return;
        }
        let composed = self.compatibility.normalize(word);
        let cased = self.case.fold_string(&composed);
        let visible: String = cased.chars().filter(|&c| !is_invisible(c)).map(fold_mark).collect();
        folded.push_str(&self.canonical.normalize(&visible));
    }

    /// The same for a word of ASCII, single letters and apostrophes, which fold one by one without composing.
    pub fn fold_letters_into(&self, word: &str, folded: &mut String) {
        let table = letter_table();
        folded.clear();
        for c in word.chars() {
            let one = match c {
                '\0'..='\x7f' => c.to_ascii_lowercase(),
                _ if LETTERS.contains(&u32::from(c)) => table[(u32::from(c) - LETTERS.start()) as usize],
                _ => fold_mark(c),
            };
            if one == '\0' {
                return self.fold_into(word, folded);
            }
            folded.push(one);
        }
    }
}

/// First and last code point of the table of single letters: À to џ, the letters that `segment` reads on its own.
const LETTERS: std::ops::RangeInclusive<u32> = 0xC0..=0x45F;

/// For each code point of [`LETTERS`] what it folds to, if that is one character; `'\0'` where it takes more.
fn letter_table() -> &'static [char] {
    static TABLE: OnceLock<Vec<char>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let (fold, mut folded) = (Folder::new(), String::new());
        LETTERS
            .map(|code| {
                let Some(letter) = char::from_u32(code) else { return '\0' };
                fold.fold_into(letter.encode_utf8(&mut [0; 4]), &mut folded);
                let mut chars = folded.chars();
                match (chars.next(), chars.next()) {
                    (Some(one), None) => one,
                    _ => '\0',
                }
            })
            .collect()
    })
}

/// One apostrophe and one double quotation mark for all that stand in for them.
///
/// Outlets write the apostrophe as a right or left quotation mark, a modifier letter, a prime, an accent or a backtick. The
/// word rules come first: a prime, an accent or a backtick between letters parts them, so only the others meet here in words.
#[must_use]
pub fn fold_mark(c: char) -> char {
    match c {
        '\u{2018}' | '\u{2019}' | '\u{201A}' | '\u{201B}' | '\u{02BC}' | '\u{2032}' | '\u{00B4}' | '\u{0060}'
        | '\u{FF07}' => '\'',
        '\u{201C}' | '\u{201D}' | '\u{201E}' | '\u{201F}' | '\u{2033}' | '\u{00AB}' | '\u{00BB}' | '\u{FF02}' => '"',
        other => other,
    }
}

/// Characters that have no glyph and that copying programs add or lose: soft hyphen, zero-width space and joiners,
/// direction marks and embeddings, word joiner, variation selectors, the byte order mark.
#[must_use]
pub fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn folded(word: &str) -> String {
        let mut out = String::new();
        Folder::new().fold_into(word, &mut out);
        out
    }

    #[test]
    fn spellings_of_one_word_fold_alike() {
        for (left, right) in [
            ("Don’t", "don't"),
            ("STRASSE", "straße"),
            ("ﬁnal", "FINAL"),
            ("Café", "cafe\u{301}"),
            ("ΟΔΟΣ", "οδος"),
            ("co\u{AD}operate", "cooperate"),
            ("ＮＡＴＯ", "nato"),
            ("rock ’n’ roll", "Rock ‘n’ Roll"),
        ] {
            assert_eq!(folded(left), folded(right), "{left} and {right}");
        }
    }

    proptest! {
        #[test]
        fn letters_fold_one_by_one_to_what_the_whole_word_folds_to(word in "([a-zA-Z0-9'’‘]|[À-ÖØ-öø-ſЀ-џ]){0,12}") {
            let mut quick = String::new();
            Folder::new().fold_letters_into(&word, &mut quick);
            prop_assert_eq!(quick, folded(&word));
        }

        #[test]
        fn ascii_folds_to_what_the_general_path_gives(word in "[ -~]{0,30}") {
            let folder = Folder::new();
            let general = folder.case.fold_string(&folder.compatibility.normalize(&word)).into_owned();
            // The backtick is the one ASCII character that the general path folds; no word contains it.
            prop_assume!(!word.contains('`'));
            prop_assert_eq!(folded(&word), general);
        }

        #[test]
        fn folding_twice_changes_nothing(word in "\\PC{0,20}") {
            let once = folded(&word);
            prop_assert_eq!(folded(&once), once);
        }
    }
}
