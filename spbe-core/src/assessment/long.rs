//! Tables of one row an answer.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, HashMap};

use super::cells::{self, LineBreaks, check_text};
use super::codes::Codes;
use super::error::AssessmentError;
use super::headings::Known;
use super::model::{Assessment, Subject};
use super::room::Room;
use super::row::Row;
use super::subjects;
use super::table::{Column, Role, Table};
use crate::exact::Ratio;
use crate::issue::{Collector, brief};

/// The answers of one subject, collected row by row.
struct Gathered {
    subject: Subject,
    row: u64,
    /// By item: the answer, also a missing one, and its row.
    answers: BTreeMap<usize, (Option<Ratio>, u64)>,
}

/// Reads the rows; subjects stand in the order in which they first appear.
pub(super) fn read(table: &Table<'_>, codes: &Codes<'_>, issues: &mut Collector<AssessmentError>) -> Vec<Assessment> {
    let column =
        |wanted: Known| table.columns.iter().enumerate().find(|(_, column)| column.role == Role::Known(wanted));
    // A table is long only with both columns.
    let (Some(indicator), Some(level)) = (column(Known::Indicator), column(Known::Level)) else { return Vec::new() };
    let mut positions = HashMap::new();
    let mut gathered: Vec<Gathered> = Vec::new();
    for row in &table.sheet.rows {
        let Some(year) = table.year_if_kept(row, issues) else { continue };
        let subject = table.subject(row, year, issues);
        let item = item(table, codes, row, indicator, issues);
        let answer = cells::answer(row.cell(level.0), table.instrument, table.comma);
        let answer = answer.map_err(|error| issues.add(table.place(row, level.1), error));
        let Some(subject) = subject else { continue };
        let position = *positions.entry(subjects::key(&subject)).or_insert(gathered.len());
        if position == gathered.len() {
            gathered.push(Gathered { subject, row: row.line, answers: BTreeMap::new() });
        } else if let Some(known) = gathered.get_mut(position) {
            // A label that differs between the rows of one subject belongs to the answers, not to the subject.
            known.subject.labels.retain(|name, text| subject.labels.get(name) == Some(text));
        }
        let (Some(item), Ok(answer), Some(known)) = (item, answer, gathered.get_mut(position)) else { continue };
        match known.answers.entry(item) {
            Entry::Vacant(slot) => {
                slot.insert((answer, row.line));
            }
            Entry::Occupied(first) => {
                let (code, first_row) = (brief(row.cell(indicator.0).trim()), Some(first.get().1));
                issues.add(table.place(row, indicator.1), AssessmentError::AnswerDuplicate { code, first_row });
            }
        }
    }
    let mut room = Room::new(table.instrument.items().len());
    let mut assessment = |known: Gathered| {
        let mut answers = room.list();
        for (item, (answer, _)) in known.answers {
            if let Some(slot) = answers.get_mut(item) {
                *slot = answer;
            }
        }
        Assessment::from_checked(table.instrument, known.subject, room.keep(answers), Some(known.row))
    };
    let assessments = gathered.into_iter().map(&mut assessment).collect();
    room.check(issues);
    assessments
}

/// The item that a row is about.
fn item(
    table: &Table<'_>,
    codes: &Codes<'_>,
    row: &Row,
    (position, column): (usize, &Column),
    issues: &mut Collector<AssessmentError>,
) -> Option<usize> {
    let text = row.cell(position).trim();
    let checked = check_text(text, LineBreaks::Refused).and_then(|()| codes.expect_item(text));
    checked.map_err(|error| issues.add(table.place(row, column), error)).ok()
}
