//! What `benches/peers/forecast.py` calls: the distribution of the index, over memory of the caller.
//!
//! A library of its own, so that the C interface of the product holds nothing that only a measurement needs.

use std::slice::{from_raw_parts, from_raw_parts_mut};

use spbe_core::forecast::Convolution;
use spbe_core::instrument::Instrument;

/// What is kept from call to call: the way of the sums, and the chances as lists.
pub struct Kept {
    convolution: Convolution,
    chances: Vec<Vec<f64>>,
}

/// The way of the sums of 59/2020; without wider instructions where `portable` is not 0.
#[unsafe(no_mangle)]
pub extern "C" fn forecast_new(portable: u32) -> *mut Kept {
    let instrument = Instrument::builtin("spbe-2020").expect("a built-in instrument");
    let convolution = Convolution::new(&instrument).expect("levels, and not too many sums");
    let convolution = if portable == 0 { convolution } else { convolution.portable() };
    Box::into_raw(Box::new(Kept { convolution, chances: vec![vec![0.0; 5]; instrument.items().len()] }))
}

/// The chance of each sum of parts from 2,000 to 10,000, for five chances of each item.
///
/// # Safety
/// `kept` comes from [`forecast_new`]; `chances` holds 47 x 5 numbers, `found` 8,001.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn forecast_distribution(kept: *mut Kept, chances: *const f64, found: *mut f64) {
    let kept = unsafe { &mut *kept };
    let given = unsafe { from_raw_parts(chances, kept.chances.len() * 5) };
    for (own, given) in kept.chances.iter_mut().zip(given.chunks_exact(5)) {
        own.copy_from_slice(given);
    }
    let distribution = kept.convolution.distribution(&kept.chances).expect("a list for each item");
    let sums = distribution.chances();
    unsafe { from_raw_parts_mut(found, sums.len()) }.copy_from_slice(sums);
}

/// Gives back what [`forecast_new`] gave.
///
/// # Safety
/// `kept` comes from [`forecast_new`], and is not used again.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn forecast_free(kept: *mut Kept) {
    drop(unsafe { Box::from_raw(kept) });
}
