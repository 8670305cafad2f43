//! A text file, or a sheet of a workbook, as rows: the delimiter, the heading row, the rows below it.

use csv::{ReaderBuilder, StringRecord};

use super::codes::Codes;
use super::error::AssessmentError;
use super::layout::Layout;
use super::row::Row;
use crate::instrument::Instrument;
use crate::issue::{Issue, Place};

/// The most columns; the largest instrument needs fewer than 100.
const COLUMN_LIMIT: usize = 5_000;
/// How many rows are searched for the heading.
const HEADING_SEARCH: usize = 50;
/// What may separate cells, in the order in which a tie is decided.
pub(super) const DELIMITERS: [u8; 3] = [b';', b',', b'\t'];

/// What keeps a file from being read as a table.
pub(super) type Problem = Box<Issue<AssessmentError>>;

pub(super) fn problem(place: Place, error: AssessmentError) -> Problem {
    Box::new(Issue { place, error })
}

/// A table: its heading row and all rows below it that are not blank.
#[derive(Debug)]
pub(super) struct Sheet {
    /// Whether a comma separates the cells, so that one inside a cell may be anything.
    pub(super) comma_separates: bool,
    pub(super) layout: Layout,
    pub(super) heading: Row,
    pub(super) rows: Vec<Row>,
}

impl Sheet {
    /// Finds delimiter and heading row, and reads the rows.
    ///
    /// A delimiter is right if a heading row appears under it, and best if that row has the most cells: title rows
    /// above the heading hold any punctuation. A heading without institutions counts only where there is no other.
    pub(super) fn open(text: &str, candidates: &[&Instrument], codes: &[Codes<'_>]) -> Result<Self, Problem> {
        let mut best: Option<Candidate<'_>> = None;
        let mut too_wide = None;
        for delimiter in DELIMITERS {
            let mut rows = Rows::new(text, delimiter);
            let Some(found) = Found::in_rows(&mut rows, codes, &mut too_wide)? else { continue };
            let candidate = Candidate { delimiter, found, rows };
            if best.as_ref().is_none_or(|best| best.found.rank() < candidate.found.rank()) {
                best = Some(candidate);
            }
        }
        if best.as_ref().is_none_or(|best| !best.found.layout.is_named())
            && let Some(too_wide) = too_wide
        {
            return Err(too_wide);
        }
        let Some(Candidate { delimiter, found, rows }) = best else {
            let separates = |byte: u8| DELIMITERS.contains(&byte);
            let cells = text.bytes().any(separates);
            return Err(if cells { not_found(candidates) } else { problem(Place::whole(), AssessmentError::NoTable) });
        };
        check_quotes(text, delimiter)?;
        let rows = rows.collect::<Result<Vec<_>, _>>()?;
        Self::under(found, rows, codes, delimiter == b',')
    }

    /// Finds the heading row among the rows of a sheet, whose cells are known to be cells. Rows of a sheet end with
    /// their last filled cell: they are as long as the heading.
    pub(super) fn of_rows(rows: Vec<Row>, candidates: &[&Instrument], codes: &[Codes<'_>]) -> Result<Self, Problem> {
        let mut too_wide = None;
        let filled = rows.into_iter().filter(|row| row.filled() > 0);
        let mut rows = filled.map(Ok::<_, Problem>);
        let found = Found::in_rows(&mut rows, codes, &mut too_wide)?;
        let found = found.ok_or_else(|| too_wide.unwrap_or_else(|| not_found(candidates)))?;
        let width = found.heading.filled();
        let rows = rows.collect::<Result<Vec<_>, _>>()?;
        let mut sheet = Self::under(found, rows, codes, false)?;
        for row in &mut sheet.rows {
            row.fill_up(width);
        }
        Ok(sheet)
    }

    /// A table whose heading is known to be one.
    #[cfg(feature = "arrow")]
    pub(super) fn of_columns(
        heading: Row,
        rows: Vec<Row>,
        candidates: &[&Instrument],
        codes: &[Codes<'_>],
    ) -> Result<Self, Problem> {
        let layout = Layout::of(heading.cells(), codes).ok_or_else(|| not_found(candidates))?;
        Self::under(Found { layout, heading, peeked: Vec::new() }, rows, codes, false)
    }

    fn under(found: Found, below: Vec<Row>, codes: &[Codes<'_>], comma_separates: bool) -> Result<Self, Problem> {
        let Found { mut layout, heading, peeked: mut rows } = found;
        rows.extend(below);
        if rows.is_empty() {
            return Err(problem(heading.place(), AssessmentError::NoRows));
        }
        layout.settle(&heading, &rows, codes).map_err(|error| problem(heading.place(), error))?;
        Ok(Self { comma_separates, layout, heading, rows })
    }
}

/// No row is a heading.
pub(super) fn not_found(candidates: &[&Instrument]) -> Problem {
    problem(Place::whole(), AssessmentError::HeadingNotFound { examples: examples(candidates) })
}

/// A heading row under one delimiter.
struct Candidate<'text> {
    delimiter: u8,
    found: Found,
    /// What was not read yet.
    rows: Rows<'text>,
}

/// A heading row.
struct Found {
    layout: Layout,
    heading: Row,
    /// Rows below it that were read in the search for a better one.
    peeked: Vec<Row>,
}

impl Found {
    /// Searches the first rows. A row with more columns than any file has is noted in `too_wide`.
    fn in_rows(
        rows: &mut impl Iterator<Item = Result<Row, Problem>>,
        codes: &[Codes<'_>],
        too_wide: &mut Option<Problem>,
    ) -> Result<Option<Self>, Problem> {
        let mut above = Vec::new();
        let mut unnamed: Option<(usize, Layout)> = None;
        while above.len() < HEADING_SEARCH
            && let Some(row) = rows.next()
        {
            let row = row?;
            let found = row.filled();
            let layout = if found > COLUMN_LIMIT {
                let error = AssessmentError::TooManyColumns { found, limit: COLUMN_LIMIT };
                too_wide.get_or_insert_with(|| problem(Place::row(row.line), error));
                None
            } else {
                Layout::of(row.cells(), codes)
            };
            if let Some(layout) = layout {
                if layout.is_named() {
                    return Ok(Some(Self { layout, heading: row, peeked: Vec::new() }));
                }
                // Below a row that is as wide, codes are as likely to be answers under a heading unknown to us.
                if unnamed.is_none() && above.iter().all(|above: &Row| above.filled() < found) {
                    unnamed = Some((above.len(), layout));
                }
            }
            above.push(row);
        }
        let Some((position, layout)) = unnamed.filter(|(position, _)| *position < above.len()) else { return Ok(None) };
        let peeked = above.split_off(position + 1);
        Ok(above.pop().map(|heading| Self { layout, heading, peeked }))
    }

    /// The better heading has the higher rank.
    fn rank(&self) -> (bool, usize) {
        (self.layout.is_named(), self.heading.filled())
    }
}

/// Some codes of the first candidate.
fn examples(candidates: &[&Instrument]) -> Vec<String> {
    let items = candidates.first().map(|candidate| candidate.items()).unwrap_or_default();
    let ends = [items.first(), items.last()];
    ends.into_iter().flatten().map(|item| item.code().to_owned()).collect()
}

/// The rows of a text that are not blank, with the lines they begin on.
pub(super) struct Rows<'text> {
    reader: csv::Reader<&'text [u8]>,
    text: &'text [u8],
    /// Up to where line breaks were counted, and how many there were.
    counted: usize,
    breaks: u64,
}

impl<'text> Rows<'text> {
    pub(super) fn new(text: &'text str, delimiter: u8) -> Self {
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
                    return Some(Ok(Row::of_record(self.line_at(start), cells)));
                }
                Err(error) => {
                    let line = error.position().map(csv::Position::line);
                    let error = AssessmentError::Syntax { format: "CSV", reason: error.to_string(), position: None };
                    return Some(Err(problem(Place::whole().at_row(line), error)));
                }
            }
        }
    }
}

/// Refuses a quoted cell that does not end as one. The parser would take the rows up to the next quotation mark into
/// one cell, and they would be lost without a word.
pub(super) fn check_quotes(text: &str, delimiter: u8) -> Result<(), Problem> {
    let mut bytes = text.bytes().enumerate().peekable();
    let mut cell_begins = true;
    while let Some((start, byte)) = bytes.next() {
        if byte != b'"' || !cell_begins {
            cell_begins = byte == delimiter || matches!(byte, b'\n' | b'\r');
            continue;
        }
        let error = loop {
            match bytes.next() {
                None => break Some(AssessmentError::QuoteOpen),
                Some((_, b'"')) => match bytes.peek() {
                    Some((_, b'"')) => {
                        bytes.next();
                    }
                    Some((_, next)) if *next != delimiter && !matches!(next, b'\n' | b'\r') => {
                        break Some(AssessmentError::QuoteContinued);
                    }
                    _ => break None,
                },
                Some(_) => {}
            }
        };
        if let Some(error) = error {
            let before = text.get(..start).unwrap_or_default();
            let line = u64::try_from(before.matches('\n').count()).unwrap_or(u64::MAX).saturating_add(1);
            return Err(problem(Place::row(line), error));
        }
        cell_begins = false;
    }
    Ok(())
}
