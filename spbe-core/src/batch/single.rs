//! One assessment at a time, without allocation: the same numbers as a batch of one row.

use super::error::BatchError;
use super::lane::Lane;
use super::plan::{Kernel, Program};
use super::shortcut::{OneValue, Shortcut, TOTALS, Totals};
use super::sums::Sums;
use crate::instrument::PredicateBasis;

/// The most places that [`Kernel::score_one_with`] has on the stack; the built-in instruments need 30 at most.
const FEW: usize = 48;

/// Memory for [`Kernel::score_one`], made once and used again.
#[derive(Clone, Debug)]
pub struct One {
    totals: Totals,
    runs: Vec<u64>,
    values: Vec<OneValue>,
}

/// The score of one assessment, in the memory it was scored in.
#[derive(Clone, Copy, Debug)]
pub struct OneScore<'one> {
    kernel: &'one Kernel,
    values: &'one [OneValue],
    predicate: u8,
}

impl OneScore<'_> {
    /// The index.
    #[must_use]
    pub fn index(&self) -> OneValue {
        self.values.get(self.kernel.nodes.len()).copied().unwrap_or_default()
    }

    /// Each node, in the order of the instrument.
    #[must_use]
    pub fn nodes(&self) -> &[OneValue] {
        self.values.get(..self.kernel.nodes.len()).unwrap_or_default()
    }

    /// The predicate, as a position in [`Instrument::predicates`](crate::instrument::Instrument::predicates).
    #[must_use]
    pub const fn predicate(&self) -> u8 {
        self.predicate
    }
}

impl Kernel {
    /// Memory for [`Kernel::score_one`].
    #[must_use]
    pub fn one(&self) -> One {
        let places = self.places();
        One { totals: [0; TOTALS], runs: vec![0; self.runs.len()], values: vec![OneValue::default(); places] }
    }

    /// Scores one assessment; nothing is allocated.
    ///
    /// # Errors
    /// [`BatchError::AnswerCount`], or [`BatchError::AnswerInvalid`] at the first answer outside the range.
    pub fn score_one<'one>(&'one self, answers: &[u8], one: &'one mut One) -> Result<OneScore<'one>, BatchError> {
        self.score_in(answers, &mut one.totals, &mut one.runs, &mut one.values)
    }

    /// Scores one assessment in memory of its own, and hands the score to `read`. For callers that have no place to
    /// keep a [`One`]; nothing is allocated for an instrument of ordinary size.
    ///
    /// # Errors
    /// As for [`Kernel::score_one`].
    pub fn score_one_with<T>(&self, answers: &[u8], read: impl FnOnce(OneScore<'_>) -> T) -> Result<T, BatchError> {
        let places = self.places();
        let (mut totals, mut runs, mut values) = ([0; TOTALS], [0; FEW], [OneValue::default(); FEW]);
        match (runs.get_mut(..self.runs.len()), values.get_mut(..places)) {
            (Some(runs), Some(values)) => self.score_in(answers, &mut totals, runs, values).map(read),
            _ => self.score_one(answers, &mut self.one()).map(read),
        }
    }

    fn places(&self) -> usize {
        self.shortcut.as_ref().map_or(self.nodes.len() + 1, Shortcut::places)
    }

    #[inline(always)]
    fn score_in<'one>(
        &'one self,
        answers: &[u8],
        totals: &mut Totals,
        runs: &mut [u64],
        values: &'one mut [OneValue],
    ) -> Result<OneScore<'one>, BatchError> {
        if answers.len() != self.items {
            return Err(BatchError::AnswerCount { found: answers.len(), expected: self.items });
        }
        match &self.shortcut {
            Some(shortcut) => {
                if !shortcut.score(answers, totals, values) {
                    return Err(self.first_outside(answers));
                }
            }
            None => self.score_otherwise(answers, runs, values)?,
        }
        let values: &[OneValue] = values;
        let index = values.get(self.nodes.len()).copied().unwrap_or_default();
        let (judged, cuts) = match self.basis {
            PredicateBasis::Exact => (index.sum, &self.exact_cuts),
            PredicateBasis::Published => (index.published, &self.published_cuts),
        };
        let predicate = cuts.iter().fold(0_u8, |code, cut| code.wrapping_add(u8::from(judged >= *cut)));
        Ok(OneScore { kernel: self, values, predicate })
    }

    #[cold]
    fn first_outside(&self, answers: &[u8]) -> BatchError {
        let found = (1..).zip(answers).find(|(_, answer)| !(self.lowest..=self.highest).contains(&u32::from(**answer)));
        let (position, found) = found.map_or((0, 0), |(position, answer)| (position, *answer));
        BatchError::AnswerInvalid { position, found, lowest: self.lowest, highest: self.highest }
    }

    /// The general way: any runs, any values, any lanes.
    #[inline(never)]
    fn score_otherwise(&self, answers: &[u8], runs: &mut [u64], values: &mut [OneValue]) -> Result<(), BatchError> {
        if answers.iter().any(|answer| !(self.lowest..=self.highest).contains(&u32::from(*answer))) {
            return Err(self.first_outside(answers));
        }
        for (run, sum) in self.runs.iter().zip(&mut *runs) {
            let answers = run.iter().filter_map(|item| answers.get(*item));
            *sum = answers.fold(0, |sum, answer| sum.wrapping_add(self.values.of(u32::from(*answer))));
        }
        match &self.program {
            Program::Short(sums) => self.combine_one(sums, runs, values),
            Program::Medium(sums) => self.combine_one(sums, runs, values),
            Program::Long(sums) => self.combine_one(sums, runs, values),
        }
        Ok(())
    }

    fn combine_one<T: Lane>(&self, program: &Sums<T>, runs: &[u64], values: &mut [OneValue]) {
        // Sums of valid answers do not wrap: the plan proves it for lanes, and 64 bits hold what a lane holds.
        for sum in &program.sums {
            let mut total = 0_u64;
            for term in &sum.terms {
                let run = runs.get(term.run).copied().unwrap_or(0);
                total = total.wrapping_add(run.wrapping_mul(term.weight.wide()));
            }
            // The index has the place behind the nodes.
            if let Some(value) = values.get_mut(sum.node.unwrap_or(self.nodes.len())) {
                *value = OneValue { sum: total, published: sum.publish.units(total) };
            }
        }
    }
}
