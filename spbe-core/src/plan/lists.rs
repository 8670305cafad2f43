//! What goes with a plan as lists: costs of steps, rules, bounds, capacities, periods; from a table or JSON.

use super::error::PlanError;
use crate::assessment::{ListColumn, ListEntry, Listed};
use crate::exact::Ratio;
use crate::issue::{Issues, Place};

/// What one step costs, how long it takes, who answers for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepCost {
    /// The code of an indicator or item; `None` for all that have no cost of their own.
    pub indicator: Option<String>,
    /// The level that the step leads to; `None` for every step.
    pub level: Option<Ratio>,
    /// What it costs, in any unit: people decide what they count.
    pub cost: Ratio,
    /// How much of its unit's capacity it takes; 1 unless given.
    pub duration: Option<Ratio>,
    /// The responsible unit.
    pub unit: Option<String>,
    /// Where it was given.
    pub place: Place,
}

/// A prerequisite: an indicator at a level needs another at some level.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The code of the indicator that is raised.
    pub indicator: String,
    /// From this level on.
    pub level: Ratio,
    /// The code of the indicator that it needs.
    pub needs: String,
    /// At this level at least.
    pub needs_level: Ratio,
    /// Where it was given.
    pub place: Place,
}

/// How far an indicator must and may be raised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bound {
    /// The code of an indicator or item.
    pub indicator: String,
    /// The level that it must reach.
    pub at_least: Option<Ratio>,
    /// The level that it may not go above.
    pub at_most: Option<Ratio>,
    /// Where it was given.
    pub place: Place,
}

/// How much one unit can do: in each period, or in the whole plan where there are none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Capacity {
    /// The responsible unit.
    pub unit: String,
    /// The most duration of its steps.
    pub most: Ratio,
    /// Where it was given.
    pub place: Place,
}

/// A part of the plan's time with a budget of its own; what is left over is not carried on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Period {
    /// Its name, such as `2027`.
    pub name: String,
    /// The most that its steps may cost.
    pub budget: Option<Ratio>,
    /// The index to be reached at its end.
    pub target: Option<Ratio>,
    /// Where it was given.
    pub place: Place,
}

/// What a node is to reach.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Aim {
    /// At least this value; exact or as published, by the instrument's predicate basis.
    AtLeast(Ratio),
    /// The lower bound of this predicate, by its official or its English name.
    Predicate(String),
    /// The predicate above the present one.
    NextPredicate,
}

/// What a node is to reach.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NodeTarget {
    /// The node as people call it: `domain:2`, `d2`, `indicator:12`.
    pub node: String,
    /// What it is to reach.
    pub aim: Aim,
    /// Where it was given.
    pub place: Place,
}

const COSTS: [ListColumn; 5] = [
    column("indicator", &["indikator", "kode", "code", "item", "kode_indikator"], true),
    column("level", &["tingkat", "ke", "to", "ke_tingkat", "to_level"], false),
    column("cost", &["biaya", "harga"], true),
    column("duration", &["durasi", "lama", "beban"], false),
    column("unit", &["opd", "penanggung_jawab", "pj", "unit_kerja", "responsible"], false),
];
const RULES: [ListColumn; 4] = [
    column("indicator", &["indikator", "kode", "code", "item"], true),
    column("level", &["tingkat"], true),
    column("needs", &["perlu", "membutuhkan", "prasyarat"], true),
    column("needs_level", &["perlu_tingkat", "tingkat_prasyarat", "pada_tingkat"], true),
];
const BOUNDS: [ListColumn; 3] = [
    column("indicator", &["indikator", "kode", "code", "item"], true),
    column("at_least", &["minimal", "min", "floor"], false),
    column("at_most", &["maksimal", "max", "cap"], false),
];
const CAPACITIES: [ListColumn; 2] = [
    column("unit", &["opd", "penanggung_jawab", "pj", "unit_kerja", "responsible"], true),
    column("capacity", &["kapasitas"], true),
];
const TARGETS: [ListColumn; 3] = [
    column("node", &["simpul"], true),
    column("value", &["nilai", "target"], false),
    column("predicate", &["predikat"], false),
];
const PERIODS: [ListColumn; 3] = [
    column("period", &["periode", "tahap", "tahun", "year"], true),
    column("budget", &["anggaran", "pagu"], false),
    column("target", &["target_indeks"], false),
];

const fn column(name: &'static str, others: &'static [&'static str], needed: bool) -> ListColumn {
    ListColumn { name, others, needed }
}

/// A number that is not below 0; a problem is reported, and is as if nothing stood there.
fn amount(entry: &mut ListEntry<'_, PlanError>, column: usize) -> Option<Ratio> {
    let number = entry.decimal(column)?;
    if Ratio::from(number).is_negative() {
        entry.add(column, PlanError::BelowZero { found: number.to_string() });
        return None;
    }
    Some(number.into())
}

/// A level: a number, which may be below 0 where an instrument has such levels.
fn level(entry: &mut ListEntry<'_, PlanError>, column: usize) -> Option<Ratio> {
    entry.decimal(column).map(Ratio::from)
}

impl Listed for StepCost {
    type Error = PlanError;
    const COLUMNS: &'static [ListColumn] = &COSTS;

    fn of(entry: &mut ListEntry<'_, PlanError>) -> Option<Self> {
        let indicator = entry.text(0)?;
        Some(Self {
            indicator: Some(indicator).filter(|code| code != "*"),
            level: level(entry, 1),
            cost: amount(entry, 2)?,
            duration: amount(entry, 3),
            unit: entry.text(4),
            place: entry.place(),
        })
    }

    fn place_mut(&mut self) -> &mut Place {
        &mut self.place
    }
}

impl Listed for Rule {
    type Error = PlanError;
    const COLUMNS: &'static [ListColumn] = &RULES;

    fn of(entry: &mut ListEntry<'_, PlanError>) -> Option<Self> {
        let (level, needs_level) = (level(entry, 1), level(entry, 3));
        Some(Self {
            indicator: entry.text(0)?,
            level: level?,
            needs: entry.text(2)?,
            needs_level: needs_level?,
            place: entry.place(),
        })
    }

    fn place_mut(&mut self) -> &mut Place {
        &mut self.place
    }
}

impl Listed for Bound {
    type Error = PlanError;
    const COLUMNS: &'static [ListColumn] = &BOUNDS;

    fn of(entry: &mut ListEntry<'_, PlanError>) -> Option<Self> {
        let (at_least, at_most) = (level(entry, 1), level(entry, 2));
        Some(Self { indicator: entry.text(0)?, at_least, at_most, place: entry.place() })
    }

    fn place_mut(&mut self) -> &mut Place {
        &mut self.place
    }
}

impl Listed for Capacity {
    type Error = PlanError;
    const COLUMNS: &'static [ListColumn] = &CAPACITIES;

    fn of(entry: &mut ListEntry<'_, PlanError>) -> Option<Self> {
        Some(Self { unit: entry.text(0)?, most: amount(entry, 1)?, place: entry.place() })
    }

    fn place_mut(&mut self) -> &mut Place {
        &mut self.place
    }
}

impl Listed for Period {
    type Error = PlanError;
    const COLUMNS: &'static [ListColumn] = &PERIODS;

    fn of(entry: &mut ListEntry<'_, PlanError>) -> Option<Self> {
        let (budget, target) = (amount(entry, 1), amount(entry, 2));
        Some(Self { name: entry.text(0)?, budget, target, place: entry.place() })
    }

    fn place_mut(&mut self) -> &mut Place {
        &mut self.place
    }
}

impl Listed for NodeTarget {
    type Error = PlanError;
    const COLUMNS: &'static [ListColumn] = &TARGETS;

    fn of(entry: &mut ListEntry<'_, PlanError>) -> Option<Self> {
        let aim = match (level(entry, 1), entry.text(2)) {
            (Some(value), _) => Aim::AtLeast(value),
            (None, Some(name)) => Aim::Predicate(name),
            (None, None) => Aim::NextPredicate,
        };
        Some(Self { node: entry.text(0)?, aim, place: entry.place() })
    }

    fn place_mut(&mut self) -> &mut Place {
        &mut self.place
    }
}

macro_rules! readable {
    ($($list:ident),+) => {$(
        impl $list {
            /// Reads a list of them: a table with a heading row (`;`, `,` or tabs), or a JSON list of objects with the
            /// same names.
            ///
            /// # Errors
            /// Every problem of the list, with its row and column or its path.
            pub fn read_list(bytes: &[u8]) -> Result<Vec<Self>, Issues<PlanError>> {
                Self::of_file(bytes)
            }

            /// The same, read from a file or list of this name.
            #[must_use]
            pub fn in_file(self, name: &str) -> Self {
                self.read_from(name)
            }
        }
    )+};
}

readable!(StepCost, Rule, Bound, Capacity, Period, NodeTarget);
