//! A text with characters beyond ASCII in, out a text with the same words whose bytes the first pass can read alone.
//!
//! Letters are folded, quotation marks and apostrophes become `'`, dashes and other signs become spaces. What is left beyond
//! ASCII are letters, so one pass of [`Bitmaps`](super::bitmap::Bitmaps) finds the words, already folded. Offsets are lost:
//! this road is for hashing, which needs none. A text with anything rarer (combining marks, joiners, other scripts) is
//! refused and read by [`segment`](super::segment).

use super::bitmap::{Bitmaps, next_set};
use super::normalize::Folder;
use super::segment::{Class, beyond_ascii};
use std::sync::OnceLock;

/// Writes to `out` the text whose words hash like those of `text`, of which `maps` are the bitmaps; false, with `out` in any
/// state, where it cannot.
///
/// # Complexity
/// Linear in the text; a letter that folds to three bytes is not among those read, so `out` is at most as long as `text`.
#[must_use]
pub fn transcribe(text: &str, maps: &Bitmaps, out: &mut Vec<u8>) -> bool {
    let (bytes, letters) = (text.as_bytes(), letters());
    out.clear();
    out.reserve(bytes.len());
    let mut at = 0;
    loop {
        let high = next_set(maps.high.len(), at, |block| maps.high[block]).min(bytes.len());
        out.extend_from_slice(&bytes[at..high]);
        let rest = &bytes[high..];
        if rest.is_empty() {
            return true;
        }
        let (class, length) = beyond_ascii(rest);
        match class {
            Class::Other => out.push(b' '),
            Class::Stop => out.push(b'\''),
            Class::Letter => match letters.get(usize::from(rest[0] & 0x1F) << 6 | usize::from(rest[1] & 0x3F)) {
                Some(&Some(folded)) => out.extend_from_slice(&folded),
                _ => return false,
            },
            _ => return false,
        }
        at = high + length;
    }
}

/// For each code point of two bytes what it folds to, if that is letters in two bytes.
fn letters() -> &'static [Option<[u8; 2]>] {
    static TABLE: OnceLock<Vec<Option<[u8; 2]>>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let (fold, mut folded) = (Folder::new(), String::new());
        (0..0x460)
            .map(|code| {
                let c = char::from_u32(code).filter(|c| c.len_utf8() == 2)?;
                fold.fold_into(c.encode_utf8(&mut [0; 4]), &mut folded);
                let two = folded.as_bytes().try_into().ok()?;
                folded.chars().all(char::is_alphabetic).then_some(two)
            })
            .collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::bitmap::High;

    fn transcribed(text: &str) -> Option<String> {
        let (mut maps, mut out) = (Bitmaps::default(), Vec::new());
        maps.read(text.as_bytes(), High::Apart);
        transcribe(text, &maps, &mut out).then(|| String::from_utf8(out).unwrap())
    }

    #[test]
    fn letters_fold_and_marks_become_ascii() {
        assert_eq!(transcribed("“Don’t”—Éric").unwrap(), " Don't  éric");
        assert_eq!(transcribed("Die Straße in КИЇВ").unwrap(), "Die Strasse in київ");
    }

    #[test]
    fn what_the_first_pass_cannot_tell_is_refused() {
        for rare in ["e\u{301}", "co\u{AD}op", "ŀ", "ŉ", "İ", "漢", "🎉"] {
            assert_eq!(transcribed(rare), None, "{rare}");
        }
    }
}
