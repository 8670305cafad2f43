//! Plans from the choices of a bound: what rules ask for is added, what breaks a limit is exchanged, what is not needed is
//! given up.

use std::cmp::Reverse;

use super::problem::{Set, has, members};
use super::search::Search;

impl Search<'_> {
    /// Takes choices as the best plan if they hold, after mending what can be mended.
    pub(super) fn try_choices(&mut self, taken: &[usize], allowed: &[Set]) {
        if self.tried.as_deref() == Some(taken) {
            return;
        }
        self.tried = Some(taken.to_vec());
        let mut choices = taken.to_vec();
        if !self.mend(&mut choices, allowed) || !self.settle(&mut choices, allowed) || !self.problem.holds(&choices) {
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

    /// Exchanges choices, one or two at a time, until every limit is kept; `false` where no exchange comes closer to that.
    fn settle(&mut self, taken: &mut [usize], allowed: &[Set]) -> bool {
        let limits = self.rows.get(..self.limits()).unwrap_or_default();
        if limits.is_empty() {
            return true;
        }
        let mut over: Vec<i64> = limits.iter().map(|limit| limit.amount(taken) - limit.most).collect();
        let mut spare = self.problem.gain(taken) - self.problem.need;
        let mut left = 64;
        while over.iter().any(|over| *over > 0) {
            left -= 1;
            if left == 0 {
                return false;
            }
            let single = self.best_exchange(taken, allowed, &over, spare, |_| true);
            if let Some(exchange) = single.filter(|exchange| exchange.broken < 0 && exchange.holds) {
                self.exchange(taken, &exchange, &mut over, &mut spare);
                continue;
            }
            if self.pairs_left == 0 {
                return false;
            }
            self.pairs_left -= 1;
            if !self.exchange_two(taken, allowed, &mut over, &mut spare) {
                return false;
            }
        }
        true
    }

    /// Exchanges the choices of two groups such that together they come closer to the limits; whether there are such.
    fn exchange_two(&self, taken: &mut [usize], allowed: &[Set], over: &mut Vec<i64>, spare: &mut i64) -> bool {
        let broken: Vec<usize> = (0..over.len()).filter(|row| over.get(*row).is_some_and(|over| *over > 0)).collect();
        for group in 0..taken.len() {
            let touches = |(row, _): &(usize, usize)| broken.contains(row);
            if !self.limits_of.get(group).is_some_and(|rows| rows.iter().any(touches)) {
                continue;
            }
            let Some(now) = taken.get(group).copied() else { continue };
            for choice in allowed.get(group).into_iter().flat_map(members).filter(|choice| *choice != now) {
                let first = self.weigh(taken, group, choice, over);
                if !broken.iter().any(|row| self.difference(group, *row, now, choice) < 0) {
                    continue;
                }
                let before = (over.clone(), *spare);
                self.exchange(taken, &first, over, spare);
                let second = self.best_exchange(taken, allowed, over, *spare, |other| other != group);
                match second.filter(|second| second.holds && first.broken + second.broken < 0) {
                    Some(second) => {
                        self.exchange(taken, &second, over, spare);
                        return true;
                    }
                    None => {
                        if let Some(slot) = taken.get_mut(group) {
                            *slot = now;
                        }
                        (*over, *spare) = before;
                    }
                }
            }
        }
        false
    }

    /// The exchange of one choice that comes closest to all limits, keeps all rules and gains enough; of equals the
    /// cheapest.
    fn best_exchange(
        &self,
        taken: &mut [usize],
        allowed: &[Set],
        over: &[i64],
        spare: i64,
        may: impl Fn(usize) -> bool,
    ) -> Option<Exchange> {
        let mut best: Option<Exchange> = None;
        for group in (0..taken.len()).filter(|group| may(*group)) {
            let Some(now) = taken.get(group).copied() else { continue };
            if self.limits_of.get(group).is_none_or(Vec::is_empty) {
                continue;
            }
            for choice in allowed.get(group).into_iter().flat_map(members).filter(|choice| *choice != now) {
                let exchange = self.weigh(taken, group, choice, over);
                let rank = |exchange: &Exchange| (exchange.broken, exchange.cost);
                if exchange.gain + spare < 0 || best.as_ref().is_some_and(|best| rank(best) <= rank(&exchange)) {
                    continue;
                }
                if let Some(slot) = taken.get_mut(group) {
                    *slot = choice;
                }
                let holds = self.rules_around(group, taken);
                if let Some(slot) = taken.get_mut(group) {
                    *slot = now;
                }
                if holds {
                    best = Some(Exchange { holds, ..exchange });
                }
            }
        }
        best
    }

    /// What another choice of a group changes.
    fn weigh(&self, taken: &[usize], group: usize, choice: usize, over: &[i64]) -> Exchange {
        let now = taken.get(group).copied().unwrap_or_default();
        let of = |choice: usize| self.problem.choice(group, choice).map_or((0, 0), |own| (own.cost, own.gain));
        let ((cost, gain), (cost_now, gain_now)) = (of(choice), of(now));
        let mut broken = 0;
        for (row, _) in self.limits_of.get(group).into_iter().flatten() {
            let (Some(over), Some(weight)) = (over.get(*row), self.weights.get(*row)) else { continue };
            let after = over.saturating_add(self.difference(group, *row, now, choice)).max(0);
            broken += (i128::from(after) - i128::from((*over).max(0))) * i128::from(*weight);
        }
        Exchange { group, choice, broken, cost: cost - cost_now, gain: gain - gain_now, holds: false }
    }

    /// How much more a row adds up to with another choice of a group.
    fn difference(&self, group: usize, row: usize, now: usize, choice: usize) -> i64 {
        let place = self.limits_of.get(group).and_then(|rows| rows.iter().find(|own| own.0 == row));
        let term = place.and_then(|(row, place)| self.rows.get(*row)?.terms.get(*place));
        let amount = |choice: usize| term.and_then(|term| term.amounts.get(choice)).copied().unwrap_or_default();
        amount(choice) - amount(now)
    }

    fn exchange(&self, taken: &mut [usize], exchange: &Exchange, over: &mut [i64], spare: &mut i64) {
        let Some(slot) = taken.get_mut(exchange.group) else { return };
        let now = std::mem::replace(slot, exchange.choice);
        for (row, _) in self.limits_of.get(exchange.group).into_iter().flatten() {
            if let Some(over) = over.get_mut(*row) {
                *over += self.difference(exchange.group, *row, now, exchange.choice);
            }
        }
        *spare += exchange.gain;
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
        let limits = self.limits_of.get(group).map_or(&[][..], Vec::as_slice);
        self.rules_around(group, taken)
            && limits.iter().filter_map(|(row, _)| self.rows.get(*row)).all(|row| row.amount(taken) <= row.most)
    }

    fn rules_around(&self, group: usize, taken: &[usize]) -> bool {
        let rules = self.rules_of.get(group).map_or(&[][..], Vec::as_slice);
        rules.iter().filter_map(|rule| self.problem.implications.get(*rule)).all(|rule| rule.holds(taken))
    }
}

/// One group takes another choice.
struct Exchange {
    group: usize,
    choice: usize,
    /// By how much more limits are broken, each in parts of its largest amount.
    broken: i128,
    cost: i64,
    gain: i64,
    /// Whether all rules of the group hold then.
    holds: bool,
}
