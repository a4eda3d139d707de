//! Quotes of many documents in, out one record for each person, with all that was said.
//!
//! Within a document the reader of quotes has told who is who. Here the names of the documents are tied to each other
//! ([`link`]), first to those of a roster that the caller gives ([`roster`]). Whoever has no name is somebody else in each
//! document. Then the forms of each name, the roles and the quotes are gathered ([`gather`]).

mod gather;
mod link;
mod mention;
pub mod roster;

use crate::quote::SpeakerKind;
use crate::text::Language;
use roster::Roster;

/// A quote with its speaker, as a record of `extract_quotes` tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Said<'a> {
    /// The document.
    pub row: i64,
    /// The document as the caller calls it.
    pub id: &'a str,
    /// The number of the quote.
    pub number: i64,
    /// The words that name the speaker in the text.
    pub speaker: Option<&'a str>,
    /// The fullest name that the document has; names joined by `; ` if several speak.
    pub name: Option<&'a str>,
    /// What the speaker is.
    pub kind: Option<SpeakerKind>,
    /// The document's words for what the speaker is.
    pub role: Option<&'a str>,
    /// Words of the quote.
    pub words: i64,
    /// The language of the document.
    pub language: Language,
}

/// Somebody who is quoted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Speaker {
    /// Stable for a name, whatever else is in the input.
    pub id: String,
    /// The fullest form of the name; of whoever has none, the words that stand for it.
    pub name: String,
    /// Other forms, the most common first.
    pub aliases: Vec<String>,
    /// The roles, the most common first.
    pub roles: Vec<String>,
    /// What the speaker is.
    pub kind: SpeakerKind,
    /// Documents with a quote.
    pub documents: usize,
    /// The numbers of the quotes, ascending.
    pub quotes: Vec<i64>,
    /// Words of all quotes.
    pub words: i64,
    /// The entry of the roster, by its number.
    pub known: Option<usize>,
}

/// Everybody who is quoted in `said`, the most quoted first.
///
/// # Complexity
/// Linear in the quotes; quadratic in the people of one surname, of whom [`link::NAMESAKES`] are told apart.
#[must_use]
pub fn speakers(said: &[Said<'_>], roster: &Roster) -> Vec<Speaker> {
    let mut said = said.to_vec();
    said.sort_by_key(|one| (one.row, one.number));
    let read = mention::read(&said);
    let linked = link::link(&said, &read, roster);
    gather::gather(&said, &read, &linked, roster)
}

#[cfg(test)]
mod tests;
