//! How far two ratings of the same things agree: stages of one assessment, or assessors beside each other.
//!
//! | measure | type | source |
//! |---|---|---|
//! | who gave what, the mean shift, percent agreement | [`ShiftTable`] | counts |
//! | weighted kappa with its interval | [`Kappa`] | Cohen 1968; Fleiss, Cohen and Everitt 1969 |
//! | Krippendorff's alpha | [`Coincidences`] | Krippendorff 2011, "Computing Krippendorff's alpha-reliability" |
//! | whether a shift is more than chance | [`sign_test`], [`holm`] | exact binomial; Holm 1979 |
//!
//! Every count, mean, agreement, kappa and alpha is an exact ratio; only standard errors and probabilities, which have
//! roots and powers in them, are floats. Distances are those of the levels themselves: 1 and 3 are two apart, whether or
//! not anyone gave a 2.

#![expect(clippy::float_arithmetic, reason = "standard errors and probabilities; no index goes through here")]

mod coincidence;
mod kappa;
mod shift;
mod sign;
mod study;

pub use coincidence::{Coincidences, Metric};
pub use kappa::{Kappa, KappaWeights};
pub use shift::ShiftTable;
pub use sign::{holm, sign_test};
pub use study::{Agreement, AgreementOptions, AgreementStudy, ItemAgreement};

#[cfg(test)]
mod agreement_tests;
