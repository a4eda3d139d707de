//! A core job under the eyes of the interpreter: other threads go on, signals are answered, progress is shown.

use super::error::internal;
use crate::error::{Error, Result};
use crate::schedule::{Progress, Run};
use pyo3::prelude::*;
use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

/// How often a waiting call looks for signals and reports progress: well under the 200 ms in which Ctrl-C is answered.
const POLL: Duration = Duration::from_millis(50);

/// How long an interrupted call waits for its threads to notice. A thread in the middle of one very long text needs longer
/// and ends on its own; nobody waits for it.
const FAREWELL: Duration = Duration::from_millis(100);

type Outcome<T> = std::thread::Result<Result<T>>;

/// How a call is to be carried out, as every public function takes it.
pub struct Conduct {
    /// Threads, or one a core.
    pub n_threads: Option<super::parameters::Whole>,
    /// A callable of (done, total), or None.
    pub progress: Option<Py<PyAny>>,
}

impl Conduct {
    /// Runs `job` on its own threads and waits, detached from the interpreter.
    ///
    /// A signal handler or a progress callback that raises ends the run, and its exception is the one that comes out. A panic
    /// becomes `InternalError`.
    pub fn run<T: Send + 'static>(
        self,
        py: Python<'_>,
        job: impl FnOnce(&Run) -> Result<T> + Send + 'static,
    ) -> PyResult<T> {
        let state = Arc::new(Progress::default());
        let start = |threads| Run::new(threads, Arc::clone(&state));
        let run = match self.n_threads {
            None => start(None)?,
            Some(threads) => threads.count(|threads| start(Some(threads)))?,
        };
        let (send, mut receive) = channel();
        let worker = run.clone();
        run.spawn(move || {
            let outcome = catch_unwind(AssertUnwindSafe(|| job(&worker)));
            // Nobody listens to a run that was interrupted.
            let _ = send.send(outcome);
        });
        let mut reported = None;
        loop {
            let outcome;
            (outcome, receive) = wait(py, receive, POLL);
            let checked = py.check_signals().and_then(|()| self.report(py, &state, &mut reported));
            if let Err(error) = checked {
                state.cancel();
                // What the run still brings, if anything, is of no use to a caller that gave up on it; but one that is about to
                // swap files has happened by the time the exception is seen.
                let (mut farewell, mut receive) = wait(py, receive, FAREWELL);
                while matches!(farewell, Err(RecvTimeoutError::Timeout)) && state.is_decided() {
                    (farewell, receive) = wait(py, receive, POLL);
                }
                return Err(error);
            }
            match outcome {
                Ok(Ok(result)) => return Ok(result?),
                Ok(Err(panic)) => return Err(internal(py, &panic_message(&*panic))),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return Err(Error::Cancelled.into()),
            }
        }
    }

    /// Calls the callback if there is anything new to say.
    fn report(&self, py: Python<'_>, state: &Progress, reported: &mut Option<(u64, u64)>) -> PyResult<()> {
        let steps = state.steps();
        if let Some(callback) = &self.progress
            && *reported != Some(steps)
            && steps.1 > 0
        {
            *reported = Some(steps);
            callback.call1(py, steps)?;
        }
        Ok(())
    }
}

/// Waits detached; the receiver travels through the closure because it may not be shared.
fn wait<T: Send>(
    py: Python<'_>,
    receive: Receiver<Outcome<T>>,
    patience: Duration,
) -> (std::result::Result<Outcome<T>, RecvTimeoutError>, Receiver<Outcome<T>>) {
    py.detach(move || (receive.recv_timeout(patience), receive))
}

fn panic_message(panic: &(dyn Any + Send)) -> String {
    let message =
        panic.downcast_ref::<&str>().map(ToString::to_string).or_else(|| panic.downcast_ref::<String>().cloned());
    message.unwrap_or_else(|| "a panic without a message".to_owned())
}
