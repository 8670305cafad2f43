//! From one assessment to another: over years, from stage to stage, between institutions.
//!
//! [`compare`] sets two units side by side. Where both have one instrument the difference of their indices is
//! attributed to the nodes, tier by tier, and adds up exactly ([`Attribution`]); across instruments it says that the
//! rule changed, and keeps what can be compared ([`Linked`]) apart from what cannot. [`tracks`] follows institutions
//! over the years, [`transitions`] counts their predicates, [`means`] takes the means of a year.

mod compare;
mod crosswalk;
mod means;
mod tracks;

#[cfg(test)]
mod trend_tests;

pub use compare::{Attribution, Comparison, Difference, Linked, Part, TierAttribution, compare};
pub use crosswalk::{Crosswalk, Link};
pub use means::{PrintedMean, YearMean, means, printed_means};
pub use tracks::{Track, Transitions, tracks, transitions};
