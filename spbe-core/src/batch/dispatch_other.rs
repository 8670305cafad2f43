//! Processors whose wider instructions are not used: they are never found.

use super::{loops::Loops, transpose::Piece};

/// Proof of wider instructions: there is none.
#[derive(Clone, Copy, Debug)]
pub(super) enum Wide {}

impl Wide {
    pub(super) const fn detect(_: bool) -> Option<Self> {
        None
    }

    pub(super) fn run<L: Loops>(self, _: L) -> L::Found {
        match self {}
    }

    pub(super) fn prefetch(self, _: &[u8]) {
        match self {}
    }

    pub(super) fn transpose<const TILE: usize>(self, _: Piece<'_>, _: &mut [[u8; TILE]]) {
        match self {}
    }
}
