//! What can be wrong with assessments and the files that hold them.

use thiserror::Error;

use crate::exact::NumberError;
use crate::instrument::Instrument;
use crate::issue::{Catalogued, Code, Language, shown};

/// A problem of an assessment or of a file of assessments.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum AssessmentError {
    /// The file is not readable as its format.
    #[error("not readable as {format}: {reason}")]
    Syntax {
        /// `CSV` or `JSON`.
        format: &'static str,
        /// What the parser says.
        reason: String,
    },
    /// The file is not UTF-8.
    #[error("the file is not UTF-8 text (first at byte {offset}); save it as \"CSV UTF-8\"")]
    Encoding {
        /// The first byte that is not UTF-8, from one.
        offset: usize,
    },
    /// No row looks like a heading.
    #[error("no heading row found: expected a column `institution` and indicator codes such as {example}")]
    HeadingNotFound {
        /// Codes of the instrument asked for.
        example: String,
    },
    /// A column that every file needs is not there.
    #[error("there is no column {}", shown(.column))]
    ColumnMissing {
        /// The column.
        column: String,
    },
    /// Two columns mean the same.
    #[error("the column {} repeats the column {}", shown(.column), shown(.first))]
    ColumnDuplicate {
        /// The second column.
        column: String,
        /// The first.
        first: String,
    },
    /// A code that the instrument does not have.
    #[error("the instrument `{instrument}` has no indicator {}", shown(.code))]
    CodeUnknown {
        /// The code.
        code: String,
        /// The id of the instrument.
        instrument: String,
    },
    /// The codes are those of another instrument.
    #[error("the codes in the file do not fit `{instrument}`; they fit `{fits}`")]
    InstrumentMismatch {
        /// The id of the instrument asked for.
        instrument: String,
        /// The id of the one that fits.
        fits: String,
    },
    /// The file does not say which instrument it belongs to, and more or less than one fits.
    #[error("cannot tell the instrument from the codes in the file; name one of: {known}")]
    InstrumentUndetermined {
        /// The ids there are.
        known: String,
    },
    /// The document was written for another edition of the instrument.
    #[error("the document was written for another edition of `{instrument}` (checksum {})", shown(.found))]
    ChecksumMismatch {
        /// The id of the instrument.
        instrument: String,
        /// The checksum in the document.
        found: String,
    },
    /// A row has no institution.
    #[error("the institution is missing")]
    InstitutionMissing,
    /// The same institution, year and stage twice.
    #[error("{} is there already for this year and stage (row {first_row})", shown(.institution))]
    InstitutionDuplicate {
        /// The institution.
        institution: String,
        /// The row (in a document: the entry) where it was first.
        first_row: u64,
    },
    /// A year is not four digits.
    #[error("expected a year such as 2024, found {}", shown(.found))]
    YearInvalid {
        /// The year as written.
        found: String,
    },
    /// No row is of the year asked for.
    #[error("no row is of the year {year}")]
    YearNotFound {
        /// The year.
        year: u16,
    },
    /// An answer or printed value is not a number.
    #[error("{0}")]
    Number(NumberError),
    /// An answer has decimals where levels are whole.
    #[error("levels are whole numbers, found {found}")]
    LevelNotWhole {
        /// The answer.
        found: String,
    },
    /// An answer lies outside the instrument's range.
    #[error("{found} is outside {lowest} to {highest}")]
    LevelOutOfRange {
        /// The answer.
        found: String,
        /// The lowest answer.
        lowest: String,
        /// The highest answer.
        highest: String,
    },
    /// The same indicator twice for one subject.
    #[error("the indicator {} is answered already{}", shown(.code), at_row(*.first_row))]
    AnswerDuplicate {
        /// The code.
        code: String,
        /// The row where it was first.
        first_row: Option<u64>,
    },
    /// Answers by position are more or fewer than the items.
    #[error("expected {expected} answers, found {found}")]
    AnswerCount {
        /// How many were given.
        found: usize,
        /// How many items the instrument has.
        expected: usize,
    },
    /// A text holds a control character.
    #[error("{} holds a control character", shown(.text))]
    ControlCharacter {
        /// The text.
        text: String,
    },
    /// A text is longer than any real one.
    #[error("the text is {found} characters long; at most {limit} are read")]
    TextTooLong {
        /// How many characters there are.
        found: usize,
        /// How many are read.
        limit: usize,
    },
    /// A row has another number of cells than the heading.
    #[error("the row has {found} cells, the heading has {expected}")]
    RowLength {
        /// The cells of the row.
        found: usize,
        /// The cells of the heading.
        expected: usize,
    },
    /// More columns than any instrument needs.
    #[error("the file has {found} columns; at most {limit} are read")]
    TooManyColumns {
        /// How many there are.
        found: usize,
        /// How many are read.
        limit: usize,
    },
    /// A heading and nothing below it.
    #[error("there are no rows below the heading")]
    NoRows,
    /// A printed predicate that the instrument does not have.
    #[error("the instrument `{instrument}` has no predicate {}", shown(.predicate))]
    PredicateUnknown {
        /// The predicate as written.
        predicate: String,
        /// The id of the instrument.
        instrument: String,
    },
    /// A field of a JSON document is missing, unknown, or of another type.
    #[error("{reason}")]
    Field {
        /// What the reader says of the field.
        reason: String,
    },
    /// An indicator that is scored as several items is answered as a whole.
    #[error("the indicator {} is scored as {items}; answer each of them", shown(.code))]
    CodeIsSplit {
        /// The code of the indicator.
        code: String,
        /// The codes of its items.
        items: String,
    },
    /// A node above the indicators that the instrument does not have.
    #[error("the instrument `{instrument}` has no node {}", shown(.code))]
    NodeUnknown {
        /// The node as written, such as `d5`.
        code: String,
        /// The id of the instrument.
        instrument: String,
    },
}

fn at_row(row: Option<u64>) -> String {
    row.map_or_else(String::new, |row| format!(" (row {row})"))
}

impl AssessmentError {
    pub(super) fn field(reason: impl Into<String>) -> Self {
        Self::Field { reason: reason.into() }
    }

    pub(super) fn code_unknown(code: &str, instrument: &Instrument) -> Self {
        Self::CodeUnknown { code: code.to_owned(), instrument: instrument.id().to_owned() }
    }
}

impl Catalogued for AssessmentError {
    fn code(&self) -> Code {
        match self {
            Self::Syntax { .. } => Code::new(301, "assessment.syntax"),
            Self::Encoding { .. } => Code::new(302, "assessment.encoding"),
            Self::HeadingNotFound { .. } => Code::new(303, "assessment.heading_not_found"),
            Self::ColumnMissing { .. } => Code::new(304, "assessment.column_missing"),
            Self::ColumnDuplicate { .. } => Code::new(305, "assessment.column_duplicate"),
            Self::CodeUnknown { .. } => Code::new(306, "assessment.code_unknown"),
            Self::InstrumentMismatch { .. } => Code::new(307, "assessment.instrument_mismatch"),
            Self::InstrumentUndetermined { .. } => Code::new(308, "assessment.instrument_undetermined"),
            Self::ChecksumMismatch { .. } => Code::new(309, "assessment.checksum_mismatch"),
            Self::InstitutionMissing => Code::new(310, "assessment.institution_missing"),
            Self::InstitutionDuplicate { .. } => Code::new(311, "assessment.institution_duplicate"),
            Self::YearInvalid { .. } => Code::new(312, "assessment.year_invalid"),
            Self::YearNotFound { .. } => Code::new(313, "assessment.year_not_found"),
            Self::Number(_) => Code::new(314, "assessment.number"),
            Self::LevelNotWhole { .. } => Code::new(315, "assessment.level_not_whole"),
            Self::LevelOutOfRange { .. } => Code::new(316, "assessment.level_out_of_range"),
            Self::AnswerDuplicate { .. } => Code::new(317, "assessment.answer_duplicate"),
            Self::AnswerCount { .. } => Code::new(318, "assessment.answer_count"),
            Self::ControlCharacter { .. } => Code::new(319, "assessment.control_character"),
            Self::TextTooLong { .. } => Code::new(320, "assessment.text_too_long"),
            Self::RowLength { .. } => Code::new(321, "assessment.row_length"),
            Self::TooManyColumns { .. } => Code::new(322, "assessment.too_many_columns"),
            Self::NoRows => Code::new(323, "assessment.no_rows"),
            Self::PredicateUnknown { .. } => Code::new(324, "assessment.predicate_unknown"),
            Self::Field { .. } => Code::new(325, "assessment.field"),
            Self::CodeIsSplit { .. } => Code::new(326, "assessment.code_is_split"),
            Self::NodeUnknown { .. } => Code::new(327, "assessment.node_unknown"),
        }
    }

    fn message(&self, language: Language) -> String {
        if language == Language::English {
            return self.to_string();
        }
        match self {
            Self::Syntax { format, reason } => format!("tidak terbaca sebagai {format}: {reason}"),
            Self::Encoding { offset } => {
                format!("berkas bukan teks UTF-8 (pertama pada bita {offset}); simpan sebagai \"CSV UTF-8\"")
            }
            Self::HeadingNotFound { example } => format!(
                "baris judul tidak ditemukan: seharusnya ada kolom `institution` dan kode indikator seperti {example}"
            ),
            Self::ColumnMissing { column } => format!("kolom {} tidak ada", shown(column)),
            Self::ColumnDuplicate { column, first } => {
                format!("kolom {} mengulang kolom {}", shown(column), shown(first))
            }
            Self::CodeUnknown { code, instrument } => {
                format!("instrumen `{instrument}` tidak mempunyai indikator {}", shown(code))
            }
            Self::InstrumentMismatch { instrument, fits } => {
                format!("kode dalam berkas tidak cocok dengan `{instrument}`; cocok dengan `{fits}`")
            }
            Self::InstrumentUndetermined { known } => {
                format!("instrumen tidak dapat dikenali dari kode dalam berkas; sebutkan salah satu: {known}")
            }
            Self::ChecksumMismatch { instrument, found } => {
                format!("dokumen ditulis untuk edisi lain dari `{instrument}` (checksum {})", shown(found))
            }
            Self::InstitutionMissing => "nama instansi kosong".to_owned(),
            Self::InstitutionDuplicate { institution, first_row } => {
                format!("{} sudah ada untuk tahun dan tahap ini (baris {first_row})", shown(institution))
            }
            Self::YearInvalid { found } => format!("seharusnya tahun seperti 2024, ditemukan {}", shown(found)),
            Self::YearNotFound { year } => format!("tidak ada baris untuk tahun {year}"),
            Self::Number(error) => error.message(language),
            Self::LevelNotWhole { found } => format!("tingkat kematangan adalah bilangan bulat, ditemukan {found}"),
            Self::LevelOutOfRange { found, lowest, highest } => {
                format!("{found} di luar {lowest} sampai {highest}")
            }
            Self::AnswerDuplicate { code, first_row } => {
                let row = first_row.map_or_else(String::new, |row| format!(" (baris {row})"));
                format!("indikator {} sudah dijawab{row}", shown(code))
            }
            Self::AnswerCount { found, expected } => format!("seharusnya {expected} jawaban, ditemukan {found}"),
            Self::ControlCharacter { text } => format!("{} memuat karakter kendali", shown(text)),
            Self::TextTooLong { found, limit } => {
                format!("teks terdiri atas {found} karakter; paling banyak {limit} yang dibaca")
            }
            Self::RowLength { found, expected } => {
                format!("baris mempunyai {found} sel, baris judul {expected}")
            }
            Self::TooManyColumns { found, limit } => {
                format!("berkas mempunyai {found} kolom; paling banyak {limit} yang dibaca")
            }
            Self::NoRows => "tidak ada baris di bawah baris judul".to_owned(),
            Self::PredicateUnknown { predicate, instrument } => {
                format!("instrumen `{instrument}` tidak mempunyai predikat {}", shown(predicate))
            }
            Self::Field { reason } => format!("isian tidak sesuai: {reason}"),
            Self::CodeIsSplit { code, items } => {
                format!("indikator {} dinilai sebagai {items}; jawab masing-masing", shown(code))
            }
            Self::NodeUnknown { code, instrument } => {
                format!("instrumen `{instrument}` tidak mempunyai simpul {}", shown(code))
            }
        }
    }
}
