//! Files of assessments and of results: read, scored, audited.

use pyo3::prelude::*;
use spbe_core::assessment::{AssessmentError, ReadFile, ReadOptions, Records, read};
use spbe_core::audit::{AuditError, audit_records};
use spbe_core::exact::{Decimal, Ratio};
use spbe_core::instrument::Instrument;
use spbe_core::issue::{Issues, Language};
use spbe_core::record::{AuditRecord, ScoreRecord};
use spbe_core::score::score_records;
use spbe_core::{Error, rank};

use crate::assessment::PyAssessment;
use crate::convert;
use crate::failure::compute;
use crate::instrument::PyInstrument;

/// The records of `spbe score`: one for each assessment or printed result of a file.
#[pyfunction]
#[pyo3(signature = (
    data, candidates, /, *, year = None, missing = None, predicate_basis = None, decimal_comma = None, language = "en"
))]
#[expect(clippy::too_many_arguments, reason = "keyword-only options of a Python function")]
#[expect(clippy::needless_pass_by_value, reason = "pyo3 hands a list over as an owned vector")]
pub(crate) fn score<'py>(
    py: Python<'py>,
    data: &[u8],
    candidates: Vec<Py<PyInstrument>>,
    year: Option<i64>,
    missing: Option<&str>,
    predicate_basis: Option<&str>,
    decimal_comma: Option<bool>,
    language: &str,
) -> PyResult<Bound<'py, PyAny>> {
    let reading = ReadOptions::default().comma(convert::decimal_comma(decimal_comma)).year(convert::year(year)?);
    let options = convert::score_options(missing, predicate_basis)?;
    let language = convert::language(language)?;
    let candidates = borrowed(&candidates);
    let records = compute(py, language, || -> Result<Vec<ScoreRecord>, Error> {
        let ReadFile { instrument, records } = read(data, &candidates, &reading)?;
        let Some(instrument) = candidates.get(instrument).copied() else { return Ok(Vec::new()) };
        let scores = score_records(instrument, &records, &options)?;
        Ok(scores.iter().map(|score| ScoreRecord::new(instrument, score)).collect())
    })?;
    convert::plain(py, &convert::json(&records)?)
}

/// The assessments of a file.
#[pyfunction]
#[expect(clippy::needless_pass_by_value, reason = "pyo3 hands a list over as an owned vector")]
#[pyo3(signature = (data, candidates, /, *, year = None, decimal_comma = None, language = "en"))]
pub(crate) fn read_assessments(
    py: Python<'_>,
    data: &[u8],
    candidates: Vec<Py<PyInstrument>>,
    year: Option<i64>,
    decimal_comma: Option<bool>,
    language: &str,
) -> PyResult<Vec<PyAssessment>> {
    let reading = ReadOptions::default().comma(convert::decimal_comma(decimal_comma)).year(convert::year(year)?);
    let language = convert::language(language)?;
    let instruments = borrowed(&candidates);
    let (instrument, assessments) = compute(py, language, || {
        let ReadFile { instrument, records } = read(data, &instruments, &reading)?;
        match records {
            Records::Assessments(assessments) => Ok((instrument, assessments)),
            _ => Err(Issues::one(AssessmentError::NotAnswers)),
        }
    })?;
    let Some(instrument) = candidates.get(instrument) else { return Ok(Vec::new()) };
    Ok(assessments.into_iter().map(|assessment| PyAssessment::new(instrument.clone_ref(py), assessment)).collect())
}

/// The record of `spbe audit`: whether each printed result of a file can be right.
#[pyfunction]
#[expect(clippy::needless_pass_by_value, reason = "pyo3 hands a list over as an owned vector")]
#[pyo3(signature = (data, candidates, /, *, year = None, decimal_comma = None, language = "en"))]
pub(crate) fn audit<'py>(
    py: Python<'py>,
    data: &[u8],
    candidates: Vec<Py<PyInstrument>>,
    year: Option<i64>,
    decimal_comma: Option<bool>,
    language: &str,
) -> PyResult<Bound<'py, PyAny>> {
    let reading = ReadOptions::default().comma(convert::decimal_comma(decimal_comma)).year(convert::year(year)?);
    let language = convert::language(language)?;
    let candidates = borrowed(&candidates);
    let record = compute(py, language, || -> Result<AuditRecord, Error> {
        audited(&candidates, &read(data, &candidates, &reading)?)
    })?;
    convert::plain(py, &convert::json(&record)?)
}

/// The rank of each value, the highest first; equal values share the best rank, and the next rank is skipped.
#[pyfunction]
#[pyo3(signature = (values, /))]
#[expect(clippy::needless_pass_by_value, reason = "pyo3 hands a list over as an owned vector")]
pub(crate) fn competition_ranks(py: Python<'_>, values: Vec<String>) -> PyResult<Vec<usize>> {
    compute(py, Language::English, || {
        let numbers: Vec<Ratio> = values
            .iter()
            .map(|text| text.parse::<Decimal>().map(Ratio::from))
            .collect::<Result<_, _>>()
            .map_err(Issues::one)?;
        Ok::<_, Error>(rank::competition_ranks(&numbers))
    })
}

/// The audit of what was read.
pub(crate) fn audited(candidates: &[&Instrument], file: &ReadFile) -> Result<AuditRecord, Error> {
    let instrument = candidates.get(file.instrument).ok_or_else(|| Issues::one(AuditError::NotResults))?;
    Ok(AuditRecord::new(instrument, &audit_records(instrument, &file.records)?))
}

/// The core borrows instruments; frozen objects can be read while the interpreter is released.
pub(crate) fn borrowed(candidates: &[Py<PyInstrument>]) -> Vec<&Instrument> {
    candidates.iter().map(|candidate| candidate.get().inner()).collect()
}
