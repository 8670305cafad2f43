//! Which factors move the ranking of a cohort.

use super::estimate::{NoIndices, Runs, SobolIndices, indices};
use super::model::Model;
use super::output::Output;
use crate::cohort::{Basis, NodeName, Scores};
use crate::exact::Ratio;
use crate::instrument::{Instrument, PredicateBasis};
use crate::issue::{Collector, ISSUE_LIMIT, Issues, Place};
use crate::robustness::{Group, Noise, RobustnessError, Scratch, Uncertain, Weights, official_ranks};
use crate::threads::on_threads;
use std::iter;
use std::sync::{Mutex, PoisonError};

/// Something that is not certain.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Factor {
    /// All weights, or those below one node.
    Weights(Option<NodeName>),
    /// All levels.
    Levels,
    /// Whether the exact index is ranked and judged, or the published one.
    Publication,
    /// Whether the index is an arithmetic mean, as the regulation has it, or a geometric one.
    Aggregation,
}

impl Factor {
    /// Its spelling: `weights`, `weights:domain:2`, `levels`, `publication`, `aggregation`.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Weights(None) => "weights".to_owned(),
            Self::Weights(Some(node)) => format!("weights:{node}"),
            Self::Levels => "levels".to_owned(),
            Self::Publication => "publication".to_owned(),
            Self::Aggregation => "aggregation".to_owned(),
        }
    }
}

/// Which factors there are and which results are looked at, beside what is uncertain. By default: both rules of
/// publication, both ways of aggregation; 1,024 base runs; by how many places the institutions move.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct SensitivityOptions {
    uncertain: Uncertain,
    by: Option<String>,
    publication: bool,
    aggregation: bool,
    samples: u32,
    institution: Option<usize>,
    outputs: Vec<Output>,
}

impl Default for SensitivityOptions {
    fn default() -> Self {
        Self {
            uncertain: Uncertain::default(),
            by: None,
            publication: true,
            aggregation: true,
            samples: 1024,
            institution: None,
            outputs: Vec::new(),
        }
    }
}

impl SensitivityOptions {
    /// What is uncertain, and who is ranked.
    #[must_use]
    pub fn uncertain(mut self, uncertain: Uncertain) -> Self {
        self.uncertain = uncertain;
        self
    }

    /// The tier whose nodes are a factor each, with the weights below them; all weights are one unless given.
    #[must_use]
    pub fn by(mut self, tier: Option<String>) -> Self {
        self.by = tier;
        self
    }

    /// Whether the rule of publication is a factor.
    #[must_use]
    pub const fn publication(mut self, publication: bool) -> Self {
        self.publication = publication;
        self
    }

    /// Whether the way of aggregation is a factor.
    #[must_use]
    pub const fn aggregation(mut self, aggregation: bool) -> Self {
        self.aggregation = aggregation;
        self
    }

    /// How many base runs; with `k` factors, `k + 2` times as many runs are made.
    #[must_use]
    pub const fn samples(mut self, samples: u32) -> Self {
        self.samples = samples;
        self
    }

    /// The unit whose index and rank are looked at.
    #[must_use]
    pub const fn institution(mut self, unit: Option<usize>) -> Self {
        self.institution = unit;
        self
    }

    /// The results looked at; unless given, the index and the rank of the institution, or without one the mean shift
    /// of ranks.
    #[must_use]
    pub fn outputs(mut self, outputs: Vec<Output>) -> Self {
        self.outputs = outputs;
        self
    }
}

/// What a factor has to do with a result.
#[derive(Clone, Debug, PartialEq)]
pub struct FactorIndices {
    /// The factor.
    pub factor: Factor,
    /// Its shares of the variance.
    pub indices: SobolIndices,
}

/// A result and its factors.
#[derive(Clone, Debug, PartialEq)]
pub struct OutputIndices {
    /// The result.
    pub output: Output,
    /// Its mean over the base runs.
    pub mean: f64,
    /// Their standard deviation.
    pub standard_deviation: f64,
    /// The factors.
    pub factors: Vec<FactorIndices>,
}

/// Which factors move the ranking.
#[derive(Clone, Debug)]
pub struct SensitivityStudy<'scores> {
    /// The instrument.
    pub instrument: &'scores Instrument,
    /// The year.
    pub year: Option<u16>,
    /// The stage.
    pub stage: Option<String>,
    /// The tier whose weights change.
    pub tier: String,
    /// Whether exact values were ranked, or printed ones.
    pub basis: Basis,
    /// How many institutions were ranked.
    pub units: usize,
    /// Those that were not, because a part of theirs is not known.
    pub left_out: Vec<usize>,
    /// The unit whose index and rank were looked at.
    pub institution: Option<usize>,
    /// How uncertain the weights were.
    pub weights: Weights,
    /// The chance that a level is right, by part, where some are uncertain.
    pub confidences: Option<Vec<(NodeName, Ratio)>>,
    /// How many base runs were made, and how many in all.
    pub samples: u32,
    /// All runs.
    pub runs: u32,
    /// The seed.
    pub seed: u64,
    /// The results.
    pub outputs: Vec<OutputIndices>,
}

const LEAST_SAMPLES: u32 = 32;
const MOST_SAMPLES: u32 = 1_000_000;

impl<'scores> SensitivityStudy<'scores> {
    /// Studies the units of one instrument, year and stage.
    ///
    /// # Errors
    /// Every option that is not sound; a result that does not vary, or is not a number in some run.
    pub fn new(scores: &'scores Scores<'_>, options: &SensitivityOptions) -> Result<Self, Issues<RobustnessError>> {
        let uncertain = &options.uncertain;
        let mut problems = Collector::new(ISSUE_LIMIT);
        uncertain.check_weights(&mut problems);
        if !(LEAST_SAMPLES..=MOST_SAMPLES).contains(&options.samples) {
            let found = options.samples.to_string();
            let error = RobustnessError::Draws { found, least: LEAST_SAMPLES, most: MOST_SAMPLES };
            problems.add(Place::path("samples"), error);
        }
        let mut group = match Group::new(scores, uncertain) {
            Ok(group) => group,
            Err(error) => {
                problems.add(Place::whole(), error);
                return Err(problems.into_issues().unwrap_or_else(|| Issues::one(RobustnessError::NobodyKnown)));
            }
        };
        let (noise, confidences) = group.noise(uncertain, &mut problems);
        let institution = options.institution.map(|unit| {
            let place = group.place(unit);
            if place.is_none() {
                let subject = scores.cohort().unit(unit).map(|own| own.describe()).unwrap_or_default();
                problems.add(Place::path("institution"), RobustnessError::NotRanked { subject });
            }
            place.unwrap_or_default()
        });
        let factors = Factors::new(&group, options, noise.sides.iter().any(|side| *side > 0));
        if let Err(error) = &factors {
            problems.add(Place::path("by"), error.clone());
        }
        problems.finish(())?;
        let factors = factors.map_err(Issues::one)?;
        let outputs: Vec<Output> = match (&options.outputs, institution) {
            (given, _) if !given.is_empty() => given.clone(),
            (_, Some(_)) => vec![Output::Index, Output::Rank],
            (_, None) => vec![Output::RankShift],
        };
        let alone = |output: &Output| matches!(output, Output::Index | Output::Rank) && institution.is_none();
        if outputs.iter().any(alone) {
            return Err(Issues::one(RobustnessError::NoInstitution));
        }
        let watched: Vec<(Output, usize)> =
            outputs.iter().map(|output| (*output, institution.unwrap_or_default())).collect();
        let runs = simulated(&group, &noise, options, &factors, watched).map_err(Issues::one)?;
        let mut found = Vec::new();
        for (output, runs) in outputs.iter().zip(runs) {
            match indices(&runs, options.uncertain.seed) {
                Ok(shares) => found.push(OutputIndices::new(*output, &runs, &factors.all, shares)),
                Err(reason) => {
                    let output = output.name().to_owned();
                    return Err(Issues::one(match reason {
                        NoIndices::NoVariance => RobustnessError::NoVariance { output },
                        NoIndices::NotANumber => RobustnessError::NotANumber { output },
                    }));
                }
            }
        }
        Ok(Self {
            instrument: group.instrument,
            year: group.year,
            stage: group.stage.clone(),
            tier: group.tier.clone(),
            basis: group.basis,
            units: group.units.len(),
            left_out: group.left_out.clone(),
            institution: options.institution,
            weights: options.uncertain.weights.clone(),
            confidences: confidences.map(|own| group.parts.iter().cloned().zip(own).collect()),
            samples: options.samples,
            runs: options.samples.saturating_mul(u32::try_from(factors.all.len() + 2).unwrap_or(u32::MAX)),
            seed: options.uncertain.seed,
            outputs: found,
        })
    }
}

/// The factors, and which of them varies what.
struct Factors {
    all: Vec<Factor>,
    of_weights: Vec<Option<usize>>,
    levels: Option<usize>,
    publication: Option<usize>,
    aggregation: Option<usize>,
}

impl Factors {
    fn new(group: &Group<'_>, options: &SensitivityOptions, noisy: bool) -> Result<Self, RobustnessError> {
        let mut all = Vec::new();
        let mut of_weights = vec![None; group.parts.len()];
        if options.uncertain.weights != Weights::Official {
            match &options.by {
                None => {
                    of_weights.fill(Some(all.len()));
                    all.push(Factor::Weights(None));
                }
                Some(tier) => {
                    for (part, slot) in group.parts.iter().zip(&mut of_weights) {
                        let node = ancestor(group, part, tier)?;
                        let factor = Factor::Weights(Some(node));
                        let known = all.iter().position(|own| *own == factor);
                        *slot = Some(known.unwrap_or(all.len()));
                        if known.is_none() {
                            all.push(factor);
                        }
                    }
                }
            }
        }
        let mut add = |wanted: bool, factor: Factor| {
            wanted.then(|| {
                all.push(factor);
                all.len() - 1
            })
        };
        let levels = add(noisy, Factor::Levels);
        let publication = add(options.publication, Factor::Publication);
        let aggregation = add(options.aggregation, Factor::Aggregation);
        if all.is_empty() {
            return Err(RobustnessError::NoFactor);
        }
        Ok(Self { all, of_weights, levels, publication, aggregation })
    }
}

/// The node of a tier that a part is below, or is itself.
fn ancestor(group: &Group<'_>, part: &NodeName, tier: &str) -> Result<NodeName, RobustnessError> {
    let instrument = group.instrument;
    let unknown = || RobustnessError::PartUnknown {
        part: tier.to_owned(),
        known: instrument.tiers().iter().map(|tier| tier.code.clone()).collect::<Vec<_>>().join(", "),
    };
    let nodes = instrument.nodes();
    let mut at = match part {
        NodeName::Index => None,
        NodeName::Indicator { code } => {
            if group.tier == tier {
                return Ok(part.clone());
            }
            instrument.indicator(code).and_then(crate::instrument::Indicator::parent)
        }
        NodeName::Node { tier, code } => nodes.iter().position(|own| own.tier() == tier && own.code() == code),
    };
    while let Some(node) = at.and_then(|at| nodes.get(at)) {
        if node.tier() == tier {
            return Ok(NodeName::Node { tier: node.tier().to_owned(), code: node.code().to_owned() });
        }
        at = node.parent();
    }
    Err(unknown())
}

/// The runs of each output.
fn simulated(
    group: &Group<'_>,
    noise: &Noise,
    options: &SensitivityOptions,
    factors: &Factors,
    outputs: Vec<(Output, usize)>,
) -> Result<Vec<Runs>, RobustnessError> {
    let field = &group.field;
    let denominator = u64::try_from(group.denominator).map_err(|_| crate::exact::NumberError::Overflow)?;
    let instrument = group.instrument;
    let publishes = group.predicate_basis == PredicateBasis::Published && factors.publication.is_none();
    let basis = if publishes { PredicateBasis::Published } else { PredicateBasis::Exact };
    let mut cutoffs = Vec::new();
    for position in 1..instrument.predicates().len() {
        let Some(from) = instrument.predicate_from(position) else { continue };
        let (at, included) = crate::score::smallest_index(instrument, from, basis)?;
        cutoffs.push(if included { at.to_f64() } else { at.to_f64().next_up() });
    }
    let model = Model::new(
        field,
        noise,
        &options.uncertain.weights,
        instrument,
        denominator,
        cutoffs,
        outputs,
        official_ranks(field),
    )
    .vary(factors.of_weights.clone(), [factors.levels, factors.publication, factors.aggregation]);
    let blocks = options.samples.div_ceil(32);
    let next = Mutex::new(0..blocks);
    let work = || {
        let mut scratch = Scratch::default();
        let take = || {
            let mut left = next.lock().unwrap_or_else(PoisonError::into_inner);
            if options.uncertain.is_stopped() { None } else { left.next() }
        };
        let all = |block: u32| {
            let mut run =
                |second: &dyn Fn(usize) -> bool| model.block(options.uncertain.seed, block, second, &mut scratch);
            let mut runs = vec![run(&|_| false), run(&|_| true)];
            runs.extend((0..factors.all.len()).map(|factor| run(&|own| own == factor)));
            (block, runs)
        };
        iter::from_fn(take).map(all).collect::<Vec<_>>()
    };
    let threads = options.uncertain.threads.min(usize::try_from(blocks).unwrap_or(1)).max(1);
    let mut found: Vec<_> = on_threads(threads, work).into_iter().flatten().collect();
    if options.uncertain.is_stopped() {
        return Err(RobustnessError::Stopped);
    }
    found.sort_by_key(|(block, _)| *block);
    let samples = usize::try_from(options.samples).unwrap_or(usize::MAX);
    let column = |kind: usize, output: usize| -> Vec<f64> {
        let rows = found.iter().filter_map(|(_, runs)| runs.get(kind)?.get(output));
        rows.flatten().copied().take(samples).collect()
    };
    let runs = |output: usize| Runs {
        first: column(0, output),
        second: column(1, output),
        mixed: (0..factors.all.len()).map(|factor| column(factor + 2, output)).collect(),
    };
    Ok((0..model.outputs.len()).map(runs).collect())
}

impl OutputIndices {
    #[expect(clippy::float_arithmetic, clippy::cast_precision_loss, reason = "a mean of runs, not an index")]
    fn new(output: Output, runs: &Runs, factors: &[Factor], shares: Vec<SobolIndices>) -> Self {
        let all = || runs.first.iter().chain(&runs.second);
        let count = all().count().max(1) as f64;
        let mean = all().sum::<f64>() / count;
        let variance = all().map(|value| (value - mean) * (value - mean)).sum::<f64>() / count;
        let factor = |(factor, indices): (&Factor, SobolIndices)| FactorIndices { factor: factor.clone(), indices };
        let factors = factors.iter().zip(shares).map(factor).collect();
        Self { output, mean, standard_deviation: variance.sqrt(), factors }
    }
}
