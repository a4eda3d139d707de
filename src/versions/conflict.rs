//! The groups of a story in, out where versions disagree on a quote: its wording, its speaker, whether it is one.

use super::cast::Who;
use super::diff::alike;
use super::disagreement::{Disagreement, Mention, Relation, Topic, Value};
use super::negation::negates;
use super::quotation::Quotation;
use super::utterance::stand_in_a_row;
use super::variant::{Group, Member, Status, Variants};
use super::version::Version;
use super::vocabulary::evenly_spaced;
use crate::quote::Kind;
use crate::text::tokenize::tokenize;
use ahash::AHashMap;
use std::collections::BTreeMap;

/// How much an editor should care about who said it: a wrong name under a quote is corrected in print.
const SPEAKER: f64 = 0.85;

/// The same where one speaks for the other: a club, its manager.
const STAND_IN: f64 = 0.4;

/// Of words that stand in marks here and without marks there.
const FORM: f64 = 0.3;

/// Of words in marks that differ: from this, where one word does, …
const WORDING: f64 = 0.45;

/// … to this, where none is the same, or a negation stands in one of them.
const WORDING_MOST: f64 = 0.8;

/// Characters of a quote that a detail shows.
const SHOWN: usize = 60;

/// What versions disagree on, group by group.
#[must_use]
pub fn disagreements(versions: &[Version<'_>], quotes: &[Quotation], variants: &Variants) -> Vec<Disagreement> {
    let mut found = Vec::new();
    for group in variants.groups.iter().filter(|group| group.versions().len() > 1) {
        let teller = Teller { versions, quotes, group };
        found.extend(teller.wordings());
        found.extend(teller.form());
        found.extend(teller.speaker(variants));
    }
    found
}

struct Teller<'a> {
    versions: &'a [Version<'a>],
    quotes: &'a [Quotation],
    group: &'a Group,
}

impl Teller<'_> {
    fn text(&self, member: &Member) -> &str {
        member.span.of(self.versions[member.version].text)
    }

    /// The words without the marks.
    fn words(&self, member: &Member) -> &str {
        let inner = member.quote.map_or(member.span, |quote| self.quotes[quote].inner);
        inner.of(self.versions[member.version].text)
    }

    /// Different words in marks, two wordings at a time. What only leaves words out goes with the first wording that has them all.
    fn wordings(&self) -> Vec<Disagreement> {
        let mut wordings: Vec<(Vec<u64>, Vec<usize>)> = Vec::new();
        let mut place: AHashMap<usize, usize> = AHashMap::new();
        let members = &self.group.members;
        if self.group.variations.is_empty() {
            return Vec::new();
        }
        let mut marked: Vec<(Vec<u64>, usize)> = (0..members.len())
            .filter(|&number| members[number].marked)
            .map(|number| (hashes(self.words(&members[number])), number))
            .collect();
        marked.sort_by_key(|(words, number)| (std::cmp::Reverse(words.len()), *number));
        for (words, number) in marked {
            let known = place.get(&members[number].wording).copied();
            let known = known.or_else(|| wordings.iter().position(|(longer, _)| stand_in_a_row(&words, longer)));
            let at = known.unwrap_or(wordings.len());
            if at == wordings.len() {
                wordings.push((words, Vec::new()));
            }
            wordings[at].1.push(number);
            place.insert(members[number].wording, at);
        }
        let mut found = Vec::new();
        for (at, (_, left)) in wordings.iter().enumerate() {
            for (_, right) in &wordings[at + 1..] {
                found.extend(self.wording(left, right));
            }
        }
        found
    }

    /// Two wordings, if some two quotes of them vary the same words, in two versions.
    fn wording(&self, left: &[usize], right: &[usize]) -> Option<Disagreement> {
        let members = &self.group.members;
        let of = |numbers: &[usize]| numbers.iter().map(|&number| &members[number]).collect::<Vec<_>>();
        let (lefts, rights) = (of(left), of(right));
        let (ones, others) = (carriers(&lefts), carriers(&rights));
        let vary = ones.iter().any(|(&one, carried)| {
            others.iter().any(|(&other, by)| {
                let two_versions = carried.0 != by.0 || carried.1 || by.1;
                two_versions && self.group.variations.binary_search(&(one.min(other), one.max(other))).is_ok()
            })
        });
        if !vary {
            return None;
        }
        let (one, other) = (self.words(lefts[0]), self.words(rights[0]));
        let severity = if negates(one) == negates(other) {
            WORDING + (WORDING_MOST - WORDING) * (1.0 - alike(&hashes(one), &hashes(other)))
        } else {
            WORDING_MOST
        };
        // What only leaves words out varies the same words, but shows less of them.
        let whole = |members: &[&Member]| {
            let same = |member: &&&Member| member.wording == members[0].wording;
            value(self.shown(members[0]), &members.iter().filter(same).copied().collect::<Vec<_>>())
        };
        Some(Disagreement {
            topic: Topic::QuoteWording,
            relation: Relation::Conflicts,
            severity,
            about: "the words in the quotation marks".into(),
            values: vec![whole(&lefts), whole(&rights)],
        })
    }

    /// In marks here; there without, or in marks that quote nobody.
    fn form(&self) -> Option<Disagreement> {
        let (marked, plain): (Vec<&Member>, Vec<&Member>) =
            self.group.members.iter().filter(|member| member.marked || !member.scare).partition(|member| member.marked);
        let is_whole = |member: &&&Member| member.quote.is_some_and(|quote| self.quotes[quote].kind == Kind::Direct);
        let scare: Vec<&Member> = if marked.iter().any(|member| is_whole(&member)) {
            self.group.members.iter().filter(|member| member.scare).collect()
        } else {
            Vec::new()
        };
        let plain = [plain, scare].concat();
        let versions: Vec<usize> = marked.iter().map(|member| member.version).collect();
        let is_elsewhere = |member: &&Member| versions.binary_search(&member.version).is_err();
        let elsewhere: Vec<&Member> = plain.into_iter().filter(is_elsewhere).collect();
        let (first, other) = (marked.first()?, elsewhere.first()?);
        Some(Disagreement {
            topic: Topic::QuoteVsParaphrase,
            relation: Relation::Differs,
            severity: FORM,
            about: "quoted, or not".into(),
            values: vec![value(self.shown(first), &marked), value(self.shown(other), &elsewhere)],
        })
    }

    /// Different people.
    fn speaker(&self, variants: &Variants) -> Option<Disagreement> {
        if !self.group.members.iter().any(|member| member.status == Status::SpeakerConflict) {
            return None;
        }
        let mut speakers: Vec<(&Who, Vec<&Member>)> = Vec::new();
        let mut place: AHashMap<Vec<u64>, usize> = AHashMap::new();
        for member in &self.group.members {
            let Some(who @ Who::People(_)) = &member.who else { continue };
            // A nickname, or a surname alone, is no other speaker.
            let known = speakers.iter().position(|(other, _)| variants.cast.share_a_surname(other, who));
            let at = *place.entry(who.key()).or_insert(known.unwrap_or(speakers.len()));
            match speakers.get_mut(at) {
                Some((_, members)) => members.push(member),
                None => speakers.push((who, vec![member])),
            }
        }
        // Speakers whom no version is sure of are no side of the conflict.
        let is_side = |members: &[&Member]| {
            members.iter().any(|member| member.status == Status::SpeakerConflict)
                || members.iter().any(|member| member.status != Status::SpeakerConflict && self.is_named(member))
        };
        speakers.retain(|(_, members)| is_side(members));
        if speakers.len() < 2 {
            return None;
        }
        let stands_in = matches!(speakers.as_slice(), [(one, _), (other, _)] if variants.cast.speaks_for(one, other));
        let (relation, severity) =
            if stands_in { (Relation::Differs, STAND_IN) } else { (Relation::Conflicts, SPEAKER) };
        let values = speakers.iter().map(|(who, members)| {
            let at = |member: &&Member| {
                let span = member.quote.and_then(|quote| self.quotes[quote].speaker_span).unwrap_or(member.span);
                Mention { version: member.version, span }
            };
            Value { shown: variants.cast.name(who).unwrap_or_default(), mentions: members.iter().map(at).collect() }
        });
        Some(Disagreement {
            topic: Topic::Speaker,
            relation,
            severity,
            about: format!("who says {}", self.shown(&self.group.members[self.group.fullest])),
            values: values.collect(),
        })
    }

    fn is_named(&self, member: &Member) -> bool {
        member.quote.is_some_and(|quote| self.quotes[quote].name.is_some())
    }

    /// The quote, cut where it is long.
    fn shown(&self, member: &Member) -> String {
        let text = self.text(member).split_whitespace().collect::<Vec<_>>().join(" ");
        match text.char_indices().nth(SHOWN) {
            Some((at, _)) => format!("{}…", text[..at].trim_end()),
            None => text,
        }
    }
}

fn value(shown: String, members: &[&Member]) -> Value {
    let mention = |member: &&Member| Mention { version: member.version, span: member.span };
    Value { shown, mentions: members.iter().map(mention).collect() }
}

/// For each wording a version that has it, and whether others do.
fn carriers(members: &[&Member]) -> BTreeMap<usize, (usize, bool)> {
    let mut carriers: BTreeMap<usize, (usize, bool)> = BTreeMap::new();
    for member in members {
        let (first, several) = carriers.entry(member.wording).or_insert((member.version, false));
        *several |= *first != member.version;
    }
    carriers
}

/// The hashes of the words of a text.
fn hashes(text: &str) -> Vec<u64> {
    tokenize(&evenly_spaced(text)).iter().map(|token| token.hash).collect()
}
