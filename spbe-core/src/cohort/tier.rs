//! The parts of one tier as whole numbers over one denominator, to be compared unit by unit.

use super::error::CohortError;
use super::node::NodeName;
use super::scores::Scores;
use super::unit::Basis;
use crate::exact::{NumberError, Ratio, least_common_multiple};
use crate::instrument::Instrument;

/// The values of every part of a tier, of the units that have them all.
#[derive(Clone, Debug)]
pub(crate) struct TierValues {
    /// The code of the tier.
    pub(crate) tier: String,
    /// Whether the values are exact, or as printed.
    pub(crate) basis: Basis,
    pub(crate) parts: Vec<NodeName>,
    pub(crate) weights: Vec<u32>,
    /// The numbers are values times this.
    pub(crate) denominator: i128,
    /// By part: the number of each of `units`.
    pub(crate) columns: Vec<Vec<u32>>,
    /// The units, as positions in the cohort.
    pub(crate) units: Vec<usize>,
    /// Those of which a part is not known.
    pub(crate) left_out: Vec<usize>,
}

impl TierValues {
    /// The values of some units of one instrument, over a multiple of `denominator`.
    pub(crate) fn new(
        scores: &Scores<'_>,
        instrument: &Instrument,
        tier: usize,
        chosen: &[usize],
        mut denominator: i128,
    ) -> Result<Self, CohortError> {
        let is_indicator = tier + 1 == instrument.tiers().len();
        let printed = |unit: &usize| scores.cohort().unit(*unit).is_some_and(|unit| unit.basis() == Basis::Printed);
        // Where some are known by printed values only, printed values are compared with printed values.
        let basis = if !is_indicator && chosen.iter().any(printed) { Basis::Printed } else { Basis::Answers };
        let (mut parts, mut weights, mut values) = (Vec::new(), Vec::new(), Vec::new());
        for (part, weight) in NodeName::of_tier(instrument, tier) {
            let column = scores.column(&part)?;
            let value = |unit: &usize| {
                let value = column.value(*unit)?;
                match basis {
                    Basis::Printed => scores.published(*unit, &part, value).map(Ratio::from),
                    Basis::Answers => Some(value),
                }
            };
            values.push(chosen.iter().map(value).collect::<Vec<Option<Ratio>>>());
            weights.push(u32::try_from(weight).map_err(|_| NumberError::Overflow)?);
            parts.push(part);
        }
        let is_known = |place: usize| values.iter().all(|column| column.get(place).is_some_and(Option::is_some));
        let known: Vec<bool> = (0..chosen.len()).map(is_known).collect();
        for column in &mut values {
            let mut flags = known.iter();
            column.retain(|_| flags.next().copied().unwrap_or(false));
        }
        for value in values.iter().flatten().flatten() {
            if denominator % value.denominator() != 0 {
                denominator = least_common_multiple(denominator, value.denominator())?;
            }
        }
        let numbers = |column: &Vec<Option<Ratio>>| -> Result<Vec<u32>, NumberError> {
            column.iter().flatten().map(|value| scaled(*value, denominator)).collect()
        };
        let of = |wanted: bool| {
            chosen.iter().zip(&known).filter(move |(_, known)| **known == wanted).map(|(unit, _)| *unit).collect()
        };
        Ok(Self {
            tier: instrument.tiers().get(tier).map(|tier| tier.code.clone()).unwrap_or_default(),
            basis,
            parts,
            weights,
            denominator,
            columns: values.iter().map(numbers).collect::<Result<_, _>>()?,
            units: of(true),
            left_out: of(false),
        })
    }
}

/// A value as a whole number over a denominator that it divides.
pub(crate) fn scaled(value: Ratio, denominator: i128) -> Result<u32, NumberError> {
    let number = value.checked_mul(Ratio::new(denominator, 1)?)?;
    u32::try_from(number.floor()).map_err(|_| NumberError::Overflow)
}
