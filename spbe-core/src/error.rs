//! Any problem of any stage, for callers that go through several.

use serde::Serialize;
use thiserror::Error;

use crate::assessment::AssessmentError;
use crate::audit::AuditError;
use crate::cohort::CohortError;
use crate::exact::NumberError;
use crate::forecast::ForecastError;
use crate::instrument::InstrumentError;
use crate::issue::{Catalogued, Code, Issues, Language, Place};
use crate::plan::PlanError;
use crate::robustness::RobustnessError;
use crate::score::ScoreError;
use crate::what_if::WhatIfError;

/// The problems of one stage.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Error {
    /// A number could not be read or computed.
    #[error(transparent)]
    Number(#[from] Issues<NumberError>),
    /// An instrument is not sound.
    #[error(transparent)]
    Instrument(#[from] Issues<InstrumentError>),
    /// Assessments or their file are not.
    #[error(transparent)]
    Assessment(#[from] Issues<AssessmentError>),
    /// Some assessment has no score.
    #[error(transparent)]
    Score(#[from] Issues<ScoreError>),
    /// Some result cannot be audited.
    #[error(transparent)]
    Audit(#[from] Issues<AuditError>),
    /// Assessments make no cohort, or it cannot answer.
    #[error(transparent)]
    Cohort(#[from] Issues<CohortError>),
    /// Changes that are thought of are not sound.
    #[error(transparent)]
    WhatIf(#[from] Issues<WhatIfError>),
    /// What is believed of levels is not sound.
    #[error(transparent)]
    Forecast(#[from] Issues<ForecastError>),
    /// There is no plan, or what it was asked is not sound.
    #[error(transparent)]
    Plan(#[from] Issues<PlanError>),
    /// How firm ranks are cannot be said.
    #[error(transparent)]
    Robustness(#[from] Issues<RobustnessError>),
}

/// One problem as bindings hand it on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct IssueRecord {
    /// The catalogue number.
    pub number: u16,
    /// The catalogue name.
    pub code: &'static str,
    /// The row or line, the column, the path.
    pub place: Place,
    /// The place in words; empty for the whole input.
    pub at: String,
    /// The message.
    pub message: String,
}

impl Error {
    /// The stage: `number`, `instrument`, `assessment`, `score`, `audit`, `cohort`, `what_if`, `forecast`, `plan` or
    /// `robustness`.
    #[must_use]
    pub const fn stage(&self) -> &'static str {
        match self {
            Self::Number(_) => "number",
            Self::Instrument(_) => "instrument",
            Self::Assessment(_) => "assessment",
            Self::Score(_) => "score",
            Self::Audit(_) => "audit",
            Self::Cohort(_) => "cohort",
            Self::WhatIf(_) => "what_if",
            Self::Forecast(_) => "forecast",
            Self::Plan(_) => "plan",
            Self::Robustness(_) => "robustness",
        }
    }

    /// The catalogue entry of the first problem.
    #[must_use]
    pub fn code(&self) -> Code {
        match self {
            Self::Number(issues) => issues.first_code(),
            Self::Instrument(issues) => issues.first_code(),
            Self::Assessment(issues) => issues.first_code(),
            Self::Score(issues) => issues.first_code(),
            Self::Audit(issues) => issues.first_code(),
            Self::Cohort(issues) => issues.first_code(),
            Self::WhatIf(issues) => issues.first_code(),
            Self::Forecast(issues) => issues.first_code(),
            Self::Plan(issues) => issues.first_code(),
            Self::Robustness(issues) => issues.first_code(),
        }
    }

    /// The listed problems.
    #[must_use]
    pub fn records(&self, language: Language) -> Vec<IssueRecord> {
        match self {
            Self::Number(issues) => records(issues, language),
            Self::Instrument(issues) => records(issues, language),
            Self::Assessment(issues) => records(issues, language),
            Self::Score(issues) => records(issues, language),
            Self::Audit(issues) => records(issues, language),
            Self::Cohort(issues) => records(issues, language),
            Self::WhatIf(issues) => records(issues, language),
            Self::Forecast(issues) => records(issues, language),
            Self::Plan(issues) => records(issues, language),
            Self::Robustness(issues) => records(issues, language),
        }
    }

    /// All listed problems, one a line, and how many more there are.
    #[must_use]
    pub fn describe(&self, language: Language) -> String {
        match self {
            Self::Number(issues) => issues.describe(language),
            Self::Instrument(issues) => issues.describe(language),
            Self::Assessment(issues) => issues.describe(language),
            Self::Score(issues) => issues.describe(language),
            Self::Audit(issues) => issues.describe(language),
            Self::Cohort(issues) => issues.describe(language),
            Self::WhatIf(issues) => issues.describe(language),
            Self::Forecast(issues) => issues.describe(language),
            Self::Plan(issues) => issues.describe(language),
            Self::Robustness(issues) => issues.describe(language),
        }
    }

    /// How many problems there are, listed or not.
    #[must_use]
    pub const fn total(&self) -> usize {
        match self {
            Self::Number(issues) => issues.total(),
            Self::Instrument(issues) => issues.total(),
            Self::Assessment(issues) => issues.total(),
            Self::Score(issues) => issues.total(),
            Self::Audit(issues) => issues.total(),
            Self::Cohort(issues) => issues.total(),
            Self::WhatIf(issues) => issues.total(),
            Self::Forecast(issues) => issues.total(),
            Self::Plan(issues) => issues.total(),
            Self::Robustness(issues) => issues.total(),
        }
    }
}

/// The listed problems of any stage.
pub(crate) fn records<E: Catalogued>(issues: &Issues<E>, language: Language) -> Vec<IssueRecord> {
    issues
        .listed()
        .iter()
        .map(|issue| IssueRecord {
            number: issue.error.code().number,
            code: issue.error.code().name,
            place: issue.place.clone(),
            at: issue.place.describe(language),
            message: issue.error.message(language),
        })
        .collect()
}
