//! Whether two columns go together.

use std::cmp::Ordering;

use super::moments::{centred, count, product, same};

/// Pearson's correlation; `None` below two rows, for columns of different length, and where one of them is constant.
#[must_use]
pub fn pearson(first: &[f64], second: &[f64]) -> Option<f64> {
    if first.len() != second.len() || first.len() < 2 {
        return None;
    }
    let (first, second) = (centred(first)?, centred(second)?);
    let scale = product(&first, &first).sqrt() * product(&second, &second).sqrt();
    (scale > 0.0).then(|| (product(&first, &second) / scale).clamp(-1.0, 1.0))
}

/// Spearman's correlation: Pearson's of the ranks, ties at their mean rank.
#[must_use]
pub fn spearman(first: &[f64], second: &[f64]) -> Option<f64> {
    pearson(&mean_ranks(first), &mean_ranks(second))
}

/// The rank of each value from one, lowest first, ties at the mean of their ranks.
#[must_use]
pub fn mean_ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<(usize, f64)> = values.iter().copied().enumerate().collect();
    order.sort_by(|(_, one), (_, other)| one.total_cmp(other));
    let mut ranks = vec![0.0; values.len()];
    let mut place = 0;
    for tied in order.chunk_by(|(_, one), (_, other)| same(*one, *other)) {
        // The mean of place + 1 ..= place + tied.len().
        let rank = count(place) + (count(tied.len()) + 1.0) / 2.0;
        for (position, _) in tied {
            if let Some(slot) = ranks.get_mut(*position) {
                *slot = rank;
            }
        }
        place += tied.len();
    }
    ranks
}

/// Kendall's tau-b, which allows for ties, in n log n steps (Knight 1966). The pairs are counted exactly.
#[must_use]
pub fn kendall(first: &[f64], second: &[f64]) -> Option<f64> {
    if first.len() != second.len() {
        return None;
    }
    let mut pairs: Vec<(f64, f64)> = first.iter().copied().zip(second.iter().copied()).collect();
    let by_both = |one: &(f64, f64), other: &(f64, f64)| one.0.total_cmp(&other.0).then(one.1.total_cmp(&other.1));
    pairs.sort_by(by_both);
    let all = pairs_of(pairs.len());
    let tied_first: i128 = pairs.chunk_by(|one, other| same(one.0, other.0)).map(|tied| pairs_of(tied.len())).sum();
    let tied_both: i128 =
        pairs.chunk_by(|one, other| by_both(one, other).is_eq()).map(|tied| pairs_of(tied.len())).sum();
    let mut seconds: Vec<f64> = pairs.into_iter().map(|(_, second)| second).collect();
    let discordant = inversions(&mut seconds);
    let tied_second: i128 = seconds.chunk_by(|one, other| same(*one, *other)).map(|tied| pairs_of(tied.len())).sum();
    let concordant_less_discordant = all - tied_first - tied_second + tied_both - 2 * discordant;
    let scale = as_float(all - tied_first).sqrt() * as_float(all - tied_second).sqrt();
    (scale > 0.0).then(|| (as_float(concordant_less_discordant) / scale).clamp(-1.0, 1.0))
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
fn inversions(values: &mut Vec<f64>) -> i128 {
    let mut merged: Vec<f64> = Vec::with_capacity(values.len());
    let (mut found, mut run) = (0_i128, 1);
    while run < values.len() {
        merged.clear();
        for pair in values.chunks(run * 2) {
            let (left, right) = pair.split_at(run.min(pair.len()));
            let (mut left, mut right) = (left.iter().copied().peekable(), right.iter().copied().peekable());
            loop {
                match (left.peek(), right.peek()) {
                    (Some(low), Some(high)) if low.total_cmp(high) == Ordering::Greater => {
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
