//! A German name with an s at its end and its place in, out whether it can be no genitive there.
//!
//! “Annegret Vollraths Worte” and “die Rede Annegret Vollraths” are of Annegret Vollrath; “sagte Annegret Vollraths” is not.

use crate::quote::is_title;
use crate::span::ByteSpan;
use crate::text::Language;
use crate::versions::version::Version;

/// What a genitive adds to a name.
const ENDINGS: [&str; 4] = ["s", "es", "ens", "ns"];
/// Words before a name that leave its case open: prepositions with the genitive and what joins two names (Duden, Die Grammatik).
const OPEN: [&str; 20] = [
    "wegen",
    "trotz",
    "statt",
    "anstatt",
    "anstelle",
    "während",
    "dank",
    "laut",
    "seitens",
    "hinsichtlich",
    "bezüglich",
    "zugunsten",
    "mithilfe",
    "angesichts",
    "aufgrund",
    "infolge",
    "und",
    "oder",
    "sowie",
    "bzw",
];
/// Words behind a name among which the noun that it goes with is sought: “Vollraths sehr kluge Worte”.
const REACH: usize = 4;

/// Whether `long` is the genitive of `short` by its form.
pub(super) fn is_genitive(short: &str, long: &str) -> bool {
    long.strip_prefix(short).is_some_and(|ending| ENDINGS.contains(&ending))
}

/// Whether the name at `span` stands where no genitive can, as far as the words beside it tell.
///
/// # Complexity
/// Linear in the words beside the name.
pub(super) fn is_no_genitive(version: &Version<'_>, span: ByteSpan) -> bool {
    let sentence = version.sentence_at(span.start).map_or(span, |number| version.sentences[number]);
    let before = &version.text[sentence.start.min(span.start)..span.start];
    let after = &version.text[span.end..sentence.end.max(span.end)];
    has_no_noun(after) && is_governed(before)
}

/// Whether no noun follows that the name could be the genitive of.
fn has_no_noun(after: &str) -> bool {
    if after.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '-' | '\'' | '’')) {
        return false;
    }
    let mut last = "";
    for word in after.split_whitespace().take(REACH) {
        if word.starts_with(|c: char| c.is_uppercase() || c.is_numeric()) {
            let adjective = ["e", "en", "er", "es", "em"].iter().any(|ending| last.ends_with(ending));
            return !(last.is_empty() || adjective);
        }
        // “Vollraths, die …”, “Vollraths vor dem Rat”: no adjectives before a noun.
        if !word.ends_with(char::is_alphabetic)
            || !word.starts_with(char::is_alphabetic)
            || Language::German.is_stop_word(word)
        {
            return true;
        }
        last = word;
    }
    true
}

/// Whether what stands before the name leaves it no genitive: the beginning, a stop, a title, a small word.
fn is_governed(before: &str) -> bool {
    let Some(word) = before.split_whitespace().next_back() else { return true };
    let word = word.trim_start_matches(|c: char| !c.is_alphanumeric());
    if word.starts_with(char::is_uppercase) {
        // “die Rede Ida Brandts”
        return is_title(word, Language::German);
    }
    !OPEN.contains(&word.trim_end_matches('.'))
}
