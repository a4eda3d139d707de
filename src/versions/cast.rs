//! The quotes of a story in, out who says each: one person under all the names and roles that the versions have for them.

use super::name::{Name, plain, stripped};
use super::quotation::Quotation;
use super::spelling::near::near;
use super::version::Version;
use super::vocabulary::{StemId, Vocabulary};
use crate::quote::SpeakerKind;
use crate::text::Language;
use ahash::AHashMap;
use std::collections::BTreeMap;

/// Somebody who speaks in a story.
#[derive(Debug, Clone, Default)]
pub struct Person {
    /// The names that versions have for them, most common first.
    pub names: Vec<Box<str>>,
    /// The same as they are compared, in the order of first mention.
    read: Vec<Name>,
    /// Stems of the words that say what they are: a role, a title.
    roles: Vec<StemId>,
    /// Stems of the names themselves.
    own: Vec<StemId>,
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

/// Spellings of one person's name that another is compared with; the families have three at most.
const SPELLINGS: usize = 20;

impl Cast {
    /// Reads the speakers of `quotes`.
    ///
    /// # Complexity
    /// Linear in the quotes; distinct names times people, up to [`MOST`]; distinct descriptions times people of one role.
    #[must_use]
    pub fn read(versions: &[Version<'_>], vocabulary: &Vocabulary, quotes: &[Quotation]) -> Self {
        let mut cast = Self::default();
        let mut known: AHashMap<(&str, Language), usize> = AHashMap::new();
        let mut numbers: Vec<Option<Vec<usize>>> = Vec::with_capacity(quotes.len());
        for quote in quotes {
            // “D-N.Y.”, “Ariz.”: what stands beside a name.
            let named = quote.name.as_deref().filter(|names| names.split(|c: char| !c.is_alphabetic()).any(is_word));
            let language = versions[quote.version].language;
            numbers.push(named.map(|names| {
                let person = |name| {
                    let number = *known.entry((name, language)).or_insert_with(|| cast.person(name, language));
                    cast.people[number].names.push(name.into());
                    number
                };
                let mut people: Vec<usize> = names.split("; ").map(person).collect();
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
            sort_by_count(&mut person.names);
            let names: Vec<String> = person
                .names
                .iter()
                .flat_map(|name| plain(name).split(' ').map(str::to_owned).collect::<Vec<_>>())
                .collect();
            person.roles.sort_unstable();
            person.roles.dedup();
            (person.own, person.roles) = person.roles.iter().partition(|&&role| {
                let folded = plain(vocabulary.text(role));
                names.iter().any(|name| name.starts_with(&folded))
            });
        }
        let mut holders: AHashMap<StemId, Vec<usize>> = AHashMap::new();
        for (number, person) in cast.people.iter().enumerate() {
            for &role in &person.roles {
                holders.entry(role).or_default().push(number);
            }
        }
        let mut described: AHashMap<(Vec<StemId>, Option<SpeakerKind>), Option<Who>> = AHashMap::new();
        let cast_people = &cast.people;
        let of = quotes
            .iter()
            .zip(numbers)
            .map(|(quote, people)| {
                people.map(Who::People).or_else(|| {
                    let stems = description(vocabulary, quote, quote.speaker_span);
                    // The inspectorate is not the inspector, whatever stem they share.
                    let kind = quote.speaker_kind;
                    let may_be = |number: usize| match kind {
                        Some(SpeakerKind::Organisation) => !cast_people[number].person,
                        Some(SpeakerKind::Person | SpeakerKind::Anonymous) => cast_people[number].person,
                        _ => true,
                    };
                    let fit = |(stems, _): &(Vec<StemId>, _)| who_fits(stems, &holders, may_be);
                    described.entry((stems, kind)).or_insert_with_key(fit).clone()
                })
            })
            .collect();
        cast.of = of;
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
    fn person(&mut self, name: &str, language: Language) -> usize {
        let read = Name::read(stripped(name, language), language).unwrap_or_default();
        let known =
            self.people.iter().take(MOST).position(|person| person.read.iter().any(|known| same_name(known, &read)));
        let number = known.unwrap_or_else(|| {
            self.people.push(Person::default());
            self.people.len() - 1
        });
        let person = &mut self.people[number];
        if person.read.len() < SPELLINGS && !person.read.contains(&read) {
            person.read.push(read);
        }
        number
    }

    /// Whether one answer is the organisation of whoever the other is: a club and its manager, who speaks for it.
    #[must_use]
    pub fn speaks_for(&self, left: &Who, right: &Who) -> bool {
        let (Who::People(ones), Who::People(others)) = (left, right) else { return false };
        let ([one], [other]) = (ones.as_slice(), others.as_slice()) else { return false };
        let (one, other) = (&self.people[*one], &self.people[*other]);
        let (body, person) = if one.person { (other, one) } else { (one, other) };
        !body.person
            && person.person
            && !body.own.is_empty()
            && body.own.iter().all(|stem| person.roles.binary_search(stem).is_ok())
    }

    /// Those who speak for whoever this is, or for whom it speaks.
    #[must_use]
    pub fn stand_ins(&self, who: &Who) -> Vec<usize> {
        let others = 0..self.people.len().min(MOST);
        others.filter(|&other| self.speaks_for(who, &Who::People(vec![other]))).collect()
    }

    /// Whether two answers name as many people of one surname: a nickname, or relatives of whom the text names no first name.
    #[must_use]
    pub fn share_a_surname(&self, left: &Who, right: &Who) -> bool {
        if let (Who::People(ones), Who::People(others)) = (left, right)
            && ones.len() != others.len()
        {
            return false;
        }
        let surnames = |who: &Who| match who {
            Who::People(people) => people
                .iter()
                .flat_map(|&one| &self.people[one].read)
                .map(|name| name.core().to_owned())
                .collect::<Vec<_>>(),
            Who::Described(_) => Vec::new(),
        };
        let others = surnames(right);
        surnames(left).iter().any(|surname| others.contains(surname))
    }
}

/// Whoever of those that it may be a description fits better than all others, or the description; `holders` are the people of
/// each role.
fn who_fits(stems: &[StemId], holders: &AHashMap<StemId, Vec<usize>>, may_be: impl Fn(usize) -> bool) -> Option<Who> {
    if stems.is_empty() {
        return None;
    }
    let mut fits: BTreeMap<usize, usize> = BTreeMap::new();
    for &person in stems.iter().filter_map(|stem| holders.get(stem)).flatten().filter(|&&person| may_be(person)) {
        *fits.entry(person).or_default() += 1;
    }
    let enough = |count: usize| count as f64 / stems.len() as f64 >= DESCRIBED;
    let mut best: Vec<(usize, usize)> =
        fits.into_iter().map(|(person, count)| (count, person)).filter(|&(count, _)| enough(count)).collect();
    best.sort_by_key(|&(count, _)| std::cmp::Reverse(count));
    match best.as_slice() {
        [(count, person), rest @ ..] if rest.first().is_none_or(|next| next.0 < *count) => {
            Some(Who::People(vec![*person]))
        }
        _ => Some(Who::Described(stems.to_vec())),
    }
}

/// Whether a part of a name has letters enough to be one, and no stop behind few.
fn is_word(part: &str) -> bool {
    part.chars().count() > 2
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
    let full = |name: &str| plain(name).contains(' ');
    counted.sort_by_key(|(count, name)| (std::cmp::Reverse((full(name), *count)), name.clone()));
    names.extend(counted.into_iter().map(|(_, name)| name));
}

/// Whether two names in one story are one person's: the surname is the same or a slip of it, and given names do not differ.
#[must_use]
pub fn same_name(left: &Name, right: &Name) -> bool {
    if left.may_be(right) {
        return true;
    }
    let given = match (left.given.first(), right.given.first()) {
        (Some(one), Some(other)) => one == other || slip(one, other) || initial(one, other) || initial(other, one),
        _ => true,
    };
    given && (slip(left.core(), right.core()) || same_halves(left.core(), right.core()))
}

fn initial(one: &str, other: &str) -> bool {
    one.chars().count() == 1 && other.starts_with(one)
}

/// Shorter words that are a slip apart are other names: Hale, Hall.
const SLIP_LEAST: usize = 5;

fn slip(left: &str, right: &str) -> bool {
    left.chars().count().min(right.chars().count()) >= SLIP_LEAST
        && left.chars().next() == right.chars().next()
        && near(left, right)
}

/// Whether one is a half of the other's double name, or both have the same halves.
fn same_halves(left: &str, right: &str) -> bool {
    let halves = |name: &str| {
        let mut halves: Vec<String> = name.split('-').map(str::to_owned).collect();
        halves.sort_unstable();
        halves
    };
    let (ones, others) = (halves(left), halves(right));
    match (ones.as_slice(), others.as_slice()) {
        ([_], [_]) => false,
        ([one], others) | (others, [one]) => others.contains(one),
        _ => ones == others,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Language;

    #[test]
    fn a_slip_a_title_and_a_bare_surname_are_one_person_and_another_given_name_is_not() {
        let name = |text: &str| Name::read(text, Language::English).unwrap_or_default();
        for (left, right) in [
            ("Ida Brandt", "Brandt"),
            ("Ida Brandt", "Ms Brandt"),
            ("Ida Brandtner", "Ida Brantner"),
            ("Jon Vale-Orton", "Jon Orton-Vale"),
            ("Jon Vale-Orton", "Orton"),
            ("J. Halloran", "Jane Halloran"),
        ] {
            assert!(same_name(&name(left), &name(right)), "{left}, {right}");
        }
        for (left, right) in [("Ida Brandt", "Jon Brandt"), ("Ida Hale", "Ida Hall"), ("Brandt", "Bristol")] {
            assert!(!same_name(&name(left), &name(right)), "{left}, {right}");
        }
    }
}
