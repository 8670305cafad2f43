//! The C interface: its header is the one its source gives, and C programs that use it are right and leak nothing.
//!
//! `SPBE_WRITE=1 cargo test -p spbe-tests --test c_abi --test php_header the_` writes the header anew, the list of
//! symbols, and the header for PHP, which is made from it.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;
use spbe_core::assessment::{Assessment, Subject};
use spbe_core::exact::Ratio;
use spbe_core::instrument::Instrument;
use spbe_core::record::ScoreRecord;
use spbe_core::score::{ScoreOptions, score};

use build::{include, libraries, project, soname, succeed};

#[path = "c_abi/build.rs"]
mod build;
#[path = "c_abi/cases.rs"]
mod cases;
#[path = "c_abi/catalogue.rs"]
mod catalogue;
#[path = "c_abi/install.rs"]
mod install;
#[path = "c_abi/programs.rs"]
mod programs;

#[test]
fn the_header_is_the_one_the_source_gives() {
    let sources = project().join("spbe-ffi/src");
    let config = cbindgen::Config::from_file(project().join("spbe-ffi/cbindgen.toml")).unwrap();
    let builder = [
        "abi",
        "arrow",
        "choice",
        "error",
        "file",
        "instrument",
        "kernel",
        "lent",
        "rank",
        "request",
        "score",
        "text",
        "version",
    ]
    .iter()
    .fold(cbindgen::Builder::new().with_config(config), |builder, module| {
        builder.with_src(sources.join(format!("{module}.rs")))
    });
    let mut header = Vec::new();
    builder.generate().unwrap().write(&mut header);
    let header = String::from_utf8(header).unwrap();
    let path = include().join("spbe.h");
    if std::env::var("SPBE_WRITE").as_deref() == Ok("1") {
        fs::write(&path, &header).unwrap();
    }
    let committed = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == header,
        "spbe-ffi/include/spbe.h is not what its source gives; write it anew with SPBE_WRITE=1 and review the change"
    );
}

#[test]
fn the_library_exports_what_the_header_declares_and_the_list_holds() {
    let exported = succeed(Command::new("nm").args(["-D", "--defined-only"]).arg(&libraries().shared), "binutils");
    let mut exported: Vec<&str> = exported.lines().filter_map(|line| line.split(' ').next_back()).collect();
    exported.sort_unstable();
    let header = fs::read_to_string(include().join("spbe.h")).unwrap();
    let mut declared: Vec<&str> = header
        .lines()
        .filter(|line| !line.starts_with([' ', '/', '#']))
        .filter_map(|line| line.split_once('(')?.0.rsplit([' ', '*']).next())
        .filter(|name| name.starts_with("spbe_"))
        .collect();
    declared.sort_unstable();
    assert_eq!(exported, declared);
    let path = project().join("spbe-ffi/symbols.txt");
    if std::env::var("SPBE_WRITE").as_deref() == Ok("1") {
        fs::write(&path, declared.join("\n") + "\n").unwrap();
    }
    let listed = fs::read_to_string(&path).unwrap_or_default();
    // A symbol that goes away breaks callers: the ABI number rises then.
    assert_eq!(declared, listed.lines().collect::<Vec<_>>());
}

#[test]
fn the_soname_carries_the_abi_number_of_the_header() {
    let dynamic = succeed(Command::new("readelf").arg("-d").arg(&libraries().shared), "binutils");
    let soname = soname();
    assert!(dynamic.contains(&format!("soname: [{soname}]")), "{soname} is not in\n{dynamic}");
}

/// The record that the core gives for the answers in a file of official results, as JSON.
fn record_of(vector: &Value) -> String {
    let instrument = Instrument::builtin(vector["instrument"].as_str().unwrap()).unwrap();
    let subject = Subject { year: vector["year"].as_u64().map(|year| year.try_into().unwrap()), ..Subject::default() };
    let levels = vector["levels"].as_object().unwrap();
    let answers = levels.iter().map(|(code, level)| (code.as_str(), Ratio::whole(level.as_i64().unwrap())));
    let assessment = Assessment::new(&instrument, subject, answers).unwrap();
    let score = score(&instrument, &assessment, &ScoreOptions::default()).unwrap();
    serde_json::to_string(&ScoreRecord::new(&instrument, &score)).unwrap()
}

fn bandar_lampung() -> Value {
    let path = project().join("tests/vectors/bandarlampung_2023.json");
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

/// The source files of the library.
fn sources() -> impl Iterator<Item = PathBuf> {
    let files = fs::read_dir(project().join("spbe-ffi/src")).unwrap().map(|entry| entry.unwrap().path());
    files.filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
}

/// Each entry point runs in the guard, itself or through the function that it hands its arguments to.
#[test]
fn every_entry_point_runs_in_the_guard() {
    let ways = ["guard(", "guard_value(", "text_of(", "count_of(", "error_text(", "with_file(", "unsafe { spbe_"];
    let mut entries = 0;
    for file in sources() {
        let text = fs::read_to_string(&file).unwrap();
        for body in text.split("#[unsafe(no_mangle)]").skip(1) {
            let body = body.split("\n}\n").next().unwrap();
            let name = body.split_once(" fn ").and_then(|(_, rest)| rest.split('(').next()).unwrap();
            // These two give a constant.
            let constant = ["spbe_abi_version", "spbe_version"].contains(&name);
            assert!(constant || ways.iter().any(|way| body.contains(way)), "{name} in {}", file.display());
            entries += 1;
        }
    }
    let listed = fs::read_to_string(project().join("spbe-ffi/symbols.txt")).unwrap();
    assert_eq!(entries, listed.lines().count());
}

#[test]
fn the_library_keeps_no_state_and_no_panic_hook() {
    for file in sources() {
        let text = fs::read_to_string(&file).unwrap();
        for word in ["static ", "thread_local", "OnceLock", "LazyLock", "set_hook", "Mutex", "Atomic"] {
            let found = text.lines().find(|line| line.contains(word) && !line.trim_start().starts_with("//"));
            assert_eq!(found.filter(|line| !line.contains("&'static ")), None, "{}", file.display());
        }
    }
}
