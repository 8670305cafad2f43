//! Data frames scored and audited.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::thread;

use pyo3::prelude::*;
use spbe_core::Error;
use spbe_core::assessment::ReadOptions;
use spbe_core::batch::ROWS_A_THREAD;
use spbe_core::frame::{self, Frame, FrameOptions, Scorer};
use spbe_core::instrument::Instrument;
use spbe_core::record::AuditRecord;

use crate::failure::compute;
use crate::files::{audited, borrowed};
use crate::instrument::PyInstrument;
use crate::table::PyTable;
use crate::{columns, convert};

/// The table of a data frame of answers, wide or long, or of printed results.
#[pyfunction]
#[pyo3(signature = (
    frame, candidates, /, *, year = None, missing = None, predicate_basis = None, decimal_comma = None,
    columns = None, language = "en"
))]
#[expect(clippy::too_many_arguments, reason = "keyword-only options of a Python function")]
#[expect(clippy::needless_pass_by_value, reason = "pyo3 hands a list over as an owned vector")]
pub(crate) fn score_frame<'py>(
    py: Python<'py>,
    frame: &Bound<'py, PyAny>,
    candidates: Vec<Py<PyInstrument>>,
    year: Option<i64>,
    missing: Option<&str>,
    predicate_basis: Option<&str>,
    decimal_comma: Option<bool>,
    columns: Option<Vec<String>>,
    language: &str,
) -> PyResult<PyTable> {
    let scoring = convert::score_options(missing, predicate_basis)?;
    let language = convert::language(language)?;
    let frame = columns::frame(frame, language)?;
    let threads = if frame.rows() < 2 * ROWS_A_THREAD { 1 } else { processors() };
    let reading = ReadOptions::default().comma(convert::decimal_comma(decimal_comma)).year(convert::year(year)?);
    let options = FrameOptions::default().reading(reading).scoring(scoring).columns(columns).threads(threads);
    let candidates = borrowed(&candidates);
    if let [instrument] = *candidates.as_slice() {
        return compute(py, language, || match scorer(instrument, &frame, options)? {
            Ok(scorer) => scorer.score(&frame),
            Err(options) => frame::score(&frame, &candidates, &options),
        })
        .map(PyTable::from);
    }
    compute(py, language, || frame::score(&frame, &candidates, &options)).map(PyTable::from)
}

/// The record of `spbe audit` for a data frame of printed results.
#[pyfunction]
#[expect(clippy::needless_pass_by_value, reason = "pyo3 hands a list over as an owned vector")]
#[pyo3(signature = (frame, candidates, /, *, year = None, decimal_comma = None, language = "en"))]
pub(crate) fn audit_frame<'py>(
    py: Python<'py>,
    frame: &Bound<'py, PyAny>,
    candidates: Vec<Py<PyInstrument>>,
    year: Option<i64>,
    decimal_comma: Option<bool>,
    language: &str,
) -> PyResult<Bound<'py, PyAny>> {
    let language = convert::language(language)?;
    let frame = columns::frame(frame, language)?;
    let reading = ReadOptions::default().comma(convert::decimal_comma(decimal_comma)).year(convert::year(year)?);
    let options = FrameOptions::default().reading(reading);
    let candidates = borrowed(&candidates);
    let record = compute(py, language, || -> Result<AuditRecord, Error> {
        audited(&candidates, &frame::read(&frame, &candidates, &options)?)
    })?;
    convert::plain(py, &convert::json(&record)?)
}

/// Scorers made for frames before: a call for a small frame of a known schema need not recognise its columns again.
static SCORERS: Mutex<Vec<Arc<Scorer>>> = Mutex::new(Vec::new());
/// How many are kept, the one used last at the end.
const KEPT: usize = 8;

/// The scorer of a frame; the options back for a frame that is not wide.
fn scorer(
    instrument: &Instrument,
    frame: &Frame,
    options: FrameOptions,
) -> Result<Result<Arc<Scorer>, FrameOptions>, Error> {
    let fits = |scorer: &Arc<Scorer>| {
        scorer.instrument().checksum() == instrument.checksum()
            && *scorer.options() == options
            && (Arc::ptr_eq(scorer.input(), frame.schema()) || scorer.input() == frame.schema())
    };
    let mut kept = SCORERS.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(position) = kept.iter().rposition(fits) {
        let found = kept.remove(position);
        kept.push(Arc::clone(&found));
        return Ok(Ok(found));
    }
    drop(kept);
    let Some(made) = Scorer::new(Arc::new(instrument.clone()), frame.schema(), &options)? else {
        return Ok(Err(options));
    };
    let made = Arc::new(made);
    let mut kept = SCORERS.lock().unwrap_or_else(PoisonError::into_inner);
    if kept.len() >= KEPT {
        kept.remove(0);
    }
    kept.push(Arc::clone(&made));
    Ok(Ok(made))
}

fn processors() -> usize {
    static COUNT: OnceLock<usize> = OnceLock::new();
    *COUNT.get_or_init(|| thread::available_parallelism().map_or(1, usize::from))
}
