//! Rows: the answers of one assessment beside each other, as C and numpy hold them.

use std::iter;
use std::ops::Range;

use super::block::{RUNS_BYTES, Source, clear_bits};
use super::error::BatchError;
use super::loops::RunSums;
use super::plan::Kernel;
use super::sums::Shape;
use crate::wide::{self, Bounds, Piece, Squeeze, Wide, Work};

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

    /// The bytes from row `first` on.
    fn from(&self, first: usize) -> &'data [u8] {
        self.cells.get(first.saturating_mul(self.stride)..).unwrap_or_default()
    }

    /// The rows from `first` to before `end`, each with its gap; the last may have none.
    #[inline(always)]
    pub(super) fn between(&self, first: usize, end: usize) -> impl Iterator<Item = &'data [u8]> {
        self.from(first).chunks(self.stride.max(1)).take(end.saturating_sub(first))
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
    squeeze: Option<Squeeze<'run>>,
}

/// The rows of a tile of partial sums, and of one of single items, which has more columns. A column of the former has room
/// for a line more: with a power of two the same row of all columns would share a few sets of the nearest cache.
const TILE: usize = 1024;
const COLUMN: usize = TILE + 64;
const SHORT_TILE: usize = 256;
/// The bytes of run sums that a block may have where rows leave more than so many columns of partial sums: no rows are
/// read while these are added, so that run sums have to stay in the second-level cache, beside the tile.
const NEAR_RUNS_BYTES: usize = 128 * 1024;
const FEW_COLUMNS: usize = 64;
/// The most bytes of rows that are gone through unit by unit: what stays in the nearest caches.
const NEAR: usize = 48 * 1024;

impl<'run> LevelRows<'run> {
    /// The rows, if the kernel takes sums of bytes.
    pub(super) fn new(kernel: &'run Kernel, rows: Rows<'run>, wide: Option<Wide>) -> Option<Self> {
        let squeeze = wide.and_then(|wide| Squeeze::new(wide, &kernel.layouts));
        Some(Self { rows, items: kernel.items, shape: kernel.shape()?, wide, squeeze })
    }

    /// Tile by tile: transposed, then summed as columns.
    fn transposed(&self, block: &Range<usize>, rows: Range<usize>, sums: &mut [u8], tile: &mut Vec<u8>) -> bool {
        let Some(tile) = columns::<SHORT_TILE>(tile, self.items) else { return false };
        let mut outside = false;
        for start in rows.clone().step_by(SHORT_TILE) {
            let end = rows.end.min(start + SHORT_TILE);
            let piece = Piece { cells: self.rows.from(start), stride: self.rows.stride, rows: end - start };
            wide::transpose(piece, tile);
            let column = |item: usize| tile.get(item)?.get(..end - start);
            let rows = start - block.start..end - block.start;
            let sums = RunSums::<true, _> { shape: &self.shape, column, sums, length: block.len(), rows };
            outside |= wide::run(self.wide, sums);
        }
        outside
    }

    /// Tile by tile: squeezed, then the partial sums are added; `None` if rows cannot be read so.
    fn squeezed(
        &self,
        squeeze: Squeeze<'_>,
        block: &Range<usize>,
        rows: Range<usize>,
        sums: &mut [u8],
        tile: &mut Vec<u8>,
    ) -> Option<bool> {
        let (runs, count) = squeeze.columns();
        let tile = columns::<COLUMN>(tile, count)?;
        let shape = Shape { runs, ..self.shape };
        let raises = shape.least > shape.lowest;
        let bounds = Bounds { to_zero: shape.lowest.wrapping_neg(), least: shape.least, raises };
        let stride = self.rows.stride;
        let near = (NEAR / stride.max(1) / squeeze.rows()).max(1) * squeeze.rows();
        let mut worst = 0;
        for start in rows.clone().step_by(TILE) {
            let end = rows.end.min(start + TILE);
            for first in (start..end).step_by(near) {
                let last = end.min(first + near);
                let piece = Piece { cells: self.rows.from(first), stride, rows: last - first };
                let work = Work { piece, bounds, tile: &mut *tile, at: first - start };
                worst = squeeze.run(work)?.max(worst);
            }
            let column = |column: usize| tile.get(column)?.get(..end - start);
            let rows = start - block.start..end - block.start;
            let sums = RunSums::<false, _> { shape: &shape, column, sums, length: block.len(), rows };
            wide::run(self.wide, sums);
        }
        Some(worst > shape.highest.wrapping_sub(shape.lowest))
    }
}

/// Columns of a tile.
fn columns<const ROWS: usize>(tile: &mut Vec<u8>, count: usize) -> Option<&mut [[u8; ROWS]]> {
    tile.resize(tile.len().max(count * ROWS), 0);
    tile.as_chunks_mut::<ROWS>().0.get_mut(..count)
}

impl Source<u8> for LevelRows<'_> {
    fn room(&self) -> usize {
        self.squeeze.filter(|squeeze| squeeze.columns().1 > FEW_COLUMNS).map_or(RUNS_BYTES, |_| NEAR_RUNS_BYTES)
    }

    fn sums(&self, rows: Range<usize>, sums: &mut [u8], tile: &mut Vec<u8>) -> bool {
        let mut outside = false;
        let mut done = rows.start;
        if let Some(squeeze) = self.squeeze {
            // Windows may reach beyond a row, and so beyond the cells.
            let at_a_time = squeeze.rows();
            let spare = self.rows.from(rows.start).len().checked_sub(squeeze.reach());
            let whole = spare.map_or(0, |spare| (spare / self.rows.stride.max(1) + 1).min(rows.len()));
            let even = whole / at_a_time * at_a_time;
            if even > 0 {
                let end = rows.start + whole;
                // What does not fill a block overlaps its neighbour.
                let rest = (even < whole).then_some(end - at_a_time..end);
                for part in iter::once(rows.start..rows.start + even).chain(rest) {
                    let Some(found) = self.squeezed(squeeze, &rows, part, sums, tile) else {
                        return self.transposed(&rows, rows.clone(), sums, tile);
                    };
                    outside |= found;
                }
                done = end;
            }
        }
        outside | self.transposed(&rows, done..rows.end, sums, tile)
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
