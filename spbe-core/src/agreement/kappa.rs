//! Cohen's weighted kappa, and how sure it is.

use std::collections::BTreeMap;

use super::shift::ShiftTable;
use crate::exact::{NumberError, Ratio};

/// How much a disagreement weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum KappaWeights {
    /// Every disagreement alike.
    Unweighted,
    /// By the distance of the levels.
    Linear,
    /// By the square of the distance.
    Quadratic,
}

impl KappaWeights {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Unweighted, Self::Linear, Self::Quadratic];

    /// The name for programs.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unweighted => "unweighted",
            Self::Linear => "linear",
            Self::Quadratic => "quadratic",
        }
    }

    fn distance(self, first: Ratio, second: Ratio) -> Result<Ratio, NumberError> {
        let gap = if first < second { second.checked_sub(first)? } else { first.checked_sub(second)? };
        match self {
            Self::Unweighted => Ok(Ratio::whole(i64::from(first != second))),
            Self::Linear => Ok(gap),
            Self::Quadratic => gap.checked_mul(gap),
        }
    }
}

/// Agreement beyond chance: 1 for full agreement, 0 for what chance gives, below 0 for less than that.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Kappa {
    /// The value.
    pub value: Ratio,
    /// The large-sample standard error of Fleiss, Cohen and Everitt (1969), equation 8.
    pub standard_error: f64,
    /// The lower end of the 95 % interval.
    pub lowest: f64,
    /// The upper end of the 95 % interval, at most 1.
    pub highest: f64,
}

/// The 97.5 % quantile of the normal distribution.
const NORMAL_975: f64 = 1.959_963_984_540_054;

impl Kappa {
    /// Kappa of a table; `None` without pairs, and where chance alone leaves no disagreement (both ratings always one
    /// and the same level).
    ///
    /// # Errors
    /// [`NumberError`] if the sums do not fit.
    pub fn new(table: &ShiftTable, weights: KappaWeights) -> Result<Option<Self>, NumberError> {
        let count = |count: u64| Ratio::new(count.into(), 1);
        let zero = Ratio::whole(0);
        let mut observed = zero;
        // How often either rating has each level.
        let mut margins: BTreeMap<Ratio, (u64, u64)> = BTreeMap::new();
        for (first, second, pairs) in table.cells() {
            observed = observed.checked_add(weights.distance(first, second)?.checked_mul(count(pairs)?)?)?;
            margins.entry(first).or_default().0 += pairs;
            margins.entry(second).or_default().1 += pairs;
        }
        let (mut expected, mut largest) = (zero, zero);
        for (first, (of_first, _)) in &margins {
            for (second, (_, of_second)) in &margins {
                let distance = weights.distance(*first, *second)?;
                let chance = count(*of_first)?.checked_mul(count(*of_second)?)?;
                expected = expected.checked_add(distance.checked_mul(chance)?)?;
                largest = largest.max(distance);
            }
        }
        if expected == zero {
            return Ok(None);
        }
        let value = Ratio::whole(1).checked_sub(observed.checked_mul(count(table.pairs())?)?.checked_div(expected)?)?;
        let standard_error = standard_error(table, &table.levels(), |first, second| {
            Ok(1.0 - weights.distance(first, second)?.checked_div(largest)?.to_f64())
        })?;
        let (middle, reach) = (value.to_f64(), NORMAL_975 * standard_error);
        Ok(Some(Self { value, standard_error, lowest: middle - reach, highest: (middle + reach).min(1.0) }))
    }
}

/// Fleiss, Cohen and Everitt (1969), from shares `p` of the cells, shares of either rating, and agreement weights
/// from 0 to 1.
fn standard_error(
    table: &ShiftTable,
    levels: &[Ratio],
    weight: impl Fn(Ratio, Ratio) -> Result<f64, NumberError>,
) -> Result<f64, NumberError> {
    let share = |part: u64| Ratio::new(part.into(), table.pairs().into()).map(Ratio::to_f64);
    let mut cells = Vec::with_capacity(levels.len() * levels.len());
    for first in levels {
        for second in levels {
            cells.push((share(table.count(*first, *second))?, weight(*first, *second)?));
        }
    }
    let rows = || cells.chunks_exact(levels.len().max(1));
    let column = |position: usize| cells.iter().skip(position).step_by(levels.len().max(1));
    let of_first: Vec<f64> = rows().map(|row| row.iter().map(|(share, _)| share).sum()).collect();
    let of_second: Vec<f64> = (0..levels.len()).map(|at| column(at).map(|(share, _)| share).sum()).collect();
    let weighted = |line: &mut dyn Iterator<Item = &(f64, f64)>, shares: &[f64]| -> f64 {
        line.zip(shares).map(|((_, weight), share)| weight * share).sum()
    };
    let row_means: Vec<f64> = rows().map(|row| weighted(&mut row.iter(), &of_second)).collect();
    let column_means: Vec<f64> = (0..levels.len()).map(|at| weighted(&mut column(at), &of_first)).collect();
    let observed: f64 = cells.iter().map(|(share, weight)| share * weight).sum();
    let expected: f64 = of_first.iter().zip(&row_means).map(|(share, mean)| share * mean).sum();
    let mut spread = 0.0;
    for (row, row_mean) in rows().zip(&row_means) {
        for ((share, weight), column_mean) in row.iter().zip(&column_means) {
            let term = weight * (1.0 - expected) - (row_mean + column_mean) * (1.0 - observed);
            spread += share * term * term;
        }
    }
    let centre = observed * expected - 2.0 * expected + observed;
    let pairs = Ratio::new(table.pairs().into(), 1)?.to_f64();
    Ok(((spread - centre * centre).max(0.0) / pairs).sqrt() / ((1.0 - expected) * (1.0 - expected)))
}
