//! Work without the interpreter, and its problems as the exceptions of `spbe.errors`.

use pyo3::prelude::*;
use spbe_core::Error;
use spbe_core::issue::Language;

use crate::convert::json;

/// Runs `work` with the interpreter released, and raises its problems in `language`.
pub(crate) fn compute<T: Send, E: Into<Error> + Send>(
    py: Python<'_>,
    language: Language,
    work: impl FnOnce() -> Result<T, E> + Send,
) -> PyResult<T> {
    py.detach(work).map_err(|error| raised(py, &error.into(), language))
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
