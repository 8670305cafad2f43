//! How many things the columns measure.

use nalgebra::{DMatrix, SymmetricEigen};

use super::moments::{Deviations, sum};

/// Principal components of the correlation matrix: columns are taken as equally spread.
#[derive(Clone, Debug, PartialEq)]
pub struct PrincipalComponents {
    /// The variance of each component, largest first; they add up to the number of columns used.
    pub eigenvalues: Vec<f64>,
    /// The share of the whole variance.
    pub shares: Vec<f64>,
    /// By component, then by column used: the correlation of the column with the component. The loading largest in
    /// size is positive.
    pub loadings: Vec<Vec<f64>>,
    /// The positions of the columns used; a constant column has no correlation and is left out.
    pub used: Vec<usize>,
}

impl PrincipalComponents {
    /// The components; `None` below two rows or without a column that varies.
    #[must_use]
    pub fn new(columns: &[&[f64]]) -> Option<Self> {
        let deviations = columns.iter().map(|column| Deviations::of(column)).enumerate();
        let varying = deviations.filter_map(|(position, column)| {
            let column = column?;
            column.correlation(&column).map(|_| (position, column))
        });
        let (used, columns): (Vec<usize>, Vec<Deviations>) = varying.unzip();
        if used.is_empty() {
            return None;
        }
        let mut correlations = DMatrix::identity(columns.len(), columns.len());
        for (row, first) in columns.iter().enumerate() {
            for (column, second) in columns.iter().enumerate().skip(row + 1) {
                let correlation = first.correlation(second)?;
                for place in [(row, column), (column, row)] {
                    if let Some(slot) = correlations.get_mut(place) {
                        *slot = correlation;
                    }
                }
            }
        }
        let found = SymmetricEigen::try_new(correlations, f64::EPSILON, 10_000)?;
        let vectors = found.eigenvectors.column_iter().map(|vector| vector.iter().copied().collect::<Vec<f64>>());
        // Rounding may leave an eigenvalue of zero a hair below it.
        let mut components: Vec<(f64, Vec<f64>)> =
            found.eigenvalues.iter().map(|value| value.max(0.0)).zip(vectors).collect();
        components.sort_by(|(one, _), (other, _)| other.total_cmp(one));
        let whole = sum(components.iter().map(|(eigenvalue, _)| *eigenvalue));
        Some(Self {
            eigenvalues: components.iter().map(|(eigenvalue, _)| *eigenvalue).collect(),
            shares: components.iter().map(|(eigenvalue, _)| eigenvalue / whole).collect(),
            loadings: components.iter().map(|(eigenvalue, vector)| loadings(*eigenvalue, vector)).collect(),
            used,
        })
    }

    /// How many components have a variance above that of one column (Kaiser's rule).
    #[must_use]
    pub fn above_one(&self) -> usize {
        self.eigenvalues.iter().filter(|eigenvalue| **eigenvalue > 1.0).count()
    }
}

fn loadings(eigenvalue: f64, vector: &[f64]) -> Vec<f64> {
    let largest =
        vector.iter().copied().fold(0.0_f64, |largest, own| if own.abs() > largest.abs() { own } else { largest });
    let scale = eigenvalue.sqrt().copysign(largest);
    vector.iter().map(|own| own * scale).collect()
}
