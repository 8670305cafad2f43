//! A kernel: everything of an instrument that scoring needs, worked out once.

use std::iter;

use crate::exact::{Ratio, greatest_common_divisor, least_common_multiple};
use crate::instrument::{Indicator, Instrument, Item, Node, PredicateBasis};
use crate::wide::Layouts;

use super::error::BatchError;
use super::lane::Lane;
use super::reciprocal::{Publish, Rule};
use super::shortcut::Shortcut;
use super::sums::{Draft, Measure, Shape, Sum, Sums, Term};

/// What a row without a valid answer has for a predicate code.
pub const NO_PREDICATE: u8 = u8::MAX;

/// An instrument compiled for scoring many assessments.
///
/// A value of a node is its integer sum over its denominator: `Node::denominator`-ths, in lowest common terms of the
/// weights below it. Immutable, and shared between threads.
#[derive(Clone, Debug)]
pub struct Kernel {
    pub(super) items: usize,
    pub(super) nodes: Vec<Measure>,
    pub(super) index: Measure,
    pub(super) lowest: u32,
    pub(super) highest: u32,
    pub(super) denominator: u32,
    pub(super) decimals: u8,
    pub(super) basis: PredicateBasis,
    pub(super) values: Values,
    /// Whether levels fit `u8` sums.
    pub(super) short_runs: bool,
    /// The items of each run.
    pub(super) runs: Vec<Vec<usize>>,
    /// How rows of levels are read, where levels fit `u8` sums.
    pub(super) layouts: Layouts,
    pub(super) program: Program,
    pub(super) shortcut: Option<Shortcut>,
    /// The cuts of the program on 64 bits.
    pub(super) exact_cuts: Vec<u64>,
    pub(super) published_cuts: Vec<u64>,
}

/// The value of an answer, scaled to whole numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Values {
    /// Itself.
    Same,
    /// Itself, but at least this (5/2018: level 0 counts as 1).
    AtLeast(u32),
    /// The answer times `scale`, but for these.
    Listed { scale: u64, exceptions: Vec<(u32, u64)> },
}

impl Values {
    /// The value of an answer.
    #[inline(always)]
    pub(super) fn of(&self, answer: u32) -> u64 {
        match self {
            Self::Same => u64::from(answer),
            Self::AtLeast(least) => u64::from(answer.max(*least)),
            Self::Listed { scale, exceptions } => exceptions
                .iter()
                .find(|(exception, _)| *exception == answer)
                .map_or(u64::from(answer).wrapping_mul(*scale), |(_, value)| *value),
        }
    }
}

/// The weighted sums in the narrowest integers that hold them.
#[derive(Clone, Debug)]
pub(super) enum Program {
    Short(Sums<u16>),
    Medium(Sums<u32>),
    Long(Sums<u64>),
}

impl Kernel {
    /// Compiles an instrument for whole answers, one `u8` each.
    ///
    /// # Errors
    /// [`BatchError::Negative`], [`BatchError::TooLarge`], [`BatchError::PredicateCount`], or a number that does not
    /// fit.
    pub fn compile(instrument: &Instrument) -> Result<Self, BatchError> {
        Self::compile_scaled(instrument, 1)
    }

    /// Compiles an instrument for decimal answers over a common denominator: with 100, the value 1.26 is handed in
    /// as 126.
    ///
    /// # Errors
    /// As [`Kernel::compile`], and [`BatchError::Denominator`] for 0, or for other than 1 where answers are levels.
    pub fn compile_scaled(instrument: &Instrument, denominator: u32) -> Result<Self, BatchError> {
        compile(instrument, denominator)
    }

    /// The same kernel with the predicate read from the exact or from the published index. It begins with the
    /// instrument's default; see [`Instrument::predicate_basis`] for the rule of a year.
    #[must_use]
    pub const fn basis(mut self, basis: PredicateBasis) -> Self {
        self.basis = basis;
        self
    }

    /// How many answers an assessment has.
    #[must_use]
    pub const fn items(&self) -> usize {
        self.items
    }

    /// The integers of each node, in the order of [`Instrument::nodes`].
    #[must_use]
    pub fn nodes(&self) -> &[Measure] {
        &self.nodes
    }

    /// The integers of the index.
    #[must_use]
    pub const fn index(&self) -> Measure {
        self.index
    }

    /// The lowest and highest answer, in units of the denominator.
    #[must_use]
    pub const fn answers(&self) -> (u32, u32) {
        (self.lowest, self.highest)
    }

    /// What the sums of levels need, where they fit bytes.
    pub(super) fn shape(&self) -> Option<Shape<'_>> {
        let least = match self.values {
            Values::Same => 0,
            Values::AtLeast(least) => least,
            Values::Listed { .. } => return None,
        };
        let byte = |level: u32| u8::try_from(level).ok().filter(|_| self.short_runs);
        Some(Shape { runs: &self.runs, lowest: byte(self.lowest)?, highest: byte(self.highest)?, least: byte(least)? })
    }

    /// What answers are divided by.
    #[must_use]
    pub const fn denominator(&self) -> u32 {
        self.denominator
    }

    /// How many decimals published numbers have.
    #[must_use]
    pub const fn decimals(&self) -> u8 {
        self.decimals
    }
}

struct Range {
    lowest: u32,
    highest: u32,
    values: Values,
    scale: u64,
    least: u64,
    most: u64,
}

fn compile(instrument: &Instrument, denominator: u32) -> Result<Kernel, BatchError> {
    let id = || instrument.id().to_owned();
    let too_large = || BatchError::TooLarge { instrument: id() };
    if denominator == 0 || (instrument.has_levels() && denominator != 1) {
        return Err(BatchError::Denominator { instrument: id(), found: denominator });
    }
    let range = range(instrument, denominator)?;
    let predicates = instrument.predicates().len();
    if predicates > usize::from(NO_PREDICATE) {
        return Err(BatchError::PredicateCount { found: predicates, limit: usize::from(NO_PREDICATE) });
    }

    let short_runs = denominator == 1 && range.scale == 1 && range.highest <= 255 && range.most <= 255;
    let longest = if short_runs { 255 / range.most.max(1) } else { u64::MAX };
    let owners = owners(instrument);
    let (runs, run_owner) = runs(instrument, &owners, usize::try_from(longest).unwrap_or(usize::MAX));

    // Children come before their parents, the index last; a sum is found again by its node.
    let mut order: Vec<Option<usize>> = (0..instrument.nodes().len()).map(Some).collect();
    order.sort_by_key(|node| {
        std::cmp::Reverse(node.and_then(|node| instrument.nodes().get(node)).map(Node::tier_position))
    });
    order.push(None);
    let weight_of = |item: usize| instrument.items().get(item).map_or(0, |item| i128::from(item.parts()));
    let all_items: Vec<usize> = (0..instrument.items().len()).collect();
    let items_of = |node: Option<usize>| match node {
        Some(node) => instrument.nodes().get(node).map_or(&[][..], |node| node.items()),
        None => &all_items,
    };
    let unit = |node: Option<usize>| {
        items_of(node).iter().fold(0, |unit, item| greatest_common_divisor(unit, weight_of(*item)))
    };
    let parent_of = |node: usize| instrument.nodes().get(node).and_then(Node::parent);
    let scale = 10_u64.checked_pow(u32::from(instrument.publication().decimals)).ok_or_else(too_large)?;
    let mut drafts: Vec<Draft> = Vec::new();
    for node in &order {
        let own = unit(*node).max(1);
        let share = |weight: i128| u64::try_from(weight / own).map_err(|_| too_large());
        let parts = share(items_of(*node).iter().map(|item| weight_of(*item)).sum())?;
        let measure = |value: u64| parts.checked_mul(value).filter(|sum| *sum < 1 << 63).ok_or_else(too_large);
        let divisor = range.scale.checked_mul(u64::from(denominator)).ok_or_else(too_large)?;
        let rule = Rule { scale, denominator: measure(divisor)?, rounding: instrument.rounding() };
        let (smallest, largest) = (measure(range.least)?, measure(range.most)?);
        let mut draft = Draft {
            terms: Vec::new(),
            runs: Vec::new(),
            children: Vec::new(),
            node: *node,
            measure: Measure { denominator: rule.denominator, largest, largest_units: rule.units(largest) },
            publish: Publish::find(rule, smallest, largest),
            line: Publish::line(rule, smallest, largest),
            alike: items_of(*node).iter().all(|item| weight_of(*item) == own).then(|| items_of(*node).to_vec()),
        };
        for (run, (items, owner)) in runs.iter().zip(&run_owner).enumerate() {
            let weight = items.first().map_or(0, |item| weight_of(*item));
            if owner == node {
                draft.runs.push((run, share(weight)?));
            }
            // A node's own path upwards ends in the index, which is above all.
            if node.is_none() || iter::successors(*owner, |node| parent_of(*node)).any(|above| Some(above) == *node) {
                draft.terms.push((run, share(weight)?));
            }
        }
        for (position, child) in drafts.iter().enumerate() {
            if child.node.is_some_and(|child| parent_of(child) == *node) {
                draft.children.push((position, share(unit(child.node))?));
            }
        }
        drafts.push(draft);
    }

    let index = drafts.last().map(|draft| draft.measure).ok_or_else(too_large)?;
    let mut nodes = vec![index; instrument.nodes().len()];
    for draft in &drafts {
        if let Some(slot) = draft.node.and_then(|node| nodes.get_mut(node)) {
            *slot = draft.measure;
        }
    }
    let cuts = |over: u64, top: u64| -> Result<Vec<u64>, BatchError> {
        let never = top.checked_add(1).ok_or_else(too_large)?;
        (1..predicates)
            .map(|position| {
                let Some(from) = instrument.predicate_from(position) else { return Ok(never) };
                let over = Ratio::new(i128::from(over), 1)?;
                let least = from.checked_mul(over)?.ceiling();
                // Past the top is never reached, below zero always.
                Ok(u64::try_from(least.max(0)).unwrap_or(u64::MAX).min(never))
            })
            .collect()
    };
    let exact_cuts = cuts(index.denominator, index.largest)?;
    let published_cuts = cuts(scale, index.largest_units)?;
    let sums = Sources { drafts: &drafts, exact_cuts: &exact_cuts, published_cuts: &published_cuts };
    let program = sums
        .program()
        .map(Program::Short)
        .or_else(|| sums.program().map(Program::Medium))
        .or_else(|| sums.program().map(Program::Long))
        .ok_or_else(too_large)?;
    let mut kernel = Kernel {
        items: instrument.items().len(),
        nodes,
        index,
        lowest: range.lowest,
        highest: range.highest,
        denominator,
        decimals: instrument.publication().decimals,
        basis: instrument.predicate_basis(None),
        values: range.values,
        short_runs,
        layouts: if short_runs { Layouts::new(&runs, instrument.items().len()) } else { Layouts::default() },
        runs,
        program,
        shortcut: None,
        exact_cuts,
        published_cuts,
    };
    kernel.shortcut =
        kernel.shape().and_then(|shape| Shortcut::plan(&drafts, &shape, kernel.items, kernel.nodes.len()));
    Ok(kernel)
}

/// Answers and their values as whole numbers.
fn range(instrument: &Instrument, denominator: u32) -> Result<Range, BatchError> {
    let id = || instrument.id().to_owned();
    let too_large = || BatchError::TooLarge { instrument: id() };
    let over = Ratio::whole(i64::from(denominator));
    let whole = |number: i128| -> Result<u32, BatchError> {
        if number < 0 {
            return Err(BatchError::Negative { instrument: id() });
        }
        u32::try_from(number).map_err(|_| too_large())
    };
    let lowest = whole(instrument.lowest_answer().checked_mul(over)?.ceiling())?;
    let highest = whole(instrument.highest_answer().checked_mul(over)?.floor())?;
    let mut listed: Vec<(u32, Ratio)> = Vec::new();
    for entry in &instrument.answers().level_values {
        let level = Ratio::whole(entry.level);
        let answer = level.checked_mul(over)?;
        let answer = if answer.is_whole() { u32::try_from(answer.numerator()).ok() } else { None };
        let Some(answer) = answer.filter(|answer| (lowest..=highest).contains(answer)) else { continue };
        let value = instrument.value_of(level).checked_mul(over)?;
        if value.is_negative() {
            return Err(BatchError::Negative { instrument: id() });
        }
        if value != Ratio::whole(i64::from(answer)) && !listed.iter().any(|(known, _)| *known == answer) {
            listed.push((answer, value));
        }
    }
    let scale =
        listed.iter().try_fold(1_i128, |scale, (_, value)| least_common_multiple(scale, value.denominator()))?;
    let scale = u64::try_from(scale).map_err(|_| too_large())?;
    let scaled = |value: Ratio| -> Result<u64, BatchError> {
        let value = Ratio::new(i128::from(scale), 1)?.checked_mul(value)?;
        u64::try_from(value.numerator()).map_err(|_| too_large())
    };
    let exceptions =
        listed.iter().map(|(answer, value)| Ok((*answer, scaled(*value)?))).collect::<Result<Vec<_>, BatchError>>()?;
    let values = in_words(lowest, scale, exceptions);
    // Values rise with answers but for the exceptions, so that the extremes are among these.
    let ends = [lowest, highest].map(|answer| values.of(answer));
    let more: Vec<u64> = match &values {
        Values::Listed { exceptions, scale } => {
            let next_to_lowest = u64::from(lowest.saturating_add(1)).checked_mul(*scale).ok_or_else(too_large)?;
            let top = u64::from(highest).checked_mul(*scale).ok_or_else(too_large)?;
            exceptions.iter().map(|(_, value)| *value).chain([next_to_lowest.min(top), top]).collect()
        }
        Values::Same | Values::AtLeast(_) => Vec::new(),
    };
    let all = || ends.iter().chain(&more).copied();
    let (least, most) = (all().min().unwrap_or(0), all().max().unwrap_or(0));
    Ok(Range { lowest, highest, values, scale, least, most })
}

/// The shortest way to say what answers are worth.
fn in_words(lowest: u32, scale: u64, exceptions: Vec<(u32, u64)>) -> Values {
    if exceptions.is_empty() {
        return Values::Same;
    }
    let least = exceptions.iter().find(|(answer, _)| *answer == lowest).map(|(_, value)| *value);
    if let (1, Some(Ok(least))) = (scale, least.map(u32::try_from)) {
        // Every answer below `least` is raised to it, and no other is listed.
        let raised = exceptions.iter().all(|(answer, value)| *answer < least && *value == u64::from(least));
        let all = u32::try_from(exceptions.len()).is_ok_and(|count| lowest.checked_add(count) == Some(least));
        if raised && all {
            return Values::AtLeast(least);
        }
    }
    Values::Listed { scale, exceptions }
}

/// The node right above each item.
fn owners(instrument: &Instrument) -> Vec<Option<usize>> {
    let above = |item: &Item| instrument.indicators().get(item.indicator()).and_then(Indicator::parent);
    instrument.items().iter().map(above).collect()
}

/// Items of one owner and one weight, in pieces of at most `longest`.
fn runs(instrument: &Instrument, owners: &[Option<usize>], longest: usize) -> (Vec<Vec<usize>>, Vec<Option<usize>>) {
    let mut runs: Vec<Vec<usize>> = Vec::new();
    let mut keys: Vec<(Option<usize>, i64)> = Vec::new();
    let mut open = std::collections::HashMap::new();
    for (item, (entry, owner)) in instrument.items().iter().zip(owners).enumerate() {
        let key = (*owner, entry.parts());
        let run = *open.entry(key).or_insert(runs.len());
        match runs.get_mut(run).filter(|run| run.len() < longest) {
            Some(run) => run.push(item),
            None => {
                open.insert(key, runs.len());
                runs.push(vec![item]);
                keys.push(key);
            }
        }
    }
    (runs, keys.into_iter().map(|(owner, _)| owner).collect())
}

/// The sums before their integers have a width.
struct Sources<'drafts> {
    drafts: &'drafts [Draft],
    exact_cuts: &'drafts [u64],
    published_cuts: &'drafts [u64],
}

impl Sources<'_> {
    /// The program in lanes of type `T`; `None` if some number does not fit.
    fn program<T: Lane>(&self) -> Option<Sums<T>> {
        let terms = |terms: &[(usize, u64)]| -> Option<Vec<Term<T>>> {
            terms.iter().map(|(run, weight)| Some(Term { run: *run, weight: T::of(*weight)? })).collect()
        };
        let cuts = |cuts: &[u64]| cuts.iter().map(|cut| T::of(*cut)).collect::<Option<Vec<T>>>();
        let sums = self.drafts.iter().map(|draft| {
            T::of(draft.measure.largest)?;
            T::of(draft.measure.largest_units)?;
            Some(Sum { terms: terms(&draft.terms)?, publish: draft.publish, node: draft.node })
        });
        Some(Sums {
            sums: sums.collect::<Option<_>>()?,
            exact_cuts: cuts(self.exact_cuts)?,
            published_cuts: cuts(self.published_cuts)?,
        })
    }
}
