//! The answer of the ministry's API: printed results with ten decimals, most of them padding.
//!
//! ```json
//! {"data": [{"kode": "…", "tahun": 2024, "nama_instansi": "…", "kategori": "…", "daerah": "…",
//!            "nilai": {"D2001": "3.4000000000", "A2001": "2.9000000000", "indeks": "3.0100000000"}}]}
//! ```

use std::collections::BTreeSet;

use serde_json::value::RawValue;

use super::cells::{self, LineBreaks, check_text, padded, present};
use super::codes::{Codes, Found, Kind, choose};
use super::entry::year;
use super::error::AssessmentError;
use super::headings::{self, Known, known, label_name};
use super::json::{self, Object, Scalar};
use super::model::{PublishedResult, Subject};
use super::records::{ReadFile, ReadOptions, Records};
use super::room::Room;
use super::subjects::Subjects;
use crate::exact::Decimal;
use crate::instrument::Instrument;
use crate::issue::{Collector, Place};

type Problems = Collector<AssessmentError>;

/// Reads one record, or a list of them.
pub(super) fn read(
    value: &RawValue,
    path: &str,
    candidates: &[&Instrument],
    options: &ReadOptions,
    issues: &mut Problems,
) -> Option<ReadFile> {
    let records: Vec<(String, &RawValue)> = if value.get().starts_with('[') {
        let list = json::list(value, path, issues)?;
        (1_u64..).zip(list).map(|(number, value)| (format!("{path}[{number}]"), value)).collect()
    } else {
        vec![(path.to_owned(), value)]
    };
    if records.is_empty() {
        issues.add(Place::whole(), AssessmentError::NoRecords);
        return None;
    }
    let mut aside = Collector::new(1);
    let first = records.first().and_then(|(entry, value)| json::object(value, entry, &mut aside));
    if first.is_some_and(|first| is_own_score(&first)) {
        issues.add(Place::whole(), AssessmentError::OwnScores);
        return None;
    }
    let position =
        choose_by_keys(&records, candidates, options).map_err(|error| issues.add(Place::whole(), error)).ok()?;
    let instrument = candidates.get(position)?;
    let room = Room::new(instrument.nodes().len());
    let mut reader = Reader { instrument, codes: Codes::new(instrument), options, room, issues };
    let mut subjects = Subjects::default();
    let mut results = Vec::new();
    for (number, (entry, value)) in (1_u64..).zip(records) {
        let Some(object) = json::object(value, &entry, reader.issues) else { continue };
        let Some(result) = reader.result(object) else { continue };
        if !result.subject.institution.is_empty()
            && let Err(error) = subjects.add(&result.subject, number, |number| Place::path(format!("{path}[{number}]")))
        {
            reader.issues.add(Place::path(entry), error);
        }
        results.push(result);
    }
    reader.room.check(reader.issues);
    if let (true, true, Some(year)) = (results.is_empty(), issues.is_empty(), options.asked_year()) {
        issues.add(Place::whole(), AssessmentError::YearNotFound { year });
    }
    Some(ReadFile { instrument: position, records: Records::Results(results) })
}

/// Whether a record is a score as we write it: the printed index stands beside the exact one.
pub(super) fn is_own_score(record: &Object<'_>) -> bool {
    record.has("index_exact") && !record.has("nilai")
}

/// The instrument whose year and nodes the keys name.
fn choose_by_keys(
    records: &[(String, &RawValue)],
    candidates: &[&Instrument],
    options: &ReadOptions,
) -> Result<usize, AssessmentError> {
    // What is wrong with a record is said when it is read.
    let mut aside = Collector::new(1);
    let mut keys = BTreeSet::new();
    let mut found = Found { kind: Kind::ApiNodes, ..Found::default() };
    for (path, value) in records {
        let Some(record) = json::object(value, path, &mut aside) else { continue };
        let written = record.fields.iter().find(|(name, _)| field(name) == Some(Known::Year));
        let written = written.and_then(|(_, value)| year(value).ok().flatten()).or(options.asked_year());
        if options.asked_year().is_some_and(|asked| written != Some(asked)) {
            continue;
        }
        found.years.extend(written);
        let values = record.get("nilai").and_then(|value| json::fields(value, path, &mut aside));
        keys.extend(values.into_iter().flatten().map(|(key, _)| key).filter(|key| field(key).is_none()));
    }
    found.codes = keys.iter().map(String::as_str).collect();
    choose(candidates, &found)
}

/// What a field of a record means, as in the heading of a table.
fn field(name: &str) -> Option<Known> {
    // The API's `kode` is the institution's, and its `nilai` are the values.
    known(&headings::key(name)).filter(|name| !matches!(name, Known::Indicator | Known::Level))
}

/// Where a value of a record goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Slot {
    Index,
    Node(usize),
}

struct Reader<'file> {
    instrument: &'file Instrument,
    codes: Codes<'file>,
    options: &'file ReadOptions,
    room: Room,
    issues: &'file mut Problems,
}

impl Reader<'_> {
    /// The result of a record of the year asked for; it is given also where an issue was added.
    fn result(&mut self, mut record: Object<'_>) -> Option<PublishedResult> {
        let asked = self.options.asked_year();
        let (mut subject, mut predicate) = (Subject::default(), None);
        let position = record.fields.iter().position(|(name, _)| field(name) == Some(Known::Year));
        if let Some((name, value)) = position.map(|position| record.fields.remove(position)) {
            subject.year = year(value).unwrap_or_else(|error| {
                self.issues.add(record.place(&name), error);
                asked
            });
        }
        subject.year = subject.year.or(asked);
        if asked.is_some() && subject.year != asked {
            return None;
        }
        let values = record.take("nilai");
        for (name, value) in &record.fields {
            // Objects and lists beside `nilai` are no texts about the institution; the API may add them any time.
            if field(name).is_none() && value.get().starts_with(['{', '[', 't', 'f']) {
                continue;
            }
            let place = record.place(name);
            if let Err(error) = self.text(name, value, &mut subject, &mut predicate) {
                self.issues.add(place, error);
            }
        }
        // A name of the wrong kind is there, and an issue of its own.
        let is_name = |value| {
            Scalar::read(value).map_or(true, |name| name.into_text().is_some_and(|name| present(&name).is_some()))
        };
        let mut names = record.fields.iter().filter(|(name, _)| field(name) == Some(Known::Institution));
        if !names.any(|(_, value)| is_name(value)) {
            self.issues.add(record.place("nama_instansi"), AssessmentError::InstitutionMissing);
        }
        let nodes = self.room.list();
        let mut result = PublishedResult { subject, index: None, predicate, nodes, row: None };
        match values {
            Some(values) => self.values(values, &json::join(&record.path, "nilai"), &mut result),
            None => self.issues.add(record.place("nilai"), AssessmentError::field_missing("nilai")),
        }
        Some(result)
    }

    /// A text about the institution.
    fn text(
        &self,
        name: &str,
        value: &RawValue,
        subject: &mut Subject,
        predicate: &mut Option<usize>,
    ) -> Result<(), AssessmentError> {
        check_text(name, LineBreaks::Allowed)?;
        let Some(text) = Scalar::read(value)?.into_text() else { return Ok(()) };
        let Some(text) = present(&text) else { return Ok(()) };
        let meaning = field(name);
        let key_part = matches!(meaning, Some(Known::Institution | Known::Stage));
        check_text(text, if key_part { LineBreaks::Refused } else { LineBreaks::Allowed })?;
        match meaning {
            Some(Known::Institution) if !subject.institution.is_empty() => {
                return Err(AssessmentError::field_duplicate(name));
            }
            Some(Known::Institution) => subject.institution = text.to_owned(),
            Some(Known::Stage) => subject.stage = Some(text.to_owned()),
            Some(Known::Predicate) => *predicate = cells::predicate(text, self.instrument)?,
            _ => {
                let common = if name == "kode" { Some("code") } else { label_name(&headings::key(name)) };
                let label = common.filter(|label| !subject.labels.contains_key(*label)).unwrap_or(name);
                subject.labels.insert(label.to_owned(), text.to_owned());
            }
        }
        Ok(())
    }

    /// The printed values, all with the decimals of the most precise one.
    fn values(&mut self, values: &RawValue, path: &str, result: &mut PublishedResult) {
        let Some(values) = json::object(values, path, self.issues) else { return };
        let mut read: Vec<(Slot, Decimal)> = Vec::new();
        for (key, value) in &values.fields {
            let slot = match field(key) {
                Some(Known::Index) => Slot::Index,
                Some(Known::Predicate) => {
                    match Scalar::read(value).map(|scalar| scalar.into_text().unwrap_or_default()) {
                        Ok(text) => match cells::predicate(&text, self.instrument) {
                            Ok(predicate) => result.predicate = predicate.or(result.predicate),
                            Err(error) => self.issues.add(values.place(key), error),
                        },
                        Err(error) => self.issues.add(values.place(key), error),
                    }
                    continue;
                }
                _ => match self.codes.api_node(key) {
                    Some(node) => Slot::Node(node),
                    None => {
                        self.issues.add(values.place(key), self.codes.node_unknown(key));
                        continue;
                    }
                },
            };
            match self.printed(value) {
                Ok(Some(_)) if read.iter().any(|(taken, _)| *taken == slot) => {
                    self.issues.add(values.place(key), AssessmentError::field_duplicate(key));
                }
                Ok(Some(value)) => read.push((slot, value)),
                Ok(None) => {}
                Err(error) => self.issues.add(values.place(key), error),
            }
        }
        // Ten decimals are how the API's database keeps numbers, not how precise they are. A record with a digit
        // other than zero further back was not rounded, and then none of its values was.
        let least = self.instrument.publication().decimals;
        let decimals = read.iter().map(|(_, value)| value.trimmed_to(least).decimals()).max().unwrap_or(least);
        for (slot, value) in read {
            let value = padded(value.trimmed_to(decimals), decimals);
            match slot {
                Slot::Index => result.index = Some(value),
                Slot::Node(node) => {
                    if let Some(slot) = result.nodes.get_mut(node) {
                        *slot = Some(value);
                    }
                }
            }
        }
    }

    fn printed(&self, value: &RawValue) -> Result<Option<Decimal>, AssessmentError> {
        match Scalar::read(value)?.into_text() {
            Some(text) => cells::printed(&text, self.instrument, self.options.comma_rule()),
            None => Ok(None),
        }
    }
}
