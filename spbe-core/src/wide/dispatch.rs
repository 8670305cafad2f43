//! The one place with unsafe code: calls of functions compiled for wider instructions, where a processor has them.
#![allow(unsafe_code, reason = "the compiler cannot check a call of a function compiled for other instructions")]

use super::{Loops, Piece, transpose};
use std::arch::{is_x86_feature_detected as has, x86_64 as intrinsics};

/// Proof that this processor has AVX2, and whether it has AVX-512 for bytes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wide(bool);

// SAFETY of every call: the function needs AVX2, or AVX-512 where it says so, and a `Wide` exists only where AVX2 was
// detected, and holds `true` only where AVX-512 was.
impl Wide {
    pub(crate) fn detect(avx512: bool) -> Option<Self> {
        has!("avx2").then(|| Self(avx512 && has!("avx512bw") && has!("avx512vl")))
    }
    pub(crate) fn run<L: Loops>(self, loops: L) -> L::Found {
        if self.0 { unsafe { avx512(loops) } } else { unsafe { avx2(loops) } }
    }
    // A prefetch has no effect that a program can see, and the address is that of a byte of the slice.
    pub(crate) fn prefetch(self, cells: &[u8]) {
        let ask = |line: *const i8| unsafe { intrinsics::_mm_prefetch::<{ intrinsics::_MM_HINT_T0 }>(line) };
        cells.chunks(64).for_each(|line| ask(line.as_ptr().cast()));
    }
    pub(crate) fn transpose<const TILE: usize>(self, rows: Piece<'_>, tile: &mut [[u8; TILE]]) {
        unsafe { transpose::wide(rows, tile) }
    }
}

#[target_feature(enable = "avx512bw,avx512vl")]
fn avx512<L: Loops>(loops: L) -> L::Found {
    loops.run()
}

#[target_feature(enable = "avx2")]
fn avx2<L: Loops>(loops: L) -> L::Found {
    loops.run()
}
