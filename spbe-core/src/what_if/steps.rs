//! What one level more of each indicator is worth, now and on the way to the next predicate.

use crate::exact::{NumberError, Ratio};
use crate::instrument::{Instrument, MissingPolicy};
use crate::score::{NextPredicate, Score};

/// No scale has more levels; answers further apart are not gone through one by one.
const LEVELS: u32 = 1_000;

/// One level more of one indicator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LevelStep {
    /// The position of the item.
    pub item: usize,
    /// Its answer; `None` where it is missing.
    pub from: Option<Ratio>,
    /// The next level; the highest answer where it is less than one level away.
    pub to: Ratio,
    /// What the step adds to the index.
    pub worth: Ratio,
    /// What all levels up to the highest add.
    pub room: Ratio,
    /// The step on the way to the next predicate; `None` at the top.
    pub next: Option<Alone>,
}

/// How far one indicator alone leads to the next predicate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alone {
    /// The share of the distance that the step covers; 1 or more where it is enough.
    pub share: Ratio,
    /// How many levels of this indicator alone reach it; `None` where the highest is not enough.
    pub levels: Option<u32>,
}

/// The steps of all items that have one, the most worth first.
pub(super) fn level_steps(
    instrument: &Instrument,
    answers: &[Option<Ratio>],
    score: &Score,
) -> Result<Vec<LevelStep>, NumberError> {
    let mut steps = Vec::new();
    let next = score.next.as_ref();
    for (item, (entry, answer)) in instrument.items().iter().zip(answers).enumerate() {
        let weight = Ratio::new(entry.parts().into(), instrument.total_parts().into())?;
        let (lowest, highest) = (instrument.lowest_answer(), instrument.highest_answer());
        // An unanswered indicator that counts as 0 comes to its lowest level first.
        let counts_zero = answer.is_none() && score.missing_policy == MissingPolicy::Zero;
        let now = answer.unwrap_or(lowest);
        let value = if counts_zero { Ratio::ZERO } else { instrument.value_of(now) };
        let above = |from: Ratio| from.checked_add(Ratio::ONE).map(|above| above.min(highest));
        let first = if counts_zero { lowest } else { above(now)? };
        if !counts_zero && first <= now {
            continue;
        }
        let gain = |to: Ratio| instrument.value_of(to).checked_sub(value)?.checked_mul(weight);
        let worth = gain(first)?;
        let alone = next.map(|next| alone(next, worth, first, highest, &gain, &above)).transpose()?;
        steps.push(LevelStep { item, from: *answer, to: first, worth, room: gain(highest)?, next: alone });
    }
    steps.sort_by_key(|step| std::cmp::Reverse(step.worth));
    Ok(steps)
}

fn alone(
    next: &NextPredicate,
    worth: Ratio,
    first: Ratio,
    highest: Ratio,
    gain: &impl Fn(Ratio) -> Result<Ratio, NumberError>,
    above: &impl Fn(Ratio) -> Result<Ratio, NumberError>,
) -> Result<Alone, NumberError> {
    let reaches = |gain: Ratio| if next.index_included { gain >= next.gap } else { gain > next.gap };
    let (mut to, mut levels) = (first, 1);
    let levels = loop {
        if reaches(gain(to)?) {
            break Some(levels);
        }
        if to >= highest || levels >= LEVELS {
            break None;
        }
        to = above(to)?;
        levels += 1;
    };
    // Only what lies above the bound counts, and the index stands on it: any step is enough.
    let share = if next.gap == Ratio::ZERO { Ratio::ONE } else { worth.checked_div(next.gap)? };
    Ok(Alone { share, levels })
}
