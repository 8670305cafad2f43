//! Data frames in and out, as Arrow record batches: what polars, pandas, pyarrow and duckdb hand over.
//!
//! [`score`] takes a [`Frame`] of answers and gives one of results: the label columns of the input untouched, then the
//! index, its exact text, the predicate and the nodes. A [`Scorer`] does the same batch by batch, for a stream.
//! [`read`] turns a frame into the records that a file gives. Columns are recognised by the very rules of a file.
//!
//! ```
//! use std::sync::Arc;
//! use arrow_array::{ArrayRef, RecordBatch, StringArray, UInt8Array};
//! use spbe_core::frame::{Frame, FrameOptions, score};
//! use spbe_core::instrument::Instrument;
//!
//! let instrument = Instrument::builtin("spbe-2020")?;
//! let mut columns: Vec<(&str, ArrayRef)> = vec![("instansi", Arc::new(StringArray::from(vec!["Kota A", "Kota B"])))];
//! for item in instrument.items() {
//!     columns.push((item.code(), Arc::new(UInt8Array::from(vec![3, 4]))));
//! }
//! let frame = Frame::from(RecordBatch::try_from_iter(columns)?);
//!
//! let scored = score(&frame, &[instrument], &FrameOptions::default())?;
//! let names: Vec<&str> = scored.schema().fields().iter().map(|field| field.name().as_str()).collect();
//! assert_eq!(names[..5], ["instansi", "index", "index_exact", "predicate", "domain_1"]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What is read
//!
//! - Answers: whole numbers of any width, `Float16` to `Float64`, `Decimal32` to `Decimal128`, text (`Utf8`,
//!   `LargeUtf8`, `Utf8View`) spelt as in a file, and dictionaries of any of these. A float is the decimal that it
//!   prints as, see [`PrintedFloat`](crate::assessment::PrintedFloat). No type is rounded. A comma in a text is a decimal
//!   comma where it can mean nothing else (`1,26`); `1,260` is an error that asks.
//! - Missing answers: nulls, `NaN`, and in a text what is blank or a dash, as in a file.
//! - Years: whole numbers or text. Everything else is a label and is handed on as it is, whatever its type.
//!
//! Rows count from one. All problems are listed, and nothing is scored if there is one.
//!
//! # How
//!
//! Rows with every answer go through the [`batch`](crate::batch) kernel in blocks: columns of `u8` as they are, all
//! other types converted block by block. Every other row, and nothing else, goes by [`score`](crate::score::score), so
//! that all numbers are the same. Rows with more decimals than the kernel holds do so as well.

mod cells;
mod fast;
mod options;
mod records;
mod results;
mod scorer;

use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_schema::{Schema, SchemaRef};

pub use options::FrameOptions;
pub use records::read;
pub use scorer::{Scorer, score};

/// Record batches of one schema: a data frame.
#[derive(Clone, Debug, PartialEq)]
pub struct Frame {
    schema: SchemaRef,
    batches: Vec<RecordBatch>,
}

impl Frame {
    /// Batches of this schema.
    #[must_use]
    pub const fn new(schema: SchemaRef, batches: Vec<RecordBatch>) -> Self {
        Self { schema, batches }
    }

    /// Names and types of the columns.
    #[must_use]
    pub const fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    /// The rows, in batches.
    #[must_use]
    pub fn batches(&self) -> &[RecordBatch] {
        &self.batches
    }

    /// How many rows there are.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }
}

impl Default for Frame {
    fn default() -> Self {
        Self { schema: Arc::new(Schema::empty()), batches: Vec::new() }
    }
}

impl From<RecordBatch> for Frame {
    fn from(batch: RecordBatch) -> Self {
        Self { schema: batch.schema(), batches: vec![batch] }
    }
}
