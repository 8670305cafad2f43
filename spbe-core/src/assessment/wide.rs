//! Tables of one row an institution: answers by indicator, or printed values by domain and aspect.

use super::cells;
use super::error::AssessmentError;
use super::headings::Known;
use super::model::{Assessment, PublishedResult};
use super::room::Room;
use super::subjects::Subjects;
use super::table::{Role, Table};
use crate::issue::Collector;

/// The answers of each institution, a column an indicator.
pub(super) fn assessments(table: &Table<'_>, issues: &mut Collector<AssessmentError>) -> Vec<Assessment> {
    let mut subjects = Subjects::default();
    let mut room = Room::new(table.instrument.items().len());
    let mut assessments = Vec::new();
    for row in &table.sheet.rows {
        let Some(subject) = table.new_subject(row, &mut subjects, issues) else { continue };
        let mut answers = room.list();
        for (position, column) in table.columns.iter().enumerate() {
            let Role::Item(item) = column.role else { continue };
            match (cells::answer(row.cell(position), table.instrument, table.comma), answers.get_mut(item)) {
                (Ok(answer), Some(slot)) => *slot = answer,
                (Ok(_), None) => {}
                (Err(error), _) => issues.add(table.place(row, column), error),
            }
        }
        let answers = room.keep(answers);
        assessments.push(Assessment::from_checked(table.instrument, subject, answers, Some(row.line)));
    }
    room.check(issues);
    assessments
}

/// The printed values of each institution, a column a domain or aspect.
pub(super) fn results(table: &Table<'_>, issues: &mut Collector<AssessmentError>) -> Vec<PublishedResult> {
    let decimals = table.instrument.publication().decimals;
    let mut subjects = Subjects::default();
    let mut room = Room::new(table.instrument.nodes().len());
    let mut results = Vec::new();
    for row in &table.sheet.rows {
        let Some(subject) = table.new_subject(row, &mut subjects, issues) else { continue };
        let nodes = room.list();
        let mut result = PublishedResult { subject, index: None, predicate: None, nodes, row: Some(row.line) };
        for (position, column) in table.columns.iter().enumerate() {
            let cell = row.cell(position);
            if let (Some(heading), Some(year)) = (column.year, result.subject.year)
                && heading != year
                && cells::present(cell).is_some()
            {
                issues.add(table.place(row, column), AssessmentError::YearContradicts { heading, year });
            }
            let read = match column.role {
                Role::Known(Known::Predicate) => {
                    cells::predicate(cell, table.instrument).map(|predicate| result.predicate = predicate)
                }
                Role::Known(Known::Index) | Role::Node(_) => {
                    cells::printed(cell, table.instrument, table.comma).map(|value| {
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
                issues.add(table.place(row, column), error);
            }
        }
        results.push(result);
    }
    room.check(issues);
    results
}
