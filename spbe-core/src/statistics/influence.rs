//! How much each part really drives the index, whatever its weight says.

use super::moments::{Deviations, centred, count, product, same, sum};

/// How much one part drives the index over the rows of a table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Influence {
    /// The share of the index's variance that comes from this part: the covariance of what it contributes with the
    /// index, over the variance of the index. These add up to 1 over all parts, as weights do; a part on which all are
    /// equal has 0, one that runs against the index less than 0.
    pub effective_weight: f64,
    /// How much of the index's variance a straight line in this part explains: the squared correlation.
    pub linear: Option<f64>,
    /// How much of it knowing this part explains at all: the correlation ratio, the variance of the mean index by value
    /// of the part over the variance of the index (the first-order index of Paruolo, Saisana and Saltelli). At least
    /// `linear`.
    pub correlation_ratio: f64,
}

impl Influence {
    /// The influence of a part whose values and contributions (weight times value) stand beside the index; `None` for
    /// columns of different length, below two rows, and where all have the same index.
    #[must_use]
    pub fn new(values: &[f64], contributions: &[f64], index: &[f64]) -> Option<Self> {
        if values.len() != index.len() || contributions.len() != index.len() || index.len() < 2 {
            return None;
        }
        let index = Deviations::of(index)?;
        let spread = Some(index.squares).filter(|spread| *spread > 0.0)?;
        let mut by_value: Vec<(f64, f64)> = values.iter().copied().zip(index.values.iter().copied()).collect();
        by_value.sort_by(|(one, _), (other, _)| one.total_cmp(other));
        let between = sum(by_value.chunk_by(|(one, _), (other, _)| same(*one, *other)).map(|equal| {
            let deviation = sum(equal.iter().map(|(_, deviation)| *deviation));
            deviation * deviation / count(equal.len())
        }));
        Some(Self {
            effective_weight: product(&centred(contributions)?, &index.values) / spread,
            linear: Deviations::of(values)?.correlation(&index).map(|correlation| correlation * correlation),
            correlation_ratio: (between / spread).min(1.0),
        })
    }
}
