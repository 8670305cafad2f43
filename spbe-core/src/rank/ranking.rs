//! The units of a cohort in order of a node's value.

use std::ops::Range;

use super::ties::{Ties, percentile};
use crate::cohort::{Cohort, CohortError, GroupKey, Grouping, NoValue, NodeColumn, NodeName, Scores, Unit};
use crate::exact::{NumberError, Ratio};

/// What to rank by, and among whom; [`Default`] ranks the index among all of a year, stage and instrument.
#[derive(Clone, Debug, Default)]
pub struct RankOptions {
    node: NodeName,
    within: Vec<GroupKey>,
    mixed: Vec<GroupKey>,
    ties: Ties,
    units: Option<Vec<usize>>,
}

impl RankOptions {
    /// Ranks by this node; the index unless given.
    #[must_use]
    pub fn by(mut self, node: NodeName) -> Self {
        self.node = node;
        self
    }

    /// Ranks among units that agree in all these keys.
    #[must_use]
    pub fn within(mut self, keys: impl IntoIterator<Item = GroupKey>) -> Self {
        self.within = keys.into_iter().collect();
        self
    }

    /// Ranks units of different years, stages or instruments among each other.
    #[must_use]
    pub fn mix(mut self, keys: impl IntoIterator<Item = GroupKey>) -> Self {
        self.mixed = keys.into_iter().collect();
        self
    }

    /// What equal values get.
    #[must_use]
    pub const fn ties(mut self, ties: Ties) -> Self {
        self.ties = ties;
        self
    }

    /// Ranks only these units, by their positions; all unless given.
    #[must_use]
    pub fn units(mut self, units: impl Into<Option<Vec<usize>>>) -> Self {
        self.units = units.into();
        self
    }
}

/// Why a unit is not ranked.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NotRanked {
    /// It has no single value of the node.
    NoValue(NoValue),
    /// It has no such label to be grouped by.
    NoLabel(String),
}

/// The place of one unit in its group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    unit: u32,
    group: u32,
    above: u32,
    dense: u32,
    tied: u32,
}

impl Place {
    /// The unit, as a position in the cohort.
    #[must_use]
    pub fn unit(&self) -> usize {
        usize::try_from(self.unit).unwrap_or(usize::MAX)
    }

    /// Its group, as a position in the grouping.
    #[must_use]
    pub fn group(&self) -> usize {
        usize::try_from(self.group).unwrap_or(usize::MAX)
    }

    /// How many units of the group are better.
    #[must_use]
    pub const fn above(&self) -> u32 {
        self.above
    }

    /// How many different values of the group are better.
    pub(super) const fn dense(&self) -> u32 {
        self.dense
    }

    /// How many units of the group have the same value, itself among them.
    #[must_use]
    pub const fn tied(&self) -> u32 {
        self.tied
    }
}

/// Units in order, group by group.
#[derive(Clone, Debug)]
pub struct Ranking {
    pub(super) node: NodeName,
    pub(super) ties: Ties,
    within: Vec<GroupKey>,
    pub(super) grouping: Grouping,
    pub(super) column: NodeColumn,
    pub(super) places: Vec<Place>,
    pub(super) groups: Vec<Range<usize>>,
    not_ranked: Vec<(usize, NotRanked)>,
}

/// Ranks the units of a cohort.
///
/// The order is by group (in ascending order of its values), then by value, highest first; units of equal value stay
/// in the order of the cohort.
///
/// # Errors
/// [`CohortError::LabelUnknown`], [`CohortError::NodeUnknown`], or [`CohortError::NodeAcrossInstruments`] where
/// instruments are mixed and the node is not the index.
pub fn rank(scores: &Scores<'_>, options: &RankOptions) -> Result<Ranking, CohortError> {
    let cohort = scores.cohort();
    let apart = [GroupKey::Year, GroupKey::Stage, GroupKey::Instrument];
    let mut keys: Vec<GroupKey> = apart.into_iter().filter(|key| !options.mixed.contains(key)).collect();
    if options.mixed.contains(&GroupKey::Instrument) && options.node != NodeName::Index && cohort.sheets().len() > 1 {
        return Err(CohortError::NodeAcrossInstruments { node: options.node.to_string() });
    }
    keys.extend(options.within.iter().filter(|key| !keys.contains(key)).cloned().collect::<Vec<_>>());
    let grouping = cohort.group(&keys)?;
    let column = if options.node == NodeName::Index { scores.index().clone() } else { scores.column(&options.node)? };

    let mut not_ranked = Vec::new();
    // Group, then value from the highest down, then unit: in one number, which sorts fast.
    let mut order: Vec<u128> = Vec::with_capacity(cohort.len());
    let values = column.keys();
    let mut place = |unit: usize| {
        let (Some(key), Some(group)) = (values.get(unit), grouping.of_units().get(unit)) else { return };
        if *group == Grouping::NONE {
            not_ranked.push((unit, NotRanked::NoLabel(missing_label(cohort, &options.within, unit))));
        } else if *key == NodeColumn::NONE {
            not_ranked.push((unit, NotRanked::NoValue(scores.why_none(unit, &options.node))));
        } else {
            let downwards = u64::MAX - key.cast_unsigned().wrapping_add(1 << 63);
            let unit = u32::try_from(unit).unwrap_or(u32::MAX);
            order.push(u128::from(*group) << 96 | u128::from(downwards) << 32 | u128::from(unit));
        }
    };
    match &options.units {
        None => (0..cohort.len()).for_each(&mut place),
        Some(units) => {
            let mut units = units.clone();
            units.sort_unstable();
            units.dedup();
            units.into_iter().for_each(&mut place);
        }
    }
    order.sort_unstable();
    let (places, groups) = places(&order, grouping.len());
    let within = options.within.clone();
    Ok(Ranking { node: options.node.clone(), ties: options.ties, within, grouping, column, places, groups, not_ranked })
}

fn missing_label(cohort: &Cohort, within: &[GroupKey], unit: usize) -> String {
    let unit = cohort.unit(unit);
    let missing = within.iter().find(|key| unit.is_some_and(|unit| key.value(&unit).is_none()));
    missing.map(ToString::to_string).unwrap_or_default()
}

/// The places of sorted numbers of group, value and unit; and the range of each group.
pub(super) fn places(order: &[u128], groups: usize) -> (Vec<Place>, Vec<Range<usize>>) {
    let mut places = Vec::with_capacity(order.len());
    let mut ranges = vec![0..0; groups];
    let low = |number: u128| u32::try_from(number & u128::from(u32::MAX)).unwrap_or(u32::MAX);
    for members in order.chunk_by(|left, right| left >> 96 == right >> 96) {
        let start = places.len();
        let mut above = 0;
        let runs = members.chunk_by(|left, right| left >> 32 == right >> 32);
        for (dense, equal) in (0..).zip(runs) {
            let tied = u32::try_from(equal.len()).unwrap_or(u32::MAX);
            let place = |number: &u128| Place { unit: low(*number), group: low(number >> 96), above, dense, tied };
            places.extend(equal.iter().map(place));
            above += tied;
        }
        let group = members.first().and_then(|number| usize::try_from(number >> 96).ok());
        if let Some(range) = group.and_then(|group| ranges.get_mut(group)) {
            *range = start..places.len();
        }
    }
    (places, ranges)
}

impl Ranking {
    /// What was ranked by.
    #[must_use]
    pub const fn node(&self) -> &NodeName {
        &self.node
    }

    /// What equal values get.
    #[must_use]
    pub const fn ties(&self) -> Ties {
        self.ties
    }

    /// The keys that the caller grouped by.
    #[must_use]
    pub fn within(&self) -> &[GroupKey] {
        &self.within
    }

    /// What the group of a unit has in common under [`Ranking::within`], written alike for all of the group; what the
    /// unit itself has where it is in no group.
    #[must_use]
    pub fn shared(&self, unit: &Unit<'_>) -> Vec<(GroupKey, Option<String>)> {
        let group = self.grouping.group(unit.position()).map(|group| self.grouping.values(group));
        let value = |key: &GroupKey| match (group, self.grouping.keys().iter().position(|own| own == key)) {
            (Some(values), Some(position)) => values.get(position).cloned().flatten(),
            _ => key.value(unit),
        };
        self.within.iter().map(|key| (key.clone(), value(key))).collect()
    }

    /// The groups: by year, stage and instrument unless they were mixed, and by the caller's keys.
    #[must_use]
    pub const fn grouping(&self) -> &Grouping {
        &self.grouping
    }

    /// All places: group by group, the best first.
    #[must_use]
    pub fn places(&self) -> &[Place] {
        &self.places
    }

    /// The places of a group, the best first.
    #[must_use]
    pub fn group(&self, group: usize) -> &[Place] {
        self.groups.get(group).and_then(|range| self.places.get(range.clone())).unwrap_or_default()
    }

    /// The place of a unit, if it is ranked.
    #[must_use]
    pub fn place(&self, unit: usize) -> Option<&Place> {
        self.group(self.grouping.group(unit)?).iter().find(|place| place.unit() == unit)
    }

    /// The units that are not ranked, in their order, and why.
    #[must_use]
    pub fn not_ranked(&self) -> &[(usize, NotRanked)] {
        &self.not_ranked
    }

    /// Every place of rank `count` or better in a group, by competition: more than `count` where equals stand at the
    /// end.
    #[must_use]
    pub fn top(&self, group: usize, count: usize) -> &[Place] {
        let places = self.group(group);
        let end = places.partition_point(|place| usize::try_from(place.above).is_ok_and(|above| above < count));
        places.get(..end).unwrap_or_default()
    }

    /// Every place with fewer than `count` worse ones in its group, the best first.
    #[must_use]
    pub fn bottom(&self, group: usize, count: usize) -> &[Place] {
        let places = self.group(group);
        let of = places.len();
        let below = |place: &Place| of - usize::try_from(place.above + place.tied).unwrap_or(of).min(of);
        places.get(places.partition_point(|place| below(place) >= count)..).unwrap_or_default()
    }

    /// The value of a place.
    #[must_use]
    pub fn value(&self, place: &Place) -> Option<Ratio> {
        self.column.value(place.unit())
    }

    /// The rank of a place: a whole number, or a half where equals share the mean.
    ///
    /// # Errors
    /// None for a place of this ranking; the type is that of exact arithmetic.
    pub fn rank(&self, place: &Place) -> Result<Ratio, NumberError> {
        self.ties.rank(place.above, place.dense, place.tied)
    }

    /// How many units its group has.
    #[must_use]
    pub fn of(&self, place: &Place) -> u32 {
        u32::try_from(self.group(place.group()).len()).unwrap_or(u32::MAX)
    }

    /// The percentile rank: the share of the group below it, in percent, with those of equal value (itself among
    /// them) counted by half. A hundred and zero are never reached: the best of four has 87.5.
    ///
    /// # Errors
    /// None for a place of this ranking; the type is that of exact arithmetic.
    pub fn percentile(&self, place: &Place) -> Result<Ratio, NumberError> {
        percentile(place.above, place.tied, self.of(place).max(1))
    }

    /// The next better place, and how far its value is above; none for the best.
    ///
    /// # Errors
    /// A difference that does not fit.
    pub fn next_better(&self, place: &Place) -> Result<Option<(&Place, Ratio)>, NumberError> {
        let above = usize::try_from(place.above).unwrap_or(0);
        let better = above.checked_sub(1).and_then(|last| self.group(place.group()).get(last));
        let Some((better, (value, own))) =
            better.and_then(|better| Some((better, (self.value(better)?, self.value(place)?))))
        else {
            return Ok(None);
        };
        Ok(Some((better, value.checked_sub(own)?)))
    }
}
