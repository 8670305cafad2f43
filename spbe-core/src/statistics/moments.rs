//! Means and spreads, and what the other figures are made of.

/// The arithmetic mean; `None` without values.
#[must_use]
pub fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| sum(values.iter().copied()) / count(values.len()))
}

/// The sample standard deviation, with one degree of freedom less than values; `None` below two values.
#[must_use]
pub fn standard_deviation(values: &[f64]) -> Option<f64> {
    let deviations = centred(values)?;
    (values.len() > 1).then(|| (product(&deviations, &deviations) / (count(values.len()) - 1.0)).sqrt())
}

/// The values minus their mean; `None` without values. A constant column gives exact zeros.
pub(super) fn centred(values: &[f64]) -> Option<Vec<f64>> {
    let first = *values.first()?;
    if values.iter().all(|value| same(*value, first)) {
        return Some(vec![0.0; values.len()]);
    }
    let mean = mean(values)?;
    Some(values.iter().map(|value| value - mean).collect())
}

/// The sum of products.
pub(super) fn product(first: &[f64], second: &[f64]) -> f64 {
    sum(first.iter().zip(second).map(|(one, other)| one * other))
}

/// A sum that carries its rounding errors along (Neumaier 1974).
pub(super) fn sum(values: impl Iterator<Item = f64>) -> f64 {
    let (mut sum, mut lost) = (0.0_f64, 0.0_f64);
    for value in values {
        let next = sum + value;
        lost += if sum.abs() >= value.abs() { (sum - next) + value } else { (value - next) + sum };
        sum = next;
    }
    sum + lost
}

/// Bitwise equality, for values that are nearest doubles of exact ones.
pub(super) fn same(one: f64, other: f64) -> bool {
    one.total_cmp(&other).is_eq()
}

#[expect(clippy::cast_precision_loss, reason = "lengths far below 2^53")]
pub(super) const fn count(length: usize) -> f64 {
    length as f64
}
