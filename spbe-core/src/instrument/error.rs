//! What can be wrong with an instrument file.

use thiserror::Error;

use crate::exact::NumberError;
use crate::issue::{Catalogued, Code, Language, shown};

/// A problem of an instrument file.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum InstrumentError {
    /// The text is not TOML or JSON.
    #[error("not readable as {format}: {reason}")]
    Syntax {
        /// `TOML` or `JSON`.
        format: &'static str,
        /// What the parser says.
        reason: String,
    },
    /// A field is missing, unknown, or of another type.
    #[error("{reason}")]
    Field {
        /// What the reader says of the field.
        reason: String,
    },
    /// The file is of another schema.
    #[error("expected schema `{expected}`, found {}", shown(.found))]
    Schema {
        /// The schema this version reads.
        expected: &'static str,
        /// The schema in the file.
        found: String,
    },
    /// A code is empty or holds characters other than ASCII letters, digits, `-`, `_` and `.`.
    #[error("the code {} must be ASCII letters, digits, `-`, `_` or `.`", shown(.code))]
    CodeInvalid {
        /// The code.
        code: String,
    },
    /// A code is used twice.
    #[error("the code {} is used more than once", shown(.code))]
    CodeDuplicate {
        /// The code.
        code: String,
    },
    /// A reference to something that is not in the file.
    #[error("there is no {kind} {}", shown(.code))]
    ReferenceUnknown {
        /// What is referred to: `parent`, `tier`, `scale` or `measurement`.
        kind: &'static str,
        /// The code that is not there.
        code: String,
    },
    /// The number of tiers is not 1 to 6.
    #[error("an instrument has 1 to 6 tiers, found {found}")]
    TierCount {
        /// How many tiers the file has.
        found: usize,
    },
    /// A node has no child.
    #[error("the node has no child in the tier below")]
    NodeEmpty,
    /// A number is not readable.
    #[error("{0}")]
    Number(NumberError),
    /// A weight is zero or negative.
    #[error("a weight must be above 0, found {}", shown(.found))]
    WeightNotPositive {
        /// The weight as written.
        found: String,
    },
    /// The weights of the children do not add up to the weight of the parent.
    #[error("the weights of its {count} children add up to {sum}, expected {expected}")]
    WeightSum {
        /// How many children there are.
        count: usize,
        /// Their sum.
        sum: String,
        /// The weight of the parent.
        expected: String,
    },
    /// The weights have no common part that keeps sums within bounds.
    #[error("the weights are too fine: their common denominator needs more than {limit} parts")]
    WeightsTooFine {
        /// The most parts an instrument may have.
        limit: i64,
    },
    /// The lowest answer is not below the highest.
    #[error("the lowest answer {lowest} must be below the highest {highest}")]
    AnswerRange {
        /// The lowest answer.
        lowest: String,
        /// The highest answer.
        highest: String,
    },
    /// Levels are whole numbers.
    #[error("levels are whole numbers, found {}", shown(.found))]
    LevelNotWhole {
        /// The number as written.
        found: String,
    },
    /// A level lies outside the range of answers.
    #[error("the level {level} is outside {lowest} to {highest}")]
    LevelOutOfRange {
        /// The level.
        level: i64,
        /// The lowest level.
        lowest: i64,
        /// The highest level.
        highest: i64,
    },
    /// Levels are listed out of order, twice, or with a gap.
    #[error("levels must rise by one, found {found} after {before}")]
    LevelOrder {
        /// The level before.
        before: i64,
        /// The level found.
        found: i64,
    },
    /// A list of levels ends below the highest.
    #[error("the levels end at {found}, expected {highest}")]
    LevelsIncomplete {
        /// The last level listed.
        found: i64,
        /// The highest level.
        highest: i64,
    },
    /// A level cites a level that is not below it.
    #[error("level {level} cannot require level {required}")]
    LevelRequirement {
        /// The level.
        level: i64,
        /// The level it cites.
        required: i64,
    },
    /// Two ranges leave a gap.
    #[error("gap: nothing covers {from} to {to}")]
    RangeGap {
        /// Where the gap begins.
        from: String,
        /// Where it ends.
        to: String,
    },
    /// Two ranges overlap.
    #[error("overlap: {from} to {to} is covered twice")]
    RangeOverlap {
        /// Where the overlap begins.
        from: String,
        /// Where it ends.
        to: String,
    },
    /// A range is empty or upside down.
    #[error("the range must rise, found {from} to {to}")]
    RangeEmpty {
        /// The lower bound.
        from: String,
        /// The upper bound.
        to: String,
    },
    /// A list that needs entries has none.
    #[error("at least one entry is needed")]
    ListEmpty,
    /// Too many decimals to publish.
    #[error("at most {limit} decimals are published, found {found}")]
    Decimals {
        /// The most decimals.
        limit: u8,
        /// The decimals in the file.
        found: u8,
    },
    /// A year is not four digits.
    #[error("a year is four digits, found {}", shown(.found))]
    Year {
        /// The year as written.
        found: String,
    },
    /// A band with role `value` lacks a value.
    #[error("a band of a measurement with role `value` needs `value_from` and `value_to`")]
    BandWithoutValue,
    /// No built-in instrument has this id.
    #[error("there is no built-in instrument {}; there are: {known}", shown(.id))]
    UnknownBuiltin {
        /// The id asked for.
        id: String,
        /// The ids there are.
        known: String,
    },
    /// A measured score lies outside the bands of its measurement.
    #[error("the score {score} is outside {from} to {to}")]
    MeasurementOutOfRange {
        /// The score.
        score: String,
        /// The lower end of the lowest band.
        from: String,
        /// The upper end of the highest band.
        to: String,
    },
    /// A measurement that is evidence has no value.
    #[error("the measurement {} is evidence for a level and has no value of its own", shown(.code))]
    MeasurementIsEvidence {
        /// The code of the measurement.
        code: String,
    },
    /// A level counts for less than the one below it, or for more than the one above.
    #[error("level {level} counts as {value}, which is out of order with the levels beside it")]
    LevelValueOrder {
        /// The level.
        level: i64,
        /// What it counts as.
        value: String,
    },
}

impl Catalogued for InstrumentError {
    fn code(&self) -> Code {
        match self {
            Self::Syntax { .. } => Code::new(201, "instrument.syntax"),
            Self::Field { .. } => Code::new(202, "instrument.field"),
            Self::Schema { .. } => Code::new(203, "instrument.schema"),
            Self::CodeInvalid { .. } => Code::new(204, "instrument.code_invalid"),
            Self::CodeDuplicate { .. } => Code::new(205, "instrument.code_duplicate"),
            Self::ReferenceUnknown { .. } => Code::new(206, "instrument.reference_unknown"),
            Self::TierCount { .. } => Code::new(207, "instrument.tier_count"),
            Self::NodeEmpty => Code::new(208, "instrument.node_empty"),
            Self::Number(_) => Code::new(209, "instrument.number"),
            Self::WeightNotPositive { .. } => Code::new(210, "instrument.weight_not_positive"),
            Self::WeightSum { .. } => Code::new(211, "instrument.weight_sum"),
            Self::WeightsTooFine { .. } => Code::new(212, "instrument.weights_too_fine"),
            Self::AnswerRange { .. } => Code::new(213, "instrument.answer_range"),
            Self::LevelNotWhole { .. } => Code::new(214, "instrument.level_not_whole"),
            Self::LevelOutOfRange { .. } => Code::new(215, "instrument.level_out_of_range"),
            Self::LevelOrder { .. } => Code::new(216, "instrument.level_order"),
            Self::LevelsIncomplete { .. } => Code::new(217, "instrument.levels_incomplete"),
            Self::LevelRequirement { .. } => Code::new(218, "instrument.level_requirement"),
            Self::RangeGap { .. } => Code::new(219, "instrument.range_gap"),
            Self::RangeOverlap { .. } => Code::new(220, "instrument.range_overlap"),
            Self::RangeEmpty { .. } => Code::new(221, "instrument.range_empty"),
            Self::ListEmpty => Code::new(222, "instrument.list_empty"),
            Self::Decimals { .. } => Code::new(223, "instrument.decimals"),
            Self::Year { .. } => Code::new(224, "instrument.year"),
            Self::BandWithoutValue => Code::new(225, "instrument.band_without_value"),
            Self::UnknownBuiltin { .. } => Code::new(226, "instrument.unknown_builtin"),
            Self::MeasurementOutOfRange { .. } => Code::new(227, "instrument.measurement_out_of_range"),
            Self::MeasurementIsEvidence { .. } => Code::new(228, "instrument.measurement_is_evidence"),
            Self::LevelValueOrder { .. } => Code::new(229, "instrument.level_value_order"),
        }
    }

    fn message(&self, language: Language) -> String {
        if language == Language::English {
            return self.to_string();
        }
        match self {
            Self::Syntax { format, reason } => format!("tidak terbaca sebagai {format}: {reason}"),
            // The reader's own words: there is no Indonesian edition of the parser.
            Self::Field { reason } => format!("isian tidak sesuai: {reason}"),
            Self::Schema { expected, found } => {
                format!("seharusnya skema `{expected}`, ditemukan {}", shown(found))
            }
            Self::CodeInvalid { code } => {
                format!("kode {} harus berupa huruf ASCII, angka, `-`, `_` atau `.`", shown(code))
            }
            Self::CodeDuplicate { code } => format!("kode {} dipakai lebih dari sekali", shown(code)),
            Self::ReferenceUnknown { kind, code } => format!("{kind} {} tidak ada", shown(code)),
            Self::TierCount { found } => format!("instrumen mempunyai 1 sampai 6 tingkat, ditemukan {found}"),
            Self::NodeEmpty => "simpul tidak mempunyai anak di tingkat bawahnya".to_owned(),
            Self::Number(error) => error.message(language),
            Self::WeightNotPositive { found } => format!("bobot harus di atas 0, ditemukan {}", shown(found)),
            Self::WeightSum { count, sum, expected } => {
                format!("bobot {count} anaknya berjumlah {sum}, seharusnya {expected}")
            }
            Self::WeightsTooFine { limit } => {
                format!("bobot terlalu halus: penyebut bersama memerlukan lebih dari {limit} bagian")
            }
            Self::AnswerRange { lowest, highest } => {
                format!("jawaban terendah {lowest} harus di bawah yang tertinggi {highest}")
            }
            Self::LevelNotWhole { found } => {
                format!("tingkat kematangan adalah bilangan bulat, ditemukan {}", shown(found))
            }
            Self::LevelOutOfRange { level, lowest, highest } => {
                format!("tingkat {level} di luar {lowest} sampai {highest}")
            }
            Self::LevelOrder { before, found } => {
                format!("tingkat harus naik satu demi satu, ditemukan {found} sesudah {before}")
            }
            Self::LevelsIncomplete { found, highest } => {
                format!("tingkat berakhir pada {found}, seharusnya {highest}")
            }
            Self::LevelRequirement { level, required } => {
                format!("tingkat {level} tidak dapat mensyaratkan tingkat {required}")
            }
            Self::RangeGap { from, to } => format!("celah: {from} sampai {to} tidak tercakup"),
            Self::RangeOverlap { from, to } => format!("tumpang tindih: {from} sampai {to} tercakup dua kali"),
            Self::RangeEmpty { from, to } => format!("rentang harus naik, ditemukan {from} sampai {to}"),
            Self::ListEmpty => "paling sedikit satu isian diperlukan".to_owned(),
            Self::Decimals { limit, found } => {
                format!("paling banyak {limit} desimal yang diterbitkan, ditemukan {found}")
            }
            Self::Year { found } => format!("tahun terdiri atas empat angka, ditemukan {}", shown(found)),
            Self::BandWithoutValue => {
                "pita pengukuran dengan peran `value` memerlukan `value_from` dan `value_to`".to_owned()
            }
            Self::UnknownBuiltin { id, known } => {
                format!("tidak ada instrumen bawaan {}; yang ada: {known}", shown(id))
            }
            Self::MeasurementOutOfRange { score, from, to } => format!("skor {score} di luar {from} sampai {to}"),
            Self::MeasurementIsEvidence { code } => {
                format!("pengukuran {} adalah data dukung suatu tingkat, tanpa nilai sendiri", shown(code))
            }
            Self::LevelValueOrder { level, value } => {
                format!("tingkat {level} bernilai {value}, tidak urut dengan tingkat di sebelahnya")
            }
        }
    }
}
