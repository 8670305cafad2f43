//! A table whose instrument is known: what its columns hold, and who its rows are about.

use std::collections::HashMap;

use super::cells::{self, LineBreaks, check_text, present};
use super::codes::Codes;
use super::error::AssessmentError;
use super::headings::{self, Known, label_name, looks_like_code, looks_like_node};
use super::layout::{Form, Layout};
use super::model::Subject;
use super::phrases;
use super::row::Row;
use super::sheet::Sheet;
use super::subjects::Subjects;
use crate::exact::DecimalComma;
use crate::instrument::Instrument;
use crate::issue::{Collector, Place, brief};

/// What a column holds.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Role {
    Known(Known),
    /// The answers to an item.
    Item(usize),
    /// The printed values of a node.
    Node(usize),
    /// Anything else, under this name.
    Label(String),
    /// Its heading is an issue already.
    Refused,
}

impl Role {
    /// Whether the column holds answers or printed values.
    const fn is_value(&self) -> bool {
        matches!(self, Self::Item(_) | Self::Node(_) | Self::Known(Known::Index | Known::Predicate | Known::Level))
    }
}

/// A column under its heading.
#[derive(Debug)]
pub(crate) struct Column {
    pub(crate) heading: String,
    pub(crate) role: Role,
    /// The year that the heading of a result names: `Indeks 2024`.
    pub(super) year: Option<u16>,
}

/// A table whose instrument is known.
#[derive(Debug)]
pub(super) struct Table<'file> {
    pub(super) sheet: &'file Sheet,
    pub(super) instrument: &'file Instrument,
    pub(super) columns: Vec<Column>,
    pub(super) comma: DecimalComma,
    pub(super) year_column: Option<usize>,
    /// The year asked for.
    pub(super) year: Option<u16>,
    /// The year that the heading of a result names.
    pub(super) heading_year: Option<u16>,
}

/// What each column holds; unknown codes and repeated columns are issues.
pub(super) fn columns(
    heading: &Row,
    layout: &Layout,
    codes: &Codes<'_>,
    issues: &mut Collector<AssessmentError>,
) -> Vec<Column> {
    let mut columns = Vec::new();
    let mut taken: HashMap<Role, String> = HashMap::new();
    let place = heading.place();
    for (position, (cell, meaning)) in heading.cells().zip(&layout.meanings).enumerate() {
        let text = cell.trim();
        let number = format!("column {}", position + 1);
        let heading = if text.is_empty() { number.clone() } else { brief(text) };
        let mut refuse = |error| {
            issues.add(place.clone().column(heading.clone()), error);
            Role::Refused
        };
        let mut role = match role(text, *meaning, &number, layout.form, codes) {
            Ok(role) => role,
            Err(error) => refuse(error),
        };
        if matches!(role, Role::Label(_)) && taken.contains_key(&role) {
            // Several columns of notes: nothing is lost under a second name.
            role = Role::Label(format!("{text} ({number})"));
        }
        match taken.get(&role) {
            Some(first) if role != Role::Refused => {
                role = refuse(AssessmentError::ColumnDuplicate { column: heading.clone(), first: first.clone() });
            }
            _ => {
                taken.insert(role.clone(), heading.clone());
            }
        }
        let year =
            phrases::year_of_result(text).filter(|_| matches!(role, Role::Known(Known::Index | Known::Predicate)));
        columns.push(Column { heading, role, year });
    }
    columns
}

fn role(
    text: &str,
    meaning: Option<Known>,
    number: &str,
    form: Form,
    codes: &Codes<'_>,
) -> Result<Role, AssessmentError> {
    check_text(text, LineBreaks::Allowed)?;
    let key = headings::key(text);
    let label = || Role::Label(label_name(&key).unwrap_or(if text.is_empty() { number } else { text }).to_owned());
    if let (Form::Wide, Some(item), false) = (form, codes.own_item(text), meaning == Some(Known::Institution)) {
        return Ok(Role::Item(item));
    }
    if let Some(name) = meaning {
        let used = match name {
            Known::Institution | Known::Year | Known::Stage => true,
            Known::Index | Known::Predicate => form == Form::Results,
            Known::Indicator | Known::Level => form == Form::Long,
        };
        return Ok(if used { Role::Known(name) } else { label() });
    }
    Ok(match form {
        Form::Wide if looks_like_code(&key) || codes.has_indicator(text) => Role::Item(codes.expect_item(text)?),
        Form::Results => match codes.node(text) {
            Some(position) => Role::Node(position),
            None if looks_like_node(&key) => return Err(codes.node_unknown(text)),
            None => label(),
        },
        Form::Wide | Form::Long => label(),
    })
}

impl Table<'_> {
    pub(super) fn place(&self, row: &Row, column: &Column) -> Place {
        Place::row(row.line).column(column.heading.clone())
    }

    /// The year of a row that is to be read; `None` for a row of another year, or one that an issue was added for.
    #[expect(clippy::option_option, reason = "a row may be read and have no year")]
    pub(super) fn year_if_kept(&self, row: &Row, issues: &mut Collector<AssessmentError>) -> Option<Option<u16>> {
        let year = self.year_of(row);
        let kept = self.year.is_none() || year.as_ref().map_or(true, |year| *year == self.year);
        if kept && let Some(error) = self.no_record(row, year.is_err()) {
            issues.add(Place::row(row.line), error);
            return None;
        }
        let (length, expected) = (row.length(), self.columns.len());
        if length < expected || row.filled() > expected {
            let found = if length < expected { length } else { row.filled() };
            issues.add(Place::row(row.line), AssessmentError::RowLength { found, expected });
            return None;
        }
        match (year, self.year_column.and_then(|column| self.columns.get(column))) {
            (Ok(year), _) => kept.then_some(year),
            (Err(error), column) => {
                let heading = column.map_or_else(String::new, |column| column.heading.clone());
                issues.add(Place::row(row.line).column(heading), error);
                None
            }
        }
    }

    /// The year of a row; the year asked for, or that of the headings, where its cell is blank.
    fn year_of(&self, row: &Row) -> Result<Option<u16>, AssessmentError> {
        let Some(column) = self.year_column else { return Ok(self.heading_year.or(self.year)) };
        let text = row.cell(column).trim();
        match self.year.or(self.heading_year) {
            Some(year) if present(text).is_none() => Ok(Some(year)),
            _ => cells::year(text).map(Some),
        }
    }

    /// What is wrong with a row that is about no institution: one of totals, a note below the table.
    fn no_record(&self, row: &Row, no_year: bool) -> Option<AssessmentError> {
        let institution = self.sheet.layout.column(Known::Institution)?;
        let name = present(row.cell(institution));
        let total = match name {
            Some(name) => Some(name).filter(|name| phrases::is_total(name)),
            None => row.cells().filter_map(present).find(|text| phrases::is_total(text)),
        };
        if let Some(text) = total {
            return Some(AssessmentError::TotalRow { text: brief(text) });
        }
        let blank_year = || self.year_column.is_some_and(|column| present(row.cell(column)).is_none());
        if name.is_some() && !(no_year && blank_year()) {
            return None;
        }
        let mut cells = self.columns.iter().enumerate();
        let has_value = cells.any(|(position, column)| column.role.is_value() && present(row.cell(position)).is_some());
        (!has_value).then_some(AssessmentError::RowWithoutValues)
    }

    /// Who the row is about; without a name there is no subject, unless the table names none.
    pub(super) fn subject(
        &self,
        row: &Row,
        year: Option<u16>,
        issues: &mut Collector<AssessmentError>,
    ) -> Option<Subject> {
        let mut subject = Subject { year, ..Subject::default() };
        let mut named = !self.sheet.layout.is_named();
        for (position, column) in self.columns.iter().enumerate() {
            let text = present(row.cell(position));
            let line_breaks = match &column.role {
                Role::Known(Known::Institution | Known::Stage) => LineBreaks::Refused,
                Role::Label(_) => LineBreaks::Allowed,
                _ => continue,
            };
            let checked = match text.map(|text| check_text(text, line_breaks)) {
                None if column.role == Role::Known(Known::Institution) => Err(AssessmentError::InstitutionMissing),
                None => Ok(()),
                Some(checked) => checked,
            };
            match (checked, text, &column.role) {
                (Err(error), _, _) => issues.add(self.place(row, column), error),
                (Ok(()), Some(text), Role::Known(Known::Institution)) => {
                    named = true;
                    subject.institution = text.to_owned();
                }
                (Ok(()), Some(text), Role::Known(Known::Stage)) => subject.stage = Some(text.to_owned()),
                (Ok(()), Some(text), Role::Label(name)) => {
                    subject.labels.insert(name.clone(), text.to_owned());
                }
                _ => {}
            }
        }
        named.then_some(subject)
    }

    /// The subject of a row that has one to itself.
    pub(super) fn new_subject(
        &self,
        row: &Row,
        subjects: &mut Subjects,
        issues: &mut Collector<AssessmentError>,
    ) -> Option<Subject> {
        let year = self.year_if_kept(row, issues)?;
        let subject = self.subject(row, year, issues);
        if let Some(Err(error)) = subject.as_ref().map(|subject| subjects.add(subject, row.line, Place::row)) {
            issues.add(Place::row(row.line), error);
        }
        // Cells are checked also where the name is missing: all problems at once.
        Some(subject.unwrap_or_default())
    }
}
