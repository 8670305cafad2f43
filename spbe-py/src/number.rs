//! Numbers of the core as numbers of Python: `Fraction` for exact values, `Decimal` for published ones.

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyType;
use spbe_core::exact::{Decimal, Ratio};

/// An exact value as a `fractions.Fraction`.
pub(crate) fn fraction<'py>(py: Python<'py>, value: Ratio) -> PyResult<Bound<'py, PyAny>> {
    static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    CLASS.import(py, "fractions", "Fraction")?.call1((value.numerator(), value.denominator()))
}

/// A published value as a `decimal.Decimal`, with its printed decimals.
pub(crate) fn decimal<'py>(py: Python<'py>, value: Decimal) -> PyResult<Bound<'py, PyAny>> {
    static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    CLASS.import(py, "decimal", "Decimal")?.call1((value.to_string(),))
}

/// A level as an `int`, any other answer as a `Fraction`.
pub(crate) fn whole_or_fraction<'py>(py: Python<'py>, value: Ratio) -> PyResult<Bound<'py, PyAny>> {
    if value.is_whole() { Ok(value.numerator().into_pyobject(py)?.into_any()) } else { fraction(py, value) }
}
