//! A segment: some rows of an index as they lie in a file, ready to be looked into.
//!
//! Opening checks the frame: every section lies within the file and has the length that the counts ask for, every list of starts
//! ascends to its end, every number of a row or class exists. What is checked only when it is used are the sets of shingles,
//! the postings and the texts: each use is safe for any bytes, and reports damage.

use super::content::{ClassView, Content, IdKind, IdRef, RowView};
use super::damage::{Checked, Cursor, Damage, Longs, SHORT, Words, are_starts, range};
use super::disk::Bytes;
use super::layout::{
    CLASS_BYTES, ID_ORDER_BYTES, NO_DATE, NONE, ROW_BYTES, SECTIONS, SEGMENT_HEADER, SEGMENT_MAGIC, Section, VERSION,
};
use super::postings::Postings;
use super::settings::{Depth, Settings};
use std::ops::Range;

/// Bytes of an entry of the table of sections.
const TABLE_ENTRY: usize = 24;

/// Bytes behind the table of sections: three counts, how many sections, version, magic.
const TRAILER: usize = 40;

/// An open segment.
#[derive(Debug)]
pub struct Segment {
    bytes: Bytes,
    sections: [Range<usize>; SECTIONS],
    rows: usize,
    classes: usize,
    shingles: u64,
    sources: usize,
    id_kind: IdKind,
    settings: Settings,
}

impl Segment {
    /// Opens the bytes of a segment of an index with these settings.
    ///
    /// # Errors
    /// [`Damage`].
    ///
    /// # Complexity
    /// Linear in rows, classes and buckets; the shingles are not read.
    pub fn open(bytes: Bytes, settings: Settings, id_kind: IdKind) -> Checked<Self> {
        let mut header = Cursor::new(&bytes);
        if header.bytes(SEGMENT_MAGIC.len())? != SEGMENT_MAGIC {
            return Err(Damage("it is no segment of an index"));
        }
        if header.u32()? != VERSION {
            return Err(Damage("it is a segment of another format version"));
        }
        let trailer_at = bytes.len().checked_sub(TRAILER).ok_or(SHORT)?;
        let mut trailer = Cursor::new(&bytes[trailer_at..]);
        let [rows, classes, shingles] = [trailer.u64()?, trailer.u64()?, trailer.u64()?];
        let sections = trailer.u32()? as usize;
        if trailer.u32()? != VERSION || trailer.bytes(8)? != SEGMENT_MAGIC || sections > SECTIONS {
            return Err(Damage("it does not end as a segment ends"));
        }
        let count = |count: u64| u32::try_from(count).map(|count| count as usize).map_err(|_| SHORT);
        let table_at = trailer_at.checked_sub(sections * TABLE_ENTRY).ok_or(SHORT)?;
        let mut table = Cursor::new(&bytes[table_at..trailer_at]);
        let mut found = [const { 0..0 }; SECTIONS];
        let mut last = SEGMENT_HEADER;
        for _ in 0..sections {
            let (kind, zero, start, length) = (table.u32()?, table.u32()?, table.u64()?, table.u64()?);
            let place = (kind as usize).checked_sub(1).and_then(|kind| found.get_mut(kind));
            let section = range(start, start.checked_add(length).ok_or(SHORT)?, table_at)?;
            let (Some(place), 0, true) = (place, zero, section.start == last) else {
                return Err(Damage("its table of sections is impossible"));
            };
            last = section.end;
            *place = section;
        }
        if last != table_at {
            return Err(Damage("its sections leave a gap"));
        }
        let segment = Self {
            sections: found,
            rows: count(rows)?,
            classes: count(classes)?,
            shingles,
            sources: 0,
            id_kind,
            settings,
            bytes,
        };
        let sources = segment.check()?;
        Ok(Self { sources, ..segment })
    }

    /// Checks the frame; returns how many sources there are.
    fn check(&self) -> Checked<usize> {
        const WRONG: Damage = Damage("its sections do not fit each other");
        if self.rows.checked_mul(ROW_BYTES) != Some(self.section(Section::Rows).len())
            || self.classes.checked_mul(CLASS_BYTES) != Some(self.section(Section::Classes).len())
            || self.rows.checked_mul(ID_ORDER_BYTES) != Some(self.section(Section::IdOrder).len())
        {
            return Err(WRONG);
        }
        let sources = self.check_sources()?;
        self.check_ids()?;
        let mut with_class = 0;
        for row in 0..self.rows {
            let (_, _, class, source) = self.raw_row(row)?;
            if (class != NONE && class as usize >= self.classes) || (source != NONE && source as usize >= sources) {
                return Err(WRONG);
            }
            with_class += usize::from(class != NONE);
        }
        let (starts, rows) = self.class_rows()?;
        if rows.len() != with_class || !are_starts(starts.iter().map(u64::from), with_class as u64) {
            return Err(WRONG);
        }
        let order = Words::new(self.section(Section::ClassOrder), self.classes)?;
        let id_rows =
            self.id_order().iter().map(|entry| u32::from_le_bytes([entry[8], entry[9], entry[10], entry[11]]));
        if rows.iter().chain(id_rows).any(|row| row as usize >= self.rows)
            || order.iter().any(|class| class as usize >= self.classes)
        {
            return Err(WRONG);
        }
        self.check_shingles()?;
        self.check_tellings()?;
        if self.settings.keep_text {
            let length = self.section(Section::Texts).len();
            let heap = length.checked_sub(8 * (self.rows + 1)).ok_or(WRONG)?;
            if !are_starts(self.starts(Section::Texts)?.iter(), heap as u64) {
                return Err(WRONG);
            }
        }
        Ok(sources)
    }

    fn check_sources(&self) -> Checked<usize> {
        let mut cursor = Cursor::new(self.section(Section::Sources));
        let count = cursor.u32()? as usize;
        let section = self.section(Section::Sources);
        let starts = section.get(4..4 + 4 * (count + 1)).ok_or(SHORT)?;
        let heap = &section[4 + 4 * (count + 1)..];
        let starts = Words::new(starts, count + 1)?;
        check_heap(heap, starts.iter().map(u64::from))?;
        Ok(count)
    }

    fn check_ids(&self) -> Checked<()> {
        let section = self.section(Section::Ids);
        match self.id_kind {
            IdKind::Integer => Longs::new(section, self.rows).map(drop),
            IdKind::Text => {
                let starts = section.get(..8 * (self.rows + 1)).ok_or(SHORT)?;
                let heap = &section[8 * (self.rows + 1)..];
                check_heap(heap, Longs::new(starts, self.rows + 1)?.iter())
            }
        }
    }

    fn check_shingles(&self) -> Checked<()> {
        const WRONG: Damage = Damage("its shingles do not fit its classes");
        let length = self.section(Section::Shingles).len();
        let mut total = 0;
        for class in 0..self.classes {
            let (_, _, start, count) = self.raw_class(class)?;
            let end = if class + 1 < self.classes { self.raw_class(class + 1)?.2 } else { length as u64 };
            // A count that its bytes cannot hold would make others reserve memory for it.
            if range(start, end, length)?.len() != super::code::encoded_length(count as usize) {
                return Err(WRONG);
            }
            total += u64::from(count);
        }
        if total != self.shingles || self.classes > 0 && self.raw_class(0)?.2 != 0 {
            return Err(WRONG);
        }
        if self.settings.depth >= Depth::Near {
            Postings::open(self.section(Section::Prefixes))?;
        }
        if self.settings.depth >= Depth::Partial {
            Postings::open(self.section(Section::Blocks))?;
        }
        Ok(())
    }

    fn check_tellings(&self) -> Checked<()> {
        const WRONG: Damage = Damage("what its rows tell does not fit them");
        if self.settings.depth < Depth::Story {
            return Ok(());
        }
        let length = self.section(Section::Tellings).len();
        let heap = length.checked_sub(8 * (self.rows + 1)).ok_or(WRONG)?;
        if !are_starts(self.starts(Section::Tellings)?.iter(), heap as u64) {
            return Err(WRONG);
        }
        Postings::open(self.section(Section::Handles)).map(drop)
    }

    fn section(&self, section: Section) -> &[u8] {
        &self.bytes[self.sections[section as usize - 1].clone()]
    }

    /// Fingerprint, date, class and source of a row.
    fn raw_row(&self, row: usize) -> Checked<(u128, i64, u32, u32)> {
        let bytes = self.section(Section::Rows).get(row * ROW_BYTES..(row + 1) * ROW_BYTES).ok_or(SHORT)?;
        let mut cursor = Cursor::new(bytes);
        Ok((cursor.u128()?, cursor.i64()?, cursor.u32()?, cursor.u32()?))
    }

    /// Fingerprint, tokens, start of the shingles and their count.
    fn raw_class(&self, class: usize) -> Checked<(u128, u64, u64, u32)> {
        let bytes = self.section(Section::Classes).get(class * CLASS_BYTES..(class + 1) * CLASS_BYTES).ok_or(SHORT)?;
        let mut cursor = Cursor::new(bytes);
        Ok((cursor.u128()?, cursor.u64()?, cursor.u64()?, cursor.u32()?))
    }

    fn id_order(&self) -> &[[u8; ID_ORDER_BYTES]] {
        self.section(Section::IdOrder).as_chunks().0
    }

    fn class_rows(&self) -> Checked<(Words<'_>, Words<'_>)> {
        let section = self.section(Section::ClassRows);
        let starts_length = 4 * (self.classes + 1);
        let (starts, rows) = section.split_at_checked(starts_length).ok_or(SHORT)?;
        Ok((Words::new(starts, self.classes + 1)?, Words::new(rows, rows.len() / 4)?))
    }

    /// Where in a section that has something for each row that of each row begins, and where the last ends.
    fn starts(&self, section: Section) -> Checked<Longs<'_>> {
        let starts = self.section(section).get(..8 * (self.rows + 1)).ok_or(SHORT)?;
        Longs::new(starts, self.rows + 1)
    }

    /// What such a section has for a row.
    fn of_row(&self, section: Section, row: usize) -> Checked<&[u8]> {
        let starts = self.starts(section)?;
        let heap = self.section(section).get(8 * (self.rows + 1)..).ok_or(SHORT)?;
        Ok(&heap[range(starts.get(row)?, starts.get(row + 1)?, heap.len())?])
    }

    /// The id of a row.
    ///
    /// # Errors
    /// [`Damage`].
    pub fn id(&self, row: usize) -> Checked<IdRef<'_>> {
        let section = self.section(Section::Ids);
        match self.id_kind {
            IdKind::Integer => {
                let bits = Longs::new(section, self.rows)?.get(row)?;
                Ok(IdRef::Integer(bits.cast_signed()))
            }
            IdKind::Text => {
                let (starts, heap) = section.split_at_checked(8 * (self.rows + 1)).ok_or(SHORT)?;
                let starts = Longs::new(starts, self.rows + 1)?;
                text_at(heap, starts.get(row)?, starts.get(row + 1)?).map(IdRef::Text)
            }
        }
    }

    /// The rows with an id.
    ///
    /// # Errors
    /// [`Damage`].
    pub fn rows_with(&self, id: IdRef<'_>) -> Checked<Vec<usize>> {
        let hash = id.hash();
        let order = self.id_order();
        let hash_of = |entry: &[u8; ID_ORDER_BYTES]| entry.first_chunk().map_or(0, |bytes| u64::from_le_bytes(*bytes));
        let first = order.partition_point(|entry| hash_of(entry) < hash);
        let mut rows = Vec::new();
        for entry in order[first..].iter().take_while(|entry| hash_of(entry) == hash) {
            let row = entry.last_chunk().map_or(0, |bytes| u32::from_le_bytes(*bytes)) as usize;
            if self.id(row)? == id {
                rows.push(row);
            }
        }
        Ok(rows)
    }

    /// The class with a token sequence, if there is one.
    ///
    /// # Errors
    /// [`Damage`].
    pub fn class_with(&self, sequence: u128) -> Checked<Option<u32>> {
        let order = Words::new(self.section(Section::ClassOrder), self.classes)?;
        let (mut low, mut high) = (0, self.classes);
        while low < high {
            let middle = low + (high - low) / 2;
            let class = order.get(middle)?;
            match self.raw_class(class as usize)?.0.cmp(&sequence) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return Ok(Some(class)),
            }
        }
        Ok(None)
    }

    /// The rows of a class, ascending.
    ///
    /// # Errors
    /// [`Damage`].
    pub fn rows_of(&self, class: u32) -> Checked<impl Iterator<Item = u32> + '_> {
        let (starts, rows) = self.class_rows()?;
        let stretch = starts.get(class as usize)? as usize..starts.get(class as usize + 1)? as usize;
        Ok(rows.within(stretch)?.iter())
    }

    /// How many shingles a class has.
    ///
    /// # Errors
    /// [`Damage`].
    #[inline]
    pub fn shingles_of(&self, class: u32) -> Checked<u32> {
        Ok(self.raw_class(class as usize)?.3)
    }

    /// Puts the shingles of a class into `hashes`, ascending.
    ///
    /// # Errors
    /// [`Damage`].
    pub fn hashes_into(&self, class: u32, hashes: &mut Vec<u64>) -> Checked<()> {
        let view = self.class(class as usize)?;
        super::code::decode(view.code, view.shingles as usize, hashes)
    }

    /// The table of rare shingles.
    ///
    /// # Errors
    /// [`Damage`].
    pub fn prefixes(&self) -> Checked<Postings<'_>> {
        Postings::reopen(self.section(Section::Prefixes))
    }

    /// The table of other shingles.
    ///
    /// # Errors
    /// [`Damage`].
    pub fn blocks(&self) -> Checked<Postings<'_>> {
        Postings::reopen(self.section(Section::Blocks))
    }

    /// The table of rare terms.
    ///
    /// # Errors
    /// [`Damage`].
    pub fn handles(&self) -> Checked<Postings<'_>> {
        Postings::reopen(self.section(Section::Handles))
    }

    /// Distinct shingles of all classes.
    #[must_use]
    pub fn shingles(&self) -> u64 {
        self.shingles
    }

    /// Bytes of the file.
    #[must_use]
    pub fn length(&self) -> u64 {
        self.bytes.len() as u64
    }

    /// The bytes of the file.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

impl Content for Segment {
    fn rows(&self) -> usize {
        self.rows
    }

    fn row(&self, row: usize) -> Checked<RowView<'_>> {
        let (text, date, class, source) = self.raw_row(row)?;
        let source = if source == NONE {
            None
        } else {
            let section = self.section(Section::Sources).get(4..).ok_or(SHORT)?;
            let (starts, heap) = section.split_at_checked(4 * (self.sources + 1)).ok_or(SHORT)?;
            let starts = Words::new(starts, self.sources + 1)?;
            let (start, end) = (starts.get(source as usize)?, starts.get(source as usize + 1)?);
            Some(text_at(heap, u64::from(start), u64::from(end))?)
        };
        Ok(RowView {
            id: self.id(row)?,
            text,
            date: (date != NO_DATE).then_some(date),
            source,
            class: (class != NONE).then_some(class),
        })
    }

    fn classes(&self) -> usize {
        self.classes
    }

    fn class(&self, class: usize) -> Checked<ClassView<'_>> {
        let (sequence, tokens, start, shingles) = self.raw_class(class)?;
        let all = self.section(Section::Shingles);
        let end = if class + 1 < self.classes { self.raw_class(class + 1)?.2 } else { all.len() as u64 };
        Ok(ClassView { sequence, tokens, shingles, code: &all[range(start, end, all.len())?] })
    }

    fn telling(&self, row: usize) -> Checked<&[u8]> {
        if self.settings.depth >= Depth::Story { self.of_row(Section::Tellings, row) } else { Ok(&[]) }
    }

    fn text(&self, row: usize) -> Checked<Option<&str>> {
        if !self.settings.keep_text || self.raw_row(row)?.2 == NONE {
            return Ok(None);
        }
        std::str::from_utf8(self.of_row(Section::Texts, row)?).map(Some).map_err(|_| NOT_UTF8)
    }
}

const NOT_UTF8: Damage = Damage("a text in it is not UTF-8");

/// A heap of texts: UTF-8, cut between characters.
fn check_heap(heap: &[u8], starts: impl Iterator<Item = u64> + Clone) -> Checked<()> {
    const WRONG: Damage = Damage("its ids or sources are no text");
    let text = std::str::from_utf8(heap).map_err(|_| WRONG)?;
    let cut_well = |start: u64| usize::try_from(start).is_ok_and(|start| text.is_char_boundary(start));
    if are_starts(starts.clone(), heap.len() as u64) && starts.into_iter().all(cut_well) { Ok(()) } else { Err(WRONG) }
}

fn text_at(heap: &[u8], start: u64, end: u64) -> Checked<&str> {
    std::str::from_utf8(&heap[range(start, end, heap.len())?]).map_err(|_| NOT_UTF8)
}
