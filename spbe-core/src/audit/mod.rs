//! Whether published results can be right.
//!
//! A printed domain value allows few sums of levels, often one; together they allow few exact indices. The audit
//! finds them all ([`RowAudit`]), and says whether the printed index and predicate follow, under which rule
//! ([`Rule`]), or why nothing explains them ([`Reason`]).

mod error;
mod groups;
mod report;
mod row;
mod rule;

pub use error::AuditError;
pub use groups::GroupSum;
pub use report::{Audit, RuleCount, audit, audit_records};
pub use row::{NodeFinding, Reason, RowAudit, Verdict};
pub use rule::{Assumption, Rule};

#[cfg(test)]
mod audit_tests;
