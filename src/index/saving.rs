//! A state in memory in, the same state on disk out, or the old one.

use super::archive::{Archive, State, Writing};
use super::build::build;
use super::content::Content;
use super::damage::Damage;
use super::disk::Bytes;
use super::folder::Holding;
use super::manifest::{Manifest, Named, SegmentEntry};
use super::merged::{Merged, to_merge};
use super::part::Part;
use super::segment::Segment;
use super::sum::Sum;
use crate::error::{Error, Result};
use crate::schedule::Run;
use std::io::Write;
use std::sync::Arc;

impl Archive {
    /// Saves what waits to be saved.
    ///
    /// # Errors
    /// [`Error::File`] where the disk is full or fails: the old state stands on disk, and what waits still waits.
    /// [`Error::Unconfirmed`] where the new state stands and the disk did not say so.
    pub fn save(&self, run: &Run) -> Result<()> {
        if !self.state().unsaved {
            return Ok(());
        }
        let writing = self.begin()?;
        let state = State::clone(&self.state());
        self.store(run, writing, state, 0)
    }

    /// Merges all segments into one and forgets removed rows.
    ///
    /// # Errors
    /// As [`Archive::save`].
    pub fn compact(&self, run: &Run) -> Result<()> {
        let writing = self.begin()?;
        let state = State::clone(&self.state());
        let all = state.parts.len();
        if all > 1 || state.removed.count() > 0 || state.unsaved {
            return self.store(run, writing, state, all);
        }
        Ok(())
    }

    /// Writes a state, with its last parts merged (`least` of them, or more if [`to_merge`] says so), and makes it the current
    /// one.
    pub(super) fn store(&self, run: &Run, writing: Writing<'_>, mut state: State, least: usize) -> Result<()> {
        let written = self.write_files(run, &mut state, least).and_then(|removed| {
            let segments = state
                .parts
                .iter()
                .filter_map(|part| Some(SegmentEntry { file: part.file?, rows: part.segment.rows() as u64 }));
            let manifest = Manifest {
                generation: state.saved.generation + 1,
                id_kind: state.id_kind,
                added: state.added,
                next_file: state.next_file,
                removed,
                segments: segments.collect(),
                ..state.saved.clone()
            };
            // From here on the save happens; whoever interrupts waits for it.
            run.decide()?;
            self.check_base(&state.saved)?;
            self.folder.swap_manifest(&manifest)?;
            Ok(manifest)
        });
        match written {
            Ok(manifest) => {
                let confirmed = self.folder.confirm();
                state.saved = manifest;
                state.unsaved = false;
                self.folder.sweep(&state.saved);
                writing.finish(state);
                confirmed
            }
            Err(error) => {
                self.folder.sweep(&self.state().saved);
                Err(error)
            }
        }
    }

    /// Writes the files that the state has in memory only; returns the file of removed rows.
    fn write_files(&self, run: &Run, state: &mut State, least: usize) -> Result<Option<Named>> {
        let rows: Vec<u64> = state.parts.iter().map(|part| part.segment.rows() as u64).collect();
        let count = least.max(to_merge(&rows));
        if count > 0 {
            let number = state.new_file();
            self.merge_last(run, state, count, Some(number))?;
        }
        for at in 0..state.parts.len() {
            run.check()?;
            self.write_part(state, at)?;
        }
        if state.removed.count() == 0 {
            return Ok(None);
        }
        let bytes = state.removed.to_bytes();
        if let Some(file) = state.saved.removed
            && file.sum == Sum::of(&bytes)
        {
            return Ok(Some(file));
        }
        let number = state.new_file();
        let file = self.folder.write(Holding::Removed, number, |output| {
            let path = self.folder.file(Holding::Removed, number);
            output.write_all(&bytes).map_err(|error| Error::file(&path, &error))
        })?;
        self.folder.bytes(Holding::Removed, file)?;
        Ok(Some(file))
    }

    /// Writes a part that is in memory only.
    pub(super) fn write_part(&self, state: &mut State, at: usize) -> Result<()> {
        let (settings, Some(id_kind)) = (*state.settings(), state.id_kind) else { return Ok(()) };
        if state.parts[at].file.is_some() {
            return Ok(());
        }
        let number = state.new_file();
        let part = &mut state.parts[at];
        let path = self.folder.file(Holding::Segment, number);
        let file = self.folder.write(Holding::Segment, number, |output| {
            output.write_all(part.segment.bytes()).map_err(|error| Error::file(&path, &error))
        })?;
        // Read back from the disk: what is named by a manifest was seen whole.
        let segment = self.folder.segment(file, settings, id_kind)?;
        *part = Part { segment: Arc::new(segment), base: part.base, file: Some(file), path };
        Ok(())
    }

    /// Makes one part of the last `count`, without removed rows: in a file if it gets the `number` of one, else in memory.
    pub(super) fn merge_last(&self, run: &Run, state: &mut State, count: usize, number: Option<u64>) -> Result<()> {
        let (settings, Some(id_kind)) = (*state.settings(), state.id_kind) else { return Ok(()) };
        let first = state.parts.len() - count;
        let last = state.parts.split_off(first);
        let Some(base) = last.first().map(|part| part.base) else { return Ok(()) };
        let segments: Vec<&Segment> = last.iter().map(|part| &*part.segment).collect();
        let is_live = |part: usize, row: usize| !state.removed.contains(last[part].base + row as u64);
        let content = Merged::new(segments, is_live).map_err(|Damage(what)| Error::format(self.path(), what))?;
        if content.rows() > 0 {
            let stories = state.stories.as_deref();
            let part = if let Some(number) = number {
                let path = self.folder.file(Holding::Segment, number);
                let file = self.folder.write(Holding::Segment, number, |output: &mut dyn Write| {
                    build(run, &content, &settings, id_kind, stories, output, &path).map(drop)
                })?;
                let segment = Arc::new(self.folder.segment(file, settings, id_kind)?);
                Part { segment, base, file: Some(file), path }
            } else {
                let path = self.path().to_owned();
                let (bytes, _) = build(run, &content, &settings, id_kind, stories, Vec::new(), &path)?;
                let segment = Segment::open(Bytes::Held(bytes), settings, id_kind)
                    .map_err(|Damage(what)| Error::format(&path, what))?;
                Part { segment: Arc::new(segment), base, file: None, path }
            };
            state.parts.push(part);
        }
        let removed = Arc::make_mut(&mut state.removed);
        removed.truncate(base);
        Ok(())
    }
}
