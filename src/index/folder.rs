//! The folder of an index: its files written, read, named and swept.
//!
//! Files but the manifest are written once, under a number that no file had before, and count only when a manifest names them.
//! A save writes them, waits for the disk, reads them back, and then swaps the manifest; whatever ends a save before that leaves
//! files that nobody names, and the next writer sweeps them away.

use super::content::IdKind;
use super::damage::Damage;
use super::disk::{Bytes, Disk, Lock};
use super::holder::Holder;
use super::layout::MOST_MANIFEST;
use super::manifest::{Manifest, Named};
use super::segment::Segment;
use super::settings::Settings;
use super::sum::{Sum, Summed};
use crate::error::{Error, Result};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What a numbered file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holding {
    /// Rows.
    Segment,
    /// The list of removed rows.
    Removed,
    /// The table of frequencies.
    Frequencies,
}

impl Holding {
    fn word(self) -> &'static str {
        match self {
            Self::Segment => "segment",
            Self::Removed => "removed",
            Self::Frequencies => "frequencies",
        }
    }

    fn name(self, number: u64) -> String {
        format!("{}-{number:08}", self.word())
    }
}

const MANIFEST: &str = "manifest";
const NEW_MANIFEST: &str = "manifest.new";
const LOCK: &str = "lock";

/// The folder of an index.
#[derive(Debug, Clone)]
pub struct Folder {
    disk: Arc<dyn Disk>,
    path: PathBuf,
}

impl Folder {
    /// A folder, which may not exist yet.
    #[must_use]
    pub fn new(disk: Arc<dyn Disk>, path: PathBuf) -> Self {
        Self { disk, path }
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What it lies on.
    #[must_use]
    pub fn disk(&self) -> Arc<dyn Disk> {
        Arc::clone(&self.disk)
    }

    fn of(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// The path of a numbered file.
    #[must_use]
    pub fn file(&self, holding: Holding, number: u64) -> PathBuf {
        self.of(&holding.name(number))
    }

    /// Makes the folder, or takes one that is empty or was left by a creation that did not end.
    ///
    /// # Errors
    /// [`Error::File`] where it holds anything else, or the system refuses.
    pub fn create(&self) -> Result<()> {
        match self.disk.create_folder(&self.path) {
            Ok(()) => {
                // The folder's own name reaches the disk with its parent.
                let parent = self.path.parent().filter(|parent| !parent.as_os_str().is_empty());
                let parent = parent.unwrap_or(Path::new("."));
                return self.disk.sync_folder(parent).map_err(|error| Error::file(parent, &error));
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(Error::file(&self.path, &error)),
        }
        let names = self.disk.names(&self.path).map_err(|error| Error::file(&self.path, &error))?;
        if names.iter().any(|name| name != LOCK && (name == MANIFEST || !is_ours(name))) {
            let what = if names.iter().any(|name| name == MANIFEST) { "an index" } else { "something else" };
            return Err(Error::Exists { path: self.path.display().to_string(), what });
        }
        Ok(())
    }

    /// Takes the lock of the one writer.
    ///
    /// # Errors
    /// [`Error::Locked`] where another one has it.
    pub fn lock(&self) -> Result<Lock> {
        let path = self.of(LOCK);
        let lock = self.disk.lock(&path).map_err(|error| refused(&path, &error))?;
        lock.map_err(|holder| self.locked(holder))
    }

    /// What the one is told who wants a lock that another one holds.
    #[must_use]
    pub fn locked(&self, holder: Holder) -> Error {
        Error::Locked { path: self.path.display().to_string(), who: holder.to_string(), hint: holder.way_out() }
    }

    /// Reads the manifest.
    ///
    /// # Errors
    /// [`Error::Format`], [`Error::File`].
    pub fn manifest(&self) -> Result<Manifest> {
        let path = self.of(MANIFEST);
        let bytes = match self.disk.read(&path, MOST_MANIFEST) {
            Ok(bytes) => bytes,
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                // A path that is not there is the caller's error, a folder without a manifest no index.
                return match self.disk.names(&self.path) {
                    Err(error) if error.kind() == io::ErrorKind::NotFound => {
                        Err(Error::Missing { path: self.path.display().to_string() })
                    }
                    Err(error) if error.kind() != io::ErrorKind::NotADirectory => Err(Error::file(&self.path, &error)),
                    _ => Err(Error::format(&self.path, "it is no index of copydesk: it has no manifest")),
                };
            }
            Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                return Err(Error::format(&path, "it is larger than a manifest can be"));
            }
            Err(error) => return Err(refused(&path, &error)),
        };
        Manifest::parse(&bytes).map_err(|Damage(what)| Error::format(&path, what))
    }

    /// Swaps the manifest. If this fails, the old one stands.
    ///
    /// # Errors
    /// [`Error::File`].
    pub fn swap_manifest(&self, manifest: &Manifest) -> Result<()> {
        let (new, old) = (self.of(NEW_MANIFEST), self.of(MANIFEST));
        let written = self.disk.create(&new).and_then(|mut file| {
            file.write_all(&manifest.to_bytes())?;
            file.sync()
        });
        // The files that it names have to be there before it is.
        let swapped =
            written.and_then(|()| self.disk.sync_folder(&self.path)).and_then(|()| self.disk.rename(&new, &old));
        if let Err(error) = swapped {
            // Best effort: the next writer sweeps it away.
            let _ = self.disk.remove(&new);
            return Err(refused(&new, &error));
        }
        Ok(())
    }

    /// Waits until the swap has reached the disk.
    ///
    /// # Errors
    /// [`Error::Unconfirmed`]: the swap is made all the same.
    pub fn confirm(&self) -> Result<()> {
        let path = || self.path.display().to_string();
        let synced = self.disk.sync_folder(&self.path);
        synced.map_err(|error| Error::Unconfirmed { path: path(), message: error.to_string() })
    }

    /// Writes a numbered file; `content` gives its bytes.
    ///
    /// # Errors
    /// [`Error::File`] and those of `content`; the file is removed then.
    pub fn write(
        &self,
        holding: Holding,
        number: u64,
        content: impl FnOnce(&mut dyn Write) -> Result<()>,
    ) -> Result<Named> {
        let path = self.file(holding, number);
        let refused = |error: &io::Error| refused(&path, error);
        let file = self.disk.create(&path).map_err(|error| refused(&error))?;
        let mut output = Summed::new(BufWriter::with_capacity(1 << 20, file));
        let written = content(&mut output).and_then(|()| {
            let (buffered, sum) = output.finish();
            let mut file = buffered.into_inner().map_err(|error| refused(error.error()))?;
            file.sync().map_err(|error| refused(&error))?;
            Ok(sum)
        });
        match written {
            Ok(sum) => Ok(Named { number, sum }),
            Err(error) => {
                let _ = self.disk.remove(&path);
                Err(error)
            }
        }
    }

    /// The bytes of a numbered file, mapped and held to its checksum.
    ///
    /// # Errors
    /// [`Error::Format`] where they are not those that were written, [`Error::File`].
    pub fn bytes(&self, holding: Holding, named: Named) -> Result<Bytes> {
        let path = self.file(holding, named.number);
        let bytes = self.disk.map(&path).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => Error::format(&path, "it is missing; restore it from a copy of the whole index"),
            _ => Error::file(&path, &error),
        })?;
        if Sum::of(&bytes) != named.sum {
            return Err(Error::format(
                &path,
                "its checksum does not match: the file is damaged; restore it from a copy",
            ));
        }
        Ok(bytes)
    }

    /// Opens a segment.
    ///
    /// # Errors
    /// [`Error::Format`], [`Error::File`].
    pub fn segment(&self, named: Named, settings: Settings, id_kind: IdKind) -> Result<Segment> {
        let bytes = self.bytes(Holding::Segment, named)?;
        Segment::open(bytes, settings, id_kind)
            .map_err(|Damage(what)| Error::format(&self.file(Holding::Segment, named.number), what))
    }

    /// Removes the files that the manifest does not name; only the writer may, and only while that manifest is the one on disk:
    /// where another one stands by now, its files are none of ours.
    ///
    /// What cannot be removed stays: another writer tries again.
    pub fn sweep(&self, manifest: &Manifest) {
        if !self.manifest().is_ok_and(|now| now == *manifest) {
            return;
        }
        self.sweep_all_but(manifest);
    }

    /// Removes what a creation left that did not end; there is no manifest.
    pub fn sweep_before_creation(&self, manifest: &Manifest) {
        self.sweep_all_but(manifest);
    }

    fn sweep_all_but(&self, manifest: &Manifest) {
        let mut named: Vec<String> =
            manifest.segments.iter().map(|segment| Holding::Segment.name(segment.file.number)).collect();
        named.extend(manifest.removed.map(|file| Holding::Removed.name(file.number)));
        named.extend(manifest.frequencies.map(|file| Holding::Frequencies.name(file.number)));
        named.extend([MANIFEST.to_owned(), LOCK.to_owned()]);
        for name in self.disk.names(&self.path).unwrap_or_default() {
            if is_ours(&name) && !named.contains(&name) {
                let _ = self.disk.remove(&self.of(&name));
            }
        }
    }
}

/// What the system refused to do with a file of the index. Whatever could be swept away is gone before one is written, so that
/// what has its name then is a folder, or the folder takes no removal.
fn refused(path: &Path, error: &io::Error) -> Error {
    match error.kind() {
        io::ErrorKind::AlreadyExists | io::ErrorKind::IsADirectory => {
            Error::format(path, "something that is no file of the index stands where one belongs; move it away")
        }
        _ => Error::file(path, error),
    }
}

/// Whether a name is one that an index gives; what else stands in the folder is left alone.
fn is_ours(name: &str) -> bool {
    let numbered = |holding: Holding| {
        let number = name.strip_prefix(holding.word()).and_then(|rest| rest.strip_prefix('-'));
        number.is_some_and(|number| number.len() >= 8 && number.bytes().all(|byte| byte.is_ascii_digit()))
    };
    [MANIFEST, NEW_MANIFEST, LOCK].contains(&name)
        || [Holding::Segment, Holding::Removed, Holding::Frequencies].into_iter().any(numbered)
}
