//! Units beside each other as whole numbers, and how uncertain their weights and levels are.

use crate::exact::Ratio;

/// The lower bound of a predicate, for an index that counts in units of a field's values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cutoff {
    /// The bound.
    pub at: Ratio,
    /// Whether an index of just that has the predicate.
    pub included: bool,
}

/// Units by their parts, in whole numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Field {
    /// The official weight of each part; none is 0.
    pub weights: Vec<u32>,
    /// The values, by unit and then by part.
    pub values: Vec<u32>,
    /// How far down one level less takes each value, as [`Field::values`]; empty where levels are certain.
    pub falls: Vec<u32>,
    /// How far up one level more takes it.
    pub rises: Vec<u32>,
    /// The lower bounds of the predicates from the second on, ascending.
    pub cutoffs: Vec<Cutoff>,
}

impl Field {
    /// How many parts there are.
    #[must_use]
    pub const fn parts(&self) -> usize {
        self.weights.len()
    }

    /// How many units there are.
    #[must_use]
    pub fn units(&self) -> usize {
        self.values.len().checked_div(self.parts()).unwrap_or_default()
    }

    /// The values of each unit.
    pub(super) fn rows(&self) -> impl ExactSizeIterator<Item = &[u32]> {
        self.values.chunks_exact(self.parts().max(1))
    }

    /// The values of a unit.
    pub(super) fn row(&self, unit: usize) -> &[u32] {
        self.values.get(unit * self.parts()..(unit + 1) * self.parts()).unwrap_or_default()
    }

    /// The sum of the official weights.
    pub(crate) fn total(&self) -> u64 {
        self.weights.iter().copied().map(u64::from).sum()
    }

    /// Weight times value, added up.
    pub(crate) fn score(&self, unit: usize) -> u64 {
        let terms = self.row(unit).iter().zip(&self.weights);
        terms.map(|(value, weight)| u64::from(*value) * u64::from(*weight)).sum()
    }

    /// The position of the predicate of an index that is `score / total`.
    pub(crate) fn class(&self, score: u64, total: u64) -> usize {
        self.cutoffs.iter().take_while(|cutoff| score >= cutoff.least(total)).count()
    }

    pub(crate) fn highest(&self) -> u32 {
        let rises = self.rises.iter().copied().chain(std::iter::repeat(0));
        self.values.iter().zip(rises).map(|(value, rise)| value.saturating_add(rise)).max().unwrap_or_default()
    }
}

impl Cutoff {
    /// The least score that has the predicate where the weights add up to `total`.
    #[inline(always)]
    pub(super) fn least(&self, total: u64) -> u64 {
        let (numerator, denominator) = (self.at.numerator().max(0), self.at.denominator().max(1));
        let product = numerator.saturating_mul(i128::from(total));
        let least = if self.included {
            product.saturating_add(denominator - 1) / denominator
        } else {
            product / denominator + 1
        };
        u64::try_from(least).unwrap_or(u64::MAX)
    }
}

/// How uncertain the weights are.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Weights {
    /// As the regulation has them.
    #[default]
    Official,
    /// Each is up to this share higher or lower, equally likely, independent of the others; at most 1.
    Uniform(Ratio),
    /// Their shares have a Dirichlet distribution around the official ones; the larger this sum of its parameters, the
    /// closer.
    Dirichlet(Ratio),
}

impl Weights {
    /// The law of a reach or of a concentration; a reach of 0 leaves the weights as they are, and without either they
    /// are a quarter higher or lower.
    #[must_use]
    pub fn of(reach: Option<Ratio>, concentration: Option<Ratio>) -> Self {
        match (reach, concentration) {
            (_, Some(concentration)) => Self::Dirichlet(concentration),
            (Some(Ratio::ZERO), None) => Self::Official,
            (Some(reach), None) => Self::Uniform(reach),
            (None, None) => Self::Uniform(Ratio::new(1, 4).unwrap_or(Ratio::ONE)),
        }
    }
}

/// How uncertain the levels are: for each part, the chance that a level is one off, in 65,536ths for each side.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Noise {
    /// The chance of one level less, and just so of one more, by part.
    pub sides: Vec<u16>,
}

impl Noise {
    /// The chance of being right as the noise of each part.
    #[must_use]
    pub fn of_confidences(confidences: impl IntoIterator<Item = Ratio>) -> Self {
        let side = |confidence: Ratio| {
            let wrong = Ratio::ONE.checked_sub(confidence).ok()?;
            let side =
                wrong.checked_mul(Ratio::new(1 << 15, 1).ok()?).ok()?.checked_add(Ratio::new(1, 2).ok()?).ok()?;
            u16::try_from(side.floor().clamp(0, 1 << 15)).ok()
        };
        Self { sides: confidences.into_iter().map(|confidence| side(confidence).unwrap_or_default()).collect() }
    }

    pub(crate) fn is_some(&self) -> bool {
        self.sides.iter().any(|side| *side > 0)
    }
}
