//! Lists that go with an institution: what a program hands over, as the text that the core reads.

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyFloat, PyList, PyMapping, PyString};

use crate::columns::is_missing;

/// The text of a list: as given, or as JSON. A mapping stands for entries of an indicator and `value`.
pub(crate) fn list_text(list: Option<&Bound<'_, PyAny>>, value: &str) -> PyResult<Option<String>> {
    let Some(list) = list.filter(|list| !list.is_none()) else { return Ok(None) };
    if list.is_instance_of::<PyString>() {
        return list.extract().map(Some);
    }
    let entries = PyList::empty(list.py());
    if let Ok(mapping) = list.cast::<PyMapping>() {
        for pair in mapping.items()?.iter() {
            let (code, own): (Bound<'_, PyAny>, Bound<'_, PyAny>) = pair.extract()?;
            let entry = PyDict::new(list.py());
            entry.set_item("indicator", code.str()?)?;
            entry.set_item(value, written(own)?)?;
            entries.append(entry)?;
        }
    } else {
        for own in list.try_iter()? {
            let own = own?;
            let Ok(mapping) = own.cast::<PyMapping>() else {
                entries.append(own)?;
                continue;
            };
            let entry = PyDict::new(list.py());
            for pair in mapping.items()?.iter() {
                let (name, own): (Bound<'_, PyAny>, Bound<'_, PyAny>) = pair.extract()?;
                entry.set_item(name, written(own)?)?;
            }
            entries.append(entry)?;
        }
    }
    list.py().import("json")?.call_method1("dumps", (entries,))?.extract().map(Some)
}

/// A value as JSON can hold it: decimals, fractions, dates and what is no number become text; what a data frame has in
/// a blank cell becomes nothing.
fn written(value: Bound<'_, PyAny>) -> PyResult<Bound<'_, PyAny>> {
    if is_missing(&value)? {
        return Ok(value.py().None().into_bound(value.py()));
    }
    let infinite = value.cast::<PyFloat>().is_ok_and(|float| !float.value().is_finite());
    let plain = value.is_none() || value.is_instance_of::<PyString>() || value.hasattr("bit_length")?;
    if plain || (value.is_instance_of::<PyFloat>() && !infinite) {
        return Ok(value);
    }
    if value.hasattr("keys")? || value.is_instance_of::<PyList>() {
        return Ok(value);
    }
    Ok(value.str()?.into_any())
}

/// A number as its text.
pub(crate) fn number_text(value: Option<&Bound<'_, PyAny>>) -> PyResult<Option<String>> {
    value.filter(|value| !value.is_none()).map(|value| value.str()?.extract()).transpose()
}

/// Names with a number each, as its text.
pub(crate) fn number_texts(values: Option<&Bound<'_, PyDict>>) -> PyResult<Vec<(String, String)>> {
    values.into_iter().flatten().map(|(name, value)| Ok((name.extract()?, value.str()?.extract()?))).collect()
}
