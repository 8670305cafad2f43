//! The vector files, 10,000 random assessments of each instrument and the official tables, scored by a C program: the
//! same bytes as from the core.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use spbe_core::assessment::{Assessment, ReadOptions, Records, Subject, read};
use spbe_core::audit::audit;
use spbe_core::exact::Ratio;
use spbe_core::instrument::{Instrument, MissingPolicy, PredicateBasis};
use spbe_core::record::{AuditRecord, ScoreRecord};
use spbe_core::score::{Score, ScoreOptions, Value as ScoreValue, score, score_printed_all};
use spbe_tests::files::{builtin, entries, path, text, vector, vector_names};

use super::build::{fast_program, folder, program, sanitized_program, succeed, valgrind};

const IDS: [&str; 3] = ["spbe-2018", "spbe-2020", "pemdi-2026"];

/// One assessment, its answers as texts by position; an empty one is missing.
struct Case {
    instrument: usize,
    year: u16,
    policy: usize,
    basis: usize,
    answers: Vec<String>,
}

impl Case {
    fn line(&self) -> String {
        let Self { instrument, year, policy, basis, answers } = self;
        format!("{}\t{year}\t{policy}\t{basis}\t{}\n", IDS[*instrument], answers.join(","))
    }

    /// What the C program must print: the record, and the numbers of the struct.
    fn expected(&self, instruments: &[Instrument]) -> String {
        let instrument = &instruments[self.instrument];
        let subject = Subject { year: (self.year != 0).then_some(self.year), ..Subject::default() };
        let answer = |text: &String| (!text.is_empty()).then(|| text.parse::<Ratio>().unwrap());
        let answers = self.answers.iter().map(answer).collect();
        let assessment = Assessment::from_positions(instrument, subject, answers).unwrap();
        let mut options = ScoreOptions::default();
        if self.policy > 0 {
            options = options.missing(MissingPolicy::ALL[self.policy - 1]);
        }
        if self.basis > 0 {
            options = options.predicate_basis(PredicateBasis::ALL[self.basis - 1]);
        }
        let score = score(instrument, &assessment, &options).unwrap();
        let mut lines = serde_json::to_string(&ScoreRecord::new(instrument, &score)).unwrap() + "\n";
        if self.answers.iter().all(|answer| answer.len() <= 1) {
            lines += &numbers(&score);
        }
        lines
    }
}

/// The struct of a score as the C program prints it.
fn numbers(score: &Score) -> String {
    let one = |value: Ratio| format!("{}/{}", value.numerator(), value.denominator());
    let value = |value: Option<&ScoreValue>| match value {
        Some(value) => format!(
            " {}={}..{}={}",
            one(value.lowest()),
            value.published_lowest().units(),
            one(value.highest()),
            value.published_highest().units()
        ),
        None => " 0/0=0..0/0=0".to_owned(),
    };
    let mut line = format!("index{} nodes", value(Some(&score.index)));
    score.nodes.iter().for_each(|node| line += &value(node.value.as_ref()));
    let place = |found: bool, position: usize| if found { position } else { 255 };
    let basis = 1 + PredicateBasis::ALL.iter().position(|basis| *basis == score.predicate_basis).unwrap();
    let policy = 1 + MissingPolicy::ALL.iter().position(|policy| *policy == score.missing_policy).unwrap();
    let (lowest, highest) = (score.predicate.lowest, score.predicate.highest);
    writeln!(
        line,
        " predicate {} {lowest} {highest} basis {basis} policy {policy} missing {} official {} decimals 2",
        place(lowest == highest, lowest),
        score.missing_items.len(),
        u8::from(score.is_official_rule()),
    )
    .unwrap();
    line
}

/// Repeatable numbers (splitmix64).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % limit
    }

    fn position(&mut self, limit: u64) -> usize {
        usize::try_from(self.below(limit)).unwrap()
    }

    /// Half of them complete; the others with gaps, under a policy that scores them.
    fn case(&mut self, instrument: usize, items: usize) -> Case {
        let gaps = self.below(2) == 1;
        let whole = IDS[instrument] != "pemdi-2026" || self.below(2) == 1;
        let lowest = u64::from(IDS[instrument] != "spbe-2018");
        let mut answer = |item: usize| {
            // The first item is always answered, because a score needs one.
            if gaps && item > 0 && self.below(8) == 0 {
                return String::new();
            }
            let level = lowest + self.below(6 - lowest);
            if whole || level == 5 { level.to_string() } else { format!("{level}.{:02}", self.below(100)) }
        };
        let answers = (0..items).map(&mut answer).collect();
        let policy = if gaps { 2 + self.position(4) } else { self.position(6) };
        let year = [0, 2019, 2023, 2024][self.position(4)];
        Case { instrument, year, policy, basis: self.position(3), answers }
    }
}

/// The vector files that give an answer to every item of an instrument.
fn vectors(instruments: &[Instrument]) -> Vec<(String, Case)> {
    let mut cases = Vec::new();
    let mut add = |name: &str, id: &str, year: &Value, answers: &Value| {
        let position = IDS.iter().position(|own| *own == id).unwrap();
        let answers: Vec<String> = instruments[position]
            .items()
            .iter()
            .map(|item| answers.get(item.code()).map_or(String::new(), ToString::to_string))
            .collect();
        let policy = if answers.iter().all(|answer| !answer.is_empty()) { 0 } else { 4 };
        let year = year.as_u64().map_or(0, |year| u16::try_from(year).unwrap());
        cases.push((name.to_owned(), Case { instrument: position, year, policy, basis: 0, answers }));
    };
    for name in vector_names() {
        let data = vector(&name);
        if data["levels"].as_object().is_some_and(|levels| !levels.is_empty()) {
            add(&name, data["instrument"].as_str().unwrap(), &data["year"], &data["levels"]);
        }
    }
    for example in vector("pemdi_examples").as_array().unwrap() {
        if example.get("indicators").is_some() {
            add("pemdi_examples", "pemdi-2026", &Value::Null, &example["indicators"]);
        }
    }
    cases
}

/// The published and the exact nodes of a vector file against the record that C printed.
fn compare_with_file(name: &str, record: &Value) -> usize {
    let data = vector(name);
    let mut compared = 0;
    let mismatches = data["mismatches"].as_array().cloned().unwrap_or_default();
    for tier in ["domains", "aspects"] {
        for (code, exact) in entries(&data["exact"][tier]) {
            assert_eq!(record[format!("{tier}_exact")][code], *exact, "{name} {tier} {code}");
            compared += 1;
        }
        for (code, printed) in entries(&data["expected"][tier]) {
            let node = format!("{}{code}", if tier == "domains" { "D" } else { "A" });
            if mismatches.iter().all(|mismatch| mismatch[0] != node.as_str()) && data.get("exact").is_some() {
                let found = record[tier][code].as_f64().unwrap();
                assert_eq!(format!("{found:.2}"), printed.as_str().unwrap(), "{name} {node}");
                compared += 1;
            }
        }
    }
    for (field, part) in [("index_exact", &data["exact"]["index"]), ("predicate", &data["expected"]["predicate"])] {
        if !part.is_null() && data.get("exact").is_some() {
            assert_eq!(record[field], *part, "{name} {field}");
            compared += 1;
        }
    }
    compared
}

fn instruments() -> Vec<Instrument> {
    IDS.iter().map(|id| builtin(id)).collect()
}

/// Writes cases to a file of the folder, and gives its path and what a program must print for them.
fn written(folder: &Path, cases: &[Case], instruments: &[Instrument]) -> (String, String) {
    let file = folder.join("cases.txt");
    fs::write(&file, cases.iter().map(Case::line).collect::<String>()).unwrap();
    let expected = cases.iter().map(|case| case.expected(instruments)).collect();
    (file.to_str().unwrap().to_owned(), expected)
}

#[track_caller]
fn same(found: &str, expected: &str) {
    if let Some((found, expected)) = found.lines().zip(expected.lines()).find(|(found, expected)| found != expected) {
        panic!("C gives\n{found}\nand the core\n{expected}");
    }
    assert_eq!(found.len(), expected.len(), "the same number of lines");
}

#[test]
fn the_vector_files_are_the_same_from_c() {
    let (instruments, folder) = (instruments(), folder("vectors"));
    let (names, cases): (Vec<String>, Vec<Case>) = vectors(&instruments).into_iter().unzip();
    let (file, expected) = written(&folder, &cases, &instruments);
    let program = program("cases", &folder);
    let printed = succeed(Command::new(&program).arg(&file), "gcc");
    same(&printed, &expected);
    same(&valgrind(&program, &[&file]), &expected);
    same(&succeed(Command::new(sanitized_program("cases", &folder)).arg(&file), "gcc"), &expected);

    let records = printed.lines().filter(|line| line.starts_with('{')).map(|line| serde_json::from_str(line).unwrap());
    let records: Vec<Value> = records.collect();
    assert_eq!(records.len(), names.len());
    let compared: usize = names
        .iter()
        .zip(&records)
        .filter(|(name, _)| *name != "pemdi_examples")
        .map(|(name, record)| compare_with_file(name, record))
        .sum();
    assert_eq!(compared, 149, "nodes of the files");
}

#[test]
fn ten_thousand_random_assessments_of_each_instrument_are_the_same_from_c() {
    let (instruments, folder) = (instruments(), folder("random"));
    let program = fast_program("cases", &folder);
    let mut random = Random(59);
    // In parts, so that neither side holds all at once.
    for (position, instrument) in instruments.iter().enumerate() {
        for _ in 0..4 {
            let cases: Vec<Case> = (0..2_500).map(|_| random.case(position, instrument.items().len())).collect();
            let (file, expected) = written(&folder, &cases, &instruments);
            same(&succeed(Command::new(&program).arg(&file), "gcc"), &expected);
        }
    }
}

/// The rows of `rounding_cases` and of the files without levels as the ministry prints them.
fn printed_table() -> String {
    let mut table = "nama_instansi,tahun,indeks,predikat,d1,d2,d3,d4\n".to_owned();
    let mut row = |name: &str, year: &Value, part: &Value| {
        let domain = |code: &str| part["domains"][code].as_str().unwrap_or_default().to_owned();
        let own = |field: &str| part[field].as_str().unwrap_or_default().to_owned();
        let domains = ["1", "2", "3", "4"].map(domain).join(",");
        writeln!(table, "\"{name}\",{year},{},{},{domains}", own("index"), own("predicate")).unwrap();
    };
    for case in vector("rounding_cases")["cases"].as_array().unwrap() {
        row(case["institution"].as_str().unwrap(), &case["year"], case);
    }
    let other = vector("kab_tulang_bawang_2024");
    row(other["institution"].as_str().unwrap(), &other["year"], &other["expected"]);
    table
}

#[test]
fn tables_are_scored_and_audited_the_same_from_c() {
    let folder = folder("tables");
    let (slow, program) = (program("cases", &folder), fast_program("cases", &folder));
    let instrument = [builtin("spbe-2020")];
    let rounding = folder.join("rounding.csv");
    fs::write(&rounding, printed_table()).unwrap();
    for (file, small) in [(rounding, true), (path("data/official-2023-2024.csv"), false)] {
        let content = fs::read(&file).unwrap();
        let read = read(&content, &instrument, &ReadOptions::default()).unwrap();
        let Records::Results(results) = read.records else { panic!("printed results") };
        let audited = AuditRecord::new(&instrument[0], &audit(&instrument[0], &results).unwrap());
        let scores = score_printed_all(&instrument[0], &results, &ScoreOptions::default());
        let mut expected = vec![("audit", serde_json::to_string(&audited).unwrap())];
        // Where unanswered indicators count as 0, no score follows under the default policy: an error, held elsewhere.
        if let Ok(scores) = scores {
            let records: Vec<_> = scores.iter().map(|score| ScoreRecord::new(&instrument[0], score)).collect();
            expected.push(("score", serde_json::to_string(&records).unwrap()));
        }
        assert_eq!(expected.len(), if small { 2 } else { 1 });
        let file = file.to_str().unwrap();
        for (operation, expected) in expected {
            let arguments = [operation, "spbe-2020", file];
            let expected = expected + "\n";
            same(&succeed(Command::new(&program).args(arguments), "gcc"), &expected);
            if small {
                same(&valgrind(&slow, &arguments), &expected);
            }
        }
    }
    // The exact index of each row is among those the file of cases allows.
    let printed = succeed(Command::new(&program).args(["audit", "spbe-2020"]).arg(folder.join("rounding.csv")), "gcc");
    let record: Value = serde_json::from_str(&printed).unwrap();
    for (case, row) in
        vector("rounding_cases")["cases"].as_array().unwrap().iter().zip(record["results"].as_array().unwrap())
    {
        let allowed = case["exact_index_candidates"].as_array().unwrap();
        let found = row["index_exact"].as_array().unwrap();
        assert!(found.iter().all(|value| allowed.contains(value)), "{row}");
        assert!(!found.is_empty(), "{row}");
    }
}

#[test]
fn the_example_file_of_assessments_is_the_same_from_c() {
    let folder = folder("assessments");
    let program = program("cases", &folder);
    let file = "data/bandar-lampung-2021-2023.csv";
    let content = text(file);
    let instrument = [builtin("spbe-2020")];
    let read = read(content.as_bytes(), &instrument, &ReadOptions::default()).unwrap();
    let Records::Assessments(assessments) = read.records else { panic!("assessments") };
    let scores = spbe_core::score::score_all(&instrument[0], &assessments, &ScoreOptions::default()).unwrap();
    let records: Vec<_> = scores.iter().map(|score| ScoreRecord::new(&instrument[0], score)).collect();
    let file = path(file);
    let printed = valgrind(&program, &["score", "spbe-2020", file.to_str().unwrap()]);
    same(&printed, &(serde_json::to_string(&records).unwrap() + "\n"));
}
