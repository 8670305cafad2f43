//! Answers of any instrument and any integer type: decimals over a common denominator (8/2026), levels with values of
//! their own, levels beyond a byte. Sums are made in the lanes of the program.

use std::marker::PhantomData;
use std::ops::Range;

use super::block::{Source, clear_bits};
use super::columns::{Cell, Column, first_invalid, strike_nulls, strike_outside};
use super::lane::Lane;
use super::plan::{Kernel, Values};
use super::rows::Rows;

/// Columns of answers that need the values of the instrument.
pub(super) struct ValueColumns<'run, C, T> {
    kernel: &'run Kernel,
    columns: &'run [Column<'run, C>],
    lanes: PhantomData<T>,
}

impl<'run, C, T> ValueColumns<'run, C, T> {
    pub(super) const fn new(kernel: &'run Kernel, columns: &'run [Column<'run, C>]) -> Self {
        Self { kernel, columns, lanes: PhantomData }
    }
}

#[inline(always)]
fn outside(kernel: &Kernel, answer: u32) -> bool {
    answer < kernel.lowest || answer > kernel.highest
}

/// Adds a column of answers to the sum of its run.
#[inline(always)]
fn add<C: Cell, T: Lane>(kernel: &Kernel, cells: impl Iterator<Item = C>, sums: &mut [T]) -> bool {
    let mut bad = false;
    for (sum, cell) in sums.iter_mut().zip(cells) {
        let answer = cell.answer();
        bad |= outside(kernel, answer);
        *sum = sum.plus(T::low(kernel.values.of(answer)));
    }
    bad
}

/// The same where an answer is its own value; a loop of its own, so that the compiler can vectorise it.
#[inline(always)]
fn add_same<C: Cell, T: Lane>(kernel: &Kernel, cells: &[C], sums: &mut [T]) -> bool {
    let mut bad = false;
    for (sum, cell) in sums.iter_mut().zip(cells) {
        let answer = cell.answer();
        bad |= outside(kernel, answer);
        *sum = sum.plus(T::low(u64::from(answer)));
    }
    bad
}

impl<C: Cell, T: Lane> Source<T> for ValueColumns<'_, C, T> {
    fn sums(&self, rows: Range<usize>, sums: &mut [T], _: &mut Vec<u8>) -> bool {
        let mut bad = false;
        for (run, sums) in self.kernel.runs.iter().zip(sums.chunks_exact_mut(rows.len().max(1))) {
            sums.fill(T::default());
            for column in run.iter().filter_map(|item| self.columns.get(*item)) {
                let cells = column.cells().get(rows.clone()).unwrap_or_default();
                bad |= match self.kernel.values {
                    Values::Same => add_same(self.kernel, cells, sums),
                    _ => add(self.kernel, cells.iter().copied(), sums),
                };
            }
        }
        bad
    }

    fn strike_nulls(&self, rows: Range<usize>, valid: &mut [u64]) -> bool {
        strike_nulls(self.columns, rows, valid)
    }

    fn strike_outside(&self, rows: Range<usize>, valid: &mut [u64]) {
        strike_outside(self.columns, rows, valid, |cell| outside(self.kernel, cell.answer()));
    }

    fn first_invalid(&self, row: usize) -> (usize, Option<i64>) {
        first_invalid(self.columns, row, |cell| outside(self.kernel, cell.answer()))
    }
}

/// Rows of answers that need the values of the instrument.
pub(super) struct ValueRows<'run, T> {
    kernel: &'run Kernel,
    rows: Rows<'run>,
    lanes: PhantomData<T>,
}

impl<'run, T> ValueRows<'run, T> {
    pub(super) const fn new(kernel: &'run Kernel, rows: Rows<'run>) -> Self {
        Self { kernel, rows, lanes: PhantomData }
    }
}

impl<T: Lane> Source<T> for ValueRows<'_, T> {
    fn sums(&self, rows: Range<usize>, sums: &mut [T], _: &mut Vec<u8>) -> bool {
        let mut bad = false;
        for (run, sums) in self.kernel.runs.iter().zip(sums.chunks_exact_mut(rows.len().max(1))) {
            sums.fill(T::default());
            for item in run {
                let cells = self.rows.between(rows.start, rows.end).filter_map(|row| row.get(*item).copied());
                bad |= add(self.kernel, cells, sums);
            }
        }
        bad
    }

    fn strike_nulls(&self, _: Range<usize>, _: &mut [u64]) -> bool {
        false
    }

    fn strike_outside(&self, rows: Range<usize>, valid: &mut [u64]) {
        let is_bad = |row: &[u8]| row.iter().take(self.kernel.items).any(|cell| outside(self.kernel, u32::from(*cell)));
        let struck: Vec<bool> = self.rows.between(rows.start, rows.end).map(is_bad).collect();
        clear_bits(valid, &struck);
    }

    fn first_invalid(&self, row: usize) -> (usize, Option<i64>) {
        self.rows.first_invalid(row, self.kernel.items, |cell| outside(self.kernel, u32::from(cell)))
    }
}
