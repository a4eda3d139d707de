//! Two wordings in, out what was taken away and what was put in, word by word.
//!
//! The notation is that of wdiff: `[-taken away-]`, `{+put in+}`. Words are equal where they fold alike, so that case, marks
//! and the shape of an apostrophe make no difference. The algorithm is Myers' (1986), from the crate `similar`.

use super::vocabulary::evenly_spaced;
use crate::span::ByteSpan;
use crate::text::tokenize::{Token, tokenize};
use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::fmt::Write;

/// Words of the longer side that are compared; what goes on behind them is replaced whole. Myers' algorithm is quadratic in the
/// edits, and the longest quotation of 40,000 articles has 640 words.
const LONGEST: usize = 2000;

/// What turns `left` into `right`; none where both have the same words.
///
/// # Complexity
/// Words times edits, of [`LONGEST`] words at most.
///
/// # Examples
/// ```
/// use copydesk::versions::diff::diff;
/// let shown = diff("‘intelligent and systematic,’", "‘intelligence and systematic approach’");
/// assert_eq!(shown.unwrap(), "[-intelligent-]{+intelligence+} and systematic {+approach+}");
/// assert_eq!(diff("“We won’t.”", "'we won't'"), None);
/// ```
#[must_use]
pub fn diff(left: &str, right: &str) -> Option<String> {
    let (left_words, right_words) = (tokenize(&evenly_spaced(left)), tokenize(&evenly_spaced(right)));
    let hashes = |words: &[Token]| words.iter().map(|word| word.hash).collect::<Vec<_>>();
    let (left_hashes, right_hashes) = (hashes(&left_words), hashes(&right_words));
    if left_hashes == right_hashes {
        return None;
    }
    let span = |words: &[Token], from: usize, count: usize| {
        ByteSpan::new(words[from].span.start, words[from + count - 1].span.end)
    };
    let mut shown = String::new();
    for op in edits(&left_hashes, &right_hashes) {
        let (_, old, new) = op.as_tag_tuple();
        if !shown.is_empty() {
            shown.push(' ');
        }
        if let DiffOp::Equal { new_index, len, .. } = op {
            shown.push_str(span(&right_words, new_index, len).of(right));
            continue;
        }
        if !old.is_empty() {
            let _ = write!(shown, "[-{}-]", span(&left_words, old.start, old.len()).of(left));
        }
        if !new.is_empty() {
            let _ = write!(shown, "{{+{}+}}", span(&right_words, new.start, new.len()).of(right));
        }
    }
    Some(shown)
}

/// The runs of equal and of changed words of two lists.
#[must_use]
pub fn edits(left: &[u64], right: &[u64]) -> Vec<DiffOp> {
    let (left_head, right_head) = (&left[..left.len().min(LONGEST)], &right[..right.len().min(LONGEST)]);
    let mut ops = capture_diff_slices(Algorithm::Myers, left_head, right_head);
    let (old_len, new_len) = (left.len() - left_head.len(), right.len() - right_head.len());
    if old_len > 0 || new_len > 0 {
        ops.push(DiffOp::Replace { old_index: left_head.len(), old_len, new_index: right_head.len(), new_len });
    }
    ops
}

/// Words that both lists have in the same order, over the words of the longer; 1 for two empty ones.
#[must_use]
pub fn alike(left: &[u64], right: &[u64]) -> f64 {
    let runs = edits(left, right);
    let equal: usize = runs.iter().filter(|op| matches!(op, DiffOp::Equal { .. })).map(|op| op.new_range().len()).sum();
    let longer = left.len().max(right.len());
    if longer == 0 { 1.0 } else { equal as f64 / longer as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_narrow_space_beside_the_marks_is_no_difference() {
        assert_eq!(diff("«\u{202F}Oui\u{202F}!\u{202F}»", "« Oui ! »"), None);
    }

    #[test]
    fn what_is_dropped_and_what_is_added_is_shown() {
        assert_eq!(
            diff("We must act now.", "We must act soon, all of us").unwrap(),
            "We must act [-now-]{+soon, all of us+}"
        );
        assert_eq!(diff("", "new words").unwrap(), "{+new words+}");
        assert_eq!(diff("old words", "…").unwrap(), "[-old words-]");
    }

    proptest! {
        #[test]
        fn edits_rebuild_the_right_side(left in prop::collection::vec(0u64..5, 0..40), right in prop::collection::vec(0u64..5, 0..40)) {
            let mut rebuilt = Vec::new();
            for op in edits(&left, &right) {
                let (_, old, new) = op.as_tag_tuple();
                if matches!(op, DiffOp::Equal { .. }) {
                    prop_assert_eq!(&left[old], &right[new.clone()]);
                }
                rebuilt.extend_from_slice(&right[new]);
            }
            prop_assert_eq!(rebuilt, right);
        }

        #[test]
        fn any_two_texts_have_a_diff(left in "\\PC{0,60}", right in "\\PC{0,60}") {
            let _ = diff(&left, &right);
        }
    }
}
