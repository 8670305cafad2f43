//! Lists that go with an assessment: changes that are thought of, what is believed of levels. CSV with named columns,
//! or a JSON list of objects with the same names.

use std::cell::OnceCell;

use csv::{ReaderBuilder, StringRecord};
use serde_json::value::RawValue;

use super::cells::{LineBreaks, brief, check_text, present};
use super::codes::Codes;
use super::error::AssessmentError;
use super::headings;
use super::json;
use super::read::decode;
use super::sheet::check_quotes;
use crate::exact::{Decimal, DecimalComma};
use crate::instrument::Instrument;
use crate::issue::{Collector, ISSUE_LIMIT, Issues, Place};

/// A column of a list.
pub(crate) struct ListColumn {
    /// Its name, in JSON too.
    pub(crate) name: &'static str,
    /// What else it is called in a table.
    pub(crate) others: &'static [&'static str],
    /// Whether a list without it cannot be read.
    pub(crate) needed: bool,
}

/// Columns of remarks, which nothing is read from.
const REMARKS: [&str; 8] = ["note", "notes", "name", "catatan", "keterangan", "nama", "nama_indikator", "uraian"];
/// What may separate cells.
const DELIMITERS: [u8; 3] = [b';', b',', b'\t'];

/// One entry of a list: a text for each column, none where nothing is given.
#[derive(Clone, Debug)]
pub(crate) struct ListEntry {
    place: Place,
    in_json: bool,
    cells: Vec<Option<String>>,
    /// What a comma in a number means.
    comma: DecimalComma,
}

impl ListEntry {
    /// The text in a column.
    pub(crate) fn text(&self, column: usize) -> Option<&str> {
        self.cells.get(column).and_then(Option::as_deref)
    }

    /// The decimal in a column.
    pub(crate) fn decimal(&self, column: usize) -> Result<Option<Decimal>, AssessmentError> {
        let number = |text| Decimal::parse(text, self.comma).map_err(AssessmentError::Number);
        self.text(column).map(number).transpose()
    }

    /// What a comma in a number means.
    pub(crate) const fn comma(&self) -> DecimalComma {
        self.comma
    }

    /// Where the entry stands.
    pub(crate) const fn place(&self) -> &Place {
        &self.place
    }

    /// Where a column of it stands.
    pub(crate) fn place_of(&self, column: &ListColumn) -> Place {
        match &self.place.path {
            Some(path) if self.in_json => Place::path(json::join(path, column.name)),
            _ => self.place.clone().column(column.name),
        }
    }
}

/// Reads a list from the bytes of a file: a table with a heading row, or JSON. What can be read is, beside the problems
/// of the rest, so that its reader finds its own problems too.
fn list_of(bytes: &[u8], columns: &[ListColumn], issues: &mut Collector<AssessmentError>) -> Vec<ListEntry> {
    let before = issues.total();
    let text = match decode(bytes) {
        Ok(text) => text,
        Err(error) => {
            issues.add(Place::whole(), error);
            return Vec::new();
        }
    };
    if text.trim_start().starts_with(['[', '{']) {
        // A list of nothing, as a program hands it over, is one; a table without rows is a mistake.
        return match json::parse(text) {
            Ok(value) => list_of_json(value, "", columns, issues),
            Err(error) => {
                issues.add(Place::whole(), error);
                Vec::new()
            }
        };
    }
    let entries = table(text, columns, issues);
    if entries.is_empty() && issues.total() == before {
        issues.add(Place::whole(), AssessmentError::NoRows);
    }
    entries
}

/// Reads a list as [`list_of`] does, and what its entries are with `entries_of`; all problems come together.
pub(crate) fn read_list<T, E: From<AssessmentError>>(
    bytes: &[u8],
    columns: &[ListColumn],
    entries_of: impl FnOnce(&[ListEntry], &mut Collector<E>) -> T,
) -> Result<T, Issues<E>> {
    let mut aside = Collector::new(ISSUE_LIMIT);
    let entries = list_of(bytes, columns, &mut aside);
    let mut issues = Collector::new(ISSUE_LIMIT);
    if let Some(found) = aside.into_issues() {
        issues.absorb(found, |place, error| (place, error.into()));
    }
    let read = entries_of(&entries, &mut issues);
    issues.finish(read)
}

/// Reads a JSON list of objects.
pub(crate) fn list_of_json(
    value: &RawValue,
    path: &str,
    columns: &[ListColumn],
    issues: &mut Collector<AssessmentError>,
) -> Vec<ListEntry> {
    let mut entries = Vec::new();
    for (number, value) in (1_u64..).zip(json::list(value, path, issues).unwrap_or_default()) {
        let path = format!("{path}[{number}]");
        let Some(mut object) = json::object(value, &path, issues) else { continue };
        let mut cells = Vec::with_capacity(columns.len());
        for column in columns {
            let field = object.take(column.name).map(json::Scalar::read);
            let read = field.transpose().map(|scalar| scalar.and_then(json::Scalar::into_text));
            let text = match read.and_then(|text| checked(text.as_deref())) {
                Ok(text) => text,
                Err(error) => {
                    issues.add(object.place(column.name), error);
                    cells.push(None);
                    continue;
                }
            };
            if text.is_none() && column.needed {
                issues.add(Place::path(path.clone()), AssessmentError::FieldMissing { field: column.name.to_owned() });
            }
            cells.push(text);
        }
        for remark in REMARKS {
            object.take(remark);
        }
        object.refuse_rest(issues);
        entries.push(ListEntry { place: Place::path(path), in_json: true, cells, comma: DecimalComma::Never });
    }
    entries
}

fn checked(text: Option<&str>) -> Result<Option<String>, AssessmentError> {
    let Some(text) = text.and_then(present) else { return Ok(None) };
    check_text(text, LineBreaks::Refused)?;
    Ok(Some(text.to_owned()))
}

/// The column that a heading names.
fn column_of(heading: &str, columns: &[ListColumn]) -> Option<usize> {
    let key = headings::key(heading);
    columns.iter().position(|column| key == column.name || column.others.contains(&key.as_str()))
}

fn table(text: &str, columns: &[ListColumn], issues: &mut Collector<AssessmentError>) -> Vec<ListEntry> {
    // The delimiter under which the first row names the most columns.
    let heading = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let named = |delimiter: &u8| {
        let cells = heading.split(char::from(*delimiter));
        cells.filter(|cell| column_of(cell.trim_matches('"'), columns).is_some()).count()
    };
    let delimiter = DELIMITERS.into_iter().rev().max_by_key(named).unwrap_or(b',');
    if let Err(problem) = check_quotes(text, delimiter) {
        issues.add(problem.place, problem.error);
        return Vec::new();
    }
    let comma = if delimiter == b',' { DecimalComma::WhenUnambiguous } else { DecimalComma::Always };
    let mut reader =
        ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut places: Option<Vec<Option<usize>>> = None;
    let mut entries = Vec::new();
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let line = error.position().map(csv::Position::line);
                let error = AssessmentError::Syntax { format: "CSV", reason: error.to_string(), position: None };
                issues.add(Place::whole().at_row(line), error);
                return entries;
            }
        };
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let row = record.position().map_or(0, csv::Position::line);
        let Some(places) = &places else {
            places = Some(headed(&record, row, columns, issues));
            continue;
        };
        if record.len() != places.len() && record.iter().skip(places.len()).any(|cell| !cell.trim().is_empty()) {
            let error = AssessmentError::RowLength { found: record.len(), expected: places.len() };
            issues.add(Place::row(row), error);
            continue;
        }
        let mut cells = vec![None; columns.len()];
        for (cell, place) in record.iter().zip(places) {
            let Some((slot, column)) = place.and_then(|place| Some((cells.get_mut(place)?, columns.get(place)?)))
            else {
                continue;
            };
            match checked(Some(cell)) {
                Ok(text) => *slot = text,
                Err(error) => issues.add(Place::row(row).column(column.name), error),
            }
        }
        for (column, cell) in columns.iter().zip(&cells) {
            // A column that is not there at all was reported at its heading.
            let there =
                places.iter().flatten().any(|place| columns.get(*place).is_some_and(|own| own.name == column.name));
            if column.needed && there && cell.is_none() {
                let error = AssessmentError::FieldMissing { field: column.name.to_owned() };
                issues.add(Place::row(row), error);
            }
        }
        entries.push(ListEntry { place: Place::row(row), in_json: false, cells, comma });
    }
    entries
}

/// Which column stands where; what is missing, unknown or there twice is an issue.
fn headed(
    record: &StringRecord,
    row: u64,
    columns: &[ListColumn],
    issues: &mut Collector<AssessmentError>,
) -> Vec<Option<usize>> {
    let mut places: Vec<Option<usize>> = Vec::with_capacity(record.len());
    for cell in record {
        let found = column_of(cell, columns);
        let place = Place::row(row).column(brief(cell.trim()));
        if found.is_some() && places.contains(&found) {
            let first = found.and_then(|found| columns.get(found)).map(|column| column.name).unwrap_or_default();
            let error = AssessmentError::ColumnDuplicate { column: brief(cell.trim()), first: first.to_owned() };
            issues.add(place, error);
        } else if found.is_none() && !cell.trim().is_empty() && !REMARKS.contains(&headings::key(cell).as_str()) {
            issues.add(place, AssessmentError::FieldUnknown { field: brief(cell.trim()) });
        }
        places.push(found);
    }
    for (position, column) in columns.iter().enumerate() {
        if column.needed && !places.contains(&Some(position)) {
            issues.add(Place::row(row), AssessmentError::ColumnMissing { column: column.name.to_owned() });
        }
    }
    places
}

/// Finds items by what files call them: `7`, `i07`, `indikator_7`.
pub(crate) struct ItemCodes<'instrument> {
    instrument: &'instrument Instrument,
    /// All spellings, once a text is not a code to the letter.
    codes: OnceCell<Codes<'instrument>>,
}

impl<'instrument> ItemCodes<'instrument> {
    /// The codes of an instrument.
    pub(crate) const fn new(instrument: &'instrument Instrument) -> Self {
        Self { instrument, codes: OnceCell::new() }
    }

    /// The position of the item that a text names.
    pub(crate) fn find(&self, text: &str) -> Result<usize, AssessmentError> {
        match self.instrument.item_position(text.trim()) {
            Some(position) => Ok(position),
            None => self.codes.get_or_init(|| Codes::new(self.instrument)).expect_item(text),
        }
    }
}
