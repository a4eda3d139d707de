//! The quotes of a story in, out which are one utterance: groups of quotes of different versions.

use super::likeness::{Likeness, NOTHING, TWO_WORDS, held, in_order, is_other, wording};
use super::slots::join_slots;
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

/// Quotes that share a stem, beyond which that stem finds no pairs: it is what the whole story is about.
const COMMON: usize = 200;

/// Bytes between two quotes of one speaker that may be halves of one: a tag stands between them.
const TAG: usize = 160;

/// How much of a quote stands in another of the same version for both to be one utterance: a headline's fragment.
const REPEATED: f64 = 0.6;

/// Quotes before and behind another that may be its halves or stand in it.
const NEIGHBOURS: usize = 8;

/// Wordings of a group that a half of a quote is looked for in.
const WORDINGS: usize = 50;

/// The quotes of a story, compared.
pub struct Grouping<'a, 'v> {
    vocabulary: &'v Vocabulary,
    utterances: &'a [Utterance<'v>],
    /// Of the pairs of nodes, which are quotes of the same words; none of a pair that has [`NOTHING`] in common.
    scores: AHashMap<(u32, u32), f64>,
    /// Whether a node of a pair has most of the words of the other.
    repeats: AHashMap<(u32, u32), bool>,
    /// Pairs of versions that have most of their quotations in common.
    rewrites: AHashSet<(usize, usize)>,
}

/// The share of quotations in common from which two versions tell the same piece by piece, so that what stands in the same
/// place says the same. Independent reports of one event have each their own choice of what a speaker said.
const REWRITE: f64 = 0.4;

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
        repeats: AHashMap::new(),
        rewrites: AHashSet::new(),
    };
    let quoted = grouping.by_wording(Some(true));
    grouping.rewrites = grouping.rewrites(&quoted);
    let groups = grouping.by_wording(None);
    let groups = grouping.with_halves(groups);
    join_slots(vocabulary, utterances, &grouping.rewrites, groups)
}

impl Grouping<'_, '_> {
    /// Groups of all quotes, or of those alone that stand in marks or do not.
    fn by_wording(&mut self, marked: Option<bool>) -> Vec<Vec<usize>> {
        self.scores.clear();
        self.repeats.clear();
        let mut groups = self.same_words(marked);
        let first: Vec<usize> = groups.iter().map(|group| group[0]).collect();
        let mut scored: Vec<(f64, u32, u32)> = Vec::new();
        for (one, other) in self.candidates(&first) {
            let (left, right) = (&self.utterances[first[one as usize]], &self.utterances[first[other as usize]]);
            let score = self.score(left, right);
            if score > NOTHING {
                self.scores.insert((one, other), score);
            }
            if score >= WORDING {
                scored.push((score, one, other));
            }
        }
        scored.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| (a.1, a.2).cmp(&(b.1, b.2))));
        let mut sets = UnionFind::new(number_of(groups.len()));
        let mut members: Vec<Vec<u32>> = (0..number_of(groups.len())).map(|number| vec![number]).collect();
        // Sets that may not be joined may not before one of them grows.
        let mut refused: AHashSet<[(u32, usize); 2]> = AHashSet::new();
        for (_, one, other) in scored {
            let (left, right) = (sets.find(one), sets.find(other));
            let sized = [left.min(right), left.max(right)].map(|set| (set, members[set as usize].len()));
            if left == right || refused.contains(&sized) {
                continue;
            }
            if !self.may_join(&groups, &members[left as usize], &members[right as usize]) {
                refused.insert(sized);
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

    /// Whether there is enough to go by. One or two words in marks, “unaffordable”, turn up in any sentence about the matter:
    /// they quote what another version has in marks in as few words, in the same clause, or in a row of several words.
    fn is_enough(&self, left: &Utterance<'_>, right: &Utterance<'_>) -> bool {
        /// Words in a row that nobody says by chance: “today we flew”.
        const IN_A_ROW: usize = 3;
        let (short, long) = if left.weight <= right.weight { (left, right) } else { (right, left) };
        if short.weight >= TWO_WORDS && !short.is_short() || long.words.len() <= short.words.len() + 3 {
            return true;
        }
        // A term that two people use is no quotation of one by the other.
        if (short.words.len() >= IN_A_ROW || short.stems.len() > 1 && !is_other(short, long))
            && short.weight > 0.0
            && short.stands_in(long)
        {
            return true;
        }
        // All words of a statement, in order, with others left out between them.
        if short.words.len() > IN_A_ROW && in_order(self.vocabulary, short.words, long.words) > 0.9 {
            return true;
        }
        // “unaffordable” in “The plan is unaffordable”: with all that is said around it.
        let whole = short.stems.iter().all(|stem| long.stems.binary_search(stem).is_ok());
        let around: Vec<StemId> =
            short.clause.iter().copied().filter(|stem| short.stems.binary_search(stem).is_err()).collect();
        let shared = held(self.vocabulary, &around, &long.clause);
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
                    holders.entry(one).or_default().push(number_of(node));
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
    fn may_join(&mut self, groups: &[Vec<usize>], left: &[u32], right: &[u32]) -> bool {
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
        self.fit_in_versions(groups, left, right)
    }

    /// Whether no version has two different statements among two groups of nodes: what one has beside the other repeats it, or
    /// is its half.
    fn fit_in_versions(&mut self, groups: &[Vec<usize>], left: &[u32], right: &[u32]) -> bool {
        let mut of_version: AHashMap<usize, (Vec<usize>, Vec<u32>)> = AHashMap::new();
        for &node in left {
            for &quote in &groups[node as usize] {
                let (quotes, nodes) = of_version.entry(self.utterances[quote].version).or_default();
                quotes.push(quote);
                if nodes.last() != Some(&node) {
                    nodes.push(node);
                }
            }
        }
        of_version.values_mut().for_each(|(quotes, _)| quotes.sort_unstable());
        for &node in right {
            let mut last = None;
            let mut repeats = false;
            for &quote in &groups[node as usize] {
                let version = self.utterances[quote].version;
                let Some((others, nodes)) = of_version.get(&version) else { continue };
                if last != Some(version) {
                    last = Some(version);
                    repeats = nodes.iter().any(|&other| self.repeats(groups, node, other));
                }
                if !repeats && !self.is_beside(quote, others) {
                    return false;
                }
            }
        }
        true
    }

    /// Whether the words of one node are most of another's.
    fn repeats(&mut self, groups: &[Vec<usize>], one: u32, other: u32) -> bool {
        let (vocabulary, utterances) = (self.vocabulary, self.utterances);
        *self.repeats.entry((one.min(other), one.max(other))).or_insert_with(|| {
            let of = |node: u32| &utterances[groups[node as usize][0]];
            let likeness = Likeness::of(vocabulary, of(one), of(other));
            likeness.covered >= REPEATED && likeness.in_order >= REPEATED
        })
    }

    /// Whether a quote meets one of its neighbours among others of its version, or goes on where one ends.
    fn is_beside(&self, quote: usize, others: &[usize]) -> bool {
        let at = others.partition_point(|&other| other < quote);
        let near = &others[at.saturating_sub(NEIGHBOURS)..others.len().min(at + NEIGHBOURS)];
        near.iter().any(|&other| {
            self.utterances[quote].span.overlaps(self.utterances[other].span) || self.is_continued(quote, other)
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

    /// Ties a quote that stands alone to the group of its other half, where another version has some of its words.
    fn with_halves(&self, mut groups: Vec<Vec<usize>>) -> Vec<Vec<usize>> {
        let mut group_of: Vec<usize> = vec![0; self.utterances.len()];
        for (number, group) in groups.iter().enumerate() {
            for &quote in group {
                group_of[quote] = number;
            }
        }
        let mut wordings: AHashMap<usize, Vec<usize>> = AHashMap::new();
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
                let of = group_of[other];
                self.is_continued(quote, other)
                    && wordings.entry(of).or_insert_with(|| self.wordings(&groups[of])).iter().any(likely)
            });
            if let Some(half) = half {
                let (from, to) = (group_of[quote], group_of[half]);
                groups[from].clear();
                groups[to].push(quote);
                wordings.entry(to).or_default().push(quote);
                group_of[quote] = to;
            }
        }
        groups.retain(|group| !group.is_empty());
        for group in &mut groups {
            group.sort_unstable();
        }
        groups
    }

    /// Quotes of a group with all its wordings, of two versions each, where two have it.
    fn wordings(&self, group: &[usize]) -> Vec<usize> {
        let mut first: AHashMap<Vec<u64>, Option<usize>> = AHashMap::new();
        let mut found = Vec::new();
        for &quote in group {
            let utterance = &self.utterances[quote];
            let words = utterance.words.iter().map(|word| word.hash).collect();
            let new = first.len() < WORDINGS;
            match first.get_mut(&words) {
                None if new => {
                    first.insert(words, Some(utterance.version));
                    found.push(quote);
                }
                Some(known) if known.is_some_and(|version| version != utterance.version) => {
                    *known = None;
                    found.push(quote);
                }
                _ => {}
            }
        }
        found
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
}

fn number_of(index: usize) -> u32 {
    u32::try_from(index).expect("a story has fewer than 2^32 quotes")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::versions::cast::Cast;
    use crate::versions::samples::{Said, stories, with_story};
    use proptest::prelude::*;

    fn grouped(told: &[Vec<Said>]) -> Vec<Vec<usize>> {
        with_story(told, |versions, quotes| {
            let vocabulary = Vocabulary::read(versions);
            let cast = Cast::read(versions, &vocabulary, quotes);
            group(&vocabulary, &Utterance::read_all(quotes, versions, &vocabulary, &cast))
        })
    }

    #[test]
    fn copies_are_one_utterance_and_other_statements_are_not() {
        let copy = vec![
            Said::quoted("The pier will be closed until spring", "Ida Brandt"),
            Said::quoted("Gulls have eaten the flags of the town hall", "Jon Hale"),
        ];
        let copies = vec![copy; 5];
        assert_eq!(grouped(&copies), [vec![0, 2, 4, 6, 8], vec![1, 3, 5, 7, 9]]);
    }

    #[test]
    fn a_topic_of_two_long_statements_is_no_utterance() {
        let reported = |words: &str| vec![Said { words: words.into(), kind: Some(Kind::Indirect), name: "Jon Hale" }];
        let groups = grouped(&[
            reported(
                "the lighthouse keeper of Saltmere wants new lanterns, thicker ropes, dry coal, warm blankets, clean \
                 windows, better boots, a second stove, three goats, four hens, a brass trumpet, fresh honey and a \
                 longer ladder for every sailor",
            ),
            reported(
                "nobody asked the lighthouse keeper of Saltmere about lanterns after herring prices, tourist numbers, \
                 school dinners, road works, harbour fees, bus tickets, candle taxes, mill wages, bread queues, tram \
                 fares and dentist bills doubled last winter",
            ),
        ]);
        assert_eq!(groups, [vec![0], vec![1]]);
    }

    #[test]
    fn two_statements_of_one_version_do_not_meet_by_a_third_that_is_like_both() {
        let away =
            Said { words: "Nothing else was told on that day of the long debate ".repeat(5), kind: None, name: "" };
        let groups = grouped(&[
            vec![
                Said::quoted("Repairs of the harbour wall begin in spring", "Ida Brandt"),
                away,
                Said::quoted("Repairs of the lighthouse begin in winter", "Ida Brandt"),
            ],
            vec![Said::quoted("Repairs of the harbour wall begin in winter", "Ida Brandt")],
        ]);
        assert!(groups.iter().all(|group| !(group.contains(&0) && group.contains(&1))));
        assert!(groups.contains(&vec![0, 2]));
    }

    proptest! {
        #[test]
        fn every_quote_stands_in_one_group(told in stories()) {
            let quotes = told.iter().flatten().filter(|said| said.kind.is_some()).count();
            let groups = grouped(&told);
            prop_assert!(groups.iter().all(|group| group.is_sorted() && !group.is_empty()));
            let mut all: Vec<usize> = groups.concat();
            all.sort_unstable();
            prop_assert_eq!(all, (0..quotes).collect::<Vec<_>>());
        }

        #[test]
        fn candidates_are_all_pairs_that_share_a_stem_or_its_kin(told in stories()) {
            with_story(&told, |versions, quotes| {
                let vocabulary = Vocabulary::read(versions);
                let cast = Cast::read(versions, &vocabulary, quotes);
                let utterances = Utterance::read_all(quotes, versions, &vocabulary, &cast);
                let grouping = Grouping {
                    vocabulary: &vocabulary,
                    utterances: &utterances,
                    scores: AHashMap::new(),
                    repeats: AHashMap::new(),
                    rewrites: AHashSet::new(),
                };
                let nodes: Vec<usize> = (0..utterances.len()).collect();
                let wide = |quote: usize| {
                    let stems = utterances[quote].stems.iter();
                    stems.flat_map(|&stem| [&[stem], vocabulary.kin(stem)].concat()).collect::<AHashSet<StemId>>()
                };
                let mut expected = Vec::new();
                for one in 0..utterances.len() {
                    for other in one + 1..utterances.len() {
                        if !wide(one).is_disjoint(&wide(other)) {
                            expected.push((number_of(one), number_of(other)));
                        }
                    }
                }
                prop_assert_eq!(grouping.candidates(&nodes), expected);
                Ok(())
            })?;
        }
    }
}
