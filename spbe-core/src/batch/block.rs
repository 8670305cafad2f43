//! The pass over a batch: block by block, run sums, weighted sums, outputs; then what is not valid is struck out.

use std::ops::Range;

use super::lane::Narrow;
use super::loops::{Combine, Room};
use super::outputs::{Outputs, Placed};
use super::sums::Sums;
use crate::instrument::PredicateBasis;
use crate::wide::{self, Wide};

/// The most rows of a block: columns are more streams than a processor reads ahead of, so that each is read, and each
/// output written, in long pieces; past this many nothing more is gained.
const LONGEST: usize = 49_152;
/// The bytes of run sums that a block may have, with many runs. Where they leave the second-level cache, the longer
/// columns still gain more than the sums lose.
pub(super) const RUNS_BYTES: usize = 1024 * 1024;

/// A layout of answers: gives run sums in lanes of type `R`.
pub(super) trait Source<R>: Sync {
    /// The bytes of run sums that a block may have.
    fn room(&self) -> usize {
        RUNS_BYTES
    }

    /// The sums of the first run in each row of the block, of the second, ...; returns whether some cell lies outside
    /// the instrument's range. Sums of rows with such a cell are any number. `tile` is room to work in.
    fn sums(&self, rows: Range<usize>, sums: &mut [R], tile: &mut Vec<u8>) -> bool;

    /// Clears the bits of rows with a null; returns whether there can be any.
    fn strike_nulls(&self, rows: Range<usize>, valid: &mut [u64]) -> bool;

    /// Clears the bits of rows with a cell outside the range.
    fn strike_outside(&self, rows: Range<usize>, valid: &mut [u64]);

    /// The first item without a valid answer in a row that has one, and what stands there; `None` for a null.
    fn first_invalid(&self, row: usize) -> (usize, Option<i64>);
}

/// A cell without a valid answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidCell {
    /// The row, from zero.
    pub row: usize,
    /// The position of the item in [`Instrument::items`](crate::instrument::Instrument::items).
    pub item: usize,
    /// What stands there; `None` for a null.
    pub found: Option<i64>,
}

/// What a pass found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// How many rows were read.
    pub rows: usize,
    /// How many of them have no valid answer to some item; their outputs are null.
    pub invalid: usize,
    /// The first such cell of the first such row.
    pub first: Option<InvalidCell>,
}

impl Summary {
    /// This pass and the one after it.
    #[must_use]
    pub fn then(self, next: Self) -> Self {
        let shifted = next.first.map(|cell| InvalidCell { row: self.rows + cell.row, ..cell });
        Self { rows: self.rows + next.rows, invalid: self.invalid + next.invalid, first: self.first.or(shifted) }
    }
}

/// Memory of one thread, kept from batch to batch.
#[derive(Debug)]
pub(super) struct Buffers<R, T> {
    runs: Vec<R>,
    tile: Vec<u8>,
    room: Room<T>,
    valid: Vec<u64>,
}

impl<R, T> Default for Buffers<R, T> {
    fn default() -> Self {
        Self { runs: Vec::new(), tile: Vec::new(), room: Room::default(), valid: Vec::new() }
    }
}

/// What a pass needs of a kernel.
pub(super) struct Pass<'run, T> {
    pub(super) program: &'run Sums<T>,
    pub(super) runs: usize,
    pub(super) basis: PredicateBasis,
    pub(super) wide: Option<Wide>,
}

impl<T: Placed> Pass<'_, T> {
    /// Scores the rows of a source into outputs that begin with the first of them.
    pub(super) fn over<R: Narrow<T>>(
        &self,
        source: &impl Source<R>,
        rows: Range<usize>,
        outputs: &mut Outputs<'_>,
        buffers: &mut Buffers<R, T>,
    ) -> Summary {
        let block = block_rows(source.room(), self.runs * size_of::<R>());
        let Buffers { runs, tile, room, valid } = buffers;
        runs.resize(runs.len().max(self.runs * block.min(rows.len())), R::default());
        let mut summary = Summary::default();
        for start in rows.clone().step_by(block) {
            let end = rows.end.min(start + block);
            let Some(runs) = runs.get_mut(..self.runs * (end - start)) else { break };
            let outside = source.sums(start..end, runs, tile);
            let places = start - rows.start..end - rows.start;
            let combine =
                Combine { program: self.program, basis: self.basis, runs, rows: places.clone(), room, outputs };
            wide::run(self.wide, combine);
            summary = summary.then(settle(source, start..end, outside, places.start, outputs, valid));
        }
        summary
    }
}

/// The rows of a block, a multiple of 64, where it has room for so many bytes of run sums, and a row has so many.
fn block_rows(room: usize, bytes: usize) -> usize {
    (room / bytes.max(1) / 64 * 64).clamp(64, LONGEST)
}

/// Writes validity, and makes rows without a valid answer null. The first row has place `first` in the outputs.
fn settle<R>(
    source: &impl Source<R>,
    rows: Range<usize>,
    outside: bool,
    first: usize,
    outputs: &mut Outputs<'_>,
    valid: &mut Vec<u64>,
) -> Summary {
    valid.clear();
    valid.resize(rows.len().div_ceil(64), u64::MAX);
    let words = valid.as_mut_slice();
    if let (Some(last), spare @ 1..) = (words.last_mut(), rows.len() % 64) {
        *last = (1 << spare) - 1;
    }
    let mut summary = Summary { rows: rows.len(), ..Summary::default() };
    let nulls = source.strike_nulls(rows.clone(), words);
    if outside {
        source.strike_outside(rows.clone(), words);
    }
    outputs.write_validity(first, rows.len(), words);
    if nulls || outside {
        for row in (0..rows.len()).filter(|row| !bit(words, *row)) {
            outputs.clear(first + row);
            if summary.first.is_none() {
                let (item, found) = source.first_invalid(rows.start + row);
                summary.first = Some(InvalidCell { row, item, found });
            }
            summary.invalid += 1;
        }
    }
    summary
}

fn bit(words: &[u64], position: usize) -> bool {
    words.get(position / 64).is_some_and(|word| word >> (position % 64) & 1 == 1)
}

/// Clears the bits of the rows that are struck.
pub(super) fn clear_bits(words: &mut [u64], struck: &[bool]) {
    for (word, struck) in words.iter_mut().zip(struck.chunks(64)) {
        let bits = struck.iter().enumerate().fold(0, |bits, (row, struck)| bits | u64::from(*struck) << row);
        *word &= !bits;
    }
}
