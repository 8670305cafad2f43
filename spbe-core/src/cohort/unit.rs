//! The cohort and its units.

use std::collections::BTreeMap;

use super::labels::LabelColumn;
use super::sheet::Sheet;
use crate::assessment::{PublishedResult, Subject};
use crate::exact::{Decimal, Ratio};
use crate::instrument::Instrument;
use crate::issue::Place;
use crate::score::describe;

/// What the numbers of a unit come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Basis {
    /// Computed from answers to indicators: exact.
    Answers,
    /// As printed: rounded, and taken for what it is.
    Printed,
}

impl Basis {
    /// The spelling in results: `answers` or `printed`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Answers => "answers",
            Self::Printed => "printed",
        }
    }
}

/// Where a unit was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Origin {
    /// The position of the file's name, if it has one.
    pub(super) file: Option<u16>,
    /// The row, from one; 0 if unknown.
    pub(super) row: u32,
}

/// A row of a sheet that there is none of.
pub(super) const NO_ROW: u32 = u32::MAX;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct UnitRow {
    pub(super) sheet: u16,
    pub(super) year: Option<u16>,
    pub(super) answers: u32,
    pub(super) printed: u32,
    pub(super) origin: Origin,
}

/// Many assessments, in columns: institutions of several years, stages and instruments.
///
/// A *unit* is one institution, one year, one stage, one instrument; units are numbered from 0 in the order in which
/// they were added, and a subject is there once. Made by [`CohortBuilder`](super::CohortBuilder).
#[derive(Clone, Debug)]
pub struct Cohort {
    pub(super) units: Vec<UnitRow>,
    pub(super) institutions: LabelColumn,
    pub(super) stages: LabelColumn,
    pub(super) labels: Vec<(String, LabelColumn)>,
    pub(super) sheets: Vec<Sheet>,
    pub(super) files: Vec<String>,
}

impl Cohort {
    /// How many units there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.units.len()
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.units.is_empty()
    }

    /// A unit by its position.
    #[must_use]
    pub fn unit(&self, position: usize) -> Option<Unit<'_>> {
        let row = self.units.get(position)?;
        Some(Unit { cohort: self, position, row, sheet: self.sheets.get(usize::from(row.sheet))? })
    }

    /// The units in order.
    pub fn units(&self) -> impl Iterator<Item = Unit<'_>> + '_ {
        (0..self.len()).filter_map(|position| self.unit(position))
    }

    /// The units by instrument, in the order in which the instruments came.
    #[must_use]
    pub fn sheets(&self) -> &[Sheet] {
        &self.sheets
    }

    /// The institution of each unit.
    #[must_use]
    pub const fn institutions(&self) -> &LabelColumn {
        &self.institutions
    }

    /// The stage of each unit.
    #[must_use]
    pub const fn stages(&self) -> &LabelColumn {
        &self.stages
    }

    /// The other labels by name: `province`, `type`, and whatever else the files say of an institution.
    pub fn labels(&self) -> impl ExactSizeIterator<Item = (&str, &LabelColumn)> + '_ {
        self.labels.iter().map(|(name, column)| (name.as_str(), column))
    }

    /// A label by its name.
    #[must_use]
    pub fn label(&self, name: &str) -> Option<&LabelColumn> {
        self.labels.iter().find(|(own, _)| own == name).map(|(_, column)| column)
    }

    /// The year of each unit.
    pub fn years(&self) -> impl ExactSizeIterator<Item = Option<u16>> + '_ {
        self.units.iter().map(|unit| unit.year)
    }
}

/// One institution, one year, one stage, one instrument.
#[derive(Clone, Copy, Debug)]
pub struct Unit<'cohort> {
    cohort: &'cohort Cohort,
    position: usize,
    row: &'cohort UnitRow,
    sheet: &'cohort Sheet,
}

impl<'cohort> Unit<'cohort> {
    /// Its position in the cohort.
    #[must_use]
    pub const fn position(&self) -> usize {
        self.position
    }

    /// The institution's name; empty where the file has one subject without a name.
    #[must_use]
    pub fn institution(&self) -> &'cohort str {
        self.cohort.institutions.get(self.position).unwrap_or_default()
    }

    /// The year.
    #[must_use]
    pub const fn year(&self) -> Option<u16> {
        self.row.year
    }

    /// The stage.
    #[must_use]
    pub fn stage(&self) -> Option<&'cohort str> {
        self.cohort.stages.get(self.position)
    }

    /// Another label.
    #[must_use]
    pub fn label(&self, name: &str) -> Option<&'cohort str> {
        self.cohort.label(name)?.get(self.position)
    }

    /// All other labels that it has, by name.
    pub fn labels(&self) -> impl Iterator<Item = (&'cohort str, &'cohort str)> + use<'cohort> {
        let position = self.position;
        self.cohort.labels().filter_map(move |(name, column)| Some((name, column.get(position)?)))
    }

    /// The instrument.
    #[must_use]
    pub fn instrument(&self) -> &'cohort Instrument {
        self.sheet.instrument()
    }

    /// The units of its instrument.
    #[must_use]
    pub const fn sheet(&self) -> &'cohort Sheet {
        self.sheet
    }

    /// The position of its sheet in [`Cohort::sheets`].
    #[must_use]
    pub fn sheet_position(&self) -> usize {
        usize::from(self.row.sheet)
    }

    /// What its numbers come from: its answers if there are any, else what is printed of it.
    #[must_use]
    pub const fn basis(&self) -> Basis {
        if self.row.answers == NO_ROW { Basis::Printed } else { Basis::Answers }
    }

    /// Its row in [`Sheet::answers`], if it has answers.
    #[must_use]
    pub fn answers_row(&self) -> Option<usize> {
        known_row(self.row.answers)
    }

    /// The answers in the order of [`Instrument::items`]; `None` of a unit known only by printed values.
    #[must_use]
    pub fn answers(&self) -> Option<Vec<Option<Ratio>>> {
        self.answers_row().map(|row| self.sheet.answers.row(row))
    }

    /// The printed index.
    #[must_use]
    pub fn printed_index(&self) -> Option<Decimal> {
        self.sheet.printed.index(known_row(self.row.printed)?)
    }

    /// The printed value of a node, by its position in [`Instrument::nodes`].
    #[must_use]
    pub fn printed_node(&self, node: usize) -> Option<Decimal> {
        self.sheet.printed.node(known_row(self.row.printed)?, node)
    }

    /// The printed predicate, as a position in [`Instrument::predicates`].
    #[must_use]
    pub fn printed_predicate(&self) -> Option<usize> {
        self.sheet.printed.predicate(known_row(self.row.printed)?).map(usize::from)
    }

    /// Everything that is printed of it; `None` of a unit of which nothing is.
    #[must_use]
    pub fn published(&self) -> Option<PublishedResult> {
        known_row(self.row.printed)?;
        Some(PublishedResult {
            subject: self.subject(),
            index: self.printed_index(),
            predicate: self.printed_predicate(),
            nodes: (0..self.instrument().nodes().len()).map(|node| self.printed_node(node)).collect(),
            row: Some(self.row.origin.row).filter(|row| *row != 0).map(u64::from),
        })
    }

    /// Who, when, at which stage.
    #[must_use]
    pub fn subject(&self) -> Subject {
        let labels: BTreeMap<String, String> =
            self.labels().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        Subject {
            institution: self.institution().to_owned(),
            year: self.year(),
            stage: self.stage().map(ToOwned::to_owned),
            labels,
        }
    }

    /// Who, when, at which stage, in words: `Kota Denpasar 2021 (mandiri)`.
    #[must_use]
    pub fn describe(&self) -> String {
        let stage = self.stage().map(ToOwned::to_owned);
        describe(&Subject {
            institution: self.institution().to_owned(),
            year: self.year(),
            stage,
            ..Subject::default()
        })
    }

    /// Where it was read.
    #[must_use]
    pub fn place(&self) -> Place {
        self.cohort.place(self.row.origin)
    }
}

impl Cohort {
    fn place(&self, origin: Origin) -> Place {
        place(&self.files, origin)
    }
}

/// Where a unit was read, for messages.
pub(super) fn place(files: &[String], origin: Origin) -> Place {
    let row = (origin.row != 0).then_some(u64::from(origin.row));
    let file = origin.file.and_then(|file| files.get(usize::from(file)));
    Place::whole().at_row(row).in_file(file.map(String::as_str))
}

fn known_row(row: u32) -> Option<usize> {
    if row == NO_ROW { None } else { usize::try_from(row).ok() }
}
