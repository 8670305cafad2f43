//! The rank that a unit would have if only this changed.

use super::ranking::{Place, Ranking};
use super::ties::percentile;
use crate::assessment::Assessment;
use crate::cohort::{CohortError, NodeName, Scores};
use crate::exact::{NumberError, Ratio};
use crate::issue::{Collector, ISSUE_LIMIT, Issues, Place as InputPlace};
use crate::score::score;

/// Where a unit would stand with another value, all others as they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IfChanged {
    /// The value.
    pub value: Ratio,
    /// The rank it would have.
    pub rank: Ratio,
    /// How many units its group would have.
    pub of: u32,
    /// The percentile rank it would have.
    pub percentile: Ratio,
    /// How many units of the group would be better.
    pub above: u32,
    /// How many would have the same value, itself among them.
    pub tied: u32,
}

impl Ranking {
    /// The place of a unit if it had this value; a unit without a value would join its group. `None` for a unit
    /// without a group.
    ///
    /// # Errors
    /// None for units of this ranking; the type is that of exact arithmetic.
    pub fn if_value(&self, unit: usize, value: Ratio) -> Result<Option<IfChanged>, NumberError> {
        let Some(group) = self.grouping.group(unit) else { return Ok(None) };
        let places = self.group(group);
        let own = self.place(unit);
        let value_of = |place: &Place| self.value(place).unwrap_or(Ratio::ZERO);
        let better = places.partition_point(|place| value_of(place) > value);
        let equal = places.partition_point(|place| value_of(place) >= value) - better;
        let dense = better.checked_sub(1).and_then(|last| places.get(last)).map_or(0, |place| place.dense() + 1);
        let (mut above, mut tied, mut dense) = (count(better), count(equal) + 1, dense);
        let mut of = count(places.len());
        match own {
            None => of += 1,
            Some(own) => {
                // It leaves its old place, and with it the value that nobody else has.
                let before = value_of(own);
                above -= u32::from(before > value);
                tied -= u32::from(before == value);
                dense -= u32::from(before > value && own.tied() == 1);
            }
        }
        let rank = self.ties.rank(above, dense, tied)?;
        Ok(Some(IfChanged { value, rank, of, percentile: percentile(above, tied, of)?, above, tied }))
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX - 1)
}

/// The value that a node of a unit would have with other answers to some items, by their codes.
///
/// # Errors
/// Every unknown code and every answer outside the instrument's range; [`CohortError::ValueUnknownAt`] for a unit
/// without answers, or one whose value is still not determined.
pub fn value_if_answers<'code>(
    scores: &Scores<'_>,
    unit: usize,
    node: &NodeName,
    answers: impl IntoIterator<Item = (&'code str, Ratio)>,
) -> Result<Ratio, Issues<CohortError>> {
    let Some(entry) = scores.cohort().unit(unit) else {
        return Err(Issues::one(CohortError::SubjectUnknown { subject: unit.to_string() }));
    };
    let unknown = || Issues::one(CohortError::ValueUnknownAt { subject: entry.describe(), node: node.to_string() });
    let instrument = entry.instrument();
    let mut all = entry.answers().ok_or_else(unknown)?;
    let mut issues = Collector::new(ISSUE_LIMIT);
    for (code, answer) in answers {
        match instrument.item_position(code).and_then(|item| all.get_mut(item)) {
            Some(slot) => *slot = Some(answer),
            None => {
                let instruments = instrument.id().to_owned();
                let error = CohortError::NodeUnknown { node: format!("indicator:{code}"), instruments };
                issues.add(InputPlace::whole().column(code), error);
            }
        }
    }
    let changed = match Assessment::from_positions(instrument, entry.subject(), all) {
        Ok(changed) => changed,
        Err(found) => {
            for issue in found.listed() {
                issues.add(issue.place.clone(), issue.error.clone().into());
            }
            return Err(issues.into_issues().unwrap_or_else(unknown));
        }
    };
    issues.finish(())?;
    let scored = score(instrument, &changed, scores.options()).map_err(|error| Issues::one(error.into()))?;
    node.value_in(instrument, &scored).and_then(|value| value.exact()).ok_or_else(unknown)
}
