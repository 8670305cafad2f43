//! Places among many, on exact values.

use std::cmp::Reverse;

use crate::exact::Ratio;

/// The place of each value among all, highest first, by standard competition: ties share the best place, and the next
/// place counts them all (1, 2, 2, 4).
#[must_use]
pub fn competition_ranks(values: &[Ratio]) -> Vec<usize> {
    let mut order: Vec<(usize, Ratio)> = values.iter().copied().enumerate().collect();
    order.sort_by_key(|(_, value)| Reverse(*value));
    let mut ranks = vec![0; values.len()];
    let mut shared: Option<(usize, Ratio)> = None;
    for (place, (position, value)) in order.into_iter().enumerate() {
        let rank = match shared {
            Some((rank, tied)) if tied == value => rank,
            _ => place + 1,
        };
        shared = Some((rank, value));
        if let Some(slot) = ranks.get_mut(position) {
            *slot = rank;
        }
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::competition_ranks;
    use crate::exact::Ratio;

    #[test]
    fn ties_share_the_best_rank() {
        let values: Vec<Ratio> = ["2.15", "3", "43/20", "4.2", "1"].iter().map(|text| text.parse().unwrap()).collect();
        assert_eq!(competition_ranks(&values), [3, 2, 3, 1, 5]);
        assert!(competition_ranks(&[]).is_empty());
    }
}
