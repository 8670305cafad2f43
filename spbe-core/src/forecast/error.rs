//! What is wrong with what is believed of levels.

use thiserror::Error;

use crate::assessment::AssessmentError;
use crate::cohort::CohortError;
use crate::exact::NumberError;
use crate::issue::{Catalogued, Code, Issues, Language, Place, shown};
use crate::score::ScoreError;
use crate::what_if::WhatIfError;

/// A problem of a forecast.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ForecastError {
    /// Not a number from 0 to 1.
    #[error("{} is no probability: expected a number from 0 to 1", shown(.found))]
    Probability {
        /// What was given.
        found: String,
    },
    /// The probabilities of an indicator do not make 1.
    #[error("the probabilities of {} add up to {sum}, not to 1", shown(.of))]
    Sum {
        /// The code of the item, or `scenario`.
        of: String,
        /// What they add up to.
        sum: String,
    },
    /// The same level of the same indicator twice, or its confidence.
    #[error("{} is given already ({})", shown(.of), .first.describe(Language::English))]
    GivenTwice {
        /// The code of the item, and the level if it is one's.
        of: String,
        /// Where it was first.
        first: Box<Place>,
    },
    /// Neither a level with its probability, nor a confidence.
    #[error("expected a level and its probability, or a confidence")]
    BeliefIncomplete,
    /// Levels and a confidence of the same indicator.
    #[error("{} has probabilities of levels and a confidence: give one of them", shown(.code))]
    TwoWays {
        /// The code of the item.
        code: String,
    },
    /// One confidence for all indicators beside what is learnt from pairs.
    #[error("one confidence for all indicators cannot stand beside what is learnt from pairs")]
    TwoModels,
    /// A scenario of beliefs that has no probability.
    #[error("the scenario {} has no probability; scenarios with one: {known}", shown(.scenario))]
    ScenarioUnknown {
        /// The scenario.
        scenario: String,
        /// Those that have one.
        known: String,
    },
    /// An indicator without an answer of which nothing is believed.
    #[error("nothing is known of {}: it has no answer, and no probabilities are given", shown(.code))]
    Undetermined {
        /// The code of the item.
        code: String,
    },
    /// More sums than can be gone through.
    #[error("the weights and levels make too many different sums; give levels with fewer decimals")]
    TooFine,
    /// No institution has both ratings.
    #[error("nothing to learn from: no other institution has answers of {} and of {}", shown(.first), shown(.second))]
    NothingLearnt {
        /// The stage of the answers.
        first: String,
        /// The stage that counts.
        second: String,
    },
    /// A number of pairs that is not above 0.
    #[error("`{of}` is a number of pairs above 0, found {}", shown(.found))]
    Pairs {
        /// The option: `smoothing` or `shrinkage`.
        of: &'static str,
        /// What was given.
        found: String,
    },
    /// What is learnt is learnt of whole levels.
    #[error("the answers of `{instrument}` are no whole levels, of which pairs could be counted; give probabilities")]
    NoLevels {
        /// The instrument.
        instrument: String,
    },
    /// A target that is neither an index nor a predicate.
    #[error("{} is neither an index nor one of {known}", shown(.found))]
    Target {
        /// What was given.
        found: String,
        /// The predicates.
        known: String,
    },
    /// Lists of chances of the wrong length.
    #[error("expected the chances of {levels} levels for each of {items} items")]
    Shape {
        /// How many items there are.
        items: usize,
        /// How many levels each has.
        levels: usize,
    },
    /// The changes cannot be done.
    #[error("{0}")]
    WhatIf(#[from] WhatIfError),
    /// The list, or a code or a level in it, cannot be read.
    #[error("{0}")]
    Assessment(#[from] AssessmentError),
    /// The institution has no score.
    #[error("{0}")]
    Score(#[from] ScoreError),
    /// The cohort cannot answer.
    #[error("{0}")]
    Cohort(#[from] CohortError),
    /// A number does not fit.
    #[error("{0}")]
    Number(#[from] NumberError),
}

impl From<Issues<WhatIfError>> for Issues<ForecastError> {
    fn from(issues: Issues<WhatIfError>) -> Self {
        issues.map(|place, error| (place, error.into()))
    }
}

impl Catalogued for ForecastError {
    fn code(&self) -> Code {
        match self {
            Self::Probability { .. } => Code::new(1061, "forecast.probability"),
            Self::Sum { .. } => Code::new(1062, "forecast.sum"),
            Self::GivenTwice { .. } => Code::new(1063, "forecast.given_twice"),
            Self::BeliefIncomplete => Code::new(1064, "forecast.belief_incomplete"),
            Self::TwoWays { .. } => Code::new(1065, "forecast.two_ways"),
            Self::TwoModels => Code::new(1066, "forecast.two_models"),
            Self::ScenarioUnknown { .. } => Code::new(1067, "forecast.scenario_unknown"),
            Self::Undetermined { .. } => Code::new(1068, "forecast.undetermined"),
            Self::TooFine => Code::new(1069, "forecast.too_fine"),
            Self::NothingLearnt { .. } => Code::new(1070, "forecast.nothing_learnt"),
            Self::NoLevels { .. } => Code::new(1071, "forecast.no_levels"),
            Self::Target { .. } => Code::new(1072, "forecast.target"),
            Self::Shape { .. } => Code::new(1073, "forecast.shape"),
            Self::Pairs { .. } => Code::new(1074, "forecast.pairs"),
            Self::WhatIf(error) => error.code(),
            Self::Assessment(error) => error.code(),
            Self::Score(error) => error.code(),
            Self::Cohort(error) => error.code(),
            Self::Number(error) => error.code(),
        }
    }

    fn message(&self, language: Language) -> String {
        if language == Language::English {
            return self.to_string();
        }
        match self {
            Self::Probability { found } => {
                format!("{} bukan peluang: seharusnya bilangan dari 0 sampai 1", shown(found))
            }
            Self::Sum { of, sum } => format!("jumlah peluang {} adalah {sum}, bukan 1", shown(of)),
            Self::GivenTwice { of, first } => {
                format!("{} sudah diberikan ({})", shown(of), first.describe(language))
            }
            Self::BeliefIncomplete => "seharusnya tingkat dan peluangnya, atau keyakinan".to_owned(),
            Self::TwoWays { code } => {
                format!("{} diberi peluang tingkat dan keyakinan: berikan salah satu", shown(code))
            }
            Self::TwoModels => {
                "satu keyakinan untuk semua indikator tidak dapat bersama yang dipelajari dari pasangan".to_owned()
            }
            Self::ScenarioUnknown { scenario, known } => {
                format!("skenario {} tidak mempunyai peluang; skenario berpeluang: {known}", shown(scenario))
            }
            Self::Undetermined { code } => {
                format!("{} tidak diketahui: belum dijawab dan tidak diberi peluang", shown(code))
            }
            Self::TooFine => {
                "bobot dan tingkat menghasilkan terlalu banyak jumlah yang berbeda; gunakan lebih sedikit desimal"
                    .to_owned()
            }
            Self::NothingLearnt { first, second } => format!(
                "tidak ada yang dapat dipelajari: tidak ada instansi lain dengan jawaban {} dan {}",
                shown(first),
                shown(second)
            ),
            Self::NoLevels { instrument } => {
                format!("jawaban `{instrument}` bukan tingkat bulat yang pasangannya dapat dihitung; berikan peluang")
            }
            Self::Target { found, known } => {
                format!("{} bukan indeks dan bukan salah satu dari {known}", shown(found))
            }
            Self::Shape { items, levels } => {
                format!("seharusnya peluang {levels} tingkat untuk setiap dari {items} butir")
            }
            Self::Pairs { of, found } => {
                format!("`{of}` adalah banyaknya pasangan di atas 0, ditemukan {}", shown(found))
            }
            Self::WhatIf(error) => error.message(language),
            Self::Assessment(error) => error.message(language),
            Self::Score(error) => error.message(language),
            Self::Cohort(error) => error.message(language),
            Self::Number(error) => error.message(language),
        }
    }
}
