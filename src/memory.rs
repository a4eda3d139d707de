//! Memory in large pieces: taken from the system at once and given back whole, and what the allocator still holds handed
//! back after a run.

use memmap2::MmapMut;

/// A piece of memory that numbers are appended to and stay in.
///
/// Tens of megabytes taken piece by piece from the allocator cost a fault for every 4 KB; a mapping with huge pages costs
/// one for every 2 MB, and is gone when it is dropped.
#[derive(Debug)]
pub struct Chunk {
    map: MmapMut,
    used: usize,
}

impl Chunk {
    /// A piece with room for `numbers`, or None where the system refuses.
    #[must_use]
    pub fn new(numbers: usize) -> Option<Self> {
        let map = MmapMut::map_anon(numbers.checked_mul(size_of::<u64>())?).ok()?;
        // A hint: a system without huge pages takes small ones.
        #[cfg(target_os = "linux")]
        let _ = map.advise(memmap2::Advice::HugePage);
        Some(Self { map, used: 0 })
    }

    /// How many more numbers fit.
    #[must_use]
    pub fn room(&self) -> usize {
        self.map.len() / size_of::<u64>() - self.used
    }

    /// Appends `numbers`; returns where they begin, or None where they do not fit.
    pub fn push(&mut self, numbers: &[u64]) -> Option<usize> {
        let start = self.used;
        let room: &mut [u64] = bytemuck::cast_slice_mut(&mut self.map);
        room.get_mut(start..start.checked_add(numbers.len())?)?.copy_from_slice(numbers);
        self.used += numbers.len();
        Some(start)
    }

    /// The `length` numbers that begin at `start`.
    ///
    /// # Panics
    /// If the piece ends before.
    #[inline]
    #[must_use]
    pub fn numbers(&self, start: usize, length: usize) -> &[u64] {
        &bytemuck::cast_slice(&self.map)[start..start + length]
    }
}

/// What a run has to have held before it is worth a walk through the allocator's lists.
const WORTHWHILE: usize = 8 << 20;

/// Hands free memory back to the system after a run that held `bytes`.
///
/// The C library of GNU/Linux keeps what thousands of small pieces leave behind, tens of megabytes after 20,000 articles
/// (`benchmarks/near_duplicates.py`, "resident after the result is dropped"). Other systems give it back by themselves.
pub fn give_back(bytes: usize) {
    if bytes < WORTHWHILE {
        return;
    }
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    {
        #![allow(unsafe_code)]
        // SAFETY: `malloc_trim` may be called at any time from any thread; it touches free memory only.
        unsafe { libc::malloc_trim(0) };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stay_where_they_were_put() {
        let mut chunk = Chunk::new(1000).unwrap();
        assert_eq!(chunk.push(&[1, 2, 3]), Some(0));
        assert_eq!(chunk.push(&[]), Some(3));
        assert_eq!(chunk.push(&[9; 990]), Some(3));
        assert_eq!(chunk.push(&[4; 100]), None);
        assert_eq!(chunk.push(&[5]), Some(993));
        assert_eq!((chunk.numbers(0, 3), chunk.numbers(993, 1)), (&[1, 2, 3][..], &[5][..]));
    }
}
