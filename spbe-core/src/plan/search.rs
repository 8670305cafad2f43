//! The least cost where limits and rules tie the choices together: branch and bound, exact.
//!
//! The bound of a node is the least cost of the index alone, by [`Lattice`], in which each limit and each rule has a
//! price for being broken (Lagrange's multipliers): whatever the prices, no plan of the node is cheaper. Good prices are
//! found by subgradient steps. A node is split where its cheapest choices break a rule or a limit; nodes whose bound
//! reaches the best plan found are dropped. When none is left, the best plan is proven to be the best.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::rc::Rc;

use super::lattice::{Lattice, UNREACHABLE, divisor};
use super::problem::{
    Choice, Implication, Limit, NONE, Problem, Set, Term, both, has, is_empty, is_single, members, set_of, without,
};

/// The most that costs may add up to.
pub(super) const MOST_COST: i64 = 1 << 50;
/// Prices are counted in so many parts of a cost, where costs are small enough.
const FINEST: i64 = 1 << 20;
/// Subgradient steps at the first node, and at each further one.
const STEPS: (usize, usize) = (80, 4);

/// What a search has found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Outcome {
    /// The best choices, one a group, and their cost; `None` if there are none, or none were found.
    pub(super) best: Option<(i64, Vec<usize>)>,
    /// No choices cost less than this; `None` where it is proven that there are none at all.
    pub(super) bound: Option<i64>,
    /// How many nodes were looked at.
    pub(super) nodes: usize,
}

impl Outcome {
    /// Whether the best is proven to be the best, or that there is none.
    pub(super) fn is_proven(&self) -> bool {
        self.bound == self.best.as_ref().map(|best| best.0)
    }
}

/// Finds the cheapest choices among those that cost less than `below`, in at most `most_nodes` nodes.
pub(super) fn cheapest(problem: &Problem, lattice: &mut Lattice, below: Option<i64>, most_nodes: usize) -> Outcome {
    let mut search = Search::new(problem, lattice);
    // Nothing costs more than the dearest choices together: a bound above them proves that there is nothing.
    search.limit = below.unwrap_or(MOST_COST).min(search.dearest.saturating_add(1));
    search.first_limit = search.limit;
    search.run(most_nodes)
}

struct Search<'problem> {
    problem: &'problem Problem,
    lattice: &'problem mut Lattice,
    /// The limits, and after them the rules written as limits: in `when` and not in `then` is one too many.
    rows: Vec<Row>,
    /// By group: the rows, and the rules, in which it occurs.
    rows_of: Vec<Vec<usize>>,
    rules_of: Vec<Vec<usize>>,
    /// Prices are costs times this.
    scale: i64,
    /// The common divisor of all costs: no plan is cheaper than another by less.
    cost_unit: i64,
    /// The most that breaking a row by its largest amount may cost.
    highest_price: i64,
    best: Option<(i64, Vec<usize>)>,
    /// Only choices below this cost are looked for.
    limit: i64,
    /// The limit before anything was found.
    first_limit: i64,
    /// The dearest choices together.
    dearest: i64,
    prices: Vec<i64>,
    cheapest_choice: Vec<usize>,
    rungs: Vec<usize>,
}

struct Row {
    limit: Limit,
    /// The largest amount of a choice, for the size of steps.
    size: i64,
}

/// Some of the choices of each group, and what is known of them.
struct Node {
    allowed: Box<[Set]>,
    multipliers: Rc<[i64]>,
    /// The choices that gave the bound.
    taken: Vec<usize>,
    bound: i64,
}

/// Nodes with the lowest bound first, the deeper of equals.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Order {
    bound: Reverse<i64>,
    depth: usize,
    position: usize,
}

impl<'problem> Search<'problem> {
    fn new(problem: &'problem Problem, lattice: &'problem mut Lattice) -> Self {
        let mut limits = problem.limits.clone();
        if lattice.is_rounded() {
            limits.push(problem.need_as_limit());
        }
        limits.extend(problem.implications.iter().map(|rule| rule.as_limit(problem)));
        let mut rows_of = vec![Vec::new(); problem.groups.len()];
        let mut rules_of = vec![Vec::new(); problem.groups.len()];
        for (position, limit) in limits.iter().enumerate() {
            for term in &limit.terms {
                if let Some(group) = rows_of.get_mut(term.group) {
                    push_once(group, position);
                }
            }
        }
        for (position, rule) in problem.implications.iter().enumerate() {
            for group in [rule.group, rule.other] {
                if let Some(group) = rules_of.get_mut(group) {
                    push_once(group, position);
                }
            }
        }
        let size = |limit: &Limit| {
            limit.terms.iter().flat_map(|term| &term.amounts).map(|amount| amount.saturating_abs()).max().unwrap_or(0)
        };
        let rows: Vec<Row> = limits.into_iter().map(|limit| Row { size: size(&limit).max(1), limit }).collect();
        let costs = || problem.groups.iter().flat_map(|group| &group.choices).map(|choice| choice.cost);
        let most = |group: &[Choice]| group.iter().map(|choice| choice.cost).max().unwrap_or(0);
        let total: i64 = problem.groups.iter().map(|group| most(&group.choices)).sum();
        let scale = ((1 << 42) / total.max(1)).clamp(1, FINEST);
        let crowd = i64::try_from((rows.len() + 1) * (problem.groups.len() + 1)).unwrap_or(i64::MAX);
        Self {
            problem,
            rows_of,
            rules_of,
            scale,
            cost_unit: costs().fold(0, divisor).max(1),
            highest_price: ((1 << 58) / crowd).clamp(1, MOST_COST),
            best: None,
            limit: MOST_COST,
            first_limit: MOST_COST,
            dearest: total,
            prices: vec![0; lattice.prices()],
            cheapest_choice: vec![0; lattice.prices()],
            rungs: Vec::new(),
            rows,
            lattice,
        }
    }

    fn run(mut self, most_nodes: usize) -> Outcome {
        let all = |group: &super::problem::Group| set_of(0..group.choices.len());
        let allowed: Box<[Set]> = self.problem.groups.iter().map(all).collect();
        let none: Rc<[i64]> = vec![0; self.rows.len()].into();
        let mut store: Vec<Option<Node>> = Vec::new();
        let mut open: BinaryHeap<Order> = BinaryHeap::new();
        let mut nodes = 1;
        if let Some(first) = self.node(allowed, &none, STEPS.0) {
            open.push(Order { bound: Reverse(self.whole_bound(first.bound)), depth: 0, position: 0 });
            store.push(Some(first));
        }
        while let Some(order) = open.pop() {
            if order.bound.0 >= self.limit {
                // The lowest bound of all that are open.
                open.clear();
                break;
            }
            if nodes >= most_nodes {
                open.push(order);
                break;
            }
            let Some(node) = store.get_mut(order.position).and_then(Option::take) else { continue };
            for allowed in self.split(&node) {
                nodes += 1;
                if let Some(child) = self.node(allowed, &node.multipliers, STEPS.1) {
                    let bound = Reverse(self.whole_bound(child.bound.max(node.bound)));
                    open.push(Order { bound, depth: order.depth + 1, position: store.len() });
                    store.push(Some(child));
                }
            }
        }
        let found = self.best.as_ref().map(|best| best.0);
        let bound = match open.peek() {
            Some(order) => Some(found.map_or(order.bound.0, |found| found.min(order.bound.0))),
            None => found,
        };
        Outcome { best: self.best, bound, nodes }
    }

    /// The bound in whole costs: no plan costs a fraction of the unit of costs.
    fn whole_bound(&self, bound: i64) -> i64 {
        let unit = self.scale.saturating_mul(self.cost_unit);
        -(-bound).div_euclid(unit) * self.cost_unit
    }

    /// A node with its bound; `None` where it holds nothing that is wanted.
    fn node(&mut self, mut allowed: Box<[Set]>, multipliers: &Rc<[i64]>, steps: usize) -> Option<Node> {
        if !self.narrow(&mut allowed) {
            return None;
        }
        let idle = self.idle(&allowed);
        let mut own: Vec<i64> =
            multipliers.iter().zip(&idle).map(|(price, idle)| if *idle { 0 } else { *price }).collect();
        let mut best: Option<(i64, Vec<i64>, Vec<usize>)> = None;
        let (mut patience, mut pace) = (0, 1_i128 << 16);
        // Where nothing is found, there may be nothing: then the bound goes up and up.
        let steps = if self.limit < self.first_limit { steps } else { 3 * steps };
        for step in 0..=steps {
            let far = 2 * step > steps;
            if 2 * step == steps + steps % 2 && self.limit == self.first_limit {
                pace = 1 << 16;
            }
            let (value, taken) = self.relaxed(&allowed, &own)?;
            self.try_choices(&taken, &allowed);
            let better = best.as_ref().is_none_or(|best| value > best.0);
            if self.whole_bound(value) >= self.limit {
                return None;
            }
            let violations: Vec<i64> = self
                .rows
                .iter()
                .zip(&idle)
                .map(|(row, idle)| if *idle { 0 } else { row.limit.amount(&taken) - row.limit.most })
                .collect();
            let before = own.clone();
            patience = if better { 0 } else { patience + 1 };
            if patience >= 3 {
                (patience, pace) = (0, pace / 2);
            }
            let moved = step < steps && pace > 1 << 8 && self.step(&mut own, &violations, value, (pace, far));
            if better {
                best = Some((value, before, taken));
            }
            if !moved {
                break;
            }
        }
        let (bound, own, taken) = best?;
        Some(Node { allowed, multipliers: own.into(), taken, bound })
    }

    /// Rows that no allowed choices can break: they need no price.
    fn idle(&self, allowed: &[Set]) -> Vec<bool> {
        let most = |term: &Term| {
            let own = allowed.get(term.group).unwrap_or(&NONE);
            members(own).filter_map(|choice| term.amounts.get(choice)).max().copied().unwrap_or(0)
        };
        self.rows.iter().map(|row| row.limit.terms.iter().map(most).sum::<i64>() <= row.limit.most).collect()
    }

    /// Moves the prices along what is broken; whether they changed.
    fn step(&self, prices: &mut [i64], violations: &[i64], value: i64, (pace, far): (i128, bool)) -> bool {
        // A row whose price is 0 and that is kept stays as it is.
        let counts = |price: i64, violation: i64| violation > 0 || (violation < 0 && price > 0);
        let relative = |violation: i64, row: &Row| (i128::from(violation) << 16) / i128::from(row.size);
        let mut norm = 0_i128;
        for ((price, violation), row) in prices.iter().zip(violations).zip(&self.rows) {
            if counts(*price, *violation) {
                norm += relative(*violation, row).pow(2) >> 16;
            }
        }
        if norm == 0 {
            return false;
        }
        let highest = self.limit.saturating_mul(self.scale);
        let step = self.scale.saturating_mul(self.cost_unit);
        // As long as nothing is found, the limit is far away, and steps towards it would be too long.
        let near = value.saturating_add((value / 8).abs()).saturating_add(step);
        let aim = if far || self.limit < self.first_limit { highest } else { near.min(highest) };
        let gap = i128::from(aim.saturating_sub(value).max(1));
        let mut changed = false;
        for ((price, violation), row) in prices.iter_mut().zip(violations).zip(&self.rows) {
            if counts(*price, *violation) {
                let by = (gap * relative(*violation, row) / norm * pace / i128::from(row.size)) >> 16;
                let highest = i128::from(self.highest_price / row.size);
                let moved = i64::try_from((i128::from(*price) + by).clamp(0, highest)).unwrap_or(*price);
                changed |= moved != *price;
                *price = moved;
            }
        }
        changed
    }

    /// The cheapest allowed choices under prices for rows, and their value: no allowed choices that hold cost less.
    fn relaxed(&mut self, allowed: &[Set], multipliers: &[i64]) -> Option<(i64, Vec<usize>)> {
        self.prices.fill(UNREACHABLE);
        let mut constant = 0_i128;
        for (row, price) in self.rows.iter().zip(multipliers) {
            constant -= i128::from(*price) * i128::from(row.limit.most);
        }
        for (position, (group, own)) in self.problem.groups.iter().zip(allowed).enumerate() {
            let rows = self.rows_of.get(position).map_or(&[][..], Vec::as_slice);
            for choice in members(own) {
                let cost = group.choices.get(choice)?.cost.saturating_mul(self.scale);
                let added = rows.iter().filter_map(|row| {
                    let price = multipliers.get(*row).filter(|price| **price != 0)?;
                    Some(price * self.rows.get(*row)?.limit.amount_of(position, choice))
                });
                let price = cost + added.sum::<i64>();
                let slot = self.lattice.price_of(position, choice)?;
                if let (Some(own), Some(cheapest)) = (self.prices.get_mut(slot), self.cheapest_choice.get_mut(slot))
                    && price < *own
                {
                    (*own, *cheapest) = (price, choice);
                }
            }
        }
        let value = self.lattice.solve(&self.prices, self.problem.need, &mut self.rungs)?;
        let taken = self.rungs.iter().enumerate().filter_map(|(group, rung)| {
            let slot = self.lattice.slot(group, *rung)?;
            self.cheapest_choice.get(slot).copied()
        });
        let taken = taken.collect();
        i64::try_from(i128::from(value) + constant).ok().map(|value| (value, taken))
    }

    /// Removes choices that cannot be part of anything that holds; `false` where a group has none left.
    fn narrow(&self, allowed: &mut [Set]) -> bool {
        loop {
            let mut changed = false;
            for rule in &self.problem.implications {
                let (Some(group), Some(other)) = (allowed.get(rule.group).copied(), allowed.get(rule.other).copied())
                else {
                    return false;
                };
                if is_empty(&without(&group, &rule.when)) {
                    changed |= keep(allowed, rule.other, &both(&other, &rule.then));
                } else if is_empty(&both(&other, &rule.then)) {
                    changed |= keep(allowed, rule.group, &without(&group, &rule.when));
                }
            }
            let limits = self.rows.len() - self.problem.implications.len();
            for row in self.rows.iter().take(limits) {
                match narrowed_by(&row.limit, allowed) {
                    Some(found) => changed |= found,
                    None => return false,
                }
            }
            if !self.narrow_by_need(allowed, &mut changed) || allowed.iter().any(is_empty) {
                return false;
            }
            if !changed {
                return true;
            }
        }
    }

    /// Removes choices that gain too little even beside the largest gains of all others.
    fn narrow_by_need(&self, allowed: &mut [Set], changed: &mut bool) -> bool {
        let groups = &self.problem.groups;
        let gain = |group: usize, choice: usize| self.problem.choice(group, choice).map_or(0, |choice| choice.gain);
        let most: Vec<i64> = allowed
            .iter()
            .enumerate()
            .map(|(group, own)| members(own).map(|choice| gain(group, choice)).max().unwrap_or(0))
            .collect();
        let spare = most.iter().sum::<i64>() - self.problem.need;
        if spare < 0 {
            return false;
        }
        for (group, most) in most.iter().enumerate().take(groups.len()) {
            let Some(own) = allowed.get(group).copied() else { return false };
            if members(&own).any(|choice| most - gain(group, choice) > spare) {
                let kept = set_of(members(&own).filter(|choice| most - gain(group, *choice) <= spare));
                *changed |= keep(allowed, group, &kept);
            }
        }
        true
    }

    /// Where to split: at a rule that is broken, at a limit that is, or at the row that the bound pays most for.
    fn split(&self, node: &Node) -> Vec<Box<[Set]>> {
        let Node { allowed, multipliers, taken, .. } = node;
        let limits = self.rows.len() - self.problem.implications.len();
        let price = |row: usize| multipliers.get(row).copied().unwrap_or(0);
        let broken = self.problem.implications.iter().enumerate().filter(|(_, rule)| !rule.holds(taken));
        if let Some((_, rule)) =
            broken.max_by_key(|(position, rule)| (price(limits + position), self.weight(rule, taken)))
        {
            return Self::split_rule(allowed, rule);
        }
        let excess = |row: &Row| row.limit.amount(taken) - row.limit.most;
        let relative = |row: &Row| (i128::from(excess(row)) << 20) / i128::from(row.size);
        let over = self.rows.iter().take(limits).filter(|row| excess(row) > 0);
        if let Some(row) = over.max_by_key(|row| relative(row))
            && let Some(children) = split_limit(allowed, &row.limit, taken)
        {
            return children;
        }
        let paid = |position: usize, row: &Row| i128::from(price(position)) * -i128::from(excess(row));
        let most_paid = self.rows.iter().enumerate().max_by_key(|(position, row)| paid(*position, row));
        if let Some((position, row)) = most_paid.filter(|(position, row)| paid(*position, row) > 0) {
            let rule = position.checked_sub(limits).and_then(|rule| self.problem.implications.get(rule));
            let children = match rule {
                Some(rule) => Some(Self::split_rule(allowed, rule)),
                None => split_limit(allowed, &row.limit, taken),
            };
            if let Some(children) = children.filter(|children| children.iter().all(|child| child != allowed)) {
                return children;
            }
        }
        // Anything that is not settled.
        let group = allowed.iter().position(|own| !is_single(own));
        group.map_or_else(Vec::new, |group| {
            let one = set_of(taken.get(group).copied());
            let own = allowed.get(group).copied().unwrap_or(NONE);
            vec![with(allowed, group, &both(&own, &one)), with(allowed, group, &without(&own, &one))]
        })
    }

    /// The more that hangs on a rule, the earlier it is decided.
    fn weight(&self, rule: &Implication, taken: &[usize]) -> i64 {
        let cost = |group: usize| {
            let choice = taken.get(group).copied().unwrap_or_default();
            self.problem.choice(group, choice).map_or(0, |choice| choice.cost)
        };
        cost(rule.group)
    }

    fn split_rule(allowed: &[Set], rule: &Implication) -> Vec<Box<[Set]>> {
        let own = |group: usize| allowed.get(group).copied().unwrap_or(NONE);
        let not = with(allowed, rule.group, &without(&own(rule.group), &rule.when));
        let yes = with(allowed, rule.group, &both(&own(rule.group), &rule.when));
        vec![not, with(&yes, rule.other, &both(&own(rule.other), &rule.then))]
    }

    /// Takes choices as the best plan if they hold, after mending what can be mended.
    fn try_choices(&mut self, taken: &[usize], allowed: &[Set]) {
        let mut choices = taken.to_vec();
        if !self.mend(&mut choices, allowed) || !self.problem.holds(&choices) {
            return;
        }
        self.trim(&mut choices);
        let cost = self.problem.cost(&choices);
        if cost < self.limit {
            self.limit = cost;
            self.best = Some((cost, choices));
        }
    }

    /// Does what the rules ask for, at the least cost, without going below what was taken.
    fn mend(&self, taken: &mut [usize], allowed: &[Set]) -> bool {
        let mut left = 4 * self.problem.groups.len() + 4;
        loop {
            let Some(rule) = self.problem.implications.iter().find(|rule| !rule.holds(taken)) else { return true };
            left -= 1;
            let (Some(own), Some(slot)) = (allowed.get(rule.other), taken.get_mut(rule.other)) else { return false };
            let gain = self.problem.choice(rule.other, *slot).map_or(0, |choice| choice.gain);
            let fitting = members(own).filter(|choice| has(&rule.then, *choice));
            let fitting = fitting.filter_map(|choice| Some((choice, self.problem.choice(rule.other, choice)?)));
            let better = fitting.filter(|(_, choice)| choice.gain >= gain).min_by_key(|(_, choice)| choice.cost);
            let Some((choice, _)) = better.filter(|_| left > 0) else { return false };
            *slot = choice;
        }
    }

    /// Gives up what is not needed, the dearest first.
    fn trim(&self, taken: &mut [usize]) {
        let mut order: Vec<usize> = (0..taken.len()).collect();
        let cost = |group: usize, choice: usize| self.problem.choice(group, choice).map_or(0, |choice| choice.cost);
        order.sort_by_key(|group| Reverse(cost(*group, taken.get(*group).copied().unwrap_or_default())));
        let mut spare = self.problem.gain(taken) - self.problem.need;
        for group in order {
            let Some(choices) = self.problem.groups.get(group).map(|group| &group.choices) else { continue };
            let Some(now) = taken.get(group).copied() else { continue };
            let Some(own) = choices.get(now) else { continue };
            let mut cheaper: Vec<usize> = (0..choices.len()).filter(|other| cost(group, *other) < own.cost).collect();
            cheaper.sort_by_key(|other| cost(group, *other));
            for other in cheaper {
                let loss = own.gain - choices.get(other).map_or(0, |choice| choice.gain);
                if loss > spare {
                    continue;
                }
                if let Some(slot) = taken.get_mut(group) {
                    *slot = other;
                }
                if self.holds_around(group, taken) {
                    spare -= loss;
                    break;
                }
                if let Some(slot) = taken.get_mut(group) {
                    *slot = now;
                }
            }
        }
    }

    /// Whether the rules and limits of one group hold.
    fn holds_around(&self, group: usize, taken: &[usize]) -> bool {
        let rules = self.rules_of.get(group).map_or(&[][..], Vec::as_slice);
        let rows = self.rows_of.get(group).map_or(&[][..], Vec::as_slice);
        let limits = self.rows.len() - self.problem.implications.len();
        rules.iter().filter_map(|rule| self.problem.implications.get(*rule)).all(|rule| rule.holds(taken))
            && rows
                .iter()
                .filter(|row| **row < limits)
                .filter_map(|row| self.rows.get(*row))
                .all(|row| row.limit.amount(taken) <= row.limit.most)
    }
}

fn push_once(list: &mut Vec<usize>, position: usize) {
    if list.last() != Some(&position) {
        list.push(position);
    }
}

/// Leaves a group these choices; whether that changed anything.
fn keep(allowed: &mut [Set], group: usize, kept: &Set) -> bool {
    match allowed.get_mut(group) {
        Some(own) if own != kept => {
            *own = *kept;
            true
        }
        _ => false,
    }
}

fn with(allowed: &[Set], group: usize, own: &Set) -> Box<[Set]> {
    let mut copy: Box<[Set]> = allowed.into();
    keep(&mut copy, group, own);
    copy
}

/// Removes choices that break a limit even beside the smallest amounts of all others; `None` where it cannot be kept.
fn narrowed_by(limit: &Limit, allowed: &mut [Set]) -> Option<bool> {
    let least = |term: &Term, allowed: &[Set]| {
        let own = allowed.get(term.group).unwrap_or(&NONE);
        members(own).filter_map(|choice| term.amounts.get(choice)).min().copied().unwrap_or(0)
    };
    let sum: i64 = limit.terms.iter().map(|term| least(term, allowed)).sum();
    let spare = limit.most - sum;
    if spare < 0 {
        return None;
    }
    let mut changed = false;
    for term in &limit.terms {
        let least = least(term, allowed);
        let own = allowed.get(term.group).copied().unwrap_or(NONE);
        let fits = |choice: &usize| term.amounts.get(*choice).copied().unwrap_or(0) - least <= spare;
        if !members(&own).all(|choice| fits(&choice)) {
            changed |= keep(allowed, term.group, &set_of(members(&own).filter(fits)));
        }
    }
    Some(changed)
}

/// Splits the group that adds most to a limit, into less than it adds now and the rest; or, where none adds more than
/// the least, the one with the widest range.
fn split_limit(allowed: &[Set], limit: &Limit, taken: &[usize]) -> Option<Vec<Box<[Set]>>> {
    let own = |term: &Term| allowed.get(term.group).copied().unwrap_or(NONE);
    let amounts = |term: &Term| {
        let set = own(term);
        let all: Vec<i64> = members(&set).filter_map(|choice| term.amounts.get(choice).copied()).collect();
        (all.iter().min().copied().unwrap_or(0), all.iter().max().copied().unwrap_or(0))
    };
    let term = limit.terms.iter().max_by_key(|term| {
        let (least, most) = amounts(term);
        (term.amount(taken) - least, most - least)
    })?;
    let (least, most) = amounts(term);
    if least == most {
        return None;
    }
    let now = term.amount(taken);
    let below = |choice: &usize| {
        let amount = term.amounts.get(*choice).copied().unwrap_or(0);
        if now > least { amount < now } else { amount <= now }
    };
    let set = own(term);
    let low = set_of(members(&set).filter(below));
    Some(vec![with(allowed, term.group, &low), with(allowed, term.group, &without(&set, &low))])
}
