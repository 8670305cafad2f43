//! `score`: one assessment, as `spbe score --format json` prints one.

use super::call::{Call, Outcome};
use super::operation::Operation;
use super::reply::Body;
use crate::issue::Issues;
use crate::record::WrittenScore;

pub(super) const OPERATION: Operation = Operation {
    name: "score",
    fields: &[
        "instrument",
        "checksum",
        "missing",
        "predicate_basis",
        "institution",
        "year",
        "stage",
        "labels",
        "levels",
        "values",
    ],
    answer,
};

fn answer(call: &mut Call<'_, '_>) -> Outcome {
    let instrument = call.instrument();
    let options = call.score_options();
    let entry = call.rest();
    let assessment = instrument
        .as_deref()
        .and_then(|instrument| call.with_entries(instrument, None, None, |reader| reader.assessment(entry, false)));
    let (instrument, assessment) = call.finish(instrument.zip(assessment))?;
    let score = crate::score::score(&instrument, &assessment, &options).map_err(|error| Issues::one(error.into()))?;
    Ok(Body::of(&WrittenScore::new(&instrument, &score)))
}
