//! Requests: JSON text in, JSON text out.

use pyo3::prelude::*;
use spbe_core::request::Answerer;

/// Answers requests about the built-in instruments, which it reads once. Immutable.
#[pyclass(name = "Answerer", module = "spbe", frozen)]
pub(crate) struct PyAnswerer {
    inner: Answerer,
}

#[pymethods]
impl PyAnswerer {
    #[new]
    fn new(py: Python<'_>) -> Self {
        Self { inner: py.detach(Answerer::new) }
    }

    /// The reply to a request. Whatever the request is, the reply is JSON.
    #[pyo3(signature = (request, /))]
    fn answer(&self, py: Python<'_>, request: &str) -> String {
        py.detach(|| self.inner.answer(request).into_text())
    }
}
