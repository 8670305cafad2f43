//! Where integers become numbers for people: exact fractions, decimal text, floats for display.
//!
//! The only floats of a batch, and none of them on the way to an index.

use crate::exact::{Decimal, NumberError, Ratio};

use super::plan::Kernel;
use super::sums::Measure;

impl Measure {
    /// The exact value of a sum.
    ///
    /// # Errors
    /// None for a measure of a compiled kernel; the type is that of [`Ratio::new`].
    pub fn exact(&self, sum: u64) -> Result<Ratio, NumberError> {
        Ratio::new(i128::from(sum), i128::from(self.denominator()))
    }

    /// The `f64` nearest to the value of a sum.
    #[must_use]
    pub fn to_f64(&self, sum: u64) -> f64 {
        quotient(sum, self.denominator())
    }
}

impl Kernel {
    /// A published value as it is printed: 260 is `2.60`.
    ///
    /// # Errors
    /// [`NumberError::Overflow`] for a number that no kernel writes.
    pub fn published_decimal(&self, units: u64) -> Result<Decimal, NumberError> {
        Decimal::new(i128::from(units), self.decimals()).ok_or(NumberError::Overflow)
    }

    /// The `f64` nearest to a published value.
    #[must_use]
    pub fn published_to_f64(&self, units: u64) -> f64 {
        // At most ten decimals, by the checks of an instrument.
        quotient(units, 10_u64.pow(u32::from(self.decimals())))
    }

    /// The `f32` nearest to a published value that an output of 16 bits holds.
    #[must_use]
    #[expect(clippy::float_arithmetic, reason = "display only: one division of exact numbers rounds once")]
    pub fn published_to_f32(&self, units: u16) -> f32 {
        match self.decimals() {
            // Powers of ten up to 10^10 are exact in 24 bits of mantissa: 5^10 is below 2^24.
            decimals @ 0..=10 => f32::from(units) / POWERS.get(usize::from(decimals)).copied().unwrap_or(1.0),
            _ => f32::NAN,
        }
    }
}

const POWERS: [f32; 11] = [1.0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10];

/// The nearest `f64` to a quotient. Both sides below 2^53 are exact, so that the division rounds once.
#[expect(clippy::float_arithmetic, reason = "display only: one division of exact numbers rounds once")]
fn quotient(numerator: u64, denominator: u64) -> f64 {
    const EXACT: u64 = 1 << 53;
    let halves = |number: u64| {
        let [a, b, c, d, e, f, g, h] = number.to_le_bytes();
        (u32::from_le_bytes([a, b, c, d]), u32::from_le_bytes([e, f, g, h]))
    };
    let exact = |number: u64| {
        let (low, high) = halves(number);
        f64::from(high) * 4_294_967_296.0 + f64::from(low)
    };
    if numerator < EXACT && denominator < EXACT {
        return exact(numerator) / exact(denominator);
    }
    Ratio::new(i128::from(numerator), i128::from(denominator)).map_or(f64::NAN, Ratio::to_f64)
}
