//! A word in, its folded form out: what two spellings of one word have in common.
//!
//! NFKC, then full case folding, NFC again (folding can undo it), one apostrophe for all its look-alikes, and no
//! characters that show nothing (soft hyphen, joiners, direction marks). Folding never changes the text itself, so spans
//! keep referring to what the reader sees.

use icu_casemap::{CaseMapper, CaseMapperBorrowed};
use icu_normalizer::ComposingNormalizerBorrowed;

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
}

/// One apostrophe and one double quotation mark for all that stand in for them.
///
/// Outlets write the apostrophe as a right or left quotation mark, a modifier letter, a prime, an accent or a backtick.
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
