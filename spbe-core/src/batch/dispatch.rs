//! The one place with unsafe code: calls of functions compiled for AVX2 where AVX2 was found, and a hint to the cache.
#![allow(unsafe_code, reason = "calls across target features and prefetches cannot be checked by the compiler")]
#![cfg_attr(rustfmt, rustfmt_skip)]

use super::{lane::{Lane, Narrow}, portable::{CHUNK, Chunk, Shape}, segments::Span, wide, wide_combine};
use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};

/// Proof that this processor has AVX2.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wide(());

// SAFETY of every call: the function needs AVX2 and nothing else, and a `Wide` exists only where it was detected.
impl Wide {
    pub(super) fn detect() -> Option<Self> { std::arch::is_x86_feature_detected!("avx2").then_some(Self(())) }
    pub(super) fn column_sums(self, shape: &Shape<'_>, columns: &[&[u8]], rows: usize, sums: &mut [[u8; CHUNK]]) -> bool { unsafe { wide::column_sums(shape, columns, rows, sums) } }
    pub(super) fn row_sums(self, shape: &Shape<'_>, spans: &[Span], rows: (&[u8], usize, usize), sums: &mut [[u8; CHUNK]]) -> bool { unsafe { wide::row_sums(shape, spans, rows, sums) } }
    pub(super) fn combine<R: Narrow<T>, T: Lane>(self, chunk: Chunk<'_, '_, R, T>) { unsafe { wide::combine(chunk) } }
    pub(super) fn combine_short(self, chunk: Chunk<'_, '_, u8, u16>) { unsafe { wide_combine::combine_short(chunk) } }
}

/// Asks for the lines of some cells, which a later step reads.
#[inline(always)]
pub(super) fn prefetch(cells: &[u8]) {
    // SAFETY: a prefetch reads nothing that a program can see; the address is of a byte of the slice.
    for line in cells.chunks(64) { unsafe { _mm_prefetch::<_MM_HINT_T0>(line.as_ptr().cast()) } }
}
