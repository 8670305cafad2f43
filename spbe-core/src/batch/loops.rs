//! The loops over rows, in plain code that the compiler vectorises.
//!
//! All have one form: a few slices side by side, their number known to the compiler, one pass over the rows, one
//! result stored. So the compiler keeps everything in registers, and the processor reads a few long streams at a time.

use std::ops::Range;

use crate::instrument::PredicateBasis;
use crate::wide::Loops;

use super::lane::{Formula, Lane, Narrow};
use super::outputs::{NodeOutput, Outputs, Placed};
use super::reciprocal::Publish;
use super::sums::{Shape, Sum, Sums, Term};

/// The most slices side by side: each takes a register for its place.
const ABREAST: usize = 8;
/// The rows between a weighted sum and all that is made of it: what stays in the first-level cache.
const PIECE: usize = 4096;

/// Writes a loop out for eight slices, four or fewer, with a name for each and one for what goes with it: the compiler
/// takes an inner loop over slices for one whose length may differ from row to row.
macro_rules! abreast {
    ($count:expr, $each:ident) => {
        match $count {
            ABREAST => $each!(a i, b j, c k, d l, e m, f n, g o, h p),
            4 => $each!(a i, b j, c k, d l),
            3 => $each!(a i, b j, c k),
            2 => $each!(a i, b j),
            _ => $each!(a i),
        }
    };
}

/// As many of the first as a loop is written out for, and the rest.
#[inline(always)]
fn split_abreast<T>(all: &[T]) -> Option<(&[T], &[T])> {
    let count = [ABREAST, 4, 3, 2, 1].into_iter().find(|count| *count <= all.len())?;
    all.split_at_checked(count)
}

/// All slices at once: zipped, so that no access to a row needs a check.
macro_rules! zip {
    ($slice:ident) => { $slice.iter() };
    ($slice:ident, $($other:ident),+) => { $slice.iter().zip(zip!($($other),+)) };
}

/// What an iteration over them gives.
macro_rules! zipped {
    ($cell:ident) => { $cell };
    ($cell:ident, $($other:ident),+) => { ($cell, zipped!($($other),+)) };
}

/// Sums of columns: for each run, its sum in each row. With `LEVELS` the columns are levels, and it finds whether one
/// lies outside the shape's range; sums of its row are any number then.
pub(super) struct RunSums<'run, const LEVELS: bool, C> {
    pub(super) shape: &'run Shape<'run>,
    /// The levels of an item, one a row.
    pub(super) column: C,
    /// The sums of the first run, of the second, ...
    pub(super) sums: &'run mut [u8],
    /// How many sums a run has, and which are written.
    pub(super) length: usize,
    pub(super) rows: Range<usize>,
}

impl<'run, const LEVELS: bool, C: Fn(usize) -> Option<&'run [u8]>> Loops for RunSums<'run, LEVELS, C> {
    type Found = bool;

    #[inline(always)]
    fn run(self) -> bool {
        let bounds = (self.shape.lowest, self.shape.least);
        let mut worst = 0_u8;
        for (run, sums) in self.shape.runs.iter().zip(self.sums.chunks_exact_mut(self.length.max(1))) {
            let Some(sums) = sums.get_mut(self.rows.clone()) else { continue };
            let mut is_first = true;
            let mut rest = run.as_slice();
            while let Some((items, others)) = split_abreast(rest) {
                let mut columns: [&[u8]; ABREAST] = [&[]; ABREAST];
                for (column, item) in columns.iter_mut().zip(items) {
                    *column = (self.column)(*item).unwrap_or_default();
                }
                let found = match is_first {
                    true => add_columns::<true, LEVELS>(items.len(), columns, bounds, sums),
                    false => add_columns::<false, LEVELS>(items.len(), columns, bounds, sums),
                };
                worst = worst.max(found);
                (is_first, rest) = (false, others);
            }
        }
        worst > self.shape.highest.wrapping_sub(self.shape.lowest)
    }
}

/// Adds the first columns in each row, `FIRST` to nothing or to what is there; gives the largest offset of a level from
/// the lowest.
#[inline(always)]
fn add_columns<const FIRST: bool, const LEVELS: bool>(
    count: usize,
    columns: [&[u8]; ABREAST],
    (lowest, least): (u8, u8),
    sums: &mut [u8],
) -> u8 {
    let mut worst = 0_u8;
    macro_rules! add {
        ($($level:ident $_none:ident),+) => {{
            let [$($level,)+ ..] = columns;
            for (sum, zipped!($($level),+)) in sums.iter_mut().zip(zip!($($level),+)) {
                let mut total = if FIRST { 0 } else { *sum };
                $(
                    if LEVELS {
                        worst = worst.max($level.wrapping_sub(lowest));
                    }
                    total = total.wrapping_add(if LEVELS { (*$level).max(least) } else { *$level });
                )+
                *sum = total;
            }
        }};
    }
    abreast!(count, add);
    worst
}

/// From the run sums of a block to its outputs.
pub(super) struct Combine<'run, 'out, R, T> {
    pub(super) program: &'run Sums<T>,
    pub(super) basis: PredicateBasis,
    /// The sums of the first run in each row, of the second, ...
    pub(super) runs: &'run [R],
    /// The rows of the block in the outputs.
    pub(super) rows: Range<usize>,
    pub(super) room: &'run mut Room<T>,
    pub(super) outputs: &'run mut Outputs<'out>,
}

/// Room for the numbers of a piece.
#[derive(Debug)]
pub(super) struct Room<T> {
    totals: Vec<T>,
    units: Vec<T>,
}

impl<T> Default for Room<T> {
    fn default() -> Self {
        Self { totals: Vec::new(), units: Vec::new() }
    }
}

impl<R: Narrow<T>, T: Placed> Loops for Combine<'_, '_, R, T> {
    type Found = ();

    /// One output from the first row of the block to the last before the next one: long streams again.
    #[inline(always)]
    fn run(self) {
        let Self { program, basis, runs, rows, room, outputs } = self;
        let length = rows.len();
        let longest = room.totals.len().max(length.min(PIECE));
        room.totals.resize(longest, T::default());
        room.units.resize(longest, T::default());
        for sum in &program.sums {
            let Some((output, predicate)) = outputs.places(sum.node) else { continue };
            // The common way, straight from the runs: published units and nothing else, in integers of the sums.
            if let (NodeOutput { sum: None, published: Some(published) }, None) = (&mut *output, &predicate)
                && let Some(out) = T::places(published, rows.clone())
                && publish_runs(sum, runs, out)
            {
                continue;
            }
            let mut predicate = predicate.and_then(|codes| codes.get_mut(rows.clone()));
            let publishes = output.published.is_some() || basis == PredicateBasis::Published;
            for piece in (0..length).step_by(PIECE).map(|start| start..length.min(start + PIECE)) {
                let place = rows.start + piece.start..rows.start + piece.end;
                let (Some(totals), Some(units)) =
                    (room.totals.get_mut(..piece.len()), room.units.get_mut(..piece.len()))
                else {
                    return;
                };
                weigh(sum, runs, length, &piece, totals);
                if let Some(sums) = &mut output.sum {
                    sums.write(place.start, totals);
                }
                if publishes {
                    T::publish(sum.publish, totals, units);
                }
                if let Some(published) = &mut output.published {
                    published.write(place.start, units);
                }
                if let Some(codes) = predicate.as_mut().and_then(|codes| codes.get_mut(piece)) {
                    match basis {
                        PredicateBasis::Exact => judge(totals, &program.exact_cuts, codes),
                        PredicateBasis::Published => judge(units, &program.published_cuts, codes),
                    }
                }
            }
        }
    }
}

/// The terms with their runs, of which each has `length` rows, cut to a piece.
#[inline(always)]
fn slices<'run, R: Narrow<T>, T: Lane>(
    terms: &[Term<T>],
    runs: &'run [R],
    length: usize,
    piece: &Range<usize>,
) -> [(&'run [R], T); ABREAST] {
    let mut slices: [(&[R], T); ABREAST] = [(&[], T::default()); ABREAST];
    for (slice, term) in slices.iter_mut().zip(terms) {
        let start = term.run * length;
        *slice = (runs.get(start + piece.start..start + piece.end).unwrap_or_default(), term.weight);
    }
    slices
}

/// The published units of a sum of few terms, if they have a short formula; returns whether they do.
#[inline(always)]
fn publish_runs<R: Narrow<T>, T: Lane>(sum: &Sum<T>, runs: &[R], out: &mut [T]) -> bool {
    match sum.publish {
        Publish::Narrow(formula) => publish_by(formula, &sum.terms, runs, out),
        Publish::Short(formula) => publish_by(formula, &sum.terms, runs, out),
        Publish::Long { .. } | Publish::Division(_) => false,
    }
}

/// The same by a formula.
#[inline(always)]
fn publish_by<F: Formula, R: Narrow<T>, T: Lane>(formula: F, terms: &[Term<T>], runs: &[R], out: &mut [T]) -> bool {
    let Some((terms, [])) = split_abreast(terms) else { return false };
    let slices = slices(terms, runs, out.len(), &(0..out.len()));
    if let ([_], [(run, weight), ..]) = (terms, slices)
        && let Some(formula) = formula.of_multiple(weight.wide())
    {
        for (units, sum) in out.iter_mut().zip(run) {
            *units = formula.units(sum.widen());
        }
        return true;
    }
    macro_rules! publish {
        ($($run:ident $weight:ident),+) => {{
            let [$(($run, $weight),)+ ..] = slices;
            for (units, zipped!($($run),+)) in out.iter_mut().zip(zip!($($run),+)) {
                let mut total = T::default();
                $(total = total.plus($run.widen().times($weight));)+
                *units = formula.units(total);
            }
        }};
    }
    abreast!(terms.len(), publish);
    true
}

/// The weighted sum of a piece; runs have `length` rows. The first terms are written and the others added, so that nothing
/// has to be zero before.
#[inline(always)]
fn weigh<R: Narrow<T>, T: Lane>(sum: &Sum<T>, runs: &[R], length: usize, piece: &Range<usize>, totals: &mut [T]) {
    let mut rest = sum.terms.as_slice();
    let mut is_first = true;
    while let Some((terms, others)) = split_abreast(rest) {
        let slices = slices(terms, runs, length, piece);
        match is_first {
            true => add_terms::<true, R, T>(terms.len(), slices, totals),
            false => add_terms::<false, R, T>(terms.len(), slices, totals),
        }
        (is_first, rest) = (false, others);
    }
    if is_first {
        totals.fill(T::default());
    }
}

/// Adds the first terms in each row, `FIRST` to nothing or to what is there.
#[inline(always)]
fn add_terms<const FIRST: bool, R: Narrow<T>, T: Lane>(count: usize, slices: [(&[R], T); ABREAST], totals: &mut [T]) {
    macro_rules! add {
        ($($run:ident $weight:ident),+) => {{
            let [$(($run, $weight),)+ ..] = slices;
            for (sum, zipped!($($run),+)) in totals.iter_mut().zip(zip!($($run),+)) {
                let mut total = if FIRST { T::default() } else { *sum };
                $(total = total.plus($run.widen().times($weight));)+
                *sum = total;
            }
        }};
    }
    abreast!(count, add);
}

/// For each number, how many cuts it reaches: the position of its predicate.
#[inline(always)]
fn judge<T: Lane>(numbers: &[T], cuts: &[T], codes: &mut [u8]) {
    let mut rest = cuts;
    let mut is_first = true;
    while let Some((cuts, others)) = split_abreast(rest) {
        let mut padded = [T::default(); ABREAST];
        padded.iter_mut().zip(cuts).for_each(|(padded, cut)| *padded = *cut);
        match is_first {
            true => count_cuts::<true, T>(cuts.len(), padded, numbers, codes),
            false => count_cuts::<false, T>(cuts.len(), padded, numbers, codes),
        }
        (is_first, rest) = (false, others);
    }
    if is_first {
        codes.fill(0);
    }
}

/// Counts the first cuts that each number reaches, `FIRST` from nothing or from what is there; in lanes of the numbers, so
/// that they are narrowed once. There are at most 254 cuts.
#[inline(always)]
fn count_cuts<const FIRST: bool, T: Lane>(count: usize, cuts: [T; ABREAST], numbers: &[T], codes: &mut [u8]) {
    macro_rules! count {
        ($($cut:ident $_none:ident),+) => {{
            let [$($cut,)+ ..] = cuts;
            for (code, number) in codes.iter_mut().zip(numbers) {
                let mut reached = T::default();
                $(reached = reached.plus(number.reaches($cut));)+
                *code = reached.low_byte().wrapping_add(if FIRST { 0 } else { *code });
            }
        }};
    }
    abreast!(count, count);
}
