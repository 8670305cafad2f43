//! `rank`, `trend` and `compare`: the institutions of a file among each other.

use serde::Serialize;

use super::call::{Call, Outcome};
use super::error::RequestError;
use super::file::read_content;
use super::operation::Operation;
use super::reply::Body;
use crate::cohort::{Cohort, GroupKey, Scores};
use crate::exact::{Decimal, Ratio};
use crate::issue::Issues;
use crate::rank::{RankOptions, Ties, rank as rank_units};
use crate::record::{ComparisonRecord, RankRecord, Shown, TrendRecord, rank_records};
use crate::score::ScoreOptions;
use crate::trend::{compare as compare_units, printed_means};

pub(super) const RANK: Operation = Operation {
    name: "rank",
    fields: &[
        "content",
        "instrument",
        "year",
        "missing",
        "predicate_basis",
        "decimal_comma",
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
    fields: &["content", "instrument", "year", "missing", "predicate_basis", "decimal_comma", "institution"],
    answer: trend,
};

pub(super) const COMPARE: Operation = Operation {
    name: "compare",
    fields: &["content", "instrument", "year", "missing", "predicate_basis", "decimal_comma", "first", "second"],
    answer: compare,
};

#[derive(Serialize)]
struct Ranks {
    ranks: Vec<RankRecord>,
}

fn rank(call: &mut Call<'_, '_>) -> Outcome {
    let scoring = call.score_options();
    let by = call.optional_text("by");
    let (within, mix) = (keys(call, "within"), keys(call, "mix"));
    let ways = Ties::ALL.map(|ties| (ties.name(), ties));
    let ties = match call.take("ties") {
        Some(value) => call.choice_of(value, "ties", &ways),
        None => None,
    };
    let (top, bottom) = (call.count("top"), call.count("bottom"));
    let shown = top.map(Shown::Top).or_else(|| bottom.map(Shown::Bottom)).unwrap_or_default();
    let wanted = call.decimals("if_value");
    let cohort = cohort(call)?;
    let scores = scored(&cohort, &scoring)?;
    let unit = |(name, value): (String, Decimal)| Ok((cohort.find(&name, None, None)?, Ratio::from(value)));
    let if_values = wanted.into_iter().map(unit).collect::<Result<Vec<_>, _>>().map_err(one)?;
    let node = cohort.node(by.as_deref().unwrap_or("index")).map_err(one)?;
    let options = RankOptions::default().by(node).within(within).mix(mix).ties(ties.unwrap_or_default());
    let ranking = rank_units(&scores, &options).map_err(one)?;
    let ranks = rank_records(&scores, &ranking, shown, &if_values).map_err(|error| one(error.into()))?;
    Ok(Body::of(&Ranks { ranks }))
}

fn trend(call: &mut Call<'_, '_>) -> Outcome {
    let scoring = call.score_options();
    let institution = call.optional_text("institution");
    let cohort = cohort(call)?;
    let scores = scored(&cohort, &scoring)?;
    let units = match institution {
        None => (0..cohort.len()).collect(),
        Some(name) => cohort.institution(&name).map_err(one)?,
    };
    Ok(Body::of(&TrendRecord::new(&scores, &units, &printed_means()).map_err(one)?))
}

fn compare(call: &mut Call<'_, '_>) -> Outcome {
    let scoring = call.score_options();
    let first = name(call, "first");
    let second = name(call, "second");
    let cohort = cohort(call)?;
    let (first, second) = call.finish(first.zip(second))?;
    let scores = scored(&cohort, &scoring)?;
    let unit = |text: &str| cohort.find_described(text).map_err(one);
    let comparison = compare_units(&scores, unit(&first)?, unit(&second)?).map_err(one)?;
    let record = call.finish(ComparisonRecord::new(&scores, &comparison))?;
    Ok(Body::of(&record))
}

fn name(call: &mut Call<'_, '_>, field: &str) -> Option<String> {
    let value = call.required(field)?;
    call.text_of(value, field)
}

/// The cohort of `content`.
fn cohort(call: &mut Call<'_, '_>) -> Result<Cohort, Issues<RequestError>> {
    let (instrument, records) = read_content(call)?;
    Cohort::from_records(&instrument, &records).map_err(|issues| issues.map(|place, error| (place, error.into())))
}

fn scored<'cohort>(cohort: &'cohort Cohort, options: &ScoreOptions) -> Result<Scores<'cohort>, Issues<RequestError>> {
    Scores::new(cohort, options).map_err(|issues| issues.map(|place, error| (place, error.into())))
}

fn one(error: crate::cohort::CohortError) -> Issues<RequestError> {
    Issues::one(error.into())
}

/// A list of labels, which may be left out.
fn keys(call: &mut Call<'_, '_>, field: &str) -> Vec<GroupKey> {
    const MOST: usize = 16;
    if !call.has(field) {
        return Vec::new();
    }
    let values = call.list(field, MOST).unwrap_or_default();
    values
        .into_iter()
        .filter_map(|value| call.text_of(value, field))
        .map(|name| GroupKey::from(name.as_str()))
        .collect()
}
