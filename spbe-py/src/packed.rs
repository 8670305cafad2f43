//! A table as plain Python data for pickles: types as the Arrow C interface spells them, buffers as bytes.

use std::collections::HashMap;
use std::sync::Arc;

use arrow_array::ffi::FFI_ArrowSchema;
use arrow_array::{Array, ArrayRef, RecordBatch, RecordBatchOptions, make_array};
use arrow_buffer::{BooleanBuffer, Buffer, NullBuffer};
use arrow_data::transform::MutableArrayData;
use arrow_data::{ArrayData, ArrayDataBuilder};
use arrow_schema::ffi::Flags;
use arrow_schema::{ArrowError, DataType, Field, Schema};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyList, PyTuple};
use spbe_core::frame::Frame;

use crate::capsule::broken;

type Metadata = HashMap<String, String>;

fn plain(metadata: &arrow_schema::Metadata) -> Metadata {
    metadata.iter().map(|(key, value)| (key.clone(), value.clone())).collect()
}

/// Schema and batches as tuples, lists, text and bytes.
pub(crate) fn pack<'py>(py: Python<'py>, frame: &Frame) -> PyResult<Bound<'py, PyAny>> {
    let fields = PyList::empty(py);
    for field in frame.schema().fields() {
        fields.append(pack_field(py, field)?)?;
    }
    let batches = PyList::empty(py);
    for batch in frame.batches() {
        let columns = PyList::empty(py);
        for column in batch.columns() {
            columns.append(pack_data(py, &compact(column).map_err(|error| broken(&error))?)?)?;
        }
        batches.append((batch.num_rows(), columns))?;
    }
    Ok((fields, plain(frame.schema().metadata()), batches).into_pyobject(py)?.into_any())
}

/// The frame of what [`pack`] gave.
pub(crate) fn unpack(packed: &Bound<'_, PyAny>) -> PyResult<Frame> {
    type Parts<'py> = (Vec<Bound<'py, PyAny>>, Metadata, Vec<(usize, Vec<Bound<'py, PyAny>>)>);
    let (fields, metadata, batches): Parts<'_> = packed.extract()?;
    let fields = fields.iter().map(unpack_field).collect::<PyResult<Vec<_>>>()?;
    let schema = Arc::new(Schema::new_with_metadata(fields, metadata));
    let mut unpacked = Vec::with_capacity(batches.len());
    for (rows, columns) in batches {
        let column =
            |(field, column): (&Arc<Field>, &Bound<'_, PyAny>)| Ok(make_array(unpack_data(field.data_type(), column)?));
        let columns = schema.fields().iter().zip(&columns).map(column).collect::<PyResult<Vec<ArrayRef>>>()?;
        let options = RecordBatchOptions::new().with_row_count(Some(rows));
        let batch = RecordBatch::try_new_with_options(Arc::clone(&schema), columns, &options);
        unpacked.push(batch.map_err(|error| broken(&error))?);
    }
    Ok(Frame::new(schema, unpacked))
}

/// The bytes of a column of machine numbers.
pub(crate) fn plain_bytes(column: &ArrayRef) -> Result<Vec<u8>, ArrowError> {
    Ok(compact(column)?.buffers().first().map(|buffer| buffer.as_slice().to_vec()).unwrap_or_default())
}

/// A copy that begins at its first cell and holds no other.
fn compact(column: &ArrayRef) -> Result<ArrayData, ArrowError> {
    let data = column.to_data();
    let mut copy = MutableArrayData::new(vec![&data], false, data.len());
    copy.try_extend(0, 0, data.len())?;
    Ok(copy.freeze())
}

fn pack_field<'py>(py: Python<'py>, field: &Field) -> PyResult<Bound<'py, PyTuple>> {
    let schema = FFI_ArrowSchema::try_from(field).map_err(|error| broken(&error))?;
    let (children, dictionary) = match field.data_type() {
        DataType::Dictionary(_, values) => (Vec::new(), Some(Field::new("", values.as_ref().clone(), true))),
        _ => (nested(field.data_type()), None),
    };
    let children = children.iter().map(|child| pack_field(py, child)).collect::<PyResult<Vec<_>>>()?;
    let dictionary = dictionary.map(|dictionary| pack_field(py, &dictionary)).transpose()?;
    let flags = schema.flags().unwrap_or(Flags::empty()).bits();
    let metadata = plain(field.metadata());
    (schema.format(), field.name(), flags, metadata, children, dictionary).into_pyobject(py)
}

fn nested(kind: &DataType) -> Vec<Arc<Field>> {
    match kind {
        DataType::Struct(fields) => fields.iter().cloned().collect(),
        DataType::List(field)
        | DataType::LargeList(field)
        | DataType::FixedSizeList(field, _)
        | DataType::ListView(field)
        | DataType::LargeListView(field)
        | DataType::Map(field, _) => vec![Arc::clone(field)],
        DataType::RunEndEncoded(ends, values) => vec![Arc::clone(ends), Arc::clone(values)],
        DataType::Union(fields, _) => fields.iter().map(|(_, field)| Arc::clone(field)).collect(),
        _ => Vec::new(),
    }
}

fn field_schema(packed: &Bound<'_, PyAny>) -> PyResult<(FFI_ArrowSchema, Metadata)> {
    type Parts<'py> = (String, String, i64, Metadata, Vec<Bound<'py, PyAny>>, Option<Bound<'py, PyAny>>);
    let (format, name, flags, metadata, children, dictionary): Parts<'_> = packed.extract()?;
    let children = children.iter().map(|child| Ok(field_schema(child)?.0)).collect::<PyResult<Vec<_>>>()?;
    let dictionary = dictionary.map(|dictionary| Ok::<_, PyErr>(field_schema(&dictionary)?.0)).transpose()?;
    let schema = FFI_ArrowSchema::try_new(&format, children, dictionary)
        .and_then(|schema| schema.with_name(&name))
        .and_then(|schema| schema.with_flags(Flags::from_bits_truncate(flags)));
    Ok((schema.map_err(|error| broken(&error))?, metadata))
}

fn unpack_field(packed: &Bound<'_, PyAny>) -> PyResult<Field> {
    let (schema, metadata) = field_schema(packed)?;
    let field = Field::try_from(&schema).map_err(|error| broken(&error))?;
    Ok(field.with_metadata(metadata))
}

fn pack_data<'py>(py: Python<'py>, data: &ArrayData) -> PyResult<Bound<'py, PyTuple>> {
    let nulls = data.nulls().map(|nulls| PyBytes::new(py, nulls.inner().sliced().as_slice()));
    let buffers: Vec<_> = data.buffers().iter().map(|buffer| PyBytes::new(py, buffer.as_slice())).collect();
    let children = data.child_data().iter().map(|child| pack_data(py, child)).collect::<PyResult<Vec<_>>>()?;
    (data.len(), data.offset(), nulls, buffers, children).into_pyobject(py)
}

fn unpack_data(kind: &DataType, packed: &Bound<'_, PyAny>) -> PyResult<ArrayData> {
    type Parts<'py> = (usize, usize, Option<Vec<u8>>, Vec<Bound<'py, PyBytes>>, Vec<Bound<'py, PyAny>>);
    let (length, offset, nulls, buffers, children): Parts<'_> = packed.extract()?;
    let kinds: Vec<DataType> = match kind {
        DataType::Dictionary(_, values) => vec![values.as_ref().clone()],
        _ => nested(kind).iter().map(|field| field.data_type().clone()).collect(),
    };
    let children = kinds.iter().zip(&children).map(|(kind, child)| unpack_data(kind, child));
    let buffers = buffers.iter().map(|buffer| Buffer::from(buffer.as_bytes().to_vec())).collect();
    let nulls = nulls.map(|bits| NullBuffer::new(BooleanBuffer::new(Buffer::from(bits), 0, length)));
    ArrayDataBuilder::new(kind.clone())
        .len(length)
        .offset(offset)
        .nulls(nulls)
        .buffers(buffers)
        .child_data(children.collect::<PyResult<_>>()?)
        .align_buffers(true)
        .build()
        .map_err(|error| broken(&error))
}
