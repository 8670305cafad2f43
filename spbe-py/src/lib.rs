//! The extension module `spbe._spbe`: it converts, calls `spbe-core`, and maps errors. It computes nothing.

mod answers;
mod assessment;
mod capsule;
mod cells;
mod cohort;
mod columns;
mod convert;
mod failure;
mod files;
mod frames;
mod instrument;
mod lists;
mod memory;
mod node_score;
mod number;
mod packed;
mod records;
mod request;
mod score;
mod table;
mod workbook;

use pyo3::prelude::*;

/// The compiled part of the package `spbe`.
#[pymodule]
mod _spbe {
    use super::{Bound, PyModule, PyModuleMethods, PyResult};

    #[pymodule_export]
    use super::assessment::PyAssessment;
    #[pymodule_export]
    use super::cohort::{PyCohort, PyCohortReader, data_file};
    #[pymodule_export]
    use super::files::{audit, competition_ranks, read_assessments, score};
    #[pymodule_export]
    use super::frames::{audit_frame, score_frame};
    #[pymodule_export]
    use super::instrument::PyInstrument;
    #[pymodule_export]
    use super::node_score::PyNodeScore;
    #[pymodule_export]
    use super::records::{PyScoreRecords, assessments_document, score_records};
    #[pymodule_export]
    use super::request::PyAnswerer;
    #[pymodule_export]
    use super::score::{PyScore, score_answers, score_assessments};
    #[pymodule_export]
    use super::table::PyTable;
    #[pymodule_export]
    use super::workbook::PyWorkbook;

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add("__version__", env!("CARGO_PKG_VERSION"))
    }
}
