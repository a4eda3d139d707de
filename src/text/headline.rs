//! A text in, the end of its headline out, where its first line is one.

/// Where in an article a span stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Field {
    /// In the headline.
    Title,
    /// Below it.
    Body,
}

impl Field {
    /// The field as it is written in a record.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Body => "body",
        }
    }
}

/// Longer first lines are paragraphs: the longest of 24,000 headlines (Reuters, BBC, BASIL, ISOT) has 131 bytes.
const LONGEST: usize = 300;

/// Where the headline ends that opens `text`; 0 without one. A headline is a first line before other text, without a full
/// stop, and apart by a blank line or in headline case.
#[must_use]
pub fn headline_end(text: &str) -> usize {
    let start = text.len() - text.trim_start().len();
    let rest = &text.as_bytes()[start..];
    let Some(line) = memchr::memchr(b'\n', &rest[..rest.len().min(LONGEST)]) else {
        return 0;
    };
    let head = text[start..start + line].trim_end();
    let end = start + head.len();
    let below = &text[end..];
    let gap = &below[..below.len() - below.trim_start().len()];
    let blank = memchr::memchr_iter(b'\n', gap.as_bytes()).nth(1).is_some();
    let stops = head.ends_with(['.', ',', ';', ':', '-', '–', '—']);
    if stops || gap.len() == below.len() || !(blank || in_headline_case(head)) { 0 } else { end }
}

/// Whether `text` begins with the headline that is given beside it, so that both are read as one.
#[must_use]
pub fn begins_with(text: &str, title: &str) -> bool {
    let title = title.trim();
    !title.is_empty() && text.trim_start().starts_with(title)
}

/// Whether two long words in three begin with a capital.
fn in_headline_case(line: &str) -> bool {
    let long = line.split_whitespace().filter(|word| word.len() > 3);
    let (count, capitals) = long.fold((0, 0), |(count, capitals), word| {
        let capital = word.trim_start_matches(|c: char| !c.is_alphanumeric()).starts_with(char::is_uppercase);
        (count + 1, capitals + usize::from(capital))
    });
    count >= 4 && capitals * 3 >= count * 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_first_line_without_a_stop_is_a_headline() {
        assert_eq!(headline_end("Ferry sinks off Ard\n\nAll lived."), 19);
        assert_eq!(headline_end("Ferry Sinks Off Port Ardal Tonight\nAll lived."), 34);
        for text in ["The ferry sank.\n\nAll lived.", "The ferry sank off\nPort Ard.", "Ferry sinks", "", "\n\n"] {
            assert_eq!(headline_end(text), 0, "{text}");
        }
    }
}
