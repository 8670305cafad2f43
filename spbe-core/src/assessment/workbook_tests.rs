#![allow(clippy::unwrap_used, reason = "tests stop at the first surprise")]

use super::table_tests::{assessments, levels, problems, read_any, read_as};

/// A workbook of sheets with their rows, the first of them row 1.
fn workbook(sheets: &[(&str, &[&str])]) -> String {
    let sheets: Vec<String> = sheets
        .iter()
        .map(|(name, rows)| {
            let rows: Vec<String> = rows.iter().map(|cells| format!("{{\"cells\": [{cells}]}}")).collect();
            format!("{{\"name\": \"{name}\", \"rows\": [{}]}}", rows.join(","))
        })
        .collect();
    format!("{{\"schema\": \"spbe-cells/1\", \"sheets\": [{}]}}", sheets.join(","))
}

#[test]
fn a_sheet_is_read_as_a_text_file_would_be() {
    let text = workbook(&[
        ("Catatan", &[r#""catatan apa saja""#]),
        ("Rekap", &[r#""Rekapitulasi""#, "", r#""Instansi", "Tahun", 1, "2""#, r#""Kota A", 2024, 3"#]),
    ]);
    let read = assessments(read_as("spbe-2020", &text));
    let first = read.first().unwrap();
    assert_eq!(
        (first.subject().institution.as_str(), first.subject().year, first.row()),
        ("Kota A", Some(2024), Some(4))
    );
    assert_eq!(levels(first).get(..3).unwrap(), ["3", "-", "-"]);
}

#[test]
fn a_comma_in_a_cell_is_a_decimal_one() {
    let text = workbook(&[("Nilai", &[r#""Instansi", "1", "2""#, r#""Kota A", "1,260", 2.5"#])]);
    let read = assessments(read_as("pemdi-2026", &text));
    assert_eq!(levels(read.first().unwrap()).get(..2).unwrap(), ["1.26", "2.5"]);
}

#[test]
fn problems_name_sheet_row_and_column() {
    let text = workbook(&[(
        "Rekap",
        &["", r#""Instansi", "Tahun", "1", "99""#, r#""Kota A", 24, 7, 1"#, r#""B", 2024, "x""#],
    )]);
    assert_eq!(
        problems(read_as("spbe-2020", &text)),
        [
            "sheet `Rekap`, row 2, column `99`: the instrument `spbe-2020` has no indicator `99`",
            "sheet `Rekap`, row 3, column `Tahun`: expected a year such as 2024, found `24`",
            "sheet `Rekap`, row 4, column `1`: expected a plain decimal number, found `x`",
        ]
    );
}

#[test]
fn a_formula_without_a_result_is_a_problem_where_it_would_be_read() {
    let formula = r#"{"formula": "B1+1"}"#;
    let text = workbook(&[
        ("Lain", &[formula]),
        ("Rekap", &[formula, r#""Instansi", "Tahun", "1""#, &format!(r#""Kota A", 2024, {formula}, {formula}"#)]),
    ]);
    assert_eq!(
        problems(read_as("spbe-2020", &text)),
        ["sheet `Rekap`, row 3, column `1`: the formula `=B1+1` has no stored result; open the file in a spreadsheet \
          program and save it"]
    );
}

#[test]
fn several_tables_are_not_chosen_from() {
    let rows: &[&str] = &[r#""Instansi", "1", "47""#, r#""Kota A", 3, 3"#];
    let text = workbook(&[("2022", rows), ("2023", rows), ("Catatan", &[])]);
    assert_eq!(
        problems(read_as("spbe-2020", &text)),
        ["several sheets hold a table: `2022` and `2023`; name the one to be read with `--sheet`"]
    );
}

#[test]
fn a_workbook_without_a_table_says_what_is_missing() {
    assert!(problems(read_any(&workbook(&[("A", &[r#""x""#])]))).concat().starts_with("no heading row found"));
    for empty in [workbook(&[]), workbook(&[("A", &[]), ("B", &["", "null"])])] {
        assert_eq!(problems(read_any(&empty)), ["there is nothing in it"]);
    }
    let heading = workbook(&[("A", &[r#""Instansi", "1", "2""#]), ("B", &[r#""x""#])]);
    assert_eq!(problems(read_any(&heading)), ["sheet `A`, row 1: there are no rows below the heading"]);
}

#[test]
fn what_is_no_workbook_is_said_with_its_path() {
    let text = r#"{"schema": "spbe-cells/2", "colour": 1, "sheets": [1, {"rows": [
        {"row": 0, "cells": [true, {"formula": 1}, {}, []], "x": 1}, 3]}, {"name": 3}]}"#;
    assert_eq!(
        problems(read_any(text)),
        [
            "schema: expected the schema `spbe-cells/1`, found `spbe-cells/2`",
            "colour: the field `colour` is unknown",
            "sheets[1]: expected an object, found a number",
            "sheets[2].rows[1].row: expected a whole number, found a number",
            "sheets[2].rows[1].x: the field `x` is unknown",
            "sheets[2].rows[1].cells[1]: expected a text, a number or `null`, found `true` or `false`",
            "sheets[2].rows[1].cells[2]: expected a text, found a number",
            "sheets[2].rows[1].cells[3]: expected a text, a number or `null`, found an object",
            "sheets[2].rows[1].cells[4]: expected a text, a number or `null`, found a list",
            "sheets[2].rows[2]: expected an object, found a number",
            "sheets[3].name: expected a text, found a number",
            "sheets[3]: the field `rows` is missing",
        ]
    );
}
