//! Plain loops, compiled for wider instructions; `dispatch.rs` calls these where a processor has them.

use super::Loops;

#[target_feature(enable = "avx512bw,avx512vl")]
pub(super) fn avx512<L: Loops>(loops: L) -> L::Found {
    loops.run()
}

#[target_feature(enable = "avx2")]
pub(super) fn avx2<L: Loops>(loops: L) -> L::Found {
    loops.run()
}
