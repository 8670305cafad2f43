//! `what_if`: an institution with other levels, as `spbe whatif --format json` prints it.

use serde_json::value::RawValue;

use super::call::{Call, Outcome};
use super::error::RequestError;
use super::given::{given, keys};
use super::operation::Operation;
use super::reply::Body;
use crate::assessment::list_of_json;
use crate::issue::{Collector, ISSUE_LIMIT, Issues, Place};
use crate::record::WhatIfRecord;
use crate::what_if::{CHANGE_COLUMNS, Change, Date, WhatIf, WhatIfOptions};

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
    let changes = changes(call);
    let mut options = WhatIfOptions::default().until(until(call)).units(call.texts("units").unwrap_or_default());
    if let Some(within) = call.texts("within") {
        options = options.within(vec![keys(&within)]);
    }
    let given = given(call);
    let (year, stage) = (given.year, given.stage.clone());
    let asked = given.cohort(call)?;
    let institution = call.finish(institution)?;
    let scores = asked.scores(&scoring)?;
    let unit = asked.cohort.find(&institution, year, stage.as_deref()).map_err(one)?;
    let study = WhatIf::new(&scores, unit, &changes, &options)
        .map_err(|issues| issues.map(|place, error| (place, RequestError::from(error))))?;
    let record = call.finish(WhatIfRecord::new(&scores, &study))?;
    Ok(Body::of(&record))
}

fn one(error: crate::cohort::CohortError) -> Issues<RequestError> {
    Issues::one(error.into())
}

/// `changes`: a list of changes, or the text of a file of them.
pub(super) fn changes(call: &mut Call<'_, '_>) -> Vec<Change> {
    let Some(value) = call.take("changes").filter(|value| value.get() != "null") else { return Vec::new() };
    if value.get().starts_with('"') {
        let Some(text) = call.text_of(value, "changes") else { return Vec::new() };
        return match Change::read(text.as_bytes()) {
            Ok(changes) => changes.into_iter().map(|change| change.in_file("changes")).collect(),
            Err(issues) => {
                call.absorb(issues.in_file("changes"), |place, error| (place, error.into()));
                Vec::new()
            }
        };
    }
    entries(call, value)
}

fn entries(call: &mut Call<'_, '_>, value: &RawValue) -> Vec<Change> {
    let entries = call.with_aside(|aside| list_of_json(value, "changes", &CHANGE_COLUMNS, aside));
    let mut issues = Collector::new(ISSUE_LIMIT);
    let changes = Change::of_entries(&entries, &mut issues);
    if let Some(issues) = issues.into_issues() {
        call.absorb(issues, |place, error| (place, error.into()));
    }
    changes
}

/// `until`: a year, a month or a day.
pub(super) fn until(call: &mut Call<'_, '_>) -> Option<Date> {
    let text = call.optional_text("until")?;
    text.parse().map_err(|error: crate::what_if::WhatIfError| call.add(Place::path("until"), error.into())).ok()
}
