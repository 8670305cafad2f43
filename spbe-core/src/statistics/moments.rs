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

/// A column minus its mean, with its sum of squares, which many correlations share.
#[derive(Clone, Debug)]
pub(super) struct Deviations {
    pub(super) values: Vec<f64>,
    pub(super) squares: f64,
}

impl Deviations {
    /// The deviations of a column; `None` without values.
    pub(super) fn of(column: &[f64]) -> Option<Self> {
        let values = centred(column)?;
        let squares = product(&values, &values);
        Some(Self { values, squares })
    }

    /// Pearson's correlation; `None` below two rows, for columns of different length, and where one is constant.
    pub(super) fn correlation(&self, other: &Self) -> Option<f64> {
        let rows = self.values.len();
        let scale = self.squares.sqrt() * other.squares.sqrt();
        let known = rows == other.values.len() && rows > 1 && scale > 0.0;
        known.then(|| (product(&self.values, &other.values) / scale).clamp(-1.0, 1.0))
    }
}

/// How many numbers are added up side by side.
const LANES: usize = 8;
/// How many are added up before the sum goes to the one that carries its errors along.
const BLOCK: usize = 16 * LANES;

/// The sum of products: in short blocks, so that it is exact to a few roundings for any number of rows. The order is
/// fixed, so that every machine has the same bits.
pub(super) fn product(first: &[f64], second: &[f64]) -> f64 {
    let block = |first: &[f64], second: &[f64]| {
        let mut lanes = [0.0_f64; LANES];
        let (wide, other) = (first.as_chunks::<LANES>(), second.as_chunks::<LANES>());
        for (one, other) in wide.0.iter().zip(other.0) {
            for ((lane, one), other) in lanes.iter_mut().zip(one).zip(other) {
                *lane += one * other;
            }
        }
        let rest = wide.1.iter().zip(other.1).map(|(one, other)| one * other);
        lanes.iter().copied().chain(rest).sum::<f64>()
    };
    sum(first.chunks(BLOCK).zip(second.chunks(BLOCK)).map(|(first, second)| block(first, second)))
}

/// A sum that carries its rounding errors along (Neumaier 1974).
pub(super) fn sum(values: impl Iterator<Item = f64>) -> f64 {
    let (mut total, mut lost) = (0.0_f64, 0.0_f64);
    values.for_each(|value| add(&mut total, &mut lost, value));
    total + lost
}

/// A number more in a sum, and what its rounding lost in `lost`.
pub(super) fn add(total: &mut f64, lost: &mut f64, value: f64) {
    let next = *total + value;
    *lost += if total.abs() >= value.abs() { (*total - next) + value } else { (value - next) + *total };
    *total = next;
}

/// Bitwise equality, for values that are nearest doubles of exact ones.
pub(super) fn same(one: f64, other: f64) -> bool {
    one.total_cmp(&other).is_eq()
}

#[expect(clippy::cast_precision_loss, reason = "lengths far below 2^53")]
pub(super) const fn count(length: usize) -> f64 {
    length as f64
}
