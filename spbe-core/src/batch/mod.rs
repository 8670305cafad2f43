//! Many assessments at once, as integers: columns or rows in, the index, its nodes and the predicate out.
//!
//! A [`Kernel`] is compiled once from an instrument; a [`Batch`] scores with it, call by call, in memory of its own.
//! Every number is an integer and the same as [`score`](crate::score::score) gives, bit for bit, on every processor,
//! layout and number of threads.
//!
//! ```
//! use spbe_core::batch::{Batch, Kernel, NodeOutput, Outputs, Rows};
//! use spbe_core::instrument::Instrument;
//!
//! let kernel = Kernel::compile(&Instrument::builtin("spbe-2020")?)?;
//! // Two assessments of 47 indicators: all at level 3, and all at level 4 but one without a level.
//! let mut levels = [[3_u8; 47], [4_u8; 47]];
//! levels[1][46] = 0;
//!
//! let (mut index, mut predicate) = ([0_u16; 2], [0_u8; 2]);
//! let outputs = Outputs {
//!     index: NodeOutput { published: Some(index.as_mut_slice().into()), ..NodeOutput::default() },
//!     predicate: Some(&mut predicate),
//!     ..Outputs::default()
//! };
//! let found = Batch::new(&kernel).rows(Rows::new(levels.as_flattened(), 2, 47), outputs)?;
//!
//! assert_eq!(kernel.published_decimal(index[0].into())?.to_string(), "3.00");
//! assert_eq!((index[1], found.invalid), (0, 1));
//! assert_eq!(found.first.map(|cell| (cell.row, cell.item, cell.found)), Some((1, 46, Some(0))));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # How
//!
//! | file | part |
//! |---|---|
//! | `plan.rs`, `sums.rs`, `reciprocal.rs`, `lane.rs` | what is worked out when an instrument is compiled, in the narrowest integers |
//! | `loops.rs` | sums, published units and predicates: plain loops, run as wide as the processor is |
//! | `columns.rs`, `rows.rs`, `values.rs` | the layouts; rows become columns in `wide/` |
//! | `block.rs`, `run.rs` | blocks, invalid rows, threads |
//! | `single.rs`, `shortcut.rs` | one assessment at a time |
//! | `outputs.rs`, `edges.rs` | what is written, and what becomes of it for people |
//!
//! Items of one node and one weight form a *run*; inside it a sum is a sum of bytes. A node is a weighted sum of runs
//! or of its children, in the narrowest integers that hold it. Published values come from multiplications whose
//! constants are verified over the whole domain when the instrument is compiled.

mod block;
mod columns;
mod edges;
mod error;
mod lane;
mod loops;
mod outputs;
mod plan;
mod reciprocal;
mod rows;
mod run;
mod shortcut;
mod single;
mod sums;
mod values;

pub use block::{InvalidCell, Summary};
pub use columns::{Bitmap, Cell, Column};
pub use error::BatchError;
pub use outputs::{NodeOutput, Numbers, Outputs, bitmap_bytes};
pub use plan::{Kernel, NO_PREDICATE};
pub use rows::Rows;
pub use run::{Batch, ROWS_A_THREAD};
pub use shortcut::OneValue;
pub use single::{One, OneScore};
pub use sums::Measure;

#[cfg(test)]
mod batch_tests;
