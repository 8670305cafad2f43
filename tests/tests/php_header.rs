//! The header that PHP reads is the C header without its preprocessor.
//!
//! `SPBE_WRITE=1 cargo test -p spbe-tests --test c_abi --test php_header the_` writes both anew.

use std::fmt::Write as _;
use std::fs;

use spbe_tests::files::path;

/// What PHP's `FFI::load` wants first: the name under which a page finds the library once it is preloaded, and the
/// library itself, on the path of the system's loader.
fn opening(abi: &str) -> String {
    format!(
        "#define FFI_SCOPE \"SPBE\"\n#define FFI_LIB \"libspbe.so.{abi}\"\n\n\
        /* Generated from ../../include/spbe.h, where each name is explained; do not edit. */\n\n"
    )
}

/// The text without comments of either kind. The header has no text literal that could hold one, but for
/// `extern "C"`.
fn without_comments(header: &str) -> String {
    let mut rest = header;
    let mut kept = String::new();
    while let Some(start) = rest.find("/*") {
        kept.push_str(&rest[..start]);
        rest = rest[start..].split_once("*/").expect("the comment ends").1;
    }
    kept.push_str(rest);
    let lines = kept.lines().map(|line| line.split("//").next().unwrap_or_default().trim_end());
    lines.collect::<Vec<_>>().join("\n")
}

/// The header for PHP, from the one for C. PHP knows no macros, so that each number becomes one of an enumeration.
fn for_php(header: &str) -> String {
    let mut numbers = Vec::new();
    let mut declarations = String::new();
    let mut only_cxx = false;
    let bare = without_comments(header);
    for line in bare.lines() {
        match line.split_once(' ').unwrap_or((line, "")) {
            ("#ifdef", "__cplusplus") => only_cxx = true,
            ("#endif", _) => only_cxx = false,
            ("#define", macro_text) => numbers.extend(macro_text.split_once(' ')),
            ("#ifndef" | "#include", _) => (),
            (other, _) if other.starts_with('#') => panic!("`{line}` is not for PHP"),
            _ if only_cxx || line.is_empty() => (),
            _ => {
                declarations.push_str(line);
                declarations.push_str(if line.starts_with('}') { "\n\n" } else { "\n" });
            }
        }
    }
    let abi = numbers.iter().find(|(name, _)| *name == "SPBE_ABI_VERSION").expect("the header has the ABI number").1;
    let mut result = opening(abi);
    result.push_str("enum {\n");
    for (name, value) in &numbers {
        let _ = value.parse::<u64>().expect("a macro of the header is a whole number");
        let _ = writeln!(result, "    {name} = {value},");
    }
    result.push_str("};\n\n");
    result.push_str(&declarations);
    result
}

#[test]
fn the_header_for_php_is_the_one_for_c_without_its_preprocessor() {
    let header = fs::read_to_string(path("spbe-ffi/include/spbe.h")).unwrap();
    let for_php = for_php(&header);
    let file = path("spbe-ffi/php/include/spbe.h");
    if std::env::var("SPBE_WRITE").as_deref() == Ok("1") {
        fs::write(&file, &for_php).unwrap();
    }
    let committed = fs::read_to_string(&file).unwrap_or_default();
    assert!(
        committed == for_php,
        "spbe-ffi/php/include/spbe.h is not what spbe-ffi/include/spbe.h gives; write it anew with SPBE_WRITE=1 and \
        review the change"
    );
}
