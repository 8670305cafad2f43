//! Rows: the answers of one assessment beside each other, as C and numpy hold them.

use std::ops::Range;

use super::block::{Source, clear_bits};
use super::dispatch::Wide;
use super::error::BatchError;
use super::plan::Kernel;
use super::portable::{self, CHUNK, Shape, chunk_start};
use super::segments::Span;

/// Levels row by row; rows lie `stride` bytes apart, what lies between the last item and the next row is not read as a
/// level.
#[derive(Clone, Copy, Debug)]
pub struct Rows<'data> {
    cells: &'data [u8],
    rows: usize,
    stride: usize,
}

impl<'data> Rows<'data> {
    /// `rows` rows that lie `stride` bytes apart.
    #[must_use]
    pub const fn new(cells: &'data [u8], rows: usize, stride: usize) -> Self {
        Self { cells, rows, stride }
    }

    /// Checks that every row has a byte for each item.
    pub(super) const fn check(&self, items: usize) -> Result<usize, BatchError> {
        if self.stride < items {
            return Err(BatchError::RowStride { stride: self.stride, expected: items });
        }
        let needed = match self.rows.checked_sub(1) {
            None => 0,
            Some(before) => before.saturating_mul(self.stride).saturating_add(items),
        };
        if self.cells.len() < needed {
            return Err(BatchError::RowsLength { found: self.cells.len(), expected: needed });
        }
        Ok(self.rows)
    }

    /// The bytes from row `first` to before row `end`, the gap after the last row only where it is there.
    pub(super) fn bytes(&self, first: usize, end: usize) -> &'data [u8] {
        let rest = self.cells.get(first.saturating_mul(self.stride)..).unwrap_or_default();
        rest.get(..end.saturating_sub(first).saturating_mul(self.stride)).unwrap_or(rest)
    }

    /// The rows from `first` to before `end`, each with its gap.
    #[inline(always)]
    pub(super) fn between(&self, first: usize, end: usize) -> impl Iterator<Item = &'data [u8]> {
        self.bytes(first, end).chunks(self.stride.max(1))
    }

    pub(super) fn first_invalid(
        &self,
        row: usize,
        items: usize,
        outside: impl Fn(u8) -> bool,
    ) -> (usize, Option<i64>) {
        let cells = self.between(row, row + 1).next().unwrap_or_default();
        let found = cells.iter().take(items).enumerate().find(|(_, cell)| outside(**cell));
        found.map_or((0, None), |(item, cell)| (item, Some(i64::from(*cell))))
    }
}

/// Rows of levels that fit the sums of bytes.
pub(super) struct LevelRows<'run> {
    rows: Rows<'run>,
    items: usize,
    shape: Shape<'run>,
    /// The wide path, with the loads it needs.
    wide: Option<(Wide, &'run [Span])>,
}

impl<'run> LevelRows<'run> {
    /// The rows, if the kernel takes sums of bytes.
    pub(super) fn new(kernel: &'run Kernel, rows: Rows<'run>, wide: Option<Wide>) -> Option<Self> {
        let wide = wide.zip(kernel.segments.as_deref());
        Some(Self { rows, items: kernel.items, shape: kernel.shape()?, wide })
    }

    /// Run sums by way of a small block of columns.
    fn transposed_sums(&self, rows: Range<usize>, sums: &mut [[u8; CHUNK]]) -> bool {
        let mut bad = false;
        let mut tile = vec![[0_u8; CHUNK]; self.items];
        for (chunk, sums) in sums.chunks_exact_mut(self.shape.runs.len()).enumerate() {
            let start = rows.start + chunk_start(chunk, rows.len());
            let end = rows.end.min(start + CHUNK);
            let bytes = self.rows.bytes(start, end);
            for (item, column) in self.shape.runs.iter().flatten().zip(&mut tile) {
                let cells = bytes.get(*item..).unwrap_or_default().iter().step_by(self.rows.stride.max(1));
                column.iter_mut().zip(cells).for_each(|(slot, cell)| *slot = *cell);
            }
            let columns: Vec<&[u8]> = tile.iter().filter_map(|column| column.get(..end - start)).collect();
            bad |= portable::column_sums(&self.shape, &columns, end - start, sums);
        }
        bad
    }
}

impl Source<u8> for LevelRows<'_> {
    /// Rows are one stream; a block of them need only be large enough that what is done once a block costs little.
    const BLOCK: usize = 4096;

    fn sums(&self, rows: Range<usize>, sums: &mut [[u8; CHUNK]]) -> bool {
        match self.wide.filter(|_| rows.len() >= CHUNK) {
            Some((wide, segments)) => {
                let bytes = self.rows.bytes(rows.start, rows.end);
                wide.row_sums(&self.shape, segments, (bytes, self.rows.stride, rows.len()), sums)
            }
            None => self.transposed_sums(rows, sums),
        }
    }

    fn strike_nulls(&self, _: Range<usize>, _: &mut [u64]) -> bool {
        false
    }

    fn strike_outside(&self, rows: Range<usize>, valid: &mut [u64]) {
        let outside = |row: &[u8]| row.iter().take(self.items).fold(false, |bad, cell| bad | self.shape.outside(*cell));
        let struck: Vec<bool> = self.rows.between(rows.start, rows.end).map(outside).collect();
        clear_bits(valid, &struck);
    }

    fn first_invalid(&self, row: usize) -> (usize, Option<i64>) {
        self.rows.first_invalid(row, self.items, |cell| self.shape.outside(cell))
    }
}
