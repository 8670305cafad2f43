//! Exact scores of Indonesia's digital-government maturity indices.

pub mod assessment;
pub mod audit;
mod error;
pub mod exact;
pub mod instrument;
pub mod issue;
pub mod rank;
pub mod record;
pub mod score;

pub use error::{Error, IssueRecord};
