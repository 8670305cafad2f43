//! From bytes to checked records: what kind of file it is, and the way each kind goes.

use std::borrow::Borrow;

use super::error::AssessmentError;
use super::json;
use super::records::{ReadFile, ReadOptions};
use super::{document, form, official_api, workbook};
use crate::instrument::Instrument;
use crate::issue::{Collector, Issues, Place};

/// Reads a file of assessments or of published results.
///
/// The file is UTF-8, with or without a byte order mark. What begins with `{` or `[` is JSON (our document, the answer
/// of the official API, or the cells of a workbook), everything else a table whose cells are separated by `;`, `,` or
/// tabs. The heading need not be the first row.
///
/// With one candidate the file is read as one of that instrument. With several, the file decides: by the
/// `instrument` of our document, else by the one candidate whose codes fit, and where several fit, by the years.
/// Candidates are instruments or references to them; none stand for the built-in instruments, in the order of
/// [`Instrument::builtin_ids`].
///
/// A table without a column of institutions is read if it has one subject: one row of answers by indicator, or
/// answers row by row. The institution is then an empty text.
///
/// # Errors
/// Every problem of the file with its row and column or its path, up to [`ReadOptions::issue_limit`].
pub fn read<I: Borrow<Instrument>>(
    bytes: &[u8],
    candidates: &[I],
    options: &ReadOptions,
) -> Result<ReadFile, Issues<AssessmentError>> {
    let builtins: Vec<Instrument>;
    let candidates: Vec<&Instrument> = if candidates.is_empty() {
        builtins = Instrument::builtin_ids().filter_map(|id| Instrument::builtin(id).ok()).collect();
        builtins.iter().collect()
    } else {
        candidates.iter().map(Borrow::borrow).collect()
    };
    read_against(bytes, &candidates, options)
}

fn read_against(
    bytes: &[u8],
    candidates: &[&Instrument],
    options: &ReadOptions,
) -> Result<ReadFile, Issues<AssessmentError>> {
    let text = decode(bytes).map_err(Issues::one)?;
    if text.trim().is_empty() {
        return Err(Issues::one(AssessmentError::Empty));
    }
    let mut issues = Collector::new(options.limit());
    let read = if text.trim_start().starts_with(['{', '[']) {
        json(text, candidates, options, &mut issues)
    } else {
        form::read(text, candidates, options, &mut issues)
    };
    match (read, issues.into_issues()) {
        (_, Some(issues)) => Err(issues),
        (Some(read), None) => Ok(read),
        // Each reader names a problem before it gives up.
        (None, None) => Err(Issues::one(AssessmentError::NoRows)),
    }
}

/// UTF-8 without its byte order mark.
pub(super) fn decode(bytes: &[u8]) -> Result<&str, AssessmentError> {
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        // UTF-16: its mark is the first byte that is not UTF-8.
        return Err(AssessmentError::Encoding { offset: 1 });
    }
    let text = str::from_utf8(bytes).map_err(|error| AssessmentError::Encoding { offset: error.valid_up_to() + 1 })?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

fn json(
    text: &str,
    candidates: &[&Instrument],
    options: &ReadOptions,
    issues: &mut Collector<AssessmentError>,
) -> Option<ReadFile> {
    let value = match json::parse(text) {
        Ok(value) => value,
        Err(error) => {
            issues.add(Place::whole(), error);
            return None;
        }
    };
    if value.get().starts_with('[') {
        return official_api::read(value, "", candidates, options, issues);
    }
    let object = json::object(value, "", issues)?;
    if object.has("sheets") {
        workbook::read(object, candidates, options, issues)
    } else if object.has("schema") || object.has("assessments") {
        document::read(object, candidates, options, issues)
    } else if object.has("levels") || object.has("values") {
        document::read_single(object, candidates, options, issues)
    } else if object.has("nilai") {
        official_api::read(value, "", candidates, options, issues)
    } else if let Some(data) = object.get("data") {
        // What stands beside the data (a status, a page number) is no result.
        official_api::read(data, "data", candidates, options, issues)
    } else {
        let own = official_api::is_own_score(&object);
        let error = if own { AssessmentError::OwnScores } else { AssessmentError::DocumentUnknown };
        issues.add(Place::whole(), error);
        None
    }
}
