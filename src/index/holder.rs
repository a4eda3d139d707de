//! Who holds the lock of an index, for the one who is refused: this process itself, another one with its number where the
//! system tells it, or somebody.

use std::fmt;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// The one who holds a lock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holder {
    /// This process, through another open index.
    Own,
    /// The process with this number.
    Process(u32),
    /// A process of which the system tells nothing.
    Somebody,
}

impl fmt::Display for Holder {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Own => formatter.write_str("this process, through another `Index` of the same folder,"),
            Self::Process(number) => write!(formatter, "another process ({number})"),
            Self::Somebody => formatter.write_str("another process"),
        }
    }
}

impl Holder {
    /// What the one who is refused can do.
    #[must_use]
    pub fn way_out(self) -> &'static str {
        match self {
            Self::Own => "save or close that one first",
            Self::Process(_) | Self::Somebody => "try again when it is done",
        }
    }

    /// The holder of the lock on a file.
    #[must_use]
    pub fn of(path: &Path) -> Self {
        let name = known_as(path);
        if own().contains(&(std::process::id(), name)) {
            return Self::Own;
        }
        File::open(path).ok().and_then(|file| told_by_system(&file)).map_or(Self::Somebody, Self::Process)
    }
}

/// Paths of the locks that this process holds, each with its number: a forked child has its parent's list.
static OWN: Mutex<Vec<(u32, PathBuf)>> = Mutex::new(Vec::new());

fn own() -> std::sync::MutexGuard<'static, Vec<(u32, PathBuf)>> {
    OWN.lock().unwrap_or_else(PoisonError::into_inner)
}

fn known_as(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}

/// A lock of this process, for as long as it lives.
#[derive(Debug)]
pub struct Noted {
    entry: (u32, PathBuf),
}

impl Noted {
    /// Notes that this process holds the lock on a file.
    #[must_use]
    pub fn new(path: &Path) -> Self {
        let entry = (std::process::id(), known_as(path));
        own().push(entry.clone());
        Self { entry }
    }

    /// Who noted it.
    #[must_use]
    pub fn process(&self) -> u32 {
        self.entry.0
    }
}

impl Drop for Noted {
    fn drop(&mut self) {
        let mut own = own();
        if let Some(at) = own.iter().position(|entry| *entry == self.entry) {
            own.swap_remove(at);
        }
    }
}

/// The process that Linux names for the lock on an open file (proc(5), `/proc/locks`).
#[cfg(target_os = "linux")]
fn told_by_system(file: &File) -> Option<u32> {
    use std::os::linux::fs::MetadataExt;
    let data = file.metadata().ok()?;
    // The parts of the number as the C library cuts it (makedev(3)).
    let device = data.st_dev();
    let (major, minor) =
        ((device >> 8) & 0xfff | (device >> 32) & !0xfff, device & 0xff | (device >> 12) & 0xffff_ff00);
    let place = format!("{major:02x}:{minor:02x}:{}", data.st_ino());
    let locks = std::fs::read_to_string("/proc/locks").ok()?;
    locks.lines().find_map(|line| {
        // "1: FLOCK  ADVISORY  WRITE 1234 08:01:5678 0 EOF"; one that waits has an arrow.
        let words: Vec<&str> = line.split_whitespace().collect();
        let is_it = words.get(1) == Some(&"FLOCK") && words.get(5) == Some(&place.as_str());
        // A process of another container has the number 0 or -1.
        if is_it { words[4].parse().ok().filter(|&number| number > 0) } else { None }
    })
}

#[cfg(not(target_os = "linux"))]
fn told_by_system(_: &File) -> Option<u32> {
    None
}
