//! One run over a column: its own threads, its progress, and the flag that stops it.
//!
//! Threads belong to the run and end with it. A pool that outlives the call would be dead in a forked child and would keep
//! rayon's global pool from its owner; making one costs about 50 microseconds a thread.

use crate::corpus::{Arena, TextColumn, load};
use crate::error::{Error, Result};
use crate::id::DocId;
use rayon::prelude::*;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// What the caller sees of a run while it goes on, and how it stops it. Steps are documents read and pairs measured.
#[derive(Debug, Default)]
pub struct Progress {
    cancelled: AtomicBool,
    done: AtomicU64,
    total: AtomicU64,
}

impl Progress {
    /// Asks the run to end at its next step.
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
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

/// Most threads a run may have; a typing error must not start a million.
pub const MAX_THREADS: usize = 1024;

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
                .with_hint("None takes one a core"));
        }
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
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
        let rows: Vec<DocId> = (0..column.len()).map(DocId::from_index).collect();
        self.map_some(column, &rows, each)
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
        self.expect(rows.len());
        let mut results = Vec::with_capacity(rows.len());
        let mut arena = Arena::default();
        while results.len() < rows.len() {
            self.check()?;
            let left = &rows[results.len()..];
            let texts = load(column, left, &mut arena)?;
            let batch: Vec<T> = self.pool.install(|| {
                texts
                    .par_iter()
                    .zip(left)
                    .map(|(text, &row)| {
                        self.check()?;
                        let result = each(row, *text);
                        self.advance(1);
                        Ok(result)
                    })
                    .collect::<Result<_>>()
            })?;
            results.extend(batch);
        }
        Ok(results)
    }

    /// Applies `each` to every item, in parallel, in order.
    ///
    /// # Errors
    /// [`Error::Cancelled`].
    pub fn map<I: Sync, T: Send>(&self, items: &[I], each: impl Fn(&I) -> T + Sync) -> Result<Vec<T>> {
        self.expect(items.len());
        self.pool.install(|| {
            items
                .par_iter()
                .map(|item| {
                    self.check()?;
                    let result = each(item);
                    self.advance(1);
                    Ok(result)
                })
                .collect()
        })
    }

    /// Runs `work` on the run's threads, so that what it does in parallel stays on them.
    pub fn install<T: Send>(&self, work: impl FnOnce() -> T + Send) -> T {
        self.pool.install(work)
    }
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
