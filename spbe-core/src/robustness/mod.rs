//! How firm ranks and predicates are, when weights and levels are not certain.
//!
//! | question | answer | how |
//! |---|---|---|
//! | how much must weights change before two change places | [`Standing::above`], [`Standing::below`] | exact |
//! | which ranks are possible at all | [`Standing::best`], [`Standing::worst`] | exact bounds |
//! | how much must weights change before the predicate does | [`ClassRadii`] | exact |
//! | who is better whatever the weights | [`Standing::dominates`] | exact |
//! | how often has it which rank, which predicate, whom is it above | [`Counts`] | draws |
//!
//! Draws are whole numbers: weights, levels and indices are integers, ranks are counted, and the random numbers come
//! from a generator of integers that depends on the seed and the number of the draw alone. So the counts are the same on
//! every machine, with any number of threads. Only Dirichlet weights go through floating point, with operations that
//! IEEE 754 defines to the last bit and the functions of the `libm` crate, which are made of those.

mod draw;
mod error;
mod exact;
mod field;
mod group;
mod law;
mod long;
mod network;
mod pairs;
mod short;
mod sides;
mod stop;
mod study;
mod tally;
mod uncertain;

pub use error::RobustnessError;
pub use exact::{ClassRadii, Standing, class_radii, standings};
pub use field::{Cutoff, Field, Noise, Weights};
pub use sides::Rival;
pub use stop::Stop;
pub use study::{DrawnRanks, Duels, RobustnessOptions, RobustnessStudy, UnitRobustness};
pub use tally::{Counts, Drawing};
pub use uncertain::Uncertain;

pub(crate) use draw::{LANES, Purpose, Row, Stream};
pub(crate) use exact::official_ranks;
pub(crate) use group::Group;
pub(crate) use law::Law;
pub(crate) use long::scores as long_scores;
pub(crate) use short::{SCORE_BITS, Scratch, Tables, UNIT_BITS, bounds, levels};
pub(crate) use tally::{UNIT_MASK, places, totals};

#[cfg(test)]
mod robustness_tests;
