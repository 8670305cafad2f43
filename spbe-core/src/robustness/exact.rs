//! What needs no draws: how much weights must change before an order or a predicate does.
//!
//! The index is linear in the weights. Where each weight may change by a share of up to `r`, up or down, the order of
//! two units changes once `r` reaches the gap of their indices over the sum of weight times distance; nothing has to be
//! drawn, and no weights have to be made to add up again, since that moves all units alike.

use std::cmp::{Ordering, Reverse};

use super::field::{Cutoff, Field};
use crate::exact::Ratio;
use crate::wide::{self, Loops, Wide};

/// Another unit, and the least change of weights that brings both to the same index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rival {
    /// The other unit.
    pub unit: usize,
    /// The share by which some weights must change, up or down: from 0, of units that are equal, to 1, where one is at
    /// least as good in every part.
    pub radius: Ratio,
}

/// How firm the place of a unit is, whatever the weights within reach.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Its rank by official weights, from 1; equals share the best.
    pub rank: u32,
    /// No weights within reach give it a better rank than this one ...
    pub best: u32,
    /// ... or a worse one than this. Not every rank between need be met.
    pub worst: u32,
    /// The unit above, or equal, that it comes level with at the least change.
    pub above: Option<Rival>,
    /// The unit below, or equal, that comes level with it at the least change.
    pub below: Option<Rival>,
    /// How many units are nowhere better and somewhere worse.
    pub dominates: u32,
    /// How many units are nowhere worse and somewhere better.
    pub dominated: u32,
}

/// By how much weights must change before a unit has the next predicate, or only the one before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ClassRadii {
    /// Up; none without a higher one that some weights give.
    pub up: Option<Ratio>,
    /// Down; none without a lower one.
    pub down: Option<Ratio>,
}

/// The gap of two units and their distance, in weight times value.
#[derive(Clone, Copy, Debug)]
struct Pair {
    unit: usize,
    gap: u64,
    distance: u64,
}

impl Pair {
    /// Farther than any pair.
    const NONE: Self = Self { unit: 0, gap: 1, distance: 0 };

    #[inline(always)]
    fn nearer<const SHORT: bool>(self, other: Self) -> bool {
        is_less::<SHORT>((self.gap, other.distance), (other.gap, self.distance))
    }

    fn rival(&self) -> Option<Rival> {
        // A distance of 0 has no quotient: there is none.
        let radius = Ratio::new(self.gap.into(), self.distance.into()).ok()?;
        Some(Rival { unit: self.unit, radius })
    }
}

/// Whether one product is less than another; in one word where that holds both, as it does of `SHORT` numbers: below
/// 2^32.
#[inline(always)]
fn is_less<const SHORT: bool>(one: (u64, u64), other: (u64, u64)) -> bool {
    if SHORT || (one.0 | one.1 | other.0 | other.1) >> 32 == 0 {
        return one.0.wrapping_mul(one.1) < other.0.wrapping_mul(other.1);
    }
    u128::from(one.0) * u128::from(one.1) < u128::from(other.0) * u128::from(other.1)
}

/// The standing of every unit, for weights that change by a share of up to `reach`.
#[must_use]
pub fn standings(field: &Field, reach: Ratio) -> Vec<Standing> {
    let units = field.units();
    let scores: Vec<u64> = (0..units).map(|unit| field.score(unit)).collect();
    let mut order: Vec<usize> = (0..units).collect();
    order.sort_by_key(|unit| Reverse(scores.get(*unit)));
    let sorted: Vec<(usize, u64)> = order.iter().filter_map(|unit| Some((*unit, *scores.get(*unit)?))).collect();
    let distances = Distances::new(field, &order);
    let (top, bottom) = (u64::try_from(reach.numerator()).ok(), u64::try_from(reach.denominator()).ok());
    let (top, bottom) = top.zip(bottom).unwrap_or((0, 1));
    if distances.tiles.is_some() && (top | bottom) >> 32 == 0 {
        among::<true>(&sorted, &distances, (top, bottom))
    } else {
        among::<false>(&sorted, &distances, (top, bottom))
    }
}

/// The standings of units in order of their scores; `SHORT` where scores, distances and the reach are below 2^32.
fn among<const SHORT: bool>(
    sorted: &[(usize, u64)],
    distances: &Distances<'_>,
    (top, bottom): (u64, u64),
) -> Vec<Standing> {
    let units = sorted.len();
    let mut standings = vec![Standing::default(); units];
    let mut above = vec![Pair::NONE; units];
    let mut below = vec![Pair::NONE; units];
    // By place: how many better ones may be passed, how many worse ones may pass.
    let (mut passed, mut passing) = (vec![0_u32; units], vec![0_u32; units]);
    let (mut row, mut dominated) = (Vec::new(), Vec::new());
    let mut rank = 1;
    let mut last = None;
    for (place, (unit, score)) in sorted.iter().enumerate() {
        if last != Some(*score) {
            rank = u32::try_from(place).unwrap_or(u32::MAX).saturating_add(1);
            last = Some(*score);
        }
        distances.from(place, &mut row);
        let mut nearest = Pair::NONE;
        let (mut pass, mut dominates) = (0_u32, 0_u32);
        let next = place + 1;
        let lower = sorted.iter().skip(next).zip(row.iter().skip(next));
        let slots = above.iter_mut().skip(next).zip(passed.iter_mut().skip(next)).zip(passing.iter_mut().skip(next));
        for (((other, own), distance), ((nearest_above, passed), passing)) in lower.zip(slots) {
            let (gap, distance) = (score - own, u64::from(*distance));
            if distance == 0 {
                continue;
            }
            let pair = Pair { unit: *other, gap, distance };
            if pair.nearer::<SHORT>(nearest) {
                nearest = pair;
            }
            let own_pair = Pair { unit: *unit, ..pair };
            if own_pair.nearer::<SHORT>(*nearest_above) {
                *nearest_above = own_pair;
            }
            // Where they can be made equal, or the other way round.
            pass += u32::from(is_less::<SHORT>((gap, bottom), (top, distance)));
            *passed += u32::from(gap > 0 && !is_less::<SHORT>((top, distance), (gap, bottom)));
            // Of equals, either may come before the other.
            *passing += u32::from(gap == 0 && top > 0);
            if gap == distance {
                dominates += 1;
                dominated.push(*other);
            }
        }
        for other in dominated.drain(..) {
            if let Some(standing) = standings.get_mut(other) {
                standing.dominated += 1;
            }
        }
        if let Some(slot) = passing.get_mut(place) {
            *slot += pass;
        }
        if let Some(slot) = below.get_mut(place) {
            *slot = nearest;
        }
        if let Some(standing) = standings.get_mut(*unit) {
            (standing.rank, standing.dominates) = (rank, dominates);
        }
    }
    for (((unit, _), (above, below)), (passed, passing)) in
        sorted.iter().zip(above.iter().zip(&below)).zip(passed.iter().zip(&passing))
    {
        let Some(standing) = standings.get_mut(*unit) else { continue };
        standing.best = standing.rank - passed;
        standing.worst = standing.rank + passing;
        // One that is equal stands above and below.
        let equal = [above, below].into_iter().find(|pair| pair.gap == 0);
        standing.above = equal.unwrap_or(above).rival();
        standing.below = equal.unwrap_or(below).rival();
    }
    standings
}

/// The least changes of weights that change the predicate of a unit.
#[must_use]
pub fn class_radii(field: &Field, unit: usize) -> ClassRadii {
    let class = field.class(field.score(unit), field.total());
    let radius = |cutoff: &Cutoff| {
        let (mut gap, mut distance) = (0_i128, 0_i128);
        for (value, weight) in field.row(unit).iter().zip(&field.weights) {
            let over = i128::from(*value).checked_mul(cutoff.at.denominator())?.checked_sub(cutoff.at.numerator())?;
            let term = over.checked_mul(i128::from(*weight))?;
            gap = gap.checked_add(term)?;
            distance = distance.checked_add(term.abs())?;
        }
        // At 1, a part of the parts alone could count; no weights do it where all are on one side.
        let one_sided = gap.abs() == distance && gap != 0;
        if one_sided { None } else { Ratio::new(gap.abs(), distance.max(1)).ok() }
    };
    let below = class.checked_sub(1).and_then(|below| field.cutoffs.get(below));
    ClassRadii { up: field.cutoffs.get(class).and_then(radius), down: below.and_then(radius) }
}

/// How far units are apart: weight times difference, added up over all parts.
struct Distances<'field> {
    field: &'field Field,
    order: &'field [usize],
    /// In blocks of units, by part: where 16 bits hold every distance.
    tiles: Option<Tiles>,
    wide: Option<Wide>,
}

const TILE: usize = 32;

struct Tiles {
    parts: usize,
    weights: Vec<u16>,
    cells: Vec<[u16; TILE]>,
}

impl<'field> Distances<'field> {
    fn new(field: &'field Field, order: &'field [usize]) -> Self {
        let most = u128::from(field.total()) * u128::from(field.highest());
        let tiles = (most <= u128::from(u16::MAX)).then(|| Tiles::new(field, order));
        Self { field, order, tiles, wide: Wide::detect(true) }
    }

    /// The distances of the unit at a place to those at every later place; what stands before is any number.
    fn from(&self, place: usize, row: &mut Vec<u32>) {
        row.resize(self.order.len(), 0);
        if let Some(tiles) = &self.tiles {
            wide::run(self.wide, From { tiles, place, row });
            return;
        }
        let own = self.order.get(place).map(|unit| self.field.row(*unit)).unwrap_or_default();
        for (slot, unit) in row.iter_mut().zip(self.order).skip(place + 1) {
            let terms = own.iter().zip(self.field.row(*unit)).zip(&self.field.weights);
            let sum: u64 =
                terms.map(|((one, other), weight)| u64::from(one.abs_diff(*other)) * u64::from(*weight)).sum();
            *slot = u32::try_from(sum).unwrap_or(u32::MAX);
        }
    }
}

impl Tiles {
    fn new(field: &Field, order: &[usize]) -> Self {
        // Whatever is above 16 bits weighs nothing: the sums fit.
        let short = |number: &u32| u16::try_from(*number).unwrap_or_default();
        let mut cells = Vec::new();
        for block in order.chunks(TILE) {
            for part in 0..field.parts() {
                let mut cell = [0; TILE];
                for (slot, unit) in cell.iter_mut().zip(block) {
                    *slot = field.row(*unit).get(part).map(short).unwrap_or_default();
                }
                cells.push(cell);
            }
        }
        Self { parts: field.parts().max(1), weights: field.weights.iter().map(short).collect(), cells }
    }
}

struct From<'run> {
    tiles: &'run Tiles,
    place: usize,
    row: &'run mut [u32],
}

impl Loops for From<'_> {
    type Found = ();

    #[inline(always)]
    fn run(self) {
        let Self { tiles, place, row } = self;
        let first = place / TILE;
        let own = tiles.cells.chunks_exact(tiles.parts).nth(first).unwrap_or_default();
        let lane = place % TILE;
        let blocks = tiles.cells.chunks_exact(tiles.parts).zip(row.chunks_mut(TILE)).skip(first);
        for (block, slots) in blocks {
            let mut sums = [0_u16; TILE];
            for ((cells, own), weight) in block.iter().zip(own).zip(&tiles.weights) {
                let own = own.get(lane).copied().unwrap_or_default();
                for (sum, cell) in sums.iter_mut().zip(cells) {
                    *sum = sum.wrapping_add(cell.abs_diff(own).wrapping_mul(*weight));
                }
            }
            for (slot, sum) in slots.iter_mut().zip(&sums) {
                *slot = u32::from(*sum);
            }
        }
    }
}

/// The rank of each unit by official weights, from 0, by competition.
pub(crate) fn official_ranks(field: &Field) -> Vec<u32> {
    let scores: Vec<u64> = (0..field.units()).map(|unit| field.score(unit)).collect();
    let mut sorted = scores.clone();
    sorted.sort_unstable_by(|one, other| other.cmp(one));
    let above = |score: &u64| sorted.partition_point(|other| other.cmp(score) == Ordering::Greater);
    scores.iter().map(|score| u32::try_from(above(score)).unwrap_or(u32::MAX)).collect()
}
