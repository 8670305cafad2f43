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
    // What cannot both hold is refused; nothing is asked by `null`.
    assert_eq!(ask(r#"rank","top":1,"bottom":1"#)["error"]["code"], "request.field_conflict");
    assert_eq!(ask(r#"rank","top":null,"bottom":1"#)["ranks"][1]["institution"], "A");
}

#[test]
fn ranks_changes_and_gaps_are_asked_of_files_assessments_and_results() {
    let ask = |rest: &str| reply(&format!(r#"{{"op": {rest}, "instrument": "spbe-2020"}}"#));
    let results = r#""results": [{"institution": "A", "index": 2.15}, {"institution": "B", "index": "2.60"}]"#;
    let found = ask(&format!(r#""rank", "year": 2024, "if_value": {{"A": 3}}, {results}"#));
    assert_eq!((&found["ranks"][0]["institution"], &found["ranks"][0]["year"]), (&"B".into(), &2024.into()));
    assert_eq!(found["ranks"][1]["if_changed"]["rank"], 1);
    let entry = |year: u16, level: u8| format!(r#"{{"institution": "A", "year": {year}, "levels": {{"1": {level}}}}}"#);
    let list = format!(r#""missing": "minimum", "assessments": [{}, {}]"#, entry(2023, 2), entry(2024, 4));
    let trend = ask(&format!(r#""trend", "stage": "akhir", {list}"#));
    assert_eq!(trend["institutions"][0]["changes"][0]["change_exact"], "0.026");
    let gap = ask(&format!(r#""compare", "first": "A 2023", "second": "A 2024", {list}"#));
    assert_eq!(gap["to"]["index_exact"], "1.039");
    let files = r#""rank", "missing": "minimum", "content": ["institution,year,1\nA,2024,2\n", "institution,year,1\nB,2024,4\n"]"#;
    assert_eq!(ask(files)["ranks"][0]["institution"], "B");
    // A file of no named instrument is of one all the same: a refusal names it.
    let refused =
        reply(r#"{"op": "rank", "by": "d9", "content": "nama_instansi,tahun,indeks,d1,d2,d3,d4\nA,2024,2,2,2,2,2\n"}"#);
    assert_eq!((&refused["instrument"], &refused["error"]["number"]), (&"spbe-2020".into(), &809.into()));
}

#[test]
fn one_of_several_instruments_is_chosen() {
    let pemdi = "institution,year,stage,1,2\\nA,2026,akhir,2.5,3\\nA,2026,mandiri,2.5,3\\n";
    let spbe = "institution,year,stage,1,35,47\\nA,2024,akhir,2,2,2\\nA,2024,mandiri,3,2,2\\n";
    let ask = |op: &str, rest: &str| reply(&format!(r#"{{"op": "{op}", {rest} "content": ["{pemdi}", "{spbe}"]}}"#));
    for (op, rest) in [("agreement", ""), ("stats", r#""missing": "minimum","#)] {
        assert_eq!(ask(op, rest)["error"]["code"], "cohort.subject_ambiguous");
        for id in ["spbe-2020", "pemdi-2026"] {
            let found = ask(op, &format!(r#"{rest} "of": "{id}","#));
            assert_eq!(found["instrument"], id, "{found}");
        }
        assert_eq!(ask(op, &format!(r#"{rest} "of": "spbe-2018","#))["error"]["code"], "cohort.value_unknown");
    }
}

/// Two institutions of one year, a level everywhere; the second is better.
const TWO: &str = "institution,type,year,1\nKota A,kota,2024,2\nKota B,kota,2024,4\n";

fn with_content(fields: &str) -> String {
    let content: Value = TWO.into();
    format!(r#"{{{fields}, "content": {content}, "instrument": "spbe-2020", "missing": "minimum"}}"#)
}

#[test]
fn whom_to_learn_from_is_asked_of_files_assessments_and_results() {
    let of_file = reply(&with_content(r#""op": "peers", "institution": "kota a", "count": 1"#));
    assert_eq!((&of_file["institution"], &of_file["peers"][0]["institution"]), (&"Kota A".into(), &"Kota B".into()));
    // Two levels of 1.3 % each.
    assert_eq!(of_file["peers"][0]["lessons"][0]["worth_exact"], "0.026");
    let entry = |name: &str, level: u8| {
        format!(
            r#"{{"institution": "{name}", "labels": {{"type": "kota"}}, "year": 2024, "levels": {{"1": {level}}}}}"#
        )
    };
    let list = [entry("Kota A", 2), entry("Kota B", 4)].join(",");
    let request = format!(
        r#"{{"op": "peers", "institution": "Kota A", "count": 1, "instrument": "spbe-2020", "missing": "minimum",
            "assessments": [{list}]}}"#
    );
    assert_eq!(reply(&request), of_file);
    let printed = |name: &str, value: &str| {
        let domains = format!(r#"{{"1": {value}, "2": {value}, "3": {value}, "4": {value}}}"#);
        format!(r#"{{"institution": "{name}", "year": 2024, "index": {value}, "domains": {domains}}}"#)
    };
    let results = [printed("Kota A", "2"), printed("Kota B", "4")].join(",");
    let request = format!(
        r#"{{"op": "peers", "institution": "Kota A", "instrument": "spbe-2020", "reach": "0.5", "results": [{results}]}}"#
    );
    let of_results = reply(&request);
    assert_eq!((&of_results["tier"], &of_results["basis"]), (&"domain".into(), &"printed".into()));
    assert_eq!(of_results["visits"][0]["worth_exact"], "0.5");
}

#[test]
fn ratings_and_statistics_are_asked_as_well() {
    let rated = |stage: &str, level: u8| {
        format!(r#"{{"institution": "Kota A", "year": 2024, "stage": "{stage}", "levels": {{"1": {level}}}}}"#)
    };
    let list = [rated("mandiri", 4), rated("akhir", 2)].join(",");
    let ratings =
        |rest: &str| format!(r#"{{"op": "agreement", "instrument": "spbe-2020", "assessments": [{list}]{rest}}}"#);
    let found = reply(&ratings(""));
    assert_eq!((&found["first"], &found["second"]), (&"mandiri".into(), &"akhir".into()));
    assert_eq!(found["items"][0]["mean_shift_exact"], "2");
    assert_eq!(reply(&ratings(r#", "between": ["akhir", "mandiri"]"#))["items"][0]["mean_shift_exact"], "-2");
    assert_eq!(problems(&ratings(r#", "between": ["akhir"]"#)), ["713 between"]);
    assert_eq!(problems(&ratings(r#", "between": ["akhir", "x"]"#)), ["808 "]);

    let found = reply(&with_content(r#""op": "stats", "within": ["type"], "nodes": ["index", "1"]"#));
    let group = &found["groups"][0];
    assert_eq!((&group["group"]["type"], &group["institutions"]), (&"kota".into(), &2.into()));
    assert_eq!(group["nodes"]["indicator:1"]["median"], "3");
}

#[test]
fn every_problem_of_a_question_to_a_cohort_is_named() {
    let wrong = r#""op": "peers", "count": -1, "reach": "half", "within": "type", "focus": ["12", 3], "stage": 2"#;
    assert_eq!(
        problems(&with_content(wrong)),
        ["705 ", "704 count", "704 within", "704 focus[2]", "314 reach", "704 stage"]
    );
    assert_eq!(problems(&with_content(r#""op": "peers", "institution": "Kota""#)), ["812 "]);
    assert_eq!(problems(&with_content(r#""op": "stats", "nodes": ["d9"]"#)), ["809 "]);
    let unlearnt = r#""op": "forecast", "institution": "Kota A", "learn": null, "smoothing": 2"#;
    assert_eq!(problems(&with_content(unlearnt)), ["705 "]);
    assert_eq!(problems(r#"{"op": "stats"}"#), ["705 "]);
    let twice = r#"{"op": "stats", "instrument": "spbe-2020", "missing": "minimum", "content": "x", "assessments": [
        {"institution": "A", "levels": {"1": 2}}, {"institution": "a", "levels": {"1": 2}}]}"#;
    assert_eq!(problems(twice), ["708 content"]);
    assert_eq!(problems(&twice.replace(r#""content": "x", "#, "")), ["801 assessments[2]"]);
    let files = r#"{"op": "stats", "instrument": "spbe-2020", "missing": "minimum",
        "content": ["institution,1\nA,2\n", "institution,1\nA,9\n"]}"#;
    assert_eq!(problems(files), ["316 content[2], row 2, column `1`"]);
}
