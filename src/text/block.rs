//! A text in, its blocks out: paragraphs, headings, and the lines that an outlet sets between them.
//!
//! A line is a block of its own, whether blank lines stand around it or not, but for texts whose paragraphs are wrapped:
//! there a line goes on from the one above unless that ends a sentence.

use crate::span::ByteSpan;

/// A line of a text, without the white space around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// Where it stands; blank lines are empty spans.
    pub span: ByteSpan,
    /// Whether a block begins with it.
    pub begins: bool,
}

/// Wrapped lines are no longer, in characters: mail wraps at 72, wires at 64, typewriters at 80.
const LONGEST_WRAPPED: usize = 100;

/// Fewer lines do not show that a text is wrapped.
const FEWEST_WRAPPED: usize = 4;

/// The lines of `text`, blank ones too.
///
/// # Complexity
/// Linear in the text.
pub fn lines(text: &str) -> impl Iterator<Item = Line> + '_ {
    let wrapped = is_wrapped(text);
    let mut ended = true;
    bare(text).map(move |span| {
        let line = span.of(text);
        let begins = ended || !(wrapped || line.starts_with(char::is_lowercase));
        ended = line.is_empty() || ends_a_sentence(line);
        Line { span, begins }
    })
}

/// The blocks of `text`, none of them empty.
///
/// # Complexity
/// Linear in the text; 16 bytes a block.
#[must_use]
pub fn blocks(text: &str) -> Vec<ByteSpan> {
    let mut blocks: Vec<ByteSpan> = Vec::new();
    let mut goes_on = false;
    for Line { span, begins } in lines(text) {
        if span.is_empty() {
            goes_on = false;
            continue;
        }
        match blocks.last_mut() {
            Some(block) if goes_on && !begins => block.end = span.end,
            _ => blocks.push(span),
        }
        goes_on = true;
    }
    blocks
}

/// Whether the line closes what it says: it ends with any mark but a comma.
fn ends_a_sentence(line: &str) -> bool {
    line.ends_with(|c: char| !c.is_alphanumeric() && c != ',')
}

/// The lines without the white space around them.
fn bare(text: &str) -> impl Iterator<Item = ByteSpan> + '_ {
    let mut next = 0;
    text.split('\n').map(move |line| {
        let from = next;
        next += line.len() + 1;
        let start = from + line.len() - line.trim_start().len();
        ByteSpan::new(start, start + line.trim().len())
    })
}

/// Whether the lines are those of a narrow column: all of them short, and most that another follows break off.
fn is_wrapped(text: &str) -> bool {
    let (mut count, mut followed, mut broken) = (0usize, 0usize, 0usize);
    let mut above: Option<bool> = None;
    for span in bare(text) {
        let line = span.of(text);
        if line.is_empty() {
            above = None;
            continue;
        }
        if line.chars().nth(LONGEST_WRAPPED).is_some() {
            return false;
        }
        count += 1;
        if let Some(ended) = above {
            followed += 1;
            broken += usize::from(!ended);
        }
        above = Some(ends_a_sentence(line));
    }
    count >= FEWEST_WRAPPED && broken * 2 >= followed.max(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Vec<&str> {
        blocks(text).into_iter().map(|block| block.of(text)).collect()
    }

    #[test]
    fn a_line_is_a_block_where_paragraphs_are_not_wrapped() {
        let long = "The council sold the pier on Monday, after a vote that nobody had announced and that few had expected to pass.";
        let text = format!("Pier Sold\nBy Ana Pell\n{long}\n\n{long}\nRead more: Piers\n");
        assert_eq!(read(&text), ["Pier Sold", "By Ana Pell", long, long, "Read more: Piers"]);
    }

    #[test]
    fn wrapped_paragraphs_are_blocks() {
        let text = "The council sold the pier\non Monday, after a vote\nthat nobody expected.\n    It was old and\nnobody\nwanted it.\n WIRE";
        let blocks = read(text);
        assert_eq!(blocks.len(), 3, "{blocks:?}");
        assert_eq!(blocks[2], "WIRE");
    }

    proptest! {
        #[test]
        fn blocks_follow_each_other_and_leave_out_white_space_only(text in "[a-z .,\n\u{a0}é]{0,80}") {
            let mut end = 0;
            let mut left_out = String::new();
            for block in blocks(&text) {
                prop_assert!(block.start >= end && !block.is_empty());
                left_out.push_str(&text[end..block.start]);
                end = block.end;
            }
            left_out.push_str(&text[end..]);
            prop_assert!(left_out.trim().is_empty());
        }
    }
}
