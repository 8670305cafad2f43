//! The value of one node, or what one indicator adds to the index, as an immutable Python object.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use spbe_core::exact::Decimal;
use spbe_core::instrument::Text;
use spbe_core::score::Value;

use crate::number;
use crate::score::{PyScore, Scored};

/// The value of a domain, an aspect or an indicator, or what an indicator adds to the index.
///
/// Immutable and hashable; equal when node and value are.
#[pyclass(name = "NodeScore", module = "spbe", frozen)]
pub(crate) struct PyNodeScore {
    scored: Arc<Scored>,
    shown: Shown,
}

/// What it is restored from: the score, what is shown of it, and where.
type Parts = (PyScore, &'static str, usize);

/// What is shown of a score, by position.
#[derive(Clone, Copy)]
pub(crate) enum Shown {
    Node(usize),
    Indicator(usize),
    Contribution(usize),
}

/// What the instrument says of a node.
struct Entry<'instrument> {
    tier: &'instrument str,
    code: &'instrument str,
    name: &'instrument Text,
}

impl PyNodeScore {
    pub(crate) fn new(scored: &Arc<Scored>, shown: Shown) -> Self {
        Self { scored: Arc::clone(scored), shown }
    }

    fn entry(&self) -> Option<Entry<'_>> {
        let instrument = self.scored.instrument().inner();
        match self.shown {
            Shown::Node(position) => {
                let node = instrument.nodes().get(position)?;
                Some(Entry { tier: node.tier(), code: node.code(), name: node.name() })
            }
            Shown::Indicator(position) | Shown::Contribution(position) => {
                let (tier, indicator) = (instrument.tiers().last()?, instrument.indicators().get(position)?);
                Some(Entry { tier: &tier.code, code: indicator.code(), name: indicator.name() })
            }
        }
    }

    fn number(&self) -> Option<&Value> {
        let score = self.scored.score();
        match self.shown {
            Shown::Node(position) => score.nodes.get(position)?.value.as_ref(),
            Shown::Indicator(position) => score.indicators.get(position)?.value.as_ref(),
            Shown::Contribution(position) => score.indicators.get(position)?.contribution.as_ref(),
        }
    }

    const fn kind(&self) -> (&'static str, usize) {
        match self.shown {
            Shown::Node(position) => ("node", position),
            Shown::Indicator(position) => ("indicator", position),
            Shown::Contribution(position) => ("contribution", position),
        }
    }
}

#[pymethods]
impl PyNodeScore {
    /// The code of the tier: `domain`, `aspect`, `indicator`.
    #[getter]
    fn tier(&self) -> &str {
        self.entry().map_or("", |entry| entry.tier)
    }

    /// The code, unique in its tier.
    #[getter]
    fn code(&self) -> &str {
        self.entry().map_or("", |entry| entry.code)
    }

    /// The official name.
    #[getter]
    fn name(&self) -> &str {
        self.entry().map_or("", |entry| &entry.name.id)
    }

    /// The English name, where there is one.
    #[getter]
    fn name_en(&self) -> Option<&str> {
        self.entry().and_then(|entry| entry.name.en.as_deref())
    }

    /// The value in index points: the float nearest to the published number; `None` where it is not determined.
    #[getter]
    fn value(&self) -> Option<f64> {
        self.number().and_then(Value::published).map(Decimal::to_f64)
    }

    /// The exact value as a `Fraction`; `None` where it is not determined.
    #[getter]
    fn exact<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.number().and_then(Value::exact).map(|exact| number::fraction(py, exact)).transpose()
    }

    /// The value as it is published, a `Decimal` with its printed decimals; `None` where it is not determined.
    #[getter]
    fn published<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.number().and_then(Value::published).map(|published| number::decimal(py, published)).transpose()
    }

    /// The lowest exact value that the answers allow; `None` where every answer below is left out.
    #[getter]
    fn lowest<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.number().map(|value| number::fraction(py, value.lowest())).transpose()
    }

    /// The highest exact value that the answers allow; `None` where every answer below is left out.
    #[getter]
    fn highest<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.number().map(|value| number::fraction(py, value.highest())).transpose()
    }

    fn __repr__(&self) -> String {
        let value = match self.number() {
            None => "left out".to_owned(),
            Some(value) => match (value.published(), value.exact()) {
                (Some(published), Some(exact)) => format!("{published} (exact {exact})"),
                _ => format!("{} to {}", value.published_lowest(), value.published_highest()),
            },
        };
        let adds = if matches!(self.shown, Shown::Contribution(_)) { " adds" } else { "" };
        format!("<NodeScore {} {} {:?}{adds}: {value}>", self.tier(), self.code(), self.name())
    }

    fn __eq__(&self, other: &Self) -> bool {
        let checksum = |own: &Self| own.scored.instrument().inner().checksum().to_owned();
        self.kind() == other.kind() && self.number() == other.number() && checksum(self) == checksum(other)
    }

    fn __hash__(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.kind().hash(&mut hasher);
        self.number().map(|value| (value.lowest(), value.highest())).hash(&mut hasher);
        hasher.finish()
    }

    const fn __copy__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    const fn __deepcopy__(slf: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        slf
    }

    fn __reduce__(slf: &Bound<'_, Self>) -> PyResult<(Py<PyAny>, Parts)> {
        let (kind, position) = slf.get().kind();
        let restore = slf.get_type().getattr("_restore")?.unbind();
        Ok((restore, (PyScore::from_scored(&slf.get().scored), kind, position)))
    }

    /// What a pickle calls.
    #[staticmethod]
    fn _restore(score: &Bound<'_, PyScore>, kind: &str, position: usize) -> PyResult<Self> {
        let shown = match kind {
            "node" => Shown::Node(position),
            "indicator" => Shown::Indicator(position),
            "contribution" => Shown::Contribution(position),
            _ => return Err(PyValueError::new_err(format!("no part of a score: {kind}"))),
        };
        Ok(score.get().part(shown))
    }
}
