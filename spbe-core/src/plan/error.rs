//! Why there is no plan.

use thiserror::Error;

use crate::assessment::AssessmentError;
use crate::cohort::CohortError;
use crate::exact::NumberError;
use crate::issue::{Catalogued, Code, Language, Place, shown};
use crate::score::ScoreError;

/// A problem of a plan.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum PlanError {
    /// Nothing is asked for, and there is no higher predicate to go for.
    #[error("{} has the highest predicate already; name a target or a budget", shown(.subject))]
    NoTarget {
        /// Institution, year and stage.
        subject: String,
    },
    /// A target that the scale does not have.
    #[error("the target {found} is outside {lowest} to {highest}")]
    TargetOutOfRange {
        /// The target.
        found: String,
        /// The lowest value.
        lowest: String,
        /// The highest value.
        highest: String,
    },
    /// A predicate that the instrument does not have.
    #[error("there is no predicate {}, only {known}", shown(.found))]
    PredicateUnknown {
        /// The predicate asked for.
        found: String,
        /// The predicates there are.
        known: String,
    },
    /// Everything raised as far as it may be does not reach a target.
    #[error("{} cannot reach {target}: with everything raised as far as it may be it is {reachable}", shown(.node))]
    OutOfReach {
        /// The node.
        node: String,
        /// The smallest value that would do.
        target: String,
        /// The highest value that is possible.
        reachable: String,
    },
    /// The limits and rules together leave no plan.
    #[error("no plan keeps all limits and rules and reaches the targets")]
    Impossible,
    /// The search was stopped before it found any plan.
    #[error("no plan was found in {nodes} steps of the search, and it is not proven that there is none; allow more")]
    Undecided {
        /// How many nodes were looked at.
        nodes: usize,
    },
    /// The cheapest plan is dearer than the budget.
    #[error("every plan that reaches the targets costs more than the budget of {budget}")]
    OverBudget {
        /// The budget.
        budget: String,
    },
    /// A level that the steps of an indicator do not have.
    #[error("indicator {} has no step to {found}; its steps: {known}", shown(.code))]
    LevelUnknown {
        /// The code of the indicator.
        code: String,
        /// The level asked for.
        found: String,
        /// The levels there are.
        known: String,
    },
    /// A step without a cost in the list of costs.
    #[error("the step of indicator {} to {level} has no cost; `*` as indicator stands for all others", shown(.code))]
    CostMissing {
        /// The code of the item.
        code: String,
        /// The level.
        level: String,
    },
    /// Two costs of the same step.
    #[error("this step has a cost already ({})", .first.describe(Language::English))]
    CostTwice {
        /// Where it was first.
        first: Box<Place>,
    },
    /// A cost, duration, budget or capacity below 0.
    #[error("{found} is below 0")]
    BelowZero {
        /// The number.
        found: String,
    },
    /// Rules that wait for each other.
    #[error("the rules go in a circle: {cycle}")]
    RuleCycle {
        /// The steps of the circle.
        cycle: String,
    },
    /// A floor that the cap or a lock does not allow.
    #[error("indicator {} is to reach {floor}, but may not go above {cap}", shown(.code))]
    FloorAboveCap {
        /// The code of the item.
        code: String,
        /// The level to reach.
        floor: String,
        /// The highest level allowed.
        cap: String,
    },
    /// A unit without any step.
    #[error("no step belongs to the unit {}; units here: {known}", shown(.unit))]
    UnitUnknown {
        /// The unit.
        unit: String,
        /// The units there are.
        known: String,
    },
    /// Answers are missing, and the policy gives no single index to start from.
    #[error(
        "{subject}: with missing answers the policy `{policy}` gives no index to plan from; take `minimum` or `zero`"
    )]
    AnswersMissing {
        /// Institution, year and stage.
        subject: String,
        /// The policy for missing answers.
        policy: &'static str,
    },
    /// Only printed values are known of the institution.
    #[error("only printed values are known of {}; a plan needs its answers", shown(.subject))]
    OnlyPrinted {
        /// Institution, year and stage.
        subject: String,
    },
    /// An indicator with too many ways to go.
    #[error("indicator {} has {found} ways to go, at most {limit} can be planned; take a coarser grid or fewer periods", shown(.code))]
    TooManyWays {
        /// The code of the item.
        code: String,
        /// How many there are.
        found: usize,
        /// How many there may be.
        limit: usize,
    },
    /// A grid that is none.
    #[error("the grid {} is none of levels, evidence or a number above 0", shown(.found))]
    GridUnusable {
        /// What was given.
        found: String,
    },
    /// A grid where answers are whole levels.
    #[error("a grid of {found} is for decimal answers; those of {instrument} are whole levels")]
    GridUnwanted {
        /// The distance of the grid.
        found: String,
        /// The instrument.
        instrument: String,
    },
    /// A plan that the ordinary scorer does not confirm: a defect of this program.
    #[error("the plan does not stand the scorer's check: {reason}; this is a defect of the program")]
    Defect {
        /// What differs.
        reason: String,
    },
    /// A list, or a code in it, cannot be read.
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

impl Catalogued for PlanError {
    fn code(&self) -> Code {
        match self {
            Self::NoTarget { .. } => Code::new(1021, "plan.no_target"),
            Self::TargetOutOfRange { .. } => Code::new(1022, "plan.target_out_of_range"),
            Self::PredicateUnknown { .. } => Code::new(1023, "plan.predicate_unknown"),
            Self::OutOfReach { .. } => Code::new(1024, "plan.out_of_reach"),
            Self::Impossible => Code::new(1025, "plan.impossible"),
            Self::Undecided { .. } => Code::new(1026, "plan.undecided"),
            Self::OverBudget { .. } => Code::new(1027, "plan.over_budget"),
            Self::LevelUnknown { .. } => Code::new(1028, "plan.level_unknown"),
            Self::CostMissing { .. } => Code::new(1029, "plan.cost_missing"),
            Self::CostTwice { .. } => Code::new(1030, "plan.cost_twice"),
            Self::BelowZero { .. } => Code::new(1031, "plan.below_zero"),
            Self::RuleCycle { .. } => Code::new(1032, "plan.rule_cycle"),
            Self::FloorAboveCap { .. } => Code::new(1033, "plan.floor_above_cap"),
            Self::UnitUnknown { .. } => Code::new(1034, "plan.unit_unknown"),
            Self::AnswersMissing { .. } => Code::new(1035, "plan.answers_missing"),
            Self::TooManyWays { .. } => Code::new(1036, "plan.too_many_ways"),
            Self::GridUnusable { .. } => Code::new(1037, "plan.grid_unusable"),
            Self::Defect { .. } => Code::new(1038, "plan.defect"),
            Self::OnlyPrinted { .. } => Code::new(1039, "plan.only_printed"),
            Self::GridUnwanted { .. } => Code::new(1040, "plan.grid_unwanted"),
            Self::Assessment(error) => error.code(),
            Self::Score(error) => error.code(),
            Self::Cohort(error) => error.code(),
            Self::Number(error) => error.code(),
        }
    }

    fn message(&self, language: Language) -> String {
        match self {
            Self::Assessment(error) => return error.message(language),
            Self::Score(error) => return error.message(language),
            Self::Cohort(error) => return error.message(language),
            Self::Number(error) => return error.message(language),
            _ if language == Language::English => return self.to_string(),
            _ => {}
        }
        self.in_indonesian()
    }
}

impl PlanError {
    fn in_indonesian(&self) -> String {
        match self {
            Self::NoTarget { subject } => {
                format!("{} sudah berpredikat tertinggi; sebutkan target atau anggaran", shown(subject))
            }
            Self::TargetOutOfRange { found, lowest, highest } => {
                format!("target {found} di luar {lowest} sampai {highest}")
            }
            Self::PredicateUnknown { found, known } => format!("tidak ada predikat {}, hanya {known}", shown(found)),
            Self::OutOfReach { node, target, reachable } => format!(
                "{} tidak dapat mencapai {target}: dengan semua dinaikkan setinggi yang boleh hasilnya {reachable}",
                shown(node)
            ),
            Self::Impossible => {
                "tidak ada rencana yang memenuhi semua batas dan prasyarat serta mencapai target".to_owned()
            }
            Self::Undecided { nodes } => format!(
                "belum ditemukan rencana dalam {nodes} langkah pencarian, dan belum terbukti bahwa tidak ada; izinkan lebih \
                 banyak"
            ),
            Self::OverBudget { budget } => {
                format!("setiap rencana yang mencapai target melebihi anggaran {budget}")
            }
            Self::LevelUnknown { code, found, known } => {
                format!("indikator {} tidak memiliki langkah ke {found}; langkahnya: {known}", shown(code))
            }
            Self::CostMissing { code, level } => format!(
                "langkah indikator {} ke {level} tidak memiliki biaya; `*` sebagai indikator berlaku bagi yang lain",
                shown(code)
            ),
            Self::CostTwice { first } => {
                format!("langkah ini sudah memiliki biaya ({})", first.describe(Language::Indonesian))
            }
            Self::BelowZero { found } => format!("{found} di bawah 0"),
            Self::RuleCycle { cycle } => format!("prasyarat saling menunggu: {cycle}"),
            Self::FloorAboveCap { code, floor, cap } => {
                format!("indikator {} harus mencapai {floor}, tetapi tidak boleh di atas {cap}", shown(code))
            }
            Self::UnitUnknown { unit, known } => {
                format!("tidak ada langkah milik unit {}; unit di sini: {known}", shown(unit))
            }
            Self::AnswersMissing { subject, policy } => format!(
                "{subject}: dengan jawaban yang kosong, aturan `{policy}` tidak memberi indeks awal; pakailah `minimum` atau \
                 `zero`"
            ),
            Self::OnlyPrinted { subject } => {
                format!("hanya nilai tercetak dari {} yang diketahui; rencana memerlukan jawabannya", shown(subject))
            }
            Self::TooManyWays { code, found, limit } => format!(
                "indikator {} memiliki {found} kemungkinan, paling banyak {limit} dapat direncanakan; pakailah kisi yang lebih \
                 kasar atau tahap yang lebih sedikit",
                shown(code)
            ),
            Self::GridUnusable { found } => {
                format!("kisi {} bukan levels, evidence, atau bilangan di atas 0", shown(found))
            }
            Self::GridUnwanted { found, instrument } => {
                format!("kisi {found} untuk jawaban desimal; jawaban {instrument} berupa tingkat bulat")
            }
            Self::Defect { reason } => {
                format!("rencana tidak lulus pemeriksaan penilai: {reason}; ini cacat program")
            }
            Self::Assessment(error) => error.message(Language::Indonesian),
            Self::Score(error) => error.message(Language::Indonesian),
            Self::Cohort(error) => error.message(Language::Indonesian),
            Self::Number(error) => error.message(Language::Indonesian),
        }
    }
}
