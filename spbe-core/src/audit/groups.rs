//! Sums of levels behind a node's value, by group of equally weighted items.

use crate::instrument::Instrument;

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
/// At most so many sums of one group are tried in search of them.
const STEPS_LIMIT: u32 = 100_000;

struct Group {
    items: String,
    parts: i64,
    size: i64,
}

/// Every way to reach one of `sums` (parts times levels) on a node, group by group; `None` where there are too many to
/// list, or where levels do not enter with their own number.
pub(super) fn ways(instrument: &Instrument, items: &[usize], sums: &[i64], zero: bool) -> Option<Vec<Vec<GroupSum>>> {
    if !instrument.answers().level_values.is_empty() {
        return None;
    }
    let (lowest, highest) = (instrument.lowest_answer().floor(), instrument.highest_answer().floor());
    let levels = Levels { lowest: i64::try_from(lowest).ok()?, highest: i64::try_from(highest).ok()?, zero };
    let groups = groups(instrument, items);
    let mut search = Search { levels, found: Vec::new(), steps: 0 };
    for sum in sums {
        search.extend(&groups, *sum, &mut Vec::new())?;
    }
    let mut found = search.found;
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

/// What an item can be answered with.
struct Levels {
    lowest: i64,
    highest: i64,
    zero: bool,
}

impl Levels {
    /// The least and the greatest sum of a group.
    fn bounds(&self, group: &Group) -> Option<(i64, i64)> {
        let least = if self.zero { self.lowest.min(0) } else { self.lowest };
        let greatest = if self.zero { self.highest.max(0) } else { self.highest };
        Some((least.checked_mul(group.size)?, greatest.checked_mul(group.size)?))
    }

    /// Whether the items of a group can have this sum.
    fn reach(&self, group: &Group, sum: i64) -> bool {
        let answered = |count: i64| self.lowest * count <= sum && sum <= self.highest * count;
        // With some items at 0, the others must still be able to make the sum.
        answered(group.size) || (self.zero && (0..group.size).any(answered))
    }
}

struct Search {
    levels: Levels,
    found: Vec<Vec<GroupSum>>,
    steps: u32,
}

impl Search {
    /// Tries every sum of the first group that leaves the others a sum they can reach; `None` once it takes too long.
    fn extend(&mut self, groups: &[Group], left: i64, chosen: &mut Vec<GroupSum>) -> Option<()> {
        let Some((group, rest)) = groups.split_first() else {
            if left == 0 {
                if self.found.len() == WAYS_LIMIT {
                    return None;
                }
                self.found.push(chosen.clone());
            }
            return Some(());
        };
        let (mut least_rest, mut greatest_rest) = (0_i64, 0_i64);
        for group in rest {
            let (least, greatest) = self.levels.bounds(group)?;
            least_rest = least_rest.checked_add(least.checked_mul(group.parts)?)?;
            greatest_rest = greatest_rest.checked_add(greatest.checked_mul(group.parts)?)?;
        }
        let (least, greatest) = self.levels.bounds(group)?;
        let first = least.max(left.checked_sub(greatest_rest)?.div_euclid(group.parts));
        let last = greatest.min(left.checked_sub(least_rest)?.div_euclid(group.parts));
        for sum in first..=last {
            self.steps += 1;
            if self.steps > STEPS_LIMIT {
                return None;
            }
            let remaining = left.checked_sub(sum.checked_mul(group.parts)?)?;
            if !self.levels.reach(group, sum) || remaining < least_rest || remaining > greatest_rest {
                continue;
            }
            chosen.push(GroupSum { items: group.items.clone(), sum });
            self.extend(rest, remaining, chosen)?;
            chosen.pop();
        }
        Some(())
    }
}
