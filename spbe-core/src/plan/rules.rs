//! Prerequisites: read against the instrument, and checked for circles.

use std::collections::BTreeMap;

use super::error::PlanError;
use super::ladder::{items_of, meant};
use super::lists::Rule;
use crate::assessment::{ItemCodes, check_answer};
use crate::exact::Ratio;
use crate::instrument::{Instrument, Item};
use crate::issue::{Collector, Place};

/// An item at an answer needs another one at some answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Need {
    pub(super) item: usize,
    pub(super) at: Ratio,
    pub(super) other: usize,
    pub(super) other_at: Ratio,
}

/// The rules by item; a rule for an indicator of several items holds for each of them.
pub(super) fn needs(
    instrument: &Instrument,
    codes: &ItemCodes<'_>,
    rules: &[Rule],
    issues: &mut Collector<PlanError>,
) -> Vec<Need> {
    let mut needs = Vec::new();
    let mut places = Vec::new();
    for rule in rules {
        let mut side = |code: &str, level: Ratio| {
            let items = items_of(instrument, codes, code).map_err(|error| issues.add(rule.place.clone(), error));
            let at = meant(instrument, level);
            let checked = check_answer(instrument, at).map_err(|error| issues.add(rule.place.clone(), error.into()));
            Some((items.ok()?, checked.is_ok().then_some(at)?))
        };
        let (own, other) = (side(&rule.indicator, rule.level), side(&rule.needs, rule.needs_level));
        let Some(((items, at), (others, other_at))) = own.zip(other) else { continue };
        for item in &items {
            for other in &others {
                // An item at a level has been at every level below it.
                if item != other || other_at > at {
                    needs.push(Need { item: *item, at, other: *other, other_at });
                    places.push(&rule.place);
                }
            }
        }
    }
    if let Some((cycle, place)) = circle(instrument, &needs, &places) {
        issues.add(place, PlanError::RuleCycle { cycle });
    }
    needs
}

/// One step: an item at an answer.
type Step = (usize, Ratio);

/// A circle among the rules, in words, and where one of its rules was given.
fn circle(instrument: &Instrument, needs: &[Need], places: &[&Place]) -> Option<(String, Place)> {
    let mut after: BTreeMap<Step, Vec<Step>> = BTreeMap::new();
    for need in needs {
        after.entry((need.item, need.at)).or_default().push((need.other, need.other_at));
        after.entry((need.other, need.other_at)).or_default();
    }
    // A level comes after the levels below it.
    let steps: Vec<Step> = after.keys().copied().collect();
    for pair in steps.windows(2) {
        if let [below, above] = pair
            && below.0 == above.0
            && let Some(needed) = after.get_mut(above)
        {
            needed.push(*below);
        }
    }
    let cycle = found(&steps, &after)?;
    let name = |step: &Step| {
        let code = instrument.items().get(step.0).map_or("", Item::code);
        format!("{code}≥{}", step.1)
    };
    let words: Vec<String> = cycle.iter().chain(cycle.first()).map(name).collect();
    let of_cycle = |need: &Need| cycle.contains(&(need.item, need.at)) && cycle.contains(&(need.other, need.other_at));
    let place = needs.iter().zip(places).rfind(|(need, _)| of_cycle(need)).map(|(_, place)| (*place).clone());
    Some((words.join(" → "), place.unwrap_or_default()))
}

/// Goes through what each step needs; a step that is met again on the way closes a circle.
fn found(steps: &[Step], after: &BTreeMap<Step, Vec<Step>>) -> Option<Vec<Step>> {
    let mut done: BTreeMap<Step, bool> = BTreeMap::new();
    for start in steps {
        let mut way: Vec<(Step, usize)> = vec![(*start, 0)];
        while let Some((step, next)) = way.last_mut() {
            let step = *step;
            if *next == 0 && done.insert(step, false) == Some(true) {
                done.insert(step, true);
                way.pop();
                continue;
            }
            let needed = after.get(&step).and_then(|needed| needed.get(*next)).copied();
            *next += 1;
            match needed {
                None => {
                    done.insert(step, true);
                    way.pop();
                }
                Some(needed) if done.get(&needed) == Some(&false) => {
                    let begin = way.iter().position(|(step, _)| *step == needed)?;
                    return Some(way.iter().skip(begin).map(|(step, _)| *step).collect());
                }
                Some(needed) if done.get(&needed) == Some(&true) => {}
                Some(needed) => way.push((needed, 0)),
            }
        }
    }
    None
}
