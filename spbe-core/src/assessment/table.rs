//! Tables of one row an institution: answers by indicator, or printed values by domain and aspect.

use std::collections::{BTreeSet, HashMap};

use super::cells::{self, LineBreaks, brief, check_text, present};
use super::codes::{Codes, Found, Kind, choose};
use super::error::AssessmentError;
use super::headings::{self, Known, label_name, looks_like_code, looks_like_node};
use super::layout::{Form, Layout, is_code, is_node, may_be_own};
use super::long;
use super::model::{Assessment, PublishedResult, Subject};
use super::read::{ReadFile, ReadOptions, Records};
use super::room::Room;
use super::sheet::{Row, Sheet};
use super::subjects::Subjects;
use crate::exact::DecimalComma;
use crate::instrument::Instrument;
use crate::issue::{Collector, Place};

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

/// A column under its heading.
#[derive(Debug)]
pub(crate) struct Column {
    pub(crate) heading: String,
    pub(crate) role: Role,
}

/// A table whose instrument is known.
#[derive(Debug)]
pub(super) struct Table<'file> {
    pub(super) sheet: &'file Sheet,
    pub(super) instrument: &'file Instrument,
    pub(super) columns: Vec<Column>,
    pub(super) comma: DecimalComma,
    year_column: Option<usize>,
    year: Option<u16>,
}

/// Reads a table of any form.
pub(super) fn read(
    text: &str,
    candidates: &[&Instrument],
    options: &ReadOptions,
    issues: &mut Collector<AssessmentError>,
) -> Option<ReadFile> {
    let codes: Vec<Codes<'_>> = candidates.iter().map(|candidate| Codes::new(candidate)).collect();
    let sheet = match Sheet::open(text, candidates, &codes) {
        Ok(sheet) => sheet,
        Err(problem) => {
            issues.add(problem.place, problem.error);
            return None;
        }
    };
    read_sheet(&sheet, candidates, &codes, options, issues)
}

/// Reads a table whose heading row was found.
pub(super) fn read_sheet(
    sheet: &Sheet,
    candidates: &[&Instrument],
    codes: &[Codes<'_>],
    options: &ReadOptions,
    issues: &mut Collector<AssessmentError>,
) -> Option<ReadFile> {
    let found = found(sheet, codes, options);
    let position = match choose(candidates, &found) {
        Ok(position) => position,
        Err(error) => {
            issues.add(sheet.heading.place(), error);
            return None;
        }
    };
    let (instrument, codes) = (*candidates.get(position)?, codes.get(position)?);
    let columns = columns(&sheet.heading, &sheet.layout, codes, issues);
    let table = Table {
        sheet,
        instrument,
        comma: comma(options, sheet.comma_separates),
        year_column: columns.iter().position(|column| column.role == Role::Known(Known::Year)),
        columns,
        year: options.asked_year(),
    };
    let records = match sheet.layout.form {
        Form::Wide => Records::Assessments(table.wide(issues)),
        Form::Results => Records::Results(table.results(issues)),
        Form::Long => Records::Assessments(long::read(&table, codes, issues)),
    };
    let empty = match &records {
        Records::Assessments(list) => list.is_empty(),
        Records::Results(list) => list.is_empty(),
    };
    if let (true, true, Some(year)) = (empty, issues.is_empty(), options.asked_year()) {
        issues.add(Place::whole(), AssessmentError::YearNotFound { year });
    }
    Some(ReadFile { instrument: position, records })
}

/// Where no comma separates the cells, one inside a cell can only be a decimal one.
fn comma(options: &ReadOptions, comma_separates: bool) -> DecimalComma {
    match options.comma_rule() {
        DecimalComma::WhenUnambiguous if !comma_separates => DecimalComma::Always,
        rule => rule,
    }
}

/// The codes and the years of the rows that are read.
fn found<'file>(sheet: &'file Sheet, codes: &[Codes<'_>], options: &ReadOptions) -> Found<'file> {
    let layout = &sheet.layout;
    let year_column = layout.column(Known::Year);
    let mut found = Found::default();
    // Without a column of years, all rows are of the year asked for.
    let asked = options.asked_year();
    found.years.extend(asked);
    let mut kept: Vec<&Row> = Vec::new();
    for row in &sheet.rows {
        let year = year_column.and_then(|column| match present(row.cell(column)) {
            Some(text) => cells::year(text).ok(),
            None => asked,
        });
        if year_column.is_none() || asked.is_none() || year == asked {
            found.years.extend(year);
            kept.push(row);
        }
    }
    match layout.form {
        Form::Wide => (found.codes, found.perhaps) = wide_codes(&sheet.heading, layout, codes),
        Form::Results => {
            found.codes = unknown(&sheet.heading, layout).filter(|heading| is_node(heading, codes)).collect();
        }
        Form::Long => {
            found.codes = layout
                .column(Known::Indicator)
                .map_or_else(BTreeSet::new, |column| kept.iter().filter_map(|row| present(row.cell(column))).collect());
        }
    }
    found.kind = if layout.form == Form::Results { Kind::Nodes } else { Kind::Indicators };
    found
}

/// The headings that mean nothing by themselves.
fn unknown<'row>(heading: &'row Row, layout: &Layout) -> impl Iterator<Item = &'row str> {
    let headings = heading.cells().zip(&layout.meanings);
    headings.filter(|(_, meaning)| meaning.is_none()).map(|(heading, _)| heading)
}

/// The headings of a wide table that are codes, and those that are codes in some instrument only.
pub(super) fn wide_codes<'row>(
    heading: &'row Row,
    layout: &Layout,
    codes: &[Codes<'_>],
) -> (BTreeSet<&'row str>, BTreeSet<&'row str>) {
    let perhaps =
        heading.cells().zip(&layout.meanings).filter(|(heading, meaning)| may_be_own(heading, **meaning, codes));
    let perhaps = perhaps.map(|(heading, _)| heading).collect();
    (unknown(heading, layout).filter(|heading| is_code(heading, codes)).collect(), perhaps)
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
        columns.push(Column { heading, role });
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
        let (length, expected) = (row.length(), self.columns.len());
        if length < expected || row.filled() > expected {
            let found = if length < expected { length } else { row.filled() };
            issues.add(Place::row(row.line), AssessmentError::RowLength { found, expected });
            return None;
        }
        let Some(column) = self.year_column else { return Some(self.year) };
        let text = row.cell(column).trim();
        if self.year.is_some() && present(text).is_none() {
            return Some(self.year);
        }
        match cells::year(text) {
            Ok(year) => (self.year.is_none_or(|asked| asked == year)).then_some(Some(year)),
            Err(error) => {
                let heading = self.columns.get(column).map_or_else(String::new, |column| column.heading.clone());
                issues.add(Place::row(row.line).column(heading), error);
                None
            }
        }
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
    fn new_subject(
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

    fn wide(&self, issues: &mut Collector<AssessmentError>) -> Vec<Assessment> {
        let mut subjects = Subjects::default();
        let mut room = Room::new(self.instrument.items().len());
        let mut assessments = Vec::new();
        for row in &self.sheet.rows {
            let Some(subject) = self.new_subject(row, &mut subjects, issues) else { continue };
            let mut answers = room.list();
            for (position, column) in self.columns.iter().enumerate() {
                let Role::Item(item) = column.role else { continue };
                match (cells::answer(row.cell(position), self.instrument, self.comma), answers.get_mut(item)) {
                    (Ok(answer), Some(slot)) => *slot = answer,
                    (Ok(_), None) => {}
                    (Err(error), _) => issues.add(self.place(row, column), error),
                }
            }
            let answers = room.keep(answers);
            assessments.push(Assessment::from_checked(self.instrument, subject, answers, Some(row.line)));
        }
        room.check(issues);
        assessments
    }

    fn results(&self, issues: &mut Collector<AssessmentError>) -> Vec<PublishedResult> {
        let decimals = self.instrument.publication().decimals;
        let mut subjects = Subjects::default();
        let mut room = Room::new(self.instrument.nodes().len());
        let mut results = Vec::new();
        for row in &self.sheet.rows {
            let Some(subject) = self.new_subject(row, &mut subjects, issues) else { continue };
            let nodes = room.list();
            let mut result = PublishedResult { subject, index: None, predicate: None, nodes, row: Some(row.line) };
            for (position, column) in self.columns.iter().enumerate() {
                let cell = row.cell(position);
                let read = match column.role {
                    Role::Known(Known::Predicate) => {
                        cells::predicate(cell, self.instrument).map(|predicate| result.predicate = predicate)
                    }
                    Role::Known(Known::Index) | Role::Node(_) => {
                        cells::printed(cell, self.instrument, self.comma).map(|value| {
                            // Trailing zeros are how a database prints numbers, not how precise they are.
                            let value = value.map(|value| cells::padded(value.trimmed_to(decimals), decimals));
                            match column.role {
                                Role::Node(node) => {
                                    if let Some(slot) = result.nodes.get_mut(node) {
                                        *slot = value;
                                    }
                                }
                                _ => result.index = value,
                            }
                        })
                    }
                    _ => Ok(()),
                };
                if let Err(error) = read {
                    issues.add(self.place(row, column), error);
                }
            }
            results.push(result);
        }
        room.check(issues);
        results
    }
}
