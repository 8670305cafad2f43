//! Places as records: the contract of `spbe rank --format json`.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Ordered;
use crate::cohort::{Basis, CohortError, NoValue, NodeName, Scores, Unit};
use crate::exact::{Decimal, NumberError, Ratio, Rounding};
use crate::instrument::Text;
use crate::rank::{IfChanged, NotRanked, Place, Ranking, Ties};

/// A rank: a whole number, or a half where equals share the mean of their ranks.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum RankNumber {
    /// A whole rank.
    Whole(i64),
    /// A shared one.
    Half(f64),
}

impl RankNumber {
    pub(super) fn of(rank: Ratio) -> Self {
        match i64::try_from(rank.numerator()) {
            Ok(whole) if rank.is_whole() => Self::Whole(whole),
            _ => Self::Half(rank.to_f64()),
        }
    }
}

/// Why a unit has no rank, for programs and for people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UnrankedRecord {
    /// `undetermined`, `not_answered`, `not_printed`, `not_in_instrument` or `no_label`.
    pub reason: &'static str,
    /// The lowest exact value possible, of an undetermined one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lowest_exact: Option<String>,
    /// The highest exact value possible, of an undetermined one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub highest_exact: Option<String>,
    /// The label that is missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The reason in words, in both languages.
    pub text: Text,
}

/// The place of one unit in one group.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RankRecord {
    /// The institution.
    pub institution: String,
    /// The year.
    pub year: Option<u16>,
    /// The stage.
    pub stage: Option<String>,
    /// The id of the instrument.
    pub instrument: String,
    /// Everything else that is known of the institution.
    pub labels: BTreeMap<String, String>,
    /// What the units of the group have in common, by key; empty where all are ranked together.
    pub group: Ordered<Option<String>>,
    /// What was ranked by: `index`, or a node such as `domain:4`.
    pub node: String,
    /// The rank; absent of a unit that is not ranked.
    pub rank: Option<RankNumber>,
    /// How many units the group ranks.
    pub of: Option<u32>,
    /// How many of them have this value.
    pub tied: Option<u32>,
    /// What equal values get: `competition`, `dense` or `fractional`.
    pub ties: &'static str,
    /// The percentile rank: the percentage of the group that is below, equals counted by half; two decimals.
    pub percentile: Option<f64>,
    /// The same, exact.
    pub percentile_exact: Option<String>,
    /// The value that was ranked by, as published.
    pub value: Option<f64>,
    /// The same as text, with every decimal that is printed: as a table shows it, and as it can be read again.
    pub value_published: Option<String>,
    /// The same, exact; absent where it is a printed value.
    pub value_exact: Option<String>,
    /// The index as published.
    pub index: Option<f64>,
    /// The same as text, with every decimal that is printed.
    pub index_published: Option<String>,
    /// The exact index; absent where it is printed, or not one number.
    pub index_exact: Option<String>,
    /// The predicate; absent where it is not determined.
    pub predicate: Option<String>,
    /// What the numbers come from: `answers`, or `printed`.
    pub basis: &'static str,
    /// How far the next better value is above, exact; absent of the best.
    pub distance_to_next_exact: Option<String>,
    /// The institution that has it.
    pub next_institution: Option<String>,
    /// Where it would stand with the value that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub if_changed: Option<IfChangedRecord>,
    /// Why it is not ranked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_ranked: Option<UnrankedRecord>,
}

/// Where a unit would stand in its group if only its own value changed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct IfChangedRecord {
    /// The exact value that it would have.
    pub value_exact: String,
    /// The rank that it would have.
    pub rank: RankNumber,
    /// How many units its group would have.
    pub of: u32,
    /// How many of them would have the same value.
    pub tied: u32,
    /// The percentile rank that it would have; two decimals.
    pub percentile: f64,
    /// The same, exact.
    pub percentile_exact: String,
}

impl IfChangedRecord {
    fn new(changed: &IfChanged) -> Result<Self, NumberError> {
        Ok(Self {
            value_exact: changed.value.to_string(),
            rank: RankNumber::of(changed.rank),
            of: changed.of,
            tied: changed.tied,
            percentile: Rounding::HalfUp.publish(changed.percentile, 2)?.to_f64(),
            percentile_exact: changed.percentile.to_string(),
        })
    }
}

/// How many places of each group are wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shown {
    /// All, and the units that are not ranked.
    #[default]
    All,
    /// Those of so high a rank, and their equals.
    Top(usize),
    /// Those with fewer than so many below them.
    Bottom(usize),
}

/// The records of a ranking: group by group, the best first, equals by name; then the units that are not ranked.
///
/// `if_values` asks where a unit would stand with another value, all others as they are; such units are shown whatever
/// else is.
///
/// # Errors
/// [`CohortError::ValueOutOfRange`], [`CohortError::ValueTwice`], and a number that does not fit.
pub fn rank_records(
    scores: &Scores<'_>,
    ranking: &Ranking,
    shown: Shown,
    if_values: &[(usize, Ratio)],
) -> Result<Vec<RankRecord>, CohortError> {
    for (position, (unit, value)) in if_values.iter().enumerate() {
        let Some(unit) = scores.cohort().unit(*unit) else { continue };
        let instrument = unit.instrument();
        let lowest = instrument.value_of(instrument.lowest_answer());
        let highest = instrument.value_of(instrument.highest_answer());
        if !(lowest..=highest).contains(value) {
            let [found, lowest, highest] = [*value, lowest, highest].map(|value| value.to_string());
            return Err(CohortError::ValueOutOfRange { subject: unit.describe(), found, lowest, highest });
        }
        if if_values.iter().take(position).any(|(before, _)| *before == unit.position()) {
            return Err(CohortError::ValueTwice { subject: unit.describe() });
        }
    }
    let asked = |unit: usize| if_values.iter().find(|(own, _)| *own == unit);
    let changed = |unit: usize| match asked(unit) {
        Some((_, value)) => ranking.if_value(unit, *value)?.map(|changed| IfChangedRecord::new(&changed)).transpose(),
        None => Ok(None),
    };
    let mut records = Vec::new();
    for group in 0..ranking.grouping().len() {
        let all = ranking.group(group);
        let places = match shown {
            Shown::All => all,
            Shown::Top(count) => ranking.top(group, count),
            Shown::Bottom(count) => ranking.bottom(group, count),
        };
        let is_shown = |place: &Place| {
            let ends = places.first().zip(places.last());
            ends.is_some_and(|(first, last)| (first.above()..=last.above()).contains(&place.above()))
        };
        let kept: Vec<&Place> = all.iter().filter(|place| is_shown(place) || asked(place.unit()).is_some()).collect();
        for equal in kept.chunk_by(|left, right| left.above() == right.above()) {
            let mut equal = equal.to_vec();
            // Whatever the order of the file: by name, then as in the file.
            equal.sort_by_key(|place| scores.cohort().unit(place.unit()).map(|unit| unit.institution()));
            for place in equal {
                let if_changed = changed(place.unit())?;
                records.extend(ranked(scores, ranking, place)?.map(|record| RankRecord { if_changed, ..record }));
            }
        }
    }
    for (unit, reason) in ranking.not_ranked() {
        if shown == Shown::All || asked(*unit).is_some() {
            let if_changed = changed(*unit)?;
            let record = scores.cohort().unit(*unit).map(|unit| unranked(scores, ranking, &unit, reason));
            records.extend(record.map(|record| RankRecord { if_changed, ..record }));
        }
    }
    Ok(records)
}

fn ranked(scores: &Scores<'_>, ranking: &Ranking, place: &Place) -> Result<Option<RankRecord>, NumberError> {
    let cohort = scores.cohort();
    let (Some(unit), Some(value)) = (cohort.unit(place.unit()), ranking.value(place)) else { return Ok(None) };
    let percentile = ranking.percentile(place)?;
    let next = ranking.next_better(place)?;
    let next_name = next.and_then(|(better, _)| cohort.unit(better.unit()));
    let published = scores.published(place.unit(), ranking.node(), value);
    Ok(Some(RankRecord {
        rank: Some(RankNumber::of(ranking.rank(place)?)),
        of: Some(ranking.of(place)),
        tied: Some(place.tied()),
        percentile: Some(Rounding::HalfUp.publish(percentile, 2)?.to_f64()),
        percentile_exact: Some(percentile.to_string()),
        value: published.map(Decimal::to_f64),
        value_published: published.map(|value| value.to_string()),
        value_exact: (unit.basis() == Basis::Answers).then(|| value.to_string()),
        distance_to_next_exact: next.map(|(_, gap)| gap.to_string()),
        next_institution: next_name.map(|unit| unit.institution().to_owned()),
        ..plain(scores, ranking, &unit)
    }))
}

fn unranked(scores: &Scores<'_>, ranking: &Ranking, unit: &Unit<'_>, reason: &NotRanked) -> RankRecord {
    RankRecord { not_ranked: Some(why(reason)), ..plain(scores, ranking, unit) }
}

/// What is known of a unit without its place.
fn plain(scores: &Scores<'_>, ranking: &Ranking, unit: &Unit<'_>) -> RankRecord {
    let index = scores.index().value(unit.position());
    let published = index.and_then(|index| scores.published(unit.position(), &NodeName::Index, index));
    RankRecord {
        institution: unit.institution().to_owned(),
        year: unit.year(),
        stage: unit.stage().map(ToOwned::to_owned),
        instrument: unit.instrument().id().to_owned(),
        labels: unit.labels().map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
        group: ranking.shared(unit).into_iter().map(|(key, value)| (key.to_string(), value)).collect(),
        node: ranking.node().to_string(),
        rank: None,
        of: None,
        tied: None,
        ties: Ties::name(ranking.ties()),
        percentile: None,
        percentile_exact: None,
        value: None,
        value_published: None,
        value_exact: None,
        index: published.map(Decimal::to_f64),
        index_published: published.map(|index| index.to_string()),
        index_exact: index.filter(|_| unit.basis() == Basis::Answers).map(|index| index.to_string()),
        predicate: predicate_name(scores, unit),
        basis: unit.basis().name(),
        distance_to_next_exact: None,
        next_institution: None,
        if_changed: None,
        not_ranked: None,
    }
}

/// The official name of a unit's predicate.
pub(super) fn predicate_name(scores: &Scores<'_>, unit: &Unit<'_>) -> Option<String> {
    let position = scores.predicate(unit.position())?;
    unit.instrument().predicates().get(position).map(|predicate| predicate.name.id.clone())
}

fn why(reason: &NotRanked) -> UnrankedRecord {
    let (reason, lowest, highest, label, english, indonesian) = match reason {
        NotRanked::NoLabel(label) => (
            "no_label",
            None,
            None,
            Some(label.clone()),
            format!("it has no `{label}`"),
            format!("tidak memiliki `{label}`"),
        ),
        NotRanked::NoValue(NoValue::Undetermined { lowest, highest }) => (
            "undetermined",
            Some(lowest.to_string()),
            Some(highest.to_string()),
            None,
            format!("answers are missing: anything from {lowest} to {highest}"),
            format!("ada jawaban yang kosong: antara {lowest} dan {highest}"),
        ),
        NotRanked::NoValue(NoValue::NotAnswered) => {
            ("not_answered", None, None, None, "nothing of it is answered".to_owned(), "tidak ada jawaban".to_owned())
        }
        NotRanked::NoValue(NoValue::NotInInstrument) => (
            "not_in_instrument",
            None,
            None,
            None,
            "its instrument has no such node".to_owned(),
            "instrumennya tidak memiliki simpul ini".to_owned(),
        ),
        NotRanked::NoValue(NoValue::NotPrinted) => (
            "not_printed",
            None,
            None,
            None,
            "the value is not printed".to_owned(),
            "nilainya tidak tercetak".to_owned(),
        ),
    };
    let text = Text { id: indonesian, en: Some(english) };
    UnrankedRecord { reason, lowest_exact: lowest, highest_exact: highest, label, text }
}
