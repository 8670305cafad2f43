//! One assessment at a time, without allocation: the same numbers as a batch of one row.

use super::error::BatchError;
use super::lane::Lane;
use super::plan::{Kernel, Program, Sums};
use crate::exact::{NumberError, Ratio};
use crate::instrument::PredicateBasis;

/// Memory for [`Kernel::score_one`], made once and used again.
#[derive(Clone, Debug)]
pub struct One {
    runs: Vec<u64>,
    sums: Vec<u64>,
    units: Vec<u64>,
}

/// The score of one assessment, in the memory it was scored in.
#[derive(Clone, Copy, Debug)]
pub struct OneScore<'one> {
    kernel: &'one Kernel,
    sums: &'one [u64],
    units: &'one [u64],
    predicate: u8,
}

impl OneScore<'_> {
    /// The integer sum of the index: its exact value times [`Measure::denominator`](super::Measure::denominator).
    #[must_use]
    pub fn index_sum(&self) -> u64 {
        self.sums.last().copied().unwrap_or(0)
    }

    /// The published index, in units of its last decimal.
    #[must_use]
    pub fn index_published(&self) -> u64 {
        self.units.last().copied().unwrap_or(0)
    }

    /// The integer sum of each node, in the order of the instrument.
    #[must_use]
    pub fn node_sums(&self) -> &[u64] {
        self.sums.split_last().map_or(&[], |(_, nodes)| nodes)
    }

    /// The published value of each node, in units of its last decimal.
    #[must_use]
    pub fn nodes_published(&self) -> &[u64] {
        self.units.split_last().map_or(&[], |(_, nodes)| nodes)
    }

    /// The predicate, as a position in [`Instrument::predicates`](crate::instrument::Instrument::predicates).
    #[must_use]
    pub const fn predicate(&self) -> u8 {
        self.predicate
    }

    /// The exact index.
    ///
    /// # Errors
    /// None for a compiled kernel; the type is that of [`Ratio::new`].
    pub fn index(&self) -> Result<Ratio, NumberError> {
        self.kernel.index().exact(self.index_sum())
    }
}

impl Kernel {
    /// Memory for [`Kernel::score_one`].
    #[must_use]
    pub fn one(&self) -> One {
        let sums = vec![0; self.nodes.len() + 1];
        One { runs: vec![0; self.runs.len()], units: sums.clone(), sums }
    }

    /// Scores one assessment; nothing is allocated.
    ///
    /// # Errors
    /// [`BatchError::AnswerCount`], or [`BatchError::AnswerInvalid`] at the first answer outside the range.
    pub fn score_one<'one>(&'one self, answers: &[u8], one: &'one mut One) -> Result<OneScore<'one>, BatchError> {
        if answers.len() != self.items || one.runs.len() != self.runs.len() || one.sums.len() != self.nodes.len() + 1 {
            return Err(BatchError::AnswerCount { found: answers.len(), expected: self.items });
        }
        if self.any_outside(answers) {
            return Err(self.first_outside(answers));
        }
        if let Some((shortcut, least)) = self.shortcut.as_ref().zip(self.shape().map(|shape| shape.least)) {
            shortcut.score(answers, least, &mut one.sums, &mut one.units);
        } else {
            for (run, sum) in self.runs.iter().zip(&mut one.runs) {
                let answers = run.iter().filter_map(|item| answers.get(*item));
                *sum = answers.fold(0, |sum, answer| sum.wrapping_add(self.values.of(u32::from(*answer))));
            }
            match &self.program {
                Program::Short(sums) => self.combine_one(sums, one),
                Program::Medium(sums) => self.combine_one(sums, one),
                Program::Long(sums) => self.combine_one(sums, one),
            }
        }
        let predicate = match &self.program {
            Program::Short(sums) => self.code(sums, one),
            Program::Medium(sums) => self.code(sums, one),
            Program::Long(sums) => self.code(sums, one),
        };
        Ok(OneScore { kernel: self, sums: &one.sums, units: &one.units, predicate })
    }

    /// Whether some answer lies outside the range: sixteen at a time, the last sixteen overlapping the ones before.
    fn any_outside(&self, answers: &[u8]) -> bool {
        let lowest = u8::try_from(self.lowest).unwrap_or(u8::MAX);
        let span = u8::try_from(self.highest.min(255)).unwrap_or(u8::MAX).wrapping_sub(lowest);
        if self.lowest > 255 {
            return true;
        }
        let (whole, rest) = answers.as_chunks::<16>();
        let mut worst = [0_u8; 16];
        for answers in whole.iter().chain(answers.last_chunk::<16>()) {
            for (worst, answer) in worst.iter_mut().zip(answers) {
                *worst = (*worst).max(answer.wrapping_sub(lowest));
            }
        }
        let few = if whole.is_empty() { rest } else { &[] };
        worst.iter().any(|worst| *worst > span) || few.iter().any(|answer| answer.wrapping_sub(lowest) > span)
    }

    #[cold]
    fn first_outside(&self, answers: &[u8]) -> BatchError {
        let found = (1..).zip(answers).find(|(_, answer)| !(self.lowest..=self.highest).contains(&u32::from(**answer)));
        let (position, found) = found.map_or((0, 0), |(position, answer)| (position, *answer));
        BatchError::AnswerInvalid { position, found, lowest: self.lowest, highest: self.highest }
    }

    /// The general way: any runs, any lanes.
    fn combine_one<T: Lane>(&self, program: &Sums<T>, one: &mut One) {
        // Sums of valid answers do not wrap: the plan proves it for lanes, and 64 bits hold what a lane holds.
        for sum in &program.sums {
            let mut total = 0_u64;
            for term in &sum.runs {
                let run = one.runs.get(term.from).copied().unwrap_or(0);
                total = total.wrapping_add(run.wrapping_mul(term.weight.wide()));
            }
            for (term, node) in sum.children.iter().zip(&sum.child_nodes) {
                let child = one.sums.get(*node).copied().unwrap_or(0);
                total = total.wrapping_add(child.wrapping_mul(term.weight.wide()));
            }
            // The index has the place behind the nodes.
            let place = sum.node.unwrap_or(self.nodes.len());
            if let (Some(sums), Some(units)) = (one.sums.get_mut(place), one.units.get_mut(place)) {
                (*sums, *units) = (total, sum.publish.units(total));
            }
        }
    }

    /// The predicate of the index that was just summed.
    fn code<T: Lane>(&self, program: &Sums<T>, one: &One) -> u8 {
        let (judged, cuts) = match self.basis {
            PredicateBasis::Exact => (one.sums.last(), &program.exact_cuts),
            PredicateBasis::Published => (one.units.last(), &program.published_cuts),
        };
        let reached = |cut: &T| judged.is_some_and(|judged| *judged >= cut.wide());
        cuts.iter().fold(0_u8, |code, cut| code.wrapping_add(u8::from(reached(cut))))
    }
}
