//! A score as a record: the contract of `spbe score --format json`.

use std::collections::BTreeMap;

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use super::Ordered;
use crate::exact::{Decimal, Ratio};
use crate::instrument::Instrument;
use crate::score::{NextPredicate, NodeScore, Score, ScoreSource, Value};

/// The lowest and highest value possible, exact and published, where the input leaves a range.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RangeRecord {
    /// The lowest published value.
    pub lowest: f64,
    /// The highest published value.
    pub highest: f64,
    /// The lowest exact value.
    pub lowest_exact: String,
    /// The highest exact value.
    pub highest_exact: String,
    /// Whether the highest exact value itself is possible.
    pub highest_included: bool,
}

/// What a line on one score tells: the fields of a [`ScoreRecord`] that are about the whole, and of its ranges the
/// index's.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HeadlineRecord<'score> {
    /// The institution.
    pub institution: &'score str,
    /// The year.
    pub year: Option<u16>,
    /// The stage.
    pub stage: Option<&'score str>,
    /// The published index.
    pub index: Option<f64>,
    /// The exact index.
    pub index_exact: Option<String>,
    /// The predicate; absent where it is not determined.
    pub predicate: Option<&'score str>,
    /// Every predicate that is possible.
    pub predicates_possible: Vec<&'score str>,
    /// What happened to missing answers.
    pub missing_policy: &'static str,
    /// Whether the index follows the regulation: nothing assumed or left out.
    pub official_rule: bool,
    /// The range of the index, if it is not determined.
    pub ranges: Ordered<RangeRecord>,
}

impl<'score> HeadlineRecord<'score> {
    /// The line of a score on its instrument.
    #[must_use]
    pub fn new(instrument: &'score Instrument, score: &'score Score) -> Self {
        let name =
            |position: usize| instrument.predicates().get(position).map_or("", |predicate| predicate.name.id.as_str());
        Self {
            institution: &score.subject.institution,
            year: score.subject.year,
            stage: score.subject.stage.as_deref(),
            index: score.index.published().map(Decimal::to_f64),
            index_exact: exact(Some(score.index)),
            predicate: score.predicate.determined().map(name),
            predicates_possible: (score.predicate.lowest..=score.predicate.highest).map(name).collect(),
            missing_policy: score.missing_policy.name(),
            official_rule: score.is_official_rule(),
            ranges: range(|| "index".to_owned(), &score.index).into_iter().collect(),
        }
    }
}

/// The way to the next predicate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NextRecord {
    /// The next predicate.
    pub predicate: String,
    /// The smallest exact index that has it under the basis.
    pub index_exact: String,
    /// The distance in index points, exact.
    pub gap_exact: String,
    /// The distance in parts of the instrument's total: weighted level steps.
    pub parts: i128,
    /// No fewer level steps reach it; absent for decimal answers.
    pub fewest_levels: Option<u32>,
}

/// A score. Published numbers are JSON numbers, exact ones text: a decimal where the expansion ends, else a fraction.
///
/// A value that the input does not determine is `null`, and its range stands in `ranges`.
#[derive(Clone, Debug, PartialEq)]
pub struct ScoreRecord {
    /// The institution.
    pub institution: String,
    /// The year.
    pub year: Option<u16>,
    /// The stage.
    pub stage: Option<String>,
    /// Everything else the file says of the institution.
    pub labels: BTreeMap<String, String>,
    /// The id of the instrument.
    pub instrument: String,
    /// Its checksum.
    pub checksum: String,
    /// `answers`, or `printed` for a range from printed values.
    pub source: &'static str,
    /// The published index.
    pub index: Option<f64>,
    /// The exact index.
    pub index_exact: Option<String>,
    /// The predicate; absent where it is not determined.
    pub predicate: Option<String>,
    /// Every predicate that is possible.
    pub predicates_possible: Vec<String>,
    /// Which index the predicate was read from.
    pub predicate_basis: &'static str,
    /// What happened to missing answers.
    pub missing_policy: &'static str,
    /// The codes without an answer.
    pub missing: Vec<String>,
    /// Whether the index follows the regulation: nothing assumed or left out.
    pub official_rule: bool,
    /// Published values by tier (`domains`, `aspects`, or the tiers of the instrument) and code.
    pub nodes: Ordered<Ordered<Option<f64>>>,
    /// Exact values by tier (`domains_exact`, `aspects_exact`) and code.
    pub nodes_exact: Ordered<Ordered<Option<String>>>,
    /// The exact value of each indicator.
    pub indicators: Ordered<Option<String>>,
    /// What each indicator adds to the index, as published.
    pub contributions: Ordered<Option<f64>>,
    /// What each indicator adds to the index, exact; these add up to it.
    pub contributions_exact: Ordered<Option<String>>,
    /// The range of each value that is not determined, by `index` or `tier:code`.
    pub ranges: Ordered<RangeRecord>,
    /// The way to the next predicate.
    pub next: Option<NextRecord>,
}

impl ScoreRecord {
    /// The record of a score on its instrument.
    #[must_use]
    pub fn new(instrument: &Instrument, score: &Score) -> Self {
        let name = |position: usize| {
            instrument.predicates().get(position).map(|predicate| predicate.name.id.clone()).unwrap_or_default()
        };
        let item_code = |position: &usize| instrument.items().get(*position).map(|item| item.code().to_owned());
        let indicators = || instrument.indicators().iter().zip(&score.indicators);
        Self {
            institution: score.subject.institution.clone(),
            year: score.subject.year,
            stage: score.subject.stage.clone(),
            labels: score.subject.labels.clone(),
            instrument: score.instrument.clone(),
            checksum: instrument.checksum().to_owned(),
            source: source(score),
            index: score.index.published().map(Decimal::to_f64),
            index_exact: score.index.exact().map(|exact| exact.to_string()),
            predicate: score.predicate.determined().map(name),
            predicates_possible: (score.predicate.lowest..=score.predicate.highest).map(name).collect(),
            predicate_basis: score.predicate_basis.name(),
            missing_policy: score.missing_policy.name(),
            missing: score.missing_items.iter().filter_map(item_code).collect(),
            official_rule: score.is_official_rule(),
            nodes: tiers(instrument, score, "", |value| value.published().map(Decimal::to_f64)),
            nodes_exact: tiers(instrument, score, "_exact", |value| value.exact().map(|exact| exact.to_string())),
            indicators: indicators().map(|(entry, own)| (entry.code().to_owned(), exact(own.value))).collect(),
            contributions: indicators()
                .map(|(entry, own)| {
                    let published = own.contribution.and_then(|value| value.published());
                    (entry.code().to_owned(), published.map(Decimal::to_f64))
                })
                .collect(),
            contributions_exact: indicators()
                .map(|(entry, own)| (entry.code().to_owned(), exact(own.contribution)))
                .collect(),
            ranges: ranges(instrument, score),
            next: score.next.map(|next| NextRecord::new(&next, name(next.predicate))),
        }
    }
}

impl NextRecord {
    pub(super) fn new(next: &NextPredicate, predicate: String) -> Self {
        Self {
            predicate,
            index_exact: next.index.to_string(),
            gap_exact: next.gap.to_string(),
            parts: next.parts,
            fewest_levels: next.fewest_levels,
        }
    }
}

pub(super) const fn source(score: &Score) -> &'static str {
    match score.source {
        ScoreSource::Answers => "answers",
        ScoreSource::Printed => "printed",
    }
}

fn exact(value: Option<Value>) -> Option<String> {
    value.and_then(|value| value.exact()).map(|exact: Ratio| exact.to_string())
}

/// The range of each value that is not determined.
pub(super) fn ranges(instrument: &Instrument, score: &Score) -> Ordered<RangeRecord> {
    let nodes = instrument.nodes().iter().zip(&score.nodes);
    let nodes = nodes.filter_map(|(node, NodeScore { value })| {
        range(|| format!("{}:{}", node.tier(), node.code()), value.as_ref()?)
    });
    let indicators = instrument.indicators().iter().zip(&score.indicators);
    let indicators = indicators
        .filter_map(|(indicator, own)| range(|| format!("indicator:{}", indicator.code()), own.value.as_ref()?));
    range(|| "index".to_owned(), &score.index).into_iter().chain(nodes).chain(indicators).collect()
}

fn range(key: impl Fn() -> String, value: &Value) -> Option<(String, RangeRecord)> {
    if value.exact().is_some() {
        return None;
    }
    let record = RangeRecord {
        lowest: value.published_lowest().to_f64(),
        highest: value.published_highest().to_f64(),
        lowest_exact: value.lowest().to_string(),
        highest_exact: value.highest().to_string(),
        highest_included: value.highest_included(),
    };
    Some((key(), record))
}

/// The tiers that have values of their own, by code. `domain` and `aspect` are always among them, empty for an
/// instrument without such a tier, so that readers of the contract find them.
pub(super) fn upper_tiers(instrument: &Instrument) -> Vec<&str> {
    let upper = instrument.tiers().split_last().map_or(&[][..], |(_, upper)| upper);
    let mut codes: Vec<&str> = vec!["domain", "aspect"];
    codes.extend(upper.iter().map(|tier| tier.code.as_str()).filter(|code| !matches!(*code, "domain" | "aspect")));
    codes
}

/// Values by tier, and by code in a tier.
fn tiers<V>(
    instrument: &Instrument,
    score: &Score,
    suffix: &str,
    form: impl Fn(&Value) -> Option<V>,
) -> Ordered<Ordered<Option<V>>> {
    let of_tier = |tier: &str| {
        let nodes = instrument.nodes().iter().zip(&score.nodes).filter(|(node, _)| node.tier() == tier);
        nodes.map(|(node, own)| (node.code().to_owned(), own.value.as_ref().and_then(&form))).collect()
    };
    upper_tiers(instrument).into_iter().map(|code| (format!("{code}s{suffix}"), of_tier(code))).collect()
}

impl Serialize for ScoreRecord {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("institution", &self.institution)?;
        map.serialize_entry("year", &self.year)?;
        map.serialize_entry("stage", &self.stage)?;
        map.serialize_entry("labels", &self.labels)?;
        map.serialize_entry("instrument", &self.instrument)?;
        map.serialize_entry("checksum", &self.checksum)?;
        map.serialize_entry("source", &self.source)?;
        map.serialize_entry("index", &self.index)?;
        map.serialize_entry("index_exact", &self.index_exact)?;
        map.serialize_entry("predicate", &self.predicate)?;
        map.serialize_entry("predicates_possible", &self.predicates_possible)?;
        map.serialize_entry("predicate_basis", &self.predicate_basis)?;
        map.serialize_entry("missing_policy", &self.missing_policy)?;
        map.serialize_entry("missing", &self.missing)?;
        map.serialize_entry("official_rule", &self.official_rule)?;
        for (tier, values) in self.nodes.entries() {
            map.serialize_entry(tier, values)?;
        }
        for (tier, values) in self.nodes_exact.entries() {
            map.serialize_entry(tier, values)?;
        }
        map.serialize_entry("indicators", &self.indicators)?;
        map.serialize_entry("contributions", &self.contributions)?;
        map.serialize_entry("contributions_exact", &self.contributions_exact)?;
        map.serialize_entry("ranges", &self.ranges)?;
        map.serialize_entry("next", &self.next)?;
        map.end()
    }
}
