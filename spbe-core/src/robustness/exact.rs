//! What needs no draws: how much weights must change before an order or a predicate does.
//!
//! The index is linear in the weights. Where each weight may change by a share of up to `r`, up or down, the order of
//! two units changes once `r` reaches the gap of their indices over the sum of weight times distance; nothing has to be
//! drawn, and no weights have to be made to add up again, since that moves all units alike.

use std::cmp::{Ordering, Reverse};

use super::field::{Cutoff, Field};
use super::pairs::Pairs;
use crate::exact::Ratio;
use crate::wide::Wide;

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
pub(super) struct Pair {
    /// The place of the other one.
    pub(super) place: usize,
    pub(super) gap: u64,
    pub(super) distance: u64,
}

impl Pair {
    /// Farther than any pair.
    pub(super) const NONE: Self = Self { place: 0, gap: 1, distance: 0 };

    pub(super) fn is_nearer(&self, other: &Self) -> bool {
        is_less((self.gap, other.distance), (other.gap, self.distance))
    }

    pub(super) fn rival(&self, order: &[(usize, u64)]) -> Option<Rival> {
        // A distance of 0 has no quotient: there is none.
        let radius = Ratio::new(self.gap.into(), self.distance.into()).ok()?;
        Some(Rival { unit: order.get(self.place)?.0, radius })
    }
}

/// Whether one product is less than another.
fn is_less(one: (u64, u64), other: (u64, u64)) -> bool {
    u128::from(one.0) * u128::from(one.1) < u128::from(other.0) * u128::from(other.1)
}

/// What each unit meets, by place.
#[derive(Clone, Debug)]
pub(super) struct Sides {
    /// The nearest of those before it, and of those behind it.
    pub(super) above: Vec<Pair>,
    pub(super) below: Vec<Pair>,
    /// How many better ones may be passed, how many worse ones may pass.
    pub(super) passed: Vec<u32>,
    pub(super) passing: Vec<u32>,
    pub(super) dominates: Vec<u32>,
    pub(super) dominated: Vec<u32>,
}

impl Sides {
    /// Room for so many units.
    pub(super) fn new(units: usize) -> Self {
        let counts = || Vec::with_capacity(units);
        let (above, below) = (Vec::with_capacity(units), Vec::with_capacity(units));
        Self { above, below, passed: counts(), passing: counts(), dominates: counts(), dominated: counts() }
    }
}

/// The standing of every unit, for weights that change by a share of up to `reach`.
#[must_use]
pub fn standings(field: &Field, reach: Ratio) -> Vec<Standing> {
    let mut order: Vec<(usize, u64)> = (0..field.units()).map(|unit| (unit, field.score(unit))).collect();
    order.sort_by_key(|(_, score)| Reverse(*score));
    let (top, bottom) = (u64::try_from(reach.numerator()).ok(), u64::try_from(reach.denominator()).ok());
    let reach = top.zip(bottom).unwrap_or((0, 1));
    let sides = match Pairs::new(field, &order, reach) {
        Some(pairs) => pairs.sides(Wide::detect(true)),
        None => sides(field, &order, reach),
    };
    let mut standings = vec![Standing::default(); order.len()];
    let (mut rank, mut last) = (1, None);
    for (place, (unit, score)) in order.iter().enumerate() {
        if last != Some(*score) {
            rank = u32::try_from(place).unwrap_or(u32::MAX).saturating_add(1);
            last = Some(*score);
        }
        let pair = |pairs: &[Pair]| pairs.get(place).copied().unwrap_or(Pair::NONE);
        let count = |counts: &[u32]| counts.get(place).copied().unwrap_or_default();
        let (above, below) = (pair(&sides.above), pair(&sides.below));
        // One that is equal stands above and below.
        let equal = [above, below].into_iter().find(|pair| pair.gap == 0);
        if let Some(standing) = standings.get_mut(*unit) {
            *standing = Standing {
                rank,
                best: rank - count(&sides.passed),
                worst: rank + count(&sides.passing),
                above: equal.unwrap_or(above).rival(&order),
                below: equal.unwrap_or(below).rival(&order),
                dominates: count(&sides.dominates),
                dominated: count(&sides.dominated),
            };
        }
    }
    standings
}

/// What each unit meets, a pair at a time.
pub(super) fn sides(field: &Field, order: &[(usize, u64)], (top, bottom): (u64, u64)) -> Sides {
    let units = order.len();
    let none = || vec![0_u32; units];
    let mut sides = Sides {
        above: vec![Pair::NONE; units],
        below: vec![Pair::NONE; units],
        passed: none(),
        passing: none(),
        dominates: none(),
        dominated: none(),
    };
    let Sides { above, below, passed, passing, dominates, dominated } = &mut sides;
    for (place, (unit, score)) in order.iter().enumerate() {
        let own = field.row(*unit);
        let mut nearest = Pair::NONE;
        let (mut pass, mut dominate) = (0_u32, 0_u32);
        let slots = above.iter_mut().zip(passed.iter_mut()).zip(passing.iter_mut()).zip(dominated.iter_mut());
        let lower = order.iter().zip(slots).enumerate().skip(place + 1);
        for (other, ((unit, other_score), (((above, passed), passing), dominated))) in lower {
            let terms = own.iter().zip(field.row(*unit)).zip(&field.weights);
            let distance: u64 =
                terms.map(|((one, other), weight)| u64::from(one.abs_diff(*other)) * u64::from(*weight)).sum();
            if distance == 0 {
                continue;
            }
            let gap = score - other_score;
            let pair = Pair { place: other, gap, distance };
            if pair.is_nearer(&nearest) {
                nearest = pair;
            }
            if pair.is_nearer(above) {
                *above = Pair { place, ..pair };
            }
            // Where they can be made equal, or the other way round.
            pass += u32::from(is_less((gap, bottom), (top, distance)));
            *passed += u32::from(gap > 0 && !is_less((top, distance), (gap, bottom)));
            // Of equals, either may come before the other.
            *passing += u32::from(gap == 0 && top > 0);
            dominate += u32::from(gap == distance);
            *dominated += u32::from(gap == distance);
        }
        let slots = below.get_mut(place).zip(passing.get_mut(place)).zip(dominates.get_mut(place));
        if let Some(((below, passing), dominates)) = slots {
            *below = nearest;
            *passing += pass;
            *dominates = dominate;
        }
    }
    sides
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

/// The rank of each unit by official weights, from 0, by competition.
pub(crate) fn official_ranks(field: &Field) -> Vec<u32> {
    let scores: Vec<u64> = (0..field.units()).map(|unit| field.score(unit)).collect();
    let mut sorted = scores.clone();
    sorted.sort_unstable_by(|one, other| other.cmp(one));
    let above = |score: &u64| sorted.partition_point(|other| other.cmp(score) == Ordering::Greater);
    scores.iter().map(|score| u32::try_from(above(score)).unwrap_or(u32::MAX)).collect()
}
