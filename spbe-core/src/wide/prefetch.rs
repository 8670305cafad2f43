//! Asking for memory ahead of its use.
#![allow(unsafe_code, reason = "the intrinsic takes a pointer, though it does nothing that a program can see")]

use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};

/// Asks for the line of the byte so far on.
#[inline(always)]
pub(super) fn ask(cells: &[u8], distance: usize) {
    // SAFETY: a prefetch has no effect that a program can see, whatever the address.
    unsafe { _mm_prefetch::<_MM_HINT_T0>(cells.as_ptr().wrapping_add(distance).cast()) }
}
