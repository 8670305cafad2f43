//! Processors whose wider instructions are not used: they are never found.

use super::Loops;
use super::squeeze::{Way, Work};

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

    pub(super) fn shuffles_bytes(self) -> bool {
        match self {}
    }

    pub(super) fn squeeze<const TILE: usize>(self, _: Way<'_>, _: Work<'_, TILE>) -> Option<u8> {
        match self {}
    }
}
