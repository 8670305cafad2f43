//! Handles: what a caller holds and cannot look into. Each begins with a mark that says what it is, so that a freed
//! handle, or one of another kind, is refused where memory still tells.

use std::mem::offset_of;
use std::ptr::{read_volatile, write_volatile};

use crate::error::BoundaryError;

/// A kind of handle.
pub(crate) trait Handle: Sized + Send + Sync {
    /// What the memory of a live handle of this kind begins with.
    const MARK: u64;
}

/// What the memory of a freed handle begins with until it is used again.
const FREED: u64 = u64::from_le_bytes(*b"spbefree");

/// The memory of a handle. Callers point at the mark; for them it is a `T`, into which they cannot look.
#[repr(C)]
struct Marked<T> {
    mark: u64,
    value: T,
}

/// Makes a handle, which [`free`] takes back.
pub(crate) fn new<T: Handle>(value: T) -> *mut T {
    const { assert!(offset_of!(Marked<T>, mark) == 0) };
    Box::into_raw(Box::new(Marked { mark: T::MARK, value })).cast()
}

/// Whether the memory has the mark of a live handle of this kind.
///
/// # Safety
/// `pointer` is NULL or points at eight bytes that may be read. Of freed memory that is not sure; the check finds what
/// it can, as a last defence of a program that is wrong already.
unsafe fn is_live<T: Handle>(pointer: *const T) -> bool {
    let marked = pointer.cast::<Marked<T>>();
    // SAFETY: not NULL and aligned, readable by the caller's promise. Volatile, because the compiler must not conclude
    // from what it knows of the lives of boxes.
    !marked.is_null() && marked.is_aligned() && unsafe { read_volatile(&raw const (*marked).mark) } == T::MARK
}

/// A handle that the caller lends.
///
/// # Safety
/// `pointer` is NULL or a live handle that stays alive during the call.
pub(crate) unsafe fn borrowed<'call, T: Handle>(
    pointer: *const T,
    argument: &'static str,
) -> Result<&'call T, BoundaryError> {
    if pointer.is_null() {
        return Err(BoundaryError::NullPointer { argument });
    }
    // SAFETY: live, by the caller's promise.
    if !unsafe { is_live(pointer) } {
        return Err(BoundaryError::InvalidHandle { argument });
    }
    // SAFETY: the mark is that of a live handle, made by `new` and never changed.
    Ok(unsafe { &(*pointer.cast::<Marked<T>>()).value })
}

/// Frees a handle. NULL, and what has no mark of a live handle of this kind, is left alone.
///
/// # Safety
/// `pointer` is NULL or a live handle, which nothing uses now or afterwards.
pub(crate) unsafe fn free<T: Handle>(pointer: *mut T) {
    // SAFETY: NULL or live, by the caller's promise.
    if unsafe { is_live(pointer) } {
        let marked = pointer.cast::<Marked<T>>();
        // SAFETY: live, so made by `new` from a box, and used by nothing else.
        unsafe {
            write_volatile(&raw mut (*marked).mark, FREED);
            drop(Box::from_raw(marked));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Kind;
    impl Handle for Kind {
        const MARK: u64 = 1;
    }
    struct Other;
    impl Handle for Other {
        const MARK: u64 = 2;
    }

    #[test]
    fn a_handle_of_another_kind_is_refused_and_not_freed() {
        let handle = new(Kind);
        // SAFETY: the handle is live until it is freed once, at the end.
        unsafe {
            assert!(borrowed(handle, "x").is_ok());
            let refused = borrowed(handle.cast::<Other>(), "x").err();
            assert_eq!(refused, Some(BoundaryError::InvalidHandle { argument: "x" }));
            free(handle.cast::<Other>());
            assert!(borrowed(handle, "x").is_ok());
            let odd = handle.wrapping_byte_add(1);
            assert_eq!(borrowed(odd, "x").err(), Some(BoundaryError::InvalidHandle { argument: "x" }));
            free(handle);
        }
    }

    #[test]
    fn null_is_no_handle() {
        // SAFETY: NULL is allowed.
        unsafe {
            let refused = borrowed(std::ptr::null::<Kind>(), "x").err();
            assert_eq!(refused, Some(BoundaryError::NullPointer { argument: "x" }));
            free(std::ptr::null_mut::<Kind>());
        }
    }
}
