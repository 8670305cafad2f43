//! From TOML or JSON text to a [`Document`], with every structural problem and its line.
//!
//! Each section, and each entry of a list section, is read on its own: a misspelt field in one indicator does not
//! hide a missing one in another.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use toml::de::DeTable;

use super::decode::{Misfit, decode};
use super::document::{Document, IndicatorEntry, NodeEntry, PredicateBasis, Publication, SCHEMA, Text};
use super::error::InstrumentError;
use super::value::{self, Content, Value, nth_step};
use crate::exact::Rounding;
use crate::issue::ValueKind;
use crate::issue::{Collector, Place, shortened};

/// At most so many broken lines of one file are reported.
const SYNTAX_LIMIT: usize = 10;

/// A spot of a document that was read: a section, an entry of it, a field, an entry of that.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spot<'document> {
    section: &'static str,
    entry: Option<Entry<'document>>,
    field: Option<&'static str>,
    nth: Option<usize>,
}

/// An entry of a list section, by its position in the [`Document`]; shown by its code where it has one.
#[derive(Clone, Copy, Debug)]
struct Entry<'document> {
    position: usize,
    tier: Option<&'document str>,
    code: Option<&'document str>,
}

impl<'document> Spot<'document> {
    pub(super) const fn section(section: &'static str) -> Self {
        Self { section, entry: None, field: None, nth: None }
    }

    /// An entry without a code.
    pub(super) const fn entry(section: &'static str, position: usize) -> Self {
        let entry = Some(Entry { position, tier: None, code: None });
        Self { section, entry, field: None, nth: None }
    }

    /// An entry with a code.
    pub(super) const fn coded(section: &'static str, position: usize, code: &'document str) -> Self {
        let entry = Some(Entry { position, tier: None, code: Some(code) });
        Self { section, entry, field: None, nth: None }
    }

    pub(super) fn node(position: usize, node: &'document NodeEntry) -> Self {
        let entry = Some(Entry { position, tier: Some(&node.tier), code: Some(&node.code) });
        Self { section: "nodes", entry, field: None, nth: None }
    }

    pub(super) fn indicator(position: usize, indicator: &'document IndicatorEntry) -> Self {
        Self::coded("indicators", position, &indicator.code)
    }

    pub(super) const fn field(self, field: &'static str) -> Self {
        Self { field: Some(field), ..self }
    }

    /// The entry of the list in the field.
    pub(super) const fn nth(self, position: usize) -> Self {
        Self { nth: Some(position), ..self }
    }
}

/// The text as it was read: knows the line of every spot.
#[derive(Debug)]
pub(super) struct Source {
    /// Where each line ends, so that an offset becomes a line by search.
    newlines: Vec<usize>,
    root: Value,
    lists: BTreeMap<&'static str, Kept>,
}

/// Which entries of a list section could be read.
#[derive(Debug, Default)]
struct Kept {
    /// The position in the text of each entry of the document.
    positions: Vec<usize>,
    /// Whether all could.
    all: bool,
}

impl Source {
    fn new(text: &str, root: Value) -> Self {
        Self { newlines: newlines(text), root, lists: BTreeMap::new() }
    }

    /// Whether each entry of a list section could be read, so that what is not there is missing indeed.
    pub(super) fn is_whole(&self, list: &str) -> bool {
        self.lists.get(list).is_none_or(|kept| kept.all)
    }

    /// The place of a spot, with the line of the nearest part that the text has.
    pub(super) fn place(&self, spot: Spot<'_>) -> Place {
        let mut path = spot.section.to_owned();
        let mut reached = self.root.field(spot.section);
        let mut offset = reached.and_then(|field| field.offset);
        let mut value = reached.map(|field| &field.value);
        if let Some(Entry { position, tier, code }) = spot.entry {
            let kept = self.lists.get(spot.section).and_then(|kept| kept.positions.get(position));
            let position = kept.copied().unwrap_or(position);
            path = entry_path(spot.section, position, tier, code);
            value = value.and_then(|list| list.nth(position));
            offset = value.and_then(|entry| entry.offset).or(offset);
        }
        if let Some(name) = spot.field {
            path = format!("{path}.{name}");
            reached = value.and_then(|table| table.field(name));
            value = reached.map(|field| &field.value);
            offset = reached.and_then(|field| field.offset).or(offset);
        }
        if let Some(position) = spot.nth {
            path = format!("{path}.{}", nth_step(position));
            offset = value.and_then(|list| list.nth(position)?.offset).or(offset);
        }
        Place::path(path).at_line(offset.map(|offset| line_of(&self.newlines, offset)))
    }

    fn misfit_place(&self, path: &str, misfit: &Misfit) -> Place {
        self.place_at(&misfit.path(path), misfit.offset)
    }

    fn place_at(&self, path: &str, offset: Option<usize>) -> Place {
        Place::path(path).at_line(offset.map(|offset| line_of(&self.newlines, offset)))
    }
}

fn newlines(text: &str) -> Vec<usize> {
    text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(offset, _)| offset).collect()
}

fn line_of(newlines: &[usize], offset: usize) -> u64 {
    let above = newlines.partition_point(|newline| *newline < offset);
    u64::try_from(above).unwrap_or(u64::MAX).saturating_add(1)
}

/// What was read: the text's own tree, the document where it could be made, and what is wrong so far.
pub(super) struct Read {
    pub(super) source: Option<Source>,
    pub(super) document: Option<Document>,
    pub(super) issues: Collector<InstrumentError>,
}

/// Reads a TOML document.
pub(super) fn toml(text: &str, limit: usize) -> Read {
    let mut issues = Collector::new(limit);
    let (table, errors) = DeTable::parse_recoverable(text);
    let newlines = newlines(text);
    // What follows the first broken lines is mostly their echo.
    for error in errors.iter().take(SYNTAX_LIMIT) {
        let line = error.span().map(|span| line_of(&newlines, span.start));
        let reason = one_line(error.message());
        issues.add(Place::whole().at_line(line), InstrumentError::Syntax { format: "TOML", reason });
    }
    if !errors.is_empty() {
        // What a broken line did to the entries around it is not worth reporting.
        return Read { source: None, document: None, issues };
    }
    Reader::new(Source::new(text, value::from_toml(table)), issues).read()
}

/// Reads a JSON document.
pub(super) fn json(text: &str, limit: usize) -> Read {
    let mut issues = Collector::new(limit);
    // The plain reader refuses what is nested too deep or no number; it would keep the last of repeated fields.
    let sound = serde_json::from_str::<serde_json::Value>(text).map(drop);
    let root = sound.and_then(|()| serde_json::from_str::<&RawValue>(text)).and_then(value::from_json);
    match root {
        Ok(root) if root.kind() == ValueKind::Table => Reader::new(Source::new(text, root), issues).read(),
        Ok(root) => {
            let problem = InstrumentError::Field { expected: ValueKind::Table, found: root.kind() };
            issues.add(Place::whole(), problem);
            Read { source: None, document: None, issues }
        }
        Err(error) => {
            let line = u64::try_from(error.line()).ok();
            let reason = one_line(&error.to_string());
            issues.add(Place::whole().at_line(line), InstrumentError::Syntax { format: "JSON", reason });
            Read { source: None, document: None, issues }
        }
    }
}

struct Reader {
    source: Source,
    /// The sections that were asked for: those that there are.
    known: Vec<&'static str>,
    issues: Collector<InstrumentError>,
}

impl Reader {
    const fn new(source: Source, issues: Collector<InstrumentError>) -> Self {
        Self { source, known: Vec::new(), issues }
    }

    fn read(mut self) -> Read {
        let document = self.document();
        self.other_sections();
        Read { source: Some(self.source), document, issues: self.issues }
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
        let notes = self.list("notes");
        let tiers = self.list("tiers");
        let predicates = self.list("predicates");
        let scales = self.list("scales");
        let measurements = self.list("measurements");
        let nodes = self.list("nodes");
        let indicators = self.list("indicators");
        let contested = self.list("contested");
        let sources = self.list("sources");
        // A section that could not be read is an issue already; a stand-in for it lets the rest be judged.
        Some(Document {
            schema: schema.unwrap_or_else(|| SCHEMA.to_owned()),
            id: id.unwrap_or_else(|| "unreadable".to_owned()),
            edition: edition.unwrap_or_default(),
            title: title.unwrap_or_else(|| Text { id: String::new(), en: None }),
            total_weight: total_weight?,
            notes,
            legal: legal.unwrap_or_default(),
            answers: answers?,
            publication: publication.unwrap_or(Publication {
                decimals: 0,
                rounding: Rounding::HalfUp,
                predicate_basis: PredicateBasis::Exact,
                predicate_basis_by_year: BTreeMap::new(),
                confidence: None,
            }),
            tiers,
            predicates,
            scales,
            measurements,
            nodes,
            indicators,
            contested,
            sources,
        })
    }

    /// A section that is one value; a missing one is an issue.
    fn section<T: DeserializeOwned>(&mut self, name: &'static str) -> Option<T> {
        self.known.push(name);
        let Some(field) = self.source.root.field(name) else {
            let problem = InstrumentError::FieldMissing { field: name.to_owned() };
            self.issues.add(Place::whole(), problem);
            return None;
        };
        refuse_repeated(&field.value, name, &mut self.issues);
        match decode(&field.value) {
            Ok(value) => Some(value),
            Err(misfit) => {
                let place = self.source.misfit_place(name, &misfit);
                self.issues.add(place, misfit.into_problem());
                None
            }
        }
    }

    /// A section that is a list; each entry is read on its own, a missing section is an empty list.
    fn list<T: DeserializeOwned>(&mut self, name: &'static str) -> Vec<T> {
        self.known.push(name);
        let mut kept = Kept { positions: Vec::new(), all: true };
        let mut decoded = Vec::new();
        let Some(field) = self.source.root.field(name) else { return decoded };
        if let Content::List(entries) = &field.value.content {
            for (position, entry) in entries.iter().enumerate() {
                let path = || entry_path(name, position, entry.text_of("tier"), entry.text_of("code"));
                refuse_repeated(entry, &path(), &mut self.issues);
                match decode(entry) {
                    Ok(value) => {
                        decoded.push(value);
                        kept.positions.push(position);
                    }
                    Err(misfit) => {
                        let place = self.source.misfit_place(&path(), &misfit);
                        self.issues.add(place, misfit.into_problem());
                        kept.all = false;
                    }
                }
            }
        } else {
            let problem = InstrumentError::Field { expected: ValueKind::List, found: field.value.kind() };
            self.issues.add(self.source.place_at(name, field.offset), problem);
            kept.all = false;
        }
        self.source.lists.insert(name, kept);
        decoded
    }

    /// Sections that no reader has asked for, and sections that are there again.
    fn other_sections(&mut self) {
        let Content::Table(table) = &self.source.root.content else { return };
        for (name, field) in table.fields.iter().filter(|(name, _)| !self.known.contains(&name.as_str())) {
            let problem = InstrumentError::FieldUnknown { field: name.clone(), known: self.known.join(", ") };
            self.issues.add(self.source.place_at(&shortened(name), field.offset), problem);
        }
        for name in &table.repeated {
            let problem = InstrumentError::FieldDuplicate { field: name.clone() };
            self.issues.add(Place::path(shortened(name)), problem);
        }
    }
}

fn refuse_repeated(value: &Value, path: &str, issues: &mut Collector<InstrumentError>) {
    value.repeated(path, &mut |path, name| {
        let problem = InstrumentError::FieldDuplicate { field: name.to_owned() };
        issues.add(Place::path(path), problem);
    });
}

/// The path of a list entry: by code where it has one, else by its position from one.
fn entry_path(list: &str, position: usize, tier: Option<&str>, code: Option<&str>) -> String {
    match (tier, code) {
        (Some(tier), Some(code)) => format!("{list}.{}:{}", shortened(tier), shortened(code)),
        (None, Some(code)) => format!("{list}.{}", shortened(code)),
        _ => format!("{list}.{}", nth_step(position)),
    }
}

fn one_line(message: &str) -> String {
    message.split_whitespace().collect::<Vec<_>>().join(" ")
}
