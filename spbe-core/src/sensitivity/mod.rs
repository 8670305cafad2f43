//! Which uncertainty matters: how much of the variance of a result comes from the weights, the levels, the rule of
//! publication, the way of aggregation (Sobol indices of first order and total).
//!
//! Runs are drawn as in [`robustness`](crate::robustness): by a counter-based generator of integers. The base sample is
//! pseudo-random, not of low discrepancy: a factor such as all levels together has thousands of numbers behind it, where
//! low-discrepancy sequences lose what they are used for, and the intervals below need independent runs.

mod estimate;
mod model;
mod output;
mod study;

pub use estimate::{Estimate, NoIndices, Runs, SobolIndices, indices};
pub use output::Output;
pub use study::{Factor, FactorIndices, OutputIndices, SensitivityOptions, SensitivityStudy};

#[cfg(test)]
mod sensitivity_tests;
