//! The table of operations.

use super::call::{Call, Outcome};
use super::{
    agreement, audit, cohort, describe, file, forecast, instruments, peers, plan, robustness, score, score_batch,
    stats, version, what_if,
};

/// What a request may ask for.
pub(super) struct Operation {
    /// The value of `op`.
    pub(super) name: &'static str,
    /// The fields of the request beside `op`, `id` and `language`.
    pub(super) fields: &'static [&'static str],
    /// Answers the request: the JSON object whose fields make the reply.
    pub(super) answer: fn(&mut Call<'_, '_>) -> Outcome,
}

/// Every operation, in the order in which a newcomer needs them.
pub(super) const OPERATIONS: &[Operation] = &[
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
    OPERATIONS.iter().find(|operation| operation.name == name)
}
