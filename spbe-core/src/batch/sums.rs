//! What is added up: the items of a run, and runs to the sums of nodes and of the index.

use super::reciprocal::Publish;

/// What of a kernel the run sums need.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shape<'kernel> {
    pub(super) runs: &'kernel [Vec<usize>],
    pub(super) lowest: u8,
    pub(super) highest: u8,
    /// What a level counts at least.
    pub(super) least: u8,
}

impl Shape<'_> {
    #[inline(always)]
    pub(super) const fn outside(&self, level: u8) -> bool {
        level < self.lowest || level > self.highest
    }
}

/// The integers of a node or of the index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measure {
    pub(super) denominator: u64,
    pub(super) largest: u64,
    pub(super) largest_units: u64,
}

impl Measure {
    /// What a sum is divided by to give the value.
    #[must_use]
    pub const fn denominator(&self) -> u64 {
        self.denominator
    }

    /// The largest sum.
    #[must_use]
    pub const fn largest(&self) -> u64 {
        self.largest
    }

    /// The largest published value, in units of its last decimal.
    #[must_use]
    pub const fn largest_published(&self) -> u64 {
        self.largest_units
    }
}

/// A sum before the width of its integers is known.
pub(super) struct Draft {
    /// All runs below the node.
    pub(super) terms: Vec<(usize, u64)>,
    /// The same as runs of its own items, and drafts of its children.
    pub(super) runs: Vec<(usize, u64)>,
    pub(super) children: Vec<(usize, u64)>,
    pub(super) node: Option<usize>,
    pub(super) measure: Measure,
    pub(super) publish: Publish,
    /// The same by a formula on 64 bits, where there is one.
    pub(super) line: Option<Publish>,
    /// The items below, if all have one weight.
    pub(super) alike: Option<Vec<usize>>,
}

/// The sums of all nodes, lower tiers first, the index last.
#[derive(Clone, Debug)]
pub(super) struct Sums<T> {
    pub(super) sums: Vec<Sum<T>>,
    /// For each predicate but the lowest: the least sum that has it, and the least published units.
    pub(super) exact_cuts: Vec<T>,
    pub(super) published_cuts: Vec<T>,
}

/// A node's sum: the runs of the items below it, each with a weight.
#[derive(Clone, Debug)]
pub(super) struct Sum<T> {
    pub(super) terms: Vec<Term<T>>,
    pub(super) publish: Publish,
    /// The node, or `None` for the index.
    pub(super) node: Option<usize>,
}

/// One run in a sum.
#[derive(Clone, Copy, Debug)]
pub(super) struct Term<T> {
    pub(super) run: usize,
    pub(super) weight: T,
}
