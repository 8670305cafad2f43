//! The one place with unsafe code: calls of functions compiled for wider instructions, where a processor has them.
#![allow(unsafe_code, reason = "the compiler cannot check a call of a function compiled for other instructions")]

use super::squeeze::{Bounds, Layouts, Piece};
use super::windows::Layout;
use super::{Loops, squeeze_avx2, squeeze_avx512};
use std::arch::{is_x86_feature_detected as has, x86_64 as intrinsics};

/// Proof that this processor has AVX2, and whether it has AVX-512 for bytes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wide(bool);

/// A way to squeeze rows, and proof that this processor can go it: with AVX2, or with AVX-512 that has VBMI and VNNI.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Squeeze<'kernel>(Way<'kernel>);

#[derive(Clone, Copy, Debug)]
enum Way<'kernel> {
    Avx2(&'kernel Layout<16>),
    Avx512(&'kernel Layout<64>),
}

// SAFETY of every call: the function needs AVX2, or AVX-512 where it says so, and a `Wide` exists only where AVX2 was
// detected, and holds `true` only where AVX-512 was; a `Squeeze` is made below where its instructions were detected.
impl Wide {
    pub(crate) fn detect(avx512: bool) -> Option<Self> {
        has!("avx2").then(|| Self(avx512 && has!("avx512bw") && has!("avx512vl")))
    }
    pub(crate) fn run<L: Loops>(self, loops: L) -> L::Found {
        if self.0 { unsafe { avx512(loops) } } else { unsafe { avx2(loops) } }
    }
    pub(crate) fn squeeze(self, layouts: &Layouts) -> Option<Squeeze<'_>> {
        let avx512 = layouts.avx512.as_ref().filter(|_| self.0 && has!("avx512vbmi") && has!("avx512vnni"));
        let way = avx512.map(Way::Avx512).or_else(|| layouts.avx2.as_ref().map(Way::Avx2));
        way.map(Squeeze)
    }
}

impl<'kernel> Squeeze<'kernel> {
    /// How many rows are squeezed at a time.
    pub(crate) fn rows(self) -> usize {
        match self.0 {
            Way::Avx2(_) => squeeze_avx2::ROWS,
            Way::Avx512(_) => squeeze_avx512::ROWS,
        }
    }
    /// How far from the first item of a row bytes are read.
    pub(crate) fn reach(self) -> usize {
        match self.0 {
            Way::Avx2(layout) => layout.reach,
            Way::Avx512(layout) => layout.reach,
        }
    }
    /// The columns of each run, and how many there are.
    pub(crate) fn columns(self) -> (&'kernel [Vec<usize>], usize) {
        match self.0 {
            Way::Avx2(layout) => (&layout.runs, layout.groups),
            Way::Avx512(layout) => (&layout.runs, layout.groups),
        }
    }
    /// The columns of the rows, a multiple of those at a time, in a tile from its row `at` on. Gives the largest offset of a
    /// level from the lowest, or `None` if cells or tile are too short.
    pub(crate) fn run<const TILE: usize>(
        self,
        piece: Piece<'_>,
        bounds: Bounds,
        tile: &mut [[u8; TILE]],
        at: usize,
    ) -> Option<u8> {
        match self.0 {
            Way::Avx2(layout) => unsafe { squeeze_avx2::squeeze(layout, piece, bounds, tile, at) },
            Way::Avx512(layout) => unsafe { squeeze_avx512::squeeze(layout, piece, bounds, tile, at) },
        }
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

/// Asks for the line of the byte so far on. A prefetch has no effect that a program can see, whatever the address.
#[inline(always)]
pub(super) fn ask(cells: &[u8], distance: usize) {
    let line = cells.as_ptr().wrapping_add(distance);
    unsafe { intrinsics::_mm_prefetch::<{ intrinsics::_MM_HINT_T0 }>(line.cast()) }
}
