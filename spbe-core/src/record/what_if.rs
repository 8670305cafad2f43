//! What if, as a record: the contract of `spbe whatif --format json`.

use serde::Serialize;

use super::rank::RankNumber;
use super::{NextRecord, Ordered};
use crate::cohort::{NodeName, Scores};
use crate::exact::Decimal;
use crate::instrument::{Instrument, Text};
use crate::score::Score;
use crate::what_if::{Effect, LevelStep, Milestone, RankShift, Scenario, UnitShare, WhatIf};

/// One change and what it adds to the index, as the nearest double and exact.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ChangeRecord {
    /// The code of the indicator, or item.
    pub indicator: String,
    /// The official name of the indicator, with the English one beside it.
    pub name: Option<Text>,
    /// The level before, exact; absent where the answer is missing.
    pub from: Option<String>,
    /// The level after, exact.
    pub to: String,
    /// What it adds to the index.
    pub gain: f64,
    /// The same, exact.
    pub gain_exact: String,
    /// The responsible unit.
    pub unit: Option<String>,
    /// When it is done.
    pub date: Option<String>,
}

/// What the changes of one responsible unit add.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct UnitRecord {
    /// The unit; absent for changes without one.
    pub unit: Option<String>,
    /// How many changes are its.
    pub changes: usize,
    /// What they add to the index.
    pub gain: f64,
    /// The same, exact.
    pub gain_exact: String,
}

/// Where the index stands once the changes up to a date are done.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MilestoneRecord {
    /// The date; absent for changes without one, which come first.
    pub date: Option<String>,
    /// How many changes are done at this date.
    pub changes: usize,
    /// The published index.
    pub index: f64,
    /// The exact index.
    pub index_exact: String,
    /// The predicate.
    pub predicate: String,
}

/// A rank, and the rank with the changes.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RankShiftRecord {
    /// What those ranked have in common, beside instrument, year and stage.
    pub within: Ordered<Option<String>>,
    /// How many they are.
    pub of: u32,
    /// The rank now.
    pub rank: RankNumber,
    /// The rank with the changes, all others as they are.
    pub rank_if: RankNumber,
    /// How many would share it.
    pub tied_if: u32,
}

/// A node before and after.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NodeChangeRecord {
    /// The node, such as `domain:4`.
    pub node: String,
    /// Its official name, with the English one beside it.
    pub name: Option<Text>,
    /// The published value before.
    pub before: Option<f64>,
    /// The exact value before.
    pub before_exact: Option<String>,
    /// The published value after.
    pub after: Option<f64>,
    /// The exact value after.
    pub after_exact: Option<String>,
}

/// A set of changes, done.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ScenarioRecord {
    /// Its name; absent where changes name no scenario.
    pub name: Option<String>,
    /// The published index with the changes.
    pub index: Option<f64>,
    /// The exact index with the changes.
    pub index_exact: Option<String>,
    /// The predicate with the changes.
    pub predicate: Option<String>,
    /// How much the index changes.
    pub change: f64,
    /// The same, exact.
    pub change_exact: String,
    /// The way to the next predicate from there; absent at the top.
    pub next: Option<NextRecord>,
    /// Each change, by date. Their gains add up to the change of the index exactly.
    pub changes: Vec<ChangeRecord>,
    /// How many changes come after the date asked for, and are not done.
    pub later: usize,
    /// What each responsible unit adds, the most first; empty where no change names one.
    pub units: Vec<UnitRecord>,
    /// The course of the index by date; empty where no change has one.
    pub course: Vec<MilestoneRecord>,
    /// How ranks change.
    pub ranks: Vec<RankShiftRecord>,
    /// Every node above the indicators.
    pub nodes: Vec<NodeChangeRecord>,
}

/// One level more of one indicator.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LevelStepRecord {
    /// The code of the indicator, or item.
    pub indicator: String,
    /// The official name of the indicator.
    pub name: Option<Text>,
    /// Its level, exact; absent where the answer is missing.
    pub from: Option<String>,
    /// The next level, exact.
    pub to: String,
    /// What the step adds to the index.
    pub worth: f64,
    /// The same, exact.
    pub worth_exact: String,
    /// What all levels up to the highest add, exact.
    pub room_exact: String,
    /// The share of the way to the next predicate that the step covers, exact; absent at the top.
    pub share_exact: Option<String>,
    /// How many levels of this indicator alone reach the next predicate; absent where none do.
    pub levels_alone: Option<u32>,
}

/// One institution with other levels.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WhatIfRecord {
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
    /// Which index predicates are read from.
    pub predicate_basis: &'static str,
    /// What happened to missing answers.
    pub missing_policy: &'static str,
    /// The published index as it is.
    pub index: Option<f64>,
    /// The exact index as it is.
    pub index_exact: Option<String>,
    /// The predicate as it is.
    pub predicate: Option<String>,
    /// The way to the next predicate; absent at the top.
    pub next: Option<NextRecord>,
    /// The scenarios, in the order of the changes.
    pub scenarios: Vec<ScenarioRecord>,
    /// What one level more of each indicator is worth, the most first.
    pub steps: Vec<LevelStepRecord>,
}

impl WhatIfRecord {
    /// The record of a study.
    #[must_use]
    pub fn new(scores: &Scores<'_>, study: &WhatIf) -> Option<Self> {
        let unit = scores.cohort().unit(study.unit)?;
        let form = Form { instrument: unit.instrument(), before: &study.before };
        let before = &study.before;
        Some(Self {
            institution: unit.institution().to_owned(),
            year: unit.year(),
            stage: unit.stage().map(ToOwned::to_owned),
            instrument: unit.instrument().id().to_owned(),
            checksum: unit.instrument().checksum().to_owned(),
            predicate_basis: before.predicate_basis.name(),
            missing_policy: before.missing_policy.name(),
            index: before.index.published().map(Decimal::to_f64),
            index_exact: before.index.exact().map(|index| index.to_string()),
            predicate: before.predicate.determined().and_then(|position| form.predicate(position)),
            next: form.next(before),
            scenarios: study.scenarios.iter().map(|scenario| form.scenario(scenario)).collect(),
            steps: study.steps.iter().map(|step| form.step(step)).collect(),
        })
    }
}

/// The code of an item and the name of its indicator.
pub(super) fn named(instrument: &Instrument, item: usize) -> (String, Option<Text>) {
    let Some(item) = instrument.items().get(item) else { return (String::new(), None) };
    let name = instrument.indicators().get(item.indicator()).map(|indicator| indicator.name().clone());
    (item.code().to_owned(), name)
}

struct Form<'study> {
    instrument: &'study Instrument,
    before: &'study Score,
}

impl Form<'_> {
    fn predicate(&self, position: usize) -> Option<String> {
        self.instrument.predicates().get(position).map(|predicate| predicate.name.id.clone())
    }

    fn next(&self, score: &Score) -> Option<NextRecord> {
        let next = score.next.as_ref()?;
        Some(NextRecord::new(next, self.predicate(next.predicate)?))
    }

    fn scenario(&self, scenario: &Scenario) -> ScenarioRecord {
        let after = &scenario.after;
        ScenarioRecord {
            name: scenario.name.clone(),
            index: after.index.published().map(Decimal::to_f64),
            index_exact: after.index.exact().map(|index| index.to_string()),
            predicate: after.predicate.determined().and_then(|position| self.predicate(position)),
            change: scenario.gain.to_f64(),
            change_exact: scenario.gain.to_string(),
            next: self.next(after),
            changes: scenario.effects.iter().map(|effect| self.change(effect)).collect(),
            later: scenario.later,
            units: scenario.units.iter().map(unit).collect(),
            course: scenario.course.iter().map(|milestone| self.milestone(milestone)).collect(),
            ranks: scenario.ranks.iter().map(rank).collect(),
            nodes: self.nodes(after),
        }
    }

    fn change(&self, effect: &Effect) -> ChangeRecord {
        let (indicator, name) = named(self.instrument, effect.item);
        ChangeRecord {
            indicator,
            name,
            from: effect.from.map(|from| from.to_string()),
            to: effect.to.to_string(),
            gain: effect.gain.to_f64(),
            gain_exact: effect.gain.to_string(),
            unit: effect.unit.clone(),
            date: effect.date.as_ref().map(ToString::to_string),
        }
    }

    fn milestone(&self, milestone: &Milestone) -> MilestoneRecord {
        MilestoneRecord {
            date: milestone.date.as_ref().map(ToString::to_string),
            changes: milestone.changes,
            index: milestone.published.to_f64(),
            index_exact: milestone.index.to_string(),
            predicate: self.predicate(milestone.predicate).unwrap_or_default(),
        }
    }

    fn nodes(&self, after: &Score) -> Vec<NodeChangeRecord> {
        let tiers = 0..self.instrument.tiers().len().saturating_sub(1);
        let names = tiers.flat_map(|tier| NodeName::of_tier(self.instrument, tier)).map(|(name, _)| name);
        let record = |name: NodeName| {
            let (before, after) = (name.value_in(self.instrument, self.before), name.value_in(self.instrument, after));
            NodeChangeRecord {
                node: name.to_string(),
                name: name.name_in(self.instrument).cloned(),
                before: before.and_then(|value| value.published()).map(Decimal::to_f64),
                before_exact: before.and_then(|value| value.exact()).map(|exact| exact.to_string()),
                after: after.and_then(|value| value.published()).map(Decimal::to_f64),
                after_exact: after.and_then(|value| value.exact()).map(|exact| exact.to_string()),
            }
        };
        names.map(record).collect()
    }

    fn step(&self, step: &LevelStep) -> LevelStepRecord {
        let (indicator, name) = named(self.instrument, step.item);
        LevelStepRecord {
            indicator,
            name,
            from: step.from.map(|from| from.to_string()),
            to: step.to.to_string(),
            worth: step.worth.to_f64(),
            worth_exact: step.worth.to_string(),
            room_exact: step.room.to_string(),
            share_exact: step.next.as_ref().map(|next| next.share.to_string()),
            levels_alone: step.next.as_ref().and_then(|next| next.levels),
        }
    }
}

fn unit(share: &UnitShare) -> UnitRecord {
    UnitRecord {
        unit: share.unit.clone(),
        changes: share.changes,
        gain: share.gain.to_f64(),
        gain_exact: share.gain.to_string(),
    }
}

fn rank(shift: &RankShift) -> RankShiftRecord {
    RankShiftRecord {
        within: shift.within.iter().map(|(key, value)| (key.to_string(), value.clone())).collect(),
        of: shift.after.of,
        rank: RankNumber::of(shift.before),
        rank_if: RankNumber::of(shift.after.rank),
        tied_if: shift.after.tied,
    }
}
