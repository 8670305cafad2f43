//! The C interface: its header is the one its source gives, and C programs that use it are right and leak nothing.
//!
//! `SPBE_WRITE=1 cargo test -p spbe-tests --test c_abi --test php_header the_` writes the header anew, the list of
//! symbols, and the header for PHP, which is made from it.

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;

use serde_json::Value;
use spbe_core::assessment::{Assessment, Subject};
use spbe_core::exact::Ratio;
use spbe_core::instrument::Instrument;
use spbe_core::record::ScoreRecord;
use spbe_core::request::Answerer;
use spbe_core::score::{ScoreOptions, score};

const WARNINGS: [&str; 5] = ["-Wall", "-Wextra", "-Werror", "-pedantic", "-g"];
/// What `rustc --print native-static-libs` names for Linux.
const SYSTEM_LIBRARIES: [&str; 7] = ["-lgcc_s", "-lutil", "-lrt", "-lpthread", "-lm", "-ldl", "-lc"];

fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

fn include() -> PathBuf {
    project().join("spbe-ffi/include")
}

/// A fresh folder for what one test builds.
fn folder(test: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("c_abi").join(test);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// Runs a program to its end. One that is not installed fails the test and says which package has it.
fn run(command: &mut Command, package: &str) -> Output {
    match command.output() {
        Ok(output) => output,
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let program = command.get_program().to_string_lossy().into_owned();
            panic!("`{program}` is not installed; it is in the Debian package `{package}`: apt-get install {package}")
        }
        Err(error) => panic!("{command:?}: {error}"),
    }
}

/// The output of a program that must succeed.
fn succeed(command: &mut Command, package: &str) -> String {
    let output = run(command, package);
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{command:?}: {}\n{out}{err}", output.status);
    out.into_owned()
}

struct Libraries {
    shared: PathBuf,
    fixed: PathBuf,
    /// The executable `spbe-json`.
    lines: PathBuf,
}

/// Builds the libraries, or finds them built; cargo itself says where they are.
fn libraries() -> &'static Libraries {
    static BUILT: OnceLock<Libraries> = OnceLock::new();
    BUILT.get_or_init(|| {
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
        let messages = succeed(
            Command::new(env!("CARGO"))
                .args(["build", "--package", "spbe-ffi", "--message-format", "json", "--target-dir"])
                .arg(target)
                .current_dir(project()),
            "cargo",
        );
        let files: Vec<PathBuf> = messages
            .lines()
            .filter_map(|line| serde_json::from_str::<Value>(line).ok())
            .filter(|message| {
                message["reason"] == "compiler-artifact"
                    && matches!(message["target"]["name"].as_str(), Some("spbe" | "spbe-json"))
            })
            .flat_map(|message| message["filenames"].as_array().cloned().unwrap_or_default())
            .filter_map(|file| file.as_str().map(PathBuf::from))
            .collect();
        let named = |name: &str| {
            files.iter().find(|file| file.file_name().is_some_and(|own| own == name)).unwrap_or_else(|| {
                panic!("cargo built no {name} among {files:?}");
            })
        };
        let copy = |name| named(name).clone();
        Libraries { shared: copy("libspbe.so"), fixed: copy("libspbe.a"), lines: copy("spbe-json") }
    })
}

/// Compiles a program against the static library.
fn compile_fixed(source: &Path, program: &Path) {
    succeed(
        Command::new("gcc")
            .args(["-std=c99", "-Wconversion"])
            .args(WARNINGS)
            .arg("-I")
            .arg(include())
            .arg(source)
            .arg(&libraries().fixed)
            .args(SYSTEM_LIBRARIES)
            .arg("-o")
            .arg(program),
        "gcc",
    );
}

/// Compiles a program against the shared library, which lies beside it under its soname, as installed.
fn compile_shared(source: &Path, folder: &Path, program: &Path) {
    let installed = folder.join(soname());
    fs::copy(&libraries().shared, &installed).unwrap();
    succeed(
        Command::new("gcc")
            .arg("-std=c11")
            .args(WARNINGS)
            .arg("-I")
            .arg(include())
            .arg(source)
            .arg(&installed)
            .arg("-Wl,-rpath,$ORIGIN")
            .arg("-o")
            .arg(program),
        "gcc",
    );
}

fn valgrind(program: &Path, rounds: &str) -> String {
    let mut command = Command::new("valgrind");
    command.args(["--quiet", "--leak-check=full", "--show-leak-kinds=all", "--errors-for-leak-kinds=all"]);
    command.arg(format!("--suppressions={}", project().join("tests/c/valgrind.supp").display()));
    succeed(command.arg("--error-exitcode=9").arg(program).arg(rounds), "valgrind")
}

/// The number in `#define SPBE_ABI_VERSION` of the committed header.
fn abi_version() -> String {
    let header = fs::read_to_string(include().join("spbe.h")).unwrap();
    let line = header.lines().find_map(|line| line.strip_prefix("#define SPBE_ABI_VERSION "));
    line.expect("the header has the ABI number").trim().to_owned()
}

fn soname() -> String {
    format!("libspbe.so.{}", abi_version())
}

#[test]
fn the_header_is_the_one_the_source_gives() {
    let sources = project().join("spbe-ffi/src");
    let config = cbindgen::Config::from_file(project().join("spbe-ffi/cbindgen.toml")).unwrap();
    let builder = [
        "abi",
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

/// What `score.c` prints: the index, then the record.
fn expected_output() -> String {
    let vector = bandar_lampung();
    format!("index {}\n{}\n", vector["expected"]["index"].as_str().unwrap(), record_of(&vector))
}

#[test]
fn c_and_the_static_library_give_the_official_index_and_leak_nothing() {
    let program = folder("static").join("score");
    compile_fixed(&project().join("tests/c/score.c"), &program);
    assert_eq!(succeed(Command::new(&program).arg("10000"), "gcc"), expected_output());
    assert_eq!(valgrind(&program, "100"), expected_output());
}

#[test]
fn c_and_the_shared_library_give_the_official_index_and_leak_nothing() {
    let folder = folder("shared");
    let program = folder.join("score");
    compile_shared(&project().join("tests/c/score.c"), &folder, &program);
    assert_eq!(succeed(Command::new(&program).arg("10000"), "gcc"), expected_output());
    assert_eq!(valgrind(&program, "100"), expected_output());
}

#[test]
fn c_batches_equal_single_scores_and_leak_nothing() {
    let program = folder("batch").join("batch");
    compile_fixed(&project().join("tests/c/batch.c"), &program);
    assert_eq!(succeed(Command::new(&program).arg("3000"), "gcc"), "3000 rows equal\n");
    assert_eq!(valgrind(&program, "30"), "30 rows equal\n");
}

#[test]
fn the_example_prints_the_record() {
    let folder = folder("example");
    let program = folder.join("example");
    compile_shared(&project().join("spbe-ffi/examples/score.c"), &folder, &program);
    let printed = valgrind(&program, "");
    assert_eq!(printed, format!("{}\n", record_of(&bandar_lampung())));
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

    let program = folder("request").join("request");
    compile_fixed(&project().join("tests/c/request.c"), &program);
    let (by_c, code) = fed(&mut Command::new(&program), requests.as_bytes());
    assert_eq!((by_c == replies.as_bytes(), code), (true, Some(0)));
    // Some of the replies are errors.
    let (by_line, code) = fed(&mut Command::new(&libraries().lines), requests.as_bytes());
    assert_eq!((by_line == replies.as_bytes(), code), (true, Some(1)));
}

#[test]
fn requests_from_c_leak_nothing() {
    let (requests, replies) = conversation();
    let first = |lines: &str| lines.lines().take(60).fold(String::new(), |text, line| text + line + "\n");
    let program = folder("request-leaks").join("request");
    compile_fixed(&project().join("tests/c/request.c"), &program);
    let mut command = Command::new("valgrind");
    command.args(["--quiet", "--leak-check=full", "--show-leak-kinds=all", "--errors-for-leak-kinds=all"]);
    command.arg(format!("--suppressions={}", project().join("tests/c/valgrind.supp").display()));
    let (output, code) = fed(command.arg("--error-exitcode=9").arg(program), first(&requests).as_bytes());
    assert_eq!((String::from_utf8(output).unwrap(), code), (first(&replies), Some(0)));
}

#[test]
fn spbe_json_survives_any_line_and_says_how_it_ended() {
    let lines = || Command::new(&libraries().lines);
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
    let mut child = Command::new(&libraries().lines)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(b"{\"op\":\"version\"}\n").unwrap();
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr), (Some(141), Vec::new()));
}
