//! Sums of levels behind a node's value, by group of equally weighted items.

use crate::instrument::Instrument;
use crate::score::Sums;

/// The sum of the levels of some equally weighted items: items 32 to 41 together 39.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupSum {
    /// The items, as `32-41` or `1, 3, 5`.
    pub items: String,
    /// The sum of their levels.
    pub sum: i64,
}

/// At most so many ways of one node are listed.
const WAYS_LIMIT: usize = 64;

struct Group {
    items: String,
    parts: i64,
    size: i64,
}

/// Every way to reach one of `sums` on a node, group by group; `None` where there are too many to list, or where
/// levels do not enter with their own number.
pub(super) fn ways(instrument: &Instrument, items: &[usize], sums: &Sums, zero: bool) -> Option<Vec<Vec<GroupSum>>> {
    if !instrument.answers().level_values.is_empty() {
        return None;
    }
    let (lowest, highest) = (instrument.lowest_answer().floor(), instrument.highest_answer().floor());
    let (lowest, highest) = (i64::try_from(lowest).ok()?, i64::try_from(highest).ok()?);
    let groups = groups(instrument, items);
    let mut found = Vec::new();
    for sum in sums.iter() {
        let mut chosen = Vec::new();
        extend(&groups, i64::try_from(sum).ok()?, (lowest, highest, zero), &mut chosen, &mut found)?;
    }
    found.sort_by(|left, right| left.iter().map(|group| group.sum).cmp(right.iter().map(|group| group.sum)));
    Some(found)
}

/// Items of equal weight together, in the order of their first member.
fn groups(instrument: &Instrument, items: &[usize]) -> Vec<Group> {
    let mut members: Vec<(i64, Vec<usize>)> = Vec::new();
    for position in items {
        let Some(item) = instrument.items().get(*position) else { continue };
        match members.iter_mut().find(|(parts, _)| *parts == item.parts()) {
            Some((_, group)) => group.push(*position),
            None => members.push((item.parts(), vec![*position])),
        }
    }
    let code = |position: &usize| instrument.items().get(*position).map_or("", |item| item.code());
    members
        .into_iter()
        .map(|(parts, group)| {
            let adjacent = group.windows(2).all(|pair| matches!(pair, [left, right] if left + 1 == *right));
            let items = match (group.as_slice(), adjacent) {
                ([first, .., last], true) => format!("{}-{}", code(first), code(last)),
                _ => group.iter().map(code).collect::<Vec<_>>().join(", "),
            };
            Group { items, parts, size: i64::try_from(group.len()).unwrap_or(i64::MAX) }
        })
        .collect()
}

/// Tries every sum of the first group; `None` once there are too many ways.
fn extend(
    groups: &[Group],
    left: i64,
    levels: (i64, i64, bool),
    chosen: &mut Vec<GroupSum>,
    found: &mut Vec<Vec<GroupSum>>,
) -> Option<()> {
    let Some((group, rest)) = groups.split_first() else {
        if left == 0 {
            if found.len() == WAYS_LIMIT {
                return None;
            }
            found.push(chosen.clone());
        }
        return Some(());
    };
    let (lowest, highest, zero) = levels;
    let from = if zero { 0 } else { lowest * group.size };
    for sum in from..=highest * group.size {
        let remaining = left - sum * group.parts;
        if remaining < 0 {
            break;
        }
        // With some items at 0, the others must still be able to make the sum.
        let answered = |count: i64| lowest * count <= sum && sum <= highest * count;
        let attainable = answered(group.size) || (zero && (0..group.size).any(answered));
        if !attainable || (rest.is_empty() && remaining > 0) {
            continue;
        }
        chosen.push(GroupSum { items: group.items.clone(), sum });
        extend(rest, remaining, levels, chosen, found)?;
        chosen.pop();
    }
    Some(())
}
