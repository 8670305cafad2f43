//! The way of a single assessment through an instrument whose runs are neighbours: running totals of its answers,
//! eight at a time, of which every run is a difference.

use super::plan::{Draft, Shape};
use super::reciprocal::Publish;

/// Eight ones: times a word of bytes, every byte becomes the sum of those up to it.
const ONES: u64 = 0x0101_0101_0101_0101;
/// The most items: their running totals have to fit a byte.
const ITEMS_LIMIT: usize = 255;
/// The bytes of running totals: one before the first item, and a whole word past the last.
const TOTALS: usize = ITEMS_LIMIT + 1 + 8;

/// A plan for one assessment.
#[derive(Clone, Debug)]
pub(super) struct Shortcut {
    /// Sums that are one run of weight one.
    direct: Vec<Direct>,
    /// All others, children before parents.
    steps: Vec<Step>,
    terms: Vec<Term>,
}

#[derive(Clone, Copy, Debug)]
struct Direct {
    run: Run,
    line: Line,
    place: usize,
}

#[derive(Clone, Copy, Debug)]
struct Step {
    terms: usize,
    line: Line,
    place: usize,
}

#[derive(Clone, Copy, Debug)]
struct Term {
    from: From,
    weight: u64,
}

#[derive(Clone, Copy, Debug)]
enum From {
    Run(Run),
    Sum(usize),
}

/// Neighbouring items: those before `end` from `start` on.
#[derive(Clone, Copy, Debug)]
struct Run {
    start: u8,
    end: u8,
}

/// Published units: `(sum * multiplier + offset) >> shift`.
#[derive(Clone, Copy, Debug)]
struct Line {
    multiplier: u64,
    offset: u64,
    shift: u32,
}

impl Line {
    fn of(publish: Publish) -> Option<Self> {
        match publish {
            Publish::Long { multiplier, offset, shift } => {
                Some(Self { multiplier: u64::from(multiplier), offset, shift })
            }
            Publish::Times { .. } | Publish::Short { .. } | Publish::Division(_) => None,
        }
    }

    #[inline(always)]
    const fn units(self, sum: u64) -> u64 {
        sum.wrapping_mul(self.multiplier).wrapping_add(self.offset).wrapping_shr(self.shift)
    }
}

impl Run {
    fn of(items: &[usize]) -> Option<Self> {
        let (first, last) = (items.first()?, items.last()?);
        let (start, end) = (u8::try_from(*first).ok()?, u8::try_from(last + 1).ok()?);
        (last + 1 - first == items.len()).then_some(Self { start, end })
    }

    /// The sum of the run, which fits a byte.
    #[inline(always)]
    fn sum(self, totals: &[u8; TOTALS]) -> u64 {
        // Both positions are bytes, and there are more totals than bytes.
        let at = |position: u8| totals.get(usize::from(position)).copied().unwrap_or(0);
        u64::from(at(self.end).wrapping_sub(at(self.start)))
    }
}

impl Shortcut {
    /// The plan, if all runs are neighbours, all answers together fit a byte, and every sum has a formula.
    pub(super) fn plan(drafts: &[Draft], shape: &Shape<'_>, items: usize, nodes: usize) -> Option<Self> {
        if items.checked_mul(usize::from(shape.highest.max(shape.least)))? > ITEMS_LIMIT {
            return None;
        }
        let mut shortcut = Self { direct: Vec::new(), steps: Vec::new(), terms: Vec::new() };
        for draft in drafts {
            let (line, place) = (Line::of(draft.line?)?, draft.node.unwrap_or(nodes));
            let run = |run: usize| Run::of(shape.runs.get(run)?);
            if let ([(only, 1)], []) = (draft.runs.as_slice(), draft.children.as_slice()) {
                shortcut.direct.push(Direct { run: run(*only)?, line, place });
                continue;
            }
            for (from, weight) in &draft.runs {
                shortcut.terms.push(Term { from: From::Run(run(*from)?), weight: *weight });
            }
            for (from, weight) in &draft.children {
                let place = drafts.get(*from)?.node.unwrap_or(nodes);
                shortcut.terms.push(Term { from: From::Sum(place), weight: *weight });
            }
            shortcut.steps.push(Step { terms: draft.runs.len() + draft.children.len(), line, place });
        }
        Some(shortcut)
    }

    /// Writes the sum and the published units of every node, and of the index behind them.
    pub(super) fn score(&self, answers: &[u8], least: u8, sums: &mut [u64], units: &mut [u64]) {
        let totals = running_totals(answers, least);
        for direct in &self.direct {
            put(sums, units, direct.place, direct.run.sum(&totals), direct.line);
        }
        let mut rest = self.terms.as_slice();
        for step in &self.steps {
            let (own, others) = rest.split_at_checked(step.terms).unwrap_or_default();
            rest = others;
            let mut total = 0_u64;
            for term in own {
                let value = match term.from {
                    From::Run(run) => run.sum(&totals),
                    From::Sum(place) => sums.get(place).copied().unwrap_or(0),
                };
                total = total.wrapping_add(value.wrapping_mul(term.weight));
            }
            put(sums, units, step.place, total, step.line);
        }
    }
}

#[inline(always)]
fn put(sums: &mut [u64], units: &mut [u64], place: usize, sum: u64, line: Line) {
    if let (Some(sums), Some(units)) = (sums.get_mut(place), units.get_mut(place)) {
        (*sums, *units) = (sum, line.units(sum));
    }
}

/// The sum of the answers before each position.
#[inline(always)]
fn running_totals(answers: &[u8], least: u8) -> [u8; TOTALS] {
    let mut totals = [0; TOTALS];
    let mut before = 0_u64;
    let (words, rest) = answers.as_chunks::<8>();
    let mut last = [0; 8];
    last.iter_mut().zip(rest).for_each(|(slot, answer)| *slot = *answer);
    for (word, slots) in words.iter().chain([&last]).zip(totals.get_mut(1..).unwrap_or_default().as_chunks_mut::<8>().0) {
        let mut word = *word;
        if least > 0 {
            for answer in &mut word {
                *answer = (*answer).max(least);
            }
        }
        let running = u64::from_le_bytes(word).wrapping_mul(ONES).wrapping_add(before.wrapping_mul(ONES));
        before = running >> 56;
        *slots = running.to_le_bytes();
    }
    totals
}
