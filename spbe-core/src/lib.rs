//! Exact scores of Indonesia's digital-government maturity indices.

pub mod assessment;
pub mod audit;
pub mod exact;
pub mod instrument;
pub mod issue;
pub mod score;
