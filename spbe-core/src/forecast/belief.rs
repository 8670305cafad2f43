//! What is believed of the level of an indicator: a probability for each level, or how sure one is of the answer.

use std::str::FromStr;

use super::error::ForecastError;
use crate::assessment::{ListColumn, ListEntry, Listed};
use crate::exact::{Decimal, DecimalComma, Ratio};
use crate::issue::{Issues, Place};

/// A probability: the nearest double, and the exact fraction where one was given.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Probability {
    value: f64,
    exact: Option<Ratio>,
}

impl Probability {
    /// Never.
    pub const ZERO: Self = Self { value: 0.0, exact: Some(Ratio::ZERO) };

    /// For certain.
    pub const ONE: Self = Self { value: 1.0, exact: Some(Ratio::ONE) };

    /// The probability of a double; exact where the double is the shortest form of a decimal.
    ///
    /// # Errors
    /// [`ForecastError::Probability`] for what is below 0, above 1 or no number.
    pub fn new(value: f64) -> Result<Self, ForecastError> {
        if !(0.0..=1.0).contains(&value) {
            return Err(ForecastError::Probability { found: value.to_string() });
        }
        let exact = value.to_string().parse::<Decimal>().ok().map(Ratio::from);
        Ok(Self { value, exact })
    }

    /// An exact probability.
    ///
    /// # Errors
    /// [`ForecastError::Probability`] for what is below 0 or above 1.
    pub fn exactly(value: Ratio) -> Result<Self, ForecastError> {
        if value.is_negative() || value > Ratio::ONE {
            return Err(ForecastError::Probability { found: value.to_string() });
        }
        Ok(Self { value: value.to_f64(), exact: Some(value) })
    }

    /// A share of what adds up to at most 1.
    pub(super) const fn of_parts(value: f64, exact: Option<Ratio>) -> Self {
        Self { value, exact }
    }

    /// The nearest double.
    #[must_use]
    pub const fn value(self) -> f64 {
        self.value
    }

    /// The exact fraction, where it is known.
    #[must_use]
    pub const fn exact(self) -> Option<Ratio> {
        self.exact
    }

    /// What is left of 1.
    #[expect(clippy::float_arithmetic, reason = "chances are no part of an index")]
    pub(super) fn rest(self) -> Self {
        let exact = self.exact.and_then(|exact| Ratio::ONE.checked_sub(exact).ok());
        Self { value: exact.map_or(1.0 - self.value, Ratio::to_f64), exact }
    }

    /// The probability of both of two independent events.
    #[expect(clippy::float_arithmetic, reason = "chances are no part of an index")]
    pub(super) fn and(self, other: Self) -> Self {
        let exact = self.exact.zip(other.exact).and_then(|(left, right)| left.checked_mul(right).ok());
        Self { value: exact.map_or(self.value * other.value, Ratio::to_f64), exact }
    }

    fn read(text: &str, comma: DecimalComma) -> Result<Self, ForecastError> {
        let wrong = || ForecastError::Probability { found: text.to_owned() };
        if let Some(percent) = text.strip_suffix('%') {
            let percent = Ratio::from(Decimal::parse(percent.trim_end(), comma).map_err(|_| wrong())?);
            return percent
                .checked_div(Ratio::whole(100))
                .map_err(|_| wrong())
                .and_then(Self::exactly)
                .map_err(|_| wrong());
        }
        if let Ok(exact) = Decimal::parse(text, comma) {
            return Self::exactly(exact.into()).map_err(|_| wrong());
        }
        if text.contains('/') {
            return text.parse::<Ratio>().map_err(|_| wrong()).and_then(Self::exactly).map_err(|_| wrong());
        }
        // What is left are powers of ten: 1e-5.
        let value: f64 = text.parse().map_err(|_| wrong())?;
        Self::new(value).map_err(|_| wrong())
    }
}

impl FromStr for Probability {
    type Err = ForecastError;

    /// A decimal from 0 to 1, a percentage such as `70%`, or a fraction such as `2/3`.
    fn from_str(text: &str) -> Result<Self, ForecastError> {
        Self::read(text.trim(), DecimalComma::Never)
    }
}

/// One thing that is believed of an indicator.
#[derive(Clone, Debug, PartialEq)]
pub struct Belief {
    /// The scenario in which it is; none for every scenario that says nothing else of the indicator.
    pub scenario: Option<String>,
    /// The indicator, or item, as files call it.
    pub indicator: String,
    /// What is believed.
    pub what: Believed,
    /// Where it was read, for messages.
    pub place: Place,
}

/// What can be believed of an indicator.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Believed {
    /// A level, or value, and its probability. All levels of an indicator together have 1.
    Level(Decimal, Probability),
    /// How likely the answer holds.
    Confidence(Probability),
}

impl Belief {
    /// A belief that holds in every scenario.
    #[must_use]
    pub fn new(indicator: &str, what: Believed) -> Self {
        let place = Place::whole().column(indicator);
        Self { scenario: None, indicator: indicator.to_owned(), what, place }
    }

    /// The same in one scenario.
    #[must_use]
    pub fn in_scenario(mut self, name: impl Into<String>) -> Self {
        self.scenario = Some(name.into());
        self
    }

    /// The same, read from a file or list of that name.
    #[must_use]
    pub fn in_file(self, name: &str) -> Self {
        self.read_from(name)
    }

    /// Reads the beliefs of a file: CSV with the columns `indicator`, `level` and `probability`, or `indicator` and
    /// `confidence`, and as wanted `scenario`; or a JSON list of objects with the same names.
    ///
    /// # Errors
    /// Every column that is missing or unknown, and every cell that cannot be read, with its place.
    pub fn read(bytes: &[u8]) -> Result<Vec<Self>, Issues<ForecastError>> {
        Self::of_file(bytes)
    }
}

impl Listed for Belief {
    type Error = ForecastError;
    const COLUMNS: &'static [ListColumn] = &COLUMNS;

    fn of(entry: &mut ListEntry<'_, ForecastError>) -> Option<Self> {
        let given = [2, 3, 4].map(|column| entry.text(column).is_some());
        let (level, probability, confidence) =
            (entry.decimal(2), entry.read(3, Probability::read), entry.read(4, Probability::read));
        if given != [level.is_some(), probability.is_some(), confidence.is_some()] {
            return None;
        }
        let what = match (level, probability, confidence) {
            (Some(level), Some(probability), None) => Believed::Level(level, probability),
            (None, None, Some(confidence)) => Believed::Confidence(confidence),
            _ => {
                entry.add_whole(ForecastError::BeliefIncomplete);
                return None;
            }
        };
        Some(Self { scenario: entry.text(0), indicator: entry.text(1)?, what, place: entry.place() })
    }

    fn place_mut(&mut self) -> &mut Place {
        &mut self.place
    }
}

/// The columns of a list of beliefs, in the order in which they are read above.
const COLUMNS: [ListColumn; 5] = [
    ListColumn { name: "scenario", others: &["skenario"], needed: false },
    ListColumn { name: "indicator", others: &["indikator", "kode_indikator", "kode", "item", "butir"], needed: true },
    ListColumn { name: "level", others: &["tingkat", "tingkat_kematangan", "value", "nilai"], needed: false },
    ListColumn { name: "probability", others: &["peluang", "probabilitas", "kemungkinan", "chance"], needed: false },
    ListColumn { name: "confidence", others: &["keyakinan", "kepercayaan"], needed: false },
];
