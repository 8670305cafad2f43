//! What a plan is asked to do, and what it has to keep.

use super::error::PlanError;
use super::lists::{Aim, Bound, Capacity, NodeTarget, Period, Rule, StepCost};
use crate::cohort::{Cohort, NodeName};
use crate::exact::{Decimal, DecimalComma, Ratio};
use crate::issue::{Collector, ISSUE_LIMIT, Issues};
use crate::score::ScoreOptions;

/// The steps that an indicator can take.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Grid {
    /// The instrument's own levels: whole levels, or the values of completed levels (8/2026: 1.5, 2.5, 3.5, 4, 5).
    #[default]
    Levels,
    /// For decimal values: also what each piece of evidence adds inside a level, as far as the instrument says.
    Evidence,
    /// For decimal values: every multiple of this above the lowest value.
    Every(Ratio),
}

impl Grid {
    /// The spelling in options and results: `levels`, `evidence`, or the distance, such as `0.25`.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Levels => "levels".to_owned(),
            Self::Evidence => "evidence".to_owned(),
            Self::Every(step) => step.to_string(),
        }
    }

    /// The grid of that spelling.
    ///
    /// # Errors
    /// [`PlanError::GridUnusable`] for what is neither a name nor a number above 0.
    pub fn named(name: &str) -> Result<Self, PlanError> {
        let unusable = || PlanError::GridUnusable { found: name.to_owned() };
        match name.trim() {
            "levels" => Ok(Self::Levels),
            "evidence" => Ok(Self::Evidence),
            number => {
                let step = Decimal::parse(number, DecimalComma::Never).map_err(|_| unusable())?;
                Some(Ratio::from(step)).filter(|step| *step > Ratio::ZERO).map(Self::Every).ok_or_else(unusable)
            }
        }
    }
}

/// What is asked, and what has to be kept. By default: the cheapest way to the next predicate, where each step costs 1.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PlanOptions {
    pub(super) scoring: ScoreOptions,
    pub(super) targets: Vec<(NodeName, Aim)>,
    pub(super) budget: Option<Ratio>,
    pub(super) costs: Vec<StepCost>,
    pub(super) rules: Vec<Rule>,
    pub(super) bounds: Vec<Bound>,
    pub(super) locked: Vec<String>,
    pub(super) capacities: Vec<Capacity>,
    pub(super) periods: Vec<Period>,
    pub(super) pace: Option<usize>,
    pub(super) most_changed: Option<usize>,
    pub(super) plans: usize,
    pub(super) differ: usize,
    pub(super) grid: Grid,
    pub(super) most_nodes: usize,
}

impl Default for PlanOptions {
    fn default() -> Self {
        Self {
            scoring: ScoreOptions::default(),
            targets: Vec::new(),
            budget: None,
            costs: Vec::new(),
            rules: Vec::new(),
            bounds: Vec::new(),
            locked: Vec::new(),
            capacities: Vec::new(),
            periods: Vec::new(),
            pace: None,
            most_changed: None,
            plans: 1,
            differ: 1,
            grid: Grid::Levels,
            most_nodes: 5_000,
        }
    }
}

impl PlanOptions {
    /// How the assessment is scored: missing answers, and on which index a predicate is read.
    #[must_use]
    pub const fn scoring(mut self, scoring: ScoreOptions) -> Self {
        self.scoring = scoring;
        self
    }

    /// What is to be reached; several at once, for the index, for nodes, for indicators.
    #[must_use]
    pub fn target(mut self, node: NodeName, aim: Aim) -> Self {
        self.targets.push((node, aim));
        self
    }

    /// The same for a list of nodes by what people call them in a cohort.
    ///
    /// # Errors
    /// Every node that the cohort's instruments do not have.
    pub fn node_targets(mut self, cohort: &Cohort, targets: &[NodeTarget]) -> Result<Self, Issues<PlanError>> {
        let mut issues = Collector::new(ISSUE_LIMIT);
        for target in targets {
            match cohort.node(&target.node) {
                Ok(node) => self.targets.push((node, target.aim.clone())),
                Err(error) => issues.add(target.place.clone(), error.into()),
            }
        }
        issues.finish(self)
    }

    /// The most that may be spent. With a target for the index the plan is the cheapest one within it; without, the
    /// best index that it buys, and of equals the cheapest.
    #[must_use]
    pub const fn budget(mut self, budget: Option<Ratio>) -> Self {
        self.budget = budget;
        self
    }

    /// What steps cost; 1 each where the list is empty. A list must have a cost for every step that may be taken.
    #[must_use]
    pub fn costs(mut self, costs: Vec<StepCost>) -> Self {
        self.costs = costs;
        self
    }

    /// Which levels need which others first. A level that is reached already needs nothing more.
    #[must_use]
    pub fn rules(mut self, rules: Vec<Rule>) -> Self {
        self.rules = rules;
        self
    }

    /// How far indicators must and may go.
    #[must_use]
    pub fn bounds(mut self, bounds: Vec<Bound>) -> Self {
        self.bounds = bounds;
        self
    }

    /// Indicators that stay where they are.
    #[must_use]
    pub fn locked(mut self, codes: Vec<String>) -> Self {
        self.locked = codes;
        self
    }

    /// How much the responsible units can do, in each period or in all.
    #[must_use]
    pub fn capacities(mut self, capacities: Vec<Capacity>) -> Self {
        self.capacities = capacities;
        self
    }

    /// The periods of the plan, in order.
    #[must_use]
    pub fn periods(mut self, periods: Vec<Period>) -> Self {
        self.periods = periods;
        self
    }

    /// The most steps of one indicator in one period.
    #[must_use]
    pub const fn pace(mut self, steps: Option<usize>) -> Self {
        self.pace = steps;
        self
    }

    /// The most indicators that may change.
    #[must_use]
    pub const fn most_changed(mut self, count: Option<usize>) -> Self {
        self.most_changed = count;
        self
    }

    /// How many plans are wanted, the best first, and in how many indicators each must differ from every better one.
    #[must_use]
    pub const fn plans(mut self, count: usize, differ: usize) -> Self {
        self.plans = count;
        self.differ = differ;
        self
    }

    /// The steps that indicators with decimal values take.
    #[must_use]
    pub const fn grid(mut self, grid: Grid) -> Self {
        self.grid = grid;
        self
    }

    /// How many nodes a search may take before it hands out what it has, with a bound on what it may have missed.
    #[must_use]
    pub const fn most_nodes(mut self, nodes: usize) -> Self {
        self.most_nodes = nodes;
        self
    }
}
