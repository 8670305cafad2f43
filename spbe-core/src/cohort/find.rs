//! One unit by what a person calls it.

use super::error::CohortError;
use super::group::GroupKey;
use super::sheet::Sheet;
use super::unit::{Cohort, Unit};
use crate::assessment::folded;
use crate::instrument::Instrument;

impl Cohort {
    /// The unit of an institution, in any case and spacing, or by a part of its name that no other has. Without a year
    /// it is that of its latest year; without a stage (in any case and spacing too) it must be the only one.
    ///
    /// # Errors
    /// [`CohortError::SubjectUnknown`], or [`CohortError::SubjectAmbiguous`] with the names or assessments that it may
    /// be.
    pub fn find(&self, institution: &str, year: Option<u16>, stage: Option<&str>) -> Result<usize, CohortError> {
        let wanted = || {
            let parts = [Some(institution.to_owned()), year.map(|year| year.to_string()), stage.map(str::to_owned)];
            parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
        };
        let stage = stage.map(|stage| self.stages().spelling(stage));
        let fits =
            |unit: &Unit<'_>| (year.is_none() || unit.year() == year) && (stage.is_none() || unit.stage() == stage);
        let named = self.named(institution, &wanted)?;
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

    /// The units of the one institution that a name or a part of a name stands for.
    fn named(&self, name: &str, wanted: &dyn Fn() -> String) -> Result<Vec<usize>, CohortError> {
        let exact = self.of_institution(name);
        let part = folded(name);
        if !exact.is_empty() || part.is_empty() {
            return Ok(exact);
        }
        let known = self.institutions().values().iter();
        let mut choices: Vec<&str> =
            known.map(String::as_str).filter(|known| folded(known).contains(part.as_str())).collect();
        choices.sort_unstable_by_key(|known| folded(known));
        choices.dedup_by_key(|known| folded(known));
        match choices.as_slice() {
            [] => Ok(Vec::new()),
            [one] => Ok(self.of_institution(one)),
            several => {
                let choices = listed(several.iter().map(|known| (*known).to_owned()));
                Err(CohortError::SubjectAmbiguous { subject: wanted(), choices })
            }
        }
    }
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
