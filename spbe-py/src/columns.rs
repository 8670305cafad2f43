//! A mapping of columns as a frame: lists, arrays with the buffer protocol, and whatever hands over one Arrow column.

use std::sync::Arc;

use arrow_array::builder::{BooleanBuilder, Float64Builder, Int64Builder, StringBuilder};
use arrow_array::{
    Array, ArrayRef, BooleanArray, Float32Array, Float64Array, Int8Array, Int16Array, Int32Array, Int64Array,
    NullArray, RecordBatch, RecordBatchOptions, UInt8Array, UInt16Array, UInt32Array, UInt64Array, make_array,
};
use arrow_data::transform::MutableArrayData;
use arrow_schema::{Field, Schema};
use pyo3::exceptions::{PyImportError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyBytes, PyFloat, PyInt, PyList, PyString, PyTuple};
use spbe_core::frame::Frame;

use crate::capsule::{self, broken};
use crate::table::PyTable;

/// The frame of any object that is one.
pub(crate) fn frame(object: &Bound<'_, PyAny>) -> PyResult<Frame> {
    if let Ok(table) = object.cast::<PyTable>() {
        return Ok(table.get().frame().clone());
    }
    match capsule::frame(object) {
        Ok(Some(frame)) => return Ok(frame),
        Ok(None) => {}
        // pandas speaks the interface only where pyarrow is installed.
        Err(error) if error.is_instance_of::<PyImportError>(object.py()) && object.hasattr("items")? => {}
        Err(error) => return Err(error),
    }
    if !object.hasattr("items")? {
        let kind = object.get_type().name()?;
        return Err(PyTypeError::new_err(format!(
            "expected a data frame (any object with `__arrow_c_stream__`) or a mapping of columns, found {kind}"
        )));
    }
    let mut names = Vec::new();
    let mut columns = Vec::new();
    for item in object.call_method0("items")?.try_iter()? {
        let (name, column): (Bound<'_, PyAny>, Bound<'_, PyAny>) = item?.extract()?;
        // Columns of indicators may be named by numbers.
        let name = name.str()?.to_str()?.to_owned();
        columns.push(array(&name, &column)?);
        names.push(name);
    }
    let rows = columns.first().map_or(0, Array::len);
    if let Some((name, column)) = names.iter().zip(&columns).find(|(_, column)| column.len() != rows) {
        let (first, found) = (&names[0], column.len());
        return Err(PyValueError::new_err(format!(
            "the column {name:?} has {found} rows, the column {first:?} has {rows}"
        )));
    }
    let fields = names.iter().zip(&columns).map(|(name, column)| Field::new(name, column.data_type().clone(), true));
    let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
    let options = RecordBatchOptions::new().with_row_count(Some(rows));
    let batch = RecordBatch::try_new_with_options(schema, columns, &options).map_err(|error| broken(&error))?;
    Ok(Frame::from(batch))
}

/// One column of any kind.
fn array(name: &str, column: &Bound<'_, PyAny>) -> PyResult<ArrayRef> {
    if column.is_instance_of::<PyList>() || column.is_instance_of::<PyTuple>() {
        return objects(name, column);
    }
    match capsule::column(column) {
        Ok(Some(pieces)) => return joined(&pieces),
        Ok(None) => {}
        Err(error) if error.is_instance_of::<PyImportError>(column.py()) => {}
        Err(error) => return Err(error),
    }
    // What lies behind a column of pandas is an array.
    let column = match column.getattr_opt("to_numpy")? {
        Some(convert) => convert.call0()?,
        None => column.clone(),
    };
    match numbers(name, &column)? {
        Some(array) => Ok(array),
        None if column.hasattr("tolist")? => objects(name, &column.call_method0("tolist")?),
        None => objects(name, &column),
    }
}

fn joined(pieces: &[ArrayRef]) -> PyResult<ArrayRef> {
    let data: Vec<_> = pieces.iter().map(Array::to_data).collect();
    match data.as_slice() {
        [] => Ok(Arc::new(NullArray::new(0))),
        [_] => Ok(Arc::clone(&pieces[0])),
        _ => {
            let mut joined = MutableArrayData::new(data.iter().collect(), false, 0);
            for (position, piece) in data.iter().enumerate() {
                joined.try_extend(position, 0, piece.len()).map_err(|error| broken(&error))?;
            }
            Ok(make_array(joined.freeze()))
        }
    }
}

/// An array of machine numbers, by the buffer protocol; `None` for what has no such buffer.
fn numbers(name: &str, column: &Bound<'_, PyAny>) -> PyResult<Option<ArrayRef>> {
    let py = column.py();
    let Ok(view) = py.import("builtins")?.call_method1("memoryview", (column,)) else { return Ok(None) };
    if view.getattr("ndim")?.extract::<usize>()? != 1 {
        return Err(PyTypeError::new_err(format!(
            "the column {name:?} is no list of cells: it has several dimensions"
        )));
    }
    let (format, size): (String, usize) = (view.getattr("format")?.extract()?, view.getattr("itemsize")?.extract()?);
    let format = format.trim_start_matches(['@', '=', if cfg!(target_endian = "little") { '<' } else { '>' }]);
    macro_rules! of {
        ($array:ty, $number:ty) => {{
            let bytes = view.call_method0("tobytes")?;
            let bytes = bytes.cast::<PyBytes>()?.as_bytes();
            let (cells, _) = bytes.as_chunks::<{ size_of::<$number>() }>();
            Arc::new(cells.iter().map(|cell| <$number>::from_ne_bytes(*cell)).collect::<$array>()) as ArrayRef
        }};
    }
    Ok(Some(match (format, size) {
        ("B", 1) => of!(UInt8Array, u8),
        ("b", 1) => of!(Int8Array, i8),
        ("H" | "I" | "L" | "Q" | "N", 2) => of!(UInt16Array, u16),
        ("H" | "I" | "L" | "Q" | "N", 4) => of!(UInt32Array, u32),
        ("H" | "I" | "L" | "Q" | "N", 8) => of!(UInt64Array, u64),
        ("h" | "i" | "l" | "q" | "n", 2) => of!(Int16Array, i16),
        ("h" | "i" | "l" | "q" | "n", 4) => of!(Int32Array, i32),
        ("h" | "i" | "l" | "q" | "n", 8) => of!(Int64Array, i64),
        ("f", 4) => of!(Float32Array, f32),
        ("d", 8) => of!(Float64Array, f64),
        ("?", 1) => {
            let bytes = view.call_method0("tobytes")?;
            let bytes = bytes.cast::<PyBytes>()?.as_bytes();
            Arc::new(bytes.iter().map(|byte| Some(*byte != 0)).collect::<BooleanArray>())
        }
        _ => return Ok(None),
    }))
}

/// What the cells of a list are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Kinds {
    whole: bool,
    float: bool,
    text: bool,
    truth: bool,
}

/// A list of Python objects as a column: whole numbers, floats, or text; decimals, dates and times become text.
fn objects(name: &str, column: &Bound<'_, PyAny>) -> PyResult<ArrayRef> {
    let cells: Vec<Bound<'_, PyAny>> = column.try_iter()?.collect::<PyResult<_>>()?;
    let mut kinds = Kinds::default();
    let mut texts: Vec<Option<String>> = Vec::new();
    for (row, cell) in cells.iter().enumerate() {
        if is_missing(cell)? {
            continue;
        }
        if cell.is_instance_of::<PyBool>() {
            kinds.truth = true;
        } else if cell.is_instance_of::<PyFloat>() {
            kinds.float = true;
        } else if cell.is_instance_of::<PyInt>() || cell.hasattr("__index__")? {
            kinds.whole = true;
        } else if cell.is_instance_of::<PyString>() || other_text(cell)?.is_some() {
            kinds.text = true;
        } else {
            let kind = cell.get_type().name()?;
            let row = row + 1;
            return Err(PyTypeError::new_err(format!(
                "row {row}, column {name:?}: a cell of type {kind} cannot be read"
            )));
        }
    }
    let Kinds { whole, float, text, truth } = kinds;
    if (truth && (whole || float || text)) || (float && text) {
        return Err(PyTypeError::new_err(format!("the column {name:?} mixes cells of different types")));
    }
    if text {
        for cell in &cells {
            texts.push(match is_missing(cell)? {
                true => None,
                false => match other_text(cell)? {
                    Some(text) => Some(text),
                    None => Some(cell.str()?.to_str()?.to_owned()),
                },
            });
        }
        let mut built = StringBuilder::new();
        texts.into_iter().for_each(|text| built.append_option(text));
        return Ok(Arc::new(built.finish()));
    }
    if float {
        let mut built = Float64Builder::with_capacity(cells.len());
        for cell in &cells {
            built.append_option(if is_missing(cell)? { None } else { Some(cell.extract::<f64>()?) });
        }
        return Ok(Arc::new(built.finish()));
    }
    if whole {
        let mut built = Int64Builder::with_capacity(cells.len());
        for cell in &cells {
            built.append_option(if is_missing(cell)? { None } else { Some(cell.extract::<i64>()?) });
        }
        return Ok(Arc::new(built.finish()));
    }
    if truth {
        let mut built = BooleanBuilder::with_capacity(cells.len());
        for cell in &cells {
            built.append_option(if is_missing(cell)? { None } else { Some(cell.is_truthy()?) });
        }
        return Ok(Arc::new(built.finish()));
    }
    Ok(Arc::new(NullArray::new(cells.len())))
}

/// `None`, and what pandas has in its place; `nan` is one of these.
fn is_missing(cell: &Bound<'_, PyAny>) -> PyResult<bool> {
    if cell.is_none() {
        return Ok(true);
    }
    if let Ok(float) = cell.cast::<PyFloat>() {
        return Ok(float.value().is_nan());
    }
    if cell.is_instance_of::<PyString>() || cell.is_instance_of::<PyInt>() {
        return Ok(false);
    }
    let name = cell.get_type().name()?;
    Ok(matches!(name.to_str()?, "NAType" | "NaTType"))
}

/// A decimal, a date or a time as text.
fn other_text(cell: &Bound<'_, PyAny>) -> PyResult<Option<String>> {
    if cell.is_instance_of::<PyString>() {
        return Ok(None);
    }
    let py = cell.py();
    if cell.is_instance(&py.import("decimal")?.getattr("Decimal")?)? {
        // Without an exponent.
        return Ok(Some(cell.call_method1("__format__", ("f",))?.extract()?));
    }
    match cell.getattr_opt("isoformat")? {
        Some(form) => Ok(Some(form.call0()?.extract()?)),
        None => Ok(None),
    }
}
