//! One run: the ranking that results when each factor is as the first sample has it, or as the second does.

#![expect(clippy::float_arithmetic, reason = "geometric means and mean shifts; no index goes through here")]

use super::study::Output;
use crate::exact::{Decimal, Rounding};
use crate::instrument::Instrument;
use crate::robustness::{
    Field, LANES, Law, Noise, Purpose, Row, SCORE_BITS, Scratch, Stream, Tables, UNIT_BITS, UNIT_MASK, Weights, bounds,
    levels, long_scores, places, totals,
};
use crate::wide::{self, Loops, Wide};

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
    /// The highest index there can be.
    highest: f64,
    /// The logarithm of each value; what it gains by one level more, and loses by one less.
    logs: Vec<f64>,
    log_rises: Vec<f64>,
    log_falls: Vec<f64>,
    /// The units, by number.
    names: Vec<u32>,
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
        let tables = short.as_ref().and_then(|law| Tables::new(field, law, noise));
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
            highest: f64::from(field.highest().max(1)) / float(denominator),
            logs,
            log_rises,
            log_falls,
            names: (0..).take(field.units()).collect(),
            wide: Wide::detect(true),
        }
    }

    /// Which factor varies each weight, and which the levels, the publication and the aggregation.
    pub(super) fn vary(mut self, weights: Vec<Option<usize>>, others: [Option<usize>; 3]) -> Self {
        self.weight_factors = weights;
        [self.level_factor, self.publication_factor, self.aggregation_factor] = others;
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
        let mut keys: Vec<[u64; LANES]>;
        let mut indices: Vec<[f64; LANES]>;
        if let Some(tables) = &self.tables {
            wide::run(self.wide, Short { tables, stream: noisy.then(|| levels(seed, block, variant)), scratch });
            keys = scratch.scores.iter().map(|row| row.map(u64::from)).collect();
        } else {
            keys = long_scores(self.field, self.noise, &scratch.weights, noisy.then(|| levels(seed, block, variant)));
        }
        indices = Vec::with_capacity(keys.len());
        for row in &keys {
            let mut index = [0.0; LANES];
            for ((index, score), total) in index.iter_mut().zip(row).zip(&totals) {
                *index = float(*score) / (float(*total) * float(self.denominator));
            }
            indices.push(index);
        }
        if geometric.contains(&true) {
            let stream = noisy.then(|| levels(seed, block, variant));
            let means = wide::run(self.wide, Geometric { model: self, weights: &scratch.weights, stream });
            for ((keys, indices), means) in keys.iter_mut().zip(&mut indices).zip(means) {
                for ((key, index), (mean, (total, chosen))) in
                    keys.iter_mut().zip(indices).zip(means.iter().zip(totals.iter().zip(&geometric)))
                {
                    if *chosen {
                        *index = libm::exp(mean / float(*total));
                        *key = self.fine_key(*index);
                    }
                }
            }
        }
        if published.contains(&true) {
            let decimals = self.instrument.publication().decimals;
            let scale = Decimal::new(1, decimals).and_then(|unit| u64::try_from(unit.scale()).ok()).unwrap_or(100);
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
        self.judge(&keys, &indices, scratch)
    }

    /// A whole number that orders geometric means: a millionth of the range apart where ranks are sorted by words.
    fn fine_key(&self, index: f64) -> u64 {
        match &self.tables {
            Some(_) => whole(index / self.highest * float((1 << SCORE_BITS) - 2)).min((1 << SCORE_BITS) - 1),
            // Positive numbers are in the order of their bits.
            None => index.to_bits(),
        }
    }

    /// The outputs of indices.
    fn judge(&self, keys: &[[u64; LANES]], indices: &[[f64; LANES]], scratch: &mut Scratch) -> Vec<[f64; LANES]> {
        let units = float(u64::try_from(keys.len()).unwrap_or(1).max(1));
        let needs_ranks = self.outputs.iter().any(|(output, _)| matches!(output, Output::RankShift | Output::Rank));
        let ranks = if needs_ranks { self.ranks(keys, scratch) } else { Vec::new() };
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
    fn ranks(&self, keys: &[[u64; LANES]], scratch: &mut Scratch) -> Vec<Row> {
        let mut ranks = vec![[0; LANES]; keys.len()];
        if self.tables.is_some() {
            scratch.scores.clear();
            scratch.scores.extend(keys.iter().map(|row| row.map(|key| u32::try_from(key).unwrap_or(u32::MAX))));
            wide::run(self.wide, Places { names: &self.names, scores: &mut scratch.scores });
            for row in &scratch.scores {
                for (lane, place) in row.iter().enumerate() {
                    let unit = usize::try_from(place & UNIT_MASK).unwrap_or_default();
                    if let Some(slot) = ranks.get_mut(unit).and_then(|row| row.get_mut(lane)) {
                        *slot = place >> UNIT_BITS;
                    }
                }
            }
            return ranks;
        }
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
fn rounded(score: u64, total: u64, scale: u64, rounding: Rounding) -> u64 {
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

struct Short<'run> {
    tables: &'run Tables,
    stream: Option<Stream>,
    scratch: &'run mut Scratch,
}

impl Loops for Short<'_> {
    type Found = ();

    #[inline(always)]
    fn run(self) {
        self.tables.scores(self.stream, self.scratch);
    }
}

struct Places<'run> {
    names: &'run [u32],
    scores: &'run mut [Row],
}

impl Loops for Places<'_> {
    type Found = ();

    #[inline(always)]
    fn run(self) {
        places(self.names, self.scores);
    }
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
