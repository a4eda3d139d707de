//! Bytes on their way to a file, counted and summed.

use std::io::{self, Write};
use xxhash_rust::xxh3::{Xxh3, xxh3_128};

/// How long a file is and what is in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sum {
    /// Bytes.
    pub length: u64,
    /// Their xxh3-128.
    pub checksum: u128,
}

impl Sum {
    /// The sum of bytes that are at hand.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self { length: bytes.len() as u64, checksum: xxh3_128(bytes) }
    }
}

/// An output that counts and sums what goes through it.
pub struct Summed<W: Write> {
    output: W,
    hash: Xxh3,
    length: u64,
}

impl<W: Write> Summed<W> {
    /// Writes to `output`.
    pub fn new(output: W) -> Self {
        Self { output, hash: Xxh3::new(), length: 0 }
    }

    /// How much went through.
    pub fn length(&self) -> u64 {
        self.length
    }

    /// The output and its sum.
    pub fn finish(self) -> (W, Sum) {
        (self.output, Sum { length: self.length, checksum: self.hash.digest128() })
    }
}

impl<W: Write> Write for Summed<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.output.write(bytes)?;
        self.hash.update(&bytes[..written]);
        self.length += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.output.flush()
    }
}
