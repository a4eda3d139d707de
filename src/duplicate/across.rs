//! Two columns in, the verified pairs across them out: the smaller one is indexed, the larger one goes by.
//!
//! Nothing is held of a row of the larger column that has no partner, so memory follows the smaller column and the pairs.
//! The index misses nothing ([`super::prefix`]), which keeps any promise about misses, and which makes the answer the same
//! whichever column is indexed.

use super::Relation;
use super::classes::Classes;
use super::pairs::{Making, Pair, Pairing};
use super::prefix::{Matches, PrefixIndex, Scratch};
use super::profile::{Profile, Reader};
use super::reading::Reading;
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

/// What the index holds of a row of the smaller column, about.
const BYTES_A_ROW: usize = 4096;

/// The pairs of a document of `left` and one of `right` that reach the threshold, ascending by (left, right).
///
/// # Errors
/// [`Error::Parameter`] for a number outside its range, or as soon as there are more pairs than `making` allows;
/// [`Error::Memory`], [`Error::Cancelled`]; those of the columns.
///
/// # Complexity
/// Linear in the texts, and in the shingles of the pairs that are compared. About 15 bytes for each shingle of the smaller
/// column (40 for containment), and 10 to 100 for each document of the larger one that has a partner.
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
    let turned = right.len() < left.len();
    let (small, large) = if turned { (right, left) } else { (left, right) };
    let (reading, _) = Reading::for_pairs(run, small, pairing.shingling, None)?;
    let documents = reading.classes.representatives();
    let index = PrefixIndex::new(run, reading.shingles(small, pairing.shingling), &documents, pairing)?;
    let classes = reading.into_classes();
    let mut partners =
        Partners { classes: &classes, making, groups: Vec::new(), by_sequence: AHashMap::new(), pairs: 0 };
    run.fold_rows(
        large,
        &mut partners,
        || (Reader::new(pairing.shingling, None), Scratch::default()),
        |partners, (reader, scratch), text| {
            let profile = reader.read(text?, &mut []);
            let known = partners.by_sequence.contains_key(&profile.sequence);
            let matches = (!known).then(|| index.matches(reader.hashes(), scratch));
            let tells = |matches: &Matches| !matches.reached.is_empty() || matches.compared >= COSTLY;
            matches.as_ref().is_none_or(tells).then_some((profile, matches.unwrap_or_default()))
        },
        |partners, row, read| read.map_or(Ok(()), |(profile, matches)| partners.add(row, profile, matches)),
    )?;
    let sizes = index.into_sizes();
    let pairs = partners.into_pairs(run, &sizes, pairing.threshold, turned);
    give_back(BYTES_A_ROW * sizes.len());
    pairs
}

/// Documents of the larger column with the same words, and what they share with the smaller one.
#[derive(Debug)]
struct Group {
    profile: Profile,
    /// The document that stands for the group: the one with the smaller fingerprint, as in [`Classes`].
    representative: DocId,
    /// Ascending.
    members: Vec<DocId>,
    matches: Matches,
}

/// What was found of the larger column so far.
#[derive(Debug)]
struct Partners<'a> {
    /// The smaller column.
    classes: &'a Classes,
    making: Making,
    /// In the order of their first members; some without a partner.
    groups: Vec<Group>,
    /// The group of each token sequence.
    by_sequence: AHashMap<u128, u32>,
    /// How many pairs the groups make.
    pairs: u64,
}

impl Partners<'_> {
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
        if self.pairs <= self.making.most {
            return Ok(());
        }
        let needed = format!("at least {}, and the search is not at its end", self.pairs);
        Err(Error::parameter("max_pairs", needed, self.making.most).with_hint(if self.making.expand {
            "`expand=False` ties identical texts to one of them, a higher `threshold` finds fewer"
        } else {
            "a higher `threshold` finds fewer"
        }))
    }

    /// How many pairs a member of `group`, its first or another, makes with a class of the smaller column.
    fn pairs_of(&self, group: &Group, class: u32, first: bool) -> u64 {
        let members = self.classes.classes[class as usize].members.len() as u64;
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
        self.classes.classes[class as usize].profile.sequence == group.profile.sequence
    }

    /// The pairs, given how many shingles each class of the smaller column has, which is the left one unless `turned`.
    fn into_pairs(self, run: &Run, sizes: &[usize], threshold: f64, turned: bool) -> Result<Vec<Pair>> {
        let mut pairs = reserved("the pairs", usize::try_from(self.pairs).unwrap_or(usize::MAX))?;
        for group in &self.groups {
            for &(number, shared) in &group.matches.reached {
                run.check()?;
                let class = &self.classes.classes[number as usize];
                let identical = self.identical(group, number);
                let overlap =
                    Overlap { left: sizes[number as usize], right: group.matches.distinct, shared: shared as usize };
                let similarity = if identical { Similarity::IDENTICAL } else { overlap.similarity() };
                let relation = match similarity.jaccard {
                    _ if identical => Relation::Exact,
                    jaccard if jaccard >= threshold => Relation::Near,
                    _ => Relation::Partial,
                };
                let pair = |small: DocId, large: DocId| {
                    if turned {
                        Pair { left: large, right: small, similarity: similarity.turned(), relation }
                    } else {
                        Pair { left: small, right: large, similarity, relation }
                    }
                };
                let (small, large) = (class.representative, group.representative);
                if self.making.expand {
                    let of_each = |&large: &DocId| class.members.iter().map(move |&small| (small, large));
                    pairs.extend(group.members.iter().flat_map(of_each).map(|(small, large)| pair(small, large)));
                } else if identical {
                    pairs.extend(class.members.iter().map(|&small| pair(small, large)));
                    pairs
                        .extend(group.members.iter().filter(|&&other| other != large).map(|&other| pair(small, other)));
                } else {
                    pairs.push(pair(small, large));
                }
            }
        }
        pairs.sort_unstable_by_key(|pair| (pair.left, pair.right));
        Ok(pairs)
    }
}
