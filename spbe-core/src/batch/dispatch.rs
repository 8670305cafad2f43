//! The one place with unsafe code: calls of functions compiled for AVX2, made where AVX2 was found and nowhere else.
#![allow(unsafe_code, reason = "a call across target features cannot be checked by the compiler; `Wide` proves it")]

use super::{lane, outputs::Outputs, plan::Sums, portable::{CHUNK, Shape}, segments::Segment, wide};
use crate::instrument::PredicateBasis;

/// Proof that this processor has AVX2.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wide(());

impl Wide {
    pub(super) fn detect() -> Option<Self> {
        std::arch::is_x86_feature_detected!("avx2").then_some(Self(()))
    }

    pub(super) fn column_sums(self, shape: &Shape<'_>, columns: &[&[u8]], rows: usize, sums: &mut [[u8; CHUNK]]) -> bool {
        // SAFETY: the function needs AVX2 and nothing else; a `Wide` exists only where it was detected. So below.
        unsafe { wide::column_sums(shape, columns, rows, sums) }
    }

    pub(super) fn row_sums(self, shape: &Shape<'_>, segments: &[Segment], rows: (&[u8], usize, usize), sums: &mut [[u8; CHUNK]]) -> bool {
        unsafe { wide::row_sums(shape, segments, rows, sums) }
    }

    pub(super) fn combine<R: lane::Narrow<T>, T: lane::Lane>(self, program: &Sums<T>, basis: PredicateBasis, runs: &[[R; CHUNK]], scratch: &mut [[T; CHUNK]], outputs: &mut Outputs<'_>, place: (usize, usize)) {
        unsafe { wide::combine(program, basis, runs, scratch, outputs, place) }
    }
}
