//! Options by their spelling, results as plain Python data.

use pyo3::exceptions::{PyRuntimeError, PyValueError};
use pyo3::prelude::*;
use serde::Serialize;
use spbe_core::exact::DecimalComma;
use spbe_core::instrument::{MissingPolicy, PredicateBasis};
use spbe_core::issue::Language;
use spbe_core::score::ScoreOptions;

/// A record as dictionaries, lists, text and numbers. It goes by its JSON form, so that Python and the command line
/// give exactly what every other binding gives.
pub(crate) fn plain<'py>(py: Python<'py>, json: &str) -> PyResult<Bound<'py, PyAny>> {
    py.import("json")?.call_method1("loads", (json,))
}

/// The JSON form of a record.
pub(crate) fn json(record: &impl Serialize) -> PyResult<String> {
    serde_json::to_string(record).map_err(|error| PyRuntimeError::new_err(error.to_string()))
}

/// A language by its code.
pub(crate) fn language(code: &str) -> PyResult<Language> {
    match code {
        "id" => Ok(Language::Indonesian),
        "en" => Ok(Language::English),
        _ => Err(unknown("language", code, &["id", "en"])),
    }
}

/// A missing-answer policy by its name.
pub(crate) fn missing_policy(name: &str) -> PyResult<MissingPolicy> {
    let names = MissingPolicy::ALL.map(MissingPolicy::name);
    let found = MissingPolicy::ALL.into_iter().find(|policy| policy.name() == name);
    found.ok_or_else(|| unknown("missing", name, &names))
}

/// A predicate basis by its name.
pub(crate) fn predicate_basis(name: &str) -> PyResult<PredicateBasis> {
    let names = PredicateBasis::ALL.map(PredicateBasis::name);
    let found = PredicateBasis::ALL.into_iter().find(|basis| basis.name() == name);
    found.ok_or_else(|| unknown("predicate_basis", name, &names))
}

/// A year that an assessment can be of.
pub(crate) fn year(year: Option<i64>) -> PyResult<Option<u16>> {
    let unsound = |year: i64| PyValueError::new_err(format!("year: expected 1900 to 2999, found {year}"));
    year.map(|year| match u16::try_from(year) {
        Ok(sound @ 1900..=2999) => Ok(sound),
        _ => Err(unsound(year)),
    })
    .transpose()
}

/// How to score: the instrument's own rules where nothing is said.
pub(crate) fn score_options(missing: Option<&str>, basis: Option<&str>) -> PyResult<ScoreOptions> {
    let mut options = ScoreOptions::default();
    if let Some(name) = missing {
        options = options.missing(missing_policy(name)?);
    }
    if let Some(name) = basis {
        options = options.predicate_basis(predicate_basis(name)?);
    }
    Ok(options)
}

/// What a comma means: decided cell by cell unless the caller says.
pub(crate) fn decimal_comma(always: Option<bool>) -> DecimalComma {
    match always {
        None => DecimalComma::WhenUnambiguous,
        Some(true) => DecimalComma::Always,
        Some(false) => DecimalComma::Never,
    }
}

fn unknown(option: &str, found: &str, names: &[&str]) -> PyErr {
    PyValueError::new_err(format!("{option}: expected one of {}, found {found:?}", names.join(", ")))
}

/// A choice by its name.
pub(crate) fn named<T: Copy>(option: &str, name: &str, all: &[T], name_of: fn(T) -> &'static str) -> PyResult<T> {
    let names: Vec<&str> = all.iter().map(|one| name_of(*one)).collect();
    let found = all.iter().find(|one| name_of(**one) == name);
    found.copied().ok_or_else(|| unknown(option, name, &names))
}
