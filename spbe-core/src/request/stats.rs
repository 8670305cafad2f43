//! `stats`: how values lie and how the index comes about, as `spbe stats --format json` prints it.

use super::call::{Call, Outcome};
use super::given::{answered, given, keys};
use super::operation::Operation;
use crate::record::StatisticsRecord;
use crate::statistics::{StatisticsOptions, StatisticsStudy};

pub(super) const OPERATION: Operation = Operation {
    name: "stats",
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
        "within",
        "nodes",
        "tier",
        "of",
    ],
    answer,
};

fn answer(call: &mut Call<'_, '_>) -> Outcome {
    let scoring = call.score_options();
    let within = call.texts("within").unwrap_or_default();
    let nodes = call.texts("nodes");
    let options = StatisticsOptions::default().within(keys(&within)).tier(call.optional_text("tier"));
    let options = options.instrument(call.optional_text("of"));
    let asked = given(call).cohort(call)?;
    let scores = asked.scores(&scoring)?;
    let study = || {
        let nodes = nodes.map(|nodes| asked.nodes(&nodes)).transpose()?;
        Ok(StatisticsRecord::new(&StatisticsStudy::new(&scores, &options.nodes(nodes))?))
    };
    answered(study())
}
