//! The cheapest way to a target ("rencana aksi"): which indicators to raise, from which level to which, in which order.
//!
//! The index is linear in whole levels with whole weights, so that the best plan can be found exactly: by dynamic
//! programming over weight parts where nothing but the index counts, and by branch and bound over that where limits and
//! prerequisites tie indicators together. A plan says whether it is proven to be the best, or how far it may be from it.
//! Every plan is scored again by the ordinary scorer before it is handed out.

mod error;
mod frontier;
mod ladder;
mod lattice;
mod least;
mod lists;
mod mend;
mod model;
mod options;
mod problem;
mod relax;
mod rules;
mod search;
mod steps;
mod study;

pub use error::PlanError;
pub use frontier::{Frontier, FrontierPoint};
pub use least::{LeastCost, LeastCosts};
pub use lists::{Aim, Bound, Capacity, NodeTarget, Period, Rule, StepCost};
pub use model::Target;
pub use options::{Grid, PlanOptions};
pub use steps::{Step, StepRung};
pub use study::{Plan, PlanStudy};

#[cfg(test)]
mod search_tests;
