//! The shape of the core, read from its source: what uses what, where floats are, how long files are.

use std::path::{Path, PathBuf};

use spbe_core::assessment::{Assessment, AssessmentError, PublishedResult, ReadFile, ReadOptions, Records, Subject};
use spbe_core::audit::{Audit, AuditError, RowAudit, Verdict};
use spbe_core::cohort::{Cohort, CohortBuilder, CohortError, Grouping, LabelColumn, NodeColumn, Scores};
use spbe_core::exact::{Decimal, NumberError, Range, Ratio, Rounding};
use spbe_core::forecast::{Belief, Convolution, Forecast, ForecastError, ForecastOptions};
use spbe_core::frame::{Frame, FrameOptions, Scorer};
use spbe_core::instrument::{Document, Instrument, InstrumentError};
use spbe_core::issue::{Code, Issue, Issues, Language, Place};
use spbe_core::rank::{IfChanged, NotRanked, Place as RankPlace, RankOptions, Ranking};
use spbe_core::record::{AuditRecord, InstrumentSummary, RankRecord, ScoreRecord};
use spbe_core::robustness::{RobustnessError, RobustnessOptions, RobustnessStudy};
use spbe_core::score::{NextPredicate, Score, ScoreError, ScoreOptions, Value};
use spbe_core::sensitivity::{SensitivityOptions, SensitivityStudy};
use spbe_core::what_if::{Change, WhatIf, WhatIfError, WhatIfOptions};
use spbe_core::{Error, IssueRecord};
use spbe_tests::files::path;

/// Each module with the modules it may use, in the order in which data goes.
const ORDER: &[(&str, &[&str])] = &[
    ("issue", &[]),
    ("wide", &[]),
    ("threads", &[]),
    ("exact", &["issue"]),
    ("instrument", &["exact", "issue"]),
    ("assessment", &["exact", "issue", "instrument"]),
    ("score", &["exact", "issue", "instrument", "assessment"]),
    ("batch", &["wide", "threads", "exact", "issue", "instrument"]),
    ("audit", &["exact", "issue", "instrument", "assessment", "score"]),
    ("cohort", &["exact", "issue", "instrument", "assessment", "score", "batch"]),
    ("agreement", &["exact", "instrument", "assessment", "cohort"]),
    ("statistics", &["exact", "instrument", "cohort"]),
    ("peers", &["wide", "exact", "cohort"]),
    ("rank", &["exact", "cohort"]),
    ("trend", &["exact", "instrument", "assessment", "score", "cohort"]),
    ("what_if", &["exact", "issue", "instrument", "assessment", "score", "cohort", "rank"]),
    ("plan", &["wide", "exact", "issue", "instrument", "assessment", "score", "cohort"]),
    ("forecast", &["wide", "exact", "issue", "instrument", "assessment", "score", "cohort", "agreement", "what_if"]),
    ("robustness", &["wide", "threads", "exact", "issue", "instrument", "score", "cohort"]),
    ("sensitivity", &["wide", "threads", "exact", "issue", "instrument", "score", "cohort", "robustness"]),
    (
        "record",
        &[
            "exact",
            "issue",
            "instrument",
            "score",
            "audit",
            "cohort",
            "agreement",
            "statistics",
            "peers",
            "rank",
            "trend",
            "what_if",
            "plan",
            "forecast",
            "robustness",
            "sensitivity",
        ],
    ),
    (
        "error",
        &[
            "exact",
            "issue",
            "instrument",
            "assessment",
            "score",
            "audit",
            "cohort",
            "what_if",
            "plan",
            "forecast",
            "robustness",
        ],
    ),
    ("data", &["instrument", "assessment", "cohort", "error"]),
    ("frame", &["threads", "exact", "issue", "instrument", "assessment", "score", "batch", "error"]),
    (
        "request",
        &[
            "exact",
            "issue",
            "instrument",
            "assessment",
            "score",
            "audit",
            "cohort",
            "agreement",
            "statistics",
            "peers",
            "rank",
            "trend",
            "what_if",
            "plan",
            "forecast",
            "robustness",
            "sensitivity",
            "record",
            "error",
        ],
    ),
    ("lib", &[]),
];

/// The modules on the way to an index. (Frames of others hold floats; `frame` takes one only where it is a level or a decimal
/// to the last bit.)
const INDEX_PATH: [&str; 7] = ["exact", "instrument", "assessment", "score", "batch", "cohort", "audit"];

/// A source file of the core: its module at the top, its path, its text.
struct Source {
    module: String,
    path: PathBuf,
    text: String,
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

fn sources() -> Vec<Source> {
    let root = path("spbe-core/src");
    let mut paths = Vec::new();
    collect(&root, &mut paths);
    paths.sort();
    assert!(paths.len() > 20, "the core has its files");
    let source = |path: PathBuf| {
        let inside = path.strip_prefix(&root).expect("a file of the core").to_path_buf();
        let first = inside.components().next().expect("a name").as_os_str().to_str().expect("ASCII");
        let module = first.trim_end_matches(".rs").to_owned();
        let text = std::fs::read_to_string(&path).expect("text");
        Source { module, path: inside, text }
    };
    paths.into_iter().map(source).collect()
}

/// The code of a file, line by line: without comments and without what stands behind `#[cfg(test)] mod tests`.
fn code(source: &Source) -> impl Iterator<Item = (usize, &str)> {
    let tests = source.text.find("#[cfg(test)]\nmod tests {").unwrap_or(source.text.len());
    let lines = source.text[..tests].lines().enumerate();
    lines.map(|(number, line)| (number + 1, line.split("//").next().unwrap_or(line)))
}

fn is_test(source: &Source) -> bool {
    source.path.to_str().is_some_and(|path| path.ends_with("_tests.rs"))
}

/// The words of a line: what stands between characters that no identifier holds.
fn words(line: &str) -> impl Iterator<Item = &str> {
    line.split(|character: char| !(character.is_ascii_alphanumeric() || character == '_'))
}

#[test]
fn every_module_has_its_place() {
    for source in sources() {
        assert!(ORDER.iter().any(|(module, _)| *module == source.module), "{}", source.path.display());
    }
}

#[test]
fn a_module_uses_only_what_stands_above_it() {
    let mut uses = 0;
    for source in sources().iter().filter(|source| !is_test(source)) {
        let (_, allowed) = ORDER.iter().find(|(module, _)| *module == source.module).expect("a known module");
        for (number, line) in code(source) {
            for (place, _) in line.match_indices("crate::") {
                let used = words(&line[place + "crate::".len()..]).next().unwrap_or_default();
                assert!(
                    used == source.module || allowed.contains(&used),
                    "{}:{number}: `{}` may not use `{used}`",
                    source.path.display(),
                    source.module
                );
                uses += 1;
            }
        }
        let lists = source.text.contains("use crate::{");
        assert!(!lists, "{}: one `use` a module, so that this test can read it", source.path.display());
    }
    assert!(uses > 50, "{uses}");
}

/// The files that a file uses beside itself in its folder. `mod.rs` only says what a folder holds.
fn neighbours(source: &Source, all: &[Source]) -> Vec<usize> {
    let mut used = Vec::new();
    if source.path.ends_with("mod.rs") || source.path.ends_with("lib.rs") || is_test(source) {
        return used;
    }
    let text: String = code(source).map(|(_, line)| line).collect();
    for (place, _) in text.match_indices("super::") {
        let rest = &text[place + "super::".len()..];
        // Either one name, or a list of names in braces.
        let list = rest.strip_prefix('{').and_then(|rest| rest.split('}').next());
        for name in list.map_or_else(|| words(rest).take(1).collect(), |list| words(list).collect::<Vec<_>>()) {
            let file = source.path.with_file_name(format!("{name}.rs"));
            used.extend(all.iter().position(|other| other.path == file && other.path != source.path));
        }
    }
    used
}

#[test]
fn files_of_a_module_do_not_use_each_other_in_a_circle() {
    let all = sources();
    let mut left: Vec<(usize, Vec<usize>)> = all.iter().map(|source| neighbours(source, &all)).enumerate().collect();
    assert!(left.iter().map(|(_, used)| used.len()).sum::<usize>() > 200, "the files of a module use each other");
    // What uses nothing that is left is in no circle.
    while let Some(free) = left.iter().position(|(_, used)| !left.iter().any(|(file, _)| used.contains(file))) {
        left.swap_remove(free);
    }
    let circle: Vec<String> = left.iter().map(|(file, _)| all[*file].path.display().to_string()).collect();
    assert!(circle.is_empty(), "these use each other, or what does: {circle:?}");
}

#[test]
fn no_float_is_on_the_way_to_an_index() {
    for source in sources().iter().filter(|source| INDEX_PATH.contains(&source.module.as_str()) && !is_test(source)) {
        // Where the integers of a batch become numbers for people, and where a float that was written becomes a decimal.
        if ["batch/edges.rs", "assessment/float.rs"].iter().any(|path| source.path == Path::new(path)) {
            continue;
        }
        let mut allowed = false;
        for (number, line) in code(source) {
            // The one way out: a function `to_f64` of an exact number, to its closing brace.
            allowed |= source.module == "exact" && line.contains("fn to_f64(self) -> f64 {");
            let float = words(line).any(|word| matches!(word, "f32" | "f64"));
            assert!(allowed || !float, "{}:{number}: {line}", source.path.display());
            allowed &= line != "    }";
        }
    }
}

#[test]
fn no_source_file_is_long() {
    for source in sources() {
        let lines = source.text.lines().count();
        assert!(lines <= 900, "{} has {lines} lines", source.path.display());
    }
}

#[test]
fn unsafe_code_is_in_two_short_files() {
    let mut lines = 0;
    for source in sources() {
        if [Path::new("wide/dispatch.rs"), Path::new("wide/prefetch.rs")].contains(&source.path.as_path()) {
            lines += code(&source).filter(|(_, line)| !line.trim().is_empty()).count();
            continue;
        }
        for (number, line) in code(&source) {
            assert!(words(line).all(|word| word != "unsafe"), "{}:{number}", source.path.display());
        }
    }
    assert!((1..=32).contains(&lines), "{lines} lines may call what the compiler cannot check");
    let manifest = std::fs::read_to_string(path("spbe-core/Cargo.toml")).expect("the manifest");
    assert!(manifest.contains("unsafe_code = \"deny\""));
}

#[test]
fn the_core_reads_no_file_and_no_clock_and_keeps_no_state() {
    for source in sources().iter().filter(|source| !is_test(source)) {
        for (number, line) in code(source) {
            for word in
                ["std::fs", "std::time", "std::env", "std::net", "std::process", "static mut", "OnceLock", "LazyLock"]
            {
                assert!(!line.contains(word), "{}:{number}: {word}", source.path.display());
            }
        }
    }
}

const fn crosses_threads<T: Send + Sync + std::fmt::Debug + 'static>() {}

#[test]
fn public_types_cross_threads() {
    crosses_threads::<(Ratio, Decimal, Range, Rounding, NumberError)>();
    crosses_threads::<(Instrument, Document, InstrumentError)>();
    crosses_threads::<(Assessment, Subject, PublishedResult, ReadFile, ReadOptions, Records, AssessmentError)>();
    crosses_threads::<(Score, ScoreOptions, Value, NextPredicate, ScoreError)>();
    crosses_threads::<(Cohort, CohortBuilder, Scores<'static>, NodeColumn, Grouping, LabelColumn, CohortError)>();
    crosses_threads::<(Audit, RowAudit, Verdict, AuditError)>();
    crosses_threads::<(Ranking, RankPlace, RankOptions, NotRanked, IfChanged, RankRecord)>();
    crosses_threads::<(ScoreRecord, AuditRecord, InstrumentSummary, IssueRecord, Error)>();
    crosses_threads::<(Change, WhatIf, WhatIfOptions, WhatIfError)>();
    crosses_threads::<(Belief, Forecast, ForecastOptions, Convolution, ForecastError)>();
    crosses_threads::<(RobustnessError, RobustnessOptions, RobustnessStudy<'static>)>();
    crosses_threads::<(SensitivityOptions, SensitivityStudy<'static>)>();
    crosses_threads::<(Frame, FrameOptions, Scorer)>();
    crosses_threads::<(Code, Language, Place, Issue<ScoreError>, Issues<InstrumentError>)>();
}
