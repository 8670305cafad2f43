//! How likely each index and each predicate of one institution is, and what decides it.

use super::belief::{Belief, Probability};
use super::distribution::{Bound, Distribution};
use super::error::ForecastError;
use super::lattice::Work;
use super::learn::{LearnOptions, Learnt};
use super::outlook::{Case, Mixture, SLICES};
use super::states::{Beliefs, Fallback, made_one};
use crate::assessment::folded;
use crate::cohort::{CohortError, Scores, Unit};
use crate::exact::{Decimal, DecimalComma, NumberError, Ratio};
use crate::instrument::{Instrument, MissingPolicy, PredicateBasis};
use crate::issue::{Collector, ISSUE_LIMIT, Issues, Place};
use crate::score::{Score, smallest_index};
use crate::what_if::{Change, Date, Resolved, changed_answers, resolved};

/// What is believed, and what is asked. By default every answer is certain.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ForecastOptions {
    beliefs: Vec<Belief>,
    confidence: Option<Probability>,
    downward: Option<Probability>,
    learn: Option<LearnOptions>,
    scenarios: Vec<(String, Probability)>,
    common: Probability,
    changes: Vec<Change>,
    until: Option<Date>,
    target: Option<String>,
    quantiles: Vec<Probability>,
}

impl Default for ForecastOptions {
    fn default() -> Self {
        Self {
            beliefs: Vec::new(),
            confidence: None,
            downward: None,
            learn: None,
            scenarios: Vec::new(),
            common: Probability::ZERO,
            changes: Vec::new(),
            until: None,
            target: None,
            quantiles: Vec::new(),
        }
    }
}

impl ForecastOptions {
    /// What is believed of single indicators.
    #[must_use]
    pub fn beliefs(mut self, beliefs: Vec<Belief>) -> Self {
        self.beliefs = beliefs;
        self
    }

    /// How likely the answer of every other indicator holds.
    #[must_use]
    pub const fn confidence(mut self, confidence: Option<Probability>) -> Self {
        self.confidence = confidence;
        self
    }

    /// Which share of the doubt about an answer lies below it; one half unless given.
    #[must_use]
    pub const fn downward(mut self, share: Option<Probability>) -> Self {
        self.downward = share;
        self
    }

    /// Learns from what became of the answers of other institutions of the cohort.
    #[must_use]
    pub fn learn(mut self, learn: Option<LearnOptions>) -> Self {
        self.learn = learn;
        self
    }

    /// Scenarios with their probabilities, which make 1. In each, indicators are independent of each other; over all
    /// they are not.
    #[must_use]
    pub fn scenarios(mut self, scenarios: Vec<(String, Probability)>) -> Self {
        self.scenarios = scenarios;
        self
    }

    /// The probability with which an indicator follows the one mood of the whole assessment instead of a chance of
    /// its own. The chances of each indicator by itself stay as they are.
    #[must_use]
    pub const fn common(mut self, share: Probability) -> Self {
        self.common = share;
        self
    }

    /// Changes that are thought of, such as those of a plan: one outlook more for each of their scenarios.
    #[must_use]
    pub fn changes(mut self, changes: Vec<Change>) -> Self {
        self.changes = changes;
        self
    }

    /// Only the changes that are done by this date.
    #[must_use]
    pub fn until(mut self, date: Option<Date>) -> Self {
        self.until = date;
        self
    }

    /// The target: a predicate by its name, or an index. The next predicate unless given.
    #[must_use]
    pub fn target(mut self, target: Option<String>) -> Self {
        self.target = target;
        self
    }

    /// The quantiles asked for; 5, 25, 50, 75 and 95 % unless given.
    #[must_use]
    pub fn quantiles(mut self, quantiles: Vec<Probability>) -> Self {
        self.quantiles = quantiles;
        self
    }
}

/// What is to be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Target {
    /// The predicate, as a position in [`Instrument::predicates`], if it is one.
    pub predicate: Option<usize>,
    /// The smallest index that counts.
    pub index: Ratio,
    /// Whether that index itself counts, or only what lies above.
    pub index_included: bool,
}

/// How likely each index is.
#[derive(Clone, Debug, PartialEq)]
pub struct Outlook {
    /// The name of the scenario of changes; `None` for the answers as they are, and for changes without a name.
    pub name: Option<String>,
    /// The index if every answer counts as it is.
    pub claimed: Ratio,
    /// The chance of every index.
    pub distribution: Distribution,
    /// The expected index.
    pub expected: f64,
    /// The same exactly, where all probabilities are known exactly and the numbers fit.
    pub expected_exact: Option<Ratio>,
    /// The standard deviation of the index.
    pub deviation: f64,
    /// Quantiles: a chance, and the smallest index that is not exceeded with it.
    pub quantiles: Vec<(f64, Ratio)>,
    /// The chance of each predicate.
    pub predicates: Vec<f64>,
    /// The chance to reach the target, where there is one.
    pub reach: Option<f64>,
}

/// One uncertain indicator, and what depends on it.
#[derive(Clone, Debug, PartialEq)]
pub struct Driver {
    /// The position of the item.
    pub item: usize,
    /// Its answer; `None` where it is missing.
    pub answer: Option<Ratio>,
    /// Each level that it may turn out to have.
    pub levels: Vec<DriverLevel>,
    /// Its share of the variance that the indicators have by themselves.
    pub variance_share: f64,
    /// By how much the chance to reach the target differs between its best and its worst level.
    pub swing: Option<f64>,
}

/// One level that an indicator may turn out to have.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DriverLevel {
    /// The answer; `None` where it stays missing.
    pub answer: Option<Ratio>,
    /// Its chance.
    pub chance: f64,
    /// The chance to reach the target if this were certain.
    pub reach: Option<f64>,
}

/// A forecast of one institution.
#[derive(Clone, Debug, PartialEq)]
pub struct Forecast {
    /// The institution's position in the cohort.
    pub unit: usize,
    /// Its score as it is claimed.
    pub score: Score,
    /// What was learnt, where it was asked for.
    pub learnt: Option<Learnt>,
    /// The scenarios and their probabilities.
    pub scenarios: Vec<(String, Probability)>,
    /// How far indicators follow one mood.
    pub common: Probability,
    /// How many values that mood has.
    pub common_values: u32,
    /// What is to be reached; `None` at the top.
    pub target: Option<Target>,
    /// How many indicators are uncertain.
    pub uncertain: usize,
    /// The outlook for the answers as they are.
    pub now: Outlook,
    /// One outlook for each scenario of changes.
    pub planned: Vec<Outlook>,
    /// The uncertain indicators, those with the most variance first.
    pub drivers: Vec<Driver>,
}

impl Forecast {
    /// Forecasts the index of one unit of a cohort.
    ///
    /// # Errors
    /// Every unknown code, level outside the range, impossible probability and sum that is not 1, with its place; a
    /// unit that is not there or has no answers; a target that is none; more sums than can be gone through.
    pub fn new(scores: &Scores<'_>, unit: usize, options: &ForecastOptions) -> Result<Self, Issues<ForecastError>> {
        let mut issues = Collector::new(ISSUE_LIMIT);
        let subject = Subject::new(scores, unit).map_err(Issues::one)?;
        let instrument = subject.instrument;
        let beliefs = Beliefs::new(instrument, &options.beliefs);
        let beliefs = beliefs.map_err(|found| issues.absorb(found, |place, error| (place, error))).ok();
        let changes = resolved(instrument, &options.changes);
        let changes = changes.map_err(|found| issues.absorb(found, |place, error| (place, error.into()))).ok();
        let mut scenarios = options.scenarios.clone();
        let sound = |issues: &mut Collector<ForecastError>, error| issues.add(Place::whole(), error);
        if !scenarios.is_empty()
            && let Err(error) = made_one("scenario", &mut scenarios)
        {
            sound(&mut issues, error);
        }
        if let Some(beliefs) = &beliefs {
            for (name, place) in &beliefs.scenarios {
                if !scenarios.iter().any(|(known, _)| known == name) {
                    let known = scenarios.iter().map(|(known, _)| known.as_str()).collect::<Vec<_>>().join(", ");
                    issues.add(place.clone(), ForecastError::ScenarioUnknown { scenario: name.clone(), known });
                }
            }
        }
        if options.learn.is_some() && options.confidence.is_some() {
            sound(&mut issues, ForecastError::TwoModels);
        }
        let target = subject.target(options.target.as_deref()).map_err(|error| sound(&mut issues, error)).ok();
        let learnt = options.learn.as_ref().map(|learn| Learnt::new(scores.cohort(), &subject.own, learn));
        let learnt = learnt.transpose().map_err(|error| sound(&mut issues, error)).ok();
        let (Some(beliefs), Some(changes), Some(target), Some(learnt)) = (beliefs, changes, target, learnt) else {
            return Err(issues.into_issues().unwrap_or_else(|| Issues::one(ForecastError::TooFine)));
        };
        issues.finish(())?;
        let half = Probability::of_parts(0.5, Ratio::new(1, 2).ok());
        let asked = Asked {
            beliefs: &beliefs,
            fallback: Fallback {
                learnt: learnt.as_ref(),
                confidence: options.confidence,
                downward: options.downward.unwrap_or(half),
                missing: subject.score.missing_policy,
            },
            scenarios: &scenarios,
            common: options.common.value(),
            target,
            quantiles: &options.quantiles,
        };
        subject.forecast(&asked, &changes, options).map_err(Issues::one).map(|(now, planned, drivers)| Self {
            unit,
            score: subject.score.clone(),
            uncertain: drivers.len(),
            scenarios: scenarios.clone(),
            common: options.common,
            common_values: SLICES,
            target,
            now,
            planned,
            drivers,
            learnt: learnt.clone(),
        })
    }
}

/// What is believed and asked, checked.
struct Asked<'run> {
    beliefs: &'run Beliefs,
    fallback: Fallback<'run>,
    scenarios: &'run [(String, Probability)],
    common: f64,
    target: Option<Target>,
    quantiles: &'run [Probability],
}

impl Asked<'_> {
    /// The states of all items in each scenario.
    fn cases(&self, instrument: &Instrument, answers: &[(Option<Ratio>, bool)]) -> Result<Vec<Case>, ForecastError> {
        let table = |name: Option<&str>| self.beliefs.table(instrument, name, answers, self.fallback);
        if self.scenarios.is_empty() {
            return Ok(vec![Case { weight: 1.0, exact: Some(Ratio::ONE), table: table(None)? }]);
        }
        let case = |(name, chance): &(String, Probability)| {
            Ok(Case { weight: chance.value(), exact: chance.exact(), table: table(Some(name))? })
        };
        self.scenarios.iter().map(case).collect()
    }
}

/// The institution as it is.
struct Subject<'scores> {
    instrument: &'scores Instrument,
    own: Unit<'scores>,
    answers: Vec<Option<Ratio>>,
    score: Score,
}

impl<'scores> Subject<'scores> {
    fn new(scores: &Scores<'scores>, unit: usize) -> Result<Self, ForecastError> {
        let missing = || CohortError::SubjectUnknown { subject: format!("#{}", unit.saturating_add(1)) };
        let own = scores.cohort().unit(unit).ok_or_else(missing)?;
        let none = || CohortError::OnlyPrinted { subject: own.describe() };
        let answers = own.answers().ok_or_else(none)?;
        let score = scores.score(unit)?.ok_or_else(none)?;
        Ok(Self { instrument: own.instrument(), own, answers, score })
    }

    /// The target by its name or number; the next predicate where none is given.
    fn target(&self, text: Option<&str>) -> Result<Option<Target>, ForecastError> {
        let basis = self.score.predicate_basis;
        let Some(text) = text else {
            let next = self.score.next.as_ref();
            return Ok(next.map(|next| Target {
                predicate: Some(next.predicate),
                index: next.index,
                index_included: next.index_included,
            }));
        };
        let predicates = self.instrument.predicates();
        let wanted = folded(text);
        let named = |name: &str| folded(name) == wanted;
        let found = predicates.iter().position(|own| named(&own.name.id) || own.name.en.as_deref().is_some_and(named));
        let known = || predicates.iter().map(|own| own.name.id.as_str()).collect::<Vec<_>>().join(", ");
        let unknown = || ForecastError::Target { found: text.to_owned(), known: known() };
        let value = |answer: Ratio| self.instrument.value_of(answer);
        let scale = value(self.instrument.lowest_answer())..=value(self.instrument.highest_answer());
        let from = match found {
            Some(position) => self.instrument.predicate_from(position).unwrap_or(Ratio::ZERO),
            None => {
                let index = Decimal::parse(text, DecimalComma::Always).map(Ratio::from).ok();
                index.filter(|index| scale.contains(index)).ok_or_else(unknown)?
            }
        };
        let (index, index_included) = smallest_index(self.instrument, from, basis)?;
        Ok(Some(Target { predicate: found, index, index_included }))
    }

    fn forecast(
        &self,
        asked: &Asked<'_>,
        changes: &[Resolved<'_>],
        options: &ForecastOptions,
    ) -> Result<(Outlook, Vec<Outlook>, Vec<Driver>), ForecastError> {
        let answers: Vec<(Option<Ratio>, bool)> = self.answers.iter().map(|answer| (*answer, false)).collect();
        let (now, mixture) = self.outlook(asked, &answers, None)?;
        let mut names: Vec<Option<&str>> = Vec::new();
        for change in &options.changes {
            if !names.contains(&change.scenario.as_deref()) {
                names.push(change.scenario.as_deref());
            }
        }
        let mut planned = Vec::with_capacity(names.len());
        for name in names {
            let done = |resolved: &&Resolved<'_>| {
                let in_time = match (&resolved.change.date, &options.until) {
                    (Some(date), Some(until)) => date.is_within(until),
                    _ => true,
                };
                in_time && resolved.change.scenario.as_deref() == name
            };
            let own: Vec<Resolved<'_>> = changes.iter().filter(done).copied().collect();
            let changed = changed_answers(&self.answers, &own);
            let touched = |item: usize| own.iter().any(|resolved| resolved.item == item);
            let answers: Vec<(Option<Ratio>, bool)> =
                changed.into_iter().enumerate().map(|(item, answer)| (answer, touched(item))).collect();
            planned.push(self.outlook(asked, &answers, name)?.0);
        }
        let drivers = self.drivers(asked, &mixture)?;
        Ok((now, planned, drivers))
    }

    fn outlook(
        &self,
        asked: &Asked<'_>,
        answers: &[(Option<Ratio>, bool)],
        name: Option<&str>,
    ) -> Result<(Outlook, Mixture), ForecastError> {
        let cases = asked.cases(self.instrument, answers)?;
        let mixture = Mixture::new(self.instrument, &cases, asked.common)?;
        let distribution = mixture.distribution()?;
        let (expected, deviation) = moments(&mixture)?;
        let expected_exact = expected_exactly(self.instrument, &cases).ok().flatten();
        let usual = [0.05, 0.25, 0.5, 0.75, 0.95];
        let wanted: Vec<f64> = asked.quantiles.iter().map(|quantile| quantile.value()).collect();
        let wanted = if wanted.is_empty() { usual.to_vec() } else { wanted };
        let quantiles = wanted
            .into_iter()
            .map(|chance| Ok((chance, distribution.quantile(chance)?)))
            .collect::<Result<_, NumberError>>()?;
        let reach =
            asked.target.map(|target| distribution.at_least(target.index, target.index_included)).transpose()?;
        let outlook = Outlook {
            name: name.map(ToOwned::to_owned),
            claimed: self.claimed(asked, answers)?,
            predicates: predicates(self.instrument, self.score.predicate_basis, &distribution)?,
            expected: expected_exact.map_or(expected, Ratio::to_f64),
            distribution,
            expected_exact,
            deviation,
            quantiles,
            reach,
        };
        Ok((outlook, mixture))
    }

    /// The index if every answer counts as it is; what is missing counts as the policy says, at least the lowest.
    fn claimed(&self, asked: &Asked<'_>, answers: &[(Option<Ratio>, bool)]) -> Result<Ratio, ForecastError> {
        let mut sum = Ratio::ZERO;
        for (item, (answer, _)) in self.instrument.items().iter().zip(answers) {
            let value = match answer {
                Some(answer) => self.instrument.value_of(*answer),
                None if asked.fallback.missing == MissingPolicy::Zero => Ratio::ZERO,
                None => self.instrument.value_of(self.instrument.lowest_answer()),
            };
            sum = sum.checked_add(value.checked_mul(Ratio::whole(item.parts()))?)?;
        }
        Ok(sum.checked_div(Ratio::whole(self.instrument.total_parts()))?)
    }

    /// Every uncertain item of the answers as they are.
    #[expect(clippy::float_arithmetic, reason = "chances are no part of an index")]
    fn drivers(&self, asked: &Asked<'_>, mixture: &Mixture) -> Result<Vec<Driver>, ForecastError> {
        let bound = |target: Target| Bound::new(target.index, target.index_included, mixture.denominator);
        let bound = asked.target.map(bound).transpose()?;
        let mut work = Work::default();
        let mut drivers = Vec::with_capacity(mixture.uncertain.len());
        let mut variances = Vec::with_capacity(mixture.uncertain.len());
        for (place, own) in mixture.uncertain.iter().enumerate() {
            let chances = mixture.reached_if(place, bound, &mut work)?;
            let values = own.numbers.iter().map(|number| double(*number));
            let mean: f64 = values.clone().zip(&chances).map(|(value, (chance, _))| value * chance).sum();
            let spread = |(value, (chance, _)): (f64, &(f64, Option<f64>))| chance * (value - mean) * (value - mean);
            variances.push(values.zip(&chances).map(spread).sum::<f64>());
            let levels: Vec<DriverLevel> = own
                .answers
                .iter()
                .zip(&chances)
                .map(|(answer, (chance, reach))| DriverLevel { answer: *answer, chance: *chance, reach: *reach })
                .collect();
            let ends: Vec<f64> = levels.iter().filter_map(|level| level.reach).collect();
            let swing = ends.last().zip(ends.first()).map(|(best, worst)| best - worst);
            let answer = self.answers.get(own.item).copied().flatten();
            drivers.push(Driver { item: own.item, answer, levels, variance_share: 0.0, swing });
        }
        let all: f64 = variances.iter().sum();
        for (driver, variance) in drivers.iter_mut().zip(variances) {
            driver.variance_share = if all > 0.0 { variance / all } else { 0.0 };
        }
        // Doubles of shares are never NaN.
        drivers.sort_by(|left, right| {
            right.variance_share.total_cmp(&left.variance_share).then(left.item.cmp(&right.item))
        });
        Ok(drivers)
    }
}

/// The chance of each predicate.
fn predicates(
    instrument: &Instrument,
    basis: PredicateBasis,
    distribution: &Distribution,
) -> Result<Vec<f64>, ForecastError> {
    let mut bounds = Vec::new();
    for position in 1..instrument.predicates().len() {
        let Some(from) = instrument.predicate_from(position) else { continue };
        let (index, included) = smallest_index(instrument, from, basis)?;
        bounds.push((index, included));
    }
    Ok(distribution.between(&bounds)?)
}

#[expect(clippy::cast_precision_loss, reason = "spreads are told in doubles")]
fn double(number: i64) -> f64 {
    number as f64
}

/// The expected index and its standard deviation: within each part of the mixture, and between them.
#[expect(clippy::float_arithmetic, reason = "chances are no part of an index")]
fn moments(mixture: &Mixture) -> Result<(f64, f64), ForecastError> {
    let scale = Ratio::new(mixture.denominator, 1)?.to_f64();
    let mut parts = Vec::with_capacity(mixture.parts.len());
    for (weight, chances) in &mixture.parts {
        let (mut mean, mut variance) = (0.0, 0.0);
        for (own, chances) in mixture.uncertain.iter().zip(chances) {
            let values = own.numbers.iter().map(|number| double(*number) / scale);
            let own_mean: f64 = values.clone().zip(chances).map(|(value, chance)| value * chance).sum();
            mean += own_mean;
            let spread = |(value, chance): (f64, &f64)| chance * (value - own_mean) * (value - own_mean);
            variance += values.zip(chances).map(spread).sum::<f64>();
        }
        parts.push((*weight, mean, variance));
    }
    let mean: f64 = parts.iter().map(|(weight, mean, _)| weight * mean).sum();
    let spread = |(weight, own, variance): &(f64, f64, f64)| weight * (variance + (own - mean) * (own - mean));
    let variance: f64 = parts.iter().map(spread).sum();
    Ok((mean + mixture.certain()?.to_f64(), variance.sqrt()))
}

/// The expected index, where every probability is known exactly.
fn expected_exactly(instrument: &Instrument, cases: &[Case]) -> Result<Option<Ratio>, NumberError> {
    let mut expected = Ratio::ZERO;
    for case in cases {
        let Some(weight) = case.exact else { return Ok(None) };
        let mut sum = Ratio::ZERO;
        for (item, states) in instrument.items().iter().zip(&case.table) {
            for state in states {
                let Some(chance) = state.chance.exact() else { return Ok(None) };
                let share = state.value.checked_mul(Ratio::whole(item.parts()))?;
                sum = sum.checked_add(share.checked_mul(chance)?)?;
            }
        }
        expected = expected.checked_add(sum.checked_mul(weight)?)?;
    }
    expected.checked_div(Ratio::whole(instrument.total_parts())).map(Some)
}
