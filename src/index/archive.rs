//! An index that is open: what it holds now, who may change it, and what can be asked of it.
//!
//! What it holds is one immutable [`State`]; whoever asks takes the state of that moment, and a change makes a new one. So
//! queries go on while rows are added, and an `add` that fails leaves everything as it was.

use super::content::{Content, Id, IdKind, IdRef};
use super::damage::Damage;
use super::disk::{Disk, Lock};
use super::folder::{Folder, Holding};
use super::holder::Holder;
use super::layout::{MOST_FREQUENCIES, MOST_REMOVED};
use super::manifest::Manifest;
use super::part::Part;
use super::plan::id_of;
use super::removed::Removed;
use super::settings::{Depth, Settings};
use super::stories::Stories;
use crate::error::{Error, Result};
use crate::id::Ids;
use crate::schedule::Run;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

/// An open index.
#[derive(Debug)]
pub struct Archive {
    pub(super) folder: Folder,
    state: RwLock<Arc<State>>,
    /// Held by whoever changes the index; the file lock stays while rows wait to be saved.
    writing: Mutex<Option<Lock>>,
    /// Whether nobody may change it through this object any more; set by whoever holds `writing`.
    closed: AtomicBool,
}

/// What an index holds at one moment.
#[derive(Debug, Clone)]
pub struct State {
    /// What was saved last.
    pub saved: Manifest,
    /// What the ids are.
    pub id_kind: Option<IdKind>,
    /// Rows that were ever added.
    pub added: u64,
    /// The number of the next file.
    pub next_file: u64,
    /// The segments in the order of their rows, unsaved ones last.
    pub parts: Vec<Part>,
    /// Rows that were removed.
    pub removed: Arc<Removed>,
    /// Whether anything waits to be saved.
    pub unsaved: bool,
    /// What stories are told by, at depth story.
    pub stories: Option<Arc<Stories>>,
}

impl State {
    /// The parameters.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.saved.settings
    }

    /// Rows, removed ones included.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.parts.last().map_or(0, |part| part.base + part.segment.rows() as u64)
    }

    /// A number that no file has.
    pub(super) fn new_file(&mut self) -> u64 {
        self.next_file += 1;
        self.next_file - 1
    }

    /// Rows that are not removed.
    #[must_use]
    pub fn live(&self) -> u64 {
        self.rows() - self.removed.count()
    }

    /// Where the row with an id stands: its part, its row there and its position.
    ///
    /// # Errors
    /// [`Error::Format`] of a damaged segment.
    pub fn find(&self, id: IdRef<'_>) -> Result<Option<(usize, usize, u64)>> {
        for (number, part) in self.parts.iter().enumerate().rev() {
            for row in part.told(part.segment.rows_with(id))? {
                let position = part.base + row as u64;
                if !self.removed.contains(position) {
                    return Ok(Some((number, row, position)));
                }
            }
        }
        Ok(None)
    }

    /// The live rows in the order of adding, as parts and rows there.
    pub fn live_rows(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        self.parts.iter().enumerate().flat_map(move |(number, part)| {
            let rows = 0..part.segment.rows();
            let live = rows.filter(move |&row| !self.removed.contains(part.base + row as u64));
            live.map(move |row| (number, row))
        })
    }
}

/// How often a reader tries to open what a writer replaces at that moment.
const TRIES: usize = 10;

impl Archive {
    /// Makes a new index. `stories` is what stories are told by, at depth story.
    ///
    /// # Errors
    /// [`Error::Parameter`], [`Error::Exists`], [`Error::Locked`], [`Error::File`].
    pub fn create(disk: Arc<dyn Disk>, path: PathBuf, settings: Settings, stories: Option<Stories>) -> Result<Self> {
        settings.check()?;
        let folder = Folder::new(disk, path);
        folder.create()?;
        let _lock = folder.lock()?;
        let mut manifest = Manifest {
            generation: 0,
            settings,
            id_kind: None,
            added: 0,
            next_file: 0,
            frequencies: None,
            removed: None,
            segments: Vec::new(),
        };
        folder.sweep_before_creation(&manifest);
        if let Some(stories) = &stories {
            let bytes = stories.to_bytes();
            let named = folder.write(Holding::Frequencies, 0, |output| {
                output.write_all(&bytes).map_err(|error| Error::file(&folder.file(Holding::Frequencies, 0), &error))
            })?;
            manifest.frequencies = Some(named);
            manifest.next_file = 1;
        }
        folder.swap_manifest(&manifest)?;
        folder.confirm()?;
        let state = State {
            next_file: manifest.next_file,
            saved: manifest,
            id_kind: None,
            added: 0,
            parts: Vec::new(),
            removed: Arc::default(),
            unsaved: false,
            stories: stories.map(Arc::new),
        };
        Ok(Self::of(folder, state))
    }

    fn of(folder: Folder, state: State) -> Self {
        Self { folder, state: RwLock::new(Arc::new(state)), writing: Mutex::new(None), closed: AtomicBool::new(false) }
    }

    /// Opens an index; every checksum is verified.
    ///
    /// # Errors
    /// [`Error::Format`] where it is none, newer or damaged; [`Error::File`].
    ///
    /// # Complexity
    /// Every byte is read once; what is kept in memory does not grow with the articles.
    pub fn open(disk: Arc<dyn Disk>, path: PathBuf) -> Result<Self> {
        let folder = Folder::new(disk, path);
        let state = load(&folder, None)?;
        Ok(Self::of(folder, state))
    }

    /// What the index holds now.
    #[must_use]
    pub fn state(&self) -> Arc<State> {
        Arc::clone(&self.state.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Where the index is.
    #[must_use]
    pub fn path(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// Sees what other processes have saved since this one opened the index; nothing changes while rows wait to be saved.
    ///
    /// # Errors
    /// As [`Archive::open`].
    pub fn refresh(&self) -> Result<()> {
        let _writing = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        self.reload()
    }

    fn reload(&self) -> Result<()> {
        let state = self.state();
        if !state.unsaved {
            let fresh = load(&self.folder, Some(&state))?;
            self.put(fresh);
        }
        Ok(())
    }

    fn put(&self, state: State) {
        *self.state.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(state);
    }

    /// Takes the right to change the index; another thread of this process is waited for, another process is not.
    ///
    /// # Errors
    /// [`Error::Locked`], [`Error::Closed`], and as [`Archive::open`].
    pub(super) fn begin(&self) -> Result<Writing<'_>> {
        let mut held = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        if self.closed.load(Ordering::Relaxed) {
            return Err(Error::Closed { path: self.path().display().to_string() });
        }
        match &*held {
            // A forked child has the parent's rows and its lock, and neither is its own.
            Some(lock) if !lock.is_own() => return Err(self.folder.locked(Holder::Process(lock.process()))),
            Some(_) => self.check_base(&self.state().saved)?,
            None => {
                let lock = self.folder.lock()?;
                // Another process may have written since.
                self.reload()?;
                *held = Some(lock);
            }
        }
        // What was left half done, by that process or by an addition here that failed, is of no use to anybody, and its numbers are
        // given again.
        self.folder.sweep(&self.state().saved);
        Ok(Writing { archive: self, held })
    }

    /// Refuses to write where the folder is no longer the one that rows wait for: a copy was put in its place, or somebody wrote
    /// without the lock.
    pub(super) fn check_base(&self, saved: &Manifest) -> Result<()> {
        if self.folder.manifest()? == *saved {
            return Ok(());
        }
        Err(Error::Overtaken { path: self.path().display().to_string() })
    }

    /// Gives the lock back and refuses every change from now on; what waits is saved or given up. The files stay open for as
    /// long as somebody has this object.
    ///
    /// # Errors
    /// As [`Archive::save`] where something is to be saved: the index stays open then. Without that there are none.
    pub fn close(&self, run: &Run, save: bool) -> Result<()> {
        loop {
            if save {
                self.save(run)?;
            }
            let mut held = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
            // Another thread may have added rows since.
            if !(save && self.state().unsaved) {
                self.closed.store(true, Ordering::Relaxed);
                *held = None;
                return Ok(());
            }
        }
    }

    /// The kept texts of `count` ids; None for one that was missing.
    ///
    /// # Errors
    /// [`Error::Parameter`] where texts are not kept, or for an id that the index does not have.
    pub fn texts(&self, ids: &Ids, count: usize) -> Result<Vec<Option<String>>> {
        let state = self.state();
        if !state.settings().keep_text {
            let expected = "True when the index is created, for it to have texts";
            return Err(Error::parameter("keep_text", expected, "False"));
        }
        let text = |row: usize| {
            let id = id_of(ids, row, row as u64);
            let Some((part, local, _)) = state.find(id.as_ref())? else {
                let got = format!("{} (row {row})", id.as_ref());
                return Err(Error::parameter("ids", "ids that are in the index", got));
            };
            let part = &state.parts[part];
            Ok(part.told(part.segment.text(local))?.map(str::to_owned))
        };
        (0..count).map(text).collect()
    }

    /// The live row with an id, if there is one.
    ///
    /// # Errors
    /// [`Error::Format`] of a damaged segment.
    pub fn contains(&self, id: &Id) -> Result<bool> {
        Ok(self.state().find(id.as_ref())?.is_some())
    }
}

/// The right to change an index.
pub(super) struct Writing<'a> {
    archive: &'a Archive,
    held: MutexGuard<'a, Option<Lock>>,
}

impl Writing<'_> {
    /// Makes a state the current one; the file lock is given back if nothing waits to be saved.
    pub(super) fn finish(mut self, state: State) {
        if !state.unsaved {
            *self.held = None;
        }
        self.archive.put(state);
    }
}

impl Drop for Writing<'_> {
    fn drop(&mut self) {
        // Whatever went wrong: the lock stays only while something waits to be saved.
        if !self.archive.state().unsaved {
            *self.held = None;
        }
    }
}

/// Reads the state of a folder; segments that `known` has open are taken from it.
fn load(folder: &Folder, known: Option<&State>) -> Result<State> {
    for _ in 0..TRIES {
        let manifest = folder.manifest()?;
        if let Some(state) = known.filter(|state| state.saved == manifest) {
            return Ok(state.clone());
        }
        match load_files(folder, &manifest, known) {
            Ok(state) => return Ok(state),
            // A file that is not there may have been replaced since the manifest was read: then there is another manifest.
            Err(error) => {
                if folder.manifest()? == manifest {
                    return Err(error);
                }
            }
        }
    }
    Err(folder.locked(Holder::Somebody))
}

fn load_files(folder: &Folder, manifest: &Manifest, known: Option<&State>) -> Result<State> {
    let settings = manifest.settings;
    let mut parts: Vec<Part> = Vec::with_capacity(manifest.segments.len());
    let mut base = 0;
    for entry in &manifest.segments {
        let Some(id_kind) = manifest.id_kind else { break };
        let path = folder.file(Holding::Segment, entry.file.number);
        let open = known.and_then(|state| state.parts.iter().find(|part| part.file == Some(entry.file)));
        let segment = match open {
            Some(part) => Arc::clone(&part.segment),
            None => Arc::new(folder.segment(entry.file, settings, id_kind)?),
        };
        if segment.rows() as u64 != entry.rows {
            return Err(Error::format(&path, "it has another number of rows than the manifest says"));
        }
        parts.push(Part { segment, base, file: Some(entry.file), path });
        base += entry.rows;
    }
    let removed = match manifest.removed {
        None => Removed::default(),
        Some(file) => {
            let path = folder.file(Holding::Removed, file.number);
            if file.sum.length > MOST_REMOVED {
                return Err(Error::format(&path, "it is longer than a list of removed rows can be"));
            }
            let bytes = folder.bytes(Holding::Removed, file)?;
            Removed::parse(&bytes, base).map_err(|Damage(what)| Error::format(&path, what))?
        }
    };
    let stories = match (manifest.frequencies, known.and_then(|state| state.stories.clone())) {
        (None, _) => None,
        (Some(file), Some(stories)) if known.is_some_and(|state| state.saved.frequencies == Some(file)) => {
            Some(stories)
        }
        (Some(file), _) => {
            let path = folder.file(Holding::Frequencies, file.number);
            if file.sum.length > MOST_FREQUENCIES {
                return Err(Error::format(&path, "it is longer than a table of frequencies can be"));
            }
            let bytes = folder.bytes(Holding::Frequencies, file)?;
            Some(Arc::new(Stories::parse(&bytes).map_err(|Damage(what)| Error::format(&path, what))?))
        }
    };
    debug_assert_eq!(stories.is_some(), settings.depth == Depth::Story);
    Ok(State {
        saved: manifest.clone(),
        id_kind: manifest.id_kind,
        added: manifest.added,
        next_file: manifest.next_file,
        parts,
        removed: Arc::new(removed),
        unsaved: false,
        stories,
    })
}
