//! The cells of an XLSX workbook as text. What they mean is for `spbe-core` to say.

use std::io::Cursor;
use std::sync::{Mutex, PoisonError};

use calamine::{CellErrorType, DataRef, ExcelDateTime, Reader, Sheet, SheetType, SheetVisible, Xlsx, XlsxError};
use pyo3::prelude::*;
use serde::Serialize;

use crate::convert::json;

/// The most cells of a workbook that are read: a row of 200 cells for each of 100,000 institutions.
const CELL_LIMIT: usize = 20_000_000;

/// A sheet: its name, and its rows with their numbers.
#[derive(Debug, Serialize)]
struct Cells {
    name: String,
    rows: Vec<CellRow>,
}

/// A row that has cells.
#[derive(Debug, Serialize)]
struct CellRow {
    row: u32,
    cells: Vec<Cell>,
}

/// What a cell shows, as text.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
enum Cell {
    Blank,
    Text(String),
    /// A formula that the workbook holds no result of.
    Formula {
        formula: String,
    },
}

/// An XLSX workbook.
#[pyclass(name = "Workbook", module = "spbe._spbe", frozen)]
pub(crate) struct PyWorkbook {
    inner: Mutex<Xlsx<Cursor<Vec<u8>>>>,
}

#[pymethods]
impl PyWorkbook {
    /// Opens the content of a file. `ValueError` says in English why it is no workbook.
    #[new]
    #[pyo3(signature = (data, /))]
    fn new(py: Python<'_>, data: Vec<u8>) -> PyResult<Self> {
        let inner = py.detach(|| Xlsx::new(Cursor::new(data))).map_err(|error| broken(&error))?;
        Ok(Self { inner: Mutex::new(inner) })
    }

    /// The names of the sheets that hold cells and are shown, in their order.
    fn sheets(&self) -> Vec<String> {
        let shown = |sheet: &&Sheet| sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible;
        let workbook = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        workbook.sheets_metadata().iter().filter(shown).map(|sheet| sheet.name.clone()).collect()
    }

    /// The cells of some sheets in the form that `docs/json.md` describes, as JSON text.
    #[pyo3(signature = (sheets, /))]
    fn cells(&self, py: Python<'_>, sheets: Vec<String>) -> PyResult<String> {
        #[derive(Serialize)]
        struct Document {
            schema: &'static str,
            sheets: Vec<Cells>,
        }

        let sheets = py.detach(|| {
            let mut workbook = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
            let mut room = CELL_LIMIT;
            sheets.into_iter().map(|name| read(&mut workbook, name, &mut room)).collect::<Result<Vec<_>, _>>()
        });
        let sheets = sheets.map_err(|error| broken(&error))?;
        json(&Document { schema: "spbe-cells/1", sheets })
    }
}

/// Reads the cells of a sheet, up to the last of each row that is not blank.
fn read(workbook: &mut Xlsx<Cursor<Vec<u8>>>, name: String, room: &mut usize) -> Result<Cells, XlsxError> {
    let mut reader = workbook.worksheet_cells_reader(&name)?;
    let mut rows: Vec<CellRow> = Vec::new();
    while let Some(found) = reader.next_cell_with_formula()? {
        let cell = match (text(found.value), found.formula) {
            (Some(text), _) => Cell::Text(text),
            (None, Some(formula)) => Cell::Formula { formula },
            (None, None) => continue,
        };
        let (row, column) = found.pos;
        if rows.last().is_none_or(|last| last.row != row.saturating_add(1)) {
            rows.push(CellRow { row: row.saturating_add(1), cells: Vec::new() });
        }
        let Some(last) = rows.last_mut() else { continue };
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        // A cell far to the right takes the room of all the blank ones before it.
        let needed = column.saturating_add(1).saturating_sub(last.cells.len());
        *room = room.checked_sub(needed).ok_or(XlsxError::Unexpected("too many cells"))?;
        last.cells.resize(column.saturating_add(1).max(last.cells.len()), Cell::Blank);
        if let Some(slot) = last.cells.get_mut(column) {
            *slot = cell;
        }
    }
    Ok(Cells { name, rows })
}

/// What a cell holds, as text; `None` for a blank cell.
fn text(value: DataRef<'_>) -> Option<String> {
    Some(match value {
        DataRef::Empty => return None,
        DataRef::Int(number) => number.to_string(),
        // The shortest decimal that is this number, and it alone.
        DataRef::Float(number) => number.to_string(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text,
        DataRef::SharedString(text) => text.to_owned(),
        DataRef::Bool(true) => "TRUE".to_owned(),
        DataRef::Bool(false) => "FALSE".to_owned(),
        DataRef::DateTime(date) => date_text(date),
        DataRef::Error(error) => error_text(&error).to_owned(),
    })
}

/// A date as text: `2024-05-01`, with the time where there is one; a duration as its number of days.
fn date_text(date: ExcelDateTime) -> String {
    if date.is_duration() {
        return date.as_f64().to_string();
    }
    let (year, month, day, hour, minute, second, _) = date.to_ymd_hms_milli();
    if (hour, minute, second) == (0, 0, 0) {
        format!("{year:04}-{month:02}-{day:02}")
    } else {
        format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
    }
}

/// An error as a spreadsheet shows it.
const fn error_text(error: &CellErrorType) -> &'static str {
    match error {
        CellErrorType::Div0 => "#DIV/0!",
        CellErrorType::NA => "#N/A",
        CellErrorType::Name => "#NAME?",
        CellErrorType::Null => "#NULL!",
        CellErrorType::Num => "#NUM!",
        CellErrorType::Ref => "#REF!",
        CellErrorType::Value => "#VALUE!",
        CellErrorType::GettingData => "#GETTING_DATA",
    }
}

fn broken(error: &XlsxError) -> PyErr {
    pyo3::exceptions::PyValueError::new_err(error.to_string())
}
