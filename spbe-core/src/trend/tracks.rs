//! Institutions over the years.

use std::collections::BTreeMap;

use super::compare::{Comparison, compare};
use crate::cohort::{CohortError, Scores, Unit};

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
