//! A decimal number as printed.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use super::{NumberError, Ratio};

/// A decimal number with the decimals it was printed with: `units / 10^decimals`.
///
/// Text forms are exact in both directions. Comparison and equality are by value: `2.6 == 2.60`.
#[derive(Clone, Copy, Debug)]
pub struct Decimal {
    units: i128,
    decimals: u8,
}

/// What a comma in a number means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum DecimalComma {
    /// A comma separates decimals where it can mean nothing else (`1,26`); `1,260` is an error that asks.
    #[default]
    WhenUnambiguous,
    /// A comma always separates decimals.
    Always,
    /// A comma is an error.
    Never,
}

impl Decimal {
    /// The most digits a decimal holds, before and after the point together.
    pub const MAX_DIGITS: usize = 30;

    /// The number `units / 10^decimals`, or `None` if it has more than [`Decimal::MAX_DIGITS`] digits.
    #[must_use]
    pub fn new(units: i128, decimals: u8) -> Option<Self> {
        const LIMIT: u128 = 10_u128.pow(30);
        (units.unsigned_abs() < LIMIT && usize::from(decimals) <= Self::MAX_DIGITS).then_some(Self { units, decimals })
    }

    /// The number in units of its last decimal.
    #[must_use]
    pub const fn units(self) -> i128 {
        self.units
    }

    /// How many decimals are printed.
    #[must_use]
    pub const fn decimals(self) -> u8 {
        self.decimals
    }

    /// Ten to the power of the decimals.
    #[must_use]
    pub const fn scale(self) -> i128 {
        // At most 10^30 by construction.
        10_i128.pow(self.decimals as u32)
    }

    /// The same value without trailing zeros after the point, but with at least `decimals` of them kept.
    #[must_use]
    pub const fn trimmed_to(self, decimals: u8) -> Self {
        let mut trimmed = self;
        while trimmed.decimals > decimals && trimmed.units % 10 == 0 {
            trimmed.units /= 10;
            trimmed.decimals -= 1;
        }
        trimmed
    }

    /// The nearest `f64`, for display and JSON numbers only.
    #[must_use]
    pub fn to_f64(self) -> f64 {
        self.to_string().parse().unwrap_or(f64::NAN)
    }

    /// Reads a decimal in which a comma may stand for the point.
    ///
    /// # Errors
    /// As [`Decimal::from_str`], and [`NumberError::AmbiguousComma`].
    pub fn parse(text: &str, comma: DecimalComma) -> Result<Self, NumberError> {
        let Some((before, after)) = text.split_once(',') else {
            return text.parse();
        };
        if comma == DecimalComma::Never || after.contains(',') || text.contains('.') {
            return Err(NumberError::NotANumber(text.to_owned()));
        }
        let digits = before.trim_start_matches('-');
        let like_thousands = after.len() == 3 && digits.len() <= 3 && digits.bytes().any(|digit| digit != b'0');
        let number: Self = format!("{before}.{after}").parse().map_err(|_| NumberError::NotANumber(text.to_owned()))?;
        if comma == DecimalComma::WhenUnambiguous && like_thousands {
            return Err(NumberError::AmbiguousComma(text.to_owned()));
        }
        Ok(number)
    }
}

impl FromStr for Decimal {
    type Err = NumberError;

    /// Reads ASCII digits with an optional leading minus and an optional point between digits; nothing else: no
    /// exponent, no plus sign, no spaces, no `NaN`.
    fn from_str(text: &str) -> Result<Self, NumberError> {
        let not_a_number = || NumberError::NotANumber(text.to_owned());
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, fraction) = match digits.split_once('.') {
            Some((_, "")) => return Err(not_a_number()),
            Some(parts) => parts,
            None => (digits, ""),
        };
        if whole.is_empty() || !whole.bytes().chain(fraction.bytes()).all(|byte| byte.is_ascii_digit()) {
            return Err(not_a_number());
        }
        let too_many = || NumberError::TooManyDigits { text: text.to_owned() };
        let whole = whole.trim_start_matches('0');
        if whole.len() + fraction.len() > Self::MAX_DIGITS {
            return Err(too_many());
        }
        let magnitude =
            whole.bytes().chain(fraction.bytes()).fold(0_i128, |units, digit| units * 10 + i128::from(digit - b'0'));
        let decimals = u8::try_from(fraction.len()).map_err(|_| too_many())?;
        Self::new(if negative { -magnitude } else { magnitude }, decimals).ok_or_else(too_many)
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (magnitude, scale) = (self.units.unsigned_abs(), self.scale().unsigned_abs());
        let sign = if self.units < 0 { "-" } else { "" };
        let text = match self.decimals {
            0 => format!("{sign}{magnitude}"),
            decimals => {
                format!("{sign}{}.{:0width$}", magnitude / scale, magnitude % scale, width = usize::from(decimals))
            }
        };
        formatter.pad(&text)
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        Ratio::from(*self).cmp(&Ratio::from(*other))
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Decimal {}
