//! The distribution of a sum of independent whole numbers, without sampling.
//!
//! Each indicator adds one of a few whole numbers to the index, so that the index is a whole number on a lattice. Those
//! that step alike (of equal weight) are convolved first, where vectors are short; then the classes are joined up the
//! lattice of their greatest common divisors, the one that makes the least of all sums first. All terms are at least
//! zero and nothing is ever subtracted: each chance has a small relative error, however small the chance is.

use crate::exact::greatest_common_divisor;
use crate::wide::{self, Loops, Wide};

/// How many sums a lattice may have at most: 32 MB of chances.
pub(super) const LENGTH_LIMIT: u64 = 1 << 22;
/// How many products a distribution may take at most: a few seconds.
pub(super) const WORK_LIMIT: u64 = 1 << 33;
/// Sums that are computed side by side, in registers.
const ABREAST: usize = 16;
/// How many orders of joining are tried: work that is done once for many distributions.
const TRIALS: usize = 100_000;

/// The steps of one indicator on its own lattice.
#[derive(Clone, Debug)]
struct Member {
    /// Its position among the summands.
    summand: usize,
    /// Where each of its states stands.
    places: Vec<usize>,
    /// One more than the last place.
    length: usize,
}

/// Indicators that step alike.
#[derive(Clone, Debug)]
struct Class {
    unit: u64,
    members: Vec<Member>,
    length: usize,
}

/// How two vectors are joined: the sum of place `i` of the long one and `j` of the short one is `a * i + b * j`.
///
/// Sums that leave the same rest by `a` are neighbours of each other for neighbours in the long vector: they are
/// computed in one stretch, and put in their places at the end.
#[derive(Clone, Debug)]
struct Join {
    /// For each rest, the places of the short vector that give it, each with how far it shifts the long one.
    rests: Vec<Vec<(usize, usize)>>,
    /// Whether the class is the long vector, and what came before it the short one.
    class_is_long: bool,
    /// The largest shift.
    reach: usize,
    /// How many sums of each rest there are at most.
    stretch: usize,
    length: usize,
}

/// A way to compute the distribution of a sum, found once and used for any chances of the same summands.
#[derive(Clone, Debug)]
pub(super) struct Lattice {
    /// In the order in which they are joined.
    classes: Vec<Class>,
    joins: Vec<Join>,
    /// The lowest sum.
    base: i64,
    /// How far sums are apart.
    unit: u64,
    length: usize,
}

impl Lattice {
    /// Finds the way for summands, each of which is one of some whole numbers. `None` if there are too many sums.
    pub(super) fn new(summands: &[Vec<i64>]) -> Option<Self> {
        let mut base = 0_i64;
        let mut classes: Vec<Class> = Vec::new();
        for (summand, states) in summands.iter().enumerate() {
            let lowest = states.iter().copied().min()?;
            base = base.checked_add(lowest)?;
            let steps: Vec<u64> = states
                .iter()
                .map(|state| state.checked_sub(lowest).and_then(|step| u64::try_from(step).ok()))
                .collect::<Option<_>>()?;
            let unit = steps.iter().copied().fold(0, common_divisor);
            if unit == 0 {
                // Only one number: it moves the base, and its chances are 1 together.
                continue;
            }
            let places: Vec<usize> =
                steps.iter().map(|step| usize::try_from(step / unit).ok()).collect::<Option<_>>()?;
            let length = places.iter().copied().max()?.checked_add(1)?;
            if u64::try_from(length).ok()? > LENGTH_LIMIT {
                return None;
            }
            let member = Member { summand, places, length };
            match classes.iter_mut().find(|class| class.unit == unit) {
                Some(class) => {
                    class.length = class.length.checked_add(length - 1)?;
                    class.members.push(member);
                }
                None => classes.push(Class { unit, members: vec![member], length }),
            }
        }
        let order = order(&classes)?;
        let classes: Vec<Class> = order.iter().filter_map(|position| classes.get(*position).cloned()).collect();
        let mut lattice = Self { classes: Vec::new(), joins: Vec::new(), base, unit: 1, length: 1 };
        for class in classes {
            lattice.join(class)?;
        }
        Some(lattice)
    }

    fn join(&mut self, class: Class) -> Option<()> {
        if self.classes.is_empty() {
            (self.unit, self.length) = (class.unit, class.length);
            self.classes.push(class);
            return Some(());
        }
        let unit = common_divisor(self.unit, class.unit);
        let length = usize::try_from(joined_length(self.unit, self.length, &class)?).ok()?;
        let class_is_long = class.length > self.length;
        let (long, short) = ((self.unit, self.length), (class.unit, class.length));
        let ((long_unit, long_length), (short_unit, short_length)) =
            if class_is_long { (short, long) } else { (long, short) };
        let (a, b) = (usize::try_from(long_unit / unit).ok()?, usize::try_from(short_unit / unit).ok()?);
        let mut rests = vec![Vec::new(); a];
        let mut reach = 0;
        for place in 0..short_length {
            let sum = b.checked_mul(place)?;
            let shift = sum / a;
            reach = reach.max(shift);
            rests.get_mut(sum % a)?.push((place, shift));
        }
        let stretch = long_length.checked_add(reach)?;
        self.joins.push(Join { rests, class_is_long, reach, stretch, length });
        (self.unit, self.length) = (unit, length);
        self.classes.push(class);
        Some(())
    }

    /// The lowest sum.
    pub(super) const fn base(&self) -> i64 {
        self.base
    }

    /// How far sums are apart.
    pub(super) const fn unit(&self) -> u64 {
        self.unit
    }

    /// The chance of each sum, from the lowest on; the chances of each summand stand as its states did.
    ///
    /// Wider instructions give the same bits: every sum adds the same terms in the same order.
    pub(super) fn distribution(&self, chances: &[Vec<f64>], wide: Option<Wide>, work: &mut Work) -> Vec<f64> {
        wide::run(wide, Summing { lattice: self, chances, work })
    }
}

/// The loops of a distribution.
struct Summing<'run> {
    lattice: &'run Lattice,
    chances: &'run [Vec<f64>],
    work: &'run mut Work,
}

impl Loops for Summing<'_> {
    type Found = Vec<f64>;

    #[inline(always)]
    fn run(self) -> Vec<f64> {
        let Self { lattice, chances, work } = self;
        let mut classes = lattice.classes.iter();
        let Some(first) = classes.next() else { return vec![1.0] };
        within(first, chances, work);
        let mut sums = std::mem::take(&mut work.class);
        for (class, join) in classes.zip(&lattice.joins) {
            within(class, chances, work);
            let Work { class, padded, stretch, terms, .. } = work;
            let (long, short) = if join.class_is_long { (&*class, &sums) } else { (&sums, &*class) };
            let mut next = Vec::with_capacity(join.length + ABREAST);
            joined(join, (long, short), padded, stretch, terms, &mut next);
            sums = next;
        }
        sums
    }
}

/// Room that one distribution leaves to the next.
#[derive(Debug, Default)]
pub(super) struct Work {
    class: Vec<f64>,
    next: Vec<f64>,
    member: Vec<f64>,
    padded: Vec<f64>,
    stretch: Vec<f64>,
    terms: Vec<(f64, usize)>,
}

fn common_divisor(left: u64, right: u64) -> u64 {
    if left == 0 || right == 0 {
        return left.max(right);
    }
    // Divisors of numbers of 64 bits have no more.
    u64::try_from(greatest_common_divisor(left.into(), right.into())).unwrap_or(1)
}

/// How many sums a vector and a class have together.
fn joined_length(unit: u64, length: usize, class: &Class) -> Option<u64> {
    let reach = |unit: u64, length: usize| unit.checked_mul(u64::try_from(length).ok()?.checked_sub(1)?);
    let last = reach(unit, length)?.checked_add(reach(class.unit, class.length)?)?;
    let length = last / common_divisor(unit, class.unit) + 1;
    (length <= LENGTH_LIMIT).then_some(length)
}

/// The order in which classes are joined: from the best first one on, always the one that makes the fewest sums.
fn order(classes: &[Class]) -> Option<Vec<usize>> {
    let mut best: Option<(u64, Vec<usize>)> = None;
    let each = classes.len().saturating_mul(classes.len()).max(1);
    let trials = (TRIALS / each).max(1);
    for first in 0..classes.len().min(trials) {
        let Some(start) = classes.get(first) else { continue };
        let (mut unit, mut length, mut work, mut order) = (start.unit, start.length, 0_u64, vec![first]);
        let mut fits = true;
        while order.len() < classes.len() {
            let left = classes.iter().enumerate().filter(|(position, _)| !order.contains(position));
            let sized =
                left.filter_map(|(position, class)| Some((joined_length(unit, length, class)?, position, class)));
            let Some((sums, position, class)) = sized.min_by_key(|(sums, _, class)| (*sums, class.length)) else {
                fits = false;
                break;
            };
            let products = u64::try_from(length.saturating_mul(class.length)).unwrap_or(u64::MAX);
            work = work.saturating_add(products);
            (unit, length) = (common_divisor(unit, class.unit), usize::try_from(sums).ok()?);
            order.push(position);
        }
        if fits && work <= WORK_LIMIT && best.as_ref().is_none_or(|(least, _)| work < *least) {
            best = Some((work, order));
        }
    }
    if classes.is_empty() { Some(Vec::new()) } else { best.map(|(_, order)| order) }
}

/// The distribution of the sum of one class, in `work.class`.
#[expect(clippy::float_arithmetic, reason = "chances are no part of an index")]
#[inline(always)]
fn within(class: &Class, chances: &[Vec<f64>], work: &mut Work) {
    work.class.clear();
    work.class.push(1.0);
    for member in &class.members {
        work.member.clear();
        work.member.resize(member.length, 0.0);
        if let Some(own) = chances.get(member.summand) {
            for (place, chance) in member.places.iter().zip(own) {
                if let Some(slot) = work.member.get_mut(*place) {
                    *slot += chance;
                }
            }
        }
        // Zeros on both sides, so that every sum has as many terms.
        let margin = member.length - 1;
        let length = work.class.len() + margin;
        work.padded.clear();
        work.padded.resize(margin, 0.0);
        work.padded.extend_from_slice(&work.class);
        work.padded.resize(length + margin, 0.0);
        work.next.clear();
        work.next.resize(length, 0.0);
        if let &[one, two, three, four, five] = work.member.as_slice() {
            // Five levels, as nearly all instruments have.
            for (sum, near) in work.next.iter_mut().zip(work.padded.array_windows::<5>()) {
                let [a, b, c, d, e] = near;
                *sum = (a * five + b * four) + (c * three + d * two) + e * one;
            }
        } else {
            for (shift, chance) in (0..=margin).rev().zip(&work.member) {
                if let Some(shifted) = work.padded.get(shift..) {
                    for (sum, term) in work.next.iter_mut().zip(shifted) {
                        *sum += chance * term;
                    }
                }
            }
        }
        std::mem::swap(&mut work.class, &mut work.next);
    }
}

/// The distribution of the sum of two vectors.
#[inline(always)]
fn joined(
    join: &Join,
    (long, short): (&[f64], &[f64]),
    padded: &mut Vec<f64>,
    stretch: &mut Vec<f64>,
    terms: &mut Vec<(f64, usize)>,
    sums: &mut Vec<f64>,
) {
    let blocks = join.stretch.div_ceil(ABREAST);
    padded.clear();
    padded.resize(join.reach, 0.0);
    padded.extend_from_slice(long);
    padded.resize(join.reach + blocks * ABREAST, 0.0);
    let rests = join.rests.len();
    stretch.clear();
    stretch.resize(rests * blocks * ABREAST, 0.0);
    for (rest, own) in join.rests.iter().zip(stretch.chunks_exact_mut(blocks * ABREAST)) {
        terms.clear();
        for (place, shift) in rest {
            terms.push((short.get(*place).copied().unwrap_or_default(), join.reach - shift));
        }
        for (block, slot) in own.as_chunks_mut::<ABREAST>().0.iter_mut().enumerate() {
            *slot = block_of(terms, padded, block * ABREAST);
        }
    }
    if rests == 1 {
        sums.extend_from_slice(stretch.get(..join.length).unwrap_or_default());
        return;
    }
    sums.resize(join.length, 0.0);
    for (rest, own) in stretch.chunks_exact(blocks * ABREAST).enumerate() {
        for (slot, sum) in sums.iter_mut().skip(rest).step_by(rests).zip(own) {
            *slot = *sum;
        }
    }
}

/// Sums side by side: each term is the long vector, shifted, times one chance.
#[expect(clippy::float_arithmetic, reason = "chances are no part of an index")]
#[inline(always)]
fn block_of(terms: &[(f64, usize)], padded: &[f64], start: usize) -> [f64; ABREAST] {
    let mut sums = [0.0; ABREAST];
    for (chance, shift) in terms {
        if let Some(from) = padded.get(start + shift..)
            && let Some(long) = from.first_chunk::<ABREAST>()
        {
            for (sum, term) in sums.iter_mut().zip(long) {
                *sum += chance * term;
            }
        }
    }
    sums
}
