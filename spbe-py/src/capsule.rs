//! Data frames by the capsule interface of Arrow, in and out. No frame library is imported.
//!
//! The only unsafe code of the package: the pointers of the interface. What keeps it sound is the interface's own
//! contract: a capsule of the right name holds the structure of that name, and whoever takes it marks it as released.

use std::ffi::CStr;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::ffi::{FFI_ArrowArray, FFI_ArrowSchema, from_ffi};
use arrow_array::ffi_stream::{ArrayStreamReader, FFI_ArrowArrayStream};
use arrow_array::{Array, ArrayReader, ArrayRef, RecordBatch, RecordBatchIterator, RecordBatchOptions, make_array};
use arrow_schema::{ArrowError, DataType, Field, FieldRef, Schema};
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
        let (field, arrays) = streamed(&export.call0()?)?;
        return table(&field, arrays).map(Some);
    }
    let Some(export) = object.getattr_opt("__arrow_c_array__")? else { return Ok(None) };
    let (array, schema) = array_and_schema(&export.call0()?)?;
    let field = Field::try_from(&schema).map_err(|error| broken(&error))?;
    table(&field, vec![import(array, &schema)?]).map(Some)
}

/// The arrays of one column that an object hands over, in its pieces; `None` if it does not speak the interface.
pub(crate) fn column(object: &Bound<'_, PyAny>) -> PyResult<Option<Vec<ArrayRef>>> {
    if let Some(export) = object.getattr_opt("__arrow_c_array__")? {
        let (array, schema) = array_and_schema(&export.call0()?)?;
        return Ok(Some(vec![import(array, &schema)?]));
    }
    let Some(export) = object.getattr_opt("__arrow_c_stream__")? else { return Ok(None) };
    streamed(&export.call0()?).map(|(_, arrays)| Some(arrays))
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

/// The arrays of a stream and what they are. The producer may compute only now, on threads that need the interpreter.
fn streamed(capsule: &Bound<'_, PyAny>) -> PyResult<(FieldRef, Vec<ArrayRef>)> {
    let stream = taken_stream(capsule)?;
    let read = || -> Result<(FieldRef, Vec<ArrayRef>), ArrowError> {
        let reader = ArrayStreamReader::try_new(stream)?;
        Ok((Arc::clone(reader.field()), reader.collect::<Result<_, _>>()?))
    };
    capsule.py().detach(read).map_err(|error| broken(&error))
}

/// Arrays of structures as the batches of a table.
fn table(field: &Field, arrays: Vec<ArrayRef>) -> PyResult<Frame> {
    let DataType::Struct(fields) = field.data_type() else {
        return Err(PyTypeError::new_err("expected a table of columns, found one column"));
    };
    let schema = Arc::new(Schema::new_with_metadata(fields.clone(), field.metadata().clone()));
    let batch = |array: ArrayRef| {
        let options = RecordBatchOptions::new().with_row_count(Some(array.len()));
        let columns = array.as_struct().columns().to_vec();
        RecordBatch::try_new_with_options(Arc::clone(&schema), columns, &options)
    };
    let batches = arrays.into_iter().map(batch).collect::<Result<_, _>>().map_err(|error| broken(&error))?;
    Ok(Frame::new(Arc::clone(&schema), batches))
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
