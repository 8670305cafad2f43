//! The least cost where limits and rules tie the choices together: branch and bound, exact.
//!
//! The bounds of a node are those of [`Relaxation`]; good prices are found by subgradient steps, and choices that are too
//! dear beside a bound and the best plan found are removed. A node is split where its cheapest choices break a rule or a
//! limit; nodes whose bound reaches the best plan found are dropped. When none is left, the best plan is proven to be the
//! best.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::rc::Rc;

use super::lattice::Lattice;
use super::problem::{
    Implication, Limit, NONE, Problem, Set, Term, both, has, is_empty, is_single, members, set_of, without,
};
pub(super) use super::relax::MOST_COST;
use super::relax::{Prices, Relaxation, WHOLE};

/// Subgradient steps with the quick bound and with the full one: at the first node, when a search begins again, and at
/// each further node.
const FIRST: (usize, usize) = (40, 2);
const AGAIN: (usize, usize) = (400, 200);
const FURTHER: (usize, usize) = (8, 0);
/// The same towards a proof that there is nothing, as long as nothing is found.
const BARRIER: (usize, usize) = (30, 10);

/// After so many nodes a search is long, and begins again; sooner in tests, whose problems are small.
const FIRST_RESTART: usize = if cfg!(test) { 3 } else { 48 };
/// How many times choices of two groups are exchanged at once in one search.
const PAIRS: usize = 20;

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

pub(super) struct Search<'problem> {
    pub(super) problem: &'problem Problem,
    lattice: &'problem mut Lattice,
    /// The limits, and after them the rules written as limits: in `when` and not in `then` is one too many.
    pub(super) rows: Vec<Limit>,
    /// What breaking each of them counts: less, where its amounts are large.
    pub(super) weights: Vec<i64>,
    relaxation: Relaxation,
    /// By group: the limits in which it occurs, with the place of its term, and the rules.
    pub(super) limits_of: Vec<Vec<(usize, usize)>>,
    pub(super) rules_of: Vec<Vec<usize>>,
    pub(super) best: Option<(i64, Vec<usize>)>,
    /// Only choices below this cost are looked for.
    pub(super) limit: i64,
    /// The limit before anything was found.
    first_limit: i64,
    /// The dearest choices together.
    dearest: i64,
    /// The prices that came closest to a proof that there is nothing.
    barrier: Prices,
    /// How many nodes were looked at, and whether these are many.
    nodes: usize,
    is_long: bool,
    /// How many more times two exchanges at once are tried, which takes long.
    pub(super) pairs_left: usize,
    /// The choices that were tried last.
    pub(super) tried: Option<Vec<usize>>,
}

/// Some of the choices of each group, and what is known of them.
struct Node {
    allowed: Box<[Set]>,
    prices: Rc<Prices>,
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
        let mut limits_of = vec![Vec::new(); problem.groups.len()];
        let mut rules_of = vec![Vec::new(); problem.groups.len()];
        for (position, limit) in limits.iter().enumerate() {
            for (place, term) in limit.terms.iter().enumerate() {
                if let Some(group) = limits_of.get_mut(term.group) {
                    group.push((position, place));
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
        for limit in &mut limits {
            limit.tighten();
        }
        limits.extend(problem.implications.iter().map(|rule| rule.as_limit(problem)));
        let most = |group: &super::problem::Group| group.choices.iter().map(|choice| choice.cost).max().unwrap_or(0);
        let relaxation = Relaxation::new(problem, &limits, lattice);
        Self {
            problem,
            barrier: relaxation.barrier(),
            relaxation,
            weights: limits.iter().map(|limit| ((1 << 40) / limit.size()).max(1)).collect(),
            rows: limits,
            limits_of,
            rules_of,
            best: None,
            limit: MOST_COST,
            first_limit: MOST_COST,
            dearest: problem.groups.iter().map(most).sum(),
            nodes: 0,
            is_long: false,
            pairs_left: PAIRS,
            tried: None,
            lattice,
        }
    }

    fn run(mut self, most_nodes: usize) -> Outcome {
        let all = |group: &super::problem::Group| set_of(0..group.choices.len());
        let mut allowed: Box<[Set]> = self.problem.groups.iter().map(all).collect();
        self.relaxation.restrict(&allowed);
        self.relaxation.price_gain();
        let mut prices = Rc::new(self.relaxation.prices().clone());
        // What is cheapest by the index alone may keep everything, or nearly so.
        if let Some((_, taken)) = self.relaxation.full(self.lattice) {
            self.try_choices(&taken, &allowed);
        }
        let mut restart = FIRST_RESTART;
        loop {
            let steps = if self.is_long { AGAIN } else { FIRST };
            let Some(first) = self.node(allowed, &prices, steps) else { return self.outcome(None) };
            (allowed, prices) = (first.allowed.clone(), first.prices.clone());
            let open = self.go_down(first, most_nodes.min(restart));
            if open.is_none() || self.nodes >= most_nodes {
                return self.outcome(open);
            }
            // A search that takes long is begun again with what it has learnt: choices are tried one by one.
            restart = restart.saturating_mul(3);
            self.is_long = true;
        }
    }

    /// Splits a node, and its parts, until nothing is left or so many nodes were looked at: the lowest bound of those left.
    fn go_down(&mut self, first: Node, most_nodes: usize) -> Option<i64> {
        let mut store: Vec<Option<Node>> = Vec::new();
        let mut open: BinaryHeap<Order> = BinaryHeap::new();
        let mut dive = Some(Order { bound: Reverse(self.relaxation.whole(first.bound)), depth: 0, position: 0 });
        store.push(Some(first));
        while let Some(order) = dive.take().or_else(|| open.pop()) {
            if order.bound.0 >= self.limit {
                if open.peek().is_some_and(|lowest| lowest.bound.0 < self.limit) {
                    continue;
                }
                return None;
            }
            if self.nodes >= most_nodes {
                open.push(order);
                break;
            }
            let Some(node) = store.get_mut(order.position).and_then(Option::take) else { continue };
            let mut children = Vec::new();
            for allowed in self.split(&node) {
                if let Some(child) = self.node(allowed, &node.prices, FURTHER) {
                    let bound = Reverse(self.relaxation.whole(child.bound.max(node.bound)));
                    children.push(Order { bound, depth: order.depth + 1, position: store.len() });
                    store.push(Some(child));
                }
            }
            children.sort_unstable();
            // Until something is found, go down.
            dive = if self.is_empty_handed() { children.pop() } else { None };
            open.extend(children);
        }
        open.peek().map(|order| order.bound.0)
    }

    /// What was found, where parts are left that may cost so much.
    fn outcome(self, left: Option<i64>) -> Outcome {
        let found = self.best.as_ref().map(|best| best.0);
        let bound = left.map_or(found, |left| Some(found.map_or(left, |found| found.min(left))));
        Outcome { best: self.best, bound, nodes: self.nodes }
    }

    /// A node with its bound; `None` where it holds nothing that is wanted.
    fn node(&mut self, mut allowed: Box<[Set]>, prices: &Prices, steps: (usize, usize)) -> Option<Node> {
        self.nodes += 1;
        if !self.narrow(&mut allowed) {
            return None;
        }
        self.relaxation.restrict(&allowed);
        self.relaxation.take(prices);
        self.ascend_quickly(&mut allowed, steps.0)?;
        if self.is_empty_handed() || steps == AGAIN {
            self.rise_above_nothing(&mut allowed)?;
        }
        let mut best: Option<(i64, Prices, Vec<usize>)> = None;
        let (mut patience, mut pace) = (0, WHOLE);
        for step in 0.. {
            // Where nothing is found, there may be nothing: then the bound goes up and up.
            let found = self.limit < self.first_limit;
            let last = if found { steps.1 } else { 3 * steps.1 };
            let far = !found || 2 * step > last;
            let before = self.limit;
            let (value, taken) = self.relaxation.full(self.lattice)?;
            // Trying other choices does not change what was counted of these.
            self.try_choices(&taken, &allowed);
            if self.relaxation.whole(value) >= self.limit {
                return None;
            }
            let better = best.as_ref().is_none_or(|best| value > best.0);
            if better {
                best = Some((value, self.relaxation.prices().clone(), taken));
            }
            patience = if better { 0 } else { patience + 1 };
            if patience >= 2 {
                (patience, pace) = (0, pace / 2);
            }
            let aim = self.relaxation.aim(value, self.limit, far);
            let moved = step < last && pace > WHOLE >> 8 && self.relaxation.step(value, aim, pace, false);
            if self.limit < before {
                // With a better plan more choices are too dear.
                self.fix(&mut allowed)?;
            }
            if !moved {
                break;
            }
        }
        let (mut bound, prices, mut taken) = best?;
        if self.is_long && steps == AGAIN {
            self.relaxation.take(&prices);
            if self.relaxation.probe(self.lattice, &mut allowed, self.limit) {
                if !self.narrow(&mut allowed) {
                    return None;
                }
                self.relaxation.restrict(&allowed);
            }
        }
        if !taken.iter().zip(&allowed).all(|(choice, own)| has(own, *choice)) {
            // A node is split by choices that it has.
            self.relaxation.take(&prices);
            let (value, now) = self.relaxation.full(self.lattice)?;
            self.try_choices(&now, &allowed);
            (bound, taken) = (bound.max(value), now);
        }
        Some(Node { allowed, prices: Rc::new(prices), taken, bound })
    }

    /// Whether nothing is found yet.
    fn is_empty_handed(&self) -> bool {
        self.best.is_none()
    }

    /// Looks for choices that keep all limits and rules, and for a proof that there are none: with costs left aside,
    /// every bound above 0 is one. Choices that lift a bound above 0 are removed; `None` where nothing is left.
    fn rise_above_nothing(&mut self, allowed: &mut Box<[Set]>) -> Option<()> {
        let prices = self.relaxation.prices().clone();
        self.relaxation.leave_costs(true);
        self.relaxation.take(&self.barrier);
        let left = self.raise_barrier(allowed);
        self.relaxation.leave_costs(false);
        self.relaxation.take(&prices);
        left
    }

    fn raise_barrier(&mut self, allowed: &mut Box<[Set]>) -> Option<()> {
        let (mut best, mut pace) = (i64::MIN, WHOLE);
        for step in 0..=BARRIER.0 {
            let value = self.relaxation.quick();
            if value > 0 {
                return None;
            }
            if value > best {
                (best, pace) = (value, WHOLE);
                self.barrier = self.relaxation.prices().clone();
            } else {
                pace = (pace * 3 / 4).max(WHOLE >> 6);
            }
            let aim = self.relaxation.slightly_above(value);
            if step == BARRIER.0 || !self.relaxation.step(value, aim, pace, false) {
                break;
            }
        }
        self.relaxation.take(&self.barrier);
        let value = self.relaxation.quick();
        if self.relaxation.fix(allowed, |more| value.saturating_add(more) > 0) {
            if !self.narrow(allowed) {
                return None;
            }
            self.relaxation.restrict(allowed);
        }
        pace = WHOLE;
        for _ in 0..BARRIER.1 {
            let (value, taken) = self.relaxation.full(self.lattice)?;
            self.try_choices(&taken, allowed);
            if value > 0 {
                return None;
            }
            let aim = self.relaxation.slightly_above(value);
            if !self.is_empty_handed() || !self.relaxation.step(value, aim, pace, false) {
                break;
            }
            pace = (pace * 3 / 4).max(WHOLE >> 6);
        }
        Some(())
    }

    /// Good prices by steps with the quick bound; `None` where it shows that the node holds nothing that is wanted.
    fn ascend_quickly(&mut self, allowed: &mut Box<[Set]>, steps: usize) -> Option<()> {
        let mut best: Option<(i64, Prices)> = None;
        let (mut patience, mut pace) = (0, WHOLE);
        for step in 0..=steps {
            let value = self.relaxation.quick();
            if self.relaxation.whole(value) >= self.limit {
                return None;
            }
            if best.as_ref().is_none_or(|best| value > best.0) {
                patience = 0;
                best = Some((value, self.relaxation.prices().clone()));
            } else {
                patience += 1;
            }
            if patience >= 3 {
                (patience, pace) = (0, pace / 2);
            }
            let aim = self.relaxation.aim(value, self.limit, self.limit < self.first_limit);
            if step == steps || pace <= WHOLE >> 6 || !self.relaxation.step(value, aim, pace, true) {
                break;
            }
        }
        self.relaxation.take(&best?.1);
        self.fix(allowed)
    }

    /// Removes choices that are too dear for a better plan, and what goes with them.
    fn fix(&mut self, allowed: &mut Box<[Set]>) -> Option<()> {
        if self.limit == self.first_limit && self.limit > self.dearest {
            return Some(());
        }
        let value = self.relaxation.quick();
        let dear = |more: i64| self.relaxation.whole(value.saturating_add(more)) >= self.limit;
        if self.relaxation.fix(allowed, dear) {
            if !self.narrow(allowed) {
                return None;
            }
            self.relaxation.restrict(allowed);
        }
        Some(())
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
            let limits = self.limits();
            for row in self.rows.iter().take(limits) {
                match narrowed_by(row, allowed) {
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
        let Node { allowed, prices, taken, .. } = node;
        let limits = self.limits();
        let price = |row: usize| prices.rows.get(row).copied().unwrap_or(0);
        let broken = self.problem.implications.iter().enumerate().filter(|(_, rule)| !rule.holds(taken));
        if let Some((_, rule)) =
            broken.max_by_key(|(position, rule)| (price(limits + position), self.weight(rule, taken)))
        {
            return Self::split_rule(allowed, rule);
        }
        let excess = |row: &Limit| row.amount(taken) - row.most;
        let relative = |row: &Limit| (i128::from(excess(row)) << 20) / i128::from(row.size());
        let over = self.rows.iter().take(limits).filter(|row| excess(row) > 0);
        if let Some(row) = over.max_by_key(|row| relative(row))
            && let Some(children) = split_limit(allowed, row, taken)
        {
            return children;
        }
        let paid = |position: usize, row: &Limit| i128::from(price(position)) * -i128::from(excess(row));
        let most_paid = self.rows.iter().enumerate().max_by_key(|(position, row)| paid(*position, row));
        if let Some((position, row)) = most_paid.filter(|(position, row)| paid(*position, row) > 0) {
            let rule = position.checked_sub(limits).and_then(|rule| self.problem.implications.get(rule));
            let children = match rule {
                Some(rule) => Some(Self::split_rule(allowed, rule)),
                None => split_limit(allowed, row, taken),
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

    /// How many of the rows are limits; rules come after them.
    pub(super) fn limits(&self) -> usize {
        self.rows.len() - self.problem.implications.len()
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
