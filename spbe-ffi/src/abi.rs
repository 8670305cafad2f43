//! The number of the binary interface. The build script reads this file too, for the soname.

/// The number of the binary interface that this header describes.
///
/// It rises with every change that breaks a compiled caller. The soname ends with it: `libspbe.so.0`.
pub const SPBE_ABI_VERSION: u32 = 0;

/// The number of the binary interface of the library in use; compare it with `SPBE_ABI_VERSION`.
#[unsafe(no_mangle)]
pub extern "C" fn spbe_abi_version() -> u32 {
    SPBE_ABI_VERSION
}
