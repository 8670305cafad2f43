//! Scores of other agencies as indicator values (8/2026: SDI, SJIG, IPS).

use super::document::{Band, Measurement, MeasurementRole};
use super::error::InstrumentError;
use crate::exact::{NumberError, Ratio};

/// A band with its bounds as numbers.
struct ReadBand {
    level: i64,
    from: Ratio,
    to: Ratio,
    values: Option<(Ratio, Ratio)>,
}

fn read(band: &Band) -> Result<ReadBand, NumberError> {
    let values = match (&band.value_from, &band.value_to) {
        (Some(from), Some(to)) => Some((from.parse()?, to.parse()?)),
        _ => None,
    };
    Ok(ReadBand { level: band.level, from: band.from.parse()?, to: band.to.parse()?, values })
}

impl Measurement {
    /// The indicator value of a measured score: linear inside its band, exact.
    ///
    /// # Errors
    /// [`InstrumentError::MeasurementOutOfRange`], [`InstrumentError::MeasurementIsEvidence`], or a number that does
    /// not fit.
    pub fn value(&self, score: Ratio) -> Result<Ratio, InstrumentError> {
        let is_evidence = || InstrumentError::MeasurementIsEvidence { code: self.code.clone() };
        if self.role == MeasurementRole::Evidence {
            return Err(is_evidence());
        }
        let band = self.band(score)?;
        let (low, high) = band.values.ok_or_else(is_evidence)?;
        let linear = || -> Result<Ratio, NumberError> {
            let share = score.checked_sub(band.from)?.checked_div(band.to.checked_sub(band.from)?)?;
            low.checked_add(high.checked_sub(low)?.checked_mul(share)?)
        };
        linear().map_err(InstrumentError::Number)
    }

    /// The level whose band a measured score lies in.
    ///
    /// # Errors
    /// [`InstrumentError::MeasurementOutOfRange`].
    pub fn level(&self, score: Ratio) -> Result<i64, InstrumentError> {
        Ok(self.band(score)?.level)
    }

    fn band(&self, score: Ratio) -> Result<ReadBand, InstrumentError> {
        let bands: Vec<ReadBand> =
            self.bands.iter().map(read).collect::<Result<_, _>>().map_err(InstrumentError::Number)?;
        let bounds = (bands.first().map(|band| band.from), bands.last().map(|band| band.to));
        let last = bands.len().saturating_sub(1);
        let found = bands.into_iter().enumerate().find(|(position, band)| {
            score >= band.from && (score < band.to || (*position == last && score == band.to))
        });
        match (found, bounds) {
            (Some((_, band)), _) => Ok(band),
            (None, (from, to)) => Err(InstrumentError::MeasurementOutOfRange {
                score: score.to_string(),
                from: from.unwrap_or(Ratio::ZERO).to_string(),
                to: to.unwrap_or(Ratio::ZERO).to_string(),
            }),
        }
    }
}
