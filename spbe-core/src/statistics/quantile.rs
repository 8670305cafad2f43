//! Quantiles of exact values.

use crate::exact::{NumberError, Ratio};

/// The value below which a share of the values lies, by linear interpolation between order statistics (type 7 of
/// Hyndman and Fan 1996, the rule of numpy, R and Excel's PERCENTILE.INC). `sorted` is in ascending order. `None`
/// without values; a share below 0 or above 1 is taken for the nearest of these.
///
/// # Errors
/// [`NumberError`] if the interpolation does not fit.
pub fn quantile(sorted: &[Ratio], share: Ratio) -> Result<Option<Ratio>, NumberError> {
    quantile_of(sorted.len(), |place| Ok(sorted.get(place).copied().unwrap_or(Ratio::whole(0))), share)
}

/// The same of values that are made when they are asked for, by their place in ascending order.
pub(super) fn quantile_of(
    count: usize,
    value: impl Fn(usize) -> Result<Ratio, NumberError>,
    share: Ratio,
) -> Result<Option<Ratio>, NumberError> {
    let Some(last) = count.checked_sub(1) else { return Ok(None) };
    let share = share.clamp(Ratio::whole(0), Ratio::whole(1));
    let position = share.checked_mul(Ratio::new(last as i128, 1)?)?;
    let below = usize::try_from(position.floor()).unwrap_or(last);
    let low = value(below)?;
    if position.is_whole() {
        return Ok(Some(low));
    }
    let way = position.checked_sub(Ratio::new(position.floor(), 1)?)?;
    low.checked_add(value(below + 1)?.checked_sub(low)?.checked_mul(way)?).map(Some)
}
