//! The audit of a whole table.

use crate::assessment::{PublishedResult, Records};
use crate::exact::Rounding;
use crate::instrument::Instrument;
use crate::issue::{Collector, ISSUE_LIMIT, Issues, Place};

use super::error::AuditError;
use super::row::{Fit, RowAudit, Spaces, Verdict};
use super::rule::{Assumption, Rule};

/// How many rows have numbers that do not contradict the instrument's rule with one assumption changed. A row whose prints do not tell
/// (no index, or not every domain for `chained`) contradicts nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RuleCount {
    /// The assumption; `None` is the instrument's own rule.
    pub assumption: Option<Assumption>,
    /// The rows that do not contradict it.
    pub rows: usize,
}

/// The audit of a table of printed results.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Audit {
    /// Every row, in the order of the table.
    pub rows: Vec<RowAudit>,
    /// How many rows follow under the instrument's own rule.
    pub consistent: usize,
    /// How many follow only under other assumptions.
    pub consistent_only_under: usize,
    /// How many follow under no rule.
    pub impossible: usize,
    /// The printed numbers judged under each rounding, and under chained rounding; where a row follows only with
    /// unanswered indicators as 0, that is assumed throughout.
    pub by_rule: Vec<RuleCount>,
}

/// Audits the records of a file.
///
/// # Errors
/// [`AuditError::NotResults`] for answers to indicators; else as [`audit`].
pub fn audit_records(instrument: &Instrument, records: &Records) -> Result<Audit, Issues<AuditError>> {
    match records {
        Records::Results(results) => audit(instrument, results),
        Records::Assessments(_) => Err(Issues::one(AuditError::NotResults)),
    }
}

/// Audits printed results against an instrument.
///
/// # Errors
/// Every row without a printed number; a finding is not an error.
pub fn audit(instrument: &Instrument, results: &[PublishedResult]) -> Result<Audit, Issues<AuditError>> {
    let spaces = Spaces::new(instrument).map_err(Issues::one)?;
    let mut issues = Collector::new(ISSUE_LIMIT);
    let mut report =
        Audit { rows: Vec::new(), consistent: 0, consistent_only_under: 0, impossible: 0, by_rule: Vec::new() };
    let others = Rounding::ALL.into_iter().filter(|rounding| *rounding != instrument.rounding());
    let assumptions: Vec<Option<Assumption>> = std::iter::once(None)
        .chain(others.map(|rounding| Some(Assumption::Rounding(rounding))))
        .chain([Some(Assumption::Chained)])
        .collect();
    let mut counts = vec![0_usize; assumptions.len()];
    for result in results {
        let row = match spaces.audit(result) {
            Ok(row) => row,
            Err(error) => {
                issues.add(Place::whole().at_row(result.row), error);
                continue;
            }
        };
        match &row.verdict {
            Verdict::Consistent => report.consistent += 1,
            Verdict::ConsistentOnlyUnder(_) => report.consistent_only_under += 1,
            Verdict::Impossible(_) => report.impossible += 1,
        }
        let zero = matches!(&row.verdict, Verdict::ConsistentOnlyUnder(sets)
            if sets.iter().any(|set| set.contains(&Assumption::UnansweredAsZero)));
        let own = Rule { zero, ..Rule::of(instrument, result.subject.year) };
        // Rounding is a matter of numbers: a wrong predicate beside them tells nothing of it.
        let numbers = PublishedResult { predicate: None, ..result.clone() };
        for (assumption, count) in assumptions.iter().zip(&mut counts) {
            let rule = assumption.map_or(own, |assumption| own.with(assumption));
            match spaces.fit(&numbers, rule) {
                Ok(fit) => *count += usize::from(fit != Fit::Contradicts),
                Err(error) => issues.add(Place::whole().at_row(result.row), error),
            }
        }
        report.rows.push(row);
    }
    report.by_rule =
        assumptions.into_iter().zip(counts).map(|(assumption, rows)| RuleCount { assumption, rows }).collect();
    issues.finish(report)
}
