//! Which library is in use.

use std::ffi::{CStr, c_char};

use crate::abi::SPBE_ABI_VERSION;

/// The number of the binary interface of the library in use; compare it with `SPBE_ABI_VERSION`.
#[unsafe(no_mangle)]
pub extern "C" fn spbe_abi_version() -> u32 {
    SPBE_ABI_VERSION
}

/// The version of the library in use, such as `0.1.0`. Borrowed from the library, and never freed.
#[unsafe(no_mangle)]
pub extern "C" fn spbe_version() -> *const c_char {
    const VERSION: &CStr = match CStr::from_bytes_with_nul(concat!(env!("CARGO_PKG_VERSION"), "\0").as_bytes()) {
        Ok(version) => version,
        Err(_) => c"",
    };
    VERSION.as_ptr()
}
