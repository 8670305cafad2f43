//! The least cost to gain at least so much, where nothing else ties the choices together: exact, by dynamic
//! programming over weight parts.
//!
//! Items whose gains are multiples of one unit make a *class*: 59/2020 has 47 indicators and five classes. Inside a
//! class whole steps are counted, at most a few dozen. The classes are then put together one after the other, in an
//! order that keeps the common divisor of their units, and with it the distance of the sums, large for long. With
//! weights that are all different each item is a class of its own, and this is the plain dynamic program.
//!
//! Every table says "at least": cell `x` holds the least cost of gaining at least `x` units.

use super::problem::{Problem, divisor};
use crate::wide::{self, Loops, Wide};

/// The cost of what cannot be done; a fourth of the range, so that two of them still add up.
pub(super) const UNREACHABLE: i64 = i64::MAX / 4;
/// The most cells of a table. A finer problem is solved on rounded gains, which only makes it easier: the bound holds.
const MOST_CELLS: i64 = 1 << 16;

/// The groups by the unit of their gains, and the order in which they are put together.
#[derive(Clone, Debug)]
pub(super) struct Lattice {
    rungs: Vec<Rungs>,
    /// Where the prices of each group's rungs begin.
    starts: Vec<usize>,
    classes: Vec<Class>,
    /// Gains are counted in this many units of the problem.
    grain: i64,
    /// What is gained by the lowest rungs alone.
    base: i64,
    rounded: bool,
    wide: Option<Wide>,
    scratch: Scratch,
}

/// The different gains of one group, and the rung of each choice.
#[derive(Clone, Debug)]
struct Rungs {
    count: usize,
    of_choice: Vec<usize>,
}

#[derive(Clone, Debug)]
struct Class {
    unit: i64,
    members: Vec<Member>,
    /// The most steps of all members together.
    steps: usize,
}

#[derive(Clone, Debug)]
struct Member {
    group: usize,
    /// The steps of each rung, ascending; the first has none.
    steps: Vec<usize>,
}

/// Tables that are kept from one solution to the next.
#[derive(Clone, Debug, Default)]
struct Scratch {
    /// By class: the members that have more than one rung left, and the class up to each of them.
    open: Vec<Vec<Open>>,
    layers: Vec<Vec<Vec<i64>>>,
    /// What the members without a choice cost.
    fixed: i64,
    /// By class: all classes up to it.
    tables: Vec<Table>,
    lane: Vec<i64>,
    /// By class: the steps taken.
    steps: Vec<usize>,
}

/// A member of a class with a choice, and the rungs from the first to the last that it may take.
#[derive(Clone, Copy, Debug)]
struct Open {
    member: usize,
    first: usize,
    last: usize,
}

/// Least costs of the first classes together, by gain in units of `unit`.
#[derive(Clone, Debug, Default)]
struct Table {
    unit: i64,
    /// So many copies of the first cell stand before it: what lies below 0 costs as much as 0.
    padding: usize,
    cells: Vec<i64>,
}

impl Table {
    fn own(&self) -> &[i64] {
        self.cells.get(self.padding..).unwrap_or_default()
    }

    /// The least cost of at least `gain`; nothing is above the last cell.
    fn at_least(&self, gain: i64) -> i64 {
        let cell = usize::try_from(ceiling(gain, self.unit)).unwrap_or(0);
        self.own().get(cell).copied().unwrap_or(UNREACHABLE)
    }
}

/// The loops of a solution, compiled for the widest instructions too.
struct Tables<'run> {
    lattice: &'run mut Lattice,
    prices: &'run [i64],
    need: i64,
    /// How many classes are put together.
    levels: usize,
}

impl Loops for Tables<'_> {
    type Found = ();

    #[inline(always)]
    fn run(self) {
        self.lattice.fill_classes(self.prices, self.need);
        for level in 0..self.levels {
            self.lattice.put_together(level, self.need);
        }
    }
}

fn ceiling(number: i64, unit: i64) -> i64 {
    -(-number).div_euclid(unit)
}

fn index(number: i64) -> usize {
    usize::try_from(number).unwrap_or(0)
}

fn whole(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

impl Lattice {
    /// The classes of a problem.
    pub(super) fn new(problem: &Problem) -> Self {
        let mut all = Vec::with_capacity(problem.groups.len());
        for group in &problem.groups {
            let mut gains: Vec<i64> = group.choices.iter().map(|choice| choice.gain).collect();
            gains.sort_unstable();
            gains.dedup();
            all.push(gains);
        }
        let lowest = |gains: &Vec<i64>| gains.first().copied().unwrap_or_default();
        let above = all.iter().flat_map(|gains| gains.iter().map(move |gain| gain - lowest(gains)));
        let common = above.filter(|gain| *gain > 0).fold(0, divisor).max(1);
        let reach: i64 = all.iter().map(|gains| gains.last().map_or(0, |last| last - lowest(gains))).sum();
        let cells = reach.min(problem.need.max(0)) / common;
        let grain = common.saturating_mul((cells / MOST_CELLS).saturating_add(1));

        let mut lattice = Self {
            rungs: Vec::with_capacity(all.len()),
            starts: Vec::with_capacity(all.len()),
            classes: Vec::new(),
            grain,
            base: all.iter().map(lowest).sum(),
            rounded: grain != common,
            wide: Wide::detect(false),
            scratch: Scratch::default(),
        };
        let mut start = 0;
        for (position, (group, gains)) in problem.groups.iter().zip(&all).enumerate() {
            let rung = |gain: i64| gains.binary_search(&gain).unwrap_or(0);
            let of_choice = group.choices.iter().map(|choice| rung(choice.gain)).collect();
            lattice.rungs.push(Rungs { count: gains.len(), of_choice });
            lattice.starts.push(start);
            start += gains.len();
            let grains: Vec<i64> = gains.iter().map(|gain| ceiling(gain - lowest(gains), grain)).collect();
            let unit = grains.iter().copied().filter(|gain| *gain > 0).fold(0, divisor).max(1);
            let member = Member { group: position, steps: grains.iter().map(|gain| index(gain / unit)).collect() };
            let steps = member.steps.last().copied().unwrap_or_default();
            match lattice.classes.iter_mut().find(|class| class.unit == unit) {
                Some(class) => {
                    class.steps += steps;
                    class.members.push(member);
                }
                None => lattice.classes.push(Class { unit, members: vec![member], steps }),
            }
        }
        lattice.order();
        lattice
    }

    /// Whether gains were rounded up to keep the tables small: then a solution need not reach what it should.
    pub(super) const fn is_rounded(&self) -> bool {
        self.rounded
    }

    /// What the lowest choices gain by themselves.
    pub(super) const fn base(&self) -> i64 {
        self.base
    }

    /// How many prices [`Lattice::solve`] takes.
    pub(super) fn prices(&self) -> usize {
        self.rungs.iter().map(|rungs| rungs.count).sum()
    }

    /// Where the price of a choice stands.
    pub(super) fn price_of(&self, group: usize, choice: usize) -> Option<usize> {
        self.slot(group, *self.rungs.get(group)?.of_choice.get(choice)?)
    }

    /// Where the price of a rung stands.
    pub(super) fn slot(&self, group: usize, rung: usize) -> Option<usize> {
        Some(self.starts.get(group)? + rung)
    }

    /// Where the prices of a group stand.
    pub(super) fn slots(&self, group: usize) -> Option<std::ops::Range<usize>> {
        let start = *self.starts.get(group)?;
        Some(start..start + self.rungs.get(group)?.count)
    }

    /// Puts the classes in the order that takes the least work: each may come first, and the one that keeps the
    /// common divisor largest follows.
    fn order(&mut self) {
        const MOST_STARTS: usize = 8;
        self.classes.sort_by_key(|class| (std::cmp::Reverse(class.unit), class.steps));
        if self.classes.len() < 3 {
            return;
        }
        let best = (0..self.classes.len().min(MOST_STARTS)).map(|start| self.order_from(start)).min_by_key(|way| way.0);
        if let Some((_, order)) = best {
            let classes = order.iter().filter_map(|position| self.classes.get(*position).cloned());
            self.classes = classes.collect();
        }
    }

    fn order_from(&self, start: usize) -> (i64, Vec<usize>) {
        let mut left: Vec<usize> = (0..self.classes.len()).filter(|position| *position != start).collect();
        let mut order = vec![start];
        let class =
            |position: usize| self.classes.get(position).map_or((1, 0), |class| (class.unit, whole(class.steps)));
        let (mut unit, steps) = class(start);
        let (mut reach, mut work) = (unit * steps, 0_i64);
        while !left.is_empty() {
            let next = left.iter().enumerate().max_by_key(|(_, position)| {
                let (own, steps) = class(**position);
                (divisor(unit, own), std::cmp::Reverse(steps))
            });
            let Some((place, _)) = next else { break };
            let position = left.swap_remove(place);
            let (own, steps) = class(position);
            unit = divisor(unit, own);
            reach += own * steps;
            // The last two are looked up, not put together.
            if left.len() >= 2 {
                work = work.saturating_add((reach / unit).saturating_mul(steps));
            }
            order.push(position);
        }
        (work, order)
    }

    /// The least price of gaining at least `need`, one price a rung, and the rung of each group; `None` where it
    /// cannot be gained. Prices may be below 0; what must not be taken costs [`UNREACHABLE`].
    pub(super) fn solve(&mut self, prices: &[i64], need: i64, taken: &mut Vec<usize>) -> Option<i64> {
        let need = ceiling(need.saturating_sub(self.base), self.grain).max(0);
        let need = (need - self.open_members(prices, taken)?).max(0);
        let count = self.classes.len();
        let full = count.saturating_sub(2).max(1);
        wide::run(self.wide, Tables { lattice: self, prices, need, levels: full.min(count) });
        let mut steps = std::mem::take(&mut self.scratch.steps);
        steps.clear();
        steps.resize(count, 0);
        let found = self.look_up(full, need, &mut steps);
        if found.is_some() {
            self.take(prices, &steps, taken);
        }
        self.scratch.steps = steps;
        found.map(|found| found + self.scratch.fixed)
    }

    /// Finds who has a choice; gives what is gained in any case, `None` where a group may take nothing.
    fn open_members(&mut self, prices: &[i64], taken: &mut Vec<usize>) -> Option<i64> {
        let Self { classes, scratch, starts, .. } = self;
        taken.clear();
        taken.resize(starts.len(), 0);
        scratch.open.resize_with(classes.len(), Vec::new);
        scratch.fixed = 0;
        let mut gained = 0;
        for (class, open) in classes.iter().zip(&mut scratch.open) {
            open.clear();
            let mut steps = 0;
            for (position, member) in class.members.iter().enumerate() {
                let start = *starts.get(member.group)?;
                let own = prices.get(start..start + member.steps.len())?;
                let can = |price: &i64| *price < UNREACHABLE;
                let first = own.iter().position(can)?;
                let last = own.iter().rposition(can)?;
                steps += *member.steps.get(first)?;
                *taken.get_mut(member.group)? = first;
                if first == last {
                    scratch.fixed += *own.get(first)?;
                } else {
                    open.push(Open { member: position, first, last });
                }
            }
            gained += class.unit * whole(steps);
        }
        Some(gained)
    }

    /// The least price of every gain up to `most`: the cells of "at least", counted from what is gained anyway, and the
    /// gain that one cell stands for. Only for problems whose gains are not rounded.
    pub(super) fn frontier(&mut self, prices: &[i64], most: i64) -> (Vec<i64>, i64) {
        let need = ceiling(most.saturating_sub(self.base), self.grain).max(0);
        let levels = self.classes.len();
        // Every group may take its lowest rung: nothing is gained in any case.
        let _ = self.open_members(prices, &mut Vec::new());
        wide::run(self.wide, Tables { lattice: self, prices, need, levels });
        match self.scratch.tables.get(self.classes.len().wrapping_sub(1)) {
            Some(table) => {
                let cells = table.own().iter().map(|cell| cell + self.scratch.fixed);
                (cells.collect(), table.unit.saturating_mul(self.grain))
            }
            None => (vec![0], self.grain),
        }
    }

    /// Each class by itself.
    #[inline(always)]
    fn fill_classes(&mut self, prices: &[i64], need: i64) {
        let Self { classes, scratch, starts, .. } = self;
        let Scratch { open, layers, .. } = scratch;
        layers.resize_with(classes.len(), Vec::new);
        for ((class, layers), open) in classes.iter().zip(layers).zip(open) {
            let most = index(ceiling(need, class.unit));
            layers.resize_with(layers.len().max(open.len() + 1), Vec::new);
            if let Some(first) = layers.first_mut() {
                first.clear();
                first.push(0);
            }
            for (position, own) in open.iter().enumerate() {
                let Some((before, after)) = layers.split_at_mut_checked(position + 1) else { continue };
                let (Some(before), Some(after)) = (before.last(), after.first_mut()) else { continue };
                let Some(member) = class.members.get(own.member) else { continue };
                let start = starts.get(member.group).copied().unwrap_or_default();
                let prices = prices.get(start + own.first..=start + own.last).unwrap_or_default();
                let steps = member.steps.get(own.first..=own.last).unwrap_or_default();
                let lowest = steps.first().copied().unwrap_or_default();
                let highest = steps.last().copied().unwrap_or_default() - lowest;
                let length = (before.len() + highest).min(most + 1);
                after.clear();
                after.resize(length, UNREACHABLE);
                let nothing = before.first().copied().unwrap_or_default();
                for (steps, price) in steps.iter().zip(prices).filter(|(_, price)| **price < UNREACHABLE) {
                    let (below, above) = after.split_at_mut((*steps - lowest).min(length));
                    for cell in below {
                        *cell = (*cell).min(nothing.wrapping_add(*price));
                    }
                    above
                        .iter_mut()
                        .zip(before)
                        .for_each(|(cell, before)| *cell = (*cell).min(before.wrapping_add(*price)));
                }
            }
        }
    }

    /// All classes up to one, by gain.
    #[inline(always)]
    fn put_together(&mut self, level: usize, need: i64) {
        let Self { classes, scratch, .. } = self;
        let Scratch { open, layers, tables, lane, .. } = scratch;
        if tables.len() < classes.len() {
            tables.resize_with(classes.len(), Table::default);
        }
        let (Some(class), Some(own)) = (classes.get(level), last_layer(open, layers, level)) else { return };
        // The table before the next class is padded for the steps of that class.
        let next = classes.get(level + 1).map_or(0, |next| next.unit * whole(next.steps));
        let Some((done, rest)) = tables.split_at_mut_checked(level) else { return };
        let Some(table) = rest.first_mut() else { return };
        let unit = done.last().map_or(class.unit, |before| divisor(before.unit, class.unit));
        table.unit = unit;
        table.padding = index(next / unit) + 1;
        table.cells.clear();
        table.cells.resize(table.padding, UNREACHABLE);
        match done.last() {
            None => table.cells.extend_from_slice(own),
            Some(before) => merged(before, class.unit, own, need, table, lane),
        }
        let first = table.own().first().copied().unwrap_or(UNREACHABLE);
        table.cells.iter_mut().take(table.padding).for_each(|cell| *cell = first);
    }

    /// The last classes, of which only single cells are needed.
    fn look_up(&self, full: usize, need: i64, steps: &mut [usize]) -> Option<i64> {
        let layers = |level: usize| last_layer(&self.scratch.open, &self.scratch.layers, level);
        let unit = |level: usize| self.classes.get(level).map_or(1, |class| class.unit);
        let Some(table) = self.scratch.tables.get(full.wrapping_sub(1)).filter(|_| !self.classes.is_empty()) else {
            return (need == 0).then_some(0);
        };
        let alone = [0];
        let (last, second) = match self.classes.len() - full {
            0 => (&alone[..], &alone[..]),
            1 => (layers(full)?.as_slice(), &alone[..]),
            _ => (layers(full + 1)?.as_slice(), layers(full)?.as_slice()),
        };
        let (last_unit, second_unit) =
            if self.classes.len() - full == 1 { (unit(full), 1) } else { (unit(full + 1), unit(full)) };
        let least = table.own().first()? + second.first()?;
        let mut best = (UNREACHABLE / 2, 0, 0, 0);
        let mut rest = need;
        for (taken, price) in last.iter().enumerate() {
            if price + least >= best.0 {
                break;
            }
            let found = searched(table, second, second_unit, rest, best.0 - price);
            if let Some((cost, other, left)) = found {
                best = (cost + price, taken, other, left);
            }
            if rest <= 0 {
                break;
            }
            rest -= last_unit;
        }
        let (cost, of_last, of_second, mut left) = best;
        if cost >= UNREACHABLE / 2 {
            return None;
        }
        match self.classes.len() - full {
            0 => {}
            1 => *steps.get_mut(full)? = of_last,
            _ => {
                *steps.get_mut(full + 1)? = of_last;
                *steps.get_mut(full)? = of_second;
            }
        }
        // Back through the tables: which steps of the class gave the cell.
        for level in (1..full).rev() {
            let (before, table) = (self.scratch.tables.get(level - 1)?, self.scratch.tables.get(level)?);
            let gain = index(ceiling(left, table.unit));
            let value = *table.own().get(gain)?;
            let gain = whole(gain) * table.unit;
            let own = layers(level)?;
            let gave = |(taken, price): (usize, &i64)| {
                let rest = gain - whole(taken) * unit(level);
                (before.at_least(rest) + price == value).then_some((taken, rest))
            };
            let (taken, rest) = own.iter().enumerate().find_map(gave)?;
            *steps.get_mut(level)? = taken;
            left = rest;
        }
        *steps.first_mut()? = index(ceiling(left, unit(0)));
        Some(cost)
    }

    /// The rung of each group with a choice, from the steps of each class.
    fn take(&self, prices: &[i64], steps: &[usize], taken: &mut [usize]) {
        let Scratch { open, layers, .. } = &self.scratch;
        for (((class, layers), open), steps) in self.classes.iter().zip(layers).zip(open).zip(steps) {
            let mut left = *steps;
            for (position, own) in open.iter().enumerate().rev() {
                let (Some(before), Some(after)) = (layers.get(position), layers.get(position + 1)) else { return };
                let (Some(value), Some(member)) = (after.get(left), class.members.get(own.member)) else { return };
                let start = self.starts.get(member.group).copied().unwrap_or_default();
                let prices = prices.get(start..).unwrap_or_default();
                let lowest = member.steps.get(own.first).copied().unwrap_or_default();
                let gave = |(rung, (steps, price)): (usize, (&usize, &i64))| {
                    let rest = left.saturating_sub(*steps - lowest);
                    (before.get(rest)? + price == *value).then_some((rung, rest))
                };
                let rungs = member.steps.iter().zip(prices).enumerate().skip(own.first);
                let Some((rung, rest)) = rungs.take(own.last + 1 - own.first).find_map(gave) else { return };
                if let Some(slot) = taken.get_mut(member.group) {
                    *slot = rung;
                }
                left = rest;
            }
        }
    }
}

/// All members of a class with a choice together.
fn last_layer<'layers>(
    open: &[Vec<Open>],
    layers: &'layers [Vec<Vec<i64>>],
    level: usize,
) -> Option<&'layers Vec<i64>> {
    layers.get(level)?.get(open.get(level)?.len())
}

/// One class put to those before it.
///
/// Sums do not wrap: no cell and no price is above [`UNREACHABLE`]. A check for it would keep the loop from being
/// compiled for several cells at once.
#[inline(always)]
fn merged(before: &Table, unit: i64, own: &[i64], need: i64, table: &mut Table, lane: &mut Vec<i64>) {
    let reach = whole(before.own().len() - 1) * before.unit + whole(own.len() - 1) * unit;
    let length = index(reach.min(need + table.unit - 1) / table.unit) + 1;
    let padding = table.padding;
    table.cells.resize(padding + length, UNREACHABLE);
    let Some(cells) = table.cells.get_mut(padding..) else { return };
    // Cells a whole unit of the table before apart lie side by side in it.
    let stride = index(before.unit / table.unit).max(1);
    for residue in 0..stride.min(length) {
        let count = (length - residue).div_ceil(stride);
        lane.clear();
        lane.resize(count, UNREACHABLE);
        let mut gain = whole(residue) * table.unit;
        for price in own {
            // Below 0 the padding answers.
            let shift = ceiling(gain, before.unit) + whole(before.padding);
            let (skipped, from) = if shift < 0 { (index(-shift), 0) } else { (0, index(shift)) };
            let source = before.cells.get(from..).unwrap_or_default();
            let first = before.cells.first().copied().unwrap_or(UNREACHABLE) + price;
            lane.iter_mut().take(skipped).for_each(|cell| *cell = (*cell).min(first));
            let lanes = lane.get_mut(skipped..).unwrap_or_default();
            for (cell, source) in lanes.iter_mut().zip(source) {
                *cell = (*cell).min(source.wrapping_add(*price));
            }
            gain -= unit;
        }
        let slots = cells.iter_mut().skip(residue).step_by(stride);
        slots.zip(lane.iter()).for_each(|(slot, cell)| *slot = *cell);
    }
}

/// The least of the table and one class together, if it is below `limit`: cost, steps of the class, gain left.
fn searched(table: &Table, own: &[i64], unit: i64, need: i64, limit: i64) -> Option<(i64, usize, i64)> {
    let cells = table.own();
    let least = cells.first()?;
    // The cell of what is left, and by how much that falls short of it: no division in the loop.
    let mut cell = ceiling(need.max(0), table.unit);
    let mut short = cell * table.unit - need.max(0);
    let (fewer, shorter) = (unit / table.unit, unit % table.unit);
    let mut best = limit;
    let mut found = None;
    for (taken, price) in own.iter().enumerate() {
        if price + least >= best {
            break;
        }
        if let Some(other) = cells.get(index(cell))
            && price + other < best
        {
            best = price + other;
            found = Some((best, taken, cell.max(0) * table.unit));
        }
        if cell <= 0 {
            break;
        }
        cell -= fewer;
        short += shorter;
        if short >= table.unit {
            short -= table.unit;
            cell -= 1;
        }
    }
    found
}
