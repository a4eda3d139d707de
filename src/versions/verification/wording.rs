//! The text of a quote in, out the words that its speaker has to have said and what an editor marked between them.
//!
//! Three dots are an ellipsis, whether they stand alone or in brackets. Square brackets hold the editor's words, which no
//! source has; brackets inside a word ("[T]he", "win[s]") only change its form, and the word counts whole.

use crate::text::tokenize::for_each_token;
use crate::versions::negation::negates;
use crate::versions::vocabulary::evenly_spaced;

/// Longer brackets, in bytes, are no note of an editor but text.
const LONGEST_NOTE: usize = 200;

/// What stands between a word and the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Joint {
    /// Nothing that matters.
    Next,
    /// An editor's note in square brackets, which may stand for a few words of the source.
    Note,
    /// An ellipsis: the source goes on in between.
    Ellipsis,
}

/// A word of a quote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Its hash, as that of a token.
    pub hash: u64,
    /// As it is compared.
    pub folded: Box<str>,
    /// What stands before it.
    pub joint: Joint,
}

/// The words of a quote, with or without its quotation marks; those in brackets left out.
///
/// # Complexity
/// Linear in the quote.
///
/// # Examples
/// ```
/// use copydesk::versions::verification::wording::{Joint, wording};
/// let words = wording("“[The pier] is … sold,”");
/// let read: Vec<_> = words.iter().map(|word| (&*word.folded, word.joint)).collect();
/// assert_eq!(read, [("is", Joint::Next), ("sold", Joint::Ellipsis)]);
/// ```
#[must_use]
pub fn wording(quote: &str) -> Vec<Word> {
    let (plain, marks) = plain(&evenly_spaced(quote));
    let mut marks = marks.into_iter().peekable();
    let mut words: Vec<Word> = Vec::new();
    for_each_token(&plain, |token, folded| {
        let mut joint = Joint::Next;
        while let Some((_, mark)) = marks.next_if(|&(at, _)| at <= token.span.start) {
            joint = joint.max(mark);
        }
        // Nothing is joined to the first word.
        let joint = if words.is_empty() { Joint::Next } else { joint };
        words.push(Word { hash: token.hash, folded: folded.into(), joint });
    });
    words
}

/// The quote without notes and ellipses, and where they stood.
fn plain(quote: &str) -> (String, Vec<(usize, Joint)>) {
    let (mut plain, mut marks) = (String::with_capacity(quote.len()), Vec::new());
    let mut rest = quote;
    while let Some(c) = rest.chars().next() {
        if let Some(length) = ellipsis(rest) {
            plain.push(' ');
            marks.push((plain.len(), Joint::Ellipsis));
            rest = &rest[length..];
        } else if c == '['
            && let Some(inside) = note(rest)
        {
            let behind = &rest[inside.len() + 2..];
            let glued = plain.ends_with(char::is_alphanumeric) || behind.starts_with(char::is_alphanumeric);
            if negates(inside) {
                // “We will [not] sell the pier” is no editor's help.
                plain.push(' ');
                plain.push_str(inside);
                plain.push(' ');
            } else if glued && inside.chars().all(|c| c.is_alphanumeric() || c == '\'' || c == '’') {
                plain.push_str(inside);
            } else {
                let dots = inside.trim();
                let elided = !dots.is_empty() && ellipsis(dots) == Some(dots.len());
                plain.push(' ');
                marks.push((plain.len(), if elided { Joint::Ellipsis } else { Joint::Note }));
            }
            rest = behind;
        } else {
            plain.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    (plain, marks)
}

/// What stands in the bracket that `text` begins with, if it closes soon and in its line.
fn note(text: &str) -> Option<&str> {
    for (at, c) in text.char_indices().skip(1) {
        match c {
            ']' => return Some(&text[1..at]),
            '[' | '\n' => return None,
            _ if at > LONGEST_NOTE => return None,
            _ => {}
        }
    }
    None
}

/// The bytes of the ellipsis that `text` begins with: "…", or three dots or more with or without a space between them.
fn ellipsis(text: &str) -> Option<usize> {
    let (mut dots, mut end) = (0, 0);
    for (at, c) in text.char_indices() {
        match c {
            '…' => dots += 3,
            '.' => dots += 1,
            ' ' | '\u{a0}' if dots > 0 && at == end => continue,
            _ => break,
        }
        end = at + c.len_utf8();
    }
    (dots >= 3).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(quote: &str) -> String {
        let mut shown = String::new();
        for word in wording(quote) {
            shown.push_str(match word.joint {
                Joint::Next => " ",
                Joint::Note => " [] ",
                Joint::Ellipsis => " … ",
            });
            shown.push_str(&word.folded);
        }
        shown.trim().to_owned()
    }

    #[test]
    fn a_note_that_turns_the_sense_round_counts_as_words() {
        assert_eq!(shown("We will [not] sell"), "we will not sell");
        assert_eq!(shown("We will [the council] sell"), "we will [] sell");
    }

    #[test]
    fn ellipses_and_notes_are_read_in_every_form() {
        assert_eq!(shown("“We will … go … [on] now…”"), "we will … go … now");
        for dots in ["…", "...", "....", ". . .", "[…]", "[ ... ]", "(…)", "(...)", "…."] {
            assert_eq!(shown(&format!("we will {dots} go")), "we will … go", "{dots}");
        }
        assert_eq!(shown("wait...what. Yes.. no"), "wait … what yes no");
        assert_eq!(shown("[The mayor] said [sic] that [t]he pier win[s]"), "said [] that the pier wins");
        assert_eq!(shown("[open and [odd] text]"), "open and [] text");
        assert_eq!(shown("[]…"), "");
        assert_eq!(shown("«\u{202f}déjà\u{202f}!\u{202f}»"), "déjà");
    }

    proptest! {
        #[test]
        fn any_text_has_a_wording(quote in "([a-z ]|[\\[\\]….’]|\\PC){0,60}") {
            let words = wording(&quote);
            prop_assert!(words.first().is_none_or(|word| word.joint == Joint::Next));
        }
    }
}
