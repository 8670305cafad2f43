//! What was found: the answers of one institution, one year, one stage, and the files that hold many of them.
//!
//! [`read`] takes the bytes of a file and gives checked [`Records`]: assessments (wide or long CSV, the cells of a
//! workbook, or our JSON document) or published results (the ministry's table, the official API's JSON).
//! [`write_json`] writes our document. Programs that hold answers themselves hand them over as numbers, or as [`Given`].

mod cells;
mod codes;
mod described;
mod document;
mod entry;
mod error;
mod form;
mod given;
#[cfg(feature = "arrow")]
mod grid;
mod headings;
pub(crate) mod json;
mod known;
mod layout;
mod listing;
mod long;
mod model;
mod official_api;
mod phrases;
mod read;
mod records;
mod room;
mod row;
mod sheet;
mod subjects;
mod table;
mod unread;
mod wide;
mod workbook;
mod written_document;

#[cfg(test)]
mod document_tests;
#[cfg(test)]
mod given_tests;
#[cfg(test)]
mod headings_tests;
#[cfg(test)]
mod hostile_tests;
#[cfg(test)]
mod layout_tests;
#[cfg(test)]
mod official_api_tests;
#[cfg(test)]
mod table_tests;
#[cfg(test)]
mod workbook_tests;

pub(crate) use cells::folded;
#[cfg(feature = "arrow")]
pub(crate) use cells::{DOUBLE_DIGITS, answer, present, written_float, year as year_in};
pub(crate) use entry::{EntryReader, year};
pub use error::AssessmentError;
pub use given::Given;
#[cfg(feature = "arrow")]
pub(crate) use grid::{Grid, read_rows, recognise};
#[cfg(feature = "arrow")]
pub(crate) use headings::{Known, meanings};
pub(crate) use listing::{ItemCodes, ListColumn, ListEntry, Listed};
pub(crate) use model::check_answer;
pub use model::{Assessment, PublishedResult, Subject};
pub use read::read;
pub use records::{ReadFile, ReadOptions, Records};
#[cfg(feature = "arrow")]
pub(crate) use row::Row;
#[cfg(feature = "arrow")]
pub(crate) use table::Role;
pub use written_document::write_json;
