//! What is uncertain, and among whom: what studies of robustness and of sensitivity are both asked.

use super::error::RobustnessError;
use super::field::Weights;
use super::stop::Stop;
use crate::cohort::GroupKey;
use crate::exact::Ratio;
use crate::issue::{Collector, Place};

/// What is uncertain, and who is ranked. By default: weights up to a quarter higher or lower, levels as they are, all
/// institutions of the latest year.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Uncertain {
    pub(crate) weights: Weights,
    pub(super) confidence: Option<Ratio>,
    pub(super) confidences: Vec<(String, Ratio)>,
    pub(crate) year: Option<u16>,
    pub(crate) stage: Option<String>,
    pub(crate) only: Vec<(GroupKey, Vec<String>)>,
    pub(crate) tier: Option<String>,
    pub(crate) seed: u64,
    pub(crate) threads: usize,
    pub(crate) stop: Option<Stop>,
}

impl Default for Uncertain {
    fn default() -> Self {
        Self {
            weights: Weights::of(None, None),
            confidence: None,
            confidences: Vec::new(),
            year: None,
            stage: None,
            only: Vec::new(),
            tier: None,
            seed: 0,
            threads: 1,
            stop: None,
        }
    }
}

impl Uncertain {
    /// How uncertain the weights are; [`Weights::Official`] is no factor.
    #[must_use]
    pub fn weights(mut self, weights: Weights) -> Self {
        self.weights = weights;
        self
    }

    /// The chance that a level is right; else it is one off, as often up as down. Certain unless given.
    #[must_use]
    pub const fn confidence(mut self, confidence: Option<Ratio>) -> Self {
        self.confidence = confidence;
        self
    }

    /// The same of single indicators, by their code.
    #[must_use]
    pub fn confidences(mut self, confidences: Vec<(String, Ratio)>) -> Self {
        self.confidences = confidences;
        self
    }

    /// The year; the latest unless given.
    #[must_use]
    pub const fn year(mut self, year: Option<u16>) -> Self {
        self.year = year;
        self
    }

    /// The stage; needed where there are several.
    #[must_use]
    pub fn stage(mut self, stage: Option<String>) -> Self {
        self.stage = stage;
        self
    }

    /// Ranks only those with these values of labels.
    #[must_use]
    pub fn only(mut self, only: Vec<(GroupKey, Vec<String>)>) -> Self {
        self.only = only;
        self
    }

    /// The tier whose weights change, by its code; the finest that is known unless given.
    #[must_use]
    pub fn tier(mut self, tier: Option<String>) -> Self {
        self.tier = tier;
        self
    }

    /// What draws begin with. Every number is one seed, 0 too.
    #[must_use]
    pub const fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// How many threads may draw; the result is the same.
    #[must_use]
    pub const fn threads(mut self, threads: usize) -> Self {
        self.threads = threads;
        self
    }

    /// What ends the work early once it is wished.
    #[must_use]
    pub fn stop(mut self, stop: Stop) -> Self {
        self.stop = Some(stop);
        self
    }

    pub(crate) fn is_stopped(&self) -> bool {
        self.stop.as_ref().is_some_and(Stop::is_wished)
    }

    /// Finds fault with weights that cannot be drawn.
    pub(crate) fn check_weights(&self, problems: &mut Collector<RobustnessError>) {
        match &self.weights {
            Weights::Uniform(reach) if *reach <= Ratio::ZERO || *reach > Ratio::ONE => {
                problems.add(Place::path("reach"), RobustnessError::Reach { found: reach.to_string() });
            }
            Weights::Dirichlet(concentration) => {
                let (least, most) = (Ratio::ONE, Ratio::whole(1_000_000));
                if *concentration < least || *concentration > most {
                    let (found, least, most) = (concentration.to_string(), least.to_string(), most.to_string());
                    problems.add(Place::path("dirichlet"), RobustnessError::Concentration { found, least, most });
                }
            }
            Weights::Official | Weights::Uniform(_) => {}
        }
    }
}
