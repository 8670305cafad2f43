//! An instrument as an immutable Python object.

use std::hash::{DefaultHasher, Hash, Hasher};

use pyo3::prelude::*;
use pyo3::types::PyType;
use spbe_core::instrument::Instrument;
use spbe_core::record::InstrumentSummary;

use crate::convert;
use crate::failure::compute;

/// A regulation's tree of nodes, weights, scales, predicates and rules, checked as a whole.
///
/// Immutable. Two instruments are equal when their checksums are: same names, same weights, same rules.
#[pyclass(name = "Instrument", module = "spbe", frozen)]
pub(crate) struct PyInstrument {
    inner: Instrument,
}

impl PyInstrument {
    pub(crate) const fn inner(&self) -> &Instrument {
        &self.inner
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
        Ok(Self { inner })
    }

    /// An instrument from TOML text.
    #[classmethod]
    #[pyo3(signature = (text, /, *, language = "en"))]
    fn from_toml(_class: &Bound<'_, PyType>, py: Python<'_>, text: &str, language: &str) -> PyResult<Self> {
        let inner = compute(py, convert::language(language)?, || Instrument::from_toml(text))?;
        Ok(Self { inner })
    }

    /// An instrument from its JSON form.
    #[classmethod]
    #[pyo3(signature = (text, /, *, language = "en"))]
    fn from_json(_class: &Bound<'_, PyType>, py: Python<'_>, text: &str, language: &str) -> PyResult<Self> {
        let inner = compute(py, convert::language(language)?, || Instrument::from_json(text))?;
        Ok(Self { inner })
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
