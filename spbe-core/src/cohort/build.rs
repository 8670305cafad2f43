//! Cohorts made: from the records of files, from columns of a program; duplicates and clashes found.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::error::CohortError;
use super::labels::{Interner, LabelColumn};
use super::sheet::{Answers, NO_LEVEL, Sheet, takes_bytes};
use super::unit::{Cohort, NO_ROW, Origin, UnitRow, place};
use crate::assessment::{Assessment, PublishedResult, Records, Subject, check_answer};
use crate::exact::{NumberError, Ratio};
use crate::instrument::{Instrument, MissingPolicy};
use crate::issue::{Collector, ISSUE_LIMIT, Issues, Place};
use crate::score::{Score, ScoreError, ScoreOptions, Value, describe, score};

/// Units of one instrument as a program has them, in columns of equal length.
#[derive(Clone, Debug)]
pub struct UnitColumns {
    /// The institution of each unit.
    pub institution: LabelColumn,
    /// The year of each; none for units without years.
    pub year: Vec<Option<u16>>,
    /// The stage of each, where there are stages.
    pub stage: Option<LabelColumn>,
    /// Other labels by name.
    pub labels: Vec<(String, LabelColumn)>,
    /// The answers, a column an item; cells that are missing hold [`NO_LEVEL`], [`NO_ANSWER`](super::NO_ANSWER) or
    /// nothing.
    pub answers: Answers,
}

/// The labels that every file uses in one meaning, so that one institution has one of each.
const OF_AN_INSTITUTION: [&str; 2] = ["province", "type"];

/// Collects units, then makes a [`Cohort`] of them or says everything that stands against it.
#[derive(Debug)]
pub struct CohortBuilder {
    units: Vec<UnitRow>,
    institutions: Interner,
    stages: Interner,
    labels: Vec<(String, Interner)>,
    /// The position of each name in `labels`: a file may have thousands of columns.
    named: HashMap<String, usize>,
    sheets: Vec<Sheet>,
    files: Vec<String>,
    issues: Collector<CohortError>,
}

impl Default for CohortBuilder {
    fn default() -> Self {
        Self {
            units: Vec::new(),
            institutions: Interner::default(),
            stages: Interner::default(),
            labels: Vec::new(),
            named: HashMap::new(),
            sheets: Vec::new(),
            files: Vec::new(),
            issues: Collector::new(ISSUE_LIMIT),
        }
    }
}

impl CohortBuilder {
    /// No units yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The records of a file; its name stands in the place of each problem.
    pub fn add(&mut self, instrument: &Instrument, records: &Records, file: Option<&str>) -> &mut Self {
        match records {
            Records::Assessments(assessments) => self.add_assessments(instrument, assessments, file),
            Records::Results(results) => self.add_results(instrument, results, file),
        }
    }

    /// Assessments, each of which must have been checked against `instrument`.
    pub fn add_assessments(
        &mut self,
        instrument: &Instrument,
        assessments: &[Assessment],
        file: Option<&str>,
    ) -> &mut Self {
        let Some(sheet) = self.sheet(instrument) else { return self };
        let file = self.file(file);
        for assessment in assessments {
            let origin = Origin { file, row: short(assessment.row()) };
            if !assessment.belongs_to(instrument) {
                let found = assessment.instrument().to_owned();
                let error = ScoreError::WrongInstrument { found, instrument: instrument.id().to_owned() };
                self.issues.add(place(&self.files, origin), error.into());
                continue;
            }
            let Some(own) = self.sheets.get_mut(usize::from(sheet)) else { continue };
            let row = position(own.answers.rows());
            own.answers.push(assessment.answers());
            own.answered.push(position(self.units.len()));
            let year = assessment.subject().year;
            self.unit(UnitRow { sheet, year, answers: row, printed: NO_ROW, origin }, assessment.subject());
        }
        self
    }

    /// Printed results of an instrument.
    pub fn add_results(
        &mut self,
        instrument: &Instrument,
        results: &[PublishedResult],
        file: Option<&str>,
    ) -> &mut Self {
        let Some(sheet) = self.sheet(instrument) else { return self };
        let file = self.file(file);
        for result in results {
            let origin = Origin { file, row: short(result.row) };
            let Some(own) = self.sheets.get_mut(usize::from(sheet)) else { continue };
            let row = position(own.printed.rows());
            if let Err(error) = own.printed.push(result) {
                self.issues.add(place(&self.files, origin), error.into());
                continue;
            }
            own.published.push(position(self.units.len()));
            let year = result.subject.year;
            self.unit(UnitRow { sheet, year, answers: NO_ROW, printed: row, origin }, &result.subject);
        }
        self
    }

    /// Columns of a program. Rows are numbered from one in the places of problems.
    pub fn add_columns(&mut self, instrument: &Instrument, columns: UnitColumns, file: Option<&str>) -> &mut Self {
        let Some(sheet) = self.sheet(instrument) else { return self };
        let file = self.file(file);
        let rows = columns.institution.len();
        if !self.sound(instrument, &columns, file) {
            return self;
        }
        let UnitColumns { institution, year, stage, labels, answers } = columns;
        let Some(own) = self.sheets.get_mut(usize::from(sheet)) else { return self };
        let before = position(own.answers.rows());
        own.answers.append(answers);
        let first = position(self.units.len());
        own.answered.extend((0..position(rows)).map(|row| first + row));
        self.units.extend((0..position(rows)).zip(year).map(|(row, year)| UnitRow {
            sheet,
            year,
            answers: before + row,
            printed: NO_ROW,
            origin: Origin { file, row: row + 1 },
        }));
        self.institutions.append(institution);
        let total = self.units.len();
        match stage {
            Some(stage) => self.stages.append(stage),
            None => self.stages.pad(total),
        }
        for (name, column) in labels {
            if let Some(label) = self.label(&name, rows) {
                label.append(column);
            }
        }
        self
    }

    /// The cohort.
    ///
    /// Answers and printed values of the same institution, year, stage and instrument become one unit if they agree.
    /// Institutions and stages are the same in any case and spacing, and stand as the first unit writes them. Of two
    /// labels that differ, `province` and `type` are a clash; any other, such as the number of a row, speaks of a row
    /// of its file and not of the institution, so that the unit has none.
    ///
    /// # Errors
    /// Every duplicate and every clash with both places, and what was wrong with a unit when it was added.
    pub fn finish(mut self) -> Result<Cohort, Issues<CohortError>> {
        let total = self.units.len();
        self.stages.pad(total);
        // One institution is one, however its rows write it; so is a stage.
        self.institutions.unify();
        self.stages.unify();
        self.labels.iter_mut().for_each(|(_, label)| label.pad(total));
        let kept = self.join();
        for sheet in &mut self.sheets {
            sheet.answers.tighten();
        }
        if let Some(kept) = &kept {
            self.drop_units(kept);
        }
        let kept = kept.as_deref();
        let cohort = Cohort {
            units: self.units,
            institutions: self.institutions.finish(kept),
            stages: self.stages.finish(kept),
            labels: self.labels.into_iter().map(|(name, label)| (name, label.finish(kept))).collect(),
            sheets: self.sheets,
            files: self.files,
        };
        self.issues.finish(cohort)
    }

    fn sheet(&mut self, instrument: &Instrument) -> Option<u16> {
        let found = self.sheets.iter().position(|sheet| sheet.instrument().id() == instrument.id());
        if let Some(found) = found {
            let same = self.sheets.get(found)?.instrument().checksum() == instrument.checksum();
            if !same {
                let instrument = instrument.id().to_owned();
                self.issues.add(Place::whole(), CohortError::InstrumentEditions { instrument });
                return None;
            }
            return u16::try_from(found).ok();
        }
        let sheet = u16::try_from(self.sheets.len()).ok()?;
        self.sheets.push(Sheet::new(instrument));
        Some(sheet)
    }

    fn file(&mut self, file: Option<&str>) -> Option<u16> {
        let position = u16::try_from(self.files.len()).ok()?;
        self.files.push(file?.to_owned());
        Some(position)
    }

    fn unit(&mut self, row: UnitRow, subject: &Subject) {
        self.units.push(row);
        self.institutions.push(Some(&subject.institution));
        self.stages.push(subject.stage.as_deref());
        for (name, value) in &subject.labels {
            if let Some(label) = self.label(name, 1) {
                label.push(Some(value));
            }
        }
    }

    /// The label of that name, new or known, with a row for each of the units before the last `rows`.
    fn label(&mut self, name: &str, rows: usize) -> Option<&mut Interner> {
        let found = self.named.get(name).copied().unwrap_or_else(|| {
            self.named.insert(name.to_owned(), self.labels.len());
            self.labels.push((name.to_owned(), Interner::default()));
            self.labels.len() - 1
        });
        let before = self.units.len() - rows;
        let (_, label) = self.labels.get_mut(found)?;
        label.pad(before);
        Some(label)
    }

    /// Whether the columns are of one length and hold only answers that the instrument allows.
    fn sound(&mut self, instrument: &Instrument, columns: &UnitColumns, file: Option<u16>) -> bool {
        let expected = columns.institution.len();
        let before = self.issues.total();
        let at = |files: &[String], row: u32, column: &str| place(files, Origin { file, row }).column(column);
        let labels = columns.labels.iter().map(|(name, column)| (name.as_str(), column.len()));
        let stage = columns.stage.iter().map(|column| ("stage", column.len()));
        for (name, found) in labels.chain(stage).chain([("year", columns.year.len())]) {
            if found != expected {
                self.issues.add(at(&self.files, 0, name), CohortError::ColumnLength { found, expected });
            }
        }
        let mut names = HashSet::new();
        for (label, _) in columns.labels.iter().filter(|(name, _)| !names.insert(name)) {
            self.issues.add(at(&self.files, 0, label), CohortError::LabelTwice { label: label.clone() });
        }
        if matches!(columns.answers, Answers::Scaled { denominator: 0, .. }) {
            self.issues.add(Place::whole(), NumberError::DivisionByZero.into());
        }
        let lengths: Vec<usize> = match &columns.answers {
            Answers::Levels(columns) => columns.iter().map(Vec::len).collect(),
            Answers::Scaled { columns, .. } => columns.iter().map(Vec::len).collect(),
            Answers::Exact(columns) => columns.iter().map(Vec::len).collect(),
        };
        let items = instrument.items();
        if lengths.len() != items.len() {
            let (found, expected) = (lengths.len(), items.len());
            self.issues.add(Place::whole(), CohortError::ColumnCount { found, expected });
            return false;
        }
        for (item, found) in items.iter().zip(&lengths) {
            if *found != expected {
                let error = CohortError::ColumnLength { found: *found, expected };
                self.issues.add(at(&self.files, 0, item.code()), error);
            }
        }
        for (item, entry) in items.iter().enumerate() {
            let wrong = |row: usize| {
                let answer = columns.answers.get(row, item)?;
                check_answer(instrument, answer).err()
            };
            if let (Answers::Levels(levels), true) = (&columns.answers, takes_bytes(instrument))
                && levels.get(item).is_some_and(|levels| all_allowed(instrument, levels))
            {
                continue;
            }
            for row in 0..expected {
                if let Some(error) = wrong(row) {
                    self.issues.add(at(&self.files, position(row) + 1, entry.code()), error.into());
                }
            }
        }
        self.issues.total() == before
    }

    /// Finds the units that are there twice. Gives the units that are kept, if some are not.
    fn join(&mut self) -> Option<Vec<bool>> {
        let (institutions, stages) = (self.institutions.column().codes(), self.stages.column().codes());
        let mut keys: Vec<(u128, u32)> = (0..)
            .zip(&self.units)
            .map(|(position, unit)| {
                let row = usize::try_from(position).unwrap_or(usize::MAX);
                let part = |codes: &[u32]| u128::from(codes.get(row).copied().unwrap_or(LabelColumn::NONE));
                let year = u128::from(unit.year.unwrap_or(0));
                let key = part(institutions) << 64 | part(stages) << 32 | year << 16 | u128::from(unit.sheet);
                (key, position)
            })
            .collect();
        keys.sort_unstable();
        let mut pairs: Vec<(u32, u32)> = Vec::new();
        for same in keys.chunk_by(|left, right| left.0 == right.0) {
            if let Some(((_, first), later)) = same.split_first() {
                pairs.extend(later.iter().map(|(_, later)| (*later, *first)));
            }
        }
        // In the order of the input, so that problems come in it too.
        pairs.sort_unstable();
        let mut kept: Option<Vec<bool>> = None;
        for (later, first) in pairs {
            if self.merge(usize::try_from(later).ok()?, usize::try_from(first).ok()?) {
                let kept = kept.get_or_insert_with(|| vec![true; self.units.len()]);
                if let Some(slot) = usize::try_from(later).ok().and_then(|later| kept.get_mut(later)) {
                    *slot = false;
                }
            }
        }
        kept
    }

    /// Joins printed values to answers, or says why two units cannot be one. Gives whether they were joined.
    fn merge(&mut self, later: usize, first: usize) -> bool {
        let (Some(there), Some(here)) = (self.units.get(first).copied(), self.units.get(later).copied()) else {
            return false;
        };
        let Some(sheet) = self.sheets.get(usize::from(here.sheet)) else { return false };
        let subject = Subject {
            institution: self.institutions.column().get(later).unwrap_or_default().to_owned(),
            year: here.year,
            stage: self.stages.column().get(later).map(ToOwned::to_owned),
            ..Subject::default()
        };
        let words = describe(&subject);
        let (at, other) = (place(&self.files, here.origin), place(&self.files, there.origin));
        let (answers, printed) = (both(there.answers, here.answers), both(there.printed, here.printed));
        let clash = match (answers, printed) {
            (Both::Twice(before, found), _) => Some(first_different_answer(sheet, before, found)),
            (_, Both::Twice(before, found)) => Some(first_different_print(sheet, before, found)),
            _ => None,
        };
        let error = match (clash, answers, printed) {
            (Some(Some((node, before, found))), ..) => {
                Some(CohortError::Clash { subject: words, first: Box::new(other), node, found, before })
            }
            (Some(None), ..) => Some(CohortError::Duplicate { subject: words, first: Box::new(other) }),
            (None, Both::Once(answers), Both::Once(printed)) => {
                contradiction(sheet, &subject, answers, printed).map(|(node, printed, computed)| {
                    CohortError::PrintedClash { subject: words, node, printed, computed, other: Box::new(other) }
                })
            }
            // One of the two has nothing at all.
            (None, ..) => None,
        };
        if let Some(error) = error {
            self.issues.add(at, error);
            return false;
        }
        if let Some(unit) = self.units.get_mut(first) {
            unit.answers = unit.answers.min(here.answers);
            unit.printed = unit.printed.min(here.printed);
        }
        for (name, label) in &mut self.labels {
            let Some((before, found)) = label.join(first, later) else { continue };
            if OF_AN_INSTITUTION.contains(&name.as_str()) {
                let (at, other) = (place(&self.files, here.origin), place(&self.files, there.origin));
                let (subject, label) = (describe(&subject), name.clone());
                let error = CohortError::LabelClash { subject, first: Box::new(other), label, found, before };
                self.issues.add(at.column(name.as_str()), error);
            }
        }
        true
    }

    /// Leaves out the units that were joined to others, and numbers the rest anew.
    fn drop_units(&mut self, kept: &[bool]) {
        let mut flags = kept.iter();
        self.units.retain(|_| flags.next().copied().unwrap_or(true));
        for (number, sheet) in (0_u16..).zip(&mut self.sheets) {
            let mut answered = vec![NO_ROW; sheet.answers.rows()];
            let mut published = vec![NO_ROW; sheet.printed.rows()];
            for (unit, row) in (0..).zip(&self.units).filter(|(_, row)| row.sheet == number) {
                set(&mut answered, row.answers, unit);
                set(&mut published, row.printed, unit);
            }
            sheet.answered = answered;
            sheet.published = published;
        }
    }
}

fn set(units: &mut [u32], row: u32, unit: u32) {
    if let Some(slot) = usize::try_from(row).ok().and_then(|row| units.get_mut(row)) {
        *slot = unit;
    }
}

/// A position as it is kept: no memory holds more units than there are numbers.
fn position(position: usize) -> u32 {
    u32::try_from(position).unwrap_or(NO_ROW)
}

fn short(row: Option<u64>) -> u32 {
    row.and_then(|row| u32::try_from(row).ok()).unwrap_or(0)
}

#[derive(Clone, Copy)]
enum Both {
    None,
    Once(usize),
    Twice(usize, usize),
}

fn both(there: u32, here: u32) -> Both {
    let row = |row: u32| usize::try_from(row).unwrap_or(usize::MAX);
    match (there, here) {
        (NO_ROW, NO_ROW) => Both::None,
        (NO_ROW, once) | (once, NO_ROW) => Both::Once(row(once)),
        (there, here) => Both::Twice(row(there), row(here)),
    }
}

/// Whether each byte is missing or within the range of the instrument; levels are whole by their type.
fn all_allowed(instrument: &Instrument, levels: &[u8]) -> bool {
    let byte = |answer: Ratio| u8::try_from(answer.numerator()).unwrap_or(0);
    let (lowest, highest) = (byte(instrument.lowest_answer()), byte(instrument.highest_answer()));
    levels.iter().all(|level| *level == NO_LEVEL || (lowest..=highest).contains(level))
}

/// The first item that two rows answer differently: its code, and both answers.
fn first_different_answer(sheet: &Sheet, before: usize, found: usize) -> Option<(String, String, String)> {
    let shown = |answer: Option<Ratio>| answer.map_or_else(|| "-".to_owned(), |answer| answer.to_string());
    sheet.instrument().items().iter().enumerate().find_map(|(item, entry)| {
        let (before, found) = (sheet.answers.get(before, item), sheet.answers.get(found, item));
        (before != found).then(|| (entry.code().to_owned(), shown(before), shown(found)))
    })
}

/// The first node that two rows print differently.
fn first_different_print(sheet: &Sheet, before: usize, found: usize) -> Option<(String, String, String)> {
    let values = |row: usize| {
        let nodes = (0..sheet.instrument().nodes().len()).map(move |node| sheet.printed.node(row, node));
        std::iter::once(sheet.printed.index(row)).chain(nodes)
    };
    let names = std::iter::once("index".to_owned()).chain(node_names(sheet.instrument()));
    names.zip(values(before).zip(values(found))).find_map(|(name, (before, found))| {
        let shown = |value: Option<crate::exact::Decimal>| value.map_or_else(|| "-".to_owned(), |own| own.to_string());
        (before.map(Ratio::from) != found.map(Ratio::from)).then(|| (name, shown(before), shown(found)))
    })
}

fn node_names(instrument: &Instrument) -> impl Iterator<Item = String> + '_ {
    instrument.nodes().iter().map(|node| format!("{}:{}", node.tier(), node.code()))
}

/// The first printed number that the answers cannot give: the node, what is printed, what the answers give.
fn contradiction(sheet: &Sheet, subject: &Subject, answers: usize, printed: usize) -> Option<(String, String, String)> {
    let instrument = sheet.instrument();
    let assessment = Assessment::from_positions(instrument, subject.clone(), sheet.answers.row(answers)).ok()?;
    let at = |policy| score(instrument, &assessment, &ScoreOptions::default().missing(policy)).ok();
    let range = at(MissingPolicy::Interval)?;
    let found = difference(sheet, &range, printed)?;
    // The ministry's system counted unanswered indicators as 0 in 2023.
    let zero = if range.missing_items.is_empty() { None } else { at(MissingPolicy::Zero) };
    if zero.is_some_and(|zero| difference(sheet, &zero, printed).is_none()) {
        return None;
    }
    Some(found)
}

fn difference(sheet: &Sheet, computed: &Score, row: usize) -> Option<(String, String, String)> {
    let nodes = node_names(sheet.instrument()).zip(&computed.nodes).enumerate();
    let nodes = nodes.map(|(position, (name, node))| (name, node.value, sheet.printed.node(row, position)));
    let index = ("index".to_owned(), Some(computed.index), sheet.printed.index(row));
    std::iter::once(index).chain(nodes).find_map(|(name, value, printed)| {
        let (value, printed): (Value, _) = (value?, printed?);
        let (lowest, highest) = (value.published_lowest(), value.published_highest());
        let fits = Ratio::from(printed) >= lowest.into() && Ratio::from(printed) <= highest.into();
        let computed = if lowest == highest { lowest.to_string() } else { format!("{lowest} .. {highest}") };
        (!fits).then(|| (name, printed.to_string(), computed))
    })
}

impl Cohort {
    /// A cohort of the records of one file.
    ///
    /// # Errors
    /// As [`CohortBuilder::finish`].
    pub fn from_records(instrument: &Instrument, records: &Records) -> Result<Self, Issues<CohortError>> {
        let mut builder = CohortBuilder::new();
        builder.add(instrument, records, None);
        builder.finish()
    }

    /// How many units each year has.
    #[must_use]
    pub fn years_counted(&self) -> BTreeMap<Option<u16>, usize> {
        let mut counts = BTreeMap::new();
        for year in self.years() {
            *counts.entry(year).or_insert(0) += 1;
        }
        counts
    }
}
