//! An instrument as an immutable Python object.

use std::hash::{DefaultHasher, Hash, Hasher};

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyTuple, PyType};
use spbe_core::instrument::{Instrument, Item};
use spbe_core::record::InstrumentSummary;

use crate::convert;
use crate::failure::compute;
use crate::number;

/// A regulation's tree of nodes, weights, scales, predicates and rules, checked as a whole.
///
/// Immutable. Two instruments are equal when their checksums are: same names, same weights, same rules.
#[pyclass(name = "Instrument", module = "spbe", frozen)]
pub(crate) struct PyInstrument {
    inner: Instrument,
    /// What Python sees of the file, made when it is first asked for.
    regulation: PyOnceLock<Py<PyAny>>,
}

impl PyInstrument {
    const fn new(inner: Instrument) -> Self {
        Self { inner, regulation: PyOnceLock::new() }
    }

    pub(crate) const fn inner(&self) -> &Instrument {
        &self.inner
    }

    /// An instrument, or what names one: the id of a built-in instrument, or a path.
    pub(crate) fn resolve(choice: &Bound<'_, PyAny>, language: &str) -> PyResult<Py<Self>> {
        if let Ok(instrument) = choice.cast::<Self>() {
            return Ok(instrument.clone().unbind());
        }
        let py = choice.py();
        let options = PyDict::new(py);
        options.set_item("language", language)?;
        let named = py.import("spbe.api")?.getattr("instrument")?.call((choice,), Some(&options))?;
        Ok(named.cast_into::<Self>()?.unbind())
    }

    fn regulation<'py>(&self, py: Python<'py>, part: &str) -> PyResult<Bound<'py, PyAny>> {
        let make = || -> PyResult<Py<PyAny>> {
            Ok(py.import("spbe.regulation")?.call_method1("_regulation", (self.to_dict(py)?,))?.unbind())
        };
        self.regulation.get_or_try_init(py, make)?.bind(py).getattr(part)
    }
}

#[pymethods]
impl PyInstrument {
    /// The ids of the built-in instruments, oldest regulation first.
    #[staticmethod]
    fn builtin_ids() -> Vec<&'static str> {
        Instrument::builtin_ids().collect()
    }

    /// A built-in instrument by its id.
    #[classmethod]
    #[pyo3(signature = (name, /, *, language = "en"))]
    fn builtin(_class: &Bound<'_, PyType>, py: Python<'_>, name: &str, language: &str) -> PyResult<Self> {
        let inner = compute(py, convert::language(language)?, || Instrument::builtin(name))?;
        Ok(Self::new(inner))
    }

    /// An instrument from TOML text.
    #[classmethod]
    #[pyo3(signature = (text, /, *, language = "en"))]
    fn from_toml(_class: &Bound<'_, PyType>, py: Python<'_>, text: &str, language: &str) -> PyResult<Self> {
        let inner = compute(py, convert::language(language)?, || Instrument::from_toml(text))?;
        Ok(Self::new(inner))
    }

    /// An instrument from its JSON form.
    #[classmethod]
    #[pyo3(signature = (text, /, *, language = "en"))]
    fn from_json(_class: &Bound<'_, PyType>, py: Python<'_>, text: &str, language: &str) -> PyResult<Self> {
        let inner = compute(py, convert::language(language)?, || Instrument::from_json(text))?;
        Ok(Self::new(inner))
    }

    /// The name for programs, such as `spbe-2020`.
    #[getter]
    fn id(&self) -> &str {
        self.inner.id()
    }

    /// The title in Indonesian.
    #[getter]
    fn title(&self) -> &str {
        &self.inner.title().id
    }

    /// The title in English, where there is one.
    #[getter]
    fn title_en(&self) -> Option<&str> {
        self.inner.title().en.as_deref()
    }

    /// The regulation it is taken from.
    #[getter]
    fn basis(&self) -> &str {
        &self.inner.legal().basis
    }

    /// The years in which assessments used it.
    #[getter]
    fn years<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, &self.inner.legal().used_years)
    }

    /// The edition of the data; raised when a name, a weight or a rule is mended.
    #[getter]
    fn edition(&self) -> u32 {
        self.inner.edition()
    }

    /// What an answer is: `level` for whole levels, `value` for decimals.
    #[getter]
    fn answer_kind(&self) -> &'static str {
        self.inner.answers().kind.name()
    }

    /// The lowest answer: an `int` where it is whole, else a `Fraction`.
    #[getter]
    fn lowest_answer<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        number::whole_or_fraction(py, self.inner.lowest_answer())
    }

    /// The highest answer: an `int` where it is whole, else a `Fraction`.
    #[getter]
    fn highest_answer<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        number::whole_or_fraction(py, self.inner.highest_answer())
    }

    /// How many decimals are published.
    #[getter]
    fn decimals(&self) -> u8 {
        self.inner.publication().decimals
    }

    /// The codes that answers are given to, in the order of answers by position.
    #[getter]
    fn items<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.inner.items().iter().map(Item::code).collect::<Vec<_>>())
    }

    /// The tiers from the top down; the last is the tier of the indicators.
    #[getter]
    fn tiers<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.regulation(py, "tiers")
    }

    /// The nodes above the indicators by tier and code, such as `domain:1`. Read-only.
    #[getter]
    fn nodes<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.regulation(py, "nodes")
    }

    /// The indicators by code, with weights and criteria. Read-only.
    #[getter]
    fn indicators<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.regulation(py, "indicators")
    }

    /// The predicates, lowest first.
    #[getter]
    fn predicates<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.regulation(py, "predicates")
    }

    /// What the weights of each tier add up to: 100 where they are percent.
    #[getter]
    fn total_weight<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.regulation(py, "total_weight")
    }

    /// Which index the predicate is read from in a year: `exact` or `published`.
    ///
    /// Args:
    ///     year: the year; without one, or for a year that is not listed, the instrument's default.
    #[pyo3(signature = (year = None, /))]
    fn predicate_basis(&self, year: Option<i64>) -> PyResult<&'static str> {
        Ok(self.inner.predicate_basis(convert::year(year)?).name())
    }

    /// SHA-256 of the canonical JSON form, in hexadecimal.
    #[getter]
    fn checksum(&self) -> &str {
        self.inner.checksum()
    }

    /// Counts and titles: what `spbe instruments --format json` lists.
    fn summary<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        convert::plain(py, &convert::json(&InstrumentSummary::new(&self.inner))?)
    }

    /// The instrument as TOML text, which `from_toml` reads back to an equal instrument.
    fn to_toml(&self) -> String {
        self.inner.to_toml()
    }

    /// The instrument as JSON text in the canonical form.
    fn to_json(&self) -> String {
        self.inner.to_json()
    }

    /// The instrument as dictionaries and lists, in the shape of `docs/schema/instrument.schema.json`.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        convert::plain(py, &self.inner.to_json())
    }

    fn __repr__(&self) -> String {
        let (id, checksum) = (self.inner.id(), self.inner.checksum());
        let indicators = self.inner.indicators().len();
        let short = checksum.get(..12).unwrap_or(checksum);
        format!("<Instrument '{id}' with {indicators} indicators, edition {}, {short}>", self.inner.edition())
    }

    /// The instrument as HTML: the tree of nodes with their weights. Notebooks show it by themselves.
    ///
    /// Args:
    ///     language: the language of the words around the official names.
    #[pyo3(signature = (*, language = "en"))]
    fn to_html<'py>(slf: &Bound<'py, Self>, language: &str) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("spbe.notebook")?.call_method1("instrument_html", (slf, language))
    }

    fn _repr_html_<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("spbe.notebook")?.call_method1("instrument_html", (slf,))
    }

    const fn __copy__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    const fn __deepcopy__(slf: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        slf
    }

    fn __eq__(&self, other: &Self) -> bool {
        self.inner.checksum() == other.inner.checksum()
    }

    fn __hash__(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.inner.checksum().hash(&mut hasher);
        hasher.finish()
    }

    /// Pickles travel by the JSON form.
    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, (String,))> {
        Ok((slf.get_type().getattr("from_json")?, (slf.get().inner.to_json(),)))
    }
}
