//! Several segments as the content of one: the rows that are not removed, in their order.

use super::content::{ClassView, Content, RowView};
use super::damage::{Checked, SHORT};
use super::layout::NONE;
use super::segment::Segment;
use ahash::AHashMap;

/// The live rows of some segments.
#[derive(Debug)]
pub struct Merged<'a> {
    segments: Vec<&'a Segment>,
    /// Segment and row of each row.
    rows: Vec<(u32, u32)>,
    /// The class of each row.
    of_row: Vec<u32>,
    /// Segment and class of each class.
    classes: Vec<(u32, u32)>,
}

impl<'a> Merged<'a> {
    /// Merges segments; `is_live` is asked about the rows of each.
    ///
    /// # Errors
    /// [`Damage`](super::damage::Damage) of a segment.
    pub fn new(segments: Vec<&'a Segment>, is_live: impl Fn(usize, usize) -> bool) -> Checked<Self> {
        let mut merged = Self { rows: Vec::new(), of_row: Vec::new(), classes: Vec::new(), segments };
        let mut by_sequence: AHashMap<u128, u32> = AHashMap::new();
        for (number, segment) in (0u32..).zip(merged.segments.clone()) {
            // What a class of this segment has become.
            let mut classes = vec![NONE; segment.classes()];
            for row in (0..segment.rows()).filter(|&row| is_live(number as usize, row)) {
                let view = segment.row(row)?;
                merged.rows.push((number, count(row)?));
                merged.of_row.push(match view.class {
                    None => NONE,
                    Some(class) => {
                        let known = classes.get_mut(class as usize).ok_or(SHORT)?;
                        if *known == NONE {
                            let fresh = count(merged.classes.len())?;
                            let class_view = segment.class(class as usize)?;
                            *known = match class_view.tokens {
                                0 => fresh,
                                _ => *by_sequence.entry(class_view.sequence).or_insert(fresh),
                            };
                            if *known == fresh {
                                merged.classes.push((number, class));
                            }
                        }
                        *known
                    }
                });
            }
        }
        Ok(merged)
    }
}

fn count(index: usize) -> Checked<u32> {
    u32::try_from(index).map_err(|_| SHORT)
}

impl Content for Merged<'_> {
    fn rows(&self) -> usize {
        self.rows.len()
    }

    fn row(&self, row: usize) -> Checked<RowView<'_>> {
        let &(segment, of_segment) = self.rows.get(row).ok_or(SHORT)?;
        let known = |number: u32| (number != NONE).then_some(number);
        let view = self.segments[segment as usize].row(of_segment as usize)?;
        Ok(RowView { class: known(self.of_row[row]), ..view })
    }

    fn classes(&self) -> usize {
        self.classes.len()
    }

    fn class(&self, class: usize) -> Checked<ClassView<'_>> {
        let &(segment, class) = self.classes.get(class).ok_or(SHORT)?;
        self.segments[segment as usize].class(class as usize)
    }

    fn telling(&self, row: usize) -> Checked<&[u8]> {
        let &(segment, row) = self.rows.get(row).ok_or(SHORT)?;
        self.segments[segment as usize].telling(row as usize)
    }

    fn text(&self, row: usize) -> Checked<Option<&str>> {
        let &(segment, row) = self.rows.get(row).ok_or(SHORT)?;
        self.segments[segment as usize].text(row as usize)
    }
}

/// How many of the last segments are to be merged, given the rows of each: none, or two and more.
///
/// Segments grow by fours (O'Neil et al. 1996, "The log-structured merge-tree"): as soon as four of the last ones are no larger
/// than the last, they become one. So an archive of n rows has some log₄ n times three segments, and a row is written log₄ n
/// times in all.
#[must_use]
pub fn to_merge(rows: &[u64]) -> usize {
    /// Segments of one size that become one.
    const TOGETHER: usize = 4;
    /// Rows below which sizes are not told apart.
    const SMALL: u64 = 16;
    let level = |rows: u64| (rows / SMALL).max(1).ilog(4);
    let mut sizes: Vec<(u64, usize)> = rows.iter().map(|&rows| (rows, 1)).collect();
    loop {
        let Some(&(last, count)) = sizes.last() else { return 0 };
        let alike = sizes.iter().rev().take_while(|(rows, _)| level(*rows) <= level(last)).count();
        if alike < TOGETHER {
            return if count > 1 { count } else { 0 };
        }
        let merged =
            sizes.drain(sizes.len() - alike..).fold((0, 0), |sum, (rows, count)| (sum.0 + rows, sum.1 + count));
        sizes.push(merged);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn segments_stay_few_and_rows_are_rewritten_a_few_times() {
        for batch in [1, 7, 1000, 5000] {
            let (mut sizes, mut written): (Vec<u64>, u64) = (Vec::new(), 0);
            for _ in 0..500 {
                sizes.push(batch);
                written += batch;
                let merged = to_merge(&sizes);
                assert!(merged != 1);
                if merged > 0 {
                    let rows: u64 = sizes.drain(sizes.len() - merged..).sum();
                    sizes.push(rows);
                    written += rows;
                }
                assert!(sizes.len() <= 20, "{sizes:?}");
            }
            assert_eq!(sizes.iter().sum::<u64>(), 500 * batch);
            assert!(written < 20 * 500 * batch, "{batch}: {written}");
        }
    }

    #[test]
    fn batches_of_any_sizes_stay_few() {
        let mut sizes: Vec<u64> = Vec::new();
        for n in 0..2000u64 {
            sizes.push(n.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (48 + n % 12));
            let merged = to_merge(&sizes);
            if merged > 0 {
                let rows: u64 = sizes.drain(sizes.len() - merged..).sum();
                sizes.push(rows);
            }
            assert!(sizes.len() <= 30, "{sizes:?}");
        }
    }

    #[test]
    fn a_small_batch_leaves_a_large_archive_alone() {
        assert_eq!(to_merge(&[100_000, 1000]), 0);
        assert_eq!(to_merge(&[10_000, 1000]), 0);
        assert_eq!(to_merge(&[100_000, 1000, 1000, 1000, 1000]), 4);
    }
}
