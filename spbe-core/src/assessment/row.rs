//! One row of a table.

use csv::StringRecord;

use crate::issue::Place;

/// One row, and the line it begins on or its number in a sheet.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    /// 0 for the names of columns that stand above no row.
    pub(super) line: u64,
    cells: StringRecord,
}

impl Row {
    pub(crate) fn new(line: u64, cells: Vec<String>) -> Self {
        Self::of_record(line, StringRecord::from(cells))
    }

    pub(super) const fn of_record(line: u64, cells: StringRecord) -> Self {
        Self { line, cells }
    }

    /// Where the row is.
    pub(super) fn place(&self) -> Place {
        Place::whole().at_row((self.line > 0).then_some(self.line))
    }

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

    /// Adds empty cells up to a length.
    pub(super) fn fill_up(&mut self, length: usize) {
        while self.cells.len() < length {
            self.cells.push_field("");
        }
    }
}
