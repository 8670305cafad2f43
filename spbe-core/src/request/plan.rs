//! `plan`: the cheapest way to a target, as `spbe plan --format json` prints it; with `frontier`, the least cost of every
//! index.

use super::call::{Call, Outcome};
use super::given::given;
use super::lists::list;
use super::operation::Operation;
use super::reply::Body;
use crate::cohort::NodeName;
use crate::exact::Ratio;
use crate::issue::{Issues, Place};
use crate::plan::{Aim, Frontier, Grid, NodeTarget, PlanError, PlanOptions, PlanStudy};
use crate::record::{FrontierRecord, PlanRecord};

pub(super) const OPERATION: Operation = Operation {
    name: "plan",
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
        "target",
        "predicate",
        "targets",
        "budget",
        "costs",
        "rules",
        "bounds",
        "locked",
        "capacities",
        "periods",
        "pace",
        "most_changed",
        "plans",
        "differ",
        "grid",
        "most_nodes",
        "frontier",
    ],
    answer,
};

fn answer(call: &mut Call<'_, '_>) -> Outcome {
    let scoring = call.score_options();
    let institution = call.required("institution").and_then(|value| call.text_of(value, "institution"));
    let mut options = PlanOptions::default()
        .budget(call.decimal("budget").map(Ratio::from))
        .costs(list(call, "costs"))
        .rules(list(call, "rules"))
        .bounds(list(call, "bounds"))
        .capacities(list(call, "capacities"))
        .periods(list(call, "periods"))
        .locked(call.texts("locked").unwrap_or_default())
        .pace(call.count("pace"))
        .most_changed(call.count("most_changed"))
        .plans(call.count("plans").unwrap_or(1), call.count("differ").unwrap_or(1));
    let nodes: Vec<NodeTarget> = list(call, "targets");
    if let Some(value) = call.decimal("target") {
        options = options.target(NodeName::Index, Aim::AtLeast(value.into()));
    }
    if let Some(name) = call.optional_text("predicate") {
        options = options.target(NodeName::Index, Aim::Predicate(name));
    }
    if let Some(grid) = call.optional_text("grid") {
        match Grid::named(&grid) {
            Ok(grid) => options = options.grid(grid),
            Err(error) => call.add(Place::path("grid"), error.into()),
        }
    }
    if let Some(nodes) = call.count("most_nodes") {
        options = options.most_nodes(nodes);
    }
    let frontier = call.flag("frontier");
    let asked = given(call).cohort(call)?;
    let institution = call.finish(institution)?;
    let scores = asked.scores(&scoring)?;
    let one = |error: PlanError| Issues::one(error.into());
    let unit = asked.unit(&institution).map_err(|error| one(error.into()))?;
    let problems = |issues: Issues<PlanError>| issues.map(|place, error| (place, error.into()));
    let options = options.node_targets(&asked.cohort, &nodes).map_err(problems)?;
    let instrument = asked.cohort.unit(unit).map(|unit| unit.instrument());
    let instrument = call.finish(instrument)?;
    if frontier {
        let frontier = Frontier::of_unit(&scores, unit, &options).map_err(problems)?;
        let record = FrontierRecord::new(instrument, &frontier).map_err(|error| one(error.into()))?;
        return Ok(Body::of(&record));
    }
    let study = PlanStudy::of_unit(&scores, unit, &options).map_err(problems)?;
    let record = PlanRecord::new(instrument, &study).map_err(|error| one(error.into()))?;
    Ok(Body::of(&call.finish(record)?))
}
