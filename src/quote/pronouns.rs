//! Whom the pronouns of a text stand for.
//!
//! They are read in the order of the text. Each stands for the person who was the subject of the nearest sentence before it
//! and fits its gender; who that was is remembered for the next pronoun.

use super::cue::{Class, Language};
use super::entity::{Gender, Mention, head_of};
use super::identity::{Identity, SpeakerKind};
use super::names::word;
use super::narration::{Kind, Narration};
use super::resolve::{MENTIONS_BACK, Resolver};
use super::speaker::beginning_at;

/// Sentences that are searched for whom a pronoun stands for. Judged, not measured.
const SENTENCES_BACK: usize = 8;

impl Resolver<'_, '_> {
    /// Finds whom each pronoun stands for, left to right, and notes it as a mention.
    pub(super) fn read_pronouns(&mut self) {
        let narration = self.narration();
        let tokens = &narration.tokens;
        let mut mentions: Vec<Mention> = Vec::with_capacity(self.entities.mentions.len());
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
                        mentions.push(Mention { at, last: at, entity, hangs: false });
                    }
                }
                Some((gender, false)) => {
                    if let Some(entity) = self.owner(&mentions, &starts, at, gender) {
                        self.pronouns.insert(at, entity);
                    }
                }
                // “For the mayor it was a long night. … she said”: a role that opens a sentence is a mention too.
                None if at <= starts.last().copied().unwrap_or(0) + 1 && is_definite(narration, at) => {
                    if let Some(entity) = self.described_at(at) {
                        mentions.push(Mention { at, last: at, entity, hangs: tokens[at - 1].is(Class::Preposition) });
                    }
                }
                None => {}
            }
        }
        mentions.extend(named);
        self.entities.mentions = mentions;
    }

    /// The person to whom the text gives the role that the phrase at `at` describes.
    fn described_at(&self, at: usize) -> Option<usize> {
        let narration = self.narration();
        let phrase = beginning_at(narration, at).filter(|phrase| phrase.last > at)?;
        let head = head_of(narration, at + 1, phrase.last);
        let names = (at + 1..=phrase.last).any(|i| narration.tokens[i].capital);
        let noun = narration.language == Language::German || !names;
        if noun { self.holder(at + 1, phrase.last, head) } else { None }
    }

    /// Whom “his” or “her” at `at` stands for; the one person of the sentence gets the gender.
    fn owner(&mut self, mentions: &[Mention], starts: &[usize], at: usize, gender: Gender) -> Option<usize> {
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
    fn antecedent(&self, mentions: &[Mention], starts: &[usize], at: usize, gender: Gender) -> Option<usize> {
        let mut end = at;
        let mut looked = 0;
        let mut fallback = None;
        let mut top = mentions.len();
        for &floor in starts.iter().rev().take(SENTENCES_BACK) {
            // By bisection: one sentence can hold all names of a text and a pronoun behind each.
            let from = mentions[..top].partition_point(|mention| mention.at < floor);
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
        fallback
    }

    /// Who the pronoun at `at` is; None for any other word.
    pub(super) fn identify_pronoun(&self, at: usize) -> Option<Identity> {
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
}

/// Whether an article at `at` points at somebody known.
fn is_definite(narration: &Narration, at: usize) -> bool {
    matches!(word(narration, at), "the" | "The" | "der" | "Der" | "die" | "Die" | "le" | "Le" | "la" | "La")
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
