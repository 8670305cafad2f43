//! `peers`: whom an institution can learn from, as `spbe peers --format json` prints it.

use super::call::{Call, Outcome};
use super::given::{answered, given, keys};
use super::operation::Operation;
use crate::exact::Ratio;
use crate::peers::{PeerOptions, PeerStudy};
use crate::record::PeersRecord;

pub(super) const OPERATION: Operation = Operation {
    name: "peers",
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
        "institution",
        "count",
        "visits",
        "pool",
        "reach",
        "within",
        "tier",
        "focus",
    ],
    answer,
};

fn answer(call: &mut Call<'_, '_>) -> Outcome {
    let scoring = call.score_options();
    let institution = call.required("institution").and_then(|value| call.text_of(value, "institution"));
    let mut options = PeerOptions::default().tier(call.optional_text("tier"));
    if let Some(count) = call.count("count") {
        options = options.count(count);
    }
    if let Some(visits) = call.count("visits") {
        options = options.visits(visits);
    }
    if let Some(pool) = call.count("pool") {
        options = options.pool(pool);
    }
    if let Some(within) = call.texts("within") {
        options = options.within(keys(&within));
    }
    let focus = call.texts("focus").unwrap_or_default();
    options = options.reach(call.decimal("reach").map(Ratio::from));
    let asked = given(call).cohort(call)?;
    let institution = call.finish(institution)?;
    let scores = asked.scores(&scoring)?;
    let study = || {
        let unit = asked.unit(&institution)?;
        let options = options.focus(asked.nodes(&focus)?);
        Ok(PeersRecord::new(&scores, &PeerStudy::new(&scores, unit, &options)?))
    };
    answered(study())
}
