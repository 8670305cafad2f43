//! What a table of scores says as a whole: quantiles, correlations, reliability, components, and how much each part
//! really drives the index.
//!
//! It follows the questions of the *Handbook on Constructing Composite Indicators* (OECD and JRC, 2008, steps 4 and 7)
//! and of Paruolo, Saisana and Saltelli, "Ratings and rankings: voodoo or science?" (2013).
//!
//! | question | function |
//! |---|---|
//! | where does the middle half lie | [`quantile`], exact |
//! | do two nodes go together | [`pearson`], [`spearman`], [`kendall`]; [`correlations`] of many |
//! | do the indicators measure one thing | [`cronbach_alpha`], [`item_rest`] |
//! | how many things do they measure | [`PrincipalComponents`] |
//! | how much does an indicator drive the index | [`Influence`] |
//!
//! Columns are equally long and hold nearest doubles of exact values; what to do with rows that lack a value is for the
//! caller to say. A figure that does not exist (a correlation with a constant) is `None`, never NaN.

#![expect(clippy::float_arithmetic, reason = "figures about many scores; no index goes through here")]

mod components;
mod correlation;
mod influence;
mod moments;
mod quantile;
mod reliability;
mod study;

pub use components::PrincipalComponents;
pub use correlation::{kendall, mean_ranks, pearson, spearman};
pub use influence::Influence;
pub use moments::{mean, standard_deviation};
pub use quantile::quantile;
pub use reliability::{cronbach_alpha, item_rest};
pub use study::{
    Correlation, Distribution, GroupStatistics, PartStatistics, StatisticsOptions, StatisticsStudy, Structure,
    correlations,
};

#[cfg(test)]
mod statistics_tests;
