//! Whether two columns go together.

use super::moments::{Deviations, count, same};

/// Pearson's correlation; `None` below two rows, for columns of different length, and where one of them is constant.
#[must_use]
pub fn pearson(first: &[f64], second: &[f64]) -> Option<f64> {
    Deviations::of(first)?.correlation(&Deviations::of(second)?)
}

/// Spearman's correlation: Pearson's of the ranks, ties at their mean rank.
#[must_use]
pub fn spearman(first: &[f64], second: &[f64]) -> Option<f64> {
    pearson(&mean_ranks(first), &mean_ranks(second))
}

/// The rank of each value from one, lowest first, ties at the mean of their ranks.
#[must_use]
pub fn mean_ranks(values: &[f64]) -> Vec<f64> {
    Order::of(values).mean_ranks()
}

/// Kendall's tau-b, which allows for ties. The pairs are counted exactly: from a table of how often each two values stand
/// together where few values differ, as levels do, else in n log n steps (Knight 1966).
#[must_use]
pub fn kendall(first: &[f64], second: &[f64]) -> Option<f64> {
    Order::of(first).kendall(&Order::of(second))
}

/// The order of a column, which many correlations share: its values numbered from the lowest, equal ones alike.
#[derive(Clone, Debug)]
pub(super) struct Order {
    numbers: Vec<u32>,
    /// How often each number is there.
    counts: Vec<usize>,
}

impl Order {
    pub(super) fn of(values: &[f64]) -> Self {
        let mut order: Vec<(f64, usize)> = values.iter().copied().zip(0..).collect();
        order.sort_unstable_by(|(one, _), (other, _)| one.total_cmp(other));
        let (mut numbers, mut counts) = (vec![0; values.len()], Vec::new());
        for (number, tied) in (0..).zip(order.chunk_by(|(one, _), (other, _)| same(*one, *other))) {
            counts.push(tied.len());
            for (_, row) in tied {
                if let Some(slot) = numbers.get_mut(*row) {
                    *slot = number;
                }
            }
        }
        Self { numbers, counts }
    }

    pub(super) fn mean_ranks(&self) -> Vec<f64> {
        let mut before = 0;
        let mut ranks = Vec::with_capacity(self.counts.len());
        for tied in &self.counts {
            // The mean of before + 1 ..= before + tied.
            ranks.push(count(before) + (count(*tied) + 1.0) / 2.0);
            before += tied;
        }
        self.numbers.iter().filter_map(|number| ranks.get(*number as usize).copied()).collect()
    }

    /// Kendall's tau-b of two columns.
    pub(super) fn kendall(&self, other: &Self) -> Option<f64> {
        let rows = self.numbers.len();
        if rows != other.numbers.len() {
            return None;
        }
        let few = self.counts.len().checked_mul(other.counts.len()).is_some_and(|cells| cells <= rows);
        let (discordant, tied_both) = if few { self.pairs_by_table(other) } else { self.pairs_by_sorting(other) };
        let tied = |counts: &[usize]| counts.iter().map(|tied| pairs_of(*tied)).sum::<i128>();
        let (all, tied_first, tied_second) = (pairs_of(rows), tied(&self.counts), tied(&other.counts));
        let concordant_less_discordant = all - tied_first - tied_second + tied_both - 2 * discordant;
        let scale = as_float(all - tied_first).sqrt() * as_float(all - tied_second).sqrt();
        (scale > 0.0).then(|| (as_float(concordant_less_discordant) / scale).clamp(-1.0, 1.0))
    }

    /// How many pairs stand in opposite order, and how many are equal in both.
    fn pairs_by_table(&self, other: &Self) -> (i128, i128) {
        let width = other.counts.len();
        let mut table = vec![0_usize; self.counts.len() * width];
        for (first, second) in self.numbers.iter().zip(&other.numbers) {
            if let Some(cell) = table.get_mut(*first as usize * width + *second as usize) {
                *cell += 1;
            }
        }
        let tied_both = table.iter().map(|cell| pairs_of(*cell)).sum();
        let (mut discordant, mut above) = (0_i128, vec![0_usize; width]);
        for row in table.chunks_exact(width.max(1)).rev() {
            let mut above_and_below = 0_usize;
            for (cell, above) in row.iter().zip(&mut above) {
                discordant += (*cell as i128) * (above_and_below as i128);
                above_and_below += *above;
                *above += cell;
            }
        }
        (discordant, tied_both)
    }

    fn pairs_by_sorting(&self, other: &Self) -> (i128, i128) {
        let both = self.numbers.iter().zip(&other.numbers);
        let mut both: Vec<(u32, u32)> = both.map(|(first, second)| (*first, *second)).collect();
        both.sort_unstable();
        let tied_both = both.chunk_by(|one, other| one == other).map(|tied| pairs_of(tied.len())).sum();
        let mut seconds: Vec<u32> = both.into_iter().map(|(_, second)| second).collect();
        (inversions(&mut seconds), tied_both)
    }
}

const fn pairs_of(length: usize) -> i128 {
    let length = length as i128;
    length * (length - 1) / 2
}

#[expect(clippy::cast_precision_loss, reason = "a quotient of counts, rounded once each")]
const fn as_float(count: i128) -> f64 {
    count as f64
}

/// How many pairs stand in the wrong order; sorts on the way, by merging runs of doubling length.
fn inversions(values: &mut Vec<u32>) -> i128 {
    let mut merged: Vec<u32> = Vec::with_capacity(values.len());
    let (mut found, mut run) = (0_i128, 1);
    while run < values.len() {
        merged.clear();
        for pair in values.chunks(run * 2) {
            let (left, right) = pair.split_at(run.min(pair.len()));
            let (mut left, mut right) = (left.iter().copied().peekable(), right.iter().copied().peekable());
            loop {
                match (left.peek(), right.peek()) {
                    (Some(low), Some(high)) if low > high => {
                        found += left.len() as i128;
                        merged.extend(right.next());
                    }
                    (Some(_), _) => merged.extend(left.next()),
                    (None, Some(_)) => merged.extend(right.next()),
                    (None, None) => break,
                }
            }
        }
        std::mem::swap(values, &mut merged);
        run = run.saturating_mul(2);
    }
    found
}
