//! The gate of speed: instructions an assessment, which are the same on a busy machine as on an idle one.

use std::path::Path;
use std::process::Command;

use toml::{Table, Value};

/// The rows of a call of each mode; see `src/bin/instructions.rs`.
const ROWS: f64 = 16_384.0;
const UNITS: f64 = 600.0;

#[test]
fn instructions_an_assessment_stay_as_they_are() {
    // Named by `make test` in a release build; a plain `cargo test` leaves it out (`test = false`).
    assert!(!cfg!(debug_assertions), "instructions are counted in release builds: cargo test --release");
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("instructions.toml")).unwrap();
    let table: Table = text.parse().unwrap();
    let number = |value: &Value| value.as_float().or_else(|| value.as_integer().map(|whole| whole as f64)).unwrap();
    let tolerance = number(&table["tolerance_percent"]) / 100.0;
    let mut failures = Vec::new();
    for (mode, bars) in table.iter().filter_map(|(mode, bars)| Some((mode, bars.as_table()?))) {
        if !mode.ends_with("-portable") && mode != "single" && !has_wide() {
            println!("SKIPPED 1 mode: `{mode}` needs AVX2, which this processor does not have");
            continue;
        }
        let found = per_assessment(mode);
        let (expected, most) = (number(&bars["expected"]), number(&bars["most"]));
        println!("{mode}: {found:.1} instructions an assessment (expected {expected}, at most {most})");
        if found > most || (found - expected).abs() > tolerance * expected {
            failures.push(format!("{mode}: {found:.1}, expected {expected}, at most {most}"));
        }
    }
    assert!(failures.is_empty(), "instructions an assessment changed:\n{}", failures.join("\n"));
}

/// What more calls cost, so that reading and compiling the instrument do not count.
fn per_assessment(mode: &str) -> f64 {
    let (few, many, assessments) = match mode {
        "single" => (100, 1_100, 1_000.0),
        "nearest" => (1, 5, 4.0 * UNITS),
        "forecast" => (4, 24, 20.0),
        // Sixty institutions a call.
        "plan" | "plan-frontier" => (1, 5, 4.0 * 60.0),
        // A draw a call, in whole blocks.
        "draw" | "draw-levels" => (320, 960, 640.0),
        _ => (1, 5, 4.0 * ROWS),
    };
    (count(mode, many) - count(mode, few)) / assessments
}

fn count(mode: &str, calls: u32) -> f64 {
    let counts = std::env::temp_dir().join(format!("spbe-instructions-{}", std::process::id()));
    // Callgrind counts an instruction that repeats itself once for each byte it fills or copies.
    let unrepeated = ["stosb", "movsb"].map(|name| format!("glibc.cpu.x86_rep_{name}_threshold=1000000000")).join(":");
    let output = Command::new("valgrind")
        .env("GLIBC_TUNABLES", unrepeated)
        .args(["--tool=callgrind", &format!("--callgrind-out-file={}", counts.display())])
        .args([env!("CARGO_BIN_EXE_instructions"), mode, &calls.to_string()])
        .output()
        .expect("valgrind runs; `apt-get install valgrind` brings it");
    let _ = std::fs::remove_file(counts);
    let report = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "valgrind failed on `{mode}`:\n{report}");
    let line = report.lines().find_map(|line| line.split("Collected :").nth(1)).expect("a count of instructions");
    line.trim().parse().expect("a number")
}

#[cfg(target_arch = "x86_64")]
fn has_wide() -> bool {
    std::arch::is_x86_feature_detected!("avx2")
}

#[cfg(not(target_arch = "x86_64"))]
fn has_wide() -> bool {
    false
}
