//! Whom a noun phrase without a name stands for: “the mayor”, “a spokesman for the club”.
//!
//! The person to whom the document gives that role ([`super::holder`]), the organisation that is spoken for, whoever is named
//! right behind the phrase; else a group, an organisation or somebody unnamed.

use super::cue::{Class, Language};
use super::entity::{Gender, head_of};
use super::identity::{Identity, SpeakerKind};
use super::names::{run_at, word};
use super::narration::{Kind, Narration};
use super::people::{Person, person};
use super::resolve::{MENTIONS_BACK, Resolver};
use crate::span::ByteSpan;

impl Resolver<'_, '_> {
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
        if let Some(gender) = latter(narration, first, last) {
            return self.last_person(first, gender).map_or_else(
                || Identity { name: None, kind: SpeakerKind::Person, role: None },
                |number| self.identity_of(number),
            );
        }
        if let Some(body) = self.spoken_for(bare, last, head) {
            let identity = self.identity_of(body);
            return Identity { role: Some(role), ..identity };
        }
        if !indefinite && let Some(number) = self.holder(bare, last, head) {
            return self.identity_of(number);
        }
        let plain = noun.is(Person::NOUN) && !noun.is(Person::LEADER | Person::TITLE) && !tokens[head].is(Class::Title);
        if !indefinite && plain && noun.is(Person::WOMAN | Person::MAN) {
            let gender = if noun.is(Person::WOMAN) { Gender::Woman } else { Gender::Man };
            if let Some(number) = self.last_of(first, gender) {
                return self.identity_of(number);
            }
        }
        if let Some(identity) = self.apposed(last) {
            return identity;
        }
        let definite = !indefinite && opener.is(Class::Determiner);
        if definite
            && !noun.is(Person::PEOPLE | Person::ORGANISATION | Person::UNNAMED)
            && let Some(number) = self.likely_holder(first, head)
        {
            return self.identity_of(number);
        }
        let singular =
            !noun.is(Person::PEOPLE | Person::ORGANISATION | Person::UNNAMED) && !tokens[head].is(Class::Utterance);
        if definite
            && singular
            && let Some(number) = self.introduced(last)
        {
            return self.identity_of(number);
        }
        if definite
            && noun.is(Person::ORGANISATION)
            && let Some(body) = self.body_called(word(narration, head), first).or_else(|| self.body_before(first))
        {
            return self.identity_of(body);
        }
        let official = ["statement", "release", "mitteilung", "erklärung", "communiqué"];
        if definite && official.contains(&word(narration, head).to_lowercase().as_str()) {
            let author = self.author_before(first);
            return author.unwrap_or(Identity { name: None, kind: SpeakerKind::Anonymous, role: None });
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

    /// The organisation of whose name `noun` is the last word, the one that was named last before `at`: “the museum” after
    /// “the Ardal Museum”.
    fn body_called(&self, noun: &str, at: usize) -> Option<usize> {
        let narration = self.narration();
        let mentions = &self.entities.mentions;
        let top = mentions.partition_point(|mention| mention.at < at);
        let near = mentions[..top].iter().rev().take(MENTIONS_BACK);
        near.map(|mention| mention.entity).find(|&number| {
            let entity = &self.entities.all[number];
            entity.body && entity.last > entity.first && word(narration, entity.last).eq_ignore_ascii_case(noun)
        })
    }

    /// Which organisation issued “the statement” at `at`: the one that the text spoke of last.
    fn author_before(&self, at: usize) -> Option<Identity> {
        /// Tokens back to which it may reach. Judged, not measured.
        const NEAR: usize = 80;
        let narration = self.narration();
        let tokens = &narration.tokens;
        let mentions = &self.entities.mentions;
        let top = mentions.partition_point(|mention| mention.at < at);
        let named = mentions[..top].iter().rev().take(MENTIONS_BACK).find(|mention| {
            let entity = &self.entities.all[mention.entity];
            entity.body && entity.evidence > 0 && !mention.hangs
        });
        let described = (at.saturating_sub(NEAR)..at).rev().find(|&place| {
            tokens[place].kind == Kind::Word
                && !tokens[place].capital
                && place > 0
                && tokens[place - 1].is(Class::Determiner)
                && person(word(narration, place)).is(Person::ORGANISATION)
        });
        match (named.filter(|mention| mention.at + NEAR > at), described) {
            (Some(mention), described) if described.is_none_or(|place| place < mention.at) => {
                Some(self.identity_of(mention.entity))
            }
            (_, Some(place)) => {
                let body = self.body_called(word(narration, place), place).or_else(|| self.body_before(place));
                body.map(|body| self.identity_of(body))
            }
            _ => None,
        }
    }

    /// The person who was named last before `at` and is not known to be of another gender.
    fn last_person(&self, at: usize, gender: Gender) -> Option<usize> {
        let mentions = &self.entities.mentions;
        let top = mentions.partition_point(|mention| mention.at < at);
        let recent = mentions[..top].iter().rev().take(MENTIONS_BACK);
        recent.map(|mention| mention.entity).find(|&entity| {
            let entity = &self.entities.all[entity];
            entity.is_person() && entity.gender.is_none_or(|known| known == gender)
        })
    }

    /// The person of `gender` who was named last before `at`.
    pub(super) fn last_of(&self, at: usize, gender: Gender) -> Option<usize> {
        let mentions = &self.entities.mentions;
        let top = mentions.partition_point(|mention| mention.at < at);
        let recent = mentions[..top].iter().rev().take(MENTIONS_BACK);
        recent.map(|mention| mention.entity).find(|&entity| {
            let entity = &self.entities.all[entity];
            entity.is_person() && entity.gender == Some(gender)
        })
    }
}

/// The gender of “ce dernier”, „letztere“: whoever was named last.
fn latter(narration: &Narration, first: usize, last: usize) -> Option<Gender> {
    let opens = first + 1 == last || first == last;
    match (narration.language, word(narration, last).to_lowercase().as_str()) {
        (Language::French, "dernier") | (Language::German, "letzterer" | "dieser") if opens => Some(Gender::Man),
        (Language::French, "dernière") | (Language::German, "letztere" | "diese") if opens => Some(Gender::Woman),
        _ => None,
    }
}
