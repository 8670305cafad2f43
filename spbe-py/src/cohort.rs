//! Many assessments together: ranked, followed, compared.

use pyo3::prelude::*;
use spbe_core::Error;
use spbe_core::assessment::{ReadFile, ReadOptions, read};
use spbe_core::cohort::{Cohort, CohortBuilder, GroupKey, Scores};
use spbe_core::data;
use spbe_core::issue::Issues;
use spbe_core::rank::{RankOptions, Ties, rank as rank_units};
use spbe_core::record::{ComparisonRecord, RankRecord, Shown, TrendRecord, rank_records};
use spbe_core::score::ScoreOptions;
use spbe_core::trend::{compare as compare_units, find_unit};

use crate::convert;
use crate::failure::compute;
use crate::instrument::PyInstrument;

/// What the functions of this module have in common: the files, and how they are read and scored.
struct Input {
    files: Vec<(Vec<u8>, Option<String>)>,
    candidates: Vec<spbe_core::instrument::Instrument>,
    reading: ReadOptions,
    scoring: ScoreOptions,
}

impl Input {
    fn new(
        files: Vec<(Vec<u8>, Option<String>)>,
        candidates: &[PyRef<'_, PyInstrument>],
        year: Option<u16>,
        missing: Option<&str>,
        predicate_basis: Option<&str>,
        decimal_comma: Option<bool>,
    ) -> PyResult<Self> {
        let mut scoring = ScoreOptions::default();
        if let Some(name) = missing {
            scoring = scoring.missing(convert::missing_policy(name)?);
        }
        if let Some(name) = predicate_basis {
            scoring = scoring.predicate_basis(convert::predicate_basis(name)?);
        }
        let reading = ReadOptions::default().comma(convert::decimal_comma(decimal_comma)).year(year);
        let candidates = candidates.iter().map(|candidate| candidate.inner().clone()).collect();
        Ok(Self { files, candidates, reading, scoring })
    }

    fn cohort(&self) -> Result<Cohort, Error> {
        let mut builder = CohortBuilder::new();
        for (bytes, name) in &self.files {
            let ReadFile { instrument, records } = read(bytes, &self.candidates, &self.reading)?;
            if let Some(instrument) = self.candidates.get(instrument) {
                builder.add(instrument, &records, name.as_deref());
            }
        }
        Ok(builder.finish()?)
    }
}

fn keys(names: &[String]) -> Vec<GroupKey> {
    names.iter().map(|name| GroupKey::from(name.as_str())).collect()
}

/// Records of `spbe rank`: the places in each of the groupings `within`.
#[pyfunction]
#[pyo3(signature = (
    files, candidates, /, *, node = "index", within = vec![vec![]], mix = vec![], select = vec![], ties = "competition",
    top = None, bottom = None, year = None, missing = None, predicate_basis = None, decimal_comma = None,
    language = "en"
))]
#[expect(clippy::too_many_arguments, reason = "keyword-only options of a Python function")]
#[expect(clippy::needless_pass_by_value, reason = "pyo3 hands a list over as an owned vector")]
pub(crate) fn rank<'py>(
    py: Python<'py>,
    files: Vec<(Vec<u8>, Option<String>)>,
    candidates: Vec<PyRef<'py, PyInstrument>>,
    node: &str,
    within: Vec<Vec<String>>,
    mix: Vec<String>,
    select: Vec<(String, Vec<String>)>,
    ties: &str,
    top: Option<usize>,
    bottom: Option<usize>,
    year: Option<u16>,
    missing: Option<&str>,
    predicate_basis: Option<&str>,
    decimal_comma: Option<bool>,
    language: &str,
) -> PyResult<Bound<'py, PyAny>> {
    let ties = convert::named("ties", ties, &Ties::ALL, Ties::name)?;
    let shown = match (top, bottom) {
        (Some(count), _) => Shown::Top(count),
        (None, Some(count)) => Shown::Bottom(count),
        (None, None) => Shown::All,
    };
    let language = convert::language(language)?;
    let input = Input::new(files, &candidates, year, missing, predicate_basis, decimal_comma)?;
    let records = compute(py, language, || -> Result<Vec<RankRecord>, Error> {
        let cohort = input.cohort()?;
        let scores = Scores::new(&cohort, &input.scoring)?;
        let wanted: Vec<(GroupKey, Vec<String>)> =
            select.iter().map(|(key, values)| (GroupKey::from(key.as_str()), values.clone())).collect();
        let units = if wanted.is_empty() { None } else { Some(cohort.select(&wanted).map_err(Issues::one)?) };
        let node = cohort.node(node).map_err(Issues::one)?;
        let mut records = Vec::new();
        for within in &within {
            let options = RankOptions::default().by(node.clone()).within(keys(within)).mix(keys(&mix)).ties(ties);
            let ranking = rank_units(&scores, &options.units(units.clone())).map_err(Issues::one)?;
            records.extend(rank_records(&scores, &ranking, shown).map_err(Issues::one)?);
        }
        Ok(records)
    })?;
    convert::plain(py, &convert::json(&records)?)
}

/// The record of `spbe trend`: of all institutions, or of one.
#[pyfunction]
#[pyo3(signature = (
    files, candidates, /, *, institution = None, missing = None, predicate_basis = None, decimal_comma = None,
    language = "en"
))]
#[expect(clippy::too_many_arguments, reason = "keyword-only options of a Python function")]
#[expect(clippy::needless_pass_by_value, reason = "pyo3 hands a list over as an owned vector")]
pub(crate) fn trend<'py>(
    py: Python<'py>,
    files: Vec<(Vec<u8>, Option<String>)>,
    candidates: Vec<PyRef<'py, PyInstrument>>,
    institution: Option<&str>,
    missing: Option<&str>,
    predicate_basis: Option<&str>,
    decimal_comma: Option<bool>,
    language: &str,
) -> PyResult<Bound<'py, PyAny>> {
    let language = convert::language(language)?;
    let input = Input::new(files, &candidates, None, missing, predicate_basis, decimal_comma)?;
    let record = compute(py, language, || -> Result<TrendRecord, Error> {
        let cohort = input.cohort()?;
        let scores = Scores::new(&cohort, &input.scoring)?;
        let units = match institution {
            None => (0..cohort.len()).collect(),
            Some(name) => cohort.institution(name).map_err(Issues::one)?,
        };
        Ok(TrendRecord::new(&scores, &units, &data::printed_means()).map_err(Issues::one)?)
    })?;
    convert::plain(py, &convert::json(&record)?)
}

/// The record of `spbe compare`: two units side by side.
#[pyfunction]
#[pyo3(signature = (
    files, candidates, first, second, /, *, year = None, missing = None, predicate_basis = None, decimal_comma = None,
    language = "en"
))]
#[expect(clippy::too_many_arguments, reason = "keyword-only options of a Python function")]
#[expect(clippy::needless_pass_by_value, reason = "pyo3 hands a list over as an owned vector")]
pub(crate) fn compare<'py>(
    py: Python<'py>,
    files: Vec<(Vec<u8>, Option<String>)>,
    candidates: Vec<PyRef<'py, PyInstrument>>,
    first: &str,
    second: &str,
    year: Option<u16>,
    missing: Option<&str>,
    predicate_basis: Option<&str>,
    decimal_comma: Option<bool>,
    language: &str,
) -> PyResult<Bound<'py, PyAny>> {
    let language = convert::language(language)?;
    let input = Input::new(files, &candidates, year, missing, predicate_basis, decimal_comma)?;
    let record = compute(py, language, || -> Result<Option<ComparisonRecord>, Error> {
        let cohort = input.cohort()?;
        let scores = Scores::new(&cohort, &input.scoring)?;
        let unit = |text| find_unit(&cohort, text).map_err(Issues::one);
        let comparison = compare_units(&scores, unit(first)?, unit(second)?).map_err(Issues::one)?;
        Ok(ComparisonRecord::new(&scores, &comparison))
    })?;
    convert::plain(py, &convert::json(&record)?)
}

/// The text of a file of published data, by its name.
#[pyfunction]
#[pyo3(signature = (name, /))]
pub(crate) fn data_file(name: &str) -> Option<&'static str> {
    data::file(name)
}
