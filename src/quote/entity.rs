//! The narration in, the people and organisations that it names out, each with its fullest name, its gender and its roles.
//!
//! A name of several words founds an entity; a single word belongs to the entity that was named last among those that end
//! with it (“Hale” after “Ida Hale”). Roles stand before a name, or beside it between commas.

use super::cue::{Class, Language};
use super::names::{Run, is_headline, run_at, word};
use super::narration::{Kind, Narration};
use super::office::{is_doing, part_roles};
use super::people::{Person, person};
use crate::span::ByteSpan;
use ahash::AHashMap;

/// The gender of whoever a pronoun can stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Gender {
    Woman,
    Man,
}

/// A role that the text gives somebody.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Role {
    /// Its words, tokens from here …
    pub(crate) first: usize,
    /// … to here.
    pub(crate) last: usize,
    /// The noun that the others belong to.
    pub(crate) head: usize,
}

/// Somebody or something with a name.
#[derive(Debug, Clone)]
pub(crate) struct Entity {
    /// The tokens of the fullest name.
    pub(crate) first: usize,
    pub(crate) last: usize,
    pub(crate) gender: Option<Gender>,
    /// Whether the name is an organisation's.
    pub(crate) body: bool,
    /// How much says that this is a person.
    pub(crate) evidence: u32,
    /// Mentions, and those of them behind a preposition of place.
    pub(crate) mentions: u32,
    pub(crate) places: u32,
    pub(crate) roles: Vec<Role>,
    /// The token at which the entity was named last, as the reading goes on.
    pub(crate) seen: usize,
}

impl Entity {
    /// The fullest name.
    pub(crate) fn span(&self, narration: &Narration) -> ByteSpan {
        let tokens = &narration.tokens;
        ByteSpan::new(tokens[self.first].span.start, tokens[self.last].span.end)
    }

    /// Whether a pronoun for a person can stand for the entity.
    pub(crate) fn is_person(&self) -> bool {
        !self.body && self.evidence > 0 && self.places * 2 <= self.mentions
    }
}

/// A name in the text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mention {
    /// The first token of the name.
    pub(crate) at: usize,
    /// The last one.
    pub(crate) last: usize,
    pub(crate) entity: usize,
    /// Whether a preposition stands before it or a possessive mark behind it, so that it is hardly a subject.
    pub(crate) hangs: bool,
}

/// The entities of a text and where they are named.
pub(crate) struct Entities<'n, 'a> {
    pub(crate) narration: &'n Narration<'a>,
    pub(crate) all: Vec<Entity>,
    /// By their place.
    pub(crate) mentions: Vec<Mention>,
    /// The last link of each word's chain.
    by_word: AHashMap<&'a str, usize>,
    /// Entities with a word in common, each with the link before.
    links: Vec<(usize, Option<usize>)>,
}

/// Entities with one word in common that are looked at; more in one article are a list of a family.
const NAMESAKES: usize = 8;
/// Roles that are kept of one entity; the first ones are the fullest.
const ROLES: usize = 6;

impl<'n, 'a> Entities<'n, 'a> {
    /// Reads all names.
    ///
    /// # Complexity
    /// Linear in the tokens: every look at a namesake or a role is bounded.
    pub(crate) fn read(narration: &'n Narration<'a>) -> Self {
        let runs = part_roles(narration, runs(narration));
        let mut read = Self {
            narration,
            all: Vec::with_capacity(runs.len() / 2),
            mentions: Vec::with_capacity(runs.len()),
            by_word: AHashMap::with_capacity(runs.len()),
            links: Vec::with_capacity(runs.len()),
        };
        for run in runs.iter().filter(|run| run.len() > 1 && run.name <= run.last) {
            if read.find(*run).is_none() {
                read.found(*run);
            }
        }
        for run in runs {
            if run.name > run.last {
                continue;
            }
            let entity = match read.find(run) {
                Some(entity) => entity,
                None if (run.doubtful || narration.language == Language::German)
                    && run.len() == 1
                    && run.name == run.first
                    && !read.is_told(run) =>
                {
                    continue;
                }
                None => read.found(run),
            };
            read.mention(run, entity);
        }
        for entity in &mut read.all {
            entity.seen = 0;
        }
        read
    }

    /// Whether a single word that opens a sentence is a name by the verb of speech behind it.
    fn is_told(&self, run: Run) -> bool {
        let tokens = &self.narration.tokens;
        let next = &tokens[run.last + 1];
        // “Hale, the woman who runs the pier, …”
        let apposed = next.kind == Kind::Comma && tokens[run.last + 2].is(Class::Determiner);
        let says = next.is(Class::Say) && next.is(Class::Finite) && !next.is(Class::Adverb);
        says || apposed && self.narration.language == Language::English
    }

    /// A new entity for the name of `run`.
    fn found(&mut self, run: Run) -> usize {
        let narration = self.narration;
        let number = self.all.len();
        let acronym = run.len() == 1 && {
            let name = word(narration, run.name);
            name.len() > 1 && name.chars().all(char::is_uppercase)
        };
        let given = narration.tokens[run.name].person;
        let titled = run.name > run.first;
        let gender = |person: Person| match (person.is(Person::WOMAN), person.is(Person::MAN)) {
            (true, false) => Some(Gender::Woman),
            (false, true) => Some(Gender::Man),
            _ => None,
        };
        let by_title = (run.first..run.name).find_map(|at| gender(narration.tokens[at].person));
        let is_given = given.is(Person::GIVEN) && run.len() > 1;
        self.all.push(Entity {
            first: run.name,
            last: run.last,
            gender: by_title.or(if given.is(Person::GIVEN) { gender(given) } else { None }),
            body: acronym
                || !titled
                    && !is_given
                    && (run.name..=run.last).any(|at| {
                        narration.tokens[at].person.is(Person::BODY) || matches!(word(narration, at), "of" | "&")
                    }),
            evidence: 2 * u32::from(is_given) + 2 * u32::from(titled) + u32::from(run.len() > 1),
            mentions: 0,
            places: 0,
            roles: Vec::new(),
            seen: 0,
        });
        let keys = [word(narration, run.last), word(narration, run.name)];
        for key in &keys[..=usize::from(run.len() > 1)] {
            self.link(key, number);
        }
        number
    }

    /// Adds `number` to the entities that have `word` in their name.
    fn link(&mut self, word: &'a str, number: usize) {
        let before = self.by_word.insert(word, self.links.len());
        self.links.push((number, before));
    }

    /// The entity that the name of `run` belongs to.
    pub(crate) fn find(&self, run: Run) -> Option<usize> {
        let narration = self.narration;
        let last = *self.by_word.get(word(narration, run.last))?;
        let chain = std::iter::successors(Some(self.links[last]), |&(_, before)| Some(self.links[before?]));
        let fits = chain.take(NAMESAKES).map(|(number, _)| number).filter(|&number| self.fits(number, run));
        // The one that was named last before; of those named later the first.
        fits.max_by_key(|&number| (self.all[number].seen, usize::MAX - number))
    }

    fn fits(&self, number: usize, run: Run) -> bool {
        let entity = &self.all[number];
        let narration = self.narration;
        let (last, first) = (word(narration, entity.last), word(narration, entity.first));
        let (run_first, run_last) = (word(narration, run.name), word(narration, run.last));
        let titles = (run.first..run.name).map(|at| narration.tokens[at].person);
        let clash = titles.into_iter().any(|title| match entity.gender {
            Some(Gender::Woman) => title.is(Person::MAN) && !title.is(Person::WOMAN | Person::LEADER),
            Some(Gender::Man) => title.is(Person::WOMAN) && !title.is(Person::MAN | Person::LEADER),
            None => false,
        });
        if clash {
            return false;
        }
        if run.len() == 1 {
            // A given name alone, or the first word of an organisation's name.
            return last == run_last
                || first == run_last && (entity.body || narration.tokens[entity.first].person.is(Person::GIVEN));
        }
        if last != run_last {
            return false;
        }
        let alone = entity.first == entity.last;
        let initial =
            |a: &str, b: &str| a.trim_end_matches('.').chars().count() == 1 && b.starts_with(&a[..1.min(a.len())]);
        let suffix = {
            let short = run.len().min(entity.last + 1 - entity.first);
            (0..short).all(|back| word(narration, run.last - back) == word(narration, entity.last - back))
        };
        alone
            || first == run_first
            || suffix
            || run_first.is_ascii() && initial(run_first, first)
            || first.is_ascii() && initial(first, run_first)
    }

    /// Notes that `run` names `entity`.
    fn mention(&mut self, run: Run, number: usize) {
        let narration = self.narration;
        let tokens = &narration.tokens;
        let before = &tokens[run.first - 1];
        let place = before.kind == Kind::Word
            && matches!(word(narration, run.first - 1), "in" | "at" | "near" | "im" | "à" | "off" | "across");
        let hangs = before.is(Class::Preposition) || tokens[run.last].possessive;
        let titled = run.name > run.first;
        let roles = self.roles_of(run);
        let entity = &mut self.all[number];
        entity.mentions += 1;
        entity.places += u32::from(place && !titled);
        entity.seen = run.name;
        // A name of one word is a person's if it speaks.
        let next = &tokens[run.last + 1];
        let speaks = next.classes.is_cue() && next.is(Class::Finite) && !next.is(Class::Adverb)
            || before.classes.is_cue() && before.is(Class::Finite);
        entity.evidence += u32::from(speaks)
            + 2 * u32::from(titled)
            + u32::from(tokens[run.last + 1].kind == Kind::Comma && word(narration, run.last + 2) == "who");
        if run.len() > entity.last + 1 - entity.first && run.len() <= 5 && !entity.body {
            (entity.first, entity.last) = (run.name, run.last);
            let key = word(narration, run.name);
            self.link(key, number);
        } else if entity.body && run.len() > entity.last + 1 - entity.first {
            (entity.first, entity.last) = (run.name, run.last);
        }
        let entity = &mut self.all[number];
        if entity.gender.is_none() {
            let words = (run.first..run.name).chain(roles.iter().map(|role| role.head));
            entity.gender = words.map(|at| person(word(narration, at))).find_map(|p| {
                match (p.is(Person::WOMAN), p.is(Person::MAN)) {
                    (true, false) => Some(Gender::Woman),
                    (false, true) if !p.is(Person::LEADER) => Some(Gender::Man),
                    _ => None,
                }
            });
        }
        // “Grid operator Norvolt”: what the role calls a company is none of the people.
        let called = !before.capital && person(word(narration, run.first - 1)).is(Person::ORGANISATION);
        if run.len() == 1 && run.first == run.name && called {
            entity.body = true;
        }
        if !entity.body {
            entity.evidence += u32::try_from(roles.len()).unwrap_or(0);
            let room = ROLES.saturating_sub(entity.roles.len());
            entity.roles.extend(roles.into_iter().take(room));
        }
        self.mentions.push(Mention { at: run.name, last: run.last, entity: number, hangs });
    }
}

/// The noun that the other words of a noun phrase belong to: the last one before a preposition.
pub(crate) fn head_of(narration: &Narration, first: usize, last: usize) -> usize {
    let tokens = &narration.tokens;
    let ends = |at: usize| {
        let token = &tokens[at];
        token.kind != Kind::Word
            || token.classes.any(&[Class::Preposition, Class::Relative, Class::Conjunction])
            || at > first && narration.language != Language::English && token.is(Class::Determiner)
            || at > first && is_doing(narration, at, last)
    };
    (first + 1..=last).find(|&at| ends(at)).map_or(last, |at| at - 1)
}

/// Every run of capitals outside headlines.
fn runs(narration: &Narration) -> Vec<Run> {
    let tokens = &narration.tokens;
    let mut found = Vec::new();
    let mut floor = 0;
    for (end, token) in tokens.iter().enumerate() {
        if !token.ends_sentence() {
            continue;
        }
        if floor < end && !is_headline(narration, floor, end) {
            let mut at = floor.max(1);
            while at < end {
                match run_at(narration, at) {
                    Some(run) => {
                        found.push(run);
                        at = run.last + 1;
                    }
                    None => at += 1,
                }
            }
        }
        floor = end + 1;
    }
    found
}
