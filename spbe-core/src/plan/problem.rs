//! A plan as a problem in whole numbers: groups of choices, one to be taken from each, and what must hold.

/// One thing that can be done in a group: for an item, to stand at some level at the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Choice {
    /// What it costs.
    pub(super) cost: i64,
    /// What it adds to the index; never below 0.
    pub(super) gain: i64,
}

/// Choices of which exactly one is taken.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Group {
    pub(super) choices: Vec<Choice>,
}

/// Some choices of one group: a bit each.
pub(super) type Set = [u64; WORDS];

/// The most choices of a group: the ways to spread five steps over five periods are 252.
pub(super) const MOST_CHOICES: usize = 64 * WORDS;
const WORDS: usize = 4;

/// The set without any choice.
pub(super) const NONE: Set = [0; WORDS];

pub(super) fn set_of(choices: impl IntoIterator<Item = usize>) -> Set {
    let mut set = NONE;
    for choice in choices {
        insert(&mut set, choice);
    }
    set
}

pub(super) fn insert(set: &mut Set, choice: usize) {
    if let Some(word) = set.get_mut(choice / 64) {
        *word |= 1 << (choice % 64);
    }
}

pub(super) fn has(set: &Set, choice: usize) -> bool {
    set.get(choice / 64).is_some_and(|word| word >> (choice % 64) & 1 == 1)
}

pub(super) fn both(left: &Set, right: &Set) -> Set {
    let mut met = *left;
    met.iter_mut().zip(right).for_each(|(word, other)| *word &= other);
    met
}

pub(super) fn without(left: &Set, right: &Set) -> Set {
    let mut rest = *left;
    rest.iter_mut().zip(right).for_each(|(word, other)| *word &= !other);
    rest
}

pub(super) fn is_empty(set: &Set) -> bool {
    set.iter().all(|word| *word == 0)
}

pub(super) fn is_single(set: &Set) -> bool {
    set.iter().map(|word| word.count_ones()).sum::<u32>() == 1
}

/// The choices of a set, lowest first.
pub(super) fn members(set: &Set) -> impl Iterator<Item = usize> + '_ {
    set.iter().enumerate().flat_map(|(position, word)| {
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

/// What the choices of one group add to a limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Term {
    pub(super) group: usize,
    /// By choice.
    pub(super) amounts: Vec<i64>,
}

/// The amounts of the choices taken add up to at most this much. A lower bound is a limit with its signs turned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Limit {
    pub(super) terms: Vec<Term>,
    pub(super) most: i64,
}

/// Where a choice of `when` is taken in one group, one of `then` is taken in another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Implication {
    pub(super) group: usize,
    pub(super) when: Set,
    pub(super) other: usize,
    pub(super) then: Set,
}

/// Least cost such that the gains reach `need`, every limit is kept and every implication holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Problem {
    pub(super) groups: Vec<Group>,
    pub(super) need: i64,
    pub(super) limits: Vec<Limit>,
    pub(super) implications: Vec<Implication>,
}

impl Problem {
    pub(super) fn choice(&self, group: usize, choice: usize) -> Option<&Choice> {
        self.groups.get(group)?.choices.get(choice)
    }

    /// The cost of taking these choices, one a group.
    pub(super) fn cost(&self, taken: &[usize]) -> i64 {
        self.groups.iter().zip(taken).filter_map(|(group, choice)| group.choices.get(*choice)).map(|own| own.cost).sum()
    }

    /// What these choices gain.
    pub(super) fn gain(&self, taken: &[usize]) -> i64 {
        self.groups.iter().zip(taken).filter_map(|(group, choice)| group.choices.get(*choice)).map(|own| own.gain).sum()
    }

    /// What is needed as a limit: the gains with their signs turned.
    pub(super) fn need_as_limit(&self) -> Limit {
        let term = |(group, own): (usize, &Group)| {
            let amounts = own.choices.iter().map(|choice| -choice.gain).collect();
            Term { group, amounts }
        };
        Limit { terms: self.groups.iter().enumerate().map(term).collect(), most: -self.need }
    }

    /// Whether nothing ties the groups together but the index.
    pub(super) const fn is_free(&self) -> bool {
        self.limits.is_empty() && self.implications.is_empty()
    }

    /// Whether these choices keep every limit and every implication and reach what is needed.
    pub(super) fn holds(&self, taken: &[usize]) -> bool {
        self.gain(taken) >= self.need
            && self.limits.iter().all(|limit| limit.amount(taken) <= limit.most)
            && self.implications.iter().all(|rule| rule.holds(taken))
    }
}

impl Term {
    pub(super) fn amount(&self, taken: &[usize]) -> i64 {
        taken.get(self.group).and_then(|choice| self.amounts.get(*choice)).copied().unwrap_or_default()
    }
}

impl Limit {
    /// Amounts that are all multiples of one number add up to such a multiple.
    pub(super) fn tighten(&mut self) {
        let common = self.terms.iter().flat_map(|term| &term.amounts).fold(0, |common, own| divisor(common, own.abs()));
        if common > 1 {
            self.most = self.most.div_euclid(common) * common;
        }
    }

    /// The largest amount of a choice; at least 1.
    pub(super) fn size(&self) -> i64 {
        let amounts = self.terms.iter().flat_map(|term| &term.amounts);
        amounts.map(|amount| amount.saturating_abs()).max().unwrap_or(0).max(1)
    }

    pub(super) fn amount(&self, taken: &[usize]) -> i64 {
        self.terms.iter().map(|term| term.amount(taken)).sum()
    }
}

impl Implication {
    /// The same as a limit: in `when` counts 1, in `then` counts one less, and together at most 0.
    pub(super) fn as_limit(&self, problem: &Problem) -> Limit {
        let term = |group: usize, set: &Set, amount: i64| {
            let count = problem.groups.get(group).map_or(0, |group| group.choices.len());
            Term { group, amounts: (0..count).map(|choice| if has(set, choice) { amount } else { 0 }).collect() }
        };
        Limit { terms: vec![term(self.group, &self.when, 1), term(self.other, &self.then, -1)], most: 0 }
    }

    pub(super) fn holds(&self, taken: &[usize]) -> bool {
        let is_in = |group: usize, set: &Set| taken.get(group).is_some_and(|choice| has(set, *choice));
        !is_in(self.group, &self.when) || is_in(self.other, &self.then)
    }
}

/// The greatest common divisor of two numbers that are not below 0.
pub(super) const fn divisor(mut left: i64, mut right: i64) -> i64 {
    while right != 0 {
        (left, right) = (right, left % right);
    }
    left
}
