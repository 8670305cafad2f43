//! The figures of a cohort as records: the contract of `spbe stats --format json`.

use serde::Serialize;

use super::Ordered;
use crate::cohort::NodeName;
use crate::exact::Ratio;
use crate::instrument::Text;
use crate::statistics::{Correlation, Distribution, GroupStatistics, StatisticsStudy};

/// How the values of one node lie.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DistributionRecord {
    /// How many institutions have a value.
    pub count: usize,
    /// How many have none.
    pub without: usize,
    /// The mean.
    pub mean: Option<f64>,
    /// The sample standard deviation.
    pub standard_deviation: Option<f64>,
    /// The lowest value, exact.
    pub lowest: Option<String>,
    /// A quarter of the values lies below it; exact, by linear interpolation.
    pub lower_quartile: Option<String>,
    /// Half of the values lies below it.
    pub median: Option<String>,
    /// Three quarters of the values lie below it.
    pub upper_quartile: Option<String>,
    /// The highest value.
    pub highest: Option<String>,
}

/// One group of institutions.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GroupRecord {
    /// What its institutions have in common, by key; empty where all are in one group.
    pub group: Ordered<Option<String>>,
    /// How many there are.
    pub institutions: usize,
    /// How many have each predicate, lowest first.
    pub predicates: Ordered<usize>,
    /// How many have none that is determined.
    pub predicate_unknown: usize,
    /// How the values of each node lie, by name of the node.
    pub nodes: Ordered<DistributionRecord>,
}

/// Two nodes going together.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct CorrelationRecord {
    /// Of the values.
    pub pearson: Option<f64>,
    /// Of their ranks.
    pub spearman: Option<f64>,
    /// Of their order (tau-b).
    pub kendall: Option<f64>,
}

/// One part of the index.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PartRecord {
    /// The part, such as `indicator:12`.
    pub part: String,
    /// Its official name, with the English one beside it.
    pub name: Option<Text>,
    /// Its weight in the index, as the nearest double.
    pub weight: f64,
    /// The same, exact.
    pub weight_exact: String,
    /// The share of the index's variance that comes from it; these add up to 1 as weights do.
    pub effective_weight: Option<f64>,
    /// The squared correlation with the index.
    pub linear: Option<f64>,
    /// The correlation ratio with the index.
    pub correlation_ratio: Option<f64>,
    /// The correlation with the sum of the others.
    pub item_rest: Option<f64>,
    /// The correlations with the index.
    pub with_index: CorrelationRecord,
}

/// Principal components of the correlations.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ComponentsRecord {
    /// The parts that vary, which the loadings are of.
    pub parts: Vec<String>,
    /// The variance of each component, largest first.
    pub eigenvalues: Vec<f64>,
    /// Its share of the whole.
    pub shares: Vec<f64>,
    /// By component: the correlation of each part with it.
    pub loadings: Vec<Vec<f64>>,
    /// How many have more variance than one part (Kaiser's rule).
    pub above_one: usize,
}

/// How the parts of a tier make up the index.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StructureRecord {
    /// The code of the tier.
    pub tier: String,
    /// The year of the institutions.
    pub year: Option<u16>,
    /// Their stage.
    pub stage: Option<String>,
    /// How many institutions have every part.
    pub institutions: usize,
    /// How many lack one and are left out.
    pub left_out: usize,
    /// The parts.
    pub parts: Vec<PartRecord>,
    /// By part, then by part.
    pub correlations: Vec<Vec<CorrelationRecord>>,
    /// Cronbach's alpha.
    pub cronbach_alpha: Option<f64>,
    /// Principal components.
    pub components: Option<ComponentsRecord>,
}

/// The figures of a cohort.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StatisticsRecord {
    /// The id of the instrument.
    pub instrument: String,
    /// Its checksum.
    pub checksum: String,
    /// By group.
    pub groups: Vec<GroupRecord>,
    /// How the parts make up the index, over the institutions of the latest year.
    pub structure: StructureRecord,
}

impl StatisticsRecord {
    /// The record of a study.
    #[must_use]
    pub fn new(study: &StatisticsStudy<'_>) -> Self {
        let instrument = study.instrument;
        let predicates = || instrument.predicates().iter().map(|predicate| predicate.name.id.clone());
        let keys = || study.grouping.keys().iter().map(ToString::to_string);
        let group = |own: &GroupStatistics| GroupRecord {
            group: keys().zip(study.grouping.values(own.group).iter().cloned()).collect(),
            institutions: own.units,
            predicates: predicates().zip(own.predicates.iter().copied()).collect(),
            predicate_unknown: own.predicate_unknown,
            nodes: own.nodes.iter().map(|(node, own)| (node.to_string(), DistributionRecord::new(own))).collect(),
        };
        Self {
            instrument: instrument.id().to_owned(),
            checksum: instrument.checksum().to_owned(),
            groups: study.groups.iter().filter(|own| own.units > 0).map(group).collect(),
            structure: StructureRecord::new(study),
        }
    }
}

impl DistributionRecord {
    fn new(own: &Distribution) -> Self {
        let exact = |value: Ratio| Some(value.to_string());
        let [lowest, lower_quartile, median, upper_quartile, highest] =
            own.quartiles.map_or([const { None }; 5], |quartiles| quartiles.map(exact));
        Self {
            count: own.count,
            without: own.without,
            mean: own.mean,
            standard_deviation: own.standard_deviation,
            lowest,
            lower_quartile,
            median,
            upper_quartile,
            highest,
        }
    }
}

impl StructureRecord {
    fn new(study: &StatisticsStudy<'_>) -> Self {
        let (instrument, own) = (study.instrument, &study.structure);
        let name = |part: &NodeName| part.name_in(instrument).cloned();
        let parts: Vec<String> = own.parts.iter().map(|part| part.part.to_string()).collect();
        Self {
            tier: instrument.tiers().get(own.tier).map(|tier| tier.code.clone()).unwrap_or_default(),
            year: study.year,
            stage: study.stage.clone(),
            institutions: own.units,
            left_out: own.left_out,
            parts: own
                .parts
                .iter()
                .map(|part| PartRecord {
                    part: part.part.to_string(),
                    name: name(&part.part),
                    weight: part.weight.to_f64(),
                    weight_exact: part.weight.to_string(),
                    effective_weight: part.influence.map(|influence| influence.effective_weight),
                    linear: part.influence.and_then(|influence| influence.linear),
                    correlation_ratio: part.influence.map(|influence| influence.correlation_ratio),
                    item_rest: part.item_rest,
                    with_index: part.with_index.into(),
                })
                .collect(),
            correlations: own.correlations.iter().map(|row| row.iter().map(|own| (*own).into()).collect()).collect(),
            cronbach_alpha: own.cronbach_alpha,
            components: own.components.as_ref().map(|components| ComponentsRecord {
                parts: components.used.iter().filter_map(|used| parts.get(*used).cloned()).collect(),
                eigenvalues: components.eigenvalues.clone(),
                shares: components.shares.clone(),
                loadings: components.loadings.clone(),
                above_one: components.above_one(),
            }),
        }
    }
}

impl From<Correlation> for CorrelationRecord {
    fn from(own: Correlation) -> Self {
        Self { pearson: own.pearson, spearman: own.spearman, kendall: own.kendall }
    }
}
