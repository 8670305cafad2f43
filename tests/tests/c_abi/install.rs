//! The library as it is installed, and programs outside this tree that find it by pkg-config and by `CMake`.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::build::{WARNINGS, abi_version, compile_shared, folder, include, project, run, succeed, target, valgrind};
use super::{bandar_lampung, record_of};

const VERSION: &str = env!("CARGO_PKG_VERSION");

fn examples() -> Vec<PathBuf> {
    let folder = fs::read_dir(project().join("spbe-ffi/examples/c")).unwrap();
    let mut examples: Vec<PathBuf> = folder.map(|entry| entry.unwrap().path()).collect();
    examples.sort();
    examples
}

#[test]
fn the_examples_compile_strictly_as_c99_c11_and_cxx17_and_leak_nothing() {
    let folder = folder("examples");
    let mut outputs = Vec::new();
    for example in examples() {
        for (compiler, arguments) in
            [("gcc", ["-x", "c", "-std=c99"]), ("gcc", ["-x", "c", "-std=c11"]), ("g++", ["-x", "c++", "-std=c++17"])]
        {
            let mut command = Command::new(compiler);
            command.args(arguments).args(WARNINGS).args(["-fsyntax-only", "-I"]).arg(include()).arg(&example);
            succeed(&mut command, compiler);
        }
        let name = example.file_stem().unwrap().to_str().unwrap().to_owned();
        let program = folder.join(&name);
        compile_shared(&example, &folder, &program);
        outputs.push((name, valgrind(&program, &[])));
    }
    let [(batch, by_batch), (errors, by_errors), (nodes, by_nodes), (score, by_score)] = outputs.as_slice() else {
        panic!("four examples: {outputs:?}");
    };
    assert_eq!(
        (batch.as_str(), errors.as_str(), nodes.as_str(), score.as_str()),
        ("batch", "errors", "nodes", "score")
    );
    assert_eq!(
        by_batch,
        "institution 1: 1.00 Kurang, domain 1 1.00\ninstitution 2: 2.00 Cukup, domain 1 2.00\n\
         institution 3: 3.00 Baik, domain 1 3.00\ninstitution 4: no score\n\
         1 without a level, first: institution 4, indicator 47\n"
    );
    assert_eq!(*by_score, format!("{}\n", record_of(&bandar_lampung())));
    assert!(by_nodes.starts_with("index 4309/2000 2.15\ndomain:1  1.40 Kebijakan Internal SPBE\n"), "{by_nodes}");
    assert_eq!(by_nodes.lines().count(), 13);
    assert!(by_errors.contains("wrong data: error 306 (assessment.code_unknown), problems: 3\n"), "{by_errors}");
    assert!(by_errors.contains("baris 2, kolom `i2`: 6 di luar 1 sampai 5"), "{by_errors}");
    assert!(by_errors.contains("wrong call: error 901 (ffi.null_pointer), problems: 1\n"), "{by_errors}");
}

/// A folder outside of the project, so that nothing in it helps a consumer; removed in the end.
struct Elsewhere(PathBuf);

impl Elsewhere {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("spbe-{name}-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }
}

impl Drop for Elsewhere {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn make(goal: &str, variables: &[(&str, &Path)]) {
    let mut make = Command::new("make");
    make.args(["--silent", goal]).current_dir(project()).env("CARGO_TARGET_DIR", target());
    for name in ["MAKEFLAGS", "MAKELEVEL", "MFLAGS", "PREFIX", "LIBDIR", "INCLUDEDIR", "DESTDIR"] {
        make.env_remove(name);
    }
    make.args(variables.iter().map(|(name, value)| format!("{name}={}", value.display())));
    succeed(&mut make, "make");
}

/// The files and links below a folder.
fn files(folder: &Path) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut open = vec![folder.to_owned()];
    while let Some(inside) = open.pop() {
        for entry in fs::read_dir(inside).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() && !path.is_symlink() {
                open.push(path);
            } else {
                found.insert(path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned());
            }
        }
    }
    found
}

#[test]
fn install_and_uninstall_leave_what_they_say() {
    let place = Elsewhere::new("staged");
    let abi = abi_version();
    let expected: BTreeSet<String> = [
        "include/spbe.h".to_owned(),
        "lib/cmake/spbe/spbe-config-version.cmake".to_owned(),
        "lib/cmake/spbe/spbe-config.cmake".to_owned(),
        "lib/libspbe.a".to_owned(),
        "lib/libspbe.so".to_owned(),
        format!("lib/libspbe.so.{abi}"),
        format!("lib/libspbe.so.{VERSION}"),
        "lib/pkgconfig/spbe.pc".to_owned(),
    ]
    .into();
    let variables = [("PREFIX", Path::new("/opt/spbe")), ("DESTDIR", &place.0)];
    make("install", &variables);
    let staged = place.0.join("opt/spbe");
    assert_eq!(files(&place.0), expected.iter().map(|file| format!("opt/spbe/{file}")).collect());
    let link = |name: &str| fs::read_link(staged.join("lib").join(name)).unwrap().to_str().unwrap().to_owned();
    assert_eq!(link("libspbe.so"), format!("libspbe.so.{abi}"));
    assert_eq!(link(&format!("libspbe.so.{abi}")), format!("libspbe.so.{VERSION}"));
    // Files for other programs name the place where the library will be, not where it was staged.
    let described = fs::read_to_string(staged.join("lib/pkgconfig/spbe.pc")).unwrap();
    assert!(described.starts_with("prefix=/opt/spbe\n") && described.contains(&format!("\nVersion: {VERSION}\n")));
    assert!(!described.contains('@') && !described.contains(place.0.to_str().unwrap()), "{described}");
    make("uninstall", &variables);
    assert_eq!(files(&place.0), BTreeSet::new());
}

#[test]
fn programs_elsewhere_find_the_library_by_pkg_config_and_by_cmake() {
    let place = Elsewhere::new("consumer");
    let prefix = place.0.join("prefix");
    make("install", &[("PREFIX", &prefix)]);
    let source = place.0.join("main.c");
    fs::copy(project().join("spbe-ffi/examples/c/score.c"), &source).unwrap();
    let expected = format!("{}\n", record_of(&bandar_lampung()));
    let libraries = prefix.join("lib");

    let mut asked = Command::new("pkg-config");
    asked.env("PKG_CONFIG_PATH", libraries.join("pkgconfig")).args(["--cflags", "--libs", "spbe"]);
    let flags = succeed(&mut asked, "pkg-config");
    let program = place.0.join("by-pkg-config");
    succeed(Command::new("gcc").arg(&source).args(flags.split_whitespace()).arg("-o").arg(&program), "gcc");
    assert_eq!(succeed(Command::new(&program).env("LD_LIBRARY_PATH", &libraries), "gcc"), expected);
    let mut newer = Command::new("pkg-config");
    newer.env("PKG_CONFIG_PATH", libraries.join("pkgconfig")).args(["--exists", "spbe >= 99"]);
    assert!(!run(&mut newer, "pkg-config").status.success());

    let lists = "cmake_minimum_required(VERSION 3.16)\nproject(consumer C)\nfind_package(spbe 0.1 REQUIRED)\n\
        add_executable(shared main.c)\ntarget_link_libraries(shared PRIVATE spbe::spbe)\n\
        add_executable(fixed main.c)\ntarget_link_libraries(fixed PRIVATE spbe::static)\n";
    fs::write(place.0.join("CMakeLists.txt"), lists).unwrap();
    let built = place.0.join("build");
    let mut configure = Command::new("cmake");
    configure.arg("-S").arg(&place.0).arg("-B").arg(&built).arg(format!("-DCMAKE_PREFIX_PATH={}", prefix.display()));
    succeed(&mut configure, "cmake");
    succeed(Command::new("cmake").arg("--build").arg(&built), "cmake");
    // CMake keeps the way to the shared library in the program; the static one needs none.
    assert_eq!(succeed(&mut Command::new(built.join("shared")), "cmake"), expected);
    make("uninstall", &[("PREFIX", &prefix)]);
    assert_eq!(succeed(&mut Command::new(built.join("fixed")), "cmake"), expected);
    assert!(!run(&mut Command::new(built.join("shared")), "cmake").status.success());
}
