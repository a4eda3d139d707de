//! The manifest: the one file of an index that changes. It names all others with their lengths and checksums, and is replaced
//! whole, so that it is either the old one or the new one.

use super::content::IdKind;
use super::damage::{Checked, Cursor, Damage};
use super::layout::{HASHING, MANIFEST_MAGIC, VERSION};
use super::settings::{Depth, Settings};
use super::sum::Sum;
use crate::shingle::{Shingling, Unit};
use xxhash_rust::xxh3::xxh3_128;

/// A file that the manifest names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Named {
    /// The number in its name.
    pub number: u64,
    /// How long it is and what is in it.
    pub sum: Sum,
}

/// A segment that the manifest names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SegmentEntry {
    /// The file.
    pub file: Named,
    /// Its rows, removed ones included.
    pub rows: u64,
}

/// What a manifest says.
#[derive(Debug, Clone, PartialEq)]
pub struct Manifest {
    /// Counts the saves.
    pub generation: u64,
    /// The parameters.
    pub settings: Settings,
    /// What the ids are; None before the first row.
    pub id_kind: Option<IdKind>,
    /// Rows that were ever added: the next id where none are given.
    pub added: u64,
    /// The number of the next file.
    pub next_file: u64,
    /// The table of frequencies, at depth story.
    pub frequencies: Option<Named>,
    /// The removed rows, if there are any.
    pub removed: Option<Named>,
    /// The segments in the order of their rows.
    pub segments: Vec<SegmentEntry>,
}

/// No window.
const NO_WINDOW: i64 = i64::MIN;

/// No file.
const NO_FILE: u64 = u64::MAX;

/// Bytes of a segment's entry.
const ENTRY: usize = 40;

impl Manifest {
    /// The bytes of the manifest, its checksum at their end.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let settings = &self.settings;
        let mut bytes = MANIFEST_MAGIC.to_vec();
        bytes.extend(VERSION.to_le_bytes());
        bytes.extend(HASHING.to_le_bytes());
        bytes.extend(self.generation.to_le_bytes());
        let unit = match settings.shingling.unit() {
            Unit::Word => 0,
            Unit::Char => 1,
        };
        let id_kind = match self.id_kind {
            None => 0,
            Some(IdKind::Integer) => 1,
            Some(IdKind::Text) => 2,
        };
        bytes.extend([settings.depth as u8, unit, id_kind, u8::from(settings.keep_text)]);
        bytes.extend(u32::try_from(settings.shingling.size()).unwrap_or(u32::MAX).to_le_bytes());
        bytes.extend(settings.threshold.to_le_bytes());
        bytes.extend(settings.story_threshold.to_le_bytes());
        bytes.extend(settings.window.unwrap_or(NO_WINDOW).to_le_bytes());
        bytes.extend(self.added.to_le_bytes());
        bytes.extend(self.next_file.to_le_bytes());
        for file in [self.frequencies, self.removed] {
            write_file(file, &mut bytes);
        }
        bytes.extend((self.segments.len() as u64).to_le_bytes());
        for segment in &self.segments {
            write_file(Some(segment.file), &mut bytes);
            bytes.extend(segment.rows.to_le_bytes());
        }
        bytes.extend(xxh3_128(&bytes).to_le_bytes());
        bytes
    }

    /// Reads a manifest.
    ///
    /// # Errors
    /// [`Damage`].
    pub fn parse(bytes: &[u8]) -> Checked<Self> {
        let mut cursor = Cursor::new(bytes);
        if cursor.bytes(MANIFEST_MAGIC.len()).ok() != Some(&MANIFEST_MAGIC) {
            return Err(Damage("it is no index of copydesk"));
        }
        // The version stands before the checksum: a newer format may have another one.
        match cursor.u32()? {
            VERSION => {}
            newer if newer > VERSION => {
                return Err(Damage("it was written by a newer version of copydesk; upgrade copydesk to open it"));
            }
            _ => return Err(Damage("its format version is none that ever was")),
        }
        let Some((body, checksum)) = bytes.split_last_chunk::<16>() else { return Err(super::damage::SHORT) };
        if xxh3_128(body) != u128::from_le_bytes(*checksum) {
            return Err(Damage("its checksum does not match: the file is damaged; restore it from a copy"));
        }
        let mut cursor = Cursor::new(body);
        cursor.bytes(MANIFEST_MAGIC.len() + 4)?;
        if cursor.u32()? != HASHING {
            return Err(Damage("its texts were hashed by other rules; build the index anew with this version"));
        }
        let generation = cursor.u64()?;
        let [depth, unit, id_kind, keep_text] = [cursor.u8()?, cursor.u8()?, cursor.u8()?, cursor.u8()?];
        let size = cursor.u32()? as usize;
        let [threshold, story_threshold] = [cursor.f64()?, cursor.f64()?];
        let window = cursor.i64()?;
        let settings = settings([depth, unit, keep_text], size, [threshold, story_threshold], window)?;
        let id_kind = match id_kind {
            0 => None,
            1 => Some(IdKind::Integer),
            2 => Some(IdKind::Text),
            _ => return Err(IMPOSSIBLE),
        };
        let (added, next_file) = (cursor.u64()?, cursor.u64()?);
        let (frequencies, removed) = (read_file(&mut cursor)?, read_file(&mut cursor)?);
        let count = cursor.u64()?;
        let left = cursor.left();
        if count.checked_mul(ENTRY as u64) != Some(left as u64) {
            return Err(IMPOSSIBLE);
        }
        let mut segments = Vec::with_capacity(left / ENTRY);
        for _ in 0..count {
            let file = read_file(&mut cursor)?.ok_or(IMPOSSIBLE)?;
            segments.push(SegmentEntry { file, rows: cursor.u64()? });
        }
        let files = segments.iter().map(|segment| segment.file).chain(frequencies).chain(removed);
        let rows = segments.iter().try_fold(0u64, |sum, segment| sum.checked_add(segment.rows));
        let fits = rows.is_some_and(|rows| rows < u64::from(u32::MAX) && rows <= added);
        // Far more than there will be, and far from where counting on would wrap.
        if added.max(next_file).max(generation) > MOST_COUNTED {
            return Err(IMPOSSIBLE);
        }
        if !fits || files.into_iter().any(|file| file.number >= next_file) || (rows != Some(0) && id_kind.is_none()) {
            return Err(IMPOSSIBLE);
        }
        if (settings.depth == Depth::Story) != frequencies.is_some() {
            return Err(IMPOSSIBLE);
        }
        Ok(Self { generation, settings, id_kind, added, next_file, frequencies, removed, segments })
    }

    /// Rows of all segments, removed ones included.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.segments.iter().map(|segment| segment.rows).sum()
    }
}

/// The most that a running number is.
const MOST_COUNTED: u64 = 1 << 62;

const IMPOSSIBLE: Damage = Damage("it says what no index can be");

fn settings([depth, unit, keep]: [u8; 3], size: usize, thresholds: [f64; 2], window: i64) -> Checked<Settings> {
    let depths = [Depth::Exact, Depth::Near, Depth::Partial, Depth::Story];
    let depth = *depths.get(usize::from(depth)).ok_or(IMPOSSIBLE)?;
    let unit = *[Unit::Word, Unit::Char].get(usize::from(unit)).ok_or(IMPOSSIBLE)?;
    let shingling = Shingling::new(size, unit).map_err(|_| IMPOSSIBLE)?;
    let [threshold, story_threshold] = thresholds;
    let settings = Settings {
        depth,
        threshold,
        shingling,
        story_threshold,
        window: (window != NO_WINDOW).then_some(window),
        keep_text: *[false, true].get(usize::from(keep)).ok_or(IMPOSSIBLE)?,
    };
    settings.check().map_err(|_| IMPOSSIBLE)?;
    if settings.window.is_some() && depth != Depth::Story { Err(IMPOSSIBLE) } else { Ok(settings) }
}

fn write_file(file: Option<Named>, bytes: &mut Vec<u8>) {
    let none = Named { number: NO_FILE, sum: Sum { length: 0, checksum: 0 } };
    let file = file.unwrap_or(none);
    bytes.extend(file.number.to_le_bytes());
    bytes.extend(file.sum.length.to_le_bytes());
    bytes.extend(file.sum.checksum.to_le_bytes());
}

fn read_file(cursor: &mut Cursor<'_>) -> Checked<Option<Named>> {
    let (number, length, checksum) = (cursor.u64()?, cursor.u64()?, cursor.u128()?);
    Ok((number != NO_FILE).then_some(Named { number, sum: Sum { length, checksum } }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest(segments: u64) -> Manifest {
        let file = |number| Named { number, sum: Sum { length: 7, checksum: 1 << 100 } };
        Manifest {
            generation: 3,
            settings: Settings {
                depth: Depth::Story,
                threshold: 0.7,
                shingling: Shingling::new(5, Unit::Word).unwrap(),
                story_threshold: 0.5,
                window: Some(5),
                keep_text: true,
            },
            id_kind: Some(IdKind::Text),
            added: 100,
            next_file: 10,
            frequencies: Some(file(8)),
            removed: Some(file(9)),
            segments: (0..segments).map(|number| SegmentEntry { file: file(number), rows: 4 }).collect(),
        }
    }

    #[test]
    fn a_manifest_comes_back() {
        for segments in [0, 1, 5] {
            let manifest = manifest(segments);
            assert_eq!(Manifest::parse(&manifest.to_bytes()).unwrap(), manifest);
        }
    }

    #[test]
    fn every_flipped_bit_and_every_shorter_file_is_damage() {
        let bytes = manifest(2).to_bytes();
        for length in 0..bytes.len() {
            assert!(Manifest::parse(&bytes[..length]).is_err());
        }
        for bit in 0..8 * bytes.len() {
            let mut flipped = bytes.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert!(Manifest::parse(&flipped).is_err(), "bit {bit}");
        }
    }

    #[test]
    fn crafted_counts_with_a_valid_checksum_are_damage() {
        let crafted = |change: &dyn Fn(&mut Vec<u8>)| {
            let mut bytes = manifest(2).to_bytes();
            bytes.truncate(bytes.len() - 16);
            change(&mut bytes);
            bytes.extend(xxh3_128(&bytes).to_le_bytes());
            Manifest::parse(&bytes)
        };
        assert!(crafted(&|_| {}).is_ok());
        for at in 8..manifest(2).to_bytes().len() - 16 {
            for value in [0, 1, 127, 255] {
                // Any of these may be another valid manifest, none may do harm.
                let _ = crafted(&|bytes| bytes[at] = value);
            }
        }
        // How many rows were added, and the next file: counting on would wrap.
        for at in [56, 64] {
            for value in [1 << 62, u64::MAX - 1] {
                let with = |value: u64| crafted(&|bytes| bytes[at..at + 8].copy_from_slice(&value.to_le_bytes()));
                assert_eq!(with(value).is_ok(), value == 1 << 62);
            }
        }
        for window in [0i64, -1, i64::MIN + 1] {
            assert!(crafted(&|bytes| bytes[48..56].copy_from_slice(&window.to_le_bytes())).is_err());
        }
        assert!(crafted(&|bytes| bytes[24] = Depth::Near as u8).is_err());
        let count_at = manifest(0).to_bytes().len() - 16 - 8;
        for count in [0, 1, 3, u64::MAX, u64::MAX / 40 + 1] {
            assert!(crafted(&|bytes| bytes[count_at..count_at + 8].copy_from_slice(&count.to_le_bytes())).is_err());
        }
    }

    #[test]
    fn a_newer_format_is_told_from_damage() {
        let mut bytes = manifest(1).to_bytes();
        bytes[8] = 2;
        assert!(Manifest::parse(&bytes).unwrap_err().0.contains("upgrade"));
    }
}
