//! The table of operations.

use super::operation::Operation;
use super::{
    agreement, audit, cohort, describe, file, forecast, instruments, peers, plan, robustness, score, score_batch,
    stats, version, what_if,
};

/// Every operation, in the order in which a newcomer needs them.
pub(super) const ALL: &[Operation] = &[
    version::OPERATION,
    instruments::OPERATION,
    describe::OPERATION,
    score::OPERATION,
    score_batch::OPERATION,
    file::SCORE,
    audit::OPERATION,
    file::AUDIT,
    cohort::RANK,
    cohort::TREND,
    cohort::COMPARE,
    peers::OPERATION,
    plan::OPERATION,
    agreement::OPERATION,
    stats::OPERATION,
    what_if::OPERATION,
    forecast::OPERATION,
    robustness::ROBUSTNESS,
    robustness::SENSITIVITY,
];

/// The operation of a name.
pub(super) fn named(name: &str) -> Option<&'static Operation> {
    ALL.iter().find(|operation| operation.name == name)
}
