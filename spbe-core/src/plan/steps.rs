//! The steps of a plan in an order in which they can be done.

use super::ladder::{Ladder, level_of};
use super::model::Model;
use crate::exact::{NumberError, Ratio};
use crate::instrument::Item;

/// One indicator raised from a level to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The position of the item.
    pub item: usize,
    /// The answer before; `None` where there is none and it counts as 0.
    pub from: Option<Ratio>,
    /// The answer after.
    pub to: Ratio,
    /// Each answer on the way with its unit and its cost.
    pub rungs: Vec<StepRung>,
    /// What it costs.
    pub cost: Ratio,
    /// How much of its units' capacity it takes.
    pub duration: Ratio,
    /// What it adds to the index.
    pub gain: Ratio,
    /// The index once it is done, after all steps before it.
    pub index: Ratio,
    /// The predicate of that index, as a position.
    pub predicate: usize,
    /// Whether this step is the one that brings the predicate.
    pub brings_predicate: bool,
    /// The position of its period, where there are periods.
    pub period: Option<usize>,
}

/// One level of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepRung {
    /// The answer.
    pub answer: Ratio,
    /// The level whose criterion it is under.
    pub level: Option<i64>,
    /// What it costs.
    pub cost: Ratio,
    /// How much of its unit's capacity it takes.
    pub duration: Ratio,
    /// The responsible unit.
    pub unit: Option<String>,
}

impl Step {
    /// What it adds to the index for each unit of cost; `None` where it costs nothing.
    #[must_use]
    pub fn worth(&self) -> Option<Ratio> {
        self.gain.checked_div(self.cost).ok()
    }

    /// The responsible units, in the order of the levels.
    #[must_use]
    pub fn units(&self) -> Vec<&str> {
        let mut units: Vec<&str> = Vec::new();
        for unit in self.rungs.iter().filter_map(|rung| rung.unit.as_deref()) {
            if !units.contains(&unit) {
                units.push(unit);
            }
        }
        units
    }
}

/// What an item could do next.
struct Candidate {
    /// Whether it goes as far as its period wants.
    whole: bool,
    worth: Option<Ratio>,
    reached: usize,
    step: Step,
}

impl Candidate {
    /// Whether this one comes first: what costs nothing; then by worth; a whole step before a part; what gains more.
    fn is_before(&self, other: &Self) -> bool {
        match (self.worth, other.worth) {
            (None, None) => (self.whole, self.step.gain) > (other.whole, other.step.gain),
            (None, Some(_)) => true,
            (Some(_), None) => false,
            (Some(own), Some(worth)) => (own, self.whole, self.step.gain) > (worth, other.whole, other.step.gain),
        }
    }
}

/// The steps by period; in a period what is worth most for its cost first, as far as rules allow. A step that must wait
/// for another in the middle is done in two.
pub(super) fn ordered(model: &Model<'_>, taken: &[usize]) -> Result<Vec<Step>, NumberError> {
    let count = model.ladders.len();
    let waits = Waits::new(model);
    let mut done = vec![0_usize; count];
    let mut index = model.start.index.exact().unwrap_or(Ratio::ZERO);
    let mut predicate = model.predicate_of(index)?;
    let mut steps = Vec::new();
    let periods = model.options.periods.len();
    for period in 0..periods.max(1) {
        let goal = |item: usize| -> usize {
            let way = model.ways.get(item).zip(taken.get(item)).and_then(|(ways, choice)| ways.get(*choice));
            way.and_then(|way| way.get(period)).copied().unwrap_or_default()
        };
        let next = |item: usize, done: &[usize]| -> Result<Option<Candidate>, NumberError> {
            let (now, goal) = (done.get(item).copied().unwrap_or_default(), goal(item));
            let reached = (now..goal).take_while(|steps| waits.allow(done, item, steps + 1)).count() + now;
            if reached == now {
                return Ok(None);
            }
            let step = step(model, item, (now, reached), (periods > 0).then_some(period))?;
            Ok(Some(Candidate { whole: reached == goal, worth: step.worth(), reached, step }))
        };
        let mut candidates: Vec<Option<Candidate>> =
            (0..count).map(|item| next(item, &done)).collect::<Result<_, _>>()?;
        loop {
            let mut best: Option<&Candidate> = None;
            for candidate in candidates.iter().flatten() {
                if best.is_none_or(|best| candidate.is_before(best)) {
                    best = Some(candidate);
                }
            }
            let Some(item) = best.map(|best| best.step.item) else { break };
            let Some(Candidate { mut step, reached, .. }) = candidates.get_mut(item).and_then(Option::take) else {
                break;
            };
            if let Some(slot) = done.get_mut(item) {
                *slot = reached;
            }
            // Others may have waited for it.
            for other in std::iter::once(item).chain(waits.who_wait_for(item)) {
                let found = next(other, &done)?;
                if let Some(slot) = candidates.get_mut(other) {
                    *slot = found;
                }
            }
            index = index.checked_add(step.gain)?;
            let now = model.predicate_of(index)?;
            step.index = index;
            step.predicate = now;
            step.brings_predicate = now > predicate;
            predicate = now;
            steps.push(step);
        }
    }
    Ok(steps)
}

/// By item: which step waits for how many steps of which other item; for ever if that has not so many.
struct Waits(Vec<Vec<(usize, usize, Option<usize>)>>);

impl Waits {
    fn new(model: &Model<'_>) -> Self {
        let mut waits = vec![Vec::new(); model.ladders.len()];
        for need in &model.needs {
            let (Some(own), Some(other)) = (model.ladders.get(need.item), model.ladders.get(need.other)) else {
                continue;
            };
            if let (Some(steps), Some(list)) = (own.steps_to(need.at), waits.get_mut(need.item)) {
                list.push((steps, need.other, other.steps_to(need.other_at)));
            }
        }
        Self(waits)
    }

    /// Whether the rules let an item take so many steps now.
    fn allow(&self, done: &[usize], item: usize, steps: usize) -> bool {
        let waits = self.0.get(item).map_or(&[][..], Vec::as_slice);
        waits
            .iter()
            .filter(|(own, ..)| *own == steps)
            .all(|(_, other, needed)| needed.is_some_and(|needed| done.get(*other).is_some_and(|done| *done >= needed)))
    }

    fn who_wait_for(&self, item: usize) -> impl Iterator<Item = usize> {
        let waits = move |list: &[(usize, usize, Option<usize>)]| list.iter().any(|(_, other, _)| *other == item);
        self.0.iter().enumerate().filter(move |(_, list)| waits(list)).map(|(other, _)| other)
    }
}

fn step(
    model: &Model<'_>,
    item: usize,
    (from, to): (usize, usize),
    period: Option<usize>,
) -> Result<Step, NumberError> {
    let empty = Ladder { from: None, rungs: Vec::new() };
    let ladder = model.ladders.get(item).unwrap_or(&empty);
    let own = ladder.rungs.get(from..to).unwrap_or_default();
    let (mut cost, mut duration) = (Ratio::ZERO, Ratio::ZERO);
    let mut rungs = Vec::with_capacity(own.len());
    for rung in own {
        cost = cost.checked_add(rung.cost)?;
        duration = duration.checked_add(rung.duration)?;
        rungs.push(StepRung {
            answer: rung.answer,
            level: level_of(model.instrument, rung.answer),
            cost: rung.cost,
            duration: rung.duration,
            unit: rung.unit.and_then(|unit| model.units.get(unit).cloned()),
        });
    }
    let rise = |steps: usize| match steps.checked_sub(1) {
        None => Ratio::ZERO,
        Some(last) => ladder.rungs.get(last).map_or(Ratio::ZERO, |rung| rung.rise),
    };
    let parts = Ratio::whole(model.instrument.items().get(item).map_or(0, Item::parts));
    let gain = rise(to).checked_sub(rise(from))?.checked_mul(parts)?;
    Ok(Step {
        item,
        from: ladder.answer(from),
        to: ladder.answer(to).unwrap_or(Ratio::ZERO),
        rungs,
        cost,
        duration,
        gain: gain.checked_div(Ratio::whole(model.instrument.total_parts()))?,
        index: Ratio::ZERO,
        predicate: 0,
        brings_predicate: false,
        period,
    })
}
