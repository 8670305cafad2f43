//! All pairs of units, many side by side, where 16 bits hold every distance: what [`super::sides`] else finds one by one.
//!
//! A distance is the sum of the differences of equal weight, multiplied once. Gaps are no larger than distances, so that
//! two quotients are compared by products of 32 bits.

use super::field::Field;
use super::sides::{Pair, Sides};
use crate::wide::{self, Loops, Wide};

/// How many units are compared with one at a time.
const TILE: usize = 32;

/// Units in order of their scores, best first.
#[derive(Clone, Debug)]
pub(super) struct Pairs {
    scores: Vec<u32>,
    /// Weights, and how many neighbouring parts have each.
    runs: Vec<(u16, usize)>,
    /// The values of each unit, in the order of the runs.
    rows: Vec<u16>,
    /// The same by tile, then by part.
    cells: Vec<[u16; TILE]>,
    /// The share by which weights may change, as numerator and denominator.
    reach: (u32, u32),
}

/// The nearest so far, lane by lane; see [`Pair`].
#[derive(Clone, Copy, Debug)]
struct Nearest {
    gaps: [u32; TILE],
    distances: [u32; TILE],
    /// Where it was found.
    from: [u32; TILE],
}

/// What the units of a tile have met.
#[derive(Clone, Copy, Debug)]
struct Column {
    scores: [u32; TILE],
    above: Nearest,
    passed: [u32; TILE],
    passing: [u32; TILE],
    dominated: [u32; TILE],
}

/// What one unit has met.
#[derive(Clone, Copy, Debug)]
struct Own {
    below: Nearest,
    passing: [u32; TILE],
    dominates: [u32; TILE],
}

impl Pairs {
    /// Pairs of a field whose distances fit; `order` has its units and their scores.
    pub(super) fn new(field: &Field, order: &[(usize, u64)], (top, bottom): (u64, u64)) -> Option<Self> {
        let short = |number: u64| u16::try_from(number).ok();
        short(field.total().checked_mul(field.highest().into())?)?;
        let mut parts: Vec<(u16, usize)> = Vec::with_capacity(field.parts());
        for (part, weight) in field.weights.iter().enumerate() {
            parts.push((short((*weight).into())?, part));
        }
        parts.sort_unstable();
        let runs = parts.chunk_by(|one, other| one.0 == other.0).filter_map(|run| Some((run.first()?.0, run.len())));
        let (mut scores, mut rows) = (Vec::with_capacity(order.len()), Vec::with_capacity(field.values.len()));
        for (unit, score) in order {
            scores.push(u32::try_from(*score).ok()?);
            let values = field.row(*unit);
            for (_, part) in &parts {
                rows.push(short(values.get(*part).copied()?.into())?);
            }
        }
        let width = parts.len().max(1);
        let mut cells = vec![[0; TILE]; order.len().div_ceil(TILE) * width];
        for (tile, units) in cells.chunks_exact_mut(width).zip(rows.chunks(width * TILE)) {
            for (lane, row) in units.chunks_exact(width).enumerate() {
                for (slot, value) in tile.iter_mut().filter_map(|cell| cell.get_mut(lane)).zip(row) {
                    *slot = *value;
                }
            }
        }
        let reach = (short(top)?.into(), short(bottom)?.into());
        Some(Self { scores, runs: runs.collect(), rows, cells, reach })
    }

    /// What each unit meets above and below.
    pub(super) fn sides(&self, wide: Option<Wide>) -> Sides {
        wide::run(wide, AllPairs(self))
    }

    fn parts(&self) -> usize {
        self.runs.iter().map(|(_, parts)| parts).sum()
    }
}

struct AllPairs<'run>(&'run Pairs);

impl Loops for AllPairs<'_> {
    type Found = Sides;

    #[inline(always)]
    fn run(self) -> Sides {
        let Self(pairs) = self;
        let units = pairs.scores.len();
        let parts = pairs.parts().max(1);
        let mut columns: Vec<Column> = pairs.scores.chunks(TILE).map(Column::new).collect();
        let mut sides = Sides::new(units);
        for (place, (score, own)) in pairs.scores.iter().zip(pairs.rows.chunks_exact(parts)).enumerate() {
            let mut met = Own::new();
            let tiles = pairs.cells.chunks_exact(parts).zip(&mut columns);
            for (tile, (cells, column)) in tiles.enumerate().skip(place / TILE) {
                let mut distances = distances(&pairs.runs, cells, own);
                if tile == place / TILE || (tile + 1) * TILE > units {
                    // Nothing is between a unit and itself, those before it, and those that only fill a tile.
                    for (lane, distance) in distances.iter_mut().enumerate() {
                        let at = tile * TILE + lane;
                        *distance = if at > place && at < units { *distance } else { 0 };
                    }
                }
                meet(*score, short(place), short(tile), &distances, pairs.reach, column, &mut met);
            }
            sides.below.push(met.nearest());
            sides.dominates.push(sum(&met.dominates));
            sides.passing.push(sum(&met.passing));
        }
        let places = columns.iter().flat_map(|column| (0..TILE).map(move |lane| column.at(lane)));
        for (place, (above, [passed, passing, dominated])) in places.take(units).enumerate() {
            sides.above.push(above);
            sides.passed.push(passed);
            sides.dominated.push(dominated);
            if let Some(slot) = sides.passing.get_mut(place) {
                *slot += passing;
            }
        }
        sides
    }
}

/// The distances of a unit to those of a tile.
#[inline(always)]
fn distances(runs: &[(u16, usize)], mut cells: &[[u16; TILE]], mut own: &[u16]) -> [u32; TILE] {
    let mut sums = [0_u16; TILE];
    for (weight, parts) in runs {
        let (here, rest) = cells.split_at(*parts.min(&cells.len()));
        let (values, others) = own.split_at(*parts.min(&own.len()));
        (cells, own) = (rest, others);
        let mut differences = [0_u16; TILE];
        for (cell, value) in here.iter().zip(values) {
            for (difference, cell) in differences.iter_mut().zip(cell) {
                *difference = difference.wrapping_add(cell.abs_diff(*value));
            }
        }
        for (sum, difference) in sums.iter_mut().zip(&differences) {
            *sum = sum.wrapping_add(difference.wrapping_mul(*weight));
        }
    }
    let mut wide = [0; TILE];
    for (wide, sum) in wide.iter_mut().zip(&sums) {
        *wide = u32::from(*sum);
    }
    wide
}

/// A unit meets those of a tile, which are no better.
#[inline(always)]
fn meet(
    score: u32,
    place: u32,
    tile: u32,
    distances: &[u32; TILE],
    (top, bottom): (u32, u32),
    column: &mut Column,
    own: &mut Own,
) {
    let mut gaps = [0; TILE];
    for ((gap, other), distance) in gaps.iter_mut().zip(&column.scores).zip(distances) {
        *gap = if *distance == 0 { 0 } else { score.wrapping_sub(*other) };
    }
    own.below.take_nearer(&gaps, distances, tile);
    column.above.take_nearer(&gaps, distances, place);
    let counts = own.passing.iter_mut().zip(&mut column.passed).zip(&mut column.passing);
    for (((pass, passed), passing), (gap, distance)) in counts.zip(gaps.iter().zip(distances)) {
        let (needed, there) = (gap.wrapping_mul(bottom), top.wrapping_mul(*distance));
        // Where they can be made equal, or the other way round.
        *pass = pass.wrapping_add(u32::from(needed < there));
        *passed = passed.wrapping_add(u32::from(*gap > 0) & u32::from(needed <= there));
        // Of equals, either may come before the other.
        *passing = passing.wrapping_add(u32::from(*gap == 0) & u32::from(there > 0));
    }
    let counts = own.dominates.iter_mut().zip(&mut column.dominated);
    for ((dominates, dominated), (gap, distance)) in counts.zip(gaps.iter().zip(distances)) {
        let one_sided = u32::from(gap == distance) & u32::from(*distance > 0);
        *dominates = dominates.wrapping_add(one_sided);
        *dominated = dominated.wrapping_add(one_sided);
    }
}

impl Nearest {
    const NONE: Self = Self { gaps: [1; TILE], distances: [0; TILE], from: [0; TILE] };

    /// Takes over what is nearer than what there is.
    #[inline(always)]
    fn take_nearer(&mut self, gaps: &[u32; TILE], distances: &[u32; TILE], from: u32) {
        let best = self.gaps.iter_mut().zip(&mut self.distances).zip(&mut self.from);
        for (((best_gap, best_distance), best_from), (gap, distance)) in best.zip(gaps.iter().zip(distances)) {
            let is_nearer = gap.wrapping_mul(*best_distance) < best_gap.wrapping_mul(*distance);
            *best_gap = if is_nearer { *gap } else { *best_gap };
            *best_distance = if is_nearer { *distance } else { *best_distance };
            *best_from = if is_nearer { from } else { *best_from };
        }
    }
}

impl Column {
    fn new(scores: &[u32]) -> Self {
        let mut own = [0; TILE];
        for (own, score) in own.iter_mut().zip(scores) {
            *own = *score;
        }
        let none = [0; TILE];
        Self { scores: own, above: Nearest::NONE, passed: none, passing: none, dominated: none }
    }

    /// The nearest above a unit; how many it may pass, how many more may pass it, how many dominate it.
    fn at(&self, lane: usize) -> (Pair, [u32; 3]) {
        let of = |numbers: &[u32; TILE]| numbers.get(lane).copied().unwrap_or_default();
        let Nearest { gaps, distances, from } = &self.above;
        let place = usize::try_from(of(from)).unwrap_or_default();
        let above = Pair { place, gap: of(gaps).into(), distance: of(distances).into() };
        (above, [&self.passed, &self.passing, &self.dominated].map(of))
    }
}

impl Own {
    const fn new() -> Self {
        Self { below: Nearest::NONE, passing: [0; TILE], dominates: [0; TILE] }
    }

    /// The nearest of all lanes; of equally near ones the first.
    fn nearest(&self) -> Pair {
        let Nearest { gaps, distances, from } = &self.below;
        let lanes = gaps.iter().zip(distances).zip(from).enumerate();
        let pair = |(lane, ((gap, distance), tile)): (usize, ((&u32, &u32), &u32))| Pair {
            place: usize::try_from(*tile).unwrap_or_default() * TILE + lane,
            gap: (*gap).into(),
            distance: (*distance).into(),
        };
        let first = |one: Pair, other: Pair| {
            let before = other.place < one.place && !one.is_nearer(&other);
            if other.is_nearer(&one) || before { other } else { one }
        };
        lanes.map(pair).reduce(first).unwrap_or(Pair::NONE)
    }
}

fn sum(counts: &[u32; TILE]) -> u32 {
    counts.iter().sum()
}

fn short(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
