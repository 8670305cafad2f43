//! The reference: run sums and weighted sums in plain loops that the compiler vectorises. Every other path has to give
//! the same bits.
//!
//! Loops work on arrays of [`CHUNK`] rows, accumulate in a local and store once: a store inside a loop over columns
//! would be loaded again for the next one.

use crate::instrument::PredicateBasis;

use super::lane::{Lane, Narrow};
use super::outputs::{Outputs, put};
use super::plan::Sums;

/// The rows that one step handles: enough that what is done once a step costs little, few enough that the sums of a
/// step stay in the first-level cache.
pub(super) const CHUNK: usize = 256;

/// The first row of a chunk in a block: the last one of a block overlaps its neighbour rather than being short.
#[inline(always)]
pub(super) const fn chunk_start(chunk: usize, rows: usize) -> usize {
    let start = chunk * CHUNK;
    let last = rows.saturating_sub(CHUNK);
    if start < last { start } else { last }
}

/// Sums of level columns: for each chunk of rows, for each run, its sum in each row. Returns whether some level lies
/// outside `lowest` to `highest`.
///
/// `columns` hold the columns of the first run, then of the second, each cut to the rows of the block.
#[inline(always)]
pub(super) fn column_sums(shape: &Shape<'_>, columns: &[&[u8]], rows: usize, sums: &mut [[u8; CHUNK]]) -> bool {
    let span = shape.highest.wrapping_sub(shape.lowest);
    let mut worst = [0_u8; CHUNK];
    for (chunk, sums) in sums.chunks_exact_mut(shape.runs.len()).enumerate() {
        let start = chunk_start(chunk, rows);
        let mut rest = columns;
        for (run, sum) in shape.runs.iter().zip(sums) {
            let (own, others) = rest.split_at_checked(run.len()).unwrap_or_default();
            rest = others;
            *sum = [0; CHUNK];
            for column in own {
                let cells = column.get(start..).unwrap_or_default();
                match cells.first_chunk::<CHUNK>() {
                    Some(cells) => add_column(cells, shape, sum, &mut worst),
                    // Fewer rows than a chunk: the others stay at a level that is valid.
                    None => {
                        let mut padded = [shape.lowest; CHUNK];
                        padded.iter_mut().zip(cells).for_each(|(padded, cell)| *padded = *cell);
                        add_column(&padded, shape, sum, &mut worst);
                    }
                }
            }
        }
    }
    worst.iter().any(|offset| *offset > span)
}

/// What of a kernel the run sums need.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shape<'kernel> {
    pub(super) runs: &'kernel [Vec<usize>],
    pub(super) lowest: u8,
    pub(super) highest: u8,
    /// What a level counts at least.
    pub(super) least: u8,
}

impl Shape<'_> {
    #[inline(always)]
    pub(super) const fn outside(&self, level: u8) -> bool {
        level < self.lowest || level > self.highest
    }
}

#[inline(always)]
fn add_column(cells: &[u8; CHUNK], shape: &Shape<'_>, sum: &mut [u8; CHUNK], worst: &mut [u8; CHUNK]) {
    for ((cell, sum), worst) in cells.iter().zip(sum).zip(worst) {
        *sum = sum.wrapping_add((*cell).max(shape.least));
        *worst = (*worst).max(cell.wrapping_sub(shape.lowest));
    }
}

/// One chunk of rows on its way from run sums to outputs.
pub(super) struct Chunk<'run, 'out, R, T> {
    pub(super) program: &'run Sums<T>,
    pub(super) basis: PredicateBasis,
    /// The sum of each run.
    pub(super) runs: &'run [[R; CHUNK]],
    /// Room for each weighted sum.
    pub(super) scratch: &'run mut [[T; CHUNK]],
    pub(super) outputs: &'run mut Outputs<'out>,
    /// The first row in the outputs, and how many are written.
    pub(super) place: (usize, usize),
}

/// The numbers of one chunk of rows.
#[inline(always)]
pub(super) fn combine<R: Narrow<T>, T: Lane>(chunk: Chunk<'_, '_, R, T>) {
    let Chunk { program, basis, runs, scratch, outputs, place } = chunk;
    let mut units = [T::default(); CHUNK];
    for (position, sum) in program.sums.iter().enumerate() {
        let Some((children, [own, ..])) = scratch.split_at_mut_checked(position) else { return };
        let mut total = [T::default(); CHUNK];
        for term in &sum.runs {
            if let Some(run) = runs.get(term.from) {
                add_run(run, term.weight, &mut total);
            }
        }
        for term in &sum.children {
            if let Some(child) = children.get(term.from) {
                add_run(child, term.weight, &mut total);
            }
        }
        *own = total;
        let is_index = sum.node.is_none();
        let for_predicate = is_index && outputs.predicate.is_some() && basis == PredicateBasis::Published;
        let Some(output) = outputs.of(sum.node) else { continue };
        if let Some(sums) = &mut output.sum {
            sums.write(place, &total);
        }
        if output.published.is_some() || for_predicate {
            T::publish(sum.publish, &total, &mut units);
        }
        if let Some(published) = &mut output.published {
            published.write(place, &units);
        }
        if is_index && let Some(predicate) = &mut outputs.predicate {
            let (judged, cuts) = match basis {
                PredicateBasis::Exact => (&total, &program.exact_cuts),
                PredicateBasis::Published => (&units, &program.published_cuts),
            };
            put(predicate, place, &codes(judged, cuts), |code| code);
        }
    }
}

#[inline(always)]
fn add_run<R: Narrow<T>, T: Lane>(run: &[R; CHUNK], weight: T, total: &mut [T; CHUNK]) {
    for (total, run) in total.iter_mut().zip(run) {
        *total = total.plus(run.widen().times(weight));
    }
}

/// For each number, how many cuts it reaches: the position of its predicate.
#[inline(always)]
fn codes<T: Lane>(numbers: &[T; CHUNK], cuts: &[T]) -> [u8; CHUNK] {
    let mut codes = [0_u8; CHUNK];
    for cut in cuts {
        for (code, number) in codes.iter_mut().zip(numbers) {
            // At most 254 cuts.
            *code = code.wrapping_add(u8::from(*number >= *cut));
        }
    }
    codes
}
