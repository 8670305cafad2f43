//! Unsafe code, here and in `prefetch.rs` only: calls of functions compiled for wider instructions, where a processor has them.
#![allow(unsafe_code, reason = "the compiler cannot check a call of a function compiled for other instructions")]

use super::squeeze::{Way, Work};
use super::{Loops, compiled, squeeze_avx2, squeeze_avx512};
use std::arch::is_x86_feature_detected as has;

/// Proof that this processor has AVX2, and whether it has AVX-512 for bytes, and such that shuffles and adds them (VBMI, VNNI).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wide(bool, bool);

// SAFETY of every call: the function needs AVX2, or AVX-512 where it says so, and a `Wide` exists only where AVX2 was
// detected, and holds `true` only where AVX-512 was.
impl Wide {
    pub(crate) fn detect(avx512: bool) -> Option<Self> {
        let avx512 = avx512 && has!("avx512bw") && has!("avx512vl");
        has!("avx2").then(|| Self(avx512, avx512 && has!("avx512vbmi") && has!("avx512vnni")))
    }
    pub(crate) fn run<L: Loops>(self, loops: L) -> L::Found {
        if self.0 { unsafe { compiled::avx512(loops) } } else { unsafe { compiled::avx2(loops) } }
    }
    pub(super) fn shuffles_bytes(self) -> bool {
        self.1
    }
    pub(super) fn squeeze<const TILE: usize>(self, way: Way<'_>, work: Work<'_, TILE>) -> Option<u8> {
        match way {
            Way::Avx2(layout) => unsafe { squeeze_avx2::squeeze(layout, work) },
            Way::Avx512(layout) if self.1 => unsafe { squeeze_avx512::squeeze(layout, work) },
            Way::Avx512(_) => None,
        }
    }
}
