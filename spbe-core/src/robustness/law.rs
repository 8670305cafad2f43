//! Weights drawn: whole numbers, a row a part, a column a draw.

use super::draw::{LANES, Purpose, Row, Stream};
use super::field::{Field, Noise, Weights};
use crate::exact::Ratio;

/// The weights of a field add up to about this where scores are to fit 22 bits, ...
const SHORT_TOTAL: u64 = 1 << 18;
/// ... to this where, in addition, few of them are to fit 16 bits together, ...
const NOISY_TOTAL: u64 = 1 << 17;
/// ... and to this where they need not.
const LONG_TOTAL: u64 = 1 << 30;
/// So many steps at least of the smallest weight make short weights fine enough.
const FINE: u64 = 512;

/// From which whole numbers each weight is drawn.
#[derive(Clone, Debug)]
pub(crate) struct Law {
    /// The lowest of each weight.
    lowest: Vec<u32>,
    /// How many there are, from the lowest on.
    count: Vec<u32>,
    dirichlet: Option<Dirichlet>,
    /// The highest of each weight.
    highest: Vec<u32>,
}

#[derive(Clone, Debug)]
struct Dirichlet {
    shapes: Vec<f64>,
    total: f64,
}

impl Law {
    /// Short weights, where they are fine enough.
    pub(crate) fn short(field: &Field, weights: &Weights, noise: &Noise) -> Option<Self> {
        let total = if noise.is_some() { NOISY_TOTAL } else { SHORT_TOTAL };
        let scale = total.checked_div(field.total())?;
        let least = field.weights.iter().min().copied().unwrap_or_default();
        (u64::from(least) * scale >= FINE).then(|| Self::new(field, weights, scale))
    }

    /// Long weights.
    pub(crate) fn long(field: &Field, weights: &Weights) -> Self {
        Self::new(field, weights, LONG_TOTAL.checked_div(field.total()).unwrap_or(1).max(1))
    }

    fn new(field: &Field, weights: &Weights, scale: u64) -> Self {
        let reach = if let Weights::Uniform(reach) = weights { *reach } else { Ratio::ZERO };
        let (mut lowest, mut count, mut highest) = (Vec::new(), Vec::new(), Vec::new());
        let short = |number: u64| u32::try_from(number).unwrap_or(u32::MAX / 2);
        for weight in &field.weights {
            let official = u64::from(*weight) * scale;
            // Whole steps; rounded down, so that no weight leaves its range.
            let product = i128::from(official).saturating_mul(reach.numerator()) / reach.denominator();
            let reach = u64::try_from(product).unwrap_or_default().min(official);
            lowest.push(short(official - reach));
            count.push(short(2 * reach + 1));
            highest.push(short(official + reach));
        }
        let dirichlet = match weights {
            Weights::Dirichlet(concentration) => {
                let total = scale * field.total();
                (lowest, highest) = (vec![0; field.parts()], vec![short(total); field.parts()]);
                Some(Dirichlet::new(&field.weights, *concentration, total))
            }
            Weights::Official | Weights::Uniform(_) => None,
        };
        Self { lowest, count, dirichlet, highest }
    }

    /// The lowest of each weight.
    pub(super) fn lowest(&self) -> &[u32] {
        &self.lowest
    }

    /// The highest of each weight.
    pub(crate) fn highest(&self) -> &[u32] {
        &self.highest
    }

    /// More than the weights of a draw ever add up to.
    pub(crate) fn most(&self) -> u64 {
        match &self.dirichlet {
            Some(_) => self.highest.first().copied().unwrap_or_default().into(),
            None => self.highest.iter().copied().map(u64::from).sum(),
        }
    }

    /// The weights of a block of draws; where `fixed`, the official ones.
    #[inline(always)]
    pub(crate) fn fill(&self, seed: u64, block: u32, variant: u32, rows: &mut [Row]) {
        let mut stream = Stream::new(seed, block, Purpose::Weights, variant);
        if let Some(dirichlet) = &self.dirichlet {
            dirichlet.fill(stream, rows);
            return;
        }
        for ((lowest, count), row) in self.lowest.iter().zip(&self.count).zip(rows) {
            let words = stream.row();
            for (weight, word) in row.iter_mut().zip(&words) {
                // The high word of a product: below `count`, each value as likely as any other within 2^-32 of it.
                let high = (u64::from(*word) * u64::from(*count)) >> 32;
                *weight = lowest.wrapping_add(truncated(high));
            }
        }
    }
}

/// The low half; for a number that has no other.
#[inline(always)]
#[expect(clippy::cast_possible_truncation, reason = "the number fits, and a check would keep the loop narrow")]
const fn truncated(number: u64) -> u32 {
    number as u32
}

#[expect(clippy::float_arithmetic, reason = "a random weight, not an index; the same on every machine")]
impl Dirichlet {
    fn new(weights: &[u32], concentration: Ratio, total: u64) -> Self {
        let sum: u64 = weights.iter().copied().map(u64::from).sum();
        let share = |weight: &u32| f64::from(*weight) / float(sum.max(1));
        let concentration = concentration.to_f64();
        Self { shapes: weights.iter().map(|weight| share(weight) * concentration).collect(), total: float(total) }
    }

    /// Gamma numbers as shares of their sum. In logarithms, so that small shapes do not all come out as 0.
    fn fill(&self, stream: Stream, rows: &mut [Row]) {
        let mut words = Words { stream, left: Vec::new() };
        for lane in 0..LANES {
            let logs: Vec<f64> = self.shapes.iter().map(|shape| words.log_gamma(*shape)).collect();
            let largest = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            let gammas: Vec<f64> = logs.iter().map(|log| libm::exp(log - largest)).collect();
            let sum: f64 = gammas.iter().sum();
            for (row, gamma) in rows.iter_mut().zip(&gammas) {
                if let Some(slot) = row.get_mut(lane) {
                    *slot = whole(gamma / sum * self.total);
                }
            }
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "a sum of weights is far below 2^53")]
const fn float(number: u64) -> f64 {
    number as f64
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of a total of 31 bits")]
const fn whole(number: f64) -> u32 {
    number as u32
}

/// A stream taken word by word.
struct Words {
    stream: Stream,
    left: Vec<u32>,
}

/// Only operations that IEEE 754 defines to the last bit, and functions of `libm`, which are made of them.
#[expect(clippy::float_arithmetic, reason = "random numbers; the same on every machine")]
impl Words {
    fn word(&mut self) -> u32 {
        if self.left.is_empty() {
            self.left.extend(self.stream.words().iter().rev());
        }
        self.left.pop().unwrap_or_default()
    }

    /// Uniform between 0 and 1, neither included.
    fn unit(&mut self) -> f64 {
        let wide = u64::from(self.word()) << 20 | u64::from(self.word() >> 12);
        (float(wide) + 0.5) / float(1 << 52)
    }

    /// Normal, by the polar method (Marsaglia and Bray 1964).
    fn normal(&mut self) -> f64 {
        loop {
            let (x, y) = (2.0 * self.unit() - 1.0, 2.0 * self.unit() - 1.0);
            let square = x * x + y * y;
            if square > 0.0 && square < 1.0 {
                return x * (-2.0 * libm::log(square) / square).sqrt();
            }
        }
    }

    /// The logarithm of a gamma number (Marsaglia and Tsang 2000); of a shape below 1 through that of one above.
    fn log_gamma(&mut self, shape: f64) -> f64 {
        let (raised, lift) = if shape < 1.0 { (shape + 1.0, libm::log(self.unit()) / shape) } else { (shape, 0.0) };
        let d = raised - 1.0 / 3.0;
        let c = 1.0 / (9.0 * d).sqrt();
        loop {
            let x = self.normal();
            let root = 1.0 + c * x;
            if root <= 0.0 {
                continue;
            }
            let cube = root * root * root;
            let log = libm::log(cube);
            if libm::log(self.unit()) < 0.5 * x * x + d - d * cube + d * log {
                return libm::log(d) + log + lift;
            }
        }
    }
}
