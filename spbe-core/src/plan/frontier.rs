//! All that money can buy: the least cost of every index that can be reached.

use super::error::PlanError;
use super::lattice::{Lattice, UNREACHABLE};
use super::model::Model;
use super::options::PlanOptions;
use super::problem::Problem;
use super::study::{assessment_of, rung_prices, solved};
use crate::assessment::Assessment;
use crate::cohort::{CohortError, NodeName, Scores};
use crate::exact::{NumberError, Ratio};
use crate::instrument::Instrument;
use crate::issue::Issues;
use crate::score::Score;

/// One point: no plan of this cost reaches more, and none that reaches as much costs less.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FrontierPoint {
    /// The cost.
    pub cost: Ratio,
    /// The exact index.
    pub index: Ratio,
    /// Its predicate, as a position.
    pub predicate: usize,
}

/// The least cost of every index, the cheapest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frontier {
    /// The score to start from.
    pub start: Score,
    /// The points, in order of cost and of index alike.
    pub points: Vec<FrontierPoint>,
    /// Whether every point is proven and none is missing.
    pub optimal: bool,
}

impl Frontier {
    /// The frontier of one unit of a cohort, scored as the cohort was.
    ///
    /// # Errors
    /// As [`Frontier::new`], and for a unit whose answers are not known.
    pub fn of_unit(scores: &Scores<'_>, unit: usize, options: &PlanOptions) -> Result<Self, Issues<PlanError>> {
        let missing = || CohortError::SubjectUnknown { subject: format!("#{}", unit.saturating_add(1)) };
        let unit = scores.cohort().unit(unit).ok_or_else(|| Issues::one(missing().into()))?;
        Self::new(unit.instrument(), &assessment_of(&unit)?, &options.clone().scoring(*scores.options()))
    }

    /// Goes through every index of one assessment in one pass; where limits or rules tie indicators together, each
    /// point takes a search of its own, and [`PlanOptions::most_nodes`] limits all of them together.
    ///
    /// Targets for the index are not asked for here; targets for nodes are kept by every point.
    ///
    /// # Errors
    /// As [`PlanStudy::new`](super::PlanStudy::new).
    pub fn new(
        instrument: &Instrument,
        assessment: &Assessment,
        options: &PlanOptions,
    ) -> Result<Self, Issues<PlanError>> {
        let mut options = options.clone();
        options.targets.retain(|(node, _)| *node != NodeName::Index);
        // Something has to be asked for, or the next predicate would be: any budget will do.
        let budget = options.budget.take();
        let free = Ratio::new(i128::from(super::search::MOST_COST), 1).map_err(|error| Issues::one(error.into()))?;
        // One below 0 stays, to be refused with what else is wrong.
        options.budget = budget.filter(|own| own.is_negative()).or(Some(free));
        let model = Model::new(instrument, assessment, &options)?;
        let one = |error: NumberError| Issues::one(PlanError::from(error));
        let most = match budget {
            None => i64::MAX,
            Some(budget) => {
                let scale = Ratio::new(model.cost_scale, 1).map_err(one)?;
                i64::try_from(budget.checked_mul(scale).map_err(one)?.floor()).unwrap_or(i64::MAX)
            }
        };
        let (found, optimal) =
            if model.problem.is_free() { free_points(&model, most) } else { tied_points(&model, most) };
        let mut points = Vec::with_capacity(found.len());
        for (cost, gain) in found {
            let index = model.index_after(gain).map_err(one)?;
            let predicate = model.predicate_of(index).map_err(one)?;
            points.push(FrontierPoint {
                cost: Ratio::new(cost.into(), model.cost_scale).map_err(one)?,
                index,
                predicate,
            });
        }
        if points.is_empty() {
            return Err(Issues::one(if optimal {
                PlanError::Impossible
            } else {
                PlanError::Undecided { nodes: options.most_nodes }
            }));
        }
        Ok(Self { start: model.start, points, optimal })
    }
}

/// Cost and gain of each point, from one table.
fn free_points(model: &Model<'_>, most: i64) -> (Vec<(i64, i64)>, bool) {
    let groups = &model.problem.groups;
    let reach: i64 = groups.iter().map(|group| group.choices.iter().map(|own| own.gain).max().unwrap_or(0)).sum();
    let problem = Problem { groups: groups.clone(), need: reach, ..Problem::default() };
    let mut lattice = Lattice::new(&problem);
    if lattice.is_rounded() {
        return tied_points(model, most);
    }
    let (prices, _) = rung_prices(&problem, &lattice);
    let (cells, unit) = lattice.frontier(&prices, reach);
    let mut points = Vec::new();
    for (position, cost) in cells.iter().enumerate().filter(|(_, cost)| **cost <= most && **cost < UNREACHABLE / 2) {
        if cells.get(position + 1) != Some(cost) {
            points.push((*cost, lattice.base() + i64::try_from(position).unwrap_or(i64::MAX).saturating_mul(unit)));
        }
    }
    (points, true)
}

/// Cost and gain of each point, each by its own search.
fn tied_points(model: &Model<'_>, most: i64) -> (Vec<(i64, i64)>, bool) {
    let mut problem = model.problem.clone();
    let mut points: Vec<(i64, i64)> = Vec::new();
    let mut left = model.options.most_nodes;
    loop {
        let mut lattice = Lattice::new(&problem);
        let outcome = solved(&problem, &mut lattice, Some(most.saturating_add(1)), left);
        left = left.saturating_sub(outcome.nodes.max(1));
        let Some((cost, taken)) = outcome.best.clone().filter(|_| outcome.is_proven()) else {
            return (points, outcome.is_proven());
        };
        let gain = problem.gain(&taken);
        // A point of the same cost that reaches more takes the place of the one before.
        points.retain(|point| point.0 < cost);
        points.push((cost, gain));
        problem.need = gain.saturating_add(1);
        if left == 0 {
            return (points, false);
        }
    }
}
