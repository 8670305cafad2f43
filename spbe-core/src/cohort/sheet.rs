//! The numbers of the units of one instrument, in columns: answers by item, printed values by node.

use std::sync::Arc;

use crate::assessment::PublishedResult;
use crate::exact::{Decimal, NumberError, Ratio, least_common_multiple};
use crate::instrument::Instrument;

/// A level that is missing. Levels themselves are below it, so that the batch kernel takes it for no answer.
pub const NO_LEVEL: u8 = u8::MAX;

/// A scaled answer that is missing.
pub const NO_ANSWER: i32 = i32::MIN;

/// The answers of the units of one instrument, a column an item in the order of
/// [`Instrument::items`](crate::instrument::Instrument::items), each with one cell a row.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Answers {
    /// Whole levels from 0 to 254; [`NO_LEVEL`] is a missing one.
    Levels(Vec<Vec<u8>>),
    /// Decimal answers over a common denominator; [`NO_ANSWER`] is a missing one.
    Scaled {
        /// What the numbers are divided by.
        denominator: u32,
        /// The numbers.
        columns: Vec<Vec<i32>>,
    },
    /// Answers that fit neither.
    Exact(Vec<Vec<Option<Ratio>>>),
}

impl Answers {
    /// No rows yet, in the form that suits the instrument.
    pub(super) fn new(instrument: &Instrument) -> Self {
        let items = instrument.items().len();
        if takes_bytes(instrument) {
            Self::Levels(vec![Vec::new(); items])
        } else {
            Self::Exact(vec![Vec::new(); items])
        }
    }

    /// How many rows there are.
    #[must_use]
    pub fn rows(&self) -> usize {
        match self {
            Self::Levels(columns) => columns.first().map_or(0, Vec::len),
            Self::Scaled { columns, .. } => columns.first().map_or(0, Vec::len),
            Self::Exact(columns) => columns.first().map_or(0, Vec::len),
        }
    }

    /// The answer of a row to an item; `None` if it is missing.
    #[must_use]
    pub fn get(&self, row: usize, item: usize) -> Option<Ratio> {
        match self {
            Self::Levels(columns) => columns
                .get(item)?
                .get(row)
                .filter(|level| **level != NO_LEVEL)
                .map(|level| Ratio::whole((*level).into())),
            Self::Scaled { denominator, columns } => {
                let number = columns.get(item)?.get(row).filter(|number| **number != NO_ANSWER)?;
                Ratio::new((*number).into(), (*denominator).into()).ok()
            }
            Self::Exact(columns) => columns.get(item)?.get(row).copied().flatten(),
        }
    }

    /// All answers of a row.
    #[must_use]
    pub fn row(&self, row: usize) -> Vec<Option<Ratio>> {
        let items = match self {
            Self::Levels(columns) => columns.len(),
            Self::Scaled { columns, .. } => columns.len(),
            Self::Exact(columns) => columns.len(),
        };
        (0..items).map(|item| self.get(row, item)).collect()
    }

    /// One row more, of answers that the instrument allows.
    pub(super) fn push(&mut self, answers: &[Option<Ratio>]) {
        match self {
            Self::Levels(columns) => {
                for (column, answer) in columns.iter_mut().zip(answers) {
                    column.push(level(*answer));
                }
            }
            Self::Scaled { .. } => {
                self.loosen();
                self.push(answers);
            }
            Self::Exact(columns) => {
                for (column, answer) in columns.iter_mut().zip(answers) {
                    column.push(*answer);
                }
            }
        }
    }

    /// The rows of others of the same instrument behind the own ones.
    pub(super) fn append(&mut self, other: Self) {
        let is_empty = self.rows() == 0;
        match (self, other) {
            (Self::Levels(own), Self::Levels(other)) => {
                own.iter_mut().zip(other).for_each(|(own, mut other)| own.append(&mut other));
            }
            // The form of the first rows may be that of all, but for bytes: only some instruments take them.
            (own @ Self::Exact(_), other @ (Self::Scaled { .. } | Self::Exact(_))) if is_empty => *own = other,
            (own, other) => {
                own.loosen();
                (0..other.rows()).for_each(|row| own.push(&other.row(row)));
            }
        }
    }

    /// Exact numbers instead of scaled ones.
    fn loosen(&mut self) {
        if let Self::Scaled { columns, denominator } = self {
            let exact = |number: &i32| match *number {
                NO_ANSWER => None,
                number => Ratio::new(number.into(), (*denominator).into()).ok(),
            };
            *self = Self::Exact(columns.iter().map(|column| column.iter().map(exact).collect()).collect());
        }
    }

    /// Scaled numbers instead of exact ones, where one denominator serves all.
    pub(super) fn tighten(&mut self) {
        const FINEST: i128 = 1_000_000;
        let Self::Exact(columns) = self else { return };
        let mut common = 1_i128;
        for answer in columns.iter().flatten().flatten() {
            if common % answer.denominator() != 0 {
                match least_common_multiple(common, answer.denominator()) {
                    Ok(multiple) if multiple <= FINEST => common = multiple,
                    _ => return,
                }
            }
        }
        let scaled = |answer: &Option<Ratio>| match answer {
            None => Some(NO_ANSWER),
            Some(answer) => {
                let number = answer.numerator().checked_mul(common / answer.denominator())?;
                i32::try_from(number).ok().filter(|number| *number != NO_ANSWER)
            }
        };
        let columns: Option<Vec<Vec<i32>>> =
            columns.iter().map(|column| column.iter().map(scaled).collect::<Option<_>>()).collect();
        if let (Some(columns), Ok(denominator)) = (columns, u32::try_from(common)) {
            *self = Self::Scaled { denominator, columns };
        }
    }
}

/// Whether every level of the instrument is a byte below [`NO_LEVEL`].
pub(super) fn takes_bytes(instrument: &Instrument) -> bool {
    instrument.has_levels()
        && !instrument.lowest_answer().is_negative()
        && instrument.highest_answer() < Ratio::whole(NO_LEVEL.into())
}

/// A level that the instrument allows, as a byte.
fn level(answer: Option<Ratio>) -> u8 {
    answer.and_then(|answer| u8::try_from(answer.numerator()).ok()).unwrap_or(NO_LEVEL)
}

/// Printed values of one node or of the index, one a row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct PrintedColumn {
    units: Vec<i64>,
    decimals: Vec<u8>,
}

impl PrintedColumn {
    const NONE: i64 = i64::MIN;

    fn push(&mut self, value: Option<Decimal>) -> Result<(), NumberError> {
        let units = match value {
            None => Self::NONE,
            Some(value) => {
                i64::try_from(value.units()).ok().filter(|units| *units != Self::NONE).ok_or(NumberError::Overflow)?
            }
        };
        self.units.push(units);
        self.decimals.push(value.map_or(0, Decimal::decimals));
        Ok(())
    }

    fn get(&self, row: usize) -> Option<Decimal> {
        let units = self.units.get(row).filter(|units| **units != Self::NONE)?;
        Decimal::new((*units).into(), *self.decimals.get(row)?)
    }
}

/// The printed values of the units of one instrument.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Printed {
    index: PrintedColumn,
    nodes: Vec<PrintedColumn>,
    predicates: Vec<Option<u8>>,
}

impl Printed {
    pub(super) fn new(instrument: &Instrument) -> Self {
        let nodes = vec![PrintedColumn::default(); instrument.nodes().len()];
        Self { index: PrintedColumn::default(), nodes, predicates: Vec::new() }
    }

    pub(super) const fn rows(&self) -> usize {
        self.predicates.len()
    }

    /// One row more; nothing is added if a number does not fit.
    pub(super) fn push(&mut self, result: &PublishedResult) -> Result<(), NumberError> {
        let values = result.nodes.iter().flatten().chain(result.index.as_ref());
        for value in values {
            i64::try_from(value.units()).map_err(|_| NumberError::Overflow)?;
        }
        self.index.push(result.index)?;
        for (column, value) in self.nodes.iter_mut().zip(result.nodes.iter().chain(std::iter::repeat(&None))) {
            column.push(*value)?;
        }
        self.predicates.push(result.predicate.and_then(|predicate| u8::try_from(predicate).ok()));
        Ok(())
    }

    pub(super) fn index(&self, row: usize) -> Option<Decimal> {
        self.index.get(row)
    }

    pub(super) fn node(&self, row: usize, node: usize) -> Option<Decimal> {
        self.nodes.get(node)?.get(row)
    }

    pub(super) fn predicate(&self, row: usize) -> Option<u8> {
        self.predicates.get(row).copied().flatten()
    }
}

/// The units of one instrument: which they are, their answers, their printed values.
#[derive(Clone, Debug)]
pub struct Sheet {
    instrument: Arc<Instrument>,
    pub(super) answers: Answers,
    /// The unit of each row of answers.
    pub(super) answered: Vec<u32>,
    pub(super) printed: Printed,
    /// The unit of each row of printed values.
    pub(super) published: Vec<u32>,
}

impl Sheet {
    pub(super) fn new(instrument: &Instrument) -> Self {
        Self {
            answers: Answers::new(instrument),
            answered: Vec::new(),
            printed: Printed::new(instrument),
            published: Vec::new(),
            instrument: Arc::new(instrument.clone()),
        }
    }

    /// The instrument.
    #[must_use]
    pub fn instrument(&self) -> &Instrument {
        &self.instrument
    }

    /// The answers, a row for each of [`Sheet::answered`].
    #[must_use]
    pub const fn answers(&self) -> &Answers {
        &self.answers
    }

    /// The unit of each row of answers, as positions in the cohort; ascending.
    #[must_use]
    pub fn answered(&self) -> &[u32] {
        &self.answered
    }

    /// The units with printed values, as positions in the cohort; ascending.
    #[must_use]
    pub fn published(&self) -> &[u32] {
        &self.published
    }
}
