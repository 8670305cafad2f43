//! The cells of a table as Python values, and as text for people.

use std::fmt::Write;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, Date32Type, Date64Type, Decimal32Type, Decimal64Type, Decimal128Type, Float16Type, Float32Type,
    Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, TimestampMicrosecondType, TimestampMillisecondType,
    TimestampNanosecondType, TimestampSecondType, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_schema::{DataType, TimeUnit};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyBytes, PyDict, PyString};
use spbe_core::frame::Frame;

/// One column of one batch.
pub(crate) struct Cells<'py, 'data> {
    py: Python<'py>,
    array: &'data ArrayRef,
    /// The values of a dictionary, made once.
    values: Option<Vec<Bound<'py, PyAny>>>,
}

impl<'py, 'data> Cells<'py, 'data> {
    pub(crate) fn of(py: Python<'py>, array: &'data ArrayRef) -> PyResult<Self> {
        let values = match array.as_any_dictionary_opt() {
            Some(dictionary) => {
                let values = Self::of(py, dictionary.values())?;
                Some((0..values.len()).map(|row| values.value(row)).collect::<PyResult<_>>()?)
            }
            None => None,
        };
        Ok(Self { py, array, values })
    }

    pub(crate) fn len(&self) -> usize {
        self.array.len()
    }

    /// The value of a cell; `None` for a null.
    pub(crate) fn value(&self, row: usize) -> PyResult<Bound<'py, PyAny>> {
        let py = self.py;
        if self.array.is_null(row) || matches!(self.array.data_type(), DataType::Null) {
            return Ok(py.None().into_bound(py));
        }
        let array = self.array;
        Ok(match array.data_type() {
            DataType::UInt8 => array.as_primitive::<UInt8Type>().value(row).into_pyobject(py)?.into_any(),
            DataType::UInt16 => array.as_primitive::<UInt16Type>().value(row).into_pyobject(py)?.into_any(),
            DataType::UInt32 => array.as_primitive::<UInt32Type>().value(row).into_pyobject(py)?.into_any(),
            DataType::UInt64 => array.as_primitive::<UInt64Type>().value(row).into_pyobject(py)?.into_any(),
            DataType::Int8 => array.as_primitive::<Int8Type>().value(row).into_pyobject(py)?.into_any(),
            DataType::Int16 => array.as_primitive::<Int16Type>().value(row).into_pyobject(py)?.into_any(),
            DataType::Int32 => array.as_primitive::<Int32Type>().value(row).into_pyobject(py)?.into_any(),
            DataType::Int64 => array.as_primitive::<Int64Type>().value(row).into_pyobject(py)?.into_any(),
            DataType::Float16 => array.as_primitive::<Float16Type>().value(row).to_f64().into_pyobject(py)?.into_any(),
            DataType::Float32 => array.as_primitive::<Float32Type>().value(row).into_pyobject(py)?.into_any(),
            DataType::Float64 => array.as_primitive::<Float64Type>().value(row).into_pyobject(py)?.into_any(),
            DataType::Boolean => PyBool::new(py, array.as_boolean().value(row)).to_owned().into_any(),
            DataType::Utf8 => PyString::new(py, array.as_string::<i32>().value(row)).into_any(),
            DataType::LargeUtf8 => PyString::new(py, array.as_string::<i64>().value(row)).into_any(),
            DataType::Utf8View => PyString::new(py, array.as_string_view().value(row)).into_any(),
            DataType::Binary => PyBytes::new(py, array.as_binary::<i32>().value(row)).into_any(),
            DataType::LargeBinary => PyBytes::new(py, array.as_binary::<i64>().value(row)).into_any(),
            DataType::Decimal32(..) | DataType::Decimal64(..) | DataType::Decimal128(..) => {
                py.import("decimal")?.getattr("Decimal")?.call1((decimal_text(array, row),))?
            }
            DataType::Date32 => {
                self.date(array.as_primitive::<Date32Type>().value_as_date(row).map(|date| date.to_string()))?
            }
            DataType::Date64 => {
                self.date(array.as_primitive::<Date64Type>().value_as_date(row).map(|date| date.to_string()))?
            }
            DataType::Timestamp(unit, zone) => self.time(microseconds(array, *unit, row), zone.is_some())?,
            DataType::Dictionary(..) => {
                let key = dictionary_key(array, row);
                let value = self.values.as_ref().zip(key).and_then(|(values, key)| values.get(key));
                value.cloned().unwrap_or_else(|| py.None().into_bound(py))
            }
            other => {
                return Err(PyTypeError::new_err(format!(
                    "a column of type {other} has no plain Python values; take `to_arrow()` or `to_polars()`"
                )));
            }
        })
    }

    fn date(&self, text: Option<String>) -> PyResult<Bound<'py, PyAny>> {
        self.py.import("datetime")?.getattr("date")?.call_method1("fromisoformat", (text,))
    }

    fn time(&self, microseconds: i64, zoned: bool) -> PyResult<Bound<'py, PyAny>> {
        let module = self.py.import("datetime")?;
        let zone = if zoned { Some(module.getattr("timezone")?.getattr("utc")?) } else { None };
        let options = PyDict::new(self.py);
        options.set_item("tzinfo", zone)?;
        let start = module.getattr("datetime")?.call((1970, 1, 1), Some(&options))?;
        let span = PyDict::new(self.py);
        span.set_item("microseconds", microseconds)?;
        start.call_method1("__add__", (module.getattr("timedelta")?.call((), Some(&span))?,))
    }
}

fn microseconds(array: &ArrayRef, unit: TimeUnit, row: usize) -> i64 {
    fn of<T: ArrowPrimitiveType<Native = i64>>(array: &ArrayRef, row: usize) -> i64 {
        array.as_primitive::<T>().value(row)
    }
    match unit {
        TimeUnit::Second => of::<TimestampSecondType>(array, row).saturating_mul(1_000_000),
        TimeUnit::Millisecond => of::<TimestampMillisecondType>(array, row).saturating_mul(1_000),
        TimeUnit::Microsecond => of::<TimestampMicrosecondType>(array, row),
        TimeUnit::Nanosecond => of::<TimestampNanosecondType>(array, row).div_euclid(1_000),
    }
}

fn decimal_text(array: &ArrayRef, row: usize) -> String {
    match array.data_type() {
        DataType::Decimal32(..) => array.as_primitive::<Decimal32Type>().value_as_string(row),
        DataType::Decimal64(..) => array.as_primitive::<Decimal64Type>().value_as_string(row),
        _ => array.as_primitive::<Decimal128Type>().value_as_string(row),
    }
}

fn dictionary_key(array: &ArrayRef, row: usize) -> Option<usize> {
    let keys = array.as_any_dictionary_opt()?.keys();
    match keys.data_type() {
        DataType::UInt8 => Some(keys.as_primitive::<UInt8Type>().value(row).into()),
        DataType::UInt16 => Some(keys.as_primitive::<UInt16Type>().value(row).into()),
        DataType::UInt32 => usize::try_from(keys.as_primitive::<UInt32Type>().value(row)).ok(),
        DataType::UInt64 => usize::try_from(keys.as_primitive::<UInt64Type>().value(row)).ok(),
        DataType::Int8 => usize::try_from(keys.as_primitive::<Int8Type>().value(row)).ok(),
        DataType::Int16 => usize::try_from(keys.as_primitive::<Int16Type>().value(row)).ok(),
        DataType::Int32 => usize::try_from(keys.as_primitive::<Int32Type>().value(row)).ok(),
        _ => usize::try_from(keys.as_primitive::<Int64Type>().value(row)).ok(),
    }
}

/// The cell as people read it; empty for a null.
fn shown(array: &ArrayRef, row: usize) -> String {
    if array.is_null(row) {
        return String::new();
    }
    match array.data_type() {
        DataType::Null => String::new(),
        DataType::UInt8 => array.as_primitive::<UInt8Type>().value(row).to_string(),
        DataType::UInt16 => array.as_primitive::<UInt16Type>().value(row).to_string(),
        DataType::UInt32 => array.as_primitive::<UInt32Type>().value(row).to_string(),
        DataType::UInt64 => array.as_primitive::<UInt64Type>().value(row).to_string(),
        DataType::Int8 => array.as_primitive::<Int8Type>().value(row).to_string(),
        DataType::Int16 => array.as_primitive::<Int16Type>().value(row).to_string(),
        DataType::Int32 => array.as_primitive::<Int32Type>().value(row).to_string(),
        DataType::Int64 => array.as_primitive::<Int64Type>().value(row).to_string(),
        DataType::Float16 => array.as_primitive::<Float16Type>().value(row).to_string(),
        DataType::Float32 => array.as_primitive::<Float32Type>().value(row).to_string(),
        DataType::Float64 => array.as_primitive::<Float64Type>().value(row).to_string(),
        DataType::Boolean => array.as_boolean().value(row).to_string(),
        DataType::Utf8 => array.as_string::<i32>().value(row).to_owned(),
        DataType::LargeUtf8 => array.as_string::<i64>().value(row).to_owned(),
        DataType::Utf8View => array.as_string_view().value(row).to_owned(),
        DataType::Decimal32(..) | DataType::Decimal64(..) | DataType::Decimal128(..) => decimal_text(array, row),
        DataType::Date32 => {
            array.as_primitive::<Date32Type>().value_as_date(row).map_or_else(String::new, |date| date.to_string())
        }
        DataType::Date64 => {
            array.as_primitive::<Date64Type>().value_as_date(row).map_or_else(String::new, |date| date.to_string())
        }
        DataType::Timestamp(unit, _) => {
            let micros = microseconds(array, *unit, row);
            arrow_array::temporal_conversions::timestamp_us_to_datetime(micros)
                .map_or_else(String::new, |time| time.to_string())
        }
        DataType::Dictionary(..) => {
            let values = array.as_any_dictionary_opt().map(arrow_array::array::AnyDictionaryArray::values);
            let key = dictionary_key(array, row).zip(values).filter(|(key, values)| *key < values.len());
            key.map_or_else(String::new, |(key, values)| shown(values, key))
        }
        _ => "...".to_owned(),
    }
}

/// The most rows shown at each end, and the most columns.
const ENDS: usize = 5;
const COLUMNS: usize = 10;
/// The most characters of a cell.
const WIDTH: usize = 32;

/// The corner of a table that a screen has room for.
pub(crate) struct Shown<'frame> {
    frame: &'frame Frame,
    /// The columns shown; `None` stands for those left out.
    columns: Vec<Option<usize>>,
    /// The rows shown: batch and row; `None` stands for those left out.
    rows: Vec<Option<(&'frame RecordBatch, usize)>>,
}

impl<'frame> Shown<'frame> {
    pub(crate) fn new(frame: &'frame Frame) -> Self {
        let count = frame.schema().fields().len();
        let columns = if count <= COLUMNS {
            (0..count).map(Some).collect()
        } else {
            let half = COLUMNS / 2;
            (0..half + 2).map(Some).chain([None]).chain((count - half + 2..count).map(Some)).collect()
        };
        let total = frame.rows();
        let every = || frame.batches().iter().flat_map(|batch| (0..batch.num_rows()).map(move |row| (batch, row)));
        let rows = if total <= 2 * ENDS {
            every().map(Some).collect()
        } else {
            let mut last: Vec<_> = frame
                .batches()
                .iter()
                .rev()
                .flat_map(|batch| (0..batch.num_rows()).rev().map(move |row| (batch, row)))
                .take(ENDS)
                .collect();
            last.reverse();
            every().take(ENDS).map(Some).chain([None]).chain(last.into_iter().map(Some)).collect()
        };
        Self { frame, columns, rows }
    }

    fn name(&self, column: Option<usize>) -> String {
        column.map_or_else(|| "...".to_owned(), |column| shortened(self.frame.schema().field(column).name()))
    }

    fn cell(&self, row: Option<(&RecordBatch, usize)>, column: Option<usize>) -> String {
        match (row, column) {
            (Some((batch, row)), Some(column)) => shortened(&shown(batch.column(column), row)),
            _ => "...".to_owned(),
        }
    }

    fn is_number(&self, column: Option<usize>) -> bool {
        column.is_some_and(|column| {
            let kind = self.frame.schema().field(column).data_type().clone();
            kind.is_numeric()
        })
    }

    fn size(&self) -> String {
        let (rows, columns) = (self.frame.rows(), self.frame.schema().fields().len());
        let plural = |count: usize, word: &str| format!("{count} {word}{}", if count == 1 { "" } else { "s" });
        format!("{} x {}", plural(rows, "row"), plural(columns, "column"))
    }

    /// Columns side by side, numbers to the right.
    pub(crate) fn text(&self) -> String {
        let mut text = format!("Table: {}", self.size());
        let mut lines: Vec<String> = vec![String::new(); self.rows.len() + 1];
        for column in &self.columns {
            let cells: Vec<String> = std::iter::once(self.name(*column))
                .chain(self.rows.iter().map(|row| self.cell(*row, *column)))
                .collect();
            let width = cells.iter().map(|cell| cell.chars().count()).max().unwrap_or(0);
            for (line, cell) in lines.iter_mut().zip(cells) {
                // Writing to a text cannot fail.
                let _ = if self.is_number(*column) {
                    write!(line, "  {cell:>width$}")
                } else {
                    write!(line, "  {cell:<width$}")
                };
            }
        }
        for line in lines {
            text.push('\n');
            text.push_str(line.trim_end());
        }
        text
    }

    /// The same for a notebook.
    pub(crate) fn html(&self) -> String {
        let mut html = "<table>\n<thead><tr>".to_owned();
        let align = |column: Option<usize>| if self.is_number(column) { "right" } else { "left" };
        for column in &self.columns {
            let _ = write!(html, "<th style=\"text-align: {}\">{}</th>", align(*column), escaped(&self.name(*column)));
        }
        html.push_str("</tr></thead>\n<tbody>\n");
        for row in &self.rows {
            html.push_str("<tr>");
            for column in &self.columns {
                let cell = escaped(&self.cell(*row, *column));
                let _ = write!(html, "<td style=\"text-align: {}\">{cell}</td>", align(*column));
            }
            html.push_str("</tr>\n");
        }
        let _ = write!(html, "</tbody>\n</table>\n<p>{}</p>", self.size());
        html
    }
}

fn shortened(text: &str) -> String {
    let mut short: String =
        text.chars().take(WIDTH).map(|character| if character.is_control() { ' ' } else { character }).collect();
    if text.chars().nth(WIDTH).is_some() {
        short.pop();
        short.push('…');
    }
    short
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
