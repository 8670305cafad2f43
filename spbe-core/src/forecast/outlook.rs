//! The distribution of the index for given states: one for each scenario and each value of the common factor, mixed.

use super::distribution::{Bound, Distribution};
use super::error::ForecastError;
use super::lattice::{Lattice, Work};
use super::states::Table;
use crate::exact::{NumberError, Ratio, least_common_multiple};
use crate::instrument::Instrument;
use crate::wide::Wide;

/// How many values the common factor has, equally likely.
pub(super) const SLICES: u32 = 50;

/// A scenario with its weight and the states of all items.
#[derive(Clone, Debug)]
pub(super) struct Case {
    pub(super) weight: f64,
    pub(super) exact: Option<Ratio>,
    pub(super) table: Table,
}

/// An item that may turn out one way or another: everything that the sums need of it.
#[derive(Clone, Debug)]
pub(super) struct Uncertain {
    /// Its position in the instrument.
    pub(super) item: usize,
    /// The answers that it may have in some scenario, the lowest first.
    pub(super) answers: Vec<Option<Ratio>>,
    /// What each adds to the numerator of the index.
    pub(super) numbers: Vec<i64>,
}

/// The index as whole numbers, and what is uncertain of it.
pub(super) struct Mixture {
    pub(super) denominator: i128,
    /// What the certain items add.
    fixed: i64,
    pub(super) uncertain: Vec<Uncertain>,
    /// The weight of each part, and the chances of the answers of each uncertain item.
    pub(super) parts: Vec<(f64, Vec<Vec<f64>>)>,
    wide: Option<Wide>,
}

impl Mixture {
    /// Takes apart the states of some cases, each by the values of a common factor.
    pub(super) fn new(instrument: &Instrument, cases: &[Case], common: f64) -> Result<Self, ForecastError> {
        let all = || cases.iter().flat_map(|case| case.table.iter().flatten());
        let scale = all().try_fold(1, |scale, state| least_common_multiple(scale, state.value.denominator()))?;
        let whole = Ratio::new(scale, 1)?;
        let mut fixed = 0_i64;
        let mut uncertain = Vec::new();
        for (position, item) in instrument.items().iter().enumerate() {
            let mut states: Vec<(Ratio, Option<Ratio>)> = cases
                .iter()
                .flat_map(|case| case.table.get(position))
                .flatten()
                .map(|state| (state.value, state.answer))
                .collect();
            states.sort_unstable();
            states.dedup();
            let number = |value: Ratio| -> Result<i64, NumberError> {
                let number = value.checked_mul(whole)?.checked_mul(Ratio::whole(item.parts()))?;
                i64::try_from(number.floor()).map_err(|_| NumberError::Overflow)
            };
            let numbers = states.iter().map(|(value, _)| number(*value)).collect::<Result<Vec<_>, _>>()?;
            match numbers.as_slice() {
                [] => {}
                [only] => fixed = fixed.checked_add(*only).ok_or(NumberError::Overflow)?,
                _ => {
                    let answers = states.into_iter().map(|(_, answer)| answer).collect();
                    uncertain.push(Uncertain { item: position, answers, numbers });
                }
            }
        }
        let denominator = scale.checked_mul(instrument.total_parts().into()).ok_or(NumberError::Overflow)?;
        let mut mixture = Self { denominator, fixed, uncertain, parts: Vec::new(), wide: Wide::detect(true) };
        mixture.parts = cases.iter().flat_map(|case| mixture.sliced(case, common)).collect();
        Ok(mixture)
    }

    /// The chances of a case, one for each value of the common factor.
    #[expect(clippy::float_arithmetic, reason = "chances are no part of an index")]
    fn sliced(&self, case: &Case, common: f64) -> Vec<(f64, Vec<Vec<f64>>)> {
        let own: Vec<Vec<f64>> = self
            .uncertain
            .iter()
            .map(|uncertain| {
                let states = case.table.get(uncertain.item).map(Vec::as_slice).unwrap_or_default();
                let chance = |answer: &Option<Ratio>| {
                    states.iter().find(|state| state.answer == *answer).map_or(0.0, |state| state.chance.value())
                };
                uncertain.answers.iter().map(chance).collect()
            })
            .collect();
        if common <= 0.0 {
            return vec![(case.weight, own)];
        }
        let slices = f64::from(SLICES);
        (0..SLICES)
            .map(|slice| {
                let (from, to) = (f64::from(slice) / slices, f64::from(slice + 1) / slices);
                let pulled = own.iter().map(|chances| {
                    let mut below = 0.0_f64;
                    let last = chances.len() - 1;
                    let pull = |(place, chance): (usize, &f64)| {
                        let start = below;
                        // The last level takes what roundings have left.
                        below = if place == last { 1.0 } else { (below + chance).min(1.0) };
                        let overlap = (below.min(to) - start.max(from)).max(0.0) * slices;
                        (1.0 - common) * chance + common * overlap
                    };
                    chances.iter().enumerate().map(pull).collect()
                });
                (case.weight / slices, pulled.collect())
            })
            .collect()
    }

    /// What the certain items add to the index.
    pub(super) fn certain(&self) -> Result<Ratio, NumberError> {
        Ratio::new(self.fixed.into(), self.denominator)
    }

    fn lattice(&self, without: Option<usize>) -> Result<Lattice, ForecastError> {
        let numbers = self.uncertain.iter().enumerate();
        let summands: Vec<Vec<i64>> =
            numbers.map(|(place, own)| if Some(place) == without { vec![0] } else { own.numbers.clone() }).collect();
        Lattice::new(&summands).ok_or(ForecastError::TooFine)
    }

    fn of_part(&self, lattice: &Lattice, chances: &[Vec<f64>], work: &mut Work) -> Distribution {
        let base = i128::from(lattice.base()) + i128::from(self.fixed);
        let chances = lattice.distribution(chances, self.wide, work);
        Distribution::new(base, i128::from(lattice.unit()), self.denominator, chances)
    }

    /// The distribution of the index.
    pub(super) fn distribution(&self) -> Result<Distribution, ForecastError> {
        let lattice = self.lattice(None)?;
        let mut work = Work::default();
        let mut mixed: Option<Distribution> = None;
        for (weight, chances) in &self.parts {
            let own = self.of_part(&lattice, chances, &mut work);
            match &mut mixed {
                None if self.parts.len() == 1 => mixed = Some(own),
                None => mixed = Some(own.weighted(*weight)),
                Some(mixed) => mixed.mix(&own, *weight),
            }
        }
        mixed.ok_or(ForecastError::TooFine)
    }

    /// For each answer of an uncertain item: its chance, and the chance to reach a bound if it turns out so.
    #[expect(clippy::float_arithmetic, reason = "chances are no part of an index")]
    pub(super) fn reached_if(
        &self,
        place: usize,
        bound: Option<Bound>,
        work: &mut Work,
    ) -> Result<Vec<(f64, Option<f64>)>, ForecastError> {
        let lattice = self.lattice(Some(place))?;
        let Some(own) = self.uncertain.get(place) else { return Ok(Vec::new()) };
        let mut chances = vec![(0.0, 0.0); own.numbers.len()];
        for (weight, part) in &self.parts {
            let others = bound.map(|_| self.of_part(&lattice, part, work));
            let of_item = part.get(place).map(Vec::as_slice).unwrap_or_default();
            for (((sum, reached), number), chance) in chances.iter_mut().zip(&own.numbers).zip(of_item) {
                let joint = weight * chance;
                *sum += joint;
                if let Some((others, bound)) = others.as_ref().zip(bound) {
                    *reached += joint * others.reached(bound, i128::from(*number));
                }
            }
        }
        let ratio = |(sum, reached): (f64, f64)| (sum, bound.filter(|_| sum > 0.0).map(|_| (reached / sum).min(1.0)));
        Ok(chances.into_iter().map(ratio).collect())
    }
}
