//! The quotes of a story in, out who says each: one person under all the names and roles that the versions have for them.

use super::quotation::Quotation;
use super::vocabulary::{StemId, Vocabulary};
use crate::quote::SpeakerKind;
use crate::text::normalize::Folder;

/// Somebody who speaks in a story.
#[derive(Debug, Clone, Default)]
pub struct Person {
    /// The names that versions have for them, most common first.
    pub names: Vec<Box<str>>,
    /// Stems of the words that say what they are: a role, a title.
    roles: Vec<StemId>,
    /// Whether versions call them a person, not an organisation or a group.
    pub person: bool,
}

/// Who says a quote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Who {
    /// These people together, by their numbers, ascending.
    People(Vec<usize>),
    /// Somebody whom no version of the story that says it names: the stems of the description.
    Described(Vec<StemId>),
}

impl Who {
    /// Numbers that two answers share only if they are the same.
    #[must_use]
    pub fn key(&self) -> Vec<u64> {
        match self {
            Self::People(people) => std::iter::once(0).chain(people.iter().map(|&one| one as u64)).collect(),
            Self::Described(stems) => std::iter::once(1).chain(stems.iter().map(|stem| stem.number())).collect(),
        }
    }
}

/// Everybody who speaks in a story.
#[derive(Debug, Clone, Default)]
pub struct Cast {
    people: Vec<Person>,
    /// For each quote who says it; none where the text does not tell.
    of: Vec<Option<Who>>,
}

/// The share of the words of a description that a person's roles hold, to be that person.
const DESCRIBED: f64 = 0.5;

/// People of a story that a name is compared with; a story has a dozen.
const MOST: usize = 200;

impl Cast {
    /// Reads the speakers of `quotes`.
    ///
    /// # Complexity
    /// Quotes times people.
    #[must_use]
    pub fn read(vocabulary: &Vocabulary, quotes: &[Quotation]) -> Self {
        let mut cast = Self::default();
        let mut numbers: Vec<Option<Vec<usize>>> = Vec::with_capacity(quotes.len());
        for quote in quotes {
            numbers.push(quote.name.as_deref().map(|names| {
                let mut people: Vec<usize> = names.split("; ").map(|name| cast.person(name)).collect();
                people.sort_unstable();
                people.dedup();
                people
            }));
        }
        for (quote, number) in quotes.iter().zip(&numbers) {
            let Some([alone]) = number.as_deref() else { continue };
            let person = &mut cast.people[*alone];
            person.person |= quote.speaker_kind == Some(SpeakerKind::Person);
            person.roles.extend(description(vocabulary, quote, quote.role));
            person.roles.extend(description(vocabulary, quote, quote.speaker_span));
        }
        for person in &mut cast.people {
            let names: Vec<String> = person.names.iter().flat_map(|name| parts(name)).collect();
            let folder = Folder::new();
            person.roles.sort_unstable();
            person.roles.dedup();
            let mut folded = String::new();
            person.roles.retain(|&role| {
                folder.fold_into(vocabulary.text(role), &mut folded);
                !names.iter().any(|name| name.starts_with(folded.as_str()))
            });
            sort_by_count(&mut person.names);
        }
        cast.of = quotes
            .iter()
            .zip(numbers)
            .map(|(quote, people)| match people {
                Some(people) => Some(Who::People(people)),
                None => cast.described(description(vocabulary, quote, quote.speaker_span)),
            })
            .collect();
        cast
    }

    /// Who says a quote, by its place among the quotes.
    #[must_use]
    pub fn of(&self, quote: usize) -> Option<&Who> {
        self.of[quote].as_ref()
    }

    /// The name of whoever says a quote.
    #[must_use]
    pub fn name(&self, who: &Who) -> Option<String> {
        match who {
            Who::People(people) => {
                Some(people.iter().map(|&one| &*self.people[one].names[0]).collect::<Vec<_>>().join("; "))
            }
            Who::Described(_) => None,
        }
    }

    /// Whether all who say it are called people.
    #[must_use]
    pub fn is_person(&self, who: &Who) -> bool {
        matches!(who, Who::People(people) if people.iter().all(|&one| self.people[one].person))
    }

    /// The number of the person with this name, who may be new.
    fn person(&mut self, name: &str) -> usize {
        let known =
            self.people.iter().take(MOST).position(|person| person.names.iter().any(|known| same_name(known, name)));
        let number = known.unwrap_or_else(|| {
            self.people.push(Person::default());
            self.people.len() - 1
        });
        self.people[number].names.push(name.into());
        number
    }

    /// The person whom a description fits better than all others, or the description.
    fn described(&self, stems: Vec<StemId>) -> Option<Who> {
        if stems.is_empty() {
            return None;
        }
        let fits = |person: &Person| {
            stems.iter().filter(|stem| person.roles.binary_search(stem).is_ok()).count() as f64 / stems.len() as f64
        };
        let mut best: Vec<(f64, usize)> = self
            .people
            .iter()
            .enumerate()
            .map(|(number, person)| (fits(person), number))
            .filter(|&(share, _)| share >= DESCRIBED)
            .collect();
        best.sort_by(|a, b| b.0.total_cmp(&a.0));
        match best.as_slice() {
            [(share, number), rest @ ..] if rest.first().is_none_or(|next| next.0 < *share) => {
                Some(Who::People(vec![*number]))
            }
            _ => Some(Who::Described(stems)),
        }
    }
}

/// The stems of what stands at a place of the quote's version.
fn description(vocabulary: &Vocabulary, quote: &Quotation, place: Option<crate::span::ByteSpan>) -> Vec<StemId> {
    place.map_or_else(Vec::new, |span| vocabulary.stems_of(vocabulary.words_in(quote.version, span)))
}

/// The distinct names, most common first, then by the alphabet.
fn sort_by_count(names: &mut Vec<Box<str>>) {
    names.sort_unstable();
    let mut counted: Vec<(usize, Box<str>)> = Vec::new();
    for name in names.drain(..) {
        match counted.last_mut() {
            Some((count, last)) if *last == name => *count += 1,
            _ => counted.push((1, name)),
        }
    }
    // A full name says more than a surname, however often that stands.
    let full = |name: &str| parts(name).len() > 1;
    counted.sort_by_key(|(count, name)| (std::cmp::Reverse((full(name), *count)), name.clone()));
    names.extend(counted.into_iter().map(|(_, name)| name));
}

/// Words before a name that are no part of it.
const TITLES: [&str; 14] =
    ["mr", "mrs", "ms", "miss", "dr", "prof", "professor", "sir", "herr", "frau", "mme", "m", "monsieur", "madame"];

/// The folded words of a name without titles.
fn parts(name: &str) -> Vec<String> {
    let folder = Folder::new();
    let fold = |word: &str| {
        let mut folded = String::new();
        folder.fold_into(word.trim_matches(|c: char| !c.is_alphanumeric()), &mut folded);
        folded
    };
    name.split_whitespace().map(fold).filter(|word| !word.is_empty() && !TITLES.contains(&word.as_str())).collect()
}

/// Whether two names in one story are one person's: the surname is the same or a slip of it, and given names do not differ.
#[must_use]
pub fn same_name(left: &str, right: &str) -> bool {
    let (left, right) = (parts(left), parts(right));
    let (Some(left_last), Some(right_last)) = (left.last(), right.last()) else { return false };
    if !near(left_last, right_last) {
        return false;
    }
    let initial = |one: &str, other: &str| one.chars().count() == 1 && other.starts_with(one);
    left.len() == 1
        || right.len() == 1
        || near(&left[0], &right[0])
        || initial(&left[0], &right[0])
        || initial(&right[0], &left[0])
}

/// Whether two words are the same, halves of one double name, the same halves in another order, or a slip apart.
fn near(left: &str, right: &str) -> bool {
    if left == right {
        return true;
    }
    let halves = |name: &str| {
        let mut halves: Vec<String> = name.split('-').map(str::to_owned).collect();
        halves.sort_unstable();
        halves
    };
    let (ones, others) = (halves(left), halves(right));
    if ones == others
        || ones.len() > 1 && ones.iter().any(|half| half == right)
        || others.len() > 1 && others.iter().any(|half| half == left)
    {
        return true;
    }
    let shorter = left.chars().count().min(right.chars().count());
    // One letter in five to seven, two in longer names: Solvane, Solvaine; Vasserot, Vasseraut.
    let slips = if shorter < 5 { 0 } else { 1 + usize::from(shorter >= 8) };
    left.chars().next() == right.chars().next() && slips > 0 && distance(left, right) <= slips
}

/// Letters that are put in, taken away or changed between two words.
#[must_use]
pub fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (at, one) in left.chars().enumerate() {
        let mut corner = row[0];
        row[0] = at + 1;
        for (place, &other) in right.iter().enumerate() {
            let above = row[place + 1];
            row[place + 1] = (above + 1).min(row[place] + 1).min(corner + usize::from(one != other));
            corner = above;
        }
    }
    row[right.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_a_title_and_a_bare_surname_are_one_person_and_another_given_name_is_not() {
        for (left, right) in [
            ("Ida Brandt", "Brandt"),
            ("Ida Brandt", "Ms Brandt"),
            ("Ida Brandtner", "Ida Brantner"),
            ("Jon Vale-Orton", "Jon Orton-Vale"),
            ("J. Halloran", "Jane Halloran"),
        ] {
            assert!(same_name(left, right), "{left}, {right}");
        }
        for (left, right) in
            [("Ida Brandt", "Jon Brandt"), ("Ida Hale", "Ida Hall"), ("Brandt", "Brand"), ("", "Brandt")]
        {
            assert!(!same_name(left, right), "{left}, {right}");
        }
    }

    #[test]
    fn distance_counts_edits() {
        assert_eq!((distance("solvane", "solvaine"), distance("", "abc"), distance("kitten", "sitting")), (1, 3, 3));
    }
}
