//! One run over a column: its own threads, its progress, and the flag that stops it.
//!
//! Threads belong to the run and end with it. A pool that outlives the call would be dead in a forked child and would keep
//! rayon's global pool from its owner; making one costs some tens of microseconds a thread.

use crate::corpus::{Arena, BATCH_ROWS, Batch, TextColumn, load};
use crate::error::{Error, Result, reserved};
use crate::id::{DocId, check_rows};
use rayon::prelude::*;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// What the caller sees of a run while it goes on, and how it stops it. Steps are documents read and pairs measured.
#[derive(Debug, Default)]
pub struct Progress {
    cancelled: AtomicBool,
    decided: AtomicBool,
    done: AtomicU64,
    total: AtomicU64,
}

impl Progress {
    /// Asks the run to end at its next step.
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::SeqCst);
    }

    /// Whether the run has begun what must not be left half seen: it ends soon, and whoever interrupts it waits for that.
    pub fn is_decided(&self) -> bool {
        self.decided.load(Ordering::SeqCst)
    }

    /// Steps done and steps known so far; the total grows when a stage begins.
    pub fn steps(&self) -> (u64, u64) {
        (self.done.load(Ordering::Relaxed), self.total.load(Ordering::Relaxed))
    }
}

/// The threads of one call.
#[derive(Debug, Clone)]
pub struct Run {
    pool: Arc<rayon::ThreadPool>,
    progress: Arc<Progress>,
}

/// Most threads a caller may ask for; a typing error is more likely beyond.
pub const MAX_THREADS: usize = 1024;

/// Rows whose results [`Run::fold_rows`] holds at once: a result may be as large as what the row is compared with, and half a
/// millisecond of reading articles is worth a fork of the threads.
pub const FOLDED: usize = 128;

/// Threads that are started for each core at most, however many are asked for.
const MOST_A_CORE: usize = 8;

impl Run {
    /// A run on `n_threads` threads, or on as many as the machine (its control group included) offers.
    ///
    /// # Errors
    /// [`Error::Parameter`] if `n_threads` is not in [1, [`MAX_THREADS`]], or the system refuses to start them.
    pub fn new(n_threads: Option<usize>, progress: Arc<Progress>) -> Result<Self> {
        let threads = n_threads
            .unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from))
            .min(if n_threads.is_none() { MAX_THREADS } else { usize::MAX });
        if !(1..=MAX_THREADS).contains(&threads) {
            return Err(Error::parameter("n_threads", format!("in [1, {MAX_THREADS}]"), threads)
                .with_hint("left out, it is one a core"));
        }
        // Results do not depend on the number, and hundreds of threads on a few cores spend their time waking each other.
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads.min(MOST_A_CORE * cores))
            .thread_name(|index| format!("copydesk-{index}"))
            .build()
            .map_err(|error| {
                Error::parameter(
                    "n_threads",
                    "a number of threads that the system starts",
                    format!("{threads} ({error})"),
                )
            })?;
        Ok(Self { pool: Arc::new(pool), progress })
    }

    /// Starts `job` on the run's threads and returns at once.
    pub fn spawn(&self, job: impl FnOnce() + Send + 'static) {
        self.pool.spawn(job);
    }

    /// Fails if the caller has asked the run to end.
    ///
    /// # Errors
    /// [`Error::Cancelled`].
    pub fn check(&self) -> Result<()> {
        if self.progress.cancelled.load(Ordering::Relaxed) {
            return Err(Error::Cancelled);
        }
        Ok(())
    }

    /// The last look for a request to stop: from here on the run does what has to happen whole, and says so.
    ///
    /// # Errors
    /// [`Error::Cancelled`].
    pub fn decide(&self) -> Result<()> {
        self.progress.decided.store(true, Ordering::SeqCst);
        // Looked at after the flag is up: a request is seen here, or its sender sees the flag.
        if self.progress.cancelled.load(Ordering::SeqCst) {
            self.progress.decided.store(false, Ordering::SeqCst);
            return Err(Error::Cancelled);
        }
        Ok(())
    }

    /// `count` times `value`, written in stretches, so that a run that is cancelled meanwhile takes no further memory.
    ///
    /// # Errors
    /// [`Error::Memory`] where there is no room, [`Error::Cancelled`].
    pub fn filled<T: Clone>(&self, what: &'static str, count: usize, value: &T) -> Result<Vec<T>> {
        /// Some tens of milliseconds of page faults.
        const STRETCH: usize = 32 << 20;
        let mut values = reserved(what, count)?;
        while values.len() < count {
            self.check()?;
            values.resize(count.min(values.len() + STRETCH / size_of::<T>().max(1)), value.clone());
        }
        Ok(values)
    }

    /// Announces `steps` more steps.
    pub fn expect(&self, steps: usize) {
        self.progress.total.fetch_add(steps as u64, Ordering::Relaxed);
    }

    /// Reports `steps` steps as done.
    pub fn advance(&self, steps: usize) {
        self.progress.done.fetch_add(steps as u64, Ordering::Relaxed);
    }

    /// Applies `each` to every row of the column, in parallel; the results are in the order of the rows.
    ///
    /// # Errors
    /// [`Error::Cancelled`], or those of the column.
    pub fn map_rows<T: Send>(
        &self,
        column: &dyn TextColumn,
        each: impl Fn(DocId, Option<&str>) -> T + Sync,
    ) -> Result<Vec<T>> {
        self.map_some(column, &all_rows(column)?, each)
    }

    /// Applies `each` to the given rows of the column, in parallel; the results are in the order of `rows`.
    ///
    /// # Errors
    /// [`Error::Cancelled`], or those of the column.
    pub fn map_some<T: Send>(
        &self,
        column: &dyn TextColumn,
        rows: &[DocId],
        each: impl Fn(DocId, Option<&str>) -> T + Sync,
    ) -> Result<Vec<T>> {
        self.map_some_with(column, rows, || (), |(), row, text| each(row, text))
    }

    /// The same with a state that `state` makes and that goes from row to row, for memory that is kept from one to the next.
    ///
    /// # Errors
    /// [`Error::Cancelled`], or those of the column.
    pub fn map_some_with<T: Send, S>(
        &self,
        column: &dyn TextColumn,
        rows: &[DocId],
        state: impl Fn() -> S + Sync + Send,
        each: impl Fn(&mut S, DocId, Option<&str>) -> T + Sync,
    ) -> Result<Vec<T>> {
        let mut results = reserved("a result for each row", rows.len())?;
        self.expect(rows.len());
        self.for_each_batch(column, rows, |batch, rows| {
            let found = rows
                .par_iter()
                .enumerate()
                .map_init(&state, |state, (at, &row)| self.step(|| each(state, row, batch.text(at))));
            results.extend(found.collect::<Result<Vec<T>>>()?);
            Ok(())
        })?;
        Ok(results)
    }

    /// Applies `each` to every row, its share of `output` (`width` values a row) and a state that `state` makes and that
    /// goes from row to row; the results are in the order of the rows.
    ///
    /// # Errors
    /// [`Error::Cancelled`], or those of the column.
    ///
    /// # Panics
    /// If `output` has not `width` values for each row.
    pub fn fill_rows<T: Send, U: Send, S>(
        &self,
        column: &dyn TextColumn,
        output: &mut [U],
        width: usize,
        state: impl Fn() -> S + Sync + Send,
        each: impl Fn(&mut S, Option<&str>, &mut [U]) -> T + Sync,
    ) -> Result<Vec<T>> {
        assert_eq!(output.len(), width * column.len(), "`width` values for each row");
        let mut results = reserved("a result for each row", column.len())?;
        let mut output = output;
        self.expect(column.len());
        self.for_each_batch(column, &all_rows(column)?, |batch, rows| {
            let (now, later) = std::mem::take(&mut output).split_at_mut(width * rows.len());
            output = later;
            // Shares are cut by hand: chunks of width 0 do not exist.
            let mut shares = Vec::with_capacity(rows.len());
            let mut rest = now;
            for _ in rows {
                let (share, others) = rest.split_at_mut(width);
                shares.push(share);
                rest = others;
            }
            let found = shares
                .into_par_iter()
                .enumerate()
                .map_init(&state, |state, (at, share)| self.step(|| each(state, batch.text(at), share)));
            results.extend(found.collect::<Result<Vec<T>>>()?);
            Ok(())
        })?;
        Ok(results)
    }

    /// Applies `each` to every row, in parallel, and hands what it returns to `absorb` in the order of the rows, [`FOLDED`]
    /// at a time, so that nothing is held for each row. `each` sees what `absorb` has made of `gathered` so far, and a state
    /// that `state` makes and that goes from row to row.
    ///
    /// # Errors
    /// [`Error::Cancelled`], or those of the column and of `absorb`.
    pub fn fold_rows<T: Send, S, G: Send + Sync>(
        &self,
        column: &dyn TextColumn,
        gathered: &mut G,
        state: impl Fn() -> S + Sync + Send,
        each: impl Fn(&G, &mut S, Option<&str>) -> T + Sync,
        absorb: impl Fn(&mut G, DocId, T) -> Result<()> + Send + Sync,
    ) -> Result<()> {
        /// Row numbers that are held at once.
        const STRETCH: usize = 64 * BATCH_ROWS;
        self.expect(column.len());
        for first in (0..column.len()).step_by(STRETCH) {
            let rows: Vec<DocId> = (first..column.len().min(first + STRETCH)).map(DocId::from_index).collect();
            self.for_each_batch(column, &rows, |batch, rows| {
                for (number, some) in rows.chunks(FOLDED).enumerate() {
                    let seen = &*gathered;
                    let results = (0..some.len())
                        .into_par_iter()
                        .map_init(&state, |state, at| self.step(|| each(seen, state, batch.text(number * FOLDED + at))))
                        .collect::<Result<Vec<T>>>()?;
                    some.iter().zip(results).try_for_each(|(&row, result)| absorb(gathered, row, result))?;
                }
                Ok(())
            })?;
        }
        Ok(())
    }

    /// Hands the rows batch by batch to `work` on the run's threads; one of them loads the next batch meanwhile, since
    /// decoding goes through the interpreter and is nobody else's to share.
    fn for_each_batch(
        &self,
        column: &dyn TextColumn,
        rows: &[DocId],
        mut work: impl FnMut(&Batch<'_>, &[DocId]) -> Result<()> + Send,
    ) -> Result<()> {
        let mut batch = load(column, rows, Arena::default())?;
        let (mut rest, mut spare) = (rows, Arena::default());
        while !rest.is_empty() {
            self.check()?;
            let (now, later) = rest.split_at(batch.len());
            let arena = std::mem::take(&mut spare);
            let (worked, loaded) =
                self.pool.install(|| rayon::join(|| work(&batch, now), || load(column, later, arena)));
            worked?;
            spare = std::mem::replace(&mut batch, loaded?).into_arena();
            rest = later;
        }
        Ok(())
    }

    /// One step of the run: refused if the run is cancelled, counted when done.
    fn step<T>(&self, work: impl FnOnce() -> T) -> Result<T> {
        self.check()?;
        let result = work();
        self.advance(1);
        Ok(result)
    }

    /// Applies `each` to every item, in parallel; the results are in the order of `items`.
    ///
    /// # Errors
    /// [`Error::Cancelled`].
    pub fn map<I: Sync, T: Send>(&self, items: &[I], each: impl Fn(&I) -> T + Sync) -> Result<Vec<T>> {
        self.map_with(items, || (), |(), item| each(item))
    }

    /// The same with a state that `state` makes and that goes from item to item.
    ///
    /// # Errors
    /// [`Error::Cancelled`].
    pub fn map_with<I: Sync, T: Send, S>(
        &self,
        items: &[I],
        state: impl Fn() -> S + Sync + Send,
        each: impl Fn(&mut S, &I) -> T + Sync,
    ) -> Result<Vec<T>> {
        self.expect(items.len());
        self.pool.install(|| items.par_iter().map_init(state, |state, item| self.step(|| each(state, item))).collect())
    }

    /// Applies `each` to every item, in parallel, and keeps what it returns, in order.
    ///
    /// # Errors
    /// [`Error::Cancelled`].
    pub fn filter_map<I: Sync, T: Send>(&self, items: &[I], each: impl Fn(&I) -> Option<T> + Sync) -> Result<Vec<T>> {
        self.expect(items.len());
        self.pool.install(|| items.par_iter().filter_map(|item| self.step(|| each(item)).transpose()).collect())
    }

    /// Runs `work` on the run's threads, so that what it does in parallel stays on them.
    pub fn install<T: Send>(&self, work: impl FnOnce() -> T + Send) -> T {
        self.pool.install(work)
    }
}

fn all_rows(column: &dyn TextColumn) -> Result<Vec<DocId>> {
    check_rows("texts", column.len())?;
    let mut rows = reserved("the row numbers", column.len())?;
    rows.extend((0..column.len()).map(DocId::from_index));
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_come_back_in_order_on_any_number_of_threads() {
        let texts: Vec<Option<String>> = (0..5000).map(|n| (n % 7 != 0).then(|| n.to_string())).collect();
        for threads in [1, 2, 7] {
            let progress = Arc::new(Progress::default());
            let run = Run::new(Some(threads), Arc::clone(&progress)).unwrap();
            let back = run.map_rows(&texts, |_, text| text.map(str::to_owned)).unwrap();
            assert_eq!(back, texts);
            assert_eq!(progress.steps(), (5000, 5000));
        }
    }

    #[test]
    fn rows_are_folded_in_order_and_see_what_was_gathered_before_their_batch() {
        let texts: Vec<Option<String>> = (0..70_000).map(|n| (n % 7 != 0).then(|| n.to_string())).collect();
        for threads in [1, 3] {
            let progress = Arc::new(Progress::default());
            let run = Run::new(Some(threads), Arc::clone(&progress)).unwrap();
            let mut gathered: Vec<Option<String>> = Vec::new();
            let each = |before: &Vec<_>, (): &mut (), text: Option<&str>| (before.len(), text.map(str::to_owned));
            let absorb = |all: &mut Vec<_>, row: DocId, (before, text): (usize, Option<String>)| {
                assert_eq!(all.len(), row.index());
                assert!(before <= row.index() && row.index() < before + FOLDED);
                all.push(text);
                Ok(())
            };
            run.fold_rows(&texts, &mut gathered, || (), each, absorb).unwrap();
            assert_eq!(gathered, texts);
            assert_eq!(progress.steps(), (70_000, 70_000));
        }
    }

    #[test]
    fn a_cancelled_run_ends_and_says_so() {
        let texts = vec![Some("a"); 100];
        let progress = Arc::new(Progress::default());
        let run = Run::new(Some(2), Arc::clone(&progress)).unwrap();
        progress.cancel();
        assert_eq!(run.map_rows(&texts, |_, _| ()), Err(Error::Cancelled));
    }

    #[test]
    fn an_impossible_number_of_threads_is_refused() {
        assert!(Run::new(Some(0), Arc::default()).is_err());
        assert!(Run::new(Some(1_000_000), Arc::default()).is_err());
    }
}
