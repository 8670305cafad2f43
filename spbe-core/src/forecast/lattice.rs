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
/// Sums of a class that are computed side by side.
const ABREAST: usize = 8;
/// Sums of each rest that are computed before they are put in their places: few enough to stay near.
const CHUNK: usize = 128;
/// Sums of one rest that are computed side by side.
const ALONE: usize = 32;
/// Indicators with as many levels in equal steps, as nearly all have, are added by a loop of their own; how many sums are
/// near to `ABREAST` of them.
const LEVELS: usize = 5;
const NEAR: usize = ABREAST + LEVELS - 1;
/// How many orders of joining are tried: work that is done once for many distributions.
const TRIALS: usize = 100_000;

/// The steps of one indicator on its own lattice.
#[derive(Clone, Debug)]
struct Member {
    /// Its position among the summands.
    summand: usize,
    /// Where each of its states stands.
    places: Vec<usize>,
    /// The last place of the class with it and the members before it.
    end: usize,
}

/// Indicators that step alike.
#[derive(Clone, Debug)]
struct Class {
    unit: u64,
    members: Vec<Member>,
    length: usize,
    /// How far the members reach at most.
    margin: usize,
}

/// How two vectors are joined: the sum of place `i` of the long one and `j` of the short one is `rests * i + step * j`.
///
/// Sums that leave the same rest by `rests` are neighbours of each other for neighbours in the long vector. Places of the
/// short one that are `rests` apart leave the same rest and shift the long one by `step`, whatever the rest is: all rests
/// go through the long vector together and read each number once.
#[derive(Clone, Debug)]
struct Join {
    rests: usize,
    step: usize,
    /// For each of the first places of the short vector, the rest that it leaves and how far it shifts the long one.
    starts: Vec<(usize, usize)>,
    /// How many places of the short vector leave the same rest at most.
    terms: usize,
    /// How many sums of each rest there are at most.
    stretch: usize,
    /// Whether the class is the long vector, and what came before it the short one.
    class_is_long: bool,
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
            let margin = length - 1;
            let class = match classes.iter_mut().find(|class| class.unit == unit) {
                Some(class) => class,
                None => {
                    classes.push(Class { unit, members: Vec::new(), length: 1, margin: 0 });
                    classes.last_mut()?
                }
            };
            let end = (class.length - 1).checked_add(margin)?;
            if u64::try_from(end).ok()? >= LENGTH_LIMIT {
                return None;
            }
            class.members.push(Member { summand, places, end });
            (class.length, class.margin) = (end + 1, class.margin.max(margin));
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
        let mut starts = Vec::with_capacity(a);
        for place in 0..a {
            let sum = b.checked_mul(place)?;
            starts.push((sum % a, sum / a));
        }
        let stretch = long_length.checked_add(b.checked_mul(short_length - 1)? / a)?;
        let terms = short_length.div_ceil(a);
        self.joins.push(Join { rests: a, step: b, starts, terms, stretch, class_is_long, length });
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
        let Self { lattice, chances, work: Work { classes, sums, next, room } } = self;
        within(&lattice.classes, chances, classes);
        let mut classes = lattice.classes.iter().zip(classes).map(|(class, sums)| sums.get(class.margin..class.end()));
        let Some(first) = classes.next().flatten() else { return vec![1.0] };
        let Some((last, joins)) = lattice.joins.split_last() else { return first.to_vec() };
        sums.clear();
        sums.extend_from_slice(first);
        for (join, class) in joins.iter().zip(classes.by_ref()) {
            next.resize(join.length, 0.0);
            joined(join, class.unwrap_or_default(), sums, room, next);
            std::mem::swap(sums, next);
        }
        let mut found = vec![0.0; last.length];
        joined(last, classes.next().flatten().unwrap_or_default(), sums, room, &mut found);
        found
    }
}

/// Room that one distribution leaves to the next.
#[derive(Debug, Default)]
pub(super) struct Work {
    /// The sums of each class, behind as many zeros as a member reaches.
    classes: Vec<Vec<f64>>,
    /// The sums of the classes joined so far, and of one more.
    sums: Vec<f64>,
    next: Vec<f64>,
    room: Room,
}

/// Room that one join leaves to the next.
#[derive(Debug, Default)]
struct Room {
    /// The long vector, between zeros.
    padded: Vec<f64>,
    /// The chances of the short one in the order of the loops.
    terms: Vec<f64>,
    /// For each rest a chunk of sums and a few of the next chunk.
    rows: Vec<f64>,
    /// A chunk that is longer than what is left of the sums.
    last: Vec<f64>,
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

impl Class {
    /// The end of its sums behind the zeros.
    const fn end(&self) -> usize {
        self.margin + self.length
    }
}

/// The distribution of the sum of each class.
#[inline(always)]
fn within(classes: &[Class], chances: &[Vec<f64>], sums: &mut Vec<Vec<f64>>) {
    sums.resize(classes.len(), Vec::new());
    for (class, sums) in classes.iter().zip(sums.iter_mut()) {
        sums.clear();
        sums.resize(class.margin + class.length.next_multiple_of(ABREAST), 0.0);
        if let Some(first) = sums.get_mut(class.margin) {
            *first = 1.0;
        }
    }
    // A member waits for what the one before it has stored: those of other classes fill the time.
    let members = classes.iter().map(|class| class.members.len()).max().unwrap_or(0);
    for number in 0..members {
        for (class, sums) in classes.iter().zip(sums.iter_mut()) {
            if let Some(member) = class.members.get(number) {
                let own = chances.get(member.summand).map(Vec::as_slice).unwrap_or_default();
                with(member, own, class.margin, sums);
            }
        }
    }
}

/// Adds a member to the sum of those before it. From the last sums on, so that each finds the numbers that it needs as
/// they were.
#[expect(clippy::float_arithmetic, reason = "chances are no part of an index")]
#[inline(always)]
fn with(member: &Member, chances: &[f64], margin: usize, sums: &mut [f64]) {
    let blocks = (0..=member.end / ABREAST).rev();
    if let (Ok(chances), [0, 1, 2, 3, 4], 4) = (<&[f64; LEVELS]>::try_from(chances), &*member.places, margin) {
        for start in blocks.map(|block| block * ABREAST) {
            if let Some(near) = sums.get_mut(start..)
                && let Some(near) = near.first_chunk_mut::<NEAR>()
            {
                let mut found = [0.0; ABREAST];
                for (shifted, chance) in near.array_windows::<ABREAST>().rev().zip(chances) {
                    for (sum, term) in found.iter_mut().zip(shifted) {
                        *sum += chance * term;
                    }
                }
                if let Some(slot) = near.last_chunk_mut() {
                    *slot = found;
                }
            }
        }
        return;
    }
    for start in blocks.map(|block| block * ABREAST) {
        let mut found = [0.0; ABREAST];
        for (place, chance) in member.places.iter().zip(chances) {
            if let Some(shifted) = sums.get(start + margin - place..) {
                for (sum, term) in found.iter_mut().zip(shifted) {
                    *sum += chance * term;
                }
            }
        }
        if let Some(slots) = sums.get_mut(start + margin..) {
            for (slot, sum) in slots.iter_mut().zip(&found) {
                *slot = *sum;
            }
        }
    }
}

/// The distribution of the sum of a class and of those before it, in `sums`.
#[inline(always)]
fn joined(join: &Join, class: &[f64], before: &[f64], room: &mut Room, sums: &mut [f64]) {
    let (long, short) = if join.class_is_long { (class, before) } else { (before, class) };
    let front = (join.terms - 1) * join.step;
    room.padded.clear();
    room.padded.resize(front, 0.0);
    room.padded.extend_from_slice(long);
    room.padded.resize(front + join.stretch.next_multiple_of(CHUNK), 0.0);
    // As many sums side by side as registers hold.
    match join.rests {
        1 => alone(join, short, room, sums),
        2 => through::<2, 16>(join, short, room, sums),
        3 => through::<3, 16>(join, short, room, sums),
        4 => through::<4, 8>(join, short, room, sums),
        5 => through::<5, 8>(join, short, room, sums),
        6 => through::<6, 8>(join, short, room, sums),
        _ => scattered(join, short, room, sums),
    }
}

/// All rests together, chunk by chunk of the long vector.
#[inline(always)]
fn through<const RESTS: usize, const SIDE: usize>(join: &Join, short: &[f64], room: &mut Room, sums: &mut [f64]) {
    let Room { padded, terms, rows, last } = room;
    // The place that shifts the long vector most meets its numbers first.
    terms.clear();
    terms.resize(join.terms * RESTS, 0.0);
    for (own, chances) in terms.as_chunks_mut::<RESTS>().0.iter_mut().rev().zip(short.chunks(RESTS)) {
        for (slot, chance) in own.iter_mut().zip(chances) {
            *slot = *chance;
        }
    }
    let terms = terms.as_chunks::<RESTS>().0;
    let size = CHUNK + join.step;
    rows.resize(RESTS * size, 0.0);
    for row in rows.chunks_exact_mut(size) {
        // What a rest that is shifted does not reach.
        row.get_mut(..join.step).unwrap_or_default().fill(0.0);
    }
    last.resize(RESTS * CHUNK, 0.0);
    // By place, where its sums begin; by rest, where they are read.
    let (mut targets, mut sources) = ([0; RESTS], [0; RESTS]);
    for (place, (target, (rest, shift))) in targets.iter_mut().zip(&join.starts).enumerate() {
        *target = place * size + shift;
        if let Some(source) = sources.get_mut(*rest) {
            *source = place * size;
        }
    }
    for (number, sums) in sums.chunks_mut(RESTS * CHUNK).enumerate() {
        for place in (0..CHUNK).step_by(SIDE) {
            let from = padded.get(number * CHUNK + place..).unwrap_or_default();
            let found = side_by_side::<RESTS, SIDE>(terms, from, join.step);
            for (own, target) in found.iter().zip(targets) {
                if let Some(slots) = rows.get_mut(target + place..)
                    && let Some(slots) = slots.first_chunk_mut()
                {
                    *slots = *own;
                }
            }
        }
        let rows = rows.as_mut_slice();
        if sums.len() == RESTS * CHUNK {
            merged::<RESTS>(rows, sources, sums);
        } else {
            merged::<RESTS>(rows, sources, last);
            for (slot, sum) in sums.iter_mut().zip(&*last) {
                *slot = *sum;
            }
        }
        for row in rows.chunks_exact_mut(size) {
            row.copy_within(CHUNK.., 0);
        }
    }
}

/// Sums of each rest side by side: each term is the long vector, one step further, times a chance for each rest.
#[expect(clippy::float_arithmetic, reason = "chances are no part of an index")]
#[inline(always)]
fn side_by_side<const RESTS: usize, const SIDE: usize>(
    terms: &[[f64; RESTS]],
    mut from: &[f64],
    step: usize,
) -> [[f64; SIDE]; RESTS] {
    let mut sums = [[0.0; SIDE]; RESTS];
    for chances in terms {
        let Some(near) = from.first_chunk::<SIDE>() else { break };
        for (sums, chance) in sums.iter_mut().zip(chances) {
            for (sum, term) in sums.iter_mut().zip(near) {
                *sum += chance * term;
            }
        }
        let Some(next) = from.get(step..) else { break };
        from = next;
    }
    sums
}

/// A chunk of sums: one of each rest in turn.
#[inline(always)]
fn merged<const RESTS: usize>(rows: &[f64], sources: [usize; RESTS], sums: &mut [f64]) {
    let mut own = [&[0.0; CHUNK]; RESTS];
    for (own, source) in own.iter_mut().zip(sources) {
        if let Some(row) = rows.get(source..)
            && let Some(row) = row.first_chunk()
        {
            *own = row;
        }
    }
    if let Some(sums) = sums.as_chunks_mut::<RESTS>().0.first_chunk_mut::<CHUNK>() {
        for (place, sums) in sums.iter_mut().enumerate() {
            for (sum, row) in sums.iter_mut().zip(own) {
                *sum = row.get(place).copied().unwrap_or_default();
            }
        }
    }
}

/// One rest: every sum is in its place as it is found.
#[inline(always)]
fn alone(join: &Join, short: &[f64], room: &mut Room, sums: &mut [f64]) {
    let Room { padded, terms, .. } = room;
    terms.clear();
    terms.extend(short.iter().rev());
    for (number, sums) in sums.chunks_mut(ALONE).enumerate() {
        let from = padded.get(number * ALONE..).unwrap_or_default();
        let [found] = side_by_side::<1, ALONE>(terms.as_chunks().0, from, join.step);
        match sums.first_chunk_mut() {
            Some(slots) => *slots = found,
            None => sums.iter_mut().zip(found).for_each(|(slot, sum)| *slot = sum),
        }
    }
}

/// Any number of rests, one after the other.
#[inline(always)]
fn scattered(join: &Join, short: &[f64], room: &mut Room, sums: &mut [f64]) {
    sums.fill(0.0);
    let Room { padded, terms, .. } = room;
    for (place, (rest, shift)) in join.starts.iter().enumerate().take(short.len()) {
        terms.clear();
        terms.resize(join.terms, 0.0);
        let own = short.iter().skip(place).step_by(join.rests);
        for (slot, chance) in terms.iter_mut().rev().zip(own) {
            *slot = *chance;
        }
        let mut slots = sums.iter_mut().skip(rest + shift * join.rests).step_by(join.rests);
        for start in (0..join.stretch).step_by(ALONE) {
            let from = padded.get(start..).unwrap_or_default();
            let [found] = side_by_side::<1, ALONE>(terms.as_chunks().0, from, join.step);
            for (slot, sum) in slots.by_ref().zip(found) {
                *slot = sum;
            }
        }
    }
}
