//! What needs no draws: how much weights must change before an order or a predicate does.
//!
//! The index is linear in the weights. Where each weight may change by a share of up to `r`, up or down, the order of
//! two units changes once `r` reaches the gap of their indices over the sum of weight times distance; nothing has to be
//! drawn, and no weights have to be made to add up again, since that moves all units alike.

use std::cmp::{Ordering, Reverse};

use super::field::{Cutoff, Field};
use super::pairs::Pairs;
use super::sides::{Pair, Rival, sides};
use crate::exact::Ratio;
use crate::wide::Wide;

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
