//! Processors whose wider instructions are not used: they are never found.

use std::marker::PhantomData;

use super::Loops;
use super::squeeze::{Bounds, Layouts, Piece};

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

    pub(crate) fn squeeze(self, _: &Layouts) -> Option<Squeeze<'_>> {
        match self {}
    }
}

/// A way to squeeze rows: there is none.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Squeeze<'kernel>(Wide, PhantomData<&'kernel Layouts>);

impl<'kernel> Squeeze<'kernel> {
    pub(crate) fn rows(self) -> usize {
        match self.0 {}
    }

    pub(crate) fn reach(self) -> usize {
        match self.0 {}
    }

    pub(crate) fn columns(self) -> (&'kernel [Vec<usize>], usize) {
        match self.0 {}
    }

    pub(crate) fn run<const TILE: usize>(self, _: Piece<'_>, _: Bounds, _: &mut [[u8; TILE]], _: usize) -> Option<u8> {
        match self.0 {}
    }
}
