//! The extension module `spbe._spbe`: it converts, calls `spbe-core`, and maps errors. It computes nothing.

mod convert;
mod failure;
mod files;
mod instrument;
mod records;
mod request;
mod workbook;

use pyo3::prelude::*;

/// The compiled part of the package `spbe`.
#[pymodule]
mod _spbe {
    use super::{Bound, PyModule, PyModuleMethods, PyResult};

    #[pymodule_export]
    use super::files::{audit, competition_ranks, score};
    #[pymodule_export]
    use super::instrument::PyInstrument;
    #[pymodule_export]
    use super::records::{PyScoreRecords, assessments_document, score_records};
    #[pymodule_export]
    use super::request::PyAnswerer;
    #[pymodule_export]
    use super::workbook::PyWorkbook;

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add("__version__", env!("CARGO_PKG_VERSION"))
    }
}
