//! The chances of every index that is possible.

use crate::exact::{NumberError, Ratio};

/// Sums that are added side by side.
const LANES: usize = 8;
/// How many numbers are added before their sum is added to that of the others: short sums lose less.
const CHUNK: usize = 256;

/// The sum of chances, with an error that hardly grows with their number.
#[expect(clippy::float_arithmetic, reason = "chances are no part of an index")]
pub(super) fn total(chances: &[f64]) -> f64 {
    let mut sums: Vec<f64> = Vec::with_capacity(chances.len() / CHUNK + 1);
    for chunk in chances.chunks(CHUNK) {
        let (blocks, rest) = chunk.as_chunks::<LANES>();
        let mut lanes = [0.0; LANES];
        for block in blocks {
            for (lane, chance) in lanes.iter_mut().zip(block) {
                *lane += chance;
            }
        }
        sums.push(lanes.iter().sum::<f64>() + rest.iter().sum::<f64>());
    }
    // Pairs, pairs of pairs, and so on.
    while sums.len() > 1 {
        sums = sums.chunks(2).map(|pair| pair.iter().sum()).collect();
    }
    sums.first().copied().unwrap_or(0.0)
}

/// The exact distribution of an index: the chance of each value on its lattice.
///
/// The values are whole numbers over one denominator, equally far apart; some may have the chance 0.
#[derive(Clone, Debug, PartialEq)]
pub struct Distribution {
    /// The first value, and how far values are apart, over the denominator.
    base: i128,
    step: i128,
    denominator: i128,
    chances: Vec<f64>,
}

impl Distribution {
    pub(super) const fn new(base: i128, step: i128, denominator: i128, chances: Vec<f64>) -> Self {
        Self { base, step, denominator, chances }
    }

    /// The chance of each value, the lowest first.
    #[must_use]
    pub fn chances(&self) -> &[f64] {
        &self.chances
    }

    /// The value at a position.
    ///
    /// # Errors
    /// [`NumberError`] for a position so far out that its value does not fit.
    pub fn index(&self, position: usize) -> Result<Ratio, NumberError> {
        let position = i128::try_from(position).map_err(|_| NumberError::Overflow)?;
        let steps = self.step.checked_mul(position).ok_or(NumberError::Overflow)?;
        Ratio::new(self.base.checked_add(steps).ok_or(NumberError::Overflow)?, self.denominator)
    }

    /// The lowest and the highest value with a chance.
    ///
    /// # Errors
    /// None for values on the lattice; the type is that of exact arithmetic.
    pub fn range(&self) -> Result<(Ratio, Ratio), NumberError> {
        let lowest = self.chances.iter().position(|chance| *chance > 0.0).unwrap_or(0);
        let highest = self.chances.iter().rposition(|chance| *chance > 0.0).unwrap_or(0);
        Ok((self.index(lowest)?, self.index(highest)?))
    }

    /// The chance of an index of at least this, or above it where the bound itself does not count.
    ///
    /// # Errors
    /// [`NumberError`] if the bound does not fit.
    pub fn at_least(&self, index: Ratio, included: bool) -> Result<f64, NumberError> {
        let bound = Bound::new(index, included, self.denominator)?;
        Ok(self.reached(bound, 0))
    }

    /// The chance of an index below the first bound, between it and the second, and so on.
    pub(super) fn between(&self, bounds: &[(Ratio, bool)]) -> Result<Vec<f64>, NumberError> {
        let mut chances = Vec::with_capacity(bounds.len() + 1);
        let mut rest = self.chances.as_slice();
        let mut start = 0;
        for (index, included) in bounds {
            let missing = Bound::new(*index, *included, self.denominator)?.0.saturating_sub(self.base).max(0);
            let first = missing.div_euclid(self.step) + i128::from(missing.rem_euclid(self.step) != 0);
            let first = usize::try_from(first).unwrap_or(usize::MAX).min(self.chances.len()).max(start);
            let (own, above) = rest.split_at_checked(first - start).unwrap_or((rest, &[]));
            chances.push(total(own).min(1.0));
            (rest, start) = (above, first);
        }
        chances.push(total(rest).min(1.0));
        Ok(chances)
    }

    /// The chance of a sum that reaches the bound together with what is added to it.
    pub(super) fn reached(&self, bound: Bound, added: i128) -> f64 {
        let missing = bound.0.saturating_sub(added).saturating_sub(self.base);
        // A chance of all is 1, whatever roundings have left of it.
        if missing <= 0 {
            return 1.0;
        }
        let first = missing.div_euclid(self.step) + i128::from(missing.rem_euclid(self.step) != 0);
        let from = usize::try_from(first).ok().and_then(|first| self.chances.get(first..)).unwrap_or_default();
        // The sum of a few rests may be a hair above 1.
        total(from).min(1.0)
    }

    /// The smallest index that is not exceeded with at least this chance.
    ///
    /// # Errors
    /// None for values on the lattice; the type is that of exact arithmetic.
    #[expect(clippy::float_arithmetic, reason = "chances are no part of an index")]
    pub fn quantile(&self, chance: f64) -> Result<Ratio, NumberError> {
        // Chances add up to 1 but for a few roundings, which must not carry a quantile over a value.
        const ROUNDINGS: f64 = 1e-12;
        let mut sum = 0.0;
        let mut position = 0;
        for (here, own) in self.chances.iter().enumerate() {
            if *own > 0.0 {
                position = here;
                sum += own;
                if sum >= chance - ROUNDINGS {
                    break;
                }
            }
        }
        self.index(position)
    }

    /// Adds the chances of another distribution on the same lattice, times a weight.
    #[expect(clippy::float_arithmetic, reason = "chances are no part of an index")]
    pub(super) fn mix(&mut self, other: &Self, weight: f64) {
        for (chance, more) in self.chances.iter_mut().zip(&other.chances) {
            *chance += weight * more;
        }
    }

    /// The same values with chances times a weight.
    #[expect(clippy::float_arithmetic, reason = "chances are no part of an index")]
    pub(super) fn weighted(mut self, weight: f64) -> Self {
        for chance in &mut self.chances {
            *chance *= weight;
        }
        self
    }
}

/// The smallest whole number over a denominator that counts as an index.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bound(i128);

impl Bound {
    pub(super) fn new(index: Ratio, included: bool, denominator: i128) -> Result<Self, NumberError> {
        let exact = index.checked_mul(Ratio::new(denominator, 1)?)?;
        let bound = if included { Some(exact.ceiling()) } else { exact.floor().checked_add(1) };
        bound.map(Self).ok_or(NumberError::Overflow)
    }
}
