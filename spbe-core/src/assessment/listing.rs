//! Lists that go with an assessment: changes that are thought of, what is believed of levels. CSV with named columns,
//! or a JSON list of objects with the same names.

use std::cell::OnceCell;

use serde_json::value::RawValue;

use super::cells::{LineBreaks, check_text, present};
use super::codes::Codes;
use super::error::AssessmentError;
use super::headings;
use super::json;
use super::read::decode;
use super::row::Row;
use super::sheet::{DELIMITERS, Rows, check_quotes};
use crate::exact::{Decimal, DecimalComma};
use crate::instrument::Instrument;
use crate::issue::{Collector, ISSUE_LIMIT, Issues, Place, brief};

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

/// A kind of list that goes with an assessment.
pub(crate) trait Listed: Sized {
    /// The problems of such a list.
    type Error: From<AssessmentError>;
    /// What a table of them has for columns, and a JSON object for fields.
    const COLUMNS: &'static [ListColumn];

    /// What stands in an entry, unless something is wrong with it. What is missing was reported before, everything else
    /// is reported here.
    fn of(entry: &mut ListEntry<'_, Self::Error>) -> Option<Self>;

    /// Where it was read.
    fn place_mut(&mut self) -> &mut Place;

    /// Reads the bytes of a file: a table with a heading row, or a JSON list of objects.
    fn of_file(bytes: &[u8]) -> Result<Vec<Self>, Issues<Self::Error>> {
        entries_of(|issues| cells_of(bytes, Self::COLUMNS, issues))
    }

    /// Reads a value of a JSON document.
    fn of_json(value: &RawValue, path: &str) -> Result<Vec<Self>, Issues<Self::Error>> {
        entries_of(|issues| cells_of_json(value, path, Self::COLUMNS, issues))
    }

    /// The same, read from a file or list of that name.
    #[must_use]
    fn read_from(mut self, name: &str) -> Self {
        let place = self.place_mut();
        *place = std::mem::replace(place, Place::whole()).in_file(Some(name));
        self
    }
}

/// The entries of cells; all problems of both come together.
fn entries_of<L: Listed>(
    read: impl FnOnce(&mut Collector<AssessmentError>) -> Vec<Cells>,
) -> Result<Vec<L>, Issues<L::Error>> {
    let mut aside = Collector::new(ISSUE_LIMIT);
    let cells = read(&mut aside);
    let mut issues = Collector::new(ISSUE_LIMIT);
    if let Some(found) = aside.into_issues() {
        issues.absorb(found, |place, error| (place, error.into()));
    }
    let mut entries = Vec::with_capacity(cells.len());
    for cells in &cells {
        entries.extend(L::of(&mut ListEntry { cells, columns: L::COLUMNS, issues: &mut issues }));
    }
    issues.finish(entries)
}

/// A text for each column, none where nothing is given.
struct Cells {
    place: Place,
    in_json: bool,
    cells: Vec<Option<String>>,
    /// What a comma in a number means.
    comma: DecimalComma,
}

/// One entry of a list while it is read; columns by their position.
pub(crate) struct ListEntry<'list, E> {
    cells: &'list Cells,
    columns: &'static [ListColumn],
    issues: &'list mut Collector<E>,
}

impl<E: From<AssessmentError>> ListEntry<'_, E> {
    /// The text in a column.
    pub(crate) fn text(&self, column: usize) -> Option<String> {
        self.cells.cells.get(column).cloned().flatten()
    }

    /// The decimal in a column. One that cannot be read is reported, and is as if nothing stood there.
    pub(crate) fn decimal(&mut self, column: usize) -> Option<Decimal> {
        self.read(column, |text, comma| {
            Decimal::parse(text, comma).map_err(|error| AssessmentError::Number(error).into())
        })
    }

    /// What a column says. What cannot be read is reported, and is as if nothing stood there.
    pub(crate) fn read<T>(
        &mut self,
        column: usize,
        read: impl FnOnce(&str, DecimalComma) -> Result<T, E>,
    ) -> Option<T> {
        let text = self.cells.cells.get(column)?.as_deref()?;
        read(text, self.cells.comma).map_err(|error| self.add(column, error)).ok()
    }

    /// Reports a problem of a column.
    pub(crate) fn add(&mut self, column: usize, error: E) {
        let place = match (self.columns.get(column), &self.cells.place.path) {
            (None, _) => Place::whole(),
            (Some(column), Some(path)) if self.cells.in_json => Place::path(json::join(path, column.name)),
            (Some(column), _) => self.place().column(column.name),
        };
        self.issues.add(place, error);
    }

    /// Reports a problem of the entry as a whole.
    pub(crate) fn add_whole(&mut self, error: E) {
        self.issues.add(self.place(), error);
    }

    /// Where the entry stands.
    pub(crate) fn place(&self) -> Place {
        self.cells.place.clone()
    }
}

/// Reads a list from the bytes of a file: a table with a heading row, or JSON. What can be read is, beside the problems
/// of the rest, so that its reader finds its own problems too.
fn cells_of(bytes: &[u8], columns: &[ListColumn], issues: &mut Collector<AssessmentError>) -> Vec<Cells> {
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
            Ok(value) => cells_of_json(value, "", columns, issues),
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

/// Reads a JSON list of objects.
fn cells_of_json(
    value: &RawValue,
    path: &str,
    columns: &[ListColumn],
    issues: &mut Collector<AssessmentError>,
) -> Vec<Cells> {
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
        entries.push(Cells { place: Place::path(path), in_json: true, cells, comma: DecimalComma::Never });
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

fn table(text: &str, columns: &[ListColumn], issues: &mut Collector<AssessmentError>) -> Vec<Cells> {
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
    let mut places: Option<Vec<Option<usize>>> = None;
    let mut entries = Vec::new();
    for row in Rows::new(text, delimiter) {
        let row = match row {
            Ok(row) => row,
            Err(problem) => {
                issues.add(problem.place, problem.error);
                return entries;
            }
        };
        let Some(places) = &places else {
            places = Some(headed(&row, columns, issues));
            continue;
        };
        if row.filled() > places.len() {
            let error = AssessmentError::RowLength { found: row.length(), expected: places.len() };
            issues.add(row.place(), error);
            continue;
        }
        let mut cells = vec![None; columns.len()];
        for (cell, place) in row.cells().zip(places) {
            let Some((slot, column)) = place.and_then(|place| Some((cells.get_mut(place)?, columns.get(place)?)))
            else {
                continue;
            };
            match checked(Some(cell)) {
                Ok(text) => *slot = text,
                Err(error) => issues.add(row.place().column(column.name), error),
            }
        }
        for (column, cell) in columns.iter().zip(&cells) {
            // A column that is not there at all was reported at its heading.
            let there =
                places.iter().flatten().any(|place| columns.get(*place).is_some_and(|own| own.name == column.name));
            if column.needed && there && cell.is_none() {
                let error = AssessmentError::FieldMissing { field: column.name.to_owned() };
                issues.add(row.place(), error);
            }
        }
        entries.push(Cells { place: row.place(), in_json: false, cells, comma });
    }
    entries
}

/// Which column stands where; what is missing, unknown or there twice is an issue.
fn headed(row: &Row, columns: &[ListColumn], issues: &mut Collector<AssessmentError>) -> Vec<Option<usize>> {
    let mut places: Vec<Option<usize>> = Vec::with_capacity(row.length());
    for cell in row.cells() {
        let found = column_of(cell, columns);
        let place = row.place().column(brief(cell.trim()));
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
            issues.add(row.place(), AssessmentError::ColumnMissing { column: column.name.to_owned() });
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
