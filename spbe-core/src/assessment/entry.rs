//! One entry of a JSON text: the answers, or the printed values, of one institution.

use std::collections::BTreeMap;

use serde_json::value::RawValue;

use super::cells::{self, LineBreaks, check_text};
use super::codes::Codes;
use super::error::AssessmentError;
use super::json::{self, Object, Scalar};
use super::model::{Assessment, PublishedResult, Subject, check_answer};
use super::records::ReadOptions;
use super::room::Room;
use crate::exact::{Decimal, DecimalComma, Ratio};
use crate::instrument::Instrument;
use crate::issue::{Collector, Place, ValueKind, brief};

/// A year as number or text; `None` for null.
pub(crate) fn year(value: &RawValue) -> Result<Option<u16>, AssessmentError> {
    Scalar::read(value)?.into_text().map(|text| cells::year(text.trim())).transpose()
}

/// Reads entries of one instrument, one after the other.
pub(crate) struct EntryReader<'read> {
    instrument: &'read Instrument,
    /// Every spelling of every code; made once a code is not to the letter one of the instrument's.
    codes: Option<Codes<'read>>,
    comma: DecimalComma,
    /// Entries of other years are passed over.
    only_year: Option<u16>,
    default_year: Option<u16>,
    default_stage: Option<String>,
    /// Whether answers may be a list, in the order of the instrument's items.
    by_position: bool,
    room: Room,
    issues: &'read mut Collector<AssessmentError>,
}

impl<'read> EntryReader<'read> {
    pub(crate) fn new(instrument: &'read Instrument, issues: &'read mut Collector<AssessmentError>) -> Self {
        Self {
            instrument,
            codes: None,
            comma: DecimalComma::default(),
            only_year: None,
            default_year: None,
            default_stage: None,
            by_position: false,
            room: Room::new(instrument.items().len()),
            issues,
        }
    }

    /// Reads as the options for a file ask.
    pub(super) fn file(self, options: &ReadOptions) -> Self {
        let year = options.asked_year();
        Self { comma: options.comma_rule(), only_year: year, default_year: year, ..self }
    }

    /// Year and stage of the entries that give none, and answers also by position.
    pub(crate) fn request(self, year: Option<u16>, stage: Option<String>) -> Self {
        Self { default_year: year, default_stage: stage, by_position: true, ..self }
    }

    pub(crate) fn issues(&mut self) -> &mut Collector<AssessmentError> {
        self.issues
    }

    /// Reports a file with more entries than there is room for.
    pub(crate) fn finish(self) {
        self.room.check(self.issues);
    }

    /// An assessment of the year asked for; it is kept also where an issue was added, so that it counts as seen.
    pub(crate) fn assessment(&mut self, mut entry: Object<'_>, named: bool) -> Option<Assessment> {
        let path = entry.path.clone();
        let subject = self.subject(&mut entry, named)?;
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
        let answers = self.room.keep(answers);
        Some(Assessment::from_checked(self.instrument, subject, answers, None))
    }

    /// The assessment of answers that stand alone, in a list or by code.
    pub(crate) fn answers_of(&mut self, subject: Subject, value: &RawValue, path: &str) -> Assessment {
        let mut answers = self.room.list();
        self.answers(value, path, &mut answers);
        let answers = self.room.keep(answers);
        Assessment::from_checked(self.instrument, subject, answers, None)
    }

    /// A printed result: `index`, `predicate`, and the values of nodes by tier, named as in a score's record.
    pub(crate) fn result(&mut self, mut entry: Object<'_>, row: u64) -> Option<PublishedResult> {
        let subject = self.subject(&mut entry, false)?;
        let mut result = PublishedResult {
            subject,
            index: None,
            predicate: None,
            nodes: vec![None; self.instrument.nodes().len()],
            row: Some(row),
        };
        if let Some(value) = entry.take("index") {
            result.index = self.printed(value, entry.place("index"));
        }
        if let Some(value) = entry.take("predicate") {
            let read = json::text(value)
                .and_then(|text| cells::predicate(text.as_deref().unwrap_or_default(), self.instrument));
            result.predicate = read.map_err(|error| self.issues.add(entry.place("predicate"), error)).ok().flatten();
        }
        let instrument = self.instrument;
        for tier in instrument.tiers() {
            let name = format!("{}s", tier.code);
            let path = json::join(&entry.path, &name);
            let Some(values) = entry.take(&name).and_then(|value| json::object(value, &path, self.issues)) else {
                continue;
            };
            for (code, value) in &values.fields {
                let found = instrument.nodes().iter().position(|node| node.tier() == tier.code && node.code() == code);
                match found.and_then(|position| result.nodes.get_mut(position)) {
                    Some(slot) => *slot = self.printed(value, values.place(code)),
                    None => {
                        let instrument = instrument.id().to_owned();
                        let error = AssessmentError::NodeUnknown { code: code.clone(), instrument };
                        self.issues.add(values.place(code), error);
                    }
                }
            }
        }
        entry.refuse_rest(self.issues);
        Some(result)
    }

    /// A printed value with the decimals that the instrument prints: JSON writes 3.40 as 3.4.
    fn printed(&mut self, value: &RawValue, place: Place) -> Option<Decimal> {
        let decimals = self.instrument.publication().decimals;
        let read = Scalar::read(value).and_then(|scalar| match scalar.into_text() {
            Some(text) => cells::printed(&text, self.instrument, self.comma),
            None => Ok(None),
        });
        let printed = read.map_err(|error| self.issues.add(place, error)).ok().flatten();
        printed.map(|printed| cells::padded(printed.trimmed_to(decimals), decimals))
    }

    /// Who, when, at which stage; `None` where another year is asked for.
    fn subject(&mut self, entry: &mut Object<'_>, named: bool) -> Option<Subject> {
        let written = entry.take("year").map_or(Ok(None), year);
        let year = written.unwrap_or_else(|error| {
            self.issues.add(entry.place("year"), error);
            self.only_year
        });
        let year = year.or(self.default_year);
        if self.only_year.is_some() && year != self.only_year {
            return None;
        }
        // A name of the wrong kind is there, and an issue of its own.
        let blank = |value| json::text(value).is_ok_and(|name| name.unwrap_or_default().trim().is_empty());
        let unnamed = entry.get("institution").is_none_or(blank);
        let institution = self.text(entry, "institution", LineBreaks::Refused).unwrap_or_default();
        if named && unnamed {
            self.issues.add(entry.place("institution"), AssessmentError::InstitutionMissing);
        }
        let stage = self.text(entry, "stage", LineBreaks::Refused).or_else(|| self.default_stage.clone());
        let labels = self.labels(entry);
        Some(Subject { institution, year, stage, labels })
    }

    fn text(&mut self, entry: &mut Object<'_>, name: &str, line_breaks: LineBreaks) -> Option<String> {
        let value = entry.take(name)?;
        let place = entry.place(name);
        self.checked(value, place, line_breaks)
    }

    /// The name of an institution that stands alone.
    pub(crate) fn institution(&mut self, value: &RawValue, path: &str) -> String {
        self.checked(value, Place::path(path), LineBreaks::Refused).unwrap_or_default()
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
        if self.by_position && value.get().starts_with('[') {
            self.list_of_answers(value, path, answers);
            return;
        }
        if self.by_position && !value.get().starts_with('{') {
            let error = json::misfit(value, ValueKind::ObjectOrList);
            self.issues.add(Place::path(path), error);
            return;
        }
        let Some(fields) = json::fields(value, path, self.issues) else { return };
        let mut given = vec![false; answers.len()];
        for (code, value) in fields {
            let place = || Place::path(json::join(path, &code));
            let item = self.item(&code).map_err(|error| self.issues.add(place(), error)).ok();
            let answer = self.answer(value).map_err(|error| self.issues.add(place(), error));
            let Some(item) = item else { continue };
            let (Some(slot), Some(given)) = (answers.get_mut(item), given.get_mut(item)) else { continue };
            if *given {
                self.issues.add(place(), AssessmentError::AnswerDuplicate { code: brief(&code), first_row: None });
            } else {
                (*slot, *given) = (answer.ok().flatten(), true);
            }
        }
    }

    fn list_of_answers(&mut self, value: &RawValue, path: &str, answers: &mut [Option<Ratio>]) {
        let Some(list) = json::list(value, path, self.issues) else { return };
        let items = self.instrument.items();
        if list.len() != items.len() {
            let error = AssessmentError::AnswerCount { found: list.len(), expected: items.len() };
            self.issues.add(Place::path(path), error);
        }
        for ((value, item), slot) in list.into_iter().zip(items).zip(answers) {
            match self.answer(value) {
                Ok(answer) => *slot = answer,
                Err(error) => self.issues.add(Place::path(json::join(path, item.code())), error),
            }
        }
    }

    fn item(&mut self, code: &str) -> Result<usize, AssessmentError> {
        if let Some(position) = self.instrument.item_position(code) {
            return Ok(position);
        }
        check_text(code, LineBreaks::Refused)?;
        self.codes.get_or_insert_with(|| Codes::new(self.instrument)).expect_item(code)
    }

    /// An answer: a number in its own digits, a decimal as text, or a fraction as text (`10/3`).
    fn answer(&self, value: &RawValue) -> Result<Option<Ratio>, AssessmentError> {
        // One digit, as number or as text: a level, and most answers are one.
        if let [digit @ b'0'..=b'9'] | [b'"', digit @ b'0'..=b'9', b'"'] = value.get().as_bytes() {
            let level = Ratio::whole(i64::from(digit - b'0'));
            return check_answer(self.instrument, level).map(|()| Some(level));
        }
        let Some(text) = json::cell(value)? else { return Ok(None) };
        check_text(&text, LineBreaks::Refused)?;
        if !text.contains('/') {
            return cells::answer(&text, self.instrument, self.comma);
        }
        let answer = text.parse().map_err(AssessmentError::Number)?;
        check_answer(self.instrument, answer)?;
        Ok(Some(answer))
    }
}
