//! Sobol indices from runs.

#![expect(clippy::float_arithmetic, reason = "shares of variance; no index goes through here")]

use crate::robustness::{Purpose, Stream};

/// The results of a model: with all factors from a first sample, all from a second one, and, for each factor, all from
/// the first but that one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Runs {
    /// All from the first sample.
    pub first: Vec<f64>,
    /// All from the second.
    pub second: Vec<f64>,
    /// By factor: that one from the second, all others from the first.
    pub mixed: Vec<Vec<f64>>,
}

/// An estimate and the interval that resampled runs give it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Estimate {
    /// The estimate. It can fall a little below 0 or above 1; it is not cut off, since that would bias it.
    pub value: f64,
    /// The lower end of the interval.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
}

/// What one factor has to do with the variance of a result.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct SobolIndices {
    /// The share of the variance that goes when the factor alone is known.
    pub first: Estimate,
    /// The share that stays when all others are known.
    pub total: Estimate,
}

/// Why runs give no indices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoIndices {
    /// All are equal, or there are none.
    NoVariance,
    /// Some are no numbers.
    NotANumber,
}

/// So many times the runs are resampled for an interval.
const RESAMPLES: usize = 400;
/// How many of them lie below the interval, and above: it covers 95 %.
const OUTSIDE: usize = RESAMPLES / 40;

/// The indices of each factor: first order after Saltelli (2010), total after Jansen (1999), of results less their
/// mean, which keeps a large constant from drowning the differences.
///
/// # Errors
/// [`NoIndices`].
pub fn indices(runs: &Runs, seed: u64) -> Result<Vec<SobolIndices>, NoIndices> {
    let all = || runs.first.iter().chain(&runs.second).chain(runs.mixed.iter().flatten());
    if all().any(|value| !value.is_finite()) {
        return Err(NoIndices::NotANumber);
    }
    let Some(start) = runs.first.first() else { return Err(NoIndices::NoVariance) };
    if all().all(|value| value.total_cmp(start).is_eq()) {
        return Err(NoIndices::NoVariance);
    }
    let mean = all().sum::<f64>() / count(all().count());
    let centred = |values: &[f64]| values.iter().map(|value| value - mean).collect::<Vec<f64>>();
    let rows = Rows::new(centred(&runs.first), centred(&runs.second), runs.mixed.iter().map(|own| centred(own)));
    let every: Vec<usize> = (0..runs.first.len()).collect();
    let Some(found) = rows.of(&every) else { return Err(NoIndices::NoVariance) };
    // By factor, all resamples.
    let mut resampled: Vec<[Vec<f64>; 2]> = vec![[Vec::new(), Vec::new()]; found.len()];
    let mut picked = every;
    for resample in 0..u32::try_from(RESAMPLES).unwrap_or_default() {
        let mut stream = Stream::new(seed, resample, Purpose::Resampling, 0);
        for eight in picked.chunks_mut(8) {
            for (slot, word) in eight.iter_mut().zip(stream.words()) {
                let high = (u64::from(word) * u64::try_from(runs.first.len()).unwrap_or_default()) >> 32;
                *slot = usize::try_from(high).unwrap_or_default();
            }
        }
        // A resample without any variance says nothing.
        let Some(again) = rows.of(&picked) else { continue };
        for ([first, total], (own_first, own_total)) in resampled.iter_mut().zip(again) {
            first.push(own_first);
            total.push(own_total);
        }
    }
    let estimate = |value: f64, mut again: Vec<f64>| {
        again.sort_unstable_by(f64::total_cmp);
        let at = |place: usize| again.get(place).copied().unwrap_or(value);
        Estimate { value, low: at(OUTSIDE), high: at(again.len().saturating_sub(OUTSIDE + 1)) }
    };
    let together = |((first, total), [first_again, total_again]): ((f64, f64), [Vec<f64>; 2])| SobolIndices {
        first: estimate(first, first_again),
        total: estimate(total, total_again),
    };
    Ok(found.into_iter().zip(resampled).map(together).collect())
}

/// Results less their mean, those of one base run together: resamples pick base runs.
struct Rows {
    /// How many mixed runs there are of a base run.
    factors: usize,
    /// By base run: the first, the second, the mixed ones.
    cells: Vec<f64>,
}

impl Rows {
    fn new(first: Vec<f64>, second: Vec<f64>, mixed: impl Iterator<Item = Vec<f64>>) -> Self {
        let columns: Vec<Vec<f64>> = [first, second].into_iter().chain(mixed).collect();
        let runs = columns.iter().map(Vec::len).min().unwrap_or_default();
        let cells = (0..runs).flat_map(|run| columns.iter().filter_map(move |column| column.get(run).copied()));
        Self { factors: columns.len() - 2, cells: cells.collect() }
    }

    /// First-order and total indices of some of the runs; none where they do not vary.
    fn of(&self, picked: &[usize]) -> Option<Vec<(f64, f64)>> {
        let width = self.factors + 2;
        let (mut sum, mut squares) = (0.0, 0.0);
        let mut sums = vec![(0.0, 0.0); self.factors];
        for place in picked {
            let Some([first, second, mixed @ ..]) = self.cells.get(place * width..(place + 1) * width) else {
                return None;
            };
            sum += first + second;
            squares += first * first + second * second;
            for ((first_order, total), mixed) in sums.iter_mut().zip(mixed) {
                *first_order += second * (mixed - first);
                *total += (first - mixed) * (first - mixed);
            }
        }
        let runs = count(picked.len());
        let mean = sum / (2.0 * runs);
        let variance = squares / (2.0 * runs) - mean * mean;
        if variance <= 0.0 {
            return None;
        }
        let shares = sums.iter().map(|(first, total)| (first / runs / variance, total / (2.0 * runs) / variance));
        Some(shares.collect())
    }
}

#[expect(clippy::cast_precision_loss, reason = "a number of runs")]
const fn count(length: usize) -> f64 {
    length as f64
}
