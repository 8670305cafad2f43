//! The table of operations, and `version`, which tells it.

use serde::Serialize;

use super::SCHEMA;
use super::call::{Call, Outcome};
use super::operation::Operation;
use super::reply::Body;
use super::{
    agreement, audit, cohort, describe, file, forecast, instruments, peers, plan, robustness, score, score_batch,
    stats, what_if,
};

/// Every operation, in the order in which a newcomer needs them.
pub(super) const ALL: &[Operation] = &[
    VERSION,
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

const VERSION: Operation = Operation { name: "version", fields: &[], answer: version };

#[derive(Serialize)]
struct Version {
    version: &'static str,
    schema: &'static str,
    operations: Vec<&'static str>,
}

/// Which library answers, and which requests it understands.
fn version(call: &mut Call<'_, '_>) -> Outcome {
    let operations = ALL.iter().map(|operation| operation.name).collect();
    call.finish(Some(Body::of(&Version { version: env!("CARGO_PKG_VERSION"), schema: SCHEMA, operations })))
}
