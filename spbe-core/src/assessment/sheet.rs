//! A text file as rows: the delimiter, the heading row, the rows below it.

use csv::{ReaderBuilder, StringRecord};

use super::codes::Codes;
use super::error::AssessmentError;
use super::headings::{Form, form};
use crate::instrument::Instrument;
use crate::issue::{Issue, Place};

/// The most columns; the largest instrument needs fewer than 100.
const COLUMN_LIMIT: usize = 5_000;
/// How many rows are searched for the heading.
const HEADING_SEARCH: usize = 50;
/// What may separate cells, in the order in which a tie is decided.
const DELIMITERS: [u8; 3] = [b';', b',', b'\t'];

/// What keeps a file from being read as a table.
type Problem = Box<Issue<AssessmentError>>;

fn problem(place: Place, error: AssessmentError) -> Problem {
    Box::new(Issue { place, error })
}

/// One row and the line it begins on.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) line: u64,
    cells: StringRecord,
}

impl Row {
    /// The cell at a position, empty past the end.
    pub(super) fn cell(&self, position: usize) -> &str {
        self.cells.get(position).unwrap_or_default()
    }

    pub(super) fn cells(&self) -> impl Iterator<Item = &str> {
        self.cells.iter().take(self.filled())
    }

    /// How many cells there are, empty ones included.
    pub(super) fn length(&self) -> usize {
        self.cells.len()
    }

    /// How many cells there are up to the last that is not empty.
    pub(super) fn filled(&self) -> usize {
        (0..self.cells.len()).rev().find(|position| !self.cell(*position).trim().is_empty()).map_or(0, |last| last + 1)
    }
}

/// A table: its heading row and all rows below it that are not blank.
#[derive(Debug)]
pub(super) struct Sheet {
    pub(super) delimiter: u8,
    pub(super) form: Form,
    pub(super) heading: Row,
    pub(super) rows: Vec<Row>,
}

impl Sheet {
    /// Finds delimiter and heading row, and reads the rows.
    ///
    /// A delimiter is right if a heading row appears under it, and best if that row has the most cells: title rows
    /// above the heading hold any punctuation.
    pub(super) fn open(text: &str, candidates: &[Instrument], codes: &[Codes<'_>]) -> Result<Self, Problem> {
        let mut best: Option<(u8, Form, Row, Rows<'_>)> = None;
        let mut too_wide = None;
        for delimiter in DELIMITERS {
            let mut rows = Rows::new(text, delimiter);
            for row in rows.by_ref().take(HEADING_SEARCH) {
                let row = row?;
                let found = row.filled();
                if found > COLUMN_LIMIT {
                    let error = AssessmentError::TooManyColumns { found, limit: COLUMN_LIMIT };
                    too_wide.get_or_insert_with(|| problem(Place::row(row.line), error));
                    continue;
                }
                if let Some(form) = form(row.cells(), codes) {
                    if best.as_ref().is_none_or(|(_, _, heading, _)| heading.filled() < found) {
                        best = Some((delimiter, form, row, rows));
                    }
                    break;
                }
            }
        }
        let Some((delimiter, form, heading, rows)) = best else {
            let not_found = || AssessmentError::HeadingNotFound { example: example(candidates) };
            return Err(too_wide.unwrap_or_else(|| problem(Place::whole(), not_found())));
        };
        check_quotes(text, delimiter)?;
        let rows = rows.collect::<Result<Vec<_>, _>>()?;
        if rows.is_empty() {
            return Err(problem(Place::row(heading.line), AssessmentError::NoRows));
        }
        Ok(Self { delimiter, form, heading, rows })
    }
}

/// Some codes of the first candidate.
fn example(candidates: &[Instrument]) -> String {
    let items = candidates.first().map(Instrument::items).unwrap_or_default();
    let ends = [items.first(), items.last()];
    ends.into_iter().flatten().map(|item| format!("`{}`", item.code())).collect::<Vec<_>>().join(" or ")
}

/// The rows of a text that are not blank, with the lines they begin on.
struct Rows<'text> {
    reader: csv::Reader<&'text [u8]>,
    text: &'text [u8],
    /// Up to where line breaks were counted, and how many there were.
    counted: usize,
    breaks: u64,
}

impl<'text> Rows<'text> {
    fn new(text: &'text str, delimiter: u8) -> Self {
        let text = text.as_bytes();
        let reader = ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(text);
        Self { reader, text, counted: 0, breaks: 0 }
    }

    /// The line of the row that begins at or after `start`: the parser's own count stands before the blank lines it
    /// has skipped.
    fn line_at(&mut self, start: u64) -> u64 {
        let mut start = usize::try_from(start).unwrap_or(usize::MAX);
        while matches!(self.text.get(start), Some(b'\r' | b'\n')) {
            start += 1;
        }
        let passed = self.text.get(self.counted..start).unwrap_or_default();
        let newlines = passed.iter().filter(|byte| **byte == b'\n').count();
        let returns = passed.iter().filter(|byte| **byte == b'\r').count();
        let both = passed.windows(2).filter(|pair| *pair == b"\r\n").count();
        self.counted = start.max(self.counted);
        self.breaks += u64::try_from(newlines + returns - both).unwrap_or(u64::MAX);
        self.breaks + 1
    }
}

impl Iterator for Rows<'_> {
    type Item = Result<Row, Problem>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let mut cells = StringRecord::new();
            match self.reader.read_record(&mut cells) {
                Ok(false) => return None,
                Ok(true) if cells.iter().all(|cell| cell.trim().is_empty()) => {}
                Ok(true) => {
                    let start = cells.position().map_or(0, csv::Position::byte);
                    return Some(Ok(Row { line: self.line_at(start), cells }));
                }
                Err(error) => {
                    let line = error.position().map(csv::Position::line);
                    let error = AssessmentError::Syntax { format: "CSV", reason: error.to_string() };
                    return Some(Err(problem(Place::whole().at_row(line), error)));
                }
            }
        }
    }
}

/// Refuses a quoted cell that does not end as one. The parser would take the rows up to the next quotation mark into
/// one cell, and they would be lost without a word.
fn check_quotes(text: &str, delimiter: u8) -> Result<(), Problem> {
    let mut bytes = text.bytes().enumerate().peekable();
    let mut cell_begins = true;
    while let Some((start, byte)) = bytes.next() {
        if byte != b'"' || !cell_begins {
            cell_begins = byte == delimiter || matches!(byte, b'\n' | b'\r');
            continue;
        }
        let reason = loop {
            match bytes.next() {
                None => break Some("a quotation mark is opened and never closed"),
                Some((_, b'"')) => match bytes.peek() {
                    Some((_, b'"')) => {
                        bytes.next();
                    }
                    Some((_, next)) if *next != delimiter && !matches!(next, b'\n' | b'\r') => {
                        break Some("a quoted cell goes on after its closing quotation mark");
                    }
                    _ => break None,
                },
                Some(_) => {}
            }
        };
        if let Some(reason) = reason {
            let before = text.get(..start).unwrap_or_default();
            let line = u64::try_from(before.matches('\n').count()).unwrap_or(u64::MAX).saturating_add(1);
            let error = AssessmentError::Syntax { format: "CSV", reason: reason.to_owned() };
            return Err(problem(Place::row(line), error));
        }
        cell_begins = false;
    }
    Ok(())
}
