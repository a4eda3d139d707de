//! Pairs of rows in, handed on a bounded number of texts at a time.
//!
//! Pairs are taken component by component, so that the rows of one family are read together and once.

use crate::corpus::TextColumn;
use crate::error::Result;
use crate::id::DocId;
use crate::schedule::Run;
use crate::union_find::UnionFind;
use ahash::AHashMap;

/// Bytes of text that are held at once: some thousand articles, whose words take five times as much.
const TEXT_BYTES: usize = 8 << 20;

/// Texts that are read before their bytes are counted.
const ROWS: usize = 256;

/// Some pairs and the texts that they are of.
#[derive(Debug)]
pub struct Batch<'a> {
    /// Pairs of places in `texts`.
    pub pairs: Vec<(u32, u32)>,
    /// The place of each pair among all pairs.
    pub numbers: &'a [usize],
    /// The rows.
    pub rows: Vec<DocId>,
    /// Their texts; a missing one is empty.
    pub texts: Vec<Box<str>>,
}

/// Hands all of `pairs` to `work`, every pair once.
///
/// # Errors
/// [`Error::Cancelled`](crate::Error::Cancelled), those of the column and of `work`.
///
/// # Complexity
/// A row is read once for each batch in which it has a pair: once where its component fits one. 24 bytes a pair.
pub fn in_batches(
    run: &Run,
    column: &dyn TextColumn,
    pairs: &[(DocId, DocId)],
    mut work: impl FnMut(&Batch<'_>) -> Result<()>,
) -> Result<()> {
    let order = by_component(column.len(), pairs);
    let mut rest = order.as_slice();
    while !rest.is_empty() {
        run.check()?;
        let mut held = Held::default();
        let mut taken = 0;
        while taken < rest.len() && held.bytes < TEXT_BYTES {
            let next = &rest[taken..(taken + ROWS).min(rest.len())];
            held.read(run, column, next.iter().map(|&number| pairs[number]))?;
            taken += next.len();
        }
        let (now, later) = rest.split_at(taken);
        let place = |row: DocId| held.place[&row];
        let places = now.iter().map(|&number| (place(pairs[number].0), place(pairs[number].1))).collect();
        work(&Batch { pairs: places, numbers: now, rows: held.rows, texts: held.texts })?;
        rest = later;
    }
    Ok(())
}

/// The numbers of the pairs, those of a component together, within it by their rows.
fn by_component(rows: usize, pairs: &[(DocId, DocId)]) -> Vec<usize> {
    let mut sets = UnionFind::new(DocId::from_index(rows).0);
    for (left, right) in pairs {
        sets.union(left.0, right.0);
    }
    let mut order: Vec<usize> = (0..pairs.len()).collect();
    order.sort_by_cached_key(|&number| (sets.find(pairs[number].0.0), pairs[number]));
    order
}

/// The texts of a batch while it is filled.
#[derive(Default)]
struct Held {
    rows: Vec<DocId>,
    texts: Vec<Box<str>>,
    place: AHashMap<DocId, u32>,
    bytes: usize,
}

impl Held {
    /// Reads those rows of the pairs that are not held yet.
    fn read(&mut self, run: &Run, column: &dyn TextColumn, pairs: impl Iterator<Item = (DocId, DocId)>) -> Result<()> {
        let known = self.rows.len();
        for row in pairs.flat_map(|(left, right)| [left, right]) {
            let next = DocId::from_index(self.rows.len()).0;
            if *self.place.entry(row).or_insert(next) == next {
                self.rows.push(row);
            }
        }
        let texts = run.map_some(column, &self.rows[known..], |_, text| Box::<str>::from(text.unwrap_or_default()))?;
        self.bytes += texts.iter().map(|text| text.len()).sum::<usize>();
        self.texts.extend(texts);
        Ok(())
    }
}
