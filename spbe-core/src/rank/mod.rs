//! Places among many, on exact values: over all, within groups, and what would be if only one thing changed.
//!
//! [`rank`] puts the units of a cohort in order by the index or any node. Years, stages and instruments are never
//! mixed unless the caller says so ([`RankOptions::mix`]). A unit without one value of the node is listed as not
//! ranked, with the reason ([`NotRanked`]).

mod change;
mod ranking;
mod ties;
mod values;

#[cfg(test)]
mod rank_tests;

pub use change::IfChanged;
pub use ranking::{NotRanked, Place, RankOptions, Ranking, rank};
pub use ties::Ties;
pub use values::competition_ranks;
