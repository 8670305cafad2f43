//! Many assessments at once, as integers: columns or rows in, the index, its nodes and the predicate out.

mod block;
mod columns;
mod dispatch;
mod edges;
mod error;
mod lane;
mod outputs;
mod plan;
mod portable;
mod reciprocal;
mod rows;
mod run;
mod segments;
mod shortcut;
mod single;
mod values;
mod wide;
mod wide_combine;

pub use block::{InvalidCell, Summary};
pub use columns::{Bitmap, Column};
pub use error::BatchError;
pub use outputs::{NodeOutput, Numbers, Outputs, bitmap_bytes};
pub use plan::{Kernel, Measure, NO_PREDICATE};
pub use rows::Rows;
pub use run::{Batch, ROWS_A_THREAD};
pub use single::{One, OneScore, OneValue};
pub use values::Cell;

#[cfg(test)]
mod batch_tests;
