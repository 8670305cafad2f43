//! An assessment as an immutable Python object.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyMapping, PyMappingProxy};
use spbe_core::Error;
use spbe_core::assessment::{Assessment, Given, Subject};
use spbe_core::exact::DecimalComma;
use spbe_core::issue::Issues;

use crate::answers::{self, Answers};
use crate::convert;
use crate::failure::compute;
use crate::instrument::PyInstrument;
use crate::number;

/// What was found at one institution, in one year, at one stage: its answers, checked against an instrument.
///
/// Immutable and hashable; equal when instrument, subject and answers are.
#[pyclass(name = "Assessment", module = "spbe", frozen)]
pub(crate) struct PyAssessment {
    instrument: Py<PyInstrument>,
    inner: Assessment,
}

/// What an assessment is restored from: instrument, institution, year, stage, labels, exact answers.
type Parts = (Py<PyInstrument>, String, Option<u16>, Option<String>, BTreeMap<String, String>, Vec<Option<String>>);

impl PyAssessment {
    pub(crate) const fn new(instrument: Py<PyInstrument>, inner: Assessment) -> Self {
        Self { instrument, inner }
    }

    pub(crate) const fn inner(&self) -> &Assessment {
        &self.inner
    }

    pub(crate) const fn instrument_object(&self) -> &Py<PyInstrument> {
        &self.instrument
    }

    /// The assessment as one of `year`: one of another year is no such assessment.
    pub(crate) fn in_year(py: Python<'_>, own: Py<Self>, year: u16) -> PyResult<Py<Self>> {
        match own.get().inner.subject().year {
            Some(known) if known == year => Ok(own),
            Some(known) => Err(PyValueError::new_err(format!("year: the assessment is of {known}, not of {year}"))),
            None => Py::new(py, Self::new(own.get().instrument.clone_ref(py), own.get().inner.in_year(year))),
        }
    }

    /// Checked answers; all that is wrong with them is raised.
    pub(crate) fn check(
        py: Python<'_>,
        instrument: Py<PyInstrument>,
        subject: Subject,
        answers: &Answers,
        options: &ReadingOptions<'_>,
    ) -> PyResult<Self> {
        let comma = convert::decimal_comma(options.decimal_comma);
        let language = convert::language(options.language)?;
        let checked = instrument.get().inner();
        let inner = compute(py, language, || match answers {
            Answers::Positions(given) => Assessment::from_given(checked, subject, given, comma),
            Answers::Codes(given) => {
                let answers = given.iter().map(|(code, given)| (code.as_str(), given.clone()));
                Assessment::from_given_codes(checked, subject, answers, comma)
            }
        })?;
        Ok(Self { instrument, inner })
    }
}

/// How text is read, and the language of its problems.
pub(crate) struct ReadingOptions<'text> {
    pub(crate) decimal_comma: Option<bool>,
    pub(crate) language: &'text str,
}

#[pymethods]
#[expect(clippy::doc_markdown, reason = "docstrings of Python have a form of their own")]
impl PyAssessment {
    /// Answers in the order of `instrument.items`, or by code; `None`, a NaN and an empty text are a missing answer.
    ///
    /// `score` says how each kind of number is read.
    ///
    /// Args:
    ///     answers: a sequence, or a mapping of code to answer (`7`, `"7"`, `"i7"`); what is not named is missing.
    ///     instrument: the instrument, its id, or the path of its file.
    ///     institution: who was assessed.
    ///     year: the year; it decides from which index the predicate is read.
    ///     stage: the stage, such as `mandiri` or `akhir`.
    ///     labels: whatever else is known, such as `{"province": "Lampung"}`.
    ///     decimal_comma: whether `1,260` is 1.26; unless given, such a text is an error that asks.
    ///     language: the language of error messages.
    ///
    /// Raises:
    ///     AssessmentError: an answer is no number or out of range, a code is unknown; all are listed.
    ///     TypeError: an answer is neither number nor text nor missing.
    #[new]
    #[pyo3(signature = (
        answers, /, *, instrument, institution = "", year = None, stage = None, labels = None, decimal_comma = None,
        language = "en"
    ))]
    #[expect(clippy::too_many_arguments, reason = "keyword-only options of a Python function")]
    fn create(
        py: Python<'_>,
        answers: &Bound<'_, PyAny>,
        instrument: &Bound<'_, PyAny>,
        institution: &str,
        year: Option<i64>,
        stage: Option<String>,
        labels: Option<&Bound<'_, PyMapping>>,
        decimal_comma: Option<bool>,
        language: &str,
    ) -> PyResult<Self> {
        let instrument = PyInstrument::resolve(instrument, language)?;
        let labels = match labels {
            Some(labels) => labels.items()?.extract::<Vec<(String, String)>>()?.into_iter().collect(),
            None => BTreeMap::new(),
        };
        let subject = Subject { institution: institution.to_owned(), year: convert::year(year)?, stage, labels };
        Self::check(py, instrument, subject, &answers::read(answers)?, &ReadingOptions { decimal_comma, language })
    }

    /// The instrument it was checked against.
    #[getter]
    fn instrument(&self, py: Python<'_>) -> Py<PyInstrument> {
        self.instrument.clone_ref(py)
    }

    /// Who was assessed; empty where nothing was said.
    #[getter]
    fn institution(&self) -> &str {
        &self.inner.subject().institution
    }

    /// The year, where it is known.
    #[getter]
    fn year(&self) -> Option<u16> {
        self.inner.subject().year
    }

    /// The stage, where it is known.
    #[getter]
    fn stage(&self) -> Option<&str> {
        self.inner.subject().stage.as_deref()
    }

    /// Whatever else is known of the institution, such as its province; read-only.
    #[getter]
    fn labels<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyMappingProxy>> {
        labels(py, self.inner.subject())
    }

    /// The answers by code, in the order of the instrument: an `int` for a whole number, else a `Fraction`; `None` for
    /// a missing answer. Read-only.
    #[getter]
    fn answers<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyMappingProxy>> {
        let answers = PyDict::new(py);
        for (item, answer) in self.instrument.get().inner().items().iter().zip(self.inner.answers()) {
            answers.set_item(item.code(), answer.map(|answer| number::whole_or_fraction(py, answer)).transpose()?)?;
        }
        Ok(PyMappingProxy::new(py, answers.as_mapping()))
    }

    fn __repr__(&self) -> String {
        let (answers, id) = (self.inner.answers(), self.inner.instrument());
        let given = answers.iter().flatten().count();
        format!("<Assessment {}: {given} of {} answers to {id}>", subject(self.inner.subject()), answers.len())
    }

    fn __eq__(&self, other: &Self) -> bool {
        let (one, two) = (&self.inner, &other.inner);
        let same = one.belongs_to(other.instrument.get().inner());
        same && one.subject() == two.subject() && one.answers() == two.answers()
    }

    fn __hash__(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        let subject = self.inner.subject();
        (self.inner.instrument(), &subject.institution, subject.year, &subject.stage).hash(&mut hasher);
        self.inner.answers().hash(&mut hasher);
        hasher.finish()
    }

    const fn __copy__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __deepcopy__(slf: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        slf
    }

    fn __reduce__(slf: &Bound<'_, Self>) -> PyResult<(Py<PyAny>, Parts)> {
        let (py, own) = (slf.py(), slf.get());
        let subject = own.inner.subject().clone();
        let answers = own.inner.answers().iter().map(|answer| answer.map(|answer| answer.to_string())).collect();
        let parts =
            (own.instrument.clone_ref(py), subject.institution, subject.year, subject.stage, subject.labels, answers);
        Ok((slf.get_type().getattr("_restore")?.unbind(), parts))
    }

    /// What a pickle calls.
    #[staticmethod]
    #[expect(clippy::needless_pass_by_value, reason = "pyo3 hands a list over as an owned vector")]
    fn _restore(
        py: Python<'_>,
        instrument: Py<PyInstrument>,
        institution: String,
        year: Option<u16>,
        stage: Option<String>,
        labels: BTreeMap<String, String>,
        answers: Vec<Option<String>>,
    ) -> PyResult<Self> {
        let given = answers.iter().map(|answer| match answer {
            None => Ok(Given::Missing),
            Some(text) => text.parse().map(Given::Number).map_err(Issues::one),
        });
        let checked = instrument.get().inner();
        let inner = compute(py, convert::language("en")?, || -> Result<Assessment, Error> {
            let given: Vec<Given<'_>> = given.collect::<Result<_, _>>()?;
            let subject = Subject { institution, year, stage, labels };
            Ok(Assessment::from_given(checked, subject, &given, DecimalComma::Never)?)
        })?;
        Ok(Self { instrument, inner })
    }
}

/// The labels of a subject as a read-only mapping.
pub(crate) fn labels<'py>(py: Python<'py>, subject: &Subject) -> PyResult<Bound<'py, PyMappingProxy>> {
    let labels = PyDict::new(py);
    for (name, value) in &subject.labels {
        labels.set_item(name, value)?;
    }
    Ok(PyMappingProxy::new(py, labels.as_mapping()))
}

/// A subject in a repr: `'Kota Denpasar' 2021 (mandiri)`.
pub(crate) fn subject(subject: &Subject) -> String {
    let mut words = vec![format!("{:?}", subject.institution)];
    words.extend(subject.year.map(|year| year.to_string()));
    words.extend(subject.stage.as_ref().map(|stage| format!("({stage})")));
    words.join(" ")
}
