//! What can be wrong with bytes that say they are an index, and reading numbers from such bytes without believing them.

use std::ops::Range;

/// Why bytes are no part of an index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Damage(pub &'static str);

/// What reading untrusted bytes gives.
pub type Checked<T> = Result<T, Damage>;

/// The damage of bytes that end too early.
pub const SHORT: Damage = Damage("it ends before what it says it holds");

/// A range of bytes that lies within `length`.
///
/// # Errors
/// [`Damage`] where it does not.
pub fn range(start: u64, end: u64, length: usize) -> Checked<Range<usize>> {
    let (Ok(start), Ok(end)) = (usize::try_from(start), usize::try_from(end)) else { return Err(SHORT) };
    if start <= end && end <= length { Ok(start..end) } else { Err(SHORT) }
}

/// Bytes that are read from the front, each read checked.
#[derive(Debug, Clone, Copy)]
pub struct Cursor<'a> {
    rest: &'a [u8],
}

impl<'a> Cursor<'a> {
    /// A cursor at the front of `bytes`.
    #[must_use]
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// The next `count` bytes.
    ///
    /// # Errors
    /// [`Damage`] where there are fewer.
    pub fn bytes(&mut self, count: usize) -> Checked<&'a [u8]> {
        let (now, later) = self.rest.split_at_checked(count).ok_or(SHORT)?;
        self.rest = later;
        Ok(now)
    }

    fn array<const N: usize>(&mut self) -> Checked<[u8; N]> {
        let (now, later) = self.rest.split_first_chunk().ok_or(SHORT)?;
        self.rest = later;
        Ok(*now)
    }

    /// The next byte.
    ///
    /// # Errors
    /// [`Damage`] at the end, as for the numbers below.
    pub fn u8(&mut self) -> Checked<u8> {
        Ok(self.array::<1>()?[0])
    }

    /// The next four bytes as a number.
    ///
    /// # Errors
    /// See [`Self::u8`].
    pub fn u32(&mut self) -> Checked<u32> {
        Ok(u32::from_le_bytes(self.array()?))
    }

    /// The next eight bytes as a number.
    ///
    /// # Errors
    /// See [`Self::u8`].
    pub fn u64(&mut self) -> Checked<u64> {
        Ok(u64::from_le_bytes(self.array()?))
    }

    /// The next eight bytes as a signed number.
    ///
    /// # Errors
    /// See [`Self::u8`].
    pub fn i64(&mut self) -> Checked<i64> {
        Ok(i64::from_le_bytes(self.array()?))
    }

    /// The next eight bytes as a floating-point number.
    ///
    /// # Errors
    /// See [`Self::u8`].
    pub fn f64(&mut self) -> Checked<f64> {
        Ok(f64::from_le_bytes(self.array()?))
    }

    /// The next sixteen bytes as a number.
    ///
    /// # Errors
    /// See [`Self::u8`].
    pub fn u128(&mut self) -> Checked<u128> {
        Ok(u128::from_le_bytes(self.array()?))
    }

    /// How many bytes are left.
    #[must_use]
    pub fn left(&self) -> usize {
        self.rest.len()
    }
}

/// Numbers of four bytes that stand one after the other.
#[derive(Debug, Clone, Copy)]
pub struct Words<'a>(&'a [[u8; 4]]);

impl<'a> Words<'a> {
    /// The numbers of `bytes`.
    ///
    /// # Errors
    /// [`Damage`] where there are not `count` of them.
    pub fn new(bytes: &'a [u8], count: usize) -> Checked<Self> {
        let (words, rest) = bytes.as_chunks();
        if words.len() == count && rest.is_empty() { Ok(Self(words)) } else { Err(SHORT) }
    }

    /// How many there are.
    #[must_use]
    pub fn len(self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.0.is_empty()
    }

    /// The number at `index`.
    ///
    /// # Errors
    /// [`Damage`] past the end.
    #[inline]
    pub fn get(self, index: usize) -> Checked<u32> {
        self.0.get(index).map(|bytes| u32::from_le_bytes(*bytes)).ok_or(SHORT)
    }

    /// All of them.
    pub fn iter(self) -> impl Iterator<Item = u32> + Clone + 'a {
        self.0.iter().map(|bytes| u32::from_le_bytes(*bytes))
    }

    /// The numbers of a range.
    ///
    /// # Errors
    /// [`Damage`] where the range is none of the list.
    pub fn within(self, range: Range<usize>) -> Checked<Self> {
        self.0.get(range).map(Self).ok_or(SHORT)
    }
}

/// Numbers of eight bytes that stand one after the other.
#[derive(Debug, Clone, Copy)]
pub struct Longs<'a>(&'a [[u8; 8]]);

impl<'a> Longs<'a> {
    /// The numbers of `bytes`.
    ///
    /// # Errors
    /// [`Damage`] where there are not `count` of them.
    pub fn new(bytes: &'a [u8], count: usize) -> Checked<Self> {
        let (longs, rest) = bytes.as_chunks();
        if longs.len() == count && rest.is_empty() { Ok(Self(longs)) } else { Err(SHORT) }
    }

    /// The number at `index`.
    ///
    /// # Errors
    /// [`Damage`] past the end.
    #[inline]
    pub fn get(self, index: usize) -> Checked<u64> {
        self.0.get(index).map(|bytes| u64::from_le_bytes(*bytes)).ok_or(SHORT)
    }

    /// All of them.
    pub fn iter(self) -> impl Iterator<Item = u64> + Clone + 'a {
        self.0.iter().map(|bytes| u64::from_le_bytes(*bytes))
    }
}

/// Whether `numbers` are where stretches of `length` units begin: from 0, never back, to the end.
#[must_use]
pub fn are_starts(numbers: impl Iterator<Item = u64>, length: u64) -> bool {
    let (mut first, mut last) = (None, 0);
    for number in numbers {
        first.get_or_insert(number);
        if number < last {
            return false;
        }
        last = number;
    }
    first == Some(0) && last == length
}
