//! Why the firmness of ranks cannot be said.

use thiserror::Error;

use crate::cohort::CohortError;
use crate::exact::NumberError;
use crate::issue::{Catalogued, Code, Language, shown};

/// A problem of a study of robustness or sensitivity.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum RobustnessError {
    /// Institutions that are not ranked together.
    #[error("only institutions of one instrument, year and stage are ranked together; here are {choices}: name one")]
    SeveralGroups {
        /// What there is.
        choices: String,
    },
    /// Nobody whose parts are all known.
    #[error("no institution has a value of every part")]
    NobodyKnown,
    /// A reach that weights cannot have.
    #[error("weights change by a share above 0 and up to 1, found {found}")]
    Reach {
        /// What was asked for.
        found: String,
    },
    /// A concentration of no Dirichlet distribution, or of one too wide to compute.
    #[error("the concentration is a number from {least} to {most}, found {found}")]
    Concentration {
        /// What was asked for.
        found: String,
        /// The least.
        least: String,
        /// The most.
        most: String,
    },
    /// A confidence that is no chance.
    #[error("a confidence is a chance from 0 to 1, found {found}")]
    Confidence {
        /// What was asked for.
        found: String,
    },
    /// A confidence of a part that is not compared.
    #[error("there is no part {}; here are {known}", shown(.part))]
    PartUnknown {
        /// The part asked for.
        part: String,
        /// Some of those there are.
        known: String,
    },
    /// Uncertain levels where no levels are known.
    #[error("levels can only be uncertain where the indicators of every institution are known; compared is the tier {}", shown(.tier))]
    LevelsUnknown {
        /// The tier that is known.
        tier: String,
    },
    /// So many draws are not made.
    #[error("expected {least} to {most}, found {found}")]
    Draws {
        /// What was asked for.
        found: String,
        /// The least.
        least: u32,
        /// The most.
        most: u32,
    },
    /// So many institutions are not compared with each other.
    #[error("at most {most} institutions are compared with each other, found {found}")]
    TooMany {
        /// How many are ranked together.
        found: usize,
        /// The most.
        most: usize,
    },
    /// A share that leaves no interval.
    #[error("an interval covers a share above 0 and below 1, found {found}")]
    Coverage {
        /// What was asked for.
        found: String,
    },
    /// An institution that is not ranked.
    #[error("{} is not ranked: a part of it is not known, or it is not of the group", shown(.subject))]
    NotRanked {
        /// Institution, year and stage.
        subject: String,
    },
    /// No factor to compare.
    #[error("nothing is uncertain: name a factor")]
    NoFactor,
    /// An output that never changes has no shares of variance.
    #[error("{output} is the same in every run: it has no variance to share out")]
    NoVariance {
        /// The output.
        output: String,
    },
    /// An output that is not a number in some run.
    #[error("{output} is not a number in some run")]
    NotANumber {
        /// The output.
        output: String,
    },
    /// A result of one institution, and none is named.
    #[error("an index and a rank are those of one institution: name it")]
    NoInstitution,
    /// Whoever began the work wished it to stop.
    #[error("stopped before all draws were made")]
    Stopped,
    /// The cohort cannot answer.
    #[error(transparent)]
    Cohort(#[from] CohortError),
}

impl From<NumberError> for RobustnessError {
    fn from(error: NumberError) -> Self {
        Self::Cohort(error.into())
    }
}

impl Catalogued for RobustnessError {
    fn code(&self) -> Code {
        match self {
            Self::SeveralGroups { .. } => Code::new(1081, "robustness.several_groups"),
            Self::NobodyKnown => Code::new(1082, "robustness.nobody_known"),
            Self::Reach { .. } => Code::new(1083, "robustness.reach"),
            Self::Concentration { .. } => Code::new(1084, "robustness.concentration"),
            Self::Confidence { .. } => Code::new(1085, "robustness.confidence"),
            Self::PartUnknown { .. } => Code::new(1086, "robustness.part_unknown"),
            Self::LevelsUnknown { .. } => Code::new(1087, "robustness.levels_unknown"),
            Self::Draws { .. } => Code::new(1088, "robustness.draws"),
            Self::Coverage { .. } => Code::new(1089, "robustness.coverage"),
            Self::NotRanked { .. } => Code::new(1090, "robustness.not_ranked"),
            Self::NoFactor => Code::new(1091, "robustness.no_factor"),
            Self::NoVariance { .. } => Code::new(1092, "robustness.no_variance"),
            Self::NotANumber { .. } => Code::new(1093, "robustness.not_a_number"),
            Self::NoInstitution => Code::new(1094, "robustness.no_institution"),
            Self::TooMany { .. } => Code::new(1095, "robustness.too_many"),
            Self::Stopped => Code::new(1096, "robustness.stopped"),
            Self::Cohort(error) => error.code(),
        }
    }

    fn message(&self, language: Language) -> String {
        if language == Language::English {
            return match self {
                Self::Cohort(error) => error.message(language),
                _ => self.to_string(),
            };
        }
        match self {
            Self::SeveralGroups { choices } => format!(
                "hanya instansi dengan instrumen, tahun, dan tahap yang sama yang diperingkat bersama; di sini ada \
                 {choices}: sebutkan satu"
            ),
            Self::NobodyKnown => "tidak ada instansi yang semua bagiannya diketahui".to_owned(),
            Self::Reach { found } => {
                format!("bobot berubah sebesar bagian di atas 0 sampai dengan 1, ditemukan {found}")
            }
            Self::Concentration { found, least, most } => {
                format!("konsentrasi adalah bilangan dari {least} sampai {most}, ditemukan {found}")
            }
            Self::Confidence { found } => format!("keyakinan adalah peluang dari 0 sampai 1, ditemukan {found}"),
            Self::PartUnknown { part, known } => format!("tidak ada bagian {}; yang ada: {known}", shown(part)),
            Self::LevelsUnknown { tier } => format!(
                "tingkat hanya dapat tidak pasti bila indikator setiap instansi diketahui; yang dibandingkan ialah \
                 tataran {}",
                shown(tier)
            ),
            Self::Draws { found, least, most } => {
                format!("seharusnya {least} sampai {most}, ditemukan {found}")
            }
            Self::TooMany { found, most } => {
                format!("paling banyak {most} instansi dibandingkan satu sama lain, ditemukan {found}")
            }
            Self::Coverage { found } => {
                format!("selang mencakup bagian di atas 0 dan di bawah 1, ditemukan {found}")
            }
            Self::NotRanked { subject } => format!(
                "{} tidak diperingkat: ada bagiannya yang tidak diketahui, atau bukan dari kelompok ini",
                shown(subject)
            ),
            Self::NoFactor => "tidak ada yang tidak pasti: sebutkan faktor".to_owned(),
            Self::NoVariance { output } => {
                format!("{output} sama dalam setiap percobaan: tidak ada ragam untuk dibagi")
            }
            Self::NotANumber { output } => format!("{output} bukan bilangan dalam suatu percobaan"),
            Self::NoInstitution => "indeks dan peringkat adalah milik satu instansi: sebutkan instansinya".to_owned(),
            Self::Stopped => "dihentikan sebelum semua undian dibuat".to_owned(),
            Self::Cohort(error) => error.message(language),
        }
    }
}
