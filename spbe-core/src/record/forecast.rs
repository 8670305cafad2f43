//! How likely each predicate is, as a record: the contract of `spbe forecast --format json`.

use serde::Serialize;

use super::what_if::named;
use crate::cohort::Scores;
use crate::exact::{Decimal, NumberError, Ratio};
use crate::forecast::{Driver, Forecast, Learnt, Outlook, Probability};
use crate::instrument::{Instrument, PredicateBasis, Text};

/// Fewer pairs than this are called few.
const FEW_PAIRS: u64 = 30;
/// Less likely published values are not listed.
const LEAST_CHANCE: f64 = 1e-12;

/// A value and its chance.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ChanceRecord {
    /// The published index.
    pub index: f64,
    /// The chance that it is published so.
    pub chance: f64,
}

/// A quantile.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct QuantileRecord {
    /// The chance not to exceed the index.
    pub chance: f64,
    /// The index, published.
    pub index: f64,
    /// The same, exact.
    pub index_exact: String,
}

/// A predicate and its chance.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PredicateChanceRecord {
    /// The predicate.
    pub predicate: String,
    /// Its chance.
    pub chance: f64,
}

/// What can become of the index.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OutlookRecord {
    /// The scenario of changes; absent for the answers as they are, and for changes without a name.
    pub name: Option<String>,
    /// The published index if every answer counts as it is.
    pub claimed: f64,
    /// The same, exact.
    pub claimed_exact: String,
    /// Its predicate.
    pub claimed_predicate: String,
    /// The expected index.
    pub expected: f64,
    /// The same exactly, where all probabilities are known exactly and the numbers fit.
    pub expected_exact: Option<String>,
    /// The standard deviation of the index.
    pub standard_deviation: f64,
    /// The lowest index with a chance, exact.
    pub lowest_exact: String,
    /// The highest, exact.
    pub highest_exact: String,
    /// Quantiles.
    pub quantiles: Vec<QuantileRecord>,
    /// The chance of each predicate, the lowest first.
    pub predicates: Vec<PredicateChanceRecord>,
    /// The chance to reach the target; absent without one.
    pub reach: Option<f64>,
    /// The chance of each published index, but for those below 1e-12.
    pub distribution: Vec<ChanceRecord>,
}

/// One level that an indicator may turn out to have.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DriverLevelRecord {
    /// The level, exact; absent where the answer stays missing.
    pub level: Option<String>,
    /// Its chance.
    pub chance: f64,
    /// The chance to reach the target if this were certain.
    pub reach: Option<f64>,
}

/// One uncertain indicator.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DriverRecord {
    /// The code of the indicator, or item.
    pub indicator: String,
    /// The official name of the indicator, with the English one beside it.
    pub name: Option<Text>,
    /// Its answer, exact; absent where it is missing.
    pub answer: Option<String>,
    /// Its share of the variance that the indicators have by themselves.
    pub variance_share: f64,
    /// By how much the chance to reach the target differs between its best and its worst level.
    pub swing: Option<f64>,
    /// The levels that it may turn out to have, the lowest first.
    pub levels: Vec<DriverLevelRecord>,
}

/// What became of one level.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LearntLevelRecord {
    /// The level of the answers, exact.
    pub level: String,
    /// How many pairs began there.
    pub pairs: u64,
    /// Whether these are fewer than thirty.
    pub few: bool,
    /// How many of them came to each level, the lowest first.
    pub counts: Vec<u64>,
}

/// What was learnt, and from how little.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LearntRecord {
    /// The stage of the answers.
    pub first: String,
    /// The stage that counts.
    pub second: String,
    /// How many institutions have both.
    pub institutions: usize,
    /// How many pairs of answers there are.
    pub pairs: u64,
    /// How many pairs lack one answer, and are not counted.
    pub incomplete: u64,
    /// Pairs thought of beside all, spread evenly over the levels, exact.
    pub smoothing: String,
    /// How many pairs of an indicator weigh as much as those of all, exact.
    pub shrinkage: String,
    /// What became of each level, the lowest first.
    pub levels: Vec<LearntLevelRecord>,
}

/// What is to be reached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TargetRecord {
    /// The predicate, if it is one.
    pub predicate: Option<String>,
    /// The smallest exact index that counts.
    pub index_exact: String,
    /// Whether that index itself counts.
    pub index_included: bool,
}

/// A scenario and its probability.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ScenarioChanceRecord {
    /// Its name.
    pub name: String,
    /// Its probability.
    pub probability: f64,
}

/// A forecast of one institution.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ForecastRecord {
    /// The institution.
    pub institution: String,
    /// The year.
    pub year: Option<u16>,
    /// The stage.
    pub stage: Option<String>,
    /// The id of the instrument.
    pub instrument: String,
    /// Its checksum.
    pub checksum: String,
    /// Which index predicates are read from.
    pub predicate_basis: &'static str,
    /// What happened to missing answers.
    pub missing_policy: &'static str,
    /// What is to be reached; absent at the top.
    pub target: Option<TargetRecord>,
    /// How many indicators are uncertain.
    pub uncertain: usize,
    /// What was learnt, where it was asked for.
    pub learnt: Option<LearntRecord>,
    /// The scenarios of beliefs.
    pub scenarios: Vec<ScenarioChanceRecord>,
    /// The probability with which an indicator follows the mood of the whole assessment.
    pub common: f64,
    /// The outlook for the answers as they are.
    pub now: OutlookRecord,
    /// One outlook for each scenario of changes.
    pub planned: Vec<OutlookRecord>,
    /// The uncertain indicators, those with the most variance first.
    pub drivers: Vec<DriverRecord>,
}

impl ForecastRecord {
    /// The record of a forecast.
    ///
    /// # Errors
    /// [`NumberError`] for an index that cannot be published.
    pub fn new(scores: &Scores<'_>, forecast: &Forecast) -> Result<Option<Self>, NumberError> {
        let Some(unit) = scores.cohort().unit(forecast.unit) else { return Ok(None) };
        let instrument = unit.instrument();
        let form = Form { instrument, basis: forecast.score.predicate_basis };
        let probability = |(name, chance): &(String, Probability)| ScenarioChanceRecord {
            name: name.clone(),
            probability: chance.value(),
        };
        Ok(Some(Self {
            institution: unit.institution().to_owned(),
            year: unit.year(),
            stage: unit.stage().map(ToOwned::to_owned),
            instrument: instrument.id().to_owned(),
            checksum: instrument.checksum().to_owned(),
            predicate_basis: forecast.score.predicate_basis.name(),
            missing_policy: forecast.score.missing_policy.name(),
            target: forecast.target.map(|target| TargetRecord {
                predicate: target.predicate.and_then(|position| form.predicate(position)),
                index_exact: target.index.to_string(),
                index_included: target.index_included,
            }),
            uncertain: forecast.uncertain,
            learnt: forecast.learnt.as_ref().map(learnt),
            scenarios: forecast.scenarios.iter().map(probability).collect(),
            common: forecast.common.value(),
            now: form.outlook(&forecast.now)?,
            planned: forecast.planned.iter().map(|outlook| form.outlook(outlook)).collect::<Result<_, _>>()?,
            drivers: forecast.drivers.iter().map(|driver| form.driver(driver)).collect(),
        }))
    }
}

struct Form<'forecast> {
    instrument: &'forecast Instrument,
    basis: PredicateBasis,
}

impl Form<'_> {
    fn predicate(&self, position: usize) -> Option<String> {
        self.instrument.predicates().get(position).map(|predicate| predicate.name.id.clone())
    }

    fn outlook(&self, outlook: &Outlook) -> Result<OutlookRecord, NumberError> {
        let published = self.instrument.publish(outlook.claimed)?;
        let judged = match self.basis {
            PredicateBasis::Exact => outlook.claimed,
            PredicateBasis::Published => published.into(),
        };
        let quantile = |(chance, index): &(f64, Ratio)| {
            let published = self.instrument.publish(*index)?.to_f64();
            Ok(QuantileRecord { chance: *chance, index: published, index_exact: index.to_string() })
        };
        let predicate = |(position, chance): (usize, &f64)| PredicateChanceRecord {
            predicate: self.predicate(position).unwrap_or_default(),
            chance: *chance,
        };
        let (lowest, highest) = outlook.distribution.range()?;
        Ok(OutlookRecord {
            name: outlook.name.clone(),
            claimed: published.to_f64(),
            claimed_exact: outlook.claimed.to_string(),
            claimed_predicate: self.predicate(self.instrument.predicate_position(judged)).unwrap_or_default(),
            expected: outlook.expected,
            expected_exact: outlook.expected_exact.map(|expected| expected.to_string()),
            standard_deviation: outlook.deviation,
            lowest_exact: lowest.to_string(),
            highest_exact: highest.to_string(),
            quantiles: outlook.quantiles.iter().map(quantile).collect::<Result<_, NumberError>>()?,
            predicates: outlook.predicates.iter().enumerate().map(predicate).collect(),
            reach: outlook.reach,
            distribution: self.published(outlook)?,
        })
    }

    /// The chances of published values.
    #[expect(clippy::float_arithmetic, reason = "chances are no part of an index")]
    fn published(&self, outlook: &Outlook) -> Result<Vec<ChanceRecord>, NumberError> {
        let mut found: Vec<(Decimal, f64)> = Vec::new();
        for (position, chance) in outlook.distribution.chances().iter().enumerate() {
            if *chance == 0.0 {
                continue;
            }
            let index = self.instrument.publish(outlook.distribution.index(position)?)?;
            match found.last_mut() {
                Some((last, sum)) if *last == index => *sum += chance,
                _ => found.push((index, *chance)),
            }
        }
        let record = |(index, chance): (Decimal, f64)| ChanceRecord { index: index.to_f64(), chance };
        Ok(found.into_iter().filter(|(_, chance)| *chance >= LEAST_CHANCE).map(record).collect())
    }

    fn driver(&self, driver: &Driver) -> DriverRecord {
        let (indicator, name) = named(self.instrument, driver.item);
        let levels = driver.levels.iter().map(|level| DriverLevelRecord {
            level: level.answer.map(|answer| answer.to_string()),
            chance: level.chance,
            reach: level.reach,
        });
        DriverRecord {
            indicator,
            name,
            answer: driver.answer.map(|answer| answer.to_string()),
            variance_share: driver.variance_share,
            swing: driver.swing,
            levels: levels.collect(),
        }
    }
}

fn learnt(learnt: &Learnt) -> LearntRecord {
    let level = |level: &Ratio| {
        let pairs = learnt.pairs_from(*level);
        LearntLevelRecord {
            level: level.to_string(),
            pairs,
            few: pairs < FEW_PAIRS,
            counts: learnt.levels().iter().map(|to| learnt.pooled.count(*level, *to)).collect(),
        }
    };
    LearntRecord {
        first: learnt.first.clone(),
        second: learnt.second.clone(),
        institutions: learnt.institutions,
        pairs: learnt.pooled.pairs(),
        incomplete: learnt.pooled.incomplete(),
        smoothing: learnt.smoothing.to_string(),
        shrinkage: learnt.shrinkage.to_string(),
        levels: learnt.levels().iter().map(level).collect(),
    }
}
