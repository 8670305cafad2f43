//! Data frames by the capsule interface of Arrow, in and out. No frame library is imported.
//!
//! The only unsafe code of the package: the pointers of the interface. What keeps it sound is the interface's own
//! contract: a capsule of the right name holds the structure of that name, and whoever takes it marks it as released.

use std::ffi::CStr;
use std::sync::{Arc, Mutex, PoisonError};

use arrow_array::ffi::{FFI_ArrowArray, FFI_ArrowSchema, from_ffi, from_ffi_and_data_type};
use arrow_array::ffi_stream::{ArrayStreamReader, FFI_ArrowArrayStream};
use arrow_array::{ArrayRef, RecordBatch, RecordBatchIterator, RecordBatchOptions, StructArray, make_array};
use arrow_schema::{ArrowError, DataType, Schema, SchemaRef};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyTuple};
use spbe_core::frame::Frame;

const STREAM: &CStr = c"arrow_array_stream";
const SCHEMA: &CStr = c"arrow_schema";
const ARRAY: &CStr = c"arrow_array";

/// The frame that an object hands over; `None` if it does not speak the interface.
pub(crate) fn frame(object: &Bound<'_, PyAny>) -> PyResult<Option<Frame>> {
    if let Some(export) = object.getattr_opt("__arrow_c_stream__")? {
        let mut stream = taken_stream(&export.call0()?)?;
        // The producer may compute only now, on threads that need the interpreter.
        let read = object.py().detach(|| batches(&mut stream)).map_err(|error| broken(&error))?;
        return read.map(Some).ok_or_else(not_a_table);
    }
    let Some(export) = object.getattr_opt("__arrow_c_array__")? else { return Ok(None) };
    let (array, schema) = array_and_schema(&export.call0()?)?;
    let Some(known) = known_schema(&schema).map_err(|error| broken(&error))? else { return Err(not_a_table()) };
    let batch = batch_of(array, &known).map_err(|error| broken(&error))?;
    Ok(Some(Frame::new(known, vec![batch])))
}

/// The arrays of one column that an object hands over, in its pieces; `None` if it does not speak the interface.
pub(crate) fn column(object: &Bound<'_, PyAny>) -> PyResult<Option<Vec<ArrayRef>>> {
    if let Some(export) = object.getattr_opt("__arrow_c_array__")? {
        let (array, schema) = array_and_schema(&export.call0()?)?;
        return Ok(Some(vec![import(array, &schema)?]));
    }
    let Some(export) = object.getattr_opt("__arrow_c_stream__")? else { return Ok(None) };
    streamed(&export.call0()?).map(Some)
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
fn streamed(capsule: &Bound<'_, PyAny>) -> PyResult<Vec<ArrayRef>> {
    let stream = taken_stream(capsule)?;
    let read = || ArrayStreamReader::try_new(stream)?.collect::<Result<_, _>>();
    capsule.py().detach(read).map_err(|error| broken(&error))
}

/// The batches of a stream; `None` for a stream of one column.
fn batches(stream: &mut FFI_ArrowArrayStream) -> Result<Option<Frame>, ArrowError> {
    let (Some(get_schema), Some(get_next), Some(_)) = (stream.get_schema(), stream.get_next(), stream.release()) else {
        return Err(ArrowError::CDataInterface("the stream was read already".to_owned()));
    };
    let mut schema = FFI_ArrowSchema::empty();
    // SAFETY: the stream is not released, and its own callbacks are called with it.
    let code = unsafe { get_schema(stream, &raw mut schema) };
    checked(code, stream)?;
    let Some(schema) = known_schema(&schema)? else { return Ok(None) };
    let mut batches = Vec::new();
    loop {
        let mut array = FFI_ArrowArray::empty();
        // SAFETY: as above.
        let code = unsafe { get_next(stream, &raw mut array) };
        checked(code, stream)?;
        if array.is_released() {
            return Ok(Some(Frame::new(schema, batches)));
        }
        batches.push(batch_of(array, &schema)?);
    }
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
    // SAFETY: the producer hands the array over as one of this schema.
    let data = unsafe { from_ffi_and_data_type(array, DataType::Struct(schema.fields().clone())) }?;
    let options = RecordBatchOptions::new().with_row_count(Some(data.len()));
    let columns = StructArray::from(data).into_parts().1;
    RecordBatch::try_new_with_options(Arc::clone(schema), columns, &options)
}

/// What a column is called, its type as the interface spells it, and its flags.
type Spelling = (String, String, Option<i64>);

/// Schemas of flat columns that were read before: to read the next small frame of one takes longer than to score it.
static SCHEMAS: Mutex<Vec<(Vec<Spelling>, SchemaRef)>> = Mutex::new(Vec::new());
/// How many are kept.
const KEPT: usize = 8;

/// The schema that a structure spells; `None` for one that is no table.
fn known_schema(spelt: &FFI_ArrowSchema) -> Result<Option<SchemaRef>, ArrowError> {
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
    let schema = Arc::new(Schema::try_from(spelt)?);
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

fn import(array: FFI_ArrowArray, schema: &FFI_ArrowSchema) -> PyResult<ArrayRef> {
    if array.is_released() {
        return Err(PyValueError::new_err("the Arrow array was taken already"));
    }
    // SAFETY: the producer hands both over together.
    unsafe { from_ffi(array, schema) }.map(make_array).map_err(|error| broken(&error))
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
