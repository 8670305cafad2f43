//! Every error of the catalogue that a C program can meet: its number, its name, its message in both languages.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::process::Command;

use serde_json::{Map, Value, json};
use spbe_tests::files::{builtin, text};

use super::build::{folder, program, succeed};

/// Not met here, and why.
const UNREACHABLE: [(u16, &str); 27] = [
    (102, "an ambiguous comma in a file is 314, and ranks take none"),
    (104, "ranks are compared, not added"),
    (105, "nothing is divided"),
    (225, "the loader wants the value of a band as a field"),
    (227, "measurements are not converted"),
    (228, "measurements are not converted"),
    (241, "every kind of field has its own words"),
    (340, "assessments are not written"),
    (341, "assessments are not written"),
    (344, "met by the tests of data frames"),
    (346, "files are scored whatever they hold"),
    (350, "met by the tests of workbooks"),
    (351, "met by the tests of workbooks"),
    (403, "a file is read against the instrument it is scored with"),
    (406, "weights so fine are refused by the loader"),
    (407, "weights so fine are refused by the loader"),
    (502, "weights so fine are refused by the loader"),
    (503, "weights so fine are refused by the loader"),
    (602, "one count of rows is given for all columns"),
    (603, "a bitmap is as long as its rows ask"),
    (605, "rows are as many bytes as they ask"),
    (606, "places are as many as there are rows"),
    (614, "the general way of one score says all that is wrong"),
    (615, "kernels are compiled from sound instruments"),
    (904, "a panic would be a defect"),
    (906, "no memory is asked for that a caller could make too large"),
    (907, "every record has a JSON form"),
];

/// A call that fails: operation, instrument, year or denominator, missing policy, content.
struct Call(&'static str, &'static str, u32, u32, Vec<u8>);

/// A part of a JSON document by a path such as `indicators/0/weight`.
fn part<'tree>(tree: &'tree mut Value, path: &str) -> &'tree mut Value {
    tree.pointer_mut(&format!("/{path}")).unwrap_or_else(|| panic!("no {path}"))
}

fn object<'tree>(tree: &'tree mut Value, path: &str) -> &'tree mut Map<String, Value> {
    let found = if path.is_empty() { tree } else { part(tree, path) };
    found.as_object_mut().unwrap()
}

/// An instrument after a change.
fn altered(id: &str, change: impl FnOnce(&mut Value)) -> Call {
    let mut tree: Value = serde_json::from_str(&builtin(id).to_json()).unwrap();
    change(&mut tree);
    Call("json", "-", 0, 0, tree.to_string().into_bytes())
}

/// 59/2020 with one field set.
fn set(path: &'static str, field: &'static str, value: Value) -> Call {
    altered("spbe-2020", |tree| {
        object(tree, path).insert(field.to_owned(), value);
    })
}

/// 8/2026 with one field of a measurement's bands set.
fn band(position: &'static str, field: &'static str, value: Value) -> Call {
    altered("pemdi-2026", |tree| {
        let bands = part(tree, "measurements/0/bands");
        let last = (bands.as_array().unwrap().len() - 1).to_string();
        let position = if position == "last" { &last } else { position };
        object(bands, position).insert(field.to_owned(), value);
    })
}

fn score(content: impl Into<Vec<u8>>) -> Call {
    Call("score", "spbe-2020", 0, 0, content.into())
}

fn document(field: &str, value: Value) -> Call {
    let mut document = json!({"schema": "spbe-assessments/1", "instrument": "spbe-2020", "assessments": []});
    document[field] = value;
    score(document.to_string())
}

fn one(assessment: &Value) -> Call {
    document("assessments", json!([assessment]))
}

/// A small instrument whose lowest level is below zero, whose weights are fine, or that has many predicates.
fn small(change: impl FnOnce(&mut Value)) -> Vec<u8> {
    let mut tree = json!({
        "schema": "spbe-instrument/1", "id": "small", "edition": 1, "title": {"id": "Kecil"}, "total_weight": "100",
        "legal": {"basis": "-", "text_seen": true},
        "answers": {"kind": "value", "lowest": "1", "highest": "5"},
        "publication": {"decimals": 2, "rounding": "half_up", "predicate_basis": "exact"},
        "tiers": [{"code": "indicator", "name": {"id": "Indikator"}}],
        "predicates": [{"name": {"id": "Satu"}, "to": "5"}],
        "indicators": [{"code": "1", "name": {"id": "A"}, "weight": "60"},
                       {"code": "2", "name": {"id": "B"}, "weight": "40"}],
    });
    change(&mut tree);
    tree.to_string().into_bytes()
}

fn many_predicates(tree: &mut Value) {
    let predicate = |position: u32| {
        let mut predicate =
            json!({"name": {"id": format!("P{position}")}, "to": format!("{}/400", 400 + 4 * (position + 1))});
        if position > 0 {
            predicate["from"] = format!("{}/400", 400 + 4 * position).into();
        }
        predicate
    };
    tree["predicates"] = (0..400).map(predicate).collect();
}

fn instruments() -> Vec<(u16, Call)> {
    let first = "indicators/0";
    vec![
        (201, Call("toml", "-", 0, 0, b"= 3".to_vec())),
        (202, set(first, "weight", json!(3))),
        (203, set("", "schema", json!("spbe-instrument/9"))),
        (204, set(first, "code", json!("é"))),
        (205, set(first, "code", json!("2"))),
        (206, set(first, "scale", json!("nosuch"))),
        (207, set("", "tiers", json!([]))),
        (
            208,
            altered("spbe-2020", |tree| {
                let mut node = part(tree, "nodes/0").clone();
                node["code"] = json!("9");
                part(tree, "nodes").as_array_mut().unwrap().push(node);
            }),
        ),
        (209, set(first, "weight", json!("many"))),
        (210, set(first, "weight", json!("0"))),
        (211, set(first, "weight", json!("1.40"))),
        (212, set("", "total_weight", json!("100.00000000000000000001"))),
        (
            213,
            altered("spbe-2020", |tree| {
                object(tree, "answers").insert("lowest".to_owned(), json!("5"));
                object(tree, "answers").insert("highest".to_owned(), json!("1"));
            }),
        ),
        (214, set("answers", "highest", json!("4.5"))),
        (215, set("indicators/0/levels/0", "level", json!(9))),
        (216, altered("spbe-2020", |tree| part(tree, "indicators/0/levels").as_array_mut().unwrap().reverse())),
        (
            217,
            altered("spbe-2020", |tree| {
                part(tree, "scales/0/levels").as_array_mut().unwrap().pop();
            }),
        ),
        (218, set("indicators/0/levels/2", "requires_level", json!(5))),
        (219, set("predicates/1", "from", json!("1.9"))),
        (220, set("predicates/1", "from", json!("1.7"))),
        (221, set("predicates/1", "to", json!("1.8"))),
        (222, set("", "predicates", json!([]))),
        (223, set("publication", "decimals", json!(200))),
        (224, set("publication", "predicate_basis_by_year", json!({"soon": "exact"}))),
        (226, Call("builtin", "spbe-1999", 0, 0, Vec::new())),
        (229, set("answers", "level_values", json!([{"level": 2, "value": "4"}]))),
        (230, set("tiers/0", "code", json!("range"))),
        (231, band("last", "value_to", json!("6"))),
        (232, band("1", "level", json!(5))),
        (233, band("0", "value_to", json!("0.5"))),
        (234, band("1", "value_from", json!("1.6"))),
        (
            235,
            altered("spbe-2020", |tree| {
                object(tree, "").remove("title");
            }),
        ),
        (236, set("", "colour", json!("red"))),
        (237, Call("json", "-", 0, 0, br#"{"id": "a", "id": "b"}"#.to_vec())),
        (238, set("", "edition", json!(-1))),
        (239, set("publication", "rounding", json!("half_down"))),
        (240, set("answers", "completed_levels", json!([{"level": 1, "value": "1"}]))),
        (242, set("answers", "highest", json!("1002"))),
        (243, set("answers", "highest", json!("1000001"))),
    ]
}

fn assessments() -> Vec<(u16, Call)> {
    let heading = "nama_instansi,tahun,indeks,predikat,d1,d2,d3,d4\n";
    let codes = |range: std::ops::RangeInclusive<u32>| range.map(|code| code.to_string()).collect::<Vec<_>>().join(",");
    let of_2018 = format!("institution,{},35-1,35-2,35-3\nA{}\n", codes(1..=34), ",1".repeat(37));
    let columns: Vec<String> = (0..20_000).map(|column| format!("c{column}")).collect();
    let year = |year, Call(operation, id, _, policy, content)| Call(operation, id, year, policy, content);
    let policy = |policy, Call(operation, id, year, _, content)| Call(operation, id, year, policy, content);
    let on = |id, Call(operation, _, year, policy, content)| Call(operation, id, year, policy, content);
    let audit = |Call(_, id, year, policy, content)| Call("audit", id, year, policy, content);
    let blank = format!("{heading}A,2023,,,,,,\n");
    vec![
        (101, Call("rank", "-", 0, 0, b"many".to_vec())),
        (103, Call("rank", "-", 0, 0, "1".repeat(40).into_bytes())),
        (301, score("{")),
        (302, score(vec![0xff, 0xfe, 0])),
        (303, score("hello,x\nworld,y\n")),
        (304, score("kode,nilai\nK01,3\nK02,4\n")),
        (305, score("institution,1,i1\nA,1,1\n")),
        (306, one(&json!({"institution": "A", "levels": {"99": 1}}))),
        (307, score(of_2018)),
        (308, on("-", score("institution,1,2\nA,1,2\n"))),
        (309, document("checksum", json!("0".repeat(64)))),
        (310, score("institution,1\n,3\n")),
        (311, score("institution,year,1\nA,2023,3\nA,2023,3\n")),
        (312, score("institution,year,1\nA,MMXXIII,3\n")),
        (313, year(2020, score("institution,year,1\nA,2023,3\n"))),
        (314, score("institution,1\nA,NaN\n")),
        (315, score("institution,1\nA,2.5\n")),
        (316, score("institution,1\nA,6\n")),
        (317, score("institution,indicator,level\nA,1,3\nA,1,3\n")),
        (319, score("institution,1\nA\0B,3\n")),
        (320, score(format!("institution,1\n{},3\n", "A".repeat(100_000)))),
        (321, score("institution,1\nA,3,4,5\n")),
        (322, score(format!("institution,{}\n", columns.join(",")))),
        (323, score("institution,1\n")),
        (324, score(format!("{heading}A,2023,2.00,Bagus,2.00,2.00,2.00,2.00\n"))),
        (325, one(&json!({"institution": "A", "levels": []}))),
        (326, on("spbe-2018", score("institution,34,35\nA,3,3\n"))),
        (327, score("nama_instansi,tahun,indeks,d1,d9\nA,2023,2.00,2.00,2.00\n")),
        (
            328,
            score(
                "institution,1\n".to_owned()
                    + &(0..=10_000_000 / 47).map(|row| format!("{row},1\n")).collect::<String>(),
            ),
        ),
        (329, one(&json!({"institution": "A"}))),
        (330, one(&json!({"institution": "A", "levels": {}, "colour": "red"}))),
        (331, score(r#"{"levels": {}, "levels": {}}"#)),
        (332, score(r#"{"levels": {}, "values": {}}"#)),
        (333, document("schema", json!("spbe-assessments/2"))),
        (334, score("{}")),
        (335, score("[]")),
        (336, score("institution,1\nA,\"3\n")),
        (337, score("institution,1\nA,\"3\"x\n")),
        (338, document("instrument", json!("spbe-2018"))),
        (339, on("-", document("instrument", json!("abc")))),
        (352, score("institution,1\nRata-rata,3\n")),
        (353, score("institution,year,1\nA,2023,3\nSumber: laporan,,\n")),
        (354, score("institution,year,Indeks 2024\nA,2023,3\n")),
        (355, score("institution,Tahun Anggaran,1\nA,2023,3\n")),
        (356, score("institution,d1,Mutu\nA,3,2.5\n")),
        (357, score("institution,1,Arsitektur\nA,3,2\n")),
        (358, score("institution,index,Mutu\nA,3,Baik\n")),
        (359, score("")),
        (360, score(r#"[{"institution": "A", "index": 2.1, "index_exact": "2.095"}]"#)),
        (361, score("notzip")),
        (401, score("institution,1\nA,3\n")),
        (402, policy(4, score("institution,1,2\nA,,-\n"))),
        (404, score(blank.clone())),
        (405, score(format!("{heading}A,2023,5.00,,1.00,1.00,1.00,1.00\n"))),
        (501, audit(score(blank))),
        (504, audit(score("institution,1\nA,3\n"))),
        (609, Call("compile", "-", 1, 0, small(|tree| tree["answers"]["lowest"] = json!("-1")))),
        (
            610,
            Call(
                "compile",
                "-",
                u32::MAX,
                0,
                small(|tree| {
                    tree["indicators"][0]["weight"] = json!("59.9999999");
                    tree["indicators"][1]["weight"] = json!("40.0000001");
                    tree["answers"]["highest"] = json!("1000");
                    tree["predicates"][0]["to"] = json!("1000");
                }),
            ),
        ),
        (612, Call("compile", "-", 1, 0, small(many_predicates))),
    ]
}

/// The catalogue as the sources have it: number and name.
fn catalogue() -> BTreeMap<u16, String> {
    let mut found = BTreeMap::new();
    for module in ["exact/mod", "instrument/error", "assessment/error", "score/error", "audit/error", "batch/error"] {
        let source = text(&format!("spbe-core/src/{module}.rs"));
        for (place, opening) in source.match_indices("Code::new(") {
            let inside = source[place + opening.len()..].split(')').next().unwrap();
            let (number, name) = inside.split_once(", ").unwrap();
            found.insert(number.parse().unwrap(), name.trim_matches('"').to_owned());
        }
    }
    let source = text("spbe-ffi/src/error.rs");
    let tests = source.find("#[cfg(test)]").unwrap();
    for line in source[..tests].lines().filter_map(|line| line.trim().split_once("=> (9")) {
        let (number, name) = line.1.trim_end_matches("),").split_once(", ").unwrap();
        found.insert(format!("9{number}").parse().unwrap(), name.trim_matches('"').to_owned());
    }
    found
}

/// The numbers that the C programs expect of refused calls.
fn refused_in_c() -> BTreeSet<u16> {
    let mut found = BTreeSet::new();
    for name in ["arrow", "batch", "misuse"] {
        let source = text(&format!("tests/c/{name}.c"));
        for (place, opening) in source.match_indices("REFUSED(") {
            let call = source[place + opening.len()..].split(';').next().unwrap();
            found.extend(
                call.split([',', '\n']).filter_map(|argument| argument.trim().parse::<u16>().ok()).filter(|n| *n > 100),
            );
        }
    }
    found
}

#[test]
fn the_whole_catalogue_is_met_in_c() {
    let folder = folder("catalogue");
    let calls: Vec<(u16, Call)> = instruments().into_iter().chain(assessments()).collect();
    let mut list = String::new();
    for (number, Call(operation, id, year, policy, content)) in &calls {
        let file = folder.join(format!("{number}"));
        fs::write(&file, content).unwrap();
        writeln!(list, "{operation}\t{id}\t{year}\t{policy}\t{}", file.display()).unwrap();
    }
    let file = folder.join("list");
    fs::write(&file, list).unwrap();
    let printed = succeed(Command::new(program("errors", &folder)).arg(&file), "gcc");

    let catalogue = catalogue();
    let mut met = refused_in_c();
    for (line, (number, _)) in printed.lines().zip(&calls) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [first, name, total, english, indonesian] = fields[..] else { panic!("{line}") };
        let parse = |text: &str| -> Vec<Value> { serde_json::from_str(text).unwrap() };
        let (english, indonesian) = (parse(english), parse(indonesian));
        assert!(total.parse::<usize>().unwrap() >= english.len() && !english.is_empty(), "{number}");
        assert_eq!((english[0]["number"].to_string().as_str(), english[0]["code"].as_str()), (first, Some(name)));
        let issue = english.iter().position(|issue| issue["number"] == *number);
        let issue = issue.unwrap_or_else(|| panic!("{number} is not in {english:?}"));
        assert_eq!(english[issue]["code"].as_str(), catalogue.get(number).map(String::as_str));
        let message = |issues: &[Value]| issues[issue]["message"].as_str().unwrap().to_owned();
        assert!(!message(&english).contains('\n') && !message(&english).is_empty(), "{number}");
        if *number > 200 {
            assert_ne!(message(&english), message(&indonesian), "{number}");
        }
        met.insert(*number);
    }
    assert_eq!(printed.lines().count(), calls.len());
    met.extend(UNREACHABLE.iter().map(|(number, _)| *number));
    let unmet: Vec<_> = catalogue.iter().filter(|(number, _)| !met.contains(number)).collect();
    assert!(unmet.is_empty(), "neither met nor unreachable: {unmet:?}");
}
