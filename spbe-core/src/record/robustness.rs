//! How firm ranks are, and which uncertainty matters, as records: the contracts of `spbe robustness --format json` and
//! `spbe sensitivity --format json`.

use serde::Serialize;

use super::Ordered;
use crate::cohort::{NodeName, Scores};
use crate::exact::{Decimal, Ratio};
use crate::robustness::{DrawnRanks, Duels, Rival, RobustnessStudy, UnitRobustness, Weights};
use crate::sensitivity::{Estimate, FactorIndices, SensitivityStudy};

/// How uncertain the weights were.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WeightsRecord {
    /// `official`, `uniform` or `dirichlet`.
    pub law: &'static str,
    /// By which share each is higher or lower, exact; of `uniform`.
    pub reach: Option<String>,
    /// The sum of the parameters, exact; of `dirichlet`.
    pub concentration: Option<String>,
}

/// Another institution, and the least change of weights that brings both level.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RivalRecord {
    /// The institution.
    pub institution: String,
    /// The share by which some weights must change.
    pub radius: f64,
    /// The same, exact.
    pub radius_exact: String,
}

/// A change of weights.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RadiusRecord {
    /// The predicate that results.
    pub predicate: String,
    /// The share by which some weights must change.
    pub radius: f64,
    /// The same, exact.
    pub radius_exact: String,
}

/// What the draws say of an institution.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DrawnRecord {
    /// The mean of its ranks.
    pub mean: f64,
    /// The best and the worst rank of the draws in the middle.
    pub interval: [u32; 2],
    /// Its best and worst rank of any draw.
    pub range: [u32; 2],
    /// The share of the draws in which it has its official rank.
    pub official: Option<f64>,
    /// How many draws give it each rank of `range`, from the best.
    pub counts: Vec<u32>,
    /// The share of the draws in which it has each predicate, lowest first.
    pub predicates: Ordered<f64>,
    /// The share in which it is above the next institution.
    pub above_next: Option<f64>,
    /// The share in which both are equal.
    pub tied_next: Option<f64>,
}

/// How firm the place of an institution is.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct UnitRobustnessRecord {
    /// The institution.
    pub institution: String,
    /// Its labels, such as `province`.
    pub labels: Ordered<String>,
    /// Its published index.
    pub index: Option<f64>,
    /// Its predicate.
    pub predicate: Option<String>,
    /// Its rank by official weights.
    pub rank: u32,
    /// No weights within reach give it a better rank, or a worse one.
    pub possible: [u32; 2],
    /// The institution above, or equal, that it comes level with first.
    pub above: Option<RivalRecord>,
    /// The institution below, or equal, that comes level with it first.
    pub below: Option<RivalRecord>,
    /// How many institutions are nowhere better and somewhere worse.
    pub dominates: u32,
    /// How many are nowhere worse and somewhere better.
    pub dominated: u32,
    /// What it takes to have the next predicate.
    pub up: Option<RadiusRecord>,
    /// What it takes to have only the one before.
    pub down: Option<RadiusRecord>,
    /// What the draws say; absent without draws.
    pub drawn: Option<DrawnRecord>,
}

/// One institution beside another, draw by draw.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DuelRecord {
    /// The other one.
    pub institution: String,
    /// The share of the draws in which the first is above it.
    pub above: f64,
    /// The share in which both are equal.
    pub tied: f64,
}

/// One institution beside all others.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DuelsRecord {
    /// The institution.
    pub institution: String,
    /// The others, in official order.
    pub others: Vec<DuelRecord>,
}

/// How firm ranks and predicates are.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RobustnessRecord {
    /// The id of the instrument.
    pub instrument: String,
    /// Its checksum.
    pub checksum: String,
    /// The year.
    pub year: Option<u16>,
    /// The stage.
    pub stage: Option<String>,
    /// The tier whose weights change.
    pub tier: String,
    /// `answers` where exact values were ranked, `printed` where published ones were.
    pub basis: &'static str,
    /// Which index predicates were read from.
    pub predicate_basis: &'static str,
    /// How uncertain the weights were.
    pub weights: WeightsRecord,
    /// The chance that a level is right, exact, by part; absent where levels are certain.
    pub confidence: Option<Ordered<String>>,
    /// How many draws were made.
    pub draws: u32,
    /// What they began with.
    pub seed: u64,
    /// The share of the draws that an interval covers, exact.
    pub coverage: String,
    /// How many neighbouring ranks are counted as one; 1 up to 1,024 institutions.
    pub rank_step: usize,
    /// How many institutions were ranked.
    pub compared: usize,
    /// Those that were not: a part of theirs is not known.
    pub left_out: Vec<String>,
    /// The institutions in official order.
    pub institutions: Vec<UnitRobustnessRecord>,
    /// Those that all were compared with.
    pub against: Vec<DuelsRecord>,
}

/// What a factor has to do with a result.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FactorRecord {
    /// The factor, such as `weights` or `levels`.
    pub factor: String,
    /// The share of the variance that goes when the factor alone is known.
    pub first: f64,
    /// The interval of that share, 95 %.
    pub first_interval: [f64; 2],
    /// The share that stays when all others are known.
    pub total: f64,
    /// The interval of that share.
    pub total_interval: [f64; 2],
}

/// A result and its factors.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OutputRecord {
    /// `rank_shift`, `predicate_change`, `index` or `rank`.
    pub output: &'static str,
    /// Its mean over the base runs.
    pub mean: f64,
    /// Their standard deviation.
    pub standard_deviation: f64,
    /// The factors.
    pub factors: Vec<FactorRecord>,
}

/// Which factors move the ranking.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SensitivityRecord {
    /// The id of the instrument.
    pub instrument: String,
    /// Its checksum.
    pub checksum: String,
    /// The year.
    pub year: Option<u16>,
    /// The stage.
    pub stage: Option<String>,
    /// The tier whose weights change.
    pub tier: String,
    /// `answers` where exact values were ranked, `printed` where published ones were.
    pub basis: &'static str,
    /// The institution whose index and rank were looked at.
    pub institution: Option<String>,
    /// How uncertain the weights were.
    pub weights: WeightsRecord,
    /// The chance that a level is right, exact, by part; absent where levels are certain.
    pub confidence: Option<Ordered<String>>,
    /// How many base runs were made.
    pub samples: u32,
    /// How many runs in all.
    pub runs: u32,
    /// What they began with.
    pub seed: u64,
    /// How many institutions were ranked.
    pub compared: usize,
    /// Those that were not.
    pub left_out: Vec<String>,
    /// The results.
    pub outputs: Vec<OutputRecord>,
}

impl WeightsRecord {
    fn new(weights: &Weights) -> Self {
        match weights {
            Weights::Official => Self { law: "official", reach: None, concentration: None },
            Weights::Uniform(reach) => Self { law: "uniform", reach: Some(reach.to_string()), concentration: None },
            Weights::Dirichlet(sum) => Self { law: "dirichlet", reach: None, concentration: Some(sum.to_string()) },
        }
    }
}

impl RobustnessRecord {
    /// The record of a study.
    #[must_use]
    pub fn new(scores: &Scores<'_>, study: &RobustnessStudy<'_>) -> Self {
        let form = Form { scores, study };
        Self {
            instrument: study.instrument.id().to_owned(),
            checksum: study.instrument.checksum().to_owned(),
            year: study.year,
            stage: study.stage.clone(),
            tier: study.tier.clone(),
            basis: study.basis.name(),
            predicate_basis: study.predicate_basis.name(),
            weights: WeightsRecord::new(&study.weights),
            confidence: confidences(study.confidences.as_deref()),
            draws: study.draws,
            seed: study.seed,
            coverage: study.coverage.to_string(),
            rank_step: study.rank_step,
            compared: study.units.len(),
            left_out: study.left_out.iter().map(|unit| name(scores, *unit)).collect(),
            institutions: study.units.iter().filter_map(|unit| form.unit(unit)).collect(),
            against: study.duels.iter().map(|duels| form.duels(duels)).collect(),
        }
    }
}

struct Form<'study> {
    scores: &'study Scores<'study>,
    study: &'study RobustnessStudy<'study>,
}

impl Form<'_> {
    fn unit(&self, own: &UnitRobustness) -> Option<UnitRobustnessRecord> {
        let unit = self.scores.cohort().unit(own.unit)?;
        let published = |value| self.scores.published(own.unit, &NodeName::Index, value);
        let predicates = self.study.instrument.predicates();
        let predicate = |place: usize| predicates.get(place).map(|own| own.name.id.clone());
        let radius = |place: Option<usize>, radius: Option<Ratio>| {
            let (predicate, radius) = (predicate(place?)?, radius?);
            Some(RadiusRecord { predicate, radius: radius.to_f64(), radius_exact: radius.to_string() })
        };
        let standing = &own.standing;
        Some(UnitRobustnessRecord {
            institution: unit.institution().to_owned(),
            labels: unit.labels().map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
            index: self.scores.index().value(own.unit).and_then(published).map(Decimal::to_f64),
            predicate: self.scores.predicate(own.unit).and_then(predicate),
            rank: standing.rank,
            possible: [standing.best, standing.worst],
            above: standing.above.map(|rival| self.rival(&rival)),
            below: standing.below.map(|rival| self.rival(&rival)),
            dominates: standing.dominates,
            dominated: standing.dominated,
            up: radius(own.predicate.checked_add(1), own.radii.up),
            down: radius(own.predicate.checked_sub(1), own.radii.down),
            drawn: own.drawn.as_ref().map(|drawn| self.drawn(drawn)),
        })
    }

    fn rival(&self, rival: &Rival) -> RivalRecord {
        RivalRecord {
            institution: name(self.scores, rival.unit),
            radius: rival.radius.to_f64(),
            radius_exact: rival.radius.to_string(),
        }
    }

    fn drawn(&self, own: &DrawnRanks) -> DrawnRecord {
        let names = self.study.instrument.predicates().iter().map(|own| own.name.id.clone());
        DrawnRecord {
            mean: own.mean,
            interval: [own.interval.0, own.interval.1],
            range: [own.range.0, own.range.1],
            official: own.official,
            counts: own.counts.clone(),
            predicates: names.zip(own.predicates.iter().copied()).collect(),
            above_next: own.above_next.map(|(above, _)| above),
            tied_next: own.above_next.map(|(_, tied)| tied),
        }
    }

    fn duels(&self, own: &Duels) -> DuelsRecord {
        let duel = |(unit, above, tied): &(usize, f64, f64)| DuelRecord {
            institution: name(self.scores, *unit),
            above: *above,
            tied: *tied,
        };
        DuelsRecord { institution: name(self.scores, own.unit), others: own.others.iter().map(duel).collect() }
    }
}

fn name(scores: &Scores<'_>, unit: usize) -> String {
    scores.cohort().unit(unit).map(|unit| unit.institution().to_owned()).unwrap_or_default()
}

fn confidences(known: Option<&[(NodeName, Ratio)]>) -> Option<Ordered<String>> {
    known.map(|known| known.iter().map(|(part, own)| (part.to_string(), own.to_string())).collect())
}

impl SensitivityRecord {
    /// The record of a study.
    #[must_use]
    pub fn new(scores: &Scores<'_>, study: &SensitivityStudy<'_>) -> Self {
        let ends = |estimate: &Estimate| [estimate.low, estimate.high];
        let factor = |own: &FactorIndices| FactorRecord {
            factor: own.factor.name(),
            first: own.indices.first.value,
            first_interval: ends(&own.indices.first),
            total: own.indices.total.value,
            total_interval: ends(&own.indices.total),
        };
        let outputs = study.outputs.iter().map(|own| OutputRecord {
            output: own.output.name(),
            mean: own.mean,
            standard_deviation: own.standard_deviation,
            factors: own.factors.iter().map(factor).collect(),
        });
        Self {
            instrument: study.instrument.id().to_owned(),
            checksum: study.instrument.checksum().to_owned(),
            year: study.year,
            stage: study.stage.clone(),
            tier: study.tier.clone(),
            basis: study.basis.name(),
            institution: study.institution.map(|unit| name(scores, unit)),
            weights: WeightsRecord::new(&study.weights),
            confidence: confidences(study.confidences.as_deref()),
            samples: study.samples,
            runs: study.runs,
            seed: study.seed,
            compared: study.units,
            left_out: study.left_out.iter().map(|unit| name(scores, *unit)).collect(),
            outputs: outputs.collect(),
        }
    }
}
