//! `robustness` and `sensitivity`: how firm ranks are and which uncertainty matters, as the commands of these names
//! print it.

use super::call::{Call, Outcome};
use super::error::RequestError;
use super::given::given;
use super::operation::Operation;
use super::reply::Body;
use crate::cohort::GroupKey;
use crate::exact::{Decimal, DecimalComma, Ratio};
use crate::issue::{Issues, Place};
use crate::record::{RobustnessRecord, SensitivityRecord};
use crate::robustness::{RobustnessError, RobustnessOptions, RobustnessStudy, Uncertain, Weights};
use crate::sensitivity::{Output, SensitivityOptions, SensitivityStudy};

pub(super) const ROBUSTNESS: Operation = Operation {
    name: "robustness",
    fields: &[
        "content",
        "assessments",
        "results",
        "instrument",
        "checksum",
        "year",
        "stage",
        "decimal_comma",
        "missing",
        "predicate_basis",
        "reach",
        "dirichlet",
        "confidence",
        "confidences",
        "only",
        "tier",
        "draws",
        "seed",
        "coverage",
        "against",
    ],
    answer: robustness,
};

pub(super) const SENSITIVITY: Operation = Operation {
    name: "sensitivity",
    fields: &[
        "content",
        "assessments",
        "results",
        "instrument",
        "checksum",
        "year",
        "stage",
        "decimal_comma",
        "missing",
        "predicate_basis",
        "reach",
        "dirichlet",
        "confidence",
        "confidences",
        "only",
        "tier",
        "by",
        "samples",
        "seed",
        "institution",
        "outputs",
        "fixed",
    ],
    answer: sensitivity,
};

/// What both are asked, but for year and stage.
fn uncertain(call: &mut Call<'_, '_>) -> Uncertain {
    if call.has("dirichlet") {
        call.refuse_beside("reach", "dirichlet");
    }
    let mut ratio = |name: &str| call.decimal(name).map(Ratio::from);
    let weights = Weights::of(ratio("reach"), ratio("dirichlet"));
    let confidence = ratio("confidence");
    let mut confidences = Vec::new();
    for (number, text) in (1..).zip(call.texts("confidences").unwrap_or_default()) {
        let (code, value) = text.split_once('=').unwrap_or((text.as_str(), ""));
        match Decimal::parse(value.trim(), DecimalComma::Never) {
            Ok(value) => confidences.push((code.trim().to_owned(), Ratio::from(value))),
            Err(error) => {
                let error = RobustnessError::from(error);
                call.add(Place::path(format!("confidences[{number}]")), RequestError::Robustness(error));
            }
        }
    }
    let only = call.texts("only").unwrap_or_default();
    let chosen = |text: &String| {
        let (key, values) = text.split_once('=').unwrap_or((text.as_str(), ""));
        (GroupKey::from(key.trim()), values.split(',').map(|value| value.trim().to_owned()).collect())
    };
    Uncertain::default()
        .weights(weights)
        .confidence(confidence)
        .confidences(confidences)
        .only(only.iter().map(chosen).collect())
        .tier(call.optional_text("tier"))
        .seed(call.count("seed").and_then(|seed| u64::try_from(seed).ok()).unwrap_or_default())
}

fn robustness(call: &mut Call<'_, '_>) -> Outcome {
    let scoring = call.score_options();
    let uncertain = uncertain(call);
    let mut options = RobustnessOptions::default();
    if let Some(draws) = call.count("draws") {
        options = options.draws(u32::try_from(draws).unwrap_or(u32::MAX));
    }
    if let Some(coverage) = call.decimal("coverage") {
        options = options.coverage(coverage.into());
    }
    let against = call.texts("against").unwrap_or_default();
    let given = given(call);
    options = options.uncertain(uncertain.year(given.year).stage(given.stage.clone()));
    let asked = given.cohort(call)?;
    let scores = asked.scores(&scoring)?;
    let against = against
        .iter()
        .map(|name| asked.unit(name))
        .collect::<Result<_, _>>()
        .map_err(|error| Issues::one(error.into()))?;
    let study = RobustnessStudy::new(&scores, &options.against(against)).map_err(refused)?;
    Ok(Body::of(&RobustnessRecord::new(&scores, &study)))
}

fn sensitivity(call: &mut Call<'_, '_>) -> Outcome {
    let scoring = call.score_options();
    let uncertain = uncertain(call);
    let mut options = SensitivityOptions::default().by(call.optional_text("by"));
    if let Some(samples) = call.count("samples") {
        options = options.samples(u32::try_from(samples).unwrap_or(u32::MAX));
    }
    let choices = Output::ALL.map(|output| (output.name(), output));
    options = options.outputs(chosen(call, "outputs", &choices));
    for fixed in chosen(call, "fixed", &[("publication", 0), ("aggregation", 1)]) {
        options = if fixed == 0 { options.publication(false) } else { options.aggregation(false) };
    }
    let institution = call.optional_text("institution");
    let given = given(call);
    options = options.uncertain(uncertain.year(given.year).stage(given.stage.clone()));
    let asked = given.cohort(call)?;
    let scores = asked.scores(&scoring)?;
    let found = institution.map(|name| asked.unit(&name)).transpose();
    let institution = found.map_err(|error| Issues::one(error.into()))?;
    let study = SensitivityStudy::new(&scores, &options.institution(institution)).map_err(refused)?;
    Ok(Body::of(&SensitivityRecord::new(&scores, &study)))
}

/// Some of a few names.
fn chosen<T: Copy>(call: &mut Call<'_, '_>, field: &str, choices: &[(&str, T)]) -> Vec<T> {
    let mut found = Vec::new();
    for (number, text) in (1..).zip(call.texts(field).unwrap_or_default()) {
        match choices.iter().find(|(name, _)| *name == text) {
            Some((_, choice)) => found.push(*choice),
            None => {
                let known = choices.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
                let error = RequestError::ChoiceUnknown { found: text, known };
                call.add(Place::path(format!("{field}[{number}]")), error);
            }
        }
    }
    found
}

fn refused(issues: Issues<RobustnessError>) -> Issues<RequestError> {
    issues.map(|place, error| (place, error.into()))
}
