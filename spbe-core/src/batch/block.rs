//! The pass over a batch: block by block, run sums, weighted sums, outputs; then what is not valid is struck out.

use std::ops::Range;

use super::dispatch::Wide;
use super::lane::{Lane, Narrow};
use super::outputs::Outputs;
use super::plan::Sums;
use super::portable::{self, CHUNK, Chunk, chunk_start};
use crate::instrument::PredicateBasis;

/// The bytes of run sums that a block may have; more rows would leave the second-level cache.
const RUNS_BYTES: usize = 256 * 1024;

/// A layout of answers: gives run sums in lanes of type `R`.
pub(super) trait Source<R>: Sync {
    /// The rows of a block, a multiple of 64 and at least two chunks.
    const BLOCK: usize;

    /// The sum of each run in each row of the block, chunk by chunk; returns whether some cell lies outside the
    /// instrument's range. Sums of rows with such a cell are any number.
    fn sums(&self, rows: Range<usize>, sums: &mut [[R; CHUNK]]) -> bool;

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
    runs: Vec<[R; CHUNK]>,
    sums: Vec<[T; CHUNK]>,
}

impl<R, T> Default for Buffers<R, T> {
    fn default() -> Self {
        Self { runs: Vec::new(), sums: Vec::new() }
    }
}

/// What a pass needs of a kernel.
pub(super) struct Pass<'run, T> {
    pub(super) program: &'run Sums<T>,
    pub(super) runs: usize,
    pub(super) basis: PredicateBasis,
    pub(super) wide: Option<Wide>,
}

impl<T: Lane> Pass<'_, T> {
    /// Scores the rows of a source into outputs that begin with the first of them.
    pub(super) fn over<R: Narrow<T>>(
        &self,
        source: &impl Source<R>,
        rows: Range<usize>,
        outputs: &mut Outputs<'_>,
        buffers: &mut Buffers<R, T>,
    ) -> Summary {
        let block = block_rows(self.runs * size_of::<R>(), source);
        let mut summary = Summary::default();
        let mut start = rows.start;
        buffers.sums.resize(self.program.sums.len(), [T::default(); CHUNK]);
        while start < rows.end {
            let end = start + next_block(rows.end - start, block);
            let chunks = (end - start).div_ceil(CHUNK);
            buffers.runs.resize(chunks.saturating_mul(self.runs), [R::default(); CHUNK]);
            let outside = source.sums(start..end, &mut buffers.runs);
            for (chunk, runs) in buffers.runs.chunks_exact(self.runs.max(1)).enumerate() {
                let first = chunk_start(chunk, end - start);
                let place = (start - rows.start + first, (end - start - first).min(CHUNK));
                let chunk = Chunk {
                    program: self.program,
                    basis: self.basis,
                    runs,
                    scratch: &mut buffers.sums,
                    outputs,
                    place,
                };
                match self.wide {
                    Some(wide) => R::combine(wide, chunk),
                    None => portable::combine(chunk),
                }
            }
            let found = settle(source, start..end, outside, rows.start, outputs);
            summary = summary.then(found);
            start = end;
        }
        summary
    }
}

/// The rows of a block such that its run sums stay in cache.
fn block_rows<R>(bytes: usize, source: &impl Source<R>) -> usize {
    const fn largest<R, S: Source<R>>(_: &S) -> usize {
        S::BLOCK
    }
    let fitting = RUNS_BYTES / bytes.max(1) / CHUNK * CHUNK;
    fitting.clamp(2 * CHUNK, largest(source))
}

/// The rows of the next block: all that are left, or a whole block, less where the rest would be under a chunk.
const fn next_block(left: usize, block: usize) -> usize {
    if left <= block {
        left
    } else if left - block < CHUNK {
        block - CHUNK
    } else {
        block
    }
}

/// Writes validity, and makes rows without a valid answer null. `outputs` begin with row `origin`.
fn settle<R>(
    source: &impl Source<R>,
    rows: Range<usize>,
    outside: bool,
    origin: usize,
    outputs: &mut Outputs<'_>,
) -> Summary {
    // The largest block has 4,096 rows.
    let mut words = [u64::MAX; 64];
    let words = words.get_mut(..rows.len().div_ceil(64)).unwrap_or_default();
    if let (Some(last), spare @ 1..) = (words.last_mut(), rows.len() % 64) {
        *last = (1 << spare) - 1;
    }
    let mut summary = Summary { rows: rows.len(), ..Summary::default() };
    let nulls = source.strike_nulls(rows.clone(), words);
    if outside {
        source.strike_outside(rows.clone(), words);
    }
    outputs.write_validity(rows.start - origin, rows.len(), words);
    if nulls || outside {
        for (row, _) in rows.clone().enumerate().filter(|(row, _)| !bit(words, *row)) {
            outputs.clear(rows.start - origin + row);
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
