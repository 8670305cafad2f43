//! Ranks of plain values, for callers that have no cohort.

use super::ranking::places;
use crate::exact::Ratio;

/// The place of each value among all, highest first, by standard competition: ties share the best place, and the next
/// place counts them all (1, 2, 2, 4).
#[must_use]
pub fn competition_ranks(values: &[Ratio]) -> Vec<usize> {
    let mut distinct = values.to_vec();
    distinct.sort_unstable();
    distinct.dedup();
    // How many different values are better, then the position: sorted, the best come first.
    let better = |value: &Ratio| distinct.len() - distinct.partition_point(|other| other <= value);
    let key =
        |(value, position): (&Ratio, u32)| u128::try_from(better(value)).unwrap_or(0) << 32 | u128::from(position);
    let mut order: Vec<u128> = values.iter().zip(0..).map(key).collect();
    order.sort_unstable();
    let mut ranks = vec![0; values.len()];
    for place in places(&order, 1).0 {
        if let Some(slot) = ranks.get_mut(place.unit()) {
            *slot = usize::try_from(place.above()).unwrap_or(usize::MAX).saturating_add(1);
        }
    }
    ranks
}
