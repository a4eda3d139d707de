//! Whom a noun phrase without a name stands for: “the mayor”, “a spokesman for the club”.
//!
//! The person to whom the document gives that role, the organisation that is spoken for, whoever is named right behind the
//! phrase; else a group, an organisation or somebody unnamed.

use super::cue::{Class, Language};
use super::entity::{Gender, Role, head_of};
use super::identity::{Identity, SpeakerKind};
use super::names::{run_at, word};
use super::narration::{Kind, Narration};
use super::people::{Person, person};
use super::resolve::{MENTIONS_BACK, Resolver};
use crate::span::ByteSpan;
use ahash::AHashMap;

/// Roles that share a word and are compared.
const ROLES: usize = 16;

/// Entities and their roles, by a word of the role in lower case.
pub(super) type RolesByWord = AHashMap<String, Vec<(usize, Role)>>;

impl Resolver<'_, '_> {
    fn roles(&self) -> &RolesByWord {
        self.roles.get_or_init(|| self.read_roles())
    }

    fn read_roles(&self) -> RolesByWord {
        let narration = self.narration();
        let mut roles: RolesByWord = AHashMap::new();
        for (number, entity) in self.entities.all.iter().enumerate() {
            for role in &entity.roles {
                for at in role.first..=role.last {
                    if is_content(narration, at) {
                        let entry = roles.entry(word(narration, at).to_lowercase()).or_default();
                        if entry.len() < ROLES {
                            entry.push((number, *role));
                        }
                    }
                }
            }
        }
        roles
    }

    /// A noun phrase without a name: the person to whom the document gives that role, a group, an organisation, somebody.
    pub(super) fn identify_description(&self, first: usize, last: usize) -> Identity {
        let narration = self.narration();
        let tokens = &narration.tokens;
        let opener = &tokens[first];
        let bare = first + usize::from(opener.is(Class::Determiner) && first < last);
        let head = head_of(narration, bare, last);
        let noun = person(word(narration, head));
        let article = word(narration, first).to_lowercase();
        let indefinite = matches!(
            article.as_str(),
            "a" | "an"
                | "one"
                | "another"
                | "some"
                | "two"
                | "three"
                | "several"
                | "many"
                | "ein"
                | "eine"
                | "einer"
                | "un"
                | "une"
        );
        let role = ByteSpan::new(tokens[bare].span.start, tokens[last].span.end);
        if let Some(body) = self.spoken_for(bare, last, head) {
            let identity = self.identity_of(body);
            return Identity { role: Some(role), ..identity };
        }
        if !indefinite && let Some(number) = self.holder(bare, last, head) {
            return self.identity_of(number);
        }
        if !indefinite && noun.is(Person::WOMAN | Person::MAN) && noun.is(Person::NOUN) && !noun.is(Person::LEADER) {
            let gender = if noun.is(Person::WOMAN) { Gender::Woman } else { Gender::Man };
            if let Some(number) = self.last_of(first, gender) {
                return self.identity_of(number);
            }
        }
        if let Some(identity) = self.apposed(last) {
            return identity;
        }
        let singular =
            !noun.is(Person::PEOPLE | Person::ORGANISATION | Person::UNNAMED) && !tokens[head].is(Class::Utterance);
        if !indefinite
            && singular
            && opener.is(Class::Determiner)
            && let Some(number) = self.introduced(last)
        {
            return self.identity_of(number);
        }
        if !indefinite
            && noun.is(Person::ORGANISATION)
            && opener.is(Class::Determiner)
            && let Some(body) = self.body_before(first)
        {
            return self.identity_of(body);
        }
        let plural = noun.is(Person::PEOPLE)
            || word(narration, head).ends_with('s') && !word(narration, head).ends_with("ss") && bare == first;
        let kind = if noun.is(Person::UNNAMED) || indefinite && !noun.is(Person::ORGANISATION | Person::PEOPLE) {
            SpeakerKind::Anonymous
        } else if noun.is(Person::ORGANISATION) {
            SpeakerKind::Organisation
        } else if plural || noun.is(Person::PEOPLE) {
            SpeakerKind::Group
        } else {
            SpeakerKind::Person
        };
        let is_role = kind == SpeakerKind::Person || kind == SpeakerKind::Anonymous;
        Identity { name: None, kind, role: is_role.then_some(role) }
    }

    /// The organisation for which a spokeswoman speaks who has no name: “a Thornby Rail spokesman”, “a spokesman for Thornby
    /// Rail”.
    fn spoken_for(&self, first: usize, last: usize, head: usize) -> Option<usize> {
        let narration = self.narration();
        let speaks = ["spokesman", "spokeswoman", "spokesperson", "sprecher", "sprecherin", "porte-parole"];
        if !speaks.contains(&word(narration, head).to_lowercase().as_str()) {
            return None;
        }
        let runs = self.names_in(first, last);
        runs.iter().filter_map(|run| self.entities.find(*run)).find(|&number| !self.entities.all[number].is_person())
    }

    /// Who is named behind the comma that follows token `last`: “its general secretary, Mr Hale”.
    fn apposed(&self, last: usize) -> Option<Identity> {
        let narration = self.narration();
        let tokens = &narration.tokens;
        // “the head of the guild, Ida Hale”: what hangs on the role may not be part of the span.
        let next = last + 1;
        let hangs = tokens.get(next)?.classes.any(&[Class::Preposition, Class::Determiner]);
        let comma =
            if hangs { (next..tokens.len().min(next + 5)).find(|&at| tokens[at].kind == Kind::Comma)? } else { next };
        let run = if tokens[comma].kind == Kind::Comma { run_at(narration, comma + 1)? } else { return None };
        let mut named = vec![run];
        if matches!(word(narration, run.last + 1), "and" | "und" | "et") {
            named.extend(run_at(narration, run.last + 2));
        }
        let known = named.iter().all(|run| run.name <= run.last && self.entities.find(*run).is_some());
        let end = named.last().map_or(run.last, |run| run.last);
        if known { self.identify_named(&named, run.first, end) } else { None }
    }

    /// Whoever the next sentence names for the first time, as its subject: “Its director was blunt: “…” Ida Hale has asked …”.
    fn introduced(&self, last: usize) -> Option<usize> {
        /// Tokens behind the phrase among which that sentence must begin. Judged, not measured.
        const NEAR: usize = 40;
        let narration = self.narration();
        let tokens = &narration.tokens;
        let end = (last..tokens.len().min(last + NEAR)).find(|&at| tokens[at].ends_sentence())?;
        let mentions = &self.entities.mentions;
        let next = mentions.partition_point(|mention| mention.at <= end);
        let mention = mentions.get(next).filter(|mention| mention.at == end + 1)?;
        let entity = &self.entities.all[mention.entity];
        let first = mentions[..next].iter().rev().take(4 * MENTIONS_BACK).all(|before| before.entity != mention.entity);
        (first && entity.is_person() && entity.last > entity.first).then_some(mention.entity)
    }

    /// The organisation that was named last close before `at`, among those that speak or have a name of several words.
    pub(super) fn body_before(&self, at: usize) -> Option<usize> {
        /// Tokens back to which it may reach. Judged, not measured.
        const NEAR: usize = 80;
        let mentions = &self.entities.mentions;
        let top = mentions.partition_point(|mention| mention.at < at);
        let near = mentions[..top].iter().rev().take(MENTIONS_BACK).take_while(|mention| mention.at + NEAR > at);
        let mut bodies = near.filter(|mention| !mention.hangs && self.entities.all[mention.entity].body);
        // One that speaks elsewhere is rather meant than one that does not.
        bodies.find(|mention| self.entities.all[mention.entity].evidence > 0).map(|mention| mention.entity)
    }

    /// The person of `gender` who was named last before `at`.
    fn last_of(&self, at: usize, gender: Gender) -> Option<usize> {
        let mentions = &self.entities.mentions;
        let top = mentions.partition_point(|mention| mention.at < at);
        let recent = mentions[..top].iter().rev().take(MENTIONS_BACK);
        recent.map(|mention| mention.entity).find(|&entity| {
            let entity = &self.entities.all[entity];
            entity.is_person() && entity.gender == Some(gender)
        })
    }

    /// Who holds the role that the phrase from `first` to `last` with the noun `head` describes.
    fn holder(&self, first: usize, last: usize, head: usize) -> Option<usize> {
        let narration = self.narration();
        let noun = word(narration, head).to_lowercase();
        let others: Vec<String> = (first..=last)
            .filter(|&at| at != head && is_content(narration, at))
            .map(|at| word(narration, at).to_lowercase())
            .collect();
        let leads = person(&noun).is(Person::LEADER);
        let mut candidates: Vec<(usize, Role, bool)> = Vec::new();
        candidates.extend(self.roles().get(&noun).into_iter().flatten().map(|&(number, role)| (number, role, true)));
        if leads {
            for other in &others {
                candidates
                    .extend(self.roles().get(other).into_iter().flatten().map(|&(number, role)| (number, role, false)));
            }
        }
        if candidates.is_empty() && narration.language == Language::German && noun.len() > 4 {
            for (number, entity) in self.entities.all.iter().enumerate().take(MENTIONS_BACK) {
                for role in &entity.roles {
                    let known = word(narration, role.head).to_lowercase();
                    if known.ends_with(&noun) || noun.ends_with(&known) && known.len() > 4 {
                        candidates.push((number, *role, true));
                    }
                }
            }
        }
        let score = |role: &Role, exact: bool| {
            let words = (role.first..=role.last).map(|at| word(narration, at).to_lowercase());
            let shared = words.filter(|word| others.contains(word)).count();
            // Whoever was last given the role before this place; a role that is only given later counts less.
            let before = role.head < head;
            let near = if before { role.head } else { usize::MAX / 2 - role.head };
            (exact || shared > 0).then_some((shared, before, near))
        };
        let scored = candidates.iter().filter_map(|(number, role, exact)| Some((score(role, *exact)?, *number)));
        scored.max_by_key(|&(score, _)| score).map(|(_, number)| number)
    }
}

/// Whether a word says something about a role: no article, no preposition.
fn is_content(narration: &Narration, at: usize) -> bool {
    let token = &narration.tokens[at];
    token.kind == Kind::Word
        && !token.classes.any(&[
            Class::Determiner,
            Class::Preposition,
            Class::Conjunction,
            Class::Pointing,
            Class::Relative,
        ])
}
