//! The speaker of a quote in, who that is out: the fullest name in the document, the kind of speaker, the role.
//!
//! A speaker is a label, a pronoun ([`super::pronouns`]), a phrase that holds a name, or one that holds none
//! ([`super::described`]).

use super::cue::{Class, Language};
use super::entity::{Entities, Role, head_of};
use super::holder::RolesByWord;
use super::identity::{Identity, SpeakerKind, one_line};
use super::names::{Run, run_at, word};
use super::narration::{Kind, Narration};
use super::people::{Person, person};
use crate::span::ByteSpan;
use ahash::AHashMap;
use std::cell::OnceCell;

/// Mentions that are searched for whom a pronoun or a description stands for. Judged, not measured.
pub(super) const MENTIONS_BACK: usize = 40;

/// The entities of a text with what its pronouns and roles stand for.
pub(crate) struct Resolver<'n, 'a> {
    pub(super) entities: Entities<'n, 'a>,
    /// The entity for each pronoun that has one, by token.
    pub(super) pronouns: AHashMap<usize, usize>,
    /// Read when the first description asks.
    pub(super) roles: OnceCell<RolesByWord>,
    /// Read when the first label asks.
    surnames: OnceCell<AHashMap<String, usize>>,
}

impl<'n, 'a> Resolver<'n, 'a> {
    /// Reads the names, roles and pronouns of the narration.
    pub(crate) fn new(narration: &'n Narration<'a>) -> Self {
        let entities = Entities::read(narration);
        let mut resolver =
            Self { entities, pronouns: AHashMap::new(), roles: OnceCell::new(), surnames: OnceCell::new() };
        resolver.read_pronouns();
        resolver
    }

    pub(super) fn narration(&self) -> &'n Narration<'a> {
        self.entities.narration
    }

    /// Who the speaker at `span` is.
    pub(crate) fn identify(&self, span: ByteSpan) -> Identity {
        let narration = self.narration();
        let tokens = &narration.tokens;
        let mut first = tokens.partition_point(|token| token.span.start < span.start);
        // What pads the tokens stands at the text's beginning too.
        while tokens[first].span.is_empty() && first + 1 < tokens.len() {
            first += 1;
        }
        let end = tokens.partition_point(|token| token.span.start < span.end);
        if first >= end || tokens[first].kind != Kind::Word {
            return self.identify_label(span);
        }
        let last = end - 1;
        if first == last
            && let Some(identity) = self.identify_pronoun(first)
        {
            return identity;
        }
        // “her verdict”, “Hale’s statement”: a thing said stands for whoever owns it.
        if tokens[last].is(Class::Utterance) && first < last {
            if let Some(identity) = self.identify_pronoun(first).filter(|identity| identity.name.is_some()) {
                return identity;
            }
            if let Some(owner) = (first..last).find(|&at| tokens[at].possessive) {
                let owner = ByteSpan::new(tokens[first].span.start, tokens[owner].span.end);
                return self.identify(owner);
            }
        }
        let named = self.names_in(first, last);
        if let Some(identity) = self.identify_named(&named, first, last) {
            return identity;
        }
        self.identify_description(first, last)
    }

    /// The label of a transcript, which stands inside the marks: “HALE: …”.
    fn identify_label(&self, span: ByteSpan) -> Identity {
        let narration = self.narration();
        let label = span.of(narration.text);
        let surname = label.split_whitespace().next_back().unwrap_or(label);
        let found = self.by_surname().get(&surname.to_uppercase()).map(|&number| &self.entities.all[number]);
        Identity {
            name: Some(
                found.map_or_else(|| label.to_owned(), |entity| one_line(entity.span(narration).of(narration.text))),
            ),
            kind: SpeakerKind::Person,
            role: found.and_then(|entity| self.best_role(entity.roles.as_slice())),
        }
    }

    /// The first person with each surname in capitals: a transcript asks for one with every turn.
    fn by_surname(&self) -> &AHashMap<String, usize> {
        self.surnames.get_or_init(|| {
            let people = self.entities.all.iter().enumerate().filter(|(_, entity)| !entity.body).rev();
            people.map(|(number, entity)| (word(self.narration(), entity.last).to_uppercase(), number)).collect()
        })
    }

    /// The names that stand from `first` to `last`.
    pub(super) fn names_in(&self, first: usize, last: usize) -> Vec<Run> {
        let mut found = Vec::new();
        let mut at = first;
        while at <= last {
            match run_at(self.narration(), at) {
                Some(mut run) => {
                    run.last = run.last.min(last);
                    at = run.last + 1;
                    found.push(run);
                }
                None => at += 1,
            }
        }
        found
    }

    /// The identity of a phrase that holds names: the first that owns nothing, and what “and” joins to it.
    pub(super) fn identify_named(&self, named: &[Run], first: usize, last: usize) -> Option<Identity> {
        let narration = self.narration();
        let tokens = &narration.tokens;
        let head = head_of(narration, first, last);
        let owns = |run: &Run| tokens[run.last].possessive && run.last < last;
        let mut whose: Vec<&Run> = named.iter().filter(|run| run.name <= run.last && !owns(run)).collect();
        // “a spokesman for the club”, “the mayor of Ardal”: a name behind a preposition is not the speaker's, nor one in
        // front of a noun (“a Thornby spokesman”).
        let behind = |run: &Run| {
            let article = run.first > first + 1 && tokens[run.first - 1].is(Class::Determiner);
            let before = &tokens[run.first.max(first + 2) - 1 - usize::from(article)];
            run.first > first && before.is(Class::Preposition) && head < run.first
        };
        let attribute = |run: &Run| run.last < head && head <= last && !tokens[head].capital;
        whose.retain(|run| !behind(run) && !attribute(run));
        let &lead = whose.first()?;
        let joined = whose.get(1).filter(|run| {
            let between = &tokens[lead.last + 1..run.first];
            between.len() == 1 && matches!(word(narration, lead.last + 1), "and" | "und" | "et" | "&")
        });
        if let Some(&other) = joined {
            let both = format!("{}; {}", self.name_of(lead), self.name_of(other));
            return Some(Identity { name: Some(both), kind: SpeakerKind::Group, role: None });
        }
        // “head teacher, Ida Hale”: the last name is the person's where a role stands before it.
        let is_person =
            |run: &Run| self.entities.find(*run).is_some_and(|number| self.entities.all[number].is_person());
        // “Grid operator Nordkraft”: what stands right behind the noun for a company is its name.
        let called = whose.last().copied().filter(|run| {
            let noun =
                person(word(narration, run.first - 1)).is(Person::ORGANISATION) && !tokens[run.first - 1].capital;
            run.last == last && run.first > first && noun
        });
        let run = called.or_else(|| whose.iter().rev().copied().find(|run| is_person(run))).unwrap_or(lead);
        // A German noun with its article is a description, however often it stands there: „Der Landrat zeigte sich entsetzt“.
        let described = narration.language == Language::German && run.len() == 1 && tokens[first].is(Class::Determiner);
        if let Some(number) = self.entities.find(*run)
            && !(described && self.entities.all[number].is_person())
        {
            return Some(self.identity_of(number));
        }
        // A name that the narration does not hold, as in a headline.
        let body = (run.name..=run.last).any(|at| person(word(narration, at)).is(Person::BODY))
            || run.len() == 1
                && word(narration, run.last).len() > 1
                && word(narration, run.last).chars().all(char::is_uppercase);
        // A German noun with its article is a description.
        if narration.language == Language::German && run.len() == 1 && tokens[first].is(Class::Determiner) {
            return None;
        }
        let lower = run.doubtful && person(word(narration, run.name)).is(Person::PEOPLE | Person::UNNAMED);
        if lower {
            return None;
        }
        let kind = if body { SpeakerKind::Organisation } else { SpeakerKind::Person };
        Some(Identity { name: Some(self.name_of(run)), kind, role: None })
    }

    fn name_of(&self, run: &Run) -> String {
        let narration = self.narration();
        let span = match self.entities.find(*run) {
            Some(number) => self.entities.all[number].span(narration),
            None => ByteSpan::new(narration.tokens[run.name].span.start, narration.tokens[run.last].span.end),
        };
        one_line(span.of(narration.text))
    }

    pub(super) fn identity_of(&self, number: usize) -> Identity {
        let narration = self.narration();
        let entity = &self.entities.all[number];
        Identity {
            name: Some(one_line(entity.span(narration).of(narration.text))),
            kind: if entity.body { SpeakerKind::Organisation } else { SpeakerKind::Person },
            role: self.best_role(&entity.roles),
        }
    }

    /// The role with the most words, the first of equals.
    fn best_role(&self, roles: &[Role]) -> Option<ByteSpan> {
        let tokens = &self.narration().tokens;
        let best = roles.iter().rev().max_by_key(|role| role.last - role.first)?;
        Some(ByteSpan::new(tokens[best.first].span.start, tokens[best.last].span.end))
    }
}
