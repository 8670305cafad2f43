//! The cells of a workbook, as a program that opens such files hands them over.
//!
//! ```json
//! {"schema": "spbe-cells/1",
//!  "sheets": [{"name": "Rekap", "rows": [{"row": 4, "cells": ["Instansi", "Tahun", "1", "2"]},
//!                                        {"row": 5, "cells": ["Kota Contoh", 2024, 3, null]}]}]}
//! ```
//!
//! One sheet is read, as a text file of the same rows would be: the one that has a heading row. A workbook of several
//! such sheets is an issue, because to leave any of them out would be a guess.

use serde_json::value::RawValue;

use super::codes::Codes;
use super::error::AssessmentError;
use super::form;
use super::json::{self, Object};
use super::records::{ReadFile, ReadOptions};
use super::row::Row;
use super::sheet::{Problem, Sheet, problem};
use crate::instrument::Instrument;
use crate::issue::{Collector, Place, brief};

/// The `schema` of such a document.
const SCHEMA: &str = "spbe-cells/1";

type Problems = Collector<AssessmentError>;

/// A sheet as it is handed over.
struct Cells {
    name: String,
    rows: Vec<Row>,
    formulas: Vec<Formula>,
}

/// A formula without a result.
struct Formula {
    row: u64,
    /// Its position in the row.
    position: usize,
    error: AssessmentError,
}

/// A sheet that holds a table.
struct Chosen {
    name: String,
    sheet: Sheet,
    formulas: Vec<Formula>,
}

/// Reads the one sheet of a workbook that holds a table.
pub(super) fn read(
    mut document: Object<'_>,
    candidates: &[&Instrument],
    options: &ReadOptions,
    issues: &mut Problems,
) -> Option<ReadFile> {
    match document.take("schema").map(json::text) {
        Some(Ok(Some(schema))) if schema == SCHEMA => {}
        None => issues.add(Place::whole(), AssessmentError::field_missing("schema")),
        Some(found) => {
            let found = brief(&found.ok().flatten().unwrap_or_default());
            issues.add(Place::path("schema"), AssessmentError::Schema { expected: SCHEMA, found });
        }
    }
    let sheets = document.take("sheets").and_then(|sheets| json::list(sheets, "sheets", issues)).unwrap_or_default();
    document.refuse_rest(issues);
    let sheets: Vec<Cells> = (1_u64..)
        .zip(sheets)
        .filter_map(|(number, value)| cells(value, &format!("sheets[{number}]"), issues))
        .collect();
    if !issues.is_empty() {
        return None;
    }
    if sheets.iter().all(|sheet| sheet.formulas.is_empty() && sheet.rows.iter().all(|row| row.filled() == 0)) {
        issues.add(Place::whole(), AssessmentError::Empty);
        return None;
    }
    let codes: Vec<Codes<'_>> = candidates.iter().map(|candidate| Codes::new(candidate)).collect();
    let Chosen { name, sheet, formulas } = match chosen(sheets, candidates, &codes) {
        Ok(chosen) => chosen,
        Err(problem) => {
            issues.add(problem.place, problem.error);
            return None;
        }
    };
    let mut found = Collector::new(options.limit());
    let width = sheet.heading.filled();
    for Formula { row, position, error } in formulas {
        if row >= sheet.heading.line && position < width {
            found.add(Place::row(row).column(brief(sheet.heading.cell(position).trim())), error);
        }
    }
    let read = if found.is_empty() {
        form::read_sheet(&sheet, candidates, &codes, options, &mut found)
    } else {
        // The cells are blank without their results: what else they lack is not the user's to mend.
        None
    };
    if let Some(found) = found.into_issues() {
        issues.absorb(found, |place, error| (place.on_sheet(name.clone()), error));
    }
    read
}

/// The sheet that holds a table; one with a column of institutions before one without.
fn chosen(sheets: Vec<Cells>, candidates: &[&Instrument], codes: &[Codes<'_>]) -> Result<Chosen, Problem> {
    let mut found: Vec<Chosen> = Vec::new();
    let mut refused: Option<Problem> = None;
    for Cells { name, rows, formulas } in sheets {
        match Sheet::of_rows(rows, candidates, codes) {
            Ok(sheet) => found.push(Chosen { name, sheet, formulas }),
            // A sheet without a heading may hold anything; what is wrong with one that has a heading is said.
            Err(mut found) => {
                let heading = !matches!(found.error, AssessmentError::HeadingNotFound { .. });
                if heading {
                    found.place = found.place.on_sheet(name);
                }
                if heading || refused.is_none() {
                    refused = Some(found);
                }
            }
        }
    }
    if found.iter().any(|chosen| chosen.sheet.layout.is_named()) {
        found.retain(|chosen| chosen.sheet.layout.is_named());
    }
    match (found.pop(), refused) {
        (Some(one), _) if found.is_empty() => Ok(one),
        (Some(last), _) => {
            let names = found.into_iter().chain([last]).map(|chosen| chosen.name).collect();
            Err(problem(Place::whole(), AssessmentError::SheetsSeveral { sheets: names }))
        }
        (None, Some(found)) => Err(found),
        (None, None) => Err(problem(Place::whole(), AssessmentError::Empty)),
    }
}

/// A sheet with its name and rows.
fn cells(value: &RawValue, path: &str, issues: &mut Problems) -> Option<Cells> {
    let mut object = json::object(value, path, issues)?;
    let name = object.take("name").map_or(Ok(None), json::text);
    let name = name.map_err(|error| issues.add(object.place("name"), error)).ok().flatten().unwrap_or_default();
    let Some(list) = object.take("rows") else {
        issues.add(json::place(path), AssessmentError::field_missing("rows"));
        return None;
    };
    let list = json::list(list, &json::join(path, "rows"), issues)?;
    object.refuse_rest(issues);
    let mut sheet = Cells { name, rows: Vec::with_capacity(list.len()), formulas: Vec::new() };
    for (number, value) in (1_u64..).zip(list) {
        let path = format!("{path}.rows[{number}]");
        let Some(mut object) = json::object(value, &path, issues) else { continue };
        let row = object.take("row").map_or(Ok(number), |value| row_number(value).ok_or(value));
        let row = row.unwrap_or_else(|value| {
            issues.add(object.place("row"), json::not_a_row_number(value));
            number
        });
        let list = object.take("cells").and_then(|value| json::list(value, &json::join(&path, "cells"), issues));
        object.refuse_rest(issues);
        let mut texts = Vec::new();
        for (position, value) in list.unwrap_or_default().into_iter().enumerate() {
            texts.push(match json::cell(value) {
                Ok(text) => text.unwrap_or_default(),
                Err(error @ AssessmentError::FormulaWithoutValue { .. }) => {
                    sheet.formulas.push(Formula { row, position, error });
                    String::new()
                }
                Err(error) => {
                    issues.add(Place::path(format!("{path}.cells[{}]", position + 1)), error);
                    String::new()
                }
            });
        }
        sheet.rows.push(Row::new(row, texts));
    }
    Some(sheet)
}

fn row_number(value: &RawValue) -> Option<u64> {
    value.get().parse().ok().filter(|row| *row > 0)
}
