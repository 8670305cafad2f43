//! A score and its nodes as immutable Python objects.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use pyo3::exceptions::PyKeyError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyMappingProxy, PyTuple, PyType};
use spbe_core::assessment::Subject;
use spbe_core::exact::Decimal;
use spbe_core::instrument::{Item, Node};
use spbe_core::issue::Issues;
use spbe_core::record::ScoreRecord;
use spbe_core::score::{Score, ScoreOptions, Value, score, score_each};

use crate::answers;
use crate::assessment::{self, PyAssessment, ReadingOptions};
use crate::convert;
use crate::failure::compute;
use crate::instrument::PyInstrument;
use crate::node_score::{PyNodeScore, Shown};
use crate::number;

/// What an assessment is worth: the exact index, every node below it, the predicate, the way to the next one.
///
/// Numbers come in three forms. `index` (and `value` of a node) is the `float` nearest to the published number, for
/// tables and plots. `index_published` (`published`) is that number as a `Decimal`, with the decimals it is printed
/// with. `index_exact` (`exact`) is the value before rounding, as a `Fraction`. All are index points. Where the answers
/// do not determine a number, it is `None`.
///
/// Immutable and hashable; equal when the assessment, the options and so all numbers are. `spbe.score` makes it.
#[pyclass(name = "Score", module = "spbe", frozen)]
pub(crate) struct PyScore {
    scored: Arc<Scored>,
}

/// What a score is restored from: the assessment, the policy for missing answers, the predicate basis.
type Parts = (Py<PyAssessment>, &'static str, &'static str);

/// A score with what it was made from.
pub(crate) struct Scored {
    assessment: Py<PyAssessment>,
    score: Score,
}

impl Scored {
    pub(crate) fn instrument(&self) -> &PyInstrument {
        self.assessment.get().instrument_object().get()
    }

    pub(crate) const fn score(&self) -> &Score {
        &self.score
    }
}

impl PyScore {
    /// Scores one assessment.
    pub(crate) fn of(
        py: Python<'_>,
        assessment: Py<PyAssessment>,
        options: &ScoreOptions,
        language: &str,
    ) -> PyResult<Self> {
        let own = assessment.get();
        let (instrument, checked) = (own.instrument_object().get().inner(), own.inner());
        let score =
            compute(py, convert::language(language)?, || score(instrument, checked, options).map_err(Issues::one))?;
        Ok(Self::new(assessment, score))
    }

    pub(crate) fn new(assessment: Py<PyAssessment>, score: Score) -> Self {
        Self { scored: Arc::new(Scored { assessment, score }) }
    }

    pub(crate) fn from_scored(scored: &Arc<Scored>) -> Self {
        Self { scored: Arc::clone(scored) }
    }

    pub(crate) fn part(&self, shown: Shown) -> PyNodeScore {
        PyNodeScore::new(&self.scored, shown)
    }

    fn subject(&self) -> &Subject {
        &self.scored.score.subject
    }

    fn index(&self) -> &Value {
        &self.scored.score.index
    }

    fn record(&self) -> ScoreRecord {
        ScoreRecord::new(self.scored.instrument().inner(), &self.scored.score)
    }

    fn predicate_name(&self, position: usize) -> Option<&str> {
        let predicates = self.scored.instrument().inner().predicates();
        predicates.get(position).map(|predicate| predicate.name.id.as_str())
    }

    /// The nodes of `tier`, or of all tiers, by key.
    fn nodes_by<'py>(
        &self,
        py: Python<'py>,
        tier: Option<&str>,
        key: impl Fn(&str, &str) -> String,
    ) -> PyResult<Bound<'py, PyMappingProxy>> {
        let nodes = self.scored.instrument().inner().nodes().iter().enumerate();
        let entries = nodes
            .filter(|(_, node)| tier.is_none_or(|tier| tier == node.tier()))
            .map(|(position, node)| (key(node.tier(), node.code()), Shown::Node(position)));
        self.mapping(py, entries)
    }

    fn indicators_by<'py>(
        &self,
        py: Python<'py>,
        shown: impl Fn(usize) -> Shown,
    ) -> PyResult<Bound<'py, PyMappingProxy>> {
        let indicators = self.scored.instrument().inner().indicators().iter().enumerate();
        self.mapping(py, indicators.map(|(position, entry)| (entry.code().to_owned(), shown(position))))
    }

    fn mapping<'py>(
        &self,
        py: Python<'py>,
        entries: impl Iterator<Item = (String, Shown)>,
    ) -> PyResult<Bound<'py, PyMappingProxy>> {
        let values = PyDict::new(py);
        for (key, shown) in entries {
            values.set_item(key, Py::new(py, self.part(shown))?)?;
        }
        Ok(PyMappingProxy::new(py, values.as_mapping()))
    }
}

#[pymethods]
impl PyScore {
    /// The assessment that was scored.
    #[getter]
    fn assessment(&self, py: Python<'_>) -> Py<PyAssessment> {
        self.scored.assessment.clone_ref(py)
    }

    /// The instrument it was scored with.
    #[getter]
    fn instrument(&self, py: Python<'_>) -> Py<PyInstrument> {
        self.scored.assessment.get().instrument_object().clone_ref(py)
    }

    /// Who was assessed; empty where nothing was said.
    #[getter]
    fn institution(&self) -> &str {
        &self.subject().institution
    }

    /// The year, where it is known.
    #[getter]
    fn year(&self) -> Option<u16> {
        self.subject().year
    }

    /// The stage, where it is known.
    #[getter]
    fn stage(&self) -> Option<&str> {
        self.subject().stage.as_deref()
    }

    /// Whatever else is known of the institution, such as its province; read-only.
    #[getter]
    fn labels<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyMappingProxy>> {
        assessment::labels(py, self.subject())
    }

    /// The index in index points: the float nearest to the published number; `None` where it is not determined.
    #[getter(index)]
    fn index_float(&self) -> Option<f64> {
        self.index().published().map(Decimal::to_f64)
    }

    /// The exact index in index points; `None` where it is not determined.
    #[getter]
    fn index_exact<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.index().exact().map(|exact| number::fraction(py, exact)).transpose()
    }

    /// The index as it is published, with its printed decimals; `None` where it is not determined.
    #[getter]
    fn index_published<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.index().published().map(|published| number::decimal(py, published)).transpose()
    }

    /// The lowest exact index that the answers allow; under the policy `interval` missing answers leave a range.
    #[getter]
    fn index_lowest<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        number::fraction(py, self.index().lowest())
    }

    /// The highest exact index that the answers allow.
    #[getter]
    fn index_highest<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        number::fraction(py, self.index().highest())
    }

    /// The official name of the predicate; `None` where more than one is possible.
    #[getter]
    fn predicate(&self) -> Option<&str> {
        self.scored.score.predicate.determined().and_then(|position| self.predicate_name(position))
    }

    /// Every predicate that the index may have, lowest first.
    #[getter]
    fn predicates_possible<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let range = self.scored.score.predicate;
        PyTuple::new(
            py,
            (range.lowest..=range.highest).filter_map(|position| self.predicate_name(position)).collect::<Vec<_>>(),
        )
    }

    /// Which index the predicate was read from: `exact` or `published`.
    #[getter]
    fn predicate_basis(&self) -> &'static str {
        self.scored.score.predicate_basis.name()
    }

    /// What was done about missing answers: `reject`, `minimum`, `zero`, `exclude` or `interval`.
    #[getter]
    fn missing_policy(&self) -> &'static str {
        self.scored.score.missing_policy.name()
    }

    /// The codes without an answer, in the order of the instrument.
    #[getter]
    fn missing<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let items = self.scored.instrument().inner().items();
        let missing = self.scored.score.missing_items.iter();
        PyTuple::new(py, missing.filter_map(|position| items.get(*position)).map(Item::code).collect::<Vec<_>>())
    }

    /// Whether this is the index as the regulation defines it: nothing assumed and nothing left out.
    #[getter]
    fn official_rule(&self) -> bool {
        self.scored.score.is_official_rule()
    }

    /// The domains by code; empty where the instrument has none. Read-only.
    #[getter]
    fn domains<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyMappingProxy>> {
        self.nodes_by(py, Some("domain"), |_, code| code.to_owned())
    }

    /// The aspects by code; empty where the instrument has none. Read-only.
    #[getter]
    fn aspects<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyMappingProxy>> {
        self.nodes_by(py, Some("aspect"), |_, code| code.to_owned())
    }

    /// The nodes of one tier above the indicators by code, for instruments with tiers of their own. Read-only.
    ///
    /// Args:
    ///     tier: the tier's code, such as `aspect`.
    ///
    /// Raises:
    ///     `KeyError`: the instrument has no such tier.
    #[pyo3(signature = (tier, /))]
    fn tier<'py>(&self, py: Python<'py>, tier: &str) -> PyResult<Bound<'py, PyMappingProxy>> {
        let nodes = self.scored.instrument().inner().nodes();
        let mut tiers: Vec<&str> = nodes.iter().map(Node::tier).collect();
        tiers.dedup();
        if !tiers.contains(&tier) {
            let tiers = tiers.join(", ");
            return Err(PyKeyError::new_err(format!("{tier}: the tiers above the indicators are {tiers}")));
        }
        self.nodes_by(py, Some(tier), |_, code| code.to_owned())
    }

    /// Every node above the indicators by tier and code, such as `domain:1`, in the order of the instrument. Read-only.
    #[getter]
    fn nodes<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyMappingProxy>> {
        self.nodes_by(py, None, |tier, code| format!("{tier}:{code}"))
    }

    /// The indicators by code, in the order of the instrument: the level, or the mean of the items. Read-only.
    #[getter]
    fn indicators<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyMappingProxy>> {
        self.indicators_by(py, Shown::Indicator)
    }

    /// What each indicator adds to the index, by code, in index points; the exact ones add up to it. Read-only.
    #[getter]
    fn contributions<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyMappingProxy>> {
        self.indicators_by(py, Shown::Contribution)
    }

    /// The way to the next predicate; `None` at the top, and where the index is not one number.
    #[getter]
    fn next<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();
        let Some(next) = &self.scored.score.next else { return Ok(None) };
        let fields = (
            self.predicate_name(next.predicate),
            next.gap.to_f64(),
            number::fraction(py, next.gap)?,
            number::fraction(py, next.index)?,
            next.parts,
            next.fewest_levels,
        );
        CLASS.import(py, "spbe.result", "NextPredicate")?.call1(fields).map(Some)
    }

    /// The record that the command line and every other binding give, as dictionaries, lists, text and numbers.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        convert::plain(py, &convert::json(&self.record())?)
    }

    /// The record as JSON text.
    fn to_json(&self) -> PyResult<String> {
        convert::json(&self.record())
    }

    fn __repr__(&self) -> String {
        let score = &self.scored.score;
        let index = match (score.index.published(), score.index.exact()) {
            (Some(published), Some(exact)) => format!("{published} (exact {exact})"),
            _ => format!("{} to {}", score.index.published_lowest(), score.index.published_highest()),
        };
        let possible: Vec<&str> =
            (score.predicate.lowest..=score.predicate.highest).filter_map(|place| self.predicate_name(place)).collect();
        let rule = if score.is_official_rule() { String::new() } else { format!(", {}", score.missing_policy.name()) };
        let subject = assessment::subject(&score.subject);
        format!("<Score {subject}: {index} {}, {}{rule}>", possible.join(" or "), score.instrument)
    }

    /// The score as HTML: index, predicate, and the tree of nodes with bars. Notebooks show it by themselves.
    ///
    /// Args:
    ///     language: the language of the words around the official names.
    #[pyo3(signature = (*, language = "en"))]
    fn to_html<'py>(slf: &Bound<'py, Self>, language: &str) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("spbe.notebook")?.call_method1("score_html", (slf, language))
    }

    fn _repr_html_<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("spbe.notebook")?.call_method1("score_html", (slf,))
    }

    fn __eq__(&self, other: &Self) -> bool {
        let same = self.scored.instrument().inner().checksum() == other.scored.instrument().inner().checksum();
        same && self.scored.score == other.scored.score
    }

    fn __hash__(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        let subject = self.subject();
        (&self.scored.score.instrument, &subject.institution, subject.year, &subject.stage).hash(&mut hasher);
        (self.index().lowest(), self.index().highest()).hash(&mut hasher);
        hasher.finish()
    }

    const fn __copy__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    const fn __deepcopy__(slf: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        slf
    }

    /// Pickles carry the assessment and the options; the score is computed again.
    fn __reduce__(slf: &Bound<'_, Self>) -> PyResult<(Py<PyAny>, Parts)> {
        let score = slf.get();
        let options = (score.missing_policy(), score.predicate_basis());
        let restore = slf.get_type().getattr("_restore")?.unbind();
        Ok((restore, (score.assessment(slf.py()), options.0, options.1)))
    }

    /// What a pickle calls.
    #[staticmethod]
    fn _restore(py: Python<'_>, assessment: Py<PyAssessment>, missing: &str, basis: &str) -> PyResult<Self> {
        let options = convert::score_options(Some(missing), Some(basis))?;
        Self::of(py, assessment, &options, "en")
    }
}

/// Scores answers by position or code.
#[pyfunction]
#[pyo3(signature = (
    answers, instrument, /, *, year = None, missing = None, predicate_basis = None, decimal_comma = None,
    language = "en"
))]
#[expect(clippy::too_many_arguments, reason = "keyword-only options of a Python function")]
pub(crate) fn score_answers(
    py: Python<'_>,
    answers: &Bound<'_, PyAny>,
    instrument: Py<PyInstrument>,
    year: Option<i64>,
    missing: Option<&str>,
    predicate_basis: Option<&str>,
    decimal_comma: Option<bool>,
    language: &str,
) -> PyResult<PyScore> {
    let options = convert::score_options(missing, predicate_basis)?;
    let subject = Subject { year: convert::year(year)?, ..Subject::default() };
    let reading = ReadingOptions { decimal_comma, language };
    let assessment = PyAssessment::check(py, instrument, subject, &answers::read(answers)?, &reading)?;
    PyScore::of(py, Py::new(py, assessment)?, &options, language)
}

/// Scores assessments, each with its instrument; the problems of all are raised at once.
#[pyfunction]
#[pyo3(signature = (assessments, /, *, year = None, missing = None, predicate_basis = None, language = "en"))]
pub(crate) fn score_assessments(
    py: Python<'_>,
    assessments: Vec<Py<PyAssessment>>,
    year: Option<i64>,
    missing: Option<&str>,
    predicate_basis: Option<&str>,
    language: &str,
) -> PyResult<Vec<PyScore>> {
    let options = convert::score_options(missing, predicate_basis)?;
    let assessments = match convert::year(year)? {
        Some(year) => {
            assessments.into_iter().map(|own| PyAssessment::in_year(py, own, year)).collect::<PyResult<_>>()?
        }
        None => assessments,
    };
    let scores = compute(py, convert::language(language)?, || {
        let pairs = assessments.iter().map(|own| (own.get().instrument_object().get().inner(), own.get().inner()));
        score_each(pairs, &options)
    })?;
    Ok(assessments.into_iter().zip(scores).map(|(assessment, score)| PyScore::new(assessment, score)).collect())
}
