//! Rows: the answers of one assessment beside each other, as C and numpy hold them.

use std::ops::Range;

use super::block::{Source, clear_bits};
use super::error::BatchError;
use super::loops::RunSums;
use super::plan::{Kernel, Shape};
use crate::wide::{self, Piece, Wide};

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

    pub(super) fn first_invalid(&self, row: usize, items: usize, outside: impl Fn(u8) -> bool) -> (usize, Option<i64>) {
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
    wide: Option<Wide>,
}

impl<'run> LevelRows<'run> {
    /// The rows, if the kernel takes sums of bytes.
    pub(super) fn new(kernel: &'run Kernel, rows: Rows<'run>, wide: Option<Wide>) -> Option<Self> {
        Some(Self { rows, items: kernel.items, shape: kernel.shape()?, wide })
    }

    /// Tile by tile: transposed, then summed as columns.
    fn tile_sums<const TILE: usize>(&self, rows: Range<usize>, sums: &mut [u8], tile: &mut Vec<u8>) -> bool {
        tile.resize(tile.len().max(self.items * TILE), 0);
        let Some(tile) = tile.as_chunks_mut::<TILE>().0.get_mut(..self.items) else { return false };
        let length = rows.len();
        let mut outside = false;
        for start in (0..length).step_by(TILE) {
            let end = length.min(start + TILE);
            let cells = self.rows.bytes(rows.start + start, rows.start + end);
            let piece = Piece { cells, stride: self.rows.stride, rows: end - start };
            match self.wide {
                Some(wide) => {
                    // The next tile is on its way meanwhile: a processor does not read ahead of so many short steps.
                    wide.prefetch(self.rows.bytes(rows.start + end, rows.end.min(rows.start + end + TILE)));
                    wide.transpose(piece, tile);
                }
                None => wide::transpose_plain(piece, tile, 0),
            }
            let column = |item: usize| tile.get(item)?.get(..end - start);
            outside |= wide::run(self.wide, RunSums { shape: &self.shape, column, sums, length, rows: start..end });
        }
        outside
    }
}

impl Source<u8> for LevelRows<'_> {
    /// In tiles that stay in the first-level cache, or in the second of a long row.
    fn sums(&self, rows: Range<usize>, sums: &mut [u8], tile: &mut Vec<u8>) -> bool {
        if self.items <= 64 { self.tile_sums::<512>(rows, sums, tile) } else { self.tile_sums::<256>(rows, sums, tile) }
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
