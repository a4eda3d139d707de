//! Who is meant by each form in, the records of the speakers out.

use super::link::Linked;
use super::mention::{Mentions, one_line};
use super::roster::Roster;
use super::{Said, Speaker};
use crate::quote::SpeakerKind;
use crate::quote::is_title;
use crate::versions::name::{is_address, plain, slug, stripped};
use ahash::AHashMap;
use std::collections::{BTreeMap, BTreeSet};

/// Something with how often it was seen.
type Counts = BTreeMap<String, usize>;

/// What is known of a speaker so far.
#[derive(Debug, Default)]
struct Gathered {
    /// Forms of the name, without titles.
    forms: Counts,
    /// Quotes by their place in the input.
    quotes: BTreeSet<usize>,
}

/// The records, the most quoted first.
pub(super) fn gather(said: &[Said<'_>], mentions: &Mentions, linked: &Linked, roster: &Roster) -> Vec<Speaker> {
    let mut people: Vec<Gathered> = linked.known.iter().map(|_| Gathered::default()).collect();
    for (number, form) in mentions.forms.iter().enumerate() {
        for &quote in &form.quotes {
            let person = linked.of_quote.get(&(number, quote)).copied().unwrap_or(linked.of_form[number]);
            people[person].quotes.insert(quote);
        }
        for (written, &count) in &form.written {
            let language = said[form.quotes[0]].language;
            let shown = if form.is_body() { written } else { stripped(written, language) };
            *people[linked.of_form[number]].forms.entry(shown.to_owned()).or_default() += count;
        }
    }
    let mut records: Vec<Speaker> = Vec::new();
    for (person, known) in people.into_iter().zip(&linked.known).filter(|(person, _)| !person.quotes.is_empty()) {
        records.push(person.named(said, known.map(|entry| (entry, &*roster.entries[entry].name))));
    }
    records.extend(mentions.unnamed.iter().map(|((_, noun, _), quotes)| unnamed(said, noun, quotes)));
    records.sort_by(|a, b| {
        let first = |one: &Speaker| (std::cmp::Reverse(one.quotes.len()), std::cmp::Reverse(one.words));
        first(a).cmp(&first(b)).then_with(|| a.id.cmp(&b.id)).then_with(|| a.quotes.cmp(&b.quotes))
    });
    tell_apart(&mut records);
    records
}

impl Gathered {
    fn named(mut self, said: &[Said<'_>], known: Option<(usize, &str)>) -> Speaker {
        let words = |form: &str| form.split_whitespace().count();
        let fullest = self
            .forms
            .iter()
            .max_by(|(a, many), (b, other)| (words(a), *many).cmp(&(words(b), *other)).then_with(|| b.cmp(a)));
        let fullest = fullest.map_or_else(String::new, |(form, _)| form.clone());
        let name = known.map_or(fullest, |(_, name)| one_line(name));
        self.add_short_forms(said, &name);
        self.forms.remove(&name);
        record(said, id_of(&name), name, self.forms, &self.quotes, known.map(|(entry, _)| entry))
    }

    /// The words beside the quotes, where they are words of the name and nothing else: “Mr Brandt”.
    fn add_short_forms(&mut self, said: &[Said<'_>], name: &str) {
        /// Bytes of a speaker that can be a short form; longer ones are clauses.
        const LONGEST: usize = 100;
        let full = plain(name);
        for quote in &self.quotes {
            let Some(speaker) = said[*quote].speaker.filter(|words| words.len() <= LONGEST) else { continue };
            let short = one_line(stripped(speaker, said[*quote].language));
            let folded = plain(&short);
            let inside = !folded.is_empty() && folded.split(' ').all(|word| full.split(' ').any(|one| one == word));
            if inside && short.starts_with(char::is_uppercase) && !self.forms.contains_key(&short) {
                self.forms.insert(short, 0);
            }
        }
    }
}

/// Whoever a document leaves unnamed.
fn unnamed(said: &[Said<'_>], noun: &str, quotes: &[usize]) -> Speaker {
    let first = &said[quotes[0]];
    let mut phrases = Counts::new();
    for &quote in quotes {
        if let Some(phrase) = said[quote].speaker.or(said[quote].name) {
            *phrases.entry(one_line(phrase)).or_default() += 1;
        }
    }
    let name = first.speaker.or(first.name).map_or_else(String::new, one_line);
    phrases.remove(&name);
    record(said, format!("{}@{}", id_of(noun), first.id), name, phrases, &quotes.iter().copied().collect(), None)
}

fn record(
    said: &[Said<'_>],
    id: String,
    name: String,
    forms: Counts,
    quotes: &BTreeSet<usize>,
    known: Option<usize>,
) -> Speaker {
    let spoken = || quotes.iter().map(|&quote| &said[quote]);
    let mut roles: BTreeMap<String, Counts> = BTreeMap::new();
    for role in spoken().filter_map(role).filter(|role| plain(role) != plain(&name)) {
        *roles.entry(role.to_lowercase()).or_default().entry(role).or_default() += 1;
    }
    // Of “mayor” and “Mayor”, equally common, the one without a capital: it stands behind in the order of code points.
    let roles = roles.into_values().filter_map(|written| {
        let count = written.values().sum::<usize>();
        Some((count, written.into_iter().max_by_key(|&(_, count)| count)?.0))
    });
    let mut kinds = [0; SpeakerKind::ALL.len()];
    for kind in spoken().filter(|one| !joined(one)).filter_map(|one| one.kind) {
        kinds[kind as usize] += 1;
    }
    let most = (0..kinds.len()).rev().max_by_key(|&kind| kinds[kind]).unwrap_or(0);
    let mut numbers: Vec<i64> = spoken().map(|one| one.number).collect();
    numbers.sort_unstable();
    Speaker {
        id,
        aliases: by_count(forms.into_iter().map(|(form, count)| (count, form))),
        roles: by_count(roles),
        kind: if kinds[most] == 0 { SpeakerKind::Person } else { SpeakerKind::ALL[most] },
        documents: spoken().map(|one| one.row).collect::<BTreeSet<_>>().len(),
        words: spoken().map(|one| one.words).fold(0, i64::saturating_add),
        quotes: numbers,
        name,
        known,
    }
}

/// Whether several speak together, so that the kind is none of theirs.
fn joined(said: &Said<'_>) -> bool {
    said.name.is_some_and(|name| name.contains("; "))
}

/// The most common first; of equally common ones by the alphabet.
fn by_count(counted: impl Iterator<Item = (usize, String)>) -> Vec<String> {
    let mut counted: Vec<(usize, String)> = counted.collect();
    counted.sort_by(|(a, left), (b, right)| b.cmp(a).then_with(|| left.cmp(right)));
    counted.into_iter().map(|(_, one)| one).collect()
}

/// What stands for a name in an id; `speaker` if it has no letter.
fn id_of(name: &str) -> String {
    Some(slug(name)).filter(|slug| !slug.is_empty()).unwrap_or_else(|| "speaker".to_owned())
}

/// The words of a document for what the speaker is, without an address at the end (“Lord Chancellor Lord”); what stands
/// before an address may be anything (“in an interview Mr Hale”), and is a role if it ends like one.
fn role(said: &Said<'_>) -> Option<String> {
    let role = one_line(said.role?);
    let Some((before, last)) = role.rsplit_once(' ') else {
        return (!is_address(&role)).then_some(role);
    };
    if !is_address(last) {
        return Some(role);
    }
    let title = before.rsplit(' ').next().is_some_and(|word| is_title(word, said.language));
    title.then(|| before.to_owned())
}

/// Numbers the speakers who would have one id, in their order: `official@17`, `official@17-2`.
fn tell_apart(records: &mut [Speaker]) {
    let mut taken: AHashMap<String, usize> = AHashMap::new();
    let all: BTreeSet<String> = records.iter().map(|one| one.id.clone()).collect();
    for one in records {
        let count = taken.entry(one.id.clone()).or_default();
        *count += 1;
        while *count > 1 {
            let id = format!("{}-{count}", one.id);
            if !all.contains(&id) {
                one.id = id;
                break;
            }
            *count += 1;
        }
    }
}
