//! `rank`, `trend` and `compare`: institutions among each other.

use serde::Serialize;

use super::call::{Call, Outcome};
use super::error::RequestError;
use super::given::{answered, given, keys};
use super::operation::Operation;
use super::reply::Body;
use crate::cohort::CohortError;
use crate::exact::{Decimal, Ratio};
use crate::issue::Issues;
use crate::rank::{RankOptions, Ties, rank as rank_units};
use crate::record::{ComparisonRecord, RankRecord, Shown, TrendRecord, rank_records};
use crate::trend::{compare as compare_units, printed_means};

pub(super) const RANK: Operation = Operation {
    name: "rank",
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
        "by",
        "within",
        "mix",
        "ties",
        "top",
        "bottom",
        "if_value",
    ],
    answer: rank,
};

pub(super) const TREND: Operation = Operation {
    name: "trend",
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
    ],
    answer: trend,
};

pub(super) const COMPARE: Operation = Operation {
    name: "compare",
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
        "first",
        "second",
    ],
    answer: compare,
};

#[derive(Serialize)]
struct Ranks {
    ranks: Vec<RankRecord>,
}

fn rank(call: &mut Call<'_, '_>) -> Outcome {
    let scoring = call.score_options();
    let by = call.optional_text("by");
    let within = call.texts("within").unwrap_or_default();
    let mix = call.texts("mix").unwrap_or_default();
    let ways = Ties::ALL.map(|ties| (ties.name(), ties));
    let ties = match call.take("ties") {
        Some(value) => call.choice_of(value, "ties", &ways),
        None => None,
    };
    if call.has("top") {
        call.refuse_beside("bottom", "top");
    }
    let (top, bottom) = (call.count("top"), call.count("bottom"));
    let shown = top.map(Shown::Top).or_else(|| bottom.map(Shown::Bottom)).unwrap_or_default();
    let wanted = call.decimals("if_value");
    let asked = given(call).cohort(call)?;
    let scores = asked.scores(&scoring)?;
    let ranks = || {
        let unit = |(name, value): (String, Decimal)| Ok((asked.unit(&name)?, Ratio::from(value)));
        let if_values = wanted.into_iter().map(unit).collect::<Result<Vec<_>, CohortError>>()?;
        let node = asked.cohort.node(by.as_deref().unwrap_or("index"))?;
        let options = RankOptions::default().by(node).within(keys(&within)).mix(keys(&mix));
        let ranking = rank_units(&scores, &options.ties(ties.unwrap_or_default()))?;
        Ok(Ranks { ranks: rank_records(&scores, &ranking, shown, &if_values)? })
    };
    answered(ranks())
}

fn trend(call: &mut Call<'_, '_>) -> Outcome {
    let scoring = call.score_options();
    let institution = call.optional_text("institution");
    let asked = given(call).cohort(call)?;
    let scores = asked.scores(&scoring)?;
    let changes = || {
        let units = match institution {
            None => (0..asked.cohort.len()).collect(),
            Some(name) => asked.cohort.institution(&name)?,
        };
        TrendRecord::new(&scores, &units, &printed_means())
    };
    answered(changes())
}

fn compare(call: &mut Call<'_, '_>) -> Outcome {
    let scoring = call.score_options();
    let first = name(call, "first");
    let second = name(call, "second");
    let asked = given(call).cohort(call)?;
    let (first, second) = call.finish(first.zip(second))?;
    let scores = asked.scores(&scoring)?;
    let comparison = || {
        let unit = |text: &str| asked.cohort.find_described(text);
        compare_units(&scores, unit(&first)?, unit(&second)?)
    };
    let comparison = comparison().map_err(|error| Issues::one(RequestError::from(error)))?;
    let record = call.finish(ComparisonRecord::new(&scores, &comparison))?;
    Ok(Body::of(&record))
}

fn name(call: &mut Call<'_, '_>, field: &str) -> Option<String> {
    let value = call.required(field)?;
    call.text_of(value, field)
}
