//! Work without the interpreter, and its problems as the exceptions of `spbe.errors`.

use std::panic::resume_unwind;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use pyo3::prelude::*;
use spbe_core::Error;
use spbe_core::issue::Language;
use spbe_core::robustness::Stop;

use crate::convert::json;

/// Runs `work` with the interpreter released, and raises its problems in `language`.
pub(crate) fn compute<T: Send, E: Into<Error> + Send>(
    py: Python<'_>,
    language: Language,
    work: impl FnOnce() -> Result<T, E> + Send,
) -> PyResult<T> {
    py.detach(work).map_err(|error| raised(py, &error.into(), language))
}

/// How long an interrupt may wait.
const PATIENCE: Duration = Duration::from_millis(50);

/// The same for work that may take minutes and looks for a wish to stop: an interrupt of the user, who hears of it as of
/// every other, ends it.
pub(crate) fn stoppable<T: Send, E: Into<Error> + Send>(
    py: Python<'_>,
    language: Language,
    stop: &Stop,
    work: impl FnOnce() -> Result<T, E> + Send,
) -> PyResult<T> {
    let mut interrupt = None;
    let found = py.detach(|| {
        thread::scope(|scope| -> PyResult<Result<T, E>> {
            let (done, outcome) = channel();
            let working = thread::Builder::new().spawn_scoped(scope, move || drop(done.send(work())))?;
            loop {
                match outcome.recv_timeout(PATIENCE) {
                    Ok(found) => return Ok(found),
                    Err(RecvTimeoutError::Timeout) if interrupt.is_none() => {
                        #[expect(
                            clippy::redundant_closure_for_method_calls,
                            reason = "the method is of one lifetime only"
                        )]
                        let signalled = Python::attach(|py| py.check_signals());
                        interrupt = signalled.err();
                        if interrupt.is_some() {
                            stop.wish();
                        }
                    }
                    Err(RecvTimeoutError::Timeout) => {}
                    // It ended without a word: a panic, which goes on here.
                    Err(RecvTimeoutError::Disconnected) => match working.join() {
                        Err(panic) => resume_unwind(panic),
                        Ok(()) => return Err(pyo3::exceptions::PyRuntimeError::new_err("no outcome")),
                    },
                }
            }
        })
    });
    match interrupt {
        Some(interrupt) => Err(interrupt),
        None => found?.map_err(|error| raised(py, &error.into(), language)),
    }
}

/// The exception of an error. The classes are written in Python, because classes of the stable ABI cannot extend
/// `ValueError`; they are found by name.
pub(crate) fn raised(py: Python<'_>, error: &Error, language: Language) -> PyErr {
    let build = || -> PyResult<PyErr> {
        let errors = py.import("spbe.errors")?;
        let records = json(&error.records(language))?;
        let raised = errors.call_method1("_of_stage", (error.stage(), records, error.total()))?;
        Ok(PyErr::from_value(raised))
    };
    build().unwrap_or_else(|failure| failure)
}
