//! Whether the items of a scale measure one thing.

use super::moments::{Deviations, add, count};

/// Cronbach's alpha of items that stand in columns; `None` below two items or two rows, and where no total differs.
#[must_use]
pub fn cronbach_alpha(items: &[&[f64]]) -> Option<f64> {
    if items.len() < 2 {
        return None;
    }
    let spread = |column: &[f64]| Deviations::of(column).map(|column| column.squares);
    let totals = totals(items.iter().copied())?;
    let of_totals = spread(&totals).filter(|spread| totals.len() > 1 && *spread > 0.0)?;
    let of_items = items.iter().map(|item| spread(item)).sum::<Option<f64>>()?;
    let items = count(items.len());
    Some(items / (items - 1.0) * (1.0 - of_items / of_totals))
}

/// The correlation of each item with the sum of the others; `None` where either is constant.
#[must_use]
pub fn item_rest(items: &[&[f64]]) -> Vec<Option<f64>> {
    // The others are added up anew for each item: a total minus an item would make a constant rest look as if it varied.
    let others = |own: usize| totals(items.iter().enumerate().filter(|(at, _)| *at != own).map(|(_, item)| *item));
    let correlation = |own: usize, item: &[f64]| Deviations::of(item)?.correlation(&Deviations::of(&others(own)?)?);
    items.iter().enumerate().map(|(own, item)| correlation(own, item)).collect()
}

/// The sum of each row; `None` without columns, and for columns of different length.
fn totals<'items>(items: impl Iterator<Item = &'items [f64]>) -> Option<Vec<f64>> {
    let mut items = items.peekable();
    let rows = items.peek()?.len();
    let (mut totals, mut lost) = (vec![0.0; rows], vec![0.0; rows]);
    for item in items {
        if item.len() != rows {
            return None;
        }
        for ((total, lost), value) in totals.iter_mut().zip(&mut lost).zip(item) {
            add(total, lost, *value);
        }
    }
    for (total, lost) in totals.iter_mut().zip(lost) {
        *total += lost;
    }
    Some(totals)
}
