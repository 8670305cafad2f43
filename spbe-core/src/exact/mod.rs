//! Exact numbers: the only arithmetic on the way to an index.
//!
//! - [`Ratio`]: an exact fraction, every operation checked.
//! - [`Decimal`]: a number as printed, with its decimals (`2.60` is not `2.6`).
//! - [`Rounding`]: how an exact value becomes a printed one, and which exact values a printed one allows.
//!
//! Nothing here, and nothing that builds on it, uses a float; [`Ratio::to_f64`] and [`Decimal::to_f64`] give the
//! nearest one to callers that want it.

mod decimal;
mod digits;
mod ratio;
mod rounding;

pub use decimal::{Decimal, DecimalComma};
pub use ratio::Ratio;
pub(crate) use ratio::{greatest_common_divisor, least_common_multiple};
pub use rounding::{Range, Rounding};

use thiserror::Error;

use crate::issue::{Catalogued, Code, Language, shown};

/// Why a number could not be read or computed.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum NumberError {
    /// The text is no plain decimal number such as `3`, `2.75` or `-0.5`.
    #[error("expected a plain decimal number, found {}", shown(.0))]
    NotANumber(String),
    /// The comma could be a decimal comma or a thousands separator.
    #[error("{} is ambiguous: the comma could separate decimals or thousands; say which", shown(.0))]
    AmbiguousComma(String),
    /// More digits than an exact number holds here.
    #[error("{} has too many digits; at most {limit} are held exactly", shown(.text), limit = Decimal::MAX_DIGITS)]
    TooManyDigits {
        /// The text as given.
        text: String,
    },
    /// A result is too large for exact arithmetic on 128 bits.
    #[error("the exact result does not fit 128 bits")]
    Overflow,
    /// A division by zero.
    #[error("division by zero")]
    DivisionByZero,
}

impl Catalogued for NumberError {
    fn code(&self) -> Code {
        match self {
            Self::NotANumber(_) => Code::new(101, "number.not_a_number"),
            Self::AmbiguousComma(_) => Code::new(102, "number.ambiguous_comma"),
            Self::TooManyDigits { .. } => Code::new(103, "number.too_many_digits"),
            Self::Overflow => Code::new(104, "number.overflow"),
            Self::DivisionByZero => Code::new(105, "number.division_by_zero"),
        }
    }

    fn message(&self, language: Language) -> String {
        match language {
            Language::English => self.to_string(),
            Language::Indonesian => match self {
                Self::NotANumber(text) => {
                    format!("seharusnya bilangan desimal biasa, ditemukan {}", shown(text))
                }
                Self::AmbiguousComma(text) => format!(
                    "{} bermakna ganda: koma dapat memisahkan desimal atau ribuan; sebutkan yang mana",
                    shown(text)
                ),
                Self::TooManyDigits { text } => format!(
                    "{} terlalu banyak angka; paling banyak {} yang disimpan eksak",
                    shown(text),
                    Decimal::MAX_DIGITS
                ),
                Self::Overflow => "hasil eksak tidak muat dalam 128 bit".to_owned(),
                Self::DivisionByZero => "pembagian dengan nol".to_owned(),
            },
        }
    }
}

#[cfg(test)]
mod exact_tests;
