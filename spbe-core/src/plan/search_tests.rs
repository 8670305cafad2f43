use super::lattice::Lattice;
use super::problem::{Choice, Group, Implication, Limit, Problem, Term, set_of};
use super::search::cheapest;

/// A generator for tests: any numbers will do, the same ones each time.
pub(super) struct Draw(pub(super) u64);

impl Draw {
    pub(super) fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 20) % limit
    }

    fn size(&mut self, limit: usize) -> usize {
        usize::try_from(self.below(limit as u64)).unwrap()
    }

    fn number(&mut self, limit: i64) -> i64 {
        i64::try_from(self.below(limit.unsigned_abs())).unwrap()
    }
}

/// All choices gone through.
fn by_definition(problem: &Problem) -> Option<i64> {
    let mut taken = vec![0; problem.groups.len()];
    let mut best: Option<i64> = None;
    loop {
        if problem.holds(&taken) {
            let cost = problem.cost(&taken);
            best = Some(best.map_or(cost, |best| best.min(cost)));
        }
        let mut place = 0;
        loop {
            if place == taken.len() {
                return best;
            }
            taken[place] += 1;
            if taken[place] < problem.groups[place].choices.len() {
                break;
            }
            taken[place] = 0;
            place += 1;
        }
    }
}

fn group(draw: &mut Draw, weights: &[i64], fine: i64) -> Group {
    let weight = weights[draw.size(weights.len())];
    let mut choices = vec![Choice { cost: 0, gain: if draw.below(8) == 0 { weight } else { 0 } }];
    for _ in 0..draw.size(5) {
        let last = choices.last().unwrap();
        let gain = last.gain + weight * draw.number(3) + if fine > 1 { draw.number(fine) } else { 0 };
        choices.push(Choice { cost: last.cost + draw.number(20), gain });
    }
    Group { choices }
}

fn problem(draw: &mut Draw, groups: usize, weights: &[i64], fine: i64) -> Problem {
    let groups: Vec<Group> = (0..groups).map(|_| group(draw, weights, fine)).collect();
    let most: i64 = groups.iter().map(|group| group.choices.iter().map(|choice| choice.gain).max().unwrap()).sum();
    let need = draw.number(most + 3);
    Problem { groups, need, ..Problem::default() }
}

fn some_set(draw: &mut Draw, problem: &Problem, group: usize) -> super::problem::Set {
    let from = draw.size(problem.groups[group].choices.len() + 1);
    let mut all: Vec<usize> = (from..problem.groups[group].choices.len()).collect();
    if draw.below(5) == 0 {
        all.retain(|_| draw.below(2) == 0);
    }
    set_of(all)
}

fn tie(draw: &mut Draw, problem: &mut Problem, rules: usize, limits: usize) {
    let count = problem.groups.len();
    if count < 2 {
        return;
    }
    for _ in 0..rules {
        let group = draw.size(count);
        let other = (group + 1 + draw.size(count - 1)) % count;
        let (when, then) = (some_set(draw, problem, group), some_set(draw, problem, other));
        problem.implications.push(Implication { group, when, other, then });
    }
    for _ in 0..limits {
        let sign = if draw.below(3) == 0 { -1 } else { 1 };
        let mut terms = Vec::new();
        for (group, own) in problem.groups.iter().enumerate() {
            if draw.below(3) > 0 {
                terms.push(Term { group, amounts: own.choices.iter().map(|_| sign * draw.number(9)).collect() });
            }
        }
        let middle = 4 * i64::try_from(terms.len()).unwrap();
        let most = sign * middle + draw.number(9) - 4;
        problem.limits.push(Limit { terms, most });
    }
}

fn solved(problem: &Problem) -> Option<i64> {
    let mut lattice = Lattice::new(problem);
    let outcome = cheapest(problem, &mut lattice, None, 1_000_000);
    assert!(outcome.is_proven(), "{problem:?}");
    let (cost, taken) = outcome.best?;
    assert!(problem.holds(&taken) && problem.cost(&taken) == cost);
    Some(cost)
}

#[test]
fn the_least_cost_is_that_of_going_through_all() {
    let mut draw = Draw(3);
    let weights: [&[i64]; 4] = [&[26, 50, 30, 55, 60], &[1], &[7, 11, 13, 17, 19, 23, 29], &[10, 15]];
    for round in 0..3000 {
        let groups = draw.size(7);
        let fine = if round % 5 == 0 { 4 } else { 1 };
        let problem = problem(&mut draw, groups, weights[round % 4], fine);
        let mut taken = Vec::new();
        let expected = by_definition(&problem);
        assert_eq!(solved(&problem), expected, "{problem:?}");
        // The index alone, without any search.
        let mut lattice = Lattice::new(&problem);
        let mut prices = vec![super::lattice::UNREACHABLE; lattice.prices()];
        for (group, own) in problem.groups.iter().enumerate() {
            for (choice, own) in own.choices.iter().enumerate() {
                let slot = lattice.price_of(group, choice).unwrap();
                prices[slot] = prices[slot].min(own.cost);
            }
        }
        assert_eq!(lattice.solve(&prices, problem.need, &mut taken), expected, "{problem:?}");
        let most = problem.groups.iter().map(|group| group.choices.iter().map(|own| own.gain).max().unwrap()).sum();
        let (cells, unit) = lattice.frontier(&prices, most);
        for need in 0..=most {
            let cell = ((need - lattice.base()).max(0) + unit - 1) / unit;
            let own = Problem { need, ..problem.clone() };
            assert_eq!(cells.get(usize::try_from(cell).unwrap()).copied(), by_definition(&own), "{own:?}");
            if round % 10 != 0 {
                break;
            }
        }
    }
}

#[test]
fn rules_and_limits_are_kept_at_the_least_cost() {
    let mut draw = Draw(5);
    let mut without = 0;
    for round in 0..6000 {
        let groups = 1 + draw.size(6);
        let mut problem = problem(&mut draw, groups, &[26, 50, 30, 55, 60], 1 + i64::from(round % 7 == 0));
        let (rules, limits) = [(4, 0), (0, 2), (3, 2), (8, 1), (1, 0), (0, 1)][round % 6];
        tie(&mut draw, &mut problem, rules, limits);
        let expected = by_definition(&problem);
        without += usize::from(expected.is_none());
        assert_eq!(solved(&problem), expected, "{problem:?}");
    }
    assert!(without > 500, "{without} without a solution");
}

#[test]
fn steps_are_spread_over_periods_with_budgets_at_the_least_cost() {
    let mut draw = Draw(7);
    let (mut without, mut dearer) = (0, 0);
    for round in 0..4000 {
        let steps = 1 + draw.size(5);
        let mut problem = Problem::default();
        let mut limits = vec![Limit { terms: Vec::new(), most: draw.number(40) }; 2];
        limits[1].most = draw.number(40);
        for group in 0..steps {
            // Nothing, or one or two steps, each in the first or in the second period.
            let (cost, gain) = (1 + draw.number(20), [26, 50, 30][draw.size(3)]);
            let ways = [(0, 0), (1, 0), (0, 1), (2, 0), (1, 1), (0, 2)];
            let choice =
                |(first, second): &(i64, i64)| Choice { cost: (first + second) * cost, gain: (first + second) * gain };
            problem.groups.push(Group { choices: ways.iter().map(choice).collect() });
            limits[0].terms.push(Term { group, amounts: ways.iter().map(|way| way.0 * cost).collect() });
            limits[1].terms.push(Term { group, amounts: ways.iter().map(|way| way.1 * cost).collect() });
        }
        problem.need = draw.number(60 * i64::try_from(steps).unwrap());
        let free = by_definition(&problem);
        problem.limits = limits;
        if round % 2 == 0 && steps > 1 {
            // What is done in the first group needs the second group no later.
            let done = |choices: &[usize]| set_of(choices.iter().copied());
            for (when, then) in [(done(&[1, 3, 4]), done(&[1, 3, 4])), (done(&[1, 2, 3, 4, 5]), done(&[1, 2, 3, 4, 5]))]
            {
                problem.implications.push(Implication { group: 0, when, other: 1, then });
            }
        }
        let expected = by_definition(&problem);
        without += usize::from(expected.is_none());
        dearer += usize::from(expected.is_some() && expected != free);
        assert_eq!(solved(&problem), expected, "{problem:?}");
    }
    assert!(without > 500 && dearer > 200, "{without} without a solution, {dearer} dearer for budgets");
}

#[test]
fn gains_too_fine_for_a_table_are_solved_by_rounding_and_splitting() {
    let mut draw = Draw(9);
    for _ in 0..300 {
        let groups = 1 + draw.size(6);
        let mut problem = problem(&mut draw, groups, &[2_600_003, 5_000_011, 3_000_017], 99_991);
        if draw.below(2) == 0 {
            tie(&mut draw, &mut problem, 2, 1);
        }
        assert_eq!(solved(&problem), by_definition(&problem), "{problem:?}");
    }
}
