//! Floats as decimals: what a float prints as is what was written.

use super::error::AssessmentError;
use crate::exact::{Decimal, NumberError};

/// A float as it prints: the shortest decimal that gives it back at its own width. `2.6` is 13/5, not the binary number
/// next to it, in 64, 32 and 16 bits alike; widened before it is read, it would be another decimal.
///
/// One with more digits than its width holds (15, 6 or 3) was computed and not written, and is refused where it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrintedFloat {
    /// Digits with a point, or `NaN`, `inf` or `-inf`.
    text: String,
    /// The digits of a decimal that survive the way into this width and back, whatever they are.
    limit: usize,
}

impl From<f64> for PrintedFloat {
    fn from(number: f64) -> Self {
        // A minus zero is zero.
        Self { text: if number == 0.0 { "0".to_owned() } else { number.to_string() }, limit: 15 }
    }
}

impl From<f32> for PrintedFloat {
    fn from(number: f32) -> Self {
        Self { text: if number == 0.0 { "0".to_owned() } else { number.to_string() }, limit: 6 }
    }
}

impl PrintedFloat {
    /// A float of 16 bits, by its bits (IEEE 754, `binary16`).
    #[must_use]
    pub fn from_half_bits(bits: u16) -> Self {
        let (negative, exponent, fraction) = (bits >> 15 == 1, bits >> 10 & 0x1f, i128::from(bits & 0x3ff));
        let sign = if negative { "-" } else { "" };
        let text = match (exponent, fraction) {
            (0, 0) => "0".to_owned(),
            (0x1f, 0) => format!("{sign}inf"),
            (0x1f, _) => "NaN".to_owned(),
            (0, _) => format!("{sign}{}", shortest(fraction, 0, false)),
            _ => format!("{sign}{}", shortest(fraction | 0x400, exponent - 1, fraction == 0)),
        };
        Self { text, limit: 3 }
    }

    pub(crate) fn is_nan(&self) -> bool {
        self.text == "NaN"
    }

    #[cfg(feature = "arrow")]
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The decimal that the float was written as.
    pub(crate) fn decimal(&self) -> Result<Decimal, AssessmentError> {
        let Self { text, limit } = self;
        let digits = text.trim_start_matches(['-', '0', '.']).bytes().filter(u8::is_ascii_digit).count();
        match text.parse() {
            // Digits of a whole number are exact at any length.
            Ok(_) if digits > *limit && text.contains('.') => {
                Err(AssessmentError::FloatComputed { found: text.clone(), limit: *limit })
            }
            decimal => decimal.map_err(|error: NumberError| AssessmentError::Number(error)),
        }
    }
}

/// The decimal with the fewest digits that `significand * 2^(exponent - 24)` is the nearest float of 16 bits to.
fn shortest(significand: i128, exponent: u16, narrow_below: bool) -> String {
    // In units of 2^-26, so that half the way to the next float, and half of that, are whole numbers.
    let value = significand << exponent << 2;
    // Below a power of two floats are twice as close. Where the last bit is 0, a decimal half the way is read as this.
    let reach = (2 << exponent) >> u8::from(narrow_below);
    let (mut decimals, mut scale) = (0_u8, 1_i128);
    loop {
        let units = (value * scale + (1 << 25)) >> 26;
        let off = ((units << 26) - value * scale).abs();
        // With 24 decimals every such float is exact, so the loop ends.
        if off < reach * scale || decimals == 24 {
            return Decimal::new(units, decimals).map_or_else(String::new, |decimal| decimal.to_string());
        }
        (decimals, scale) = (decimals + 1, scale * 10);
    }
}
