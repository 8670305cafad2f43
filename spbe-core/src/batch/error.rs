//! Why a batch cannot be scored at all. Cells without a valid answer are no error: their rows are null.

use thiserror::Error;

use crate::exact::NumberError;
use crate::issue::{Catalogued, Code, Language, shown};

/// A problem of compiling a kernel or of the shape of what is handed to it.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum BatchError {
    /// The columns are more or fewer than the items.
    #[error("expected {expected} columns, one an item, found {found}")]
    ColumnCount {
        /// How many were given.
        found: usize,
        /// How many items the instrument has.
        expected: usize,
    },
    /// A column has another number of rows than the first.
    #[error("column {column} has {found} rows, expected {expected}")]
    ColumnLength {
        /// The position of the column, from one.
        column: usize,
        /// Its rows.
        found: usize,
        /// The rows of the first column.
        expected: usize,
    },
    /// A validity bitmap ends before its column.
    #[error("the validity bitmap of column {column} holds {found} bits, expected at least {expected}")]
    BitmapLength {
        /// The position of the column, from one.
        column: usize,
        /// The bits behind the offset.
        found: usize,
        /// The rows of the column.
        expected: usize,
    },
    /// A row is shorter than the number of items.
    #[error("rows lie {stride} bytes apart, expected at least {expected}, one an item")]
    RowStride {
        /// The distance between rows.
        stride: usize,
        /// How many items the instrument has.
        expected: usize,
    },
    /// The cells end before the last row.
    #[error("the rows need {expected} bytes, found {found}")]
    RowsLength {
        /// How many bytes were given.
        found: usize,
        /// How many are needed.
        expected: usize,
    },
    /// An output has another length than the input.
    #[error("the output {output} has room for {found}, expected {expected}")]
    OutputLength {
        /// Which output.
        output: String,
        /// Its length.
        found: usize,
        /// The length needed.
        expected: usize,
    },
    /// An output's integers are too narrow for its largest number.
    #[error("the output {output} needs integers that hold {largest}")]
    OutputNarrow {
        /// Which output.
        output: String,
        /// The largest number it may have to hold.
        largest: u64,
    },
    /// The list of node outputs is neither empty nor one a node.
    #[error("expected {expected} node outputs or none, found {found}")]
    NodeCount {
        /// How many were given.
        found: usize,
        /// How many nodes the instrument has.
        expected: usize,
    },
    /// The instrument allows values below zero, which a kernel does not take.
    #[error("the instrument {} allows values below zero; batches take none", shown(.instrument))]
    Negative {
        /// The instrument.
        instrument: String,
    },
    /// The sums of the instrument do not fit.
    #[error("the sums of the instrument {} do not fit 63 bits at this denominator", shown(.instrument))]
    TooLarge {
        /// The instrument.
        instrument: String,
    },
    /// The denominator is zero, or not one for an instrument of whole levels.
    #[error("the denominator {found} does not fit the instrument {}", shown(.instrument))]
    Denominator {
        /// The instrument.
        instrument: String,
        /// The denominator.
        found: u32,
    },
    /// More predicates than a code has room for.
    #[error("the instrument has {found} predicates; a code holds at most {limit}")]
    PredicateCount {
        /// How many there are.
        found: usize,
        /// How many fit.
        limit: usize,
    },
    /// The answers of a single assessment are more or fewer than the items.
    #[error("expected {expected} answers, found {found}")]
    AnswerCount {
        /// How many were given.
        found: usize,
        /// How many items the instrument has.
        expected: usize,
    },
    /// An answer of a single assessment lies outside the instrument's range.
    #[error("answer {position} is {found}, outside {lowest} to {highest}")]
    AnswerInvalid {
        /// The position of the answer, from one.
        position: usize,
        /// The answer.
        found: u8,
        /// The lowest answer.
        lowest: u32,
        /// The highest answer.
        highest: u32,
    },
    /// A number does not fit exact arithmetic.
    #[error("{0}")]
    Number(#[from] NumberError),
}

impl Catalogued for BatchError {
    fn code(&self) -> Code {
        match self {
            Self::ColumnCount { .. } => Code::new(601, "batch.column_count"),
            Self::ColumnLength { .. } => Code::new(602, "batch.column_length"),
            Self::BitmapLength { .. } => Code::new(603, "batch.bitmap_length"),
            Self::RowStride { .. } => Code::new(604, "batch.row_stride"),
            Self::RowsLength { .. } => Code::new(605, "batch.rows_length"),
            Self::OutputLength { .. } => Code::new(606, "batch.output_length"),
            Self::OutputNarrow { .. } => Code::new(607, "batch.output_narrow"),
            Self::NodeCount { .. } => Code::new(608, "batch.node_count"),
            Self::Negative { .. } => Code::new(609, "batch.negative"),
            Self::TooLarge { .. } => Code::new(610, "batch.too_large"),
            Self::Denominator { .. } => Code::new(611, "batch.denominator"),
            Self::PredicateCount { .. } => Code::new(612, "batch.predicate_count"),
            Self::AnswerCount { .. } => Code::new(613, "batch.answer_count"),
            Self::AnswerInvalid { .. } => Code::new(614, "batch.answer_invalid"),
            Self::Number(_) => Code::new(615, "batch.number"),
        }
    }

    fn message(&self, language: Language) -> String {
        if language == Language::English {
            return self.to_string();
        }
        match self {
            Self::ColumnCount { found, expected } => {
                format!("seharusnya {expected} kolom, satu setiap butir, ditemukan {found}")
            }
            Self::ColumnLength { column, found, expected } => {
                format!("kolom {column} mempunyai {found} baris, seharusnya {expected}")
            }
            Self::BitmapLength { column, found, expected } => {
                format!("peta validitas kolom {column} memuat {found} bit, seharusnya paling sedikit {expected}")
            }
            Self::RowStride { stride, expected } => {
                format!("jarak antarbaris {stride} bita, seharusnya paling sedikit {expected}, satu setiap butir")
            }
            Self::RowsLength { found, expected } => {
                format!("baris-baris memerlukan {expected} bita, ditemukan {found}")
            }
            Self::OutputLength { output, found, expected } => {
                format!("keluaran {output} bertempat {found}, seharusnya {expected}")
            }
            Self::OutputNarrow { output, largest } => {
                format!("keluaran {output} memerlukan bilangan bulat yang memuat {largest}")
            }
            Self::NodeCount { found, expected } => {
                format!("seharusnya {expected} keluaran simpul atau tidak sama sekali, ditemukan {found}")
            }
            Self::Negative { instrument } => {
                format!("instrumen {} membolehkan nilai di bawah nol, yang tidak diterima di sini", shown(instrument))
            }
            Self::TooLarge { instrument } => {
                format!("jumlah pada instrumen {} tidak muat 63 bit dengan penyebut ini", shown(instrument))
            }
            Self::Denominator { instrument, found } => {
                format!("penyebut {found} tidak cocok dengan instrumen {}", shown(instrument))
            }
            Self::PredicateCount { found, limit } => {
                format!("instrumen mempunyai {found} predikat; kode memuat paling banyak {limit}")
            }
            Self::AnswerCount { found, expected } => format!("seharusnya {expected} jawaban, ditemukan {found}"),
            Self::AnswerInvalid { position, found, lowest, highest } => {
                format!("jawaban {position} adalah {found}, di luar {lowest} sampai {highest}")
            }
            Self::Number(error) => error.message(language),
        }
    }
}
