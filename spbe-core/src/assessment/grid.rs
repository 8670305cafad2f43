//! Tables that come as columns and not as text: recognised and read by the very rules of a file.

use std::collections::BTreeSet;

use super::codes::{Codes, Found, Kind, choose};
use super::error::AssessmentError;
use super::form;
use super::layout::{Form, Layout};
use super::records::{ReadFile, ReadOptions};
use super::row::Row;
use super::sheet::{Sheet, not_found};
use super::table::{self, Column};
use crate::instrument::Instrument;
use crate::issue::{Collector, Place};

/// What the names of the columns say of a table.
pub(crate) enum Grid {
    /// One row an institution, one column an indicator.
    Wide {
        /// The instrument, as a position among the candidates.
        instrument: usize,
        /// The columns, in their order.
        columns: Vec<Column>,
    },
    /// Any other form: only its rows can settle it.
    Other,
}

/// Recognises a table by the names of its columns. The years are asked for only where codes fit several instruments.
pub(crate) fn recognise(
    names: &Row,
    candidates: &[&Instrument],
    years: impl FnOnce() -> BTreeSet<u16>,
    issues: &mut Collector<AssessmentError>,
) -> Option<Grid> {
    let codes: Vec<Codes<'_>> = candidates.iter().map(|candidate| Codes::new(candidate)).collect();
    let Some(layout) = Layout::of(names.cells(), &codes) else {
        let not_found = not_found(candidates);
        issues.add(not_found.place, not_found.error);
        return None;
    };
    if layout.form != Form::Wide {
        return Some(Grid::Other);
    }
    let (found_codes, perhaps) = form::wide_codes(names, &layout, &codes);
    let years = if candidates.len() > 1 { years() } else { BTreeSet::new() };
    let found = Found { kind: Kind::Indicators, codes: found_codes, perhaps, years };
    match choose(candidates, &found) {
        Ok(instrument) => {
            let columns = table::columns(names, &layout, codes.get(instrument)?, issues);
            Some(Grid::Wide { instrument, columns })
        }
        Err(error) => {
            issues.add(Place::whole(), error);
            None
        }
    }
}

/// Reads rows of cells under the names of their columns.
pub(crate) fn read_rows(
    names: Row,
    rows: Vec<Row>,
    candidates: &[&Instrument],
    options: &ReadOptions,
    issues: &mut Collector<AssessmentError>,
) -> Option<ReadFile> {
    let codes: Vec<Codes<'_>> = candidates.iter().map(|candidate| Codes::new(candidate)).collect();
    match Sheet::of_columns(names, rows, candidates, &codes) {
        Ok(sheet) => form::read_sheet(&sheet, candidates, &codes, options, issues),
        Err(problem) => {
            issues.add(problem.place, problem.error);
            None
        }
    }
}
