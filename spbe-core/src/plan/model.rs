//! From an assessment and what is asked to a problem in whole numbers.

use super::error::PlanError;
use super::ladder::{Ladder, MOST_ANSWERS, Prices, Rung, answers_of, items_of, meant};
use super::lists::Aim;
use super::options::{Grid, PlanOptions};
use super::problem::{Choice, Group, Implication, Limit, MOST_CHOICES, Problem, Term, set_of};
use super::rules::{Need, needs};
use super::search::MOST_COST;
use crate::assessment::{Assessment, ItemCodes};
use crate::cohort::NodeName;
use crate::exact::{NumberError, Ratio, least_common_multiple};
use crate::instrument::{Instrument, Item, MissingPolicy, PredicateBasis};
use crate::issue::{Collector, ISSUE_LIMIT, Issues, Place};
use crate::score::{Score, score, smallest_index};

/// The largest sum of gains: three of them still add up.
const MOST_GAIN: i128 = 1 << 60;

/// What a node has to reach, and whether it does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The node.
    pub node: NodeName,
    /// The value that was asked for, or the bound of the predicate.
    pub asked: Ratio,
    /// The smallest exact value that does, such as 2.595 for a published 2.60.
    pub needed: Ratio,
    /// Whether that value itself does, or only what lies above.
    pub included: bool,
    /// The predicate that was asked for, as a position in [`Instrument::predicates`].
    pub predicate: Option<usize>,
    /// The period at whose end it has to be reached; the last one unless given.
    pub period: Option<usize>,
}

impl Target {
    /// Whether a value reaches it.
    #[must_use]
    pub fn is_met(&self, value: Ratio) -> bool {
        if self.included { value >= self.needed } else { value > self.needed }
    }
}

/// A problem, and what its numbers stand for.
pub(super) struct Model<'plan> {
    pub(super) instrument: &'plan Instrument,
    pub(super) assessment: &'plan Assessment,
    pub(super) options: &'plan PlanOptions,
    pub(super) basis: PredicateBasis,
    pub(super) start: Score,
    pub(super) ladders: Vec<Ladder>,
    pub(super) units: Vec<String>,
    pub(super) needs: Vec<Need>,
    /// By item, by choice: the steps taken at the end of each period.
    pub(super) ways: Vec<Vec<Vec<usize>>>,
    pub(super) targets: Vec<Target>,
    pub(super) problem: Problem,
    /// Costs of the problem are costs times this.
    pub(super) cost_scale: i128,
    /// Gains of the problem are parts times values times this.
    pub(super) gain_scale: i128,
}

/// The items below a node, and their parts together.
fn below(instrument: &Instrument, node: &NodeName) -> Option<(Vec<usize>, i64)> {
    match node {
        NodeName::Index => Some(((0..instrument.items().len()).collect(), instrument.total_parts())),
        NodeName::Node { tier, code } => {
            let own = instrument.node(tier, code)?;
            Some((own.items().to_vec(), own.parts()))
        }
        NodeName::Indicator { code } => {
            let own = instrument.indicator(code)?;
            Some((own.items().collect(), own.parts()))
        }
    }
}

impl<'plan> Model<'plan> {
    pub(super) fn new(
        instrument: &'plan Instrument,
        assessment: &'plan Assessment,
        options: &'plan PlanOptions,
    ) -> Result<Self, Issues<PlanError>> {
        let start = score(instrument, assessment, &options.scoring).map_err(|error| Issues::one(error.into()))?;
        let policy = start.missing_policy;
        let countable = matches!(policy, MissingPolicy::Minimum | MissingPolicy::Zero);
        if !start.missing_items.is_empty() && !countable {
            let subject = crate::score::describe(&start.subject);
            return Err(Issues::one(PlanError::AnswersMissing { subject, policy: policy.name() }));
        }
        let mut issues = Collector::new(ISSUE_LIMIT);
        let codes = ItemCodes::new(instrument);
        let prices = Prices::new(instrument, &codes, &options.costs, &mut issues);
        let needs = needs(instrument, &codes, &options.rules, &mut issues);
        let (ladders, floors) = ladders(instrument, assessment, options, (&codes, &prices, policy), &mut issues)?;
        let mut model = Self {
            instrument,
            assessment,
            options,
            basis: start.predicate_basis,
            start,
            ladders,
            units: prices.units,
            needs,
            ways: Vec::new(),
            targets: Vec::new(),
            problem: Problem::default(),
            cost_scale: 1,
            gain_scale: 1,
        };
        model.find_ways(&floors, &mut issues);
        model.find_targets(&mut issues);
        if let Some(issues) = issues.into_issues() {
            return Err(issues);
        }
        model.count().map_err(|error| Issues::one(error.into()))?;
        let mut issues = Collector::new(ISSUE_LIMIT);
        model.limit(&mut issues).map_err(|error| Issues::one(error.into()))?;
        model.aim(&mut issues).map_err(|error| Issues::one(error.into()))?;
        issues.finish(model)
    }

    pub(super) fn code(&self, item: usize) -> &str {
        self.instrument.items().get(item).map_or("", Item::code)
    }

    fn periods(&self) -> usize {
        self.options.periods.len().max(1)
    }

    /// The ways of each item through the periods: never down, not above its ladder, at least to its floor.
    fn find_ways(&mut self, floors: &[usize], issues: &mut Collector<PlanError>) {
        let pace = self.options.pace.unwrap_or(usize::MAX);
        for (item, (ladder, floor)) in self.ladders.iter().zip(floors).enumerate() {
            let mut ways: Vec<Vec<usize>> = vec![Vec::new()];
            for _ in 0..self.periods() {
                let mut longer = Vec::new();
                for way in &ways {
                    let last = way.last().copied().unwrap_or_default();
                    for steps in last..=ladder.rungs.len().min(last.saturating_add(pace)) {
                        longer.push([way.as_slice(), &[steps]].concat());
                    }
                    if longer.len() > 16 * MOST_CHOICES {
                        break;
                    }
                }
                ways = longer;
            }
            ways.retain(|way| way.last().is_some_and(|steps| steps >= floor));
            if ways.len() > MOST_CHOICES {
                let code = self.code(item).to_owned();
                let error = PlanError::TooManyWays { code, found: ways.len(), limit: MOST_CHOICES };
                issues.add(Place::whole(), error);
            }
            if ways.is_empty() {
                issues.add(Place::whole().column(self.code(item)), PlanError::Impossible);
            }
            self.ways.push(ways);
        }
    }

    fn find_targets(&mut self, issues: &mut Collector<PlanError>) {
        let mut asked: Vec<(NodeName, Aim, Option<usize>, Place)> = Vec::new();
        for (position, (node, aim)) in self.options.targets.iter().enumerate() {
            let place = Place::path(format!("targets[{}]", position + 1));
            asked.push((node.clone(), aim.clone(), None, place));
        }
        for (position, period) in self.options.periods.iter().enumerate() {
            if let Some(target) = period.target {
                asked.push((NodeName::Index, Aim::AtLeast(target), Some(position), period.place.clone()));
            }
        }
        if asked.is_empty() && self.options.budget.is_none() {
            asked.push((NodeName::Index, Aim::NextPredicate, None, Place::whole()));
        }
        for (node, aim, period, place) in asked {
            match self.target(node, &aim) {
                Ok(found) => self.targets.extend(found.map(|target| Target { period, ..target })),
                Err(error) => issues.add(place, error),
            }
        }
    }

    /// What an aim asks of a node; `None` where every value will do.
    fn target(&self, node: NodeName, aim: &Aim) -> Result<Option<Target>, PlanError> {
        let instrument = self.instrument;
        let unknown = || {
            let instruments = instrument.id().to_owned();
            crate::cohort::CohortError::NodeUnknown { node: node.to_string(), instruments }
        };
        let value = node.value_in(instrument, &self.start).and_then(|value| value.exact()).ok_or_else(unknown)?;
        let (from, predicate) = match aim {
            Aim::AtLeast(value) => (Some(*value), None),
            Aim::Predicate(name) => {
                let position = predicate_named(instrument, name)?;
                (instrument.predicate_from(position), Some(position))
            }
            Aim::NextPredicate => {
                let next = self.predicate_of(value)? + 1;
                let subject = || crate::score::describe(&self.start.subject);
                let from = instrument.predicate_from(next).ok_or_else(|| PlanError::NoTarget { subject: subject() })?;
                (Some(from), Some(next))
            }
        };
        let Some(from) = from else { return Ok(None) };
        let (lowest, highest) =
            (instrument.value_of(instrument.lowest_answer()), instrument.value_of(instrument.highest_answer()));
        if from > highest || (from < lowest && predicate.is_none()) {
            let (lowest, highest) = (lowest.to_string(), highest.to_string());
            return Err(PlanError::TargetOutOfRange { found: from.to_string(), lowest, highest });
        }
        let (needed, included) = smallest_index(instrument, from, self.basis)?;
        Ok(Some(Target { node, asked: from, needed, included, predicate, period: None }))
    }

    /// The predicate of a value, on the basis of this plan.
    pub(super) fn predicate_of(&self, value: Ratio) -> Result<usize, NumberError> {
        let judged = match self.basis {
            PredicateBasis::Exact => value,
            PredicateBasis::Published => self.instrument.publish(value)?.into(),
        };
        Ok(self.instrument.predicate_position(judged))
    }

    /// The groups: costs and gains as whole numbers.
    fn count(&mut self) -> Result<(), NumberError> {
        let all = || self.ladders.iter().flat_map(|ladder| &ladder.rungs);
        let denominators = |number: fn(&Rung) -> Ratio| {
            all().try_fold(1, |common, rung| least_common_multiple(common, number(rung).denominator()))
        };
        self.gain_scale = denominators(|rung| rung.rise)?;
        self.cost_scale = denominators(|rung| rung.cost)?;
        for period in &self.options.periods {
            let budget = period.budget.map_or(1, Ratio::denominator);
            self.cost_scale = least_common_multiple(self.cost_scale, budget)?;
        }
        self.cost_scale = least_common_multiple(self.cost_scale, self.options.budget.map_or(1, Ratio::denominator))?;
        let (mut most_gain, mut most_cost) = (0_i128, 0_i128);
        for ((item, ladder), ways) in self.instrument.items().iter().zip(&self.ladders).zip(&self.ways) {
            let (mut costs, mut gains) = (vec![0_i64], vec![0_i64]);
            let mut cost = Ratio::ZERO;
            for rung in &ladder.rungs {
                cost = cost.checked_add(rung.cost)?;
                costs.push(scaled(cost, self.cost_scale)?);
                gains.push(scaled(rung.rise.checked_mul(Ratio::whole(item.parts()))?, self.gain_scale)?);
            }
            most_cost += costs.last().map_or(0, |cost| i128::from(*cost));
            most_gain += gains.last().map_or(0, |gain| i128::from(*gain));
            let choice = |way: &Vec<usize>| {
                let steps = way.last().copied().unwrap_or_default();
                let at = |list: &[i64]| list.get(steps).copied().unwrap_or_default();
                Choice { cost: at(&costs), gain: at(&gains) }
            };
            self.problem.groups.push(Group { choices: ways.iter().map(choice).collect() });
        }
        if most_cost > i128::from(MOST_COST) || most_gain > MOST_GAIN {
            return Err(NumberError::Overflow);
        }
        Ok(())
    }

    /// Amounts by item and choice as a limit; terms that never add anything are left out.
    pub(super) fn limit_of(
        &self,
        items: impl Iterator<Item = usize>,
        most: i64,
        amount: impl Fn(usize, &[usize]) -> i64,
    ) -> Limit {
        let terms = items.filter_map(|item| {
            let amounts: Vec<i64> = self.ways.get(item)?.iter().map(|way| amount(item, way)).collect();
            amounts.iter().any(|amount| *amount != 0).then_some(Term { group: item, amounts })
        });
        Limit { terms: terms.collect(), most }
    }

    /// A sum over the steps of one period, as whole numbers.
    fn over_steps(
        &self,
        period: usize,
        most: Ratio,
        scale: i128,
        amount: impl Fn(&Rung) -> Option<Ratio>,
    ) -> Result<Limit, NumberError> {
        let mut sums: Vec<Vec<i64>> = Vec::with_capacity(self.ladders.len());
        for ladder in &self.ladders {
            let mut sum = Ratio::ZERO;
            let mut own = vec![0];
            for rung in &ladder.rungs {
                sum = sum.checked_add(amount(rung).unwrap_or(Ratio::ZERO))?;
                own.push(scaled(sum, scale)?);
            }
            sums.push(own);
        }
        let at = |item: usize, steps: usize| sums.get(item).and_then(|own| own.get(steps)).copied().unwrap_or_default();
        let spent = |item: usize, way: &[usize]| {
            let before = period.checked_sub(1).and_then(|before| way.get(before)).copied().unwrap_or_default();
            at(item, way.get(period).copied().unwrap_or_default()) - at(item, before)
        };
        let most = i64::try_from(most.checked_mul(Ratio::new(scale, 1)?)?.floor()).unwrap_or(i64::MAX >> 2);
        Ok(self.limit_of(0..self.ladders.len(), most.min(i64::MAX >> 2), spent))
    }

    fn limit(&mut self, issues: &mut Collector<PlanError>) -> Result<(), NumberError> {
        let mut limits = Vec::new();
        for (position, period) in self.options.periods.iter().enumerate() {
            if let Some(budget) = period.budget {
                limits.push(self.over_steps(position, budget, self.cost_scale, |rung| Some(rung.cost))?);
            }
        }
        let durations = self.ladders.iter().flat_map(|ladder| &ladder.rungs).map(|rung| rung.duration.denominator());
        let scale = durations.into_iter().try_fold(1, least_common_multiple)?;
        for capacity in &self.options.capacities {
            let Some(unit) = self.units.iter().position(|unit| *unit == capacity.unit) else {
                let known = if self.units.is_empty() { "-".to_owned() } else { self.units.join(", ") };
                issues.add(capacity.place.clone(), PlanError::UnitUnknown { unit: capacity.unit.clone(), known });
                continue;
            };
            for period in 0..self.periods() {
                let own = |rung: &Rung| (rung.unit == Some(unit)).then_some(rung.duration);
                limits.push(self.over_steps(period, capacity.most, scale, own)?);
            }
        }
        self.problem.limits = limits;
        self.rule();
        self.limit_changes();
        Ok(())
    }

    /// At most so many indicators change. An indicator of several items changes once: a group of its own says whether.
    fn limit_changes(&mut self) {
        let Some(most) = self.options.most_changed else { return };
        let changes = |way: &Vec<usize>| way.last().is_some_and(|steps| *steps > 0);
        let mut terms = Vec::new();
        for indicator in self.instrument.indicators() {
            let items = indicator.items();
            let mut amounts = |group: usize, ways: Vec<bool>| {
                terms.push(Term { group, amounts: ways.into_iter().map(i64::from).collect() });
            };
            if items.len() == 1 {
                let Some(ways) = self.ways.get(items.start) else { continue };
                amounts(items.start, ways.iter().map(changes).collect());
                continue;
            }
            let group = self.problem.groups.len();
            let nothing = Choice { cost: 0, gain: 0 };
            self.problem.groups.push(Group { choices: vec![nothing.clone(), nothing] });
            amounts(group, vec![false, true]);
            for item in items {
                let ways = self.ways.get(item).map_or(&[][..], Vec::as_slice);
                let when = set_of(ways.iter().enumerate().filter(|(_, way)| changes(way)).map(|(choice, _)| choice));
                self.problem.implications.push(Implication { group: item, when, other: group, then: set_of([1]) });
            }
        }
        self.problem.limits.push(Limit { terms, most: i64::try_from(most).unwrap_or(i64::MAX >> 2) });
    }

    /// Each rule at the end of each period; what is reached already needs nothing more.
    fn rule(&mut self) {
        for need in &self.needs {
            let (Some(own), Some(other)) = (self.ladders.get(need.item), self.ladders.get(need.other)) else {
                continue;
            };
            let Some(steps) = own.steps_to(need.at).filter(|steps| *steps > 0) else { continue };
            let others = other.steps_to(need.other_at);
            if others == Some(0) {
                continue;
            }
            for period in 0..self.periods() {
                let reaching = |item: usize, steps: Option<usize>| {
                    let ways = self.ways.get(item).map_or(&[][..], Vec::as_slice);
                    let reached = |way: &Vec<usize>| match (way.get(period), steps) {
                        (Some(own), Some(steps)) => *own >= steps,
                        _ => false,
                    };
                    set_of(ways.iter().enumerate().filter(|(_, way)| reached(way)).map(|(choice, _)| choice))
                };
                self.problem.implications.push(Implication {
                    group: need.item,
                    when: reaching(need.item, Some(steps)),
                    other: need.other,
                    then: reaching(need.other, others),
                });
            }
        }
    }

    /// The targets as what is needed of the index, and as limits; targets out of reach are reported.
    fn aim(&mut self, issues: &mut Collector<PlanError>) -> Result<(), NumberError> {
        for target in self.targets.clone() {
            let Some((items, parts)) = below(self.instrument, &target.node) else { continue };
            let Some(value) = target.node.value_in(self.instrument, &self.start).and_then(|value| value.exact()) else {
                continue;
            };
            let whole = Ratio::whole(parts).checked_mul(Ratio::new(self.gain_scale, 1)?)?;
            let missing = target.needed.checked_sub(value)?.checked_mul(whole)?;
            let need = if target.included { missing.ceiling() } else { missing.floor() + 1 };
            let need = i64::try_from(need).map_err(|_| NumberError::Overflow)?.max(0);
            let gains = |item: usize| self.problem.groups.get(item).map_or(&[][..], |group| group.choices.as_slice());
            let most: i64 =
                items.iter().map(|item| gains(*item).iter().map(|choice| choice.gain).max().unwrap_or(0)).sum();
            if most < need {
                let reachable = Ratio::new(most.into(), 1)?.checked_div(whole)?.checked_add(value)?;
                issues.add(
                    Place::whole(),
                    PlanError::OutOfReach {
                        node: target.node.to_string(),
                        target: target.needed.to_string(),
                        reachable: reachable.to_string(),
                    },
                );
                continue;
            }
            let last = self.periods() - 1;
            if target.node == NodeName::Index && target.period.is_none_or(|period| period == last) {
                self.problem.need = self.problem.need.max(need);
            } else if need > 0 {
                let period = target.period.unwrap_or(last);
                let by_steps: Vec<Vec<i64>> =
                    items.iter().map(|item| self.gains_by_steps(*item)).collect::<Result<_, _>>()?;
                let limit = self.limit_of(items.iter().copied(), -need, |item, way| {
                    let place = items.iter().position(|own| *own == item).unwrap_or_default();
                    let steps = way.get(period).copied().unwrap_or_default();
                    -by_steps.get(place).and_then(|gains| gains.get(steps)).copied().unwrap_or_default()
                });
                self.problem.limits.push(limit);
            }
        }
        Ok(())
    }

    fn gains_by_steps(&self, item: usize) -> Result<Vec<i64>, NumberError> {
        let parts = Ratio::whole(self.instrument.items().get(item).map_or(0, Item::parts));
        let rungs = self.ladders.get(item).map_or(&[][..], |ladder| ladder.rungs.as_slice());
        let gain = |rung: &Rung| scaled(rung.rise.checked_mul(parts)?, self.gain_scale);
        std::iter::once(Ok(0)).chain(rungs.iter().map(gain)).collect()
    }
}

/// A number over a denominator that it divides.
fn scaled(number: Ratio, scale: i128) -> Result<i64, NumberError> {
    let whole = number.checked_mul(Ratio::new(scale, 1)?)?;
    i64::try_from(whole.floor()).map_err(|_| NumberError::Overflow)
}

fn predicate_named(instrument: &Instrument, name: &str) -> Result<usize, PlanError> {
    let wanted = name.trim().to_lowercase();
    let same = |own: &str| own.to_lowercase() == wanted;
    let found =
        instrument.predicates().iter().position(|own| same(&own.name.id) || own.name.en.as_deref().is_some_and(same));
    found.ok_or_else(|| {
        let known: Vec<&str> = instrument.predicates().iter().map(|own| own.name.id.as_str()).collect();
        PlanError::PredicateUnknown { found: name.to_owned(), known: known.join(", ") }
    })
}

/// The steps of each item, with what it must at least take.
fn ladders(
    instrument: &Instrument,
    assessment: &Assessment,
    options: &PlanOptions,
    (codes, prices, policy): (&ItemCodes<'_>, &Prices<'_>, MissingPolicy),
    issues: &mut Collector<PlanError>,
) -> Result<(Vec<Ladder>, Vec<usize>), Issues<PlanError>> {
    if let Some(budget) = options.budget.filter(|budget| budget.is_negative()) {
        issues.add(Place::path("budget"), PlanError::BelowZero { found: budget.to_string() });
    }
    if let Grid::Every(step) = options.grid
        && (instrument.has_levels() || step <= Ratio::ZERO)
    {
        let found = step.to_string();
        issues.add(
            Place::path("grid"),
            if step <= Ratio::ZERO {
                PlanError::GridUnusable { found }
            } else {
                PlanError::GridUnwanted { found, instrument: instrument.id().to_owned() }
            },
        );
        return Ok((Vec::new(), Vec::new()));
    }
    let count = instrument.items().len();
    let mut caps: Vec<Option<Ratio>> = vec![None; count];
    let mut floors: Vec<Option<(Ratio, Place)>> = vec![None; count];
    let mut locked = vec![false; count];
    for (position, code) in options.locked.iter().enumerate() {
        let place = Place::path(format!("locked[{}]", position + 1));
        match items_of(instrument, codes, code) {
            Ok(items) => {
                for item in items {
                    if let Some(slot) = locked.get_mut(item) {
                        *slot = true;
                    }
                }
            }
            Err(error) => issues.add(place, error),
        }
    }
    for bound in &options.bounds {
        let items = match items_of(instrument, codes, &bound.indicator) {
            Ok(items) => items,
            Err(error) => {
                issues.add(bound.place.clone(), error);
                continue;
            }
        };
        for item in items {
            if let (Some(level), Some(slot)) = (bound.at_most, caps.get_mut(item)) {
                let cap = meant(instrument, level);
                *slot = Some(slot.map_or(cap, |own: Ratio| own.min(cap)));
            }
            if let (Some(level), Some(slot)) = (bound.at_least, floors.get_mut(item)) {
                let floor = meant(instrument, level);
                let higher = slot.as_ref().is_none_or(|own| own.0 < floor);
                if higher {
                    *slot = Some((floor, bound.place.clone()));
                }
            }
        }
    }
    let one = |error: NumberError| Issues::one(PlanError::from(error));
    let mut ladders = Vec::with_capacity(count);
    let mut least = Vec::with_capacity(count);
    // The pieces of evidence are an indicator's own; all else is the same for all.
    let own = |item: usize| answers_of(instrument, item, options.grid).map_err(one);
    let shared = if options.grid == Grid::Evidence { Vec::new() } else { own(0)? };
    for (item, answer) in assessment.answers().iter().enumerate() {
        let code = || instrument.items().get(item).map_or_else(String::new, |item| item.code().to_owned());
        let from = match answer {
            None if policy == MissingPolicy::Minimum => Some(instrument.lowest_answer()),
            answer => *answer,
        };
        let value = from.map_or(Ratio::ZERO, |from| instrument.value_of(from));
        let all = if options.grid == Grid::Evidence { &own(item)? } else { &shared };
        if all.len() > MOST_ANSWERS {
            let error = PlanError::TooManyWays { code: code(), found: all.len(), limit: MOST_CHOICES };
            return Err(Issues::one(error));
        }
        let above = |answer: &&Ratio| from.is_none_or(|from| **answer > from);
        let cap = caps.get(item).copied().flatten();
        let mut ladder = Ladder { from, rungs: Vec::new() };
        let is_locked = locked.get(item).copied().unwrap_or(false);
        for answer in all.iter().filter(above).filter(|answer| !is_locked && cap.is_none_or(|cap| **answer <= cap)) {
            let Some((cost, duration, unit)) = prices.of(item, *answer) else {
                let level = answer.to_string();
                issues.add(Place::whole(), PlanError::CostMissing { code: code(), level });
                continue;
            };
            let rise = instrument.value_of(*answer).checked_sub(value).map_err(one)?;
            ladder.rungs.push(Rung { answer: *answer, rise, cost, duration, unit });
        }
        let floor = floors.get(item).and_then(Option::as_ref);
        least.push(match floor.map(|(floor, place)| (floor, place, ladder.steps_to(*floor))) {
            None => 0,
            Some((_, _, Some(steps))) => steps,
            Some((floor, place, None)) => {
                let error = if all.iter().any(|answer| answer >= floor) {
                    let cap = ladder.answer(ladder.rungs.len()).map_or_else(|| "-".to_owned(), |cap| cap.to_string());
                    PlanError::FloorAboveCap { code: code(), floor: floor.to_string(), cap }
                } else {
                    let known: Vec<String> = all.iter().map(ToString::to_string).collect();
                    PlanError::LevelUnknown { code: code(), found: floor.to_string(), known: known.join(", ") }
                };
                issues.add(place.clone(), error);
                0
            }
        });
        ladders.push(ladder);
    }
    Ok((ladders, least))
}
