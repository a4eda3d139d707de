//! Hashes with numbers in, out a table that tells for a hash the numbers that may stand under it.
//!
//! "May": of a hash only some bits are kept, so that a number costs three bytes and not twelve. Hashes are uniform, so their
//! first bits choose one of many buckets of some sixteen entries; an entry is the next few bits, the tag, and the number,
//! packed side by side, the tags of a bucket ascending. A look-up that meets a stranger costs one comparison more, since whatever is found here
//! is measured by its full hashes.
//!
//! Bytes, all numbers little-endian: the packed entries and eight bytes of zeros; the start of each bucket and the end of the
//! last, four bytes each; then how many entries there are (eight bytes), the bits of a bucket, of a tag and of a number (a byte
//! each) and five zeros.

use super::damage::{Checked, Damage, Words, are_starts};
use super::pack::{Packed, Packer};
use crate::error::{Error, Result};
use std::io::Write;
use std::ops::Range;

/// What is wrong with a table that is none.
const WRONG: Damage = Damage("a table of postings has an impossible shape");

/// Bytes behind the buckets.
const TRAILER: usize = 16;

/// Entries of a bucket, about, as a power of two: the start of a bucket costs two bits an entry.
const BUCKET: u32 = 4;

/// An entry before it is packed.
pub type Entry = (u64, u32);

/// Writes a table. Entries come in the order of their hashes, those of one hash in the order of their numbers.
#[derive(Debug)]
pub struct Writer<W: Write> {
    packer: Packer<W>,
    bucket_bits: u32,
    tag_bits: u32,
    number_bits: u32,
    /// The start of each bucket that was begun.
    starts: Vec<u32>,
    count: u32,
}

impl<W: Write> Writer<W> {
    /// A table of at most `entries`, whose numbers are below `numbers`, with `tag_bits` of each hash beside the bucket's.
    ///
    /// # Errors
    /// [`Error::Memory`] for more entries than 32 bits count.
    pub fn new(output: W, entries: u64, numbers: u32, tag_bits: u32) -> Result<Self> {
        let Ok(expected) = u32::try_from(entries) else {
            return Err(Error::Memory { what: "the postings of a segment", bytes: usize::MAX });
        };
        let bucket_bits = expected.max(1).ilog2().saturating_sub(BUCKET).max(1);
        let number_bits = (u32::BITS - numbers.saturating_sub(1).leading_zeros()).max(1);
        Ok(Self { packer: Packer::new(output), bucket_bits, tag_bits, number_bits, starts: Vec::new(), count: 0 })
    }

    /// Adds the next entry.
    ///
    /// # Errors
    /// Those of the output.
    pub fn push(&mut self, (hash, number): Entry) -> std::io::Result<()> {
        #[allow(clippy::cast_possible_truncation)] // fewer than 32 bits
        let bucket = (hash >> (u64::BITS - self.bucket_bits)) as usize;
        while self.starts.len() <= bucket {
            self.starts.push(self.count);
        }
        self.count += 1;
        let tag = tag_of(hash, self.bucket_bits, self.tag_bits);
        self.packer.push(tag << self.number_bits | u64::from(number), self.tag_bits + self.number_bits)
    }

    /// Writes what remains; returns the output and how many bytes the table took.
    ///
    /// # Errors
    /// Those of the output.
    pub fn finish(mut self) -> std::io::Result<(W, u64)> {
        self.starts.resize((1 << self.bucket_bits) + 1, self.count);
        let (mut output, mut length) = self.packer.finish()?;
        let mut tail = vec![0; 8];
        tail.extend(self.starts.iter().flat_map(|start| start.to_le_bytes()));
        tail.extend(u64::from(self.count).to_le_bytes());
        #[allow(clippy::cast_possible_truncation)] // at most 64
        tail.extend([self.bucket_bits, self.tag_bits, self.number_bits].map(|bits| bits as u8));
        tail.extend([0; 5]);
        output.write_all(&tail)?;
        length += tail.len() as u64;
        Ok((output, length))
    }
}

#[inline]
fn tag_of(hash: u64, bucket_bits: u32, tag_bits: u32) -> u64 {
    if tag_bits == 0 { 0 } else { hash << bucket_bits >> (u64::BITS - tag_bits) }
}

/// A table as it lies in a file.
#[derive(Debug, Clone, Copy)]
pub struct Postings<'a> {
    entries: Packed<'a>,
    starts: Words<'a>,
    count: u64,
    bucket_bits: u32,
    tag_bits: u32,
    number_bits: u32,
}

impl<'a> Postings<'a> {
    /// Reads a table and checks its frame; the numbers in it are checked by whoever uses them.
    ///
    /// # Errors
    /// [`Damage`].
    pub fn open(bytes: &'a [u8]) -> Checked<Self> {
        let table = Self::reopen(bytes)?;
        if are_starts(table.starts.iter().map(u64::from), table.count) { Ok(table) } else { Err(WRONG) }
    }

    /// Reads a table that [`Self::open`] has checked.
    ///
    /// # Errors
    /// [`Damage`].
    pub fn reopen(bytes: &'a [u8]) -> Checked<Self> {
        let at = bytes.len().checked_sub(TRAILER).ok_or(WRONG)?;
        let (body, trailer) = bytes.split_at(at);
        let mut cursor = super::damage::Cursor::new(trailer);
        let count = cursor.u64()?;
        let [bucket_bits, tag_bits, number_bits] = [cursor.u8()?, cursor.u8()?, cursor.u8()?].map(u32::from);
        if !(1..=28).contains(&bucket_bits) || tag_bits > 16 || !(1..=32).contains(&number_bits) {
            return Err(WRONG);
        }
        let buckets = 1usize << bucket_bits;
        let starts_length = 4 * (buckets + 1);
        let at = body.len().checked_sub(starts_length).ok_or(WRONG)?;
        let (packed, starts) = body.split_at(at);
        let starts = Words::new(starts, buckets + 1)?;
        let width = tag_bits + number_bits;
        let bits = count.checked_mul(u64::from(width)).ok_or(WRONG)?;
        if packed.len() as u64 != bits.div_ceil(8) + 8 {
            return Err(WRONG);
        }
        Ok(Self { entries: Packed::new(packed, width), starts, count, bucket_bits, tag_bits, number_bits })
    }

    /// How many entries there are.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.count
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Where the entries that may stand under `hash` lie.
    ///
    /// # Errors
    /// [`Damage`].
    #[inline]
    pub fn find(&self, hash: u64) -> Checked<Range<usize>> {
        Ok(self.under(hash, self.bucket(hash)?))
    }

    /// For each of `hashes` where the entries that may stand under it lie.
    ///
    /// A look-up waits twice for memory, for a bucket's start and for its entries, and that was two fifths of a query among
    /// 100,000 articles. Here one look-up's waiting does not hold up the next one's.
    ///
    /// # Errors
    /// [`Damage`].
    pub fn find_all(&self, hashes: &[u64], places: &mut Vec<Range<usize>>) -> Checked<()> {
        places.clear();
        for &hash in hashes {
            places.push(self.bucket(hash)?);
        }
        let touched =
            places.iter().fold(0, |sum, place| sum ^ self.entries.get(place.start) ^ self.entries.get(place.end));
        std::hint::black_box(touched);
        for (place, &hash) in places.iter_mut().zip(hashes) {
            *place = self.under(hash, place.clone());
        }
        Ok(())
    }

    /// Where the entries of a hash's bucket lie.
    #[inline]
    fn bucket(&self, hash: u64) -> Checked<Range<usize>> {
        #[allow(clippy::cast_possible_truncation)] // fewer than 32 bits
        let bucket = (hash >> (u64::BITS - self.bucket_bits)) as usize;
        let (start, end) = (self.starts.get(bucket)? as usize, self.starts.get(bucket + 1)? as usize);
        if start > end { Err(WRONG) } else { Ok(start..end) }
    }

    /// Which entries of its bucket may stand under a hash.
    #[inline]
    fn under(&self, hash: u64, Range { start, end }: Range<usize>) -> Range<usize> {
        /// A bucket of more entries holds a frequent hash and is searched, not walked.
        const WALKED: usize = 64;
        let tag = tag_of(hash, self.bucket_bits, self.tag_bits);
        let tag_at = |at: usize| self.entries.get(at) >> self.number_bits;
        if end - start <= WALKED {
            // Tags are as uniform as hashes, so the walk begins where this one is to be expected: three steps instead of nine.
            #[allow(clippy::cast_possible_truncation)] // below the entries of the bucket
            let mut first = start + (((end - start) as u64 * tag) >> self.tag_bits) as usize;
            while first > start && tag_at(first - 1) >= tag {
                first -= 1;
            }
            while first < end && tag_at(first) < tag {
                first += 1;
            }
            let mut last = first;
            while last < end && tag_at(last) == tag {
                last += 1;
            }
            return first..last;
        }
        let point = |from: usize, before: &dyn Fn(u64) -> bool| {
            let (mut low, mut high) = (from, end);
            while low < high {
                let middle = low + (high - low) / 2;
                if before(tag_at(middle)) { low = middle + 1 } else { high = middle }
            }
            low
        };
        let first = point(start, &|found| found < tag);
        first..point(first, &|found| found <= tag)
    }

    /// The number of an entry.
    #[inline]
    #[must_use]
    pub fn number(&self, at: usize) -> u32 {
        #[allow(clippy::cast_possible_truncation)] // at most 32 bits
        let number = (self.entries.get(at) & ((1 << self.number_bits) - 1)) as u32;
        number
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn table(entries: &[Entry], numbers: u32, tag_bits: u32) -> Vec<u8> {
        let mut writer = Writer::new(Vec::new(), entries.len() as u64, numbers, tag_bits).unwrap();
        for &entry in entries {
            writer.push(entry).unwrap();
        }
        let (bytes, length) = writer.finish().unwrap();
        assert_eq!(bytes.len() as u64, length);
        bytes
    }

    fn spread(n: u64) -> u64 {
        n.wrapping_mul(0x9E37_79B9_7F4A_7C15)
    }

    proptest! {
        #[test]
        fn every_number_is_found_under_its_hash_and_few_others_are(
            pairs in proptest::collection::btree_set((0u64..300, 0u32..500), 0..400),
            tag_bits in 0u32..12,
        ) {
            let mut entries: Vec<Entry> = pairs.iter().map(|&(n, number)| (spread(n % 40 * (n % 7)), number)).collect();
            entries.sort_unstable();
            let bytes = table(&entries, 500, tag_bits);
            let postings = Postings::open(&bytes).unwrap();
            prop_assert_eq!(postings.len(), entries.len() as u64);
            let mut strangers = 0;
            let all: Vec<u64> = (0..300).map(spread).collect();
            let mut places = Vec::new();
            postings.find_all(&all, &mut places).unwrap();
            let one_by_one: Vec<_> = all.iter().map(|&hash| postings.find(hash).unwrap()).collect();
            prop_assert_eq!(places, one_by_one);
            for n in 0..300 {
                let found: Vec<u32> = postings.find(spread(n)).unwrap().map(|at| postings.number(at)).collect();
                let own = entries.iter().filter(|entry| entry.0 == spread(n)).map(|entry| entry.1);
                let mut missed = own.clone().filter(|number| !found.contains(number));
                prop_assert_eq!(missed.next(), None);
                strangers += found.len() - own.count();
            }
            prop_assert!(tag_bits < 10 || strangers < 30);
        }

        #[test]
        fn any_bytes_are_a_table_or_damage(bytes in proptest::collection::vec(any::<u8>(), 0..200), hash in any::<u64>()) {
            if let Ok(postings) = Postings::open(&bytes) {
                for at in postings.find(hash).unwrap() {
                    let _ = postings.number(at);
                }
            }
        }
    }

    #[test]
    fn a_frequent_hash_is_searched() {
        let entries: Vec<Entry> = (0..1000).map(|n| (spread(u64::from(n % 3)), n)).collect();
        let mut sorted = entries.clone();
        sorted.sort_unstable();
        let bytes = table(&sorted, 1000, 8);
        let postings = Postings::open(&bytes).unwrap();
        let found: Vec<u32> = postings.find(spread(1)).unwrap().map(|at| postings.number(at)).collect();
        assert_eq!(found, (0..1000).filter(|n| n % 3 == 1).collect::<Vec<u32>>());
    }

    #[test]
    fn a_crafted_count_is_damage() {
        let mut bytes = table(&[(1, 2), (3, 4)], 5, 4);
        let at = bytes.len() - TRAILER;
        bytes[at..at + 8].copy_from_slice(&u64::MAX.to_le_bytes());
        assert!(Postings::open(&bytes).is_err());
    }
}
