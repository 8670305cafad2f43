//! Many units as integer columns, and the nearest better ones of each.

use super::tiles::{Neighbour, Tiles};
use crate::wide::Wide;

/// One part that units are compared on: an indicator, or a node where only nodes are known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// What one unit of the values is worth, in units of the index.
    pub weight: u32,
    /// The value of each unit, in the order of the units.
    pub values: Vec<u32>,
}

/// Units beside each other. Distances, gains and indices are whole numbers in one unit: weight times value.
#[derive(Clone, Debug)]
pub struct Profiles {
    weights: Vec<u32>,
    /// By unit, then by part.
    values: Vec<u32>,
    indices: Vec<u64>,
    store: Store,
    wide: Option<Wide>,
}

/// The narrowest cells that hold the values, and whose totals hold every index.
#[derive(Clone, Debug)]
enum Store {
    Bytes(Tiles<u8>),
    Words(Tiles<u16>),
    Wide(Tiles<u32>),
}

impl Profiles {
    /// Units by their parts; `None` where the columns differ in length or the sums do not fit 32 bits.
    #[must_use]
    pub fn new(parts: &[Part]) -> Option<Self> {
        let units = parts.first().map_or(0, |part| part.values.len());
        if parts.iter().any(|part| part.values.len() != units) {
            return None;
        }
        let highest = parts.iter().flat_map(|part| &part.values).copied().max().unwrap_or_default();
        // Every distance and every index stays below this.
        let largest = parts.iter().try_fold(0_u64, |sum, part| {
            let most = part.values.iter().copied().max().unwrap_or_default();
            sum.checked_add(u64::from(part.weight) * u64::from(most))
        })?;
        u32::try_from(largest).ok()?;
        // By unit: all parts of a unit side by side.
        let values: Vec<u32> =
            (0..units).flat_map(|unit| parts.iter().filter_map(move |part| part.values.get(unit).copied())).collect();
        let weights: Vec<u32> = parts.iter().map(|part| part.weight).collect();
        let index =
            |own: &[u32]| own.iter().zip(&weights).map(|(value, weight)| u64::from(*value) * u64::from(*weight)).sum();
        let indices: Vec<u64> = match parts.len() {
            0 => Vec::new(),
            width => values.chunks_exact(width).map(index).collect(),
        };
        let store = if u8::try_from(highest).is_ok() && u16::try_from(largest).is_ok() {
            Store::Bytes(Tiles::new(&weights, &values, &indices))
        } else if u16::try_from(highest).is_ok() {
            Store::Words(Tiles::new(&weights, &values, &indices))
        } else {
            Store::Wide(Tiles::new(&weights, &values, &indices))
        };
        Some(Self { weights, values, indices, store, wide: Wide::detect(true) })
    }

    /// Searches with these instructions, or in plain code. The neighbours are the same.
    #[cfg(test)]
    pub(super) const fn with(mut self, wide: Option<Wide>) -> Self {
        self.wide = wide;
        self
    }

    /// How many units there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.indices.len()
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.indices.is_empty()
    }

    /// The weights of the parts.
    #[must_use]
    pub fn weights(&self) -> &[u32] {
        &self.weights
    }

    /// The values of a unit, by part; empty for a position past the last.
    #[must_use]
    pub fn values(&self, unit: usize) -> &[u32] {
        let width = self.weights.len();
        let start = unit.saturating_mul(width);
        self.values.get(start..start.saturating_add(width)).unwrap_or_default()
    }

    /// The index of a unit: the sum of weight times value.
    #[must_use]
    pub fn index(&self, unit: usize) -> Option<u64> {
        self.indices.get(unit).copied()
    }

    /// The units with a higher index that are nearest to this one, at most `count`, nearest first; of equally near ones
    /// the earlier. Exact: no unit is left out.
    #[must_use]
    pub fn nearest_better(&self, unit: usize, count: usize) -> Vec<Neighbour> {
        let Some(index) = self.index(unit) else { return Vec::new() };
        let own = self.values(unit);
        match &self.store {
            Store::Bytes(tiles) => tiles.nearest_above(self.wide, own, index, count),
            Store::Words(tiles) => tiles.nearest_above(self.wide, own, index, count),
            Store::Wide(tiles) => tiles.nearest_above(self.wide, own, index, count),
        }
    }
}
