//! Processors whose wider instructions are not used: they are never found.

use super::{Loops, Piece};

/// Proof of wider instructions: there is none.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Wide {}

impl Wide {
    pub(crate) const fn detect(_: bool) -> Option<Self> {
        None
    }

    pub(crate) fn run<L: Loops>(self, _: L) -> L::Found {
        match self {}
    }

    pub(crate) fn prefetch(self, _: &[u8]) {
        match self {}
    }

    pub(crate) fn transpose<const TILE: usize>(self, _: Piece<'_>, _: &mut [[u8; TILE]]) {
        match self {}
    }
}
