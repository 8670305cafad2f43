//! One run: the ranking that results when each factor is as the first sample has it, or as the second does.

#![expect(clippy::float_arithmetic, reason = "geometric means and mean shifts; no index goes through here")]

use super::output::Output;
use crate::exact::{Decimal, Rounding};
use crate::instrument::Instrument;
use crate::robustness::{
    Field, LANES, Law, Noise, Purpose, Row, SCORE_BITS, Scratch, Stream, Tables, UNIT_BITS, UNIT_MASK, Weights, bounds,
    levels, long_scores, places, totals,
};
use crate::wide::{self, Loops, Wide};
use std::hint::black_box;

/// What varies, and how a run is judged.
#[derive(Clone, Debug)]
pub(super) struct Model<'study> {
    field: &'study Field,
    noise: &'study Noise,
    instrument: &'study Instrument,
    /// Values of the field are values of the instrument times this.
    denominator: u64,
    /// The least index of each predicate from the second on.
    cutoffs: Vec<f64>,
    official_ranks: Vec<u32>,
    official_classes: Vec<usize>,
    /// The factor of each part's weight; none where weights are certain.
    weight_factors: Vec<Option<usize>>,
    level_factor: Option<usize>,
    publication_factor: Option<usize>,
    aggregation_factor: Option<usize>,
    pub(super) outputs: Vec<(Output, usize)>,
    law: Law,
    tables: Option<Tables>,
    /// How many printed units an index of 1 has.
    scale: u64,
    /// The highest index there can be.
    highest: f64,
    /// The logarithm of each value; what it gains by one level more, and loses by one less.
    logs: Vec<f64>,
    log_rises: Vec<f64>,
    log_falls: Vec<f64>,
    wide: Option<Wide>,
}

/// The weights that a factor does not vary are the official ones: the middle of their range.
impl<'study> Model<'study> {
    #[expect(clippy::too_many_arguments, reason = "called once, by the study that has just found each")]
    pub(super) fn new(
        field: &'study Field,
        noise: &'study Noise,
        weights: &Weights,
        instrument: &'study Instrument,
        denominator: u64,
        cutoffs: Vec<f64>,
        outputs: Vec<(Output, usize)>,
        official_ranks: Vec<u32>,
    ) -> Self {
        let short = Law::short(field, weights, noise);
        let decimals = instrument.publication().decimals;
        let scale = Decimal::new(1, decimals).and_then(|unit| u64::try_from(unit.scale()).ok()).unwrap_or(100);
        // Printed numbers are ranked as scores are, so that they have to fit as well.
        let fits = u128::from(field.highest()) * u128::from(scale) < u128::from(denominator) << SCORE_BITS
            && scale < 1 << (51 - SCORE_BITS);
        let tables = short.as_ref().filter(|_| fits).and_then(|law| Tables::new(field, law, noise));
        let law = match (short, &tables) {
            (Some(short), Some(_)) => short,
            _ => Law::long(field, weights),
        };
        let log = |value: u32| libm::log(f64::from(value) / float(denominator));
        let logs: Vec<f64> = field.values.iter().map(|value| log(*value)).collect();
        let own = || field.values.iter().zip(&logs);
        let rises = own().zip(&field.rises).map(|((value, own), rise)| log(value.saturating_add(*rise)) - own);
        let falls = own().zip(&field.falls).map(|((value, own), fall)| log(value.saturating_sub(*fall)) - own);
        let (log_rises, log_falls) = (rises.collect(), falls.collect());
        let classes = (0..field.units()).map(|unit| field.class(field.score(unit), field.total())).collect();
        Self {
            field,
            noise,
            instrument,
            denominator,
            cutoffs,
            official_ranks,
            official_classes: classes,
            weight_factors: vec![None; field.parts()],
            level_factor: None,
            publication_factor: None,
            aggregation_factor: None,
            outputs,
            law,
            tables,
            scale,
            highest: f64::from(field.highest().max(1)) / float(denominator),
            logs,
            log_rises,
            log_falls,
            wide: Wide::detect(true),
        }
    }

    /// Which factor varies each weight, and which the levels, the publication and the aggregation.
    pub(super) fn vary(mut self, weights: Vec<Option<usize>>, others: [Option<usize>; 3]) -> Self {
        self.weight_factors = weights;
        [self.level_factor, self.publication_factor, self.aggregation_factor] = others;
        self
    }

    /// The general way even where scores are words, with the same weights; or words without wide instructions.
    #[cfg(test)]
    pub(super) fn otherwise(mut self, with_tables: bool) -> Self {
        self.wide = None;
        self.tables = self.tables.filter(|_| with_tables);
        self
    }

    /// The outputs of a block of runs; `second` says which factors come from the second sample.
    pub(super) fn block(
        &self,
        seed: u64,
        block: u32,
        second: &dyn Fn(usize) -> bool,
        scratch: &mut Scratch,
    ) -> Vec<[f64; LANES]> {
        let from = |factor: Option<usize>| u32::from(factor.is_some_and(second));
        scratch.weights.resize(self.field.parts(), [0; LANES]);
        self.law.fill(seed, block, 0, &mut scratch.weights);
        if self.weight_factors.iter().any(|factor| from(*factor) == 1) {
            let mut other = vec![[0; LANES]; self.field.parts()];
            self.law.fill(seed, block, 1, &mut other);
            for ((row, other), factor) in scratch.weights.iter_mut().zip(other).zip(&self.weight_factors) {
                if from(*factor) == 1 {
                    *row = other;
                }
            }
        }
        let variant = from(self.level_factor);
        let noisy = self.level_factor.is_some();
        let choice = |factor: Option<usize>, number: u32, otherwise: bool| {
            let Some(_) = factor else { return [otherwise; LANES] };
            let row = Stream::new(seed, block, Purpose::Choice, 2 * number + from(factor)).row();
            row.map(|word| word >> 31 == 1)
        };
        let published = choice(self.publication_factor, 0, false);
        let geometric = choice(self.aggregation_factor, 1, false);
        let totals = totals(&scratch.weights);
        let stream = noisy.then(|| levels(seed, block, variant));
        if let Some(tables) = &self.tables {
            return wide::run(self.wide, Short { model: self, tables, stream, published, geometric, scratch });
        }
        let mut keys = long_scores(self.field, self.noise, &scratch.weights, stream);
        let mut indices: Vec<[f64; LANES]> = Vec::with_capacity(keys.len());
        for row in &keys {
            let mut index = [0.0; LANES];
            for ((index, score), total) in index.iter_mut().zip(row).zip(&totals) {
                *index = float(*score) / (float(*total) * float(self.denominator));
            }
            indices.push(index);
        }
        if geometric.contains(&true) {
            let means = wide::run(self.wide, Geometric { model: self, weights: &scratch.weights, stream });
            for ((keys, indices), means) in keys.iter_mut().zip(&mut indices).zip(means) {
                for ((key, index), (mean, (total, chosen))) in
                    keys.iter_mut().zip(indices).zip(means.iter().zip(totals.iter().zip(&geometric)))
                {
                    if *chosen {
                        *index = libm::exp(mean / float(*total));
                        // Positive numbers are in the order of their bits.
                        *key = index.to_bits();
                    }
                }
            }
        }
        if published.contains(&true) {
            let scale = self.scale;
            for (keys, indices) in keys.iter_mut().zip(&mut indices) {
                for ((key, index), (total, (chosen, geometric))) in
                    keys.iter_mut().zip(indices).zip(totals.iter().zip(published.iter().zip(&geometric)))
                {
                    if *chosen {
                        let rounding = self.instrument.rounding();
                        *key = if *geometric {
                            // No geometric mean of whole numbers lies halfway between two printed ones but a whole one.
                            whole(libm::floor(
                                *index * float(scale) + if rounding == Rounding::Truncate { 0.0 } else { 0.5 },
                            ))
                        } else {
                            rounded(*key, *total * self.denominator, scale, rounding)
                        };
                        *index = float(*key) / float(scale);
                    }
                }
            }
        }
        self.judge(&keys, &indices)
    }

    /// The outputs of indices.
    fn judge(&self, keys: &[[u64; LANES]], indices: &[[f64; LANES]]) -> Vec<[f64; LANES]> {
        let units = float(u64::try_from(keys.len()).unwrap_or(1).max(1));
        let needs_ranks = self.outputs.iter().any(|(output, _)| matches!(output, Output::RankShift | Output::Rank));
        let ranks = if needs_ranks { Self::ranks(keys) } else { Vec::new() };
        let of_output = |(output, unit): &(Output, usize)| {
            let mut found = [0.0; LANES];
            match output {
                Output::Index => found = indices.get(*unit).copied().unwrap_or(found),
                Output::Rank => {
                    let own = ranks.get(*unit).copied().unwrap_or([0; LANES]);
                    for (found, rank) in found.iter_mut().zip(own) {
                        *found = f64::from(rank) + 1.0;
                    }
                }
                Output::RankShift => {
                    let mut sums = [0_u32; LANES];
                    for (row, official) in ranks.iter().zip(&self.official_ranks) {
                        for (sum, rank) in sums.iter_mut().zip(row) {
                            *sum = sum.wrapping_add(rank.abs_diff(*official));
                        }
                    }
                    for (found, sum) in found.iter_mut().zip(sums) {
                        *found = f64::from(sum) / units;
                    }
                }
                Output::PredicateChange => {
                    for (row, official) in indices.iter().zip(&self.official_classes) {
                        for (found, index) in found.iter_mut().zip(row) {
                            let class = self.cutoffs.iter().take_while(|from| index >= *from).count();
                            *found += f64::from(u8::from(class != *official));
                        }
                    }
                    for found in &mut found {
                        *found /= units;
                    }
                }
            }
            found
        };
        self.outputs.iter().map(of_output).collect()
    }

    /// The rank of each unit in each run, from 0.
    fn ranks(keys: &[[u64; LANES]]) -> Vec<Row> {
        let mut ranks = vec![[0; LANES]; keys.len()];
        let mut order: Vec<(u64, usize)> = Vec::with_capacity(keys.len());
        for lane in 0..LANES {
            order.clear();
            let key = |row: &[u64; LANES]| u64::MAX - row.get(lane).copied().unwrap_or_default();
            order.extend(keys.iter().enumerate().map(|(unit, row)| (key(row), unit)));
            order.sort_unstable();
            let (mut last, mut rank) = (None, 0);
            for (place, (key, unit)) in (0_u32..).zip(&order) {
                if last != Some(*key) {
                    (last, rank) = (Some(*key), place);
                }
                if let Some(slot) = ranks.get_mut(*unit).and_then(|row| row.get_mut(lane)) {
                    *slot = rank;
                }
            }
        }
        ranks
    }
}

/// A score over a total, in printed units.
pub(super) fn rounded(score: u64, total: u64, scale: u64, rounding: Rounding) -> u64 {
    let (score, total) = (u128::from(score) * u128::from(scale), u128::from(total.max(1)));
    let (down, rest) = match (u64::try_from(score), u64::try_from(total)) {
        // One word is divided several times faster than two.
        (Ok(score), Ok(total)) => (u128::from(score / total), u128::from(score % total)),
        _ => (score / total, score % total),
    };
    let up = match rounding {
        Rounding::HalfUp => 2 * rest >= total,
        Rounding::HalfEven => 2 * rest > total || (2 * rest == total && down % 2 == 1),
        Rounding::Truncate => false,
    };
    u64::try_from(down + u128::from(up)).unwrap_or(u64::MAX)
}

/// The rest of a block whose scores are words; the numbers are those of the general way, but for geometric means, which
/// are ordered on a fine grid.
struct Short<'run> {
    model: &'run Model<'run>,
    tables: &'run Tables,
    stream: Option<Stream>,
    published: [bool; LANES],
    geometric: [bool; LANES],
    scratch: &'run mut Scratch,
}

impl Loops for Short<'_> {
    type Found = Vec<[f64; LANES]>;

    #[inline(always)]
    fn run(self) -> Self::Found {
        let Self { model, tables, stream, published, geometric, scratch } = self;
        tables.scores(stream, scratch);
        let mut totals_of = [0.0; LANES];
        for (of, total) in totals_of.iter_mut().zip(totals(&scratch.weights)) {
            *of = float(total);
        }
        let mut parts_of = [0.0; LANES];
        for (parts, total) in parts_of.iter_mut().zip(&totals_of) {
            *parts = total * float(model.denominator);
        }
        let means = if geometric.contains(&true) {
            Geometric { model, weights: &scratch.weights, stream }.run()
        } else {
            Vec::new()
        };
        let publishes = published.contains(&true);
        let mut indices = Vec::with_capacity(scratch.scores.len());
        for (unit, keys) in scratch.scores.iter_mut().enumerate() {
            // What the compiler cannot see through keeps it to one row at a time.
            let scores = black_box(*keys);
            let mut index = [0.0; LANES];
            for ((index, score), parts) in index.iter_mut().zip(&scores).zip(&parts_of) {
                *index = f64::from(*score) / parts;
            }
            let mut own = scores;
            if let Some(means) = means.get(unit) {
                model.take_means(means, &totals_of, &geometric, &mut index, &mut own);
            }
            if publishes {
                model.publish(&scores, &parts_of, (&published, &geometric), &mut index, &mut own);
            }
            *keys = own;
            indices.push(index);
        }
        model.judge_short(&mut scratch.scores, &indices)
    }
}

impl Model<'_> {
    /// The geometric mean in the runs that take it, and a whole number that orders such means: a millionth of the range
    /// apart.
    #[inline(always)]
    fn take_means(
        &self,
        means: &[f64; LANES],
        totals: &[f64; LANES],
        geometric: &[bool; LANES],
        index: &mut [f64; LANES],
        keys: &mut Row,
    ) {
        for (((index, mean), total), chosen) in index.iter_mut().zip(means).zip(totals).zip(geometric) {
            if *chosen {
                *index = libm::exp(mean / total);
            }
        }
        for ((key, index), chosen) in keys.iter_mut().zip(index).zip(geometric) {
            let fine = short(*index / self.highest * float((1 << SCORE_BITS) - 2)).min((1 << SCORE_BITS) - 1);
            *key = if *chosen { fine } else { *key };
        }
    }

    /// The published index in the runs that take it, in printed units and as a number.
    #[inline(always)]
    fn publish(
        &self,
        scores: &Row,
        parts: &[f64; LANES],
        (published, geometric): (&[bool; LANES], &[bool; LANES]),
        index: &mut [f64; LANES],
        keys: &mut Row,
    ) {
        let rounding = self.instrument.rounding();
        let scale = float(self.scale);
        let half = if rounding == Rounding::Truncate { 0.0 } else { 0.5 };
        let mut printed = [0; LANES];
        for ((printed, score), parts) in printed.iter_mut().zip(scores).zip(parts) {
            *printed = rounded_short(f64::from(*score) * scale, *parts, rounding);
        }
        for ((printed, index), geometric) in printed.iter_mut().zip(index.iter()).zip(geometric) {
            // No geometric mean of whole numbers lies halfway between two printed ones but a whole one.
            let mean = short(index * scale + half);
            *printed = if *geometric { mean } else { *printed };
        }
        for (((key, index), printed), published) in keys.iter_mut().zip(index).zip(&printed).zip(published) {
            *key = if *published { *printed } else { *key };
            *index = if *published { f64::from(*printed) / scale } else { *index };
        }
    }

    /// The outputs of indices whose order is that of words.
    #[inline(always)]
    fn judge_short(&self, keys: &mut [Row], indices: &[[f64; LANES]]) -> Vec<[f64; LANES]> {
        let units = float(u64::try_from(keys.len()).unwrap_or(1).max(1));
        let mut found = vec![[0.0; LANES]; self.outputs.len()];
        for ((output, unit), found) in self.outputs.iter().zip(&mut found) {
            let mut counts = [0_u32; LANES];
            match output {
                Output::Index => *found = indices.get(*unit).copied().unwrap_or(*found),
                Output::Rank => {
                    let own = keys.get(*unit).copied().unwrap_or([u32::MAX; LANES]);
                    for row in keys.iter() {
                        for ((count, key), own) in counts.iter_mut().zip(row).zip(&own) {
                            *count = count.wrapping_add(u32::from(key > own));
                        }
                    }
                    for (found, count) in found.iter_mut().zip(counts) {
                        *found = f64::from(count) + 1.0;
                    }
                }
                Output::PredicateChange => {
                    for (row, official) in indices.iter().zip(&self.official_classes) {
                        let mut classes = [0_usize; LANES];
                        for from in &self.cutoffs {
                            for (class, index) in classes.iter_mut().zip(row) {
                                *class = class.wrapping_add(usize::from(index >= from));
                            }
                        }
                        for (count, class) in counts.iter_mut().zip(&classes) {
                            *count = count.wrapping_add(u32::from(class != official));
                        }
                    }
                    for (found, count) in found.iter_mut().zip(counts) {
                        *found = f64::from(count) / units;
                    }
                }
                Output::RankShift => {}
            }
        }
        if self.outputs.iter().any(|(output, _)| *output == Output::RankShift) {
            // Units go by their official ranks here: nothing else is asked of them.
            places(&self.official_ranks, keys);
            let mut sums = [0_u32; LANES];
            for row in keys.iter() {
                for (sum, place) in sums.iter_mut().zip(row) {
                    *sum = sum.wrapping_add((place >> UNIT_BITS).abs_diff(place & UNIT_MASK));
                }
            }
            for ((output, _), found) in self.outputs.iter().zip(&mut found) {
                if *output == Output::RankShift {
                    for (found, sum) in found.iter_mut().zip(&sums) {
                        *found = f64::from(*sum) / units;
                    }
                }
            }
        }
        found
    }
}

/// [`rounded`] of numbers whose products doubles hold exactly: below 2^51.
#[inline(always)]
pub(super) fn rounded_short(score: f64, total: f64, rounding: Rounding) -> u32 {
    // The nearest whole number to the quotient is the one below it, or one too many.
    let near = nearest(score / total);
    let down = if near * total > score { near - 1.0 } else { near };
    let twice = 2.0 * (score - down * total);
    // Without a branch, so that many are rounded side by side.
    let whole = low_half(down);
    let reached = u32::from(twice >= total) & u32::from(rounding != Rounding::Truncate);
    let stays = u32::from(twice <= total) & !whole & u32::from(rounding == Rounding::HalfEven);
    whole.wrapping_add(reached & !stays)
}

/// From here on doubles are whole numbers: what is added to it is rounded, and stands in its lowest bits.
const WHOLE: f64 = 4_503_599_627_370_496.0;

/// The nearest whole number, of one from 0 to 2^51.
#[inline(always)]
const fn nearest(number: f64) -> f64 {
    (number + WHOLE) - WHOLE
}

/// The whole number below, as a word. A conversion would look for numbers that do not fit, one by one.
#[inline(always)]
pub(super) fn short(number: f64) -> u32 {
    let near = nearest(number);
    low_half(if near > number { near - 1.0 } else { near })
}

/// A whole number below 2^32 as a word.
#[inline(always)]
#[expect(clippy::cast_possible_truncation, reason = "the low half is asked for")]
const fn low_half(whole: f64) -> u32 {
    (whole + WHOLE).to_bits() as u32
}

/// Weight times logarithm, added up.
struct Geometric<'run> {
    model: &'run Model<'run>,
    weights: &'run [Row],
    stream: Option<Stream>,
}

impl Loops for Geometric<'_> {
    type Found = Vec<[f64; LANES]>;

    #[inline(always)]
    fn run(self) -> Self::Found {
        let Self { model, weights, stream } = self;
        let field = model.field;
        let weights: Vec<[f64; LANES]> = weights.iter().map(|row| row.map(f64::from)).collect();
        let parts = field.parts().max(1);
        let mut sums = vec![[0.0; LANES]; field.units()];
        for (sum, logs) in sums.iter_mut().zip(model.logs.chunks_exact(parts)) {
            *sum = weighted(logs, &weights);
        }
        let Some(mut stream) = stream else { return sums };
        let sides: Vec<_> = model.noise.sides.iter().map(|side| bounds(*side, &mut stream)).collect();
        let mut cells = model.log_falls.iter().zip(&model.log_rises);
        for sum in &mut sums {
            for ((below, above), weights) in sides.iter().zip(&weights) {
                let random = stream.bytes();
                let Some((fall, rise)) = cells.next() else { continue };
                for ((((sum, weight), random), below), above) in
                    sum.iter_mut().zip(weights).zip(&random).zip(below).zip(above)
                {
                    let step = if random < below {
                        *fall
                    } else if random > above {
                        *rise
                    } else {
                        0.0
                    };
                    *sum += weight * step;
                }
            }
        }
        sums
    }
}

#[inline(always)]
fn weighted(logs: &[f64], weights: &[[f64; LANES]]) -> [f64; LANES] {
    let mut sum = [0.0; LANES];
    for (log, weights) in logs.iter().zip(weights) {
        for (sum, weight) in sum.iter_mut().zip(weights) {
            *sum += weight * log;
        }
    }
    sum
}

#[expect(clippy::cast_precision_loss, reason = "nearest doubles are what is asked for")]
pub(super) const fn float(number: u64) -> f64 {
    number as f64
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a number of printed units")]
const fn whole(number: f64) -> u64 {
    number as u64
}
