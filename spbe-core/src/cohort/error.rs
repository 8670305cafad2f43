//! Why assessments make no cohort, or a cohort cannot answer.

use thiserror::Error;

use crate::assessment::AssessmentError;
use crate::exact::NumberError;
use crate::instrument::Instrument;
use crate::issue::{Catalogued, Code, Language, Place, shown};
use crate::score::ScoreError;

/// A problem of a cohort, or of ranks, trends and comparisons in it.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum CohortError {
    /// The same institution, year, stage and instrument twice, with the same numbers.
    #[error("{} is there already ({})", shown(.subject), .first.describe(Language::English))]
    Duplicate {
        /// Institution, year and stage.
        subject: String,
        /// Where it was first.
        first: Box<Place>,
    },
    /// The same institution, year, stage and instrument twice, with different numbers.
    #[error(
        "{} is there already with other numbers ({}): {} is {found} here and {before} there",
        shown(.subject), .first.describe(Language::English), shown(.node)
    )]
    Clash {
        /// Institution, year and stage.
        subject: String,
        /// Where it was first.
        first: Box<Place>,
        /// The first node, or indicator, that differs.
        node: String,
        /// Its number here.
        found: String,
        /// Its number there.
        before: String,
    },
    /// A printed number that the answers of the same institution, year, stage and instrument do not give.
    #[error(
        "the answers of {} give {computed} for {}, but {printed} is printed ({})",
        shown(.subject), shown(.node), .other.describe(Language::English)
    )]
    PrintedClash {
        /// Institution, year and stage.
        subject: String,
        /// The first node that differs.
        node: String,
        /// What is printed.
        printed: String,
        /// What the answers give, or allow.
        computed: String,
        /// Where the other of the two stands.
        other: Box<Place>,
    },
    /// The same institution, year, stage and instrument twice, of another province or type.
    #[error(
        "{} is there already with another {} ({}): {} here and {} there",
        shown(.subject), shown(.label), .first.describe(Language::English), shown(.found), shown(.before)
    )]
    LabelClash {
        /// Institution, year and stage.
        subject: String,
        /// Where it was first.
        first: Box<Place>,
        /// The label: `province` or `type`.
        label: String,
        /// What it is here.
        found: String,
        /// What it is there.
        before: String,
    },
    /// Two columns of labels of one name.
    #[error("there are two columns of labels {}", shown(.label))]
    LabelTwice {
        /// The name.
        label: String,
    },
    /// Two instruments of one id that differ.
    #[error("the cohort has another edition of the instrument {} already", shown(.instrument))]
    InstrumentEditions {
        /// The id.
        instrument: String,
    },
    /// A column that is shorter or longer than the others.
    #[error("the column has {found} rows, expected {expected}")]
    ColumnLength {
        /// Its rows.
        found: usize,
        /// The rows of the column of institutions.
        expected: usize,
    },
    /// Another number of columns of answers than the instrument has items.
    #[error("expected {expected} columns of answers, one an item, found {found}")]
    ColumnCount {
        /// How many were given.
        found: usize,
        /// How many items the instrument has.
        expected: usize,
    },
    /// A label that no unit has.
    #[error("nothing is labelled {}; labels here: {known}", shown(.label))]
    LabelUnknown {
        /// The label asked for.
        label: String,
        /// The labels there are.
        known: String,
    },
    /// A value of a label, a year, a stage or an instrument that no unit has.
    #[error("no unit has the {} {}", shown(.key), shown(.value))]
    ValueUnknown {
        /// What was selected by.
        key: String,
        /// The value asked for.
        value: String,
    },
    /// A node that no instrument of the cohort has.
    #[error("no node {} in {instruments}; nodes are named as in index, domain:4, aspect:7, indicator:12", shown(.node))]
    NodeUnknown {
        /// The node asked for.
        node: String,
        /// The instruments of the cohort.
        instruments: String,
    },
    /// A node below the index, compared across instruments.
    #[error("{} of one instrument is not that of another; across instruments only the index can be ranked", shown(.node))]
    NodeAcrossInstruments {
        /// The node asked for.
        node: String,
    },
    /// An institution, year or stage that is not there.
    #[error("the cohort has no {}", shown(.subject))]
    SubjectUnknown {
        /// What was asked for.
        subject: String,
    },
    /// Several assessments where one was asked for.
    #[error("{} is one of several: {choices}", shown(.subject))]
    SubjectAmbiguous {
        /// What was asked for.
        subject: String,
        /// The assessments it may be.
        choices: String,
    },
    /// A value that is not known, where a question needs it.
    #[error("{}: the value of {} is not determined", shown(.subject), shown(.node))]
    ValueUnknownAt {
        /// Institution, year and stage.
        subject: String,
        /// The node.
        node: String,
    },
    /// Only printed values are known of the institution, where a question needs its answers.
    #[error("only printed values are known of {}; the question needs its answers", shown(.subject))]
    OnlyPrinted {
        /// Institution, year and stage.
        subject: String,
    },
    /// Ratings are to be compared, but there are not two.
    #[error("no institution has answers of two different {key}s; the column `{key}` tells ratings apart")]
    OneRating {
        /// What tells ratings apart.
        key: String,
    },
    /// Ratings are to be told apart by something that an institution has one of.
    #[error("ratings are told apart by stage or year, found {}; a stage may be the name of an assessor", shown(.found))]
    RatingKey {
        /// What was asked for.
        found: String,
    },
    /// No institution has both ratings that are to be compared.
    #[error("no institution has both ratings, {} and {}", shown(.first), shown(.second))]
    NoPairs {
        /// The first rating.
        first: String,
        /// The second.
        second: String,
    },
    /// A value of an institution that its instrument cannot give.
    #[error("the value {found} for {} is outside {lowest} to {highest}", shown(.subject))]
    ValueOutOfRange {
        /// Institution, year and stage.
        subject: String,
        /// The value.
        found: String,
        /// The lowest value there is.
        lowest: String,
        /// The highest.
        highest: String,
    },
    /// Two values for one institution.
    #[error("two values for {}; one can be asked for at a time", shown(.subject))]
    ValueTwice {
        /// Institution, year and stage.
        subject: String,
    },
    /// A tier that the instrument does not have.
    #[error("no tier {}, only {known}", shown(.found))]
    TierUnknown {
        /// The tier asked for.
        found: String,
        /// The tiers there are.
        known: String,
    },
    /// A node that is not among those compared.
    #[error("{} is not compared here, but every {tier}: {compared}", shown(.node))]
    NotCompared {
        /// The node asked for.
        node: String,
        /// The tier whose nodes are compared.
        tier: String,
        /// Those nodes.
        compared: String,
    },
    /// Nothing is within reach of nothing.
    #[error("a reach is above 0, found {found}")]
    ReachNotPositive {
        /// What was asked for.
        found: String,
    },
    /// An answer of a column.
    #[error("{0}")]
    Assessment(#[from] AssessmentError),
    /// An assessment has no score.
    #[error("{0}")]
    Score(#[from] ScoreError),
    /// A number does not fit exact arithmetic.
    #[error("{0}")]
    Number(#[from] NumberError),
}

impl CohortError {
    /// The instrument has no tier of this name, but those.
    pub(crate) fn no_tier(found: &str, instrument: &Instrument) -> Self {
        let known = instrument.tiers().iter().map(|tier| tier.code.as_str()).collect::<Vec<_>>().join(", ");
        Self::TierUnknown { found: found.to_owned(), known }
    }
}

impl Catalogued for CohortError {
    fn code(&self) -> Code {
        match self {
            Self::Duplicate { .. } => Code::new(801, "cohort.duplicate"),
            Self::Clash { .. } => Code::new(802, "cohort.clash"),
            Self::PrintedClash { .. } => Code::new(803, "cohort.printed_clash"),
            Self::InstrumentEditions { .. } => Code::new(804, "cohort.instrument_editions"),
            Self::ColumnLength { .. } => Code::new(805, "cohort.column_length"),
            Self::ColumnCount { .. } => Code::new(806, "cohort.column_count"),
            Self::LabelUnknown { .. } => Code::new(807, "cohort.label_unknown"),
            Self::ValueUnknown { .. } => Code::new(808, "cohort.value_unknown"),
            Self::NodeUnknown { .. } => Code::new(809, "cohort.node_unknown"),
            Self::NodeAcrossInstruments { .. } => Code::new(810, "cohort.node_across_instruments"),
            Self::SubjectUnknown { .. } => Code::new(811, "cohort.subject_unknown"),
            Self::SubjectAmbiguous { .. } => Code::new(812, "cohort.subject_ambiguous"),
            Self::ValueUnknownAt { .. } => Code::new(813, "cohort.value_not_determined"),
            Self::Assessment(_) => Code::new(814, "cohort.assessment"),
            Self::Score(_) => Code::new(815, "cohort.score"),
            Self::Number(_) => Code::new(816, "cohort.number"),
            Self::OneRating { .. } => Code::new(817, "cohort.one_rating"),
            Self::OnlyPrinted { .. } => Code::new(818, "cohort.only_printed"),
            Self::LabelClash { .. } => Code::new(819, "cohort.label_clash"),
            Self::LabelTwice { .. } => Code::new(820, "cohort.label_twice"),
            Self::RatingKey { .. } => Code::new(821, "cohort.rating_key"),
            Self::NoPairs { .. } => Code::new(822, "cohort.no_pairs"),
            Self::ValueOutOfRange { .. } => Code::new(823, "cohort.value_out_of_range"),
            Self::ValueTwice { .. } => Code::new(824, "cohort.value_twice"),
            Self::TierUnknown { .. } => Code::new(825, "cohort.tier_unknown"),
            Self::NotCompared { .. } => Code::new(826, "cohort.not_compared"),
            Self::ReachNotPositive { .. } => Code::new(827, "cohort.reach_not_positive"),
        }
    }

    fn message(&self, language: Language) -> String {
        if language == Language::English {
            return match self {
                Self::Assessment(error) => error.message(language),
                Self::Score(error) => error.message(language),
                Self::Number(error) => error.message(language),
                _ => self.to_string(),
            };
        }
        match self {
            Self::Duplicate { subject, first } => {
                format!("{} sudah ada ({})", shown(subject), first.describe(language))
            }
            Self::Clash { subject, first, node, found, before } => format!(
                "{} sudah ada dengan angka lain ({}): {} di sini {found}, di sana {before}",
                shown(subject),
                first.describe(language),
                shown(node)
            ),
            Self::PrintedClash { subject, node, printed, computed, other } => format!(
                "jawaban {} menghasilkan {computed} untuk {}, tetapi tercetak {printed} ({})",
                shown(subject),
                shown(node),
                other.describe(language)
            ),
            Self::LabelClash { subject, first, label, found, before } => format!(
                "{} sudah ada dengan {} lain ({}): di sini {}, di sana {}",
                shown(subject),
                shown(label),
                first.describe(language),
                shown(found),
                shown(before)
            ),
            Self::LabelTwice { label } => format!("ada dua kolom label {}", shown(label)),
            Self::InstrumentEditions { instrument } => {
                format!("kumpulan ini sudah memuat edisi lain dari instrumen {}", shown(instrument))
            }
            Self::ColumnLength { found, expected } => {
                format!("kolom memuat {found} baris, seharusnya {expected}")
            }
            Self::ColumnCount { found, expected } => {
                format!("seharusnya {expected} kolom jawaban, satu per butir, ditemukan {found}")
            }
            Self::LabelUnknown { label, known } => {
                format!("tidak ada label {}; label di sini: {known}", shown(label))
            }
            Self::ValueUnknown { key, value } => {
                format!("tidak ada penilaian dengan {} {}", shown(key), shown(value))
            }
            Self::NodeUnknown { node, instruments } => format!(
                "tidak ada simpul {} dalam {instruments}; simpul ditulis seperti index, domain:4, aspect:7, indicator:12",
                shown(node)
            ),
            Self::NodeAcrossInstruments { node } => format!(
                "{} dari satu instrumen bukan simpul yang sama pada instrumen lain; antarinstrumen hanya indeks yang dapat \
                 diperingkat",
                shown(node)
            ),
            Self::SubjectUnknown { subject } => format!("kumpulan ini tidak memuat {}", shown(subject)),
            Self::SubjectAmbiguous { subject, choices } => {
                format!("{} ada beberapa: {choices}", shown(subject))
            }
            Self::ValueUnknownAt { subject, node } => {
                format!("{}: nilai {} tidak dapat ditentukan", shown(subject), shown(node))
            }
            Self::OnlyPrinted { subject } => {
                format!(
                    "hanya nilai tercetak dari {} yang diketahui; pertanyaan ini memerlukan jawabannya",
                    shown(subject)
                )
            }
            Self::OneRating { key } => {
                format!("tidak ada instansi dengan jawaban dari dua {key}; penilaian dibedakan menurut kolom `{key}`")
            }
            Self::RatingKey { found } => format!(
                "penilaian dibedakan menurut stage (tahap) atau year (tahun), ditemukan {}; tahap boleh berupa nama penilai",
                shown(found)
            ),
            Self::NoPairs { first, second } => {
                format!("tidak ada instansi dengan kedua penilaian, {} dan {}", shown(first), shown(second))
            }
            Self::ValueOutOfRange { subject, found, lowest, highest } => {
                format!("nilai {found} untuk {} di luar {lowest} sampai {highest}", shown(subject))
            }
            Self::ValueTwice { subject } => {
                format!("dua nilai untuk {}; hanya satu yang dapat diandaikan", shown(subject))
            }
            Self::TierUnknown { found, known } => format!("tidak ada tingkatan {}, hanya {known}", shown(found)),
            Self::NotCompared { node, tier, compared } => {
                format!("{} tidak disandingkan di sini, melainkan setiap {tier}: {compared}", shown(node))
            }
            Self::ReachNotPositive { found } => format!("jangkauan harus di atas 0, ditemukan {found}"),
            Self::Assessment(error) => error.message(language),
            Self::Score(error) => error.message(language),
            Self::Number(error) => error.message(language),
        }
    }
}
