//! The one way in: every entry point that can fail runs its body here.

use std::any::Any;
use std::ffi::c_char;
use std::mem::MaybeUninit;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::error::{BoundaryError, Failure, SpbeError, SpbeStatus};

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
        let object = Box::into_raw(Box::new(SpbeError::new(failure)));
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

/// A handle that the caller lends.
///
/// # Safety
/// `pointer` is NULL or a live handle of this type that stays alive during the call.
pub(crate) unsafe fn borrowed<'call, T>(pointer: *const T, argument: &'static str) -> Result<&'call T, BoundaryError> {
    // SAFETY: NULL or live, by the caller's promise; handles are immutable.
    unsafe { pointer.as_ref() }.ok_or(BoundaryError::NullPointer { argument })
}

/// A place for a result. It may be uninitialised before, so nothing reads it.
///
/// # Safety
/// `pointer` is NULL or may be written during the call, and nothing else refers to it.
pub(crate) unsafe fn output<'call, T>(
    pointer: *mut T,
    argument: &'static str,
) -> Result<&'call mut MaybeUninit<T>, BoundaryError> {
    // SAFETY: NULL or writable and unshared, by the caller's promise; MaybeUninit<T> has the layout of T.
    unsafe { pointer.cast::<MaybeUninit<T>>().as_mut() }.ok_or(BoundaryError::NullPointer { argument })
}

/// Bytes that the caller lends. NULL is allowed where the length is 0.
///
/// # Safety
/// `pointer` is NULL, or `length` bytes from it are initialised and unchanged during the call.
pub(crate) unsafe fn bytes<'call>(
    pointer: *const u8,
    length: usize,
    argument: &'static str,
) -> Result<&'call [u8], BoundaryError> {
    if length == 0 {
        return Ok(&[]);
    }
    if pointer.is_null() {
        return Err(BoundaryError::NullPointer { argument });
    }
    if isize::try_from(length).is_err() {
        return Err(BoundaryError::LengthTooLarge { argument, found: length });
    }
    // SAFETY: not NULL, no larger than an object can be, readable by the caller's promise; bytes have no alignment.
    Ok(unsafe { std::slice::from_raw_parts(pointer, length) })
}

/// Text that the caller lends.
///
/// # Safety
/// As for [`bytes`].
pub(crate) unsafe fn text<'call>(
    pointer: *const c_char,
    length: usize,
    argument: &'static str,
) -> Result<&'call str, BoundaryError> {
    // SAFETY: the caller's promise is that of `bytes`.
    let bytes = unsafe { bytes(pointer.cast::<u8>(), length, argument) }?;
    std::str::from_utf8(bytes).map_err(|error| BoundaryError::InvalidUtf8 { argument, offset: error.valid_up_to() })
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

    #[test]
    fn empty_input_may_be_null_and_other_input_may_not() {
        // SAFETY: NULL is allowed, and a length that no object has is refused before it is read.
        unsafe {
            assert_eq!(bytes(std::ptr::null(), 0, "x"), Ok(&[][..]));
            assert_eq!(bytes(std::ptr::null(), 1, "x"), Err(BoundaryError::NullPointer { argument: "x" }));
            assert_eq!(
                bytes([1].as_ptr(), usize::MAX, "x"),
                Err(BoundaryError::LengthTooLarge { argument: "x", found: usize::MAX })
            );
        }
    }
}
