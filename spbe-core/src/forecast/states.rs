//! The states of every item: the levels that it may turn out to have, and the chance of each in every scenario.

use std::collections::BTreeMap;

use super::belief::{Belief, Believed, Probability};
use super::error::ForecastError;
use super::learn::Learnt;
use crate::assessment::{ItemCodes, check_answer};
use crate::exact::Ratio;
use crate::instrument::{Instrument, MissingPolicy};
use crate::issue::{Collector, ISSUE_LIMIT, Issues, Place};

/// How far from 1 a sum of probabilities may be. Within it they are divided by their sum.
const SLACK: f64 = 1e-9;

/// A level that an item may turn out to have.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct State {
    /// The answer; `None` where the item stays unanswered and counts as the policy says.
    pub(super) answer: Option<Ratio>,
    /// What it counts.
    pub(super) value: Ratio,
    /// Its probability.
    pub(super) chance: Probability,
}

/// The states of each item in one scenario.
pub(super) type Table = Vec<Vec<State>>;

/// What is believed, checked against the instrument: by scenario and item.
#[derive(Debug)]
pub(super) struct Beliefs {
    given: BTreeMap<(Option<String>, usize), Given>,
    /// The names of scenarios, with the place where each first stands.
    pub(super) scenarios: Vec<(String, Place)>,
}

#[derive(Debug)]
enum Given {
    Levels(Vec<(Ratio, Probability)>),
    Confidence(Probability),
}

/// What holds of items of which nothing of their own is believed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fallback<'run> {
    pub(super) learnt: Option<&'run Learnt>,
    pub(super) confidence: Option<Probability>,
    /// The share of doubt that lies below the answer.
    pub(super) downward: Probability,
    pub(super) missing: MissingPolicy,
}

impl Beliefs {
    /// Checks what is believed.
    pub(super) fn new(instrument: &Instrument, beliefs: &[Belief]) -> Result<Self, Issues<ForecastError>> {
        let codes = ItemCodes::new(instrument);
        let mut issues = Collector::new(ISSUE_LIMIT);
        let mut given: BTreeMap<(Option<String>, usize), (Place, Given)> = BTreeMap::new();
        let mut first: BTreeMap<(Option<String>, usize, Option<Ratio>), Place> = BTreeMap::new();
        let mut scenarios: Vec<(String, Place)> = Vec::new();
        for belief in beliefs {
            let place = &belief.place;
            if let Some(name) = &belief.scenario
                && !scenarios.iter().any(|(known, _)| known == name)
            {
                scenarios.push((name.clone(), place.clone()));
            }
            let item = codes.find(&belief.indicator).map_err(|error| issues.add(place.clone(), error.into())).ok();
            let level = match belief.what {
                Believed::Level(level, _) => Some(Ratio::from(level)),
                Believed::Confidence(_) => None,
            };
            if let Some(Err(error)) = level.map(|level| check_answer(instrument, level)) {
                issues.add(place.clone(), error.into());
                continue;
            }
            let Some(item) = item else { continue };
            let code = || belief.indicator.clone();
            if let Some(first) = first.insert((belief.scenario.clone(), item, level), place.clone()) {
                let of = level.map_or_else(code, |level| format!("{} = {level}", code()));
                issues.add(place.clone(), ForecastError::GivenTwice { of, first: first.into() });
                continue;
            }
            let slot = given.entry((belief.scenario.clone(), item));
            let (_, slot) = slot.or_insert_with(|| (place.clone(), Given::Levels(Vec::new())));
            match (belief.what, &mut *slot) {
                (Believed::Level(level, chance), Given::Levels(levels)) => levels.push((level.into(), chance)),
                (Believed::Confidence(confidence), Given::Levels(levels)) if levels.is_empty() => {
                    *slot = Given::Confidence(confidence);
                }
                _ => issues.add(place.clone(), ForecastError::TwoWays { code: code() }),
            }
        }
        for ((_, item), (place, given)) in &mut given {
            let Given::Levels(levels) = given else { continue };
            let code = instrument.items().get(*item).map_or("", crate::instrument::Item::code);
            if let Err(error) = made_one(code, levels) {
                issues.add(place.clone(), error);
            }
        }
        let given = given.into_iter().map(|(key, (_, given))| (key, given)).collect();
        issues.finish(Self { given, scenarios })
    }

    /// The states of all items in a scenario, for these answers. Where `planned` is set, the answer is one of a plan,
    /// and replaces probabilities that were given for the answer before.
    pub(super) fn table(
        &self,
        instrument: &Instrument,
        scenario: Option<&str>,
        answers: &[(Option<Ratio>, bool)],
        fallback: Fallback<'_>,
    ) -> Result<Table, ForecastError> {
        let mut table = Vec::with_capacity(answers.len());
        for (item, (answer, planned)) in answers.iter().enumerate() {
            let own = scenario.and_then(|name| self.given.get(&(Some(name.to_owned()), item)));
            let own = own.or_else(|| self.given.get(&(None, item)));
            table.push(states(instrument, item, *answer, *planned, own, fallback)?);
        }
        Ok(table)
    }
}

fn states(
    instrument: &Instrument,
    item: usize,
    answer: Option<Ratio>,
    planned: bool,
    own: Option<&Given>,
    fallback: Fallback<'_>,
) -> Result<Vec<State>, ForecastError> {
    let state = |answer: Ratio, chance| State { answer: Some(answer), value: instrument.value_of(answer), chance };
    let certain = |answer| vec![state(answer, Probability::ONE)];
    match (own, answer) {
        (Some(Given::Levels(_)), Some(answer)) if planned => return Ok(certain(answer)),
        (Some(Given::Levels(levels)), _) => {
            let mut states: Vec<State> = levels.iter().map(|(level, chance)| state(*level, *chance)).collect();
            states.retain(|state| state.chance.value() > 0.0);
            states.sort_by_key(|state| state.answer);
            return Ok(states);
        }
        _ => {}
    }
    let Some(answer) = answer else {
        let value = match fallback.missing {
            MissingPolicy::Minimum => instrument.value_of(instrument.lowest_answer()),
            MissingPolicy::Zero => Ratio::ZERO,
            _ => {
                let code = instrument.items().get(item).map_or("", crate::instrument::Item::code);
                return Err(ForecastError::Undetermined { code: code.to_owned() });
            }
        };
        return Ok(vec![State { answer: None, value, chance: Probability::ONE }]);
    };
    let confidence = match (own, fallback.learnt) {
        (Some(Given::Confidence(confidence)), _) => Some(*confidence),
        (_, Some(learnt)) => {
            let chances = learnt.chances(item, answer)?;
            let states = chances.into_iter().filter(|(_, chance)| chance.value() > 0.0);
            return Ok(states.map(|(level, chance)| state(level, chance)).collect());
        }
        _ => fallback.confidence,
    };
    match confidence {
        None => Ok(certain(answer)),
        Some(confidence) => confident(instrument, answer, confidence, fallback.downward)
            .map(|states| states.into_iter().map(|(answer, chance)| state(answer, chance)).collect()),
    }
}

/// The answer holds with the confidence; else it turns out one level lower or higher. At an end of the scale there is
/// only one way.
fn confident(
    instrument: &Instrument,
    answer: Ratio,
    confidence: Probability,
    downward: Probability,
) -> Result<Vec<(Ratio, Probability)>, ForecastError> {
    let inside = |other: Ratio| Some(other).filter(|_| check_answer(instrument, other).is_ok());
    let lower = inside(answer.checked_sub(Ratio::ONE)?.max(instrument.lowest_answer())).filter(|lower| *lower < answer);
    let higher = answer.checked_add(Ratio::ONE)?.min(instrument.highest_answer());
    let higher = inside(higher).filter(|higher| *higher > answer);
    let doubt = confidence.rest();
    let states = match (lower, higher) {
        (Some(lower), Some(higher)) => {
            vec![(lower, doubt.and(downward)), (answer, confidence), (higher, doubt.and(downward.rest()))]
        }
        (Some(lower), None) => vec![(lower, doubt), (answer, confidence)],
        (None, Some(higher)) => vec![(answer, confidence), (higher, doubt)],
        (None, None) => vec![(answer, Probability::ONE)],
    };
    Ok(states.into_iter().filter(|(_, chance)| chance.value() > 0.0).collect())
}

/// Divides probabilities by their sum, if it is 1 but for roundings.
#[expect(clippy::float_arithmetic, reason = "chances are no part of an index")]
pub(super) fn made_one<T>(of: &str, chances: &mut [(T, Probability)]) -> Result<(), ForecastError> {
    let exact = chances.iter().try_fold(Ratio::ZERO, |sum, (_, chance)| sum.checked_add(chance.exact()?).ok());
    if exact == Some(Ratio::ONE) {
        return Ok(());
    }
    let sum: f64 = chances.iter().map(|(_, chance)| chance.value()).sum();
    let near = (sum - 1.0).abs() <= SLACK;
    if !near {
        let sum = exact.map_or_else(|| sum.to_string(), |exact| exact.to_string());
        return Err(ForecastError::Sum { of: of.to_owned(), sum });
    }
    for (_, chance) in chances {
        let share = chance.exact().zip(exact).and_then(|(own, sum)| own.checked_div(sum).ok());
        *chance = Probability::of_parts(chance.value() / sum, share);
    }
    Ok(())
}
