//! Builds the libraries and C programs that use them, and runs those, plain or under a memory checker.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

use serde_json::Value;

pub(crate) const WARNINGS: [&str; 5] = ["-Wall", "-Wextra", "-Werror", "-pedantic", "-g"];
/// What `rustc --print native-static-libs` names for Linux.
const SYSTEM_LIBRARIES: [&str; 7] = ["-lgcc_s", "-lutil", "-lrt", "-lpthread", "-lm", "-ldl", "-lc"];
/// With a target named, what the build itself runs has no sanitizer in it.
const SANITIZED_TARGET: &str = "x86_64-unknown-linux-gnu";

pub(crate) fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

pub(crate) fn include() -> PathBuf {
    project().join("spbe-ffi/include")
}

/// The folder that cargo builds into.
pub(crate) fn target() -> &'static Path {
    Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap()
}

/// A fresh folder for what one test builds.
pub(crate) fn folder(test: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("c_abi").join(test);
    if folder.exists() {
        fs::remove_dir_all(&folder).unwrap();
    }
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// Runs a program to its end. One that is not installed fails the test and says which package has it.
pub(crate) fn run(command: &mut Command, package: &str) -> Output {
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
pub(crate) fn succeed(command: &mut Command, package: &str) -> String {
    let output = run(command, package);
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{command:?}: {}\n{out}{err}", output.status);
    out.into_owned()
}

#[derive(Debug)]
pub(crate) struct Libraries {
    pub(crate) shared: PathBuf,
    pub(crate) fixed: PathBuf,
}

/// Builds the libraries with these arguments, or finds them built; cargo itself says where they are.
fn build(subcommand: &[&str], cargo: &mut Command) -> Libraries {
    let arguments = ["--locked", "--package", "spbe-ffi", "--lib", "--message-format", "json", "--target-dir"];
    let messages = succeed(cargo.args(subcommand).args(arguments).arg(target()).current_dir(project()), "cargo");
    let files: Vec<PathBuf> = messages
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .filter(|message| message["reason"] == "compiler-artifact" && message["target"]["name"] == "spbe")
        .flat_map(|message| message["filenames"].as_array().cloned().unwrap_or_default())
        .filter_map(|file| file.as_str().map(PathBuf::from))
        .collect();
    let named = |name: &str| files.iter().find(|file| file.file_name().is_some_and(|own| own == name)).cloned();
    let fixed = named("libspbe.a").unwrap_or_else(|| panic!("cargo built no static library: {files:?}"));
    Libraries { shared: named("libspbe.so").unwrap_or_default(), fixed }
}

/// The libraries as `cargo build` makes them.
pub(crate) fn libraries() -> &'static Libraries {
    static BUILT: OnceLock<Libraries> = OnceLock::new();
    BUILT.get_or_init(|| build(&["build"], &mut Command::new(env!("CARGO"))))
}

/// The libraries as they are installed.
pub(crate) fn release() -> &'static Libraries {
    static BUILT: OnceLock<Libraries> = OnceLock::new();
    BUILT.get_or_init(|| build(&["build", "--release"], &mut Command::new(env!("CARGO"))))
}

/// The static library with an address sanitizer in its own code too. The shared one would not link, and one without
/// the sanitizer inside would hide what goes wrong in it.
///
/// The compiler's sanitizers are not stable, so this says that we know.
pub(crate) fn sanitized() -> &'static Libraries {
    static BUILT: OnceLock<Libraries> = OnceLock::new();
    BUILT.get_or_init(|| {
        let mut cargo = Command::new(env!("CARGO"));
        cargo.env("RUSTC_BOOTSTRAP", "1").env("RUSTFLAGS", "-Zsanitizer=address");
        cargo.env_remove("CARGO_ENCODED_RUSTFLAGS");
        // Built for these few tests alone: less time in the compiler is worth more than speed.
        cargo.env("CARGO_PROFILE_DEV_DEBUG", "line-tables-only");
        let level = "profile.dev.package.spbe-core.opt-level=1";
        build(&["rustc", "--config", level, "--crate-type", "staticlib", "--target", SANITIZED_TARGET], &mut cargo)
    })
}

fn source(name: &str) -> PathBuf {
    project().join("tests/c").join(name).with_extension("c")
}

/// Compiles a C file against a static library.
pub(crate) fn compile_fixed(source: &Path, library: &Path, program: &Path, flags: &[&str]) {
    succeed(
        Command::new("gcc")
            .args(WARNINGS)
            .args(flags)
            .args(["-D_GNU_SOURCE", "-I"])
            .arg(include())
            .arg(source)
            .arg(library)
            .args(SYSTEM_LIBRARIES)
            .arg("-o")
            .arg(program),
        "gcc",
    );
}

/// A program of `tests/c` with the static library, as strictly as it goes.
pub(crate) fn program(name: &str, folder: &Path) -> PathBuf {
    let program = folder.join(name);
    compile_fixed(&source(name), &libraries().fixed, &program, &["-std=c99", "-Wconversion"]);
    program
}

/// A program of `tests/c` with the static library that is installed.
pub(crate) fn fast_program(name: &str, folder: &Path) -> PathBuf {
    let program = folder.join(name);
    compile_fixed(&source(name), &release().fixed, &program, &["-std=c99", "-O2"]);
    program
}

/// A program of `tests/c` with sanitizers in both languages.
pub(crate) fn sanitized_program(name: &str, folder: &Path) -> PathBuf {
    let program = folder.join(name);
    let flags = ["-std=c11", "-fsanitize=address,undefined", "-fno-sanitize-recover=all"];
    compile_fixed(&source(name), &sanitized().fixed, &program, &flags);
    program
}

/// Compiles a program against the shared library, which lies beside it under its soname, as installed.
pub(crate) fn compile_shared(source: &Path, folder: &Path, program: &Path) {
    let installed = folder.join(soname());
    fs::copy(&libraries().shared, &installed).unwrap();
    succeed(
        Command::new("gcc")
            .args(WARNINGS)
            .args(["-std=c11", "-I"])
            .arg(include())
            .arg(source)
            .arg(&installed)
            .args(["-Wl,-rpath,$ORIGIN", "-o"])
            .arg(program),
        "gcc",
    );
}

/// Runs a program under valgrind: no error, and no byte that is not freed.
pub(crate) fn valgrind(program: &Path, arguments: &[&str]) -> String {
    let mut command = Command::new("valgrind");
    command.args(["--quiet", "--leak-check=full", "--show-leak-kinds=all", "--errors-for-leak-kinds=all"]);
    command.arg(format!("--suppressions={}", project().join("tests/c/valgrind.supp").display()));
    succeed(command.arg("--error-exitcode=9").arg(program).args(arguments), "valgrind")
}

/// The number in `#define SPBE_ABI_VERSION` of the committed header.
pub(crate) fn abi_version() -> String {
    let header = fs::read_to_string(include().join("spbe.h")).unwrap();
    let line = header.lines().find_map(|line| line.strip_prefix("#define SPBE_ABI_VERSION "));
    line.expect("the header has the ABI number").trim().to_owned()
}

pub(crate) fn soname() -> String {
    format!("libspbe.so.{}", abi_version())
}
