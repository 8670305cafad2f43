//! From an exact value to a printed one, and back to the exact values that a printed one allows.

use serde::{Deserialize, Serialize};

use super::{Decimal, NumberError, Ratio};

/// How an exact value is rounded to printed decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Rounding {
    /// Half away from zero on non-negative values: `2.595` becomes `2.60`. The rule of the official results.
    HalfUp,
    /// Half to the even digit: `2.585` becomes `2.58`.
    HalfEven,
    /// Down, towards minus infinity: `2.599` becomes `2.59`, and `-2.591` becomes `-2.60`. On the non-negative values
    /// of the official scales the further decimals are cut off.
    Truncate,
}

/// A range of exact values with its ends in or out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    /// The lower end.
    pub low: Ratio,
    /// Whether the lower end belongs to the range.
    pub low_included: bool,
    /// The upper end.
    pub high: Ratio,
    /// Whether the upper end belongs to the range.
    pub high_included: bool,
}

impl Range {
    /// Whether `value` lies in the range.
    #[must_use]
    pub fn contains(&self, value: Ratio) -> bool {
        let above = if self.low_included { value >= self.low } else { value > self.low };
        let below = if self.high_included { value <= self.high } else { value < self.high };
        above && below
    }
}

impl Rounding {
    /// All rules, the official one first.
    pub const ALL: [Self; 3] = [Self::HalfUp, Self::HalfEven, Self::Truncate];

    /// The spelling in files and results: `half_up`, `half_even` or `truncate`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::HalfUp => "half_up",
            Self::HalfEven => "half_even",
            Self::Truncate => "truncate",
        }
    }

    /// Rounds `value` to `decimals` decimals.
    ///
    /// # Errors
    /// [`NumberError::Overflow`] if the scaled value does not fit.
    pub fn publish(self, value: Ratio, decimals: u8) -> Result<Decimal, NumberError> {
        let scale = 10_i128.checked_pow(u32::from(decimals)).ok_or(NumberError::Overflow)?;
        let scaled = value.numerator().checked_mul(scale).ok_or(NumberError::Overflow)?;
        let (below, rest) = divided(scaled, value.denominator());
        let twice_rest = rest.checked_mul(2).ok_or(NumberError::Overflow)?;
        let up = match self {
            Self::HalfUp => twice_rest >= value.denominator(),
            Self::HalfEven if twice_rest == value.denominator() => below % 2 != 0,
            Self::HalfEven => twice_rest > value.denominator(),
            Self::Truncate => false,
        };
        Decimal::new(below + i128::from(up), decimals).ok_or(NumberError::Overflow)
    }

    /// The exact values that print as `published`: the inverse of [`Rounding::publish`].
    ///
    /// # Errors
    /// [`NumberError::Overflow`] if an end does not fit.
    pub fn range_of(self, published: Decimal) -> Result<Range, NumberError> {
        let twice = |units: i128| -> Result<Ratio, NumberError> {
            Ratio::new(units, published.scale().checked_mul(2).ok_or(NumberError::Overflow)?)
        };
        let units = published.units().checked_mul(2).ok_or(NumberError::Overflow)?;
        let even = published.units() % 2 == 0;
        Ok(match self {
            Self::HalfUp => {
                Range { low: twice(units - 1)?, low_included: true, high: twice(units + 1)?, high_included: false }
            }
            Self::HalfEven => {
                Range { low: twice(units - 1)?, low_included: even, high: twice(units + 1)?, high_included: even }
            }
            Self::Truncate => {
                Range { low: twice(units)?, low_included: true, high: twice(units + 2)?, high_included: false }
            }
        })
    }
}

/// The whole part of a quotient, downwards, and the rest.
fn divided(numerator: i128, denominator: i128) -> (i128, i128) {
    // The numbers of scores are small, and one word is divided several times faster than two.
    match (i64::try_from(numerator), i64::try_from(denominator)) {
        (Ok(left), Ok(right)) if right > 0 => (left.div_euclid(right).into(), left.rem_euclid(right).into()),
        _ => (numerator.div_euclid(denominator), numerator.rem_euclid(denominator)),
    }
}
