//! A line of an article in, out whether it is the outlet's own: an invitation to subscribe, a notice, a link to elsewhere.
//!
//! Such lines stand under every article of an outlet. Left in, they make two stories of one outlet about one person look like
//! one story: in families of rewrites they are what the hardest wrong pairs share.

use ahash::AHashMap;
use std::sync::OnceLock;

/// Longer lines are paragraphs, whatever phrase they hold.
pub const LONGEST_WORDS: usize = 30;

/// Bytes beyond which a line is not looked at: [`LONGEST_WORDS`] long words of any script.
pub const LONGEST_BYTES: usize = 600;

/// A phrase's words after the first, and whether it has to begin its line.
type Phrase = (Vec<&'static str>, bool);

fn phrases() -> &'static AHashMap<&'static str, Vec<Phrase>> {
    static PHRASES: OnceLock<AHashMap<&'static str, Vec<Phrase>>> = OnceLock::new();
    PHRASES.get_or_init(|| {
        let mut phrases: AHashMap<&'static str, Vec<Phrase>> = AHashMap::new();
        let lines = include_str!("furniture.txt").lines().filter(|line| !line.starts_with('#'));
        for line in lines {
            let (line, begins) = line.strip_prefix('^').map_or((line, false), |line| (line, true));
            let mut words = line.split_whitespace();
            if let Some(first) = words.next() {
                phrases.entry(first).or_default().push((words.collect(), begins));
            }
        }
        phrases
    })
}

/// Whether a line with these folded words is furniture; `line` is the line itself.
#[must_use]
pub fn is_furniture(line: &str, words: &[&str]) -> bool {
    if words.is_empty() || words.len() > LONGEST_WORDS {
        return false;
    }
    if line.contains('©') {
        return true;
    }
    words.iter().enumerate().any(|(at, word)| {
        phrases().get(word).is_some_and(|phrases| {
            phrases.iter().any(|(rest, begins)| {
                (at == 0 || !begins) && words[at + 1..].len() >= rest.len() && words[at + 1..][..rest.len()] == **rest
            })
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::tokenize::for_each_token;

    fn judged(line: &str) -> bool {
        let mut words = Vec::new();
        for_each_token(line, |_, word| words.push(word.to_owned()));
        is_furniture(line, &words.iter().map(String::as_str).collect::<Vec<_>>())
    }

    #[test]
    fn invitations_notices_and_links_are_furniture() {
        for line in [
            "THE LANTERN – All of the coast in your inbox. Subscribe for free.",
            "Read more: Seven piers to see before they go",
            "© Lantern Media",
            "The Kestrel is reader-supported.",
            "Lesen Sie auch: „Die sieben Piers“",
            "À lire aussi : « Les sept jetées »",
            "(Reporting by A. Pell; Editing by J. Moss)",
        ] {
            assert!(judged(line), "{line}");
        }
    }

    #[test]
    fn sentences_of_a_story_are_none() {
        for line in [
            "The council sold the pier on Monday.",
            "“Subscribe,” said the mayor.",
            "Two related cases are before the court.",
            "She read the letter aloud and watched the board.",
            "",
        ] {
            assert!(!judged(line), "{line}");
        }
    }
}
