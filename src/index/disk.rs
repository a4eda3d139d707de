//! Every call by which the index touches the disk, behind one trait, so that a test can let each of them fail.

use super::holder::{Holder, Noted};
use memmap2::Mmap;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::ops::Deref;
use std::path::Path;

/// The bytes of a file: mapped, or held in memory.
#[derive(Debug)]
pub enum Bytes {
    /// A file that the system reads as it is looked at.
    Mapped(Mmap),
    /// Bytes in memory.
    Held(Vec<u8>),
}

impl Deref for Bytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Self::Mapped(map) => map,
            Self::Held(bytes) => bytes,
        }
    }
}

/// A file that is being written.
pub trait NewFile: Write + Send {
    /// Waits until what was written has reached the disk.
    ///
    /// # Errors
    /// Those of the system.
    fn sync(&mut self) -> io::Result<()>;
}

/// A lock that is given back when it is dropped, or when the process ends in whatever way.
#[derive(Debug)]
pub struct Lock {
    file: File,
    /// Who took it: a forked child holds the file too.
    noted: Noted,
}

impl Lock {
    /// Whether this process took it.
    #[must_use]
    pub fn is_own(&self) -> bool {
        self.process() == std::process::id()
    }

    /// The process that took it.
    #[must_use]
    pub fn process(&self) -> u32 {
        self.noted.process()
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // By its name, not by closing the file: a forked child may have it open for long. And never in such a child.
        if self.is_own() {
            let _ = self.file.unlock();
        }
    }
}

/// What the index asks of the file system.
pub trait Disk: Send + Sync + std::fmt::Debug {
    /// Makes a folder, whose parent exists.
    ///
    /// # Errors
    /// Those of the system, as for every call below.
    fn create_folder(&self, path: &Path) -> io::Result<()>;

    /// Makes a file that does not exist yet.
    ///
    /// # Errors
    /// See [`Disk::create_folder`].
    fn create(&self, path: &Path) -> io::Result<Box<dyn NewFile>>;

    /// Reads a file of at most `most` bytes.
    ///
    /// # Errors
    /// See [`Disk::create_folder`]; `InvalidData` for a larger file.
    fn read(&self, path: &Path, most: u64) -> io::Result<Vec<u8>>;

    /// Opens a file that nobody changes any more.
    ///
    /// # Errors
    /// See [`Disk::create_folder`].
    fn map(&self, path: &Path) -> io::Result<Bytes>;

    /// Gives a file another name, whatever had that name before.
    ///
    /// # Errors
    /// See [`Disk::create_folder`].
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Removes a file.
    ///
    /// # Errors
    /// See [`Disk::create_folder`].
    fn remove(&self, path: &Path) -> io::Result<()>;

    /// Waits until the names in a folder have reached the disk.
    ///
    /// # Errors
    /// See [`Disk::create_folder`].
    fn sync_folder(&self, path: &Path) -> io::Result<()>;

    /// The names in a folder that are UTF-8.
    ///
    /// # Errors
    /// See [`Disk::create_folder`].
    fn names(&self, path: &Path) -> io::Result<Vec<String>>;

    /// Takes the lock of a file, which is made if it is missing, or tells who holds it.
    ///
    /// # Errors
    /// See [`Disk::create_folder`].
    fn lock(&self, path: &Path) -> io::Result<Result<Lock, Holder>>;
}

/// The file system of the machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct System;

impl NewFile for File {
    fn sync(&mut self) -> io::Result<()> {
        self.sync_all()
    }
}

impl Disk for System {
    fn create_folder(&self, path: &Path) -> io::Result<()> {
        std::fs::create_dir(path)
    }

    fn create(&self, path: &Path) -> io::Result<Box<dyn NewFile>> {
        Ok(Box::new(OpenOptions::new().write(true).create_new(true).open(path)?))
    }

    fn read(&self, path: &Path, most: u64) -> io::Result<Vec<u8>> {
        use io::Read;
        let mut bytes = Vec::new();
        // One byte more than allowed tells a larger file, also one that grows or that has no length.
        File::open(path)?.take(most + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > most {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "larger than such a file can be"));
        }
        Ok(bytes)
    }

    #[allow(unsafe_code)]
    fn map(&self, path: &Path) -> io::Result<Bytes> {
        let file = File::open(path)?;
        if !file.metadata()?.is_file() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "not a regular file"));
        }
        // An empty file cannot be mapped everywhere.
        if file.metadata()?.len() == 0 {
            return Ok(Bytes::Held(Vec::new()));
        }
        // SAFETY: the files of an index are written once, under a name of their own, and only named by the manifest when they
        // are whole; nothing of this library changes or shortens one afterwards, and removing one leaves a mapping intact.
        // Somebody who writes into one by other means can make answers wrong, and one who cuts it short can end the process
        // (docs/index.md says so); a copy in memory would cost seconds and gigabytes for every opening.
        Ok(Bytes::Mapped(unsafe { Mmap::map(&file)? }))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        std::fs::rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        std::fs::remove_file(path)
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        // Windows has no handle for a folder; its renames reach the disk by themselves.
        if cfg!(windows) { Ok(()) } else { File::open(path)?.sync_all() }
    }

    fn names(&self, path: &Path) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in std::fs::read_dir(path)? {
            names.extend(entry?.file_name().into_string());
        }
        Ok(names)
    }

    fn lock(&self, path: &Path) -> io::Result<Result<Lock, Holder>> {
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(path)?;
        match file.try_lock() {
            Ok(()) => Ok(Ok(Lock { file, noted: Noted::new(path) })),
            Err(TryLockError::WouldBlock) => Ok(Err(Holder::of(path))),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }
}
