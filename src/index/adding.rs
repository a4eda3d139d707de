//! Rows in, out what they match among the rows before them; and the rows are in the index.

use super::archive::{Archive, State};
use super::build::build;
use super::content::{Content, IdKind};
use super::damage::Damage;
use super::disk::Bytes;
use super::draft::{Columns, Draft, DraftRow, ReadRow, encoded};
use super::matches::{Found, Newcomer, Shelf};
use super::merged::to_merge;
use super::part::Part;
use super::plan::{OnConflict, assigned, check_kind, id_of, kind_of, plan};
use super::removed::Removed;
use super::search::{Scratch, Sought};
use super::segment::Segment;
use super::settings::Depth;
use crate::corpus::TextColumn;
use crate::duplicate::profile::{Profile, Reader};
use crate::error::{Error, Result};
use crate::id::{DocId, Ids};
use crate::schedule::Run;
use crate::story::corpus::Strings;
use crate::story::tally::Tally;
use crate::story::{self, Beside};
use ahash::AHashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Rows that are read, compared and made a segment at once: some three hundred megabytes of shingles. More of them are merged
/// when all are there, which sorts their postings twice. Few in tests, so that these have several stretches.
const STRETCH: usize = if cfg!(test) { 16 } else { 1 << 17 };

/// Rows that a query reads before it compares them.
const ASKED_AT_ONCE: usize = 1 << 12;

/// Columns of articles.
pub struct Incoming {
    /// The texts.
    pub column: Arc<dyn TextColumn>,
    /// Their ids.
    pub ids: Ids,
    /// Headlines and languages.
    pub beside: Beside,
    /// Outlets.
    pub sources: Option<Strings>,
    /// Dates in microseconds.
    pub dates: Option<Vec<Option<i64>>>,
}

impl Incoming {
    fn date(&self, row: u32) -> Option<i64> {
        self.dates.as_ref().and_then(|dates| dates[row as usize])
    }
}

/// How rows are added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Adding {
    /// What becomes of a row whose id the index has.
    pub on_conflict: OnConflict,
    /// More matches than these are an error.
    pub most: u64,
    /// Whether to save.
    pub save: bool,
}

/// Matches, and where they are.
#[derive(Debug)]
pub struct Matches {
    /// In the order of the rows, those of one row in the order of adding.
    pub found: Vec<Found>,
    /// The ids of the caller's rows.
    pub ids: Ids,
    /// What the matches' parts and rows refer to.
    pub parts: Vec<Part>,
    /// The kind of the index's ids.
    pub id_kind: Option<IdKind>,
}

impl Archive {
    /// Adds rows; returns their matches among the rows before them, in the index and then among these.
    ///
    /// # Errors
    /// [`Error::Parameter`] for an id that the index has, for ids of another kind, and past the most matches;
    /// [`Error::Locked`], [`Error::File`], [`Error::Memory`], [`Error::Cancelled`]. Nothing is added then.
    ///
    /// # Complexity
    /// Linear in the texts, and for each shingle a look-up in every segment; segments are few ([`to_merge`]).
    pub fn add(&self, run: &Run, incoming: &Incoming, adding: Adding) -> Result<Matches> {
        let writing = self.begin()?;
        let before = self.state();
        let mut state = State::clone(&before);
        let kind = kind_of(&incoming.ids);
        let rows = incoming.column.len();
        if rows > 0 {
            check_kind(&state, &incoming.ids)?;
        }
        let last = state.rows() + rows as u64;
        if last >= u64::from(u32::MAX) {
            return Err(Error::parameter("texts", "at most 4,294,967,294 rows in one index", last)
                .with_hint("start another index"));
        }
        let plan = plan(&state, &incoming.ids, rows, adding.on_conflict)?;
        let counter = AtomicU64::new(0);
        let mut found: Vec<Found> = Vec::new();
        state.id_kind = state.id_kind.or((rows > 0).then_some(kind));
        for (number, stretch) in plan.rows.chunks(STRETCH).enumerate() {
            let place = number * STRETCH;
            let draft = read(run, incoming, &state, stretch, before.added + place as u64)?;
            let base = state.rows();
            state.parts.push(self.held(run, &draft, &state, base)?);
            let before_it = Shelf {
                parts: &state.parts,
                removed: &state.removed,
                replaced: &plan.replaced,
                settings: state.settings(),
                stories: state.stories.as_deref(),
            };
            let own = &state.parts[state.parts.len() - 1];
            let places: Vec<usize> = (0..stretch.len()).collect();
            let of_rows =
                run.map_with(&places, Default::default, |(scratch, hashes): &mut (Scratch, Vec<u64>), &at| {
                    let mut matches = Vec::new();
                    let Some(class) = own.told(own.segment.row(at))?.class else { return Ok(matches) };
                    let view = own.told(own.segment.class(class as usize))?;
                    own.told(own.segment.hashes_into(class, hashes))?;
                    let tally = match &state.stories {
                        Some(stories) => {
                            own.told(own.segment.telling(at).and_then(|telling| stories.tally(telling)))?
                        }
                        None => None,
                    };
                    let newcomer = Newcomer {
                        row: stretch[at],
                        place: DocId::from_index(place + at).0,
                        position: base + at as u64,
                        sought: Sought { sequence: view.sequence, tokens: view.tokens, hashes },
                        tally: tally.as_ref(),
                        date: incoming.date(stretch[at]),
                    };
                    before_it.matches(scratch, &newcomer, &mut matches)?;
                    bounded(&counter, matches.len(), adding.most)?;
                    Ok(matches)
                })?;
            for matches in of_rows {
                found.extend(matches?);
            }
            // A segment is some hundred megabytes: one is held at a time.
            if adding.save && plan.rows.len() > STRETCH {
                let last = state.parts.len() - 1;
                self.write_part(&mut state, last)?;
            }
        }
        state.added += plan.rows.len() as u64;
        let ids = assigned(&incoming.ids, before.added, &plan.rows, rows);
        let matches = Matches { found, ids, parts: state.parts.clone(), id_kind: state.id_kind };
        // One that adds nothing still saves what waits.
        if plan.rows.is_empty() && !(adding.save && state.unsaved) {
            return Ok(matches);
        }
        let removed = Arc::make_mut(&mut state.removed);
        for &position in plan.replaced.keys() {
            removed.insert(position);
        }
        state.unsaved = true;
        if adding.save {
            // Rows of one addition become one segment, however many there are: look-ups go through each.
            let own = state.parts.len() - before.parts.len();
            self.store(run, writing, state, if own > 1 { own } else { 0 })?;
        } else {
            let unsaved = state.parts.iter().rev().take_while(|part| part.file.is_none()).count();
            let first = state.parts.len() - unsaved;
            let rows: Vec<u64> = state.parts[first..].iter().map(|part| part.segment.rows() as u64).collect();
            let count = to_merge(&rows);
            if count > 0 {
                self.merge_last(run, &mut state, count, None)?;
            }
            run.decide()?;
            writing.finish(state);
        }
        Ok(matches)
    }

    /// The matches of rows in the index, without adding them; they do not see each other.
    ///
    /// # Errors
    /// [`Error::Parameter`] past the most matches, [`Error::Format`], [`Error::Cancelled`].
    ///
    /// # Complexity
    /// As [`Archive::add`].
    pub fn query(&self, run: &Run, incoming: &Incoming, most: u64) -> Result<Matches> {
        let state = self.state();
        let counter = AtomicU64::new(0);
        let replaced = AHashMap::new();
        let stories = state.stories.as_deref();
        let before_it = Shelf {
            parts: &state.parts,
            removed: &state.removed,
            replaced: &replaced,
            settings: state.settings(),
            stories,
        };
        let mut found = Vec::new();
        let rows: Vec<DocId> = (0..incoming.column.len()).map(DocId::from_index).collect();
        let shingling = state.settings().shingling;
        let wants_shingles = state.settings().depth > Depth::Exact;
        for stretch in rows.chunks(ASKED_AT_ONCE) {
            let reader = || (Reader::new(shingling, None), Scratch::default());
            let of_rows = run.map_some_with(&*incoming.column, stretch, reader, |(reader, scratch), row, text| {
                let mut matches = Vec::new();
                let Some(text) = text else { return Ok(matches) };
                let profile = reader.read(text, &mut []);
                let mut hashes = if wants_shingles { reader.hashes().to_vec() } else { Vec::new() };
                hashes.sort_unstable();
                hashes.dedup();
                let sought = Sought { sequence: profile.sequence, tokens: profile.tokens as u64, hashes: &hashes };
                let beside = &incoming.beside;
                let told = stories.map(|_| Tally::of(&story::tell(beside.title(row), text, beside.languages.of(row))));
                let (tally, date) = (told.as_ref(), incoming.date(row.0));
                let newcomer = Newcomer { row: row.0, place: 0, position: u64::MAX, sought, tally, date };
                before_it.matches(scratch, &newcomer, &mut matches)?;
                bounded(&counter, matches.len(), most)?;
                Ok(matches)
            })?;
            for matches in of_rows {
                found.extend(matches?);
            }
        }
        Ok(Matches { found, ids: incoming.ids.clone(), parts: state.parts.clone(), id_kind: state.id_kind })
    }

    /// Removes the rows with these ids; returns how many there were.
    ///
    /// # Errors
    /// [`Error::Parameter`] for an id that the index does not have: nothing is removed then; [`Error::Locked`],
    /// [`Error::File`].
    pub fn remove(&self, run: &Run, ids: &Ids, count: usize, save: bool) -> Result<u64> {
        let writing = self.begin()?;
        let mut state = State::clone(&self.state());
        let mut removed = Removed::clone(&state.removed);
        let before = removed.count();
        for row in 0..count {
            let id = id_of(ids, row, 0);
            match state.find(id.as_ref())? {
                Some((_, _, position)) => removed.insert(position),
                None => {
                    return Err(Error::parameter(
                        "ids",
                        "ids that are in the index",
                        format!("{} (row {row})", id.as_ref()),
                    )
                    .with_hint("nothing was removed; `id in index` tells whether there is one"));
                }
            }
        }
        let gone = removed.count() - before;
        if gone > 0 {
            state.removed = Arc::new(removed);
            state.unsaved = true;
        }
        if save && state.unsaved {
            self.store(run, writing, state, 0)?;
        } else {
            writing.finish(state);
        }
        Ok(gone)
    }

    /// A draft as a part in memory.
    fn held(&self, run: &Run, draft: &Draft<'_>, state: &State, base: u64) -> Result<Part> {
        let (settings, kind) = (*state.settings(), state.id_kind.unwrap_or(IdKind::Integer));
        let path = self.path().to_owned();
        let (bytes, _) = build(run, draft, &settings, kind, state.stories.as_deref(), Vec::new(), &path)?;
        let segment =
            Segment::open(Bytes::Held(bytes), settings, kind).map_err(|Damage(what)| Error::format(&path, what))?;
        Ok(Part { segment: Arc::new(segment), base, file: None, path })
    }
}

/// Reads some rows of the caller's columns.
fn read<'a>(run: &Run, incoming: &'a Incoming, state: &State, rows: &[u32], first_id: u64) -> Result<Draft<'a>> {
    let settings = state.settings();
    let documents: Vec<DocId> = rows.iter().map(|&row| DocId(row)).collect();
    let reader = || (Reader::new(settings.shingling, None), Vec::new());
    let read = run.map_some_with(&*incoming.column, &documents, reader, |(reader, hashes), row, text| {
        let Some(text) = text else { return Ok(None) };
        let profile: Profile = reader.read(text, &mut []);
        hashes.clear();
        if settings.depth > Depth::Exact {
            hashes.extend_from_slice(reader.hashes());
        }
        let (code, shingles) = encoded(hashes)?;
        let telling = state.stories.as_ref().map(|stories| stories.tell(&incoming.beside, row, text));
        let text = settings.keep_text.then(|| Box::from(text));
        Ok(Some(ReadRow { profile, code, shingles, telling, text }))
    })?;
    let read: Vec<Option<ReadRow>> = read.into_iter().collect::<Result<_>>()?;
    let rows = rows.iter().zip(read).enumerate();
    let rows = rows.map(|(at, (&given, read))| {
        let id = id_of(&incoming.ids, given as usize, first_id + at as u64);
        DraftRow { id, given, read }
    });
    let columns = Columns { sources: incoming.sources.as_ref(), dates: incoming.dates.as_deref() };
    Ok(Draft::new(rows.collect(), columns))
}

/// Counts matches, and refuses more than the most.
fn bounded(counter: &AtomicU64, matches: usize, most: u64) -> Result<()> {
    let so_far = counter.fetch_add(matches as u64, Ordering::Relaxed) + matches as u64;
    if so_far <= most {
        return Ok(());
    }
    Err(Error::parameter("max_pairs", "at least the number of matches, which is larger", most)
        .with_hint("pass fewer rows at a time, or a higher `max_pairs`"))
}
