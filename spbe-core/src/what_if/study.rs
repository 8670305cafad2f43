//! One institution with other levels: scenarios beside each other, each change with what it is worth.

use std::collections::BTreeMap;

use super::change::{Change, Date};
use super::error::WhatIfError;
use super::steps::{LevelStep, level_steps};
use crate::assessment::{Assessment, ItemCodes, check_answer};
use crate::cohort::{CohortError, GroupKey, Scores};
use crate::exact::{Decimal, NumberError, Ratio};
use crate::instrument::{Instrument, MissingPolicy, PredicateBasis};
use crate::issue::{Collector, ISSUE_LIMIT, Issues};
use crate::rank::{IfChanged, RankOptions, Ranking, rank};
use crate::score::{Score, score};

/// What is looked at. By default: all changes, and the rank among all of the same instrument, year and stage.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct WhatIfOptions {
    units: Vec<String>,
    until: Option<Date>,
    within: Vec<Vec<GroupKey>>,
}

impl WhatIfOptions {
    /// Only the changes of these responsible units; all unless given.
    #[must_use]
    pub fn units(mut self, units: Vec<String>) -> Self {
        self.units = units;
        self
    }

    /// Only the changes that are done by this date; changes without a date count as done.
    #[must_use]
    pub fn until(mut self, date: Option<Date>) -> Self {
        self.until = date;
        self
    }

    /// Ranks also among those that share these labels, one rank for each list.
    #[must_use]
    pub fn within(mut self, groups: Vec<Vec<GroupKey>>) -> Self {
        self.within = groups;
        self
    }
}

/// One change and what it adds to the index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effect {
    /// The position of the item.
    pub item: usize,
    /// The answer before: the institution's, or that of an earlier change; `None` where it is missing.
    pub from: Option<Ratio>,
    /// The answer after.
    pub to: Ratio,
    /// What it adds to the index, below zero for a change downwards. The effects of a scenario add up to the change of
    /// the index exactly.
    pub gain: Ratio,
    /// The responsible unit.
    pub unit: Option<String>,
    /// When it is done.
    pub date: Option<Date>,
}

/// What the changes of one responsible unit add to the index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitShare {
    /// The unit; `None` for changes without one.
    pub unit: Option<String>,
    /// How many changes are its.
    pub changes: usize,
    /// What they add.
    pub gain: Ratio,
}

/// Where the index stands once the changes up to a date are done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Milestone {
    /// The date; `None` for the changes without one, which come first.
    pub date: Option<Date>,
    /// How many changes are done at this date.
    pub changes: usize,
    /// The index with all changes so far.
    pub index: Ratio,
    /// The same as published.
    pub published: Decimal,
    /// Its predicate, as a position in [`Instrument::predicates`].
    pub predicate: usize,
}

/// A rank, and the rank with the changes, all others as they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RankShift {
    /// What those ranked have in common, beside instrument, year and stage.
    pub within: Vec<(GroupKey, Option<String>)>,
    /// The rank now.
    pub before: Ratio,
    /// The place with the changes.
    pub after: IfChanged,
}

/// A set of changes, done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scenario {
    /// Its name; `None` where changes name no scenario.
    pub name: Option<String>,
    /// The score with the changes.
    pub after: Score,
    /// How much the index changes.
    pub gain: Ratio,
    /// Each change, by date and then in the order given.
    pub effects: Vec<Effect>,
    /// The same by responsible unit, the most worth first; empty where no change names one.
    pub units: Vec<UnitShare>,
    /// The course of the index; empty where no change has a date.
    pub course: Vec<Milestone>,
    /// How many changes come after the date asked for.
    pub later: usize,
    /// How ranks change: among all, then as asked.
    pub ranks: Vec<RankShift>,
}

/// One institution with other levels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WhatIf {
    /// The institution's position in the cohort.
    pub unit: usize,
    /// Its score as it is.
    pub before: Score,
    /// The scenarios, in the order in which they first appear.
    pub scenarios: Vec<Scenario>,
    /// What one level more of each indicator is worth, the most first.
    pub steps: Vec<LevelStep>,
}

impl WhatIf {
    /// Applies changes to one unit of a cohort.
    ///
    /// # Errors
    /// Every unknown code, every level outside the instrument's range and every repetition, with its place; a unit
    /// that is not there or has no answers, a policy for missing answers under which changes do not add up.
    pub fn new(
        scores: &Scores<'_>,
        unit: usize,
        changes: &[Change],
        options: &WhatIfOptions,
    ) -> Result<Self, Issues<WhatIfError>> {
        let one = |error: WhatIfError| Issues::one(error);
        let subject = Subject::new(scores, unit).map_err(one)?;
        let resolved = resolved(subject.instrument, changes)?;
        check_units(changes, &options.units).map_err(one)?;
        let mut names: Vec<Option<&str>> = Vec::new();
        for change in changes {
            if !names.contains(&change.scenario.as_deref()) {
                names.push(change.scenario.as_deref());
            }
        }
        let mut study = Self { unit, before: subject.before.clone(), scenarios: Vec::new(), steps: Vec::new() };
        let rankings = subject.rankings(&options.within).map_err(|error| one(error.into()))?;
        for name in names {
            let own = resolved.iter().filter(|resolved| {
                let units = &options.units;
                resolved.change.scenario.as_deref() == name
                    && (units.is_empty() || resolved.change.unit.as_ref().is_some_and(|unit| units.contains(unit)))
            });
            let done = |resolved: &&&Resolved<'_>| match (&resolved.change.date, &options.until) {
                (Some(date), Some(until)) => date.is_within(until),
                _ => true,
            };
            let (now, later): (Vec<_>, Vec<_>) = own.partition(|resolved| done(&resolved));
            study.scenarios.push(subject.scenario(name, &now, later.len(), &rankings).map_err(one)?);
        }
        study.steps =
            level_steps(subject.instrument, &subject.answers, &subject.before).map_err(|error| one(error.into()))?;
        Ok(study)
    }
}

/// A change whose item is found and whose answer is allowed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Resolved<'change> {
    pub(crate) change: &'change Change,
    pub(crate) item: usize,
    pub(crate) to: Ratio,
}

/// Finds the items of changes and checks their answers; by date, then in the order given.
pub(crate) fn resolved<'change>(
    instrument: &Instrument,
    changes: &'change [Change],
) -> Result<Vec<Resolved<'change>>, Issues<WhatIfError>> {
    let codes = ItemCodes::new(instrument);
    let mut issues = Collector::new(ISSUE_LIMIT);
    let mut first: BTreeMap<(Option<&str>, usize, Option<&Date>), &Change> = BTreeMap::new();
    let mut found = Vec::with_capacity(changes.len());
    for change in changes {
        let to = Ratio::from(change.to);
        let item = codes.find(&change.indicator).map_err(|error| issues.add(change.place.clone(), error.into())).ok();
        if let Err(error) = check_answer(instrument, to) {
            issues.add(change.place.clone(), error.into());
            continue;
        }
        let Some(item) = item else { continue };
        if let Some(first) = first.get(&(change.scenario.as_deref(), item, change.date.as_ref())) {
            let error = WhatIfError::ChangeTwice { code: change.indicator.clone(), first: first.place.clone().into() };
            issues.add(change.place.clone(), error);
            continue;
        }
        first.insert((change.scenario.as_deref(), item, change.date.as_ref()), change);
        found.push(Resolved { change, item, to });
    }
    found.sort_by(|left, right| left.change.date.cmp(&right.change.date));
    issues.finish(found)
}

/// The answers with changes done, the latest of an item last.
pub(crate) fn changed_answers(answers: &[Option<Ratio>], changes: &[Resolved<'_>]) -> Vec<Option<Ratio>> {
    let mut answers = answers.to_vec();
    for change in changes {
        if let Some(slot) = answers.get_mut(change.item) {
            *slot = Some(change.to);
        }
    }
    answers
}

fn check_units(changes: &[Change], units: &[String]) -> Result<(), WhatIfError> {
    let mut known: Vec<&str> = changes.iter().filter_map(|change| change.unit.as_deref()).collect();
    known.sort_unstable();
    known.dedup();
    match units.iter().find(|unit| !known.contains(&unit.as_str())) {
        None => Ok(()),
        Some(unit) => Err(WhatIfError::UnitUnknown { unit: unit.clone(), known: known.join(", ") }),
    }
}

/// The institution before anything changes.
struct Subject<'scores> {
    scores: &'scores Scores<'scores>,
    unit: usize,
    instrument: &'scores Instrument,
    answers: Vec<Option<Ratio>>,
    before: Score,
    index: Ratio,
}

impl<'scores> Subject<'scores> {
    fn new(scores: &'scores Scores<'_>, unit: usize) -> Result<Self, WhatIfError> {
        let missing = || CohortError::SubjectUnknown { subject: format!("#{}", unit.saturating_add(1)) };
        let entry = scores.cohort().unit(unit).ok_or_else(missing)?;
        let none = || CohortError::OnlyPrinted { subject: entry.describe() };
        let answers = entry.answers().ok_or_else(none)?;
        let before = scores.score(unit)?.ok_or_else(none)?;
        let policy = before.missing_policy;
        let additive = before.missing_items.is_empty() || policy != MissingPolicy::Exclude;
        let index = before.index.exact().filter(|_| additive);
        let index =
            index.ok_or_else(|| WhatIfError::NotAdditive { subject: entry.describe(), policy: policy.name() })?;
        Ok(Self { scores, unit, instrument: entry.instrument(), answers, before, index })
    }

    /// What an answer, or a missing one, counts.
    fn value(&self, answer: Option<Ratio>) -> Ratio {
        match (answer, self.before.missing_policy) {
            (Some(answer), _) => self.instrument.value_of(answer),
            (None, MissingPolicy::Zero) => Ratio::ZERO,
            (None, _) => self.instrument.value_of(self.instrument.lowest_answer()),
        }
    }

    fn rankings(&self, within: &[Vec<GroupKey>]) -> Result<Vec<Ranking>, CohortError> {
        let all = std::iter::once(Vec::new()).chain(within.iter().cloned());
        let rankings = all.map(|keys| rank(self.scores, &RankOptions::default().within(keys)));
        rankings.collect()
    }

    fn scenario(
        &self,
        name: Option<&str>,
        changes: &[&Resolved<'_>],
        later: usize,
        rankings: &[Ranking],
    ) -> Result<Scenario, WhatIfError> {
        let mut answers = self.answers.clone();
        let mut effects = Vec::with_capacity(changes.len());
        for resolved in changes {
            let Some(slot) = answers.get_mut(resolved.item) else { continue };
            let parts = self.instrument.items().get(resolved.item).map_or(0, crate::instrument::Item::parts);
            let weight = Ratio::new(parts.into(), self.instrument.total_parts().into())?;
            let from = slot.replace(resolved.to);
            let rise = self.instrument.value_of(resolved.to).checked_sub(self.value(from))?;
            effects.push(Effect {
                item: resolved.item,
                from,
                to: resolved.to,
                gain: rise.checked_mul(weight)?,
                unit: resolved.change.unit.clone(),
                date: resolved.change.date.clone(),
            });
        }
        let after = self.scored(answers)?;
        let index = after.index.exact().unwrap_or(self.index);
        Ok(Scenario {
            name: name.map(ToOwned::to_owned),
            gain: index.checked_sub(self.index)?,
            units: units(&effects)?,
            course: self.course(&effects)?,
            effects,
            later,
            ranks: self.ranks(index, rankings)?,
            after,
        })
    }

    fn scored(&self, answers: Vec<Option<Ratio>>) -> Result<Score, WhatIfError> {
        let changed = Assessment::from_checked(self.instrument, self.before.subject.clone(), answers, None);
        Ok(score(self.instrument, &changed, self.scores.options())?)
    }

    /// Where the index stands after each date.
    fn course(&self, effects: &[Effect]) -> Result<Vec<Milestone>, WhatIfError> {
        if effects.iter().all(|effect| effect.date.is_none()) {
            return Ok(Vec::new());
        }
        let mut course = Vec::new();
        let mut index = self.index;
        // Changes come by date.
        for same in effects.chunk_by(|left, right| left.date == right.date) {
            for effect in same {
                index = index.checked_add(effect.gain)?;
            }
            let published = self.instrument.publish(index)?;
            let judged = match self.before.predicate_basis {
                PredicateBasis::Exact => index,
                PredicateBasis::Published => published.into(),
            };
            course.push(Milestone {
                date: same.first().and_then(|effect| effect.date.clone()),
                changes: same.len(),
                index,
                published,
                predicate: self.instrument.predicate_position(judged),
            });
        }
        Ok(course)
    }

    fn ranks(&self, index: Ratio, rankings: &[Ranking]) -> Result<Vec<RankShift>, NumberError> {
        let mut ranks = Vec::new();
        let Some(own) = self.scores.cohort().unit(self.unit) else { return Ok(ranks) };
        for ranking in rankings {
            let (Some(place), Some(after)) = (ranking.place(self.unit), ranking.if_value(self.unit, index)?) else {
                continue;
            };
            let within = ranking.shared(&own);
            ranks.push(RankShift { within, before: ranking.rank(place)?, after });
        }
        Ok(ranks)
    }
}

/// What each responsible unit adds, the most first.
fn units(effects: &[Effect]) -> Result<Vec<UnitShare>, NumberError> {
    let mut shares: Vec<UnitShare> = Vec::new();
    if effects.iter().all(|effect| effect.unit.is_none()) {
        return Ok(shares);
    }
    for effect in effects {
        let found = shares.iter().position(|share| share.unit == effect.unit).unwrap_or_else(|| {
            shares.push(UnitShare { unit: effect.unit.clone(), changes: 0, gain: Ratio::ZERO });
            shares.len() - 1
        });
        if let Some(share) = shares.get_mut(found) {
            share.changes += 1;
            share.gain = share.gain.checked_add(effect.gain)?;
        }
    }
    shares.sort_by_key(|share| std::cmp::Reverse(share.gain));
    Ok(shares)
}
