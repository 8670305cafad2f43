//! The scores of a file a part at a time: as records they take 20 times the memory of the answers they come from.

use std::collections::BTreeSet;

use pyo3::exceptions::PyIndexError;
use pyo3::prelude::*;
use spbe_core::Error;
use spbe_core::assessment::{Assessment, ReadFile, ReadOptions, Records, Subject, read, write_json};
use spbe_core::instrument::Instrument;
use spbe_core::record::{HeadlineRecord, ScoreRows, WrittenScore};
use spbe_core::score::{Score, ScoreOptions, ScoreSource, score_all, score_printed_all};

use crate::convert;
use crate::failure::compute;
use crate::files::borrowed;
use crate::instrument::PyInstrument;

/// How many are scored at a time to find out whether all can be.
const PART: usize = 1_000;

/// The scores of a file: all of them can be computed, and each is when it is asked for.
#[pyclass(name = "ScoreRecords", module = "spbe._spbe", frozen)]
pub(crate) struct PyScoreRecords {
    instrument: Py<PyInstrument>,
    records: Records,
    options: ScoreOptions,
    /// The names of all labels, in alphabetical order.
    labels: Vec<String>,
}

impl PyScoreRecords {
    fn length(&self) -> usize {
        match &self.records {
            Records::Assessments(list) => list.len(),
            Records::Results(list) => list.len(),
            _ => 0,
        }
    }

    const fn source(&self) -> ScoreSource {
        match &self.records {
            Records::Results(_) => ScoreSource::Printed,
            _ => ScoreSource::Answers,
        }
    }

    /// The scores from one position up to another; what is past the end is left out.
    fn scores(&self, from: usize, to: usize) -> Result<Vec<Score>, Error> {
        let (instrument, options) = (self.instrument.get().inner(), &self.options);
        let to = to.min(self.length());
        Ok(match &self.records {
            Records::Assessments(list) => score_all(instrument, list.get(from..to).unwrap_or_default(), options)?,
            Records::Results(list) => score_printed_all(instrument, list.get(from..to).unwrap_or_default(), options)?,
            _ => Vec::new(),
        })
    }

    /// Something made of the scores from one position up to another.
    fn of_scores<T: Send>(
        &self,
        py: Python<'_>,
        from: usize,
        to: usize,
        made: impl Fn(&Instrument, &[Score]) -> T + Send + Sync,
    ) -> PyResult<T> {
        let instrument = self.instrument.get().inner();
        compute(py, spbe_core::issue::Language::English, || -> Result<T, Error> {
            Ok(made(instrument, &self.scores(from, to)?))
        })
    }

    /// Whether each can be scored; if one cannot, all are gone through, so that every problem is listed.
    fn check(&self) -> Result<(), Error> {
        let mut parts = (0..self.length()).step_by(PART);
        if parts.all(|from| self.scores(from, from.saturating_add(PART)).is_ok()) {
            return Ok(());
        }
        self.scores(0, self.length()).map(drop)
    }
}

#[pymethods]
impl PyScoreRecords {
    fn __len__(&self) -> usize {
        self.length()
    }

    /// The id of the instrument that they are scored by.
    #[getter]
    fn instrument(&self) -> &str {
        self.instrument.get().inner().id()
    }

    /// The names of all labels of the file, in alphabetical order.
    fn labels(&self) -> &[String] {
        &self.labels
    }

    /// The records from one position up to another, as `spbe.score_file` gives them.
    #[pyo3(signature = (start, stop, /))]
    fn records<'py>(&self, py: Python<'py>, start: usize, stop: usize) -> PyResult<Bound<'py, PyAny>> {
        let text = self.of_scores(py, start, stop, |instrument, scores| convert::json(&written(instrument, scores)))?;
        convert::plain(py, &text?)
    }

    /// Of the same records what a line on each tells: the fields about the whole, of the ranges the index's.
    #[pyo3(signature = (start, stop, /))]
    fn headlines<'py>(&self, py: Python<'py>, start: usize, stop: usize) -> PyResult<Bound<'py, PyAny>> {
        let text = self.of_scores(py, start, stop, |instrument, scores| {
            convert::json(&scores.iter().map(|score| HeadlineRecord::new(instrument, score)).collect::<Vec<_>>())
        })?;
        convert::plain(py, &text?)
    }

    /// The same as indented JSON, without the brackets around the list.
    #[pyo3(signature = (start, stop, /))]
    fn json(&self, py: Python<'_>, start: usize, stop: usize) -> PyResult<String> {
        let text = self.of_scores(py, start, stop, |instrument, scores| {
            serde_json::to_string_pretty(&written(instrument, scores))
        })?;
        let text = text.map_err(|error| pyo3::exceptions::PyRuntimeError::new_err(error.to_string()))?;
        Ok(text.trim_start_matches('[').trim_end_matches(']').trim_matches('\n').to_owned())
    }

    /// The heading of the rows of CSV.
    fn csv_heading(&self) -> String {
        ScoreRows::new(self.instrument.get().inner(), self.source(), &self.labels).heading()
    }

    /// The same as flat rows of CSV.
    #[pyo3(signature = (start, stop, /))]
    fn csv(&self, py: Python<'_>, start: usize, stop: usize) -> PyResult<String> {
        let (source, labels) = (self.source(), &self.labels);
        self.of_scores(py, start, stop, |instrument, scores| ScoreRows::new(instrument, source, labels).rows(scores))
    }
}

/// Scores as they are written.
fn written<'score>(instrument: &'score Instrument, scores: &'score [Score]) -> Vec<WrittenScore<'score>> {
    scores.iter().map(|score| WrittenScore::new(instrument, score)).collect()
}

/// The names of all labels of records, in alphabetical order.
fn labels(records: &Records) -> Vec<String> {
    let subjects: Vec<&Subject> = match records {
        Records::Assessments(list) => list.iter().map(Assessment::subject).collect(),
        Records::Results(list) => list.iter().map(|entry| &entry.subject).collect(),
        _ => Vec::new(),
    };
    let names: BTreeSet<&String> = subjects.into_iter().flat_map(|subject| subject.labels.keys()).collect();
    names.into_iter().cloned().collect()
}

/// Reads a file and scores it; its records are made when they are asked for.
#[pyfunction]
#[pyo3(signature = (
    data, candidates, /, *, year = None, missing = None, predicate_basis = None, decimal_comma = None, language = "en"
))]
#[expect(clippy::too_many_arguments, reason = "keyword-only options of a Python function")]
#[expect(clippy::needless_pass_by_value, reason = "pyo3 hands a list over as an owned vector")]
pub(crate) fn score_records(
    py: Python<'_>,
    data: &[u8],
    candidates: Vec<Py<PyInstrument>>,
    year: Option<i64>,
    missing: Option<&str>,
    predicate_basis: Option<&str>,
    decimal_comma: Option<bool>,
    language: &str,
) -> PyResult<PyScoreRecords> {
    let reading = ReadOptions::default().comma(convert::decimal_comma(decimal_comma)).year(convert::year(year)?);
    let options = convert::score_options(missing, predicate_basis)?;
    let language = convert::language(language)?;
    let instruments = borrowed(&candidates);
    let file = compute(py, language, || read(data, &instruments, &reading))?;
    let instrument = candidates.get(file.instrument).ok_or_else(|| PyIndexError::new_err("no candidate"))?;
    let labels = labels(&file.records);
    let records = PyScoreRecords { instrument: instrument.clone_ref(py), records: file.records, options, labels };
    compute(py, language, || records.check())?;
    Ok(records)
}

/// The assessments of a file as our JSON document; `None` if it holds printed results instead.
#[pyfunction]
#[pyo3(signature = (data, candidates, /, *, year = None, decimal_comma = None, language = "en"))]
#[expect(clippy::needless_pass_by_value, reason = "pyo3 hands a list over as an owned vector")]
pub(crate) fn assessments_document(
    py: Python<'_>,
    data: &[u8],
    candidates: Vec<Py<PyInstrument>>,
    year: Option<i64>,
    decimal_comma: Option<bool>,
    language: &str,
) -> PyResult<Option<String>> {
    let reading = ReadOptions::default().comma(convert::decimal_comma(decimal_comma)).year(convert::year(year)?);
    let language = convert::language(language)?;
    let candidates = borrowed(&candidates);
    compute(py, language, || -> Result<Option<String>, Error> {
        let ReadFile { instrument, records } = read(data, &candidates, &reading)?;
        match (candidates.get(instrument).copied(), records) {
            (Some(instrument), Records::Assessments(assessments)) => Ok(Some(write_json(instrument, &assessments)?)),
            _ => Ok(None),
        }
    })
}
