//! Loops that are compiled more than once: for the instructions that every processor has, and for wider ones, which
//! are used where a processor has them. The source is one, so the numbers are the same.
//!
//! Only the squeezing of rows into columns of partial sums is written in intrinsics, for which no plain loop was as fast;
//! plain code that gives the same run sums stands beside it.
//!
//! A caller keeps what [`Wide::detect`] found, gives its loops a type that is [`Loops`], and calls [`run`]. Who is to
//! be compared with plain code passes `None`.

#[cfg(target_arch = "x86_64")]
mod compiled;
#[cfg(target_arch = "x86_64")]
mod dispatch;
#[cfg(not(target_arch = "x86_64"))]
#[path = "dispatch_other.rs"]
mod dispatch;
#[cfg(target_arch = "x86_64")]
mod prefetch;
#[cfg_attr(not(target_arch = "x86_64"), allow(dead_code, reason = "only where wider instructions are used"))]
mod squeeze;
#[cfg(target_arch = "x86_64")]
mod squeeze_avx2;
#[cfg(target_arch = "x86_64")]
mod squeeze_avx512;
#[cfg_attr(not(target_arch = "x86_64"), allow(dead_code, reason = "only where wider instructions are used"))]
mod windows;

pub(crate) use dispatch::Wide;
pub(crate) use squeeze::{Bounds, Layouts, Piece, Squeeze, Work, transpose};

/// Loops that can be compiled for several sets of instructions. `run` and all it calls have to be inlined, and a
/// closure in a loop is not always.
pub(crate) trait Loops {
    /// What they find.
    type Found;

    /// Runs them.
    fn run(self) -> Self::Found;
}

/// Runs loops with the widest instructions there are.
pub(crate) fn run<L: Loops>(wide: Option<Wide>, loops: L) -> L::Found {
    match wide {
        Some(wide) => wide.run(loops),
        None => loops.run(),
    }
}
