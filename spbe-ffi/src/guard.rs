//! The one way in: every entry point that can fail runs its body here.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::error::{BoundaryError, Failure, SpbeError, SpbeStatus};
use crate::handle;

/// Runs a body: its success, its failure or its panic becomes the status. A failure is also put into `error`, unless
/// that is NULL.
///
/// # Safety
/// `error` is NULL or may be written.
pub(crate) unsafe fn guard(error: *mut *mut SpbeError, body: impl FnOnce() -> Result<(), Failure>) -> SpbeStatus {
    let Err(failure) = catch_unwind(AssertUnwindSafe(body)).unwrap_or_else(|payload| Err(panicked(&*payload))) else {
        return SpbeStatus::SpbeOk;
    };
    let status = failure.status();
    if !error.is_null() {
        let object = handle::new(SpbeError::new(failure));
        // SAFETY: not NULL, so the caller lets us write it.
        unsafe { error.write(object) };
    }
    status
}

/// Runs a body that has no status to return; a panic becomes `fallback`.
pub(crate) fn guard_value<T>(fallback: T, body: impl FnOnce() -> T) -> T {
    catch_unwind(AssertUnwindSafe(body)).unwrap_or(fallback)
}

fn panicked(payload: &(dyn Any + Send)) -> Failure {
    let known =
        payload.downcast_ref::<&str>().copied().or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    BoundaryError::Panic { reason: known.unwrap_or("no reason given").to_owned() }.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::{spbe_error_free, spbe_error_number};
    use std::ptr::null_mut;

    #[test]
    fn a_panic_becomes_a_status_and_an_error() {
        let mut error = null_mut();
        // SAFETY: `error` is a local variable.
        let status = unsafe { guard(&raw mut error, || panic!("on purpose")) };
        assert_eq!(status, SpbeStatus::SpbePanic);
        // SAFETY: the guard has written a live error; it is freed once, here.
        unsafe {
            assert_eq!(spbe_error_number(error), 904);
            spbe_error_free(error);
        }
    }

    #[test]
    fn a_panic_without_an_error_object_stays_inside() {
        // SAFETY: NULL is allowed.
        let status = unsafe { guard(null_mut(), || panic!("on purpose")) };
        assert_eq!(status, SpbeStatus::SpbePanic);
        assert_eq!(guard_value(7, || panic!("on purpose")), 7);
    }

    #[test]
    fn success_leaves_the_error_alone() {
        let mut error = null_mut();
        // SAFETY: `error` is a local variable.
        let status = unsafe { guard(&raw mut error, || Ok(())) };
        assert_eq!((status, error), (SpbeStatus::SpbeOk, null_mut()));
    }
}
