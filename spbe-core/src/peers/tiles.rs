//! The search: units in order of their index, in tiles that are compared side by side.
//!
//! The distance to a better unit is its lead and twice its loss, what it does worse, so that only losses are summed. The
//! lead is a part of the distance, so units are gone through by rising index and the search ends where the lead alone is
//! more than the farthest that is still wanted.

use std::collections::BinaryHeap;

use crate::wide::{self, Loops, Wide};

/// A unit near another, and how far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Neighbour {
    /// The position of the unit.
    pub unit: usize,
    /// The weighted distance: the sum of weight times difference over all parts.
    pub distance: u64,
    /// How much higher its index is.
    pub lead: u64,
}

impl Neighbour {
    /// What the other does better, in units of the index: gains less losses are the lead, both together the distance.
    #[must_use]
    pub const fn gain(&self) -> u64 {
        u64::midpoint(self.distance, self.lead)
    }

    /// What the other does worse.
    #[must_use]
    pub const fn loss(&self) -> u64 {
        (self.distance - self.lead) / 2
    }
}

/// How many units are compared side by side.
const LANES: usize = 64;

/// An integer that holds a value, or the sum of losses in a few parts.
pub(super) trait Cell: Copy + Default {
    /// An integer that holds the sum of weighted losses in all parts.
    type Total: Copy + Default + Ord + Into<u64>;
    /// The largest.
    const MAX: u32;
    /// The lowest bits; the caller has seen to it that the others are zero.
    fn low(value: u32) -> Self;
    /// How much less the other is, if it is.
    fn loss(self, other: Self) -> Self;
    /// A sum that fits: a run is no longer than its cells have room for. A checked sum would not go side by side.
    fn plus(self, other: Self) -> Self;
    /// The total with this many times the weight; that it fits has been seen to.
    fn weighed(self, weight: u32, total: Self::Total) -> Self::Total;
}

macro_rules! cell {
    ($($integer:ty => $total:ty),*) => {$(
        impl Cell for $integer {
            type Total = $total;
            const MAX: u32 = <$integer>::MAX as u32;
            #[inline(always)]
            #[expect(clippy::allow_attributes, reason = "the cast is one of nothing for the widest")]
            #[allow(clippy::cast_possible_truncation, trivial_numeric_casts, reason = "by its contract")]
            fn low(value: u32) -> Self {
                value as Self
            }
            #[inline(always)]
            fn loss(self, other: Self) -> Self {
                self.saturating_sub(other)
            }
            #[inline(always)]
            fn plus(self, other: Self) -> Self {
                self.wrapping_add(other)
            }
            #[inline(always)]
            #[expect(clippy::allow_attributes, reason = "the cast is one of nothing for the widest")]
            #[allow(clippy::cast_possible_truncation, trivial_numeric_casts, reason = "by its contract")]
            fn weighed(self, weight: u32, total: $total) -> $total {
                total.wrapping_add(<$total>::from(self).wrapping_mul(weight as $total))
            }
        }
    )*};
}
cell!(u8 => u16, u16 => u32, u32 => u32);

/// Parts of equal weight, few enough that the sum of their losses fits a cell.
#[derive(Clone, Copy, Debug)]
struct Run {
    weight: u32,
    parts: usize,
}

/// Units in ascending order of their index.
#[derive(Clone, Debug)]
pub(super) struct Tiles<T> {
    runs: Vec<Run>,
    /// The position of each part, run by run.
    order: Vec<usize>,
    /// By tile, by part in order, by lane. The lanes behind the last unit repeat it, and are never looked at.
    cells: Vec<[T; LANES]>,
    /// The index and the position of each unit.
    units: Vec<(u64, usize)>,
}

impl<T: Cell> Tiles<T> {
    /// Tiles of units whose values stand by unit and part.
    pub(super) fn new(weights: &[u32], values: &[u32], indices: &[u64]) -> Self {
        let width = weights.len();
        let highest = values.iter().copied().max().unwrap_or_default().max(1);
        let room = usize::try_from(T::MAX / highest).unwrap_or(usize::MAX).max(1);
        let mut weighted: Vec<(u32, usize)> = weights.iter().copied().zip(0..).collect();
        weighted.sort_unstable();
        let mut runs = Vec::new();
        for equal in weighted.chunk_by(|(one, _), (other, _)| one == other) {
            runs.extend(
                equal
                    .chunks(room)
                    .filter_map(|run| run.first().map(|(weight, _)| Run { weight: *weight, parts: run.len() })),
            );
        }
        let order: Vec<usize> = weighted.into_iter().map(|(_, part)| part).collect();
        let mut units: Vec<(u64, usize)> = indices.iter().copied().zip(0..).collect();
        units.sort_unstable();
        let mut cells = Vec::with_capacity(units.len().div_ceil(LANES) * width);
        for tile in units.chunks(LANES) {
            for part in &order {
                let mut lanes = [T::default(); LANES];
                let last = tile.last().copied();
                for (lane, unit) in lanes.iter_mut().zip(tile.iter().copied().chain(last.into_iter().cycle())) {
                    *lane = values.get(unit.1 * width + part).copied().map(T::low).unwrap_or_default();
                }
                cells.push(lanes);
            }
        }
        Self { runs, order, cells, units }
    }

    /// The units above this index that are nearest to these values.
    pub(super) fn nearest_above(&self, wide: Option<Wide>, values: &[u32], index: u64, count: usize) -> Vec<Neighbour> {
        let first = self.units.partition_point(|(own, _)| *own <= index);
        let own: Vec<T> = self.order.iter().filter_map(|part| values.get(*part).copied().map(T::low)).collect();
        let mut found = Found::new(count.min(self.units.len()));
        let tiles = self.cells.chunks_exact(self.order.len().max(1)).zip(self.units.chunks(LANES));
        for (position, (cells, units)) in tiles.enumerate().skip(first / LANES) {
            let not_better = first.saturating_sub(position * LANES);
            let Some((lowest, _)) = units.get(not_better) else { break };
            // With the least lead of the tile, this is the most that a unit wanted may lose.
            let Some(room) = found.farthest().checked_sub(lowest - index) else { break };
            let (losses, least) = wide::run(wide, Losses { runs: &self.runs, cells, own: &own });
            if least.into() > room / 2 {
                continue;
            }
            let better = losses.into_iter().zip(units).skip(not_better);
            for (loss, (above, unit)) in better.filter(|(loss, _)| (*loss).into() <= room / 2) {
                let lead = above - index;
                found.offer(lead + 2 * loss.into(), *unit, lead);
            }
        }
        found.sorted()
    }
}

/// What each unit of a tile does worse, in units of the index.
struct Losses<'run, T> {
    runs: &'run [Run],
    cells: &'run [[T; LANES]],
    own: &'run [T],
}

impl<T: Cell> Loops for Losses<'_, T> {
    /// The loss of each unit, and the least.
    type Found = ([T::Total; LANES], T::Total);

    #[inline(always)]
    fn run(self) -> Self::Found {
        let Self { runs, mut cells, mut own } = self;
        let mut totals = [T::Total::default(); LANES];
        for Run { weight, parts } in runs.iter().copied() {
            let (columns, rest) = cells.split_at(parts.min(cells.len()));
            let (values, others) = own.split_at(parts.min(own.len()));
            (cells, own) = (rest, others);
            let mut losses = [T::default(); LANES];
            for (column, value) in columns.iter().zip(values) {
                for (loss, cell) in losses.iter_mut().zip(column) {
                    *loss = loss.plus(value.loss(*cell));
                }
            }
            for (total, loss) in totals.iter_mut().zip(losses) {
                *total = loss.weighed(weight, *total);
            }
        }
        let mut least = totals.first().copied().unwrap_or_default();
        for total in totals {
            least = least.min(total);
        }
        (totals, least)
    }
}

/// The nearest so far, the farthest of them on top: distance, position, lead.
struct Found {
    count: usize,
    nearest: BinaryHeap<(u64, usize, u64)>,
}

impl Found {
    fn new(count: usize) -> Self {
        Self { count, nearest: BinaryHeap::with_capacity(count) }
    }

    /// The largest distance that is still wanted.
    fn farthest(&self) -> u64 {
        if self.nearest.len() < self.count {
            return u64::MAX;
        }
        self.nearest.peek().map_or(0, |farthest| farthest.0)
    }

    fn offer(&mut self, distance: u64, unit: usize, lead: u64) {
        let offered = (distance, unit, lead);
        if self.nearest.len() < self.count {
            self.nearest.push(offered);
        } else if let Some(mut farthest) = self.nearest.peek_mut()
            && offered < *farthest
        {
            *farthest = offered;
        }
    }

    /// The nearest, nearest first; of equally near ones the earlier.
    fn sorted(self) -> Vec<Neighbour> {
        let mut nearest = self.nearest.into_vec();
        nearest.sort_unstable();
        nearest.into_iter().map(|(distance, unit, lead)| Neighbour { unit, distance, lead }).collect()
    }
}
