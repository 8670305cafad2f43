//! A score: exact and published value of every node, with what was assumed.

use crate::assessment::Subject;
use crate::instrument::{Instrument, MissingPolicy, PredicateBasis};

use super::next::NextPredicate;
use super::value::Value;

/// How to score; the default asks the instrument.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ScoreOptions {
    missing: Option<MissingPolicy>,
    basis: Option<PredicateBasis>,
}

impl ScoreOptions {
    /// What happens to indicators without an answer; the instrument's own policy unless given.
    #[must_use]
    pub const fn missing(mut self, policy: MissingPolicy) -> Self {
        self.missing = Some(policy);
        self
    }

    /// Which index the predicate is read from; the instrument's rule for the year unless given.
    #[must_use]
    pub const fn predicate_basis(mut self, basis: PredicateBasis) -> Self {
        self.basis = Some(basis);
        self
    }

    /// The policy on this instrument.
    #[must_use]
    pub fn missing_on(&self, instrument: &Instrument) -> MissingPolicy {
        self.missing.unwrap_or_else(|| instrument.missing_policy())
    }

    /// The basis on this instrument in this year.
    #[must_use]
    pub fn basis_on(&self, instrument: &Instrument, year: Option<u16>) -> PredicateBasis {
        self.basis.unwrap_or_else(|| instrument.predicate_basis(year))
    }
}

/// The predicates that the index may have, as positions in [`Instrument::predicates`]; one, where it is determined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PredicateRange {
    /// The lowest predicate possible.
    pub lowest: usize,
    /// The highest predicate possible.
    pub highest: usize,
}

impl PredicateRange {
    /// The predicate of an index under a basis.
    pub(crate) fn of(instrument: &Instrument, index: &Value, basis: PredicateBasis) -> Self {
        let (lowest, highest) = match basis {
            PredicateBasis::Exact => (index.lowest(), index.highest()),
            PredicateBasis::Published => (index.published_lowest().into(), index.published_highest().into()),
        };
        let mut top = instrument.predicate_position(highest);
        let touches_bound = instrument.predicate_from(top) == Some(index.highest());
        if basis == PredicateBasis::Exact && touches_bound && !index.highest_included() {
            top = top.saturating_sub(1);
        }
        Self { lowest: instrument.predicate_position(lowest), highest: top }
    }

    /// The predicate, where it is determined.
    #[must_use]
    pub fn determined(&self) -> Option<usize> {
        (self.lowest == self.highest).then_some(self.lowest)
    }
}

/// The value of a node above the indicators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NodeScore {
    /// The value; `None` where every answer below was excluded or the input says nothing of the node.
    pub value: Option<Value>,
}

/// The value of an indicator and its share of the index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IndicatorScore {
    /// The value: the level, or the mean of its items; `None` where excluded.
    pub value: Option<Value>,
    /// What it adds to the index; the contributions of all indicators add up to the index exactly.
    pub contribution: Option<Value>,
    /// How many of its items were without an answer.
    pub missing_items: usize,
}

/// What a score was computed from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScoreSource {
    /// Answers to indicators.
    Answers,
    /// Printed values of nodes, which leave a range.
    Printed,
}

/// The score of one assessment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Score {
    /// Who, when, at which stage.
    pub subject: Subject,
    /// The id of the instrument.
    pub instrument: String,
    /// What it was computed from.
    pub source: ScoreSource,
    /// The index.
    pub index: Value,
    /// The predicate.
    pub predicate: PredicateRange,
    /// Which index the predicate was read from.
    pub predicate_basis: PredicateBasis,
    /// What happened to missing answers.
    pub missing_policy: MissingPolicy,
    /// The positions of the items without an answer.
    pub missing_items: Vec<usize>,
    /// The nodes, in the order of [`Instrument::nodes`].
    pub nodes: Vec<NodeScore>,
    /// The indicators, in the order of [`Instrument::indicators`]; empty if computed from printed values.
    pub indicators: Vec<IndicatorScore>,
    /// The way to the next predicate; `None` at the top, or where the index is not one number.
    pub next: Option<NextPredicate>,
}

impl Score {
    /// Whether this is the index as the regulation defines it: every answer given, none assumed or left out. Printed
    /// values do not say which answers were missing, so that under `zero` some may count as 0.
    #[must_use]
    pub fn is_official_rule(&self) -> bool {
        let may_hold_zeros = self.source == ScoreSource::Printed && self.missing_policy == MissingPolicy::Zero;
        self.missing_items.is_empty() && !may_hold_zeros
    }
}

/// The subject in words, for messages: `Kota Denpasar 2021 (mandiri)`, on one line whatever the names hold, or `-`
/// where nothing is known of it.
pub(crate) fn describe(subject: &Subject) -> String {
    let mut words = Vec::new();
    if !subject.institution.is_empty() {
        words.push(subject.institution.clone());
    }
    words.extend(subject.year.map(|year| year.to_string()));
    words.extend(subject.stage.as_ref().map(|stage| format!("({stage})")));
    if words.is_empty() { "-".to_owned() } else { words.join(" ").replace(char::is_control, " ") }
}
