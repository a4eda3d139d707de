//! Weighted terms of documents in, for each document the earlier ones that share enough of its rarer terms out.
//!
//! An inverted index whose lists are capped: a term of many documents says little of any two of them, and its list is what
//! would make the search quadratic. So the work for a document is bounded by its terms times the cap, whatever the corpus.

/// A term of a document: its number and its weight there.
pub type Weighted = (u32, f32);

/// For each term that few documents hold, those documents in order.
#[derive(Debug, Default)]
pub struct Postings {
    /// Where the list of each term begins in `documents`; one more for the end. A term over the cap has an empty list.
    starts: Vec<usize>,
    documents: Vec<u32>,
    weights: Vec<f32>,
}

/// The memory of a search, kept from one document to the next.
#[derive(Debug, Default)]
pub struct Scratch {
    sums: Vec<f32>,
    touched: Vec<u32>,
    terms: Vec<Weighted>,
}

/// What a search does at most for one document.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// Entries of lists that are read: the shortest lists first, of equally long ones that of the smaller term.
    pub read: usize,
    /// Documents that are found: those that share most, of equals the smaller number.
    pub found: usize,
}

impl Bounds {
    /// None.
    pub const NONE: Self = Self { read: usize::MAX, found: usize::MAX };
}

impl Postings {
    /// An index over the terms `0..terms` of the documents, without the terms that fewer than two or more than `cap` hold.
    ///
    /// # Complexity
    /// O(all terms of all documents); 8 bytes a term of a document that is kept.
    #[must_use]
    pub fn new<'a, D>(documents: impl Iterator<Item = D> + Clone, terms: usize, cap: usize) -> Self
    where
        D: Iterator<Item = Weighted> + 'a,
    {
        let mut counts = vec![0usize; terms];
        for document in documents.clone() {
            for (term, _) in document {
                counts[term as usize] += 1;
            }
        }
        let mut starts = Vec::with_capacity(terms + 1);
        let mut end = 0;
        for count in &counts {
            starts.push(end);
            if (2..=cap).contains(count) {
                end += count;
            }
        }
        starts.push(end);
        let mut next = starts.clone();
        let mut found = Self { starts, documents: vec![0; end], weights: vec![0.0; end] };
        for (number, document) in (0u32..).zip(documents) {
            for (term, weight) in document {
                let term = term as usize;
                if found.starts[term] < found.starts[term + 1] {
                    found.documents[next[term]] = number;
                    found.weights[next[term]] = weight;
                    next[term] += 1;
                }
            }
        }
        found
    }

    /// The documents before `number` with which the products of the weights of shared listed terms sum to at least `least`,
    /// ascending. `terms` are the document's own.
    ///
    /// # Complexity
    /// The sum of the lengths of its terms' lists.
    pub fn before(
        &self,
        number: u32,
        terms: impl Iterator<Item = Weighted>,
        least: f32,
        scratch: &mut Scratch,
    ) -> Vec<u32> {
        self.best_before(number, terms, least, Bounds::NONE, scratch)
    }

    /// As [`before`](Self::before), within bounds.
    ///
    /// # Complexity
    /// The entries that are read, and the terms.
    pub fn best_before(
        &self,
        number: u32,
        terms: impl Iterator<Item = Weighted>,
        least: f32,
        bounds: Bounds,
        scratch: &mut Scratch,
    ) -> Vec<u32> {
        let Scratch { sums, touched, terms: own } = scratch;
        if sums.len() <= number as usize {
            sums.resize(number as usize + 1, 0.0);
        }
        own.clear();
        own.extend(terms);
        self.keep_shortest(own, bounds.read);
        for &(term, weight) in own.iter() {
            let (from, to) = (self.starts[term as usize], self.starts[term as usize + 1]);
            for (&other, &its) in self.documents[from..to].iter().zip(&self.weights[from..to]) {
                if other >= number {
                    break;
                }
                let sum = &mut sums[other as usize];
                if *sum == 0.0 {
                    touched.push(other);
                }
                *sum += weight * its;
            }
        }
        let mut found: Vec<(u32, f32)> = Vec::new();
        for other in touched.drain(..) {
            let sum = std::mem::take(&mut sums[other as usize]);
            if sum >= least {
                found.push((other, sum));
            }
        }
        if found.len() > bounds.found {
            found.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            found.truncate(bounds.found);
        }
        let mut found: Vec<u32> = found.into_iter().map(|(other, _)| other).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Leaves the terms with the shortest lists, in their order, so that no more than `read` entries are read.
    fn keep_shortest(&self, terms: &mut Vec<Weighted>, read: usize) {
        let length = |term: u32| self.starts[term as usize + 1] - self.starts[term as usize];
        if terms.iter().map(|&(term, _)| length(term)).sum::<usize>() <= read {
            return;
        }
        let mut lists: Vec<(usize, u32)> = terms.iter().map(|&(term, _)| (length(term), term)).collect();
        lists.sort_unstable();
        let mut left = read;
        let within = lists.iter().take_while(|(length, _)| {
            let fits = *length <= left;
            left = left.saturating_sub(*length);
            fits
        });
        let last = within.last().copied();
        terms.retain(|&(term, _)| last.is_some_and(|last| (length(term), term) <= last));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Every pair compared, the terms counted anew for each.
    fn twin(documents: &[Vec<Weighted>], number: usize, cap: usize, least: f32) -> Vec<u32> {
        let held = |term: u32| documents.iter().filter(|document| document.iter().any(|&(t, _)| t == term)).count();
        let shared = |other: &[Weighted]| -> f32 {
            let own = &documents[number];
            own.iter()
                .filter(|&&(term, _)| held(term) <= cap)
                .filter_map(|&(term, weight)| {
                    other.iter().find(|&&(its, _)| its == term).map(|&(_, its_weight)| weight * its_weight)
                })
                .sum()
        };
        (0..number)
            .filter(|&other| shared(&documents[other]) >= least)
            .map(|other| u32::try_from(other).unwrap())
            .collect()
    }

    proptest! {
        #[test]
        fn found_are_those_of_comparing_all(
            sets in prop::collection::vec(prop::collection::btree_map(0u32..12, 1u8..5, 0..6), 0..14),
            cap in 1usize..8,
            least in 1u8..12,
        ) {
            let documents: Vec<Vec<Weighted>> = sets
                .iter()
                .map(|set| set.iter().map(|(&term, &weight)| (term, f32::from(weight))).collect())
                .collect();
            let index = Postings::new(documents.iter().map(|document| document.iter().copied()), 12, cap);
            let mut scratch = Scratch::default();
            for (number, document) in documents.iter().enumerate() {
                let found = index.before(u32::try_from(number).unwrap(), document.iter().copied(), f32::from(least), &mut scratch);
                let twin = twin(&documents, number, cap, f32::from(least));
                prop_assert_eq!(&found, &twin);
                let bounds = Bounds { read: usize::MAX, found: 2 };
                let own = document.iter().copied();
                let best = index.best_before(u32::try_from(number).unwrap(), own, f32::from(least), bounds, &mut scratch);
                let shared = |other: u32| -> f32 {
                    let held = |term: u32| documents.iter().filter(|set| set.iter().any(|&(t, _)| t == term)).count();
                    let its = &documents[other as usize];
                    let both = document.iter().filter(|&&(term, _)| held(term) <= cap);
                    both.filter_map(|&(term, weight)| its.iter().find(|&&(t, _)| t == term).map(|&(_, w)| weight * w)).sum()
                };
                let mut strongest = twin;
                strongest.sort_by(|&a, &b| shared(b).total_cmp(&shared(a)).then(a.cmp(&b)));
                strongest.truncate(2);
                strongest.sort_unstable();
                prop_assert_eq!(best, strongest);
            }
        }
    }
}
