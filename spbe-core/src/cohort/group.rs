//! Units by any label: grouped, selected.

use std::collections::{BTreeSet, HashMap};
use std::fmt;

use super::error::CohortError;
use super::labels::LabelColumn;
use super::unit::{Cohort, Unit};
use crate::assessment::folded;

/// What units are grouped and selected by.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum GroupKey {
    /// The institution.
    Institution,
    /// The year.
    Year,
    /// The stage.
    Stage,
    /// The instrument, by its id.
    Instrument,
    /// Another label, by its name.
    Label(String),
}

impl From<&str> for GroupKey {
    /// `institution`, `year`, `stage`, `instrument`; everything else is a label.
    fn from(name: &str) -> Self {
        match name {
            "institution" => Self::Institution,
            "year" => Self::Year,
            "stage" => Self::Stage,
            "instrument" => Self::Instrument,
            _ => Self::Label(name.to_owned()),
        }
    }
}

impl fmt::Display for GroupKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Institution => "institution",
            Self::Year => "year",
            Self::Stage => "stage",
            Self::Instrument => "instrument",
            Self::Label(name) => name,
        })
    }
}

impl GroupKey {
    /// What a unit has under this key.
    #[must_use]
    pub fn value(&self, unit: &Unit<'_>) -> Option<String> {
        match self {
            Self::Institution => Some(unit.institution().to_owned()).filter(|name| !name.is_empty()),
            Self::Year => unit.year().map(|year| year.to_string()),
            Self::Stage => unit.stage().map(ToOwned::to_owned),
            Self::Instrument => Some(unit.instrument().id().to_owned()),
            Self::Label(name) => unit.label(name).map(ToOwned::to_owned),
        }
    }
}

/// Units put into groups.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grouping {
    keys: Vec<GroupKey>,
    groups: Vec<Vec<Option<String>>>,
    of_unit: Vec<u32>,
}

impl Grouping {
    /// The group of a unit that is in none.
    pub const NONE: u32 = u32::MAX;

    /// What the units are grouped by.
    #[must_use]
    pub fn keys(&self) -> &[GroupKey] {
        &self.keys
    }

    /// How many groups there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.groups.len()
    }

    /// Whether there is no group.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    /// The values of a group, one a key, in ascending order of groups.
    #[must_use]
    pub fn values(&self, group: usize) -> &[Option<String>] {
        self.groups.get(group).map_or(&[], Vec::as_slice)
    }

    /// The group of each unit of the cohort; [`Grouping::NONE`] for a unit without one of the labels, or one that was
    /// not to be grouped.
    #[must_use]
    pub fn of_units(&self) -> &[u32] {
        &self.of_unit
    }

    /// The group of a unit.
    #[must_use]
    pub fn group(&self, unit: usize) -> Option<usize> {
        self.of_unit.get(unit).filter(|group| **group != Self::NONE).and_then(|group| usize::try_from(*group).ok())
    }
}

/// One key as codes: a text for each, and the code of each unit.
struct Coded {
    values: Vec<Option<String>>,
    codes: Vec<u32>,
}

impl Cohort {
    /// Groups units by some keys at once. Groups come in ascending order of their values, whatever the order of the
    /// units; years and stages that are not known count as a value of their own, a label that a unit does not have
    /// leaves the unit without a group. Texts that are the same in any case and spacing are one value, as the first is
    /// written.
    ///
    /// # Errors
    /// [`CohortError::LabelUnknown`] for a label that no unit has.
    pub fn group(&self, keys: &[GroupKey]) -> Result<Grouping, CohortError> {
        let mut of_unit = vec![0; self.len()];
        // One group that holds all, or none where there is nobody to hold.
        let mut groups: Vec<Vec<Option<String>>> = if self.is_empty() { Vec::new() } else { vec![Vec::new()] };
        for key in keys {
            let own = self.coded(key)?;
            // All alike, as the year of one year's table is: nothing to tell apart.
            if let [value] = own.values.as_slice()
                && !own.codes.contains(&LabelColumn::NONE)
            {
                groups.iter_mut().for_each(|values| values.push(value.clone()));
                continue;
            }
            // Pairs of codes become codes: by a table where it is small, else by a map.
            let mut pairs: HashMap<(u32, u32), u32> = HashMap::new();
            let mut joined: Vec<Vec<Option<String>>> = Vec::new();
            let width = own.values.len();
            let mut table: Vec<u32> = match groups.len().checked_mul(width) {
                Some(cells) if cells <= 1 << 20 => vec![Grouping::NONE; cells],
                _ => Vec::new(),
            };
            for (group, code) in of_unit.iter_mut().zip(&own.codes) {
                if *group == Grouping::NONE || *code == LabelColumn::NONE {
                    *group = Grouping::NONE;
                    continue;
                }
                let (Ok(before), Ok(column)) = (usize::try_from(*group), usize::try_from(*code)) else { continue };
                let mut make = || {
                    let mut values = groups.get(before).cloned().unwrap_or_default();
                    values.push(own.values.get(column).cloned().flatten());
                    joined.push(values);
                    u32::try_from(joined.len() - 1).unwrap_or(Grouping::NONE)
                };
                *group = match table.get_mut(before * width + column) {
                    Some(cell) => {
                        if *cell == Grouping::NONE {
                            *cell = make();
                        }
                        *cell
                    }
                    None => *pairs.entry((*group, *code)).or_insert_with(make),
                };
            }
            groups = joined;
        }
        let mut order: Vec<usize> = (0..groups.len()).collect();
        order.sort_by(|left, right| groups.get(*left).cmp(&groups.get(*right)));
        let mut places = vec![Grouping::NONE; groups.len()];
        for (place, group) in (0..).zip(&order) {
            if let Some(slot) = places.get_mut(*group) {
                *slot = place;
            }
        }
        let place = |group: u32| usize::try_from(group).ok().and_then(|group| places.get(group)).copied();
        Ok(Grouping {
            keys: keys.to_vec(),
            groups: order.iter().filter_map(|group| groups.get(*group).cloned()).collect(),
            of_unit: of_unit.into_iter().map(|group| place(group).unwrap_or(Grouping::NONE)).collect(),
        })
    }

    fn coded(&self, key: &GroupKey) -> Result<Coded, CohortError> {
        let of_column = |column: &LabelColumn| Coded {
            values: column.values().iter().cloned().map(Some).collect(),
            codes: column.codes().to_vec(),
        };
        let of_label = |column: &LabelColumn| of_column(&column.clone().in_one_spelling());
        Ok(match key {
            GroupKey::Institution => of_column(&self.institutions),
            GroupKey::Stage => {
                let mut coded = of_column(&self.stages);
                let none = u32::try_from(coded.values.len()).unwrap_or(LabelColumn::NONE);
                coded.values.push(None);
                coded.codes.iter_mut().filter(|code| **code == LabelColumn::NONE).for_each(|code| *code = none);
                coded
            }
            GroupKey::Label(name) => of_label(self.label(name).ok_or_else(|| {
                let known: Vec<&str> = self.labels().map(|(name, _)| name).collect();
                let known = if known.is_empty() { "-".to_owned() } else { known.join(", ") };
                CohortError::LabelUnknown { label: name.clone(), known }
            })?),
            GroupKey::Year => {
                // Neighbours mostly share their year.
                let mut runs: Vec<Option<u16>> = self.years().collect();
                runs.dedup();
                let years: Vec<Option<u16>> = runs.into_iter().collect::<BTreeSet<_>>().into_iter().collect();
                let mut last = (None, LabelColumn::NONE);
                let mut code = |year| {
                    if last.0 != Some(year) {
                        let code = years.binary_search(&year).ok().and_then(|code| u32::try_from(code).ok());
                        last = (Some(year), code.unwrap_or(LabelColumn::NONE));
                    }
                    last.1
                };
                Coded {
                    codes: self.years().map(&mut code).collect(),
                    values: years.iter().map(|year| year.map(|year| year.to_string())).collect(),
                }
            }
            GroupKey::Instrument => Coded {
                values: self.sheets.iter().map(|sheet| Some(sheet.instrument().id().to_owned())).collect(),
                codes: self.units.iter().map(|unit| u32::from(unit.sheet)).collect(),
            },
        })
    }

    /// The units that have one of the values, in any case and spacing, under every key; in order.
    ///
    /// # Errors
    /// [`CohortError::LabelUnknown`], or [`CohortError::ValueUnknown`] for a value that no unit has.
    pub fn select(&self, wanted: &[(GroupKey, Vec<String>)]) -> Result<Vec<usize>, CohortError> {
        let mut kept = vec![true; self.len()];
        for (key, values) in wanted {
            let coded = self.coded(key)?;
            let known: HashMap<String, usize> =
                coded.values.iter().zip(0..).filter_map(|(own, code)| Some((folded(own.as_deref()?), code))).collect();
            let mut chosen = vec![false; coded.values.len()];
            for value in values {
                match known.get(&folded(value)).and_then(|code| chosen.get_mut(*code)) {
                    Some(slot) => *slot = true,
                    None => {
                        return Err(CohortError::ValueUnknown { key: key.to_string(), value: value.clone() });
                    }
                }
            }
            for (kept, code) in kept.iter_mut().zip(&coded.codes) {
                *kept &= usize::try_from(*code).ok().and_then(|code| chosen.get(code)).copied().unwrap_or(false);
            }
        }
        Ok(kept.iter().enumerate().filter_map(|(unit, kept)| kept.then_some(unit)).collect())
    }

    /// The units of an institution (in any case and spacing), in order.
    #[must_use]
    pub fn of_institution(&self, name: &str) -> Vec<usize> {
        let wanted = folded(name);
        let values = self.institutions.values();
        let found = values.iter().position(|value| folded(value) == wanted).and_then(|code| u32::try_from(code).ok());
        let Some(found) = found else { return Vec::new() };
        (0..self.len()).filter(|unit| self.institutions.code(*unit) == found).collect()
    }
}
