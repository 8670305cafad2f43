//! What was found: the answers of one institution, one year, one stage, and the files that hold many of them.

mod error;
mod model;

pub use error::AssessmentError;
pub use model::{Assessment, PublishedResult, Subject};
