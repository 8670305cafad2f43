//! What the units are worth: one exact number a unit and node, computed in columns.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::error::CohortError;
use super::node::{NodeName, NodePosition, value_at};
use super::sheet::{Answers, Sheet};
use super::unit::{Basis, Cohort, Unit};
use crate::assessment::Assessment;
use crate::batch::{Batch, Column as BatchColumn, Kernel, NO_PREDICATE, NodeOutput, Outputs, bitmap_bytes};
use crate::exact::{Decimal, NumberError, Ratio, least_common_multiple};
use crate::instrument::{Instrument, PredicateBasis};
use crate::issue::{Collector, ISSUE_LIMIT, Issues};
use crate::score::{PrintedPredicates, Score, ScoreError, ScoreOptions, score};

/// The values of one node, one a unit: exact numbers, or none where a unit's value is not one number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NodeColumn(Form);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Form {
    Common { denominator: i64, numerators: Vec<i64> },
    Ratios(Vec<Option<Ratio>>),
}

impl NodeColumn {
    /// The numerator of a unit without a value.
    pub const NONE: i64 = i64::MIN;

    /// How many units there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        match &self.0 {
            Form::Common { numerators, .. } => numerators.len(),
            Form::Ratios(values) => values.len(),
        }
    }

    /// Whether there is no unit.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The value of a unit.
    #[must_use]
    pub fn value(&self, unit: usize) -> Option<Ratio> {
        match &self.0 {
            Form::Common { denominator, numerators } => {
                let numerator = numerators.get(unit).filter(|numerator| **numerator != Self::NONE)?;
                Ratio::new((*numerator).into(), (*denominator).into()).ok()
            }
            Form::Ratios(values) => values.get(unit).copied().flatten(),
        }
    }

    /// All values as whole numbers over one denominator, with [`NodeColumn::NONE`] for none; absent in the rare case
    /// that no denominator of 64 bits serves all.
    #[must_use]
    pub fn common(&self) -> Option<(i64, &[i64])> {
        match &self.0 {
            Form::Common { denominator, numerators } => Some((*denominator, numerators)),
            Form::Ratios(_) => None,
        }
    }

    /// A whole number a unit that orders them as their values do: equal for equal values, [`NodeColumn::NONE`] for
    /// none.
    #[must_use]
    pub fn keys(&self) -> Cow<'_, [i64]> {
        let values = match &self.0 {
            Form::Common { numerators, .. } => return Cow::Borrowed(numerators),
            Form::Ratios(values) => values,
        };
        let mut distinct: Vec<Ratio> = values.iter().copied().flatten().collect();
        distinct.sort_unstable();
        distinct.dedup();
        let key = |value: &Option<Ratio>| {
            let place = value.and_then(|value| distinct.binary_search(&value).ok());
            place.and_then(|place| i64::try_from(place).ok()).unwrap_or(Self::NONE)
        };
        Cow::Owned(values.iter().map(key).collect())
    }
}

/// Why a unit has no single value of a node.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NoValue {
    /// Answers are missing, and the policy leaves a range.
    Undetermined {
        /// The lowest value possible.
        lowest: Ratio,
        /// The highest value possible.
        highest: Ratio,
    },
    /// Nothing below the node is answered, and the policy leaves missing answers out.
    NotAnswered,
    /// It is known by printed values only, and this one is not printed.
    NotPrinted,
    /// The instrument has no such node.
    NotInInstrument,
}

/// The scores of the units of a cohort.
///
/// A unit with answers has the exact value of every node; complete answers are scored in columns by
/// [`Kernel`], the others one by one under the caller's policy for missing answers. A unit that is known by printed
/// values only has those, as such: nothing is computed from rounded numbers.
#[derive(Clone, Debug)]
pub struct Scores<'cohort> {
    cohort: &'cohort Cohort,
    options: ScoreOptions,
    kernels: Vec<Option<Kernel>>,
    /// The units that are scored one by one.
    single: BTreeMap<u32, Option<Score>>,
    index: NodeColumn,
    predicates: Vec<u8>,
}

impl<'cohort> Scores<'cohort> {
    /// Scores every unit.
    ///
    /// # Errors
    /// Under the policy `reject` every unit with missing answers, with its place; a number that does not fit.
    pub fn new(cohort: &'cohort Cohort, options: &ScoreOptions) -> Result<Self, Issues<CohortError>> {
        let mut issues = Collector::new(ISSUE_LIMIT);
        let mut scores = Self {
            cohort,
            options: *options,
            kernels: cohort.sheets.iter().map(kernel).collect(),
            single: BTreeMap::new(),
            index: NodeColumn(Form::Ratios(Vec::new())),
            predicates: vec![NO_PREDICATE; cohort.len()],
        };
        for (sheet, kernel) in cohort.sheets.iter().zip(scores.kernels.clone()) {
            scores.predicates_of(sheet, kernel.as_ref(), &mut issues);
        }
        if let Some(issues) = issues.into_issues() {
            return Err(issues);
        }
        scores.index = scores.column(&NodeName::Index).map_err(Issues::one)?;
        Ok(scores)
    }

    /// The cohort.
    #[must_use]
    pub const fn cohort(&self) -> &'cohort Cohort {
        self.cohort
    }

    /// How it was scored.
    #[must_use]
    pub const fn options(&self) -> &ScoreOptions {
        &self.options
    }

    /// The index of every unit.
    #[must_use]
    pub const fn index(&self) -> &NodeColumn {
        &self.index
    }

    /// The predicate of a unit, as a position in [`Instrument::predicates`]: by the basis of its year or the caller's
    /// choice, or as printed; without a printed one, the only one that the prints allow. `None` where it is not
    /// determined.
    #[must_use]
    pub fn predicate(&self, unit: usize) -> Option<usize> {
        self.predicates.get(unit).filter(|own| **own != NO_PREDICATE).map(|own| usize::from(*own))
    }

    /// The predicate of each unit; [`NO_PREDICATE`] where it is not determined.
    #[must_use]
    pub fn predicates(&self) -> &[u8] {
        &self.predicates
    }

    /// The values of a node of every unit.
    ///
    /// # Errors
    /// A number that does not fit.
    pub fn column(&self, node: &NodeName) -> Result<NodeColumn, CohortError> {
        let mut gathered = Gathered::default();
        for (sheet, kernel) in self.cohort.sheets.iter().zip(&self.kernels) {
            let Some(at) = node.in_instrument(sheet.instrument()) else { continue };
            if let Some(kernel) = kernel {
                gathered.blocks.push(match at {
                    NodePosition::Index => sums(sheet, kernel, None)?,
                    NodePosition::Node(position) => sums(sheet, kernel, Some(position))?,
                    NodePosition::Indicator(position) => indicator_sums(sheet, position)?,
                });
            }
            for unit in sheet.published.iter().filter_map(|unit| self.cohort.unit(usize::try_from(*unit).ok()?)) {
                if unit.basis() == Basis::Printed
                    && let Some(printed) = printed(&unit, at)
                {
                    gathered.points.push((unit.position(), printed.into()));
                }
            }
        }
        for (unit, score) in &self.single {
            let (Some(score), Some(unit)) = (score, usize::try_from(*unit).ok()) else { continue };
            let at = self.cohort.unit(unit).and_then(|unit| node.in_instrument(unit.instrument()));
            if let Some(value) = at.and_then(|at| value_at(score, at)).and_then(|value| value.exact()) {
                gathered.points.push((unit, value));
            }
        }
        gathered.column(self.cohort.len())
    }

    /// The whole score of a unit with answers: every node, every indicator and what it adds to the index.
    ///
    /// # Errors
    /// As [`score`]; never for a unit whose answers are complete.
    pub fn score(&self, unit: usize) -> Result<Option<Score>, ScoreError> {
        if let Some(single) = u32::try_from(unit).ok().and_then(|unit| self.single.get(&unit)) {
            return Ok(single.clone());
        }
        match self.cohort.unit(unit).and_then(|unit| assessment(&unit)) {
            // An answer that is not allowed was refused with the scores of all.
            None | Some(Err(_)) => Ok(None),
            Some(Ok((instrument, assessment))) => score(instrument, &assessment, &self.options).map(Some),
        }
    }

    /// The value as it is published: as printed, or rounded by the instrument's rule.
    #[must_use]
    pub fn published(&self, unit: usize, node: &NodeName, value: Ratio) -> Option<Decimal> {
        let unit = self.cohort.unit(unit)?;
        match unit.basis() {
            Basis::Printed => printed(&unit, node.in_instrument(unit.instrument())?),
            Basis::Answers => unit.instrument().publish(value).ok(),
        }
    }

    /// Why a unit has no value of a node.
    #[must_use]
    pub fn why_none(&self, unit: usize, node: &NodeName) -> NoValue {
        let Some(entry) = self.cohort.unit(unit) else { return NoValue::NotInInstrument };
        let Some(at) = node.in_instrument(entry.instrument()) else { return NoValue::NotInInstrument };
        if entry.basis() == Basis::Printed {
            return NoValue::NotPrinted;
        }
        let single = u32::try_from(unit).ok().and_then(|unit| self.single.get(&unit));
        match single.and_then(Option::as_ref).and_then(|score| value_at(score, at)) {
            Some(value) => NoValue::Undetermined { lowest: value.lowest(), highest: value.highest() },
            None => NoValue::NotAnswered,
        }
    }

    /// The positions of the items that a unit does not answer.
    #[must_use]
    pub fn missing_items(&self, unit: usize) -> &[usize] {
        let single = u32::try_from(unit).ok().and_then(|unit| self.single.get(&unit));
        single.and_then(Option::as_ref).map_or(&[], |score| &score.missing_items)
    }

    /// Predicates of the units of one instrument; units whose answers are not complete are scored one by one.
    fn predicates_of(&mut self, sheet: &Sheet, kernel: Option<&Kernel>, issues: &mut Collector<CohortError>) {
        let rows = sheet.answered.len();
        let mut complete = vec![0_u8; bitmap_bytes(rows)];
        if let Some(kernel) = kernel {
            let bases = self.bases(sheet);
            for basis in PredicateBasis::ALL.into_iter().filter(|basis| bases.contains(basis)) {
                let kernel = kernel.clone().basis(basis);
                let mut predicates = vec![NO_PREDICATE; rows];
                let outputs =
                    Outputs { predicate: Some(&mut predicates), validity: Some(&mut complete), ..Outputs::default() };
                run(&kernel, &sheet.answers, outputs);
                for ((unit, own), found) in sheet.answered.iter().zip(&bases).zip(predicates) {
                    if *own == basis
                        && let Some(slot) = at_mut(&mut self.predicates, *unit)
                    {
                        *slot = found;
                    }
                }
            }
        }
        for (row, position) in sheet.answered.iter().enumerate() {
            if complete.get(row / 8).is_some_and(|byte| byte >> (row % 8) & 1 == 1) {
                continue;
            }
            let unit = usize::try_from(*position).ok().and_then(|unit| self.cohort.unit(unit));
            let Some(unit) = unit else { continue };
            let (instrument, assessment) = match assessment(&unit) {
                Some(Ok(own)) => own,
                Some(Err(error)) => {
                    issues.add(unit.place(), error);
                    continue;
                }
                None => continue,
            };
            let single = match score(instrument, &assessment, &self.options) {
                Ok(score) => Some(score),
                // Left out as a whole: nothing to rank, but no reason to refuse the others.
                Err(ScoreError::NothingAnswered { .. }) => None,
                Err(error) => {
                    issues.add(unit.place(), error.into());
                    continue;
                }
            };
            let predicate = single.as_ref().and_then(|score| score.predicate.determined());
            if let Some(slot) = at_mut(&mut self.predicates, *position) {
                *slot = predicate.and_then(|own| u8::try_from(own).ok()).unwrap_or(NO_PREDICATE);
            }
            self.single.insert(*position, single);
        }
        let mut known = None;
        for position in &sheet.published {
            let unit = usize::try_from(*position).ok().and_then(|unit| self.cohort.unit(unit));
            let Some(unit) = unit.filter(|unit| unit.basis() == Basis::Printed) else { continue };
            let predicate = unit.printed_predicate().or_else(|| {
                let instrument = sheet.instrument();
                let known = known.get_or_insert_with(|| PrintedPredicates::new(instrument, &self.options));
                let nodes = || (0..instrument.nodes().len()).map(|node| unit.printed_node(node)).collect();
                known.determined(unit.printed_index()?, nodes, self.options.basis_on(instrument, unit.year()))
            });
            if let Some(slot) = at_mut(&mut self.predicates, *position) {
                *slot = predicate.and_then(|own| u8::try_from(own).ok()).unwrap_or(NO_PREDICATE);
            }
        }
    }

    /// The predicate basis of each row of answers.
    fn bases(&self, sheet: &Sheet) -> Vec<PredicateBasis> {
        let mut by_year: BTreeMap<Option<u16>, PredicateBasis> = BTreeMap::new();
        // Neighbours mostly share their year.
        let mut last: (Option<Option<u16>>, PredicateBasis) = (None, PredicateBasis::Exact);
        let mut basis = |unit: &u32| {
            let year =
                usize::try_from(*unit).ok().and_then(|unit| self.cohort.units.get(unit)).and_then(|own| own.year);
            if last.0 != Some(year) {
                let basis = by_year.entry(year).or_insert_with(|| self.options.basis_on(sheet.instrument(), year));
                last = (Some(year), *basis);
            }
            last.1
        };
        sheet.answered.iter().map(&mut basis).collect()
    }
}

/// The kernel for the answers of a sheet, where there is one.
fn kernel(sheet: &Sheet) -> Option<Kernel> {
    if sheet.answered.is_empty() {
        return None;
    }
    match &sheet.answers {
        Answers::Levels(_) => Kernel::compile(sheet.instrument()).ok(),
        Answers::Scaled { denominator, .. } => Kernel::compile_scaled(sheet.instrument(), *denominator).ok(),
        Answers::Exact(_) => None,
    }
}

fn run(kernel: &Kernel, answers: &Answers, outputs: Outputs<'_>) {
    // The columns are one an item and of one length, by construction; the outputs are made for them.
    let _ = match answers {
        Answers::Levels(columns) => {
            let columns: Vec<BatchColumn<'_, u8>> = columns.iter().map(|cells| BatchColumn::new(cells)).collect();
            Batch::new(kernel).columns(&columns, outputs)
        }
        Answers::Scaled { columns, .. } => {
            let columns: Vec<BatchColumn<'_, i32>> = columns.iter().map(|cells| BatchColumn::new(cells)).collect();
            Batch::new(kernel).columns(&columns, outputs)
        }
        Answers::Exact(_) => return,
    };
}

fn at_mut<T>(values: &mut [T], unit: u32) -> Option<&mut T> {
    values.get_mut(usize::try_from(unit).ok()?)
}

/// A unit's answers as an assessment of its instrument; none of a unit without answers.
fn assessment<'cohort>(unit: &Unit<'cohort>) -> Option<Result<(&'cohort Instrument, Assessment), CohortError>> {
    let instrument = unit.instrument();
    match Assessment::from_positions(instrument, unit.subject(), unit.answers()?) {
        Ok(assessment) => Some(Ok((instrument, assessment))),
        Err(issues) => Some(Err(issues.listed().first()?.error.clone().into())),
    }
}

/// What is printed of a node.
fn printed(unit: &Unit<'_>, at: NodePosition) -> Option<Decimal> {
    match at {
        NodePosition::Index => unit.printed_index(),
        NodePosition::Node(node) => unit.printed_node(node),
        NodePosition::Indicator(_) => None,
    }
}

/// Whole numbers over one denominator, for the units of one sheet.
struct Block<'sheet> {
    units: &'sheet [u32],
    sums: Vec<i64>,
    denominator: i128,
}

/// The sums of a node, or of the index, over complete answers.
fn sums<'sheet>(sheet: &'sheet Sheet, kernel: &Kernel, node: Option<usize>) -> Result<Block<'sheet>, CohortError> {
    let rows = sheet.answered.len();
    let measure = match node {
        None => kernel.index(),
        Some(node) => kernel.nodes().get(node).copied().unwrap_or_else(|| kernel.index()),
    };
    let (mut wide, mut narrow) = (Vec::new(), Vec::new());
    let mut output = NodeOutput::default();
    if u32::try_from(measure.largest()).is_ok() {
        narrow = vec![0_u32; rows];
        output.sum = Some(narrow.as_mut_slice().into());
    } else {
        wide = vec![0_u64; rows];
        output.sum = Some(wide.as_mut_slice().into());
    }
    let mut complete = vec![0_u8; bitmap_bytes(rows)];
    let mut outputs = Outputs { validity: Some(&mut complete), ..Outputs::default() };
    match node {
        None => outputs.index = output,
        Some(node) => {
            outputs.nodes = (0..kernel.nodes().len()).map(|_| NodeOutput::default()).collect();
            if let Some(slot) = outputs.nodes.get_mut(node) {
                *slot = output;
            }
        }
    }
    run(kernel, &sheet.answers, outputs);
    let mut sums: Vec<i64> = narrow.into_iter().map(i64::from).collect();
    for sum in wide {
        sums.push(i64::try_from(sum).map_err(|_| NumberError::Overflow)?);
    }
    for (row, sum) in sums.iter_mut().enumerate() {
        if complete.get(row / 8).is_none_or(|byte| byte >> (row % 8) & 1 == 0) {
            *sum = NodeColumn::NONE;
        }
    }
    Ok(Block { units: &sheet.answered, sums, denominator: measure.denominator().into() })
}

/// The sums of an indicator: the parts of its items times the values of their answers.
fn indicator_sums(sheet: &Sheet, indicator: usize) -> Result<Block<'_>, CohortError> {
    let instrument = sheet.instrument();
    let items = instrument.indicators().get(indicator).map_or(0..0, crate::instrument::Indicator::items);
    let parts: Vec<i64> =
        instrument.items().get(items.clone()).unwrap_or_default().iter().map(crate::instrument::Item::parts).collect();
    let total: i64 = parts.iter().sum();
    let mut column: Vec<Option<Ratio>> = Vec::with_capacity(sheet.answered.len());
    // A level has few values: each is worked out once.
    let by_level: Vec<Ratio> = (0..=u8::MAX).map(|level| instrument.value_of(Ratio::whole(level.into()))).collect();
    for row in 0..sheet.answered.len() {
        let mut sum = Some(Ratio::ZERO);
        for (item, parts) in items.clone().zip(&parts) {
            let value = match &sheet.answers {
                Answers::Levels(columns) => columns
                    .get(item)
                    .and_then(|cells| cells.get(row))
                    .filter(|level| **level != super::NO_LEVEL)
                    .and_then(|level| by_level.get(usize::from(*level)).copied()),
                answers => answers.get(row, item).map(|answer| instrument.value_of(answer)),
            };
            sum = match (sum, value) {
                (Some(sum), Some(value)) => Some(sum.checked_add(value.checked_mul(Ratio::whole(*parts))?)?),
                _ => None,
            };
        }
        column.push(sum);
    }
    let mut denominator = 1;
    for value in column.iter().flatten() {
        if denominator % value.denominator() != 0 {
            denominator = least_common_multiple(denominator, value.denominator())?;
        }
    }
    let whole = |value: &Option<Ratio>| match value {
        None => Ok(NodeColumn::NONE),
        Some(value) => {
            let number = value.numerator().checked_mul(denominator / value.denominator());
            number.and_then(|number| i64::try_from(number).ok()).ok_or(NumberError::Overflow)
        }
    };
    let sums = column.iter().map(whole).collect::<Result<_, _>>()?;
    let denominator = denominator.checked_mul(total.max(1).into()).ok_or(NumberError::Overflow)?;
    Ok(Block { units: &sheet.answered, sums, denominator })
}

/// The values of one node as they come: whole columns, and single ones.
#[derive(Default)]
struct Gathered<'sheet> {
    blocks: Vec<Block<'sheet>>,
    points: Vec<(usize, Ratio)>,
}

impl Gathered<'_> {
    fn column(self, units: usize) -> Result<NodeColumn, CohortError> {
        match self.common(units) {
            Some(form) => Ok(NodeColumn(form)),
            None => self.ratios(units),
        }
    }

    /// All values over one denominator, where 64 bits hold them.
    fn common(&self, units: usize) -> Option<Form> {
        // Far below what a sum of a million values needs to stay within 64 bits.
        const FINEST: i128 = 1_000_000_000;
        let mut common = 1_i128;
        let denominators = self
            .blocks
            .iter()
            .map(|block| block.denominator)
            .chain(self.points.iter().map(|(_, own)| own.denominator()));
        for denominator in denominators {
            if common % denominator != 0 {
                common = least_common_multiple(common, denominator).ok().filter(|multiple| *multiple <= FINEST)?;
            }
        }
        let mut numerators = vec![NodeColumn::NONE; units];
        for block in &self.blocks {
            let factor = i64::try_from(common / block.denominator).ok()?;
            for (unit, sum) in block.units.iter().zip(&block.sums) {
                if *sum != NodeColumn::NONE
                    && let Some(slot) = at_mut(&mut numerators, *unit)
                {
                    *slot = sum.checked_mul(factor)?;
                }
            }
        }
        for (unit, value) in &self.points {
            let numerator = value.numerator().checked_mul(common / value.denominator())?;
            if let Some(slot) = numerators.get_mut(*unit) {
                *slot = i64::try_from(numerator).ok()?;
            }
        }
        Some(Form::Common { denominator: i64::try_from(common).ok()?, numerators })
    }

    fn ratios(self, units: usize) -> Result<NodeColumn, CohortError> {
        let mut values = vec![None; units];
        for block in &self.blocks {
            for (unit, sum) in block.units.iter().zip(&block.sums) {
                if *sum != NodeColumn::NONE
                    && let Some(slot) = at_mut(&mut values, *unit)
                {
                    *slot = Some(Ratio::new((*sum).into(), block.denominator)?);
                }
            }
        }
        for (unit, value) in self.points {
            if let Some(slot) = values.get_mut(unit) {
                *slot = Some(value);
            }
        }
        Ok(NodeColumn(Form::Ratios(values)))
    }
}
