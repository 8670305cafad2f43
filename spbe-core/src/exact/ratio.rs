//! An exact fraction on checked 128-bit integers.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use super::digits::Digits;
use super::{Decimal, NumberError};

/// An exact fraction in lowest terms with a positive denominator.
///
/// Every operation is checked: what does not fit is [`NumberError::Overflow`], never a wrapped or rounded number.
/// The text form is a decimal where the expansion ends, else a fraction:
///
/// ```
/// use spbe_core::exact::Ratio;
/// assert_eq!(Ratio::new(861, 400)?.to_string(), "2.1525");
/// assert_eq!(Ratio::new(262, 182)?.to_string(), "131/91");
/// # Ok::<(), spbe_core::exact::NumberError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Ratio {
    numerator: i128,
    denominator: i128,
}

impl Ratio {
    /// Zero.
    pub const ZERO: Self = Self { numerator: 0, denominator: 1 };
    /// One.
    pub const ONE: Self = Self { numerator: 1, denominator: 1 };

    /// The fraction `numerator / denominator`.
    ///
    /// # Errors
    /// [`NumberError::DivisionByZero`] for a zero denominator, [`NumberError::Overflow`] for `i128::MIN`.
    pub fn new(numerator: i128, denominator: i128) -> Result<Self, NumberError> {
        if denominator == 0 {
            return Err(NumberError::DivisionByZero);
        }
        if numerator == i128::MIN || denominator == i128::MIN {
            return Err(NumberError::Overflow);
        }
        if denominator == 1 {
            return Ok(Self { numerator, denominator });
        }
        let divisor = greatest_common_divisor(numerator, denominator) * denominator.signum();
        Ok(Self { numerator: quotient(numerator, divisor), denominator: quotient(denominator, divisor) })
    }

    /// A whole number.
    #[must_use]
    pub const fn whole(value: i64) -> Self {
        Self { numerator: value as i128, denominator: 1 }
    }

    /// The numerator, in lowest terms; carries the sign.
    #[must_use]
    pub const fn numerator(self) -> i128 {
        self.numerator
    }

    /// The denominator, in lowest terms; positive.
    #[must_use]
    pub const fn denominator(self) -> i128 {
        self.denominator
    }

    /// Whether the value is a whole number.
    #[must_use]
    pub const fn is_whole(self) -> bool {
        self.denominator == 1
    }

    /// Whether the value is below zero.
    #[must_use]
    pub const fn is_negative(self) -> bool {
        self.numerator < 0
    }

    /// `self + other`.
    ///
    /// # Errors
    /// [`NumberError::Overflow`] if the exact sum does not fit.
    pub fn checked_add(self, other: Self) -> Result<Self, NumberError> {
        if self.denominator == other.denominator {
            let sum = self.numerator.checked_add(other.numerator).ok_or(NumberError::Overflow)?;
            return Self::new(sum, self.denominator);
        }
        // Over the least common denominator, so that sums of like fractions do not grow.
        let common = least_common_multiple(self.denominator, other.denominator)?;
        let left = checked_product(self.numerator, common / self.denominator)?;
        let right = checked_product(other.numerator, common / other.denominator)?;
        Self::new(left.checked_add(right).ok_or(NumberError::Overflow)?, common)
    }

    /// `self - other`.
    ///
    /// # Errors
    /// [`NumberError::Overflow`] if the exact difference does not fit.
    pub fn checked_sub(self, other: Self) -> Result<Self, NumberError> {
        self.checked_add(Self { numerator: -other.numerator, denominator: other.denominator })
    }

    /// `self * other`.
    ///
    /// # Errors
    /// [`NumberError::Overflow`] if the exact product does not fit.
    pub fn checked_mul(self, other: Self) -> Result<Self, NumberError> {
        if self.is_whole() && other.is_whole() {
            return Self::new(checked_product(self.numerator, other.numerator)?, 1);
        }
        let left = greatest_common_divisor(self.numerator, other.denominator);
        let right = greatest_common_divisor(other.numerator, self.denominator);
        Self::new(
            checked_product(self.numerator / left, other.numerator / right)?,
            checked_product(self.denominator / right, other.denominator / left)?,
        )
    }

    /// `self / other`.
    ///
    /// # Errors
    /// [`NumberError::DivisionByZero`], or [`NumberError::Overflow`] if the exact quotient does not fit.
    pub fn checked_div(self, other: Self) -> Result<Self, NumberError> {
        if self.is_whole() && other.is_whole() {
            return Self::new(self.numerator, other.numerator);
        }
        self.checked_mul(Self::new(other.denominator, other.numerator)?)
    }

    /// The largest whole number not above the value.
    #[must_use]
    pub const fn floor(self) -> i128 {
        self.numerator.div_euclid(self.denominator)
    }

    /// The smallest whole number not below the value.
    #[must_use]
    pub const fn ceiling(self) -> i128 {
        -(-self.numerator).div_euclid(self.denominator)
    }

    /// The decimal that equals the value, where the expansion ends and fits; shortest form.
    #[must_use]
    pub fn to_decimal(self) -> Option<Decimal> {
        if self.is_whole() {
            return Decimal::new(self.numerator, 0);
        }
        let twos = self.denominator.trailing_zeros();
        let odd = self.denominator >> twos;
        let (mut fives, mut rest) = (0_u32, odd);
        while let Some(fifth) = a_fifth(rest) {
            rest = fifth;
            fives += 1;
        }
        if rest != 1 {
            return None;
        }
        let decimals = twos.max(fives);
        let factor = 2_i128.checked_pow(decimals - twos)?.checked_mul(5_i128.checked_pow(decimals - fives)?)?;
        Decimal::new(self.numerator.checked_mul(factor)?, u8::try_from(decimals).ok()?)
    }

    /// The nearest `f64`, for display and plots only; never an input to a score.
    #[must_use]
    #[expect(clippy::float_arithmetic, reason = "whole numbers that are exact floats; the quotient is rounded once")]
    #[expect(clippy::cast_precision_loss, reason = "this is where it is rounded, to the nearest")]
    pub fn to_f64(self) -> f64 {
        // As it is with all but monstrous fractions.
        if let (Ok(numerator), Ok(denominator)) = (i32::try_from(self.numerator), i32::try_from(self.denominator)) {
            return f64::from(numerator) / f64::from(denominator);
        }
        // Long division to more binary digits than an f64 holds; what is left over makes the last one odd, so that the
        // number is never taken for one halfway between two.
        const ENOUGH: u128 = 1 << 64;
        let (magnitude, denominator) = (self.numerator.unsigned_abs(), self.denominator.unsigned_abs());
        let (mut digits, mut rest) = (magnitude / denominator, magnitude % denominator);
        let mut scale = 1.0;
        while digits < ENOUGH && rest != 0 {
            rest <<= 1;
            digits = digits << 1 | u128::from(rest >= denominator);
            rest -= if rest >= denominator { denominator } else { 0 };
            scale /= 2.0;
        }
        let rounded = (digits | u128::from(rest != 0)) as f64 * scale;
        if self.numerator < 0 { -rounded } else { rounded }
    }
}

/// A quotient without a rest, of a dividend that is not `i128::MIN`.
fn quotient(dividend: i128, divisor: i128) -> i128 {
    match (i64::try_from(dividend), i64::try_from(divisor)) {
        // The numbers of scores are small, and one word is divided several times faster than two.
        (Ok(dividend), Ok(divisor)) if dividend != i64::MIN => i128::from(dividend / divisor),
        _ => dividend / divisor,
    }
}

/// A fifth of a positive number, if that is whole.
fn a_fifth(number: i128) -> Option<i128> {
    // Most denominators fit one word, which is divided several times faster than two.
    match u64::try_from(number) {
        Ok(word) => (word % 5 == 0).then(|| i128::from(word / 5)),
        Err(_) => (number % 5 == 0).then_some(number / 5),
    }
}

/// The greatest common divisor; 1 if both numbers are 0.
pub(crate) fn greatest_common_divisor(left: i128, right: i128) -> i128 {
    // Numbers of scores are small, and divisions of 64 bits many times as fast.
    if let (Ok(mut left), Ok(mut right)) = (u64::try_from(left.abs()), u64::try_from(right.abs())) {
        while right != 0 {
            (left, right) = (right, left % right);
        }
        return i128::from(left.max(1));
    }
    let (mut left, mut right) = (left.abs(), right.abs());
    while right != 0 {
        (left, right) = (right, left % right);
    }
    left
}

/// The least common multiple of two positive numbers.
pub(crate) fn least_common_multiple(left: i128, right: i128) -> Result<i128, NumberError> {
    checked_product(left / greatest_common_divisor(left, right), right)
}

fn checked_product(left: i128, right: i128) -> Result<i128, NumberError> {
    left.checked_mul(right).ok_or(NumberError::Overflow)
}

impl Ord for Ratio {
    fn cmp(&self, other: &Self) -> Ordering {
        let small = |number: i128| i64::try_from(number).ok().map(i128::from);
        if let (Some(left), Some(left_below), Some(right), Some(right_below)) =
            (small(self.numerator), small(self.denominator), small(other.numerator), small(other.denominator))
        {
            // Products of 64 bits fit 128.
            return (left * right_below).cmp(&(right * left_below));
        }
        // Compare whole parts, then the reciprocals of the rests: exact at any size, no product to overflow.
        let (mut left, mut right) = (*self, *other);
        let mut flipped = false;
        loop {
            let whole = left.floor().cmp(&right.floor());
            let rest_left = left.numerator.rem_euclid(left.denominator);
            let rest_right = right.numerator.rem_euclid(right.denominator);
            let order = match (whole, rest_left == 0, rest_right == 0) {
                (Ordering::Equal, true, true) => Ordering::Equal,
                (Ordering::Equal, true, false) => Ordering::Less,
                (Ordering::Equal, false, true) => Ordering::Greater,
                (Ordering::Equal, false, false) => {
                    left = Self { numerator: left.denominator, denominator: rest_left };
                    right = Self { numerator: right.denominator, denominator: rest_right };
                    flipped = !flipped;
                    continue;
                }
                (decided, _, _) => decided,
            };
            return if flipped { order.reverse() } else { order };
        }
    }
}

impl PartialOrd for Ratio {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl From<Decimal> for Ratio {
    fn from(decimal: Decimal) -> Self {
        // A `Decimal` is within bounds by construction, so that the fraction exists.
        Self::new(decimal.units(), decimal.scale()).unwrap_or(Self::ZERO)
    }
}

impl fmt::Display for Ratio {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(decimal) = self.to_decimal() {
            return decimal.fmt(formatter);
        }
        let mut text = Digits::new();
        text.push_number(self.denominator.unsigned_abs());
        text.push(b'/');
        text.push_number(self.numerator.unsigned_abs());
        if self.numerator < 0 {
            text.push(b'-');
        }
        formatter.pad(text.as_str())
    }
}

impl FromStr for Ratio {
    type Err = NumberError;

    /// Reads what [`Ratio`] prints: a decimal (`2.1525`) or a fraction of whole numbers (`131/91`).
    fn from_str(text: &str) -> Result<Self, NumberError> {
        let Some((numerator, denominator)) = text.split_once('/') else {
            return Ok(Decimal::from_str(text)?.into());
        };
        // Up to 128 bits, as printed; a decimal would hold fewer digits.
        let part = |text: &str| {
            let digits = text.strip_prefix('-').unwrap_or(text);
            if digits.is_empty() || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
                return Err(NumberError::NotANumber(text.to_owned()));
            }
            text.parse().map_err(|_| NumberError::TooManyDigits { text: text.to_owned() })
        };
        Self::new(part(numerator)?, part(denominator)?)
    }
}
