//! What if: the index with other levels, what each change is worth, and what one level more would be.
//!
//! The index is linear, so that the change of the index is the sum of what each changed indicator adds, exactly and in
//! any order. Changes downwards are as good as changes upwards. Several scenarios stand side by side; changes that
//! have dates also give the course of the index.

mod change;
mod error;
mod steps;
mod study;

#[cfg(test)]
mod what_if_tests;

pub use change::{Change, Date};
pub use error::WhatIfError;
pub use steps::{Alone, LevelStep};
pub use study::{Effect, Milestone, RankShift, Scenario, UnitShare, WhatIf, WhatIfOptions};
pub(crate) use study::{Resolved, changed_answers, resolved};
