//! Processors without the wide path: it is never found.

use super::lane::{Lane, Narrow};
use super::portable::{CHUNK, Chunk, Shape};
use super::segments::Span;

/// Proof that this processor has AVX2: there is none.
#[derive(Clone, Copy, Debug)]
pub(super) enum Wide {}

impl Wide {
    pub(super) const fn detect() -> Option<Self> {
        None
    }

    pub(super) fn column_sums(self, _: &Shape<'_>, _: &[&[u8]], _: usize, _: &mut [[u8; CHUNK]]) -> bool {
        match self {}
    }

    pub(super) fn row_sums(self, _: &Shape<'_>, _: &[Span], _: (&[u8], usize, usize), _: &mut [[u8; CHUNK]]) -> bool {
        match self {}
    }

    pub(super) fn combine<R: Narrow<T>, T: Lane>(self, _: Chunk<'_, '_, R, T>) {
        match self {}
    }

    pub(super) fn combine_short(self, _: Chunk<'_, '_, u8, u16>) {
        match self {}
    }
}
