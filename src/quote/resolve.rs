//! The speaker of a quote in, who that is out: the fullest name in the document, the kind of speaker, the role.
//!
//! Pronouns are read in the order of the text. Each stands for the person who was the subject of the nearest sentence before
//! it and fits its gender; who that was is remembered for the next pronoun. A noun phrase (“the mayor”) stands for the
//! person to whom the document gives that role.

use super::cue::{Class, Language};
use super::entity::{Entities, Gender, Role, head_of};
use super::names::{Run, run_at, word};
use super::narration::{Kind, Narration};
use super::people::{Person, person};
use crate::span::ByteSpan;
use ahash::AHashMap;
use std::cell::OnceCell;

/// What a speaker is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum SpeakerKind {
    /// One person.
    Person,
    /// A company, an office, a paper.
    Organisation,
    /// Several people.
    Group,
    /// Somebody whom the text leaves unnamed: a source, a witness.
    Anonymous,
}

impl SpeakerKind {
    /// The kind as it is written in a record.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Organisation => "organisation",
            Self::Group => "group",
            Self::Anonymous => "anonymous",
        }
    }
}

/// Who a speaker is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Identity {
    /// The fullest name in the document.
    pub(crate) name: Option<String>,
    pub(crate) kind: SpeakerKind,
    /// The words of the document for what the speaker is.
    pub(crate) role: Option<ByteSpan>,
}

/// Sentences that are searched for whom a pronoun stands for, and mentions among them. Judged, not measured.
const SENTENCES_BACK: usize = 8;
const MENTIONS_BACK: usize = 40;
/// Roles that share a word and are compared.
const ROLES: usize = 16;

/// Entities and their roles, by a word of the role in lower case.
type RolesByWord = AHashMap<String, Vec<(usize, Role)>>;

/// The entities of a text with what its pronouns and roles stand for.
pub(crate) struct Resolver<'n, 'a> {
    entities: Entities<'n, 'a>,
    /// The entity for each pronoun that has one, by token.
    pronouns: AHashMap<usize, usize>,
    /// Read when the first description asks.
    roles: OnceCell<RolesByWord>,
}

impl<'n, 'a> Resolver<'n, 'a> {
    /// Reads the names, roles and pronouns of the narration.
    pub(crate) fn new(narration: &'n Narration<'a>) -> Self {
        let entities = Entities::read(narration);
        let mut resolver = Self { entities, pronouns: AHashMap::new(), roles: OnceCell::new() };
        resolver.read_pronouns();
        resolver
    }

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

    fn narration(&self) -> &'n Narration<'a> {
        self.entities.narration
    }

    /// Finds whom each pronoun stands for, left to right, and notes it as a mention.
    fn read_pronouns(&mut self) {
        let narration = self.narration();
        let tokens = &narration.tokens;
        let mut mentions: Vec<super::entity::Mention> = Vec::with_capacity(self.entities.mentions.len());
        let mut named = std::mem::take(&mut self.entities.mentions).into_iter().peekable();
        // Where the sentences begin, the last ones at the end.
        let mut starts = vec![0];
        for (at, token) in tokens.iter().enumerate() {
            if token.ends_sentence() {
                starts.push(at + 1);
                continue;
            }
            while let Some(mention) = named.next_if(|mention| mention.at <= at) {
                mentions.push(mention);
            }
            if token.kind != Kind::Word || !token.classes.any(&[Class::Pronoun, Class::Determiner]) {
                continue;
            }
            match pronoun(narration, at) {
                Some((gender, true)) => {
                    if let Some(entity) = self.antecedent(&mentions, &starts, at, gender) {
                        self.pronouns.insert(at, entity);
                        self.entities.all[entity].gender.get_or_insert(gender);
                        mentions.push(super::entity::Mention { at, entity, hangs: false });
                    }
                }
                Some((gender, false)) => {
                    if let Some(entity) = self.owner(&mentions, &starts, at, gender) {
                        self.pronouns.insert(at, entity);
                    }
                }
                None => {}
            }
        }
        mentions.extend(named);
        self.entities.mentions = mentions;
    }

    /// Whom “his” or “her” at `at` stands for; the one person of the sentence gets the gender.
    fn owner(
        &mut self,
        mentions: &[super::entity::Mention],
        starts: &[usize],
        at: usize,
        gender: Gender,
    ) -> Option<usize> {
        let floor = starts.last().copied().unwrap_or(0);
        let mut people = mentions
            .iter()
            .rev()
            .take(MENTIONS_BACK)
            .take_while(|mention| mention.at >= floor)
            .map(|mention| mention.entity)
            .filter(|&entity| self.entities.all[entity].is_person());
        if let Some(first) = people.next()
            && people.all(|entity| entity == first)
        {
            let known = &mut self.entities.all[first].gender;
            if known.is_none_or(|known| known == gender) {
                *known = Some(gender);
                return Some(first);
            }
        }
        self.antecedent(mentions, starts, at, gender)
    }

    /// The person for whom a pronoun of `gender` at `at` stands: of the nearest sentence that names one who fits, the subject.
    fn antecedent(
        &self,
        mentions: &[super::entity::Mention],
        starts: &[usize],
        at: usize,
        gender: Gender,
    ) -> Option<usize> {
        let narration = self.narration();
        let mut end = at;
        let mut looked = 0;
        let mut fallback = None;
        let mut top = mentions.len();
        for &floor in starts.iter().rev().take(SENTENCES_BACK) {
            let from = mentions[..top].iter().rposition(|mention| mention.at < floor).map_or(0, |i| i + 1);
            let here = &mentions[from..top];
            top = from;
            let mut best = None;
            for mention in here.iter().take(MENTIONS_BACK).filter(|mention| mention.at < end) {
                let entity = &self.entities.all[mention.entity];
                if !entity.is_person() || entity.gender.is_some_and(|known| known != gender) {
                    continue;
                }
                let known = entity.gender.is_some();
                let surely = known || entity.evidence > 1;
                let score = 4 * u32::from(!mention.hangs) + 2 * u32::from(known) + u32::from(surely);
                if best.is_none_or(|(top, _)| score > top) {
                    best = Some((score, mention.entity));
                }
            }
            if let Some((score, entity)) = best {
                if score >= 2 {
                    return Some(entity);
                }
                fallback = fallback.or(Some(entity));
            }
            looked += here.len();
            if looked > MENTIONS_BACK || top == 0 {
                break;
            }
            end = floor;
        }
        let _ = narration;
        fallback
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
        let found = self
            .entities
            .all
            .iter()
            .find(|entity| !entity.body && word(narration, entity.last).to_uppercase() == surname.to_uppercase());
        Identity {
            name: Some(
                found.map_or_else(|| label.to_owned(), |entity| one_line(entity.span(narration).of(narration.text))),
            ),
            kind: SpeakerKind::Person,
            role: found.and_then(|entity| self.best_role(entity.roles.as_slice())),
        }
    }

    fn identify_pronoun(&self, at: usize) -> Option<Identity> {
        let narration = self.narration();
        let token = &narration.tokens[at];
        if let Some(&entity) = self.pronouns.get(&at) {
            return Some(self.identity_of(entity));
        }
        if pronoun(narration, at).is_some() {
            return Some(Identity { name: None, kind: SpeakerKind::Person, role: None });
        }
        if !token.is(Class::Pronoun) {
            return None;
        }
        if matches!(word(narration, at), "it" | "It")
            && let Some(body) = self.body_before(at)
        {
            return Some(self.identity_of(body));
        }
        let kind = match word(narration, at).to_lowercase().as_str() {
            "they" | "we" | "many" | "some" | "others" | "both" | "several" | "most" | "all" | "wir" | "nous"
            | "ils" | "elles" | "einige" | "viele" | "certains" | "beaucoup" => SpeakerKind::Group,
            "it" | "es" => SpeakerKind::Organisation,
            "i" | "ich" | "je" => SpeakerKind::Person,
            _ => SpeakerKind::Anonymous,
        };
        Some(Identity { name: None, kind, role: None })
    }

    /// The names that stand from `first` to `last`.
    fn names_in(&self, first: usize, last: usize) -> Vec<Run> {
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
    fn identify_named(&self, named: &[Run], first: usize, last: usize) -> Option<Identity> {
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
        let run = whose.iter().rev().copied().find(|run| is_person(run)).unwrap_or(lead);
        if let Some(number) = self.entities.find(*run) {
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

    fn identity_of(&self, number: usize) -> Identity {
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

    /// A noun phrase without a name: the person to whom the document gives that role, a group, an organisation, somebody.
    fn identify_description(&self, first: usize, last: usize) -> Identity {
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
    fn body_before(&self, at: usize) -> Option<usize> {
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

/// The gender of a pronoun for one person, and whether it stands for a whole phrase (he) or owns something (his).
fn pronoun(narration: &Narration, at: usize) -> Option<(Gender, bool)> {
    Some(match (narration.language, word(narration, at)) {
        (Language::English, "he" | "He")
        | (Language::German, "er" | "Er")
        | (Language::French, "il" | "Il")
        | (Language::Spanish, "él" | "Él")
        | (Language::Russian, "он" | "Он") => (Gender::Man, true),
        (Language::English, "she" | "She")
        | (Language::German, "sie" | "Sie")
        | (Language::French, "elle" | "Elle")
        | (Language::Spanish, "ella" | "Ella")
        | (Language::Russian, "она" | "Она") => (Gender::Woman, true),
        (Language::English, "his" | "His" | "him") => (Gender::Man, false),
        (Language::English, "her" | "Her") => (Gender::Woman, false),
        _ => return None,
    })
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

/// A name on one line, whatever breaks the text has.
fn one_line(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}
