//! Our JSON document: what it says is exact, complete, and bound to its instrument by a checksum.
//!
//! ```json
//! {"schema": "spbe-assessments/1", "instrument": "spbe-2020", "checksum": "…",
//!  "assessments": [{"institution": "Kota Contoh", "year": 2024, "stage": "akhir",
//!                   "labels": {"province": "Bali"}, "levels": {"1": 3, "2": null}}]}
//! ```
//!
//! `values` stands for `levels` where answers are decimals. A single assessment may stand without the list around it.

use super::codes::{Found, choose, ids};
use super::entry::{EntryReader, year};
use super::error::AssessmentError;
use super::json::{self, Object};
use super::model::Assessment;
use super::records::{ReadFile, ReadOptions, Records};
use super::subjects::Subjects;
use crate::instrument::Instrument;
use crate::issue::{Collector, Place, brief};

/// The `schema` of our document.
pub(super) const SCHEMA: &str = "spbe-assessments/1";

type Problems = Collector<AssessmentError>;

/// Reads a document with a list of assessments.
pub(super) fn read(
    mut document: Object<'_>,
    candidates: &[&Instrument],
    options: &ReadOptions,
    issues: &mut Problems,
) -> Option<ReadFile> {
    if document.get("schema").is_none() {
        issues.add(Place::whole(), AssessmentError::field_missing("schema"));
    }
    let head = Head::take(&mut document, issues);
    let entries = match document.take("assessments") {
        Some(list) => json::list(list, "assessments", issues),
        None => {
            issues.add(Place::whole(), AssessmentError::field_missing("assessments"));
            None
        }
    };
    document.refuse_rest(issues);
    // Problems of entries stand in the order of the file, whatever is found on the way to the instrument.
    let mut aside = Collector::new(1);
    let entries = entries?;
    let objects: Vec<Object<'_>> = (1_u64..)
        .zip(&entries)
        .filter_map(|(number, value)| json::object(value, &entry_path(number), &mut aside))
        .collect();
    let position = instrument(&head, &objects, candidates, options, issues)?;
    let instrument = candidates.get(position)?;
    let mut reader = EntryReader::new(instrument, issues).file(options);
    let mut subjects = Subjects::default();
    let mut assessments = Vec::new();
    for (number, value) in (1_u64..).zip(&entries) {
        let path = entry_path(number);
        let Some(object) = json::object(value, &path, reader.issues()) else { continue };
        let Some(assessment) = reader.assessment(object, true) else { continue };
        if !assessment.subject().institution.trim().is_empty()
            && let Err(error) = subjects.add(assessment.subject(), number, |number| Place::path(entry_path(number)))
        {
            reader.issues().add(Place::path(path), error);
        }
        assessments.push(assessment);
    }
    reader.finish();
    finish(position, assessments, entries.is_empty(), options, issues)
}

/// The path of an entry, counted from one.
fn entry_path(number: u64) -> String {
    format!("assessments[{number}]")
}

/// Reads a document that is one assessment. With nothing to tell it from, it needs no institution.
pub(super) fn read_single(
    mut document: Object<'_>,
    candidates: &[&Instrument],
    options: &ReadOptions,
    issues: &mut Problems,
) -> Option<ReadFile> {
    let head = Head::take(&mut document, issues);
    let objects = [document];
    let position = instrument(&head, &objects, candidates, options, issues)?;
    let instrument = candidates.get(position)?;
    let mut reader = EntryReader::new(instrument, issues).file(options);
    let assessments = objects.into_iter().filter_map(|object| reader.assessment(object, false)).collect();
    finish(position, assessments, false, options, issues)
}

fn finish(
    instrument: usize,
    assessments: Vec<Assessment>,
    may_be_empty: bool,
    options: &ReadOptions,
    issues: &mut Problems,
) -> Option<ReadFile> {
    if let (true, false, true, Some(year)) =
        (assessments.is_empty(), may_be_empty, issues.is_empty(), options.asked_year())
    {
        issues.add(Place::whole(), AssessmentError::YearNotFound { year });
    }
    Some(ReadFile { instrument, records: Records::Assessments(assessments) })
}

/// What a document says of its instrument.
struct Head {
    instrument: Option<String>,
    checksum: Option<String>,
}

impl Head {
    fn take(document: &mut Object<'_>, issues: &mut Problems) -> Self {
        let mut text = |name: &str| {
            let read = json::text(document.take(name)?);
            read.unwrap_or_else(|error| {
                issues.add(Place::path(name), error);
                None
            })
        };
        let (schema, instrument, checksum) = (text("schema"), text("instrument"), text("checksum"));
        if let Some(found) = schema.filter(|schema| schema != SCHEMA) {
            let error = AssessmentError::Schema { expected: SCHEMA, found: brief(&found) };
            issues.add(Place::path("schema"), error);
        }
        Self { instrument, checksum }
    }
}

/// The instrument that the document names, else the one that its codes fit.
fn instrument(
    head: &Head,
    entries: &[Object<'_>],
    candidates: &[&Instrument],
    options: &ReadOptions,
    issues: &mut Problems,
) -> Option<usize> {
    let chosen = match &head.instrument {
        Some(id) => named(id, candidates),
        None => by_codes(entries, candidates, options),
    };
    let position = chosen.map_err(|error| issues.add(Place::path("instrument"), error)).ok()?;
    let instrument = candidates.get(position)?;
    if let Some(found) = head.checksum.as_ref().filter(|found| !found.eq_ignore_ascii_case(instrument.checksum())) {
        let (instrument, found) = (instrument.id().to_owned(), found.clone());
        issues.add(Place::path("checksum"), AssessmentError::ChecksumMismatch { instrument, found });
    }
    Some(position)
}

fn named(id: &str, candidates: &[&Instrument]) -> Result<usize, AssessmentError> {
    let position = candidates.iter().position(|instrument| instrument.id() == id);
    position.ok_or_else(|| match candidates {
        [asked] => AssessmentError::DocumentInstrument { named: brief(id), asked: asked.id().to_owned() },
        _ => AssessmentError::InstrumentUnknown { named: brief(id), known: ids(candidates) },
    })
}

fn by_codes(
    entries: &[Object<'_>],
    candidates: &[&Instrument],
    options: &ReadOptions,
) -> Result<usize, AssessmentError> {
    // What is wrong with an entry is said when it is read.
    let mut aside = Collector::new(1);
    let mut codes = Vec::new();
    let mut found = Found::default();
    for entry in entries {
        let year = entry.get("year").and_then(|value| year(value).ok().flatten()).or(options.asked_year());
        if options.asked_year().is_some_and(|asked| year != Some(asked)) {
            continue;
        }
        found.years.extend(year);
        for name in ["levels", "values"] {
            let answers = entry.get(name).and_then(|value| json::fields(value, "", &mut aside));
            codes.extend(answers.into_iter().flatten().map(|(code, _)| code));
        }
    }
    found.codes = codes.iter().map(String::as_str).collect();
    choose(candidates, &found)
}
