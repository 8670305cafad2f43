//! How likely each index is, and each predicate, when levels are not certain yet.
//!
//! Every indicator has a probability for each level: given, from how sure one is of the answer, or learnt from what
//! became of the answers of others. Levels of different indicators are independent of each other, or are so within each
//! scenario and each value of a common factor. The distribution of the index is then computed, not drawn: nothing is
//! lost but the roundings of doubles. Cut-offs of predicates are whole numbers on its lattice.

mod belief;
mod convolution;
mod distribution;
mod error;
mod lattice;
mod learn;
mod outlook;
mod states;
mod study;

#[cfg(test)]
mod forecast_tests;

pub use belief::{Belief, Believed, Probability};
pub use convolution::Convolution;
pub use distribution::Distribution;
pub use error::ForecastError;
pub use learn::{LearnOptions, Learnt};
pub use study::{Driver, DriverLevel, Forecast, ForecastOptions, Outlook, Target};
