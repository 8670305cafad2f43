//! Answers as Python programs hold them: lists, mappings and arrays of numbers, of text, of nothing.

use std::borrow::Cow;

use arrow_array::ArrayRef;
use arrow_array::cast::AsArray;
use arrow_array::types::{Float16Type, Float32Type};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{
    PyBool, PyByteArray, PyBytes, PyDict, PyFloat, PyInt, PyList, PyMapping, PySequence, PyString, PyTuple, PyType,
};
use spbe_core::assessment::{Given, PrintedFloat};
use spbe_core::exact::Ratio;
use spbe_core::issue::Language;

use crate::columns::{self, Half};

/// Answers by position or by code.
pub(crate) enum Answers {
    Positions(Vec<Given<'static>>),
    Codes(Vec<(String, Given<'static>)>),
}

/// Takes answers out of Python.
///
/// A `list`, a `tuple`, any other sequence, and whatever gives a list (numpy, pyarrow, polars) is taken by position;
/// a mapping by code. A pandas series is a mapping by its index, unless that only counts from 0: columns may
/// have been sorted as text.
pub(crate) fn read(answers: &Bound<'_, PyAny>) -> PyResult<Answers> {
    if answers.is_instance_of::<PyList>() || answers.is_instance_of::<PyTuple>() {
        return positions(answers);
    }
    if answers.is_instance_of::<PyDict>() || answers.cast::<PyMapping>().is_ok() {
        return codes(answers.call_method0("items")?.try_iter()?);
    }
    let text = answers.is_instance_of::<PyString>();
    if text || answers.is_instance_of::<PyBytes>() || answers.is_instance_of::<PyByteArray>() {
        let hint = if text { "; a file is read by `score_file` or `read_assessments`" } else { "" };
        return Err(wrong_kind("a sequence or a mapping of answers", answers, hint));
    }
    let lists = ["tolist", "to_list", "to_pylist"];
    if lists.into_iter().any(|list| answers.hasattr(list).unwrap_or(false)) {
        let values = values(answers)?;
        return if answers.hasattr("to_dict")? { series(answers, values) } else { values.positions() };
    }
    if answers.cast::<PySequence>().is_ok() {
        return positions(answers);
    }
    Err(wrong_kind("a sequence or a mapping of answers", answers, ""))
}

fn positions(answers: &Bound<'_, PyAny>) -> PyResult<Answers> {
    let given = answers.try_iter()?.enumerate().map(|(position, answer)| {
        given(&answer?)?.map_err(|answer| wrong_answer(&format!("answer {}", position + 1), &answer))
    });
    Ok(Answers::Positions(given.collect::<PyResult<_>>()?))
}

/// The answers that an array or a series holds.
enum Values<'py> {
    /// Floats narrower than those of Python, each as it prints.
    Printed(Vec<Given<'static>>),
    Objects(Bound<'py, PyAny>),
}

fn values<'py>(answers: &Bound<'py, PyAny>) -> PyResult<Values<'py>> {
    let perhaps_narrow = match columns::float_type(answers)? {
        Some(kind) => kind != "float64",
        // Arrays of the standard library do not say what they hold; all others do.
        None => !answers.hasattr("dtype")? && !answers.hasattr("type")?,
    };
    if perhaps_narrow
        && let Some(array) = columns::machine("answers", answers, Language::English)?
        && let Some(printed) = printed(&array)
    {
        return Ok(Values::Printed(printed));
    }
    let list = columns::cells(answers)?;
    if !list.is_instance_of::<PyList>() {
        return Err(wrong_kind("a sequence or a mapping of answers", answers, " without a dimension"));
    }
    Ok(Values::Objects(list))
}

/// Floats of 16 or 32 bits as they print.
fn printed(array: &ArrayRef) -> Option<Vec<Given<'static>>> {
    let of = |float: Option<PrintedFloat>| float.map_or(Given::Missing, Given::Float);
    if let Some(halves) = array.as_primitive_opt::<Float16Type>() {
        let printed = |half: Half| PrintedFloat::from_half_bits(half.to_bits());
        return Some(halves.iter().map(|half| of(half.map(printed))).collect());
    }
    let singles = array.as_primitive_opt::<Float32Type>()?;
    Some(singles.iter().map(|single| of(single.map(PrintedFloat::from))).collect())
}

impl Values<'_> {
    fn positions(self) -> PyResult<Answers> {
        match self {
            Self::Printed(given) => Ok(Answers::Positions(given)),
            Self::Objects(list) => positions(&list),
        }
    }
}

fn codes<'py>(items: impl Iterator<Item = PyResult<Bound<'py, PyAny>>>) -> PyResult<Answers> {
    let entries = items.map(|item| {
        let (code, answer): (Bound<'py, PyAny>, Bound<'py, PyAny>) = item?.extract()?;
        let code = self::code(&code)?;
        let given = given(&answer)?.map_err(|answer| wrong_answer(&format!("answer to {code}"), &answer))?;
        Ok((code, given))
    });
    Ok(Answers::Codes(entries.collect::<PyResult<_>>()?))
}

fn series(series: &Bound<'_, PyAny>, values: Values<'_>) -> PyResult<Answers> {
    let index = series.getattr("index")?.call_method0("tolist")?;
    let counts = (0_usize..).zip(index.try_iter()?).all(|(position, label)| {
        label.is_ok_and(|label| label.extract::<usize>().is_ok_and(|number| number == position))
    });
    if counts {
        return values.positions();
    }
    match values {
        Values::Printed(given) => {
            let labels = index.try_iter()?.map(|label| code(&label?));
            Ok(Answers::Codes(labels.zip(given).map(|(code, given)| Ok((code?, given))).collect::<PyResult<_>>()?))
        }
        Values::Objects(list) => codes(index.try_iter()?.zip(list.try_iter()?).map(pair)),
    }
}

fn pair<'py>(
    (label, answer): (PyResult<Bound<'py, PyAny>>, PyResult<Bound<'py, PyAny>>),
) -> PyResult<Bound<'py, PyAny>> {
    let label = label?;
    Ok(PyTuple::new(label.py(), [label.clone(), answer?])?.into_any())
}

/// A code: text, or a whole number for codes that are.
fn code(label: &Bound<'_, PyAny>) -> PyResult<String> {
    if label.is_instance_of::<PyString>() {
        return label.extract();
    }
    match columns::whole(label)? {
        Some(whole) if !label.is_instance_of::<PyBool>() => Ok(whole.str()?.to_string()),
        _ => Err(wrong_kind("the code of an indicator as text or a whole number", label, "")),
    }
}

/// One answer, or the object itself where it is none.
fn given<'py>(answer: &Bound<'py, PyAny>) -> PyResult<Result<Given<'static>, Bound<'py, PyAny>>> {
    static DECIMAL: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    static FRACTION: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    let py = answer.py();
    if answer.is_none() {
        return Ok(Ok(Given::Missing));
    }
    if answer.is_exact_instance_of::<PyInt>() {
        return whole(answer).map(Ok);
    }
    if answer.is_instance_of::<PyFloat>() {
        return Ok(Ok(Given::Float(answer.extract::<f64>()?.into())));
    }
    if answer.is_instance_of::<PyString>() {
        return Ok(Ok(text(answer.extract()?)));
    }
    if answer.is_instance_of::<PyBool>() {
        return Ok(Err(answer.clone()));
    }
    if answer.is_instance(DECIMAL.import(py, "decimal", "Decimal")?)? {
        let missing: bool = answer.call_method0("is_nan")?.extract()?;
        return Ok(Ok(if missing {
            Given::Missing
        } else {
            text(answer.call_method1("__format__", ("f",))?.extract()?)
        }));
    }
    if answer.is_instance(FRACTION.import(py, "fractions", "Fraction")?)? {
        let (numerator, denominator) = (answer.getattr("numerator")?, answer.getattr("denominator")?);
        let exact = match (numerator.extract(), denominator.extract()) {
            (Ok(numerator), Ok(denominator)) => Ratio::new(numerator, denominator).ok(),
            _ => None,
        };
        return Ok(Ok(match exact {
            Some(exact) => Given::Number(exact),
            // Too large for any instrument; the core says so.
            None => text(answer.str()?.to_string()),
        }));
    }
    if columns::is_placeholder(answer)? {
        return Ok(Ok(Given::Missing));
    }
    if let Some(number) = columns::whole(answer)? {
        return whole(&number).map(Ok);
    }
    let float = columns::other_float(answer)?;
    if let Some(narrow) = float.as_ref().and_then(printed) {
        return Ok(narrow.into_iter().next().ok_or_else(|| answer.clone()));
    }
    Ok(if float.is_some() { Ok(Given::Float(answer.extract::<f64>()?.into())) } else { Err(answer.clone()) })
}

fn whole(number: &Bound<'_, PyAny>) -> PyResult<Given<'static>> {
    Ok(match number.extract::<i64>() {
        Ok(number) => Given::Number(Ratio::whole(number)),
        Err(_) => text(number.str()?.to_string()),
    })
}

const fn text(text: String) -> Given<'static> {
    Given::Text(Cow::Owned(text))
}

fn wrong_answer(place: &str, answer: &Bound<'_, PyAny>) -> PyErr {
    let found = kind(answer);
    PyTypeError::new_err(format!("{place}: expected a number, text or None, found {found}"))
}

fn wrong_kind(expected: &str, found: &Bound<'_, PyAny>, hint: &str) -> PyErr {
    PyTypeError::new_err(format!("expected {expected}, found {}{hint}", kind(found)))
}

fn kind(object: &Bound<'_, PyAny>) -> String {
    object.get_type().name().map_or_else(|_| "an object".to_owned(), |name| name.to_string())
}
