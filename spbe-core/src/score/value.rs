//! The value of a node, or the range of it.

use crate::exact::{Decimal, NumberError, Range, Ratio, Rounding};
use crate::instrument::Instrument;

/// The value of a node: one exact number, or the lowest and highest where the input does not determine it; each with
/// its published form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Value {
    lowest: Ratio,
    highest: Ratio,
    published_lowest: Decimal,
    published_highest: Decimal,
    highest_included: bool,
}

impl Value {
    /// Every value from `lowest` to `highest`, both included.
    pub(super) fn between(instrument: &Instrument, lowest: Ratio, highest: Ratio) -> Result<Self, NumberError> {
        let published_lowest = instrument.publish(lowest)?;
        let published_highest = if lowest == highest { published_lowest } else { instrument.publish(highest)? };
        Ok(Self { lowest, highest, published_lowest, published_highest, highest_included: true })
    }

    /// Every value of a range, published by a rounding that need not be the instrument's. An end that is not included
    /// is not printed either: what lies below 2.595 prints at most as 2.59.
    pub(crate) fn of_range(rounding: Rounding, decimals: u8, range: &Range) -> Result<Self, NumberError> {
        let step = |printed: Decimal, step: i128| {
            Decimal::new(printed.units() + step, printed.decimals()).ok_or(NumberError::Overflow)
        };
        let mut published_lowest = rounding.publish(range.low, decimals)?;
        if !range.low_included && rounding.range_of(published_lowest)?.high == range.low {
            published_lowest = step(published_lowest, 1)?;
        }
        let mut published_highest = rounding.publish(range.high, decimals)?;
        if !range.high_included && rounding.range_of(published_highest)?.low == range.high {
            published_highest = step(published_highest, -1)?;
        }
        Ok(Self {
            lowest: range.low,
            highest: range.high,
            published_lowest,
            published_highest,
            highest_included: range.high_included,
        })
    }

    /// The exact value, where it is determined.
    #[must_use]
    pub fn exact(&self) -> Option<Ratio> {
        (self.lowest == self.highest).then_some(self.lowest)
    }

    /// The value as published, where it is determined; it may be where the exact value is not.
    #[must_use]
    pub fn published(&self) -> Option<Decimal> {
        (self.published_lowest == self.published_highest).then_some(self.published_lowest)
    }

    /// The lowest value possible.
    #[must_use]
    pub const fn lowest(&self) -> Ratio {
        self.lowest
    }

    /// The highest value possible, or the bound below which it stays: see [`Value::highest_included`].
    #[must_use]
    pub const fn highest(&self) -> Ratio {
        self.highest
    }

    /// Whether the highest value itself is possible; only ranges of decimal answers can have an open end.
    #[must_use]
    pub const fn highest_included(&self) -> bool {
        self.highest_included
    }

    /// The lowest published value possible.
    #[must_use]
    pub const fn published_lowest(&self) -> Decimal {
        self.published_lowest
    }

    /// The highest published value possible.
    #[must_use]
    pub const fn published_highest(&self) -> Decimal {
        self.published_highest
    }
}
