//! Which exact values printed numbers allow.
//!
//! With whole levels the weighted sum of a node can only take some whole numbers of parts, so a printed value allows
//! few of them, often one. [`Space`] holds, for every node, the sums that any answers can give; [`Space::narrow`]
//! keeps those that agree with what is printed, from the leaves to the index and back. With decimal answers every
//! value in a range is possible, and ranges are added instead of sums.

use std::collections::BTreeMap;

use crate::exact::{Decimal, NumberError, Range, Ratio, Rounding};
use crate::instrument::{Instrument, Node, PredicateBasis};

use super::error::ScoreError;
use super::model::PredicateRange;
use super::sums::{Sums, Work};
use super::value::Value;

/// The most different sums that are gone through (2 MB of bits).
const SUMS_LIMIT: i128 = 1 << 24;

/// The values a node can have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Possible {
    /// Sums of parts times values; [`Space::value`] makes values of them.
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
    nodes: BTreeMap<usize, Range>,
    /// The range of the index.
    index: Option<Range>,
}

impl Constraint {
    /// The exact values that print as these numbers under a rule.
    pub(crate) fn new(
        nodes: &[Option<Decimal>],
        index: Option<Decimal>,
        rounding: Rounding,
    ) -> Result<Self, NumberError> {
        let index = index.map(|printed| rounding.range_of(printed)).transpose()?;
        let mut constraint = Self { index, ..Self::default() };
        for (position, printed) in nodes.iter().enumerate() {
            if let Some(printed) = printed {
                constraint.nodes.insert(position, rounding.range_of(*printed)?);
            }
        }
        Ok(constraint)
    }
}

/// Which nodes are narrowed by what is printed above and beside them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Downwards {
    /// Every node.
    All,
    /// Nodes that are printed or have a printed node below: the others would take long and tell little.
    Printed,
}

/// What remains possible.
#[derive(Clone, Debug)]
pub(crate) struct Narrowed {
    /// The values of each node that agree with everything printed.
    pub(crate) nodes: Vec<Possible>,
    /// The values of the index that agree with everything printed.
    pub(crate) index: Possible,
    /// The nodes whose own print excludes what is possible below them: where contradictions begin.
    pub(crate) conflicts: Vec<usize>,
}

impl Narrowed {
    /// Whether nothing explains the prints.
    pub(crate) fn is_impossible(&self) -> bool {
        self.index.is_empty() || !self.conflicts.is_empty()
    }
}

/// All values that answers can give to each node of an instrument.
pub(crate) struct Space<'instrument> {
    instrument: &'instrument Instrument,
    /// The positions of the nodes directly below the index, and directly below each node.
    top: Vec<usize>,
    children: Vec<Vec<usize>>,
    /// The values of each node and of the index before anything is printed.
    nodes: Vec<Possible>,
    index: Possible,
    /// A sum counts in parts divided by `unit`, above the least sum of the node: `parts * base / unit`. Level values
    /// that are fractions or negative become whole numbers from 0 this way.
    unit: i128,
    base: i128,
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
        let index = Possible::Range(None);
        let mut space = Self { instrument, top, children, nodes: Vec::new(), index, unit: 1, base: 0 };
        if instrument.has_levels() {
            space.fill_with_sums(zero)?;
        } else {
            let (mut low, mut high) = (instrument.lowest_answer(), instrument.highest_answer());
            if zero {
                (low, high) = (low.min(Ratio::ZERO), high.max(Ratio::ZERO));
            }
            let free = Possible::Range(Some(Range { low, low_included: true, high, high_included: true }));
            space.nodes = vec![free.clone(); instrument.nodes().len()];
            space.index = free;
        }
        Ok(space)
    }

    fn fill_with_sums(&mut self, zero: bool) -> Result<(), ScoreError> {
        let instrument = self.instrument;
        let mut work = Work::on(instrument.id());
        let steps = self.level_steps(zero, &work)?;
        let mut nodes = Vec::with_capacity(instrument.nodes().len());
        for node in instrument.nodes() {
            nodes.push(self.free_sums(node.items(), &steps, &mut work)?);
        }
        let all: Vec<usize> = (0..instrument.items().len()).collect();
        self.index = self.free_sums(&all, &steps, &mut work)?;
        self.nodes = nodes;
        Ok(())
    }

    /// The values of the levels in units above the lowest one, distinct; sets unit and base.
    fn level_steps(&mut self, zero: bool, work: &Work<'_>) -> Result<Vec<usize>, ScoreError> {
        let instrument = self.instrument;
        let (lowest, highest) = (instrument.lowest_answer().floor(), instrument.highest_answer().floor());
        let mut values = if zero { vec![Ratio::ZERO] } else { Vec::new() };
        for level in lowest..=highest {
            values.push(instrument.value_of(Ratio::new(level, 1)?));
        }
        for value in &values {
            self.unit = crate::exact::least_common_multiple(self.unit, value.denominator())?;
        }
        let unit = Ratio::new(self.unit, 1)?;
        let mut scaled = Vec::with_capacity(values.len());
        for value in values {
            scaled.push(value.checked_mul(unit)?.floor());
        }
        scaled.sort_unstable();
        scaled.dedup();
        self.base = scaled.first().copied().unwrap_or(0);
        let largest = scaled.last().and_then(|highest| highest.checked_sub(self.base));
        let size = largest.and_then(|largest| largest.checked_mul(i128::from(instrument.total_parts())));
        if size.is_none_or(|size| size > SUMS_LIMIT) {
            return Err(work.too_fine());
        }
        scaled.iter().map(|value| usize::try_from(value - self.base).map_err(|_| work.too_fine())).collect()
    }

    fn free_sums(&self, items: &[usize], steps: &[usize], work: &mut Work<'_>) -> Result<Possible, ScoreError> {
        let parts: Vec<usize> = items
            .iter()
            .filter_map(|position| usize::try_from(self.instrument.items().get(*position)?.parts()).ok())
            .collect();
        let highest = steps.last().copied().unwrap_or(0);
        let mut sums = Sums::zero(parts.iter().sum::<usize>() * highest);
        for part in parts {
            work.take(steps.len(), sums.words())?;
            sums = sums.plus_each(steps.iter().map(|step| part * step));
        }
        Ok(Possible::Sums(sums))
    }

    /// A sum of a node with these parts as a value.
    pub(crate) fn value(&self, sum: usize, parts: i64) -> Result<Ratio, NumberError> {
        let parts = i128::from(parts);
        let above = i128::try_from(sum).map_err(|_| NumberError::Overflow)?;
        let least = parts.checked_mul(self.base).ok_or(NumberError::Overflow)?;
        let total = above.checked_add(least).ok_or(NumberError::Overflow)?;
        Ratio::new(total, parts.checked_mul(self.unit).ok_or(NumberError::Overflow)?)
    }

    /// The parts of a node, or of the index.
    pub(crate) fn parts(&self, node: Option<usize>) -> i64 {
        node.and_then(|position| self.instrument.nodes().get(position))
            .map_or(self.instrument.total_parts(), Node::parts)
    }

    /// The predicates of the indices that are left, lowest first, as positions in [`Instrument::predicates`].
    ///
    /// This is the one way from a printed index to predicates, so that no two questions answer differently. Each exact
    /// index is published by itself: a printed 2.595 may be 2.595, published as 2.60, or 2.5945, published as 2.59.
    pub(crate) fn predicates(
        &self,
        index: &Possible,
        rounding: Rounding,
        basis: PredicateBasis,
    ) -> Result<Vec<usize>, NumberError> {
        let decimals = self.instrument.publication().decimals;
        match index {
            Possible::Sums(sums) => {
                let of_sum = |sum: usize| -> Result<usize, NumberError> {
                    let exact = self.value(sum, self.parts(None))?;
                    Ok(self.instrument.predicate_position(match basis {
                        PredicateBasis::Exact => exact,
                        PredicateBasis::Published => rounding.publish(exact, decimals)?.into(),
                    }))
                };
                let (Some(first), Some(last)) = (sums.iter().next(), sums.last()) else { return Ok(Vec::new()) };
                let (lowest, highest) = (of_sum(first)?, of_sum(last)?);
                if lowest == highest {
                    return Ok(vec![lowest]);
                }
                let mut found = sums.iter().map(of_sum).collect::<Result<Vec<_>, _>>()?;
                found.dedup();
                Ok(found)
            }
            Possible::Range(Some(range)) => {
                let index = Value::of_range(rounding, decimals, range)?;
                let PredicateRange { lowest, highest } = PredicateRange::of(self.instrument, &index, basis);
                Ok((lowest..=highest).collect())
            }
            Possible::Range(None) => Ok(Vec::new()),
        }
    }

    fn free(&self, node: Option<usize>) -> &Possible {
        node.and_then(|position| self.nodes.get(position)).unwrap_or(&self.index)
    }

    /// What one printed value leaves of a node (or of the index) taken alone, without what is printed elsewhere.
    pub(crate) fn alone(&self, node: Option<usize>, printed: &Range) -> Result<Possible, NumberError> {
        self.within(self.free(node).clone(), self.parts(node), Some(printed))
    }

    /// The exact values nearest to one that no answers give: the one below and the one above.
    pub(crate) fn neighbours(
        &self,
        node: Option<usize>,
        printed: Ratio,
    ) -> Result<(Option<Ratio>, Option<Ratio>), NumberError> {
        match self.free(node) {
            Possible::Sums(sums) => {
                let mut below = None;
                for sum in sums.iter() {
                    let value = self.value(sum, self.parts(node))?;
                    if value > printed {
                        return Ok((below, Some(value)));
                    }
                    below = Some(value);
                }
                Ok((below, None))
            }
            Possible::Range(Some(range)) if printed < range.low => Ok((None, Some(range.low))),
            Possible::Range(Some(range)) => Ok((Some(range.high), None)),
            Possible::Range(None) => Ok((None, None)),
        }
    }

    /// What everything printed together leaves of each node and of the index.
    pub(crate) fn narrow(&self, constraint: &Constraint, downwards: Downwards) -> Result<Narrowed, ScoreError> {
        let mut work = Work::on(self.instrument.id());
        let mut nodes = self.nodes.clone();
        let mut conflicts = Vec::new();
        // Upwards: a node is what its children allow, cut by its own print. Children stand anywhere in the file,
        // so go tier by tier from the lowest. A node without print below keeps all its sums.
        let mut order: Vec<usize> = (0..nodes.len()).collect();
        let tier = |position: &usize| self.instrument.nodes().get(*position).map(Node::tier_position);
        order.sort_by_key(|position| std::cmp::Reverse(tier(position)));
        let mut bounded = vec![false; nodes.len()];
        let is = |flags: &[bool], position: usize| flags.get(position).copied().unwrap_or(false);
        for position in &order {
            let family = self.children.get(*position).map_or(&[][..], Vec::as_slice);
            let from_children = family.iter().any(|child| is(&bounded, *child));
            let printed = constraint.nodes.get(position);
            let before = if from_children {
                self.total(family, &nodes, Some(*position), &mut work)?
            } else {
                self.free(Some(*position)).clone()
            };
            let was_possible = !before.is_empty();
            let after = self.within(before, self.parts(Some(*position)), printed)?;
            if was_possible && after.is_empty() {
                conflicts.push(*position);
            }
            if let (Some(node), Some(flag)) = (nodes.get_mut(*position), bounded.get_mut(*position)) {
                *node = after;
                *flag = from_children || printed.is_some();
            }
        }
        let from_nodes = self.top.iter().any(|position| is(&bounded, *position));
        let before = if from_nodes { self.total(&self.top, &nodes, None, &mut work)? } else { self.index.clone() };
        let index = self.within(before, self.instrument.total_parts(), constraint.index.as_ref())?;
        let narrowed = Narrowed { nodes, index, conflicts };
        if narrowed.is_impossible() {
            return Ok(narrowed);
        }
        // Downwards: a value of a child stays if the others can make up the rest.
        let Narrowed { mut nodes, index, conflicts } = narrowed;
        let wanted = |position: usize| downwards == Downwards::All || is(&bounded, position);
        self.descend(None, &self.top, &index, &mut nodes, &wanted, &mut work)?;
        for position in order.into_iter().rev() {
            if let (Some(family), Some(parent)) = (self.children.get(position), nodes.get(position).cloned()) {
                self.descend(Some(position), family, &parent, &mut nodes, &wanted, &mut work)?;
            }
        }
        Ok(Narrowed { nodes, index, conflicts })
    }

    /// The values of a parent that its children allow.
    fn total(
        &self,
        family: &[usize],
        nodes: &[Possible],
        parent: Option<usize>,
        work: &mut Work<'_>,
    ) -> Result<Possible, ScoreError> {
        let mut sums: Option<Sums> = None;
        let mut range: Option<Range> = None;
        let largest = self.largest(parent);
        for position in family {
            match nodes.get(*position) {
                Some(Possible::Sums(child)) => {
                    sums = Some(match sums {
                        Some(sum) => sum.plus(child, largest, work)?,
                        None => child.clone().with_room(largest),
                    });
                }
                Some(Possible::Range(Some(child))) => {
                    let child = scaled(child, self.share(*position, parent)?)?;
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

    /// The largest sum there is room for in a parent.
    fn largest(&self, node: Option<usize>) -> usize {
        match self.free(node) {
            Possible::Sums(sums) => sums.words() * 64 - 1,
            Possible::Range(_) => 0,
        }
    }

    /// The weight of a node as a share of its parent's.
    fn share(&self, node: usize, parent: Option<usize>) -> Result<Ratio, NumberError> {
        Ratio::new(i128::from(self.parts(Some(node))), i128::from(self.parts(parent)))
    }

    fn within(&self, possible: Possible, parts: i64, printed: Option<&Range>) -> Result<Possible, NumberError> {
        let Some(printed) = printed else { return Ok(possible) };
        Ok(match possible {
            Possible::Sums(mut sums) => {
                // The whole sums in the range, by its ends once instead of a fraction for each sum.
                let parts = i128::from(parts);
                let scale = Ratio::new(parts.checked_mul(self.unit).ok_or(NumberError::Overflow)?, 1)?;
                let least = Ratio::new(parts.checked_mul(self.base).ok_or(NumberError::Overflow)?, 1)?;
                let sum = |value: Ratio| value.checked_mul(scale)?.checked_sub(least);
                let (low, high) = (sum(printed.low)?, sum(printed.high)?);
                let first = if printed.low_included { low.ceiling() } else { low.floor().saturating_add(1) };
                let last = if printed.high_included { high.floor() } else { high.ceiling().saturating_sub(1) };
                sums.keep_between(first, last);
                Possible::Sums(sums)
            }
            Possible::Range(range) => Possible::Range(range.and_then(|range| met(&range, printed))),
        })
    }

    /// Keeps in each child the values that some choice of the others completes to a value of the parent.
    fn descend(
        &self,
        parent_position: Option<usize>,
        family: &[usize],
        parent: &Possible,
        nodes: &mut [Possible],
        wanted: &impl Fn(usize) -> bool,
        work: &mut Work<'_>,
    ) -> Result<(), ScoreError> {
        if !family.iter().any(|position| wanted(*position)) {
            return Ok(());
        }
        let children: Vec<Possible> = family.iter().filter_map(|position| nodes.get(*position).cloned()).collect();
        match parent {
            Possible::Sums(parent) => {
                let largest = parent.words() * 64 - 1;
                let sums = || {
                    children.iter().filter_map(|child| match child {
                        Possible::Sums(sums) => Some(sums),
                        Possible::Range(_) => None,
                    })
                };
                // The sums of all before, and of all after each child: together, of all others.
                let after = running(sums().rev(), largest, work)?;
                let before = running(sums(), largest, work)?;
                for ((position, before), after) in family.iter().zip(&before).zip(after.iter().rev().skip(1)) {
                    if let (true, Some(Possible::Sums(own))) = (wanted(*position), nodes.get_mut(*position)) {
                        own.keep_completed(&before.plus(after, largest, work)?, parent, work)?;
                    }
                }
            }
            Possible::Range(Some(parent)) => {
                let mut shares = Vec::with_capacity(children.len());
                for (position, child) in family.iter().zip(&children) {
                    let Possible::Range(Some(range)) = child else { return Ok(()) };
                    shares.push(scaled(range, self.share(*position, parent_position)?)?);
                }
                for (place, position) in family.iter().enumerate() {
                    let mut others: Option<Range> = None;
                    for (_, share) in shares.iter().enumerate().filter(|(other, _)| *other != place) {
                        others = Some(match others {
                            Some(sum) => added(&sum, share)?,
                            None => *share,
                        });
                    }
                    let rest = match &others {
                        Some(others) => added(parent, &negated(others)?)?,
                        None => *parent,
                    };
                    let share = self.share(*position, parent_position)?;
                    let rest = scaled(&rest, Ratio::ONE.checked_div(share)?)?;
                    if let (true, Some(Possible::Range(own))) = (wanted(*position), nodes.get_mut(*position)) {
                        *own = own.and_then(|own| met(&own, &rest));
                    }
                }
            }
            Possible::Range(None) => {}
        }
        Ok(())
    }
}

/// The sums of none, of the first, of the first two ... of all members of a family.
fn running<'sums>(
    family: impl Iterator<Item = &'sums Sums>,
    largest: usize,
    work: &mut Work<'_>,
) -> Result<Vec<Sums>, ScoreError> {
    let mut all = vec![Sums::zero(largest)];
    for sums in family {
        if let Some(last) = all.last() {
            all.push(last.plus(sums, largest, work)?);
        }
    }
    Ok(all)
}

fn scaled(range: &Range, factor: Ratio) -> Result<Range, NumberError> {
    Ok(Range { low: range.low.checked_mul(factor)?, high: range.high.checked_mul(factor)?, ..*range })
}

fn negated(range: &Range) -> Result<Range, NumberError> {
    Ok(Range {
        low: Ratio::ZERO.checked_sub(range.high)?,
        low_included: range.high_included,
        high: Ratio::ZERO.checked_sub(range.low)?,
        high_included: range.low_included,
    })
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
    let both = |end: Ratio| left.contains(end) && right.contains(end);
    let met = Range { low, low_included: both(low), high, high_included: both(high) };
    (low < high || (low == high && met.low_included)).then_some(met)
}
