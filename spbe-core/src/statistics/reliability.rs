//! Whether the items of a scale measure one thing.

use super::correlation::pearson;
use super::moments::{centred, count, product, sum};

/// Cronbach's alpha of items that stand in columns; `None` below two items or two rows, and where no total differs.
#[must_use]
pub fn cronbach_alpha(items: &[&[f64]]) -> Option<f64> {
    if items.len() < 2 {
        return None;
    }
    let spread = |column: &[f64]| centred(column).map(|column| product(&column, &column));
    let totals = totals(items)?;
    let of_totals = spread(&totals).filter(|spread| totals.len() > 1 && *spread > 0.0)?;
    let of_items = items.iter().map(|item| spread(item)).sum::<Option<f64>>()?;
    let items = count(items.len());
    Some(items / (items - 1.0) * (1.0 - of_items / of_totals))
}

/// The correlation of each item with the sum of the others; `None` where either is constant.
#[must_use]
pub fn item_rest(items: &[&[f64]]) -> Vec<Option<f64>> {
    let others = |own: usize| -> Vec<&[f64]> {
        items.iter().enumerate().filter(|(position, _)| *position != own).map(|(_, item)| *item).collect()
    };
    // The others are added up anew for each item: a total minus an item would make a constant rest look as if it varied.
    items.iter().enumerate().map(|(own, item)| pearson(item, &totals(&others(own))?)).collect()
}

/// The sum of each row; `None` for columns of different length.
fn totals(items: &[&[f64]]) -> Option<Vec<f64>> {
    let rows = items.first().map_or(0, |item| item.len());
    if items.iter().any(|item| item.len() != rows) {
        return None;
    }
    Some((0..rows).map(|row| sum(items.iter().filter_map(|item| item.get(row).copied()))).collect())
}
