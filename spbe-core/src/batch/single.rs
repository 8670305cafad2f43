//! One assessment at a time, without allocation: the same numbers as a batch of one row.

use super::error::BatchError;
use super::lane::Lane;
use super::plan::{Kernel, Program, Sums};
use super::shortcut::{Shortcut, TOTALS, Totals};
use crate::exact::{NumberError, Ratio};
use crate::instrument::PredicateBasis;

/// Memory for [`Kernel::score_one`], made once and used again.
#[derive(Clone, Debug)]
pub struct One {
    totals: Totals,
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
        let places = self.shortcut.as_ref().map_or(self.nodes.len() + 1, Shortcut::places);
        One { totals: [0; TOTALS], runs: vec![0; self.runs.len()], units: vec![0; places], sums: vec![0; places] }
    }

    /// Scores one assessment; nothing is allocated.
    ///
    /// # Errors
    /// [`BatchError::AnswerCount`], or [`BatchError::AnswerInvalid`] at the first answer outside the range.
    pub fn score_one<'one>(&'one self, answers: &[u8], one: &'one mut One) -> Result<OneScore<'one>, BatchError> {
        let index = self.nodes.len();
        if answers.len() != self.items || one.sums.len() <= index || one.runs.len() != self.runs.len() {
            return Err(BatchError::AnswerCount { found: answers.len(), expected: self.items });
        }
        if let Some(shortcut) = &self.shortcut {
            if !shortcut.score(answers, &mut one.totals, &mut one.sums, &mut one.units) {
                return Err(self.first_outside(answers));
            }
        } else {
            if answers.iter().any(|answer| !(self.lowest..=self.highest).contains(&u32::from(*answer))) {
                return Err(self.first_outside(answers));
            }
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
        let judged = match self.basis {
            PredicateBasis::Exact => one.sums.get(index),
            PredicateBasis::Published => one.units.get(index),
        };
        let judged = judged.copied().unwrap_or(0);
        let predicate = match &self.program {
            Program::Short(sums) => sums.code(self.basis, judged),
            Program::Medium(sums) => sums.code(self.basis, judged),
            Program::Long(sums) => sums.code(self.basis, judged),
        };
        Ok(OneScore { kernel: self, sums: one.sums.get(..=index).unwrap_or_default(), units: one.units.get(..=index).unwrap_or_default(), predicate })
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
}

impl<T: Lane> Sums<T> {
    /// The predicate of an index: how many cuts it reaches.
    fn code(&self, basis: PredicateBasis, index: u64) -> u8 {
        let cuts = match basis {
            PredicateBasis::Exact => &self.exact_cuts,
            PredicateBasis::Published => &self.published_cuts,
        };
        cuts.iter().fold(0_u8, |code, cut| code.wrapping_add(u8::from(index >= cut.wide())))
    }
}
