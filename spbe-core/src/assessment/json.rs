//! JSON that keeps what matters here: the digits of numbers as they stand, repeated fields, the order of fields.
//!
//! Values stay text until a reader asks for them, and readers ask to a fixed depth: time is linear in the size of the
//! document, and no nesting is too deep.

use std::collections::HashSet;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::error::AssessmentError;
use crate::issue::{Collector, Place};
use crate::issue::{ValueKind, brief};

/// A whole document, its syntax checked; or the kind and place of the first breach.
pub(crate) fn parse(text: &str) -> Result<&RawValue, AssessmentError> {
    serde_json::from_str(text).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        // The parser ends its message with the place, which each language says in its own words.
        let reason = error.to_string();
        let bare = reason.strip_suffix(&format!(" at line {line} column {column}")).map(str::to_owned);
        AssessmentError::Syntax { format: "JSON", reason: bare.unwrap_or(reason), position: Some((line, column)) }
    })
}

/// The fields of an object, each once, and where the object stands.
#[derive(Debug)]
pub(crate) struct Object<'text> {
    pub(crate) path: String,
    pub(crate) fields: Vec<(String, &'text RawValue)>,
}

impl<'text> Object<'text> {
    pub(crate) fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    pub(crate) fn get(&self, name: &str) -> Option<&'text RawValue> {
        self.fields.iter().find(|(field, _)| field == name).map(|(_, value)| *value)
    }

    /// Removes a field and gives its value.
    pub(crate) fn take(&mut self, name: &str) -> Option<&'text RawValue> {
        let position = self.fields.iter().position(|(field, _)| field == name)?;
        Some(self.fields.remove(position).1)
    }

    /// The place of a field.
    pub(crate) fn place(&self, name: &str) -> Place {
        Place::path(join(&self.path, name))
    }

    /// Reports the fields that no reader has taken.
    pub(crate) fn refuse_rest(self, issues: &mut Collector<AssessmentError>) {
        for (name, _) in &self.fields {
            issues.add(self.place(name), AssessmentError::FieldUnknown { field: brief(name) });
        }
    }
}

/// The path of a field of what stands at `path`.
pub(crate) fn join(path: &str, name: &str) -> String {
    if path.is_empty() { brief(name) } else { format!("{path}.{}", brief(name)) }
}

/// Reads an object; anything else, and each field that is there twice, is an issue.
pub(crate) fn object<'text>(
    value: &'text RawValue,
    path: &str,
    issues: &mut Collector<AssessmentError>,
) -> Option<Object<'text>> {
    let fields = fields(value, path, issues)?;
    let mut names = HashSet::new();
    let mut object = Object { path: path.to_owned(), fields: Vec::with_capacity(fields.len()) };
    for (name, value) in fields {
        if names.insert(name.clone()) {
            object.fields.push((name, value));
        } else {
            issues.add(object.place(&name), AssessmentError::field_duplicate(&name));
        }
    }
    Some(object)
}

/// The fields of an object in their order, repeated ones too.
pub(crate) fn fields<'text>(
    value: &'text RawValue,
    path: &str,
    issues: &mut Collector<AssessmentError>,
) -> Option<Vec<(String, &'text RawValue)>> {
    match decode::<Fields<'text>>(value, ValueKind::Object) {
        Ok(Fields(fields)) => Some(fields),
        Err(error) => {
            issues.add(place(path), error);
            None
        }
    }
}

/// The entries of a list.
pub(crate) fn list<'text>(
    value: &'text RawValue,
    path: &str,
    issues: &mut Collector<AssessmentError>,
) -> Option<Vec<&'text RawValue>> {
    decode(value, ValueKind::List).map_err(|error| issues.add(place(path), error)).ok()
}

/// A path as a place; the empty path is the whole document.
pub(crate) fn place(path: &str) -> Place {
    if path.is_empty() { Place::whole() } else { Place::path(path) }
}

/// A text, a number in its own digits, or nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Scalar {
    Missing,
    Number(String),
    Text(String),
}

impl Scalar {
    pub(crate) fn read(value: &RawValue) -> Result<Self, AssessmentError> {
        let digits = value.get();
        match digits.as_bytes().first() {
            Some(b'n') => Ok(Self::Missing),
            Some(b'-' | b'0'..=b'9') => Ok(Self::Number(digits.to_owned())),
            _ => decode(value, ValueKind::TextNumberOrNull).map(Self::Text),
        }
    }

    /// Text or number as text.
    pub(crate) fn into_text(self) -> Option<String> {
        match self {
            Self::Missing => None,
            Self::Number(text) | Self::Text(text) => Some(text),
        }
    }
}

/// A cell of a sheet, or an answer: a text, a number in its own digits, or nothing. `{"formula": "A1+B1"}` stands for a
/// formula whose result the workbook does not hold.
pub(super) fn cell(value: &RawValue) -> Result<Option<String>, AssessmentError> {
    if value.get().starts_with('{')
        && let Ok(Fields(fields)) = decode::<Fields<'_>>(value, ValueKind::Object)
        && let [(name, formula)] = fields.as_slice()
        && name == "formula"
    {
        let formula = text(formula)?.unwrap_or_default();
        return Err(AssessmentError::FormulaWithoutValue { formula: format!("={formula}") });
    }
    Scalar::read(value).map(Scalar::into_text)
}

/// What is wrong with a value that should count rows.
pub(super) fn not_a_row_number(value: &RawValue) -> AssessmentError {
    AssessmentError::Field { expected: ValueKind::WholeNumber, found: kind(value) }
}

/// A text; `None` for null.
pub(crate) fn text(value: &RawValue) -> Result<Option<String>, AssessmentError> {
    decode(value, ValueKind::Text)
}

fn decode<'text, T: Deserialize<'text>>(value: &'text RawValue, expected: ValueKind) -> Result<T, AssessmentError> {
    serde_json::from_str(value.get()).map_err(|_| misfit(value, expected))
}

/// The error of a value that is not of the kind that was expected.
pub(crate) fn misfit(value: &RawValue, expected: ValueKind) -> AssessmentError {
    let found = match (kind(value), expected) {
        // A text that is no text, and an object that is no object for its field names, holds half of a surrogate
        // pair, the one thing that the syntax check lets pass.
        (ValueKind::Object, ValueKind::Object) | (ValueKind::Text, ValueKind::Text | ValueKind::TextNumberOrNull) => {
            ValueKind::BrokenText
        }
        (found, _) => found,
    };
    AssessmentError::Field { expected, found }
}

/// What a value is by its first character.
fn kind(value: &RawValue) -> ValueKind {
    match value.get().as_bytes().first() {
        Some(b'{') => ValueKind::Object,
        Some(b'[') => ValueKind::List,
        Some(b'"') => ValueKind::Text,
        Some(b't' | b'f') => ValueKind::Truth,
        Some(b'n') => ValueKind::Null,
        _ => ValueKind::Number,
    }
}

/// An object as its fields in order.
struct Fields<'text>(Vec<(String, &'text RawValue)>);

impl<'de> Deserialize<'de> for Fields<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Collect;

        impl<'de> Visitor<'de> for Collect {
            type Value = Fields<'de>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut fields = Vec::new();
                while let Some(field) = map.next_entry()? {
                    fields.push(field);
                }
                Ok(Fields(fields))
            }
        }

        deserializer.deserialize_map(Collect)
    }
}
