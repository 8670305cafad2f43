//! Draws gone through block by block, and what is counted in each.

use std::cmp::Reverse;
use std::hint::black_box;
use std::sync::{Mutex, PoisonError};
use std::{iter, mem};

use super::draw::{LANES, Row};
use super::field::{Cutoff, Field, Noise, Weights};
use super::law::Law;
use super::long;
use super::network;
use super::short::{SCORE_BITS, Scratch, Tables, UNIT_BITS, levels};
use super::stop::Stop;
use crate::threads::on_threads;
use crate::wide::{self, Loops, Wide};

/// Ranks are counted one by one up to so many, and in so many steps of equal width beyond.
pub(crate) const RANK_STEPS: usize = 1 << UNIT_BITS;
pub(crate) const UNIT_MASK: u32 = (1 << UNIT_BITS) - 1;
/// So many neighbouring counts are looked at together.
const CELLS: usize = 16;
/// Blocks that a thread takes at a time.
const BLOCKS: u32 = 16;

/// What all draws count.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// How many draws.
    pub draws: u32,
    /// How many neighbouring ranks are counted as one; 1 up to 1,024 units.
    pub rank_step: usize,
    /// By unit, for each rank from the best, 1,024 at most: how often it has it; by competition, so that ties share the
    /// best.
    pub ranks: Vec<u32>,
    /// By unit: all its ranks added up, each counted from 0.
    pub rank_sums: Vec<u64>,
    /// By unit: its best and its worst rank of any draw, counted from 0.
    pub rank_ranges: Vec<(u32, u32)>,
    /// By unit, then by cutoff: how often its index has that predicate or a higher one.
    pub at_least: Vec<u32>,
    /// By pair: how often the first is above the second.
    pub above: Vec<u32>,
    /// By pair: how often they are equal.
    pub tied: Vec<u32>,
}

/// What is drawn, and what counted.
#[derive(Clone, Debug)]
pub struct Drawing<'field> {
    field: &'field Field,
    noise: &'field Noise,
    pairs: &'field [(u32, u32)],
    law: Law,
    tables: Option<Tables>,
    /// The units by their official scores, and where each stands there. Ranks are counted in this order while draws go
    /// on: the units that have the same rank in some draws then are near each other.
    order: Vec<usize>,
    places: Vec<u32>,
    /// By cutoff: the units that can be on either side of it, and those that are above whatever is drawn.
    open: Vec<Vec<usize>>,
    above: Vec<Vec<usize>>,
    wide: Option<Wide>,
    stop: Option<Stop>,
}

impl<'field> Drawing<'field> {
    /// Prepares draws of a field; `pairs` of its units are compared in each draw.
    #[must_use]
    pub fn new(field: &'field Field, weights: &Weights, noise: &'field Noise, pairs: &'field [(u32, u32)]) -> Self {
        let short = Law::short(field, weights, noise);
        let tables = short.as_ref().and_then(|law| Tables::new(field, law, noise));
        let law = match (short, &tables) {
            (Some(short), Some(_)) => short,
            _ => Law::long(field, weights),
        };
        let (mut open, mut above) = (Vec::new(), Vec::new());
        for cutoff in &field.cutoffs {
            let sides: Vec<Option<bool>> =
                (0..field.units()).map(|unit| side(field, &law, noise, unit, cutoff)).collect();
            let at = |side: Option<bool>| (0..sides.len()).filter(|unit| sides.get(*unit) == Some(&side)).collect();
            open.push(at(None));
            above.push(at(Some(true)));
        }
        let mut order: Vec<usize> = (0..field.units()).collect();
        order.sort_by_cached_key(|unit| Reverse(field.score(*unit)));
        let mut places = vec![0; order.len()];
        for (place, unit) in (0..).zip(&order) {
            if let Some(slot) = places.get_mut(*unit) {
                *slot = place;
            }
        }
        Self { field, noise, pairs, law, tables, order, places, open, above, wide: Wide::detect(true), stop: None }
    }

    /// Uses no instructions but those that every processor has.
    #[must_use]
    pub fn portable(mut self) -> Self {
        self.wide = None;
        self
    }

    /// Makes no further draws once that is wished; the counts are then of fewer.
    #[must_use]
    pub fn stop(mut self, stop: Option<Stop>) -> Self {
        self.stop = stop;
        self
    }

    /// Scores in 64 bits even where 32 serve; with the same weights.
    #[cfg(test)]
    pub(super) fn without_tables(mut self) -> Self {
        self.tables = None;
        self
    }

    /// Counts so many draws on at most so many threads. The counts depend on the seed alone.
    #[must_use]
    pub fn count(&self, seed: u64, draws: u32, threads: usize) -> Counts {
        let blocks = draws.div_ceil(LANE_COUNT);
        let next = Mutex::new(0..blocks);
        let work = || {
            let mut counts = self.empty();
            let mut scratch = Scratch::default();
            let take = || {
                let mut left = next.lock().unwrap_or_else(PoisonError::into_inner);
                let start = left.start;
                left.start = left.end.min(start.saturating_add(BLOCKS));
                let is_stopped = self.stop.as_ref().is_some_and(Stop::is_wished);
                Some(start..left.start).filter(|taken| !taken.is_empty() && !is_stopped)
            };
            for block in iter::from_fn(take).flatten() {
                let lanes = usize::try_from(draws - block * LANE_COUNT).unwrap_or(LANES).min(LANES);
                self.block(seed, block, lanes, &mut scratch, &mut counts);
            }
            counts
        };
        let threads = threads.min(usize::try_from(blocks / BLOCKS).unwrap_or(1)).max(1);
        let counted = on_threads(threads, work).into_iter();
        let mut counts = counted.reduce(|all, other| all.plus(&other)).unwrap_or_default();
        if self.tables.is_some() {
            self.by_unit(&mut counts);
        }
        let cutoffs = self.field.cutoffs.len();
        for (number, above) in self.above.iter().enumerate() {
            for unit in above {
                if let Some(slot) = counts.at_least.get_mut(unit * cutoffs + number) {
                    *slot = counts.draws;
                }
            }
        }
        counts
    }

    fn empty(&self) -> Counts {
        let units = self.field.units();
        Counts {
            draws: 0,
            rank_step: units.div_ceil(RANK_STEPS).max(1),
            ranks: vec![0; units * if self.tables.is_some() { RANK_STEPS } else { units.min(RANK_STEPS) }],
            rank_sums: vec![0; units],
            rank_ranges: vec![(u32::MAX, 0); units],
            at_least: vec![0; units * self.field.cutoffs.len()],
            above: vec![0; self.pairs.len()],
            tied: vec![0; self.pairs.len()],
        }
    }

    /// Ranks that were counted by rank and then by place become ranks by unit.
    fn by_unit(&self, counts: &mut Counts) {
        let units = self.order.len();
        let counted = mem::replace(&mut counts.ranks, vec![0; units * units]);
        for (place, row) in counted.chunks_exact(RANK_STEPS).enumerate() {
            for (few, units_here) in row.chunks(CELLS).zip(self.order.chunks(CELLS)) {
                // Most are 0.
                if few.iter().fold(0, |all, count| all | count) == 0 {
                    continue;
                }
                for (count, unit) in few.iter().zip(units_here).filter(|(count, _)| **count > 0) {
                    counts.add_ranks(*unit, place, *count);
                }
            }
        }
    }

    fn block(&self, seed: u64, block: u32, lanes: usize, scratch: &mut Scratch, counts: &mut Counts) {
        counts.draws += u32::try_from(lanes).unwrap_or_default();
        match &self.tables {
            Some(tables) => {
                wide::run(self.wide, ShortBlock { drawing: self, tables, seed, block, lanes, scratch, counts });
            }
            None => wide::run(self.wide, LongBlock { drawing: self, seed, block, lanes, scratch, counts }),
        }
    }
}

/// On which side of a cutoff a unit is in every draw; `None` where that depends.
fn side(field: &Field, law: &Law, noise: &Noise, unit: usize, cutoff: &Cutoff) -> Option<bool> {
    let parts = field.parts();
    let noisy = noise.is_some();
    let gaps = |gaps: &'_ [u32]| -> Vec<u32> {
        gaps.get(unit * parts..(unit + 1) * parts).filter(|_| noisy).map_or_else(|| vec![0; parts], <[u32]>::to_vec)
    };
    let (numerator, denominator) = (cutoff.at.numerator(), cutoff.at.denominator());
    let (mut least, mut most) = (0_i128, 0_i128);
    let weights = law.lowest().iter().zip(law.highest());
    let levels = field.row(unit).iter().zip(gaps(&field.falls)).zip(gaps(&field.rises));
    for ((low, high), ((value, fall), rise)) in weights.zip(levels) {
        let over = |value: u32| i128::from(value).checked_mul(denominator)?.checked_sub(numerator);
        let (lower, upper) = (over(value.saturating_sub(fall))?, over(value.saturating_add(rise))?);
        least = least.checked_add(lower.checked_mul(i128::from(if lower < 0 { *high } else { *low }))?)?;
        most = most.checked_add(upper.checked_mul(i128::from(if upper < 0 { *low } else { *high }))?)?;
    }
    let needed = i128::from(!cutoff.included);
    if least >= needed {
        Some(true)
    } else if most < needed {
        Some(false)
    } else {
        None
    }
}

const LANE_COUNT: u32 = 32;
const _: () = assert!(LANES == 32, "one number of draws in a block");

/// A block of draws with scores of 32 bits.
struct ShortBlock<'run> {
    drawing: &'run Drawing<'run>,
    tables: &'run Tables,
    seed: u64,
    block: u32,
    lanes: usize,
    scratch: &'run mut Scratch,
    counts: &'run mut Counts,
}

impl Loops for ShortBlock<'_> {
    type Found = ();

    #[inline(always)]
    fn run(self) {
        let Self { drawing, tables, seed, block, lanes, scratch, counts } = self;
        scratch.weights.resize(drawing.field.parts(), [0; LANES]);
        drawing.law.fill(seed, block, 0, &mut scratch.weights);
        let stream = drawing.noise.is_some().then(|| levels(seed, block, 0));
        tables.scores(stream, scratch);
        let totals = totals(&scratch.weights);
        let mut counted = [0_u32; LANES];
        for slot in counted.iter_mut().take(lanes) {
            *slot = 1;
        }
        let scores = &mut scratch.scores;
        let cutoffs = &drawing.field.cutoffs;
        for (number, cutoff) in cutoffs.iter().enumerate() {
            let mut least = [0; LANES];
            for (least, total) in least.iter_mut().zip(&totals) {
                *least = u32::try_from(cutoff.least(*total)).unwrap_or(u32::MAX).min(u32::MAX >> 1);
            }
            // Draws that are not counted have no score that is high enough.
            for (least, counted) in least.iter_mut().zip(&counted) {
                *least = if *counted == 0 { u32::MAX >> 1 } else { *least };
            }
            for unit in drawing.open.get(number).into_iter().flatten() {
                let place = unit * cutoffs.len() + number;
                if let (Some(slot), Some(score)) = (counts.at_least.get_mut(place), scores.get(*unit)) {
                    *slot = slot.wrapping_add(at_least(score, &least));
                }
            }
        }
        let slots = counts.above.iter_mut().zip(&mut counts.tied);
        for ((above, tied), (first, second)) in slots.zip(drawing.pairs) {
            let row = |unit: &u32| usize::try_from(*unit).ok().and_then(|unit| scores.get(unit));
            if let (Some(first), Some(second)) = (row(first), row(second)) {
                let (mut better, mut equal) = (0_u32, 0_u32);
                for ((first, second), counted) in first.iter().zip(second).zip(&counted) {
                    better = better.wrapping_add(u32::from(first > second) & counted);
                    equal = equal.wrapping_add(u32::from(first == second) & counted);
                }
                *above = above.wrapping_add(better);
                *tied = tied.wrapping_add(equal);
            }
        }
        places(&drawing.places, scores);
        let counts = counts.ranks.as_mut_slice();
        if lanes == LANES {
            for row in scores {
                count_places(row, counts);
            }
        } else {
            for row in scores.iter().filter_map(|row| row.get(..lanes)) {
                count_places(row, counts);
            }
        }
    }
}

/// Counts the rank of each place.
#[inline(always)]
fn count_places(row: &[u32], ranks: &mut [u32]) {
    for place in row {
        if let Some(slot) = usize::try_from(*place).ok().and_then(|place| ranks.get_mut(place)) {
            *slot = slot.wrapping_add(1);
        }
    }
}

/// The weights of each draw, added up.
#[inline(always)]
pub(crate) fn totals(weights: &[Row]) -> [u64; LANES] {
    let mut totals = [0; LANES];
    for row in weights {
        for (total, weight) in totals.iter_mut().zip(row) {
            *total += u64::from(*weight);
        }
    }
    totals
}

#[inline(always)]
fn at_least(scores: &Row, bounds: &Row) -> u32 {
    let mut count = 0_u32;
    for (score, bound) in scores.iter().zip(bounds) {
        // Both are below 2^31; as signed numbers they are compared in one instruction.
        count = count.wrapping_add(u32::from(score.cast_signed() >= bound.cast_signed()));
    }
    count
}

/// Makes of the scores of all units, draw by draw, their places: the rank from 0 on, by competition, and behind it the
/// name of the unit; in the order of ranks.
#[inline(always)]
pub(crate) fn places(names: &[u32], scores: &mut [Row]) {
    for (name, row) in names.iter().zip(scores.iter_mut()) {
        // A row at a time, in whole registers: from what it cannot see through, the compiler makes no other plans.
        let name = black_box(*name);
        for key in row {
            *key = ((1 << SCORE_BITS) - 1_u32).wrapping_sub(*key) << UNIT_BITS | name;
        }
    }
    network::sort(scores);
    let (mut last, mut rank) = ([u32::MAX; LANES], [0_u32; LANES]);
    for (own, row) in (0_u32..).zip(scores) {
        for ((key, last), rank) in row.iter_mut().zip(&mut last).zip(&mut rank) {
            // The first row has rank 0 either way.
            *rank = if *key >> UNIT_BITS == *last >> UNIT_BITS { *rank } else { own << UNIT_BITS };
            *last = *key;
            *key = *key & UNIT_MASK | *rank;
        }
    }
}

/// A block of draws with scores of 64 bits.
struct LongBlock<'run> {
    drawing: &'run Drawing<'run>,
    seed: u64,
    block: u32,
    lanes: usize,
    scratch: &'run mut Scratch,
    counts: &'run mut Counts,
}

impl Loops for LongBlock<'_> {
    type Found = ();

    #[inline(always)]
    fn run(self) {
        let Self { drawing, seed, block, lanes, scratch, counts } = self;
        let field = drawing.field;
        scratch.weights.resize(field.parts(), [0; LANES]);
        drawing.law.fill(seed, block, 0, &mut scratch.weights);
        let stream = drawing.noise.is_some().then(|| levels(seed, block, 0));
        let scores = long::scores(field, drawing.noise, &scratch.weights, stream);
        let totals = totals(&scratch.weights);
        let mut order: Vec<(u64, usize)> = Vec::with_capacity(scores.len());
        for (lane, total) in totals.iter().enumerate().take(lanes) {
            let score = |unit: usize| scores.get(unit).and_then(|row| row.get(lane)).copied().unwrap_or_default();
            for (number, cutoff) in field.cutoffs.iter().enumerate() {
                let least = cutoff.least(*total);
                for unit in drawing.open.get(number).into_iter().flatten() {
                    if let Some(slot) = counts.at_least.get_mut(unit * field.cutoffs.len() + number) {
                        *slot += u32::from(score(*unit) >= least);
                    }
                }
            }
            let slots = counts.above.iter_mut().zip(&mut counts.tied);
            for ((above, tied), (first, second)) in slots.zip(drawing.pairs) {
                let of = |unit: &u32| usize::try_from(*unit).map(score).unwrap_or_default();
                *above += u32::from(of(first) > of(second));
                *tied += u32::from(of(first) == of(second));
            }
            order.clear();
            order.extend(scores.iter().enumerate().map(|(unit, row)| (u64::MAX - row.get(lane).unwrap_or(&0), unit)));
            order.sort_unstable();
            let (mut last, mut rank) = (None, 0);
            for (place, (key, unit)) in order.iter().enumerate() {
                if last != Some(*key) {
                    (last, rank) = (Some(*key), place);
                }
                counts.add_ranks(*unit, rank, 1);
            }
        }
    }
}

impl Counts {
    /// Counts a rank, from 0, that a unit had so many times.
    fn add_ranks(&mut self, unit: usize, rank: usize, times: u32) {
        let width = self.width();
        if let Some(slot) = self.ranks.get_mut(unit * width + rank / self.rank_step) {
            *slot += times;
        }
        let rank = u32::try_from(rank).unwrap_or(u32::MAX);
        if let Some(sum) = self.rank_sums.get_mut(unit) {
            *sum += u64::from(rank) * u64::from(times);
        }
        if let Some((best, worst)) = self.rank_ranges.get_mut(unit) {
            (*best, *worst) = ((*best).min(rank), (*worst).max(rank));
        }
    }

    /// How many ranks of a unit are told apart.
    fn width(&self) -> usize {
        self.rank_sums.len().min(RANK_STEPS)
    }

    /// Both together.
    fn plus(mut self, other: &Self) -> Self {
        self.draws += other.draws;
        let lists = [
            (&mut self.ranks, &other.ranks),
            (&mut self.at_least, &other.at_least),
            (&mut self.above, &other.above),
            (&mut self.tied, &other.tied),
        ];
        for (own, other) in lists {
            own.iter_mut().zip(other).for_each(|(own, other)| *own += other);
        }
        self.rank_sums.iter_mut().zip(&other.rank_sums).for_each(|(own, other)| *own += other);
        for ((best, worst), (other_best, other_worst)) in self.rank_ranges.iter_mut().zip(&other.rank_ranges) {
            (*best, *worst) = ((*best).min(*other_best), (*worst).max(*other_worst));
        }
        self
    }

    /// How often a unit has each rank.
    #[must_use]
    pub fn ranks_of(&self, unit: usize) -> &[u32] {
        self.ranks.get(unit * self.width()..(unit + 1) * self.width()).unwrap_or_default()
    }
}
