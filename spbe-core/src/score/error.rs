//! Why an assessment has no score.

use thiserror::Error;

use crate::exact::NumberError;
use crate::issue::{Catalogued, Code, Language, shown};

/// A problem of scoring.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ScoreError {
    /// Answers are missing and the policy is to reject.
    #[error("{}: {} without an answer: {}", subject, count(.codes.len()), .codes.join(", "))]
    AnswersMissing {
        /// Institution, year and stage.
        subject: String,
        /// The codes without an answer.
        codes: Vec<String>,
    },
    /// No answer at all, so that nothing is left once missing ones are excluded.
    #[error("{subject}: no indicator is answered")]
    NothingAnswered {
        /// Institution, year and stage.
        subject: String,
    },
    /// The assessment was checked against another instrument, or another edition of it.
    #[error("the assessment belongs to the instrument {}, not to this edition of `{instrument}`", shown(.found))]
    WrongInstrument {
        /// The instrument of the assessment.
        found: String,
        /// The instrument asked for.
        instrument: String,
    },
    /// A result without any printed number.
    #[error("{subject}: neither an index nor a node value is printed")]
    NothingPrinted {
        /// Institution, year and stage.
        subject: String,
    },
    /// The printed values fit no set of answers.
    #[error("{subject}: no set of answers gives the printed values{}", if *.with_zero { "; with unanswered indicators as 0 (missing: `zero`) one does" } else { "" })]
    PrintedImpossible {
        /// Institution, year and stage.
        subject: String,
        /// Whether unanswered indicators counted as 0 would explain them.
        with_zero: bool,
    },
    /// The sums an instrument allows are too many to go through.
    #[error("the weights of `{instrument}` are too fine to go through every possible sum")]
    TooFine {
        /// The instrument.
        instrument: String,
    },
    /// A number does not fit exact arithmetic.
    #[error("{0}")]
    Number(#[from] NumberError),
}

fn count(missing: usize) -> String {
    if missing == 1 { "1 indicator is".to_owned() } else { format!("{missing} indicators are") }
}

impl Catalogued for ScoreError {
    fn code(&self) -> Code {
        match self {
            Self::AnswersMissing { .. } => Code::new(401, "score.answers_missing"),
            Self::NothingAnswered { .. } => Code::new(402, "score.nothing_answered"),
            Self::WrongInstrument { .. } => Code::new(403, "score.wrong_instrument"),
            Self::NothingPrinted { .. } => Code::new(404, "score.nothing_printed"),
            Self::PrintedImpossible { .. } => Code::new(405, "score.printed_impossible"),
            Self::TooFine { .. } => Code::new(406, "score.too_fine"),
            Self::Number(_) => Code::new(407, "score.number"),
        }
    }

    fn message(&self, language: Language) -> String {
        if language == Language::English {
            return self.to_string();
        }
        match self {
            Self::AnswersMissing { subject, codes } => {
                format!("{subject}: {} indikator belum dijawab: {}", codes.len(), codes.join(", "))
            }
            Self::NothingAnswered { subject } => format!("{subject}: tidak ada indikator yang dijawab"),
            Self::WrongInstrument { found, instrument } => {
                format!("penilaian ini milik instrumen {}, bukan edisi `{instrument}` yang diminta", shown(found))
            }
            Self::NothingPrinted { subject } => {
                format!("{subject}: tidak ada indeks maupun nilai simpul yang tercetak")
            }
            Self::PrintedImpossible { subject, with_zero } => {
                let hint =
                    if *with_zero { "; dengan indikator tak terjawab bernilai 0 (missing: `zero`) ada" } else { "" };
                format!("{subject}: tidak ada jawaban yang menghasilkan nilai tercetak{hint}")
            }
            Self::TooFine { instrument } => {
                format!("bobot `{instrument}` terlalu halus untuk menelusuri semua jumlah yang mungkin")
            }
            Self::Number(error) => error.message(language),
        }
    }
}
