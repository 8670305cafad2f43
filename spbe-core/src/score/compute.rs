//! The index: whole parts times exact values, added up once for every node.

use crate::assessment::Assessment;
use crate::exact::{NumberError, Ratio};
use crate::instrument::{Indicator, Instrument, MissingPolicy};
use crate::issue::{Collector, ISSUE_LIMIT, Issues, Place};

use super::error::ScoreError;
use super::model::{IndicatorScore, NodeScore, PredicateRange, Score, ScoreOptions, ScoreSource, describe};
use super::next;
use super::value::Value;

/// Scores one assessment.
///
/// The value of a node is `sum(parts * value) / sum(parts)` over the items below it (59/2020, Lampiran, formulas of
/// aspect, domain and index; the nesting cancels out because weights add up at every tier). Nothing is rounded on
/// the way.
///
/// # Errors
/// [`ScoreError::AnswersMissing`] under the policy `reject`, [`ScoreError::NothingAnswered`] under `exclude`,
/// [`ScoreError::WrongInstrument`], or a number that does not fit.
pub fn score(instrument: &Instrument, assessment: &Assessment, options: &ScoreOptions) -> Result<Score, ScoreError> {
    if !assessment.belongs_to(instrument) {
        let found = assessment.instrument().to_owned();
        return Err(ScoreError::WrongInstrument { found, instrument: instrument.id().to_owned() });
    }
    let subject = assessment.subject();
    let policy = options.missing_on(instrument);
    let basis = options.basis_on(instrument, subject.year);
    let missing_items: Vec<usize> = assessment
        .answers()
        .iter()
        .enumerate()
        .filter_map(|(position, answer)| answer.is_none().then_some(position))
        .collect();
    if policy == MissingPolicy::Reject && !missing_items.is_empty() {
        let code = |position: &usize| instrument.items().get(*position).map(|item| item.code().to_owned());
        let codes = missing_items.iter().filter_map(code).collect();
        return Err(ScoreError::AnswersMissing { subject: describe(subject), codes });
    }

    let terms: Vec<Option<Term>> = instrument
        .items()
        .iter()
        .zip(assessment.answers())
        .map(|(item, answer)| Term::of(instrument, item.parts(), *answer, policy))
        .collect::<Result<_, _>>()?;
    let all = Sum::over(terms.iter())?;
    let index = all.value(instrument)?.ok_or_else(|| ScoreError::NothingAnswered { subject: describe(subject) })?;

    let mut nodes = Vec::with_capacity(instrument.nodes().len());
    for node in instrument.nodes() {
        let sum = Sum::over(node.items().iter().filter_map(|position| terms.get(*position)))?;
        nodes.push(NodeScore { value: sum.value(instrument)? });
    }
    let mut indicators = Vec::with_capacity(instrument.indicators().len());
    for indicator in instrument.indicators() {
        let own = terms.get(indicator.items()).unwrap_or_default();
        let sum = Sum::over(own.iter())?;
        indicators.push(IndicatorScore {
            value: sum.value(instrument)?,
            contribution: sum.share_of(all.parts, instrument)?,
            missing_items: answers_of(assessment, indicator).iter().filter(|answer| answer.is_none()).count(),
        });
    }
    Ok(Score {
        subject: subject.clone(),
        instrument: instrument.id().to_owned(),
        source: ScoreSource::Answers,
        predicate: PredicateRange::of(instrument, &index, basis),
        predicate_basis: basis,
        missing_policy: policy,
        next: if policy == MissingPolicy::Exclude && !missing_items.is_empty() {
            None
        } else {
            next::next_predicate(instrument, &index, basis, assessment.answers(), policy)?
        },
        index,
        missing_items,
        nodes,
        indicators,
    })
}

/// Scores many assessments of one instrument.
///
/// # Errors
/// Every assessment that has no score, with its row; none is scored then.
pub fn score_all(
    instrument: &Instrument,
    assessments: &[Assessment],
    options: &ScoreOptions,
) -> Result<Vec<Score>, Issues<ScoreError>> {
    score_each(assessments.iter().map(|assessment| (instrument, assessment)), options)
}

/// Scores many assessments, each with its instrument.
///
/// # Errors
/// Every assessment that has no score, with its row, or its position where it comes from no file; none is scored then.
pub fn score_each<'each>(
    assessments: impl IntoIterator<Item = (&'each Instrument, &'each Assessment)>,
    options: &ScoreOptions,
) -> Result<Vec<Score>, Issues<ScoreError>> {
    let mut issues = Collector::new(ISSUE_LIMIT);
    let mut scores = Vec::new();
    for (number, (instrument, assessment)) in (1_u64..).zip(assessments) {
        match score(instrument, assessment, options) {
            Ok(score) => scores.push(score),
            Err(error) => {
                let place = match assessment.row() {
                    Some(row) => Place::row(row),
                    None => Place::path(format!("assessments[{number}]")),
                };
                issues.add(place, error);
            }
        }
    }
    issues.finish(scores)
}

fn answers_of<'answers>(assessment: &'answers Assessment, indicator: &Indicator) -> &'answers [Option<Ratio>] {
    assessment.answers().get(indicator.items()).unwrap_or_default()
}

/// One item's part in the sum.
struct Term {
    parts: i64,
    lowest: Ratio,
    highest: Ratio,
}

impl Term {
    /// The term of an answer, or of a missing one under the policy; `None` where it is left out.
    fn of(
        instrument: &Instrument,
        parts: i64,
        answer: Option<Ratio>,
        policy: MissingPolicy,
    ) -> Result<Option<Self>, NumberError> {
        let at_least = || instrument.value_of(instrument.lowest_answer());
        let at_most = || instrument.value_of(instrument.highest_answer());
        let exactly = |value: Ratio| (value, value);
        let (lowest, highest) = match (answer, policy) {
            (Some(answer), _) => exactly(instrument.value_of(answer)),
            (None, MissingPolicy::Exclude) => return Ok(None),
            (None, MissingPolicy::Minimum) => exactly(at_least()),
            (None, MissingPolicy::Zero) => exactly(Ratio::ZERO),
            // A rejected answer never comes here; its range is the honest value if it did.
            (None, MissingPolicy::Interval | MissingPolicy::Reject) => (at_least(), at_most()),
        };
        let weight = Ratio::whole(parts);
        Ok(Some(Self { parts, lowest: weight.checked_mul(lowest)?, highest: weight.checked_mul(highest)? }))
    }
}

/// The sum of some terms.
struct Sum {
    parts: i64,
    lowest: Ratio,
    highest: Ratio,
}

impl Sum {
    fn over<'term>(terms: impl Iterator<Item = &'term Option<Term>>) -> Result<Self, NumberError> {
        let mut sum = Self { parts: 0, lowest: Ratio::ZERO, highest: Ratio::ZERO };
        for term in terms.flatten() {
            sum.parts = sum.parts.checked_add(term.parts).ok_or(NumberError::Overflow)?;
            sum.lowest = sum.lowest.checked_add(term.lowest)?;
            sum.highest = sum.highest.checked_add(term.highest)?;
        }
        Ok(sum)
    }

    /// The weighted mean; `None` without any term.
    fn value(&self, instrument: &Instrument) -> Result<Option<Value>, NumberError> {
        self.share_of(self.parts, instrument)
    }

    /// The sum as a share of `parts`.
    fn share_of(&self, parts: i64, instrument: &Instrument) -> Result<Option<Value>, NumberError> {
        if self.parts == 0 || parts == 0 {
            return Ok(None);
        }
        let parts = Ratio::whole(parts);
        let lowest = self.lowest.checked_div(parts)?;
        let highest = if self.lowest == self.highest { lowest } else { self.highest.checked_div(parts)? };
        Value::between(instrument, lowest, highest).map(Some)
    }
}
