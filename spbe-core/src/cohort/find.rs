//! Institutions and units by what a person calls them: one way for every question.

use std::collections::BTreeMap;

use super::error::CohortError;
use super::group::GroupKey;
use super::labels::LabelColumn;
use super::sheet::Sheet;
use super::unit::{Cohort, Unit};
use crate::assessment::folded;
use crate::instrument::Instrument;

impl Cohort {
    /// The unit of an institution, named as for [`Cohort::institution`]. Without a year it is that of its latest year;
    /// without a stage (in any case and spacing too) it must be the only one.
    ///
    /// # Errors
    /// [`CohortError::SubjectUnknown`], or [`CohortError::SubjectAmbiguous`] with the names or assessments that it may
    /// be.
    pub fn find(&self, institution: &str, year: Option<u16>, stage: Option<&str>) -> Result<usize, CohortError> {
        let wanted = || {
            let parts = [Some(called(institution)), year.map(|year| year.to_string()), stage.map(str::to_owned)];
            parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
        };
        let stage = stage.map(|stage| self.stages().spelling(stage));
        let fits =
            |unit: &Unit<'_>| (year.is_none() || unit.year() == year) && (stage.is_none() || unit.stage() == stage);
        let named = self.named(institution).map_err(|several| several.of(wanted()))?;
        let mut found: Vec<Unit<'_>> = named.into_iter().filter_map(|unit| self.unit(unit)).filter(fits).collect();
        let latest = found.iter().map(Unit::year).max().flatten();
        found.retain(|unit| unit.year() == latest);
        match found.as_slice() {
            [] => Err(CohortError::SubjectUnknown { subject: wanted() }),
            [one] => Ok(one.position()),
            several => {
                let choices = several.iter().map(|unit| format!("{} ({})", unit.describe(), unit.instrument().id()));
                Err(CohortError::SubjectAmbiguous { subject: wanted(), choices: listed(choices) })
            }
        }
    }

    /// The instrument of an id; without one, the only instrument here.
    ///
    /// # Errors
    /// [`CohortError::ValueUnknown`] for an id that is not here, [`CohortError::SubjectAmbiguous`] where there are
    /// several and none was named, [`CohortError::SubjectUnknown`] where there is none.
    pub fn instrument(&self, id: Option<&str>) -> Result<&Instrument, CohortError> {
        let mut known = self.sheets().iter().map(Sheet::instrument);
        let key = || GroupKey::Instrument.to_string();
        match (id, self.sheets()) {
            (Some(id), _) => known
                .find(|own| own.id() == id)
                .ok_or_else(|| CohortError::ValueUnknown { key: key(), value: id.to_owned() }),
            (None, [only]) => Ok(only.instrument()),
            (None, []) => Err(CohortError::SubjectUnknown { subject: key() }),
            (None, _) => {
                let choices = listed(known.map(|own| own.id().to_owned()));
                Err(CohortError::SubjectAmbiguous { subject: key(), choices })
            }
        }
    }

    /// The units of an institution, in order and at least one: by its name in any case and spacing, or by a part of it
    /// that no other institution has. An empty name is the institution without one, or the only one there is.
    ///
    /// # Errors
    /// [`CohortError::SubjectUnknown`], or [`CohortError::SubjectAmbiguous`] with the names that it may be.
    pub fn institution(&self, name: &str) -> Result<Vec<usize>, CohortError> {
        let units = self.named(name).map_err(|several| several.of(called(name)))?;
        if units.is_empty() { Err(CohortError::SubjectUnknown { subject: called(name) }) } else { Ok(units) }
    }

    /// The unit that a text names: an institution as above, with its year, its stage or both behind it where it has
    /// several, as in `Kota Denpasar 2021 (mandiri)`.
    ///
    /// # Errors
    /// [`CohortError::SubjectUnknown`], or [`CohortError::SubjectAmbiguous`] with the units that it may be.
    pub fn find_described(&self, text: &str) -> Result<usize, CohortError> {
        let wanted = folded(text);
        // Few years and stages, few names, many units: what is left of the text before each year and stage, and
        // whether that is a name or a part of one.
        let mut heads: BTreeMap<(Option<u16>, u32), Vec<&str>> = BTreeMap::new();
        for unit in self.units() {
            let when = (unit.year(), self.stages().code(unit.position()));
            heads.entry(when).or_insert_with(|| before(&wanted, unit.year(), unit.stage()));
        }
        let names: Vec<String> = self.institutions().values().iter().map(|name| folded(name)).collect();
        let only = self.has_one_institution();
        let chosen = |is_name: &dyn Fn(&str, &str) -> bool| -> Vec<Unit<'_>> {
            let fits = |unit: &Unit<'_>| {
                let heads = heads.get(&(unit.year(), self.stages().code(unit.position())));
                let code = usize::try_from(self.institutions().code(unit.position())).ok();
                let name = code.and_then(|code| names.get(code)).map_or("", String::as_str);
                heads.is_some_and(|heads| heads.iter().any(|head| is_name(name, head)))
            };
            self.units().filter(fits).collect()
        };
        let mut found = chosen(&|name, head| name == head);
        if found.is_empty() {
            found = chosen(&|name, head| if head.is_empty() { only } else { name.contains(head) });
        }
        let in_full = |unit: &&Unit<'_>| folded(&unit.describe()) == wanted;
        match found.as_slice() {
            [one] => Ok(one.position()),
            [] => Err(CohortError::SubjectUnknown { subject: called(text) }),
            several => {
                if let Some(own) = several.iter().find(in_full) {
                    return Ok(own.position());
                }
                let choices = listed(several.iter().map(Unit::describe));
                Err(CohortError::SubjectAmbiguous { subject: called(text), choices })
            }
        }
    }

    /// The units of the one institution that a name stands for; none of an unknown one.
    fn named(&self, name: &str) -> Result<Vec<usize>, Several> {
        let part = folded(name);
        let codes = self.institutions().codes();
        if part.is_empty() {
            let nameless = |unit: &usize| codes.get(*unit) == Some(&LabelColumn::NONE);
            let nameless: Vec<usize> = (0..self.len()).filter(nameless).collect();
            if !nameless.is_empty() || self.has_one_institution() {
                return Ok(if nameless.is_empty() { (0..self.len()).collect() } else { nameless });
            }
        }
        let whole = self.of_institution(name);
        if !whole.is_empty() {
            return Ok(whole);
        }
        let known = self.institutions().values().iter();
        let mut choices: Vec<&str> =
            known.map(String::as_str).filter(|known| folded(known).contains(part.as_str())).collect();
        choices.sort_unstable_by_key(|known| folded(known));
        choices.dedup_by_key(|known| folded(known));
        match choices.as_slice() {
            [] => Ok(Vec::new()),
            [one] => Ok(self.of_institution(one)),
            several => Err(Several(listed(several.iter().map(|known| (*known).to_owned())))),
        }
    }

    /// Whether all units are of one institution.
    fn has_one_institution(&self) -> bool {
        let mut names = self.institutions().values().iter().map(|name| folded(name));
        let first = names.next();
        names.all(|name| Some(name) == first)
            && first.is_some() != self.institutions().codes().contains(&LabelColumn::NONE)
    }
}

/// The names that a part of one may mean.
struct Several(String);

impl Several {
    fn of(self, subject: String) -> CohortError {
        CohortError::SubjectAmbiguous { subject, choices: self.0 }
    }
}

/// What was asked for, in messages: a dash where nothing was, as for a subject without a name.
fn called(name: &str) -> String {
    if name.trim().is_empty() { "-".to_owned() } else { name.to_owned() }
}

/// What stands in a text before a year and a stage, in each way to write them or to leave them out.
fn before<'text>(text: &'text str, year: Option<u16>, stage: Option<&str>) -> Vec<&'text str> {
    let year = year.map(|year| year.to_string());
    let stages = stage.map_or_else(Vec::new, |stage| vec![folded(stage), format!("({})", folded(stage))]);
    let mut ends = vec![String::new()];
    ends.extend(stages.iter().cloned());
    if let Some(year) = year {
        ends.extend(stages.iter().map(|stage| format!("{year} {stage}")));
        ends.push(year);
    }
    let head = |end: &String| {
        let head = text.strip_suffix(end.as_str())?;
        // An end is whole words.
        if end.is_empty() || head.is_empty() { Some(head) } else { head.strip_suffix(' ') }
    };
    ends.iter().filter_map(head).collect()
}

/// The first few, and that there are more.
fn listed(choices: impl Iterator<Item = String>) -> String {
    const SHOWN: usize = 8;
    let mut choices: Vec<String> = choices.collect();
    if choices.len() > SHOWN {
        choices.truncate(SHOWN);
        choices.push("…".to_owned());
    }
    choices.join(", ")
}
