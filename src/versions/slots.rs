//! Groups of quotes in, out the same, those joined that one speaker says in one place of two rewrites in other words.

use super::cast::Who;
use super::likeness::{Likeness, NOTHING, Slot, slot};
use super::utterance::Utterance;
use super::vocabulary::Vocabulary;
use crate::quote::Kind;
use ahash::{AHashMap, AHashSet};
use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

/// The score from which two quotes of a speaker fill one slot. A little below even odds, where four families
/// gain recall and lose no precision (`benchmarks/versions.py --folder benchmarks/families`).
const SLOT: f64 = -0.5;

/// Groups of one speaker that are held against each other for their slots; a speaker says ten things in a story.
const SPEAKER_GROUPS: usize = 60;

/// Wordings of a group that are held against another's for a slot.
const WORDINGS: usize = 6;

/// Joins groups of one speaker that fill one slot in different versions, best first. `rewrites` are the pairs of versions, the
/// smaller first, that have most of their quotations in common.
///
/// # Complexity
/// Linear in the quotes; quadratic in the groups of a speaker, up to [`SPEAKER_GROUPS`].
#[must_use]
pub fn join_slots(
    vocabulary: &Vocabulary,
    utterances: &[Utterance<'_>],
    rewrites: &AHashSet<(usize, usize)>,
    mut groups: Vec<Vec<usize>>,
) -> Vec<Vec<usize>> {
    let statements = Statements::read(utterances, &groups);
    let mut scorer = Scorer { vocabulary, utterances, rewrites, statements, likenesses: AHashMap::new() };
    let mut speakers = Speakers::read(utterances, &groups);
    let mut candidates: BinaryHeap<Candidate> = BinaryHeap::new();
    // How often each group was joined: a score of before is none of the joined group.
    let mut joins: Vec<u32> = vec![0; groups.len()];
    for speaker in 0..speakers.groups.len() {
        candidates
            .extend(speakers.pairs(speaker).filter_map(|pair| scorer.candidate(&speakers, speaker, pair, &groups)));
    }
    while let Some(Candidate { one, other, joins: before, .. }) = candidates.pop() {
        if before != [joins[one], joins[other]] || groups[other].is_empty() {
            continue;
        }
        let joined = std::mem::take(&mut groups[other]);
        groups[one].extend(joined);
        groups[one].sort_unstable();
        joins[one] += 1;
        joins[other] += 1;
        for speaker in speakers.replace(other, one) {
            let pairs: Vec<[usize; 2]> = speakers.pairs_of(speaker, one).collect();
            let new = pairs.into_iter().filter_map(|pair| {
                let candidate = scorer.candidate(&speakers, speaker, pair, &groups)?;
                Some(Candidate { joins: pair.map(|group| joins[group]), ..candidate })
            });
            candidates.extend(new.collect::<Vec<_>>());
        }
    }
    groups.retain(|group| !group.is_empty());
    groups
}

/// Two groups of a speaker that fill one slot.
#[derive(PartialEq)]
struct Candidate {
    score: f64,
    speaker: usize,
    one: usize,
    other: usize,
    joins: [u32; 2],
}

impl Eq for Candidate {}

impl Ord for Candidate {
    /// The best is the greatest; of equals the earliest.
    fn cmp(&self, other: &Self) -> Ordering {
        let place = |of: &Self| Reverse((of.speaker, of.one, of.other));
        self.score.total_cmp(&other.score).then_with(|| place(self).cmp(&place(other)))
    }
}

impl PartialOrd for Candidate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Whoever says a quote that counts as a statement.
fn speaker<'u>(utterance: &'u Utterance<'_>) -> Option<&'u Who> {
    utterance.who.as_ref().filter(|_| utterance.kind != Kind::Scare)
}

/// The groups of each speaker, and the speakers of each group.
struct Speakers {
    who: Vec<Who>,
    /// Ascending.
    groups: Vec<Vec<usize>>,
    of_group: Vec<Vec<usize>>,
}

impl Speakers {
    fn read(utterances: &[Utterance<'_>], groups: &[Vec<usize>]) -> Self {
        let mut speakers = Self { who: Vec::new(), groups: Vec::new(), of_group: vec![Vec::new(); groups.len()] };
        let mut place: AHashMap<Vec<u64>, usize> = AHashMap::new();
        for (number, group) in groups.iter().enumerate() {
            for who in group.iter().filter_map(|&quote| speaker(&utterances[quote])) {
                let at = *place.entry(who.key()).or_insert(speakers.who.len());
                if at == speakers.who.len() {
                    speakers.who.push(who.clone());
                    speakers.groups.push(Vec::new());
                }
                if speakers.groups[at].last() != Some(&number) {
                    speakers.groups[at].push(number);
                    speakers.of_group[number].push(at);
                }
            }
        }
        speakers
    }

    /// Any two groups of a speaker who has few.
    fn pairs(&self, speaker: usize) -> impl Iterator<Item = [usize; 2]> {
        let groups =
            Some(&self.groups[speaker][..]).filter(|groups| groups.len() <= SPEAKER_GROUPS).unwrap_or_default();
        groups.iter().enumerate().flat_map(|(at, &one)| groups[at + 1..].iter().map(move |&other| [one, other]))
    }

    fn pairs_of(&self, speaker: usize, group: usize) -> impl Iterator<Item = [usize; 2]> {
        // Whoever has few groups since the last join has not been looked at before.
        let all = self.groups[speaker].len() == SPEAKER_GROUPS;
        self.pairs(speaker).filter(move |pair| all || pair.contains(&group))
    }

    /// Puts a group in the place of another; the speakers of either.
    fn replace(&mut self, gone: usize, kept: usize) -> Vec<usize> {
        let mut speakers = std::mem::take(&mut self.of_group[gone]);
        speakers.extend(&self.of_group[kept]);
        speakers.sort_unstable();
        speakers.dedup();
        for &speaker in &speakers {
            let groups = &mut self.groups[speaker];
            groups.retain(|&group| group != gone);
            if let Err(place) = groups.binary_search(&kept) {
                groups.insert(place, kept);
            }
        }
        self.of_group[kept].clone_from(&speakers);
        speakers
    }
}

/// The groups, ascending, of which a speaker says something in a version, before slots are looked at: what was joined since is
/// no choice that was.
struct Statements(AHashMap<(Vec<u64>, usize), Vec<usize>>);

impl Statements {
    fn read(utterances: &[Utterance<'_>], groups: &[Vec<usize>]) -> Self {
        let mut said: AHashMap<(Vec<u64>, usize), Vec<usize>> = AHashMap::new();
        for (number, group) in groups.iter().enumerate() {
            for utterance in group.iter().map(|&quote| &utterances[quote]) {
                let Some(who) = speaker(utterance) else { continue };
                let of = said.entry((who.key(), utterance.version)).or_default();
                if of.last() != Some(&number) {
                    of.push(number);
                }
            }
        }
        Self(said)
    }

    /// How many groups of a speaker one version has and another has not.
    fn only(&self, who: &Who, version: usize, other: usize) -> usize {
        let of = |version: usize| self.0.get(&(who.key(), version)).map_or(&[][..], Vec::as_slice);
        let others = of(other);
        of(version).iter().filter(|group| others.binary_search(group).is_err()).count()
    }
}

struct Scorer<'a, 'v> {
    vocabulary: &'v Vocabulary,
    utterances: &'a [Utterance<'v>],
    rewrites: &'a AHashSet<(usize, usize)>,
    statements: Statements,
    /// Of the pairs of quotes that were looked at.
    likenesses: AHashMap<(usize, usize), Likeness>,
}

impl Scorer<'_, '_> {
    fn candidate(
        &mut self,
        speakers: &Speakers,
        speaker: usize,
        [one, other]: [usize; 2],
        groups: &[Vec<usize>],
    ) -> Option<Candidate> {
        let score = self.score(&speakers.who[speaker], &groups[one], &groups[other]);
        (score >= SLOT).then_some(Candidate { score, speaker, one, other, joins: [0; 2] })
    }

    fn score(&mut self, who: &Who, one: &[usize], other: &[usize]) -> f64 {
        if self.share_a_version(one, other) {
            return NOTHING;
        }
        let mut best = NOTHING;
        for a in self.wordings(one, who) {
            for b in self.wordings(other, who) {
                let (left, right) = (&self.utterances[a], &self.utterances[b]);
                let pair = (left.version.min(right.version), left.version.max(right.version));
                let only = |version: usize, other: usize| self.statements.only(who, version, other);
                let left_over = [only(left.version, right.version), only(right.version, left.version)];
                let vocabulary = self.vocabulary;
                let likeness = *self
                    .likenesses
                    .entry((a.min(b), a.max(b)))
                    .or_insert_with(|| Likeness::of(vocabulary, left, right));
                let rewrite = self.rewrites.contains(&pair);
                best = best.max(slot(&likeness, left, right, Slot { left_over, rewrite }));
            }
        }
        best
    }

    /// Whether some version has quotes of both; quotes are numbered by their versions.
    fn share_a_version(&self, one: &[usize], other: &[usize]) -> bool {
        let (few, many) = if one.len() <= other.len() { (one, other) } else { (other, one) };
        let version = |quote: &usize| self.utterances[*quote].version;
        few.iter().any(|quote| many.binary_search_by_key(&version(quote), version).is_ok())
    }

    /// Some quotes of a group that `who` says, each with other words.
    fn wordings(&self, group: &[usize], who: &Who) -> Vec<usize> {
        let mut found: Vec<usize> = Vec::new();
        for &quote in group {
            let utterance = &self.utterances[quote];
            let said = speaker(utterance) == Some(who);
            if said && !found.iter().any(|&other| self.utterances[other].same_words(utterance)) {
                found.push(quote);
                if found.len() == WORDINGS {
                    break;
                }
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::versions::cast::Cast;
    use crate::versions::samples::{stories, with_story};
    use proptest::prelude::*;

    /// The same, with everything looked at anew after each join.
    fn slowly(scorer: &mut Scorer<'_, '_>, mut groups: Vec<Vec<usize>>, speakers: &Speakers) -> Vec<Vec<usize>> {
        loop {
            let mut best: Option<Candidate> = None;
            for (number, who) in speakers.who.iter().enumerate() {
                let says = |group: &&usize| {
                    groups[**group].iter().any(|&quote| speaker(&scorer.utterances[quote]) == Some(who))
                };
                let own: Vec<usize> = (0..groups.len()).collect::<Vec<_>>().iter().filter(says).copied().collect();
                for (at, &one) in own.iter().enumerate() {
                    for &other in &own[at + 1..] {
                        let score = scorer.score(who, &groups[one], &groups[other]);
                        let new = Candidate { score, speaker: number, one, other, joins: [0; 2] };
                        if score >= SLOT && best.as_ref().is_none_or(|best| new > *best) {
                            best = Some(new);
                        }
                    }
                }
            }
            let Some(Candidate { one, other, .. }) = best else { break };
            let joined = std::mem::take(&mut groups[other]);
            groups[one].extend(joined);
            groups[one].sort_unstable();
        }
        groups.retain(|group| !group.is_empty());
        groups
    }

    proptest! {
        #[test]
        fn joins_are_those_of_looking_at_all_pairs_each_time(told in stories()) {
            with_story(&told, |versions, quotes| {
                let vocabulary = Vocabulary::read(versions);
                let cast = Cast::read(versions, &vocabulary, quotes);
                let utterances = Utterance::read_all(quotes, versions, &vocabulary, &cast);
                let groups: Vec<Vec<usize>> = (0..quotes.len()).map(|quote| vec![quote]).collect();
                let pairs = (0..versions.len()).flat_map(|one| (one + 1..versions.len()).map(move |other| (one, other)));
                let rewrites: AHashSet<(usize, usize)> = pairs.collect();
                let mut scorer = Scorer {
                    vocabulary: &vocabulary,
                    utterances: &utterances,
                    rewrites: &rewrites,
                    statements: Statements::read(&utterances, &groups),
                    likenesses: AHashMap::new(),
                };
                let expected = slowly(&mut scorer, groups.clone(), &Speakers::read(&utterances, &groups));
                prop_assert_eq!(join_slots(&vocabulary, &utterances, &rewrites, groups), expected);
                Ok(())
            })?;
        }
    }
}
