//! The table that every result of many rows is: columns with names, handed on to any frame library.

use std::sync::Arc;

use arrow_array::Array;
use arrow_schema::DataType;
use pyo3::exceptions::{PyKeyError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyCapsule, PyDict, PyList, PyString, PyType};
use spbe_core::frame::Frame;
use spbe_core::issue::Language;

use crate::capsule::{self, broken};
use crate::cells::{Cells, Shown};
use crate::columns;
use crate::packed;

/// Rows and named columns: what `score` gives for a data frame, and every other result of many rows.
///
/// A table speaks the capsule interface of Arrow: polars, pandas, pyarrow, duckdb and others take it as it is
/// (`polars.DataFrame(table)`, `pyarrow.table(table)`), without a copy where they can. It never changes.
#[pyclass(name = "Table", module = "spbe", frozen)]
pub(crate) struct PyTable {
    frame: Frame,
}

impl From<Frame> for PyTable {
    fn from(frame: Frame) -> Self {
        Self { frame }
    }
}

impl PyTable {
    pub(crate) const fn frame(&self) -> &Frame {
        &self.frame
    }

    fn names(&self) -> Vec<&str> {
        self.frame.schema().fields().iter().map(|field| field.name().as_str()).collect()
    }

    fn position(&self, name: &str) -> PyResult<usize> {
        let position = self.frame.schema().index_of(name);
        position.map_err(|_| PyKeyError::new_err(format!("{name}: the table has {}", self.names().join(", "))))
    }

    /// The cells of a column as Python values.
    fn cells<'py>(&self, py: Python<'py>, column: usize) -> PyResult<Vec<Bound<'py, PyAny>>> {
        let mut cells = Vec::with_capacity(self.frame.rows());
        for batch in self.frame.batches() {
            let column = Cells::of(py, batch.column(column))?;
            for row in 0..batch.num_rows() {
                cells.push(column.value(row)?);
            }
        }
        Ok(cells)
    }

    fn shown(&self) -> Shown<'_> {
        Shown::new(&self.frame)
    }
}

#[pymethods]
impl PyTable {
    /// A table of any data frame: an object with the capsule interface of Arrow, or a mapping of columns.
    #[new]
    fn new(frame: &Bound<'_, PyAny>) -> PyResult<Self> {
        columns::frame(frame, Language::English).map(Self::from)
    }

    /// The names of the columns.
    #[getter]
    fn columns(&self) -> Vec<&str> {
        self.names()
    }

    /// How many rows and how many columns.
    #[getter]
    fn shape(&self) -> (usize, usize) {
        (self.frame.rows(), self.frame.schema().fields().len())
    }

    /// What the table says of how it was made, such as `spbe.instrument` and `spbe.missing_policy`.
    #[getter]
    fn metadata<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let metadata = PyDict::new(py);
        let mut entries: Vec<_> = self.frame.schema().metadata().iter().collect();
        entries.sort();
        for (key, value) in entries {
            metadata.set_item(key, value)?;
        }
        Ok(metadata)
    }

    fn __len__(&self) -> usize {
        self.frame.rows()
    }

    fn __contains__(&self, name: &str) -> bool {
        self.frame.schema().index_of(name).is_ok()
    }

    /// The cells of a column as a list.
    fn __getitem__<'py>(&self, py: Python<'py>, name: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyList>> {
        // Python asks for 0, 1, 2 where a program goes through a table.
        let Ok(name) = name.cast::<PyString>() else {
            let found = name.get_type().name()?;
            return Err(PyTypeError::new_err(format!(
                "a table gives columns by name, found {found}; its rows are `to_dicts()`, its names `columns`"
            )));
        };
        PyList::new(py, self.cells(py, self.position(name.to_str()?)?)?)
    }

    /// The first rows.
    #[pyo3(signature = (rows = 10))]
    fn head(&self, rows: i64) -> PyResult<Self> {
        let wrong = |_| PyValueError::new_err(format!("rows: expected a whole number from 0, found {rows}"));
        let mut left = usize::try_from(rows).map_err(wrong)?;
        let mut batches = Vec::new();
        for batch in self.frame.batches() {
            let taken = left.min(batch.num_rows());
            batches.push(batch.slice(0, taken));
            left -= taken;
            if left == 0 {
                break;
            }
        }
        Ok(Self { frame: Frame::new(Arc::clone(self.frame.schema()), batches) })
    }

    /// The rows as dictionaries.
    fn to_dicts<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let names = self.names();
        let columns = (0..names.len()).map(|column| self.cells(py, column)).collect::<PyResult<Vec<_>>>()?;
        let rows = PyList::empty(py);
        let mut columns: Vec<_> = columns.into_iter().map(Vec::into_iter).collect();
        for _ in 0..self.frame.rows() {
            let row = PyDict::new(py);
            for (name, column) in names.iter().zip(&mut columns) {
                row.set_item(name, column.next())?;
            }
            rows.append(row)?;
        }
        Ok(rows)
    }

    /// The table as a `polars.DataFrame`; polars must be installed.
    fn to_polars<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("polars")?.call_method1("DataFrame", (slf,))
    }

    /// The table as a `pyarrow.Table`; pyarrow must be installed.
    fn to_arrow<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("pyarrow")?.call_method1("table", (slf,))
    }

    /// The table as a `pandas.DataFrame`; pandas must be installed, pyarrow need not be.
    fn to_pandas<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        let py = slf.py();
        let pandas = py.import("pandas")?;
        if py.import("pyarrow").is_ok() {
            return Self::to_arrow(slf)?.call_method0("to_pandas");
        }
        let table = slf.get();
        let columns = PyDict::new(py);
        for (position, field) in table.frame.schema().fields().iter().enumerate() {
            columns.set_item(field.name(), table.pandas_column(&pandas, position)?)?;
        }
        pandas.call_method1("DataFrame", (columns,))
    }

    /// The capsule interface of Arrow.
    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        // Another schema may be asked for; it is the reader who casts then.
        drop(requested_schema);
        capsule::export(py, &self.frame)
    }

    /// The capsule interface of Arrow.
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        capsule::export_schema(py, &self.frame)
    }

    fn __repr__(&self) -> String {
        self.shown().text()
    }

    fn _repr_html_(&self) -> String {
        self.shown().html()
    }

    fn __copy__<'py>(slf: &Bound<'py, Self>) -> Bound<'py, Self> {
        slf.clone()
    }

    fn __deepcopy__<'py>(slf: &Bound<'py, Self>, _memo: &Bound<'py, PyAny>) -> Bound<'py, Self> {
        slf.clone()
    }

    /// Made by `pickle`.
    #[classmethod]
    fn _unpack(_class: &Bound<'_, PyType>, packed: &Bound<'_, PyAny>) -> PyResult<Self> {
        packed::unpack(packed).map(Self::from)
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, (Bound<'py, PyAny>,))> {
        let packed = packed::pack(slf.py(), &slf.get().frame)?;
        Ok((slf.get_type().getattr("_unpack")?, (packed,)))
    }
}

impl PyTable {
    /// A column as pandas takes it: numbers by their bytes, predicates as an ordered categorical, else a list.
    fn pandas_column<'py>(&self, pandas: &Bound<'py, PyModule>, position: usize) -> PyResult<Bound<'py, PyAny>> {
        let py = pandas.py();
        let schema = self.frame.schema();
        let field = &schema.fields()[position];
        let nulls = self.frame.batches().iter().any(|batch| batch.column(position).null_count() > 0);
        let code = match field.data_type() {
            DataType::Float64 => "f8",
            DataType::Float32 => "f4",
            DataType::Int64 => "i8",
            DataType::Int32 => "i4",
            DataType::Int16 => "i2",
            DataType::Int8 => "i1",
            DataType::UInt64 => "u8",
            DataType::UInt32 => "u4",
            DataType::UInt16 => "u2",
            DataType::UInt8 => "u1",
            _ => "",
        };
        if !code.is_empty() && !nulls {
            let mut bytes = Vec::new();
            for batch in self.frame.batches() {
                bytes.extend_from_slice(&packed::plain_bytes(batch.column(position)).map_err(|error| broken(&error))?);
            }
            return py.import("numpy")?.call_method1("frombuffer", (PyBytes::new(py, &bytes), code));
        }
        let cells = PyList::new(py, self.cells(py, position)?)?;
        if let (true, DataType::Dictionary(..), Some(batch)) =
            (field.dict_is_ordered().unwrap_or(false), field.data_type(), self.frame.batches().first())
        {
            let values = arrow_array::cast::AsArray::as_any_dictionary(batch.column(position)).values();
            let values = Cells::of(py, values)?;
            let names = (0..values.len()).map(|row| values.value(row)).collect::<PyResult<Vec<_>>>()?;
            let options = PyDict::new(py);
            options.set_item("categories", names)?;
            options.set_item("ordered", true)?;
            return pandas.getattr("Categorical")?.call((cells,), Some(&options));
        }
        Ok(cells.into_any())
    }
}
