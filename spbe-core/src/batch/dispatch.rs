//! The one place with unsafe code: calls of functions compiled for AVX2, made where AVX2 was found and nowhere else.
#![allow(unsafe_code, reason = "a call across target features cannot be checked by the compiler; `Wide` proves it")]

use super::lane::{Lane, Narrow};
use super::portable::{CHUNK, Chunk, Shape};
use super::{segments::Span, wide, wide_combine};

/// Proof that this processor has AVX2.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wide(());

// SAFETY of every call: the function needs AVX2 and nothing else, and a `Wide` exists only where it was detected.
impl Wide {
    pub(super) fn detect() -> Option<Self> {
        std::arch::is_x86_feature_detected!("avx2").then_some(Self(()))
    }
    pub(super) fn column_sums(self, shape: &Shape<'_>, columns: &[&[u8]], rows: usize, sums: &mut [[u8; CHUNK]]) -> bool {
        unsafe { wide::column_sums(shape, columns, rows, sums) }
    }
    pub(super) fn row_sums(self, shape: &Shape<'_>, segments: &[Span], rows: (&[u8], usize, usize), sums: &mut [[u8; CHUNK]]) -> bool {
        unsafe { wide::row_sums(shape, segments, rows, sums) }
    }
    pub(super) fn combine<R: Narrow<T>, T: Lane>(self, chunk: Chunk<'_, '_, R, T>) {
        unsafe { wide::combine(chunk) }
    }
    pub(super) fn combine_short(self, chunk: Chunk<'_, '_, u8, u16>) {
        unsafe { wide_combine::combine_short(chunk) }
    }
}
