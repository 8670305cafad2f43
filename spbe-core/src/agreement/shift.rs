//! Who gave what: the table of pairs.

use std::collections::BTreeMap;

use crate::exact::{NumberError, Ratio};

/// How often the first rating was one level and the second another; levels from low to high.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ShiftTable {
    counts: BTreeMap<(Ratio, Ratio), u64>,
    incomplete: u64,
}

impl ShiftTable {
    /// The table of these pairs. A pair without one of its ratings is counted as incomplete and left out.
    pub fn new(pairs: impl IntoIterator<Item = (Option<Ratio>, Option<Ratio>)>) -> Self {
        let mut table = Self::default();
        pairs.into_iter().for_each(|(first, second)| table.add(first, second));
        table
    }

    /// Adds a pair.
    pub fn add(&mut self, first: Option<Ratio>, second: Option<Ratio>) {
        match (first, second) {
            (Some(first), Some(second)) => *self.counts.entry((first, second)).or_default() += 1,
            _ => self.incomplete += 1,
        }
    }

    /// Adds the pairs of another table.
    pub fn merge(&mut self, other: &Self) {
        for (pair, count) in &other.counts {
            *self.counts.entry(*pair).or_default() += count;
        }
        self.incomplete += other.incomplete;
    }

    /// How many pairs there are.
    #[must_use]
    pub fn pairs(&self) -> u64 {
        self.counts.values().sum()
    }

    /// How many pairs lacked a rating.
    #[must_use]
    pub const fn incomplete(&self) -> u64 {
        self.incomplete
    }

    /// The levels that either rating has, lowest first.
    #[must_use]
    pub fn levels(&self) -> Vec<Ratio> {
        let mut levels: Vec<Ratio> = self.counts.keys().flat_map(|(first, second)| [*first, *second]).collect();
        levels.sort_unstable();
        levels.dedup();
        levels
    }

    /// How often the first rating was `first` and the second `second`.
    #[must_use]
    pub fn count(&self, first: Ratio, second: Ratio) -> u64 {
        self.counts.get(&(first, second)).copied().unwrap_or_default()
    }

    /// The pairs that occur, with how often, in order.
    pub fn cells(&self) -> impl Iterator<Item = (Ratio, Ratio, u64)> {
        self.counts.iter().map(|((first, second), count)| (*first, *second, *count))
    }

    /// How many pairs have the same level twice.
    #[must_use]
    pub fn same(&self) -> u64 {
        self.cells().filter(|(first, second, _)| first == second).map(|(_, _, count)| count).sum()
    }

    /// How many pairs have the first rating above the second.
    #[must_use]
    pub fn first_higher(&self) -> u64 {
        self.cells().filter(|(first, second, _)| first > second).map(|(_, _, count)| count).sum()
    }

    /// How many pairs have the first rating below the second.
    #[must_use]
    pub fn first_lower(&self) -> u64 {
        self.cells().filter(|(first, second, _)| first < second).map(|(_, _, count)| count).sum()
    }

    /// The share of pairs with the same level twice; `None` without pairs.
    #[must_use]
    pub fn agreement(&self) -> Option<Ratio> {
        Ratio::new(self.same().into(), self.pairs().into()).ok()
    }

    /// The mean of the first rating minus the second, in levels: above 0 where the first is the more generous. `None`
    /// without pairs.
    ///
    /// # Errors
    /// [`NumberError`] if the sum does not fit.
    pub fn mean_shift(&self) -> Result<Option<Ratio>, NumberError> {
        let mut sum = Ratio::whole(0);
        for (first, second, count) in self.cells() {
            sum = sum.checked_add(first.checked_sub(second)?.checked_mul(Ratio::new(count.into(), 1)?)?)?;
        }
        match self.pairs() {
            0 => Ok(None),
            pairs => sum.checked_div(Ratio::new(pairs.into(), 1)?).map(Some),
        }
    }
}
