//! How firm the ranks and predicates of a cohort are.

use super::error::RobustnessError;
use super::exact::{ClassRadii, Standing, class_radii, standings};
use super::field::{Field, Weights};
use super::group::Group;
use super::tally::{Counts, Drawing};
use super::uncertain::Uncertain;
use crate::cohort::{Basis, NodeName, Scores};
use crate::exact::Ratio;
use crate::instrument::{Instrument, PredicateBasis};
use crate::issue::{Collector, ISSUE_LIMIT, Issues, Place};

/// What is asked, beside what is uncertain. By default: ten thousand draws, intervals of nine draws in ten.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct RobustnessOptions {
    uncertain: Uncertain,
    draws: u32,
    coverage: Ratio,
    against: Vec<usize>,
}

impl Default for RobustnessOptions {
    fn default() -> Self {
        Self {
            uncertain: Uncertain::default(),
            draws: 10_000,
            coverage: Ratio::new(9, 10).unwrap_or(Ratio::ONE),
            against: Vec::new(),
        }
    }
}

impl RobustnessOptions {
    /// What is uncertain, and who is ranked.
    #[must_use]
    pub fn uncertain(mut self, uncertain: Uncertain) -> Self {
        self.uncertain = uncertain;
        self
    }

    /// How many draws; with 0, only what is exact.
    #[must_use]
    pub const fn draws(mut self, draws: u32) -> Self {
        self.draws = draws;
        self
    }

    /// The share of the draws that an interval of ranks covers.
    #[must_use]
    pub const fn coverage(mut self, coverage: Ratio) -> Self {
        self.coverage = coverage;
        self
    }

    /// The units that all are compared with, draw by draw.
    #[must_use]
    pub fn against(mut self, units: Vec<usize>) -> Self {
        self.against = units;
        self
    }
}

/// What the draws say of one unit.
#[derive(Clone, Debug, PartialEq)]
pub struct DrawnRanks {
    /// The mean of its ranks.
    pub mean: f64,
    /// The ranks that the middle draws lie between, both included.
    pub interval: (u32, u32),
    /// Its best and worst rank of any draw.
    pub range: (u32, u32),
    /// The share of the draws in which it has its official rank.
    pub official: Option<f64>,
    /// How often it has each rank, from the best it had to the worst; by steps where there are more than 1,024 units.
    pub counts: Vec<u32>,
    /// The share of the draws in which it has each predicate, lowest first.
    pub predicates: Vec<f64>,
    /// The share in which it is above the next one of the official order, and in which both are equal.
    pub above_next: Option<(f64, f64)>,
}

/// How firm the place of one unit is.
#[derive(Clone, Debug, PartialEq)]
pub struct UnitRobustness {
    /// The unit, as a position in the cohort.
    pub unit: usize,
    /// What is exact.
    pub standing: Standing,
    /// Its predicate by the index that was ranked.
    pub predicate: usize,
    /// How much weights must change before its predicate does.
    pub radii: ClassRadii,
    /// What the draws say; none without draws.
    pub drawn: Option<DrawnRanks>,
}

/// One unit beside all others.
#[derive(Clone, Debug, PartialEq)]
pub struct Duels {
    /// The unit, as a position in the cohort.
    pub unit: usize,
    /// The others in official order: position, share of the draws in which the unit is above, share in which both are
    /// equal.
    pub others: Vec<(usize, f64, f64)>,
}

/// How firm ranks and predicates are.
#[derive(Clone, Debug)]
pub struct RobustnessStudy<'scores> {
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
    /// Which index predicates were read from.
    pub predicate_basis: PredicateBasis,
    /// How uncertain the weights were.
    pub weights: Weights,
    /// The chance that a level is right, by part, where some are uncertain.
    pub confidences: Option<Vec<(NodeName, Ratio)>>,
    /// How many draws were made, from which seed.
    pub draws: u32,
    /// The seed.
    pub seed: u64,
    /// The share of the draws that an interval covers.
    pub coverage: Ratio,
    /// How many neighbouring ranks are counted as one.
    pub rank_step: usize,
    /// The units in official order.
    pub units: Vec<UnitRobustness>,
    /// Those that are not ranked, because a part of theirs is not known.
    pub left_out: Vec<usize>,
    /// The units that all were compared with.
    pub duels: Vec<Duels>,
}

/// The most draws of one study.
const MOST_DRAWS: u32 = 100_000_000;

/// The most institutions of one study. Each is compared with each other one, and each thread counts 1,024 ranks of each:
/// 80 megabytes.
const MOST_UNITS: usize = 20_000;

impl<'scores> RobustnessStudy<'scores> {
    /// Studies the units of one instrument, year and stage, 20,000 at most.
    ///
    /// # Errors
    /// Every option that is not sound, or why these units are not ranked together.
    pub fn new(scores: &'scores Scores<'_>, options: &RobustnessOptions) -> Result<Self, Issues<RobustnessError>> {
        let uncertain = &options.uncertain;
        let mut problems = Collector::new(ISSUE_LIMIT);
        uncertain.check_weights(&mut problems);
        if options.draws > MOST_DRAWS {
            let found = options.draws.to_string();
            problems.add(Place::path("draws"), RobustnessError::Draws { found, least: 0, most: MOST_DRAWS });
        }
        if options.coverage <= Ratio::ZERO || options.coverage >= Ratio::ONE {
            let found = options.coverage.to_string();
            problems.add(Place::path("coverage"), RobustnessError::Coverage { found });
        }
        let mut group = match Group::new(scores, uncertain) {
            Ok(group) => group,
            Err(error) => {
                problems.add(Place::whole(), error);
                return Err(problems.into_issues().unwrap_or_else(|| Issues::one(RobustnessError::NobodyKnown)));
            }
        };
        if group.units.len() > MOST_UNITS {
            let error = RobustnessError::TooMany { found: group.units.len(), most: MOST_UNITS };
            problems.add(Place::whole(), error);
        }
        let (noise, confidences) = group.noise(uncertain, &mut problems);
        let mut against = Vec::new();
        for unit in &options.against {
            match group.place(*unit) {
                Some(place) => against.push(place),
                None => {
                    let subject = scores.cohort().unit(*unit).map(|own| own.describe()).unwrap_or_default();
                    problems.add(Place::path("against"), RobustnessError::NotRanked { subject });
                }
            }
        }
        problems.finish(())?;
        let reach = if let Weights::Uniform(reach) = uncertain.weights { reach } else { Ratio::ZERO };
        let field = &group.field;
        let standings = standings(field, reach);
        let mut order: Vec<usize> = (0..field.units()).collect();
        order.sort_by_key(|place| standings.get(*place).map(|own| own.rank));
        let pairs = pairs(&order, &against);
        let drawing = Drawing::new(field, &uncertain.weights, &noise, &pairs).stop(uncertain.stop.clone());
        let counts = drawing.count(uncertain.seed, options.draws, uncertain.threads);
        if uncertain.is_stopped() {
            return Err(Issues::one(RobustnessError::Stopped));
        }
        let drawn = Drawn { field, counts: &counts, coverage: options.coverage };
        let unit = |(number, place): (usize, &usize)| {
            let mut standing = standings.get(*place).copied().unwrap_or_default();
            for rival in [&mut standing.above, &mut standing.below].into_iter().flatten() {
                rival.unit = group.units.get(rival.unit).copied().unwrap_or_default();
            }
            Some(UnitRobustness {
                unit: group.units.get(*place).copied()?,
                standing,
                predicate: field.class(field.score(*place), field.total()),
                radii: class_radii(field, *place),
                drawn: (options.draws > 0).then(|| drawn.ranks(*place, standing.rank, number, order.len())),
            })
        };
        let units = order.iter().enumerate().filter_map(unit).collect();
        let mut next = order.len().saturating_sub(1);
        let duels = against.iter().map(|own| {
            let others: Vec<_> = order.iter().filter(|place| *place != own).collect();
            let start = next;
            next += others.len();
            let other = |(number, place): (usize, &&usize)| {
                let (above, tied) = drawn.duel(start + number);
                Some((group.units.get(**place).copied()?, above, tied))
            };
            Duels {
                unit: group.units.get(*own).copied().unwrap_or_default(),
                others: others.iter().enumerate().filter_map(other).collect(),
            }
        });
        Ok(Self {
            duels: if options.draws > 0 { duels.collect() } else { Vec::new() },
            instrument: group.instrument,
            year: group.year,
            stage: group.stage.clone(),
            tier: group.tier.clone(),
            basis: group.basis,
            predicate_basis: group.predicate_basis,
            weights: uncertain.weights.clone(),
            confidences: confidences.map(|own| group.parts.iter().cloned().zip(own).collect()),
            draws: options.draws,
            seed: uncertain.seed,
            coverage: options.coverage,
            rank_step: counts.rank_step,
            units,
            left_out: group.left_out.clone(),
        })
    }
}

/// Each unit with the next of the official order; then each that is asked for with all others.
fn pairs(order: &[usize], against: &[usize]) -> Vec<(u32, u32)> {
    let short = |place: usize| u32::try_from(place).unwrap_or(u32::MAX);
    let next = order.iter().zip(order.iter().skip(1)).map(|(one, other)| (short(*one), short(*other)));
    let duels = against
        .iter()
        .flat_map(|own| order.iter().filter(move |other| *other != own).map(move |other| (short(*own), short(*other))));
    next.chain(duels).collect()
}

struct Drawn<'study> {
    field: &'study Field,
    counts: &'study Counts,
    coverage: Ratio,
}

#[expect(clippy::float_arithmetic, reason = "shares of draws; no index goes through here")]
impl Drawn<'_> {
    fn share(&self, count: u32) -> f64 {
        f64::from(count) / f64::from(self.counts.draws.max(1))
    }

    fn duel(&self, pair: usize) -> (f64, f64) {
        let at = |counts: &[u32]| self.share(counts.get(pair).copied().unwrap_or_default());
        (at(&self.counts.above), at(&self.counts.tied))
    }

    fn ranks(&self, place: usize, official: u32, number: usize, of: usize) -> DrawnRanks {
        let counts = self.counts.ranks_of(place);
        let (best, worst) = self.counts.rank_ranges.get(place).copied().unwrap_or_default();
        let step = u32::try_from(self.counts.rank_step).unwrap_or(1).max(1);
        let shown = usize::try_from(best / step).ok().zip(usize::try_from(worst / step).ok());
        let shown = shown.and_then(|(best, worst)| counts.get(best..=worst)).unwrap_or_default();
        let cutoffs = self.field.cutoffs.len();
        let at_least = self.counts.at_least.get(place * cutoffs..(place + 1) * cutoffs).unwrap_or_default();
        let upwards = std::iter::once(&self.counts.draws).chain(at_least);
        let onwards = at_least.iter().chain(std::iter::once(&0));
        let sum = self.counts.rank_sums.get(place).copied().unwrap_or_default();
        let official_count = || counts.get(usize::try_from(official.checked_sub(1)?).ok()?).copied();
        DrawnRanks {
            mean: 1.0 + whole(sum) / f64::from(self.counts.draws.max(1)),
            interval: self.interval(counts, (best, worst), step),
            range: (best + 1, worst + 1),
            official: if step == 1 { official_count().map(|count| self.share(count)) } else { None },
            counts: shown.to_vec(),
            predicates: upwards.zip(onwards).map(|(own, next)| self.share(own.saturating_sub(*next))).collect(),
            above_next: (number + 1 < of).then(|| self.duel(number)),
        }
    }

    /// The ranks below and above which at most half of what is not covered lies, counted exactly.
    fn interval(&self, counts: &[u32], (best, worst): (u32, u32), step: u32) -> (u32, u32) {
        let draws = i128::from(self.counts.draws);
        let outside = Ratio::ONE.checked_sub(self.coverage).ok();
        let outside = outside.and_then(|share| share.checked_mul(Ratio::new(draws, 2).ok()?).ok());
        let allowed = outside.map_or(0, Ratio::floor);
        let passed = |counts: &mut dyn Iterator<Item = &u32>| {
            let mut sum = 0;
            counts
                .take_while(|count| {
                    sum += i128::from(**count);
                    sum <= allowed
                })
                .count()
        };
        let from_best = u32::try_from(passed(&mut counts.iter())).unwrap_or(u32::MAX);
        let from_worst = u32::try_from(passed(&mut counts.iter().rev())).unwrap_or(u32::MAX);
        let last = u32::try_from(counts.len()).unwrap_or(u32::MAX).saturating_sub(from_worst);
        // Whole steps, but never beyond a rank that it had.
        let low = from_best.saturating_mul(step).max(best);
        (low + 1, last.saturating_mul(step).min(worst + 1))
    }
}

#[expect(clippy::cast_precision_loss, reason = "a sum of ranks is far below 2^53")]
const fn whole(number: u64) -> f64 {
    number as f64
}
