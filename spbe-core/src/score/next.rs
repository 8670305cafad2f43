//! How far it is to the next predicate.

use crate::exact::{Decimal, NumberError, Ratio};
use crate::instrument::{Instrument, MissingPolicy, PredicateBasis};

use super::value::Value;

/// The distance from an index to the next predicate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NextPredicate {
    /// The next predicate, as a position in [`Instrument::predicates`].
    pub predicate: usize,
    /// The smallest exact index that has it under the basis: `2.6` exact, `2.595` published half up.
    pub index: Ratio,
    /// Whether that index itself has it, or only what lies above (half to even, from an odd digit).
    pub index_included: bool,
    /// The distance in index points.
    pub gap: Ratio,
    /// The distance in weighted level steps: whole parts of the instrument's total, rounded up. One level more of an
    /// indicator of 26 parts is worth 26.
    pub parts: i128,
    /// For whole levels: no fewer level steps than this reach it, and this many do where each step counts (5/2018:
    /// the step from level 0 to 1 does not).
    pub fewest_levels: Option<u32>,
}

pub(super) fn next_predicate(
    instrument: &Instrument,
    index: &Value,
    basis: PredicateBasis,
    answers: &[Option<Ratio>],
    policy: MissingPolicy,
) -> Result<Option<NextPredicate>, NumberError> {
    let (Some(exact), Some(published)) = (index.exact(), index.published()) else { return Ok(None) };
    let judged = match basis {
        PredicateBasis::Exact => exact,
        PredicateBasis::Published => published.into(),
    };
    let predicate = instrument.predicate_position(judged) + 1;
    let Some(from) = instrument.predicate_from(predicate) else { return Ok(None) };
    let (needed, index_included) = smallest_index(instrument, from, basis)?;
    let gap = needed.checked_sub(exact)?;
    let exact_parts = gap.checked_mul(Ratio::whole(instrument.total_parts()))?;
    let parts = if index_included {
        exact_parts.ceiling()
    } else {
        exact_parts.floor().checked_add(1).ok_or(NumberError::Overflow)?
    };
    // Where levels count as values further apart, one step can be worth more than its parts.
    let even = instrument.level_steps_are_at_most_one();
    // An unanswered indicator that counts as 0 stands on no level, so that steps from it cannot be counted.
    let countable = policy != MissingPolicy::Zero || answers.iter().all(Option::is_some);
    let fewest_levels =
        if instrument.has_levels() && even && countable { fewest_levels(instrument, answers, parts)? } else { None };
    Ok(Some(NextPredicate { predicate, index: needed, index_included, gap, parts, fewest_levels }))
}

/// The smallest exact index that counts as `from` under the basis, and whether it does itself: for 2.6, the index 2.6
/// where the exact index counts, and 2.595 where the published one does and is rounded half up to two decimals. With
/// half to even, 2.5950 prints as 2.60, but 2.585 as 2.58: there only what lies above 2.585 counts as 2.59.
///
/// A target is met by this and nothing else: an index a hair below it is not the target's.
///
/// # Errors
/// [`NumberError::Overflow`] if the scaled number does not fit.
pub fn smallest_index(
    instrument: &Instrument,
    from: Ratio,
    basis: PredicateBasis,
) -> Result<(Ratio, bool), NumberError> {
    if basis == PredicateBasis::Exact {
        return Ok((from, true));
    }
    let decimals = instrument.publication().decimals;
    let scale = Decimal::new(1, decimals).ok_or(NumberError::Overflow)?.scale();
    // The smallest printed number not below the bound, then the exact values that print as it.
    let units = from.checked_mul(Ratio::new(scale, 1)?)?.ceiling();
    let printed = Decimal::new(units, decimals).ok_or(NumberError::Overflow)?;
    let range = instrument.rounding().range_of(printed)?;
    Ok((range.low, range.low_included))
}

/// Heaviest items first, each up to the highest level: no other choice needs fewer steps.
fn fewest_levels(instrument: &Instrument, answers: &[Option<Ratio>], parts: i128) -> Result<Option<u32>, NumberError> {
    let top = instrument.value_of(instrument.highest_answer());
    let mut rooms = Vec::with_capacity(answers.len());
    for (item, answer) in instrument.items().iter().zip(answers) {
        let value = instrument.value_of(answer.unwrap_or_else(|| instrument.lowest_answer()));
        rooms.push((i128::from(item.parts()), top.checked_sub(value)?.floor()));
    }
    rooms.sort_unstable_by_key(|room| std::cmp::Reverse(room.0));
    let (mut left, mut steps) = (parts, 0_i128);
    for (weight, room) in rooms {
        let taken = room.min(Ratio::new(left, weight)?.ceiling()).max(0);
        let overflow = NumberError::Overflow;
        left = taken.checked_mul(weight).and_then(|gain| left.checked_sub(gain)).ok_or(overflow)?;
        steps = steps.checked_add(taken).ok_or(NumberError::Overflow)?;
        if left <= 0 {
            return Ok(u32::try_from(steps).ok());
        }
    }
    Ok(None)
}
