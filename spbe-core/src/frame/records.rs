//! A frame as the records that a file gives: for the forms whose rows belong together, and for the audit.

use arrow_array::RecordBatch;
use std::borrow::Borrow;

use super::Frame;
use super::cells::Cells;
use super::options::FrameOptions;
use crate::assessment::{AssessmentError, ReadFile, Row, read_rows};
use crate::instrument::Instrument;
use crate::issue::{Collector, Issues, Place};

/// Reads a frame as a file of the same columns and rows would be read: wide or long answers, or printed results.
///
/// No candidates stand for the built-in instruments. Labels of dates and times are their text.
///
/// # Errors
/// Every problem of the frame with its row and column, as [`assessment::read`](crate::assessment::read) gives them;
/// rows count from one.
pub fn read<I: Borrow<Instrument>>(
    frame: &Frame,
    candidates: &[I],
    options: &FrameOptions,
) -> Result<ReadFile, Issues<AssessmentError>> {
    let candidates: Vec<&Instrument> = candidates.iter().map(Borrow::borrow).collect();
    let mut issues = Collector::new(options.read_options().limit());
    let read = read_into(frame, &candidates, options, &mut issues);
    match (read, issues.into_issues()) {
        (_, Some(issues)) => Err(issues),
        (Some(read), None) => Ok(read),
        (None, None) => Err(Issues::one(AssessmentError::NoRows)),
    }
}

fn read_into(
    frame: &Frame,
    candidates: &[&Instrument],
    options: &FrameOptions,
    issues: &mut Collector<AssessmentError>,
) -> Option<ReadFile> {
    let names: Vec<&str> = frame.schema().fields().iter().map(|field| field.name().as_str()).collect();
    let mut rows = Vec::with_capacity(frame.rows());
    let mut first = 1;
    for batch in frame.batches() {
        add_rows(batch, &names, first, &mut rows, issues);
        first += u64::try_from(batch.num_rows()).unwrap_or(0);
        if !issues.is_empty() && rows.is_empty() {
            return None;
        }
    }
    if rows.is_empty() {
        issues.add(Place::whole(), AssessmentError::NoRows);
    }
    if !issues.is_empty() {
        return None;
    }
    let names = Row::new(0, names.into_iter().map(ToOwned::to_owned).collect());
    if candidates.is_empty() {
        let builtins: Vec<Instrument> =
            Instrument::builtin_ids().filter_map(|id| Instrument::builtin(id).ok()).collect();
        let builtins: Vec<&Instrument> = builtins.iter().collect();
        return read_rows(names, rows, &builtins, options.read_options(), issues);
    }
    read_rows(names, rows, candidates, options.read_options(), issues)
}

fn add_rows(
    batch: &RecordBatch,
    names: &[&str],
    first: u64,
    rows: &mut Vec<Row>,
    issues: &mut Collector<AssessmentError>,
) {
    let mut columns = Vec::with_capacity(names.len());
    for (name, column) in names.iter().zip(batch.columns()) {
        match Cells::of_labels(column) {
            Ok(cells) => columns.push(cells),
            // One problem a column, not one a batch.
            Err(error) if first == 1 => issues.add(Place::whole().column(*name), error),
            Err(_) => {}
        }
    }
    if columns.len() < names.len() {
        return;
    }
    for (row, number) in (0..batch.num_rows()).zip(first..) {
        let mut texts = Vec::with_capacity(columns.len());
        for (name, cells) in names.iter().zip(&columns) {
            match cells.text(row) {
                Ok(text) => texts.push(text.unwrap_or_default().into_owned()),
                Err(error) => issues.add(Place::row(number).column(*name), error),
            }
        }
        rows.push(Row::new(number, texts));
    }
}
