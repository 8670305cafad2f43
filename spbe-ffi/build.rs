//! Gives the shared library its soname, which carries the ABI number.

#[path = "src/abi.rs"]
#[expect(unreachable_pub, reason = "public where the library reads the same file")]
mod abi;

fn main() {
    println!("cargo::rerun-if-changed=src/abi.rs");
    if std::env::var("CARGO_CFG_TARGET_OS").as_deref() == Ok("linux") {
        println!("cargo::rustc-cdylib-link-arg=-Wl,-soname,libspbe.so.{}", abi::SPBE_ABI_VERSION);
    }
}
