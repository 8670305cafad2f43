//! Columns: one slice of answers an item, as Arrow holds them.

use std::ops::Range;

use super::block::{Source, clear_bits};
use super::error::BatchError;
use super::loops::RunSums;
use super::plan::Kernel;
use super::sums::Shape;
use crate::wide::{self, Wide};

/// An integer that answers are handed in as: `u8`, `u16` or `i32`.
pub trait Cell: Copy + Ord + Send + Sync + Into<i64> + sealed::Sealed + 'static {
    /// The answer as an unsigned number; a negative one becomes a large one.
    #[doc(hidden)]
    fn answer(self) -> u32;

    /// The columns themselves, if their cells are bytes.
    #[doc(hidden)]
    fn bytes<'run>(columns: &'run [Column<'run, Self>]) -> Option<&'run [Column<'run, u8>]> {
        let _ = columns;
        None
    }
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for u8 {}
    impl Sealed for u16 {}
    impl Sealed for i32 {}
}

impl Cell for u8 {
    #[inline(always)]
    fn answer(self) -> u32 {
        u32::from(self)
    }

    fn bytes<'run>(columns: &'run [Column<'run, Self>]) -> Option<&'run [Column<'run, u8>]> {
        Some(columns)
    }
}

impl Cell for u16 {
    #[inline(always)]
    fn answer(self) -> u32 {
        u32::from(self)
    }
}

impl Cell for i32 {
    #[inline(always)]
    fn answer(self) -> u32 {
        self.cast_unsigned()
    }
}

/// The answers to one item, one a row.
#[derive(Clone, Copy, Debug)]
pub struct Column<'data, C> {
    cells: &'data [C],
    validity: Option<Bitmap<'data>>,
}

/// Which cells hold an answer: one bit a row, 1 for an answer, lowest bit first, as Arrow's validity bitmap.
#[derive(Clone, Copy, Debug)]
pub struct Bitmap<'data> {
    bytes: &'data [u8],
    offset: usize,
}

impl<'data> Bitmap<'data> {
    /// The bits from `offset` on.
    #[must_use]
    pub const fn new(bytes: &'data [u8], offset: usize) -> Self {
        Self { bytes, offset }
    }

    fn len(&self) -> usize {
        self.bytes.len().saturating_mul(8).saturating_sub(self.offset)
    }

    fn get(&self, row: usize) -> bool {
        let bit = self.offset + row;
        self.bytes.get(bit / 8).is_some_and(|byte| byte >> (bit % 8) & 1 == 1)
    }

    /// The 64 bits from `row` on; 0 past the end.
    #[inline(always)]
    fn word(&self, row: usize) -> u64 {
        let bit = self.offset + row;
        let bytes = self.bytes.get(bit / 8..).unwrap_or_default();
        let low = match bytes.first_chunk::<8>() {
            Some(bytes) => u64::from_le_bytes(*bytes),
            None => {
                let mut padded = [0; 8];
                padded.iter_mut().zip(bytes).for_each(|(padded, byte)| *padded = *byte);
                u64::from_le_bytes(padded)
            }
        };
        match bit % 8 {
            0 => low,
            shift => low >> shift | u64::from(bytes.get(8).copied().unwrap_or(0)) << (64 - shift),
        }
    }
}

impl<'data, C> Column<'data, C> {
    /// A column of answers without nulls.
    #[must_use]
    pub const fn new(cells: &'data [C]) -> Self {
        Self { cells, validity: None }
    }

    /// The same column with nulls. Cells without an answer may hold anything.
    #[must_use]
    pub const fn with_validity(mut self, validity: Bitmap<'data>) -> Self {
        self.validity = Some(validity);
        self
    }

    pub(super) const fn cells(&self) -> &'data [C] {
        self.cells
    }
}

/// Checks that there is one column an item, each as long as the first; gives the number of rows.
pub(super) fn check<C>(kernel: &Kernel, columns: &[Column<'_, C>]) -> Result<usize, BatchError> {
    if columns.len() != kernel.items {
        return Err(BatchError::ColumnCount { found: columns.len(), expected: kernel.items });
    }
    let rows = columns.first().map_or(0, |column| column.cells.len());
    for (column, entry) in (1..).zip(columns) {
        let found = entry.cells.len();
        if found != rows {
            return Err(BatchError::ColumnLength { column, found, expected: rows });
        }
        if let Some(found) = entry.validity.map(|validity| validity.len()).filter(|found| *found < rows) {
            return Err(BatchError::BitmapLength { column, found, expected: rows });
        }
    }
    Ok(rows)
}

/// Clears the bits of rows in which some column has no answer; returns whether there are such columns.
pub(super) fn strike_nulls<C>(columns: &[Column<'_, C>], rows: Range<usize>, valid: &mut [u64]) -> bool {
    let mut any = false;
    for validity in columns.iter().filter_map(|column| column.validity) {
        any = true;
        for (word, row) in valid.iter_mut().zip(rows.clone().step_by(64)) {
            *word &= validity.word(row);
        }
    }
    any
}

/// Clears the bits of rows in which some cell lies outside.
pub(super) fn strike_outside<C: Cell>(
    columns: &[Column<'_, C>],
    rows: Range<usize>,
    valid: &mut [u64],
    outside: impl Fn(C) -> bool,
) {
    let mut struck = vec![false; rows.len()];
    for column in columns {
        for (struck, cell) in struck.iter_mut().zip(column.cells.get(rows.clone()).unwrap_or_default()) {
            *struck |= outside(*cell);
        }
    }
    clear_bits(valid, &struck);
}

/// The first item without a valid answer in a row, and what stands there; `None` for a null.
pub(super) fn first_invalid<C: Cell>(
    columns: &[Column<'_, C>],
    row: usize,
    outside: impl Fn(C) -> bool,
) -> (usize, Option<i64>) {
    for (item, column) in columns.iter().enumerate() {
        if column.validity.is_some_and(|validity| !validity.get(row)) {
            return (item, None);
        }
        if let Some(cell) = column.cells.get(row).filter(|cell| outside(**cell)) {
            return (item, Some((*cell).into()));
        }
    }
    (0, None)
}

/// Columns of levels that fit the sums of bytes.
pub(super) struct LevelColumns<'run> {
    columns: &'run [Column<'run, u8>],
    shape: Shape<'run>,
    wide: Option<Wide>,
}

impl<'run> LevelColumns<'run> {
    /// The columns, if the kernel takes sums of bytes.
    pub(super) fn new(kernel: &'run Kernel, columns: &'run [Column<'run, u8>], wide: Option<Wide>) -> Option<Self> {
        Some(Self { columns, shape: kernel.shape()?, wide })
    }
}

impl Source<u8> for LevelColumns<'_> {
    fn sums(&self, rows: Range<usize>, sums: &mut [u8], _: &mut Vec<u8>) -> bool {
        let length = rows.len();
        let column = |item: usize| self.columns.get(item)?.cells.get(rows.clone());
        wide::run(self.wide, RunSums::<true, _> { shape: &self.shape, column, sums, length, rows: 0..length })
    }

    fn strike_nulls(&self, rows: Range<usize>, valid: &mut [u64]) -> bool {
        strike_nulls(self.columns, rows, valid)
    }

    fn strike_outside(&self, rows: Range<usize>, valid: &mut [u64]) {
        strike_outside(self.columns, rows, valid, |cell| self.shape.outside(cell));
    }

    fn first_invalid(&self, row: usize) -> (usize, Option<i64>) {
        first_invalid(self.columns, row, |cell| self.shape.outside(cell))
    }
}
