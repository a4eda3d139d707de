//! The quotes of a story in, out which are one utterance: groups of quotes of different versions.

use super::cast::Who;
use super::likeness::{Likeness, NOTHING, Slot, TWO_WORDS, slot, wording};
use super::utterance::Utterance;
use super::vocabulary::{StemId, Vocabulary};
use crate::quote::Kind;
use crate::union_find::UnionFind;
use ahash::{AHashMap, AHashSet};

/// The score from which two quotes are one utterance by their wording: even odds.
const WORDING: f64 = 0.0;

/// What a pair counts at most for two groups or against them: two quotes that have nothing in common may be two halves.
const MOST: f64 = 4.5;

/// The mean score that the pairs of two groups reach for the groups to be one. It keeps a
/// chain of quotes, each like the next, from becoming one utterance. Halves of one long quote have nothing in common.
const MEAN: f64 = -3.0;

/// The score from which two quotes of a speaker fill one slot.
const SLOT: f64 = 0.0;

/// Quotes that share a stem, beyond which that stem finds no pairs: it is what the whole story is about.
const COMMON: usize = 200;

/// Groups of one speaker that are held against each other for their slots; a speaker says ten things in a story.
const SPEAKER_GROUPS: usize = 60;

/// Bytes between two quotes of one speaker that may be halves of one: a tag stands between them.
const TAG: usize = 160;

/// How much of a quote stands in another of the same version for both to be one utterance: a headline's fragment.
const REPEATED: f64 = 0.6;

/// The quotes of a story, compared.
pub struct Grouping<'a, 'v> {
    vocabulary: &'v Vocabulary,
    utterances: &'a [Utterance<'v>],
    scores: AHashMap<(u32, u32), f64>,
    /// Of the pairs of quotes that slots were looked at for.
    likenesses: AHashMap<(usize, usize), Likeness>,
    /// Pairs of versions that have most of their quotations in common.
    rewrites: AHashSet<(usize, usize)>,
}

/// The groups, ascending, of which a speaker says something in a version.
struct Statements(AHashMap<(Vec<u64>, usize), Vec<usize>>);

impl Statements {
    /// How many groups of a speaker one version has and another has not.
    fn only(&self, who: &Who, version: usize, other: usize) -> usize {
        let of = |version: usize| self.0.get(&(who.key(), version)).map_or(&[][..], Vec::as_slice);
        let others = of(other);
        of(version).iter().filter(|group| others.binary_search(group).is_err()).count()
    }
}

/// The share of quotations in common from which two versions tell the same piece by piece, so that what stands in the same
/// place says the same. Independent reports of one event have each their own choice of what a speaker said.
const REWRITE: f64 = 0.4;

/// Wordings of a group that are held against another's for a slot.
const WORDINGS: usize = 6;

/// The groups of one utterance each, as numbers of quotes, ascending; every quote stands in one.
///
/// # Complexity
/// Pairs of quotes that share a stem which at most [`COMMON`] quotes have; quadratic in the distinct wordings of one utterance.
#[must_use]
pub fn group(vocabulary: &Vocabulary, utterances: &[Utterance<'_>]) -> Vec<Vec<usize>> {
    let mut grouping = Grouping {
        vocabulary,
        utterances,
        scores: AHashMap::new(),
        likenesses: AHashMap::new(),
        rewrites: AHashSet::new(),
    };
    let quoted = grouping.by_wording(Some(true));
    grouping.rewrites = grouping.rewrites(&quoted);
    let groups = grouping.by_wording(None);
    let groups = grouping.with_halves(groups);
    grouping.by_slot(groups)
}

impl Grouping<'_, '_> {
    /// Groups of all quotes, or of those alone that stand in marks or do not.
    fn by_wording(&mut self, marked: Option<bool>) -> Vec<Vec<usize>> {
        self.scores.clear();
        let mut groups = self.same_words(marked);
        let first: Vec<usize> = groups.iter().map(|group| group[0]).collect();
        let mut scored: Vec<(f64, u32, u32)> = Vec::new();
        for (one, other) in self.candidates(&first) {
            let (left, right) = (&self.utterances[first[one as usize]], &self.utterances[first[other as usize]]);
            let score = self.score(left, right);
            self.scores.insert((one, other), score);
            if score >= WORDING {
                scored.push((score, one, other));
            }
        }
        scored.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| (a.1, a.2).cmp(&(b.1, b.2))));
        let mut sets = UnionFind::new(u32::try_from(groups.len()).unwrap_or(u32::MAX));
        let mut members: Vec<Vec<u32>> = (0..groups.len() as u32).map(|number| vec![number]).collect();
        for (_, one, other) in scored {
            let (left, right) = (sets.find(one), sets.find(other));
            if left == right || !self.may_join(&groups, &members[left as usize], &members[right as usize]) {
                continue;
            }
            sets.union(left, right);
            let root = sets.find(left);
            let joined =
                [std::mem::take(&mut members[left as usize]), std::mem::take(&mut members[right as usize])].concat();
            members[root as usize] = joined;
        }
        let joined = members.iter().filter(|numbers| !numbers.is_empty()).map(|numbers| {
            let mut all: Vec<usize> =
                numbers.iter().flat_map(|&number| std::mem::take(&mut groups[number as usize])).collect();
            all.sort_unstable();
            all
        });
        joined.collect()
    }

    fn score(&self, left: &Utterance<'_>, right: &Utterance<'_>) -> f64 {
        let likeness = Likeness::of(self.vocabulary, left, right);
        if !self.is_enough(left, right) {
            return NOTHING;
        }
        wording(&likeness, left, right, self.is_rewrite(left.version, right.version))
    }

    /// Whether two versions have most of their quotations in common.
    fn is_rewrite(&self, left: usize, right: usize) -> bool {
        self.rewrites.contains(&(left.min(right), left.max(right)))
    }

    /// Whether there is enough to go by. One or two words in marks, “fatal”, turn up in any sentence about the matter: they quote
    /// what another version has in marks in as few words, in the same clause, or in a row of several words.
    fn is_enough(&self, left: &Utterance<'_>, right: &Utterance<'_>) -> bool {
        /// Words in a row that nobody says by chance: “today we flew”.
        const IN_A_ROW: usize = 3;
        let (short, long) = if left.weight <= right.weight { (left, right) } else { (right, left) };
        if short.weight >= TWO_WORDS && !short.is_short() || long.words.len() <= short.words.len() + 3 {
            return true;
        }
        if (short.words.len() >= IN_A_ROW || short.stems.len() > 1) && short.weight > 0.0 && short.stands_in(long) {
            return true;
        }
        // “unaffordable” in “The plan is unaffordable”: with all that is said around it.
        let whole = short.stems.iter().all(|stem| long.stems.binary_search(stem).is_ok());
        let around: Vec<StemId> =
            short.clause.iter().copied().filter(|stem| short.stems.binary_search(stem).is_err()).collect();
        let shared = super::likeness::held(self.vocabulary, &around, &long.clause);
        whole && shared > 0.0 && shared >= 0.5 * self.vocabulary.sum(&around)
    }

    /// Quotes of the same words, of one speaker or not, are one utterance without a look.
    fn same_words(&self, marked: Option<bool>) -> Vec<Vec<usize>> {
        let mut by_words: AHashMap<(Vec<u64>, bool), usize> = AHashMap::new();
        let mut groups: Vec<Vec<usize>> = Vec::new();
        for (number, utterance) in self.utterances.iter().enumerate() {
            if marked.is_some_and(|marked| marked != utterance.is_marked()) {
                continue;
            }
            let key: Vec<u64> = utterance.words.iter().map(|word| word.hash).collect();
            // Said without marks and short, the same words need not be the same statement.
            let tells = !key.is_empty() && (utterance.is_marked() || utterance.words.len() > 3);
            let place = *by_words.entry((key, utterance.is_marked())).or_insert(groups.len());
            if place < groups.len() && tells {
                groups[place].push(number);
            } else {
                groups.push(vec![number]);
            }
        }
        groups
    }

    /// Pairs of nodes that share a stem that few have.
    fn candidates(&self, nodes: &[usize]) -> Vec<(u32, u32)> {
        let mut holders: AHashMap<StemId, Vec<u32>> = AHashMap::new();
        for (node, &quote) in nodes.iter().enumerate() {
            for &stem in &self.utterances[quote].stems {
                for &one in std::iter::once(&stem).chain(self.vocabulary.kin(stem)) {
                    holders.entry(one).or_default().push(node as u32);
                }
            }
        }
        let mut pairs: Vec<(u32, u32)> = Vec::new();
        for held in holders.values_mut().filter(|held| held.len() <= COMMON) {
            held.sort_unstable();
            held.dedup();
            for (at, &one) in held.iter().enumerate() {
                pairs.extend(held[at + 1..].iter().map(|&other| (one, other)));
            }
        }
        pairs.sort_unstable();
        pairs.dedup();
        pairs
    }

    /// Whether two groups of nodes are one utterance: alike on the whole, and nowhere two statements of one version.
    fn may_join(&self, groups: &[Vec<usize>], left: &[u32], right: &[u32]) -> bool {
        let (mut sum, mut count) = (0.0, 0.0);
        for &one in left {
            for &other in right {
                let key = (one.min(other), one.max(other));
                sum += self.scores.get(&key).copied().unwrap_or(NOTHING).clamp(-MOST, MOST);
                count += 1.0;
            }
        }
        if sum / count < MEAN {
            return false;
        }
        let quotes =
            |nodes: &[u32]| nodes.iter().flat_map(|&node| groups[node as usize].iter().copied()).collect::<Vec<_>>();
        self.fit_in_versions(&quotes(left), &quotes(right))
    }

    /// Whether no version has two different statements among two groups of quotes.
    fn fit_in_versions(&self, left: &[usize], right: &[usize]) -> bool {
        let mut of_version: AHashMap<usize, Vec<usize>> = AHashMap::new();
        for &quote in left {
            of_version.entry(self.utterances[quote].version).or_default().push(quote);
        }
        right.iter().all(|&quote| {
            let others = of_version.get(&self.utterances[quote].version);
            others.is_none_or(|others| others.iter().any(|&other| self.is_one_statement(quote, other)))
        })
    }

    /// Whether two quotations of one version and one speaker stand beside each other, with nothing but a tag between them.
    fn is_continued(&self, one: usize, other: usize) -> bool {
        let (left, right) = (&self.utterances[one], &self.utterances[other]);
        let (first, second) = if left.span.start <= right.span.start { (left, right) } else { (right, left) };
        left.version == right.version
            && left.is_marked()
            && right.is_marked()
            && left.who.is_some()
            && left.who == right.who
            && second.span.start.saturating_sub(first.span.end) <= TAG
    }

    /// Whether two quotes of one version are halves of one utterance, or one repeats the other.
    fn is_one_statement(&self, one: usize, other: usize) -> bool {
        let (left, right) = (&self.utterances[one], &self.utterances[other]);
        let (first, second) = if left.span.start <= right.span.start { (left, right) } else { (right, left) };
        if first.span.overlaps(second.span) {
            return true;
        }
        if self.is_continued(one, other) {
            return true;
        }
        let likeness = Likeness::of(self.vocabulary, left, right);
        likeness.covered >= REPEATED && likeness.in_order >= REPEATED
    }

    /// Ties a quote that stands alone to the group of its other half, where another version has some of its words.
    fn with_halves(&self, mut groups: Vec<Vec<usize>>) -> Vec<Vec<usize>> {
        let mut group_of: Vec<usize> = vec![0; self.utterances.len()];
        for (number, group) in groups.iter().enumerate() {
            for &quote in group {
                group_of[quote] = number;
            }
        }
        for quote in 0..self.utterances.len() {
            let alone = groups[group_of[quote]].len() == 1 && self.utterances[quote].is_marked();
            let beside =
                [quote.checked_sub(1), Some(quote + 1)].into_iter().flatten().filter(|&at| at < self.utterances.len());
            let half = beside.filter(|_| alone).find(|&other| {
                let likely = |member: &usize| {
                    let member = &self.utterances[*member];
                    member.version != self.utterances[quote].version
                        && Likeness::of(self.vocabulary, &self.utterances[quote], member).is_half()
                };
                self.is_continued(quote, other) && groups[group_of[other]].iter().any(likely)
            });
            if let Some(half) = half {
                let (from, to) = (group_of[quote], group_of[half]);
                groups[from].clear();
                groups[to].push(quote);
                groups[to].sort_unstable();
                group_of[quote] = to;
            }
        }
        groups.retain(|group| !group.is_empty());
        groups
    }

    /// Joins groups of one speaker that fill one slot in different versions, best first.
    fn by_slot(&mut self, mut groups: Vec<Vec<usize>>) -> Vec<Vec<usize>> {
        let statements = self.statements(&groups);
        loop {
            let mut of_speaker: Vec<(&Who, Vec<usize>)> = Vec::new();
            let mut place: AHashMap<Vec<u64>, usize> = AHashMap::new();
            for (number, group) in groups.iter().enumerate() {
                let mut seen: AHashSet<Vec<u64>> = AHashSet::new();
                for &quote in group {
                    let utterance = &self.utterances[quote];
                    let Some(who) = utterance.who.as_ref().filter(|_| utterance.kind != Kind::Scare) else { continue };
                    let key = who.key();
                    if !seen.insert(key.clone()) {
                        continue;
                    }
                    let at = *place.entry(key).or_insert_with(|| {
                        of_speaker.push((who, Vec::new()));
                        of_speaker.len() - 1
                    });
                    of_speaker[at].1.push(number);
                }
            }
            let mut best: Option<(f64, usize, usize)> = None;
            for (who, numbers) in of_speaker.iter().filter(|(_, numbers)| numbers.len() <= SPEAKER_GROUPS) {
                for (at, &one) in numbers.iter().enumerate() {
                    for &other in &numbers[at + 1..] {
                        let score = self.slot_score(&groups, who, &statements, one, other);
                        if score >= SLOT && best.is_none_or(|(most, ..)| score > most) {
                            best = Some((score, one, other));
                        }
                    }
                }
            }
            let Some((_, one, other)) = best else { return groups };
            let joined = groups.remove(other.max(one));
            let keep = &mut groups[one.min(other)];
            keep.extend(joined);
            keep.sort_unstable();
        }
    }

    /// The pairs of versions of which the one with fewer quotations has [`REWRITE`] of them in common with the other.
    fn rewrites(&self, groups: &[Vec<usize>]) -> AHashSet<(usize, usize)> {
        let counts = |quote: &&usize| {
            let utterance = &self.utterances[**quote];
            utterance.is_marked() && utterance.kind != Kind::Scare
        };
        let mut own: AHashMap<usize, usize> = AHashMap::new();
        let mut shared: AHashMap<(usize, usize), usize> = AHashMap::new();
        for group in groups {
            let mut versions: Vec<usize> =
                group.iter().filter(counts).map(|&quote| self.utterances[quote].version).collect();
            versions.sort_unstable();
            versions.dedup();
            for (at, &one) in versions.iter().enumerate() {
                *own.entry(one).or_default() += 1;
                for &other in &versions[at + 1..] {
                    *shared.entry((one, other)).or_default() += 1;
                }
            }
        }
        let is_rewrite = |&(&(one, other), &count): &(&(usize, usize), &usize)| {
            count as f64 >= REWRITE * own[&one].min(own[&other]) as f64
        };
        shared.iter().filter(is_rewrite).map(|(&pair, _)| pair).collect()
    }

    /// What each speaker says in each version, before slots are looked at: what was joined since is no choice that was.
    fn statements(&self, groups: &[Vec<usize>]) -> Statements {
        let mut said: AHashMap<(Vec<u64>, usize), Vec<usize>> = AHashMap::new();
        for (number, group) in groups.iter().enumerate() {
            for &quote in group {
                let utterance = &self.utterances[quote];
                if let Some(who) = utterance.who.as_ref().filter(|_| utterance.kind != Kind::Scare) {
                    let of = said.entry((who.key(), utterance.version)).or_default();
                    if of.last() != Some(&number) {
                        of.push(number);
                    }
                }
            }
        }
        Statements(said)
    }

    /// Some quotes of a group that `who` says, each with other words.
    fn wordings(&self, group: &[usize], who: &Who) -> Vec<usize> {
        let mut found: Vec<usize> = Vec::new();
        for &quote in group {
            let utterance = &self.utterances[quote];
            let said = utterance.who.as_ref() == Some(who) && utterance.kind != Kind::Scare;
            if said && !found.iter().any(|&other| self.utterances[other].same_words(utterance)) {
                found.push(quote);
                if found.len() == WORDINGS {
                    break;
                }
            }
        }
        found
    }

    fn slot_score(
        &mut self,
        groups: &[Vec<usize>],
        who: &Who,
        statements: &Statements,
        one: usize,
        other: usize,
    ) -> f64 {
        let versions =
            |group: &[usize]| group.iter().map(|&quote| self.utterances[quote].version).collect::<AHashSet<_>>();
        let (left, right) = (versions(&groups[one]), versions(&groups[other]));
        if left.intersection(&right).next().is_some() {
            return NOTHING;
        }
        let mut best = NOTHING;
        for a in self.wordings(&groups[one], who) {
            for b in self.wordings(&groups[other], who) {
                let (left, right) = (&self.utterances[a], &self.utterances[b]);
                let only = |version: usize, other: usize| statements.only(who, version, other);
                let left_over = [only(left.version, right.version), only(right.version, left.version)];
                let vocabulary = self.vocabulary;
                let likeness = *self
                    .likenesses
                    .entry((a.min(b), a.max(b)))
                    .or_insert_with(|| Likeness::of(vocabulary, left, right));
                best = best.max(slot(
                    &likeness,
                    left,
                    right,
                    Slot { left_over, rewrite: self.is_rewrite(left.version, right.version) },
                ));
            }
        }
        best
    }
}
