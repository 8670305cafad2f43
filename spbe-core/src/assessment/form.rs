//! Which form a table has, whose instrument it is, and the way each form goes.

use std::collections::BTreeSet;

use super::cells::{self, present};
use super::codes::{Codes, Found, Kind, choose};
use super::error::AssessmentError;
use super::headings::Known;
use super::layout::{Form, Layout, is_code, is_node, may_be_own};
use super::records::{ReadFile, ReadOptions, Records};
use super::row::Row;
use super::sheet::Sheet;
use super::table::{Role, Table, columns};
use super::{long, phrases, unread, wide};
use crate::exact::DecimalComma;
use crate::instrument::Instrument;
use crate::issue::{Collector, Place};

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
    let mut columns = columns(&sheet.heading, &sheet.layout, codes, issues);
    unread::settle_predicate(&mut columns, sheet, instrument);
    let table = Table {
        sheet,
        instrument,
        comma: comma(options, sheet.comma_separates),
        year_column: columns.iter().position(|column| column.role == Role::Known(Known::Year)),
        heading_year: columns.iter().find_map(|column| column.year),
        columns,
        year: options.asked_year(),
    };
    unread::check(&table, issues);
    let records = match sheet.layout.form {
        Form::Wide => Records::Assessments(wide::assessments(&table, issues)),
        Form::Results => Records::Results(wide::results(&table, issues)),
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
    found.years.extend(asked.or_else(|| heading_year(sheet)));
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

/// The year that the heading of a result names, where no column holds the years.
fn heading_year(sheet: &Sheet) -> Option<u16> {
    let layout = &sheet.layout;
    let named = sheet.heading.cells().zip(&layout.meanings).filter(|(_, meaning)| meaning.is_some());
    let mut years = named.filter_map(|(heading, _)| phrases::year_of_result(heading));
    years.next().filter(|_| layout.form == Form::Results && layout.column(Known::Year).is_none())
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
