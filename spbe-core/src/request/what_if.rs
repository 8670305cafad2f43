//! `what_if`: an institution with other levels, as `spbe whatif --format json` prints it.

use super::call::{Call, Outcome};
use super::error::RequestError;
use super::given::{given, keys};
use super::lists::list;
use super::operation::Operation;
use super::reply::Body;
use crate::issue::{Issues, Place};
use crate::record::WhatIfRecord;
use crate::what_if::{Date, WhatIf, WhatIfOptions};

pub(super) const OPERATION: Operation = Operation {
    name: "what_if",
    fields: &[
        "content",
        "assessments",
        "instrument",
        "checksum",
        "year",
        "stage",
        "decimal_comma",
        "missing",
        "predicate_basis",
        "institution",
        "changes",
        "units",
        "until",
        "within",
    ],
    answer,
};

fn answer(call: &mut Call<'_, '_>) -> Outcome {
    let scoring = call.score_options();
    let institution = call.required("institution").and_then(|value| call.text_of(value, "institution"));
    let changes = list(call, "changes");
    let mut options = WhatIfOptions::default().until(until(call)).units(call.texts("units").unwrap_or_default());
    if let Some(within) = call.texts("within") {
        options = options.within(vec![keys(&within)]);
    }
    let asked = given(call).cohort(call)?;
    let institution = call.finish(institution)?;
    let scores = asked.scores(&scoring)?;
    let unit = asked.unit(&institution).map_err(one)?;
    let study = WhatIf::new(&scores, unit, &changes, &options)
        .map_err(|issues| issues.map(|place, error| (place, RequestError::from(error))))?;
    let record = call.finish(WhatIfRecord::new(&scores, &study))?;
    Ok(Body::of(&record))
}

fn one(error: crate::cohort::CohortError) -> Issues<RequestError> {
    Issues::one(error.into())
}

/// `until`: a year, a month or a day.
pub(super) fn until(call: &mut Call<'_, '_>) -> Option<Date> {
    let text = call.optional_text("until")?;
    text.parse().map_err(|error: crate::what_if::WhatIfError| call.add(Place::path("until"), error.into())).ok()
}
