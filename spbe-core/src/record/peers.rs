//! Whom to learn from as a record: the contract of `spbe peers --format json`.

use serde::Serialize;

use super::Ordered;
use crate::cohort::{NodeName, Scores, Unit};
use crate::exact::Decimal;
use crate::instrument::{Instrument, Text};
use crate::peers::{Lesson, Peer, PeerStudy, VisitPlan};

/// One part that a peer does better. Values, and worth in index points, are the nearest double and exact.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LessonRecord {
    /// The part, such as `indicator:12` or `domain:2`.
    pub part: String,
    /// Its official name, with the English one beside it.
    pub name: Option<Text>,
    /// The own value.
    pub own: f64,
    /// The same, exact.
    pub own_exact: String,
    /// The peer's value.
    pub theirs: f64,
    /// The same, exact.
    pub theirs_exact: String,
    /// What reaching it adds to the index.
    pub worth: f64,
    /// The same, exact.
    pub worth_exact: String,
}

/// A better institution. Distances are in index points, as the nearest double and exact.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PeerRecord {
    /// The institution.
    pub institution: String,
    /// Its labels, such as `province`.
    pub labels: Ordered<String>,
    /// Its published index; absent where it is not known.
    pub index: Option<f64>,
    /// Its predicate.
    pub predicate: Option<String>,
    /// What it does better and what it does worse, added up.
    pub distance: f64,
    /// The same, exact.
    pub distance_exact: String,
    /// What it does better.
    pub gain: f64,
    /// The same, exact.
    pub gain_exact: String,
    /// What it does worse.
    pub loss: f64,
    /// The same, exact.
    pub loss_exact: String,
    /// What to learn from it, the most worth first.
    pub lessons: Vec<LessonRecord>,
}

/// One host of a set of visits, and what is learned there.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HostRecord {
    /// The institution.
    pub institution: String,
    /// Its labels.
    pub labels: Ordered<String>,
    /// Its published index.
    pub index: Option<f64>,
    /// What is learned from it and no other host.
    pub lessons: Vec<LessonRecord>,
}

/// The best set of so many visits.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct VisitsRecord {
    /// How many visits.
    pub visits: usize,
    /// What they are worth together, in index points.
    pub worth: f64,
    /// The same, exact.
    pub worth_exact: String,
    /// Whether it is proven that no other set of as many is worth more.
    pub optimal: bool,
    /// No set of as many is worth more than this, exact.
    pub bound_exact: String,
    /// The hosts, the most worth first.
    pub hosts: Vec<HostRecord>,
}

/// Whom an institution can learn from.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PeersRecord {
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
    /// Its published index.
    pub index: Option<f64>,
    /// Its predicate.
    pub predicate: Option<String>,
    /// The tier that was compared.
    pub tier: String,
    /// `answers` where exact values were compared, `printed` where published ones were.
    pub basis: &'static str,
    /// What a peer had to have in common with it.
    pub within: Ordered<Option<String>>,
    /// With how many institutions it was compared.
    pub compared: usize,
    /// How many could not be compared, because a part of theirs is not known.
    pub left_out: usize,
    /// How many of those compared are better.
    pub better: usize,
    /// The nearest better ones, nearest first.
    pub peers: Vec<PeerRecord>,
    /// The best set of one visit, of two, and so on.
    pub visits: Vec<VisitsRecord>,
}

impl PeersRecord {
    /// The record of a study.
    #[must_use]
    pub fn new(scores: &Scores<'_>, study: &PeerStudy) -> Option<Self> {
        let own = scores.cohort().unit(study.unit)?;
        let form = Form { scores, instrument: own.instrument() };
        let within = study.within.iter().map(|key| (key.to_string(), key.value(&own)));
        Some(Self {
            institution: own.institution().to_owned(),
            year: own.year(),
            stage: own.stage().map(str::to_owned),
            instrument: own.instrument().id().to_owned(),
            checksum: own.instrument().checksum().to_owned(),
            index: form.index(study.unit),
            predicate: form.predicate(study.unit),
            tier: study.tier.clone(),
            basis: study.basis.name(),
            within: within.collect(),
            compared: study.compared,
            left_out: study.left_out,
            better: study.better,
            peers: study.peers.iter().filter_map(|peer| form.peer(peer)).collect(),
            visits: study.visits.iter().map(|plan| form.visits(plan)).collect(),
        })
    }
}

struct Form<'study> {
    scores: &'study Scores<'study>,
    instrument: &'study Instrument,
}

impl Form<'_> {
    fn index(&self, unit: usize) -> Option<f64> {
        let index = self.scores.index().value(unit)?;
        self.scores.published(unit, &NodeName::Index, index).map(Decimal::to_f64)
    }

    fn predicate(&self, unit: usize) -> Option<String> {
        let predicate = self.instrument.predicates().get(self.scores.predicate(unit)?)?;
        Some(predicate.name.id.clone())
    }

    fn lesson(&self, lesson: &Lesson) -> LessonRecord {
        LessonRecord {
            part: lesson.part.to_string(),
            name: lesson.part.name_in(self.instrument).cloned(),
            own: lesson.own.to_f64(),
            own_exact: lesson.own.to_string(),
            theirs: lesson.theirs.to_f64(),
            theirs_exact: lesson.theirs.to_string(),
            worth: lesson.worth.to_f64(),
            worth_exact: lesson.worth.to_string(),
        }
    }

    fn peer(&self, peer: &Peer) -> Option<PeerRecord> {
        let unit = self.scores.cohort().unit(peer.unit)?;
        Some(PeerRecord {
            institution: unit.institution().to_owned(),
            labels: labels(&unit),
            index: self.index(peer.unit),
            predicate: self.predicate(peer.unit),
            distance: peer.distance.to_f64(),
            distance_exact: peer.distance.to_string(),
            gain: peer.gain.to_f64(),
            gain_exact: peer.gain.to_string(),
            loss: peer.loss.to_f64(),
            loss_exact: peer.loss.to_string(),
            lessons: peer.lessons.iter().map(|lesson| self.lesson(lesson)).collect(),
        })
    }

    fn visits(&self, plan: &VisitPlan) -> VisitsRecord {
        let host = |(unit, lessons): &(usize, Vec<Lesson>)| {
            let own = self.scores.cohort().unit(*unit)?;
            Some(HostRecord {
                institution: own.institution().to_owned(),
                labels: labels(&own),
                index: self.index(*unit),
                lessons: lessons.iter().map(|lesson| self.lesson(lesson)).collect(),
            })
        };
        VisitsRecord {
            visits: plan.hosts.len(),
            worth: plan.worth.to_f64(),
            worth_exact: plan.worth.to_string(),
            optimal: plan.worth == plan.bound,
            bound_exact: plan.bound.to_string(),
            hosts: plan.hosts.iter().filter_map(host).collect(),
        }
    }
}

fn labels(unit: &Unit<'_>) -> Ordered<String> {
    unit.labels().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}
