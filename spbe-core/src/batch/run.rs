//! A batch: a kernel with memory to work in, for one call or for a stream of them.

use std::iter;
use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use super::block::{Buffers, Pass, Source, Summary};
use super::columns::{self, Cell, Column, LevelColumns};
use super::error::BatchError;
use super::lane::Narrow;
use super::outputs::{Outputs, Placed};
use super::plan::{Kernel, Program};
use super::rows::{LevelRows, Rows};
use super::sums::Sums;
use super::values::{ValueColumns, ValueRows};
use crate::threads::on_threads;
use crate::wide::Wide;

/// The fewest rows a thread is started for.
///
/// Starting one costs 36 microseconds and more, in which one thread scores about 20,000 rows; below this many a
/// second thread gains too little to be worth taking a processor from others.
pub const ROWS_A_THREAD: usize = 65_536;

/// Scores assessments with one kernel; keeps its memory from call to call.
///
/// A stream of record batches is scored call by call: memory beyond input and output stays the same, well under
/// 2 MB a thread, however many rows pass.
#[derive(Debug)]
pub struct Batch<'kernel> {
    kernel: &'kernel Kernel,
    threads: usize,
    wide: Option<Wide>,
    scratch: Vec<Scratch>,
    summary: Summary,
}

/// The memory of a thread, by the lanes of runs and sums; only what a kernel uses is ever filled.
#[derive(Debug, Default)]
struct Scratch {
    levels_short: Buffers<u8, u16>,
    levels_medium: Buffers<u8, u32>,
    levels_long: Buffers<u8, u64>,
    values_short: Buffers<u16, u16>,
    values_medium: Buffers<u32, u32>,
    values_long: Buffers<u64, u64>,
}

impl<'kernel> Batch<'kernel> {
    /// A batch on one thread.
    #[must_use]
    pub fn new(kernel: &'kernel Kernel) -> Self {
        Self { kernel, threads: 1, wide: Wide::detect(true), scratch: Vec::new(), summary: Summary::default() }
    }

    /// Uses at most so many threads, and only those that have [`ROWS_A_THREAD`] rows each. The numbers are the same.
    #[must_use]
    pub const fn threads(mut self, threads: usize) -> Self {
        self.threads = if threads == 0 { 1 } else { threads };
        self
    }

    /// Uses plain code only, as on a processor without wide instructions. The numbers are the same.
    #[must_use]
    pub const fn portable(mut self) -> Self {
        self.wide = None;
        self
    }

    /// Uses AVX2 only, as on a processor without AVX-512.
    #[cfg(test)]
    pub(super) fn without_avx512(mut self) -> Self {
        self.wide = Wide::detect(false);
        self
    }

    /// Whether wide instructions (AVX2 or AVX-512) are used.
    #[must_use]
    pub const fn is_wide(&self) -> bool {
        self.wide.is_some()
    }

    /// What all calls so far found; rows count on from call to call.
    #[must_use]
    pub const fn summary(&self) -> Summary {
        self.summary
    }

    /// Scores columns of answers, one an item in the order of
    /// [`Instrument::items`](crate::instrument::Instrument::items).
    ///
    /// # Errors
    /// Columns or outputs of a wrong number, length or width; nothing is written then.
    pub fn columns<C: Cell>(&mut self, columns: &[Column<'_, C>], outputs: Outputs<'_>) -> Result<Summary, BatchError> {
        let rows = columns::check(self.kernel, columns)?;
        outputs.check(self.kernel, rows)?;
        let (kernel, wide) = (self.kernel, self.wide);
        let levels = C::bytes(columns).and_then(|columns| LevelColumns::new(kernel, columns, wide));
        Ok(match (&kernel.program, levels) {
            (Program::Short(sums), Some(levels)) => {
                self.pass(sums, &levels, rows, outputs, |scratch| &mut scratch.levels_short)
            }
            (Program::Medium(sums), Some(levels)) => {
                self.pass(sums, &levels, rows, outputs, |scratch| &mut scratch.levels_medium)
            }
            (Program::Long(sums), Some(levels)) => {
                self.pass(sums, &levels, rows, outputs, |scratch| &mut scratch.levels_long)
            }
            (Program::Short(sums), None) => {
                let values = ValueColumns::new(kernel, columns);
                self.pass(sums, &values, rows, outputs, |scratch| &mut scratch.values_short)
            }
            (Program::Medium(sums), None) => {
                let values = ValueColumns::new(kernel, columns);
                self.pass(sums, &values, rows, outputs, |scratch| &mut scratch.values_medium)
            }
            (Program::Long(sums), None) => {
                let values = ValueColumns::new(kernel, columns);
                self.pass(sums, &values, rows, outputs, |scratch| &mut scratch.values_long)
            }
        })
    }

    /// Scores rows of answers, each in the order of [`Instrument::items`](crate::instrument::Instrument::items).
    ///
    /// # Errors
    /// Rows or outputs of a wrong length or width; nothing is written then.
    pub fn rows(&mut self, rows: Rows<'_>, outputs: Outputs<'_>) -> Result<Summary, BatchError> {
        let count = rows.check(self.kernel.items)?;
        outputs.check(self.kernel, count)?;
        let (kernel, wide) = (self.kernel, self.wide);
        Ok(match (&kernel.program, LevelRows::new(kernel, rows, wide)) {
            (Program::Short(sums), Some(levels)) => {
                self.pass(sums, &levels, count, outputs, |scratch| &mut scratch.levels_short)
            }
            (Program::Medium(sums), Some(levels)) => {
                self.pass(sums, &levels, count, outputs, |scratch| &mut scratch.levels_medium)
            }
            (Program::Long(sums), Some(levels)) => {
                self.pass(sums, &levels, count, outputs, |scratch| &mut scratch.levels_long)
            }
            (Program::Short(sums), None) => {
                let values = ValueRows::new(kernel, rows);
                self.pass(sums, &values, count, outputs, |scratch| &mut scratch.values_short)
            }
            (Program::Medium(sums), None) => {
                let values = ValueRows::new(kernel, rows);
                self.pass(sums, &values, count, outputs, |scratch| &mut scratch.values_medium)
            }
            (Program::Long(sums), None) => {
                let values = ValueRows::new(kernel, rows);
                self.pass(sums, &values, count, outputs, |scratch| &mut scratch.values_long)
            }
        })
    }

    /// Scores all rows of a source, in equal parts on as many threads as are worth it.
    fn pass<R: Narrow<T>, T: Placed>(
        &mut self,
        program: &Sums<T>,
        source: &impl Source<R>,
        rows: usize,
        mut outputs: Outputs<'_>,
        buffers: impl Fn(&mut Scratch) -> &mut Buffers<R, T>,
    ) -> Summary {
        let pass = Pass { program, runs: self.kernel.runs.len(), basis: self.kernel.basis, wide: self.wide };
        let threads = self.threads.min(rows / ROWS_A_THREAD).max(1);
        self.scratch.resize_with(self.scratch.len().max(threads), Scratch::default);
        let found = match self.scratch.as_mut_slice() {
            [own, ..] if threads == 1 => pass.over(source, 0..rows, &mut outputs, buffers(own)),
            scratch => {
                let mut parts = Vec::new();
                for (rows, scratch) in parts_of(rows, threads).zip(scratch) {
                    let outputs = outputs.split_off_front(rows.len());
                    parts.push((rows, outputs, buffers(scratch)));
                }
                // Parts are fixed, who scores one is not.
                let parts = Mutex::new(parts);
                let work = || {
                    let next = || parts.lock().unwrap_or_else(PoisonError::into_inner).pop();
                    let score = |(rows, mut outputs, buffers): (Range<usize>, Outputs<'_>, _)| {
                        (rows.start, pass.over(source, rows, &mut outputs, buffers))
                    };
                    iter::from_fn(next).map(score).collect::<Vec<_>>()
                };
                let mut found = on_threads(threads, work).concat();
                found.sort_by_key(|(start, _)| *start);
                found.into_iter().fold(Summary::default(), |summary, (_, part)| summary.then(part))
            }
        };
        self.summary = self.summary.then(found);
        found
    }
}

/// Equal parts that begin at multiples of 64 rows, so that no two threads write one byte of validity.
fn parts_of(rows: usize, threads: usize) -> impl Iterator<Item = Range<usize>> {
    let part = rows.div_ceil(threads).next_multiple_of(64);
    (0..threads).map(move |position| (position * part).min(rows)..((position + 1) * part).min(rows))
}
