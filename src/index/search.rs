//! One article in, out the classes of a segment that match it, each measured.
//!
//! Nothing is missed and nothing depends on what else the index holds. A class that shares at least o of its n shingles with the
//! article has one of any n − o + 1 of them in common with it; its rarest ones stand in the table of prefixes under its own
//! number, and every shingle of the article is looked up there. Where the article may stand in a larger class the same is done
//! from its side: of its shingles those with the fewest entries are looked up among the others, which lead to a block of
//! classes; a block that lacks too many of them holds no match, and the classes of the rest are measured.
//!
//! Chaudhuri, Ganti and Kaushik 2006, "A primitive operator for similarity joins in data cleaning".

use super::code;
use super::content::Content;
use super::damage::{Checked, Damage};
use super::layout::BLOCK_BITS;
use super::segment::Segment;
use super::settings::{Depth, Settings};
use crate::duplicate::counter::Counter;
use crate::duplicate::join::least_shared;
use crate::similarity::{Overlap, Similarity};
use std::ops::Range;

/// An article that matches are looked for.
#[derive(Debug, Clone, Copy)]
pub struct Sought<'a> {
    /// Fingerprint of its token sequence.
    pub sequence: u128,
    /// Its tokens.
    pub tokens: u64,
    /// Its distinct shingles, ascending; none at depth exact.
    pub hashes: &'a [u64],
}

/// A class that matches; left is the article.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    /// The class.
    pub class: u32,
    /// What they share.
    pub similarity: Similarity,
    /// Whether their token sequences are equal.
    pub is_exact: bool,
}

/// Memory that is kept from article to article.
#[derive(Debug, Default)]
pub struct Scratch {
    counter: Counter,
    /// Classes that may match, each with the place among the article's shingles of one that led there.
    met: Vec<(u32, u32)>,
    hashes: Vec<u64>,
    /// Where each shingle's entries lie among the rare ones, and among the others.
    rare: Vec<Range<usize>>,
    others: Vec<Range<usize>>,
    lists: Vec<(usize, Range<usize>)>,
    /// For each block how many shingles led there; all 0 between two articles.
    hits: Vec<u32>,
    touched: Vec<u32>,
}

/// Entries up to which a shingle's list is always read: reading it costs less than what it excludes.
const SHORT: usize = 64;

/// Stands for the shingles that lead to a block, and so to each of its classes.
const BY_BLOCK: u32 = u32::MAX;

const STRANGE: Damage = Damage("its postings name a class that it does not have");

/// Whether one of the shingles that led to a class is one of its own: most are strangers under the same tag.
///
/// Looking one up in the stored set takes a tenth of the time of measuring the class, and among 100,000 articles some eighty
/// classes are met by strangers for each article.
fn is_met(segment: &Segment, hashes: &[u64], of_class: &[(u32, u32)]) -> Checked<bool> {
    let view = segment.class(of_class[0].0 as usize)?;
    for &(_, led) in of_class {
        let is_own = match hashes.get(led as usize) {
            Some(&hash) => code::contains(view.code, view.shingles as usize, hash)?,
            None => led == BY_BLOCK,
        };
        if is_own {
            return Ok(true);
        }
    }
    Ok(false)
}

impl Scratch {
    /// Prepares for an article; every segment is asked about the same one until the next call.
    pub fn take(&mut self, sought: Sought<'_>) {
        self.counter.take(sought.hashes);
    }

    /// The classes of `segment` that match the article that was taken, ascending.
    ///
    /// # Errors
    /// [`Damage`].
    ///
    /// # Complexity
    /// Two look-ups for each shingle of the article, and the shingles of every class that is met.
    pub fn hits(&mut self, segment: &Segment, settings: &Settings, sought: Sought<'_>) -> Checked<Vec<Hit>> {
        // A crafted class may have tokens and no shingle.
        if sought.tokens == 0 || (sought.hashes.is_empty() && settings.depth > Depth::Exact) {
            return Ok(Vec::new());
        }
        if settings.depth == Depth::Exact {
            let class = segment.class_with(sought.sequence)?;
            return Ok(class
                .map(|class| Hit { class, similarity: Similarity::IDENTICAL, is_exact: true })
                .into_iter()
                .collect());
        }
        self.met.clear();
        let prefixes = segment.prefixes()?;
        prefixes.find_all(sought.hashes, &mut self.rare)?;
        for (led, entries) in (0u32..).zip(&self.rare) {
            self.met.extend(entries.clone().map(|at| (prefixes.number(at), led)));
        }
        if settings.depth >= Depth::Partial {
            self.meet_containers(segment, settings.threshold, sought.hashes)?;
        }
        let mut met = std::mem::take(&mut self.met);
        met.sort_unstable();
        let hits = self.measured(segment, settings, sought, &met);
        self.met = met;
        hits
    }

    /// Those of the classes that were met, ascending, which match.
    fn measured(
        &mut self,
        segment: &Segment,
        settings: &Settings,
        sought: Sought<'_>,
        met: &[(u32, u32)],
    ) -> Checked<Vec<Hit>> {
        let mut hits = Vec::new();
        let own = sought.hashes.len();
        for of_class in met.chunk_by(|one, next| one.0 == next.0) {
            let class = of_class[0].0;
            if class as usize >= segment.classes() {
                return Err(STRANGE);
            }
            let other = segment.shingles_of(class)? as usize;
            let too_small = || own.min(other) < least_shared(own.max(other), settings.threshold);
            if settings.depth == Depth::Near && too_small() {
                continue;
            }
            if !is_met(segment, sought.hashes, of_class)? {
                continue;
            }
            let similarity = self.similarity(segment, class, sought)?;
            let score = if settings.depth == Depth::Near { similarity.jaccard } else { similarity.containment() };
            if score >= settings.threshold {
                let is_exact = segment.class(class as usize)?.sequence == sought.sequence;
                hits.push(Hit { class, similarity, is_exact });
            }
        }
        Ok(hits)
    }

    /// What the article that was taken and a class share.
    ///
    /// # Errors
    /// [`Damage`].
    pub fn similarity(&mut self, segment: &Segment, class: u32, sought: Sought<'_>) -> Checked<Similarity> {
        segment.hashes_into(class, &mut self.hashes)?;
        let shared = self.counter.shared(&self.hashes);
        Ok(Overlap { left: sought.hashes.len(), right: self.hashes.len(), shared }.similarity())
    }

    /// Adds the classes of which the article may be a part, and which share none of their rarest shingles with it.
    fn meet_containers(&mut self, segment: &Segment, threshold: f64, own: &[u64]) -> Checked<()> {
        let blocks = segment.blocks()?;
        blocks.find_all(own, &mut self.others)?;
        let least = least_shared(own.len(), threshold);
        self.lists.clear();
        for (rare, others) in self.rare.iter().zip(&self.others) {
            if !rare.is_empty() || !others.is_empty() {
                self.lists.push((rare.len() + others.len(), others.clone()));
            }
        }
        let known = self.lists.len();
        if known < least {
            return Ok(());
        }
        // A container has at least `least` of the known ones, so it has one of any `known - least + 1`; with each list more
        // that is read it has one more.
        self.lists.sort_unstable_by_key(|(length, others)| (*length, others.start));
        let short = self.lists.partition_point(|(length, _)| *length <= SHORT);
        let read = short.max(known - least + 1);
        let needed = least - (known - read);
        let count = segment.classes().div_ceil(1 << BLOCK_BITS);
        if self.hits.len() < count {
            self.hits.resize(count, 0);
        }
        let mut of_one: Vec<u32> = Vec::new();
        for (_, others) in &self.lists[..read] {
            of_one.clear();
            of_one.extend(others.clone().map(|at| blocks.number(at)));
            // A stranger under the same tag may have named a block before.
            of_one.sort_unstable();
            of_one.dedup();
            for &block in &of_one {
                let Some(hits) = self.hits.get_mut(block as usize).filter(|_| (block as usize) < count) else {
                    self.forget();
                    return Err(STRANGE);
                };
                if *hits == 0 {
                    self.touched.push(block);
                }
                *hits += 1;
            }
        }
        for &block in &self.touched {
            if self.hits[block as usize] as usize >= needed {
                let first = (block as usize) << BLOCK_BITS;
                for class in first..segment.classes().min(first + (1 << BLOCK_BITS)) {
                    #[allow(clippy::cast_possible_truncation)] // classes are numbered with 32 bits
                    let class = class as u32;
                    // One that is no larger than the article is met by its own rarest shingles.
                    if segment.shingles_of(class)? as usize > own.len() {
                        self.met.push((class, BY_BLOCK));
                    }
                }
            }
        }
        self.forget();
        Ok(())
    }

    fn forget(&mut self) {
        for block in self.touched.drain(..) {
            self.hits[block as usize] = 0;
        }
    }
}
