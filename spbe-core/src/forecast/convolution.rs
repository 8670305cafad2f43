//! The distribution for many assessments of one instrument: how the sums are made is found once.

use super::distribution::Distribution;
use super::error::ForecastError;
use super::lattice::{Lattice, Work};
use crate::exact::{NumberError, Ratio, least_common_multiple};
use crate::instrument::Instrument;
use crate::wide::Wide;

/// A way to make the distribution of the index of one instrument, for any chances of its levels.
///
/// [`Forecast`](super::Forecast) does this for one institution, with what is believed of it checked and explained; this
/// is for programs that have the chances of many.
#[derive(Debug)]
pub struct Convolution {
    lattice: Lattice,
    denominator: i128,
    /// How many items there are, and how many levels each has.
    items: usize,
    levels: usize,
    wide: Option<Wide>,
    work: Work,
}

impl Convolution {
    /// Finds the way for an instrument whose answers are levels.
    ///
    /// # Errors
    /// [`ForecastError::NoLevels`] where answers are no whole levels, [`ForecastError::TooFine`] for too many sums.
    pub fn new(instrument: &Instrument) -> Result<Self, ForecastError> {
        let levels = super::learn::levels(instrument)?;
        let values: Vec<Ratio> = levels.iter().map(|level| instrument.value_of(*level)).collect();
        let scale = values.iter().try_fold(1, |scale, value| least_common_multiple(scale, value.denominator()))?;
        let whole = Ratio::new(scale, 1)?;
        let number = |value: &Ratio, parts: i64| -> Result<i64, NumberError> {
            let number = value.checked_mul(whole)?.checked_mul(Ratio::whole(parts))?;
            i64::try_from(number.floor()).map_err(|_| NumberError::Overflow)
        };
        let summands = instrument
            .items()
            .iter()
            .map(|item| values.iter().map(|value| number(value, item.parts())).collect::<Result<Vec<_>, _>>());
        let summands = summands.collect::<Result<Vec<_>, _>>()?;
        let denominator = scale.checked_mul(instrument.total_parts().into()).ok_or(NumberError::Overflow)?;
        Ok(Self {
            lattice: Lattice::new(&summands).ok_or(ForecastError::TooFine)?,
            denominator,
            items: summands.len(),
            levels: levels.len(),
            wide: Wide::detect(true),
            work: Work::default(),
        })
    }

    /// The same without wider instructions, which the numbers do not depend on.
    #[must_use]
    pub fn portable(mut self) -> Self {
        self.wide = None;
        self
    }

    /// The distribution for the chances of each level of each item, lowest level first. That the chances of an item
    /// make 1 is for the caller to see to.
    ///
    /// # Errors
    /// [`ForecastError::Shape`] for lists of another length than the instrument has items or levels.
    pub fn distribution(&mut self, chances: &[Vec<f64>]) -> Result<Distribution, ForecastError> {
        if chances.len() != self.items || chances.iter().any(|own| own.len() != self.levels) {
            return Err(ForecastError::Shape { items: self.items, levels: self.levels });
        }
        let found = self.lattice.distribution(chances, self.wide, &mut self.work);
        let unit = i128::from(self.lattice.unit());
        Ok(Distribution::new(self.lattice.base().into(), unit, self.denominator, found))
    }
}
