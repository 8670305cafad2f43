//! The integers that sums are made of: the narrowest that hold every sum of the instrument.

use super::reciprocal::{Narrow as NarrowFormula, Publish, Short};

/// An unsigned integer of a kernel.
///
/// Sums of valid rows never wrap: the compiler of the plan proves it. Sums of invalid rows may; they are overwritten.
pub(super) trait Lane: Narrow<Self> + Copy + Default + Ord + Send + Sync + 'static {
    /// The number, if it fits.
    fn of(number: u64) -> Option<Self>;
    /// The number on 64 bits.
    fn wide(self) -> u64;
    /// The low bits of a number.
    fn low(number: u64) -> Self;
    /// The low bits of the sum.
    fn plus(self, other: Self) -> Self;
    /// The low bits of the product.
    fn times(self, other: Self) -> Self;
    /// One if it is at least as large, else zero.
    fn reaches(self, other: Self) -> Self;
    /// Its lowest byte.
    fn low_byte(self) -> u8;
    /// The units of a sum by a formula in one step of 16 bits.
    fn units_narrow(self, formula: NarrowFormula) -> Self;
    /// The units of a sum by a formula in steps of 16 bits.
    fn units(self, formula: Short) -> Self;
    /// Published units of each sum.
    fn publish(publish: Publish, sums: &[Self], units: &mut [Self]);
}

/// A number that a run of equal weights is summed in; becomes the lane of the sums.
pub(super) trait Narrow<T>: Copy + Default + Send + Sync + 'static {
    /// The same number.
    fn widen(self) -> T;
}

/// A formula that begins with a factor.
pub(super) trait Formula: Copy {
    /// The units of a sum.
    fn units<T: Lane>(self, sum: T) -> T;
    /// The same formula for what is `weight` times a number, of the number itself.
    fn of_multiple(self, weight: u64) -> Option<Self>;
}

fn multiplied(factor: u16, weight: u64) -> Option<u16> {
    let factor = u64::from(factor).checked_mul(weight)?;
    u16::try_from(factor).ok().filter(|factor| *factor > 0)
}

impl Formula for NarrowFormula {
    #[inline(always)]
    fn units<T: Lane>(self, sum: T) -> T {
        sum.units_narrow(self)
    }

    fn of_multiple(self, weight: u64) -> Option<Self> {
        Some(Self { factor: multiplied(self.factor, weight)?, ..self })
    }
}

impl Formula for Short {
    #[inline(always)]
    fn units<T: Lane>(self, sum: T) -> T {
        sum.units(self)
    }

    fn of_multiple(self, weight: u64) -> Option<Self> {
        Some(Self { factor: multiplied(self.factor, weight)?, ..self })
    }
}

macro_rules! lane {
    ($type:ty, $low:expr, $short:expr) => {
        impl Lane for $type {
            fn of(number: u64) -> Option<Self> {
                Self::try_from(number).ok()
            }

            #[inline(always)]
            fn wide(self) -> u64 {
                u64::from(self)
            }

            #[inline(always)]
            fn low(number: u64) -> Self {
                $low(number)
            }

            #[inline(always)]
            fn plus(self, other: Self) -> Self {
                self.wrapping_add(other)
            }

            #[inline(always)]
            fn times(self, other: Self) -> Self {
                self.wrapping_mul(other)
            }

            #[inline(always)]
            fn reaches(self, other: Self) -> Self {
                Self::from(self >= other)
            }

            #[inline(always)]
            fn low_byte(self) -> u8 {
                (self & 0xff) as u8
            }

            #[inline(always)]
            fn units_narrow(self, formula: NarrowFormula) -> Self {
                let NarrowFormula { factor, offset, shift } = formula;
                self.wrapping_mul(Self::from(factor)).wrapping_add(Self::from(offset)).wrapping_shr(u32::from(shift))
            }

            #[inline(always)]
            fn units(self, formula: Short) -> Self {
                $short(self, formula)
            }

            #[inline(always)]
            fn publish(publish: Publish, sums: &[Self], units: &mut [Self]) {
                match publish {
                    Publish::Narrow(formula) => {
                        for (units, sum) in units.iter_mut().zip(sums) {
                            *units = sum.units_narrow(formula);
                        }
                    }
                    Publish::Short(formula) => {
                        for (units, sum) in units.iter_mut().zip(sums) {
                            *units = sum.units(formula);
                        }
                    }
                    Publish::Long { multiplier, offset, shift } => {
                        for (units, sum) in units.iter_mut().zip(sums) {
                            let product = sum.wide().wrapping_mul(u64::from(multiplier));
                            *units = Self::low(product.wrapping_add(offset) >> shift);
                        }
                    }
                    Publish::Division(rule) => {
                        for (units, sum) in units.iter_mut().zip(sums) {
                            *units = Self::low(rule.units(sum.wide()));
                        }
                    }
                }
            }
        }

        impl Narrow<$type> for $type {
            #[inline(always)]
            fn widen(self) -> $type {
                self
            }
        }
    };
}

macro_rules! narrow {
    ($($from:ty => $to:ty),*) => {
        $(impl Narrow<$to> for $from {
            #[inline(always)]
            fn widen(self) -> $to {
                <$to>::from(self)
            }
        })*
    };
}

narrow!(u8 => u16, u8 => u32, u8 => u64);

#[inline(always)]
fn low_16(number: u64) -> u16 {
    (number & 0xffff) as u16
}

#[inline(always)]
fn low_32(number: u64) -> u32 {
    (number & 0xffff_ffff) as u32
}

/// One 16-bit instruction a step. The compiler knows the high half of a product only where both numbers are a row's own: `max`,
/// which changes nothing, makes the multiplier one. Without it both are widened to 32 bits, six instructions for one.
#[inline(always)]
fn short_16(sum: u16, formula: Short) -> u16 {
    let Short { factor, offset, multiplier, shift } = formula;
    let scaled = sum.wrapping_mul(factor).wrapping_add(offset);
    let high = ((u32::from(scaled) * u32::from(multiplier.max(sum))) >> 16) as u16;
    high.wrapping_shr(u32::from(shift))
}

#[inline(always)]
fn short_32(sum: u32, formula: Short) -> u32 {
    let Short { factor, offset, multiplier, shift } = formula;
    let scaled = sum.wrapping_mul(u32::from(factor)).wrapping_add(u32::from(offset));
    (scaled.wrapping_mul(u32::from(multiplier)) >> 16).wrapping_shr(u32::from(shift))
}

#[inline(always)]
fn short_64(sum: u64, formula: Short) -> u64 {
    let Short { factor, offset, multiplier, shift } = formula;
    let scaled = sum.wrapping_mul(u64::from(factor)).wrapping_add(u64::from(offset));
    (scaled.wrapping_mul(u64::from(multiplier)) >> 16).wrapping_shr(u32::from(shift))
}

lane!(u16, low_16, short_16);
lane!(u32, low_32, short_32);
lane!(u64, core::convert::identity, short_64);
