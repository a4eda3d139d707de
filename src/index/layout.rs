//! The numbers that files of an index are written with; `docs/index.md` has each byte.

/// First bytes of a manifest.
pub const MANIFEST_MAGIC: [u8; 8] = *b"CPYDKIDX";

/// First and last bytes of a segment.
pub const SEGMENT_MAGIC: [u8; 8] = *b"CPYDKSEG";

/// First bytes of a list of removed rows.
pub const REMOVED_MAGIC: [u8; 8] = *b"CPYDKREM";

/// First bytes of a table of frequencies.
pub const FREQUENCIES_MAGIC: [u8; 8] = *b"CPYDKFRQ";

/// The version of the format; a reader refuses any other.
pub const VERSION: u32 = 1;

/// How texts become hashes: xxh3-64 of folded words and of runs of them. Another number when folding, word boundaries or the
/// hash change, because then the same text has other shingles.
pub const HASHING: u32 = 1;

/// Bytes before the first section of a segment.
pub const SEGMENT_HEADER: usize = 16;

/// The stretches of bytes that a segment consists of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
pub enum Section {
    /// [`ROW_BYTES`] for each row.
    Rows = 1,
    /// The ids.
    Ids = 2,
    /// The ids' hashes, ascending, and the row of each.
    IdOrder = 3,
    /// The outlets' names.
    Sources = 4,
    /// [`CLASS_BYTES`] for each class.
    Classes = 5,
    /// The classes in the order of their sequences' fingerprints.
    ClassOrder = 6,
    /// The rows of each class.
    ClassRows = 7,
    /// The shingles of each class.
    Shingles = 8,
    /// For hashes of rare shingles the classes that have them among their rarest.
    Prefixes = 9,
    /// For hashes of all other shingles the blocks of classes that have them.
    Blocks = 10,
    /// What each row tells.
    Tellings = 11,
    /// For the stems by which articles are found the rows that have them, with their weights.
    Handles = 12,
    /// The texts.
    Texts = 13,
}

/// How many sections there are.
pub const SECTIONS: usize = 13;

/// Bytes of a row: its text's fingerprint (16), its date (8), its class (4), its source (4).
pub const ROW_BYTES: usize = 32;

/// Bytes of a class: its sequence's fingerprint (16), tokens (8), where its shingles begin (8), how many there are (4).
pub const CLASS_BYTES: usize = 36;

/// Bytes of an entry of [`Section::IdOrder`]: a hash (8) and a row (4).
pub const ID_ORDER_BYTES: usize = 12;

/// A class or a source that there is not.
pub const NONE: u32 = u32::MAX;

/// A date that is not known.
pub const NO_DATE: i64 = i64::MIN;

/// Classes of a block, as a power of two. A shingle that is none of the rarest is only looked for by texts that may be contained,
/// and those share hundreds with a class, so that its block is found as surely; a number of a block is six bits shorter.
pub const BLOCK_BITS: u32 = 6;

/// Bits of a hash that an entry of each table keeps beside its bucket's: a stranger is met in one of sixteen look-ups among
/// classes, which costs a comparison, and in every second one among blocks, where one hit is not enough.
pub const PREFIX_TAG_BITS: u32 = 8;
/// See [`PREFIX_TAG_BITS`].
pub const BLOCK_TAG_BITS: u32 = 5;
/// See [`PREFIX_TAG_BITS`]; several have to be met, too.
pub const HANDLE_TAG_BITS: u32 = 8;

/// Lowest bits of a number of [`Section::Handles`] that are a handle's weight; the others are the row.
pub const WEIGHT_BITS: u32 = 8;

/// Most bytes of a manifest: a million segments.
pub const MOST_MANIFEST: u64 = 64 << 20;

/// Most bytes of a list of removed rows: one bit for each row that there may be.
pub const MOST_REMOVED: u64 = (1 << 29) + 64;

/// Most bytes of a table of frequencies: some tens of millions of terms.
pub const MOST_FREQUENCIES: u64 = 1 << 30;
