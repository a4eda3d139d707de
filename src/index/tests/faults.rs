//! A disk that fails, and one that the power leaves: at every call of a save, afterwards the old state or the new one opens.

use super::{ADDING, create, incoming, open, run, seen, settings};
use crate::Error;
use crate::id::Ids;
use crate::index::disk::{Bytes, Disk, Lock, NewFile, System};
use crate::index::holder::Holder;
use crate::index::settings::Depth;
use crate::index::{Adding, Archive, OnConflict};
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What happens at a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    /// The call fails with this number of the system, and the following ones go on.
    Refused(i32),
    /// A write stops half way, and nothing works any more.
    Gone,
}

/// The file system, until a call comes that fails.
#[derive(Debug)]
struct Faulty {
    fault: Fault,
    at: usize,
    calls: Arc<AtomicUsize>,
}

const NO_SPACE: i32 = 28;
const BROKEN: i32 = 5;

impl Faulty {
    fn new(fault: Fault, at: usize) -> Self {
        Self { fault, at, calls: Arc::default() }
    }

    fn check(&self) -> io::Result<()> {
        check(self.fault, self.at, &self.calls)
    }
}

fn check(fault: Fault, at: usize, calls: &AtomicUsize) -> io::Result<()> {
    let call = calls.fetch_add(1, Ordering::SeqCst);
    match fault {
        Fault::Refused(code) if call == at => Err(io::Error::from_raw_os_error(code)),
        Fault::Gone if call >= at => Err(io::Error::other("the machine is off")),
        _ => Ok(()),
    }
}

struct FaultyFile {
    file: Box<dyn NewFile>,
    fault: Fault,
    at: usize,
    calls: Arc<AtomicUsize>,
}

impl Write for FaultyFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if let Err(error) = check(self.fault, self.at, &self.calls) {
            self.file.write_all(&bytes[..bytes.len() / 2])?;
            return Err(error);
        }
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl NewFile for FaultyFile {
    fn sync(&mut self) -> io::Result<()> {
        check(self.fault, self.at, &self.calls)?;
        self.file.sync()
    }
}

impl Disk for Faulty {
    fn create_folder(&self, path: &Path) -> io::Result<()> {
        self.check()?;
        System.create_folder(path)
    }

    fn create(&self, path: &Path) -> io::Result<Box<dyn NewFile>> {
        self.check()?;
        let file = System.create(path)?;
        Ok(Box::new(FaultyFile { file, fault: self.fault, at: self.at, calls: Arc::clone(&self.calls) }))
    }

    fn read(&self, path: &Path, most: u64) -> io::Result<Vec<u8>> {
        self.check()?;
        System.read(path, most)
    }

    fn map(&self, path: &Path) -> io::Result<Bytes> {
        self.check()?;
        System.map(path)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.check()?;
        System.rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.check()?;
        System.remove(path)
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        self.check()?;
        System.sync_folder(path)
    }

    fn names(&self, path: &Path) -> io::Result<Vec<String>> {
        self.check()?;
        System.names(path)
    }

    fn lock(&self, path: &Path) -> io::Result<Result<Lock, Holder>> {
        self.check()?;
        System.lock(path)
    }
}

fn articles(first: usize, count: usize) -> Vec<Option<String>> {
    (first..first + count)
        .map(|n| Some(format!("the pier at Saltmere was closed on day {n} by the harbour board")))
        .collect()
}

/// A change of an index, as it may fail.
type Change = fn(&Archive) -> crate::Result<()>;

const REPLACING: Adding = Adding { on_conflict: OnConflict::Replace, ..ADDING };

/// Every way to change an index on disk, each with the live rows that it leaves of four.
const CHANGES: [(&str, Change, u64); 5] = [
    ("add", |index| index.add(&run(), &incoming(&articles(4, 3), Ids::Rows), ADDING).map(drop), 7),
    (
        "replace",
        |index| index.add(&run(), &incoming(&articles(9, 2), Ids::Integers(vec![1, 9])), REPLACING).map(drop),
        5,
    ),
    ("remove", |index| index.remove(&run(), &Ids::Integers(vec![0, 2]), 2, true).map(drop), 2),
    ("compact", |index| index.compact(&run()), 4),
    (
        "save",
        |index| {
            let unsaved = Adding { save: false, ..ADDING };
            index.add(&run(), &incoming(&articles(4, 1), Ids::Rows), unsaved)?;
            index.add(&run(), &incoming(&articles(5, 1), Ids::Rows), unsaved)?;
            index.save(&run())
        },
        6,
    ),
];

/// An index of four articles in two segments.
fn filled(path: &Path) {
    let index = create(path, settings(Depth::Partial, 0.7));
    for first in [0, 2] {
        index.add(&run(), &incoming(&articles(first, 2), Ids::Rows), ADDING).unwrap();
    }
}

/// What the index answers: a question that every article matches.
fn answer(index: &Archive) -> usize {
    let asked = index.query(&run(), &incoming(&articles(99, 1), Ids::Rows), u64::MAX).unwrap();
    let found = seen(&asked);
    assert!(found.iter().all(|one| one.3[0] > 500_000_000));
    found.len()
}

#[test]
fn whatever_call_fails_the_old_state_or_the_new_one_opens_and_a_retry_succeeds() {
    for (name, change, live) in CHANGES {
        for fault in [Fault::Refused(NO_SPACE), Fault::Refused(BROKEN), Fault::Gone] {
            let mut at = 0;
            loop {
                let folder = tempfile::tempdir().unwrap();
                let path = folder.path().join("index");
                filled(&path);
                let disk = Arc::new(Faulty::new(fault, at));
                let calls = Arc::clone(&disk.calls);
                let opened = Archive::open(disk, path.clone());
                let changed = opened.as_ref().map_err(Clone::clone).and_then(change);
                let story = format!("{name}, {fault:?} at call {at}");
                let is_unconfirmed = matches!(changed, Err(Error::Unconfirmed { .. }));
                if let Err(error) = &changed {
                    assert!(matches!(error, Error::File { .. }) || is_unconfirmed, "{story}: {error}");
                }
                // The one who failed goes on with what it had.
                if let (Ok(index), Err(_), Fault::Refused(_)) = (&opened, &changed, fault) {
                    assert_eq!(answer(index) as u64, index.state().live(), "{story}");
                }
                let was_reached = calls.load(Ordering::SeqCst) > at;
                drop(opened);
                let index = open(&path);
                let now = index.state().live();
                assert!(now == 4 || now == live, "{story}: {now} rows");
                assert!(changed.is_err() || now == live, "{story}: a change that succeeded is not there");
                if changed.is_err() && live != 4 {
                    assert_eq!(is_unconfirmed, now == live, "{story}");
                }
                assert_eq!(answer(&index) as u64, now, "{story}");
                index.verify(&run()).unwrap();
                // Nothing that the failure left stands in the way.
                if now == 4 {
                    change(&index).unwrap();
                }
                assert_eq!(open(&path).state().live(), live, "{story}");
                if !was_reached {
                    assert!(changed.is_ok(), "{story}");
                    break;
                }
                at += 1;
            }
            assert!(at > 5, "{name}: {at} calls");
        }
    }
}

#[test]
fn a_creation_that_fails_at_any_call_can_be_repeated() {
    for fault in [Fault::Refused(NO_SPACE), Fault::Gone] {
        for at in 0.. {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("index");
            let disk = Arc::new(Faulty::new(fault, at));
            let calls = Arc::clone(&disk.calls);
            let created = Archive::create(disk, path.clone(), settings(Depth::Near, 0.7), None);
            if created.is_err() && Archive::open(Arc::new(System), path.clone()).is_err() {
                create(&path, settings(Depth::Near, 0.7));
            }
            assert_eq!(open(&path).state().live(), 0);
            if calls.load(Ordering::SeqCst) <= at {
                assert!(created.is_ok() && at > 4);
                break;
            }
        }
    }
}

#[test]
fn a_second_writer_is_refused_and_readers_go_on() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("index");
    filled(&path);
    let (one, other, reader) = (open(&path), open(&path), open(&path));
    let unsaved = Adding { save: false, ..ADDING };
    one.add(&run(), &incoming(&articles(4, 1), Ids::Rows), unsaved).unwrap();
    let refused = other.add(&run(), &incoming(&articles(5, 1), Ids::Rows), ADDING).unwrap_err();
    assert!(refused.to_string().contains("this process, through another `Index`"), "{refused}");
    assert_eq!(answer(&reader), 4);
    one.save(&run()).unwrap();
    // A reader has its moment until it looks again; a writer sees what was saved before.
    assert_eq!(answer(&reader), 4);
    reader.refresh().unwrap();
    assert_eq!(answer(&reader), 5);
    other.add(&run(), &incoming(&articles(5, 1), Ids::Rows), ADDING).unwrap();
    assert_eq!((answer(&other), answer(&reader)), (6, 5));
    one.compact(&run()).unwrap();
    assert_eq!((answer(&one), answer(&reader)), (6, 5));
    reader.refresh().unwrap();
    assert_eq!(answer(&reader), 6);
    // Rows that nobody saved are gone with whoever held them.
    other.add(&run(), &incoming(&articles(6, 1), Ids::Rows), unsaved).unwrap();
    other.close(&run(), false).unwrap();
    assert!(matches!(other.add(&run(), &incoming(&articles(7, 1), Ids::Rows), ADDING), Err(Error::Closed { .. })));
    one.add(&run(), &incoming(&articles(7, 1), Ids::Rows), unsaved).unwrap();
    one.close(&run(), true).unwrap();
    assert_eq!(open(&path).state().live(), 7);
}

#[test]
fn every_flipped_bit_and_every_shorter_file_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("index");
    filled(&path);
    open(&path).remove(&run(), &Ids::Integers(vec![0]), 1, true).unwrap();
    let names = System.names(&path).unwrap();
    assert!(names.len() >= 4, "{names:?}");
    let mut n = 0u64;
    for name in names.iter().filter(|name| *name != "lock") {
        let file = path.join(name);
        let bytes = std::fs::read(&file).unwrap();
        let refused = |bytes: &[u8], story: &str| {
            std::fs::write(&file, bytes).unwrap();
            let error = Archive::open(Arc::new(System), path.clone()).unwrap_err();
            assert!(matches!(error, Error::Format { .. }), "{name}, {story}: {error}");
        };
        for length in 0..bytes.len() {
            refused(&bytes[..length], &format!("{length} bytes"));
        }
        refused(&[&bytes[..], &[0]].concat(), "one byte more");
        for _ in 0..400 {
            n += 1;
            let bit = (n.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 16) as usize % (8 * bytes.len());
            let mut flipped = bytes.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            refused(&flipped, &format!("bit {bit}"));
        }
        std::fs::remove_file(&file).unwrap();
        assert!(matches!(Archive::open(Arc::new(System), path.clone()).unwrap_err(), Error::Format { .. }));
        std::fs::write(&file, &bytes).unwrap();
    }
    assert_eq!(answer(&open(&path)), 3);
}

#[test]
fn rows_that_waited_are_not_written_over_what_came_meanwhile() {
    let unsaved = Adding { save: false, ..ADDING };
    let changed: [fn(&Path); 2] = [
        |path| {
            // A copy of another index is put in the place of the folder.
            let other = path.with_file_name("other");
            filled(&other);
            open(&other).add(&run(), &incoming(&articles(4, 3), Ids::Rows), ADDING).unwrap();
            std::fs::rename(path, path.with_file_name("old")).unwrap();
            std::fs::rename(&other, path).unwrap();
        },
        |path| {
            // Somebody removes the lock, and another writer takes a new one.
            std::fs::remove_file(path.join("lock")).unwrap();
            open(path).add(&run(), &incoming(&articles(4, 3), Ids::Rows), ADDING).unwrap();
        },
    ];
    for change in changed {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("index");
        filled(&path);
        let index = open(&path);
        index.add(&run(), &incoming(&articles(50, 1), Ids::Rows), unsaved).unwrap();
        change(&path);
        for _ in 0..2 {
            assert!(matches!(index.save(&run()), Err(Error::Overtaken { .. })));
            let more = index.add(&run(), &incoming(&articles(60, 1), Ids::Rows), ADDING);
            assert!(matches!(more, Err(Error::Overtaken { .. })));
        }
        let now = open(&path);
        now.verify(&run()).unwrap();
        assert_eq!(answer(&now), 7);
        index.close(&run(), false).unwrap();
        open(&path).add(&run(), &incoming(&articles(60, 1), Ids::Rows), ADDING).unwrap();
        assert_eq!(answer(&open(&path)), 8);
    }
}
