//! Places among many.

use spbe_core::exact::Ratio;
use spbe_core::issue::Issues;
use spbe_core::rank::competition_ranks;

use crate::error::{BoundaryError, Failure, SpbeError, SpbeStatus};
use crate::guard::guard;
use crate::lent::{SpbeText, full_list, places};

/// The rank of each value among all, the highest first: equal values share the best rank, and the next rank is skipped
/// (1, 2, 2, 4).
///
/// A value is a text such as `index_exact` of a score: a decimal or a fraction. `ranks` has room for `count`.
///
/// # Safety
/// `values` is NULL or has `count` entries, each NULL or as long as it says; `ranks` is NULL or has `count` places that
/// may be written; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn spbe_ranks(
    values: *const SpbeText,
    count: usize,
    ranks: *mut usize,
    error: *mut *mut SpbeError,
) -> SpbeStatus {
    let body = || -> Result<(), Failure> {
        // SAFETY: each pointer is NULL or as its type says, by the caller's promise.
        let (values, ranks) = unsafe { (full_list(values, count, "values")?, places(ranks, count, "ranks")?) };
        let ranks = ranks.ok_or(BoundaryError::NullPointer { argument: "ranks" })?;
        let number = |value: &SpbeText| -> Result<Ratio, Failure> {
            // SAFETY: each text is as long as it says, by the caller's promise.
            let text = unsafe { value.read("values[]") }?;
            text.parse().map_err(|error| Failure::Core(Issues::one(error).into()))
        };
        let numbers = values.iter().map(number).collect::<Result<Vec<_>, _>>()?;
        ranks.copy_from_slice(&competition_ranks(&numbers));
        Ok(())
    };
    // SAFETY: `error` is NULL or may be written, by the caller's promise.
    unsafe { guard(error, body) }
}
