//! Data frames by the capsule interface of Arrow, in and out. No frame library is imported.
//!
//! The only unsafe code of the package: the pointers of the interface. What keeps it sound is the interface's own
//! contract: a capsule of the right name holds the structure of that name, and whoever takes it marks it as released.

use std::ffi::CStr;
use std::sync::{Arc, Mutex, PoisonError};

use arrow_array::ffi::{FFI_ArrowArray, FFI_ArrowSchema, from_ffi_and_data_type};
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::{Array, ArrayRef, RecordBatch, RecordBatchIterator, RecordBatchOptions, StructArray, make_array};
use arrow_data::ArrayData;
use arrow_schema::{ArrowError, DataType, Field, Fields, Schema, SchemaRef};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyTuple};
use spbe_core::assessment::AssessmentError;
use spbe_core::frame::Frame;
use spbe_core::issue::{Issue, Issues, Language, Place};

use crate::failure::raised;

const STREAM: &CStr = c"arrow_array_stream";
const SCHEMA: &CStr = c"arrow_schema";
const ARRAY: &CStr = c"arrow_array";

/// Why what an object hands over cannot be read.
pub(crate) enum Unread {
    /// Columns of types that Arrow does not have, by their names.
    Columns(Issues<AssessmentError>),
    /// Anything else is a fault of the producer.
    Broken(ArrowError),
}

impl From<ArrowError> for Unread {
    fn from(error: ArrowError) -> Self {
        Self::Broken(error)
    }
}

impl Unread {
    pub(crate) fn raised(self, py: Python<'_>, language: Language) -> PyErr {
        match self {
            Self::Columns(issues) => raised(py, &issues.into(), language),
            Self::Broken(error) => broken(&error),
        }
    }
}

/// The frame that an object hands over; `None` if it does not speak the interface.
pub(crate) fn frame(object: &Bound<'_, PyAny>, language: Language) -> PyResult<Option<Frame>> {
    let py = object.py();
    let unread = |error: Unread| error.raised(py, language);
    if let Some(export) = object.getattr_opt("__arrow_c_stream__")? {
        let mut stream = taken_stream(&export.call0()?)?;
        // The producer may compute only now, on threads that need the interpreter.
        let read = py.detach(|| batches(&mut stream)).map_err(unread)?;
        return read.map(Some).ok_or_else(not_a_table);
    }
    let Some(export) = object.getattr_opt("__arrow_c_array__")? else { return Ok(None) };
    let (array, schema) = array_and_schema(&export.call0()?)?;
    let Some(known) = known_schema(&schema).map_err(unread)? else { return Err(not_a_table()) };
    let batch = batch_of(array, &known).map_err(|error| broken(&error))?;
    Ok(Some(Frame::new(known, vec![batch])))
}

/// The arrays of one column that an object hands over, in its pieces; `None` if it does not speak the interface.
pub(crate) fn column(name: &str, object: &Bound<'_, PyAny>, language: Language) -> PyResult<Option<Vec<ArrayRef>>> {
    let py = object.py();
    let unread = |error: Unread| error.raised(py, language);
    if let Some(export) = object.getattr_opt("__arrow_c_array__")? {
        let (array, schema) = array_and_schema(&export.call0()?)?;
        if array.is_released() {
            return Err(PyValueError::new_err("the Arrow array was taken already"));
        }
        let read = column_type(name, &schema).and_then(|kind| Ok(vec![make_array(imported(array, &kind)?)]));
        return read.map(Some).map_err(unread);
    }
    let Some(export) = object.getattr_opt("__arrow_c_stream__")? else { return Ok(None) };
    let mut stream = taken_stream(&export.call0()?)?;
    py.detach(|| pieces(name, &mut stream)).map(Some).map_err(unread)
}

/// A frame as a capsule that any reader of the interface takes.
pub(crate) fn export<'py>(py: Python<'py>, frame: &Frame) -> PyResult<Bound<'py, PyCapsule>> {
    let batches = frame.batches().to_vec().into_iter().map(Ok);
    let reader = RecordBatchIterator::new(batches, frame.schema().clone());
    PyCapsule::new_with_value(py, FFI_ArrowArrayStream::new(Box::new(reader)), STREAM)
}

/// The schema of a frame as a capsule.
pub(crate) fn export_schema<'py>(py: Python<'py>, frame: &Frame) -> PyResult<Bound<'py, PyCapsule>> {
    let schema = FFI_ArrowSchema::try_from(frame.schema().as_ref()).map_err(|error| broken(&error))?;
    PyCapsule::new_with_value(py, schema, SCHEMA)
}

/// The arrays of a stream of one column.
fn pieces(name: &str, stream: &mut FFI_ArrowArrayStream) -> Result<Vec<ArrayRef>, Unread> {
    let kind = column_type(name, &schema_of(stream)?)?;
    let mut pieces = Vec::new();
    while let Some(array) = next_of(stream)? {
        pieces.push(make_array(imported(array, &kind)?));
    }
    Ok(pieces)
}

/// The batches of a stream; `None` for a stream of one column.
fn batches(stream: &mut FFI_ArrowArrayStream) -> Result<Option<Frame>, Unread> {
    let Some(schema) = known_schema(&schema_of(stream)?)? else { return Ok(None) };
    let mut batches = Vec::new();
    while let Some(array) = next_of(stream)? {
        batches.push(batch_of(array, &schema)?);
    }
    Ok(Some(Frame::new(schema, batches)))
}

fn schema_of(stream: &mut FFI_ArrowArrayStream) -> Result<FFI_ArrowSchema, ArrowError> {
    let (Some(get_schema), Some(_)) = (stream.get_schema(), stream.release()) else { return Err(read_already()) };
    let mut schema = FFI_ArrowSchema::empty();
    // SAFETY: the stream is not released, and its own callback is called with it.
    let code = unsafe { get_schema(stream, &raw mut schema) };
    checked(code, stream)?;
    Ok(schema)
}

fn next_of(stream: &mut FFI_ArrowArrayStream) -> Result<Option<FFI_ArrowArray>, ArrowError> {
    let (Some(get_next), Some(_)) = (stream.get_next(), stream.release()) else { return Err(read_already()) };
    let mut array = FFI_ArrowArray::empty();
    // SAFETY: as above.
    let code = unsafe { get_next(stream, &raw mut array) };
    checked(code, stream)?;
    Ok((!array.is_released()).then_some(array))
}

fn read_already() -> ArrowError {
    ArrowError::CDataInterface("the stream was read already".to_owned())
}

fn checked(code: i32, stream: &mut FFI_ArrowArrayStream) -> Result<(), ArrowError> {
    if code == 0 {
        return Ok(());
    }
    let reason = stream.get_last_error().and_then(|last| {
        // SAFETY: the call before failed, and what it left is read before the next one.
        let text = unsafe { last(stream) };
        // SAFETY: NULL, or a text with a NUL behind it.
        (!text.is_null()).then(|| unsafe { CStr::from_ptr(text) }.to_string_lossy().into_owned())
    });
    Err(ArrowError::CDataInterface(reason.unwrap_or_else(|| format!("error {code}"))))
}

fn batch_of(array: FFI_ArrowArray, schema: &SchemaRef) -> Result<RecordBatch, ArrowError> {
    let fields = readable_fields(schema.fields());
    // SAFETY: the producer hands the array over as one of this schema.
    let data = unsafe { from_ffi_and_data_type(array, DataType::Struct(fields)) }?;
    let options = RecordBatchOptions::new().with_row_count(Some(data.len()));
    let mut columns = StructArray::from(data).into_parts().1;
    for (column, field) in columns.iter_mut().zip(schema.fields()) {
        if holds_null(field.data_type()) {
            *column = make_array(restored(&column.to_data(), field.data_type())?);
        }
    }
    RecordBatch::try_new_with_options(Arc::clone(schema), columns, &options)
}

/// An array of a type.
fn imported(array: FFI_ArrowArray, kind: &DataType) -> Result<ArrayData, ArrowError> {
    // SAFETY: the producer hands the array over as one of this type.
    let data = unsafe { from_ffi_and_data_type(array, readable(kind)) }?;
    restored(&data, kind)
}

/// Whether a column without any value is in a type. Such a column has no buffers, but polars hands over the empty place
/// of one, at which the reader stops; it is read as a structure without fields, which has that place.
fn holds_null(kind: &DataType) -> bool {
    match kind {
        DataType::Null => true,
        DataType::List(field) | DataType::LargeList(field) | DataType::FixedSizeList(field, _) => {
            holds_null(field.data_type())
        }
        DataType::Struct(fields) => fields.iter().any(|field| holds_null(field.data_type())),
        _ => false,
    }
}

fn readable_fields(fields: &Fields) -> Fields {
    if !fields.iter().any(|field| holds_null(field.data_type())) {
        return fields.clone();
    }
    fields.iter().map(readable_field).collect()
}

fn readable_field(field: &Arc<Field>) -> Arc<Field> {
    Arc::new(field.as_ref().clone().with_data_type(readable(field.data_type())))
}

/// The type that an array of a type is read as.
fn readable(kind: &DataType) -> DataType {
    match kind {
        DataType::Null => DataType::Struct(Fields::empty()),
        DataType::List(field) => DataType::List(readable_field(field)),
        DataType::LargeList(field) => DataType::LargeList(readable_field(field)),
        DataType::FixedSizeList(field, size) => DataType::FixedSizeList(readable_field(field), *size),
        DataType::Struct(fields) => DataType::Struct(readable_fields(fields)),
        _ => kind.clone(),
    }
}

/// What was read as [`readable`] as what it is.
fn restored(data: &ArrayData, kind: &DataType) -> Result<ArrayData, ArrowError> {
    let kinds: Vec<&DataType> = match kind {
        DataType::Null => return Ok(ArrayData::new_null(kind, data.len())),
        _ if !holds_null(kind) => return Ok(data.clone()),
        DataType::List(field) | DataType::LargeList(field) | DataType::FixedSizeList(field, _) => {
            vec![field.data_type()]
        }
        DataType::Struct(fields) => fields.iter().map(|field| field.data_type()).collect(),
        _ => Vec::new(),
    };
    let children = data.child_data().iter().zip(kinds).map(|(child, kind)| restored(child, kind));
    ArrayData::builder(kind.clone())
        .len(data.len())
        .offset(data.offset())
        .nulls(data.nulls().cloned())
        .buffers(data.buffers().to_vec())
        .child_data(children.collect::<Result<_, _>>()?)
        .build()
}

/// The type of a column.
fn column_type(name: &str, spelt: &FFI_ArrowSchema) -> Result<DataType, Unread> {
    DataType::try_from(spelt).map_err(|error| {
        let issues = Issues::found([unknown_type(name, spelt)]);
        issues.map_or(Unread::Broken(error), Unread::Columns)
    })
}

/// A column of a type that Arrow does not have, such as the `Int128` of polars.
fn unknown_type(name: &str, spelt: &FFI_ArrowSchema) -> Issue<AssessmentError> {
    let found = spelt.format().to_owned();
    Issue { place: Place::whole().column(name), error: AssessmentError::ColumnType { found } }
}

/// What a column is called, its type as the interface spells it, and its flags.
type Spelling = (String, String, Option<i64>);

/// Schemas of flat columns that were read before: to read the next small frame of one takes longer than to score it.
static SCHEMAS: Mutex<Vec<(Vec<Spelling>, SchemaRef)>> = Mutex::new(Vec::new());
/// How many are kept.
const KEPT: usize = 8;

/// The schema that a structure spells; `None` for one that is no table.
fn known_schema(spelt: &FFI_ArrowSchema) -> Result<Option<SchemaRef>, Unread> {
    if spelt.format() != "+s" {
        return Ok(None);
    }
    let flat = |column: &FFI_ArrowSchema| {
        let nested = column.dictionary().is_some() || column.children().next().is_some();
        Ok::<_, ArrowError>(!nested && column.metadata()?.is_empty())
    };
    let mut plain = spelt.metadata()?.is_empty();
    for column in spelt.children() {
        plain = plain && flat(column)?;
    }
    let bits = |column: &FFI_ArrowSchema| column.flags().map(|flags| flags.bits());
    let same = |spellings: &[Spelling]| {
        let mut columns = spelt.children();
        let equal = spellings.iter().all(|(name, format, flags)| {
            let Some(column) = columns.next() else { return false };
            column.name() == Some(name) && column.format() == format && bits(column) == *flags
        });
        equal && columns.next().is_none()
    };
    let kept = || SCHEMAS.lock().unwrap_or_else(PoisonError::into_inner);
    if plain && let Some((_, schema)) = kept().iter().find(|(spellings, _)| same(spellings)) {
        return Ok(Some(Arc::clone(schema)));
    }
    let schema = Arc::new(Schema::try_from(spelt).map_err(|error| unread(spelt, error))?);
    if plain {
        let spell =
            |column: &FFI_ArrowSchema| Some((column.name()?.to_owned(), column.format().to_owned(), bits(column)));
        if let Some(spellings) = spelt.children().map(spell).collect() {
            let mut kept = kept();
            if kept.len() >= KEPT {
                kept.remove(0);
            }
            kept.push((spellings, Arc::clone(&schema)));
        }
    }
    Ok(Some(schema))
}

/// The columns that keep a schema from being read, by name.
fn unread(spelt: &FFI_ArrowSchema, error: ArrowError) -> Unread {
    let unknown = spelt.children().filter(|column| Field::try_from(*column).is_err());
    let issues = unknown.map(|column| unknown_type(column.name().unwrap_or_default(), column));
    Issues::found(issues).map_or(Unread::Broken(error), Unread::Columns)
}

fn not_a_table() -> PyErr {
    PyTypeError::new_err("expected a table of columns, found one column")
}

fn taken_stream(capsule: &Bound<'_, PyAny>) -> PyResult<FFI_ArrowArrayStream> {
    let pointer = pointer(capsule, STREAM)?;
    // SAFETY: a capsule of this name holds such a structure; `from_raw` marks it as released.
    Ok(unsafe { FFI_ArrowArrayStream::from_raw(pointer.cast()) })
}

fn array_and_schema(pair: &Bound<'_, PyAny>) -> PyResult<(FFI_ArrowArray, FFI_ArrowSchema)> {
    let pair = pair.cast::<PyTuple>()?;
    let (schema, array) = (pointer(&pair.get_item(0)?, SCHEMA)?, pointer(&pair.get_item(1)?, ARRAY)?);
    // SAFETY: capsules of these names hold such structures; `from_raw` marks them as released.
    Ok(unsafe { (FFI_ArrowArray::from_raw(array.cast()), FFI_ArrowSchema::from_raw(schema.cast())) })
}

/// The pointer of a capsule, whose name must be this one.
fn pointer(object: &Bound<'_, PyAny>, name: &CStr) -> PyResult<*mut std::ffi::c_void> {
    let wrong = || {
        let name = name.to_string_lossy();
        PyTypeError::new_err(format!("expected a capsule named {name:?}"))
    };
    let capsule = object.cast::<PyCapsule>().map_err(|_| wrong())?;
    capsule.pointer_checked(Some(name)).map(std::ptr::NonNull::as_ptr).map_err(|_| wrong())
}

pub(crate) fn broken(error: &ArrowError) -> PyErr {
    PyValueError::new_err(format!("the frame cannot be read: {error}"))
}
