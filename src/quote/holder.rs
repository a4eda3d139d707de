//! Who holds a role: “the mayor”, “the Thornby chief”, “die Notenbankchefin”, “the player”, “the 22-year-old”.
//!
//! A description and a role that the text gives somebody are the same if their nouns are, if both lead the same thing, or
//! if one noun is a narrower word for the other; what stands right before the noun may not tell two offices apart (the
//! prime minister, the foreign minister). A description that fits no role is whoever was told apart by nothing else: of
//! that age, of that gender without a role, or the only person so far.

use super::cue::{Class, Language};
use super::entity::{Gender, Role};
use super::names::word;
use super::narration::{Kind, Narration};
use super::people::{Person, kin, person};
use super::resolve::{MENTIONS_BACK, Resolver};
use ahash::AHashMap;

/// Roles that share a word and are compared.
const ROLES: usize = 16;

/// Entities and their roles, by a word of the role in lower case.
pub(super) type RolesByWord = AHashMap<String, Vec<(usize, Role)>>;

/// Ends of German nouns for whoever leads something.
const GERMAN_LEADERS: [&str; 8] =
    ["chef", "chefin", "präsident", "präsidentin", "leiter", "leiterin", "direktor", "direktorin"];

/// Words that make another office of one.
const DEPUTIES: [&str; 5] = ["vice", "deputy", "assistant", "acting", "shadow"];

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

    /// Who holds the role that the phrase from `first` to `last` with the noun `head` describes.
    pub(super) fn holder(&self, first: usize, last: usize, head: usize) -> Option<usize> {
        let narration = self.narration();
        let noun = word(narration, head).to_lowercase();
        let mut others: Vec<String> = (first..=last)
            .filter(|&at| at != head && is_content(narration, at))
            .map(|at| word(narration, at).to_lowercase())
            .collect();
        let leads = person(&noun).is(Person::LEADER);
        let led = if narration.language == Language::German { led(&noun) } else { None };
        others.extend(led.map(str::to_owned));
        let known = |noun: &str| self.roles().get(noun).into_iter().flatten();
        let mut candidates: Vec<(usize, Role, bool)> = Vec::new();
        // “The company” is not the company president; but the secretary is the Secretary General.
        let titled =
            person(&noun).is(Person::NOUN | Person::LEADER | Person::TITLE) || narration.tokens[head].is(Class::Title);
        let same = |role: &Role| titled || word(narration, role.head).to_lowercase() == noun;
        let named = known(&noun).filter(|(_, role)| same(role)).map(|&(number, role)| (number, role, true));
        candidates.extend(named);
        if leads || led.is_some() {
            for other in &others {
                candidates.extend(known(other).map(|&(number, role)| (number, role, false)));
            }
        }
        if candidates.is_empty() {
            for &other in kin(&noun) {
                candidates.extend(known(other).map(|&(number, role)| (number, role, true)));
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
        let ours = self.modifier(first, head);
        let score = |role: &Role, exact: bool| {
            let words = (role.first..=role.last).map(|at| word(narration, at).to_lowercase());
            let shared = words.filter(|word| others.contains(word)).count();
            let theirs = self.modifier(role.first, role.head);
            // The deputy prime minister is not the prime minister.
            let second = (role.first..role.head).any(|at| {
                let word = word(narration, at).to_lowercase();
                DEPUTIES.contains(&word.as_str()) && !others.contains(&word)
            });
            let apart = second || shared == 0 && ours.is_some() && theirs.is_some();
            // Whoever was last given the role before this place; a role that is only given later counts less.
            let before = role.head < head;
            let near = if before { role.head } else { usize::MAX / 2 - role.head };
            (!apart && (exact || shared > 0)).then_some((shared, before, near))
        };
        let scored = candidates.iter().filter_map(|(number, role, exact)| Some((score(role, *exact)?, *number)));
        scored.max_by_key(|&(score, _)| score).map(|(_, number)| number)
    }

    /// The word right before the noun `head` that tells one office from another: foreign minister, police chief.
    fn modifier(&self, first: usize, head: usize) -> Option<usize> {
        let narration = self.narration();
        let at = head.checked_sub(1).filter(|&at| at >= first)?;
        let told = is_content(narration, at)
            && !narration.tokens[at].possessive
            && narration.language == Language::English
            && !matches!(
                word(narration, at).to_lowercase().as_str(),
                "former" | "new" | "then" | "late" | "current" | "outgoing" | "senior" | "longtime" | "young" | "old"
            );
        told.then_some(at)
    }

    /// Whom a description that fits no role stands for, where the text before `first` leaves only one.
    pub(super) fn likely_holder(&self, first: usize, head: usize) -> Option<usize> {
        let narration = self.narration();
        let noun = word(narration, head);
        if let Some(age) = age(noun) {
            return self.aged(first, age).or_else(|| self.latest_subject(first));
        }
        let who = person(noun);
        let gender = match (who.is(Person::WOMAN), who.is(Person::MAN)) {
            (true, false) => Some(Gender::Woman),
            (false, true) => Some(Gender::Man),
            _ if narration.language == Language::German && led(&noun.to_lowercase()).is_some() => {
                Some(if noun.ends_with("in") { Gender::Woman } else { Gender::Man })
            }
            _ => None,
        };
        let role = who.is(Person::NOUN | Person::LEADER | Person::TITLE) || narration.tokens[head].is(Class::Title);
        if !role && gender.is_none() {
            return None;
        }
        let free = |number: usize| self.entities.all[number].roles.is_empty();
        let mentions = &self.entities.mentions;
        let top = mentions.partition_point(|mention| mention.at < first);
        let recent = mentions[..top].iter().rev().take(MENTIONS_BACK).map(|mention| mention.entity);
        let mut people = recent.filter(|&number| {
            let entity = &self.entities.all[number];
            entity.is_person() && (gender.is_none() || entity.gender.is_none() || entity.gender == gender)
        });
        let latest = people.next()?;
        let sole = people.all(|number| number == latest);
        (sole && free(latest)).then_some(latest)
    }

    /// Who is as old as `age` says: “Ida Hale, 22, …”.
    fn aged(&self, at: usize, age: &str) -> Option<usize> {
        let narration = self.narration();
        let tokens = &narration.tokens;
        let mentions = &self.entities.mentions;
        let top = mentions.partition_point(|mention| mention.at < at);
        let told = |mention: &&super::entity::Mention| {
            let end = (mention.at..tokens.len().min(mention.at + 6)).find(|&i| tokens[i].kind == Kind::Comma);
            end.is_some_and(|comma| comma + 1 < tokens.len() && word(narration, comma + 1) == age)
        };
        mentions[..top].iter().rev().take(MENTIONS_BACK).find(told).map(|mention| mention.entity)
    }

    /// The person whom the nearest sentence before `at` has as its subject.
    fn latest_subject(&self, at: usize) -> Option<usize> {
        let mentions = &self.entities.mentions;
        let top = mentions.partition_point(|mention| mention.at < at);
        let recent = mentions[..top].iter().rev().take(MENTIONS_BACK);
        recent
            .filter(|mention| !mention.hangs)
            .map(|mention| mention.entity)
            .find(|&n| self.entities.all[n].is_person())
    }
}

/// The number of “22-year-old”, „22-Jährige“.
fn age(noun: &str) -> Option<&str> {
    let (number, rest) = noun.split_once('-')?;
    let old = matches!(rest.to_lowercase().as_str(), "year-old" | "jährige" | "jähriger" | "jährigen");
    (old && number.bytes().all(|digit| digit.is_ascii_digit())).then_some(number)
}

/// What a German compound leads: „notenbank“ of „notenbankchefin“; nothing of a plain „chefin“.
fn led(noun: &str) -> Option<&str> {
    let led = GERMAN_LEADERS.iter().filter_map(|leader| noun.strip_suffix(leader)).min_by_key(|led| led.len())?;
    let led = led.trim_end_matches('-');
    (led.len() > 2).then_some(led)
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
