//! Bounds of a search: limits and rules have prices for being broken (Lagrange's multipliers), and whatever the prices,
//! no plan costs less than the cheapest choices under them.
//!
//! Two bounds are used. The *quick* one also prices the index itself, by so much a unit of gain: then each group takes its
//! cheapest choice by itself. It finds good prices, and choices that are too dear to be part of a better plan. The *full*
//! one keeps the index, by [`Lattice`], and is never lower under the same prices.

use std::ops::Range;

use super::lattice::{Lattice, UNREACHABLE};
use super::problem::{
    Choice, Limit, NONE, Problem, Set, divisor, insert, is_empty, is_single, members, set_of, without,
};

/// The most that costs may add up to.
pub(super) const MOST_COST: i64 = 1 << 50;
/// Prices are counted in so many parts of a cost, where costs are small enough.
const FINEST: i64 = 1 << 20;
/// One, in parts by which the length of steps is counted.
pub(super) const WHOLE: i128 = 1 << 16;

/// A limit or a rule, as the choices that add to it.
#[derive(Debug)]
struct Row {
    /// The slots and what they add.
    terms: Vec<(usize, i64)>,
    /// By group that occurs: where its terms stand, one a choice.
    groups: Vec<(usize, Range<usize>)>,
    most: i64,
    /// The largest amount of a choice, for the size of steps.
    size: i64,
    /// The highest price, so that sums stay small.
    highest: i64,
}

/// The prices of all rows, and of the index.
#[derive(Clone, Debug)]
pub(super) struct Prices {
    pub(super) rows: Box<[i64]>,
    /// What a unit of gain is worth, for the quick bound.
    pub(super) gain: i64,
}

/// The choices of all groups as one list of slots, with what they cost under the present prices.
#[derive(Debug)]
pub(super) struct Relaxation {
    /// Where the slots of each group begin.
    starts: Vec<usize>,
    gains: Vec<i64>,
    /// The slots that may be taken, by group.
    open: Vec<usize>,
    /// By group: where its open slots end.
    ends: Vec<usize>,
    rows: Vec<Row>,
    /// Where the rows of each slot begin in `amounts`.
    row_starts: Vec<usize>,
    amounts: Vec<(usize, i64)>,
    need: i64,
    largest_gain: i64,
    highest_gain_price: i64,
    /// Bounds are costs times this.
    scale: i64,
    /// The common divisor of all costs: no plan is cheaper than another by less.
    cost_unit: i64,
    prices: Prices,
    /// By slot: its cost in parts.
    costs: Vec<i64>,
    without_costs: bool,
    /// By slot: its cost, and what its rows add under the present prices.
    priced: Vec<i64>,
    /// By row: whether nothing open can break it.
    idle: Vec<bool>,
    /// What the rows allow, under the present prices.
    allowance: i128,
    /// By row: how far the slots taken last go beyond it.
    pub(super) excess: Vec<i64>,
    /// By group: the slot taken last.
    taken: Vec<usize>,
    /// By slot: the place of its rung in the lattice.
    rungs: Vec<usize>,
    rung_prices: Vec<i64>,
    rung_slots: Vec<usize>,
    rungs_taken: Vec<usize>,
}

impl Relaxation {
    pub(super) fn new(problem: &Problem, limits: &[Limit], lattice: &Lattice) -> Self {
        let choices = || problem.groups.iter().flat_map(|group| &group.choices);
        let most = |number: fn(&Choice) -> i64| -> i64 {
            problem.groups.iter().map(|group| group.choices.iter().map(number).max().unwrap_or(0)).sum()
        };
        let mut starts = vec![0];
        for group in &problem.groups {
            starts.push(starts.last().copied().unwrap_or(0) + group.choices.len());
        }
        let crowd = i64::try_from((limits.len() + 1) * (problem.groups.len() + 1)).unwrap_or(i64::MAX);
        let highest = ((1 << 58) / crowd).clamp(1, MOST_COST);
        let scale = ((1 << 42) / most(|choice| choice.cost).max(1)).clamp(1, FINEST);
        let mut by_slot: Vec<Vec<(usize, i64)>> = vec![Vec::new(); choices().count()];
        let mut rows = Vec::with_capacity(limits.len());
        for (position, limit) in limits.iter().enumerate() {
            let (mut terms, mut groups) = (Vec::new(), Vec::new());
            for term in &limit.terms {
                let start = starts.get(term.group).copied().unwrap_or(0);
                let from = terms.len();
                for (choice, amount) in term.amounts.iter().enumerate() {
                    terms.push((start + choice, *amount));
                    if let Some(own) = by_slot.get_mut(start + choice).filter(|_| *amount != 0) {
                        own.push((position, *amount));
                    }
                }
                groups.push((term.group, from..terms.len()));
            }
            let size = terms.iter().map(|term| term.1.saturating_abs()).max().unwrap_or(0).max(1);
            rows.push(Row { terms, groups, most: limit.most, size, highest: highest / size });
        }
        let mut row_starts = vec![0];
        let mut amounts = Vec::new();
        for own in by_slot {
            amounts.extend(own);
            row_starts.push(amounts.len());
        }
        let slots = problem.groups.iter().enumerate().flat_map(|(group, own)| {
            (0..own.choices.len()).map(move |choice| lattice.price_of(group, choice).unwrap_or_default())
        });
        let count = rows.len();
        Self {
            gains: choices().map(|choice| choice.gain).collect(),
            open: Vec::new(),
            ends: Vec::new(),
            row_starts,
            amounts,
            need: problem.need,
            largest_gain: choices().map(|choice| choice.gain).max().unwrap_or(0).max(1),
            highest_gain_price: (1 << 58) / most(|choice| choice.gain).max(1),
            scale,
            cost_unit: choices().map(|choice| choice.cost).fold(0, divisor).max(1),
            prices: Prices { rows: vec![0; count].into(), gain: 0 },
            costs: choices().map(|choice| choice.cost.saturating_mul(scale)).collect(),
            without_costs: false,
            priced: choices().map(|choice| choice.cost.saturating_mul(scale)).collect(),
            idle: vec![false; count],
            allowance: 0,
            excess: vec![0; count],
            taken: vec![0; problem.groups.len()],
            rungs: slots.collect(),
            rung_prices: vec![0; lattice.prices()],
            rung_slots: vec![0; lattice.prices()],
            rungs_taken: Vec::new(),
            starts,
            rows,
        }
    }

    /// The bound in whole costs: no plan costs a fraction of the unit of costs.
    pub(super) fn whole(&self, bound: i64) -> i64 {
        let unit = self.scale.saturating_mul(self.cost_unit);
        -(-bound).div_euclid(unit) * self.cost_unit
    }

    pub(super) fn prices(&self) -> &Prices {
        &self.prices
    }

    /// Leaves the costs aside, or counts them again.
    pub(super) fn leave_costs(&mut self, leave: bool) {
        if leave != self.without_costs {
            self.without_costs = leave;
            for (priced, cost) in self.priced.iter_mut().zip(&self.costs) {
                *priced += if leave { -cost } else { *cost };
            }
        }
    }

    /// Prices to begin with where costs are left aside: only the ratio of prices counts then.
    pub(super) fn barrier(&self) -> Prices {
        let gain = ((1 << 40) / self.largest_gain).clamp(1, self.highest_gain_price.max(1));
        Prices { rows: vec![0; self.rows.len()].into(), gain }
    }

    /// An aim above 0 for bounds without costs.
    pub(super) fn slightly_above(&self, value: i64) -> i64 {
        (self.prices.gain.saturating_mul(self.largest_gain)).max(value / 16)
    }

    /// From now on only these choices may be taken. Rows that they cannot break are free.
    pub(super) fn restrict(&mut self, allowed: &[Set]) {
        self.open.clear();
        self.ends.clear();
        for (own, start) in allowed.iter().zip(&self.starts) {
            self.open.extend(members(own).map(|choice| start + choice));
            self.ends.push(self.open.len());
        }
        let mut free = Vec::new();
        for (position, (row, idle)) in self.rows.iter().zip(&mut self.idle).enumerate() {
            let mut most = 0;
            for (group, terms) in &row.groups {
                let amount = |choice: usize| row.terms.get(terms.start + choice).map_or(0, |term| term.1);
                most += allowed.get(*group).and_then(|own| members(own).map(amount).max()).unwrap_or(0);
            }
            *idle = most <= row.most;
            if *idle {
                free.push(position);
            }
        }
        for row in free {
            self.set(row, 0);
        }
    }

    /// Takes these prices; those of rows that nothing can break stay 0.
    pub(super) fn take(&mut self, prices: &Prices) {
        for (row, price) in prices.rows.iter().enumerate() {
            let idle = self.idle.get(row).copied().unwrap_or(false);
            self.set(row, if idle { 0 } else { *price });
        }
        self.prices.gain = prices.gain;
    }

    fn set(&mut self, row: usize, price: i64) {
        let (Some(own), Some(now)) = (self.rows.get(row), self.prices.rows.get_mut(row)) else { return };
        let more = price - *now;
        if more == 0 {
            return;
        }
        *now = price;
        self.allowance += i128::from(more) * i128::from(own.most);
        for (slot, amount) in &own.terms {
            if let Some(priced) = self.priced.get_mut(*slot) {
                *priced += more * amount;
            }
        }
    }

    /// The open slots, group by group.
    fn by_group(&self) -> impl Iterator<Item = &[usize]> {
        let mut from = 0;
        self.ends.iter().map(move |end| {
            let own = self.open.get(from..*end).unwrap_or_default();
            from = *end;
            own
        })
    }

    /// The quick bound under the present prices.
    pub(super) fn quick(&mut self) -> i64 {
        let mut taken = std::mem::take(&mut self.taken);
        let value = self.choose(&mut taken);
        self.taken = taken;
        self.count_excess();
        bounded(i128::from(self.prices.gain) * i128::from(self.need) - self.allowance + value)
    }

    /// The cheapest slot of each group with gain at its price, and what they cost so.
    fn choose(&self, taken: &mut Vec<usize>) -> i128 {
        taken.clear();
        let mut value = 0;
        for own in self.by_group() {
            let mut best = (i64::MAX, 0);
            for slot in own {
                let price = self.quick_price(*slot);
                if price < best.0 {
                    best = (price, *slot);
                }
            }
            value += i128::from(best.0);
            taken.push(best.1);
        }
        value
    }

    /// The price of gain that makes the quick bound highest under the present prices of rows.
    pub(super) fn price_gain(&mut self) {
        // About what gain costs on the whole; from there by doubling or halving, then between.
        let total = |list: &[i64]| list.iter().copied().fold(0, i64::saturating_add);
        let near = (total(&self.costs) / total(&self.gains).max(1)).clamp(1, self.highest_gain_price.max(1));
        let (mut low, mut high) = (0, near);
        while high < self.highest_gain_price && !self.reaches(high) {
            (low, high) = (high, high.saturating_mul(2).min(self.highest_gain_price));
        }
        while low == 0 && high > 1 && self.reaches(high / 2) {
            high /= 2;
        }
        low = low.max(if high > 1 { high / 2 } else { 0 });
        while high - low > 1 + high / 64 {
            let middle = low + (high - low) / 2;
            if self.reaches(middle) {
                high = middle;
            } else {
                low = middle;
            }
        }
        self.prices.gain = low;
    }

    /// Whether the cheapest slots gain what is needed, if gain is worth so much.
    fn reaches(&mut self, gain: i64) -> bool {
        self.prices.gain = gain;
        let mut taken = std::mem::take(&mut self.taken);
        self.choose(&mut taken);
        self.taken = taken;
        self.short() <= 0
    }

    /// How much less the slots taken last gain than is needed.
    fn short(&self) -> i64 {
        self.need - self.taken.iter().filter_map(|slot| self.gains.get(*slot)).sum::<i64>()
    }

    fn quick_price(&self, slot: usize) -> i64 {
        let gain = self.gains.get(slot).copied().unwrap_or_default();
        self.priced.get(slot).map_or(i64::MAX, |price| price - self.prices.gain * gain)
    }

    /// The cheapest open slot of each rung.
    fn price_rungs(&mut self) {
        self.rung_prices.fill(UNREACHABLE);
        for slot in &self.open {
            let (Some(priced), Some(rung)) = (self.priced.get(*slot), self.rungs.get(*slot)) else { continue };
            if let (Some(price), Some(best)) = (self.rung_prices.get_mut(*rung), self.rung_slots.get_mut(*rung))
                && *priced < *price
            {
                (*price, *best) = (*priced, *slot);
            }
        }
    }

    /// Removes choices that make the full bound reach `limit`, each tried by itself under the present prices; whether
    /// any were removed.
    pub(super) fn probe(&mut self, lattice: &mut Lattice, allowed: &mut [Set], limit: i64) -> bool {
        self.price_rungs();
        let mut changed = false;
        let mut from = 0;
        for (group, end) in self.ends.clone().into_iter().enumerate() {
            let open = from..end;
            from = end;
            let (Some(own), Some(start)) = (allowed.get_mut(group), self.starts.get(group)) else { continue };
            if is_single(own) {
                continue;
            }
            let Some(places) = lattice.slots(group) else { continue };
            let prices = self.rung_prices.get(places.clone()).unwrap_or_default().to_vec();
            let mut dear = NONE;
            for (place, price) in places.clone().zip(&prices).filter(|(_, price)| **price < UNREACHABLE) {
                self.rung_prices.get_mut(places.clone()).into_iter().for_each(|own| own.fill(UNREACHABLE));
                self.rung_prices.get_mut(place).into_iter().for_each(|own| *own = *price);
                let value = lattice.solve(&self.rung_prices, self.need, &mut self.rungs_taken);
                for slot in self.open.get(open.clone()).unwrap_or_default() {
                    if self.rungs.get(*slot) != Some(&place) {
                        continue;
                    }
                    let more = self.priced.get(*slot).map_or(0, |priced| priced - price);
                    let bound = value.map(|value| bounded(i128::from(value) - self.allowance + i128::from(more)));
                    if bound.is_none_or(|bound| self.whole(bound) >= limit) {
                        insert(&mut dear, slot - start);
                    }
                }
            }
            if let Some(own) = self.rung_prices.get_mut(places) {
                own.copy_from_slice(&prices);
            }
            if !is_empty(&dear) {
                *own = without(own, &dear);
                changed = true;
            }
        }
        changed
    }

    /// The full bound under the present prices, and the choice of each group; `None` where nothing reaches what is needed.
    pub(super) fn full(&mut self, lattice: &mut Lattice) -> Option<(i64, Vec<usize>)> {
        self.price_rungs();
        let value = lattice.solve(&self.rung_prices, self.need, &mut self.rungs_taken)?;
        self.taken.clear();
        for (group, rung) in self.rungs_taken.iter().enumerate() {
            let slot = lattice.slot(group, *rung).and_then(|place| self.rung_slots.get(place));
            self.taken.push(slot.copied().unwrap_or_default());
        }
        self.count_excess();
        let choices = self.taken.iter().zip(&self.starts).map(|(slot, start)| slot - start).collect();
        Some((bounded(i128::from(value) - self.allowance), choices))
    }

    fn count_excess(&mut self) {
        for (excess, row) in self.excess.iter_mut().zip(&self.rows) {
            *excess = -row.most;
        }
        for slot in &self.taken {
            let range = self.row_starts.get(*slot).zip(self.row_starts.get(slot + 1));
            let own = range.and_then(|(from, to)| self.amounts.get(*from..*to)).unwrap_or_default();
            for (row, amount) in own {
                if let Some(excess) = self.excess.get_mut(*row) {
                    *excess += amount;
                }
            }
        }
    }

    /// Moves the prices along what the last bound broke, towards a bound of `aim`; whether they changed. Where the bound
    /// was the quick one, so does the price of gain.
    pub(super) fn step(&mut self, value: i64, aim: i64, pace: i128, quick: bool) -> bool {
        let relative = |amount: i64, size: i64| {
            let amount = i128::from(amount) << 16;
            (if size == 1 { amount } else { amount / i128::from(size) }).clamp(-(1 << 36), 1 << 36)
        };
        // A row whose price is 0 and that is kept stays as it is.
        let counts = |price: i64, excess: i64| excess > 0 || (excess < 0 && price > 0);
        let mut norm = 0_i128;
        for (((price, excess), row), idle) in self.prices.rows.iter().zip(&self.excess).zip(&self.rows).zip(&self.idle)
        {
            if !*idle && counts(*price, *excess) {
                norm += relative(*excess, row.size).pow(2) >> 16;
            }
        }
        let mut short = 0;
        if quick {
            short = self.short();
            if counts(self.prices.gain, short) {
                norm += relative(short, self.largest_gain).pow(2) >> 16;
            } else {
                short = 0;
            }
        }
        if norm == 0 {
            return false;
        }
        let gap = i128::from(aim.saturating_sub(value).max(1));
        let factor = ((gap * pace) << 16) / norm;
        let moved = |price: i64, amount: i64, size: i64, highest: i64| {
            let by = (factor * relative(amount, size)) >> 32;
            let by = if size == 1 { by } else { by / i128::from(size) };
            i64::try_from((i128::from(price) + by).clamp(0, highest.into())).unwrap_or(price)
        };
        let mut changed = false;
        for row in 0..self.rows.len() {
            let (Some(price), Some(excess), Some(own)) =
                (self.prices.rows.get(row), self.excess.get(row), self.rows.get(row))
            else {
                continue;
            };
            if self.idle.get(row) == Some(&false) && counts(*price, *excess) {
                let new = moved(*price, *excess, own.size, own.highest);
                changed |= new != *price;
                self.set(row, new);
            }
        }
        if short != 0 {
            let new = moved(self.prices.gain, short, self.largest_gain, self.highest_gain_price);
            changed |= new != self.prices.gain;
            self.prices.gain = new;
        }
        changed
    }

    /// The aim of steps where so much is to be reached at most, in parts of costs.
    pub(super) fn aim(&self, value: i64, limit: i64, far: bool) -> i64 {
        let highest = limit.saturating_mul(self.scale);
        if far {
            return highest;
        }
        // As long as nothing is found, the limit is far away, and steps towards it would be too long.
        let step = self.scale.saturating_mul(self.cost_unit);
        value.saturating_add((value / 8).abs()).saturating_add(step).min(highest)
    }

    /// Removes choices that are too dear: that raise the quick bound under the present prices by too much. Gives whether
    /// any were removed.
    pub(super) fn fix(&self, allowed: &mut [Set], too_dear: impl Fn(i64) -> bool) -> bool {
        let mut changed = false;
        for ((own, start), open) in allowed.iter_mut().zip(&self.starts).zip(self.by_group()) {
            if is_single(own) {
                continue;
            }
            let least = open.iter().map(|slot| self.quick_price(*slot)).min().unwrap_or_default();
            let dear = |slot: &&usize| too_dear(self.quick_price(**slot) - least);
            let dear = set_of(open.iter().filter(dear).map(|slot| slot - start));
            if !is_empty(&dear) {
                *own = without(own, &dear);
                changed = true;
            }
        }
        changed
    }
}

/// A bound that is too large for a word is as good as the largest number, and one too small as the smallest.
fn bounded(value: i128) -> i64 {
    i64::try_from(value.clamp(-(1 << 62), 1 << 62)).unwrap_or_default()
}
