//! Text that the caller owns.

use std::ffi::{c_char, c_void};
use std::mem::MaybeUninit;
use std::ptr::copy_nonoverlapping;

use crate::error::BoundaryError;
use crate::guard::guard_value;
use crate::lent::output;

// From the C library that the standard library links anyway. A block of `malloc` knows its own size, so a caller may
// change the text it owns (`strtok`), which an owned Rust string would not survive.
unsafe extern "C" {
    fn malloc(size: usize) -> *mut c_void;
    fn free(pointer: *mut c_void);
}

/// Where a text and its length go.
pub(crate) struct TextOutput<'call> {
    text: &'call mut MaybeUninit<*mut c_char>,
    length: Option<&'call mut MaybeUninit<usize>>,
}

impl TextOutput<'_> {
    /// Checks the pointers before any work is done for them. The length may be NULL.
    ///
    /// # Safety
    /// Each pointer is NULL or may be written during the call; they differ.
    pub(crate) unsafe fn new(
        text: *mut *mut c_char,
        length: *mut usize,
        argument: &'static str,
    ) -> Result<Self, BoundaryError> {
        // SAFETY: the caller's promise is that of `output`.
        unsafe {
            let length = if length.is_null() { None } else { Some(output(length, "length")?) };
            Ok(Self { text: output(text, argument)?, length })
        }
    }

    /// Hands out a copy, with a NUL behind it.
    pub(crate) fn write(self, text: &str) -> Result<(), BoundaryError> {
        let size = text.len().checked_add(1).ok_or(BoundaryError::OutOfMemory)?;
        // SAFETY: the size is not 0.
        let copy = unsafe { malloc(size) }.cast::<u8>();
        if copy.is_null() {
            return Err(BoundaryError::OutOfMemory);
        }
        // SAFETY: the new block holds the text and one byte more, and nothing else refers to it.
        unsafe {
            copy_nonoverlapping(text.as_ptr(), copy, text.len());
            copy.add(text.len()).write(0);
        }
        self.text.write(copy.cast());
        if let Some(length) = self.length {
            length.write(text.len());
        }
        Ok(())
    }
}

/// Frees a text that a function of this library has handed out by `char **`. NULL is allowed.
///
/// # Safety
/// `text` is NULL or such a text, not freed yet.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn spbe_text_free(text: *mut c_char) {
    // SAFETY: NULL, or a block of `malloc` from `TextOutput::write` that is freed once, by the caller's promise.
    guard_value((), || unsafe { free(text.cast()) });
}
