//! Why a result cannot be audited.

use thiserror::Error;

use crate::exact::NumberError;
use crate::issue::{Catalogued, Code, Language};
use crate::score::ScoreError;

/// A problem of an audit. An impossible result is a finding, not a problem.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum AuditError {
    /// A result without any printed number.
    #[error("{subject}: neither an index nor a node value is printed")]
    NothingPrinted {
        /// Institution, year and stage.
        subject: String,
    },
    /// Answers to indicators where printed results were asked for.
    #[error("the file holds answers to indicators, not printed results; score it instead")]
    NotResults,
    /// The sums of the instrument cannot be gone through.
    #[error("{0}")]
    Score(#[from] ScoreError),
    /// A number does not fit exact arithmetic.
    #[error("{0}")]
    Number(#[from] NumberError),
}

impl Catalogued for AuditError {
    fn code(&self) -> Code {
        match self {
            Self::NothingPrinted { .. } => Code::new(501, "audit.nothing_printed"),
            Self::Score(_) => Code::new(502, "audit.score"),
            Self::Number(_) => Code::new(503, "audit.number"),
            Self::NotResults => Code::new(504, "audit.not_results"),
        }
    }

    fn message(&self, language: Language) -> String {
        match (self, language) {
            (Self::NothingPrinted { subject }, Language::Indonesian) => {
                format!("{subject}: tidak ada indeks maupun nilai simpul yang tercetak")
            }
            (Self::NotResults, Language::Indonesian) => {
                "berkas berisi jawaban indikator, bukan hasil tercetak; hitunglah nilainya, jangan diaudit".to_owned()
            }
            (Self::NothingPrinted { .. } | Self::NotResults, Language::English) => self.to_string(),
            (Self::Score(error), _) => error.message(language),
            (Self::Number(error), _) => error.message(language),
        }
    }
}
