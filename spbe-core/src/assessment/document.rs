//! Our JSON document: what it says is exact, complete, and bound to its instrument by a checksum.
//!
//! ```json
//! {"schema": "spbe-assessments/1", "instrument": "spbe-2020", "checksum": "…",
//!  "assessments": [{"institution": "Kota Contoh", "year": 2024, "stage": "akhir",
//!                   "labels": {"province": "Bali"}, "levels": {"1": 3, "2": null}}]}
//! ```
//!
//! `values` stands for `levels` where answers are decimals. A single assessment may stand without the list around it.

use std::collections::BTreeMap;

use serde_json::value::RawValue;

use super::cells::{self, LineBreaks, brief, check_text};
use super::codes::{Codes, Found, choose, ids};
use super::error::AssessmentError;
use super::json::{self, Object, Scalar};
use super::model::{Assessment, Subject, check_answer};
use super::read::{ReadFile, ReadOptions, Records};
use super::room::Room;
use super::subjects::Subjects;
use crate::exact::Ratio;
use crate::instrument::Instrument;
use crate::issue::{Collector, Place};

/// The `schema` of our document.
pub(super) const SCHEMA: &str = "spbe-assessments/1";

type Problems = Collector<AssessmentError>;

/// Reads a document with a list of assessments.
pub(super) fn read(
    mut document: Object<'_>,
    candidates: &[Instrument],
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
    let room = Room::new(instrument.items().len());
    let mut reader = Reader { instrument, codes: Codes::new(instrument), options, room, issues };
    let mut subjects = Subjects::default();
    let mut assessments = Vec::new();
    for (number, value) in (1_u64..).zip(&entries) {
        let path = entry_path(number);
        let Some(object) = json::object(value, &path, reader.issues) else { continue };
        let Some(assessment) = reader.assessment(object, true) else { continue };
        if !assessment.subject().institution.trim().is_empty()
            && let Err(error) = subjects.add(assessment.subject(), number, |number| Place::path(entry_path(number)))
        {
            reader.issues.add(Place::path(path), error);
        }
        assessments.push(assessment);
    }
    reader.room.check(reader.issues);
    finish(position, assessments, entries.is_empty(), options, issues)
}

/// The path of an entry, counted from one.
fn entry_path(number: u64) -> String {
    format!("assessments[{number}]")
}

/// Reads a document that is one assessment. With nothing to tell it from, it needs no institution.
pub(super) fn read_single(
    mut document: Object<'_>,
    candidates: &[Instrument],
    options: &ReadOptions,
    issues: &mut Problems,
) -> Option<ReadFile> {
    let head = Head::take(&mut document, issues);
    let objects = [document];
    let position = instrument(&head, &objects, candidates, options, issues)?;
    let instrument = candidates.get(position)?;
    let room = Room::new(instrument.items().len());
    let mut reader = Reader { instrument, codes: Codes::new(instrument), options, room, issues };
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
    candidates: &[Instrument],
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

fn named(id: &str, candidates: &[Instrument]) -> Result<usize, AssessmentError> {
    let position = candidates.iter().position(|instrument| instrument.id() == id);
    position.ok_or_else(|| match candidates {
        [asked] => AssessmentError::DocumentInstrument { named: brief(id), asked: asked.id().to_owned() },
        _ => AssessmentError::InstrumentUnknown { named: brief(id), known: ids(candidates) },
    })
}

fn by_codes(
    entries: &[Object<'_>],
    candidates: &[Instrument],
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

/// A year as number or text; `None` for null.
pub(super) fn year(value: &RawValue) -> Result<Option<u16>, AssessmentError> {
    Scalar::read(value)?.into_text().map(|text| cells::year(text.trim())).transpose()
}

struct Reader<'file> {
    instrument: &'file Instrument,
    codes: Codes<'file>,
    options: &'file ReadOptions,
    room: Room,
    issues: &'file mut Problems,
}

impl Reader<'_> {
    /// An assessment of the year asked for; it is kept also where an issue was added, so that it counts as seen.
    fn assessment(&mut self, mut entry: Object<'_>, named: bool) -> Option<Assessment> {
        let path = entry.path.clone();
        let written = entry.take("year").map_or(Ok(None), year);
        let year = written.unwrap_or_else(|error| {
            self.issues.add(entry.place("year"), error);
            self.options.asked_year()
        });
        let year = year.or(self.options.asked_year());
        if self.options.asked_year().is_some_and(|asked| year != Some(asked)) {
            return None;
        }
        // A name of the wrong kind is there, and an issue of its own.
        let blank = |value| json::text(value).is_ok_and(|name| name.unwrap_or_default().trim().is_empty());
        let unnamed = entry.get("institution").is_none_or(blank);
        let institution = self.text(&mut entry, "institution", LineBreaks::Refused).unwrap_or_default();
        if named && unnamed {
            self.issues.add(entry.place("institution"), AssessmentError::InstitutionMissing);
        }
        let stage = self.text(&mut entry, "stage", LineBreaks::Refused);
        let labels = self.labels(&mut entry);
        let mut answers = self.room.list();
        match (entry.take("levels"), entry.take("values")) {
            (Some(levels), None) => self.answers(levels, &json::join(&path, "levels"), &mut answers),
            (None, Some(values)) => self.answers(values, &json::join(&path, "values"), &mut answers),
            (None, None) => {
                let name = if self.instrument.has_levels() { "levels" } else { "values" };
                self.issues.add(json::place(&path), AssessmentError::field_missing(name));
            }
            (Some(_), Some(_)) => {
                let error = AssessmentError::FieldConflict { field: "values".to_owned(), other: "levels".to_owned() };
                self.issues.add(entry.place("values"), error);
            }
        }
        entry.refuse_rest(self.issues);
        let subject = Subject { institution, year, stage, labels };
        let answers = self.room.keep(answers);
        Some(Assessment::from_checked(self.instrument, subject, answers, None))
    }

    fn text(&mut self, entry: &mut Object<'_>, name: &str, line_breaks: LineBreaks) -> Option<String> {
        let value = entry.take(name)?;
        let place = entry.place(name);
        self.checked(value, place, line_breaks)
    }

    fn checked(&mut self, value: &RawValue, place: Place, line_breaks: LineBreaks) -> Option<String> {
        let text = json::text(value).and_then(|text| {
            text.as_deref().map_or(Ok(()), |text| check_text(text, line_breaks))?;
            Ok(text)
        });
        text.unwrap_or_else(|error| {
            self.issues.add(place, error);
            None
        })
    }

    fn labels(&mut self, entry: &mut Object<'_>) -> BTreeMap<String, String> {
        let path = json::join(&entry.path, "labels");
        let Some(labels) = entry.take("labels").and_then(|value| json::object(value, &path, self.issues)) else {
            return BTreeMap::new();
        };
        let mut read = BTreeMap::new();
        for (name, value) in &labels.fields {
            if let Err(error) = check_text(name, LineBreaks::Allowed) {
                self.issues.add(labels.place(name), error);
            } else if let Some(text) = self.checked(value, labels.place(name), LineBreaks::Allowed) {
                read.insert(name.clone(), text);
            }
        }
        read
    }

    fn answers(&mut self, value: &RawValue, path: &str, answers: &mut [Option<Ratio>]) {
        let Some(fields) = json::fields(value, path, self.issues) else { return };
        let mut given = vec![false; answers.len()];
        for (code, value) in fields {
            let place = Place::path(json::join(path, &code));
            let item = check_text(&code, LineBreaks::Refused).and_then(|()| self.codes.expect_item(&code));
            let item = item.map_err(|error| self.issues.add(place.clone(), error)).ok();
            let answer = self.answer(value).map_err(|error| self.issues.add(place.clone(), error));
            let Some(item) = item else { continue };
            let (Some(slot), Some(given)) = (answers.get_mut(item), given.get_mut(item)) else { continue };
            if *given {
                self.issues.add(place, AssessmentError::AnswerDuplicate { code: brief(&code), first_row: None });
            } else {
                (*slot, *given) = (answer.ok().flatten(), true);
            }
        }
    }

    /// An answer: a number in its own digits, a decimal as text, or a fraction as text (`10/3`).
    fn answer(&self, value: &RawValue) -> Result<Option<Ratio>, AssessmentError> {
        let Some(text) = json::cell(value)? else { return Ok(None) };
        check_text(&text, LineBreaks::Refused)?;
        if !text.contains('/') {
            return cells::answer(&text, self.instrument, self.options.comma_rule());
        }
        let answer = text.parse().map_err(AssessmentError::Number)?;
        check_answer(self.instrument, answer)?;
        Ok(Some(answer))
    }
}
