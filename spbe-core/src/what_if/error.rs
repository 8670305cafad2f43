//! What is wrong with changes that are thought of.

use thiserror::Error;

use crate::assessment::AssessmentError;
use crate::cohort::CohortError;
use crate::exact::NumberError;
use crate::issue::{Catalogued, Code, Language, Place, shown};
use crate::score::ScoreError;

/// A problem of a what-if.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum WhatIfError {
    /// Two changes of one indicator in one scenario at one date.
    #[error("{} is changed already at this date ({})", shown(.code), .first.describe(Language::English))]
    ChangeTwice {
        /// The code of the item.
        code: String,
        /// Where it was first.
        first: Box<Place>,
    },
    /// A date that is none.
    #[error("{} is no date such as 2026, 2026-07 or 2026-07-31", shown(.found))]
    DateUnreadable {
        /// What was given.
        found: String,
    },
    /// Only the changes of a unit are asked for, and it has none.
    #[error("no change belongs to the unit {}; units here: {known}", shown(.unit))]
    UnitUnknown {
        /// The unit asked for.
        unit: String,
        /// The units there are.
        known: String,
    },
    /// Answers are missing, and the policy leaves no single index to change.
    #[error(
        "{subject}: with missing answers the policy `{policy}` gives no index that changes add up on; take `minimum` or `zero`"
    )]
    NotAdditive {
        /// Institution, year and stage.
        subject: String,
        /// The policy for missing answers.
        policy: &'static str,
    },
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

impl Catalogued for WhatIfError {
    fn code(&self) -> Code {
        match self {
            Self::ChangeTwice { .. } => Code::new(1001, "what_if.change_twice"),
            Self::DateUnreadable { .. } => Code::new(1002, "what_if.date_unreadable"),
            Self::UnitUnknown { .. } => Code::new(1003, "what_if.unit_unknown"),
            Self::NotAdditive { .. } => Code::new(1004, "what_if.not_additive"),
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
            Self::ChangeTwice { code, first } => {
                format!("{} sudah diubah pada tanggal ini ({})", shown(code), first.describe(language))
            }
            Self::DateUnreadable { found } => {
                format!("{} bukan tanggal seperti 2026, 2026-07, atau 2026-07-31", shown(found))
            }
            Self::UnitUnknown { unit, known } => {
                format!("tidak ada perubahan milik unit {}; unit di sini: {known}", shown(unit))
            }
            Self::NotAdditive { subject, policy } => format!(
                "{subject}: ada jawaban kosong, dan dengan kebijakan `{policy}` tidak ada satu indeks yang dapat diubah; \
                 gunakan `minimum` atau `zero`"
            ),
            Self::Assessment(error) => error.message(language),
            Self::Score(error) => error.message(language),
            Self::Cohort(error) => error.message(language),
            Self::Number(error) => error.message(language),
        }
    }
}
