//! Requests: C programs and the executable `spbe-json` reply byte for byte as Rust does.

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use serde_json::Value;
use spbe_core::request::Answerer;

use super::build::{folder, program, project, succeed, target};

/// The executable, built where the tests are.
fn spbe_json() -> &'static PathBuf {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| {
        let arguments = ["build", "--quiet", "--locked", "--package", "spbe-ffi", "--bin", "spbe-json", "--target-dir"];
        succeed(Command::new(env!("CARGO")).args(arguments).arg(target()).current_dir(project()), "cargo");
        // As it is now: another build may replace it while a test runs.
        let copy = folder("spbe-json").join("spbe-json");
        fs::copy(target().join("debug/spbe-json"), &copy).unwrap();
        copy
    })
}

/// What a program makes of lines on its standard input, and how it ends.
fn fed(command: &mut Command, input: &[u8]) -> (Vec<u8>, Option<i32>) {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let output = std::thread::scope(|scope| {
        // Both pipes fill up, so that one thread writes while the other reads; the input ends with its thread.
        scope.spawn(move || stdin.write_all(input).unwrap());
        child.wait_with_output().unwrap()
    });
    (output.stdout, output.status.code())
}

/// All requests of the tests as lines, and the replies of Rust.
fn conversation() -> (String, String) {
    let answerer = Answerer::new();
    let requests = spbe_tests::requests::all();
    let replies: String = requests.iter().map(|request| answerer.answer(request).into_text() + "\n").collect();
    (requests.join("\n") + "\n", replies)
}

#[test]
fn c_and_spbe_json_reply_byte_for_byte_as_rust_does() {
    let (requests, replies) = conversation();
    assert_eq!(requests.lines().count(), replies.lines().count());
    assert!(requests.lines().count() > 3 * spbe_tests::requests::RANDOM);

    let program = program("request", &folder("request"));
    let (by_c, code) = fed(&mut Command::new(&program), requests.as_bytes());
    assert_eq!((by_c == replies.as_bytes(), code), (true, Some(0)));
    // Some of the replies are errors.
    let (by_line, code) = fed(&mut Command::new(spbe_json()), requests.as_bytes());
    assert_eq!((by_line == replies.as_bytes(), code), (true, Some(1)));
}

#[test]
fn requests_from_c_leak_nothing() {
    let (requests, replies) = conversation();
    let first = |lines: &str| lines.lines().take(60).fold(String::new(), |text, line| text + line + "\n");
    let program = program("request", &folder("request-leaks"));
    let mut command = Command::new("valgrind");
    command.args(["--quiet", "--leak-check=full", "--show-leak-kinds=all", "--errors-for-leak-kinds=all"]);
    command.arg(format!("--suppressions={}", project().join("tests/c/valgrind.supp").display()));
    let (output, code) = fed(command.arg("--error-exitcode=9").arg(program), first(&requests).as_bytes());
    assert_eq!((String::from_utf8(output).unwrap(), code), (first(&replies), Some(0)));
}

#[test]
fn spbe_json_survives_any_line_and_says_how_it_ended() {
    let lines = || Command::new(spbe_json());
    let version = Answerer::new().answer(r#"{"op":"version"}"#).into_text() + "\n";
    let request = "{\"op\":\"version\"}";
    // Empty lines, both line ends, a byte order mark, and no end of the last line.
    let input = format!("\u{feff}{request}\r\n\r\n  \n{request}\n\n{request}");
    assert_eq!(fed(&mut lines(), input.as_bytes()), (version.repeat(3).into_bytes(), Some(0)));
    assert_eq!(fed(&mut lines(), b""), (Vec::new(), Some(0)));

    let mut input = b"\xff\xfe\n\0\n".to_vec();
    input.extend(std::iter::repeat_n(b'[', (64 << 20) + 10));
    input.extend(format!("\n{request}\n").bytes());
    let (output, code) = fed(&mut lines(), &input);
    let output = String::from_utf8(output).unwrap();
    let numbers: Vec<u64> = output
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["error"]["number"].as_u64().unwrap_or(0))
        .collect();
    assert_eq!((numbers, code), (vec![702, 701, 703, 0], Some(1)));

    let version = format!("spbe-json {}\n", env!("CARGO_PKG_VERSION"));
    assert_eq!(fed(lines().arg("--version"), b""), (version.into_bytes(), Some(0)));
    let (help, code) = fed(lines().arg("--help"), b"");
    assert!(String::from_utf8(help).unwrap().contains("141") && code == Some(0));
    assert_eq!(fed(lines().arg("--help").arg("x").stderr(Stdio::null()), b""), (Vec::new(), Some(2)));
}

#[test]
fn spbe_json_ends_quietly_when_nobody_reads() {
    let mut child =
        Command::new(spbe_json()).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(b"{\"op\":\"version\"}\n").unwrap();
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr), (Some(141), Vec::new()));
}
