//! Whom to learn from ("studi tiru"): institutions like one's own that do better where one is weak.
//!
//! Everything is counted in whole numbers of one unit, weight times value, so that a distance, a gain and a lead are
//! exact and add up: what a peer does better less what it does worse is its lead in the index, and both together are
//! its distance.

mod profiles;
mod study;
mod tiles;
mod visits;

pub use profiles::{Part, Profiles};
pub use study::{Lesson, Peer, PeerOptions, PeerStudy, VisitPlan};
pub use tiles::Neighbour;
pub use visits::{Visits, best_visits};

#[cfg(test)]
mod peers_tests;
