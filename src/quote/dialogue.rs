//! A text whose language writes dialogue behind dashes in, the utterances out: “— Vamos —dijo Ana—. Ya es tarde.”
//!
//! A line that begins with a dash is a turn. Further dashes in it set off what the narrator says, which begins with a small
//! verb of speech; without such a verb a dash is only a dash.

use super::cue::{Class, Language, Lexicon};
use super::marks::{Marked, SetOffBy};
use crate::span::ByteSpan;

/// Adds the utterances behind dashes to `marked`, where no quotation stands.
pub(crate) fn add_turns(text: &str, lexicon: &Lexicon, marked: &mut Vec<Marked>) {
    if !matches!(lexicon.language, Language::Spanish | Language::Russian | Language::French) {
        return;
    }
    let mut turns = Vec::new();
    let mut start = 0;
    for line in text.split('\n') {
        let at = start + line.len() - line.trim_start().len();
        let next = marked.partition_point(|mark| mark.span.end <= at);
        let free = marked.get(next).is_none_or(|mark| mark.span.start >= start + line.len());
        if is_dash(text[at..].chars().next()) && free {
            read_turn(text, at, start + line.trim_end().len(), lexicon, &mut turns);
        }
        start += line.len() + 1;
    }
    if !turns.is_empty() {
        marked.extend(turns);
        marked.sort_by_key(|mark| mark.span.start);
    }
}

fn is_dash(c: Option<char>) -> bool {
    matches!(c, Some('—' | '–' | '―'))
}

/// The utterances of the turn from `start`, which is a dash, up to `end`.
fn read_turn(text: &str, start: usize, end: usize, lexicon: &Lexicon, turns: &mut Vec<Marked>) {
    let dashes = text[start..end].char_indices().filter(|&(_, c)| is_dash(Some(c))).map(|(at, _)| start + at);
    let mut speech = Some(start);
    for dash in dashes.skip(1) {
        match speech {
            Some(from) if narrates(&text[dash..end], lexicon) => {
                turns.extend(turn(text, from, dash, from > start));
                speech = None;
            }
            Some(_) => {}
            None => speech = Some(dash),
        }
    }
    turns.extend(speech.and_then(|from| turn(text, from, end, from > start)));
}

/// Whether the narrator speaks behind the dash that opens `rest`: a verb of speech is among the first words.
fn narrates(rest: &str, lexicon: &Lexicon) -> bool {
    /// Words among which the verb must stand: “— тихо сказал”. Judged, not measured.
    const NEAR: usize = 3;
    let words = rest.trim_start_matches(|c: char| is_dash(Some(c)) || c.is_whitespace());
    words.starts_with(char::is_lowercase)
        && words
            .split(|c: char| !c.is_alphabetic())
            .filter(|word| !word.is_empty())
            .take(NEAR)
            .any(|word| lexicon.classes(word).has(Class::Say))
}

/// The utterance from the dash at `from` up to `end`, if it holds a word; `continues` says that one of the same turn stands
/// before it.
fn turn(text: &str, from: usize, end: usize, continues: bool) -> Option<Marked> {
    let words = &text[from..end];
    let start = from + words.len()
        - words.trim_start_matches(|c: char| is_dash(Some(c)) || ".,;: \u{a0}\u{202f}".contains(c)).len();
    let to = from + words.trim_end().len();
    let inner = (start < to).then(|| ByteSpan::new(start, to))?;
    let holds = inner.of(text).contains(char::is_alphabetic);
    holds.then_some(Marked {
        span: ByteSpan::new(if continues { start } else { from }, to),
        inner,
        closed: true,
        continues,
        by: SetOffBy::Dash,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn turns(language: Language, text: &str) -> Vec<&str> {
        let mut found = Vec::new();
        add_turns(text, Lexicon::of(language), &mut found);
        found.iter().map(|mark| mark.inner.of(text)).collect()
    }

    #[test]
    fn a_dash_opens_a_turn_and_sets_off_the_narrator() {
        assert_eq!(
            turns(Language::Spanish, "Llovía.\n—Vamos —dijo Ana—. Ya es tarde.\n—No."),
            ["Vamos", "Ya es tarde.", "No."]
        );
        assert_eq!(turns(Language::Russian, "— Идём, — сказала Анна. — Уже поздно."), ["Идём,", "Уже поздно."]);
        assert_eq!(turns(Language::Russian, "— Москва — город."), ["Москва — город."]);
        assert!(turns(Language::English, "— Ferries\n— Boats").is_empty());
    }
}
