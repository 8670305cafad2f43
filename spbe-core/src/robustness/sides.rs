//! What units meet when they are compared two by two: who is nearest, who may pass whom.

use super::field::Field;
use crate::exact::Ratio;

/// Another unit, and the least change of weights that brings both to the same index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rival {
    /// The other unit.
    pub unit: usize,
    /// The share by which some weights must change, up or down: from 0, of units that are equal, to 1, where one is at
    /// least as good in every part.
    pub radius: Ratio,
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
