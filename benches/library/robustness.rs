//! What `benches/peers/robustness.py` calls: draws of ranks and the radii of all pairs, over memory of the caller.
//!
//! A library of its own, so that the C interface of the product holds nothing that only a measurement needs.

use std::slice::{from_raw_parts, from_raw_parts_mut};

use spbe_core::exact::Ratio;
use spbe_core::robustness::{Drawing, Field, Noise, Weights, standings};

/// A field of levels from 1 to 5, and how certain they are.
pub struct Kept {
    field: Field,
    noise: Noise,
}

/// Levels by unit and then by part; `side` is the chance of one level less, and of one more, in 65,536ths.
///
/// # Safety
/// `weights` holds `parts` numbers, `levels` `units` x `parts`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn robustness_new(
    weights: *const u32,
    parts: usize,
    levels: *const u32,
    units: usize,
    side: u16,
) -> *mut Kept {
    let weights = unsafe { from_raw_parts(weights, parts) }.to_vec();
    let values = unsafe { from_raw_parts(levels, units * parts) }.to_vec();
    let falls = values.iter().map(|value| u32::from(*value > 1)).collect();
    let rises = values.iter().map(|value| u32::from(*value < 5)).collect();
    let field = Field { weights, values, falls, rises, cutoffs: Vec::new() };
    Box::into_raw(Box::new(Kept { field, noise: Noise { sides: vec![side; parts] } }))
}

/// How often each unit has each rank, for weights up to a quarter higher or lower: `units` x `units` counts.
///
/// # Safety
/// `kept` comes from [`robustness_new`]; `found` holds as many counts.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn robustness_ranks(kept: *const Kept, seed: u64, draws: u32, portable: u32, found: *mut u32) {
    let kept = unsafe { &*kept };
    let reach = Ratio::new(1, 4).expect("a quarter");
    let drawing = Drawing::new(&kept.field, &Weights::Uniform(reach), &kept.noise, &[]);
    let drawing = if portable == 0 { drawing } else { drawing.portable() };
    let counts = drawing.count(seed, draws, 1);
    unsafe { from_raw_parts_mut(found, counts.ranks.len()) }.copy_from_slice(&counts.ranks);
}

/// The radius of the nearest unit above, or equal, of each unit; not a number without one. All pairs are gone through.
///
/// # Safety
/// `kept` comes from [`robustness_new`]; `found` holds a number for each unit.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn robustness_radii(kept: *const Kept, found: *mut f64) {
    let kept = unsafe { &*kept };
    let standings = standings(&kept.field, Ratio::new(1, 4).expect("a quarter"));
    let found = unsafe { from_raw_parts_mut(found, standings.len()) };
    for (slot, own) in found.iter_mut().zip(&standings) {
        *slot = own.above.map_or(f64::NAN, |rival| rival.radius.to_f64());
    }
}

/// Gives back what [`robustness_new`] gave.
///
/// # Safety
/// `kept` comes from [`robustness_new`], and is not used again.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn robustness_free(kept: *mut Kept) {
    drop(unsafe { Box::from_raw(kept) });
}
