//! Plans: found, put in order, scored again by the ordinary scorer.

use super::error::PlanError;
use super::lattice::{Lattice, UNREACHABLE};
use super::model::{Model, Target};
use super::options::{Grid, PlanOptions};
use super::problem::{Limit, Problem, Term};
use super::search::{Outcome, cheapest};
use super::steps::{Step, ordered};
use crate::assessment::Assessment;
use crate::cohort::{CohortError, NodeName, Scores, Unit};
use crate::exact::{NumberError, Ratio};
use crate::instrument::{Instrument, PredicateBasis};
use crate::issue::Issues;
use crate::score::{Score, score};

/// One plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// What all steps cost.
    pub cost: Ratio,
    /// Whether it is proven that no plan is better.
    pub optimal: bool,
    /// No plan costs less than this; where a budget is spent, no plan has a higher index.
    pub bound: Ratio,
    /// The score that the ordinary scorer gives once all steps are done.
    pub score: Score,
    /// The index before any step, for the running one.
    pub from_index: Ratio,
    /// Its predicate, as a position.
    pub from_predicate: usize,
    /// What to do: by period, and in it what is worth most for its cost first, as far as rules allow.
    pub steps: Vec<Step>,
    /// How many nodes the search looked at.
    pub nodes: usize,
}

/// The plans of one assessment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanStudy {
    /// The score to start from.
    pub start: Score,
    /// On which index a target and a predicate are read.
    pub basis: PredicateBasis,
    /// What is to be reached.
    pub targets: Vec<Target>,
    /// The budget, if there is one.
    pub budget: Option<Ratio>,
    /// Whether the index is what is made as high as the budget allows.
    pub best_index: bool,
    /// The steps that were thought of.
    pub grid: Grid,
    /// The names of the periods.
    pub periods: Vec<String>,
    /// The plans, the best first; as many as there are, up to what was asked for. Never none.
    pub plans: Vec<Plan>,
}

/// The answers of a unit, as an assessment.
pub(super) fn assessment_of(unit: &Unit<'_>) -> Result<Assessment, Issues<PlanError>> {
    let answers = unit.answers().ok_or_else(|| Issues::one(PlanError::OnlyPrinted { subject: unit.describe() }))?;
    Assessment::from_positions(unit.instrument(), unit.subject(), answers)
        .map_err(|issues| issues.map(|place, error| (place, error.into())))
}

impl PlanStudy {
    /// Plans for one unit of a cohort, scored as the cohort was.
    ///
    /// # Errors
    /// As [`PlanStudy::new`], and for a unit whose answers are not known.
    pub fn of_unit(scores: &Scores<'_>, unit: usize, options: &PlanOptions) -> Result<Self, Issues<PlanError>> {
        let missing = || CohortError::SubjectUnknown { subject: format!("#{}", unit.saturating_add(1)) };
        let unit = scores.cohort().unit(unit).ok_or_else(|| Issues::one(missing().into()))?;
        Self::new(unit.instrument(), &assessment_of(&unit)?, &options.clone().scoring(*scores.options()))
    }

    /// Plans for one assessment.
    ///
    /// # Errors
    /// Every problem of what was asked; that there is no plan; that none was found within the limit of nodes.
    pub fn new(
        instrument: &Instrument,
        assessment: &Assessment,
        options: &PlanOptions,
    ) -> Result<Self, Issues<PlanError>> {
        let mut model = Model::new(instrument, assessment, options)?;
        let best_index = model.spends();
        let mut plans: Vec<Plan> = Vec::new();
        while plans.len() < options.plans.max(1) {
            let (outcome, bound) = if best_index { richest(&model) } else { least(&model, None) }?;
            let Some((_, taken)) = &outcome.best else {
                // An undecided search for one more plan ends the list; for the first it is an error.
                if plans.is_empty() {
                    return Err(Issues::one(model.without(&outcome)));
                }
                break;
            };
            plans.push(model.plan(taken, &outcome, bound).map_err(Issues::one)?);
            let other = model.differing(taken);
            model.problem.limits.push(other);
        }
        Ok(Self {
            start: model.start,
            basis: model.basis,
            targets: model.targets,
            budget: options.budget,
            best_index,
            grid: options.grid,
            periods: options.periods.iter().map(|period| period.name.clone()).collect(),
            plans,
        })
    }
}

/// What a search has found, and the bound in terms of the plan; `None` where no bound is known.
type Searched = Result<(Outcome, Option<Ratio>), Issues<PlanError>>;

/// The least cost of the model's problem; within the budget if there is one.
fn least(model: &Model<'_>, need: Option<i64>) -> Searched {
    let mut problem = std::borrow::Cow::Borrowed(&model.problem);
    if let Some(need) = need {
        problem.to_mut().need = need;
    }
    let below = model.most_cost().map_err(one)?.map(|most| most.saturating_add(1));
    let mut lattice = Lattice::new(&problem);
    let outcome = solved(&problem, &mut lattice, below, model.options.most_nodes);
    let bound = outcome.bound.map(|bound| Ratio::new(bound.into(), model.cost_scale)).transpose().map_err(one)?;
    Ok((outcome, bound))
}

fn one(error: NumberError) -> Issues<PlanError> {
    Issues::one(error.into())
}

/// The least cost of a problem, without a search where nothing ties the groups together.
pub(super) fn solved(problem: &Problem, lattice: &mut Lattice, below: Option<i64>, most_nodes: usize) -> Outcome {
    if !problem.is_free() || lattice.is_rounded() {
        return cheapest(problem, lattice, below, most_nodes);
    }
    let (prices, cheapest) = rung_prices(problem, lattice);
    let mut rungs = Vec::new();
    let cost = lattice.solve(&prices, problem.need, &mut rungs);
    let best = cost.filter(|cost| below.is_none_or(|below| *cost < below)).map(|cost| {
        let choice = |(group, rung): (usize, &usize)| {
            lattice.slot(group, *rung).and_then(|slot| cheapest.get(slot)).copied().unwrap_or_default()
        };
        (cost, rungs.iter().enumerate().map(choice).collect())
    });
    Outcome { bound: best.as_ref().map(|best: &(i64, Vec<usize>)| best.0), best, nodes: 0 }
}

/// The least cost of each rung, and the choice that has it.
pub(super) fn rung_prices(problem: &Problem, lattice: &Lattice) -> (Vec<i64>, Vec<usize>) {
    let mut prices = vec![UNREACHABLE; lattice.prices()];
    let mut cheapest = vec![0; lattice.prices()];
    for (group, own) in problem.groups.iter().enumerate() {
        for (choice, own) in own.choices.iter().enumerate() {
            let slot = lattice.price_of(group, choice).unwrap_or_default();
            if let (Some(price), Some(best)) = (prices.get_mut(slot), cheapest.get_mut(slot))
                && own.cost < *price
            {
                (*price, *best) = (own.cost, choice);
            }
        }
    }
    (prices, cheapest)
}

/// The highest index within the budget, and of equals the cheapest: the least cost of reaching a need is known for
/// each need, and the highest need within the budget is found by halving.
fn richest(model: &Model<'_>) -> Searched {
    let (mut best, _) = least(model, None)?;
    let Some((_, taken)) = &best.best else { return Ok((best, None)) };
    let gain = |taken: &[usize]| model.problem.gain(taken);
    let (mut reached, mut nodes) = (gain(taken), best.nodes);
    // Without what ties the groups together the budget buys at least as much.
    let mut highest = most_gain(model).map_err(one)?.max(reached);
    let mut proven = true;
    while reached < highest {
        let middle = reached + (highest - reached).div_euclid(2) + (highest - reached) % 2;
        let (outcome, _) = least(model, Some(middle))?;
        nodes += outcome.nodes;
        match &outcome.best {
            Some((_, taken)) => {
                reached = gain(taken).max(middle);
                best = outcome;
            }
            None if outcome.is_proven() => highest = middle - 1,
            None => {
                proven = false;
                break;
            }
        }
    }
    // The last search asked for less than it reached: for this index there may be a cheaper way.
    let (outcome, _) = least(model, Some(reached))?;
    nodes += outcome.nodes;
    if outcome.best.is_some() {
        best = outcome;
    }
    let bound = model.index_after(if proven { reached } else { highest }).map_err(one)?;
    let proven = proven && best.is_proven();
    // A search is proven where its bound is its cost.
    best.bound = if proven { best.best.as_ref().map(|best| best.0) } else { None };
    best.nodes = nodes;
    Ok((best, Some(bound)))
}

/// The highest gain that the budget buys if nothing but the index counted.
fn most_gain(model: &Model<'_>) -> Result<i64, NumberError> {
    let groups = &model.problem.groups;
    let most: i64 = groups.iter().map(|group| group.choices.iter().map(|own| own.gain).max().unwrap_or(0)).sum();
    let Some(budget) = model.most_cost()? else { return Ok(most) };
    let free = Problem { groups: groups.clone(), need: most, ..Problem::default() };
    let mut lattice = Lattice::new(&free);
    if lattice.is_rounded() {
        return Ok(most);
    }
    let (prices, _) = rung_prices(&free, &lattice);
    let (cells, unit) = lattice.frontier(&prices, most);
    let last = cells.iter().rposition(|cost| *cost <= budget).unwrap_or_default();
    Ok(lattice.base() + i64::try_from(last).unwrap_or(i64::MAX).saturating_mul(unit))
}

impl Model<'_> {
    /// Whether the plan is to spend the budget on the index, and not to reach a target for it.
    pub(super) fn spends(&self) -> bool {
        self.options.budget.is_some() && !self.targets.iter().any(|target| target.node == NodeName::Index)
    }

    /// The budget as a whole number.
    pub(super) fn most_cost(&self) -> Result<Option<i64>, NumberError> {
        let Some(budget) = self.options.budget else { return Ok(None) };
        let whole = budget.checked_mul(Ratio::new(self.cost_scale, 1)?)?.floor();
        Ok(Some(i64::try_from(whole).unwrap_or(i64::MAX >> 2).min(i64::MAX >> 2)))
    }

    /// The index once so much is gained.
    pub(super) fn index_after(&self, gain: i64) -> Result<Ratio, NumberError> {
        let whole = Ratio::whole(self.instrument.total_parts()).checked_mul(Ratio::new(self.gain_scale, 1)?)?;
        let start = self.start.index.exact().unwrap_or(Ratio::ZERO);
        start.checked_add(Ratio::new(gain.into(), 1)?.checked_div(whole)?)
    }

    /// Why there is no plan.
    fn without(&self, outcome: &Outcome) -> PlanError {
        if !outcome.is_proven() {
            return PlanError::Undecided { nodes: outcome.nodes };
        }
        match self.options.budget {
            Some(budget) if !self.spends() => PlanError::OverBudget { budget: budget.to_string() },
            _ => PlanError::Impossible,
        }
    }

    /// The steps of an item, at the end of the plan, under a choice.
    pub(super) fn steps_at_end(&self, item: usize, choice: usize) -> usize {
        self.ways.get(item).and_then(|ways| ways.get(choice)).and_then(|way| way.last()).copied().unwrap_or_default()
    }

    /// What every further plan has to keep: to end differently in so many items.
    fn differing(&self, taken: &[usize]) -> Limit {
        let terms = self.ways.iter().enumerate().filter_map(|(item, ways)| {
            let own = self.steps_at_end(item, *taken.get(item)?);
            let differs = |way: &Vec<usize>| if way.last() == Some(&own) { 0 } else { -1 };
            let amounts: Vec<i64> = ways.iter().map(differs).collect();
            amounts.iter().any(|amount| *amount != 0).then_some(Term { group: item, amounts })
        });
        let differ = i64::try_from(self.options.differ.max(1)).unwrap_or(i64::MAX >> 2);
        Limit { terms: terms.collect(), most: -differ }
    }

    /// The plan that choices stand for, scored again.
    fn plan(&self, taken: &[usize], outcome: &Outcome, bound: Option<Ratio>) -> Result<Plan, PlanError> {
        let mut answers = self.assessment.answers().to_vec();
        for (item, ladder) in self.ladders.iter().enumerate() {
            let steps = self.steps_at_end(item, taken.get(item).copied().unwrap_or_default());
            if steps > 0
                && let Some(slot) = answers.get_mut(item)
            {
                *slot = ladder.answer(steps);
            }
        }
        let subject = self.assessment.subject().clone();
        let after = Assessment::from_positions(self.instrument, subject, answers)
            .map_err(|issues| PlanError::Defect { reason: issues.to_string() })?;
        let score = score(self.instrument, &after, &self.options.scoring)?;
        let steps = ordered(self, taken)?;
        let mut cost = Ratio::ZERO;
        for step in &steps {
            cost = cost.checked_add(step.cost)?;
        }
        let plan = Plan {
            cost,
            optimal: outcome.is_proven(),
            bound: bound.unwrap_or(cost),
            from_index: self.start.index.exact().unwrap_or(Ratio::ZERO),
            from_predicate: self.start.predicate.lowest,
            score,
            steps,
            nodes: outcome.nodes,
        };
        self.check(&plan, outcome)?;
        Ok(plan)
    }

    /// The ordinary scorer has the last word.
    fn check(&self, plan: &Plan, outcome: &Outcome) -> Result<(), PlanError> {
        let defect = |reason: String| Err(PlanError::Defect { reason });
        let found = outcome.best.as_ref().map_or(0, |best| best.0);
        if plan.cost != Ratio::new(found.into(), self.cost_scale)? {
            return defect(format!("steps cost {}", plan.cost));
        }
        let last = plan.steps.last().map_or(plan.from_index, |step| step.index);
        if plan.score.index.exact() != Some(last) {
            return defect(format!("the steps lead to {last}"));
        }
        for target in self.targets.iter().filter(|target| target.period.is_none()) {
            let value = target.node.value_in(self.instrument, &plan.score).and_then(|value| value.exact());
            if !value.is_some_and(|value| target.is_met(value)) {
                return defect(format!("{} is not reached by {}", target.needed, target.node));
            }
        }
        let wanted = self.targets.iter().filter(|target| target.node == NodeName::Index && target.period.is_none());
        for predicate in wanted.filter_map(|target| target.predicate) {
            if plan.score.predicate.lowest < predicate {
                return defect("the predicate is not reached".to_owned());
            }
        }
        Ok(())
    }
}
