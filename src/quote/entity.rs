//! The narration in, the people and organisations that it names out, each with its fullest name, its gender and its roles.
//!
//! A name of several words founds an entity; a single word belongs to the entity that was named last among those that end
//! with it (“Hale” after “Ida Hale”). Roles stand before a name, or beside it between commas.

use super::cue::{Class, Language};
use super::names::{Run, is_headline, is_made_adjective, is_title, run_at, word};
use super::narration::{Kind, Narration};
use super::people::{Person, person};
use super::speaker::{Phrase, beginning_at, ending_at, is_verb_form};
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
        let runs = runs(narration);
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

    /// The roles that stand beside the name of `run`.
    fn roles_of(&self, run: Run) -> Vec<Role> {
        let mut roles = Vec::new();
        roles.extend(self.role_before(run));
        roles.extend(self.role_behind(run));
        roles.extend(self.role_of_phrase_before(run));
        roles
    }

    /// `Energy minister Tomas Hale`, `NATO Secretary General Ida Hale`.
    fn role_before(&self, run: Run) -> Option<Role> {
        const WORDS: usize = 4;
        let tokens = &self.narration.tokens;
        let mut first = run.first;
        while first + WORDS > run.first {
            let token = &tokens[first - 1];
            let titled = token.capital || run.len() > 1 || is_title(self.narration, first - 1) || first < run.name;
            let noun = token.kind == Kind::Word
                && !token.possessive
                && titled
                && (token.capital || self.narration.language != Language::German)
                && (token.classes.is_unknown()
                    || token.classes.any(&[Class::Title, Class::Noun]) && !token.is(Class::Passive))
                && !word(self.narration, first - 1).ends_with("ed")
                && !word(self.narration, first - 1).ends_with("ing")
                && !is_made_adjective(word(self.narration, first - 1));
            if !noun {
                break;
            }
            first -= 1;
        }
        // “Mr Hale”: an address is no role.
        let address = first + 1 == run.name && word(self.narration, first).trim_end_matches('.').len() <= 4;
        (first < run.name && !address && run.name > 0).then(|| Role { first, last: run.name - 1, head: run.name - 1 })
    }

    /// `Ida Hale, the mayor of Ardal`, `Ida Hale is the mayor`.
    fn role_behind(&self, run: Run) -> Option<Role> {
        let tokens = &self.narration.tokens;
        let mut at = run.last + 1;
        let copula = tokens[at].is(Class::Passive);
        if tokens[at].kind != Kind::Comma && !copula {
            return None;
        }
        at += 1;
        if tokens[at].span.of(self.narration.text).starts_with(|c: char| c.is_ascii_digit())
            && tokens[at + 1].kind == Kind::Comma
        {
            at += 2;
        }
        let token = &tokens[at];
        let noun = token.kind == Kind::Word
            && (token.is(Class::Determiner)
                || !copula
                    && !token.capital
                    && (token.classes.is_unknown() || token.classes.any(&[Class::Title, Class::Noun]))
                || !copula && token.is(Class::Title));
        if !noun || tokens[at].is(Class::Ing) {
            return None;
        }
        let phrase = beginning_at(self.narration, at)?;
        let next = &tokens[phrase.last + 1];
        let ends =
            next.kind != Kind::Word || next.classes.any(&[Class::Preposition, Class::Relative, Class::Conjunction]);
        let role = ends.then(|| self.role_of(phrase)).flatten()?;
        // “Hale is a blessing”, “Hale, calm, …”, “Hale, along with …”: what is no noun for a person tells nothing of an office.
        let doubtful = copula || phrase.first == phrase.last && !token.is(Class::Determiner);
        (!doubtful || self.narration.language != Language::English || is_office(self.narration, role.head))
            .then_some(role)
    }

    /// `the mayor of Ardal, Ida Hale`.
    fn role_of_phrase_before(&self, run: Run) -> Option<Role> {
        let tokens = &self.narration.tokens;
        let comma = run.first.checked_sub(1).filter(|&at| tokens[at].kind == Kind::Comma)?;
        if run.len() < 2 && run.first == run.name {
            return None;
        }
        let mut phrase = ending_at(self.narration, comma.checked_sub(1)?, comma.saturating_sub(14))?;
        // “A night guard, Ida Hale”: a time can stand in a noun.
        while phrase.first > 1
            && tokens[phrase.first - 1].is(Class::Calendar)
            && !tokens[phrase.first].is(Class::Determiner)
        {
            phrase.first -= 1;
            if tokens[phrase.first - 1].is(Class::Determiner) {
                phrase.first -= 1;
            }
        }
        let opener = &tokens[phrase.first];
        let hangs = phrase.first > 0 && tokens[phrase.first - 1].is(Class::Preposition);
        (opener.is(Class::Determiner) && !hangs).then(|| self.role_of(phrase)).flatten()
    }

    /// The role that `phrase` gives, if it is a noun phrase of its own and no other name.
    pub(crate) fn role_of(&self, phrase: Phrase) -> Option<Role> {
        let tokens = &self.narration.tokens;
        let mut first = phrase.first;
        if tokens[first].classes.any(&[Class::Determiner]) && first < phrase.last {
            first += 1;
        }
        let head = head_of(self.narration, first, phrase.last);
        let name =
            tokens[head].capital && !tokens[head].is(Class::Title) && self.narration.language != Language::German;
        // “a statement from the attorney, Ida Hale”: a thing said is no role, nor is what somebody does.
        let english = self.narration.language == Language::English;
        let doing = |at: usize| english && tokens[at].classes.is_unknown() && is_verb_form(word(self.narration, at));
        let said = tokens[head].is(Class::Utterance) || doing(head);
        // “a candidate running for mayor”
        let last =
            if head < phrase.last && is_doing(self.narration, head + 1, phrase.last) { head } else { phrase.last };
        (!name && !said && tokens[head].kind == Kind::Word && !tokens[head].possessive).then_some(Role {
            first,
            last,
            head,
        })
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

/// Whether the word at `at` is a noun for a person, by the lists or by its ending.
fn is_office(narration: &Narration, at: usize) -> bool {
    person(word(narration, at)) != Person::default()
        || narration.tokens[at].classes.any(&[Class::Title, Class::Noun])
        || is_doer(narration, at)
}

/// Whether the word at `at` is a noun for somebody, not for an organisation.
fn is_doer(narration: &Narration, at: usize) -> bool {
    const ENDINGS: [&str; 12] = ["er", "or", "ist", "man", "men", "woman", "ian", "ant", "ent", "eer", "ate", "ee"];
    let name = word(narration, at);
    let who = person(name);
    let ending = || ENDINGS.iter().any(|end| name.len() > end.len() + 2 && name.ends_with(end));
    who.is(Person::NOUN | Person::PEOPLE | Person::UNNAMED | Person::LEADER)
        || who == Person::default() && !narration.tokens[at].capital && ending()
}

/// Whether a participle hangs on the noun for a person before `at`: officials speaking, a candidate running for mayor.
fn is_doing(narration: &Narration, at: usize, last: usize) -> bool {
    let tokens = &narration.tokens;
    narration.language == Language::English
        && tokens[at].classes.is_unknown()
        && word(narration, at).ends_with("ing")
        && is_doer(narration, at - 1)
        && !tokens[at - 1].possessive
        && (at == last || tokens[at + 1].classes.any(&[Class::Preposition, Class::Determiner]))
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
