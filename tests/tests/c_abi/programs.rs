//! C programs that use the library rightly, wrongly, on many threads, and a million times.

use std::fs;
use std::process::Command;
use std::thread;

use super::build::{
    WARNINGS, abi_version, compile_shared, fast_program, folder, include, program, project, sanitized_program, succeed,
    valgrind,
};
use super::{bandar_lampung, record_of};

/// What `score.c` prints: the index, then the record.
fn expected_output() -> String {
    let vector = bandar_lampung();
    format!("index {}\n{}\n", vector["expected"]["index"].as_str().unwrap(), record_of(&vector))
}

#[test]
fn c_and_the_static_library_give_the_official_index_and_leak_nothing() {
    let program = program("score", &folder("static"));
    assert_eq!(valgrind(&program, &["10"]), expected_output());
}

#[test]
fn c_and_the_shared_library_give_the_official_index_and_leak_nothing() {
    let folder = folder("shared");
    let program = folder.join("score");
    compile_shared(&project().join("tests/c/score.c"), &folder, &program);
    assert_eq!(succeed(Command::new(&program).arg("1000"), "gcc"), expected_output());
    assert_eq!(valgrind(&program, &["10"]), expected_output());
}

#[test]
fn c_batches_equal_single_scores_and_leak_nothing() {
    let program = program("batch", &folder("batch"));
    assert_eq!(succeed(Command::new(&program).arg("3000"), "gcc"), "3000 rows equal\n");
    assert_eq!(valgrind(&program, &["30"]), "30 rows equal\n");
}

#[test]
fn misuse_is_refused_and_writes_nothing() {
    let program = program("misuse", &folder("misuse"));
    assert_eq!(succeed(Command::new(&program).arg("freed"), "gcc"), "refused\n");
    assert_eq!(valgrind(&program, &[]), "refused\n");
}

#[test]
fn data_frames_built_by_hand_are_scored_and_each_part_released_once() {
    let program = program("arrow", &folder("arrow"));
    assert_eq!(valgrind(&program, &[]), "frames agree\n");
}

#[test]
fn eight_threads_share_handles() {
    let folder = folder("threads");
    let program = program("threads", &folder);
    assert_eq!(succeed(Command::new(&program).arg("200"), "gcc"), "8 threads agree\n");
    assert_eq!(valgrind(&program, &["2"]), "8 threads agree\n");
    // A race is an error of its own kind.
    let mut races = Command::new("valgrind");
    races.args(["--quiet", "--tool=helgrind", "--error-exitcode=9"]).arg(&program).arg("2");
    assert_eq!(succeed(&mut races, "valgrind"), "8 threads agree\n");
}

#[test]
fn sanitizers_in_both_languages_report_nothing() {
    let folder = folder("sanitizers");
    for (name, argument, expected) in [
        ("score", "20", expected_output()),
        ("batch", "300", "300 rows equal\n".to_owned()),
        ("misuse", "-", "refused\n".to_owned()),
        ("threads", "20", "8 threads agree\n".to_owned()),
        ("arrow", "-", "frames agree\n".to_owned()),
        ("rounds", "300", "300 rounds\n".to_owned()),
    ] {
        let program = sanitized_program(name, &folder);
        let mut command = Command::new(&program);
        // The sanitizer's allocator has no figures for `rounds`, and reports leaks at the end itself.
        command.env("ASAN_OPTIONS", "detect_leaks=1:detect_stack_use_after_return=1").arg(argument);
        assert_eq!(succeed(&mut command, "gcc"), expected, "{name}");
    }
}

/// The sanitizer is really there: it finds the use of a freed handle, inside the library.
#[test]
fn the_sanitizer_would_find_a_freed_handle() {
    let folder = folder("sanitizer-finds");
    let program = sanitized_program("misuse", &folder);
    let output = super::build::run(Command::new(program).arg("freed"), "gcc");
    let report = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && report.contains("heap-use-after-free"), "{report}");
    assert!(report.contains("spbe_instrument_json"), "{report}");
}

#[test]
fn a_million_rounds_leak_nothing_and_grow_by_nothing() {
    let folder = folder("rounds");
    let program = fast_program("rounds", &folder);
    let run = |_| {
        let program = program.clone();
        thread::spawn(move || {
            // The allocator counts what it keeps for each thread as in use: it keeps nothing.
            let mut command = Command::new(program);
            command.env("GLIBC_TUNABLES", "glibc.malloc.tcache_count=0").arg("500000");
            assert_eq!(succeed(&mut command, "gcc"), "500000 rounds\n");
        })
    };
    let halves: Vec<_> = (0..2).map(run).collect();
    halves.into_iter().for_each(|half| half.join().unwrap());
    assert_eq!(valgrind(&program, &["200"]), "200 rounds\n");
}

#[test]
fn the_header_compiles_as_c99_c11_and_cxx17_and_twice() {
    let folder = folder("header");
    for (compiler, standard, extension) in [("gcc", "c99", "c"), ("gcc", "c11", "c"), ("g++", "c++17", "cpp")] {
        let source = folder.join(format!("twice-{standard}.{extension}"));
        let text = "#include \"spbe.h\"\n#include \"spbe.h\"\n\
            int main(void) { return spbe_abi_version() == SPBE_ABI_VERSION ? SPBE_OK : SPBE_FAILED; }\n";
        fs::write(&source, text).unwrap();
        succeed(
            Command::new(compiler)
                .arg(format!("-std={standard}"))
                .args(WARNINGS)
                .args(["-fsyntax-only", "-I"])
                .arg(include())
                .arg(&source),
            compiler,
        );
    }
    assert!(!abi_version().is_empty());
}
