//! The number of the binary interface. The build script reads this file too, for the soname.

/// The number of the binary interface that this header describes.
///
/// It rises with every change that breaks a compiled caller. The soname ends with it: `libspbe.so.0`.
pub const SPBE_ABI_VERSION: u32 = 0;
