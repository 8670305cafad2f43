//! What equal values get.

use crate::exact::{NumberError, Ratio};

/// How units of equal value share their ranks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Ties {
    /// All have the best rank, and the next rank counts them all: 1, 2, 2, 4.
    #[default]
    Competition,
    /// All have one rank, and the next is the next number: 1, 2, 2, 3.
    Dense,
    /// All have the mean of the ranks that they take up: 1, 2.5, 2.5, 4.
    Fractional,
}

impl Ties {
    /// All ways.
    pub const ALL: [Self; 3] = [Self::Competition, Self::Dense, Self::Fractional];

    /// The spelling in options and results: `competition`, `dense` or `fractional`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Competition => "competition",
            Self::Dense => "dense",
            Self::Fractional => "fractional",
        }
    }

    /// The rank of units of which `above` are better in `dense` different values, and `tied` equal, each counting
    /// itself.
    pub(super) fn rank(self, above: u32, dense: u32, tied: u32) -> Result<Ratio, NumberError> {
        let best = Ratio::whole(i64::from(above) + 1);
        match self {
            Self::Competition => Ok(best),
            Self::Dense => Ok(Ratio::whole(i64::from(dense) + 1)),
            Self::Fractional => best.checked_add(Ratio::new(i128::from(tied) - 1, 2)?),
        }
    }
}

/// The percentile rank: of a hundred units of the group, how many are below, those that are equal (the unit itself
/// among them) counted by half.
pub(super) fn percentile(above: u32, tied: u32, of: u32) -> Result<Ratio, NumberError> {
    let below = i128::from(of) - i128::from(above) - i128::from(tied);
    Ratio::new(50 * (2 * below + i128::from(tied)), of.into())
}
