//! From TOML or JSON text to a [`Document`], with every structural problem and its line.
//!
//! Each section, and each entry of a list section, is read on its own: a misspelt field in one indicator does not
//! hide a missing one in another.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeTable, DeValue, ValueDeserializer};

use super::document::{Document, PredicateBasis, Publication, SCHEMA, Text};
use super::error::InstrumentError;
use crate::exact::Rounding;
use crate::issue::{Collector, Place};

/// At most so many broken lines of one file are reported.
const SYNTAX_LIMIT: usize = 10;

/// Lines of the entries that were read, by path (`indicators.35`, `answers`).
#[derive(Debug, Default)]
pub(super) struct Lines(BTreeMap<String, u64>);

impl Lines {
    /// A place inside the document, with the line of the nearest entry above it.
    pub(super) fn place(&self, path: &str) -> Place {
        let mut entry = path;
        let line = loop {
            if let Some(line) = self.0.get(entry) {
                break Some(*line);
            }
            match entry.rsplit_once('.') {
                Some((above, _)) => entry = above,
                None => break None,
            }
        };
        Place::path(path).at_row(line)
    }
}

/// One value of either format, ready to be read as a type.
enum Raw<'text> {
    Toml(Spanned<DeValue<'text>>),
    Json(serde_json::Value),
}

/// A problem with one value and, in TOML, where it is.
struct Misfit {
    reason: String,
    offset: Option<usize>,
}

impl<'text> Raw<'text> {
    fn decode<T: DeserializeOwned>(self) -> Result<T, Misfit> {
        match self {
            Self::Toml(value) => {
                let start = value.span().start;
                T::deserialize(ValueDeserializer::from(value)).map_err(|error| Misfit {
                    reason: one_line(error.message()),
                    offset: Some(error.span().map_or(start, |span| span.start)),
                })
            }
            Self::Json(value) => serde_json::from_value(value)
                .map_err(|error| Misfit { reason: one_line(&error.to_string()), offset: None }),
        }
    }

    /// The entries of a list, or the value itself where it is no list.
    fn into_entries(self) -> Result<Vec<Self>, Self> {
        match self {
            Self::Toml(spanned) if spanned.get_ref().is_array() => match spanned.into_inner() {
                DeValue::Array(entries) => Ok(entries.into_iter().map(Self::Toml).collect()),
                _ => Ok(Vec::new()),
            },
            Self::Json(serde_json::Value::Array(entries)) => Ok(entries.into_iter().map(Self::Json).collect()),
            other => Err(other),
        }
    }

    fn text_field(&self, name: &str) -> Option<String> {
        match self {
            Self::Toml(value) => Some(value.get_ref().as_table()?.get(name)?.get_ref().as_str()?.to_owned()),
            Self::Json(value) => Some(value.get(name)?.as_str()?.to_owned()),
        }
    }

    fn offset(&self) -> Option<usize> {
        match self {
            Self::Toml(value) => Some(value.span().start),
            Self::Json(_) => None,
        }
    }

    /// Where each field of a table begins.
    fn field_offsets(&self) -> Vec<(String, usize)> {
        match self {
            Self::Toml(value) => value.get_ref().as_table().map_or_else(Vec::new, |table| {
                table.iter().map(|(key, _)| (key.get_ref().to_string(), key.span().start)).collect()
            }),
            Self::Json(_) => Vec::new(),
        }
    }
}

struct Reader<'text> {
    /// Where each line ends, so that an offset becomes a line by search.
    newlines: Vec<usize>,
    sections: BTreeMap<String, Raw<'text>>,
    lines: Lines,
    issues: Collector<InstrumentError>,
}

/// Reads a TOML document. The lines belong to the document's entries; issues may be empty.
pub(super) fn toml(text: &str, limit: usize) -> (Option<Document>, Lines, Collector<InstrumentError>) {
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut reader = Reader::new(text, limit);
    // What follows the first broken lines is mostly their echo.
    for error in errors.iter().take(SYNTAX_LIMIT) {
        let line = error.span().map(|span| reader.line_of(span.start));
        let reason = one_line(error.message());
        reader.issues.add(Place::whole().at_row(line), InstrumentError::Syntax { format: "TOML", reason });
    }
    if !errors.is_empty() {
        // What a broken line did to the entries around it is not worth reporting.
        return (None, reader.lines, reader.issues);
    }
    for (key, value) in table.into_inner() {
        let line = reader.line_of(key.span().start);
        reader.lines.0.insert(key.get_ref().to_string(), line);
        reader.sections.insert(key.into_inner().into_owned(), Raw::Toml(value));
    }
    let document = reader.document();
    (document, reader.lines, reader.issues)
}

/// Reads a JSON document.
pub(super) fn json(text: &str, limit: usize) -> (Option<Document>, Lines, Collector<InstrumentError>) {
    let mut reader = Reader::new(text, limit);
    match serde_json::from_str::<BTreeMap<String, serde_json::Value>>(text) {
        Ok(sections) => {
            reader.sections = sections.into_iter().map(|(key, value)| (key, Raw::Json(value))).collect();
        }
        Err(error) => {
            let line = u64::try_from(error.line()).ok();
            let reason = one_line(&error.to_string());
            reader.issues.add(Place::whole().at_row(line), InstrumentError::Syntax { format: "JSON", reason });
            return (None, reader.lines, reader.issues);
        }
    }
    let document = reader.document();
    (document, reader.lines, reader.issues)
}

impl<'text> Reader<'text> {
    fn new(text: &str, limit: usize) -> Self {
        let newlines = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(offset, _)| offset).collect();
        Self { newlines, sections: BTreeMap::new(), lines: Lines::default(), issues: Collector::new(limit) }
    }

    fn document(&mut self) -> Option<Document> {
        let schema = self.section::<String>("schema");
        let id = self.section("id");
        let edition = self.section("edition");
        let title = self.section("title");
        let total_weight = self.section("total_weight");
        let legal = self.section("legal");
        let answers = self.section("answers");
        let publication = self.section("publication");
        let document = Document {
            notes: self.list("notes"),
            tiers: self.list("tiers"),
            predicates: self.list("predicates"),
            scales: self.list("scales"),
            measurements: self.list("measurements"),
            nodes: self.list("nodes"),
            indicators: self.list("indicators"),
            contested: self.list("contested"),
            sources: self.list("sources"),
            // A section that could not be read is an issue already; a stand-in for it lets the rest be judged.
            schema: schema.unwrap_or_else(|| SCHEMA.to_owned()),
            id: id.unwrap_or_else(|| "unreadable".to_owned()),
            edition: edition.unwrap_or_default(),
            title: title.unwrap_or_else(|| Text { id: String::new(), en: None }),
            legal: legal.unwrap_or_default(),
            publication: publication.unwrap_or(Publication {
                decimals: 0,
                rounding: Rounding::HalfUp,
                predicate_basis: PredicateBasis::Exact,
                predicate_basis_by_year: BTreeMap::new(),
                confidence: None,
            }),
            total_weight: total_weight?,
            answers: answers?,
        };
        for key in std::mem::take(&mut self.sections).into_keys() {
            let place = self.lines.place(&key);
            self.issues.add(place, InstrumentError::Field { reason: format!("unknown field `{key}`") });
        }
        Some(document)
    }

    /// A section that is one value; a missing one is an issue.
    fn section<T: DeserializeOwned>(&mut self, name: &str) -> Option<T> {
        match self.sections.remove(name) {
            Some(raw) => {
                self.remember(name, &raw);
                self.decode(name, raw)
            }
            None => {
                self.issues.add(Place::whole(), InstrumentError::Field { reason: format!("missing field `{name}`") });
                None
            }
        }
    }

    /// A section that is a list; each entry is read on its own, a missing section is an empty list.
    fn list<T: DeserializeOwned>(&mut self, name: &str) -> Vec<T> {
        let Some(raw) = self.sections.remove(name) else { return Vec::new() };
        let entries = match raw.into_entries() {
            Ok(entries) => entries,
            Err(_) => {
                let place = self.lines.place(name);
                self.issues.add(place, InstrumentError::Field { reason: format!("`{name}` must be a list") });
                return Vec::new();
            }
        };
        let mut decoded = Vec::with_capacity(entries.len());
        for (position, raw) in entries.into_iter().enumerate() {
            let path = entry_path(name, position, raw.text_field("tier").as_deref(), raw.text_field("code").as_deref());
            self.remember(&path, &raw);
            decoded.extend(self.decode(&path, raw));
        }
        decoded
    }

    fn decode<T: DeserializeOwned>(&mut self, path: &str, raw: Raw<'text>) -> Option<T> {
        match raw.decode() {
            Ok(value) => Some(value),
            Err(Misfit { reason, offset }) => {
                let place = self.lines.place(path).at_row(offset.map(|offset| self.line_of(offset)));
                self.issues.add(place, InstrumentError::Field { reason });
                None
            }
        }
    }

    fn remember(&mut self, path: &str, raw: &Raw<'_>) {
        if let Some(offset) = raw.offset() {
            let line = self.line_of(offset);
            self.lines.0.entry(path.to_owned()).or_insert(line);
        }
        for (field, offset) in raw.field_offsets() {
            let line = self.line_of(offset);
            self.lines.0.entry(format!("{path}.{field}")).or_insert(line);
        }
    }

    fn line_of(&self, offset: usize) -> u64 {
        let above = self.newlines.partition_point(|newline| *newline < offset);
        u64::try_from(above).unwrap_or(u64::MAX).saturating_add(1)
    }
}

/// The path of a list entry: by code where it has one, else by its position from one.
pub(super) fn entry_path(list: &str, position: usize, tier: Option<&str>, code: Option<&str>) -> String {
    match (tier, code) {
        (Some(tier), Some(code)) => format!("{list}.{tier}:{code}"),
        (None, Some(code)) => format!("{list}.{code}"),
        _ => format!("{list}.#{}", position + 1),
    }
}

fn one_line(message: &str) -> String {
    message.split_whitespace().collect::<Vec<_>>().join(" ")
}
