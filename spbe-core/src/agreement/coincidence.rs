//! Krippendorff's alpha, for any number of raters and with gaps.

use std::collections::BTreeMap;

use crate::exact::{NumberError, Ratio};

/// What a disagreement between two levels counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Metric {
    /// Every disagreement alike.
    Nominal,
    /// The square of how many ratings lie between them, which takes nothing but their order.
    Ordinal,
    /// The square of their distance.
    Interval,
}

/// The coincidences of levels in the units that at least two raters rated.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coincidences {
    /// By number of ratings of a unit: how often a pair of levels stands together.
    pairs: BTreeMap<u64, BTreeMap<(Ratio, Ratio), u64>>,
    /// How many ratings each level has.
    ratings: BTreeMap<Ratio, u64>,
    units: u64,
    alone: u64,
}

impl Coincidences {
    /// Adds what the raters gave one unit; an absent rating is no rating.
    pub fn add(&mut self, ratings: impl IntoIterator<Item = Option<Ratio>>) {
        let mut counts: BTreeMap<Ratio, u64> = BTreeMap::new();
        for level in ratings.into_iter().flatten() {
            *counts.entry(level).or_default() += 1;
        }
        let raters: u64 = counts.values().sum();
        if raters < 2 {
            self.alone += 1;
            return;
        }
        self.units += 1;
        let pairs = self.pairs.entry(raters).or_default();
        for (first, count) in &counts {
            for (second, others) in &counts {
                let others = if first == second { others - 1 } else { *others };
                *pairs.entry((*first, *second)).or_default() += count * others;
            }
            *self.ratings.entry(*first).or_default() += count;
        }
    }

    /// How many units at least two raters rated.
    #[must_use]
    pub const fn units(&self) -> u64 {
        self.units
    }

    /// How many units had fewer than two ratings and say nothing.
    #[must_use]
    pub const fn alone(&self) -> u64 {
        self.alone
    }

    /// Alpha: 1 for full agreement, 0 for what chance gives; `None` where no two ratings differ, or there are none.
    ///
    /// # Errors
    /// [`NumberError`] if the sums do not fit.
    pub fn alpha(&self, metric: Metric) -> Result<Option<Ratio>, NumberError> {
        let count = |count: u64| Ratio::new(count.into(), 1);
        let scale = self.scale(metric)?;
        let difference = |first: &Ratio, second: &Ratio| match metric {
            Metric::Nominal => Ok(Ratio::whole(i64::from(first != second))),
            Metric::Ordinal | Metric::Interval => {
                let place = |level: &Ratio| scale.get(level).copied().unwrap_or(*level);
                let gap = place(first).checked_sub(place(second))?;
                gap.checked_mul(gap)
            }
        };
        let mut expected = Ratio::whole(0);
        for (first, of_first) in &self.ratings {
            for (second, of_second) in &self.ratings {
                let pairs = count(*of_first)?.checked_mul(count(*of_second)?)?;
                expected = expected.checked_add(difference(first, second)?.checked_mul(pairs)?)?;
            }
        }
        if expected == Ratio::whole(0) {
            return Ok(None);
        }
        let mut observed = Ratio::whole(0);
        for (raters, pairs) in &self.pairs {
            let mut sum = Ratio::whole(0);
            for ((first, second), pairs) in pairs {
                sum = sum.checked_add(difference(first, second)?.checked_mul(count(*pairs)?)?)?;
            }
            // The pairs of a unit count as many as its ratings.
            observed = observed.checked_add(sum.checked_div(count(raters.saturating_sub(1))?)?)?;
        }
        let others = count(self.ratings.values().sum::<u64>().saturating_sub(1))?;
        Ok(Some(Ratio::whole(1).checked_sub(observed.checked_mul(others)?.checked_div(expected)?)?))
    }

    /// Where each level stands on the scale that differences are taken on: at itself, or, where nothing counts but the
    /// order, in the middle of its ratings in a row of all of them. The middle is doubled, so that it is whole; alpha is
    /// a quotient in which the factor goes.
    fn scale(&self, metric: Metric) -> Result<BTreeMap<Ratio, Ratio>, NumberError> {
        let mut below = 0_i128;
        let place = |(level, ratings): (&Ratio, &u64)| {
            let ratings = i128::from(*ratings);
            let middle = 2 * below + ratings;
            below += ratings;
            Ok((*level, if metric == Metric::Ordinal { Ratio::new(middle, 1)? } else { *level }))
        };
        self.ratings.iter().map(place).collect()
    }
}
