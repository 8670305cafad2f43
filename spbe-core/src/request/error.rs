//! What can be wrong with a request.

use thiserror::Error;

use crate::assessment::AssessmentError;
use crate::audit::AuditError;
use crate::cohort::CohortError;
use crate::forecast::ForecastError;
use crate::instrument::InstrumentError;
use crate::issue::{Catalogued, Code, Language, ValueKind, shown};
use crate::plan::PlanError;
use crate::robustness::RobustnessError;
use crate::score::ScoreError;
use crate::what_if::WhatIfError;

/// A problem of a request: of its own form, or of what it holds. The latter keeps the code of its stage.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum RequestError {
    /// The request is not JSON.
    #[error("not readable as JSON: {reason} (line {line}, column {column})")]
    Syntax {
        /// What the parser says, in its own language.
        reason: String,
        /// The line, from one.
        line: usize,
        /// The column, from one.
        column: usize,
    },
    /// The request is not UTF-8.
    #[error("the request is not UTF-8 text (first at byte {offset})")]
    Encoding {
        /// The first byte that is not UTF-8, from one.
        offset: usize,
    },
    /// The request is longer than its reader takes.
    #[error("the request has more than {limit} bytes")]
    TooLong {
        /// The most bytes.
        limit: usize,
    },
    /// A value of the wrong kind.
    #[error("expected {}, found {}", .expected.words(Language::English), .found.words(Language::English))]
    Field {
        /// The kind that belongs there.
        expected: ValueKind,
        /// The kind that stands there.
        found: ValueKind,
    },
    /// A field that the operation needs is not there.
    #[error("the field {} is missing", shown(.field))]
    FieldMissing {
        /// The field.
        field: String,
    },
    /// A field that the operation does not have.
    #[error("the field {} is unknown{}", shown(.field), known_fields(Language::English, .known))]
    FieldUnknown {
        /// The field.
        field: String,
        /// The fields there are; empty where they are too many to name.
        known: String,
    },
    /// A field twice in one object.
    #[error("the field {} is there twice", shown(.field))]
    FieldDuplicate {
        /// The field.
        field: String,
    },
    /// Two fields that exclude each other.
    #[error("the field {} cannot stand beside {}", shown(.field), shown(.other))]
    FieldConflict {
        /// The second field.
        field: String,
        /// The first.
        other: String,
    },
    /// An operation that does not exist.
    #[error("there is no operation {}, only {known}", shown(.found))]
    OperationUnknown {
        /// The operation as asked for.
        found: String,
        /// The operations there are.
        known: String,
    },
    /// A choice that does not exist.
    #[error("expected one of {known}, found {}", shown(.found))]
    ChoiceUnknown {
        /// The choice as asked for.
        found: String,
        /// The choices there are.
        known: String,
    },
    /// An instrument that is neither built in nor loaded.
    #[error("there is no instrument {}, only {known}", shown(.found))]
    InstrumentUnknown {
        /// The id as asked for.
        found: String,
        /// The ids there are.
        known: String,
    },
    /// An instrument of one's own with the id of another.
    #[error("there is an instrument `{id}` already")]
    InstrumentTaken {
        /// The id.
        id: String,
    },
    /// Two lists that belong together differ in length.
    #[error("expected {expected} entries, as many as {} has, found {found}", shown(.of))]
    ListLength {
        /// How many there are.
        found: usize,
        /// How many there should be.
        expected: usize,
        /// The list that sets the number.
        of: String,
    },
    /// More entries than one request may hold.
    #[error("the list has {found} entries; a request may hold {limit}")]
    TooManyEntries {
        /// How many there are.
        found: usize,
        /// The most.
        limit: usize,
    },
    /// An id that JSON allows and most readers of the reply would refuse: half of a surrogate pair, a number that no
    /// float holds, a nesting too deep.
    #[error("the id cannot be repeated: {reason}")]
    Id {
        /// What the parser says, in its own language.
        reason: String,
    },
    /// A defect of the library, caught by what runs it.
    #[error("defect of the library: {reason}")]
    Defect {
        /// What is known of it.
        reason: String,
    },
    /// The instrument in the request is not sound.
    #[error("{0}")]
    Instrument(#[from] InstrumentError),
    /// The assessments, the results or the file in it are not.
    #[error("{0}")]
    Assessment(#[from] AssessmentError),
    /// An assessment has no score.
    #[error("{0}")]
    Score(#[from] ScoreError),
    /// A result cannot be audited.
    #[error("{0}")]
    Audit(#[from] AuditError),
    /// The institutions of the request cannot be set among each other.
    #[error(transparent)]
    Cohort(#[from] CohortError),
    /// The changes in it are not sound.
    #[error(transparent)]
    WhatIf(#[from] WhatIfError),
    /// What is believed in it is not sound.
    #[error(transparent)]
    Forecast(#[from] ForecastError),
    /// There is no plan, or what it was asked is not sound.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// How firm their ranks are cannot be said.
    #[error(transparent)]
    Robustness(#[from] RobustnessError),
}

impl RequestError {
    pub(super) fn field_missing(field: &str) -> Self {
        Self::FieldMissing { field: field.to_owned() }
    }

    /// A problem found while the request itself was read: its form is the request's, its content the assessment's.
    pub(super) fn in_request(error: AssessmentError) -> Self {
        match error {
            AssessmentError::Syntax { reason, position, .. } => {
                let (line, column) = position.unwrap_or((1, 1));
                Self::Syntax { reason, line, column }
            }
            AssessmentError::Field { expected, found } => Self::Field { expected, found },
            AssessmentError::FieldMissing { field } => Self::FieldMissing { field },
            AssessmentError::FieldUnknown { field } => Self::FieldUnknown { field, known: String::new() },
            AssessmentError::FieldDuplicate { field } => Self::FieldDuplicate { field },
            AssessmentError::FieldConflict { field, other } => Self::FieldConflict { field, other },
            other => Self::Assessment(other),
        }
    }
}

fn known_fields(language: Language, known: &str) -> String {
    match (known, language) {
        ("", _) => String::new(),
        (_, Language::English) => format!("; there are {known}"),
        (_, Language::Indonesian) => format!("; yang ada: {known}"),
    }
}

impl Catalogued for RequestError {
    fn code(&self) -> Code {
        match self {
            Self::Syntax { .. } => Code::new(701, "request.syntax"),
            Self::Encoding { .. } => Code::new(702, "request.encoding"),
            Self::TooLong { .. } => Code::new(703, "request.too_long"),
            Self::Field { .. } => Code::new(704, "request.field"),
            Self::FieldMissing { .. } => Code::new(705, "request.field_missing"),
            Self::FieldUnknown { .. } => Code::new(706, "request.field_unknown"),
            Self::FieldDuplicate { .. } => Code::new(707, "request.field_duplicate"),
            Self::FieldConflict { .. } => Code::new(708, "request.field_conflict"),
            Self::OperationUnknown { .. } => Code::new(709, "request.operation_unknown"),
            Self::ChoiceUnknown { .. } => Code::new(710, "request.choice_unknown"),
            Self::InstrumentUnknown { .. } => Code::new(711, "request.instrument_unknown"),
            Self::InstrumentTaken { .. } => Code::new(712, "request.instrument_taken"),
            Self::ListLength { .. } => Code::new(713, "request.list_length"),
            Self::TooManyEntries { .. } => Code::new(714, "request.too_many_entries"),
            Self::Defect { .. } => Code::new(715, "request.defect"),
            Self::Id { .. } => Code::new(716, "request.id"),
            Self::Instrument(error) => error.code(),
            Self::Assessment(error) => error.code(),
            Self::Score(error) => error.code(),
            Self::Audit(error) => error.code(),
            Self::Cohort(error) => error.code(),
            Self::WhatIf(error) => error.code(),
            Self::Forecast(error) => error.code(),
            Self::Plan(error) => error.code(),
            Self::Robustness(error) => error.code(),
        }
    }

    fn message(&self, language: Language) -> String {
        if language == Language::English {
            return self.to_string();
        }
        match self {
            Self::Syntax { reason, line, column } => {
                format!("tidak terbaca sebagai JSON: {reason} (baris {line}, kolom {column})")
            }
            Self::Encoding { offset } => format!("permintaan bukan teks UTF-8 (pertama pada bita {offset})"),
            Self::TooLong { limit } => format!("permintaan lebih panjang dari {limit} bita"),
            Self::Field { expected, found } => {
                format!("seharusnya {}, ditemukan {}", expected.words(language), found.words(language))
            }
            Self::FieldMissing { field } => format!("isian {} tidak ada", shown(field)),
            Self::FieldUnknown { field, known } => {
                format!("isian {} tidak dikenal{}", shown(field), known_fields(language, known))
            }
            Self::FieldDuplicate { field } => format!("isian {} ada dua kali", shown(field)),
            Self::FieldConflict { field, other } => {
                format!("isian {} tidak boleh ada bersama {}", shown(field), shown(other))
            }
            Self::OperationUnknown { found, known } => format!("tidak ada operasi {}, hanya {known}", shown(found)),
            Self::ChoiceUnknown { found, known } => {
                format!("seharusnya salah satu dari {known}, ditemukan {}", shown(found))
            }
            Self::InstrumentUnknown { found, known } => {
                format!("tidak ada instrumen {}, hanya {known}", shown(found))
            }
            Self::InstrumentTaken { id } => format!("instrumen `{id}` sudah ada"),
            Self::ListLength { found, expected, of } => {
                format!("seharusnya {expected} entri, sebanyak isi {}, ditemukan {found}", shown(of))
            }
            Self::TooManyEntries { found, limit } => {
                format!("daftar mempunyai {found} entri; satu permintaan memuat paling banyak {limit}")
            }
            Self::Defect { reason } => format!("cacat pustaka: {reason}"),
            Self::Id { reason } => format!("id tidak dapat diulang: {reason}"),
            Self::Instrument(error) => error.message(language),
            Self::Assessment(error) => error.message(language),
            Self::Score(error) => error.message(language),
            Self::Audit(error) => error.message(language),
            Self::Cohort(error) => error.message(language),
            Self::WhatIf(error) => error.message(language),
            Self::Forecast(error) => error.message(language),
            Self::Plan(error) => error.message(language),
            Self::Robustness(error) => error.message(language),
        }
    }
}
