//! Published units of an integer sum without a division.
//!
//! The constants are searched for when an instrument is compiled, and held against the rule itself over the whole
//! domain: both a formula here and the rule never fall as the sum rises, so that they are equal everywhere once they
//! are equal at the first and the last sum of every unit. Where no formula fits, the division stays.

use crate::exact::Rounding;

/// The most units that are verified one by one.
const STEPS_LIMIT: usize = 1 << 17;

/// The rule itself: `sum / denominator` rounded to `1 / scale`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Rule {
    pub(super) scale: u64,
    pub(super) denominator: u64,
    pub(super) rounding: Rounding,
}

impl Rule {
    /// The published units of a sum.
    pub(super) fn units(self, sum: u64) -> u64 {
        // Below 2^64 * 10^10 < 2^98; the denominator is not zero by construction, and `max` says so to the compiler.
        let scaled = u128::from(sum) * u128::from(self.scale);
        let denominator = u128::from(self.denominator.max(1));
        let (below, twice_rest) = (scaled / denominator, scaled % denominator * 2);
        let up = match self.rounding {
            Rounding::HalfUp => twice_rest >= denominator,
            Rounding::HalfEven if twice_rest == denominator => below % 2 != 0,
            Rounding::HalfEven => twice_rest > denominator,
            Rounding::Truncate => false,
        };
        u64::try_from(below + u128::from(up)).unwrap_or(u64::MAX)
    }

    /// The sums from `smallest` to `largest` by their units; `None` if there are too many units.
    fn steps(self, smallest: u64, largest: u64) -> Option<Vec<Step>> {
        let mut steps = Vec::new();
        let mut first = smallest;
        loop {
            let units = self.units(first);
            let (mut last, mut beyond) = (first, largest.checked_add(1)?);
            // Units change at least once in `denominator / scale + 2` sums.
            beyond = beyond.min(first.checked_add(self.denominator / self.scale)?.checked_add(3)?);
            while beyond - last > 1 {
                let middle = last + (beyond - last) / 2;
                if self.units(middle) == units {
                    last = middle;
                } else {
                    beyond = middle;
                }
            }
            steps.push(Step { first, last, units });
            if last == largest {
                return Some(steps);
            }
            if steps.len() == STEPS_LIMIT {
                return None;
            }
            first = last + 1;
        }
    }
}

/// The sums with the same units.
#[derive(Clone, Copy, Debug)]
struct Step {
    first: u64,
    last: u64,
    units: u64,
}

/// `(sum * factor + offset) >> shift` on 16 bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Narrow {
    pub(super) factor: u16,
    pub(super) offset: u16,
    pub(super) shift: u16,
}

/// `((sum * factor + offset) * multiplier >> 16) >> shift`, each product of two 16-bit numbers: one vector instruction a
/// step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Short {
    pub(super) factor: u16,
    pub(super) offset: u16,
    /// Never less than a sum.
    pub(super) multiplier: u16,
    pub(super) shift: u16,
}

/// How a sum becomes published units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Publish {
    /// In one step of 16 bits.
    Narrow(Narrow),
    /// In steps of 16 bits.
    Short(Short),
    /// `(sum * multiplier + offset) >> shift` on 64 bits, for sums of 32.
    Long { multiplier: u32, offset: u64, shift: u32 },
    /// The rule itself.
    Division(Rule),
}

impl Publish {
    /// The fastest form that equals the rule on every sum from `smallest` to `largest`.
    pub(super) fn find(rule: Rule, smallest: u64, largest: u64) -> Self {
        let Some(steps) = rule.steps(smallest, largest) else {
            return Self::Division(rule);
        };
        let found = Self::narrow(rule, &steps, largest).or_else(|| Self::short(rule, &steps, largest));
        let found = found.or_else(|| Self::long(rule, &steps, largest));
        found.filter(|found| found.equals(&steps)).unwrap_or(Self::Division(rule))
    }

    /// The formula on 64 bits, where it equals the rule on every sum from `smallest` to `largest`.
    pub(super) fn line(rule: Rule, smallest: u64, largest: u64) -> Option<Self> {
        let steps = rule.steps(smallest, largest)?;
        Self::long(rule, &steps, largest).filter(|found| found.equals(&steps))
    }

    /// The published units of a sum inside the domain; any number outside it.
    pub(super) fn units(self, sum: u64) -> u64 {
        match self {
            Self::Narrow(Narrow { factor, offset, shift }) => {
                sum.wrapping_mul(u64::from(factor)).wrapping_add(u64::from(offset)) >> shift
            }
            Self::Short(Short { factor, offset, multiplier, shift }) => {
                let scaled = sum.wrapping_mul(u64::from(factor)).wrapping_add(u64::from(offset));
                (scaled.wrapping_mul(u64::from(multiplier)) >> 16) >> shift
            }
            Self::Long { multiplier, offset, shift } => {
                sum.wrapping_mul(u64::from(multiplier)).wrapping_add(offset) >> shift
            }
            Self::Division(rule) => rule.units(sum),
        }
    }

    fn equals(self, steps: &[Step]) -> bool {
        steps.iter().all(|step| self.units(step.first) == step.units && self.units(step.last) == step.units)
    }

    fn narrow(rule: Rule, steps: &[Step], largest: u64) -> Option<Self> {
        (0..=15_u16).rev().find_map(|shift| {
            let power = 1_u128 << shift;
            let near = power * u128::from(rule.scale) / u128::from(rule.denominator);
            [near, near + 1].into_iter().find_map(|factor| {
                let factor = u16::try_from(factor).ok().filter(|factor| *factor > 0)?;
                let limit = u64::from(u16::MAX).checked_sub(largest.checked_mul(u64::from(factor))?)?;
                let offset = offsets(steps, power, 1, u128::from(factor), limit)?;
                Some(Self::Narrow(Narrow { factor, offset: u16::try_from(offset).ok()?, shift }))
            })
        })
    }

    fn short(rule: Rule, steps: &[Step], largest: u64) -> Option<Self> {
        let largest_factor = (u64::from(u16::MAX) / largest.max(1)).min(512);
        // A factor of one saves nothing in the formula but keeps it shortest; larger ones are finer.
        (1..=largest_factor).find_map(|factor| {
            (0..=15_u16).rev().find_map(|shift| {
                let power = 1_u128 << (16 + shift);
                let near = power * u128::from(rule.scale) / (u128::from(rule.denominator) * u128::from(factor));
                [near, near + 1].into_iter().find_map(|multiplier| {
                    let multiplier = u16::try_from(multiplier).ok()?;
                    let multiplier = Some(multiplier).filter(|it| *it > 0 && u64::from(*it) >= largest)?;
                    let limit = u64::from(u16::MAX) - largest * factor;
                    let offset = offsets(steps, power, u128::from(multiplier), u128::from(factor), limit)?;
                    let (factor, offset) = (u16::try_from(factor).ok()?, u16::try_from(offset).ok()?);
                    Some(Self::Short(Short { factor, offset, multiplier, shift }))
                })
            })
        })
    }

    fn long(rule: Rule, steps: &[Step], largest: u64) -> Option<Self> {
        let largest = u32::try_from(largest).ok()?;
        (0..=63_u32).rev().find_map(|shift| {
            let power = 1_u128 << shift;
            let near = power * u128::from(rule.scale) / u128::from(rule.denominator);
            [near, near + 1].into_iter().find_map(|multiplier| {
                let multiplier = u32::try_from(multiplier).ok()?;
                let limit = u64::MAX - u64::from(multiplier) * u64::from(largest);
                // The multiplier is in the product already: in units of one, not of `multiplier`.
                let offset = offsets(steps, power, 1, u128::from(multiplier), limit)?;
                Some(Self::Long { multiplier, offset, shift })
            })
        })
    }
}

/// The smallest offset for which `(sum * factor + offset) * multiplier / power` has the right whole part at both ends
/// of every step, if there is one up to `limit`.
fn offsets(steps: &[Step], power: u128, multiplier: u128, factor: u128, limit: u64) -> Option<u64> {
    let (mut least, mut most) = (0_u128, u128::from(limit));
    for step in steps {
        let reach = |units: u64| u128::from(units).checked_mul(power).map(|bound| bound.div_ceil(multiplier));
        // At the first sum the unit must be reached, at the last the next one must not.
        least = least.max(reach(step.units)?.saturating_sub(u128::from(step.first) * factor));
        let beyond = reach(step.units + 1)?.checked_sub(u128::from(step.last) * factor)?;
        most = most.min(beyond.checked_sub(1)?);
        if least > most {
            return None;
        }
    }
    u64::try_from(least).ok()
}
