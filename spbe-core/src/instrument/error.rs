//! What can be wrong with an instrument file.

use thiserror::Error;

use crate::exact::NumberError;
use crate::issue::{Catalogued, Code, Language, ValueKind, shown};

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
    /// A field holds a value of another kind.
    #[error("{}", other_kind(Language::English, *.expected, *.found))]
    Field {
        /// The kind that the field holds.
        expected: ValueKind,
        /// The kind that is there.
        found: ValueKind,
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
    #[error("there is no {} {}", .kind.words(Language::English), shown(.code))]
    ReferenceUnknown {
        /// What is referred to.
        kind: Reference,
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
        lowest: i128,
        /// The highest level.
        highest: i128,
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
        highest: i128,
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
    /// A tier has a code whose results would stand under a field that every score has.
    #[error("the tier code {} is reserved: every score has a field `{field}` of its own", shown(.code))]
    CodeReserved {
        /// The code.
        code: String,
        /// The field of a score.
        field: String,
    },
    /// A value lies outside the range of answers.
    #[error("the value {value} is outside {lowest} to {highest}")]
    ValueOutOfRange {
        /// The value.
        value: String,
        /// The lowest answer.
        lowest: String,
        /// The highest answer.
        highest: String,
    },
    /// A band stands for a lower level than the band below it.
    #[error("the levels of the bands must not fall, found {found} after {before}")]
    BandLevelOrder {
        /// The level of the band below.
        before: i64,
        /// The level of the band.
        found: i64,
    },
    /// The values of a band fall.
    #[error("the values of the band must not fall, found {from} to {to}")]
    BandValueOrder {
        /// The value at the lower bound.
        from: String,
        /// The value at the upper bound.
        to: String,
    },
    /// The value jumps from one band to the next.
    #[error("the values must go on where the band below ends: expected {expected}, found {found}")]
    BandValueJump {
        /// The value at the upper bound of the band below.
        expected: String,
        /// The value at the lower bound of the band.
        found: String,
    },
    /// A field that is needed is not there.
    #[error("the field {} is missing", shown(.field))]
    FieldMissing {
        /// The field.
        field: String,
    },
    /// A field that means nothing there.
    #[error("the field {} is unknown; there are: {known}", shown(.field))]
    FieldUnknown {
        /// The field.
        field: String,
        /// The fields there are.
        known: String,
    },
    /// The same field twice.
    #[error("the field {} is there twice", shown(.field))]
    FieldDuplicate {
        /// The field.
        field: String,
    },
    /// A whole number is outside what the field can hold.
    #[error("expected a whole number from {lowest} to {highest}, found {}", shown(.found))]
    FieldRange {
        /// The lowest number.
        lowest: i64,
        /// The highest number.
        highest: i64,
        /// The number as written.
        found: String,
    },
    /// A name is not one of those that the field knows.
    #[error("expected one of: {known}; found {}", shown(.found))]
    NameUnknown {
        /// The name.
        found: String,
        /// The names there are.
        known: String,
    },
    /// A field does not go with this kind of answers.
    #[error("the field `{field}` belongs to answers of kind `{kind}`")]
    FieldOfOtherAnswers {
        /// The field.
        field: &'static str,
        /// The kind of answers it goes with.
        kind: &'static str,
    },
    /// The highest level is too far above the lowest.
    #[error("the highest level may be at most {limit} above the lowest, found {lowest} to {highest}")]
    TooManyLevels {
        /// The lowest level.
        lowest: String,
        /// The highest level.
        highest: String,
        /// How far above it may be.
        limit: i64,
    },
    /// An answer, or what a level counts as, is too far from 0.
    #[error("answers, and what levels count as, lie between -{limit} and {limit}, found {found}")]
    AnswerTooLarge {
        /// The number.
        found: String,
        /// How far from 0 it may be.
        limit: i64,
    },
    /// A value cannot be read, for a reason without a code of its own.
    #[error("the value is not what this field holds")]
    FieldUnreadable,
}

/// Numbers that enter the index, and dates, are written as text.
const fn quotes_help(expected: ValueKind, found: ValueKind) -> bool {
    matches!((expected, found), (ValueKind::Text, ValueKind::Number | ValueKind::Date))
}

fn other_kind(language: Language, expected: ValueKind, found: ValueKind) -> String {
    let (wanted, there) = (expected.words(language), found.words(language));
    match (language, quotes_help(expected, found)) {
        (Language::English, false) => format!("expected {wanted}, found {there}"),
        (Language::English, true) => format!("expected {wanted}, found {there}; write it in quotes"),
        (Language::Indonesian, false) => format!("seharusnya {wanted}, ditemukan {there}"),
        (Language::Indonesian, true) => {
            format!("seharusnya {wanted}, ditemukan {there}; tulislah dalam tanda kutip")
        }
    }
}

/// What a code in an instrument file refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Reference {
    /// A node of the tier above.
    Parent,
    /// A tier above that of the indicators.
    Tier,
    /// A scale.
    Scale,
    /// A measurement.
    Measurement,
}

impl Reference {
    const fn words(self, language: Language) -> &'static str {
        match (language, self) {
            (Language::English, Self::Parent) => "parent",
            (Language::English, Self::Tier) => "tier",
            (Language::English, Self::Scale) => "scale",
            (Language::English, Self::Measurement) => "measurement",
            (Language::Indonesian, Self::Parent) => "induk",
            (Language::Indonesian, Self::Tier) => "jenjang",
            (Language::Indonesian, Self::Scale) => "skala",
            (Language::Indonesian, Self::Measurement) => "pengukuran",
        }
    }
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
            Self::CodeReserved { .. } => Code::new(230, "instrument.code_reserved"),
            Self::ValueOutOfRange { .. } => Code::new(231, "instrument.value_out_of_range"),
            Self::BandLevelOrder { .. } => Code::new(232, "instrument.band_level_order"),
            Self::BandValueOrder { .. } => Code::new(233, "instrument.band_value_order"),
            Self::BandValueJump { .. } => Code::new(234, "instrument.band_value_jump"),
            Self::FieldMissing { .. } => Code::new(235, "instrument.field_missing"),
            Self::FieldUnknown { .. } => Code::new(236, "instrument.field_unknown"),
            Self::FieldDuplicate { .. } => Code::new(237, "instrument.field_duplicate"),
            Self::FieldRange { .. } => Code::new(238, "instrument.field_range"),
            Self::NameUnknown { .. } => Code::new(239, "instrument.name_unknown"),
            Self::FieldOfOtherAnswers { .. } => Code::new(240, "instrument.field_of_other_answers"),
            Self::FieldUnreadable => Code::new(241, "instrument.field_unreadable"),
            Self::TooManyLevels { .. } => Code::new(242, "instrument.too_many_levels"),
            Self::AnswerTooLarge { .. } => Code::new(243, "instrument.answer_too_large"),
        }
    }

    fn message(&self, language: Language) -> String {
        if language == Language::English {
            return self.to_string();
        }
        match self {
            // The parser's own words: there is no Indonesian edition of it.
            Self::Syntax { format, reason } => format!("tidak terbaca sebagai {format}: {reason}"),
            Self::Field { expected, found } => other_kind(language, *expected, *found),
            Self::Schema { expected, found } => {
                format!("seharusnya skema `{expected}`, ditemukan {}", shown(found))
            }
            Self::CodeInvalid { code } => {
                format!("kode {} harus berupa huruf ASCII, angka, `-`, `_` atau `.`", shown(code))
            }
            Self::CodeDuplicate { code } => format!("kode {} dipakai lebih dari sekali", shown(code)),
            Self::ReferenceUnknown { kind, code } => format!("{} {} tidak ada", kind.words(language), shown(code)),
            Self::TierCount { found } => format!("instrumen mempunyai 1 sampai 6 jenjang, ditemukan {found}"),
            Self::NodeEmpty => "simpul tidak mempunyai anak di jenjang di bawahnya".to_owned(),
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
                "rentang pengukuran dengan peran `value` memerlukan `value_from` dan `value_to`".to_owned()
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
            Self::CodeReserved { code, field } => {
                format!("kode jenjang {} tidak dapat dipakai: setiap skor sudah mempunyai isian `{field}`", shown(code))
            }
            Self::ValueOutOfRange { value, lowest, highest } => {
                format!("nilai {value} di luar {lowest} sampai {highest}")
            }
            Self::BandLevelOrder { before, found } => {
                format!("tingkat pada rentang tidak boleh turun, ditemukan {found} sesudah {before}")
            }
            Self::BandValueOrder { from, to } => {
                format!("nilai pada rentang tidak boleh turun, ditemukan {from} sampai {to}")
            }
            Self::BandValueJump { expected, found } => {
                format!("nilai harus bersambung dengan rentang di bawahnya: seharusnya {expected}, ditemukan {found}")
            }
            Self::FieldMissing { field } => format!("isian {} tidak ada", shown(field)),
            Self::FieldUnknown { field, known } => format!("isian {} tidak dikenal; yang ada: {known}", shown(field)),
            Self::FieldDuplicate { field } => format!("isian {} ada dua kali", shown(field)),
            Self::FieldRange { lowest, highest, found } => {
                format!("seharusnya bilangan bulat dari {lowest} sampai {highest}, ditemukan {}", shown(found))
            }
            Self::NameUnknown { found, known } => {
                format!("seharusnya salah satu dari: {known}; ditemukan {}", shown(found))
            }
            Self::FieldOfOtherAnswers { field, kind } => {
                format!("isian `{field}` hanya untuk jawaban berjenis `{kind}`")
            }
            Self::TooManyLevels { lowest, highest, limit } => {
                format!(
                    "tingkat tertinggi paling banyak {limit} di atas yang terendah, ditemukan {lowest} sampai {highest}"
                )
            }
            Self::AnswerTooLarge { found, limit } => {
                format!("jawaban dan nilai tingkat terletak antara -{limit} dan {limit}, ditemukan {found}")
            }
            Self::FieldUnreadable => "nilai tidak sesuai dengan isian ini".to_owned(),
        }
    }
}
