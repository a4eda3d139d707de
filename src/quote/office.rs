//! A name in the narration in, the roles that stand beside it out: “Energy minister Tomas Hale”, “Ida Hale, the mayor of Ardal”.
//!
//! Only a noun for a person is a role: what somebody does, is like or is called for once (“Hale is a blessing”) is none.

use super::cue::{Class, Language};
use super::entity::{Entities, Role, head_of};
use super::form::is_verb_form;
use super::names::{Run, is_made_adjective, is_title, word};
use super::narration::{Kind, Narration};
use super::people::{Person, person};
use super::speaker::{Phrase, beginning_at, ending_at, opens_sentence};
use ahash::AHashSet;

impl Entities<'_, '_> {
    /// The roles that stand beside the name of `run`.
    pub(super) fn roles_of(&self, run: Run) -> Vec<Role> {
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

/// The runs, each without the role that has a capital only since it opens a sentence: “Watchmaker Ida Hale”; with one word
/// behind it, “Watchmaker Hale”, only where the text has the noun elsewhere.
///
/// # Complexity
/// Linear in the tokens.
pub(super) fn part_roles(narration: &Narration, mut runs: Vec<Run>) -> Vec<Run> {
    let tokens = &narration.tokens;
    let opens = |run: &Run| opens_sentence(narration, run.first);
    let parts = |run: &Run| run.len() > 1 && run.name == run.first && opens(run);
    if narration.language != Language::English || !runs.iter().any(parts) {
        return runs;
    }
    // What begins a name inside a sentence too is part of it.
    let begins: AHashSet<&str> = runs.iter().filter(|run| !opens(run)).map(|run| word(narration, run.name)).collect();
    let small: AHashSet<&str> = tokens
        .iter()
        .enumerate()
        .filter(|(_, token)| token.kind == Kind::Word && !token.capital)
        .map(|(at, _)| word(narration, at))
        .collect();
    for run in &mut runs {
        let first = run.first;
        let known = tokens[first].person;
        let body = (first..=run.last).any(|at| tokens[at].person.is(Person::BODY));
        // “M. Dane Waters”: a letter is an initial.
        let initial = tokens[first].span.len() < 3 && word(narration, first).ends_with('.');
        if !parts(run) || body || initial || known.is(Person::GIVEN) || begins.contains(word(narration, first)) {
            continue;
        }
        // “Film-maker”, “Vice-premier”
        let lower = word(narration, first).to_lowercase();
        let doer = names_doer(lower.rsplit('-').next().unwrap_or(&lower));
        // Before one word it is as likely a given name that no list has, unless the text has it as a noun: “Casper Hale”.
        let told = run.len() > 2 || small.contains(lower.as_str());
        if doer && told && tokens[first + 1].capital {
            run.name += 1;
        }
    }
    runs
}

/// Whether the word at `at` is a noun for a person, by the lists or by its ending.
fn is_office(narration: &Narration, at: usize) -> bool {
    person(word(narration, at)) != Person::default()
        || narration.tokens[at].classes.any(&[Class::Title, Class::Noun])
        || is_doer(narration, at)
}

/// Whether the word at `at` is a noun for somebody, not for an organisation.
pub(super) fn is_doer(narration: &Narration, at: usize) -> bool {
    let name = word(narration, at);
    names_doer(name) && (!narration.tokens[at].capital || person(name) != Person::default())
}

/// Whether an English noun is one for somebody: by the lists, or by its ending if they do not have it.
fn names_doer(name: &str) -> bool {
    const ENDINGS: [&str; 12] = ["er", "or", "ist", "man", "men", "woman", "ian", "ant", "ent", "eer", "ate", "ee"];
    let who = person(name);
    who.is(Person::NOUN | Person::PEOPLE | Person::UNNAMED | Person::LEADER)
        || who == Person::default() && ENDINGS.iter().any(|end| name.len() > end.len() + 3 && name.ends_with(end))
}

/// Whether a participle hangs on the noun for a person before `at`: officials speaking, a candidate running for mayor.
pub(super) fn is_doing(narration: &Narration, at: usize, last: usize) -> bool {
    let tokens = &narration.tokens;
    narration.language == Language::English
        && tokens[at].classes.is_unknown()
        && word(narration, at).ends_with("ing")
        && is_doer(narration, at - 1)
        && !tokens[at - 1].possessive
        && (at == last || tokens[at + 1].classes.any(&[Class::Preposition, Class::Determiner]))
}
