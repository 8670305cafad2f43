//! What it is worth: the exact index and every node of one assessment, its predicate, and the way to the next one.
//!
//! The sum itself is in `compute.rs`. Nothing is rounded before the end: a [`Value`] carries the exact number and,
//! beside it, the number as the instrument publishes it.

mod compute;
mod error;
mod model;
mod next;
mod possible;
mod printed;
mod records;
mod sums;
mod value;

pub use compute::{score, score_all, score_each};
pub use error::ScoreError;
pub(crate) use model::describe;
pub use model::{IndicatorScore, NodeScore, PredicateRange, Score, ScoreOptions, ScoreSource};
pub use next::{NextPredicate, smallest_index};
pub(crate) use possible::{Constraint, Downwards, Narrowed, Possible, Space};
pub(crate) use printed::PrintedPredicates;
pub use printed::{score_printed, score_printed_all};
pub use records::score_records;
pub use value::Value;

#[cfg(test)]
mod possible_tests;
#[cfg(test)]
mod score_tests;
