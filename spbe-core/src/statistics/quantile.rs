//! Quantiles of exact values.

use crate::exact::{NumberError, Ratio};

/// The value below which a share of the values lies, by linear interpolation between order statistics (type 7 of
/// Hyndman and Fan 1996, the rule of numpy, R and Excel's PERCENTILE.INC). `sorted` is in ascending order. `None`
/// without values; a share below 0 or above 1 is taken for the nearest of these.
///
/// # Errors
/// [`NumberError`] if the interpolation does not fit.
pub fn quantile(sorted: &[Ratio], share: Ratio) -> Result<Option<Ratio>, NumberError> {
    let Some(last) = sorted.len().checked_sub(1) else { return Ok(None) };
    let share = share.clamp(Ratio::whole(0), Ratio::whole(1));
    let position = share.checked_mul(Ratio::new(last as i128, 1)?)?;
    let below = usize::try_from(position.floor()).unwrap_or(last);
    let Some(low) = sorted.get(below).copied() else { return Ok(None) };
    match sorted.get(below + 1) {
        Some(high) if !position.is_whole() => {
            let way = position.checked_sub(Ratio::new(position.floor(), 1)?)?;
            low.checked_add(high.checked_sub(low)?.checked_mul(way)?).map(Some)
        }
        _ => Ok(Some(low)),
    }
}
