//! Whatever the request is, the reply is one line of JSON, and the same from every instrument's keeper.

use proptest::prelude::*;
use serde_json::{Value, json};
use spbe_core::request::{Answerer, RequestError, answer};
use spbe_tests::requests::{samples, vectors};

fn answerer() -> &'static Answerer {
    static ANSWERER: std::sync::OnceLock<Answerer> = std::sync::OnceLock::new();
    ANSWERER.get_or_init(Answerer::new)
}

/// Checks what every reply promises, and gives it.
fn checked(request: &[u8]) -> Value {
    let reply = answerer().answer(request);
    assert!(!reply.text().contains(['\n', '\r']), "{}", reply.text());
    let value: Value = serde_json::from_str(reply.text()).unwrap_or_else(|error| panic!("{error}: {}", reply.text()));
    assert!(reply.text().starts_with("{\"op\":"));
    assert_eq!(reply.is_error(), value.get("error").is_some());
    if let Some(error) = value.get("error") {
        let issues = error["issues"].as_array().expect("a list");
        assert!(!issues.is_empty() && issues.len() <= 100);
        assert!(error["total"].as_u64().expect("a number") >= issues.len() as u64);
        assert_eq!((&error["number"], &error["code"]), (&issues[0]["number"], &issues[0]["code"]));
        assert_ne!(error["number"], 715, "a defect: {request:?}");
    }
    value
}

#[test]
fn every_sample_and_every_vector_is_answered() {
    let mut operations = std::collections::BTreeSet::new();
    for request in samples().iter().chain(&vectors()) {
        let reply = checked(request.to_string().as_bytes());
        assert!(reply.get("error").is_none(), "{request}: {reply}");
        assert_eq!((reply.get("id"), &reply["op"]), (request.get("id"), &request["op"]));
        operations.insert(request["op"].as_str().expect("text").to_owned());
    }
    let all: std::collections::BTreeSet<String> = spbe_core::request::operations().map(str::to_owned).collect();
    assert_eq!(operations, all, "a sample of every operation");
    assert!(vectors().len() > 60);
}

#[test]
fn an_instrument_read_for_one_request_gives_the_same_reply() {
    for request in samples() {
        let request = request.to_string();
        assert_eq!(answer(&request), answerer().answer(&request), "{request}");
    }
}

#[test]
fn a_refusal_is_a_reply() {
    let reply = answerer().answer(vec![b'['; 1_000_000]);
    assert!(reply.is_error());
    let reply = spbe_core::request::Reply::refusal(RequestError::TooLong { limit: 3 });
    assert!(reply.text().starts_with("{\"op\":null,\"error\":{\"number\":703,"), "{}", reply.text());
}

/// An instrument of two indicators with answers from `lowest` to `highest`.
fn of_scale(kind: &str, lowest: &str, highest: &str, level_values: &Value) -> Value {
    let name = json!({ "id": "x" });
    let indicator = |code: &str, weight: &str| json!({ "code": code, "weight": weight, "name": name });
    let mut answers = json!({ "kind": kind, "lowest": lowest, "highest": highest });
    if level_values.is_array() {
        answers["level_values"] = level_values.clone();
    }
    json!({
        "schema": "spbe-instrument/1", "id": "wide", "edition": 1, "title": name, "total_weight": "1",
        "legal": { "basis": "-", "text_seen": false }, "answers": answers,
        "publication": { "decimals": 10, "rounding": "half_up", "predicate_basis": "published" },
        "tiers": [{ "code": "indicator", "name": name }],
        "predicates": [{ "name": { "id": "a" }, "to": "1" }, { "name": { "id": "b" }, "from": "1", "to": "4000000000" }],
        "indicators": [indicator("1", "0.3"), indicator("2", "0.7")],
    })
}

#[test]
fn a_scale_is_refused_or_can_be_asked_everything() {
    let questions = [
        json!({ "op": "rank", "by": "index" }),
        json!({ "op": "trend" }),
        json!({ "op": "compare", "first": "A akhir", "second": "B akhir" }),
        json!({ "op": "peers", "institution": "A", "stage": "akhir" }),
        json!({ "op": "plan", "institution": "A", "stage": "akhir", "target": 3 }),
        json!({ "op": "plan", "institution": "A", "stage": "akhir", "grid": "0.5", "target": 3 }),
        json!({ "op": "plan", "institution": "A", "stage": "akhir", "frontier": true }),
        json!({ "op": "agreement" }),
        json!({ "op": "stats" }),
        json!({ "op": "what_if", "institution": "A", "stage": "akhir", "changes": "indicator;to\n1;3\n" }),
        json!({ "op": "forecast", "institution": "A", "stage": "akhir", "confidence": "0.5" }),
        json!({ "op": "robustness", "stage": "akhir", "draws": 50, "confidence": "0.5" }),
        json!({ "op": "sensitivity", "stage": "akhir", "samples": 16, "confidence": "0.5" }),
    ];
    let entry = |name: &str, stage: &str, level: i64| json!({ "institution": name, "year": 2024, "stage": stage, "levels": [level, level + 1] });
    let list = json!([entry("A", "akhir", 1), entry("B", "akhir", 2), entry("A", "mandiri", 2)]);
    let none = Value::Null;
    let doubled = json!([{ "level": 4, "value": "1000000" }]);
    for (instrument, sound) in [
        (of_scale("level", "0", "1000", &none), true),
        (of_scale("level", "0", "4", &doubled), true),
        (of_scale("value", "0", "1000000", &none), true),
        (of_scale("value", "-1000000", "1000000", &none), true),
        (of_scale("level", "0", "1001", &none), false),
        (of_scale("level", "0", "100000000", &none), false),
        (of_scale("value", "0", "4000000000", &none), false),
        (of_scale("level", "0", "4", &json!([{ "level": 4, "value": "4000000000" }])), false),
    ] {
        for question in &questions {
            let mut request = question.clone();
            request["instrument"] = instrument.clone();
            request["assessments"] = list.clone();
            let reply = checked(request.to_string().as_bytes());
            let number = reply["error"]["number"].as_u64().unwrap_or_default();
            assert_eq!(matches!(number, 242 | 243), !sound, "{request}: {reply}");
        }
        let content = "institution,year,1,2\nA,2024,1,2\nB,2024,3,3\n";
        let request = json!({ "op": "score_file", "content": content, "instrument": instrument });
        assert_eq!(checked(request.to_string().as_bytes()).get("error").is_some(), !sound);
    }
}

/// A JSON value of any shape, with the names and values of real requests in it.
fn any_value() -> impl Strategy<Value = String> {
    let name = prop::sample::select(vec![
        "op",
        "id",
        "instrument",
        "levels",
        "values",
        "year",
        "stage",
        "labels",
        "assessments",
        "institutions",
        "results",
        "content",
        "missing",
        "predicate_basis",
        "language",
        "checksum",
        "decimal_comma",
        "index",
        "domains",
        "1",
        "35-1",
        "x",
    ]);
    let leaf = prop_oneof![
        prop::sample::select(vec![
            "null",
            "true",
            "3",
            "-1",
            "2.5",
            "1e9",
            "0.1e-400",
            "123456789012345678901234567890123456789012",
            "\"spbe-2020\"",
            "\"spbe-2018\"",
            "\"pemdi-2026\"",
            "\"score\"",
            "\"score_batch\"",
            "\"audit\"",
            "\"describe\"",
            "\"score_file\"",
            "\"audit_file\"",
            "\"version\"",
            "\"id\"",
            "\"10/3\"",
            "\"1/0\"",
            "\"-\"",
            "\"\\ud800\"",
            "\"\\u0000\"",
            "\"zero\"",
            "\"interval\"",
            "\"2024\"",
            "\"institution,1\\nA,3\\n\"",
            "[1,2,3]",
            "{\"1\":3}",
        ])
        .prop_map(str::to_owned),
        any::<f64>().prop_map(|number| Value::from(number).to_string()),
        ".{0,12}".prop_map(|text| Value::from(text).to_string()),
    ];
    leaf.prop_recursive(4, 60, 8, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(|list| format!("[{}]", list.join(","))),
            prop::collection::vec((name.clone(), inner), 0..8).prop_map(|fields| {
                let fields: Vec<String> = fields.iter().map(|(name, value)| format!("\"{name}\":{value}")).collect();
                format!("{{{}}}", fields.join(","))
            }),
        ]
    })
}

fn small_samples() -> Vec<String> {
    samples().iter().map(Value::to_string).filter(|text| text.len() < 2_000).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_have_a_reply(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        checked(&bytes);
    }

    #[test]
    fn any_text_has_a_reply(text in ".{0,200}") {
        checked(text.as_bytes());
    }

    #[test]
    fn any_value_has_a_reply(text in any_value()) {
        checked(text.as_bytes());
    }

    #[test]
    fn any_fields_of_an_operation_have_a_reply(
        operation in prop::sample::select(spbe_core::request::operations().collect::<Vec<_>>()),
        values in prop::collection::vec(any_value(), 6),
        names in prop::sample::subsequence(
            vec!["instrument", "levels", "assessments", "institutions", "results", "content", "year", "missing", "labels"], 6),
    ) {
        let fields: Vec<String> = names.iter().zip(&values).map(|(name, value)| format!("\"{name}\":{value}")).collect();
        checked(format!("{{\"op\":\"{operation}\",{}}}", fields.join(",")).as_bytes());
    }

    #[test]
    fn a_sound_request_with_a_wrong_byte_has_a_reply(
        sample in prop::sample::select(small_samples()),
        place in any::<prop::sample::Index>(),
        byte in any::<u8>(),
        cut in any::<bool>(),
    ) {
        let mut bytes = sample.into_bytes();
        let place = place.index(bytes.len());
        bytes[place] = byte;
        if cut {
            bytes.truncate(place);
        }
        checked(&bytes);
    }
}
