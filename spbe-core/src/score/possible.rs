//! Which exact values printed numbers allow.
//!
//! With whole levels the weighted sum of a node can only take some whole numbers of parts, so a printed value allows
//! few of them, often one. [`Space`] holds, for every node, the sums that any answers can give; [`Space::narrow`]
//! keeps those that agree with what is printed, from the leaves to the index and back. With decimal answers every
//! value in a range is possible, and ranges are added instead of sums.

use std::collections::BTreeMap;

use crate::exact::{NumberError, Range, Ratio, Rounding};
use crate::instrument::{Instrument, Node};

use super::error::ScoreError;

/// The most different sums that are gone through (2 MB of bits).
const SUMS_LIMIT: i128 = 1 << 24;
/// The most pairs of sums that are compared on the way down.
const PAIRS_LIMIT: usize = 10_000_000;

/// A set of whole numbers from 0, one bit each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sums {
    words: Vec<u64>,
}

impl Sums {
    fn none(largest: usize) -> Self {
        Self { words: vec![0; largest / 64 + 1] }
    }

    fn only(sum: usize, largest: usize) -> Self {
        let mut sums = Self::none(largest);
        sums.insert(sum);
        sums
    }

    fn insert(&mut self, sum: usize) {
        if let Some(word) = self.words.get_mut(sum / 64) {
            *word |= 1 << (sum % 64);
        }
    }

    fn is_empty(&self) -> bool {
        self.words.iter().all(|word| *word == 0)
    }

    pub(crate) fn contains(&self, sum: usize) -> bool {
        self.words.get(sum / 64).is_some_and(|word| word >> (sum % 64) & 1 == 1)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.words.iter().enumerate().flat_map(|(position, word)| {
            let mut left = *word;
            std::iter::from_fn(move || {
                if left == 0 {
                    return None;
                }
                let bit = usize::try_from(left.trailing_zeros()).ok()?;
                left &= left - 1;
                Some(position * 64 + bit)
            })
        })
    }

    fn count(&self) -> u32 {
        self.words.iter().map(|word| word.count_ones()).sum()
    }

    /// Adds to `self` every member of `other` moved up by `distance`; what falls off the end is out of range.
    fn take_moved(&mut self, other: &Self, distance: usize) {
        let (words, bits) = (distance / 64, distance % 64);
        let mut carried = 0_u64;
        for (target, source) in self.words.iter_mut().skip(words).zip(other.words.iter().chain(std::iter::repeat(&0))) {
            *target |= source << bits | carried;
            carried = if bits == 0 { 0 } else { source >> (64 - bits) };
        }
    }

    /// Every sum of a member of each.
    fn plus(&self, other: &Self) -> Self {
        let (few, many) = if self.count() <= other.count() { (self, other) } else { (other, self) };
        let mut sums = Self { words: vec![0; many.words.len().max(few.words.len())] };
        for distance in few.iter() {
            sums.take_moved(many, distance);
        }
        sums
    }

    fn keep(&mut self, wanted: impl Fn(usize) -> bool) {
        for sum in self.iter().collect::<Vec<_>>() {
            if !wanted(sum)
                && let Some(word) = self.words.get_mut(sum / 64)
            {
                *word &= !(1 << (sum % 64));
            }
        }
    }
}

/// The values a node can have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Possible {
    /// Sums of parts times values, in units of [`Space::unit`].
    Sums(Sums),
    /// Every value of a range; `None` is no value at all.
    Range(Option<Range>),
}

impl Possible {
    pub(crate) fn is_empty(&self) -> bool {
        match self {
            Self::Sums(sums) => sums.is_empty(),
            Self::Range(range) => range.is_none(),
        }
    }
}

/// What is printed, as ranges of exact values.
#[derive(Clone, Debug, Default)]
pub(crate) struct Constraint {
    /// The range of each node, by position; nodes not printed are absent.
    pub(crate) nodes: BTreeMap<usize, Range>,
    /// The range of the index.
    pub(crate) index: Option<Range>,
}

/// What remains possible.
#[derive(Clone, Debug)]
pub(crate) struct Narrowed {
    /// The values of each node that agree with everything printed.
    pub(crate) nodes: Vec<Possible>,
    /// The values of the index that agree with everything printed.
    pub(crate) index: Possible,
}

/// All values that answers can give to each node of an instrument.
pub(crate) struct Space<'instrument> {
    instrument: &'instrument Instrument,
    /// The positions of the nodes directly below the index, and directly below each node.
    top: Vec<usize>,
    children: Vec<Vec<usize>>,
    /// Free values of each node, of the index, and of the items that hang directly below the index.
    nodes: Vec<Possible>,
    index: Possible,
    /// A sum of 1 stands for `1 / unit` parts; above 1 where levels count as fractions.
    unit: i128,
}

impl<'instrument> Space<'instrument> {
    /// The space of `instrument`; with `zero`, an unanswered indicator may also count as 0.
    pub(crate) fn new(instrument: &'instrument Instrument, zero: bool) -> Result<Self, ScoreError> {
        let mut children = vec![Vec::new(); instrument.nodes().len()];
        let mut top = Vec::new();
        for (position, node) in instrument.nodes().iter().enumerate() {
            match node.parent().and_then(|parent| children.get_mut(parent)) {
                Some(family) => family.push(position),
                None => top.push(position),
            }
        }
        let mut space = Self { instrument, top, children, nodes: Vec::new(), index: Possible::Range(None), unit: 1 };
        if instrument.has_levels() {
            let values = space.level_values(zero)?;
            space.nodes = instrument.nodes().iter().map(|node| space.free_sums(node.items(), &values)).collect();
            let all: Vec<usize> = (0..instrument.items().len()).collect();
            space.index = space.free_sums(&all, &values);
        } else {
            let lowest = if zero { Ratio::ZERO } else { instrument.lowest_answer() };
            let high = instrument.highest_answer();
            let free = Range { low: lowest, low_included: true, high, high_included: true };
            space.nodes = vec![Possible::Range(Some(free)); instrument.nodes().len()];
            space.index = Possible::Range(Some(free));
        }
        Ok(space)
    }

    /// The values of the levels in units, distinct.
    fn level_values(&mut self, zero: bool) -> Result<Vec<usize>, ScoreError> {
        let instrument = self.instrument;
        let (lowest, highest) = (instrument.lowest_answer().floor(), instrument.highest_answer().floor());
        let too_fine = || ScoreError::TooFine { instrument: instrument.id().to_owned() };
        if highest - lowest > 1_000 {
            return Err(too_fine());
        }
        let mut values = Vec::new();
        for level in lowest..=highest {
            values.push(instrument.value_of(Ratio::new(level, 1)?));
        }
        if zero {
            values.push(Ratio::ZERO);
        }
        for value in &values {
            self.unit = crate::exact::least_common_multiple(self.unit, value.denominator())?;
        }
        let largest = values.iter().copied().max().unwrap_or(Ratio::ZERO).ceiling();
        let size = largest.checked_mul(i128::from(instrument.total_parts())).and_then(|sum| sum.checked_mul(self.unit));
        if values.iter().any(|value| value.is_negative()) || size.is_none_or(|size| size > SUMS_LIMIT) {
            return Err(too_fine());
        }
        let unit = Ratio::new(self.unit, 1)?;
        let mut scaled = Vec::new();
        for value in values {
            scaled.push(usize::try_from(value.checked_mul(unit)?.floor()).map_err(|_| too_fine())?);
        }
        scaled.sort_unstable();
        scaled.dedup();
        Ok(scaled)
    }

    fn free_sums(&self, items: &[usize], values: &[usize]) -> Possible {
        let parts: Vec<usize> = items
            .iter()
            .filter_map(|position| usize::try_from(self.instrument.items().get(*position)?.parts()).ok())
            .collect();
        let highest = values.last().copied().unwrap_or(0);
        let mut sums = Sums::only(0, parts.iter().sum::<usize>() * highest);
        for part in parts {
            let mut grown = Sums { words: vec![0; sums.words.len()] };
            for value in values {
                grown.take_moved(&sums, part * value);
            }
            sums = grown;
        }
        Possible::Sums(sums)
    }

    /// A sum of a node with these parts as a value.
    pub(crate) fn value(&self, sum: usize, parts: i64) -> Result<Ratio, NumberError> {
        let sum = i128::try_from(sum).map_err(|_| NumberError::Overflow)?;
        Ratio::new(sum, i128::from(parts).checked_mul(self.unit).ok_or(NumberError::Overflow)?)
    }

    /// The parts of a node, or of the index.
    pub(crate) fn parts(&self, node: Option<usize>) -> i64 {
        node.and_then(|position| self.instrument.nodes().get(position))
            .map_or(self.instrument.total_parts(), Node::parts)
    }

    /// What one printed value leaves of a node (or of the index) taken alone, without what is printed elsewhere.
    pub(crate) fn alone(&self, node: Option<usize>, printed: &Range) -> Result<Possible, NumberError> {
        let free = match node {
            Some(position) => self.nodes.get(position),
            None => Some(&self.index),
        };
        self.within(free.cloned().unwrap_or(Possible::Range(None)), self.parts(node), Some(printed))
    }

    /// The published values nearest to a printed value that no answers give: the one below and the one above.
    pub(crate) fn neighbours(
        &self,
        node: Option<usize>,
        printed: Ratio,
    ) -> Result<(Option<Ratio>, Option<Ratio>), NumberError> {
        let free = match node {
            Some(position) => self.nodes.get(position),
            None => Some(&self.index),
        };
        match free {
            Some(Possible::Sums(sums)) => {
                let (mut below, mut above) = (None, None);
                for sum in sums.iter() {
                    let value = self.value(sum, self.parts(node))?;
                    if value <= printed {
                        below = Some(value);
                    } else {
                        above = Some(value);
                        break;
                    }
                }
                Ok((below, above))
            }
            Some(Possible::Range(Some(range))) => Ok((Some(range.low), Some(range.high))),
            _ => Ok((None, None)),
        }
    }

    /// What everything printed together leaves of each node and of the index.
    pub(crate) fn narrow(&self, constraint: &Constraint) -> Result<Narrowed, NumberError> {
        let mut nodes = self.nodes.clone();
        // Upwards: a node is what its children allow, cut by its own print. Children stand anywhere in the file,
        // so go tier by tier from the lowest.
        let mut order: Vec<usize> = (0..nodes.len()).collect();
        order
            .sort_by_key(|position| std::cmp::Reverse(self.instrument.nodes().get(*position).map(Node::tier_position)));
        let mut bounded = vec![false; nodes.len()];
        for position in &order {
            let family = self.children.get(*position).map_or(&[][..], Vec::as_slice);
            let from_children = family.iter().any(|child| bounded.get(*child).copied().unwrap_or(false));
            let printed = constraint.nodes.get(position);
            let before = match nodes.get(*position) {
                Some(free) if !from_children => free.clone(),
                _ => self.total(family, &nodes, Some(*position))?,
            };
            let after = self.within(before, self.parts(Some(*position)), printed)?;
            if let (Some(node), Some(flag)) = (nodes.get_mut(*position), bounded.get_mut(*position)) {
                *node = after;
                *flag = from_children || printed.is_some();
            }
        }
        let from_nodes = self.top.iter().any(|position| bounded.get(*position).copied().unwrap_or(false));
        let before = if from_nodes { self.total(&self.top, &nodes, None)? } else { self.index.clone() };
        let index = self.within(before, self.instrument.total_parts(), constraint.index.as_ref())?;
        // Downwards: a value of a child stays if the others can make up the rest. Only sums tell more this way.
        self.descend(&self.top, &index, &mut nodes);
        order.reverse();
        for position in order {
            if let (Some(family), Some(parent)) = (self.children.get(position), nodes.get(position).cloned()) {
                self.descend(family, &parent, &mut nodes);
            }
        }
        Ok(Narrowed { nodes, index })
    }

    /// The values of a parent that its children allow.
    fn total(&self, family: &[usize], nodes: &[Possible], parent: Option<usize>) -> Result<Possible, NumberError> {
        let mut sums: Option<Sums> = None;
        let mut range: Option<Range> = None;
        for position in family {
            match nodes.get(*position) {
                Some(Possible::Sums(child)) => {
                    sums = Some(match sums {
                        Some(sum) => sum.plus_into(child, self.largest(parent)),
                        None => child.clone().grown_to(self.largest(parent)),
                    });
                }
                Some(Possible::Range(Some(child))) => {
                    let share = Ratio::new(i128::from(self.parts(Some(*position))), i128::from(self.parts(parent)))?;
                    let child = scaled(child, share)?;
                    range = Some(match range {
                        Some(range) => added(&range, &child)?,
                        None => child,
                    });
                }
                _ => return Ok(Possible::Range(None)),
            }
        }
        Ok(sums.map_or(Possible::Range(range), Possible::Sums))
    }

    fn largest(&self, node: Option<usize>) -> usize {
        let free = match node {
            Some(position) => self.nodes.get(position),
            None => Some(&self.index),
        };
        match free {
            Some(Possible::Sums(sums)) => sums.words.len() * 64 - 1,
            _ => 0,
        }
    }

    fn within(&self, possible: Possible, parts: i64, printed: Option<&Range>) -> Result<Possible, NumberError> {
        let Some(printed) = printed else { return Ok(possible) };
        Ok(match possible {
            Possible::Sums(mut sums) => {
                // The whole sums in the range, by its ends once instead of a fraction for each sum.
                let scale = Ratio::new(i128::from(parts).checked_mul(self.unit).ok_or(NumberError::Overflow)?, 1)?;
                let (low, high) = (printed.low.checked_mul(scale)?, printed.high.checked_mul(scale)?);
                let first = if printed.low_included { low.ceiling() } else { low.floor() + 1 };
                let last = if printed.high_included { high.floor() } else { high.ceiling() - 1 };
                sums.keep(|sum| i128::try_from(sum).is_ok_and(|sum| sum >= first && sum <= last));
                Possible::Sums(sums)
            }
            Possible::Range(range) => Possible::Range(range.and_then(|range| met(&range, printed))),
        })
    }

    /// Keeps in each child the sums that some choice of the others completes to a sum of the parent.
    fn descend(&self, family: &[usize], parent: &Possible, nodes: &mut [Possible]) {
        let Possible::Sums(parent) = parent else { return };
        let largest = parent.words.len() * 64 - 1;
        let children: Vec<Sums> = family
            .iter()
            .filter_map(|position| match nodes.get(*position) {
                Some(Possible::Sums(sums)) => Some(sums.clone()),
                _ => None,
            })
            .collect();
        if children.len() != family.len() {
            return;
        }
        for (place, position) in family.iter().enumerate() {
            let mut others = Sums::only(0, largest);
            for (other, sums) in children.iter().enumerate() {
                if other != place {
                    others = others.plus_into(sums, largest);
                }
            }
            let rest: Vec<usize> = others.iter().collect();
            if let Some(Possible::Sums(sums)) = nodes.get_mut(*position) {
                // Many free sums leave nothing to rule out, and going through them would take long.
                if sums.iter().count().saturating_mul(rest.len()) > PAIRS_LIMIT {
                    continue;
                }
                sums.keep(|sum| rest.iter().any(|rest| parent.contains(sum + rest)));
            }
        }
    }
}

impl Sums {
    fn grown_to(mut self, largest: usize) -> Self {
        self.words.resize(largest / 64 + 1, 0);
        self
    }

    fn plus_into(&self, other: &Self, largest: usize) -> Self {
        self.clone().grown_to(largest).plus(&other.clone().grown_to(largest))
    }
}

/// The range of exact values that print as each printed number under a rule.
pub(crate) fn constraint_of(
    nodes: &[Option<crate::exact::Decimal>],
    index: Option<crate::exact::Decimal>,
    rounding: Rounding,
) -> Result<Constraint, NumberError> {
    let mut constraint =
        Constraint { index: index.map(|printed| rounding.range_of(printed)).transpose()?, ..Constraint::default() };
    for (position, printed) in nodes.iter().enumerate() {
        if let Some(printed) = printed {
            constraint.nodes.insert(position, rounding.range_of(*printed)?);
        }
    }
    Ok(constraint)
}

fn scaled(range: &Range, factor: Ratio) -> Result<Range, NumberError> {
    Ok(Range { low: range.low.checked_mul(factor)?, high: range.high.checked_mul(factor)?, ..*range })
}

fn added(left: &Range, right: &Range) -> Result<Range, NumberError> {
    Ok(Range {
        low: left.low.checked_add(right.low)?,
        low_included: left.low_included && right.low_included,
        high: left.high.checked_add(right.high)?,
        high_included: left.high_included && right.high_included,
    })
}

/// What two ranges share.
fn met(left: &Range, right: &Range) -> Option<Range> {
    let low = left.low.max(right.low);
    let high = left.high.min(right.high);
    let included = |range: &Range, end: Ratio| range.contains(end);
    let met = Range {
        low,
        low_included: included(left, low) && included(right, low),
        high,
        high_included: included(left, high) && included(right, high),
    };
    (low < high || (low == high && met.low_included)).then_some(met)
}
