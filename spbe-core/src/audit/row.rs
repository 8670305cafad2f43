//! The audit of one printed result.

use crate::assessment::{PublishedResult, Subject};
use crate::exact::{Decimal, Ratio};
use crate::instrument::{Instrument, PredicateBasis};
use crate::score::{Constraint, Downwards, Narrowed, Possible, Space, Value, describe};

use super::error::AuditError;
use super::groups::{self, GroupSum};
use super::rule::{Assumption, Rule};

/// At most so many exact values are listed.
const VALUES_LIMIT: usize = 64;
/// At most so many published indices are listed one by one.
const ALLOWED_LIMIT: usize = 6;

/// What the audit says of a result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It follows under the instrument's own rule of the year.
    Consistent,
    /// It follows only under one of these sets of assumptions; each is as small as can be.
    ConsistentOnlyUnder(Vec<Vec<Assumption>>),
    /// It follows under no rule.
    Impossible(Vec<Reason>),
}

/// Why a result does not follow under the instrument's own rule.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// No answers give a node its printed value.
    NodeUnreachable {
        /// The node's position.
        node: usize,
        /// The printed value.
        printed: Decimal,
        /// The nearest published value below that answers can give.
        below: Option<Decimal>,
        /// The nearest one above.
        above: Option<Decimal>,
    },
    /// The printed values of a node and of its children exclude each other.
    ChildrenDisagree {
        /// The node's position.
        node: usize,
        /// The printed value.
        printed: Decimal,
    },
    /// The printed nodes do not allow the printed index.
    IndexUnreachable {
        /// The printed index.
        printed: Decimal,
        /// The lowest published index that the nodes allow.
        lowest: Decimal,
        /// The highest one.
        highest: Decimal,
        /// All of them, where they are few; empty where they are many, or every value of a range.
        allowed: Vec<Decimal>,
    },
    /// The index has another predicate.
    PredicateDisagrees {
        /// The printed predicate.
        printed: usize,
        /// The predicates that the index allows.
        allowed: Vec<usize>,
    },
}

/// The values of a printed node that agree with everything else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NodeFinding {
    /// The node's position in [`Instrument::nodes`].
    pub node: usize,
    /// The exact values, lowest first; cut after 64, empty for decimal answers.
    pub values: Vec<Ratio>,
    /// The sums of levels behind them, each way group by group; `None` where there are too many to list.
    pub ways: Option<Vec<Vec<GroupSum>>>,
}

/// The audit of one printed result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowAudit {
    /// Who, when, at which stage.
    pub subject: Subject,
    /// The row of the file.
    pub row: Option<u64>,
    /// The printed index.
    pub printed_index: Option<Decimal>,
    /// The printed predicate.
    pub printed_predicate: Option<usize>,
    /// The finding.
    pub verdict: Verdict,
    /// The exact indices that the printed nodes and index allow under the rule found; cut after 64.
    pub index_values: Vec<Ratio>,
    /// The printed nodes.
    pub nodes: Vec<NodeFinding>,
    /// The assumptions that would make this result impossible: what the row decides.
    pub rules_out: Vec<Assumption>,
}

/// Whether a result follows under a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fit {
    /// It does.
    Follows,
    /// It cannot.
    Contradicts,
    /// What is printed does not tell: an index from rounded domains needs all of them.
    Open,
}

/// The spaces of an instrument, without and with unanswered indicators as 0.
pub(super) struct Spaces<'instrument> {
    pub(super) instrument: &'instrument Instrument,
    plain: Space<'instrument>,
    with_zero: Space<'instrument>,
}

impl<'instrument> Spaces<'instrument> {
    pub(super) fn new(instrument: &'instrument Instrument) -> Result<Self, AuditError> {
        Ok(Self { instrument, plain: Space::new(instrument, false)?, with_zero: Space::new(instrument, true)? })
    }

    fn of(&self, rule: Rule) -> &Space<'instrument> {
        if rule.zero { &self.with_zero } else { &self.plain }
    }

    /// What the prints leave under a rule. Under `chained` the index says nothing of the levels.
    fn narrowed(&self, result: &PublishedResult, rule: Rule) -> Result<Narrowed, AuditError> {
        let index = if rule.chained { None } else { result.index };
        let constraint = Constraint::new(&result.nodes, index, rule.rounding)?;
        Ok(self.of(rule).narrow(&constraint, Downwards::Printed)?)
    }

    /// The index computed from the printed values of the top tier; `None` unless all of them are printed.
    fn chained_index(&self, result: &PublishedResult) -> Result<Option<Ratio>, AuditError> {
        let mut sum = Ratio::ZERO;
        let mut parts = 0;
        for (node, printed) in self.instrument.nodes().iter().zip(&result.nodes) {
            if let (None, Some(printed)) = (node.parent(), printed) {
                sum = sum.checked_add(Ratio::whole(node.parts()).checked_mul((*printed).into())?)?;
                parts += node.parts();
            }
        }
        let total = self.instrument.total_parts();
        Ok(if parts == total { Some(sum.checked_div(Ratio::whole(total))?) } else { None })
    }

    /// Whether the result follows under a rule.
    pub(super) fn fit(&self, result: &PublishedResult, rule: Rule) -> Result<Fit, AuditError> {
        let narrowed = self.narrowed(result, rule)?;
        if narrowed.is_impossible() {
            return Ok(Fit::Contradicts);
        }
        if rule.chained {
            let (Some(chained), Some(printed)) = (self.chained_index(result)?, result.index) else {
                return Ok(Fit::Open);
            };
            if rule.rounding.publish(chained, printed.decimals())? != printed {
                return Ok(Fit::Contradicts);
            }
        }
        let Some(predicate) = result.predicate else { return Ok(Fit::Follows) };
        let follows = self.predicates(result, &narrowed, rule)?.contains(&predicate);
        Ok(if follows { Fit::Follows } else { Fit::Contradicts })
    }

    /// The predicates that remain under a rule.
    fn predicates(&self, result: &PublishedResult, narrowed: &Narrowed, rule: Rule) -> Result<Vec<usize>, AuditError> {
        if !rule.chained {
            return Ok(self.of(rule).predicates(&narrowed.index, rule.rounding, rule.basis)?);
        }
        let Some(chained) = self.chained_index(result)? else { return Ok(Vec::new()) };
        let judged = match rule.basis {
            PredicateBasis::Exact => chained,
            PredicateBasis::Published => rule.rounding.publish(chained, self.instrument.publication().decimals)?.into(),
        };
        Ok(vec![self.instrument.predicate_position(judged)])
    }

    /// The audit of one result.
    pub(super) fn audit(&self, result: &PublishedResult) -> Result<RowAudit, AuditError> {
        if result.is_blank() {
            return Err(AuditError::NothingPrinted { subject: describe(&result.subject) });
        }
        let own = Rule::of(self.instrument, result.subject.year);
        let mut explanations: Vec<Vec<Assumption>> = Vec::new();
        for assumptions in own.alternatives() {
            if explanations.first().is_some_and(|found| found.len() < assumptions.len()) {
                break;
            }
            if self.fit(result, apply(own, &assumptions))? == Fit::Follows {
                explanations.push(assumptions);
            }
        }
        let (verdict, rule) = match explanations.first() {
            None => (Verdict::Impossible(self.reasons(result, own)?), own),
            Some(none) if none.is_empty() => (Verdict::Consistent, own),
            Some(first) => {
                let rule = apply(own, first);
                (Verdict::ConsistentOnlyUnder(explanations), rule)
            }
        };
        let mut rules_out = Vec::new();
        if !matches!(verdict, Verdict::Impossible(_)) {
            for assumption in rule.assumptions() {
                if self.fit(result, rule.with(assumption))? == Fit::Contradicts {
                    rules_out.push(assumption);
                }
            }
        }
        let narrowed = self.narrowed(result, rule)?;
        Ok(RowAudit {
            subject: result.subject.clone(),
            row: result.row,
            printed_index: result.index,
            printed_predicate: result.predicate,
            verdict,
            index_values: self.values(&narrowed.index, None, rule)?,
            nodes: self.findings(result, &narrowed, rule)?,
            rules_out,
        })
    }

    fn values(&self, possible: &Possible, node: Option<usize>, rule: Rule) -> Result<Vec<Ratio>, AuditError> {
        let Possible::Sums(sums) = possible else { return Ok(Vec::new()) };
        let space = self.of(rule);
        let first = sums.iter().take(VALUES_LIMIT);
        Ok(first.map(|sum| space.value(sum, space.parts(node))).collect::<Result<_, _>>()?)
    }

    /// The sums of parts times levels behind the values of a node; `None` for decimal answers.
    fn level_sums(&self, possible: &Possible, node: usize, rule: Rule) -> Result<Option<Vec<i64>>, AuditError> {
        let Possible::Sums(sums) = possible else { return Ok(None) };
        let space = self.of(rule);
        let parts = space.parts(Some(node));
        let mut found = Vec::new();
        for sum in sums.iter().take(VALUES_LIMIT + 1) {
            let exact = space.value(sum, parts)?.checked_mul(Ratio::whole(parts))?;
            found.extend(i64::try_from(exact.floor()));
        }
        Ok((found.len() <= VALUES_LIMIT).then_some(found))
    }

    fn findings(
        &self,
        result: &PublishedResult,
        narrowed: &Narrowed,
        rule: Rule,
    ) -> Result<Vec<NodeFinding>, AuditError> {
        let mut findings = Vec::new();
        for (position, (possible, printed)) in narrowed.nodes.iter().zip(&result.nodes).enumerate() {
            if printed.is_none() {
                continue;
            }
            let items = self.instrument.nodes().get(position).map_or(&[][..], |node| node.items());
            findings.push(NodeFinding {
                node: position,
                values: self.values(possible, Some(position), rule)?,
                ways: self
                    .level_sums(possible, position, rule)?
                    .and_then(|sums| groups::ways(self.instrument, items, &sums, rule.zero)),
            });
        }
        Ok(findings)
    }

    /// What fails under the instrument's own rule, the most local failure first.
    fn reasons(&self, result: &PublishedResult, own: Rule) -> Result<Vec<Reason>, AuditError> {
        let space = self.of(own);
        let publish = |value: Ratio, like: Decimal| own.rounding.publish(value, like.decimals());
        let mut reasons = Vec::new();
        for (node, printed) in result.nodes.iter().enumerate() {
            let Some(printed) = *printed else { continue };
            if space.alone(Some(node), &own.rounding.range_of(printed)?)?.is_empty() {
                let (below, above) = space.neighbours(Some(node), printed.into())?;
                let near = |value: Option<Ratio>| value.map(|value| publish(value, printed)).transpose();
                reasons.push(Reason::NodeUnreachable { node, printed, below: near(below)?, above: near(above)? });
            }
        }
        if !reasons.is_empty() {
            return Ok(reasons);
        }
        let nodes_only = space.narrow(&Constraint::new(&result.nodes, None, own.rounding)?, Downwards::Printed)?;
        for node in &nodes_only.conflicts {
            if let Some(printed) = result.nodes.get(*node).copied().flatten() {
                reasons.push(Reason::ChildrenDisagree { node: *node, printed });
            }
        }
        if !reasons.is_empty() {
            return Ok(reasons);
        }
        let narrowed = self.narrowed(result, own)?;
        match result.index {
            Some(printed) if narrowed.is_impossible() => {
                let mut allowed = Vec::new();
                let (lowest, highest) = match &nodes_only.index {
                    Possible::Sums(sums) => {
                        for sum in sums.iter() {
                            allowed.push(publish(space.value(sum, space.parts(None))?, printed)?);
                        }
                        allowed.dedup();
                        (allowed.first().copied(), allowed.last().copied())
                    }
                    Possible::Range(Some(range)) => {
                        let value = Value::of_range(own.rounding, printed.decimals(), range)?;
                        (Some(value.published_lowest()), Some(value.published_highest()))
                    }
                    Possible::Range(None) => (None, None),
                };
                if allowed.len() > ALLOWED_LIMIT {
                    allowed.clear();
                }
                if let (Some(lowest), Some(highest)) = (lowest, highest) {
                    reasons.push(Reason::IndexUnreachable { printed, lowest, highest, allowed });
                }
            }
            _ => {
                if let Some(printed) = result.predicate {
                    let allowed = self.predicates(result, &narrowed, own)?;
                    reasons.push(Reason::PredicateDisagrees { printed, allowed });
                }
            }
        }
        Ok(reasons)
    }
}

fn apply(rule: Rule, assumptions: &[Assumption]) -> Rule {
    assumptions.iter().fold(rule, |rule, assumption| rule.with(*assumption))
}
