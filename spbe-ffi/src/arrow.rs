//! Data frames in and out, as the Arrow C data and stream interfaces hand them on.

use std::fmt::Display;
use std::mem::{MaybeUninit, offset_of};
use std::sync::Arc;

use arrow_array::ffi::{FFI_ArrowArray, FFI_ArrowSchema, from_ffi, to_ffi};
use arrow_array::ffi_stream::{FFI_ArrowArrayStream, RecordBatchStreamReader};
use arrow_array::{Array, RecordBatch, RecordBatchIterator, RecordBatchReader, StructArray};
use spbe_core::assessment::ReadOptions;
use spbe_core::frame::{Frame, FrameOptions, score};

use crate::choice::{decimal_comma, score_options, year as known_year};
use crate::error::{BoundaryError, Failure, SpbeError, SpbeStatus};
use crate::file::candidates;
use crate::guard::guard;
use crate::instrument::SpbeInstrument;
use crate::lent::{Extensible, SpbeText, full_list, output, read_sized};

/// `struct ArrowArrayStream` of the Arrow C stream interface; the caller brings its definition.
pub struct ArrowArrayStream(());
/// `struct ArrowArray` of the Arrow C data interface; the caller brings its definition.
pub struct ArrowArray(());
/// `struct ArrowSchema` of the Arrow C data interface; the caller brings its definition.
pub struct ArrowSchema(());

/// How a data frame is read and scored. Set it to zero, then `size`, then what is wanted.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct SpbeFrameOptions {
    /// `sizeof(SpbeFrameOptions)`.
    pub size: usize,
    /// A `SPBE_MISSING_` number.
    pub missing_policy: u32,
    /// A `SPBE_PREDICATE_` number.
    pub predicate_basis: u32,
    /// A `SPBE_COMMA_` number, for numbers in texts.
    pub decimal_comma: u32,
    /// At most so many threads, and only where the rows are worth them; 0 is 1. The numbers are the same.
    pub threads: u32,
    /// The columns of the result behind the labels, by name and in this order: `index`, `index_exact`, `predicate`,
    /// `missing`, the lowest and highest possible (`index_lowest`, `predicate_highest`), each node as published
    /// (`aspect_8`) or exact (`aspect_8_exact`). NULL: index, predicate and published nodes.
    pub columns: *const SpbeText,
    /// How many columns.
    pub column_count: usize,
    /// The year of rows that give none, and the only one scored of rows that do; 0 for all.
    pub year: u16,
}

// SAFETY: `repr(C)`, begins with its size, and all zeros are a value of it.
unsafe impl Extensible for SpbeFrameOptions {
    const FIRST: usize = offset_of!(SpbeFrameOptions, year) + size_of::<u16>();
}

impl SpbeFrameOptions {
    /// # Safety
    /// `columns` is NULL or has `column_count` texts, each NULL or as long as it says.
    unsafe fn read(&self) -> Result<FrameOptions, Failure> {
        // SAFETY: the caller's promise is that of `full_list`.
        let columns = unsafe { full_list(self.columns, self.column_count, "columns") }?;
        // SAFETY: each text is as long as it says, by the caller's promise.
        let name = |column: &SpbeText| unsafe { column.read("columns[]") }.map(ToOwned::to_owned);
        let columns = columns.iter().map(name).collect::<Result<Vec<_>, _>>()?;
        Ok(FrameOptions::default()
            .reading(ReadOptions::default().comma(decimal_comma(self.decimal_comma)?).year(known_year(self.year)?))
            .scoring(score_options(self.missing_policy, self.predicate_basis)?)
            .columns((!columns.is_empty()).then_some(columns))
            .threads(usize::try_from(self.threads).unwrap_or(usize::MAX)))
    }
}

/// # Safety
/// `options` is NULL or begins with its size, and its columns are as it says.
unsafe fn frame_options(options: *const SpbeFrameOptions) -> Result<FrameOptions, Failure> {
    if options.is_null() {
        return Ok(FrameOptions::default());
    }
    // SAFETY: the caller's promise is that of both.
    unsafe { read_sized(options, "options")?.read() }
}

/// What another library's frame, or ours as one, cannot be.
fn unfit(reason: impl Display) -> Failure {
    BoundaryError::Arrow { reason: reason.to_string() }.into()
}

/// Scores a data frame: a stream of record batches in, one of results out.
///
/// Columns are recognised as in a file: a row an institution with a column an indicator, or a row an answer; every other
/// column is a label. The result has the labels, then the index as published and as exact text, the predicate, and the
/// published nodes. `instruments` are as for `spbe_score_file`; `options` may be NULL.
///
/// The call takes over `frame`: afterwards it is released, and not to be used again, also after a failure; only where a
/// pointer is NULL is it left alone. On success `out` holds a stream, which the caller releases by its own `release`.
/// Struct definitions and rules: <https://arrow.apache.org/docs/format/CStreamInterface.html>.
///
/// # Safety
/// `instruments` is NULL or has `instrument_count` pointers, each NULL or live; `frame` is NULL or a sound stream; `out` is
/// NULL or may be written; `options` is NULL or begins with its size; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn spbe_score_arrow_stream(
    instruments: *const *const SpbeInstrument,
    instrument_count: usize,
    frame: *mut ArrowArrayStream,
    options: *const SpbeFrameOptions,
    out: *mut ArrowArrayStream,
    error: *mut *mut SpbeError,
) -> SpbeStatus {
    let body = || {
        // SAFETY: each pointer is NULL or as its type says, by the caller's promise; a stream is taken over whole.
        let (out, stream, candidates, options) = unsafe {
            let out = output(out.cast::<FFI_ArrowArrayStream>(), "out")?;
            output(frame.cast::<FFI_ArrowArrayStream>(), "frame")?;
            let stream = FFI_ArrowArrayStream::from_raw(frame.cast());
            (out, stream, candidates(instruments, instrument_count)?, frame_options(options)?)
        };
        let reader = RecordBatchStreamReader::try_new(stream).map_err(unfit)?;
        let schema = reader.schema();
        let batches = reader.collect::<Result<Vec<_>, _>>().map_err(unfit)?;
        let scored = score(&Frame::new(schema, batches), &candidates, &options)?;
        let batches = scored.batches().to_vec().into_iter().map(Ok);
        let reader = RecordBatchIterator::new(batches, Arc::clone(scored.schema()));
        out.write(FFI_ArrowArrayStream::new(Box::new(reader)));
        Ok(())
    };
    // SAFETY: `error` is NULL or may be written, by the caller's promise.
    unsafe { guard(error, body) }
}

/// Scores a data frame that is one record batch: a struct array and its schema in, and out.
///
/// All else is as for `spbe_score_arrow_stream`, which also takes over both structs.
/// Struct definitions and rules: <https://arrow.apache.org/docs/format/CDataInterface.html>.
///
/// # Safety
/// `array` and `schema` are NULL or sound; `out_array` and `out_schema` are NULL or may be written; all else as for
/// `spbe_score_arrow_stream`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn spbe_score_arrow_array(
    instruments: *const *const SpbeInstrument,
    instrument_count: usize,
    array: *mut ArrowArray,
    schema: *mut ArrowSchema,
    options: *const SpbeFrameOptions,
    out_array: *mut ArrowArray,
    out_schema: *mut ArrowSchema,
    error: *mut *mut SpbeError,
) -> SpbeStatus {
    let body = || {
        // SAFETY: each pointer is NULL or as its type says, by the caller's promise; both structs are taken over whole.
        let (out_array, out_schema, array, schema, candidates, options) = unsafe {
            let out_array: &mut MaybeUninit<FFI_ArrowArray> = output(out_array.cast(), "out_array")?;
            let out_schema: &mut MaybeUninit<FFI_ArrowSchema> = output(out_schema.cast(), "out_schema")?;
            output(array.cast::<FFI_ArrowArray>(), "array")?;
            output(schema.cast::<FFI_ArrowSchema>(), "schema")?;
            let array = FFI_ArrowArray::from_raw(array.cast());
            let schema = FFI_ArrowSchema::from_raw(schema.cast());
            (out_array, out_schema, array, schema, candidates(instruments, instrument_count)?, frame_options(options)?)
        };
        // SAFETY: sound, by the caller's promise.
        let batch = unsafe { batch(array, &schema) }?;
        let scored = score(&Frame::from(batch), &candidates, &options)?;
        let result = match scored.batches() {
            [] => RecordBatch::new_empty(Arc::clone(scored.schema())),
            [batch] => batch.clone(),
            _ => return Err(unfit("the result has several batches; ask for a stream")),
        };
        let (array, schema) = to_ffi(&StructArray::from(result).into_data()).map_err(unfit)?;
        out_array.write(array);
        out_schema.write(schema);
        Ok(())
    };
    // SAFETY: `error` is NULL or may be written, by the caller's promise.
    unsafe { guard(error, body) }
}

/// # Safety
/// Both are sound.
unsafe fn batch(array: FFI_ArrowArray, schema: &FFI_ArrowSchema) -> Result<RecordBatch, Failure> {
    if array.is_released() || schema.release().is_none() {
        return Err(unfit("the array or its schema is released already"));
    }
    if schema.format() != "+s" {
        return Err(unfit("expected a struct array, one field a column"));
    }
    // SAFETY: the caller's promise.
    let data = unsafe { from_ffi(array, schema) }.map_err(unfit)?;
    if data.null_count() > 0 {
        return Err(unfit("the rows of a record batch cannot be null"));
    }
    Ok(StructArray::from(data).into())
}
