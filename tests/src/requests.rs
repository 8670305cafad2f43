//! Requests that every way in must answer alike: all vectors, random assessments of each instrument, and every kind of
//! request that is refused. One JSON text a line; the replies of Rust are what the others are compared with.

use std::fmt::Write as _;

use serde_json::{Value, json};
use spbe_core::instrument::{Instrument, MissingPolicy, PredicateBasis};

use crate::files::{builtin, entries, text, vector, vector_names};

/// How many random assessments of each instrument there are.
pub const RANDOM: usize = 10_000;

/// Repeatable numbers (splitmix64).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % limit as u64).unwrap_or(0)
    }

    fn one_of<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len())]
    }
}

/// All requests: first those of [`samples`], then those of [`vectors`], then the random ones.
///
/// # Panics
/// If the repository is not whole.
#[must_use]
pub fn all() -> Vec<String> {
    let mut lines: Vec<String> = samples().iter().map(Value::to_string).collect();
    lines.extend(broken());
    lines.extend(vectors().iter().map(Value::to_string));
    for id in Instrument::builtin_ids() {
        lines.extend(random(id, RANDOM));
    }
    lines
}

/// A request of every operation, in several forms, each of which is answered.
///
/// # Panics
/// If the repository is not whole.
#[must_use]
pub fn samples() -> Vec<Value> {
    let small = json!({ "1": 3, "2": "4", "3": null });
    let own: Value = serde_json::from_str(&builtin("pemdi-2026").to_json()).expect("JSON");
    let mut requests = vec![
        json!({ "op": "version" }),
        json!({ "op": "version", "id": { "of": ["the caller", 1.50, null] }, "language": "id" }),
        json!({ "op": "instruments", "id": 7 }),
        json!({ "op": "score", "instrument": own, "missing": "minimum", "values": { "1": "2.60", "2": 3.25, "3": "10/3" } }),
        json!({ "op": "score", "instrument": "spbe-2020", "missing": "exclude", "levels": small, "institution": "Kota Contoh",
                "year": "2024", "stage": "mandiri", "labels": { "province": "Bali", "note": null } }),
        json!({ "op": "score_batch", "instrument": "spbe-2018", "missing": "interval", "year": 2019, "stage": "akhir",
                "assessments": [{ "institution": "A", "levels": small }, { "institution": "B", "year": 2020, "levels": {} }] }),
        json!({ "op": "score_batch", "instrument": "spbe-2020", "levels": [vec![3; 47], vec![4; 47]],
                "institutions": ["Kota \u{e9}\u{1f600} \"x\"", null] }),
        json!({ "op": "score_batch", "instrument": "spbe-2020", "assessments": [] }),
        json!({ "op": "score_file", "content": text("data/bandar-lampung-2021-2023.csv"), "year": 2023 }),
        json!({ "op": "score_file", "content": "nama_instansi,tahun,indeks,d1,d2,d3,d4\nA,2023,2.15,1.40,1.70,1.00,3.04\n" }),
        json!({ "op": "score_file", "instrument": "pemdi-2026", "content": "institution;1;2\nA;1,260;2\n", "missing": "zero",
                "predicate_basis": "published", "decimal_comma": true }),
        json!({ "op": "audit", "instrument": "spbe-2020", "year": 2023, "stage": "akhir", "results": [
            { "institution": "Kota Bandar Lampung", "index": 2.15, "predicate": "Cukup", "domains": { "1": 1.4, "2": "1.70", "3": 1, "4": 3.04 } },
            { "institution": "Mustahil", "year": 2024, "index": "4.90", "domains": { "1": "1.00" }, "aspects": {} }] }),
        json!({ "op": "audit_file", "content": text("data/official-2023-2024.csv").lines().take(40).collect::<Vec<_>>().join("\n") }),
    ];
    let official = text("data/official-2023-2024.csv");
    let lines: Vec<&str> = official.lines().collect();
    // Some of 2023 and some of 2024.
    let two_years =
        lines.iter().take(40).chain(lines.iter().skip(625).take(40)).copied().collect::<Vec<_>>().join("\n");
    let (first, second) =
        ("Kementerian Koordinator Bidang Perekonomian", "Kementerian Koordinator Bidang Politik, Hukum dan Keamanan");
    requests.extend([
        json!({ "op": "rank", "content": two_years, "within": ["type"], "top": 3, "if_value": { (first): "3.10" } }),
        json!({ "op": "trend", "content": two_years, "institution": first }),
        json!({ "op": "rank", "instrument": "spbe-2020", "year": 2024, "bottom": 1, "ties": "dense", "if_value": { "B": 3 },
                "results": [{ "institution": "A", "index": 2.15 }, { "institution": "B", "index": "2.60" }] }),
        json!({ "op": "trend", "instrument": "spbe-2020", "missing": "minimum", "stage": "akhir", "assessments": [
                { "institution": "A", "year": 2023, "levels": small }, { "institution": "A", "year": 2024, "levels": {} }] }),
        json!({ "op": "compare", "content": two_years, "first": first, "second": second, "year": 2023 }),
        json!({ "op": "peers", "content": two_years, "institution": first, "year": 2023, "reach": "0.5" }),
        json!({ "op": "plan", "content": text("data/bandar-lampung-2021-2023.csv"), "institution": "bandar", "year": 2023,
                "target": "2.60", "targets": [{ "node": "d3", "value": 1.5 }], "plans": 2, "differ": 2, "locked": ["30"],
                "costs": "indikator;tingkat;biaya;durasi;unit\n*;;1,5;2;Diskominfo\n21;2;4;1;Bappeda\n",
                "rules": [{ "indicator": "3", "level": 2, "needs": "1", "needs_level": 2 }],
                "bounds": [{ "indicator": "47", "at_most": 4 }], "capacities": [{ "unit": "Bappeda", "capacity": 3 }],
                "periods": [{ "period": "2024", "budget": 20 }, { "period": "2025", "budget": 20, "target": 2.6 }] }),
        json!({ "op": "plan", "content": text("data/bandar-lampung-2021-2023.csv"), "institution": "bandar", "year": 2023,
                "budget": 6, "most_changed": 4, "pace": 1, "grid": "levels", "most_nodes": 5000, "predicate_basis": "exact" }),
        json!({ "op": "plan", "content": text("data/bandar-lampung-2021-2023.csv"), "institution": "bandar", "year": 2023,
                "frontier": true, "bounds": [{ "indicator": "1", "at_least": 3 }] }),
        json!({ "op": "agreement", "content": text("tests/vectors/agreement_2021.csv") }),
        json!({ "op": "stats", "content": [two_years], "within": ["type"] }),
        json!({ "op": "stats", "content": [two_years, "institution,year,1,2,3\nA,2026,2,2.5,3\n"], "missing": "minimum",
                "of": "spbe-2020" }),
        json!({ "op": "what_if", "content": text("data/bandar-lampung-2021-2023.csv"), "institution": "Bandar", "year": 2023,
                "until": "2027", "within": [], "units": ["Kominfo"],
                "changes": [{ "scenario": "a", "indicator": 47, "to": 4, "unit": "Kominfo", "date": "2026-06" },
                            { "scenario": "a", "indicator": "i01", "to": "2", "unit": "Setda" }] }),
        json!({ "op": "what_if", "instrument": "spbe-2020", "institution": "A", "year": 2024,
                "assessments": [{ "institution": "A", "levels": vec![5; 47] }], "changes": "indicator;to\n7;4\n" }),
        json!({ "op": "forecast", "content": text("data/bandar-lampung-2021-2023.csv"), "institution": "Bandar", "year": 2023,
                "scenarios": { "strict": 0.25, "usual": "3/4" }, "common": "0.2", "confidence": 0.9, "downward": "70%",
                "beliefs": [{ "scenario": "strict", "indicator": 47, "level": 1, "probability": 1 },
                            { "indicator": 46, "confidence": "0.5" }],
                "changes": [{ "indicator": 45, "to": 3 }], "until": "2026", "target": 2.2, "quantiles": [0.1, "0.9"] }),
        json!({ "op": "forecast", "content": text("tests/vectors/agreement_2021.csv"), "institution": "Kota Denpasar",
                "stage": "mandiri", "missing": "interval", "learn": ["mandiri", "akhir"], "smoothing": "1/2", "shrinkage": 4 }),
        json!({ "op": "robustness", "content": two_years, "draws": 200, "seed": 3, "against": [second], "year": 2023 }),
        json!({ "op": "robustness", "instrument": "spbe-2018", "missing": "minimum", "dirichlet": "40", "draws": 70,
                "confidence": 0.9, "confidences": ["1=0.5"], "coverage": "0.5",
                "assessments": [{ "institution": "A", "levels": small }, { "institution": "B", "levels": {} }] }),
        json!({ "op": "sensitivity", "content": two_years, "samples": 64, "by": "domain" }),
        json!({ "op": "sensitivity", "instrument": "spbe-2018", "missing": "minimum", "samples": 50, "confidence": "0.8",
                "institution": "A", "fixed": ["publication"], "outputs": ["index"],
                "assessments": [{ "institution": "A", "levels": small }, { "institution": "B", "levels": {} }] }),
    ]);
    requests.extend(Instrument::builtin_ids().map(|id| json!({ "op": "describe", "instrument": id })));
    requests
}

/// Requests that are refused, one for each kind of problem and language.
fn broken() -> Vec<String> {
    let mut lines = Vec::new();
    for language in ["en", "id"] {
        for request in [
            json!({ "op": "score", "instrument": "spbe-2020", "levels": { "1": 6, "2": 2.5, "48": 1, "3": [], "4": "x" }, "colour": 1 }),
            json!({ "op": "score", "instrument": "spbe-2020", "levels": {}, "year": 24, "checksum": "00", "missing": "ask" }),
            json!({ "op": "score", "instrument": "spbe-2021", "levels": {} }),
            json!({ "op": "score", "instrument": { "id": "x" }, "levels": [] }),
            json!({ "op": "score_batch", "instrument": "spbe-2018", "levels": [[1], 2], "institutions": ["A"] }),
            json!({ "op": "audit", "instrument": "spbe-2020", "results": [{ "institution": "A" }, 3] }),
            json!({ "op": "score_file", "content": "institution,1\nA,9\n" }),
            json!({ "op": "plan", "content": text("data/bandar-lampung-2021-2023.csv"), "institution": "bandar",
                    "target": 5.5, "costs": [{ "indicator": "1", "cost": -1 }], "rules": "indicator,level\n1,2\n",
                    "grid": "fine", "frontier": 1 }),
            json!({ "op": "forecast", "content": [text("data/bandar-lampung-2021-2023.csv"), "institution,1\nA,9\n"],
                    "institution": "bandar", "beliefs": "indikator,level\n1,2\n2,x\n", "changes": "indikator;ke\n1;z\n" }),
            json!({ "op": "what_if", "content": text("data/bandar-lampung-2021-2023.csv"), "institution": "bandar",
                    "changes": "indikator;ke\n1;3\n99;3\n" }),
            json!({ "op": "stats", "content": [text("data/bandar-lampung-2021-2023.csv"), "institution,1\nA,9\n"] }),
            json!({ "op": "rank me" }),
            json!({ "id": 1 }),
        ] {
            let mut request = request;
            request["language"] = language.into();
            lines.push(request.to_string());
        }
    }
    let texts = [
        "[]",
        "{",
        "3",
        "null",
        "{\"op\":\"version\",\"op\":\"version\"}",
        "{\"op\":\"\\ud800\"}",
        "{\"op\":\"version\"} x",
    ];
    lines.extend(texts.map(str::to_owned));
    lines
}

/// The levels and the printed values of the vector files.
///
/// # Panics
/// If a file is not as its readme says.
#[must_use]
pub fn vectors() -> Vec<Value> {
    let mut requests = Vec::new();
    for name in vector_names() {
        let data = vector(&name);
        let printed = |case: &Value, instrument: &Value, predicate: &Value| {
            json!({ "op": "audit", "id": name, "instrument": instrument, "results": [{ "institution": case["institution"],
                    "year": case["year"], "index": case["index"], "predicate": predicate, "domains": case["domains"] }] })
        };
        if !entries(&data["levels"]).is_empty() && name != "reg59_example" {
            requests.push(
                json!({ "op": "score", "id": name, "instrument": data["instrument"], "institution": data["institution"],
                                  "year": data["year"], "levels": data["levels"] }),
            );
        } else if data["cases"].is_array() {
            let cases = data["cases"].as_array().into_iter().flatten();
            requests.extend(cases.map(|case| printed(case, &data["instrument"], &case["predicate"])));
        } else if let Some(list) = data.as_array() {
            let with_values = list.iter().filter(|example| example["indicators"].is_object());
            requests.extend(with_values.map(|example| {
                json!({ "op": "score", "id": example["id"], "instrument": "pemdi-2026", "missing": "interval", "values": example["indicators"] })
            }));
        } else if data["expected"]["domains"].is_object() {
            let mut case = data["expected"].clone();
            (case["institution"], case["year"]) = (data["institution"].clone(), data["year"].clone());
            requests.push(printed(&case, &data["instrument"], &Value::Null));
        }
    }
    requests
}

/// Random assessments of one instrument, in every form that a request may have.
fn random(id: &str, count: usize) -> Vec<String> {
    let instrument = builtin(id);
    let (lowest, highest) = (instrument.lowest_answer().floor(), instrument.highest_answer().floor());
    let span = usize::try_from(highest - lowest).unwrap_or(0) + 1;
    let mut random = Random(id.bytes().map(u64::from).sum());
    let mut lines = Vec::with_capacity(count);
    for number in 0..count {
        // Most are whole; some lack a few answers, some nearly all.
        let holes = random.one_of(&[0, 0, 0, 5, 90]);
        let mut answer = || -> String {
            if random.below(100) < holes {
                return "null".to_owned();
            }
            let level = lowest + i128::try_from(random.below(span)).unwrap_or(0);
            if instrument.has_levels() || random.below(4) == 0 {
                return quoted(&mut random, &level.to_string());
            }
            let decimals = random.below(100);
            let whole = level.min(highest - 1);
            if random.below(5) == 0 {
                format!("\"{}/3\"", whole * 3 + 1)
            } else {
                quoted(&mut random, &format!("{whole}.{decimals:02}"))
            }
        };
        let answers: Vec<String> = instrument.items().iter().map(|_| answer()).collect();
        let by_position = number % 2 == 0;
        let mut line = format!(r#"{{"op":"score","id":{number},"instrument":"{id}","institution":"Instansi {number}""#);
        let years = ["", ",\"year\":2018", ",\"year\":2023", ",\"year\":\"2024\"", ",\"year\":null"];
        line += random.one_of(&years);
        let policy = if holes == 0 { random.below(6) } else { 1 + random.below(5) };
        if let Some(policy) = policy.checked_sub(1) {
            let _ = write!(line, ",\"missing\":\"{}\"", MissingPolicy::ALL[policy].name());
        }
        if random.below(3) == 0 {
            let _ = write!(line, ",\"predicate_basis\":\"{}\"", random.one_of(&PredicateBasis::ALL).name());
        }
        line += if instrument.has_levels() { ",\"levels\":" } else { ",\"values\":" };
        if by_position {
            let _ = write!(line, "[{}]}}", answers.join(","));
        } else {
            let fields = instrument.items().iter().zip(&answers);
            let fields: Vec<String> = fields.map(|(item, answer)| format!("\"{}\":{answer}", item.code())).collect();
            let _ = write!(line, "{{{}}}}}", fields.join(","));
        }
        lines.push(line);
    }
    lines
}

/// A number as it is, or as text.
fn quoted(random: &mut Random, number: &str) -> String {
    if random.below(3) == 0 { format!("\"{number}\"") } else { number.to_owned() }
}
