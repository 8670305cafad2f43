//! One request while it is answered: its fields, its problems, and the instruments it may name.

use std::borrow::Cow;

use serde_json::value::RawValue;

use super::error::RequestError;
use super::known::Known;
use super::reply::{Body, Found};
use crate::assessment::json::{self, Object};
use crate::assessment::{AssessmentError, EntryReader, year};
use crate::exact::{Decimal, DecimalComma};
use crate::instrument::{Instrument, MissingPolicy, PredicateBasis};
use crate::issue::{Collector, ISSUE_LIMIT, Issues, Place, ValueKind, shortened};
use crate::score::ScoreOptions;

/// The fields of a reply, or every problem of the request.
pub(super) type Outcome = Result<Body, Issues<RequestError>>;

pub(super) struct Call<'text, 'known> {
    object: Object<'text>,
    issues: Collector<RequestError>,
    known: &'known Known<'known>,
    /// The instrument, once it is found: a refusal names it too.
    pub(super) found: Option<Found>,
}

impl<'text, 'known> Call<'text, 'known> {
    pub(super) fn new(object: Object<'text>, issues: Collector<RequestError>, known: &'known Known<'known>) -> Self {
        Self { object, issues, known, found: None }
    }

    pub(super) fn add(&mut self, place: Place, error: RequestError) {
        self.issues.add(place, error);
    }

    /// Reports, and removes, the fields that the operation does not have.
    pub(super) fn refuse_all_but(&mut self, fields: &[&str]) {
        let issues = &mut self.issues;
        let of_operation = |name: &str| fields.contains(&name);
        self.object.fields.retain(|(name, _)| {
            let keep = of_operation(name);
            if !keep {
                let known = ["op", "id", "language"].iter().chain(fields).copied().collect::<Vec<_>>().join(", ");
                let error = RequestError::FieldUnknown { field: name.clone(), known };
                issues.add(Place::path(shortened(name)), error);
            }
            keep
        });
    }

    /// The value if no problem was found, else all of them.
    pub(super) fn finish<T>(&mut self, value: Option<T>) -> Result<T, Issues<RequestError>> {
        std::mem::replace(&mut self.issues, Collector::new(ISSUE_LIMIT)).finish(())?;
        // Each reader names a problem before it gives no value.
        value.ok_or_else(|| Issues::one(RequestError::Defect { reason: "a problem without a name".to_owned() }))
    }

    /// Whether a field is there, and not `null`.
    pub(super) fn has(&self, name: &str) -> bool {
        self.object.fields.iter().any(|(own, value)| own == name && value.get() != "null")
    }

    pub(super) fn take(&mut self, name: &str) -> Option<&'text RawValue> {
        self.object.take(name)
    }

    /// A field that must be there.
    pub(super) fn required(&mut self, name: &str) -> Option<&'text RawValue> {
        let value = self.take(name);
        if value.is_none() {
            self.add(Place::whole(), RequestError::field_missing(name));
        }
        value
    }

    /// What is left of the request, as the object that holds an assessment.
    pub(super) fn rest(&mut self) -> Object<'text> {
        std::mem::replace(&mut self.object, Object { path: String::new(), fields: Vec::new() })
    }

    /// Takes over the problems that another reader has found.
    pub(super) fn absorb<E>(&mut self, found: Issues<E>, convert: impl Fn(Place, E) -> (Place, RequestError)) {
        self.issues.absorb(found, convert);
    }

    /// A text, or a number in its own digits.
    pub(super) fn scalar(&mut self, value: &RawValue, path: &str) -> Option<String> {
        self.read(json::Scalar::read(value).map(json::Scalar::into_text), path)?
    }

    /// Refuses a field that has no place beside another one.
    pub(super) fn refuse_beside(&mut self, field: &str, other: &str) {
        if self.has(field) {
            self.take(field);
            let error = RequestError::FieldConflict { field: field.to_owned(), other: other.to_owned() };
            self.add(Place::path(field), error);
        }
    }

    /// A value that a reader has read, or its problem.
    fn read<T>(&mut self, read: Result<T, AssessmentError>, path: &str) -> Option<T> {
        read.map_err(|error| self.add(Place::path(path), RequestError::in_request(error))).ok()
    }

    pub(super) fn text_of(&mut self, value: &RawValue, path: &str) -> Option<String> {
        let text = self.read(json::text(value), path)?;
        if text.is_none() {
            let error = RequestError::Field { expected: ValueKind::Text, found: ValueKind::Null };
            self.add(Place::path(path), error);
        }
        text
    }

    /// A text that may be `null`, which is as if it were not there.
    pub(super) fn optional_text(&mut self, name: &str) -> Option<String> {
        let value = self.take(name)?;
        self.read(json::text(value), name).flatten()
    }

    /// One of a few names.
    pub(super) fn choice_of<T: Copy>(&mut self, value: &RawValue, path: &str, choices: &[(&str, T)]) -> Option<T> {
        let found = self.read(json::text(value), path)??;
        let chosen = choices.iter().find(|(name, _)| *name == found).map(|(_, chosen)| *chosen);
        if chosen.is_none() {
            let known = choices.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
            self.add(Place::path(path), RequestError::ChoiceUnknown { found, known });
        }
        chosen
    }

    pub(super) fn year(&mut self, name: &str) -> Option<u16> {
        let value = self.take(name)?;
        self.read(year(value), name).flatten()
    }

    /// A list of at most `limit` entries.
    pub(super) fn list(&mut self, name: &str, limit: usize) -> Option<Vec<&'text RawValue>> {
        let value = self.required(name)?;
        let list = self.with_aside(|aside| json::list(value, name, aside))?;
        if list.len() > limit {
            self.add(Place::path(name), RequestError::TooManyEntries { found: list.len(), limit });
            return None;
        }
        Some(list)
    }

    /// Runs a reader that reports problems of assessments.
    pub(super) fn with_aside<T>(&mut self, read: impl FnOnce(&mut Collector<AssessmentError>) -> T) -> T {
        let mut aside = Collector::new(ISSUE_LIMIT);
        let value = read(&mut aside);
        if let Some(found) = aside.into_issues() {
            self.issues.absorb(found, |place, error| (place, RequestError::in_request(error)));
        }
        value
    }

    /// Runs a reader of the assessments or results in the request.
    pub(super) fn with_entries<T>(
        &mut self,
        instrument: &Instrument,
        default_year: Option<u16>,
        default_stage: Option<String>,
        read: impl FnOnce(&mut EntryReader<'_>) -> T,
    ) -> T {
        self.with_aside(|aside| {
            let mut reader = EntryReader::new(instrument, aside).request(default_year, default_stage);
            let value = read(&mut reader);
            reader.finish();
            value
        })
    }

    /// The instrument that the request must name or hold, if it is the one whose checksum the request gives.
    pub(super) fn instrument(&mut self) -> Option<Cow<'known, Instrument>> {
        let value = self.required("instrument");
        let checksum = self.optional_text("checksum");
        let instrument = self.instrument_of(value?)?;
        if let Some(found) = checksum.filter(|found| !found.eq_ignore_ascii_case(instrument.checksum())) {
            let error = AssessmentError::ChecksumMismatch { instrument: instrument.id().to_owned(), found };
            self.add(Place::path("checksum"), RequestError::Assessment(error));
        }
        Some(instrument)
    }

    /// The instruments that a file may belong to: the one that the request names, else every one there is.
    pub(super) fn candidates(&mut self) -> Option<Cow<'known, [Instrument]>> {
        let given = self.take("instrument").filter(|value| value.get() != "null");
        let Some(value) = given else { return Some(self.known.all()) };
        Some(match self.instrument_of(value)? {
            Cow::Borrowed(instrument) => Cow::Borrowed(std::slice::from_ref(instrument)),
            Cow::Owned(instrument) => Cow::Owned(vec![instrument]),
        })
    }

    fn instrument_of(&mut self, value: &RawValue) -> Option<Cow<'known, Instrument>> {
        let path = "instrument";
        let instrument = match value.get().as_bytes().first() {
            Some(b'{') => match Instrument::from_json(value.get()) {
                Ok(instrument) => Cow::Owned(instrument),
                Err(issues) => {
                    self.issues.absorb(issues, |place, error| (place.within(path), error.into()));
                    return None;
                }
            },
            Some(b'"') => {
                let id = self.text_of(value, path)?;
                self.known.named(&id).map_err(|error| self.add(Place::path(path), error)).ok()?
            }
            _ => {
                let error = RequestError::in_request(json::misfit(value, ValueKind::TextOrObject));
                self.add(Place::path(path), error);
                return None;
            }
        };
        self.found = Some(Found::new(&instrument));
        Some(instrument)
    }

    /// A list of texts that may be absent or `null`.
    pub(super) fn texts(&mut self, name: &str) -> Option<Vec<String>> {
        let value = self.take(name).filter(|value| value.get() != "null")?;
        self.texts_of(value, name)
    }

    fn texts_of(&mut self, value: &RawValue, name: &str) -> Option<Vec<String>> {
        let list = self.with_aside(|aside| json::list(value, name, aside))?;
        let read = (1..).zip(list).map(|(number, value)| self.text_of(value, &format!("{name}[{number}]")));
        let texts: Vec<Option<String>> = read.collect();
        texts.into_iter().collect()
    }

    /// `content`: the text of a file, or of several.
    pub(super) fn contents(&mut self) -> Option<Vec<String>> {
        let value = self.required("content")?;
        if value.get().starts_with('[') {
            return self.texts_of(value, "content");
        }
        self.text_of(value, "content").map(|content| vec![content])
    }

    /// A whole number from zero that may be absent or `null`.
    pub(super) fn count(&mut self, name: &str) -> Option<usize> {
        let value = self.take(name).filter(|value| value.get() != "null")?;
        let count = value.get().parse().ok();
        if count.is_none() {
            let error = RequestError::in_request(json::misfit(value, ValueKind::WholeNumber));
            self.add(Place::path(name), error);
        }
        count
    }

    /// `true` or `false`; absent or `null` is `false`.
    pub(super) fn flag(&mut self, name: &str) -> bool {
        let Some(value) = self.take(name) else { return false };
        let flag = matches!(value.get(), "true");
        if !flag && !matches!(value.get(), "false" | "null") {
            let error = RequestError::in_request(json::misfit(value, ValueKind::Truth));
            self.add(Place::path(name), error);
        }
        flag
    }

    /// A decimal, as a number or a text, that may be absent or `null`.
    pub(super) fn decimal(&mut self, name: &str) -> Option<Decimal> {
        let value = self.take(name)?;
        self.decimal_of(value, name)
    }

    /// Names with a decimal each, that may be absent or `null`.
    pub(super) fn decimals(&mut self, name: &str) -> Vec<(String, Decimal)> {
        let Some(value) = self.take(name).filter(|value| value.get() != "null") else { return Vec::new() };
        let Some(named) = self.with_aside(|aside| json::object(value, name, aside)) else { return Vec::new() };
        let mut decimals = Vec::with_capacity(named.fields.len());
        for (own, value) in &named.fields {
            let path = json::join(name, own);
            match self.decimal_of(value, &path) {
                Some(decimal) => decimals.push((own.clone(), decimal)),
                None if value.get() == "null" => {
                    let error = RequestError::Field { expected: ValueKind::Number, found: ValueKind::Null };
                    self.add(Place::path(&path), error);
                }
                None => {}
            }
        }
        decimals
    }

    fn decimal_of(&mut self, value: &RawValue, path: &str) -> Option<Decimal> {
        let text = self.read(json::Scalar::read(value).map(json::Scalar::into_text), path)??;
        let decimal = Decimal::parse(&text, DecimalComma::Never).map_err(AssessmentError::Number);
        self.read(decimal, path)
    }

    pub(super) fn known_instruments(&self) -> Cow<'known, [Instrument]> {
        self.known.all()
    }

    /// `missing` and `predicate_basis`.
    pub(super) fn score_options(&mut self) -> ScoreOptions {
        let policies = MissingPolicy::ALL.map(|policy| (policy.name(), policy));
        let bases = PredicateBasis::ALL.map(|basis| (basis.name(), basis));
        let mut options = ScoreOptions::default();
        if let Some(value) = self.take("missing")
            && let Some(policy) = self.choice_of(value, "missing", &policies)
        {
            options = options.missing(policy);
        }
        if let Some(value) = self.take("predicate_basis")
            && let Some(basis) = self.choice_of(value, "predicate_basis", &bases)
        {
            options = options.predicate_basis(basis);
        }
        options
    }

    /// `decimal_comma`: what a comma in a number of a file means.
    pub(super) fn decimal_comma(&mut self) -> DecimalComma {
        let Some(value) = self.take("decimal_comma") else { return DecimalComma::default() };
        match value.get() {
            "true" => DecimalComma::Always,
            "false" => DecimalComma::Never,
            "null" => DecimalComma::default(),
            _ => {
                let error = RequestError::in_request(json::misfit(value, ValueKind::Truth));
                self.add(Place::path("decimal_comma"), error);
                DecimalComma::default()
            }
        }
    }
}
