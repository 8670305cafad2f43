//! An audit as a record: the contract of `spbe audit --format json`.

use serde::Serialize;

use super::Ordered;
use crate::audit::{Assumption, Audit, GroupSum, NodeFinding, Reason, RowAudit, Verdict};
use crate::exact::Decimal;
use crate::instrument::Instrument;
use crate::issue::Language;

/// The audit of a table.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AuditRecord {
    /// The id of the instrument.
    pub instrument: String,
    /// Its checksum.
    pub checksum: String,
    /// Counts over the table.
    pub summary: AuditSummary,
    /// Every row, in the order of the table.
    pub results: Vec<AuditRowRecord>,
}

/// Counts over a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AuditSummary {
    /// All rows.
    pub rows: usize,
    /// Rows that follow under the instrument's own rule.
    pub consistent: usize,
    /// Rows that follow only under other assumptions.
    pub consistent_only_under: usize,
    /// Rows that follow under no rule.
    pub impossible: usize,
    /// Rows that do not contradict each rounding of the exact index, and `chained` rounding of rounded values.
    pub by_rule: Ordered<usize>,
}

/// The audit of one row.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AuditRowRecord {
    /// The institution.
    pub institution: String,
    /// The year.
    pub year: Option<u16>,
    /// The stage.
    pub stage: Option<String>,
    /// The row of the file.
    pub row: Option<u64>,
    /// The printed index.
    pub index: Option<f64>,
    /// The printed predicate.
    pub predicate: Option<String>,
    /// `consistent`, `consistent_only_under` or `impossible`.
    pub verdict: &'static str,
    /// The smallest sets of assumptions under which the row follows; empty where it follows without.
    pub under: Vec<Vec<&'static str>>,
    /// Why it does not follow.
    pub reasons: Vec<ReasonRecord>,
    /// The exact indices that the prints allow.
    pub index_exact: Vec<String>,
    /// The printed nodes, by `tier:code`.
    pub nodes: Ordered<NodeFindingRecord>,
    /// The assumptions that would make the row impossible: what it decides.
    pub rules_out: Vec<&'static str>,
}

/// A reason in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReasonRecord {
    /// `node_unreachable`, `children_disagree`, `index_unreachable` or `predicate_disagrees`.
    pub reason: &'static str,
    /// The node, as `tier:code`.
    pub node: Option<String>,
    /// In Indonesian.
    pub id: String,
    /// In English.
    pub en: String,
}

/// The exact values that a printed node allows, and the sums of levels behind them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NodeFindingRecord {
    /// The exact values.
    pub values: Vec<String>,
    /// Each way to reach them, group by group.
    pub ways: Option<Vec<Vec<WayRecord>>>,
}

/// The sum of the levels of some equally weighted items.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WayRecord {
    /// The items.
    pub items: String,
    /// The sum of their levels.
    pub sum: i64,
}

impl AuditRecord {
    /// The record of an audit on its instrument.
    #[must_use]
    pub fn new(instrument: &Instrument, audit: &Audit) -> Self {
        let own = instrument.rounding().name();
        let rule = |assumption: Option<Assumption>| assumption.map_or(own, Assumption::name).to_owned();
        Self {
            instrument: instrument.id().to_owned(),
            checksum: instrument.checksum().to_owned(),
            summary: AuditSummary {
                rows: audit.rows.len(),
                consistent: audit.consistent,
                consistent_only_under: audit.consistent_only_under,
                impossible: audit.impossible,
                by_rule: audit.by_rule.iter().map(|count| (rule(count.assumption), count.rows)).collect(),
            },
            results: audit.rows.iter().map(|row| AuditRowRecord::new(instrument, row)).collect(),
        }
    }
}

impl AuditRowRecord {
    fn new(instrument: &Instrument, row: &RowAudit) -> Self {
        let (verdict, under, reasons) = match &row.verdict {
            Verdict::Consistent => ("consistent", Vec::new(), Vec::new()),
            Verdict::ConsistentOnlyUnder(sets) => {
                let names = |set: &Vec<Assumption>| set.iter().map(|assumption| assumption.name()).collect();
                ("consistent_only_under", sets.iter().map(names).collect(), Vec::new())
            }
            Verdict::Impossible(reasons) => {
                ("impossible", Vec::new(), reasons.iter().map(|reason| ReasonRecord::new(instrument, reason)).collect())
            }
        };
        Self {
            institution: row.subject.institution.clone(),
            year: row.subject.year,
            stage: row.subject.stage.clone(),
            row: row.row,
            index: row.printed_index.map(Decimal::to_f64),
            predicate: row.printed_predicate.map(|position| predicate(instrument, position)),
            verdict,
            under,
            reasons,
            index_exact: row.index_values.iter().map(ToString::to_string).collect(),
            nodes: row.nodes.iter().map(|finding| (node(instrument, finding.node), finding.into())).collect(),
            rules_out: row.rules_out.iter().map(|assumption| assumption.name()).collect(),
        }
    }
}

impl From<&NodeFinding> for NodeFindingRecord {
    fn from(finding: &NodeFinding) -> Self {
        let way = |way: &Vec<GroupSum>| {
            way.iter().map(|group| WayRecord { items: group.items.clone(), sum: group.sum }).collect()
        };
        Self {
            values: finding.values.iter().map(ToString::to_string).collect(),
            ways: finding.ways.as_ref().map(|ways| ways.iter().map(way).collect()),
        }
    }
}

impl ReasonRecord {
    fn new(instrument: &Instrument, reason: &Reason) -> Self {
        let (name, at) = match reason {
            Reason::NodeUnreachable { node, .. } => ("node_unreachable", Some(*node)),
            Reason::ChildrenDisagree { node, .. } => ("children_disagree", Some(*node)),
            Reason::IndexUnreachable { .. } => ("index_unreachable", None),
            Reason::PredicateDisagrees { .. } => ("predicate_disagrees", None),
        };
        Self {
            reason: name,
            node: at.map(|position| node(instrument, position)),
            id: describe(instrument, reason, Language::Indonesian),
            en: describe(instrument, reason, Language::English),
        }
    }
}

fn node(instrument: &Instrument, position: usize) -> String {
    instrument.nodes().get(position).map_or_else(String::new, |node| format!("{}:{}", node.tier(), node.code()))
}

fn predicate(instrument: &Instrument, position: usize) -> String {
    instrument.predicates().get(position).map_or_else(String::new, |predicate| predicate.name.id.clone())
}

/// The reason in one line.
fn describe(instrument: &Instrument, reason: &Reason, language: Language) -> String {
    let english = language == Language::English;
    let node_name = |position: usize| {
        let Some(node) = instrument.nodes().get(position) else { return String::new() };
        let tier = instrument.tiers().get(node.tier_position()).map_or("", |tier| tier.name.in_language(language));
        format!("{} {}", tier.to_lowercase(), node.code())
    };
    // As people write numbers: the records themselves keep the point.
    let number = |value: Decimal| if english { value.to_string() } else { value.to_string().replace('.', ",") };
    let listed = |values: &[String]| values.join(if english { " or " } else { " atau " });
    match reason {
        Reason::NodeUnreachable { node, printed, below, above } => {
            let near: Vec<String> = [below, above].into_iter().flatten().map(|value| number(*value)).collect();
            let (name, printed, near) = (node_name(*node), number(*printed), listed(&near));
            if english {
                format!("{name} is printed {printed}, which no answers give; nearest: {near}")
            } else {
                format!("{name} tercetak {printed}, yang tidak dihasilkan jawaban mana pun; terdekat: {near}")
            }
        }
        Reason::ChildrenDisagree { node, printed } => {
            let (name, printed) = (node_name(*node), number(*printed));
            if english {
                format!("{name} is printed {printed}, which the values printed below it exclude")
            } else {
                format!("{name} tercetak {printed}, bertentangan dengan nilai tercetak di bawahnya")
            }
        }
        Reason::IndexUnreachable { printed, lowest, highest, allowed } => {
            let allowed = match (allowed.is_empty(), english) {
                (false, _) => listed(&allowed.iter().map(|value| number(*value)).collect::<Vec<_>>()),
                (true, true) => format!("{} to {}", number(*lowest), number(*highest)),
                (true, false) => format!("{} sampai {}", number(*lowest), number(*highest)),
            };
            let printed = number(*printed);
            if english {
                format!("the index is printed {printed}; the printed values allow only {allowed}")
            } else {
                format!("indeks tercetak {printed}; nilai tercetak hanya memungkinkan {allowed}")
            }
        }
        Reason::PredicateDisagrees { printed, allowed } => {
            let names: Vec<String> = allowed.iter().map(|position| predicate(instrument, *position)).collect();
            let (printed, allowed) = (predicate(instrument, *printed), listed(&names));
            if english {
                format!("the predicate is printed {printed}; the index allows only {allowed}")
            } else {
                format!("predikat tercetak {printed}; indeks hanya memungkinkan {allowed}")
            }
        }
    }
}
