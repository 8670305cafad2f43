//! `version`: which library answers, and which requests it understands.

use serde::Serialize;

use super::SCHEMA;
use super::call::{Call, Outcome};
use super::operation::Operation;
use super::reply::Body;

pub(super) const OPERATION: Operation = Operation { name: "version", fields: &[], answer };

#[derive(Serialize)]
struct Version {
    version: &'static str,
    schema: &'static str,
    operations: Vec<&'static str>,
}

fn answer(call: &mut Call<'_, '_>) -> Outcome {
    let operations = super::operations().collect();
    call.finish(Some(Body::of(&Version { version: env!("CARGO_PKG_VERSION"), schema: SCHEMA, operations })))
}
