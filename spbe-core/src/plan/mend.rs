//! Plans from the choices of a bound: what rules ask for is added, what is not needed is given up.

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
        let limits = self.limits_of.get(group).map_or(&[][..], Vec::as_slice);
        rules.iter().filter_map(|rule| self.problem.implications.get(*rule)).all(|rule| rule.holds(taken))
            && limits.iter().filter_map(|row| self.rows.get(*row)).all(|row| row.amount(taken) <= row.most)
    }
}
