//! The words of `people.txt`: whether a name is a woman's, a noun leads something, a word stands in an organisation's name.

use crate::text::words::WordTable;
use ahash::AHashMap;
use std::sync::OnceLock;

/// What a word says about whom it names; one bit each.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Person(u16);

impl Person {
    /// A given name.
    pub(crate) const GIVEN: u16 = 1;
    /// A woman's given name, or a noun for a woman.
    pub(crate) const WOMAN: u16 = 2;
    /// A man's.
    pub(crate) const MAN: u16 = 4;
    /// A word in the name of an organisation.
    pub(crate) const BODY: u16 = 8;
    /// A noun for an organisation.
    pub(crate) const ORGANISATION: u16 = 16;
    /// A noun for whoever leads something.
    pub(crate) const LEADER: u16 = 32;
    /// A noun for people who are left unnamed.
    pub(crate) const UNNAMED: u16 = 64;
    /// A noun for many people.
    pub(crate) const PEOPLE: u16 = 128;
    /// A word that stands in a title before a name.
    pub(crate) const TITLE: u16 = 256;
    /// A noun for one person, no name.
    pub(crate) const NOUN: u16 = 512;

    /// Whether the word is one of `classes`.
    #[inline]
    pub(crate) fn is(self, classes: u16) -> bool {
        self.0 & classes != 0
    }
}

/// Longer words are in no list.
const LONGEST: usize = 24;

/// What is known of `word`, however it is capitalised.
pub(crate) fn person(word: &str) -> Person {
    if word.len() > LONGEST {
        return Person::default();
    }
    let word = word.trim_end_matches('.');
    if word.is_ascii() {
        return table().get_ascii(word.as_bytes());
    }
    table().get_lower(word.to_lowercase().as_bytes())
}

/// The nouns that name narrower roles than `noun` does, and those that name wider ones: player, midfielder. `noun` is in
/// lower case.
pub(crate) fn kin(noun: &str) -> &'static [&'static str] {
    static KIN: OnceLock<AHashMap<&'static str, Vec<&'static str>>> = OnceLock::new();
    let table = KIN.get_or_init(|| {
        let mut kin: AHashMap<&'static str, Vec<&'static str>> = AHashMap::new();
        for line in include_str!("people.txt").lines() {
            let Some((wide, narrow)) = line.strip_prefix("kin ").and_then(|words| words.split_once(' ')) else {
                continue;
            };
            for word in narrow.split_whitespace() {
                kin.entry(wide).or_default().push(word);
                kin.entry(word).or_default().push(wide);
            }
        }
        kin
    });
    table.get(noun).map_or(&[], Vec::as_slice)
}

/// The words; read once.
fn table() -> &'static WordTable<Person> {
    static WORDS: OnceLock<WordTable<Person>> = OnceLock::new();
    WORDS.get_or_init(|| {
        let mut words: AHashMap<&'static [u8], Person> = AHashMap::new();
        for line in include_str!("people.txt").lines().filter(|line| !line.starts_with('#')) {
            let Some((class, entries)) = line.split_once(' ') else {
                continue;
            };
            let class = match class {
                "kin" => Person::NOUN,
                "given" => Person::GIVEN,
                "she" => Person::GIVEN | Person::WOMAN,
                "he" => Person::GIVEN | Person::MAN,
                "woman" => Person::WOMAN | Person::NOUN,
                "man" => Person::MAN | Person::NOUN,
                "body" => Person::BODY,
                "organisation" => Person::ORGANISATION,
                "leader" => Person::LEADER | Person::NOUN,
                "unnamed" => Person::UNNAMED,
                "people" => Person::PEOPLE,
                _ => Person::TITLE,
            };
            for word in entries.split_whitespace() {
                words.entry(word.as_bytes()).or_default().0 |= class;
            }
        }
        WordTable::new(words)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_given_name_tells_a_gender_unless_both_bear_it() {
        assert!(person("Ingrid").is(Person::WOMAN) && person("Ingrid").is(Person::GIVEN));
        assert!(person("Émile").is(Person::MAN) || !person("Émile").is(Person::WOMAN));
        assert!(person("Robin").is(Person::GIVEN) && !person("Robin").is(Person::WOMAN | Person::MAN));
        assert!(kin("player").contains(&"midfielder") && kin("midfielder").contains(&"player"));
        assert!(person("Council").is(Person::BODY) && person("council").is(Person::ORGANISATION));
    }
}
