//! What a reply says to each kind of request; the numbers in it are compared through the bindings.

use serde_json::Value;

use super::{Answerer, answer, operations};
use crate::instrument::Instrument;

fn reply(request: &str) -> Value {
    let reply = Answerer::new().answer(request);
    assert_eq!(reply, answer(request), "with and without an answerer");
    assert!(!reply.text().contains('\n'));
    let value: Value = serde_json::from_str(reply.text()).unwrap();
    assert_eq!(reply.is_error(), value.get("error").is_some());
    value
}

/// Code and place of every problem.
fn problems(request: &str) -> Vec<String> {
    let reply = reply(request);
    let problem = |issue: &Value| format!("{} {}", issue["number"], issue["at"].as_str().unwrap());
    reply["error"]["issues"].as_array().unwrap_or(&Vec::new()).iter().map(problem).collect()
}

fn levels(level: &str) -> String {
    vec![level; 47].join(",")
}

#[test]
fn answers_by_code_and_by_position_are_the_same() {
    let codes: Vec<String> = (1..=47).map(|code| format!("\"{code}\":\"{}\"", code % 5 + 1)).collect();
    let places: Vec<String> = (1..=47).map(|code| (code % 5 + 1).to_string()).collect();
    let by_code = format!(r#"{{"op":"score","instrument":"spbe-2020","levels":{{{}}}}}"#, codes.join(","));
    let by_position = format!(r#"{{"op":"score","instrument":"spbe-2020","levels":[{}]}}"#, places.join(","));
    assert_eq!(reply(&by_code), reply(&by_position));
    assert_eq!(reply(&by_code)["instrument"], "spbe-2020");
}

#[test]
fn a_decimal_passes_no_float() {
    let request = |value: &str| {
        format!(r#"{{"op":"score","instrument":"pemdi-2026","missing":"minimum","values":{{"1":{value}}}}}"#)
    };
    let exact = &reply(&request("2.718281828459045235360287"))["indicators"]["1"];
    assert_eq!(exact, "2.718281828459045235360287");
    assert_eq!(reply(&request("\"10/3\""))["indicators"]["1"], "10/3");
}

#[test]
fn the_id_comes_back_as_it_was_on_one_line() {
    let reply = answer("{\"id\": {\"a b\": [1.0, \"x \\\" y\",\n 2e3]}, \"op\": \"version\"}");
    assert!(reply.text().starts_with("{\"op\":\"version\",\"id\":{\"a b\":[1.0,\"x \\\" y\",2e3]},\"version\":"));
    let refused = answer("{\"id\": null, \"op\": \"versio\"}");
    assert!(refused.text().starts_with("{\"op\":\"versio\",\"id\":null,\"error\":"), "{}", refused.text());
}

#[test]
fn every_problem_of_a_request_is_named() {
    let request = r#"{"op": "score", "instrument": "spbe-2020", "checksum": "00", "missing": "zero ", "language": "fr",
        "predicate_basis": 3, "levels": {"1": 6, "2": [], "48": 1, "1": 2}, "year": "24", "colour": 1, "stage": 3}"#;
    assert_eq!(
        problems(request),
        [
            "710 language",
            "706 colour",
            "309 checksum",
            "710 missing",
            "704 predicate_basis",
            "312 year",
            "704 stage",
            "316 levels.1",
            "704 levels.2",
            "306 levels.48",
            "317 levels.1",
        ]
    );
}

#[test]
fn a_request_of_the_wrong_form_is_refused() {
    for (request, expected) in [
        ("", vec!["701 "]),
        ("[]", vec!["704 "]),
        ("{}", vec!["705 "]),
        (r#"{"op": null}"#, vec!["704 op"]),
        (r#"{"op": "rank me"}"#, vec!["709 op"]),
        (r#"{"op": "version", "op": "version"}"#, vec!["707 op"]),
        (r#"{"op": "score"}"#, vec!["705 "]),
        (r#"{"op": "score", "instrument": 3, "levels": 3}"#, vec!["704 instrument"]),
        (r#"{"op": "score", "instrument": "spbe-2020", "levels": 3}"#, vec!["704 levels"]),
        (r#"{"op": "score", "instrument": "spbe-2020"}"#, vec!["705 "]),
        (r#"{"op": "score", "instrument": "spbe-2020", "levels": {}, "values": {}}"#, vec!["708 values"]),
        (r#"{"op": "score", "instrument": "spbe-2020", "levels": [1]}"#, vec!["318 levels"]),
        (r#"{"op": "score", "instrument": "spbe-2020", "levels": {}}"#, vec!["401 "]),
        (r#"{"op": "score_batch", "instrument": "spbe-2020"}"#, vec!["705 "]),
        (
            r#"{"op": "score_batch", "instrument": "spbe-2020", "assessments": [3, {}], "levels": []}"#,
            vec!["708 levels", "704 assessments[1]", "705 assessments[2]"],
        ),
        (
            r#"{"op": "score_batch", "instrument": "spbe-2020", "levels": [], "institutions": ["A"]}"#,
            vec!["713 institutions"],
        ),
        (
            r#"{"op": "audit", "instrument": "spbe-2020", "results": [{"index": 2}, {"year": 2023}]}"#,
            vec!["501 results[2]"],
        ),
        (
            r#"{"op": "audit", "instrument": "spbe-2020", "results": [{"domains": {"9": 2, "1": "x"}, "predicate": "Best"}]}"#,
            vec!["324 results[1].predicate", "327 results[1].domains.9", "314 results[1].domains.1"],
        ),
        (r#"{"op": "score_file"}"#, vec!["705 "]),
        (r#"{"op": "score_file", "content": "institution,1\nA,9\n", "decimal_comma": 1}"#, vec!["704 decimal_comma"]),
        (
            r#"{"op": "score_file", "content": "institution,1\nA,9\n", "instrument": "spbe-2020"}"#,
            vec!["316 row 2, column `1`"],
        ),
        (r#"{"op": "audit_file", "content": "institution,1\nA,3\n", "instrument": "spbe-2020"}"#, vec!["504 "]),
    ] {
        assert_eq!(problems(request), expected, "{request}");
    }
    assert!(answer(b"{\"op\": \"\xff\"}").text().contains("\"request.encoding\""));
    let many = format!(r#"{{"op":"score_batch","instrument":"spbe-2020","levels":[{}]}}"#, vec!["0"; 10_001].join(","));
    assert_eq!(problems(&many), ["714 levels"]);
}

#[test]
fn messages_are_in_the_language_asked_for() {
    let english = reply(r#"{"op": "score", "language": "en"}"#);
    let indonesian = reply(r#"{"op": "score", "language": "id"}"#);
    assert_eq!(english["error"]["message"], "the field `instrument` is missing");
    assert_eq!(indonesian["error"]["message"], "isian `instrument` tidak ada");
}

#[test]
fn a_batch_gives_what_single_requests_give() {
    let row = |level: &str| format!("[{}]", levels(level));
    let batch = reply(&format!(
        r#"{{"op":"score_batch","instrument":"spbe-2020","year":2024,"levels":[{},{}],"institutions":["A","B"]}}"#,
        row("3"),
        row("4")
    ));
    let same = reply(&format!(
        r#"{{"op":"score_batch","instrument":"spbe-2020","year":2023,"assessments":[{{"institution":"A","year":2024,"levels":{}}},
            {{"institution":"B","year":2024,"levels":{}}}]}}"#,
        row("3"),
        row("4")
    ));
    assert_eq!(batch, same);
    for (position, (name, level)) in [("A", "3"), ("B", "4")].into_iter().enumerate() {
        let mut one = reply(&format!(
            r#"{{"op":"score","instrument":"spbe-2020","year":2024,"institution":"{name}","levels":{}}}"#,
            row(level)
        ));
        one.as_object_mut().unwrap().remove("op");
        assert_eq!(batch["scores"][position], one);
    }
}

#[test]
fn an_instrument_may_come_with_the_request_or_be_loaded_before() {
    let own = Instrument::builtin("spbe-2020").unwrap().to_json().replace("\"id\":\"spbe-2020\"", "\"id\":\"own\"");
    let request =
        |instrument: &str| format!(r#"{{"op":"score","instrument":{instrument},"levels":[{}]}}"#, levels("3"));
    let inline = Answerer::new().answer(request(&own));
    let instrument = Instrument::from_json(&own).unwrap();
    let answerer = Answerer::new().with(instrument.clone()).unwrap();
    assert_eq!(answerer.answer(request("\"own\"")), inline);
    assert!(!inline.is_error(), "{}", inline.text());
    assert!(inline.text().contains(instrument.checksum()));
    assert!(answerer.with(instrument).is_err());

    let broken = request(&own.replace("\"weight\":\"1.30\"", "\"weight\":\"1.31\""));
    let refused = reply(&broken);
    assert!(refused["error"]["issues"][0]["place"]["path"].as_str().unwrap().starts_with("instrument."));
}

#[test]
fn a_description_holds_the_whole_instrument() {
    let described = reply(r#"{"op": "describe", "instrument": "spbe-2018"}"#);
    let instrument = Instrument::from_json(&described["document"].to_string()).unwrap();
    assert_eq!(described["checksum"], instrument.checksum());
    assert_eq!(described["items"][34]["code"], "35-1");
    assert_eq!(described["items"][34]["indicator"], "35");
    assert_eq!(described["summary"]["items"], 37);
}

#[test]
fn every_operation_is_named_by_the_version() {
    let names: Vec<Value> = operations().map(Value::from).collect();
    assert_eq!(reply(r#"{"op": "version"}"#)["operations"], Value::from(names));
}

#[test]
fn a_file_is_ranked_followed_and_compared() {
    let content = "nama_instansi;tahun;provinsi;indeks;d1;d2;d3;d4\\nA;2023;X;2.00;2.00;2.00;2.00;2.00\\n\
        A;2024;X;3.00;3.00;3.00;3.00;3.00\\nB;2024;X;4.00;4.00;4.00;4.00;4.00\\n";
    let ask = |op: &str| reply(&format!(r#"{{"op":"{op},"instrument":"spbe-2020","content":"{content}"}}"#));
    let ranks = ask(r#"rank","by":"d4","within":["province"],"ties":"dense","top":1"#);
    let first = &ranks["ranks"][1];
    assert_eq!((&first["institution"], &first["rank"], &first["value"]), (&"B".into(), &1.into(), &4.0.into()));
    assert_eq!(first["group"]["province"], "X");
    let trend = ask(r#"trend","institution":"a""#);
    assert_eq!(trend["institutions"][0]["changes"][0]["change_exact"], "1");
    let compared = ask(r#"compare","first":"A 2024","second":"B""#);
    assert_eq!(compared["attribution"]["domain"]["remainder_exact"], "0");
    assert_eq!(ask(r#"compare","first":"A","second":"C""#)["error"]["code"], "cohort.subject_ambiguous");
    assert_eq!(ask(r#"rank","top":"x","ties":"fair","within":3"#)["error"]["total"], 3);
}
