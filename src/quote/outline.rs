//! A word in, whether a table can hold it out: by its length and its first and last letter, before anything is hashed.
//!
//! Most words of an article are in no table, and most of those differ from every entry in one of the three.

/// The outlines of a table's words, one bit each.
#[derive(Debug)]
pub(crate) struct Outlines([u64; 256]);

impl Outlines {
    /// No words.
    pub(crate) fn new() -> Self {
        Self([0; 256])
    }

    /// Adds the outline of `word`.
    pub(crate) fn add(&mut self, word: &[u8]) {
        let outline = outline(word);
        self.0[outline >> 6] |= 1 << (outline & 63);
    }

    /// Whether a word of this outline was added; letters count alike in both cases.
    pub(crate) fn may_hold(&self, word: &[u8]) -> bool {
        let outline = outline(word);
        (self.0[outline >> 6] >> (outline & 63)) & 1 == 1
    }
}

/// Five bits of the first byte, five of the last, four of the length: the low five bits of an ASCII letter are the same in
/// both cases.
fn outline(word: &[u8]) -> usize {
    let (first, last) = match word {
        [] => (0, 0),
        [only] => (*only, *only),
        [first, .., last] => (*first, *last),
    };
    (usize::from(first & 31) << 9) | (usize::from(last & 31) << 4) | word.len().min(15)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_held_in_either_case_and_most_others_are_not() {
        let mut outlines = Outlines::new();
        for word in ["said", "harbour"] {
            outlines.add(word.as_bytes());
        }
        assert!(outlines.may_hold(b"SAID") && outlines.may_hold(b"Harbour"));
        assert!(!outlines.may_hold(b"ferry") && !outlines.may_hold(b"") && !outlines.may_hold(b"sai"));
    }
}
