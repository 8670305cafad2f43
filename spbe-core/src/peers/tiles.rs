//! The search: units in order of their index, in tiles that are compared side by side.
//!
//! The lead of a better unit is never more than its distance, so units are gone through by rising index and the search
//! ends where the lead alone is more than the farthest that is still wanted.

use super::profiles::Neighbour;

/// How many units are compared side by side.
const LANES: usize = 32;

/// An integer that holds a value, or the sum of differences of a few.
pub(super) trait Cell: Copy + Default + Ord + Into<u32> {
    /// The largest.
    const MAX: u32;
    /// The lowest bits; the caller has seen to it that the others are zero.
    fn low(value: u32) -> Self;
    /// The size of the difference.
    fn gap(self, other: Self) -> Self;
    /// A sum that fits: a run is no longer than its cells have room for. A checked sum would not go side by side.
    fn plus(self, other: Self) -> Self;
}

macro_rules! cell {
    ($($integer:ty),*) => {$(
        impl Cell for $integer {
            const MAX: u32 = <$integer>::MAX as u32;
            #[inline(always)]
            #[expect(clippy::allow_attributes, reason = "the cast is one of nothing for the widest")]
            #[allow(clippy::cast_possible_truncation, trivial_numeric_casts, reason = "by its contract")]
            fn low(value: u32) -> Self {
                value as Self
            }
            #[inline(always)]
            fn gap(self, other: Self) -> Self {
                self.abs_diff(other)
            }
            #[inline(always)]
            fn plus(self, other: Self) -> Self {
                self.wrapping_add(other)
            }
        }
    )*};
}
cell!(u8, u16, u32);

/// Parts of equal weight, few enough that the sum of their differences fits a cell.
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
    pub(super) fn nearest_above(&self, values: &[u32], index: u64, count: usize) -> Vec<Neighbour> {
        let first = self.units.partition_point(|(own, _)| *own <= index);
        let own: Vec<T> = self.order.iter().filter_map(|part| values.get(*part).copied().map(T::low)).collect();
        let mut found = Found::new(count);
        let tiles = self.cells.chunks_exact(self.order.len().max(1)).zip(self.units.chunks(LANES));
        for (position, (cells, units)) in tiles.enumerate().skip(first / LANES) {
            let lead = units.iter().map(|(own, _)| own.saturating_sub(index)).find(|lead| *lead > 0);
            if found.nearest_is_below(lead.unwrap_or_default()) {
                break;
            }
            let distances = self.distances(cells, &own);
            if found.nearest_is_below(distances.iter().copied().min().unwrap_or_default().into()) {
                continue;
            }
            let skipped = first.saturating_sub(position * LANES);
            for (distance, (above, unit)) in distances.into_iter().zip(units).skip(skipped) {
                found.offer(Neighbour { unit: *unit, distance: distance.into(), lead: above - index });
            }
        }
        found.sorted()
    }

    /// The distance of each unit of a tile.
    #[inline(always)]
    fn distances(&self, mut cells: &[[T; LANES]], mut own: &[T]) -> [u32; LANES] {
        let mut distances = [0_u32; LANES];
        for run in &self.runs {
            let (columns, rest) = cells.split_at(run.parts.min(cells.len()));
            let (values, others) = own.split_at(run.parts.min(own.len()));
            (cells, own) = (rest, others);
            let mut gaps = [T::default(); LANES];
            for (column, value) in columns.iter().zip(values) {
                for (gap, cell) in gaps.iter_mut().zip(column) {
                    *gap = gap.plus(cell.gap(*value));
                }
            }
            for (distance, gap) in distances.iter_mut().zip(gaps) {
                // Both fit: no distance reaches 2^32, as `Profiles::new` has checked.
                *distance = distance.wrapping_add(gap.into().wrapping_mul(run.weight));
            }
        }
        distances
    }
}

/// The nearest so far. Twice as many as wanted are kept before the farther half is dropped, so that asking for very many
/// costs no more than sorting them.
struct Found {
    count: usize,
    nearest: Vec<Neighbour>,
    /// The farthest of those wanted, once as many are known.
    farthest: Option<(u64, usize)>,
}

impl Found {
    const fn new(count: usize) -> Self {
        Self { count, nearest: Vec::new(), farthest: None }
    }

    /// Nearer ones first; of equally near ones the earlier.
    const fn key(neighbour: &Neighbour) -> (u64, usize) {
        (neighbour.distance, neighbour.unit)
    }

    /// Whether as many as wanted are known that are all nearer than this.
    fn nearest_is_below(&self, distance: u64) -> bool {
        self.count == 0 || self.farthest.is_some_and(|(farthest, _)| farthest < distance)
    }

    fn offer(&mut self, neighbour: Neighbour) {
        if self.count == 0 || self.farthest.is_some_and(|farthest| farthest <= Self::key(&neighbour)) {
            return;
        }
        self.nearest.push(neighbour);
        let known = self.nearest.len();
        if known == self.count || known >= self.count.saturating_mul(2) {
            self.sort();
        }
    }

    fn sort(&mut self) {
        self.nearest.sort_unstable_by_key(Self::key);
        self.nearest.truncate(self.count);
        self.farthest = self.nearest.get(self.count.saturating_sub(1)).map(Self::key);
    }

    /// The nearest, nearest first.
    fn sorted(mut self) -> Vec<Neighbour> {
        self.sort();
        self.nearest
    }
}
