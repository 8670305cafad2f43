//! Plans as records: the contract of `spbe plan --format json`.

use serde::Serialize;

use crate::exact::{Decimal, NumberError, Ratio};
use crate::instrument::{Instrument, Text};
use crate::plan::{Frontier, Plan, PlanStudy, Step, StepRung, Target};
use crate::score::Score;

/// Where a plan begins. Numbers are the nearest double; `_exact` is the exact number as a text.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PlanStartRecord {
    /// The institution.
    pub institution: String,
    /// The year.
    pub year: Option<u16>,
    /// The stage.
    pub stage: Option<String>,
    /// The id of the instrument.
    pub instrument: String,
    /// Its checksum.
    pub checksum: String,
    /// What happens to missing answers.
    pub missing_policy: &'static str,
    /// On which index targets and predicates are read.
    pub predicate_basis: &'static str,
    /// The published index before the plan.
    pub from_index: Option<f64>,
    /// The same, exact.
    pub from_index_exact: String,
    /// The predicate before the plan.
    pub from_predicate: Option<String>,
}

/// What was to be reached.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PlanTargetRecord {
    /// The node, such as `index` or `domain:2`.
    pub node: String,
    /// The value that was asked for, or the bound of the predicate, exact.
    pub asked: String,
    /// The smallest exact value that does: 2.595 for a published 2.60.
    pub needed: f64,
    /// The same, exact.
    pub needed_exact: String,
    /// Whether that value itself does, or only what lies above.
    pub included: bool,
    /// The predicate that was asked for.
    pub predicate: Option<String>,
    /// The period at whose end it is reached.
    pub period: Option<String>,
}

/// One level of a step: what it asks, and what proves it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PlanLevelRecord {
    /// The level.
    pub level: Option<i64>,
    /// The value.
    pub value: f64,
    /// What it costs.
    pub cost: f64,
    /// How much of its unit's capacity it takes.
    pub duration: f64,
    /// The responsible unit.
    pub unit: Option<String>,
    /// What the level asks.
    pub criterion: Option<Text>,
    /// What proves it.
    pub evidence: Option<Text>,
}

/// One indicator raised from a level to another.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PlanStepRecord {
    /// The code of the indicator, or of its item.
    pub indicator: String,
    /// Its official name, with the English one beside it.
    pub name: Option<Text>,
    /// The level or value before; absent where it is not answered and counts as 0.
    pub from: Option<f64>,
    /// The level or value after.
    pub to: f64,
    /// What it costs.
    pub cost: f64,
    /// The same, exact.
    pub cost_exact: String,
    /// What it adds to the index.
    pub gain: f64,
    /// The same, exact.
    pub gain_exact: String,
    /// What it adds for each unit of cost; absent where it costs nothing.
    pub worth: Option<f64>,
    /// The published index once it is done, after all steps before it.
    pub index: f64,
    /// The same, exact.
    pub index_exact: String,
    /// The predicate of that index.
    pub predicate: String,
    /// Whether this step brings that predicate.
    pub brings_predicate: bool,
    /// Its period.
    pub period: Option<String>,
    /// The responsible units.
    pub units: Vec<String>,
    /// How much of their capacity it takes.
    pub duration: f64,
    /// The levels on the way.
    pub levels: Vec<PlanLevelRecord>,
}

/// What one unit does in a plan.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PlanUnitRecord {
    /// The unit; absent where no unit answers for it.
    pub unit: Option<String>,
    /// How many levels it raises.
    pub levels: usize,
    /// What they cost.
    pub cost: f64,
    /// How much of its capacity they take.
    pub duration: f64,
}

/// What one period brings.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PlanPeriodRecord {
    /// The period.
    pub period: String,
    /// What its steps cost.
    pub cost: f64,
    /// The published index at its end.
    pub index: f64,
    /// The same, exact.
    pub index_exact: String,
    /// Its predicate.
    pub predicate: String,
}

/// One plan.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OnePlanRecord {
    /// What all steps cost.
    pub cost: f64,
    /// The same, exact.
    pub cost_exact: String,
    /// The published index after them.
    pub index: Option<f64>,
    /// The same, exact.
    pub index_exact: String,
    /// Its predicate.
    pub predicate: Option<String>,
    /// Whether it is proven that no plan is better.
    pub optimal: bool,
    /// No plan costs less than this; where a budget is spent, none has a higher index.
    pub bound: f64,
    /// The same, exact.
    pub bound_exact: String,
    /// How many indicators, or items, change.
    pub changed: usize,
    /// What to do: by period, what is worth most for its cost first, as far as rules allow.
    pub steps: Vec<PlanStepRecord>,
    /// By responsible unit, in the order of the steps.
    pub units: Vec<PlanUnitRecord>,
    /// By period; empty without periods.
    pub periods: Vec<PlanPeriodRecord>,
}

/// The plans of one institution: the best one, and beside it the next best that differ.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PlanRecord {
    /// Where it begins.
    #[serde(flatten)]
    pub start: PlanStartRecord,
    /// `least_cost`, or `best_index` where a budget is spent.
    pub goal: &'static str,
    /// What was to be reached.
    pub targets: Vec<PlanTargetRecord>,
    /// The budget.
    pub budget: Option<f64>,
    /// The steps that were thought of: `levels`, `evidence`, or a distance.
    pub grid: String,
    /// The best plan.
    #[serde(flatten)]
    pub best: OnePlanRecord,
    /// Further plans, the best first.
    pub alternatives: Vec<OnePlanRecord>,
}

/// One point of a frontier.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FrontierPointRecord {
    /// The cost.
    pub cost: f64,
    /// The same, exact.
    pub cost_exact: String,
    /// The published index.
    pub index: f64,
    /// The same, exact.
    pub index_exact: String,
    /// Its predicate.
    pub predicate: String,
}

/// The least cost of every index of one institution.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FrontierRecord {
    /// Where it begins.
    #[serde(flatten)]
    pub start: PlanStartRecord,
    /// Whether every point is proven and none is missing.
    pub optimal: bool,
    /// The points, the cheapest first.
    pub points: Vec<FrontierPointRecord>,
    /// The cheapest point of each predicate above the present one.
    pub predicates: Vec<FrontierPointRecord>,
}

impl PlanRecord {
    /// The record of plans; `None` of a study without any, which there is not.
    ///
    /// # Errors
    /// A number that does not fit.
    pub fn new(instrument: &Instrument, study: &PlanStudy) -> Result<Option<Self>, NumberError> {
        let form = Form { instrument, periods: &study.periods };
        let mut plans = Vec::with_capacity(study.plans.len());
        for plan in &study.plans {
            plans.push(form.plan(plan)?);
        }
        let mut plans = plans.into_iter();
        let Some(best) = plans.next() else { return Ok(None) };
        Ok(Some(Self {
            start: form.start(&study.start),
            goal: if study.best_index { "best_index" } else { "least_cost" },
            targets: study.targets.iter().map(|target| form.target(target)).collect(),
            budget: study.budget.map(Ratio::to_f64),
            grid: study.grid.name(),
            best,
            alternatives: plans.collect(),
        }))
    }
}

impl FrontierRecord {
    /// The record of a frontier.
    ///
    /// # Errors
    /// A number that does not fit.
    pub fn new(instrument: &Instrument, frontier: &Frontier) -> Result<Self, NumberError> {
        let form = Form { instrument, periods: &[] };
        let mut points = Vec::with_capacity(frontier.points.len());
        let mut predicates = Vec::new();
        let mut highest = frontier.start.predicate.highest;
        for point in &frontier.points {
            let record = FrontierPointRecord {
                cost: point.cost.to_f64(),
                cost_exact: point.cost.to_string(),
                index: instrument.publish(point.index)?.to_f64(),
                index_exact: point.index.to_string(),
                predicate: form.predicate(point.predicate).unwrap_or_default(),
            };
            if point.predicate > highest {
                highest = point.predicate;
                predicates.push(record.clone());
            }
            points.push(record);
        }
        Ok(Self { start: form.start(&frontier.start), optimal: frontier.optimal, points, predicates })
    }
}

struct Form<'study> {
    instrument: &'study Instrument,
    periods: &'study [String],
}

impl Form<'_> {
    fn start(&self, score: &Score) -> PlanStartRecord {
        PlanStartRecord {
            institution: score.subject.institution.clone(),
            year: score.subject.year,
            stage: score.subject.stage.clone(),
            instrument: score.instrument.clone(),
            checksum: self.instrument.checksum().to_owned(),
            missing_policy: score.missing_policy.name(),
            predicate_basis: score.predicate_basis.name(),
            from_index: score.index.published().map(Decimal::to_f64),
            from_index_exact: score.index.exact().map(|index| index.to_string()).unwrap_or_default(),
            from_predicate: score.predicate.determined().and_then(|position| self.predicate(position)),
        }
    }

    fn predicate(&self, position: usize) -> Option<String> {
        self.instrument.predicates().get(position).map(|predicate| predicate.name.id.clone())
    }

    fn period(&self, position: Option<usize>) -> Option<String> {
        self.periods.get(position?).cloned()
    }

    fn target(&self, target: &Target) -> PlanTargetRecord {
        PlanTargetRecord {
            node: target.node.to_string(),
            asked: target.asked.to_string(),
            needed: target.needed.to_f64(),
            needed_exact: target.needed.to_string(),
            included: target.included,
            predicate: target.predicate.and_then(|position| self.predicate(position)),
            period: self.period(target.period),
        }
    }

    fn plan(&self, plan: &Plan) -> Result<OnePlanRecord, NumberError> {
        let mut items: Vec<usize> = plan.steps.iter().map(|step| step.item).collect();
        items.sort_unstable();
        items.dedup();
        Ok(OnePlanRecord {
            cost: plan.cost.to_f64(),
            cost_exact: plan.cost.to_string(),
            index: plan.score.index.published().map(Decimal::to_f64),
            index_exact: plan.score.index.exact().map(|index| index.to_string()).unwrap_or_default(),
            predicate: plan.score.predicate.determined().and_then(|position| self.predicate(position)),
            optimal: plan.optimal,
            bound: plan.bound.to_f64(),
            bound_exact: plan.bound.to_string(),
            changed: items.len(),
            steps: plan.steps.iter().map(|step| self.step(step)).collect::<Result<_, _>>()?,
            units: units(plan)?,
            periods: self.by_period(plan)?,
        })
    }

    fn step(&self, step: &Step) -> Result<PlanStepRecord, NumberError> {
        let item = self.instrument.items().get(step.item);
        let indicator = item.and_then(|item| self.instrument.indicators().get(item.indicator()));
        let level = |rung: &StepRung| {
            let levels = indicator.map(|indicator| indicator.entry().levels.as_slice()).unwrap_or_default();
            let criterion = levels.iter().find(|entry| Some(entry.level) == rung.level);
            PlanLevelRecord {
                level: rung.level,
                value: rung.answer.to_f64(),
                cost: rung.cost.to_f64(),
                duration: rung.duration.to_f64(),
                unit: rung.unit.clone(),
                criterion: criterion.map(|entry| entry.criterion.clone()),
                evidence: criterion.and_then(|entry| entry.evidence.clone()),
            }
        };
        Ok(PlanStepRecord {
            indicator: item.map(|item| item.code().to_owned()).unwrap_or_default(),
            name: indicator.map(|indicator| indicator.name().clone()),
            from: step.from.map(Ratio::to_f64),
            to: step.to.to_f64(),
            cost: step.cost.to_f64(),
            cost_exact: step.cost.to_string(),
            gain: step.gain.to_f64(),
            gain_exact: step.gain.to_string(),
            worth: step.worth().map(Ratio::to_f64),
            index: self.instrument.publish(step.index)?.to_f64(),
            index_exact: step.index.to_string(),
            predicate: self.predicate(step.predicate).unwrap_or_default(),
            brings_predicate: step.brings_predicate,
            period: self.period(step.period),
            units: step.units().into_iter().map(str::to_owned).collect(),
            duration: step.duration.to_f64(),
            levels: step.rungs.iter().map(level).collect(),
        })
    }

    fn by_period(&self, plan: &Plan) -> Result<Vec<PlanPeriodRecord>, NumberError> {
        let mut index = plan.from_index;
        let mut predicate = plan.from_predicate;
        let mut periods = Vec::with_capacity(self.periods.len());
        for (position, name) in self.periods.iter().enumerate() {
            let mut cost = Ratio::ZERO;
            for step in plan.steps.iter().filter(|step| step.period == Some(position)) {
                cost = cost.checked_add(step.cost)?;
                index = step.index;
                predicate = step.predicate;
            }
            periods.push(PlanPeriodRecord {
                period: name.clone(),
                cost: cost.to_f64(),
                index: self.instrument.publish(index)?.to_f64(),
                index_exact: index.to_string(),
                predicate: self.predicate(predicate).unwrap_or_default(),
            });
        }
        Ok(periods)
    }
}

/// What each unit does; nothing is said where no step has a unit.
fn units(plan: &Plan) -> Result<Vec<PlanUnitRecord>, NumberError> {
    let rungs = || plan.steps.iter().flat_map(|step| &step.rungs);
    let mut names: Vec<Option<&String>> = Vec::new();
    for unit in rungs().map(|rung| rung.unit.as_ref()) {
        if !names.contains(&unit) {
            names.push(unit);
        }
    }
    if names.iter().all(Option::is_none) {
        return Ok(Vec::new());
    }
    let mut units = Vec::with_capacity(names.len());
    for name in names {
        let own = || rungs().filter(|rung| rung.unit.as_ref() == name);
        let (mut cost, mut duration) = (Ratio::ZERO, Ratio::ZERO);
        for rung in own() {
            cost = cost.checked_add(rung.cost)?;
            duration = duration.checked_add(rung.duration)?;
        }
        units.push(PlanUnitRecord {
            unit: name.cloned(),
            levels: own().count(),
            cost: cost.to_f64(),
            duration: duration.to_f64(),
        });
    }
    Ok(units)
}
