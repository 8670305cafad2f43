//! The rules under which a printed result may have come about.

use crate::exact::Rounding;
use crate::instrument::{Instrument, PredicateBasis};

/// How printed numbers and predicates come from levels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Rule {
    /// How values are rounded.
    pub rounding: Rounding,
    /// Whether the index was computed from the printed, rounded values of the top tier.
    pub chained: bool,
    /// Whether unanswered indicators count as 0.
    pub zero: bool,
    /// Which index the predicate was read from.
    pub basis: PredicateBasis,
}

/// One way in which a rule differs from the instrument's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Assumption {
    /// Another rounding.
    Rounding(Rounding),
    /// The index computed from rounded values.
    Chained,
    /// Unanswered indicators counted as 0.
    UnansweredAsZero,
    /// The predicate read from the other index.
    Basis(PredicateBasis),
}

impl Assumption {
    /// The spelling in results: `half_even`, `chained`, `unanswered_as_zero`, `predicate_on_exact`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Rounding(rounding) => rounding.name(),
            Self::Chained => "chained",
            Self::UnansweredAsZero => "unanswered_as_zero",
            Self::Basis(PredicateBasis::Exact) => "predicate_on_exact",
            Self::Basis(PredicateBasis::Published) => "predicate_on_published",
        }
    }
}

impl Rule {
    /// The instrument's own rule in a year.
    #[must_use]
    pub fn of(instrument: &Instrument, year: Option<u16>) -> Self {
        Self { rounding: instrument.rounding(), chained: false, zero: false, basis: instrument.predicate_basis(year) }
    }

    /// This rule with one assumption changed.
    #[must_use]
    pub const fn with(mut self, assumption: Assumption) -> Self {
        match assumption {
            Assumption::Rounding(rounding) => self.rounding = rounding,
            Assumption::Chained => self.chained = true,
            Assumption::UnansweredAsZero => self.zero = true,
            Assumption::Basis(basis) => self.basis = basis,
        }
        self
    }

    /// Every assumption that this rule does not make.
    pub(super) fn assumptions(self) -> Vec<Assumption> {
        let other_basis = match self.basis {
            PredicateBasis::Exact => PredicateBasis::Published,
            PredicateBasis::Published => PredicateBasis::Exact,
        };
        let roundings = Rounding::ALL.into_iter().filter(|rounding| *rounding != self.rounding);
        let mut all = vec![Assumption::Basis(other_basis)];
        if !self.zero {
            all.push(Assumption::UnansweredAsZero);
        }
        all.extend(roundings.map(Assumption::Rounding));
        if !self.chained {
            all.push(Assumption::Chained);
        }
        all
    }

    /// Every set of assumptions, the smallest first.
    pub(super) fn alternatives(self) -> Vec<Vec<Assumption>> {
        let single = self.assumptions();
        let mut sets: Vec<Vec<Assumption>> = vec![Vec::new()];
        for assumption in single {
            let exclusive = |set: &Vec<Assumption>| {
                matches!(assumption, Assumption::Rounding(_))
                    && set.iter().any(|member| matches!(member, Assumption::Rounding(_)))
            };
            let grown: Vec<_> = sets
                .iter()
                .filter(|set| !exclusive(set))
                .map(|set| set.iter().copied().chain([assumption]).collect())
                .collect();
            sets.extend(grown);
        }
        sets.sort_by_key(Vec::len);
        sets
    }
}
