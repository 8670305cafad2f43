//! Whom one institution of a cohort can learn from, and what.

use std::cmp::Reverse;

use super::profiles::{Part, Profiles};
use super::tiles::Neighbour;
use super::visits::best_visits;
use crate::cohort::{Basis, Cohort, CohortError, GroupKey, NodeName, Scores, TierValues, Unit, scaled};
use crate::exact::{NumberError, Ratio};

/// What is looked for. By default: the five nearest better ones of the same type, and at most three visits.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PeerOptions {
    count: usize,
    visits: usize,
    pool: usize,
    reach: Option<Ratio>,
    within: Option<Vec<GroupKey>>,
    tier: Option<String>,
    focus: Vec<NodeName>,
}

impl Default for PeerOptions {
    fn default() -> Self {
        Self { count: 5, visits: 3, pool: 50, reach: None, within: None, tier: None, focus: Vec::new() }
    }
}

impl PeerOptions {
    /// How many peers are listed.
    #[must_use]
    pub const fn count(mut self, count: usize) -> Self {
        self.count = count;
        self
    }

    /// How many visits there may be.
    #[must_use]
    pub const fn visits(mut self, visits: usize) -> Self {
        self.visits = visits;
        self
    }

    /// How many of the nearest better ones are thought of as hosts; fewer keep the hosts more like the visitor.
    #[must_use]
    pub const fn pool(mut self, pool: usize) -> Self {
        self.pool = pool;
        self
    }

    /// The most that one visit is taken to raise a part, in levels or values; whatever the host has, unless given.
    #[must_use]
    pub const fn reach(mut self, reach: Option<Ratio>) -> Self {
        self.reach = reach;
        self
    }

    /// What a peer must share with the institution: by default its `type`, where the cohort has types. An empty list
    /// takes any; `province` keeps the way short.
    #[must_use]
    pub fn within(mut self, keys: Vec<GroupKey>) -> Self {
        self.within = Some(keys);
        self
    }

    /// The tier whose parts are compared, by its code; by default the finest that is known of the institution and of
    /// some better one.
    #[must_use]
    pub fn tier(mut self, code: Option<String>) -> Self {
        self.tier = code;
        self
    }

    /// The parts to learn; all unless given. Only peers that do one of them better are listed.
    #[must_use]
    pub fn focus(mut self, parts: Vec<NodeName>) -> Self {
        self.focus = parts;
        self
    }
}

/// One part that a peer does better.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lesson {
    /// The part: an indicator, or a node where only nodes are known.
    pub part: NodeName,
    /// The own value.
    pub own: Ratio,
    /// The peer's value.
    pub theirs: Ratio,
    /// What reaching it, or as much of it as is within reach, adds to the index.
    pub worth: Ratio,
}

/// A better institution, and what it does better.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Peer {
    /// Its position in the cohort.
    pub unit: usize,
    /// How far it is, in index points: what it does better and what it does worse, weighted, added up.
    pub distance: Ratio,
    /// How much of the distance is what it does better.
    pub gain: Ratio,
    /// How much of it is what it does worse.
    pub loss: Ratio,
    /// What it does better, the most worth first.
    pub lessons: Vec<Lesson>,
}

/// A set of visits: each part is learned from the host that does it best.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VisitPlan {
    /// The hosts, the most worth first, and what is learned from each.
    pub hosts: Vec<(usize, Vec<Lesson>)>,
    /// What all of it is worth, in index points.
    pub worth: Ratio,
    /// No set of as many visits to the hosts in question is worth more.
    pub bound: Ratio,
}

/// Whom an institution can learn from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeerStudy {
    /// The institution's position in the cohort.
    pub unit: usize,
    /// The code of the tier that was compared.
    pub tier: String,
    /// Whether exact values were compared, or printed ones.
    pub basis: Basis,
    /// What a peer had to share with it.
    pub within: Vec<GroupKey>,
    /// How many institutions it was compared with.
    pub compared: usize,
    /// How many could not be compared: a part of theirs is not known.
    pub left_out: usize,
    /// How many of them are better.
    pub better: usize,
    /// The nearest better ones, nearest first.
    pub peers: Vec<Peer>,
    /// The best set of one visit, of two, and so on, as long as another visit adds something.
    pub visits: Vec<VisitPlan>,
}

impl PeerStudy {
    /// Studies one unit of a cohort among those of the same instrument, year and stage.
    ///
    /// # Errors
    /// [`CohortError`] for a tier, a label or a part that is not there, for an institution of which a part is not known,
    /// and for numbers that do not fit.
    pub fn new(scores: &Scores<'_>, unit: usize, options: &PeerOptions) -> Result<Self, CohortError> {
        let cohort = scores.cohort();
        let missing = || CohortError::SubjectUnknown { subject: format!("#{}", unit.saturating_add(1)) };
        let own = cohort.unit(unit).ok_or_else(missing)?;
        let within = match &options.within {
            Some(keys) => keys.clone(),
            None => cohort.label("type").map(|_| GroupKey::from("type")).into_iter().collect(),
        };
        let candidates = candidates(cohort, &own, &within)?;
        if let Some(reach) = options.reach.filter(|reach| *reach <= Ratio::ZERO) {
            return Err(CohortError::ReachNotPositive { found: reach.to_string() });
        }
        // What is within reach must be a whole number as the values are.
        let denominator = options.reach.map_or(1, Ratio::denominator);
        let field = Field::finest(scores, &own, &candidates, (options.tier.as_deref(), denominator))?;
        let focus: Vec<bool> =
            field.parts.iter().map(|part| options.focus.is_empty() || options.focus.contains(part)).collect();
        if let Some(unknown) = options.focus.iter().find(|part| !field.parts.contains(part)) {
            let instrument = own.instrument();
            return Err(match unknown.name_in(instrument) {
                None => CohortError::NodeUnknown { node: unknown.to_string(), instruments: instrument.id().to_owned() },
                Some(_) => CohortError::NotCompared {
                    node: unknown.to_string(),
                    tier: field.tier.clone(),
                    compared: field.parts.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
                },
            });
        }
        let position = field.position(unit).ok_or_else(|| field.unknown_part(scores, &own))?;
        let reach = options.reach.map(|reach| scaled(reach, field.denominator)).transpose()?;
        let study = Lessons { field: &field, own: field.profiles.values(position), focus, reach };

        let better = field.profiles.nearest_better(position, field.units.len());
        let teaching: Vec<&Neighbour> =
            better.iter().filter(|near| study.gains(near.unit).iter().any(|gain| *gain > 0)).collect();
        let peers = teaching.iter().take(options.count).map(|near| study.peer(near)).collect::<Result<_, _>>()?;
        let pool: Vec<usize> = teaching.iter().take(options.pool).map(|near| near.unit).collect();
        let gains: Vec<Vec<u64>> = pool.iter().map(|host| study.gains(*host)).collect();
        let sets = best_visits(&gains, options.visits);
        let visits = sets
            .iter()
            .map(|set| {
                let hosts: Vec<usize> = set.hosts.iter().filter_map(|host| pool.get(*host).copied()).collect();
                study.visits(&hosts, set.worth, set.bound)
            })
            .collect::<Result<_, _>>()?;
        Ok(Self {
            unit,
            tier: field.tier.clone(),
            basis: field.basis,
            within,
            compared: field.units.len().saturating_sub(1),
            left_out: candidates.len().saturating_sub(field.units.len()),
            better: better.len(),
            peers,
            visits,
        })
    }
}

/// The units of the same instrument, year and stage that share what they must, itself among them.
fn candidates(cohort: &Cohort, own: &Unit<'_>, within: &[GroupKey]) -> Result<Vec<usize>, CohortError> {
    let mut keys = vec![GroupKey::Instrument, GroupKey::Year, GroupKey::Stage];
    keys.extend(within.iter().cloned());
    let grouping = cohort.group(&keys)?;
    let Some(group) = grouping.group(own.position()) else {
        let lacking = within.iter().find(|key| key.value(own).is_none());
        let label = lacking.map(ToString::to_string).unwrap_or_default();
        return Err(CohortError::ValueUnknownAt { subject: own.describe(), node: label });
    };
    Ok((0..cohort.len()).filter(|unit| grouping.group(*unit) == Some(group)).collect())
}

/// The parts that are compared, and the units that have all of them.
struct Field {
    tier: String,
    basis: Basis,
    parts: Vec<NodeName>,
    /// The whole numbers are values times this.
    denominator: i128,
    /// One index point in units of weight times value.
    point: i128,
    units: Vec<usize>,
    profiles: Profiles,
}

impl Field {
    /// The finest tier on which the unit is known and someone is better; or the tier asked for.
    fn finest(
        scores: &Scores<'_>,
        own: &Unit<'_>,
        candidates: &[usize],
        (tier, denominator): (Option<&str>, i128),
    ) -> Result<Self, CohortError> {
        let tiers = own.instrument().tiers();
        if let Some(code) = tier {
            let position = tiers.iter().position(|tier| tier.code == code);
            let position = position.ok_or_else(|| CohortError::no_tier(code, own.instrument()))?;
            return Self::new(scores, own, candidates, (position, denominator));
        }
        let mut finest = None;
        for position in (0..tiers.len()).rev() {
            let field = Self::new(scores, own, candidates, (position, denominator))?;
            if let Some(known) = field.position(own.position()) {
                if !field.profiles.nearest_better(known, 1).is_empty() {
                    return Ok(field);
                }
                finest.get_or_insert(field);
            }
        }
        // No one is better on any tier: the finest that is known says so. If none is known, the coarsest names the gap.
        finest.map_or_else(|| Self::new(scores, own, candidates, (0, denominator)), Ok)
    }

    /// The values of one tier as whole numbers over a multiple of `denominator`.
    fn new(
        scores: &Scores<'_>,
        own: &Unit<'_>,
        candidates: &[usize],
        (tier, denominator): (usize, i128),
    ) -> Result<Self, CohortError> {
        let instrument = own.instrument();
        let values = TierValues::new(scores, instrument, tier, candidates, denominator)?;
        let compared: Vec<Part> =
            values.weights.into_iter().zip(values.columns).map(|(weight, values)| Part { weight, values }).collect();
        Ok(Self {
            profiles: Profiles::new(&compared).ok_or(NumberError::Overflow)?,
            tier: values.tier,
            basis: values.basis,
            parts: values.parts,
            denominator: values.denominator,
            point: values.denominator.checked_mul(instrument.total_parts().into()).ok_or(NumberError::Overflow)?,
            units: values.units,
        })
    }

    /// Where a unit of the cohort stands among those compared.
    fn position(&self, unit: usize) -> Option<usize> {
        self.units.binary_search(&unit).ok()
    }

    /// The first part that is not known of a unit that is not compared.
    fn unknown_part(&self, scores: &Scores<'_>, own: &Unit<'_>) -> CohortError {
        let unknown = |part: &&NodeName| scores.column(part).is_ok_and(|column| column.value(own.position()).is_none());
        let node = self.parts.iter().find(unknown).map(ToString::to_string).unwrap_or_default();
        CohortError::ValueUnknownAt { subject: own.describe(), node }
    }

    /// Weighted whole numbers as index points.
    fn points(&self, units: u64) -> Result<Ratio, NumberError> {
        Ratio::new(units.into(), self.point)
    }
}

/// What others can teach one unit.
struct Lessons<'field> {
    field: &'field Field,
    own: &'field [u32],
    focus: Vec<bool>,
    /// The most that is learned of one part.
    reach: Option<u32>,
}

impl Lessons<'_> {
    /// What a unit of the field does better, by part, in units of weight times value.
    fn gains(&self, host: usize) -> Vec<u64> {
        let parts = self.field.profiles.values(host).iter().zip(self.own).zip(self.field.profiles.weights());
        let reach = self.reach.unwrap_or(u32::MAX);
        parts
            .zip(&self.focus)
            .map(|(((theirs, own), weight), wanted)| {
                let higher = theirs.saturating_sub(*own).min(reach);
                if *wanted { u64::from(higher) * u64::from(*weight) } else { 0 }
            })
            .collect()
    }

    /// The parts with a gain, the most worth first.
    fn of(&self, host: usize, gains: &[u64]) -> Result<Vec<Lesson>, NumberError> {
        let value = |number: &u32| Ratio::new((*number).into(), self.field.denominator);
        let values = self.field.profiles.values(host).iter().zip(self.own);
        let mut lessons = Vec::new();
        for ((gain, part), (theirs, own)) in gains.iter().zip(&self.field.parts).zip(values) {
            if *gain > 0 {
                let worth = self.field.points(*gain)?;
                lessons.push(Lesson { part: part.clone(), own: value(own)?, theirs: value(theirs)?, worth });
            }
        }
        lessons.sort_by_key(|lesson| Reverse(lesson.worth));
        Ok(lessons)
    }

    fn peer(&self, near: &Neighbour) -> Result<Peer, CohortError> {
        Ok(Peer {
            unit: self.unit(near.unit),
            distance: self.field.points(near.distance)?,
            gain: self.field.points(near.gain())?,
            loss: self.field.points(near.loss())?,
            lessons: self.of(near.unit, &self.gains(near.unit))?,
        })
    }

    /// Each part goes to the host that shows the most of it, the nearer of equals; hosts come by what they teach.
    fn visits(&self, hosts: &[usize], worth: u64, bound: u64) -> Result<VisitPlan, CohortError> {
        let mut gains: Vec<Vec<u64>> = hosts.iter().map(|host| self.gains(*host)).collect();
        for part in 0..self.own.len() {
            let shown = |gains: &Vec<u64>| gains.get(part).copied().unwrap_or_default();
            let best = gains.iter().map(shown).max().unwrap_or_default();
            let teacher = gains.iter().position(|gains| shown(gains) == best);
            for (position, gains) in gains.iter_mut().enumerate() {
                if let Some(gain) = gains.get_mut(part).filter(|_| Some(position) != teacher) {
                    *gain = 0;
                }
            }
        }
        let mut taught: Vec<(usize, Vec<u64>)> = hosts.iter().copied().zip(gains).collect();
        taught.sort_by_key(|(_, gains)| Reverse(gains.iter().sum::<u64>()));
        let hosts = taught.into_iter().map(|(host, gains)| Ok((self.unit(host), self.of(host, &gains)?)));
        Ok(VisitPlan {
            hosts: hosts.collect::<Result<_, NumberError>>()?,
            worth: self.field.points(worth)?,
            bound: self.field.points(bound)?,
        })
    }

    /// The position in the cohort of a unit of the field.
    fn unit(&self, position: usize) -> usize {
        self.field.units.get(position).copied().unwrap_or_default()
    }
}
