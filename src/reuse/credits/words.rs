//! A text in, its words out with what stands between them: what names and cues are matched on.

use crate::span::ByteSpan;
use crate::text::tokenize::for_each_token;

/// The words of a text, folded, in one buffer.
#[derive(Debug)]
pub struct Words<'a> {
    text: &'a str,
    folded: String,
    cut: Vec<Word>,
}

#[derive(Debug, Clone, Copy)]
struct Word {
    span: ByteSpan,
    /// Where the folded word ends in the buffer.
    folded: usize,
    /// Bytes of an elided article before it, in both forms: *l'* of *l'AFP*.
    elided: (usize, usize),
    /// Bytes of a genitive behind it, in both forms.
    genitive: (usize, usize),
}

impl<'a> Words<'a> {
    /// Cuts a text.
    ///
    /// # Complexity
    /// Linear in the text; 64 bytes a word.
    #[must_use]
    pub fn of(text: &'a str) -> Self {
        let mut words = Self { text, folded: String::new(), cut: Vec::new() };
        for_each_token(text, |token, folded| {
            words.folded.push_str(folded);
            let written = token.span.of(text);
            words.cut.push(Word {
                span: token.span,
                folded: words.folded.len(),
                elided: elided(written, folded),
                genitive: genitive(written, folded),
            });
        });
        words
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.cut.len()
    }

    /// The whole folded word.
    #[must_use]
    pub fn whole(&self, at: usize) -> &str {
        let start = at.checked_sub(1).map_or(0, |before| self.cut[before].folded);
        &self.folded[start..self.cut[at].folded]
    }

    /// The folded word without an elided article and a genitive.
    #[must_use]
    pub fn bare(&self, at: usize) -> &str {
        let (whole, word) = (self.whole(at), self.cut[at]);
        &whole[word.elided.1..whole.len() - word.genitive.1]
    }

    /// Where the bare word stands.
    #[must_use]
    pub fn span(&self, at: usize) -> ByteSpan {
        let Word { span, elided, genitive, .. } = self.cut[at];
        ByteSpan::new(span.start + elided.0, span.end - genitive.0)
    }

    /// The bare word as it is written.
    #[must_use]
    pub fn written(&self, at: usize) -> &'a str {
        self.span(at).of(self.text)
    }

    /// The elided article before a word, folded and without its apostrophe; empty where there is none.
    #[must_use]
    pub fn article(&self, at: usize) -> &str {
        let elided = self.cut[at].elided.1;
        &self.whole(at)[..elided.saturating_sub(1)]
    }

    /// Whether a word has an elided article or a genitive.
    #[must_use]
    pub fn is_joined(&self, at: usize) -> (bool, bool) {
        (self.cut[at].elided.0 > 0, self.cut[at].genitive.0 > 0)
    }

    /// What stands between the word at `at` and the one before it, or the edge of the text.
    #[must_use]
    pub fn gap(&self, at: usize) -> &'a str {
        let start = at.checked_sub(1).map_or(0, |before| self.cut[before].span.end);
        let end = self.cut.get(at).map_or(self.text.len(), |word| word.span.start);
        &self.text[start..end]
    }

    /// Whether the bare word begins with a capital.
    #[must_use]
    pub fn is_capital(&self, at: usize) -> bool {
        self.written(at).starts_with(char::is_uppercase)
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &'a str {
        self.text
    }
}

const APOSTROPHES: [char; 2] = ['\'', '’'];

/// Longest article that is elided: *quell'*.
const LONGEST_ELIDED: usize = 5;

/// Bytes of the article in *l'AFP*, *all'ANSA*: as written, and folded. What follows has a capital, or *can't* were one.
fn elided(written: &str, folded: &str) -> (usize, usize) {
    let (Some(mark), Some(folded_mark)) = (written.find(APOSTROPHES), folded.find('\'')) else { return (0, 0) };
    let after = mark + written[mark..].chars().next().map_or(1, char::len_utf8);
    let is_article = mark > 0 && folded_mark <= LONGEST_ELIDED && written[after..].starts_with(char::is_uppercase);
    if is_article && folded[folded_mark + 1..].len() > 1 { (after, folded_mark + 1) } else { (0, 0) }
}

/// Bytes of the genitive in *CNN's*.
fn genitive(written: &str, folded: &str) -> (usize, usize) {
    let Some(rest) = folded.strip_suffix("'s").filter(|rest| !rest.is_empty()) else { return (0, 0) };
    match written.char_indices().rev().nth(1) {
        Some((mark, c)) if APOSTROPHES.contains(&c) && elided(written, folded).1 < rest.len() => {
            (written.len() - mark, 2)
        }
        _ => (0, 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_and_genitives_are_set_apart() {
        let words = Words::of("CNN’s crew told l’AFP, dell'ANSA and O'Neill; can't");
        let bare: Vec<&str> = (0..words.len()).map(|at| words.written(at)).collect();
        assert_eq!(bare, ["CNN", "crew", "told", "AFP", "ANSA", "and", "Neill", "can't"]);
        assert_eq!((words.bare(0), words.bare(3), words.article(3)), ("cnn", "afp", "l"));
        assert_eq!(words.gap(4), ", ");
    }

    #[test]
    fn any_text_is_cut() {
        for text in ["", "'", "''s", "’s", "a's", "l'", "l'É", "İ's", "ŉ's x", "ﬁ’s", "\u{0}"] {
            let words = Words::of(text);
            for at in 0..words.len() {
                let _ = (words.bare(at), words.written(at), words.article(at), words.gap(at));
            }
        }
    }
}
