//! Columns that nothing reads although their cells look like results, answers or years.
//!
//! A column under an unknown heading is a label. Where the table lacks what the column seems to hold, that would be a
//! number lost without a word, and the audit or the predicate wrong: then it is a problem, with the way out. Where
//! the table has an index, a year or all answers, a further column of numbers is a label like any other.

use super::cells::{self, present};
use super::headings::{Known, key, label_name};
use super::layout::Form;
use super::phrases;
use super::sheet::Sheet;
use super::table::{Column, Role, Table};
use super::{AssessmentError, model};
use crate::exact::{Decimal, Ratio};
use crate::instrument::Instrument;
use crate::issue::Collector;

/// Takes `Kategori` as the predicate where no other column is and a cell holds one.
pub(super) fn settle_predicate(columns: &mut [Column], sheet: &Sheet, instrument: &Instrument) {
    if sheet.layout.form != Form::Results || has(columns, Known::Predicate) {
        return;
    }
    let found = columns.iter_mut().enumerate().find(|(position, column)| {
        matches!(column.role, Role::Label(_))
            && phrases::may_be_predicate(&column.heading)
            && sheet.rows.iter().any(|row| is_predicate(row.cell(*position), instrument))
    });
    if let Some((_, column)) = found {
        column.role = Role::Known(Known::Predicate);
    }
}

/// Adds a problem for each label that seems to hold what the table lacks.
pub(super) fn check(table: &Table<'_>, issues: &mut Collector<AssessmentError>) {
    let instrument = table.instrument;
    let form = table.sheet.layout.form;
    let known_year = table.year.or(table.heading_year);
    let lacks_year = table.year_column.is_none();
    let lacks_index = form == Form::Results && !has(&table.columns, Known::Index);
    let lacks_predicate = form == Form::Results && !has(&table.columns, Known::Predicate);
    let missing =
        instrument.items().iter().enumerate().find(|(item, _)| {
            form == Form::Wide && table.columns.iter().all(|column| column.role != Role::Item(*item))
        });
    for (position, column) in table.columns.iter().enumerate() {
        let meaning = table.sheet.layout.meanings.get(position).copied().flatten();
        if !matches!(column.role, Role::Label(_)) || meaning.is_some() || label_name(&key(&column.heading)).is_some() {
            continue;
        }
        let cells = || table.sheet.rows.iter().filter_map(|row| present(row.cell(position)));
        if cells().next().is_none() {
            continue;
        }
        // Row numbers stand in the first column, often without a heading.
        let unnamed = table.sheet.heading.cell(position).trim().is_empty();
        let counts = phrases::counts(&column.heading) || (position == 0 && unnamed);
        let error = if lacks_year && cells().all(is_year) && cells().any(|text| cells::year(text).ok() != known_year) {
            AssessmentError::YearsUnread
        } else if lacks_predicate && cells().all(|text| is_predicate(text, instrument)) {
            AssessmentError::PredicatesUnread
        } else if lacks_index && !counts && cells().all(|text| value(text, table).is_some()) && {
            // Whole numbers count or group, decimals measure.
            let whole = |text| value(text, table).is_none_or(Ratio::is_whole);
            phrases::words(&column.heading).iter().any(|word| VALUES.contains(&word.as_str())) || !cells().all(whole)
        } {
            AssessmentError::ValuesUnread { example: example(instrument) }
        } else if let Some((_, item)) = missing
            && !counts
            && cells()
                .all(|text| value(text, table).is_some_and(|value| model::check_answer(instrument, value).is_ok()))
        {
            AssessmentError::AnswersUnread { example: item.code().to_owned() }
        } else {
            continue;
        };
        issues.add(table.sheet.heading.place().column(column.heading.clone()), error);
    }
}

/// What the heading of a value says.
const VALUES: [&str; 8] = ["capaian", "hasil", "indeks", "index", "nilai", "score", "skor", "spbe"];

fn has(columns: &[Column], known: Known) -> bool {
    columns.iter().any(|column| column.role == Role::Known(known))
}

/// Whether a number is a year of our time; other numbers of four digits count things.
fn is_year(text: &str) -> bool {
    matches!(cells::year(text), Ok(2000..=2099))
}

fn is_predicate(cell: &str, instrument: &Instrument) -> bool {
    matches!(cells::predicate(cell, instrument), Ok(Some(_)))
}

/// A number on the scale of the instrument.
fn value(text: &str, table: &Table<'_>) -> Option<Ratio> {
    let value = Ratio::from(Decimal::parse(text, table.comma).ok()?);
    let instrument = table.instrument;
    let highest = instrument.value_of(instrument.highest_answer()).max(instrument.highest_answer());
    let lowest = instrument.lowest_answer().min(Ratio::ZERO);
    (value >= lowest && value <= highest).then_some(value)
}

/// A node as a heading names it: `domain_1`.
fn example(instrument: &Instrument) -> String {
    instrument.nodes().first().map_or_else(|| "1".to_owned(), |node| format!("{}_{}", node.tier(), node.code()))
}
