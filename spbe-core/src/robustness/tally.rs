//! Draws gone through block by block, and what is counted in each.

use std::ops::Range;
use std::sync::{Mutex, PoisonError};
use std::{iter, thread};

use super::draw::{LANES, Row};
use super::field::{Cutoff, Field, Noise, Weights};
use super::law::Law;
use super::long;
use super::network;
use super::short::{SCORE_BITS, Scratch, Tables, UNIT_BITS, levels};
use crate::wide::{self, Loops, Wide};

/// Ranks are counted one by one up to so many, and in so many steps of equal width beyond.
pub(crate) const RANK_STEPS: usize = 1 << UNIT_BITS;
const UNIT_MASK: u32 = (1 << UNIT_BITS) - 1;
/// Blocks that a thread takes at a time.
const BLOCKS: u32 = 16;

/// What all draws count.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// How many draws.
    pub draws: u32,
    /// How many neighbouring ranks are counted as one; 1 up to 1,024 units.
    pub rank_step: usize,
    /// By unit, 1,024 each: how often it has each rank, from the best; by competition, so that ties share the best.
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
    /// By cutoff: the units that can be on either side of it, and those that are above whatever is drawn.
    open: Vec<Vec<usize>>,
    above: Vec<Vec<usize>>,
    wide: Option<Wide>,
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
        Self { field, noise, pairs, law, tables, open, above, wide: Wide::detect(true) }
    }

    /// Uses no instructions but those that every processor has.
    #[must_use]
    pub fn portable(mut self) -> Self {
        self.wide = None;
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
        let work = |next: &Mutex<Range<u32>>| {
            let mut counts = self.empty();
            let mut scratch = Scratch::default();
            let take = || {
                let mut left = next.lock().unwrap_or_else(PoisonError::into_inner);
                let start = left.start;
                left.start = left.end.min(start.saturating_add(BLOCKS));
                Some(start..left.start).filter(|taken| !taken.is_empty())
            };
            for block in iter::from_fn(take).flatten() {
                let lanes = usize::try_from(draws - block * LANE_COUNT).unwrap_or(LANES).min(LANES);
                self.block(seed, block, lanes, &mut scratch, &mut counts);
            }
            counts
        };
        let next = Mutex::new(0..blocks);
        let threads = threads.min(usize::try_from(blocks / BLOCKS).unwrap_or(1)).max(1);
        let mut counts = thread::scope(|scope| {
            let start = |_| thread::Builder::new().spawn_scoped(scope, || work(&next)).ok();
            let others: Vec<_> = (1..threads).filter_map(start).collect();
            let own = work(&next);
            // A thread does not panic; if one did, its draws would be missing, and the count below would say so.
            others.into_iter().filter_map(|other| other.join().ok()).fold(own, |all, other| all.plus(&other))
        });
        counts.finish();
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
            ranks: vec![0; units * RANK_STEPS],
            rank_sums: vec![0; units],
            rank_ranges: vec![(u32::MAX, 0); units],
            at_least: vec![0; units * self.field.cutoffs.len()],
            above: vec![0; self.pairs.len()],
            tied: vec![0; self.pairs.len()],
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
        places(scores);
        let ranks = counts.ranks.as_mut_slice();
        if lanes == LANES {
            scores.iter().for_each(|row| count_places(row, ranks));
        } else {
            scores.iter().filter_map(|row| row.get(..lanes)).for_each(|row| count_places(row, ranks));
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

/// Makes of the scores of all units, draw by draw, their places: the unit, and behind it the rank from 0 on, by
/// competition; in the order of ranks.
#[inline(always)]
pub(crate) fn places(scores: &mut [Row]) {
    for (unit, row) in (0_u32..).zip(scores.iter_mut()) {
        for score in row {
            *score = ((1 << SCORE_BITS) - 1_u32).wrapping_sub(*score) << UNIT_BITS | unit;
        }
    }
    network::sort(scores);
    let (mut last, mut rank) = ([u32::MAX; LANES], [0_u32; LANES]);
    for (place, row) in (0_u32..).zip(scores) {
        for ((key, last), rank) in row.iter_mut().zip(&mut last).zip(&mut rank) {
            *rank = if *key >> UNIT_BITS == *last >> UNIT_BITS && place > 0 { *rank } else { place };
            *last = *key;
            *key = (*key & UNIT_MASK) << UNIT_BITS | *rank;
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
        let mut order: Vec<(u64, u32)> = Vec::with_capacity(scores.len());
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
            order.extend((0_u32..).zip(&scores).map(|(unit, row)| (u64::MAX - row.get(lane).unwrap_or(&0), unit)));
            order.sort_unstable();
            let (mut last, mut rank) = (None, 0_u32);
            for (place, (key, unit)) in (0_u32..).zip(&order) {
                if last != Some(*key) {
                    (last, rank) = (Some(*key), place);
                }
                counts.add_rank(*unit, rank);
            }
        }
    }
}

impl Counts {
    fn add_rank(&mut self, unit: u32, rank: u32) {
        let (Ok(unit), Ok(place)) = (usize::try_from(unit), usize::try_from(rank)) else { return };
        if let Some(slot) = self.ranks.get_mut(unit * RANK_STEPS + place / self.rank_step) {
            *slot += 1;
        }
        if let Some(sum) = self.rank_sums.get_mut(unit) {
            *sum += u64::from(rank);
        }
        if let Some((best, worst)) = self.rank_ranges.get_mut(unit) {
            (*best, *worst) = ((*best).min(rank), (*worst).max(rank));
        }
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

    /// Sums and ranges of ranks that were counted one by one.
    fn finish(&mut self) {
        if self.rank_step > 1 {
            return;
        }
        let slots = self.rank_sums.iter_mut().zip(&mut self.rank_ranges);
        for ((sum, range), counts) in slots.zip(self.ranks.chunks_exact(RANK_STEPS)) {
            let had = || (0_u32..).zip(counts).filter(|(_, count)| **count > 0);
            *sum = had().map(|(rank, count)| u64::from(rank) * u64::from(*count)).sum();
            let best = had().next().map(|(rank, _)| rank);
            *range = best.zip(had().last().map(|(rank, _)| rank)).unwrap_or((u32::MAX, 0));
        }
    }

    /// How often a unit has each rank.
    #[must_use]
    pub fn ranks_of(&self, unit: usize) -> &[u32] {
        self.ranks.get(unit * RANK_STEPS..(unit + 1) * RANK_STEPS).unwrap_or_default()
    }
}
