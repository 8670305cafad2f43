//! Scores of institutions known only by printed values: a range, unless the prints leave one value.

use crate::assessment::PublishedResult;
use crate::exact::Decimal;
use crate::instrument::{Instrument, MissingPolicy, PredicateBasis};
use crate::issue::{Collector, ISSUE_LIMIT, Issues, Place};

use super::error::ScoreError;
use super::model::{NodeScore, PredicateRange, Score, ScoreOptions, ScoreSource, describe};
use super::possible::{Constraint, Downwards, Possible, Space};
use super::value::Value;

/// Scores a printed result: the lowest and highest exact value of the index and of every node that the printed
/// numbers allow under the instrument's rounding.
///
/// A number recomputed from printed parts is a range, not a point: four printed domain values can allow two
/// predicates, and then none is determined. The printed predicate itself is not used.
///
/// # Errors
/// [`ScoreError::NothingPrinted`], [`ScoreError::PrintedImpossible`], [`ScoreError::TooFine`], or a number that does
/// not fit.
pub fn score_printed(
    instrument: &Instrument,
    result: &PublishedResult,
    options: &ScoreOptions,
) -> Result<Score, ScoreError> {
    Spaces::new(instrument, options)?.score(result, options)
}

/// Scores many printed results of one instrument.
///
/// # Errors
/// Every result that has no score, with its row; none is scored then.
pub fn score_printed_all(
    instrument: &Instrument,
    results: &[PublishedResult],
    options: &ScoreOptions,
) -> Result<Vec<Score>, Issues<ScoreError>> {
    let mut spaces = Spaces::new(instrument, options).map_err(Issues::one)?;
    let mut issues = Collector::new(ISSUE_LIMIT);
    let mut scores = Vec::with_capacity(results.len());
    for result in results {
        match spaces.score(result, options) {
            Ok(score) => scores.push(score),
            Err(error) => issues.add(Place::whole().at_row(result.row), error),
        }
    }
    issues.finish(scores)
}

/// The spaces that the results of one table are scored in.
struct Spaces<'instrument> {
    instrument: &'instrument Instrument,
    /// The space of the policy asked for.
    asked: Space<'instrument>,
    /// The space with unanswered indicators as 0, made once the first result needs it.
    with_zero: Option<Space<'instrument>>,
}

impl<'instrument> Spaces<'instrument> {
    fn new(instrument: &'instrument Instrument, options: &ScoreOptions) -> Result<Self, ScoreError> {
        let zero = options.missing_on(instrument) == MissingPolicy::Zero;
        Ok(Self { instrument, asked: Space::new(instrument, zero)?, with_zero: None })
    }

    fn score(&mut self, result: &PublishedResult, options: &ScoreOptions) -> Result<Score, ScoreError> {
        let (instrument, space, subject) = (self.instrument, &self.asked, &result.subject);
        if result.is_blank() {
            return Err(ScoreError::NothingPrinted { subject: describe(subject) });
        }
        let constraint = Constraint::new(&result.nodes, result.index, instrument.rounding())?;
        let narrowed = space.narrow(&constraint, Downwards::All)?;
        let index = if narrowed.is_impossible() { None } else { bounds(space, instrument, &narrowed.index, None)? };
        let policy = options.missing_on(instrument);
        let Some(index) = index else {
            let with_zero = policy != MissingPolicy::Zero && self.zero_explains(&constraint)?;
            return Err(ScoreError::PrintedImpossible { subject: describe(subject), with_zero });
        };
        let basis = options.basis_on(instrument, subject.year);
        let predicates = space.predicates(&narrowed.index, instrument.rounding(), basis)?;
        let mut nodes = Vec::with_capacity(narrowed.nodes.len());
        for (position, possible) in narrowed.nodes.iter().enumerate() {
            nodes.push(NodeScore { value: bounds(space, instrument, possible, Some(position))? });
        }
        Ok(Score {
            subject: subject.clone(),
            instrument: instrument.id().to_owned(),
            source: ScoreSource::Printed,
            predicate: PredicateRange {
                lowest: predicates.first().copied().unwrap_or_default(),
                highest: predicates.last().copied().unwrap_or_default(),
            },
            predicate_basis: basis,
            missing_policy: policy,
            index,
            missing_items: Vec::new(),
            nodes,
            indicators: Vec::new(),
            next: None,
        })
    }

    /// Whether unanswered indicators counted as 0 would explain what nothing else does.
    fn zero_explains(&mut self, constraint: &Constraint) -> Result<bool, ScoreError> {
        let space = match self.with_zero.take() {
            Some(space) => space,
            None => Space::new(self.instrument, true)?,
        };
        let narrowed = space.narrow(constraint, Downwards::Printed)?;
        self.with_zero = Some(space);
        Ok(!narrowed.is_impossible())
    }
}

/// The predicates of results that print an index and none themselves.
pub(crate) struct PrintedPredicates<'instrument> {
    instrument: &'instrument Instrument,
    /// None of an instrument that is too fine to go through: there, all that prints as the index is possible.
    space: Option<Space<'instrument>>,
}

impl<'instrument> PrintedPredicates<'instrument> {
    pub(crate) fn new(instrument: &'instrument Instrument, options: &ScoreOptions) -> Self {
        let zero = options.missing_on(instrument) == MissingPolicy::Zero;
        Self { instrument, space: Space::new(instrument, zero).ok() }
    }

    /// The only predicate that a printed index allows; where it allows several, the only one that it and the printed
    /// nodes together do.
    pub(crate) fn determined(
        &self,
        index: Decimal,
        nodes: impl FnOnce() -> Vec<Option<Decimal>>,
        basis: PredicateBasis,
    ) -> Option<usize> {
        let rounding = self.instrument.rounding();
        let printed = rounding.range_of(index).ok()?;
        let Some(space) = &self.space else {
            let value = Value::of_range(rounding, self.instrument.publication().decimals, &printed).ok()?;
            return PredicateRange::of(self.instrument, &value, basis).determined();
        };
        let alone = space.alone(None, &printed).ok()?;
        if let [only] = space.predicates(&alone, rounding, basis).ok()?.as_slice() {
            return Some(*only);
        }
        let constraint = Constraint::new(&nodes(), Some(index), rounding).ok()?;
        let narrowed = space.narrow(&constraint, Downwards::Printed).ok()?;
        match space.predicates(&narrowed.index, rounding, basis).ok()?.as_slice() {
            [only] if !narrowed.is_impossible() => Some(*only),
            _ => None,
        }
    }
}

/// The lowest and highest possible value of a node or of the index.
fn bounds(
    space: &Space<'_>,
    instrument: &Instrument,
    possible: &Possible,
    node: Option<usize>,
) -> Result<Option<Value>, ScoreError> {
    Ok(match possible {
        Possible::Sums(sums) => match (sums.iter().next(), sums.last()) {
            (Some(first), Some(last)) => {
                let parts = space.parts(node);
                Some(Value::between(instrument, space.value(first, parts)?, space.value(last, parts)?)?)
            }
            _ => None,
        },
        Possible::Range(Some(range)) => {
            Some(Value::of_range(instrument.rounding(), instrument.publication().decimals, range)?)
        }
        Possible::Range(None) => None,
    })
}
