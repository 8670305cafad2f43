//! The steps that each item can take: which levels, what they gain and cost, who answers for them.

use super::error::PlanError;
use super::lists::StepCost;
use super::options::Grid;
use crate::assessment::ItemCodes;
use crate::exact::{NumberError, Ratio};
use crate::instrument::{AnswerKind, Instrument};
use crate::issue::{Collector, Place};

/// One step above where an item stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Rung {
    /// The answer that it leads to.
    pub(super) answer: Ratio,
    /// What the item's value has gained by then.
    pub(super) rise: Ratio,
    pub(super) cost: Ratio,
    pub(super) duration: Ratio,
    /// The position of its unit.
    pub(super) unit: Option<usize>,
}

/// The steps of one item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Ladder {
    /// Where it stands; `None` if it stands on no level (unanswered, counted as 0).
    pub(super) from: Option<Ratio>,
    pub(super) rungs: Vec<Rung>,
}

impl Ladder {
    /// The answer after so many steps.
    pub(super) fn answer(&self, steps: usize) -> Option<Ratio> {
        match steps.checked_sub(1) {
            None => self.from,
            Some(last) => self.rungs.get(last).map(|rung| rung.answer),
        }
    }

    /// The fewest steps to at least this answer; `None` if it is not reached.
    pub(super) fn steps_to(&self, answer: Ratio) -> Option<usize> {
        if self.from.is_some_and(|from| from >= answer) {
            return Some(0);
        }
        self.rungs.iter().position(|rung| rung.answer >= answer).map(|position| position + 1)
    }
}

/// The answers that an item can have on a grid, lowest first; more than [`MOST_ANSWERS`] are not all of them.
pub(super) fn answers_of(instrument: &Instrument, item: usize, grid: Grid) -> Result<Vec<Ratio>, NumberError> {
    let (lowest, highest) = (instrument.lowest_answer(), instrument.highest_answer());
    let whole = || {
        let levels = i64::try_from(lowest.ceiling()).unwrap_or(i64::MAX)..=i64::try_from(highest.floor()).unwrap_or(0);
        levels.map(Ratio::whole).take(MOST_ANSWERS + 1).collect::<Vec<_>>()
    };
    let answers = instrument.answers();
    let completed: Vec<(i64, Ratio)> =
        answers.completed_levels.iter().filter_map(|entry| Some((entry.level, entry.value.parse().ok()?))).collect();
    let mut all = match (answers.kind, grid) {
        (AnswerKind::Level, _) => whole(),
        (_, Grid::Every(step)) => {
            let mut all = Vec::new();
            let mut next = lowest;
            while next <= highest && all.len() <= MOST_ANSWERS {
                all.push(next);
                next = next.checked_add(step)?;
            }
            all
        }
        (_, Grid::Levels | Grid::Evidence) if completed.is_empty() => whole(),
        (_, Grid::Levels) => completed.iter().map(|(_, value)| *value).collect(),
        (_, Grid::Evidence) => pieces(instrument, item, lowest, &completed)?,
    };
    all.retain(|answer| *answer >= lowest && *answer <= highest);
    all.sort_unstable();
    all.dedup();
    Ok(all)
}

/// The most answers of an item; scales of levels have fewer.
pub(super) const MOST_ANSWERS: usize = 10_000;

/// Each level from the one below it, by the values of its evidence.
fn pieces(
    instrument: &Instrument,
    item: usize,
    lowest: Ratio,
    completed: &[(i64, Ratio)],
) -> Result<Vec<Ratio>, NumberError> {
    let indicator = instrument.items().get(item).and_then(|item| instrument.indicators().get(item.indicator()));
    let mut all = Vec::new();
    let mut below = lowest;
    for (level, complete) in completed {
        let criterion = indicator.and_then(|own| own.entry().levels.iter().find(|entry| entry.level == *level));
        for piece in criterion.map(|entry| entry.evidence_values.as_slice()).unwrap_or_default() {
            if let Ok(piece) = piece.parse::<Ratio>() {
                below = below.checked_add(piece)?;
                if below < *complete {
                    all.push(below);
                }
            }
        }
        all.push(*complete);
        below = *complete;
    }
    Ok(all)
}

/// The answer that a number means: a completed level where values are decimal, else itself.
pub(super) fn meant(instrument: &Instrument, number: Ratio) -> Ratio {
    let completed = &instrument.answers().completed_levels;
    let level = completed.iter().find(|entry| Ratio::whole(entry.level) == number);
    level.and_then(|entry| entry.value.parse().ok()).unwrap_or(number)
}

/// The level whose criterion an answer is under: itself, or the first level not completed below it.
pub(super) fn level_of(instrument: &Instrument, answer: Ratio) -> Option<i64> {
    let completed = &instrument.answers().completed_levels;
    if completed.is_empty() {
        return i64::try_from(answer.ceiling()).ok();
    }
    let reached = |value: &str| value.parse::<Ratio>().is_ok_and(|value| value >= answer);
    completed.iter().find(|entry| reached(&entry.value)).map(|entry| entry.level)
}

/// The items that a code means: an item, or all items of an indicator.
pub(super) fn items_of(instrument: &Instrument, codes: &ItemCodes<'_>, code: &str) -> Result<Vec<usize>, PlanError> {
    // Most codes are those of items, and these are found at once.
    let item = instrument.item_position(code).and_then(|position| instrument.items().get(position));
    let own = item.and_then(|item| instrument.indicators().get(item.indicator())).filter(|own| own.code() == code);
    if let Some(indicator) = own.or_else(|| instrument.indicator(code)) {
        return Ok(indicator.items().collect());
    }
    Ok(vec![codes.find(code)?])
}

/// Costs, durations and units of steps, found by item and answer.
pub(super) struct Prices<'list> {
    /// Units in the order in which they were named.
    pub(super) units: Vec<String>,
    by_item: Vec<Vec<Price<'list>>>,
    /// Of all items that have no price of their own.
    of_all: Vec<Price<'list>>,
    free: bool,
}

#[derive(Clone, Copy, Debug)]
struct Price<'list> {
    /// Of the step to this answer; of every step if `None`.
    answer: Option<Ratio>,
    cost: Ratio,
    duration: Ratio,
    unit: Option<usize>,
    place: &'list Place,
}

impl<'list> Prices<'list> {
    pub(super) fn new(
        instrument: &Instrument,
        codes: &ItemCodes<'_>,
        costs: &'list [StepCost],
        issues: &mut Collector<PlanError>,
    ) -> Self {
        let by_item = vec![Vec::new(); instrument.items().len()];
        let mut prices = Self { units: Vec::new(), by_item, of_all: Vec::new(), free: costs.is_empty() };
        for entry in costs {
            let items = match &entry.indicator {
                None => None,
                Some(code) => match items_of(instrument, codes, code) {
                    Ok(items) => Some(items),
                    Err(error) => {
                        issues.add(entry.place.clone(), error);
                        continue;
                    }
                },
            };
            for number in [Some(entry.cost), entry.duration].into_iter().flatten().filter(|own| own.is_negative()) {
                issues.add(entry.place.clone(), PlanError::BelowZero { found: number.to_string() });
            }
            let price = Price {
                answer: entry.level.map(|level| meant(instrument, level)),
                cost: entry.cost,
                duration: entry.duration.unwrap_or(Ratio::ONE),
                unit: entry.unit.as_ref().map(|unit| prices.unit(unit)),
                place: &entry.place,
            };
            match items {
                None => add(&mut prices.of_all, price, issues),
                Some(items) => {
                    for item in items {
                        prices.by_item.get_mut(item).into_iter().for_each(|own| add(own, price, issues));
                    }
                }
            }
        }
        prices
    }

    fn unit(&mut self, name: &str) -> usize {
        let known = self.units.iter().position(|own| own == name);
        known.unwrap_or_else(|| {
            self.units.push(name.to_owned());
            self.units.len() - 1
        })
    }

    /// Cost, duration and unit of the step of an item to an answer: as given for it, for the item, for the level, for
    /// all.
    pub(super) fn of(&self, item: usize, answer: Ratio) -> Option<(Ratio, Ratio, Option<usize>)> {
        if self.free {
            return Some((Ratio::ONE, Ratio::ONE, None));
        }
        let find = |list: &[Price<'list>]| {
            let of = |answer: Option<Ratio>| list.iter().find(|price| price.answer == answer).copied();
            of(Some(answer)).or_else(|| of(None))
        };
        let price = self.by_item.get(item).and_then(|own| find(own)).or_else(|| find(&self.of_all))?;
        Some((price.cost, price.duration, price.unit))
    }
}

/// Adds a price to those of an item; two of the same step are a problem.
fn add<'list>(list: &mut Vec<Price<'list>>, price: Price<'list>, issues: &mut Collector<PlanError>) {
    match list.iter().find(|own| own.answer == price.answer) {
        Some(first) => {
            let first = Box::new(first.place.clone());
            issues.add(price.place.clone(), PlanError::CostTwice { first });
        }
        None => list.push(price),
    }
}
