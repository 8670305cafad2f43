//! The results of a run that can be looked at.

/// A result of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Output {
    /// By how many places the institutions move, on average (Saisana, Saltelli and Tarantola 2005).
    RankShift,
    /// The share of institutions whose predicate is another one.
    PredicateChange,
    /// The index of one institution.
    Index,
    /// Its rank.
    Rank,
}

impl Output {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::RankShift, Self::PredicateChange, Self::Index, Self::Rank];

    /// The spelling in options and results.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::RankShift => "rank_shift",
            Self::PredicateChange => "predicate_change",
            Self::Index => "index",
            Self::Rank => "rank",
        }
    }
}
