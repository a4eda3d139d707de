//! A text in, its transcript's turns out: lines that a label opens (`HALE: I never left the bridge.`).
//!
//! One such line may be a kicker or a heading, so that there have to be several.

use super::marks::{Marked, SetOffBy};
use crate::span::ByteSpan;

/// Bytes in which a label must end; it is a name. Judged, not measured.
const LONGEST: usize = 40;
/// Lines with a label that make a transcript. Judged, not measured.
const LINES: usize = 3;

/// Adds the turns to `marked`, where no quotation stands. The span of a turn holds its label, which names its speaker.
pub(crate) fn add_turns(text: &str, marked: &mut Vec<Marked>) {
    let mut turns: Vec<Marked> = Vec::new();
    let mut start = 0;
    for end in memchr::memchr_iter(b'\n', text.as_bytes()).chain([text.len()]) {
        let line = &text[start..end];
        if label_end(line).is_some() {
            let end = start + line.trim_end().len();
            let span = ByteSpan::new(start, end);
            let next = marked.partition_point(|mark| mark.span.end <= start);
            if marked.get(next).is_none_or(|mark| mark.span.start >= end) {
                turns.push(Marked { span, inner: span, closed: true, continues: false, by: SetOffBy::Label });
            }
        }
        start = end + 1;
    }
    if turns.len() >= LINES {
        marked.extend(turns);
        marked.sort_by_key(|mark| mark.span.start);
    }
}

/// Where the label of a line ends, if one in capitals opens it and words follow.
fn label_end(line: &str) -> Option<usize> {
    let head = &line.as_bytes()[..line.len().min(LONGEST)];
    let colon = memchr::memchr(b':', head)?;
    let name = &line[..colon];
    let capitals = name.chars().all(|c| c.is_uppercase() || matches!(c, ' ' | '.' | '-' | '\'' | '’'));
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    let words = line[colon + 1..].strip_prefix(' ')?.contains(char::is_alphabetic);
    (capitals && letters > 1 && name.starts_with(char::is_alphabetic) && words).then_some(colon)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_labelled_lines_are_a_transcript_and_one_is_none() {
        let text = "HALE: I never left.\nIDA BRANDT: You did.\nIt rained.\nHALE: No.";
        let mut found = Vec::new();
        add_turns(text, &mut found);
        let turns: Vec<_> = found.iter().map(|mark| mark.span.of(text)).collect();
        assert_eq!(turns, ["HALE: I never left.", "IDA BRANDT: You did.", "HALE: No."]);
        let mut found = Vec::new();
        add_turns("WATCH: The ferry sinks.\nIt rained.", &mut found);
        assert!(found.is_empty());
    }
}
