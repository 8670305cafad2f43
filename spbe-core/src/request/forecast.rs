//! `forecast`: how likely each predicate of an institution is, as `spbe forecast --format json` prints it.

use serde_json::value::RawValue;

use super::call::{Call, Outcome};
use super::error::RequestError;
use super::given::given;
use super::lists::list;
use super::operation::Operation;
use super::reply::Body;
use super::what_if::until;
use crate::assessment::json;
use crate::forecast::{Forecast, ForecastError, ForecastOptions, LearnOptions, Probability};
use crate::issue::{Issues, Place};
use crate::record::ForecastRecord;

pub(super) const OPERATION: Operation = Operation {
    name: "forecast",
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
        "beliefs",
        "confidence",
        "downward",
        "learn",
        "smoothing",
        "shrinkage",
        "scenarios",
        "common",
        "changes",
        "until",
        "target",
        "quantiles",
    ],
    answer,
};

fn answer(call: &mut Call<'_, '_>) -> Outcome {
    let scoring = call.score_options();
    let institution = call.required("institution").and_then(|value| call.text_of(value, "institution"));
    let mut options = ForecastOptions::default()
        .beliefs(list(call, "beliefs"))
        .confidence(probability(call, "confidence"))
        .downward(probability(call, "downward"))
        .learn(learn(call))
        .scenarios(scenarios(call))
        .changes(list(call, "changes"))
        .until(until(call))
        .quantiles(quantiles(call));
    if let Some(common) = probability(call, "common") {
        options = options.common(common);
    }
    if let Some(value) = call.take("target").filter(|value| value.get() != "null") {
        let target = call.scalar(value, "target");
        options = options.target(target);
    }
    let asked = given(call).cohort(call)?;
    let institution = call.finish(institution)?;
    let scores = asked.scores(&scoring)?;
    let unit = asked.unit(&institution).map_err(|error| Issues::one(error.into()))?;
    let forecast = Forecast::new(&scores, unit, &options)
        .map_err(|issues| issues.map(|place, error| (place, RequestError::from(error))))?;
    let record = ForecastRecord::new(&scores, &forecast);
    let record = record.map_err(|error| Issues::one(RequestError::Forecast(error.into())))?;
    let record = call.finish(record)?;
    Ok(Body::of(&record))
}

fn probability(call: &mut Call<'_, '_>, name: &str) -> Option<Probability> {
    let value = call.take(name).filter(|value| value.get() != "null")?;
    probability_of(call, value, name)
}

fn probability_of(call: &mut Call<'_, '_>, value: &RawValue, path: &str) -> Option<Probability> {
    let text = call.scalar(value, path)?;
    text.parse().map_err(|error: ForecastError| call.add(Place::path(path), error.into())).ok()
}

/// `learn`: the two stages between which is learnt; `smoothing` and `shrinkage`: how far counts are smoothed.
fn learn(call: &mut Call<'_, '_>) -> Option<LearnOptions> {
    let (smoothing, shrinkage) = (written(call, "smoothing"), written(call, "shrinkage"));
    if !call.has("learn") {
        if smoothing.is_some() || shrinkage.is_some() {
            call.add(Place::whole(), RequestError::FieldMissing { field: "learn".to_owned() });
        }
        return None;
    }
    let stages = call.texts("learn")?;
    let [first, second] = stages.as_slice() else {
        let error = RequestError::ListLength { found: stages.len(), expected: 2, of: "learn".to_owned() };
        call.add(Place::path("learn"), error);
        return None;
    };
    let options = LearnOptions::default().between(first, second);
    let options = options.written(smoothing.as_deref(), shrinkage.as_deref());
    options.map_err(|error| call.add(Place::whole(), error.into())).ok()
}

/// A number as it is written.
fn written(call: &mut Call<'_, '_>, name: &str) -> Option<String> {
    let value = call.take(name).filter(|value| value.get() != "null")?;
    call.scalar(value, name)
}

/// `scenarios`: names and their probabilities.
fn scenarios(call: &mut Call<'_, '_>) -> Vec<(String, Probability)> {
    let Some(value) = call.take("scenarios").filter(|value| value.get() != "null") else { return Vec::new() };
    let object = call.with_aside(|aside| json::object(value, "scenarios", aside));
    let fields = object.map(|object| object.fields).unwrap_or_default();
    let read = fields.into_iter().filter_map(|(name, value)| {
        let chance = probability_of(call, value, &json::join("scenarios", &name))?;
        Some((name, chance))
    });
    read.collect()
}

fn quantiles(call: &mut Call<'_, '_>) -> Vec<Probability> {
    const MOST: usize = 100;
    if !call.has("quantiles") {
        return Vec::new();
    }
    let values = call.list("quantiles", MOST).unwrap_or_default();
    values.into_iter().filter_map(|value| probability_of(call, value, "quantiles")).collect()
}
