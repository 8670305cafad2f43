//! Requests: JSON text in, JSON text out, for hosts that know neither Rust nor a C struct.
//!
//! ```
//! use spbe_core::request::Answerer;
//!
//! let answerer = Answerer::new();
//! let reply = answerer.answer(
//!     r#"{"op": "score", "instrument": "spbe-2018", "missing": "minimum", "levels": {"1": 3, "2": "4"}}"#,
//! );
//! assert!(!reply.is_error());
//! assert!(reply.text().starts_with(r#"{"op":"score","#));
//! ```
//!
//! A request names its operation in `op`; the reply repeats it, and the `id` of the request if it has one, before the
//! fields of a record of [`record`](crate::record). A request that cannot be answered has a reply too: `error`, with
//! every problem, its catalogue code and its JSON path. The forms are written down in `docs/schema/request.schema.json`
//! and `docs/schema/reply.schema.json`.
//!
//! An operation is a constant beside its function, in the file of its subject, and one line of the table in `operations.rs`.

mod agreement;
mod answerer;
mod audit;
mod call;
mod cohort;
mod describe;
mod error;
mod file;
mod forecast;
mod given;
mod instruments;
mod known;
mod lists;
mod operation;
mod operations;
mod peers;
mod plan;
mod reply;
mod robustness;
mod score;
mod score_batch;
mod stats;
mod what_if;

#[cfg(test)]
mod request_tests;

pub use answerer::{Answerer, answer};
pub use error::RequestError;
pub use reply::Reply;

/// The version of the forms of requests and replies.
pub const SCHEMA: &str = "spbe-request/1";

/// The names of the operations.
pub fn operations() -> impl Iterator<Item = &'static str> {
    operations::ALL.iter().map(|operation| operation.name)
}
