//! Numbers of a few bits each, side by side.

use std::io::Write;

/// Packs numbers one after the other, lowest bit first.
#[derive(Debug)]
pub struct Packer<W: Write> {
    output: W,
    /// Bits that wait for their byte.
    waiting: u128,
    bits: u32,
    buffer: Vec<u8>,
    written: u64,
}

/// Bytes that are handed to the output at once.
const AT_ONCE: usize = 1 << 16;

impl<W: Write> Packer<W> {
    /// A packer that writes to `output`.
    #[must_use]
    pub fn new(output: W) -> Self {
        Self { output, waiting: 0, bits: 0, buffer: Vec::with_capacity(AT_ONCE), written: 0 }
    }

    /// Appends a number of `width` bits, at most 57.
    ///
    /// # Errors
    /// Those of the output.
    #[inline]
    pub fn push(&mut self, number: u64, width: u32) -> std::io::Result<()> {
        debug_assert!(width <= 57 && number >> width == 0);
        self.waiting |= u128::from(number) << self.bits;
        self.bits += width;
        while self.bits >= 8 {
            #[allow(clippy::cast_possible_truncation)] // the lowest byte is what is wanted
            self.buffer.push(self.waiting as u8);
            self.waiting >>= 8;
            self.bits -= 8;
        }
        if self.buffer.len() >= AT_ONCE { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.output.write_all(&self.buffer)?;
        self.written += self.buffer.len() as u64;
        self.buffer.clear();
        Ok(())
    }

    /// Writes the last byte; returns the output and how many bytes were written in all.
    ///
    /// # Errors
    /// Those of the output.
    pub fn finish(mut self) -> std::io::Result<(W, u64)> {
        if self.bits > 0 {
            #[allow(clippy::cast_possible_truncation)] // fewer than eight bits wait
            self.buffer.push(self.waiting as u8);
        }
        self.flush()?;
        Ok((self.output, self.written))
    }
}

/// Numbers of `width` bits, at most 57, behind which eight more bytes stand.
#[derive(Debug, Clone, Copy)]
pub struct Packed<'a> {
    bytes: &'a [u8],
    width: u32,
}

impl<'a> Packed<'a> {
    /// The numbers of `bytes`.
    #[must_use]
    pub fn new(bytes: &'a [u8], width: u32) -> Self {
        Self { bytes, width }
    }

    /// The number at `index`; 0 past the end.
    #[inline]
    #[must_use]
    pub fn get(&self, index: usize) -> u64 {
        let bit = index * self.width as usize;
        let Some(word) = self.bytes.get(bit / 8..).and_then(|bytes| bytes.first_chunk()) else { return 0 };
        #[allow(clippy::cast_possible_truncation)] // below 8
        let shift = (bit % 8) as u32;
        u64::from_le_bytes(*word) >> shift & ((1 << self.width) - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_packed_comes_back(numbers in proptest::collection::vec(any::<u64>(), 0..200), width in 1u32..=57) {
            let mut packer = Packer::new(Vec::new());
            let numbers: Vec<u64> = numbers.into_iter().map(|number| number & ((1 << width) - 1)).collect();
            for &number in &numbers {
                packer.push(number, width).unwrap();
            }
            let (mut bytes, length) = packer.finish().unwrap();
            prop_assert_eq!(length, bytes.len() as u64);
            prop_assert_eq!(bytes.len(), (numbers.len() * width as usize).div_ceil(8));
            bytes.extend([0; 8]);
            let packed = Packed::new(&bytes, width);
            prop_assert_eq!((0..numbers.len()).map(|at| packed.get(at)).collect::<Vec<u64>>(), numbers);
            prop_assert_eq!(packed.get(1 << 40), 0);
        }
    }
}
