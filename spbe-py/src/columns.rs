//! A mapping of columns as a frame: lists, arrays with the buffer protocol, and whatever hands over one Arrow column.

use std::sync::Arc;

use arrow_array::builder::{BooleanBuilder, Float64Builder, Int64Builder, StringBuilder};
use arrow_array::cast::AsArray;
use arrow_array::types::{ArrowPrimitiveType, Float16Type, Float32Type};
use arrow_array::{
    Array, ArrayRef, BooleanArray, Float16Array, Float32Array, Float64Array, Int8Array, Int16Array, Int32Array,
    Int64Array, NullArray, PrimitiveArray, RecordBatch, RecordBatchOptions, UInt8Array, UInt16Array, UInt32Array,
    UInt64Array, make_array,
};
use arrow_data::transform::MutableArrayData;
use arrow_schema::{DataType, Field, Schema};
use pyo3::exceptions::{PyImportError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBool, PyBytes, PyFloat, PyInt, PyList, PyString, PyTuple, PyType};
use spbe_core::exact::Ratio;
use spbe_core::frame::Frame;
use spbe_core::issue::Language;

use crate::capsule::{self, broken};
use crate::table::PyTable;

/// A float of 16 bits.
pub(crate) type Half = <Float16Type as ArrowPrimitiveType>::Native;

/// The frame of any object that is one.
pub(crate) fn frame(object: &Bound<'_, PyAny>, language: Language) -> PyResult<Frame> {
    if let Ok(table) = object.cast::<PyTable>() {
        return Ok(table.get().frame().clone());
    }
    match capsule::frame(object, language) {
        Ok(Some(frame)) => return Ok(frame),
        Ok(None) => {}
        // pandas speaks the interface only where pyarrow is installed.
        Err(error) if error.is_instance_of::<PyImportError>(object.py()) && object.hasattr("items")? => {}
        Err(error) => return Err(error),
    }
    if !object.hasattr("items")? {
        let kind = object.get_type().name()?;
        let hint = if kind == "LazyFrame" { ", which has no rows yet: give what its `collect()` does" } else { "" };
        return Err(PyTypeError::new_err(format!(
            "expected a data frame (any object with `__arrow_c_stream__`) or a mapping of columns, found {kind}{hint}"
        )));
    }
    let mut names = Vec::new();
    let mut columns = Vec::new();
    for item in object.call_method0("items")?.try_iter()? {
        let (name, column): (Bound<'_, PyAny>, Bound<'_, PyAny>) = item?.extract()?;
        // Columns of indicators may be named by numbers.
        let name = name.str()?.to_str()?.to_owned();
        columns.push(array(&name, &column, language)?);
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
fn array(name: &str, column: &Bound<'_, PyAny>, language: Language) -> PyResult<ArrayRef> {
    if column.is_instance_of::<PyList>() || column.is_instance_of::<PyTuple>() {
        return objects(name, column);
    }
    // Bytes have a buffer of numbers, but are a text.
    if column.is_instance_of::<PyBytes>() {
        check_ordered(name, column)?;
    } else if let Some(array) = machine(name, column, language)? {
        return Ok(array);
    }
    let cells = cells(column)?;
    check_ordered(name, &cells)?;
    objects(name, &cells)
}

/// The cells of one column, or the answers of one institution, whose numbers a machine holds: a column of Arrow, or an
/// array with the buffer protocol. `None` for what has neither.
pub(crate) fn machine(name: &str, column: &Bound<'_, PyAny>, language: Language) -> PyResult<Option<ArrayRef>> {
    match capsule::column(name, column, language) {
        Ok(Some(pieces)) => return joined(&pieces).map(Some),
        Ok(None) => {}
        Err(error) if error.is_instance_of::<PyImportError>(column.py()) => {}
        Err(error) => return Err(error),
    }
    // The buffer of a masked array does not tell which of its numbers are missing.
    if is_masked(column)? {
        return Ok(None);
    }
    // What lies behind a column of pandas is an array; a tensor becomes one.
    let behind = match (column.getattr_opt("to_numpy")?, column.getattr_opt("__array__")?) {
        (Some(convert), _) | (None, Some(convert)) => convert.call0()?,
        (None, None) => column.clone(),
    };
    numbers(name, &behind)
}

fn is_masked(column: &Bound<'_, PyAny>) -> PyResult<bool> {
    Ok(column.hasattr("mask")? && column.hasattr("filled")?)
}

/// What is no machine number as Python objects.
///
/// # Errors
/// Floats of a width that Python does not have would be widened here, and would print otherwise.
pub(crate) fn cells<'py>(column: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    if is_masked(column)? {
        return Ok(PyList::new(column.py(), column.try_iter()?.collect::<PyResult<Vec<_>>>()?)?.into_any());
    }
    for list in ["tolist", "to_list", "to_pylist"] {
        if column.hasattr(list)? {
            return match float_type(column)? {
                Some(kind) if kind != "float64" && kind != "double" => Err(PyTypeError::new_err(format!(
                    "floats of type {kind} cannot be read as they print; give float64, decimals or text"
                ))),
                _ => column.call_method0(list),
            };
        }
    }
    Ok(column.clone())
}

/// The name of a type of floats that an array, or a column of Arrow, says that it has.
pub(crate) fn float_type(array: &Bound<'_, PyAny>) -> PyResult<Option<String>> {
    let kind = match array.getattr_opt("dtype")? {
        Some(kind) => kind.getattr_opt("name")?.unwrap_or(kind),
        None => match array.getattr_opt("type")? {
            Some(kind) => kind,
            None => return Ok(None),
        },
    };
    let kind = kind.str()?.to_str()?.to_lowercase();
    let wide = kind.contains("float64") || kind.contains("double");
    Ok((wide || kind.contains("float")).then(|| if wide { "float64".to_owned() } else { kind }))
}

/// A column has as many cells as the frame has rows, each at its place.
fn check_ordered(name: &str, column: &Bound<'_, PyAny>) -> PyResult<()> {
    let collections = column.py().import("collections.abc")?;
    let is = |class: &str| column.is_instance(&collections.getattr(class)?);
    let reason = if is("Mapping")? {
        "a mapping"
    } else if is("Set")? && !is("Reversible")? {
        "a set, which has no order"
    } else if column.is_instance_of::<PyString>() || column.is_instance_of::<PyBytes>() {
        "a text"
    } else if !is("Iterable")? {
        "one object"
    } else {
        return Ok(());
    };
    Err(PyTypeError::new_err(format!("the column {name:?} is {reason}; give a list with a cell for each row")))
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

/// What a buffer holds: its format without the order of bytes, whether that order is the other one, and the bytes.
struct View<'py> {
    dimensions: usize,
    format: String,
    size: usize,
    swapped: bool,
    bytes: Bound<'py, PyBytes>,
}

impl<'py> View<'py> {
    fn of(object: &Bound<'py, PyAny>) -> PyResult<Option<Self>> {
        let py = object.py();
        let Ok(view) = py.import("builtins")?.call_method1("memoryview", (object,)) else { return Ok(None) };
        let format: String = view.getattr("format")?.extract()?;
        let (own, other) = if cfg!(target_endian = "little") { ('<', ['>', '!']) } else { ('>', ['<', '<']) };
        let swapped = format.starts_with(other);
        let format = format.trim_start_matches(['@', '=', own, other[0], other[1]]).to_owned();
        Ok(Some(Self {
            dimensions: view.getattr("ndim")?.extract()?,
            size: view.getattr("itemsize")?.extract()?,
            bytes: view.call_method0("tobytes")?.cast_into()?,
            format,
            swapped,
        }))
    }

    /// The numbers, each by its bytes.
    fn numbers<const SIZE: usize, N>(&self, number: impl Fn([u8; SIZE]) -> N) -> impl Iterator<Item = N> {
        let (cells, _) = self.bytes.as_bytes().as_chunks::<SIZE>();
        cells.iter().map(move |cell| {
            let mut cell = *cell;
            if self.swapped {
                cell.reverse();
            }
            number(cell)
        })
    }

    fn array(&self) -> Option<ArrayRef> {
        macro_rules! of {
            ($array:ty, $number:ty) => {
                Arc::new(self.numbers(<$number>::from_ne_bytes).collect::<$array>()) as ArrayRef
            };
        }
        Some(match (self.format.as_str(), self.size) {
            ("B", 1) => of!(UInt8Array, u8),
            ("b", 1) => of!(Int8Array, i8),
            ("H" | "I" | "L" | "Q" | "N", 2) => of!(UInt16Array, u16),
            ("H" | "I" | "L" | "Q" | "N", 4) => of!(UInt32Array, u32),
            ("H" | "I" | "L" | "Q" | "N", 8) => of!(UInt64Array, u64),
            ("h" | "i" | "l" | "q" | "n", 2) => of!(Int16Array, i16),
            ("h" | "i" | "l" | "q" | "n", 4) => of!(Int32Array, i32),
            ("h" | "i" | "l" | "q" | "n", 8) => of!(Int64Array, i64),
            ("e", 2) => of!(Float16Array, Half),
            ("f", 4) => of!(Float32Array, f32),
            ("d", 8) => of!(Float64Array, f64),
            ("?", 1) => Arc::new(self.numbers(|byte: [u8; 1]| Some(byte != [0])).collect::<BooleanArray>()),
            _ => return None,
        })
    }
}

/// An array of machine numbers, by the buffer protocol; `None` for what has no such buffer.
fn numbers(name: &str, column: &Bound<'_, PyAny>) -> PyResult<Option<ArrayRef>> {
    let Some(view) = View::of(column)? else { return Ok(None) };
    match view.dimensions {
        1 => Ok(view.array()),
        0 => Err(PyTypeError::new_err(format!("the column {name:?} is no list of cells: it has no dimension"))),
        _ => Err(PyTypeError::new_err(format!("the column {name:?} is no list of cells: it has several dimensions"))),
    }
}

/// A float that is no `float` of Python, such as those of numpy; each is read at its own width.
pub(crate) fn other_float(object: &Bound<'_, PyAny>) -> PyResult<Option<ArrayRef>> {
    let view = View::of(object)?.filter(|view| view.dimensions == 0);
    Ok(view.and_then(|view| view.array()).filter(|array| array.data_type().is_floating()))
}

/// What the cells of a list are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Kinds {
    whole: bool,
    float: bool,
    half: bool,
    single: bool,
    text: bool,
    truth: bool,
}

impl Kinds {
    /// Whether one column can hold them all without changing one: whole numbers go with floats, and as text with text.
    const fn fit(self) -> bool {
        let Self { whole, float, half, single, text, truth } = self;
        let others = [float, half, single, text, truth];
        let (mut kinds, mut position) = (0, 0);
        while position < others.len() {
            kinds += others[position] as u8;
            position += 1;
        }
        kinds == 0 || (kinds == 1 && !(whole && (half || single || truth)))
    }
}

/// A list of Python objects as a column: whole numbers, floats, or text; decimals, dates and times become text.
fn objects(name: &str, column: &Bound<'_, PyAny>) -> PyResult<ArrayRef> {
    let cells: Vec<Bound<'_, PyAny>> = column.try_iter()?.collect::<PyResult<_>>()?;
    let mut kinds = Kinds::default();
    for (row, cell) in cells.iter().enumerate() {
        if is_missing(cell)? {
            continue;
        }
        if cell.is_instance_of::<PyBool>() {
            kinds.truth = true;
        } else if cell.is_instance_of::<PyFloat>() {
            kinds.float = true;
        } else if let Some(whole) = whole(cell)? {
            // One that no column of numbers holds is still a number, and too large to be an answer.
            if whole.extract::<i64>().is_ok() { kinds.whole = true } else { kinds.text = true }
        } else if cell.is_instance_of::<PyString>() || other_text(cell)?.is_some() {
            kinds.text = true;
        } else {
            match other_float(cell)?.map(|float| float.data_type().clone()) {
                Some(DataType::Float16) => kinds.half = true,
                Some(DataType::Float32) => kinds.single = true,
                Some(_) => kinds.float = true,
                None => {
                    let kind = cell.get_type().name()?;
                    let row = row + 1;
                    return Err(PyTypeError::new_err(format!(
                        "row {row}, column {name:?}: a cell of type {kind} cannot be read"
                    )));
                }
            }
        }
    }
    if !kinds.fit() {
        return Err(PyTypeError::new_err(format!("the column {name:?} mixes cells of different types")));
    }
    if kinds.text {
        let mut built = StringBuilder::new();
        for cell in &cells {
            built.append_option(match is_missing(cell)? {
                true => None,
                false => match (other_text(cell)?, whole(cell)?) {
                    (Some(text), _) => Some(text),
                    (None, Some(whole)) => Some(whole.str()?.to_str()?.to_owned()),
                    (None, None) => Some(cell.str()?.to_str()?.to_owned()),
                },
            });
        }
        return Ok(Arc::new(built.finish()));
    }
    if kinds.half || kinds.single {
        let mut floats = Vec::with_capacity(cells.len());
        for cell in &cells {
            let float = if is_missing(cell)? { None } else { other_float(cell)? };
            floats.push(float);
        }
        return Ok(if kinds.half { one_each::<Float16Type>(&floats) } else { one_each::<Float32Type>(&floats) });
    }
    if kinds.float {
        let mut built = Float64Builder::with_capacity(cells.len());
        for cell in &cells {
            built.append_option(if is_missing(cell)? { None } else { Some(cell.extract::<f64>()?) });
        }
        return Ok(Arc::new(built.finish()));
    }
    if kinds.whole {
        let mut built = Int64Builder::with_capacity(cells.len());
        for cell in &cells {
            built.append_option(if is_missing(cell)? { None } else { Some(cell.extract::<i64>()?) });
        }
        return Ok(Arc::new(built.finish()));
    }
    if kinds.truth {
        let mut built = BooleanBuilder::with_capacity(cells.len());
        for cell in &cells {
            built.append_option(if is_missing(cell)? { None } else { Some(cell.is_truthy()?) });
        }
        return Ok(Arc::new(built.finish()));
    }
    Ok(Arc::new(NullArray::new(cells.len())))
}

/// A column of floats of one width, each in an array of its own.
fn one_each<T: ArrowPrimitiveType>(floats: &[Option<ArrayRef>]) -> ArrayRef {
    let own = |float: &ArrayRef| Some(float.as_primitive_opt::<T>()?.value(0));
    Arc::new(floats.iter().map(|float| float.as_ref().and_then(own)).collect::<PrimitiveArray<T>>())
}

/// A whole number of Python, or of whoever else has some.
pub(crate) fn whole<'py>(cell: &Bound<'py, PyAny>) -> PyResult<Option<Bound<'py, PyAny>>> {
    if cell.is_instance_of::<PyInt>() {
        return Ok(Some(cell.clone()));
    }
    if cell.is_instance_of::<PyString>() || cell.is_instance_of::<PyFloat>() || !cell.hasattr("__index__")? {
        return Ok(None);
    }
    // An array of one float has the method, and refuses.
    match cell.call_method0("__index__") {
        Ok(whole) => Ok(Some(whole)),
        Err(error) if error.is_instance_of::<PyTypeError>(cell.py()) => Ok(None),
        Err(error) => Err(error),
    }
}

/// `None`, and what pandas and numpy have in its place; `nan` is one of these.
pub(crate) fn is_missing(cell: &Bound<'_, PyAny>) -> PyResult<bool> {
    if cell.is_none() {
        return Ok(true);
    }
    if let Ok(float) = cell.cast::<PyFloat>() {
        return Ok(float.value().is_nan());
    }
    if cell.is_instance_of::<PyString>() || cell.is_instance_of::<PyInt>() {
        return Ok(false);
    }
    is_placeholder(cell)
}

/// What pandas and masked arrays of numpy hold where nothing is.
pub(crate) fn is_placeholder(cell: &Bound<'_, PyAny>) -> PyResult<bool> {
    let name = cell.get_type().name()?;
    Ok(matches!(name.to_str()?, "NAType" | "NaTType" | "MaskedConstant"))
}

/// A decimal, a fraction, a date or a time as text.
fn other_text(cell: &Bound<'_, PyAny>) -> PyResult<Option<String>> {
    static DECIMAL: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    static FRACTION: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    if cell.is_instance_of::<PyString>() {
        return Ok(None);
    }
    let py = cell.py();
    if cell.is_instance(DECIMAL.import(py, "decimal", "Decimal")?)? {
        // Without an exponent.
        return Ok(Some(cell.call_method1("__format__", ("f",))?.extract()?));
    }
    if cell.is_instance(FRACTION.import(py, "fractions", "Fraction")?)? {
        let exact = (cell.getattr("numerator")?.extract(), cell.getattr("denominator")?.extract());
        return Ok(Some(match exact {
            (Ok(numerator), Ok(denominator)) => {
                Ratio::new(numerator, denominator).map_or_else(|error| error.to_string(), |exact| exact.to_string())
            }
            _ => cell.str()?.extract()?,
        }));
    }
    match cell.getattr_opt("isoformat")? {
        Some(form) => Ok(Some(form.call0()?.extract()?)),
        None => Ok(None),
    }
}
