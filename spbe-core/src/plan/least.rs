//! The least costs of many institutions, without the rest of a plan: for tables of a whole province or country.

use super::error::PlanError;
use super::ladder::{Prices, answers_of};
use super::lattice::{Lattice, UNREACHABLE};
use super::lists::StepCost;
use super::options::Grid;
use super::problem::{Choice, Group, Problem};
use crate::assessment::ItemCodes;
use crate::exact::{NumberError, Ratio, least_common_multiple};
use crate::instrument::Instrument;
use crate::issue::{Collector, ISSUE_LIMIT, Issues, Place};

/// The cheapest way to a sum, and what it costs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeastCost {
    /// The cost.
    pub cost: Ratio,
    /// The answer of each item at the end, in the order of [`Instrument::items`].
    pub answers: Vec<Ratio>,
}

/// Least costs on one instrument with whole levels whose values are the levels, nothing but the index counting.
///
/// The order of the classes and all tables are kept from one institution to the next.
#[derive(Clone, Debug)]
pub struct LeastCosts {
    /// By item: the cost of each level from the lowest on, all steps up to it together.
    costs: Vec<Vec<i64>>,
    parts: Vec<i64>,
    total: i64,
    lowest: i64,
    scale: i128,
    lattice: Lattice,
    prices: Vec<i64>,
    rungs: Vec<usize>,
}

impl LeastCosts {
    /// For an instrument and what its steps cost; 1 each where the list is empty. `None` for an instrument with decimal
    /// answers, or with levels that count as other values.
    ///
    /// # Errors
    /// Every problem of the costs.
    pub fn new(instrument: &Instrument, costs: &[StepCost]) -> Result<Option<Self>, Issues<PlanError>> {
        if !instrument.has_levels() || !instrument.answers().level_values.is_empty() {
            return Ok(None);
        }
        let mut issues = Collector::new(ISSUE_LIMIT);
        let prices = Prices::new(instrument, &ItemCodes::new(instrument), costs, &mut issues);
        let one = |error: NumberError| Issues::one(PlanError::from(error));
        let mut ladders = Vec::with_capacity(instrument.items().len());
        for (position, item) in instrument.items().iter().enumerate() {
            let mut sums = vec![Ratio::ZERO];
            let answers = answers_of(instrument, position, Grid::Levels).map_err(one)?;
            for answer in answers.iter().skip(1) {
                let Some((cost, ..)) = prices.of(position, *answer) else {
                    let (code, level) = (item.code().to_owned(), answer.to_string());
                    issues.add(Place::whole(), PlanError::CostMissing { code, level });
                    continue;
                };
                sums.push(sums.last().copied().unwrap_or(Ratio::ZERO).checked_add(cost).map_err(one)?);
            }
            ladders.push(sums);
        }
        issues.finish(())?;
        let denominators = ladders.iter().flatten().map(|sum| sum.denominator());
        let scale = denominators.into_iter().try_fold(1, least_common_multiple).map_err(one)?;
        let whole = |sum: &Ratio| -> Result<i64, NumberError> {
            let number = sum.checked_mul(Ratio::new(scale, 1)?)?.floor();
            i64::try_from(number).ok().filter(|number| *number < UNREACHABLE / 4096).ok_or(NumberError::Overflow)
        };
        let costs: Vec<Vec<i64>> = ladders
            .iter()
            .map(|sums| sums.iter().map(whole).collect::<Result<_, _>>())
            .collect::<Result<_, _>>()
            .map_err(one)?;
        let parts: Vec<i64> = instrument.items().iter().map(crate::instrument::Item::parts).collect();
        let groups = costs.iter().zip(&parts).map(|(costs, parts)| {
            let gains = (0_i64..).map(|steps| steps * parts);
            Group { choices: costs.iter().zip(gains).map(|(cost, gain)| Choice { cost: *cost, gain }).collect() }
        });
        let problem = Problem { groups: groups.collect(), need: i64::MAX >> 8, ..Problem::default() };
        let lattice = Lattice::new(&problem);
        let lowest = i64::try_from(instrument.lowest_answer().floor()).unwrap_or(0);
        let prices = vec![UNREACHABLE; lattice.prices()];
        let total = instrument.total_parts();
        Ok(Some(Self { costs, parts, total, lowest, scale, lattice, prices, rungs: Vec::new() }))
    }

    /// The least cost of an index of at least `needed`, from these levels on; `None` where the levels are not as many
    /// as the items or outside the scale, or the index cannot be reached. For a predicate or a published index `needed`
    /// is what [`smallest_index`](crate::score::smallest_index) gives.
    ///
    /// # Errors
    /// A number that does not fit.
    pub fn to(&mut self, levels: &[i64], needed: Ratio) -> Result<Option<LeastCost>, NumberError> {
        let Some((now, room)) = self.price(levels) else { return Ok(None) };
        let sum = needed.checked_mul(Ratio::whole(self.total))?.ceiling();
        let need = i64::try_from(sum).map_err(|_| NumberError::Overflow)?.saturating_sub(now).max(0);
        if need > room {
            return Ok(None);
        }
        let Some(cost) = self.lattice.solve(&self.prices, need, &mut self.rungs) else { return Ok(None) };
        let after = levels.iter().zip(&self.rungs);
        Ok(Some(LeastCost {
            cost: Ratio::new(cost.into(), self.scale)?,
            answers: after.map(|(level, steps)| Ratio::whole(level + i64::try_from(*steps).unwrap_or(0))).collect(),
        }))
    }

    /// The least cost of every sum of parts from the present one on, in parts of [`LeastCosts::scale`]: cell `x` is that
    /// of gaining at least `x` times the number that comes with the list; by [`Instrument::total_parts`] that is the gain
    /// of the index. `None` as in [`LeastCosts::to`].
    #[must_use]
    pub fn cells(&mut self, levels: &[i64]) -> Option<(Vec<i64>, i64)> {
        let (_, room) = self.price(levels)?;
        Some(self.lattice.frontier(&self.prices, room))
    }

    /// In how many parts of a cost [`LeastCosts::cells`] counts.
    #[must_use]
    pub const fn scale(&self) -> i128 {
        self.scale
    }

    /// Writes the prices of the steps above these levels; gives the present sum of parts times levels, and how much
    /// higher the highest is.
    fn price(&mut self, levels: &[i64]) -> Option<(i64, i64)> {
        if levels.len() != self.costs.len() {
            return None;
        }
        self.prices.fill(UNREACHABLE);
        let (mut sum, mut room) = (0, 0);
        for (item, ((level, costs), parts)) in levels.iter().zip(&self.costs).zip(&self.parts).enumerate() {
            let above = costs.get(usize::try_from(level.checked_sub(self.lowest)?).ok()?..)?;
            let now = above.first()?;
            let start = self.lattice.slot(item, 0)?;
            let slots = self.prices.get_mut(start..start + above.len())?;
            slots.iter_mut().zip(above).for_each(|(slot, cost)| *slot = cost - now);
            sum += level * parts;
            room += i64::try_from(above.len() - 1).ok()? * parts;
        }
        Some((sum, room))
    }
}
