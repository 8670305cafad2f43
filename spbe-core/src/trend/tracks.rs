//! Institutions over the years.

use std::collections::BTreeMap;

use super::compare::{Comparison, compare};
use crate::assessment::folded;
use crate::cohort::{Cohort, CohortError, Scores, Unit};

/// One institution at one stage over the years.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Track {
    /// The institution, as its first unit names it.
    pub institution: String,
    /// The stage.
    pub stage: Option<String>,
    /// Its units by year; units without a year are in no track.
    pub units: Vec<usize>,
    /// From each unit to the next.
    pub changes: Vec<Comparison>,
    /// The years between the first and the last of which there is no unit.
    pub gaps: Vec<u16>,
}

/// The tracks of some units, in ascending order of institution and stage.
///
/// # Errors
/// A number that does not fit.
pub fn tracks(scores: &Scores<'_>, units: &[usize]) -> Result<Vec<Track>, CohortError> {
    type Points = Vec<(u16, usize)>;
    let mut by_name: BTreeMap<(&str, Option<&str>), Points> = BTreeMap::new();
    for unit in units.iter().filter_map(|unit| scores.cohort().unit(*unit)) {
        if let Some(year) = unit.year() {
            by_name.entry((unit.institution(), unit.stage())).or_default().push((year, unit.position()));
        }
    }
    let mut tracks = Vec::with_capacity(by_name.len());
    for ((institution, stage), mut points) in by_name {
        points.sort_unstable();
        let mut changes = Vec::with_capacity(points.len().saturating_sub(1));
        let mut gaps = Vec::new();
        for ((earlier, from), (later, to)) in points.iter().zip(points.iter().skip(1)) {
            changes.push(compare(scores, *from, *to)?);
            gaps.extend(earlier.saturating_add(1)..*later);
        }
        tracks.push(Track {
            institution: institution.to_owned(),
            stage: stage.map(ToOwned::to_owned),
            units: points.into_iter().map(|(_, unit)| unit).collect(),
            changes,
            gaps,
        });
    }
    Ok(tracks)
}

/// How many institutions went from which predicate to which, from one year to the next one that they have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transitions {
    /// The earlier year.
    pub from: u16,
    /// The later year.
    pub to: u16,
    /// The id of the instrument of both; absent where the rule changed in between, so that a transition says less.
    pub instrument: Option<String>,
    /// The official names of the predicates of the earlier instrument, lowest first.
    pub rows: Vec<String>,
    /// Those of the later one.
    pub columns: Vec<String>,
    /// Institutions by earlier and later predicate.
    pub counts: Vec<Vec<usize>>,
    /// Institutions with a predicate that is not determined.
    pub undetermined: usize,
}

/// The transitions of tracks, year by year.
#[must_use]
pub fn transitions(scores: &Scores<'_>, tracks: &[Track]) -> Vec<Transitions> {
    let mut all: BTreeMap<(u16, u16, &str, &str), Transitions> = BTreeMap::new();
    for change in tracks.iter().flat_map(|track| &track.changes) {
        let units = (scores.cohort().unit(change.from), scores.cohort().unit(change.to));
        let (Some(from), Some(to)) = units else { continue };
        let (Some(earlier), Some(later)) = (from.year(), to.year()) else { continue };
        let names = |unit: &Unit<'_>| -> Vec<String> {
            unit.instrument().predicates().iter().map(|predicate| predicate.name.id.clone()).collect()
        };
        let key = (earlier, later, from.instrument().id(), to.instrument().id());
        let own = all.entry(key).or_insert_with(|| {
            let (rows, columns) = (names(&from), names(&to));
            let counts = vec![vec![0; columns.len()]; rows.len()];
            let instrument = (!change.rule_changed).then(|| from.instrument().id().to_owned());
            Transitions { from: earlier, to: later, instrument, rows, columns, counts, undetermined: 0 }
        });
        let predicates = scores.predicate(change.from).zip(scores.predicate(change.to));
        match predicates.and_then(|(row, column)| own.counts.get_mut(row)?.get_mut(column)) {
            Some(count) => *count += 1,
            None => own.undetermined += 1,
        }
    }
    all.into_values().collect()
}

/// The unit that a text names: an institution, or an institution with its year, its stage or both, as in
/// `Kota Denpasar 2021 (mandiri)`; in any case and spacing.
///
/// # Errors
/// [`CohortError::SubjectUnknown`], or [`CohortError::SubjectAmbiguous`] with the units that it may be.
pub fn find_unit(cohort: &Cohort, text: &str) -> Result<usize, CohortError> {
    const CHOICES: usize = 10;
    let wanted = folded(text);
    let named = |unit: &Unit<'_>| {
        let (name, year) = (unit.institution(), unit.year().map(|year| year.to_string()));
        let mut ways = vec![name.to_owned(), unit.describe()];
        ways.extend(year.iter().map(|year| format!("{name} {year}")));
        if let Some(stage) = unit.stage() {
            ways.push(format!("{name} {stage}"));
            ways.push(format!("{name} ({stage})"));
            ways.extend(year.iter().map(|year| format!("{name} {year} {stage}")));
        }
        ways.iter().any(|way| folded(way) == wanted)
    };
    // The institution's name begins every way to name it, and there are many units.
    let first = wanted.split(' ').next().unwrap_or_default();
    let begins = |unit: &Unit<'_>| folded(unit.institution()).split(' ').next().unwrap_or_default() == first;
    let found: Vec<Unit<'_>> = cohort.units().filter(|unit| begins(unit) && named(unit)).collect();
    match found.as_slice() {
        [one] => Ok(one.position()),
        [] => Err(CohortError::SubjectUnknown { subject: text.to_owned() }),
        several => {
            let mut choices: Vec<String> = several.iter().take(CHOICES).map(Unit::describe).collect();
            if several.len() > CHOICES {
                choices.push("...".to_owned());
            }
            Err(CohortError::SubjectAmbiguous { subject: text.to_owned(), choices: choices.join(", ") })
        }
    }
}
