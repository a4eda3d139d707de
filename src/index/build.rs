//! Rows in, the bytes of a segment out.
//!
//! Postings are sorted by hash, a stretch of hashes at a time, so that what is held beside the output is bounded: one bit for
//! each shingle (whether it is one of its class's rarest) and the entries of one stretch.

use super::code;
use super::content::{Content, IdKind, IdRef};
use super::damage::{Checked, Damage};
use super::layout::{
    BLOCK_BITS, BLOCK_TAG_BITS, HANDLE_TAG_BITS, NO_DATE, NONE, PREFIX_TAG_BITS, SEGMENT_HEADER, SEGMENT_MAGIC,
    Section, VERSION, WEIGHT_BITS,
};
use super::postings::{Entry, Writer};
use super::settings::{Depth, Settings};
use super::stories::Stories;
use super::sum::{Sum, Summed};
use crate::duplicate::join::Order;
use crate::error::{Error, Result, reserved};
use crate::schedule::Run;
use ahash::AHashMap;
use rayon::prelude::*;
use std::io::{self, Write};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

/// Entries that are sorted at once: 128 MB.
const AT_ONCE: u64 = 8 << 20;

/// Classes whose shingles one thread looks through at a time.
const STRETCH: usize = 256;

/// What stands in the way of building: the output, or what the rows are read from.
enum Trouble {
    Output(io::Error),
    Content(Damage),
    Core(Error),
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

impl From<Damage> for Trouble {
    fn from(damage: Damage) -> Self {
        Self::Content(damage)
    }
}

impl From<Error> for Trouble {
    fn from(error: Error) -> Self {
        Self::Core(error)
    }
}

type Built<T> = std::result::Result<T, Trouble>;

/// Writes a segment. `stories` has the frequencies of an index of stories; `path` is named by errors.
///
/// # Errors
/// [`Error::File`] where the output fails, [`Error::Format`] where a segment that rows are read from is damaged,
/// [`Error::Memory`], [`Error::Cancelled`].
///
/// # Complexity
/// O(s log s) for s shingles; beside the output 16 bytes for each of [`AT_ONCE`] of them and one bit for each.
pub fn build<W: Write>(
    run: &Run,
    content: &dyn Content,
    settings: &Settings,
    id_kind: IdKind,
    stories: Option<&Stories>,
    output: W,
    path: &Path,
) -> Result<(W, Sum)> {
    let building =
        Building { run, content, settings, output: Summed::new(output), sections: Vec::new(), shingles: 0, stories };
    match building.write(id_kind) {
        Ok(summed) => Ok(summed.finish()),
        Err(Trouble::Output(error)) => Err(Error::file(path, &error)),
        Err(Trouble::Content(damage)) => Err(Error::format(path, damage.0)),
        Err(Trouble::Core(error)) => Err(error),
    }
}

struct Building<'a, W: Write> {
    run: &'a Run,
    content: &'a dyn Content,
    settings: &'a Settings,
    output: Summed<W>,
    /// Kind, start and length of each section.
    sections: Vec<(Section, u64, u64)>,
    shingles: u64,
    stories: Option<&'a Stories>,
}

impl<W: Write> Building<'_, W> {
    fn write(mut self, id_kind: IdKind) -> Built<Summed<W>> {
        self.output.write_all(&SEGMENT_MAGIC)?;
        self.output.write_all(&VERSION.to_le_bytes())?;
        self.output.write_all(&[0; SEGMENT_HEADER - 12])?;
        self.rows()?;
        self.ids(id_kind)?;
        self.classes()?;
        if self.settings.depth >= Depth::Near {
            self.shingle_tables()?;
        }
        if let Some(stories) = self.stories {
            self.tellings(stories)?;
        }
        if self.settings.keep_text {
            self.texts()?;
        }
        let mut tail = Vec::new();
        for &(kind, start, length) in &self.sections {
            tail.extend((kind as u32).to_le_bytes());
            tail.extend([0; 4]);
            tail.extend(start.to_le_bytes());
            tail.extend(length.to_le_bytes());
        }
        let counts = [self.content.rows(), self.content.classes()].map(|count| count as u64);
        tail.extend(counts.into_iter().chain([self.shingles]).flat_map(u64::to_le_bytes));
        #[allow(clippy::cast_possible_truncation)] // thirteen at most
        tail.extend((self.sections.len() as u32).to_le_bytes());
        tail.extend(VERSION.to_le_bytes());
        tail.extend(SEGMENT_MAGIC);
        self.output.write_all(&tail)?;
        self.output.flush()?;
        Ok(self.output)
    }

    /// Writes a section whose bytes are at hand.
    fn section(&mut self, kind: Section, bytes: &[u8]) -> Built<()> {
        let start = self.output.length();
        self.output.write_all(bytes)?;
        self.sections.push((kind, start, bytes.len() as u64));
        Ok(())
    }

    fn rows(&mut self) -> Built<()> {
        let mut rows = Vec::new();
        let mut sources: Vec<&str> = Vec::new();
        let mut numbers: AHashMap<&str, u32> = AHashMap::new();
        for row in 0..self.content.rows() {
            let view = self.content.row(row)?;
            let source = view.source.map_or(NONE, |source| {
                *numbers.entry(source).or_insert_with(|| {
                    sources.push(source);
                    number(sources.len() - 1)
                })
            });
            rows.extend(view.text.to_le_bytes());
            rows.extend(view.date.unwrap_or(NO_DATE).to_le_bytes());
            rows.extend(view.class.unwrap_or(NONE).to_le_bytes());
            rows.extend(source.to_le_bytes());
        }
        let mut names = number(sources.len()).to_le_bytes().to_vec();
        let mut end: u64 = 0;
        for source in [""].iter().chain(&sources) {
            end += source.len() as u64;
            let Ok(end) = u32::try_from(end) else {
                return Err(Error::Memory { what: "the names of the outlets", bytes: usize::MAX }.into());
            };
            names.extend(end.to_le_bytes());
        }
        names.extend(sources.iter().flat_map(|source| source.bytes()));
        self.section(Section::Rows, &rows)?;
        self.section(Section::Sources, &names)
    }

    fn ids(&mut self, kind: IdKind) -> Built<()> {
        let mut bytes = Vec::new();
        let mut heap: Vec<u8> = Vec::new();
        let mut order: Vec<(u64, u32)> = Vec::with_capacity(self.content.rows());
        if kind == IdKind::Text {
            bytes.extend(0u64.to_le_bytes());
        }
        for row in 0..self.content.rows() {
            let id = self.content.row(row)?.id;
            order.push((id.hash(), number(row)));
            match (id, kind) {
                (IdRef::Integer(id), IdKind::Integer) => bytes.extend(id.to_le_bytes()),
                (IdRef::Text(id), IdKind::Text) => {
                    heap.extend(id.bytes());
                    bytes.extend((heap.len() as u64).to_le_bytes());
                }
                _ => return Err(Damage("it has ids of another kind than the index").into()),
            }
        }
        bytes.append(&mut heap);
        self.section(Section::Ids, &bytes)?;
        order.sort_unstable();
        let order: Vec<u8> =
            order.iter().flat_map(|(hash, row)| hash.to_le_bytes().into_iter().chain(row.to_le_bytes())).collect();
        self.section(Section::IdOrder, &order)
    }

    fn classes(&mut self) -> Built<()> {
        let count = self.content.classes();
        let (mut classes, mut order) = (Vec::new(), Vec::with_capacity(count));
        let mut start: u64 = 0;
        for class in 0..count {
            let view = self.content.class(class)?;
            classes.extend(view.sequence.to_le_bytes());
            classes.extend(view.tokens.to_le_bytes());
            classes.extend(start.to_le_bytes());
            classes.extend(view.shingles.to_le_bytes());
            order.push((view.sequence, number(class)));
            start += view.code.len() as u64;
            self.shingles += u64::from(view.shingles);
        }
        self.section(Section::Classes, &classes)?;
        order.sort_unstable();
        let order: Vec<u8> = order.iter().flat_map(|(_, class)| class.to_le_bytes()).collect();
        self.section(Section::ClassOrder, &order)?;
        let mut members: Vec<(u32, u32)> = Vec::with_capacity(self.content.rows());
        for row in 0..self.content.rows() {
            if let Some(class) = self.content.row(row)?.class {
                members.push((class, number(row)));
            }
        }
        members.sort_unstable();
        let mut rows = Vec::with_capacity(4 * (count + 1 + members.len()));
        for class in 0..=count {
            let before = members.partition_point(|&(of, _)| (of as usize) < class);
            rows.extend(number(before).to_le_bytes());
        }
        rows.extend(members.iter().flat_map(|(_, row)| row.to_le_bytes()));
        self.section(Section::ClassRows, &rows)?;
        let begin = self.output.length();
        for class in 0..count {
            self.output.write_all(self.content.class(class)?.code)?;
        }
        self.sections.push((Section::Shingles, begin, self.output.length() - begin));
        Ok(())
    }

    /// Calls `each` with the shingles of every class and where its first one stands among those of all; in parallel.
    fn for_each_class(&self, each: impl Fn(usize, u64, &[u64]) + Sync) -> Built<()> {
        let mut starts = reserved("the shingles' places", self.content.classes())?;
        let mut total = 0;
        for class in 0..self.content.classes() {
            starts.push(total);
            total += u64::from(self.content.class(class)?.shingles);
        }
        let stretches: Vec<usize> = (0..starts.len()).step_by(STRETCH).collect();
        let done = self.run.map_with(&stretches, Vec::new, |hashes, &first| -> Checked<()> {
            for (class, &start) in starts.iter().enumerate().skip(first).take(STRETCH) {
                let view = self.content.class(class)?;
                code::decode(view.code, view.shingles as usize, hashes)?;
                each(class, start, hashes);
            }
            Ok(())
        })?;
        done.into_iter().collect::<Checked<()>>()?;
        Ok(())
    }

    /// The tables of rare shingles and of the others.
    fn shingle_tables(&mut self) -> Built<()> {
        let total = usize::try_from(self.shingles).unwrap_or(usize::MAX);
        let order = Order::counting(total, |count| match self.for_each_class(|_, _, hashes| count(hashes)) {
            Err(Trouble::Core(error)) => Err(error),
            // Damage is met again below, where it can be told.
            _ => Ok(()),
        })?;
        let rare = Flags::new(total)?;
        let found = AtomicU64::new(0);
        self.for_each_class(|_, start, hashes| {
            let prefix = order.prefix(hashes, self.settings.threshold);
            for hash in &prefix {
                if let Ok(at) = hashes.binary_search(hash) {
                    rare.set(start + at as u64);
                }
            }
            found.fetch_add(prefix.len() as u64, Ordering::Relaxed);
        })?;
        drop(order);
        let found = found.into_inner();
        let classes = number(self.content.classes());
        self.table(Section::Prefixes, found, classes, PREFIX_TAG_BITS, |class, at| {
            rare.get(at).then_some(number(class))
        })?;
        if self.settings.depth >= Depth::Partial {
            let blocks = classes.div_ceil(1 << BLOCK_BITS);
            self.table(Section::Blocks, self.shingles - found, blocks, BLOCK_TAG_BITS, |class, at| {
                (!rare.get(at)).then_some(number(class) >> BLOCK_BITS)
            })?;
        }
        Ok(())
    }

    /// Writes a table of those shingles to which `number` gives one, each hash with each number once.
    fn table(
        &mut self,
        kind: Section,
        entries: u64,
        numbers: u32,
        tag_bits: u32,
        number: impl Fn(usize, u64) -> Option<u32> + Sync,
    ) -> Built<()> {
        let parts = entries.div_ceil(AT_ONCE).next_power_of_two();
        let shift = u64::BITS - parts.trailing_zeros();
        let start = self.output.length();
        let mut table = Writer::new(Vec::new(), entries, numbers, tag_bits)?;
        for part in 0..parts {
            let within = |hash: u64| parts == 1 || hash >> shift == part;
            let gathered = std::sync::Mutex::new(Vec::<Vec<Entry>>::new());
            self.for_each_class(|class, first, hashes| {
                let entries: Vec<Entry> = (first..)
                    .zip(hashes)
                    .filter(|(_, hash)| within(**hash))
                    .filter_map(|(at, &hash)| Some((hash, number(class, at)?)))
                    .collect();
                gathered.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(entries);
            })?;
            let mut entries = gathered.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner).concat();
            self.run.install(|| entries.par_sort_unstable());
            entries.dedup();
            for entry in entries {
                table.push(entry)?;
            }
        }
        let (bytes, _) = table.finish()?;
        self.output.write_all(&bytes)?;
        self.sections.push((kind, start, bytes.len() as u64));
        Ok(())
    }

    fn tellings(&mut self, stories: &Stories) -> Built<()> {
        if self.content.rows() >= MOST_TELLING {
            let error = Error::parameter("level", "another than \"story\" for so many articles", self.content.rows());
            return Err(error
                .with_hint("an index of stories has at most 16,777,215 of them; start another one")
                .into());
        }
        self.of_rows(Section::Tellings, |content, row| content.telling(row))?;
        let numbers: Vec<usize> = (0..self.content.rows()).collect();
        let handles = self.run.map(&numbers, |&row| stories.handles(self.content.telling(row)?))?;
        let mut entries: Vec<Entry> = Vec::new();
        for (row, handles) in numbers.into_iter().zip(handles) {
            entries.extend(handles?.into_iter().map(|handle| (handle.hash, weighed(number(row), handle.weight))));
        }
        self.run.install(|| entries.par_sort_unstable());
        entries.dedup();
        let numbers = weighed(number(self.content.rows()), 0);
        let mut table = Writer::new(Vec::new(), entries.len() as u64, numbers, HANDLE_TAG_BITS)?;
        for entry in entries {
            table.push(entry)?;
        }
        let (bytes, _) = table.finish()?;
        self.section(Section::Handles, &bytes)
    }

    fn texts(&mut self) -> Built<()> {
        self.of_rows(Section::Texts, |content, row| Ok(content.text(row)?.unwrap_or_default().as_bytes()))
    }

    /// Writes a section that has something for each row: where that of each begins, and all of it.
    fn of_rows(&mut self, kind: Section, of: impl Fn(&dyn Content, usize) -> Checked<&[u8]>) -> Built<()> {
        let begin = self.output.length();
        let mut starts = 0u64.to_le_bytes().to_vec();
        let mut end = 0;
        for row in 0..self.content.rows() {
            end += of(self.content, row)?.len() as u64;
            starts.extend(end.to_le_bytes());
        }
        self.output.write_all(&starts)?;
        for row in 0..self.content.rows() {
            self.output.write_all(of(self.content, row)?)?;
        }
        self.sections.push((kind, begin, self.output.length() - begin));
        Ok(())
    }
}

/// A row or class; an `add` and a merger keep to 32 bits of each.
fn number(index: usize) -> u32 {
    u32::try_from(index).expect("an index numbers its rows with 32 bits")
}

/// Rows of a segment of stories, of which an entry has to hold the number and a weight.
const MOST_TELLING: usize = 1 << (u32::BITS - WEIGHT_BITS);

/// A row and the weight of a handle as one number.
fn weighed(row: u32, weight: u8) -> u32 {
    row << WEIGHT_BITS | u32::from(weight)
}

/// One bit for each shingle, set from several threads.
struct Flags(Vec<AtomicU64>);

impl Flags {
    fn new(count: usize) -> Result<Self> {
        let mut words = reserved("the shingles' flags", count.div_ceil(64))?;
        words.resize_with(count.div_ceil(64), AtomicU64::default);
        Ok(Self(words))
    }

    #[allow(clippy::cast_possible_truncation)] // below the count, which is a usize
    fn set(&self, at: u64) {
        self.0[at as usize / 64].fetch_or(1 << (at % 64), Ordering::Relaxed);
    }

    #[allow(clippy::cast_possible_truncation)]
    fn get(&self, at: u64) -> bool {
        self.0[at as usize / 64].load(Ordering::Relaxed) >> (at % 64) & 1 == 1
    }
}
