//! The rank that a unit would have if only this changed.

use super::ranking::{Place, Ranking};
use super::ties::percentile;
use crate::exact::{NumberError, Ratio};

/// Where a unit would stand with another value, all others as they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IfChanged {
    /// The value.
    pub value: Ratio,
    /// The rank it would have.
    pub rank: Ratio,
    /// How many units its group would have.
    pub of: u32,
    /// The percentile rank it would have.
    pub percentile: Ratio,
    /// How many units of the group would be better.
    pub above: u32,
    /// How many would have the same value, itself among them.
    pub tied: u32,
}

impl Ranking {
    /// The place of a unit if it had this value; a unit without a value would join its group. `None` for a unit
    /// without a group.
    ///
    /// # Errors
    /// None for units of this ranking; the type is that of exact arithmetic.
    pub fn if_value(&self, unit: usize, value: Ratio) -> Result<Option<IfChanged>, NumberError> {
        let Some(group) = self.grouping.group(unit) else { return Ok(None) };
        let places = self.group(group);
        let own = self.place(unit);
        let value_of = |place: &Place| self.value(place).unwrap_or(Ratio::ZERO);
        let better = places.partition_point(|place| value_of(place) > value);
        let equal = places.partition_point(|place| value_of(place) >= value) - better;
        let dense = better.checked_sub(1).and_then(|last| places.get(last)).map_or(0, |place| place.dense() + 1);
        let (mut above, mut tied, mut dense) = (count(better), count(equal) + 1, dense);
        let mut of = count(places.len());
        match own {
            None => of += 1,
            Some(own) => {
                // It leaves its old place, and with it the value that nobody else has.
                let before = value_of(own);
                above -= u32::from(before > value);
                tied -= u32::from(before == value);
                dense -= u32::from(before > value && own.tied() == 1);
            }
        }
        let rank = self.ties.rank(above, dense, tied)?;
        Ok(Some(IfChanged { value, rank, of, percentile: percentile(above, tied, of)?, above, tied }))
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX - 1)
}
