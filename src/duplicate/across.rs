//! Two columns in, the verified pairs across them out: the smaller one is indexed, the larger one is read past it.
//!
//! Nothing is held of a row of the larger column that has no partner, so memory follows the smaller column and the pairs. A
//! smaller column that is large itself is indexed block by block, and the larger one read past each. The index misses nothing
//! ([`super::prefix`]), which keeps any promise about misses, and which makes the answer the same whichever column is indexed.

use super::Relation;
use super::classes::Class;
use super::pairs::{Making, Pair, Pairing};
use super::prefix::{Matches, PrefixIndex, Scratch};
use super::profile::{Profile, Reader};
use super::reading::Reading;
use super::shingles::Origin;
use crate::corpus::TextColumn;
use crate::error::{Error, Result, reserved};
use crate::id::{DocId, check_rows};
use crate::memory::give_back;
use crate::schedule::Run;
use crate::similarity::{Overlap, Similarity};
use ahash::AHashMap;

/// Comparisons without a partner after which a text is remembered, in case that it comes again.
const COSTLY: usize = 64;

/// Texts without a partner that are remembered: 10 MB.
const MOST_REMEMBERED: usize = 1 << 16;

/// Tokens of the texts that are indexed at once, those of a hundred thousand articles: half a gigabyte, for containment one
/// and a half. Smaller blocks hold less and read the larger column more often.
const BLOCK: usize = 32 << 20;

/// What the index holds of a text, about.
const BYTES_A_TEXT: usize = 4096;

/// The pairs of a document of `left` and one of `right` that reach the threshold, ascending by (left, right).
///
/// # Errors
/// [`Error::Parameter`] for a number outside its range, or as soon as there are more pairs than `making` allows;
/// [`Error::Memory`], [`Error::Cancelled`]; those of the columns.
///
/// # Complexity
/// Linear in the texts, and in the shingles of the pairs that are compared. About 16 bytes for each shingle of the smaller
/// column (45 for containment) up to those of [`BLOCK`] tokens, 250 for each of its rows, and 150 for each document of the
/// larger one that has a partner.
pub fn near_duplicates_across(
    run: &Run,
    left: &dyn TextColumn,
    right: &dyn TextColumn,
    pairing: &Pairing,
    making: Making,
) -> Result<Vec<Pair>> {
    pairing.check()?;
    check_rows("texts", left.len())?;
    check_rows("against", right.len())?;
    let pairs = if left.len() <= right.len() {
        in_blocks(run, left, right, pairing, making, BLOCK)
    } else {
        in_blocks(run, right, left, pairing, making, BLOCK).map(|pairs| pairs.into_iter().map(turned).collect())
    };
    give_back(BYTES_A_TEXT * left.len().min(right.len()));
    let mut pairs = pairs?;
    pairs.sort_unstable_by_key(|pair| (pair.left, pair.right));
    Ok(pairs)
}

fn turned(pair: Pair) -> Pair {
    Pair { left: pair.right, right: pair.left, similarity: pair.similarity.turned(), ..pair }
}

/// The pairs of a document of `small` and one of `large`, in any order; about `tokens` of `small` are indexed at once.
fn in_blocks(
    run: &Run,
    small: &dyn TextColumn,
    large: &dyn TextColumn,
    pairing: &Pairing,
    making: Making,
    tokens: usize,
) -> Result<Vec<Pair>> {
    let (reading, _) = Reading::for_pairs(run, Origin::Texts(small), pairing.shingling, None)?;
    let source = reading.shingles(Origin::Texts(small), pairing.shingling);
    let mut pairs = Vec::new();
    let mut rest = reading.classes.classes.as_slice();
    while !rest.is_empty() {
        let (block, later) = rest.split_at(block_length(rest, tokens));
        let documents: Vec<DocId> = block.iter().map(|class| class.representative).collect();
        let index = PrefixIndex::new(run, source, &documents, pairing)?;
        let mut partners = Partners::new(block, making, pairs.len() as u64);
        run.fold_rows(
            large,
            &mut partners,
            || (Reader::new(pairing.shingling, None), Scratch::default()),
            |partners, (reader, scratch), text| {
                let profile = reader.read(text?, &mut []);
                let known = partners.by_sequence.contains_key(&profile.sequence);
                if known {
                    return Some((profile, Matches::default()));
                }
                let matches = index.matches(reader.hashes(), scratch);
                (!matches.reached.is_empty() || matches.compared >= COSTLY).then_some((profile, matches))
            },
            |partners, row, read| read.map_or(Ok(()), |(profile, matches)| partners.add(row, profile, matches)),
        )?;
        let sizes = index.into_sizes();
        let mut found = partners.into_pairs(run, &sizes, pairing.threshold)?;
        if pairs.is_empty() {
            pairs = found;
        } else {
            pairs.append(&mut found);
        }
        rest = later;
    }
    Ok(pairs)
}

/// How many of the first of `classes`, at least one, have `tokens` in all.
fn block_length(classes: &[Class], tokens: usize) -> usize {
    let mut sum = 0;
    let fits = |class: &&Class| {
        sum += class.profile.tokens;
        sum <= tokens
    };
    classes.iter().take_while(fits).count().max(1)
}

/// Documents of the larger column with the same words, and what they share with the smaller one.
#[derive(Debug)]
struct Group {
    profile: Profile,
    /// The document that stands for the group: the one with the smallest fingerprint, as in a [`Class`].
    representative: DocId,
    /// Ascending.
    members: Vec<DocId>,
    matches: Matches,
}

/// What was found of the larger column so far, beside one block of the smaller one.
#[derive(Debug)]
struct Partners<'a> {
    block: &'a [Class],
    making: Making,
    /// Pairs of earlier blocks.
    before: u64,
    /// In the order of their first members; some without a partner.
    groups: Vec<Group>,
    /// The group of each token sequence.
    by_sequence: AHashMap<u128, u32>,
    /// How many pairs the groups make.
    pairs: u64,
}

impl<'a> Partners<'a> {
    fn new(block: &'a [Class], making: Making, before: u64) -> Self {
        Self { block, making, before, groups: Vec::new(), by_sequence: AHashMap::new(), pairs: 0 }
    }

    /// Adds a document; `matches` is empty where its token sequence is known already.
    fn add(&mut self, row: DocId, profile: Profile, matches: Matches) -> Result<()> {
        let fresh = DocId::from_index(self.groups.len()).0;
        let at = *self.by_sequence.entry(profile.sequence).or_insert(fresh);
        let first = at == fresh;
        if first {
            if matches.reached.is_empty() && self.groups.len() >= MOST_REMEMBERED {
                self.by_sequence.remove(&profile.sequence);
                return Ok(());
            }
            self.groups.push(Group { profile, representative: row, members: vec![row], matches });
        } else {
            let group = &mut self.groups[at as usize];
            if group.matches.reached.is_empty() {
                return Ok(());
            }
            group.members.push(row);
            if profile.text < group.profile.text {
                (group.representative, group.profile) = (row, profile);
            }
        }
        let group = &self.groups[at as usize];
        self.pairs += group.matches.reached.iter().map(|&(class, _)| self.pairs_of(group, class, first)).sum::<u64>();
        let so_far = self.before + self.pairs;
        if so_far <= self.making.most {
            return Ok(());
        }
        let needed = format!("at least {so_far}, and the search is not at its end");
        Err(Error::parameter("max_pairs", needed, self.making.most).with_hint(if self.making.expand {
            "`expand=False` ties identical texts to one of them, a higher `threshold` finds fewer"
        } else {
            "a higher `threshold` finds fewer"
        }))
    }

    /// How many pairs a member of `group`, its first or another, makes with a class of the smaller column.
    fn pairs_of(&self, group: &Group, class: u32, first: bool) -> u64 {
        let members = self.block[class as usize].members.len() as u64;
        match (self.making.expand, self.identical(group, class)) {
            (true, _) => members,
            (false, true) => {
                if first {
                    members
                } else {
                    1
                }
            }
            (false, false) => u64::from(first),
        }
    }

    fn identical(&self, group: &Group, class: u32) -> bool {
        self.block[class as usize].profile.sequence == group.profile.sequence
    }

    /// The pairs, left in the smaller column, given how many shingles each class of the block has.
    fn into_pairs(self, run: &Run, sizes: &[usize], threshold: f64) -> Result<Vec<Pair>> {
        let mut pairs = reserved("the pairs", usize::try_from(self.pairs).unwrap_or(usize::MAX))?;
        for group in &self.groups {
            for &(number, shared) in &group.matches.reached {
                run.check()?;
                let class = &self.block[number as usize];
                let identical = self.identical(group, number);
                let overlap =
                    Overlap { left: sizes[number as usize], right: group.matches.distinct, shared: shared as usize };
                let similarity = if identical { Similarity::IDENTICAL } else { overlap.similarity() };
                let relation = match similarity.jaccard {
                    _ if identical => Relation::Exact,
                    jaccard if jaccard >= threshold => Relation::Near,
                    _ => Relation::Partial,
                };
                let pair = |left, right| Pair { left, right, similarity, relation };
                let (small, large) = (class.representative, group.representative);
                if self.making.expand {
                    for &member in &group.members {
                        pairs.extend(class.members.iter().map(|&small| pair(small, member)));
                    }
                } else if identical {
                    pairs.extend(class.members.iter().map(|&small| pair(small, large)));
                    let others = group.members.iter().filter(|&&member| member != large);
                    pairs.extend(others.map(|&member| pair(small, member)));
                } else {
                    pairs.push(pair(small, large));
                }
            }
        }
        Ok(pairs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::duplicate::measure::{Measure, Method};
    use crate::shingle::{Shingling, Unit};
    use crate::sketch::Sketcher;
    use proptest::prelude::*;
    use std::sync::Arc;

    proptest! {
        #[test]
        fn blocks_of_any_size_give_the_pairs_of_every_two_texts(
            small in proptest::collection::vec(proptest::option::of("[abAB .]{0,9}"), 0..8),
            large in proptest::collection::vec(proptest::option::of("[abAB .]{0,9}"), 0..12),
            tokens in 1usize..12,
            threshold in 1u32..=10,
            containment in any::<bool>(),
        ) {
            let pairing = Pairing {
                threshold: f64::from(threshold) / 10.0,
                measure: if containment { Measure::Containment } else { Measure::Jaccard },
                method: Method::Lsh,
                shingling: Shingling::new(2, Unit::Word).unwrap(),
                sketcher: Sketcher::new(16).unwrap(),
                miss: 0.1,
            };
            let run = Run::new(Some(2), Arc::default()).unwrap();
            let making = Making { most: 1000, expand: true };
            let mut expected = Vec::new();
            for (left, one) in small.iter().enumerate() {
                for (right, other) in large.iter().enumerate() {
                    let (Some(one), Some(other)) = (one, other) else { continue };
                    let overlap = Overlap::of(&pairing.shingling.set(one), &pairing.shingling.set(other));
                    if pairing.reached_by(overlap) {
                        expected.push((left, right, overlap.similarity()));
                    }
                }
            }
            let plain = |pair: &Pair| (pair.left.index(), pair.right.index(), pair.similarity);
            for tokens in [tokens, BLOCK] {
                let mut found = in_blocks(&run, &small, &large, &pairing, making, tokens).unwrap();
                found.sort_unstable_by_key(|pair| (pair.left, pair.right));
                prop_assert_eq!(found.iter().map(plain).collect::<Vec<_>>(), expected.clone());
            }
            let few = Making { most: expected.len() as u64, expand: true };
            prop_assert!(in_blocks(&run, &small, &large, &pairing, few, tokens).is_ok());
            if let Some(most) = few.most.checked_sub(1) {
                let too_few = Making { most, ..few };
                prop_assert!(in_blocks(&run, &small, &large, &pairing, too_few, tokens).is_err());
            }
        }
    }
}
