//! Memory that a run no longer needs: handed back to the system, where the allocator would keep it.

/// What a run has to have freed before it is worth a walk through the allocator's lists.
const WORTHWHILE: usize = 8 << 20;

/// Hands free memory back to the system after `freed` bytes were freed.
///
/// The C library of GNU/Linux keeps what thousands of small pieces leave behind: a notebook that clusters 20,000 articles
/// would stay 50 MB larger (`benchmarks/near_duplicates.py`, "resident after the result is dropped"). Other systems give it
/// back by themselves.
pub fn give_back(freed: usize) {
    if freed < WORTHWHILE {
        return;
    }
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    {
        #![allow(unsafe_code)]
        // SAFETY: `malloc_trim` may be called at any time from any thread; it touches free memory only.
        unsafe { libc::malloc_trim(0) };
    }
}
