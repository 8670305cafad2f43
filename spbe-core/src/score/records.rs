//! Scores of whatever a file holds.

use crate::assessment::Records;
use crate::instrument::Instrument;
use crate::issue::Issues;

use super::compute::score_all;
use super::error::ScoreError;
use super::model::{Score, ScoreOptions};
use super::printed::score_printed_all;

/// Scores the records of a file: answers as [`score_all`], printed results as [`score_printed_all`].
///
/// # Errors
/// As these: every record that has no score, with its row; none is scored then.
pub fn score_records(
    instrument: &Instrument,
    records: &Records,
    options: &ScoreOptions,
) -> Result<Vec<Score>, Issues<ScoreError>> {
    match records {
        Records::Assessments(assessments) => score_all(instrument, assessments, options),
        Records::Results(results) => score_printed_all(instrument, results, options),
    }
}
